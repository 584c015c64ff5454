//! What words mean: the lexicon of verbs and nouns, offices, organizations and places, read from `data/pull/`.

mod actors;
mod forms;
mod gazetteer;
mod lexicon;
mod own;

pub use actors::{ActorWords, NamedEvent, OrganizationWords, PersonWords};
pub use gazetteer::{Site, sites};
pub use lexicon::{Does, Form, Lexicon, Noun, Verb};
pub use own::{WordsFault, faults};

/// A fault in a file of words: what is wrong, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Not TOML, or not of the shape of the built-in files.
    #[error("the words for pulling cannot be read: {0}")]
    Syntax(String),
    /// A category that is none of the vocabulary.
    #[error("`{word}` has the category `{category}`, which is none; write one of {known}")]
    Category {
        /// The word that has it.
        word: String,
        /// What is written.
        category: String,
        /// The vocabulary.
        known: String,
    },
    /// Something that a verb cannot do.
    #[error("`{word}` does `{does}`; write accuse, deny, cancel, announce, say, answer, replace or return")]
    Does {
        /// The verb.
        word: String,
        /// What is written.
        does: String,
    },
}
