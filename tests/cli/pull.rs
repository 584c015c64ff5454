use crate::dir::{Dir, ended};

/// How a run ended.
struct Ran(i32, String, String);

impl Ran {
    fn code(self, code: i32) -> Self {
        assert_eq!(self.0, code, "{}\n{}", self.1, self.2);
        self
    }

    fn success(self) -> Self {
        self.code(0)
    }
}

fn stdout(ran: &Ran) -> String {
    ran.1.clone()
}

fn stderr(ran: &Ran) -> String {
    ran.2.clone()
}

fn run(dir: &Dir, line: &[&str]) -> Ran {
    let (code, out, err) = dir.run(line);
    Ran(code, out, err)
}

const ARTICLE: &str = "A rare visit\n\nThe Russian president came to Pyongyang on Tuesday. He and the chairman signed a treaty.\n\n\
                       The trip returns the visit that the chairman paid to Vostochny last September.\n";

/// An extractor that says always the same: two events that the article tells, and one that it does not.
const EXTRACTOR: &str = r#"cat > question.json
cat <<'END'
{"events": [
  {"title": "Putin visits Pyongyang", "date": "2024-06-18", "countries": ["Russia", "North Korea"], "initiators": ["RUS"],
   "category": "visit", "quote": "came to Pyongyang on Tuesday", "score": 0.9},
  {"title": "Russia and North Korea sign treaty", "date": "2024-06-18", "countries": ["RUS", "PRK"], "category": "treaty",
   "people": ["Vladimir Putin"], "quote": "signed a treaty", "paragraph": 2, "score": 0.6,
   "location": {"name": "Pyongyang", "country": "PRK"}}
]}
END
"#;

fn dir() -> Dir {
    let dir = Dir::new();
    dir.file("news.txt", ARTICLE).file("extract.sh", EXTRACTOR);
    dir
}

/// `annals pull news.txt --published 2024-06-19 --with …` with these words behind.
fn pull(dir: &Dir, words: &[&str]) -> Ran {
    let mut line = vec![
        "pull",
        "news.txt",
        "--published",
        "2024-06-19",
        "--with",
        "sh extract.sh",
    ];
    line.extend(words);
    run(dir, &line)
}

#[test]
fn in_a_pipe_it_prints_toml_that_check_finds_clean_and_touches_nothing() {
    let dir = dir();
    let printed = stdout(&pull(&dir, &[]).success());
    assert!(
        printed.starts_with("[[source]]\nid = \"news\"\ntitle = \"A rare visit\"\npublished = 2024-06-19\n"),
        "{printed}"
    );
    assert!(
        printed.contains(
            "sources = [{ id = \"news\", locator = \"paragraph 2\", quote = \"signed a treaty\" }]"
        ),
        "{printed}"
    );
    assert!(!dir.path("events").exists());
    dir.file("pulled.toml", &printed);
    run(&dir, &["check", "--strict", "pulled.toml"]).success();
}

#[test]
fn an_extractor_gets_the_article_as_json() {
    let dir = dir();
    pull(&dir, &[]).success();
    let question: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.path("question.json")).unwrap()).unwrap();
    assert_eq!(question["article"]["published"], "2024-06-19");
    assert_eq!(question["article"]["paragraphs"][0]["text"], "A rare visit");
    assert_eq!(question["article"]["paragraphs"][2]["number"], 3);
    assert!(question["vocabulary"]["status"]["planned"].is_string());
    assert!(!question["people"].as_array().unwrap().is_empty());
}

#[test]
fn what_an_extractor_makes_up_is_refused_and_said() {
    let dir = dir();
    dir.file(
        "extract.sh",
        "cat >/dev/null; echo '[{\"title\": \"A coup\", \"date\": \"2024\", \"quote\": \"the palace was stormed\"}]'\n",
    );
    let refused = pull(&dir, &[]).code(1);
    assert!(
        stderr(&refused).contains("the article does not hold its quote \"the palace was stormed\""),
        "{}",
        stderr(&refused)
    );
    assert_eq!(stdout(&refused), "");
    dir.file("extract.sh", "echo no model is running >&2; exit 7\n");
    let failed = pull(&dir, &[]).code(3);
    assert!(
        stderr(&failed).contains("no model is running"),
        "{}",
        stderr(&failed)
    );
}

#[test]
fn json_has_the_events_as_list_has_them() {
    let dir = dir();
    let printed = stdout(&pull(&dir, &["--format", "json", "--explain"]).success());
    let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(read["source"]["id"], "news");
    let event = &read["events"][1];
    assert_eq!(event["title"], "Russia and North Korea sign treaty");
    assert_eq!(event["countries"], serde_json::json!(["RUS", "PRK"]));
    assert_eq!(
        (event["paragraph"].as_u64(), event["score"].as_f64()),
        (Some(2), Some(0.6))
    );
    assert_eq!(event["earliest"], "2024-06-18");
    assert!(event["matched"].is_null());
    assert!(event["reasons"].is_array());
}

