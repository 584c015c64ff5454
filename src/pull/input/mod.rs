//! What an article is read from: a file, standard input or an address of the web, in plain text, Markdown or HTML.
//!
//! [`read`] goes one way: bytes, bounded (`web`, or a file) → text by their encoding (`decode`) → the words of the
//! article and what the page says of itself (`plain`, `markdown`, `html`). Nothing here knows dates or events; what
//! cannot be an article is an [`InputError`], a sentence that says what would be right.

mod decode;
mod front;
#[cfg(feature = "pull")]
mod html;
mod language;
#[cfg(feature = "pull")]
mod lean;
mod markdown;
#[cfg(feature = "pull")]
mod page;
#[cfg(feature = "pull")]
mod web;

use std::{
    fmt, fs,
    io::{self, Read as _},
    path::PathBuf,
};

use crate::{dates::Edtf, text};

/// Bytes of a file, of standard input or of a page that are read at most.
pub const LARGEST: u64 = 64 << 20;
/// Bytes of the text of an article at most: about as much as two long books.
pub const LONGEST: usize = 2 << 20;

/// Where an article is, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Given {
    /// `-`: standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// An address: `http://…` or `https://…`.
    Web(String),
}

impl Given {
    /// What an argument asks for. Every other scheme than http and https is taken for the name of a file.
    pub fn of(argument: &std::ffi::OsStr) -> Self {
        if argument == "-" {
            return Self::Stdin;
        }
        match argument.to_str() {
            Some(address) if is_web(address) => Self::Web(address.to_owned()),
            _ => Self::File(PathBuf::from(argument)),
        }
    }

    /// What it is called: the path, the address, "standard input".
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => text::harmless(&path.to_string_lossy()).into_owned(),
            Self::Web(address) => text::harmless(address).into_owned(),
        }
    }

    /// The last part of its name without the extension, in words: what a title is made of where there is none.
    pub fn stem(&self) -> String {
        match self {
            Self::Stdin => String::new(),
            Self::File(path) => path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default(),
            Self::Web(address) => {
                let path = address.split(['?', '#']).next().unwrap_or_default();
                let path = path.split_once("://").map_or(path, |(_, rest)| rest);
                let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                last.rsplit_once('.')
                    .filter(|_| path.contains('/'))
                    .map_or(last, |(stem, _)| stem)
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str(&self.name()),
            Self::File(_) | Self::Web(_) => write!(f, "`{}`", self.name()),
        }
    }
}

/// Whether that is an address of the web.
fn is_web(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })
}

/// An article as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The words: of plain text the text itself, else paragraphs with a blank line between.
    pub text: String,
    /// The headline; empty where none is told.
    pub title: String,
    /// Who brings it; empty where nobody is told.
    pub publisher: String,
    /// When it came out, as the article itself says.
    pub published: Option<Edtf>,
    /// Where it is on the web: the address that it calls its own, else the one it was read from.
    pub url: String,
    /// What the reader should know: a sentence each.
    pub notes: Vec<String>,
}

/// Why there is no article to be had.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It cannot be read at all.
    #[error("{given} cannot be read: {why}")]
    Unreadable {
        /// What was asked for.
        given: Given,
        /// Why, in words.
        why: String,
    },
    /// There is too much of it.
    #[error("{given} holds more than {most}, and no article does; give the article alone")]
    TooLarge {
        /// What was asked for.
        given: Given,
        /// How much would be read.
        most: String,
    },
    /// Its bytes are no text.
    #[error("{given} is not text: {what}")]
    NotText {
        /// What was asked for.
        given: Given,
        /// What it is, and what to do about it.
        what: String,
    },
    /// It is text, but holds no words.
    #[error("{given} holds no text to read{}", hint(*.page))]
    Empty {
        /// What was asked for.
        given: Given,
        /// Whether it is a page of the web.
        page: bool,
    },
    /// This program was built without the web.
    #[error(
        "{given} is a page of the web, which this program was built without; save its text in a file, or build \
         Annals with the feature `pull`"
    )]
    NoWeb {
        /// What was asked for.
        given: Given,
    },
}

fn hint(page: bool) -> &'static str {
    if page {
        "; a page that is drawn by scripts must be opened in a browser and saved, or its text copied"
    } else {
        ""
    }
}

/// What kind of text the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Markdown,
    Html,
}

/// Bytes, and what is known of them before they are looked at.
#[derive(Debug, Default)]
struct Bytes {
    all: Vec<u8>,
    /// The form that a name or a server tells.
    form: Option<Form>,
    /// The encoding that a server tells.
    charset: Option<String>,
    /// Where it was found on the web in the end.
    url: String,
}

/// Reads an article.
pub fn read(given: &Given) -> Result<Document, InputError> {
    let bytes = match given {
        Given::Stdin => bounded(io::stdin().lock(), given)?,
        Given::File(path) => file(path, given)?,
        #[cfg(feature = "pull")]
        Given::Web(address) => web::fetch(address, given)?,
        #[cfg(not(feature = "pull"))]
        Given::Web(_) => return Err(InputError::NoWeb { given: given.clone() }),
    };
    document(bytes, given)
}

/// Reads an article out of bytes that somebody else has read, by what they hold alone.
pub fn read_bytes(bytes: Vec<u8>, given: &Given) -> Result<Document, InputError> {
    let bytes = Bytes {
        all: bytes,
        ..Bytes::default()
    };
    document(bytes, given)
}

