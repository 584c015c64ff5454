//! What a sentence implies: "for the first time in over two decades" says that it happened before.

use super::{
    scan::Para,
    story::{Dated, Story},
};
use crate::{
    dates::{Civil, Edtf},
    model::{Category, Status},
};

/// Adds the events before those of a sentence (`here`, as places in the story) that it implies.
pub(super) fn implied(story: &mut Story<'_, '_>, para: &Para<'_>, sentence: usize, here: &[usize]) {
    let Some(range) = para.sentences.get(sentence).cloned() else {
        return;
    };
    let Some(date) = range.clone().find_map(|at| earlier(para, at, story.published)) else {
        return;
    };
    let tells = |&&place: &&usize| {
        story.happenings.get(place).is_some_and(|other| {
            let kind = matches!(
                other.category,
                Category::Visit | Category::Summit | Category::Meeting | Category::Test
            );
            kind && !other.initiators.is_empty()
                && (other.raw.sentence == sentence || other.tellings.len() > 1)
        })
    };
    let Some(mut before) = here
        .iter()
        .find(tells)
        .and_then(|&place| story.happenings.get(place))
        .cloned()
    else {
        return;
    };
    before.date = date;
    before.dated = Dated::Implied;
    before.status = Status::Occurred;
    before.relations.clear();
    before.tellings.truncate(1);
    for telling in &mut before.tellings {
        telling.dates.clear();
    }
    let known = story.happenings.iter().any(|other| {
        other.dated == Dated::Implied
            && other.category == before.category
            && other.initiators == before.initiators
    });
    if !known {
        story.happenings.push(before);
    }
}

/// The date before which "the first time in so long" leads, told from a day: a year, or one of ten.
fn earlier(para: &Para<'_>, at: usize, published: i64) -> Option<Edtf> {
    const FAR: usize = 4;
    const OWN: &[&str] = &["his", "her", "its", "their"];
    let first = para.word(at) == "first"
        && (OWN.contains(&para.before(at)) || para.before(at) == "the" && para.word(at + 1) == "time");
    if !first {
        return None;
    }
    let from = (at + 1..at + FAR).find(|&at| para.word(at) == "in")?;
    let mut at = from + 1;
    let more = matches!(para.word(at), "over" | "more");
    while matches!(
        para.word(at),
        "over" | "more" | "than" | "nearly" | "almost" | "about" | "some" | "around" | "at" | "least"
    ) {
        at += 1;
    }
    let number = number(para.word(at))?;
    let year = Civil::from_day(published).year;
    let text = match (para.word(at + 1), more) {
        ("years", false) => format!("{:04}~", year.checked_sub(number)?),
        ("years", true) => format!("[{:04},{:04}]", year - number - 1, year - number),
        ("decades" | "decade", more) => {
            let last = year - 10 * number;
            format!("[{:04}..{:04}]", last - 9, if more { last } else { last + 2 })
        }
        _ => return None,
    };
    Edtf::parse(&text).ok()
}

/// A number of years or decades up to a hundred, in figures or as a word.
fn number(word: &str) -> Option<i64> {
    const WORDS: &[&str] = &[
        "a",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let word_number = WORDS
        .iter()
        .position(|known| *known == word || (word == "one" && *known == "a"));
    let number = word_number
        .map(|place| place as i64 + 1)
        .or_else(|| word.parse().ok())?;
    (1..=100).contains(&number).then_some(number)
}
