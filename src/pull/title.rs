//! Titles of drafts: the present tense of headlines, built from the parts of an event.

use super::{
    called,
    clause::{Side, noun_beginning},
    deed,
    knowledge::Knowledge,
    people::Cast,
    phrase,
    scan::{Para, Who},
    story::{Happening, Party},
    weak,
    words::{Does, Noun, Verb},
};
use crate::model::{Category, Status};

/// Characters of a title at the most.
const LONGEST: usize = 80;

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
        said = phrase::shortened(&said, LONGEST, knowledge);
    }
    let mut letters = said.chars();
    match letters.next() {
        // "ß" is two in capitals.
        Some(first) => first.to_uppercase().chain(letters).take(LONGEST).collect(),
        None => happening.category.as_str().to_owned(),
    }
}

/// What a title is made of.
struct Line<'l, 'a> {
    happening: &'l Happening,
    para: &'l Para<'a>,
    knowledge: &'l Knowledge,
    /// Who acts, and whether that is several.
    subject: String,
    many: bool,
    /// To whom it is done.
    object: String,
    place: String,
    /// The noun that tells it, and whether it is a plural.
    noun: Option<(&'l Noun, bool)>,
    /// What the verb does to other events.
    does: Option<Does>,
}

fn sentence(happening: &Happening, para: &Para<'_>, cast: &Cast, knowledge: &Knowledge) -> String {
    let raw = &happening.raw;
    let verb = raw.verb.and_then(|verb| knowledge.lexicon.verb(verb));
    let does = verb.and_then(|verb| verb.does);
    // "A US drone crashes": not the United States. "His family": not he.
    let (subject, many) = match headed(happening, para, knowledge) {
        Some(words) => {
            let many = phrase::is_many(&words);
            (words, many)
        }
        None => (
            called::as_written(&happening.initiators, cast, para, knowledge),
            happening.initiators.len() > 1,
        ),
    };
    // Whom an accusation names first is accused; the others are what it is about.
    let said_of = does.filter(|_| raw.does.is_none() && happening.category == Category::Statement);
    let mut object = match said_of {
        Some(Does::Accuse) => called::names(happening.targets.get(..1).unwrap_or_default(), cast),
        Some(Does::Deny) => "the accusation".to_owned(),
        _ => called::names(&happening.targets, cast),
    };
    // "he was appointed attaché at the Hungarian embassy": he, and not Hungary.
    let people: Vec<Party> = happening
        .targets
        .iter()
        .filter(|party| matches!(party, Party::Person(_)))
        .cloned()
        .collect();
    if raw.done && !people.is_empty() {
        object = called::names(people.get(..1).unwrap_or_default(), cast);
    }
    if let Some(noun) = possessed(happening, para, knowledge) {
        object = format!("{object}'s {noun}");
    }
    let place = called::place(happening, para, &subject, &object);
    let noun = raw.noun.as_ref();
    let noun = noun.and_then(|noun| knowledge.lexicon.noun(noun.noun).zip(Some(noun.many)));
    let line = Line {
        happening,
        para,
        knowledge,
        subject,
        many,
        object,
        place,
        noun,
        does,
    };
    if happening.status == Status::Cancelled {
        return line.cancelled();
    }
    line.in_words().unwrap_or_else(|| {
        if line.subject.is_empty() {
            line.without_subject()
        } else {
            line.with_names()
        }
    })
}

impl Line<'_, '_> {
    /// "The summit of Trump and Kim is called off".
    fn cancelled(&self) -> String {
        let what = self.noun.map_or("meeting", |(noun, _)| noun.word.as_str());
        let whose: Vec<&str> = [&*self.subject, &*self.object]
            .into_iter()
            .filter(|side| !side.is_empty())
            .collect();
        let of = if whose.is_empty() {
            String::new()
        } else {
            format!(" of {}", whose.join(" and "))
        };
        let be = if what.ends_with('s') { "are" } else { "is" };
        let words = phrase::subject(self.para, self.happening.raw.subject.clone(), self.knowledge);
        if self.happening.raw.done && !words.is_empty() {
            return format!("{words} {be} called off");
        }
        format!("The {what}{of} {be} called off{}", called::in_place(&self.place))
    }

    /// The words behind the verb, from a token on.
    fn behind(&self, from: usize) -> String {
        let clause = self.happening.category == Category::Statement;
        phrase::behind(
            self.para,
            from..end_of(self.happening, self.para),
            clause,
            self.knowledge,
        )
    }

