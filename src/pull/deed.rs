//! What is done, in titles: the verb for one and for several, the noun that it carries, and how the other side joins.

use super::{
    clause::Side,
    knowledge::Knowledge,
    scan::Para,
    story::Happening,
    words::{Lexicon, Noun},
};
use crate::model::Category;

/// What whoever stands in a compound does: Kyiv "backs" a "Kyiv-backed summit".
pub(super) fn compound(happening: &Happening, para: &Para<'_>) -> Option<(&'static str, &'static str)> {
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
pub(super) fn verb(
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
pub(super) fn tells_itself(happening: &Happening, verb: &str) -> bool {
    matches!(
        verb,
        "visits" | "invades" | "annexes" | "attacks" | "meets" | "fights" | "tours" | "inspects"
    ) || happening.raw.noun.is_some() && verb == "acts"
}

/// The preposition between the noun, or the verb, and the other side.
pub(super) fn preposition(happening: &Happening, carried: bool) -> &'static str {
    let placed = happening
        .raw
        .targets
        .first()
        .map_or("", |(_, preposition)| *preposition);
    if happening.category == Category::Visit {
        return "";
    }
    if placed == "from" && carried {
        return match happening.category {
            Category::Sanction | Category::Trade => "on",
            _ => "with",
        };
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
pub(super) fn passive(happening: &Happening, knowledge: &Knowledge) -> String {
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

/// "a treaty", "treaties", "talks".
pub(super) fn article(noun: &Noun, many: bool) -> String {
    match &noun.plural {
        None => noun.word.clone(),
        Some(plural) if many => plural.clone(),
        Some(_) => {
            let vowel = noun.word.starts_with(['a', 'e', 'i', 'o', 'u']);
            format!("{} {}", if vowel { "an" } else { "a" }, noun.word)
        }
    }
}
