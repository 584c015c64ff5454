//! The rules, one by one: a sentence or two, and the draft that they give.

use annals::{
    model::{Stance, Status},
    pull::{Article, Draft, Knowledge, drafts},
    store::Collection,
};

/// 2024-06-17, a Monday.
const DAY: i64 = 19_891;

fn pull(text: &str) -> Vec<Draft> {
    drafts(
        &Article::plain(text, DAY),
        &Knowledge::new(&Collection::default()),
    )
}

/// Date, category, status and countries of a draft, as one line.
fn line(draft: &Draft) -> String {
    let countries: Vec<&str> = draft.countries.iter().map(|code| code.alpha3()).collect();
    format!(
        "{} {} {} {}",
        draft.date.as_str(),
        draft.category,
        draft.status,
        countries.join("+")
    )
}

#[track_caller]
fn gives(text: &str, expected: &[&str]) -> Vec<Draft> {
    let found = pull(text);
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, expected, "{text}\n{found:#?}");
    found
}

#[test]
fn tense_and_mood_give_the_status() {
    gives(
        "Xi Jinping, the Chinese president, visited Serbia on 7 May 2024.",
        &["2024-05-07 visit occurred CHN+SRB"],
    );
    gives(
        "Chinese President Xi Jinping is to visit Serbia on 7 July 2024.",
        &["2024-07-07 visit planned CHN+SRB"],
    );
    gives(
        "Chinese President Xi Jinping might visit Serbia on 7 July 2024.",
        &[],
    );
    gives(
        "Chinese President Xi Jinping did not visit Serbia in May 2024.",
        &[],
    );
    gives(
        "France cancelled the meeting with Mali that was planned for 20 June 2024.",
        &["2024-06-20 meeting cancelled FRA+MLI"],
    );
}

#[test]
fn capitals_stand_for_their_governments_of_the_day() {
    gives(
        "Moscow and Pyongyang signed a treaty in 1961.",
        &["1961 treaty occurred SUN+PRK"],
    );
    gives(
        "Moscow and Pyongyang signed a treaty in 2000.",
        &["2000 treaty occurred RUS+PRK"],
    );
    let found = gives(
        "Iran and Iraq signed an agreement in Algiers on 6 March 1975.",
        &["1975-03-06 agreement occurred IRN+IRQ"],
    );
    assert_eq!(&*found[0].location.as_ref().unwrap().name, "Algiers");
}

#[test]
fn the_passive_turns_the_sides_round() {
    let found = gives(
        "Kuwait was invaded by Iraq on 2 August 1990.",
        &["1990-08-02 conflict occurred IRQ+KWT"],
    );
    assert_eq!(&*found[0].title, "Iraq invades Kuwait");
}

#[test]
fn a_list_of_years_is_a_list_of_events_which_are_replaced() {
    let found = gives(
        "Russia and North Korea plan to sign a new treaty. It will replace treaties that Moscow and Pyongyang signed \
         in 1961, 2000 and 2001.",
        &[
            "2024-06~ treaty planned RUS+PRK",
            "1961 treaty occurred SUN+PRK",
            "2000 treaty occurred RUS+PRK",
            "2001 treaty occurred RUS+PRK",
        ],
    );
    let relations: Vec<String> = found[0]
        .relations
        .iter()
        .map(|relation| format!("{} {}", relation.kind, relation.target))
        .collect();
    let expected: Vec<String> = found[1..]
        .iter()
        .map(|draft| format!("replaces {}", draft.id))
        .collect();
    assert_eq!(relations, expected);
}

#[test]
fn who_is_accused_is_only_said_to_have_done_it_and_denials_count() {
    let found = gives(
        "The United States accused North Korea of supplying weapons to Russia on 3 June 2024. Pyongyang denied it.",
        &[
            "2024-06-03 statement occurred USA+PRK+RUS",
            "2024-06-03 military alleged PRK+RUS+USA",
            "2024-06~ statement occurred PRK+RUS+USA",
        ],
    );
    let said = &found[1];
    let claims: Vec<(String, Stance)> = said
        .claims
        .iter()
        .map(|claim| (claim.by[0].to_string(), claim.stance))
        .collect();
    assert_eq!(
        claims,
        [
            ("USA".to_owned(), Stance::Asserts),
            ("PRK".to_owned(), Stance::Denies)
        ]
    );
    assert_eq!(said.status, Status::Alleged);
}

#[test]
fn told_twice_is_one_event() {
    let found = gives(
        "Narendra Modi, the Indian prime minister, visited Ukraine on 23 August 2023. Modi's visit to Ukraine was short.",
        &["2023-08-23 visit occurred IND+UKR"],
    );
    assert!(found[0].spans.len() > 3);
}

#[test]
fn people_are_learnt_from_their_offices() {
    let found = pull(
        "Estonian Prime Minister Kaja Kallas met Ursula von der Leyen, the president of the European Commission, on 3 June 2024. Kallas praised Latvia on 4 June 2024.",
    );
    assert_eq!(
        found[0].people.iter().map(|name| &**name).collect::<Vec<_>>(),
        ["Kaja Kallas", "Ursula von der Leyen"]
    );
    assert_eq!(line(&found[1]), "2024-06-04 statement occurred EST+LVA");
}

#[test]
fn what_stands_in_quotation_marks_is_not_told_by_the_article() {
    gives(
        "\"Russia attacked Georgia in August 2008 and everybody looked away,\" the old man remembered.",
        &[],
    );
}

#[test]
fn questions_and_corrections_tell_nothing() {
    gives("Did Russia attack Georgia in August 2008?", &[]);
    gives(
        "Correction: An earlier version said that Xi Jinping visited Serbia on 6 May 2024.",
        &[],
    );
}
