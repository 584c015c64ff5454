//! Bytes of one file → what it says, and what is wrong with it.
//!
//! A file is cut at the heads of its tables and read piece by piece, from the parser's events ([`super::document`]) or,
//! where a piece is less plain, from a tree; a piece that does not parse is read statement by statement
//! ([`super::recover`]). No type of the TOML parser passes this border.

use std::{ops::Range, path::Path, sync::Arc};

use toml::de::DeTable;
use toml_parser::lexer::Token;

use super::{
    cut::{Head, heads, statement},
    document::Document,
    draft::Reading,
    fields::Reader,
    lines::{LineCounter, Note, Span, locate},
    mend::{Mend, surely},
    node::{Node, Part},
    wording::article,
};
use crate::{
    model::{
        FindingCode,
        keys::{self, Table},
    },
    text,
};

/// Bytes of one table that are read at most. Nobody writes a longer one; a lost quotation mark makes one.
pub(super) const LARGEST_TABLE: usize = 4 << 20;
/// Bytes of a file that are read at most.
pub(super) const LARGEST_FILE: u64 = 1 << 30;
/// Bytes that may be looked through, in one file, for the end of strings that hold a line like a table's head.
pub(super) const JOINING: usize = 64 << 20;
/// Bytes of a file from which on several threads read it.
const LARGE: usize = 8 << 20;
/// Bytes that a thread takes at a time of such a file.
const PART: usize = 2 << 20;
/// Dots below which a piece cannot nest its keys too deep for the stack.
const HARMLESS_DOTS: usize = 200;
/// Dots of one key.
const DEEPEST_KEY: usize = 16;

/// Reads a file's bytes.
pub(super) fn read(file: &Arc<Path>, bytes: Vec<u8>) -> Reading {
    if is_utf16(&bytes) {
        let help = Some("save it as UTF-8".to_owned());
        let message = "the file is written in UTF-16".to_owned();
        return Reading::failed(file, FindingCode::NotUtf8, message, help);
    }
    let (text, not_utf8) = utf8(bytes);
    let in_parts = if text.len() >= LARGE && rayon::current_thread_index().is_some() {
        super::parts::read_in_parts(file, &text, &not_utf8, PART)
    } else {
        None
    };
    in_parts.unwrap_or_else(|| read_text(file, &text, &not_utf8, Parser::default()))
}

/// Whether the bytes begin as a text in UTF-16 does.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// The bytes as text, and the places that are not UTF-8, the first of each line: each such byte is read as `?`, so
/// that every other byte stays at its place.
pub(super) fn utf8(bytes: Vec<u8>) -> (String, Vec<Span>) {
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut faults: Vec<Span> = Vec::new();
    let (mut from, mut new_line) = (0, true);
    while let Some(rest) = bytes.get_mut(from..) {
        let Err(error) = std::str::from_utf8(rest) else {
            break;
        };
        let start = error.valid_up_to();
        let length = error.error_len().unwrap_or(rest.len() - start);
        if let Some(wrong) = rest.get_mut(start..start + length) {
            wrong.fill(b'?');
        }
        let passed = rest.get(..start).unwrap_or_default();
        new_line |= memchr::memchr(b'\n', passed).is_some();
        if new_line {
            faults.push(Span::new(from + start, from + start + length));
            new_line = false;
        }
        from += start + length;
    }
    (String::from_utf8(bytes).unwrap_or_default(), faults)
}

/// Reads a text from its beginning to its end.
pub(super) fn read_text<'t>(
    file: &Arc<Path>,
    text: &'t str,
    not_utf8: &[Span],
    parser: Parser<'t>,
) -> Reading {
    let mut reader = Reader::new(file, text, LineCounter::default());
    let from = beginning(text);
    let found = heads(text, from..text.len());
    let mut pieces = Pieces {
        heads: &found.heads,
        not_utf8,
        joining: JOINING,
        parser,
    };
    reader.reading.events.reserve_exact(found.heads.len());
    let as_one = found.interleaved && text.len() <= LARGEST_TABLE && whole(&mut reader, &mut pieces, from);
    if !as_one {
        let first = pieces.read_preamble(&mut reader, from);
        pieces.read_tables(&mut reader, first..found.heads.len());
    }
    let Reader {
        mut reading, notes, ..
    } = reader;
    reading.findings = locate(file, text, notes, LineCounter::default());
    reading
}

/// Where a text begins, a byte-order mark aside.
pub(super) fn beginning(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') {
        '\u{FEFF}'.len_utf8()
    } else {
        0
    }
}

