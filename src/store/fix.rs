//! Every finding that has one sure remedy, mended: what files hold, and what they would hold.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Collection, Place, StoreError, change::Changed, edit, load_over, write::seen};

/// How often what was mended is looked at again: a key that has its right name now may have a wrong value.
const ROUNDS: usize = 6;

/// What all sure remedies make of the files of a place, of which `collection` was read just now; of those only for which
/// `wanted` holds. Nothing is written. Files that are not UTF-8, or have a fault where they would be changed, are left
/// as they are. Also, how many findings are mended.
pub fn fixes(
    place: &Place,
    collection: &Collection,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<(Vec<Changed>, usize), StoreError> {
    let mut fixed: BTreeMap<PathBuf, Changed> = edit::remedies(&collection.findings)
        .into_keys()
        .filter(|file| wanted(file))
        .filter_map(|file| {
            let before = seen(&file).ok()?;
            std::str::from_utf8(&before).ok()?;
            let one = Changed {
                file: file.to_path_buf(),
                after: before.clone(),
                before,
            };
            Some((file.to_path_buf(), one))
        })
        .collect();
    let mut mended = 0;
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
            mended += edits.len();
        }
        if !any {
            break;
        }
    }
    let changed = fixed.into_values().filter(|fixed| fixed.before != fixed.after);
    Ok((changed.collect(), mended))
}
