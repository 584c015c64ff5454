//! A written date → the phrase that says it.
//!
//! | written | long | short |
//! | --- | --- | --- |
//! | `2024-06-18/2024-06-19` | 18–19 June 2024 | 18–19 Jun 2024 |
//! | `2022-02-24/..` | since 24 February 2022 | since 24 Feb 2022 |
//! | `1950-06-25/` | 25 June 1950, end unknown | 25 Jun 1950 – ? |
//! | `1950~` | about 1950 | c. 1950 |
//! | `2001?` | 2001, uncertain | 2001? |
//! | `196X` | the 1960s | 1960s |
//! | `2001-XX-15` | 15th of an unknown month of 2001 | 2001-XX-15 |
//!
//! The long form says everything but the fraction of a second. The short form is for a narrow column: it leaves
//! out the time of the day and days and months that are wholly unknown, marks a qualifier of any part on the
//! whole, and says what has no short name as it is written. Ends that differ in precision or carry a qualifier
//! are said in full, "from … to …" or "… – …"; equal years and months of two days or months are said once.

use super::{
    super::{
        day::days_in_month,
        edtf::{
            ast::{Ast, Bound, Mask, Member, Part, Point, Qualifier, Year},
            span::Season,
        },
    },
    month_name, month_short, number, ordinal, year,
};

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Style {
    Long,
    Short,
}

use Style::{Long, Short};

impl Style {
    fn month(self, number: u8) -> &'static str {
        match self {
            Long => month_name(number),
            Short => month_short(number),
        }
    }

    fn pick<'a>(self, long: &'a str, short: &'a str) -> &'a str {
        if self == Long { long } else { short }
    }
}

/// `ast` in words.
pub(in crate::dates) fn phrase(ast: &Ast, style: Style) -> String {
    match ast {
        Ast::Point(date) => point(date, style),
        Ast::Interval(from, to) => interval(from, to, style),
        Ast::OneOf(members) => one_of(members, style),
        Ast::AllOf(members) => all_of(members, style),
    }
}

/// A date that stands alone, with what its qualifiers say.
fn point(point: &Point, style: Style) -> String {
    qualified(point, style, |text, doubt| format!("{text}, {doubt}"))
}

/// A date as part of a longer phrase.
fn inner(point: &Point, style: Style) -> String {
    qualified(point, style, |text, doubt| format!("{text} ({doubt})"))
}

fn qualified(point: &Point, style: Style, with_doubt: impl Fn(&str, &str) -> String) -> String {
    let text = bare(point, style);
    let [year, month, day] = point.qualifiers();
    let parts = [
        ("year", Some(year)),
        ("month", point.month.map(|_| month)),
        ("day", point.day.map(|_| day)),
    ];
    let parts: Vec<(&str, Qualifier)> = parts
        .into_iter()
        .filter_map(|(name, part)| Some((name, part?)))
        .collect();
    let any = parts
        .iter()
        .fold(Qualifier::default(), |any, (_, part)| any.and(*part));
    if style == Short {
        let (before, after) = (
            if any.approximate { "c. " } else { "" },
            if any.uncertain { "?" } else { "" },
        );
        return format!("{before}{text}{after}");
    }
    let (mut text, mut doubts) = (text, Vec::new());
    if parts.iter().all(|(_, part)| part.uncertain == any.uncertain) {
        doubts.extend(any.uncertain.then(|| "uncertain".to_owned()));
    } else {
        doubts.push(format!("{} uncertain", names(&parts, |part| part.uncertain)));
    }
    if parts.iter().all(|(_, part)| part.approximate == any.approximate) {
        if any.approximate {
            text.insert_str(0, "about ");
        }
    } else {
        doubts.push(format!("{} approximate", names(&parts, |part| part.approximate)));
    }
    if doubts.is_empty() {
        text
    } else {
        with_doubt(&text, &doubts.join(", "))
    }
}

/// "year and month"
fn names(parts: &[(&str, Qualifier)], holds: impl Fn(&Qualifier) -> bool) -> String {
    let names: Vec<&str> = parts
        .iter()
        .filter(|(_, part)| holds(part))
        .map(|(name, _)| *name)
        .collect();
    names.join(" and ")
}

