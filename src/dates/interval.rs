//! Stretches of days, and Allen's thirteen relations between them, answered certainly / possibly / no.
//!
//! Days are whole and discrete. Something that ends on a day fills it, so two stretches *meet* when one begins
//! on the day after the other ends, and there is *before* only when at least one day lies between. Stretches
//! that share a single day overlap (or one starts, finishes, contains the other). So exactly one of the
//! thirteen holds between any two stretches, also between single days.

use super::day::{Day, FIRST, LAST};

/// The days that a date can touch, earliest to latest, both included; [`super::day::FIRST`] and
/// [`super::day::LAST`] where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// First day.
    pub earliest: Day,
    /// Last day, never before the first.
    pub latest: Day,
}

impl Interval {
    /// All days there are.
    pub const ALL: Self = Self {
        earliest: FIRST,
        latest: LAST,
    };

    /// From one day to another, both included, in whichever order they are given.
    pub fn new(one: Day, other: Day) -> Self {
        Self {
            earliest: one.min(other),
            latest: one.max(other),
        }
    }

    /// A single day.
    pub fn day(day: Day) -> Self {
        Self {
            earliest: day,
            latest: day,
        }
    }

    /// Whether they have a day in common.
    pub fn touches(&self, other: &Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    /// Whether `day` is in it.
    pub fn contains_day(&self, day: Day) -> bool {
        (self.earliest..=self.latest).contains(&day)
    }

    /// Whether every day of `other` is in it.
    pub fn contains(&self, other: &Self) -> bool {
        self.earliest <= other.earliest && other.latest <= self.latest
    }

    /// The shortest stretch that holds both.
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.max(other.latest),
        }
    }

    /// The days that they have in common.
    pub fn common(&self, other: &Self) -> Option<Self> {
        let common = Self {
            earliest: self.earliest.max(other.earliest),
            latest: self.latest.min(other.latest),
        };
        (common.earliest <= common.latest).then_some(common)
    }
}

/// What is known of when something began and when it ended: it began on some day of `start` and ended on
/// some day of `end`, not before it began.
///
/// `1961` is something of 1961: both are the whole year. `2024-06-18/2024-06-19` began on the one day and
/// ended on the other. A single day is the same day four times. What goes on (`2022/..`) ends on [`LAST`],
/// after every day; where the end is unknown (`1950-06-25/`) it is any day from the beginning to [`LAST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extent {
    /// The days on which it may have begun.
    pub start: Interval,
    /// The days on which it may have ended.
    pub end: Interval,
}

/// A three-valued answer about dates that are not known to the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It cannot be.
    No,
    /// It may be.
    Possibly,
    /// It must be.
    Certainly,
}

/// Allen's thirteen relations (Allen 1983) between stretches of whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Allen {
    Before,
    Meets,
    Overlaps,
    Starts,
    During,
    Finishes,
    Equals,
    FinishedBy,
    Contains,
    StartedBy,
    OverlappedBy,
    MetBy,
    After,
}

impl Allen {
    /// All thirteen, each as far from the end as its inverse is from the beginning.
    pub const ALL: [Self; 13] = [
        Self::Before,
        Self::Meets,
        Self::Overlaps,
        Self::Starts,
        Self::During,
        Self::Finishes,
        Self::Equals,
        Self::FinishedBy,
        Self::Contains,
        Self::StartedBy,
        Self::OverlappedBy,
        Self::MetBy,
        Self::After,
    ];

    /// What holds between B and A when this holds between A and B.
    pub fn inverse(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::Meets => Self::MetBy,
            Self::Overlaps => Self::OverlappedBy,
            Self::Starts => Self::StartedBy,
            Self::During => Self::Contains,
            Self::Finishes => Self::FinishedBy,
            Self::Equals => Self::Equals,
            Self::FinishedBy => Self::Finishes,
            Self::Contains => Self::During,
            Self::StartedBy => Self::Starts,
            Self::OverlappedBy => Self::Overlaps,
            Self::MetBy => Self::Meets,
            Self::After => Self::Before,
        }
    }

    /// Its name: `before`, `finished-by`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Meets => "meets",
            Self::Overlaps => "overlaps",
            Self::Starts => "starts",
            Self::During => "during",
            Self::Finishes => "finishes",
            Self::Equals => "equals",
            Self::FinishedBy => "finished-by",
            Self::Contains => "contains",
            Self::StartedBy => "started-by",
            Self::OverlappedBy => "overlapped-by",
            Self::MetBy => "met-by",
            Self::After => "after",
        }
    }
}

impl Extent {
    /// Some stretch inside `days`, of unknown beginning and end.
    pub fn within(days: Interval) -> Self {
        Self {
            start: days,
            end: days,
        }
    }

