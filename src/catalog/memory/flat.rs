//! Columns as flat arrays: owned by the program, or stretches of an image that is mapped from a file.
//!
//! An image is sections one behind the other, each at a multiple of eight bytes; behind them the checksums of every
//! [`BLOCK`] bytes and where each section lies; at the very end a foot with the checksum of that. Opening one reads the
//! foot only. What a question needs is compared with its checksums when it is first touched ([`Image::sound`]), and
//! every access stays within bounds whatever the bytes are.

use std::{
    fmt,
    io::{self, Write},
    ops::{Deref, Range},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use twox_hash::XxHash3_64;
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// Bytes that share a checksum.
const BLOCK: usize = 64 << 10;
/// Sections begin at multiples of this.
const ALIGNMENT: usize = 8;
/// What an image ends with.
const MAGIC: u64 = u64::from_le_bytes(*b"annals\x01\n");
/// Words of the foot: magic, version, bytes before the directory, sections, checksum.
const FOOT: usize = 5;

/// The bytes of a file, mapped or read.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// The checksum of some bytes.
pub fn checksum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// Elements that can stand in an image.
pub trait Plain: FromBytes + IntoBytes + Immutable + Copy + fmt::Debug + 'static {}
impl<T: FromBytes + IntoBytes + Immutable + Copy + fmt::Debug + 'static> Plain for T {}

/// An array that is owned or mapped.
pub struct Flat<T>(Kind<T>);

enum Kind<T> {
    Owned(Vec<T>),
    Mapped(Bytes, Range<usize>),
}

impl<T> Default for Flat<T> {
    fn default() -> Self {
        Self(Kind::Owned(Vec::new()))
    }
}

impl<T> From<Vec<T>> for Flat<T> {
    fn from(mut elements: Vec<T>) -> Self {
        elements.shrink_to_fit();
        Self(Kind::Owned(elements))
    }
}

impl<T: Plain> Deref for Flat<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Kind::Owned(elements) => elements,
            Kind::Mapped(bytes, range) => {
                let bytes = (**bytes).as_ref().get(range.clone()).unwrap_or_default();
                <[T]>::ref_from_bytes(bytes).unwrap_or_default()
            }
        }
    }
}

impl<T: Plain> fmt::Debug for Flat<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} elements]", self.len())
    }
}

/// Texts, one behind the other.
#[derive(Debug, Default)]
pub struct Strings {
    /// Where each begins, and where the last ends.
    starts: Flat<u32>,
    bytes: Flat<u8>,
}

impl Strings {
    /// These texts, in this order.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut bytes = Vec::new();
        let mut starts = vec![0];
        for text in texts {
            bytes.extend_from_slice(text.as_bytes());
            starts.push(bytes.len() as u32);
        }
        Self {
            starts: starts.into(),
            bytes: bytes.into(),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The text of that number; empty where there is none.
    pub fn get(&self, number: usize) -> &str {
        let starts = &*self.starts;
        let (Some(&start), Some(&end)) = (starts.get(number), starts.get(number + 1)) else {
            return "";
        };
        let bytes = self.bytes.get(start as usize..end as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Writes it as two sections.
    pub fn save(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.flat(&self.starts)?;
        to.flat(&self.bytes)
    }

    /// Reads it back.
    pub fn load(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            starts: from.flat()?,
            bytes: from.flat()?,
        })
    }
}

/// Writes an image.
pub struct Writer<'w> {
    out: &'w mut dyn Write,
    block: Vec<u8>,
    at: u64,
    hashes: Vec<u64>,
    sections: Vec<u64>,
}

impl<'w> Writer<'w> {
    /// Into `out`, from its beginning on.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self {
            out,
            block: Vec::with_capacity(BLOCK),
            at: 0,
            hashes: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// A section.
    pub fn flat<T: Plain>(&mut self, elements: &[T]) -> io::Result<()> {
        let bytes = elements.as_bytes();
        self.sections.extend([self.at, bytes.len() as u64]);
        self.put(bytes)?;
        let rest = bytes.len().next_multiple_of(ALIGNMENT) - bytes.len();
        self.put(&[0; ALIGNMENT][..rest])
    }

    fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        while !bytes.is_empty() {
            let room = BLOCK - self.block.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() == BLOCK {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.block.is_empty() {
            self.hashes.push(checksum(&self.block));
            self.out.write_all(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }

    /// The directory and the foot.
    pub fn finish(mut self, version: u64) -> io::Result<()> {
        self.flush()?;
        let mut end = self.hashes;
        let sections = self.sections.len() as u64 / 2;
        end.extend(&self.sections);
        end.extend([MAGIC, version, self.at, sections]);
        let sum = checksum(end.as_bytes());
        end.push(sum);
        self.out.write_all(end.as_bytes())
    }
}

/// An image that was opened: its bytes, and what is known of them.
pub struct Image {
    bytes: Bytes,
    sections: Vec<Range<usize>>,
    hashes: Vec<u64>,
    /// Of each block: not compared yet, right, or wrong.
    states: Box<[AtomicU8]>,
}

const RIGHT: u8 = 1;
const WRONG: u8 = 2;

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sections", self.sections.len())
    }
}

impl Image {
    /// Looks at the foot; `None` where that is not of an image of this version, whole and unchanged.
    pub fn open(bytes: Bytes, version: u64) -> Option<Self> {
        let word = size_of::<u64>();
        let all = (*bytes).as_ref();
        let foot = words(all.get(all.len().checked_sub(FOOT * word)?..)?);
        let &[magic, of, payload, sections, sum] = foot.as_slice() else {
            return None;
        };
        if magic != MAGIC || of != version {
            return None;
        }
        let payload = usize::try_from(payload).ok()?;
        let blocks = payload.div_ceil(BLOCK);
        let sections = usize::try_from(sections).ok()?;
        let end = all.get(payload..)?;
        let expected = sections.checked_mul(2)?.checked_add(blocks)?.checked_add(FOOT)?;
        if end.len() != expected.checked_mul(word)? || checksum(end.get(..end.len() - word)?) != sum {
            return None;
        }
        let mut hashes = words(end);
        let places = hashes.get(blocks..blocks + 2 * sections)?;
        let sections = places
            .chunks_exact(2)
            .map(|place| place[0] as usize..(place[0].saturating_add(place[1])) as usize)
            .collect();
        hashes.truncate(blocks);
        Some(Self {
            states: (0..blocks).map(|_| AtomicU8::new(0)).collect(),
            sections,
            hashes,
            bytes,
        })
    }

    /// Takes all of it for right, as whoever has just written it may.
    pub fn trust(&self) {
        for state in &self.states {
            state.store(RIGHT, Ordering::Relaxed);
        }
    }

    /// Whether these bytes are as they were written.
    pub fn sound(&self, range: Range<usize>) -> bool {
        if range.is_empty() {
            return true;
        }
        (range.start / BLOCK..range.end.div_ceil(BLOCK)).all(|block| self.sound_block(block))
    }

    fn sound_block(&self, block: usize) -> bool {
        let (Some(state), Some(hash)) = (self.states.get(block), self.hashes.get(block)) else {
            return false;
        };
        let known = state.load(Ordering::Relaxed);
        if known != 0 {
            return known == RIGHT;
        }
        let end = self
            .sections
            .last()
            .map_or(0, |last| last.end.next_multiple_of(ALIGNMENT));
        let range = block * BLOCK..((block + 1) * BLOCK).min(end);
        let right = (*self.bytes)
            .as_ref()
            .get(range)
            .is_some_and(|bytes| checksum(bytes) == *hash);
        state.store(if right { RIGHT } else { WRONG }, Ordering::Relaxed);
        right
    }

    /// Hands out the sections in the order in which they were written.
    pub fn reader(&self) -> Reader<'_> {
        Reader { image: self, next: 0 }
    }
}

