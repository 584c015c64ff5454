//! Writes articles to pull events from.
//!
//! ```text
//! cargo run --release --example make-articles -- 1000 /tmp/articles [WORDS]
//! ```
#![allow(clippy::print_stdout)] // It says what it wrote.

use std::{env, error::Error, fs, path::PathBuf};

#[path = "support/articles.rs"]
mod articles;

/// Generated files are made anew, not changed: nothing is lost where writing breaks off.
#[allow(clippy::disallowed_methods)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let count: usize = arguments.next().ok_or("how many?")?.parse()?;
    let folder = PathBuf::from(arguments.next().ok_or("into which folder?")?);
    let words = arguments.next().map_or(Ok(1_000), |words| words.parse())?;
    fs::create_dir_all(&folder)?;
    for number in 0..count {
        let text = articles::article(number as u64, words);
        fs::write(folder.join(format!("article-{number:04}.txt")), text)?;
    }
    println!("{count} articles of {words} words in {}", folder.display());
    Ok(())
}
