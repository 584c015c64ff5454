//! The answering thread: takes each message in turn, keeps the editor's texts, and answers out of them and the latest
//! snapshot. It reads no collection; that is the thread of [`super::reading`].

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, mpsc::Sender},
};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionParams, CompletionParams, CompletionResponse, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentSymbolParams, DocumentSymbolResponse, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, HoverParams, PrepareRenameResponse, ReferenceParams,
    RenameParams, TextDocumentPositionParams, Uri, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use rustc_hash::FxHashMap;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Today, actions,
    board::Board,
    complete, findings, hover, places,
    reading::{Latest, Work},
    roots::Roots,
    spot::{self, Spot},
    symbols,
    text::{Encoding, Text},
    view::{Document, View},
};

/// Why a request has no answer.
struct Refusal {
    code: ErrorCode,
    message: String,
}

impl Refusal {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }
}

type Answer = Result<Value, Refusal>;

/// What the answering thread holds.
pub struct Server {
    /// To the editor.
    pub connection: Arc<Connection>,
    /// How places are counted.
    pub encoding: Encoding,
    /// Whether completions may hold places to jump to.
    pub snippets: bool,
    /// Where the collection is.
    pub roots: Roots,
    /// What was read last.
    pub latest: Latest,
    /// What the editor has been told.
    pub board: Arc<Board>,
    /// To the reading thread; none where there is no collection to read.
    pub work: Option<Sender<Work>>,
    /// Asked for today.
    pub today: Today,
    /// The files that are open.
    pub documents: FxHashMap<PathBuf, Document>,
}

impl Server {
    /// Answers until the editor says goodbye, or is gone. Whether it went as the protocol has it.
    pub fn run(mut self) -> bool {
        let connection = Arc::clone(&self.connection);
        let mut is_shut_down = false;
        for message in &connection.receiver {
            match message {
                Message::Request(request) if request.method == "shutdown" => {
                    is_shut_down = true;
                    self.answer(request.id, Ok(Value::Null));
                }
                Message::Request(request) if is_shut_down => {
                    let refusal = Refusal::new(ErrorCode::InvalidRequest, "the server is shut down");
                    self.answer(request.id, Err(refusal));
                }
                Message::Request(request) => self.request(request),
                Message::Notification(notification) if notification.method == "exit" => return is_shut_down,
                Message::Notification(notification) => self.notification(notification),
                Message::Response(_) => {}
            }
        }
        is_shut_down
    }

