//! Files in the usual order: the keys of each table as the manual has them, their signs `=` below each other. Comments
//! stay with the key that they stand above or behind, values as they were typed.

use std::{fmt::Write as _, ops::Range};

use super::edit::{self, Entry, Outlined, Section};
use crate::model::keys::{self, Kind, Table};

/// The text in the usual order. Tables with a fault stay as they are.
pub fn formatted(text: &str) -> String {
    let mut new = String::with_capacity(text.len());
    let mut from = 0;
    for table in &edit::outline(text) {
        let whole = text.get(table.start()..table.end()).unwrap_or_default();
        if table.broken || table.scattered || toml::from_str::<toml::Table>(whole).is_err() {
            continue;
        }
        for section in &table.sections {
            let Some(body) = body(text, section) else { continue };
            new.push_str(text.get(from..body.start).unwrap_or_default());
            new.push_str(&section_text(text, section, &body, spec(table, section)));
            from = body.end;
        }
    }
    new.push_str(text.get(from..).unwrap_or_default());
    new
}

/// The lines of the statements of a section; none when it has none, or when one stands on the line of the head.
fn body(text: &str, section: &Section<'_>) -> Option<Range<usize>> {
    let first = section.entries.first()?;
    let head_end = line_end(text, section.head.end);
    (head_end <= first.at().start && head_end < section.end).then_some(head_end..section.end)
}

/// The keys of a section.
fn spec(table: &Outlined<'_>, section: &Section<'_>) -> Option<&'static Table> {
    let mut spec = *keys::FILE.iter().find(|spec| spec.name == table.name)?;
    for step in &section.path {
        spec = match spec.key(step)?.kind {
            Kind::TextOr(inner) | Kind::Tables(inner) => inner,
            Kind::Citations => &keys::CITATION,
            _ => return None,
        };
    }
    Some(spec)
}

/// A statement with the lines above it that belong to it.
struct Chunk<'t> {
    order: usize,
    /// Comments and blank lines above it.
    above: &'t str,
    /// The key as written.
    key: &'t str,
    /// From the value on to the line break, a comment behind the value with it.
    rest: &'t str,
}

fn section_text(
    text: &str,
    section: &Section<'_>,
    body: &Range<usize>,
    spec: Option<&'static Table>,
) -> String {
    let whole = text.get(body.clone()).unwrap_or_default();
    let mut chunks = Vec::new();
    let mut from = body.start;
    for entry in &section.entries {
        let at = entry.at();
        let line = line_start(text, at.start);
        let end = line_end(text, at.end).min(body.end);
        // Two statements never share a line in TOML; what would not fit is left alone.
        if line < from || end < at.end {
            return whole.to_owned();
        }
        let part = |at: Range<usize>| text.get(at).unwrap_or_default();
        chunks.push(Chunk {
            order: order(spec, entry),
            above: part(from..line),
            key: part(at.start..key_end(entry)),
            rest: part(entry.value.at.start..end),
        });
        from = end;
    }
    if from != body.end {
        return whole.to_owned();
    }
    chunks.sort_by_key(|chunk| chunk.order);
    let widest = chunks
        .iter()
        .map(|chunk| chunk.key.chars().count())
        .max()
        .unwrap_or(0);
    let newline = if whole.contains("\r\n") { "\r\n" } else { "\n" };
    let mut new = String::with_capacity(whole.len() + 64);
    for chunk in &chunks {
        // What was last without a line break needs one before what comes behind it now.
        if !new.is_empty() && !new.ends_with('\n') {
            new.push_str(newline);
        }
        let pad = widest - chunk.key.chars().count();
        // Writing to a text cannot fail.
        let _ = write!(
            new,
            "{}{}{} = {}",
            chunk.above,
            chunk.key,
            " ".repeat(pad),
            chunk.rest
        );
    }
    if !whole.ends_with('\n') {
        new.truncate(new.trim_end_matches(['\r', '\n']).len());
    }
    new
}

fn key_end(entry: &Entry<'_>) -> usize {
    entry.keys.last().map_or(0, |(_, at)| at.end)
}

/// The place of a key in the manual; those that it does not have come last, in the order in which they stand.
fn order(spec: Option<&'static Table>, entry: &Entry<'_>) -> usize {
    let name = entry.keys.first().map_or("", |(name, _)| &**name);
    spec.and_then(|spec| spec.keys.iter().position(|key| key.name == name))
        .unwrap_or(usize::MAX)
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| at + length + 1)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::store::{Collection, edit::tests::file, read_alone};

    #[test]
    fn keys_come_in_the_order_of_the_manual_and_below_each_other() {
        let typed = "\
# of the file

[[event]] # head
# of the date
date = 1961   # behind it
own = 'kept'
  title='A visit'
relations.follows = [\"x\"]
id = \"a\"
summary = \"\"\"
 title = 'no key'
\"\"\"

[event.location]
lon = 1.0
name = \"Moscow\"

[[source]]
title = \"T\"
id = \"s\"";
        let usual = "\
# of the file

[[event]] # head
id                = \"a\"
title             = 'A visit'
# of the date
date              = 1961   # behind it
summary           = \"\"\"
 title = 'no key'
\"\"\"
relations.follows = [\"x\"]
own               = 'kept'

[event.location]
name = \"Moscow\"
lon  = 1.0

[[source]]
id    = \"s\"
title = \"T\"";
        assert_eq!(formatted(typed), usual);
        assert_eq!(
            formatted(&typed.replace('\n', "\r\n")),
            usual.replace('\n', "\r\n")
        );
        assert_eq!(
            formatted(&format!("\u{FEFF}{typed}\n")),
            format!("\u{FEFF}{usual}\n")
        );
    }

    #[test]
    fn what_has_a_fault_stays() {
        for broken in [
            "[[event]]\ntitle = \"A\ndate = 1961\nid = \"a\"\n",
            "",
            "# only\n",
            "x = 1\nb = 2\n",
            "[[event]]\n",
        ] {
            assert_eq!(formatted(broken), broken);
        }
    }

    /// What is said, places aside.
    fn said(collection: &Collection) -> Vec<String> {
        let mut said: Vec<String> = collection
            .findings
            .iter()
            .map(|finding| format!("{} {} {:?}", finding.code, finding.message, finding.event))
            .collect();
        said.extend(collection.events.iter().map(|event| {
            let mut event = (**event).clone();
            event.origin.start = 0;
            event.origin.end = 0;
            for citation in &mut event.sources {
                std::sync::Arc::make_mut(&mut citation.source).origin.start = 0;
                std::sync::Arc::make_mut(&mut citation.source).origin.end = 0;
                std::sync::Arc::make_mut(&mut citation.source).origin.line = 0;
            }
            format!("{event:?}")
        }));
        said.sort();
        said
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_lost_and_nothing_means_anything_else(file in file()) {
            let once = formatted(&file);
            prop_assert_eq!(formatted(&once), once.clone(), "not the same the second time");
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '\t')).collect();
                letters.sort_unstable();
                letters
            };
            prop_assert_eq!(letters(&once), letters(&file));
            let read = |text: &str| read_alone(Path::new("a.toml"), text.as_bytes().to_vec());
            prop_assert_eq!(said(&read(&once)), said(&read(&file)), "{}", once);
        }
    }
}
