//! Which way to look for "Tuesday": the tense of the verb that stands nearest, by a small lexicon and endings.

use super::{
    language::Language,
    lexicon::{ClassId, WordId},
    token::Token,
    types::Direction,
};

/// Tells the tense around a place in a text.
pub(super) struct Tenses<'a, 'l> {
    text: &'a str,
    tokens: &'a [Token],
    language: &'l Language,
    class: Option<ClassId>,
    comma: WordId,
}

/// What a word says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Present,
}

/// So many tokens around an expression are looked at.
const REACH: usize = 40;
/// A comma stands for so many words between an expression and a verb behind it.
const A_COMMA: usize = 6;

impl<'a, 'l> Tenses<'a, 'l> {
    pub fn new(text: &'a str, tokens: &'a [Token], language: &'l Language) -> Self {
        Self {
            text,
            tokens,
            language,
            class: language.lexicon.class("VERB"),
            comma: language.lexicon.comma,
        }
    }

    /// The tense of the verb that stands nearest to the tokens from `start` to `end`, in the same sentence. One
    /// behind them must stand nearer, and a comma between them puts it farther off.
    pub fn around(&self, start: usize, end: usize) -> Option<Tense> {
        if let Some("near") = start.checked_sub(1).and_then(|at| self.said(at)) {
            return Some(Tense::Future);
        }
        let before = (start.saturating_sub(REACH)..start)
            .rev()
            .take_while(|at| !self.ends_sentence(*at))
            .find_map(|at| Some((start - at, self.tense(at)?)));
        let mut commas = 0;
        let behind = (end..(end + REACH).min(self.tokens.len()))
            .take_while(|at| !self.ends_sentence(*at))
            .find_map(|at| {
                commas += usize::from(self.tokens.get(at).is_some_and(|token| token.word == self.comma));
                Some((at + 2 - end + commas * A_COMMA, self.tense(at)?))
            });
        match (before, behind) {
            (Some((near, _)), Some((far, tense))) if far < near => Some(tense),
            (Some((_, tense)), _) | (None, Some((_, tense))) => Some(tense),
            (None, None) => None,
        }
    }

    /// The direction that the tense asks for.
    pub fn direction(&self, start: usize, end: usize) -> Option<Direction> {
        match self.around(start, end)? {
            Tense::Past => Some(Direction::Past),
            Tense::Future => Some(Direction::Future),
            Tense::Present => None,
        }
    }

    /// What the lexicon says of the word.
    fn said(&self, at: usize) -> Option<&'l str> {
        self.language
            .lexicon
            .value_at(self.tokens, at, self.class?)
            .and_then(|(atom, _)| atom.text())
    }

    fn tense(&self, at: usize) -> Option<Tense> {
        let token = self.tokens.get(at)?;
        let word = self.text.get(token.bytes.clone())?;
        let ends_in_ed = word.len() > 4 && word.ends_with("ed");
        let preceded = |words: &[&str], reach: usize| {
            (at.saturating_sub(reach)..at).any(|before| {
                self.tokens
                    .get(before)
                    .and_then(|token| self.text.get(token.bytes.clone()))
                    .is_some_and(|word| words.contains(&word))
            })
        };
        match self.said(at) {
            // "had been scheduled"
            Some("future") if ends_in_ed && preceded(&["had"], 3) => Some(Tense::Past),
            // "will be held": what stands before decides.
            Some("past") if preceded(&["be"], 2) => None,
            Some("past") => Some(Tense::Past),
            Some("future") => Some(Tense::Future),
            Some("present") => Some(Tense::Present),
            // "need", "seed", "hundred": no verb in spite of its ending.
            Some(_) => None,
            None if ends_in_ed && preceded(&["be"], 2) => None,
            None => {
                let name = token.capital && at > 0 && !self.ends_sentence(at - 1);
                (ends_in_ed && !name).then_some(Tense::Past)
            }
        }
    }

    fn ends_sentence(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return true;
        };
        if token.breaks {
            return true;
        }
        match self.text.get(token.bytes.clone()) {
            Some("?" | "!") => true,
            Some(".") => {
                let abbreviated = at
                    .checked_sub(1)
                    .and_then(|before| self.tokens.get(before))
                    .and_then(|before| self.text.get(before.bytes.clone()))
                    .is_some_and(|word| word.len() <= 4 && word.starts_with(char::is_uppercase));
                let next = self.tokens.get(at + 1);
                next.is_none_or(|next| next.capital && !next.glued) && !abbreviated
            }
            _ => false,
        }
    }
}
