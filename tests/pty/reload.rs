//! Files that change while the screen is open, and the editor that changes them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{ESC, FULL, Terminal};

/// A file with one event.
pub fn event(id: &str, title: &str) -> String {
    format!("[[event]]\nid = \"{id}\"\ntitle = \"{title}\"\ndate = 2024-06-18\ncountries = [\"PRK\"]\n")
}

/// A home with a folder of events, and that folder.
fn home() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let events = home.path().join("events");
    fs::create_dir(&events).unwrap();
    fs::write(events.join("a.toml"), event("a", "As it was")).unwrap();
    (home, events)
}

/// Writes beside and renames, as most editors save.
fn save_by_rename(file: &Path, text: &str) {
    let beside = file.with_file_name(".beside");
    fs::write(&beside, text).unwrap();
    fs::rename(&beside, file).unwrap();
}

fn end(mut terminal: Terminal) {
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
    terminal.assert_only_own_sequences();
}

#[test]
fn whatever_way_a_file_is_saved_it_is_on_the_screen() {
    let (home, events) = home();
    let file = events.join("a.toml");
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[]);
    terminal.wait_for("As it was");
    fs::write(&file, event("a", "Saved in place")).unwrap();
    terminal.wait_for("Saved in place");
    save_by_rename(&file, &event("a", "Saved by renaming"));
    terminal.wait_for("Saved by renaming");
    // As vim does with a backup: the old file steps aside, a new one is written, the old one goes.
    fs::rename(&file, events.join("a.toml~")).unwrap();
    fs::write(&file, event("a", "Saved with a backup")).unwrap();
    fs::remove_file(events.join("a.toml~")).unwrap();
    terminal.wait_for("Saved with a backup");
    fs::write(events.join("b.toml"), event("b", "Of a new file")).unwrap();
    terminal.wait_for("Of a new file");
    fs::create_dir_all(events.join("deep/deeper")).unwrap();
    fs::write(events.join("deep/deeper/c.toml"), event("c", "In a new folder")).unwrap();
    terminal.wait_for("In a new folder");
    fs::rename(events.join("deep"), events.join("moved")).unwrap();
    fs::write(
        events.join("moved/deeper/c.toml"),
        event("c", "In a moved folder"),
    )
    .unwrap();
    terminal.wait_for("In a moved folder");
    fs::remove_dir_all(events.join("moved")).unwrap();
    fs::remove_file(events.join("b.toml")).unwrap();
    terminal.wait_for(" 1 event ");
    end(terminal);
}

#[test]
fn files_named_alone_links_and_several_roots_are_watched() {
    let (home, events) = home();
    let other = home.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(home.path().join("alone.txt"), event("alone", "Named alone")).unwrap();
    fs::write(home.path().join("target.toml"), event("target", "Led to")).unwrap();
    std::os::unix::fs::symlink("../target.toml", other.join("link.toml")).unwrap();
    let (alone, target) = (home.path().join("alone.txt"), home.path().join("target.toml"));
    // The folders come from the settings here.
    let settings = home.path().join("config.toml");
    fs::write(&settings, "events = [\"events\", \"other\", \"alone.txt\"]\n").unwrap();
    let settings = settings.to_str().unwrap().to_owned();
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[("ANNALS_CONFIG", &settings)]);
    terminal.wait_for("Named alone");
    terminal.wait_for("Led to");
    save_by_rename(&alone, &event("alone", "Renamed alone"));
    terminal.wait_for("Renamed alone");
    fs::write(&target, event("target", "Changed behind the link")).unwrap();
    terminal.wait_for("Changed behind the link");
    fs::write(events.join("a.toml"), event("a", "In the other root")).unwrap();
    terminal.wait_for("In the other root");
    end(terminal);
}

#[test]
fn a_checkout_is_one_reload() {
    let git = |folder: &Path, arguments: &[&str]| {
        let run = Command::new("git").current_dir(folder).args(arguments).output();
        run.is_ok_and(|done| done.status.success())
    };
    let (home, events) = home();
    let commit = ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "x"];
    if !(git(&events, &["init", "-q"]) && git(&events, &["add", "."]) && git(&events, &commit)) {
        eprintln!("skipped: this test needs git, which is not here");
        return;
    }
    assert!(git(&events, &["checkout", "-qb", "other"]));
    for number in 0..300 {
        let folder = events.join(format!("{}", number % 7));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{number}.toml"));
        fs::write(file, event(&format!("e{number}"), "Of the other branch")).unwrap();
    }
    assert!(git(&events, &["add", "."]) && git(&events, &commit));
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[]);
    terminal.wait_for("301 events");
    assert!(git(&events, &["checkout", "-q", "-"]));
    terminal.wait_for(" 1 event ");
    assert!(git(&events, &["checkout", "-q", "other"]));
    terminal.wait_for("301 events");
    end(terminal);
}

