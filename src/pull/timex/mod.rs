//! Time expressions of a text: TIMEX3 as annotated news have it, and EDTF as an event's date has it.
//!
//! Text → tokens → rules → what is said → what it means on the day of publication. The rules are data
//! (`data/pull/time-en.txt`): words with what they stand for, and patterns of them.

mod typed;
mod types;

pub use typed::{Typed, typed};
pub use types::{Direction, EventDate, Kind, Modifier, Timex};