fn file(path: &std::path::Path, given: &Given) -> Result<Bytes, InputError> {
    let unreadable = |error: &io::Error| InputError::Unreadable {
        given: given.clone(),
        why: match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "you are not allowed to read it".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder; name the files in it".to_owned(),
            _ => error.to_string(),
        },
    };
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(unreadable(&io::ErrorKind::IsADirectory.into()));
    }
    let open = fs::File::open(path).map_err(|error| unreadable(&error))?;
    let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let form = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("md" | "markdown" | "mkd") => Some(Form::Markdown),
        Some("html" | "htm" | "xhtml" | "xht") => Some(Form::Html),
        _ => None,
    };
    Ok(Bytes {
        form,
        ..bounded(open, given)?
    })
}

/// Reads to the end, or to what nobody reads on.
fn bounded(from: impl io::Read, given: &Given) -> Result<Bytes, InputError> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| InputError::Unreadable {
            given: given.clone(),
            why: error.to_string(),
        })?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(given, LARGEST as usize));
    }
    Ok(Bytes {
        all: bytes,
        ..Bytes::default()
    })
}

fn too_large(given: &Given, bytes: usize) -> InputError {
    InputError::TooLarge {
        given: given.clone(),
        most: format!("{} MB of text", bytes >> 20),
    }
}

fn document(bytes: Bytes, given: &Given) -> Result<Document, InputError> {
    let decoded = decode::text(
        &bytes.all,
        bytes.charset.as_deref(),
        bytes.form != Some(Form::Plain),
    )
    .map_err(|what| InputError::NotText {
        given: given.clone(),
        what,
    })?;
    drop(bytes.all);
    let form = bytes.form.unwrap_or_else(|| form_of(&decoded.text));
    if form != Form::Html && decoded.text.len() > LONGEST {
        return Err(too_large(given, LONGEST));
    }
    let mut document = match form {
        Form::Plain => plain(decoded.text),
        Form::Markdown => markdown::document(&decoded.text),
        #[cfg(feature = "pull")]
        Form::Html => html::document(&decoded.text, given)?,
        #[cfg(not(feature = "pull"))]
        Form::Html => return Err(InputError::NoWeb { given: given.clone() }),
    };
    if document.text.len() > LONGEST {
        return Err(too_large(given, LONGEST));
    }
    if !document.text.chars().any(char::is_alphanumeric) {
        return Err(InputError::Empty {
            given: given.clone(),
            page: form == Form::Html,
        });
    }
    if document.url.is_empty() {
        document.url = bytes.url;
    }
    document.notes.extend(decoded.note);
    document.notes.extend(language::note(&document.text));
    Ok(document)
}

/// What a text looks like. A leading `<` of a page's first tag, or the head that Markdown files have.
fn form_of(text: &str) -> Form {
    let start = text.trim_start();
    let head: String = start.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body", "<article", "<?xml"];
    let html = tags.iter().any(|tag| head.starts_with(tag))
        || head.starts_with('<')
            && ["<html", "<head", "<body", "<p>", "<div", "<p "]
                .iter()
                .any(|tag| head.contains(tag));
    if html {
        Form::Html
    } else if front::split(start).is_some() {
        Form::Markdown
    } else {
        Form::Plain
    }
}

/// Plain text is read as it is. A short first line with a blank line below it is the headline.
fn plain(text: String) -> Document {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
    let first = lines.next().unwrap_or_default().trim();
    let alone = lines.next().is_some_and(|second| second.trim().is_empty()) && lines.next().is_some();
    let title = if alone && front::is_headline(first) {
        first.to_owned()
    } else {
        String::new()
    };
    Document {
        text,
        title,
        ..Document::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, InputError> {
        read_bytes(text.as_bytes().to_vec(), &Given::Stdin)
    }

    #[test]
    fn an_argument_is_an_address_a_file_or_standard_input() {
        for (argument, given, stem) in [
            ("-", Given::Stdin, ""),
            (
                "HTTPS://a.example/b/the-news.html?x=1",
                Given::Web("HTTPS://a.example/b/the-news.html?x=1".into()),
                "the-news",
            ),
            (
                "http://a.example",
                Given::Web("http://a.example".into()),
                "a.example",
            ),
            ("news/a.b.txt", Given::File("news/a.b.txt".into()), "a.b"),
            ("ftp://a.example/b", Given::File("ftp://a.example/b".into()), "b"),
        ] {
            assert_eq!(Given::of(argument.as_ref()), given);
            assert_eq!(given.stem(), stem, "{argument}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        let text = "Putin in Pyongyang\n\nHe came on Tuesday.\n\nHe left.\n";
        let document = read(text).unwrap();
        assert_eq!(
            (document.text.as_str(), document.title.as_str()),
            (text, "Putin in Pyongyang")
        );
        assert_eq!(read("He came on Tuesday. He left.\n").unwrap().title, "");
    }

    #[test]
    fn what_holds_no_words_is_said_to() {
        for (text, said) in [
            ("", "standard input holds no text to read"),
            (" \n…\n", "standard input holds no text to read"),
            ("%PDF-1.7 …", "pdftotext"),
            ("\u{0}\u{1}\u{2}abc\u{0}\u{0}", "not text"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        let long = "words ".repeat(LONGEST / 6 + 1);
        assert!(read(&long).unwrap_err().to_string().contains("2 MB"));
    }

    #[test]
    fn a_folder_and_a_missing_file_are_sentences() {
        let folder = tempfile::tempdir().unwrap();
        for (path, said) in [
            (folder.path().to_owned(), "it is a folder"),
            (folder.path().join("none.txt"), "there is no such file"),
        ] {
            let error = super::read(&Given::File(path)).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
