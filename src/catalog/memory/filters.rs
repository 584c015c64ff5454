//! What each condition means in terms of columns and postings.

use super::{
    Part,
    bits::Bits,
    fields::numbers,
    flat::checksum,
    names::Names,
    postings::{Postings, Values},
    segment::Group,
};
use crate::{
    dates::{Allen, Day, Extent, Interval, Truth, day::FIRST},
    model::Term,
    places::{Code, Membership},
    query::{Filter, Has, Is, Reference},
};

/// What a filter must read of a segment beside the columns.
fn needed(filter: &Filter) -> Group {
    match filter {
        Filter::Word(_) | Filter::Phrase(_) => Group::Texts,
        Filter::Touches(_)
        | Filter::Allen { .. }
        | Filter::MonthDay(..)
        | Filter::Known(_)
        | Filter::Is(_)
        | Filter::Has(_)
        | Filter::Related(_) => Group::Core,
        _ => Group::Fields,
    }
}

impl Part {
    /// The events for which `filter` holds, dead ones perhaps among them.
    pub(super) fn matching(&self, filter: &Filter) -> Bits {
        let segment = &*self.segment;
        if !segment.ready(needed(filter)) {
            return Bits::none(segment.len());
        }
        let (fields, columns) = (&segment.fields, &segment.columns);
        match filter {
            Filter::Countries(terms) => {
                self.any(&fields.countries.postings, numbers(&fields.countries, terms))
            }
            Filter::Members(memberships) => self.members(memberships),
            Filter::Category(term) => {
                let terms = std::slice::from_ref(term);
                self.any(&fields.categories.postings, numbers(&fields.categories, terms))
            }
            Filter::Status(term) => {
                let terms = std::slice::from_ref(term);
                self.any(&fields.statuses.postings, numbers(&fields.statuses, terms))
            }
            Filter::Tag(prefix) => self.named(&fields.tags, prefix),
            Filter::Person(prefix) => self.named(&fields.people, prefix),
            Filter::Organization(prefix) => self.named(&fields.organizations, prefix),
            Filter::Place(prefix, codes) => {
                let mut found = self.named(&fields.places, prefix);
                let codes: Vec<Term<Code>> = codes.iter().copied().map(Term::Known).collect();
                for number in numbers(&fields.grounds, &codes) {
                    fields.grounds.postings.add_to(number, &mut found);
                }
                found
            }
            Filter::Source(text) => {
                let mut found = self.named(&fields.sources, text);
                if let Some(number) = fields.sources.number(text) {
                    fields.sources.postings.add_to(number, &mut found);
                }
                found
            }
            Filter::Publisher(prefix) => self.named(&fields.publishers, prefix),
            Filter::Touches(days) => columns.touching(*days),
            Filter::Allen {
                relations,
                reference,
                certainly,
            } => self.related_in_time(relations, reference, *certainly),
            Filter::MonthDay(month, day) => columns.on_month_day(*month, *day),
            Filter::Known(day) => {
                let known = &*columns.known;
                Bits::of(known.len(), |event| known[event] <= *day)
            }
            Filter::Actor(initiators, targets) => {
                let mut found = self.anybody_of(&fields.initiators, initiators);
                found.keep(&self.anybody_of(&fields.targets, targets));
                found
            }
            Filter::Precision(precision) => {
                self.any(&fields.precisions.postings, fields.precisions.number(precision))
            }
            Filter::Is(is) => {
                let mut found = segment.qualities.is(*is);
                if *is == Is::Flawed {
                    self.flaws.keys().for_each(|event| found.insert(*event as usize));
                }
                found
            }
            Filter::Has(Has::Relations) => self.related.clone(),
            Filter::Has(has) => segment.qualities.has(*has),
            Filter::Claims(stance, terms, prefix) => {
                let claimants = fields.claimants(*stance);
                let mut found = self.any(
                    &claimants.countries.postings,
                    numbers(&claimants.countries, terms),
                );
                found.add(&self.named(&claimants.names, prefix));
                found
            }
            // Leads from part to part: see `select`.
            Filter::Related(_) => Bits::none(segment.len()),
            Filter::Word(prefix) => segment.texts.with_prefix(prefix),
            Filter::Phrase(phrase) => segment.texts.with_phrase(phrase),
        }
    }

