//! What was written → EDTF text: the same text, but for spaces in sets and the separator before a time.

use std::fmt;

use super::ast::{Ast, Bound, Mask, Member, Part, Point, Qualifier, Year};

impl fmt::Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(f),
            Self::Interval(from, to) => write!(f, "{from}/{to}"),
            Self::OneOf(members) => set(f, '[', members, ']'),
            Self::AllOf(members) => set(f, '{', members, '}'),
        }
    }
}

fn set(f: &mut fmt::Formatter<'_>, open: char, members: &[Member], close: char) -> fmt::Result {
    write!(f, "{open}")?;
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write!(f, "{member}")?;
    }
    write!(f, "{close}")
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Open => f.write_str(".."),
            Self::Point(point) => point.fmt(f),
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(point) => point.fmt(f),
            Self::Range(from, to) => write!(f, "{from}..{to}"),
            Self::UpTo(point) => write!(f, "..{point}"),
            Self::From(point) => write!(f, "{point}.."),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.year.fmt(f)?;
        for part in [&self.month, &self.day].into_iter().flatten() {
            write!(f, "-{part}")?;
        }
        match &self.time {
            Some(time) => write!(f, "T{}{}", time.text, time.after),
            None => Ok(()),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.before, self.value, self.after)
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        })
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let significant = match *self {
            Self::Four {
                negative,
                digits,
                significant,
            } => {
                write!(f, "{}{digits}", if negative { "-" } else { "" })?;
                significant
            }
            Self::Long {
                mantissa,
                exponent,
                significant,
            } => {
                write!(f, "Y{mantissa}")?;
                if let Some(exponent) = exponent {
                    write!(f, "E{exponent}")?;
                }
                significant
            }
        };
        match significant {
            Some(significant) => write!(f, "S{significant}"),
            None => Ok(()),
        }
    }
}

impl<const N: usize> fmt::Display for Mask<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
