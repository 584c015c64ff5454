//! Changing the event under the cursor without leaving the screen, and what comes of it.

use std::sync::Arc;

use super::{act, layer, moving, querying, say};
use crate::{
    catalog::Field,
    model::{Event, RelationKind, Status},
    store::edit::{self, Value},
    tui::{
        action::{Action, Context},
        change::{Change, Order, Outcome},
        effect::{Choices, Effect, Question},
        layers::{
            ActionList, Layer,
            pick::{Item, Pick, Purpose},
        },
        state::{State, Undo},
    },
};

/// The heading under which the actions that write stand.
const WRITE: &str = "Write";

/// Does an action that changes the event under the cursor.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if state.built_in {
        return act::say_built_in(state);
    }
    if action == Action::Change {
        let list = ActionList::of_group(&state.keymap, act::context(state), WRITE);
        return act::push(state, Layer::Actions(list));
    }
    let Some(event) = state.detail().map(|detail| Arc::clone(&detail.event)) else {
        let said = if state.selected.is_some() {
            "The event is still being read"
        } else {
            "There is no event to change"
        };
        return say(state, said, false);
    };
    match action {
        Action::EditStatus => open(state, Pick::status(event)),
        Action::EditSignificance => open(state, Pick::significance(event)),
        Action::AddRelation => open(state, Pick::relation(event)),
        Action::EditTags => {
            let items = event.tags.iter().map(|tag| Item {
                marked: true,
                ..Item::new(tag, tag, "")
            });
            let items = items.collect();
            open(state, Pick::new(Purpose::Tags, "Tags", event, items));
            ask(state, Choices::Values(Field::Tag), effects);
        }
        Action::MoveToFile => {
            let own = event.id.clone();
            let title = format!("Move it from {} to", event.origin.file.display());
            open(state, Pick::new(Purpose::File, &title, event, Vec::new()));
            ask(state, Choices::Files(Some(own)), effects);
        }
        Action::Delete => open_delete(state, event),
        Action::Duplicate => {
            let change = Change::Duplicate(event.id.clone());
            send(state, change, Some(event), effects);
        }
        _ => {}
    }
}

fn open(state: &mut State, pick: Pick) {
    act::push(state, Layer::Pick(pick));
}

fn ask(state: &mut State, choices: Choices, effects: &mut Vec<Effect>) {
    let ticket = super::ask(state, Question::Choices(choices), effects);
    state.asked.layer = Some(ticket);
}

fn send(state: &mut State, change: Change, basis: Option<Arc<Event>>, effects: &mut Vec<Effect>) {
    state.dirty = true;
    effects.push(Effect::Change(Box::new(Order { change, basis })));
}

/// Asks whether an event goes, and names what refers to it.
fn open_delete(state: &mut State, event: Arc<Event>) {
    let own = |id: &str| event.relations.iter().any(|relation| &*relation.target == id);
    let links = state
        .detail()
        .map(|detail| detail.links.clone())
        .unwrap_or_default();
    let mut items = vec![
        Item::new("", "keep it", ""),
        Item::new("delete", "delete it", "u brings it back"),
    ];
    let referring = links.iter().filter(|link| !own(&link.id));
    items.extend(referring.map(|link| {
        let title = link.title.as_deref().unwrap_or(&link.id);
        Item::new(
            "",
            title,
            &format!("refers to it: {} it", link.kind.inverse().meaning()),
        )
    }));
    let title = format!("Delete {}?", event.title);
    open(state, Pick::new(Purpose::Delete, &title, event, items));
}

