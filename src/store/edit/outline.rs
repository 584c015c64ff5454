//! Where every table, key and value of a file stands, comments and spaces aside: what an edit is spliced into.
//!
//! A file that is not TOML as a whole is cut at the heads of its tables, so that a fault in one event does not lock
//! the others. A table with a fault in it is marked as [`Outlined::broken`] and is never edited.

use std::{borrow::Cow, ops::Range};

use toml_parser::{
    ParseError, Source,
    parser::{Event, EventKind, RecursionGuard, parse_document},
};

/// Deeper nesting is read as a fault.
const DEEPEST: u32 = 80;

/// A table of the format with all that belongs to it: `[[event]]`, and `[event.location]` below it.
#[derive(Debug)]
pub(crate) struct Outlined<'t> {
    /// `event`, `source` …
    pub name: Cow<'t, str>,
    /// The head, its sub-tables behind it, in the order of the file; never empty.
    pub sections: Vec<Section<'t>>,
    /// Whether something in it is not TOML.
    pub broken: bool,
    /// Whether a table of another kind stands among its sub-tables.
    pub scattered: bool,
}

/// A head with the statements below it.
#[derive(Debug)]
pub(crate) struct Section<'t> {
    /// The path of the head without the table's name: empty for the head itself, `["location"]` for
    /// `[event.location]`.
    pub path: Vec<Cow<'t, str>>,
    /// Whether the head stands in two brackets.
    pub is_list: bool,
    /// From the first bracket to the last.
    pub head: Range<usize>,
    /// Behind the line break of the last statement, or of the head where there is none.
    pub end: usize,
    /// The statements.
    pub entries: Vec<Entry<'t>>,
}

/// `key = value`, or `key.of.it = value`.
#[derive(Debug)]
pub(crate) struct Entry<'t> {
    /// The parts of the key, decoded.
    pub keys: Vec<(Cow<'t, str>, Range<usize>)>,
    /// The value.
    pub value: Node<'t>,
}

/// A value.
#[derive(Debug)]
pub(crate) struct Node<'t> {
    /// Its bytes.
    pub at: Range<usize>,
    /// What it is.
    pub kind: NodeKind<'t>,
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum NodeKind<'t> {
    /// A string, decoded.
    Text(Cow<'t, str>),
    /// A number, a date, true or false.
    Plain,
    /// A list.
    List(Vec<Node<'t>>),
    /// A table in braces.
    Inline(Vec<Entry<'t>>),
}

impl Entry<'_> {
    /// From the key's first byte to the value's last.
    pub fn at(&self) -> Range<usize> {
        self.keys.first().map_or(self.value.at.start, |(_, at)| at.start)..self.value.at.end
    }

    /// Whether its key is `path`, or leads towards it.
    pub fn leads_to(&self, path: &[&str]) -> bool {
        self.keys.len() <= path.len() && self.keys.iter().zip(path).all(|((key, _), step)| key == step)
    }
}

impl Outlined<'_> {
    /// First byte of the first bracket of its head.
    pub fn start(&self) -> usize {
        self.sections.first().map_or(0, |section| section.head.start)
    }

    /// Behind the line break of its last statement.
    pub fn end(&self) -> usize {
        self.sections.last().map_or(0, |section| section.end)
    }

    /// The string that a key of the table itself holds.
    pub fn text(&self, key: &str) -> Option<&str> {
        let section = self.sections.first()?;
        let entry = section
            .entries
            .iter()
            .find(|entry| matches!(entry.keys.as_slice(), [(only, _)] if only == key))?;
        match &entry.value.kind {
            NodeKind::Text(text) => Some(text.trim()),
            _ => None,
        }
    }
}

/// The tables of a file, in order.
pub(crate) fn outline(text: &str) -> Vec<Outlined<'_>> {
    let (tables, faults) = read(text, 0);
    if faults == 0 {
        return tables;
    }
    let mut cuts: Vec<usize> = line_starts(text)
        .filter(|start| {
            text.get(*start..)
                .is_some_and(|line| line.trim_start_matches([' ', '\t']).starts_with("[["))
        })
        .filter(|start| !is_sub_head(text, *start))
        .collect();
    cuts.push(text.len());
    let mut tables = Vec::new();
    for pair in cuts.windows(2) {
        if let [start, end] = *pair
            && let Some(piece) = text.get(start..end)
        {
            let (mut read, faults) = read(piece, start);
            for table in &mut read {
                table.broken |= faults > 0;
            }
            tables.append(&mut read);
        }
    }
    tables
}

/// The first bytes of all lines.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
}

/// `[[event.claims]]`
fn is_sub_head(text: &str, start: usize) -> bool {
    let line = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    line.split(']').next().is_some_and(|head| head.contains('.'))
}

/// The tables of a piece of text that begins at `base`, and how many faults there are.
fn read(piece: &str, base: usize) -> (Vec<Outlined<'_>>, usize) {
    let source = Source::new(piece);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    let mut errors: Vec<ParseError> = Vec::new();
    parse_document(
        &tokens,
        &mut RecursionGuard::new(&mut events, DEEPEST),
        &mut errors,
    );
    let mut walk = Walk {
        source,
        events: &events,
        at: 0,
        base,
        faults: errors.len(),
    };
    let tables = walk.document();
    (tables, walk.faults)
}

/// Goes through the events of the parser once.
struct Walk<'t, 'e> {
    source: Source<'t>,
    events: &'e [Event],
    at: usize,
    base: usize,
    faults: usize,
}

