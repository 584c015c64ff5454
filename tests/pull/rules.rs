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

#[test]
fn a_verb_that_says_little_tells_an_event_with_a_date_of_its_own() {
    gives(
        "Chile's government moved the archive to Valparaíso on 3 June 2024.",
        &["2024-06-03 other occurred CHL"],
    );
    gives("Chile's government moved the archive to Valparaíso.", &[]);
    // The clause about the hall has no date.
    gives(
        "On 3 June 2024 Chile signed a treaty with Peru in a hall that had been built for the day.",
        &["2024-06-03 treaty occurred CHL+PER"],
    );
}

#[test]
fn who_says_something_on_a_day_makes_a_statement_unless_it_tells_an_event() {
    let found = gives(
        "Peru's foreign minister said on Tuesday that patience was needed.",
        &["2024-06-11 statement occurred PER"],
    );
    assert!(
        found[0].title.ends_with("says patience was needed"),
        "{}",
        found[0].title
    );
    gives(
        "Peru's foreign minister said on Tuesday that Chile had invaded Bolivia.",
        &["2024-06-11 conflict occurred CHL+BOL"],
    );
}

#[test]
fn what_is_denied_is_not_told() {
    let found = pull("On 3 June 2024 Chile denied that it had attacked Peru.");
    assert!(
        found.iter().all(|draft| draft.category.as_str() != "conflict"),
        "{found:#?}"
    );
}

#[test]
fn items_of_a_chronology_are_events_in_the_years_that_they_stand_in() {
    let found = gives(
        "Chile: the long road\n\n3 March 1999: Nobody at the polls in Arica.\n\n5 May: The port of Arica reopens.\n\n\
         2 February: Peru signs a treaty with Chile.\n\n4 April 2001: A plain oak in Iquique.",
        &[
            "1999-03-03 other occurred CHL",
            "1999-05-05 other occurred CHL",
            "2000-02-02 treaty occurred PER+CHL",
            "2001-04-04 other occurred CHL",
        ],
    );
    assert_eq!(&*found[0].title, "Nobody at the polls in Arica");
    assert_eq!(&*found[1].title, "Port of Arica reopens");
}

#[test]
fn what_is_about_the_past_goes_on_from_year_to_year() {
    gives(
        "On 26 July 1956 Egypt nationalised the canal.\n\nIsrael invaded Egypt on 29 October. France bombed Egypt in November.\n\n\
         Britain left Egypt in January. In 1947 India had become a republic; in 1954 France lost Vietnam.",
        &[
            "1956-07-26 trade occurred EGY",
            "1956-10-29 conflict occurred ISR+EGY",
            "1956-11 conflict occurred FRA+EGY",
            "1957-01 other occurred GBR+EGY",
            "1947 other occurred IND",
            "1954 other occurred FRA+VNM",
        ],
    );
    gives(
        "Soldiers overthrew the president of Niger on 26 July 2023. The sanctions against Niger were lifted the following February.",
        &[
            "2023-07-26 conflict occurred NER",
            "2024-02 sanction occurred NER",
        ],
    );
}

#[test]
fn they_are_the_two_who_were_named_together() {
    let found = pull(
        "In Nairobi the mediator sat with Mwai Kibaki and Raila Odinga for weeks until they signed a deal on 28 February 2008.",
    );
    assert_eq!(line(&found[0]), "2008-02-28 agreement occurred KEN");
    assert_eq!(found[0].people.len(), 2);
}

#[test]
fn a_council_that_agrees_has_voted() {
    gives(
        "The UN Security Council agreed on 3 June 2024 to send police to Haiti.",
        &["2024-06-03 vote occurred HTI"],
    );
}

#[test]
fn titles_say_who_it_was_where_a_country_is_only_a_part_of_the_name() {
    for (text, title) in [
        (
            "A US surveillance drone crashed into the Black Sea on 3 June 2024.",
            "US surveillance drone crashes into the Black Sea",
        ),
        (
            "Nearly 3,000 judges were removed from their posts in Turkey on 3 June 2024.",
            "Nearly 3,000 judges are removed from their posts in Turkey",
        ),
        (
            "Brazil pledged $20 million in aid for Haiti on 3 June 2024.",
            "Brazil pledges $20 million in aid for Haiti",
        ),
        (
            "Lithuania accused Belarus of flying migrants to the border on 3 June 2024.",
            "Lithuania accuses Belarus of flying migrants to the border",
        ),
    ] {
        assert_eq!(&*pull(text)[0].title, title);
    }
}
