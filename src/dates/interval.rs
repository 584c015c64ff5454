//! Stretches of days, and Allen's thirteen relations between them, answered certainly / possibly / no.

use super::day::Day;

/// The days that a date can touch, earliest to latest, both included; [`super::day::FIRST`] and
/// [`super::day::LAST`] where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// First day.
    pub earliest: Day,
    /// Last day, never before the first.
    pub latest: Day,
}

/// What is known of when something began and when it ended: it began on some day of `start` and ended on
/// some day of `end`, not before it began.
///
/// `1961` is something of 1961: both are the whole year. `2024-06-18/2024-06-19` began on the one day and
/// ended on the other. A single day is the same day four times.
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
