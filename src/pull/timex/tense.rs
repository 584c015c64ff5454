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
    verbs: Option<ClassId>,
    /// "be": the verb that stands before it has the tense.
    infinitives: Option<ClassId>,
    /// "had", behind which what was to come lies back.
    perfects: Option<ClassId>,
    /// Words with a stop that ends no sentence: "Gen."
    abbreviations: Option<ClassId>,
    quotes: Option<ClassId>,
    /// "to", "did": behind them the form of the present says nothing.
    bare: Option<ClassId>,
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
/// "As early as", directly before an expression, has so many tokens.
const LONGEST: usize = 4;
/// A comma stands for so many words between an expression and a verb behind it.
const A_COMMA: usize = 6;

impl<'a, 'l> Tenses<'a, 'l> {
    pub fn new(text: &'a str, tokens: &'a [Token], language: &'l Language) -> Self {
        let class = |name| language.lexicon.class(name);
        Self {
            text,
            tokens,
            language,
            verbs: class("VERB"),
            infinitives: class("INFINITIVE"),
            perfects: class("PERFECT"),
            abbreviations: class("ABBREVIATION"),
            quotes: class("QUOTE"),
            bare: class("BARE"),
            comma: language.lexicon.comma,
        }
    }

    /// The tense of the verb that stands nearest to the tokens from `start` to `end`, in the same sentence. One
    /// behind them must stand nearer, and a comma between them puts it farther off.
    pub fn around(&self, start: usize, end: usize) -> Option<Tense> {
        let near = |length: usize| {
            start
                .checked_sub(length)
                .and_then(|at| self.entry(at))
                .is_some_and(|(said, words)| said == "near" && words == length)
        };
        if (1..=LONGEST).any(near) {
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
        self.entry(at).map(|(said, _)| said)
    }

    /// The same, and of how many tokens it is.
    fn entry(&self, at: usize) -> Option<(&'l str, usize)> {
        self.language
            .lexicon
            .value_at(self.tokens, at, self.verbs?)
            .and_then(|(atom, words)| Some((atom.text()?, words)))
    }

    /// Whether a word of the class stands there.
    fn is(&self, at: usize, class: Option<ClassId>) -> bool {
        class.is_some_and(|class| self.language.lexicon.value_at(self.tokens, at, class).is_some())
    }

    fn tense(&self, at: usize) -> Option<Tense> {
        let token = self.tokens.get(at)?;
        let word = self.text.get(token.bytes.clone())?;
        let ends_in_ed = word.len() > 4 && word.ends_with("ed");
        let preceded =
            |class, reach: usize| (at.saturating_sub(reach)..at).any(|before| self.is(before, class));
        // "May" and "Will" within a sentence are names.
        let name = token.capital && at > 0 && !self.ends_sentence(at - 1);
        match self.said(at) {
            Some(_) if name => None,
            // "had been scheduled"
            Some("future") if ends_in_ed && preceded(self.perfects, 3) => Some(Tense::Past),
            // "will be held": what stands before decides.
            Some("past") if preceded(self.infinitives, 2) => None,
            Some("past") => Some(Tense::Past),
            Some("future") => Some(Tense::Future),
            Some("present") => Some(Tense::Present),
            // "The ministers meet Monday" is still to come.
            Some("agenda") => (!preceded(self.bare, 2)).then_some(Tense::Future),
            // "need", "seed", "hundred": no verb in spite of its ending.
            Some(_) => None,
            None if ends_in_ed && preceded(self.infinitives, 2) => None,
            None => (ends_in_ed && !name).then_some(Tense::Past),
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
                    .is_some_and(|before| self.is(before, self.abbreviations));
                // The mark that closes a quotation belongs to the sentence before.
                let next = (at + 1..self.tokens.len())
                    .find(|next| !self.is(*next, self.quotes))
                    .and_then(|next| Some((self.tokens.get(next)?, next)));
                next.is_none_or(|(next, index)| next.capital && (index > at + 1 || !next.glued))
                    && !abbreviated
            }
            _ => false,
        }
    }
}
