//! What each thing looks like, by what it is. Only the sixteen colours that the user's palette decides, and
//! never colour alone: everything said with it is also said with a glyph, a word or a place.

use ratatui::style::{Color, Modifier, Style};

use crate::{
    model::{Category, Severity, Status},
    places::Code,
    tui::record::Tone,
};

/// Styles by meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    plain: bool,
}

/// Colours that can be read on dark and on light ground in the usual palettes.
const SPREAD: [Color; 8] = [
    Color::Red,
    Color::Cyan,
    Color::Yellow,
    Color::Magenta,
    Color::Green,
    Color::LightBlue,
    Color::LightRed,
    Color::LightMagenta,
];

impl Theme {
    /// With colours, or without.
    pub fn new(coloured: bool) -> Self {
        Self { plain: !coloured }
    }

    /// Without colours: bold, dim, underlined and reversed only.
    pub fn plain() -> Self {
        Self::new(false)
    }

    fn fg(self, color: Color) -> Style {
        if self.plain {
            Style::new()
        } else {
            Style::new().fg(color)
        }
    }

    /// Running text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// What stands behind: dimmed rather than grey, so that no palette makes it vanish.
    pub fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What matters most.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The name of the program, headings.
    pub fn heading(self) -> Style {
        self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// A key of the keyboard.
    pub fn key(self) -> Style {
        self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The marked item where the keyboard is.
    pub fn marked(self) -> Style {
        Style::reset().add_modifier(Modifier::REVERSED)
    }

    /// The block before the marked item.
    pub fn cursor(self) -> Style {
        self.border(true).remove_modifier(Modifier::REVERSED)
    }

    /// Today.
    pub fn today(self) -> Style {
        self.fg(Color::Yellow).add_modifier(Modifier::BOLD)
    }

    /// Something out of the ordinary that is on: looking around.
    pub fn mode(self) -> Style {
        self.fg(Color::Yellow)
            .add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// An event that has just changed in the files.
    pub fn fresh(self) -> Style {
        self.fg(Color::Green)
            .add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// What is wrong.
    pub fn error(self) -> Style {
        self.fg(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// What should be looked at.
    pub fn warning(self) -> Style {
        self.fg(Color::Yellow)
    }

    /// A finding.
    pub fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error(),
            Severity::Warning => self.warning(),
        }
    }

    /// The part of a query that is wrong.
    pub fn mistake(self) -> Style {
        self.error().add_modifier(Modifier::UNDERLINED)
    }

    /// The border of what has the keyboard, and of what has not.
    pub fn border(self, focused: bool) -> Style {
        if focused {
            self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
        } else {
            self.quiet()
        }
    }

    /// A country, always in the same colour.
    pub fn country(self, code: Code) -> Style {
        // The factor is chosen so that states that often meet in events differ; a test holds it.
        let number = code.alpha3().bytes().fold(0_u32, |number, letter| {
            number.wrapping_mul(3057).wrapping_add(u32::from(letter))
        });
        self.spread((number >> 12) as usize)
    }

    /// The bar of an era, by its number.
    pub fn era(self, index: usize) -> Style {
        self.spread(index)
    }

    fn spread(self, index: usize) -> Style {
        SPREAD
            .get(index % SPREAD.len())
            .map_or_else(Style::new, |color| self.fg(*color))
    }

    /// A kind of event.
    pub fn category(self, category: Option<Category>) -> Style {
        match category {
            Some(Category::Treaty | Category::Agreement | Category::Aid) => self.fg(Color::Green),
            Some(Category::Visit | Category::Summit | Category::Meeting | Category::Negotiation) => {
                self.fg(Color::Cyan)
            }
            Some(Category::Conflict | Category::Military | Category::Disaster) => self.fg(Color::Red),
            Some(Category::Test | Category::Cyber) => self.fg(Color::Magenta),
            Some(Category::Sanction | Category::Trade | Category::Protest) => self.fg(Color::Yellow),
            Some(Category::Election | Category::Vote) => self.fg(Color::LightBlue),
            Some(Category::Statement | Category::Other) | None => self.text(),
        }
    }

    /// What a tone of the record looks like.
    pub fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => self.text(),
            Tone::Title => self.strong(),
            Tone::Heading => self.heading(),
            Tone::Quiet => self.quiet(),
            Tone::Date => self.fg(Color::Yellow),
            Tone::Country(code) => self.country(code),
            Tone::Category(category) => self.category(category),
            Tone::Link => self.fg(Color::LightBlue).add_modifier(Modifier::UNDERLINED),
            Tone::Asserts => self.fg(Color::Green).add_modifier(Modifier::BOLD),
            Tone::Denies => self.fg(Color::Red).add_modifier(Modifier::BOLD),
            Tone::Warning => self.warning(),
            Tone::Error => self.error(),
        }
    }
}

/// The mark of an event, one cell. The shape says the kind (◆ agreed, ● met, ▲ force, ■ anything else), the filling
/// whether it happened: full, half for what goes on, hollow for what is planned; what is only said is dotted,
/// what is disputed barred, what was called off a cross, whatever the kind.
pub fn mark(category: Option<Category>, status: Option<Status>) -> &'static str {
    let (full, half, hollow) = match category {
        Some(Category::Treaty | Category::Agreement) => ("◆", "⬖", "◇"),
        Some(Category::Visit | Category::Summit | Category::Meeting | Category::Negotiation) => {
            ("●", "◐", "○")
        }
        Some(
            Category::Conflict | Category::Military | Category::Test | Category::Cyber | Category::Disaster,
        ) => ("▲", "◭", "△"),
        _ => ("■", "◧", "□"),
    };
    match status {
        Some(Status::Occurred) => full,
        Some(Status::Ongoing) => half,
        Some(Status::Planned) => hollow,
        Some(Status::Alleged) => "◌",
        Some(Status::Disputed) => "◍",
        Some(Status::Cancelled) => "×",
        None => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn marks_take_one_cell_and_tell_every_status_apart() {
        for category in Category::ALL.iter().copied().map(Some).chain([None]) {
            let marks: std::collections::BTreeSet<_> = Status::ALL
                .iter()
                .copied()
                .map(Some)
                .chain([None])
                .map(|status| mark(category, status))
                .collect();
            assert_eq!(marks.len(), Status::ALL.len() + 1);
            assert!(marks.iter().all(|mark| text::width(mark) == 1));
        }
    }

    #[test]
    fn states_that_often_meet_differ_in_colour() {
        // A bright colour next to its plain one is hardly another.
        let colour = |code| match Theme::default().country(Code::from_alpha3(code).unwrap()).fg {
            Some(Color::LightRed) => Some(Color::Red),
            Some(Color::LightMagenta) => Some(Color::Magenta),
            colour => colour,
        };
        for (one, other) in [
            ("RUS", "PRK"),
            ("RUS", "USA"),
            ("RUS", "UKR"),
            ("RUS", "CHN"),
            ("RUS", "KOR"),
            ("UKR", "USA"),
            ("UKR", "PRK"),
            ("UKR", "KOR"),
            ("UKR", "CHN"),
            ("KOR", "CHN"),
            ("PRK", "KOR"),
            ("PRK", "USA"),
            ("PRK", "CHN"),
            ("PRK", "JPN"),
            ("USA", "CHN"),
            ("USA", "KOR"),
            ("SUN", "PRK"),
            ("SUN", "USA"),
            ("SUN", "CHN"),
            ("FRA", "DEU"),
            ("GBR", "USA"),
            ("IND", "CHN"),
        ] {
            assert_ne!(colour(one), colour(other), "{one} {other}");
        }
    }

    #[test]
    fn a_plain_theme_has_no_colour() {
        let theme = Theme::plain();
        let styles = Category::ALL
            .iter()
            .map(|category| theme.category(Some(*category)))
            .chain([
                theme.heading(),
                theme.error(),
                theme.warning(),
                theme.today(),
                theme.mode(),
                theme.tone(Tone::Link),
                theme.tone(Tone::Denies),
                theme.border(true),
                theme.country(Code::from_alpha3("RUS").unwrap()),
            ]);
        for style in styles {
            assert_eq!((style.fg, style.bg), (None, None), "{style:?}");
        }
    }
}
