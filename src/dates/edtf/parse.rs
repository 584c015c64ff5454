//! EDTF text → what was written: recursive descent over bytes, each fault with its place.

use std::ops::Range;

use super::{
    super::{
        day::{FARTHEST_YEAR, days_in_month},
        words::month_name,
    },
    EdtfError,
    ast::{Ast, Bound, Mask, Member, Part, Point, Qualifier, Time, Year},
    meaning::{Meaning, Nonsense, meaning},
    span::{Season, days_of, digits_of},
};

/// Reads `text` whole, which has no white space around it.
pub(super) fn parse(text: &str) -> Result<(Ast, Meaning), EdtfError> {
    let mut parser = Parser { text, at: 0 };
    let ast = parser.whole()?;
    let meaning = meaning(&ast).map_err(|nonsense| unmeant(nonsense, &ast, text.len()))?;
    Ok((ast, meaning))
}

/// The error for a tree that is well formed and means nothing.
fn unmeant(nonsense: Nonsense, ast: &Ast, length: usize) -> EdtfError {
    match nonsense {
        Nonsense::NoSuchDay => fault(0..length, "The calendar has no such day.", None),
        Nonsense::Reversed => {
            let turned = match ast {
                Ast::Interval(from, to) => Some(format!("Put the earlier one first: `{to}/{from}`.")),
                _ => Some("Put the earlier one first.".to_owned()),
            };
            fault(0..length, "It ends before it begins.", turned)
        }
        Nonsense::Nothing => fault(
            0..length,
            "An interval needs a date at one end at least.",
            Some(
                "Write `2022-02-24/..` for what goes on, `1950-06-25/` where the end is not known."
                    .to_owned(),
            ),
        ),
    }
}

