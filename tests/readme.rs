//! What the README shows happens so: its commands are run, and what it prints below them is what they print.
//!
//! Each heading begins in an empty folder, in which the events are those inside the program. A TOML block with
//! `<!-- events/name.toml -->` above it is a file there. In a `console` block a line `$ annals …` is a command, and
//! the lines up to the next are its output, first the standard one; a line `...` stands for any lines, and `...` at the
//! end of a line for the rest of it. A command without output below it must end with 0.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{fs, path::Path};

use annals::{
    dates::Edtf,
    query,
    store::{self, Place},
};
use assert_cmd::Command;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// A fenced block: its language, what it holds, and the line above it.
struct Block<'r> {
    language: &'r str,
    lines: Vec<&'r str>,
    above: &'r str,
}

fn blocks(section: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = section.lines();
    let mut above = "";
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let lines = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block {
                language,
                lines,
                above,
            });
        }
        above = line;
    }
    blocks
}

/// The words of a command line; quotes of either kind hold one together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether `found` is what `shown` shows of it.
fn agrees(shown: &[&str], found: &[&str]) -> bool {
    match (shown, found) {
        ([], found) => found.is_empty(),
        (["..."], _) => true,
        (["...", rest @ ..], found) => (0..=found.len()).any(|cut| agrees(rest, &found[cut..])),
        ([line, shown @ ..], [first, found @ ..]) => {
            let same = match line.strip_suffix("...") {
                Some(beginning) => first.starts_with(beginning),
                None => line == first,
            };
            same && agrees(shown, found)
        }
        _ => false,
    }
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let readme = readme();
    let mut run = 0;
    for section in readme.split("\n#") {
        let folder = tempfile::tempdir().unwrap();
        for block in blocks(section) {
            let name = block
                .above
                .strip_prefix("<!-- ")
                .and_then(|rest| rest.strip_suffix(" -->"));
            if let Some(name) = name {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                #[allow(clippy::disallowed_methods)] // Nobody else reads this file.
                fs::write(path, block.lines.join("\n") + "\n").unwrap();
            }
            if block.language != "console" {
                continue;
            }
            let text = format!("\n{}", block.lines.join("\n"));
            for step in text.split("\n$ ").skip(1) {
                let mut lines = step.lines();
                let line = lines.next().unwrap();
                let mut words = words(line).into_iter();
                assert_eq!(words.next().as_deref(), Some("annals"), "{line}");
                let output = Command::cargo_bin("annals")
                    .unwrap()
                    .current_dir(folder.path())
                    .env_clear()
                    .env("HOME", folder.path())
                    .args(words)
                    .output()
                    .unwrap();
                let text =
                    String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
                let (mut shown, mut found): (Vec<_>, Vec<_>) = (lines.collect(), text.lines().collect());
                for lines in [&mut shown, &mut found] {
                    lines.retain(|line| !line.trim().is_empty());
                }
                if shown.is_empty() {
                    assert_eq!(output.status.code(), Some(0), "{line}\n{text}");
                } else {
                    assert!(
                        agrees(&shown, &found),
                        "$ {line}\n{text}\nThe README shows:\n{}",
                        shown.join("\n")
                    );
                }
                run += 1;
            }
        }
    }
    assert!(run >= 8, "only {run} commands");
}

/// The rows of the first table below a heading, as cells.
fn table<'r>(readme: &'r str, heading: &str) -> Vec<Vec<&'r str>> {
    let (_, rest) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    let rows = rest.lines().skip_while(|line| !line.starts_with('|'));
    rows.take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// What stands in backquotes.
fn codes(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn its_queries_are_queries() {
    let readme = readme();
    let mut count = 0;
    for row in table(&readme, "Queries") {
        for text in codes(row[0]).filter(|text| !text.starts_with('(')) {
            assert!(query::parse(text).is_ok(), "{text}");
            count += 1;
        }
    }
    assert!(count > 20);
}

#[test]
fn its_dates_are_shown_so() {
    let readme = readme();
    let rows = table(&readme, "Dates");
    assert!(rows.len() > 4);
    for row in rows {
        let shown: Vec<String> = codes(row[0])
            .map(|date| Edtf::parse(date).unwrap().words_short())
            .collect();
        assert_eq!(shown.join(" · "), row[1]);
    }
}

#[test]
fn the_number_of_events_is_said_right() {
    let events = store::load(&Place::Embedded, &|_| {}).unwrap().events.len();
    let said: Vec<String> = readme()
        .split(" events inside")
        .filter_map(|before| before.rsplit_once(' '))
        .map(|(_, number)| number.to_owned())
        .filter(|number| number.parse::<usize>().is_ok())
        .collect();
    assert_eq!(said, [events.to_string(), events.to_string()]);
}

#[test]
fn the_files_that_the_readme_points_to_are_there() {
    let readme = readme();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut links = 0;
    for rest in readme.split("](").skip(1) {
        let target = rest.split(')').next().unwrap();
        if target.starts_with("https://") {
            continue;
        }
        let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
        let file = if file.is_empty() { "README.md" } else { file };
        assert!(root.join(file).exists(), "{target}");
        if !anchor.is_empty() {
            let text = fs::read_to_string(root.join(file)).unwrap();
            let known = text.lines().filter(|line| line.starts_with('#')).any(|line| {
                let heading = line.trim_start_matches('#').trim().to_lowercase();
                let slug: String = heading
                    .chars()
                    .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
                    .map(|c| if c == ' ' { '-' } else { c })
                    .collect();
                slug == anchor
            });
            assert!(known, "{target}");
        }
        links += 1;
    }
    assert!(links >= 8);
}
