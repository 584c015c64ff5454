//! A selection from its beginning to its end, whole events: for lists and exports, which pass over many at once.

use std::{path::Path, sync::Arc};

use super::{Memory, relations::Spot};
use crate::{
    dates::{Day, Edtf, Interval},
    model::{Event, Link},
    places::Code,
    query::Plan,
};

/// Where an event lies in the [`Memory`] that told of it; of no meaning in another.
#[derive(Clone, Copy, Debug)]
pub struct Place(Spot);

/// What is known of an event without making it whole.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title, as written.
    pub title: &'a str,
    /// Its date, as written (EDTF).
    pub date: &'a str,
    /// The first of its days.
    pub day: Day,
    /// Its countries, as far as they are known.
    pub countries: &'a [Code],
    /// Its file.
    pub file: &'a Path,
}

impl Memory {
    /// All events in a few words each, segment by segment, each of these in the order of time.
    pub fn briefs(&self) -> impl Iterator<Item = Brief<'_>> {
        self.parts.iter().flat_map(|part| {
            let segment = &*part.segment;
            part.alive.iter().filter_map(move |event| {
                let head = segment.head(event);
                Some(Brief {
                    id: head.id,
                    title: head.title,
                    date: head.date,
                    day: *segment.columns.earliest.get(event)?,
                    countries: segment.columns.codes(event),
                    file: segment.files().get(*segment.of_file().get(event)? as usize)?,
                })
            })
        })
    }

    /// The events whose first day is one of `days`, and whose date is `wanted`, whole, in the order of time.
    pub fn begun_within(&self, days: Interval, wanted: impl Fn(&Edtf) -> bool) -> Vec<Arc<Event>> {
        let mut found = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let columns = &part.segment.columns;
            let range = columns.before(days.earliest)..columns.begun_until(days.latest);
            let events = part
                .alive
                .iter_from(range.start)
                .take_while(|event| *event < range.end);
            let near = events
                .filter(|event| Edtf::parse(part.segment.head(*event).date).is_ok_and(|date| wanted(&date)));
            found.extend(near.filter_map(|event| self.whole((number, event))).map(Arc::new));
        }
        found.sort_by(|a, b| (a.date.sort_key(), &a.id).cmp(&(b.date.sort_key(), &b.id)));
        found
    }

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
