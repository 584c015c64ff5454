//! The screen without a terminal: the same state, update, worker's answers and views, one step after the other.
//! For tests, benches, and pictures.

use std::{collections::VecDeque, sync::Arc};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    effect::Effect,
    keymap::{Key, Keymap, Written},
    message::Message,
    picture::Picture,
    state::{Opening, State},
    update::update,
    view::{self, theme::Theme},
    worker::{Desk, loaded},
};
use crate::{
    catalog::Memory,
    dates::Day,
    store::{Collection, Place},
};

/// A screen of its own, drawn into memory.
pub struct Headless {
    state: State,
    memory: Arc<Memory>,
    picture: Picture,
    /// What was to be done outside, but for questions: in the order in which it came.
    pub deeds: Vec<Effect>,
}

impl Headless {
    /// Opens a collection on so many columns and lines.
    pub fn new(collection: Collection, size: (u16, u16), today: Day, query: &str) -> Self {
        let keymap =
            Keymap::new(&Written::new()).unwrap_or_else(|error| unreachable!("the shipped keys: {error}"));
        let state = State::new(Opening {
            size,
            today,
            described: "events".to_owned(),
            built_in: false,
            query: query.to_owned(),
            keymap: Arc::new(keymap),
            theme: Theme::new(true),
        });
        let memory = Arc::new(Memory::new(Arc::new(collection)));
        let message = Message::Loaded(loaded(&memory));
        let mut screen = Self {
            state,
            memory,
            picture: Picture::default(),
            deeds: Vec::new(),
        };
        screen.send(message);
        screen
    }

    /// Takes a message, and answers the questions that come of it until there are no more.
    pub fn send(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.answer(effects);
    }

    /// Answers questions, and those that come of the answers.
    pub fn answer(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Ask(ticket, question) => {
                    let desk = Desk {
                        place: &Place::Embedded,
                        memory: &self.memory,
                        today: self.state.today,
                    };
                    let answer = Message::Answer(ticket, desk.answer(question));
                    effects.extend(update(&mut self.state, answer));
                }
                deed => self.deeds.push(deed),
            }
        }
    }

    /// Takes a message as [`Headless::send`] does, but gives back what it asks for instead of answering: as when
    /// something else happens before the answer comes.
    pub fn send_unanswered(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.state, message)
    }

    /// Types keys: characters, and names in angle brackets as keymaps write them: `/kim<enter>jj<ctrl-d>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in pressed(keys) {
            self.send(Message::Key(key));
        }
        self
    }

    /// As the collection inside the program, which cannot be changed.
    pub fn built_in(&mut self) {
        self.state.built_in = true;
    }

    /// Takes another size.
    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.send(Message::Resize(columns, lines));
        self
    }

    /// What the screen knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Draws a frame.
    pub fn draw(&mut self) -> &Picture {
        let (columns, lines) = self.state.size;
        let area = Rect::new(0, 0, columns, lines);
        if self.picture.area == area {
            self.picture.reset();
        } else {
            self.picture = Picture::empty(area);
        }
        view::draw(&self.state, &mut self.picture);
        &self.picture
    }

    /// Draws a frame, as ratatui keeps it.
    pub fn buffer(&mut self) -> Buffer {
        self.draw().into()
    }

    /// A frame as text: one line a row, without the blanks at its end.
    pub fn text(&mut self) -> String {
        shown(self.draw())
    }
}

/// The keys of a text as [`Headless::keys`] reads it.
pub(super) fn pressed(keys: &str) -> Vec<KeyEvent> {
    let mut pressed = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inside| inside.split_once('>'))
            .and_then(|(name, behind)| Some((Key::parse(name)?.event(), behind)));
        let (event, behind) = named.unwrap_or_else(|| {
            (
                KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE),
                rest.get(c.len_utf8()..).unwrap_or_default(),
            )
        });
        pressed.push(event);
        rest = behind;
    }
    pressed
}

/// A picture as text: one line a row, without the blanks at its end.
pub(super) fn shown(picture: &Picture) -> String {
    let mut text = String::new();
    for row in picture.rows() {
        let mut line = String::new();
        let mut x = 0;
        // The cells that a wide character covers hold nothing of their own.
        while let Some(cell) = row.get(x) {
            line.push_str(picture.symbol(cell, &mut [0; 4]));
            x += cell.width();
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
