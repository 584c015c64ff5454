//! The events of an article: what its sentences tell, with words that stand for others resolved, one event each.

use std::ops::Range;

use super::{
    clause::{Placed, Side},
    find::{self, Raw},
    knowledge::Knowledge,
    people::Cast,
    resolve::main_countries,
    scan::Para,
};
use crate::{
    dates::{Civil, Day, Edtf, Interval, Precision},
    model::{Category, RelationKind, Stance, Status},
    places::{Bloc, Code},
};

/// A side of an event, resolved.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Party {
    Country(Code),
    Person(usize),
    Organization(Box<str>, Option<Code>),
    Bloc(&'static Bloc),
}

/// How an event came by its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    /// The words that tell it name it.
    Here,
    /// The sentence names it elsewhere.
    Sentence,
    /// It is that of an event nearby: "during the visit", "the same day".
    Nearby,
    /// It has a name and a date that everybody knows.
    Named,
    /// It is only implied: "the first time in ten years" says that there was one before.
    Implied,
    /// The article names none: the month of publication.
    Month,
}

/// Where an event is told.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    /// The paragraph, from 0.
    pub para: usize,
    pub extent: Range<usize>,
    pub trigger: Range<usize>,
    pub actors: Vec<Range<usize>>,
    pub places: Vec<Range<usize>>,
    pub dates: Vec<usize>,
}

/// One event of the article.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub raw: Raw,
    pub date: Edtf,
    pub dated: Dated,
    pub category: Category,
    pub status: Status,
    pub initiators: Vec<Party>,
    pub targets: Vec<Party>,
    /// Countries on whose ground it takes place, who are no side by themselves.
    pub grounds: Vec<Code>,
    /// Places, as mentions of the paragraph of `raw`.
    pub claims: Vec<(Vec<Party>, Stance)>,
    pub tellings: Vec<Telling>,
    pub relations: Vec<(RelationKind, usize)>,
    /// Whether a pronoun was resolved to find a side.
    pub guessed: bool,
    /// Told without a verb.
    pub nominal: bool,
}

impl Happening {
    /// Everybody involved.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        self.initiators.iter().chain(&self.targets)
    }

    /// The countries involved: those of people and of organs of states, too.
    pub fn countries(&self, cast: &Cast) -> Vec<Code> {
        let mut countries = Vec::new();
        for code in self
            .parties()
            .filter_map(|party| country(party, cast))
            .chain(self.grounds.iter().copied())
        {
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
        countries
    }
}

/// The days of a visit or a meeting that are told one by one, as one date.
fn whole(dates: &[(Option<Edtf>, Vec<usize>)], category: Category) -> Option<Edtf> {
    let spreads = matches!(
        category,
        Category::Visit | Category::Summit | Category::Meeting | Category::Negotiation
    );
    let days: Vec<&Edtf> = dates.iter().filter_map(|(date, _)| date.as_ref()).collect();
    let (first, last) = days
        .first()
        .zip(days.last())
        .filter(|_| spreads && days.len() > 1)?;
    let follow = days.windows(2).all(|pair| match pair {
        [one, next] => {
            next.precision() == Precision::Day && next.interval().earliest == one.interval().latest + 1
        }
        _ => false,
    });
    follow.then(|| Edtf::parse(&format!("{}/{}", first.as_str(), last.as_str())).ok())?
}

/// Whether a paragraph is in capitals all through: a headline.
fn is_shouted(para: &Para<'_>) -> bool {
    const FEW: usize = 4;
    para.sentences.len() == 1 && para.tokens.len() > FEW && !para.text.chars().any(char::is_lowercase)
}

/// Whether a date says when something happened, and not since when or over how many years.
fn is_moment(date: &Edtf) -> bool {
    const YEAR: Day = 366;
    let Interval { earliest, latest } = date.interval();
    latest.saturating_sub(earliest) <= YEAR
}

/// The country of a party.
pub(super) fn country(party: &Party, cast: &Cast) -> Option<Code> {
    match party {
        Party::Country(code) => Some(*code),
        Party::Person(person) => cast.people.get(*person).and_then(|person| person.country),
        Party::Organization(_, country) => *country,
        Party::Bloc(_) => None,
    }
}

/// Reads an article into its events.
pub(super) struct Story<'r, 'a> {
    pub paras: &'r [Para<'a>],
    pub cast: &'r Cast,
    pub knowledge: &'r Knowledge,
    pub published: Day,
    /// Whether nearly all of its dates lie long before its publication: then what has no date is not news.
    pub historic: bool,
    /// Countries by how often the article names them.
    pub main: Vec<Code>,
    /// Whether the first of them has half of all mentions.
    pub only_one: bool,
    pub happenings: Vec<Happening>,
}

