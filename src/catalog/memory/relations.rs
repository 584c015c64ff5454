//! Relations between events, seen from both ends.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Memory, Part, bits::Bits, flat::checksum};
use crate::model::{Link, RelationKind};

/// An event: its part, and its number there.
pub type Spot = (usize, usize);

/// The relations that lead to events of one part.
#[derive(Debug, Default)]
pub struct Incoming {
    /// The event that a relation leads to, what it is to the other, and that other; ascending.
    links: Links,
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

/// Finds the relations that lead to the events of every part, from all parts; one to itself leads nowhere. What
/// `before` knows of parts that it has, too, is taken from there.
pub fn link(parts: &mut [Part], before: &[Part]) {
    let kept: Vec<Option<usize>> = parts.iter().map(|part| place_in(before, part)).collect();
    let fresh: Vec<usize> = (0..parts.len()).filter(|part| kept[*part].is_none()).collect();
    let mut found = kept_links(parts, before, &kept);
    let events = |parts: &[Part], numbers: &[usize]| -> usize {
        numbers.iter().map(|number| parts[*number].segment.len()).sum()
    };
    let old: Vec<usize> = (0..parts.len()).filter(|part| kept[*part].is_some()).collect();
    if events(parts, &fresh) < events(parts, &old) / FEW {
        lead_from(parts, &fresh, &mut found);
        lead_to(parts, &old, &fresh, &mut found);
    } else {
        let all: Vec<usize> = (0..parts.len()).collect();
        lead_to(parts, &all, &fresh, &mut found);
        lead_to(parts, &fresh, &old, &mut found);
    }
    for (part, mut links) in parts.iter_mut().zip(found) {
        links.sort_unstable();
        links.dedup();
        let incoming = Incoming { links };
        part.related.add(&incoming.targets(part.segment.len()));
        part.incoming = Arc::new(incoming);
    }
}

/// New events are few where all have so many times more.
const FEW: usize = 16;

type Links = Vec<(u32, RelationKind, (u32, u32))>;

/// The number of the part of the same events, if no event of `part` is missing there.
fn place_in(before: &[Part], part: &Part) -> Option<usize> {
    before.iter().position(|other| {
        Arc::ptr_eq(&other.segment, &part.segment) && (other.is_whole || part.alive.is_within(&other.alive))
    })
}

/// The relations among parts that `before` has, as far as both events are still there.
fn kept_links(parts: &[Part], before: &[Part], kept: &[Option<usize>]) -> Vec<Links> {
    let mut now: Vec<Option<u32>> = vec![None; before.len()];
    for (number, place) in (0..).zip(kept) {
        if let Some(place) = place {
            now[*place] = Some(number);
        }
    }
    let links = |(part, place): (&Part, &Option<usize>)| -> Links {
        let Some(before) = place.and_then(|place| before.get(place)) else {
            return Vec::new();
        };
        let still = before
            .incoming
            .links
            .iter()
            .filter_map(|(to, kind, (from, other))| {
                let from = now[*from as usize]?;
                let is_there =
                    part.alive.contains(*to as usize) && parts[from as usize].alive.contains(*other as usize);
                is_there.then_some((*to, *kind, (from, *other)))
            });
        still.collect()
    };
    parts.iter().zip(kept).map(links).collect()
}

/// Looks each relation of few events up in all parts.
fn lead_from(parts: &[Part], from: &[usize], found: &mut [Links]) {
    for &number in from {
        let part = &parts[number];
        for relation in 0..part.segment.relations.len() {
            let Some((event, kind, target)) = part.segment.relations.get(relation) else {
                continue;
            };
            if !part.alive.contains(event) {
                continue;
            }
            let sum = checksum(target.as_bytes());
            for (other, (to_part, links)) in parts.iter().zip(&mut *found).enumerate() {
                let to = to_part.segment.number(target, sum);
                let to = to.filter(|to| to_part.alive.contains(*to) && (other, *to) != (number, event));
                if let Some(to) = to {
                    links.push((to as u32, kind.inverse(), (number as u32, event as u32)));
                }
            }
        }
    }
}

/// Looks the events of the parts `to` up among what the relations of the parts `from` lead to: ids are passed over
/// once, rather than each target looked up in every part.
fn lead_to(parts: &[Part], from: &[usize], to: &[usize], found: &mut [Links]) {
    if from.is_empty() || to.is_empty() {
        return;
    }
    // The first relation that leads to an id, by its checksum, and behind each the next one.
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let mut wanted: Vec<(u32, u32, u32)> = Vec::new();
    for &number in from {
        for (relation, sum) in (0..).zip(parts[number].segment.relations.sums()) {
            let place = wanted.len() as u32;
            let next = first.insert(*sum, place).unwrap_or(u32::MAX);
            wanted.push((number as u32, relation, next));
        }
    }
    for &number in to {
        let part = &parts[number];
        for (event, sum) in part.segment.id_sums().iter().enumerate() {
            let Some(mut next) = first.get(sum).copied() else {
                continue;
            };
            if !part.alive.contains(event) {
                continue;
            }
            let id = part.segment.head(event).id;
            while let Some(&(other, relation, after)) = wanted.get(next as usize) {
                next = after;
                let writer = &parts[other as usize];
                let Some((from, kind, target)) = writer.segment.relations.get(relation as usize) else {
                    continue;
                };
                if target == id && writer.alive.contains(from) && (other as usize, from) != (number, event) {
                    found[number].push((event as u32, kind.inverse(), (other, from as u32)));
                }
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, path::Path};

    use proptest::{collection::vec, prelude::*};

    use super::super::Segment;
    use super::*;
    use crate::{catalog::Catalog, model::Event, store};

    /// The events of a file: each has its id, and relations to others.
    fn events(file: usize, all: &[(u8, Vec<u8>)]) -> Vec<Event> {
        let mut text = String::new();
        for (id, targets) in all {
            let targets: Vec<String> = targets.iter().map(|target| format!("\"e{target}\"")).collect();
            let _ = write!(
                text,
                "[[event]]\nid = \"e{id}\"\ntitle = \"{id}\"\ndate = \"2000\"\nrelations = {{ follows = [{}] }}\n",
                targets.join(", ")
            );
        }
        let read = store::read_alone(Path::new(&format!("{file}.toml")), text.into_bytes());
        read.events.iter().map(|event| (**event).clone()).collect()
    }

    fn segment(events: Vec<Event>) -> Arc<Segment> {
        Arc::new(Segment::new(events, &[], &[]))
    }

    fn said(memory: &Memory) -> Vec<(String, Vec<crate::model::Link>)> {
        let ids = (0..60).map(|id| format!("e{id}"));
        ids.map(|id| (id.clone(), memory.neighbours(&id))).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_linked_before_is_linked_as_anew(
            targets in vec(vec(0..60_u8, 0..3), 60),
            replaced in vec((0..6_usize, vec((0..10_u8, vec(0..60_u8, 0..3)), 0..3)), 1..4),
        ) {
            // Six files in two segments; then some files have other events, each in a segment of its own.
            let of_file = |file: usize| -> Vec<(u8, Vec<u8>)> {
                (0..10).map(|at| (file * 10 + at) as u8).map(|id| (id, targets[id as usize].clone())).collect()
            };
            let first = |files: std::ops::Range<usize>| {
                segment(files.flat_map(|file| events(file, &of_file(file))).collect())
            };
            let whole = [first(0..3), first(3..6)];
            let mut memory = Memory::of(Arc::default(), whole.iter().cloned().map(|one| (one, vec![])).collect(), &FxHashMap::default());
            let mut later: std::collections::BTreeMap<usize, Arc<Segment>> = std::collections::BTreeMap::new();
            for (file, mut all) in replaced {
                all.sort();
                all.dedup_by_key(|(at, _)| *at);
                let all: Vec<(u8, Vec<u8>)> =
                    all.into_iter().map(|(at, targets)| (file as u8 * 10 + at, targets)).collect();
                later.insert(file, segment(events(file, &all)));
                let segments = || {
                    let mut segments = Vec::new();
                    for (segment, files) in whole.iter().zip([0..3, 3..6]) {
                        let gone = files.clone().zip(0..).filter(|(file, _)| later.contains_key(file));
                        segments.push((Arc::clone(segment), gone.map(|(_, number)| number).collect()));
                    }
                    segments.extend(later.values().map(|segment| (Arc::clone(segment), Vec::new())));
                    segments
                };
                memory = Memory::after(Some(&memory), Arc::default(), segments(), &FxHashMap::default());
                let anew = Memory::of(Arc::default(), segments(), &FxHashMap::default());
                prop_assert_eq!(said(&memory), said(&anew));
                prop_assert_eq!(memory.relations(), anew.relations());
            }
        }
    }
}
