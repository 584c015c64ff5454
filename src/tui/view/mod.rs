//! Drawing: from the state to the cells of a frame. Views change nothing and compute no filter.

mod cells;
mod columns;
mod density;
pub(super) mod desk;
mod detail;
mod filter;
mod hints;
mod lanes;
mod layers;
mod picking;
pub mod theme;
mod timeline;
mod title;

#[cfg(test)]
mod tests;

pub use theme::Theme;

use ratatui::layout::Position;

use super::{
    layers::Layer,
    layout::{Areas, SMALLEST},
    picture::Picture,
    state::State,
};
use crate::text;

/// Draws the whole screen into an empty picture of it; gives where the cursor is seen, if anywhere.
pub fn draw(state: &State, buf: &mut Picture) -> Option<Position> {
    if Areas::too_small(state.size) {
        too_small(buf);
        return None;
    }
    title::draw(state, buf);
    filter::draw(state, buf);
    density::draw(state, buf);
    timeline::draw(state, buf);
    detail::draw(state, buf);
    hints::draw(state, buf);
    let mut cursor = None;
    for layer in &state.layers {
        cursor = match layer {
            Layer::Filter(bar) => filter::bar(state, bar, buf),
            _ => layers::draw(state, layer, buf),
        };
    }
    cursor
}

/// One sentence, in whatever room there is.
fn too_small(buf: &mut Picture) {
    let sentence = format!(
        "Annals needs {} columns and {} lines; make the window larger.",
        SMALLEST.0, SMALLEST.1
    );
    let area = buf.area;
    let lines = text::wrap(&sentence, usize::from(area.width));
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        cells::put(
            buf,
            area.x,
            y,
            &line,
            usize::from(area.width),
            ratatui::style::Style::new(),
        );
    }
}
