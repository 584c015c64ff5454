//! The filter bar while it is typed into: the query, and completions with counts.

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
    /// UTF-8 byte of the text at which the completed part begins: where the list is shown.
    pub start: usize,
    /// The best first.
    pub candidates: Vec<Candidate>,
    /// The marked one; `None` until the list is moved in.
    pub cursor: Option<usize>,
}

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The query with it put in.
    pub text: Box<str>,
    /// Where the cursor then stands, in UTF-8 bytes.
    pub cursor: usize,
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
