//! Blocs and their members by day, read from `data/blocs.toml` when first asked.
//!
//! Some bodies have had several forms: the EU was the EEC and before it the ECSC, the G7 was the G6 and for a while
//! the G8. A question for any of them means the body: on each day its form of that day, and where two were in force
//! the younger one. So `G7` has eight members in 2000 and seven in 1990 and 2020, and `EU` the twelve of the EEC in
//! 1986.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    Code, Membership,
    days::days,
    names::key,
    table::{Line, lines},
};
use crate::dates::{
    Day, Interval,
    day::{FIRST, LAST},
};

/// `data/blocs.toml`.
pub(super) const TABLE: &str = include_str!("../../data/blocs.toml");

/// A group of states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bloc {
    /// In capitals, words joined by `-`: `NATO`, `WARSAW-PACT`.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Other names of it.
    pub aliases: Vec<&'static str>,
    /// What ties it to the other forms of the same body; empty if it has had one only.
    pub series: &'static str,
    /// First and last day in force; [`LAST`] while it lasts.
    pub days: Interval,
    /// What else should be known.
    pub note: &'static str,
    memberships: Vec<Membership>,
}

impl Bloc {
    /// Its members with the days of their membership, those of its other forms included (see [`super::bloc`]); sorted
    /// by country, then by day. A country has several where it left and came back. The code is the one of the day:
    /// Upper Volta until 1984, Burkina Faso since.
    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// Whether `country` was a member on `day`.
    pub fn member_on(&self, country: Code, day: Day) -> bool {
        self.memberships.iter().any(|member| {
            member.country == country && (member.days.earliest..=member.days.latest).contains(&day)
        })
    }
}

struct Blocs {
    all: Vec<Bloc>,
    by_key: FxHashMap<String, usize>,
}

static BLOCS: LazyLock<Blocs> = LazyLock::new(|| {
    let all = of_their_series(read());
    let mut by_key = FxHashMap::default();
    for (index, bloc) in all.iter().enumerate() {
        for name in [bloc.code, bloc.name].iter().chain(&bloc.aliases) {
            by_key.insert(key(name), index);
        }
    }
    Blocs { all, by_key }
});

/// All blocs, in the order of the table.
pub fn blocs() -> &'static [Bloc] {
    &BLOCS.all
}

/// The bloc with this code, name or alias, without case, accents and punctuation.
pub fn bloc(text: &str) -> Option<&'static Bloc> {
    BLOCS
        .by_key
        .get(&key(text))
        .and_then(|&index| BLOCS.all.get(index))
}

/// The table as it stands. Members of unknown codes are left out; the tests see to it that there is none.
fn read() -> Vec<Bloc> {
    let mut all: Vec<Bloc> = Vec::new();
    let mut members = false;
    for line in lines(TABLE) {
        match line {
            Line::Section(name) => {
                members = name.ends_with(".members");
                if !members {
                    all.push(nameless(name));
                }
            }
            Line::Entry(key, value) => {
                let Some(bloc) = all.last_mut() else { continue };
                match key {
                    _ if members => bloc
                        .memberships
                        .extend(Code::from_alpha3(key).into_iter().flat_map(|country| {
                            value
                                .list()
                                .filter_map(span)
                                .map(move |days| Membership { country, days })
                        })),
                    "name" => bloc.name = value.text(),
                    "aliases" => bloc.aliases = value.list().collect(),
                    "series" => bloc.series = value.text(),
                    "from" => bloc.days.earliest = days(value.text()).map_or(FIRST, |days| days.earliest),
                    "until" => bloc.days.latest = days(value.text()).map_or(LAST, |days| days.latest),
                    "note" => bloc.note = value.text(),
                    _ => {}
                }
            }
        }
    }
    all
}

/// `first/last`, the last one empty while it lasts.
fn span(written: &str) -> Option<Interval> {
    let (first, last) = written.split_once('/')?;
    Some(Interval {
        earliest: days(first)?.earliest,
        latest: if last.is_empty() { LAST } else { days(last)?.latest },
    })
}

/// Each bloc with the memberships of its whole series.
fn of_their_series(read: Vec<Bloc>) -> Vec<Bloc> {
    let members = |bloc: &Bloc| {
        let mut forms: Vec<&Bloc> = if bloc.series.is_empty() {
            vec![bloc]
        } else {
            read.iter().filter(|form| form.series == bloc.series).collect()
        };
        // From the youngest, each takes the days that are still free.
        forms.sort_by_key(|form| std::cmp::Reverse(form.days.earliest));
        let mut free = vec![Interval {
            earliest: FIRST,
            latest: LAST,
        }];
        let mut members: Vec<Membership> = Vec::new();
        for form in forms {
            for member in &form.memberships {
                members.extend(free.iter().filter_map(|&gap| {
                    Some(Membership {
                        country: member.country,
                        days: common(gap, member.days)?,
                    })
                }));
            }
            free = free.into_iter().flat_map(|gap| without(gap, form.days)).collect();
        }
        members.sort_by_key(|member| (member.country, member.days.earliest));
        joined(members)
    };
    let memberships: Vec<_> = read.iter().map(members).collect();
    read.into_iter()
        .zip(memberships)
        .map(|(bloc, memberships)| Bloc { memberships, ..bloc })
        .collect()
}

/// The days of both.
fn common(one: Interval, other: Interval) -> Option<Interval> {
    let days = Interval {
        earliest: one.earliest.max(other.earliest),
        latest: one.latest.min(other.latest),
    };
    (days.earliest <= days.latest).then_some(days)
}

/// The days of `whole` before and after `taken`.
fn without(whole: Interval, taken: Interval) -> impl Iterator<Item = Interval> {
    let before = Interval {
        earliest: FIRST,
        latest: taken.earliest.saturating_sub(1),
    };
    let after = Interval {
        earliest: taken.latest.saturating_add(1),
        latest: LAST,
    };
    let lasts = taken.latest == LAST;
    [Some(before), (!lasts).then_some(after)]
        .into_iter()
        .flatten()
        .filter_map(move |side| common(whole, side))
}

/// Sorted memberships with those of a country that follow each other without a gap made one.
fn joined(members: Vec<Membership>) -> Vec<Membership> {
    let mut joined: Vec<Membership> = Vec::with_capacity(members.len());
    for member in members {
        match joined.last_mut() {
            Some(last)
                if last.country == member.country
                    && last.days.latest.saturating_add(1) >= member.days.earliest =>
            {
                last.days.latest = last.days.latest.max(member.days.latest);
            }
            _ => joined.push(member),
        }
    }
    joined
}

fn nameless(code: &'static str) -> Bloc {
    Bloc {
        code,
        name: code,
        aliases: Vec::new(),
        series: "",
        days: Interval {
            earliest: FIRST,
            latest: LAST,
        },
        note: "",
        memberships: Vec::new(),
    }
}
