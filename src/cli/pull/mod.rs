//! `annals pull`: articles in, drafts of events out: as text, into the collection, or onto the review desk.

mod gather;
mod print;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use self::gather::Gathering;
use super::{
    Complaint, Exit,
    args::{self, PullFormat},
    output, session,
    writing::{refused, sentence},
};
use crate::{
    pull::{
        Knowledge, Matched, Pulled,
        pulled::Entry,
        save::{self, SaveError, Saving},
    },
    store::{Collection, Place, write::Scope},
    text, tui,
};

/// Pulls the events of articles.
pub fn run(args: &args::Pull, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let published = args.published.as_deref().map(gather::typed).transpose()?;
    let found = session::find(events)?;
    let review = args.format.is_none() && !args.yes && io::stdout().is_terminal();
    let place = home(&found.place, args.file.as_deref());
    if (args.yes || review) && place == Place::Embedded {
        return Err(no_collection().into());
    }
    if args.format == Some(PullFormat::Timex) {
        let none = Collection::default();
        return print::timexes(&Gathering::new(args, published, &none).read());
    }
    let own = session::own_words()?;
    let mut collection = session::read_quietly(&found)?;
    if found.place == Place::Embedded {
        // Its people and sources are worth knowing; its events are nobody's to add to.
        collection.events.clear();
        collection.sources.clear();
    }
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let knowledge = Knowledge::with_words(&collection, &own)?;
    let mut drafted = Gathering::new(args, published, &collection).draft(&knowledge);
    // Taking it to pieces costs a millisecond, and the process ends soon.
    std::mem::forget(knowledge);
    Pulled::part(&mut drafted.articles, &collection);
    if !review {
        for pulled in &mut drafted.articles {
            pulled.entries.retain(|entry| entry.draft.score >= args.min_score);
        }
    }
    let into = Into {
        place,
        collection: Arc::new(collection),
        file: args.file.clone(),
        keep_text: args.keep_text,
    };
    let exit = match args.format {
        _ if args.yes => add(&into, &drafted.articles)?,
        _ if review && !drafted.articles.is_empty() => on_the_desk(into, drafted.articles, args.min_score)?,
        _ if review => Exit::Done,
        Some(PullFormat::Json) => print::json(&drafted.articles, args.explain)?,
        _ => print::toml(&drafted.articles, args.explain)?,
    };
    Ok(gather::worse(exit, drafted.exit))
}

/// Where drafts go, and how.
struct Into {
    place: Place,
    collection: Arc<Collection>,
    file: Option<PathBuf>,
    keep_text: bool,
}

impl Into {
    fn plan(&self, articles: &[Pulled]) -> Result<Saving, SaveError> {
        save::plan(
            save::Into {
                place: &self.place,
                collection: &self.collection,
                file: self.file.as_deref(),
                keep_text: self.keep_text,
            },
            articles,
        )
    }

    /// Writes, and gives what has been done in sentences.
    fn save(&self, articles: &[Pulled]) -> Result<Vec<String>, SaveError> {
        let saving = self.plan(articles)?;
        if !saving.is_empty() {
            saving.write(&Scope::of(&self.place)?)?;
        }
        let mut lines = saving.summary();
        if !saving.paths.is_empty() {
            let paths: Vec<_> = saving.paths.iter().map(|path| path.to_string_lossy()).collect();
            lines.push(format!("Wrote {}.", paths.join(", ")));
        }
        if lines.is_empty() {
            lines.push("Nothing was added.".to_owned());
        }
        Ok(lines)
    }
}

/// The place that may be written: the collection's, and the folder of a file that was named.
fn home(place: &Place, file: Option<&Path>) -> Place {
    let Some(file) = file else {
        return place.clone();
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut paths = match place {
        Place::Paths(paths) => paths.clone(),
        Place::Embedded => Vec::new(),
    };
    paths.push(folder.to_owned());
    Place::Paths(paths)
}

fn no_collection() -> Complaint {
    let message = "There is no collection to write into: the events inside the program cannot be changed.";
    let help = "`annals init` makes a folder `events` here; then do this again. Without a collection, \
                `annals pull … > FILE.toml` prints the drafts.";
    Complaint::failed(message).with_help(Some(help.to_owned()))
}

/// Adds everything to the collection.
fn add(into: &Into, articles: &[Pulled]) -> anyhow::Result<Exit> {
    let lines = into.save(articles).map_err(complaint)?;
    say(&lines)?;
    Ok(Exit::Done)
}

fn say(lines: &[String]) -> anyhow::Result<()> {
    let mut out = output::plain();
    for line in lines {
        writeln!(out, "{}", text::harmless(line))?;
    }
    out.flush()?;
    Ok(())
}

fn complaint(error: SaveError) -> Complaint {
    match error {
        SaveError::NoPlace => no_collection(),
        SaveError::Write(error) => refused(&error),
        error => Complaint::failed(sentence(&error.to_string())),
    }
}

/// Opens the review desk.
fn on_the_desk(into: Into, articles: Vec<Pulled>, min_score: f32) -> anyhow::Result<Exit> {
    let settings = session::settings()?;
    let start = tui::desk::Start {
        articles,
        collection: Arc::clone(&into.collection),
        today: session::today(),
        min_score,
        keys: settings.keys,
        save: Box::new(move |articles| into.save(articles).map_err(|error| error.to_string())),
    };
    match tui::desk::run(start)? {
        Some(lines) => say(&lines)?,
        None => output::note("nothing was written"),
    }
    Ok(Exit::Done)
}

/// How a draft stands to the collection, for programs.
fn matched(entry: &Entry) -> Option<(&'static str, &str)> {
    match &entry.draft.matched {
        Matched::None => None,
        Matched::Same(id) => Some(("same", id)),
        Matched::Similar(id) => Some(("similar", id)),
    }
}
