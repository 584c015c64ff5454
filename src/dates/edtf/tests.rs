//! Every example of the Library of Congress' page of EDTF, of this program's format, and the laws.

use proptest::prelude::*;

use super::{ast::*, *};
use crate::dates::day::{Civil, FIRST, LAST};

fn parsed(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn iso(day: Day) -> String {
    match day {
        FIRST => "-".to_owned(),
        LAST => "+".to_owned(),
        _ => Civil::from_day(day).iso(),
    }
}

/// Begin and end as `earliest..latest`, one word where they are the same.
fn days(extent: Extent) -> String {
    let one = |days: Interval| match (iso(days.earliest), iso(days.latest)) {
        (a, b) if a == b => a,
        (a, b) => format!("{a}..{b}"),
    };
    match (one(extent.start), one(extent.end)) {
        (a, b) if a == b => a,
        (a, b) => format!("{a} | {b}"),
    }
}

#[test]
#[allow(clippy::too_many_lines)]
fn dates_mean_these_days() {
    use Precision::{Age, Century, Day, Decade, Month, Season, Time, Year};
    #[rustfmt::skip]
    let table = [
        // Level 0.
        ("1985-04-12", "1985-04-12", Day),
        ("1985-04", "1985-04-01..1985-04-30", Month),
        ("1985", "1985-01-01..1985-12-31", Year),
        ("1985-04-12T23:20:30", "1985-04-12", Time),
        ("1985-04-12T23:20:30Z", "1985-04-12", Time),
        ("1985-04-12T23:20:30-04", "1985-04-12", Time),
        ("1985-04-12T23:20:30+04:30", "1985-04-12", Time),
        ("1964/2008", "1964-01-01..1964-12-31 | 2008-01-01..2008-12-31", Year),
        ("2004-06/2006-08", "2004-06-01..2004-06-30 | 2006-08-01..2006-08-31", Month),
        ("2004-02-01/2005-02-08", "2004-02-01 | 2005-02-08", Day),
        ("2004-02-01/2005-02", "2004-02-01 | 2005-02-01..2005-02-28", Month),
        ("2004-02-01/2005", "2004-02-01 | 2005-01-01..2005-12-31", Year),
        ("2005/2006-02", "2005-01-01..2005-12-31 | 2006-02-01..2006-02-28", Year),
        // Level 1.
        ("Y170000002", "Y170000002-01-01..Y170000002-12-31", Year),
        ("Y-170000002", "Y-170000002-01-01..Y-170000002-12-31", Year),
        ("2001-21", "2001-03-01..2001-05-31", Season),
        ("1984?", "1984-01-01..1984-12-31", Year),
        ("2004-06~", "2004-06-01..2004-06-30", Month),
        ("2004-06-11%", "2004-06-11", Day),
        ("201X", "2010-01-01..2019-12-31", Decade),
        ("20XX", "2000-01-01..2099-12-31", Century),
        ("2004-XX", "2004-01-01..2004-12-31", Year),
        ("1985-04-XX", "1985-04-01..1985-04-30", Month),
        ("1985-XX-XX", "1985-01-01..1985-12-31", Year),
        ("1985-04-12/..", "1985-04-12 | +", Day),
        ("1985-04/..", "1985-04-01..1985-04-30 | +", Month),
        ("1985/..", "1985-01-01..1985-12-31 | +", Year),
        ("../1985-04-12", "- | 1985-04-12", Day),
        ("../1985", "- | 1985-01-01..1985-12-31", Year),
        ("1985-04-12/", "1985-04-12 | 1985-04-12..+", Day),
        ("1985/", "1985-01-01..1985-12-31 | 1985-01-01..+", Year),
        ("/1985-04-12", "-..1985-04-12 | 1985-04-12", Day),
        ("/1985", "-..1985-12-31 | 1985-01-01..1985-12-31", Year),
        ("-1985", "-1985-01-01..-1985-12-31", Year),
        // Level 2.
        ("Y-17E7", "Y-170000000-01-01..Y-170000000-12-31", Age),
        ("1950S2", "1900-01-01..1999-12-31", Century),
        ("Y171010000S3", "Y171000000-01-01..Y171999999-12-31", Age),
        ("Y3388E2S3", "Y338000-01-01..Y338999-12-31", Age),
        ("2001-34", "2001-04-01..2001-06-30", Season),
        ("[1667,1668, 1670..1672]", "1667-01-01..1672-12-31", Year),
        ("[..1760-12-03]", "-..1760-12-03", Day),
        ("[1760-12..]", "1760-12-01..+", Month),
        ("[1760-01, 1760-02, 1760-12..]", "1760-01-01..+", Month),
        ("[1667,1760-12]", "1667-01-01..1760-12-31", Year),
        ("[..1984]", "-..1984-12-31", Year),
        ("{1667,1668, 1670..1672}", "1667-01-01..1667-12-31 | 1672-01-01..1672-12-31", Year),
        ("{1960,1961-12}", "1960-01-01..1960-12-31 | 1961-12-01..1961-12-31", Year),
        ("{..1984}", "- | 1984-01-01..1984-12-31", Year),
        ("2004-06~-11", "2004-06-11", Day),
        ("2004?-06-11", "2004-06-11", Day),
        ("?2004-06-~11", "2004-06-11", Day),
        ("2004-%06-11", "2004-06-11", Day),
        ("156X-12-25", "1560-12-25..1569-12-25", Decade),
        ("15XX-12-25", "1500-12-25..1599-12-25", Century),
        ("XXXX-12-XX", "0000-12-01..9999-12-31", Age),
        ("1XXX-XX", "1000-01-01..1999-12-31", Age),
        ("1XXX-12", "1000-12-01..1999-12-31", Age),
        ("1984-1X", "1984-10-01..1984-12-31", Season),
        ("-1X32-X1-X2", "-1932-01-02..-1032-11-22", Age),
        ("2004-06-~01/2004-06-~20", "2004-06-01 | 2004-06-20", Day),
        ("2004-06-XX/2004-07-03", "2004-06-01..2004-06-30 | 2004-07-03", Month),
        // This program's own examples, and the borders of the calendar.
        ("2024-06-18/2024-06-19", "2024-06-18 | 2024-06-19", Day),
        ("2024-06-18T09:00:00+09:00", "2024-06-18", Time),
        ("2024-06-18 09:00", "2024-06-18", Time),
        ("1950-06-25/", "1950-06-25 | 1950-06-25..+", Day),
        ("196X", "1960-01-01..1969-12-31", Decade),
        ("2001-XX-15", "2001-01-15..2001-12-15", Year),
        ("2001-XX-31", "2001-01-31..2001-12-31", Year),
        ("2001-02-3X/2001-03", "", Month),
        ("2024-22", "2024-06-01..2024-08-31", Season),
        ("2024-23", "2024-09-01..2024-11-30", Season),
        ("2024-24", "2024-12-01..2025-02-28", Season),
        ("2023-24", "2023-12-01..2024-02-29", Season),
        ("2024-25", "2024-03-01..2024-05-31", Season),
        ("2024-28", "2024-12-01..2025-02-28", Season),
        ("2024-29", "2024-09-01..2024-11-30", Season),
        ("2024-30", "2024-12-01..2025-02-28", Season),
        ("2024-31", "2024-03-01..2024-05-31", Season),
        ("2024-32", "2024-06-01..2024-08-31", Season),
        ("2024-33", "2024-01-01..2024-03-31", Season),
        ("2024-36", "2024-10-01..2024-12-31", Season),
        ("2024-37", "2024-01-01..2024-04-30", Season),
        ("2024-39", "2024-09-01..2024-12-31", Season),
        ("2024-40", "2024-01-01..2024-06-30", Season),
        ("2024-41", "2024-07-01..2024-12-31", Season),
        ("[2000,2001]", "2000-01-01..2001-12-31", Year),
        ("0000", "0000-01-01..0000-12-31", Year),
        ("-0043-03-15", "-0043-03-15", Day),
        ("-000X", "-0009-01-01..-0001-12-31", Decade),
        ("XXXX", "0000-01-01..9999-12-31", Age),
        ("XXXX-02-29", "0000-02-29..9996-02-29", Age),
        ("1XXX-02-29", "1004-02-29..1996-02-29", Age),
        ("2004-06/2004-06-11", "2004-06-01..2004-06-11 | 2004-06-11", Month),
        ("2004-06-11/2004", "2004-06-11 | 2004-06-11..2004-12-31", Year),
        ("Y12345-06-11", "Y12345-06-11", Day),
        ("Y1E3", "1000-01-01..1000-12-31", Age),
        ("  1961\t", "1961-01-01..1961-12-31", Year),
    ];
    for (text, expected, precision) in table {
        if expected.is_empty() {
            assert!(Edtf::parse(text).is_err(), "{text}");
            continue;
        }
        let date = parsed(text);
        assert_eq!(days(date.extent()), expected, "{text}");
        assert_eq!(date.precision(), precision, "{text}");
        assert_eq!(date.as_str(), text.trim());
    }
}

#[test]
fn a_mistake_says_where_it_is_and_what_would_be_right() {
    #[rustfmt::skip]
    let table = [
        ("", 0..0, "The date is empty.", ""),
        ("  2024-13-01 ", 7..9, "There is no month 13.", "Months are `01` to `12`; seasons `21` to `24`, quarters `33` to `36`."),
        ("2024-00-10", 5..7, "There is no month 0.", "Months are `01` to `12`; seasons `21` to `24`, quarters `33` to `36`."),
        ("2024-4X", 5..7, "There is no month like 4X.", "Write `XX` for an unknown month."),
        ("2023-02-30", 8..10, "February 2023 has 28 days.", "Its last day is `2023-02-28`."),
        ("1900-02-29", 8..10, "February 1900 has 28 days.", "Its last day is `1900-02-28`."),
        ("2024-06-31?", 8..10, "June 2024 has 30 days.", "Its last day is `2024-06-30?`."),
        ("2024-06-32", 8..10, "There is no day 32.", "Days are `01` to `31`."),
        ("2024-21-05", 8..10, "A season has no day.", "Write a month, `01` to `12`, before the day."),
        ("2024-6-1", 5..6, "A month has two digits.", "Write `2024-06-01`."),
        ("2024-06-01/2024-06-9", 19..20, "A day has two digits.", "Write `2024-06-01/2024-06-09`."),
        ("2001-02-3X", 0..10, "The calendar has no such day.", ""),
        ("24/06/2024", 0..2, "A year has four digits.", "Write `2024-06-24`."),
        ("June 2024", 0..9, "A date begins with its year.", "Write `2024-06`."),
        ("c. 1950", 0..7, "A date begins with its year.", "Write `1950~`."),
        ("1950s", 4..5, "This is not part of a date.", "Write `195X`."),
        ("-44", 0..3, "A year has four digits.", "Write `-0044` for 45 BCE: `0000` is 1 BCE."),
        ("-0000", 0..5, "Year 0 has no sign.", "Write `0000` for 1 BCE."),
        ("12345", 0..5, "A year has four digits.", "Write `Y12345`."),
        ("Y1950", 0..5, "A year of up to four digits has no Y before it.", "Write `1950`."),
        ("Y9223372036854775807E9", 0..22, "That year is too far away to be counted.", "Years reach from `Y-25000000000000000` to `Y25000000000000000`."),
        ("Y1E99999", 0..8, "That year is too far away to be counted.", "Years reach from `Y-25000000000000000` to `Y25000000000000000`."),
        ("1950S9", 4..6, "That year has 4 digits, so from 1 to 4 of them are significant.", ""),
        ("1950S2-06", 6..9, "A year with significant digits stands alone, without month and day.", ""),
        ("2024-06-19/2024-06-18", 0..21, "It ends before it begins.", "Put the earlier one first: `2024-06-18/2024-06-19`."),
        ("[1672..1667]", 0..12, "It ends before it begins.", "Put the earlier one first."),
        ("../..", 0..5, "An interval needs a date at one end at least.", "Write `2022-02-24/..` for what goes on, `1950-06-25/` where the end is not known."),
        ("2024-06-18/2024-06-19/2024-06-20", 21..32, "An interval has two ends, not three.", ""),
        ("2024-06-18..2024-06-19", 10..22, "Two dots join dates only inside brackets.", "Write `2024-06-18/2024-06-19`."),
        ("[2000", 4..5, "The set is not closed by `]` here.", "Put commas between its dates and `]` at its end."),
        ("2000,2001", 4..9, "Several dates stand in brackets.", "Write `[2000,2001]` for one of several dates, `{2000,2001}` for all of them."),
        ("2024-06-18?~", 11..12, "There is one qualifier too many.", "Write `%` for what is both uncertain and approximate."),
        ("2024-06-18T24:01", 11..16, "A day ends at 24:00.", ""),
        ("2024-06-18T25", 11..13, "Two digits from 00 to 24 are expected in a time.", "Write the time as `09:00:00+09:00`, or leave it out: an event counts on its day."),
        ("日本", 0..6, "A date begins with its year.", "Write `1961`, `2023-09`, `2024-06-18`, or an interval `2024-06-18/2024-06-19`."),
    ];
    for (text, span, message, help) in table {
        let error = Edtf::parse(text).unwrap_err();
        assert_eq!((error.span, error.message.as_str()), (span, message), "{text}");
        assert_eq!(error.help.unwrap_or_default(), help, "{text}");
    }
}

#[test]
fn qualities_are_those_of_any_part() {
    let marks = |text: &str| {
        let date = parsed(text);
        let marks = [
            (date.approximate(), '~'),
            (date.uncertain(), '?'),
            (date.is_open(), 'o'),
            (date.has_unknown_beginning(), 'b'),
            (date.has_unknown_end(), 'e'),
        ];
        marks
            .iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, mark)| *mark)
            .collect::<String>()
    };
    for (text, expected) in [
        ("1961", ""),
        ("1950~", "~"),
        ("2001?", "?"),
        ("2001%", "~?"),
        ("2004-?06-11", "?"),
        ("~2004-06-11", "~"),
        ("1950~/1960?", "~?"),
        ("2022-02-24/..", "o"),
        ("../2024", "o"),
        ("[..1984]", "o"),
        ("{1984?..}", "?o"),
        ("1950-06-25/", "e"),
        ("/1953", "b"),
        ("/1953~", "~b"),
    ] {
        assert_eq!(marks(text), expected, "{text}");
    }
}

