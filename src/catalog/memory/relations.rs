//! Relations between events, seen from both ends.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;

use super::{ById, Memory, bits::Bits};
use crate::model::{Event, Link, RelationKind};

/// The relations that lead to each event.
#[derive(Debug, Default)]
pub struct Incoming {
    /// What the event is to the other, and the other; one event's behind the other's.
    links: Vec<(RelationKind, u32)>,
    /// Where those of each event begin, and where the last ends.
    starts: Vec<usize>,
}

impl Incoming {
    /// From triples of an event, what it is to another, and that other; `events` is how many there are.
    pub fn new(mut found: Vec<(u32, RelationKind, u32)>, events: usize) -> Self {
        found.sort_unstable();
        let starts = (0..=events)
            .map(|event| found.partition_point(|(to, ..)| (*to as usize) < event))
            .collect();
        Self {
            links: found.into_iter().map(|(_, kind, from)| (kind, from)).collect(),
            starts,
        }
    }

    /// Of one event.
    pub fn of(&self, event: usize) -> &[(RelationKind, u32)] {
        &self.links[self.starts[event]..self.starts[event + 1]]
    }

    /// The events that some relation leads to.
    pub fn targets(&self) -> Bits {
        Bits::of(self.starts.len().saturating_sub(1), |event| {
            !self.of(event).is_empty()
        })
    }
}

/// The relations that events write, as seen from the events that they lead to: an event, what it is to another,
/// and that other. One to itself leads nowhere.
pub fn incoming(events: &[Arc<Event>], numbers: &FxHashMap<ById, u32>) -> Vec<(u32, RelationKind, u32)> {
    let mut found = Vec::new();
    for (from, event) in (0..).zip(events) {
        for relation in &event.relations {
            if let Some(&to) = numbers.get(&*relation.target).filter(|to| **to != from) {
                found.push((to, relation.kind.inverse(), from));
            }
        }
    }
    found
}

impl Memory {
    /// The links of an event in both directions, each once, ordered by kind, then by date.
    pub(super) fn links(&self, event: usize) -> Vec<Link> {
        let own = &self.events()[event];
        // Dangling ones stand behind the others of their kind, by id.
        let mut links = BTreeMap::new();
        for relation in &own.relations {
            let other = self.number(&relation.target);
            if other != Some(event) {
                links.insert(
                    (relation.kind, other.unwrap_or(usize::MAX), &relation.target),
                    other,
                );
            }
        }
        for &(kind, other) in self.incoming.of(event) {
            let other = other as usize;
            links.insert((kind, other, &self.events()[other].id), Some(other));
        }
        links
            .into_iter()
            .map(|((kind, _, id), other)| {
                let other = other.map(|other| &self.events()[other]);
                Link {
                    kind,
                    id: id.clone(),
                    title: other.map(|event| event.title.clone()),
                    date: other.map(|event| event.date.clone()),
                }
            })
            .collect()
    }

    /// The event and all that relations of either direction reach from it.
    pub(super) fn reached(&self, id: &str) -> Bits {
        let mut reached = Bits::none(self.events().len());
        let mut open: Vec<usize> = self.number(id).into_iter().collect();
        while let Some(event) = open.pop() {
            if reached.contains(event) {
                continue;
            }
            reached.insert(event);
            let own = self.events()[event].relations.iter();
            open.extend(own.filter_map(|relation| self.number(&relation.target)));
            open.extend(self.incoming.of(event).iter().map(|(_, other)| *other as usize));
        }
        reached
    }
}
