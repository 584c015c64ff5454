//! Articles read and drafted, many at once: one that cannot be read is said and stops no other.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, IsTerminal, Write as _},
    panic::{self, AssertUnwindSafe},
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use crate::{
    cli::{Complaint, Exit, args, explain, output, progress::Bar, session, writing::sentence},
    dates::{Edtf, day::LAST},
    pull::{
        self, Knowledge, Pulled,
        input::{self, Document, Given},
        pulled::Entry,
        timex, with,
    },
    store::{Collection, Progress},
};

/// What to type where no day is known.
const HELP: &str = "Say when it came out: `--published 2024-06-17`, or `--published '17 June 2024'`.";

/// What is to be read, and how.
pub struct Gathering<'a> {
    args: &'a args::Pull,
    published: Option<Edtf>,
    collection: &'a Collection,
}

/// What came of it.
pub struct Gathered {
    /// The articles that could be read, in the order in which they were named.
    pub articles: Vec<Pulled>,
    /// How it ends: whether something could not be read.
    pub exit: Exit,
}

impl<'a> Gathering<'a> {
    /// `published` holds for all of the articles.
    pub fn new(args: &'a args::Pull, published: Option<Edtf>, collection: &'a Collection) -> Self {
        Self {
            args,
            published,
            collection,
        }
    }

    /// Reads the articles, and asks for the days that are not told.
    pub fn read(&self) -> Gathered {
        let given: Vec<Given> = self
            .args
            .articles
            .iter()
            .map(|argument| Given::of(argument))
            .collect();
        let bar = Bar::articles("reading");
        let read = each(&given, &bar, |given| {
            guarded(&given.to_string(), || {
                input::read(given).map_err(|error| Complaint::failed(sentence(&error.to_string())))
            })
        });
        drop(bar);
        let mut gathered = Gathered {
            articles: Vec::new(),
            exit: Exit::Done,
        };
        for (given, document) in given.iter().zip(read) {
            let pulled = document.and_then(|document| {
                let published = self.day(given, &document)?;
                Ok(Pulled::new(
                    given.name(),
                    &given.stem(),
                    document,
                    published,
                    self.collection,
                ))
            });
            match pulled {
                Ok(pulled) => gathered.articles.push(pulled),
                Err(complaint) => gathered.exit = worse(gathered.exit, explain(&complaint.into())),
            }
        }
        gathered
    }

    /// Reads the articles and drafts their events.
    pub fn draft(&self, knowledge: &Knowledge) -> Gathered {
        let mut gathered = self.read();
        let bar = Bar::articles("drafting");
        let drafted = each(&gathered.articles, &bar, |pulled| {
            guarded(&pulled.name, || match &self.args.with {
                None => Ok((pull::drafts(&pulled.article, knowledge), Vec::new())),
                Some(command) => with::run(command, &pulled.article, self.collection, knowledge)
                    .map_err(|error| Complaint::failed(sentence(&format!("{}: {error}", pulled.name)))),
            })
        });
        drop(bar);
        let articles = std::mem::take(&mut gathered.articles);
        for (mut pulled, drafted) in articles.into_iter().zip(drafted) {
            match drafted {
                Ok((drafts, refused)) => {
                    pulled.entries = drafts.into_iter().map(Entry::new).collect();
                    if !refused.is_empty() {
                        gathered.exit = worse(gathered.exit, Exit::Findings);
                    }
                    pulled.notes.extend(refused);
                    if pulled.entries.is_empty() {
                        pulled.notes.push("no events were found".to_owned());
                    }
                    for note in &pulled.notes {
                        output::note(&format!("{}: {note}", pulled.name));
                    }
                    gathered.articles.push(pulled);
                }
                Err(complaint) => gathered.exit = worse(gathered.exit, explain(&complaint.into())),
            }
        }
        gathered
    }

    /// The day of publication: what was asked for, what the article says, what somebody at the terminal types.
    fn day(&self, given: &Given, document: &Document) -> Result<Edtf, Complaint> {
        if let Some(published) = self.published.as_ref().or(document.published.as_ref()) {
            return Ok(published.clone());
        }
        let missing = || {
            let message = format!(
                "{given} does not say when it came out, and \"on Tuesday\" is counted from that day."
            );
            Complaint::wrong_use(sentence(&message)).with_help(Some(HELP.to_owned()))
        };
        let mut keyboard = keyboard().ok_or_else(missing)?;
        loop {
            let mut stderr = anstream::stderr();
            let question = format!("When did {given} come out? (2024-06-17, 17 June 2024, yesterday) ");
            // Whoever does not see the question sees nothing else either.
            let _ = write!(stderr, "{question}").and_then(|()| stderr.flush());
            let mut line = String::new();
            let read = keyboard.read_line(&mut line).unwrap_or(0);
            if read == 0 || line.trim().is_empty() {
                return Err(missing());
            }
            match typed(line.trim()) {
                Ok(date) => return Ok(date),
                Err(error) => output::note(&error.message),
            }
        }
    }
}

/// A day of publication as somebody typed it.
pub fn typed(text: &str) -> Result<Edtf, Complaint> {
    let read = timex::typed(text, session::today());
    read.map(|read| read.edtf)
        .filter(|date| date.interval().latest != LAST)
        .ok_or_else(|| {
            let message = format!("`{text}` is not a day on which something came out.");
            Complaint::wrong_use(message).with_help(Some(HELP.to_owned()))
        })
}

/// The keyboard, where somebody sits at a terminal: also while standard input is an article.
fn keyboard() -> Option<Box<dyn io::BufRead>> {
    if !io::stderr().is_terminal() {
        return None;
    }
    if io::stdin().is_terminal() {
        return Some(Box::new(io::stdin().lock()));
    }
    let terminal = File::open("/dev/tty").ok()?;
    Some(Box::new(BufReader::new(terminal)))
}

/// Does the same with each, on all cores.
fn each<T: Sync, R: Send>(items: &[T], bar: &Bar, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let done = AtomicUsize::new(0);
    items
        .par_iter()
        .map(|item| {
            let result = work(item);
            let files = done.fetch_add(1, Ordering::Relaxed) + 1;
            bar.show(Progress {
                files,
                of: items.len(),
                events: 0,
            });
            result
        })
        .collect()
}

/// A mistake of the program itself costs this article, and no other.
fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Complaint>) -> Result<T, Complaint> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let help = "Please report it, with the article.".to_owned();
        let message = format!("The program has made a mistake of its own while it read {name}.");
        Err(Complaint::failed(message).with_help(Some(help)))
    })
}

/// The worse of two ends.
pub fn worse(one: Exit, other: Exit) -> Exit {
    if one.code() >= other.code() { one } else { other }
}
