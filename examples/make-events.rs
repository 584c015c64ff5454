//! Writes a large collection to try things on, the same for the same seed:
//!
//! ```text
//! cargo run --release --example make-events -- 100000 /tmp/events
//! annals /tmp/events
//! ```

use std::path::PathBuf;

use clap::Parser;

#[path = "support/generate.rs"]
mod generate;

/// Write a generated collection.
#[derive(Parser)]
struct Arguments {
    /// How many events.
    events: usize,
    /// The folder to write to; files of the same names are replaced.
    folder: PathBuf,
    /// Another number gives another collection.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many files; by default one for 500 events.
    #[arg(long)]
    files: Option<usize>,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let size = generate::Size {
        events: arguments.events,
        files: arguments.files.unwrap_or(arguments.events.div_ceil(500)),
        seed: arguments.seed,
    };
    generate::write(&arguments.folder, size)
}
