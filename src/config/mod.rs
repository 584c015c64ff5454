//! Folders of the platform, the settings of the user, the user's editor, where events come from, and words of one's own.
//!
//! Nothing here reads events: [`find_place`] says where they are, [`crate::store`] reads them. What the process
//! was started with is one value, [`Environment`], so that every rule can be tested without touching it.

mod editor;
mod environment;
mod place;
mod settings;
mod words;

pub use editor::{Editor, EditorError};
pub use environment::Environment;
pub use place::{Found, PlaceError, Told, find_place};
pub use settings::{Settings, SettingsError};
pub use words::own_words;
