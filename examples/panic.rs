//! Takes the terminal and panics: for the test that the terminal is given back.

use annals::tui::terminal::Terminal;

fn main() -> std::io::Result<()> {
    let _terminal = Terminal::take()?;
    panic!("the panic of this example");
}
