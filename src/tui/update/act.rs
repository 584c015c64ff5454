//! What each action does.

use std::sync::Arc;

use super::{changing, form, layer, moving, querying, say};
use crate::tui::{
    action::{Action, Context},
    effect::{Effect, Question},
    layers::{ActionList, CountryPicker, DatePrompt, FilterBar, FindingList, Layer, countries::Mark},
    record::Target,
    state::{Pane, State},
};

/// What has the keyboard.
pub fn context(state: &State) -> Context {
    match state.layers.last() {
        Some(layer) => layer.context(),
        None if detail_focused(state) => Context::Detail,
        None => Context::Timeline,
    }
}

fn detail_focused(state: &State) -> bool {
    state.shows_detail() && (state.focus == Pane::Detail || state.areas.timeline.width == 0)
}

/// Does an action of the panes; those of layers are in [`layer`].
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let page = moving::height(state).saturating_sub(2).max(1) as isize;
    let in_detail = context(state) == Context::Detail;
    match action {
        Action::NextEvent => moving::by_events(state, 1, effects),
        Action::PreviousEvent => moving::by_events(state, -1, effects),
        Action::NextYear => moving::by_year(state, true, effects),
        Action::PreviousYear => moving::by_year(state, false, effects),
        Action::HalfPageDown if in_detail => scroll(state, page / 2),
        Action::HalfPageUp if in_detail => scroll(state, -page / 2),
        Action::PageDown if in_detail => scroll(state, page),
        Action::PageUp if in_detail => scroll(state, -page),
        Action::FirstEvent if in_detail => scroll(state, isize::MIN / 2),
        Action::LastEvent if in_detail => scroll(state, isize::MAX / 2),
        Action::HalfPageDown => moving::by_lines(state, page / 2, effects),
        Action::HalfPageUp => moving::by_lines(state, -page / 2, effects),
        Action::PageDown => moving::by_lines(state, page, effects),
        Action::PageUp => moving::by_lines(state, -page, effects),
        Action::FirstEvent => moving::go_to_rank(state, 0, effects),
        Action::LastEvent => moving::go_to_rank(state, usize::MAX, effects),
        Action::NextBucket => moving::by_bucket(state, true, effects),
        Action::PreviousBucket => moving::by_bucket(state, false, effects),
        Action::GoToDate => push(state, Layer::Date(DatePrompt::default())),
        Action::Today => {
            moving::remember(state);
            moving::go_to_day(state, state.today, effects);
        }
        Action::Open if in_detail => follow(state, effects),
        Action::Open => open(state),
        Action::NextPane => next_pane(state),
        Action::NextLink => mark(state, true),
        Action::PreviousLink => mark(state, false),
        Action::ScrollDown => scroll(state, 1),
        Action::ScrollUp => scroll(state, -1),
        Action::NextInThread => thread(state, true, effects),
        Action::PreviousInThread => thread(state, false, effects),
        Action::NextHit => step(state, state.query.good.clone(), true, false, effects),
        Action::PreviousHit => step(state, state.query.good.clone(), false, false, effects),
        Action::JumpBack => jump_back(state, effects),
        Action::LookAround => querying::toggle_look_around(state, effects),
        Action::OpenLink => open_link(state, effects),
        Action::Copy => copy(state, effects),
        Action::Edit => edit(state, effects),
        Action::Add => form::open(state, effects),
        Action::Change
        | Action::EditTags
        | Action::EditStatus
        | Action::EditSignificance
        | Action::AddRelation
        | Action::Duplicate
        | Action::MoveToFile
        | Action::Delete => changing::act(state, action, effects),
        Action::Filter => open_filter(state, effects),
        Action::Countries => {
            let query = state.query.good.clone();
            push(state, Layer::Countries(CountryPicker::new(&query)));
            let ticket = super::ask(state, Question::Countries(query), effects);
            state.asked.layer = Some(ticket);
        }
        Action::UndoFilter => querying::undo(state, effects),
        Action::ClearFilter => querying::set_query(state, "", effects),
        Action::Help => open_actions(state, true),
        Action::Palette => open_actions(state, false),
        Action::Findings => open_findings(state),
        Action::Reload => {
            state.reading = Some(crate::store::Progress::default());
            state.dirty = true;
            effects.push(Effect::Load);
        }
        Action::Back => back(state, effects),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Quit | Action::Abort => state.quit = true,
        Action::Complete
        | Action::Accept
        | Action::ListDown
        | Action::ListUp
        | Action::MarkAny
        | Action::MarkAll
        | Action::MarkNot
        | Action::NextField
        | Action::PreviousField
        | Action::WriteEvent
        // Those of the review desk, a screen of its own.
        | Action::NextDraft
        | Action::PreviousDraft
        | Action::TakeDraft
        | Action::DropDraft
        | Action::TakeAll
        | Action::EditDraft
        | Action::ChangeDate
        | Action::ChangeCountries
        | Action::MergeDrafts
        | Action::SameOrNew
        | Action::UndoReview
        | Action::WriteDrafts => {}
    }
}

