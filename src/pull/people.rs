//! The people of an article: those of the collection, and those whom the article introduces by an office, an
//! apposition or a verb of people; and the short names by which it calls them afterwards.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    knowledge::Knowledge,
    scan::{Mention, Para, Who},
};
use crate::{places::Code, text::fold};

/// A person of an article.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// As the collection spells it, or the article.
    pub name: Box<str>,
    /// Whom the person serves, as far as is known.
    pub country: Option<Code>,
    /// Whether they are a head of state or government.
    pub head: bool,
    /// The name by which headlines call them.
    pub short: Box<str>,
}

/// The people of an article, first those of the collection in its order.
#[derive(Default)]
pub(super) struct Cast {
    /// By their place among the known people of the collection.
    known: FxHashMap<usize, usize>,
    by_name: FxHashMap<String, usize>,
    /// Folded short name → whoever was named last in full.
    short: FxHashMap<String, usize>,
    pub people: Vec<Person>,
}

/// Words of a name at the most.
const LONGEST_NAME: usize = 5;

/// Finds the people of all paragraphs, and turns mentions of the collection's people into mentions of the cast.
pub(super) fn cast(paras: &mut [Para<'_>], knowledge: &Knowledge) -> Cast {
    let mut cast = Cast::default();
    // In full first, wherever that is: a headline may call by the short name whom the text introduces below.
    for para in paras.iter_mut() {
        cast.full(para, knowledge);
    }
    for para in paras.iter_mut() {
        cast.shorts(para, knowledge);
        para.mentions.sort_by_key(|mention| mention.tokens.start);
    }
    cast
}

impl Cast {
    fn full(&mut self, para: &mut Para<'_>, knowledge: &Knowledge) {
        for index in 0..para.mentions.len() {
            if let Who::Person(known) = para.mentions[index].who {
                let person = self.known(known, knowledge);
                para.mentions[index].who = Who::Person(person);
                let tokens = para.mentions[index].tokens.clone();
                let office = office_before(para, tokens.start, knowledge);
                self.introduce(para, person, office.as_ref(), knowledge);
            }
        }
        let mut at = 0;
        while at < para.tokens.len() {
            let Some(name) = capitals(para, at, knowledge) else {
                // "Secretary of State" is no name, and no part of it is.
                at += office_from(para, at, knowledge).unwrap_or(1);
                continue;
            };
            at = name.end;
            self.candidate(para, name, knowledge);
        }
        para.mentions.sort_by_key(|mention| mention.tokens.start);
    }

    /// A run of capitalised words that no list knows: a person, an organization, or nothing.
    fn candidate(&mut self, para: &mut Para<'_>, name: Range<usize>, knowledge: &Knowledge) {
        let words = &knowledge.words;
        if name.clone().any(|at| words.organs.contains(para.word(at))) {
            // "The National Unity Government": an organization; one word ("Parliament") says too little.
            if name.len() > 1 {
                let country = country_before(para, name.start);
                let text: Box<str> = para.written(name.clone()).into();
                para.mentions.push(plain(name, Who::Unlisted(text, country)));
            }
            return;
        }
        let office = office_before(para, name.start, knowledge);
        let behind = apposition(para, name.end, knowledge);
        let several = name.len() > 1;
        let named = several || office.is_some();
        let introduced =
            office.is_some() || (several && (behind.is_some() || like_a_person(para, &name, knowledge)));
        if !named || !introduced || self.short.contains_key(&fold(para.written(name.clone()))) {
            return;
        }
        let country = office
            .as_ref()
            .and_then(|office| office.country)
            .or_else(|| behind.as_ref().and_then(|office| office.country));
        let head = office.as_ref().is_some_and(|office| office.head)
            || behind.as_ref().is_some_and(|office| office.head);
        let person = self.unknown(para.written(name.clone()), country, head, knowledge);
        para.mentions.push(plain(name, Who::Person(person)));
        para.mentions.sort_by_key(|mention| mention.tokens.start);
        for office in office.iter().chain(&behind) {
            self.introduce(para, person, Some(office), knowledge);
        }
    }

    /// What an office tells of a person; the words of the office are then a part of their mention.
    fn introduce(
        &mut self,
        para: &mut Para<'_>,
        person: usize,
        office: Option<&Office>,
        knowledge: &Knowledge,
    ) {
        let Some(office) = office else { return };
        if let Some(person) = self.people.get_mut(person) {
            person.head |= office.head;
            if person.country.is_none() && office.country.is_some() {
                person.country = office.country;
                person.short = short_name(&person.name, person.country, knowledge).into();
            }
        }
        for mention in &mut para.mentions {
            let inside =
                office.tokens.start <= mention.tokens.start && mention.tokens.end <= office.tokens.end;
            mention.absorbed |= inside && !matches!(mention.who, Who::Person(_));
        }
    }

    fn known(&mut self, known: usize, knowledge: &Knowledge) -> usize {
        if let Some(&person) = self.known.get(&known) {
            return person;
        }
        let Some(listed) = knowledge.names.people.get(known) else {
            return 0;
        };
        let head = listed.head
            || listed.offices.iter().any(|(title, _)| {
                let office = title.split(" of ").next().unwrap_or_default();
                knowledge.words.heads.contains(office)
                    || office.starts_with("president")
                    || office.ends_with("leader")
            });
        let person = self.add(listed.name.clone(), listed.country, head, knowledge);
        self.known.insert(known, person);
        person
    }

    fn unknown(&mut self, name: &str, country: Option<Code>, head: bool, knowledge: &Knowledge) -> usize {
        match self.by_name.get(&fold(name)) {
            Some(&person) => person,
            None => self.add(name.into(), country, head, knowledge),
        }
    }

    fn add(&mut self, name: Box<str>, country: Option<Code>, head: bool, knowledge: &Knowledge) -> usize {
        let person = self.people.len();
        let short = short_name(&name, country, knowledge);
        self.by_name.insert(fold(&name), person);
        // Later mentions are found by the last word of it, a word at a time.
        let word = short.rsplit(' ').next().unwrap_or(short);
        self.short.insert(fold(word), person);
        self.people.push(Person {
            short: short.into(),
            name,
            country,
            head,
        });
        person
    }

    /// Later mentions by the short name.
    fn shorts(&mut self, para: &mut Para<'_>, knowledge: &Knowledge) {
        let mut found = Vec::new();
        for (at, token) in para.tokens.iter().enumerate() {
            if !token.capital || para.mention_at(at).is_some() {
                continue;
            }
            let Some(&person) = self.short.get(&token.folded) else {
                continue;
            };
            // "Jong" after "Kim" is of another name; a name within a run of capitals is, too ("Kim Yo Jong").
            let joined = para
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.capital && next.word)
                && para.mention_at(at + 1).is_none()
                && !para.time_at.get(at + 1).is_some_and(|time| *time);
            if !joined {
                found.push((at, person));
            }
        }
        for (at, person) in found {
            para.mentions.push(plain(at..at + 1, Who::Person(person)));
            para.mentions.sort_by_key(|mention| mention.tokens.start);
            let office = office_before(para, at, knowledge);
            self.introduce(para, person, office.as_ref(), knowledge);
        }
    }
}

