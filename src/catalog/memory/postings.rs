//! Which events have a value: for every value of a field its events, as a list or, where more than one event
//! in 32 has it, as bits, whichever is smaller.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::bits::Bits;

/// The events of every value; values are numbers from 0.
#[derive(Debug, Default)]
pub struct Postings {
    /// The lists, one behind the other, each ascending.
    lists: Vec<u32>,
    values: Vec<Set>,
}

#[derive(Debug)]
enum Set {
    List { start: usize, count: u32 },
    Bits { bits: Bits, count: u32 },
}

impl Postings {
    /// From pairs of value and event, each once, the events of a value ascending; `values` is how many values
    /// there are, `events` how many events.
    pub fn new(pairs: impl Iterator<Item = (u32, u32)> + Clone, values: usize, events: usize) -> Self {
        let mut counts = vec![0_u32; values];
        for (value, _) in pairs.clone() {
            counts[value as usize] += 1;
        }
        let mut start = 0;
        let mut sets: Vec<Set> = counts
            .into_iter()
            .map(|count| {
                if count as usize > events / 32 {
                    let bits = Bits::none(events);
                    return Set::Bits { bits, count };
                }
                start += count as usize;
                // Counts again from 0 while the list is filled.
                Set::List {
                    start: start - count as usize,
                    count: 0,
                }
            })
            .collect();
        let mut lists = vec![0; start];
        for (value, event) in pairs {
            match &mut sets[value as usize] {
                Set::Bits { bits, .. } => bits.insert(event as usize),
                Set::List { start, count } => {
                    lists[*start + *count as usize] = event;
                    *count += 1;
                }
            }
        }
        Self { lists, values: sets }
    }

    fn list(&self, start: usize, count: u32) -> &[u32] {
        &self.lists[start..start + count as usize]
    }

    /// How many events have `value`.
    pub fn count(&self, value: u32) -> usize {
        match self.values[value as usize] {
            Set::List { count, .. } | Set::Bits { count, .. } => count as usize,
        }
    }

    /// How many events of `selection` have `value`.
    pub fn count_in(&self, value: u32, selection: &Bits) -> usize {
        match &self.values[value as usize] {
            Set::Bits { bits, .. } => bits.count_common(selection),
            Set::List { start, count } => self
                .list(*start, *count)
                .iter()
                .filter(|event| selection.contains(**event as usize))
                .count(),
        }
    }

    /// Adds the events that have `value`.
    pub fn add_to(&self, value: u32, selection: &mut Bits) {
        match &self.values[value as usize] {
            Set::Bits { bits, .. } => selection.add(bits),
            Set::List { start, count } => {
                for &event in self.list(*start, *count) {
                    selection.insert(event as usize);
                }
            }
        }
    }

    /// The events that have `value`, ascending.
    pub fn events(&self, value: u32) -> impl Iterator<Item = usize> + '_ {
        let (bits, list) = match &self.values[value as usize] {
            Set::Bits { bits, .. } => (Some(bits.iter()), None),
            Set::List { start, count } => (None, Some(self.list(*start, *count))),
        };
        bits.into_iter()
            .flatten()
            .chain(list.into_iter().flatten().map(|event| *event as usize))
    }

    /// The events that have one of `values`.
    pub fn any(&self, values: impl IntoIterator<Item = u32>, events: usize) -> Bits {
        let mut selection = Bits::none(events);
        for value in values {
            self.add_to(value, &mut selection);
        }
        selection
    }
}

/// The values of one field of all events, with the events of each.
#[derive(Debug)]
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
        assert!(matches!(postings.values[0], Set::Bits { .. }));
        assert!(matches!(postings.values[1], Set::List { .. }));
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