    /// Built from names: who does what to whom, and where.
    fn with_names(&self) -> String {
        let (happening, raw) = (self.happening, &self.happening.raw);
        let (one, several) = deed::verb(
            happening,
            self.noun.map(|(noun, _)| noun.word.as_str()),
            &self.knowledge.lexicon,
            deed::compound(happening, self.para),
        );
        let verb = match happening.status {
            Status::Planned => format!("to {several}"),
            Status::Alleged | Status::Disputed if raw.does.is_some() => return self.accused(&several),
            _ if self.many => several,
            _ => one.clone(),
        };
        let carried = self.noun.filter(|_| !deed::tells_itself(happening, &one));
        let mut said = format!("{} {verb}", self.subject);
        if let Some((noun, many)) = carried {
            append(&mut said, &deed::article(noun, many));
        }
        if carried.is_none()
            && let Some(words) = self.rest(&said, &one)
        {
            return words;
        }
        if !self.object.is_empty() {
            append(&mut said, deed::preposition(happening, carried.is_some()));
            append(&mut said, &self.object);
        }
        if self.does == Some(Does::Accuse)
            && let Some(of) = raw.content.map(|of| self.behind(of))
        {
            let whole = format!("{said} of {of}");
            if whole.chars().count() <= LONGEST && !of.is_empty() {
                return whole;
            }
        }
        if (happening.category != Category::Visit || self.object.is_empty()) && !said.contains(&self.place) {
            said.push_str(&called::in_place(&self.place));
        }
        said
    }

    /// With the words that the verb has behind it, where they say more than the names: "becomes chancellor of West
    /// Germany". `one` is the verb as it is said of one.
    fn rest(&self, said: &str, one: &str) -> Option<String> {
        let (happening, raw) = (self.happening, &self.happening.raw);
        let meets = matches!(
            happening.category,
            Category::Visit | Category::Meeting | Category::Summit
        );
        // "defaults on its debt" says it all; "X and Y meet", too.
        let whole = one.split(' ').count() > 2 || meets && happening.initiators.len() > 1;
        if whole || self.noun.is_some() || !matches!(self.does, None | Some(Does::Announce)) {
            return None;
        }
        // "kills three Israeli soldiers": not Israel.
        let part = match raw.targets.first() {
            Some((Side::Mention(index), _)) => self.para.mentions.get(*index).is_some_and(|mention| {
                let next = self.para.tokens.get(mention.tokens.end);
                mention.adjective && !mention.absorbed && next.is_some_and(|next| next.word && !next.capital)
            }),
            _ => false,
        };
        let direct = raw
            .targets
            .first()
            .is_some_and(|(_, preposition)| preposition.is_empty());
        let that =
            usize::from(happening.category == Category::Statement && self.para.word(raw.object) == "that");
        let verb = raw.verb.and_then(|verb| self.knowledge.lexicon.verb(verb));
        let asks = verb.is_some_and(|verb| verb.only);
        let open = self.object.is_empty()
            || that > 0
            || part
            || !meets && (!direct || asks && !deed::preposition(happening, false).is_empty());
        if !open {
            return None;
        }
        let words = match verb {
            Some(verb) => without_before(self.behind(raw.object + that), verb),
            None => self.behind(raw.object + that),
        };
        if words.is_empty() && !self.object.is_empty() {
            return None;
        }
        // "withdraws from" the treaty, but "withdraws" its signature.
        let (said, words) = match said.strip_suffix(" from") {
            Some(rest) if !words.starts_with("from ") => (rest, &*words),
            Some(_) => (said, words.trim_start_matches("from ")),
            None => (said, &*words),
        };
        let mut said = said.to_owned();
        append(&mut said, words);
        Some(said)
    }

