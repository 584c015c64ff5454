//! Places in the calendar and distances from them.

use super::{
    super::{
        feature::{Atom, Feature, Said},
        stamp::{Season, Stamp, Unit, day_of, weekday},
        types::{Direction, Kind},
    },
    Meaning, Scene, amount, count, holiday, unit,
};
use crate::dates::{Civil, Day};

/// A date without a year that lies farther back than this, in days, is meant to come, in spite of a past tense.
const FARTHEST_BACK: Day = 290;
/// Figures of a quarter come out within so many days.
const REPORTED_WITHIN: Day = 110;
/// Numbers of years and the like are no larger.
const MOST: f64 = 1e9;

/// A place in the calendar.
pub(super) fn calendar(said: &Said<'_>, scene: &Scene) -> Option<Meaning> {
    let mut searched = false;
    let Some(stamp) = place(said, scene, &mut searched) else {
        return unanchored(said, scene);
    };
    let mut meaning = timed(said, stamp);
    meaning.direction = searched.then(|| match scene.published {
        Some(today) if stamp.days().0 > today => Direction::Future,
        _ => Direction::Past,
    });
    Some(meaning)
}

/// The stamp, with the time of day where that is said.
fn timed(said: &Said<'_>, stamp: Stamp) -> Meaning {
    let mut meaning = Meaning::at(stamp);
    if !matches!(stamp, Stamp::Day(_)) {
        return meaning;
    }
    if let Some(clock) = clock(said) {
        meaning.kind = Kind::Time;
        meaning.value = format!("{}{clock}", meaning.value);
    }
    meaning
}

