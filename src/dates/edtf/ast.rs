//! What was written: every EDTF text as a tree that prints back to the same text.

/// A date as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ast {
    /// `2024-06-18`.
    Point(Point),
    /// `2024-06-18/2024-06-19`.
    Interval(Bound, Bound),
    /// `[2000,2001]`: one of them.
    OneOf(Vec<Member>),
    /// `{1960,1961-12}`: all of them.
    AllOf(Vec<Member>),
}

/// An end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Nothing written: not known.
    Unknown,
    /// `..`: there is none.
    Open,
    /// A date.
    Point(Point),
}

/// A member of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// `2000`.
    One(Point),
    /// `1667..1672`: each from the one to the other.
    Range(Point, Point),
    /// `..1984`: all until it, itself included.
    UpTo(Point),
    /// `1984..`: it and all after it.
    From(Point),
}

/// One year, month, season, day or moment, with qualifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: Part<Year>,
    /// The month, or a season from 21 on.
    pub month: Option<Part<Mask<2>>>,
    /// The day of the month.
    pub day: Option<Part<Mask<2>>>,
    /// The time of the day.
    pub time: Option<Time>,
}

/// A component with the qualifiers that stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<T> {
    /// Before it: of this component alone.
    pub before: Qualifier,
    /// The component.
    pub value: T,
    /// Behind it: of this component and all to its left.
    pub after: Qualifier,
}

/// `?`, `~`, `%` or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Qualifier {
    /// `?` or `%`.
    pub uncertain: bool,
    /// `~` or `%`.
    pub approximate: bool,
}

impl Qualifier {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            uncertain: self.uncertain || other.uncertain,
            approximate: self.approximate || other.approximate,
        }
    }
}

/// A year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// `1961`, `-0043`, `196X`, `1950S2`.
    Four {
        /// With `-` before it.
        negative: bool,
        /// Its digits.
        digits: Mask<4>,
        /// How many digits are significant, when written.
        significant: Option<u8>,
    },
    /// `Y170000002`, `Y-17E7`, `Y3388E2S3`: the mantissa times ten to the exponent.
    Long {
        /// Before the `E`.
        mantissa: i64,
        /// Behind the `E`, when written.
        exponent: Option<u8>,
        /// How many digits are significant, when written.
        significant: Option<u8>,
    },
}

/// A time of the day, as written but for its separator from the day: `09:00:00+09:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Without the `T`.
    pub text: Box<str>,
    /// Behind it: of the whole.
    pub after: Qualifier,
}

/// Decimal digits of which some are `X`, unspecified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask<const N: usize>(pub [u8; N]);

impl<const N: usize> Mask<N> {
    /// The number, when every digit is known.
    pub fn known(&self) -> Option<u16> {
        (!self.0.contains(&b'X')).then(|| self.filled(b'X'))
    }

    /// Whether no digit is known.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|digit| *digit == b'X')
    }

    /// The smallest number that it can be.
    pub fn lowest(&self) -> u16 {
        self.filled(b'0')
    }

    /// The greatest number that it can be.
    pub fn highest(&self) -> u16 {
        self.filled(b'9')
    }

    /// Whether it can be `number`.
    pub fn matches(&self, number: u16) -> bool {
        let mut rest = number;
        self.0.iter().rev().all(|digit| {
            let last = (rest % 10) as u8 + b'0';
            rest /= 10;
            *digit == b'X' || *digit == last
        }) && rest == 0
    }

    /// Its digits and `X`s.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number with `digit` in place of each `X`.
    fn filled(&self, digit: u8) -> u16 {
        self.0.iter().fold(0, |number, written| {
            let digit = if *written == b'X' { digit } else { *written };
            number * 10 + u16::from(digit.wrapping_sub(b'0') % 10)
        })
    }
}
