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
//! | [`library`] | the files and the catalog of them, kept in step |
//! | [`pull`] | articles → drafts of events: time expressions, who, where, what |
//! | [`config`] | folders of the platform, the user's settings |
//! | [`tui`] | the screen |
//! | [`lsp`] | the language server for editors |
//! | [`cli`] | arguments, commands, output formats |
//!
//! How many events have both Russia and North Korea in them:
//!
//! ```
//! use std::sync::Arc;
//!
//! use annals::{
//!     catalog::{Catalog, Memory},
//!     dates::Civil,
//!     query::{self, Scope},
//!     store::{self, Place},
//! };
//!
//! let collection = store::load(&Place::Embedded, &|_| {})?;
//! assert!(collection.findings.is_empty());
//! let catalog = Memory::new(Arc::new(collection));
//!
//! let scope = Scope {
//!     today: Civil { year: 2024, month: 6, day: 17 }.to_day(),
//!     organizations: &catalog.tables().organizations,
//!     event: &|id| catalog.event(id).map(|event| event.date.extent()),
//! };
//! let dyad = query::parse("country:RUS+PRK").and_then(|ast| query::plan(&ast, &scope)).unwrap();
//! assert!(catalog.count(&dyad) > 50);
//! # Ok::<(), store::StoreError>(())
//! ```

pub mod catalog;
pub mod cli;
pub mod config;
pub mod dates;
pub mod library;
pub mod lsp;
pub mod model;
pub mod places;
pub mod pull;
pub mod query;
pub mod store;
pub mod text;
pub mod tui;
