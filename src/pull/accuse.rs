//! Who is accused of what: the deed, alleged, and the accusing itself, which is said by somebody whatever has happened.

use super::{
    choose::Choice,
    clause::{self, Object, PLACING, Placed, Side, Subject},
    find::{Raw, Reader},
    verb::Group,
};
use crate::model::{Category, Status};

/// The accusing itself, which is said by somebody whatever has happened.
pub(super) fn accusing(raw: &Raw) -> Option<Raw> {
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
impl Reader<'_, '_> {
    /// "Washington accuses North Korea of shipping shells to Russia": the shipping, alleged, with who says so.
    pub(super) fn accusation(&self, group: &Group, subject: &Subject, choice: &Choice<'_>) -> Option<Raw> {
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
        raw.content = Some(of + 1);
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
