//! What `update` wants done outside: questions for the worker, and deeds.

use crate::catalog::Anchor;

/// The number of a question; an answer carries it back.
pub type Ticket = u64;

/// Something to be done outside of `update`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the worker.
    Ask(Ticket, Question),
    /// Read the files.
    Load,
    /// Put a text into the clipboard of the terminal (OSC 52).
    Copy(String),
    /// Open a web address in the browser.
    OpenUrl(String),
    /// Stop, as Ctrl-z does in a shell.
    Suspend,
}

/// A question for the worker. Queries are texts: the worker plans them, in the collection that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A stretch of the selection that `query` makes.
    Look {
        /// The query.
        query: String,
        /// Around what.
        anchor: Anchor,
        /// Rows wanted before it.
        before: usize,
        /// Rows wanted from it on.
        after: usize,
        /// Columns of the density strip.
        buckets: usize,
    },
    /// The records of these events.
    Details(Vec<Box<str>>),
    /// Countries with counts, for the query without its country terms.
    Countries(String),
    /// What could stand at this byte of this text.
    Complete(String, usize),
    /// The next, or the previous, event of the selection in time order, from this one on.
    Step {
        /// The query.
        query: String,
        /// From which event.
        from: Box<str>,
        /// Onward, or back.
        forward: bool,
    },
}
