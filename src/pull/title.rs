//! Titles of drafts: the present tense of headlines, built from the parts of an event.

use super::{
    knowledge::Knowledge,
    people::Cast,
    scan::{Para, Who},
    story::{Happening, Party},
    words::Lexicon,
};
use crate::{
    model::{Category, Status},
    text::truncate,
};

/// Characters of a title at the most.
const LONGEST: usize = 80;
/// Names of one side at the most; "and others" for the rest.
const MOST_NAMES: usize = 3;

/// What to call an event.
pub(super) fn title(happening: &Happening, para: &Para<'_>, cast: &Cast, knowledge: &Knowledge) -> String {
    if let Some(named) = happening
        .raw
        .named
        .and_then(|named| knowledge.names.events.get(named))
    {
        return named.title.clone();
    }
    let mut said = sentence(happening, para, cast, knowledge);
    if said.chars().count() > LONGEST {
        said = truncate(&said, LONGEST).into_owned();
    }
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => happening.category.as_str().to_owned(),
    }
}

fn sentence(happening: &Happening, para: &Para<'_>, cast: &Cast, knowledge: &Knowledge) -> String {
    let initiators = names(&happening.initiators, cast);
    let targets = names(&happening.targets, cast);
    let place = place(happening, para, &initiators, &targets);
    let noun = happening
        .raw
        .noun
        .as_ref()
        .and_then(|noun| knowledge.lexicon.noun(noun.noun).zip(Some(noun.many)));
    let many = happening.initiators.len() > 1;
    let happened = happening.status;

    if happened == Status::Cancelled {
        let what = noun.map_or("meeting", |(noun, _)| noun.word.as_str());
        let whose = all(&[&initiators, &targets]);
        let with = if whose.is_empty() {
            String::new()
        } else {
            format!(" of {whose}")
        };
        return format!("The {what}{with} is called off{}", in_place(&place));
    }
    if initiators.is_empty() && targets.is_empty() {
        let what = noun.map_or_else(
            || plain(happening, para),
            |(noun, many)| article(&noun.word, many),
        );
        return format!("{what}{}", in_place(&place));
    }
    let (one, several) = verb(
        happening,
        noun.map(|(noun, _)| noun.word.as_str()),
        &knowledge.lexicon,
    );
    // Without anybody who acts the sentence is turned round.
    let (subject, object, many) = if initiators.is_empty() {
        (String::new(), targets, false)
    } else {
        (initiators, targets, many)
    };
    let verb = match happened {
        Status::Planned if !subject.is_empty() => format!("to {several}"),
        Status::Alleged | Status::Disputed if !subject.is_empty() && happening.raw.does.is_some() => {
            format!("{} said to {several}", if many { "are" } else { "is" })
        }
        _ if many => several.clone(),
        _ => one.clone(),
    };
    if subject.is_empty() && happening.category == Category::Visit {
        return format!("{} is visited", object);
    }
    let carried = noun
        .filter(|_| !tells_itself(happening, &one))
        .map(|(noun, many)| article(&noun.word, many));
    let preposition = preposition(happening, carried.is_some());

    if subject.is_empty() {
        let what = match noun {
            Some((noun, _)) => noun.word.clone(),
            None => format!("{} {}", object, passive(happening, knowledge))
                .trim()
                .to_owned(),
        };
        if noun.is_none() {
            return format!("{what}{}", in_place(&place));
        }
        let join = if matches!(
            happening.category,
            Category::Election
                | Category::Disaster
                | Category::Protest
                | Category::Conflict
                | Category::Military
        ) {
            "in"
        } else {
            "on"
        };
        return format!("{what} {join} {object}");
    }
    let mut said = format!("{subject} {verb}");
    if let Some(carried) = carried {
        said.push(' ');
        said.push_str(&carried);
    }
    let asks = happening
        .raw
        .verb
        .and_then(|verb| knowledge.lexicon.verb(verb))
        .is_some_and(|verb| verb.only);
    let open =
        noun.is_none() && (happening.category == Category::Statement || asks) && !preposition.is_empty();
    if open || (object.is_empty() && happening.raw.inside) {
        let rest = words_behind(happening, para);
        if !rest.is_empty() {
            said.push(' ');
            said.push_str(&rest);
        }
    }
    if !object.is_empty() {
        if !preposition.is_empty() {
            said.push(' ');
            said.push_str(preposition);
        }
        said.push(' ');
        said.push_str(&object);
    } else if noun.is_none()
        && happening.category != Category::Visit
        && happening.category != Category::Meeting
        && happening.category != Category::Summit
    {
        let rest = words_behind(happening, para);
        if !rest.is_empty() {
            said.push(' ');
            said.push_str(&rest);
        }
    }
    if happening.category != Category::Visit || object.is_empty() {
        if !said.contains(&place) {
            said.push_str(&in_place(&place));
        }
    }
    said
}

