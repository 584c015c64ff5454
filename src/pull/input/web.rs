//! A page of the web, with all that a stranger's server could do bounded: time, size, and where it leads on to.

use std::time::Duration;

use ureq::{Agent, http::header};

use super::{Bytes, Form, Given, InputError, LARGEST, is_web};

/// From the first packet to the last.
const PATIENCE: Duration = Duration::from_secs(30);
/// Without a byte.
const SILENCE: Duration = Duration::from_secs(10);
/// Times that a server may send us on.
const MOST_REDIRECTS: usize = 8;
/// What the server is told of us.
const AGENT: &str = concat!("annals/", env!("CARGO_PKG_VERSION"));

/// Fetches a page.
pub(super) fn fetch(address: &str, given: &Given) -> Result<Bytes, InputError> {
    let unreadable = |why: String| InputError::Unreadable {
        given: given.clone(),
        why,
    };
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_per_read(Some(SILENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .accept("text/html, application/xhtml+xml, text/plain, text/markdown")
        .build();
    let agent = Agent::new_with_config(config);
    let mut address = address.split('#').next().unwrap_or_default().to_owned();
    for _ in 0..=MOST_REDIRECTS {
        let response = agent
            .get(&address)
            .call()
            .map_err(|error| unreadable(said(&error)))?;
        let status = response.status();
        if status.is_redirection() {
            let target = response
                .headers()
                .get(header::LOCATION)
                .and_then(|value| value.to_str().ok());
            let target = target.ok_or_else(|| unreadable("the server sends on to nowhere".to_owned()))?;
            address = led(&address, target).map_err(unreadable)?;
            continue;
        }
        if !status.is_success() {
            return Err(unreadable(format!("the server answers {status}")));
        }
        let form = form(response.body().mime_type()).map_err(|what| InputError::NotText {
            given: given.clone(),
            what,
        })?;
        let charset = response.headers().get(header::CONTENT_TYPE).and_then(|value| {
            let value = value.to_str().ok()?.to_ascii_lowercase();
            let (_, charset) = value.split_once("charset=")?;
            Some(
                charset
                    .trim_matches(['"', '\'', ' '])
                    .split(';')
                    .next()?
                    .to_owned(),
            )
        });
        let body = response.into_body().into_with_config().limit(LARGEST);
        let bytes = body.read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => super::too_large(given, LARGEST as usize),
            error => unreadable(said(&error)),
        })?;
        return Ok(Bytes {
            all: bytes,
            form,
            charset,
            url: address,
        });
    }
    Err(unreadable(format!(
        "the server sends on more than {MOST_REDIRECTS} times"
    )))
}

/// The form that a server names; none where the bytes must tell. An error for what is no text.
fn form(kind: Option<&str>) -> Result<Option<Form>, String> {
    match kind.unwrap_or_default() {
        "text/html" | "application/xhtml+xml" => Ok(Some(Form::Html)),
        "text/markdown" => Ok(Some(Form::Markdown)),
        "" | "text/plain" | "text/xml" | "application/xml" | "application/octet-stream" => Ok(None),
        "application/pdf" => {
            Err("it is a PDF; save it and take its text out, with `pdftotext FILE -` for example".to_owned())
        }
        other => Err(format!("the server calls it `{}`", crate::text::harmless(other))),
    }
}

/// Where a server sends us on to. The error says why we do not go.
fn led(from: &str, target: &str) -> Result<String, String> {
    let target = target.trim().split('#').next().unwrap_or_default();
    let (scheme, rest) = from.split_once("://").unwrap_or(("http", from));
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let to = if target.contains("://") {
        target.to_owned()
    } else if let Some(other) = target.strip_prefix("//") {
        format!("{scheme}://{other}")
    } else if target.starts_with('/') {
        format!("{scheme}://{host}{target}")
    } else {
        let path = rest.split('?').next().unwrap_or_default();
        let folder = path.rsplit_once('/').map_or(host, |(folder, _)| folder);
        format!("{scheme}://{folder}/{target}")
    };
    let shown = crate::text::harmless(&to).into_owned();
    if !is_web(&to) {
        return Err(format!(
            "the server sends on to `{shown}`, which is not on the web"
        ));
    }
    if scheme.eq_ignore_ascii_case("https")
        && !to
            .get(..8)
            .is_some_and(|head| head.eq_ignore_ascii_case("https://"))
    {
        return Err(format!(
            "the server sends on to `{shown}`, which anybody on the way could read and change"
        ));
    }
    if is_near(&to) && !is_near(from) {
        return Err(format!(
            "the server sends on to `{shown}`, which is this machine or its neighbours"
        ));
    }
    Ok(to)
}

/// Whether an address names this machine or one of a network that is not the internet.
fn is_near(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(four) => {
                four.is_loopback() || four.is_private() || four.is_link_local() || four.is_unspecified()
            }
            std::net::IpAddr::V6(six) => {
                six.is_loopback()
                    || six.is_unspecified()
                    || six.is_unique_local()
                    || six.is_unicast_link_local()
            }
        };
    }
    let host = host.to_ascii_lowercase();
    let top = host.rsplit('.').next().unwrap_or_default();
    matches!(top, "localhost" | "local" | "internal") || !host.contains('.')
}

