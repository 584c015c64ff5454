//! The terminal: taken, drawn on in one write a frame, and always given back as it was.

use std::{
    cell::Cell,
    io::{self, Write},
    panic,
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor, event, queue,
    terminal::{
        self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::layout::Position;

use super::{canvas::Canvas, picture::Picture};

thread_local! {
    /// Whether a panic of this thread ends the program.
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// Whether the terminal is taken: giving it back twice would move the shell's cursor.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is taken; dropping it gives it back.
pub struct Terminal {
    canvas: Canvas,
    size: (u16, u16),
}

impl Terminal {
    /// Takes the terminal: raw mode, the alternate screen, mouse and pasted text.
    pub fn take() -> io::Result<Self> {
        draws_here();
        give_back_on_panic();
        take()?;
        let size = terminal::size().inspect_err(|_| give_back())?;
        Ok(Self {
            canvas: Canvas::new(size.0, size.1),
            size,
        })
    }

    /// Columns and lines.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Takes another size. The next frame is drawn whole: after a change of the size, also one that was changed back at
    /// once, the terminal shows anything.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.size = (columns, lines);
        self.canvas.resize(columns, lines);
    }

    /// Draws a frame, as one synchronized update and in one write; `view` gives where the cursor is seen.
    pub fn draw(&mut self, view: impl FnOnce(&mut Picture) -> Option<Position>) -> io::Result<()> {
        let bytes = self.canvas.draw(view)?;
        if !bytes.is_empty() {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
        }
        self.canvas.prepare();
        Ok(())
    }

    /// Gives the terminal back, stops as the shell wants it, and takes the terminal again when the program goes on.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        super::platform::stop()?;
        take()?;
        let (columns, lines) = terminal::size()?;
        self.resize(columns, lines);
        Ok(())
    }

    /// Gives the terminal to another program while `work` runs, and takes it again. The keys that end that program do
    /// not end this one.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        super::platform::lent(true);
        let done = work();
        super::platform::lent(false);
        take()?;
        let (columns, lines) = terminal::size()?;
        self.resize(columns, lines);
        Ok(done)
    }

    /// Puts a text into the clipboard, by the terminal itself (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        crossterm::execute!(
            out,
            crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)
        )
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout().lock();
    queue!(
        out,
        EnterAlternateScreen,
        event::EnableMouseCapture,
        event::EnableBracketedPaste,
        cursor::Hide
    )?;
    out.flush()
}

/// Gives the terminal back. Whatever fails here, the rest is still tried.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout().lock();
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        event::DisableBracketedPaste,
        event::DisableMouseCapture
    );
    let _ = queue!(out, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Says that this thread draws: the terminal is given back when it panics.
pub fn draws_here() {
    DRAWS.set(true);
}

/// On a panic of a thread that draws the terminal is given back before a word is printed. A worker that
/// panics is quiet here: the screen says it, and goes on.
fn give_back_on_panic() {
    static HOOKED: AtomicBool = AtomicBool::new(false);
    if HOOKED.swap(true, Ordering::SeqCst) {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if DRAWS.get() {
            give_back();
            before(info);
        } else if !TAKEN.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}