#[test]
fn yes_writes_and_a_second_run_adds_nothing_and_says_why() {
    let dir = dir();
    std::fs::create_dir(dir.path("events")).unwrap();
    let first = stdout(&pull(&dir, &["--yes", "--keep-text"]).success());
    assert!(first.contains("Added 2 events:\n  "), "{first}");
    let file = dir.read("events/news.toml");
    assert!(file.contains("text = \"articles/news.txt\""), "{file}");
    assert_eq!(dir.read("events/articles/news.txt"), ARTICLE);
    run(&dir, &["check", "--strict"]).success();
    let second = stdout(&pull(&dir, &["--yes", "--keep-text"]).success());
    assert!(
        second.contains("Nothing is added to 2 events") && second.contains("cite the article already"),
        "{second}"
    );
    assert_eq!(dir.read("events/news.toml"), file);
}

#[test]
fn the_same_article_under_another_name_adds_nothing_either() {
    let dir = dir();
    std::fs::create_dir(dir.path("events")).unwrap();
    pull(&dir, &["--yes"]).success();
    let line = [
        "pull",
        "-",
        "--published",
        "2024-06-19",
        "--with",
        "sh extract.sh",
        "--yes",
    ];
    let (_, said, _) = ended(dir.annals().args(line).write_stdin(ARTICLE));
    assert!(said.starts_with("Nothing is added to 2 events"), "{said}");
}

#[test]
fn a_kept_text_finds_a_quote_that_was_changed() {
    let dir = dir();
    std::fs::create_dir(dir.path("events")).unwrap();
    pull(&dir, &["--yes", "--keep-text"]).success();
    let file = dir.read("events/news.toml");
    dir.file(
        "events/news.toml",
        file.replace("quote = \"signed a treaty\"", "quote = \"tore up a treaty\""),
    );
    let checked = stdout(&run(&dir, &["check", "--strict"]).code(1));
    assert!(checked.contains("quote-not-found"), "{checked}");
}

#[test]
fn drafts_that_are_not_sure_enough_are_left_out_and_a_file_may_be_named() {
    let dir = dir();
    std::fs::create_dir(dir.path("events")).unwrap();
    dir.file("events/mine.toml", "# my own\n");
    let added = stdout(
        &pull(
            &dir,
            &["--yes", "--min-score", "0.8", "--file", "events/mine.toml"],
        )
        .success(),
    );
    assert!(added.contains("Added 1 event:\n  "), "{added}");
    let file = dir.read("events/mine.toml");
    assert!(
        file.starts_with("# my own\n") && file.contains("Putin visits Pyongyang"),
        "{file}"
    );
    assert!(!file.contains("sign treaty"));
    assert!(!dir.path("events/news.toml").exists());
}

#[test]
fn two_articles_that_tell_the_same_are_one_event_with_two_sources() {
    let dir = dir();
    dir.file("other.txt", ARTICLE);
    std::fs::create_dir(dir.path("events")).unwrap();
    let added = stdout(&pull(&dir, &["other.txt", "--yes"]).success());
    assert!(
        added.contains("Added 2 events:\n  ") && added.contains("as a source to 2 events:\n  "),
        "{added}"
    );
    let file = dir.read("events/news.toml");
    assert!(
        file.contains("{ id = \"other\", locator = \"paragraph 2\""),
        "{file}"
    );
    run(&dir, &["check", "--strict"]).success();
}

#[test]
fn without_a_collection_nothing_is_written_and_init_is_named() {
    let refused = pull(&dir(), &["--yes"]).code(3);
    assert!(stderr(&refused).contains("annals init"), "{}", stderr(&refused));
}

#[test]
fn without_a_day_of_publication_it_says_what_to_type() {
    let dir = dir();
    let refused = run(&dir, &["pull", "news.txt"]).code(2);
    assert!(
        stderr(&refused).contains("--published 2024-06-17"),
        "{}",
        stderr(&refused)
    );
    let wrong = run(&dir, &["pull", "news.txt", "--published", "soon"]).code(2);
    assert!(
        stderr(&wrong).contains("`soon` is not a day"),
        "{}",
        stderr(&wrong)
    );
    run(&dir, &["pull"]).code(2);
    run(&dir, &["pull", "news.txt", "--min-score", "7"]).code(2);
}

#[test]
fn one_bad_article_stops_no_other() {
    let dir = dir();
    dir.file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0")
        .file("empty.txt", "");
    let ended = pull(&dir, &["picture.png", "missing.txt", "empty.txt", "."]).code(3);
    let said = stderr(&ended);
    for sentence in [
        "it is a picture",
        "there is no such file",
        "holds no text",
        "it is a folder",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    assert!(stdout(&ended).contains("Putin visits Pyongyang"));
}

#[test]
fn standard_input_is_an_article() {
    let dir = dir();
    let line = [
        "pull",
        "-",
        "--published",
        "2024-06-19",
        "--with",
        "sh extract.sh",
    ];
    let (code, printed, said) = ended(dir.annals().args(line).write_stdin(ARTICLE));
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("id = \"a-rare-visit\""), "{printed}");
}

