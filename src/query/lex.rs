//! Query text → tokens with spans. What is wrong inside a token is said here; the token then is
//! [`TokenKind::Bad`], so that nothing else is said about it.

use super::{
    ast::{Item, QueryError, Span, Value},
    fields::{CERTAINLY, FIELDS, Key, Shape, ValueKind},
};
use crate::text;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    /// `-`, glued to what follows.
    Minus,
    And,
    Or,
    Not,
    Word(String),
    Phrase(String),
    Field {
        certainly: bool,
        key: Key,
        key_span: Span,
        value: Value,
        value_span: Span,
    },
    /// A term with a mistake in it.
    Bad,
}

/// Said of a quote that takes the rest of the text with it.
pub(super) const UNCLOSED: &str = "The quote is not closed.";

/// Every token of `text`, and what is wrong in them, both in the order of the text.
pub(super) fn lex(text: &str) -> (Vec<Token>, Vec<QueryError>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        errors: Vec::new(),
    };
    let mut tokens = Vec::new();
    loop {
        lexer.take_while(char::is_whitespace);
        let start = lexer.at;
        let Some(c) = lexer.peek() else {
            return (tokens, lexer.errors);
        };
        let kind = lexer.token(c);
        tokens.push(Token {
            kind,
            span: start..lexer.at,
        });
    }
}

/// Whether `c` opens a quote.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Whether `c` ends a word or a bare value.
pub(super) fn is_border(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}

/// Whether `c` joins the values of a key of that shape.
pub(super) fn is_joint(c: char, shape: Shape) -> bool {
    match shape {
        Shape::One => false,
        Shape::Any | Shape::AnyAll => matches!(c, ',' | '+'),
        Shape::Pair => matches!(c, ',' | '>'),
    }
}

