//! The review desk: the article with what the draft under the cursor rests on, the drafts, and that draft whole.

use ratatui::{
    layout::{Position, Rect},
    style::{Modifier, Style},
};

use super::{
    cells::{clear, fill, put, put_right, restyle, width},
    layers::Place,
    theme::{Theme, mark},
};
use crate::{
    model::{Actor, Term},
    places::Code,
    pull::{Draft, Matched, Role, pulled::Target},
    text::{self, harmless},
    tui::{
        action::{Action, Context},
        desk::{
            GUTTER, OnDesk, Side, State, Verdict,
            layer::{self, Choosing, Layer},
            layer_areas,
            lines::Line,
        },
        layout::Areas,
        picture::Picture,
        record::Tone,
    },
};

/// Cells of the score in the list.
const SCORE: u16 = 5;

/// Draws the whole desk into an empty picture of it; gives where the cursor is seen, if anywhere.
pub fn draw(state: &State, buf: &mut Picture) -> Option<Position> {
    if Areas::too_small(state.size) {
        super::too_small(buf);
        return None;
    }
    title(state, buf);
    article(state, buf);
    drafts(state, buf);
    detail(state, buf);
    fill(
        buf,
        state.areas.rule.intersection(buf.area),
        "│",
        state.theme.border(false),
    );
    hints(state, buf);
    let over = state.layer.as_ref()?;
    layer(state, over, buf)
}

fn title(state: &State, buf: &mut Picture) {
    let (theme, area) = (state.theme, state.areas.title);
    let (taken, dropped, open) = (
        state.count(Verdict::Taken),
        state.count(Verdict::Dropped),
        state.count(Verdict::Open),
    );
    let counts = if area.width < 60 {
        let [yes, no, not_yet] = [Verdict::Taken, Verdict::Dropped, Verdict::Open].map(sign);
        format!("{yes} {taken}  {no} {dropped}  {not_yet} {open}")
    } else {
        format!("{taken} taken  {dropped} dropped  {open} open")
    };
    let right = put_right(
        buf,
        area.right() - 1,
        area.y,
        &counts,
        usize::from(area.width / 2),
        theme.text(),
    );
    let x = put(buf, area.x + 1, area.y, "Annals", 6, theme.heading()) + 2;
    let x = put(buf, x, area.y, "review", 6, theme.strong()) + 2;
    let room = usize::from(right.saturating_sub(x + 1));
    let name = state.shown().map_or("", |pulled| pulled.name.as_str());
    // Of a long path or address the end says more than the beginning.
    let name = match name.trim_end_matches('/').rsplit_once('/') {
        Some((_, last)) if width(name) > room.saturating_sub(8) => last,
        _ => name,
    };
    let several = if state.articles.len() > 1 {
        format!(" ({} of {})", state.article + 1, state.articles.len())
    } else {
        String::new()
    };
    put(
        buf,
        x,
        area.y,
        &format!("{}{several}", harmless(name)),
        room,
        theme.quiet(),
    );
}

/// What a role looks like: no two are alike without colour either.
fn ink(theme: Theme, role: Role) -> Style {
    let coloured = |tone| theme.tone(tone);
    match role {
        Role::Date => coloured(Tone::Date).add_modifier(Modifier::UNDERLINED),
        Role::Actor => coloured(Tone::Asserts).add_modifier(Modifier::BOLD),
        Role::Trigger => theme.heading().add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Role::Place => theme
            .tone(Tone::Link)
            .add_modifier(Modifier::ITALIC | Modifier::DIM),
    }
}

fn heading(buf: &mut Picture, theme: Theme, area: Rect, words: &str, focused: bool) -> u16 {
    fill(buf, area.intersection(buf.area), "─", theme.border(focused));
    let style = if focused { theme.heading() } else { theme.quiet() };
    let room = usize::from(area.width.saturating_sub(4));
    put(buf, area.x + 1, area.y, &format!(" {words} "), room, style)
}

