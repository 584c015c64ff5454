//! Drawing: from the state to the cells of a frame. Views change nothing and compute no filter.

use ratatui::Frame;

use super::state::State;

/// Draws the whole screen.
pub fn draw(_state: &State, _frame: &mut Frame) {}
