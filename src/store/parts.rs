//! A large file, read by several threads at once: the same as from its beginning to its end.
//!
//! The text is cut at heads into parts of a few megabytes. What a part says depends on those before it in two ways only:
//! a table without an end may reach into the next part, which is then read again from where that table ends; and
//! all of a file shares a number of bytes that may be looked through for such ends, which is summed up afterwards.

use std::{ops::Range, path::Path, sync::Arc};

use rayon::prelude::*;

use super::{
    cut::{Head, heads},
    draft::Reading,
    fields::Reader,
    lines::{LineCounter, Span, locate},
    read::{JOINING, LARGEST_TABLE, Parser, Pieces, beginning},
};
use crate::model::keys;

/// The name of the tables of events.
const EVENT: &str = keys::EVENT.name;

/// A large text that is read part by part.
pub(super) struct Parts<'t> {
    file: Arc<Path>,
    text: &'t str,
    not_utf8: &'t [Span],
    heads: Vec<Head<'t>>,
    /// The heads of each part, and the lines at its beginning.
    ranges: Vec<(Range<usize>, LineCounter)>,
    /// Parts that were read.
    done: usize,
    /// The head behind the last table that was read.
    next: usize,
    /// Bytes that were looked through for ends.
    joined: usize,
}

/// One part as read.
struct Part {
    reading: Reading,
    next: usize,
    joined: usize,
}

impl<'t> Parts<'t> {
    /// Cuts a text into parts of about `size` bytes.
    pub fn new(file: &Arc<Path>, text: &'t str, not_utf8: &'t [Span], size: usize) -> Self {
        let heads: Vec<Head<'_>> = stretches(text, beginning(text), size)
            .into_par_iter()
            .map(|stretch| heads(text, stretch).heads)
            .flatten_iter()
            .collect();
        let ranges = ranges(&heads, size);
        let counters = counters(text, &heads, &ranges);
        Self {
            file: Arc::clone(file),
            text,
            not_utf8,
            heads,
            ranges: ranges.into_iter().zip(counters).collect(),
            done: 0,
            next: 0,
            joined: 0,
        }
    }

    /// Reads so many of the next parts at once. Returns what each says, with the lines at its beginning; nothing behind
    /// the last.
    pub fn read_next(&mut self, many: usize) -> Vec<(Reading, LineCounter)> {
        let first = self.done;
        let parts: Vec<_> = self.ranges.iter().skip(first).take(many).cloned().collect();
        self.done += parts.len();
        let read: Vec<Part> = parts
            .par_iter()
            .enumerate()
            .map(|(number, (range, lines))| self.read(range.clone(), *lines, first + number == 0))
            .collect();
        let mut readings = Vec::with_capacity(read.len());
        let (mut next, mut joined) = (self.next, self.joined);
        for (mut part, (range, lines)) in read.into_iter().zip(&parts) {
            if next > range.start {
                part = self.read(next.min(range.end)..range.end, *lines, false);
            }
            next = part.next.max(next);
            joined += part.joined;
            readings.push((part.reading, *lines));
        }
        (self.next, self.joined) = (next, joined);
        readings
    }

    /// What the tables say that are no events, wherever they stand: names are used before they are declared.
    pub fn declared(&self) -> Reading {
        let read = |(range, lines): &(Range<usize>, LineCounter)| {
            let mut reader = Reader::new(&self.file, self.text, *lines);
            let mut pieces = self.pieces();
            let declares = |index: &usize| self.heads.get(*index).is_some_and(|head| head.name != EVENT);
            for index in range.clone().filter(declares) {
                pieces.read_tables(&mut reader, index..index + 1);
            }
            reader.reading
        };
        let read: Vec<Reading> = self.ranges.par_iter().map(read).collect();
        let mut declared = Reading::empty(&self.file);
        for reading in read {
            declared.append(reading);
        }
        declared
    }

    /// Whether what was read is what reading the text in one go says: as long as so much is left, nothing was looked
    /// through less far than it would have been.
    pub fn is_exact(&self) -> bool {
        self.joined <= JOINING - LARGEST_TABLE
    }

    fn pieces(&self) -> Pieces<'_, 't> {
        Pieces {
            heads: &self.heads,
            not_utf8: self.not_utf8,
            joining: JOINING,
            parser: Parser::default(),
        }
    }

    fn read(&self, range: Range<usize>, lines: LineCounter, is_first: bool) -> Part {
        let mut reader = Reader::new(&self.file, self.text, lines);
        reader.reading.events.reserve_exact(range.len());
        let mut pieces = self.pieces();
        let first = if is_first {
            pieces.read_preamble(&mut reader, beginning(self.text))
        } else {
            range.start
        };
        let next = pieces.read_tables(&mut reader, first..range.end);
        let joined = JOINING - pieces.joining;
        let Reader {
            mut reading, notes, ..
        } = reader;
        reading.findings = locate(&self.file, self.text, notes, lines);
        Part {
            reading,
            next,
            joined,
        }
    }
}

/// Reads a text of more than [`LARGEST_TABLE`] bytes in parts of about `size`; none where that could differ from reading
/// it in one go.
pub(super) fn read_in_parts(file: &Arc<Path>, text: &str, not_utf8: &[Span], size: usize) -> Option<Reading> {
    let mut parts = Parts::new(file, text, not_utf8, size);
    let readings = parts.read_next(usize::MAX);
    let mut whole = Reading::empty(file);
    let events = readings.iter().map(|(reading, _)| reading.events.len());
    whole.events.reserve_exact(events.sum());
    for (reading, _) in readings {
        whole.append(reading);
    }
    parts.is_exact().then_some(whole)
}

/// The text from `from` on, in stretches of about `size` bytes that begin with a line.
fn stretches(text: &str, from: usize, size: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = from;
    while start < text.len() {
        let end = super::cut::line_end(text.as_bytes(), start.saturating_add(size).min(text.len()));
        stretches.push(start..end);
        start = end;
    }
    stretches
}

/// Heads in runs whose tables have at least `size` bytes together. Each run begins with a head as it should be.
fn ranges(heads: &[Head<'_>], size: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut first, mut start) = (0, 0);
    for (index, head) in heads.iter().enumerate() {
        if head.regular && head.start - start >= size {
            ranges.push(first..index);
            (first, start) = (index, head.start);
        }
    }
    ranges.push(first..heads.len());
    ranges
}

/// The lines at the beginning of each run.
fn counters(text: &str, heads: &[Head<'_>], ranges: &[Range<usize>]) -> Vec<LineCounter> {
    let starts: Vec<usize> = ranges
        .iter()
        .map(|range| match range.start {
            0 => 0,
            first => heads.get(first).map_or(text.len(), |head| head.start),
        })
        .collect();
    let lines: Vec<usize> = starts
        .par_iter()
        .zip(starts.par_iter().skip(1))
        .map(|(start, end)| {
            let stretch = text.as_bytes().get(*start..*end).unwrap_or_default();
            memchr::memchr_iter(b'\n', stretch).count()
        })
        .collect();
    let mut before = 0;
    let sums = std::iter::once(0).chain(lines.into_iter().map(|lines| {
        before += lines;
        before
    }));
    starts
        .iter()
        .zip(sums)
        .map(|(start, lines)| LineCounter::known(*start, lines))
        .collect()
}