    /// The stretch that begins with the first and ends with the last of `days`, exactly.
    pub fn exactly(days: Interval) -> Self {
        Self {
            start: Interval::day(days.earliest),
            end: Interval::day(days.latest),
        }
    }

    /// The days that it can touch.
    pub fn hull(&self) -> Interval {
        Interval {
            earliest: self.start.earliest,
            latest: self.end.latest.max(self.start.earliest),
        }
    }

    /// Whether `allen` holds between this and `other`: certainly when it holds for every choice of the four
    /// days that the two extents admit (each begins not after it ends), not at all when it holds for none.
    pub fn relate(&self, allen: Allen, other: &Self) -> Truth {
        self.any(&[allen], other)
    }

    /// Whether one of `relations` holds between this and `other`: certainly when every admissible choice
    /// satisfies one of them, also where it is not always the same one.
    ///
    /// An extent that ends before it begins admits nothing, so the answer is no.
    pub fn any(&self, relations: &[Allen], other: &Self) -> Truth {
        // Exactly one of the thirteen holds for a choice, so it is enough to know which of them can hold.
        let can = |allen: &Allen| self.admits(*allen, other);
        if !relations.iter().any(can) {
            return Truth::No;
        }
        let else_can = Allen::ALL
            .iter()
            .filter(|allen| !relations.contains(allen))
            .any(can);
        if else_can {
            Truth::Possibly
        } else {
            Truth::Certainly
        }
    }

    /// Whether some admissible choice makes `allen` hold.
    fn admits(&self, allen: Allen, other: &Self) -> bool {
        let (a, b) = (self.start, self.end);
        let (c, d) = (other.start, other.end);
        // Each relation puts the four days into one order; equal days are one day that lies in both.
        match allen {
            Allen::Before => in_order([(0, a), (0, b), (2, c), (0, d)]),
            Allen::Meets => {
                let Some(latest) = c.latest.checked_sub(1) else {
                    return false;
                };
                let eve = Interval {
                    earliest: c.earliest.saturating_sub(1),
                    latest,
                };
                b.common(&eve).is_some_and(|b| in_order([(0, a), (0, b), (1, d)]))
            }
            Allen::Overlaps => in_order([(0, a), (1, c), (0, b), (1, d)]),
            Allen::Starts => a.common(&c).is_some_and(|a| in_order([(0, a), (0, b), (1, d)])),
            Allen::During => in_order([(0, c), (1, a), (0, b), (1, d)]),
            Allen::Finishes => b.common(&d).is_some_and(|b| in_order([(0, c), (1, a), (0, b)])),
            Allen::Equals => match (a.common(&c), b.common(&d)) {
                (Some(a), Some(b)) => in_order([(0, a), (0, b)]),
                _ => false,
            },
            inverse => other.admits(inverse.inverse(), self),
        }
    }
}

