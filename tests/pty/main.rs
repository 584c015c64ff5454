//! The real program in a pseudo-terminal: what a person sees, and what is left behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.
#![cfg(unix)]

mod editing;
mod reload;
mod terminal;

use terminal::Terminal;

const FULL: (u16, u16) = (140, 45);
/// The key Esc in the one form that is never taken for the beginning of the next key.
const ESC: &str = "\x1b[27u";

#[test]
fn it_opens_on_the_built_in_events_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for("Putin");
    assert!(terminal.screen().alternate_screen());
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
    terminal.assert_only_own_sequences();
}

#[test]
fn what_is_typed_filters_and_esc_brings_everything_back() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for_everything();
    terminal.keys("/vostochny");
    terminal.wait_for(&format!(
        " {} of {} ",
        terminal::found("vostochny"),
        terminal::shipped().events.len()
    ));
    terminal.keys(ESC);
    terminal.wait_for_everything();
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
}

#[test]
fn no_size_makes_it_fail_whatever_is_open() {
    for open in ["", "/kim", "c", "?", "t", "\r"] {
        let mut terminal = Terminal::annals(FULL, &[]);
        terminal.wait_for_everything();
        terminal.keys(open);
        for size in [(1, 1), (2, 1), (39, 9), (40, 10), (80, 24), (1, 200), (300, 2)] {
            terminal.resize(size);
        }
        terminal.resize(FULL);
        terminal.keys(ESC);
        terminal.wait_for_everything();
        terminal.keys("q");
        assert_eq!(terminal.wait_for_end(), Some(0), "with {open:?} open");
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_given_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut terminal = Terminal::annals(FULL, &[]);
        terminal.wait_for_everything();
        terminal.signal(signal);
        assert_ne!(terminal.wait_for_end(), Some(0), "SIG{signal}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_closed_window_ends_it() {
    let status = terminal::closed_window(FULL, "Putin");
    assert!(!status.success(), "{status:?}");
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    if !terminal::has_bash() {
        return;
    }
    let mut terminal = Terminal::shell(FULL);
    terminal.keys("stty -g > before; \"$ANNALS\"\r");
    terminal.wait_for_everything();
    terminal.keys("\x1a");
    terminal.wait_for_prompt();
    terminal.keys("stty -g > stopped; echo at-the-'shell'\r");
    terminal.wait_for("at-the-shell\n$");
    terminal.keys("fg\r");
    terminal.wait_for_everything();
    terminal.keys("q");
    terminal.wait_for_prompt();
    terminal.keys("stty -g > after; cmp before after && cmp before stopped && echo the-'same'\r");
    terminal.wait_for("the-same");
    terminal.keys("exit\r");
}

#[test]
fn stopped_from_outside_it_gives_the_terminal_to_the_shell() {
    if !terminal::has_bash() {
        return;
    }
    let mut terminal = Terminal::shell(FULL);
    terminal.keys("sh -c 'echo $$ > process; exec \"$ANNALS\"'\r");
    terminal.wait_for_everything();
    let process = std::fs::read_to_string(terminal.file("process")).unwrap();
    terminal::send_signal(process.trim().parse().unwrap(), "TSTP");
    terminal.wait_for("Stopped");
    terminal.wait_for_prompt();
    // In the background it may not take the terminal: it stops again.
    terminal.keys("clear; bg; wait %1; jobs\r");
    terminal.wait_for("Stopped");
    terminal.wait_for_prompt();
    terminal.keys("fg\r");
    terminal.wait_for_everything();
    terminal.keys("q");
    terminal.wait_for_prompt();
    terminal.keys("exit\r");
}

#[test]
fn stopped_and_continued_without_a_shell_it_draws_everything_again() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for_everything();
    let before = terminal::shown(terminal.screen());
    terminal.signal("TSTP");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.assert_given_back();
    terminal.signal_until("CONT", "it does not go on", vt100::Screen::alternate_screen);
    terminal.wait_until("the same screen", |screen| terminal::shown(screen) == before);
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_says_a_word() {
    let mut terminal = Terminal::run(terminal::example("panic"), FULL, &[]);
    assert_eq!(terminal.wait_for_end(), Some(101));
    terminal.assert_given_back();
    let text = terminal.screen().contents();
    assert!(text.contains("the panic of this example"), "{text}");
}

/// Colours a title, sets the window's title, clears the screen by one byte, turns the direction, and rings.
const HOSTILE: &str = "\x1b[31m \x1b]0;owned\x07 \u{9b}2J \u{202E}desrever\u{202C} \u{2066} \u{200B}";

#[test]
fn hostile_text_reaches_the_terminal_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join(HOSTILE);
    std::fs::create_dir(&inside).unwrap();
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    let event = format!(
        "[[event]]\nid = {quoted}\ntitle = \"wide 北京 e\\u0301 end \\n {text}\"\ndate = 2024-06-18\n\
         summary = {quoted}\ncountries = [{quoted}, \"PRK\"]\npeople = [{quoted}]\norganizations = [{quoted}]\n\
         category = {quoted}\nstatus = {quoted}\ntags = [{quoted}]\nlocation = {quoted}\n\
         sources = [{{ url = {quoted}, title = {quoted}, publisher = {quoted}, locator = {quoted}, quote = {quoted} }}]\n\
         claims = [{{ by = [{quoted}], stance = \"denies\" }}]\nrelations = {{ follows = [{quoted}] }}\n\
         media = [{{ path = {quoted}, caption = {quoted}, credit = {quoted} }}]\n{quoted} = {quoted}\n\
         [[era]]\ntitle = {quoted}\ndate = \"2024\"\n",
        text = quoted.trim_matches('"'),
    );
    std::fs::write(inside.join(format!("{HOSTILE}.toml")), event).unwrap();
    let mut terminal = Terminal::annals(FULL, &[inside.to_str().unwrap()]);
    terminal.wait_for("owned");
    terminal.wait_for("北京");
    // What is wrong is known when all is read.
    terminal.wait_for("warnings (!)");
    for (keys, text) in [
        ("!", "Esc"),
        ("c", "Esc"),
        ("?", "Esc"),
        ("t", "Esc"),
        ("/person:", "/ person:"),
        ("/tag:\x1b[200~\x1b]0;pasted\x07\u{202E}\x1b[201~", "pasted"),
    ] {
        terminal.keys(keys);
        terminal.wait_for(text);
        terminal.keys(ESC);
        terminal.wait_until("the panes alone", |screen| {
            let shown = screen.contents();
            shown.contains("q quit") && !shown.contains("Esc")
        });
    }
    terminal.keys("\r");
    terminal.wait_for("j next");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_only_own_sequences();
    terminal.assert_given_back();
}

/// How often the threads of a process were put on and off a processor: each time that one wakes up counts.
#[cfg(target_os = "linux")]
fn switches(process: u32) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let counts = threads.map(|thread| {
        let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        let counts = status
            .lines()
            .filter_map(|line| line.split_once("ctxt_switches:"));
        counts
            .map(|(_, count)| count.trim().parse::<u64>().unwrap())
            .sum::<u64>()
    });
    counts.sum()
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_moves_while_nothing_happens() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for_everything();
    assert_quiet(&mut terminal);
    // Nor while files are watched.
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("events/deep")).unwrap();
    std::fs::write(
        home.path().join("events/deep/a.toml"),
        reload::event("a", "Quiet"),
    )
    .unwrap();
    let mut terminal = Terminal::annals_in(home, FULL, &[], &[]);
    terminal.wait_for("Quiet");
    assert_quiet(&mut terminal);
}

