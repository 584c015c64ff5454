//! Events as single sentences tell them: a verb, or a noun that a verb carries, with its sides, its place, its dates.

use std::ops::Range;

use super::{
    clause::{self, NounHit, Object, PLACING, Placed, Side, Subject},
    knowledge::Knowledge,
    nominal,
    scan::{Para, Who},
    subject,
    verb::{self, Group},
    words::{Does, Verb},
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
    for group in &groups {
        if para.quoted.get(group.at).is_some_and(|quoted| *quoted) || group.at < busy_until {
            continue;
        }
        let subject = subject::subject(para, &reader.range, group, knowledge);
        if let Some(raw) = reader.told(group, &subject, &mut told) {
            if raw.does == Some(Does::Accuse) {
                busy_until = raw.extent.end;
                told.events.extend(accusing(&raw));
            }
            if let Some(noun) = &raw.noun {
                taken.push(noun.tokens.clone());
            }
            let second = second_object(para, &raw);
            told.events.push(raw);
            told.events.extend(second);
        }
    }
    told.events.extend(nominal::nouns(
        para_index,
        para,
        index,
        &reader.range,
        &taken,
        knowledge,
    ));
    told.events.sort_by_key(|raw| raw.trigger.start);
    super::when::bind(para, &reader.range, &mut told.events);
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

/// The accusing itself, which is said by somebody whatever has happened.
fn accusing(raw: &Raw) -> Option<Raw> {
    let (claimants, _) = raw.claims.first()?;
    Some(Raw {
        category: Category::Statement,
        noun: None,
        initiators: claimants.clone(),
        targets: raw.initiators.iter().chain(&raw.targets).cloned().collect(),
        places: Vec::new(),
        status: Status::Occurred,
        does: None,
        ..raw.clone()
    })
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
fn during(para: &Para<'_>, subject: &Subject) -> bool {
    let which = subject
        .start
        .checked_sub(1)
        .is_some_and(|at| para.word(at) == "which");
    which && matches!(para.before(subject.start - 1), "during" | "in" | "at")
}

struct Reader<'r, 'a> {
    para: &'r Para<'a>,
    para_index: usize,
    index: usize,
    range: Range<usize>,
    knowledge: &'r Knowledge,
}

/// What a verb tells here.
struct Choice<'k> {
    index: usize,
    verb: &'k Verb,
    category: Option<Category>,
    noun: Option<NounHit>,
    /// Whether the noun is its subject.
    by_subject: bool,
    /// First token behind the verb and its particle.
    from: usize,
}

impl Reader<'_, '_> {
    fn told(&self, group: &Group, subject: &Subject, told: &mut Told) -> Option<Raw> {
        if group.possible {
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
        if (group.infinitive || group.gerund) && does != Some(Does::Accuse) {
            return None;
        }
        if does == Some(Does::Accuse) {
            return self.accusation(group, subject, &choice);
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

    /// Which entry of the lexicon is meant, and what it tells: the one that finds most of what it asks for.
    fn choose(&self, group: &Group, subject: &Subject, object: &Object) -> Option<Choice<'_>> {
        let mut best: Option<(u8, Choice<'_>)> = None;
        for &(index, _) in &group.entries {
            let Some(verb) = self.knowledge.lexicon.verb(index) else {
                continue;
            };
            let Some((rank, choice)) = self.weigh(index, verb, group, subject, object) else {
                continue;
            };
            if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                best = Some((rank, choice));
            }
        }
        best.map(|(_, choice)| choice)
    }

    fn weigh<'k>(
        &self,
        index: usize,
        verb: &'k Verb,
        group: &Group,
        subject: &Subject,
        object: &Object,
    ) -> Option<(u8, Choice<'k>)> {
        let para = self.para;
        let mut from = group.at + 1;
        let mut rank = 1;
        if !verb.particle.is_empty() {
            // "call off the talks", "shot it down", "called the talks off".
            let at = (from..from + 3).find(|&at| para.word(at) == verb.particle)?;
            if at == from {
                from += 1;
            }
            rank += 4;
        }
        if !verb.before.is_empty() {
            let at = (from..from + 4).find(|&at| para.word(at) == verb.before)?;
            if (from..at).any(|at| para.mention_at(at).is_some()) && verb.before != "for" {
                return None;
            }
            rank += 3;
        }
        if !self.has_what_it_needs(verb, group, subject, object) {
            return None;
        }
        let mut choice = Choice {
            index,
            verb,
            category: None,
            noun: None,
            by_subject: false,
            from,
        };
        if verb.carries || matches!(verb.does, Some(Does::Cancel)) {
            let noun = self.carried(verb, group, subject, object);
            if let Some((noun, by_subject)) = noun {
                choice.category = self.knowledge.lexicon.noun(noun.noun).map(|noun| noun.category);
                choice.noun = Some(noun);
                choice.by_subject = by_subject;
                return Some((rank + 3, choice));
            }
        }
        let group_of = |name: &str| match name {
            "blocs" => {
                let word = object.things.iter().any(|thing| thing == "blocs");
                word || object.sides.iter().any(|placed| self.is_bloc(placed))
            }
            "offices" => object.office,
            "guests" => object
                .sides
                .iter()
                .any(|placed| placed.1.is_empty() && self.is_actor(placed)),
            name => {
                object.things.iter().any(|thing| thing == name)
                    || (subject.things.iter().any(|thing| thing == name)
                        && (group.passive
                            || matches!(
                                name,
                                "quakes" | "aircraft" | "ships" | "trains" | "buildings" | "troops"
                            )))
            }
        };
        if let Some((_, category)) = verb.with.iter().find(|(name, _)| group_of(name)) {
            // "fires missiles at bases in Iraq" is no test.
            let at_somebody = |placed: &&Placed| matches!(placed.1, "at" | "on" | "against");
            let aimed = verb.at.filter(|_| {
                object.sides.iter().any(|placed| at_somebody(&placed))
                    || (from..object.end).any(|at| para.word(at) == "at")
            });
            choice.category = Some(aimed.unwrap_or(*category));
            return Some((rank + 2, choice));
        }
        // "the talks that had been agreed for May": no agreement of its own.
        if group.passive && verb.both && verb.word != "sign" {
            return None;
        }
        if verb.only || (verb.category.is_none() && verb.does.is_none()) {
            return None;
        }
        choice.category = verb.category;
        Some((rank, choice))
    }

    /// Whether what a verb needs is there.
    fn has_what_it_needs(&self, verb: &Verb, group: &Group, subject: &Subject, object: &Object) -> bool {
        let para = self.para;
        let actor = |placed: &Placed| self.is_actor(placed);
        match verb.needs.as_str() {
            "place" => {
                let place = |placed: &Placed| match &placed.0 {
                    Side::Mention(mention) => para.mentions.get(*mention).is_some_and(|mention| {
                        matches!(mention.who, Who::Country(_) | Who::Seat(_) | Who::Site)
                            && !mention.adjective
                    }),
                    _ => false,
                };
                if !object.sides.iter().any(place) {
                    return false;
                }
            }
            "actor" => {
                // What it does is done to somebody named: right behind it, or before it in the passive.
                let near = |placed: &&Placed| {
                    placed.1.is_empty() || !verb.before.is_empty() || PLACING.contains(&placed.1)
                };
                let done_to = object.sides.iter().filter(near).any(&actor);
                let carried = verb.carries && !object.nouns.is_empty();
                // "during which he visited a factory".
                let inside = verb.category == Some(Category::Visit) && during(para, subject);
                let passive = group.passive && subject.sides.iter().any(actor);
                if !(done_to || carried || inside || passive) {
                    return false;
                }
            }
            _ => {}
        }
        true
    }

    fn is_actor(&self, placed: &Placed) -> bool {
        match &placed.0 {
            Side::Mention(mention) => {
                let mention = self.para.mentions.get(*mention);
                mention.is_some_and(|mention| !matches!(mention.who, Who::Event(_)))
            }
            _ => true,
        }
    }

    fn is_bloc(&self, placed: &Placed) -> bool {
        let Side::Mention(mention) = placed.0 else {
            return self.para.word(self.range.start).is_empty();
        };
        let alliance = matches!(
            self.para.mentions.get(mention).map(|mention| &mention.who),
            Some(Who::Bloc(_) | Who::Organization(_))
        );
        alliance && (placed.1.is_empty() || matches!(placed.1, "to" | "from"))
    }

    /// The noun whose event a verb tells: its object, its subject, or what a relative clause is about.
    fn carried(
        &self,
        verb: &Verb,
        group: &Group,
        subject: &Subject,
        object: &Object,
    ) -> Option<(NounHit, bool)> {
        // What hangs on a place or a time in the object is no object: "signed in Moscow after talks".
        let direct = object.nouns.first().filter(|noun| {
            let between = group.at + 1..noun.tokens.start;
            if between
                .clone()
                .any(|at| verb::is_verb(self.para, at, self.knowledge))
            {
                return false;
            }
            let far = between.clone().any(|at| {
                PLACING.contains(&self.para.word(at))
                    || matches!(self.para.word(at), "after" | "before" | "that")
            });
            !far || verb.word == "attend"
        });
        let passive = group.passive || direct.is_none();
        if verb.word == "follow"
            && (direct.is_some() || !object.sides.iter().all(|placed| PLACING.contains(&placed.1)))
        {
            // "The trip follows the summit": two events, and no news of the first.
            return None;
        }
        if let Some(noun) = &subject.noun
            && passive
        {
            // "The report was published": an object that is no event is none.
            return Some((noun.clone(), true));
        }
        if let Some(noun) = direct {
            return Some((noun.clone(), false));
        }
        // "treaties that Moscow and Pyongyang signed", "controls that it imposed".
        let that = subject
            .start
            .checked_sub(1)
            .filter(|at| matches!(self.para.word(*at), "that" | "which"))?;
        let from = that.saturating_sub(12).max(self.range.start);
        let hits = (from..that).filter_map(|at| clause::noun_beginning(self.para, at, self.knowledge));
        // The longest one that begins first of those that overlap, and of them the last.
        let mut last: Option<NounHit> = None;
        for hit in hits {
            if last
                .as_ref()
                .is_none_or(|known| hit.tokens.start >= known.tokens.end)
            {
                last = Some(hit);
            }
        }
        last.map(|noun| (noun, false))
    }

    fn raw(
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
            para: self.para_index,
            sentence: self.index,
            trigger: group.at..choice.from,
            verb: Some(choice.index),
            noun: None,
            category,
            both,
            initiators: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            dates: Vec::new(),
            borrowed: false,
            status: Status::Occurred,
            claims: Vec::new(),
            extent: subject.nearest.min(group.start)..object.end.max(choice.from),
            nominal: false,
            passive,
            does: choice.verb.does,
            named: None,
            shared: subject.shared,
            inside: during(para, subject),
            begins: false,
            object: choice.from,
        };
        let visit = category == Category::Visit;
        for placed in &subject.sides {
            if PLACING.contains(&placed.1) {
                self.place(&placed.0, &mut raw, false);
            } else if choice.by_subject && matches!(placed.1, "with" | "against" | "on" | "to") && !both
                || group.passive && !choice.by_subject && !visit
            {
                raw.targets.push(placed.clone());
            } else {
                raw.initiators.push(placed.clone());
            }
        }
        for placed in &object.sides {
            match placed.1 {
                "by" => raw.initiators.push(placed.clone()),
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

    fn place(&self, side: &Side, raw: &mut Raw, also_side: bool) {
        let Side::Mention(index) = *side else { return };
        let Some(mention) = self.para.mentions.get(index) else {
            return;
        };
        match mention.who {
            Who::Country(_) | Who::Seat(_) | Who::Site if !mention.adjective => raw.places.push(index),
            // "in talks with", "over Ukraine": no places.
            _ if also_side => {}
            _ => raw.targets.push((side.clone(), "in")),
        }
    }

    /// "Washington accuses North Korea of shipping shells to Russia": the shipping, alleged, with who says so.
    fn accusation(&self, group: &Group, subject: &Subject, choice: &Choice<'_>) -> Option<Raw> {
        let para = self.para;
        let object = clause::object(para, &self.range, group.at + 1, self.knowledge);
        let of = (group.at + 1..object.end.min(self.range.end)).find(|&at| para.word(at) == "of")?;
        // The accused is whoever was named last before "of"; "him" is, too.
        let accused: Vec<Placed> = object
            .sides
            .iter()
            .filter(|placed| self.position(&placed.0) < of)
            .cloned()
            .collect();
        let others: Vec<Placed> = object
            .sides
            .iter()
            .filter(|placed| self.position(&placed.0) > of)
            .cloned()
            .collect();
        let (accused, claimants) = if group.passive {
            (subject.sides.clone(), Vec::new())
        } else {
            (accused, subject.sides.clone())
        };
        let category = self.content(of + 1, object.end).unwrap_or(Category::Other);
        let mut raw = self.raw(
            group,
            &Subject {
                start: subject.start,
                nearest: subject.nearest,
                ..Subject::default()
            },
            &Object {
                end: object.end,
                ..Object::default()
            },
            choice,
            category,
        );
        raw.status = Status::Alleged;
        raw.initiators = accused;
        for placed in others {
            if PLACING.contains(&placed.1) {
                self.place(&placed.0, &mut raw, false);
            } else {
                raw.targets.push(placed);
            }
        }
        if !claimants.is_empty() {
            raw.claims.push((claimants, crate::model::Stance::Asserts));
        }
        raw.noun = (of + 1..object.end).find_map(|at| clause::noun_beginning(para, at, self.knowledge));
        Some(raw)
    }

    fn position(&self, side: &Side) -> usize {
        match *side {
            Side::Mention(mention) => self
                .para
                .mentions
                .get(mention)
                .map_or(0, |mention| mention.tokens.start),
            Side::Person(at) | Side::Thing(at) | Side::Both(at) => at,
        }
    }

    /// What somebody is accused of: the category of the verb in -ing, of the thing, or of the noun.
    fn content(&self, from: usize, end: usize) -> Option<Category> {
        let para = self.para;
        let lexicon = &self.knowledge.lexicon;
        let things: Vec<&str> = (from..end)
            .flat_map(|at| lexicon.things_at(move |offset| Some(para.word(at + offset))))
            .collect();
        let verbs = lexicon
            .verb_forms(para.word(from))
            .iter()
            .filter_map(|(verb, _)| lexicon.verb(*verb));
        let mut plain = None;
        for verb in verbs {
            let by_thing = verb.with.iter().find(|(name, _)| things.contains(&name.as_str()));
            if let Some((_, category)) = by_thing {
                return Some(*category);
            }
            if !verb.only {
                plain = plain.or(verb.category);
            }
        }
        let noun = || (from..end).find_map(|at| clause::noun_beginning(para, at, self.knowledge));
        plain.or_else(|| {
            noun()
                .and_then(|hit| lexicon.noun(hit.noun))
                .map(|noun| noun.category)
        })
    }
}

/// What tense and mood say.
fn mood(group: &Group, raw: &mut Raw, choice: &Choice<'_>) {
    if raw.status == Status::Cancelled {
        return;
    }
    if group.planned || group.reported {
        raw.status = Status::Planned;
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
