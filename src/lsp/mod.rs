//! A language server over standard input and output: what an editor asks while events are typed.
//!
//! ```text
//! editor ─► server (answers) ──texts, changed paths──► reading (library) ─► snapshot ─► server
//!              │ at once: the file alone, with the ids        │ when read: all files
//!              └──────────────► board ◄──────────────────────┘ ─► diagnostics
//! ```
//!
//! | file | what |
//! | --- | --- |
//! | `server` | the answering thread: messages, texts of the editor |
//! | `reading` | the reading thread: the library with the editor's texts over it |
//! | `board` | what the editor has been told is wrong, and who may tell it |
//! | `snapshot`, `view` | what answers are made of |
//! | `text`, `uri`, `roots` | places, names of files, and which of them belong to the collection |
//! | `spot`, `subject`, `mention` | what stands, or is typed, at a place; what a text names |
//! | `complete`, `hover`, `places`, `actions`, `symbols`, `findings` | the answers |
//!
//! Types of the protocol stay in this room.

mod actions;
mod board;
mod complete;
mod findings;
mod hover;
mod mention;
mod places;
mod reading;
mod roots;
mod server;
mod snapshot;
mod spot;
mod subject;
mod symbols;
mod text;
mod uri;
mod view;

use std::{path::PathBuf, sync::Arc};

use lsp_server::{Connection, Message, Request, RequestId, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, FoldingRangeProviderCapability, GlobPattern,
    HoverProviderCapability, InitializeParams, OneOf, Registration, RegistrationParams, RenameOptions,
    SaveOptions, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
};
use serde_json::json;

use self::{board::Board, reading::Latest, roots::Roots, server::Server, text::Encoding};
use crate::{config::Environment, dates::Day};

/// Says which day it is, where the user is.
pub type Today = fn() -> Day;

/// Why the server ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum LspError {
    /// The editor does not speak the protocol.
    #[error("the editor did not begin as the protocol has it: {0}")]
    Protocol(String),
    /// Standard input or output cannot be used, or a thread cannot be started.
    #[error("the editor cannot be talked to: {0}")]
    Io(#[from] std::io::Error),
}

/// Serves an editor over standard input and output until it says goodbye; whether it did so as the protocol has it.
///
/// The collection is that of the workspace's folder `events`, else of `asked` or where every command looks.
pub fn run(asked: &[PathBuf], today: Today) -> Result<bool, LspError> {
    // The threads of the connection are not waited for: what was asked has been answered, and the thread that reads may
    // still be at it.
    let (connection, _threads) = Connection::stdio();
    serve(connection, asked, today)
}

fn serve(connection: Connection, asked: &[PathBuf], today: Today) -> Result<bool, LspError> {
    let (id, params) = connection
        .initialize_start()
        .map_err(|error| LspError::Protocol(error.to_string()))?;
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let refusal =
                Response::new_err(id, lsp_server::ErrorCode::InvalidParams as i32, error.to_string());
            let _ = connection.sender.send(Message::Response(refusal));
            return Err(LspError::Protocol(error.to_string()));
        }
    };
    let offered = params
        .capabilities
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.as_deref());
    let encoding = Encoding::chosen(offered);
    let answer = json!({
        "capabilities": capabilities(encoding),
        "serverInfo": { "name": "annals", "version": env!("CARGO_PKG_VERSION") },
    });
    let _ = connection
        .sender
        .send(Message::Response(Response::new_ok(id, answer)));
    if watches(&params) {
        let request = Request::new(
            RequestId::from("watch".to_owned()),
            "client/registerCapability".to_owned(),
            registration(),
        );
        let _ = connection.sender.send(Message::Request(request));
    }

    let workspace = workspace(&params);
    let roots = Roots::find(asked, workspace.as_deref(), Environment::of_process());
    let connection = Arc::new(connection);
    let board = Arc::new(Board::new(encoding));
    let latest = Latest::default();
    let work = match roots.place() {
        Some(place) => Some(reading::start(place, &latest, &board, &connection)?),
        None => None,
    };
    let server = Server {
        snippets: snippets(&params),
        encoding,
        roots,
        latest,
        board,
        work,
        today,
        documents: rustc_hash::FxHashMap::default(),
        connection,
    };
    Ok(server.run())
}

/// The folder that the editor works in.
#[allow(deprecated)] // Editors that know no workspace folders say it in the old way.
fn workspace(params: &InitializeParams) -> Option<PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    folders
        .iter()
        .map(|folder| &folder.uri)
        .chain(&params.root_uri)
        .find_map(uri::path)
}

fn snippets(params: &InitializeParams) -> bool {
    let item = params
        .capabilities
        .text_document
        .as_ref()
        .and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
    item.and_then(|item| item.snippet_support).unwrap_or_default()
}

/// Whether the editor can be asked to tell of files that change.
fn watches(params: &InitializeParams) -> bool {
    let watching = params
        .capabilities
        .workspace
        .as_ref()
        .and_then(|workspace| workspace.did_change_watched_files);
    watching
        .and_then(|watching| watching.dynamic_registration)
        .unwrap_or_default()
}

fn registration() -> RegistrationParams {
    let watched = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![FileSystemWatcher {
            glob_pattern: GlobPattern::String("**/*.toml".to_owned()),
            kind: None,
        }],
    };
    RegistrationParams {
        registrations: vec![Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(watched).ok(),
        }],
    }
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let texts = ["\"", "'", "[", "{", "=", "."].map(str::to_owned);
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(texts.into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        ..ServerCapabilities::default()
    }
}
