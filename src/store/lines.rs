//! Places in a file's text: byte ranges → line, column and the source line, counted once from the top.

use std::{ops::Range, path::Path, sync::Arc};

use memchr::{memchr, memchr_iter, memrchr};

use super::mend::Mend;
use crate::model::{Finding, FindingCode};

/// Bytes of a source line that a finding shows at most.
const LONGEST_EXCERPT: usize = 2_000;

/// A stretch of a file in UTF-8 bytes; files are below 4 GB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
}

impl Span {
    /// From byte positions.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end.max(start) as u32,
        }
    }

    /// As a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A finding that does not know its line yet.
#[derive(Clone, Debug)]
pub(super) struct Note {
    /// What kind.
    pub code: FindingCode,
    /// Where.
    pub at: Span,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Which of the events it is about, counted by whoever makes the note.
    pub event: Option<u32>,
    /// What surely mends it.
    pub mend: Option<Mend>,
}

/// Counts the lines between the place that was asked for last and the next one, so that a whole file is counted
/// about once, however many places of it are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineCounter {
    at: usize,
    line: usize,
}

impl LineCounter {
    /// One that knows already how many lines end before the byte `at`.
    pub fn known(at: usize, lines: usize) -> Self {
        Self { at, line: lines }
    }

    /// The line of byte `offset`, from 1; of the same text every time.
    pub fn line(&mut self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        let (from, to) = (self.at.min(offset), self.at.max(offset));
        let passed = text.as_bytes().get(from..to).unwrap_or_default();
        let lines = memchr_iter(b'\n', passed).count();
        self.line = if offset < self.at {
            self.line.saturating_sub(lines)
        } else {
            self.line + lines
        };
        self.at = offset;
        self.line + 1
    }
}

/// Gives notes their lines and columns. The order of notes at the same place stays.
/// `lines` knows a place from which on to count.
pub(super) fn locate(
    file: &Arc<Path>,
    text: &str,
    mut notes: Vec<Note>,
    mut lines: LineCounter,
) -> Vec<(Finding, Option<u32>)> {
    notes.sort_by_key(|note| note.at.start);
    let mut column = ColumnCounter::default();
    notes
        .into_iter()
        .map(|note| {
            let start = floor(text, note.at.start as usize);
            let line = lines.line(text, start);
            let (line_start, line_end) = line_bounds(text, start);
            let end = floor(text, note.at.end as usize).clamp(start, line_end.max(start));
            let column = column.column(text, line_start, start);
            let length = text.get(start..end).map_or(1, |part| part.chars().count().max(1));
            let remedy = note.mend.and_then(|mend| mend.remedy(text, note.at));
            let finding = Finding {
                code: note.code,
                message: note.message,
                help: note.help,
                file: Arc::clone(file),
                line,
                column,
                length,
                excerpt: excerpt(text, line_start, line_end, end),
                event: None,
                remedy: remedy.map(Box::new),
            };
            (finding, note.event)
        })
        .collect()
}

/// A finding about the file as a whole.
pub(super) fn whole_file(
    file: &Arc<Path>,
    code: FindingCode,
    message: String,
    help: Option<String>,
) -> Finding {
    Finding {
        code,
        message,
        help,
        file: Arc::clone(file),
        line: 0,
        column: 1,
        length: 1,
        excerpt: String::new(),
        event: None,
        remedy: None,
    }
}

/// Columns of ascending places, so that many findings on one long line stay cheap.
#[derive(Default)]
struct ColumnCounter {
    line_start: usize,
    at: usize,
    column: usize,
}

impl ColumnCounter {
    fn column(&mut self, text: &str, line_start: usize, at: usize) -> usize {
        if line_start != self.line_start || at < self.at {
            *self = Self {
                line_start,
                at: line_start,
                column: 0,
            };
        }
        self.column += text.get(self.at..at).map_or(0, |part| part.chars().count());
        self.at = at;
        self.column + 1
    }
}

/// First byte of the line that holds `at`, a byte-order mark aside, and the byte behind its last character.
fn line_bounds(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut start = memrchr(b'\n', bytes.get(..at).unwrap_or_default()).map_or(0, |before| before + 1);
    if start == 0 && text.starts_with('\u{FEFF}') {
        start = '\u{FEFF}'.len_utf8().min(at);
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let mut end = memchr(b'\n', rest).map_or(bytes.len(), |length| at + length);
    if end > start && bytes.get(end - 1) == Some(&b'\r') {
        end -= 1;
    }
    (start, end)
}

/// The line, without a tail too long to show; nothing when the place itself lies beyond that.
fn excerpt(text: &str, start: usize, end: usize, place_end: usize) -> String {
    if end.saturating_sub(start) <= LONGEST_EXCERPT {
        return text.get(start..end).unwrap_or_default().to_owned();
    }
    let cut = floor(text, start + LONGEST_EXCERPT);
    if place_end > cut {
        return String::new();
    }
    text.get(start..cut).unwrap_or_default().to_owned()
}

/// The nearest border of characters at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(text: &str, start: usize, end: usize) -> Finding {
        let note = Note {
            code: FindingCode::Syntax,
            at: Span::new(start, end),
            message: String::new(),
            help: None,
            event: None,
            mend: None,
        };
        let file: Arc<Path> = Arc::from(Path::new("a.toml"));
        locate(&file, text, vec![note], LineCounter::default())
            .remove(0)
            .0
    }

    #[test]
    fn lines_are_counted_forward_and_back() {
        let text = "a\nb\n\nc";
        let mut lines = LineCounter::default();
        for (offset, line) in [(0, 1), (5, 4), (1, 1), (2, 2), (4, 3), (3, 2), (99, 4), (0, 1)] {
            assert_eq!(lines.line(text, offset), line, "{offset}");
        }
    }

    #[test]
    fn lines_and_columns_count_characters() {
        for (text, start, end, line, column, length, excerpt) in [
            ("a\nbé = 1\n", 2, 5, 2, 1, 2, "bé = 1"),
            ("a\r\nb = 1\r\n", 3, 4, 2, 1, 1, "b = 1"),
            ("\u{FEFF}a = 1", 3, 4, 1, 1, 1, "a = 1"),
            ("北京 = 1\n", 7, 8, 1, 4, 1, "北京 = 1"),
            ("a", 9, 12, 1, 2, 1, "a"),
            ("", 0, 0, 1, 1, 1, ""),
            ("a = \"\"\"x\ny", 4, 11, 1, 5, 4, "a = \"\"\"x"),
        ] {
            let finding = located(text, start, end);
            assert_eq!(
                (
                    finding.line,
                    finding.column,
                    finding.length,
                    finding.excerpt.as_str()
                ),
                (line, column, length, excerpt),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_very_long_line_is_cut_or_left_out() {
        let text = format!("a = \"{}\"", "é".repeat(50_000));
        assert!(located(&text, 0, 1).excerpt.len() <= LONGEST_EXCERPT);
        assert_eq!(located(&text, 90_001, 90_003).excerpt, "");
    }
}
