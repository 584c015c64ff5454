//! `annals add` and `annals edit` in a terminal, with an editor that is a script.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use crate::terminal::{self, Terminal};

const EVENT: &str = "# mine\n[[event]]\nid = 'visit'  # short\ntitle = \"A visit\"\ndate = 1961\n";

/// A shell in a folder with one event, and an editor for each of these commands of `sed`.
fn shell(editors: &[(&str, &str)]) -> Terminal {
    let terminal = Terminal::shell((140, 45));
    let write = |name: &str, text: &str| {
        let path = terminal.file(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[allow(clippy::disallowed_methods)] // Nobody else reads it.
        fs::write(&path, text).unwrap();
        path
    };
    write("events/a.toml", EVENT);
    for (name, commands) in editors {
        // Editors get the file last, and the line before it.
        let script =
            format!("#!/bin/sh\nfor file; do :; done\necho \"$@\" >> called\nsed -i {commands} \"$file\"\n");
        let path = write(name, &script);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    terminal
}

fn read(terminal: &Terminal, name: &str) -> String {
    fs::read_to_string(terminal.file(name)).unwrap()
}

fn drafts(terminal: &Terminal) -> Vec<std::path::PathBuf> {
    fn below(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else if path.ends_with("drafts/new-event.toml") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    below(&terminal.file("."), &mut found);
    found
}

#[test]
fn a_new_event_is_typed_kept_as_a_draft_mended_and_written() {
    if !terminal::has_bash() {
        return;
    }
    let mut terminal = shell(&[
        (
            "wrong",
            "-e 's/^title = .*/title = \"Another\"/' -e 's/^date = .*/date = \"18 June 1961\"/' -e 's/^countries = .*/countries = [\"Norht Korea\"]/'",
        ),
        ("right", "s/Norht/North/"),
        ("nothing", "s/x/x/"),
    ]);
    terminal.keys("EDITOR=./nothing \"$ANNALS\" add; echo ended-$?\r");
    terminal.wait_for("ended-0");
    assert!(drafts(&terminal).is_empty());
    terminal.keys("clear; EDITOR=./wrong \"$ANNALS\" add\r");
    terminal.wait_for("did you mean `North Korea`?");
    terminal.wait_for("[e]dit again, [k]eep as draft, [d]iscard, [w]rite it so");
    terminal.keys("k\r");
    terminal.wait_for("kept as a draft");
    assert_eq!(read(&terminal, "events/a.toml"), EVENT);
    assert_eq!(drafts(&terminal).len(), 1);
    terminal.keys("clear; EDITOR=./right \"$ANNALS\" add; echo ended-$?\r");
    terminal.wait_for("ended-0");
    assert_eq!(
        read(&terminal, "events/a.toml"),
        format!(
            "{EVENT}\n[[event]]\nid = \"1961-06-18-another\"\ntitle = \"Another\"\ndate = \"1961-06-18\"\n\
             countries = [\"North Korea\"]\nstatus = \"occurred\"\nsignificance = 3\n"
        )
    );
    assert!(drafts(&terminal).is_empty());
    terminal.keys("exit\r");
}

#[test]
fn an_event_is_opened_at_its_line_and_a_mistake_is_asked_about() {
    if !terminal::has_bash() {
        return;
    }
    let mut terminal = shell(&[("vi", "s/1961/196Y/"), ("nano", "s/1961/1962/")]);
    terminal.keys("EDITOR=./vi \"$ANNALS\" edit visit\r");
    terminal.wait_for("[e]dit again, [k]eep as it is, [d]iscard the change");
    terminal.keys("d\r");
    terminal.wait_for("the file is as it was before");
    assert_eq!(read(&terminal, "events/a.toml"), EVENT);
    terminal.keys("clear; EDITOR=./nano \"$ANNALS\" edit visit; echo ended-$?\r");
    terminal.wait_for("ended-0");
    assert_eq!(read(&terminal, "events/a.toml"), EVENT.replace("1961", "1962"));
    let called = read(&terminal, "called");
    assert!(
        called
            .lines()
            .all(|line| line.starts_with("+2 ") && line.ends_with("events/a.toml")),
        "{called}"
    );
    terminal.keys("exit\r");
}
