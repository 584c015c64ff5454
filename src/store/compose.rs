//! A new event: its id, its text, the file it goes to, the place in it, and whether anything is wrong with it before
//! it is written.

use std::{
    borrow::Cow,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Collection, Place,
    edit::{self, Change, Edit, NodeKind, Table, Value},
    event::derived_id,
    read_alone,
    write::{Scope, WriteError},
};
use crate::{
    dates::{Day, Edtf},
    model::{Event, Finding, FindingCode, Term, keys},
    places::Code,
    text,
};

/// How many events say which file a new one goes to.
const VOTERS: usize = 12;
/// What a file is called where there is none yet.
const FIRST_FILE: &str = "events.toml";

/// The id that an event of that date and title gets, with a number behind it while `taken` holds.
pub fn id_for(date: &Edtf, title: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let id = derived_id(date, title);
    let mut number = 1;
    let mut free = id.to_string();
    while taken(&free) {
        number += 1;
        free = format!("{id}-{number}");
    }
    free
}

/// The text of an event with these keys, in the order in which the manual has them; those of one name as given.
///
/// ```
/// use annals::store::{compose, edit::Value};
///
/// let text = compose::event(&[("date", Value::Date("1961".into())), ("title", Value::Text("A visit".into()))]);
/// assert_eq!(text, "[[event]]\ntitle = \"A visit\"\ndate = 1961\n");
/// ```
pub fn event(entries: &[(&str, Value)]) -> String {
    let place = |name: &str| keys::EVENT.keys.iter().position(|key| key.name == name);
    let mut entries: Vec<&(&str, Value)> = entries.iter().collect();
    entries.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
    let mut text = "[[event]]\n".to_owned();
    for (name, value) in entries {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{name} = {}", value.written(None));
    }
    text
}

/// What is wrong with new tables that are not in any file yet: as [`read_alone`] says it of `text`, but that what
/// they refer to may be in the collection, and that their ids may be taken there.
pub fn proof(file: &Path, text: &str, collection: &Collection) -> (Collection, Vec<Finding>) {
    let read = read_alone(file, text.as_bytes().to_vec());
    let events: FxHashSet<&str> = collection.events.iter().map(|event| &*event.id).collect();
    let sources: FxHashSet<&str> = collection.sources.iter().map(|source| &*source.id).collect();
    let mut findings = Vec::new();
    for finding in &read.findings {
        let known = match finding.code {
            FindingCode::DanglingRelation => &events,
            FindingCode::DanglingSource => &sources,
            _ => {
                findings.push(finding.clone());
                continue;
            }
        };
        let Some(id) = finding.message.split('`').nth(1) else {
            continue;
        };
        if known.contains(id) || known.contains(text::slug(id).as_str()) {
            continue;
        }
        let near = text::nearest(id, known.iter().copied());
        findings.push(Finding {
            help: near.map(|near| format!("did you mean `{near}`?")),
            ..finding.clone()
        });
    }
    for event in read.events.iter().filter(|event| events.contains(&*event.id)) {
        findings.push(Finding {
            code: FindingCode::DuplicateId,
            message: format!("the id `{}` belongs to another event already", event.id),
            help: Some("write another id, or none: one is made of date and title".to_owned()),
            file: Arc::from(file),
            line: event.origin.line,
            column: 1,
            length: "[[event]]".len(),
            excerpt: text
                .lines()
                .nth(event.origin.line.saturating_sub(1))
                .unwrap_or_default()
                .to_owned(),
            event: Some(event.id.clone()),
            remedy: None,
        });
    }
    (read, findings)
}

