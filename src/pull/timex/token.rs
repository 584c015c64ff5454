//! Text → tokens: words, runs of digits and single marks, with what the lexicon knows of each.

use std::ops::Range;

use super::lexicon::{Lexicon, WordId};
use crate::text::fold_into;

/// Longer words are in no lexicon of time.
const LONGEST_WORD: usize = 32;

/// A word, a number in digits, or one mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// UTF-8 bytes of the text.
    pub bytes: Range<usize>,
    /// Its number in the lexicon; 0 where that does not have it.
    pub word: WordId,
    /// The number that its digits write.
    pub digits: Option<Digits>,
    /// No space stands before it.
    pub glued: bool,
    /// An empty line stands before it: nothing reaches across.
    pub breaks: bool,
    /// It begins with a capital letter.
    pub capital: bool,
}

/// A run of ASCII digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    /// Its number.
    pub number: u64,
    /// How many digits it has.
    pub width: usize,
}

/// The tokens of `text`, in order.
pub(super) fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut folded = String::new();
    let mut last_end = 0;
    for bytes in pieces(text) {
        let written = text.get(bytes.clone()).unwrap_or_default();
        let between = text.get(last_end..bytes.start).unwrap_or_default();
        folded.clear();
        fold_piece(written, &mut folded);
        let token = Token {
            word: lexicon.word(&folded),
            digits: digits(written),
            glued: last_end == bytes.start && bytes.start > 0,
            breaks: between.bytes().filter(|byte| *byte == b'\n').count() > 1,
            capital: written.starts_with(char::is_uppercase),
            bytes,
        };
        last_end = token.bytes.end;
        tokens.push(token);
    }
    tokens
}

/// Where the tokens of `text` stand, in bytes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.find(|c: char| !c.is_whitespace())?;
        let rest = rest.get(first..)?;
        let start = at + first;
        at = start + length(rest, rest.chars().next()?);
        Some(start..at)
    })
}

/// A token as the lexicon has it: without case and accents, with one kind of dash and apostrophe.
pub(super) fn fold_piece(written: &str, folded: &mut String) {
    if written.len() > LONGEST_WORD {
        return;
    }
    match written.chars().next() {
        Some('–' | '—' | '‐' | '‑' | '−') => folded.push('-'),
        Some(mark @ ('’' | '‘' | '\'' | '`')) => {
            folded.push('\'');
            fold_into(written.get(mark.len_utf8()..).unwrap_or_default(), folded);
        }
        _ => fold_into(written, folded),
    }
}

/// How many bytes of `rest`, which begins with `first`, are one token.
fn length(rest: &str, first: char) -> usize {
    let run = |holds: fn(char) -> bool| rest.find(|c: char| !holds(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        return run(|c| c.is_ascii_digit());
    }
    if first.is_alphabetic() {
        return initials(rest).unwrap_or_else(|| run(char::is_alphabetic));
    }
    // "'s" and "'ll" are words of their own.
    if matches!(first, '\'' | '’') {
        let behind = rest.get(first.len_utf8()..).unwrap_or_default();
        let letters = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        if letters == 1 || matches!(behind.get(..letters), Some("ll" | "re" | "ve")) {
            return first.len_utf8() + letters;
        }
    }
    first.len_utf8()
}

/// "p.m." and "U.S.": single letters with a stop behind each, two of them or more.
fn initials(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) && bytes.get(end + 1) == Some(&b'.') {
        end += 2;
    }
    // "p.m" at the end of a sentence shares its stop, or has lost it.
    if end >= 2
        && bytes.get(end).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        end += 1;
    }
    (end > 2).then_some(end)
}

fn digits(written: &str) -> Option<Digits> {
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Digits {
        number: written.parse().ok()?,
        width: written.len(),
    })
}
