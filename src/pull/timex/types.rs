//! What is found: the kinds of time expressions and all that is known of one.

use std::ops::Range;

use crate::{dates::Edtf, text::vocabulary};

vocabulary! {
    /// The four types of TIMEX3.
    Kind {
        Date "DATE" "a day or a longer stretch of the calendar",
        Time "TIME" "a time of day, also a part of the day",
        Duration "DURATION" "a length of time",
        Set "SET" "times that come again and again",
    }
}

vocabulary! {
    /// The attribute `mod` of TIMEX3.
    Modifier {
        Before "BEFORE" "earlier than it: more than two years ago",
        After "AFTER" "later than it: less than a year ago",
        LessThan "LESS_THAN" "a duration that is shorter",
        MoreThan "MORE_THAN" "a duration that is longer",
        EqualOrLess "EQUAL_OR_LESS" "at the most",
        EqualOrMore "EQUAL_OR_MORE" "at least",
        Start "START" "its beginning: early 2024",
        Mid "MID" "its middle: mid-June",
        End "END" "its end: late 2024",
        Approx "APPROX" "about",
    }
}

vocabulary! {
    /// Which way from the day of publication an incomplete date was looked for.
    Direction {
        Past "past" "the last one before, as a verb in the past asks for",
        Future "future" "the next one after, as a verb in the future asks for",
    }
}

/// One time expression of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Where it stands, in UTF-8 bytes of the text; both ends lie between characters.
    pub bytes: Range<usize>,
    /// Where it stands, in Unicode code points of the text, as TIMEX3 in JSON counts.
    pub points: Range<usize>,
    /// Its type.
    pub kind: Kind,
    /// Its value after TIMEX3: `2024-06-18`, `2024-W25`, `2024-Q2`, `PRESENT_REF`, `P3D`, `XXXX-WXX-2`.
    pub value: String,
    /// How the value is to be taken.
    pub modifier: Option<Modifier>,
    /// Of a set: `EVERY`, `EACH` and the like.
    pub quant: Option<String>,
    /// The days that it names, as an event's date says them. None for durations, sets and vague references, and
    /// where a part is missing that no day of publication gave.
    pub edtf: Option<Edtf>,
    /// The direction in which it was looked for, where it is not complete by itself.
    pub direction: Option<Direction>,
    /// Whether it and the next one are the two ends of one range: "from 2003 to 2009".
    pub range_with_next: bool,
}

/// A date that an event can have: one expression, or those of a range or of a duration with its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// Where it stands, in UTF-8 bytes of the text: from the first of its expressions to the last.
    pub bytes: Range<usize>,
    /// The days: an interval for a range ("June 13–15", "a two-day visit starting Tuesday").
    pub edtf: Edtf,
    /// Which of the [`Timex`] of the text it is made of.
    pub timexes: Range<usize>,
}
