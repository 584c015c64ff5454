//! What every command that reads events does first: find the place, read it, make a catalog, read the query.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    Complaint, Exit,
    args::command_names,
    output::{self, Look},
    progress,
    snippet::Mistake,
};
use crate::{
    catalog::{Catalog, Memory},
    config::{self, Environment, Found, PlaceError, Settings, SettingsError},
    dates::Day,
    library::{Library, News},
    model::{Severity, Totals},
    query::{self, Plan, QueryError, Scope},
    store::{self, Collection, Place},
    text,
};

/// Faults in files of words that are shown at once.
const MOST_FAULTS: usize = 20;

/// Where the events come from, as the arguments and the environment say.
pub fn find(asked: &[PathBuf]) -> anyhow::Result<Found> {
    config::find_place(asked, &Environment::of_process()).map_err(|error| match error {
        PlaceError::Settings(error) => wrong_settings(&error).into(),
        missing @ PlaceError::Missing { .. } => {
            let help = misplaced(asked);
            Complaint::failed(missing.to_string()).with_help(help).into()
        }
    })
}

/// What the user has set.
pub fn settings() -> anyhow::Result<Settings> {
    Settings::read(&Environment::of_process()).map_err(|error| wrong_settings(&error).into())
}

/// The user's own words for `annals pull`. All that is wrong with them is said at once.
pub fn own_words() -> anyhow::Result<Vec<String>> {
    let settings = settings()?;
    config::own_words(&Environment::of_process(), &settings).map_err(|errors| {
        let reports: Vec<String> = errors.iter().take(MOST_FAULTS).map(settings_report).collect();
        Complaint::report(Exit::Failed, reports.join("\n")).into()
    })
}

/// Reads the events. A terminal is told when they are those inside the program; a pipe is not.
pub fn read(found: &Found) -> anyhow::Result<Collection> {
    if found.place == Place::Embedded && io::stdout().is_terminal() {
        note_embedded();
    }
    read_quietly(found)
}

/// Reads the events without a word of where they are from.
pub fn read_quietly(found: &Found) -> anyhow::Result<Collection> {
    let bar = progress::Bar::new();
    Ok(store::load(&found.place, &|progress| bar.show(progress))?)
}

/// Says that the events are those inside the program, and how to make one's own.
pub fn note_embedded() {
    output::note("these are the events inside the program; `annals init` makes a folder for your own");
}

/// Whether a snapshot may be used.
static CACHE: AtomicBool = AtomicBool::new(true);

/// Obeys `--no-cache`.
pub fn choose_cache(wanted: bool) {
    CACHE.store(wanted, Ordering::Relaxed);
}

/// The folder of snapshots, if the platform has one.
pub fn cache_folder() -> Option<PathBuf> {
    Environment::of_process().cache_folder
}

/// The same, unless none is to be used.
pub fn cache() -> Option<PathBuf> {
    cache_folder().filter(|_| CACHE.load(Ordering::Relaxed))
}

/// Takes the snapshot of the files, if there is one; else reads them, and leaves one for the next time.
fn open(found: &Found) -> anyhow::Result<(Library, Arc<Memory>)> {
    if found.place == Place::Embedded && io::stdout().is_terminal() {
        note_embedded();
    }
    let place = found.place.clone();
    let mut library = match cache() {
        Some(cache) => Library::kept(place, &cache),
        None => Library::new(place),
    };
    let bar = progress::Bar::new();
    let memory = library.refresh(&|news| told(&bar, &news))?;
    let memory = library.save().unwrap_or(memory);
    Ok((library, memory))
}

fn told(bar: &progress::Bar, news: &News) {
    if let News::Progress(progress) = news {
        bar.show(*progress);
    }
}

/// The events, ready to be asked.
pub struct Session {
    /// Where they were read from.
    pub place: Place,
    /// Answers for the selection.
    pub catalog: Arc<Memory>,
    /// Which events are asked for.
    pub plan: Plan,
    /// How standard output looks.
    pub look: Look,
    query: String,
    library: Library,
}

impl Session {
    /// Reads the events and the query. A snapshot is compared with its checksums, to the last byte.
    pub fn open(asked: &[PathBuf], query: &str) -> anyhow::Result<Self> {
        let mut session = Self::open_unproven(asked, query)?;
        session.library.prove();
        session.is_sound()?;
        Ok(session)
    }