/// `T15:30`, `TMO`.
fn clock(said: &Said<'_>) -> Option<String> {
    let Some(hour) = said.int(Feature::Hour) else {
        return said.text(Feature::Part).map(|part| format!("T{part}"));
    };
    // "0930 GMT"
    let (hour, minute) = match hour {
        25.. => (hour / 100, Some(hour % 100)),
        _ => (hour, said.int(Feature::Minute)),
    };
    if hour > 24 || minute.is_some_and(|minute| minute > 59) {
        return None;
    }
    let hour = match said.text(Feature::Meridiem) {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    let hour = match said.text(Feature::Part) {
        Some("AF" | "EV") if hour < 12 => hour + 12,
        Some("NI") if (6..12).contains(&hour) => hour + 12,
        _ => hour,
    };
    if hour == 24 {
        return Some("T24".to_owned());
    }
    let minute = minute.unwrap_or(0);
    let zone = match said.text(Feature::Zone) {
        Some("gmt") => "Z",
        _ => "",
    };
    Some(format!("T{hour:02}:{minute:02}{zone}"))
}

/// The year that is said.
fn year(said: &Said<'_>, scene: &Scene) -> Option<i64> {
    let year = if let Some(year) = said.int(Feature::Year) {
        year
    } else if let Some(last) = said.int(Feature::Yy) {
        if let Some(first) = said.int(Feature::Cc) {
            first * 100 + last
        } else {
            // The one that lies nearest, but not far in the future.
            let now = scene.published.map_or(2000, |day| Civil::from_day(day).year);
            let year = now.div_euclid(100) * 100 + last;
            if year > now + 20 { year - 100 } else { year }
        }
    } else if let (Some(shift), Some(Unit::Year), true) =
        (said.int(Feature::Shift), unit(said), finer_than_year(said))
    {
        let from = match said.text(Feature::Anchor) {
            Some("ref") => scene.recent.map(Stamp::year),
            _ => None,
        };
        from.or_else(|| scene.published.map(|day| Civil::from_day(day).year))? + shift
    } else {
        return None;
    };
    Some(if said.text(Feature::Era) == Some("bc") {
        1 - year
    } else {
        year
    })
}

fn finer_than_year(said: &Said<'_>) -> bool {
    [
        Feature::Month,
        Feature::Season,
        Feature::Quarter,
        Feature::Half,
        Feature::Holiday,
    ]
    .into_iter()
    .any(|feature| said.has(feature))
}

/// The place itself; `searched` is set where several would do.
fn place(said: &Said<'_>, scene: &Scene, searched: &mut bool) -> Option<Stamp> {
    if let Some(century) = said.int(Feature::Century) {
        let century = century - 1;
        return Some(Stamp::Century(if said.text(Feature::Era) == Some("bc") {
            -century - 1
        } else {
            century
        }));
    }
    if let Some(decade) = said.int(Feature::Decade) {
        return Some(decade_of(decade, scene));
    }
    if let Some(year) = year(said, scene) {
        if said.text(Feature::Anchor) == Some("quarter") {
            return match scene.quarter.or(scene.published.map(reported)) {
                Some(Stamp::Quarter(_, quarter)) => Some(Stamp::Quarter(year, quarter)),
                _ => Some(Stamp::Year(year)),
            };
        }
        return within_year(said, year);
    }
    let today = match said.text(Feature::Anchor) {
        Some("ref") => scene.recent.map(|recent| recent.days().0).or(scene.published),
        _ => scene.published,
    }?;
    let this_year = Civil::from_day(today).year;
    let shift = said.int(Feature::Shift);
    let way = match shift {
        Some(..=-1) => Some(Direction::Past),
        Some(1..) => Some(Direction::Future),
        _ => match said.int(Feature::Dir) {
            Some(..=-1) => Some(Direction::Past),
            Some(1..) => Some(Direction::Future),
            _ => scene.direction,
        },
    };
    let within = |year| within_year(said, year);
    if said.has(Feature::Month) || said.has(Feature::Holiday) {
        let month = Stamp::around(today, Unit::Month);
        if shift == Some(0) {
            return within(this_year);
        }
        let weekday_said = said.small(Feature::Weekday);
        let candidates = [this_year - 1, this_year, this_year + 1];
        if let (Some(of_week), true) = (weekday_said, said.has(Feature::Day)) {
            let agrees = candidates
                .into_iter()
                .filter_map(within)
                .filter(|stamp| weekday(stamp.days().0) == of_week)
                .min_by_key(|stamp| (stamp.days().0 - today).abs());
            if agrees.is_some() {
                return agrees;
            }
        }
        if shift.is_none() && within(this_year) == Some(month) {
            return Some(month);
        }
        *searched = true;
        return search(today, shift, way, FARTHEST_BACK, within)
            .map(|stamp| not_just_over(stamp, month, shift));
    }
    if let Some(day) = said.small(Feature::Day) {
        *searched = said.has(Feature::Weekday);
        return day_of_month(said, today, day);
    }
    if let Some(of_week) = said.small(Feature::Weekday) {
        *searched = true;
        // "From Monday to Wednesday": the next one after the Monday.
        if let Some(begin) = scene.begin.filter(|_| shift.is_none()) {
            return Some(Stamp::Day(weekday_near(
                begin,
                of_week,
                None,
                None,
                Some(Direction::Future),
            )));
        }
        return Some(Stamp::Day(weekday_near(today, of_week, shift, unit(said), way)));
    }
    if said.has(Feature::Quarter) {
        *searched = true;
        return quarter(said, today, way);
    }
    if said.has(Feature::Season) {
        *searched = true;
        if shift == Some(0) {
            return within(this_year);
        }
        return search(today, shift, way, 320, within);
    }
    if said.has(Feature::Half) {
        let begun = |stamp: &Stamp| way == Some(Direction::Future) || stamp.days().0 <= today;
        return within(this_year).filter(begun).or_else(|| within(this_year - 1));
    }
    if let Some(unit) = unit(said) {
        return Some(unit_place(said, scene, today, unit));
    }
    // Only a time of day: of the day that was spoken of just before.
    match scene.recent {
        Some(Stamp::Day(day)) if scene.near && said.has(Feature::Hour) => Some(Stamp::Day(day)),
        _ => Some(Stamp::Day(today)),
    }
}

/// "The 13th of last month", "Friday the 13th": of this month, or of the nearest in which it is that weekday.
fn day_of_month(said: &Said<'_>, today: Day, day: u8) -> Option<Stamp> {
    let shift = said.int(Feature::Shift).unwrap_or(0);
    let month = Stamp::around(today, Unit::Month).on(shift);
    let in_month = |by: i64| match month.on(by) {
        Stamp::Month(year, month) => Civil::new(year, month, day).map(Civil::to_day),
        _ => None,
    };
    let Some(of_week) = said.small(Feature::Weekday) else {
        return in_month(0).map(Stamp::Day);
    };
    let near = (-6..=6)
        .filter_map(in_month)
        .filter(|day| weekday(*day) == of_week);
    near.min_by_key(|day| (day - today).abs()).map(Stamp::Day)
}

/// Whoever means the month that has just ended says "last month": "last May" in June is a year earlier.
fn not_just_over(found: Stamp, this_month: Stamp, shift: Option<i64>) -> Stamp {
    let just_over = matches!(found, Stamp::Month(..)) && found == this_month.on(-1);
    if just_over && shift == Some(-1) {
        found.years_on(-1)
    } else {
        found
    }
}

/// A quarter without a year.
fn quarter(said: &Said<'_>, today: Day, way: Option<Direction>) -> Option<Stamp> {
    let this_year = Civil::from_day(today).year;
    let within = |year| within_year(said, year);
    if said.text(Feature::Anchor) == Some("year-ago") {
        return within(this_year - 1);
    }
    // Of a quarter that has just ended people still expect the figures.
    let days = |year| within(year).map(|stamp| (stamp, stamp.days()));
    let to_come = days(this_year).filter(|(_, (_, last))| last + REPORTED_WITHIN >= today);
    let begun = days(this_year).filter(|(_, (first, _))| *first <= today + REPORTED_WITHIN);
    match way {
        Some(Direction::Future) => to_come.map(|(stamp, _)| stamp).or_else(|| within(this_year + 1)),
        _ => begun.map(|(stamp, _)| stamp).or_else(|| within(this_year - 1)),
    }
}

/// The quarter whose figures come out: the one before.
fn reported(today: Day) -> Stamp {
    Stamp::around(today, Unit::Quarter).on(-1)
}

/// "last week", "the quarter".
fn unit_place(said: &Said<'_>, scene: &Scene, today: Day, unit: Unit) -> Stamp {
    let shift = said.int(Feature::Shift).unwrap_or(0);
    if unit == Unit::Quarter && said.text(Feature::Anchor) == Some("quarter") {
        // The quarter that is spoken of.
        let quarter = scene
            .quarter
            .filter(|quarter| quarter.days().1 <= today)
            .unwrap_or_else(|| reported(today));
        return if said.int(Feature::Dir) == Some(-1) {
            quarter.years_on(-1)
        } else {
            quarter
        };
    }
    let here = if unit == Unit::Day {
        Stamp::Day(today)
    } else {
        Stamp::around(today, unit)
    };
    // On a weekend "the weekend" is the one that is under way.
    let here = match here {
        Stamp::Weekend(..) if shift == 0 && said.text(Feature::Anchor).is_none() => {
            let ahead = scene.direction == Some(Direction::Future);
            if weekday(today) >= 6 || ahead {
                here
            } else {
                here.on(-1)
            }
        }
        here => here,
    };
    here.on(shift)
}

/// The decade of "1980s" and "eighties"; "the 1800s" are a century, "1988's" is a year.
fn decade_of(decade: i64, scene: &Scene) -> Stamp {
    if decade >= 100 {
        return if decade % 10 != 0 {
            Stamp::Year(decade)
        } else if decade % 100 == 0 && (1000..2000).contains(&decade) {
            Stamp::Century(decade / 100)
        } else {
            Stamp::Decade(decade.div_euclid(10))
        };
    }
    let now = scene.published.map_or(2000, |day| Civil::from_day(day).year);
    let first = now.div_euclid(100) * 100 + decade;
    Stamp::Decade((if first > now { first - 100 } else { first }).div_euclid(10))
}

/// What is said, in that year.
fn within_year(said: &Said<'_>, year: i64) -> Option<Stamp> {
    if let Some(rule) = said.text(Feature::Holiday) {
        return holiday::day(rule, year).map(Stamp::Day);
    }
    if let Some(month) = said
        .small(Feature::Month)
        .filter(|month| (1..=12).contains(month))
    {
        if said.text(Feature::Anchor) == Some("quarter-ended") {
            return Some(Stamp::Quarter(year, (month - 1) / 3 + 1));
        }
        if let (Some(nth), Some(of_week)) = (said.int(Feature::Nth), said.small(Feature::Weekday)) {
            return holiday::nth_weekday(year, month, nth, of_week).map(Stamp::Day);
        }
        return match said.small(Feature::Day) {
            Some(day) => Civil::new(year, month, day).map(|civil| {
                let day = civil.to_day();
                match unit(said) {
                    Some(Unit::Week) => Stamp::around(day, Unit::Week),
                    _ => Stamp::Day(day),
                }
            }),
            None => Some(Stamp::Month(year, month)),
        };
    }
    if let Some(quarter) = said
        .small(Feature::Quarter)
        .filter(|quarter| (1..=4).contains(quarter))
    {
        return Some(Stamp::Quarter(year, quarter));
    }
    if let Some(half) = said.small(Feature::Half).filter(|half| (1..=2).contains(half)) {
        return Some(Stamp::Half(year, half));
    }
    if let Some(season) = said.text(Feature::Season).and_then(Season::from_name) {
        return Some(Stamp::Season(year, season));
    }
    Some(Stamp::Year(year))
}

/// Of the same date in several years, the one that is meant.
fn search(
    today: Day,
    shift: Option<i64>,
    way: Option<Direction>,
    farthest: Day,
    within: impl Fn(i64) -> Option<Stamp>,
) -> Option<Stamp> {
    let year = Civil::from_day(today).year;
    let mut all = [year - 2, year - 1, year, year + 1, year + 2]
        .into_iter()
        .filter_map(within);
    let all: Vec<Stamp> = all.by_ref().collect();
    let past = || {
        let done = |stamp: &&Stamp| match shift {
            Some(_) => stamp.days().1 < today,
            None => stamp.days().0 <= today,
        };
        all.iter().rev().find(done).copied()
    };
    let future = || {
        let to_come = |stamp: &&Stamp| match shift {
            Some(_) => stamp.days().0 > today,
            None => stamp.days().1 >= today,
        };
        all.iter().find(to_come).copied()
    };
    match (way, shift) {
        (Some(Direction::Past), Some(_)) => past(),
        (Some(Direction::Future), Some(_)) => future(),
        (Some(Direction::Future), None) => future()
            .filter(|stamp| stamp.days().0 - today <= farthest)
            .or_else(past),
        _ => past()
            .filter(|stamp| today - stamp.days().1 <= farthest)
            .or_else(future),
    }
}

/// The day of the week that is meant.
fn weekday_near(
    today: Day,
    of_week: u8,
    shift: Option<i64>,
    unit: Option<Unit>,
    way: Option<Direction>,
) -> Day {
    let now = weekday(today);
    if unit == Some(Unit::Week) {
        // "Wednesday of last week"
        let monday = today - Day::from(now) + 1;
        return monday + Day::from(of_week) - 1 + shift.unwrap_or(0) * 7;
    }
    let back = Day::from((now + 7 - of_week) % 7);
    let ahead = Day::from((of_week + 7 - now) % 7);
    match (shift, way) {
        (Some(..=-1), _) => today - if back == 0 { 7 } else { back },
        (Some(1..), _) => today + if ahead == 0 { 7 } else { ahead },
        (_, Some(Direction::Future)) | (Some(0), None) => today + ahead,
        _ => today - back,
    }
}

/// What can be said without a day of publication.
fn unanchored(said: &Said<'_>, scene: &Scene) -> Option<Meaning> {
    if scene.published.is_some() {
        return None;
    }
    let clock = clock(said);
    let value = if let Some(month) = said.small(Feature::Month) {
        match said.small(Feature::Day) {
            Some(day) => format!("XXXX-{month:02}-{day:02}"),
            None => format!("XXXX-{month:02}"),
        }
    } else if let Some(of_week) = said.small(Feature::Weekday) {
        format!("XXXX-WXX-{of_week}")
    } else if let Some(season) = said.text(Feature::Season) {
        format!("XXXX-{season}")
    } else if let Some(quarter) = said.small(Feature::Quarter) {
        format!("XXXX-Q{quarter}")
    } else {
        match unit(said) {
            Some(Unit::Month) => "XXXX-XX",
            Some(Unit::Week) => "XXXX-WXX",
            Some(Unit::Weekend) => "XXXX-WXX-WE",
            Some(Unit::Quarter) => "XXXX-QX",
            Some(Unit::Year | Unit::Decade | Unit::Century) => "XXXX",
            _ => "XXXX-XX-XX",
        }
        .to_owned()
    };
    let kind = if clock.is_some() { Kind::Time } else { Kind::Date };
    Some(Meaning::new(kind, value + &clock.unwrap_or_default()))
}

/// So far from a day: "two years ago", "a week later", "three days before 18 June".
pub(super) fn offset(said: &Said<'_>, scene: &Scene) -> Option<Meaning> {
    let dir = said.int(Feature::Dir)?.signum();
    let unit = unit(said)?;
    if matches!(said.get(Feature::N), Some(Atom::Text(_))) {
        let value = if dir < 0 { "PAST_REF" } else { "FUTURE_REF" };
        return Some(Meaning::new(Kind::Date, value.to_owned()));
    }
    let count = count(said).unwrap_or(1.0);
    if !(0.0..=MOST).contains(&count) {
        return None;
    }
    let anchor = said.text(Feature::Anchor);
    // "a year earlier" of a quarter is that quarter of the year before.
    if let (Some("ref" | "quarter"), Unit::Year, Some(quarter)) = (anchor, unit, scene.quarter)
        && scene.published.is_none_or(|today| quarter.days().0 <= today)
    {
        let by = dir * count as i64;
        return Some(Meaning::at(match scene.published {
            // Of nine months or a year it is the year before.
            Some(today) if !scene.quarterly => Stamp::around(today, Unit::Year).on(by),
            _ => quarter.years_on(by),
        }));
    }
    let day = match place(said, scene, &mut false) {
        Some(Stamp::Day(day))
            if [Feature::Month, Feature::Weekday, Feature::Holiday]
                .into_iter()
                .any(|feature| said.has(feature)) =>
        {
            Some(day)
        }
        _ => None,
    };
    let from = match (day, anchor) {
        (Some(day), _) => Some(day),
        (None, Some("ref")) => scene.recent.map(|recent| recent.days().0).or(scene.published),
        (None, _) => scene.published,
    };
    let Some(from) = from else {
        let mut meaning = unanchored(said, scene)?;
        meaning.kind = Kind::Date;
        return Some(meaning);
    };
    let by = dir * count as i64;
    let stamp = match anchor {
        // "Ten years ago today", "… ago this month".
        Some("day") => Stamp::Day(day_on(from, unit, by)),
        Some("month") => Stamp::around(from, Unit::Month).years_on(by),
        Some("week") => Stamp::around(day_on(from, unit, by), Unit::Week),
        // "A week from Tuesday" is a Tuesday.
        _ if day.is_some() && unit == Unit::Week => Stamp::Day(day_on(from, unit, by)),
        _ => moved(from, unit, count, dir)?,
    };
    let mut meaning = if unit.is_clock() {
        let mut meaning = Meaning::at(stamp);
        meaning.kind = Kind::Time;
        meaning.value = amount::written(Some(count), unit);
        meaning
    } else {
        timed(said, stamp)
    };
    meaning.direction = Some(if dir < 0 {
        Direction::Past
    } else {
        Direction::Future
    });
    Some(meaning)
}

/// The same day so many years, months or weeks on; in a shorter month, its last one.
fn day_on(from: Day, unit: Unit, by: i64) -> Day {
    let civil = Civil::from_day(from);
    match unit {
        Unit::Year => Stamp::Day(from).years_on(by).days().0,
        Unit::Month => match Stamp::around(from, Unit::Month).on(by) {
            Stamp::Month(year, month) => day_of(year, month, civil.day),
            _ => from,
        },
        Unit::Week => from.saturating_add(by.saturating_mul(7)),
        _ => from.saturating_add(by),
    }
}

/// `count` units from a day, as precise as the unit is.
fn moved(from: Day, unit: Unit, count: f64, dir: i64) -> Option<Stamp> {
    let whole = dir * count.trunc() as i64;
    let half = count.fract() != 0.0;
    Some(match unit {
        Unit::Second | Unit::Minute => Stamp::Day(from),
        Unit::Hour => Stamp::Day(from + whole / 24),
        Unit::Year if half => Stamp::around(from, Unit::Month).on(dir * (count * 12.0).round() as i64),
        Unit::Century if half => Stamp::around(from, Unit::Year).on(dir * (count * 100.0).round() as i64),
        Unit::Decade if half => Stamp::around(from, Unit::Year).on(dir * (count * 10.0).round() as i64),
        // Decades ago is a year, about: "two decades ago" of 2024 is 2004.
        Unit::Decade => Stamp::around(from, Unit::Year).on(whole.checked_mul(10)?),
        Unit::Century => Stamp::around(from, Unit::Year).on(whole.checked_mul(100)?),
        Unit::Week if half => Stamp::Day(from + dir * (count * 7.0).round() as i64),
        Unit::Weekend => Stamp::around(from, Unit::Weekend).on(whole),
        unit => Stamp::around(from, unit).on(whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_lie_near() {
        // Monday, 17 June 2024.
        let monday = day_of(2024, 6, 17);
        for (of_week, shift, way, expected) in [
            (1, None, None, 0),
            (2, None, None, -6),
            (2, None, Some(Direction::Future), 1),
            (2, Some(-1), None, -6),
            (1, Some(-1), None, -7),
            (1, Some(1), None, 7),
            (5, Some(0), None, 4),
        ] {
            assert_eq!(
                weekday_near(monday, of_week, shift, None, way) - monday,
                expected,
                "{of_week} {shift:?} {way:?}"
            );
        }
    }
}
