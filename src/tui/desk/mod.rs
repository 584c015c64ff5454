//! The review desk of `annals pull`: the article on one side, the drafts of its events on the other, and nothing enters the
//! collection that nobody has taken. A screen of its own with the loop of the timeline: messages → [`update`] → state →
//! view, and effects that [`run`] carries out.

mod change;
pub mod layer;
pub mod lines;
mod run;
#[cfg(test)]
mod tests;
mod update;

use std::sync::Arc;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use self::{layer::Layer, lines::Line};
pub use self::{
    run::run,
    update::{layer_areas, update},
};
use super::{
    keymap::Keymap,
    layout::{SMALLEST, TWO_PANES},
    state::Notice,
    view::theme::Theme,
};
use crate::{
    dates::Day,
    pull::{Draft, Pulled, pulled::Entry},
    store::Collection,
};

/// Writes articles with the entries that were taken; gives what has been done in sentences, or why nothing was.
pub type Save = Box<dyn FnMut(&[Pulled]) -> Result<Vec<String>, String>>;

/// What the desk opens on.
pub struct Start {
    /// The articles with their drafts.
    pub articles: Vec<Pulled>,
    /// What the drafts may look like.
    pub collection: Arc<Collection>,
    /// Today.
    pub today: Day,
    /// Drafts that are less sure are not taken together with the others.
    pub min_score: f32,
    /// The user's keys.
    pub keys: toml::Table,
    /// How what was taken is written.
    pub save: Save,
}

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody has said.
    #[default]
    Open,
    /// It is written.
    Taken,
    /// It is not.
    Dropped,
}

/// A draft on the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDesk {
    /// Index of its article.
    pub article: usize,
    /// The draft, as edited.
    pub entry: Entry,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// Which side has the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The drafts.
    #[default]
    Drafts,
    /// The article.
    Article,
}

/// What `update` wants done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Write these; the answer is a [`State::saved`].
    Save(Vec<Pulled>),
    /// Stop, as Ctrl-z does in a shell.
    Suspend,
}

/// The state of the desk.
#[derive(Debug)]
pub struct State {
    /// Columns and lines of the terminal.
    pub size: (u16, u16),
    /// Where everything stands.
    pub areas: Areas,
    /// Today.
    pub today: Day,
    /// See [`Start::min_score`].
    pub min_score: f32,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// How everything looks.
    pub theme: Theme,
    /// The articles; their entries stand in `drafts`.
    pub articles: Vec<Pulled>,
    /// All drafts, in the order of articles.
    pub drafts: Vec<OnDesk>,
    /// Titles of events that drafts may be, with their dates in words.
    pub known: FxHashMap<Box<str>, (Box<str>, String)>,
    /// The draft under the cursor.
    pub cursor: usize,
    /// The first draft that the list shows.
    pub top: usize,
    /// Which side has the keyboard.
    pub side: Side,
    /// The article that is shown, and the paragraph under its cursor, from 1.
    pub article: usize,
    /// See `article`.
    pub paragraph: usize,
    /// The article in lines.
    pub lines: Vec<Line>,
    /// The first of them that is shown.
    pub scroll: usize,
    /// What lies over the panes.
    pub layer: Option<Layer>,
    /// Earlier drafts and cursors, the last on top.
    pub undo: Vec<(Vec<OnDesk>, usize)>,
    /// A sentence for the bottom line.
    pub notice: Option<Notice>,
    /// Whether the screen differs from what was drawn.
    pub dirty: bool,
    /// Whether to leave.
    pub quit: bool,
    /// What was written, in sentences.
    pub written: Option<Vec<String>>,
}

/// Where everything stands. An area that has no room is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The top line.
    pub title: Rect,
    /// The heading of the article's pane, and its lines.
    pub article: (Rect, Rect),
    /// The heading of the drafts, and their lines.
    pub drafts: (Rect, Rect),
    /// The draft under the cursor, whole.
    pub detail: Rect,
    /// The rule between the panes where they stand side by side.
    pub rule: Rect,
    /// The bottom line.
    pub hints: Rect,
}

/// Cells before an article's lines: number and mark of the paragraph.
pub const GUTTER: u16 = 5;

impl Areas {
    /// The areas of a terminal of so many columns and lines for so many drafts.
    pub fn new((width, height): (u16, u16), drafts: usize) -> Self {
        if width < SMALLEST.0 || height < SMALLEST.1 {
            return Self::default();
        }
        let row = |y, height| Rect {
            x: 0,
            y,
            width,
            height,
        };
        let (title, hints, middle) = (row(0, 1), row(height - 1, 1), row(1, height - 2));
        let wanted = (drafts.max(1) as u16).saturating_add(1);
        let (article, right, rule) = if width >= TWO_PANES {
            let left = (width * 11 / 20).min(width - 48);
            let article = Rect {
                width: left,
                ..middle
            };
            let rule = Rect {
                x: left,
                width: 1,
                ..middle
            };
            let right = Rect {
                x: left + 1,
                width: width - left - 1,
                ..middle
            };
            (article, right, rule)
        } else {
            let above = (middle.height * 2 / 5).max(3);
            let (article, right) = (row(1, above), row(1 + above, middle.height - above));
            (article, right, Rect::default())
        };
        // The drafts take what they need, as long as the one under the cursor can be read.
        let most = if right.height >= 14 {
            right.height / 2
        } else {
            right.height.saturating_sub(2).max(2)
        };
        let list = wanted.min(most).min(right.height);
        let head = |area: Rect| Rect { height: 1, ..area };
        let body = |area: Rect| Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        };
        let drafts = Rect {
            height: list,
            ..right
        };
        Self {
            title,
            article: (head(article), body(article)),
            drafts: (head(drafts), body(drafts)),
            detail: Rect {
                y: right.y + list,
                height: right.height - list,
                ..right
            },
            rule,
            hints,
        }
    }
}