fn article(state: &State, buf: &mut Picture) {
    let (theme, (head, body)) = (state.theme, state.areas.article);
    let Some(pulled) = state.shown() else { return };
    let name = format!(
        "{}, {}",
        pulled.source.title,
        pulled.source.published.words_short()
    );
    let x = heading(buf, theme, head, &harmless(&name), state.side == Side::Article);
    legend(buf, theme, head, x);
    let draft = state.current().filter(|draft| draft.article == state.article);
    let draft = draft.map(|draft| &draft.entry.draft);
    let quoted = draft.and_then(|draft| Some((draft.paragraph, state.quoted(draft)?)));
    for (y, line) in (body.top()..body.bottom()).zip(state.lines.iter().skip(state.scroll)) {
        let paragraph = line
            .paragraph
            .checked_sub(1)
            .and_then(|index| pulled.article.paragraphs.get(index));
        let Some(paragraph) = paragraph else { continue };
        let here = line.paragraph == state.paragraph;
        if line.bytes.start == 0
            || line.bytes.start == paragraph.text.len() - paragraph.text.trim_start().len()
        {
            let style = if here { theme.heading() } else { theme.quiet() };
            put_right(buf, body.x + GUTTER - 2, y, &line.paragraph.to_string(), 3, style);
        }
        let in_quote = quoted.as_ref().is_some_and(|(number, bytes)| {
            *number == line.paragraph && bytes.start < line.bytes.end && line.bytes.start < bytes.end
        });
        if in_quote {
            put(buf, body.x + GUTTER - 1, y, "▌", 1, theme.border(true));
        } else if here && state.side == Side::Article {
            put(buf, body.x + GUTTER - 1, y, "│", 1, theme.border(true));
        }
        let plain = if paragraph.heading {
            theme.strong()
        } else {
            theme.text()
        };
        let room = body.width.saturating_sub(GUTTER + 1);
        stretch(
            buf,
            Stretch {
                theme,
                plain,
                line,
                text: &paragraph.text,
                draft,
            },
            body.x + GUTTER,
            y,
            room,
        );
    }
    thumb(buf, theme, body, state.scroll, state.lines.len());
}

/// What the styles stand for, where the heading leaves room.
fn legend(buf: &mut Picture, theme: Theme, head: Rect, after: u16) {
    let words: usize = Role::ALL.iter().map(|role| role.as_str().len() + 1).sum();
    let Some(mut x) = head
        .right()
        .checked_sub(words as u16 + 3)
        .filter(|x| *x > after + 1)
    else {
        return;
    };
    x = put(buf, x, head.y, " ", 1, theme.text());
    for role in Role::ALL {
        x = put(buf, x, head.y, role.as_str(), 10, ink(theme, *role));
        x = put(buf, x, head.y, " ", 1, theme.text());
    }
}

/// A thumb on the right edge while there is more than fits.
fn thumb(buf: &mut Picture, theme: Theme, area: Rect, top: usize, length: usize) {
    let height = usize::from(area.height);
    if length <= height || height == 0 || area.width == 0 {
        return;
    }
    let size = (height * height / length).clamp(1, height);
    let first = (top * (height - size))
        .div_ceil(length - height)
        .min(height - size);
    for line in first..first + size {
        put(
            buf,
            area.right() - 1,
            area.y + line as u16,
            "┃",
            1,
            theme.border(false),
        );
    }
}

#[derive(Clone, Copy)]
struct Stretch<'a> {
    theme: Theme,
    plain: Style,
    line: &'a Line,
    text: &'a str,
    draft: Option<&'a Draft>,
}

/// A line of the article, with the stretches that the draft rests on.
fn stretch(buf: &mut Picture, shown: Stretch<'_>, mut x: u16, y: u16, room: u16) {
    let right = x + room;
    let spans = shown.draft.map_or(&[][..], |draft| &draft.spans);
    let mut at = shown.line.bytes.start;
    let end = shown.line.bytes.end;
    while at < end {
        let holds = |span: &&crate::pull::Span| {
            span.paragraph == shown.line.paragraph && span.start <= at && at < span.end
        };
        // Of stretches within each other the shortest says most.
        let span = spans
            .iter()
            .filter(holds)
            .min_by_key(|span| span.end - span.start);
        let starts = spans
            .iter()
            .filter(|span| span.paragraph == shown.line.paragraph)
            .flat_map(|span| [span.start, span.end])
            .filter(|edge| *edge > at);
        let next = starts.chain([end]).min().unwrap_or(end).min(end);
        let style = span.map_or(shown.plain, |span| ink(shown.theme, span.role));
        let words = harmless(shown.text.get(at..next).unwrap_or_default());
        x = put(buf, x, y, &words, usize::from(right.saturating_sub(x)), style);
        at = next;
    }
}

