//! Sentences of newspapers, one by one: what the lexicon must know.

use std::{fmt::Write, fs, path::Path};

use annals::{
    dates::Edtf,
    pull::{Article, Knowledge, drafts},
    store::Collection,
};

/// 2024-06-17, a Monday.
const DAY: i64 = 19_891;

/// What is not drafted as it should be, a line each, and how many sentences there are.
pub fn wrong() -> (String, usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pull/sentences.txt");
    let knowledge = Knowledge::new(&Collection::default());
    let (mut report, mut all) = (String::new(), 0);
    for line in fs::read_to_string(path).unwrap().lines() {
        let Some((head, sentence)) = line.split_once('|').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        all += 1;
        let mut head = head.split_whitespace();
        let day = Edtf::parse(head.next().unwrap()).unwrap().interval();
        let kinds: Vec<&str> = head.next().unwrap().split('/').collect();
        let countries = head.next().unwrap_or_default();
        let found = drafts(&Article::plain(sentence.trim(), DAY), &knowledge);
        let right = found.iter().any(|draft| {
            let own: Vec<&str> = draft.countries.iter().map(|code| code.alpha3()).collect();
            let named = countries
                .split('+')
                .all(|any| any.split('/').any(|code| code == "EU" || own.contains(&code)));
            draft.date.interval() == day && kinds.contains(&draft.category.as_str()) && named
        });
        if !right {
            let _ = writeln!(report, "{}", sentence.trim());
            for draft in found {
                let codes: Vec<&str> = draft.countries.iter().map(|code| code.alpha3()).collect();
                let _ = writeln!(
                    report,
                    "    {} {} {} {} {}",
                    draft.date.as_str(),
                    draft.category,
                    draft.status,
                    codes.join("+"),
                    draft.title
                );
            }
        }
    }
    (report, all)
}

#[test]
fn nine_in_ten_sentences_of_newspapers_give_their_event() {
    let (report, all) = wrong();
    let wrong = report.lines().filter(|line| !line.starts_with(' ')).count();
    assert!(10 * wrong <= all, "{wrong} of {all} are not found\n{report}");
}
