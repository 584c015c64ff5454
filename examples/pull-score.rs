//! Scores the drafts of articles against what a reader finds in them.
//!
//!     cargo run --example pull-score                      # those of tests/pull
//!     cargo run --example pull-score -- FOLDER...         # NAME.txt with NAME.toml beside it
//!     cargo run --example pull-score -- --all FOLDER...   # what is right, too
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code
)] // A tool for developers.

use std::path::PathBuf;

use annals::{pull::Knowledge, store::Collection};

#[path = "../tests/pull/score.rs"]
mod score;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let all = arguments.iter().any(|argument| argument == "--all");
    arguments.retain(|argument| argument != "--all");
    let mut folders: Vec<PathBuf> = arguments.iter().map(PathBuf::from).collect();
    if folders.is_empty() {
        let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pull");
        folders = ["articles", "once-unseen", "unseen"]
            .iter()
            .map(|name| own.join(name))
            .filter(|folder| folder.is_dir())
            .collect();
    }
    let knowledge = Knowledge::new(&Collection::default());
    for folder in folders {
        let mut sum = score::Counts::default();
        for (name, article, expected) in score::articles(&folder) {
            let mut report = String::new();
            let counts = score::score(&article, &expected, &knowledge, &mut report);
            println!("{name}: {}", counts.words());
            for line in report
                .lines()
                .filter(|line| all || !line.trim_start().starts_with("right"))
            {
                println!("{line}");
            }
            sum.add(counts);
        }
        println!("\n{}: {}\n", folder.display(), sum.words());
    }
}
