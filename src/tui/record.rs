//! The record of one event, laid out as lines for a width: made once when the event or the width changes, so
//! that drawing, scrolling and the mouse find the same lines.

mod build;
mod flow;
#[cfg(test)]
mod tests;

use std::sync::Arc;

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
    /// Which of [`Page::targets`] the line belongs to.
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

/// The record of an event, laid out for a width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Id of the event; empty while none is shown.
    pub id: Box<str>,
    /// Columns that the lines were made for.
    pub width: usize,
    /// From the top.
    pub lines: Vec<RecordLine>,
    /// What can be followed, from the top.
    pub targets: Vec<Target>,
}

/// A page with where the reader is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What is read.
    pub page: Arc<Page>,
    /// The marked target.
    pub marked: Option<usize>,
    /// Line at the top of the pane.
    pub scroll: usize,
}

impl Record {
    /// A page at its beginning.
    pub fn new(page: Arc<Page>) -> Self {
        Self {
            page,
            marked: None,
            scroll: 0,
        }
    }

    /// The target on that line.
    pub fn target_at(&self, line: usize) -> Option<usize> {
        self.page.lines.get(line)?.target
    }

    /// The first line of that target.
    pub fn line_of(&self, target: usize) -> Option<usize> {
        self.page
            .lines
            .iter()
            .position(|line| line.target == Some(target))
    }

    /// The line behind the last of that target.
    fn end_of(&self, target: usize) -> Option<usize> {
        let last = self
            .page
            .lines
            .iter()
            .rposition(|line| line.target == Some(target))?;
        Some(last + 1)
    }

    /// Scrolls down, or up, in a pane of `height` lines; the last line comes no higher than its bottom.
    pub fn scroll_by(&mut self, lines: isize, height: usize) {
        let most = self.page.lines.len().saturating_sub(height);
        self.scroll = self.scroll.saturating_add_signed(lines).min(most);
    }

    /// Marks the next target in sight or below; where there is none, scrolls to read on.
    pub fn mark_next(&mut self, height: usize) {
        let next = match self.marked.filter(|marked| self.in_sight(*marked, height)) {
            Some(marked) => marked + 1,
            None => self.first_from(self.scroll).unwrap_or(self.page.targets.len()),
        };
        if next < self.page.targets.len() {
            self.mark(next, height);
        } else {
            self.scroll_by(1, height);
        }
    }

    /// Marks the target before; above the first, scrolls back to the top.
    pub fn mark_previous(&mut self, height: usize) {
        let previous = match self.marked.filter(|marked| self.in_sight(*marked, height)) {
            Some(marked) => marked.checked_sub(1),
            None => self
                .first_from(self.scroll + height)
                .unwrap_or(self.page.targets.len())
                .checked_sub(1),
        };
        match previous {
            Some(previous) => self.mark(previous, height),
            None => self.scroll_by(-1, height),
        }
    }

    /// The first target that begins on this line or below.
    fn first_from(&self, line: usize) -> Option<usize> {
        self.page.lines.iter().skip(line).find_map(|line| line.target)
    }

    fn in_sight(&self, target: usize, height: usize) -> bool {
        self.line_of(target)
            .is_some_and(|line| (self.scroll..self.scroll + height).contains(&line))
    }

    /// Marks a target and scrolls just so far that all its lines are in sight, the first above all.
    fn mark(&mut self, target: usize, height: usize) {
        self.marked = Some(target);
        let (Some(first), Some(end)) = (self.line_of(target), self.end_of(target)) else {
            return;
        };
        self.scroll = self.scroll.max(end.saturating_sub(height)).min(first);
        self.scroll_by(0, height);
    }
}
