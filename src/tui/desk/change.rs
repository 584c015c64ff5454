//! Changes of the drafts on the desk. Each can be undone.

use super::{OnDesk, State, Verdict, layer::Field};
use crate::{
    dates::Edtf,
    model::{Actor, Category, Location, Status, Term},
    places::Code,
    pull::{Draft, Pulled, pulled::Target},
    store::compose,
};

/// Changes that can be undone at most.
const MOST: usize = 200;

impl State {
    /// Remembers how the drafts are, before a change.
    pub(super) fn remember(&mut self) {
        if self.undo.len() >= MOST {
            self.undo.remove(0);
        }
        self.undo.push((self.drafts.clone(), self.cursor));
        self.dirty = true;
    }

    /// Takes the last change back; false where there is none.
    pub(super) fn take_back(&mut self) -> bool {
        let Some((drafts, cursor)) = self.undo.pop() else {
            return false;
        };
        self.drafts = drafts;
        self.cursor = cursor.min(self.drafts.len().saturating_sub(1));
        true
    }

    /// Gives the draft under the cursor a verdict, or leaves it open if it has that one already. Whether it has it now.
    pub(super) fn judge(&mut self, verdict: Verdict) -> bool {
        self.remember();
        let Some(draft) = self.drafts.get_mut(self.cursor) else {
            return false;
        };
        draft.verdict = if draft.verdict == verdict {
            Verdict::Open
        } else {
            verdict
        };
        draft.verdict == verdict
    }

    /// Takes every open draft that is sure enough; how many.
    pub(super) fn take_all(&mut self) -> usize {
        self.remember();
        let least = self.min_score;
        let open = self
            .drafts
            .iter_mut()
            .filter(|draft| draft.verdict == Verdict::Open && draft.entry.draft.score >= least);
        open.map(|draft| draft.verdict = Verdict::Taken).count()
    }

    /// The draft under the cursor, to be changed.
    fn edited(&mut self) -> Option<&mut OnDesk> {
        self.remember();
        self.drafts.get_mut(self.cursor)
    }

    pub(super) fn set_date(&mut self, date: Edtf) {
        let Some(former) = self.current().map(|draft| derived(&draft.entry.draft)) else {
            return;
        };
        if let Some(draft) = self.edited() {
            draft.entry.draft.date = date;
        }
        self.rename(&former);
    }

    /// An id that was derived from date and title follows them, and the relations of other drafts with it. `former` is what
    /// was derived before the change.
    fn rename(&mut self, former: &str) {
        let Some((article, id)) = self
            .current()
            .map(|draft| (draft.article, derived(&draft.entry.draft)))
        else {
            return;
        };
        let of_article = |draft: &&mut OnDesk| draft.article == article;
        let taken = self
            .drafts
            .iter()
            .any(|draft| draft.article == article && *draft.entry.draft.id == *id);
        if taken
            || self
                .current()
                .is_none_or(|draft| *draft.entry.draft.id != *former)
        {
            return;
        }
        for OnDesk { entry, .. } in self.drafts.iter_mut().filter(of_article) {
            let ends = entry
                .draft
                .relations
                .iter_mut()
                .map(|relation| &mut relation.target);
            for name in ends
                .chain([&mut entry.draft.id])
                .filter(|name| ***name == *former)
            {
                *name = id.as_str().into();
            }
        }
    }

    /// Countries that are gone do not stay as a side either.
    pub(super) fn set_countries(&mut self, countries: Vec<Code>) {
        if let Some(OnDesk { entry, .. }) = self.edited() {
            let draft = &mut entry.draft;
            let stays = |actor: &Actor| match actor {
                Actor::Country(Term::Known(code)) => countries.contains(code),
                _ => true,
            };
            draft.initiators.retain(stays);
            draft.targets.retain(stays);
            draft.countries = countries;
        }
    }

    pub(super) fn set_category(&mut self, category: Category) {
        if let Some(draft) = self.edited() {
            draft.entry.draft.category = category;
        }
    }

    pub(super) fn set_status(&mut self, status: Status) {
        if let Some(draft) = self.edited() {
            draft.entry.draft.status = status;
        }
    }

