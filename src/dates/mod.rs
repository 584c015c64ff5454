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

/// How precisely a date is known, from coarse to fine, so that a coarser one sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// More than a century (`Y1E6`, `XXXX`).
    Age,
    /// A century (`19XX`).
    Century,
    /// A decade (`196X`).
    Decade,
    /// A year (`1961`), or one of several.
    Year,
    /// A season, quarter or half-year.
    Season,
    /// A month (`2023-09`).
    Month,
    /// A day (`2024-06-18`).
    Day,
    /// A moment (`2024-06-18T09:00:00+09:00`): counted on the day that it names.
    Time,
}
