//! Query text that the screen and the command line change or make, term by term; what they do not change
//! stays byte for byte. These work on any text, also one with mistakes in it.

use super::{
    ast::{Span, Value, quoted},
    fields::{Key, ValueKind},
    lex::{Token, TokenKind, is_border, is_quote, lex},
};
use crate::{
    model::{Category, Status},
    places,
};

/// A term `key:value` at the top of a query: it must hold (or, negated, must not).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTerm {
    /// Whether `-` or `not` stands before it.
    pub negated: bool,
    /// Whether `certainly:` stands before it.
    pub certainly: bool,
    /// What stands behind the colon.
    pub value: Value,
    /// The term, its negation included.
    pub span: Span,
}

/// The terms of `key` at the top of a query: none inside parentheses, and none where alternatives (`or`)
/// stand at the top, for then none of them must hold.
pub fn terms_of(text: &str, key: Key) -> Vec<FieldTerm> {
    top_terms(&lex(text).0, key)
        .into_iter()
        .map(|(_, term)| term)
        .collect()
}

/// `text` with one term more that must hold, too. Alternatives, in `text` or `term`, are put in parentheses.
pub fn with_term(text: &str, term: &str) -> String {
    let kept = text.trim_end();
    let term = term.trim();
    if term.is_empty() {
        return text.to_owned();
    }
    let group = |text: &str| {
        if has_alternatives(&lex(text).0) {
            format!("({text})")
        } else {
            text.to_owned()
        }
    };
    if kept.trim_start().is_empty() {
        return term.to_owned();
    }
    format!("{} {}", group(kept), group(term))
}

/// `text` without the terms of `key` at its top (see [`terms_of`]), negated ones included.
pub fn without_field(text: &str, key: Key) -> String {
    let (tokens, _) = lex(text);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (range, _) in top_terms(&tokens, key) {
        // An `and` goes with the term: the one before it, or behind the first term.
        let is_and = |index: usize| {
            tokens
                .get(index)
                .is_some_and(|token| token.kind == TokenKind::And)
        };
        let span = |index: usize| {
            tokens
                .get(index)
                .map_or(text.len()..text.len(), |token| token.span.clone())
        };
        let before = range
            .start
            .checked_sub(1)
            .filter(|index| is_and(*index) && span(*index).start >= from);
        let start = span(before.unwrap_or(range.start)).start;
        let first = before.is_none() && is_and(range.end);
        // With the white space behind it, up to the next token; at the end, the white space before it.
        let end = span(if first { range.end + 1 } else { range.end }).start;
        kept.push_str(text.get(from..start).unwrap_or_default());
        from = end;
        if end == text.len() {
            kept.truncate(kept.trim_end().len());
        }
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

/// The terms of `key` at the top, each with its range in `tokens`, negations included.
fn top_terms(tokens: &[Token], key: Key) -> Vec<(std::ops::Range<usize>, FieldTerm)> {
    if has_alternatives(tokens) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut negated = false;
    for (index, token) in tokens.iter().enumerate() {
        match &token.kind {
            TokenKind::Minus | TokenKind::Not => {
                negated = !negated;
                continue;
            }
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Field {
                certainly,
                key: found_key,
                value,
                ..
            } if depth == 0 && *found_key == key => {
                let first = tokens
                    .get(start)
                    .map_or(token.span.start, |first| first.span.start);
                found.push((
                    start..index + 1,
                    FieldTerm {
                        negated,
                        certainly: *certainly,
                        value: value.clone(),
                        span: first..token.span.end,
                    },
                ));
            }
            _ => {}
        }
        start = index + 1;
        negated = false;
    }
    found
}

fn has_alternatives(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    tokens.iter().any(|token| {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.kind == TokenKind::Or
    })
}

/// `value` as it is written behind a colon: in quotes where it would not read back as one value.
pub fn quote_if_needed(value: &str) -> String {
    let plain = !value.is_empty()
        && !value.starts_with('=')
        && !value.contains(|c| is_border(c) || is_quote(c) || matches!(c, ',' | '+' | '>' | '\\'));
    if plain { value.to_owned() } else { quoted(value) }
}

/// The value of `key` that finds exactly what a file says: as [`quote_if_needed`], and with `=` before a
/// country, category or status that is not known and kept as written.
pub fn value_of(key: Key, value: &str) -> String {
    let unknown = match key.field().kind {
        ValueKind::Country => !is_country_or_bloc(value),
        ValueKind::Category => Category::from_word(value).is_none(),
        ValueKind::Status => Status::from_word(value).is_none(),
        _ => false,
    };
    if unknown {
        format!("={}", quoted(value))
    } else {
        quote_if_needed(value)
    }
}

/// The term `key:value` for a value as a catalog counts it; see [`value_of`].
pub fn term(key: Key, value: &str) -> String {
    format!("{}:{}", key.name(), value_of(key, value))
}

/// The query that the selection flags of the command line make: any of the values of one flag, and all of
/// the flags. A value is written as in a query (`RUS,CHN`, `RUS+PRK`, `=RUS`), but needs no quotes around
/// spaces. A mistake in it is an error of [`super::parse`] or [`super::plan`] whose
/// [`key`](super::QueryError::key) has the name of the flag.
pub fn from_flags(
    country: &[String],
    category: &[String],
    status: &[String],
    tag: &[String],
    since: Option<&str>,
    until: Option<&str>,
) -> String {
    let lists = [
        (Key::Country, country),
        (Key::Category, category),
        (Key::Status, status),
        (Key::Tag, tag),
    ];
    let mut terms = Vec::new();
    for (key, values) in lists {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|value| list_of_flag(value)).collect();
            terms.push(format!("{}:{}", key.name(), values.join(",")));
        }
    }
    for (key, value) in [(Key::Since, since), (Key::Until, until)] {
        if let Some(value) = value {
            terms.push(format!("{}:{}", key.name(), quote_if_needed(value.trim())));
        }
    }
    terms.join(" ")
}