#[test]
fn a_year_stands_before_its_days() {
    let mut dates = [
        "2001-01-01",
        "2001-01",
        "2001",
        "200X",
        "2001-33",
        "2000-12-31",
        "../1999",
        "-0043",
        "Y-17E7",
    ];
    dates.sort_by_key(|text| parsed(text).sort_key());
    let sorted = [
        "../1999",
        "Y-17E7",
        "-0043",
        "200X",
        "2000-12-31",
        "2001",
        "2001-33",
        "2001-01",
        "2001-01-01",
    ];
    assert_eq!(dates, sorted);
}

#[test]
fn a_date_takes_few_words_of_memory() {
    assert!(size_of::<Edtf>() <= 56);
}

/// Laws of every text; the fuzz target asserts the same.
fn holds_its_laws(text: &str) {
    let date = match Edtf::parse(text) {
        Ok(date) => date,
        Err(error) => {
            assert!(
                error.span.start <= error.span.end && error.span.end <= text.len(),
                "{text:?}: {error:?}"
            );
            assert!(text.get(error.span.clone()).is_some(), "{text:?}: {error:?}");
            return;
        }
    };
    let printed = date.canonical();
    let again = Edtf::parse(&printed).unwrap_or_else(|error| panic!("{text:?} → {printed}: {error:?}"));
    assert_eq!(again.canonical(), printed, "{text:?}");
    assert_eq!(
        (again.extent(), again.precision()),
        (date.extent(), date.precision()),
        "{text:?}"
    );
    let (whole, extent) = (date.interval(), date.extent());
    for part in [whole, extent.start, extent.end] {
        assert!(part.earliest <= part.latest, "{text:?}");
        assert!(whole.contains(&part), "{text:?}");
    }
    assert!(
        extent.start.earliest <= extent.end.earliest && extent.start.latest <= extent.end.latest,
        "{text:?}"
    );
    assert!(
        !date.words().is_empty() && !date.words_short().is_empty(),
        "{text:?}"
    );
}

