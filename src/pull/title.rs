//! Titles of drafts: the present tense of headlines, built from the parts of an event.

use super::{
    clause::{Side, noun_beginning},
    knowledge::Knowledge,
    people::Cast,
    phrase,
    scan::{Para, Who},
    story::{Happening, Party},
    words::{Does, Lexicon, Noun},
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
        return match (happening.raw.begins, named.begins.as_str()) {
            (false, _) => named.title.clone(),
            (true, "") => format!("{} begins", named.title),
            (true, begins) => begins.to_owned(),
        };
    }
    let mut said = if happening.raw.item {
        clause(happening, para)
    } else {
        sentence(happening, para, cast, knowledge)
    };
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
    let subject = names(&happening.initiators, cast);
    let does = happening
        .raw
        .verb
        .and_then(|verb| knowledge.lexicon.verb(verb))
        .and_then(|verb| verb.does);
    let said_of = does.filter(|_| happening.raw.does.is_none() && happening.category == Category::Statement);
    // Whom an accusation names first is accused; the others are what it is about.
    let mut object = match said_of {
        Some(Does::Accuse) => names(happening.targets.get(..1).unwrap_or_default(), cast),
        Some(Does::Deny) => "the accusation".to_owned(),
        _ => names(&happening.targets, cast),
    };
    if let Some(noun) = possessed(happening, para, knowledge) {
        object = format!("{object}'s {noun}");
    }
    let place = place(happening, para, &subject, &object);
    let noun = happening.raw.noun.as_ref();
    let noun = noun.and_then(|noun| knowledge.lexicon.noun(noun.noun).zip(Some(noun.many)));
    if happening.status == Status::Cancelled {
        let what = noun.map_or("meeting", |(noun, _)| noun.word.as_str());
        let whose = all(&[&subject, &object]);
        let of = if whose.is_empty() {
            String::new()
        } else {
            format!(" of {whose}")
        };
        let be = if what.ends_with('s') { "are" } else { "is" };
        return format!("The {what}{of} {be} called off{}", in_place(&place));
    }
    if let Some(said) = in_words(happening, para, knowledge, &subject, &object) {
        return said;
    }
    if subject.is_empty() {
        return without_subject(happening, para, knowledge, noun, &object, &place);
    }

    let (one, several) = verb(
        happening,
        noun.map(|(noun, _)| noun.word.as_str()),
        &knowledge.lexicon,
        compound(happening, para),
    );
    let many = happening.initiators.len() > 1;
    let verb = match happening.status {
        Status::Planned => format!("to {several}"),
        Status::Alleged | Status::Disputed if happening.raw.does.is_some() => {
            format!("{} said to {several}", if many { "are" } else { "is" })
        }
        _ if many => several,
        _ => one.clone(),
    };
    let carried = noun.filter(|_| !tells_itself(happening, &one));
    let mut said = format!("{subject} {verb}");
    if let Some((noun, many)) = carried {
        append(&mut said, &article(&noun.word, many));
    }
    let preposition = preposition(happening, carried.is_some());
    if noun.is_none() && needs_words(happening, knowledge, &object, preposition) {
        append(&mut said, &words_behind(happening, para));
    }
    if !object.is_empty() {
        append(&mut said, preposition);
        append(&mut said, &object);
    }
    if (happening.category != Category::Visit || object.is_empty()) && !said.contains(&place) {
        said.push_str(&in_place(&place));
    }
    said
}

