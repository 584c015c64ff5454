//! Cutting a file's text at the heads of its tables, and a table at its statements, without parsing it.
//!
//! Small pieces are read twice as fast as a whole file, and a fault in one piece stays in it. A cut is wrong only
//! inside a multi-line string or list; the piece before such a cut never parses, which is how the reader notices.

use std::ops::Range;

use memchr::memchr_iter;

use crate::model::keys;

/// A line that begins a table: `[[event]]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head<'t> {
    /// First byte of the line.
    pub start: usize,
    /// First byte of the bracket.
    pub bracket: usize,
    /// First byte behind the head: of the next line, or of what else stands on its line.
    pub body: usize,
    /// The table's name, as written.
    pub name: &'t str,
    /// Whether it is written as it should be: `[[name]]`.
    pub regular: bool,
}

/// The heads of a text, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heads<'t> {
    pub heads: Vec<Head<'t>>,
    /// Whether a sub-table stands under the head of another table (`[event.location]` below `[[source]]`): such
    /// a text is valid, but not to be read in pieces.
    pub interleaved: bool,
}

/// Finds the heads: lines `[[name]]`, and lines that were meant to be the head of a known table. Only lines that begin
/// within the range are looked at; a line begins where the range does.
pub(super) fn heads(text: &str, range: Range<usize>) -> Heads<'_> {
    let mut found = Heads::default();
    let bytes = text.as_bytes();
    let Range { start: from, end: to } = range;
    let starts = std::iter::once(from)
        .chain(memchr_iter(b'\n', bytes.get(from..to).unwrap_or_default()).map(|at| from + at + 1));
    for start in starts {
        if start >= to {
            break;
        }
        let Some(indent) = bytes
            .get(start..)
            .and_then(|line| line.iter().position(|byte| !matches!(byte, b' ' | b'\t')))
        else {
            break;
        };
        let bracket = start + indent;
        if bytes.get(bracket) != Some(&b'[') {
            continue;
        }
        let next = line_end(bytes, bracket);
        let Some(line) = text.get(bracket..next) else {
            continue;
        };
        match head_line(line) {
            HeadLine::Table { name, regular, tail } => found.heads.push(Head {
                start,
                bracket,
                body: next - tail,
                name,
                regular,
            }),
            HeadLine::SubTable { parent } => {
                found.interleaved |= found.heads.last().is_some_and(|head| head.name != parent);
            }
            HeadLine::Neither => {}
        }
    }
    found
}

/// What a line that begins with a bracket is.
#[derive(Debug, PartialEq, Eq)]
enum HeadLine<'t> {
    /// `tail` is the length of what stands behind it and is no comment.
    Table {
        name: &'t str,
        regular: bool,
        tail: usize,
    },
    SubTable {
        parent: &'t str,
    },
    Neither,
}

fn head_line(line: &str) -> HeadLine<'_> {
    let opened = line.trim_start_matches('[');
    let brackets = line.len() - opened.len();
    let inner = opened.trim_start_matches([' ', '\t']);
    let length = inner
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    let (name, rest) = inner.split_at(length);
    let rest = rest.trim_start_matches([' ', '\t']);
    if name.is_empty() {
        return HeadLine::Neither;
    }
    if rest.starts_with('.') {
        return HeadLine::SubTable { parent: name };
    }
    let closed = rest.trim_start_matches(']');
    let closing = rest.len() - closed.len();
    let tail = closed.trim();
    let ends = tail.is_empty() || tail.starts_with('#');
    let regular = brackets == 2 && closing == 2 && ends;
    let known = keys::FILE.iter().any(|table| table.name == name);
    if regular || (known && brackets <= 2 && ends) {
        HeadLine::Table {
            name,
            regular,
            tail: 0,
        }
    } else if known && brackets == 2 && closing == 2 {
        HeadLine::Table {
            name,
            regular: false,
            tail: closed.len(),
        }
    } else {
        HeadLine::Neither
    }
}

/// The byte behind the line break that ends the line of `at`.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |length| at + length + 1)
}

/// Something that was opened and not closed where it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unclosed {
    /// A quotation mark, by the end of its line.
    Quote(usize),
    /// Three quotation marks.
    Quotes(usize),
    /// A bracket or brace.
    Bracket(usize, u8),
}

impl Unclosed {
    /// Where it opened.
    pub fn at(self) -> usize {
        match self {
            Self::Quote(at) | Self::Quotes(at) | Self::Bracket(at, _) => at,
        }
    }
}

/// How far a statement reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// Behind the line break that ends it; the limit if nothing does.
    pub end: usize,
    /// The first thing in it that was not closed.
    pub unclosed: Option<Unclosed>,
    /// Whether it ran into the limit with something open that may span lines.
    pub open: bool,
}

