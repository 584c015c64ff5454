//! What could stand where the cursor is: keys, and the values that do not depend on the events. Values that do,
//! with their counts, are for the caller to ask a catalog for.

use super::{
    ast::Span,
    edit::value_of,
    fields::{CERTAINLY, FIELDS, Key, Shape, ValueKind},
    lex::{is_border, is_joint, is_quote, key_of},
    plan::{Has, Is},
    when,
};
use crate::{
    dates::Precision,
    model::{Category, Status},
    places, text,
};

/// What is typed at the cursor and could be completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query that a candidate takes the place of.
    pub range: Span,
    /// What is typed of it before the cursor, without quotes; empty at the beginning.
    pub prefix: String,
    /// What it is.
    pub subject: Subject,
    /// The candidates that are the same for all collections, those that begin so; see [`Completion::matches`].
    pub candidates: Vec<Candidate>,
    /// The prefix as it is compared.
    folded: String,
    exact: bool,
}

/// What is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The name of a key.
    Key,
    /// A value of this key, which is of this kind.
    Value(Key, ValueKind),
}

/// Something to put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The name of a key without its colon, or a value without quotes.
    pub value: &'static str,
    /// One line for people.
    pub help: &'static str,
}

/// What could be completed in `query` where the cursor stands, in bytes from its beginning; `None` inside a
/// phrase, in a word that is not the beginning of a key, or behind an unknown key.
pub fn complete(query: &str, cursor: usize) -> Option<Completion> {
    let before = query.get(..cursor)?;
    let behind = query.get(cursor..)?;
    let term = before.get(term_start(before)..)?;
    let mut rest = term.trim_start_matches('-');
    let mut certainly = false;
    while let Some(name) = key_of(rest) {
        rest = rest.get(name.len() + 1..)?;
        if let Some(key) = Key::from_name(name) {
            return (!certainly || key.field().certain).then(|| value(key, before, rest, behind));
        }
        if certainly || !name.eq_ignore_ascii_case(CERTAINLY) {
            return None;
        }
        certainly = true;
    }
    let candidates = keys(rest, certainly);
    if candidates.is_empty() {
        return None;
    }
    let end = behind.find(|c| is_border(c) || c == ':').unwrap_or(behind.len());
    let colon = usize::from(behind.get(end..).is_some_and(|left| left.starts_with(':')));
    Some(Completion {
        range: cursor - rest.len()..cursor + end + colon,
        prefix: rest.to_owned(),
        subject: Subject::Key,
        candidates,
        folded: text::fold(rest),
        exact: false,
    })
}

impl Completion {
    /// Whether `candidate` could be meant: some word of it begins with what is typed, without case and accents.
    pub fn matches(&self, candidate: &str) -> bool {
        self.folded.is_empty() || text::begins_word(candidate, &self.folded)
    }

    /// `query` with `candidate` put in, in quotes where it needs them, and where the cursor then stands.
    pub fn apply(&self, query: &str, candidate: &str) -> (String, usize) {
        let put_in = match self.subject {
            Subject::Key => format!("{candidate}:"),
            Subject::Value(key, _) => {
                let value = value_of(key, candidate);
                if self.exact && !value.starts_with('=') {
                    format!("={value}")
                } else {
                    value
                }
            }
        };
        let part = |range: Span| query.get(range).unwrap_or_default();
        let completed = format!(
            "{}{put_in}{}",
            part(0..self.range.start),
            part(self.range.end..query.len())
        );
        (completed, self.range.start + put_in.len())
    }
}

/// Where the term begins that `before` ends in; its end between two terms.
fn term_start(before: &str) -> usize {
    let mut start = 0;
    let mut open: Option<char> = None;
    let mut escaped = false;
    let mut last = None;
    for (at, c) in before.char_indices() {
        if let Some(quote) = open {
            if closes(quote, c) && !escaped {
                open = None;
            }
            escaped = c == '\\' && quote == '"' && !escaped;
        } else if is_quote(c) {
            // A quote is part of a value, or a term of its own.
            if !matches!(last, Some(':' | ',' | '+' | '>' | '=')) {
                start = at;
            }
            open = Some(c);
        } else if is_border(c) {
            start = at + c.len_utf8();
        } else if last.is_some_and(is_quote) && !matches!(c, ',' | '+' | '>') {
            start = at;
        }
        last = Some(c);
    }
    start
}

fn closes(open: char, c: char) -> bool {
    if open == '"' {
        c == '"'
    } else {
        matches!(c, '“' | '”')
    }
}

