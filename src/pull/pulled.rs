//! An article with its drafts on their way into the collection: the source that it becomes, and what is to be done
//! with each draft. A person decides on the desk, or a rule in a script.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use rustc_hash::FxHashSet;

use super::{Article, Draft, Matched, input::Document};
use crate::{
    dates::Edtf,
    model::{Event, Source},
    store::{self, Collection},
    text,
};

/// Cells of a title that is made of an article's first words.
const TITLE: usize = 60;

/// An article that was read, with what was drafted from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pulled {
    /// What it is called in messages: the file, the address, "standard input".
    pub name: String,
    /// The article, in paragraphs.
    pub article: Article,
    /// Its text as it was read: what is kept beside the events.
    pub text: String,
    /// The source that its events cite.
    pub source: Cited,
    /// Its drafts.
    pub entries: Vec<Entry>,
    /// What the reader should know: a sentence each.
    pub notes: Vec<String>,
}

/// The article as a `[[source]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Unique in the collection.
    pub id: String,
    /// Never empty: the headline, or what the file is called, or the first words.
    pub title: String,
    /// Empty when not known.
    pub publisher: String,
    /// When it came out.
    pub published: Edtf,
    /// Empty when not known.
    pub url: String,
    /// The file of the collection in which it stands, if it does.
    pub file: Option<Arc<Path>>,
}

/// A draft, and what is to be done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As drafted, and edited.
    pub draft: Draft,
    /// Written by a person; empty otherwise.
    pub summary: String,
    /// Where it goes.
    pub target: Target,
}

/// Where a draft goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// It becomes an event.
    New,
    /// The article becomes one more source of the event with this id.
    Event(Box<str>),
}

impl Entry {
    /// A draft that goes where its match says: what only looks like an event is a new one until a person decides.
    pub fn new(draft: Draft) -> Self {
        let target = match &draft.matched {
            Matched::Same(id) => Target::Event(id.clone()),
            Matched::None | Matched::Similar(_) => Target::New,
        };
        Self {
            draft,
            summary: String::new(),
            target,
        }
    }
}

impl Pulled {
    /// An article as a source of `collection`, not drafted from yet. `stem` is what its file is called.
    pub fn new(
        name: String,
        stem: &str,
        document: Document,
        published: Edtf,
        collection: &Collection,
    ) -> Self {
        let day = published.interval().latest;
        let mut article = Article::plain(&document.text, day);
        article.title = document.title.as_str().into();
        article.publisher = document.publisher.as_str().into();
        article.url = document.url.as_str().into();
        let source = Cited::of(&document, stem, published, &article, collection);
        Self {
            name,
            article,
            text: document.text,
            source,
            entries: Vec::new(),
            notes: document.notes,
        }
    }

    /// Makes the ids of the sources of several articles differ, in their order. An article that the collection has under
    /// another name is known by the words that its events quote.
    pub fn part(all: &mut [Self], collection: &Collection) {
        recognise(all, collection);
        let mut taken: FxHashSet<String> = FxHashSet::default();
        for pulled in all {
            // The same article twice is one source.
            if pulled.source.file.is_none() && !taken.insert(pulled.source.id.clone()) {
                pulled.source.id = free(&pulled.source.id, &|id| {
                    taken.contains(id) || collection.sources.iter().any(|source| &*source.id == id)
                });
                taken.insert(pulled.source.id.clone());
            }
        }
    }
}

