//! Arguments, commands and output formats.
//!
//! [`run`] reads the command line and does what it says; each command is a file. Data goes to standard output,
//! everything else to standard error. How it ended is an [`Exit`], which only `main` turns into the exit code.

pub mod args;
mod exit;
mod init;
mod output;
mod schema;
mod snippet;

use std::{ffi::OsString, io::Write};

use args::{Arguments, Command};
use clap::CommandFactory;
pub use exit::{Complaint, Exit, explain};

/// Reads the command line `given`, the program's name first, and does what it says.
///
/// The errors are [`Complaint`]s, or what stood in the way of reading or writing; see [`explain`].
pub fn run(given: impl IntoIterator<Item = OsString>) -> anyhow::Result<Exit> {
    let arguments = match Arguments::read(given) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() {
                Exit::WrongUse
            } else {
                Exit::Done
            });
        }
    };
    output::choose_colour(arguments.color);
    let Arguments { command, .. } = arguments;
    match command {
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Schema) => {
            let mut out = output::plain();
            out.write_all(schema::text().as_bytes())?;
            out.flush()?;
            Ok(Exit::Done)
        }
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "annals", &mut script);
            let mut out = output::plain();
            out.write_all(&script)?;
            out.flush()?;
            Ok(Exit::Done)
        }
        Some(Command::Man) => {
            let mut out = output::plain();
            clap_mangen::Man::new(Arguments::command()).render(&mut out)?;
            out.flush()?;
            Ok(Exit::Done)
        }
        _ => Err(Complaint::wrong_use("This command is not there yet.").into()),
    }
}
