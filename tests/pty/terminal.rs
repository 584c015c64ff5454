//! A pseudo-terminal with a program in it, and the screen that it draws.

use std::{
    io::{Read, Write},
    num::NonZero,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use annals::{
    store::{self, Collection, Place},
    text,
    tui::headless::Headless,
};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// However slow the machine is, what is waited for has come by then.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// The working folder, empty but for what the program makes.
    home: tempfile::TempDir,
}

/// The built example of that name.
pub fn example(name: &str) -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_annals"));
    let example = binary.parent().unwrap().join("examples").join(name);
    assert!(
        example.exists(),
        "the example {name} is not built: `cargo test` builds it, `cargo test --test pty` alone does not"
    );
    example
}

/// Whether there is a `bash`, and says so where there is none.
pub fn has_bash() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join("bash").is_file());
    if !found {
        eprintln!("skipped: this test needs bash, which is not here");
    }
    found
}

impl Terminal {
    /// The program with arguments, in an empty home, so that it opens on the events inside it.
    pub fn annals(size: (u16, u16), arguments: &[&str]) -> Self {
        Self::run(env!("CARGO_BIN_EXE_annals").into(), size, arguments)
    }

    /// A shell with job control, the program as `$ANNALS`.
    pub fn shell(size: (u16, u16)) -> Self {
        Self::run("bash".into(), size, &["--norc", "--noprofile", "-i"])
    }

    pub fn run(program: PathBuf, size: (u16, u16), arguments: &[&str]) -> Self {
        Self::run_in(tempfile::tempdir().unwrap(), program, size, arguments, &[])
    }

    /// The program on what a home holds, with variables of its own.
    pub fn annals_in(
        home: tempfile::TempDir,
        size: (u16, u16),
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        Self::run_in(
            home,
            env!("CARGO_BIN_EXE_annals").into(),
            size,
            arguments,
            variables,
        )
    }

    fn run_in(
        home: tempfile::TempDir,
        program: PathBuf,
        size: (u16, u16),
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = command(program, home.path());
        command.args(arguments);
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            output,
            parser: vt100::Parser::new(lines(size), columns(size), 0),
            raw: Vec::new(),
            home,
        }
    }

    /// The working folder, for another run.
    pub fn into_home(mut self) -> tempfile::TempDir {
        let empty = tempfile::tempdir().unwrap();
        std::mem::replace(&mut self.home, empty)
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.master.resize(pty_size(size)).unwrap();
        self.parser.screen_mut().set_size(lines(size), columns(size));
    }

    /// The number of the program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, name: &str) {
        send_signal(self.process(), name);
    }

    /// A file in the working folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Reads what was written and not yet read; whether there was anything.
    pub fn take_what_came(&mut self) -> bool {
        let before = self.raw.len();
        while let Ok(bytes) = self.output.try_recv() {
            self.take(&bytes);
        }
        self.raw.len() > before
    }

    /// Reads until the text stands on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Reads until the shell waits for a line; what is typed before may still go to the program.
    pub fn wait_for_prompt(&mut self) {
        self.wait_until("the shell's prompt", |screen| {
            !screen.alternate_screen() && shown(screen).ends_with("\n$")
        });
    }

    /// Reads until the screen says that no event is hidden.
    pub fn wait_for_everything(&mut self) {
        let said = format!("  {} events · ", text::grouped(shipped().events.len()));
        self.wait_for(&said);
    }

    /// Whether no frame is half read.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }

    /// Sends a signal, again and again, until what it does is seen: one that comes before the program stops
    /// would be lost.
    pub fn signal_until(&mut self, name: &str, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.parser.screen()) {
            assert!(Instant::now() < deadline, "{what}\n{}", self.screen().contents());
            self.signal(name);
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.take(&bytes);
            }
        }
    }

    /// Types keys, again and again, until what they do is seen: what comes while a shell hands the terminal over may be
    /// lost.
    pub fn keys_until(&mut self, keys: &str, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.parser.screen()) {
            assert!(Instant::now() < deadline, "{what}\n{}", self.screen().contents());
            self.keys(keys);
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                self.take(&bytes);
            }
        }
    }

    /// Reads until a whole frame is as it should be.
    pub fn wait_until(&mut self, what: &str, mut holds: impl FnMut(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !(self.is_whole() && holds(self.parser.screen())) {
            match self
                .output
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{what}: {error}\n{}", self.screen().contents()),
            }
        }
    }

    /// Reads until the program has ended; its exit code, or `None` where a signal ended it.
    pub fn wait_for_end(&mut self) -> Option<u32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self
                .output
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end\n{}", self.screen().contents()),
            }
        }
        let status = self.child.wait().unwrap();
        status.signal().is_none().then(|| status.exit_code())
    }

    /// Nothing was written but text and the sequences of the screen itself; no character of a text is a control or
    /// turns the direction of what stands beside it.
    pub fn assert_only_own_sequences(&self) {
        for sequence in sequences(std::str::from_utf8(&self.raw).unwrap()) {
            let own = sequence.strip_prefix("\x1b[").is_some_and(|inside| {
                let (parameters, last) = inside.split_at(inside.len() - 1);
                match (parameters.strip_prefix('?'), last) {
                    (Some(mode), "h" | "l") => MODES.contains(&mode),
                    (None, "m" | "C" | "H" | "J" | "K" | "X") => true,
                    _ => false,
                }
            });
            assert!(own, "{sequence:?} was written");
        }
    }

    /// The shell's own screen is shown, with a cursor, and neither mouse nor pasted text is reported.
    pub fn assert_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is still shown");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pasted text is still marked");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is still reported"
        );
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }
}