/// The list that a flag's value is, each of its values in quotes where it needs them.
fn list_of_flag(value: &str) -> String {
    let mut list = String::new();
    let mut part = String::new();
    let mut in_quotes = false;
    let finish = |part: &mut String, list: &mut String| {
        let written = part.trim();
        let (exact, text) = written
            .strip_prefix('=')
            .map_or(("", written), |text| ("=", text));
        list.push_str(exact);
        if is_quoted(text) {
            list.push_str(text);
        } else if !text.is_empty() {
            list.push_str(&quote_if_needed(text));
        }
        part.clear();
    };
    for c in value.chars() {
        in_quotes ^= c == '"';
        if matches!(c, ',' | '+') && !in_quotes {
            finish(&mut part, &mut list);
            list.push(c);
        } else {
            part.push(c);
        }
    }
    finish(&mut part, &mut list);
    // Nothing at all is a mistake that is said of this flag, not of what comes next.
    if list.is_empty() { quoted(&list) } else { list }
}

/// Whether `text` is one quote from its first to its last byte.
fn is_quoted(text: &str) -> bool {
    text.starts_with('"')
        && matches!(
            &*lex(text).0,
            [Token {
                kind: TokenKind::Phrase(_),
                ..
            }]
        )
}

fn is_country_or_bloc(value: &str) -> bool {
    matches!(
        places::named(value),
        places::Named::Country(_) | places::Named::Bloc(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_added_at_the_end() {
        for (text, term, with) in [
            ("", "country:RUS", "country:RUS"),
            ("  ", "country:RUS", "country:RUS"),
            ("a  -b ", "country:RUS", "a  -b country:RUS"),
            ("a or b", "country:RUS", "(a or b) country:RUS"),
            ("(a or b)", "country:RUS", "(a or b) country:RUS"),
            ("a", "b or c", "a (b or c)"),
            ("a ", "", "a "),
        ] {
            assert_eq!(with_term(text, term), with, "{text:?} {term:?}");
        }
    }

    #[test]
    fn the_terms_of_a_key_go_and_the_rest_stays() {
        for (text, without) in [
            ("country:RUS", ""),
            ("a  country:RUS  b", "a  b"),
            ("a  b c:RUS ", "a  b"),
            ("c:RUS,\"north korea\" -country:USA not c:x a", "a"),
            ("a and c:RUS and b", "a and b"),
            ("c:RUS and b", "b"),
            ("c:RUS and c:PRK and b", "b"),
            ("a and c:RUS", "a"),
            ("a and c:RUS and c:PRK", "a"),
            ("(c:RUS) -(c:PRK a)", "(c:RUS) -(c:PRK a)"),
            ("c:RUS or a", "c:RUS or a"),
            ("(a or b) c:RUS", "(a or b)"),
            ("\"country:RUS\" é", "\"country:RUS\" é"),
        ] {
            assert_eq!(without_field(text, Key::Country), without, "{text:?}");
        }
    }

    #[test]
    fn the_terms_of_a_key_are_found_with_their_sense() {
        let text = "a c:RUS+PRK not -c:CHN -country:=USA (c:FRA) since:2000";
        let terms: Vec<_> = terms_of(text, Key::Country)
            .into_iter()
            .map(|term| (term.negated, term.value.to_string(), text.get(term.span).unwrap()))
            .collect();
        assert_eq!(
            terms,
            [
                (false, "RUS+PRK".to_owned(), "c:RUS+PRK"),
                (false, "CHN".to_owned(), "not -c:CHN"),
                (true, "=USA".to_owned(), "-country:=USA"),
            ]
        );
        assert_eq!(terms_of("c:RUS or c:PRK", Key::Country), []);
    }

    #[test]
    fn values_are_quoted_where_they_must() {
        for (key, value, written) in [
            (Key::Country, "PRK", "country:PRK"),
            (Key::Country, "north korea", "country:\"north korea\""),
            (Key::Country, "Atlantis", "country:=\"Atlantis\""),
            (Key::Country, "Korea", "country:=\"Korea\""),
            (Key::Country, "NATO", "country:NATO"),
            (Key::Category, "treaty", "category:treaty"),
            (Key::Category, "picnic", "category:=\"picnic\""),
            (Key::Tag, "c++", "tag:\"c++\""),
            (Key::Tag, "=a", "tag:\"=a\""),
            (
                Key::Person,
                r#"Dwayne "The Rock""#,
                r#"person:"Dwayne \"The Rock\"""#,
            ),
        ] {
            assert_eq!(term(key, value), written);
        }
    }

    #[test]
    fn flags_add_up() {
        let strings = |values: &[&str]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
        let query = from_flags(
            &strings(&["RUS+north korea", "=CHN"]),
            &strings(&["treaty,visit"]),
            &[],
            &strings(&["arms race", "\"a,b\""]),
            Some("2000"),
            Some("2001 "),
        );
        assert_eq!(
            query,
            "country:RUS+\"north korea\",=CHN category:treaty,visit tag:\"arms race\",\"a,b\" since:2000 until:2001"
        );
        assert_eq!(from_flags(&[], &[], &[], &[], None, None), "");
        for (since, tag) in [
            (Some(")"), "x"),
            (None, ""),
            (None, "c++"),
            (None, "\"x"),
            (None, "="),
        ] {
            let query = from_flags(&[], &[], &[], &strings(&[tag, "y"]), since, None);
            if let Err(errors) = crate::query::parse(&query) {
                let key = if since.is_some() { Key::Since } else { Key::Tag };
                assert!(
                    errors.iter().all(|error| error.key == Some(key)),
                    "{query} {errors:?}"
                );
            }
        }
    }
}
