//! The date jump: a line for a date, said back in words while it is typed.

use tui_input::Input;

use crate::dates::{Day, Edtf, EdtfError};

/// The date jump.
#[derive(Debug, Default)]
pub struct DatePrompt {
    /// What is typed.
    pub input: Input,
}

impl DatePrompt {
    /// What is typed, as a date; `None` while nothing is. `today` is said as a word, too.
    pub fn date(&self, today: Day) -> Option<Result<Edtf, EdtfError>> {
        match self.input.value().trim() {
            "" => None,
            "today" => Some(Edtf::parse(&crate::dates::Civil::from_day(today).iso())),
            text => Some(Edtf::parse(text)),
        }
    }
}
