//! The loop: messages in, one frame out, effects to where they are carried out.
//!
//! Two threads take turns at the screen. One reads keys and draws what they bring by itself, since waking another
//! thread takes longer than drawing a frame; the other takes all that comes from elsewhere.

use std::{
    io,
    path::Path,
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crossterm::{
    event::{self, Event},
    style::Colored,
};

use super::{
    effect::{self, Effect},
    keymap::{Keymap, KeymapError},
    message::Message,
    platform,
    state::{Opening, State},
    terminal::{self, Terminal},
    update::{update, waits},
    view,
    worker::Worker,
};
use crate::{
    config::{Editor, Environment},
    dates::Day,
    store,
};

/// What the screen opens on.
#[derive(Clone, Debug)]
pub struct Start {
    /// Where the events are read from.
    pub place: store::Place,
    /// Under which folder a snapshot of them is kept; `None` for none.
    pub cache: Option<PathBuf>,
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
/// How long a key waits for the answer that it depends on; then it does what it does without.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long events that have changed in the files are marked.
const FRESH: Duration = Duration::from_secs(3);

/// Shows the screen until the user leaves.
pub fn run(start: Start) -> Result<(), RunError> {
    let (sender, messages) = mpsc::channel();
    let worker = Worker::start(
        start.place,
        start.cache.as_deref(),
        start.today,
        sender.clone(),
        Environment::of_process().state_folder.as_deref(),
    )?;
    worker.load();
    let keymap = Arc::new(Keymap::new(&Keymap::written(start.keys)?)?);
    platform::listen(sender.clone())?;
    let terminal = Terminal::take()?;
    let state = State::new(Opening {
        size: terminal.size(),
        today: start.today,
        described: start.described,
        built_in: start.read_only,
        query: start.query,
        keymap,
        theme: view::theme::Theme::new(!Colored::ansi_color_disabled_memoized()),
    });
    let shared = Arc::new(Shared {
        screen: Mutex::new(Screen {
            terminal,
            state,
            worker,
            sender,
            due: Some(Instant::now() + FIRST_GRACE),
            begun: false,
            held: None,
            failed: None,
        }),
        turned: Condvar::new(),
    });
    let keys = listen(Arc::clone(&shared))?;
    let ended = attend(&shared, &messages, keys);
    terminal::give_back();
    platform::end_by();
    ended.map_err(RunError::from)
}

/// Takes all but the keys, and draws what is due, until the screen ends.
fn attend(shared: &Shared, messages: &Receiver<Message>, keys: JoinHandle<()>) -> io::Result<()> {
    loop {
        let due = shared.hold().due;
        let first = match due {
            None => messages.recv().ok(),
            Some(due) => match messages.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            },
        };
        if shared.screen.is_poisoned() {
            return keys.join().or_else(|panic| std::panic::resume_unwind(panic));
        }
        let mut screen = shared.hold();
        let mut rest = messages.try_iter();
        screen.turn(first, || Ok(rest.next()));
        shared.turned.notify_all();
        if screen.state.quit {
            return screen.failed.take().map_or(Ok(()), Err);
        }
    }
}

/// Takes keys, the mouse and changes of the size, on a thread that sleeps until one comes.
fn listen(shared: Arc<Shared>) -> io::Result<JoinHandle<()>> {
    let keys = thread::Builder::new().name("keys".to_owned());
    keys.spawn(move || {
        terminal::draws_here();
        let _told = Told(shared.hold().sender.clone());
        let mut held = None;
        loop {
            let first = held
                .take()
                .or_else(|| event::read().map_or(Some(Message::Terminate), heard));
            let mut screen = shared.hold_for(first.as_ref());
            screen.turn(first, || {
                while event::poll(Duration::ZERO)? {
                    let message = heard(event::read()?);
                    if message.is_some() {
                        return Ok(message);
                    }
                }
                Ok(None)
            });
            if screen.state.quit {
                return;
            }
            if screen.due.is_some() {
                screen.send(Message::Due);
            }
            held = screen.held.take();
        }
    })
}

/// What an event of the terminal is to the screen.
pub(super) fn heard(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(key)),
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(columns, lines) => Some(Message::Resize(columns, lines)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Tells the other thread when the one of the keys is at its end, also by a panic.
struct Told(Sender<Message>);

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Due);
    }
}

/// What the two threads take turns at.
struct Shared {
    screen: Mutex<Screen>,
    /// Told after each turn that was not of the keys.
    turned: Condvar,
}

impl Shared {
    /// The screen, for this thread alone. A panic at the screen ends the program: [`attend`] sees to that.
    fn hold(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, when it is ready for that message.
    fn hold_for(&self, message: Option<&Message>) -> MutexGuard<'_, Screen> {
        let screen = self.hold();
        let Some(message) = message else { return screen };
        let not_yet = |screen: &mut Screen| !screen.state.quit && waits(&screen.state, message);
        let held = self.turned.wait_timeout_while(screen, PATIENCE, not_yet);
        held.unwrap_or_else(PoisonError::into_inner).0
    }
}