/// Lays a layer over what is there.
pub fn push(state: &mut State, layer: Layer) {
    state.layers.push(layer);
    super::lay_out(state);
}

fn open_actions(state: &mut State, headed: bool) {
    let list = ActionList::new(&state.keymap, context(state), headed);
    push(state, Layer::Actions(list));
}

fn open_findings(state: &mut State) {
    if state.findings.is_empty() {
        let said = if state.complete {
            "Nothing is wrong in the files"
        } else {
            "The files are still being read"
        };
        return say(state, said, false);
    }
    let file = state.detail().map(|detail| Arc::clone(&detail.event.origin.file));
    let list = FindingList::new(state.findings.clone(), state.selected.as_deref(), file.as_deref());
    push(state, Layer::Findings(list));
}

fn open_filter(state: &mut State, effects: &mut Vec<Effect>) {
    let text = state.query.text.clone();
    let text = if text.is_empty() || text.ends_with(' ') {
        text
    } else {
        text + " "
    };
    push(
        state,
        Layer::Filter(FilterBar {
            input: text.into(),
            before: state.query.good.clone(),
            event_before: state.anchor.clone(),
            completions: super::super::layers::filter::Completions::default(),
        }),
    );
    layer::ask_completions(state, effects);
}

/// Opens the event under the cursor: the keyboard goes to its record.
fn open(state: &mut State) {
    if state.selected.is_none() {
        return;
    }
    state.focus = Pane::Detail;
    state.opened = true;
    super::lay_out(state);
}

/// Closes the record: the keyboard goes back to the timeline.
pub fn close(state: &mut State) {
    state.focus = Pane::Timeline;
    state.opened = false;
    state.record.marked = None;
    super::lay_out(state);
}

fn next_pane(state: &mut State) {
    if context(state) == Context::Detail {
        close(state);
    } else {
        open(state);
    }
}

/// Follows the marked target of the record.
pub fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(target) = state
        .record
        .marked
        .and_then(|index| state.record.page.targets.get(index))
        .cloned()
    else {
        return say(
            state,
            "Nothing is marked: j and k mark a relation or a link",
            false,
        );
    };
    match target {
        Target::Event(id) => jump(state, &id, effects),
        Target::Url(url) => effects.push(Effect::OpenUrl(url.into())),
        Target::Findings => open_findings(state),
    }
}

/// Goes to an event, to come back from.
pub fn jump(state: &mut State, id: &str, effects: &mut Vec<Effect>) {
    moving::remember(state);
    moving::go_to_event(state, id, effects);
}

fn jump_back(state: &mut State, effects: &mut Vec<Effect>) {
    match state.jumps.pop() {
        Some(id) => {
            let returns = state
                .look
                .as_ref()
                .is_some_and(|look| look.event.as_ref() == Some(&id));
            if returns {
                querying::come_back(state, effects);
            } else {
                moving::go_to_event(state, &id, effects);
            }
        }
        None => say(state, "No jump to go back from", false),
    }
}

