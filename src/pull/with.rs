//! Another extractor in the place of the rules: a command that gets the article as JSON and gives events as JSON. What it
//! returns passes the same checks as a file of the collection, and a quote that the article does not hold is refused.
//!
//! What goes in and out is in `docs/pull.md`.

use std::{
    io::{self, Read as _, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{Article, Draft, Knowledge, Reason, Role, Span, matching::match_all};
use crate::{
    dates::Civil,
    model::{Category, Event, RelationKind, Severity, Stance, Status, Term, keys},
    store::{self, Collection, compose, edit::Value},
    text,
};

/// How long a command may think about one article. Language models on a machine of one's own take their time.
const PATIENCE: Duration = Duration::from_mins(5);
/// Bytes that it may say.
const MOST: u64 = 16 << 20;
/// Bytes of what it complains about that are shown.
const COMPLAINT: usize = 400;
/// Events of one article at most.
const MOST_EVENTS: usize = 1_000;
/// How sure a draft is of which the command does not say so.
const UNSAID: f32 = 0.75;

/// Why a command gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum WithError {
    /// It cannot be started, or not be talked to.
    #[error("the command `{command}` cannot be run: {error}")]
    Start {
        /// As written.
        command: String,
        /// Why.
        error: io::Error,
    },
    /// It takes too long.
    #[error("the command `{command}` was stopped after {seconds} seconds without an answer")]
    Slow {
        /// As written.
        command: String,
        /// Whole seconds.
        seconds: u64,
    },
    /// It says too much.
    #[error("the command `{command}` said more than {} MB", MOST >> 20)]
    Long {
        /// As written.
        command: String,
    },
    /// It ended as commands do that failed.
    #[error("the command `{command}` failed ({status}){said}")]
    Failed {
        /// As written.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
        /// The end of what it said on standard error; empty or with a colon before.
        said: String,
    },
    /// What it says is not what was asked for.
    #[error("the command `{command}` did not answer as asked: {why}")]
    Answer {
        /// As written.
        command: String,
        /// What is wrong.
        why: String,
    },
}

/// The drafts of a command, and a sentence for each thing that was wrong with them.
pub fn run(
    command: &str,
    article: &Article,
    collection: &Collection,
    knowledge: &Knowledge,
) -> Result<(Vec<Draft>, Vec<String>), WithError> {
    let question = serde_json::to_vec(&Question::new(article, collection)).unwrap_or_default();
    let answer = talk(command, question, PATIENCE)?;
    let wrong = |why: String| WithError::Answer {
        command: command.to_owned(),
        why,
    };
    let (mut drafts, refused) = read(&answer, article).map_err(wrong)?;
    match_all(&mut drafts, &[], knowledge);
    Ok((drafts, refused))
}

#[derive(Serialize)]
struct Question<'a> {
    article: Asked<'a>,
    vocabulary: Vocabulary,
    people: Vec<Named<'a>>,
    organizations: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Asked<'a> {
    title: &'a str,
    publisher: &'a str,
    published: String,
    url: &'a str,
    language: &'a str,
    paragraphs: Vec<Numbered<'a>>,
}

#[derive(Serialize)]
struct Numbered<'a> {
    number: usize,
    heading: bool,
    text: &'a str,
}

#[derive(Serialize)]
struct Vocabulary {
    category: Map<String, Json>,
    status: Map<String, Json>,
    relation: Map<String, Json>,
    stance: Map<String, Json>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    aliases: &'a [Box<str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
}

impl<'a> Question<'a> {
    fn new(article: &'a Article, collection: &'a Collection) -> Self {
        let words = |explained: &mut dyn Iterator<Item = (&'static str, &'static str)>| {
            explained
                .map(|(word, meaning)| (word.to_owned(), Json::from(meaning)))
                .collect()
        };
        let paragraphs = article.paragraphs.iter().zip(1..);
        Self {
            article: Asked {
                title: &article.title,
                publisher: &article.publisher,
                published: Civil::from_day(article.published).iso(),
                url: &article.url,
                language: &article.language,
                paragraphs: paragraphs
                    .map(|(paragraph, number)| Numbered {
                        number,
                        heading: paragraph.heading,
                        text: &paragraph.text,
                    })
                    .collect(),
            },
            vocabulary: Vocabulary {
                category: words(&mut Category::explained()),
                status: words(&mut Status::explained()),
                relation: words(&mut RelationKind::explained()),
                stance: words(&mut Stance::explained()),
            },
            people: collection
                .people
                .iter()
                .map(|person| Named {
                    name: &person.name,
                    aliases: &person.aliases,
                    country: person.country.as_ref().map(ToString::to_string),
                })
                .collect(),
            organizations: collection
                .organizations
                .iter()
                .map(|organization| Named {
                    name: &organization.name,
                    aliases: &organization.aliases,
                    country: None,
                })
                .collect(),
        }
    }
}

