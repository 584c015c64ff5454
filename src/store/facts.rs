//! Facts as bytes, for a snapshot: numbers as LEB128, texts with their length.

use rustc_hash::FxHashMap;

use super::{
    bytes::{Input, Output},
    draft::{Name, SourceDraft, UnknownCountry},
    gather::Facts,
    lines::Span,
    names::Use,
    resolve::{Dangling, Reached, Resolved, Soft, Used},
};
use crate::{
    dates::Edtf,
    model::{Era, Finding, FindingCode, Member, Office, Organization, Origin, Person, Remedy, Source},
};

impl Facts {
    /// As bytes; `None` where a path is not UTF-8.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut to = Output::default();
        to.path(&self.file)?;
        to.number(self.sources.len() as u64);
        for draft in &self.sources {
            source(&mut to, &draft.source)?;
            span(&mut to, draft.id_at);
            span(&mut to, draft.text_at);
        }
        to.number(self.people.len() as u64);
        for (person, at) in &self.people {
            put_person(&mut to, person)?;
            span(&mut to, *at);
        }
        to.number(self.organizations.len() as u64);
        for (organization, at) in &self.organizations {
            put_organization(&mut to, organization)?;
            span(&mut to, *at);
        }
        to.number(self.eras.len() as u64);
        for era in &self.eras {
            put_era(&mut to, era)?;
        }
        to.number(self.findings.len() as u64);
        for finding in &self.findings {
            put_finding(&mut to, finding)?;
        }
        put_late(&mut to, &self.late);
        to.number(self.about.len() as u64);
        for (event, id) in &self.about {
            to.number(u64::from(*event));
            to.text(id);
        }
        to.list(&self.ids, |to, id| to.word(*id));
        to.list(&self.renamed, |to, (event, id)| {
            to.number(u64::from(*event));
            to.text(id);
        });
        to.list(&self.renamed_said, |to, said| to.text(said));
        Some(to.0)
    }

    /// Out of bytes that [`Facts::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let from = &mut Input(bytes);
        Some(Self {
            file: from.path()?,
            sources: from.list(|from| {
                Some(SourceDraft {
                    source: get_source(from)?,
                    id_at: get_span(from)?,
                    text_at: get_span(from)?,
                })
            })?,
            people: from.list(|from| Some((get_person(from)?, get_span(from)?)))?,
            organizations: from.list(|from| Some((get_organization(from)?, get_span(from)?)))?,
            eras: from.list(get_era)?,
            findings: from.list(get_finding)?,
            late: get_late(from)?,
            about: from
                .list(|from| Some((from.number()? as u32, from.text()?)))?
                .into_iter()
                .collect(),
            ids: from.list(Input::word)?,
            renamed: from.list(|from| Some((from.number()? as u32, from.text()?)))?,
            renamed_said: from.list(|from| Some(from.text()?.into()))?,
        })
    }
}

/// A person, as bytes.
pub fn put_person(to: &mut Output, person: &Person) -> Option<()> {
    to.text(&person.name);
    to.list(&person.aliases, |to, alias| to.text(alias));
    to.maybe(person.country.as_ref(), Output::country);
    to.list(&person.offices, |to, office| {
        to.text(&office.title);
        to.maybe(office.date.as_ref(), |to, date| to.text(date.as_str()));
    });
    origin(to, &person.origin)
}

/// The same back.
pub fn get_person(from: &mut Input<'_>) -> Option<Person> {
    Some(Person {
        name: from.text()?,
        aliases: from.list(Input::text)?,
        country: from.maybe(Input::country)?,
        offices: from.list(|from| {
            Some(Office {
                title: from.text()?,
                date: from.maybe(get_date)?,
            })
        })?,
        origin: get_origin(from)?,
    })
}

/// An organization, as bytes.
pub fn put_organization(to: &mut Output, organization: &Organization) -> Option<()> {
    to.text(&organization.name);
    to.list(&organization.aliases, |to, alias| to.text(alias));
    to.list(&organization.members, |to, member| {
        to.country(&member.country);
        to.maybe(member.date.as_ref(), |to, date| to.text(date.as_str()));
    });
    origin(to, &organization.origin)
}

/// The same back.
pub fn get_organization(from: &mut Input<'_>) -> Option<Organization> {
    Some(Organization {
        name: from.text()?,
        aliases: from.list(Input::text)?,
        members: from.list(|from| {
            Some(Member {
                country: from.country()?,
                date: from.maybe(get_date)?,
            })
        })?,
        origin: get_origin(from)?,
    })
}

/// An era, as bytes.
pub fn put_era(to: &mut Output, era: &Era) -> Option<()> {
    to.text(&era.title);
    to.text(era.date.as_str());
    to.list(&era.countries, Output::country);
    origin(to, &era.origin)
}

/// The same back.
pub fn get_era(from: &mut Input<'_>) -> Option<Era> {
    Some(Era {
        title: from.text()?,
        date: get_date(from)?,
        countries: from.list(Input::country)?,
        origin: get_origin(from)?,
    })
}

/// A finding, as bytes.
pub fn put_finding(to: &mut Output, finding: &Finding) -> Option<()> {
    to.0.push(finding.code as u8);
    to.text(&finding.message);
    to.maybe(finding.help.as_ref(), |to, help| to.text(help));
    to.path(&finding.file)?;
    for number in [finding.line, finding.column, finding.length] {
        to.number(number as u64);
    }
    to.text(&finding.excerpt);
    to.maybe(finding.event.as_ref(), |to, event| to.text(event));
    to.maybe(finding.remedy.as_ref(), |to, remedy| {
        to.text(&remedy.title);
        to.number(remedy.at.start as u64);
        to.number(remedy.at.end as u64);
        to.text(&remedy.text);
    });
    Some(())
}