fn plain(tokens: Range<usize>, who: Who) -> Mention {
    Mention {
        tokens,
        who,
        adjective: false,
        site: None,
        absorbed: false,
    }
}

/// The name by which people are called afterwards.
fn short_name<'a>(name: &'a str, country: Option<Code>, knowledge: &Knowledge) -> &'a str {
    let first = country.is_some_and(|country| knowledge.words.surname_first.contains(country.alpha3()));
    let name = [" Jr", " Jr.", " Sr", " Sr.", " II", " III"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    let Some((_, last)) = name.rsplit_once(' ') else {
        return name;
    };
    if first {
        return name.split(' ').next().unwrap_or(name);
    }
    // "von der Leyen" has its particles before it.
    let mut start = name.len() - last.len();
    while let Some(before) = name.get(..start).map(str::trim_end)
        && let Some((_, particle)) = before.rsplit_once(' ')
        && knowledge.words.particles.contains(particle)
    {
        start = before.len() - particle.len();
    }
    name.get(start..).unwrap_or(last)
}

/// A run of capitalised words from here on that is in no list and is no office.
fn capitals(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> Option<Range<usize>> {
    let words = &knowledge.words;
    let named = |at: usize| {
        para.tokens
            .get(at)
            .is_some_and(|token| token.capital && token.word)
            && para.mention_at(at).is_none()
            && !para.time_at.get(at).is_some_and(|time| *time)
    };
    let office = |at: usize| {
        words.offices.contains(para.word(at))
            || words.titles.contains(para.word(at))
            || words.former.contains(para.word(at))
    };
    let small = is_small_word(para.word(at), knowledge) && office_ending(para, at, knowledge).is_none();
    if !named(at) || office(at) || small || office_from(para, at, knowledge).is_some() {
        return None;
    }
    let mut end = at + 1;
    while end - at < LONGEST_NAME {
        if named(end) && !is_small_word(para.word(end), knowledge) {
            end += 1;
        } else {
            // "von der Leyen": particles, then a name.
            let particles = (end..end + 3)
                .take_while(|&at| words.particles.contains(para.word(at)))
                .count();
            if particles == 0 || !named(end + particles) {
                break;
            }
            end += particles + 1;
        }
    }
    Some(at..end)
}

/// Words that begin a sentence in capitals and no name.
fn is_small_word(word: &str, knowledge: &Knowledge) -> bool {
    knowledge.words.small.contains(word)
        || !knowledge.lexicon.verb_forms(word).is_empty() && word.len() > 4 && word.ends_with("ing")
}

/// Whether a run of capitals is spoken of as a person is: it says or does something that only people do, or "who"
/// follows it.
fn like_a_person(para: &Para<'_>, name: &Range<usize>, knowledge: &Knowledge) -> bool {
    const DEEDS: &[&str] = &[
        "said",
        "says",
        "told",
        "met",
        "became",
        "resigned",
        "visited",
        "won",
        "lost",
        "led",
        "spoke",
        "added",
        "died",
        "warned",
        "called",
        "travelled",
        "traveled",
        "flew",
        "knelt",
        "arrived",
        "was",
        "has",
        "had",
        "will",
        "is",
    ];
    let next = para.word(name.end);
    let who = next == "who" || (next == "," && para.word(name.end + 1) == "who");
    let deed = DEEDS.contains(&next)
        && para
            .sentences
            .iter()
            .any(|sentence| sentence.start == name.start || para.before(name.start) == ",");
    let between = matches!(
        para.before(name.start),
        "by" | "to" | "against" | "with" | "and" | "for"
    ) && name.len() == 2
        && who;
    let begins = name.len() <= 3
        && deed
        && knowledge
            .lexicon
            .noun_at(|at| Some(para.word(name.start + at)))
            .is_none();
    (who && name.len() <= 4)
        || between
        || begins
        || (deed && para.before(name.start) == "when" && name.len() == 2)
        || (name.len() == 2 && para.before(name.start) == "when")
}

/// An office beside a name.
struct Office {
    tokens: Range<usize>,
    country: Option<Code>,
    head: bool,
}

/// The office before a name, with its country: "Ghana's former president", "US Secretary of State", "the President of
/// Kazakhstan,".
fn office_before(para: &Para<'_>, name: usize, knowledge: &Knowledge) -> Option<Office> {
    let words = &knowledge.words;
    let mut end = name;
    if para.before(end) == "," {
        end -= 1;
    }
    // "President of Kazakhstan, X", "president of the European Commission, X".
    let mut country = None;
    let mut of = end;
    if let Some(mention) = end.checked_sub(1).and_then(|at| para.mention_at(at)) {
        let mention = &para.mentions[mention];
        let start = mention.tokens.start;
        let start = if para.before(start) == "the" {
            start - 1
        } else {
            start
        };
        if para.before(start) == "of" && start > 0 {
            of = start - 1;
            country = code_of(mention);
        }
    }
    if of != end || end == name {
        end = of;
    } else if para.before(name) == "," {
        // An office, a comma, a name: "its president, X". The office must stand right there.
        end = name - 1;
    }
    let title = words.titles.contains(para.before(end))
        || (para.before(end) == "." && end >= 2 && words.titles.contains(para.before(end - 1)));
    let (start, text) = match office_ending(para, end, knowledge) {
        Some(found) => found,
        None if title => (end - 1, String::new()),
        None => return None,
    };
    let mut start = start;
    while start > 0 && words.former.contains(para.before(start)) {
        start -= 1;
    }
    let mut first = start;
    if country.is_none() {
        let mut at = start;
        if para.before(at) == "'s" || para.before(at) == "'" {
            at -= 1;
        }
        if let Some(mention) = at.checked_sub(1).and_then(|at| para.mention_at(at)) {
            country = code_of(&para.mentions[mention]);
            if country.is_some() {
                first = para.mentions[mention].tokens.start;
            }
        }
    }
    Some(Office {
        tokens: first..name,
        country,
        head: words.heads.contains(&text),
    })
}

/// The longest office that ends before a token: where it begins, and its words.
fn office_ending(para: &Para<'_>, end: usize, knowledge: &Knowledge) -> Option<(usize, String)> {
    let longest = (1..=4).rev().filter_map(|length| end.checked_sub(length));
    longest.into_iter().find_map(|start| {
        let text = (start..end).map(|at| para.word(at)).collect::<Vec<_>>().join(" ");
        knowledge.words.offices.contains(&text).then_some((start, text))
    })
}

/// How many words the longest office that begins here has.
fn office_from(para: &Para<'_>, at: usize, knowledge: &Knowledge) -> Option<usize> {
    (1..=4)
        .rev()
        .find(|length| office_ending(para, at + length, knowledge).is_some_and(|(start, _)| start == at))
}

/// The office behind a name: ", the East German prime minister,", ", then president of Sudan", ", Iran's president".
fn apposition(para: &Para<'_>, end: usize, knowledge: &Knowledge) -> Option<Office> {
    const FAR: usize = 7;
    if !matches!(para.word(end), "," | "became" | "becomes") {
        return None;
    }
    let mut country = None;
    let mut at = end + 1;
    while at < end + FAR {
        let longest = (1..=4).rev().find_map(|length| {
            let (start, text) = office_ending(para, at + length, knowledge)?;
            (start == at).then_some((at + length, text))
        });
        if let Some((behind, text)) = longest {
            let mut last = behind;
            if country.is_none() && para.word(behind) == "of" {
                let name = if para.word(behind + 1) == "the" {
                    behind + 2
                } else {
                    behind + 1
                };
                if let Some(mention) = para.mention_at(name) {
                    country = code_of(&para.mentions[mention]);
                    last = para.mentions[mention].tokens.end;
                }
            }
            // "became chancellor" is told by itself, and not a part of the name.
            let own = para.word(end) == ",";
            return Some(Office {
                tokens: if own { end..last } else { end..end },
                country,
                head: knowledge.words.heads.contains(&text),
            });
        }
        match para.mention_at(at) {
            Some(mention) => {
                country = code_of(&para.mentions[mention]).or(country);
                at = para.mentions[mention].tokens.end;
            }
            None if para
                .tokens
                .get(at)
                .is_some_and(|token| token.word || token.folded == "'s") =>
            {
                // An apposition has no verb.
                if knowledge.lexicon.is("subordinate", para.word(at))
                    || knowledge.lexicon.is("common", para.word(at))
                {
                    return None;
                }
                at += 1;
            }
            None => return None,
        }
    }
    None
}

/// The country of a possessor before an organization: "South Korea's Joint Chiefs of Staff".
fn country_before(para: &Para<'_>, start: usize) -> Option<Code> {
    let at = if para.before(start) == "'s" {
        start - 1
    } else {
        start
    };
    let mention = at.checked_sub(1).and_then(|at| para.mention_at(at))?;
    code_of(&para.mentions[mention])
}

fn code_of(mention: &Mention) -> Option<Code> {
    match &mention.who {
        Who::Country(code) => Some(*code),
        Who::Seat(codes) => codes.first().copied(),
        _ => None,
    }
}
