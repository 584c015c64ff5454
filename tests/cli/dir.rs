//! A fresh folder, and the built program in it, with nothing of the environment of whoever runs the tests.

use std::{fs, path::PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A fresh folder, gone when dropped.
pub struct Dir(TempDir);

impl Dir {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with `events/korea.toml`.
    pub fn with_events() -> Self {
        let dir = Self::new();
        dir.file("events/korea.toml", super::KOREA);
        dir
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    #[allow(clippy::disallowed_methods)] // Nobody else reads these files.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// What a file in it holds.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, in the folder.
    pub fn annals(&self) -> Command {
        let mut command = Command::cargo_bin("annals").unwrap();
        command
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.path("home"));
        command
    }

    /// Runs it: exit code, standard output, standard error.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        ended(self.annals().args(arguments))
    }

    /// Its standard output, where it must end with 0 and say nothing else.
    pub fn out(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}\n{out}");
        out
    }
}

/// Exit code, standard output and standard error of a command.
pub fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}