fn keys(prefix: &str, certainly: bool) -> Vec<Candidate> {
    let prefix = prefix.to_lowercase();
    let certain = Candidate {
        value: CERTAINLY,
        help: "only what must hold, where a date leaves it open",
    };
    FIELDS
        .iter()
        .filter(|field| field.certain || !certainly)
        .filter(|field| {
            std::iter::once(&field.name)
                .chain(field.aliases)
                .any(|name| name.starts_with(&prefix))
        })
        .map(|field| Candidate {
            value: field.name,
            help: field.help,
        })
        .chain((!certainly && CERTAINLY.starts_with(&prefix)).then_some(certain))
        .collect()
}

/// `typed` stands behind the colon of `key`, and `before` ends with it.
fn value(key: Key, before: &str, typed: &str, behind: &str) -> Completion {
    let field = key.field();
    let (start, open) = item_start(typed, field.shape);
    let item = typed.get(start..).unwrap_or_default();
    let bare = item
        .strip_prefix('=')
        .filter(|_| field.shape != Shape::One)
        .unwrap_or(item);
    let prefix = match bare.chars().next() {
        Some(quote) if is_quote(quote) => {
            let inner = bare.get(quote.len_utf8()..).unwrap_or_default();
            let inner = if open {
                inner
            } else {
                inner.trim_end_matches(is_quote)
            };
            inner.replace("\\\"", "\"").replace("\\\\", "\\")
        }
        _ => bare.to_owned(),
    };
    let more = if open {
        rest_of_quote(behind)
    } else if bare.ends_with(is_quote) {
        0
    } else {
        behind
            .find(|c| is_border(c) || is_joint(c, field.shape))
            .unwrap_or(behind.len())
    };
    let mut completion = Completion {
        range: before.len() - item.len()..before.len() + more,
        folded: text::fold(prefix.trim_start()),
        prefix,
        subject: Subject::Value(key, field.kind),
        candidates: Vec::new(),
        exact: bare.len() < item.len(),
    };
    completion.candidates = values(field.kind)
        .into_iter()
        .filter(|candidate| {
            completion.matches(candidate.value)
                || field.kind == ValueKind::Country && completion.matches(candidate.help)
        })
        .collect();
    completion
}

/// Where the last item of a value begins, and whether a quote is open in it.
fn item_start(typed: &str, shape: Shape) -> (usize, bool) {
    let mut start = 0;
    let mut open: Option<char> = None;
    let mut escaped = false;
    for (at, c) in typed.char_indices() {
        if let Some(quote) = open {
            if closes(quote, c) && !escaped {
                open = None;
            }
            escaped = c == '\\' && quote == '"' && !escaped;
        } else if is_quote(c) {
            open = Some(c);
        } else if is_joint(c, shape) {
            start = at + c.len_utf8();
        }
    }
    (start, open.is_some())
}

/// How many bytes of the open quote stand behind the cursor: none when it is not closed, and the next quote
/// opens another one.
fn rest_of_quote(behind: &str) -> usize {
    let mut quotes = behind.char_indices().filter(|(_, c)| is_quote(*c));
    let first = quotes.next().map(|(at, c)| at + c.len_utf8());
    if quotes.count().is_multiple_of(2) {
        first.unwrap_or(0)
    } else {
        0
    }
}

