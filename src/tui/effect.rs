//! What `update` wants done outside: questions for the worker, and deeds.

use std::{path::Path, sync::Arc};

use super::change::Order;
use crate::{
    catalog::{Anchor, Field},
    dates::Edtf,
    places::Code,
};

/// The number of a question; an answer carries it back.
pub type Ticket = u64;

/// Something to be done outside of `update`.
#[derive(Clone, Debug, PartialEq)]
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
    /// Open a file in the user's editor at a line from 1, the screen away meanwhile. Only a key asks for it: the thread
    /// that reads keys waits for the editor, so that both do not read the same terminal.
    Edit(Arc<Path>, usize),
    /// Change files.
    Change(Box<Order>),
    /// Send [`super::message::Message::Faded`] with this number when changes have been marked for a moment.
    Fade(u64),
}

/// A question for the worker. Queries are texts: the worker plans them, in the collection that it holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A stretch of the selection that `query` makes.
    Look {
        /// The query.
        query: String,
        /// Around what.
        anchor: Anchor,
        /// How much.
        room: Room,
    },
    /// The records of these events, laid out for so many columns.
    Details(Vec<Box<str>>, usize),
    /// Countries with counts, for the query without its country terms.
    Countries(String),
    /// What could stand at this byte of this text.
    Complete(String, usize),
    /// What there is to choose from.
    Choices(Choices),
    /// What a new event would be called, where it would go, and what it resembles.
    Draft {
        /// Its title.
        title: String,
        /// When.
        date: Edtf,
        /// Its countries.
        countries: Vec<Code>,
    },
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

impl Question {
    /// Whether nobody needs the answer to `earlier` any more once this is asked.
    pub fn replaces(&self, earlier: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(earlier)
    }
}

/// Leaves questions out that a later one replaces: of many keys that come at once, those of the last.
pub fn without_replaced(effects: Vec<Effect>) -> Vec<Effect> {
    let mut kept: Vec<Effect> = Vec::with_capacity(effects.len());
    for effect in effects {
        if let Effect::Ask(_, question) = &effect {
            kept.retain(|before| !matches!(before, Effect::Ask(_, earlier) if question.replaces(earlier)));
        }
        kept.push(effect);
    }
    kept
}

/// What is chosen from when events are changed or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// The values of a field in the whole collection.
    Values(Field),
    /// The sources that have an id.
    Sources,
    /// The files, that of this event left out.
    Files(Option<Box<str>>),
    /// Events that fit what is typed, this one left out.
    Events(String, Box<str>),
}

/// What a screen has room for, with what it will need at the next keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Rows wanted before the anchor, and from it on.
    pub rows: usize,
    /// Columns of the density strip.
    pub strip: usize,
    /// Columns of the record; none where it is not shown.
    pub record: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_keys_the_questions_of_the_last_are_asked() {
        let record = |ticket, id: &str| Effect::Ask(ticket, Question::Details(vec![id.into()], 50));
        let countries = |ticket| Effect::Ask(ticket, Question::Countries(String::new()));
        let asked = vec![
            record(1, "a"),
            countries(2),
            record(3, "b"),
            Effect::Load,
            countries(4),
            record(5, "c"),
        ];
        assert_eq!(
            without_replaced(asked),
            [Effect::Load, countries(4), record(5, "c")]
        );
    }
}
