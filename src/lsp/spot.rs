//! What stands, or is being typed, at a place of a file: in which table, at which key, in which quotes.
//!
//! It is asked while the file is half typed, so nothing here needs the file to be TOML: the head above the place is
//! sought, and what follows it is read token by token up to the place. A bracket that was forgotten ends where a line
//! begins with a key of the table.

use std::ops::Range;

use super::subject::{Node, Subject};
use crate::model::keys::{self, Table};

/// A place with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'t> {
    /// What may stand here.
    pub subject: Subject,
    /// The bytes of what does: without quotation marks; empty where nothing is typed yet.
    pub at: Range<usize>,
    /// Those bytes.
    pub text: &'t str,
    /// The quotation mark around it.
    pub quote: Option<char>,
    /// Keys or elements that stand in the same table or list already.
    pub beside: Vec<&'t str>,
    /// First byte of the line of the table's head; 0 above the first.
    pub head: usize,
}

impl Spot<'_> {
    /// What is typed of it before the place.
    pub fn typed(&self, offset: usize) -> &str {
        let length = offset.saturating_sub(self.at.start);
        self.text.get(..length).unwrap_or(self.text)
    }
}

/// What is at byte `offset`; none in comments, in texts of several lines, behind values, and under heads that are not
/// known.
pub fn spot(text: &str, offset: usize) -> Option<Spot<'_>> {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line_start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..)?.lines().next().unwrap_or_default();
    if let Some(spot) = in_head(line, line_start, offset) {
        return Some(spot);
    }
    let Some((head, body, path)) = head_above(text, line_start) else {
        let indent = text.get(line_start..offset)?;
        return indent.trim().is_empty().then_some(Spot {
            subject: Subject::Head,
            at: offset..offset,
            text: "",
            quote: None,
            beside: Vec::new(),
            head: 0,
        });
    };
    let (name, below) = path.split_first()?;
    let table = keys::FILE.iter().copied().find(|table| table.name == *name)?;
    let mut scan = Scan {
        text,
        at: body,
        offset,
        table,
        base: below.len(),
        path: below.to_vec(),
        frames: Vec::new(),
        expect: Expect::Key,
        beside: Vec::new(),
        head,
    };
    let mut spot = scan.run()?;
    if spot.subject.is_key() && scan.frames.is_empty() {
        spot.beside.extend(keys_below(text, offset));
    }
    Some(spot)
}

/// The place within a line that is, or becomes, a head.
fn in_head(line: &str, start: usize, offset: usize) -> Option<Spot<'_>> {
    let trimmed = line.trim_start_matches('\u{FEFF}').trim_start();
    let inner = trimmed.trim_start_matches('[');
    if inner.len() == trimmed.len() {
        return None;
    }
    let name = inner.trim_start();
    let length = name.bytes().take_while(|byte| is_bare(*byte)).count();
    let rest = name.get(length..)?.trim_start();
    if !(rest.is_empty() || rest.starts_with(']')) {
        return None;
    }
    let from = start + line.len() - name.len();
    (from <= offset && offset <= from + length).then(|| Spot {
        subject: Subject::Head,
        at: from..from + length,
        text: name.get(..length).unwrap_or_default(),
        quote: None,
        beside: Vec::new(),
        head: start,
    })
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The nearest head of a known table above a line: its first byte, the byte behind its line, and its path.
fn head_above(text: &str, line_start: usize) -> Option<(usize, usize, Vec<&str>)> {
    let mut end = line_start;
    while end > 0 {
        let before = text.get(..end - 1)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..end)?;
        if let Some(path) = head(line) {
            return Some((start, end, path));
        }
        end = start;
    }
    None
}

/// The path of a line that is the head of a known table, or was meant to be.
pub(super) fn head(line: &str) -> Option<Vec<&str>> {
    let line = line.trim_start().trim_start_matches('\u{FEFF}');
    let inner = line.trim_start_matches('[');
    if inner.len() == line.len() {
        return None;
    }
    let end = inner.find([']', '#', '\n', '\r']).unwrap_or(inner.len());
    let path: Vec<&str> = inner.get(..end)?.split('.').map(str::trim).collect();
    let known = keys::FILE.iter().any(|table| path.first() == Some(&table.name));
    let plain = path.iter().all(|step| step.bytes().all(is_bare));
    (known && plain).then_some(path)
}

