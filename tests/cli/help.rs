use crate::dir::Dir;

const COMMANDS: [&str; 9] = [
    "list",
    "show",
    "check",
    "countries",
    "stats",
    "init",
    "schema",
    "completions",
    "man",
];

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
    for command in COMMANDS {
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
