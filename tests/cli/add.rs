use serde_json::Value;

use crate::dir::Dir;

const VISIT: [&str; 5] = ["add", "--title", "A visit to Moscow", "--date", "2001-08-04"];

fn add(dir: &Dir, more: &[&str]) -> (i32, String, String) {
    dir.run(&[&VISIT[..], more].concat())
}

#[test]
fn an_event_out_of_flags_is_written_and_found() {
    let dir = Dir::with_events();
    let before = dir.read("events/korea.toml");
    let (code, out, err) = add(
        &dir,
        &[
            "--country",
            "Russia",
            "--country",
            "PRK",
            "--category",
            "visit",
            "--status",
            "occurred",
            "--person",
            "Kim Jong Il",
            "--org",
            "Kremlin",
            "--tag",
            "train",
            "--place",
            "Moscow",
            "--summary",
            "He came by train.",
            "--source",
            "https://example.org/a",
            "--significance",
            "4",
            "--id",
            "kim-in-moscow",
        ],
    );
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let text = dir.read("events/korea.toml");
    let line = text
        .lines()
        .position(|line| line == "id = \"kim-in-moscow\"")
        .unwrap();
    assert_eq!(out, format!("kim-in-moscow  events/korea.toml:{line}\n"));
    let table: Vec<&str> = text.lines().skip(line - 1).take(14).collect();
    assert_eq!(
        table.join("\n"),
        "[[event]]\nid = \"kim-in-moscow\"\ntitle = \"A visit to Moscow\"\ndate = 2001-08-04\n\
         countries = [\"RUS\", \"PRK\"]\npeople = [\"Kim Jong Il\"]\norganizations = [\"Kremlin\"]\ncategory = \"visit\"\n\
         status = \"occurred\"\nlocation = \"Moscow\"\nsummary = \"He came by train.\"\ntags = [\"train\"]\n\
         significance = 4\nsources = [\"https://example.org/a\"]"
    );
    // All that was there is there still, byte by byte.
    let added = text
        .lines()
        .skip(line - 1)
        .take(14)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n";
    assert!(
        text.replace(&format!("{added}\n"), "") == before
            || text.replace(&format!("\n{added}"), "") == before,
        "{text}"
    );
    assert_eq!(dir.run(&["check", "--strict"]).0, 0);
    assert!(dir.out(&["show", "kim-in-moscow"]).contains("A visit to Moscow"));
}

#[test]
fn the_id_is_made_of_date_and_title_and_json_says_where() {
    let dir = Dir::with_events();
    for (number, id) in ["2001-08-04-a-visit-to-moscow", "2001-08-04-a-visit-to-moscow-2"]
        .into_iter()
        .enumerate()
    {
        let (code, out, err) = add(&dir, &["--format", "json"]);
        assert_eq!(code, 0, "{err}");
        let added: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(added["id"], id);
        assert_eq!(added["file"], "events/korea.toml");
        let line = added["line"].as_u64().unwrap() as usize;
        assert_eq!(
            dir.read("events/korea.toml").lines().nth(line - 1),
            Some("[[event]]")
        );
        // The second is probably the first once more, which is said, and no reason to refuse it.
        assert_eq!(
            err.contains("probably the same: `2001-08-04-a-visit-to-moscow`"),
            number == 1,
            "{err}"
        );
    }
}

#[test]
fn a_date_as_people_type_it_becomes_edtf_and_is_said() {
    let dir = Dir::with_events();
    let (code, _, err) = dir.run(&[
        "add",
        "--title",
        "A treaty",
        "--date",
        "18 June 2024",
        "--id",
        "treaty",
    ]);
    assert_eq!(code, 0, "{err}");
    assert!(
        err.contains("18 June 2024") && err.contains("2024-06-18"),
        "{err}"
    );
    assert!(dir.read("events/korea.toml").contains("date = 2024-06-18\n"));
}

