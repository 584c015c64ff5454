//! Events that are probably one event written twice: begun at about the same time, by the same countries, under
//! similar titles.
//!
//! [`like`] looks for what somebody is about to write, [`pairs`] for what is written already. Neither compares
//! everything with everything: the order of time bounds the one, rare words the other.

use std::{cmp::Ordering, sync::Arc};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    dates::{Day, Edtf, Interval, Precision},
    model::{Event, Term},
    places::Code,
    text,
};

/// Days that two dates of the same event may lie apart: of the deed and of the report, of two time zones.
const SLACK: Day = 3;
/// Days that approximate dates may lie apart at most; nothing is sought further away than this.
const MOST_SLACK: Day = 366;
/// From this score on two events are probably one.
const LIKELY: f32 = 0.68;
/// What a title must have in common for the rest to count.
const LEAST_TITLE: f32 = 0.45;
/// What the name of one of its countries weighs in a title: the countries are compared by themselves.
const NAME_OF_COUNTRY: f32 = 0.3;
/// How many events that share a rare word and a time are compared with each: a crowd of them is a template.
const CROWD: usize = 64;
/// Words that say nothing of what a title is about.
const EMPTY: [&str; 24] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "new", "of", "on",
    "or", "over", "that", "the", "their", "to", "with", "after",
];

/// What is compared of an event, or of a draft of one.
#[derive(Clone, Copy, Debug)]
pub struct Sketch<'a> {
    /// Its title.
    pub title: &'a str,
    /// When it was.
    pub date: &'a Edtf,
    /// Its countries, if any are known.
    pub countries: &'a [Code],
}

/// An event that is probably the one that was sought.
#[derive(Clone, Debug)]
pub struct Likely {
    /// The event.
    pub event: Arc<Event>,
    /// How probably, from 0 to 1.
    pub score: f32,
}

/// Two events that are probably one.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The one that stands first in time.
    pub one: Arc<Event>,
    /// The other.
    pub other: Arc<Event>,
    /// How probably, from 0 to 1.
    pub score: f32,
}

/// The first days of events that may be one with `sought`.
pub fn reach(sought: &Sketch<'_>) -> Interval {
    let begin = sought.date.extent().start;
    Interval {
        // A date that is known to the century begins long before the day that it may be.
        earliest: begin.earliest.saturating_sub(MOST_SLACK * 10),
        latest: begin.latest.saturating_add(MOST_SLACK),
    }
}

/// Whether an event of that date may be one with `sought`.
pub fn is_near(date: &Edtf, sought: &Sketch<'_>) -> bool {
    nearness(&Features::when(sought.date), &Features::when(date)).is_some()
}

/// The events that `sought` probably is, the likeliest first. `events` are in the order that a collection has them.
pub fn like(events: &[Arc<Event>], sought: &Sketch<'_>) -> Vec<Likely> {
    let own = Features::of(sought, &mut Local::default());
    let reach = reach(sought);
    let start = events.partition_point(|event| event.date.interval().earliest < reach.earliest);
    let mut found: Vec<Likely> = events
        .iter()
        .skip(start)
        .take_while(|event| event.date.interval().earliest <= reach.latest)
        .filter(|event| nearness(&own, &Features::when(&event.date)).is_some())
        .filter_map(|event| {
            let mut words = Local::default();
            let own = Features::of(sought, &mut words);
            let countries = known(event);
            let other = Features::of(&sketch(event, &countries), &mut words);
            let score = score(&own, &other)?;
            Some(Likely {
                event: Arc::clone(event),
                score,
            })
        })
        .collect();
    found.sort_by(|a, b| descending(a.score, b.score).then_with(|| a.event.id.cmp(&b.event.id)));
    found
}

