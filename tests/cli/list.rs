use serde_json::Value;

use crate::dir::{Dir, ended};

#[test]
fn a_table_in_the_order_of_time() {
    let dir = Dir::with_events();
    insta::assert_snapshot!(dir.out(&["list"]), @"
    date            countries  category      title                 id
    6 Jul 1961      SUN PRK    treaty     ●  Treaty of friendship  treaty-1961
    2001            RUS PRK    agreement  ●  Moscow declaration    declaration
    18–19 Jun 2024  RUS PRK    visit      ○  Visit to Pyongyang    visit-2024
    ");
}

#[test]
fn an_event_has_its_fields_in_order() {
    let dir = Dir::with_events();
    let events: Value = serde_json::from_str(&dir.out(&["list", "tag:arms", "--format", "json"])).unwrap();
    let event = events[0].as_object().unwrap();
    let fields: Vec<&str> = event.keys().map(String::as_str).collect();
    assert_eq!(
        fields.join(" "),
        "id title date earliest latest precision approximate uncertain countries people organizations category \
         status location summary tags significance sources relations claims media file line"
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&events).unwrap(), @r#"
    [
      {
        "id": "visit-2024",
        "title": "Visit to Pyongyang",
        "date": "2024-06-18/2024-06-19",
        "earliest": "2024-06-18",
        "latest": "2024-06-19",
        "precision": "day",
        "approximate": false,
        "uncertain": false,
        "countries": [
          "RUS",
          "PRK"
        ],
        "people": [
          "Ada Example"
        ],
        "organizations": [],
        "category": "visit",
        "status": "planned",
        "location": {
          "name": "Pyongyang",
          "country": "PRK",
          "lat": 39.03,
          "lon": 125.75
        },
        "summary": "A first paragraph.\n\nA second one.",
        "tags": [
          "arms"
        ],
        "significance": 5,
        "sources": [
          {
            "id": "preview",
            "title": "A visit announced",
            "publisher": "The Paper",
            "published": "2024-06-17",
            "url": "https://example.org/preview",
            "locator": "paragraph 1",
            "quote": "He will visit."
          }
        ],
        "relations": {
          "follows": [
            "declaration"
          ]
        },
        "claims": [
          {
            "by": [
              "USA"
            ],
            "stance": "asserts",
            "sources": [
              {
                "id": "preview",
                "title": "A visit announced",
                "publisher": "The Paper",
                "published": "2024-06-17",
                "url": "https://example.org/preview"
              }
            ]
          },
          {
            "by": [
              "RUS"
            ],
            "stance": "denies",
            "sources": []
          }
        ],
        "media": [],
        "file": "events/korea.toml",
        "line": 24
      }
    ]
    "#);
}

#[test]
fn open_and_coarse_dates_say_what_they_mean() {
    let dir = Dir::new();
    dir.file(
        "events/a.toml",
        "[[event]]\ntitle = \"a\"\ndate = \"2022-02-24/..\"\n[[event]]\ntitle = \"b\"\ndate = \"1950~\"\n",
    );
    let events: Value = serde_json::from_str(&dir.out(&["list", "--format", "json"])).unwrap();
    let said = |at: usize, field: &str| events[at][field].clone();
    assert_eq!(
        (said(0, "earliest"), said(0, "latest")),
        ("1950-01-01".into(), "1950-12-31".into())
    );
    assert_eq!(
        (said(0, "precision"), said(0, "approximate")),
        ("year".into(), true.into())
    );
    assert_eq!(
        (said(1, "earliest"), said(1, "latest")),
        ("2022-02-24".into(), Value::Null)
    );
}

#[test]
fn one_object_a_line() {
    let dir = Dir::with_events();
    let out = dir.out(&["list", "--format", "jsonl"]);
    let ids: Vec<String> = out
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ids, ["treaty-1961", "declaration", "visit-2024"]);
}

#[test]
fn comma_separated_values_have_the_same_fields() {
    let dir = Dir::with_events();
    let out = dir.out(&["list", "--format", "csv", "country:PRK", "since:2024"]);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), heads.len(), rows[0].len()), (1, 23, 23));
    let cell = |name: &str| &rows[0][heads.iter().position(|head| head == name).unwrap()];
    assert_eq!(cell("countries"), "RUS; PRK");
    assert_eq!(cell("location"), "Pyongyang, North Korea (39.03, 125.75)");
    assert_eq!(cell("sources"), "A visit announced");
    assert_eq!(cell("relations"), "follows declaration");
    assert_eq!(cell("claims"), "USA asserts; RUS denies");
    assert_eq!(cell("summary"), "A first paragraph.\n\nA second one.");
}

