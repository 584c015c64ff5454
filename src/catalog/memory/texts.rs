//! The words of all events: a sorted dictionary with the events of each word, and every event as the sequence of
//! its words, which phrases are looked up in.
//!
//! What a word begins with is a range of the dictionary. That measures better than scanning folded text: the
//! first letters that are typed hit nearly everything, but few words.

use std::{io, ops::Range};

use rustc_hash::FxHashMap;

use super::{
    bits::Bits,
    flat::{Flat, Reader, Strings, Writer},
    postings::Postings,
};
use crate::text;

/// Stands between two texts of an event in its sequence of words.
const BORDER: u32 = u32::MAX;
/// What a byte of a packed number holds of it; the highest bit says that more follows (LEB128).
const SEVEN: u32 = 0x7F;

/// The words of all events.
#[derive(Debug, Default)]
pub struct Texts {
    /// The distinct words, folded and sorted.
    dictionary: Strings,
    /// The events of each word.
    postings: Postings,
    /// The words of every event in order, numbers in the dictionary, a [`BORDER`] behind each text: packed, since this is
    /// much, and only looked into for phrases.
    sequence: Flat<u8>,
    /// Where the sequence of each event begins, and where the last ends.
    starts: Flat<u32>,
    /// Two frequent words that follow each other somewhere, as [`pair`] makes one number of them; ascending. Nearly
    /// every event has both, so that looking into each would take long.
    pairs: Flat<u64>,
    /// The events of each pair.
    paired: Postings,
}

/// Two words as one number.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << u32::BITS | u64::from(second)
}

impl Texts {
    fn word(&self, number: usize) -> &str {
        self.dictionary.get(number)
    }

    /// How many distinct words.
    pub fn len(&self) -> usize {
        self.dictionary.len()
    }

    /// How many events.
    fn events(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Writes them.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        self.dictionary.save(to)?;
        self.postings.save(to)?;
        to.flat(&self.sequence)?;
        to.flat(&self.starts)?;
        to.flat(&self.pairs)?;
        self.paired.save(to)
    }

    /// Reads them back, of so many events.
    pub fn load(from: &mut Reader<'_>, events: usize) -> Option<Self> {
        Some(Self {
            dictionary: Strings::load(from)?,
            postings: Postings::load(from, events)?,
            sequence: from.flat()?,
            starts: from.flat()?,
            pairs: from.flat()?,
            paired: Postings::load(from, events)?,
        })
    }