/// The tables of a text that somebody has filled in, as they are written to a file: without the comments above the
/// first and without the keys that were left empty, with dates that `date` can read as EDTF, and with ids out of `id`
/// where none is written. None when there is no event, or none with a title.
pub fn finished(
    text: &str,
    date: &mut dyn FnMut(&str) -> Option<Edtf>,
    id: &dyn Fn(&Edtf, &str) -> String,
) -> Option<String> {
    let start = edit::outline(text).first()?.start();
    let mut tables = text.get(start..)?.replace("\r\n", "\n");
    let outlined = edit::outline(&tables);
    let events = outlined.iter().filter(|table| table.name == "event");
    let titled = |table: &&edit::Outlined<'_>| table.broken || table.text("title") != Some("");
    let count = events.clone().count();
    if events.filter(titled).count() == 0 {
        return None;
    }
    for number in 0..count {
        let changes = finishing(&tables, number, date, id);
        for change in changes {
            let outlined = edit::outline(&tables);
            let table = outlined
                .iter()
                .filter(|table| table.name == "event")
                .nth(number)?;
            let edit = Edit::change(Table::At(table.start()), change);
            // What cannot be changed is not TOML, and will be a finding.
            if let Ok(bytes) = edit::apply(tables.as_bytes(), &[edit]) {
                tables = String::from_utf8(bytes).ok()?;
            }
        }
    }
    tables.truncate(tables.trim_end().len());
    Some(tables + "\n")
}

/// What is still to be done to one event of a text.
fn finishing(
    text: &str,
    number: usize,
    date: &mut dyn FnMut(&str) -> Option<Edtf>,
    id: &dyn Fn(&Edtf, &str) -> String,
) -> Vec<Change> {
    let outlined = edit::outline(text);
    let table = outlined.iter().filter(|table| table.name == "event").nth(number);
    let Some((table, section)) = table.and_then(|table| Some((table, table.sections.first()?))) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let mut day = None;
    for entry in &section.entries {
        let [(key, _)] = entry.keys.as_slice() else {
            continue;
        };
        let raw = text.get(entry.value.at.clone()).unwrap_or_default();
        let is_empty = match &entry.value.kind {
            NodeKind::Text(text) => text.trim().is_empty(),
            NodeKind::List(items) => items.is_empty(),
            NodeKind::Inline(entries) => entries.is_empty(),
            NodeKind::Plain => false,
        };
        if is_empty && *key != "title" {
            changes.push(Change::remove(&**key));
        } else if *key == "date" {
            let written = match &entry.value.kind {
                NodeKind::Text(text) => text,
                _ => raw,
            };
            day = Edtf::parse(written).ok();
            if day.is_none()
                && let Some(read) = date(written)
            {
                changes.push(Change::set("date", Value::Date(read.as_str().to_owned())));
                day = Some(read);
            }
        }
    }
    if let (Some(day), Some(title), None | Some("")) = (day, table.text("title"), table.text("id")) {
        changes.push(Change::set("id", Value::Text(id(&day, title))));
    }
    changes
}

/// What is asked of an event to know where those like it go.
#[derive(Clone, Debug)]
pub struct Neighbour<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its file.
    pub file: &'a Path,
    /// The first of its days.
    pub day: Day,
    /// Its countries, as far as they are known.
    pub countries: Cow<'a, [Code]>,
}

impl<'a> From<&'a Event> for Neighbour<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            id: &event.id,
            file: &event.origin.file,
            day: event.date.interval().earliest,
            countries: event.countries.iter().filter_map(Term::known).collect(),
        }
    }
}