/// A date without its qualifiers.
fn bare(point: &Point, style: Style) -> String {
    let said = match point.month.map(|month| month.value) {
        None => Some(year_of(point, style).alone(style)),
        Some(month) => match month.known() {
            Some(number) => match Season::new(number) {
                Some(season) => season_of(point, season, style),
                None => of_month(point, u8::try_from(number).unwrap_or(0), style),
            },
            None => of_unknown_month(point, month, style),
        },
    };
    match (said, style) {
        (Some(said), Long) => match &point.time {
            Some(time) => format!("{said}, {}", clock(&time.text)),
            None => said,
        },
        (Some(said), Short) => said,
        (None, Long) => format!("a date of the form {}", unqualified(point)),
        (None, Short) => unqualified(point),
    }
}

/// The day as written, without qualifiers and time.
fn unqualified(point: &Point) -> String {
    fn plain<T>(part: Part<T>) -> Part<T> {
        Part {
            before: Qualifier::default(),
            value: part.value,
            after: Qualifier::default(),
        }
    }
    let (year, month, day) = (plain(point.year), point.month.map(plain), point.day.map(plain));
    Point {
        year,
        month,
        day,
        time: None,
    }
    .to_string()
}

/// "09:00 UTC+09:00": without seconds that are zero.
fn clock(written: &str) -> String {
    let zone_at = written.find(['Z', 'z', '+', '-']).unwrap_or(written.len());
    let (time, zone) = written.split_at_checked(zone_at).unwrap_or((written, ""));
    let time = time.split(['.', ',']).next().unwrap_or(time);
    let time = match time.len() {
        2 => format!("{time}:00"),
        8 => time.strip_suffix(":00").unwrap_or(time).to_owned(),
        _ => time.to_owned(),
    };
    match zone {
        "" => time,
        "Z" | "z" | "+00:00" | "-00:00" | "+00" | "-00" => format!("{time} UTC"),
        offset => format!("{time} UTC{offset}"),
    }
}

/// A year in words.
enum Said {
    /// One year: "1961".
    One(String),
    /// Years with a name of their own: "1960s".
    Named(String),
    /// Years without one: "1900–1999".
    Range(String),
    /// No digit is known, and whether it is before year 0.
    Unknown(bool),
    /// Unspecified digits in the midst: `1X32`.
    Form(String),
}

impl Said {
    /// The whole date is this.
    fn alone(self, style: Style) -> String {
        match (self, style) {
            (Self::One(year) | Self::Form(year), Short) | (Self::One(year), Long) => year,
            (Self::Named(years), Long) => format!("the {years}"),
            (Self::Named(years) | Self::Range(years), Short) => short_name(&years),
            (Self::Range(years), Long) => format!("some year of {years}"),
            (Self::Unknown(bce), _) => {
                format!(
                    "{}{}",
                    style.pick("an unknown year", "year ?"),
                    if bce { " BCE" } else { "" }
                )
            }
            (Self::Form(year), Long) => format!("a year of the form {year}"),
        }
    }

    /// The date is a part of it.
    fn whole_of(self) -> String {
        match self {
            Self::One(year) => year,
            Self::Named(years) => format!("a year of the {years}"),
            other => other.alone(Long),
        }
    }
}

fn short_name(years: &str) -> String {
    years.replace("century", "cent.").replace("millennium", "mill.")
}

