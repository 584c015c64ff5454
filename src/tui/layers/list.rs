//! A list with a line to type into: what pickers share.

use std::cmp::Reverse;

use nucleo_matcher::{
    Config, Matcher, Utf32String,
    pattern::{CaseMatching, Normalization, Pattern},
};
use tui_input::Input;

use crate::text;

/// What is typed, which items match it, and which one is marked.
#[derive(Debug, Default)]
pub struct List {
    /// What is typed.
    pub input: Input,
    /// Indices of the items that match, the best first.
    pub matched: Vec<usize>,
    /// Position of the cursor among `matched`.
    pub cursor: usize,
    /// Position in `matched` of the first line shown.
    pub top: usize,
    /// Lines that the list has on the screen; set by `update` from the size.
    pub height: usize,
}

impl List {
    /// The index of the item under the cursor.
    pub fn current(&self) -> Option<usize> {
        self.matched.get(self.cursor).copied()
    }

    /// Moves the cursor by so many items, staying within the list.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.matched.len().saturating_sub(1));
        self.follow();
    }

    /// Takes new matches; the cursor goes to the first.
    pub fn set_matched(&mut self, matched: Vec<usize>) {
        self.matched = matched;
        self.cursor = 0;
        self.top = 0;
    }

    /// Takes the number of lines on the screen.
    pub fn set_height(&mut self, height: usize) {
        self.height = height;
        self.follow();
    }

    fn follow(&mut self) {
        let height = self.height.max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
    }
}

/// How well a text fits: the same, begins so, has a word that begins so, has the letters in this order; then by
/// the matcher's score, and of two texts that fit equally well the shorter one.
type Fit = (u8, u32, Reverse<usize>);

/// The indices of the items that `pattern` fits, the best first; all of them in order for an empty pattern.
/// An item is what is searched in it: it fits as well as the best of its texts.
pub fn fuzzy<'a, T: IntoIterator<Item = &'a str>>(
    pattern: &str,
    items: impl Iterator<Item = T>,
) -> Vec<usize> {
    let folded = text::fold(pattern.trim());
    if folded.is_empty() {
        return items.enumerate().map(|(index, _)| index).collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let atoms = Pattern::parse(&folded, CaseMatching::Ignore, Normalization::Smart);
    let mut fit = |item: &str| -> Option<Fit> {
        let item = text::fold(item);
        let score = atoms.score(Utf32String::from(item.as_str()).slice(..), &mut matcher)?;
        let closeness = match () {
            () if item == folded => 3,
            () if item.starts_with(&folded) => 2,
            () if text::has_word_prefix(&item, &folded) => 1,
            () => 0,
        };
        Some((closeness, score, Reverse(item.len())))
    };
    let mut fits: Vec<(Fit, usize)> = items
        .enumerate()
        .filter_map(|(index, texts)| Some((texts.into_iter().filter_map(&mut fit).max()?, index)))
        .collect();
    // Letters scattered over a text are meant only where nothing fits better.
    if fits.iter().any(|((closeness, ..), _)| *closeness > 0) {
        fits.retain(|((closeness, ..), _)| *closeness > 0);
    }
    fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    fits.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_comes_first_and_nothing_typed_fits_all() {
        let items = [
            vec!["South Korea", "KOR"],
            vec!["North Korea", "PRK", "DPRK"],
            vec!["Norway", "NOR"],
        ];
        let find = |pattern: &str| fuzzy(pattern, items.iter().map(|texts| texts.iter().copied()));
        assert_eq!(find(""), [0, 1, 2]);
        assert_eq!(find("dprk"), [1]);
        assert_eq!(find("nor")[0], 2);
        assert_eq!(find("north korea"), [1]);
        assert!(find("zzz").is_empty());
    }

    #[test]
    fn the_cursor_stays_in_the_list_and_in_sight() {
        let mut list = List {
            matched: (0..10).collect(),
            height: 3,
            ..List::default()
        };
        list.move_by(5);
        assert_eq!((list.cursor, list.top), (5, 3));
        list.move_by(-4);
        assert_eq!((list.cursor, list.top), (1, 1));
        list.move_by(100);
        assert_eq!(list.cursor, 9);
        list.set_matched(Vec::new());
        list.move_by(1);
        assert_eq!(list.current(), None);
    }
}
