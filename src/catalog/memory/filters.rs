//! What each condition means in terms of columns and postings.

use super::{Memory, bits::Bits, fields::numbers, names::Names, postings::Postings};
use crate::{
    dates::{
        Allen, Civil, Day, Extent, Interval, Truth,
        day::{FIRST, LAST},
    },
    model::Term,
    places::{Code, Membership},
    query::{Filter, Reference},
};

impl Memory {
    /// The events for which `filter` holds.
    pub(super) fn matching(&self, filter: &Filter) -> Bits {
        let fields = &self.fields;
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
            Filter::Touches(days) => self.columns.touching(*days),
            Filter::Allen {
                relations,
                reference,
                certainly,
            } => self.related_in_time(relations, reference, *certainly),
            Filter::MonthDay(month, day) => Bits::of(self.events().len(), |event| {
                on_month_day(&self.columns.extents[event], *month, *day)
            }),
            Filter::Known(day) => Bits::of(self.events().len(), |event| self.columns.known[event] <= *day),
            Filter::Actor(initiators, targets) => {
                let mut found = self.anybody_of(&fields.initiators, initiators);
                found.keep(&self.anybody_of(&fields.targets, targets));
                found
            }
            Filter::Precision(precision) => {
                self.any(&fields.precisions.postings, fields.precisions.number(precision))
            }
            Filter::Is(is) => self.qualities.is(*is).clone(),
            Filter::Has(has) => self.qualities.has(*has).clone(),
            Filter::Claims(stance, terms, prefix) => {
                let claimants = fields.claimants(*stance);
                let mut found = self.any(
                    &claimants.countries.postings,
                    numbers(&claimants.countries, terms),
                );
                found.add(&self.named(&claimants.names, prefix));
                found
            }
            Filter::Related(id) => self.reached(id),
            Filter::Word(prefix) => self.texts.with_prefix(prefix),
            Filter::Phrase(phrase) => self.texts.with_phrase(phrase),
        }
    }

    fn any(&self, postings: &Postings, values: impl IntoIterator<Item = u32>) -> Bits {
        postings.any(values, self.events().len())
    }

    fn named(&self, names: &Names, prefix: &str) -> Bits {
        self.any(&names.postings, names.beginning(prefix))
    }

    fn anybody_of(&self, values: &super::postings::Values<Term<Code>>, terms: &[Term<Code>]) -> Bits {
        if terms.is_empty() {
            return self.everything.events.clone();
        }
        self.any(&values.postings, numbers(values, terms))
    }

    fn members(&self, memberships: &[Membership]) -> Bits {
        let countries = &self.fields.countries;
        let mut found = Bits::none(self.events().len());
        for membership in memberships {
            if let Some(number) = countries.number(&Term::Known(membership.country)) {
                countries
                    .postings
                    .events(number)
                    .filter(|event| self.columns.touches(*event, membership.days))
                    .for_each(|event| found.insert(event));
            }
        }
        found
    }

    /// An event is not compared with itself: one of an uncertain date may else be before itself.
    fn related_in_time(&self, relations: &[Allen], reference: &Reference, certainly: bool) -> Bits {
        let (extent, own) = match reference {
            Reference::Extent(extent) => (extent, None),
            Reference::Event(id, extent) => (extent, self.number(id)),
        };
        let needed = if certainly {
            Truth::Certainly
        } else {
            Truth::Possibly
        };
        let holds = |event: usize| self.columns.extents[event].any(relations, extent) >= needed;
        let mut found = Bits::of(self.events().len(), holds);
        if let Some(own) = own {
            found.remove(own);
        }
        found
    }
}

/// Whether something certainly touched this day of some year. Of what lasted a year or longer, and so touched
/// every day, only the first and the last day count.
fn on_month_day(extent: &Extent, month: u8, day: u8) -> bool {
    let is = |of: Interval| {
        let known = of.earliest == of.latest && of.earliest != FIRST && of.latest != LAST;
        known && {
            let civil = Civil::from_day(of.earliest);
            (civil.month, civil.day) == (month, day)
        }
    };
    let (first, last) = (extent.start.latest, extent.end.earliest);
    if is(extent.start) || is(extent.end) {
        return true;
    }
    // At most one such day lies in less than a year, in the year of its first or of its last day.
    first <= last
        && last.saturating_sub(first) < 365
        && [first, last].into_iter().any(|end: Day| {
            let year = Civil::from_day(end).year;
            Civil::new(year, month, day).is_some_and(|civil| (first..=last).contains(&civil.to_day()))
        })
}