#[test]
fn odd_texts_hold_the_laws_too() {
    for text in [
        "",
        " ",
        "-",
        "--",
        "?",
        "??",
        "%%",
        "/",
        "//",
        "..",
        "../",
        "/..",
        "../..",
        "[",
        "]",
        "[]",
        "{}",
        "[,]",
        "[..]",
        "[....]",
        "[1984....1985]",
        "[1984..1985..1986]",
        "[..1984..]",
        "{..1984,1985..}",
        "[ 1984 , 1985 ]",
        "[1984/1985]",
        "Y",
        "Y-",
        "YE",
        "Y1E",
        "Y1S",
        "Y-1E17",
        "Y0E5",
        "Y00000",
        "Y99999S1",
        "Y25000000000000000",
        "Y25000000000000000S1",
        "Y-25000000000000000S1",
        "Y25000000000000000-24",
        "Y25000000000000001",
        "Y-25000000000000000/Y25000000000000000",
        "Y9223372036854775807E9",
        "Y-9223372036854775808",
        "Y1E255",
        "Y1E256",
        "0000S1",
        "-000X",
        "-0000",
        "-XXXX",
        "XXXX-XX-XX",
        "XXXX-02-30",
        "X900-02-29",
        "-0004-02-29",
        "1XXX-02-29",
        "XXXX-X2-3X",
        "X0X0-0X-0X",
        "1984-X0",
        "1984-0X-31",
        "2024-12-X0",
        "?2004?-?06?-?11?",
        "2024-06-18T",
        "2024-06-18T24:00:00.000Z",
        "2024-06-18T09:00:60",
        "2024-06-18T09:00+",
        "2024-06-18t09z~",
        "2024-06-18 09:00:00.5-04",
        "2024T09",
        "２０２４",
        "20\u{301}24",
        "2024\u{0}",
        "2024-06-18\n/2024",
        "é",
        "1950’s",
        "\u{feff}2024",
        "c. c. c. 1950",
        "since since 1950",
        "to to to",
        "1 - 2 - 3 - 4",
        "st nd rd th",
        "99999999999999999999 bc",
        "0 bc",
        "0th century",
        "9223372036854775807 ad",
        "June",
        "31 June 2024",
        "q9 2024",
        "ſ 2024",
        "K1 2024",
    ] {
        holds_its_laws(text);
    }
}