    /// The same for who looks at a part of the events: what is looked at is compared then, and [`Session::is_sound`]
    /// must be asked before anything is made of an answer.
    pub fn open_unproven(asked: &[PathBuf], query: &str) -> anyhow::Result<Self> {
        let found = find(asked)?;
        let (library, catalog) = open(&found)?;
        let totals: Totals = catalog.tables().findings.iter().collect();
        let errors = totals.errors;
        if errors > 0 {
            let (plural, them) = if errors == 1 { ("", "it") } else { ("s", "them") };
            let errors = text::grouped(errors);
            output::note(&format!(
                "{errors} error{plural} in the files; `annals check` shows {them}"
            ));
        }
        let plan = plan(query, &catalog)?;
        Ok(Self {
            place: found.place,
            catalog,
            plan,
            look: Look::of_stdout(),
            query: query.to_owned(),
            library,
        })
    }

    /// Whether everything that was looked at was as it had been written. Where it was not, the files have been read now:
    /// what was answered before is to be asked again.
    pub fn is_sound(&mut self) -> anyhow::Result<bool> {
        if self.catalog.is_sound() {
            return Ok(true);
        }
        let bar = progress::Bar::new();
        self.catalog = self.library.distrust(&|news| told(&bar, &news))?;
        self.plan = plan(&self.query, &self.catalog)?;
        Ok(false)
    }
}

/// Today, where the user is.
#[allow(clippy::disallowed_methods)] // The shell is where the clock is asked.
pub fn today() -> Day {
    let days = chrono::Local::now().date_naive() - chrono::NaiveDate::default();
    days.num_days()
}

fn plan(text: &str, catalog: &Memory) -> anyhow::Result<Plan> {
    let event = |id: &str| catalog.event(id).map(|event| event.date.extent());
    let scope = Scope {
        today: today(),
        organizations: &catalog.tables().organizations,
        event: &event,
    };
    query::parse(text)
        .and_then(|ast| query::plan(&ast, &scope))
        .map_err(|errors| wrong_query(text, &errors).into())
}

/// Only the grammar of a query, for where there is no catalog yet.
pub fn check_query(text: &str) -> anyhow::Result<()> {
    query::parse(text)
        .map(drop)
        .map_err(|errors| wrong_query(text, &errors).into())
}

/// The query with the wrong part underlined, every mistake in turn.
fn wrong_query(text: &str, errors: &[QueryError]) -> Complaint {
    let colour = Look::of_stderr().colour;
    let reports: Vec<String> = errors
        .iter()
        .map(|error| {
            let characters = |to: usize| text.get(..to).unwrap_or(text).chars().count();
            let start = characters(error.span.start);
            let mistake = Mistake {
                severity: Severity::Error,
                code: None,
                message: &error.message,
                help: error.help.as_deref(),
                file: None,
                line: 1,
                column: start + 1,
                length: characters(error.span.end).saturating_sub(start).max(1),
                excerpt: text,
            };
            mistake.render(colour)
        })
        .collect();
    Complaint::report(Exit::WrongUse, reports.join("\n"))
}

fn wrong_settings(error: &SettingsError) -> Complaint {
    Complaint::report(Exit::Failed, settings_report(error))
}

fn settings_report(error: &SettingsError) -> String {
    let mistake = Mistake {
        severity: Severity::Error,
        code: None,
        message: &error.message,
        help: error.help.as_deref(),
        file: Some(error.file.to_string_lossy()),
        line: error.line,
        column: error.column,
        length: error.length,
        excerpt: &error.excerpt,
    };
    mistake.render(Look::of_stderr().colour)
}

/// What was probably meant by a path that is not there.
fn misplaced(asked: &[PathBuf]) -> Option<String> {
    let missing = asked.iter().find(|path| !path.exists())?.to_str()?;
    let commands: Vec<String> = command_names().collect();
    let near = text::nearest(missing, commands.iter().map(String::as_str));
    if near == Some(missing) {
        return Some(format!(
            "A command stands first: `annals {missing} --events PATH`."
        ));
    }
    if let Some(near) = near {
        return Some(format!("Did you mean `annals {near}`?"));
    }
    missing
        .contains(':')
        .then(|| format!("A query goes with a command: `annals list '{missing}'`."))
}
