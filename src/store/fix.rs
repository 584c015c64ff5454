//! Every finding that has one sure remedy, mended: what files hold, and what they would hold.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Collection, Place, StoreError,
    edit::{self, Edit},
    load_over,
    write::{FileEdits, seen},
};

/// How often what was mended is looked at again: a key that has its right name now may have a wrong value.
const ROUNDS: usize = 6;

/// A file as it is, and as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The file, as it was found.
    pub file: PathBuf,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it would hold.
    pub after: Vec<u8>,
    /// How many findings are mended.
    pub mended: usize,
}

impl From<&Fixed> for FileEdits {
    /// The whole file: refused when it is not what was seen any more.
    fn from(fixed: &Fixed) -> Self {
        Self {
            file: fixed.file.clone(),
            seen: Some(fixed.before.clone()),
            edits: vec![Edit::Splice {
                at: 0..fixed.before.len(),
                text: String::from_utf8_lossy(&fixed.after).into_owned(),
            }],
        }
    }
}

/// What all sure remedies make of the files of a place, of which `collection` was read just now; of those only for which
/// `wanted` holds. Nothing is written. Files that are not UTF-8, or have a fault where they would be changed, are left
/// as they are.
pub fn fixes(
    place: &Place,
    collection: &Collection,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<Vec<Fixed>, StoreError> {
    let mut fixed: BTreeMap<PathBuf, Fixed> = edit::remedies(&collection.findings)
        .into_keys()
        .filter(|file| wanted(file))
        .filter_map(|file| {
            let before = seen(&file).ok()?;
            std::str::from_utf8(&before).ok()?;
            let one = Fixed {
                file: file.to_path_buf(),
                after: before.clone(),
                before,
                mended: 0,
            };
            Some((file.to_path_buf(), one))
        })
        .collect();
    for _ in 0..ROUNDS {
        if fixed.is_empty() {
            break;
        }
        let texts: BTreeMap<PathBuf, Arc<[u8]>> = fixed
            .iter()
            .map(|(file, fixed)| (file.clone(), Arc::from(fixed.after.as_slice())))
            .collect();
        // Read out of these very bytes, so that every place is one of them.
        let read = load_over(place, &texts, &|_| {})?;
        let mut any = false;
        for (file, edits) in edit::remedies(&read.findings) {
            let Some(one) = fixed.get_mut(&*file) else {
                continue;
            };
            let Ok(after) = edit::apply(&one.after, &edits) else {
                continue;
            };
            any |= after != one.after;
            one.after = after;
            one.mended += edits.len();
        }
        if !any {
            break;
        }
    }
    Ok(fixed
        .into_values()
        .filter(|fixed| fixed.before != fixed.after)
        .collect())
}
