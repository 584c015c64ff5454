//! The screen: messages → update → state → view.

use crate::{dates::Day, store};

/// What the screen opens on.
#[derive(Clone, Debug)]
pub struct Start {
    /// Where the events are read from.
    pub place: store::Place,
    /// The same in words, for the title line.
    pub described: String,
    /// Whether nothing can be written there.
    pub read_only: bool,
    /// The query to begin with; empty for everything.
    pub query: String,
    /// Today.
    pub today: Day,
}

/// Opens the timeline; ends when the user quits.
pub fn run(start: Start) -> anyhow::Result<()> {
    anyhow::bail!("the timeline of {} cannot be drawn yet", start.described)
}
