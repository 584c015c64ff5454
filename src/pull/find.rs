//! Events as single sentences tell them: a verb, or a noun that a verb carries, with its sides, its place, its dates.

use std::ops::Range;

use super::{
    accuse,
    choose::Choice,
    clause::{self, NounHit, Object, PLACING, Placed, Side, Subject},
    knowledge::Knowledge,
    nominal,
    scan::{Para, Who},
    subject,
    verb::{self, Group},
    words::Does,
};
use crate::model::{Category, Status};

/// An event as one sentence tells it.
#[allow(clippy::struct_excessive_bools)] // Facts that are true or not, each by itself.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    /// The paragraph, from 0, and the sentence in it.
    pub para: usize,
    pub sentence: usize,
    /// The word that tells it.
    pub trigger: Range<usize>,
    /// The verb of the lexicon.
    pub verb: Option<usize>,
    /// The noun of the lexicon that tells it, carried by the verb or alone.
    pub noun: Option<NounHit>,
    pub category: Category,
    /// Whether the sides do the same.
    pub both: bool,
    pub initiators: Vec<Placed>,
    pub targets: Vec<Placed>,
    /// Mentions that are the place.
    pub places: Vec<usize>,
    /// Dates of the paragraph; several where one noun names several events ("treaties of 1961, 2000 and 2001").
    pub dates: Vec<usize>,
    /// Whether the date is one that a sentence beside it names.
    pub borrowed: bool,
    pub status: Status,
    pub claims: Vec<(Vec<Placed>, crate::model::Stance)>,
    /// The words that carry it.
    pub extent: Range<usize>,
    /// Whether a noun tells it without a verb.
    pub nominal: bool,
    /// Whether it stands in the perfect or the past, so that an undated one is news.
    pub passive: bool,
    /// What it does to the events that its object tells.
    pub does: Option<Does>,
    /// An event with a name.
    pub named: Option<usize>,
    /// Shares subject and time with the one before it in the sentence.
    pub shared: bool,
    /// "during which he visited": a part of the event before.
    pub inside: bool,
    /// "the outbreak of" what bears a name: only its first day.
    pub begins: bool,
    /// First token of what is visited, said or sent, where the verb has several of them.
    pub object: usize,
    /// Told by a verb that tells an event only with a date of its own.
    pub weak: bool,
    /// An item of a chronology, told by all of its words.
    pub item: bool,
    /// Planned as somebody said then: "would".
    pub reported: bool,
    /// The words of its subject.
    pub subject: Range<usize>,
    /// Its date heads an item of a chronology.
    pub listed: bool,
    /// Of a relative clause: "the helmets that had been invented".
    pub relative: bool,
    /// First token of what somebody is accused of.
    pub content: Option<usize>,
    /// "was signed": done to its subject.
    pub done: bool,
    /// Its subject is an office or a body that bears no name: "the ministry".
    pub speaker: bool,
}

impl Raw {
    /// An event of which only the words that tell it are known, and its kind.
    pub fn of(para: usize, sentence: usize, trigger: Range<usize>, category: Category) -> Self {
        Self {
            para,
            sentence,
            extent: trigger.clone(),
            trigger,
            verb: None,
            noun: None,
            category,
            both: false,
            initiators: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            dates: Vec::new(),
            borrowed: false,
            status: Status::Occurred,
            claims: Vec::new(),
            nominal: false,
            passive: false,
            does: None,
            named: None,
            shared: false,
            inside: false,
            begins: false,
            object: 0,
            weak: false,
            item: false,
            reported: false,
            subject: 0..0,
            listed: false,
            relative: false,
            content: None,
            done: false,
            speaker: false,
        }
    }
}

/// What a sentence tells.
#[derive(Default)]
pub(super) struct Told {
    pub events: Vec<Raw>,
    /// Who denies what was told last.
    pub denials: Vec<Denial>,
}

/// Somebody denies something.
#[derive(Clone, Debug)]
pub(super) struct Denial {
    /// The verb, as an entry of the lexicon, and its token.
    pub verb: usize,
    pub at: usize,
    /// First token of who denies.
    pub start: usize,
    pub by: Vec<Placed>,
}

