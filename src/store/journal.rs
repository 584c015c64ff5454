//! What has been changed in the files of a collection, so that it can be taken back: also tomorrow.
//!
//! A change is kept as the part of each file that it touched, before and after, with whole tables around it. Taking it
//! back puts the old part where the new one stands now; where somebody has changed that part since, nothing is done. The
//! journal is a file in the state folder, one for each collection, with the last changes only.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    Place, edit,
    edit::Edit,
    write::{self, FileEdits, Scope, WriteError, Written},
};

/// Changes that are remembered.
const MOST: usize = 200;
/// Bytes of text that are remembered.
const MOST_BYTES: usize = 8 << 20;
/// Bytes around a part in which there is no table to go by.
const AROUND: usize = 160;

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number; later changes have larger ones.
    pub number: u64,
    /// What was done, in a few words.
    pub said: String,
    parts: Vec<Part>,
}

/// A part of a file, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    file: PathBuf,
    /// None where the file was made.
    before: Option<String>,
    after: String,
}

/// Why a change is not taken back. Nothing has been done then.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// It is not remembered.
    #[error("that change is not remembered any more")]
    Forgotten,
    /// The part of the file is another one now.
    #[error("`{}` has been changed there since, so it was left as it is", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The files cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The journal of a collection.
#[derive(Debug)]
pub struct Journal {
    /// Where it is kept; none where the platform has no place for it, and it ends with the program.
    file: Option<PathBuf>,
    entries: Vec<Entry>,
}

impl Journal {
    /// The journal of a place, in the folder of what the program remembers.
    pub fn open(state: Option<&Path>, place: &Place) -> Self {
        let Place::Paths(paths) = place else {
            return Self {
                file: None,
                entries: Vec::new(),
            };
        };
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for path in paths {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            for byte in real.as_os_str().as_encoded_bytes().iter().chain(&[0]) {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        let mut journal = Self {
            file: state.map(|folder| folder.join("changes").join(format!("{hash:016x}.jsonl"))),
            entries: Vec::new(),
        };
        journal.read();
        journal
    }

    /// What can be taken back, the last at the end.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Remembers a change; gives its number. An error says why it will be forgotten when the program ends.
    pub fn note(&mut self, said: &str, written: &[Written]) -> Result<u64, (u64, io::Error)> {
        self.read();
        let number = self.entries.last().map_or(0, |last| last.number) + 1;
        let parts = written.iter().map(Part::of).collect();
        self.entries.push(Entry {
            number,
            said: said.to_owned(),
            parts,
        });
        let surplus = self.entries.len().saturating_sub(MOST);
        self.entries.drain(..surplus);
        let mut bytes = 0;
        let kept = self.entries.iter().rev().take_while(|entry| {
            bytes += entry.parts.iter().map(Part::bytes).sum::<usize>();
            bytes <= MOST_BYTES
        });
        // The last is remembered however long it is.
        let first = self.entries.len() - kept.count().max(1);
        self.entries.drain(..first);
        self.save().map_err(|error| (number, error))?;
        Ok(number)
    }

    /// Takes a change back; gives what was done then.
    pub fn undo(&mut self, scope: &Scope, number: u64) -> Result<String, UndoError> {
        self.read();
        let at = self.entries.iter().position(|entry| entry.number == number);
        let entry = at
            .and_then(|at| self.entries.get(at))
            .ok_or(UndoError::Forgotten)?;
        let said = entry.said.clone();
        let mut edits = Vec::new();
        let mut made = Vec::new();
        for part in &entry.parts {
            let now = write::seen(&part.file)?;
            let changed = || UndoError::Changed {
                path: part.file.clone(),
            };
            let Some(before) = &part.before else {
                if now != part.after.as_bytes() {
                    return Err(changed());
                }
                made.push((&part.file, now));
                continue;
            };
            let text = std::str::from_utf8(&now).map_err(|_| changed())?;
            let start = only(text, &part.after).ok_or_else(changed)?;
            edits.push(FileEdits {
                file: part.file.clone(),
                edits: vec![Edit::Splice {
                    at: start..start + part.after.len(),
                    text: before.clone(),
                }],
                seen: Some(now),
            });
        }
        write::write(scope, &edits)?;
        for (file, now) in made {
            write::remove(scope, file, &now)?;
        }
        if let Some(at) = at {
            self.entries.remove(at);
        }
        // A change that cannot be forgotten is refused the next time.
        let _ = self.save();
        Ok(said)
    }

    /// Takes in what another program has noted. What cannot be read is not remembered.
    fn read(&mut self) {
        let Some(file) = &self.file else { return };
        let Ok(text) = fs::read_to_string(file) else {
            return;
        };
        self.entries = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
    }

    /// Writes beside and renames; readable for the user alone.
    fn save(&self) -> io::Result<()> {
        let Some((file, folder)) = self.file.as_ref().and_then(|file| Some((file, file.parent()?))) else {
            return Ok(());
        };
        fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        for entry in &self.entries {
            serde_json::to_writer(&mut new, entry)?;
            new.write_all(b"\n")?;
        }
        new.persist(file)?;
        Ok(())
    }
}

/// Where `part` stands in `text`, if it stands there once; an empty one only in an empty text.
fn only(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return text.is_empty().then_some(0);
    }
    let first = text.find(part)?;
    let again = text.get(first + 1..).is_some_and(|rest| rest.contains(part));
    (!again).then_some(first)
}

impl Part {
    fn of(written: &Written) -> Self {
        let file = written.file.clone();
        let after = String::from_utf8_lossy(&written.after).into_owned();
        let Some(before) = &written.before else {
            return Self {
                file,
                before: None,
                after,
            };
        };
        let before = String::from_utf8_lossy(before).into_owned();
        let (start, end) = changed(&before, &after);
        let rest = after.len() - end;
        Self {
            file,
            before: before.get(start..before.len() - rest).map(str::to_owned),
            after: after.get(start..end).unwrap_or_default().to_owned(),
        }
    }

