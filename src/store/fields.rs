//! Values of keys, one reader for every kind of key: what is right is returned, what is wrong is noted.

use std::{path::Path, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    document::What,
    draft::{Name, Reading, UnknownCountry},
    lines::{LineCounter, Note, Span},
    mend::{Mend, surely},
    node::{Node, Part},
    wording::{article, example, expected, phrase},
};
use crate::{
    dates::Edtf,
    model::{
        FindingCode, Origin, Term,
        keys::{Key, Kind, Table},
    },
    places::{self, Lookup},
    text,
};

/// Quotation marks that a guessed value may still have around it.
const STRAY: [char; 9] = ['"', '\'', '“', '”', '‘', '’', '„', '«', '»'];

/// Words that people write for a key, too far from it to be slips.
const OTHER_WORDS: [(&str, &[&str]); 12] = [
    ("title", &["name", "headline", "heading", "event"]),
    ("date", &["when", "day", "year", "time", "dates"]),
    ("countries", &["country", "nation", "nations", "states"]),
    ("people", &["person", "persons", "who"]),
    (
        "organizations",
        &["organisation", "organisations", "org", "orgs", "groups"],
    ),
    ("category", &["type", "kind", "categories"]),
    ("location", &["place", "where", "places"]),
    ("summary", &["description", "text", "notes", "abstract", "body"]),
    ("tags", &["keywords", "labels"]),
    ("significance", &["importance", "weight"]),
    ("sources", &["url", "link", "links", "reference", "references"]),
    (
        "media",
        &["image", "images", "picture", "pictures", "photo", "photos"],
    ),
];

/// Reads the tables of one file.
pub(super) struct Reader<'t> {
    /// The file's text.
    pub text: &'t str,
    /// What was read so far.
    pub reading: Reading,
    /// What is wrong so far; `event` counts the events of this file.
    pub notes: Vec<Note>,
    /// The event that is being read.
    pub event: Option<u32>,
    /// First words of the statements of this table that are not TOML, and are noted already.
    pub faulty: Vec<&'t str>,
    lines: LineCounter,
    countries: FxHashMap<Box<str>, Lookup>,
    /// Names of tables that are not known, and whether there are tables below them.
    below: FxHashMap<Box<str>, bool>,
}

impl<'t> Reader<'t> {
    /// `lines` knows a place at or before the first that will be asked for.
    pub fn new(file: &Arc<Path>, text: &'t str, lines: LineCounter) -> Self {
        Self {
            text,
            reading: Reading::empty(file),
            notes: Vec::new(),
            event: None,
            faulty: Vec::new(),
            lines,
            countries: FxHashMap::default(),
            below: FxHashMap::default(),
        }
    }

    /// Where a table stands that reaches from `start` to `end`.
    pub fn origin(&mut self, start: usize, end: usize) -> Origin {
        let table = self.text.get(start..end).unwrap_or_default();
        Origin {
            file: Arc::clone(&self.reading.file),
            start,
            end: start + table.trim_end().len(),
            line: self.lines.line(self.text, start),
        }
    }

    /// Whether the file has heads of tables below tables of that name. It is looked for once.
    pub fn has_tables_below(&mut self, name: &str) -> bool {
        if let Some(has) = self.below.get(name) {
            return *has;
        }
        let has = memchr::memmem::find(self.text.as_bytes(), format!("[{name}.").as_bytes()).is_some();
        self.below.insert(name.into(), has);
        has
    }

