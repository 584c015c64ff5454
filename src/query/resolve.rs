//! Tree → plan: names are looked up, dates become days, and what cannot be meant is an error at its place.

use std::sync::Arc;

use super::{
    ast::{Ast, Item, Node, QueryError, Value},
    fields::{Key, ValueKind},
    lex::names,
    plan::{Filter, Has, Is, Plan, Scope},
    when,
};
use crate::{
    dates::{
        Interval, Precision,
        day::{FIRST, LAST},
    },
    model::{Category, Organization, Stance, Status, Term},
    places::{self, Code, Lookup, Membership, Named},
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

type Resolved<T> = Result<T, QueryError>;

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
                    format!("`{word}` has no letter or digit to look for"),
                    span.clone(),
                )),
            },
            Node::Phrase(phrase, span) => {
                let folded = text::fold(phrase);
                let words: Vec<_> = text::words(&folded).collect();
                if words.is_empty() {
                    return self.mistake(QueryError::new(
                        "there is no word between the quotes",
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
                format!("`=` says nothing about `{}:`", field.name),
                item.span.clone(),
            )
            .help("leave it out, or put a value that begins with it in quotes"));
        }
        let filter = match field.kind {
            ValueKind::Country => return self.country_or_bloc(item),
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
                        QueryError::new(format!("no event has the id `{id}`"), item.span.clone())
                            .help("`annals list` shows the ids"),
                    );
                }
                Filter::Related(id.into())
            }
            ValueKind::Precision => Filter::Precision(known(
                item,
                "precision",
                precision,
                PRECISIONS.map(|word| word.0),
            )?),
            ValueKind::Is => Filter::Is(known(item, "quality", Is::from_word, Is::words())?),
            ValueKind::Has => Filter::Has(known(item, "part of an event", Has::from_word, Has::words())?),
        };
        Ok(Plan::Filter(filter))
    }

    fn country_or_bloc(&self, item: &Item) -> Resolved<Plan> {
        let own = || own_bloc(self.scope.organizations, &item.text);
        let members = match places::named(&item.text) {
            Named::Bloc(bloc) => own().unwrap_or_else(|| bloc.memberships().into()),
            Named::Country(_) | Named::Ambiguous(..) => {
                return country(item).map(|terms| Plan::Filter(Filter::Countries(terms)));
            }
            Named::Unknown => match own() {
                Some(members) => members,
                None => {
                    return self
                        .unknown(item)
                        .map(|terms| Plan::Filter(Filter::Countries(terms)));
                }
            },
        };
        if item.exact {
            return Err(QueryError::new(
                format!("`{}` is a bloc, and `=` goes with a single country", item.text),
                item.span.clone(),
            )
            .help("leave `=` out"));
        }
        Ok(Plan::Filter(Filter::Members(members)))
    }

    /// As [`country`], for a name that is neither a country nor a bloc, with the collection's own names to
    /// guess from.
    fn unknown(&self, item: &Item) -> Resolved<Vec<Term<Code>>> {
        country(item).map_err(|error| {
            let organizations = self.scope.organizations;
            if organizations
                .iter()
                .any(|organization| is_called(organization, &item.text))
            {
                return QueryError::new(
                    format!("`{}` is an organization without members in the files", item.text),
                    item.span.clone(),
                )
                .help(format!(
                    "list its `members`, or write `org:{}` for the events that name it",
                    super::quote_if_needed(&item.text)
                ));
            }
            let own = organizations
                .iter()
                .filter(|organization| !organization.members.is_empty())
                .map(|organization| &*organization.name);
            match text::nearest(&item.text, own) {
                Some(near) if places::nearest(&item.text).is_none() => error.help(did_you_mean(near)),
                _ => error,
            }
        })
    }
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean {}?", super::quote_if_needed(near))
}

fn is_called(organization: &Organization, name: &str) -> bool {
    let name = text::fold(name.trim());
    std::iter::once(&organization.name)
        .chain(&organization.aliases)
        .any(|called| text::fold(called.trim()) == name)
}

/// The members of the collection's own bloc of that name.
fn own_bloc(organizations: &[Organization], name: &str) -> Option<Arc<[Membership]>> {
    let organization = organizations
        .iter()
        .find(|organization| !organization.members.is_empty() && is_called(organization, name))?;
    Some(
        organization
            .members
            .iter()
            .filter_map(|member| {
                Some(Membership {
                    country: member.country.known()?,
                    days: member.date.as_ref().map_or(
                        Interval {
                            earliest: FIRST,
                            latest: LAST,
                        },
                        crate::dates::Edtf::interval,
                    ),
                })
            })
            .collect(),
    )
}

/// The country that `item` names, with its predecessors unless it is exact.
fn country(item: &Item) -> Resolved<Vec<Term<Code>>> {
    let name = item.text.trim();
    match places::lookup(name) {
        Lookup::Found(code) if item.exact => Ok(vec![Term::Known(code)]),
        Lookup::Found(code) => Ok(code
            .with_predecessors()
            .iter()
            .copied()
            .map(Term::Known)
            .collect()),
        Lookup::Ambiguous(..) | Lookup::Unknown if item.exact && item.quoted => {
            Ok(vec![Term::Written(name.into())])
        }
        Lookup::Ambiguous(_, help) => {
            Err(QueryError::new(format!("`{name}` may be several countries"), item.span.clone()).help(help))
        }
        Lookup::Unknown => {
            let error = QueryError::new(format!("unknown country `{name}`"), item.span.clone());
            Err(match places::nearest(name) {
                Some(near) => error.help(did_you_mean(near)),
                None => error.help(format!(
                    "write a code or a name; for events whose file says just this, write `=\"{name}\"`"
                )),
            })
        }
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

/// `text` as it is looked for at the beginnings of words: folded, without signs around it, one space for any
/// white space. `None` if no letter or digit is in it.
fn searched(text: &str) -> Option<Box<str>> {
    let folded = text::fold(text);
    let trimmed = folded.trim_matches(|c| !text::is_word_char(c));
    let words: Vec<_> = trimmed.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" ").into())
}

fn searched_in(item: &Item) -> Resolved<Box<str>> {
    searched(&item.text).ok_or_else(|| {
        QueryError::new(
            format!("`{}` has no letter or digit to look for", item.text),
            item.span.clone(),
        )
    })
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
        let error = QueryError::new(format!("unknown {what} `{}`", item.text), item.span.clone());
        let words: Vec<_> = words.into_iter().collect();
        match text::nearest(&item.text, words.iter().copied()) {
            Some(near) => error.help(did_you_mean(near)),
            None => error.help(format!("write one of {}", names(words.into_iter()))),
        }
    })
}

/// The words of `precision:`, from coarse to fine, with what they mean.
pub(super) const PRECISIONS: [(&str, &str, Precision); 8] = [
    ("age", "more than a century", Precision::Age),
    ("century", "the century is known", Precision::Century),
    ("decade", "the decade is known", Precision::Decade),
    ("year", "the year is known", Precision::Year),
    (
        "season",
        "the season, quarter or half-year is known",
        Precision::Season,
    ),
    ("month", "the month is known", Precision::Month),
    ("day", "the day is known", Precision::Day),
    ("time", "the time of day is known", Precision::Time),
];

fn precision(word: &str) -> Option<Precision> {
    PRECISIONS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(word.trim()))
        .map(|(.., precision)| *precision)
}
