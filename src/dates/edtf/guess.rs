//! What somebody probably meant who wrote a date in another way: `June 2024` → `2024-06`.
//!
//! Only looked at when a text is not EDTF, to say what would be right; nothing is read so.

use super::{super::words::month_name, parse::parse};
use crate::text::fold;

/// Longer texts are not dates written in another way.
const LONGEST: usize = 80;

/// EDTF that probably means `text`; more than one where day and month may be either way round.
pub(super) fn guesses(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let folded = fold(text);
    let folded = folded.trim();
    let mut meant: Vec<String> = date(folded)
        .or_else(|| several(folded))
        .or_else(|| interval(folded))
        .into_iter()
        .collect();
    if let [one, other, year] = *words_of(folded)
        && year.len() == 4
        && one != other
        && [one, other, year].into_iter().all(is_number)
    {
        meant.extend(day(year, one, other).filter(|turned| !meant.contains(turned)));
    }
    // What is advised must be right.
    meant.retain(|meant| meant != text && parse(meant).is_ok());
    meant
}

/// What people write for an interval, between its ends.
const BETWEEN: [&str; 8] = [" - ", " to ", " until ", " till ", "/", "...", "..", "-"];

/// `1960 or 1961`, `1960 and 1961`
fn several(text: &str) -> Option<String> {
    if text.starts_with("between ") {
        return None;
    }
    let set = |between: &str, open: char, close: char| {
        let members: Option<Vec<String>> = text.split(between).map(date).collect();
        let members = members.filter(|members| members.len() > 1)?;
        Some(format!("{open}{}{close}", members.join(",")))
    };
    set(" or ", '[', ']').or_else(|| set(" and ", '{', '}'))
}

fn interval(text: &str) -> Option<String> {
    if text.starts_with('-') {
        return None;
    }
    if let Some(from) = behind(text, &["since ", "from "])
        && let Some(from) = date(from)
    {
        return Some(format!("{from}/.."));
    }
    if let Some(to) = behind(text, &["until ", "till ", "up to ", "to "]) {
        return Some(format!("../{}", date(to)?));
    }
    if let Some(to) = behind(text, &["before ", "by "]) {
        return Some(format!("[..{}]", date(to)?));
    }
    if let Some(from) = behind(text, &["after "]) {
        return Some(format!("[{}..]", date(from)?));
    }
    let text = behind(text, &["from ", "between "]).unwrap_or(text);
    BETWEEN.iter().chain(&[" and "]).find_map(|between| {
        let (from, to) = text.split_once(between)?;
        ends(from.trim(), to.trim())
    })
}

fn ends(from: &str, to: &str) -> Option<String> {
    let end = match to {
        "open" | "now" | "present" | "today" | "ongoing" => "..".to_owned(),
        "unknown" | "?" | "" => String::new(),
        to => date(to)?,
    };
    let start = match from {
        "open" => "..".to_owned(),
        "unknown" | "?" | "" => String::new(),
        // "18-19 June 2024" is not from the year 18.
        day if day.len() < 3 && to.contains(' ') => completed(day, to)?,
        from => date(from).or_else(|| completed(from, to))?,
    };
    Some(format!("{start}/{end}"))
}

/// "28 May" and "June" with what they leave to the other end: "3 June 2024", "August 2024".
fn completed(from: &str, to: &str) -> Option<String> {
    let (_, lacks) = to.split_once(' ')?;
    date(&format!("{from} {lacks}")).or_else(|| date(&format!("{from} {}", last_word(to))))
}

fn last_word(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or(text)
}

fn behind<'a>(text: &'a str, openings: &[&str]) -> Option<&'a str> {
    openings
        .iter()
        .find_map(|opening| text.strip_prefix(opening))
        .map(str::trim_start)
}

/// A date that is not an interval; `text` is folded.
fn date(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    if parse(&upper).is_ok() && !upper.contains(['/', '[', '{']) {
        return Some(upper);
    }
    if let Some(rest) = behind(
        text,
        &[
            "c. ",
            "c.",
            "ca. ",
            "ca.",
            "ca ",
            "c ",
            "circa ",
            "about ",
            "around ",
            "approx. ",
            "approximately ",
        ],
    ) {
        return Some(format!("{}~", date(rest)?));
    }
    if let Some(rest) = behind(text, &["probably ", "perhaps ", "possibly ", "maybe "]) {
        return Some(format!("{}?", date(rest)?));
    }
    if let Some(rest) = text.strip_suffix("(?)").or_else(|| text.strip_suffix(" ?")) {
        return Some(format!("{}?", date(rest.trim_end())?));
    }
    let words = words_of(text);
    unspecified(text)
        .or_else(|| numbers(&words, text))
        .or_else(|| with_month(&words))
        .or_else(|| part_of_year(&words))
        .or_else(|| era_or_span(&words))
}

