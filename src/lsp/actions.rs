//! What mends a finding, as actions of the editor.

use std::path::Path;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Diagnostic, Range, TextEdit};

use super::{
    findings,
    places::edits,
    text::Text,
    view::{Document, View},
};
use crate::{
    model::Finding,
    store::edit::{Edit, remedies},
    text,
};

/// What mends what is wrong within a range, and what mends all of the file that surely can be.
pub fn actions(
    view: &View<'_>,
    path: &Path,
    document: &Document,
    range: Range,
    only: Option<&[CodeActionKind]>,
) -> Vec<CodeActionOrCommand> {
    let wanted = |kind: &CodeActionKind| {
        only.is_none_or(|only| {
            only.iter()
                .any(|wanted| kind.as_str().starts_with(wanted.as_str()))
        })
    };
    let known = view.known.as_deref();
    let as_read = known.filter(|known| known.version(path) == Some(document.version));
    let found = match as_read {
        Some(known) => known.findings(path).to_vec(),
        None => findings::at_once(path, document.text.as_str(), known).unwrap_or_default(),
    };
    let bom = document.text.as_str().starts_with('\u{FEFF}');
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        for finding in &found {
            let at = findings::range(finding, view.encoding, bom);
            let touches = at.start <= range.end && range.start <= at.end;
            if let (true, Some(remedy)) = (touches, &finding.remedy) {
                let edit = TextEdit::new(document.text.range(remedy.at.clone()), remedy.text.clone());
                let diagnostics =
                    findings::diagnostics(std::slice::from_ref(finding), view.encoding, bom, known);
                let title = capital(&text::harmless(&remedy.title));
                let mut action = action(view, path, title, CodeActionKind::QUICKFIX, vec![edit]);
                action.is_preferred = Some(true);
                action.diagnostics = Some::<Vec<Diagnostic>>(diagnostics);
                actions.push(CodeActionOrCommand::CodeAction(action));
            }
        }
    }
    let all = all_edits(&found, &document.text);
    if all.len() > 1 || only.is_some() && !all.is_empty() {
        let kind = CodeActionKind::SOURCE_FIX_ALL;
        if wanted(&kind) {
            let title = format!("Mend all that surely can be ({})", all.len());
            actions.push(CodeActionOrCommand::CodeAction(action(
                view, path, title, kind, all,
            )));
        }
    }
    actions
}

/// The changes of all remedies that do not touch.
fn all_edits(found: &[Finding], text: &Text) -> Vec<TextEdit> {
    remedies(found)
        .into_values()
        .flatten()
        .filter_map(|edit| match edit {
            Edit::Splice { at, text: new } => Some(TextEdit::new(text.range(at), new)),
            _ => None,
        })
        .collect()
}

fn action(
    view: &View<'_>,
    path: &Path,
    title: String,
    kind: CodeActionKind,
    changes: Vec<TextEdit>,
) -> CodeAction {
    CodeAction {
        title,
        kind: Some(kind),
        edit: Some(edits(view, changes.into_iter().map(|edit| (path, edit)))),
        ..CodeAction::default()
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + characters.as_str()
}
