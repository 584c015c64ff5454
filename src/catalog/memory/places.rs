//! A selection from its beginning to its end, whole events: for lists and exports, which pass over many at once.

use super::{Memory, relations::Spot};
use crate::{
    model::{Event, Link},
    query::Plan,
};

/// Where an event lies in the [`Memory`] that told of it; of no meaning in another.
#[derive(Clone, Copy, Debug)]
pub struct Place(Spot);

impl Memory {
    /// The events of a selection from `rank` on, so many at most, in the order of time. Unlike a window it has no
    /// spans, which take long to find.
    pub fn places(&self, plan: &Plan, rank: usize, count: usize) -> Vec<Place> {
        let selection = self.select(plan);
        if rank >= selection.count {
            return Vec::new();
        }
        let cuts = self.cuts(&selection, rank);
        self.from(&selection, &cuts, count)
            .into_iter()
            .map(Place)
            .collect()
    }

    /// A whole event; `None` where what is kept of it is not as it was written.
    pub fn event_at(&self, place: Place) -> Option<Event> {
        self.whole(place.0)
    }

    /// Its relations in both directions, as [`crate::catalog::Catalog::neighbours`] gives them.
    pub fn links_at(&self, place: Place) -> Vec<Link> {
        self.links(place.0)
    }
}
