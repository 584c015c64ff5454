//! A query as it was written: a tree with spans.

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
    /// All of them.
    And(Vec<Node>),
    /// Any of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>, Span),
    /// `key:value`, with the spans of both.
    Field {
        /// As written, without the colon.
        key: String,
        /// Of the key.
        key_span: Span,
        /// As written, without quotes.
        value: String,
        /// Of the value, quotes included.
        value_span: Span,
    },
    /// A word: the beginning of a word of the event's text.
    Word(String, Span),
    /// `"…"`: whole words in this order.
    Phrase(String, Span),
}

/// What is wrong with a query, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, one sentence.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What is expected there, or what was probably meant.
    pub help: Option<String>,
}
