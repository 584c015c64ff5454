//! What the editor has been told of each file, and who may tell it: the answering thread at once, the reading thread
//! when it has read. Whoever has the older text says nothing.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use lsp_server::{Connection, Message, Notification};
use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};
use rustc_hash::FxHashMap;

use super::{findings, snapshot::Snapshot, text::Encoding, uri};
use crate::model::Finding;

/// The editor's side of the diagnostics.
pub struct Board {
    encoding: Encoding,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    open: FxHashMap<PathBuf, Open>,
    /// What was sent last of each file that has something or is open, and of which version.
    sent: FxHashMap<PathBuf, (Option<i32>, Vec<Diagnostic>)>,
}

/// A file that is open in the editor.
struct Open {
    uri: Uri,
    version: i32,
    bom: bool,
}

impl Board {
    /// Nothing is told yet.
    pub fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            told: Mutex::default(),
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        // What is behind the lock is whole after every step.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file is open, and this is its text from now on.
    pub fn open(&self, path: &Path, uri: &Uri, version: i32, bom: bool) {
        let open = Open {
            uri: uri.clone(),
            version,
            bom,
        };
        self.told().open.insert(path.to_owned(), open);
    }

    /// A file is closed.
    pub fn close(&self, path: &Path) {
        self.told().open.remove(path);
    }

    /// Tells what is wrong in one file.
    pub fn tell(&self, connection: &Connection, path: &Path, found: &[Finding], known: Option<&Snapshot>) {
        send(connection, &mut self.told(), self.encoding, path, found, known);
    }

    /// Tells what is wrong in all files; of those whose text in the editor has changed since they were read, nothing.
    pub fn tell_all(&self, connection: &Connection, known: &Snapshot) {
        let mut told = self.told();
        let mut files: Vec<PathBuf> = known.flawed().map(|file| file.to_path_buf()).collect();
        files.extend(told.sent.keys().chain(told.open.keys()).cloned());
        files.sort();
        files.dedup();
        for file in files {
            let is_older = told
                .open
                .get(&file)
                .is_some_and(|open| known.version(&file) != Some(open.version));
            if !is_older {
                send(
                    connection,
                    &mut told,
                    self.encoding,
                    &file,
                    known.findings(&file),
                    Some(known),
                );
            }
        }
    }
}

/// Sends the diagnostics of a file where they are others than before.
fn send(
    connection: &Connection,
    told: &mut Told,
    encoding: Encoding,
    path: &Path,
    found: &[Finding],
    known: Option<&Snapshot>,
) {
    let open = told.open.get(path);
    let diagnostics = findings::diagnostics(found, encoding, open.is_some_and(|open| open.bom), known);
    let version = open.map(|open| open.version);
    let is_told = match told.sent.get(path) {
        // To a file that is open, its version is told as well.
        Some((told, before)) => *before == diagnostics && (version.is_none() || *told == version),
        None => open.is_none() && diagnostics.is_empty(),
    };
    if is_told {
        return;
    }
    let Some(uri) = open.map(|open| open.uri.clone()).or_else(|| uri::uri(path)) else {
        return;
    };
    if diagnostics.is_empty() && version.is_none() {
        told.sent.remove(path);
    } else {
        told.sent.insert(path.to_owned(), (version, diagnostics.clone()));
    }
    let params = PublishDiagnosticsParams::new(uri, diagnostics, version);
    notify(connection, "textDocument/publishDiagnostics", params);
}

/// Sends a notification. Nobody is there to be told when the editor has gone.
pub fn notify(connection: &Connection, method: &str, params: impl serde::Serialize) {
    let message = Notification::new(method.to_owned(), params);
    let _ = connection.sender.send(Message::Notification(message));
}