/// The verb of the headline, for one and for several: that of the text, or the usual one of a noun.
fn verb(happening: &Happening, noun: Option<&str>, lexicon: &Lexicon) -> (String, String) {
    let pair = |one: &str, several: &str| (one.to_owned(), several.to_owned());
    if happening.raw.does.is_some()
        && happening
            .claims
            .iter()
            .any(|(_, stance)| *stance == crate::model::Stance::Asserts)
    {
        return match happening.category {
            Category::Military | Category::Aid => pair("sends arms", "send arms"),
            _ => pair("acts", "act"),
        };
    }
    if happening.category == Category::Visit && noun.is_some() {
        return pair("visits", "visit");
    }
    let sent = happening
        .raw
        .verb
        .and_then(|verb| lexicon.verb(verb))
        .is_some_and(|verb| verb.category != Some(Category::Visit));
    if happening.category == Category::Visit && sent {
        return pair("sends envoys to", "send envoys to");
    }
    if let Some(verb) = happening.raw.verb.and_then(|verb| lexicon.verb(verb))
        && !(happening.raw.passive && noun.is_some() && !verb.both)
    {
        return verb.title.clone();
    }
    match happening.category {
        Category::Visit => pair("visits", "visit"),
        Category::Treaty | Category::Agreement | Category::Statement if noun.is_some() => {
            pair("signs", "sign")
        }
        Category::Sanction => pair("imposes", "impose"),
        Category::Trade => pair("introduces", "introduce"),
        Category::Conflict if noun == Some("invasion") => pair("invades", "invade"),
        Category::Conflict if noun == Some("annexation") => pair("annexes", "annex"),
        Category::Conflict if noun.is_some_and(|noun| noun.contains("attack")) => pair("attacks", "attack"),
        Category::Conflict => pair("fights", "fight"),
        Category::Disaster => pair("suffers", "suffer"),
        Category::Other => pair("sees", "see"),
        _ => pair("holds", "hold"),
    }
}

/// Whether the verb says what the noun says ("visits" a visit).
fn tells_itself(happening: &Happening, verb: &str) -> bool {
    matches!(
        verb,
        "visits" | "invades" | "annexes" | "attacks" | "meets" | "fights" | "tours" | "inspects"
    ) || happening.raw.noun.is_some() && verb == "acts"
}

/// The preposition between the noun, or the verb, and the other side.
fn preposition(happening: &Happening, carried: bool) -> &'static str {
    let placed = happening
        .raw
        .targets
        .first()
        .map_or("", |(_, preposition)| *preposition);
    if happening.category == Category::Visit {
        return "";
    }
    if placed == "from" && carried {
        return "with";
    }
    if !placed.is_empty() && placed != "of" && placed != "by" {
        return placed;
    }
    match happening.category {
        _ if !carried => "",
        Category::Sanction | Category::Trade => "on",
        Category::Conflict | Category::Other => "against",
        Category::Aid | Category::Vote => "for",
        Category::Treaty
        | Category::Agreement
        | Category::Meeting
        | Category::Summit
        | Category::Negotiation
        | Category::Military => "with",
        Category::Election | Category::Disaster | Category::Protest => "in",
        _ => "on",
    }
}

