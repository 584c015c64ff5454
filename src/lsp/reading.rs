//! The thread that reads: it keeps a library of the collection with the editor's texts over it, and after each change
//! leaves a snapshot for the answering thread and tells what is wrong.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use lsp_server::Connection;
use rustc_hash::FxHashMap;

use super::{board::Board, snapshot::Snapshot};
use crate::{catalog::Memory, library::Library, store::Place};

/// How long it waits for more to be typed before it reads, in parts of what the last reading took: a large collection is
/// not read for each letter of a word, a small one at once.
const PATIENCE: f32 = 0.25;
/// The same at most.
const MOST_PATIENCE: Duration = Duration::from_millis(250);

/// What there is to be read.
#[derive(Debug)]
pub enum Work {
    /// A file has this text and version in the editor; none when it is closed.
    Text(PathBuf, Option<(Arc<str>, i32)>),
    /// Files have changed on the disk.
    Changed(Vec<PathBuf>),
}

/// The snapshot of what was read last; none before anything was.
#[derive(Clone, Default)]
pub struct Latest(Arc<RwLock<Option<Arc<Snapshot>>>>);

impl Latest {
    /// The snapshot.
    pub fn get(&self) -> Option<Arc<Snapshot>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, snapshot: Arc<Snapshot>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(snapshot);
    }
}

/// Starts to read a place. What is sent to the sender is read as well; the thread ends when that is dropped.
pub fn start(
    place: Place,
    latest: &Latest,
    board: &Arc<Board>,
    connection: &Arc<Connection>,
) -> std::io::Result<Sender<Work>> {
    let (sender, work) = channel();
    let reader = Reader {
        library: Library::new(place),
        latest: latest.clone(),
        board: Arc::clone(board),
        connection: Arc::clone(connection),
        versions: FxHashMap::default(),
        took: Duration::ZERO,
    };
    thread::Builder::new()
        .name("reading".to_owned())
        .spawn(move || reader.run(&work))?;
    Ok(sender)
}

struct Reader {
    library: Library,
    latest: Latest,
    board: Arc<Board>,
    connection: Arc<Connection>,
    /// Of the texts of the editor that are read.
    versions: FxHashMap<PathBuf, i32>,
    /// How long the last reading took.
    took: Duration,
}

impl Reader {
    fn run(mut self, work: &Receiver<Work>) {
        self.read(|library| library.refresh(&|_| {}).ok());
        while let Ok(first) = work.recv() {
            // Of texts that wait, the last of each file counts.
            let mut texts = BTreeMap::new();
            let mut changed = Vec::new();
            let patience = self.took.mul_f32(PATIENCE).min(MOST_PATIENCE);
            let more = std::iter::from_fn(|| work.recv_timeout(patience).ok());
            for next in std::iter::once(first).chain(more) {
                match next {
                    Work::Text(path, text) => {
                        texts.insert(path, text);
                    }
                    Work::Changed(paths) => changed.extend(paths),
                }
            }
            self.step(texts, &changed);
        }
    }

    fn step(&mut self, texts: BTreeMap<PathBuf, Option<(Arc<str>, i32)>>, changed: &[PathBuf]) {
        for (path, text) in &texts {
            match text {
                Some((_, version)) => self.versions.insert(path.clone(), *version),
                None => self.versions.remove(path),
            };
        }
        self.read(|library| {
            let mut memory = None;
            if !changed.is_empty() {
                memory = library.changed(changed, &|_| {}).ok();
            }
            for (path, text) in texts {
                let text = text.map(|(text, _)| text.as_bytes().to_vec());
                memory = library.overlay(&path, text, &|_| {}).ok().or(memory);
            }
            memory
        });
    }

    /// Reads, and tells. A fault of the program costs this reading, not the server.
    fn read(&mut self, read: impl FnOnce(&mut Library) -> Option<Arc<Memory>>) {
        let library = &mut self.library;
        let versions = self.versions.clone();
        let begun = Instant::now();
        let memory = catch_unwind(AssertUnwindSafe(|| {
            let memory = read(library)?;
            Some(Arc::new(Snapshot::new(memory, library.collection(), versions)))
        }));
        self.took = begun.elapsed();
        if let Ok(Some(snapshot)) = memory {
            self.latest.set(Arc::clone(&snapshot));
            self.board.tell_all(&self.connection, &snapshot);
        }
    }
}
