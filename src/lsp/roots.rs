//! Where the collection is, in paths as the editor writes them.

use std::path::{Path, PathBuf};

use lsp_types::Uri;

use super::uri;
use crate::{
    config::{self, Environment},
    store::Place,
};

/// The folder of events that a workspace has, if it has one.
const FOLDER: &str = "events";

/// The files and folders of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// Absolute.
    paths: Vec<PathBuf>,
    /// The same, links followed.
    real: Vec<PathBuf>,
}

impl Roots {
    /// Where a workspace has its events: the paths that were asked for, else the workspace's own folder `events`, else
    /// where every command would look from there.
    pub fn find(asked: &[PathBuf], workspace: Option<&Path>, environment: Environment) -> Self {
        let here = workspace.map_or_else(|| environment.here.clone(), Path::to_owned);
        let own = here.join(FOLDER);
        let paths = if asked.is_empty() && own.is_dir() {
            vec![own]
        } else {
            // What is said relatively is meant from where the program was started.
            let base = environment.here.clone();
            let environment = Environment { here, ..environment };
            match config::find_place(asked, &environment).map(|found| found.place) {
                Ok(Place::Paths(paths)) => paths.into_iter().map(|path| base.join(path)).collect(),
                Ok(Place::Embedded) | Err(_) => Vec::new(),
            }
        };
        Self::of(paths)
    }

    fn of(paths: Vec<PathBuf>) -> Self {
        let real = paths
            .iter()
            .map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()))
            .collect();
        Self { paths, real }
    }

    /// What is to be read; none where there is nothing.
    pub fn place(&self) -> Option<Place> {
        (!self.paths.is_empty()).then(|| Place::Paths(self.paths.clone()))
    }

    /// Whether a file belongs to the collection, or would if it were saved.
    pub fn has(&self, path: &Path) -> bool {
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        self.paths.iter().any(|root| {
            path == root
                || is_toml
                    && path.strip_prefix(root).is_ok_and(|below| {
                        // Hidden files and folders are passed over.
                        below.iter().all(|step| !step.to_string_lossy().starts_with('.'))
                    })
        })
    }

    /// The path of a file that the editor names, as the collection writes it.
    pub fn path(&self, uri: &Uri) -> Option<PathBuf> {
        let path = uri::path(uri)?;
        if self.paths.iter().any(|root| path.starts_with(root)) {
            return Some(path);
        }
        // The editor may have come there by a link.
        let real = path.canonicalize().ok();
        let below = real.as_deref().and_then(|real| {
            self.real.iter().zip(&self.paths).find_map(|(root, written)| {
                let below = real.strip_prefix(root).ok()?;
                Some(if below.as_os_str().is_empty() {
                    written.clone()
                } else {
                    written.join(below)
                })
            })
        });
        Some(below.unwrap_or(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_has_its_own_folder() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        std::fs::create_dir_all(at("work/events/deep")).unwrap();
        std::fs::create_dir_all(at("other/events")).unwrap();
        let environment = Environment {
            here: at("other"),
            ..Environment::default()
        };
        let roots = Roots::find(&[], Some(&at("work")), environment.clone());
        assert_eq!(roots.place(), Some(Place::Paths(vec![at("work/events")])));
        assert!(roots.has(&at("work/events/deep/a.toml")));
        for outside in [
            "work/a.toml",
            "work/events/a.txt",
            "work/events/.git/a.toml",
            "other/events/a.toml",
        ] {
            assert!(!roots.has(&at(outside)), "{outside}");
        }
        let below = Roots::find(&[], Some(&at("work/events/deep")), environment.clone());
        assert_eq!(below.place(), Some(Place::Paths(vec![at("work/events")])));
        let asked = Roots::find(&[at("other/events")], Some(&at("work")), environment);
        assert_eq!(asked.place(), Some(Place::Paths(vec![at("other/events")])));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_the_same_by_a_link() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        std::fs::create_dir_all(at("work/events")).unwrap();
        std::fs::File::create(at("work/events/a.toml")).unwrap();
        std::os::unix::fs::symlink(at("work"), at("link")).unwrap();
        let roots = Roots::of(vec![at("work/events")]);
        let named = uri::uri(&at("link/events/a.toml")).unwrap();
        assert_eq!(roots.path(&named), Some(at("work/events/a.toml")));
    }
}
