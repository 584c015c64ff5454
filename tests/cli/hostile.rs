//! Text of a file never acts on the terminal, whatever prints it.

use crate::dir::Dir;

const TITLE: &str = r#"[[event]]
id = "hostile"
title = "Red \u001b[31m and \u202Ereversed\u202C \u0007"
date = 2001
countries = ["\u001b]0;x\u0007"]
category = "\u001b[2J"
status = "\u202Eplanned"
people = ["A\u0000da"]
tags = ["\u009b31m"]
location = "\u200EMoscow"
summary = "a\u001b[1m\nb\u2028c"
sources = [{ url = "https://example.org/\u001b", title = "\u2066t" }]
relations = { "\u001b" = ["x"], follows = ["\u202Enone"] }
media = [{ path = "\u001bp", caption = "\u202Ec" }]
"#;

fn assert_harmless(text: &str, what: &str) {
    let raw = text.chars().find(|c| *c != '\n' && annals::text::is_harmful(*c));
    assert_eq!(raw, None, "{what}: {text:?}");
}

#[test]
fn no_command_lets_it_through() {
    let dir = Dir::new();
    dir.file("events/\u{202E}evil\u{1b}[31m.toml", TITLE);
    let formats = |command: &'static str, formats: &[&'static str]| {
        formats
            .iter()
            .map(|format| vec![command, "--format", *format])
            .collect::<Vec<_>>()
    };
    let mut lines = formats("list", &["table", "json", "jsonl", "csv", "markdown"]);
    lines.extend(formats("check", &["text", "json"]));
    lines.extend(formats(
        "countries",
        &["table", "json", "jsonl", "csv", "markdown"],
    ));
    lines.extend(formats("stats", &["table", "json", "csv"]));
    lines.extend(["text", "json", "toml"].map(|format| vec!["show", "hostile", "--format", format]));
    lines.push(vec!["show", "host\u{1b}[31m\u{202E}"]);
    lines.push(vec!["list", "country:\u{1b}[31m\u{202E}"]);
    lines.push(vec!["list", "--events", "no\u{1b}[31m\u{202E}where"]);
    lines.push(vec!["init", "in\u{1b}[31m\u{202E}it"]);
    lines.push(vec!["init", "in\u{1b}[31m\u{202E}it"]);
    for line in lines {
        let (code, out, err) = dir.run(&line);
        assert_harmless(&out, &format!("{line:?}"));
        assert_harmless(&err, &format!("{line:?}"));
        assert!(!(out.is_empty() && err.is_empty()) && code <= 3, "{line:?}");
    }
}

#[test]
fn json_gives_it_back_unchanged() {
    let dir = Dir::new();
    dir.file("events/a.toml", TITLE);
    let out = dir.out(&["list", "--format", "json"]);
    let events: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        events[0]["title"],
        "Red \u{1b}[31m and \u{202E}reversed\u{202C} \u{7}"
    );
}

#[test]
#[cfg(unix)]
fn the_source_of_an_event_is_exact_in_a_pipe_and_harmless_on_a_terminal() {
    let dir = Dir::new();
    let table = "[[event]]\nid = \"raw\"\ntitle = \"a\u{202E}b\"\ndate = 2001\n";
    dir.file("events/a.toml", table);
    assert_eq!(dir.out(&["show", "raw", "--format", "toml"]), table);
    let sent = crate::screen::sent(&dir, &["show", "raw", "--format", "toml"], (80, 10), "");
    let sent = String::from_utf8(sent).unwrap();
    assert!(
        sent.contains("a\u{FFFD}b") && !sent.contains('\u{202E}'),
        "{sent:?}"
    );
}
