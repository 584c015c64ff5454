//! What each message does to the desk. No I/O: what is to be done outside comes back as effects.

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use tui_input::{Input, InputRequest};

use super::{
    Effect, Side, State, Verdict,
    layer::{self, Choosing, Countries, Field, Item, Layer},
};
use crate::{
    model::{Category, Status},
    pull::pulled::Target,
    text,
    tui::{
        action::{Action, Context},
        layers::ActionList,
        message::Message,
        state::Notice,
        update::layer::editing,
    },
};

/// Lines that one notch of the wheel scrolls.
const NOTCH: isize = 3;

/// Takes one message.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => press(state, &key, &mut effects),
        Message::Paste(text) => {
            for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
                if !text::is_harmful(c) {
                    edit(state, InputRequest::InsertChar(c));
                }
            }
        }
        Message::Mouse(event) => mouse(state, event),
        Message::Resize(columns, lines) => {
            state.size = (columns, lines);
            state.lay_out();
            state.show_draft();
            fit(state);
        }
        Message::Notice(text, error) => state.say(text, error),
        Message::Resumed => state.dirty = true,
        Message::Suspend => effects.push(Effect::Suspend),
        Message::Terminate => state.quit = true,
        // Nothing is read and nothing asked here: what else the timeline is told is nothing to the desk.
        _ => {}
    }
    effects
}

impl State {
    pub(super) fn say(&mut self, text: impl AsRef<str>, error: bool) {
        self.notice = Some(Notice {
            text: text::harmless(text.as_ref()).into_owned(),
            error,
        });
        self.dirty = true;
    }

    /// Takes what became of an [`Effect::Save`].
    pub fn saved(&mut self, saved: Result<Vec<String>, String>) {
        match saved {
            Ok(lines) => {
                self.written = Some(lines);
                self.quit = true;
            }
            Err(why) => self.say(format!("Nothing was written: {why}"), true),
        }
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        self.layer.as_ref().map_or(Context::Desk, Layer::context)
    }
}

/// The lists of layers know how high they are.
fn fit(state: &mut State) {
    let size = state.size;
    if let Some(layer) = &mut state.layer {
        let height = usize::from(layer_areas(layer, size).1.height);
        if let Some(list) = layer.list_mut() {
            list.set_height(height);
        }
    }
}

/// The box of a layer, and the cells of its list in it.
pub fn layer_areas(
    layer: &Layer,
    (columns, lines): (u16, u16),
) -> (ratatui::layout::Rect, ratatui::layout::Rect) {
    let (wide, high) = match layer {
        Layer::Text(..) => (76, 4),
        Layer::Date(_) => (64, 6),
        Layer::Choice(_, _, items) => (72, items.len() as u16 + 3),
        Layer::Countries(_) => (56, 20),
        Layer::Help(_) => (120, 40),
    };
    let (width, height) = (wide.min(columns), high.min(lines.saturating_sub(2)).max(3));
    let area = ratatui::layout::Rect {
        x: (columns - width) / 2,
        y: 1.max(lines.saturating_sub(height) / 3)
            .min(lines.saturating_sub(height)),
        width,
        height: height.min(lines),
    };
    let items = ratatui::layout::Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(3),
    };
    (area, items)
}

fn press(state: &mut State, key: &KeyEvent, effects: &mut Vec<Effect>) {
    if key.kind == KeyEventKind::Release {
        return;
    }
    state.notice = None;
    state.dirty = true;
    let action = state.keymap.action(state.context(), key);
    if state.layer.is_some() {
        let done = action.is_some_and(|action| in_layer(state, action, effects));
        if !done && let Some(request) = editing(key) {
            edit(state, request);
        }
    } else if let Some(action) = action {
        act(state, action, effects);
    }
}

fn edit(state: &mut State, request: InputRequest) {
    if let Some(layer) = &mut state.layer
        && layer.input_mut().handle(request).is_some()
    {
        layer.typed();
        state.dirty = true;
    }
}

fn open(state: &mut State, layer: Layer) {
    state.layer = Some(layer);
    state.dirty = true;
    fit(state);
}