/// Runs a command in the shell: what it gets, and what it says.
fn talk(command: &str, question: Vec<u8>, patience: Duration) -> Result<Vec<u8>, WithError> {
    let start = |error| WithError::Start {
        command: command.to_owned(),
        error,
    };
    let mut child = shell(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(start)?;
    let (sender, parts) = mpsc::channel();
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(mut stderr)) = pipes else {
        return Err(start(io::Error::other("it has no pipes")));
    };
    // It may answer without having read everything.
    thread::spawn(move || stdin.write_all(&question));
    let complaints = sender.clone();
    thread::spawn(move || {
        let mut said = Vec::new();
        let _ = stderr.by_ref().take(64 << 10).read_to_end(&mut said);
        let _ = io::copy(&mut stderr, &mut io::sink());
        let _ = complaints.send(Part::Complaint(said));
    });
    thread::spawn(move || {
        let mut said = Vec::new();
        let read = stdout.take(MOST + 1).read_to_end(&mut said);
        let _ = sender.send(Part::Answer(read.map(|_| said)));
    });
    let (mut answer, mut complaint) = (None, Vec::new());
    while answer.is_none() {
        match parts.recv_timeout(patience) {
            Ok(Part::Complaint(said)) => complaint = said,
            Ok(Part::Answer(said)) => answer = Some(said),
            Err(_) => {
                end(&mut child);
                return Err(WithError::Slow {
                    command: command.to_owned(),
                    seconds: patience.as_secs(),
                });
            }
        }
    }
    let answer = answer.unwrap_or_else(|| Ok(Vec::new())).map_err(start)?;
    if answer.len() as u64 > MOST {
        end(&mut child);
        return Err(WithError::Long {
            command: command.to_owned(),
        });
    }
    let status = child.wait().map_err(start)?;
    if !status.success() {
        if complaint.is_empty()
            && let Ok(Part::Complaint(said)) = parts.recv_timeout(patience)
        {
            complaint = said;
        }
        return Err(WithError::Failed {
            command: command.to_owned(),
            status,
            said: last(&complaint),
        });
    }
    Ok(answer)
}

enum Part {
    Answer(io::Result<Vec<u8>>),
    Complaint(Vec<u8>),
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.arg("/C").arg(command);
    shell
}

/// The last line of what was said on standard error.
fn last(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let line = said
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if line.is_empty() {
        String::new()
    } else {
        format!(": {}", text::truncate(&text::harmless(line.trim()), COMPLAINT))
    }
}

/// Reads an answer. The error is one with the whole of it; what is wrong with one event is a sentence.
fn read(answer: &[u8], article: &Article) -> Result<(Vec<Draft>, Vec<String>), String> {
    let answer: Json = serde_json::from_slice(answer).map_err(|error| format!("it is not JSON ({error})"))?;
    let events = match &answer {
        Json::Object(object) => object.get("events").and_then(Json::as_array),
        Json::Array(events) => Some(events),
        _ => None,
    };
    let events = events.ok_or("there is no list `events` in it")?;
    if events.len() > MOST_EVENTS {
        return Err(format!("it has more than {MOST_EVENTS} events"));
    }
    let (mut drafts, mut refused): (Vec<Draft>, Vec<String>) = (Vec::new(), Vec::new());
    for (index, event) in events.iter().enumerate() {
        let mut said = Vec::new();
        let title = event.get("title").and_then(Json::as_str).map(text::harmless);
        match draft(event, article, &mut said) {
            Some(mut draft) => {
                let id = draft.id.to_string();
                let taken = |id: &str| drafts.iter().any(|draft| *draft.id == *id);
                if taken(&id) {
                    draft.id = super::pulled::free(&id, &taken).into();
                }
                drafts.push(draft);
            }
            None => said.push("it is refused".to_owned()),
        }
        let name = title.map_or_else(
            || format!("event {}", index + 1),
            |title| format!("event \"{title}\""),
        );
        refused.extend(said.into_iter().map(|sentence| format!("{name}: {sentence}")));
    }
    Ok((drafts, refused))
}

