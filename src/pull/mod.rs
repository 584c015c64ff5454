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
//! | [`timex`] | time expressions: dates, times, durations, sets (TIMEX3), and dates as events have them (EDTF) |

pub mod article;
pub mod draft;
pub mod input;
pub mod timex;

pub use article::{Article, Paragraph};
pub use draft::{Draft, Matched, Reason, Role, Span};
