//! All that the screen knows. Only `update` changes it; views draw it.

use std::{path::Path, sync::Arc};

use rustc_hash::FxHashSet;

use super::{
    keymap::Keymap,
    layers::{Form, Layer, form::Field},
    layout::Areas,
    record::{Page, Record},
    rows::{Arrangement, Rows},
    view::theme::Theme,
};
use crate::{
    catalog::{Anchor, Buckets},
    dates::{Day, Interval},
    model::{Event, Finding, Link, Totals},
    query::QueryError,
    store::Progress,
};

/// The state of the screen.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)]
pub struct State {
    /// Columns and lines of the terminal.
    pub size: (u16, u16),
    /// Where each pane stands; made from the size and what is open.
    pub areas: Areas,
    /// Today.
    pub today: Day,
    /// What is open, in words: a folder, or the built-in collection.
    pub described: String,
    /// Whether it is the collection inside the binary.
    pub built_in: bool,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// How everything looks.
    pub theme: Theme,
    /// How far reading has come, while files are read.
    pub reading: Option<Progress>,
    /// Whether a collection has arrived yet.
    pub loaded: bool,
    /// Whether all files were read once.
    pub complete: bool,
    /// Whether somebody has pressed a key or used the mouse.
    pub touched: bool,
    /// Eras, by beginning.
    pub eras: Arc<[EraBar]>,
    /// What is wrong in the files.
    pub findings: Arc<[Finding]>,
    /// How many findings.
    pub totals: Totals,
    /// The query.
    pub query: QueryState,
    /// What can be undone, the last on top.
    pub undo: Vec<Undo>,
    /// While looking around: where to come back to.
    pub look: Option<Return>,
    /// The selection as a whole.
    pub selection: Selection,
    /// The rows around what is shown.
    pub rows: Rows,
    /// Rank of the event under the cursor.
    pub cursor: usize,
    /// Id of that event; `None` when the selection is empty.
    pub selected: Option<Box<str>>,
    /// Id of the last event that was under the cursor: what is kept when the selection changes.
    pub anchor: Option<Box<str>>,
    /// Where the lines of the timeline stand.
    pub arrangement: Arrangement,
    /// By how many lines the cursor moved the last time, where it moved by lines: down, or up below 0.
    pub stride: isize,
    /// Records that were asked for, the latest last; a few.
    pub details: Vec<Arc<Detail>>,
    /// The record of the event under the cursor, laid out.
    pub record: Record,
    /// Whether the record is open over the whole screen where it has no pane.
    pub opened: bool,
    /// What has the keyboard when no layer has it.
    pub focus: Pane,
    /// What lies over the panes, the top last.
    pub layers: Vec<Layer>,
    /// Events that jumps left, the last on top.
    pub jumps: Vec<Box<str>>,
    /// A sentence for the bottom line, until the next key.
    pub notice: Option<Notice>,
    /// Questions under way.
    pub asked: Asked,
    /// Events that have just changed in the files: marked until this number has faded.
    pub fresh: Fresh,
    /// The record as it was read before the files were read again: the event, the marked target, the scrolled lines.
    pub reread: Option<(Box<str>, Option<usize>, usize)>,
    /// The form as it was left, or as it is being written.
    pub written: Option<Box<Form>>,
    /// The file that was opened in the editor and is being read again.
    pub edited: Option<Arc<Path>>,
    /// Whether the screen differs from what was drawn.
    pub dirty: bool,
    /// Whether to leave.
    pub quit: bool,
}

/// The query, as typed and as it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryState {
    /// As typed.
    pub text: String,
    /// The last text that was right: what the rows show.
    pub good: String,
    /// What is wrong with `text`; empty when it is right.
    pub errors: Vec<QueryError>,
}

/// Where looking around comes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// The query that held.
    pub query: String,
    /// The event that was under the cursor.
    pub event: Option<Box<str>>,
}

/// What is known of the selection as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Events of it.
    pub count: usize,
    /// Events of the whole collection.
    pub all: usize,
    /// Its first and last day.
    pub span: Option<Interval>,
    /// The stretches of the density strip, one a column.
    pub buckets: Option<Buckets>,
    /// Events beginning in each.
    pub histogram: Vec<u32>,
}

/// An event's record: the event, its relations with the titles at their other ends, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// The event.
    pub event: Arc<Event>,
    /// Its relations in both directions.
    pub links: Vec<Link>,
    /// Findings about it.
    pub findings: Vec<Finding>,
    /// It laid out, for the width that the record had when it was asked for; empty where it had none.
    pub page: Arc<Page>,
}