/// The name of a key at the beginning of a word: the letters before its first colon. A URL (`https://…`) has none.
pub(super) fn key_of(word: &str) -> Option<&str> {
    let (name, rest) = word.split_once(':')?;
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_'));
    let known = || Key::from_name(name).is_some() || name.eq_ignore_ascii_case(CERTAINLY);
    (is_name && (!rest.starts_with("//") || known())).then_some(name)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    errors: Vec<QueryError>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes over `c` if it is next.
    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn take_while(&mut self, mut keep: impl FnMut(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn bad(&mut self, error: QueryError) -> TokenKind {
        self.errors.push(error);
        TokenKind::Bad
    }

    fn token(&mut self, c: char) -> TokenKind {
        let start = self.at;
        match c {
            '(' | ')' | '-' => {
                self.at += 1;
                match c {
                    '(' => TokenKind::Open,
                    ')' => TokenKind::Close,
                    _ if self.peek().is_none_or(|next| next.is_whitespace() || next == ')') => self.bad(
                        QueryError::new("`-` stands alone.", start..self.at)
                            .help("Glue it to what must not match: `-status:alleged`."),
                    ),
                    _ => TokenKind::Minus,
                }
            }
            c if is_quote(c) => match self.quoted() {
                Some(text) if !holds_word(&text) => self.bad(
                    QueryError::new("There is no word between the quotes.", start..self.at)
                        .help("Write the words to look for, in their order."),
                ),
                Some(text) => TokenKind::Phrase(text),
                None => TokenKind::Bad,
            },
            _ => self.word(),
        }
    }

    /// What stands between quotes; `None` (and an error) if they are not closed.
    fn quoted(&mut self) -> Option<String> {
        let start = self.at;
        let open = self.peek()?;
        self.at += open.len_utf8();
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if open == '"' => match chars.clone().next() {
                    Some((_, escaped @ ('"' | '\\'))) => {
                        text.push(escaped);
                        chars.next();
                    }
                    _ => text.push(c),
                },
                c if c == '"' && open == '"' || open != '"' && matches!(c, '“' | '”') => {
                    self.at += at + c.len_utf8();
                    return Some(text);
                }
                c => text.push(c),
            }
        }
        self.at = self.text.len();
        self.errors
            .push(QueryError::new(UNCLOSED, start..self.at).help("Close it with `\"`."));
        None
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        if let Some(name) = key_of(self.rest().split(is_border).next().unwrap_or_default()) {
            return self.field(name);
        }
        let word = self.take_while(|c| !is_border(c));
        for (keyword, kind) in [
            ("and", TokenKind::And),
            ("or", TokenKind::Or),
            ("not", TokenKind::Not),
        ] {
            if word.eq_ignore_ascii_case(keyword) {
                return kind;
            }
        }
        if let Some(error) = sign_for_colon(word, start) {
            return self.bad(error);
        }
        // Emoji are looked for, but `&` and a dash between words are slips.
        if holds_word(word) || text::fold(word).contains(|c: char| !c.is_ascii()) {
            return TokenKind::Word(word.to_owned());
        }
        let error = QueryError::new(
            format!("`{word}` has no letter or digit to look for."),
            start..self.at,
        );
        self.bad(match word {
            "|" | "||" => error.help("Write `or` between alternatives."),
            "&" | "&&" => error.help("Leave it out: terms side by side must all match."),
            "!" => error.help("Write `-` before what must not match."),
            _ => error,
        })
    }

    fn field(&mut self, name: &str) -> TokenKind {
        let start = self.at;
        let mut name_span = start..start + name.len();
        self.at = name_span.end + 1;
        let mut name = name;
        let certainly = name.eq_ignore_ascii_case(CERTAINLY);
        if certainly {
            let next = self.rest().split(is_border).next().unwrap_or_default();
            let Some(second) = key_of(next) else {
                self.skip_value();
                return self.bad(
                    QueryError::new(
                        format!("`{CERTAINLY}:` needs a key behind it."),
                        start..name_span.end + 1,
                    )
                    .help(certain_keys()),
                );
            };
            name = second;
            name_span = self.at..self.at + name.len();
            self.at = name_span.end + 1;
        }
        let Some(key) = Key::from_name(name) else {
            self.skip_value();
            let error = QueryError::new(format!("No key is called `{name}`."), name_span);
            if TEXTS.contains(&name.to_ascii_lowercase().as_str()) {
                return self.bad(error.help("Words of titles and summaries are looked for without a key."));
            }
            return self.bad(match Key::nearest(name) {
                Some(near) => error.help(format!("Did you mean `{near}:`?")),
                None => error.help(format!(
                    "To look for these words, put them in quotes; the keys are {}.",
                    names(FIELDS.iter().map(|field| field.name))
                )),
            });
        };
        let key_span = start..name_span.end;
        if certainly && !key.field().certain {
            self.skip_value();
            return self.bad(
                QueryError::new(
                    format!("`{CERTAINLY}:` says nothing about `{}:`.", key.name()),
                    key_span,
                )
                .help(certain_keys()),
            );
        }
        let value_start = self.at;
        let said = self.errors.len();
        match self.value(key, key_span.start) {
            Ok(value) => TokenKind::Field {
                certainly,
                key,
                key_span,
                value,
                value_span: value_start..self.at,
            },
            Err(error) => {
                self.errors.extend(error);
                for error in self.errors.get_mut(said..).unwrap_or_default() {
                    error.key = Some(key);
                }
                TokenKind::Bad
            }
        }
    }

    /// Goes over the rest of a value that nothing more is said about.
    fn skip_value(&mut self) {
        loop {
            self.take_while(|c| !is_border(c));
            let before = self.text.get(..self.at).unwrap_or_default();
            if !before.ends_with([':', ',', '+', '>', '=']) || !self.peek().is_some_and(is_quote) {
                return;
            }
            self.quoted();
        }
    }

    /// What stands behind the colon of `key`, whose term begins at `term`.
    fn value(&mut self, key: Key, term: usize) -> Result<Value, Option<QueryError>> {
        let field = key.field();
        if self.peek().is_none_or(|c| is_border(c) && !is_quote(c)) {
            let error = QueryError::new("A value is missing.", term..self.at);
            return Err(Some(match self.peek() {
                Some('(') if matches!(field.shape, Shape::Any | Shape::AnyAll) => error.help(format!(
                    "Alternatives are written with commas, without parentheses: `{}:a,b`.",
                    field.name
                )),
                Some(c) if c.is_whitespace() && !self.rest().trim().is_empty() => error.help(format!(
                    "Leave no space behind the colon: for example `{}`.",
                    field.example
                )),
                _ => error.help(format!("For example: `{}`.", field.example)),
            }));
        }
        match field.shape {
            Shape::One => self.item(field.shape).map(Value::One),
            Shape::Any | Shape::AnyAll => self.list(key).map(Value::Any),
            Shape::Pair => self.pair(),
        }
    }

    fn list(&mut self, key: Key) -> Result<Vec<Vec<Item>>, Option<QueryError>> {
        let shape = key.field().shape;
        let mut lists = vec![vec![self.item(shape)?]];
        loop {
            let joint = self.at;
            let more = if self.take(',') {
                lists.push(Vec::new());
                true
            } else {
                self.take('+')
            };
            if !more {
                return Ok(lists);
            }
            let all = lists.last().is_some_and(|list| !list.is_empty());
            if all && shape == Shape::Any {
                self.skip_value();
                return Err(Some(
                    QueryError::new(
                        format!("An event has only one {}, so `+` can never match.", key.name()),
                        joint..joint + 1,
                    )
                    .help("Write `,` for one or the other."),
                ));
            }
            let item = self.item(shape)?;
            if let Some(list) = lists.last_mut() {
                list.push(item);
            }
        }
    }

    fn pair(&mut self) -> Result<Value, Option<QueryError>> {
        let start = self.at;
        let from = self.side()?;
        if !self.take('>') {
            return Err(Some(
                QueryError::new("It does not say who acts and who is acted on.", start..self.at)
                    .help("Write `RUS>PRK`, or `RUS>` or `>PRK` for one side alone."),
            ));
        }
        let to = self.side()?;
        if from.is_empty() && to.is_empty() {
            return Err(Some(
                QueryError::new("Nobody stands on either side of `>`.", start..self.at)
                    .help("Write `RUS>PRK`, or `RUS>` or `>PRK` for one side alone."),
            ));
        }
        Ok(Value::Pair(from, to))
    }

    fn side(&mut self) -> Result<Vec<Item>, Option<QueryError>> {
        let mut items = Vec::new();
        if self
            .peek()
            .is_none_or(|c| c == '>' || is_border(c) && !is_quote(c))
        {
            return Ok(items);
        }
        loop {
            items.push(self.item(Shape::Pair)?);
            if !self.take(',') {
                return Ok(items);
            }
        }
    }

    /// One value, quoted or bare. `Err(None)` where the error is said already.
    fn item(&mut self, shape: Shape) -> Result<Item, Option<QueryError>> {
        let start = self.at;
        let exact = shape != Shape::One && self.take('=');
        let quoted = self.peek().is_some_and(is_quote);
        let text = if quoted {
            self.quoted().ok_or(None)?
        } else {
            self.take_while(|c| !is_border(c) && !is_joint(c, shape))
                .to_owned()
        };
        let span = start..self.at;
        if !text.trim().is_empty() {
            return Ok(Item {
                exact,
                quoted,
                text,
                span,
            });
        }
        let error = if quoted {
            QueryError::new("A value is missing.", span).help("Write something between the quotes.")
        } else if exact {
            QueryError::new("A value is missing behind `=`.", span)
        } else {
            let before = self.text.get(..start).unwrap_or_default();
            let error = |sign: char, side: &str, at: usize| {
                QueryError::new(
                    format!("A value is missing {side} `{sign}`."),
                    at..at + sign.len_utf8(),
                )
            };
            let joint = before.chars().next_back().filter(|c| is_joint(*c, shape));
            joint
                .map_or_else(
                    || error(self.peek().unwrap_or_default(), "before", start),
                    |joint| error(joint, "behind", start - joint.len_utf8()),
                )
                .help("A value that itself holds such a sign is put in quotes.")
        };
        self.skip_value();
        Err(Some(error))
    }
}

