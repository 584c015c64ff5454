//! What only one kind of system has: signals, those of the size among them, and stopping.

#[cfg(unix)]
pub use unix::{end_by, listen, stop};

#[cfg(not(unix))]
pub use other::{end_by, listen, stop};

#[cfg(unix)]
mod unix {
    use std::{
        io,
        sync::{
            atomic::{AtomicI32, Ordering},
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

    /// Turns signals into messages, on a thread that sleeps until one comes.
    pub fn listen(messages: Sender<Message>) -> io::Result<()> {
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH])?;
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                let message = match signal {
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

    /// Programs cannot be stopped here.
    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    /// No signal ends the screen here.
    pub fn end_by() {}
}