/// News are of the last days; what lies further back than so many days is background.
pub(super) const RECENT: Day = 60;
/// Where fewer than one date in so many is of these days, the article is about the past.
const FEW: usize = 9;

impl<'r, 'a> Story<'r, 'a> {
    pub fn new(paras: &'r [Para<'a>], cast: &'r Cast, knowledge: &'r Knowledge, published: Day) -> Self {
        let days = || {
            paras
                .iter()
                .flat_map(|para| &para.dates)
                .map(|date| date.edtf.interval())
        };
        let near = Interval {
            earliest: published.saturating_sub(RECENT),
            latest: published.saturating_add(RECENT),
        };
        let recent = days()
            .filter(|days| near.touches(days) && days.latest.saturating_sub(days.earliest) < 2 * RECENT)
            .count();
        let (main, only_one) = main_countries(paras, cast);
        Self {
            paras,
            cast,
            knowledge,
            published,
            main,
            only_one,
            historic: recent * FEW < days().count(),
            happenings: Vec::new(),
        }
    }

    /// Reads it all.
    pub fn read(&mut self) {
        for (index, para) in self.paras.iter().enumerate() {
            if para.heading || is_shouted(para) || self.is_correction(para) {
                continue;
            }
            let mut last = None;
            for sentence in 0..para.sentences.len() {
                let first = self.happenings.len();
                let told = find::sentence(index, para, sentence, self.knowledge);
                let mut here = Vec::new();
                for raw in told.events {
                    let before = here.last().copied().or(last);
                    here.extend(self.take(&raw, before));
                }
                for denial in &told.denials {
                    self.deny(index, sentence, denial, first, last);
                }
                super::relate::links(self, index, para, sentence, &here, last);
                super::before::implied(self, para, sentence, &here);
                last = here.last().copied().or(last);
            }
        }
    }

    /// "Correction: An earlier version of this article said …" tells what did not happen.
    fn is_correction(&self, para: &Para<'_>) -> bool {
        self.knowledge.lexicon.is("corrections", para.word(0))
            && matches!(para.word(1), ":" | "-" | "—" | "," | "to")
    }

    /// Takes one telling in: as a new event, as one more telling of a known one, or not at all. Returns the places of
    /// its events.
    fn take(&mut self, raw: &Raw, last: Option<usize>) -> Vec<usize> {
        let Some(para) = self.paras.get(raw.para) else {
            return Vec::new();
        };
        let dates: Vec<Edtf> = raw
            .dates
            .iter()
            .filter_map(|date| para.dates.get(*date))
            .map(|date| date.edtf.clone())
            .collect();
        let dates: Vec<(Option<Edtf>, Vec<usize>)> = if dates.is_empty() {
            vec![(None, Vec::new())]
        } else {
            let numbers = raw.dates.iter().map(|date| vec![*date]);
            dates.into_iter().map(Some).zip(numbers).collect()
        };
        let mut taken = Vec::new();
        // "on 18 and 19 November": one visit of two days.
        if let Some(whole) = whole(&dates, raw.category) {
            taken.extend(self.one(raw.clone(), Some(whole), last));
            return taken;
        }
        let single = raw.noun.as_ref().is_some_and(|noun| !noun.many) && !raw.nominal;
        let several = if single { 1 } else { dates.len() };
        for (date, numbers) in dates.into_iter().take(several) {
            let mut raw = raw.clone();
            raw.dates = numbers;
            // Each of "treaties signed in 1961 and 2000" is one treaty.
            if let Some(noun) = raw.noun.as_mut().filter(|_| several > 1) {
                noun.many = false;
            }
            taken.extend(self.one(raw, date, last));
        }
        taken
    }

    fn one(&mut self, raw: Raw, date: Option<Edtf>, last: Option<usize>) -> Option<usize> {
        let para = self.paras.get(raw.para)?;
        let named = raw.named.and_then(|named| self.knowledge.names.events.get(named));
        let (mut date, mut dated) = match date {
            Some(date) if raw.borrowed => (Some(date), Dated::Sentence),
            Some(date) => (Some(date), Dated::Here),
            None => (None, Dated::Month),
        };
        if let Some(named) = named {
            date = Edtf::parse(&named.date).ok();
            if raw.begins {
                let first = date.map(|date| Civil::from_day(date.interval().earliest).iso());
                date = first.and_then(|first| Edtf::parse(&first).ok());
            }
            dated = Dated::Named;
        }
        if raw.weak && !date.as_ref().is_some_and(is_moment) {
            return None;
        }
        // "He will be sentenced to life", in an item of 1992: it is not that day's.
        let own = |raw: &Raw| raw.dates.first().copied() == para.item && para.item.is_some();
        let gone = date
            .as_ref()
            .is_some_and(|date| date.interval().latest < self.published);
        if raw.status == Status::Planned && own(&raw) && gone {
            return None;
        }
        let (initiators, targets, guessed) = self.sides(&raw, para, date.as_ref(), last);
        let claims = raw
            .claims
            .iter()
            .map(|(by, stance)| (self.all(by, &raw, date.as_ref(), last), *stance))
            .collect();
        let category = self.category(&raw, &initiators, &targets);
        let mut happening = Happening {
            date: date.clone().or_else(|| self.month())?,
            dated,
            category,
            status: raw.status,
            initiators,
            targets,
            grounds: Vec::new(),
            claims,
            tellings: vec![self.telling(&raw)],
            relations: Vec::new(),
            guessed,
            nominal: raw.nominal,
            raw,
        };
        self.at_its_place(&mut happening);
        self.on_whose_ground(&mut happening, last);
        self.with_members(&mut happening);
        if date.is_none() && !self.undated(&mut happening, para, last) {
            return self
                .again(&happening)
                .inspect(|&known| self.add_telling(known, &happening));
        }
        if happening.status == Status::Occurred && happening.date.interval().earliest > self.published {
            happening.status = Status::Planned;
        }
        if let Some(known) = self.same(&happening) {
            self.merge(known, happening);
            return Some(known);
        }
        if !self.stands(&happening) {
            return None;
        }
        self.happenings.push(happening);
        Some(self.happenings.len() - 1)
    }

    /// Initiators and targets, and whether one of them was guessed.
    fn sides(
        &self,
        raw: &Raw,
        para: &Para<'_>,
        date: Option<&Edtf>,
        last: Option<usize>,
    ) -> (Vec<Party>, Vec<Party>, bool) {
        let placed = raw.initiators.iter().chain(&raw.targets);
        let mut guessed = placed
            .into_iter()
            .any(|(side, _)| !matches!(side, Side::Mention(_)));
        let mut initiators = self.all(&raw.initiators, raw, date, last);
        let mut targets = self.all(&raw.targets, raw, date, last);
        targets.retain(|party| !initiators.contains(party));
        if let Some(named) = raw.named.and_then(|named| self.knowledge.names.events.get(named)) {
            let codes = named.countries.iter().filter_map(|code| Code::from_alpha3(code));
            initiators.extend(codes.map(Party::Country));
        } else if initiators.is_empty() && targets.is_empty() {
            initiators = self.understood(raw, para, last);
            guessed |= !initiators.is_empty();
        }
        // "the same day a treaty with Poland was signed": by whoever acted before.
        let only_with = raw
            .initiators
            .iter()
            .all(|(_, preposition)| *preposition == "with");
        if raw.both
            && only_with
            && initiators.len() == 1
            && let Some(other) = last.and_then(|last| self.happenings.get(last))
            && let Some(first) = other
                .initiators
                .first()
                .filter(|party| !initiators.contains(party))
        {
            initiators.insert(0, first.clone());
            guessed = true;
        }
        // A person who stands beside their own country is enough: "Japan's Kishida".
        self.without_own_country(&mut initiators);
        self.without_own_country(&mut targets);
        (initiators, targets, guessed)
    }

    /// Whom a list of sides means, each once.
    fn all(&self, placed: &[Placed], raw: &Raw, date: Option<&Edtf>, last: Option<usize>) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        for (side, _) in placed {
            for party in self.parties(side, raw.para, raw.sentence, date, last) {
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
        }
        parties
    }

    /// The ground of what names none: where the visit leads of which it is a part ("when he inspected a port"), and
    /// the one country that an article is about.
    fn on_whose_ground(&self, happening: &mut Happening, last: Option<usize>) {
        if happening.category == Category::Visit
            && happening.targets.is_empty()
            && happening.grounds.is_empty()
            && !happening.nominal
            && let Some(whole) = last.and_then(|last| self.happenings.get(last))
            && whole.category == Category::Visit
        {
            let own = happening.countries(self.cast);
            let other = whole.countries(self.cast).into_iter();
            happening.grounds = other.filter(|code| !own.contains(code)).collect();
            happening.raw.inside = true;
        }
        let person = happening.parties().any(|party| matches!(party, Party::Person(_)));
        // War, famine and elections are somewhere, also where a sentence does not say it again.
        let somewhere = happening.dated == Dated::Here
            && matches!(
                happening.category,
                Category::Conflict
                    | Category::Disaster
                    | Category::Election
                    | Category::Protest
                    | Category::Vote
            );
        if !happening.countries(self.cast).is_empty() {
            return;
        }
        if (person || somewhere) && self.only_one {
            happening.grounds.extend(self.main.first());
            happening.guessed = true;
        } else if happening.dated == Dated::Here {
            happening.grounds.extend(self.ground_before(happening, last));
            happening.guessed = true;
        }
    }

    /// The country that a reader has in mind, where a sentence names none: that of the event before it in the
    /// paragraph, or the one named last there, or the one that the article is about.
    fn ground_before(&self, happening: &Happening, last: Option<usize>) -> Option<Code> {
        let raw = &happening.raw;
        let para = self.paras.get(raw.para)?;
        let near = para
            .mentions
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, mention)| mention.tokens.end <= raw.trigger.start && !mention.adjective)
            .filter_map(|(index, _)| self.party(para, index, Some(&happening.date)))
            .find_map(|party| country(&party, self.cast));
        let before = || {
            let other = last.and_then(|last| self.happenings.get(last))?;
            let own = other.raw.para == raw.para;
            other.countries(self.cast).first().copied().filter(|_| own)
        };
        near.or_else(before).or_else(|| self.about())
    }

    /// The country that the article is about: that of its headline, or the one that it names most.
    fn about(&self) -> Option<Code> {
        let title = self.paras.first().filter(|para| para.heading);
        let codes = title.into_iter().flat_map(|para| {
            (0..para.mentions.len())
                .filter_map(|index| self.party(para, index, None))
                .filter_map(|party| country(&party, self.cast))
        });
        codes.into_iter().next().or_else(|| self.main.first().copied())
    }

    /// A summit or a meeting of a small club is one of all its members ("the G7 summit").
    fn with_members(&self, happening: &mut Happening) {
        const SMALL: usize = 10;
        if !matches!(happening.category, Category::Summit | Category::Meeting) {
            return;
        }
        let clubs: Vec<&'static Bloc> = happening
            .parties()
            .filter_map(|party| match party {
                Party::Bloc(bloc) => Some(*bloc),
                _ => None,
            })
            .collect();
        for bloc in clubs {
            let members = super::resolve::members(bloc, Some(&happening.date), self.published);
            if members.len() <= SMALL {
                let own = happening.countries(self.cast);
                let codes = members.iter().filter_map(|party| country(party, self.cast));
                happening.grounds.extend(codes.filter(|code| !own.contains(code)));
            }
        }
    }

    /// Whether enough is known of it to be an event: somebody, somewhere, or what bears a name.
    fn stands(&self, happening: &Happening) -> bool {
        let raw = &happening.raw;
        let somebody = happening.parties().next().is_some();
        let alone = raw
            .noun
            .as_ref()
            .and_then(|noun| self.knowledge.lexicon.noun(noun.noun))
            .is_none_or(|noun| noun.alone);
        // Nobody says it.
        if happening.category == Category::Statement
            && !happening.nominal
            && happening.initiators.is_empty()
            && !raw.passive
            && !raw.item
        {
            let said = raw.speaker || raw.noun.is_some();
            return happening.dated == Dated::Here && said && !happening.grounds.is_empty();
        }
        if happening.nominal && raw.named.is_none() {
            let bound = happening.dated == Dated::Here;
            if happening.dated == Dated::Named {
                return true;
            }
            return bound && (somebody || !happening.grounds.is_empty()) && (alone || somebody)
                || happening.dated == Dated::Month && alone;
        }
        somebody
            || !happening.grounds.is_empty()
            || raw.named.is_some()
            || happening.dated == Dated::Here && raw.noun.is_some()
    }

    pub(super) fn telling(&self, raw: &Raw) -> Telling {
        let tokens = |side: &Side| match *side {
            Side::Mention(mention) => self
                .paras
                .get(raw.para)
                .and_then(|para| para.mentions.get(mention))
                .map(|mention| mention.tokens.clone()),
            Side::Person(at) | Side::Thing(at) | Side::Both(at) => Some(at..at + 1),
        };
        let sides = raw
            .initiators
            .iter()
            .chain(&raw.targets)
            .chain(raw.claims.iter().flat_map(|(by, _)| by));
        let mut extent = raw.extent.clone();
        if raw.nominal {
            extent = extent.start.min(raw.trigger.start)..extent.end.max(raw.trigger.end);
        }
        Telling {
            para: raw.para,
            extent,
            trigger: raw.trigger.clone(),
            actors: sides.filter_map(|(side, _)| tokens(side)).collect(),
            places: raw
                .places
                .iter()
                .filter_map(|place| tokens(&Side::Mention(*place)))
                .collect(),
            dates: raw.dates.clone(),
        }
    }
}
