//! How a command ends, and how that is said.

use std::{
    io::{self, Write},
    panic::{self, AssertUnwindSafe},
    sync::{Mutex, PoisonError},
};

use anstyle::{AnsiColor, Style};

use crate::text;

/// How a command ended; the exit codes are a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// There are findings, or nothing has the name that was asked for.
    Findings,
    /// The arguments make no sense.
    WrongUse,
    /// Something could not be read or written.
    Failed,
}

impl Exit {
    /// 0, 1, 2 or 3.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::WrongUse => 2,
            Self::Failed => 3,
        }
    }
}

/// An end that is the user's to mend: how it ends and what is said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Complaint {
    /// How the command ends.
    pub exit: Exit,
    /// What is wrong: a sentence, or a whole report if `is_report`.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Whether the message is ready to be printed as it is, with its own head and colours.
    pub is_report: bool,
}

impl Complaint {
    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            help: None,
            is_report: false,
        }
    }

    /// The arguments make no sense.
    pub fn wrong_use(message: impl Into<String>) -> Self {
        Self::new(Exit::WrongUse, message)
    }

    /// Nothing has the name that was asked for.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Exit::Findings, message)
    }

    /// Something could not be read or written.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, message)
    }

    /// A whole report, with its own head and colours.
    pub fn report(exit: Exit, report: impl Into<String>) -> Self {
        Self {
            is_report: true,
            ..Self::new(exit, report)
        }
    }

    /// With what would be right.
    #[must_use]
    pub fn with_help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }
}

/// Says on standard error what stood in the way, and how the program ends. A reader that went away (a closed
/// pipe) is no error and nothing is said.
pub fn explain(error: &anyhow::Error) -> Exit {
    if is_closed_pipe(error) {
        return Exit::Done;
    }
    let complaint = error.downcast_ref::<Complaint>();
    let mut stderr = anstream::stderr().lock();
    // Where even standard error is closed, the exit code has to say it.
    let _ = match complaint {
        Some(complaint) if complaint.is_report => writeln!(stderr, "{}", complaint.message.trim_end()),
        _ => sentence(
            &mut stderr,
            &said(error),
            complaint.and_then(|complaint| complaint.help.as_deref()),
        ),
    };
    complaint.map_or(Exit::Failed, |complaint| complaint.exit)
}

/// The sentence of an error. One of the system that nobody has put into words is about the output: whatever
/// reads says what it reads.
fn said(error: &anyhow::Error) -> String {
    let bare = [
        error.is::<io::Error>(),
        error.is::<serde_json::Error>(),
        error.is::<csv::Error>(),
    ];
    if bare.contains(&true) {
        format!("The output cannot be written: {error}")
    } else {
        format!("{error:#}")
    }
}

/// Runs a command so that not even a mistake of the program itself ends in a stack trace.
pub fn guarded(command: impl FnOnce() -> anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    static SAID: Mutex<String> = Mutex::new(String::new());
    let former = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or("no reason given");
        *SAID.lock().unwrap_or_else(PoisonError::into_inner) = format!("{said} ({place})");
    }));
    // Nothing of what the command held is looked at afterwards.
    let ended = panic::catch_unwind(AssertUnwindSafe(command));
    panic::set_hook(former);
    ended.unwrap_or_else(|_| {
        let said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        let help = "Please report it, with what you did.".to_owned();
        let message = format!("The program has made a mistake of its own: {said}.");
        Err(Complaint::failed(message).with_help(Some(help)).into())
    })
}

fn sentence(out: &mut dyn Write, message: &str, help: Option<&str>) -> io::Result<()> {
    let error = Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into()));
    let strong = Style::new().bold();
    writeln!(
        out,
        "{error}error{error:#}{strong}:{strong:#} {}",
        text::harmless_lines(message)
    )?;
    match help {
        Some(help) => writeln!(out, " {strong}help:{strong:#} {}", text::harmless_lines(help)),
        None => Ok(()),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        let csv = match cause.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            Some(csv::ErrorKind::Io(error)) => Some(error.kind()),
            _ => None,
        };
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_no_error() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(explain(&closed().into()), Exit::Done);
        assert_eq!(
            explain(&anyhow::Error::from(closed()).context("while listing")),
            Exit::Done
        );
        assert_eq!(explain(&serde_json::Error::io(closed()).into()), Exit::Done);
        assert_eq!(explain(&csv::Error::from(closed()).into()), Exit::Done);
    }

    #[test]
    fn a_mistake_of_the_program_is_a_sentence() {
        let error = guarded(|| panic!("out of thought")).unwrap_err();
        let complaint = error.downcast::<Complaint>().unwrap();
        assert_eq!(complaint.exit, Exit::Failed);
        assert!(
            complaint
                .message
                .contains("a mistake of its own: out of thought (src"),
            "{complaint}"
        );
        assert_eq!(guarded(|| Ok(Exit::Findings)).unwrap(), Exit::Findings);
    }

    #[test]
    fn everything_else_ends_as_it_says() {
        assert_eq!(
            explain(&io::Error::from(io::ErrorKind::StorageFull).into()),
            Exit::Failed
        );
        assert_eq!(explain(&Complaint::not_found("no").into()), Exit::Findings);
        assert_eq!(explain(&Complaint::wrong_use("no").into()), Exit::WrongUse);
        assert_eq!(
            [Exit::Done, Exit::Findings, Exit::WrongUse, Exit::Failed].map(Exit::code),
            [0, 1, 2, 3]
        );
    }

    #[test]
    fn what_is_said_is_harmless() {
        let mut said = Vec::new();
        sentence(&mut said, "a\u{202E}b\u{7}", Some("c\u{1b}d")).unwrap();
        let said = anstream::adapter::strip_str(std::str::from_utf8(&said).unwrap()).to_string();
        assert_eq!(said, "error: a\u{FFFD}b\u{FFFD}\n help: c\u{FFFD}d\n");
    }
}
