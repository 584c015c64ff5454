//! Whom the words of an event mean: names, seats, pronouns, "the two men", and who is understood without being named.

use std::ops::Range;

use super::{
    clause::Side,
    find::Raw,
    merge::alike,
    people::Cast,
    scan::{Mention, Para, Who},
    story::{Happening, Party, Story, country},
};
use crate::{
    dates::{Day, Edtf, Interval},
    model::Category,
    places::{Bloc, Code},
    text::fold,
};

impl Story<'_, '_> {
    /// Whom a noun means that names nobody: "the visit will take place in May" is that of the invitation before it, "a
    /// second meeting" of those who met first, "the coup of 2021" in the country of the sentence, "the election" of
    /// the article.
    pub(super) fn understood(&self, raw: &Raw, para: &Para<'_>, last: Option<usize>) -> Vec<Party> {
        let Some(noun) = &raw.noun else {
            return Vec::new();
        };
        let definite = matches!(
            para.before(noun.tokens.start),
            "the" | "this" | "that" | "second" | "third" | "another" | "further"
        );
        let alike = |index: &usize| {
            self.happenings
                .get(*index)
                .is_some_and(|other| alike(other.category, raw.category))
        };
        let before = last.filter(|last| alike(last) || (definite && !raw.nominal));
        if let Some(other) = before.and_then(|before| self.happenings.get(before)) {
            return other.parties().cloned().collect();
        }
        if raw.dates.is_empty() || !raw.places.is_empty() {
            return Vec::new();
        }
        let sentence = para.sentences.get(raw.sentence).cloned().unwrap_or_default();
        let near = para.mentions.iter().enumerate().rev().find(|(_, mention)| {
            let before = sentence.start <= mention.tokens.start && mention.tokens.end <= noun.tokens.start;
            before && matches!(mention.who, Who::Country(_) | Who::Seat(_))
        });
        if let Some(party) = near.and_then(|(mention, _)| self.party(para, mention, None)) {
            return vec![party];
        }
        self.main
            .first()
            .filter(|_| self.only_one)
            .map(|code| Party::Country(*code))
            .into_iter()
            .collect()
    }

    pub(super) fn category(&self, raw: &Raw, initiators: &[Party], targets: &[Party]) -> Category {
        // "The Security Council agreed": it voted.
        let decides = |party: &Party| match party {
            Party::Organization(name, _) => {
                let folded = fold(name);
                let mut words = folded.split(' ');
                words.any(|word| self.knowledge.lexicon.is("deciding", word))
            }
            _ => false,
        };
        let agrees = raw.category == Category::Agreement && raw.noun.is_none()
            || raw.weak && raw.category == Category::Other;
        if agrees && initiators.iter().any(decides) {
            return Category::Vote;
        }
        if raw.category != Category::Meeting {
            return raw.category;
        }
        // Who is no head of state makes it a meeting, whomever they meet.
        let is_head = |party: &Party| match party {
            Party::Person(person) => self.cast.people.get(*person).is_some_and(|person| person.head),
            _ => true,
        };
        if !initiators.first().is_none_or(is_head) {
            return Category::Meeting;
        }
        let mut heads: Vec<Option<Code>> = Vec::new();
        for party in initiators.iter().chain(targets) {
            if let Party::Person(person) = party
                && let Some(person) = self.cast.people.get(*person)
                && person.head
                && !heads.contains(&person.country)
            {
                heads.push(person.country);
            }
        }
        if heads.len() > 1 {
            Category::Summit
        } else {
            Category::Meeting
        }
    }

    /// The country on whose ground it happens is a side of a visit, and of what happens to a country: it is hit.
    pub(super) fn at_its_place(&self, happening: &mut Happening) {
        let Some(para) = self.paras.get(happening.raw.para) else {
            return;
        };
        let ground = matches!(
            happening.category,
            Category::Visit
                | Category::Disaster
                | Category::Conflict
                | Category::Military
                | Category::Protest
                | Category::Election
        );
        let meets = matches!(
            happening.category,
            Category::Summit | Category::Meeting | Category::Negotiation
        ) && happening.initiators.is_empty();
        let nobody = happening.parties().next().is_none() || meets;
        let bloc = happening.parties().all(|party| matches!(party, Party::Bloc(_)));
        let places = happening.raw.places.clone();
        for mention in places.iter().filter_map(|&mention| para.mentions.get(mention)) {
            let by_name = matches!(mention.who, Who::Country(_));
            if !(ground || nobody || bloc || by_name && happening.nominal) {
                continue;
            }
            let party = match &mention.who {
                Who::Country(code) => Some(*code),
                Who::Seat(codes) => seat(codes, Some(&happening.date)),
                Who::Site => mention.site.and_then(|site| site.country),
                _ => None,
            };
            if let Some(code) = party.filter(|code| !happening.countries(self.cast).contains(code)) {
                happening.grounds.push(code);
            }
        }
    }

