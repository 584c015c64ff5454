//! Which events have a value: for every value of a field its events, as a list or, where more than one event
//! in 32 has it, as bits, whichever is smaller.

use std::{hash::Hash, io, ops::Range};

use rustc_hash::FxHashMap;

use super::{
    bits::{BITS, Bits},
    flat::{Flat, Reader, Writer},
    pack::{Input, Output},
};

/// The events of every value; values are numbers from 0.
#[derive(Debug, Default)]
pub struct Postings {
    /// How many events there are.
    events: usize,
    /// The lists, one behind the other, each ascending.
    lists: Flat<u32>,
    /// The sets of bits, one behind the other.
    bits: Flat<u64>,
    /// How many events have each value: more than one in 32 are bits.
    counts: Flat<u32>,
    /// Where the list of each begins, or its words of bits.
    starts: Flat<u32>,
}

/// The events of a value.
enum Set<'a> {
    List(&'a [u32]),
    Bits(&'a [u64]),
}

/// Where an event of a value is put.
#[derive(Clone, Copy)]
enum Next {
    /// The words of bits from here on.
    Bits(u32),
    /// This place of the lists.
    List(u32),
}

impl Postings {
    /// From pairs of value and event, each once, the events of a value ascending; `values` is how many values
    /// there are, `events` how many events.
    pub fn new(pairs: impl Iterator<Item = (u32, u32)> + Clone, values: usize, events: usize) -> Self {
        let mut counts = vec![0_u32; values];
        for (value, _) in pairs.clone() {
            counts[value as usize] += 1;
        }
        let words = events.div_ceil(BITS);
        let (mut listed, mut in_bits) = (0, 0);
        let starts: Vec<u32> = counts
            .iter()
            .map(|&count| {
                let next = if is_bits(count, events) {
                    in_bits += words;
                    in_bits - words
                } else {
                    listed += count as usize;
                    listed - count as usize
                };
                next as u32
            })
            .collect();
        let mut lists = vec![0; listed];
        let mut bits = vec![0_u64; in_bits];
        // Where the next event of each value goes.
        let mut next: Vec<Next> = counts
            .iter()
            .zip(&starts)
            .map(|(&count, &start)| {
                if is_bits(count, events) {
                    Next::Bits(start)
                } else {
                    Next::List(start)
                }
            })
            .collect();
        for (value, event) in pairs {
            match &mut next[value as usize] {
                Next::Bits(start) => {
                    bits[*start as usize + event as usize / BITS] |= 1 << (event as usize % BITS);
                }
                Next::List(at) => {
                    lists[*at as usize] = event;
                    *at += 1;
                }
            }
        }
        Self {
            events,
            lists: lists.into(),
            bits: bits.into(),
            counts: counts.into(),
            starts: starts.into(),
        }
    }

    fn set(&self, value: u32) -> Set<'_> {
        let count = self.count(value);
        let start = self.starts.get(value as usize).copied().unwrap_or_default() as usize;
        if is_bits(count as u32, self.events) {
            let end = start + self.events.div_ceil(BITS);
            Set::Bits(self.bits.get(start..end).unwrap_or_default())
        } else {
            Set::List(self.lists.get(start..start + count).unwrap_or_default())
        }
    }

    /// How many values.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// How many events have `value`.
    pub fn count(&self, value: u32) -> usize {
        self.counts.get(value as usize).copied().unwrap_or_default() as usize
    }

    /// How many events of `selection` have `value`.
    pub fn count_in(&self, value: u32, selection: &Bits) -> usize {
        match self.set(value) {
            Set::Bits(words) => selection.count_common_words(words),
            Set::List(list) => list
                .iter()
                .filter(|event| selection.contains(**event as usize))
                .count(),
        }
    }

    /// Adds the events that have `value`.
    pub fn add_to(&self, value: u32, selection: &mut Bits) {
        match self.set(value) {
            Set::Bits(words) => selection.add_words(words),
            Set::List(list) => {
                for &event in list {
                    selection.insert(event as usize);
                }
            }
        }
    }

    /// Adds the events of `range` that have `value`.
    pub fn add_range_to(&self, value: u32, range: Range<usize>, selection: &mut Bits) {
        match self.set(value) {
            Set::Bits(words) => selection.add_words_in(words, range),
            Set::List(list) => {
                let from = list.partition_point(|event| (*event as usize) < range.start);
                let rest = list.get(from..).unwrap_or_default();
                for &event in rest.iter().take_while(|event| (**event as usize) < range.end) {
                    selection.insert(event as usize);
                }
            }
        }
    }

    /// The events that have `value`, ascending.
    #[cfg(test)]
    pub fn events(&self, value: u32) -> impl Iterator<Item = usize> + '_ {
        let (words, list) = match self.set(value) {
            Set::Bits(words) => (words, [].as_slice()),
            Set::List(list) => ([].as_slice(), list),
        };
        words
            .iter()
            .enumerate()
            .flat_map(|(index, word)| super::bits::members(index, *word))
            .chain(list.iter().map(|event| *event as usize))
    }

    /// The events that have one of `values`.
    pub fn any(&self, values: impl IntoIterator<Item = u32>, events: usize) -> Bits {
        let mut selection = Bits::none(events);
        for value in values {
            self.add_to(value, &mut selection);
        }
        selection
    }

    /// Whether so many events have `value` that it is kept as bits.
    pub fn is_frequent(&self, value: u32) -> bool {
        is_bits(self.count(value) as u32, self.events)
    }

    /// Writes it.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.flat(&self.lists)?;
        to.flat(&self.bits)?;
        to.flat(&self.counts)?;
        to.flat(&self.starts)
    }

    /// Reads it back, over so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        Some(Self {
            events,
            lists: from.flat()?,
            bits: from.flat()?,
            counts: from.flat()?,
            starts: from.flat()?,
        })
    }
}