impl Cited {
    fn of(
        document: &Document,
        stem: &str,
        published: Edtf,
        article: &Article,
        collection: &Collection,
    ) -> Self {
        let title = if document.title.trim().is_empty() {
            from_name(stem).unwrap_or_else(|| first_words(article))
        } else {
            document.title.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        // The name of a file is short and stays; the headline of a page says more than the end of its address.
        let mut id = if document.url.is_empty() {
            text::slug(stem)
        } else {
            String::new()
        };
        if id.is_empty() {
            id = text::slug(&title);
        }
        if id.is_empty() {
            id = format!("article-{}", text::slug(published.as_str()));
        }
        let known = collection.sources.iter().find(|source| {
            if source.url.is_empty() || document.url.is_empty() {
                *source.id == *id && source.published.as_ref().is_none_or(|date| *date == published)
            } else {
                *source.url == *document.url
            }
        });
        if let Some(source) = known {
            return Self::known(source, published);
        }
        let taken = |id: &str| collection.sources.iter().any(|source| &*source.id == id);
        Self {
            id: if taken(&id) { free(&id, &taken) } else { id },
            title,
            publisher: document.publisher.clone(),
            published,
            url: document.url.clone(),
            file: None,
        }
    }

    fn known(source: &Source, published: Edtf) -> Self {
        Self {
            id: source.id.to_string(),
            title: source.title.to_string(),
            publisher: source.publisher.to_string(),
            published: source.published.clone().unwrap_or(published),
            url: source.url.to_string(),
            file: Some(Arc::clone(&source.origin.file)),
        }
    }

    /// Whether an event cites it.
    pub fn is_cited_by(&self, event: &Event) -> bool {
        event.citations().any(|citation| {
            let source = &citation.source;
            *source.id == *self.id || !self.url.is_empty() && *source.url == *self.url
        })
    }
}

/// Quotes of a source that are looked up at most.
const MOST_QUOTES: usize = 50;
/// Characters of quotes that two articles do not have in common by chance.
const TELLING: usize = 25;

/// Finds the sources of articles that the collection has under another name: of the same day, and each quote of theirs
/// stands in the article.
fn recognise(all: &mut [Pulled], collection: &Collection) {
    let days: FxHashSet<&str> = all
        .iter()
        .filter(|pulled| pulled.source.file.is_none())
        .map(|pulled| pulled.source.published.as_str())
        .collect();
    if days.is_empty() {
        return;
    }
    let mut quotes: BTreeMap<&str, (&Arc<Source>, Vec<&str>)> = BTreeMap::new();
    for citation in collection.events.iter().flat_map(|event| event.citations()) {
        let source = &citation.source;
        let of_that_day = source
            .published
            .as_ref()
            .is_some_and(|date| days.contains(date.as_str()));
        if of_that_day && !source.id.is_empty() && !citation.quote.is_empty() {
            let (_, quotes) = quotes.entry(&source.id).or_insert((source, Vec::new()));
            if quotes.len() < MOST_QUOTES {
                quotes.push(&citation.quote);
            }
        }
    }
    let known: Vec<(usize, Cited)> = all
        .iter()
        .enumerate()
        .filter(|(_, pulled)| pulled.source.file.is_none())
        .filter_map(|(index, pulled)| {
            let (source, _) = quotes.values().find(|(source, quotes)| {
                source.published.as_ref() == Some(&pulled.source.published)
                    && (source.url.is_empty() || pulled.source.url.is_empty())
                    && quotes.iter().any(|quote| quote.chars().count() >= TELLING)
                    && quotes.iter().all(|quote| store::holds_quote(&pulled.text, quote))
            })?;
            Some((index, Cited::known(source, pulled.source.published.clone())))
        })
        .collect();
    for (index, cited) in known {
        if let Some(pulled) = all.get_mut(index) {
            pulled.source = cited;
        }
    }
}

/// `id-2`, `id-3` …: the first that is not taken.
pub(super) fn free(id: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut number = 2_usize;
    loop {
        let next = format!("{id}-{number}");
        if !taken(&next) {
            return next;
        }
        number += 1;
    }
}

/// A title out of the name of a file: `a-visit_2` is "A visit 2". None where it has no words.
fn from_name(stem: &str) -> Option<String> {
    let words: Vec<&str> = stem
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join(" ");
    let first = joined
        .chars()
        .next()
        .filter(|_| joined.chars().any(char::is_alphabetic))?;
    let rest = joined.get(first.len_utf8()..).unwrap_or_default();
    Some(first.to_uppercase().chain(rest.chars()).collect())
}

fn first_words(article: &Article) -> String {
    let first = article
        .paragraphs
        .first()
        .map_or("", |paragraph| &*paragraph.text);
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    text::truncate(&line, TITLE).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;

    fn pulled(text: &str, stem: &str, url: &str, collection: &Collection) -> Pulled {
        let document = Document {
            text: text.to_owned(),
            url: url.to_owned(),
            ..Document::default()
        };
        let published = Edtf::parse("2024-06-17").unwrap();
        Pulled::new("x".to_owned(), stem, document, published, collection)
    }

    #[test]
    fn a_source_has_a_title_and_an_id_whatever_is_known() {
        let none = Collection::default();
        for (text, stem, url, id, title) in [
            ("He came.", "a-visit_to", "", "a-visit-to", "A visit to"),
            (
                "He came to the town.",
                "",
                "",
                "he-came-to-the-town",
                "He came to the town.",
            ),
            ("…", "", "", "article-2024-06-17", "…"),
            ("He came.", "2024", "", "2024", "He came."),
        ] {
            let source = pulled(text, stem, url, &none).source;
            assert_eq!((source.id.as_str(), source.title.as_str()), (id, title));
        }
    }

    #[test]
    fn a_source_that_the_collection_has_is_taken() {
        let shipped = store::load(&Place::Embedded, &|_| {}).unwrap();
        let known = pulled("He came.", "pyongyang-visit-preview", "", &shipped).source;
        assert_eq!(known.id, "pyongyang-visit-preview");
        assert!(known.file.is_some());
        let url = "https://aerotime.aero/articles/north-korean-leader-tours-russian-fighter-jet-plant-video";
        assert_eq!(
            pulled("He came.", "x", url, &shipped).source.id,
            "aerotime-jet-plant"
        );
        // Another article of that name, on another day.
        let other = pulled("He came.", "kremlin-vostochny-talks-2023", "", &shipped).source;
        assert_eq!(
            (other.id.as_str(), other.file),
            ("kremlin-vostochny-talks-2023-2", None)
        );
    }

    #[test]
    fn an_article_is_known_by_its_quotes_under_another_name() {
        let file = "[[source]]\nid = \"a\"\npublished = 2024-06-17\n[[event]]\ntitle = \"He comes\"\ndate = 2024\n\
                    sources = [{ id = \"a\", quote = \"He came to the town on Tuesday\" }]\n";
        let collection = store::read_alone(Path::new("a.toml"), file.as_bytes().to_vec());
        for (text, id) in [
            ("Then. He came to the\ntown on Tuesday, late.", "a"),
            ("He came to the town.", "other"),
        ] {
            let mut all = vec![pulled(text, "other", "", &collection)];
            Pulled::part(&mut all, &collection);
            assert_eq!(
                (all[0].source.id.as_str(), all[0].source.file.is_some()),
                (id, id == "a")
            );
        }
    }

    #[test]
    fn sources_of_one_run_differ() {
        let none = Collection::default();
        let mut all = vec![pulled("One.", "a", "", &none), pulled("Two.", "a", "", &none)];
        Pulled::part(&mut all, &none);
        assert_eq!(
            [all[0].source.id.as_str(), all[1].source.id.as_str()],
            ["a", "a-2"]
        );
    }
}
