//! Who does it: the subject of a verb, found on the way left from it, as far as rules of order go.

use std::ops::{ControlFlow, Range};

use super::{
    clause::{PLACING, Side, Subject, ends_clause, finite, noun_ending, preposition_before, pronoun},
    knowledge::Knowledge,
    scan::{Para, Who},
    verb::Group,
};

/// Steps to the left at the most.
const FAR: usize = 24;
/// Tokens of an apposition at the most.
const LONGEST_APPOSITION: usize = 15;

/// What stands before a verb group.
pub(super) fn subject(
    para: &Para<'_>,
    sentence: &Range<usize>,
    group: &Group,
    knowledge: &Knowledge,
) -> Subject {
    let mut walk = Walk {
        para,
        first: sentence.start,
        verb: group.start,
        knowledge,
        relative: false,
        which: false,
        at: group.start,
        found: Subject {
            start: group.start,
            nearest: group.start,
            ..Subject::default()
        },
    };
    if group.start == sentence.start {
        return walk.found;
    }
    let before = para.before(group.start);
    if matches!(before, "and" | "but" | "then" | "or")
        || (before == "," && shares(para, sentence, group, knowledge))
    {
        return shared(para, sentence, group, knowledge);
    }
    if matches!(before, "who" | "which" | "that") {
        walk.relative = true;
        walk.which = before == "which";
        walk.at -= 1;
        if para.before(walk.at) == "," {
            walk.at -= 1;
        }
    }
    for _ in 0..FAR {
        if walk.at <= walk.first || walk.step().is_break() {
            break;
        }
    }
    let mut found = walk.found;
    found.start = found.start.min(walk.at);
    found.sides.reverse();
    found
}

/// The subject of the verb before: that of the nearest finite one on the left.
fn shared(para: &Para<'_>, sentence: &Range<usize>, group: &Group, knowledge: &Knowledge) -> Subject {
    let mut found = Subject {
        start: group.start,
        nearest: group.start,
        ..Subject::default()
    };
    let mut verbs = (sentence.start..group.start - 1).rev();
    if let Some(mut start) = verbs.find(|&at| finite(para, at, knowledge)) {
        while start > sentence.start
            && (finite(para, start - 1, knowledge) || para.before(start).ends_with("ly"))
        {
            start -= 1;
        }
        let before = Group {
            start,
            ..group.clone()
        };
        found = subject(para, sentence, &before, knowledge);
    }
    found.shared = true;
    found
}

struct Walk<'w, 'a> {
    para: &'w Para<'a>,
    /// First token of the sentence.
    first: usize,
    /// First token of the verb group.
    verb: usize,
    knowledge: &'w Knowledge,
    /// Whether "who", "which" or "that" stands before the verb: then the nearest name is its subject.
    relative: bool,
    /// Whether it is "which": then a noun goes before a name ("the summit in Italy, which ended").
    which: bool,
    /// The token behind the next one to look at.
    at: usize,
    found: Subject,
}

impl Walk<'_, '_> {
    fn nothing(&self) -> bool {
        self.found.sides.is_empty() && self.found.noun.is_none()
    }

    fn step(&mut self) -> ControlFlow<()> {
        let here = self.at - 1;
        if let Some(mention) = self.para.mention_at(here) {
            return self.mention(mention, here);
        }
        // "he and Xi", "the two men".
        let joined = self.para.word(here + 1) == "and";
        let open = self.found.sides.is_empty() || joined;
        if let Some((side, start)) = pronoun(self.para, here).filter(|_| open && self.found.noun.is_none()) {
            self.found.sides.push((side, ""));
            self.found.nearest = start;
            self.found.start = start;
            self.at = start;
            return ControlFlow::Continue(());
        }
        if let Some(noun) = noun_ending(self.para, here, self.first, self.knowledge) {
            self.at = noun.tokens.start;
            self.things(self.at);
            self.found.nearest = self.at;
            self.found.noun = Some(noun);
            if self.relative && self.found.sides.is_empty() {
                self.found.start = self.at;
                return ControlFlow::Break(());
            }
            return ControlFlow::Continue(());
        }
        if self.para.word(here) == "," {
            return self.comma(here);
        }
        if finite(self.para, here, self.knowledge) {
            return self.relative_clause(here);
        }
        if ends_clause(self.para, here, self.knowledge) {
            return ControlFlow::Break(());
        }
        self.word(here)
    }