/// A title in the words of the text, where names do not say who did what.
fn in_words(
    happening: &Happening,
    para: &Para<'_>,
    knowledge: &Knowledge,
    named: &str,
    object: &str,
) -> Option<String> {
    let raw = &happening.raw;
    if raw.nominal {
        return nominal(happening, para, knowledge, named);
    }
    let own = raw.does.is_none() && (raw.weak || named.is_empty());
    let (index, verb) = raw
        .verb
        .and_then(|index| Some((index, knowledge.lexicon.verb(index)?)))
        .filter(|_| own)?;
    let mut subject = named.to_owned();
    if subject.is_empty() || raw.done {
        let words = phrase::subject(para, raw.subject.clone(), knowledge);
        subject = match words.as_str() {
            "" if raw.done => object.to_owned(),
            "" => return None,
            words => words.to_owned(),
        };
    }
    if subject.is_empty() {
        return None;
    }
    let many =
        phrase::is_many(&subject) && subject != named || happening.initiators.len() > 1 && subject == named;
    let past = knowledge.lexicon.participle(index);
    let done = format!("{past} {}", verb.particle);
    let (one, several) = &verb.title;
    let does = match (happening.status, raw.done) {
        (Status::Planned, true) => format!("to be {}", done.trim()),
        (Status::Planned, false) => format!("to {several}"),
        (_, true) => format!("{} {}", if many { "are" } else { "is" }, done.trim()),
        (_, false) if many => several.clone(),
        (_, false) => one.clone(),
    };
    let mut said = format!("{subject} {does}");
    append(
        &mut said,
        &phrase::behind(para, raw.object..raw.extent.end, knowledge),
    );
    Some(said)
}

/// The noun with its words, for what nobody does: "Attack on Iraq", "Easter bombings".
fn nominal(happening: &Happening, para: &Para<'_>, knowledge: &Knowledge, named: &str) -> Option<String> {
    let raw = &happening.raw;
    let noun = raw.noun.as_ref()?;
    let word = &knowledge.lexicon.noun(noun.noun)?.word;
    let told = matches!(
        happening.category,
        Category::Visit
            | Category::Summit
            | Category::Meeting
            | Category::Negotiation
            | Category::Treaty
            | Category::Agreement
            | Category::Sanction
            | Category::Election
    ) || matches!(
        word.as_str(),
        "invasion" | "annexation" | "military exercise" | "exercise"
    ) || compound(happening, para).is_some();
    if told && !named.is_empty() {
        return None;
    }
    let said = phrase::noun(
        para,
        raw.extent.start.min(noun.tokens.start)..raw.extent.end.max(noun.tokens.end),
        knowledge,
    );
    if said.is_empty() {
        return None;
    }
    let place = place(happening, para, &said, "");
    Some(if said.contains(&place) {
        said
    } else {
        format!("{said}{}", in_place(&place))
    })
}

/// The first words of an item of a chronology, which is written as headlines are.
fn clause(happening: &Happening, para: &Para<'_>) -> String {
    const MOST: usize = 9;
    let range = happening.raw.extent.clone();
    let comma = range
        .clone()
        .find(|&at| para.word(at) == "," || at - range.start >= MOST);
    let mut end = comma.unwrap_or(range.end);
    while end > range.start + 1
        && matches!(
            para.before(end),
            "a" | "an"
                | "the"
                | "of"
                | "in"
                | "on"
                | "at"
                | "to"
                | "by"
                | "for"
                | "from"
                | "with"
                | "and"
                | "its"
                | "their"
                | "that"
                | "who"
                | "as"
        )
    {
        end -= 1;
    }
    para.written(range.start..end).to_owned()
}

/// A headline about what is done to somebody, or about what just is: "Earthquake in Myanmar".
fn without_subject(
    happening: &Happening,
    para: &Para<'_>,
    knowledge: &Knowledge,
    noun: Option<(&Noun, bool)>,
    object: &str,
    place: &str,
) -> String {
    match noun {
        _ if object.is_empty() => {
            let what = noun.map_or_else(|| plain(happening, para), |(noun, _)| noun.word.clone());
            format!("{what}{}", in_place(place))
        }
        _ if happening.category == Category::Visit => format!("{object} is visited"),
        None => format!("{object} {}{}", passive(happening, knowledge), in_place(place)),
        Some((noun, many)) => {
            let inside = matches!(
                happening.category,
                Category::Election
                    | Category::Disaster
                    | Category::Protest
                    | Category::Conflict
                    | Category::Military
            );
            let what = if many {
                plural(&noun.word)
            } else {
                noun.word.clone()
            };
            format!("{what} {} {object}", if inside { "in" } else { "on" })
        }
    }
}

