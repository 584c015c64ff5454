//! One event, told more than once: which tellings are of the same event, and what they make of it together.

use super::{
    find::{Denial, Raw},
    story::{Dated, Happening, Party, Story, country},
};
use crate::{
    dates::{Civil, Day, Edtf, Interval, Precision},
    model::{Category, RelationKind, Stance, Status},
};

/// An event is looked for among so many before it: no article comes back to more, and a book stays linear.
const FAR: usize = 300;

impl Story<'_, '_> {
    /// The event that an undated phrase speaks of again: "the visit", "Putin's trip".
    pub(super) fn again(&self, happening: &Happening) -> Option<usize> {
        let countries = happening.countries(self.cast);
        let far = self.happenings.len().saturating_sub(FAR);
        let recent = self.happenings.get(far..).unwrap_or_default();
        let place = recent.iter().rposition(|other| {
            let mut own = happening.parties();
            other.dated != Dated::Implied
                && alike(other.category, happening.category)
                && (own.all(|party| other.parties().any(|known| known == party))
                    || (!countries.is_empty()
                        && countries
                            .iter()
                            .all(|code| other.countries(self.cast).contains(code))))
        });
        place.map(|place| far + place)
    }

    /// Adds a telling that says nothing new.
    pub(super) fn add_telling(&mut self, known: usize, happening: &Happening) {
        if let Some(other) = self.happenings.get_mut(known) {
            other.tellings.extend(happening.tellings.iter().cloned());
        }
    }

    /// The event that this one is: the same what, who and when.
    pub(super) fn same(&self, new: &Happening) -> Option<usize> {
        let countries = new.countries(self.cast);
        let far = self.happenings.len().saturating_sub(FAR);
        let recent = self.happenings.get(far..).unwrap_or_default();
        let place = recent.iter().rposition(|known| {
            let theirs = known.countries(self.cast);
            let shared = countries.iter().filter(|code| theirs.contains(code)).count();
            let person = new.parties().any(|party| {
                matches!(party, Party::Person(_)) && known.parties().any(|other| other == party)
            });
            let all = shared == countries.len().min(theirs.len()) && shared > 0;
            let nobody = new.parties().next().is_none() && countries.is_empty();
            // A visit there is not the visit back, and what happens during a visit is a part of it.
            let way = (known.category, new.category) == (Category::Visit, Category::Visit)
                && (!known.initiators.is_empty()
                    && !new.initiators.is_empty()
                    && !new
                        .initiators
                        .iter()
                        .any(|party| known.initiators.contains(party))
                    || new.raw.inside != known.raw.inside
                    || new.raw.object != known.raw.object
                        && (new.raw.para, &new.raw.trigger) == (known.raw.para, &known.raw.trigger));
            if way || known.dated == Dated::Implied {
                return false;
            }
            let who = all || person && shared > 0 && alike(known.category, new.category) || nobody;
            let what = match (known.category, new.category) {
                (Category::Statement, Category::Statement) => {
                    known.raw.verb == new.raw.verb && known.raw.verb.is_some()
                }
                (Category::Other | Category::Trade | Category::Aid | Category::Vote, same)
                    if same == known.category =>
                {
                    known.raw.verb == new.raw.verb
                }
                (Category::Conflict | Category::Military, same) if same == known.category => {
                    known.raw.verb == new.raw.verb || known.nominal || new.nominal
                }
                (one, other) => alike(one, other),
            };
            // Two documents signed on one day are two, when they are called by different names.
            let papers = matches!(new.category, Category::Treaty | Category::Agreement)
                && !known.nominal
                && !new.nominal
                && known.raw.noun.as_ref().map(|noun| noun.noun)
                    != new.raw.noun.as_ref().map(|noun| noun.noun);
            who && what && !papers && together(known, new)
        });
        place.map(|place| far + place)
    }

    /// Adds what a second telling knows to the first.
    pub(super) fn merge(&mut self, known: usize, new: Happening) {
        let published = self.published;
        let Some(old) = self.happenings.get_mut(known) else {
            return;
        };
        let mut new = new;
        // "is set to visit … This visit, starting Tuesday": the Tuesday to come.
        if old.status == Status::Planned
            && let Some(next) = next_week(&new.date, published)
        {
            new.date = next;
        }
        let finer = length(&new.date) < length(&old.date) && new.dated != Dated::Month;
        if old.dated == Dated::Month && new.dated != Dated::Month
            || finer && old.dated != Dated::Here
            || finer && old.nominal
        {
            old.date = new.date;
            old.dated = new.dated;
        }
        if new.status == Status::Cancelled || old.nominal && old.status == Status::Occurred {
            old.status = new.status;
        }
        for party in new.initiators {
            if !old.parties().any(|known| *known == party) {
                old.initiators.push(party);
            }
        }
        for party in new.targets {
            if !old.parties().any(|known| *known == party) {
                old.targets.push(party);
            }
        }
        for code in new.grounds {
            if !old.grounds.contains(&code) {
                old.grounds.push(code);
            }
        }
        // A verb says more than the noun that was there first.
        if old.nominal && !new.nominal && old.raw.named.is_none() {
            old.raw = new.raw;
        } else if old.raw.places.is_empty() && old.raw.para == new.raw.para {
            old.raw.places = new.raw.places;
        }
        old.claims.extend(new.claims);
        old.tellings.extend(new.tellings);
        old.nominal &= new.nominal;
    }

