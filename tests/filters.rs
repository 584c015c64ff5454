//! The catalog in memory answers as a plain reading of the events does: for generated collections and plans, every
//! question is answered twice, by [`Memory`] and here, one event at a time, and both must agree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr
)] // Tests may, their helpers too.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use annals::{
    catalog::{Aligned, Anchor, Buckets, Catalog, Field, Memory, Segment},
    dates::{
        Allen, Civil, Day, Edtf, Extent, Interval, Precision, Truth,
        day::{FIRST, LAST},
    },
    model::{
        Actor, Category, Citation, Claim, Event, Location, Organization, Origin, Person, Relation,
        RelationKind, Severity, Source, Stance, Status, Term,
    },
    places::{Code, Membership},
    query::{self, Filter, Has, Is, Plan, Reference, Scope},
    store::{self, Collection, Place, Tables},
    text,
};
use proptest::{collection::vec, option, prelude::*, sample::select, strategy::ValueTree};

// --- Collections -----------------------------------------------------------------------------------------

fn origin() -> Origin {
    Origin {
        file: Path::new("events.toml").into(),
        start: 0,
        end: 0,
        line: 1,
    }
}

fn code(alpha3: &str) -> Code {
    Code::from_alpha3(alpha3).unwrap()
}

/// A known code, or a word that is none.
fn term(text: &str) -> Term<Code> {
    Code::from_alpha3(text).map_or_else(|| Term::Written(text.into()), Term::Known)
}

fn boxed(texts: Vec<&'static str>) -> Vec<Box<str>> {
    texts.into_iter().map(Into::into).collect()
}

fn unique<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}

const DATES: &[&str] = &[
    "1961",
    "1961-07",
    "1961-07-11",
    "1961-07-06",
    "1961~",
    "1961-07-11?",
    "196X",
    "1961-21",
    "1961-07-01/1961-07-20",
    "1950-06-25/1953-07-27",
    "1991/1993",
    "1990-12-30/1991-01-03",
    "2022-02-24/..",
    "../1950",
    "2024-06-18",
    "2024-06-19",
    "2024-06-18/2024-06-19",
    "2024-06-18T09:00:00Z",
    "-0043-03-15",
    "2000-02-29",
    "[1961-07-11,1961-08-01]",
    "1961-07-06/",
    "0800",
];
const COUNTRIES: &[&str] = &["RUS", "SUN", "PRK", "USA", "CHN", "Atlantis", "atlantis"];
const NAMES: &[&str] = &["Kim Jong Un", "Kim Il Sung", "Recep Tayyip Erdoğan", "Ri Yong-ho"];
const ORGANIZATIONS: &[&str] = &["NATO", "Red Cross", "Kim Il Sung University"];
const TAGS: &[&str] = &["arms", "arms control", "space", "Élysée"];
const PLACES: &[&str] = &["", "Moscow", "Vostochny", "New Moscow"];
const TITLES: &[&str] = &[
    "A nuclear test",
    "Treaty of friendship",
    "Partnership treaty",
    "Kim in Moscow",
    "Test",
];
const SUMMARIES: &[&str] = &[
    "",
    "The treaty\nof friendship was signed.",
    "A test-fired missile; nuclear.",
    "Élysée, space",
];
/// What is searched for, as a query folds it.
const WORDS: &[&str] = &[
    "nuc",
    "kim",
    "test",
    "trea",
    "mosc",
    "elysee",
    "un",
    "arms",
    "friendship",
    "test-fir",
    "x",
    "jong-un",
];
const PHRASES: &[&str] = &[
    "nuclear test",
    "treaty of friendship",
    "kim",
    "test nuclear",
    "arms control",
    "kim in",
    "test the",
    "arms arms",
    "control arms control",
];
const IDS: &[&str] = &["e0", "e1", "e2", "e3", "e4", "e9"];

/// Sources by id, in place, and by an id that dangles.
fn source() -> impl Strategy<Value = Citation> {
    let kinds = (
        select(&["", "report", "dangling"][..]),
        select(&["", "Kim visits Moscow", "Report"][..]),
        select(&["", "Reuters", "Le Monde"][..]),
        option::of(select(&["1961-07-12", "2024", "2024-06-17"][..])),
        any::<bool>(),
    );
    kinds.prop_map(|(id, title, publisher, published, quoted)| {
        // What has one id is one source.
        let (title, publisher, published) = match id {
            "report" => ("A report of missiles", "Yonhap", Some("2024-06-17")),
            "dangling" => ("", "", None),
            _ => (title, publisher, published),
        };
        Citation {
            source: Arc::new(Source {
                id: id.into(),
                title: title.into(),
                publisher: publisher.into(),
                published: published.map(|date| Edtf::parse(date).unwrap()),
                url: if id.is_empty() {
                    "https://news.example/a".into()
                } else {
                    "".into()
                },
                reliability: None,
                text: None,
                origin: origin(),
            }),
            found: id != "dangling",
            locator: "".into(),
            quote: if quoted { "words".into() } else { "".into() },
            quote_found: None,
        }
    })
}

