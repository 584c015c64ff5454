//! Arguments, commands and output formats.
//!
//! [`run`] reads the command line and does what it says; each command is a file. Data goes to standard output,
//! everything else to standard error. How it ended is an [`Exit`], which only `main` turns into the exit code.

mod add;
pub mod args;
mod cache;
mod check;
mod countries;
mod duplicates;
mod edit;
mod editing;
mod exit;
mod fmt;
mod init;
mod list;
mod lsp;
mod markdown;
mod merge;
mod output;
mod pages;
mod progress;
mod pull;
mod record;
mod rename;
mod schema;
mod screen;
mod session;
mod shell;
mod show;
mod snippet;
mod stats;
mod table;
mod writing;

use std::ffi::OsString;

use args::{Arguments, Command};
pub use exit::{Complaint, Exit, explain};

/// Reads the command line `given`, the program's name first, and does what it says.
///
/// The errors are [`Complaint`]s, or what stood in the way of reading or writing; see [`explain`].
pub fn run(given: impl IntoIterator<Item = OsString>) -> anyhow::Result<Exit> {
    exit::guarded(|| match Arguments::read(given) {
        Ok(arguments) => command(arguments),
        Err(error) if error.use_stderr() => {
            // Where even standard error is closed, the exit code has to say it.
            let _ = error.print();
            Ok(Exit::WrongUse)
        }
        Err(help) => {
            help.print()?;
            Ok(Exit::Done)
        }
    })
}

fn command(arguments: Arguments) -> anyhow::Result<Exit> {
    output::choose_colour(arguments.color);
    session::choose_cache(!arguments.no_cache);
    let events: Vec<_> = arguments.paths.into_iter().chain(arguments.events).collect();
    match arguments.command {
        None => screen::run(&arguments.selection, &events),
        Some(Command::List(args)) => list::run(&args, &events),
        Some(Command::Show(args)) => show::run(&args, &events),
        Some(Command::Check(args)) => check::run(&args, &events),
        Some(Command::Add(args)) => add::run(&args, &events),
        Some(Command::Edit(args)) => edit::run(&args, &events),
        Some(Command::Rename(args)) => rename::run(&args, &events),
        Some(Command::Merge(args)) => merge::run(&args, &events),
        Some(Command::Duplicates(args)) => duplicates::run(&args, &events),
        Some(Command::Fmt(args)) => fmt::run(&args, &events),
        Some(Command::Countries(args)) => countries::run(&args, &events),
        Some(Command::Stats(args)) => stats::run(&args, &events),
        Some(Command::Pull(args)) => pull::run(&args, &events),
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Lsp(_)) => lsp::run(&events),
        Some(Command::Cache(args)) => cache::run(&args),
        Some(Command::Schema) => shell::print(schema::text().as_bytes()),
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Man) => shell::man(),
    }
}
