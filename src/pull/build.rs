//! Events of an article → drafts: names, place, quote, coloured spans, score with reasons.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    Article, Draft, Knowledge, Matched, Reason, Role, Span, context, matching,
    people::{self, Cast},
    resolve::seat,
    scan::{Para, Who},
    story::{Dated, Happening, Party, Story, Telling},
    title::title,
};
use crate::{
    dates::Civil,
    model::{Actor, Category, Claim, Location, Relation, Status, Term},
    text::slug,
};

/// Bytes of an article that are drafted from: some 600,000 words, which is a book.
const LONGEST_ARTICLE: usize = 4 << 20;
/// Bytes of a paragraph that are drafted from: what is longer was not written to be read.
const LONGEST_PARAGRAPH: usize = 64 << 10;

/// The events that an article tells, one draft each, in the order in which it tells them.
///
/// The same article and the same knowledge give the same drafts. No text makes it fail; one that tells nothing gives
/// nothing. Of a text as long as a shelf the first 4 MiB are read, and of a paragraph the first 64 KiB.
pub fn drafts(article: &Article, knowledge: &Knowledge) -> Vec<Draft> {
    let mut left = LONGEST_ARTICLE;
    let paragraphs = article.paragraphs.iter().enumerate();
    let mut paras: Vec<Para<'_>> = paragraphs
        .map_while(|(index, paragraph)| {
            let text = cut(&paragraph.text, LONGEST_PARAGRAPH);
            left = left.checked_sub(text.len())?;
            let heading = paragraph.heading;
            Some(Para::read(index + 1, text, heading, article.published, knowledge))
        })
        .collect();
    context::settle(&mut paras, article.published);
    let cast = people::cast(&mut paras, knowledge);
    let mut story = Story::new(&paras, &cast, knowledge, article.published);
    story.read();
    let happenings = std::mem::take(&mut story.happenings);

    let writer = Writer {
        paras: &paras,
        cast: &cast,
        knowledge,
    };
    let mut taken: FxHashSet<Box<str>> = FxHashSet::default();
    let mut drafts: Vec<Draft> = happenings
        .iter()
        .map(|happening| writer.draft(happening, &mut taken))
        .collect();
    let undated: Vec<bool> = happenings
        .iter()
        .map(|happening| happening.dated == Dated::Month)
        .collect();
    matching::match_all(&mut drafts, &undated, knowledge);
    // What relations call an event: by the id of the collection, where it is there.
    let ids: Vec<Box<str>> = drafts
        .iter()
        .map(|draft| match &draft.matched {
            Matched::Same(id) => id.clone(),
            _ => draft.id.clone(),
        })
        .collect();
    for (place, happening) in happenings.iter().enumerate() {
        let relations = happening.relations.iter().filter_map(|(kind, target)| {
            let target = ids.get(*target)?.clone();
            (ids.get(place) != Some(&target)).then_some(Relation { kind: *kind, target })
        });
        if let Some(draft) = drafts.get_mut(place) {
            draft.relations = relations.collect();
        }
    }
    drafts
}

/// The text up to so many bytes, and no half character.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

struct Writer<'r, 'a> {
    paras: &'r [Para<'a>],
    cast: &'r Cast,
    knowledge: &'r Knowledge,
}

impl Writer<'_, '_> {
    fn draft(&self, happening: &Happening, taken: &mut FxHashSet<Box<str>>) -> Draft {
        let para = self.paras.get(happening.raw.para);
        let title = para.map_or_else(String::new, |para| {
            title(happening, para, self.cast, self.knowledge)
        });
        let telling = best(happening);
        let (quote, paragraph) = self.quote(telling);
        let reasons = reasons(happening);
        let score: f32 = reasons.iter().map(|reason| reason.points).sum();
        let mut people = Vec::new();
        let mut organizations = Vec::new();
        let claimants = happening.claims.iter().flat_map(|(by, _)| by);
        for party in happening.parties() {
            match self.actor(party) {
                Actor::Person(name) if !people.contains(&name) => people.push(name),
                Actor::Organization(name) if !organizations.contains(&name) => organizations.push(name),
                _ => {}
            }
        }
        let mut countries = happening.countries(self.cast);
        for party in claimants {
            let code = super::story::country(party, self.cast);
            countries.extend(code.filter(|code| !countries.contains(code)));
        }
        Draft {
            id: self.id(happening, &title, taken),
            title: title.into(),
            date: happening.date.clone(),
            countries,
            initiators: happening
                .initiators
                .iter()
                .map(|party| self.actor(party))
                .collect(),
            targets: happening.targets.iter().map(|party| self.actor(party)).collect(),
            people,
            organizations,
            category: happening.category,
            status: happening.status,
            location: para.and_then(|para| location(happening, para)),
            claims: self.claims(happening),
            relations: Vec::new(),
            tags: Vec::new(),
            quote: quote.into(),
            paragraph,
            spans: self.spans(happening),
            score: score.clamp(0.0, 1.0),
            reasons,
            matched: Matched::None,
        }
    }