    fn mention(&mut self, mention: usize, here: usize) -> ControlFlow<()> {
        let start = self.para.mentions[mention].tokens.start;
        self.at = start.min(here);
        if self.para.mentions[mention].absorbed {
            return ControlFlow::Continue(());
        }
        let site = matches!(self.para.mentions[mention].who, Who::Site);
        let place = match preposition_before(self.para, mention, self.first) {
            "" if site => "in",
            place => place,
        };
        self.found.sides.push((Side::Mention(mention), place));
        self.found.nearest = start;
        if self.relative && !self.which && !PLACING.contains(&place) {
            self.found.start = start;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn comma(&mut self, here: usize) -> ControlFlow<()> {
        let para = self.para;
        if para.word(here + 1) == "and" && self.found.sides.is_empty() {
            // "South Korea, and other nations".
            self.at = here;
            return ControlFlow::Continue(());
        }
        if self.nothing() && self.found.things.is_empty() {
            return self.apposition(here);
        }
        let list = here > self.first
            && para.mention_at(here - 1).is_some()
            && (matches!(para.word(here + 1), "and" | "the") || para.mention_at(here + 1).is_some());
        if !list {
            return ControlFlow::Break(());
        }
        self.at = here;
        ControlFlow::Continue(())
    }

    /// An apposition between two commas: go on before the first of them. In "The president of Kazakhstan, X, came"
    /// what stands between the commas is the name itself.
    fn apposition(&mut self, here: usize) -> ControlFlow<()> {
        let para = self.para;
        let mut before = (self.first..here).rev().take(LONGEST_APPOSITION);
        let comma = before.find(|&at| para.word(at) == ",");
        let name = comma.and_then(|comma| para.mention_at(comma + 1));
        let name = name.filter(|&mention| {
            let mention = &para.mentions[mention];
            matches!(mention.who, Who::Person(_)) && mention.tokens.end == here
        });
        if let Some(mention) = name {
            self.found.sides.push((Side::Mention(mention), ""));
            self.found.nearest = para.mentions[mention].tokens.start;
            self.found.start = self.found.nearest;
            self.at = self.found.nearest;
            return ControlFlow::Break(());
        }
        let dated = |at: usize| para.date_at.get(at).copied().flatten().is_some();
        match comma {
            Some(comma) if here - comma < 6 || !(comma + 1..here).any(dated) => {
                self.at = comma;
                self.found.start = comma;
            }
            _ if self.found.start == self.verb => self.at = here,
            _ => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    /// At another verb: "The talks that had been agreed for May did not" goes on before the relative clause.
    fn relative_clause(&mut self, here: usize) -> ControlFlow<()> {
        let para = self.para;
        let mut words = (self.first + 1..here).rev().take(6);
        let relative = words.find(|&at| matches!(para.word(at), "that" | "which" | "who"));
        let about = relative.filter(|&at| {
            let before = if para.before(at) == "," { at - 1 } else { at };
            before > self.first
                && (para.mention_at(before - 1).is_some()
                    || noun_ending(para, before - 1, self.first, self.knowledge).is_some())
        });
        match about {
            Some(about) if self.nothing() => {
                self.at = about;
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Break(()),
        }
    }

    fn word(&mut self, here: usize) -> ControlFlow<()> {
        let word = self.para.word(here);
        if self.found.sides.is_empty() {
            let side = match word {
                "its" => Some(Side::Thing(here)),
                "their" => Some(Side::Both(here)),
                "his" | "her" => Some(Side::Person(here)),
                _ => None,
            };
            self.found.sides.extend(side.map(|side| (side, "")));
        }
        self.things(here);
        self.at = here;
        ControlFlow::Continue(())
    }

    fn things(&mut self, at: usize) {
        let things = self
            .knowledge
            .lexicon
            .things_at(|offset| Some(self.para.word(at + offset)));
        self.found.things.extend(things.into_iter().map(str::to_owned));
    }
}

/// Whether a verb behind a comma goes on with the subject of the one before: "visited Beijing, met Xi and left".
fn shares(para: &Para<'_>, sentence: &Range<usize>, group: &Group, knowledge: &Knowledge) -> bool {
    let comma = group.start - 1;
    // A name or an apposition between commas is not such a list.
    let apposition = (sentence.start..comma)
        .rev()
        .take(15)
        .find(|&at| para.word(at) == ",");
    let verb = |range: Range<usize>| range.into_iter().any(|at| finite(para, at, knowledge));
    match apposition {
        Some(other) => {
            // ", many of whom had come by train,", ", from which planes fly,": of what stands before it.
            let relative = (other + 1..other + 5).any(|at| knowledge.lexicon.is("relative", para.word(at)));
            verb(other + 1..comma) && !relative && !knowledge.lexicon.is("subordinate", para.word(other + 1))
        }
        None => verb(sentence.start..comma),
    }
}
