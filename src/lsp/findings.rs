//! Findings → diagnostics, and what can be said of a text at once, before all files have been checked with it.

use std::path::Path;

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Position, Range,
};

use super::{snapshot::Snapshot, text::Encoding, uri};
use crate::{
    model::{Finding, FindingCode, Severity},
    store,
};

/// Bytes of a text that is checked at once; a longer one waits for the reading of all files.
const AT_ONCE: usize = 1 << 20;
/// Diagnostics of a file that are sent at most.
const MOST: usize = 1_000;

/// What is wrong in a text, as far as it can be said without reading the other files again: itself checked alone, with
/// the ids that other files had when they were read last, and what only they showed then, where its line still stands.
/// None where the text is too long for that.
pub fn at_once(file: &Path, text: &str, known: Option<&Snapshot>) -> Option<Vec<Finding>> {
    if text.len() > AT_ONCE {
        return None;
    }
    let mut findings = store::read_alone(file, text.as_bytes().to_vec()).findings;
    let Some(known) = known else {
        return Some(findings);
    };
    findings.retain(|finding| !is_known_elsewhere(finding, file, known));
    let lines: Vec<&str> = text.lines().collect();
    for finding in known.findings(file) {
        if let Some(moved) = moved(finding, &lines)
            && !findings.iter().any(|found| is_same(found, &moved))
        {
            findings.push(moved);
        }
    }
    findings.sort_by_key(|finding| (finding.line, finding.column));
    Some(findings)
}

/// Whether a reference that leads nowhere within the file leads to another one.
fn is_known_elsewhere(finding: &Finding, file: &Path, known: &Snapshot) -> bool {
    let written = || place(finding).trim_matches(['"', '\'']);
    match finding.code {
        FindingCode::DanglingRelation => known
            .event(written())
            .is_some_and(|event| *event.origin.file != *file),
        FindingCode::DanglingSource => known
            .source(written())
            .is_some_and(|source| *source.origin.file != *file),
        _ => false,
    }
}

/// The text that a finding is about.
fn place(finding: &Finding) -> &str {
    let byte = |characters: usize| Encoding::Utf32.byte(&finding.excerpt, characters);
    let start = finding.column.saturating_sub(1);
    finding
        .excerpt
        .get(byte(start)..byte(start + finding.length))
        .unwrap_or_default()
}

/// A finding that only other files or saved texts show, at the place where its line stands now.
fn moved(finding: &Finding, lines: &[&str]) -> Option<Finding> {
    let across = matches!(
        finding.code,
        FindingCode::DuplicateId
            | FindingCode::DuplicateName
            | FindingCode::NearlySameName
            | FindingCode::QuoteNotFound
            | FindingCode::MissingText
    );
    if !across || finding.line == 0 || finding.excerpt.is_empty() {
        return None;
    }
    let is_there = |number: &usize| lines.get(*number).is_some_and(|line| *line == finding.excerpt);
    let number = Some(finding.line - 1).filter(is_there).or_else(|| {
        let mut all = (0..lines.len()).filter(is_there);
        all.next().filter(|_| all.next().is_none())
    })?;
    Some(Finding {
        line: number + 1,
        // Its bytes were those of the text before.
        remedy: None,
        ..finding.clone()
    })
}

fn is_same(a: &Finding, b: &Finding) -> bool {
    (a.code, a.line, a.column) == (b.code, b.line, b.column)
}

/// The diagnostics of a file. `bom` is whether the editor's text begins with a byte-order mark, which findings do not
/// count.
pub fn diagnostics(
    findings: &[Finding],
    encoding: Encoding,
    bom: bool,
    known: Option<&Snapshot>,
) -> Vec<Diagnostic> {
    findings
        .iter()
        .take(MOST)
        .map(|finding| Diagnostic {
            range: range(finding, encoding, bom),
            severity: Some(match finding.severity() {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(finding.code.as_str().to_owned())),
            source: Some("annals".to_owned()),
            message: match &finding.help {
                Some(help) => format!("{}\nhelp: {help}", finding.message),
                None => finding.message.clone(),
            },
            related_information: related(finding, known).map(|other| vec![other]),
            ..Diagnostic::default()
        })
        .collect()
}

/// Where a finding is.
pub fn range(finding: &Finding, encoding: Encoding, bom: bool) -> Range {
    let Some(line) = finding.line.checked_sub(1) else {
        return Range::default();
    };
    let units = |characters: usize| {
        let whole = finding.excerpt.char_indices().nth(characters);
        let end = whole.map_or(finding.excerpt.len(), |(at, _)| at);
        let counted = encoding.length(finding.excerpt.get(..end).unwrap_or_default());
        // What lies behind the line that was kept of it is counted in characters.
        let beyond = whole.map_or_else(
            || characters.saturating_sub(finding.excerpt.chars().count()),
            |_| 0,
        );
        counted + beyond
    };
    let mark = if bom && line == 0 {
        encoding.length("\u{FEFF}")
    } else {
        0
    };
    let start = finding.column.saturating_sub(1);
    let at = |characters| Position::new(line as u32, (units(characters) + mark) as u32);
    Range::new(at(start), at(start + finding.length))
}

/// The other event that has an id that was given twice.
fn related(finding: &Finding, known: Option<&Snapshot>) -> Option<DiagnosticRelatedInformation> {
    if finding.code != FindingCode::DuplicateId {
        return None;
    }
    let (id, number) = finding.event.as_deref()?.rsplit_once('-')?;
    number.parse::<usize>().ok()?;
    let other = known?.event(id)?;
    let line = Position::new(other.origin.line.saturating_sub(1) as u32, 0);
    Some(DiagnosticRelatedInformation {
        location: Location::new(uri::uri(&other.origin.file)?, Range::new(line, line)),
        message: format!("`{}`, the first with this id", other.title),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(written: &str) -> Finding {
        store::read_alone(Path::new("/a.toml"), written.as_bytes().to_vec())
            .findings
            .remove(0)
    }

    #[test]
    fn places_are_in_units_of_the_client() {
        let written = "[[event]]\ntitle = \"x\"\ndate = 1961\ncountries = [\"𝄞\", \"Norht Korea\"]\n";
        let found = store::read_alone(Path::new("/a.toml"), written.as_bytes().to_vec()).findings;
        let last = found.last().unwrap();
        let columns = |encoding| {
            let range = range(last, encoding, false);
            (range.start.line, range.start.character, range.end.character)
        };
        assert_eq!(columns(Encoding::Utf32), (3, 18, 31));
        assert_eq!(columns(Encoding::Utf16), (3, 19, 32));
        assert_eq!(columns(Encoding::Utf8), (3, 21, 34));
    }

    #[test]
    fn a_byte_order_mark_of_the_editor_counts_in_the_first_line() {
        let found = finding("\u{FEFF}[[evnt]]\ntitle = \"x\"\ndate = 1961\n");
        assert_eq!(range(&found, Encoding::Utf16, false).start.character, 2);
        assert_eq!(range(&found, Encoding::Utf16, true).start.character, 3);
    }

    #[test]
    fn help_stands_in_the_message() {
        let found = finding("[[event]]\ntitle = \"x\"\ndate = 1961\ncatgory = \"visit\"\n");
        let diagnostics = diagnostics(&[found], Encoding::Utf16, false, None);
        assert_eq!(
            diagnostics[0].message,
            "`catgory` is not a key of an event\nhelp: did you mean `category`?"
        );
        assert_eq!(
            diagnostics[0].code,
            Some(NumberOrString::String("unknown-key".into()))
        );
    }
}