    /// "North Korea is accused of shipping shells to Russia".
    fn accused(&self, several: &str) -> String {
        let be = if self.many { "are" } else { "is" };
        let of = self.happening.raw.content.map(|of| self.behind(of));
        match of.filter(|of| !of.is_empty()) {
            Some(of) => format!("{} {be} accused of {of}", self.subject),
            None => format!("{} {be} said to {several}", self.subject),
        }
    }
    /// A title in the words of the text, where names do not say who did what.
    fn in_words(&self) -> Option<String> {
        let Self {
            happening,
            para,
            knowledge,
            ..
        } = *self;
        let (named, object, raw) = (&*self.subject, &*self.object, &happening.raw);
        if raw.nominal {
            return self.nominal();
        }
        // "The talks began": the noun, and not who holds it.
        let carried = raw
            .noun
            .as_ref()
            .is_some_and(|noun| noun.tokens.start < raw.trigger.start);
        let papers = matches!(
            happening.category,
            Category::Treaty | Category::Agreement | Category::Visit | Category::Election
        );
        let own = raw.does.is_none() && (raw.weak || named.is_empty() || carried && !papers);
        // "statements made on Friday" are made; talks begin.
        let of_itself = |verb: &Verb| knowledge.lexicon.is("of_themselves", &verb.word);
        let passive = |verb: &Verb| raw.done || carried && !of_itself(verb);
        let (index, verb) = raw
            .verb
            .and_then(|index| Some((index, knowledge.lexicon.verb(index)?)))
            .filter(|_| own)?;
        let done = passive(verb);
        let mut subject = named.to_owned();
        if subject.is_empty() || done || carried {
            let words = phrase::subject(para, raw.subject.clone(), knowledge);
            let person = raw.done
                && happening
                    .targets
                    .iter()
                    .any(|party| matches!(party, Party::Person(_)))
                && !phrase::is_many(&words);
            subject = match words.as_str() {
                _ if person && !object.is_empty() => object.to_owned(),
                "" if raw.done => object.to_owned(),
                "" => return None,
                words => words.to_owned(),
            };
        }
        if subject.is_empty() {
            return None;
        }
        let many = if subject == named {
            self.many
        } else {
            phrase::is_many(&subject)
        };
        let past = knowledge.lexicon.participle(index);
        let participle = format!("{past} {}", verb.particle);
        let participle = participle.trim();
        let (one, several) = &verb.title;
        let does = match (happening.status, done) {
            (Status::Planned, true) => format!("to be {participle}"),
            (Status::Planned, false) => format!("to {several}"),
            (_, true) => format!("{} {participle}", if many { "are" } else { "is" }),
            (_, false) if many => several.clone(),
            (_, false) => one.clone(),
        };
        let mut said = format!("{subject} {does}");
        let words = if done {
            phrase::behind(para, raw.object..end_of(happening, para), false, knowledge)
        } else {
            said_behind(happening, para, verb, knowledge)
        };
        // What somebody said, where a few words do not say it.
        if weak::says(raw) && words.split(' ').count() < 3 {
            return Some(format!(
                "{subject} {} a statement",
                if many { "make" } else { "makes" }
            ));
        }
        append(&mut said, &words);
        Some(said)
    }

    /// The noun with its words, for what nobody does: "Attack on Iraq", "Easter bombings".
    fn nominal(&self) -> Option<String> {
        let Self {
            happening,
            para,
            knowledge,
            ..
        } = *self;
        let (named, object, raw) = (&*self.subject, &*self.object, &happening.raw);
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
        ) || deed::compound(happening, para).is_some();
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
        if happening.category == Category::Sanction && !object.is_empty() && !said.contains(' ') {
            return Some(format!("{said} on {object}"));
        }
        let place = called::place(happening, para, &said, "");
        Some(if said.contains(&place) {
            said
        } else {
            format!("{said}{}", called::in_place(&place))
        })
    }

    /// A headline about what is done to somebody, or about what just is: "Earthquake in Myanmar".
    fn without_subject(&self) -> String {
        let Self {
            happening,
            para,
            knowledge,
            noun,
            ..
        } = *self;
        let (object, place) = (&*self.object, &*self.place);
        // "Enters production": somebody does it, and the sentence does not say who.
        let raw = &happening.raw;
        if let Some(verb) = raw.verb.and_then(|verb| knowledge.lexicon.verb(verb))
            && !raw.done
            && !raw.nominal
            && raw.noun.is_none()
            && happening.category != Category::Visit
        {
            let words = said_behind(happening, para, verb, knowledge);
            let (one, several) = &verb.title;
            let does = if happening.status == Status::Planned {
                format!("To {several}")
            } else {
                one.clone()
            };
            return format!("{does} {words}").trim().to_owned();
        }
        match noun {
            _ if object.is_empty() => {
                let what = noun.map_or_else(
                    || phrase::noun(para, happening.raw.extent.clone(), knowledge),
                    |(noun, _)| noun.word.clone(),
                );
                format!("{what}{}", called::in_place(place))
            }
            _ if happening.category == Category::Visit => format!("Visit to {object}"),
            None => format!(
                "{object} {}{}",
                deed::passive(happening, knowledge),
                called::in_place(place)
            ),
            Some((noun, many)) => {
                let inside = matches!(
                    happening.category,
                    Category::Election
                        | Category::Disaster
                        | Category::Protest
                        | Category::Conflict
                        | Category::Military
                );
                let what = noun.plural.as_ref().filter(|_| many).unwrap_or(&noun.word);
                format!("{what} {} {object}", if inside { "in" } else { "on" })
            }
        }
    }
}