    fn actor(&self, party: &Party) -> Actor {
        match party {
            Party::Country(code) => Actor::Country(Term::Known(*code)),
            Party::Person(person) => {
                let name = self.cast.people.get(*person).map(|person| person.name.clone());
                Actor::Person(name.unwrap_or_default())
            }
            Party::Organization(name, _) => Actor::Organization(name.clone()),
            Party::Bloc(bloc) => Actor::Organization(bloc_name(bloc).into()),
        }
    }

    fn claims(&self, happening: &Happening) -> Vec<Claim> {
        let claims = happening.claims.iter().filter(|(by, _)| !by.is_empty());
        claims
            .map(|(by, stance)| Claim {
                by: by.iter().map(|party| self.actor(party)).collect(),
                stance: *stance,
                sources: Vec::new(),
            })
            .collect()
    }

    /// `<first day>-<slug of the title>`, as an event without an id gets it, and unlike all others.
    fn id(&self, happening: &Happening, title: &str, taken: &mut FxHashSet<Box<str>>) -> Box<str> {
        let first = Civil::from_day(happening.date.interval().earliest).iso();
        let base = slug(&format!("{first}-{title}"));
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut ids = std::iter::once(base.clone()).chain(numbered);
        let free = ids.find(|id| !taken.contains(id.as_str()) && !self.knowledge.ids.contains(id.as_str()));
        let id: Box<str> = free.unwrap_or(base).into();
        taken.insert(id.clone());
        id
    }

    /// The words that carry a telling, and the number of their paragraph.
    fn quote(&self, telling: Option<&Telling>) -> (String, usize) {
        let Some((telling, para)) =
            telling.and_then(|telling| Some((telling, self.paras.get(telling.para)?)))
        else {
            return (String::new(), 1);
        };
        let mut range = telling.extent.clone();
        let dates = telling.dates.iter();
        for date in dates {
            // A date far ahead of the words is left to them who look; one beside them is a part of the quote.
            let tokens: Vec<usize> = (0..para.tokens.len())
                .filter(|&at| para.date_at.get(at).copied().flatten() == Some(*date))
                .collect();
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                let near = first.abs_diff(range.end) < 4 || range.start.abs_diff(*last) < 5;
                if near {
                    range = range.start.min(*first)..range.end.max(last + 1);
                }
            }
        }
        // A possessive, a bracket or a comma at its end is none of it.
        while range.end > range.start + 1 && para.tokens.get(range.end - 1).is_some_and(|token| !token.word) {
            range.end -= 1;
        }
        while range.start + 1 < range.end && para.tokens.get(range.start).is_some_and(|token| !token.word) {
            range.start += 1;
        }
        (para.written(range).to_owned(), para.number)
    }

    fn spans(&self, happening: &Happening) -> Vec<Span> {
        let mut spans = Vec::new();
        for telling in &happening.tellings {
            let Some(para) = self.paras.get(telling.para) else {
                continue;
            };
            let mut add = |tokens: &Range<usize>, role: Role| {
                let start = para.tokens.get(tokens.start).map(|token| token.start);
                let end = tokens
                    .end
                    .checked_sub(1)
                    .and_then(|last| para.tokens.get(last))
                    .map(|token| token.end);
                if let (Some(start), Some(end)) = (start, end) {
                    spans.push(Span {
                        paragraph: para.number,
                        start,
                        end,
                        role,
                    });
                }
            };
            add(&telling.trigger, Role::Trigger);
            for actor in &telling.actors {
                add(actor, Role::Actor);
            }
            for place in &telling.places {
                add(place, Role::Place);
            }
            for date in telling.dates.iter().filter_map(|date| para.dates.get(*date)) {
                spans.push(Span {
                    paragraph: para.number,
                    start: date.bytes.start,
                    end: date.bytes.end,
                    role: Role::Date,
                });
            }
        }
        spans.sort();
        spans.dedup();
        spans
    }
}

