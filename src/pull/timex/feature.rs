//! What the words of an expression say, before it is clear which days that is.

use std::fmt;

/// One thing that a word says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Feature {
    Year,
    /// The last two digits of a year.
    Yy,
    /// Its first two digits.
    Cc,
    /// The first year of a decade, or its last two digits ("the nineties").
    Decade,
    /// The number of a century: 20 is from 1901, as TIMEX3 has it from 1900.
    Century,
    /// `bc`, where the year is before our era.
    Era,
    Month,
    Day,
    Weekday,
    /// `SP`, `SU`, `FA`, `WI`.
    Season,
    Quarter,
    Half,
    /// The name of a holiday in the table of holidays.
    Holiday,
    /// `Y`, `M`, `W`, `D`, `Q`, `DE`, `CE`, `WE`; `TH`, `TM`, `TS` for hours, minutes, seconds.
    Unit,
    /// How many; `X` for "several".
    N,
    /// How many thirtieths, quarters or halves more ("and a half").
    More,
    /// Which of several: "the second Tuesday of June".
    Nth,
    /// −1 back, 1 forward.
    Dir,
    /// −1 last, 0 this, 1 next.
    Shift,
    /// A modifier after TIMEX3.
    Mod,
    /// `MO`, `AF`, `EV`, `NI`.
    Part,
    Hour,
    Minute,
    Second,
    /// `am`, `pm`.
    Meridiem,
    Zone,
    /// A value as it is.
    Value,
    Quant,
    Freq,
    /// `ref`: counted from the date that the text spoke of last, not from the day of publication.
    Anchor,
    /// What the expression is: see `Form`.
    Form,
    /// A type of TIMEX3 that is not the usual one for its form.
    Kind,
    /// Tense of a verb.
    Tense,
}

/// How many features there are.
const COUNT: usize = Feature::Tense as usize + 1;

const NAMES: [(&str, Feature); COUNT] = {
    use Feature::{
        Anchor, Cc, Century, Day, Decade, Dir, Era, Form, Freq, Half, Holiday, Hour, Kind, Meridiem, Minute,
        Mod, Month, More, N, Nth, Part, Quant, Quarter, Season, Second, Shift, Tense, Unit, Value, Weekday,
        Year, Yy, Zone,
    };
    [
        ("year", Year),
        ("yy", Yy),
        ("cc", Cc),
        ("decade", Decade),
        ("century", Century),
        ("era", Era),
        ("month", Month),
        ("day", Day),
        ("weekday", Weekday),
        ("season", Season),
        ("quarter", Quarter),
        ("half", Half),
        ("holiday", Holiday),
        ("unit", Unit),
        ("n", N),
        ("more", More),
        ("nth", Nth),
        ("dir", Dir),
        ("shift", Shift),
        ("mod", Mod),
        ("part", Part),
        ("hour", Hour),
        ("minute", Minute),
        ("second", Second),
        ("meridiem", Meridiem),
        ("zone", Zone),
        ("value", Value),
        ("quant", Quant),
        ("freq", Freq),
        ("anchor", Anchor),
        ("form", Form),
        ("kind", Kind),
        ("tense", Tense),
    ]
};

impl Feature {
    /// The feature of that name in the data files.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, feature)| *feature)
    }
}

/// A value: a number or a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Atom<'l> {
    Number(f64),
    Text(&'l str),
}

impl<'l> Atom<'l> {
    pub fn text(self) -> Option<&'l str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) => None,
        }
    }
}

/// All that is said by one expression.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Said<'l>([Option<Atom<'l>>; COUNT]);

impl<'l> Said<'l> {
    pub const NOTHING: Self = Self([None; COUNT]);

    pub fn get(&self, feature: Feature) -> Option<Atom<'l>> {
        self.0.get(feature as usize).copied().flatten()
    }

    pub fn set(&mut self, feature: Feature, atom: Atom<'l>) {
        if let Some(slot) = self.0.get_mut(feature as usize) {
            *slot = Some(atom);
        }
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.get(feature).is_some()
    }

    /// A number, whole.
    pub fn int(&self, feature: Feature) -> Option<i64> {
        match self.get(feature)? {
            Atom::Number(number) if number.abs() < 1e15 => Some(number as i64),
            _ => None,
        }
    }

    /// A number that fits a month, a day or an hour.
    pub fn small(&self, feature: Feature) -> Option<u8> {
        self.int(feature).and_then(|number| u8::try_from(number).ok())
    }

    pub fn text(&self, feature: Feature) -> Option<&'l str> {
        self.get(feature).and_then(Atom::text)
    }

    /// All that is said.
    pub fn all(&self) -> impl Iterator<Item = (Feature, Atom<'l>)> {
        NAMES
            .iter()
            .filter_map(|(_, feature)| Some((*feature, self.get(*feature)?)))
    }

    /// Takes from `other` what is not said here, of `features`.
    pub fn inherit(&mut self, other: &Self, features: &[Feature]) {
        for feature in features {
            if let (None, Some(atom)) = (self.get(*feature), other.get(*feature)) {
                self.set(*feature, atom);
            }
        }
    }
}

impl fmt::Debug for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(
                NAMES
                    .iter()
                    .filter_map(|(name, feature)| Some((name, self.get(*feature)?))),
            )
            .finish()
    }
}