fn year_of(point: &Point, style: Style) -> Said {
    let written = point.year.value;
    let range = || written.ends().unwrap_or_default();
    let significant = match written {
        Year::Four { significant, .. } | Year::Long { significant, .. } => significant,
    };
    if let (Some(number), Some(_)) = (written.number(), significant) {
        let (first, last) = range();
        return match (first == last, style) {
            (true, _) => Said::One(year(number)),
            (_, Short) => Said::Range(years(first, last)),
            (_, Long) => Said::Range(format!("{}, perhaps {}", years(first, last), year(number))),
        };
    }
    match written {
        // A number with an exponent is round, so it is not moved by the one year that BCE would.
        Year::Long {
            mantissa: ..0,
            exponent: Some(3..),
            ..
        } => {
            let round = written.number().unwrap_or(0).unsigned_abs();
            Said::One(format!("{} BCE", number(round)))
        }
        Year::Long { .. } => Said::One(year(written.number().unwrap_or(0))),
        Year::Four { negative, digits, .. } => match digits.known() {
            Some(_) => Said::One(year(written.number().unwrap_or(0))),
            None => masked_year(negative, digits, range),
        },
    }
}

fn masked_year(negative: bool, digits: Mask<4>, range: impl Fn() -> (i64, i64)) -> Said {
    let unknown = digits.0.iter().rev().take_while(|digit| **digit == b'X').count();
    if digits.0.iter().rev().skip(unknown).any(|digit| *digit == b'X') {
        return Said::Form(format!("{}{digits}", if negative { "-" } else { "" }));
    }
    let lowest = u64::from(digits.lowest());
    match unknown {
        4 => Said::Unknown(negative),
        1 if !negative && lowest >= 100 => Said::Named(format!("{lowest}s")),
        2 if !negative => Said::Named(format!("{} century", ordinal(lowest / 100 + 1))),
        3 if !negative => Said::Named(format!("{} millennium", ordinal(lowest / 1_000 + 1))),
        _ => {
            let (first, last) = range();
            Said::Range(years(first, last))
        }
    }
}

/// From one year to another: "1914–1918", "49–44 BCE", "27 BCE – 14 CE".
fn years(first: i64, last: i64) -> String {
    let (from, to) = (year(first), year(last));
    if from == to {
        return from;
    }
    let cut = |suffix: &str| Some((from.strip_suffix(suffix)?, to.strip_suffix(suffix)?));
    if let Some((from, _)) = cut(" BCE").or_else(|| cut(" CE")) {
        return format!("{from}–{to}");
    }
    let bare = |text: &str| !text.contains(' ');
    if bare(&from) && bare(&to) {
        format!("{from}–{to}")
    } else {
        format!("{from} – {to}")
    }
}

/// A season, quarter, third or half; none where there is no short form.
fn season_of(point: &Point, season: Season, style: Style) -> Option<String> {
    let said = year_of(point, style);
    let is_one = matches!(said, Said::One(_));
    if !is_one && style == Short {
        return None;
    }
    let year_text = said.whole_of();
    let index = usize::from(season.number);
    let nth = |from: usize| ["first", "second", "third", "fourth"].get(index - from).copied();
    Some(match season.number {
        33..=36 if style == Short => format!("Q{} {year_text}", index - 32),
        33..=36 => format!("{} quarter of {year_text}", nth(33)?),
        40 | 41 if style == Short => format!("H{} {year_text}", index - 39),
        40 | 41 => format!("{} half of {year_text}", nth(40)?),
        37..=39 => {
            let last = season.first_month + season.months - 1;
            let of = if is_one { "" } else { "of " };
            format!(
                "{}–{} {of}{year_text}",
                style.month(season.first_month),
                style.month(last)
            )
        }
        _ => {
            let name = ["spring", "summer", "autumn", "winter"].get((index - 21) % 4)?;
            let hemisphere = match season.number {
                25..=28 => style.pick(" (northern hemisphere)", ""),
                29..=32 => style.pick(" (southern hemisphere)", " (S)"),
                _ => "",
            };
            let year_text = match point.year.value.number() {
                Some(first @ 1_000..9_999) if is_one && season.ends_next_year() => two_years(first),
                _ => year_text,
            };
            format!(
                "{name} {}{year_text}{hemisphere}",
                if is_one { "" } else { "of " }
            )
        }
    })
}

/// "2024–25", "1999–2000"
fn two_years(first: i64) -> String {
    match (first + 1) % 100 {
        0 => format!("{first}–{}", first + 1),
        short => format!("{first}–{short:02}"),
    }
}

