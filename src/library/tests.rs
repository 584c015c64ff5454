use std::{
    fmt::Write as _,
    fs,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, UNIX_EPOCH},
};

use super::*;
use proptest::{collection::vec, option, prelude::*, sample};

use crate::{
    catalog::{Anchor, Catalog, Field},
    model::{Category, Term},
    query::{Filter, Has, Is, Plan},
};

fn event(id: &str) -> String {
    format!("[[event]]\nid = \"{id}\"\ntitle = \"{id}\"\ndate = \"2024\"\n")
}

/// Writes a file as if that had been long ago, each time a little later: as files mostly are.
#[allow(clippy::disallowed_methods)] // These files are the tests' own.
fn save(path: &Path, text: impl AsRef<[u8]>) {
    static SAVED: AtomicU64 = AtomicU64::new(1_000_000);
    fs::write(path, text).unwrap();
    let when = UNIX_EPOCH + Duration::from_secs(SAVED.fetch_add(1, Ordering::Relaxed));
    fs::File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(when)
        .unwrap();
}

/// One that keeps snapshots of the smallest collections, too.
fn kept(place: &Place, cache: &Path) -> Library {
    let mut library = Library::kept(place.clone(), cache);
    library.thrift = Thrift {
        events: 0,
        files: 0,
        bytes: 0,
    };
    library
}

#[test]
fn a_text_that_is_not_saved_stands_for_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("a.toml");
    save(&saved, event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    let before = library.refresh(&|_| {}).unwrap();
    let memory = library
        .overlay(&saved, Some(event("two").into_bytes()), &|_| {})
        .unwrap();
    assert!(memory.event("two").is_some() && memory.event("one").is_none());
    assert!(
        before.event("one").is_some(),
        "what was held before goes on serving"
    );

    let unsaved = folder.path().join("new.toml");
    let memory = library
        .overlay(&unsaved, Some(event("three").into_bytes()), &|_| {})
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);
    let elsewhere = Path::new("/elsewhere.toml");
    let memory = library
        .overlay(elsewhere, Some(event("four").into_bytes()), &|_| {})
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);

    library.overlay(&saved, None, &|_| {}).unwrap();
    let memory = library.overlay(&unsaved, None, &|_| {}).unwrap();
    assert!(memory.event("one").is_some());
    assert_eq!(memory.count(&Plan::All), 1);
}

#[test]
fn changed_files_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    save(&a, event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    library.refresh(&|_| {}).unwrap();
    save(&b, event("two"));
    assert_eq!(
        library
            .changed(std::slice::from_ref(&b), &|_| {})
            .unwrap()
            .count(&Plan::All),
        2
    );
    fs::remove_file(&a).unwrap();
    let memory = library.changed(&[a], &|_| {}).unwrap();
    assert!(memory.event("one").is_none() && memory.event("two").is_some());
}

/// Everything that a library says of the files is what reading them from scratch says: its catalog, and as a whole.
fn assert_exact_library(library: &Library, place: &Place) {
    let collection = store::load(place, &|_| {}).unwrap();
    if library.facts.is_none() {
        assert_eq!(library.collection().sources, collection.sources);
    }
}

/// Everything that a catalog says of the files is what reading them from scratch says.
fn assert_exact(memory: &Memory, place: &Place) {
    let collection = store::load(place, &|_| {}).unwrap();
    let mut events: Vec<_> = memory.events().collect();
    events.sort_by(|a, b| {
        a.date
            .sort_key()
            .cmp(&b.date.sort_key())
            .then_with(|| a.id.cmp(&b.id))
    });
    let expected: Vec<_> = collection.events.iter().map(|event| (**event).clone()).collect();
    assert_eq!(events, expected);
    assert_eq!(*memory.tables(), store::Tables::of(&collection));
    let window = memory.window(&Plan::All, &Anchor::Start, 0, usize::MAX);
    let rows: Vec<&str> = window.rows.iter().map(|row| row.id).collect();
    let ids: Vec<&str> = expected.iter().map(|event| &*event.id).collect();
    assert_eq!(rows, ids);
    let whole = Memory::new(Arc::new(collection));
    for id in ids {
        assert_eq!(memory.neighbours(id), whole.neighbours(id));
    }
    for text in ["kim", "acme", "jong", "corp"] {
        for filter in [
            Filter::Word(text.into()),
            Filter::Person(text.into()),
            Filter::Organization(text.into()),
        ] {
            let plan = Plan::Filter(filter);
            assert_eq!(memory.count(&plan), whole.count(&plan), "{plan:?}");
        }
    }
}

