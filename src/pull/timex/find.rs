//! Text → time expressions: the rules' finds, each resolved with what stands around it.

use super::{
    feature::{Feature, Said},
    language::{Form, Found, Language},
    resolve::{Meaning, Scene, resolve},
    stamp::{Stamp, Unit},
    tense::Tenses,
    token::{Token, tokens},
    types::{Kind, Timex},
};
use crate::dates::{Day, Edtf};

/// So many tokens behind a date, a time of day is still one of that day.
const NEAR: usize = 30;

/// The time expressions of `text`, in order and without overlaps.
///
/// `published` is the day that "today" and "last week" are counted from. Without it what is complete is found all
/// the same; of the rest the value has `X` where nothing is known (`XXXX-06-18`), and there is no
/// [`Timex::edtf`].
///
/// ```
/// use annals::{dates::Civil, pull::timex::{find, Kind}};
///
/// let published = Civil { year: 2024, month: 6, day: 17 }.to_day();
/// let found = find("The president is to visit on Tuesday, for the first time since July 2000.", Some(published));
/// let values: Vec<&str> = found.iter().map(|timex| timex.value.as_str()).collect();
/// assert_eq!(values, ["2024-06-18", "2000-07"]);
/// assert_eq!(found[0].kind, Kind::Date);
/// ```
pub fn find(text: &str, published: Option<Day>) -> Vec<Timex> {
    find_in(text, published, Language::english())
}

/// Reads the rules now, while something else is done, rather than at the first text.
pub fn prepare() {
    Language::english();
}

/// [`find`] by the rules of `language`.
pub(super) fn find_in(text: &str, published: Option<Day>, language: &Language) -> Vec<Timex> {
    let tokens = tokens(text, &language.lexicon);
    let tenses = Tenses::new(text, &tokens, language);
    let mut scene = Scene {
        published,
        direction: None,
        recent: None,
        near: false,
        begin: None,
        quarter: None,
        quarterly: false,
        period: None,
    };
    let mut timexes: Vec<Timex> = Vec::new();
    let mut counter = Points::new(text);
    let mut last_date = None;
    for found in language.scan(&tokens) {
        scene.near = last_date.is_some_and(|last| found.tokens.start.saturating_sub(last) <= NEAR);
        scene.direction = if searched(&found) {
            tenses.direction(found.tokens.start, found.tokens.end)
        } else {
            None
        };
        let Some(meaning) = resolve(found.form, &found.said, &scene) else {
            continue;
        };
        if meaning.stamp.is_some() {
            last_date = Some(found.tokens.end);
        }
        scene.begin = match meaning.stamp {
            Some(Stamp::Day(day)) if found.range => Some(day),
            _ => None,
        };
        remember(&mut scene, &found, &meaning);
        if let Some(timex) = timex(&tokens, &found, meaning, &mut counter) {
            timexes.push(timex);
        }
    }
    // A range ends with the next expression, if that was one.
    let next: Vec<bool> = timexes.iter().skip(1).map(|timex| timex.edtf.is_some()).collect();
    for (at, timex) in timexes.iter_mut().enumerate() {
        timex.range_with_next &= timex.edtf.is_some() && next.get(at).copied().unwrap_or(false);
    }
    timexes
}

/// Whether the tense counts for it.
fn searched(found: &Found<'_>) -> bool {
    found.form == Form::Calendar && !found.said.has(Feature::Year)
}

fn remember(scene: &mut Scene, found: &Found<'_>, meaning: &Meaning) {
    if let Some(stamp) = meaning.stamp {
        scene.recent = Some(stamp);
        if stamp.unit() == Unit::Quarter && !found.said.has(Feature::Dir) {
            scene.quarter = Some(stamp);
        }
        if stamp.unit() == Unit::Quarter {
            scene.quarterly = true;
        } else if stamp.unit() == Unit::Year && found.said.has(Feature::Shift) {
            scene.quarterly = false;
        }
    }
    if let Some((count, unit)) = meaning.length {
        // "In the first nine months"
        if unit == Unit::Month && count > 3 || unit == Unit::Half {
            scene.quarterly = false;
        }
        scene.period = meaning.length;
    }
}

fn timex(tokens: &[Token], found: &Found<'_>, meaning: Meaning, counter: &mut Points<'_>) -> Option<Timex> {
    let first = tokens.get(found.tokens.start)?;
    let last = tokens.get(found.tokens.end.checked_sub(1)?)?;
    let bytes = first.bytes.start..last.bytes.end;
    let points = counter.at(bytes.start)..counter.at(bytes.end);
    let edtf = meaning.stamp.and_then(|stamp| edtf(stamp, &meaning, &found.said));
    Some(Timex {
        bytes,
        points,
        kind: meaning.kind,
        value: meaning.value,
        modifier: meaning.modifier,
        quant: found.said.text(Feature::Quant).map(str::to_owned),
        edtf,
        direction: meaning.direction,
        range_with_next: found.range,
    })
}

/// The date as an event has it; a time is its day.
fn edtf(stamp: Stamp, meaning: &Meaning, said: &Said<'_>) -> Option<Edtf> {
    if !matches!(meaning.kind, Kind::Date | Kind::Time) || said.has(Feature::Value) {
        return None;
    }
    Edtf::parse(&stamp.edtf(meaning.modifier)).ok()
}

/// Counts code points up to a byte, going forward.
struct Points<'a> {
    text: &'a str,
    byte: usize,
    counted: usize,
}

impl<'a> Points<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            counted: 0,
        }
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.counted) = (0, 0);
        }
        self.counted += self
            .text
            .get(self.byte..byte)
            .map_or(0, |between| between.chars().count());
        self.byte = byte;
        self.counted
    }
}
