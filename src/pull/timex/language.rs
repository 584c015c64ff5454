//! A data file → the words and rules of a language.
//!
//! ```text
//! # A comment.
//! MONTH month: january=1 february=2      words of a class, with the feature that they say
//! let day = day:#1-31 ~ (st|nd|rd|th)?   a pattern with a name
//! calendar: <{day} MONTH>                a rule: the form of what it finds, what it says besides, its pattern
//! offset dir=-1: n:NUM UNIT ago
//! ```
//!
//! Lines that begin with a space go on from the line before. Of matches that overlap the one that begins first
//! counts, then the longest, then that of the rule that stands first in the file.

use std::{fmt, sync::OnceLock};

use rustc_hash::FxHashMap;

use super::{
    feature::{Atom, Feature, Said},
    lexicon::{Edge, Lexicon, WordId},
    pattern::{First, Input, Mark, Piece, Program, Reader},
    token::{Token, fold_piece, pieces},
};

/// The words and rules of English.
const ENGLISH: &str = include_str!("../../../data/pull/time-en.txt");

/// A data file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LanguageError {
    /// Line of the file, from 1; 0 where it is not known.
    pub line: usize,
    pub message: String,
}

impl LanguageError {
    pub fn pattern(text: &str, wrong: &str) -> Self {
        Self {
            line: 0,
            message: format!("`{}`: {wrong}", text.trim()),
        }
    }
}

impl fmt::Display for LanguageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// What a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A place in the calendar: "18 June", "last week", "the third quarter"; with an hour, a time.
    Calendar,
    /// So far from a day: "two years ago", "a week later".
    Offset,
    /// A length of time.
    Duration,
    /// Times that come again.
    Set,
    /// A value that stands in the rule: "now".
    Fixed,
    /// Nothing: what it matches is no time expression.
    Not,
}

impl Form {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "calendar" => Self::Calendar,
            "offset" => Self::Offset,
            "duration" => Self::Duration,
            "set" => Self::Set,
            "fixed" => Self::Fixed,
            "not" => Self::Not,
            _ => return None,
        })
    }
}

/// How the marked stretches of a rule belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Together {
    #[default]
    No,
    /// They share what is said of the last or the first only.
    List,
    /// They share it, and are the ends of a range.
    Range,
}

#[derive(Debug)]
struct Rule {
    form: Form,
    together: Together,
    program: Program,
}

/// Words and rules, ready for use.
#[derive(Debug)]
pub(super) struct Language {
    pub lexicon: Lexicon,
    rules: Vec<Rule>,
    by_first: FxHashMap<First, Vec<usize>>,
    /// Rules that begin with a word and need another behind it: "the" alone begins a hundred of them.
    by_two: FxHashMap<(WordId, First), Vec<usize>>,
}

/// What a rule found: one marked stretch.
#[derive(Clone, Debug)]
pub(super) struct Found<'l> {
    /// Which tokens.
    pub tokens: std::ops::Range<usize>,
    pub form: Form,
    pub said: Said<'l>,
    /// It and the next one are the ends of a range.
    pub range: bool,
}

/// A match of a rule, with all of its stretches.
struct Candidate<'l> {
    start: usize,
    end: usize,
    rule: usize,
    marks: Vec<Mark<'l>>,
}