/// The words of a subject of which the name is only a part: "British police", "his family".
fn headed(happening: &Happening, para: &Para<'_>, knowledge: &Knowledge) -> Option<String> {
    let raw = &happening.raw;
    let told = matches!(
        happening.category,
        Category::Visit | Category::Summit | Category::Meeting | Category::Treaty | Category::Agreement
    );
    let [(side, _)] = raw.initiators.as_slice() else {
        return None;
    };
    let claims = matches!(raw.does, Some(Does::Accuse | Does::Deny));
    if told || raw.nominal || raw.done || claims || raw.shared {
        return None;
    }
    let part = match side {
        Side::Mention(index) => {
            let mention = para.mentions.get(*index)?;
            let written = para.written(mention.tokens.clone());
            // "Cubans march": the people, and not the state.
            if mention.adjective && mention.tokens.end == raw.subject.end && written.ends_with('s') {
                return Some(written.to_owned());
            }
            let next = para.tokens.get(mention.tokens.end)?;
            let country = mention.adjective || matches!(mention.who, Who::Country(_));
            country
                && mention.tokens.end < raw.subject.end
                && next.word
                && !next.capital
                && !knowledge.lexicon.is("small_words", &next.folded)
                && !knowledge.lexicon.is("relative", &next.folded)
        }
        Side::Person(at) => matches!(para.word(*at), "his" | "her"),
        Side::Thing(at) => para.word(*at) == "its",
        Side::Both(at) => para.word(*at) == "their",
    };
    let words = phrase::subject(para, raw.subject.clone(), knowledge);
    (part && !words.is_empty() && words.split(' ').count() < 6).then_some(words)
}

/// What stands behind the verb of a title: of what was said, what it was.
fn said_behind(happening: &Happening, para: &Para<'_>, verb: &Verb, knowledge: &Knowledge) -> String {
    let raw = &happening.raw;
    let end = end_of(happening, para);
    let mut start = raw.object;
    if raw.weak && happening.category == Category::Statement {
        // "said on Tuesday that": what follows.
        let when = |at: usize| {
            para.date_at.get(at).copied().flatten().is_some()
                || matches!(para.word(at), "on" | "in" | "that" | "last")
        };
        while start < end && when(start) {
            start += 1;
        }
    }
    let words = without_before(phrase::behind(para, start..end, weak::says(raw), knowledge), verb);
    // "A force is to be ready, the minister said": what stands before.
    let sentence = para
        .sentences
        .get(raw.sentence)
        .map_or(0, |sentence| sentence.start);
    let before = sentence..raw.subject.start.saturating_sub(1);
    let quoted = before.clone().any(|at| para.is_quoted(at));
    if words.is_empty() && weak::says(raw) && !quoted && before.len() > 3 {
        return phrase::behind(para, before, true, knowledge);
    }
    words
}

/// The words behind a verb without the preposition that its title has: "lands in" Dili, and not "lands in in".
fn without_before(words: String, verb: &Verb) -> String {
    let before = format!("{} ", verb.before);
    match words.strip_prefix(&before) {
        Some(rest)
            if !verb.before.is_empty()
                && (verb.title.0.ends_with(&verb.before) || verb.title.0 == "visits") =>
        {
            rest.to_owned()
        }
        _ => words,
    }
}

/// Where the words of an event end at the latest: with its sentence.
fn end_of(happening: &Happening, para: &Para<'_>) -> usize {
    let sentence = para.sentences.get(happening.raw.sentence);
    sentence.map_or(happening.raw.extent.end, |sentence| sentence.end)
}

/// The first words of an item of a chronology, which is written as headlines are.
fn clause(happening: &Happening, para: &Para<'_>) -> String {
    const MOST: usize = 12;
    const FEW: usize = 5;
    let range = happening.raw.extent.clone();
    let comma = range
        .clone()
        .find(|&at| para.word(at) == "," && at - range.start >= FEW || at - range.start >= MOST);
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

fn append(said: &mut String, words: &str) {
    if !words.is_empty() {
        said.push(' ');
        said.push_str(words);
    }
}