fn drafts(state: &State, buf: &mut Picture) {
    let (theme, (head, body)) = (state.theme, state.areas.drafts);
    let count = match state.drafts.len() {
        1 => "1 draft".to_owned(),
        count => format!("{count} drafts"),
    };
    heading(buf, theme, head, &count, state.side == Side::Drafts);
    if state.drafts.is_empty() {
        put(
            buf,
            body.x + 1,
            body.y,
            "The article tells no event.",
            usize::from(body.width),
            theme.quiet(),
        );
        return;
    }
    for (y, (index, on_desk)) in
        (body.top()..body.bottom()).zip(state.drafts.iter().enumerate().skip(state.top))
    {
        let row = Rect { y, height: 1, ..body };
        draft_row(state, buf, on_desk, row);
        if index == state.cursor {
            let marked = if state.side == Side::Drafts {
                theme.marked()
            } else {
                theme.strong()
            };
            restyle(buf, row, marked);
            put(buf, row.x, y, "▌", 1, theme.cursor());
        }
    }
    thumb(buf, theme, body, state.top, state.drafts.len());
}

/// The sign of a verdict.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => "·",
        Verdict::Taken => "✓",
        Verdict::Dropped => "✗",
    }
}

fn draft_row(state: &State, buf: &mut Picture, on_desk: &OnDesk, row: Rect) {
    let (theme, draft) = (state.theme, &on_desk.entry.draft);
    let dropped = on_desk.verdict == Verdict::Dropped;
    let faint = |style: Style| if dropped { theme.quiet() } else { style };
    let verdict = match on_desk.verdict {
        Verdict::Taken => theme.tone(Tone::Asserts),
        Verdict::Dropped => theme.tone(Tone::Denies),
        Verdict::Open => theme.quiet(),
    };
    let x = put(buf, row.x + 1, row.y, sign(on_desk.verdict), 1, verdict) + 1;
    let glyph = mark(Some(draft.category), Some(draft.status));
    let x = put(
        buf,
        x,
        row.y,
        glyph,
        1,
        faint(theme.category(Some(draft.category))),
    ) + 1;
    let wide = row.width >= 60;
    let date = draft.date.words_short();
    let room = if wide { 16 } else { 12 };
    put(
        buf,
        x,
        row.y,
        &harmless(&date),
        room - 1,
        faint(theme.tone(Tone::Date)),
    );
    let x = x + room as u16;
    let mut right = row.right() - 1;
    if wide {
        right = put_right(
            buf,
            right,
            row.y,
            &format!("{:.2}", draft.score),
            4,
            theme.quiet(),
        );
        right = right.min(row.right().saturating_sub(1 + SCORE));
    }
    let to = match &on_desk.entry.target {
        Target::Event(_) => "= ",
        Target::New if matches!(draft.matched, Matched::None) => "",
        Target::New => "~ ",
    };
    let x = put(buf, x, row.y, to, 2, faint(theme.warning()));
    let room = usize::from(right.saturating_sub(x + 1));
    put(buf, x, row.y, &harmless(&draft.title), room, faint(theme.text()));
}

/// A line of the detail: pieces in their styles, wrapped together.
struct Piece(String, Style);

fn detail(state: &State, buf: &mut Picture) {
    let (theme, area) = (state.theme, state.areas.detail);
    let Some(on_desk) = state.current() else { return };
    if area.height < 2 {
        return;
    }
    fill(
        buf,
        Rect { height: 1, ..area }.intersection(buf.area),
        "─",
        theme.border(false),
    );
    let verdict = match on_desk.verdict {
        Verdict::Open => " open ",
        Verdict::Taken => " taken ",
        Verdict::Dropped => " dropped ",
    };
    put(buf, area.x + 1, area.y, verdict, 12, theme.quiet());
    let room = usize::from(area.width.saturating_sub(2)).max(1);
    let mut y = area.y + 1;
    for Piece(words, style) in pieces(state, on_desk) {
        for line in text::wrap(&harmless(&words), room) {
            if y >= area.bottom() {
                return;
            }
            put(buf, area.x + 1, y, &line, room, style);
            y += 1;
        }
    }
}

