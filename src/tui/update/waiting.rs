//! Keys that come before the answer to what was asked last, and depend on it: typed quickly, they do what they would
//! have done had they come later.

use crossterm::event::KeyEvent;

use super::act;
use crate::tui::{
    action::{Action, Context},
    message::Message,
    state::State,
};

/// Whether a message is a key that means something else, or nothing, until an answer is there that is on its way: one
/// that moves from a place to which the cursor is only about to go, or that changes an event which is still being read.
/// It is to be given to [`super::update`] when that is no longer so, or when it has taken too long.
pub fn waits(state: &State, message: &Message) -> bool {
    match message {
        Message::Key(key) if state.layers.is_empty() => key_waits(state, key),
        _ => false,
    }
}

fn key_waits(state: &State, key: &KeyEvent) -> bool {
    let context = act::context(state);
    let Some(action) = state.keymap.action(context, key) else {
        return false;
    };
    let going = state.asked.look.is_some();
    if needs_record(action) {
        let reading = state.asked.detail.is_some() && state.detail().is_none();
        going || state.asked.step.is_some() || reading
    } else {
        // Where the rank is known already, more can be added to it.
        context == Context::Timeline && moves_by_rank(action) && going && state.asked.rank.is_none()
    }
}

fn moves_by_rank(action: Action) -> bool {
    matches!(
        action,
        Action::NextEvent
            | Action::PreviousEvent
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::PageDown
            | Action::PageUp
            | Action::FirstEvent
            | Action::LastEvent
    )
}

fn needs_record(action: Action) -> bool {
    matches!(
        action,
        Action::NextLink
            | Action::PreviousLink
            | Action::OpenLink
            | Action::Copy
            | Action::Edit
            | Action::EditTags
            | Action::EditStatus
            | Action::EditSignificance
            | Action::AddRelation
            | Action::Duplicate
            | Action::MoveToFile
            | Action::Delete
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dates::Civil,
        store::{self, Place},
        tui::{
            effect::Effect,
            headless::{Headless, pressed},
        },
    };

    fn screen() -> Headless {
        let today = Civil {
            year: 2024,
            month: 6,
            day: 17,
        };
        let collection = store::load(&Place::Embedded, &|_| {}).unwrap();
        Headless::new(collection, (140, 45), today.to_day(), "")
    }

    /// Takes keys without answering what they ask, and says of each of `then` whether it would wait.
    fn wait(screen: &mut Headless, keys: &str, then: &str) -> (Vec<Effect>, Vec<bool>) {
        let asked = pressed(keys)
            .into_iter()
            .flat_map(|key| screen.send_unanswered(Message::Key(key)))
            .collect();
        let then = pressed(then).into_iter();
        let waits = then
            .map(|key| waits(screen.state(), &Message::Key(key)))
            .collect();
        (asked, waits)
    }

    #[test]
    fn what_changes_an_event_waits_until_it_is_read() {
        let mut screen = screen();
        assert_eq!(wait(&mut screen, "", "SjT").1, [false; 3]);
        let (asked, waits) = wait(&mut screen, "<pagedown>", "SDej/q");
        assert_eq!(waits, [true, true, true, false, false, false]);
        screen.answer(asked);
        assert_eq!(wait(&mut screen, "", "SDe").1, [false; 3]);
    }

    #[test]
    fn who_moves_on_from_a_place_that_is_only_asked_for_waits() {
        let mut screen = screen();
        let (asked, waits) = wait(&mut screen, "t1961", "j");
        assert_eq!(waits, [false], "a letter of the line that is typed into");
        screen.answer(asked);
        let (asked, waits) = wait(&mut screen, "<enter>", "jgS?}");
        assert_eq!(waits, [true, true, true, false, false]);
        screen.answer(asked);
        assert_eq!(wait(&mut screen, "", "jgS").1, [false; 3]);
    }

    #[test]
    fn a_cursor_whose_rank_is_known_goes_on_at_once() {
        let mut screen = screen();
        let rank = screen.state().cursor;
        let (_, waits) = wait(&mut screen, &"k".repeat(rank.min(200)), "k");
        assert_eq!(waits, [false]);
    }
}
