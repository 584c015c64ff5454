//! The words that rules know, with their classes and values, and the numbers that words and digits make.

use rustc_hash::FxHashMap;

use super::{feature::Atom, token::Token};

/// A word by its number; 0 is every word that is not known.
pub(super) type WordId = u32;
/// A class of words by its number.
pub(super) type ClassId = u16;

/// A number has no more tokens than this.
const LONGEST_NUMBER: usize = 12;

/// Words and classes of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    classes: FxHashMap<Box<str>, ClassId>,
    /// By the first word: what may begin there.
    entries: FxHashMap<WordId, Vec<Entry>>,
    numbers: FxHashMap<WordId, f64>,
    pub hyphen: WordId,
    pub comma: WordId,
    pub stop: WordId,
    pub slash: WordId,
    pub and: WordId,
}

/// One or more words that belong to a class.
#[derive(Debug)]
struct Entry {
    rest: Box<[WordId]>,
    class: ClassId,
    value: Value,
}

/// What an entry stands for.
#[derive(Clone, Debug)]
enum Value {
    Number(f64),
    Text(Box<str>),
}

/// A stretch of tokens that is of a class, or a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge<'l> {
    /// None for a number.
    pub class: Option<ClassId>,
    /// How many tokens.
    pub length: usize,
    pub atom: Atom<'l>,
}

impl Lexicon {
    pub fn new() -> Self {
        let mut lexicon = Self::default();
        lexicon.hyphen = lexicon.intern("-");
        lexicon.comma = lexicon.intern(",");
        lexicon.stop = lexicon.intern(".");
        lexicon.slash = lexicon.intern("/");
        lexicon.and = lexicon.intern("and");
        lexicon
    }

    /// The number of a folded word.
    pub fn word(&self, folded: &str) -> WordId {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// The number of a folded word, which it is given if it has none.
    pub fn intern(&mut self, folded: &str) -> WordId {
        let next = self.words.len() as WordId + 1;
        *self.words.entry(folded.into()).or_insert(next)
    }

    /// The number of a class, which it is given if it has none.
    pub fn intern_class(&mut self, name: &str) -> ClassId {
        let next = self.classes.len() as ClassId;
        *self.classes.entry(name.into()).or_insert(next)
    }

    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.classes.get(name).copied()
    }

    /// Adds folded words, as tokens, that stand for `value` in a class; in the class of numbers, a number word.
    pub fn add(&mut self, class: &str, words: &[&str], value: &str) {
        let words: Vec<WordId> = words.iter().map(|word| self.intern(word)).collect();
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        let number = value.parse::<f64>().ok();
        if class == "NUMBER" {
            self.numbers.insert(*first, number.unwrap_or_default());
            return;
        }
        let class = self.intern_class(class);
        self.entries.entry(*first).or_default().push(Entry {
            rest: rest.into(),
            class,
            value: number.map_or_else(|| Value::Text(value.into()), Value::Number),
        });
    }

    /// All that begins at the token `at`.
    pub fn edges<'l>(&'l self, tokens: &[Token], at: usize, edges: &mut Vec<Edge<'l>>) {
        let Some(token) = tokens.get(at) else { return };
        if let Some((atom, length)) = self.number(tokens, at) {
            edges.push(Edge {
                class: None,
                length,
                atom: Atom::Number(atom),
            });
        }
        for entry in self.entries.get(&token.word).into_iter().flatten() {
            let follow = entry.rest.iter().enumerate().all(|(index, word)| {
                tokens
                    .get(at + 1 + index)
                    .is_some_and(|token| token.word == *word)
            });
            if follow && token.word != 0 {
                edges.push(Edge {
                    class: Some(entry.class),
                    length: entry.rest.len() + 1,
                    atom: match &entry.value {
                        Value::Number(number) => Atom::Number(*number),
                        Value::Text(text) => Atom::Text(text),
                    },
                });
            }
        }
    }

    /// The value of the first entry at `at` that is of `class`.
    pub fn value_at<'l>(&'l self, tokens: &[Token], at: usize, class: ClassId) -> Option<(Atom<'l>, usize)> {
        let mut edges = Vec::new();
        self.edges(tokens, at, &mut edges);
        edges
            .iter()
            .find(|edge| edge.class == Some(class))
            .map(|edge| (edge.atom, edge.length))
    }

    /// The number at `at`, in digits ("1,500", "2.5", "2 1/2") or words ("twenty-five"), and its tokens.
    fn number(&self, tokens: &[Token], at: usize) -> Option<(f64, usize)> {
        let token = tokens.get(at)?;
        if token.digits.is_some() {
            return self.number_of_digits(tokens, at);
        }
        let first = *self.numbers.get(&token.word).filter(|_| token.word != 0)?;
        let (mut total, mut current, mut length) = (0.0, first, 1);
        let mut last = first;
        while length < LONGEST_NUMBER {
            let mut next = at + length;
            let joined = |next: usize| {
                tokens
                    .get(next)
                    .is_some_and(|token| token.word == self.hyphen || token.word == self.and)
            };
            if joined(next) {
                next += 1;
            }
            let Some(value) = tokens
                .get(next)
                .filter(|token| token.word != 0 && !token.breaks)
                .and_then(|token| self.numbers.get(&token.word).copied())
            else {
                break;
            };
            if value >= 100.0 {
                // "two hundred", "three hundred thousand"
                if last >= value && value > 100.0 {
                    break;
                }
                current *= value;
                if value >= 1_000.0 {
                    total += current;
                    current = 0.0;
                }
            } else if (20.0..100.0).contains(&last) && value < 10.0 || last >= 100.0 {
                current += value;
            } else {
                break;
            }
            last = value;
            length = next + 1 - at;
        }
        Some((total + current, length))
    }

    fn number_of_digits(&self, tokens: &[Token], at: usize) -> Option<(f64, usize)> {
        let digits = |at: usize| tokens.get(at).and_then(|token| token.digits);
        let mark = |at: usize, word: WordId| {
            tokens
                .get(at)
                .is_some_and(|token| token.word == word && token.glued)
        };
        let glued = |at: usize| tokens.get(at).is_some_and(|token| token.glued);
        let mut number = digits(at)?.number as f64;
        let mut length = 1;
        while length < LONGEST_NUMBER
            && mark(at + length, self.comma)
            && glued(at + length + 1)
            && digits(at + length + 1).is_some_and(|digits| digits.width == 3)
        {
            number = number * 1_000.0 + digits(at + length + 1)?.number as f64;
            length += 2;
        }
        if mark(at + length, self.stop)
            && glued(at + length + 1)
            && let Some(decimals) = digits(at + length + 1)
        {
            number += decimals.number as f64 / 10_f64.powi(decimals.width.min(18) as i32);
            length += 2;
        }
        let dash = tokens
            .get(at + length)
            .is_some_and(|token| token.word == self.hyphen);
        let fraction = usize::from(dash) + length;
        if let (Some(above), true, Some(below)) = (
            digits(at + fraction),
            mark(at + fraction + 1, self.slash),
            digits(at + fraction + 2),
        ) && (1..10).contains(&above.number)
            && (2..10).contains(&below.number)
            && above.number < below.number
        {
            number += above.number as f64 / below.number as f64;
            length = fraction + 3;
        }
        // "10 million years"
        if let Some(scale) = tokens
            .get(at + length)
            .filter(|token| token.word != 0 && !token.breaks)
            .and_then(|token| self.numbers.get(&token.word))
            .filter(|scale| **scale >= 100.0)
        {
            number *= scale;
            length += 1;
        }
        Some((number, length))
    }
}