fn qualifier() -> impl Strategy<Value = Qualifier> {
    prop_oneof![
        6 => Just(Qualifier::default()),
        1 => any::<(bool, bool)>().prop_map(|(uncertain, approximate)| Qualifier { uncertain, approximate }),
    ]
}

fn part<T: Copy + std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Part<T>> {
    (qualifier(), value, qualifier()).prop_map(|(before, value, after)| Part { before, value, after })
}

fn digit() -> impl Strategy<Value = u8> {
    prop_oneof![4 => b'0'..=b'9', 1 => Just(b'X')]
}

fn year_strategy() -> BoxedStrategy<Year> {
    let four = (
        any::<bool>(),
        [digit(), digit(), digit(), digit()],
        proptest::option::weighted(0.1, 1_u8..=4),
    )
        .prop_map(|(negative, digits, significant)| Year::Four {
            negative,
            digits: Mask(digits),
            significant,
        });
    let long = (
        -100_000_i64..100_000,
        proptest::option::of(0_u8..14),
        proptest::option::weighted(0.2, 1_u8..6),
    )
        .prop_map(|(mantissa, exponent, significant)| Year::Long {
            mantissa,
            exponent,
            significant,
        });
    prop_oneof![4 => four, 1 => long].boxed()
}

fn point_strategy() -> BoxedStrategy<Point> {
    let two = |least: u8, most: u8| {
        prop_oneof![
            4 => (least..=most).prop_map(|number| Mask([b'0' + number / 10, b'0' + number % 10])),
            1 => [digit(), digit()].prop_map(Mask),
        ]
    };
    let month = prop_oneof![4 => two(1, 12), 1 => two(21, 41)];
    let time = prop_oneof![
        Just("09:00:00+09:00"),
        Just("23:59Z"),
        Just("00"),
        Just("12:30:15.25")
    ];
    let time = (time, qualifier()).prop_map(|(text, after)| Time {
        text: text.into(),
        after,
    });
    (
        part(year_strategy()),
        proptest::option::of((
            part(month),
            proptest::option::of((part(two(1, 31)), proptest::option::of(time))),
        )),
    )
        .prop_map(|(year, rest)| {
            let (month, rest) = rest.unzip();
            let (day, time) = rest.flatten().unzip();
            Point {
                year,
                month,
                day,
                time: time.flatten(),
            }
        })
        .boxed()
}