/// What the collection calls a bloc: its code where that is what people say ("NATO"), else its name.
fn bloc_name(bloc: &crate::places::Bloc) -> &'static str {
    if bloc.code.contains('-') || matches!(bloc.code, "EU" | "AU" | "UN" | "QUAD") {
        bloc.name
    } else {
        bloc.code
    }
}

/// The telling to quote: the first that has somebody and a date, else somebody, else the first.
fn best(happening: &Happening) -> Option<&Telling> {
    let who = |telling: &&Telling| !telling.actors.is_empty();
    let tellings = || happening.tellings.iter();
    tellings()
        .filter(who)
        .find(|telling| !telling.dates.is_empty())
        .or_else(|| tellings().find(who))
        .or_else(|| happening.tellings.first())
}

/// Where it took place: the finest of its places.
fn location(happening: &Happening, para: &Para<'_>) -> Option<Location> {
    let mentions = || {
        happening
            .raw
            .places
            .iter()
            .filter_map(|&place| para.mentions.get(place))
    };
    let site = mentions().find_map(|mention| mention.site);
    if let Some(site) = site {
        return Some(Location {
            name: site.name.as_str().into(),
            country: site.country.map(Term::Known),
            coordinates: Some(site.point),
        });
    }
    mentions().find_map(|mention| {
        let code = match &mention.who {
            Who::Country(code) => *code,
            Who::Seat(codes) => seat(codes, Some(&happening.date))?,
            _ => return None,
        };
        Some(Location {
            name: code.name().into(),
            country: Some(Term::Known(code)),
            coordinates: None,
        })
    })
}

/// What speaks for it, and what against.
fn reasons(happening: &Happening) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut reason = |text: &str, points: f32| {
        reasons.push(Reason {
            text: text.into(),
            points,
        });
    };
    if happening.nominal {
        reason("a noun tells it, without a verb", 0.25);
    } else if happening.raw.weak {
        reason("a verb and its date tell it", 0.3);
    } else {
        reason("a verb tells it", 0.4);
    }
    if happening.raw.item || happening.raw.listed {
        reason("it is an item of a chronology", 0.15);
    }
    let whole = matches!(happening.category, Category::Summit | Category::Election);
    if happening.nominal && whole {
        reason("the noun names nothing but an event", 0.15);
    }
    match happening.dated {
        Dated::Here => reason("its date stands beside it", 0.3),
        Dated::Sentence => reason("its date stands in the same sentence", 0.2),
        Dated::Nearby => reason("its date is that of an event told before it", 0.1),
        Dated::Named => reason("it has a name, and a date that is known", 0.25),
        Dated::Implied => reason("the text only implies it, and its date", -0.05),
        Dated::Month => reason(
            "the article gives no date; the month of publication was taken",
            -0.05,
        ),
    }
    if !happening.initiators.is_empty() {
        reason("it is said who acts", 0.15);
    }
    if !happening.targets.is_empty() || !happening.raw.places.is_empty() {
        reason("it is said to whom, or where", 0.1);
    }
    if happening.tellings.len() > 1 {
        reason("it is told more than once", 0.05);
    }
    if super::weak::says(&happening.raw) {
        reason("somebody only says something", -0.1);
    }
    if happening.guessed {
        reason("who, or where, was guessed from the words before", -0.1);
    }
    if matches!(happening.status, Status::Alleged | Status::Disputed) {
        reason("it is only alleged", -0.05);
    }
    if happening.parties().next().is_none() && happening.raw.named.is_none() {
        reason("nobody is named", -0.15);
    }
    reasons
}
