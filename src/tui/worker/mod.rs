//! Reading files and answering questions, off the screen's thread.

mod completing;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    effect::{Question, Room, Ticket},
    message::{Answer, Loaded, Look, Message},
    rows::Rows,
    state::{Detail, EraBar, Selection},
};
use crate::{
    catalog::{Anchor, Buckets, Catalog, Field, Memory},
    dates::Day,
    library::{Library, News},
    model::Era,
    query::{self, Key, Plan, QueryError, Scope},
    store, text,
};

/// How often reading reports.
const REPORT: Duration = Duration::from_millis(100);

/// The two threads that work for the screen: one reads, one answers.
pub struct Worker {
    load: Sender<Changed>,
    jobs: Sender<Job>,
}

/// What may have changed.
enum Changed {
    /// Anything.
    All,
    /// These files or folders.
    #[allow(dead_code)] // Until files are watched.
    Paths(Vec<PathBuf>),
}

enum Job {
    Use(Arc<Memory>),
    Ask(Ticket, Question),
}

impl Worker {
    /// Starts both; what they find out comes as messages.
    pub fn start(place: store::Place, today: Day, messages: Sender<Message>) -> io::Result<Self> {
        let (jobs, received) = mpsc::channel();
        let (load, asked) = mpsc::channel();
        let answers = messages.clone();
        thread::Builder::new()
            .name("answers".to_owned())
            .spawn(move || answer_all(&received, today, &answers))?;
        let to_answers = jobs.clone();
        thread::Builder::new().name("reading".to_owned()).spawn(move || {
            let mut library = Library::new(place);
            while let Ok(first) = asked.recv() {
                let changed = std::iter::once(first).chain(asked.try_iter()).collect();
                let message = guarded(|| read(&mut library, changed, &messages, &to_answers))
                    .unwrap_or_else(Message::Failed);
                if messages.send(message).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { load, jobs })
    }

    /// Reads the files, all that have changed.
    pub fn load(&self) {
        let _ = self.load.send(Changed::All);
    }

    /// Reads these files or folders again, which somebody has seen changing.
    #[allow(dead_code)] // Until files are watched.
    pub fn changed(&self, paths: Vec<PathBuf>) {
        let _ = self.load.send(Changed::Paths(paths));
    }

    /// Asks a question.
    pub fn ask(&self, ticket: Ticket, question: Question) {
        let _ = self.jobs.send(Job::Ask(ticket, question));
    }
}

/// What a mistake of the program's own is told as: it costs an answer, not the screen.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref().copied());
        format!(
            "A mistake of Annals itself, please report it: {}",
            words.unwrap_or("no words for it")
        )
    })
}

fn read(
    library: &mut Library,
    changed: Vec<Changed>,
    messages: &Sender<Message>,
    jobs: &Sender<Job>,
) -> Message {
    let reported = Mutex::new(Instant::now());
    let report = |news| {
        let News::Progress(progress) = news else { return };
        let mut last = reported.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= REPORT {
            *last = Instant::now();
            let _ = messages.send(Message::Progress(progress));
        }
    };
    let mut paths = Vec::new();
    let mut all = library.memory().is_none();
    for changed in changed {
        match changed {
            Changed::All => all = true,
            Changed::Paths(more) => paths.extend(more),
        }
    }
    let read = if all {
        library.refresh(&report)
    } else {
        library.changed(&paths)
    };
    match read {
        Err(error) => Message::Failed(error.to_string()),
        Ok(memory) => {
            let loaded = loaded(memory.collection());
            let _ = jobs.send(Job::Use(memory));
            Message::Loaded(loaded)
        }
    }
}

/// What the screen holds of a collection itself.
pub fn loaded(collection: &store::Collection) -> Loaded {
    let era = |era: &Era| EraBar {
        title: text::harmless(&era.title).into(),
        interval: era.date.interval(),
    };
    Loaded {
        eras: collection.eras.iter().map(era).collect(),
        findings: collection.findings.clone().into(),
        events: collection.events.len(),
    }
}

/// Answers until the screen is gone. Of questions that replace each other, only the last is answered.
fn answer_all(jobs: &Receiver<Job>, today: Day, messages: &Sender<Message>) {
    let mut memory: Option<Arc<Memory>> = None;
    while let Ok(job) = jobs.recv() {
        let mut waiting = Vec::new();
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Use(new) => memory = Some(new),
                Job::Ask(ticket, question) => {
                    waiting.retain(|(_, earlier)| !replaces(&question, earlier));
                    waiting.push((ticket, question));
                }
            }
        }
        let Some(memory) = &memory else { continue };
        for (ticket, question) in waiting {
            let desk = Desk { memory, today };
            let message = match guarded(|| desk.answer(question)) {
                Ok(answer) => Message::Answer(ticket, answer),
                Err(sentence) => Message::Notice(sentence, true),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    }
}