impl<'t> Walk<'t, '_> {
    fn next(&mut self) -> Option<Event> {
        let event = self.events.get(self.at).copied();
        self.at += 1;
        event
    }

    fn span(&self, event: Event) -> Range<usize> {
        self.base + event.span().start()..self.base + event.span().end()
    }

    fn document(&mut self) -> Vec<Outlined<'t>> {
        let mut tables: Vec<Outlined<'t>> = Vec::new();
        // Which table the statements that follow belong to.
        let mut current: Option<usize> = None;
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    let (path, head) = self.head(event);
                    let is_list = event.kind() == EventKind::ArrayTableOpen;
                    current = self.open(&mut tables, path, head, is_list);
                }
                EventKind::SimpleKey => {
                    let entry = self.entry(event);
                    if let (Some(entry), Some(table)) = (entry, current.and_then(|at| tables.get_mut(at)))
                        && let Some(section) = table.sections.last_mut()
                    {
                        section.end = self.line_end(entry.value.at.end);
                        section.entries.push(entry);
                    }
                }
                EventKind::Error => self.faults += 1,
                _ => {}
            }
        }
        tables
    }

    /// Adds the section of a head to its table; which one that is.
    fn open(
        &mut self,
        tables: &mut Vec<Outlined<'t>>,
        mut path: Vec<Cow<'t, str>>,
        head: Range<usize>,
        is_list: bool,
    ) -> Option<usize> {
        if path.is_empty() {
            self.faults += 1;
            return None;
        }
        let name = path.remove(0);
        let section = Section {
            end: self.line_end(head.end),
            path,
            is_list,
            head,
            entries: Vec::new(),
        };
        if section.path.is_empty() {
            tables.push(Outlined {
                name,
                sections: vec![section],
                broken: false,
                scattered: false,
            });
            return Some(tables.len() - 1);
        }
        let at = tables.iter().rposition(|table| table.name == name)?;
        let last = at + 1 == tables.len();
        let table = tables.get_mut(at)?;
        table.scattered |= !last;
        table.sections.push(section);
        Some(at)
    }

    /// The path of a head, whose first bracket has been seen, and its place.
    fn head(&mut self, open: Event) -> (Vec<Cow<'t, str>>, Range<usize>) {
        let start = self.span(open).start;
        let mut path = Vec::new();
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::SimpleKey => path.push(self.key(event)),
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    return (path, start..self.span(event).end);
                }
                EventKind::Newline => break,
                EventKind::Error => self.faults += 1,
                _ => {}
            }
        }
        (path, start..start)
    }

    fn key(&self, event: Event) -> Cow<'t, str> {
        let mut key = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut key, &mut ());
        }
        key
    }

    /// The statement whose first key has been seen; none where it has no value.
    fn entry(&mut self, first: Event) -> Option<Entry<'t>> {
        let mut keys = vec![(self.key(first), self.span(first))];
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::SimpleKey => keys.push((self.key(event), self.span(event))),
                EventKind::Whitespace | EventKind::KeySep => {}
                EventKind::KeyValSep => {
                    let value = self.value()?;
                    return Some(Entry { keys, value });
                }
                _ => {
                    self.faults += 1;
                    return None;
                }
            }
        }
        None
    }

    fn value(&mut self) -> Option<Node<'t>> {
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::Whitespace | EventKind::Comment | EventKind::Newline => {}
                _ => return self.value_of(event),
            }
        }
        None
    }

    fn value_of(&mut self, event: Event) -> Option<Node<'t>> {
        let start = self.span(event).start;
        match event.kind() {
            EventKind::Scalar => Some(Node {
                at: self.span(event),
                kind: self.scalar(event),
            }),
            EventKind::ArrayOpen => {
                let mut items = Vec::new();
                while let Some(event) = self.next() {
                    match event.kind() {
                        EventKind::ArrayClose => {
                            return Some(Node {
                                at: start..self.span(event).end,
                                kind: NodeKind::List(items),
                            });
                        }
                        EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                            items.push(self.value_of(event)?);
                        }
                        EventKind::Error => self.faults += 1,
                        _ => {}
                    }
                }
                None
            }
            EventKind::InlineTableOpen => {
                let mut entries = Vec::new();
                while let Some(event) = self.next() {
                    match event.kind() {
                        EventKind::InlineTableClose => {
                            return Some(Node {
                                at: start..self.span(event).end,
                                kind: NodeKind::Inline(entries),
                            });
                        }
                        EventKind::SimpleKey => entries.push(self.entry(event)?),
                        EventKind::Error => self.faults += 1,
                        _ => {}
                    }
                }
                None
            }
            _ => {
                self.faults += 1;
                None
            }
        }
    }

    fn scalar(&self, event: Event) -> NodeKind<'t> {
        if event.encoding().is_none() {
            return NodeKind::Plain;
        }
        let mut text = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            let _ = raw.decode_scalar(&mut text, &mut ());
        }
        NodeKind::Text(text)
    }

    /// Behind the line break that ends the line of `at`.
    fn line_end(&self, at: usize) -> usize {
        let inside = at.saturating_sub(self.base);
        let text = self.source.input().as_bytes();
        let rest = text.get(inside..).unwrap_or_default();
        self.base + memchr::memchr(b'\n', rest).map_or(text.len(), |length| inside + length + 1)
    }
}
