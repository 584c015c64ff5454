//! Text that people wrote, made ready to be compared, measured and shown.
//!
//! Folding is for matching, [`harmless`] for the terminal: text from files is data, so no control or
//! bidirectional character of it reaches the terminal raw.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// `text` without case and accents, for matching: NFKD, marks dropped, lower case ("Şahin" → "sahin").
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends [`fold`] of `text` to `folded`.
pub fn fold_into(text: &str, folded: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        // Most text is ASCII, also around a dash or an accent. No character changes how the next one is folded.
        let plain = if rest.is_ascii() {
            rest.len()
        } else {
            let other = rest.bytes().position(|byte| !byte.is_ascii());
            other.unwrap_or(rest.len())
        };
        let (plain, other) = rest.split_at(plain);
        let start = folded.len();
        folded.push_str(plain);
        if let Some(plain) = folded.get_mut(start..) {
            plain.make_ascii_lowercase();
        }
        let (other, after) = other.split_at(other.find(|c: char| c.is_ascii()).unwrap_or(other.len()));
        fold_characters(other, folded);
        rest = after;
    }
}

fn fold_characters(text: &str, folded: &mut String) {
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            '’' | '‘' => folded.push('\''),
            '–' | '—' | '‐' | '‑' => folded.push('-'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
}

/// Whether `c` is part of a word when text is searched: letters and digits.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// The words of `text` (runs of letters and digits), in order. Fold first to compare them.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Words of a text: see [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    /// UTF-8 bytes that are behind.
    at: usize,
}

/// What a byte of a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// A letter or a digit.
    Word,
    /// Another character of ASCII.
    Other,
    /// A part of a longer character.
    Part,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Part; 256];
    let mut byte = 0;
    while byte < 128 {
        bytes[byte] = if (byte as u8).is_ascii_alphanumeric() {
            Byte::Word
        } else {
            Byte::Other
        };
        byte += 1;
    }
    bytes
};

impl Words<'_> {
    /// Where the characters from `at` on end that are part of a word, or are not.
    fn end(&self, mut at: usize, in_word: bool) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match BYTES[usize::from(*byte)] {
                Byte::Word if in_word => at += 1,
                Byte::Other if !in_word => at += 1,
                Byte::Word | Byte::Other => break,
                Byte::Part => match self.text.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(c) if is_word_char(c) == in_word => at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        at
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = self.end(self.at, false);
        self.at = self.end(start, true);
        self.text.get(start..self.at).filter(|word| !word.is_empty())
    }
}

/// Whether some word of `folded` begins with `prefix`; both folded. A prefix of several words
/// ("kim jong") must follow each other as written.
pub fn has_word_prefix(folded: &str, prefix: &str) -> bool {
    prefix_positions(folded, prefix).next().is_some()
}

/// Whether some word of `text`, as it was written, begins with `prefix`, which is folded: [`has_word_prefix`] that folds
/// only where it must.
pub fn begins_word(text: &str, prefix: &str) -> bool {
    if !text.is_ascii() {
        return has_word_prefix(&fold(text), prefix);
    }
    let (text, prefix) = (text.as_bytes(), prefix.as_bytes());
    let Some(&first) = prefix.first() else {
        return false;
    };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text).any(|at| {
        let starts = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        starts
            && text
                .get(at..at + prefix.len())
                .is_some_and(|part| part.eq_ignore_ascii_case(prefix))
    })
}

/// Byte offsets in `folded` at which a word begins with `prefix`; both folded.
pub fn prefix_positions<'a>(folded: &'a str, prefix: &'a str) -> impl Iterator<Item = usize> + 'a {
    prefix_positions_in(folded.as_bytes(), prefix)
}

/// The same in bytes of UTF-8.
pub fn prefix_positions_in<'a>(folded: &'a [u8], prefix: &'a str) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(folded, prefix.as_bytes()).filter(move |&at| {
        !prefix.is_empty() && !folded.get(..at).and_then(last_char).is_some_and(is_word_char)
    })
}

/// The character that bytes of UTF-8 end with.
fn last_char(bytes: &[u8]) -> Option<char> {
    const LONGEST: usize = 4;
    let end = bytes.get(bytes.len().saturating_sub(LONGEST)..)?;
    let start = end.iter().rposition(|byte| byte & 0xC0 != 0x80)?;
    std::str::from_utf8(end.get(start..)?).ok()?.chars().next()
}

/// Width of `text` in terminal cells.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Whether the terminal could act on `c`, or let it move what stands beside it: control characters,
/// bidirectional marks, embeddings, overrides and isolates, line and paragraph separators, tags.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' | '\u{AD}')
}

/// `text` as one line that is safe in a terminal: white space of any kind becomes a space, every other
/// harmful character (see [`is_harmful`]) the replacement character `�`.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(replaced).collect())
}

/// Whether all of it is printable ASCII, as most text is.
pub fn is_plain(text: &str) -> bool {
    // Without a way out in the middle, so that many bytes are looked at at once.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    text.bytes().fold(true, |plain, byte| plain & is_plain(byte))
}

/// As [`harmless`], but line breaks (`\n`, `\r\n`) stay as `\n`.
pub fn harmless_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_harmful(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(
        text.chars()
            .map(|c| if c == '\n' { c } else { replaced(c) })
            .collect(),
    )
}