/// The file that an event of these countries and that date usually goes to: the one that has most of those like it,
/// by country and then by time. Where there is no event yet, the first file of the place, or a new one in its folder.
pub fn usual_file<'a>(
    events: impl Iterator<Item = Neighbour<'a>>,
    scope: &Scope,
    place: &Place,
    countries: &[Code],
    date: &Edtf,
) -> Result<PathBuf, WriteError> {
    let Place::Paths(paths) = place else {
        return Err(WriteError::ReadOnly);
    };
    let day = date.interval().earliest;
    let mut nearest: Vec<(usize, u64, Neighbour<'_>)> = events
        .map(|event| {
            let common = event
                .countries
                .iter()
                .filter(|code| countries.contains(code))
                .count();
            let others = event.countries.len() - common;
            let apart = event.day.abs_diff(day);
            let strange = 2 * (countries.len() - common.min(countries.len())) + others;
            (strange, apart, event)
        })
        .collect();
    let voters = VOTERS.min(nearest.len());
    if voters > 0 && voters < nearest.len() {
        nearest.select_nth_unstable_by_key(voters, |(strange, apart, _)| (*strange, *apart));
    }
    nearest.truncate(voters);
    nearest.sort_by_key(|(strange, apart, event)| (*strange, *apart, event.id));
    let least = nearest.first().map(|(strange, ..)| *strange);
    let mut votes: FxHashMap<&Path, usize> = FxHashMap::default();
    for (strange, _, event) in &nearest {
        if Some(*strange) == least && scope.holds_file(event.file) {
            *votes.entry(event.file).or_default() += 1;
        }
    }
    let most = votes.values().max().copied();
    // Of files with as many the one of the nearest event.
    let chosen = nearest
        .iter()
        .map(|(.., event)| event.file)
        .find(|file| most.is_some() && votes.get(file).copied() == most);
    if let Some(file) = chosen {
        return Ok(file.to_owned());
    }
    let first = paths.first().ok_or(WriteError::ReadOnly)?;
    Ok(if first.is_dir() {
        first.join(FIRST_FILE)
    } else {
        first.clone()
    })
}

/// The edit that adds a table of that date: where the events of the file stand in the order of time, at its place in
/// it, else at the end.
pub fn addition(bytes: &[u8], file: &Path, text: String, date: &Edtf) -> Edit {
    let read = read_alone(file, bytes.to_vec());
    let mut events: Vec<&Arc<Event>> = read.events.iter().collect();
    events.sort_by_key(|event| event.origin.start);
    let ordered = events.is_sorted_by_key(|event| event.date.sort_key());
    let next = events
        .iter()
        .find(|event| ordered && event.date.sort_key() > date.sort_key());
    let before = next
        .map(|event| Table::At(event.origin.start))
        .filter(|table| edit::table_text(bytes, table).is_ok());
    Edit::Add { text, before }
}

/// The table that stands behind another one in its file.
pub fn next_table(bytes: &[u8], table: &Table) -> Option<Table> {
    let text = std::str::from_utf8(bytes).ok()?;
    let own = edit::table_text(bytes, table).ok()?;
    let start = own.as_ptr() as usize - text.as_ptr() as usize;
    let outlined = edit::outline(text);
    let next = outlined
        .iter()
        .map(edit::Outlined::start)
        .find(|at| *at > start)?;
    Some(Table::At(next))
}

/// The text of a table with the comments that stand right above it, as they go with it.
pub fn with_comments(bytes: &[u8], table: &Table) -> Result<String, edit::EditError> {
    let text = std::str::from_utf8(bytes).map_err(|_| edit::EditError::NotUtf8)?;
    let own = edit::table_text(bytes, table)?;
    let at = own.as_ptr() as usize - text.as_ptr() as usize;
    let mut start = at;
    while let Some(above) = text.get(..start).and_then(|before| before.strip_suffix('\n')) {
        let line = above.rfind('\n').map_or(0, |end| end + 1);
        if !above
            .get(line..)
            .is_some_and(|line| line.trim_start().starts_with('#'))
        {
            break;
        }
        start = line;
    }
    Ok(text.get(start..at + own.len()).unwrap_or(own).to_owned())
}

/// The line, from 1, of the table of that kind and id; none where it is not written there.
pub fn line_of(bytes: &[u8], table: &Table) -> Option<usize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let table = edit::table_text(bytes, table).ok()?;
    let start = table.as_ptr() as usize - text.as_ptr() as usize;
    Some(memchr::memchr_iter(b'\n', bytes.get(..start)?).count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Edtf {
        Edtf::parse(text).unwrap()
    }

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        let taken = |id: &str| ["1961-01-01-a-visit", "1961-01-01-a-visit-2"].contains(&id);
        assert_eq!(id_for(&date("1961"), "A visit", &taken), "1961-01-01-a-visit-3");
        assert_eq!(id_for(&date("1962"), "A visit", &taken), "1962-01-01-a-visit");
    }

    #[test]
    fn what_the_collection_has_may_be_referred_to() {
        let file = Path::new("a.toml");
        let there = "[[source]]\nid = \"report\"\n[[event]]\nid = \"visit\"\ntitle = \"A\"\ndate = 1961\n";
        let collection = read_alone(file, there.as_bytes().to_vec());
        let new = "[[event]]\nid = \"new\"\ntitle = \"B\"\ndate = 1962\nsources = [\"report\", \"reprot\"]\n\
                   relations = { follows = [\"visit\"] }\n";
        let (read, findings) = proof(file, new, &collection);
        assert_eq!(read.events.len(), 1);
        let [finding] = findings.as_slice() else {
            panic!("{findings:?}")
        };
        assert_eq!(finding.help.as_deref(), Some("did you mean `report`?"));
        let (_, findings) = proof(file, there, &collection);
        assert!(findings[0].message.contains("`visit` belongs to another"));
    }

    #[test]
    fn what_was_left_empty_is_not_written() {
        let typed = "# help\n#\n\n[[event]]\ntitle = \"A visit\"  # mine\ndate = \"in 61\"\ncountries = []\nsummary = \"\"\"\n\"\"\"\n\
                     status = \"occurred\"\nrelations = {}\n\n[[source]]\nid = \"s\"\n";
        let mut date = |text: &str| (text == "in 61").then(|| date("1961"));
        let id = |date: &Edtf, title: &str| id_for(date, title, &|_| false);
        let finished = super::finished(typed, &mut date, &id).unwrap();
        assert_eq!(
            finished,
            "[[event]]\nid = \"1961-01-01-a-visit\"\ntitle = \"A visit\"  # mine\ndate = \"1961\"\nstatus = \"occurred\"\n\n\
             [[source]]\nid = \"s\"\n"
        );
        for nothing in ["", "# only help\n", "[[event]]\ntitle = \" \"\ndate = 1961\n"] {
            assert_eq!(super::finished(nothing, &mut date, &id), None, "{nothing}");
        }
        assert!(super::finished("[[event]]\ntitle = \"A\ndate = 1961\n", &mut date, &id).is_some());
    }

    #[test]
    fn it_goes_where_time_puts_it_if_the_file_is_in_the_order_of_time() {
        let event = |id: &str, year: u32| format!("[[event]]\nid = \"{id}\"\ntitle = \"T\"\ndate = {year}\n");
        let file = Path::new("a.toml");
        for (years, new, order) in [
            ([1961, 1963], 1962, "a n b"),
            ([1961, 1963], 1964, "a b n"),
            ([1963, 1961], 1962, "a b n"),
        ] {
            let old = format!("{}\n# of b\n{}", event("a", years[0]), event("b", years[1]));
            let edit = addition(old.as_bytes(), file, event("n", new), &date(&new.to_string()));
            let bytes = edit::apply(old.as_bytes(), &[edit]).unwrap();
            let text = String::from_utf8(bytes.clone()).unwrap();
            let ids: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("id = "))
                .map(|id| id.trim_matches('"'))
                .collect();
            assert_eq!(ids.join(" "), order, "{text}");
            assert!(text.contains("# of b\n[[event]]\nid = \"b\""), "{text}");
            let line = line_of(&bytes, &Table::event("n")).unwrap();
            assert_eq!(text.lines().nth(line), Some("id = \"n\""));
        }
    }

    #[test]
    fn it_goes_to_the_file_of_those_like_it() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            #[allow(clippy::disallowed_methods)]
            std::fs::write(&file, text).unwrap();
            file
        };
        let event = |country: &str, year: u32| {
            format!("[[event]]\ntitle = \"T {year}\"\ndate = {year}\ncountries = [\"{country}\"]\n")
        };
        let korea = write("korea.toml", &(event("PRK", 1961) + &event("PRK", 1962)));
        let china = write("china.toml", &(event("CHN", 1961) + &event("CHN", 1999)));
        let place = Place::Paths(vec![folder.path().to_owned()]);
        let scope = Scope::of(&place).unwrap();
        let collection = crate::store::load(&place, &|_| {}).unwrap();
        for (country, file) in [("PRK", &korea), ("CHN", &china)] {
            let countries = [Code::from_alpha3(country).unwrap()];
            let chosen = usual_file(
                collection.events.iter().map(|event| Neighbour::from(&**event)),
                &scope,
                &place,
                &countries,
                &date("1961"),
            )
            .unwrap();
            assert_eq!(&chosen, file);
        }
        let empty = std::iter::empty::<Neighbour<'_>>;
        let first = usual_file(empty(), &scope, &place, &[], &date("1961")).unwrap();
        assert_eq!(first, folder.path().join("events.toml"));
        assert!(usual_file(empty(), &scope, &Place::Embedded, &[], &date("1961")).is_err());
    }
}