/// Modes of the terminal that the screen switches: the alternate screen, the mouse, pasted text, the cursor,
/// synchronized updates.
const MODES: &[&str] = &[
    "1049", "1000", "1002", "1003", "1006", "1015", "2004", "25", "2026",
];

/// Every escape sequence of a text, every other control, and every character that is harmful in a terminal.
fn sequences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    // Said here anew, so that the program is not measured by its own measure.
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    while let Some(at) = rest.find(harmful) {
        let from = &rest[at..];
        let first = from.chars().next().unwrap().len_utf8();
        let length = match from.strip_prefix("\x1b[") {
            Some(inside) => inside
                .find(|c| ('@'..='~').contains(&c))
                .map_or(from.len(), |end| end + 3),
            None => first,
        };
        found.push(&from[..length]);
        rest = &from[length..];
    }
    found
}

/// The text of a screen, without the blanks at the ends of its lines.
pub fn shown(screen: &vt100::Screen) -> String {
    let contents = screen.contents();
    let lines: Vec<_> = contents.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The collection inside the program.
pub fn shipped() -> Collection {
    store::load(&Place::Embedded, &|_| {}).unwrap()
}

/// How many of its events a query finds.
pub fn found(query: &str) -> usize {
    Headless::new(shipped(), (80, 24), 0, query)
        .state()
        .selection
        .count
}

/// Opens the program, waits for the text, and takes the terminal away from it, as a closed window does; how the
/// program ended.
pub fn closed_window(size: (u16, u16), text: &str) -> portable_pty::ExitStatus {
    let home = tempfile::tempdir().unwrap();
    let pair = native_pty_system().openpty(pty_size(size)).unwrap();
    let program = command(env!("CARGO_BIN_EXE_annals").into(), home.path());
    let mut child = pair.slave.spawn_command(program).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut parser = vt100::Parser::new(lines(size), columns(size), 0);
    let mut bytes = [0; 8192];
    while !parser.screen().contents().contains(text) {
        let count = reader.read(&mut bytes).unwrap();
        assert!(count > 0, "it ended before `{text}` was there");
        parser.process(&bytes[..count]);
    }
    drop((reader, pair.master));
    let mut killer = child.clone_killer();
    let (sender, ended) = channel();
    thread::spawn(move || sender.send(child.wait().unwrap()));
    ended.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        let _ = killer.kill();
        panic!("it goes on without a terminal");
    })
}

pub fn send_signal(process: u32, name: &str) {
    let command = format!("kill -s {name} {process}");
    let status = std::process::Command::new("sh").args(["-c", &command]).status();
    assert!(status.unwrap().success(), "{command}");
}

/// A program in an empty home.
fn command(program: PathBuf, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.cwd(home);
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PS1", "$ ")] {
        command.env(name, value);
    }
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home);
    command.env("ANNALS", env!("CARGO_BIN_EXE_annals"));
    command
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The screen that is read has two lines and columns at least.
fn lines(size: (u16, u16)) -> NonZero<u16> {
    NonZero::new(size.1.max(2)).unwrap()
}

fn columns(size: (u16, u16)) -> NonZero<u16> {
    NonZero::new(size.0.max(2)).unwrap()
}

fn pty_size((columns, lines): (u16, u16)) -> PtySize {
    PtySize {
        rows: lines,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