/// Those of the event and of its claims.
fn citations(event: &Event) -> Vec<&Citation> {
    let mut all: Vec<&Citation> = event.sources.iter().collect();
    for claim in &event.claims {
        all.extend(&claim.sources);
    }
    all
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        select(COUNTRIES).prop_map(|country| Actor::Country(term(country))),
        select(NAMES).prop_map(|name| Actor::Person(name.into())),
        select(ORGANIZATIONS).prop_map(|name| Actor::Organization(name.into())),
    ]
}

fn claim() -> impl Strategy<Value = Claim> {
    (
        vec(actor(), 0..3),
        select(&[Stance::Asserts, Stance::Denies][..]),
        vec(source(), 0..2),
    )
        .prop_map(|(by, stance, sources)| Claim { by, stance, sources })
}

fn category() -> impl Strategy<Value = Term<Category>> {
    prop_oneof![
        select(&Category::ALL[..3]).prop_map(Term::Known),
        select(&["war", "War"][..]).prop_map(|word| Term::Written(word.into())),
    ]
}

fn status() -> impl Strategy<Value = Term<Status>> {
    prop_oneof![
        select(Status::ALL).prop_map(Term::Known),
        Just(Term::Written("rumoured".into())),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let texts = (select(TITLES), select(SUMMARIES), select(DATES));
    let names = (
        vec(select(COUNTRIES), 0..3),
        vec(select(NAMES), 0..3),
        vec(select(ORGANIZATIONS), 0..2),
        vec(select(TAGS), 0..3),
        vec(actor(), 0..2),
        vec(actor(), 0..2),
    );
    let kinds = (
        category(),
        status(),
        1_u8..=5,
        option::of(select(&[Severity::Warning, Severity::Error][..])),
    );
    let location = option::of((
        select(PLACES),
        option::of(select(COUNTRIES)),
        option::of((-90.0..90.0_f64, -180.0..180.0_f64)),
    ));
    let links = (
        vec(source(), 0..3),
        vec((select(RelationKind::ALL), select(IDS)), 0..2),
        vec(claim(), 0..2),
    );
    (texts, names, kinds, location, links).prop_map(|(texts, names, kinds, location, links)| Event {
        id: "".into(),
        title: texts.0.into(),
        date: Edtf::parse(texts.2).unwrap(),
        countries: unique(names.0.into_iter().map(term).collect()),
        people: unique(boxed(names.1)),
        organizations: unique(boxed(names.2)),
        initiators: names.4,
        targets: names.5,
        category: kinds.0,
        status: kinds.1,
        location: location.map(|(name, country, coordinates)| Location {
            name: name.into(),
            country: country.map(term),
            coordinates,
        }),
        summary: texts.1.into(),
        tags: boxed(names.3),
        significance: kinds.2,
        sources: links.0,
        relations: links
            .1
            .into_iter()
            .map(|(kind, target)| Relation {
                kind,
                target: target.into(),
            })
            .collect(),
        claims: links.2,
        credibility: None,
        media: Vec::new(),
        flaw: kinds.3,
        origin: origin(),
    })
}

/// As the store hands it over: events sorted, ids unique.
fn collection(most: usize) -> impl Strategy<Value = Collection> {
    vec(event(), 0..most).prop_map(|mut events| {
        for (number, event) in events.iter_mut().enumerate() {
            event.id = format!("e{number}").into();
        }
        events.sort_by_key(|event| {
            (
                event.date.interval().earliest,
                event.date.precision(),
                event.id.clone(),
            )
        });
        Collection {
            events: events.into_iter().map(Arc::new).collect(),
            people: vec![Person {
                name: "Kim Jong Un".into(),
                aliases: vec!["Kim Jŏng-ŭn".into()],
                country: None,
                offices: Vec::new(),
                origin: origin(),
            }],
            organizations: vec![Organization {
                name: "Red Cross".into(),
                aliases: vec!["Test Committee".into()],
                members: Vec::new(),
                origin: origin(),
            }],
            ..Collection::default()
        }
    })
}

// --- Plans -----------------------------------------------------------------------------------------------

/// Whole dates, stretches that begin or end on the very days of others, and any others.
fn interval() -> impl Strategy<Value = Interval> {
    let days = || select(DATES).prop_map(|date| Edtf::parse(date).unwrap().interval());
    prop_oneof![
        days(),
        (days(), days()).prop_map(|(one, other)| Interval::new(one.latest, other.earliest)),
        (-4_000_i64..21_000, 0_i64..4_000).prop_map(|(day, length)| Interval::new(day, day + length)),
    ]
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Box<str>> {
    select(words).prop_map(Into::into)
}

fn countries() -> impl Strategy<Value = Vec<Term<Code>>> {
    vec(select(COUNTRIES).prop_map(term), 0..3)
}

fn filter() -> impl Strategy<Value = Filter> {
    let membership =
        (select(&["RUS", "SUN", "PRK"][..]), interval()).prop_map(|(country, days)| Membership {
            country: code(country),
            days,
        });
    let relations = select(
        &[
            Allen::Before,
            Allen::During,
            Allen::Equals,
            Allen::OverlappedBy,
            Allen::MetBy,
            Allen::After,
        ][..],
    );
    let extent = select(DATES).prop_map(|date| Edtf::parse(date).unwrap().extent());
    let reference = prop_oneof![
        extent.clone().prop_map(Reference::Extent),
        (word(IDS), extent).prop_map(|(id, extent)| Reference::Event(id, extent)),
    ];
    let by_name = prop_oneof![
        countries().prop_map(Filter::Countries),
        vec(membership, 0..4).prop_map(|members| Filter::Members(members.into())),
        category().prop_map(Filter::Category),
        status().prop_map(Filter::Status),
        word(WORDS).prop_map(Filter::Tag),
        word(WORDS).prop_map(Filter::Person),
        word(WORDS).prop_map(Filter::Organization),
        (word(WORDS), vec(select(&["RUS", "USA"][..]).prop_map(code), 0..2))
            .prop_map(|(w, c)| Filter::Place(w, c)),
        word(&["report", "repor", "dangling", "kim", "news", "le"]).prop_map(Filter::Source),
        word(&["reu", "monde", "yonhap", "onde"]).prop_map(Filter::Publisher),
        (countries(), countries()).prop_map(|(a, b)| Filter::Actor(a, b)),
        (
            select(&[Stance::Asserts, Stance::Denies][..]),
            countries(),
            word(WORDS)
        )
            .prop_map(|(stance, terms, name)| Filter::Claims(stance, terms, name)),
    ];
    let by_time = prop_oneof![
        interval().prop_map(Filter::Touches),
        (vec(relations, 1..3), reference, any::<bool>()).prop_map(|(relations, reference, certainly)| {
            Filter::Allen {
                relations,
                reference,
                certainly,
            }
        }),
        select(&[(7, 11), (6, 18), (2, 29), (1, 1), (6, 19), (7, 27), (7, 10)][..])
            .prop_map(|(month, day)| Filter::MonthDay(month, day)),
        select(&["1961-07-12", "2024-01-01", "2024-06-17", "1900"][..])
            .prop_map(|date| Filter::Known(Edtf::parse(date).unwrap().interval().latest)),
        select(
            &[
                Precision::Decade,
                Precision::Year,
                Precision::Month,
                Precision::Day,
                Precision::Time
            ][..]
        )
        .prop_map(Filter::Precision),
    ];
    let others = prop_oneof![
        select(Is::ALL).prop_map(Filter::Is),
        select(Has::ALL).prop_map(Filter::Has),
        word(IDS).prop_map(Filter::Related),
        word(WORDS).prop_map(Filter::Word),
        word(PHRASES).prop_map(Filter::Phrase),
    ];
    prop_oneof![by_name, by_time, others]
}

fn plan() -> impl Strategy<Value = Plan> {
    let leaf = prop_oneof![1 => Just(Plan::All), 12 => filter().prop_map(Plan::Filter)];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Plan::And),
            vec(inner.clone(), 0..3).prop_map(Plan::Or),
            inner.prop_map(|plan| Plan::Not(Box::new(plan))),
        ]
    })
}