/// A month that is known, and its day.
fn of_month(point: &Point, month: u8, style: Style) -> Option<String> {
    let said = year_of(point, style);
    let is_one = matches!(said, Said::One(_));
    if !is_one && style == Short {
        return None;
    }
    let name = style.month(month);
    let month_of = |year: String| {
        if is_one {
            format!("{name} {year}")
        } else {
            format!("{name} of {year}")
        }
    };
    let whole = month_of(said.whole_of());
    let Some(day) = point.day.map(|day| day.value) else {
        return Some(whole);
    };
    if let Some(day) = day.known() {
        return Some(format!("{day} {whole}"));
    }
    if style == Short {
        return day.is_blank().then_some(whole);
    }
    if day.is_blank() {
        return Some(format!("an unknown day of {whole}"));
    }
    // `1X`, but not `X1`.
    if !day.0.ends_with(b"X") {
        return None;
    }
    let last = u16::from(days_in_month(point.year.value.number().unwrap_or(2000), month));
    Some(match (day.lowest().max(1), day.highest().min(last)) {
        (first, last) if first == last => format!("{first} {whole}"),
        (first, last) => format!("some day of {first}–{last} {whole}"),
    })
}

/// A month with unspecified digits, and its day; none where it has no words.
fn of_unknown_month(point: &Point, month: Mask<2>, style: Style) -> Option<String> {
    let year = year_of(point, style);
    let day = point.day.map(|day| day.value);
    let day_is_blank = day.is_none_or(|day| day.is_blank());
    if !month.is_blank() {
        let named = day.is_none() && style == Long && matches!(year, Said::One(_));
        let year = year.whole_of();
        return match month.0 {
            [b'1', _] if named => Some(format!("some month of October–December {year}")),
            [b'0', _] if named => Some(format!("some month of January–September {year}")),
            _ => None,
        };
    }
    match (style, day) {
        (Short, _) if day_is_blank => Some(year.alone(Short)),
        (Short, _) => None,
        (Long, None) => Some(format!("an unknown month of {}", year.whole_of())),
        (Long, Some(_)) if day_is_blank => Some(format!("an unknown day of {}", year.whole_of())),
        (Long, Some(day)) => {
            let day = ordinal(u64::from(day.known()?));
            Some(format!("{day} of an unknown month of {}", year.whole_of()))
        }
    }
}

fn interval(from: &Bound, to: &Bound, style: Style) -> String {
    match (from, to) {
        (Bound::Point(from), Bound::Point(to)) => from_to(from, to, style).unwrap_or_else(|| match style {
            Long => format!("from {} to {}", inner(from, style), inner(to, style)),
            Short => format!("{} – {}", inner(from, style), inner(to, style)),
        }),
        (Bound::Point(from), Bound::Open) => format!("since {}", inner(from, style)),
        (Bound::Point(from), Bound::Unknown) => {
            format!("{}{}", inner(from, style), style.pick(", end unknown", " – ?"))
        }
        (Bound::Open, Bound::Point(to)) => format!("until {}", inner(to, style)),
        (Bound::Unknown, Bound::Point(to)) => match style {
            Long => format!("until {}, beginning unknown", inner(to, style)),
            Short => format!("? – {}", inner(to, style)),
        },
        // No such text is read.
        (Bound::Open | Bound::Unknown, Bound::Open | Bound::Unknown) => "at an unknown time".to_owned(),
    }
}

/// Two dates without qualifiers and unspecified digits: what they share is said once.
fn from_to(from: &Point, to: &Point, style: Style) -> Option<String> {
    let (a, b) = (Plain::of(from, style)?, Plain::of(to, style)?);
    if a == b {
        return Some(bare(from, style));
    }
    let same_year = a.year == b.year;
    Some(match (a, b) {
        (Plain { month: None, .. }, Plain { month: None, .. }) => years(a.year, b.year),
        (
            Plain {
                month: Some(first),
                day: None,
                ..
            },
            Plain {
                month: Some(last),
                day: None,
                ..
            },
        ) if same_year => {
            format!("{}–{} {}", style.month(first), style.month(last), year(a.year))
        }
        (
            Plain {
                month: Some(first),
                day: Some(one),
                ..
            },
            Plain {
                month: Some(last),
                day: Some(_),
                ..
            },
        ) if same_year => {
            let to = bare(to, style);
            if first == last {
                format!("{one}–{to}")
            } else {
                format!("{one} {} – {to}", style.month(first))
            }
        }
        _ => format!("{} – {}", bare(from, style), bare(to, style)),
    })
}

