//! An editor at the other end of the language server: the built program, talked to over its standard input and output.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A server at work on a folder of its own.
pub struct Editor {
    folder: TempDir,
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Notifications that nobody has asked for yet.
    heard: VecDeque<Value>,
    /// Requests of the server.
    pub asked: Vec<Value>,
    number: i64,
    versions: i64,
    /// What the server said of itself.
    pub capabilities: Value,
}

impl Editor {
    /// Starts the server on these files, and greets it.
    pub fn on(files: &[(&str, &str)]) -> Self {
        Self::with(files, &json!({}))
    }

    /// As [`Editor::on`], with these capabilities.
    pub fn with(files: &[(&str, &str)], capabilities: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_annals"))
            .args(["lsp", "--stdio"])
            .env_clear()
            .env("HOME", folder.path().join("home"))
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut editor = Self {
            input: server.stdin.take(),
            output: BufReader::new(server.stdout.take().unwrap()),
            folder,
            server,
            heard: VecDeque::new(),
            asked: Vec::new(),
            number: 0,
            versions: 0,
            capabilities: Value::Null,
        };
        let root = editor.uri("");
        let greeted = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": root, "capabilities": capabilities }),
        );
        editor.capabilities = greeted["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How the editor names a file.
    pub fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() {
            self.folder.path().to_owned()
        } else {
            self.path(name)
        };
        format!("file://{}", path.display())
    }

    /// The name in the folder of what the server names.
    pub fn name(&self, uri: &Value) -> String {
        let path = uri.as_str().unwrap().strip_prefix("file://").unwrap();
        let path = Path::new(path).strip_prefix(self.folder.path()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, message: &Value) {
        let text = serde_json::to_string(message).unwrap();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the whole answer.
    pub fn response(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let id = self.number;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next().expect("the server is there");
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
            self.keep(message);
        }
    }

    /// Asks, and waits for the result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].take()
    }

    fn keep(&mut self, message: Value) {
        if message.get("id").is_some() {
            let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
            self.asked.push(message);
            self.send(&answer);
        } else {
            self.heard.push_back(message);
        }
    }

    fn next(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        Some(serde_json::from_slice(&bytes).unwrap())
    }

    /// Waits until the diagnostics of a file are such as `wanted` says: `line:column code` each.
    pub fn diagnostics(&mut self, name: &str, wanted: &[&str]) -> Vec<Value> {
        let uri = self.uri(name);
        loop {
            let message = match self.heard.pop_front() {
                Some(message) => message,
                None => self.next().expect("the server is there"),
            };
            if message.get("id").is_some() {
                self.keep(message);
                continue;
            }
            let params = &message["params"];
            if message["method"] != "textDocument/publishDiagnostics" || params["uri"] != uri.as_str() {
                continue;
            }
            let found = params["diagnostics"].as_array().unwrap();
            let short: Vec<String> = found.iter().map(short).collect();
            if short == wanted {
                return found.clone();
            }
        }
    }

    /// Opens a file with a text.
    pub fn open(&mut self, name: &str, text: &str) {
        self.versions += 1;
        let item =
            json!({ "uri": self.uri(name), "languageId": "toml", "version": self.versions, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Opens a file as the disk has it.
    pub fn open_saved(&mut self, name: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        self.open(name, &text);
    }

    /// Changes an open file.
    pub fn change(&mut self, name: &str, changes: Value) {
        self.versions += 1;
        let document = json!({ "uri": self.uri(name), "version": self.versions });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// Gives an open file the text before and behind `|`, and asks about the place of it.
    pub fn at(&mut self, name: &str, marked: &str, method: &str, more: Value) -> Value {
        self.response_at(name, marked, method, more)["result"].take()
    }

    /// As [`Editor::at`], with the whole answer.
    pub fn response_at(&mut self, name: &str, marked: &str, method: &str, more: Value) -> Value {
        let (before, behind) = marked.split_once('|').unwrap();
        self.change(name, json!([{ "text": format!("{before}{behind}") }]));
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        self.response_to(name, line, character, method, more)
    }

    /// Asks about a place.
    pub fn response_to(
        &mut self,
        name: &str,
        line: usize,
        character: usize,
        method: &str,
        more: Value,
    ) -> Value {
        let mut params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        params
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap_or_default());
        self.response(method, params)
    }

    /// Says goodbye as the protocol has it; the exit code.
    pub fn leave(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.server.wait().unwrap().code().unwrap()
    }

    /// Is gone without a word; the exit code.
    pub fn vanish(mut self) -> i32 {
        self.input = None;
        self.server.wait().unwrap().code().unwrap()
    }

    /// Sends `exit` without asking for anything before; the exit code.
    pub fn slam(mut self) -> i32 {
        self.tell("exit", Value::Null);
        self.server.wait().unwrap().code().unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// `line:column code`, counted from 1.
fn short(diagnostic: &Value) -> String {
    let start = &diagnostic["range"]["start"];
    let one = |name: &str| start[name].as_u64().unwrap() + 1;
    format!(
        "{}:{} {}",
        one("line"),
        one("character"),
        diagnostic["code"].as_str().unwrap()
    )
}