/// Whether there is a letter or a digit to look for.
fn holds_word(text: &str) -> bool {
    text::fold(text).contains(text::is_word_char)
}

fn certain_keys() -> String {
    format!(
        "It goes with {}: `{CERTAINLY}:during:1961`.",
        names(
            FIELDS
                .iter()
                .filter(|field| field.certain)
                .map(|field| field.name)
        )
    )
}

/// `a`, `b` and `c`.
pub(super) fn names(names: impl Iterator<Item = &'static str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Names of what words without a key are looked for in.
const TEXTS: [&str; 5] = ["title", "summary", "text", "name", "description"];

/// `country=RUS`, `date>2000`: a key, and another sign than the colon behind it.
fn sign_for_colon(word: &str, start: usize) -> Option<QueryError> {
    let (name, rest) = word.split_at_checked(word.find(['=', '<', '>'])?)?;
    // Keys of one letter are more often something else: `a=b`.
    let key = Key::from_name(name).filter(|_| name.len() > 1)?;
    let is_date = matches!(key.field().kind, ValueKind::Date | ValueKind::Year);
    let meant = match rest.chars().next() {
        Some('>') if is_date => Key::Since.name(),
        Some('<') if is_date => Key::Until.name(),
        _ => name,
    };
    let value = rest.trim_start_matches(['=', '<', '>']);
    let value = if value.is_empty() { "…" } else { value };
    let error = QueryError::new(
        format!("Behind `{name}` stands a colon."),
        start..start + word.len(),
    );
    Some(error.help(format!("Write `{meant}:{value}`.")))
}