impl Detail {
    /// A record, laid out for `width` columns; for none it is not.
    pub fn new(
        event: Arc<Event>,
        links: Vec<Link>,
        findings: Vec<Finding>,
        width: usize,
        today: Day,
    ) -> Self {
        let mut detail = Self {
            event,
            links,
            findings,
            page: Arc::default(),
        };
        if width > 0 {
            detail.page = Arc::new(Page::new(&detail, width, today));
        }
        detail
    }
}

/// A stretch of time behind the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EraBar {
    /// Harmless.
    pub title: Box<str>,
    /// Its days.
    pub interval: Interval,
}

/// A pane that can have the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of events.
    #[default]
    Timeline,
    /// The record.
    Detail,
}

/// What can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// A change of the query: the query before.
    Query(String),
    /// The change of the files of that number.
    Change(u64),
}

/// Events that have just changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fresh {
    /// Which time this is.
    pub number: u64,
    /// Their ids.
    pub ids: FxHashSet<Box<str>>,
}

/// A sentence for the bottom line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Harmless.
    pub text: String,
    /// Whether something went wrong.
    pub error: bool,
}

/// Questions under way, so that an answer to an old one is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The number of the last question asked.
    pub last: u64,
    /// The look that the cursor waits for.
    pub look: Option<Looking>,
    /// The rank at which the cursor will be when that look is answered.
    pub rank: Option<usize>,
    /// The event at which the cursor should be then, wherever the filter hides it.
    pub event: Option<Box<str>>,
    /// The look that brings rows ahead of the cursor; nothing waits for it.
    pub ahead: Option<u64>,
    /// The event whose record the screen waits for.
    pub detail: Option<Box<str>>,
    /// Whether records are on their way.
    pub records: bool,
    /// The question of the layer on top.
    pub layer: Option<u64>,
    /// The question for what a line of the form is completed from.
    pub known: Option<(u64, Field)>,
    /// The question for what the form's event would be.
    pub draft: Option<u64>,
    /// The step that moves the cursor when it is answered.
    pub step: Option<u64>,
    /// Whether that step is a jump, to come back from.
    pub step_jumps: bool,
}

/// A look under way: what it asks for, so that it can be asked again in another size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looking {
    /// The number of the question.
    pub ticket: u64,
    /// The query that it asks by.
    pub query: String,
    /// Where the cursor will be.
    pub anchor: Anchor,
}

/// What the screen starts with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Columns and lines.
    pub size: (u16, u16),
    /// Today.
    pub today: Day,
    /// What is opened, in words.
    pub described: String,
    /// Whether it is the collection inside the binary.
    pub built_in: bool,
    /// The first query.
    pub query: String,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// How everything looks.
    pub theme: Theme,
}

impl State {
    /// The state before anything is read.
    pub fn new(opening: Opening) -> Self {
        Self {
            size: opening.size,
            areas: Areas::new(opening.size, false),
            today: opening.today,
            described: crate::text::harmless(&opening.described).into_owned(),
            built_in: opening.built_in,
            keymap: opening.keymap,
            theme: opening.theme,
            reading: Some(Progress::default()),
            loaded: false,
            complete: false,
            touched: false,
            eras: Arc::default(),
            findings: Arc::default(),
            totals: Totals::default(),
            query: QueryState {
                text: opening.query,
                ..QueryState::default()
            },
            undo: Vec::new(),
            look: None,
            selection: Selection::default(),
            rows: Rows::default(),
            cursor: 0,
            selected: None,
            anchor: None,
            arrangement: Arrangement::default(),
            stride: 0,
            details: Vec::new(),
            record: Record::default(),
            opened: false,
            focus: Pane::Timeline,
            layers: Vec::new(),
            jumps: Vec::new(),
            notice: None,
            asked: Asked::default(),
            fresh: Fresh::default(),
            reread: None,
            written: None,
            edited: None,
            dirty: true,
            quit: false,
        }
    }

    /// The record of the event under the cursor, when it has arrived.
    pub fn detail(&self) -> Option<&Arc<Detail>> {
        let id = self.selected.as_deref()?;
        self.details.iter().find(|detail| &*detail.event.id == id)
    }

    /// Whether the screen shows something older than what was asked for, and an answer is on its way.
    pub fn awaits(&self) -> bool {
        self.asked.look.is_some()
            || self.asked.detail.is_some()
            || self.asked.layer.is_some()
            || self.asked.step.is_some()
    }

    /// Whether the record has a pane beside the timeline, or lies open over it.
    pub fn shows_detail(&self) -> bool {
        self.areas.detail.is_some()
    }
}
