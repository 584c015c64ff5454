//! The least that a screen can do: one word, drawn anew at each key. What this takes from a key to the
//! frame is the floor that the program's own time is compared with. `q` quits.

use ratatui::{
    crossterm::event::{self, Event, KeyCode},
    widgets::Paragraph,
};

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        let mut keys = 0_usize;
        loop {
            terminal
                .draw(|frame| frame.render_widget(Paragraph::new(format!("ready {keys}")), frame.area()))?;
            if let Event::Key(key) = event::read()? {
                if key.code == KeyCode::Char('q') {
                    return Ok(());
                }
                keys += 1;
            }
        }
    })
}
