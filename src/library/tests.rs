use std::fs;

use super::*;
use crate::{catalog::Catalog, query::Plan};

fn event(id: &str) -> String {
    format!("[[event]]\nid = \"{id}\"\ntitle = \"{id}\"\ndate = \"2024\"\n")
}

#[allow(clippy::disallowed_methods)] // These files are the tests' own.
fn save(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[test]
fn a_text_that_is_not_saved_stands_for_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("a.toml");
    save(&saved, &event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    let before = library.refresh(&|_| {}).unwrap();
    let memory = library.overlay(&saved, Some(event("two").into_bytes())).unwrap();
    assert!(memory.event("two").is_some() && memory.event("one").is_none());
    assert!(
        before.event("one").is_some(),
        "what was held before goes on serving"
    );

    let unsaved = folder.path().join("new.toml");
    let memory = library
        .overlay(&unsaved, Some(event("three").into_bytes()))
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);
    let elsewhere = Path::new("/elsewhere.toml");
    let memory = library
        .overlay(elsewhere, Some(event("four").into_bytes()))
        .unwrap();
    assert_eq!(memory.count(&Plan::All), 2);

    library.overlay(&saved, None).unwrap();
    let memory = library.overlay(&unsaved, None).unwrap();
    assert!(memory.event("one").is_some());
    assert_eq!(memory.count(&Plan::All), 1);
}

#[test]
fn changed_files_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    save(&a, &event("one"));
    let mut library = Library::new(Place::Paths(vec![folder.path().to_owned()]));
    library.refresh(&|_| {}).unwrap();
    save(&b, &event("two"));
    assert_eq!(
        library
            .changed(std::slice::from_ref(&b))
            .unwrap()
            .count(&Plan::All),
        2
    );
    fs::remove_file(&a).unwrap();
    let memory = library.changed(&[a]).unwrap();
    assert!(memory.event("one").is_none() && memory.event("two").is_some());
}