fn tree() -> impl Strategy<Value = Ast> {
    let bound = || {
        prop_oneof![
            1 => Just(Bound::Unknown),
            1 => Just(Bound::Open),
            4 => point_strategy().prop_map(Bound::Point),
        ]
    };
    let member = || {
        prop_oneof![
            4 => point_strategy().prop_map(Member::One),
            1 => (point_strategy(), point_strategy()).prop_map(|(from, to)| Member::Range(from, to)),
            1 => point_strategy().prop_map(Member::UpTo),
            1 => point_strategy().prop_map(Member::From),
        ]
    };
    let members = move || proptest::collection::vec(member(), 1..4);
    prop_oneof![
        3 => point_strategy().prop_map(Ast::Point),
        3 => (bound(), bound()).prop_map(|(from, to)| Ast::Interval(from, to)),
        1 => members().prop_map(Ast::OneOf),
        1 => members().prop_map(Ast::AllOf),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_is_read_again(tree in tree()) {
        let text = tree.to_string();
        holds_its_laws(&text);
        if let Ok(date) = Edtf::parse(&text) {
            prop_assert_eq!(date.ast().unwrap(), tree);
        }
    }

    #[test]
    fn any_text_is_a_date_or_an_error(text in any::<String>()) {
        holds_its_laws(&text);
    }

    #[test]
    fn any_text_like_a_date_is_a_date_or_an_error(text in "[0-9XYES?~%/., T:Z\\[\\]{}a-z–-]{0,24}") {
        holds_its_laws(&text);
    }

    #[test]
    fn days_sort_as_the_calendar(a in -5_000_000_i64..5_000_000, b in -5_000_000_i64..5_000_000) {
        let key = |day| parsed(&Civil::from_day(day).iso()).sort_key();
        prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
        prop_assert_eq!(key(a), (a, Precision::Day));
    }
}