    /// Takes a typed text. A sentence where it cannot be.
    pub(super) fn set_text(&mut self, field: Field, text: &str) -> Result<(), &'static str> {
        let text = text.trim();
        if field == Field::Title && text.is_empty() {
            return Err("A title is needed");
        }
        let former = self
            .current()
            .map(|draft| derived(&draft.entry.draft))
            .unwrap_or_default();
        let Some(OnDesk { entry, .. }) = self.edited() else {
            return Ok(());
        };
        let list = || -> Vec<Box<str>> {
            let items = text.split(';').map(str::trim).filter(|item| !item.is_empty());
            items.map(Box::from).collect()
        };
        match field {
            Field::Title => entry.draft.title = text.into(),
            Field::Summary => text.clone_into(&mut entry.summary),
            Field::People => entry.draft.people = list(),
            Field::Organizations => entry.draft.organizations = list(),
            Field::Tags => entry.draft.tags = list(),
            Field::Place => {
                // Another name is another place: coordinates would be those of the one before.
                let same = entry
                    .draft
                    .location
                    .as_ref()
                    .is_some_and(|place| *place.name == *text);
                if !same {
                    entry.draft.location = (!text.is_empty()).then(|| Location {
                        name: text.into(),
                        ..Location::default()
                    });
                }
            }
            Field::Date | Field::Countries | Field::Category | Field::Status => {}
        }
        if field == Field::Title {
            self.rename(&former);
        }
        Ok(())
    }

    /// Turns a draft from a new event into one more source of the event that it is or looks like, or back. None where
    /// it looks like nothing.
    pub(super) fn same_or_new(&mut self) -> Option<Target> {
        let id: Box<str> = self.current()?.entry.draft.matched.id()?.into();
        let entry = &mut self.edited()?.entry;
        entry.target = match entry.target {
            Target::New => Target::Event(id),
            Target::Event(_) => Target::New,
        };
        Some(entry.target.clone())
    }

    /// Merges another draft into the one under the cursor, which keeps its title, date, category and quote.
    pub(super) fn merge(&mut self, other: usize) {
        if other == self.cursor || other >= self.drafts.len() {
            return;
        }
        self.remember();
        let OnDesk { entry, .. } = self.drafts.remove(other);
        if other < self.cursor {
            self.cursor -= 1;
        }
        let gone = entry.draft.id.clone();
        let Some(draft) = self.drafts.get_mut(self.cursor).map(|kept| &mut kept.entry.draft) else {
            return;
        };
        join(draft, entry.draft);
        let id = draft.id.clone();
        for OnDesk { entry, .. } in &mut self.drafts {
            let own = entry.draft.id.clone();
            for relation in &mut entry.draft.relations {
                if relation.target == gone {
                    relation.target.clone_from(&id);
                }
            }
            entry.draft.relations.retain(|relation| relation.target != own);
        }
    }

    /// The articles with the drafts that were taken.
    pub(super) fn taken(&self) -> Vec<Pulled> {
        let mut articles = self.articles.clone();
        for draft in self.drafts.iter().filter(|draft| draft.verdict == Verdict::Taken) {
            if let Some(pulled) = articles.get_mut(draft.article) {
                pulled.entries.push(draft.entry.clone());
            }
        }
        articles.retain(|pulled| !pulled.entries.is_empty());
        articles
    }
}

/// The id that a file would derive from date and title.
fn derived(draft: &Draft) -> String {
    compose::id_for(&draft.date, &draft.title, &|_| false)
}

/// What one draft has besides goes into the other.
fn join(into: &mut Draft, from: Draft) {
    fn add<T: PartialEq>(into: &mut Vec<T>, from: Vec<T>) {
        for item in from {
            if !into.contains(&item) {
                into.push(item);
            }
        }
    }
    add(&mut into.countries, from.countries);
    add(&mut into.initiators, from.initiators);
    add(&mut into.targets, from.targets);
    into.targets.retain(|target| !into.initiators.contains(target));
    add(&mut into.people, from.people);
    add(&mut into.organizations, from.organizations);
    add(&mut into.tags, from.tags);
    add(&mut into.claims, from.claims);
    add(&mut into.relations, from.relations);
    add(&mut into.spans, from.spans);
    into.spans.sort();
    if into.location.is_none() {
        into.location = from.location;
    }
    into.score = into.score.max(from.score);
}
