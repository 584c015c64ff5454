//! What is wrong with a statement that is not TOML, in words for the person who wrote it.

use toml::de::Error;

use super::{
    cut::{Extent, Unclosed, line_end},
    edit::Value,
    lines::Span,
    mend::Mend,
    wording::phrase,
};
use crate::{dates::Edtf, model::FindingCode};

/// A fault with its place in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: FindingCode,
    pub at: Span,
    pub message: String,
    pub help: Option<String>,
    pub mend: Option<Mend>,
}

impl Fault {
    /// With what surely mends it.
    fn mended(self, mend: Mend) -> Self {
        Self {
            mend: Some(mend),
            ..self
        }
    }
}

/// Says what is wrong with the statement at `start` of the whole `text`: the first of what the parser found
/// (`errors`, positions from `start`) and what was opened and never closed.
pub(super) fn fault(text: &str, start: usize, extent: Extent, errors: &[Error], is_date: bool) -> Fault {
    if is_date && let Some(fault) = unquoted_date(text, start, extent.end) {
        return fault;
    }
    let first = errors
        .iter()
        .filter_map(|error| Some((error.span()?, error.message())))
        .min_by_key(|(span, _)| (span.start, span.end));
    let opened = extent.unclosed.map(Unclosed::at);
    match (first, opened) {
        (Some((span, message)), opened) if opened.is_none_or(|at| start + span.start < at) => {
            let at = Span::new(start + span.start, start + span.end);
            parser_fault(text, at, message)
        }
        (_, Some(_)) => extent.unclosed.map_or_else(
            || other(Span::new(start, start), ""),
            |open| unclosed(text, open, extent.end),
        ),
        (_, None) => {
            let message = errors.first().map_or("", |error| error.message());
            other(Span::new(start, start + 1), message)
        }
    }
}

fn syntax(at: Span, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault {
        code: FindingCode::Syntax,
        at,
        message: message.into(),
        help: Some(help.into()),
        mend: None,
    }
}

/// `date = 196X`, `date = 2024-13-01`: a date without quotation marks that TOML does not know.
fn unquoted_date(text: &str, start: usize, end: usize) -> Option<Fault> {
    let line = text.get(start..end)?.lines().next()?;
    let (key, rest) = line.split_once('=')?;
    let value = rest.split('#').next()?.trim();
    if value.is_empty() || value.starts_with(['"', '\'', '[', '{', '“', '‘']) {
        return None;
    }
    let value_start = start + key.len() + 1 + (rest.len() - rest.trim_start().len());
    let at = Span::new(value_start, value_start + value.len());
    let fault = match Edtf::parse(value) {
        Ok(_) => Fault {
            code: FindingCode::WrongDate,
            at,
            message: format!("the date `{value}` needs quotation marks"),
            help: Some(format!("write {} = \"{value}\"", key.trim())),
            mend: Some(Mend::bytes(format!("\"{value}\""))),
        },
        Err(error) => {
            let inside = error.span.start < error.span.end && error.span.end <= value.len();
            let mend = Mend::date(value).map(|date| Mend::bytes_at(at, date.written(None)));
            let at = if inside {
                Span::new(value_start + error.span.start, value_start + error.span.end)
            } else {
                at
            };
            Fault {
                code: FindingCode::WrongDate,
                at,
                message: phrase(&error.message),
                help: error.help.as_deref().map(phrase),
                mend,
            }
        }
    };
    Some(fault)
}

fn unclosed(text: &str, open: Unclosed, end: usize) -> Fault {
    let at = open.at();
    match open {
        Unclosed::Quote(_) => {
            let line = line_end(text.as_bytes(), at).min(end);
            let quoted = text.get(at..line).unwrap_or_default().trim_end();
            let quote = quoted.get(..1).unwrap_or("\"");
            syntax(
                Span::new(at, at + quoted.len()),
                "the quotation mark that opens here is never closed",
                format!("end the text with {quote} on the same line"),
            )
        }
        Unclosed::Quotes(_) => {
            let quotes = text.get(at..at + 3).unwrap_or("\"\"\"");
            syntax(
                Span::new(at, at + 3),
                "the three quotation marks that open here are never closed",
                format!("end the text with {quotes}"),
            )
        }
        Unclosed::Bracket(_, bracket) => {
            let (open, close, what) = if bracket == b'[' {
                ('[', ']', "list")
            } else {
                ('{', '}', "table")
            };
            syntax(
                Span::new(at, at + 1),
                format!("the `{open}` that opens here is never closed"),
                format!("end the {what} with `{close}`"),
            )
        }
    }
}

