//! Days as the tables of places write them: `1991-12-26`, `1991-12` or `1991`.
//!
//! They are EDTF, but there are a thousand of them, so they are read without keeping what was written.

use crate::dates::{Civil, Interval, day::days_in_month};

/// All days of a year, month or day; `None` if `written` is none of the three.
pub(super) fn days(written: &str) -> Option<Interval> {
    let mut parts = written.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: Option<u8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<u8> = parts.next().map(str::parse).transpose().ok()?;
    let (first, last) = (month.unwrap_or(1), month.unwrap_or(12));
    let civil = |month, day| Civil::new(year, month, day).map(Civil::to_day);
    Some(Interval {
        earliest: civil(first, day.unwrap_or(1))?,
        latest: civil(last, day.unwrap_or_else(|| days_in_month(year, last)))?,
    })
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
        for wrong in ["", "MCM", "1991-xx", "1991-13", "1991-02-29", "1991-00-01"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
