//! What is wrong in the files, in words for the person who wrote them.

use std::{fmt, ops::Range, path::Path, sync::Arc};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Should be looked at.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! codes {
    ($($name:ident $text:literal $severity:ident),* $(,)?) => {
        /// What kind of mistake; the text is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($name),* }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As printed: `unknown-country`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

codes! {
    Unreadable "unreadable" Error,
    NotUtf8 "not-utf-8" Error,
    Syntax "syntax" Error,
    DuplicateKey "duplicate-key" Error,
    MissingTitle "missing-title" Error,
    MissingDate "missing-date" Error,
    MissingKey "missing-key" Error,
    WrongDate "wrong-date" Error,
    WrongType "wrong-type" Error,
    NotAFile "not-a-file" Warning,
    UnknownKey "unknown-key" Warning,
    UnknownTable "unknown-table" Warning,
    UnknownCategory "unknown-category" Warning,
    UnknownStatus "unknown-status" Warning,
    UnknownStance "unknown-stance" Warning,
    UnknownCountry "unknown-country" Warning,
    AmbiguousCountry "ambiguous-country" Warning,
    UnknownRelation "unknown-relation" Warning,
    DanglingRelation "dangling-relation" Warning,
    RelationToItself "relation-to-itself" Warning,
    DanglingSource "dangling-source" Warning,
    MissingSource "missing-source" Warning,
    DuplicateId "duplicate-id" Warning,
    DuplicateName "duplicate-name" Warning,
    NearlySameName "nearly-same-name" Warning,
    OutOfRange "out-of-range" Warning,
    IdCharacters "id-characters" Warning,
    QuoteNotFound "quote-not-found" Warning,
    MissingText "missing-text" Warning,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One mistake, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub code: Code,
    /// One sentence in plain words: what is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// The file.
    pub file: Arc<Path>,
    /// Line from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// In characters, at least 1.
    pub length: usize,
    /// The source line in which the place begins, without its line break; as written, not yet made harmless. Of a
    /// very long line only the beginning, and nothing when the place lies behind that.
    pub excerpt: String,
    /// Id of the event that it is about.
    pub event: Option<Box<str>>,
    /// What mends it, where one thing surely does.
    pub remedy: Option<Box<Remedy>>,
}

/// What surely mends a finding: some bytes of its file become others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is done, to be chosen from a list: `write "North Korea"`. As text, not yet made harmless.
    pub title: String,
    /// Which bytes of the file are replaced; empty where something is added.
    pub at: Range<usize>,
    /// What comes there.
    pub text: String,
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// That must be mended.
    pub errors: usize,
    /// That should be looked at.
    pub warnings: usize,
}

impl<'a> FromIterator<&'a Finding> for Totals {
    fn from_iter<I: IntoIterator<Item = &'a Finding>>(findings: I) -> Self {
        let mut totals = Self::default();
        for finding in findings {
            match finding.severity() {
                Severity::Error => totals.errors += 1,
                Severity::Warning => totals.warnings += 1,
            }
        }
        totals
    }
}
