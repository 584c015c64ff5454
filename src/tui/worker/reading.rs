//! The thread that reads files: when it is asked to, and by itself when they were touched.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::{Duration, Instant},
};

use super::{Job, guarded};
use crate::{
    catalog::{Catalog, Memory},
    library::{Library, News, between, with_kept},
    model::Era,
    query::Plan,
    store::{
        self,
        between::Between,
        journal::Journal,
        watch::{Touched, Watch},
    },
    text,
    tui::{
        change::{Order as ChangeOrder, Outcome},
        message::{Loaded, Message},
        state::EraBar,
    },
};

/// How often reading reports.
const REPORT: Duration = Duration::from_millis(100);
/// How long what was kept of the files waits to be seen, before they are looked through: in that time the first frame
/// has both processors to itself. The screen draws it earlier.
const SEEN: Duration = Duration::from_millis(500);
/// Files are read again when nobody has touched one for so long: what belongs together is read together …
const QUIET: Duration = Duration::from_millis(20);
/// … and at the latest so long after the first was touched.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the thread is to do.
#[derive(Debug)]
pub enum Order {
    /// Read everything.
    Load,
    /// The first frame is on the screen.
    Shown,
    /// Files were touched.
    Touched(Touched),
    /// What was kept of the files is not as it had been written.
    Broken,
    /// Files are to be changed.
    Change(Box<ChangeOrder>),
}

/// What came since the last reading.
#[derive(Debug, Default)]
struct Batch {
    /// Whether somebody asked.
    asked: bool,
    touched: Touched,
    broken: bool,
    shown: bool,
    /// What is to be changed, in order.
    changes: Vec<ChangeOrder>,
}

impl Batch {
    fn add(&mut self, order: Order) {
        match order {
            Order::Change(change) => self.changes.push(*change),
            Order::Load => self.asked = true,
            Order::Shown => self.shown = true,
            Order::Touched(touched) => self.touched.add(touched),
            Order::Broken => self.broken = true,
        }
    }

