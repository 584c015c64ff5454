//! Words of one's own for `annals pull`: files beside the settings, and those that the settings name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Environment, Settings, SettingsError};
use crate::pull::words::faults;

/// The folder beside the settings file whose files are read without being named.
const FOLDER: &str = "words";
/// Bytes of such a file at most: a hundred times the built-in words.
const LARGEST: u64 = 8 << 20;

/// The texts of the files of words: first those of the folder `words` beside the settings file, in the order of their names,
/// then those that the setting `words` names.
///
/// # Errors
/// All that is wrong with them, each at its place.
pub fn own_words(environment: &Environment, settings: &Settings) -> Result<Vec<String>, Vec<SettingsError>> {
    let beside = environment
        .settings_file()
        .and_then(|file| Some(file.parent()?.join(FOLDER)))
        .filter(|folder| folder.is_dir());
    let (mut texts, mut errors) = (Vec::new(), Vec::new());
    let mut read = Vec::new();
    for place in beside.iter().chain(&settings.words) {
        match files(place) {
            Ok(files) => read.extend(files),
            Err(error) => errors.push(unreadable(place, &error)),
        }
    }
    for file in read {
        match text(&file) {
            Ok(text) => {
                let wrong = faults(&text);
                errors.extend(wrong.into_iter().map(|fault| {
                    SettingsError::at(&text, &fault.span, file.clone(), fault.message, fault.help)
                }));
                texts.push(text);
            }
            Err(error) => errors.push(unreadable(&file, &error)),
        }
    }
    if errors.is_empty() { Ok(texts) } else { Err(errors) }
}

/// A file, or the files `*.toml` of a folder by name.
fn files(place: &Path) -> io::Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(vec![place.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.extension().is_some_and(|extension| extension == "toml") && !hidden && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn text(file: &Path) -> io::Result<String> {
    if fs::metadata(file)?.len() > LARGEST {
        return Err(io::Error::other("it is larger than 8 MB"));
    }
    let text = fs::read_to_string(file)?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn unreadable(file: &Path, error: &io::Error) -> SettingsError {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not in UTF-8".to_owned(),
        _ => error.to_string(),
    };
    SettingsError::unreadable(file.to_owned(), format!("These words cannot be read: {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of settings with these files.
    #[allow(clippy::disallowed_methods)] // Nobody else reads these files.
    fn with(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Environment) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let environment = Environment {
            config_folder: Some(folder.path().to_owned()),
            ..Environment::default()
        };
        (folder, environment)
    }

    #[test]
    fn files_beside_the_settings_come_first_by_name() {
        let (folder, environment) = with(&[
            ("words/b.toml", b"offices = [\"b\"]"),
            ("words/a.toml", b"\xEF\xBB\xBFoffices = [\"a\"]"),
            ("words/.c.toml", b"offices = 1"),
            ("words/d.txt", b"offices = 1"),
            ("more.toml", b"offices = [\"more\"]"),
        ]);
        let settings = Settings {
            words: vec![folder.path().join("more.toml")],
            ..Settings::default()
        };
        let texts = own_words(&environment, &settings).unwrap();
        assert_eq!(
            texts,
            ["offices = [\"a\"]", "offices = [\"b\"]", "offices = [\"more\"]"]
        );
        assert_eq!(
            own_words(&Environment::default(), &Settings::default()),
            Ok(Vec::new())
        );
    }

    #[test]
    fn every_fault_has_its_file_and_line() {
        let (folder, environment) = with(&[
            ("words/a.toml", b"# Mine.\nofices = [\"a\"]\n"),
            ("words/b.toml", b"offices = [\"\xFF\"]"),
        ]);
        let settings = Settings {
            words: vec![folder.path().join("none")],
            ..Settings::default()
        };
        let errors = own_words(&environment, &settings).unwrap_err();
        let said: Vec<(usize, String)> = errors
            .iter()
            .map(|error| (error.line, format!("{} {:?}", error.message, error.help)))
            .collect();
        assert_eq!(said.len(), 3);
        assert!(
            said[0].0 == 2 && said[0].1.contains("Did you mean `offices`?"),
            "{said:?}"
        );
        assert!(said[1].1.contains("UTF-8"), "{said:?}");
        assert!(said[2].1.contains("no such file"), "{said:?}");
    }
}