    /// "…, which both countries deny", "Moscow denied it": the event told last becomes contested.
    pub(super) fn deny(
        &mut self,
        para: usize,
        sentence: usize,
        denial: &Denial,
        first: usize,
        last: Option<usize>,
    ) {
        let here = (first..self.happenings.len()).rev().find(|&index| {
            self.happenings
                .get(index)
                .is_some_and(|other| other.status == Status::Alleged)
        });
        let by: Vec<Party> = denial
            .by
            .iter()
            .flat_map(|(side, _)| self.parties(side, para, sentence, None, here.or(last)))
            .collect();
        let Some(target) = here.or(last).filter(|_| !by.is_empty()) else {
            return;
        };
        let alleged = self.happenings.get(target).is_some_and(|other| {
            let countries = other.countries(self.cast);
            other.status == Status::Alleged
                || by
                    .iter()
                    .filter_map(|party| country(party, self.cast))
                    .any(|code| countries.contains(&code))
        });
        if !alleged {
            return;
        }
        if let Some(other) = self.happenings.get_mut(target) {
            if other.status == Status::Occurred {
                other.status = Status::Disputed;
            }
            other.claims.push((by.clone(), Stance::Denies));
        }
        self.denying(para, sentence, denial, by, target);
    }
}

impl Story<'_, '_> {
    /// The denying itself, which is said by somebody whatever has happened.
    fn denying(&mut self, para: usize, sentence: usize, denial: &Denial, by: Vec<Party>, target: usize) {
        let Some((month, deed)) = self.month().zip(self.happenings.get(target)) else {
            return;
        };
        if self.historic || deed.claims.len() < 2 {
            return;
        }
        let raw = Raw {
            para,
            sentence,
            trigger: denial.at..denial.at + 1,
            extent: denial.start.min(denial.at)..denial.at + 1,
            verb: Some(denial.verb),
            noun: None,
            category: Category::Statement,
            initiators: denial.by.clone(),
            targets: Vec::new(),
            places: Vec::new(),
            dates: Vec::new(),
            claims: Vec::new(),
            status: Status::Occurred,
            does: None,
            ..deed.raw.clone()
        };
        let own: Vec<_> = by.iter().filter_map(|party| country(party, self.cast)).collect();
        let mut grounds = deed.countries(self.cast);
        for code in deed
            .claims
            .iter()
            .flat_map(|(by, _)| by)
            .filter_map(|by| country(by, self.cast))
        {
            if !grounds.contains(&code) {
                grounds.push(code);
            }
        }
        grounds.retain(|code| !own.contains(code));
        let accusation = self.happenings.iter().rposition(|other| {
            other.category == Category::Statement
                && other.claims == deed.claims.get(..1).unwrap_or_default()
                && (other.raw.para, other.raw.sentence) == (deed.raw.para, deed.raw.sentence)
        });
        let denies = Happening {
            date: month,
            dated: Dated::Month,
            category: Category::Statement,
            status: Status::Occurred,
            initiators: by,
            targets: Vec::new(),
            grounds,
            claims: deed.claims.clone(),
            tellings: vec![self.telling(&raw)],
            relations: accusation
                .map(|accusation| (RelationKind::RespondsTo, accusation))
                .into_iter()
                .collect(),
            guessed: false,
            nominal: false,
            raw,
        };
        match self.same(&denies) {
            Some(known) => self.merge(known, denies),
            None => self.happenings.push(denies),
        }
    }
}

/// Whether two categories may be of one event, told in different words.
pub(super) fn alike(one: Category, other: Category) -> bool {
    let group = |category| match category {
        Category::Treaty | Category::Agreement => 1,
        Category::Summit | Category::Meeting | Category::Negotiation => 2,
        Category::Military | Category::Conflict => 3,
        Category::Test => 4,
        _ => 0,
    };
    one == other || (group(one) != 0 && group(one) == group(other))
}

/// The same days of the next week, where they are of the week before a day.
fn next_week(date: &Edtf, published: Day) -> Option<Edtf> {
    const WEEK: Day = 7;
    let Interval { earliest, latest } = date.interval();
    let last_week =
        earliest < published && earliest > published.saturating_sub(WEEK) && latest - earliest < WEEK;
    if !last_week || date.precision() != Precision::Day {
        return None;
    }
    let day = |day: Day| Civil::from_day(day + WEEK).iso();
    let moved = if earliest == latest {
        day(earliest)
    } else {
        format!("{}/{}", day(earliest), day(latest))
    };
    Edtf::parse(&moved).ok()
}

fn length(date: &Edtf) -> Day {
    let Interval { earliest, latest } = date.interval();
    latest.saturating_sub(earliest)
}

/// Whether two events may be at the same time.
fn together(known: &Happening, new: &Happening) -> bool {
    let (a, b) = (known.date.interval(), new.date.interval());
    let within = a.contains(&b) || b.contains(&a);
    let loose = known.dated == Dated::Month || new.dated == Dated::Month;
    if loose {
        // What has no date is the event of these days that is alike.
        return a.touches(&b) || (known.status == Status::Planned && new.status == Status::Planned);
    }
    within
        && (known.date.precision() == new.date.precision()
            || known.nominal
            || new.nominal
            || length(&known.date) < 40)
}
