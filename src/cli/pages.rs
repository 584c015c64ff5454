//! The events of a selection one after the other, whole, page by page: the first is there at once, and a million take no
//! more room than a hundred.

use rayon::prelude::*;

use super::session::Session;
use crate::{
    catalog::{Memory, Place},
    model::{Event, Link},
};

/// Events of the first page; then twice as many each time, up to the most.
const FIRST: usize = 256;
const LARGEST: usize = 32 * FIRST;
/// Events that one thread takes at a time; fewer are not worth another.
const SHARE: usize = 64;

/// An event of a page.
pub struct Listed<'m> {
    /// How many events of the selection stand before it.
    pub rank: usize,
    /// The event, whole.
    pub event: Event,
    memory: &'m Memory,
    place: Place,
}

impl Listed<'_> {
    /// Its relations in both directions.
    pub fn links(&self) -> Vec<Link> {
        self.memory.links_at(self.place)
    }
}

/// Makes something of each of the first `most` events of the selection, on all cores, and hands it on in their order. A
/// page is handed on only when all that was looked at for it was as it had been written; else the files are read, and
/// the page is made again.
pub fn each<T: Send>(
    session: &mut Session,
    most: usize,
    make: impl Fn(&Listed<'_>) -> anyhow::Result<T> + Sync,
    mut take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut next = 0;
    let mut size = FIRST;
    while next < most {
        let page = page(session, next, size.min(most - next), &make);
        if !session.is_sound()? {
            continue;
        }
        let Some((found, made)) = page else { break };
        for made in made {
            take(made?)?;
        }
        next += found;
        size = (2 * size).min(LARGEST);
    }
    Ok(())
}

/// What is made of the events of a page, and how many these are; `None` behind the last.
fn page<T: Send>(
    session: &Session,
    first: usize,
    count: usize,
    make: &(impl Fn(&Listed<'_>) -> anyhow::Result<T> + Sync),
) -> Option<(usize, Vec<anyhow::Result<T>>)> {
    let memory = &*session.catalog;
    let places = memory.places(&session.plan, first, count);
    let one = |(at, place): (usize, &Place)| {
        let event = memory.event_at(*place)?;
        Some(make(&Listed {
            rank: first + at,
            event,
            memory,
            place: *place,
        }))
    };
    let made = if places.len() < 2 * SHARE {
        places.iter().enumerate().filter_map(one).collect()
    } else {
        let shares = places.par_iter().enumerate().with_min_len(SHARE);
        shares.filter_map(one).collect()
    };
    (!places.is_empty()).then_some((places.len(), made))
}
