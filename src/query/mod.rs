//! Query text → tree → plan. The same line on the command line, in the filter bar and in saved views.
//!
//! [`parse`] reads what was written, [`plan`] finds what is meant by it; both report every mistake with its place
//! and what would be right. [`FIELDS`] is the one table of the keys, [`complete`] offers what could be typed next,
//! and [`with_term`] and its like change a query's text where the screen does. The manual is `docs/queries.md`.

mod ast;
mod complete;
mod countries;
mod edit;
mod fields;
mod lex;
mod parse;
mod plan;
mod resolve;
mod when;

#[cfg(test)]
mod tests;

pub use ast::{Ast, Item, Node, QueryError, Span, Value};
pub use complete::{Candidate, Completion, Subject, complete};
pub use edit::{FieldTerm, from_flags, quote_if_needed, term, terms_of, value_of, with_term, without_field};
pub use fields::{FIELDS, Field, Key, Shape, ValueKind};
pub use parse::parse;
pub use plan::{Filter, Has, Is, Plan, Reference, Scope};
pub use resolve::plan;
