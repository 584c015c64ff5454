//! The user's editor, opened on a file at a line: `$VISUAL`, else `$EDITOR`, else one that is there.
//!
//! What the user has set is split into words here, with quotation marks as in a shell, but no shell is ever asked: paths
//! of event files are one argument each, whatever stands in them.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

use super::Environment;
use crate::text;

/// What is tried, one after the other, when the user has set nothing: the first that can be left without knowing how.
const USUAL: &[&str] = if cfg!(windows) {
    &["notepad.exe"]
} else {
    &["nano", "vi", "vim", "nvim", "hx", "emacs"]
};

/// How an editor is told the line, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// `+12 file`.
    Plus,
    /// `file:12`.
    Colon,
    /// `-g file:12`.
    Goto,
    /// `--line 12 file`.
    Line,
    /// `-l 12 file`.
    ShortLine,
    /// `-n12 file`.
    Number,
    /// Not at all.
    Unknown,
}

/// A kind of editor: its names, how it is told the line, and the word without which it would not wait until the file is
/// closed, with the other way to say that word.
type Row = (
    &'static [&'static str],
    Manner,
    Option<(&'static str, &'static str)>,
);

/// The editors that are known.
const EDITORS: &[Row] = &[
    (
        &[
            "vi",
            "vim",
            "nvim",
            "view",
            "vimx",
            "elvis",
            "nvi",
            "vis",
            "nano",
            "rnano",
            "pico",
            "emacs",
            "emacsclient",
            "kak",
            "joe",
            "jmacs",
            "jstar",
            "jpico",
            "jed",
            "micro",
            "mg",
            "ne",
            "zile",
            "qemacs",
            "mcedit",
            "dte",
        ],
        Manner::Plus,
        None,
    ),
    (&["gvim", "mvim"], Manner::Plus, Some(("-f", "--nofork"))),
    (&["hx", "helix"], Manner::Colon, None),
    (
        &["subl", "sublime_text", "sublime"],
        Manner::Colon,
        Some(("-w", "--wait")),
    ),
    (
        &["zed", "zeditor", "zedit"],
        Manner::Colon,
        Some(("-w", "--wait")),
    ),
    (
        &[
            "code",
            "code-insiders",
            "code-oss",
            "codium",
            "vscodium",
            "cursor",
            "windsurf",
            "positron",
        ],
        Manner::Goto,
        Some(("-w", "--wait")),
    ),
    (&["gedit", "pluma", "xed"], Manner::Plus, Some(("-w", "--wait"))),
    (&["gnome-text-editor"], Manner::Plus, Some(("-s", "--standalone"))),
    (&["bbedit"], Manner::Plus, Some(("-w", "--wait"))),
    (&["kate"], Manner::ShortLine, Some(("-b", "--block"))),
    (&["kwrite"], Manner::ShortLine, None),
    (&["mate"], Manner::ShortLine, Some(("-w", "--wait"))),
    (
        &["idea", "pycharm", "clion", "rustrover", "webstorm"],
        Manner::Line,
        Some(("--wait", "-w")),
    ),
    (&["notepad++"], Manner::Number, None),
];

/// The editor of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: OsString,
    arguments: Vec<String>,
}

/// Why there is no editor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditorError {
    /// Nothing is set, and none of the usual ones is there.
    #[error("no editor is known: set VISUAL or EDITOR, for example `export EDITOR=nano`")]
    Unknown,
    /// What is set cannot be split into words.
    #[error("`{0}`, which VISUAL or EDITOR says, {1}")]
    Unfit(String, &'static str),
}

