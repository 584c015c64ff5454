//! Time expressions of a text: TIMEX3 as annotated news have it, and EDTF as an event's date has it.
//!
//! Text → tokens → rules → what is said → what it means on the day of publication. The rules are data
//! (`data/pull/time-en.txt`): words with what they stand for, and patterns of them.

mod dates;
mod feature;
mod find;
mod language;
mod lexicon;
mod pattern;
mod resolve;
mod stamp;
mod tense;
#[cfg(test)]
mod tests;
mod token;
mod typed;
mod types;

pub use dates::event_dates;
pub use find::{find, prepare};
pub use typed::{Typed, typed};
pub use types::{Direction, EventDate, Kind, Modifier, Timex};
