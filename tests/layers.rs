//! Who may use whom: a room uses only those below it, as `src/lib.rs` lists them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Lowest first; rooms of one rank do not know each other.
const RANKS: &[&[&str]] = &[
    &["text"],
    &["dates"],
    &["places"],
    &["model"],
    &["store", "query"],
    &["catalog"],
    &["library"],
    &["pull"],
    &["config"],
    &["tui", "lsp", "cli"],
];

/// `cli` starts the screen and the language server; these are its only doors to them.
const DOORS: &[(&str, &str)] = &[("cli", "tui"), ("cli", "lsp")];

/// Libraries that only some rooms may know.
const KEPT: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("crossterm", &["tui", "cli"]),
    ("tui_input", &["tui"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("ureq", &["pull"]),
    ("dom_smoothie", &["pull"]),
    ("encoding_rs", &["pull"]),
    ("lsp_server", &["lsp"]),
    ("lsp_types", &["lsp"]),
    ("toml", &["store", "config", "tui", "places", "pull"]),
];

fn rank(room: &str) -> Option<usize> {
    RANKS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every file with the room that it belongs to and its text up to its unit tests, without comments.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    files
        .into_iter()
        .filter_map(|file| {
            let inside = file.strip_prefix(&source).unwrap();
            let room = inside
                .iter()
                .next()
                .unwrap()
                .to_str()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            rank(&room)?;
            let text = fs::read_to_string(&file).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            Some((room, file.clone(), code.collect::<Vec<_>>().join("\n")))
        })
        .collect()
}

/// The rooms that a text names after `crate::`, also in braces.
fn used(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let (mut depth, mut word) = (1, String::new());
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    c if depth == 1 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ if depth == 1 && !word.is_empty() => used.push(std::mem::take(&mut word)),
                    _ => {}
                }
                if depth == 0 {
                    used.push(word);
                    break;
                }
            }
        } else {
            used.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    used.retain(|room| rank(room).is_some());
    used
}

#[test]
fn a_room_uses_only_those_below_it() {
    let mut wrong = Vec::new();
    for (room, file, text) in rooms() {
        for other in used(&text) {
            let allowed = other == room
                || rank(&other) < rank(&room)
                || DOORS.contains(&(room.as_str(), other.as_str()));
            if !allowed {
                wrong.push(format!("{}: {room} uses {other}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (room, file, text) in rooms() {
        for (library, allowed) in KEPT {
            let named = text.contains(&format!("{library}::")) || text.contains(&format!("use {library};"));
            let own_path = text.contains(&format!("::{library}::"));
            if named && !own_path && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{}: {room} knows {library}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    const MOST: usize = 700;
    for (_, file, text) in rooms() {
        let lines = text.lines().count();
        assert!(
            lines <= MOST,
            "{}: {lines} lines, {MOST} at the most",
            file.display()
        );
    }
}

#[test]
fn the_reader_of_this_test_sees_uses() {
    assert_eq!(
        used("use crate::{dates::{Day, Edtf}, text};\ncrate::model::Event"),
        ["dates", "text", "model"]
    );
}
