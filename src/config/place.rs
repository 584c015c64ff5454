//! Where events come from, first that applies: what was asked for, `$ANNALS_EVENTS`, the settings, the nearest
//! folder `events`, the data folder, the collection inside the binary.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::{Environment, Settings, SettingsError};
use crate::{store::Place, text};

/// The name of a folder of events.
const FOLDER: &str = "events";

/// Where events are read from, and what told us so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// What told us so.
    pub told: Told,
}

/// What told us where the events are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The arguments.
    Arguments,
    /// `$ANNALS_EVENTS`.
    Variable,
    /// `events` in this settings file.
    Settings(PathBuf),
    /// A folder `events` in the working folder or above it.
    Nearest,
    /// The data folder of the platform.
    Data,
    /// Nothing: the collection inside the binary.
    Nothing,
}

/// Why it cannot be said where the events are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// The settings file is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A path that was named is not there, or cannot be looked at.
    #[error("{}", missing(path, reason.as_deref(), told))]
    Missing {
        /// The path.
        path: PathBuf,
        /// Why, if it is something else than that nothing is there.
        reason: Option<String>,
        /// Who named it.
        told: Told,
    },
}

fn missing(path: &Path, reason: Option<&str>, told: &Told) -> String {
    let shown = path.to_string_lossy();
    let shown = text::harmless(&shown);
    let named = match told {
        Told::Variable => ", which ANNALS_EVENTS names".to_owned(),
        Told::Settings(file) => {
            let file = file.to_string_lossy();
            format!(", which {} names", text::harmless(&file))
        }
        _ => String::new(),
    };
    match reason {
        None => format!("There is no file or folder `{shown}`{named}."),
        Some(reason) => format!("`{shown}`{named}, cannot be read: {reason}."),
    }
}

impl Found {
    /// The place in a few words, harmless in a terminal: `events`, `a.toml and 2 more`, `the embedded collection`.
    pub fn described(&self) -> String {
        let paths = match &self.place {
            Place::Embedded => return "the embedded collection".to_owned(),
            Place::Paths(paths) => paths,
        };
        let first = paths.first().map(|path| path.to_string_lossy());
        let first = text::harmless(first.as_deref().unwrap_or("nothing")).into_owned();
        match paths.len() {
            0 | 1 => first,
            more => format!("{first} and {} more", more - 1),
        }
    }

    /// Whether nothing can be written there.
    pub fn is_read_only(&self) -> bool {
        self.place == Place::Embedded
    }
}

/// Where events come from when the arguments name `asked`.
///
/// A folder that is only looked for may be missing; a path that somebody named must be there.
pub fn find_place(asked: &[PathBuf], environment: &Environment) -> Result<Found, PlaceError> {
    if !asked.is_empty() {
        return named(asked.to_vec(), Told::Arguments);
    }
    let listed: Vec<PathBuf> = environment
        .events
        .iter()
        .flat_map(env::split_paths)
        .filter(|path| !path.as_os_str().is_empty())
        .collect();
    if !listed.is_empty() {
        return named(listed, Told::Variable);
    }
    let settings = Settings::read(environment)?;
    if let (false, Some(file)) = (settings.events.is_empty(), settings.file) {
        return named(settings.events, Told::Settings(file));
    }
    if let Some(folder) = nearest(&environment.here) {
        return Ok(Found {
            place: Place::Paths(vec![folder]),
            told: Told::Nearest,
        });
    }
    let data = environment.data_folder.as_ref().map(|folder| folder.join(FOLDER));
    Ok(match data.filter(|folder| folder.is_dir()) {
        Some(folder) => Found {
            place: Place::Paths(vec![folder]),
            told: Told::Data,
        },
        None => Found {
            place: Place::Embedded,
            told: Told::Nothing,
        },
    })
}

/// The paths, if all of them are there.
fn named(paths: Vec<PathBuf>, told: Told) -> Result<Found, PlaceError> {
    for path in &paths {
        if let Err(error) = fs::metadata(path) {
            let reason = (error.kind() != std::io::ErrorKind::NotFound).then(|| error.to_string());
            return Err(PlaceError::Missing {
                path: path.clone(),
                reason,
                told,
            });
        }
    }
    Ok(Found {
        place: Place::Paths(paths),
        told,
    })
}

/// The folder `events` in `here` or the nearest folder above; in `here` itself by its bare name, which is
/// how a person would say it.
fn nearest(here: &Path) -> Option<PathBuf> {
    let folder = here
        .ancestors()
        .map(|folder| folder.join(FOLDER))
        .find(|folder| folder.is_dir())?;
    let bare = PathBuf::from(FOLDER);
    let is_here = folder.parent() == Some(here) && env::current_dir().is_ok_and(|current| current == here);
    Some(if is_here { bare } else { folder })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(found: &Found) -> Vec<PathBuf> {
        match &found.place {
            Place::Paths(paths) => paths.clone(),
            Place::Embedded => vec![],
        }
    }

    #[test]
    fn the_first_that_applies_is_taken() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in [
            "asked",
            "variable",
            "settings",
            "work/deep",
            "work/events",
            "data/events",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        let config = at("config.toml");
        fs::File::create(&config)
            .and_then(|mut file| std::io::Write::write_all(&mut file, b"events = \"settings\""))
            .unwrap();
        let mut environment = Environment {
            events: Some(at("variable").into()),
            config: Some(config.clone().into()),
            here: at("work/deep"),
            data_folder: Some(at("data")),
            ..Environment::default()
        };

        let found = find_place(&[at("asked")], &environment).unwrap();
        assert_eq!(
            (paths(&found), &found.told),
            (vec![at("asked")], &Told::Arguments)
        );
        let found = find_place(&[], &environment).unwrap();
        assert_eq!(
            (paths(&found), &found.told),
            (vec![at("variable")], &Told::Variable)
        );
        environment.events = None;
        let found = find_place(&[], &environment).unwrap();
        assert_eq!(
            (paths(&found), &found.told),
            (vec![at("settings")], &Told::Settings(config))
        );
        environment.config = None;
        let found = find_place(&[], &environment).unwrap();
        assert_eq!(
            (paths(&found), &found.told),
            (vec![at("work/events")], &Told::Nearest)
        );
        environment.here = root.path().join("asked");
        let found = find_place(&[], &environment).unwrap();
        assert_eq!(
            (paths(&found), &found.told),
            (vec![at("data/events")], &Told::Data)
        );
        environment.data_folder = None;
        let found = find_place(&[], &environment).unwrap();
        assert_eq!((&found.place, &found.told), (&Place::Embedded, &Told::Nothing));
        assert!(found.is_read_only());
    }

    #[test]
    fn a_path_that_was_named_must_be_there() {
        let error = find_place(&["no\u{1b}where".into()], &Environment::default()).unwrap_err();
        assert_eq!(error.to_string(), "There is no file or folder `no\u{FFFD}where`.");
        let environment = Environment {
            events: Some("/no/where".into()),
            ..Environment::default()
        };
        let error = find_place(&[], &environment).unwrap_err();
        assert!(error.to_string().contains("which ANNALS_EVENTS names"), "{error}");
    }

    #[test]
    fn places_are_said_in_a_few_words() {
        let found = |names: &[&str]| Found {
            place: Place::Paths(names.iter().map(PathBuf::from).collect()),
            told: Told::Arguments,
        };
        assert_eq!(found(&["events"]).described(), "events");
        assert_eq!(found(&["a.toml", "b", "c"]).described(), "a.toml and 2 more");
        assert_eq!(found(&["a\u{202E}b"]).described(), "a\u{FFFD}b");
    }
}