/// Reads one sentence.
pub(super) fn sentence(para_index: usize, para: &Para<'_>, index: usize, knowledge: &Knowledge) -> Told {
    let Some(range) = para.sentences.get(index).cloned() else {
        return Told::default();
    };
    let mut told = Told::default();
    if range.clone().any(|at| para.word(at) == "?") {
        return told;
    }
    let reader = Reader {
        para,
        para_index,
        index,
        range: dateline(para, &range),
        knowledge,
    };
    let groups = verb::verbs(para, &reader.range, knowledge);
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut busy_until = 0;
    let mut denied = false;
    for group in &groups {
        if para.is_quoted(group.at) || group.at < busy_until {
            continue;
        }
        let subject = subject::subject(para, &reader.range, group, knowledge);
        // "denied that it had attacked": what is denied is not told.
        let is_denied = std::mem::take(&mut denied) && !subject.shared;
        let denies = |(index, _): &(usize, _)| {
            knowledge
                .lexicon
                .verb(*index)
                .is_some_and(|verb| verb.does == Some(Does::Deny))
        };
        denied = group.entries.iter().any(denies) && !group.negative && para.word(group.at + 1) == "that";
        if is_denied {
            continue;
        }
        if let Some(raw) = reader.told(group, &subject, &mut told) {
            if raw.does == Some(Does::Accuse) {
                busy_until = raw.extent.end;
                told.events.extend(accuse::accusing(&raw));
            }
            if let Some(noun) = raw.noun.as_ref().filter(|_| !raw.weak) {
                taken.push(noun.tokens.clone());
            }
            let second = second_object(para, &raw);
            told.events.push(raw);
            told.events.extend(second);
        }
    }
    told.events.extend(super::presence::visits(&reader));
    told.events.extend(nominal::nouns(
        para_index,
        para,
        index,
        &reader.range,
        &taken,
        knowledge,
    ));
    told.events.sort_by_key(|raw| raw.trigger.start);
    super::when::bind(para, &reader.range, &mut told.events, knowledge);
    super::weak::settle(&mut told.events, para.item.is_some());
    let verb = told.events.iter().any(|raw| !raw.nominal);
    if para.item.is_some()
        && !verb
        && told.denials.is_empty()
        && let Some(item) = super::item::item(&reader)
    {
        told.events
            .retain(|raw| !raw.dates.is_empty() && raw.dates != item.dates);
        told.events.push(item);
    }
    told
}

/// The sentence without "TOKYO, March 16 -" at its head.
fn dateline(para: &Para<'_>, range: &Range<usize>) -> Range<usize> {
    const LONGEST: usize = 12;
    if range.start != 0 {
        return range.clone();
    }
    let shout = para.text.split([' ', ',']).next().is_some_and(|word| {
        word.chars().count() > 2 && word.chars().all(|c| c.is_uppercase() || !c.is_alphanumeric())
    });
    let dash = range.clone().take(LONGEST).find(|&at| clause::is_dash(para, at));
    match dash {
        Some(dash) if shout => dash + 1..range.end,
        _ => range.clone(),
    }
}

/// "visited a factory and a port": the port, which is a visit of its own.
fn second_object(para: &Para<'_>, raw: &Raw) -> Option<Raw> {
    if raw.category != Category::Visit || raw.noun.is_some() || !raw.targets.is_empty() {
        return None;
    }
    let mut behind = raw.trigger.end..raw.extent.end;
    let and = behind.find(|&at| para.word(at) == "and" && matches!(para.word(at + 1), "a" | "an" | "the"))?;
    Some(Raw {
        object: and + 1,
        ..raw.clone()
    })
}

/// Whether a clause begins with "during which".
pub(super) fn during(para: &Para<'_>, subject: &Subject) -> bool {
    let which = subject
        .start
        .checked_sub(1)
        .is_some_and(|at| para.word(at) == "which");
    which && matches!(para.before(subject.start - 1), "during" | "in" | "at")
}

/// A sentence on its way to the events that it tells.
pub(super) struct Reader<'r, 'a> {
    pub para: &'r Para<'a>,
    pub para_index: usize,
    pub index: usize,
    pub range: Range<usize>,
    pub knowledge: &'r Knowledge,
}

