//! Countries present and gone, what people call them, who came after whom, and blocs with their members by day.
//!
//! The facts are in `data/countries.toml` and `data/blocs.toml`; `data/README.md` says where they are from. Nothing
//! is read before it is asked for: codes come first and alone, then the countries, their names, the blocs.

mod bloc;
mod country;
mod days;
mod names;
mod succession;
mod table;

use std::fmt;

use crate::dates::Interval;

pub use bloc::{Bloc, bloc, blocs};
pub use country::{Country, Kind, Succession};
pub use names::{Lookup, Named, lookup, named, names, nearest, nearest_alone};

/// A country, territory or former state: an index into the table of [`Code::country`].
///
/// Ordered by alpha-3 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

impl Code {
    /// The code that is written so, in any case; see [`Code::alpha3`].
    pub fn from_alpha3(alpha3: &str) -> Option<Self> {
        let mut capitals: [u8; 3] = alpha3.as_bytes().try_into().ok()?;
        capitals.make_ascii_uppercase();
        country::code(capitals)
    }

    /// The code at that place in the order of alpha-3; `None` past the last.
    pub fn from_index(index: usize) -> Option<Self> {
        (index < country::codes().len()).then_some(Self(index as u16))
    }

    /// All codes, ordered by alpha-3.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..country::codes().len()).map(|index| Self(index as u16))
    }

    /// Its place in the order of alpha-3, from 0: for arrays with an entry a country.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// What is known of it.
    pub fn country(self) -> &'static Country {
        &country::countries().all[self.index()]
    }

    /// ISO 3166-1 alpha-3, or the former one of ISO 3166-3 (`SUN`); `XKX` for Kosovo.
    pub fn alpha3(self) -> &'static str {
        std::str::from_utf8(&country::codes()[self.index()]).unwrap_or_default()
    }

    /// The short name that newspapers use: `North Korea`.
    pub fn name(self) -> &'static str {
        self.country().name
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

#[cfg(test)]
mod tests;
