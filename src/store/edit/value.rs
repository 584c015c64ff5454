//! Values as TOML text, in the manner of what stood there before.

use std::fmt::Write as _;

use crate::dates::{Civil, Edtf};

/// What is written into a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A date in EDTF; days and years stand without quotation marks, as TOML has them itself.
    Date(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A list.
    List(Vec<Value>),
    /// A table in braces, in this order.
    Table(Vec<(String, Value)>),
    /// TOML text of one value, as it is: to put back what stood there.
    Raw(String),
}

impl Value {
    /// A list of strings.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// As TOML; `former` is the text of the value that it takes the place of.
    pub(in crate::store) fn written(&self, former: Option<&str>) -> String {
        match self {
            Self::Text(text) => string(text, former),
            Self::Date(date) => {
                let was_quoted = former.is_some_and(|former| former.starts_with(['"', '\'']));
                if !was_quoted && is_plain_date(date) {
                    date.clone()
                } else {
                    string(date, former)
                }
            }
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => float(*number),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(|value| value.written(None)).collect();
                format!("[{}]", values.join(", "))
            }
            Self::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Table(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(name, value)| format!("{} = {}", key(name), value.written(None)))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
            Self::Raw(text) => text.clone(),
        }
    }
}

/// A key, in quotation marks where it needs them.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { name.to_owned() } else { basic(name) }
}

/// Whether TOML has the date itself: `2024-06-18`, `1961`.
fn is_plain_date(date: &str) -> bool {
    let digits = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let shape = match date.len() {
        4 => !date.contains('-') && !date.starts_with('0'),
        10 => Edtf::parse(date).is_ok_and(|read| Civil::from_day(read.interval().earliest).iso() == date),
        _ => false,
    };
    digits && shape
}

/// A number that TOML reads as it is meant, with a point where it is whole.
fn float(number: f64) -> String {
    let text = number.to_string();
    if text.contains(['.', 'e', 'n', 'i']) {
        text
    } else {
        text + ".0"
    }
}

fn string(text: &str, former: Option<&str>) -> String {
    let former = former.unwrap_or_default();
    let plain = !text.chars().any(|c| c.is_control() && c != '\t' && c != '\n');
    // A line break right behind the marks does not count, so a text that begins with one needs another.
    let break_first = |quotes: &str| {
        text.starts_with('\n')
            || former
                .strip_prefix(quotes)
                .is_none_or(|rest| rest.starts_with(['\n', '\r']))
    };
    if former.starts_with("'''") && plain && !text.contains("''") && !text.ends_with('\'') {
        let first = if break_first("'''") { "\n" } else { "" };
        return format!("'''{first}{text}'''");
    }
    if former.starts_with("\"\"\"") || text.contains('\n') {
        let first = if break_first("\"\"\"") { "\n" } else { "" };
        return format!("\"\"\"{first}{}\"\"\"", escaped(text, true));
    }
    let fits = plain && !text.contains(['\'', '\n']);
    let literal = former.starts_with('\'') || former.is_empty() && text.contains(['"', '\\']);
    if literal && fits {
        return format!("'{text}'");
    }
    basic(text)
}

fn basic(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, lines: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            // Of a run of quotation marks every third one, so that none ends the text.
            '"' if lines && quotes % 3 != 0 => escaped.push('"'),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' if lines => escaped.push('\n'),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            '\r' => escaped.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    if lines && escaped.ends_with('"') && !escaped.ends_with("\\\"") {
        escaped.pop();
        escaped.push_str("\\\"");
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(written: &str) -> String {
        let table: toml::Table = toml::from_str(&format!("a = {written}\n")).unwrap();
        table["a"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_string_keeps_the_marks_of_the_one_before() {
        for (text, former, written) in [
            ("a", None, "\"a\""),
            ("say \"a\"", None, "'say \"a\"'"),
            ("it's \"a\"", None, "\"it's \\\"a\\\"\""),
            ("b", Some("'a'"), "'b'"),
            ("it's", Some("'a'"), "\"it's\""),
            ("b", Some("\"\"\"a\"\"\""), "\"\"\"b\"\"\""),
            ("b", Some("\"\"\"\na\"\"\""), "\"\"\"\nb\"\"\""),
            ("b", Some("'''\na'''"), "'''\nb'''"),
            ("a\nb", Some("\"a\""), "\"\"\"\na\nb\"\"\""),
            ("a\u{1b}", None, "\"a\\u001B\""),
        ] {
            assert_eq!(
                Value::Text(text.into()).written(former),
                written,
                "{text} {former:?}"
            );
        }
    }

    #[test]
    fn dates_stand_as_toml_has_them() {
        for (date, former, written) in [
            ("2024-06-18", None, "2024-06-18"),
            ("1961", None, "1961"),
            ("1961", Some("\"1960\""), "\"1961\""),
            ("196X", None, "\"196X\""),
            ("2024-06", None, "\"2024-06\""),
            ("0079", None, "\"0079\""),
            (
                "2024-06-18/2024-06-19",
                Some("2024-06-18"),
                "\"2024-06-18/2024-06-19\"",
            ),
        ] {
            assert_eq!(Value::Date(date.into()).written(former), written);
        }
    }

    proptest! {
        #[test]
        fn every_text_reads_back(
            text in "[a-z\"'\\\\\n\t\u{1}\u{7f}é]{0,12}",
            former in prop::sample::select(vec!["", "\"\"", "''", "''''''", "'''\n'''", "\"\"\"\"\"\"", "\"\"\"\n\"\"\""]),
        ) {
            let written = Value::Text(text.clone()).written(Some(former));
            prop_assert_eq!(read(&written), text, "{}", written);
        }
    }
}
