//! What lies over the panes: each layer has the keyboard while it is on top, and Esc takes it away.

pub mod actions;
pub mod countries;
pub mod date;
pub mod filter;
pub mod findings;
pub mod form;
mod list;
pub mod pick;

pub use actions::ActionList;
pub use countries::CountryPicker;
pub use date::DatePrompt;
pub use filter::FilterBar;
pub use findings::FindingList;
pub use form::Form;
pub use list::{List, fuzzy};
pub use pick::Pick;

use super::action::Context;

/// A layer, with all that it knows.
#[derive(Debug)]
pub enum Layer {
    /// The filter bar is being typed into.
    Filter(FilterBar),
    /// The country picker.
    Countries(CountryPicker),
    /// The date jump.
    Date(DatePrompt),
    /// Help and palette: every action.
    Actions(ActionList),
    /// Findings in the files.
    Findings(FindingList),
    /// Something is chosen for an event.
    Pick(Pick),
    /// An event is written.
    Form(Box<Form>),
}

impl Layer {
    /// Which keys it hears.
    pub fn context(&self) -> Context {
        match self {
            Self::Filter(_) => Context::Filter,
            Self::Date(_) => Context::Prompt,
            Self::Form(_) => Context::Form,
            Self::Countries(_) | Self::Actions(_) | Self::Findings(_) | Self::Pick(_) => Context::Picker,
        }
    }

    /// The list of a picker.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match self {
            Self::Countries(picker) => Some(&mut picker.list),
            Self::Actions(actions) => Some(&mut actions.list),
            Self::Findings(findings) => Some(&mut findings.list),
            Self::Pick(pick) => Some(&mut pick.list),
            Self::Filter(_) | Self::Date(_) | Self::Form(_) => None,
        }
    }
}
