//! Sentences of our own, with the expressions that they hold; and laws over any text.

use proptest::prelude::*;

use super::{Direction, Kind, Modifier, event_dates, find};
use crate::dates::{Civil, Day};

/// Monday, 17 June 2024.
fn published() -> Day {
    Civil {
        year: 2024,
        month: 6,
        day: 17,
    }
    .to_day()
}

/// `span=value` of each expression.
fn found(text: &str) -> String {
    find(text, Some(published()))
        .iter()
        .map(|timex| format!("{}={}", &text[timex.bytes.clone()], timex.value))
        .collect::<Vec<_>>()
        .join("; ")
}

fn dated(text: &str) -> String {
    event_dates(text, &find(text, Some(published())))
        .iter()
        .map(|date| date.edtf.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

fn all_are(table: &[(&str, &str)], of: impl Fn(&str) -> String) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let got = of(text);
            (got != *expected).then(|| format!("{text}\n   {got}\n   {expected}, it should be"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whole_dates_in_every_order() {
    all_are(
        &[
            ("They met on 18 June 2024 in Hanoi.", "18 June 2024=2024-06-18"),
            ("They met on June 18, 2024, in Hanoi.", "June 18, 2024=2024-06-18"),
            (
                "They met on Tuesday, June 18, 2024.",
                "Tuesday, June 18, 2024=2024-06-18",
            ),
            (
                "They met on Tuesday 18 June 2024.",
                "Tuesday 18 June 2024=2024-06-18",
            ),
            ("the 18th of June, 2019", "the 18th of June, 2019=2019-06-18"),
            ("signed on 9 Sept. 1948", "9 Sept. 1948=1948-09-09"),
            ("signed on Sep 9, 1948", "Sep 9, 1948=1948-09-09"),
            ("a treaty (11 July 1961)", "11 July 1961=1961-07-11"),
            ("as of 2000-02-09.", "2000-02-09=2000-02-09"),
            ("dated 9.2.2000", "9.2.2000=2000-02-09"),
            ("dated 02/09/2000", "02/09/2000=2000-02-09"),
            ("dated 19/07/2000", "19/07/2000=2000-07-19"),
            ("in July 2000", "July 2000=2000-07"),
            ("Since February 1947 it has been built.", "February 1947=1947-02"),
            (
                "on the fourth of July, 1976",
                "the fourth of July, 1976=1976-07-04",
            ),
            (
                "on the second Tuesday of March 2021",
                "the second Tuesday of March 2021=2021-03-09",
            ),
            (
                "on the last Friday in May 2023",
                "the last Friday in May 2023=2023-05-26",
            ),
            ("Christmas Day 1991", "Christmas Day 1991=1991-12-25"),
            ("in 44 B.C.", "44 B.C.=-0043"),
        ],
        found,
    );
}

#[test]
fn weekdays_go_with_the_tense() {
    all_are(
        &[
            ("He arrived on Tuesday.", "Tuesday=2024-06-11"),
            ("He is to visit on Tuesday.", "Tuesday=2024-06-18"),
            ("She will leave Thursday.", "Thursday=2024-06-20"),
            ("The talks were held Monday.", "Monday=2024-06-17"),
            ("On Friday, the minister said nothing.", "Friday=2024-06-14"),
            ("Last Friday it rained.", "Last Friday=2024-06-14"),
            ("It begins next Friday.", "next Friday=2024-06-21"),
            (
                "The ministers had met on Wednesday and will meet again on Saturday.",
                "Wednesday=2024-06-12; Saturday=2024-06-22",
            ),
            ("He is scheduled to speak on Sunday", "Sunday=2024-06-23"),
            ("Friday's vote was close.", "Friday=2024-06-14"),
            ("Wednesday of last week", "Wednesday of last week=2024-06-12"),
        ],
        found,
    );
}

#[test]
fn weekdays_of_what_is_to_come_or_has_a_name() {
    all_are(
        &[
            ("The vote is Sunday.", "Sunday=2024-06-23"),
            ("The deadline is on Friday.", "Friday=2024-06-21"),
            ("Voters go to the polls on Sunday.", "Sunday=2024-06-23"),
            ("They may strike Thursday.", "Thursday=2024-06-20"),
            ("A week from Tuesday it ends.", "A week from Tuesday=2024-06-25"),
            (
                "It was read at 9:40 p.m. (1940 GMT) Friday.",
                "9:40 p.m.=2024-06-14T21:40; 1940 GMT=2024-06-14T19:40Z; Friday=2024-06-14",
            ),
            (
                "The gates open at sixteen hundred hours GMT.",
                "sixteen hundred hours GMT=2024-06-17T16:00Z",
            ),
            (
                "in the early morning hours of Saturday",
                "the early morning hours of Saturday=2024-06-15TMO",
            ),
            (
                "It happened at 6:15 in the morning on Sunday.",
                "6:15 in the morning on Sunday=2024-06-16T06:15",
            ),
            ("The truce ends at midnight GMT.", "midnight GMT=2024-06-17T24"),
        ],
        found,
    );
}

#[test]
fn years_of_companies_and_schools() {
    all_are(
        &[
            ("in this fiscal year", "this fiscal year=2024"),
            ("for the current fiscal year", "the current fiscal year=2024"),
            ("Last school year it closed.", "Last school year=2023"),
            ("the 2022 budget year", "the 2022 budget year=2022"),
            ("in 2021's second quarter", "2021's second quarter=2021-Q2"),
            ("It was 2021's largest sale.", "2021's=2021"),
            ("the same quarter of 2022", "the same quarter of 2022=2022-Q1"),
            ("in the current quarter", "the current quarter=2024-Q2"),
            ("In the first half, exports fell.", "the first half=2024-H1"),
            ("In the second half, exports fell.", "the second half=2023-H2"),
            ("First-half profit rose.", "First-half=2024-H1"),
            ("at year-end 2019", "year-end 2019=2019"),
            (
                "In the week ended June 7, few came.",
                "the week=2024-W23; June 7=2024-06-07",
            ),
            ("In the latest week, few came.", "the latest week=2024-W24"),
            ("the 1700s", "1700s=17XX"),
            ("in late '21", "late '21=2021"),
        ],
        found,
    );
}

#[test]
fn so_long_ago_to_the_day() {
    all_are(
        &[
            ("Ten years ago today they met.", "Ten years ago today=2014-06-17"),
            (
                "Two years ago this month they met.",
                "Two years ago this month=2022-06",
            ),
            ("half a century ago", "half a century ago=1974"),
            ("for half a quarter", "half a quarter=P2M"),
            ("a quarter-century ago", "a quarter-century ago=1999"),
            ("a year-and-a-half ago", "a year-and-a-half ago=2022-12"),
            ("That summer they left.", "That summer=2024-SU"),
            ("In the weeks before the vote he spoke little.", "weeks=PAST_REF"),
            ("He is paid 40 dollars per day.", "per day=P1D"),
        ],
        found,
    );
}

#[test]
fn lengths_in_other_words() {
    all_are(
        &[
            ("after another week of talks", "another week=P1W"),
            ("for three straight days", "three straight days=P3D"),
            ("two consecutive quarters", "two consecutive quarters=P2Q"),
            ("the entire month", "the entire month=P1M"),
            ("in the last half century", "the last half century=P50Y"),
            (
                "the past two-and-a-half years",
                "the past two-and-a-half years=P2Y6M",
            ),
            ("They broke the eight-month-old truce.", "eight-month-old=P8M"),
            ("They fed the eight-month-old child.", ""),
            ("a decades-old feud", "decades-old=PXY"),
            ("Weeks later they met.", "Weeks later=FUTURE_REF"),
            (
                "It has met every other Tuesday.",
                "every other Tuesday=XXXX-WXX-2",
            ),
            ("in the 1990-91 school year", "1990=1990; 91=1991"),
        ],
        found,
    );
}

#[test]
fn days_by_their_number_and_middles_and_ends() {
    all_are(
        &[
            ("On Friday the 21st they met.", "Friday the 21st=2024-06-21"),
            ("Thursday the 30th", "Thursday the 30th=2024-05-30"),
            ("the 3rd of last month", "the 3rd of last month=2024-05-03"),
            ("They met on the 4th.", "the 4th=2024-06-04"),
            ("They met on the 4th floor.", ""),
            ("the week before last", "the week before last=2024-W23"),
            ("the month after next", "the month after next=2024-08"),
            ("by year's end", "year's end=2024"),
            ("by midweek", "midweek=2024-W25"),
            ("in midsummer", "midsummer=2024-SU"),
            ("at 1630 hours", "1630 hours=2024-06-17T16:30"),
            ("2000 hours of work", "2000 hours=PT2000H"),
            (
                "At 9 o'clock Saturday night he spoke.",
                "9 o'clock Saturday night=2024-06-15T21:00",
            ),
            ("it was friday", "friday=2024-06-14"),
            ("the Good Friday accord", ""),
        ],
        found,
    );
}

#[test]
fn names_and_numbers_that_are_no_dates() {
    all_are(
        &[
            ("Mrs. June and Mr. August spoke.", ""),
            ("The Sunday Telegraph and the Saturday Evening Post wrote so.", ""),
            ("After Super Tuesday and Black September came peace.", ""),
            ("the party's paper, the daily Beacon", ""),
            ("the Seven Years' War and the Six-Day War", ""),
            ("A second man fell.", ""),
            ("He waited a second, and another.", "a second=PT1S"),
            ("Flight 1990 left from gate 3; Resolution 1973 passed.", ""),
            ("in a 1990 Toyota", ""),
            ("It cost 1950 rubles.", ""),
            ("He was the past president.", ""),
            ("He lives in the past.", "the past=PAST_REF"),
            ("the night before the vote", ""),
        ],
        found,
    );
}

#[test]
fn months_seasons_and_parts_of_years() {
    all_are(
        &[
            ("It was signed last September.", "last September=2023-09"),
            ("Prices fell in March.", "March=2024-03"),
            ("The summit will be held in October.", "October=2024-10"),
            ("in the summer of 1961", "the summer of 1961=1961-SU"),
            ("last autumn", "last autumn=2023-FA"),
            ("in early 2024", "early 2024=2024"),
            ("in mid-June", "mid-June=2024-06"),
            ("in late May 1958", "late May 1958=1958-05"),
            ("at the end of 1990", "the end of 1990=1990"),
            (
                "in the third quarter of 2023",
                "the third quarter of 2023=2023-Q3",
            ),
            ("the first half of 1999", "the first half of 1999=1999-H1"),
            ("around 1950", "1950=1950"),
            ("in 1961, 2000 and 2001", "1961=1961; 2000=2000; 2001=2001"),
            ("the 1950s", "1950s=195X"),
            ("in the late 1980s", "late 1980s=198X"),
            ("the nineties", "the nineties=199X"),
            ("in the 19th century", "the 19th century=18XX"),
            ("the early twentieth century", "the early twentieth century=19XX"),
            ("The law of 1999 may march on.", "1999=1999"),
            ("Ministers may meet; troops march on.", ""),
        ],
        found,
    );
}

#[test]
fn nearness_and_distance() {
    all_are(
        &[
            ("It was shot down two years ago.", "two years ago=2022"),
            ("over two decades ago", "over two decades ago=2004"),
            ("10 days ago", "10 days ago=2024-06-07"),
            ("six months ago", "six months ago=2023-12"),
            (
                "They met on 12 June 2023. A week later they parted.",
                "12 June 2023=2023-06-12; A week later=2023-W25",
            ),
            (
                "On 3 May 2023 he spoke; the next day he left.",
                "3 May 2023=2023-05-03; the next day=2023-05-04",
            ),
            (
                "three days before 18 June 2024",
                "three days before 18 June 2024=2024-06-15",
            ),
            (
                "the day after 31 December 1999",
                "the day after 31 December 1999=2000-01-01",
            ),
            (
                "a day after Christmas Day 1999",
                "a day after Christmas Day 1999=1999-12-26",
            ),
            (
                "yesterday, today and tomorrow",
                "yesterday=2024-06-16; today=2024-06-17; tomorrow=2024-06-18",
            ),
            (
                "last week and next month",
                "last week=2024-W24; next month=2024-07",
            ),
            ("earlier this year", "earlier this year=2024"),
            ("the day before yesterday", "the day before yesterday=2024-06-15"),
            (
                "It has recently grown, and now rests.",
                "recently=PAST_REF; now=PRESENT_REF",
            ),
            ("in the coming hours", "the coming hours=PTXH"),
        ],
        found,
    );
}

#[test]
fn times_durations_and_sets_are_told_apart() {
    all_are(
        &[
            ("at 3 p.m. on Tuesday", "3 p.m. on Tuesday=2024-06-11T15:00"),
            (
                "He spoke at 10:35 a.m. on 7 August 1998.",
                "10:35 a.m. on 7 August 1998=1998-08-07T10:35",
            ),
            ("He left on Friday morning.", "Friday morning=2024-06-14TMO"),
            ("They arrived last night.", "last night=2024-06-16TNI"),
            ("at midnight", "midnight=2024-06-17T24"),
            ("It took three days.", "three days=P3D"),
            ("a two-day visit", "two-day=P2D"),
            ("for two and a half years", "two and a half years=P2Y6M"),
            ("for more than 30 years", "more than 30 years=P30Y"),
            ("within 48 hours", "48 hours=PT48H"),
            ("for several weeks", "several weeks=PXW"),
            ("for two decades", "two decades=P20Y"),
            ("the past three months", "the past three months=P3M"),
            ("He phones every day.", "every day=P1D"),
            ("each Tuesday", "each Tuesday=XXXX-WXX-2"),
            ("on Mondays", "Mondays=XXXX-WXX-1"),
            ("a 44-year-old man, aged 62", ""),
            (
                "Three-quarters of them were a second time as soon as possible",
                "",
            ),
        ],
        found,
    );
}

#[test]
fn ranges_and_visits_are_one_date() {
    all_are(
        &[
            ("from 2003 to 2009", "2003/2009"),
            ("the talks of June 13–15", "2024-06-13/2024-06-15"),
            ("the talks of June 13–15, 1998", "1998-06-13/1998-06-15"),
            ("on 13-15 June 2023", "2023-06-13/2023-06-15"),
            ("from 28 May to 3 June 1972", "1972-05-28/1972-06-03"),
            (
                "from December 30, 1999 to January 2, 2000",
                "1999-12-30/2000-01-02",
            ),
            ("between March and July 1961", "1961-03/1961-07"),
            ("in 1914–18", "1914/1918"),
            ("in 1961, 2000 and 2001", "1961 2000 2001"),
            ("on 18 and 19 June 2024", "2024-06-18 2024-06-19"),
            (
                "He starts a two-day visit starting Tuesday.",
                "2024-06-18/2024-06-19",
            ),
            (
                "He will arrive on Tuesday for a two-day visit.",
                "2024-06-18/2024-06-19",
            ),
            ("in early 2024", "2024-37~"),
            ("in the summer of 1961", "1961-22"),
            ("around 1950", "1950~"),
            ("about two decades ago", "2004~"),
            ("last week", "2024-06-10/2024-06-16"),
            ("at 3 p.m. on 4 June 1989", "1989-06-04"),
            ("It lasted three days, now as ever.", ""),
            ("He has ruled since 2003.", "2003/.."),
            ("She has been ill since early March", "2024-03-01~/.."),
            ("the first visit since July 2000", "2000-07"),
            ("It was the worst flood in the country since 1953.", "1953"),
            ("He saw the worst. Since 1953 they build.", "1953/.."),
            ("after 9/11", "2001-09-11"),
        ],
        dated,
    );
}

#[test]
fn what_stands_around_decides() {
    all_are(
        &[
            ("The two leaders meet Thursday in Hanoi.", "Thursday=2024-06-20"),
            ("They did not meet Thursday in Hanoi.", "Thursday=2024-06-13"),
            ("A deal could come as early as Thursday.", "Thursday=2024-06-20"),
            // The stop before closing quotes ends a sentence, and so does one behind a short name.
            ("\"We will open it in August.\" He resigned.", "August=2024-08"),
            (
                "He will go to Iraq. On Thursday she was heard.",
                "Thursday=2024-06-13",
            ),
            ("Gen. Smith resigned on Thursday.", "Thursday=2024-06-13"),
            ("It opened last May.", "last May=2023-05"),
            ("It opened last March.", "last March=2024-03"),
            (
                "In the first quarter it earned 5, against 4 a year ago.",
                "the first quarter=2024-Q1; a year ago=2023-Q1",
            ),
            (
                "It grew in the first quarter. In the last nine months it earned 5, against 4 a year earlier.",
                "the first quarter=2024-Q1; the last nine months=P9M; a year earlier=2023",
            ),
            ("He will one day return.", "one day=FUTURE_REF"),
            (
                "It fell to 5 in 2019, from 8 the year before.",
                "2019=2019; the year before=2018",
            ),
            ("He fell ill 30 days before the vote.", "30 days=P30D"),
            ("the September 11 attacks", "the September 11=2001-09-11"),
            ("It is for today's youth.", ""),
        ],
        found,
    );
}

#[test]
fn what_is_known_besides_the_value() {
    let text = "In early June he said it would end on Friday, as it does every year.";
    let timexes = find(text, Some(published()));
    let [june, friday, year] = timexes.as_slice() else {
        panic!("{timexes:?}");
    };
    assert_eq!((june.kind, june.modifier), (Kind::Date, Some(Modifier::Start)));
    assert_eq!(
        (friday.value.as_str(), friday.direction),
        ("2024-06-21", Some(Direction::Future))
    );
    assert_eq!((year.kind, year.quant.as_deref()), (Kind::Set, Some("EVERY")));
    assert_eq!(year.edtf, None);
}

#[test]
fn code_points_are_counted_where_letters_are_long() {
    let text = "Łódź – «18 июня» – 18 June 2024";
    let timexes = find(text, None);
    let timex = timexes.first().expect("one date");
    let points: Vec<char> = text.chars().collect();
    assert_eq!(
        points[timex.points.clone()].iter().collect::<String>(),
        "18 June 2024"
    );
    assert_eq!(&text[timex.bytes.clone()], "18 June 2024");
}

#[test]
fn without_a_day_of_publication_the_rest_is_open() {
    let values = |text: &str| -> Vec<(String, bool)> {
        find(text, None)
            .into_iter()
            .map(|timex| (timex.value, timex.edtf.is_some()))
            .collect()
    };
    assert_eq!(values("on 18 June 2024"), [("2024-06-18".to_owned(), true)]);
    assert_eq!(values("on 18 June"), [("XXXX-06-18".to_owned(), false)]);
    assert_eq!(values("on Tuesday"), [("XXXX-WXX-2".to_owned(), false)]);
    assert_eq!(values("last week"), [("XXXX-WXX".to_owned(), false)]);
    assert_eq!(values("two years ago"), [("XXXX".to_owned(), false)]);
}

#[test]
fn nothing_reaches_over_an_empty_line() {
    assert_eq!(found("on 18\n\nJune 2024"), "June 2024=2024-06");
    assert_eq!(found("on 18\nJune 2024"), "18\nJune 2024=2024-06-18");
}

/// Values that TIMEX3 allows.
fn is_value(value: &str) -> bool {
    if matches!(value, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF" | "PXX" | "PXM") {
        return true;
    }
    let shape: String = value
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let (date, time) = match shape.split_once('T').filter(|_| !shape.starts_with('P')) {
        Some((date, time)) => (date, Some(time)),
        None => (shape.as_str(), None),
    };
    let time_is_right =
        time.is_none_or(|time| matches!(time, "00:00" | "00:00Z" | "00" | "MO" | "AF" | "EV" | "NI"));
    if let Some(duration) = shape.strip_prefix('P') {
        let duration = duration.trim_start_matches('T');
        return !duration.is_empty() && duration.chars().all(|c| "0XYMWDQTHS".contains(c));
    }
    let date = date.trim_start_matches(['-', 'Y']);
    let (year, rest) = date.split_once('-').unwrap_or((date, ""));
    let year_is_right = year.len() >= 4 && year.chars().all(|c| "0X".contains(c));
    let rest_is_right = matches!(
        rest,
        "" | "00"
            | "00-00"
            | "XX"
            | "XX-XX"
            | "W00"
            | "W00-WE"
            | "WXX"
            | "WXX-WE"
            | "WXX-0"
            | "Q0"
            | "QX"
            | "H0"
            | "SP"
            | "SU"
            | "FA"
            | "WI"
    );
    time_is_right && year_is_right && rest_is_right
}

/// Texts of words that rules know, in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "June",
        "18",
        "2024",
        "the",
        "of",
        "Tuesday",
        "last",
        "next",
        "two",
        "years",
        "ago",
        "a",
        "-",
        "–",
        ",",
        ".",
        "from",
        "to",
        "and",
        "1961",
        "quarter",
        "third",
        "early",
        "mid",
        "p.m.",
        "10",
        ":",
        "35",
        "week",
        "before",
        "after",
        "day",
        "in",
        "century",
        "BC",
        "\n\n",
        "'",
        "90s",
        "million",
        "hundred",
        "half",
        "an",
        "hour",
        "(",
        "every",
        "Christmas",
        "summer",
        "yesterday",
        "1/2",
        "99999999999999999999",
        "É",
        "’s",
        "for",
        "until",
        "since",
        "the first",
        "nine months",
        "a year earlier",
        "9/11",
        "31",
    ]);
    prop::collection::vec((word, prop::bool::weighted(0.8)), 0..24).prop_map(|words| {
        words
            .iter()
            .map(|(word, space)| {
                if *space {
                    format!("{word} ")
                } else {
                    (*word).to_owned()
                }
            })
            .collect()
    })
}

fn holds(text: &str, published: Option<Day>) -> Result<(), TestCaseError> {
    let timexes = find(text, published);
    let mut last = 0;
    for timex in &timexes {
        prop_assert!(timex.bytes.start >= last && timex.bytes.end > timex.bytes.start);
        prop_assert!(text.get(timex.bytes.clone()).is_some());
        let points = text[..timex.bytes.start].chars().count();
        prop_assert_eq!(points, timex.points.start);
        prop_assert_eq!(
            points + text[timex.bytes.clone()].chars().count(),
            timex.points.end
        );
        prop_assert!(is_value(&timex.value), "{}", timex.value);
        last = timex.bytes.end;
    }
    let mut last = 0;
    for date in event_dates(text, &timexes) {
        prop_assert!(date.timexes.start >= last && date.timexes.end <= timexes.len());
        prop_assert!(text.get(date.bytes.clone()).is_some());
        last = date.timexes.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*", published in prop::option::of(-800_000_i64..800_000)) {
        holds(&text, published)?;
        super::typed(&text, 0);
    }

    #[test]
    fn any_words_of_time_are_read(text in words(), published in prop::option::of(-800_000_i64..800_000)) {
        holds(&text, published)?;
        super::typed(&text, 0);
    }
}
