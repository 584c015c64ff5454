//! Dates that a person types into a form or behind a flag → EDTF.

use super::{dates::whole, language::Language, token::tokens};
use crate::dates::{Civil, Day, Edtf, words::day_long};

/// Longer texts are no dates.
const LONGEST: usize = 120;

/// A date that somebody typed, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What it means.
    pub edtf: Edtf,
    /// How it is read back to whoever typed it: "18 June 2024", "since 24 February 2022".
    pub words: String,
    /// A sentence about a choice that was made for them: that of 5.6.2024 the day was taken to stand first.
    pub note: Option<String>,
}

/// What `text` means as a date on the day `today`: EDTF itself, or a date as people write it ("18 June 2024",
/// "18.6.2024", "last September", "summer 1961", "c. 1950", "1950s", "yesterday", "13-15 June 2024", "from 2003 to 2009",
/// "since 24 Feb 2022"), in capitals or not. None where it is not one date.
///
/// Of two numbers that may both be the month, the day stands first, and [`Typed::note`] says so. A day or month
/// without a year is the last one, or the next one if that lies much nearer.
///
/// ```
/// use annals::{dates::Civil, pull::timex::typed};
///
/// let today = Civil { year: 2024, month: 6, day: 17 }.to_day();
/// let read = typed("18 june 2024", today).unwrap();
/// assert_eq!(read.edtf.as_str(), "2024-06-18");
/// assert_eq!(read.words, "18 June 2024");
/// let read = typed("5.6.2024", today).unwrap();
/// assert_eq!(read.edtf.as_str(), "2024-06-05");
/// assert_eq!(read.note.as_deref(), Some("The day was taken to stand first; else write `2024-05-06`."));
/// assert_eq!(typed("soon", today), None);
/// ```
pub fn typed(text: &str, today: Day) -> Option<Typed> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Ok(edtf) = Edtf::parse(text) {
        return Some(said(edtf, None));
    }
    if let Some((day, turned)) = in_numbers(text) {
        let note = turned.map(|turned| format!("The day was taken to stand first; else write `{turned}`."));
        return Some(said(Edtf::parse(&day).ok()?, note));
    }
    let (bound, rest) = bound(text);
    let (edtf, guessed) = date(rest, today)?;
    let edtf = match bound {
        Some(bound) => bound.of(&edtf)?,
        None => edtf,
    };
    let note = guessed.then(|| format!("Counted from {}.", day_long(today)));
    Some(said(edtf, note))
}

fn said(edtf: Edtf, note: Option<String>) -> Typed {
    let words = edtf.words();
    Typed { edtf, words, note }
}

/// A date without what stands before it, and whether today counted for it.
fn date(text: &str, today: Day) -> Option<(Edtf, bool)> {
    if let Ok(edtf) = Edtf::parse(text) {
        return Some((edtf, false));
    }
    if let Some((day, _)) = in_numbers(text) {
        return Some((Edtf::parse(&day).ok()?, false));
    }
    // The rules tell months from verbs by their capitals.
    let capitals: String = text
        .split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect();
    whole(&capitals, today).or_else(|| Edtf::meant(text).map(|edtf| (edtf, false)))
}

/// "5.6.2024", "5/6/2024" or "5-6-2024" as a date in EDTF; and with month and day changed over, if that is one too.
fn in_numbers(text: &str) -> Option<(String, Option<String>)> {
    let mark = ['.', '/', '-'].into_iter().find(|mark| text.contains(*mark))?;
    let mut parts = text.split(mark).map(|part| {
        let part = part.trim();
        part.bytes().all(|byte| byte.is_ascii_digit()).then_some(part)
    });
    let (one, other, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year.len() != 4 || one.len() > 2 || other.len() > 2 {
        return None;
    }
    let year: i64 = year.parse().ok()?;
    let (one, other): (u8, u8) = (one.parse().ok()?, other.parse().ok()?);
    let day_first = Civil::new(year, other, one).map(Civil::iso);
    let month_first = Civil::new(year, one, other).map(Civil::iso);
    match (day_first, month_first) {
        (Some(day), turned) => {
            let turned = turned.filter(|turned| *turned != day);
            Some((day, turned))
        }
        (None, Some(day)) => Some((day, None)),
        (None, None) => None,
    }
}

/// What stands before a date and says which side of it is meant, or how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Since,
    Until,
    Before,
    After,
    About,
    Perhaps,
}

impl Bound {
    fn of(self, date: &Edtf) -> Option<Edtf> {
        let date = date.as_str();
        let set = date.contains(['/', '[', '{']);
        let text = match self {
            Self::Since => format!("{}/..", date.split('/').next()?),
            Self::Until => format!("../{}", date.rsplit('/').next()?),
            Self::Before => format!("[..{}]", date.split('/').next()?),
            Self::After => format!("[{}..]", date.rsplit('/').next()?),
            Self::About if date.contains('~') => date.to_owned(),
            Self::About => marked(date, '~'),
            Self::Perhaps => marked(date, '?'),
        };
        if set && date.contains(['[', '{']) {
            return None;
        }
        Edtf::parse(&text).ok()
    }
}

