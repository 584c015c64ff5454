//! A page → the words of its article, in paragraphs, and what the page says of itself.

use dom_smoothie::{Config, Readability};

use super::{
    Document, Given, InputError, front, is_web,
    lean::lean,
    markdown::Paragraphs,
    page::{self, keep},
};

/// Tags that a tree is built of at most, and elements within each other.
const MOST_TAGS: usize = 400_000;
const DEEPEST: usize = 400;
/// Bytes of a lean page at most.
const LARGEST: usize = 16 << 20;
/// Elements among which the article is looked for; of a larger page all paragraphs are taken.
const MOST_SEARCHED: usize = 60_000;
/// Characters below which what was found is not believed to be the article, if the page has ten times as many.
const SHORTEST: usize = 200;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Elements whose words are not of the article.
const ASIDE: &[&str] = &[
    "head", "nav", "footer", "form", "script", "style", "title", "noscript",
];

/// Reads a page.
pub(super) fn document(html: &str, given: &Given) -> Result<Document, InputError> {
    let lean = lean(html, (MOST_TAGS, DEEPEST));
    let too_large = |most: String| InputError::TooLarge {
        given: given.clone(),
        most,
    };
    if lean.html.len() > LARGEST {
        return Err(too_large(format!(
            "{} MB besides scripts and pictures",
            LARGEST >> 20
        )));
    }
    if lean.tags > MOST_TAGS || lean.depth > DEEPEST {
        return Err(too_large(format!(
            "{MOST_TAGS} elements, or {DEEPEST} within each other"
        )));
    }
    let config = Config {
        max_elements_to_parse: MOST_SEARCHED,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut document = Document::default();
    page::linked_data(&lean.data, &mut document);
    let unreadable = |error: &dyn std::fmt::Display| InputError::Unreadable {
        given: given.clone(),
        why: error.to_string(),
    };
    let mut reader =
        Readability::new(lean.html.as_str(), None, Some(config)).map_err(|error| unreadable(&error))?;
    told(&reader, &mut document);
    let all = words(&reader);
    // The window's title is the headline with the name of the site.
    let heading = reader.doc.select("h1").text();
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let article = reader.parse().ok().and_then(|found| {
        let is_headline = front::is_headline(&heading) && found.title.starts_with(&heading);
        let title = if is_headline { heading } else { found.title };
        keep(&mut document.title, Some(title));
        let found = Readability::new(found.content, None, None).ok()?;
        Some(words(&found))
    });
    document.text = match article {
        Some(found) if found.len() >= SHORTEST || found.len() * 10 >= all.len() => found,
        _ => all,
    };
    Ok(document)
}

/// What the page says of itself in its head, and by `<time>` in its body.
fn told(reader: &Readability, document: &mut Document) {
    let mut entries = Vec::new();
    for node in reader.doc.select("meta[content]").nodes() {
        let name = ["property", "name", "itemprop"]
            .iter()
            .find_map(|key| node.attr(key));
        if let (Some(name), Some(content)) = (name, node.attr("content")) {
            entries.push((name.trim().to_ascii_lowercase(), content.to_string()));
        }
    }
    let canonical = reader.doc.select("link[rel=canonical]").attr("href");
    let canonical = canonical
        .map(|url| url.trim().to_owned())
        .filter(|url| is_web(url));
    if let Some(canonical) = canonical {
        // A page may stand under several addresses; this is the one that it calls its own.
        document.url = canonical;
    }
    page::meta(&entries, document);
    if document.published.is_none() {
        let times = [
            "time[pubdate]",
            "time[itemprop=datePublished]",
            "article time[datetime]",
            "header time[datetime]",
            "time[datetime]",
        ];
        document.published = times.iter().find_map(|selector| {
            let time = reader.doc.select(selector);
            front::day(&time.attr("datetime").unwrap_or_else(|| time.text()))
        });
    }
}

/// The words of a page, a paragraph for each element that stands on lines of its own.
fn words(reader: &Readability) -> String {
    let mut paragraphs = Paragraphs::default();
    let root = reader.doc.root();
    let mut next = root.first_child();
    while let Some(node) = next {
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        let mut down = !ASIDE.contains(&name.as_str());
        if node.is_text() {
            // A word may go on over the border of an element, but white space on either side parts it.
            paragraphs.run(&node.text());
            down = false;
        } else if BLOCKS.contains(&name.as_str()) {
            paragraphs.end();
        } else if matches!(name.as_str(), "br" | "td" | "th") {
            paragraphs.run(" ");
        }
        if let (true, Some(child)) = (down, node.first_child()) {
            next = Some(child);
            continue;
        }
        // Up until something comes next; whatever is left behind ends its paragraph.
        let mut at = node;
        next = loop {
            if at.node_name().is_some_and(|name| BLOCKS.contains(&&*name)) {
                paragraphs.end();
            }
            if let Some(sibling) = at.next_sibling() {
                break Some(sibling);
            }
            let Some(parent) = at.parent() else { break None };
            at = parent;
        };
    }
    paragraphs.text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Result<Document, InputError> {
        super::super::read_bytes(html.as_bytes().to_vec(), &Given::Stdin)
    }

    const SENTENCE: &str = "The president arrived in the capital on Tuesday, and was received at the airport by the chairman, who \
                            had not hosted a foreign leader for years; they are to sign an agreement on Wednesday.";

    fn page(head: &str, body: &str) -> String {
        let paragraph = format!("<p>{SENTENCE}</p>");
        format!(
            "<!DOCTYPE html><html lang=en><head><title>A visit | The Daily</title>{head}</head><body>\
             <nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>\
             <header><h1>A visit</h1></header><article>{body}{}</article>\
             <footer><p>Copyright 1999 by The Daily</p></footer><script>var d = '2001-01-01';</script></body></html>",
            paragraph.repeat(4)
        )
    }

    #[test]
    fn the_article_is_taken_and_the_rest_of_the_page_left() {
        let document = read(&page("", "<p>First&nbsp;<b>of</b> <a href=x>all</a>, caf&eacute;.<br>Second.</p><ul><li>One</li><li>Two</li></ul>")).unwrap();
        let paragraphs: Vec<&str> = document.text.split("\n\n").collect();
        assert!(
            paragraphs.contains(&"First of all, café. Second."),
            "{paragraphs:#?}"
        );
        assert!(paragraphs.contains(&SENTENCE));
        for other in ["Copyright", "Home", "2001", "var d"] {
            assert!(!document.text.contains(other), "{other}");
        }
        assert_eq!(document.title, "A visit");
    }

    #[test]
    fn the_day_is_read_wherever_a_page_tells_it() {
        for (head, body) in [
            (
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-06-17T01:00:00Z\"}</script>",
                "",
            ),
            (
                "<meta property='article:published_time' content='2024-06-17T01:00:00+09:00'>",
                "",
            ),
            ("<meta name=DC.date content=2024-06-17>", ""),
            ("<meta itemprop=datePublished content=2024-06-17>", ""),
            ("", "<time datetime=2024-06-17T08:00>Monday</time>"),
            ("", "<time itemprop=datePublished>17 June 2024</time>"),
        ] {
            let document = read(&page(head, body)).unwrap();
            assert_eq!(
                document.published.map(|date| date.as_str().to_owned()).as_deref(),
                Some("2024-06-17"),
                "{head}{body}"
            );
        }
        assert_eq!(read(&page("", "")).unwrap().published, None);
    }

    #[test]
    fn its_address_is_the_one_that_it_calls_its_own() {
        let head = "<meta property=og:url content=https://a.example/amp><link rel=canonical href=' https://a.example/x '>";
        assert_eq!(read(&page(head, "")).unwrap().url, "https://a.example/x");
        assert_eq!(
            read(&page("<link rel=canonical href='javascript:x'>", ""))
                .unwrap()
                .url,
            ""
        );
    }

    #[test]
    fn a_page_without_text_is_said_to_be_one() {
        for body in [
            "",
            "<div id=root></div><script>render()</script>",
            "<svg><text>no</text></svg>",
        ] {
            let error = read(&format!(
                "<html><head><title>App</title></head><body>{body}</body></html>"
            ))
            .unwrap_err();
            assert!(error.to_string().contains("drawn by scripts"), "{error}");
        }
    }

    #[test]
    fn pages_that_are_made_to_hang_end_in_a_sentence() {
        for html in [
            format!("<html>{}", "<div>".repeat(100_000)),
            format!("<html>{}x", "<table><tr><td>".repeat(50_000)),
            format!("<html>{}", "<p>a</p>".repeat(300_000)),
        ] {
            let error = read(&html).unwrap_err().to_string();
            assert!(error.contains("elements"), "{error}");
        }
        // Marks of style would be opened again in each paragraph.
        let fonts: String = (0..300).fold(String::new(), |all, n| all + &format!("<font size={n}>"));
        let html = format!(
            "<html><p>{fonts}One</p>{}",
            "<p>Another and another.</p>".repeat(2_000)
        );
        assert!(read(&html).unwrap().text.len() < 100_000);
    }

    #[test]
    fn a_huge_page_of_scripts_is_read() {
        let script = format!("<script>{}</script>", "var a = '<p>1999</p>';".repeat(400_000));
        let html = page(&script, "");
        assert!(html.len() > 8_000_000);
        assert!(read(&html).unwrap().text.contains(SENTENCE));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn any_tags_end_in_words_or_a_sentence(html in "(<(/?(p|div|a|table|td|ul|li|h1|article|b|i)( class=\"[a-z<>]{0,3}\")?>)|[a-z .&;]{1,12}){0,40}") {
            let _ = read(&format!("<html>{html}"));
        }
    }
}