fn replaces(later: &Question, earlier: &Question) -> bool {
    !matches!(later, Question::Details(..))
        && std::mem::discriminant(later) == std::mem::discriminant(earlier)
}

/// Answers questions from one collection.
pub struct Desk<'a> {
    /// The collection.
    pub memory: &'a Memory,
    /// Today.
    pub today: Day,
}

impl Desk<'_> {
    /// Answers one question.
    pub fn answer(&self, question: Question) -> Answer {
        match question {
            Question::Look { query, anchor, room } => {
                Answer::Look(self.look(query, &anchor, room).map(Box::new))
            }
            Question::Details(ids, width) => {
                Answer::Details(ids.iter().filter_map(|id| self.detail(id, width)).collect())
            }
            Question::Countries(query) => {
                let rest = query::without_field(&query, Key::Country);
                let plan = self.plan(&rest).unwrap_or(Plan::All);
                Answer::Countries(self.memory.facets(&plan, Field::Country))
            }
            Question::Complete(text, cursor) => {
                Answer::Completions(completing::complete(self, &text, cursor))
            }
            Question::Step { query, from, forward } => Answer::Step(self.step(&query, &from, forward)),
        }
    }

    /// The plan of a query in this collection.
    pub fn plan(&self, text: &str) -> Result<Plan, Vec<QueryError>> {
        let event = |id: &str| self.memory.event(id).map(|event| event.date.extent());
        let organizations = &self.memory.collection().organizations;
        query::plan(
            &query::parse(text)?,
            &Scope {
                today: self.today,
                organizations,
                event: &event,
            },
        )
    }

    fn look(&self, query: String, anchor: &Anchor, room: Room) -> Result<Look, Vec<QueryError>> {
        let plan = self.plan(&query)?;
        let window = self.memory.window(&plan, anchor, room.rows, room.rows);
        let span = self.memory.span(&plan);
        let buckets = span
            .filter(|_| room.strip > 0)
            .map(|span| Buckets::even(span, room.strip));
        let histogram = buckets
            .as_ref()
            .map(|buckets| self.memory.histogram(&plan, buckets))
            .unwrap_or_default();
        let at = window
            .anchor
            .checked_sub(window.first)
            .and_then(|at| window.rows.get(at));
        let detail = at.and_then(|row| self.detail(row.id, room.record));
        Ok(Look {
            query,
            selection: Selection {
                count: window.total,
                all: self.memory.count(&Plan::All),
                span,
                buckets,
                histogram,
            },
            rows: Rows::from(&window),
            anchor: window.anchor,
            detail,
        })
    }

    fn detail(&self, id: &str, width: usize) -> Option<Arc<Detail>> {
        let event = self.memory.event(id)?;
        let links = self.memory.neighbours(id);
        let findings = if event.flaw.is_none() {
            Vec::new()
        } else {
            let about = |finding: &&crate::model::Finding| finding.event.as_deref() == Some(id);
            self.memory
                .collection()
                .findings
                .iter()
                .filter(about)
                .cloned()
                .collect()
        };
        Some(Arc::new(Detail::new(event, links, findings, width, self.today)))
    }

    /// The event before or behind `from` in the selection; `from` itself need not be in it.
    fn step(&self, query: &str, from: &str, forward: bool) -> Option<Box<str>> {
        let plan = self.plan(query).ok()?;
        let window = self.memory.window(&plan, &Anchor::Event(from.into()), 1, 2);
        let anchor = window.anchor.checked_sub(window.first)?;
        let at = window.rows.get(anchor)?;
        let from_day = self.memory.event(from)?.date.sort_key();
        let behind = at.id != from && (at.interval.earliest, at.precision) >= from_day;
        let to = match (forward, at.id == from) {
            (true, true) => anchor + 1,
            (true, false) => return behind.then(|| at.id.into()),
            (false, true) => anchor.checked_sub(1)?,
            (false, false) if behind => anchor.checked_sub(1)?,
            (false, false) => anchor,
        };
        window.rows.get(to).map(|row| row.id.into())
    }
}
