//! `annals add`: a new event, out of flags or out of an editor.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    Complaint, Exit,
    args::{self, AddFormat},
    editing, output, session, writing,
};
use crate::{
    catalog::duplicates::{self, Sketch},
    config::Found,
    dates::Edtf,
    model::{Event, Term},
    places::{self, Code, Lookup},
    pull::timex::typed,
    store::{
        Collection, compose,
        edit::{Edit, Table, Value},
        write::{self, FileEdits, Scope},
    },
    text,
};

/// Adds an event.
pub fn run(args: &args::Add, events: &[PathBuf]) -> anyhow::Result<Exit> {
    let found = session::find(events)?;
    let scope = writing::scope(&found)?;
    let target = args
        .file
        .as_deref()
        .map(|file| writing::named_file(file, &found.place))
        .transpose()?;
    if let Some(target) = &target {
        scope.check(target).map_err(|error| writing::refused(&error))?;
    }
    let flags = Flags::read(args)?;
    let collection = session::read(&found)?;
    let adding = Adding {
        found: &found,
        scope: &scope,
        collection: &collection,
        target,
        format: args.format,
    };
    match flags {
        Some(flags) => adding.of_flags(flags),
        None => editing::new_event(&adding),
    }
}

/// What the flags say, read.
struct Flags {
    title: String,
    date: Edtf,
    countries: Vec<Code>,
    entries: Vec<(&'static str, Value)>,
    id: Option<String>,
}

impl Flags {
    /// None when no flag says anything of an event.
    fn read(args: &args::Add) -> anyhow::Result<Option<Self>> {
        let (title, date) = match (&args.title, &args.date) {
            (None, None) if args.is_empty() => return Ok(None),
            (Some(title), Some(date)) if !title.trim().is_empty() => {
                (title.trim().to_owned(), date_of(date)?)
            }
            (_, None) => return Err(missing("--date", "2024-06-18")),
            (_, Some(_)) => return Err(missing("--title", "\"What happened\"")),
        };
        let mut countries = Vec::new();
        for name in args.country.iter().flat_map(|given| names(given)) {
            let code = country(name)?;
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
        let mut entries = vec![
            ("title", Value::Text(title.clone())),
            ("date", Value::Date(date.as_str().to_owned())),
        ];
        let lists = [
            ("people", &args.person),
            ("organizations", &args.org),
            ("tags", &args.tag),
            ("sources", &args.source),
        ];
        if !countries.is_empty() {
            let codes = countries.iter().map(|code| code.alpha3());
            entries.push(("countries", Value::texts(codes)));
        }
        entries.extend(
            lists
                .into_iter()
                .filter(|(_, values)| !values.is_empty())
                .map(|(name, values)| (name, Value::texts(values.iter().map(|value| value.trim())))),
        );
        let texts = [
            ("category", &args.category),
            ("status", &args.status),
            ("location", &args.place),
            ("summary", &args.summary),
        ];
        entries.extend(texts.into_iter().filter_map(|(name, value)| {
            let value = value.as_ref()?;
            Some((name, Value::Text(value.trim().to_owned())))
        }));
        if let Some(significance) = args.significance {
            entries.push(("significance", Value::Integer(significance)));
        }
        Ok(Some(Self {
            title,
            date,
            countries,
            entries,
            id: args.id.clone(),
        }))
    }
}

fn missing(flag: &str, example: &str) -> anyhow::Error {
    let message = format!("An event needs a title and a date, and `{flag}` is missing.");
    let help = format!("Add `{flag} {example}`; without any flag `annals add` opens your editor.");
    Complaint::wrong_use(message).with_help(Some(help)).into()
}

/// A date as people type it. What became of it is said when it is not the same text.
pub fn date_of(text: &str) -> anyhow::Result<Edtf> {
    let Some(read) = typed(text, session::today()) else {
        let help = Edtf::parse(text).err().and_then(|error| error.help);
        let message = format!("`{text}` is not a date.");
        return Err(Complaint::wrong_use(message).with_help(help).into());
    };
    if read.edtf.as_str() != text.trim() {
        output::note(&format!("the date is {}, written {}", read.words, read.edtf));
    }
    if let Some(note) = &read.note {
        output::note(note);
    }
    Ok(read.edtf)
}

/// `RUS,PRK` is two countries, unless there is one that is called so.
fn names(given: &str) -> Vec<&str> {
    match places::lookup(given) {
        Lookup::Unknown if given.contains(',') => given
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect(),
        _ => vec![given],
    }
}

fn country(name: &str) -> anyhow::Result<Code> {
    let wrong = |message: String, help: Option<String>| Complaint::wrong_use(message).with_help(help).into();
    match places::lookup(name) {
        Lookup::Found(code) => Ok(code),
        Lookup::Ambiguous(_, help) => Err(wrong(
            format!("`{name}` is the name of more than one country."),
            Some(writing::sentence(help)),
        )),
        Lookup::Unknown => Err(wrong(
            format!("`{name}` is not a country that is known."),
            places::nearest(name)
                .map(|near| format!("Did you mean `{near}`?"))
                .or_else(|| Some("`annals countries` lists them; organizations go with `--org`.".to_owned())),
        )),
    }
}

/// All that an addition needs to know.
pub struct Adding<'a> {
    /// Where the events are from.
    pub found: &'a Found,
    /// What may be written.
    pub scope: &'a Scope,
    /// What is there.
    pub collection: &'a Collection,
    /// The file that the user named.
    pub target: Option<PathBuf>,
    /// How to say what was written.
    pub format: AddFormat,
}

impl Adding<'_> {
    fn of_flags(&self, flags: Flags) -> anyhow::Result<Exit> {
        let id = match flags.id {
            Some(id) => id,
            None => self.free_id(&flags.date, &flags.title),
        };
        let mut entries = flags.entries;
        entries.push(("id", Value::Text(id.clone())));
        let table = compose::event(&entries);
        let file = self.file(&flags.countries, &flags.date)?;
        let (read, findings) = compose::proof(&file, &table, self.collection);
        if let Some(complaint) = writing::complaint_of(&findings) {
            return Err(complaint.into());
        }
        let Some(event) = read.events.first() else {
            return Err(Complaint::wrong_use("An event needs a title and a date.").into());
        };
        self.warn_of_likely(event, &flags.countries);
        let line = self.write(&file, vec![(table, flags.date)], &Table::event(&*id))?;
        self.tell(&[(id, file, line)])?;
        Ok(Exit::Done)
    }