impl Language {
    /// English, read at first use.
    pub fn english() -> &'static Self {
        static LANGUAGE: OnceLock<Language> = OnceLock::new();
        // A test holds the shipped file to be right; an empty language finds nothing.
        LANGUAGE.get_or_init(|| Self::read(ENGLISH).unwrap_or_else(|_| Self::empty()))
    }

    fn empty() -> Self {
        Self {
            lexicon: Lexicon::new(),
            rules: Vec::new(),
            by_first: FxHashMap::default(),
            by_two: FxHashMap::default(),
        }
    }

    /// Reads a data file.
    pub fn read(text: &str) -> Result<Self, LanguageError> {
        let mut language = Self::empty();
        let (mut features, mut macros) = (FxHashMap::default(), FxHashMap::default());
        for (line, entry) in entries(text) {
            let done = if entry.starts_with(|c: char| c.is_ascii_uppercase()) {
                words(&entry, &mut language.lexicon, &mut features)
            } else {
                let mut reader = Reader {
                    lexicon: &mut language.lexicon,
                    features: &features,
                    macros: &macros,
                };
                match entry.strip_prefix("let ") {
                    Some(rest) => define(rest, &mut reader).map(|(name, piece)| {
                        macros.insert(name, piece);
                    }),
                    None => rule(&entry, &mut reader).map(|rule| language.rules.push(rule)),
                }
            };
            done.map_err(|error| LanguageError { line, ..error })?;
        }
        for (number, rule) in language.rules.iter().enumerate() {
            let firsts = rule.program.firsts().ok_or_else(|| {
                LanguageError::pattern(&format!("rule {number}"), "it matches nothing at all")
            })?;
            for (first, seconds) in firsts {
                let (First::Word(word), Some(seconds)) = (first, seconds) else {
                    note(language.by_first.entry(first).or_default(), number);
                    continue;
                };
                for second in seconds {
                    note(language.by_two.entry((word, second)).or_default(), number);
                }
            }
        }
        Ok(language)
    }

    /// All that the rules find among `tokens`, in order and without overlaps.
    pub fn scan<'l>(&'l self, tokens: &[Token]) -> Vec<Found<'l>> {
        let edges: Vec<Vec<Edge<'l>>> = (0..tokens.len())
            .map(|at| {
                let mut edges = Vec::new();
                self.lexicon.edges(tokens, at, &mut edges);
                edges
            })
            .collect();
        let input = Input {
            tokens,
            edges: &edges,
        };
        let mut candidates = Vec::new();
        let mut rules: Vec<usize> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            rules.clear();
            for first in firsts(tokens, &edges, at) {
                rules.extend(self.by_first.get(&first).into_iter().flatten());
            }
            if token.word != 0 {
                for second in firsts(tokens, &edges, at + 1) {
                    rules.extend(self.by_two.get(&(token.word, second)).into_iter().flatten());
                }
            }
            rules.sort_unstable();
            rules.dedup();
            for number in &rules {
                let Some(rule) = self.rules.get(*number) else {
                    continue;
                };
                let Some(marks) = rule.program.run(&input, at) else {
                    continue;
                };
                let start = marks.iter().find_map(|mark| match mark {
                    Mark::Open(at) => Some(*at),
                    _ => None,
                });
                let end = marks.iter().rev().find_map(|mark| match mark {
                    Mark::Close(at) => Some(*at),
                    _ => None,
                });
                if let (Some(start), Some(end)) = (start, end)
                    && start < end
                {
                    candidates.push(Candidate {
                        start,
                        end,
                        rule: *number,
                        marks,
                    });
                }
            }
        }
        candidates
            .sort_by_key(|candidate| (candidate.start, std::cmp::Reverse(candidate.end), candidate.rule));
        let (mut found, mut free) = (Vec::new(), 0);
        for candidate in candidates {
            if candidate.start >= free {
                free = candidate.end;
                if let Some(rule) = self.rules.get(candidate.rule) {
                    stretches(rule, &candidate.marks, &mut found);
                }
            }
        }
        found
    }
}

fn note(rules: &mut Vec<usize>, number: usize) {
    if rules.last() != Some(&number) {
        rules.push(number);
    }
}

/// All that the token `at` may be for a rule.
fn firsts<'a>(
    tokens: &'a [Token],
    edges: &'a [Vec<Edge<'_>>],
    at: usize,
) -> impl Iterator<Item = First> + 'a {
    let token = tokens.get(at);
    let word = token.map(|token| token.word).filter(|word| *word != 0);
    let digits = token.and_then(|token| token.digits.as_ref());
    let edges = edges.get(at).into_iter().flatten();
    word.map(First::Word)
        .into_iter()
        .chain(digits.map(|_| First::Digits))
        .chain(edges.map(|edge| edge.class.map_or(First::Number, First::Class)))
}

