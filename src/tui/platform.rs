//! What only one kind of system has: signals, those of the size among them, and stopping.

#[cfg(unix)]
pub use unix::{end_by, lent, listen, stop};

#[cfg(not(unix))]
pub use other::{end_by, lent, listen, stop};

#[cfg(unix)]
mod unix {
    use std::{
        io,
        sync::{
            atomic::{AtomicBool, AtomicI32, Ordering},
            mpsc::Sender,
        },
        thread,
    };

    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
        iterator::Signals,
        low_level::emulate_default_handler,
    };

    use crate::tui::message::Message;

    static ENDED_BY: AtomicI32 = AtomicI32::new(0);
    /// Whether another program has the terminal.
    static LENT: AtomicBool = AtomicBool::new(false);

    /// Says that another program has the terminal, or has it no more. What its keys send to all of the foreground is
    /// then meant for it: `Ctrl-c` ends neither, and a stop stops both, so that the shell gets its turn.
    pub fn lent(lent: bool) {
        LENT.store(lent, Ordering::SeqCst);
    }

    /// Turns signals into messages, on a thread that sleeps until one comes.
    pub fn listen(messages: Sender<Message>) -> io::Result<()> {
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH])?;
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                let lent = LENT.load(Ordering::SeqCst);
                let message = match signal {
                    SIGINT | SIGQUIT if lent => continue,
                    SIGTSTP if lent => match stop() {
                        Ok(()) => continue,
                        Err(_) => Message::Suspend,
                    },
                    SIGTSTP => Message::Suspend,
                    SIGWINCH => match crossterm::terminal::size() {
                        Ok((columns, lines)) => Message::Resize(columns, lines),
                        Err(_) => continue,
                    },
                    _ => {
                        ENDED_BY.store(signal, Ordering::SeqCst);
                        Message::Terminate
                    }
                };
                if messages.send(message).is_err() {
                    return;
                }
            }
        })?;
        Ok(())
    }

    /// Stops as Ctrl-z does; returns when the shell lets the program go on.
    pub fn stop() -> io::Result<()> {
        emulate_default_handler(SIGTSTP)
    }

    /// Ends as the signal asked that ended the screen, so that the shell sees it; returns if none did.
    pub fn end_by() {
        let signal = ENDED_BY.load(Ordering::SeqCst);
        if signal != 0 {
            let _ = emulate_default_handler(signal);
        }
    }
}

#[cfg(not(unix))]
mod other {
    use std::{io, sync::mpsc::Sender};

    use crate::tui::message::Message;

    /// There are no signals here: the terminal sends Ctrl-c as a key.
    #[allow(clippy::unnecessary_wraps, clippy::needless_pass_by_value)]
    pub fn listen(_: Sender<Message>) -> io::Result<()> {
        Ok(())
    }

    /// There is nothing to be told apart here.
    pub fn lent(_: bool) {}

    /// Programs cannot be stopped here.
    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    /// No signal ends the screen here.
    pub fn end_by() {}
}