    /// The text at a place.
    pub fn raw(&self, at: Span) -> &'t str {
        self.text.get(at.range()).unwrap_or_default()
    }

    pub fn note(&mut self, code: FindingCode, at: Span, message: String, help: Option<String>) {
        self.notes.push(Note {
            code,
            at,
            message,
            help,
            event: self.event,
            mend: None,
        });
    }

    /// Says what surely mends what was noted last.
    pub fn mend(&mut self, mend: Mend) {
        if let Some(note) = self.notes.last_mut() {
            note.mend = Some(mend);
        }
    }

    /// The known keys of a table with their values; the others are noted.
    pub fn entries<'v, 's>(
        &mut self,
        part: Part<'v, 's>,
        spec: &'static Table,
    ) -> Vec<(&'static Key, Node<'v, 's>)> {
        let mut entries = Vec::with_capacity(part.len());
        let mut renamed = Vec::new();
        for node in part.nodes() {
            if let Some(key) = spec.key(node.key()) {
                entries.push((key, node));
            } else if !part.broken {
                let meant = self.unknown_key(node.key(), node.key_at(), spec);
                // A key that is there already keeps its value, and nobody knows which of the two is right.
                if let Some(meant) = meant
                    && !part.has(meant)
                    && !renamed.contains(&meant)
                {
                    renamed.push(meant);
                    self.mend(Mend::Key(meant));
                }
            }
        }
        entries
    }

    /// Notes it. Returns the key that surely was meant.
    fn unknown_key(&mut self, name: &str, at: Span, spec: &'static Table) -> Option<&'static str> {
        let folded = text::fold(name);
        let other_word = OTHER_WORDS
            .iter()
            .find(|(_, words)| words.contains(&&*folded))
            .and_then(|(meant, _)| spec.key(meant))
            .map(|key| key.name);
        let near = other_word.or_else(|| text::nearest(name, spec.keys.iter().map(|key| key.name)));
        let help = near.map_or_else(
            || {
                let names: Vec<_> = spec.keys.iter().map(|key| key.name).collect();
                format!("the keys of {} are {}", article(spec.name), names.join(", "))
            },
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{name}` is not a key of {}", article(spec.name));
        self.note(FindingCode::UnknownKey, at, message, Some(help));
        // A picture is a table, which none of the other words for it promises.
        other_word
            .filter(|meant| *meant != "media")
            .or_else(|| surely(name, spec.keys.iter().map(|key| key.name)))
    }

    /// Notes that a value is not what its key holds.
    pub fn wrong_type(&mut self, node: Node<'_, '_>, key: &Key) {
        if node.broken {
            return;
        }
        let message = format!(
            "`{}` is {}, and should be {}",
            key.name,
            node.found(),
            expected(key.kind)
        );
        let help = Some(example(key.kind, key.name));
        self.note(FindingCode::WrongType, node.at(), message, help);
        if let Some(mend) = self.of_right_type(node, key.kind) {
            self.mend(mend);
        }
    }

    /// A value as its key should hold it: a number or a date in quotation marks, a text that is a number without.
    fn of_right_type(&self, node: Node<'_, '_>, kind: Kind) -> Option<Mend> {
        let raw = self.raw(node.at()).trim();
        match (node.what(), kind) {
            (
                What::Integer(..) | What::Float(_) | What::Time { .. },
                Kind::Text | Kind::Texts | Kind::TextOr(_),
            ) => Some(Mend::bytes(format!("\"{raw}\""))),
            (What::String(text), Kind::Integer(low, high)) => {
                let number: i64 = text.trim().parse().ok()?;
                (low..=high)
                    .contains(&number)
                    .then(|| Mend::bytes(number.to_string()))
            }
            (What::String(text), Kind::Number(low, high)) => {
                let number: f64 = text.trim().parse().ok()?;
                (low as f64..=high as f64)
                    .contains(&number)
                    .then(|| Mend::bytes(text.trim()))
            }
            (What::List { .. }, Kind::Text | Kind::Category | Kind::Status | Kind::Stance) => {
                let mut elements = node.elements();
                let only = elements.next()?;
                only.str().filter(|_| elements.next().is_none())?;
                Some(Mend::bytes(self.raw(only.at())))
            }
            _ => None,
        }
    }

    /// A string without white space around it. Numbers and dates without quotes are read too, with a note.
    pub fn text(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Box<str>> {
        if let Some(text) = node.str() {
            let text = if node.broken {
                text.trim_matches(STRAY)
            } else {
                text
            };
            return Some(text.trim().into());
        }
        self.wrong_type(node, key);
        match node.what() {
            What::List { .. } | What::Table(_) => None,
            _ => Some(self.raw(node.at()).trim().into()),
        }
    }

    /// A list of strings, or a lone one; blank ones are left out.
    pub fn texts(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<Name> {
        let mut texts = Vec::new();
        for element in node.elements() {
            match element.str() {
                Some(text) if text.trim().is_empty() => {}
                Some(text) => texts.push(Name {
                    text: text.trim().into(),
                    at: element.at(),
                }),
                None => self.wrong_type(element, key),
            }
        }
        texts
    }

    /// A date of any of the forms that the format takes.
    pub fn date(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Edtf> {
        let at = node.at();
        let raw = self.raw(at);
        let written = match node.what() {
            What::String(text) if !node.broken => Edtf::parse(text),
            What::Time { has_day: false } if !node.broken => {
                let message = format!("`{raw}` is a time of day without a day");
                let help = format!("write {} = 2024-06-18T{raw}", key.name);
                self.note(FindingCode::WrongDate, at, message, Some(help));
                return None;
            }
            What::Time { .. } => Edtf::parse(&plain_time(raw)),
            What::Integer(..) => return self.year(node, key),
            What::String(_) => return Edtf::parse(raw.trim_matches(STRAY).trim()).ok(),
            _ => {
                self.wrong_type(node, key);
                return None;
            }
        };
        match written {
            Ok(date) => Some(date),
            Err(error) if !node.broken => {
                let place = inner(raw, at, &error.span);
                let (message, help) = (phrase(&error.message), error.help.as_deref().map(phrase));
                self.note(FindingCode::WrongDate, place, message, help);
                if let Some(date) = node.str().and_then(Mend::date) {
                    self.mend(Mend::bytes_at(at, date.written(Some(raw))));
                }
                None
            }
            Err(_) => None,
        }
    }

    fn year(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Edtf> {
        let raw = self.raw(node.at());
        let year = raw.replace('_', "").parse::<i64>().ok();
        let written = match year {
            Some(year @ 0..=9999) => Some(format!("{year:04}")),
            Some(year @ -9999..0) => Some(format!("-{:04}", -year)),
            _ => None,
        };
        if let Some(date) = written.and_then(|year| Edtf::parse(&year).ok()) {
            return Some(date);
        }
        // 20240618: a day without its hyphens.
        let day = raw.get(..4).zip(raw.get(4..6)).zip(raw.get(6..));
        let day = day.map(|((year, month), day)| format!("{year}-{month}-{day}"));
        let day = day.filter(|day| day.len() == 10 && Edtf::parse(day).is_ok());
        let right = match (&day, year) {
            (Some(day), _) => Some(day.clone()),
            (None, Some(year)) => Some(format!("\"Y{year}\"")),
            (None, None) => None,
        };
        let help = match (day, year) {
            (Some(day), _) => format!("write {} = {day}", key.name),
            (None, Some(year)) => {
                format!(
                    "a year of more than four digits is written {} = \"Y{year}\"",
                    key.name
                )
            }
            (None, None) => {
                "write a year, as in 1961, a day, as in 2024-06-18, or a date in quotation marks".to_owned()
            }
        };
        if !node.broken {
            let message = format!("`{raw}` is not a year of four digits");
            self.note(FindingCode::WrongDate, node.at(), message, Some(help));
            let right = right.filter(|right| Edtf::parse(right.trim_matches('"')).is_ok());
            if let Some(right) = right {
                self.mend(Mend::bytes(right));
            }
        }
        None
    }

    /// An integer within the bounds.
    pub fn integer(&mut self, node: Node<'_, '_>, key: &Key) -> Option<i64> {
        let Kind::Integer(low, high) = key.kind else {
            return None;
        };
        let What::Integer(digits, base) = node.what() else {
            self.wrong_type(node, key);
            return None;
        };
        let value = i64::from_str_radix(digits, *base).ok();
        value.filter(|value| (low..=high).contains(value)).or_else(|| {
            self.out_of_range(node, key, low, high);
            None
        })
    }

    /// A number within the bounds.
    pub fn number(&mut self, node: Node<'_, '_>, key: &Key) -> Option<f64> {
        let Kind::Number(low, high) = key.kind else {
            return None;
        };
        let value = match node.what() {
            What::Integer(digits, base) => i64::from_str_radix(digits, *base).ok().map(|value| value as f64),
            What::Float(digits) => digits.parse::<f64>().ok(),
            _ => {
                self.wrong_type(node, key);
                return None;
            }
        };
        let value = value.filter(|value| (low as f64..=high as f64).contains(value));
        if value.is_none() {
            self.out_of_range(node, key, low, high);
        }
        value
    }

    fn out_of_range(&mut self, node: Node<'_, '_>, key: &Key, low: i64, high: i64) {
        if node.broken {
            return;
        }
        let raw = self.raw(node.at());
        let message = format!("`{}` is {raw}, and should be from {low} to {high}", key.name);
        let help = Some("it is left out".to_owned());
        self.note(FindingCode::OutOfRange, node.at(), message, help);
    }

    /// One letter out of those of the key, in capitals.
    pub fn letter(&mut self, node: Node<'_, '_>, key: &Key) -> Option<char> {
        let Kind::Letter(letters) = key.kind else {
            return None;
        };
        let written = self.text(node, key)?;
        let letter = match written.chars().next() {
            Some(letter) if written.chars().nth(1).is_none() => letter.to_ascii_uppercase(),
            _ => '\0',
        };
        if letters.contains(letter) {
            return Some(letter);
        }
        if !node.broken && node.str().is_some() {
            let all: Vec<_> = letters.chars().map(String::from).collect();
            let message = format!(
                "`{}` is `{written}`, and should be one of {}",
                key.name,
                all.join(", ")
            );
            let help = Some("it is left out".to_owned());
            self.note(FindingCode::OutOfRange, node.at(), message, help);
        }
        None
    }

    /// An id; other characters than `a-z 0-9 -` are replaced, with a note. None when nothing remains.
    pub fn id(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Name> {
        let written = self.text(node, key)?;
        let at = node.at();
        if written.is_empty() || is_id(&written) {
            return (!written.is_empty()).then_some(Name { text: written, at });
        }
        let slug = text::slug(&written);
        if !node.broken && node.str().is_some() {
            let message = format!("the id `{written}` has other characters than a-z, 0-9 and -");
            let help = if slug.is_empty() {
                "it is left out".to_owned()
            } else {
                format!("it is read as `{slug}`")
            };
            self.note(FindingCode::IdCharacters, at, message, Some(help));
            if !slug.is_empty() {
                self.mend(Mend::Text(slug.as_str().into()));
            }
        }
        (!slug.is_empty()).then(|| Name {
            text: slug.into(),
            at,
        })
    }

    /// A word of a vocabulary, or what is written instead, with a note.
    pub fn word<T>(
        &mut self,
        node: Node<'_, '_>,
        key: &Key,
        code: FindingCode,
        from_word: fn(&str) -> Option<T>,
        words: fn() -> Vec<&'static str>,
    ) -> Option<Term<T>> {
        let written = self.text(node, key)?;
        if let Some(word) = from_word(&written) {
            return Some(Term::Known(word));
        }
        if !node.broken && node.str().is_some() {
            let words = words();
            let help = text::nearest(&written, words.iter().copied()).map_or_else(
                || format!("write one of {}", words.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{written}` is not a {} that is known", key.name);
            self.note(code, node.at(), message, Some(help));
            if let Some(sure) = surely(&written, words.iter().copied()) {
                self.mend(Mend::Text(sure.into()));
            }
        }
        (!written.is_empty()).then_some(Term::Written(written))
    }

    /// A country.
    pub fn country(&mut self, node: Node<'_, '_>, key: &Key) -> Option<Term<places::Code>> {
        let Some(name) = node.str() else {
            self.wrong_type(node, key);
            return None;
        };
        self.country_named(name.trim(), node)
    }

    /// A list of countries, or a lone one, each once.
    pub fn countries(&mut self, node: Node<'_, '_>, key: &Key) -> Vec<Term<places::Code>> {
        let mut countries = Vec::new();
        for element in node.elements() {
            if let Some(country) = self.country(element, key)
                && !countries.contains(&country)
            {
                countries.push(country);
            }
        }
        countries
    }

    fn country_named(&mut self, name: &str, node: Node<'_, '_>) -> Option<Term<places::Code>> {
        if name.is_empty() {
            return None;
        }
        let found = if let Some(found) = self.countries.get(name) {
            *found
        } else {
            let found = places::lookup(name);
            self.countries.insert(name.into(), found);
            found
        };
        match found {
            Lookup::Found(code) => return Some(Term::Known(code)),
            _ if node.broken => return None,
            Lookup::Ambiguous(_, help) => {
                let message = format!("`{name}` is the name of more than one country");
                self.note(
                    FindingCode::AmbiguousCountry,
                    node.at(),
                    message,
                    Some(help.to_owned()),
                );
            }
            Lookup::Unknown => self.reading.unknown_countries.push(UnknownCountry {
                name: Name {
                    text: name.into(),
                    at: node.at(),
                },
                event: self.event,
            }),
        }
        Some(Term::Written(name.into()))
    }

    /// The tables of a list of tables, or a lone one.
    pub fn parts<'v, 's>(&mut self, node: Node<'v, 's>, key: &Key) -> Vec<Part<'v, 's>> {
        let mut parts = Vec::new();
        for element in node.elements() {
            match element.part() {
                Some(part) => parts.push(part),
                None => self.wrong_type(element, key),
            }
        }
        parts
    }

    /// Notes a key without which a table is of no use.
    pub fn missing(&mut self, spec: &Table, key: &str, at: Span) {
        if self.faulty.contains(&key) {
            return;
        }
        let code = match (spec.name, key) {
            ("event", "title") => FindingCode::MissingTitle,
            ("event", "date") => FindingCode::MissingDate,
            _ => FindingCode::MissingKey,
        };
        let message = format!("this {} has no {key}", spec.name);
        let help = spec.key(key).map(|key| example(key.kind, key.name));
        self.note(code, at, message, help);
    }
}

