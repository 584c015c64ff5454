//! Durations and sets: `P3D`, `PT5H30M`, `PXY`, `XXXX-WXX-2`.

use super::{
    super::{
        feature::{Feature, Said},
        stamp::Unit,
        types::Kind,
    },
    Meaning, Scene, count, unit,
};

/// The unit as a duration writes it, how many of it one unit is, and whether it is of the clock.
fn letters(unit: Unit) -> (&'static str, f64, bool) {
    match unit {
        Unit::Second => ("S", 1.0, true),
        Unit::Minute => ("M", 1.0, true),
        Unit::Hour => ("H", 1.0, true),
        Unit::Day => ("D", 1.0, false),
        Unit::Weekend => ("D", 2.0, false),
        Unit::Week => ("W", 1.0, false),
        Unit::Month => ("M", 1.0, false),
        Unit::Season => ("M", 3.0, false),
        Unit::Quarter => ("Q", 1.0, false),
        Unit::Half => ("M", 6.0, false),
        Unit::Year => ("Y", 1.0, false),
        Unit::Decade => ("Y", 10.0, false),
        Unit::Century => ("Y", 100.0, false),
    }
}

/// `P3D`; with a share of a unit left over, `P2Y6M` and `PT1M30S`; `PXD` for "several".
pub(super) fn written(count: Option<f64>, unit: Unit) -> String {
    let (letter, each, clock) = letters(unit);
    let before = if clock { "PT" } else { "P" };
    let Some(count) = count else {
        return format!("{before}X{letter}");
    };
    let many = count * each;
    let (whole, left) = (many.trunc(), many.fract());
    if left == 0.0 || whole > 1e12 {
        return format!("{before}{}{letter}", whole as i64);
    }
    let (smaller, size) = match unit {
        Unit::Year | Unit::Decade | Unit::Century => ("M", 12.0),
        Unit::Quarter => ("M", 3.0),
        Unit::Month | Unit::Season | Unit::Half => ("D", 30.0),
        Unit::Week => ("D", 7.0),
        Unit::Day | Unit::Weekend => ("H", 24.0),
        Unit::Hour => ("M", 60.0),
        Unit::Minute => ("S", 60.0),
        Unit::Second => return format!("{before}{many}{letter}"),
    };
    let rest = (left * size).round() as i64;
    let whole = if whole > 0.0 {
        format!("{}{letter}", whole as i64)
    } else {
        String::new()
    };
    let turn = if matches!(unit, Unit::Day | Unit::Weekend) {
        "T"
    } else {
        ""
    };
    format!("{before}{whole}{turn}{rest}{smaller}")
}

pub(super) fn duration(said: &Said<'_>, scene: &Scene) -> Option<Meaning> {
    if said.text(Feature::Anchor) == Some("ref") {
        let (count, unit) = scene.period?;
        return Some(Meaning::new(Kind::Duration, written(Some(count as f64), unit)));
    }
    if let Some(value) = said.text(Feature::Value) {
        return Some(Meaning::new(Kind::Duration, value.to_owned()));
    }
    let unit = unit(said)?;
    let count = count(said);
    let mut meaning = Meaning::new(Kind::Duration, written(count, unit));
    meaning.length = count
        .filter(|count| count.fract() == 0.0 && *count < 1e6)
        .map(|count| (count as i64, unit));
    Some(meaning)
}

/// What comes again: every so many units, or each day of a name.
pub(super) fn set(said: &Said<'_>) -> Option<Meaning> {
    let part = said.text(Feature::Part);
    let again = if let Some(weekday) = said.small(Feature::Weekday) {
        format!("XXXX-WXX-{weekday}")
    } else if let Some(month) = said.small(Feature::Month) {
        match said.small(Feature::Day) {
            Some(day) => format!("XXXX-{month:02}-{day:02}"),
            None => format!("XXXX-{month:02}"),
        }
    } else if let Some(season) = said.text(Feature::Season) {
        format!("XXXX-{season}")
    } else if let Some(unit) = unit(said) {
        let count = if said.has(Feature::N) {
            count(said)
        } else {
            Some(1.0)
        };
        return Some(Meaning::new(Kind::Set, written(count, unit)));
    } else if part.is_some() {
        "XXXX-XX-XX".to_owned()
    } else {
        return None;
    };
    let part = part.map(|part| format!("T{part}")).unwrap_or_default();
    Some(Meaning::new(Kind::Set, format!("{again}{part}")))
}
