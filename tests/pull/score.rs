//! Drafts against what a reader finds: the scorer that the test and `cargo run --example pull-score` share.

use std::{fmt::Write, fs, path::Path};

use annals::{
    dates::{Edtf, Interval},
    pull::{Article, Draft, Knowledge, drafts},
};

/// What a reader finds in an article.
pub struct Expected {
    /// Which date: one of these, qualifiers aside.
    dates: Vec<Interval>,
    categories: Vec<String>,
    statuses: Vec<String>,
    countries: Vec<String>,
    people: Vec<String>,
    /// A reader may leave it out: it counts neither when it is found nor when it is not.
    optional: bool,
    said: String,
}

/// Counts over one or several articles.
#[derive(Default, Clone, Copy)]
pub struct Counts {
    pub drafts: usize,
    pub right: usize,
    pub expected: usize,
    pub found: usize,
    /// Of those found: with all of the status, the countries, the people as expected.
    pub compared: usize,
    pub statuses: usize,
    pub countries: usize,
    pub people: usize,
}

impl Counts {
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.drafts)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.found, self.expected)
    }

    pub fn add(&mut self, other: Self) {
        self.drafts += other.drafts;
        self.right += other.right;
        self.expected += other.expected;
        self.found += other.found;
        self.compared += other.compared;
        self.statuses += other.statuses;
        self.countries += other.countries;
        self.people += other.people;
    }

    /// "precision 0.90 (18 of 20), recall …".
    pub fn words(&self) -> String {
        format!(
            "precision {:.2} ({} of {}), recall {:.2} ({} of {}); of those found, right in status {:.2}, countries {:.2}, people {:.2}",
            self.precision(),
            self.right,
            self.drafts,
            self.recall(),
            self.found,
            self.expected,
            ratio(self.statuses, self.compared),
            ratio(self.countries, self.compared),
            ratio(self.people, self.compared),
        )
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// The articles of a folder, by name, each with its text and what is expected.
pub fn articles(folder: &Path) -> Vec<(String, Article, Vec<Expected>)> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let (published, expected) = expectations(&path.with_extension("toml"));
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, Article::plain(&text, published), expected)
        })
        .collect()
}

fn expectations(path: &Path) -> (i64, Vec<Expected>) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let published = Edtf::parse(table["published"].as_str().unwrap())
        .unwrap()
        .interval()
        .earliest;
    let events = table
        .get("event")
        .and_then(toml::Value::as_array)
        .cloned()
        .unwrap_or_default();
    let expected = events.iter().map(|event| {
        let list = |key: &str| match event.get(key) {
            Some(toml::Value::String(one)) => vec![one.clone()],
            Some(toml::Value::Array(many)) => {
                many.iter().map(|one| one.as_str().unwrap().to_owned()).collect()
            }
            _ => Vec::new(),
        };
        let dates = list("date")
            .into_iter()
            .filter_map(|date| Edtf::parse(&date).ok());
        Expected {
            dates: dates.map(|date| date.interval()).collect(),
            categories: list("category"),
            statuses: if event.get("status").is_some() {
                list("status")
            } else {
                vec!["occurred".into(), "ongoing".into()]
            },
            countries: list("countries"),
            people: list("people"),
            optional: event
                .get("optional")
                .and_then(toml::Value::as_bool)
                .unwrap_or_default(),
            said: format!(
                "{:?} {:?} {:?}",
                list("date"),
                list("category"),
                list("countries")
            ),
        }
    });
    (published, expected.collect())
}

fn codes(draft: &Draft) -> Vec<&'static str> {
    draft.countries.iter().map(|code| code.alpha3()).collect()
}

/// Whether a draft is that event: the same days, the kind of event, and half of its countries or more.
fn is(draft: &Draft, expected: &Expected) -> bool {
    let own = codes(draft);
    let shared = expected
        .countries
        .iter()
        .filter(|code| own.contains(&code.as_str()))
        .count();
    expected.dates.contains(&draft.date.interval())
        && expected
            .categories
            .iter()
            .any(|category| *category == draft.category.as_str())
        && 2 * shared >= expected.countries.len()
}

/// Scores one article; what is wrong goes to `report`, a line each.
pub fn score(article: &Article, expected: &[Expected], knowledge: &Knowledge, report: &mut String) -> Counts {
    let drafts = drafts(article, knowledge);
    let mut counts = Counts {
        drafts: drafts.len(),
        ..Counts::default()
    };
    let mut open: Vec<Option<&Expected>> = expected.iter().map(Some).collect();
    // What must be there first, and of that what is alike in all.
    for draft in &drafts {
        let rank = |expected: &Expected| {
            let own = codes(draft);
            let countries = expected.countries.len() == own.len()
                && expected.countries.iter().all(|code| own.contains(&code.as_str()));
            (
                !expected.optional,
                expected
                    .categories
                    .first()
                    .is_some_and(|category| *category == draft.category.as_str()),
                countries,
            )
        };
        let fitting = open
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_some_and(|one| is(draft, one)));
        let best = fitting
            .max_by_key(|(_, one)| one.map(&rank))
            .map(|(place, _)| place);
        let Some(expected) = best.and_then(|best| open[best].take()) else {
            let _ = writeln!(
                report,
                "  not expected: {} | {} | {} {} | {} | {}: {:?}",
                draft.date.as_str(),
                draft.title,
                draft.category,
                draft.status,
                codes(draft).join(" "),
                draft.locator(),
                draft.quote
            );
            continue;
        };
        counts.right += 1;
        counts.found += usize::from(!expected.optional);
        counts.compared += 1;
        let own = codes(draft);
        let status = expected
            .statuses
            .iter()
            .any(|status| *status == draft.status.as_str());
        let countries = expected.countries.len() == own.len()
            && expected.countries.iter().all(|code| own.contains(&code.as_str()));
        let people = expected
            .people
            .iter()
            .all(|name| draft.people.iter().any(|own| **own == **name));
        counts.statuses += usize::from(status);
        counts.countries += usize::from(countries);
        counts.people += usize::from(people);
        let _ = writeln!(
            report,
            "  {}: {} | {} | {} {} | {} | {}: {:?}",
            if status && countries && people {
                "right"
            } else {
                "found, with something else wrong"
            },
            draft.date.as_str(),
            draft.title,
            draft.category,
            draft.status,
            own.join(" "),
            draft.locator(),
            draft.quote
        );
    }
    for expected in open.into_iter().flatten() {
        counts.expected += usize::from(!expected.optional);
        if !expected.optional {
            let _ = writeln!(report, "  missing: {}", expected.said);
        }
    }
    counts.expected += counts.found;
    counts
}
