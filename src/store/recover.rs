//! A table that is not TOML, read statement by statement: what parses counts, what does not is noted once and, as far
//! as its value can be guessed, still used.

use toml::de::DeTable;

use super::{
    cut::{Extent, Head, line_end, statement},
    document::Document,
    fields::Reader,
    lines::Span,
    mend::Mend,
    node::Part,
    read::{table_named, too_deep},
    syntax::fault,
    wording::article,
};
use crate::model::{
    FindingCode,
    keys::{Kind, Table},
};

/// Statements with a fault that are looked at in one table; what follows is not read.
const MOST_FAULTS: usize = 100;
/// Bytes that are looked through for the end of one statement.
const LONGEST_STATEMENT: usize = 1 << 20;
/// Faults that are told of one table when its statements are right one by one, but not together.
const MOST_TOGETHER: usize = 20;

/// Reads the piece from `start` to `end` whose head is `head`, or the text above the first head.
pub(super) fn recover(reader: &mut Reader<'_>, head: Option<&Head<'_>>, start: usize, end: usize) {
    let text = reader.text;
    let first_note = reader.notes.len();
    let spec = head.and_then(|head| {
        let at = Span::new(head.bracket, text.len().min(head.body));
        let at = Span::new(head.bracket, head.bracket + reader.raw(at).trim_end().len());
        let spec = table_named(reader, head.name, at);
        if let (false, Some(spec)) = (head.regular, spec) {
            let message = format!("{} does not begin so", article(spec.name));
            let help = Some(format!("write [[{}]] on a line of its own", spec.name));
            reader.note(FindingCode::Syntax, at, message, help);
            let right = format!("[[{}]]", spec.name);
            let written = reader.raw(at);
            if written != right && written.trim_matches(['[', ']', ' ', '\t']) == spec.name {
                reader.mend(Mend::bytes(right));
            }
        }
        spec
    });
    let body = head.map_or(start, |head| head.body);
    let mut blanked = text.get(body..end).unwrap_or_default().as_bytes().to_vec();
    let mut guesses = Vec::new();
    let mut faulty = Vec::new();
    for broken in faulty_statements(reader, spec, body, end) {
        if let Some(bytes) = blanked.get_mut(broken.start - body..broken.end - body) {
            bytes
                .iter_mut()
                .filter(|byte| **byte != b'\n')
                .for_each(|byte| *byte = b' ');
        }
        let statement = text.get(broken.start..broken.end).unwrap_or_default();
        faulty.extend(
            statement
                .split([' ', '\t', '=', ':', '\r', '\n'])
                .find(|word| !word.is_empty()),
        );
        guesses.extend(broken.guess.map(|guess| Document::of(&guess, broken.start)));
    }
    let blanked = String::from_utf8(blanked).unwrap_or_default();
    let (root, errors) = DeTable::parse_recoverable(&blanked);
    for error in errors.iter().take(MOST_TOGETHER) {
        let extent = Extent {
            end,
            unclosed: None,
            open: false,
        };
        let fault = fault(text, body, extent, std::slice::from_ref(error), false);
        reader.note(fault.code, fault.at, fault.message, fault.help);
        fault.mend.into_iter().for_each(|mend| reader.mend(mend));
    }
    let Some((spec, head)) = spec.zip(head) else {
        return;
    };
    let mut root = root.into_inner();
    // Sub-tables are written with the table's name before theirs.
    let below = root.keys().find(|name| name.get_ref() == head.name).cloned();
    let below = below.and_then(|name| root.remove(&name));
    if let Some(below) = below.as_ref().and_then(|below| below.get_ref().as_table()) {
        note_twice(reader, &root, below, body);
    }
    let below = below.as_ref().and_then(|below| below.get_ref().as_table());
    let clean: Vec<_> = below
        .into_iter()
        .chain([&root])
        .map(|table| Document::of(table, body))
        .collect();
    let guessed = guesses.iter().filter_map(|guess| Part::root(guess, true));
    let clean = clean.iter().filter_map(|document| Part::root(document, false));
    let parts: Vec<_> = guessed.chain(clean).collect();
    let before = first_note..reader.notes.len();
    let event = reader.reading.events.len();
    reader.faulty = faulty;
    let head_end = head.bracket
        + text
            .get(head.bracket..head.body)
            .map_or(0, |line| line.trim_end().len());
    reader.table(spec, &parts, Span::new(head.bracket, head_end), end);
    reader.faulty.clear();
    if reader.reading.events.len() > event {
        let notes = reader.notes.get_mut(before).unwrap_or_default();
        for note in notes {
            note.event = Some(event as u32);
        }
    }
}