// --- The plain reading -----------------------------------------------------------------------------------

/// One event at a time, as the words of [`Filter`] say.
struct Plain<'a>(&'a Collection);

/// Whether one of the texts has a word that begins so.
fn begins<'a>(texts: impl IntoIterator<Item = &'a str>, prefix: &str) -> bool {
    texts
        .into_iter()
        .any(|text| text::has_word_prefix(&text::fold(text), prefix))
}

fn same<T: PartialEq>(one: &Term<T>, other: &Term<T>) -> bool {
    match (one, other) {
        (Term::Known(one), Term::Known(other)) => one == other,
        (Term::Written(one), Term::Written(other)) => text::fold(one) == text::fold(other),
        _ => false,
    }
}

fn words(text: &str) -> Vec<String> {
    text::words(&text::fold(text)).map(str::to_owned).collect()
}

/// Whether the words of `text` stand in one of `texts` one behind the other, the last one at least begun.
fn follows<'a>(texts: impl IntoIterator<Item = &'a str>, text: &str, whole: bool) -> bool {
    let wanted = words(text);
    let (last, first) = wanted.split_last().unwrap();
    texts.into_iter().any(|text| {
        words(text).windows(wanted.len()).any(|found| {
            let end = &found[first.len()];
            found[..first.len()] == *first
                && if whole {
                    end == last
                } else {
                    end.starts_with(last.as_str())
                }
        })
    })
}

