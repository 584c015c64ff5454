//! Keys → actions. The shipped keys are a TOML file of the same form as the user's, which is laid over it.

use std::{collections::BTreeMap, fmt};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustc_hash::FxHashMap;

use super::action::{Action, Context};

/// The keys that ship with the program.
pub const DEFAULT: &str = include_str!("../../data/keymap.toml");

/// A key as it arrives, in the one form in which keymaps hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A keymap as written: context → action → keys.
pub type Written = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Why a keymap cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not TOML of the right form.
    #[error("the keymap is not a table of lists of keys: {0}")]
    Form(String),
    /// No such context.
    #[error("there is no context `{0}`; write one of {list}", list = contexts())]
    Context(String),
    /// No such action.
    #[error("there is no action `{action}`{}", meant(*hint))]
    Action {
        /// As written.
        action: String,
        /// What was probably meant.
        hint: Option<&'static str>,
    },
    /// The action is not done in that context.
    #[error("`{0}` is not done in [keys.{1}]")]
    Elsewhere(Action, Context),
    /// Not a key.
    #[error("`{0}` is not a key: write a character, or a name such as `enter`, `ctrl-d`, `f1`")]
    Key(String),
    /// One key for two actions.
    #[error("the key `{key}` of [keys.{context}] is given to both `{first}` and `{second}`")]
    Twice {
        /// The key.
        key: String,
        /// Where.
        context: Context,
        /// One action.
        first: Action,
        /// The other.
        second: Action,
    },
}

fn contexts() -> String {
    Context::ALL
        .iter()
        .map(|context| context.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn meant(hint: Option<&str>) -> String {
    hint.map(|hint| format!("; did you mean `{hint}`?"))
        .unwrap_or_default()
}

/// What each key does, by context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    keys: FxHashMap<(Context, Key), Action>,
    /// In the order written, for the help.
    shown: BTreeMap<(Context, Action), Vec<Key>>,
}

impl Keymap {
    /// The shipped keys with `user`'s laid over, action by action.
    pub fn new(user: &Written) -> Result<Self, KeymapError> {
        let mut shown = Self::resolve(&Self::read(DEFAULT)?)?;
        for (at, keys) in Self::resolve(user)? {
            // A key that the user gives to an action is taken from the shipped one that had it.
            for (other, others) in &mut shown {
                if other.0 == at.0
                    && !user
                        .get(at.0.as_str())
                        .is_some_and(|map| map.contains_key(other.1.name()))
                {
                    others.retain(|key| !keys.contains(key));
                }
            }
            shown.insert(at, keys);
        }
        Self::index(shown)
    }

    /// Reads the text of a keymap.
    pub fn read(text: &str) -> Result<Written, KeymapError> {
        toml::from_str(text).map_err(|error| KeymapError::Form(error.message().to_owned()))
    }

    /// A keymap out of the table `[keys]` of the settings.
    pub fn written(table: toml::Table) -> Result<Written, KeymapError> {
        table
            .try_into()
            .map_err(|error: toml::de::Error| KeymapError::Form(error.message().to_owned()))
    }

    fn resolve(written: &Written) -> Result<BTreeMap<(Context, Action), Vec<Key>>, KeymapError> {
        let mut resolved = BTreeMap::new();
        for (name, actions) in written {
            let context = Context::ALL
                .iter()
                .copied()
                .find(|context| context.as_str() == name)
                .ok_or_else(|| KeymapError::Context(name.clone()))?;
            for (name, keys) in actions {
                let action = Action::from_name(name).ok_or_else(|| KeymapError::Action {
                    action: name.clone(),
                    hint: crate::text::nearest(name, Action::ALL.iter().map(|action| action.name())),
                })?;
                if !action.contexts().contains(&context) {
                    return Err(KeymapError::Elsewhere(action, context));
                }
                let keys = keys
                    .iter()
                    .map(|key| Key::parse(key).ok_or_else(|| KeymapError::Key(key.clone())))
                    .collect::<Result<_, _>>()?;
                resolved.insert((context, action), keys);
            }
        }
        Ok(resolved)
    }

    fn index(shown: BTreeMap<(Context, Action), Vec<Key>>) -> Result<Self, KeymapError> {
        let mut keys = FxHashMap::default();
        for (&(context, action), list) in &shown {
            for &key in list {
                if let Some(first) = keys.insert((context, key), action)
                    && first != action
                {
                    return Err(KeymapError::Twice {
                        key: key.to_string(),
                        context,
                        first,
                        second: action,
                    });
                }
            }
        }
        Ok(Self { keys, shown })
    }

    /// What `key` does in `context`.
    pub fn action(&self, context: Context, key: &KeyEvent) -> Option<Action> {
        self.keys.get(&(context, Key::from(key))).copied()
    }

    /// The keys of an action in a context, as people write them: `Ctrl-d`, `PgDn`, `j`.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        self.shown
            .get(&(context, action))
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect()
    }

    /// The first key of an action in a context.
    pub fn key_of(&self, context: Context, action: Action) -> Option<String> {
        self.shown
            .get(&(context, action))?
            .first()
            .map(ToString::to_string)
    }
}