    fn answer(&self, id: RequestId, answer: Answer) {
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
        };
        let _ = self.connection.sender.send(Message::Response(response));
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        // A fault of the program costs an answer, not the server.
        let answered = catch_unwind(AssertUnwindSafe(|| self.answer_to(&method, params)));
        let answer = answered.unwrap_or_else(|_| {
            Err(Refusal::new(
                ErrorCode::InternalError,
                "a fault of annals, not of the file",
            ))
        });
        self.answer(id, answer);
    }

    fn answer_to(&self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/completion" => {
                let params: CompletionParams = read(params)?;
                let list = self.at(&params.text_document_position, |place, spot| {
                    complete::complete(&place.view, place.path, &place.document.text, place.offset, spot)
                });
                said(list.map(CompletionResponse::List))
            }
            "textDocument/hover" => {
                let params: HoverParams = read(params)?;
                let found = self.at(&params.text_document_position_params, |place, spot| {
                    hover::hover(&place.view, &place.document.text, spot)
                });
                said(found.flatten())
            }
            "textDocument/definition" => {
                let params: GotoDefinitionParams = read(params)?;
                let found = self.at(&params.text_document_position_params, |place, spot| {
                    places::definition(&place.view, spot)
                });
                said(found.map(GotoDefinitionResponse::Array))
            }
            "textDocument/references" => {
                let params: ReferenceParams = read(params)?;
                let with_given = params.context.include_declaration;
                said(self.at(&params.text_document_position, |place, spot| {
                    places::references(&place.view, spot, with_given)
                }))
            }
            "textDocument/prepareRename" => {
                let params: TextDocumentPositionParams = read(params)?;
                let found = self.at(&params, |place, spot| {
                    places::is_renamed(spot).then(|| PrepareRenameResponse::RangeWithPlaceholder {
                        range: place.document.text.range(spot.at.clone()),
                        placeholder: spot.text.to_owned(),
                    })
                });
                said(found.flatten())
            }
            "textDocument/rename" => {
                let params: RenameParams = read(params)?;
                let renamed = self.at(&params.text_document_position, |place, spot| {
                    places::rename(&place.view, spot, &params.new_name)
                });
                match renamed {
                    Some(Ok(edit)) => said(edit),
                    Some(Err(sentence)) => Err(Refusal::new(ErrorCode::RequestFailed, sentence)),
                    None => Err(Refusal::new(ErrorCode::RequestFailed, "no id stands here")),
                }
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                said(self.document(&params.text_document.uri).map(|(path, document)| {
                    let only = params.context.only.as_deref();
                    actions::actions(&self.view(), path, document, params.range, only)
                }))
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                let document = self.document(&params.text_document.uri);
                said(
                    document.map(|(_, document)| {
                        DocumentSymbolResponse::Nested(symbols::of_file(&document.text))
                    }),
                )
            }
            "textDocument/foldingRange" => {
                let params: FoldingRangeParams = read(params)?;
                let document = self.document(&params.text_document.uri);
                said(document.map(|(_, document)| symbols::folds(&document.text)))
            }
            "workspace/symbol" => {
                let params: WorkspaceSymbolParams = read(params)?;
                let view = self.view();
                let found = view
                    .known
                    .as_deref()
                    .map(|known| symbols::of_all(&view, known, &params.query));
                said(found.map(WorkspaceSymbolResponse::Nested))
            }
            _ => Err(Refusal::new(
                ErrorCode::MethodNotFound,
                format!("`{method}` is not something that this server does"),
            )),
        }
    }

    fn view(&self) -> View<'_> {
        View {
            documents: &self.documents,
            known: self.latest.get(),
            encoding: self.encoding,
            snippets: self.snippets,
            today: (self.today)(),
        }
    }

    fn document(&self, uri: &Uri) -> Option<(&Path, &Document)> {
        let path = self.roots.path(uri)?;
        let (path, document) = self.documents.get_key_value(&path)?;
        Some((path, document))
    }

    /// Asks about a place of an open file, where something is known of it.
    fn at<T>(
        &self,
        place: &TextDocumentPositionParams,
        ask: impl FnOnce(&Place<'_>, &Spot<'_>) -> T,
    ) -> Option<T> {
        let (path, document) = self.document(&place.text_document.uri)?;
        if !document.inside && !is_ours(document.text.as_str()) {
            return None;
        }
        let offset = document.text.offset(place.position);
        let spot = spot::spot(document.text.as_str(), offset)?;
        let place = Place {
            view: self.view(),
            path,
            document,
            offset,
        };
        Some(ask(&place, &spot))
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let heard = catch_unwind(AssertUnwindSafe(|| self.hear(&method, params)));
        drop(heard);
    }

    fn hear(&mut self, method: &str, params: Value) {
        match method {
            "textDocument/didOpen" => {
                if let Ok(params) = read::<DidOpenTextDocumentParams>(params) {
                    let opened = params.text_document;
                    self.open(&opened.uri, opened.version, opened.text);
                }
            }
            "textDocument/didChange" => {
                if let Ok(params) = read::<DidChangeTextDocumentParams>(params) {
                    self.change(&params);
                }
            }
            "textDocument/didClose" => {
                if let Ok(params) = read::<DidCloseTextDocumentParams>(params) {
                    self.close(&params.text_document.uri);
                }
            }
            "textDocument/didSave" => {
                if let Ok(params) = read::<DidSaveTextDocumentParams>(params) {
                    let path = self.roots.path(&params.text_document.uri);
                    self.changed(path.into_iter().collect());
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Ok(params) = read::<DidChangeWatchedFilesParams>(params) {
                    let paths = params
                        .changes
                        .iter()
                        .filter_map(|change| self.roots.path(&change.uri));
                    self.changed(paths.collect());
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, uri: &Uri, version: i32, text: String) {
        let Some(path) = self.roots.path(uri) else {
            return;
        };
        let document = Document {
            uri: uri.clone(),
            version,
            text: Text::new(text, self.encoding),
            inside: self.roots.has(&path),
        };
        self.documents.insert(path.clone(), document);
        self.checked(&path);
    }

    fn change(&mut self, params: &DidChangeTextDocumentParams) {
        let Some(path) = self.roots.path(&params.text_document.uri) else {
            return;
        };
        let Some(document) = self.documents.get_mut(&path) else {
            return;
        };
        document.version = params.text_document.version;
        for change in &params.content_changes {
            document.text.change(change.range, &change.text);
        }
        self.checked(&path);
    }

    /// Says what can be said of a file's text at once, and has the rest read.
    fn checked(&self, path: &Path) {
        let Some(document) = self.documents.get(path) else {
            return;
        };
        let text = document.text.as_str();
        let bom = text.starts_with('\u{FEFF}');
        self.board.open(path, &document.uri, document.version, bom);
        let known = self.latest.get();
        let known = known.as_deref().filter(|_| document.inside);
        // Before anything was read, half of the references would lead nowhere.
        let is_ready = known.is_some() || !document.inside;
        if is_ready && (document.inside || is_ours(text)) {
            if let Some(found) = findings::at_once(path, text, known) {
                self.board.tell(&self.connection, path, &found, known);
            }
        } else if is_ready {
            self.board.tell(&self.connection, path, &[], None);
        }
        if document.inside {
            self.read(Work::Text(
                path.to_owned(),
                Some((Arc::from(text), document.version)),
            ));
        }
    }

    fn close(&mut self, uri: &Uri) {
        let Some(path) = self.roots.path(uri) else {
            return;
        };
        let Some(document) = self.documents.remove(&path) else {
            return;
        };
        if document.inside {
            self.board.close(&path);
            self.read(Work::Text(path, None));
        } else {
            self.board.tell(&self.connection, &path, &[], None);
            self.board.close(&path);
        }
    }

    fn changed(&self, paths: Vec<PathBuf>) {
        if !paths.is_empty() {
            self.read(Work::Changed(paths));
        }
    }

    fn read(&self, work: Work) {
        if let Some(sender) = &self.work {
            let _ = sender.send(work);
        }
    }
}

/// What is asked about.
struct Place<'s> {
    view: View<'s>,
    path: &'s Path,
    document: &'s Document,
    offset: usize,
}

/// Whether a file that is not of the collection is one of events all the same: other TOML is none of ours.
fn is_ours(text: &str) -> bool {
    text.lines()
        .any(|line| line.trim_start().starts_with("[[") && spot::head(line).is_some())
}

/// The parameters of a message.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))
}

/// An answer; `null` where there is none.
fn said(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| Refusal::new(ErrorCode::InternalError, error.to_string()))
}