#[test]
fn what_is_wrong_is_refused_with_what_would_be_right() {
    let dir = Dir::with_events();
    let before = dir.read("events/korea.toml");
    for (flags, said, help) in [
        (
            &["--country", "Norht Korea"][..],
            "`Norht Korea` is not a country",
            "Did you mean `North Korea`?",
        ),
        (&["--country", "Korea"], "more than one country", "South Korea"),
        (
            &["--category", "vist"],
            "`vist` is not a category",
            "Did you mean `visit`?",
        ),
        (
            &["--status", "hapened"],
            "`hapened` is not a status",
            "rite one of occurred",
        ),
        (&["--significance", "9"], "from 1 to 5", ""),
        (&["--id", "A B"], "other characters", "a-b"),
        (&["--source", "no-such-source"], "no-such-source", ""),
        (&["--date", "soonish"], "", ""),
        (&["--file", "notes.txt"], "event files end in `.toml`", ""),
    ] {
        let (code, out, err) = if flags[0] == "--date" {
            dir.run(&["add", "--title", "A", "--date", "soonish"])
        } else {
            add(&dir, flags)
        };
        assert_eq!((code, out.as_str()), (2, ""), "{flags:?}: {err}");
        assert!(err.contains(said) && err.contains(help), "{flags:?}: {err}");
    }
    let (code, _, err) = dir.run(&["add", "--title", "A"]);
    assert!(code == 2 && err.contains("`--date` is missing"), "{err}");
    // Without a terminal no editor opens.
    let (code, _, err) = dir.run(&["add"]);
    assert!(code == 2 && err.contains("no terminal"), "{err}");
    let first = dir.out(&["list", "--format", "jsonl"]);
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let (code, _, err) = add(&dir, &["--id", first["id"].as_str().unwrap()]);
    assert!(
        code == 2 && err.contains("belongs to another event already"),
        "{err}"
    );
    assert_eq!(dir.read("events/korea.toml"), before);
}

#[test]
fn no_path_leads_out_of_the_collection() {
    let dir = Dir::with_events();
    dir.file("outside.toml", "");
    for file in [
        "../x.toml",
        "outside.toml",
        "events/../outside.toml",
        "/tmp/annals-test-x.toml",
        "events/../new.toml",
    ] {
        let (code, out, err) = add(&dir, &["--file", file]);
        assert_eq!((code, out.as_str()), (2, ""), "{file}: {err}");
        assert!(err.contains("outside the folders of the collection"), "{err}");
    }
    assert_eq!(dir.read("outside.toml"), "");
    assert!(!dir.path("new.toml").exists());
}

#[test]
fn a_file_that_is_named_is_made_and_one_that_is_there_keeps_its_bytes() {
    let dir = Dir::with_events();
    let (code, out, _) = add(&dir, &["--file", "moscow.toml", "--id", "one"]);
    assert_eq!((code, out.as_str()), (0, "one  events/moscow.toml:1\n"));
    dir.file(
        "events/crlf.toml",
        "\u{FEFF}# c\r\n[[event]]\r\ntitle = 'A' # a\r\ndate = 1961\r\n",
    );
    let (code, out, _) = add(&dir, &["--file", "events/crlf.toml", "--id", "two"]);
    assert_eq!((code, out.as_str()), (0, "two  events/crlf.toml:6\n"));
    assert_eq!(
        dir.read("events/crlf.toml"),
        "\u{FEFF}# c\r\n[[event]]\r\ntitle = 'A' # a\r\ndate = 1961\r\n\r\n[[event]]\r\nid = \"two\"\r\n\
         title = \"A visit to Moscow\"\r\ndate = 2001-08-04\r\n"
    );
    let empty = Dir::new();
    empty.file("events/.keep", "");
    let (code, out, err) = add(&empty, &["--id", "one"]);
    assert_eq!((code, out.as_str()), (0, "one  events/events.toml:1\n"), "{err}");
}

#[test]
fn the_events_inside_the_program_stay_as_they_are() {
    let dir = Dir::new();
    let (code, out, err) = add(&dir, &[]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(
        err.contains("cannot be changed") && err.contains("annals init"),
        "{err}"
    );
}