/// One event of an answer. What is wrong is said; none where nothing is left of it.
fn draft(event: &Json, article: &Article, said: &mut Vec<String>) -> Option<Draft> {
    let Json::Object(object) = event else {
        said.push("it is not an object".to_owned());
        return None;
    };
    let quote = object
        .get("quote")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .trim();
    let asked = object
        .get("paragraph")
        .and_then(Json::as_u64)
        .map(|number| number as usize);
    let Some((paragraph, at)) = stands(quote, asked, article) else {
        said.push(if quote.is_empty() {
            "it has no `quote` that it rests on".to_owned()
        } else {
            format!(
                "the article does not hold its quote \"{}\"",
                text::truncate(&text::harmless(quote), 60)
            )
        });
        return None;
    };
    let mut written = Vec::new();
    for (key, value) in object {
        match key.as_str() {
            "quote" | "paragraph" | "score" | "sources" => {}
            key if keys::EVENT.key(key).is_none() => {
                said.push(format!("the key `{}` is not known", text::harmless(key)));
            }
            key => written.extend(value_of(value, key == "date").map(|value| (key, value))),
        }
    }
    let toml = compose::event(&written);
    let read = store::read_alone(Path::new("answer"), toml.into_bytes());
    for finding in &read.findings {
        let help = finding
            .help
            .as_ref()
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        said.push(format!("{}{help}", finding.message));
    }
    let event = read.events.first()?;
    if event.flaw == Some(Severity::Error) {
        return None;
    }
    let score = object
        .get("score")
        .and_then(Json::as_f64)
        .map_or(UNSAID, |score| score as f32);
    let spans = at.map(|at| Span {
        paragraph,
        start: at,
        end: at + quote.len(),
        role: Role::Trigger,
    });
    let score = if score.is_finite() {
        score.clamp(0.0, 1.0)
    } else {
        0.0
    };
    Some(Draft {
        quote: quote.into(),
        paragraph,
        spans: spans.into_iter().collect(),
        score,
        reasons: vec![Reason {
            text: "as the command says".into(),
            points: score,
        }],
        ..of(event)
    })
}

/// The paragraph in which a quote stands, and at which of its bytes where it stands there letter by letter.
fn stands(quote: &str, asked: Option<usize>, article: &Article) -> Option<(usize, Option<usize>)> {
    if quote.is_empty() {
        return None;
    }
    let numbered = || article.paragraphs.iter().zip(1..);
    let first = numbered().filter(|(_, number)| asked == Some(*number));
    let rest = numbered().filter(|(_, number)| asked != Some(*number));
    let order: Vec<_> = first.chain(rest).collect();
    let exact = order
        .iter()
        .find_map(|(paragraph, number)| Some((*number, Some(paragraph.text.find(quote)?))));
    exact.or_else(|| {
        let alike = order
            .iter()
            .find(|(paragraph, _)| store::holds_quote(&paragraph.text, quote));
        alike.map(|(_, number)| (*number, None))
    })
}

/// A value of JSON as one of TOML; nothing for null.
fn value_of(value: &Json, is_date: bool) -> Option<Value> {
    Some(match value {
        Json::Null => return None,
        Json::String(text) if is_date => Value::Date(text.clone()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Bool(value) => Value::Raw(value.to_string()),
        Json::Number(number) => match number.as_i64() {
            Some(number) if is_date => Value::Date(number.to_string()),
            Some(number) => Value::Integer(number),
            None => Value::Number(number.as_f64().filter(|number| number.is_finite())?),
        },
        Json::Array(values) => {
            Value::List(values.iter().filter_map(|value| value_of(value, false)).collect())
        }
        Json::Object(object) => {
            let entries = object
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), value_of(value, key == "date")?)));
            Value::Table(entries.collect())
        }
    })
}

