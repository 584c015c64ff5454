//! Which verb of the lexicon a word is here, and what it tells: by itself, by the noun that it carries, by its object.

use super::{
    clause::{self, NounHit, Object, PLACING, Placed, Side, Subject},
    find::{Reader, during},
    scan::{Mention, Who},
    verb::{self, Group},
    words::{Does, Verb},
};
use crate::model::Category;

/// What a verb tells here.
pub(super) struct Choice<'k> {
    pub index: usize,
    pub verb: &'k Verb,
    pub category: Option<Category>,
    pub noun: Option<NounHit>,
    /// Whether the noun is its subject.
    pub by_subject: bool,
    /// First token behind the verb and its particle.
    pub from: usize,
    /// Whether it is an event only with a date of its own.
    pub weak: bool,
}
impl Reader<'_, '_> {
    /// Which entry of the lexicon is meant, and what it tells: the one that finds most of what it asks for.
    pub(super) fn choose(&self, group: &Group, subject: &Subject, object: &Object) -> Option<Choice<'_>> {
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
            from += self.particle(verb, from)?;
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
            weak: verb.weak,
        };
        let carries = verb.carries && !(verb.weak && verb.category == Some(Category::Statement));
        if carries || matches!(verb.does, Some(Does::Cancel)) {
            let noun = self.carried(verb, group, subject, object);
            if let Some((noun, by_subject)) = noun {
                choice.category = self.knowledge.lexicon.noun(noun.noun).map(|noun| noun.category);
                choice.noun = Some(noun);
                choice.by_subject = by_subject;
                return Some((if verb.weak { rank } else { rank + 3 }, choice));
            }
        }
        let about = |name: &str| self.is_about(name, group, subject, object);
        if let Some((_, category)) = verb.with.iter().find(|(name, _)| about(name)) {
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
        if verb.does == Some(Does::Say) {
            rank = 0;
        }
        let hinted = || {
            let lexicon = &self.knowledge.lexicon;
            lexicon
                .hinted(&object.things)
                .or_else(|| lexicon.hinted(&subject.things))
        };
        choice.category = verb.category;
        if verb.weak && verb.category == Some(Category::Other) {
            choice.category = hinted().or(verb.category);
        }
        // "Drones hit a refinery": no accident.
        let armed = |thing: &String| matches!(thing.as_str(), "arms" | "missiles" | "troops" | "bombs");
        if verb.weak && verb.category == Some(Category::Disaster) && subject.things.iter().any(armed) {
            choice.category = Some(Category::Conflict);
        }
        Some((rank, choice))
    }

    /// How many words of a particle stand right behind a verb; 0 where it comes later, none where it does not come:
    /// "call off the talks", "shot it down", "called the talks off".
    fn particle(&self, verb: &Verb, from: usize) -> Option<usize> {
        let para = self.para;
        let words = || verb.particle.split(' ');
        let here = |at: usize| {
            words()
                .enumerate()
                .all(|(place, word)| para.word(at + place) == word)
        };
        let far = if verb.weak { 1 } else { 5 };
        // "pulled the states out of it", and not "flew home in March".
        let loose = |at: usize| {
            let next = at + words().count();
            let time = para.time_at.get(next).is_some_and(|time| *time);
            !time
                && para.mention_at(next).is_none()
                && !self.knowledge.lexicon.is("determiners", para.word(next))
        };
        let at = (from..from + far).find(|&at| here(at) && (at == from || loose(at)))?;
        Some(if at == from { words().count() } else { 0 })
    }

    /// Whether a verb is about one of a group of things.
    fn is_about(&self, name: &str, group: &Group, subject: &Subject, object: &Object) -> bool {
        /// What does by itself what is else done to it: a train crashes, troops enter.
        const ACTING: &[&str] = &[
            "quakes",
            "drones",
            "aircraft",
            "ships",
            "trains",
            "buildings",
            "troops",
            "hackers",
            "vehicles",
        ];
        match name {
            "blocs" => {
                let word = object.things.iter().any(|thing| thing == "blocs");
                word || object.sides.iter().any(|placed| self.is_bloc(placed))
            }
            // "chose him as its chairman".
            "offices" => {
                object.office || self.para.word(object.end) == "as" && self.names_office(object.end + 1)
            }
            "guests" => object
                .sides
                .iter()
                .any(|placed| placed.1.is_empty() && self.is_actor(placed)),
            name => {
                // "An orbiter launched in October": nothing that it is done to, so it is done to the subject.
                let bare = object.nouns.is_empty()
                    && object.things.is_empty()
                    && object.sides.iter().all(|placed| PLACING.contains(&placed.1));
                let done = group.passive || bare || ACTING.contains(&name);
                object.things.iter().any(|thing| thing == name)
                    || subject.things.iter().any(|thing| thing == name) && done
            }
        }
    }

    /// Whether what a verb needs is there.
    fn has_what_it_needs(&self, verb: &Verb, group: &Group, subject: &Subject, object: &Object) -> bool {
        let para = self.para;
        let actor = |placed: &Placed| self.is_actor(placed);
        match verb.needs.as_str() {
            "place" => {
                let place = |placed: &Placed| match &placed.0 {
                    Side::Mention(mention) => para.mentions.get(*mention).is_some_and(Mention::is_place),
                    _ => false,
                };
                if !object.sides.iter().any(place) {
                    return false;
                }
            }
            "stronghold" => {
                let place = |placed: &Placed| match &placed.0 {
                    Side::Mention(mention) => para.mentions.get(*mention).is_some_and(|mention| {
                        matches!(mention.who, Who::Seat(_) | Who::Site) && !mention.adjective
                    }),
                    _ => false,
                };
                let one = subject.sides.len() == 1 && subject.noun.is_none() && subject.things.is_empty();
                if !one || !subject.sides.iter().any(place) || subject.start + 2 < group.start {
                    return false;
                }
            }
            "ground" => {
                let ground = |placed: &Placed| match &placed.0 {
                    Side::Mention(mention) => para.mentions.get(*mention).is_some_and(|mention| {
                        matches!(mention.who, Who::Seat(_) | Who::Site)
                            && !mention.adjective
                            && placed.1.is_empty()
                    }),
                    _ => false,
                };
                let first = object.sides.first().is_some_and(ground);
                let done = group.passive && subject.sides.iter().any(ground);
                if !(first || done) {
                    return false;
                }
            }
            "actor" => {
                // What it does is done to somebody named: right behind it, or before it in the passive.
                let near = |placed: &&Placed| {
                    placed.1.is_empty()
                        || placed.1 == "of"
                        || !verb.before.is_empty()
                        || PLACING.contains(&placed.1)
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

    /// Whether an office is named within the next few words.
    fn names_office(&self, at: usize) -> bool {
        (at..at + 4).any(|at| self.knowledge.words.offices.contains(self.para.word(at)))
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
        let para = self.para;
        // What hangs on a place or a time in the object is no object: "signed in Moscow after talks".
        let direct = object.nouns.first().filter(|noun| {
            // "left without an agreement".
            let none = (group.at + 1..noun.tokens.start).any(|at| matches!(para.word(at), "without" | "no"));
            if none {
                return false;
            }
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
}
