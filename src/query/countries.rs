//! Names of a query → countries and blocs, those of the collection among them.

use std::sync::Arc;

use super::{
    ast::{Item, QueryError},
    plan::{Filter, Scope},
    resolve::Resolved,
};
use crate::{
    dates::{Edtf, Interval},
    model::{Organization, Term},
    places::{self, Code, Lookup, Membership, Named},
    text,
};

/// The events of a country, or of the members of a bloc.
pub(super) fn country_or_bloc(item: &Item, scope: &Scope) -> Resolved<Filter> {
    let own = || own_bloc(scope.organizations, &item.text);
    let members = match places::named(&item.text) {
        Named::Bloc(bloc) => own().unwrap_or_else(|| bloc.memberships().into()),
        Named::Country(_) | Named::Ambiguous(..) => {
            return country(item).map(Filter::Countries);
        }
        Named::Unknown => match own() {
            Some(members) => members,
            None => {
                return unknown(item, scope.organizations).map(Filter::Countries);
            }
        },
    };
    if item.exact {
        return Err(QueryError::new(
            format!("`{}` is a bloc, and `=` goes with a single country.", item.text),
            item.span.clone(),
        )
        .help("Leave `=` out."));
    }
    Ok(Filter::Members(members))
}

/// As [`country`], for a name that is neither a country nor a bloc, with the collection's own names to
/// guess from.
fn unknown(item: &Item, organizations: &[Organization]) -> Resolved<Vec<Term<Code>>> {
    country(item).map_err(|error| {
        if organizations
            .iter()
            .any(|organization| is_called(organization, &item.text))
        {
            return QueryError::new(
                format!("`{}` is an organization without members in the files.", item.text),
                item.span.clone(),
            )
            .help(format!(
                "List its `members`, or write `org:{}` for the events that name it.",
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

pub(super) fn did_you_mean(near: &str) -> String {
    format!("Did you mean `{}`?", super::quote_if_needed(near))
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
                    days: member.date.as_ref().map_or(Interval::ALL, Edtf::interval),
                })
            })
            .collect(),
    )
}

/// The country that `item` names, with its predecessors unless it is exact.
pub(super) fn country(item: &Item) -> Resolved<Vec<Term<Code>>> {
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
        Lookup::Ambiguous(_, help) => Err(QueryError::new(
            format!("`{name}` may be one of several countries."),
            item.span.clone(),
        )
        .help(one_of(help))),
        Lookup::Unknown if places::bloc(name).is_some() => Err(QueryError::new(
            format!("`{name}` is a bloc; a single country is meant here."),
            item.span.clone(),
        )),
        Lookup::Unknown => {
            let error = QueryError::new(format!("No country is called `{name}`."), item.span.clone());
            Err(match places::nearest(name) {
                Some(near) => error.help(match places::lookup(near) {
                    Lookup::Ambiguous(_, help) => one_of(help),
                    _ => did_you_mean(near),
                }),
                None => error.help(format!(
                    "Write a code or a name; for events whose file says just this, write `=\"{name}\"`."
                )),
            })
        }
    }
}

/// "write `North Korea` (PRK) or …", as the table of names says it, as a sentence.
fn one_of(help: &str) -> String {
    let mut help = format!("{help}.");
    if let Some(first) = help.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    help
}