impl Reader<'_, '_> {
    fn told(&self, group: &Group, subject: &Subject, told: &mut Told) -> Option<Raw> {
        if group.possible || self.supposed(group, subject) {
            return None;
        }
        let object = clause::object(self.para, &self.range, group.at + 1, self.knowledge);
        let choice = self.choose(group, subject, &object)?;
        let does = choice.verb.does;
        if does == Some(Does::Deny) && !group.negative {
            told.denials.push(Denial {
                verb: choice.index,
                at: group.at,
                start: subject.nearest,
                by: subject.sides.clone(),
            });
            return None;
        }
        // "did not take place" is a cancellation; what else did not happen is nothing.
        let cancelled = does == Some(Does::Cancel) || (group.negative && choice.verb.word == "take");
        if group.negative && !cancelled {
            return None;
        }
        if choice.weak && self.is_reduced(group) {
            return None;
        }
        // "were the first to reach the island": they did.
        let first = group.infinitive
            && matches!(
                self.para.before(group.start),
                "first" | "last" | "second" | "third" | "only" | "state" | "country"
            );
        if (group.infinitive && !first || group.gerund) && does != Some(Does::Accuse) {
            return None;
        }
        if does == Some(Does::Accuse) {
            return self.accusation(group, subject, &choice);
        }
        // "It took the speaker a day": no taking.
        let idle = choice.verb.word == "take" && self.para.before(group.at) == "it";
        // "It had been dying": what went on is no event of the day.
        let went_on = group.going_on && !group.passive && choice.category == Some(Category::Other);
        if idle || went_on {
            return None;
        }
        // What was going on is no event, where only a date would make it one.
        if choice.weak && group.going_on && !group.passive {
            return None;
        }
        let noun = choice.noun.clone();
        let category = choice.category?;
        let object = if choice.from > group.at + 1 {
            clause::object(self.para, &self.range, choice.from, self.knowledge)
        } else {
            object
        };
        let mut raw = self.raw(group, subject, &object, &choice, category);
        // "An earthquake struck": the headline is of the quake.
        raw.noun = noun.or_else(|| subject.noun.clone().filter(|_| category == Category::Disaster));
        if cancelled {
            raw.status = Status::Cancelled;
        }
        mood(group, &mut raw, &choice);
        Some(raw)
    }

    /// "endorsed the statements made on Friday": a participle that hangs on a noun, behind the verb of its clause.
    fn is_reduced(&self, group: &Group) -> bool {
        let para = self.para;
        if group.start < group.at || group.present || group.passive {
            return false;
        }
        let subject = group.at.checked_sub(1).and_then(|before| para.mention_at(before));
        let pronoun = self.knowledge.lexicon.is("pronouns", para.before(group.at));
        if pronoun || subject.is_some_and(|mention| matches!(para.mentions[mention].who, Who::Person(_))) {
            return false;
        }
        // "When the money was gone the state suspended": a clause before it, without a comma.
        if self
            .knowledge
            .lexicon
            .is("subordinate", para.word(self.range.start))
        {
            return false;
        }
        let mut clause = (self.range.start..group.at).rev();
        let verb = clause.find(|&at| {
            matches!(para.word(at), "," | "and" | "but" | "or")
                || clause::ends_clause(para, at, self.knowledge)
                || clause::finite(para, at, self.knowledge)
        });
        verb.is_some_and(|at| clause::finite(para, at, self.knowledge))
    }

    /// "When the flag is lowered", "if he resigns": not told, only supposed.
    fn supposed(&self, group: &Group, subject: &Subject) -> bool {
        const SUPPOSING: &[&str] = &["if", "when", "once", "unless", "until", "whether", "whenever"];
        let para = self.para;
        let be = matches!(para.word(group.start), "is" | "are");
        let open = group.present || be && group.passive;
        let begins = (subject.start.saturating_sub(1)..group.start)
            .rev()
            .find(|&at| SUPPOSING.contains(&para.word(at)));
        open && begins.is_some()
    }