    /// An id that no event of the collection has.
    pub fn free_id(&self, date: &Edtf, title: &str) -> String {
        let taken = |id: &str| self.collection.events.iter().any(|event| &*event.id == id);
        compose::id_for(date, title, &taken)
    }

    /// The file to write: the one that was named, else the usual one.
    pub fn file(&self, countries: &[Code], date: &Edtf) -> anyhow::Result<PathBuf> {
        match &self.target {
            Some(file) => Ok(file.clone()),
            None => compose::usual_file(
                self.collection
                    .events
                    .iter()
                    .map(|event| compose::Neighbour::from(&**event)),
                self.scope,
                &self.found.place,
                countries,
                date,
            )
            .map_err(|error| writing::refused(&error).into()),
        }
    }

    /// Says which events are probably the same.
    pub fn warn_of_likely(&self, event: &Event, countries: &[Code]) {
        const MOST: usize = 5;
        let sought = Sketch {
            title: &event.title,
            date: &event.date,
            countries,
        };
        for likely in duplicates::like(&self.collection.events, &sought)
            .iter()
            .take(MOST)
        {
            let other = &likely.event;
            output::note(&format!(
                "probably the same: `{}` ({}: {})",
                other.id,
                other.date.words(),
                other.title
            ));
        }
    }

    /// Adds tables to a file, each where its date puts it; the line of the one that is named.
    pub fn write(&self, file: &Path, tables: Vec<(String, Edtf)>, named: &Table) -> anyhow::Result<usize> {
        let refused = |error| writing::refused(&error);
        let seen = if file.exists() {
            Some(write::seen(file).map_err(refused)?)
        } else {
            None
        };
        let edits: Vec<Edit> = match (&seen, tables.as_slice()) {
            (Some(bytes), [(text, date)]) => vec![compose::addition(bytes, file, text.clone(), date)],
            _ => tables.into_iter().map(|(text, _)| Edit::add(text)).collect(),
        };
        let edits = FileEdits {
            file: file.to_owned(),
            seen,
            edits,
        };
        let written = write::write(self.scope, &[edits]).map_err(refused)?;
        let after = written.first().map(|written| &*written.after).unwrap_or_default();
        Ok(compose::line_of(after, named).unwrap_or(1))
    }

    /// Says what was written and where, for people and for scripts.
    pub fn tell(&self, written: &[(String, PathBuf, usize)]) -> anyhow::Result<()> {
        let mut out = output::plain();
        for (id, file, line) in written {
            match self.format {
                AddFormat::Text => {
                    let file = file.to_string_lossy();
                    writeln!(out, "{}  {}:{line}", text::harmless(id), text::harmless(&file))?;
                }
                AddFormat::Json => {
                    let file = file.to_string_lossy().into_owned();
                    output::write_compact(
                        &mut out,
                        &Added {
                            id,
                            file,
                            line: *line,
                        },
                    )?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// The known countries of an event.
pub fn known(event: &Event) -> Vec<Code> {
    event.countries.iter().filter_map(Term::known).collect()
}

/// The object of `--format json`; fields and order are a promise.
#[derive(Serialize)]
struct Added<'a> {
    id: &'a str,
    file: String,
    line: usize,
}
