//! Relations between events, seen from both ends.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Memory, Part, bits::Bits, flat::checksum};
use crate::model::{Link, RelationKind};

/// An event: its part, and its number there.
pub type Spot = (usize, usize);

/// The relations that lead to events of one part.
#[derive(Debug, Default)]
pub struct Incoming {
    /// The event that a relation leads to, what it is to the other, and that other; ascending.
    links: Vec<(u32, RelationKind, (u32, u32))>,
}

impl Incoming {
    /// Of one event.
    pub fn of(&self, event: usize) -> impl Iterator<Item = (RelationKind, Spot)> + '_ {
        let from = self.links.partition_point(|(to, ..)| (*to as usize) < event);
        self.links[from..]
            .iter()
            .take_while(move |(to, ..)| *to as usize == event)
            .map(|(_, kind, (part, other))| (*kind, (*part as usize, *other as usize)))
    }

    /// The events of so many that some relation leads to.
    pub fn targets(&self, events: usize) -> Bits {
        let mut targets = Bits::none(events);
        for (to, ..) in &self.links {
            targets.insert(*to as usize);
        }
        targets
    }

    /// As numbers: event, kind, part and number of the other.
    pub fn numbers(&self) -> Vec<u32> {
        let numbers =
            |(to, kind, (part, other)): &(u32, RelationKind, (u32, u32))| [*to, *kind as u32, *part, *other];
        self.links.iter().flat_map(numbers).collect()
    }

    /// From numbers as [`Incoming::numbers`] gives them.
    pub fn from_numbers(numbers: &[u32]) -> Option<Self> {
        let link = |link: &[u32]| {
            let kind = *RelationKind::ALL.get(link[1] as usize)?;
            Some((link[0], kind, (link[2], link[3])))
        };
        let links: Option<Vec<_>> = numbers.chunks_exact(4).map(link).collect();
        links.map(|links| Self { links })
    }
}

/// The relations that lead to the events of every part, from all parts. One to itself leads nowhere. Ids of all events
/// are passed over once, rather than each target looked up in every part.
pub fn incoming(parts: &[Part]) -> Vec<Incoming> {
    let mut wanted: FxHashMap<u64, Vec<(&str, RelationKind, Spot)>> = FxHashMap::default();
    for (number, part) in parts.iter().enumerate() {
        for (from, kind, target) in part.segment.relations.iter() {
            if part.alive.contains(from) {
                let sum = checksum(target.as_bytes());
                wanted
                    .entry(sum)
                    .or_default()
                    .push((target, kind, (number, from)));
            }
        }
    }
    let mut incoming: Vec<Incoming> = parts.iter().map(|_| Incoming::default()).collect();
    if wanted.is_empty() {
        return incoming;
    }
    for (number, (part, incoming)) in parts.iter().zip(&mut incoming).enumerate() {
        for (to, sum) in part.segment.id_sums().iter().enumerate() {
            let Some(links) = wanted.get(sum).filter(|_| part.alive.contains(to)) else {
                continue;
            };
            let id = part.segment.head(to).id;
            for (_, kind, from) in links
                .iter()
                .filter(|(target, _, from)| *target == id && *from != (number, to))
            {
                let from = (from.0 as u32, from.1 as u32);
                incoming.links.push((to as u32, kind.inverse(), from));
            }
        }
        incoming.links.sort_unstable();
        incoming.links.dedup();
    }
    incoming
}

impl Memory {
    /// The links of an event in both directions, each once, ordered by kind, then by date.
    pub(super) fn links(&self, spot: Spot) -> Vec<Link> {
        let (part, event) = (&self.parts[spot.0], spot.1);
        let own = part.segment.relations.of(event);
        let own = own.map(|(kind, target)| (kind, self.spot(target), target));
        let incoming = part.incoming.of(event);
        let incoming = incoming.map(|(kind, other)| (kind, Some(other), self.head(other).id));
        let mut links: Vec<_> = own
            .chain(incoming)
            .filter(|(_, other, _)| *other != Some(spot))
            .map(|(kind, other, id)| {
                // Dangling ones stand behind the others of their kind, by id.
                let key = other.map(|other| self.key(other));
                ((kind, key.is_none(), key, id), other)
            })
            .collect();
        links.sort_unstable();
        links.dedup();
        links
            .into_iter()
            .map(|((kind, _, _, id), other)| {
                let head = other.map(|other| self.head(other));
                Link {
                    kind,
                    id: id.into(),
                    title: head.map(|head| head.title.into()),
                    date: head.and_then(|head| crate::dates::Edtf::parse(head.date).ok()),
                }
            })
            .collect()
    }

    /// The event and all that relations of either direction reach from it, part by part.
    pub(super) fn reached(&self, id: &str) -> Vec<Bits> {
        let mut reached: Vec<Bits> = self
            .parts
            .iter()
            .map(|part| Bits::none(part.segment.len()))
            .collect();
        let mut open: Vec<Spot> = self.spot(id).into_iter().collect();
        let mut seen: FxHashSet<Spot> = open.iter().copied().collect();
        while let Some((number, event)) = open.pop() {
            reached[number].insert(event);
            let part = &self.parts[number];
            let own = part.segment.relations.of(event);
            let next = own.filter_map(|(_, target)| self.spot(target));
            let next = next.chain(part.incoming.of(event).map(|(_, other)| other));
            open.extend(next.filter(|spot| seen.insert(*spot)));
        }
        reached
    }
}
