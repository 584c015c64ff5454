//! A piece of TOML as values in one vector, filled straight from the parser's events.
//!
//! A tree of the `toml` crate costs more in memory than in syntax: a map for each table, a vector for each list. Here
//! a value is a cell of one vector that is used again for the next piece, and tables and lists are chains of cells.
//! Chains of tables are in the order of their keys, as the trees' maps are, so that both ways of reading see everything in the
//! same order.
//!
//! What few people write (dotted keys in braces, tables that are made in passing, lists within lists within lists) and
//! what is wrong is left to the trees: [`Document::read`] says so, and [`Document::of`] takes a tree.

use std::borrow::Cow;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
    value::Datetime,
};
use toml_parser::{
    ErrorSink, ParseError, Source, Span as At,
    decoder::{Encoding, ScalarKind},
    lexer::Token,
    parser::{EventReceiver, parse_document},
};

use super::lines::Span;

/// Lists and tables within each other that are read here.
const DEEPEST: usize = 16;
/// Keys of one table that are read here: each is compared with those before it.
const MOST_KEYS: u32 = 64;
/// The cell of the outermost table.
const ROOT: u32 = 0;
/// No cell.
const NONE: u32 = u32::MAX;

/// The values of one piece of text.
#[derive(Debug, Default)]
pub(super) struct Document<'t> {
    cells: Vec<Cell<'t>>,
}

/// A value, with the key it has in its table.
#[derive(Debug)]
pub(super) struct Cell<'t> {
    /// The key; empty in a list.
    pub key: Cow<'t, str>,
    /// Where the key stands in the file.
    pub key_at: Span,
    /// Where the value stands in the file; the head of a table that has one.
    pub at: Span,
    pub what: What<'t>,
    /// The first eight letters of the key, to compare them at once.
    rank: u64,
    /// How many cells are within it.
    held: u32,
    first: u32,
    last: u32,
    next: u32,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum What<'t> {
    String(Cow<'t, str>),
    /// Its digits, and to what base.
    Integer(Cow<'t, str>, u32),
    Float(Cow<'t, str>),
    Boolean,
    /// A day or a time of day.
    Time {
        has_day: bool,
    },
    /// `heads`: of the tables of heads `[[…]]`.
    List {
        heads: bool,
    },
    Table(Form),
}

/// How a table is written, which decides what can be added to it further on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Under a head.
    Head,
    /// By keys with dots.
    Dotted,
    /// In braces.
    Inline,
}

impl<'t> Document<'t> {
    /// The outermost table.
    pub fn root(&self) -> Option<&Cell<'t>> {
        self.cells.get(ROOT as usize)
    }

    /// The elements of a list, or the values of a table in the order of their keys.
    pub fn within<'d>(&'d self, cell: &Cell<'t>) -> Within<'d, 't> {
        Within {
            cells: &self.cells,
            next: cell.first,
        }
    }

    /// Reads a piece of text that begins at `base` of its file. False where it is not TOML, or not as plain as it is
    /// read here; then the document is of no use.
    pub fn read(&mut self, piece: &'t str, base: usize, tokens: &mut Vec<Token>) -> bool {
        let source = Source::new(piece);
        tokens.clear();
        tokens.extend(source.lex());
        self.begin();
        let mut fault: Option<ParseError> = None;
        let mut filling = Filling {
            cells: &mut self.cells,
            source,
            base,
            given_up: false,
            open: [NONE; DEEPEST],
            depth: 0,
            table: ROOT,
            head: None,
            dotted: None,
            parts: 0,
            key: None,
        };
        parse_document(tokens, &mut filling, &mut fault);
        !filling.given_up && fault.is_none()
    }

    /// The values of a tree.
    pub fn of(table: &DeTable<'t>, base: usize) -> Self {
        let mut document = Self::default();
        document.begin();
        document.copy_table(table, ROOT, base);
        document
    }

    fn begin(&mut self) {
        self.cells.clear();
        self.cells
            .push(Cell::new(Span::default(), What::Table(Form::Head)));
    }

    fn copy_table(&mut self, table: &DeTable<'t>, into: u32, base: usize) {
        for (key, value) in table {
            let mut cell = Cell::new(span_of(value, base), what_of(value.get_ref()));
            cell.key.clone_from(key.get_ref());
            cell.key_at = span_of(key, base);
            let number = append(&mut self.cells, into, cell);
            self.copy_within(value.get_ref(), number, base);
        }
    }

    fn copy_within(&mut self, value: &DeValue<'t>, into: u32, base: usize) {
        match value {
            DeValue::Table(table) => self.copy_table(table, into, base),
            DeValue::Array(list) => {
                for value in list {
                    let cell = Cell::new(span_of(value, base), what_of(value.get_ref()));
                    let number = append(&mut self.cells, into, cell);
                    self.copy_within(value.get_ref(), number, base);
                }
            }
            _ => {}
        }
    }
}

