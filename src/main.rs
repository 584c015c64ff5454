//! The program `annals`: arguments in, exit code out.

use std::process::ExitCode;

use annals::cli;

fn main() -> ExitCode {
    let outcome = cli::run(std::env::args_os());
    let exit = outcome.unwrap_or_else(|error| cli::explain(&error));
    ExitCode::from(exit.code())
}