    /// Takes what comes until the first frame is drawn, or nothing can be drawn of what was kept.
    fn wait_to_be_seen(&mut self, orders: &Receiver<Order>) {
        let end = Instant::now() + SEEN;
        while !self.shown && !self.broken {
            match orders.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(order) => self.add(order),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Takes what waits; while files are being touched, also what comes until that is over.
    fn gather(first: Order, orders: &Receiver<Order>) -> Self {
        let mut batch = Self::default();
        batch.add(first);
        let end = Instant::now() + PATIENCE;
        loop {
            let left = if batch.asked || !batch.changes.is_empty() {
                Duration::ZERO
            } else {
                QUIET.min(end.saturating_duration_since(Instant::now()))
            };
            match orders.recv_timeout(left) {
                Ok(order) => batch.add(order),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return batch,
            }
        }
    }
}

/// The thread's work, with what it remembers from one reading to the next.
pub struct Reader {
    pub(super) place: store::Place,
    pub(super) library: Library,
    /// What has been changed from here.
    pub(super) journal: Journal,
    messages: Sender<Message>,
    jobs: Sender<Job>,
    /// Where touched files are told: to itself.
    orders: Sender<Order>,
    watch: Option<Watch>,
    /// What was said last about changes that are not told.
    unwatched: Option<String>,
    /// What is on the screen.
    pub(super) shown: Option<Arc<Memory>>,
    /// What was kept of the files and is on the screen, while nobody has looked through them.
    kept: Option<Arc<Memory>>,
    /// Whether the last reading was made only because too much had happened to be told.
    lost: bool,
}

impl Reader {
    /// Ready to work.
    pub fn new(
        place: store::Place,
        library: Library,
        messages: Sender<Message>,
        jobs: Sender<Job>,
        orders: Sender<Order>,
        state: Option<&Path>,
    ) -> Self {
        Self {
            journal: Journal::open(state, &place),
            library,
            place,
            messages,
            jobs,
            orders,
            watch: None,
            unwatched: None,
            shown: None,
            kept: None,
            lost: false,
        }
    }

    /// Works until the screen is gone.
    pub fn work(mut self, orders: &Receiver<Order>) {
        self.start_watching();
        let numbers = self.journal.entries().iter().map(|entry| entry.number);
        let _ = self.messages.send(Message::Undoable(numbers.collect()));
        let mut begun = false;
        while let Ok(first) = orders.recv() {
            if matches!(first, Order::Shown) {
                continue;
            }
            let mut batch = Batch::gather(first, orders);
            let mut outcomes = Vec::new();
            for change in std::mem::take(&mut batch.changes) {
                let outcome = guarded(|| self.change(change));
                let (outcome, files) =
                    outcome.unwrap_or_else(|why| (Outcome::Refused(why, None), Vec::new()));
                // The files are told by their real paths, which a link may hide: everything is looked through.
                batch.touched.lost |= !files.is_empty() || matches!(outcome, Outcome::Undone(_));
                outcomes.push(outcome);
            }
            let changed = !outcomes.is_empty();
            if changed && !batch.touched.lost && batch.touched.is_empty() && !batch.asked {
                self.report(outcomes);
                continue;
            }
            // Reading so many files that their own opening could not be told any more would go on for ever.
            let lost = !batch.asked && !batch.broken && !changed && batch.touched.paths.is_empty();
            if lost && std::mem::take(&mut self.lost) {
                continue;
            }
            self.lost = lost;
            // Looking through the folders takes longer than showing what was kept of them.
            let told = self.teller();
            let _ = guarded(|| self.library.preview(&told));
            if !std::mem::replace(&mut begun, true)
                && let Some(memory) = self.library.memory()
            {
                self.kept = Some(Arc::clone(memory));
                batch.wait_to_be_seen(orders);
            }
            if batch.touched.folders || batch.touched.lost || self.shown.is_none() || batch.asked {
                self.follow();
            }
            let message = guarded(|| self.read(&batch)).unwrap_or_else(Message::Failed);
            if self.messages.send(message).is_err() {
                return;
            }
            self.report(outcomes);
            // Nobody waits for what follows.
            let _ = guarded(|| self.keep());
        }
    }

    fn report(&self, outcomes: Vec<Outcome>) {
        for outcome in outcomes {
            let _ = self.messages.send(Message::Changed(outcome));
        }
    }

    fn start_watching(&mut self) {
        let orders = self.orders.clone();
        let told = move |touched| {
            let _ = orders.send(Order::Touched(touched));
        };
        match Watch::new(&self.place, told) {
            Ok(watch) => self.watch = watch,
            Err(error) => self.say_unwatched(Some(error.to_string())),
        }
    }

    /// Watches the folders that are there now.
    fn follow(&mut self) {
        if let Some(watch) = &mut self.watch {
            let why = watch.follow().err().map(|error| error.to_string());
            self.say_unwatched(why);
        }
    }

    /// Says once why changes are not all seen.
    fn say_unwatched(&mut self, why: Option<String>) {
        if self.unwatched != why {
            self.unwatched.clone_from(&why);
            let _ = self.messages.send(Message::Unwatched(why));
        }
    }

    /// Does what nobody waits for: the snapshot is written, and the next change is made ready.
    fn keep(&mut self) {
        let current = self.library.memory().zip(self.shown.as_ref());
        let is_shown = current.is_none_or(|(current, shown)| Arc::ptr_eq(current, shown));
        let kept = if is_shown { self.library.keep() } else { None };
        let prepared = self.library.prepare();
        // What is kept of broken files is not in the library's catalog, and goes on being shown.
        if let Some(memory) = prepared.or(kept).filter(|_| is_shown) {
            self.shown = Some(Arc::clone(&memory));
            let _ = self.jobs.send(Job::Use(memory));
        }
    }

    /// Hands on how reading goes, and what has been read so far.
    fn teller(&self) -> impl Fn(News) + Sync + use<> {
        let reported = Mutex::new(Instant::now());
        let messages = self.messages.clone();
        let jobs = Mutex::new(self.jobs.clone());
        move |news| {
            let progress = match news {
                News::Progress(progress) => progress,
                News::Arrived(memory) => {
                    let loaded = Loaded {
                        asked: false,
                        partial: true,
                        ..loaded(&memory)
                    };
                    let jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                    let _ = jobs.send(Job::Use(memory));
                    let _ = messages.send(Message::Loaded(loaded));
                    return;
                }
            };
            let mut last = reported.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed() >= REPORT {
                *last = Instant::now();
                let _ = messages.send(Message::Progress(progress));
            }
        }
    }

    fn read(&mut self, batch: &Batch) -> Message {
        let report = self.teller();
        let read = if batch.broken {
            self.shown = None;
            self.library.distrust(&report)
        } else if batch.asked || batch.touched.lost || self.library.memory().is_none() {
            self.library.refresh(&report)
        } else {
            let paths: Vec<_> = batch.touched.paths.iter().cloned().collect();
            self.library.changed(&paths, &report)
        };
        let mut memory = match read {
            Ok(memory) => memory,
            Err(error) => return Message::Failed(error.to_string()),
        };
        let mut found = Between::default();
        if let Some(shown) = &self.shown {
            found = between(shown, &memory);
            if !found.kept.is_empty() {
                memory = Arc::new(with_kept(&memory, &found.kept));
            }
        }
        let loaded = Loaded {
            asked: batch.asked,
            same: self.kept.take().is_some_and(|kept| Arc::ptr_eq(&kept, &memory)),
            between: found,
            ..loaded(&memory)
        };
        self.shown = Some(Arc::clone(&memory));
        let _ = self.jobs.send(Job::Use(memory));
        Message::Loaded(loaded)
    }
}

/// What the screen holds of a collection itself.
pub fn loaded(memory: &Memory) -> Loaded {
    let tables = memory.tables();
    let era = |era: &Era| EraBar {
        title: text::harmless(&era.title).into(),
        interval: era.date.interval(),
    };
    Loaded {
        eras: tables.eras.iter().map(era).collect(),
        findings: tables.findings.clone().into(),
        events: memory.count(&Plan::All),
        asked: true,
        between: Between::default(),
        partial: false,
        same: false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn ten_thousand_touched_files_are_one_batch() {
        let (orders, received) = channel();
        for number in 1..10_000 {
            let mut touched = Touched::default();
            touched.paths.insert(format!("{number}.toml").into());
            touched.folders = number == 5_000;
            orders.send(Order::Touched(touched)).unwrap();
        }
        drop(orders);
        let first = Order::Touched(Touched {
            paths: std::iter::once("0.toml".into()).collect(),
            ..Touched::default()
        });
        let batch = Batch::gather(first, &received);
        assert_eq!(batch.touched.paths.len(), 10_000);
        assert!(batch.touched.folders && !batch.touched.lost && !batch.asked);
    }

    #[test]
    fn what_comes_before_the_first_frame_is_kept_for_later() {
        let (orders, received) = channel();
        let touched = Touched {
            folders: true,
            ..Touched::default()
        };
        orders.send(Order::Touched(touched)).unwrap();
        orders.send(Order::Shown).unwrap();
        orders.send(Order::Load).unwrap();
        let mut batch = Batch::default();
        batch.wait_to_be_seen(&received);
        assert!(batch.shown && batch.touched.folders);
        assert!(!batch.asked, "what comes after the frame is not waited for");
        let mut broken = Batch::default();
        orders.send(Order::Broken).unwrap();
        broken.wait_to_be_seen(&received);
        assert!(broken.asked && broken.broken && !broken.shown);
    }

    #[test]
    fn who_asks_does_not_wait_for_silence() {
        let (orders, received) = channel();
        let batch = Batch::gather(Order::Load, &received);
        assert!(batch.asked && batch.touched.is_empty());
        drop(orders);
    }
}