/// Whether a text is an id as it should be.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A TOML date-time as EDTF writes it.
fn plain_time(raw: &str) -> String {
    raw.replace([' ', 't'], "T").replace('z', "Z")
}

/// The place of a span of the *value* of a string that is written as `raw` at `at`: exact where the string has
/// one quotation mark and no escapes, else the whole.
fn inner(raw: &str, at: Span, span: &std::ops::Range<usize>) -> Span {
    let quote = usize::from(raw.starts_with(['"', '\'']));
    let plain = !raw.contains('\\') && !raw.starts_with("\"\"\"") && !raw.starts_with("'''");
    let start = at.start as usize + quote + span.start;
    let end = at.start as usize + quote + span.end;
    if plain && span.start < span.end && end + quote <= at.end as usize {
        Span::new(start, end)
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_small_letters_digits_and_hyphens() {
        for (text, is) in [
            ("kim-2023", true),
            ("", false),
            ("Kim", false),
            ("a b", false),
            ("ä", false),
        ] {
            assert_eq!(is_id(text), is, "{text}");
        }
    }

    #[test]
    fn a_wrong_part_of_a_date_is_underlined_alone() {
        let at = Span::new(7, 19);
        assert_eq!(inner("\"2024-13-01\"", at, &(5..7)), Span::new(13, 15));
        assert_eq!(inner("\"2024\\u002d\"", at, &(5..7)), at);
        assert_eq!(inner("2024-13-01", Span::new(7, 17), &(5..7)), Span::new(12, 14));
    }
}
