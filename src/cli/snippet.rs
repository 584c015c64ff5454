//! A mistake at its place, in rustc's manner: what is wrong, the line with the wrong part underlined, and what
//! would be right. Everything in it is made harmless here.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::{model::Severity, text};

/// What is said of a mistake.
pub struct Mistake<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// Its stable code, if it has one.
    pub code: Option<&'a str>,
    /// One sentence.
    pub message: &'a str,
    /// What would be right.
    pub help: Option<&'a str>,
    /// Where it is, if in a file.
    pub file: Option<Cow<'a, str>>,
    /// Line of the excerpt's first line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column from 1, in characters of the excerpt's first line.
    pub column: usize,
    /// In characters, at least 1.
    pub length: usize,
    /// The lines as written.
    pub excerpt: &'a str,
}

impl Mistake<'_> {
    /// The report, with a line break at its end.
    pub fn render(&self, colour: bool) -> String {
        let message = text::harmless(self.message);
        let help = self.help.map(text::harmless);
        let file = self.file.as_deref().map(text::harmless);
        // One character for one, so that columns stay where they are.
        let excerpt: String = self
            .excerpt
            .split('\n')
            .map(text::harmless)
            .collect::<Vec<_>>()
            .join("\n");
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut title = level.primary_title(message);
        if let Some(code) = self.code {
            title = title.id(code);
        }
        let mut group = Group::with_title(title);
        if self.line == 0 {
            if let Some(file) = file {
                group = group.element(Origin::path(file));
            }
        } else {
            let start = byte_of(&excerpt, self.column.saturating_sub(1));
            let end = byte_of(&excerpt, self.column.saturating_sub(1) + self.length.max(1));
            let marked = AnnotationKind::Primary.span(start..end.max(start));
            let snippet = Snippet::source(excerpt)
                .line_start(self.line)
                .fold(false)
                .annotation(marked);
            group = group.element(match file {
                Some(file) => snippet.path(file),
                None => snippet.line_numbering(false),
            });
        }
        if let Some(help) = help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut report = renderer.render(&[group]);
        report.push('\n');
        report
    }
}

/// The byte at which the character of that number stands; the end if there are fewer.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake<'a>() -> Mistake<'a> {
        Mistake {
            severity: Severity::Warning,
            code: Some("unknown-country"),
            message: "No country is called `Norht Korea`.",
            help: Some("Did you mean North Korea?"),
            file: Some("events/a.toml".into()),
            line: 3,
            column: 15,
            length: 13,
            excerpt: "countries = [ \"Norht Korea\" ]",
        }
    }

    #[test]
    fn a_mistake_is_shown_at_its_place() {
        insta::assert_snapshot!(mistake().render(false), @r#"
        warning[unknown-country]: No country is called `Norht Korea`.
         --> events/a.toml:3:15
          |
        3 | countries = [ "Norht Korea" ]
          |               ^^^^^^^^^^^^^
          |
          = help: Did you mean North Korea?
        "#);
    }

    #[test]
    fn a_whole_file_has_no_excerpt() {
        let whole = Mistake {
            line: 0,
            excerpt: "",
            ..mistake()
        };
        insta::assert_snapshot!(whole.render(false), @"
        warning[unknown-country]: No country is called `Norht Korea`.
        --> events/a.toml
         = help: Did you mean North Korea?
        ");
    }

    #[test]
    fn no_place_is_out_of_bounds_and_nothing_is_harmful() {
        for (excerpt, column, length) in [
            ("", 1, 1),
            ("a", 9, 9),
            ("é\u{202E}北", 2, 1),
            ("a\nb\nc", 1, 5),
            ("\u{1b}[2J", 1, 1),
            ("a", 0, 0),
        ] {
            let hostile = Mistake {
                excerpt,
                column,
                length,
                message: "\u{1b}]0;x\u{7}",
                file: Some("\u{202E}.toml".into()),
                ..mistake()
            };
            let report = hostile.render(false);
            assert!(
                !report.chars().any(|c| c != '\n' && text::is_harmful(c)),
                "{report:?}"
            );
        }
    }
}
