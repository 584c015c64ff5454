//! Days as integers, and the proleptic Gregorian calendar over all of them.

/// A day: days since 1970-01-01 in the proleptic Gregorian calendar, negative before it.
///
/// [`FIRST`] and [`LAST`] stand for "no beginning" and "no end" where a date is open.
pub type Day = i64;

/// No beginning: earlier than every day.
pub const FIRST: Day = i64::MIN;
/// No end: later than every day.
pub const LAST: Day = i64::MAX;

/// A day as year, month and day of the proleptic Gregorian calendar; year 0 is 1 BCE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Astronomical year: 0 is 1 BCE, −1 is 2 BCE.
    pub year: i64,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
}
