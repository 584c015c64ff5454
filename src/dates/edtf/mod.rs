//! EDTF text ↔ what was written ↔ what it means.
//!
//! Levels 0 and 1 of the Library of Congress profile (ISO 8601-2:2019), and level 2 but for repeats and
//! durations. Beyond it, for what people write: a year with `Y` may have month and day, a time may lack its
//! seconds and its offset, have a fraction, and stand behind a space.
//!
//! | file | step |
//! | --- | --- |
//! | `parse` | text → tree, with the place of each fault |
//! | `ast` | the tree, nothing lost |
//! | `print` | tree → text |
//! | `meaning` | tree → days, precision, qualifiers |
//! | `span` | years, seasons and unspecified digits → days |
//! | `guess` | what is not EDTF → what was probably meant, for the help of an error |

use std::{fmt, ops::Range};

use super::{Day, Extent, Interval, Precision};
use meaning::{Marks, Meaning};

pub(super) mod ast;
mod guess;
mod meaning;
mod parse;
mod print;
pub(super) mod span;

/// A date as it was typed, with what it means; read once, then a few words of memory.
///
/// ```
/// use annals::dates::{Edtf, Precision};
///
/// let date = Edtf::parse("2024-06-18/2024-06-19")?;
/// assert_eq!(date.precision(), Precision::Day);
/// assert_eq!(date.words(), "18–19 June 2024");
///
/// let error = Edtf::parse("June 2024").unwrap_err();
/// assert_eq!(error.help.as_deref(), Some("Write `2024-06`."));
/// # Ok::<(), annals::dates::EdtfError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    written: Box<str>,
    meaning: Meaning,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EdtfError {
    /// One sentence in plain words.
    pub message: String,
    /// UTF-8 bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What would be right.
    pub help: Option<String>,
}

impl Edtf {
    /// Reads `text`; white space around it is ignored.
    ///
    /// ```
    /// use annals::dates::{Civil, Edtf};
    ///
    /// let visit = Edtf::parse("2024-06-18/2024-06-19")?;
    /// assert_eq!(visit.words_short(), "18–19 Jun 2024");
    /// assert_eq!(Civil::from_day(visit.interval().latest).iso(), "2024-06-19");
    ///
    /// let sixties = Edtf::parse("196X")?;
    /// assert_eq!(Civil::from_day(sixties.interval().earliest).iso(), "1960-01-01");
    ///
    /// let error = Edtf::parse("18.6.2024").unwrap_err();
    /// assert_eq!(error.help.as_deref(), Some("Write `2024-06-18`."));
    /// # Ok::<(), annals::dates::EdtfError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        let trimmed = text.trim();
        match parse::parse(trimmed) {
            Ok((_, meaning)) => Ok(Self {
                written: trimmed.into(),
                meaning,
            }),
            Err(mut error) => {
                let meant = guess::guesses(trimmed);
                if !meant.is_empty() {
                    error.help = Some(format!("Write `{}`.", meant.join("` or `")));
                }
                let skipped = text.len() - text.trim_start().len();
                error.span = error.span.start + skipped..error.span.end + skipped;
                Err(error)
            }
        }
    }

    /// What `text` means that is not EDTF, but a date written in another way (`24.2.2022`, `June 1961`): none where
    /// it may mean two. For places where a slip does no harm; files and queries say what they mean.
    pub fn meant(text: &str) -> Option<Self> {
        match guess::guesses(text.trim()).as_slice() {
            [one] => Self::parse(one).ok(),
            _ => None,
        }
    }

    /// As it was typed, without white space around it.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The days that it can touch.
    pub fn interval(&self) -> Interval {
        self.meaning.extent.hull()
    }

    /// What is known of its beginning and its end.
    pub fn extent(&self) -> Extent {
        self.meaning.extent
    }

    /// How precisely it is known. Of an interval or a set, the coarsest of the dates that it is made of.
    pub fn precision(&self) -> Precision {
        self.meaning.precision
    }

    /// Whether some part of it is approximate (`~`, `%`).
    pub fn approximate(&self) -> bool {
        self.meaning.marks.has(Marks::APPROXIMATE)
    }

    /// Whether some part of it is uncertain (`?`, `%`).
    pub fn uncertain(&self) -> bool {
        self.meaning.marks.has(Marks::UNCERTAIN)
    }

    /// Whether it has no end, or no beginning: `..` is written.
    pub fn is_open(&self) -> bool {
        self.meaning.marks.has(Marks::OPEN)
    }

    /// Whether it is an interval whose end is not known: `1950-06-25/`.
    pub fn has_unknown_end(&self) -> bool {
        self.meaning.marks.has(Marks::UNKNOWN_END)
    }

    /// Whether it is an interval whose beginning is not known: `/1953-07-27`.
    pub fn has_unknown_beginning(&self) -> bool {
        self.meaning.marks.has(Marks::UNKNOWN_START)
    }

    /// The same date without the liberties that were read: no spaces in sets, `T` before a time. It is EDTF,
    /// but for a `Y`-year with month and day and a time without seconds.
    pub fn canonical(&self) -> String {
        self.ast()
            .map_or_else(|| self.as_str().to_owned(), |ast| ast.to_string())
    }

    /// What was written, as a tree; there always is one.
    pub(super) fn ast(&self) -> Option<ast::Ast> {
        parse::parse(&self.written).ok().map(|(ast, _)| ast)
    }

    /// What dates are sorted by: the first day, then coarser before finer, so that a year stands at the head
    /// of its days.
    pub fn sort_key(&self) -> (Day, Precision) {
        (self.interval().earliest, self.precision())
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests;
