//! The least that a screen can do, drawn anew at each key by ratatui: what the program's own time from a key to the
//! frame, and to its first frame, is compared with.
//!
//! ```text
//! floor          one word
//! floor list     a list of three lines, in which j, k, PgDn, PgUp, G and g move the selected one
//! ```
//!
//! `q` quits.

use ratatui::{
    DefaultTerminal,
    crossterm::event::{self, Event, KeyCode},
    style::{Modifier, Style},
    widgets::{List, ListState, Paragraph},
};

fn main() -> std::io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("list") => ratatui::run(list),
        _ => ratatui::run(word),
    }
}

/// The next key; none where the program is to end.
fn key() -> std::io::Result<Option<KeyCode>> {
    loop {
        if let Event::Key(key) = event::read()? {
            return Ok(Some(key.code).filter(|code| *code != KeyCode::Char('q')));
        }
    }
}

fn word(terminal: &mut DefaultTerminal) -> std::io::Result<()> {
    let mut keys = 0_usize;
    loop {
        terminal.draw(|frame| frame.render_widget(Paragraph::new(format!("ready {keys}")), frame.area()))?;
        if key()?.is_none() {
            return Ok(());
        }
        keys += 1;
    }
}

fn list(terminal: &mut DefaultTerminal) -> std::io::Result<()> {
    let lines = ["ready: the first line", "the second line", "the third line"];
    let mut state = ListState::default().with_selected(Some(0));
    loop {
        terminal.draw(|frame| {
            let list = List::new(lines).highlight_style(Style::new().add_modifier(Modifier::REVERSED));
            frame.render_stateful_widget(list, frame.area(), &mut state);
        })?;
        // Every key changes something, so that every key has a frame.
        let selected = state.selected().unwrap_or(0);
        let next = match key()? {
            None => return Ok(()),
            Some(KeyCode::Char('k' | 'g') | KeyCode::PageUp) => selected + lines.len() - 1,
            Some(_) => selected + 1,
        };
        state.select(Some(next % lines.len()));
    }
}
