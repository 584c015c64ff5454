use super::*;

#[test]
fn dates_are_said_so() {
    #[rustfmt::skip]
    let table = [
        ("1961", "1961", "1961"),
        ("2023-09", "September 2023", "Sep 2023"),
        ("2024-06-18", "18 June 2024", "18 Jun 2024"),
        ("2024-06-18T09:00:00+09:00", "18 June 2024, 09:00 UTC+09:00", "18 Jun 2024"),
        ("2024-06-18T09:00:30Z", "18 June 2024, 09:00:30 UTC", "18 Jun 2024"),
        ("2024-06-18T09", "18 June 2024, 09:00", "18 Jun 2024"),
        ("2024-06-18/2024-06-19", "18–19 June 2024", "18–19 Jun 2024"),
        ("2024-05-28/2024-06-03", "28 May – 3 June 2024", "28 May – 3 Jun 2024"),
        ("2023-12-31/2024-01-02", "31 December 2023 – 2 January 2024", "31 Dec 2023 – 2 Jan 2024"),
        ("2024-06-18/2024-06-18", "18 June 2024", "18 Jun 2024"),
        ("2024-06-18T09:00/2024-06-19T17:00", "from 18 June 2024, 09:00 to 19 June 2024, 17:00", "18–19 Jun 2024"),
        ("1914/1918", "1914–1918", "1914–1918"),
        ("-0048/-0043", "49–44 BCE", "49–44 BCE"),
        ("-0026/0014", "27 BCE – 14 CE", "27 BCE – 14 CE"),
        ("0014/0037", "14–37 CE", "14–37 CE"),
        ("0900/1100", "900 CE – 1100", "900 CE – 1100"),
        ("2024-06/2024-08", "June–August 2024", "Jun–Aug 2024"),
        ("2023-06/2024-08", "June 2023 – August 2024", "Jun 2023 – Aug 2024"),
        ("2004/2005-06-01", "2004 – 1 June 2005", "2004 – 1 Jun 2005"),
        ("1950~/1960?", "from about 1950 to 1960 (uncertain)", "c. 1950 – 1960?"),
        ("196X/197X", "from the 1960s to the 1970s", "1960s – 1970s"),
        ("2001-21/2001-23", "from spring 2001 to autumn 2001", "spring 2001 – autumn 2001"),
        ("2022-02-24/..", "since 24 February 2022", "since 24 Feb 2022"),
        ("1950?/..", "since 1950 (uncertain)", "since 1950?"),
        ("../2024-06-17", "until 17 June 2024", "until 17 Jun 2024"),
        ("1950-06-25/", "25 June 1950, end unknown", "25 Jun 1950 – ?"),
        ("/1953-07-27", "until 27 July 1953, beginning unknown", "? – 27 Jul 1953"),
        ("1950~", "about 1950", "c. 1950"),
        ("2001?", "2001, uncertain", "2001?"),
        ("2001%", "about 2001, uncertain", "c. 2001?"),
        ("2004-06-11?", "11 June 2004, uncertain", "11 Jun 2004?"),
        ("2004-06~-11", "11 June 2004, year and month approximate", "c. 11 Jun 2004"),
        ("2004-?06-11", "11 June 2004, month uncertain", "11 Jun 2004?"),
        ("?2004-06-~11", "11 June 2004, year uncertain, day approximate", "c. 11 Jun 2004?"),
        ("196X", "the 1960s", "1960s"),
        ("196X~", "about the 1960s", "c. 1960s"),
        ("19XX", "the 20th century", "20th cent."),
        ("00XX", "the 1st century", "1st cent."),
        ("1XXX", "the 2nd millennium", "2nd mill."),
        ("XXXX", "an unknown year", "year ?"),
        ("001X", "some year of 10–19 CE", "10–19 CE"),
        ("-004X", "some year of 50–41 BCE", "50–41 BCE"),
        ("1X32", "a year of the form 1X32", "1X32"),
        ("1950S2", "some year of 1900–1999, perhaps 1950", "1900–1999"),
        ("1950S4", "1950", "1950"),
        ("2004-XX", "an unknown month of 2004", "2004"),
        ("2004-06-XX", "an unknown day of June 2004", "Jun 2004"),
        ("2004-XX-XX", "an unknown day of 2004", "2004"),
        ("2001-XX-15", "15th of an unknown month of 2001", "2001-XX-15"),
        ("2004-1X", "some month of October–December 2004", "2004-1X"),
        ("2004-06-1X", "some day of 10–19 June 2004", "2004-06-1X"),
        ("2004-06-3X", "30 June 2004", "2004-06-3X"),
        ("2004-?06-X1", "a date of the form 2004-06-X1, month uncertain", "2004-06-X1?"),
        ("156X-12-25", "25 December of a year of the 1560s", "156X-12-25"),
        ("XXXX-12-25", "25 December of an unknown year", "XXXX-12-25"),
        ("2024-21", "spring 2024", "spring 2024"),
        ("2024-24", "winter 2024–25", "winter 2024–25"),
        ("1999-24", "winter 1999–2000", "winter 1999–2000"),
        ("2024-29", "spring 2024 (southern hemisphere)", "spring 2024 (S)"),
        ("2024-25", "spring 2024 (northern hemisphere)", "spring 2024"),
        ("196X-21", "spring of a year of the 1960s", "196X-21"),
        ("2024-33", "first quarter of 2024", "Q1 2024"),
        ("2024-36", "fourth quarter of 2024", "Q4 2024"),
        ("2024-37", "January–April 2024", "Jan–Apr 2024"),
        ("2024-41", "second half of 2024", "H2 2024"),
        ("-0043", "44 BCE", "44 BCE"),
        ("-0043-03-15", "15 March 44 BCE", "15 Mar 44 BCE"),
        ("0000", "1 BCE", "1 BCE"),
        ("0079-08-24", "24 August 79 CE", "24 Aug 79 CE"),
        ("Y170000002", "170,000,002 CE", "170,000,002 CE"),
        ("Y-17E7", "170,000,000 BCE", "170,000,000 BCE"),
        ("Y-170000000", "170,000,001 BCE", "170,000,001 BCE"),
        ("[2000,2001]", "one of 2000, 2001", "2000 or 2001"),
        ("[1667, 1668, 1670..1672]", "one of 1667, 1668, 1670–1672", "1667 … 1672?"),
        ("[1667..1672]", "one of 1667–1672", "1667 … 1672?"),
        ("[..1984]", "1984 or earlier", "1984 or earlier"),
        ("[1984..]", "1984 or later", "1984 or later"),
        ("[1667,1760-12..]", "one of 1667, December 1760 or later", "1667 or Dec 1760 or later"),
        ("{1960,1961-12}", "1960 and December 1961", "1960, Dec 1961"),
        ("{1960,1962,1964}", "1960, 1962 and 1964", "1960 … 1964"),
        ("{..1984}", "all until 1984", "all until 1984"),
    ];
    for (text, long, short) in table {
        let date = Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(date.words(), long, "{text}");
        assert_eq!(date.words_short(), short, "{text}");
    }
}

