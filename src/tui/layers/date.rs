//! The date jump: a line for a date, said back in words while it is typed.

use tui_input::Input;

use crate::dates::{Civil, Day, Edtf, EdtfError};

/// The date jump.
#[derive(Debug, Default)]
pub struct DatePrompt {
    /// What is typed.
    pub input: Input,
}

impl DatePrompt {
    /// What is typed, as a date; `None` while nothing is. Words for days near today count, too, and dates written
    /// in another way than in files where it is clear what they mean.
    pub fn date(&self, today: Day) -> Option<Result<Edtf, EdtfError>> {
        let day = |day| Some(Edtf::parse(&Civil::from_day(day).iso()));
        match self.input.value().trim() {
            "" => None,
            "today" => day(today),
            "yesterday" => day(today - 1),
            "tomorrow" => day(today + 1),
            text => Some(Edtf::parse(text).or_else(|error| Edtf::meant(text).ok_or(error))),
        }
    }
}
