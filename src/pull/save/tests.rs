//! What is written for drafts, into folders that are made for it and read back as every collection is.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;
use crate::{
    dates::Edtf,
    model::{Category, RelationKind, Status},
    places::Code,
    pull::{Matched, input::Document},
    store,
};

const TEXT: &str = "The minister came to Accra on Tuesday.\n\nThe two signed a treaty.\n";

/// A folder with events, and the collection in it.
struct Kept {
    folder: TempDir,
    place: Place,
    collection: Collection,
}

impl Kept {
    fn new(events: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Paths(vec![folder.path().to_owned()]);
        let mut kept = Self {
            folder,
            place,
            collection: Collection::default(),
        };
        if !events.is_empty() {
            kept.write("events.toml", events);
        }
        kept.read();
        kept
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[allow(clippy::disallowed_methods)] // Nobody else reads these files.
    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn read(&mut self) {
        self.collection = store::load(&self.place, &|_| {}).unwrap();
        assert_eq!(self.collection.findings, []);
    }

    fn target(&self) -> Into<'_> {
        Into {
            place: &self.place,
            collection: &self.collection,
            file: None,
            keep_text: false,
        }
    }

    /// Writes, and reads the collection again.
    fn save(&mut self, saving: &Saving) {
        saving.write(&Scope::of(&self.place).unwrap()).unwrap();
        self.read();
    }

    fn event(&self, id: &str) -> &Event {
        self.collection
            .events
            .iter()
            .find(|event| &*event.id == id)
            .unwrap()
    }
}

fn draft(id: &str, title: &str, category: Category, quote: &str) -> Draft {
    Draft {
        id: id.into(),
        title: title.into(),
        date: Edtf::parse("2024-06-18").unwrap(),
        countries: ["GHA", "TGO"]
            .map(|code| Code::from_alpha3(code).unwrap())
            .to_vec(),
        initiators: Vec::new(),
        targets: Vec::new(),
        people: Vec::new(),
        organizations: Vec::new(),
        category,
        status: Status::Occurred,
        location: None,
        claims: Vec::new(),
        relations: Vec::new(),
        tags: Vec::new(),
        quote: quote.into(),
        paragraph: 1,
        spans: Vec::new(),
        score: 0.9,
        reasons: Vec::new(),
        matched: Matched::None,
    }
}

fn visit() -> Draft {
    draft(
        "visit",
        "Ghana visits Togo",
        Category::Visit,
        "came to Accra on Tuesday",
    )
}

/// An article with these drafts, as a source of `collection`.
fn article(stem: &str, collection: &Collection, drafts: Vec<Draft>) -> Pulled {
    let document = Document {
        text: TEXT.to_owned(),
        ..Document::default()
    };
    let published = Edtf::parse("2024-06-19").unwrap();
    let mut pulled = Pulled::new(format!("{stem}.txt"), stem, document, published, collection);
    pulled.entries = drafts.into_iter().map(Entry::new).collect();
    pulled
}

fn ids(saving: &Saving) -> Vec<String> {
    let said = |deed: &Deed| match deed {
        Deed::Added { id, .. } => format!("added {id}"),
        Deed::Cited { id } => format!("cited {id}"),
        Deed::There { id } => format!("there {id}"),
    };
    saving.deeds.iter().map(said).collect()
}

#[test]
fn a_collection_inside_the_program_takes_nothing() {
    let none = Collection::default();
    let into = Into {
        place: &Place::Embedded,
        collection: &none,
        file: None,
        keep_text: false,
    };
    let error = plan(into, &[article("news", &none, vec![visit()])]).unwrap_err();
    assert!(matches!(error, SaveError::NoPlace), "{error}");
}

#[test]
fn a_draft_becomes_an_event_once() {
    let mut kept = Kept::new("");
    let articles = [article("news", &kept.collection, vec![visit()])];
    let saving = plan(kept.target(), &articles).unwrap();
    assert_eq!(ids(&saving), ["added visit"]);
    assert_eq!(saving.paths, [kept.path("news.toml")]);
    kept.save(&saving);
    let event = kept.event("visit");
    assert_eq!(
        (&*event.title, event.date.as_str()),
        ("Ghana visits Togo", "2024-06-18")
    );
    assert_eq!(&*event.sources[0].source.id, "news");
    assert_eq!(&*event.sources[0].quote, "came to Accra on Tuesday");

    let again = [article("news", &kept.collection, vec![visit()])];
    let saving = plan(kept.target(), &again).unwrap();
    assert_eq!(ids(&saving), ["there visit"]);
    assert!(saving.is_empty() && saving.paths.is_empty());
    assert_eq!(
        saving.summary(),
        [
            "Nothing is added to 1 event, which cites the article already:",
            "  visit"
        ]
    );
}

#[test]
fn an_article_without_drafts_is_no_source() {
    let kept = Kept::new("");
    let saving = plan(kept.target(), &[article("news", &kept.collection, Vec::new())]).unwrap();
    assert!(saving.is_empty() && saving.summary().is_empty());
}

#[test]
fn an_event_of_the_collection_gets_the_article_and_keeps_its_comments() {
    let mut kept = Kept::new(
        "# By hand.\n[[event]]\nid = \"old\"\ntitle = \"Ghana visits Togo\" # so called\ndate = 2024-06-18\ncategory = \"visit\"\n",
    );
    let mut known = visit();
    known.matched = Matched::Same("old".into());
    let articles = [article("news", &kept.collection, vec![known])];
    let saving = plan(kept.target(), &articles).unwrap();
    assert_eq!(ids(&saving), ["cited old"]);
    kept.save(&saving);
    assert_eq!(&*kept.event("old").sources[0].source.id, "news");
    let text = kept.text("events.toml");
    assert!(
        text.starts_with("# By hand.\n") && text.contains("# so called"),
        "{text}"
    );
    assert!(kept.text("news.toml").contains("[[source]]"));
}

