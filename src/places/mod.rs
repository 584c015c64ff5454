//! Countries present and gone, what people call them, who came after whom, and blocs with their members by day.

use std::fmt;

use crate::dates::Interval;

/// A country, territory or former state: an index into the table of [`Code::country`].
///
/// Ordered by alpha-3 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

impl Code {
    /// ISO 3166-1 alpha-3, or the former one of ISO 3166-3 (`SUN`); `XKX` for Kosovo.
    pub fn alpha3(self) -> &'static str {
        ""
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.alpha3())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.alpha3())
    }
}

/// A state and the days of its membership, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The state.
    pub country: Code,
    /// First and last day.
    pub days: Interval,
}
