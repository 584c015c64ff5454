//! The filter bar while it is typed into: the query, and completions with counts.

use std::ops::Range;

use tui_input::Input;

/// The filter bar.
#[derive(Debug)]
pub struct FilterBar {
    /// What is typed.
    pub input: Input,
    /// The query when the bar was opened: where Esc goes back to.
    pub before: String,
    /// The event under the cursor then.
    pub event_before: Option<Box<str>>,
    /// What could stand at the cursor.
    pub completions: Completions,
}

/// What could stand at the cursor of the filter bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// UTF-8 bytes of the text that a candidate replaces.
    pub range: Range<usize>,
    /// The best first.
    pub candidates: Vec<Candidate>,
    /// The marked one; `None` until the list is moved in.
    pub cursor: Option<usize>,
}

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is put into the query, quoted where it must be.
    pub insert: Box<str>,
    /// What the list shows; harmless.
    pub label: Box<str>,
    /// What it means, or what the value is called; harmless, may be empty.
    pub help: Box<str>,
    /// Events of the selection that have it.
    pub count: Option<usize>,
}

impl Completions {
    /// Moves the mark; above the first it goes away.
    pub fn move_by(&mut self, by: isize) {
        let last = self.candidates.len().checked_sub(1);
        self.cursor = match (self.cursor, last) {
            (_, None) => None,
            (None, Some(_)) if by > 0 => Some(0),
            (None, Some(last)) => Some(last),
            (Some(at), Some(last)) => at.checked_add_signed(by).map(|at| at.min(last)),
        };
    }
}