    /// The person whom the article is about: the headline begins with their name.
    fn about_person(&self) -> Option<usize> {
        let title = self.paras.first().filter(|para| para.heading)?;
        title.mentions.iter().find_map(|mention| match mention.who {
            Who::Person(person) if mention.tokens.start < 2 => Some(person),
            _ => None,
        })
    }

    pub(super) fn without_own_country(&self, parties: &mut Vec<Party>) {
        let own: Vec<Code> = parties
            .iter()
            .filter(|party| matches!(party, Party::Person(_)))
            .filter_map(|party| country(party, self.cast))
            .collect();
        parties.retain(|party| !matches!(party, Party::Country(code) if own.contains(code)));
    }

    /// Whom a side means.
    pub(super) fn parties(
        &self,
        side: &Side,
        para: usize,
        sentence: usize,
        date: Option<&Edtf>,
        last: Option<usize>,
    ) -> Vec<Party> {
        let Some(text) = self.paras.get(para) else {
            return Vec::new();
        };
        match *side {
            Side::Mention(mention) => match self.party(text, mention, date) {
                Some(Party::Bloc(bloc)) if self.knowledge.words.groups.contains(bloc.code) => {
                    members(bloc, date, self.published)
                }
                party => party.into_iter().collect(),
            },
            Side::Person(at) => self.person_before(para, sentence, at).into_iter().collect(),
            Side::Thing(at) => self.thing_before(para, sentence, at, date).into_iter().collect(),
            Side::Both(at) if several(text, at) > 2 => self.listed(para, at, several(text, at)),
            Side::Both(at)
                if !matches!(text.word(at), "sides" | "both" | "parties")
                    && pair_before(text, at).is_some() =>
            {
                let pair = pair_before(text, at);
                let pair = pair.into_iter().flatten();
                pair.filter_map(|mention| self.party(text, mention, date))
                    .collect()
            }
            Side::Both(at)
                if matches!(
                    text.word(at),
                    "countries"
                        | "nations"
                        | "states"
                        | "neighbours"
                        | "neighbors"
                        | "governments"
                        | "capitals"
                        | "sides"
                ) && text.before(at) != "both" =>
            {
                self.main
                    .iter()
                    .take(2)
                    .map(|code| Party::Country(*code))
                    .collect()
            }
            Side::Both(at) if matches!(text.word(at), "men" | "leaders" | "presidents" | "ministers") => {
                self.two_people(para, at)
            }
            Side::Both(_) => {
                let recent = last.into_iter().chain((0..self.happenings.len()).rev().take(6));
                let several = recent
                    .filter_map(|index| self.happenings.get(index))
                    .find(|other| other.parties().count() > 1);
                several
                    .map(|other| other.parties().take(2).cloned().collect())
                    .unwrap_or_default()
            }
        }
    }

    pub(super) fn party(&self, para: &Para<'_>, mention: usize, date: Option<&Edtf>) -> Option<Party> {
        let mention = para.mentions.get(mention)?;
        Some(match &mention.who {
            Who::Country(code) => Party::Country(*code),
            Who::Seat(codes) => Party::Country(seat(codes, date)?),
            Who::Bloc(bloc) => Party::Bloc(bloc),
            Who::Organization(index) => {
                let known = self.knowledge.names.organizations.get(*index)?;
                Party::Organization(known.name.clone(), known.country)
            }
            Who::Unlisted(name, country) => Party::Organization(name.clone(), *country),
            Who::Person(person) => Party::Person(*person),
            Who::Site => Party::Country(mention.site?.country?),
            Who::Event(_) => return None,
        })
    }

    /// "the three governments": the last list of so many countries that the article names.
    fn listed(&self, para: usize, at: usize, count: usize) -> Vec<Party> {
        for index in (0..=para).rev() {
            let Some(text) = self.paras.get(index) else {
                continue;
            };
            let countries: Vec<(usize, &Mention)> = text
                .mentions
                .iter()
                .enumerate()
                .filter(|(_, mention)| matches!(mention.who, Who::Country(_)) && !mention.adjective)
                .filter(|(_, mention)| index < para || mention.tokens.end <= at)
                .collect();
            let list = countries.windows(count).rev().find(|list| {
                list.windows(2).all(|pair| {
                    let [(_, one), (_, next)] = pair else { return false };
                    next.tokens.start <= one.tokens.end + 2
                })
            });
            if let Some(list) = list {
                return list
                    .iter()
                    .filter_map(|(mention, _)| self.party(text, *mention, None))
                    .collect();
            }
        }
        Vec::new()
    }

