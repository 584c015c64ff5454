//! What the files say: events, sources, people, organizations, eras, and findings about them.

pub mod admiralty;
mod event;
mod finding;
pub mod keys;
mod source;
mod vocabulary;

pub use event::{Actor, Claim, Event, Link, Location, Media, Origin, Relation, Term};
pub use finding::{Code as FindingCode, Finding, Remedy, Severity, Totals};
pub use source::{Citation, Era, Member, Office, Organization, Person, Source};
pub use vocabulary::{Category, RelationKind, Stance, Status};
