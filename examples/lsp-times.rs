//! How long the language server takes: starts it on a folder, types in one of its files, and asks about places there.
//!
//! ```sh
//! cargo run --release --example make-events -- 100000 /tmp/work/events
//! cargo run --release --example lsp-times -- target/release/annals /tmp/work
//! ```
//!
//! For each question the milliseconds from sending it to having the whole answer: half of the times were shorter than
//! the first number, nineteen of twenty than the second, all than the third.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods
)] // A tool for developers.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How often each question is asked.
const TIMES: usize = 40;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        println!("lsp-times PROGRAM FOLDER, where FOLDER holds `events`");
        return;
    };
    let folder = Path::new(folder).canonicalize().unwrap();
    let file = first_file(&folder.join("events"));
    let text = fs::read_to_string(&file).unwrap();
    let mut server = Server::start(program, &folder);
    let uri = format!("file://{}", file.display());
    server.uri.clone_from(&uri);

    let begun = Instant::now();
    server.tell(
        "textDocument/didOpen",
        &json!({ "textDocument": { "uri": uri, "languageId": "toml", "version": 1, "text": text } }),
    );
    server.until_told(1);
    println!("{}: {} bytes", file.display(), text.len());
    println!(
        "{:<26}{:>8.1} ms",
        "open, all files read",
        milliseconds(begun.elapsed())
    );

    // A table at the end of the file is typed, letter by letter.
    let lines = text.matches('\n').count();
    let added = "\n[[event]]\ntitle = \"Typed\"\ndate = 2024-06-18\ncountries = [\"RUS\", \"nor\"]\n\
                 relations = { follows = [\"a\"] }\npeople = [\"a\"]\n";
    server.change(2, lines, 0, added);
    server.until_told(2);
    let line = |number: usize| lines + number;
    let mut version = 2;
    let mut keys = Vec::new();
    for _ in 0..TIMES {
        version += 1;
        let begun = Instant::now();
        server.change(version, line(2), 12, "x");
        server.until_told(version);
        keys.push(begun.elapsed());
    }
    report("keystroke → diagnostics", keys);
    for (name, method, number, column) in [
        ("complete a country", "completion", 4, 24),
        ("complete an id", "completion", 5, 26),
        ("complete a person", "completion", 6, 12),
        ("hover over a date", "hover", 3, 10),
        ("definition of an id", "definition", 5, 26),
        ("references of an id", "references", 5, 26),
        ("symbols of the file", "documentSymbol", 0, 0),
    ] {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let begun = Instant::now();
            server.ask(
                &format!("textDocument/{method}"),
                &json!({
                    "textDocument": { "uri": uri },
                    "position": { "line": line(number), "character": column },
                    "context": { "includeDeclaration": true },
                }),
            );
            times.push(begun.elapsed());
        }
        report(name, times);
    }
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        server.ask("workspace/symbol", &json!({ "query": "zzz" }));
        times.push(begun.elapsed());
    }
    report("symbols of all, none found", times);
    server.ask("shutdown", &Value::Null);
    server.tell("exit", &Value::Null);
    server.child.wait().unwrap();
}

fn first_file(folder: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let first = files.into_iter().next().expect("a file of events");
    if first.is_dir() { first_file(&first) } else { first }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: f64| milliseconds(times[((times.len() - 1) as f64 * part).round() as usize]);
    println!("{name:<26}{:>8.1}{:>8.1}{:>8.1} ms", at(0.5), at(0.95), at(1.0));
}

/// The server at the other end of its standard input and output.
struct Server {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    number: i64,
    child: Child,
}

impl Server {
    fn start(program: &str, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut server = Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            uri: String::new(),
            number: 0,
            child,
        };
        let root = format!("file://{}", folder.display());
        server.ask(
            "initialize",
            &json!({ "processId": null, "rootUri": root, "capabilities": {} }),
        );
        server.tell("initialized", &json!({}));
        server
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.number += 1;
        let id = self.number;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn change(&mut self, version: i64, line: usize, character: usize, text: &str) {
        let place = json!({ "line": line, "character": character });
        let uri = self.uri.clone();
        self.tell(
            "textDocument/didChange",
            &json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": [{ "range": { "start": place, "end": place }, "text": text }],
            }),
        );
    }

    /// Until it is said what is wrong in the file in that version.
    fn until_told(&mut self, version: i64) {
        loop {
            let message = self.next();
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == self.uri.as_str()
                && params["version"] == version
            {
                return;
            }
        }
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "the server has gone"
            );
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }
}
