//! Markdown → the words that a reader sees, in paragraphs.

use super::{Document, front};

/// Bytes within which what opens a link or a tag is closed again.
const NEAR: usize = 4_000;

/// The words of a Markdown file, with what its head says.
pub(super) fn document(text: &str) -> Document {
    let mut document = Document::default();
    let body = match front::split(text.trim_start()) {
        Some((head, body)) => {
            front::fill(head, &mut document);
            body
        }
        None => text,
    };
    let mut paragraphs = Paragraphs::default();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let bare = line.trim();
        if let Some(mark) = fence {
            fence = (!bare.starts_with(mark)).then_some(mark);
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
            paragraphs.end();
            fence = Some(mark);
            continue;
        }
        let bare = bare.trim_start_matches(['>', ' ']);
        if let Some(heading) = heading(bare) {
            let heading = inline(heading);
            if document.title.is_empty() && paragraphs.is_empty() {
                document.title.clone_from(&heading);
            }
            paragraphs.alone(&heading);
        } else if bare.is_empty() || is_rule(bare) {
            paragraphs.end();
        } else if let Some(item) = item(bare) {
            paragraphs.end();
            paragraphs.add(&inline(item));
        } else {
            paragraphs.add(&inline(bare));
        }
    }
    paragraphs.end();
    document.text = paragraphs.text;
    document
}

/// Paragraphs with a blank line between.
#[derive(Default)]
pub(super) struct Paragraphs {
    pub text: String,
    /// Whether the last paragraph goes on.
    open: bool,
    /// Whether white space has come since its last word.
    parted: bool,
}

impl Paragraphs {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Goes on with the paragraph; white space is one space.
    pub fn add(&mut self, words: &str) {
        for word in words.split_whitespace() {
            if self.open {
                self.text.push(' ');
            } else if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(word);
            self.open = true;
        }
    }

    /// Goes on with the paragraph as it stands: a word goes on where no white space parts it.
    #[cfg(feature = "pull")]
    pub fn run(&mut self, words: &str) {
        self.parted |= words.starts_with(char::is_whitespace);
        for (index, word) in words.split_whitespace().enumerate() {
            if !self.open {
                if !self.text.is_empty() {
                    self.text.push_str("\n\n");
                }
            } else if index > 0 || self.parted {
                self.text.push(' ');
            }
            self.text.push_str(word);
            (self.open, self.parted) = (true, false);
        }
        self.parted |= words.ends_with(char::is_whitespace);
    }

    pub fn end(&mut self) {
        (self.open, self.parted) = (false, false);
    }

    fn alone(&mut self, words: &str) {
        self.end();
        self.add(words);
        self.end();
    }
}

fn heading(line: &str) -> Option<&str> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..)?;
    ((1..=6).contains(&level) && rest.starts_with(' ')).then(|| rest.trim().trim_end_matches('#').trim_end())
}

fn is_rule(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    line.len() >= 3
        && ['-', '*', '_', '=']
            .iter()
            .any(|mark| line.chars().all(|c| c == *mark))
        || line.starts_with('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':'))
}

fn item(line: &str) -> Option<&str> {
    if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(rest);
    }
    // "1." of a list, but not "1961." of a sentence.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    (1..=3)
        .contains(&digits)
        .then(|| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")))?
}

/// A line without the marks within it: links keep their words, pictures go, as do tags and notes.
fn inline(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let mut next = behind;
        match c {
            '\\' => {
                if let Some(escaped) = behind.chars().next().filter(char::is_ascii_punctuation) {
                    words.push(escaped);
                    next = behind.get(1..).unwrap_or_default();
                } else {
                    words.push(c);
                }
            }
            '!' if behind.starts_with('[') => match link(behind) {
                Some((_, after)) => next = after,
                None => words.push(c),
            },
            '[' => match link(rest) {
                Some((shown, after)) => {
                    if !shown.starts_with('^') {
                        words.push_str(&inline(shown));
                    }
                    next = after;
                }
                None => words.push(c),
            },
            '<' => match cut(behind, '>') {
                Some((tag, after)) if is_tag(tag) => {
                    if super::is_web(tag) {
                        words.push_str(tag);
                    }
                    next = after;
                }
                _ => words.push(c),
            },
            '`' | '*' => {}
            // Within a word it is a letter.
            '_' if !words.ends_with(char::is_alphanumeric) || !behind.starts_with(char::is_alphanumeric) => {}
            c => words.push(c),
        }
        rest = next;
    }
    words
}

/// `[shown](target)`, `[shown][name]` or a note `[^1]` at the beginning: what is shown, and what comes behind.
fn link(text: &str) -> Option<(&str, &str)> {
    let (shown, after) = cut(text.strip_prefix('[')?, ']')?;
    if let Some(target) = after.strip_prefix('(') {
        return Some((shown, cut(target, ')')?.1));
    }
    if let Some(name) = after.strip_prefix('[') {
        return Some((shown, cut(name, ']')?.1));
    }
    shown.starts_with('^').then_some((shown, after))
}

/// What is before and behind the next `mark`, which is looked for nearby only: a line of nothing but openings is read
/// in the time that its length takes.
fn cut(text: &str, mark: char) -> Option<(&str, &str)> {
    let near = text.get(..text.floor_char_boundary(NEAR))?;
    let at = near.find(mark)?;
    Some((text.get(..at)?, text.get(at + mark.len_utf8()..)?))
}

fn is_tag(tag: &str) -> bool {
    tag.len() < 200 && tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_left() {
        let text = "---\ntitle: The visit\n---\n# A *first* visit\n\nPutin [came](https://a.example \"x\") on\n**Tuesday**, \
                    `he` said_so.[^1]\n\n![a picture](x.png)\n\n> quoted_\n> on\n\n- one\n- two\n1. three\n\n```\ncode 2024\n```\n\
                    |---|---|\n\\*not\\* in 2 < 3 <br> end\n---\n1961. It began.\n";
        let document = document(text);
        assert_eq!(document.title, "The visit");
        assert_eq!(
            document.text,
            "A first visit\n\nPutin came on Tuesday, he said_so.\n\nquoted on\n\none\n\ntwo\n\nthree\n\n*not* in 2 < 3 end\n\n1961. It began."
        );
    }

    #[test]
    fn the_first_heading_is_the_title_where_the_head_has_none() {
        assert_eq!(document("# A visit #\n\nIt began.\n").title, "A visit");
        assert_eq!(document("It began.\n\n## Later\n\nMore.\n").title, "");
    }

    proptest::proptest! {
        #[test]
        fn any_text_ends_in_words(text in "[-a `*_\\[\\]()<>!#|~\\\\\n0-9.é]{0,60}") {
            document(&text);
        }
    }
}