/// A year, month or day of which everything is known.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Plain {
    year: i64,
    month: Option<u8>,
    day: Option<u8>,
}

impl Plain {
    /// None for anything else; the short form does not say the time, so it is not looked at.
    fn of(point: &Point, style: Style) -> Option<Self> {
        let qualified = point
            .qualifiers()
            .iter()
            .any(|part| *part != Qualifier::default());
        let (Year::Four {
            significant: None, ..
        }
        | Year::Long {
            significant: None,
            exponent: None,
            ..
        }) = point.year.value
        else {
            return None;
        };
        if qualified || (style == Long && point.time.is_some()) {
            return None;
        }
        let known = |part: Option<Part<Mask<2>>>| match part {
            None => Some(None),
            Some(part) => Some(Some(u8::try_from(part.value.known()?).ok()?)),
        };
        let month = known(point.month)?;
        if month.is_some_and(|month| month > 12) {
            return None;
        }
        Some(Self {
            year: point.year.value.number()?,
            month,
            day: known(point.day)?,
        })
    }
}

fn one_of(members: &[Member], style: Style) -> String {
    match (members, style) {
        ([Member::UpTo(_) | Member::From(_) | Member::One(_)], _) => {
            members.iter().map(|member| choice(member, style)).collect()
        }
        ([one, other], Short) => format!("{} or {}", choice(one, style), choice(other, style)),
        ([.., last], Short) => match (members.first().and_then(first_of), last_of(last)) {
            (Some(from), Some(to)) => format!("{} … {}?", inner(from, style), inner(to, style)),
            _ => list(members, choice, style).join(", "),
        },
        _ => format!("one of {}", list(members, choice, style).join(", ")),
    }
}

fn all_of(members: &[Member], style: Style) -> String {
    let mut all = list(members, stretch, style);
    if let ([first, .., last], Short) = (members, style)
        && members.len() > 2
        && let (Some(from), Some(to)) = (first_of(first), last_of(last))
    {
        return format!("{} … {}", inner(from, style), inner(to, style));
    }
    let last = all.pop().unwrap_or_default();
    if all.is_empty() {
        return last;
    }
    format!("{}{}{last}", all.join(", "), style.pick(" and ", ", "))
}

fn list(members: &[Member], say: fn(&Member, Style) -> String, style: Style) -> Vec<String> {
    members.iter().map(|member| say(member, style)).collect()
}

fn first_of(member: &Member) -> Option<&Point> {
    match member {
        Member::One(point) | Member::Range(point, _) | Member::From(point) => Some(point),
        Member::UpTo(_) => None,
    }
}

fn last_of(member: &Member) -> Option<&Point> {
    match member {
        Member::One(point) | Member::Range(_, point) | Member::UpTo(point) => Some(point),
        Member::From(_) => None,
    }
}

/// A member of a set of which one is meant.
fn choice(member: &Member, style: Style) -> String {
    match member {
        Member::UpTo(point) => format!("{} or earlier", inner(point, style)),
        Member::From(point) => format!("{} or later", inner(point, style)),
        member => stretch(member, style),
    }
}

/// A member of a set of which all are meant.
fn stretch(member: &Member, style: Style) -> String {
    match member {
        Member::One(point) => inner(point, style),
        Member::Range(from, to) => from_to(from, to, style)
            .unwrap_or_else(|| format!("{} – {}", inner(from, style), inner(to, style))),
        Member::UpTo(point) => format!("all until {}", inner(point, style)),
        Member::From(point) => format!("all since {}", inner(point, style)),
    }
}
