//! Dates as people know them: Extended Date/Time Format (EDTF, ISO 8601-2:2019), written ↔ meant.
//!
//! [`Edtf`] keeps what was typed, so that it prints back the same; [`Interval`] is the stretch of days that it
//! can touch, [`Extent`] what is known of its beginning and its end, which Allen's relations are answered by.

pub mod day;
pub mod edtf;
pub mod interval;
pub mod words;

pub use day::{Civil, Day};
pub use edtf::{Edtf, EdtfError};
pub use interval::{Allen, Extent, Interval, Truth};

use crate::text::vocabulary;

vocabulary! {
    /// How precisely a date is known, from coarse to fine, so that a coarser one sorts first. A season may also be
    /// a quarter or a half-year; a time is counted on the day that it names.
    Precision {
        Age "age" "more than a century",
        Century "century" "the century is known",
        Decade "decade" "the decade is known",
        Year "year" "the year is known",
        Season "season" "the season, quarter or half-year is known",
        Month "month" "the month is known",
        Day "day" "the day is known",
        Time "time" "the time of day is known",
    }
}