fn words(bytes: &[u8]) -> Vec<u64> {
    let word = |bytes: &[u8]| u64::from_ne_bytes(bytes.try_into().unwrap_or_default());
    bytes.chunks_exact(size_of::<u64>()).map(word).collect()
}

/// Hands out sections.
pub struct Reader<'i> {
    image: &'i Image,
    next: usize,
}

impl Reader<'_> {
    /// The next section; `None` when there is none, or its length is not one of such elements.
    pub fn flat<T: Plain>(&mut self) -> Option<Flat<T>> {
        let range = self.image.sections.get(self.next)?.clone();
        self.next += 1;
        let bytes = Arc::clone(&self.image.bytes);
        <[T]>::ref_from_bytes((*bytes).as_ref().get(range.clone())?).ok()?;
        Some(Flat(Kind::Mapped(bytes, range)))
    }

    /// The next section, compared with its checksums, as elements of one's own.
    pub fn owned<T: Plain>(&mut self) -> Option<Vec<T>> {
        let range = self.image.sections.get(self.next)?.clone();
        let sound = self.image.sound(range);
        self.flat().filter(|_| sound).map(|flat| flat.to_vec())
    }

    /// Where the next section begins.
    pub fn at(&self) -> usize {
        let next = self.image.sections.get(self.next);
        let last = || self.image.sections.last().map_or(0, |last| last.end);
        next.map_or_else(last, |section| section.start)
    }

    /// Where the section before the next one lies.
    pub fn last(&self) -> Range<usize> {
        let last = self.next.checked_sub(1);
        last.and_then(|last| self.image.sections.get(last).cloned())
            .unwrap_or_default()
    }
}

/// Bytes in memory, at a place where every element may begin: what a file would be mapped to.
#[derive(Debug, Default)]
pub struct Aligned {
    words: Vec<u64>,
    length: usize,
}

impl Aligned {
    /// A copy of these.
    pub fn new(bytes: &[u8]) -> Self {
        let mut words = vec![0_u64; bytes.len().div_ceil(size_of::<u64>())];
        if let Some(to) = words.as_mut_bytes().get_mut(..bytes.len()) {
            to.copy_from_slice(bytes);
        }
        Self {
            words,
            length: bytes.len(),
        }
    }
}

impl AsRef<[u8]> for Aligned {
    fn as_ref(&self) -> &[u8] {
        self.words.as_bytes().get(..self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes);
        writer.flat(&(0..40_000_u32).collect::<Vec<_>>()).unwrap();
        writer.flat(b"odd").unwrap();
        Strings::of(["a", "", "Şahin"].into_iter())
            .save(&mut writer)
            .unwrap();
        writer.finish(7).unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> Option<(Vec<u32>, Vec<String>)> {
        let image = Image::open(Arc::new(Aligned::new(bytes)), 7)?;
        let mut reader = image.reader();
        let numbers = reader.owned::<u32>()?;
        reader.owned::<u8>()?;
        let from = reader.at();
        let strings = Strings::load(&mut reader)?;
        image
            .sound(from..reader.at())
            .then(|| (numbers, strings.iter().map(str::to_owned).collect()))
    }

    #[test]
    fn an_image_reads_back() {
        let (numbers, strings) = read(&image()).unwrap();
        assert_eq!(numbers.len(), 40_000);
        assert_eq!(strings, ["a", "", "Şahin"]);
        assert!(Image::open(Arc::new(Aligned::new(&image())), 8).is_none());
    }

    #[test]
    fn no_flipped_bit_and_no_cut_passes() {
        let whole = image();
        for at in (0..whole.len())
            .step_by(997)
            .chain(whole.len() - 120..whole.len())
        {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            assert_eq!(read(&flipped), None, "byte {at}");
        }
        for end in (0..whole.len())
            .step_by(4_999)
            .chain(whole.len() - 64..whole.len())
        {
            assert_eq!(read(&whole[..end]), None, "cut at {end}");
        }
    }
}