/// The values of a kind that are the same for all collections, with what they mean.
fn values(kind: ValueKind) -> Vec<Candidate> {
    let explained = |words: &mut dyn Iterator<Item = (&'static str, &'static str)>| {
        words.map(|(value, help)| Candidate { value, help }).collect()
    };
    match kind {
        ValueKind::Country => explained(&mut places::blocs().iter().map(|bloc| (bloc.code, bloc.name))),
        ValueKind::Category => explained(&mut Category::explained()),
        ValueKind::Status => explained(&mut Status::explained()),
        ValueKind::Precision => explained(&mut Precision::explained()),
        ValueKind::Is => explained(&mut Is::explained()),
        ValueKind::Has => explained(&mut Has::explained()),
        ValueKind::Date | ValueKind::DateOrEvent => {
            explained(&mut when::DAYS.iter().map(|(word, _, help)| (*word, *help)))
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The completion where `|` stands.
    fn at(marked: &str) -> (String, Option<Completion>) {
        let cursor = marked.find('|').unwrap();
        let query = marked.replace('|', "");
        let completion = complete(&query, cursor);
        (query, completion)
    }

    #[test]
    fn what_stands_at_the_cursor_is_known() {
        let value = |key: Key| Subject::Value(key, key.field().kind);
        for (marked, subject, prefix, replaced) in [
            ("|", Subject::Key, "", ""),
            ("a |", Subject::Key, "", ""),
            ("-cou|", Subject::Key, "cou", "cou"),
            ("cou|:RUS", Subject::Key, "cou", "cou:"),
            ("(co|untry", Subject::Key, "co", "country"),
            ("certainly:du|", Subject::Key, "du", "du"),
            ("country:|", value(Key::Country), "", ""),
            ("c:=RU|", value(Key::Country), "RU", "=RU"),
            ("country:RUS,PR|K+CHN", value(Key::Country), "PR", "PRK"),
            ("country:\"nor|", value(Key::Country), "nor", "\"nor"),
            (
                "country:\"nor|th korea\" \"x y\"",
                value(Key::Country),
                "nor",
                "\"north korea\"",
            ),
            ("country:\"nor| \"x y\"", value(Key::Country), "nor", "\"nor"),
            ("country:\"a b\"|", value(Key::Country), "a b", "\"a b\""),
            ("actor:RUS>\"no|", value(Key::Actor), "no", "\"no"),
            ("since:[2000,to|", value(Key::Since), "[2000,to", "[2000,to"),
            ("certainly:during:19|61 x", value(Key::During), "19", "1961"),
            ("\"a\"cat:tr|", value(Key::Category), "tr", "tr"),
        ] {
            let (query, completion) = at(marked);
            let completion = completion.unwrap_or_else(|| panic!("{marked}"));
            assert_eq!(completion.subject, subject, "{marked}");
            assert_eq!(completion.prefix, prefix, "{marked}");
            assert_eq!(query.get(completion.range).unwrap(), replaced, "{marked}");
        }
        for nothing in [
            "nuclear|",
            "\"coun|",
            "contry:|",
            "certainly:country:|",
            "certainly:x:|",
        ] {
            assert_eq!(at(nothing).1, None, "{nothing}");
        }
    }

    #[test]
    fn candidates_begin_as_typed_and_say_what_they_mean() {
        let values = |marked: &str| -> Vec<_> {
            let candidates = at(marked).1.unwrap().candidates;
            assert!(candidates.iter().all(|candidate| !candidate.help.is_empty()));
            candidates.iter().map(|candidate| candidate.value).collect()
        };
        assert_eq!(values("cat|"), ["category"]);
        assert_eq!(values("p|"), ["person", "place", "publisher", "precision"]);
        assert_eq!(values("cer|"), ["certainly"]);
        assert_eq!(
            values("certainly:|"),
            [
                "since", "until", "on", "year", "during", "overlaps", "before", "after"
            ]
        );
        assert_eq!(values("category:t|"), ["treaty", "test", "trade"]);
        assert_eq!(values("status:pl|"), ["planned"]);
        assert_eq!(values("precision:d|"), ["decade", "day"]);
        assert_eq!(values("is:|").len(), Is::ALL.len());
        assert_eq!(values("has:qu|"), ["quotes"]);
        assert_eq!(values("since:to|"), ["today", "tomorrow"]);
        assert!(values("country:nat|").contains(&"NATO"));
        assert_eq!(values("|").len(), FIELDS.len() + 1);
    }

    #[test]
    fn a_candidate_is_put_in() {
        for (marked, candidate, completed) in [
            ("cou|", "country", "country:|"),
            ("-cou|:RUS x", "category", "-category:|RUS x"),
            ("country:nor| x", "North Korea", "country:\"North Korea\"| x"),
            ("country:\"nor|", "PRK", "country:PRK|"),
            ("country:RUS,=n|", "PRK", "country:RUS,=PRK|"),
            ("country:at|", "Atlantis", "country:=\"Atlantis\"|"),
            ("country:=at|", "Atlantis", "country:=\"Atlantis\"|"),
        ] {
            let (query, completion) = at(marked);
            let (mut text, cursor) = completion.unwrap().apply(&query, candidate);
            text.insert(cursor, '|');
            assert_eq!(text, completed, "{marked}");
        }
    }

    #[test]
    fn names_match_at_the_beginning_of_any_word() {
        let (_, completion) = at("country:\"kor|");
        assert!(completion.as_ref().unwrap().matches("North Korea"));
        assert!(!completion.unwrap().matches("Ecuador"));
    }
}
