//! Tokens → tree, by descent. `or` binds weakest, then `and` (also written as nothing), then `not` and `-`.
//!
//! Reading goes on behind a mistake, so that every one of them is said at once.

use super::{
    ast::{Ast, Node, QueryError, Span},
    lex::{Token, TokenKind, UNCLOSED, lex},
};

/// How deep parentheses and negations may stand in each other.
const DEEPEST: usize = 64;

/// Reads a query. Every mistake is reported, in the order of the text.
///
/// ```
/// use annals::query;
///
/// let ast = query::parse("country:RUS+PRK  since:2000 not status:alleged").unwrap();
/// assert_eq!(ast.to_string(), "country:RUS+PRK since:2000 -status:alleged");
///
/// let errors = query::parse("contry:RUS").unwrap_err();
/// assert_eq!(errors[0].message, "No key is called `contry`.");
/// assert_eq!(errors[0].span, 0..6);
/// ```
pub fn parse(text: &str) -> Result<Ast, Vec<QueryError>> {
    let (tokens, errors) = lex(text);
    let mut parser = Parser {
        tokens: tokens.into_iter().peekable(),
        read_to: 0,
        depth: 0,
        stopped: errors.iter().any(|error| error.message == UNCLOSED),
        errors,
    };
    let mut root = None;
    while parser.tokens.peek().is_some() {
        root = parser.alternatives();
        // What ends it at the top can only be a parenthesis that nothing opened.
        if let Some(close) = parser.next() {
            parser.errors.push(
                QueryError::new("`)` closes nothing.", close.span)
                    .help("Take it away, or open it with `(` before."),
            );
        }
    }
    if parser.errors.is_empty() {
        return Ok(Ast { root });
    }
    parser
        .errors
        .sort_by_key(|error| (error.span.start, error.span.end));
    Err(parser.errors)
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    /// Behind the last byte of the tokens taken.
    read_to: usize,
    depth: usize,
    /// Whether some of the query is not read, so that what is missing may stand there.
    stopped: bool,
    errors: Vec<QueryError>,
}

/// A term; `None` where there is a mistake in it, which is said already.
type Term = Option<Node>;

impl Parser {
    fn at_end(&mut self) -> bool {
        self.tokens
            .peek()
            .is_none_or(|token| token.kind == TokenKind::Close)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.next()?;
        self.read_to = token.span.end;
        Some(token)
    }

    fn next_is(&mut self, kinds: &[TokenKind]) -> bool {
        self.tokens
            .peek()
            .is_some_and(|token| kinds.contains(&token.kind))
    }

    fn next_if(&mut self, kind: TokenKind) -> Option<Span> {
        if self.next_is(&[kind]) {
            self.next().map(|token| token.span)
        } else {
            None
        }
    }

    fn lacks(&mut self, word: &str, side: &str, span: Span) {
        self.errors.push(
            QueryError::new(format!("`{word}` has nothing {side} it."), span)
                .help(format!("To look for the word itself, write \"{word}\".")),
        );
    }

    /// Up to a closing parenthesis or the end: terms with `or` between.
    fn alternatives(&mut self) -> Term {
        let mut nodes = Vec::new();
        let mut or: Option<Span> = None;
        loop {
            if self.at_end() || self.next_is(&[TokenKind::Or]) {
                let next = self.next_if(TokenKind::Or);
                match (or, &next) {
                    (Some(or), _) => self.lacks("or", "behind", or),
                    (None, Some(next)) => self.lacks("or", "before", next.clone()),
                    (None, None) => {}
                }
                if next.is_none() {
                    break;
                }
                or = None;
                if self.at_end() {
                    break;
                }
                continue;
            }
            nodes.extend(self.all());
            or = self.next_if(TokenKind::Or);
            if or.is_none() {
                break;
            }
        }
        several(nodes, Node::Or)
    }

    /// Up to `or`, a closing parenthesis or the end: terms side by side.
    fn all(&mut self) -> Term {
        let mut nodes = Vec::new();
        let mut first = true;
        while !self.at_end() && !self.next_is(&[TokenKind::Or]) {
            if let Some(and) = self.next_if(TokenKind::And) {
                if first {
                    self.lacks("and", "before", and);
                } else if self.at_end() || self.next_is(&[TokenKind::Or, TokenKind::And]) {
                    self.lacks("and", "behind", and);
                }
            } else {
                nodes.extend(self.term());
            }
            first = false;
        }
        several(nodes, Node::And)
    }

    fn term(&mut self) -> Term {
        let Token { kind, span } = self.next()?;
        match kind {
            TokenKind::Minus | TokenKind::Not => {
                if self.at_end() || self.next_is(&[TokenKind::Or, TokenKind::And]) {
                    if kind == TokenKind::Not {
                        self.lacks("not", "behind", span);
                    } else {
                        self.errors.push(
                            QueryError::new("`-` has nothing behind it that must not match.", span)
                                .help("The words `and` and `or` are looked for in quotes: `-\"or\"`."),
                        );
                    }
                    return None;
                }
                let node = self.deeper(span.clone(), Self::term)?;
                Some(Node::Not(Box::new(node), span.start..self.read_to))
            }
            TokenKind::Open => self.deeper(span.clone(), |parser| parser.group(span)),
            TokenKind::Word(word) => Some(Node::Word(word, span)),
            TokenKind::Phrase(text) => Some(Node::Phrase(text, span)),
            TokenKind::Field {
                certainly,
                key,
                key_span,
                value,
                value_span,
            } => Some(Node::Field {
                certainly,
                key,
                key_span,
                value,
                value_span,
            }),
            TokenKind::Bad | TokenKind::Close | TokenKind::And | TokenKind::Or => None,
        }
    }

    fn group(&mut self, open: Span) -> Term {
        if let Some(close) = self.next_if(TokenKind::Close) {
            self.errors.push(QueryError::new(
                "There is nothing between the parentheses.",
                open.start..close.end,
            ));
            return None;
        }
        let inner = self.alternatives();
        if self.next_if(TokenKind::Close).is_none() && !self.stopped {
            self.errors.push(
                QueryError::new("A closing `)` is missing.", open)
                    .help("Close the parenthesis that opens here."),
            );
        }
        inner
    }

    /// One level deeper; too deep, the rest of the query is not read.
    fn deeper(&mut self, span: Span, read: impl FnOnce(&mut Self) -> Term) -> Term {
        if self.depth == DEEPEST {
            self.errors.push(QueryError::new(
                format!("Parentheses and negations stand more than {DEEPEST} deep in each other."),
                span,
            ));
            self.stopped = true;
            while self.tokens.next().is_some() {}
            return None;
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }
}

/// One node as it is, several joined.
fn several(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Term {
    match nodes.len() {
        0 | 1 => nodes.pop(),
        _ => Some(join(nodes)),
    }
}