const NAMED: &[(&str, &str, KeyCode)] = &[
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

impl Key {
    /// Reads a key as keymaps write it: `j`, `G`, `ctrl-d`, `shift-tab`, `pagedown`, `f1`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            let (word, modifier) = [
                ("ctrl-", KeyModifiers::CONTROL),
                ("alt-", KeyModifiers::ALT),
                ("shift-", KeyModifiers::SHIFT),
            ]
            .into_iter()
            .find(|(word, _)| rest.starts_with(word) && rest.len() > word.len())
            .unwrap_or(("", KeyModifiers::NONE));
            if word.is_empty() {
                break;
            }
            modifiers |= modifier;
            rest = rest.get(word.len()..)?;
        }
        let mut characters = rest.chars();
        let code = match (characters.next()?, characters.next()) {
            (c, None) => KeyCode::Char(c),
            ('f', Some(_)) if rest.get(1..)?.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n)) => {
                KeyCode::F(rest.get(1..)?.parse().ok()?)
            }
            _ => NAMED.iter().find(|(name, ..)| *name == rest)?.2,
        };
        Some(Self { code, modifiers }.normal())
    }

    /// The key as it arrives.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// Terminals report Shift in many ways: with a character it is in the character.
    fn normal(mut self) -> Self {
        match self.code {
            KeyCode::Char(_) => self.modifiers.remove(KeyModifiers::SHIFT),
            KeyCode::BackTab => {
                self.code = KeyCode::Tab;
                self.modifiers.insert(KeyModifiers::SHIFT);
            }
            _ => {}
        }
        self.modifiers &= KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        self
    }
}

impl From<&KeyEvent> for Key {
    fn from(event: &KeyEvent) -> Self {
        Self {
            code: event.code,
            modifiers: event.modifiers,
        }
        .normal()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, word) in [
            (KeyModifiers::CONTROL, "Ctrl-"),
            (KeyModifiers::ALT, "Alt-"),
            (KeyModifiers::SHIFT, "Shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(word)?;
            }
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            code => match NAMED.iter().find(|(.., named)| *named == code) {
                Some((_, shown, _)) => f.write_str(shown),
                None => match code {
                    KeyCode::Char(c) => write!(f, "{c}"),
                    other => write!(f, "{other}"),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Keymap {
        Keymap::new(&Written::new()).unwrap()
    }

    #[test]
    fn every_action_has_a_sentence_a_unique_name_and_a_key_wherever_it_is_done() {
        let keymap = shipped();
        let mut names = std::collections::BTreeSet::new();
        for action in Action::ALL {
            assert!(names.insert(action.name()), "{action} twice");
            assert!(
                action.sentence().ends_with('.'),
                "{action}: {}",
                action.sentence()
            );
            assert!(!action.contexts().is_empty());
            assert_eq!(Action::from_name(action.name()), Some(*action));
            for context in action.contexts() {
                assert!(
                    keymap.key_of(*context, *action).is_some(),
                    "{action} has no key in {context}"
                );
            }
        }
    }

    #[test]
    fn esc_never_quits() {
        let keymap = shipped();
        let esc = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
        for context in Context::ALL {
            assert_eq!(keymap.action(*context, &esc), Some(Action::Back), "{context}");
        }
    }

    #[test]
    fn keys_read_back_and_shift_is_in_the_character() {
        for (text, shown) in [
            ("j", "j"),
            ("G", "G"),
            ("ctrl-d", "Ctrl-d"),
            ("shift-tab", "Shift-Tab"),
            ("pagedown", "PgDn"),
            ("f12", "F12"),
            ("-", "-"),
            ("ctrl--", "Ctrl--"),
            ("space", "Space"),
        ] {
            assert_eq!(Key::parse(text).unwrap().to_string(), shown);
        }
        for text in ["", "ctrl-", "f13", "jj", "hyper-x"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
        let typed = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(&typed), Key::parse("G").unwrap());
        assert_eq!(
            Key::from(&KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
            Key::parse("shift-tab").unwrap()
        );
    }

    #[test]
    fn the_user_replaces_keys_and_takes_them_from_others() {
        let user = Keymap::read("[timeline]\nquit = ['Q']\nreload = ['q']\nnext-event = []").unwrap();
        let keymap = Keymap::new(&user).unwrap();
        let key = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        assert_eq!(keymap.action(Context::Timeline, &key('Q')), Some(Action::Quit));
        assert_eq!(keymap.action(Context::Timeline, &key('q')), Some(Action::Reload));
        assert_eq!(keymap.action(Context::Timeline, &key('j')), None);
        assert_eq!(keymap.action(Context::Detail, &key('q')), Some(Action::Quit));
    }

    #[test]
    fn a_wrong_keymap_says_what_would_be_right() {
        for (text, sentence) in [
            (
                "[timelin]",
                "there is no context `timelin`; write one of timeline, detail, filter, picker, prompt, form, desk",
            ),
            (
                "[timeline]\nnext-evnt = ['j']",
                "there is no action `next-evnt`; did you mean `next-event`?",
            ),
            (
                "[timeline]\nquit = ['qq']",
                "`qq` is not a key: write a character, or a name such as `enter`, `ctrl-d`, `f1`",
            ),
            ("[prompt]\nquit = ['q']", "`quit` is not done in [keys.prompt]"),
            (
                "[timeline]\nquit = ['z']\nreload = ['z']",
                "the key `z` of [keys.timeline] is given to both `reload` and `quit`",
            ),
        ] {
            let error = Keymap::read(text)
                .and_then(|user| Keymap::new(&user))
                .unwrap_err();
            assert_eq!(error.to_string(), sentence);
        }
    }
}