#[test]
fn a_broken_file_keeps_what_it_said_last_and_the_finding_is_one_key_away() {
    let (home, events) = home();
    let file = events.join("a.toml");
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[]);
    terminal.wait_for("As it was");
    fs::write(&file, event("a", "As it was").replace("title =", "title")).unwrap();
    terminal.wait_for("what it said last stays");
    terminal.wait_for("As it was");
    terminal.keys("!");
    terminal.wait_for("What is wrong in the files");
    terminal.wait_for("title \"As it was\"");
    terminal.keys(ESC);
    fs::write(&file, event("a", "Mended")).unwrap();
    terminal.wait_until("the mended event alone", |screen| {
        let shown = screen.contents();
        shown.contains("Mended") && !shown.contains("error")
    });
    end(terminal);
}

/// An editor: a script that is called as `name`.
fn editor(home: &Path, name: &str, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let folder = home.join("my programs");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    format!("'{}' --quick", file.display())
}

#[test]
fn the_editor_opens_at_the_event_and_comes_back_to_the_same_screen() {
    let (home, events) = home();
    let two = format!(
        "# Two events.\n\n{}\n{}",
        event("a", "First"),
        event("b", "Second")
    );
    fs::write(events.join("a.toml"), two).unwrap();
    // It shows what it was given, waits for a line, and makes a mistake in the file.
    let script = "echo \"given: $*\"; read line; sed -i 's/Second/Second mended/; s/PRK/XXQ/' \"$3\"";
    let editor = editor(home.path(), "vim", script);
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[("VISUAL", &editor), ("EDITOR", "false")]);
    terminal.wait_for("2 events");
    terminal.keys("Ge");
    terminal.wait_for("given: --quick +9 events/a.toml");
    assert!(!terminal.screen().alternate_screen());
    terminal.keys("done\r");
    terminal.wait_for("events/a.toml: 2 findings");
    terminal.wait_for("Second mended");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn an_editor_that_is_not_there_or_fails_is_told() {
    let (home, _) = home();
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[("EDITOR", "no-such-editor")]);
    terminal.wait_for("As it was");
    terminal.keys("e");
    terminal.wait_for("no-such-editor cannot be started");
    end(terminal);
    let (home, _) = self::home();
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[("EDITOR", "false")]);
    terminal.wait_for("As it was");
    terminal.keys("e");
    terminal.wait_for("false ended with a failure");
    end(terminal);
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for_everything();
    terminal.keys("e");
    terminal.wait_for("`annals init` makes a folder of your own");
    end(terminal);
}

#[test]
fn a_stop_within_the_editor_goes_to_the_shell_and_comes_back() {
    if !super::terminal::has_bash() {
        return;
    }
    let mut terminal = Terminal::shell(FULL);
    let home = terminal.file("");
    fs::create_dir(home.join("events")).unwrap();
    fs::write(home.join("events/a.toml"), event("a", "As it was")).unwrap();
    let script = "trap 'echo interrupted' INT; echo in the editor; \
                  while [ \"$line\" != end ]; do read line; echo got $line; done; echo $line > said";
    let editor = editor(&home, "ed", script);
    fs::write(
        home.join("start"),
        format!("EDITOR=\"{editor}\"; export EDITOR\n"),
    )
    .unwrap();
    terminal.keys(". ./start; \"$ANNALS\"\r");
    terminal.wait_for("As it was");
    terminal.keys("e");
    terminal.wait_for("in the editor");
    terminal.keys("\x1a");
    terminal.wait_for("Stopped");
    terminal.wait_for_prompt();
    terminal.keys("clear; fg\r");
    terminal.wait_for("\"$ANNALS\"");
    terminal.keys_until("one\r", "the editor does not go on", |screen| {
        screen.contents().contains("got one")
    });
    terminal.keys("\x03");
    terminal.wait_for("interrupted");
    terminal.keys("end\r");
    terminal.wait_until("the screen", vt100::Screen::alternate_screen);
    terminal.wait_for("As it was");
    assert_eq!(fs::read_to_string(home.join("said")).unwrap(), "end\n");
    terminal.keys("q");
    terminal.wait_for_prompt();
    terminal.keys("exit\r");
}