struct Screen {
    terminal: Terminal,
    state: State,
    worker: Worker,
    sender: Sender<Message>,
    /// When a frame is drawn, whatever is still awaited; `None` while the screen shows all that there is.
    due: Option<Instant>,
    /// Whether a frame was drawn.
    begun: bool,
    /// A key that waits for an answer to be there; what comes behind it waits with it.
    held: Option<Message>,
    /// Why the terminal could not be used any more.
    failed: Option<io::Error>,
}

impl Screen {
    /// One turn: takes what has come, `first` and then what waits, and draws it.
    fn turn(&mut self, first: Option<Message>, waiting: impl FnMut() -> io::Result<Option<Message>>) {
        if self.state.quit {
            return;
        }
        let shown = self.take_all(first, waiting).and_then(|effects| {
            // What nobody waits for is done when the frame is out.
            if self.state.awaits() {
                self.carry_out(effects)?;
                self.show()
            } else {
                self.show()?;
                self.carry_out(effects)
            }
        });
        if let Err(error) = shown {
            self.failed = Some(error);
            self.state.quit = true;
        }
    }

    fn take_all(
        &mut self,
        first: Option<Message>,
        mut waiting: impl FnMut() -> io::Result<Option<Message>>,
    ) -> io::Result<Vec<Effect>> {
        let frame = Instant::now() + FRAME;
        let mut effects = Vec::new();
        let mut next = first;
        loop {
            if let Some(message) = next {
                if let Message::Resize(columns, lines) = message {
                    self.terminal.resize(columns, lines);
                }
                effects.append(&mut update(&mut self.state, message));
            }
            if self.state.quit || Instant::now() > frame {
                return Ok(effects);
            }
            next = waiting()?;
            self.held = next.take_if(|message| waits(&self.state, message));
            if next.is_none() {
                return Ok(effects);
            }
        }
    }

    /// Draws a frame if there is something new to be seen; waits with it a little where an answer is on its way.
    fn show(&mut self) -> io::Result<()> {
        if !self.state.dirty || self.state.quit {
            self.due = None;
            return Ok(());
        }
        if self.state.awaits() || !self.state.loaded {
            let now = Instant::now();
            if now < *self.due.get_or_insert(now + GRACE) {
                return Ok(());
            }
        }
        self.due = None;
        self.state.dirty = false;
        self.terminal.draw(|picture| view::draw(&self.state, picture))?;
        if !std::mem::replace(&mut self.begun, true) {
            self.worker.shown();
        }
        Ok(())
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        effect::without_replaced(effects)
            .into_iter()
            .try_for_each(|effect| self.carry_out_one(effect))
    }

    fn carry_out_one(&mut self, effect: Effect) -> io::Result<()> {
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
                self.taken_again();
            }
            Effect::Change(order) => self.worker.change(*order),
            Effect::Edit(file, line) => self.edit(&file, line)?,
            Effect::Fade(number) => {
                let sender = self.sender.clone();
                // One that sleeps once, and only after something has changed. Without it the marks stay until the next.
                let fading = thread::Builder::new().name("fading".to_owned());
                let _ = fading.spawn(move || {
                    thread::sleep(FRESH);
                    let _ = sender.send(Message::Faded(number));
                });
            }
        }
        Ok(())
    }

    /// Opens the user's editor on a file and waits for its end.
    fn edit(&mut self, file: &Arc<Path>, line: usize) -> io::Result<()> {
        let editor = match Editor::find(&Environment::of_process()) {
            Ok(editor) => editor,
            Err(error) => {
                self.tell(error.to_string(), true);
                return Ok(());
            }
        };
        let mut command = editor.command(file, Some(line));
        let ended = self.terminal.lend(|| command.status())?;
        self.taken_again();
        match ended {
            Ok(status) => {
                self.send(Message::Edited(Arc::clone(file)));
                if !status.success() {
                    self.tell(format!("{} ended with a failure: {status}", editor.name()), true);
                }
            }
            Err(error) => self.tell(format!("{} cannot be started: {error}", editor.name()), true),
        }
        Ok(())
    }

    /// The terminal was away: everything is drawn anew, in the size that it has now.
    fn taken_again(&self) {
        let (columns, lines) = self.terminal.size();
        self.send(Message::Resize(columns, lines));
        self.send(Message::Resumed);
    }

    fn tell(&self, text: String, error: bool) {
        self.send(Message::Notice(text, error));
    }

    /// To the other thread, or to this one later.
    fn send(&self, message: Message) {
        let _ = self.sender.send(message);
    }
}
