//! Tree → plan: names are looked up, dates become days, and what cannot be meant is an error at its place.

use super::{
    ast::{Ast, Item, Node, QueryError, Value},
    countries::{country, country_or_bloc, did_you_mean},
    fields::{Key, ValueKind},
    lex::names,
    plan::{Filter, Has, Is, Plan, Scope},
    when,
};
use crate::{
    dates::Precision,
    model::{Category, Stance, Status, Term},
    places::{self, Lookup},
    text,
};

/// What a query means in a [`Scope`], in normal form (see [`Plan`]). Every mistake is reported, in the order of
/// the text.
pub fn plan(ast: &Ast, scope: &Scope) -> Result<Plan, Vec<QueryError>> {
    let mut planner = Planner {
        scope,
        errors: Vec::new(),
    };
    let plan = ast.root.as_ref().map_or(Plan::All, |root| planner.node(root));
    if planner.errors.is_empty() {
        Ok(plan)
    } else {
        Err(planner.errors)
    }
}

struct Planner<'s> {
    scope: &'s Scope<'s>,
    errors: Vec<QueryError>,
}

pub(super) type Resolved<T> = Result<T, QueryError>;

impl Planner<'_> {
    /// A part with a mistake in it becomes `All`: its plan is not used.
    fn node(&mut self, node: &Node) -> Plan {
        match node {
            Node::And(nodes) => Plan::all(nodes.iter().map(|node| self.node(node)).collect::<Vec<_>>()),
            Node::Or(nodes) => Plan::any(nodes.iter().map(|node| self.node(node)).collect::<Vec<_>>()),
            Node::Not(node, _) => self.node(node).negated(),
            Node::Word(word, span) => match searched(word) {
                Some(word) => Plan::Filter(Filter::Word(word)),
                None => self.mistake(QueryError::new(
                    format!("`{word}` has nothing to look for."),
                    span.clone(),
                )),
            },
            Node::Phrase(phrase, span) => {
                let folded = text::fold(phrase);
                let words: Vec<_> = text::words(&folded).collect();
                if words.is_empty() {
                    return self.mistake(QueryError::new(
                        "There is no word between the quotes.",
                        span.clone(),
                    ));
                }
                Plan::Filter(Filter::Phrase(words.join(" ").into()))
            }
            Node::Field {
                certainly,
                key,
                value,
                ..
            } => self.field(*certainly, *key, value),
        }
    }

    fn mistake(&mut self, error: QueryError) -> Plan {
        self.errors.push(error);
        Plan::All
    }

    fn field(&mut self, certainly: bool, key: Key, value: &Value) -> Plan {
        match value {
            Value::One(item) => self.said(key, when::filter(key, item, certainly, self.scope)),
            Value::Any(lists) => {
                let mut countries = Vec::new();
                let mut plans = Vec::new();
                for list in lists {
                    let all: Vec<_> = list
                        .iter()
                        .map(|item| {
                            let plan = self.item(certainly, key, item);
                            self.said(key, plan)
                        })
                        .collect();
                    // Alternatives of single countries are one filter.
                    match Plan::all(all) {
                        Plan::Filter(Filter::Countries(more)) => {
                            if countries.is_empty() {
                                plans.push(Plan::Filter(Filter::Countries(Vec::new())));
                            }
                            for country in more {
                                if !countries.contains(&country) {
                                    countries.push(country);
                                }
                            }
                        }
                        plan => plans.push(plan),
                    }
                }
                for plan in &mut plans {
                    if *plan == Plan::Filter(Filter::Countries(Vec::new())) {
                        *plan = Plan::Filter(Filter::Countries(std::mem::take(&mut countries)));
                    }
                }
                Plan::any(plans)
            }
            Value::Pair(from, to) => {
                let mut side = |items: &[Item]| {
                    let mut terms = Vec::new();
                    for item in items {
                        match country(item) {
                            Ok(found) => terms.extend(found),
                            Err(error) => self.errors.push(error.of(key)),
                        }
                    }
                    terms
                };
                let (from, to) = (side(from), side(to));
                Plan::Filter(Filter::Actor(from, to))
            }
        }
    }

    fn said(&mut self, key: Key, plan: Resolved<Plan>) -> Plan {
        plan.unwrap_or_else(|error| self.mistake(error.of(key)))
    }

    fn item(&self, certainly: bool, key: Key, item: &Item) -> Resolved<Plan> {
        let field = key.field();
        let takes_exact = matches!(
            field.kind,
            ValueKind::Country | ValueKind::Category | ValueKind::Status | ValueKind::Claimant
        );
        if item.exact && !takes_exact {
            return Err(QueryError::new(
                format!("`=` says nothing about `{}:`.", field.name),
                item.span.clone(),
            )
            .help("Leave it out, or put a value that begins with it in quotes."));
        }
        let filter = match field.kind {
            ValueKind::Country => country_or_bloc(item, self.scope)?,
            ValueKind::Year | ValueKind::MonthDay | ValueKind::Date | ValueKind::DateOrEvent => {
                return when::filter(key, item, certainly, self.scope);
            }
            ValueKind::Category => {
                Filter::Category(word(item, "category", Category::from_word, Category::words())?)
            }
            ValueKind::Status => Filter::Status(word(item, "status", Status::from_word, Status::words())?),
            ValueKind::Tag => Filter::Tag(searched_in(item)?),
            ValueKind::Person => Filter::Person(searched_in(item)?),
            ValueKind::Organization => Filter::Organization(searched_in(item)?),
            ValueKind::Source => Filter::Source(searched_in(item)?),
            ValueKind::Publisher => Filter::Publisher(searched_in(item)?),
            ValueKind::Place => {
                let codes = match places::lookup(&item.text) {
                    Lookup::Found(code) => code.with_predecessors().to_vec(),
                    Lookup::Ambiguous(codes, _) => codes.to_vec(),
                    Lookup::Unknown => Vec::new(),
                };
                Filter::Place(searched_in(item)?, codes)
            }
            ValueKind::Claimant | ValueKind::Actor => claimant(key, item)?,
            ValueKind::Event => {
                let id = item.text.trim();
                if (self.scope.event)(id).is_none() {
                    return Err(
                        QueryError::new(format!("No event has the id `{id}`."), item.span.clone())
                            .help("`annals list` shows the ids."),
                    );
                }
                Filter::Related(id.into())
            }
            ValueKind::Precision => Filter::Precision(known(
                item,
                "precision",
                Precision::from_word,
                Precision::words(),
            )?),
            ValueKind::Is => Filter::Is(known(item, "quality", Is::from_word, Is::words())?),
            ValueKind::Has => Filter::Has(known(item, "part of an event", Has::from_word, Has::words())?),
        };
        Ok(Plan::Filter(filter))
    }
}

