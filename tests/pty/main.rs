//! The real program in a pseudo-terminal: what a person sees, and what is left behind.
#![cfg(unix)]

mod terminal;

use terminal::Terminal;

const FULL: (u16, u16) = (140, 45);

#[test]
fn it_opens_on_the_built_in_events_and_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for("Putin");
    assert!(terminal.screen().alternate_screen());
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn what_is_typed_filters_and_esc_brings_everything_back() {
    let mut terminal = Terminal::annals(FULL, &[]);
    terminal.wait_for("277 of 277");
    terminal.keys("/vostochny");
    terminal.wait_for("1 of 277");
    terminal.keys("\x1b");
    terminal.wait_for("277 of 277");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_end(), Some(0));
}

#[test]
fn no_size_makes_it_fail_whatever_is_open() {
    for open in ["", "/kim", "c", "?", "t", "\r"] {
        let mut terminal = Terminal::annals(FULL, &[]);
        terminal.wait_for("277 of 277");
        terminal.keys(open);
        for size in [(1, 1), (2, 1), (39, 9), (40, 10), (80, 24), (1, 200), (300, 2)] {
            terminal.resize(size);
        }
        terminal.resize(FULL);
        terminal.keys("\x1b\x1b");
        terminal.wait_for("277 of 277");
        terminal.keys("q");
        assert_eq!(terminal.wait_for_end(), Some(0), "with {open:?} open");
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_given_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut terminal = Terminal::annals(FULL, &[]);
        terminal.wait_for("277 of 277");
        terminal.signal(signal);
        assert_ne!(terminal.wait_for_end(), Some(0), "SIG{signal}");
        terminal.assert_given_back();
    }
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let mut terminal = Terminal::shell(FULL);
    terminal.keys("stty -g > before; \"$ANNALS\"\r");
    terminal.wait_for("277 of 277");
    terminal.keys("\x1a");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.keys("stty -g > stopped; echo at-the-'shell'\r");
    terminal.wait_for("at-the-shell");
    terminal.keys("fg\r");
    terminal.wait_for("277 of 277");
    terminal.keys("q");
    terminal.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    terminal.keys("stty -g > after; cmp before after && cmp before stopped && echo the-'same'\r");
    terminal.wait_for("the-same");
    terminal.keys("exit\r");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_says_a_word() {
    let mut terminal = Terminal::run(terminal::example("panic"), FULL, &[]);
    assert_eq!(terminal.wait_for_end(), Some(101));
    terminal.assert_given_back();
    let text = terminal.screen().contents();
    assert!(text.contains("the panic of this example"), "{text}");
}

#[test]
fn hostile_text_reaches_the_terminal_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.toml");
    let event = "[[event]]\ntitle = \"\\u001b]0;owned\\u0007 \\u202Edesrever\\u202C wide 北京 e\\u0301 end\"\ndate = 2024-06-18\n";
    std::fs::write(&file, event).unwrap();
    let mut terminal = Terminal::annals(FULL, &[folder.path().to_str().unwrap()]);
    terminal.wait_for("owned");
    terminal.keys("\r");
    terminal.wait_for("北京");
    terminal.keys("qq");
    terminal.wait_for_end();
    let raw = terminal.raw();
    assert!(!raw.contains("\x1b]0;"), "a title was set");
    assert!(!raw.contains('\u{202E}'), "an override passed");
    terminal.assert_given_back();
}