/// What a desk is made of, besides the terminal.
pub struct Opening {
    /// Columns and lines.
    pub size: (u16, u16),
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// How everything looks.
    pub theme: Theme,
}

impl State {
    /// A desk with everything open.
    pub fn new(start: &mut Start, opening: Opening) -> Self {
        let mut articles = std::mem::take(&mut start.articles);
        let mut drafts = Vec::new();
        for (article, pulled) in articles.iter_mut().enumerate() {
            drafts.extend(
                std::mem::take(&mut pulled.entries)
                    .into_iter()
                    .map(|entry| OnDesk {
                        article,
                        entry,
                        verdict: Verdict::Open,
                    }),
            );
        }
        let wanted = |id: &str| {
            drafts
                .iter()
                .any(|draft| draft.entry.draft.matched.id() == Some(id))
        };
        let known = start
            .collection
            .events
            .iter()
            .filter(|event| wanted(&event.id))
            .map(|event| (event.id.clone(), (event.title.clone(), event.date.words_short())))
            .collect();
        let mut state = Self {
            size: opening.size,
            areas: Areas::default(),
            today: start.today,
            min_score: start.min_score,
            keymap: opening.keymap,
            theme: opening.theme,
            articles,
            drafts,
            known,
            cursor: 0,
            top: 0,
            side: Side::Drafts,
            article: 0,
            paragraph: 1,
            lines: Vec::new(),
            scroll: 0,
            layer: None,
            undo: Vec::new(),
            notice: None,
            dirty: true,
            quit: false,
            written: None,
        };
        state.lay_out();
        state.show_draft();
        // What was said before the screen was taken is still seen on it.
        let notes: Vec<&str> = state
            .articles
            .iter()
            .flat_map(|pulled| &pulled.notes)
            .map(String::as_str)
            .collect();
        if let Some(first) = notes.first() {
            let more = if notes.len() > 1 {
                format!(" (and {} more)", notes.len() - 1)
            } else {
                String::new()
            };
            let sentence = format!("{first}{more}");
            state.say(sentence, false);
        }
        state
    }

    /// The draft under the cursor.
    pub fn current(&self) -> Option<&OnDesk> {
        self.drafts.get(self.cursor)
    }

    /// The article that is shown.
    pub fn shown(&self) -> Option<&Pulled> {
        self.articles.get(self.article)
    }

    /// How many drafts have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.drafts
            .iter()
            .filter(|draft| draft.verdict == verdict)
            .count()
    }

    /// Where a draft's quote stands in its paragraph, letter by letter.
    pub fn quoted(&self, draft: &Draft) -> Option<std::ops::Range<usize>> {
        let article = &self.shown()?.article;
        let paragraph = article.paragraphs.get(draft.paragraph.checked_sub(1)?)?;
        let start = paragraph.text.find(&*draft.quote)?;
        Some(start..start + draft.quote.len())
    }

    /// Makes the areas anew, and breaks the article into their lines.
    fn lay_out(&mut self) {
        self.areas = Areas::new(self.size, self.drafts.len());
        let cells = self.areas.article.1.width.saturating_sub(GUTTER + 1);
        let paragraphs = self.shown().map(|pulled| &pulled.article.paragraphs);
        let texts = paragraphs.into_iter().flatten().map(|paragraph| &*paragraph.text);
        self.lines = lines::lines(texts, usize::from(cells));
        self.dirty = true;
    }

    /// Brings the paragraph of the draft under the cursor into sight, in its article.
    fn show_draft(&mut self) {
        let height = usize::from(self.areas.drafts.1.height).max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
        let Some(draft) = self.current() else { return };
        let (article, paragraph) = (draft.article, draft.entry.draft.paragraph);
        if article != self.article {
            self.article = article;
            self.lay_out();
        }
        self.paragraph = paragraph;
        let at = self
            .current()
            .and_then(|draft| self.quoted(&draft.entry.draft))
            .unwrap_or(0..0);
        self.bring_into_sight(paragraph, at.start);
    }

    /// Scrolls so that a byte of a paragraph is in sight, with what stands around it.
    fn bring_into_sight(&mut self, paragraph: usize, byte: usize) {
        let height = usize::from(self.areas.article.1.height).max(1);
        let is_there = |line: &Line| line.paragraph == paragraph && byte < line.bytes.end.max(1);
        let Some(at) = self.lines.iter().position(is_there) else {
            return;
        };
        if at < self.scroll + height / 6 || at + height / 4 >= self.scroll + height {
            self.scroll = at.saturating_sub(height / 3);
        }
        self.scroll = self.scroll.min(self.lines.len().saturating_sub(height));
        self.dirty = true;
    }
}