/// Does an action of the panes.
fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let page = usize::from(state.areas.article.1.height).saturating_sub(1).max(1) as isize;
    let in_article = state.side == Side::Article;
    match action {
        Action::NextDraft if in_article => by_paragraphs(state, 1),
        Action::PreviousDraft if in_article => by_paragraphs(state, -1),
        Action::NextDraft => by_drafts(state, 1),
        Action::PreviousDraft => by_drafts(state, -1),
        Action::FirstEvent if in_article => by_paragraphs(state, isize::MIN / 2),
        Action::LastEvent if in_article => by_paragraphs(state, isize::MAX / 2),
        Action::FirstEvent => by_drafts(state, isize::MIN / 2),
        Action::LastEvent => by_drafts(state, isize::MAX / 2),
        Action::PageDown => scroll(state, page),
        Action::PageUp => scroll(state, -page),
        Action::ScrollDown => scroll(state, 1),
        Action::ScrollUp => scroll(state, -1),
        Action::NextPane => {
            state.side = match state.side {
                Side::Drafts => Side::Article,
                Side::Article => Side::Drafts,
            };
        }
        Action::TakeDraft => judge(state, Verdict::Taken),
        Action::DropDraft => judge(state, Verdict::Dropped),
        Action::TakeAll => {
            let count = state.take_all();
            state.say(
                format!("Took {count} draft{}", if count == 1 { "" } else { "s" }),
                false,
            );
        }
        Action::EditDraft if state.current().is_some() => {
            open(state, Layer::choice(Choosing::Field, fields(state)));
        }
        Action::ChangeDate => edit_field(state, Field::Date),
        Action::ChangeCountries => edit_field(state, Field::Countries),
        Action::MergeDrafts => merge(state),
        Action::SameOrNew => same_or_new(state),
        Action::UndoReview => {
            if state.take_back() {
                state.show_draft();
                state.say("Took the last change back", false);
            } else {
                state.say("Nothing has been changed", false);
            }
        }
        Action::WriteDrafts => write(state, effects),
        Action::Help => {
            let help = ActionList::new(&state.keymap, Context::Desk, true);
            open(state, Layer::Help(help));
        }
        Action::Back => {
            state.side = Side::Drafts;
            state.show_draft();
        }
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Quit => leave(state),
        Action::Abort => state.quit = true,
        _ => {}
    }
}

fn by_drafts(state: &mut State, by: isize) {
    let last = state.drafts.len().saturating_sub(1);
    state.cursor = state.cursor.saturating_add_signed(by).min(last);
    state.show_draft();
}

/// Goes to another paragraph, and to the first draft that rests on it.
fn by_paragraphs(state: &mut State, by: isize) {
    let count = state.shown().map_or(0, |pulled| pulled.article.paragraphs.len());
    let paragraph = state.paragraph.saturating_add_signed(by).clamp(1, count.max(1));
    to_paragraph(state, paragraph);
}

fn to_paragraph(state: &mut State, paragraph: usize) {
    state.paragraph = paragraph;
    let rests =
        |draft: &super::OnDesk| draft.article == state.article && draft.entry.draft.paragraph == paragraph;
    if let Some(at) = state.drafts.iter().position(rests) {
        state.cursor = at;
        let height = usize::from(state.areas.drafts.1.height).max(1);
        state.top = state.top.clamp((at + 1).saturating_sub(height), at);
    }
    state.bring_into_sight(paragraph, 0);
    state.dirty = true;
}

fn scroll(state: &mut State, by: isize) {
    let height = usize::from(state.areas.article.1.height);
    let most = state.lines.len().saturating_sub(height);
    state.scroll = state.scroll.saturating_add_signed(by).min(most);
    state.dirty = true;
}

/// Gives a verdict, and goes on to the next draft.
fn judge(state: &mut State, verdict: Verdict) {
    if state.current().is_none() {
        return state.say("There is no draft", false);
    }
    if state.judge(verdict) && state.cursor + 1 < state.drafts.len() {
        by_drafts(state, 1);
    } else if state.count(Verdict::Open) == 0 {
        let key = state
            .keymap
            .key_of(Context::Desk, Action::WriteDrafts)
            .unwrap_or_default();
        let taken = state.count(Verdict::Taken);
        state.say(
            format!("Every draft has been looked at, and {taken} taken; {key} writes them"),
            false,
        );
    }
}

fn same_or_new(state: &mut State) {
    match state.same_or_new() {
        Some(Target::Event(id)) => state.say(
            format!("The same as {id}: the article becomes a source of it"),
            false,
        ),
        Some(Target::New) => state.say("A new event", false),
        None => state.say("It looks like no event of the collection", false),
    }
}