impl<'t> Cell<'t> {
    fn new(at: Span, what: What<'t>) -> Self {
        Self {
            key: Cow::Borrowed(""),
            key_at: Span::default(),
            at,
            what,
            rank: 0,
            held: 0,
            first: NONE,
            last: NONE,
            next: NONE,
        }
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.what, What::Table(_))
    }
}

/// The cells of a chain.
#[derive(Clone)]
pub(super) struct Within<'d, 't> {
    cells: &'d [Cell<'t>],
    next: u32,
}

impl<'d, 't> Iterator for Within<'d, 't> {
    type Item = &'d Cell<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let cell = self.cells.get(self.next as usize)?;
        self.next = cell.next;
        Some(cell)
    }
}

fn span_of<T>(value: &Spanned<T>, base: usize) -> Span {
    let span = value.span();
    Span::new(base + span.start, base + span.end)
}

fn what_of<'t>(value: &DeValue<'t>) -> What<'t> {
    match value {
        DeValue::String(text) => What::String(text.clone()),
        DeValue::Integer(number) => What::Integer(number.as_str().to_owned().into(), number.radix()),
        DeValue::Float(number) => What::Float(number.as_str().to_owned().into()),
        DeValue::Boolean(_) => What::Boolean,
        DeValue::Datetime(time) => What::Time {
            has_day: time.date.is_some(),
        },
        DeValue::Array(_) => What::List { heads: false },
        DeValue::Table(_) => What::Table(Form::Inline),
    }
}

/// Puts a cell at the end of a chain.
fn append<'t>(cells: &mut Vec<Cell<'t>>, into: u32, cell: Cell<'t>) -> u32 {
    let number = cells.len() as u32;
    cells.push(cell);
    let last = cells.get(into as usize).map_or(NONE, |holder| holder.last);
    if let Some(last) = cells.get_mut(last as usize) {
        last.next = number;
    }
    if let Some(holder) = cells.get_mut(into as usize) {
        holder.last = number;
        holder.held += 1;
        if holder.first == NONE {
            holder.first = number;
        }
    }
    number
}

