//! The program as its users run it: a folder, a command line, and what comes out of it. A file a command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

mod add;
mod cache;
mod check;
mod countries;
mod dir;
mod duplicates;
mod fix;
mod fmt;
mod help;
mod hostile;
mod init;
mod list;
mod merge;
mod places;
mod pull;
mod queries;
mod rename;
mod schema;
mod screen;
mod shell;
mod show;
mod stats;

/// Two countries, three events, a source, relations and claims; the second is known to the year only.
pub const KOREA: &str = include_str!("korea.toml");
