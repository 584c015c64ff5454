//! Help and palette are one list: every action with its keys and its sentence; what is chosen is done.

use super::list::{List, fuzzy};
use crate::tui::{
    action::{Action, Context},
    keymap::Keymap,
};

/// The list of actions.
#[derive(Debug)]
pub struct ActionList {
    /// The list and what is typed.
    pub list: List,
    /// Every action, in the order of the help, with its keys.
    pub entries: Vec<Entry>,
    /// What had the keyboard before: where a chosen action is done.
    pub context: Context,
    /// Whether headings are shown while nothing is typed.
    pub headed: bool,
    /// The title, where it is not all of them.
    pub group: Option<&'static str>,
}

/// An action with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its keys in the context where it is done, as people write them: `Ctrl-d`.
    pub keys: Vec<String>,
    /// Whether it can be done in the context beneath.
    pub enabled: bool,
}

impl ActionList {
    /// All actions as they stand in `context`.
    pub fn new(keymap: &Keymap, context: Context, headed: bool) -> Self {
        // The desk and the timeline are two screens: what is done on the other one is of no use here.
        let desk = context == Context::Desk;
        let here = |action: &&Action| {
            let contexts = action.contexts();
            if desk {
                contexts.contains(&context)
            } else {
                contexts != [Context::Desk]
            }
        };
        let entries = Action::ALL
            .iter()
            .filter(here)
            .map(|&action| {
                let enabled = action.contexts().contains(&context);
                let at = if enabled {
                    context
                } else {
                    action.contexts().first().copied().unwrap_or(context)
                };
                Entry {
                    action,
                    keys: keymap.keys_of(at, action),
                    enabled,
                }
            })
            .collect();
        let mut list = Self {
            list: List::default(),
            entries,
            context,
            headed,
            group: None,
        };
        list.search();
        list
    }

    /// The actions under one heading that can be done in `context`.
    pub fn of_group(keymap: &Keymap, context: Context, group: &str) -> Self {
        let mut list = Self::new(keymap, context, false);
        list.entries
            .retain(|entry| entry.enabled && entry.action.group() == group && entry.action != Action::Change);
        list.group = Some("Change the event");
        list.search();
        list
    }

    /// Matches the actions with what is typed: by name, sentence or key.
    pub fn search(&mut self) {
        let pattern = self.list.input.value();
        let by_key = self
            .entries
            .iter()
            .position(|entry| entry.enabled && entry.keys.iter().any(|key| key == pattern));
        let mut matched = fuzzy(
            pattern,
            self.entries.iter().map(|entry| {
                [entry.action.name(), entry.action.sentence()]
                    .into_iter()
                    .chain(entry.keys.iter().map(String::as_str))
            }),
        );
        if let Some(exact) = by_key {
            matched.retain(|index| *index != exact);
            matched.insert(0, exact);
        }
        self.list.set_matched(matched);
    }

    /// The action under the cursor, if it can be done here.
    pub fn chosen(&self) -> Option<Action> {
        let entry = self.entries.get(self.list.current()?)?;
        entry.enabled.then_some(entry.action)
    }
}