    pub(super) fn raw(
        &self,
        group: &Group,
        subject: &Subject,
        object: &Object,
        choice: &Choice<'_>,
        category: Category,
    ) -> Raw {
        let para = self.para;
        let noun = choice
            .noun
            .as_ref()
            .and_then(|noun| self.knowledge.lexicon.noun(noun.noun));
        let both = noun.map_or(choice.verb.both, |noun| noun.both);
        let passive = group.passive || choice.by_subject;
        let mut raw = Raw {
            verb: Some(choice.index),
            both,
            extent: subject.nearest.min(group.start)..object.end.max(choice.from),
            passive,
            does: choice.verb.does,
            shared: subject.shared,
            inside: during(para, subject),
            object: choice.from,
            weak: choice.weak,
            subject: subject.start..group.start,
            done: group.passive,
            relative: self.knowledge.lexicon.is("relative", para.before(group.start))
                || para.before(group.start) == "that",
            speaker: (subject.start..group.start).any(|at| {
                let words = &self.knowledge.words;
                words.organs.contains(para.word(at)) || words.offices.contains(para.word(at))
            }),
            ..Raw::of(self.para_index, self.index, group.at..choice.from, category)
        };
        let visit = category == Category::Visit;
        for placed in &subject.sides {
            if PLACING.contains(&placed.1) {
                self.place(&placed.0, &mut raw, false);
            } else if choice.by_subject && matches!(placed.1, "on" | "about" | "over" | "for")
                || choice.by_subject && matches!(placed.1, "with" | "against" | "to") && !both
                || group.passive && !choice.by_subject && !visit
            {
                raw.targets.push(placed.clone());
            } else {
                raw.initiators.push(placed.clone());
            }
        }
        for placed in &object.sides {
            // "arrested him on a Spanish warrant": Spain is no side.
            if matches!(placed.1, "on" | "under" | "during") && self.is_adjective(&placed.0) {
                continue;
            }
            match placed.1 {
                // "the use of cannon by the coast guard": in the active voice it is no subject.
                "by" if group.passive || choice.by_subject || choice.noun.is_some() => {
                    raw.initiators.push(placed.clone());
                }
                preposition
                    if PLACING.contains(&preposition)
                        && !(visit && preposition == "in" && raw.targets.is_empty()) =>
                {
                    self.place(&placed.0, &mut raw, visit);
                }
                "between" => raw.initiators.push(placed.clone()),
                "with" if both => raw.initiators.push(placed.clone()),
                "from" if visit => {}
                "of" if both && raw.initiators.is_empty() => raw.initiators.push(placed.clone()),
                _ if visit => {
                    raw.targets.push(placed.clone());
                    self.place(&placed.0, &mut raw, true);
                }
                "" if both && choice.noun.is_none() => raw.initiators.push(placed.clone()),
                _ => raw.targets.push(placed.clone()),
            }
        }
        // "Moscow hosted foreign ministers for a BRICS meeting": the host's seat is the place.
        if choice.verb.word == "host" {
            for placed in subject.sides.iter().filter(|placed| placed.1.is_empty()) {
                self.place(&placed.0, &mut raw, true);
            }
        }
        raw
    }

    /// Whether a side is only the adjective of a thing: a "Spanish" warrant.
    fn is_adjective(&self, side: &Side) -> bool {
        let Side::Mention(index) = *side else {
            return false;
        };
        let mention = self.para.mentions.get(index);
        mention.is_some_and(|mention| {
            let next = self.para.tokens.get(mention.tokens.end);
            mention.adjective && next.is_some_and(|next| next.word && !next.capital)
        })
    }

    pub(super) fn place(&self, side: &Side, raw: &mut Raw, also_side: bool) {
        let Side::Mention(index) = *side else { return };
        let Some(mention) = self.para.mentions.get(index) else {
            return;
        };
        if mention.is_place() {
            raw.places.push(index);
        } else if !also_side {
            // "in talks with", "over Ukraine": no places.
            raw.targets.push((side.clone(), "in"));
        }
    }
}

/// What tense and mood say.
fn mood(group: &Group, raw: &mut Raw, choice: &Choice<'_>) {
    if raw.status == Status::Cancelled {
        return;
    }
    if group.planned || group.reported {
        raw.status = Status::Planned;
        raw.reported = !group.planned;
    } else if group.alleged {
        raw.status = Status::Alleged;
    } else if group.going_on && choice.noun.is_none() && raw.category == Category::Conflict {
        raw.status = Status::Ongoing;
    }
    // "announced" carries what is to come, unless the noun is the announcement.
    if choice.verb.does == Some(Does::Announce)
        && matches!(
            raw.category,
            Category::Visit | Category::Summit | Category::Meeting | Category::Election
        )
    {
        raw.status = Status::Planned;
    }
}
