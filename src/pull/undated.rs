//! When something happened that has no date of its own.

use super::{
    scan::Para,
    story::{Dated, Happening, Party, RECENT, Story, country},
};
use crate::{
    dates::{Civil, Edtf},
    model::{Category, Status, Term},
};

impl Story<'_, '_> {
    /// What to do without a date: that of an event nearby, the month of publication, or nothing (false).
    pub(super) fn undated(&self, happening: &mut Happening, para: &Para<'_>, last: Option<usize>) -> bool {
        if happening.raw.named.is_some() {
            return true;
        }
        let sentence = para
            .sentences
            .get(happening.raw.sentence)
            .cloned()
            .unwrap_or_default();
        let words: Vec<&str> = sentence.map(|at| para.word(at)).collect();
        if let Some(date) = self.nearby(happening, &words.join(" "), last) {
            happening.date = date;
            happening.dated = Dated::Nearby;
            return true;
        }
        if happening.nominal && self.going_on(happening, para) {
            return true;
        }
        if self.historic && (happening.status != Status::Planned || happening.raw.reported) {
            return false;
        }
        // "After they had locked up the president on 26 July, the neighbours closed the borders": then, and not now.
        let sentence = para
            .sentences
            .get(happening.raw.sentence)
            .cloned()
            .unwrap_or_default();
        let before = sentence.start..happening.raw.trigger.start.min(sentence.end);
        let long_ago = before
            .filter_map(|at| para.date_at.get(at).copied().flatten())
            .filter_map(|date| para.dates.get(date))
            .any(|date| date.edtf.interval().latest < self.published.saturating_sub(RECENT));
        if long_ago && happening.status == Status::Occurred && !happening.nominal {
            return false;
        }
        // What stands in a paragraph about the past is not news.
        let recent = words.iter().any(|word| self.knowledge.lexicon.is("recent", word));
        let before = last.and_then(|last| self.happenings.get(last));
        let past = before.is_some_and(|other| {
            other.raw.para == happening.raw.para
                && other.date.interval().latest < self.published.saturating_sub(RECENT)
        });
        let old = past && !recent;
        if happening.nominal {
            return !old && self.says_enough(happening);
        }
        !old || happening.status != Status::Occurred || happening.raw.does.is_some()
    }

    /// The date of an event nearby, where the words say that it is the same: "during the visit", "the same day",
    /// "afterwards"; and of a visit to come, at which something is to be signed.
    fn nearby(&self, happening: &Happening, sentence: &str, last: Option<usize>) -> Option<Edtf> {
        const AT: &[&str] = &[
            "during the",
            "at the",
            "on the sidelines",
            "during his",
            "during her",
            "during this",
            "in the course",
        ];
        const SAME: &[&str] = &["the same day", "that day", "the same evening"];
        const ON: &[&str] = &[
            "there",
            "then",
            "later",
            "afterwards",
            "meanwhile",
            "a second",
            "also",
        ];
        let begins = |list: &[&str]| list.iter().any(|words| sentence.starts_with(words));
        let (at_event, same_day) = (begins(AT), SAME.iter().any(|words| sentence.contains(words)));
        if !happening.nominal && (at_event || same_day || happening.raw.inside) {
            let before = last.or(self.happenings.len().checked_sub(1));
            let other = if at_event {
                self.latest(Category::Visit).or(before)
            } else if same_day {
                self.latest(happening.category).or(before)
            } else {
                before
            };
            if let Some(other) = other.and_then(|other| self.happenings.get(other)) {
                return Some(other.date.clone());
            }
        }
        let paper = matches!(
            happening.category,
            Category::Treaty | Category::Agreement | Category::Statement | Category::Negotiation
        );
        if happening.status == Status::Planned
            && paper
            && let Some(date) = self.latest_planned(happening)
        {
            return Some(date);
        }
        let other = last.and_then(|last| self.happenings.get(last))?;
        let goes_on = begins(ON) || sentence.contains(" also ");
        let joins = goes_on
            && !happening.nominal
            && other.raw.para == happening.raw.para
            && other.dated != Dated::Month
            && other.status != Status::Planned;
        joins.then(|| other.date.clone())
    }

