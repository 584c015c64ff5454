//! The record of one event, laid out as lines for a width: made once when the event or the width changes, so
//! that drawing, scrolling and the mouse find the same lines.

/// How a piece of text is to look: what it is, not its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Running text.
    Plain,
    /// The title of the event.
    Title,
    /// The heading of a part.
    Heading,
    /// What stands behind.
    Quiet,
    /// The date.
    Date,
    /// A country's code, coloured by itself.
    Country(crate::places::Code),
    /// The category, coloured by itself.
    Category(Option<crate::model::Category>),
    /// Something that can be followed.
    Link,
    /// Who says so.
    Asserts,
    /// Who denies it.
    Denies,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// A piece of a line in one tone; harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub tone: Tone,
    /// One line, no control characters.
    pub text: String,
}

/// One line of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordLine {
    /// From left to right, together no wider than the record.
    pub pieces: Vec<Piece>,
    /// Which of [`Record::targets`] the line belongs to.
    pub target: Option<usize>,
}

/// Where following a line leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The event of that id.
    Event(Box<str>),
    /// A web address (`http` or `https`).
    Url(Box<str>),
    /// The list of findings, at this event's.
    Findings,
}

/// The record, laid out, with where the reader is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Id of the event; empty while none is shown.
    pub id: Box<str>,
    /// Columns that the lines were made for.
    pub width: usize,
    /// From the top.
    pub lines: Vec<RecordLine>,
    /// What can be followed, from the top.
    pub targets: Vec<Target>,
    /// The marked target.
    pub marked: Option<usize>,
    /// Line at the top of the pane.
    pub scroll: usize,
}
