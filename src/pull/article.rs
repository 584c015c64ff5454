//! An article as it is read: paragraphs, numbered from 1, and what is known of it as a source.

use crate::dates::Day;

/// An article, ready to be drafted from.
///
/// Whoever reads a file, a page or a feed makes one; [`Article::plain`] does for text without markup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Its headline; empty when not known.
    pub title: Box<str>,
    /// Who published it; empty when not known.
    pub publisher: Box<str>,
    /// The day on which it came out, which "Tuesday" and "last month" are counted from.
    pub published: Day,
    /// Where it stands; empty when not known.
    pub url: Box<str>,
    /// BCP 47, in lower case ("en"); empty when not known.
    pub language: Box<str>,
    /// In the order of the text; headings count as paragraphs, so that "paragraph 4" is what a reader counts.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// As in the article; the words of quotes are cut out of it.
    pub text: Box<str>,
    /// Where it begins in the whole text, in UTF-8 bytes; 0 when the text was not one piece.
    pub offset: usize,
    /// Whether it heads what follows. Headings are shown, and not drafted from.
    pub heading: bool,
}

/// A line of at most so many words without a full stop is a heading.
const LONGEST_HEADING: usize = 14;

impl Article {
    /// Text without markup: a paragraph a line, or, where blank lines part them, a paragraph a block. A short line
    /// that does not end a sentence is a heading.
    pub fn plain(text: &str, published: Day) -> Self {
        Self {
            published,
            paragraphs: paragraphs(text),
            ..Self::default()
        }
    }

    /// How many words there are, headings included.
    pub fn words(&self) -> usize {
        self.paragraphs
            .iter()
            .map(|paragraph| paragraph.text.split_whitespace().count())
            .sum()
    }
}

/// The paragraphs of a plain text.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            blocks.extend(open.take());
            continue;
        }
        // A line that was broken to fit goes on below; one that ends a sentence, or is a paragraph by its length,
        // does not.
        match &mut open {
            Some(block) if text.get(block.0..block.1).is_some_and(goes_on) => block.1 = end,
            _ => {
                blocks.extend(open.take());
                open = Some((start, end));
            }
        }
    }
    blocks.extend(open);

    blocks
        .into_iter()
        .filter_map(|(start, end)| {
            let raw = text.get(start..end)?;
            let words = raw.trim_start();
            Some(Paragraph {
                text: words.into(),
                offset: start + raw.len() - words.len(),
                heading: is_heading(words),
            })
        })
        .collect()
}

/// Whether the last line of a block was broken to fit into a column, and the block goes on in the next one.
fn goes_on(block: &str) -> bool {
    const COLUMN: std::ops::RangeInclusive<usize> = 55..=120;
    let line = block.lines().next_back().unwrap_or_default();
    COLUMN.contains(&line.chars().count()) && !ends_sentence(line)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Whether a paragraph heads what follows: short, and not a sentence.
pub(super) fn is_heading(text: &str) -> bool {
    !ends_sentence(text) && text.split_whitespace().count() <= LONGEST_HEADING
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(String, bool)> {
        let article = Article::plain(text, 0);
        for paragraph in &article.paragraphs {
            assert!(text[paragraph.offset..].starts_with(&*paragraph.text));
        }
        let paragraphs = article.paragraphs.into_iter();
        paragraphs.map(|p| (p.text.into(), p.heading)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_and_a_short_one_without_a_full_stop_a_heading() {
        let found = texts("The minister left on Monday.\nA rare visit\nHe is to come back.\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], ("A rare visit".into(), true));
        assert!(!found[2].1);
    }

    #[test]
    fn broken_lines_are_one_paragraph_and_blank_lines_part_them() {
        let found = texts(
            "The foreign minister of a country that nobody has heard of came to\nthe town of Bern.\n\n  He left.\r\n",
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].0.ends_with("came to\nthe town of Bern."));
        assert_eq!(found[1].0, "He left.");
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(texts("").is_empty());
        assert!(texts(" \n\n\t\n").is_empty());
    }
}
