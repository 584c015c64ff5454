//! Choosing what an event gets: tags, a status, a weight, another event, a file; and whether to go on at all.

use std::sync::Arc;

use super::list::{List, fuzzy};
use crate::{
    model::{Event, RelationKind, Status},
    tui::change::Order,
};

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub value: Box<str>,
    /// What it is called; harmless.
    pub label: Box<str>,
    /// More about it; harmless, may be empty.
    pub help: Box<str>,
    /// Whether it is chosen, where several can be.
    pub marked: bool,
}

impl Item {
    /// One that is not chosen. Label and help are made harmless.
    pub fn new(value: &str, label: &str, help: &str) -> Self {
        Self {
            value: value.into(),
            label: crate::text::harmless(label).into(),
            help: crate::text::harmless(help).into(),
            marked: false,
        }
    }
}

/// What is chosen for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// The tags of the event, several.
    Tags,
    /// Its status.
    Status,
    /// Its significance.
    Significance,
    /// What it is to another event …
    Relation,
    /// … and to which.
    RelationTo(RelationKind),
    /// The file that it goes to.
    File,
    /// Whether it goes.
    Delete,
    /// Whether something is done although somebody else has changed the event.
    Conflict(Box<Order>),
}

/// A list to choose from.
#[derive(Debug)]
pub struct Pick {
    /// What is chosen for.
    pub purpose: Purpose,
    /// The heading; harmless.
    pub title: String,
    /// The list and what is typed.
    pub list: List,
    /// Everything there is.
    pub items: Vec<Item>,
    /// The event as the user sees it.
    pub event: Arc<Event>,
}

impl Pick {
    /// A list for an event.
    pub fn new(purpose: Purpose, title: &str, event: Arc<Event>, items: Vec<Item>) -> Self {
        let mut pick = Self {
            purpose,
            title: crate::text::harmless(title).into_owned(),
            list: List::default(),
            items,
            event,
        };
        pick.search();
        pick
    }

    /// Every status, the cursor on the event's.
    pub fn status(event: Arc<Event>) -> Self {
        let words = Status::ALL.iter();
        let items = words.map(|word| Item::new(word.as_str(), word.as_str(), word.meaning()));
        let own = event.status.known();
        let at = Status::ALL.iter().position(|word| Some(*word) == own);
        let mut pick = Self::new(Purpose::Status, "Status", event, items.collect());
        pick.list.move_by(at.unwrap_or(0) as isize);
        pick
    }

    /// The five weights, the cursor on the event's.
    pub fn significance(event: Arc<Event>) -> Self {
        const MEANINGS: [&str; 5] = [
            "hardly worth a line",
            "of interest to few",
            "usual",
            "of weight",
            "of the first rank",
        ];
        let items = MEANINGS.iter().zip(1..);
        let items = items.map(|(meaning, weight): (_, u8)| {
            let weight = weight.to_string();
            Item::new(&weight, &weight, meaning)
        });
        let at = isize::from(event.significance as i8) - 1;
        let mut pick = Self::new(Purpose::Significance, "Significance", event, items.collect());
        pick.list.move_by(at);
        pick
    }

    /// What an event can be to another.
    pub fn relation(event: Arc<Event>) -> Self {
        let kinds = RelationKind::ALL.iter();
        let items = kinds.map(|kind| Item::new(kind.as_str(), kind.as_str(), kind.meaning()));
        Self::new(Purpose::Relation, "This event …", event, items.collect())
    }

    /// Whether several can be chosen.
    pub fn many(&self) -> bool {
        self.purpose == Purpose::Tags
    }

    /// Whether what is typed can be chosen although the list does not have it.
    pub fn takes_typed(&self) -> bool {
        matches!(self.purpose, Purpose::Tags | Purpose::File)
    }

    /// Takes what there is to choose from.
    pub fn set_items(&mut self, mut items: Vec<Item>) {
        if self.many() {
            // What the event has already stands first, and marked.
            let has = |item: &Item| self.event.tags.contains(&item.value);
            items.sort_by_key(|item| !has(item));
            for item in &mut items {
                item.marked = has(item);
            }
            for chosen in self.items.drain(..).filter(|item| item.marked) {
                match items.iter_mut().find(|item| item.value == chosen.value) {
                    Some(item) => item.marked = true,
                    None => items.insert(0, chosen),
                }
            }
        }
        self.items = items;
        self.search();
    }

    /// Matches the items with what is typed.
    pub fn search(&mut self) {
        let matched = if matches!(self.purpose, Purpose::RelationTo(_)) {
            // Who answered has matched them.
            (0..self.items.len()).collect()
        } else {
            fuzzy(
                self.list.input.value(),
                self.items
                    .iter()
                    .map(|item| [&*item.label, &*item.value, &*item.help]),
            )
        };
        self.list.set_matched(matched);
    }

    /// The item under the cursor.
    pub fn current(&self) -> Option<&Item> {
        self.items.get(self.list.current()?)
    }

    /// Marks the item under the cursor, or takes the mark away; something new that is typed is marked, too.
    pub fn toggle(&mut self) {
        let typed = self.list.input.value().trim().to_owned();
        if let Some(index) = self.list.current()
            && let Some(item) = self.items.get_mut(index)
        {
            item.marked = !item.marked;
        } else if !typed.is_empty() {
            let mut item = Item::new(&typed, &typed, "new");
            item.marked = true;
            self.items.insert(0, item);
        }
        if !typed.is_empty() {
            self.list.input = tui_input::Input::default();
            self.search();
        }
    }
}
