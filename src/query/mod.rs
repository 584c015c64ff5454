//! Query text → tree → plan. The same line on the command line, in the filter bar and in saved views.

mod ast;
mod plan;

pub use ast::{Ast, Node, QueryError, Span};
pub use plan::{Filter, Has, Is, Plan, Reference, Scope};