    fn any(&self, postings: &Postings, values: impl IntoIterator<Item = u32>) -> Bits {
        postings.any(values, self.segment.len())
    }

    fn named(&self, names: &Names, prefix: &str) -> Bits {
        self.any(&names.postings, names.beginning(prefix))
    }

    fn anybody_of(&self, values: &Values<Term<Code>>, terms: &[Term<Code>]) -> Bits {
        if terms.is_empty() {
            return Bits::all(self.segment.len());
        }
        self.any(&values.postings, numbers(values, terms))
    }

    fn members(&self, memberships: &[Membership]) -> Bits {
        let (countries, columns) = (&self.segment.fields.countries, &self.segment.columns);
        let mut found = Bits::none(self.segment.len());
        // Most begin while the state is a member, which is a range of the order of time. Of those before, the few are
        // looked at that last until it became one.
        let mut lasting: Option<(Day, Vec<usize>)> = None;
        for membership in memberships {
            let Some(number) = countries.number(&Term::Known(membership.country)) else {
                continue;
            };
            let Interval { earliest, latest } = membership.days;
            let begun = columns.before(earliest);
            let postings = &countries.postings;
            postings.add_range_to(number, begun..columns.begun_until(latest), &mut found);
            if lasting.as_ref().is_none_or(|(day, _)| *day != earliest) {
                lasting = Some((earliest, columns.lasting_until(earliest).iter().collect()));
            }
            if let Some((_, lasting)) = lasting.as_ref().filter(|(_, lasting)| !lasting.is_empty()) {
                let known = Term::Known(membership.country);
                for &event in lasting {
                    let has = |code: &Code| known == Term::Known(*code);
                    if columns.codes(event).iter().any(has) {
                        found.insert(event);
                    }
                }
            }
        }
        found
    }

    /// An event is not compared with itself: one of an uncertain date may else be before itself.
    fn related_in_time(&self, relations: &[Allen], reference: &Reference, certainly: bool) -> Bits {
        let columns = &self.segment.columns;
        let (extent, own) = match reference {
            Reference::Extent(extent) => (extent, None),
            Reference::Event(id, extent) => (extent, self.segment.number(id, checksum(id.as_bytes()))),
        };
        let needed = if certainly {
            Truth::Certainly
        } else {
            Truth::Possibly
        };
        let holds = |of: &Extent| of.any(relations, extent) >= needed;
        let mut found = Bits::none(columns.len());
        // What is true of one day is true of its neighbours, until one of the days of the reference comes near.
        let mut edges = vec![FIRST];
        for day in [
            extent.start.earliest,
            extent.start.latest,
            extent.end.earliest,
            extent.end.latest,
        ] {
            edges.extend([-1, 0, 1, 2].map(|step| day.saturating_add(step)));
        }
        edges.sort_unstable();
        edges.dedup();
        let ends = edges.iter().skip(1).map(|edge| Some(*edge)).chain([None]);
        for (day, end) in edges.iter().zip(ends) {
            let of_day = Interval::day(*day);
            if holds(&Extent {
                start: of_day,
                end: of_day,
            }) {
                let until = end.map_or(columns.len(), |end| columns.before(end));
                found.insert_range(columns.before(*day)..until);
            }
        }
        // What is no single day is looked at one by one.
        for &event in &*columns.others {
            let event = event as usize;
            if holds(&columns.extent(event)) {
                found.insert(event);
            } else {
                found.remove(event);
            }
        }
        if let Some(own) = own {
            found.remove(own);
        }
        found
    }
}
