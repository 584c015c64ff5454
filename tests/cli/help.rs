use crate::dir::Dir;

const COMMANDS: [&str; 11] = [
    "cache",
    "list",
    "show",
    "check",
    "countries",
    "stats",
    "pull",
    "init",
    "schema",
    "completions",
    "man",
];

/// The commands that write event files.
const WRITING: [&str; 6] = ["add", "edit", "rename", "merge", "duplicates", "fmt"];

#[test]
fn help_has_examples_and_the_short_one_is_short() {
    let dir = Dir::new();
    let long = dir.out(&["--help"]);
    let short = dir.out(&["-h"]);
    assert!(
        long.contains("Examples:") && long.contains("Exit codes:"),
        "{long}"
    );
    assert!(!short.contains("Examples:") && short.lines().count() < long.lines().count());
    for command in COMMANDS.into_iter().chain(WRITING) {
        assert!(short.contains(command), "{command}");
        let help = dir.out(&[command, "--help"]);
        assert!(
            help.contains("Examples:") && help.contains(&format!("annals {command}")),
            "{help}"
        );
    }
}

#[test]
fn every_reading_command_takes_the_selection() {
    let dir = Dir::new();
    for arguments in [
        &["--help"][..],
        &["list", "--help"],
        &["countries", "--help"],
        &["stats", "--help"],
    ] {
        let help = dir.out(arguments);
        for flag in [
            "--country",
            "--category",
            "--status",
            "--tag",
            "--since",
            "--until",
            "--events",
            "--color",
        ] {
            assert!(help.contains(flag), "{arguments:?}: {flag}");
        }
    }
}

/// The examples of a command, each as its arguments, as far as a redirection or a remark.
fn examples(help: &str) -> Vec<Vec<String>> {
    let (_, examples) = help.split_once("Examples:\n").unwrap();
    let lines = examples.lines().take_while(|line| line.starts_with("  annals"));
    lines
        .map(|line| {
            let line = line.trim().split("  ").next().unwrap();
            let line = line.split(['>', '|']).next().unwrap();
            let mut arguments = Vec::new();
            for (index, part) in line.split('\'').enumerate() {
                if index % 2 == 1 {
                    arguments.push(part.to_owned());
                } else {
                    arguments.extend(part.split_whitespace().map(str::to_owned));
                }
            }
            arguments.remove(0);
            arguments
        })
        .collect()
}

#[test]
fn the_examples_work() {
    let dir = Dir::new();
    // Articles and addresses are not there; `pull.rs` runs the command.
    for command in COMMANDS.into_iter().filter(|command| *command != "pull") {
        for arguments in examples(&dir.out(&[command, "--help"])) {
            if arguments.iter().any(|argument| argument == "events/korea.toml") {
                dir.file("events/korea.toml", crate::KOREA);
            }
            let (code, _, err) = dir.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(code, 0, "{arguments:?}: {err}");
        }
    }
}

#[test]
fn the_marks_of_a_table_are_explained() {
    let help = Dir::new().out(&["list", "--help"]);
    for status in annals::model::Status::words() {
        assert!(help.contains(&format!(" {status}")), "{status}");
    }
}

#[test]
fn the_version() {
    assert_eq!(
        Dir::new().out(&["--version"]),
        format!("annals {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_use_ends_with_2() {
    let dir = Dir::with_events();
    for arguments in [
        &["list", "--format", "xml"][..],
        &["--nonsense"],
        &["show"],
        &["--country", "PRK", "schema"],
        &["--color", "sometimes", "list"],
    ] {
        let (code, out, err) = dir.run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains("error:"), "{err}");
    }
}