/// A table of a file, such that files refer to each other, and clash.
fn table() -> impl Strategy<Value = String> {
    let id = sample::select(vec![
        "",
        "id = \"a\"\n",
        "id = \"b\"\n",
        "id = \"a-2\"\n",
        "id = \"long-name-of-one\"\n",
        "id = \"B C\"\n",
    ]);
    let person = || {
        sample::select(vec![
            "Kim",
            "KIM",
            "Kim Jong Un",
            "Ann Lee",
            "Acme",
            "Russia",
            "NATO",
        ])
    };
    let organization = sample::select(vec!["ACME", "Acme Corp", "NATO", "Kim"]);
    let source = sample::select(vec![
        "[\"s1\"]",
        "[\"S1\"]",
        "[\"s1-2\"]",
        "[\"https://x.org/1\"]",
        "[{ id = \"s1\", quote = \"nothing\" }]",
        "[]",
    ]);
    let target = sample::select(vec!["a", "b", "b-c", "B C", "long-name-of-two", "a-2", "zz"]);
    let event = (id, 0..3, person(), organization, source, target, person()).prop_map(
        |(id, title, person, organization, source, target, actor)| {
            format!(
                "[[event]]\n{id}title = \"Title {title}\"\ndate = \"200{title}\"\npeople = [\"{person}\"]\n\
                 organizations = [\"{organization}\"]\ninitiators = [\"{actor}\"]\nsources = {source}\n\
                 relations = {{ follows = [\"{target}\"] }}\n\n"
            )
        },
    );
    let declared = sample::select(vec![
        "[[source]]\nid = \"s1\"\ntitle = \"One\"\n\n",
        "[[source]]\nid = \"s1\"\ntitle = \"Other\"\nurl = \"https://x.org/1\"\n\n",
        "[[source]]\nid = \"s2\"\ntitle = \"Two\"\nurl = \"https://x.org/1\"\ntext = \"gone.txt\"\n\n",
        "[[person]]\nname = \"Kim Jong Un\"\naliases = [\"Kim\"]\n\n",
        "[[person]]\nname = \"Kim\"\naliases = [\"Jong\"]\n\n",
        "[[organization]]\nname = \"Acme Corp\"\naliases = [\"ACME\", \"Acme\"]\n\n",
        "[[organization]]\nname = \"Our NATO\"\naliases = [\"NATO\"]\n\n",
        "[[era]]\ntitle = \"Era\"\ndate = \"1990/2000\"\n\n",
        "[[event]]\ntitle = \"No date\"\n\n",
    ]);
    prop_oneof![3 => event, 2 => declared.prop_map(str::to_owned)]
}