fn merge(state: &mut State) {
    let others: Vec<Item> = state
        .drafts
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != state.cursor)
        .map(|(index, draft)| Item {
            value: index.to_string(),
            label: draft.entry.draft.title.to_string(),
            help: draft.entry.draft.date.words_short(),
        })
        .collect();
    if others.is_empty() {
        return state.say("There is no other draft", false);
    }
    open(state, Layer::choice(Choosing::Merge, others));
}

/// What can be edited, with what stands there now.
fn fields(state: &State) -> Vec<Item> {
    let fields = Field::ALL.iter().map(|field| {
        let now = value(state, *field);
        Item {
            value: field.to_string(),
            label: field.to_string(),
            help: if now.is_empty() {
                format!("({})", field.meaning())
            } else {
                now
            },
        }
    });
    fields.collect()
}

/// A field of the draft under the cursor, as it is edited.
fn value(state: &State, field: Field) -> String {
    let Some(draft) = state.current() else {
        return String::new();
    };
    let (entry, draft) = (&draft.entry, &draft.entry.draft);
    let joined = |items: &[Box<str>]| items.join("; ");
    match field {
        Field::Title => draft.title.to_string(),
        Field::Date => draft.date.as_str().to_owned(),
        Field::Countries => draft
            .countries
            .iter()
            .map(|code| code.name())
            .collect::<Vec<_>>()
            .join(", "),
        Field::Category => draft.category.to_string(),
        Field::Status => draft.status.to_string(),
        Field::Summary => entry.summary.clone(),
        Field::People => joined(&draft.people),
        Field::Organizations => joined(&draft.organizations),
        Field::Place => draft
            .location
            .as_ref()
            .map(|place| place.name.to_string())
            .unwrap_or_default(),
        Field::Tags => joined(&draft.tags),
    }
}

fn edit_field(state: &mut State, field: Field) {
    let Some(draft) = state.current() else {
        return state.say("There is no draft", false);
    };
    let layer = match field {
        Field::Date => Layer::Date(Input::new(value(state, field))),
        Field::Countries => Layer::Countries(Countries::new(&draft.entry.draft.countries)),
        Field::Category => Layer::choice(Choosing::Category, words(Category::explained())),
        Field::Status => Layer::choice(Choosing::Status, words(Status::explained())),
        _ => Layer::Text(field, Input::new(value(state, field))),
    };
    open(state, layer);
}

fn words(explained: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<Item> {
    let items = explained.map(|(word, meaning)| Item {
        value: word.to_owned(),
        label: word.to_owned(),
        help: meaning.to_owned(),
    });
    items.collect()
}

fn write(state: &mut State, effects: &mut Vec<Effect>) {
    if state.count(Verdict::Taken) == 0 {
        let key = state
            .keymap
            .key_of(Context::Desk, Action::TakeDraft)
            .unwrap_or_default();
        return state.say(format!("Nothing has been taken yet; {key} takes a draft"), false);
    }
    effects.push(Effect::Save(state.taken()));
}

/// Leaves; asks first where something would be lost.
fn leave(state: &mut State) {
    let taken = state.count(Verdict::Taken);
    if taken == 0 && state.undo.is_empty() {
        state.quit = true;
        return;
    }
    let item = |value: &str, label: String, help: &str| Item {
        value: value.to_owned(),
        label,
        help: help.to_owned(),
    };
    let mut items = vec![item(
        "leave",
        "Leave without writing".to_owned(),
        "what was done here is lost",
    )];
    if taken > 0 {
        let label = format!(
            "Write {taken} draft{}, and leave",
            if taken == 1 { "" } else { "s" }
        );
        items.insert(0, item("write", label, "those that were taken"));
    }
    items.push(item("stay", "Stay".to_owned(), "and go on"));
    open(state, Layer::choice(Choosing::Leaving, items));
}

/// Does an action of the layer; false where the key is a letter for its line.
fn in_layer(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    let Some(layer) = &mut state.layer else {
        return false;
    };
    let page = |list: &crate::tui::layers::List| list.height.max(1) as isize;
    match action {
        Action::Abort => state.quit = true,
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Back => state.layer = None,
        Action::Accept => accept(state, effects),
        Action::ListDown | Action::ListUp | Action::PageDown | Action::PageUp => {
            if let Some(list) = layer.list_mut() {
                list.move_by(match action {
                    Action::ListDown => 1,
                    Action::ListUp => -1,
                    Action::PageDown => page(list),
                    _ => -page(list),
                });
            }
        }
        Action::MarkAny => match layer {
            Layer::Countries(countries) => countries.toggle(),
            other => {
                if let Some(list) = other.list_mut() {
                    list.move_by(1);
                }
            }
        },
        _ => return false,
    }
    true
}

/// Enter: takes what is typed or chosen.
fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(layer) = state.layer.take() else { return };
    match layer {
        Layer::Text(field, input) => {
            if let Err(why) = state.set_text(field, input.value()) {
                state.layer = Some(Layer::Text(field, input));
                state.say(why, true);
            }
        }
        Layer::Date(input) => match layer::date(&input, state.today) {
            Some(typed) => state.set_date(typed.edtf),
            None => state.layer = Some(Layer::Date(input)),
        },
        Layer::Countries(mut countries) => {
            // Enter alone takes the country that was looked for.
            if !countries.list.input.value().is_empty()
                && let Some(&code) = countries
                    .list
                    .current()
                    .and_then(|index| countries.all.get(index))
                && !countries.marked.contains(&code)
            {
                countries.toggle();
            }
            state.set_countries(countries.marked);
        }
        Layer::Choice(choosing, list, items) => match list.current().and_then(|index| items.get(index)) {
            Some(item) => chosen(state, choosing, &item.value, effects),
            None => state.layer = Some(Layer::Choice(choosing, list, items)),
        },
        Layer::Help(help) => match help.chosen() {
            Some(action) => act(state, action, effects),
            None => state.say("That is not done here", false),
        },
    }
}