/// Who takes a stance: a country, or whoever has a name that begins so. A code means the country alone.
fn claimant(key: Key, item: &Item) -> Resolved<Filter> {
    let stance = if key == Key::Denies {
        Stance::Denies
    } else {
        Stance::Asserts
    };
    let is_code = item.text.trim().len() <= 3;
    let (terms, name) = match places::lookup(&item.text) {
        Lookup::Unknown if !item.exact => (Vec::new(), searched_in(item)?),
        Lookup::Found(_) if !item.exact && !is_code => (country(item)?, searched_in(item)?),
        _ => (country(item)?, "".into()),
    };
    Ok(Filter::Claims(stance, terms, name))
}

/// A word of prose as it is looked for at the beginnings of words: folded, without the signs around it, where
/// there is a letter or digit between them. `None` if nothing is left.
fn searched(word: &str) -> Option<Box<str>> {
    let folded = text::fold(word);
    let bare = folded.trim_matches(|c| !text::is_word_char(c));
    let searched = if bare.is_empty() { folded.trim() } else { bare };
    (!searched.is_empty()).then(|| searched.into())
}

/// A value as it is looked for at the beginnings of words: folded, one space for any white space.
fn searched_in(item: &Item) -> Resolved<Box<str>> {
    let folded = text::fold(&item.text);
    let words: Vec<_> = folded.split_whitespace().collect();
    if words.is_empty() {
        return Err(QueryError::new(
            format!("`{}` has nothing to look for.", item.text),
            item.span.clone(),
        ));
    }
    Ok(words.join(" ").into())
}