impl Editor {
    /// The editor that the environment names, else the first of the usual ones that `$PATH` leads to.
    pub fn find(environment: &Environment) -> Result<Self, EditorError> {
        if let Some(set) = &environment.editor {
            let unfit = |why| EditorError::Unfit(text::harmless(&set.to_string_lossy()).into_owned(), why);
            let set = set.to_str().ok_or_else(|| unfit("is not in UTF-8"))?;
            return Self::parse(set).map_err(unfit);
        }
        let path = environment.path.as_deref().unwrap_or_default();
        let there = |name: &&&str| env::split_paths(path).any(|folder| folder.join(name).is_file());
        let found = USUAL.iter().find(there).ok_or(EditorError::Unknown)?;
        Ok(Self {
            program: found.into(),
            arguments: Vec::new(),
        })
    }

    /// Splits what is set into a program and its arguments.
    fn parse(set: &str) -> Result<Self, &'static str> {
        let mut words = words(set)?.into_iter();
        match words.next() {
            Some(program) if !program.is_empty() => Ok(Self {
                program: program.into(),
                arguments: words.collect(),
            }),
            _ => Err("names no program"),
        }
    }

    /// The name of the program, in small letters and without folder and extension; harmless in a terminal.
    pub fn name(&self) -> String {
        let path = Path::new(&self.program);
        let name = match path.extension().and_then(OsStr::to_str) {
            Some("exe" | "cmd" | "bat" | "com") => path.file_stem(),
            _ => path.file_name(),
        };
        let name = name.unwrap_or_default().to_string_lossy().to_lowercase();
        text::harmless(&name).into_owned()
    }

    /// The command that opens a file, at a line from 1 where one is given and the editor is known to have a way for
    /// it, and that ends when the file is closed.
    pub fn command(&self, file: &Path, line: Option<usize>) -> Command {
        let name = self.name();
        // `vim.basic` and `emacs-gtk` are what the alternatives of Debian lead to.
        let short = name.split(['.', '-']).next().unwrap_or_default();
        let row = |name: &str| EDITORS.iter().find(|(names, ..)| names.contains(&name));
        let row = row(&name).or_else(|| row(short));
        let (manner, wait) = row.map_or((Manner::Unknown, None), |(_, manner, wait)| (*manner, *wait));
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        if let Some((word, other)) = wait
            && !self.arguments.iter().any(|given| given == word || given == other)
        {
            command.arg(word);
        }
        let file = as_argument(file);
        let Some(line) = line.filter(|line| *line > 0) else {
            command.arg(file);
            return command;
        };
        let at_line = || {
            let mut joined = file.clone().into_os_string();
            joined.push(format!(":{line}"));
            joined
        };
        match manner {
            Manner::Plus => command.arg(format!("+{line}")).arg(file),
            Manner::Colon => command.arg(at_line()),
            Manner::Goto => command.arg("-g").arg(at_line()),
            Manner::Line => command.arg("--line").arg(line.to_string()).arg(file),
            Manner::ShortLine => command.arg("-l").arg(line.to_string()).arg(file),
            Manner::Number => command.arg(format!("-n{line}")).arg(file),
            Manner::Unknown => command.arg(file),
        };
        command
    }
}

/// A path that no program takes for an option.
fn as_argument(file: &Path) -> PathBuf {
    let first = file.as_os_str().as_encoded_bytes().first();
    if matches!(first, Some(b'-' | b'+')) {
        Path::new(".").join(file)
    } else {
        file.to_owned()
    }
}

