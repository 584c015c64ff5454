//! From an article to events: what a text says, when, who and where, as drafts with the words that they rest on.
//!
//! An [`Article`] goes in, [`Draft`]s come out. Rules find them, without a network and without a model; the words of the
//! rules (names, verbs, offices, patterns of dates) are files in `data/pull/`.
//!
//! | module | reads |
//! | --- | --- |
//! | [`article`] | what goes in: paragraphs, and what is known of the source |
//! | [`draft`] | what comes out: events with quote, spans, score, and what the collection has of them |
//! | [`input`] | files, standard input and pages of the web: the article's words, and what it says of itself |
//! | [`pulled`] | the article as a source, and what is to be done with each draft |
//! | [`save`] | drafts into the collection: which file gets what |
//! | [`tables`] | drafts as they stand in files |
//! | [`timex`] | time expressions: dates, times, durations, sets (TIMEX3), and dates as events have them (EDTF) |
//! | [`words`] | what words mean: verbs, nouns, offices, organizations, places, from `data/pull/` |
//! | [`with`] | another extractor in the place of the rules |

mod accuse;
pub mod article;
mod before;
mod build;
mod called;
mod choose;
mod clause;
mod context;
mod deed;
pub mod draft;
mod find;
pub mod input;
mod item;
mod knowledge;
mod matching;
mod merge;
mod names;
mod nominal;
mod people;
mod phrase;
mod presence;
pub mod pulled;
mod relate;
mod resolve;
pub mod save;
mod scan;
mod story;
mod subject;
pub mod tables;
pub mod timex;
mod title;
mod token;
mod undated;
mod verb;
mod weak;
mod when;
pub mod with;
pub mod words;

pub use article::{Article, Paragraph};
pub use build::drafts;
pub use draft::{Draft, Matched, Reason, Role, Span};
pub use knowledge::Knowledge;
pub use pulled::Pulled;