/// The same back.
pub fn get_finding(from: &mut Input<'_>) -> Option<Finding> {
    Some(Finding {
        code: from.known(FindingCode::ALL)?,
        message: from.text()?.into(),
        help: from.maybe(|from| Some(from.text()?.into()))?,
        file: from.path()?,
        line: from.number()? as usize,
        column: from.number()? as usize,
        length: from.number()? as usize,
        excerpt: from.text()?.into(),
        event: from.maybe(Input::text)?,
        remedy: from.maybe(|from| {
            Some(Box::new(Remedy {
                title: from.text()?.into(),
                at: from.number()? as usize..from.number()? as usize,
                text: from.text()?.into(),
            }))
        })?,
    })
}

fn get_date(from: &mut Input<'_>) -> Option<Edtf> {
    Edtf::parse(from.str()?).ok()
}

fn source(to: &mut Output, source: &Source) -> Option<()> {
    for text in [&source.id, &source.title, &source.publisher, &source.url] {
        to.text(text);
    }
    to.maybe(source.published.as_ref(), |to, date| to.text(date.as_str()));
    to.maybe(source.reliability.as_ref(), |to, letter| {
        to.number(u64::from(u32::from(*letter)));
    });
    to.0.push(u8::from(source.text.is_some()));
    if let Some(text) = &source.text {
        to.path(text)?;
    }
    origin(to, &source.origin)
}

fn get_source(from: &mut Input<'_>) -> Option<Source> {
    Some(Source {
        id: from.text()?,
        title: from.text()?,
        publisher: from.text()?,
        url: from.text()?,
        published: from.maybe(get_date)?,
        reliability: from.maybe(|from| char::from_u32(from.number()? as u32))?,
        text: from.maybe(Input::path)?,
        origin: get_origin(from)?,
    })
}

fn origin(to: &mut Output, origin: &Origin) -> Option<()> {
    to.path(&origin.file)?;
    for number in [origin.start, origin.end, origin.line] {
        to.number(number as u64);
    }
    Some(())
}

fn get_origin(from: &mut Input<'_>) -> Option<Origin> {
    Some(Origin {
        file: from.path()?,
        start: from.number()? as usize,
        end: from.number()? as usize,
        line: from.number()? as usize,
    })
}

fn span(to: &mut Output, span: Span) {
    to.number(u64::from(span.start));
    to.number(u64::from(span.end));
}

fn get_span(from: &mut Input<'_>) -> Option<Span> {
    Some(Span {
        start: from.number()? as u32,
        end: from.number()? as u32,
    })
}

fn put_event(to: &mut Output, event: Option<u32>) {
    to.maybe(event.as_ref(), |to, event| to.number(u64::from(*event)));
}

fn get_number(from: &mut Input<'_>) -> Option<u32> {
    u32::try_from(from.number()?).ok()
}

fn put_name(to: &mut Output, name: &Name) {
    to.text(&name.text);
    span(to, name.at);
}

fn get_name(from: &mut Input<'_>) -> Option<Name> {
    Some(Name {
        text: from.text()?,
        at: get_span(from)?,
    })
}

fn put_late(to: &mut Output, late: &Resolved) {
    to.list(&late.dangling, |to, dangling| {
        to.0.push(dangling.code as u8);
        put_name(to, &dangling.id);
        put_event(to, dangling.event);
    });
    to.list(&late.unknown_countries, |to, unknown| {
        put_name(to, &unknown.name);
        put_event(to, unknown.event);
    });
    for used in [&late.people, &late.organizations] {
        to.number(used.len() as u64);
        for (name, used) in used {
            to.text(name);
            span(to, used.at);
            put_event(to, used.event);
            to.number(u64::from(used.count));
        }
    }
    to.number(late.lookups.len() as u64);
    for (key, meaning) in &late.lookups {
        to.word(*key);
        to.word(*meaning);
    }
    to.list(&late.soft, |to, soft| {
        to.text(&soft.text);
        to.0.push(soft.reached as u8);
    });
}

fn get_late(from: &mut Input<'_>) -> Option<Resolved> {
    let used = |from: &mut Input<'_>| -> Option<Used> {
        let all = from.list(|from| {
            let name = from.text()?;
            let used = Use {
                file: 0,
                at: get_span(from)?,
                event: from.maybe(get_number)?,
                count: from.number()? as u32,
            };
            Some((name, used))
        })?;
        Some(all.into_iter().collect())
    };
    Some(Resolved {
        dangling: from.list(|from| {
            Some(Dangling {
                code: from.known(FindingCode::ALL)?,
                id: get_name(from)?,
                event: from.maybe(get_number)?,
            })
        })?,
        unknown_countries: from.list(|from| {
            Some(UnknownCountry {
                name: get_name(from)?,
                event: from.maybe(get_number)?,
            })
        })?,
        people: used(from)?,
        organizations: used(from)?,
        lookups: from
            .list(|from| Some((from.word()?, from.word()?)))?
            .into_iter()
            .collect::<FxHashMap<u64, u64>>(),
        soft: from.list(|from| {
            Some(Soft {
                text: from.text()?,
                reached: from.known(&[Reached::Nothing, Reached::Text, Reached::Slug])?,
            })
        })?,
        ..Resolved::default()
    })
}
