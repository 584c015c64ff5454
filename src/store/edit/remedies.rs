//! Findings that have a remedy → the edits that mend them.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::Edit;
use crate::model::{Finding, Remedy};

/// The edits that mend what can be mended for sure, by file: from the end of a file to its beginning, so that each
/// place is the one of the file as it was read. Of two remedies that touch, the first in the file is taken.
pub fn remedies<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeMap<Arc<Path>, Vec<Edit>> {
    let mut by_file: BTreeMap<Arc<Path>, Vec<&Remedy>> = BTreeMap::new();
    for finding in findings {
        if let Some(remedy) = &finding.remedy {
            let of_file = by_file.entry(Arc::clone(&finding.file)).or_default();
            of_file.push(remedy);
        }
    }
    by_file
        .into_iter()
        .map(|(file, mut remedies)| {
            remedies.sort_by_key(|remedy| (remedy.at.start, remedy.at.end));
            let mut free = 0;
            remedies.retain(|remedy| {
                let is_free = remedy.at.start >= free;
                if is_free {
                    // Two that add something at one place would stand in an order that nobody chose.
                    free = remedy.at.end.max(remedy.at.start + 1);
                }
                is_free
            });
            (file, remedies.into_iter().rev().map(Edit::from).collect())
        })
        .collect()
}

impl From<&Remedy> for Edit {
    fn from(remedy: &Remedy) -> Self {
        Self::Splice {
            at: remedy.at.clone(),
            text: remedy.text.clone(),
        }
    }
}