/// All events that are probably one, the likeliest first; only those of which `keep` holds for one of the two, by its
/// place in `events`. Two that are related to each other are two: somebody has looked at both.
pub fn pairs(events: &[Arc<Event>], keep: &(dyn Fn(usize) -> bool + Sync)) -> Vec<Pair> {
    let mut words = Local::default();
    let features: Vec<Features> = events
        .iter()
        .map(|event| {
            let countries = known(event);
            Features::of(&sketch(event, &countries), &mut words)
        })
        .collect();
    let postings = postings(&features, words.0.len());
    let mut candidates: Vec<(u32, u32)> = postings
        .par_iter()
        .flat_map_iter(|posting| neighbours(posting, &features))
        .collect();
    candidates.par_sort_unstable();
    candidates.dedup();
    let mut found: Vec<Pair> = candidates
        .into_par_iter()
        .filter(|(one, other)| keep(*one as usize) || keep(*other as usize))
        .filter_map(|(one, other)| {
            let (at, behind) = (one as usize, other as usize);
            let score = score(features.get(at)?, features.get(behind)?)?;
            let (one, other) = (events.get(at)?, events.get(behind)?);
            let related = |a: &Event, b: &Event| a.relations.iter().any(|relation| relation.target == b.id);
            (!related(one, other) && !related(other, one)).then(|| Pair {
                one: Arc::clone(one),
                other: Arc::clone(other),
                score,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        descending(a.score, b.score).then_with(|| (&a.one.id, &a.other.id).cmp(&(&b.one.id, &b.other.id)))
    });
    found
}

fn descending(a: f32, b: f32) -> Ordering {
    b.total_cmp(&a)
}

/// The countries of an event that are known.
fn known(event: &Event) -> Vec<Code> {
    event.countries.iter().filter_map(Term::known).collect()
}

fn sketch<'a>(event: &'a Event, countries: &'a [Code]) -> Sketch<'a> {
    Sketch {
        title: &event.title,
        date: &event.date,
        countries,
    }
}

/// The numbers of words, given as they come.
#[derive(Default)]
struct Local(FxHashMap<String, u32>);

impl Local {
    fn number(&mut self, word: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }
}

/// What two events are compared by.
struct Features {
    /// The days on which it may have begun.
    begin: Interval,
    precision: Precision,
    approximate: bool,
    countries: Vec<Code>,
    /// Words of the title with their weights, each once, by number.
    words: Vec<(u32, f32)>,
    /// Numbers in the title: another number is another thing.
    numbers: Vec<u32>,
}

impl Features {
    /// Only the time.
    fn when(date: &Edtf) -> Self {
        Self {
            begin: date.extent().start,
            precision: date.precision(),
            approximate: date.approximate(),
            countries: Vec::new(),
            words: Vec::new(),
            numbers: Vec::new(),
        }
    }

    fn of(sketch: &Sketch<'_>, words: &mut Local) -> Self {
        let names: FxHashSet<String> = sketch
            .countries
            .iter()
            .flat_map(|code| [code.country().name, code.country().adjective])
            .flat_map(stems)
            .collect();
        let mut features = Self {
            countries: sketch.countries.to_vec(),
            ..Self::when(sketch.date)
        };
        for stem in stems(sketch.title) {
            let weight = if names.contains(&stem) {
                NAME_OF_COUNTRY
            } else {
                1.0
            };
            let is_number = stem.bytes().all(|byte| byte.is_ascii_digit());
            let number = words.number(stem);
            features.words.push((number, weight));
            if is_number {
                features.numbers.push(number);
            }
        }
        features.words.sort_unstable_by_key(|(number, _)| *number);
        features.words.dedup_by_key(|(number, _)| *number);
        features.countries.sort_unstable();
        features.countries.dedup();
        features
    }
}

/// The words of a text as they are compared, endings and empty words aside.
fn stems(title: &str) -> Vec<String> {
    let folded = text::fold(title);
    text::words(&folded)
        .filter(|word| !EMPTY.contains(word) && *word != "s")
        .map(|word| stem(word).to_owned())
        .collect()
}

/// A word without the endings that differ between "visits", "visited" and "visiting".
fn stem(word: &str) -> &str {
    ["ing", "ed", "es", "s", "e"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= 4))
        .unwrap_or(word)
}

/// Days that another date may lie apart from this one.
fn slack(features: &Features) -> Day {
    match (features.approximate, features.precision) {
        (false, _) => SLACK,
        (true, Precision::Day) => 2 * SLACK,
        (true, Precision::Month) => 31,
        (true, _) => MOST_SLACK,
    }
}

/// How near the beginnings of two events are, from 0 to 1; none when they are too far apart to be one.
fn nearness(a: &Features, b: &Features) -> Option<f32> {
    let slack = slack(a).max(slack(b));
    let gap = a.begin.earliest.max(b.begin.earliest) - a.begin.latest.min(b.begin.latest);
    if gap > slack {
        return None;
    }
    let days = |features: &Features| features.begin.latest.saturating_sub(features.begin.earliest);
    Some(if gap > 0 {
        1.0 - 0.6 * gap as f32 / (slack + 1) as f32
    } else if days(a).max(days(b)) == 0 {
        1.0
    } else {
        // A day within the month that the other says; two of the same year say less.
        let longer = days(a).min(days(b));
        if longer <= 31 { 0.8 } else { 0.4 }
    })
}

/// How similar the titles are, from 0 to 1.
fn likeness(a: &Features, b: &Features) -> f32 {
    if !a.numbers.is_empty()
        && !b.numbers.is_empty()
        && a.numbers.iter().all(|number| !b.numbers.contains(number))
    {
        return 0.0;
    }
    let sum = |words: &[(u32, f32)]| words.iter().map(|(_, weight)| weight).sum::<f32>();
    let (all_a, all_b) = (sum(&a.words), sum(&b.words));
    let mut common = 0.0;
    let mut rest = b.words.as_slice();
    for (word, weight) in &a.words {
        let at = rest.partition_point(|(other, _)| other < word);
        rest = rest.get(at..).unwrap_or_default();
        if let Some((other, other_weight)) = rest.first()
            && other == word
        {
            common += weight.min(*other_weight);
        }
    }
    if common == 0.0 {
        return 0.0;
    }
    let shorter = all_a.min(all_b);
    let dice = 2.0 * common / (all_a + all_b);
    // A short title within a long one is near, if it is more than a word.
    let within = if shorter >= 1.5 { common / shorter } else { dice };
    f32::midpoint(dice, within).min(1.0)
}

/// How probably two are one; none when they are not likely to be.
fn score(a: &Features, b: &Features) -> Option<f32> {
    let when = nearness(a, b)?;
    let title = likeness(a, b);
    if title < LEAST_TITLE {
        return None;
    }
    let common = a
        .countries
        .iter()
        .filter(|country| b.countries.contains(country))
        .count() as f32;
    let fewer = a.countries.len().min(b.countries.len());
    let more = a.countries.len().max(b.countries.len());
    let countries = match fewer {
        0 => 0.5,
        _ => f32::midpoint(common / fewer as f32, common / more as f32),
    };
    let score = 0.65 * title + 0.2 * countries + 0.15 * when;
    (score >= LIKELY).then_some(score.min(1.0))
}

/// For every word the events in whose titles it is one of the rarer ones, in the order of time.
fn postings(features: &[Features], words: usize) -> Vec<Vec<u32>> {
    let mut counts = vec![0_u32; words];
    for (word, _) in features.iter().flat_map(|features| &features.words) {
        if let Some(count) = counts.get_mut(*word as usize) {
            *count += 1;
        }
    }
    let count = |word: u32| counts.get(word as usize).copied().unwrap_or_default();
    let mut postings = vec![Vec::new(); words];
    for (number, features) in features.iter().enumerate() {
        let mut rare: Vec<u32> = features.words.iter().map(|(word, _)| *word).collect();
        rare.sort_unstable_by_key(|word| (count(*word), *word));
        // Titles that have two fifths of their words in common have one of these in common.
        let kept = rare.len() - (rare.len() * 2).div_ceil(5) + 1;
        for word in rare.iter().take(kept).filter(|word| count(**word) > 1) {
            if let Some(posting) = postings.get_mut(*word as usize) {
                posting.push(number as u32);
            }
        }
    }
    postings
}

/// The pairs of a posting that are near in time.
fn neighbours<'p>(posting: &'p [u32], features: &'p [Features]) -> impl Iterator<Item = (u32, u32)> + 'p {
    posting.iter().enumerate().flat_map(move |(at, one)| {
        let (one, own) = (*one, features.get(index(*one)));
        let near = move |other: &u32| {
            let other = features.get(index(*other));
            own.zip(other)
                .is_some_and(|(own, other)| nearness(own, other).is_some())
        };
        let own_slack = own.map_or(0, slack);
        let (first, last) = own.map_or((Day::MAX, Day::MIN), |own| {
            let first = own.begin.earliest.saturating_sub(own_slack);
            (first, own.begin.latest.saturating_add(own_slack))
        });
        let begins = move |other: &u32| {
            features
                .get(index(*other))
                .map_or(0, |other| other.begin.earliest)
        };
        let behind = posting
            .iter()
            .skip(at + 1)
            .take_while(move |other| begins(other) <= last)
            .filter(move |other| near(other))
            .take(CROWD);
        // What is approximate looks back, too: what stands before it has not looked so far ahead.
        let looks_back = own.is_some_and(|own| own.approximate);
        let before = posting
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(move |other| looks_back && begins(other) >= first)
            .filter(move |other| near(other))
            .take(CROWD);
        behind
            .map(move |other| (one, *other))
            .chain(before.map(move |other| (*other, one)))
    })
}

fn index(number: u32) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store;

    fn events(text: &str) -> Vec<Arc<Event>> {
        store::read_alone(Path::new("a.toml"), text.as_bytes().to_vec()).events
    }

    fn event(id: &str, title: &str, date: &str, countries: &str) -> String {
        let countries: Vec<String> = countries
            .split_whitespace()
            .map(|code| format!("\"{code}\""))
            .collect();
        let countries = countries.join(", ");
        format!(
            "[[event]]\nid = \"{id}\"\ntitle = \"{title}\"\ndate = \"{date}\"\ncountries = [{countries}]\n"
        )
    }

    #[test]
    fn what_is_one_event_is_found_and_what_is_two_is_not() {
        let visit = ("Putin visits Pyongyang", "2024-06-18/2024-06-19", "RUS PRK");
        for (one, other, is_one) in [
            (
                visit,
                ("Vladimir Putin visits Pyongyang", "2024-06-18", "PRK RUS"),
                true,
            ),
            (visit, ("Putin's visit to Pyongyang", "2024-06-20", "RUS"), true),
            (visit, ("Putin visits Pyongyang", "2024-06", "RUS PRK"), true),
            (visit, ("Putin visits Pyongyang", "2000-07-19", "RUS PRK"), false),
            (visit, ("Putin visits Hanoi", "2024-06-20", "RUS VNM"), false),
            (
                visit,
                ("Treaty signed in Pyongyang", "2024-06-19", "RUS PRK"),
                false,
            ),
            (
                ("Resolution 1718", "2006-10-14", "PRK"),
                ("Resolution 1874", "2006-10-14", "PRK"),
                false,
            ),
            (
                ("North Korea tests a missile", "2017-07-04", "PRK"),
                ("North Korea opens a hotel", "2017-07-04", "PRK"),
                false,
            ),
            (("A famine", "1995~", "PRK"), ("Famine", "1996", "PRK"), true),
        ] {
            let text = [("a", one), ("b", other)]
                .map(|(id, (title, date, countries))| event(id, title, date, countries));
            let all = events(&text.concat());
            let found = pairs(&all, &|_| true);
            assert_eq!(found.len(), usize::from(is_one), "{one:?} {other:?} {found:?}");
            let countries = known(&all[1]);
            let alike = like(&all, &sketch(&all[1], &countries));
            assert_eq!(
                alike.iter().any(|like| like.event.id == all[0].id),
                is_one,
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn two_that_are_related_are_two() {
        let one = event("a", "Putin visits Pyongyang", "2024-06-18", "RUS PRK");
        let other = event("b", "Putin visits Pyongyang", "2024-06-19", "RUS PRK");
        assert_eq!(pairs(&events(&format!("{one}{other}")), &|_| true).len(), 1);
        assert!(
            pairs(
                &events(&format!("{one}{other}relations = {{ part-of = [\"a\"] }}\n")),
                &|_| true
            )
            .is_empty()
        );
    }

    #[test]
    fn nothing_is_compared_twice_and_only_what_is_kept() {
        let all =
            (0..6).map(|number| event(&format!("e{number}"), "The same visit again", "1961-06-18", "PRK"));
        let all = events(&all.collect::<String>());
        assert_eq!(pairs(&all, &|_| true).len(), 15);
        assert_eq!(pairs(&all, &|number| number == 2).len(), 5);
        assert!(pairs(&all, &|_| false).is_empty());
    }

    #[test]
    fn the_shipped_collection_has_few() {
        let shipped = store::load(&store::Place::Embedded, &|_| {}).unwrap();
        let found = pairs(&shipped.events, &|_| true);
        let found: Vec<String> = found
            .iter()
            .map(|pair| format!("{:.2} {} | {}", pair.score, pair.one.title, pair.other.title))
            .collect();
        assert!(found.len() < 6, "{found:#?}");
    }

    #[test]
    #[ignore = "a measurement"]
    fn speed() {
        let titles = [
            "visits",
            "tests a missile at",
            "signs a treaty with",
            "meets the head of",
            "trades with",
        ];
        let mut text = String::new();
        for number in 0..100_000_usize {
            let title = format!(
                "Actor {} {} place{}",
                number % 97,
                titles[number % 5],
                number % 1013
            );
            let date = format!(
                "{}-{:02}-{:02}",
                1945 + number % 80,
                1 + number % 12,
                1 + number % 28
            );
            text.push_str(&event(&format!("e{number}"), &title, &date, "PRK RUS"));
        }
        let all = events(&text);
        #[allow(clippy::disallowed_methods)]
        let begun = std::time::Instant::now();
        let found = pairs(&all, &|_| true).len();
        eprintln!("{found} pairs of {} events in {:?}", all.len(), begun.elapsed());
        #[allow(clippy::disallowed_methods)]
        let begun = std::time::Instant::now();
        let countries = known(&all[50_000]);
        let found = like(&all, &sketch(&all[50_000], &countries)).len();
        eprintln!("{found} alike in {:?}", begun.elapsed());
    }
}
