//! The progress bar of a long reading: on standard error, on a terminal only, not before a second has gone.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{store::Progress, text};

/// Reading that is done within this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that shows itself when reading takes long, and goes when it is dropped.
pub struct Bar {
    begun: Instant,
    /// What is done, and to what.
    what: (&'static str, &'static str),
    drawn: OnceLock<ProgressBar>,
}

impl Bar {
    /// Begins to wait.
    pub fn new() -> Self {
        Self::of("reading", "files")
    }

    /// Begins to wait for articles; `doing` is what is done with them.
    pub fn articles(doing: &'static str) -> Self {
        Self::of(doing, "articles")
    }

    fn of(doing: &'static str, what: &'static str) -> Self {
        Self {
            begun: Instant::now(),
            what: (doing, what),
            drawn: OnceLock::new(),
        }
    }

    /// How far reading has come; from any thread.
    pub fn show(&self, progress: Progress) {
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        let bar = self.drawn.get_or_init(|| drawn(self.what));
        bar.set_length(progress.of as u64);
        bar.set_position(progress.files as u64);
        if progress.events > 0 {
            bar.set_message(format!(", {} events", text::grouped(progress.events)));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.drawn.get() {
            bar.finish_and_clear();
        }
    }
}

/// Draws nothing where standard error is no terminal.
fn drawn((doing, what): (&str, &str)) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(&format!("{doing} {{bar:30}} {{pos}} of {{len}} {what}{{msg}}"));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
