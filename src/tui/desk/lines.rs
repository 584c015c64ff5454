//! A text broken into the lines of a pane, each with the bytes that stand on it: so that a stretch of the text can be
//! found on the screen, and a place on the screen in the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{harmless, width};

/// A line of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The paragraph, from 1; 0 between two paragraphs.
    pub paragraph: usize,
    /// Its UTF-8 bytes in the paragraph's text.
    pub bytes: Range<usize>,
}

/// The lines of paragraphs in so many cells, a blank one between two.
pub fn lines<'t>(paragraphs: impl Iterator<Item = &'t str>, cells: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (text, paragraph) in paragraphs.zip(1..) {
        if paragraph > 1 {
            lines.push(Line {
                paragraph: 0,
                bytes: 0..0,
            });
        }
        let broken = wrapped(text, cells.max(1));
        lines.extend(broken.into_iter().map(|bytes| Line { paragraph, bytes }));
    }
    lines
}

/// The bytes of each line: white space between two lines belongs to none, a word that is longer than a line is cut.
fn wrapped(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut line: Option<(Range<usize>, usize)> = None;
    for (start, word) in words(text) {
        let long = width(&harmless(word));
        if let Some((bytes, used)) = &mut line {
            let gap = text.get(bytes.end..start).map_or(1, |gap| gap.chars().count());
            if *used + gap + long <= cells {
                *used += gap + long;
                bytes.end = start + word.len();
                continue;
            }
            lines.push(bytes.clone());
        }
        let (mut from, mut used) = (start, 0);
        for (at, grapheme) in word.grapheme_indices(true) {
            let next = width(&harmless(grapheme));
            if used + next > cells && used > 0 {
                lines.push(from..start + at);
                (from, used) = (start + at, 0);
            }
            used += next;
        }
        line = Some((from..start + word.len(), used));
    }
    lines.extend(line.map(|(bytes, _)| bytes));
    lines
}

/// The words of a text, with the byte at which each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(char::is_whitespace).filter_map(move |word| {
        let start = at;
        at += word.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, cells: usize) -> Vec<&str> {
        wrapped(text, cells)
            .into_iter()
            .map(|bytes| &text[bytes])
            .collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(shown("one two  three\nfour", 8), ["one two", "three", "four"]);
        assert_eq!(shown("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(shown("北京市 x", 4), ["北京", "市 x"]);
        assert_eq!(shown("  ", 4), [""; 0]);
    }

    #[test]
    fn a_blank_line_stands_between_paragraphs() {
        let lines = lines(["a b", "c"].into_iter(), 1);
        let paragraphs: Vec<usize> = lines.iter().map(|line| line.paragraph).collect();
        assert_eq!(paragraphs, [1, 1, 0, 2]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-c北e\u{301}\u{202e} \n]{0,40}", cells in 2_usize..9) {
            let lines = wrapped(&text, cells);
            let words: String = lines.iter().map(|bytes| text[bytes.clone()].to_owned() + " ").collect();
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(squeezed(&words), squeezed(&text));
            for bytes in lines {
                proptest::prop_assert!(width(&harmless(&text[bytes])) <= cells);
            }
        }
    }
}
