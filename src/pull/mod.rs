//! From an article to events: what a text says, when, who and where, as drafts with the words that they rest on.
//!
//! | module | reads |
//! | --- | --- |
//! | [`timex`] | time expressions: dates, times, durations, sets (TIMEX3), and dates as events have them (EDTF) |

pub mod timex;
