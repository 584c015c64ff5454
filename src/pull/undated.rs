//! When something happened that has no date of its own.

use super::{
    scan::Para,
    story::{Dated, Happening, RECENT, Story},
};
use crate::{
    dates::{Civil, Edtf},
    model::{Category, Status},
};

impl Story<'_, '_> {
    /// What to do without a date: that of an event nearby, the month of publication, or nothing (false).
    pub(super) fn undated(&self, happening: &mut Happening, para: &Para<'_>, last: Option<usize>) -> bool {
        let raw = &happening.raw;
        let sentence = para.sentences.get(raw.sentence).cloned().unwrap_or_default();
        let opening = (sentence.start..sentence.end.min(sentence.start + 8))
            .map(|at| para.word(at))
            .collect::<Vec<_>>()
            .join(" ");
        let whole = sentence
            .clone()
            .map(|at| para.word(at))
            .collect::<Vec<_>>()
            .join(" ");
        let at_event = [
            "during the",
            "at the",
            "on the sidelines",
            "during his",
            "during her",
            "during this",
            "in the course",
        ]
        .iter()
        .any(|words| opening.starts_with(words));
        let same_day = ["the same day", "that day", "the same evening"]
            .iter()
            .any(|words| whole.contains(words));
        if raw.named.is_some() {
            return true;
        }
        if (at_event || same_day || raw.inside)
            && !happening.nominal
            && let Some(other) = last.or(self.happenings.len().checked_sub(1)).and_then(|last| {
                if at_event {
                    self.latest(Category::Visit).or(Some(last))
                } else if same_day {
                    self.latest(happening.category).or(Some(last))
                } else {
                    Some(last)
                }
            })
            && let Some(other) = self.happenings.get(other)
        {
            happening.date = other.date.clone();
            happening.dated = Dated::Nearby;
            return true;
        }
        if happening.status == Status::Planned
            && matches!(
                happening.category,
                Category::Treaty | Category::Agreement | Category::Statement | Category::Negotiation
            )
            && let Some(visit) = self.latest_planned(happening)
        {
            happening.date = visit;
            happening.dated = Dated::Nearby;
            return true;
        }
        // What goes on from a sentence that has a date: "Additionally", "There", "Then".
        let also = whole.contains(" also ") || opening.starts_with("also");
        let goes_on = also
            || [
                "additionally",
                "there",
                "then",
                "later",
                "afterwards",
                "in addition",
                "meanwhile",
                "a second",
            ]
            .iter()
            .any(|words| opening.starts_with(words));
        if goes_on
            && !happening.nominal
            && let Some(other) = last.and_then(|last| self.happenings.get(last))
            && other.raw.para == raw.para
            && other.dated != Dated::Month
            && !matches!(other.status, Status::Planned)
        {
            happening.date = other.date.clone();
            happening.dated = Dated::Nearby;
            return true;
        }
        if self.historic {
            return false;
        }
        // What stands in a paragraph about the past is not news.
        let recent = sentence
            .clone()
            .any(|at| self.knowledge.lexicon.is("recent", para.word(at)));
        let old = !recent
            && last
                .and_then(|last| self.happenings.get(last))
                .is_some_and(|other| {
                    other.raw.para == raw.para
                        && other.date.interval().latest < self.published.saturating_sub(RECENT)
                });
        if happening.nominal {
            let several = happening.parties().count() + usize::from(!raw.places.is_empty()) > 1
                || (happening.category == Category::Summit && happening.parties().next().is_some());
            let kind = matches!(
                happening.category,
                Category::Summit | Category::Meeting | Category::Election | Category::Disaster
            );
            let alone = raw
                .noun
                .as_ref()
                .and_then(|noun| self.knowledge.lexicon.noun(noun.noun))
                .is_some_and(|noun| noun.alone);
            return several && kind && alone && !old;
        }
        !old || happening.status != Status::Occurred || happening.raw.does.is_some()
    }

    /// The month of publication, as approximate.
    pub(super) fn month(&self) -> Option<Edtf> {
        let day = Civil::from_day(self.published);
        Edtf::parse(&format!("{:04}-{:02}~", day.year, day.month)).ok()
    }

    pub(super) fn latest(&self, category: Category) -> Option<usize> {
        self.happenings
            .iter()
            .rposition(|other| other.category == category)
    }

    /// The date of the planned visit or summit at which something of the same sides is to happen.
    pub(super) fn latest_planned(&self, happening: &Happening) -> Option<Edtf> {
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