/// What a statement is about, where that is somebody's: the visit of "an agenda for Putin's visit".
fn possessed(happening: &Happening, para: &Para<'_>, knowledge: &Knowledge) -> Option<String> {
    let [(Side::Mention(mention), _)] = happening.raw.targets.as_slice() else {
        return None;
    };
    let end = para.mentions.get(*mention)?.tokens.end;
    let statement = happening.category == Category::Statement && happening.targets.len() == 1;
    let noun = noun_beginning(para, end + 1, knowledge)
        .filter(|noun| statement && para.word(end) == "'s" && noun.tokens.end <= happening.raw.extent.end)?;
    Some(para.written(noun.tokens).to_owned())
}

/// Whether the verb says too little without the words behind it: "sends" what, "expresses" what.
fn needs_words(happening: &Happening, knowledge: &Knowledge, object: &str, preposition: &str) -> bool {
    let meets = matches!(
        happening.category,
        Category::Visit | Category::Meeting | Category::Summit
    );
    if object.is_empty() {
        return happening.raw.inside || !meets;
    }
    let verb = happening.raw.verb.and_then(|verb| knowledge.lexicon.verb(verb));
    let asks = verb.is_some_and(|verb| verb.only);
    (happening.category == Category::Statement || asks) && !preposition.is_empty()
}

fn append(said: &mut String, words: &str) {
    if !words.is_empty() {
        said.push(' ');
        said.push_str(words);
    }
}

/// What whoever stands in a compound does: Kyiv "backs" a "Kyiv-backed summit".
fn compound(happening: &Happening, para: &Para<'_>) -> Option<(&'static str, &'static str)> {
    const DEEDS: &[(&str, &str, &str)] = &[
        ("-backed", "backs", "back"),
        ("-supported", "supports", "support"),
        ("-brokered", "brokers", "broker"),
        ("-mediated", "mediates", "mediate"),
        ("-sponsored", "sponsors", "sponsor"),
        ("-hosted", "hosts", "host"),
        ("-drafted", "drafts", "draft"),
    ];
    let Some((Side::Mention(first), _)) = happening.raw.initiators.first().filter(|_| happening.nominal)
    else {
        return None;
    };
    let word = para.word(para.mentions.get(*first)?.tokens.start);
    let deed = DEEDS.iter().find(|(end, ..)| word.ends_with(end));
    deed.map(|(_, one, several)| (*one, *several))
}

/// The verb of the headline, for one and for several: that of the text, or the usual one of a noun.
fn verb(
    happening: &Happening,
    noun: Option<&str>,
    lexicon: &Lexicon,
    compound: Option<(&str, &str)>,
) -> (String, String) {
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
    if let Some((one, several)) = compound {
        return pair(one, several);
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
    let past = happening
        .raw
        .verb
        .map_or("", |index| knowledge.lexicon.participle(index));
    format!("{be} {past} {}", verb.particle).trim().to_owned()
}

/// The words of the trigger, where there is nobody to name.
fn plain(happening: &Happening, para: &Para<'_>) -> String {
    let raw = &happening.raw;
    let start = raw.extent.start.max(raw.trigger.start.saturating_sub(3));
    para.written(start..raw.trigger.end).to_owned()
}

/// A few words of what the verb has behind it: never the sentence.
fn words_behind(happening: &Happening, para: &Para<'_>) -> String {
    const MOST: usize = 5;
    let start = happening.raw.trigger.end.max(happening.raw.object);
    let mut words = 0;
    let mut end = start;
    while end < happening.raw.extent.end && words < MOST {
        let word = para.word(end);
        words += usize::from(!is_mark(word));
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
        if stops || (end == start && !is_mark(word) && !para.tokens.get(end).is_some_and(|token| token.word))
        {
            break;
        }
        end += 1;
    }
    // Not "a", and nothing that is cut off in the middle of its words.
    let cut = words == MOST
        && para.tokens.get(end).is_some_and(|token| token.word)
        && !matches!(
            para.word(end),
            "in" | "on" | "at" | "for" | "from" | "to" | "of" | "by" | "with" | "and" | "but" | "as" | "that"
        );
    if cut || matches!(para.before(end), "a" | "the" | "an" | "of") {
        return String::new();
    }
    para.written(start..end).replace(['“', '”', '"'], "")
}

/// A mark around a few words that are quoted.
fn is_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "«" | "»")
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