fn is_bits(count: u32, events: usize) -> bool {
    count as usize > events / 32
}

/// What values of a field are, when they are few.
pub trait Value: Clone + Eq + Hash {
    /// Writes it.
    fn put(&self, to: &mut Output);
    /// Reads it back.
    fn get(from: &mut Input<'_>) -> Option<Self>;
}

/// The values of one field of all events, with the events of each.
#[derive(Debug, Default)]
pub struct Values<K> {
    /// Every value that some event has, once.
    pub keys: Vec<K>,
    /// Their events.
    pub postings: Postings,
    /// The number of each.
    pub numbers: FxHashMap<K, u32>,
}

impl<K: Clone + Eq + Hash> Values<K> {
    /// The number of `key` among the values.
    pub fn number(&self, key: &K) -> Option<u32> {
        self.numbers.get(key).copied()
    }
}

impl<K: Value> Values<K> {
    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let mut keys = Output::default();
        for key in &self.keys {
            key.put(&mut keys);
        }
        to.flat(&keys.0)?;
        self.postings.save(to)
    }

    /// Reads them back, over so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        let bytes = from.owned::<u8>()?;
        let mut input = Input(&bytes);
        let mut keys = Vec::new();
        while !input.0.is_empty() {
            keys.push(K::get(&mut input)?);
        }
        Some(Self {
            numbers: keys.iter().cloned().zip(0..).collect(),
            keys,
            postings: Postings::load(from, events)?,
        })
    }
}

/// Collects the values of one field, event by event.
pub struct Collector<K> {
    keys: Vec<K>,
    numbers: FxHashMap<K, u32>,
    pairs: Vec<(u32, u32)>,
}

impl<K> Default for Collector<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            numbers: FxHashMap::default(),
            pairs: Vec::new(),
        }
    }
}

impl<K: Clone + Eq + Hash> Collector<K> {
    /// `event` has `key`; events come ascending, a key that an event has twice counts once.
    pub fn push<Q>(&mut self, event: u32, key: &Q)
    where
        Q: ?Sized + Hash + Eq + ToOwned,
        K: std::borrow::Borrow<Q> + From<Q::Owned>,
    {
        let value = if let Some(value) = self.numbers.get(key) {
            *value
        } else {
            let value = self.keys.len() as u32;
            let key = K::from(key.to_owned());
            self.keys.push(key.clone());
            self.numbers.insert(key, value);
            value
        };
        let repeated = self
            .pairs
            .iter()
            .rev()
            .take_while(|(_, of)| *of == event)
            .any(|(pushed, _)| *pushed == value);
        if !repeated {
            self.pairs.push((value, event));
        }
    }

    /// The values, with postings over as many `events`.
    pub fn finish(self, events: usize) -> Values<K> {
        Values {
            postings: Postings::new(self.pairs.iter().copied(), self.keys.len(), events),
            keys: self.keys,
            numbers: self.numbers,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn lists_and_bits_answer_alike() {
        // Value 0 stands in every other event, so as bits; value 1 in three events, so as a list.
        let pairs: Vec<(u32, u32)> = (0..200)
            .step_by(2)
            .map(|event| (0, event))
            .chain([(1, 3), (1, 4), (1, 199)])
            .collect();
        let postings = Postings::new(pairs.iter().copied(), 3, 200);
        assert!(postings.is_frequent(0) && !postings.is_frequent(1));
        let selection = Bits::of(200, |event| event < 4);
        for value in 0..3 {
            let expected: Vec<usize> = pairs
                .iter()
                .filter(|(v, _)| *v == value)
                .map(|(_, e)| *e as usize)
                .collect();
            assert_eq!(postings.events(value).collect::<Vec<_>>(), expected);
            assert_eq!(postings.any([value], 200).iter().collect::<Vec<_>>(), expected);
            assert_eq!(postings.count(value), expected.len());
            let mut part = Bits::none(200);
            postings.add_range_to(value, 3..100, &mut part);
            let within = expected.iter().copied().filter(|event| (3..100).contains(event));
            assert_eq!(part.iter().collect::<Vec<_>>(), within.collect::<Vec<_>>());
            assert_eq!(
                postings.count_in(value, &selection),
                expected.iter().filter(|e| **e < 4).count()
            );
        }
    }

    #[test]
    fn a_value_that_an_event_has_twice_counts_once() {
        let mut tags = Collector::<Arc<str>>::default();
        for (event, tag) in [(0, "arms"), (0, "space"), (0, "arms"), (2, "arms")] {
            tags.push(event, tag);
        }
        let tags = tags.finish(3);
        let arms = tags.number(&"arms".into()).unwrap();
        assert_eq!(tags.postings.events(arms).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(tags.number(&"oil".into()), None);
    }
}