/// A draft with what an event says. What is no word of a vocabulary is left out: a finding has said so.
fn of(event: &Event) -> Draft {
    Draft {
        id: event.id.clone(),
        title: event.title.clone(),
        date: event.date.clone(),
        countries: event.countries.iter().filter_map(Term::known).collect(),
        initiators: event.initiators.clone(),
        targets: event.targets.clone(),
        people: event.people.clone(),
        organizations: event.organizations.clone(),
        category: event.category.known().unwrap_or(Category::Other),
        status: event.status.known().unwrap_or(Status::Occurred),
        location: event.location.clone(),
        claims: event.claims.clone(),
        relations: event.relations.clone(),
        tags: event.tags.clone(),
        quote: Box::default(),
        paragraph: 1,
        spans: Vec::new(),
        score: UNSAID,
        reasons: Vec::new(),
        matched: super::Matched::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> Article {
        let text =
            "A rare visit\nThe Russian president visited the town on Tuesday.\nHe “left” on  Wednesday.\n";
        Article::plain(
            text,
            Civil {
                year: 2024,
                month: 6,
                day: 19,
            }
            .to_day(),
        )
    }

    fn answered(events: &str) -> (Vec<Draft>, Vec<String>) {
        read(format!("{{\"events\": [{events}]}}").as_bytes(), &article()).unwrap()
    }

    #[test]
    fn an_event_with_a_quote_of_the_article_is_taken() {
        let (drafts, said) = answered(
            r#"{"title": "Putin visits the town", "date": "2024-06-18", "countries": ["Russia", "PRK"], "category": "visit",
                "quote": "visited the town on Tuesday", "paragraph": 7, "score": 2, "location": {"name": "Town", "lat": 1.5, "lon": 2}},
               {"title": "Putin leaves", "date": "2024-06-19", "quote": "He \"left\" on Wednesday"}"#,
        );
        assert_eq!(said, [""; 0]);
        assert_eq!(drafts.len(), 2);
        let codes: Vec<String> = drafts[0].countries.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["RUS", "PRK"]);
        assert_eq!((drafts[0].paragraph, drafts[0].score), (2, 1.0));
        let span = &drafts[0].spans[0];
        assert_eq!(
            &article().paragraphs[1].text[span.range()],
            "visited the town on Tuesday"
        );
        assert_eq!(
            (drafts[1].paragraph, drafts[1].spans.len()),
            (3, 0),
            "white space and typography aside"
        );
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_is_kept() {
        for (event, taken, sentence) in [
            (
                r#"{"title": "A", "date": "2024", "quote": "He was never there"}"#,
                0,
                "the article does not hold its quote",
            ),
            (r#"{"title": "A", "date": "2024"}"#, 0, "it has no `quote`"),
            (
                r#"{"title": "A", "date": "2024-13", "quote": "rare"}"#,
                0,
                "it is refused",
            ),
            (r#"{"date": "2024", "quote": "rare"}"#, 0, "title"),
            (
                r#"{"title": "A", "date": "2024", "quote": "rare", "countries": ["Absurdistan"]}"#,
                1,
                "Absurdistan",
            ),
            (
                r#"{"title": "A", "date": "2024", "quote": "rare", "category": "picnic"}"#,
                1,
                "picnic",
            ),
            (
                r#"{"title": "A", "date": 2024, "quote": "rare", "colour": "red"}"#,
                1,
                "the key `colour` is not known",
            ),
            ("7", 0, "it is not an object"),
        ] {
            let (drafts, said) = answered(event);
            assert_eq!(drafts.len(), taken, "{event}");
            assert!(
                said.iter().any(|said| said.contains(sentence)),
                "{event}: {said:?}"
            );
        }
    }

    #[test]
    fn the_whole_answer_must_be_a_list_of_events() {
        for (answer, why) in [("", "not JSON"), ("{}", "no list"), ("\"x\"", "no list")] {
            assert!(
                read(answer.as_bytes(), &article()).unwrap_err().contains(why),
                "{answer}"
            );
        }
        assert!(read(b"[]", &article()).unwrap().0.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_command_gets_the_article_and_its_failures_are_sentences() {
        let question = serde_json::to_vec(&Question::new(&article(), &Collection::default())).unwrap();
        let echoed = talk("cat", question.clone(), PATIENCE).unwrap();
        let read: Json = serde_json::from_slice(&echoed).unwrap();
        assert_eq!(read["article"]["published"], "2024-06-19");
        assert_eq!(read["article"]["paragraphs"][1]["number"], 2);
        assert_eq!(
            read["vocabulary"]["category"]["visit"],
            "somebody travels to somebody"
        );
        for (command, patience, said) in [
            (
                "echo 'no model' >&2; exit 3",
                PATIENCE,
                "failed (exit status: 3): no model",
            ),
            ("no-such-command-at-all", PATIENCE, "failed (exit status: 127)"),
            (
                "exec tail -f /dev/null",
                Duration::ZERO,
                "was stopped after 0 seconds",
            ),
            ("yes", PATIENCE, "said more than 16 MB"),
        ] {
            let error = talk(command, question.clone(), patience).unwrap_err().to_string();
            assert!(error.contains(said), "{command}: {error}");
        }
    }
}