/// The parser's words, in ours.
fn parser_fault(text: &str, at: Span, message: &str) -> Fault {
    let written = text.get(at.range()).unwrap_or_default();
    let is = |start: &str| message.starts_with(start);
    if is("duplicate key") {
        return Fault {
            code: FindingCode::DuplicateKey,
            at,
            message: format!("`{}` is written twice", written.trim_matches(['[', ']', ' '])),
            help: Some("the first one counts; take the other away".to_owned()),
            mend: None,
        };
    }
    if is("string values must be quoted") {
        let bare = written.trim_matches(['“', '”', '‘', '’', '„', '«', '»']);
        return if written.is_empty() {
            syntax(
                at,
                "there is no value behind the `=`",
                "write a value, or take the key away",
            )
        } else if bare.len() < written.len() {
            syntax(
                at,
                "typographic quotation marks do not count here",
                format!("write \"{bare}\" with straight quotation marks"),
            )
            .mended(Mend::bytes(Value::Text(bare.to_owned()).written(None)))
        } else if written.starts_with(|c: char| c.is_ascii_digit()) {
            syntax(
                at,
                format!("`{written}` is neither a number nor a date"),
                format!("write one number, or \"{written}\" for a text"),
            )
        } else {
            syntax(
                at,
                format!("the text `{written}` needs quotation marks"),
                format!("write \"{written}\""),
            )
            .mended(Mend::bytes(Value::Text(written.to_owned()).written(None)))
        };
    }
    if is("missing opening quote") {
        return syntax(
            at,
            "a quotation mark is missing before this text",
            "begin the text with \"",
        );
    }
    if is("missing comma") {
        return syntax(
            at,
            "a comma or a quotation mark is missing here",
            "write texts in quotation marks, with commas between them: [\"RUS\", \"PRK\"]",
        );
    }
    if is("extra comma") {
        return syntax(at, "this comma is too many", "take it away").mended(Mend::bytes(""));
    }
    if is("key with no value") {
        return syntax(
            at,
            "there is no `=` and no value behind this word",
            "write key = value",
        );
    }
    if is("unexpected key or value, expected newline") {
        return behind_value(text, at);
    }
    if is("missing escaped value") {
        return syntax(
            at,
            "a backslash must be followed by one of the letters that TOML knows",
            "write \\\\ for a backslash, or put the text in single quotation marks",
        );
    }
    if is("invalid unquoted key") || is("unquoted keys cannot be empty") {
        return no_key(text, at);
    }
    if is("cannot recurse further") {
        return syntax(
            at,
            "brackets are nested too deeply",
            "no key needs more than three levels",
        );
    }
    if is("unclosed array table") || is("unclosed table") {
        return syntax(
            at,
            "the brackets of this head are never closed",
            "write [[event]]",
        );
    }
    other(at, message)
}

/// Something stands behind a value on its line: often the rest of a text that has its own quotation mark in it.
fn behind_value(text: &str, at: Span) -> Fault {
    let before = text.get(..at.range().start).unwrap_or_default();
    let statement = before.rsplit('\n').next().unwrap_or_default();
    let single = statement
        .split_once('=')
        .is_some_and(|(_, value)| value.trim_start().starts_with('\''));
    let within = if single {
        "a text with ' in it is written between \" and \""
    } else {
        "a quotation mark within a text is written \\\""
    };
    syntax(
        at,
        "this stands behind the end of the value",
        format!("begin a new line for each key; {within}"),
    )
}

fn no_key(text: &str, at: Span) -> Fault {
    let rest = text.get(at.range().start..).unwrap_or_default();
    if rest.starts_with(':') {
        let colon = Span::new(at.range().start, at.range().start + 1);
        return syntax(
            at,
            "between a key and its value stands `=`, not `:`",
            "write key = value, texts in quotation marks",
        )
        .mended(Mend::bytes_at(colon, " ="));
    }
    syntax(
        at,
        "this is not a key",
        "a key is made of letters, digits, - and _",
    )
}

fn other(at: Span, message: &str) -> Fault {
    Fault {
        code: FindingCode::Syntax,
        at,
        message: format!("this is not TOML: {message}"),
        help: None,
        mend: None,
    }
}