fn fault(span: Range<usize>, message: impl Into<String>, help: Option<String>) -> EdtfError {
    EdtfError {
        message: message.into(),
        span,
        help,
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn eat_dots(&mut self) -> bool {
        let eaten = self.rest().starts_with("..");
        self.at += if eaten { 2 } else { 0 };
        eaten
    }

    fn eat_spaces(&mut self) {
        while self.eat(b' ') {}
    }

    /// The bytes from here on that `wanted` accepts, as far as they go.
    fn run(&mut self, wanted: impl Fn(u8) -> bool) -> Range<usize> {
        let from = self.at;
        self.at += self.rest().bytes().take_while(|byte| wanted(*byte)).count();
        from..self.at
    }

    fn written(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The place of what should not be here: as far as the next separator, at least one character; at the
    /// end of the text its last byte, behind which something is missing.
    fn stray(&self) -> Range<usize> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return self.at.saturating_sub(1)..self.at;
        };
        let end = rest.find(['/', ',', ']', '}']).unwrap_or(rest.len());
        self.at..self.at + end.max(first.len_utf8())
    }

    fn whole(&mut self) -> Result<Ast, EdtfError> {
        let ast = if self.eat(b'[') {
            Ast::OneOf(self.members(b']')?)
        } else if self.eat(b'{') {
            Ast::AllOf(self.members(b'}')?)
        } else {
            self.point_or_interval()?
        };
        if self.at == self.text.len() {
            return Ok(ast);
        }
        Err(self.left_over())
    }

    /// The error for what stands behind a whole date.
    fn left_over(&self) -> EdtfError {
        let span = self.at..self.text.len();
        let rest = self.rest();
        if rest.starts_with("..") {
            let help = "Write an interval with `/`, or put `[ ]` around it for one of several dates.";
            return fault(
                span,
                "Two dots join dates only inside brackets.",
                Some(help.to_owned()),
            );
        }
        if rest.starts_with('/') {
            return fault(span, "An interval has two ends, not three.", None);
        }
        if rest.starts_with(['?', '~', '%']) {
            let help = "Write `%` for what is both uncertain and approximate.";
            return fault(span, "There is one qualifier too many.", Some(help.to_owned()));
        }
        if rest.starts_with(',') {
            let help = "Write `[2000,2001]` for one of several dates, `{2000,2001}` for all of them.";
            return fault(span, "Several dates stand in brackets.", Some(help.to_owned()));
        }
        fault(span, "This is not part of a date.", None)
    }

    fn point_or_interval(&mut self) -> Result<Ast, EdtfError> {
        let from = self.bound()?;
        if self.eat(b'/') {
            return Ok(Ast::Interval(from, self.bound()?));
        }
        match from {
            Bound::Point(point) => Ok(Ast::Point(point)),
            Bound::Unknown => Err(fault(0..0, "The date is empty.", None)),
            Bound::Open => Err(fault(
                0..self.text.len(),
                "Two dots alone are not a date.",
                Some("Write `../1984` for until 1984, `[..1984]` for some time until 1984.".to_owned()),
            )),
        }
    }

    fn bound(&mut self) -> Result<Bound, EdtfError> {
        if self.eat_dots() {
            return Ok(Bound::Open);
        }
        if matches!(self.peek(), None | Some(b'/')) {
            return Ok(Bound::Unknown);
        }
        self.point().map(Bound::Point)
    }

    fn members(&mut self, close: u8) -> Result<Vec<Member>, EdtfError> {
        let mut members = Vec::new();
        loop {
            self.eat_spaces();
            members.push(self.member()?);
            self.eat_spaces();
            if self.eat(close) {
                return Ok(members);
            }
            if !self.eat(b',') {
                let close = char::from(close);
                let message = format!("The set is not closed by `{close}` here.");
                let help = format!("Put commas between its dates and `{close}` at its end.");
                return Err(fault(self.stray(), message, Some(help)));
            }
        }
    }

    fn member(&mut self) -> Result<Member, EdtfError> {
        if self.eat_dots() {
            return self.point().map(Member::UpTo);
        }
        let from = self.point()?;
        if !self.eat_dots() {
            return Ok(Member::One(from));
        }
        if matches!(self.peek(), None | Some(b',' | b' ' | b']' | b'}')) {
            return Ok(Member::From(from));
        }
        Ok(Member::Range(from, self.point()?))
    }

    fn point(&mut self) -> Result<Point, EdtfError> {
        let begin = self.at;
        let before = self.qualifier();
        let year = self.year()?;
        let year = Part {
            before,
            value: year,
            after: self.qualifier(),
        };
        let mut point = Point {
            year,
            month: None,
            day: None,
            time: None,
        };
        if self.peek() == Some(b'-') {
            self.no_significant(&point.year.value)?;
            point.month = Some(self.month()?);
        }
        if self.peek() == Some(b'-') {
            point.day = Some(self.day(&point)?);
        }
        let time_follows = matches!(self.rest().as_bytes(), [b'T' | b't' | b' ', b'0'..=b'9', ..]);
        if time_follows && point.day.is_some() {
            point.time = Some(self.time()?);
        }
        // Checked here as well as on the whole, so that the span is that of the one date.
        if days_of(&point).is_none() {
            return Err(fault(begin..self.at, "The calendar has no such day.", None));
        }
        Ok(point)
    }

    fn qualifier(&mut self) -> Qualifier {
        let (uncertain, approximate) = match self.peek() {
            Some(b'?') => (true, false),
            Some(b'~') => (false, true),
            Some(b'%') => (true, true),
            _ => return Qualifier::default(),
        };
        self.at += 1;
        Qualifier {
            uncertain,
            approximate,
        }
    }

    fn year(&mut self) -> Result<Year, EdtfError> {
        if self.eat(b'Y') {
            return self.long_year();
        }
        let begin = self.at;
        let negative = self.eat(b'-');
        let span = self.run(is_digit);
        let Some(digits) = mask::<4>(self.written(&span)) else {
            return Err(self.wrong_year(begin, &span));
        };
        if negative && digits.known() == Some(0) {
            return Err(fault(
                begin..self.at,
                "Year 0 has no sign.",
                Some("Write `0000` for 1 BCE.".to_owned()),
            ));
        }
        let significant = self.significant(4)?;
        if significant.is_some() && digits.known().is_none() {
            let help = "Write either `195X` or `1950S3`.".to_owned();
            return Err(fault(
                begin..self.at,
                "Significant digits are told of a year whose digits are all written.",
                Some(help),
            ));
        }
        Ok(Year::Four {
            negative,
            digits,
            significant,
        })
    }

    /// The error for a year that is not of four digits.
    fn wrong_year(&self, begin: usize, digits: &Range<usize>) -> EdtfError {
        if digits.is_empty() {
            let span = self.stray();
            return fault(span, "A date begins with its year.", Some(EXAMPLES.to_owned()));
        }
        let (span, written) = (begin..digits.end, self.written(digits));
        if digits.len() < 4 {
            let ends_here =
                self.rest().starts_with(['-', '/', ',', ']', '}', '?', '~', '%']) || self.rest().is_empty();
            let help = match written.parse::<u16>() {
                Ok(year) if ends_here && begin < digits.start => {
                    format!("Write `-{year:04}` for {} BCE: `0000` is 1 BCE.", year + 1)
                }
                Ok(year) if ends_here => format!("Write `{year:04}` for that year."),
                _ => EXAMPLES.to_owned(),
            };
            return fault(span, "A year has four digits.", Some(help));
        }
        let help = format!("A longer year begins with Y: `Y{}`.", self.written(&span));
        fault(span, "A year has four digits.", Some(help))
    }

    fn long_year(&mut self) -> Result<Year, EdtfError> {
        let begin = self.at - 1;
        let negative = self.eat(b'-');
        let span = self.run(|byte| byte.is_ascii_digit());
        if span.is_empty() {
            let help = "Write `Y170000002`, or `Y17E7` for 170,000,000.".to_owned();
            return Err(fault(
                begin..self.at,
                "A year that begins with Y goes on with a number.",
                Some(help),
            ));
        }
        let mantissa = self.written(&span).parse::<i64>().ok();
        let exponent = if self.eat(b'E') {
            Some(self.number("An exponent is a number.")?)
        } else {
            None
        };
        let too_far = |end: usize| {
            let help = format!("Years reach from `Y-{FARTHEST_YEAR}` to `Y{FARTHEST_YEAR}`.");
            fault(begin..end, "That year is too far away to be counted.", Some(help))
        };
        let year = Year::Long {
            mantissa: mantissa.unwrap_or(i64::MAX),
            exponent,
            significant: None,
        };
        let Some(number) = year.number().filter(|number| *number <= FARTHEST_YEAR) else {
            return Err(too_far(self.at));
        };
        if number <= 9_999 && exponent.is_none() {
            let sign = if negative { "-" } else { "" };
            let help = format!("Write `{sign}{number:04}`.");
            return Err(fault(
                begin..self.at,
                "A year of up to four digits has no Y before it.",
                Some(help),
            ));
        }
        let significant = self.significant(digits_of(number))?;
        let mantissa = mantissa.unwrap_or_default();
        Ok(Year::Long {
            mantissa: if negative { -mantissa } else { mantissa },
            exponent,
            significant,
        })
    }

    /// `S2` behind a year of so many digits.
    fn significant(&mut self, digits: u8) -> Result<Option<u8>, EdtfError> {
        let begin = self.at;
        if !self.eat(b'S') {
            return Ok(None);
        }
        let significant = self.number("S is followed by the number of significant digits.")?;
        if (1..=digits).contains(&significant) {
            return Ok(Some(significant));
        }
        let message =
            format!("That year has {digits} digits, so from 1 to {digits} of them are significant.");
        Err(fault(begin..self.at, message, None))
    }

    /// The error for a month behind `1950S2`.
    fn no_significant(&self, year: &Year) -> Result<(), EdtfError> {
        let (Year::Four { significant, .. } | Year::Long { significant, .. }) = year;
        if significant.is_none() {
            return Ok(());
        }
        Err(fault(
            self.stray(),
            "A year with significant digits stands alone, without month and day.",
            None,
        ))
    }

    /// A small number; `message` when there is none. What is too large for the type is its largest value.
    fn number(&mut self, message: &str) -> Result<u8, EdtfError> {
        let begin = self.at;
        let span = self.run(|byte| byte.is_ascii_digit());
        if span.is_empty() {
            return Err(fault(begin.saturating_sub(1)..begin, message, None));
        }
        Ok(self.written(&span).parse().unwrap_or(u8::MAX))
    }

    /// `-09`: a month or season.
    fn month(&mut self) -> Result<Part<Mask<2>>, EdtfError> {
        let (part, span) = self.two_digits("month")?;
        let month = part.value;
        match month.known() {
            Some(number) if (1..=12).contains(&number) || Season::new(number).is_some() => Ok(part),
            Some(number) => {
                let help = "Months are `01` to `12`; seasons `21` to `24`, quarters `33` to `36`.";
                Err(fault(
                    span,
                    format!("There is no month {number}."),
                    Some(help.to_owned()),
                ))
            }
            None if (1..=12).any(|number| month.matches(number)) => Ok(part),
            None => Err(fault(
                span,
                format!("There is no month like {month}."),
                Some("Write `XX` for an unknown month.".to_owned()),
            )),
        }
    }

    /// `-18`: a day of the month.
    fn day(&mut self, point: &Point) -> Result<Part<Mask<2>>, EdtfError> {
        let (part, span) = self.two_digits("day")?;
        let day = part.value;
        let month = point
            .month
            .and_then(|month| month.value.known())
            .and_then(|month| u8::try_from(month).ok());
        if month.is_some_and(|month| month > 12) {
            return Err(fault(
                span,
                "A season has no day.",
                Some("Write a month, `01` to `12`, before the day.".to_owned()),
            ));
        }
        let Some(number) = day.known() else {
            if (1..=31).any(|number| day.matches(number)) {
                return Ok(part);
            }
            return Err(fault(
                span,
                format!("There is no day like {day}."),
                Some("Write `XX` for an unknown day.".to_owned()),
            ));
        };
        if !(1..=31).contains(&number) {
            return Err(fault(
                span,
                format!("There is no day {number}."),
                Some("Days are `01` to `31`.".to_owned()),
            ));
        }
        if let (Some(year), Some(month)) = (point.year.value.number(), month) {
            let last = days_in_month(year, month);
            if number > u16::from(last) {
                let mut to = point.clone();
                to.day = Some(Part {
                    value: two(last),
                    ..part
                });
                let message = format!(
                    "{} {} has {last} days.",
                    month_name(month),
                    super::super::words::year(year)
                );
                return Err(fault(span, message, Some(format!("Its last day is `{to}`."))));
            }
        }
        Ok(part)
    }

    /// A hyphen and two digits, with their qualifiers, and the place of the digits.
    fn two_digits(&mut self, what: &str) -> Result<(Part<Mask<2>>, Range<usize>), EdtfError> {
        let hyphen = self.at;
        self.at += 1;
        let before = self.qualifier();
        let span = self.run(is_digit);
        let written = self.written(&span);
        let Some(value) = mask::<2>(written) else {
            let help = match written.len() {
                0 => None,
                1 if written == "0" => Some("The first is `01`.".to_owned()),
                1 => Some(format!("Write `0{written}`.")),
                _ => Some("Write the date as `2024-06-18`, an interval as `1950/1960`.".to_owned()),
            };
            let place = if span.is_empty() { hyphen..self.at } else { span };
            return Err(fault(place, format!("A {what} has two digits."), help));
        };
        Ok((
            Part {
                before,
                value,
                after: self.qualifier(),
            },
            span,
        ))
    }

    /// `T09:00:00+09:00`: hours, minutes and seconds as far as they are written, and an offset.
    fn time(&mut self) -> Result<Time, EdtfError> {
        self.at += 1;
        let begin = self.at;
        let hour = self.clock(24)?;
        let mut rest = 0;
        if self.eat(b':') {
            rest += self.clock(59)?;
            if self.eat(b':') {
                // A leap second is second 60.
                rest += self.clock(60)?;
                if matches!(self.rest().as_bytes(), [b'.' | b',', b'0'..=b'9', ..]) {
                    self.at += 1;
                    let span = self.run(|byte| byte.is_ascii_digit());
                    rest += u8::from(self.written(&span).bytes().any(|digit| digit != b'0'));
                }
            }
        }
        if hour == 24 && rest > 0 {
            return Err(fault(begin..self.at, "A day ends at 24:00.", None));
        }
        if self.eat(b'+') || self.eat(b'-') {
            self.clock(23)?;
            if self.eat(b':') {
                self.clock(59)?;
            }
        } else if !self.eat(b'Z') {
            self.eat(b'z');
        }
        let text = self.written(&(begin..self.at)).into();
        Ok(Time {
            text,
            after: self.qualifier(),
        })
    }

    /// Two digits of a time, at most `most`.
    fn clock(&mut self, most: u8) -> Result<u8, EdtfError> {
        let span = self.run(|byte| byte.is_ascii_digit());
        let number = self.written(&span).parse::<u8>().ok();
        if let Some(number) = number.filter(|number| span.len() == 2 && *number <= most) {
            return Ok(number);
        }
        let place = if span.is_empty() {
            span.start.saturating_sub(1)..span.end
        } else {
            span
        };
        let message = format!("Two digits from 00 to {most} are expected in a time.");
        let help = "Write the time as `09:00:00+09:00`, or leave it out: an event counts on its day.";
        Err(fault(place, message, Some(help.to_owned())))
    }
}

const EXAMPLES: &str = "Write `1961`, `2023-09`, `2024-06-18`, or an interval `2024-06-18/2024-06-19`.";

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'X'
}

/// `digits` as a mask, when there are as many as wanted.
fn mask<const N: usize>(digits: &str) -> Option<Mask<N>> {
    digits.as_bytes().try_into().ok().map(Mask)
}

/// A number below 100 as two digits.
fn two(number: u8) -> Mask<2> {
    Mask([b'0' + number / 10 % 10, b'0' + number % 10])
}