/// A date with a mark on each of its ends.
fn marked(date: &str, mark: char) -> String {
    let ends: Vec<String> = date.split('/').map(|end| format!("{end}{mark}")).collect();
    ends.join("/")
}

/// The bound before a date, and the date. "From 2003 to 2009" has none: a rule knows it.
fn bound(text: &str) -> (Option<Bound>, &str) {
    let language = Language::english();
    let words = tokens(text, &language.lexicon);
    let found = language
        .lexicon
        .class("BOUND")
        .and_then(|class| language.lexicon.value_at(&words, 0, class));
    let two_ends = language.lexicon.class("RANGE").is_some_and(|class| {
        (1..words.len()).any(|at| language.lexicon.value_at(&words, at, class).is_some())
    });
    let bound = match found.and_then(|(atom, _)| atom.text()) {
        Some("from") if !two_ends => Bound::Since,
        Some("since") => Bound::Since,
        Some("until") => Bound::Until,
        Some("before") => Bound::Before,
        Some("after") => Bound::After,
        Some("about") => Bound::About,
        Some("perhaps") => Bound::Perhaps,
        _ => return (None, text),
    };
    let length = found.map_or(0, |(_, length)| length);
    // The stop of "c." belongs to it.
    let next = words.get(length..).and_then(|rest| {
        rest.iter()
            .find(|token| !(token.word == language.lexicon.stop && token.glued))
    });
    match next.and_then(|token| text.get(token.bytes.start..)) {
        Some(rest) => (Some(bound), rest),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_people_type_are_read() {
        // A Monday.
        let today = Civil {
            year: 2024,
            month: 6,
            day: 17,
        }
        .to_day();
        let mut wrong = Vec::new();
        for (text, edtf) in [
            ("2024-06-18", "2024-06-18"),
            ("2022-02-24/..", "2022-02-24/.."),
            ("18 June 2024", "2024-06-18"),
            ("18 june 2024", "2024-06-18"),
            ("18 JUNE 2024", "2024-06-18"),
            ("June 18, 2024", "2024-06-18"),
            ("Tuesday, 18 June 2024", "2024-06-18"),
            ("18.6.2024", "2024-06-18"),
            ("18/06/2024", "2024-06-18"),
            ("6/18/2024", "2024-06-18"),
            ("5/6/2024", "2024-06-05"),
            ("last September", "2023-09"),
            ("last september", "2023-09"),
            ("summer 1961", "1961-22"),
            ("the summer of 1961", "1961-22"),
            ("c. 1950", "1950~"),
            ("ca 1950", "1950~"),
            ("about June 1950", "1950-06~"),
            ("probably 1950", "1950?"),
            ("1950s", "195X"),
            ("the 1950s", "195X"),
            ("early 1950s", "1950~/1953~"),
            ("early 2024", "2024-37~"),
            ("mid-June 2024", "2024-06-11~/2024-06-20~"),
            ("yesterday", "2024-06-16"),
            ("today", "2024-06-17"),
            ("last Tuesday", "2024-06-11"),
            ("next Tuesday", "2024-06-18"),
            ("18 June", "2024-06-18"),
            ("two years ago", "2022"),
            ("13-15 June 2024", "2024-06-13/2024-06-15"),
            ("13–15 June 2024", "2024-06-13/2024-06-15"),
            ("June 13-15, 2024", "2024-06-13/2024-06-15"),
            ("28 May - 3 June 2024", "2024-05-28/2024-06-03"),
            ("from 2003 to 2009", "2003/2009"),
            ("1914-1918", "1914/1918"),
            ("1914–18", "1914/1918"),
            ("between June and August 1961", "1961-06/1961-08"),
            ("since 24 Feb 2022", "2022-02-24/.."),
            ("since 2022", "2022/.."),
            ("from June 2022", "2022-06/.."),
            ("until June 2024", "../2024-06"),
            ("before 1984", "[..1984]"),
            ("after 1984", "[1984..]"),
            ("third quarter of 2023", "2023-35"),
            ("Q3 2023", "2023-35"),
            ("19th century", "18XX"),
            ("44 BC", "-0043"),
            ("Christmas 1991", "1991-12-25"),
            ("", ""),
            ("soon", ""),
            ("now", ""),
            ("two weeks", ""),
            ("2024-13-01", ""),
            ("31 June 2024", ""),
            ("the meeting of 18 June 2024", ""),
            ("1961, 2000 and 2001", ""),
        ] {
            let read = typed(text, today).map(|typed| typed.edtf.to_string());
            let read = read.unwrap_or_default();
            if read != edtf {
                wrong.push(format!("{text}: {read}, not {edtf}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_choice_is_told() {
        let today = 19_891;
        let note = |text: &str| typed(text, today).and_then(|typed| typed.note);
        assert_eq!(
            note("5.6.2024").as_deref(),
            Some("The day was taken to stand first; else write `2024-05-06`.")
        );
        assert_eq!(note("18.6.2024"), None);
        assert_eq!(note("6.6.2024"), None);
        assert_eq!(note("18 June").as_deref(), Some("Counted from 17 June 2024."));
    }
}