/// The key that a line begins with.
fn key_of_line(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let length = line.bytes().take_while(|byte| is_bare(*byte)).count();
    let (key, rest) = line.split_at_checked(length)?;
    (length > 0 && rest.trim_start().starts_with(['=', '.'])).then_some(key)
}

/// The keys of the lines below a place, up to the next head.
fn keys_below(text: &str, offset: usize) -> impl Iterator<Item = &str> {
    let below = text.get(offset..).unwrap_or_default();
    let below = below.split_once('\n').map_or("", |(_, below)| below);
    below
        .lines()
        .take_while(|line| head(line).is_none())
        .filter_map(key_of_line)
}

/// What has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Key,
    /// A dot or `=`.
    Sign,
    Value,
    /// A comma or the end.
    End,
}

/// A bracket that is open.
struct Frame<'t> {
    /// A list; else a table in braces.
    is_list: bool,
    /// How long the path was when it opened.
    base: usize,
    /// What stands around it.
    beside: Vec<&'t str>,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    offset: usize,
    table: &'static Table,
    base: usize,
    path: Vec<&'t str>,
    frames: Vec<Frame<'t>>,
    expect: Expect,
    beside: Vec<&'t str>,
    head: usize,
}

impl<'t> Scan<'t> {
    fn run(&mut self) -> Option<Spot<'t>> {
        let bytes = self.text.as_bytes();
        loop {
            let byte = bytes.get(self.at).copied();
            let begins = byte.is_some_and(|byte| matches!(byte, b'"' | b'\'') || !is_sign(byte));
            if self.at >= self.offset && !begins {
                return self.found(self.offset..self.offset, None);
            }
            match byte? {
                b'\n' => self.line_end(),
                b'#' => {
                    let end = memchr::memchr(b'\n', bytes.get(self.at..)?).map(|to| self.at + to);
                    let end = end.unwrap_or(bytes.len());
                    if self.offset > self.at && self.offset <= end {
                        return None;
                    }
                    self.at = end;
                    continue;
                }
                b'"' | b'\'' => {
                    let token = string(bytes, self.at);
                    let inside = if token.closed {
                        self.offset < token.end
                    } else {
                        self.offset <= token.end
                    };
                    if self.offset >= self.at && inside {
                        let quote = char::from(bytes.get(self.at).copied()?);
                        return if token.several {
                            None
                        } else {
                            self.found(token.content, Some(quote))
                        };
                    }
                    self.token(token.content);
                    self.at = token.end;
                    continue;
                }
                b'[' | b'{' if self.expect == Expect::Value => {
                    let is_list = byte == Some(b'[');
                    self.frames.push(Frame {
                        is_list,
                        base: self.path.len(),
                        beside: std::mem::take(&mut self.beside),
                    });
                    self.expect = if is_list { Expect::Value } else { Expect::Key };
                }
                b']' => self.close(true),
                b'}' => self.close(false),
                b',' => {
                    if let Some(frame) = self.frames.last() {
                        self.expect = if frame.is_list { Expect::Value } else { Expect::Key };
                        let base = frame.base;
                        self.path.truncate(base);
                    }
                }
                b'=' => self.expect = Expect::Value,
                b'.' if self.expect == Expect::Sign => self.expect = Expect::Key,
                byte if !is_sign(byte) || byte == b'.' => {
                    let end = self.bare_end();
                    if self.offset >= self.at && self.offset <= end {
                        return self.found(self.at..end, None);
                    }
                    self.token(self.at..end);
                    self.at = end;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Behind a bare key or value that begins here.
    fn bare_end(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_key = self.expect == Expect::Key;
        let length = rest
            .iter()
            .skip(1)
            .take_while(|byte| !is_sign(**byte) || (!is_key && **byte == b'.'))
            .count();
        let mut end = self.at + 1 + length;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        end
    }

    /// Goes past a key or value.
    fn token(&mut self, at: Range<usize>) {
        let token = self.text.get(at).unwrap_or_default();
        match self.expect {
            Expect::Key => {
                let base = self.frames.last().map_or(self.base, |frame| frame.base);
                if self.path.len() == base {
                    self.beside.push(token);
                }
                self.path.push(token);
                self.expect = Expect::Sign;
            }
            Expect::Value => {
                if self.frames.last().is_some_and(|frame| frame.is_list) {
                    self.beside.push(token);
                }
                self.expect = Expect::End;
            }
            Expect::Sign | Expect::End => {}
        }
    }

    fn line_end(&mut self) {
        if !self.frames.is_empty() && self.is_left_open() {
            while let Some(frame) = self.frames.pop() {
                self.beside = frame.beside;
            }
        }
        if self.frames.is_empty() {
            self.path.truncate(self.base);
            self.expect = Expect::Key;
        }
    }

    /// Whether the line behind this break begins with a key of the table, so that what is open was to be closed.
    fn is_left_open(&self) -> bool {
        let next = self.text.get(self.at + 1..).unwrap_or_default();
        let Some(key) = next.lines().next().and_then(key_of_line) else {
            return false;
        };
        let outer = Node::below(self.table, self.path.get(..self.base).unwrap_or_default());
        let inner = Node::below(self.table, &self.path);
        let in_braces = self.frames.last().is_some_and(|frame| !frame.is_list);
        outer.has_key(key) && !(in_braces && inner.has_key(key))
    }

    fn close(&mut self, is_list: bool) {
        if !self.frames.iter().any(|frame| frame.is_list == is_list) {
            return;
        }
        while let Some(frame) = self.frames.pop() {
            self.path.truncate(frame.base);
            self.beside = frame.beside;
            if frame.is_list == is_list {
                break;
            }
        }
        self.expect = Expect::End;
    }

    /// The place, with what may stand there.
    fn found(&mut self, at: Range<usize>, quote: Option<char>) -> Option<Spot<'t>> {
        let subject = match self.expect {
            Expect::Key => {
                let base = self.frames.last().map_or(self.base, |frame| frame.base);
                if at.is_empty() {
                    let kept = self.path.len().max(base);
                    self.path.truncate(kept);
                }
                Subject::key(&Node::below(self.table, &self.path))?
            }
            Expect::Value => Subject::value(&Node::below(self.table, &self.path))?,
            Expect::Sign | Expect::End => return None,
        };
        Some(Spot {
            subject,
            text: self.text.get(at.clone())?,
            at,
            quote,
            beside: std::mem::take(&mut self.beside),
            head: self.head,
        })
    }
}

/// Whether a byte is no part of a bare key or value.
fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\r' | b'\n' | b'#' | b'"' | b'\'' | b'[' | b']' | b'{' | b'}' | b',' | b'=' | b'.'
    )
}

