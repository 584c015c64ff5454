//! A set of events as one bit each, in time order: what filters are combined in.
//!
//! A million events are 125 kB, so that and, or, not and counting take microseconds whatever they hold,
//! and the rank of a row is a count of bits.

use std::ops::Range;

/// Bits of a word.
pub const BITS: usize = u64::BITS as usize;

/// A set of numbers below a fixed size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    /// Bits at and above `size` are never set.
    words: Box<[u64]>,
    size: usize,
}

impl Bits {
    /// The empty set of numbers below `size`.
    pub fn none(size: usize) -> Self {
        Self {
            words: vec![0; size.div_ceil(BITS)].into_boxed_slice(),
            size,
        }
    }

    /// All numbers below `size`.
    pub fn all(size: usize) -> Self {
        let mut bits = Self::none(size);
        bits.insert_range(0..size);
        bits
    }

    /// The numbers below `size` for which `holds`.
    pub fn of(size: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::none(size);
        for number in 0..size {
            bits.words[number / BITS] |= u64::from(holds(number)) << (number % BITS);
        }
        bits
    }

    /// The limit of its numbers.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Adds `number`, which is below the size.
    pub fn insert(&mut self, number: usize) {
        self.words[number / BITS] |= 1 << (number % BITS);
    }

    /// Adds all numbers of `range`, as far as they are below the size.
    pub fn insert_range(&mut self, range: Range<usize>) {
        for (word, mask) in masks(range.start..range.end.min(self.size)) {
            self.words[word] |= mask;
        }
    }

    /// Takes `number` out.
    pub fn remove(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / BITS) {
            *word &= !(1 << (number % BITS));
        }
    }

    /// Whether `number` is in it.
    pub fn contains(&self, number: usize) -> bool {
        self.words
            .get(number / BITS)
            .is_some_and(|word| word >> (number % BITS) & 1 == 1)
    }

    /// Whether `other` has all of its numbers.
    pub fn is_within(&self, other: &Self) -> bool {
        self.words
            .iter()
            .zip(&other.words)
            .all(|(own, other)| own & !other == 0)
    }

    /// How many numbers.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many numbers of `range`.
    pub fn count_range(&self, range: Range<usize>) -> usize {
        masks(range.start..range.end.min(self.size))
            .map(|(word, mask)| (self.words[word] & mask).count_ones() as usize)
            .sum()
    }

    /// How many numbers are also in the set that these words are.
    pub fn count_common_words(&self, words: &[u64]) -> usize {
        let both = self.words.iter().zip(words);
        both.map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// Adds what is in the set that these words are.
    pub fn add_words(&mut self, words: &[u64]) {
        for (word, other) in self.words.iter_mut().zip(words) {
            *word |= other;
        }
    }

    /// Adds the numbers of `range` that are in the set that these words are.
    pub fn add_words_in(&mut self, words: &[u64], range: Range<usize>) {
        for (at, mask) in masks(range.start..range.end.min(self.size)) {
            self.words[at] |= words.get(at).map_or(0, |word| word & mask);
        }
    }

    /// Its words.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The set of numbers below `size` that these words are.
    pub fn of_words(words: &[u64], size: usize) -> Self {
        let mut bits = Self::none(size);
        bits.add_words(words);
        let over = size.next_multiple_of(BITS) - size;
        if let (Some(last), 1..) = (bits.words.last_mut(), over) {
            *last &= u64::MAX >> over;
        }
        bits
    }

    /// Keeps what is also in `other`.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in `other`.
    pub fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// The numbers below the size that are not in it.
    pub fn complement(&self) -> Self {
        let mut rest = Self::all(self.size);
        for (word, other) in rest.words.iter_mut().zip(&self.words) {
            *word &= !other;
        }
        rest
    }

    /// The number that has `rank` smaller ones in the set.
    pub fn select(&self, rank: usize) -> Option<usize> {
        let mut left = rank;
        for (index, &word) in self.words.iter().enumerate() {
            let ones = word.count_ones() as usize;
            if left < ones {
                return members(index, word).nth(left);
            }
            left -= ones;
        }
        None
    }

    /// Its numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter_from(0)
    }

    /// Its numbers from `from` on, ascending.
    pub fn iter_from(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        let first = from / BITS;
        let head = self
            .words
            .get(first)
            .map(|word| word & (u64::MAX << (from % BITS)));
        let tail = self.words.get(first + 1..).unwrap_or_default();
        head.into_iter()
            .chain(tail.iter().copied())
            .enumerate()
            .flat_map(move |(index, word)| members(first + index, word))
    }
}

/// The words that `range` touches, with the bits of each.
fn masks(range: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let words = if range.is_empty() {
        0..0
    } else {
        range.start / BITS..(range.end - 1) / BITS + 1
    };
    words.map(move |word| {
        let low = range.start.saturating_sub(word * BITS);
        let high = (range.end - word * BITS).min(BITS);
        (word, (u64::MAX << low) & (u64::MAX >> (BITS - high)))
    })
}

/// The numbers that the bits of `word` stand for, which is at `index`.
pub fn members(index: usize, mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(index * BITS + bit)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn built(size: usize, numbers: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::none(size);
        for &number in numbers.iter().filter(|number| **number < size) {
            bits.insert(number);
        }
        bits
    }

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(
            size in 1_usize..300,
            a in proptest::collection::btree_set(0_usize..300, 0..80),
            b in proptest::collection::btree_set(0_usize..300, 0..80),
            range in (0_usize..300, 0_usize..310),
        ) {
            let a: BTreeSet<usize> = a.into_iter().filter(|n| *n < size).collect();
            let b: BTreeSet<usize> = b.into_iter().filter(|n| *n < size).collect();
            let (bits, other) = (built(size, &a), built(size, &b));
            let list = |bits: &Bits| bits.iter().collect::<BTreeSet<_>>();
            prop_assert_eq!(list(&bits), a.clone());
            prop_assert_eq!(bits.count(), a.len());
            prop_assert_eq!(bits.count_common_words(other.words()), a.intersection(&b).count());
            prop_assert_eq!(list(&bits.complement()), (0..size).filter(|n| !a.contains(n)).collect());
            let mut both = bits.clone();
            both.keep(&other);
            prop_assert_eq!(list(&both), a.intersection(&b).copied().collect());
            let mut either = bits.clone();
            either.add(&other);
            prop_assert_eq!(list(&either), a.union(&b).copied().collect());
            prop_assert_eq!(bits.count_range(range.0..range.1), a.iter().filter(|n| (range.0..range.1).contains(n)).count());
            for (rank, number) in a.iter().enumerate() {
                prop_assert_eq!(bits.select(rank), Some(*number));
            }
            prop_assert_eq!(bits.select(a.len()), None);
            prop_assert_eq!(bits.iter_from(range.0).collect::<Vec<_>>(), a.range(range.0..).copied().collect::<Vec<_>>());
            let mut filled = bits.clone();
            filled.insert_range(range.0..range.1);
            prop_assert_eq!(list(&filled), (0..size).filter(|n| a.contains(n) || (range.0..range.1).contains(n)).collect());
            prop_assert_eq!(Bits::of(size, |n| a.contains(&n)), bits);
        }
    }
}
