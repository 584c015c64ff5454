//! What could stand at the cursor of the filter bar, with how many events of the rest of the query have it.

use super::Desk;
use crate::{
    catalog::{Anchor, Catalog, Field},
    dates::Edtf,
    places::{self, Code},
    query::{self, Completion, Plan, Subject, ValueKind},
    text,
    tui::layers::filter::{Candidate, Completions},
};

/// Completions that are offered.
const OFFERED: usize = 200;
/// Events that are offered by title.
const EVENTS: usize = 20;

/// What could stand at this byte of `typed`, the most frequent first.
pub fn complete(desk: &Desk, typed: &str, cursor: usize) -> Completions {
    let Some(completion) = query::complete(typed, cursor) else {
        return date(typed, cursor).unwrap_or_default();
    };
    let mut offered = offer(desk, typed, &completion);
    offered.truncate(OFFERED);
    let candidates = offered
        .into_iter()
        .map(|offer| {
            let (mut text, mut cursor) = completion.apply(typed, &offer.value);
            if cursor == text.len() && !text.ends_with(':') {
                text.push(' ');
                cursor += 1;
            }
            Candidate {
                text: text.into(),
                cursor,
                label: text::harmless(&offer.value).into(),
                help: text::harmless(&offer.help).into(),
                count: offer.count,
            }
        })
        .collect();
    Completions {
        start: completion.range.start,
        candidates,
        cursor: None,
    }
}

/// A date that stands alone is looked for in texts: what is offered is the term that finds the events of it.
fn date(typed: &str, cursor: usize) -> Option<Completions> {
    let (before, behind) = typed.split_at_checked(cursor)?;
    if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
        return None;
    }
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = before.get(start..)?;
    let plain = word.chars().all(|c| c.is_ascii_digit() || c == '-');
    let (key, help) = match word.len() {
        4 => ("year", "events of that year, not the word"),
        7 | 10 => ("on", "events of that date, not the word"),
        _ => return None,
    };
    if !plain || Edtf::parse(word).is_err() {
        return None;
    }
    let label = format!("{key}:{word}");
    let text = format!("{}{label} ", before.get(..start)?);
    Some(Completions {
        start,
        candidates: vec![Candidate {
            cursor: text.len(),
            text: format!("{text}{}", behind.trim_start()).into(),
            label: label.into(),
            help: help.into(),
            count: None,
        }],
        cursor: None,
    })
}

struct Offer {
    value: String,
    help: String,
    count: Option<usize>,
}

fn offer(desk: &Desk, typed: &str, completion: &Completion) -> Vec<Offer> {
    let fixed = || {
        let offer = |candidate: &query::Candidate| Offer {
            value: candidate.value.to_owned(),
            help: candidate.help.to_owned(),
            count: None,
        };
        completion.candidates.iter().map(offer).collect()
    };
    let Subject::Value(_, kind) = completion.subject else {
        return fixed();
    };
    let field = match kind {
        ValueKind::Country | ValueKind::Actor | ValueKind::Claimant => Field::Country,
        ValueKind::Category => Field::Category,
        ValueKind::Status => Field::Status,
        ValueKind::Tag => Field::Tag,
        ValueKind::Person => Field::Person,
        ValueKind::Organization => Field::Organization,
        ValueKind::Place => Field::Place,
        ValueKind::Source => Field::Source,
        ValueKind::Publisher => Field::Publisher,
        ValueKind::Year => Field::Year,
        ValueKind::Precision => Field::Precision,
        ValueKind::Event | ValueKind::DateOrEvent => return events(desk, completion),
        ValueKind::Date | ValueKind::MonthDay | ValueKind::Is | ValueKind::Has => return fixed(),
    };
    let plan = rest(desk, typed, completion);
    let counted = desk.memory.facets(&plan, field);
    let help_of = |value: &str| {
        completion
            .candidates
            .iter()
            .find(|candidate| candidate.value == value)
    };
    let mut offers: Vec<Offer> = counted
        .iter()
        .filter(|facet| match Code::from_alpha3(&facet.value) {
            Some(code) if field == Field::Country => places::names(code).any(|name| completion.matches(name)),
            _ => completion.matches(&facet.label) || completion.matches(&facet.value),
        })
        .map(|facet| Offer {
            value: facet.value.to_string(),
            help: help_of(&facet.value).map_or_else(
                || {
                    if facet.label == facet.value {
                        String::new()
                    } else {
                        facet.label.to_string()
                    }
                },
                |candidate| candidate.help.to_owned(),
            ),
            count: Some(facet.count),
        })
        .collect();
    for offer in fixed() {
        if !offers.iter().any(|other| other.value == offer.value) {
            offers.push(Offer {
                count: field_counts(field).then_some(0),
                ..offer
            });
        }
    }
    if field == Field::Country {
        let blocs = places::blocs()
            .iter()
            .filter(|bloc| completion.matches(bloc.code) || completion.matches(bloc.name));
        for bloc in blocs {
            if !offers.iter().any(|other| other.value == bloc.code) {
                offers.push(Offer {
                    value: bloc.code.to_owned(),
                    help: bloc.name.to_owned(),
                    count: None,
                });
            }
        }
    }
    offers
}

/// Whether a value that no event has is offered with the count 0, as of a closed vocabulary.
fn field_counts(field: Field) -> bool {
    matches!(field, Field::Category | Field::Status | Field::Precision)
}

/// The query without the term that is completed; everything where the rest is wrong.
fn rest(desk: &Desk, typed: &str, completion: &Completion) -> Plan {
    let before = typed.get(..completion.range.start).unwrap_or_default();
    let term = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let after = typed.get(completion.range.end..).unwrap_or_default();
    let after = after
        .find(char::is_whitespace)
        .and_then(|at| after.get(at..))
        .unwrap_or_default();
    let rest = format!("{}{after}", before.get(..term).unwrap_or_default());
    desk.plan(&rest).unwrap_or(Plan::All)
}

/// Events whose texts have what is typed.
fn events(desk: &Desk, completion: &Completion) -> Vec<Offer> {
    let words: Vec<&str> = text::words(&completion.prefix).collect();
    let Ok(plan) = desk.plan(&words.join(" ")) else {
        return Vec::new();
    };
    let window = desk.memory.window(&plan, &Anchor::Start, 0, EVENTS);
    let offer = |row: &crate::catalog::Row| Offer {
        value: row.id.to_owned(),
        help: row.title.to_owned(),
        count: None,
    };
    window.rows.iter().map(offer).collect()
}