/// A text in quotation marks.
struct Quoted {
    content: Range<usize>,
    /// Behind the closing mark; the end of the line where there is none.
    end: usize,
    closed: bool,
    several: bool,
}

/// The text that begins at `at`.
fn string(bytes: &[u8], at: usize) -> Quoted {
    let quote = bytes.get(at).copied().unwrap_or_default();
    let several = bytes
        .get(at..at + 3)
        .is_some_and(|three| three.iter().all(|byte| *byte == quote));
    let marks = if several { 3 } else { 1 };
    let start = at + marks;
    let mut here = start;
    while let Some(&byte) = bytes.get(here) {
        match byte {
            b'\\' if quote == b'"' => here += 1,
            b'\n' if !several => break,
            byte if byte == quote => {
                let run = bytes.get(here..).map_or(0, |rest| {
                    rest.iter().take(5).take_while(|byte| **byte == quote).count()
                });
                if !several || run >= 3 {
                    let end = if several { here + run } else { here + 1 };
                    return Quoted {
                        content: start..end - marks,
                        end,
                        closed: true,
                        several,
                    };
                }
                here += run - 1;
            }
            _ => {}
        }
        here += 1;
    }
    let mut end = here.min(bytes.len());
    if !several && end > start && bytes.get(end - 1) == Some(&b'\r') {
        end -= 1;
    }
    Quoted {
        content: start.min(end)..end,
        end,
        closed: false,
        several,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The place of `|` in a text.
    fn at(marked: &str) -> Option<(Subject, String, Option<char>, Vec<String>)> {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        spot(&text, offset).map(|spot| {
            let beside = spot.beside.iter().map(ToString::to_string).collect();
            (spot.subject, spot.text.to_owned(), spot.quote, beside)
        })
    }

    #[test]
    fn what_may_stand_at_a_place() {
        let event = |rest: &str| at(&format!("[[event]]\ntitle = \"x\"\n{rest}"));
        for (rest, name, text) in [
            ("cat|", "key of event", "cat"),
            ("|", "key of event", ""),
            ("category = |", "event.category", ""),
            ("category = \"tre|aty\" # c", "event.category", "treaty"),
            ("category = \"tre|", "event.category", "tre"),
            ("category = tre|", "event.category", "tre"),
            ("countries = [\"RUS\", \"No|", "event.countries", "No"),
            ("countries = [\"RUS\", |]", "event.countries", ""),
            ("countries = [\n  \"RUS\",\n  |\n]", "event.countries", ""),
            ("countries = \"R|US\"", "event.countries", "RUS"),
            ("relations = { fol| }", "kind of relation", "fol"),
            ("relations = { follows = [\"a\"], | }", "kind of relation", ""),
            ("relations = { follows = [\"a|\"] }", "id of an event", "a"),
            ("relations = { follows = \"|", "id of an event", ""),
            ("relations.follows = [\"a|\"]", "id of an event", "a"),
            ("relations.fol|", "kind of relation", "fol"),
            ("[event.relations]\nfollows = [\"|\"]", "id of an event", ""),
            ("[event.location]\ncou|", "key of location", "cou"),
            ("[[event.claims]]\nstance = \"|\"", "claim.stance", ""),
            ("sources = [\"a\", \"b|\"]", "id of a source", "b"),
            ("sources = [{ id = \"b|\" }]", "id of a source", "b"),
            ("sources = [{ id = \"b\", | }]", "key of source of an event", ""),
            ("claims = [{ by = [\"R|\"], stance = \"x\" }]", "claim.by", "R"),
            (
                "claims = [{ by = \"RUS\", sources = [{ id = \"|\" }] }]",
                "id of a source",
                "",
            ),
            (
                "location = { name = \"x\", country = \"|\" }",
                "location.country",
                "",
            ),
            ("date = 2024-06-1|8", "event.date", "2024-06-18"),
            ("tags = [\"a\"\ncountries = [\"|", "event.countries", ""),
            ("location = { name = \"x\",\nlat = |", "location.lat", ""),
            ("location = { name = \"x\"\ntags = [\"|", "event.tags", ""),
            ("id = \"a|\"", "own id of an event", "a"),
        ] {
            let (subject, found, ..) = event(rest).unwrap_or_else(|| panic!("{rest}"));
            assert_eq!(
                (subject.to_string().as_str(), found.as_str()),
                (name, text),
                "{rest}"
            );
        }
        for nothing in [
            "# cat|",
            "summary = \"\"\"\nca|t\n\"\"\"",
            "category = \"treaty\" |",
            "category |",
            "unknown = \"|\"",
        ] {
            assert_eq!(event(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn heads_are_known_while_they_are_typed() {
        for (marked, text) in [
            ("[[ev|", "ev"),
            ("[[|]]", ""),
            ("|", ""),
            ("# x\n|\n", ""),
            ("[[event|]]\n", "event"),
            ("\u{FEFF}[[so|", "so"),
        ] {
            let (subject, found, ..) = at(marked).unwrap_or_else(|| panic!("{marked}"));
            assert_eq!((subject, found.as_str()), (Subject::Head, text), "{marked}");
        }
        assert_eq!(at("[package]\nname = \"|\"\n"), None);
    }

    #[test]
    fn what_stands_there_already_is_told() {
        let (.., beside) =
            at("[[event]]\ntitle = \"x\"\n|\ntags = [\"a\"]\ndate = 1961\n[[event]]\nid = \"b\"\n").unwrap();
        assert_eq!(beside, ["title", "tags", "date"]);
        let (.., beside) = at("[[event]]\ncountries = [\"RUS\", \"PRK\", \"|\"]\n").unwrap();
        assert_eq!(beside, ["RUS", "PRK"]);
        let (.., beside) = at("[[event]]\nlocation = { name = \"x\", | }\n").unwrap();
        assert_eq!(beside, ["name"]);
    }

    proptest! {
        #[test]
        fn any_place_in_any_text_has_an_answer(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("[[event]]\n"), Just("[event.location]\n"), Just("relations"), Just("claims"), Just(" = "),
                    Just("\""), Just("'"), Just("\"\"\""), Just("["), Just("]"), Just("{"), Just("}"), Just(","),
                    Just("."), Just("\n"), Just("\r\n"), Just("é"), Just("𝄞"), Just("#"), Just("follows"), Just("\\"),
                    Just("\u{FEFF}"), Just("\0"), Just("date"),
                ],
                0..24,
            ),
            offset in 0_usize..200,
        ) {
            let text = parts.concat();
            if let Some(spot) = spot(&text, offset) {
                prop_assert_eq!(text.get(spot.at.clone()), Some(spot.text));
            }
        }
    }
}