/// "is arrested", of one or several to whom it is done.
fn passive(happening: &Happening, knowledge: &Knowledge) -> String {
    let Some(verb) = happening.raw.verb.and_then(|verb| knowledge.lexicon.verb(verb)) else {
        return "is affected".to_owned();
    };
    let be = if happening.targets.len() > 1 { "are" } else { "is" };
    let past = knowledge.lexicon.participle(&verb.word);
    format!("{be} {past}").trim().to_owned()
}

/// The words of the trigger, where there is nobody to name.
fn plain(happening: &Happening, para: &Para<'_>) -> String {
    let raw = &happening.raw;
    let start = raw.extent.start.max(raw.trigger.start.saturating_sub(3));
    para.written(start..raw.trigger.end).to_owned()
}

/// A few words of what the verb has behind it: never the sentence.
fn words_behind(happening: &Happening, para: &Para<'_>) -> String {
    const MOST: usize = 4;
    let start = happening.raw.trigger.end;
    let limit = happening.raw.extent.end.min(start + MOST);
    let mut end = start;
    while end < limit {
        let word = para.word(end);
        let dated = para.date_at.get(end).copied().flatten().is_some();
        let stops = matches!(
            word,
            "," | "that"
                | "."
                | "as"
                | "in"
                | "on"
                | "at"
                | "for"
                | "from"
                | "to"
                | "it"
                | "by"
                | "with"
                | "and"
                | "her"
                | "him"
                | "them"
        ) || dated;
        if stops || (end == start && !para.tokens.get(end).is_some_and(|token| token.word)) {
            break;
        }
        end += 1;
    }
    // Not "a", and nothing that is cut off in the middle of its words.
    let cut = end == start + MOST
        && para.tokens.get(end).is_some_and(|token| token.word)
        && !matches!(
            para.word(end),
            "in" | "on" | "at" | "for" | "from" | "to" | "of" | "by" | "with"
        );
    if cut || matches!(para.before(end), "a" | "the" | "an" | "of") {
        return String::new();
    }
    para.written(start..end).replace(['“', '”', '"'], "")
}

fn article(noun: &str, many: bool) -> String {
    if many
        || noun.ends_with("talks")
        || noun.ends_with("manoeuvres")
        || noun.ends_with("measures")
        || noun.ends_with("law")
    {
        return plural(noun);
    }
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if noun.ends_with('s') || noun.ends_with("law") => noun.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// The names of one side as headlines write them.
fn names(parties: &[Party], cast: &Cast) -> String {
    let names: Vec<&str> = parties
        .iter()
        .map(|party| match party {
            Party::Country(code) => code.name(),
            Party::Person(person) => cast.people.get(*person).map_or("", |person| &*person.short),
            Party::Organization(name, _) => name,
            Party::Bloc(bloc) if bloc.code.contains('-') || bloc.code.len() > 7 => bloc.name,
            Party::Bloc(bloc) => bloc.code,
        })
        .filter(|name| !name.is_empty())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= MOST_NAMES => format!("{} and {last}", first.join(", ")),
        [first, second, ..] => format!("{first}, {second} and others"),
    }
}

fn all(sides: &[&str]) -> String {
    let named: Vec<&str> = sides.iter().copied().filter(|side| !side.is_empty()).collect();
    named.join(" and ")
}

/// The place, where the names do not say it.
fn place(happening: &Happening, para: &Para<'_>, one: &str, other: &str) -> String {
    let places = happening
        .raw
        .places
        .iter()
        .filter_map(|&place| para.mentions.get(place));
    let mut names = places.filter_map(|mention| match (&mention.who, mention.site) {
        (_, Some(site)) => Some(site.name.clone()),
        (Who::Country(code), None) => Some(code.name().to_owned()),
        _ => None,
    });
    names
        .find(|name| !one.contains(name.as_str()) && !other.contains(name.as_str()))
        .unwrap_or_default()
}

fn in_place(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" in {place}")
    }
}