    /// "the two men": the last two people who were named.
    pub(super) fn two_people(&self, para: usize, at: usize) -> Vec<Party> {
        let mut two: Vec<Party> = Vec::new();
        for index in (0..=para).rev() {
            let mentions = self.paras.get(index).map_or(&[][..], |para| &para.mentions);
            for mention in mentions
                .iter()
                .rev()
                .filter(|mention| index < para || mention.tokens.end <= at)
            {
                let heads = matches!(
                    self.paras.get(para).map(|para| para.word(at)),
                    Some("leaders" | "presidents")
                );
                let party = match mention.who {
                    Who::Person(person)
                        if !heads || self.cast.people.get(person).is_some_and(|person| person.head) =>
                    {
                        Party::Person(person)
                    }
                    _ => continue,
                };
                if !two.contains(&party) {
                    two.insert(0, party);
                }
                if two.len() == 2 {
                    return two;
                }
            }
        }
        two
    }

    /// "he": who heads the sentence, or the one before it.
    pub(super) fn person_before(&self, para: usize, sentence: usize, at: usize) -> Option<Party> {
        let text = self.paras.get(para)?;
        let person = |range: Range<usize>, heads: bool| {
            let named = |mention: &Mention| match mention.who {
                Who::Person(person) if range.contains(&mention.tokens.start) => {
                    let governed = matches!(
                        text.before(mention.tokens.start),
                        "to" | "with" | "by" | "of" | "for" | "from" | "against"
                    );
                    (!heads || !governed).then_some(Party::Person(person))
                }
                _ => None,
            };
            // In its own sentence whoever was named last, in the one before whoever heads it.
            if range.end == at {
                text.mentions.iter().rev().find_map(named)
            } else {
                text.mentions.iter().find_map(named)
            }
        };
        let own = text.sentences.get(sentence)?.clone();
        // In what is about one person, "he" is that person, unless somebody else heads a sentence.
        if let Some(about) = self.about_person() {
            let heads = |range: Range<usize>| {
                text.mentions.iter().rev().find_map(|mention| match mention.who {
                    Who::Person(person) if range.contains(&mention.tokens.start) => {
                        let starts = text.sentences.iter().any(|sentence| {
                            sentence.start <= mention.tokens.start
                                && mention.tokens.start < sentence.start + 6
                        });
                        let object = matches!(
                            text.before(mention.tokens.start),
                            "and" | "," | "to" | "with" | "by" | "of" | "for"
                        );
                        (starts && !object).then_some(Party::Person(person))
                    }
                    _ => None,
                })
            };
            let before = sentence
                .checked_sub(1)
                .and_then(|before| text.sentences.get(before));
            return heads(own.start..at)
                .or_else(|| before.and_then(|before| heads(before.clone())))
                .or(Some(Party::Person(about)));
        }
        person(own.start..at, true)
            .or_else(|| {
                let before = sentence
                    .checked_sub(1)
                    .and_then(|sentence| text.sentences.get(sentence))?;
                person(before.clone(), true).or_else(|| person(before.clone(), false))
            })
            .or_else(|| person(0..own.start, true))
    }

    /// "it": the country or the body that heads the sentence, or the one before it.
    pub(super) fn thing_before(
        &self,
        para: usize,
        sentence: usize,
        at: usize,
        date: Option<&Edtf>,
    ) -> Option<Party> {
        let text = self.paras.get(para)?;
        let thing = |range: Range<usize>, last: bool| {
            let fits = |(_, mention): &(usize, &Mention)| {
                let actor = matches!(
                    mention.who,
                    Who::Country(_) | Who::Seat(_) | Who::Bloc(_) | Who::Organization(_) | Who::Unlisted(..)
                );
                let governed = matches!(
                    text.before(mention.tokens.start),
                    "in" | "at" | "near" | "to" | "with" | "of" | "for" | "from" | "against" | "on"
                );
                actor && !governed && !mention.absorbed && range.contains(&mention.tokens.start)
            };
            let mut mentions = text.mentions.iter().enumerate();
            if last {
                mentions.rfind(fits)
            } else {
                mentions.find(fits)
            }
            .map(|(index, _)| index)
        };
        let own = text.sentences.get(sentence)?.clone();
        let before = || {
            sentence
                .checked_sub(1)
                .and_then(|sentence| text.sentences.get(sentence).cloned())
        };
        let found =
            thing(own.start..at, true).or_else(|| before().and_then(|before| thing(before, false)))?;
        self.party(text, found, date)
    }
}

