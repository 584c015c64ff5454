//! The loop of the desk: messages in, one frame out.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use crossterm::{event, style::Colored};

use super::{Effect, Opening, Start, State, update};
use crate::tui::{
    RunError,
    keymap::Keymap,
    message::Message,
    platform,
    run::heard,
    terminal::{self, Terminal},
    view::{self, theme::Theme},
};

/// Shows the desk until the user leaves: what was written, in sentences, or nothing.
pub fn run(mut start: Start) -> Result<Option<Vec<String>>, RunError> {
    let keymap = Arc::new(Keymap::new(&Keymap::written(std::mem::take(&mut start.keys))?)?);
    let (sender, messages) = mpsc::channel();
    platform::listen(sender.clone())?;
    let mut terminal = Terminal::take()?;
    let opening = Opening {
        size: terminal.size(),
        keymap,
        theme: Theme::new(!Colored::ansi_color_disabled_memoized()),
    };
    let mut state = State::new(&mut start, opening);
    thread::Builder::new().name("keys".to_owned()).spawn(move || {
        loop {
            let message = event::read().map_or(Some(Message::Terminate), heard);
            if message.is_some_and(|message| sender.send(message).is_err()) {
                return;
            }
        }
    })?;
    let ended = attend(&mut state, &mut start, &mut terminal, &messages);
    drop(terminal);
    terminal::give_back();
    platform::end_by();
    ended?;
    Ok(state.written)
}

fn attend(
    state: &mut State,
    start: &mut Start,
    terminal: &mut Terminal,
    messages: &mpsc::Receiver<Message>,
) -> std::io::Result<()> {
    loop {
        if std::mem::take(&mut state.dirty) {
            terminal.draw(|picture| view::desk::draw(state, picture))?;
        }
        let Ok(first) = messages.recv() else { return Ok(()) };
        for message in std::iter::once(first).chain(messages.try_iter()) {
            if let Message::Resize(columns, lines) = message {
                terminal.resize(columns, lines);
            }
            for effect in update(state, message) {
                match effect {
                    Effect::Save(articles) => state.saved((start.save)(&articles)),
                    Effect::Suspend => {
                        terminal.suspend()?;
                        let (columns, lines) = terminal.size();
                        update(state, Message::Resize(columns, lines));
                        state.dirty = true;
                    }
                }
            }
            if state.quit {
                return Ok(());
            }
        }
    }
}
