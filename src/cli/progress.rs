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
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    /// Begins to wait.
    pub fn new() -> Self {
        Self {
            begun: Instant::now(),
            bar: OnceLock::new(),
        }
    }

    /// How far reading has come; from any thread.
    pub fn show(&self, progress: Progress) {
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(drawn);
        bar.set_length(progress.of as u64);
        bar.set_position(progress.files as u64);
        bar.set_message(format!("{} events", text::grouped(progress.events)));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// Draws nothing where standard error is no terminal.
fn drawn() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("reading {bar:30} {pos} of {len} files, {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