/// What happens to a file: it gets these tables, or is taken away.
fn edit() -> impl Strategy<Value = (usize, Option<Vec<String>>)> {
    (0..4_usize, option::weighted(0.85, vec(table(), 0..5)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_changed_is_reading_everything(edits in vec((edit(), any::<bool>(), any::<bool>()), 1..7)) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Paths(vec![folder.path().to_owned()]);
        let cache = tempfile::tempdir().unwrap();
        let mut library = kept(&place, cache.path());
        library.refresh(&|_| {}).unwrap();
        for ((file, tables), looks_itself, starts_again) in edits {
            let path = folder.path().join(format!("{file}.toml"));
            match tables {
                Some(tables) => save(&path, tables.concat()),
                None => drop(fs::remove_file(&path)),
            }
            if starts_again {
                library.keep();
                library = kept(&place, cache.path());
                library.preview(&|_| {});
                if let Some(memory) = library.prepare() {
                    assert_eq!(answers(&memory), answers(library.memory().unwrap()));
                }
            }
            let memory = if looks_itself || starts_again {
                library.refresh(&|_| {})
            } else {
                library.changed(&[path], &|_| {})
            };
            assert_exact(&memory.unwrap(), &place);
            assert_exact_library(&library, &place);
        }
    }
}

const FILES: &[(&str, &str)] = &[
    (
        "a.toml",
        "[[event]]\nid = \"a\"\ntitle = \"Kim of the north\"\ndate = \"2001-02-03\"\ncountries = [\"PRK\", \"RUS\"]\n\
         people = [\"Kim\"]\nsources = [\"s1\"]\ntags = [\"arms\"]\n\n[[event]]\nid = \"b\"\ntitle = \"Acme of the south\"\n\
         date = \"2002/2003\"\nrelations = { follows = [\"a\", \"zz\"] }\ncategory = \"treaty\"\n",
    ),
    (
        "names.toml",
        "[[person]]\nname = \"Kim Jong Un\"\naliases = [\"Kim\"]\n\n[[source]]\nid = \"s1\"\ntitle = \"One\"\n",
    ),
];

/// What a catalog says to every kind of question.
fn answers(memory: &Memory) -> String {
    let mut said = format!("{:?}", memory.tables());
    let filters = [
        Filter::Word("kim".into()),
        Filter::Phrase("of the".into()),
        Filter::Person("jong".into()),
        Filter::MonthDay(2, 3),
        Filter::Category(Term::Known(Category::Treaty)),
        Filter::Has(Has::Relations),
        Filter::Is(Is::Flawed),
        Filter::Related("a".into()),
    ];
    for plan in std::iter::once(Plan::All).chain(filters.map(Plan::Filter)) {
        let window = memory.window(&plan, &Anchor::Start, 0, 10);
        let _ = write!(said, "{window:?}{:?}", memory.span(&plan));
        for field in [
            Field::Country,
            Field::Person,
            Field::Tag,
            Field::Source,
            Field::Year,
        ] {
            let _ = write!(said, "{:?}", memory.facets(&plan, field));
        }
    }
    for id in ["a", "b", "zz"] {
        let _ = write!(said, "{:?}{:?}", memory.event(id), memory.neighbours(id));
    }
    said
}

/// A folder of files with a snapshot of them, and what it says.
struct Shop {
    folder: tempfile::TempDir,
    cache: tempfile::TempDir,
    place: Place,
    said: String,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in FILES {
            save(&folder.path().join(name), text);
        }
        let cache = tempfile::tempdir().unwrap();
        let place = Place::Paths(vec![folder.path().to_owned()]);
        let mut library = kept(&place, cache.path());
        library.thrift.bytes = u64::MAX;
        let said = answers(&library.refresh(&|_| {}).unwrap());
        assert_eq!(said, answers(&library.keep().unwrap()), "mapped as in memory");
        Self {
            folder,
            cache,
            place,
            said,
        }
    }

    /// The files of the snapshot with their bytes.
    fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let [shown] = &show(self.cache.path())[..] else {
            panic!("one snapshot")
        };
        let files = fs::read_dir(&shown.folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    }

    /// Starts anew. Whatever is in the snapshot, it says what the files say: at once, or as soon as what was looked at
    /// turns out not to be as it was written; and also after a change.
    fn assert_right(&self, what: &str) {
        let mut library = kept(&self.place, self.cache.path());
        let mut memory = library.refresh(&|_| {}).unwrap();
        let mut said = answers(&memory);
        if !memory.is_sound() {
            memory = library.distrust(&|_| {}).unwrap();
            said = answers(&memory);
        }
        assert_eq!(said, self.said, "{what}");
        let file = self.folder.path().join(FILES[1].0);
        save(&file, format!("# moved\n{}", FILES[1].1));
        let memory = library.changed(std::slice::from_ref(&file), &|_| {}).unwrap();
        let window = memory.window(&Plan::Filter(Filter::Person("jong".into())), &Anchor::Start, 0, 3);
        assert_eq!(window.total, 1, "{what}");
    }

    /// As it was at first.
    fn mend(&self, snapshot: &[(PathBuf, Vec<u8>)], times: &[std::time::SystemTime]) {
        fs::create_dir_all(snapshot[0].0.parent().unwrap()).unwrap();
        for (path, bytes) in snapshot {
            save(path, bytes);
        }
        for ((name, text), time) in FILES.iter().zip(times) {
            let path = self.folder.path().join(name);
            save(&path, text);
            fs::File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(*time)
                .unwrap();
        }
    }

    fn times(&self) -> Vec<std::time::SystemTime> {
        let time = |(name, _): &(&str, &str)| {
            self.folder
                .path()
                .join(name)
                .metadata()
                .unwrap()
                .modified()
                .unwrap()
        };
        FILES.iter().map(time).collect()
    }
}

