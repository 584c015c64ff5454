//! The program `annals`: arguments in, exit code out.

use std::process::ExitCode;

use annals::cli;

/// Reading makes millions of small texts on all cores, which the allocators of the systems are slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let outcome = cli::run(std::env::args_os());
    let exit = outcome.unwrap_or_else(|error| cli::explain(&error));
    ExitCode::from(exit.code())
}