/// Two of a kind whom the words before name together, in this sentence or the one before: "Chile and Argentina",
/// "Kibaki and Odinga".
fn pair_before(text: &Para<'_>, at: usize) -> Option<[usize; 2]> {
    let own = text
        .sentences
        .iter()
        .position(|sentence| sentence.contains(&at))?;
    let first = text.sentences.get(own.saturating_sub(1))?.start;
    let people = matches!(text.word(at), "men" | "leaders" | "presidents" | "ministers");
    let states = matches!(
        text.word(at),
        "countries" | "nations" | "states" | "neighbours" | "neighbors" | "governments" | "capitals"
    );
    let kind = |mention: &Mention| match mention.who {
        Who::Person(_) => Some(true),
        Who::Country(_) | Who::Seat(_) if !mention.adjective => Some(false),
        _ => None,
    };
    let mut before: Vec<(usize, &Mention)> = text
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| first <= mention.tokens.start && mention.tokens.end <= at && !mention.absorbed)
        .collect();
    before.reverse();
    before.windows(2).find_map(|pair| {
        let [(second, later), (one, earlier)] = pair else {
            return None;
        };
        let (a, b) = (kind(earlier)?, kind(later)?);
        let joined = later.tokens.start == earlier.tokens.end + 1 && text.word(earlier.tokens.end) == "and";
        (joined && a == b && (!people || a) && (!states || !a)).then_some([*one, *second])
    })
}

/// How many "the three governments" are.
fn several(text: &Para<'_>, at: usize) -> usize {
    let words = (1..=3)
        .filter_map(|back| at.checked_sub(back))
        .map(|at| text.word(at));
    words
        .into_iter()
        .find_map(|word| match word {
            "three" => Some(3),
            "four" => Some(4),
            "five" => Some(5),
            _ => None,
        })
        .unwrap_or(2)
}

/// The members of a group of states that is no body of its own ("the three Baltic states").
pub(super) fn members(bloc: &'static Bloc, date: Option<&Edtf>, published: Day) -> Vec<Party> {
    // What goes on is of those who are members now.
    let day = date.map_or(published, |date| {
        let Interval { earliest, latest } = date.interval();
        if latest > published {
            earliest.max(published.min(latest))
        } else {
            latest
        }
    });
    let mut codes: Vec<Code> = bloc
        .memberships()
        .iter()
        .map(|membership| membership.country)
        .collect();
    codes.dedup();
    let members = codes.into_iter().filter(|code| bloc.member_on(*code, day));
    members.map(Party::Country).collect()
}

/// The countries that an article names, those first that it names most, and whether the first has half of all.
pub(super) fn main_countries(paras: &[Para<'_>], cast: &Cast) -> (Vec<Code>, bool) {
    let mut counts: Vec<(Code, usize)> = Vec::new();
    for mention in paras.iter().flat_map(|para| &para.mentions) {
        let code = match &mention.who {
            Who::Country(code) => Some(*code),
            Who::Seat(codes) => codes.first().copied(),
            Who::Person(person) => cast.people.get(*person).and_then(|person| person.country),
            _ => None,
        };
        if let Some(code) = code {
            match counts.iter_mut().find(|(known, _)| *known == code) {
                Some((_, count)) => *count += 1,
                None => counts.push((code, 1)),
            }
        }
    }
    // The first named goes before another one that is named as often.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let second = counts.get(1).map_or(0, |(_, count)| *count);
    let first = counts
        .first()
        .is_some_and(|(_, count)| 2 * count >= all || *count >= 2 * second);
    (counts.into_iter().map(|(code, _)| code).collect(), first)
}

/// The state that had a seat on the days of a date.
pub(super) fn seat(codes: &[Code], date: Option<&Edtf>) -> Option<Code> {
    let interval = date.map(Edtf::interval);
    let held = |code: &&Code| {
        let country = code.country();
        interval.is_some_and(|days| {
            country.valid_from.is_none_or(|from| from <= days.latest)
                && country.valid_until.is_none_or(|until| until >= days.earliest)
        })
    };
    codes.iter().find(held).or_else(|| codes.first()).copied()
}