/// The stretches of a match, each with what is said of it.
fn stretches<'l>(rule: &Rule, marks: &[Mark<'l>], found: &mut Vec<Found<'l>>) {
    const SHARED: [Feature; 8] = [
        Feature::Year,
        Feature::Yy,
        Feature::Cc,
        Feature::Month,
        Feature::Unit,
        Feature::Shift,
        Feature::Meridiem,
        Feature::Era,
    ];
    let first = found.len();
    let mut outside = Said::NOTHING;
    let mut open: Option<(usize, Said<'l>)> = None;
    for mark in marks {
        match *mark {
            Mark::Open(at) => open = Some((at, Said::NOTHING)),
            Mark::Close(end) => {
                if let Some((start, said)) = open.take() {
                    found.push(Found {
                        tokens: start..end,
                        form: rule.form,
                        said,
                        range: false,
                    });
                }
            }
            Mark::Say(feature, atom) => match &mut open {
                Some((_, said)) => said.set(feature, atom),
                None => outside.set(feature, atom),
            },
        }
    }
    let group = found.get_mut(first..).unwrap_or_default();
    for found in group.iter_mut() {
        let mine = found.said;
        found.said = outside;
        for (feature, atom) in mine.all() {
            found.said.set(feature, atom);
        }
        if let Some(form) = found.said.text(Feature::Form).and_then(Form::from_name) {
            found.form = form;
        }
    }
    if rule.together == Together::No {
        return;
    }
    // What only one end says holds for the other too: the year of the last, the month of the first.
    for at in 1..group.len() {
        if let [before, here, ..] = group.get_mut(at - 1..).unwrap_or_default() {
            match before.said.int(Feature::Year) {
                // "1914–18"
                Some(year) if here.said.has(Feature::Yy) => {
                    here.said
                        .set(Feature::Cc, Atom::Number(year.div_euclid(100) as f64));
                }
                _ if here.said.has(Feature::Weekday) => {}
                _ => here.said.inherit(&before.said, &SHARED),
            }
        }
    }
    for at in (1..group.len()).rev() {
        if let [before, here, ..] = group.get_mut(at - 1..).unwrap_or_default() {
            if !before.said.has(Feature::Year) {
                before.said.inherit(&here.said, &SHARED);
            }
            before.range = rule.together == Together::Range;
        }
    }
}

/// The entries of a file with the number of their first line; continued lines are put together.
fn entries(text: &str) -> Vec<(usize, String)> {
    let mut entries: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with("# ") || line.trim() == "#" {
            continue;
        }
        match entries.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some((_, entry)) => {
                entry.push(' ');
                entry.push_str(line.trim());
            }
            None => entries.push((number + 1, line.trim_end().to_owned())),
        }
    }
    entries
}

fn define(rest: &str, reader: &mut Reader<'_>) -> Result<(Box<str>, Piece), LanguageError> {
    let (name, pattern) = rest
        .split_once('=')
        .ok_or_else(|| LanguageError::pattern(rest, "`let name = pattern` was meant"))?;
    Ok((name.trim().into(), reader.piece(pattern)?))
}

fn words(
    entry: &str,
    lexicon: &mut Lexicon,
    features: &mut FxHashMap<u16, Feature>,
) -> Result<(), LanguageError> {
    let (head, list) = entry
        .split_once(": ")
        .ok_or_else(|| LanguageError::pattern(entry, "`CLASS feature: word=value …` was meant"))?;
    let (class, feature) = head
        .split_once(' ')
        .map_or((head, None), |(class, name)| (class, Some(name.trim())));
    if let Some(name) = feature {
        let feature = Feature::from_name(name)
            .ok_or_else(|| LanguageError::pattern(name, "there is no feature of that name"))?;
        features.insert(lexicon.intern_class(class), feature);
    }
    for word in list.split_whitespace() {
        let (word, value) = word.split_once('=').unwrap_or((word, ""));
        let spaced = word.replace('_', " ");
        let parts: Vec<String> = pieces(&spaced)
            .map(|piece| {
                let mut folded = String::new();
                fold_piece(spaced.get(piece).unwrap_or_default(), &mut folded);
                folded
            })
            .collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        lexicon.add(class, &parts, value);
    }
    Ok(())
}

fn unknown(form: &str) -> LanguageError {
    LanguageError::pattern(form, "the form is calendar, offset, duration, set, fixed or not")
}

fn rule(entry: &str, reader: &mut Reader<'_>) -> Result<Rule, LanguageError> {
    let (head, pattern) = entry
        .split_once(": ")
        .ok_or_else(|| LanguageError::pattern(entry, "`form: pattern` was meant"))?;
    let (mut form, mut together, mut settings) = (None, Together::No, String::new());
    for word in head.split_whitespace() {
        match word {
            "range" => together = Together::Range,
            "list" => together = Together::List,
            _ if word.contains('=') => {
                settings.push_str(word);
                settings.push(' ');
            }
            name => form = Some(Form::from_name(name).ok_or_else(|| unknown(name))?),
        }
    }
    let form = form.ok_or_else(|| unknown(head))?;
    let pattern = if settings.is_empty() {
        pattern.to_owned()
    } else {
        format!("[{settings}] {pattern}")
    };
    Ok(Rule {
        form,
        together,
        program: reader.program(&pattern)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_right() {
        let read = Language::read(ENGLISH).map(|language| language.rules.len());
        let rules = read.unwrap_or_else(|error| panic!("{error}"));
        assert!(rules > 100);
    }
}
