//! What an answer is made of: the texts of the editor, and the collection as it was read last.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

use lsp_types::{Location, Range, Uri};
use rustc_hash::FxHashMap;

use super::{
    mention::{Mention, mentions},
    snapshot::Snapshot,
    text::{Encoding, Text},
    uri,
};
use crate::{dates::Day, model::Origin};

/// Bytes of a file that is read to find a place in it.
const LARGEST: u64 = 64 << 20;

/// A file that is open in the editor.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the editor names it.
    pub uri: Uri,
    /// Counted by the editor.
    pub version: i32,
    /// As it stands there.
    pub text: Text,
    /// Whether it belongs to the collection.
    pub inside: bool,
}

/// All that answers look at.
pub struct View<'s> {
    /// The files that are open.
    pub documents: &'s FxHashMap<PathBuf, Document>,
    /// What was read last.
    pub known: Option<Arc<Snapshot>>,
    /// How places are counted.
    pub encoding: Encoding,
    /// Whether what is completed may hold places to jump to.
    pub snippets: bool,
    /// Today, where the user is.
    pub today: Day,
}

impl View<'_> {
    /// The text of a file, as the editor has it, else as the disk has it.
    pub fn text(&self, path: &Path) -> Option<Cow<'_, Text>> {
        if let Some(document) = self.documents.get(path) {
            return Some(Cow::Borrowed(&document.text));
        }
        let metadata = std::fs::metadata(path).ok()?;
        if metadata.len() > LARGEST {
            return None;
        }
        let text = std::fs::read_to_string(path).ok()?;
        Some(Cow::Owned(Text::new(text, self.encoding)))
    }

    /// The editor's name of a file.
    pub fn uri(&self, path: &Path) -> Option<Uri> {
        match self.documents.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => uri::uri(path),
        }
    }

    /// A place of a file.
    pub fn location(&self, path: &Path, range: Range) -> Option<Location> {
        Some(Location::new(self.uri(path)?, range))
    }

    /// What is named in the tables with these origins, all of one file, and in the whole file where it is open, so that
    /// it may have changed since: with the text that the places are of.
    pub fn mentions(&self, path: &Path, origins: &[Origin]) -> Option<(Cow<'_, Text>, Vec<Mention>)> {
        let text = self.text(path)?;
        let whole = text.as_str();
        let is_as_read = !self.documents.contains_key(path)
            && origins
                .iter()
                .all(|origin| table(whole, origin).is_some_and(|table| table.starts_with('[')));
        let found = if is_as_read {
            origins
                .iter()
                .flat_map(|origin| mentions(table(whole, origin).unwrap_or_default(), origin.start))
                .collect()
        } else {
            mentions(whole, 0)
        };
        Some((text, found))
    }
}

/// The text of a table.
fn table<'t>(text: &'t str, origin: &Origin) -> Option<&'t str> {
    text.get(origin.start..origin.end)
}