/// The words and numbers of a date.
fn words_of(text: &str) -> Vec<&str> {
    text.split([' ', ',', '.', '-', '/', '_'])
        .filter(|word| !word.is_empty() && !matches!(*word, "the" | "of" | "in" | "on"))
        .collect()
}

/// `24/06/2024`, `2024.06.24`, `2024-6-1`, `20240624`, `79`.
fn numbers(words: &[&str], text: &str) -> Option<String> {
    if text.starts_with(['-', '/', '.']) || !words.iter().all(|word| is_number(word)) {
        return None;
    }
    match *words {
        [only] => match only.len() {
            8 => day(only.get(..4)?, only.get(4..6)?, only.get(6..)?),
            _ => year(only),
        },
        [year, month] if year.len() == 4 && month.len() <= 2 && !text.contains(' ') => {
            self::month(year, month)
        }
        [year, month, day] if year.len() == 4 => self::day(year, month, day),
        // The day comes first almost everywhere; where it cannot, it is the second.
        [one, other, year] if year.len() == 4 => day(year, other, one).or_else(|| day(year, one, other)),
        _ => None,
    }
}

/// `June 2024`, `18 June 2024`, `June 18th, 2024`, `2024 June 18`.
fn with_month(words: &[&str]) -> Option<String> {
    let at = words.iter().position(|word| month_number(word).is_some())?;
    let month = month_number(words.get(at)?)?.to_string();
    let (before, after) = (words.get(..at)?, words.get(at + 1..)?);
    let is_day = |word: &str| without_suffix(word).len() < 3;
    match (before, after) {
        ([], [year]) | ([year], []) if !is_day(year) => self::month(year, &month),
        ([day], [year]) | ([], [day, year]) if is_day(day) => self::day(year, &month, day),
        ([year], [day]) | ([year, day], []) => self::day(year, &month, day),
        _ => None,
    }
}

/// `spring 2024`, `Q1 2024`, `2024 H2`, `first quarter 2024`.
fn part_of_year(words: &[&str]) -> Option<String> {
    let number = |word: &str| {
        Some(match word {
            "spring" => 21,
            "summer" => 22,
            "autumn" | "fall" => 23,
            "winter" => 24,
            "q1" => 33,
            "q2" => 34,
            "q3" => 35,
            "q4" => 36,
            "h1" => 40,
            "h2" => 41,
            _ => return None,
        })
    };
    let (part, of) = match *words {
        [nth, "quarter", of] => (33 + nth_of(nth)?, of),
        [nth, "half", of] => (40 + nth_of(nth).filter(|nth| *nth < 2)?, of),
        [part, of] if number(part).is_some() => (number(part)?, of),
        [of, part] => (number(part)?, of),
        // `2024Q1`
        [both] => both
            .split_at_checked(4)
            .map(|(of, part)| Some((number(part)?, of)))??,
        _ => return None,
    };
    Some(format!("{}-{part}", year(of)?))
}

fn nth_of(word: &str) -> Option<u8> {
    let words = [
        ["first", "1st"],
        ["second", "2nd"],
        ["third", "3rd"],
        ["fourth", "4th"],
    ];
    words
        .iter()
        .position(|names| names.contains(&word))
        .map(|at| at as u8)
}

/// `1950s`, `20th century`, `44 BC`, `AD 79`.
fn era_or_span(words: &[&str]) -> Option<String> {
    match *words {
        ["ad" | "ce", year] | [year, "ad" | "ce"] => self::year(year),
        [year, "bc" | "bce"] => match year.parse::<i64>().ok()?.checked_sub(1)? {
            0 => Some("0000".to_owned()),
            year @ 1..10_000 => Some(format!("-{year:04}")),
            year => Some(format!("Y-{year}")),
        },
        [nth, "century" | "c"] => {
            let nth = without_suffix(nth)
                .parse::<u16>()
                .ok()?
                .checked_sub(1)
                .filter(|nth| *nth < 100)?;
            Some(format!("{nth:02}XX"))
        }
        [decade] => {
            let decade = decade.strip_suffix("'s").or_else(|| decade.strip_suffix('s'))?;
            let digits = decade
                .strip_suffix('0')
                .filter(|digits| digits.len() == 3 && is_number(digits))?;
            Some(format!("{digits}X"))
        }
        _ => None,
    }
}

