//! What lies between two readings of the same files: which events have changed, and the last good events of files that
//! cannot be read any more.

use std::{cmp::Ordering, path::Path, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Collection;
use crate::{
    dates::{Day, Precision},
    model::{Event, Finding, FindingCode, Severity},
};

/// What a new reading brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Between {
    /// Ids of events that are new, or say something else than before.
    pub changed: Vec<Box<str>>,
    /// How many events are not there any more.
    pub gone: usize,
    /// Files that cannot be read as before, sorted …
    pub broken: Vec<Arc<Path>>,
    /// … and those of their events that are missing now, as they were, marked by an error.
    pub kept: Vec<Arc<Event>>,
}

/// Compares a reading with the one before. Events that are missing only because their file is broken now are kept.
pub fn between(before: &Collection, now: &Collection) -> Between {
    let mut changed = Vec::new();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let (mut olds, mut news) = (before.events.iter().peekable(), now.events.iter().peekable());
    loop {
        let order = match (olds.peek(), news.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            // Most events are the very same.
            (Some(one), Some(other)) if Arc::ptr_eq(one, other) => Ordering::Equal,
            (Some(one), Some(other)) => place(one).cmp(&place(other)),
        };
        match order {
            Ordering::Less => old.extend(olds.next()),
            Ordering::Greater => new.extend(news.next()),
            Ordering::Equal => {
                if let (Some(one), Some(other)) = (olds.next(), news.next())
                    && !Arc::ptr_eq(one, other)
                    && !one.says_the_same(other)
                {
                    changed.push(other.id.clone());
                }
            }
        }
    }
    changed.extend(new.iter().map(|event| event.id.clone()));
    let there: FxHashSet<&str> = new.iter().map(|event| &*event.id).collect();
    old.retain(|event| !there.contains(&*event.id));
    let (broken, kept) = keep(&old, &now.findings);
    Between {
        changed,
        gone: old.len() - kept.len(),
        broken,
        kept,
    }
}

/// A collection with the events that were kept.
pub fn with_kept(now: &Collection, kept: &[Arc<Event>]) -> Collection {
    let mut with = now.clone();
    with.events.extend(kept.iter().cloned());
    with.events.sort_by(|a, b| place(a).cmp(&place(b)));
    with
}

/// What events are sorted by.
fn place(event: &Event) -> ((Day, Precision), &str) {
    (event.date.sort_key(), &event.id)
}

/// Whether a finding may be why an event of its file has not been read.
pub fn hides_events(finding: &Finding) -> bool {
    hides_many(finding) || hides_one(finding)
}

/// Whether nobody knows what of the file has not been read.
fn hides_many(finding: &Finding) -> bool {
    matches!(
        finding.code,
        FindingCode::Unreadable | FindingCode::NotUtf8 | FindingCode::Syntax | FindingCode::DuplicateKey
    )
}

/// Whether it is one event without what every event has.
fn hides_one(finding: &Finding) -> bool {
    matches!(
        finding.code,
        FindingCode::MissingTitle | FindingCode::MissingDate | FindingCode::WrongDate
    )
}

/// The files that hide some of the missing events, and these events.
fn keep(missing: &[&Arc<Event>], findings: &[Finding]) -> (Vec<Arc<Path>>, Vec<Arc<Event>>) {
    let mut lost: FxHashMap<&Arc<Path>, Vec<&Event>> = FxHashMap::default();
    for event in missing {
        lost.entry(&event.origin.file).or_default().push(event);
    }
    // How many events may be hidden in each file.
    let mut hidden: FxHashMap<&Arc<Path>, usize> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| hides_events(finding)) {
        if lost.contains_key(&finding.file) {
            let hidden = hidden.entry(&finding.file).or_default();
            *hidden = hidden.saturating_add(if hides_many(finding) { usize::MAX } else { 1 });
        }
    }
    // More lost than hidden: somebody has taken them away.
    lost.retain(|file, events| hidden.get(*file).is_some_and(|hidden| events.len() <= *hidden));
    let mut files: Vec<Arc<Path>> = lost.keys().map(|file| Arc::clone(file)).collect();
    files.sort();
    let marked = |event: &Event| {
        let mut event = event.clone();
        event.flaw = Some(Severity::Error);
        Arc::new(event)
    };
    (files, lost.into_values().flatten().map(marked).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::read_alone;

    const TWO: &str = "[[event]]\nid = \"a\"\ntitle = \"A\"\ndate = 2024-01-01\n\n\
                       [[event]]\nid = \"b\"\ntitle = \"B\"\ndate = 2024-02-01\n";

    fn read(text: &str) -> Collection {
        read_alone(Path::new("events.toml"), text.as_bytes().to_vec())
    }

    fn ids(collection: &Collection) -> Vec<&str> {
        collection.events.iter().map(|event| &*event.id).collect()
    }

    /// Reads on, as the screen does.
    fn follow(before: &Collection, now: &mut Collection) -> Between {
        let found = between(before, now);
        *now = with_kept(now, &found.kept);
        found
    }

    #[test]
    fn only_what_says_something_else_has_changed() {
        let before = read(TWO);
        let mut now = read(&format!(
            "# A comment moves all of it.\n{}",
            TWO.replace("\"B\"", "\"B two\"")
        ));
        let found = follow(&before, &mut now);
        assert_eq!(found.changed, ["b".into()]);
        assert_eq!((found.gone, found.broken.len()), (0, 0));
        let mut now = read("[[event]]\nid = \"a\"\ntitle = \"A\"\ndate = 2024-01-01\n");
        let found = follow(&before, &mut now);
        assert_eq!((found.changed.len(), found.gone), (0, 1));
        assert_eq!(ids(&now), ["a"]);
    }

    #[test]
    fn a_broken_file_keeps_its_last_good_events_until_it_is_mended() {
        let first = read(TWO);
        let unclosed = TWO.replace("title = \"A\"", "title \"A\"");
        let mut broken = read(&unclosed);
        assert_eq!(ids(&broken), ["b"]);
        let found = follow(&first, &mut broken);
        assert_eq!(ids(&broken), ["a", "b"]);
        assert_eq!(found.broken, [Arc::from(Path::new("events.toml"))]);
        assert_eq!(broken.events[0].flaw, Some(Severity::Error));
        // Still broken: still there.
        let mut again = read(&unclosed);
        follow(&broken, &mut again);
        assert_eq!(ids(&again), ["a", "b"]);
        let mut mended = read(&TWO.replace("id = \"a\"", "id = \"c\""));
        let found = follow(&again, &mut mended);
        assert_eq!(ids(&mended), ["c", "b"]);
        assert_eq!((found.changed, found.gone), (vec!["c".into()], 1));
    }

    #[test]
    fn an_event_that_lacks_its_title_stays_and_one_that_was_taken_away_does_not() {
        let first = read(TWO);
        let mut now = read(&TWO.replace("title = \"A\"\n", ""));
        assert_eq!(follow(&first, &mut now).broken.len(), 1);
        assert_eq!(ids(&now), ["a", "b"]);
        let mut now = read("[[event]]\ntitle = \"Another\"\n");
        assert_eq!(follow(&first, &mut now).broken.len(), 0);
        assert_eq!(ids(&now).len(), 0);
    }
}