/// The statement that begins at `start`: to the end of a line outside of strings of several lines and brackets,
/// but not beyond `limit`.
pub(super) fn statement(bytes: &[u8], start: usize, limit: usize) -> Extent {
    let limit = limit.min(bytes.len());
    let bytes = bytes.get(..limit).unwrap_or_default();
    let mut brackets: Vec<(usize, u8)> = Vec::new();
    let mut unclosed = None;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' if brackets.is_empty() => {
                return Extent {
                    end: at + 1,
                    unclosed,
                    open: false,
                };
            }
            b'#' => {
                at = memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(limit, |to| at + to);
                continue;
            }
            b'"' | b'\'' => match string_end(bytes, at) {
                Ok(end) => {
                    at = end;
                    continue;
                }
                Err((end, fault)) => {
                    unclosed = unclosed.or(Some(fault));
                    if matches!(fault, Unclosed::Quotes(_)) {
                        return Extent {
                            end: limit,
                            unclosed,
                            open: true,
                        };
                    }
                    at = end;
                    continue;
                }
            },
            b'[' | b'{' => brackets.push((at, byte)),
            b']' | b'}' => {
                if let Some((opened, open)) = brackets.pop()
                    && (open == b'[') != (byte == b']')
                {
                    unclosed = unclosed.or(Some(Unclosed::Bracket(opened, open)));
                    // The bracket that was forgotten; this one closes the one around it.
                    brackets.pop();
                }
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(&(opened, open)) = brackets.last() {
        unclosed = unclosed.or(Some(Unclosed::Bracket(opened, open)));
    }
    Extent {
        end: limit,
        unclosed,
        open: !brackets.is_empty(),
    }
}

/// Behind the string that begins at `at`; else where to go on, and what was not closed.
fn string_end(bytes: &[u8], at: usize) -> Result<usize, (usize, Unclosed)> {
    let quote = bytes.get(at).copied().unwrap_or_default();
    let several = bytes
        .get(at..at + 3)
        .is_some_and(|three| three.iter().all(|byte| *byte == quote));
    let mut here = if several { at + 3 } else { at + 1 };
    while let Some(&byte) = bytes.get(here) {
        match byte {
            b'\\' if quote == b'"' => here += 1,
            b'\n' if !several => return Err((here, Unclosed::Quote(at))),
            byte if byte == quote => {
                if !several {
                    return Ok(here + 1);
                }
                let run = bytes.get(here..).map_or(0, |rest| {
                    rest.iter().take(5).take_while(|byte| **byte == quote).count()
                });
                if run >= 3 {
                    return if opens(bytes, at, here) {
                        Err((bytes.len(), Unclosed::Quotes(at)))
                    } else {
                        Ok(here + run)
                    };
                }
                here += run.max(1) - 1;
            }
            _ => {}
        }
        here += 1;
    }
    let fault = if several {
        Unclosed::Quotes(at)
    } else {
        Unclosed::Quote(at)
    };
    Err((bytes.len(), fault))
}

/// Whether the three quotation marks at `here` begin the value of a key, on another line than the string that
/// opened at `opened`: then it is that one which was never closed.
fn opens(bytes: &[u8], opened: usize, here: usize) -> bool {
    let before = bytes.get(opened..here).unwrap_or_default();
    let Some(line) = memchr::memrchr(b'\n', before).and_then(|at| before.get(at + 1..)) else {
        return false;
    };
    let line = line.trim_ascii();
    let Some(key) = line.strip_suffix(b"=").map(<[u8]>::trim_ascii) else {
        return false;
    };
    !key.is_empty()
        && key
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_lines_that_begin_a_table() {
        let text = "# [[event]]\n[[event]]\ntitle = \"[[event]]\"\n  [[ source ]] # x\n[[event.claims]]\n[[event]\n[era]\n\
                    [1, 2]\n[[1], [2]]\n[other]\n";
        let found: Vec<_> = heads(text, 0..text.len())
            .heads
            .iter()
            .map(|head| (head.name, head.regular))
            .collect();
        assert_eq!(
            found,
            [
                ("event", true),
                ("source", true),
                ("event", false),
                ("era", false)
            ]
        );
        assert!(heads(text, 0..text.len()).interleaved);
        let below = "[[event]]\n[event.location]\n";
        assert!(!heads(below, 0..below.len()).interleaved);
    }

    #[test]
    fn a_statement_ends_where_nothing_is_open() {
        for (text, end, unclosed, open) in [
            ("a = 1\nb = 2\n", 6, None, false),
            ("a = [\n 1, # ]\n]\nb", 16, None, false),
            ("a = \"\"\"x\n\"y\" \\\"\"\"\"\nb", 19, None, false),
            ("a = 'x\nb = 2\n", 7, Some(Unclosed::Quote(4)), false),
            ("a = \"\"\"x\nb = 2\n", 15, Some(Unclosed::Quotes(4)), true),
            (
                "a = \"\"\"x\nb = \"\"\"y\"\"\"\n",
                21,
                Some(Unclosed::Quotes(4)),
                true,
            ),
            ("a = [1\nb = 2\n", 13, Some(Unclosed::Bracket(4, b'[')), true),
            ("a = [{ x = 1 ]\nb", 15, Some(Unclosed::Bracket(5, b'{')), false),
            ("a = ]\n", 6, None, false),
            ("a = \"\\", 6, Some(Unclosed::Quote(4)), false),
        ] {
            let extent = Extent { end, unclosed, open };
            assert_eq!(statement(text.as_bytes(), 0, text.len()), extent, "{text:?}");
        }
    }
}