/// `196?` and `19--`, as library catalogues have it, and `199u` of the first drafts of EDTF.
fn unspecified(text: &str) -> Option<String> {
    let marked = text.replace(['?', '-', 'u', '_', '*'], "X");
    let known = marked.trim_end_matches('X').len();
    (text.len() == 4 && (1..4).contains(&known)).then_some(marked)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_suffix(word: &str) -> &str {
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word)
}

/// A year of three or four digits, or of fewer when they are written with zeros; longer with `Y`.
fn year(word: &str) -> Option<String> {
    let number = word.parse::<i64>().ok().filter(|_| is_number(word))?;
    Some(if number > 9_999 {
        format!("Y{number}")
    } else {
        format!("{number:04}")
    })
}

fn month(year: &str, month: &str) -> Option<String> {
    let month = month.parse::<u8>().ok()?;
    let meant = format!("{}-{month:02}", self::year(year)?);
    parse(&meant).is_ok().then_some(meant)
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    let day = without_suffix(day).parse::<u8>().ok()?;
    let meant = format!("{}-{day:02}", self::month(year, month)?);
    parse(&meant).is_ok().then_some(meant)
}

/// The number of a month's name, or of its first three or more letters.
fn month_number(word: &str) -> Option<u8> {
    (1..=12)
        .find(|month| word.len() >= 3 && fold(month_name(*month)).starts_with(word))
        .or(match word {
            "sept" => Some(9),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_guessed() {
        for (text, meant) in [
            ("24/06/2024", "2024-06-24"),
            ("06/24/2024", "2024-06-24"),
            ("05/06/2024", "2024-06-05 2024-05-06"),
            ("10-12-1941", "1941-12-10 1941-10-12"),
            ("24.06.2024", "2024-06-24"),
            ("2024/06/24", "2024-06-24"),
            ("20240624", "2024-06-24"),
            ("2024-6", "2024-06"),
            ("2024-6-1", "2024-06-01"),
            ("June 2024", "2024-06"),
            ("18 June 2024", "2024-06-18"),
            ("June 18th, 2024", "2024-06-18"),
            ("Sept. 2024", "2024-09"),
            ("c. 1950", "1950~"),
            ("ca 1950", "1950~"),
            ("about June 1950", "1950-06~"),
            ("probably 1950", "1950?"),
            ("the 1950s", "195X"),
            ("1950's", "195X"),
            ("199u", "199X"),
            ("19--", "19XX"),
            ("196?", "196X"),
            ("196x", "196X"),
            ("y17e7", "Y17E7"),
            ("20th century", "19XX"),
            ("44 BC", "-0043"),
            ("1 BCE", "0000"),
            ("AD 79", "0079"),
            ("12345", "Y12345"),
            ("spring 2024", "2024-21"),
            ("Summer of 1969", "1969-22"),
            ("Q1 2024", "2024-33"),
            ("2024-Q1", "2024-33"),
            ("2024Q1", "2024-33"),
            ("first half of 2024", "2024-40"),
            ("18–19 June 2024", "2024-06-18/2024-06-19"),
            ("28 May – 3 June 2024", "2024-05-28/2024-06-03"),
            ("June – August 2024", "2024-06/2024-08"),
            ("1914–1918", "1914/1918"),
            ("2024-06-18..2024-06-19", "2024-06-18/2024-06-19"),
            ("from 1950 to 1960", "1950/1960"),
            ("between 1950 and 1960", "1950/1960"),
            ("2022-02-24/open", "2022-02-24/.."),
            ("2022-02-24 - present", "2022-02-24/.."),
            ("2004-06-01/unknown", "2004-06-01/"),
            ("since 2022", "2022/.."),
            ("until June 2024", "../2024-06"),
            ("before 1984", "[..1984]"),
            ("after 1984", "[1984..]"),
            ("1960 or 1961", "[1960,1961]"),
            ("1960 and 1961", "{1960,1961}"),
            ("tomorrow", ""),
            ("31 June 2024", ""),
            ("2024-13-01", ""),
            ("-44", ""),
        ] {
            assert_eq!(guesses(text).join(" "), meant, "{text}");
        }
    }
}
