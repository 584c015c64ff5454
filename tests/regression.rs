//! One test for every bug that was found in use, named by what went wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use assert_cmd::Command;

/// Help for a command once came out before `--color` was looked at.
#[test]
fn color_never_holds_for_help_and_complaints() {
    for arguments in [
        &["--color=never", "--help"][..],
        &["--color", "never", "--nonsense"],
    ] {
        let mut command = Command::cargo_bin("annals").unwrap();
        let output = command
            .args(arguments)
            .env("CLICOLOR_FORCE", "1")
            .output()
            .unwrap();
        assert!(
            !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
            "{arguments:?}"
        );
    }
}