#[test]
fn a_snapshot_that_is_flipped_or_torn_anywhere_says_nothing_wrong() {
    let shop = Shop::new();
    let (snapshot, times) = (shop.snapshot(), shop.times());
    assert!(snapshot.len() >= 4, "catalog, segment, facts, lock");
    for (path, bytes) in snapshot.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for at in (0..bytes.len()).step_by((bytes.len() / 60).max(1)) {
            shop.mend(&snapshot, &times);
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            save(path, flipped);
            shop.assert_right(&format!("bit {at} of {}", path.display()));
        }
        for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            shop.mend(&snapshot, &times);
            save(path, &bytes[..length]);
            shop.assert_right(&format!("{} cut at {length}", path.display()));
        }
        shop.mend(&snapshot, &times);
        fs::remove_file(path).unwrap();
        shop.assert_right(&format!("{} gone", path.display()));
    }
}

#[test]
fn segments_can_be_in_the_snapshot_before_it_is_written() {
    let shop = Shop::new();
    clear(shop.cache.path());
    let mut library = kept(&shop.place, shop.cache.path());
    let memory = library.refresh(&|_| {}).unwrap();
    assert_eq!(answers(&memory), shop.said);
    assert!(!kept(&shop.place, shop.cache.path()).restore(), "not whole yet");
    assert!(library.keep().is_none(), "they are there already");
    drop(library);
    let mut library = kept(&shop.place, shop.cache.path());
    assert!(library.restore());
    assert_eq!(answers(&library.refresh(&|_| {}).unwrap()), shop.said);
    shop.assert_right("written early");
}

#[test]
fn the_snapshot_of_another_place_says_nothing() {
    let (shop, other) = (Shop::new(), Shop::new());
    let own = show(shop.cache.path())[0].folder.clone();
    for (path, _) in shop.snapshot() {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in other.snapshot() {
        save(&own.join(path.file_name().unwrap()), bytes);
    }
    assert!(!kept(&shop.place, shop.cache.path()).restore(), "foreign");
    shop.assert_right("foreign");
}

#[test]
fn programs_that_write_the_same_snapshot_at_once_are_all_right() {
    let shop = Shop::new();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..6 {
                    let mut library = kept(&shop.place, shop.cache.path());
                    assert_eq!(answers(&library.refresh(&|_| {}).unwrap()), shop.said);
                    library.names.clear();
                    library.written = false;
                    library.prepare();
                    library.keep();
                    let memory = library.memory().unwrap();
                    assert_eq!(answers(memory), shop.said);
                }
            });
        }
    });
    assert!(kept(&shop.place, shop.cache.path()).restore());
    assert_eq!(clear(shop.cache.path()).0, 1);
    assert_eq!(show(shop.cache.path()).len(), 0);
}
