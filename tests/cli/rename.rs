use crate::dir::Dir;

fn with_other() -> Dir {
    let dir = Dir::with_events();
    dir.file(
        "events/other.toml",
        "[[event]]\nid = 'other' # mine\ntitle = \"Other\"\ndate = 2025\nsources = ['preview', { id = \"preview\" }]\n\
         relations = { follows = [ 'declaration', \"visit-2024\" ] }  # kept\n",
    );
    dir
}

#[test]
fn every_reference_in_every_file_is_mended() {
    let dir = with_other();
    let (korea, other) = (dir.read("events/korea.toml"), dir.read("events/other.toml"));
    let (code, out, err) = dir.run(&["rename", "declaration", "moscow-2001"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(
        err.contains("changed events/korea.toml") && err.contains("changed events/other.toml"),
        "{err}"
    );
    assert_eq!(
        dir.read("events/korea.toml"),
        korea.replace("\"declaration\"", "\"moscow-2001\"")
    );
    assert_eq!(
        dir.read("events/other.toml"),
        other.replace("'declaration'", "'moscow-2001'")
    );
    assert_eq!(dir.run(&["check", "--strict"]).0, 0);
    assert_eq!(dir.run(&["rename", "moscow-2001", "declaration"]).0, 0);
    assert_eq!(
        (dir.read("events/korea.toml"), dir.read("events/other.toml")),
        (korea, other)
    );
}

#[test]
fn a_source_is_renamed_in_events_and_claims() {
    let dir = with_other();
    let (korea, other) = (dir.read("events/korea.toml"), dir.read("events/other.toml"));
    assert_eq!(dir.run(&["rename", "preview", "the-paper"]).0, 0);
    assert_eq!(
        dir.read("events/korea.toml"),
        korea
            .replace("= \"preview\"", "= \"the-paper\"")
            .replace("[\"preview\"]", "[\"the-paper\"]")
    );
    assert_eq!(
        dir.read("events/other.toml"),
        other
            .replace("'preview'", "'the-paper'")
            .replace("\"preview\"", "\"the-paper\"")
    );
    assert_eq!(dir.run(&["check", "--strict"]).0, 0);
}

#[test]
fn an_id_that_was_derived_is_written() {
    let dir = Dir::new();
    dir.file(
        "events/a.toml",
        "[[event]]\ntitle = \"A\"\ndate = 1961\n\n[[event]]\ntitle = \"B\"\ndate = 1962\n",
    );
    assert_eq!(dir.run(&["rename", "1962-01-01-b", "b"]).0, 0);
    assert_eq!(
        dir.read("events/a.toml"),
        "[[event]]\ntitle = \"A\"\ndate = 1961\n\n[[event]]\nid = \"b\"\ntitle = \"B\"\ndate = 1962\n"
    );
}

#[test]
fn what_cannot_be_is_said_and_nothing_is_written() {
    let dir = with_other();
    dir.file("events/third.toml", "[[source]]\nid = \"other\"\ntitle = \"T\"\n");
    let before = dir.read("events/korea.toml");
    for (arguments, code, said) in [
        (
            &["declaration", "visit-2024"][..],
            2,
            "has the id `visit-2024` already",
        ),
        (&["declaration", "Not An Id"], 2, "Write `not-an-id`"),
        (&["declaration", "../x"], 2, "Write `x`"),
        (&["declaratoin", "x"], 1, "Did you mean `declaration`?"),
        (&["other", "x"], 2, "--kind event"),
    ] {
        let (ended, _, err) = dir.run(&[&["rename"], arguments].concat());
        assert_eq!(ended, code, "{arguments:?}: {err}");
        assert!(err.contains(said), "{arguments:?}: {err}");
    }
    assert_eq!(dir.read("events/korea.toml"), before);
    assert_eq!(dir.run(&["rename", "--kind", "source", "other", "x"]).0, 0);
    let (code, _, err) = Dir::new().run(&["rename", "kim-russia-visit-2023", "x"]);
    assert!(code == 3 && err.contains("annals init"), "{err}");
}

#[cfg(unix)]
#[test]
fn all_files_change_or_none() {
    use std::{fs, os::unix::fs::PermissionsExt};
    let dir = with_other();
    let before = dir.read("events/korea.toml");
    fs::set_permissions(dir.path("events/other.toml"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = dir.run(&["rename", "declaration", "x"]);
    assert!(code == 3 && err.contains("read-only"), "{err}");
    assert_eq!(dir.read("events/korea.toml"), before);
}
