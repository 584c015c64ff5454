//! What every command that writes event files does: find what may be written, show what will change, ask, write, and
//! say what stood in the way.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::{Component, Path, PathBuf},
};

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::{Complaint, output::Look};
use crate::{
    config::{Environment, Found},
    model::Finding,
    store::{
        Place,
        edit::EditError,
        write::{Scope, WriteError},
    },
    text,
};

/// The folders and files that may be written.
pub fn scope(found: &Found) -> anyhow::Result<Scope> {
    Scope::of(&found.place).map_err(|error| refused(&error).into())
}

/// What stood in the way of writing, as a sentence; it says itself what holds for the file.
pub fn refused(error: &WriteError) -> Complaint {
    let message = sentence(&error.to_string());
    match error {
        WriteError::ReadOnly => Complaint::failed(message).with_help(Some(
            "`annals init` makes a folder for your own; `--events PATH` names one that is there.".to_owned(),
        )),
        WriteError::Outside { .. } => Complaint::wrong_use(message),
        WriteError::Edit {
            error: EditError::NotThere(_),
            ..
        } => Complaint::not_found(message),
        _ => Complaint::failed(message),
    }
}

/// A phrase as a sentence: with a capital, if it begins with a word, and a full stop.
pub fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    let begun: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    };
    if begun.ends_with(['.', '?', '!']) {
        begun
    } else {
        begun + "."
    }
}

/// A file that the user named to be written to: as given, or in the folder of the collection when it is only a name
/// that is not there in the working folder. Whether it lies in the collection is for [`Scope`] to say.
pub fn named_file(name: &Path, place: &Place) -> Result<PathBuf, Complaint> {
    let bare = matches!(
        name.components().collect::<Vec<_>>().as_slice(),
        [Component::Normal(_)]
    );
    let hidden = name
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    if name.extension().is_none_or(|extension| extension != "toml") || hidden {
        let message = format!(
            "`{}` would not be read: event files end in `.toml`.",
            name.display()
        );
        return Err(Complaint::wrong_use(message));
    }
    if bare
        && !name.exists()
        && let Place::Paths(paths) = place
        && let Some(folder) = paths.iter().find(|path| path.is_dir())
    {
        return Ok(folder.join(name));
    }
    Ok(name.to_owned())
}

/// The folder for what is not finished: drafts.
pub fn drafts() -> Result<PathBuf, Complaint> {
    let folder = Environment::of_process()
        .state_folder
        .map(|folder| folder.join("drafts"));
    folder.ok_or_else(|| Complaint::failed("There is no folder for drafts: no home folder is known."))
}

/// How many lines stand around a change.
const AROUND: usize = 3;

/// The differences of a file, as `diff -u` shows them. Empty where there are none.
pub fn difference(file: &Path, before: &[u8], after: &[u8], look: Look) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let name = file.to_string_lossy();
    let name = text::harmless(&name);
    let lines = TextDiff::from_lines(&*before, &*after);
    let mut shown = String::new();
    let mut line = |style: Style, line: &str| {
        shown.push_str(&look.paint(style, line));
        shown.push('\n');
    };
    let bold = Style::new().bold();
    for (number, hunk) in lines
        .unified_diff()
        .context_radius(AROUND)
        .iter_hunks()
        .enumerate()
    {
        if number == 0 {
            line(bold, &format!("--- {name}"));
            line(bold, &format!("+++ {name}"));
        }
        line(
            Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            &hunk.header().to_string(),
        );
        for change in hunk.iter_changes() {
            let style = match change.tag() {
                ChangeTag::Delete => Style::new().fg_color(Some(AnsiColor::Red.into())),
                ChangeTag::Insert => Style::new().fg_color(Some(AnsiColor::Green.into())),
                ChangeTag::Equal => Style::new(),
            };
            let text = change.value().trim_end_matches(['\n', '\r']);
            line(style, &format!("{}{}", change.tag(), text::harmless(text)));
        }
    }
    shown
}

/// Whether somebody can be asked: both ways lead to a terminal.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on standard error, and returns the letter of one of the answers; none when the input ends. Answers are words
/// that begin with different letters.
pub fn ask(question: &str, answers: &[&str]) -> io::Result<Option<char>> {
    let letter = |answer: &str| answer.chars().next();
    let shown: Vec<String> = answers
        .iter()
        .map(|answer| {
            let mut letters = answer.chars();
            let first: String = letters.by_ref().take(1).collect();
            format!("[{first}]{}", letters.as_str())
        })
        .collect();
    loop {
        let mut err = anstream::stderr().lock();
        write!(err, "{} {} ", text::harmless(question), shown.join(", "))?;
        err.flush()?;
        drop(err);
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let typed = letter(&line.trim().to_lowercase());
        if let Some(answer) = answers.iter().find(|answer| letter(answer) == typed) {
            return Ok(letter(answer));
        }
    }
}

/// Whether to go on, after it was shown what will be: with `--yes`, or when somebody says so. Without either nothing
/// is written, and that is said.
pub fn may_write(yes: bool, question: &str) -> anyhow::Result<bool> {
    if yes {
        return Ok(true);
    }
    if !can_ask() {
        super::output::note("nothing was written; `--yes` writes it");
        return Ok(false);
    }
    Ok(ask(question, &["yes", "no"])? == Some('y'))
}

/// Findings as phrases for where there is no file to show yet.
pub fn complaint_of(findings: &[Finding]) -> Option<Complaint> {
    let first = findings.first()?;
    let all: Vec<String> = findings
        .iter()
        .map(|finding| sentence(&finding.message))
        .collect();
    let help = if findings.len() == 1 {
        first.help.as_deref().map(sentence)
    } else {
        let helps: Vec<String> = findings
            .iter()
            .filter_map(|finding| finding.help.as_deref().map(sentence))
            .collect();
        (!helps.is_empty()).then(|| helps.join(" "))
    };
    Some(Complaint::wrong_use(all.join("\n")).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_becomes_a_sentence() {
        for (phrase, is) in [
            ("there is none", "There is none."),
            ("`x` is none", "`x` is none."),
            ("did you mean `y`?", "Did you mean `y`?"),
            ("", "."),
        ] {
            assert_eq!(sentence(phrase), is);
        }
    }

    #[test]
    fn a_difference_is_harmless_and_as_diff_shows_it() {
        let look = Look {
            colour: false,
            width: None,
        };
        let shown = difference(
            Path::new("a\u{1b}.toml"),
            b"a\nb\r\nc\n",
            b"a\nx\x1b[2J\r\nc\n",
            look,
        );
        insta::assert_snapshot!(shown, @"
        --- a�.toml
        +++ a�.toml
        @@ -1,3 +1,3 @@
         a
        -b
        +x�[2J
         c
        ");
        assert_eq!(difference(Path::new("a"), b"a", b"a", look), "");
    }
}
