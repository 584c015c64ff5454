//! Bytes of one file → what it says, and what is wrong with it.
//!
//! A file is cut at the heads of its tables and read piece by piece; a piece that does not parse is read
//! statement by statement ([`super::recover`]). No type of the TOML parser passes this border.

use std::{path::Path, sync::Arc};

use toml::de::DeTable;

use super::{
    cut::{Head, heads, statement},
    draft::Reading,
    fields::{Node, Part, Reader},
    lines::{Note, Span, locate},
    mend::{Mend, surely},
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
const LARGEST_TABLE: usize = 4 << 20;
/// Bytes of a file that are read at most.
pub(super) const LARGEST_FILE: u64 = 1 << 30;
/// Bytes that may be looked through, in one file, for the end of strings that hold a line like a table's head.
const JOINING: usize = 64 << 20;
/// Dots below which a piece cannot nest its keys too deep for the stack.
const HARMLESS_DOTS: usize = 200;
/// Dots of one key.
const DEEPEST_KEY: usize = 16;

/// Reads a file's bytes.
pub(super) fn read(file: &Arc<Path>, bytes: Vec<u8>) -> Reading {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let help = Some("save it as UTF-8".to_owned());
        let message = "the file is written in UTF-16".to_owned();
        return Reading::failed(file, FindingCode::NotUtf8, message, help);
    }
    let (text, faults) = utf8(bytes);
    let mut reader = Reader::new(file, &text);
    read_text(&mut reader, &faults);
    let Reader {
        mut reading, notes, ..
    } = reader;
    reading.findings = locate(file, &text, notes);
    reading
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

fn read_text(reader: &mut Reader<'_>, not_utf8: &[Span]) {
    let text = reader.text;
    let from = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let found = heads(text, from);
    let mut pieces = Pieces {
        heads: &found.heads,
        not_utf8,
        joining: JOINING,
    };
    let preamble_end = found.heads.first().map_or(text.len(), |head| head.start);
    if found.interleaved && text.len() <= LARGEST_TABLE && whole(reader, &mut pieces, from) {
        return;
    }
    pieces.read(reader, from, preamble_end, None);
    let mut index = 0;
    while let Some(head) = found.heads.get(index) {
        let end = pieces.end(index, text);
        index = pieces.read(reader, head.start, end, Some(index)).max(index + 1);
    }
}

/// Reads the text as one piece, if it parses so.
fn whole<'t>(reader: &mut Reader<'t>, pieces: &mut Pieces<'_, 't>, from: usize) -> bool {
    let text = reader.text;
    let piece = text.get(from..).unwrap_or_default();
    if too_deep(piece) {
        return false;
    }
    let Ok(root) = DeTable::parse(piece) else {
        return false;
    };
    pieces.read_root(reader, root.get_ref(), from, text.len());
    true
}

/// The pieces of a text.
struct Pieces<'h, 't> {
    heads: &'h [Head<'t>],
    not_utf8: &'h [Span],
    joining: usize,
}

impl<'t> Pieces<'_, 't> {
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
        if head.is_none_or(|head| head.regular)
            && !too_deep(piece)
            && let Ok(root) = DeTable::parse(piece)
        {
            self.read_root(reader, root.get_ref(), start, end);
            return next;
        }
        if let Some((joined, after)) = self.join(text, start, end, index)
            && let Some(piece) = text.get(start..joined)
            && !too_deep(piece)
            && let Ok(root) = DeTable::parse(piece)
        {
            self.read_root(reader, root.get_ref(), start, joined);
            return after;
        }
        let before = reader.reading.events.len();
        super::recover::recover(reader, head, start, end);
        self.mark_not_utf8(reader, start, end, before);
        next
    }

    fn read_root(&self, reader: &mut Reader<'t>, root: &DeTable<'_>, start: usize, end: usize) {
        let before = reader.reading.events.len();
        root_table(reader, root, start, end);
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
fn root_table(reader: &mut Reader<'_>, root: &DeTable<'_>, base: usize, end: usize) {
    let mut tables: Vec<(usize, &'static Table, Node<'_, '_>)> = Vec::new();
    for (name, value) in root {
        let span = name.span();
        let at = Span::new(base + span.start, base + span.end);
        let node = Node {
            value,
            base,
            broken: false,
        };
        if !node.elements().any(|element| element.part().is_some()) {
            let message = format!("`{}` stands outside of any table", name.get_ref());
            let help = "begin an event with a line [[event]], and write its keys below";
            reader.note(FindingCode::UnknownKey, at, message, Some(help.to_owned()));
            continue;
        }
        let Some(spec) = table_named(reader, name.get_ref(), at) else {
            continue;
        };
        for element in node.elements() {
            if element.part().is_some() {
                tables.push((element.at().start as usize, spec, element));
            } else {
                let message = format!("`{}` should be a table", name.get_ref());
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
    let has_tables_below = reader.text.contains(&format!("[{name}."));
    if let Some(near) = surely(name, names)
        && reader.raw(at) == name
        && !has_tables_below
    {
        reader.mend(Mend::bytes(near));
    }
    keys::FILE.iter().copied().find(|table| Some(table.name) == near)
}

/// A part that parsed, for the recovery.
pub(super) fn clean_part<'v, 't>(table: &'v DeTable<'t>, base: usize) -> Part<'v, 't> {
    Part {
        table,
        base,
        broken: false,
    }
}
