//! Annals: world events in time.
//!
//! Events are kept as plain TOML files and looked at on a timeline in the terminal. The library is usable
//! without a terminal; rooms are modules, and a room uses only those above it in this list.
//!
//! | room | owns |
//! | --- | --- |
//! | [`text`] | folding, width, harmless text for the terminal, did-you-mean |
//! | [`dates`] | EDTF text ↔ what it means, and how a date is said in words |
//! | [`places`] | countries, names, successor states, blocs and their members by day |
//! | [`model`] | events, sources, people, vocabularies, findings |
//! | [`store`] | TOML files → events and findings |
//! | [`query`] | query text → tree → plan, its errors, completion |
//! | [`catalog`] | the six questions, and the columns in memory that answer them |
//! | [`config`] | folders of the platform, the user's settings |
//! | [`tui`] | the screen |
//! | [`cli`] | arguments, commands, output formats |

pub mod catalog;
pub mod cli;
pub mod config;
pub mod dates;
pub mod model;
pub mod places;
pub mod query;
pub mod store;
pub mod text;
pub mod tui;
