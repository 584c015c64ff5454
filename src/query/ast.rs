//! A query as it was written: a tree with spans. It prints back as a query that reads the same.

use std::fmt::{self, Display, Write as _};

use super::fields::{CERTAINLY, Key};
use crate::text;

/// UTF-8 bytes of the query's text, from the first to behind the last.
pub type Span = std::ops::Range<usize>;

/// A query as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ast {
    /// `None` for an empty query, which matches everything.
    pub root: Option<Node>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of them, two at least.
    And(Vec<Node>),
    /// Any of them, two at least.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>, Span),
    /// `key:value`, with the spans of both.
    Field {
        /// Whether `certainly:` stands before it.
        certainly: bool,
        /// Whichever of its names was written.
        key: Key,
        /// Of the key, `certainly:` included, without the last colon.
        key_span: Span,
        /// What stands behind the colon.
        value: Value,
        /// Of the value, quotes included.
        value_span: Span,
    },
    /// A word: the beginning of a word of the event's text. It holds more than ASCII signs.
    Word(String, Span),
    /// `"…"`: whole words in this order. It holds a letter or a digit.
    Phrase(String, Span),
}

/// What stands behind the colon of a field, after the [`Shape`](super::Shape) of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One value.
    One(Item),
    /// `a,b+c`: any of these, each of them all of its items. Never empty.
    Any(Vec<Vec<Item>>),
    /// `a,b>c`: the two sides, at most one of them empty.
    Pair(Vec<Item>, Vec<Item>),
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whether `=` stands before it: this one only.
    pub exact: bool,
    /// Whether it stands in quotes.
    pub quoted: bool,
    /// As meant: without quotes and escapes. Never blank.
    pub text: String,
    /// With `=` and quotes.
    pub span: Span,
}

/// What is wrong with a query, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, one sentence.
    pub message: String,
    /// Where; empty only where something is missing.
    pub span: Span,
    /// What is expected there, or what was probably meant.
    pub help: Option<String>,
    /// The key whose value is wrong, if it is a value.
    pub key: Option<Key>,
}

impl QueryError {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Self {
            message: message.into(),
            span,
            help: None,
            key: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn of(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// The error as it is shown below the query `text` that it is about: the query, the place underlined,
    /// the sentence and the help; harmless in a terminal, without a line break at the end.
    pub fn drawn(&self, text: &str) -> String {
        let part = |range: Span| text::harmless(text.get(range).unwrap_or_default()).into_owned();
        let indent = text::width(&part(0..self.span.start));
        let marks = text::width(&part(self.span.clone())).max(1);
        let mut drawn = format!(
            "{}\n{}{} {}",
            text::harmless(text),
            " ".repeat(indent),
            "^".repeat(marks),
            text::harmless(&self.message)
        );
        if let Some(help) = &self.help {
            let _ = write!(
                drawn,
                "\n{}{} {}",
                " ".repeat(indent),
                " ".repeat(marks),
                text::harmless(help)
            );
        }
        drawn
    }
}

impl Node {
    /// From its first byte to behind its last, without the parentheses around it.
    pub fn span(&self) -> Span {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                let start = nodes.first().map_or(0, |node| node.span().start);
                let end = nodes.last().map_or(start, |node| node.span().end);
                start..end
            }
            Self::Not(_, span) | Self::Word(_, span) | Self::Phrase(_, span) => span.clone(),
            Self::Field {
                key_span, value_span, ..
            } => key_span.start..value_span.end,
        }
    }
}

impl Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" ")?;
                    }
                    grouped(node, matches!(node, Self::And(_) | Self::Or(_)), f)?;
                }
                Ok(())
            }
            Self::Or(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" or ")?;
                    }
                    grouped(node, matches!(node, Self::Or(_)), f)?;
                }
                Ok(())
            }
            Self::Not(node, _) => {
                f.write_str("-")?;
                grouped(node, matches!(**node, Self::And(_) | Self::Or(_)), f)
            }
            Self::Field {
                certainly,
                key,
                value,
                ..
            } => {
                if *certainly {
                    write!(f, "{CERTAINLY}:")?;
                }
                write!(f, "{}:{value}", key.name())
            }
            Self::Word(word, _) => f.write_str(word),
            Self::Phrase(text, _) => f.write_str(&quoted(text)),
        }
    }
}

fn grouped(node: &Node, group: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if group { write!(f, "({node})") } else { node.fmt(f) }
}

impl Value {
    /// Every single value in it, in the order written.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        let (one, lists, sides): (_, &[Vec<Item>], [&[Item]; 2]) = match self {
            Self::One(item) => (Some(item), &[], [&[], &[]]),
            Self::Any(lists) => (None, lists, [&[], &[]]),
            Self::Pair(from, to) => (None, &[], [from, to]),
        };
        one.into_iter()
            .chain(lists.iter().flatten())
            .chain(sides.into_iter().flatten())
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(item) => item.fmt(f),
            Self::Any(lists) => {
                for (index, list) in lists.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    joined(list, "+", f)?;
                }
                Ok(())
            }
            Self::Pair(from, to) => {
                joined(from, ",", f)?;
                f.write_str(">")?;
                joined(to, ",", f)
            }
        }
    }
}

fn joined(items: &[Item], by: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(by)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

impl Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exact {
            f.write_str("=")?;
        }
        if self.quoted {
            f.write_str(&quoted(&self.text))
        } else {
            f.write_str(&self.text)
        }
    }
}

/// `text` in quotes, with `"` and `\` escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