fn pieces(state: &State, on_desk: &OnDesk) -> Vec<Piece> {
    let (theme, entry, draft) = (state.theme, &on_desk.entry, &on_desk.entry.draft);
    let mut pieces = vec![
        Piece(draft.title.to_string(), theme.strong()),
        Piece(
            format!("{} · {} · {}", draft.date.words(), draft.category, draft.status),
            theme.tone(Tone::Date),
        ),
    ];
    pieces.extend(like(state, on_desk));
    let mut named = |label: &str, words: String| {
        if !words.is_empty() {
            pieces.push(Piece(format!("{label}: {words}"), theme.text()));
        }
    };
    named("countries", names(&draft.countries));
    let sides = [&draft.initiators, &draft.targets].map(|side| {
        let names = side.iter().map(actor);
        names.collect::<Vec<_>>().join(", ")
    });
    if sides.iter().any(|side| !side.is_empty()) {
        let [from, to] = sides;
        named(
            "who",
            if to.is_empty() {
                from
            } else {
                format!("{from} → {to}")
            },
        );
    }
    named("people", draft.people.join(", "));
    named("organizations", draft.organizations.join(", "));
    named(
        "place",
        draft
            .location
            .as_ref()
            .map(|place| place.name.to_string())
            .unwrap_or_default(),
    );
    named("tags", draft.tags.join(", "));
    named("summary", entry.summary.clone());
    for claim in &draft.claims {
        let by: Vec<String> = claim.by.iter().map(actor).collect();
        named(claim.stance.as_str(), by.join(", "));
    }
    for relation in &draft.relations {
        let other = state
            .drafts
            .iter()
            .find(|other| other.entry.draft.id == relation.target);
        let title = other.map_or(&*relation.target, |other| &other.entry.draft.title);
        named(relation.kind.as_str(), title.to_owned());
    }
    pieces.push(Piece(
        format!("“{}” {}", draft.quote, draft.locator()),
        theme.quiet(),
    ));
    pieces.push(Piece(format!("score {:.2}", draft.score), theme.text()));
    for reason in &draft.reasons {
        pieces.push(Piece(
            format!("{:+.2} {}", reason.points, reason.text),
            theme.quiet(),
        ));
    }
    pieces
}

/// What the collection has of it, and what is done about it.
fn like(state: &State, on_desk: &OnDesk) -> Option<Piece> {
    let id = on_desk.entry.draft.matched.id()?;
    let known = state.known.get(id).map_or_else(
        || format!("`{id}`"),
        |(title, date)| format!("“{title}” ({date})"),
    );
    let key = state
        .keymap
        .key_of(Context::Desk, Action::SameOrNew)
        .unwrap_or_default();
    let words = match &on_desk.entry.target {
        Target::Event(_) => {
            format!("= the same as {known}: gets this article as a source ({key} makes it a new event)")
        }
        Target::New => format!("~ looks like {known}; written as a new event ({key} makes them one)"),
    };
    Some(Piece(words, state.theme.warning()))
}

fn names(countries: &[Code]) -> String {
    countries
        .iter()
        .map(|code| code.name())
        .collect::<Vec<_>>()
        .join(", ")
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Country(Term::Known(code)) => code.name().to_owned(),
        other => other.to_string(),
    }
}

/// The actions that help most, the most useful first.
fn useful(state: &State) -> Vec<Action> {
    match &state.layer {
        Some(Layer::Countries(_)) => vec![Action::MarkAny, Action::Accept, Action::Back],
        Some(_) => vec![Action::Accept, Action::Back],
        None => {
            let mut actions = Vec::new();
            if state.count(Verdict::Open) == 0 && state.count(Verdict::Taken) > 0 {
                actions.push(Action::WriteDrafts);
            }
            actions.extend([Action::TakeDraft, Action::DropDraft, Action::EditDraft]);
            if state
                .current()
                .is_some_and(|draft| draft.entry.draft.matched.id().is_some())
            {
                actions.push(Action::SameOrNew);
            }
            if !actions.contains(&Action::WriteDrafts) {
                actions.push(Action::WriteDrafts);
            }
            if !state.undo.is_empty() {
                actions.push(Action::UndoReview);
            }
            actions.extend([
                Action::ChangeDate,
                Action::ChangeCountries,
                Action::MergeDrafts,
                Action::TakeAll,
                Action::NextPane,
                Action::Quit,
            ]);
            actions
        }
    }
}

fn keys(state: &State) -> Vec<(String, &'static str)> {
    let context = state.context();
    useful(state)
        .into_iter()
        .filter_map(|action| Some((state.keymap.key_of(context, action)?, action.hint())))
        .collect()
}