/// Reads the text as one piece, if it parses so.
fn whole<'t>(reader: &mut Reader<'t>, pieces: &mut Pieces<'_, 't>, from: usize) -> bool {
    let text = reader.text;
    let piece = text.get(from..).unwrap_or_default();
    pieces.parser.parse(piece, from) && {
        pieces.read_root(reader, from, text.len());
        true
    }
}

/// Parses one piece after the other into the same document.
#[derive(Default)]
pub(super) struct Parser<'t> {
    document: Document<'t>,
    tokens: Vec<Token>,
    /// Reads all of it from trees: what the events are compared with.
    #[cfg(test)]
    pub trees: bool,
}

impl<'t> Parser<'t> {
    /// Parses a piece that begins at `base`; false if it is not TOML.
    fn parse(&mut self, piece: &'t str, base: usize) -> bool {
        #[cfg(test)]
        let from_events = !self.trees;
        #[cfg(not(test))]
        let from_events = true;
        if from_events && self.document.read(piece, base, &mut self.tokens) {
            return true;
        }
        if too_deep(piece) {
            return false;
        }
        let Ok(root) = DeTable::parse(piece) else {
            return false;
        };
        self.document = Document::of(root.get_ref(), base);
        true
    }
}

/// The pieces of a text.
pub(super) struct Pieces<'h, 't> {
    pub heads: &'h [Head<'t>],
    /// Where the text is not UTF-8.
    pub not_utf8: &'h [Span],
    /// Bytes that may still be looked through for ends.
    pub joining: usize,
    pub parser: Parser<'t>,
}

impl<'t> Pieces<'_, 't> {
    /// Reads what stands above the first head. Returns the head to go on with.
    pub fn read_preamble(&mut self, reader: &mut Reader<'t>, from: usize) -> usize {
        let end = self.heads.first().map_or(reader.text.len(), |head| head.start);
        self.read(reader, from, end, None)
    }

    /// Reads the tables of these heads. Returns the head to go on with: a later one than the last, if the end of that
    /// one's table was not known by its head.
    pub fn read_tables(&mut self, reader: &mut Reader<'t>, range: Range<usize>) -> usize {
        let mut index = range.start;
        while index < range.end
            && let Some(head) = self.heads.get(index)
        {
            let end = self.end(index, reader.text);
            index = self.read(reader, head.start, end, Some(index)).max(index + 1);
        }
        index
    }

    /// Where the piece of that head ends.
    fn end(&self, index: usize, text: &str) -> usize {
        self.heads.get(index + 1).map_or(text.len(), |next| next.start)
    }

    /// Reads the piece from `start` to `end`, and as many behind it as one string or list of it covers. Returns the
    /// index of the next head.
    fn read(&mut self, reader: &mut Reader<'t>, start: usize, end: usize, index: Option<usize>) -> usize {
        let text = reader.text;
        let next = index.map_or(0, |index| index + 1);
        let piece = text.get(start..end).unwrap_or_default();
        if piece.len() > LARGEST_TABLE {
            too_long(reader, piece, start);
            return next;
        }
        let head = index.and_then(|index| self.heads.get(index));
        if head.is_none_or(|head| head.regular) && self.parser.parse(piece, start) {
            self.read_root(reader, start, end);
            return next;
        }
        if let Some((joined, after)) = self.join(text, start, end, index)
            && let Some(piece) = text.get(start..joined)
            && self.parser.parse(piece, start)
        {
            self.read_root(reader, start, joined);
            return after;
        }
        let before = reader.reading.events.len();
        super::recover::recover(reader, head, start, end);
        self.mark_not_utf8(reader, start, end, before);
        next
    }

    fn read_root(&self, reader: &mut Reader<'t>, start: usize, end: usize) {
        let before = reader.reading.events.len();
        root_table(reader, &self.parser.document, end);
        self.mark_not_utf8(reader, start, end, before);
    }

    /// Notes the first byte of a piece that is not UTF-8.
    fn mark_not_utf8(&self, reader: &mut Reader<'t>, start: usize, end: usize, event: usize) {
        if self.not_utf8.is_empty() {
            return;
        }
        let index = self
            .not_utf8
            .partition_point(|span| (span.start as usize) < start);
        let Some(at) = self
            .not_utf8
            .get(index)
            .filter(|span| (span.start as usize) < end)
        else {
            return;
        };
        let is_read = reader.reading.events.len() > event;
        reader.notes.push(Note {
            code: FindingCode::NotUtf8,
            at: *at,
            message: "this character is not written in UTF-8; it is read as `?`".to_owned(),
            help: Some("save the file as UTF-8".to_owned()),
            event: is_read.then_some(event as u32),
            mend: None,
        });
    }

    /// Where a piece ends whose last string or list reaches beyond it, and the next head behind.
    fn join(&mut self, text: &str, start: usize, end: usize, index: Option<usize>) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = match index.and_then(|index| self.heads.get(index)) {
            Some(head) => head.body,
            None => start,
        };
        let mut last = at;
        let mut open = false;
        while at < end {
            let extent = statement(bytes, at, end);
            (last, open) = (at, extent.open);
            at = extent.end.max(at + 1);
        }
        if !open {
            return None;
        }
        let limit = (start + LARGEST_TABLE).min(last + self.joining).min(bytes.len());
        let extent = statement(bytes, last, limit);
        self.joining = self.joining.saturating_sub(extent.end - last);
        if extent.open {
            return None;
        }
        let after = self.heads.partition_point(|head| head.start < extent.end);
        let joined = self.heads.get(after).map_or(text.len(), |head| head.start);
        (joined > end && joined - start <= LARGEST_TABLE).then_some((joined, after))
    }
}