    /// The first word for which `before` does not hold; it holds for those of a beginning of the dictionary.
    fn bound(&self, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if before(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The words that begin with `prefix`.
    fn beginning(&self, prefix: &str) -> Range<u32> {
        let first = self.bound(|word| word < prefix);
        let last = self.bound(|word| word < prefix || word.starts_with(prefix));
        first as u32..last as u32
    }

    /// The word itself: a range of one or none.
    fn whole(&self, word: &str) -> Range<u32> {
        let first = self.bound(|other| other < word) as u32;
        first..first + u32::from(self.word(first as usize) == word)
    }

    /// The events with a word that begins with `prefix`, which is folded. One that is itself several words
    /// (`al-hassan`, `u.s`) is looked up as a sequence whose last word begins so; one without letters and
    /// digits asks for nothing and is everywhere.
    pub fn with_prefix(&self, prefix: &str) -> Bits {
        self.with_sequence(prefix, Self::beginning)
    }

    /// The events with these whole words in this order in one text; `phrase` is folded.
    pub fn with_phrase(&self, phrase: &str) -> Bits {
        self.with_sequence(phrase, Self::whole)
    }

    /// The events in which the words of `text` follow each other, the last one as `last` finds it.
    fn with_sequence(&self, text: &str, last: impl Fn(&Self, &str) -> Range<u32>) -> Bits {
        let mut words: Vec<&str> = text::words(text).collect();
        let Some(end) = words.pop() else {
            return Bits::all(self.events());
        };
        let mut wanted: Vec<Range<u32>> = words.into_iter().map(|word| self.whole(word)).collect();
        wanted.push(last(self, end));
        if wanted.iter().any(Range::is_empty) {
            return Bits::none(self.events());
        }
        if let [one] = wanted.as_slice() {
            return self.postings.any(one.clone(), self.events());
        }
        // What a pair of frequent words finds is found; only what stands in `open` must be looked into.
        let mut found = Bits::all(self.events());
        let mut open = Bits::none(self.events());
        for step in wanted.windows(2) {
            let (sure, unsure) = self.following(&step[0], &step[1]);
            open = unsure.clone();
            let mut either = sure;
            either.add(&unsure);
            found.keep(&either);
        }
        if wanted.len() > 2 {
            open = found.clone();
        }
        open.keep(&found);
        let (sequence, starts) = (&*self.sequence, &*self.starts);
        let mut words = Vec::new();
        for event in open.iter() {
            let packed = starts
                .get(event..event + 2)
                .and_then(|bounds| sequence.get(bounds[0] as usize..bounds[1] as usize));
            unpack(packed.unwrap_or_default(), &mut words);
            let follows = (0..words.len())
                .filter(|at| wanted[0].contains(&words[*at]))
                .any(|at| stands(&wanted[1..], &words[at + 1..]));
            if !follows {
                found.remove(event);
            }
        }
        found
    }

    /// The events in which a word of `first` is followed by one of `second`: for certain, and perhaps.
    fn following(&self, first: &Range<u32>, second: &Range<u32>) -> (Bits, Bits) {
        let events = self.events();
        let mut sure = Bits::none(events);
        let one = first.clone().next().filter(|_| first.len() == 1);
        let Some(one) = one.filter(|word| self.postings.is_frequent(*word)) else {
            let mut both = self.postings.any(first.clone(), events);
            both.keep(&self.postings.any(second.clone(), events));
            return (sure, both);
        };
        let (frequent, rare): (Vec<u32>, Vec<u32>) =
            second.clone().partition(|word| self.postings.is_frequent(*word));
        for word in frequent {
            if let Ok(number) = self.pairs.binary_search(&pair(one, word)) {
                self.paired.add_to(number as u32, &mut sure);
            }
        }
        let mut unsure = self.postings.any(rare, events);
        unsure.keep(&self.postings.any([one], events));
        (sure, unsure)
    }
}

/// Packs numbers of words: each one more, so that [`BORDER`] is 0.
fn pack(words: &[u32], packed: &mut Vec<u8>) {
    for word in words {
        let mut rest = word.wrapping_add(1);
        while rest > SEVEN {
            packed.push((rest & SEVEN | !SEVEN) as u8);
            rest >>= SEVEN.count_ones();
        }
        packed.push(rest as u8);
    }
}

/// Unpacks them into `words`, in place of what was there.
fn unpack(packed: &[u8], words: &mut Vec<u32>) {
    words.clear();
    let (mut number, mut shift) = (0_u32, 0);
    for byte in packed {
        number |= (u32::from(*byte) & SEVEN).wrapping_shl(shift);
        if u32::from(*byte) > SEVEN {
            shift += SEVEN.count_ones();
        } else {
            words.push(number.wrapping_sub(1));
            (number, shift) = (0, 0);
        }
    }
}

/// Whether `words` begin with `wanted`, one word of each range.
fn stands(wanted: &[Range<u32>], words: &[u32]) -> bool {
    wanted.len() <= words.len() && wanted.iter().zip(words).all(|(range, word)| range.contains(word))
}

/// What a name is of: one of two kinds may have other aliases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    Person,
    Organization,
    Other,
}

/// Collects the words, event by event.
#[derive(Default)]
pub struct Collector<'a> {
    /// Distinct words by their numbers in order of appearance.
    numbers: FxHashMap<Box<str>, u32>,
    sequence: Vec<u32>,
    starts: Vec<usize>,
    /// The sequences of names that come again and again, each name once.
    names: FxHashMap<(Named, &'a str), Range<usize>>,
    said: Vec<u32>,
    folded: String,
}

impl<'a> Collector<'a> {
    /// What follows belongs to the next event.
    pub fn begin(&mut self) {
        self.starts.push(self.sequence.len());
    }

    /// A text of the event.
    pub fn push(&mut self, text: &str) {
        self.folded.clear();
        text::fold_into(text, &mut self.folded);
        for word in text::words(&self.folded) {
            let number = if let Some(number) = self.numbers.get(word) {
                *number
            } else {
                let number = self.numbers.len() as u32;
                self.numbers.insert(word.into(), number);
                number
            };
            self.sequence.push(number);
        }
        self.sequence.push(BORDER);
    }

    /// A name of the event with its `aliases`: the same ones whenever the same name comes.
    pub fn push_name(&mut self, kind: Named, name: &'a str, aliases: impl IntoIterator<Item = &'a str>) {
        if let Some(range) = self.names.get(&(kind, name)) {
            self.sequence.extend_from_slice(&self.said[range.clone()]);
            return;
        }
        let start = self.sequence.len();
        self.push(name);
        for alias in aliases {
            self.push(alias);
        }
        let said = self.said.len();
        self.said.extend_from_slice(&self.sequence[start..]);
        self.names.insert((kind, name), said..self.said.len());
    }