#[cfg(feature = "pull")]
#[test]
fn a_page_tells_its_own_day_and_the_flag_wins() {
    let dir = dir();
    let page = format!(
        "<html><head><title>A rare visit - The Daily</title><link rel=canonical href=https://daily.example/a-rare-visit>\
         <meta property=og:site_name content='The Daily'><meta property=article:published_time content=2024-06-20T01:00:00Z>\
         </head><body><article><h1>A rare visit</h1>{}</article></body></html>",
        format_args!("<p>{}</p>", ARTICLE.replace("\n\n", "</p><p>"))
    );
    dir.file("page.html", &page);
    let line = ["pull", "page.html", "--with", "sh extract.sh"];
    let printed = stdout(&run(&dir, &line).success());
    let source = "[[source]]\nid = \"a-rare-visit\"\ntitle = \"A rare visit\"\npublisher = \"The Daily\"\npublished = 2024-06-20\n\
                  url = \"https://daily.example/a-rare-visit\"\n";
    assert!(printed.starts_with(source), "{printed}");
    let printed = stdout(&run(&dir, &[&line[..], &["--published", "2024-06-19"]].concat()).success());
    assert!(printed.contains("published = 2024-06-19"), "{printed}");
}

#[cfg(not(feature = "pull"))]
#[test]
fn a_page_says_that_this_program_reads_none() {
    let dir = dir();
    dir.file("page.html", "<html><p>One.</p></html>");
    for article in ["page.html", "https://daily.example/"] {
        let refused = run(&dir, &["pull", article, "--published", "2024-06-19"]).code(3);
        assert!(
            stderr(&refused).contains("the feature `pull`"),
            "{}",
            stderr(&refused)
        );
    }
}

/// An article that the built-in words find nothing in.
const THINGMOOT: &str = "The chiefs of Ghana held a thingmoot in Accra on 12 June 2024.\n";

fn words_dir(words: &str) -> Dir {
    let dir = Dir::new();
    dir.file("thingmoot.txt", THINGMOOT)
        .file("home/.config/annals/words/moot.toml", words);
    dir
}

fn thingmoot(dir: &Dir) -> Ran {
    run(dir, &["pull", "thingmoot.txt", "--published", "2024-06-17"])
}

#[test]
fn words_beside_the_settings_tell_events() {
    let known = "nouns = [{ word = \"thingmoot\", category = \"election\" }]\n";
    let dir = words_dir("# Nothing yet.\n");
    assert!(!stdout(&thingmoot(&dir).success()).contains("election"));
    let dir = words_dir(known);
    let out = stdout(&thingmoot(&dir).success());
    assert!(
        out.contains("category = \"election\"") && out.contains("2024-06-12"),
        "{out}"
    );
}

#[test]
fn words_that_the_settings_name_are_read_too() {
    let dir = Dir::new();
    dir.file("thingmoot.txt", THINGMOOT)
        .file("home/.config/annals/config.toml", "words = \"~/mine\"\n")
        .file(
            "home/mine/moot.toml",
            "nouns = [{ word = \"thingmoot\", category = \"election\" }]\n",
        );
    assert!(stdout(&thingmoot(&dir).success()).contains("category = \"election\""));
    dir.file("home/.config/annals/config.toml", "words = \"~/none\"\n");
    let said = stderr(&thingmoot(&dir).code(3));
    assert!(said.contains("there is no such file or folder"), "{said}");
    dir.file("home/.config/annals/config.toml", "words = 3\n");
    let said = stderr(&thingmoot(&dir).code(3));
    assert!(
        said.contains("`words` is neither a path nor a list of paths."),
        "{said}"
    );
}

#[test]
fn every_fault_in_ones_own_words_is_said_at_its_line() {
    let dir = words_dir(
        "# The moot.\nnouns = [{ word = \"thingmoot\", category = \"elektion\" }]\nofices = [\"patriarch\"]\n\
         verbs = [\n  { word = \"canonise\" },\n]\n",
    );
    let ran = thingmoot(&dir).code(3);
    assert_eq!(stdout(&ran), "");
    let said = stderr(&ran);
    for (part, words) in [
        ("file and line", "moot.toml:2:43"),
        ("what is wrong", "`elektion` is no category."),
        ("what would be right", "Did you mean `election`?"),
        ("the next", "moot.toml:3:1"),
        ("a table", "Did you mean `offices`?"),
        ("an entry", "moot.toml:5:3"),
        ("what it lacks", "This verb tells nothing."),
    ] {
        assert!(said.contains(words), "{part}:\n{said}");
    }
}