#[test]
fn a_markdown_table() {
    let dir = Dir::with_events();
    insta::assert_snapshot!(dir.out(&["list", "--format", "markdown", "--category", "treaty"]), @"
    | Date | Countries | Category | Status | Title |
    | --- | --- | --- | --- | --- |
    | 6 Jul 1961 | SUN PRK | treaty | occurred | Treaty of friendship |
    ");
}

#[test]
fn nothing_found_is_no_failure_and_prints_nothing() {
    let dir = Dir::with_events();
    for (format, expected) in [("table", ""), ("jsonl", ""), ("markdown", ""), ("json", "[]\n")] {
        assert_eq!(
            dir.out(&["list", "--format", format, "year:1700"]),
            expected,
            "{format}"
        );
    }
    assert_eq!(
        dir.out(&["list", "--format", "csv", "year:1700"]).lines().count(),
        1
    );
}

#[test]
fn events_beside_an_error_are_listed_and_the_error_is_said() {
    let dir = Dir::with_events();
    dir.file("events/wrong.toml", "[[event]]\ntitle = \"No date\"\n");
    let (code, out, err) = dir.run(&["list"]);
    assert_eq!((code, out.lines().count()), (0, 4), "{out}");
    assert_eq!(err, "note: 1 error in the files; `annals check` shows it\n");
}

#[test]
fn a_file_taken_for_a_word_is_explained() {
    let dir = Dir::with_events();
    let (code, out, err) = dir.run(&["list", "events/korea.toml"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("`--events events/korea.toml` reads it"), "{err}");
}

#[test]
fn words_flags_and_the_quoted_form_select_the_same() {
    let dir = Dir::with_events();
    let expected = dir.out(&["list", "country:RUS+PRK since:2002"]);
    assert_eq!(expected.lines().count(), 2, "{expected}");
    for arguments in [
        &["list", "country:RUS+PRK", "since:2002"][..],
        &["list", "--country", "RUS+PRK", "--since", "2002"],
        &["--country", "RUS+PRK", "list", "since:2002"],
        &["list", "pyongyang", "--until", "2024"],
        &["list", "--status", "planned"],
        &["list", "-status:occurred"],
        &["list", "--", "-status:occurred"],
        &["--events", "events/korea.toml", "list", "--tag", "arms"],
    ] {
        assert_eq!(dir.out(arguments), expected, "{arguments:?}");
    }
    let either = dir.out(&["list", "--category", "treaty", "--category", "visit"]);
    assert_eq!(either.lines().count(), 3, "{either}");
}

#[test]
fn colour_is_used_when_asked_for() {
    let dir = Dir::with_events();
    assert!(!dir.out(&["list"]).contains('\u{1b}'));
    assert!(dir.out(&["list", "--color", "always"]).contains('\u{1b}'));
    let (_, out, _) = ended(dir.annals().args(["list"]).env("CLICOLOR_FORCE", "1"));
    assert!(out.contains('\u{1b}'));
    let (_, out, _) = ended(
        dir.annals()
            .args(["list", "--color=never"])
            .env("CLICOLOR_FORCE", "1"),
    );
    assert!(!out.contains('\u{1b}'));
    assert!(
        !dir.out(&["list", "--color", "always", "--format", "json"])
            .contains('\u{1b}')
    );
}

#[test]
fn a_long_list_is_whole_and_in_a_pipe_nothing_is_cut() {
    let dir = Dir::new();
    // As many as are asked for at a time, twice, and more than say how wide the columns are.
    for events in [512, 1100] {
        let wide = "\"about this\"\ncountries = [\"RUS\", \"PRK\", \"CHN\", \"USA\"]";
        let text: Vec<String> = (0..events)
            .map(|n| {
                let last = if n + 1 == events { wide } else { "\"as ever\"" };
                format!(
                    "[[event]]\ntitle = \"Event {n}\"\ndate = {}\ntags = {last}\n",
                    1000 + n
                )
            })
            .collect();
        dir.file("events/many.toml", text.concat());
        let table = dir.out(&["list"]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), events + 1);
        for (n, line) in lines.iter().skip(1).enumerate() {
            assert!(line.contains(&format!("Event {n} ")), "{line}");
        }
        assert!(lines[events].contains("RUS PRK CHN USA"), "{}", lines[events]);
        for format in ["jsonl", "csv", "markdown"] {
            let out = dir.out(&["list", "--format", format]);
            assert_eq!(
                out.matches(&format!("Event {}", events - 1)).count(),
                1,
                "{format}"
            );
            assert_eq!(out.matches("Event ").count(), events, "{format}");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_ends_quietly() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};

    let dir = Dir::new();
    let events: Vec<String> = (0..20_000)
        .map(|n| format!("[[event]]\ntitle = \"Event {n}\"\ndate = {}\n", 1000 + n % 1000))
        .collect();
    dir.file("events/many.toml", events.concat());
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("annals"))
            .args(["list", "--format", format])
            .current_dir(dir.path(""))
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), said.as_str()),
            (Some(0), ""),
            "{format}"
        );
        assert!(!line.is_empty());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_could_not_be_written_to() {
    use std::process::{Command, Stdio};

    let dir = Dir::with_events();
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = Command::new(assert_cmd::cargo::cargo_bin("annals"))
            .args(["list", "--format", format])
            .current_dir(dir.path(""))
            .env_clear()
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{format}");
        assert!(
            said.starts_with("error: The output cannot be written: "),
            "{said}"
        );
    }
}

#[test]
#[cfg(unix)]
fn the_table_fits_a_terminal() {
    let dir = Dir::with_events();
    let screen = crate::screen::typed(&dir, &["list"], (40, 10), "");
    for line in screen.lines() {
        assert!(line.chars().count() <= 40, "{screen}");
    }
    assert!(screen.contains("Treaty"), "{screen}");
    let wide = crate::screen::typed(&dir, &["list"], (200, 10), "");
    assert!(
        wide.contains("treaty-1961") && !screen.contains("treaty-1961"),
        "{wide}"
    );
}