    /// The dictionary with the events of its words.
    pub fn finish(mut self) -> Texts {
        let events = self.starts.len();
        self.starts.push(self.sequence.len());
        let mut words: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        words.sort_unstable();
        let mut sorted = vec![0; words.len()];
        for (number, (_, appeared)) in words.iter().enumerate() {
            sorted[*appeared as usize] = number as u32;
        }
        for word in self.sequence.iter_mut().filter(|word| **word != BORDER) {
            *word = sorted[*word as usize];
        }
        let found = pairs(&self.sequence, &self.starts, words.len());
        let postings = Postings::new(found.iter().copied(), words.len(), events);
        drop(found);
        let (pairs, paired) = frequent_pairs(&self.sequence, &self.starts, &postings);
        let mut packed = Vec::with_capacity(2 * self.sequence.len());
        let mut starts: Vec<u32> = Vec::with_capacity(self.starts.len());
        for bounds in self.starts.windows(2) {
            starts.push(packed.len() as u32);
            pack(&self.sequence[bounds[0]..bounds[1]], &mut packed);
        }
        starts.push(packed.len() as u32);
        Texts {
            dictionary: Strings::of(words.iter().map(|(word, _)| &**word)),
            postings,
            sequence: packed.into(),
            starts: starts.into(),
            pairs: pairs.into(),
            paired,
        }
    }
}

/// The pairs of frequent words, ascending, with their events.
fn frequent_pairs(sequence: &[u32], starts: &[usize], postings: &Postings) -> (Vec<u64>, Postings) {
    let frequent: Vec<bool> = (0..postings.len() as u32)
        .map(|word| postings.is_frequent(word))
        .collect();
    let is_frequent = |word: u32| frequent.get(word as usize).copied().unwrap_or_default();
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    // The event behind the last one that had the pair; pairs by their order of appearance.
    let mut seen: Vec<u32> = Vec::new();
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (event, bounds) in (0..).zip(starts.windows(2)) {
        for step in sequence[bounds[0]..bounds[1]].windows(2) {
            if !is_frequent(step[0]) || !is_frequent(step[1]) {
                continue;
            }
            let number = *numbers.entry(pair(step[0], step[1])).or_insert_with(|| {
                seen.push(0);
                seen.len() as u32 - 1
            });
            let seen = &mut seen[number as usize];
            if *seen != event + 1 {
                *seen = event + 1;
                found.push((number, event));
            }
        }
    }
    let mut pairs: Vec<(u64, u32)> = numbers.into_iter().collect();
    pairs.sort_unstable();
    let mut sorted = vec![0; pairs.len()];
    for (number, (_, appeared)) in (0..).zip(&pairs) {
        sorted[*appeared as usize] = number;
    }
    for (number, _) in &mut found {
        *number = sorted[*number as usize];
    }
    let pairs: Vec<u64> = pairs.into_iter().map(|(pair, _)| pair).collect();
    let events = starts.len().saturating_sub(1);
    let postings = Postings::new(found.iter().copied(), pairs.len(), events);
    (pairs, postings)
}

/// Each word of each event once, with the event.
fn pairs(sequence: &[u32], starts: &[usize], words: usize) -> Vec<(u32, u32)> {
    let mut pairs = Vec::with_capacity(sequence.len());
    // The event behind the last one that had the word; 0 for none yet.
    let mut seen = vec![0_u32; words];
    for (event, bounds) in starts.windows(2).enumerate() {
        for &word in sequence[bounds[0]..bounds[1]]
            .iter()
            .filter(|word| **word != BORDER)
        {
            let seen = &mut seen[word as usize];
            if *seen != event as u32 + 1 {
                *seen = event as u32 + 1;
                pairs.push((word, event as u32));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let mut collector = Collector::default();
        for texts in [
            vec!["A nuclear test", "North Korea’s second"],
            vec!["Thermonuclear", "The U.S. and Şahin al-Hassan"],
            vec!["test\nof a nuclear, testing device", "north", "korea"],
        ] {
            collector.begin();
            for text in texts {
                collector.push(text);
            }
        }
        collector.finish()
    }

    #[test]
    fn packed_words_are_unpacked_and_no_bytes_are_too_much() {
        let words = [
            0,
            1,
            126,
            127,
            128,
            16_382,
            16_383,
            2_097_151,
            BORDER,
            u32::MAX - 1,
        ];
        let (mut packed, mut unpacked) = (Vec::new(), Vec::new());
        pack(&words, &mut packed);
        unpack(&packed, &mut unpacked);
        assert_eq!(unpacked, words);
        unpack(&[0xFF; 40], &mut unpacked);
        assert!(unpacked.is_empty());
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let texts = texts();
        for (prefix, events) in [
            ("nuc", vec![0, 2]),
            ("therm", vec![1]),
            ("sahin", vec![1]),
            ("u.s", vec![1]),
            ("al-has", vec![1]),
            ("al hassan", vec![1]),
            ("korea's sec", vec![0]),
            ("test", vec![0, 2]),
            ("testi", vec![2]),
            ("clear", vec![]),
            ("zz", vec![]),
            ("–", vec![0, 1, 2]),
        ] {
            assert_eq!(
                texts.with_prefix(prefix).iter().collect::<Vec<_>>(),
                events,
                "{prefix}"
            );
        }
    }

    #[test]
    fn phrases_are_whole_words_in_one_text() {
        let texts = texts();
        for (phrase, events) in [
            ("nuclear test", vec![0]),
            ("nuclear testing", vec![2]),
            ("north korea", vec![0]),
            ("test of a", vec![2]),
            ("nuclear", vec![0, 2]),
            ("nuc", vec![]),
            ("test nuclear", vec![]),
        ] {
            assert_eq!(
                texts.with_phrase(phrase).iter().collect::<Vec<_>>(),
                events,
                "{phrase}"
            );
        }
    }
}
