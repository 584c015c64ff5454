//! What is wrong in the files, as a list that leads to the events.

use std::{path::Path, sync::Arc};

use super::list::{List, fuzzy};
use crate::{model::Finding, store::between::hides_events};

/// The list of findings.
#[derive(Debug)]
pub struct FindingList {
    /// The list and what is typed.
    pub list: List,
    /// All findings, by file and line.
    pub findings: Arc<[Finding]>,
}

impl FindingList {
    /// All findings; the cursor on the first about `event`, if there is one, else on what keeps its file from being read.
    pub fn new(findings: Arc<[Finding]>, event: Option<&str>, file: Option<&Path>) -> Self {
        let mut list = Self {
            list: List::default(),
            findings,
        };
        list.search();
        let about = |finding: &Finding| event.is_some() && finding.event.as_deref() == event;
        let hides = |finding: &Finding| hides_events(finding) && Some(&*finding.file) == file;
        let at = list.findings.iter().position(about);
        if let Some(at) = at.or_else(|| list.findings.iter().position(hides)) {
            list.list.move_by(at as isize);
        }
        list
    }

    /// Takes the findings of a new reading; what is typed stays, and the cursor about where it is.
    pub fn renew(&mut self, findings: Arc<[Finding]>) {
        let cursor = self.list.cursor;
        self.findings = findings;
        self.search();
        self.list.move_by(cursor as isize);
    }

    /// Matches the findings with what is typed.
    pub fn search(&mut self) {
        let files: Vec<String> = self
            .findings
            .iter()
            .map(|finding| finding.file.display().to_string())
            .collect();
        let matched = fuzzy(
            self.list.input.value(),
            self.findings.iter().zip(&files).map(|(finding, file)| {
                [finding.message.as_str(), finding.code.as_str(), file.as_str()]
                    .into_iter()
                    .chain(finding.event.as_deref())
            }),
        );
        self.list.set_matched(matched);
    }

    /// The finding under the cursor.
    pub fn chosen(&self) -> Option<&Finding> {
        self.findings.get(self.list.current()?)
    }
}