/// An error of the net in words.
fn said(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!(
            "the server did not answer in time ({} seconds)",
            PATIENCE.as_secs()
        ),
        ureq::Error::HostNotFound => "there is no server of that name, or no network".to_owned(),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "this is not an address".to_owned(),
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => "the server refuses the connection".to_owned(),
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => {
                "the server did not answer in time".to_owned()
            }
            _ => error.to_string(),
        },
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::TcpListener,
        sync::mpsc,
        thread,
    };

    use super::*;

    /// A server of this test alone, on the loopback: the answer to each path. Gives its address.
    fn server(answers: Vec<(&'static str, Vec<u8>)>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                head.read_line(&mut line).unwrap();
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                while head.read_line(&mut line).is_ok_and(|read| read > 2) {}
                let answer = answers.iter().find(|(asked, _)| *asked == path);
                let none = (
                    String::new(),
                    b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec(),
                );
                let answer = answer.map_or(none.1, |(_, answer)| answer.clone());
                // The reader may have enough before the end.
                let _ = stream.write_all(&answer);
            }
        });
        address
    }

    fn answer(head: &str, body: &[u8]) -> Vec<u8> {
        let length = body.len();
        let mut answer =
            format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n").into_bytes();
        answer.extend_from_slice(body);
        answer
    }

    fn read(address: &str) -> Result<super::super::Document, String> {
        super::super::read(&Given::Web(address.to_owned())).map_err(|error| error.to_string())
    }

    #[test]
    fn a_page_is_read_with_its_charset_and_where_it_was_in_the_end() {
        let page = b"<html><head><title>Visit</title></head><body><p>\xCC\xEE\xF1\xEA\xE2\xE0 was the place of the meeting.</p></body></html>";
        let base = server(vec![
            ("/old", answer("301 Moved\r\nlocation: /folder/new", b"")),
            ("/folder/new", answer("302 Found\r\nlocation: page#part", b"")),
            (
                "/folder/page",
                answer("200 OK\r\ncontent-type: text/html; charset=windows-1251", page),
            ),
        ]);
        let document = read(&format!("{base}/old#top")).unwrap();
        assert!(
            document.text.contains("Москва was the place"),
            "{}",
            document.text
        );
        assert_eq!(document.url, format!("{base}/folder/page"));
        assert_eq!(document.title, "Visit");
    }

    #[test]
    fn what_a_server_must_not_do_is_a_sentence() {
        let huge = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n"
            .as_bytes()
            .to_vec();
        let base = server(vec![
            ("/loop", answer("302 Found\r\nlocation: /loop", b"")),
            ("/file", answer("302 Found\r\nlocation: file:///etc/passwd", b"")),
            ("/nowhere", answer("302 Found", b"")),
            ("/pdf", answer("200 OK\r\ncontent-type: application/pdf", b"%PDF")),
            ("/video", answer("200 OK\r\ncontent-type: video/mp4", b"")),
            ("/broken", b"no http at all\r\n\r\n".to_vec()),
            (
                "/huge",
                [huge, b"words ".repeat(LARGEST as usize / 6 + 2)].concat(),
            ),
        ]);
        for (path, said) in [
            ("/loop", "sends on more than 8 times"),
            ("/file", "`file:///etc/passwd`, which is not on the web"),
            ("/nowhere", "sends on to nowhere"),
            ("/pdf", "pdftotext"),
            ("/video", "`video/mp4`"),
            ("/none", "404 Not Found"),
            ("/broken", "cannot be read"),
            ("/huge", "holds more than 64 MB"),
        ] {
            let error = read(&format!("{base}{path}")).unwrap_err();
            assert!(error.contains(said), "{path}: {error}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_a_sentence() {
        let (sender, receiver) = mpsc::channel();
        // A port that was free a moment ago.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        sender.send(listener.local_addr().unwrap()).unwrap();
        drop(listener);
        let error = read(&format!("http://{}/", receiver.recv().unwrap())).unwrap_err();
        assert!(error.contains("refuses the connection"), "{error}");
    }

    #[test]
    fn a_server_leads_only_to_where_the_web_is() {
        let page = "https://a.example/x/y?z";
        for (target, to) in [
            ("/b", Some("https://a.example/b")),
            ("b", Some("https://a.example/x/b")),
            ("//c.example/b", Some("https://c.example/b")),
            ("HTTPS://c.example", Some("HTTPS://c.example")),
            ("http://c.example", None),
            ("https://127.0.0.1/", None),
            ("https://[::1]/", None),
            ("https://user@localhost:80/", None),
            ("https://192.168.0.1/", None),
            ("https://router/", None),
            ("ftp://c.example", None),
        ] {
            assert_eq!(led(page, target).ok().as_deref(), to, "{target}");
        }
        assert!(led("http://localhost/a", "http://127.0.0.1/b").is_ok());
    }
}