/// Whether keys of the piece are nested so deep that the tree of it would exhaust the stack.
pub(super) fn too_deep(piece: &str) -> bool {
    if memchr::memchr_iter(b'.', piece.as_bytes())
        .nth(HARMLESS_DOTS)
        .is_none()
    {
        return false;
    }
    let mut run = 0;
    for token in toml_parser::Source::new(piece).lex() {
        use toml_parser::lexer::TokenKind;
        match token.kind() {
            TokenKind::Dot => run += 1,
            TokenKind::Whitespace | TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {}
            _ => run = 0,
        }
        if run > DEEPEST_KEY {
            return true;
        }
    }
    false
}

fn too_long(reader: &mut Reader<'_>, piece: &str, start: usize) {
    let at = Span::new(start, start + piece.find('\n').unwrap_or(piece.len()));
    let message = format!(
        "this part is longer than {} MB and is not read",
        LARGEST_TABLE >> 20
    );
    let help = "is a quotation mark or a bracket missing, or is this not a file of events?";
    reader.note(FindingCode::Syntax, at, message, Some(help.to_owned()));
}

/// Reads every table of a piece that parsed.
fn root_table(reader: &mut Reader<'_>, document: &Document<'_>, end: usize) {
    let mut tables: Vec<(usize, &'static Table, Node<'_, '_>)> = Vec::new();
    let root = Part::root(document, false);
    for node in root.into_iter().flat_map(Part::nodes) {
        if !node.elements().any(|element| element.part().is_some()) {
            let message = format!("`{}` stands outside of any table", node.key());
            let help = "begin an event with a line [[event]], and write its keys below";
            reader.note(
                FindingCode::UnknownKey,
                node.key_at(),
                message,
                Some(help.to_owned()),
            );
            continue;
        }
        let Some(spec) = table_named(reader, node.key(), node.key_at()) else {
            continue;
        };
        for element in node.elements() {
            if element.part().is_some() {
                tables.push((element.at().start as usize, spec, element));
            } else {
                let message = format!("`{}` should be a table", node.key());
                let help = Some(format!("begin {} with [[{}]]", article(spec.name), spec.name));
                reader.note(FindingCode::WrongType, element.at(), message, help);
            }
        }
    }
    tables.sort_by_key(|(start, ..)| *start);
    let ends: Vec<_> = tables
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([end])
        .collect();
    for ((start, spec, node), end) in tables.into_iter().zip(ends) {
        if let Some(part) = node.part() {
            reader.table(spec, &[part], Span::new(start, node.at().end as usize), end);
        }
    }
}

/// The table of that name; one that is nearly called so too, with a note.
pub(super) fn table_named(reader: &mut Reader<'_>, name: &str, at: Span) -> Option<&'static Table> {
    if let Some(table) = keys::FILE.iter().find(|table| table.name == name) {
        return Some(table);
    }
    let near = text::nearest(name, keys::FILE.iter().map(|table| table.name));
    let help = near.map_or_else(
        || {
            let names: Vec<_> = keys::FILE
                .iter()
                .map(|table| format!("[[{}]]", table.name))
                .collect();
            format!("a file holds {}", names.join(", "))
        },
        |near| format!("did you mean [[{near}]]? It is read so"),
    );
    let message = format!("`{name}` is not a table that is known");
    reader.note(FindingCode::UnknownTable, at, message, Some(help));
    let names = keys::FILE.iter().map(|table| table.name);
    if let Some(near) = surely(name, names)
        && reader.raw(at) == name
        && !reader.has_tables_below(name)
    {
        reader.mend(Mend::bytes(near));
    }
    keys::FILE.iter().copied().find(|table| Some(table.name) == near)
}
