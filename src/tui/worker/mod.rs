//! Reading files and answering questions, off the screen's thread.

mod changing;
mod choosing;
mod completing;
mod reading;

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use super::{
    change,
    effect::{Question, Room, Ticket},
    message::{Answer, Look, Message},
    rows::Rows,
    state::{Detail, Selection},
};
use reading::{Order, Reader};

pub use reading::loaded;

use crate::{
    catalog::{Anchor, Buckets, Catalog, Field, Memory},
    dates::Day,
    library::Library,
    query::{self, Key, Plan, QueryError, Scope},
    store::{self, between},
};

/// The two threads that work for the screen: one reads, one answers.
pub struct Worker {
    orders: Sender<Order>,
    jobs: Sender<Job>,
}

enum Job {
    Use(Arc<Memory>),
    Ask(Ticket, Question),
}

impl Worker {
    /// Starts both; what they find out comes as messages.
    /// `cache` is the folder of snapshots, `state` that of what the program remembers.
    pub fn start(
        place: store::Place,
        cache: Option<&Path>,
        today: Day,
        messages: Sender<Message>,
        state: Option<&Path>,
    ) -> io::Result<Self> {
        let scope = place.clone();
        let (jobs, received) = mpsc::channel();
        let (orders, received_orders) = mpsc::channel();
        let answers = messages.clone();
        let broken = orders.clone();
        thread::Builder::new()
            .name("answers".to_owned())
            .spawn(move || answer_all(&received, &scope, today, &answers, &broken))?;
        let library = match cache {
            Some(cache) => Library::kept(place.clone(), cache),
            None => Library::new(place.clone()),
        };
        let reader = Reader::new(place, library, messages, jobs.clone(), orders.clone(), state);
        thread::Builder::new()
            .name("reading".to_owned())
            .spawn(move || reader.work(&received_orders))?;
        Ok(Self { orders, jobs })
    }

    /// Reads the files, all that have changed.
    pub fn load(&self) {
        let _ = self.orders.send(Order::Load);
    }

    /// Says that the first frame is on the screen.
    pub fn shown(&self) {
        let _ = self.orders.send(Order::Shown);
    }

    /// Changes files.
    pub fn change(&self, order: change::Order) {
        let _ = self.orders.send(Order::Change(Box::new(order)));
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

/// Answers until the screen is gone. Of questions that replace each other, only the last is answered.
fn answer_all(
    jobs: &Receiver<Job>,
    place: &store::Place,
    today: Day,
    messages: &Sender<Message>,
    broken: &Sender<Order>,
) {
    let mut memory: Option<Arc<Memory>> = None;
    while let Ok(job) = jobs.recv() {
        let mut waiting = Vec::new();
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Use(new) => memory = Some(new),
                Job::Ask(ticket, question) => {
                    waiting.retain(|(_, earlier)| !question.replaces(earlier));
                    waiting.push((ticket, question));
                }
            }
        }
        let Some(current) = memory.clone() else { continue };
        for (ticket, question) in waiting {
            let desk = Desk {
                memory: &current,
                place,
                today,
            };
            let answer = guarded(|| desk.answer(question));
            if !current.is_sound() {
                // The answer is wrong; when the files have been read, the screen asks again.
                memory = None;
                let _ = broken.send(Order::Broken);
                break;
            }
            let message = match answer {
                Ok(answer) => Message::Answer(ticket, answer),
                Err(sentence) => Message::Notice(sentence, true),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    }
}

/// Answers questions from one collection.
pub struct Desk<'a> {
    /// The collection.
    pub memory: &'a Memory,
    /// Where it was read from.
    pub place: &'a store::Place,
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
            Question::Choices(choices) => Answer::Choices(self.choices(&choices)),
            Question::Draft {
                title,
                date,
                countries,
            } => Answer::Draft(Box::new(self.draft(&title, &date, &countries))),
            Question::Step { query, from, forward } => Answer::Step(self.step(&query, &from, forward)),
        }
    }

    /// The plan of a query in this collection.
    pub fn plan(&self, text: &str) -> Result<Plan, Vec<QueryError>> {
        let event = |id: &str| self.memory.event(id).map(|event| event.date.extent());
        let organizations = &self.memory.tables().organizations;
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
            // What keeps a file from being read is about each of its events that is shown as it was before.
            let about = |finding: &&crate::model::Finding| match &finding.event {
                Some(event) => **event == *id,
                None => between::hides_events(finding) && finding.file == event.origin.file,
            };
            self.memory
                .tables()
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
