//! Days as the tables of places write them: `1991-12-26`, `1991-12` or `1991`.

use crate::dates::{Day, Interval};

/// All days of a year, month or day; `None` if `written` is none of the three.
pub(super) fn days(written: &str) -> Option<Interval> {
    let mut parts = written.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: Option<i64> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i64> = parts.next().map(str::parse).transpose().ok()?;
    let (earliest, next) = match (month, day) {
        (Some(month), Some(day)) => {
            let day = number(year, month, day);
            (day, day + 1)
        }
        (Some(12), None) => (number(year, 12, 1), number(year + 1, 1, 1)),
        (Some(month), None) => (number(year, month, 1), number(year, month + 1, 1)),
        (None, _) => (number(year, 1, 1), number(year + 1, 1, 1)),
    };
    Some(Interval {
        earliest,
        latest: next - 1,
    })
}

/// Days since 1970-01-01: years are counted from March, so that the leap day is the last of its year.
fn number(year: i64, month: i64, day: i64) -> Day {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_months_and_days() {
        for (written, earliest, latest) in [
            ("1970-01-01", 0, 0),
            ("1969-12-31", -1, -1),
            ("2000-02-29", 11_016, 11_016),
            ("2000-02", 10_988, 11_016),
            ("1991-12", 8_004, 8_034),
            ("2024", 19_723, 20_088),
            ("1871-01-18", -36_142, -36_142),
        ] {
            assert_eq!(days(written), Some(Interval { earliest, latest }), "{written}");
        }
        assert_eq!((days(""), days("MCM"), days("1991-xx")), (None, None, None));
    }
}
