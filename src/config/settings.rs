//! The settings file, `config.toml`.
//!
//! ```toml
//! events = "~/history/events"      # or a list of files and folders
//! words = "~/history/words"        # words of one's own for `annals pull`, likewise
//!
//! [keys]                           # read by the screen
//! ```

use std::{
    fmt, fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::Environment;
use crate::text;

/// Every key that a settings file may hold.
const KEYS: &[&str] = &["events", "words", "keys"];

/// What the user has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The file that was read; `None` when there is none.
    pub file: Option<PathBuf>,
    /// Files and folders to read events from, as found from the working folder.
    pub events: Vec<PathBuf>,
    /// Files of words for `annals pull`, and folders of them, as found from the working folder.
    pub words: Vec<PathBuf>,
    /// The table `[keys]`, as written; the screen knows what it means.
    pub keys: toml::Table,
}

/// What is wrong with the settings, or with a file of words, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// The file.
    pub file: PathBuf,
    /// Line from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// In characters, at least 1.
    pub length: usize,
    /// The line, as written.
    pub excerpt: String,
    /// One sentence in plain words.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl std::error::Error for SettingsError {}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.to_string_lossy();
        write!(f, "{}", text::harmless(&file))?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}", text::harmless(&self.message))
    }
}

impl SettingsError {
    /// Of a file that cannot be read at all.
    pub(super) fn unreadable(file: PathBuf, message: String) -> Self {
        Self {
            file,
            line: 0,
            column: 0,
            length: 1,
            excerpt: String::new(),
            message,
            help: None,
        }
    }

    /// At the bytes `span` of the file, which holds `text`.
    pub(super) fn at(
        text: &str,
        span: &Range<usize>,
        file: PathBuf,
        message: String,
        help: Option<String>,
    ) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let excerpt = text
            .get(start..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or("");
        let marked = text
            .get(span.clone())
            .and_then(|marked| marked.lines().next())
            .unwrap_or("");
        Self {
            file,
            line: before.matches('\n').count() + 1,
            column: before.get(start..).unwrap_or("").chars().count() + 1,
            length: marked.chars().count().max(1),
            excerpt: excerpt.to_owned(),
            message,
            help,
        }
    }
}

impl Settings {
    /// Reads the settings file of `environment`. No file is no settings, unless `$ANNALS_CONFIG` names it.
    pub fn read(environment: &Environment) -> Result<Self, SettingsError> {
        let Some(file) = environment.settings_file() else {
            return Ok(Self::default());
        };
        match fs::read_to_string(&file) {
            Ok(text) => Self::parse(&text, file, environment),
            Err(error) if error.kind() == io::ErrorKind::NotFound && environment.config.is_none() => {
                Ok(Self::default())
            }
            Err(error) => Err(SettingsError::unreadable(
                file,
                format!("The settings cannot be read: {error}."),
            )),
        }
    }

    fn parse(text: &str, file: PathBuf, environment: &Environment) -> Result<Self, SettingsError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let mut settings = Self::default();
        let mut mistake = None;
        let mut wrong = |span: Range<usize>, message: String, help: Option<String>| {
            mistake.get_or_insert((span, message, help));
        };
        match DeTable::parse(text) {
            Err(error) => wrong(error.span().unwrap_or(0..0), sentence(error.message()), None),
            Ok(table) => {
                for (key, value) in table.get_ref() {
                    match key.get_ref().as_ref() {
                        key @ ("events" | "words") => match texts(value.get_ref()) {
                            Some(paths) => {
                                let resolved = paths.iter().map(|path| environment.resolved(path, &folder));
                                let setting = if key == "words" {
                                    &mut settings.words
                                } else {
                                    &mut settings.events
                                };
                                *setting = resolved.collect();
                            }
                            None => wrong(
                                value.span(),
                                format!("`{key}` is neither a path nor a list of paths."),
                                Some(format!("Write `{key} = \"~/history/{key}\"`.")),
                            ),
                        },
                        "keys" => match value.get_ref() {
                            DeValue::Table(_) => {}
                            _ => wrong(
                                value.span(),
                                "`keys` is not a table.".to_owned(),
                                Some("Write `[keys]` and the keys below it.".to_owned()),
                            ),
                        },
                        unknown => wrong(
                            key.span(),
                            format!("There is no setting `{unknown}`."),
                            Some(match text::nearest(unknown, KEYS.iter().copied()) {
                                Some(near) => format!("Did you mean `{near}`?"),
                                None => format!("The settings are {}.", quoted(KEYS)),
                            }),
                        ),
                    }
                }
            }
        }
        if let Some((span, message, help)) = mistake {
            return Err(SettingsError::at(text, &span, file, message, help));
        }
        if let Some(toml::Value::Table(keys)) = toml::from_str::<toml::Table>(text)
            .ok()
            .and_then(|mut table| table.remove("keys"))
        {
            settings.keys = keys;
        }
        settings.file = Some(file);
        Ok(settings)
    }
}

/// A lone string or a list of strings.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(items) => items
            .iter()
            .map(|item| item.get_ref().as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The parser's remark as a sentence.
fn sentence(message: &str) -> String {
    let line = message.lines().collect::<Vec<_>>().join(", ");
    format!("This is not TOML: {line}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment {
            home: Some(PathBuf::from("/home/ada")),
            ..Environment::default()
        }
    }

    fn parse(text: &str) -> Result<Settings, SettingsError> {
        Settings::parse(text, PathBuf::from("/etc/annals/config.toml"), &environment())
    }

    #[test]
    fn paths_are_meant_from_the_home_folder_or_the_file() {
        for (text, paths) in [
            ("events = \"~/history\"", vec!["/home/ada/history"]),
            ("events = \"~\"", vec!["/home/ada"]),
            (
                "events = [\"mine\", \"/srv/events\"]",
                vec!["/etc/annals/mine", "/srv/events"],
            ),
            ("events = \"~other\"", vec!["/etc/annals/~other"]),
            ("", vec![]),
        ] {
            let expected: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
            assert_eq!(parse(text).unwrap().events, expected, "{text}");
        }
    }

    #[test]
    fn keys_are_handed_on_as_written() {
        let settings = parse("\u{FEFF}[keys]\nquit = \"Q\"\n").unwrap();
        assert_eq!(settings.keys.get("quit").and_then(toml::Value::as_str), Some("Q"));
    }

    #[test]
    fn a_mistake_is_found_at_its_place() {
        for (text, at, length, words) in [
            ("\n\nevnets = \"x\"\n", (3, 1), 6, "no setting `evnets`"),
            ("events = 3", (1, 10), 1, "neither a path"),
            ("events = [1]", (1, 10), 3, "neither a path"),
            ("keys = 1", (1, 8), 1, "not a table"),
            ("events = \"x", (1, 12), 1, "not TOML"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!((error.line, error.column), at, "{text}: {error}");
            assert!(
                error.length >= 1 && error.length <= length.max(1),
                "{text}: {error:?}"
            );
            assert!(error.message.contains(words), "{text}: {error}");
        }
        let error = parse("evnets = 1").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("Did you mean `events`?"));
    }

    #[test]
    fn a_missing_file_is_an_error_only_when_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut environment = Environment {
            config_folder: Some(folder.path().to_owned()),
            ..Environment::default()
        };
        assert_eq!(Settings::read(&environment), Ok(Settings::default()));
        environment.config = Some(folder.path().join("mine.toml").into());
        let error = Settings::read(&environment).unwrap_err();
        assert!(error.message.contains("cannot be read"), "{error}");
    }
}