    /// "Despite years of sanctions": those that the collection knows to go on against whom the sentence names.
    fn going_on(&self, happening: &mut Happening, para: &Para<'_>) -> bool {
        if happening.category != Category::Sanction {
            return false;
        }
        let mut codes = happening.countries(self.cast);
        if codes.is_empty() {
            let sentence = para
                .sentences
                .get(happening.raw.sentence)
                .cloned()
                .unwrap_or_default();
            let mentions = para.mentions.iter().enumerate();
            let named = mentions
                .filter(|(_, mention)| sentence.contains(&mention.tokens.start))
                .filter_map(|(index, _)| self.party(para, index, None))
                .filter_map(|party| country(&party, self.cast));
            codes = named.collect();
            codes.dedup();
        }
        let Some((first, _)) = codes.split_first() else {
            return false;
        };
        let known = self.knowledge.by_country.get(first).into_iter().flatten();
        let going_on = known
            .filter_map(|&index| self.knowledge.events.get(index as usize))
            .filter(|event| {
                let countries: Vec<_> = event.countries.iter().filter_map(Term::known).collect();
                event.category.known() == Some(Category::Sanction)
                    && event.status.known() == Some(Status::Ongoing)
                    && event.date.interval().earliest <= self.published
                    && codes.iter().all(|code| countries.contains(code))
            })
            .max_by_key(|event| (event.significance, std::cmp::Reverse(event.countries.len())));
        let Some(event) = going_on else {
            return false;
        };
        happening.date = event.date.clone();
        happening.dated = Dated::Named;
        happening.status = Status::Ongoing;
        if happening.targets.is_empty() && happening.initiators.is_empty() {
            happening.targets = vec![Party::Country(*first)];
        }
        let own = happening.countries(self.cast);
        let others = event.countries.iter().filter_map(Term::known);
        happening
            .grounds
            .extend(others.filter(|code| !own.contains(code)));
        true
    }

    /// Whether a noun without a verb and without a date is an event of these days, and not talk of one.
    fn says_enough(&self, happening: &Happening) -> bool {
        let sides = happening.parties().count() + usize::from(!happening.raw.places.is_empty());
        let several =
            sides > 1 || (happening.category == Category::Summit && happening.parties().next().is_some());
        let kind = matches!(
            happening.category,
            Category::Summit | Category::Meeting | Category::Election | Category::Disaster
        );
        let noun = happening.raw.noun.as_ref();
        let noun = noun.and_then(|noun| self.knowledge.lexicon.noun(noun.noun));
        several && kind && noun.is_some_and(|noun| noun.alone)
    }

    /// The month of publication, as approximate.
    pub(super) fn month(&self) -> Option<Edtf> {
        let day = Civil::from_day(self.published);
        Edtf::parse(&format!("{:04}-{:02}~", day.year, day.month)).ok()
    }

    /// The last event of that kind.
    fn latest(&self, category: Category) -> Option<usize> {
        self.happenings
            .iter()
            .rposition(|other| other.category == category)
    }

    /// The date of the planned visit or summit at which something of the same sides is to happen.
    fn latest_planned(&self, happening: &Happening) -> Option<Edtf> {
        let countries = happening.countries(self.cast);
        self.happenings
            .iter()
            .find(|other| {
                other.status == Status::Planned
                    && matches!(
                        other.category,
                        Category::Visit | Category::Summit | Category::Meeting
                    )
                    && other.dated == Dated::Here
                    && (countries.is_empty()
                        || other
                            .countries(self.cast)
                            .iter()
                            .any(|code| countries.contains(code)))
            })
            .map(|other| other.date.clone())
    }
}