fn chosen(state: &mut State, choosing: Choosing, value: &str, effects: &mut Vec<Effect>) {
    match choosing {
        Choosing::Field => {
            if let Some(field) = Field::from_word(value) {
                edit_field(state, field);
            }
        }
        Choosing::Category => {
            if let Some(category) = Category::from_word(value) {
                state.set_category(category);
            }
        }
        Choosing::Status => {
            if let Some(status) = Status::from_word(value) {
                state.set_status(status);
            }
        }
        Choosing::Merge => {
            if let Ok(other) = value.parse() {
                state.merge(other);
                state.lay_out();
                state.show_draft();
            }
        }
        Choosing::Leaving => match value {
            "write" => write(state, effects),
            "leave" => state.quit = true,
            _ => {}
        },
    }
}

fn mouse(state: &mut State, event: MouseEvent) {
    let at = Position {
        x: event.column,
        y: event.row,
    };
    let notch = match event.kind {
        MouseEventKind::ScrollDown => NOTCH,
        MouseEventKind::ScrollUp => -NOTCH,
        MouseEventKind::Down(MouseButton::Left) => return click(state, at),
        _ => return,
    };
    state.notice = None;
    state.dirty = true;
    if let Some(layer) = &mut state.layer {
        if let Some(list) = layer.list_mut() {
            list.move_by(notch);
        }
    } else if state.areas.article.1.contains(at) {
        scroll(state, notch);
    } else {
        by_drafts(state, notch.signum());
    }
}

fn click(state: &mut State, at: Position) {
    state.notice = None;
    state.dirty = true;
    let size = state.size;
    if let Some(layer) = &mut state.layer {
        let (area, items) = layer_areas(layer, size);
        if items.contains(at) {
            if let Some(list) = layer.list_mut() {
                let position = list.top + usize::from(at.y - items.y);
                if position < list.matched.len() {
                    list.move_by(position as isize - list.cursor as isize);
                }
            }
            if let Layer::Countries(countries) = layer {
                countries.toggle();
            }
        } else if !area.contains(at) {
            state.layer = None;
        }
        return;
    }
    let (article, drafts) = (state.areas.article.1, state.areas.drafts.1);
    if drafts.contains(at) {
        let index = state.top + usize::from(at.y - drafts.y);
        if index < state.drafts.len() {
            state.cursor = index;
            state.side = Side::Drafts;
            state.show_draft();
        }
    } else if article.contains(at) {
        state.side = Side::Article;
        let line = state.lines.get(state.scroll + usize::from(at.y - article.y));
        if let Some(paragraph) = line.map(|line| line.paragraph).filter(|paragraph| *paragraph > 0) {
            let scroll = state.scroll;
            to_paragraph(state, paragraph);
            // What was clicked stays under the mouse.
            state.scroll = scroll;
        }
    }
}