impl Plain<'_> {
    fn person<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let known = self.0.people.iter().filter(|person| &*person.name == name);
        std::iter::once(name)
            .chain(known.flat_map(|person| person.aliases.iter().map(|alias| &**alias)))
            .collect()
    }

    fn organization<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let known = self
            .0
            .organizations
            .iter()
            .filter(|organization| &*organization.name == name);
        let mut names: Vec<&str> = std::iter::once(name)
            .chain(known.flat_map(|organization| organization.aliases.iter().map(|alias| &**alias)))
            .collect();
        if let Some(bloc) = annals::places::bloc(name) {
            names.extend([bloc.code, bloc.name]);
            names.extend(&bloc.aliases);
        }
        names
    }

    fn texts<'a>(&'a self, event: &'a Event) -> Vec<&'a str> {
        let mut texts: Vec<&str> = vec![&event.title, &event.summary];
        texts.extend(event.people.iter().flat_map(|name| self.person(name)));
        texts.extend(
            event
                .organizations
                .iter()
                .flat_map(|name| self.organization(name)),
        );
        texts.extend(event.location.iter().map(|location| &*location.name));
        texts.extend(event.tags.iter().map(|tag| &**tag));
        texts
    }

    fn plan(&self, plan: &Plan, event: &Event) -> bool {
        match plan {
            Plan::All => true,
            Plan::And(parts) => parts.iter().all(|part| self.plan(part, event)),
            Plan::Or(parts) => parts.iter().any(|part| self.plan(part, event)),
            Plan::Not(part) => !self.plan(part, event),
            Plan::Filter(filter) => self.filter(filter, event),
        }
    }

    fn selected(&self, plan: &Plan) -> Vec<&Event> {
        self.0
            .events
            .iter()
            .map(|event| &**event)
            .filter(|event| self.plan(plan, event))
            .collect()
    }

    fn filter(&self, filter: &Filter, event: &Event) -> bool {
        let days = event.date.interval();
        let touches = |other: &Interval| days.earliest <= other.latest && days.latest >= other.earliest;
        let has = |terms: &[Term<Code>]| {
            terms
                .iter()
                .any(|term| event.countries.iter().any(|c| same(c, term)))
        };
        let side = |actors: &[Actor], terms: &[Term<Code>]| {
            terms.is_empty()
                || actors.iter().any(|actor| match actor {
                    Actor::Country(country) => terms.iter().any(|term| same(term, country)),
                    _ => false,
                })
        };
        match filter {
            Filter::Countries(terms) => has(terms),
            Filter::Members(members) => members
                .iter()
                .any(|member| touches(&member.days) && has(&[Term::Known(member.country)])),
            Filter::Category(term) => same(term, &event.category),
            Filter::Status(term) => same(term, &event.status),
            Filter::Tag(prefix) => begins(event.tags.iter().map(|tag| &**tag), prefix),
            Filter::Person(prefix) => event.people.iter().any(|name| begins(self.person(name), prefix)),
            Filter::Organization(prefix) => event
                .organizations
                .iter()
                .any(|name| begins(self.organization(name), prefix)),
            Filter::Place(prefix, codes) => event.location.as_ref().is_some_and(|location| {
                let ground = location.country.as_ref().and_then(Term::known);
                begins([&*location.name], prefix) || ground.is_some_and(|ground| codes.contains(&ground))
            }),
            Filter::Source(text) => citations(event)
                .into_iter()
                .any(|citation| &citation.source.id == text || begins([citation.source.label()], text)),
            Filter::Publisher(prefix) => citations(event)
                .into_iter()
                .any(|citation| begins([&*citation.source.publisher], prefix)),
            Filter::Touches(other) => touches(other),
            Filter::Allen {
                relations,
                reference,
                certainly,
            } => {
                let extent = match reference {
                    Reference::Event(id, _) if **id == *event.id => return false,
                    Reference::Event(_, extent) | Reference::Extent(extent) => extent,
                };
                let needed = if *certainly {
                    Truth::Certainly
                } else {
                    Truth::Possibly
                };
                event.date.extent().any(relations, extent) >= needed
            }
            Filter::MonthDay(month, day) => on_day(&event.date.extent(), (*month, *day)),
            Filter::Known(day) => citations(event).into_iter().any(|citation| {
                citation
                    .source
                    .published
                    .as_ref()
                    .is_some_and(|date| date.interval().earliest <= *day)
            }),
            Filter::Actor(initiators, targets) => {
                side(&event.initiators, initiators) && side(&event.targets, targets)
            }
            Filter::Precision(precision) => event.date.precision() == *precision,
            Filter::Is(is) => match is {
                Is::Approximate => event.date.as_str().contains(['~', '%']),
                Is::Uncertain => event.date.as_str().contains(['?', '%']),
                Is::Open => event.date.is_open(),
                Is::Flawed => event.flaw.is_some(),
            },
            Filter::Has(has) => self.has(*has, event),
            Filter::Claims(stance, terms, prefix) => event.claims.iter().any(|claim| {
                claim.stance == *stance
                    && claim.by.iter().any(|actor| match actor {
                        Actor::Country(country) => terms.iter().any(|term| same(term, country)),
                        Actor::Person(name) | Actor::Organization(name) => begins([&**name], prefix),
                    })
            }),
            Filter::Related(id) => self.reached(id).contains(&*event.id),
            Filter::Word(prefix) => follows(self.texts(event), prefix, false),
            Filter::Phrase(phrase) => follows(self.texts(event), phrase, true),
        }
    }

    fn has(&self, has: Has, event: &Event) -> bool {
        let location = event.location.as_ref();
        match has {
            Has::Claims => !event.claims.is_empty(),
            Has::Relations => {
                let led_to = self.0.events.iter().any(|other| {
                    other.id != event.id && other.relations.iter().any(|relation| relation.target == event.id)
                });
                led_to || !event.relations.is_empty()
            }
            Has::Location => location.is_some(),
            Has::Coordinates => location.is_some_and(|location| location.coordinates.is_some()),
            Has::Sources => !citations(event).is_empty(),
            Has::Quotes => citations(event).iter().any(|citation| !citation.quote.is_empty()),
            Has::Summary => !event.summary.is_empty(),
            Has::Media => !event.media.is_empty(),
            Has::People => !event.people.is_empty(),
            Has::Organizations => !event.organizations.is_empty(),
            Has::Countries => !event.countries.is_empty(),
            Has::Tags => !event.tags.is_empty(),
        }
    }

    /// Grown until it grows no more.
    fn reached(&self, id: &str) -> BTreeSet<&str> {
        let mut reached: BTreeSet<&str> = self
            .0
            .events
            .iter()
            .map(|event| &*event.id)
            .filter(|known| *known == id)
            .collect();
        loop {
            let before = reached.len();
            for event in &self.0.events {
                for relation in &event.relations {
                    let there = self.0.events.iter().find(|other| other.id == relation.target);
                    if let Some(there) = there
                        && (reached.contains(&*event.id) || reached.contains(&*there.id))
                    {
                        reached.extend([&*event.id, &*there.id]);
                    }
                }
            }
            if reached.len() == before {
                return reached;
            }
        }
    }

    fn values(field: Field, event: &Event) -> Vec<String> {
        let source = |citation: &Citation| match &*citation.source.id {
            "" => citation.source.label().to_owned(),
            id => id.to_owned(),
        };
        let days = event.date.interval();
        let strings = |texts: &[Box<str>]| texts.iter().map(ToString::to_string).collect();
        let values: Vec<String> = match field {
            Field::Country => event.countries.iter().map(ToString::to_string).collect(),
            Field::Category => vec![event.category.to_string()],
            Field::Status => vec![event.status.to_string()],
            Field::Tag => strings(&event.tags),
            Field::Person => strings(&event.people),
            Field::Organization => strings(&event.organizations),
            Field::Place => event
                .location
                .iter()
                .map(|location| location.name.to_string())
                .collect(),
            Field::Source => citations(event).into_iter().map(source).collect(),
            Field::Publisher => citations(event)
                .into_iter()
                .map(|citation| citation.source.publisher.to_string())
                .collect(),
            Field::Year if days.earliest == FIRST => vec![],
            Field::Year => {
                let year = Civil::from_day(days.earliest).year;
                vec![if year < 0 {
                    format!("-{:04}", -year)
                } else {
                    format!("{year:04}")
                }]
            }
            Field::Precision => vec![format!("{:?}", event.date.precision()).to_lowercase()],
        };
        unique(values.into_iter().filter(|value| !value.is_empty()).collect())
    }
}