#[cfg(target_os = "linux")]
fn assert_quiet(terminal: &mut Terminal) {
    // What is prepared ahead of the keys comes to an end; after that no thread wakes up while another run of the
    // program starts, reads everything and ends, three times.
    let quiet = (0..100).any(|_| {
        terminal.take_what_came();
        let before = switches(terminal.process());
        for _ in 0..3 {
            let list = std::process::Command::new(env!("CARGO_BIN_EXE_annals"))
                .arg("list")
                .output();
            assert!(list.unwrap().status.success());
        }
        switches(terminal.process()) == before && !terminal.take_what_came()
    });
    assert!(quiet, "a thread wakes up again and again");
}

/// A folder with an article, a collection without events, and an extractor that says always the same.
fn newsroom() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("events")).unwrap();
    write(
        "news.txt",
        "The minister came to Bern on Tuesday.\n\nShe signed an accord.\n",
    );
    write(
        "answer.json",
        "[{\"title\": \"Minister visits Bern\", \"date\": \"2024-06-18\", \"quote\": \"came to Bern on Tuesday\"},\
          {\"title\": \"Minister signs accord\", \"date\": \"2024-06\", \"quote\": \"signed an accord\"}]",
    );
    folder
}

#[test]
fn drafts_are_reviewed_and_what_was_taken_is_written() {
    let folder = newsroom();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let with = format!("cat {}", path("answer.json"));
    let (news, events) = (path("news.txt"), path("events"));
    let line = [
        "pull",
        &news,
        "--published",
        "2024-06-19",
        "--events",
        &events,
        "--with",
        &with,
    ];
    let mut terminal = Terminal::annals(FULL, &line);
    terminal.wait_for("2 open");
    terminal.wait_for("Minister visits Bern");
    for size in [(1, 1), (39, 9), (40, 10), (80, 24), FULL] {
        terminal.resize(size);
    }
    terminal.keys("a");
    terminal.wait_for("1 taken");
    terminal.keys("d");
    terminal.wait_for("1 dropped");
    // What follows on the shell's own screen has ends of lines.
    terminal.assert_only_own_sequences();
    terminal.keys("w");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
    let shown = terminal.screen().contents();
    assert!(shown.contains("Added 1 event:"), "{shown}");
    let file = std::fs::read_to_string(path("events/news.toml")).unwrap();
    assert!(
        file.contains("Minister visits Bern") && !file.contains("accord"),
        "{file}"
    );
}

#[test]
fn an_article_from_standard_input_leaves_the_keyboard_to_the_desk() {
    if !terminal::has_bash() {
        return;
    }
    let folder = newsroom();
    let mut terminal = Terminal::shell(FULL);
    terminal.keys(&format!("cd {}\r", folder.path().display()));
    terminal.keys("cat news.txt | \"$ANNALS\" pull - --with 'cat answer.json'\r");
    terminal.wait_for("When did standard input come out?");
    terminal.keys("19 June 2024\r");
    terminal.wait_for("2 open");
    terminal.keys("q");
    terminal.wait_for("nothing was written");
    terminal.wait_for_prompt();
    terminal.keys("exit\r");
}