fn thread(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    let Some(id) = state.selected.clone() else { return };
    if !state.rows.get(state.cursor).is_some_and(|row| row.related) {
        return say(state, "No relation leads from this event", false);
    }
    step(state, format!("related:{id}"), forward, true, effects);
}

fn step(state: &mut State, query: String, forward: bool, jumps: bool, effects: &mut Vec<Effect>) {
    let Some(from) = state.selected.clone() else {
        return;
    };
    let ticket = super::ask(state, Question::Step { query, from, forward }, effects);
    state.asked.step = Some(ticket);
    state.asked.step_jumps = jumps;
}

fn mark(state: &mut State, forward: bool) {
    let height = usize::from(state.areas.record().height);
    if forward {
        state.record.mark_next(height);
    } else {
        state.record.mark_previous(height);
    }
    state.dirty = true;
}

/// Scrolls the record.
pub fn scroll(state: &mut State, lines: isize) {
    let height = usize::from(state.areas.record().height);
    state.record.scroll_by(lines, height);
    state.dirty = true;
}

fn open_link(state: &mut State, effects: &mut Vec<Effect>) {
    let url = state.record.page.targets.iter().find_map(|target| match target {
        Target::Url(url) => Some(url.to_string()),
        _ => None,
    });
    match (url, state.detail()) {
        (Some(url), _) => effects.push(Effect::OpenUrl(url)),
        (None, Some(detail)) => {
            let cited = detail.event.sources.iter().map(|citation| &citation.source.url);
            match cited.into_iter().find(|url| is_web(url)).map(ToString::to_string) {
                Some(url) => effects.push(Effect::OpenUrl(url)),
                None => say(state, "No source of this event has a link", false),
            }
        }
        (None, None) => {}
    }
}

/// Whether a text from a file may be handed to the browser.
pub fn is_web(url: &str) -> bool {
    let clean = !url
        .chars()
        .any(|c| c.is_whitespace() || crate::text::is_harmful(c));
    clean && (url.starts_with("https://") || url.starts_with("http://"))
}

fn copy(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(event) = state.detail().map(|detail| detail.event.clone()) else {
        return;
    };
    let text = format!("{} · {} · {}", event.date.words(), event.title, event.id);
    effects.push(Effect::Copy(crate::text::harmless(&text).into_owned()));
}

/// Opens the event in the user's editor, at its line.
fn edit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.built_in {
        return say_built_in(state);
    }
    let Some(origin) = state.detail().map(|detail| detail.event.origin.clone()) else {
        let said = if state.selected.is_some() {
            "The event is still being read"
        } else {
            "There is no event to edit"
        };
        return say(state, said, false);
    };
    effects.push(Effect::Edit(origin.file, origin.line));
}

/// Says that nothing can be changed here, and how to make something that can.
pub fn say_built_in(state: &mut State) {
    let said = "The events inside the program stay as they are: `annals init` makes a folder of your own";
    say(state, said, true);
}

/// One step back: never out of the program.
fn back(state: &mut State, effects: &mut Vec<Effect>) {
    if context(state) == Context::Detail {
        close(state);
    } else if state.look.is_some() {
        querying::come_back(state, effects);
    } else {
        let quit = state
            .keymap
            .key_of(Context::Timeline, Action::Quit)
            .unwrap_or_else(|| "q".to_owned());
        say(state, format!("Nothing is open; {quit} leaves"), false);
    }
}

/// The mark that an action gives to a country.
pub fn mark_of(action: Action) -> Option<Mark> {
    match action {
        Action::MarkAny => Some(Mark::Any),
        Action::MarkAll => Some(Mark::All),
        Action::MarkNot => Some(Mark::Not),
        _ => None,
    }
}

/// Does the chosen action of the action list, in the context beneath it.
pub fn act_chosen(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    layer::pop(state);
    act(state, action, effects);
}
