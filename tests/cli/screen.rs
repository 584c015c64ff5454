use crate::dir::Dir;

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let dir = Dir::with_events();
    let (code, out, err) = dir.run(&[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "error: The timeline needs a terminal; `annals list` prints the same events as text.\n"
    );
}

#[test]
fn a_wrong_flag_is_said_before_the_screen_opens() {
    let dir = Dir::with_events();
    let (code, _, err) = dir.run(&["--since", "("]);
    assert_eq!(code, 2, "{err}");
}

#[test]
#[cfg(unix)]
fn on_a_terminal_it_opens_and_quits() {
    let dir = Dir::with_events();
    // What is typed before the screen opens is read by it.
    let left = typed(&dir, &["--country", "RUS"], (100, 30), "q");
    assert!(!left.contains("error"), "{left}");
}

/// What is on a terminal of that many columns and lines when the program has ended, to which these keys were typed.
#[cfg(unix)]
pub fn typed(dir: &Dir, arguments: &[&str], (columns, lines): (u16, u16), keys: &str) -> String {
    let cells = |number| std::num::NonZero::new(number).unwrap();
    let mut parser = vt100::Parser::new(cells(lines), cells(columns), 1000);
    parser.process(&sent(dir, arguments, (columns, lines), keys));
    parser.screen().contents()
}

/// The bytes that the program sends to such a terminal.
#[cfg(unix)]
pub fn sent(dir: &Dir, arguments: &[&str], (columns, lines): (u16, u16), keys: &str) -> Vec<u8> {
    use std::io::{Read, Write};

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    let size = PtySize {
        rows: lines,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin("annals"));
    command.args(arguments);
    command.cwd(dir.path(""));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    pair.master
        .take_writer()
        .unwrap()
        .write_all(keys.as_bytes())
        .unwrap();
    let mut bytes = Vec::new();
    // On Linux the end of the other side is an error.
    let _ = reader.read_to_end(&mut bytes);
    assert!(child.wait().unwrap().success(), "{arguments:?}");
    bytes
}