#[test]
fn a_change_made_by_keys_is_in_the_file_and_undone_by_the_next_run() {
    let (home, events) = home();
    let file = events.join("a.toml");
    let before = format!("# Mine.\n{}\n\n# The end.\n", event("a", "As it was"));
    fs::write(&file, &before).unwrap();
    fs::write(events.join("b.toml"), event("b", "Another")).unwrap();
    let state = tempfile::tempdir().unwrap();
    let variables = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    let mut terminal = Terminal::annals_in(home, FULL, &[], &variables);
    terminal.wait_for("2 events");
    // The screen opens on the last event before today; a change needs the record of its event.
    terminal.keys("g");
    terminal.wait_for("a.toml:");
    terminal.keys("S");
    terminal.wait_for("it is announced");
    terminal.keys("planned\r");
    terminal.wait_for("status planned");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("status = \"planned\"")
    );
    terminal.keys("#arms\r");
    terminal.wait_for("tags +arms");
    terminal.keys("RfollowsX");
    terminal.wait_for("nothing fits");
    terminal.keys("\x7f\r");
    terminal.wait_for("It takes up");
    terminal.keys("anoth");
    terminal.wait_until("the other event alone", |screen| {
        screen.contents().contains("Another") && screen.contents().contains(" 1 ")
    });
    terminal.keys("\r");
    terminal.wait_for("takes up Another");
    assert!(fs::read_to_string(&file).unwrap().contains("follows"));
    terminal.keys("D");
    terminal.wait_for("written a second time");
    terminal.keys("Mnew\r");
    terminal.wait_for("moved to");
    let new = events.join("new.toml");
    assert!(fs::read_to_string(&new).unwrap().contains("As it was"));
    terminal.keys("\x1b[3~delete\r");
    terminal.wait_for("deleted");
    // The next run takes all of it back, one step after the other.
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    let mut terminal = Terminal::annals_in(terminal.into_home(), FULL, &[], &variables);
    terminal.wait_for("2 events");
    for said in [
        "deleted",
        "moved to",
        "second time",
        "takes up Another",
        "tags +arms",
        "status planned",
    ] {
        terminal.keys("u");
        terminal.wait_until(said, |screen| {
            let contents = screen.contents();
            contents.contains("Undone") && contents.contains(said)
        });
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    assert!(!new.exists());
    terminal.keys("u");
    terminal.wait_for("Nothing to undo");
    // What has been changed since is not undone, and not lost.
    terminal.keys("gSplanned\r");
    terminal.wait_for("status planned");
    let theirs = fs::read_to_string(&file)
        .unwrap()
        .replace("As it was", "As they have it");
    fs::write(&file, &theirs).unwrap();
    terminal.wait_for("As they have it");
    terminal.keys("u");
    terminal.wait_for("has been changed there since");
    assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
    end(terminal);
}

#[test]
fn an_event_is_written_by_the_form_and_a_folder_that_refuses_loses_nothing() {
    let (home, events) = home();
    let mut terminal = Terminal::annals_in(home, (80, 24), &[], &[]);
    terminal.wait_for("As it was");
    terminal.keys("aA summit\rsummer 1961\rPRK\r");
    terminal.wait_for("events/a.toml");
    terminal.keys("\x13");
    terminal.wait_for("A summit · written to");
    let text = fs::read_to_string(events.join("a.toml")).unwrap();
    assert!(
        text.contains("title = \"A summit\"\ndate = \"1961-22\"\ncountries = [\"PRK\"]\n"),
        "{text}"
    );
    terminal.keys("aAnother\r1962\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B../outside\x13");
    // At the foot of the form, on two lines, and cut off at the foot of the screen.
    terminal.wait_for("so it is not written");
    terminal.wait_for("Another");
    end_of_form(terminal);
}

fn end_of_form(mut terminal: Terminal) {
    terminal.keys(ESC);
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
}