/// Day by day where it is short, at both ends where it is long.
fn on_day(extent: &Extent, wanted: (u8, u8)) -> bool {
    let is = |day: Day| {
        let civil = Civil::from_day(day);
        (civil.month, civil.day) == wanted
    };
    let known = |days: Interval| (days.earliest == days.latest).then_some(days.earliest);
    let (first, last) = (extent.start.latest, extent.end.earliest);
    let ends = [known(extent.start), known(extent.end)];
    let lasts = first <= last && last.checked_sub(first).is_some_and(|days| days < 365);
    ends.into_iter()
        .flatten()
        .filter(|day| *day != FIRST && *day != LAST)
        .any(is)
        || (lasts && (first..=last).any(is))
}

// --- Both agree ------------------------------------------------------------------------------------------

const FIELDS: &[Field] = &[
    Field::Country,
    Field::Category,
    Field::Status,
    Field::Tag,
    Field::Person,
    Field::Organization,
    Field::Place,
    Field::Source,
    Field::Publisher,
    Field::Year,
    Field::Precision,
];

fn anchor() -> impl Strategy<Value = Anchor> {
    prop_oneof![
        Just(Anchor::Start),
        Just(Anchor::End),
        (0_usize..30).prop_map(Anchor::Rank),
        (-8_000_i64..21_000).prop_map(Anchor::Day),
        word(IDS).prop_map(Anchor::Event),
        (word(IDS), -8_000_i64..21_000).prop_map(|(id, day)| Anchor::Near(id, day)),
    ]
}

