//! What happens to the screen: keys, the mouse, answers, files read.

use std::{path::Path, sync::Arc};

use crossterm::event::{KeyEvent, MouseEvent};

use super::{
    change::Outcome,
    effect::Ticket,
    layers::{filter::Completions, pick::Item},
    rows::Rows,
    state::{Detail, EraBar, Selection},
};
use crate::{
    catalog::Facet,
    model::Finding,
    query::QueryError,
    store::{Progress, between::Between},
};

/// One thing that happened.
#[derive(Debug)]
pub enum Message {
    /// A key went down.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has so many columns and lines.
    Resize(u16, u16),
    /// Reading goes on.
    Progress(Progress),
    /// A collection was read.
    Loaded(Loaded),
    /// Reading failed as a whole: a sentence.
    Failed(String),
    /// Why changes of the files are not seen by themselves; none when they are.
    Unwatched(Option<String>),
    /// The editor has ended that was opened on a file.
    Edited(Arc<Path>),
    /// What came of a change of the files.
    Changed(Outcome),
    /// The numbers of the changes that earlier runs made and that can be undone, the last at the end.
    Undoable(Vec<u64>),
    /// What was marked as changed under this number has been so for long enough.
    Faded(u64),
    /// An answer to a question.
    Answer(Ticket, Answer),
    /// An effect has something to say: a sentence, and whether it failed.
    Notice(String, bool),
    /// The thread that takes the keys has left a frame to be drawn, or has ended.
    Due,
    /// The program was stopped and goes on: draw everything.
    Resumed,
    /// The program is asked to stop by the shell.
    Suspend,
    /// The program is asked to end, or the terminal is gone.
    Terminate,
}

/// What of a collection the screen holds itself; the rest it asks for.
#[derive(Debug)]
pub struct Loaded {
    /// Eras, by beginning.
    pub eras: Arc<[EraBar]>,
    /// What is wrong in the files.
    pub findings: Arc<[Finding]>,
    /// Events of it.
    pub events: usize,
    /// Whether more is coming: files are still being read, or put together.
    pub partial: bool,
    /// Whether somebody asked for it; else files were touched.
    pub asked: bool,
    /// Whether it is the very one that was told before, of which only was not known yet whether it still holds.
    pub same: bool,
    /// What is different from what was shown before.
    pub between: Between,
}

/// An answer to a question of [`super::effect::Question`].
#[derive(Debug)]
pub enum Answer {
    /// A stretch of the selection that a query makes, or what is wrong with the query.
    Look(Result<Box<Look>, Vec<QueryError>>),
    /// Records, by id; those that are gone are missing.
    Details(Vec<Arc<Detail>>),
    /// Countries with counts.
    Countries(Vec<Facet>),
    /// Completions at the cursor.
    Completions(Completions),
    /// What there is to choose from.
    Choices(Vec<Item>),
    /// What a new event would be.
    Draft(Box<Draft>),
    /// The event that a step leads to, if there is one.
    Step(Option<Box<str>>),
}

/// What a new event would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The id that it would get.
    pub id: String,
    /// The file that it would go to.
    pub file: String,
    /// Events that it probably is.
    pub like: Vec<Item>,
}

/// A look at the selection.
#[derive(Debug)]
pub struct Look {
    /// The query that was asked with.
    pub query: String,
    /// The selection as a whole.
    pub selection: Selection,
    /// The rows around the anchor.
    pub rows: Rows,
    /// Rank of the row that the anchor found.
    pub anchor: usize,
    /// The record of the event at the anchor.
    pub detail: Option<Arc<Detail>>,
}
