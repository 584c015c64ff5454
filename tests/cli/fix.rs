use std::fs;

use crate::dir::Dir;

const WRONG: &str =
    "# mine\r\n[[event]]\r\ntitel = 'A'   # c\r\ndate = 196X\r\ncountries = [\"Norht Korea\"]\r\nodd = 1\r\n";

#[test]
fn what_has_one_sure_remedy_is_shown_and_mended_and_nothing_else() {
    let dir = Dir::new();
    dir.file("events/a.toml", WRONG);
    // Nobody is there to be asked.
    let (code, out, err) = dir.run(&["check", "--fix"]);
    assert_eq!(code, 1, "{err}");
    for line in [
        "--- events/a.toml",
        "-titel = 'A'   # c",
        "+title = 'A'   # c",
        "+date = \"196X\"",
        " odd = 1",
    ] {
        assert!(out.lines().any(|shown| shown == line), "{line}\n{out}");
    }
    assert!(err.contains("nothing was written; `--yes` writes it"), "{err}");
    assert_eq!(dir.read("events/a.toml"), WRONG);

    let (code, out, err) = dir.run(&["check", "--fix", "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("mended 3 findings in 1 file"), "{err}");
    assert!(
        out.contains("`odd` is not a key") && out.ends_with("1 warning in 1 event of 1 file\n"),
        "{out}"
    );
    let mended = WRONG
        .replace("titel", "title")
        .replace("196X", "\"196X\"")
        .replace("Norht", "North");
    assert_eq!(dir.read("events/a.toml"), mended);
    let (code, _, err) = dir.run(&["check", "--fix"]);
    assert!(
        code == 0 && err.contains("no finding has one sure remedy"),
        "{err}"
    );
}

#[test]
fn what_is_mended_is_looked_at_once_more() {
    let dir = Dir::new();
    dir.file(
        "a.toml",
        "[[event]]\ntitle = \"A\"\ndate = 1961\ncatgory = \"treatey\"\n",
    );
    assert_eq!(dir.run(&["check", "a.toml", "--fix", "--yes"]).0, 0);
    assert!(dir.read("a.toml").contains("category = \"treaty\""));
}

#[test]
fn of_a_collection_the_files_that_were_named_are_mended_knowing_the_others() {
    let dir = Dir::new();
    let event =
        |id: &str, more: &str| format!("[[event]]\nid = \"{id}\"\ntitle = \"{id}\"\ndate = 1961\n{more}");
    dir.file("events/a.toml", event("first-visit", "stauts = \"occurred\"\n"));
    dir.file(
        "events/b.toml",
        event(
            "first-visits",
            "relations = { follows = [\"first-visit\"] }\nstauts = \"occurred\"\n",
        ),
    );
    assert_eq!(dir.run(&["check", "events/b.toml", "--fix", "--yes"]).0, 0);
    assert!(dir.read("events/b.toml").contains("[\"first-visit\"] }\nstatus"));
    assert!(dir.read("events/a.toml").contains("stauts"));
}

#[test]
fn every_bad_file_is_mended_as_far_as_it_is_sure() {
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/bad")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let dir = Dir::new();
        let before = fs::read(&path).unwrap();
        dir.file("bad.toml", &before);
        dir.run(&["check", "bad.toml", "--fix", "--yes"]);
        let after = fs::read(dir.path("bad.toml")).unwrap();
        let (_, out, err) = dir.run(&["check", "bad.toml", "--fix", "--yes"]);
        assert!(
            err.contains("no finding has one sure remedy"),
            "{}: {err}{out}",
            path.display()
        );
        assert_eq!(
            fs::read(dir.path("bad.toml")).unwrap(),
            after,
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_events_inside_the_program_stay_as_they_are() {
    let (code, _, err) = Dir::new().run(&["check", "--fix"]);
    assert!(code == 3 && err.contains("cannot be changed"), "{err}");
    let (code, _, _) = Dir::new().run(&["check", "--fix", "--format", "json"]);
    assert_eq!(code, 2);
    assert_eq!(Dir::new().run(&["check", "--yes"]).0, 2);
}