#[test]
fn what_only_looks_like_an_event_is_a_new_one_that_says_so() {
    let kept = Kept::new("[[event]]\nid = \"old\"\ntitle = \"Ghana visits Togo\"\ndate = 2024-06-17\n");
    let mut alike = visit();
    alike.matched = Matched::Similar("old".into());
    let saving = plan(kept.target(), &[article("news", &kept.collection, vec![alike])]).unwrap();
    assert_eq!(ids(&saving), ["added visit"]);
    assert_eq!(
        saving.summary(),
        [
            "Added 1 event:",
            "  visit  (it looks like old; see whether they are one)"
        ]
    );
}

#[test]
fn two_articles_that_tell_the_same_are_one_event_with_two_sources() {
    let mut kept = Kept::new("");
    let mut other = visit();
    other.id = "another".into();
    other.quote = "signed a treaty".into();
    let articles = [
        article("one", &kept.collection, vec![visit()]),
        article("two", &kept.collection, vec![other]),
    ];
    let saving = plan(kept.target(), &articles).unwrap();
    assert_eq!(ids(&saving), ["added visit", "cited visit"]);
    kept.save(&saving);
    let sources: Vec<&str> = kept
        .event("visit")
        .sources
        .iter()
        .map(|cited| &*cited.source.id)
        .collect();
    assert_eq!(sources, ["one", "two"]);
    // Without countries nothing says that they are one.
    let mut bare = visit();
    bare.countries.clear();
    let articles = [
        article("three", &kept.collection, vec![bare.clone()]),
        article("four", &kept.collection, vec![bare]),
    ];
    let saving = plan(kept.target(), &articles).unwrap();
    assert_eq!(ids(&saving), ["added visit-2", "added visit-3"]);
}

#[test]
fn ids_that_are_taken_or_missing_are_made_and_relations_follow_them() {
    let mut kept = Kept::new("[[event]]\nid = \"visit\"\ntitle = \"Another visit\"\ndate = 1999\n");
    let mut treaty = draft(
        "",
        "The two sign a treaty",
        Category::Agreement,
        "signed a treaty",
    );
    let to = |target: &str| Relation {
        kind: RelationKind::PartOf,
        target: target.into(),
    };
    treaty.relations = vec![to("visit"), to("nowhere")];
    let articles = [article("news", &kept.collection, vec![visit(), treaty])];
    let saving = plan(kept.target(), &articles).unwrap();
    assert_eq!(ids(&saving), ["added visit-2", "added the-two-sign-a-treaty"]);
    kept.save(&saving);
    assert_eq!(kept.event("the-two-sign-a-treaty").relations, [to("visit-2")]);
}

#[test]
fn the_text_is_kept_beside_the_events_and_named() {
    let mut kept = Kept::new("");
    let articles = [article("news", &kept.collection, vec![visit()])];
    let into = Into {
        keep_text: true,
        ..kept.target()
    };
    let saving = plan(into, &articles).unwrap();
    assert_eq!(
        saving.paths,
        [kept.path("news.toml"), kept.path("articles/news.txt")]
    );
    kept.save(&saving);
    assert_eq!(kept.text("articles/news.txt"), TEXT);
    assert!(kept.text("news.toml").contains("text = \"articles/news.txt\""));
}

#[test]
fn a_source_that_is_there_gets_its_text_later() {
    let mut kept = Kept::new("");
    let articles = [article("news", &kept.collection, vec![visit()])];
    let saving = plan(kept.target(), &articles).unwrap();
    kept.save(&saving);
    let treaty = draft(
        "treaty",
        "The two sign a treaty",
        Category::Agreement,
        "signed a treaty",
    );
    let articles = [article("news", &kept.collection, vec![visit(), treaty])];
    let into = Into {
        keep_text: true,
        ..kept.target()
    };
    let saving = plan(into, &articles).unwrap();
    assert_eq!(ids(&saving), ["there visit", "added treaty"]);
    kept.save(&saving);
    let text = kept.text("news.toml");
    assert_eq!(text.matches("[[source]]").count(), 1, "{text}");
    assert!(text.contains("text = \"articles/news.txt\""), "{text}");
}

#[test]
fn a_file_that_was_named_takes_all() {
    let mut kept = Kept::new("[[event]]\nid = \"old\"\ntitle = \"Old\"\ndate = 1999\n");
    let articles = [
        article("one", &kept.collection, vec![visit()]),
        article(
            "two",
            &kept.collection,
            vec![draft(
                "treaty",
                "A treaty is signed",
                Category::Agreement,
                "signed a treaty",
            )],
        ),
    ];
    let file = kept.path("events.toml");
    let into = Into {
        file: Some(&file),
        ..kept.target()
    };
    let saving = plan(into, &articles).unwrap();
    assert_eq!(saving.paths, [file]);
    kept.save(&saving);
    assert_eq!(kept.collection.events.len(), 3);
}

#[test]
fn an_event_that_was_removed_meanwhile_is_missed() {
    let kept = Kept::new("[[event]]\nid = \"old\"\ntitle = \"Old\"\ndate = 1999\n");
    let mut known = visit();
    known.matched = Matched::Same("old".into());
    let articles = [article("news", &kept.collection, vec![known])];
    kept.write("events.toml", "# Nothing is left.\n");
    let error = plan(kept.target(), &articles).unwrap_err();
    assert!(
        matches!(&error, SaveError::Gone { id, .. } if &**id == "old"),
        "{error}"
    );
}