fn replaced(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_harmful(c) => '\u{FFFD}',
        c => c,
    }
}

/// `text` cut to at most `cells` terminal cells, at a border of graphemes, ending in `…` when cut.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let next = width(grapheme);
        if used + next > cells - 1 {
            break;
        }
        kept.push_str(grapheme);
        used += next;
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    Cow::Owned(kept)
}

/// [`truncate`]d to `cells`, then filled with spaces to exactly `cells`.
pub fn fit(text: &str, cells: usize) -> String {
    let mut fitted = truncate(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// `text` broken into lines of at most `cells` cells, at the places that Unicode allows; a word longer than
/// a line is broken. Line breaks of `text` are kept, an empty text gives no lines.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    textwrap::wrap(text, cells.max(1))
        .into_iter()
        .map(Cow::into_owned)
        .collect()
}

/// The candidate that `word` was probably meant to be, case and accents aside; none when nothing is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = fold(word);
    let length = word.chars().count();
    let allowed = match length {
        0..=1 => return None,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// As [`nearest`], but none when two that differ in more than case and accents are equally near.
pub fn nearest_alone<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(word, candidates.iter().copied())?;
    let word = fold(word);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&word, &fold(candidate));
    let (least, meant) = (distance(near), fold(near));
    let alone = candidates
        .iter()
        .all(|other| distance(other) > least || fold(other) == meant);
    alone.then_some(near)
}

/// `text` as part of an id: ASCII letters and digits in lower case, runs of anything else as one hyphen,
/// at most 60 characters, cut between words where possible. Empty if nothing of it can be written so.
pub fn slug(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.len() <= LONGEST && is_slug(text) {
        return text.to_owned();
    }
    let ascii = deunicode::deunicode(text).to_ascii_lowercase();
    let mut slug = String::new();
    for word in ascii
        .replace('\'', "")
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !slug.is_empty() && slug.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    slug
}

/// Whether `text` is nothing but words of `a-z0-9` with single hyphens between them.
fn is_slug(text: &str) -> bool {
    let mut after_word = false;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => after_word = true,
            b'-' if after_word => after_word = false,
            _ => return false,
        }
    }
    after_word
}

/// `number` with thin groups of three digits: `12,345`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A closed vocabulary: one table of variants, each with its word and what it means in one line.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal $meaning:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $meaning] $variant),* }

        impl $name {
            /// Every word, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As written.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// What the word means, in one line.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }

            /// The word that `text` is, case aside.
            pub fn from_word(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|word| word.as_str().eq_ignore_ascii_case(text))
            }

            /// Every word as text.
            pub fn words() -> impl Iterator<Item = &'static str> {
                Self::ALL.iter().map(|word| word.as_str())
            }

            /// Every word as text, with what it means.
            pub fn explained() -> impl Iterator<Item = (&'static str, &'static str)> {
                Self::ALL.iter().map(|word| (word.as_str(), word.meaning()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding_drops_case_and_accents() {
        for (text, folded) in [
            ("Şahin", "sahin"),
            ("CÔTE D’IVOIRE", "cote d'ivoire"),
            ("Åland", "aland"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("Путин", "путин"),
            ("金砖国家", "金砖国家"),
            ("e\u{301}tat — A\u{30A}land", "etat - aland"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn a_prefix_is_found_at_the_beginning_of_words_only() {
        assert!(has_word_prefix("a nuclear test", "nuc"));
        assert!(has_word_prefix("a nuclear test", "nuclear te"));
        assert!(!has_word_prefix("thermonuclear", "nuclear"));
        assert!(!has_word_prefix("anything", ""));
    }

    proptest! {
        #[test]
        fn a_word_begins_the_same_folded_or_as_written(text in "[aAbß' -]{0,8}", prefix in "[aAb' -]{0,3}") {
            let prefix = fold(&prefix);
            prop_assert_eq!(begins_word(&text, &prefix), has_word_prefix(&fold(&text), &prefix));
        }
    }

    #[test]
    fn harmful_characters_never_pass() {
        assert_eq!(harmless("a\u{1b}[31mb"), "a\u{FFFD}[31mb");
        assert_eq!(harmless("a\u{202E}b\tc\nd"), "a\u{FFFD}b c d");
        assert_eq!(harmless_lines("a\r\nb\u{7}"), "a\nb\u{FFFD}");
        assert!(matches!(harmless("plain — text"), Cow::Borrowed(_)));
    }

    #[test]
    fn truncation_counts_cells_and_keeps_graphemes() {
        assert_eq!(truncate("Pyongyang", 9), "Pyongyang");
        assert_eq!(truncate("Pyongyang", 5), "Pyon…");
        assert_eq!(truncate("北京会议", 5), "北京…");
        assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(fit("北京", 5), "北京 ");
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("treatey", ["treaty", "trade"]), Some("treaty"));
        assert_eq!(
            nearest("Norht Korea", ["North Korea", "South Korea"]),
            Some("North Korea")
        );
        assert_eq!(nearest("xyzzy", ["treaty", "trade"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("Kim Jong Un’s journey, 2023"), "kim-jong-uns-journey-2023");
        assert_eq!(slug("Łódź & Åland"), "lodz-aland");
        assert_eq!(slug("!!!"), "");
        assert!(slug(&"word ".repeat(50)).len() <= 60);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_234), "1,234");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
