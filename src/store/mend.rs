//! What surely mends a mistake: noted by whoever finds it, and made to bytes when the text of the file is at hand.

use super::{edit::Value, lines::Span};
use crate::{dates::Edtf, model::Remedy, text};

/// What is to be done about a note, at its place unless it says another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mend {
    /// The string becomes this text, within its own quotation marks.
    Text(Box<str>),
    /// The key gets this name.
    Key(&'static str),
    /// The bytes become these; of the note's place when no other is given.
    Bytes(Option<Span>, String),
    /// The table whose head is there gets an id.
    Id(Box<str>),
}

impl Mend {
    /// The bytes of the place become these.
    pub fn bytes(text: impl Into<String>) -> Self {
        Self::Bytes(None, text.into())
    }

    /// Bytes of another place become these.
    pub fn bytes_at(at: Span, text: impl Into<String>) -> Self {
        Self::Bytes(Some(at), text.into())
    }

    /// A date in the place of another way to write it, where that can mean only one.
    pub fn date(written: &str) -> Option<Value> {
        let date = Edtf::meant(written)?;
        Some(Value::Date(date.as_str().to_owned()))
    }

    /// The bytes that change in the file; none where it is not written as it would have to be.
    pub fn remedy(&self, file: &str, at: Span) -> Option<Remedy> {
        match self {
            Self::Text(meant) => {
                let former = file.get(at.range())?;
                if !former.starts_with(['"', '\'']) {
                    return None;
                }
                let new = Value::Text(meant.to_string()).written(Some(former));
                Some(replacement(at, new))
            }
            Self::Key(name) => {
                // Where it is a head or the beginning of a dotted key, more than one place would have to change.
                let behind = file.get(at.range().end..)?.trim_start_matches([' ', '\t']);
                behind
                    .starts_with('=')
                    .then(|| replacement(at, (*name).to_owned()))
            }
            Self::Bytes(place, text) => {
                let at = place.unwrap_or(at);
                file.get(at.range())?;
                Some(replacement(at, text.clone()))
            }
            Self::Id(id) => below_head(file, at, id),
        }
    }
}

fn replacement(at: Span, text: String) -> Remedy {
    Remedy {
        title: if text.trim().is_empty() {
            "take it away".to_owned()
        } else {
            format!("write `{}`", text.trim())
        },
        at: at.range(),
        text,
    }
}

/// An id in a line of its own below the head.
fn below_head(file: &str, at: Span, id: &str) -> Option<Remedy> {
    let start = at.range().start;
    let rest = file.get(start..)?;
    if !rest.starts_with("[[") {
        return None;
    }
    let line = rest.split_inclusive('\n').next()?;
    let below = start + line.len();
    let statement = format!("id = \"{id}\"");
    let text = match line.strip_suffix('\n') {
        Some(line) if line.ends_with('\r') => format!("{statement}\r\n"),
        Some(_) => format!("{statement}\n"),
        None => format!("\n{statement}"),
    };
    Some(Remedy {
        title: format!("write `{statement}`"),
        at: below..below,
        text,
    })
}

/// The candidate that `word` surely was meant to be: the nearest, when no other is as near, the word is long enough
/// to tell, and no digit differs.
pub(super) fn surely<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SHORTEST: usize = 4;
    if word.chars().count() < SHORTEST {
        return None;
    }
    let near = text::nearest_alone(word, candidates)?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    (digits(word) == digits(near)).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(file: &str, place: &str, mend: &Mend) -> Option<String> {
        let start = file.find(place).unwrap();
        let remedy = mend.remedy(file, Span::new(start, start + place.len()))?;
        let mut new = file.to_owned();
        new.replace_range(remedy.at, &remedy.text);
        Some(new)
    }

    #[test]
    fn only_the_place_changes() {
        for (file, place, mend, new) in [
            (
                "a = 'tre'",
                "'tre'",
                Mend::Text("treaty".into()),
                Some("a = 'treaty'"),
            ),
            ("a = tre", "tre", Mend::Text("treaty".into()), None),
            (
                "\"titel\" = 1",
                "\"titel\"",
                Mend::Key("title"),
                Some("title = 1"),
            ),
            ("titel.a = 1", "titel", Mend::Key("title"), None),
            ("[event.clams]", "clams", Mend::Key("claims"), None),
            (
                "date = 196X",
                "196X",
                Mend::bytes("\"196X\""),
                Some("date = \"196X\""),
            ),
            (
                "# é\r\n[[event]] # c\r\na = 1\r\n",
                "[[event]]",
                Mend::Id("x-2".into()),
                Some("# é\r\n[[event]] # c\r\nid = \"x-2\"\r\na = 1\r\n"),
            ),
            (
                "[[event]]",
                "[[event]]",
                Mend::Id("x".into()),
                Some("[[event]]\nid = \"x\""),
            ),
            ("event = [{}]", "{}", Mend::Id("x".into()), None),
        ] {
            assert_eq!(mended(file, place, &mend).as_deref(), new, "{file}");
        }
    }

    #[test]
    fn a_word_is_sure_when_one_alone_is_near() {
        for (word, candidates, meant) in [
            ("treatey", &["treaty", "trial"][..], Some("treaty")),
            ("irak", &["iran", "iraq"], None),
            ("ruz", &["rus"], None),
            ("report-2042", &["report-2024"], None),
            ("frist-event", &["first-event", "another"], Some("first-event")),
        ] {
            assert_eq!(surely(word, candidates.iter().copied()), meant, "{word}");
        }
    }
}