    fn bytes(&self) -> usize {
        self.after.len() + self.before.as_ref().map_or(0, String::len)
    }
}

/// The bytes of `after` in which it differs from `before`, with the whole tables that they touch, and as much around as
/// is needed to find them again.
fn changed(before: &str, after: &str) -> (usize, usize) {
    let same = |(a, b): &(u8, u8)| a == b;
    let first = before.bytes().zip(after.bytes()).take_while(same).count();
    let shorter = before.len().min(after.len()) - first;
    let last = before
        .bytes()
        .rev()
        .zip(after.bytes().rev())
        .take_while(same)
        .count()
        .min(shorter);
    let (mut start, mut end) = (first, after.len() - last);
    let mut touched = false;
    for table in edit::outline(after) {
        if table.start() <= end && table.end() >= start {
            start = start.min(table.start());
            end = end.max(table.end());
            touched = true;
        }
    }
    // The tables are of `after`; what lies around must be the same in both.
    (start, end) = (start.min(first), end.max(after.len() - last));
    while !(touched && only(after, after.get(start..end).unwrap_or_default()).is_some()) {
        if (start, end) == (0, after.len()) {
            break;
        }
        touched = true;
        start = start.saturating_sub(AROUND);
        end = (end + AROUND).min(after.len());
    }
    while !(after.is_char_boundary(start) && before.is_char_boundary(start)) {
        start -= 1;
    }
    while !after.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // Files are written here as others write them.
mod tests {
    use super::*;
    use crate::store::edit::{Change, Table, Value};

    const THREE: &str = "# Mine.\n\n[[event]]\nid = \"a\"\ntitle = \"Ä\"\ndate = 2024-01-01\n\n\
                         # About b.\n[[event]]\nid = \"b\"\ntitle = \"B\"\ndate = 2024-02-01\n\n\
                         [[event]]\nid = \"c\"\ntitle = \"C\"\ndate = 2024-03-01\n";

    struct Desk {
        folder: tempfile::TempDir,
        file: PathBuf,
        place: Place,
        scope: Scope,
        journal: Journal,
    }

    fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let events = folder.path().join("events");
        fs::create_dir(&events).unwrap();
        let file = events.join("a.toml");
        fs::write(&file, THREE).unwrap();
        let place = Place::Paths(vec![events]);
        Desk {
            scope: Scope::of(&place).unwrap(),
            journal: Journal::open(Some(folder.path()), &place),
            place,
            file,
            folder,
        }
    }

    impl Desk {
        fn change(&mut self, edit: Edit) -> u64 {
            let edits = FileEdits {
                file: self.file.clone(),
                seen: Some(write::seen(&self.file).unwrap()),
                edits: vec![edit],
            };
            let written = write::write(&self.scope, &[edits]).unwrap();
            self.journal.note("a change", &written).unwrap()
        }

        fn text(&self) -> String {
            fs::read_to_string(&self.file).unwrap()
        }
    }

    fn edits() -> Vec<Edit> {
        vec![
            Edit::change(Table::event("a"), Change::set("title", Value::Text("Ö".into()))),
            Edit::change(Table::event("b"), Change::append("tags", Value::Text("x".into()))),
            Edit::Remove {
                table: Table::event("b"),
            },
            Edit::add("[[event]]\nid = \"d\"\ntitle = \"D\"\ndate = 2024-04-01\n"),
        ]
    }

    #[test]
    fn every_change_is_taken_back_to_the_byte_also_by_another_run() {
        let mut desk = desk();
        let mut texts = vec![desk.text()];
        for edit in edits() {
            desk.change(edit);
            texts.push(desk.text());
        }
        desk.journal = Journal::open(Some(desk.folder.path()), &desk.place);
        while let Some(last) = desk.journal.entries().last() {
            let number = last.number;
            assert_eq!(texts.pop().unwrap(), desk.text());
            assert_eq!(desk.journal.undo(&desk.scope, number).unwrap(), "a change");
        }
        assert_eq!(desk.text(), THREE);
        assert!(
            Journal::open(Some(desk.folder.path()), &desk.place)
                .entries()
                .is_empty()
        );
    }

    #[test]
    fn what_others_have_written_elsewhere_stays_and_what_they_changed_there_is_refused() {
        for edit in edits() {
            let mut desk = desk();
            let number = desk.change(edit);
            let theirs = desk.text().replace("# Mine.", "# Theirs.");
            fs::write(&desk.file, &theirs).unwrap();
            desk.journal.undo(&desk.scope, number).unwrap();
            assert_eq!(desk.text(), THREE.replace("# Mine.", "# Theirs."));
        }
        let mut desk = desk();
        let number = desk.change(edits().swap_remove(1));
        let theirs = desk.text().replace("\"B\"", "\"B two\"");
        fs::write(&desk.file, &theirs).unwrap();
        let error = desk.journal.undo(&desk.scope, number).unwrap_err();
        assert!(
            error.to_string().contains("has been changed there since"),
            "{error}"
        );
        assert_eq!(desk.text(), theirs);
        assert_eq!(desk.journal.entries().len(), 1);
    }

    #[test]
    fn a_file_that_was_made_goes_again() {
        let mut desk = desk();
        let file = desk.file.with_file_name("new.toml");
        let edits = FileEdits {
            file: file.clone(),
            seen: None,
            edits: vec![edits().swap_remove(3)],
        };
        let written = write::write(&desk.scope, &[edits]).unwrap();
        let number = desk.journal.note("made", &written).unwrap();
        desk.journal.undo(&desk.scope, number).unwrap();
        assert!(!file.exists());
    }

    #[test]
    fn only_the_last_changes_are_remembered() {
        let mut desk = desk();
        for _ in 0..MOST + 5 {
            desk.journal.note("nothing", &[]).unwrap();
        }
        assert_eq!(desk.journal.entries().len(), MOST);
        assert_eq!(desk.journal.entries().last().unwrap().number, MOST as u64 + 5);
    }
}