fn ids<'a>(rows: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    rows.into_iter().collect()
}

/// How a catalog is made of a collection.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// In one piece.
    Whole,
    /// Of so many segments, with a further one whose events are all dead, and with the flaws told behind.
    Split(usize),
    /// The same out of images.
    Mapped(usize),
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        Just(Form::Whole),
        (1_usize..5).prop_map(Form::Split),
        (1_usize..5).prop_map(Form::Mapped),
    ]
}

fn made(collection: &Arc<Collection>, form: Form) -> Memory {
    let (count, mapped) = match form {
        Form::Whole => return Memory::new(Arc::clone(collection)),
        Form::Split(count) => (count, false),
        Form::Mapped(count) => (count, true),
    };
    let mut groups: Vec<Vec<Event>> = vec![Vec::new(); count + 1];
    let mut flaws = rustc_hash::FxHashMap::default();
    for (index, event) in collection.events.iter().enumerate() {
        let mut event = Event::clone(event);
        flaws.extend(event.flaw.take().map(|flaw| (event.id.clone(), flaw)));
        let mut dead = event.clone();
        dead.title = "dead".into();
        groups[count].push(dead);
        groups[index * 7 % count].push(event);
    }
    let mut segments: Vec<_> = groups
        .into_iter()
        .map(|events| Segment::new(events, &collection.people, &collection.organizations))
        .map(|segment| {
            if !mapped {
                return segment;
            }
            let mut image = Vec::new();
            segment.save(&mut image).unwrap();
            Segment::open(Arc::new(Aligned::new(&image))).unwrap()
        })
        .map(|segment| (Arc::new(segment), Vec::new()))
        .collect();
    let last = segments.last_mut().unwrap();
    last.1 = (0..last.0.files().len() as u32).collect();
    let tables = Arc::new(Tables::of(collection));
    let memory = Memory::of(Arc::clone(&tables), segments.clone(), &flaws);
    if !mapped {
        return memory;
    }
    Memory::restored(tables, segments, &flaws, &memory.relations()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_selection_is_what_a_plain_reading_finds(collection in collection(24), plan in plan(), form in form()) {
        let collection = Arc::new(collection);
        let memory = made(&collection, form);
        let plain = Plain(&collection);
        let expected = plain.selected(&plan);
        prop_assert_eq!(memory.count(&plan), expected.len());
        let all = memory.window(&plan, &Anchor::Start, 0, usize::MAX);
        prop_assert_eq!(ids(all.rows.iter().map(|row| row.id)), ids(expected.iter().map(|event| &*event.id)));
        for (row, event) in all.rows.iter().zip(&expected) {
            prop_assert_eq!(row.title, &*event.title);
            prop_assert_eq!(row.date, event.date.as_str());
            prop_assert_eq!(row.interval, event.date.interval());
            let codes: Vec<Code> = event.countries.iter().filter_map(Term::known).collect();
            prop_assert_eq!(row.countries, &codes[..]);
            prop_assert_eq!(row.related, plain.has(Has::Relations, event));
        }
        let days: Vec<Day> = expected
            .iter()
            .flat_map(|event| [event.date.interval().earliest, event.date.interval().latest])
            .filter(|day| *day != FIRST && *day != LAST)
            .collect();
        let span = days.iter().min().zip(days.iter().max());
        prop_assert_eq!(memory.span(&plan), span.map(|(&earliest, &latest)| Interval { earliest, latest }));
    }

    #[test]
    fn facets_count_what_the_selection_has(collection in collection(24), plan in plan(), form in form()) {
        let collection = Arc::new(collection);
        let memory = made(&collection, form);
        let plain = Plain(&collection);
        for &field in FIELDS {
            let mut expected: BTreeMap<String, usize> = BTreeMap::new();
            for event in plain.selected(&plan) {
                for value in Plain::values(field, event) {
                    *expected.entry(value).or_default() += 1;
                }
            }
            let facets = memory.facets(&plan, field);
            let found: BTreeMap<String, usize> =
                facets.iter().map(|facet| (facet.value.to_string(), facet.count)).collect();
            prop_assert_eq!(found.len(), facets.len(), "{:?}", field);
            prop_assert_eq!(found, expected, "{:?}", field);
            let order = facets.is_sorted_by(|a, b| {
                a.count > b.count || (a.count == b.count && (&a.label, &a.value) <= (&b.label, &b.value))
            });
            prop_assert!(order, "{:?}: {:?}", field, facets);
        }
    }

    #[test]
    fn buckets_count_what_begins_in_them(
        collection in collection(24),
        plan in plan(),
        span in interval(),
        count in 0_usize..9,
        form in form(),
    ) {
        let collection = Arc::new(collection);
        let memory = made(&collection, form);
        let plain = Plain(&collection);
        let buckets = Buckets::even(Interval { earliest: span.earliest.max(-1_000_000), latest: span.latest.min(1_000_000) }, count);
        let mut expected = vec![0; buckets.len()];
        for event in plain.selected(&plan) {
            let day = event.date.interval().earliest;
            for (bucket, count) in expected.iter_mut().enumerate() {
                let inside = (buckets.edges[bucket]..buckets.edges[bucket + 1]).contains(&day);
                *count += u32::from(inside || (day == FIRST && bucket == 0));
            }
        }
        prop_assert_eq!(memory.histogram(&plan, &buckets), expected);
    }

    #[test]
    fn a_window_is_cut_out_around_its_anchor(
        collection in collection(24),
        plan in plan(),
        anchor in anchor(),
        before in 0_usize..5,
        after in 0_usize..5,
        form in form(),
    ) {
        let collection = Arc::new(collection);
        let memory = made(&collection, form);
        let plain = Plain(&collection);
        let expected = plain.selected(&plan);
        let window = memory.window(&plan, &anchor, before, after);
        prop_assert_eq!(window.total, expected.len());
        if expected.is_empty() {
            prop_assert!(window.rows.is_empty() && window.under_way.is_empty());
            return Ok(());
        }
        let order = |id: &str| collection.events.iter().position(|event| &*event.id == id);
        let anchor = match anchor {
            Anchor::Near(id, day) if order(&id).is_none() => Anchor::Day(day),
            anchor => anchor,
        };
        let rank = match &anchor {
            Anchor::Start => 0,
            Anchor::End => usize::MAX,
            Anchor::Rank(rank) => *rank,
            Anchor::Day(day) => expected.iter().take_while(|event| event.date.interval().earliest < *day).count(),
            Anchor::Event(id) | Anchor::Near(id, _) => order(id).map_or(0, |at| {
                expected.iter().take_while(|event| order(&event.id).unwrap() < at).count()
            }),
        };
        let rank = rank.min(expected.len() - 1);
        let first = rank.saturating_sub(before);
        let end = (rank + after + 1).min(expected.len());
        prop_assert_eq!((window.anchor, window.first), (rank, first));
        prop_assert_eq!(
            ids(window.rows.iter().map(|row| row.id)),
            ids(expected[first..end].iter().map(|event| &*event.id))
        );
        let top = expected[first].date.interval().earliest;
        let spans = expected[..first].iter().filter(|event| {
            let Extent { start, end } = event.date.extent();
            let lasts = start != end || start.earliest == FIRST || end.latest == LAST;
            lasts && event.date.interval().latest >= top
        });
        prop_assert_eq!(ids(window.under_way.iter().map(|row| row.id)), ids(spans.map(|event| &*event.id)));
    }

    #[test]
    fn relations_are_seen_from_both_ends_once(collection in collection(12), form in form()) {
        let collection = Arc::new(collection);
        let memory = made(&collection, form);
        let events = &collection.events;
        for event in events {
            let mut expected = BTreeSet::new();
            for other in events {
                for relation in &other.relations {
                    if relation.target == other.id {
                        continue;
                    }
                    if other.id == event.id {
                        expected.insert((relation.kind, relation.target.clone()));
                    }
                    if relation.target == event.id {
                        expected.insert((relation.kind.inverse(), other.id.clone()));
                    }
                }
            }
            let links = memory.neighbours(&event.id);
            let found: BTreeSet<_> = links.iter().map(|link| (link.kind, link.id.clone())).collect();
            prop_assert_eq!(found.len(), links.len());
            prop_assert_eq!(found, expected);
            for link in &links {
                let there = memory.event(&link.id);
                prop_assert_eq!(&link.title, &there.as_ref().map(|event| event.title.clone()));
                prop_assert_eq!(&link.date, &there.map(|event| event.date.clone()));
            }
            let order = |link: &annals::model::Link| {
                let at = events.iter().position(|event| event.id == link.id);
                (link.kind, at.unwrap_or(usize::MAX), link.id.clone())
            };
            prop_assert!(links.is_sorted_by_key(order));
        }
        prop_assert!(memory.neighbours("nobody").is_empty());
    }
}

#[test]
fn of_many_spans_the_longest_are_told_in_time_order() {
    let day = |day: Day| Civil::from_day(day).iso();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let pattern = event().new_tree(&mut runner).unwrap().current();
    let event = |id: String, date: String| {
        let mut event = pattern.clone();
        event.id = id.into();
        event.date = Edtf::parse(&date).unwrap();
        Arc::new(event)
    };
    // A hundred spans begin one day after the other; the earlier of each two ends on day 1000, the later on day 500.
    let mut events: Vec<_> = (0..100)
        .map(|start| {
            event(
                format!("s{start:02}"),
                format!("{}/{}", day(start), day(if start % 2 == 0 { 1000 } else { 500 })),
            )
        })
        .collect();
    events.push(event("late".into(), day(400)));
    let memory = Memory::new(Arc::new(Collection {
        events,
        ..Collection::default()
    }));
    let window = memory.window(&Plan::All, &Anchor::End, 0, 0);
    let told: Vec<usize> = window
        .under_way
        .iter()
        .map(|row| row.id[1..].parse().unwrap())
        .collect();
    let longest: Vec<usize> = (0..100).filter(|start| start % 2 == 0 || *start < 28).collect();
    assert_eq!(told, longest);
    // Those that ended are not under way.
    let none = memory.window(&Plan::All, &Anchor::Day(1001), 0, 0);
    assert_eq!(none.rows[0].id, "late");
}

#[test]
fn questions_from_many_threads_get_the_same_answers() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let collection = collection(60).new_tree(&mut runner).unwrap().current();
    let plans: Vec<Plan> = (0..150)
        .map(|_| plan().new_tree(&mut runner).unwrap().current())
        .collect();
    let memory = Memory::new(Arc::new(collection));
    let counts: Vec<usize> = plans.iter().map(|plan| memory.count(plan)).collect();
    std::thread::scope(|scope| {
        for offset in [0, 40, 90] {
            let (memory, plans, counts) = (&memory, &plans, &counts);
            scope.spawn(move || {
                for index in (0..plans.len()).map(|index| (index + offset) % plans.len()) {
                    assert_eq!(memory.count(&plans[index]), counts[index]);
                }
            });
        }
    });
}

#[test]
fn the_shipped_collection_answers_queries_as_they_are_typed() {
    let collection = Arc::new(store::load(&Place::Embedded, &|_| {}).unwrap());
    let memory = Memory::new(Arc::clone(&collection));
    let plain = Plain(&collection);
    let extent = |id: &str| memory.event(id).map(|event| event.date.extent());
    let scope = Scope {
        today: 20_000,
        organizations: &memory.tables().organizations,
        event: &extent,
    };
    for text in [
        "",
        "country:RUS+PRK",
        "country:G7 since:2000",
        "category:treaty,agreement until:1990",
        "nuclear tes",
        "\"north korea\"",
        "person:kim or person:putin",
        "-status:occurred",
        "has:relations",
        "precision:month",
    ] {
        let plan = query::plan(&query::parse(text).unwrap(), &scope).unwrap();
        let expected = plain.selected(&plan).len();
        assert_eq!(memory.count(&plan), expected, "{text}");
        assert_ne!(expected, 0, "{text}");
    }
}
