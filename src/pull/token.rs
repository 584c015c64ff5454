//! Text → tokens and sentences.

use std::ops::Range;

use crate::text::fold_into;

/// A word, a number or a mark of punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the paragraph.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// Without case and accents; curly quotes are straight, dashes are "-". A possessive is "'s".
    pub folded: String,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether it is a word or a number.
    pub word: bool,
}

/// The tokens of a paragraph.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5 + 1);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let word = c.is_alphanumeric();
        if word {
            while let Some(&(at, next)) = rest.peek() {
                let inside = next.is_alphanumeric() || is_joint(text, at, next);
                if !inside {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
            // The full stop of "U.S." and of "J." belongs to the word.
            let short = text.get(start..end).is_some_and(is_initials);
            if short && text.get(end..).is_some_and(|after| after.starts_with('.')) {
                end += 1;
                rest.next();
            }
        } else if is_apostrophe(c) {
            // "'s" after a word is its possessive.
            let touches = tokens.last().is_some_and(|last| last.word && last.end == start);
            let after = text.get(end..).unwrap_or_default();
            let ends = |text: &str| !text.chars().next().is_some_and(char::is_alphanumeric);
            if touches && after.strip_prefix(['s', 'S']).is_some_and(ends) {
                end += 1;
                rest.next();
            }
        }
        let mut folded = String::with_capacity(end - start);
        fold_into(text.get(start..end).unwrap_or_default(), &mut folded);
        tokens.push(Token {
            start,
            end,
            folded,
            capital: c.is_uppercase() || is_article_of_a_name(text.get(start..end).unwrap_or_default()),
            word,
        });
    }
    tokens
}

/// "al-Bashir": the article of an Arabic name, and the name.
fn is_article_of_a_name(word: &str) -> bool {
    let name = ["al-", "el-", "ul-", "as-", "ad-", "ar-", "an-"]
        .iter()
        .find_map(|article| word.strip_prefix(article));
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

/// Whether a mark between letters keeps the word together: a hyphen, the full stop of "U.S", the comma of "1,000",
/// the apostrophe of "didn't" and "O'Brien", but not that of a possessive.
fn is_joint(text: &str, at: usize, c: char) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let mut after = text.get(at + c.len_utf8()..).unwrap_or_default().chars();
    let (next, second) = (after.next(), after.next());
    let Some((before, next)) = before.zip(next) else {
        return false;
    };
    match c {
        '-' | '‐' | '‑' => next.is_alphanumeric(),
        '.' => {
            (before.is_ascii_digit() && next.is_ascii_digit())
                || (before.is_uppercase()
                    && next.is_uppercase()
                    && second.is_none_or(|c| !c.is_alphanumeric()))
        }
        ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        c if is_apostrophe(c) => {
            let possessive = matches!(next, 's' | 'S') && !second.is_some_and(char::is_alphanumeric);
            next.is_alphabetic() && before.is_alphabetic() && !possessive
        }
        _ => false,
    }
}

/// "U.S", "J": capitals that a full stop makes an abbreviation.
fn is_initials(text: &str) -> bool {
    text.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

/// Abbreviations whose full stop ends no sentence.
const SHORT: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "adm", "col", "lt", "sgt", "st", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no", "vs", "etc", "inc",
    "ltd", "mt", "ca", "approx",
];

/// Tokens of a sentence at the most.
const LONGEST_SENTENCE: usize = 250;

/// The sentences, as ranges of tokens.
pub fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let ends = match tokens[at].folded.as_str() {
            "!" | "?" | "…" => true,
            "." => {
                let short = at > start && SHORT.contains(&tokens[at - 1].folded.as_str());
                let next = tokens.get(at + 1);
                !short
                    && next.is_none_or(|next| {
                        next.capital || !next.word || next.folded.starts_with(|c: char| c.is_ascii_digit())
                    })
            }
            _ => false,
        };
        at += 1;
        // What has no end is cut: no sentence that people write is so long.
        if at - start >= LONGEST_SENTENCE {
            sentences.push(start..at);
            start = at;
        } else if ends {
            // Closing marks belong to the sentence.
            while tokens
                .get(at)
                .is_some_and(|token| matches!(token.folded.as_str(), "\"" | "”" | ")" | "." | "'"))
                && tokens
                    .get(at - 1)
                    .is_some_and(|last| tokens[at].start == last.end)
            {
                at += 1;
            }
            sentences.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn words_keep_their_joints_and_lose_their_possessive() {
        assert_eq!(
            folded("Putin’s two-day trip cost $1,000; the U.S. didn't pay."),
            [
                "putin", "'s", "two-day", "trip", "cost", "$", "1,000", ";", "the", "u.s.", "didn't", "pay",
                "."
            ]
        );
        assert_eq!(folded("O'Brien states' 3.5"), ["o'brien", "states", "'", "3.5"]);
    }

    #[test]
    fn a_sentence_ends_at_a_full_stop_before_a_capital() {
        let text = "Mr. Smith met J. K. Doe in Jan. 2020. The U.S. agreed. \"Why?\" he said.";
        let tokens = tokens(text);
        let found: Vec<_> = sentences(&tokens)
            .into_iter()
            .map(|range| &text[tokens[range.start].start..tokens[range.end - 1].end])
            .collect();
        assert_eq!(
            found,
            [
                "Mr. Smith met J. K. Doe in Jan. 2020.",
                "The U.S. agreed.",
                "\"Why?\"",
                "he said."
            ]
        );
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_between_characters(text in "\\PC{0,80}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= last && token.end > token.start);
                prop_assert!(text.get(token.start..token.end).is_some());
                last = token.end;
            }
        }
    }
}