/// Words as a shell splits them: by spaces, with `'…'`, `"…"` and `\`; nothing else has a meaning.
fn words(text: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars().peekable();
    // In paths of Windows the backslash separates folders.
    let escapes = !cfg!(windows);
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => words.extend(word.take()),
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        None => return Err("has a quotation mark that is never closed"),
                        Some(end) if end == c => break,
                        Some('\\') if escapes && c == '"' && matches!(chars.peek(), Some('"' | '\\')) => {
                            word.extend(chars.next());
                        }
                        Some(c) => word.push(c),
                    }
                }
            }
            '\\' if escapes => match chars.next() {
                None => return Err("ends in a backslash"),
                Some(c) => word.get_or_insert_default().push(c),
            },
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(set: &str, file: &str, line: Option<usize>) -> Vec<String> {
        let command = Editor::parse(set).unwrap().command(Path::new(file), line);
        std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(|word| word.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn every_editor_is_told_the_line_in_its_own_way() {
        for (set, words) in [
            ("vi", vec!["vi", "+7", "a.toml"]),
            (
                "/usr/bin/vim.basic -n",
                vec!["/usr/bin/vim.basic", "-n", "+7", "a.toml"],
            ),
            ("nano", vec!["nano", "+7", "a.toml"]),
            ("emacs-nox", vec!["emacs-nox", "+7", "a.toml"]),
            ("emacsclient -t", vec!["emacsclient", "-t", "+7", "a.toml"]),
            ("kak", vec!["kak", "+7", "a.toml"]),
            ("hx", vec!["hx", "a.toml:7"]),
            ("code", vec!["code", "-w", "-g", "a.toml:7"]),
            (
                "code-insiders --wait",
                vec!["code-insiders", "--wait", "-g", "a.toml:7"],
            ),
            ("subl", vec!["subl", "-w", "a.toml:7"]),
            ("gvim", vec!["gvim", "-f", "+7", "a.toml"]),
            ("kate -b", vec!["kate", "-b", "-l", "7", "a.toml"]),
            ("idea", vec!["idea", "--wait", "--line", "7", "a.toml"]),
            ("my-own-editor --fast", vec!["my-own-editor", "--fast", "a.toml"]),
        ] {
            assert_eq!(opened(set, "a.toml", Some(7)), words, "{set}");
        }
        assert_eq!(opened("vi", "a.toml", None), ["vi", "a.toml"]);
    }

    #[test]
    fn no_name_of_a_file_is_more_than_a_name() {
        assert_eq!(
            opened("vi", "-c !sh.toml", Some(1)),
            ["vi", "+1", "./-c !sh.toml"]
        );
        assert_eq!(opened("vi", "+!sh", None), ["vi", "./+!sh"]);
        assert_eq!(opened("hx", "$(sh) ; `sh`", Some(3)), ["hx", "$(sh) ; `sh`:3"]);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_set_is_split_as_in_a_shell_and_nothing_is_expanded() {
        for (text, split) in [
            ("  vim   -u  NONE ", vec!["vim", "-u", "NONE"]),
            ("'my editor' a", vec!["my editor", "a"]),
            ("my\\ editor \"a b\"'c'd", vec!["my editor", "a bcd"]),
            ("a \"\" b", vec!["a", "", "b"]),
            ("a \"\\\"x\\\\ \\n\"", vec!["a", "\"x\\ \\n"]),
            ("e $HOME *.toml ; rm", vec!["e", "$HOME", "*.toml", ";", "rm"]),
        ] {
            assert_eq!(words(text).unwrap(), split, "{text}");
        }
        assert!(words("vim 'a").is_err());
        assert!(words("vim \\").is_err());
    }

    #[test]
    fn what_is_set_comes_first_and_then_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let mut environment = Environment {
            path: Some(folder.path().into()),
            ..Environment::default()
        };
        assert_eq!(Editor::find(&environment), Err(EditorError::Unknown));
        let usual = USUAL.last().unwrap();
        std::fs::File::create(folder.path().join(usual)).unwrap();
        assert_eq!(Editor::find(&environment).unwrap().program, **usual);
        environment.editor = Some("ed -s".into());
        assert_eq!(Editor::find(&environment).unwrap().name(), "ed");
        for (set, sentence) in [
            ("  ", "`  `, which VISUAL or EDITOR says, names no program"),
            (
                "vi 'x",
                "`vi 'x`, which VISUAL or EDITOR says, has a quotation mark that is never closed",
            ),
        ] {
            environment.editor = Some(set.into());
            assert_eq!(Editor::find(&environment).unwrap_err().to_string(), sentence);
        }
    }
}