#[test]
fn stretches_of_days_have_one_unit() {
    for (days, said) in [
        (0, "0 days"),
        (1, "1 day"),
        (24, "24 days"),
        (59, "59 days"),
        (61, "2 months"),
        (213, "7 months"),
        (365, "1 year"),
        (400, "13 months"),
        (731, "2 years"),
        (39 * 365 + 10, "39 years"),
        (-1, "1 day"),
        (i64::MAX, "25,252,734,927,766,555 years"),
    ] {
        assert_eq!(span_of_days(days), said, "{days}");
    }
}

#[test]
fn days_and_years_are_said_so() {
    let day = |year, month, day| Civil { year, month, day }.to_day();
    assert_eq!(day_long(day(2024, 6, 18)), "18 June 2024");
    assert_eq!(day_long(day(-43, 3, 15)), "15 March 44 BCE");
    assert_eq!(day_long(FIRST), "no beginning");
    assert_eq!(day_long(LAST), "no end");
    assert_eq!(year(12_345), "12,345 CE");
    assert_eq!(year(i64::MIN), "9,223,372,036,854,775,809 BCE");
    assert_eq!(
        (month_name(0), month_name(12), month_short(9), month_short(13)),
        ("", "December", "Sep", "")
    );
    let said: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).into();
    assert_eq!(
        said,
        [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"
        ]
    );
}
