//! The loop: messages in, one frame out, effects to where they are carried out.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use crossterm::style::Colored;

use super::{
    effect::Effect,
    keymap::{Keymap, KeymapError},
    message::Message,
    platform,
    state::{Opening, State},
    terminal::Terminal,
    update::update,
    view,
    worker::Worker,
};
use crate::{dates::Day, store};

/// What the screen opens on.
#[derive(Clone, Debug)]
pub struct Start {
    /// Where the events are read from.
    pub place: store::Place,
    /// The same in words, for the title line.
    pub described: String,
    /// Whether nothing can be written there: the collection inside the binary.
    pub read_only: bool,
    /// The query to begin with; empty for everything.
    pub query: String,
    /// Today.
    pub today: Day,
    /// The user's keys, laid over the shipped ones.
    pub keys: toml::Table,
}

/// Why the screen could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The keys of the config file.
    #[error(transparent)]
    Keymap(#[from] KeymapError),
    /// The terminal.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// A key and the answer that it needs are drawn as one frame if the answer comes within this time; the first
/// frame waits for the files as long.
const GRACE: Duration = Duration::from_millis(12);
const FIRST_GRACE: Duration = Duration::from_millis(100);
/// However much input waits, a frame is drawn at least so often.
const FRAME: Duration = Duration::from_millis(12);

/// Shows the screen until the user leaves.
pub fn run(start: Start) -> Result<(), RunError> {
    let keymap = Arc::new(Keymap::new(&Keymap::written(start.keys)?)?);
    let (sender, messages) = mpsc::channel();
    let worker = Worker::start(start.place, start.today, sender.clone())?;
    worker.load();
    platform::listen(sender.clone())?;
    let mut terminal = Terminal::take()?;
    listen(sender.clone())?;
    let mut state = State::new(Opening {
        size: terminal.size()?,
        today: start.today,
        described: start.described,
        built_in: start.read_only,
        query: start.query,
        keymap,
        theme: view::theme::Theme::new(!Colored::ansi_color_disabled_memoized()),
    });
    let ended = Screen {
        terminal: &mut terminal,
        state: &mut state,
        worker: &worker,
        sender,
    }
    .run(&messages);
    drop(terminal);
    platform::end_by();
    ended.map_err(RunError::from)
}

/// Turns keys, the mouse and changes of the size into messages, on a thread that sleeps until one comes.
fn listen(sender: Sender<Message>) -> io::Result<()> {
    use crossterm::event::{self, Event};
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        loop {
            let message = match event::read() {
                Ok(Event::Key(key)) => Message::Key(key),
                Ok(Event::Mouse(mouse)) => Message::Mouse(mouse),
                Ok(Event::Paste(text)) => Message::Paste(text),
                Ok(Event::Resize(columns, lines)) => Message::Resize(columns, lines),
                Ok(Event::FocusGained | Event::FocusLost) => continue,
                Err(_) => Message::Terminate,
            };
            let last = matches!(message, Message::Terminate);
            if sender.send(message).is_err() || last {
                return;
            }
        }
    })?;
    Ok(())
}

struct Screen<'a> {
    terminal: &'a mut Terminal,
    state: &'a mut State,
    worker: &'a Worker,
    sender: Sender<Message>,
}

impl Screen<'_> {
    fn run(&mut self, messages: &Receiver<Message>) -> io::Result<()> {
        let mut grace = Some(Instant::now() + FIRST_GRACE);
        while !self.state.quit {
            if !self.state.dirty {
                grace = None;
                let Ok(message) = messages.recv() else {
                    return Ok(());
                };
                self.take(message)?;
            }
            let frame = Instant::now() + FRAME;
            while let Ok(message) = messages.try_recv() {
                self.take(message)?;
                if self.state.quit || Instant::now() > frame {
                    break;
                }
            }
            if !self.state.dirty || self.state.quit {
                continue;
            }
            if self.state.awaits() || !self.state.loaded {
                let until = *grace.get_or_insert_with(|| Instant::now() + GRACE);
                match messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok(message) => {
                        self.take(message)?;
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
            grace = None;
            self.terminal.draw(|frame| view::draw(self.state, frame))?;
            self.state.dirty = false;
        }
        Ok(())
    }

    fn take(&mut self, message: Message) -> io::Result<()> {
        if matches!(message, Message::Resize(..)) {
            self.terminal.forget()?;
        }
        for effect in update(self.state, message) {
            self.carry_out(effect)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Ask(ticket, question) => self.worker.ask(ticket, question),
            Effect::Load => self.worker.load(),
            Effect::Copy(text) => {
                self.terminal.copy(&text)?;
                self.tell(format!("Copied: {text}"), false);
            }
            Effect::OpenUrl(url) => match open::that_detached(&url) {
                Ok(()) => self.tell(format!("Opened {url}"), false),
                Err(error) => self.tell(format!("{url} cannot be opened: {error}"), true),
            },
            Effect::Suspend => {
                self.terminal.suspend()?;
                let (columns, lines) = self.terminal.size()?;
                let _ = self.sender.send(Message::Resize(columns, lines));
                let _ = self.sender.send(Message::Resumed);
            }
        }
        Ok(())
    }

    fn tell(&self, text: String, error: bool) {
        let _ = self.sender.send(Message::Notice(text, error));
    }
}