/// The bottom line: what was just said, else the keys that help most.
fn hints(state: &State, buf: &mut Picture) {
    let (theme, area) = (state.theme, state.areas.hints);
    let mut x = area.x + 1;
    let mut right = area.right() - 1;
    if let Some(notice) = &state.notice {
        super::hints::said(notice, x..right, area.y, theme, buf);
        return;
    }
    if state.layer.is_some() {
        return;
    }
    if let Some(key) = state.keymap.key_of(Context::Desk, Action::Help) {
        right = put_right(buf, right, area.y, Action::Help.hint(), 20, theme.quiet()).saturating_sub(1);
        right = put_right(buf, right, area.y, &key, 10, theme.key()).saturating_sub(2);
    }
    for (key, hint) in keys(state) {
        let cells = (width(&key) + 1 + width(hint)) as u16;
        if x + cells > right {
            break;
        }
        x = put(buf, x, area.y, &key, usize::from(cells), theme.key()) + 1;
        x = put(buf, x, area.y, hint, usize::from(cells), theme.quiet()) + 2;
    }
}

/// Draws what lies over the panes; gives where the cursor is seen.
fn layer(state: &State, layer: &Layer, buf: &mut Picture) -> Option<Position> {
    let (area, items) = layer_areas(layer, state.size);
    let (area, items) = (area.intersection(buf.area), items.intersection(buf.area));
    if area.width < 4 || area.height < 3 {
        return None;
    }
    let theme = state.theme;
    let place = Place {
        today: state.today,
        hints: keys(state),
        theme,
        inner: Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width - 2,
            height: area.height - 2,
        },
        items,
    };
    clear(buf, area);
    let (title, input) = match layer {
        Layer::Text(field, input) => (field.as_str(), input),
        Layer::Date(input) => ("date", input),
        Layer::Choice(Choosing::Field, list, _) => ("edit", &list.input),
        Layer::Choice(Choosing::Category, list, _) => ("category", &list.input),
        Layer::Choice(Choosing::Status, list, _) => ("status", &list.input),
        Layer::Choice(Choosing::Merge, list, _) => ("merge into this draft", &list.input),
        Layer::Choice(Choosing::Leaving, list, _) => ("leave?", &list.input),
        Layer::Countries(countries) => ("countries", &countries.list.input),
        Layer::Help(help) => ("Help", &help.list.input),
    };
    place.border(buf, area, title, None);
    match layer {
        Layer::Text(field, _) => {
            let room = usize::from(place.inner.width.saturating_sub(3));
            put(
                buf,
                place.inner.x + 2,
                place.inner.y + 1,
                field.meaning(),
                room,
                theme.quiet(),
            );
        }
        Layer::Date(input) => date(state, &place, input, buf),
        Layer::Choice(_, list, choices) => place.list(buf, list, |buf, index, row| {
            if let Some(item) = choices.get(index) {
                let labels = choices.iter().map(|item| width(&item.label)).max().unwrap_or(0);
                let most = usize::from(row.width * 3 / 5);
                let room = labels.min(most);
                put(buf, row.x + 1, row.y, &harmless(&item.label), room, theme.text());
                let x = row.x + room as u16 + 3;
                put(
                    buf,
                    x,
                    row.y,
                    &harmless(&item.help),
                    usize::from(row.right().saturating_sub(x)),
                    theme.quiet(),
                );
            }
        }),
        Layer::Countries(countries) => place.list(buf, &countries.list, |buf, index, row| {
            if let Some(code) = countries.all.get(index) {
                let marked = countries.marked.contains(code);
                put(
                    buf,
                    row.x + 1,
                    row.y,
                    if marked { "✓" } else { " " },
                    1,
                    theme.tone(Tone::Asserts),
                );
                put(buf, row.x + 3, row.y, code.alpha3(), 3, theme.country(*code));
                put(
                    buf,
                    row.x + 7,
                    row.y,
                    code.name(),
                    usize::from(row.width.saturating_sub(8)),
                    theme.text(),
                );
            }
        }),
        Layer::Help(help) => place.actions(buf, help),
    }
    Some(place.input(buf, input))
}

/// The date that is typed, said back.
fn date(state: &State, place: &Place, input: &tui_input::Input, buf: &mut Picture) {
    let theme = state.theme;
    let (words, style) = match layer::date(input, state.today) {
        Some(typed) => (
            match typed.note {
                Some(note) => format!("{} ({note})", typed.words),
                None => typed.words,
            },
            theme.text(),
        ),
        None => (
            "no date yet: 2024-06-18, 18 June 2024, June 2024, 1961, 18–19 June 2024, c. 1950".to_owned(),
            theme.quiet(),
        ),
    };
    let room = usize::from(place.inner.width.saturating_sub(3)).max(1);
    let lines = text::wrap(&harmless(&words), room);
    for (y, line) in (place.inner.y + 1..place.inner.bottom()).zip(lines) {
        put(buf, place.inner.x + 2, y, &line, room, style);
    }
}