/// Notes the keys that have both a value in the table and a sub-table below it (`location = "X"`, then
/// `[event.location]`): the parser, which does not see the table's head, takes them for two.
fn note_twice(reader: &mut Reader<'_>, table: &DeTable<'_>, below: &DeTable<'_>, base: usize) {
    for name in below.keys().filter(|name| table.contains_key(*name)) {
        let span = name.span();
        reader.note(
            FindingCode::DuplicateKey,
            Span::new(base + span.start, base + span.end),
            format!("`{}` is written twice", name.get_ref()),
            Some("the first one counts; write all of it in one place".to_owned()),
        );
    }
}

/// A statement that is not TOML.
struct Broken<'t> {
    start: usize,
    end: usize,
    /// What the parser makes of it.
    guess: Option<DeTable<'t>>,
}

/// The statements from `body` to `end` that are not TOML, each noted.
fn faulty_statements<'t>(
    reader: &mut Reader<'t>,
    spec: Option<&'static Table>,
    body: usize,
    end: usize,
) -> Vec<Broken<'t>> {
    let text = reader.text;
    let bytes = text.as_bytes();
    let mut broken = Vec::new();
    let mut below = false;
    let mut at = body;
    while at < end {
        let line = text.get(at..line_end(bytes, at).min(end)).unwrap_or_default();
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            at += line.len().max(1);
            continue;
        }
        below |= trimmed.starts_with('[');
        let natural = statement(bytes, at, end.min(at + LONGEST_STATEMENT));
        let whole = text.get(at..natural.end).unwrap_or_default();
        let too_deep_whole = too_deep(whole);
        if !natural.open && !too_deep_whole && DeTable::parse(whole).is_ok() {
            at = natural.end;
            continue;
        }
        if broken.len() >= MOST_FAULTS {
            broken.push(Broken {
                start: at,
                end,
                guess: None,
            });
            break;
        }
        let extent = cut_short(text, spec, at, natural);
        if too_deep_whole && too_deep(text.get(at..extent.end).unwrap_or_default()) {
            let begins = line
                .char_indices()
                .nth(60)
                .map_or(line.trim_end().len(), |(end, _)| end);
            let begins = Span::new(at, at + begins);
            let help = "no key needs more than three levels; is a quotation mark missing?".to_owned();
            let message = "there are too many dots in this".to_owned();
            reader.note(FindingCode::Syntax, begins, message, Some(help));
            broken.push(Broken {
                start: at,
                end: extent.end,
                guess: None,
            });
            at = extent.end.max(at + 1);
            continue;
        }
        let (guess, errors) = DeTable::parse_recoverable(text.get(at..extent.end).unwrap_or_default());
        let is_date = spec.is_some_and(|spec| is_date(spec, line));
        let fault = fault(text, at, extent, &errors, is_date);
        reader.note(fault.code, fault.at, fault.message, fault.help);
        fault.mend.into_iter().for_each(|mend| reader.mend(mend));
        broken.push(Broken {
            start: at,
            end: extent.end,
            guess: (!below).then(|| guess.into_inner()),
        });
        at = extent.end.max(at + 1);
    }
    broken
}

/// A statement that does not parse is over where the next one of the table surely begins: at a line with one of
/// its keys, or with the head of a sub-table.
fn cut_short(text: &str, spec: Option<&'static Table>, start: usize, natural: Extent) -> Extent {
    let bytes = text.as_bytes();
    let mut at = line_end(bytes, start).min(natural.end);
    while at < natural.end {
        let next = line_end(bytes, at).min(natural.end);
        let line = text.get(at..next).unwrap_or_default();
        if spec.is_some_and(|spec| begins_statement(spec, line)) {
            return statement(bytes, start, at);
        }
        at = next.max(at + 1);
    }
    natural
}

fn begins_statement(spec: &Table, line: &str) -> bool {
    let line = line.trim_start();
    if let Some(inner) = line.trim_start_matches('[').strip_prefix(spec.name) {
        return line.starts_with('[') && inner.starts_with('.');
    }
    key_of(line).is_some_and(|name| spec.key(name).is_some())
}

/// The first part of the key of a line `key = …` or `key.more = …`.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    Some(key.split('.').next()?.trim().trim_matches('"'))
}

fn is_date(spec: &Table, line: &str) -> bool {
    key_of(line)
        .and_then(|name| spec.key(name))
        .is_some_and(|key| key.kind == Kind::Date)
}
