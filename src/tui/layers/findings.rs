//! What is wrong in the files, as a list that leads to the events.

use std::sync::Arc;

use super::list::{List, fuzzy};
use crate::model::Finding;

/// The list of findings.
#[derive(Debug)]
pub struct FindingList {
    /// The list and what is typed.
    pub list: List,
    /// All findings, by file and line.
    pub findings: Arc<[Finding]>,
}

impl FindingList {
    /// All findings; the cursor on the first about `event`, if there is one.
    pub fn new(findings: Arc<[Finding]>, event: Option<&str>) -> Self {
        let mut list = Self {
            list: List::default(),
            findings,
        };
        list.search();
        if let Some(event) = event
            && let Some(at) = list
                .findings
                .iter()
                .position(|finding| finding.event.as_deref() == Some(event))
        {
            list.list.cursor = at;
        }
        list
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