/// Takes what is chosen.
pub fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Pick(pick)) = state.layers.last() else {
        return;
    };
    let typed = pick.list.input.value().trim().to_owned();
    let current = pick.current().cloned();
    let event = Arc::clone(&pick.event);
    let purpose = pick.purpose.clone();
    let id = event.id.clone();
    let keys = |changes: Vec<edit::Change>, said: String| Change::Keys {
        event: id.clone(),
        changes,
        said,
    };
    let change = match (purpose, current) {
        (Purpose::Tags, current) => {
            let mut marked: Vec<Item> = pick.items.iter().filter(|item| item.marked).cloned().collect();
            if !typed.is_empty() {
                // What is typed and not yet marked is meant, too.
                marked.push(current.unwrap_or_else(|| Item::new(&typed, &typed, "")));
            }
            let changes = tags(&event, &marked);
            if changes.0.is_empty() {
                layer::pop(state);
                return;
            }
            keys(changes.0, changes.1)
        }
        (Purpose::File, None) if !typed.is_empty() => Change::Move(id.clone(), typed),
        (_, None) => return,
        (Purpose::File, Some(item)) => {
            // A name that no file has is a new file, however well it fits to another.
            let to = if typed.contains(".toml") {
                typed
            } else {
                item.value.to_string()
            };
            Change::Move(id.clone(), to)
        }
        (Purpose::Status, Some(item)) => {
            if Status::from_word(&item.value) == event.status.known() {
                layer::pop(state);
                return;
            }
            let value = Value::Text(item.value.to_string());
            keys(
                vec![edit::Change::set("status", value)],
                format!("status {}", item.value),
            )
        }
        (Purpose::Significance, Some(item)) => {
            let weight: u8 = item.value.parse().unwrap_or(3);
            if weight == event.significance {
                layer::pop(state);
                return;
            }
            let value = Value::Integer(weight.into());
            keys(
                vec![edit::Change::set("significance", value)],
                format!("significance {weight}"),
            )
        }
        (Purpose::Relation, Some(item)) => {
            let Some(kind) = RelationKind::from_word(&item.value) else {
                return;
            };
            layer::pop(state);
            let title = format!("It {} …", kind.meaning());
            open(
                state,
                Pick::new(Purpose::RelationTo(kind), &title, event, Vec::new()),
            );
            return ask(state, Choices::Events(String::new(), id.clone()), effects);
        }
        (Purpose::RelationTo(kind), Some(item)) => {
            let known =
                |relation: &crate::model::Relation| relation.kind == kind && relation.target == item.value;
            if event.relations.iter().any(known) {
                layer::pop(state);
                return say(state, "It has that relation already", false);
            }
            let value = Value::Text(item.value.to_string());
            let change = edit::Change::append(format!("relations.{}", kind.as_str()), value);
            keys(vec![change], format!("{} {}", kind.meaning(), item.label))
        }
        (Purpose::Delete, Some(item)) => {
            if item.value.is_empty() {
                layer::pop(state);
                return;
            }
            Change::Delete(id.clone())
        }
        (Purpose::Conflict(order), Some(item)) => {
            layer::pop(state);
            if !item.value.is_empty() {
                send(state, order.change, None, effects);
            }
            return;
        }
    };
    layer::pop(state);
    send(state, change, Some(event), effects);
}

/// The changes that make the tags of an event those that are marked, and what they are in words.
fn tags(event: &Event, marked: &[Item]) -> (Vec<edit::Change>, String) {
    let mut changes = Vec::new();
    let mut said = Vec::new();
    for tag in &event.tags {
        if !marked.iter().any(|item| item.value == *tag) {
            changes.push(edit::Change::remove_from("tags", &**tag));
            said.push(format!("−{tag}"));
        }
    }
    let mut added: Vec<&str> = Vec::new();
    for item in marked {
        if !event.tags.contains(&item.value) && !added.contains(&&*item.value) {
            added.push(&item.value);
            changes.push(edit::Change::append("tags", Value::Text(item.value.to_string())));
            said.push(format!("+{}", item.value));
        }
    }
    (changes, format!("tags {}", said.join(" ")))
}

/// The line of a picker has changed.
pub fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Pick(pick)) = state.layers.last_mut() else {
        return;
    };
    if matches!(pick.purpose, Purpose::RelationTo(_)) {
        let choices = Choices::Events(pick.list.input.value().to_owned(), pick.event.id.clone());
        ask(state, choices, effects);
    } else {
        pick.search();
    }
}

/// Says what came of a change.
pub fn changed(state: &mut State, outcome: Outcome, effects: &mut Vec<Effect>) {
    let key = state.keymap.key_of(Context::Timeline, Action::UndoFilter);
    match outcome {
        Outcome::Done {
            said,
            number,
            event,
            forgotten,
        } => {
            querying::remember(state, Undo::Change(number));
            let undo = match (forgotten, key) {
                (Some(why), _) => format!("; it cannot be undone later: {why}"),
                (None, Some(key)) => format!(" · {key} undoes it"),
                (None, None) => String::new(),
            };
            if let Some(id) = event {
                state.written = None;
                moving::remember(state);
                moving::go_to_event(state, &id, effects);
            }
            say(state, format!("{said}{undo}"), false);
        }
        Outcome::Undone(said) => say(state, format!("Undone: {said}"), false),
        Outcome::Conflict(order) => {
            let Some(event) = order.basis.clone() else { return };
            let items = vec![
                Item::new("", "leave it as it is now", ""),
                Item::new("all the same", "do it all the same", "to what stands there now"),
            ];
            let title = format!("Somebody else has changed it meanwhile: {}", event.title);
            open(state, Pick::new(Purpose::Conflict(order), &title, event, items));
        }
        Outcome::Refused(why, again) => {
            match again.map(|order| order.change) {
                Some(Change::Undo(number)) => querying::remember(state, Undo::Change(number)),
                Some(Change::Add(_)) => super::form::back_again(state, &why),
                _ => {}
            }
            say(state, why, true);
        }
    }
}