/// Whether a day can be chosen of each interval so that each is at least its gap later than the one before.
fn in_order<const N: usize>(chain: [(Day, Interval); N]) -> bool {
    let mut reached = FIRST;
    chain.into_iter().all(|(gap, days)| {
        // The earliest choice leaves the most room for the rest. Nothing is later than LAST.
        let Some(least) = reached.checked_add(gap) else {
            return false;
        };
        reached = least.max(days.earliest);
        reached <= days.latest
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dates::Edtf;

    /// The one relation that holds between two stretches of days, by its definition.
    fn relation((a, b): (Day, Day), (c, d): (Day, Day)) -> Allen {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match (a.cmp(&c), b.cmp(&d)) {
            _ if b + 1 < c => Allen::Before,
            _ if b + 1 == c => Allen::Meets,
            _ if d + 1 < a => Allen::After,
            _ if d + 1 == a => Allen::MetBy,
            (Less, Less) => Allen::Overlaps,
            (Less, Equal) => Allen::FinishedBy,
            (Less, Greater) => Allen::Contains,
            (Equal, Less) => Allen::Starts,
            (Equal, Equal) => Allen::Equals,
            (Equal, Greater) => Allen::StartedBy,
            (Greater, Less) => Allen::During,
            (Greater, Equal) => Allen::Finishes,
            (Greater, Greater) => Allen::OverlappedBy,
        }
    }

    fn choices(extent: Extent) -> Vec<(Day, Day)> {
        let starts = extent.start.earliest..=extent.start.latest;
        starts
            .flat_map(|start| (extent.end.earliest..=extent.end.latest).map(move |end| (start, end)))
            .filter(|(start, end)| start <= end)
            .collect()
    }

    fn by_enumeration(relations: &[Allen], one: Extent, other: Extent) -> Truth {
        let answers: Vec<bool> = choices(one)
            .into_iter()
            .flat_map(|one| choices(other).into_iter().map(move |other| relation(one, other)))
            .map(|relation| relations.contains(&relation))
            .collect();
        match (answers.contains(&true), answers.contains(&false)) {
            (true, true) => Truth::Possibly,
            (true, false) => Truth::Certainly,
            (false, _) => Truth::No,
        }
    }

    fn interval() -> impl Strategy<Value = Interval> {
        (0_i64..7, 0_i64..7).prop_map(|(one, other)| Interval::new(one, other))
    }

    fn extent() -> impl Strategy<Value = Extent> {
        (interval(), interval()).prop_map(|(start, end)| Extent { start, end })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        #[test]
        fn answers_are_those_of_every_choice(one in extent(), other in extent()) {
            for allen in Allen::ALL {
                prop_assert_eq!(one.relate(allen, &other), by_enumeration(&[allen], one, other), "{:?}", allen);
                prop_assert_eq!(one.relate(allen, &other), other.relate(allen.inverse(), &one), "{:?}", allen);
            }
        }

        #[test]
        fn alternatives_are_those_of_every_choice(one in extent(), other in extent(), chosen in 0_u16..1 << 13) {
            let relations: Vec<Allen> = Allen::ALL
                .into_iter()
                .enumerate()
                .filter(|(index, _)| chosen & (1 << index) != 0)
                .map(|(_, allen)| allen)
                .collect();
            prop_assert_eq!(one.any(&relations, &other), by_enumeration(&relations, one, other));
        }
    }

    #[test]
    fn every_relation_has_its_name_and_inverse() {
        for (index, allen) in Allen::ALL.into_iter().enumerate() {
            assert_eq!(allen.inverse().inverse(), allen);
            assert_eq!(
                Allen::ALL
                    .iter()
                    .filter(|other| other.as_str() == allen.as_str())
                    .count(),
                1
            );
            assert!(Allen::ALL[..index].iter().all(|earlier| *earlier != allen));
        }
        assert_eq!(Allen::FinishedBy.as_str(), "finished-by");
    }

    #[test]
    fn dates_relate_as_history_has_it() {
        use Allen::{After, Before, Contains, During, Equals, FinishedBy, Meets, Overlaps, StartedBy};
        use Truth::{Certainly, No, Possibly};
        for (one, relations, other, truth) in [
            ("2023-09-12/2023-09-17", &[Before][..], "2024-06-18", Certainly),
            ("2024-06-18", &[Meets], "2024-06-19", Certainly),
            ("2024-06-18", &[Before], "2024-06-19", No),
            ("2024-06-18", &[Before, Meets], "2024-06-19", Certainly),
            ("2024-06-18", &[Equals], "2024-06-18", Certainly),
            ("1961", &[Before], "1961-12-31", Possibly),
            ("1961", &[Equals], "1961", Possibly),
            ("2023-09-12/2023-09-17", &[During], "2022-02-24/..", Certainly),
            ("1961", &[During], "2022-02-24/..", No),
            (
                "2022-02-24/..",
                &[Contains, StartedBy, FinishedBy],
                "2024-06",
                Certainly,
            ),
            ("2022-02-24/..", &[FinishedBy], "2023/..", Certainly),
            ("1950-06-25/", &[Before, Meets], "1953-07-27", Possibly),
            ("1950-06-25/", &[After], "1953-07-27", No),
            ("../1945", &[Overlaps], "1940/1950", Certainly),
            ("../1945", &[After], "0001", No),
        ] {
            let [one_extent, other_extent] = [one, other].map(|text| Edtf::parse(text).unwrap().extent());
            assert_eq!(
                one_extent.any(relations, &other_extent),
                truth,
                "{one} {relations:?} {other}"
            );
        }
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        let ends = [
            Interval::day(FIRST),
            Interval::day(LAST),
            Interval::ALL,
            Interval::day(0),
        ];
        for start in ends {
            for end in ends {
                for other in ends {
                    let (one, other) = (Extent { start, end }, Extent::within(other));
                    let can = Allen::ALL
                        .iter()
                        .filter(|allen| one.relate(**allen, &other) != Truth::No)
                        .count();
                    assert_eq!(can > 0, start.earliest <= end.latest);
                }
            }
        }
    }

    #[test]
    fn intervals_share_days() {
        let days = Interval::new(5, 3);
        assert_eq!(days, Interval::new(3, 5));
        assert!(days.contains_day(3) && days.contains_day(5) && !days.contains_day(6));
        assert!(days.touches(&Interval::new(5, 9)) && !days.touches(&Interval::new(6, 9)));
        assert!(Interval::ALL.contains(&days) && !days.contains(&Interval::ALL));
        assert_eq!(days.common(&Interval::new(4, 9)), Some(Interval::new(4, 5)));
        assert_eq!(days.common(&Interval::day(6)), None);
        assert_eq!(days.hull(&Interval::day(9)), Interval::new(3, 9));
        assert_eq!(Extent::exactly(days).hull(), days);
    }
}