/// A word of a vocabulary, or with `="…"` any word that a file says instead.
fn word<T>(
    item: &Item,
    what: &str,
    read: fn(&str) -> Option<T>,
    words: impl Iterator<Item = &'static str>,
) -> Resolved<Term<T>> {
    if item.exact && item.quoted && read(&item.text).is_none() {
        return Ok(Term::Written(item.text.trim().into()));
    }
    known(item, what, read, words).map(Term::Known)
}

fn known<T>(
    item: &Item,
    what: &str,
    read: fn(&str) -> Option<T>,
    words: impl IntoIterator<Item = &'static str>,
) -> Resolved<T> {
    read(&item.text).ok_or_else(|| {
        let error = QueryError::new(format!("No {what} is called `{}`.", item.text), item.span.clone());
        let words: Vec<_> = words.into_iter().collect();
        match text::nearest(&item.text, words.iter().copied()) {
            Some(near) => error.help(did_you_mean(near)),
            None => error.help(format!("Write one of {}.", names(words.into_iter()))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dates::{
            Civil, Day, Edtf, Extent, Interval,
            day::{FIRST, LAST},
        },
        model::{Member, Organization, Origin},
        query::{Reference, parse},
    };

    fn day(year: i64, month: u8, day: u8) -> Day {
        Civil::new(year, month, day).unwrap().to_day()
    }

    fn organization(name: &str, members: &[(&str, Option<&str>)]) -> Organization {
        Organization {
            name: name.into(),
            aliases: vec![format!("{name}-alias").into()],
            members: members
                .iter()
                .map(|(country, date)| Member {
                    country: match places::lookup(country) {
                        Lookup::Found(code) => Term::Known(code),
                        _ => Term::Written((*country).into()),
                    },
                    date: date.map(|date| Edtf::parse(date).unwrap()),
                })
                .collect(),
            origin: Origin {
                file: std::path::Path::new("blocs.toml").into(),
                start: 0,
                end: 0,
                line: 1,
            },
        }
    }

    fn planned(text: &str) -> Result<Plan, Vec<QueryError>> {
        let organizations = [
            organization(
                "Quartet",
                &[("RUS", None), ("USA", Some("2002/2010")), ("Atlantis", None)],
            ),
            organization("Club", &[]),
        ];
        let scope = Scope {
            today: day(2024, 6, 18),
            organizations: &organizations,
            event: &|id| (id == "visit").then(|| Edtf::parse("2024-06-18/2024-06-19").unwrap().extent()),
        };
        plan(&parse(text).unwrap(), &scope)
    }

    /// The plan in few words.
    fn said(plan: &Plan) -> String {
        let list = |plans: &[Plan]| plans.iter().map(said).collect::<Vec<_>>().join(" ");
        let days = |days: &Interval| {
            let day = |day: Day| match day {
                FIRST => "-∞".into(),
                LAST => "∞".into(),
                day => Civil::from_day(day).iso(),
            };
            format!("{}…{}", day(days.earliest), day(days.latest))
        };
        match plan {
            Plan::All => "all".into(),
            Plan::And(plans) => format!("(and {})", list(plans)),
            Plan::Or(plans) => format!("(or {})", list(plans)),
            Plan::Not(plan) => format!("(not {})", said(plan)),
            Plan::Filter(Filter::Countries(terms)) => format!("{terms:?}"),
            Plan::Filter(Filter::Members(members)) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|member| format!("{} {}", member.country, days(&member.days)))
                    .collect();
                format!("Members({})", members.join(", "))
            }
            Plan::Filter(Filter::Touches(interval)) => format!("touches {}", days(interval)),
            Plan::Filter(Filter::Known(known)) => format!("known {}", Civil::from_day(*known).iso()),
            Plan::Filter(Filter::Allen {
                relations,
                reference,
                certainly,
            }) => {
                let must = if *certainly { "certainly " } else { "" };
                let (id, extent) = match reference {
                    Reference::Extent(extent) => ("", extent),
                    Reference::Event(id, extent) => (&**id, extent),
                };
                assert!(*extent == Extent::exactly(extent.hull()), "{extent:?}");
                format!(
                    "{must}{:?}×{} {id}[{}]",
                    relations[0],
                    relations.len(),
                    days(&extent.hull())
                )
            }
            Plan::Filter(filter) => format!("{filter:?}"),
        }
    }

    #[test]
    fn queries_mean_what_the_manual_says() {
        for (text, meaning) in [
            ("", "all"),
            ("country:kp", "[Known(PRK)]"),
            ("country:\"North Korea\"", "[Known(PRK)]"),
            ("country:RUS", "[Known(RUS), Known(SUN)]"),
            ("country:=RUS", "[Known(RUS)]"),
            ("country:RUS,SUN,CHN", "[Known(RUS), Known(SUN), Known(CHN)]"),
            ("country:RUS+PRK", "(and [Known(RUS), Known(SUN)] [Known(PRK)])"),
            (
                "country:PRK,=RUS+CHN,USA",
                "(or [Known(PRK), Known(USA)] (and [Known(RUS)] [Known(CHN)]))",
            ),
            ("-country:USA", "(not [Known(USA)])"),
            ("country:=\"Atlantis\"", "[Written(\"Atlantis\")]"),
            ("country:=\"Korea\"", "[Written(\"Korea\")]"),
            ("country:quartet", "Members(RUS -∞…∞, USA 2002-01-01…2010-12-31)"),
            (
                "category:treaty,Visit",
                "(or Category(Known(Treaty)) Category(Known(Visit)))",
            ),
            ("category:=\"picnic\"", "Category(Written(\"picnic\"))"),
            ("-status:alleged", "(not Status(Known(Alleged)))"),
            (
                "tag:Arms tag:\" arms  Race\" tag:\"C++\" tag:🚀",
                "(and Tag(\"arms\") Tag(\"arms race\") Tag(\"c++\") Tag(\"🚀\"))",
            ),
            ("person:Şahin+kim", "(and Person(\"sahin\") Person(\"kim\"))"),
            ("org:g7", "Organization(\"g7\")"),
            ("place:moscow", "Place(\"moscow\", [])"),
            ("place:russia", "Place(\"russia\", [RUS, SUN])"),
            (
                "source:preview publisher:tass",
                "(and Source(\"preview\") Publisher(\"tass\"))",
            ),
            ("since:2000", "touches 2000-01-01…∞"),
            ("until:2001-08", "touches -∞…2001-08-31"),
            ("on:2023-09", "touches 2023-09-01…2023-09-30"),
            (
                "year:1961,196X",
                "(or touches 1961-01-01…1961-12-31 touches 1960-01-01…1969-12-31)",
            ),
            ("year:44", "touches 0044-01-01…0044-12-31"),
            ("year:-43", "touches -0043-01-01…-0043-12-31"),
            ("since:today", "touches 2024-06-18…∞"),
            ("on:yesterday/Tomorrow", "touches 2024-06-17…2024-06-19"),
            ("on:2000/today", "touches 2000-01-01…2024-06-18"),
            ("on:today/..", "touches 2024-06-18…∞"),
            ("since:../2000", "all"),
            (
                "certainly:on:1961",
                "certainly Overlaps×9 [1961-01-01…1961-12-31]",
            ),
            ("during:2022-02-24/..", "During×4 [2022-02-24…∞]"),
            ("during:1961", "During×4 [1961-01-01…1961-12-31]"),
            (
                "certainly:during:1961",
                "certainly During×4 [1961-01-01…1961-12-31]",
            ),
            ("overlaps:visit", "Overlaps×9 visit[2024-06-18…2024-06-19]"),
            ("before:1945-05-08", "Before×2 [1945-05-08…1945-05-08]"),
            ("after:today", "After×2 [2024-06-18…2024-06-18]"),
            ("day:06-18", "MonthDay(6, 18)"),
            ("day:2-29,--12-24", "(or MonthDay(2, 29) MonthDay(12, 24))"),
            ("day:today", "MonthDay(6, 18)"),
            ("known:2024-06", "known 2024-06-30"),
            ("actor:RUS>PRK", "Actor([Known(RUS), Known(SUN)], [Known(PRK)])"),
            (
                "actor:>\"North Korea\",=CHN",
                "Actor([], [Known(PRK), Known(CHN)])",
            ),
            ("claims:USA", "Claims(Asserts, [Known(USA)], \"\")"),
            (
                "denies:Russia",
                "Claims(Denies, [Known(RUS), Known(SUN)], \"russia\")",
            ),
            ("denies:G7", "Claims(Denies, [], \"g7\")"),
            ("related:visit", "Related(\"visit\")"),
            ("precision:Year", "Precision(Year)"),
            ("is:open has:claims", "(and Is(Open) Has(Claims))"),
            (
                "Nuclear, tes… follow-up 🚀",
                "(and Word(\"nuclear\") Word(\"tes\") Word(\"follow-up\") Word(\"🚀\"))",
            ),
            (
                "\"Partnership-Treaty,  signed\"",
                "Phrase(\"partnership treaty signed\")",
            ),
        ] {
            let plan = planned(text).unwrap_or_else(|errors| panic!("{}", errors[0].drawn(text)));
            assert_eq!(said(&plan), meaning, "{text}");
        }
    }

    #[test]
    fn a_bloc_is_its_members_by_day() {
        for text in ["country:G7", "country:brics"] {
            let Ok(Plan::Filter(Filter::Members(members))) = planned(text) else {
                panic!("{text}")
            };
            assert!(members.len() >= 5, "{text}");
        }
    }

    #[test]
    fn plans_are_in_normal_form() {
        for (text, meaning) in [
            ("a (b (c a))", r#"(and Word("a") Word("b") Word("c"))"#),
            ("a or (b or a)", r#"(or Word("a") Word("b"))"#),
            ("not not a", r#"Word("a")"#),
            ("a since:../2000", r#"Word("a")"#),
            ("a or since:../2000", "all"),
            ("-since:../2000 a", "(not all)"),
            ("-since:../2000 or a", r#"Word("a")"#),
            ("a a", r#"Word("a")"#),
        ] {
            assert_eq!(said(&planned(text).unwrap()), meaning, "{text}");
        }
        assert!(Plan::any([]).is_nothing());
        assert_eq!(Plan::nothing().negated(), Plan::All);
        assert_eq!(Plan::All.and(Plan::nothing()), Plan::nothing());
    }

    #[test]
    fn what_cannot_be_meant_is_underlined() {
        let texts = [
            "country:Rusia",
            "country:RUS,Xyzzyland",
            "country:Korea",
            "country:=G7",
            "country:Qartet",
            "country:Club",
            "country:=\"\u{301}x\" tag:=x",
            "category:treatey status:plannd",
            "category:picnic",
            "tag:\u{301}",
            "on:today/2000",
            "year:2024-06 year:today",
            "day:18-06 day:02-30 day:june",
            "during:no-such-event",
            "related:no-such-event",
            "actor:RUS>G7",
            "claims:=Xyz",
            "precision:weekly",
            "is:aproximate has:everything",
        ];
        let drawn: Vec<_> = texts
            .into_iter()
            .map(|text| {
                let errors = planned(text).expect_err(text);
                assert!(errors.iter().all(|error| error.key.is_some()), "{text}");
                let drawn: Vec<_> = errors.iter().map(|error| error.drawn(text)).collect();
                drawn.join("\n")
            })
            .collect();
        insta::assert_snapshot!("mistakes_of_meaning", drawn.join("\n\n"));
    }

    #[test]
    fn a_mistake_in_a_date_is_underlined_in_the_query() {
        // The sentences are those of the dates.
        for (text, wrong) in [
            ("a since:2024-13", "13"),
            ("since:abc", "abc"),
            ("until:\"24 Feb\"", "\"24 Feb\""),
            ("on:2001/2000", "2001/2000"),
            ("during:2024-02-30", "30"),
            ("on:today/2024-13", "13"),
        ] {
            let errors = planned(text).expect_err(text);
            assert_eq!(errors.len(), 1, "{text}");
            assert_eq!(text.get(errors[0].span.clone()), Some(wrong), "{text}");
            assert!(errors[0].key.is_some() && errors[0].help.is_some(), "{text}");
        }
    }
}