/// The first eight letters of a key as a number that is ordered as they are.
fn rank(key: &str) -> u64 {
    let mut letters = [0; 8];
    for (to, from) in letters.iter_mut().zip(key.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(letters)
}

/// Whether it is a key without quotation marks; others, and wrong ones, are the parser's.
fn is_bare(key: &str) -> bool {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !key.is_empty() && key.bytes().all(is_bare)
}

/// What stands between the quotation marks of a string in which every character stands for itself, as in nearly all;
/// others, and wrong ones, are the parser's.
fn plain_string(raw: &str, encoding: Option<Encoding>) -> Option<&str> {
    if encoding != Some(Encoding::BasicString) {
        return None;
    }
    let text = raw.strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = |byte: u8| byte >= b' ' && byte != b'\\' && byte != b'"' && byte != 0x7F;
    // Without a way out in the middle, so that many bytes are looked at at once.
    let plain = text.bytes().fold(true, |plain, byte| plain & is_plain(byte));
    plain.then_some(text)
}

/// The head of a table that is being read.
struct Opened {
    of_list: bool,
    start: usize,
    /// The table that the parts of the name before the last one lead to.
    parent: u32,
}

/// A document that is being filled.
struct Filling<'d, 't> {
    cells: &'d mut Vec<Cell<'t>>,
    source: Source<'t>,
    base: usize,
    /// Whether there was something that is not read here.
    given_up: bool,
    /// The lists and inline tables that are open.
    open: [u32; DEEPEST],
    depth: usize,
    /// The table of the last head.
    table: u32,
    head: Option<Opened>,
    /// The table that the parts of a dotted key before the last one lead to.
    dotted: Option<u32>,
    /// How many parts of a name came before its last one.
    parts: usize,
    /// The last part of a key.
    key: Option<(Cow<'t, str>, Span)>,
}

impl<'t> Filling<'_, 't> {
    fn at(&self, span: At) -> Span {
        Span::new(self.base + span.start(), self.base + span.end())
    }

    fn cell(&self, number: u32) -> Option<&Cell<'t>> {
        self.cells.get(number as usize)
    }

    /// The key of that name in a table, else the last key before it.
    fn find(&self, table: u32, key: &str, rank: u64) -> Result<u32, u32> {
        let mut before = NONE;
        let mut next = self.cell(table).map_or(NONE, |table| table.first);
        while let Some(cell) = self.cell(next) {
            if cell.rank >= rank {
                match cell.key.as_ref().cmp(key) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal => return Ok(next),
                    std::cmp::Ordering::Greater => return Err(before),
                }
            }
            (before, next) = (next, cell.next);
        }
        Err(before)
    }

    /// Puts a value under a key into a table, behind the key `before`; none where the table is full.
    fn insert(&mut self, table: u32, before: u32, cell: Cell<'t>) -> Option<u32> {
        let holder = self.cells.get_mut(table as usize)?;
        if holder.held >= MOST_KEYS {
            return None;
        }
        holder.held += 1;
        let number = self.cells.len() as u32;
        self.cells.push(cell);
        let link = match self.cells.get_mut(before as usize) {
            Some(before) => Some(&mut before.next),
            None => self.cells.get_mut(table as usize).map(|table| &mut table.first),
        };
        let behind = link.map_or(NONE, |link| std::mem::replace(link, number));
        if let Some(cell) = self.cells.get_mut(number as usize) {
            cell.next = behind;
        }
        Some(number)
    }

    /// Puts a value where one is expected: into the innermost list, or under the key that was read.
    fn put(&mut self, at: Span, what: What<'t>) -> Option<u32> {
        let holder = match self.depth.checked_sub(1) {
            Some(innermost) => self.open.get(innermost).copied()?,
            None => self.dotted.take().unwrap_or(self.table),
        };
        let mut cell = Cell::new(at, what);
        let holding = self.cell(holder)?;
        if !holding.is_table() {
            return Some(append(self.cells, holder, cell));
        }
        let (key, key_at) = self.key.take()?;
        let rank = rank(&key);
        let before = self.find(holder, &key, rank).err()?;
        (cell.key, cell.key_at, cell.rank) = (key, key_at, rank);
        self.insert(holder, before, cell)
    }

    fn open(&mut self, span: At, what: What<'t>) -> bool {
        if self.given_up {
            return false;
        }
        let at = self.at(span);
        if let Some(number) = self.put(at, what)
            && let Some(place) = self.open.get_mut(self.depth)
        {
            *place = number;
            self.depth += 1;
            return true;
        }
        self.given_up = true;
        false
    }

    fn close(&mut self, span: At) {
        if self.given_up {
            return;
        }
        let end = self.at(span).end;
        self.depth = self.depth.saturating_sub(1);
        let closed = self.open.get(self.depth).copied().unwrap_or(NONE);
        match self.cells.get_mut(closed as usize) {
            Some(cell) => cell.at.end = end,
            None => self.given_up = true,
        }
    }

    fn begin_head(&mut self, span: At, of_list: bool) {
        self.given_up |= self.head.is_some() || self.depth > 0 || self.key.is_some();
        self.head = Some(Opened {
            of_list,
            start: span.start(),
            parent: ROOT,
        });
    }

    /// Ends a head: its table is the one that is filled from here on.
    fn end_head(&mut self, span: At) -> Option<()> {
        let head = self.head.take()?;
        let (key, key_at) = self.key.take()?;
        let at = Span::new(self.base + head.start, self.base + span.end());
        let rank = rank(&key);
        let found = self.find(head.parent, &key, rank);
        let table = What::Table(Form::Head);
        self.table = match (found, head.of_list) {
            (Ok(list), true) if matches!(self.cell(list)?.what, What::List { heads: true }) => {
                append(self.cells, list, Cell::new(at, table))
            }
            (Ok(_), _) => return None,
            (Err(before), of_list) => {
                let what = if of_list {
                    What::List { heads: true }
                } else {
                    What::Table(Form::Head)
                };
                let mut cell = Cell::new(at, what);
                (cell.key, cell.key_at, cell.rank) = (key, key_at, rank);
                let number = self.insert(head.parent, before, cell)?;
                if of_list {
                    append(self.cells, number, Cell::new(at, table))
                } else {
                    number
                }
            }
        };
        Some(())
    }

    /// Goes into the table of the last key of a head: the last one where there is a list of them.
    fn descend(&self, parent: u32, key: &str) -> Option<u32> {
        let found = self.find(parent, key, rank(key)).ok()?;
        let cell = self.cell(found)?;
        match cell.what {
            What::List { heads: true } => Some(cell.last),
            What::Table(Form::Head) => Some(found),
            _ => None,
        }
    }

    /// Goes into the table of a part of a dotted key; makes it where there is none.
    fn descend_by_dot(&mut self, parent: u32, key: Cow<'t, str>, key_at: Span) -> Option<u32> {
        let rank = rank(&key);
        match self.find(parent, &key, rank) {
            Ok(found) => matches!(self.cell(found)?.what, What::Table(Form::Dotted)).then_some(found),
            Err(before) => {
                let mut cell = Cell::new(key_at, What::Table(Form::Dotted));
                (cell.key, cell.key_at, cell.rank) = (key, key_at, rank);
                self.insert(parent, before, cell)
            }
        }
    }

    fn key(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<()> {
        if let Some((before, at)) = self.key.take() {
            if let Some(head) = &self.head {
                let parent = self.descend(head.parent, &before)?;
                let head = self.head.as_mut()?;
                head.parent = parent;
                self.parts += 1;
            } else if self.depth == 0 {
                let parent = self.dotted.unwrap_or(self.table);
                self.dotted = Some(self.descend_by_dot(parent, before, at)?);
                self.parts += 1;
            } else {
                return None;
            }
            if self.parts > DEEPEST / 2 {
                return None;
            }
        } else {
            self.parts = 0;
        }
        let raw = self.source.get(span)?;
        let mut key = Cow::Borrowed(raw.as_str());
        if encoding.is_some() || !is_bare(&key) {
            toml_parser::Raw::new_unchecked(raw.as_str(), encoding, span).decode_key(&mut key, error);
        }
        self.key = Some((key, self.at(span)));
        Some(())
    }

    fn value(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<()> {
        let raw = self.source.get(span)?;
        if let Some(text) = plain_string(raw.as_str(), encoding) {
            let what = What::String(Cow::Borrowed(text));
            return self.put(self.at(span), what).map(|_| ());
        }
        let mut text = Cow::Borrowed("");
        let kind =
            toml_parser::Raw::new_unchecked(raw.as_str(), encoding, span).decode_scalar(&mut text, error);
        let what = match kind {
            ScalarKind::String => What::String(text),
            ScalarKind::Boolean(_) => What::Boolean,
            ScalarKind::DateTime => What::Time {
                has_day: text.parse::<Datetime>().ok()?.date.is_some(),
            },
            ScalarKind::Float => What::Float(text),
            ScalarKind::Integer(radix) => What::Integer(text, radix.value()),
        };
        self.put(self.at(span), what).map(|_| ())
    }
}

impl EventReceiver for Filling<'_, '_> {
    fn std_table_open(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.begin_head(span, false);
    }

    fn std_table_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.given_up |= self.end_head(span).is_none();
    }

    fn array_table_open(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.begin_head(span, true);
    }

    fn array_table_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.given_up |= self.end_head(span).is_none();
    }

    fn inline_table_open(&mut self, span: At, _: &mut dyn ErrorSink) -> bool {
        self.open(span, What::Table(Form::Inline))
    }

    fn inline_table_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: At, _: &mut dyn ErrorSink) -> bool {
        self.open(span, What::List { heads: false })
    }

    fn array_close(&mut self, span: At, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        self.given_up = self.given_up || self.key(span, encoding, error).is_none();
    }

    fn scalar(&mut self, span: At, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        self.given_up = self.given_up || self.value(span, encoding, error).is_none();
    }

    fn comment(&mut self, span: At, error: &mut dyn ErrorSink) {
        match self.source.get(span) {
            Some(comment) => comment.decode_comment(error),
            None => self.given_up = true,
        }
    }

    fn newline(&mut self, span: At, error: &mut dyn ErrorSink) {
        match self.source.get(span) {
            Some(newline) => newline.decode_newline(error),
            None => self.given_up = true,
        }
    }

    fn error(&mut self, _: At, _: &mut dyn ErrorSink) {
        self.given_up = true;
    }
}
