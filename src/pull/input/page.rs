//! What a page says of itself: headline, publisher, day of publication, address. Of several tellers the first in the
//! order JSON-LD, `OpenGraph` and other `<meta>`, then the text itself, is believed.

use serde_json::Value;

use super::{Document, front, is_web};

/// Kinds of things in JSON-LD that are an article.
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "WebPage",
    "SocialMediaPosting",
];
/// Levels of JSON-LD that are looked into.
const DEEPEST: usize = 6;

const TITLES: &[&str] = &[
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "headline",
];
const PUBLISHERS: &[&str] = &[
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "application-name",
];
const DAYS: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "article.published",
    "date",
];

/// Takes what JSON-LD says.
pub(super) fn linked_data(blocks: &[String], document: &mut Document) {
    for block in blocks {
        let block = block
            .trim()
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str::<Value>(block) {
            linked(&value, document, 0);
        }
    }
}

fn linked(value: &Value, document: &mut Document, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                linked(value, document, depth + 1);
            }
        }
        Value::Object(object) => {
            let is_article = match object.get("@type") {
                Some(Value::String(kind)) => ARTICLES.contains(&kind.as_str()),
                Some(Value::Array(kinds)) => kinds
                    .iter()
                    .any(|kind| kind.as_str().is_some_and(|kind| ARTICLES.contains(&kind))),
                _ => false,
            };
            if is_article {
                let text = |key: &str| name(object.get(key)?);
                keep(&mut document.title, text("headline").or_else(|| text("name")));
                keep(&mut document.publisher, text("publisher"));
                let address = text("url")
                    .or_else(|| text("mainEntityOfPage"))
                    .filter(|url| is_web(url));
                keep(&mut document.url, address);
                if document.published.is_none() {
                    document.published = text("datePublished").and_then(|day| front::day(&day));
                }
            }
            for key in ["@graph", "mainEntity"] {
                if let Some(value) = object.get(key) {
                    linked(value, document, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// A text, or the name or id of the thing that stands in its place.
fn name(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(object) => object
            .get("name")
            .or_else(|| object.get("@id"))
            .and_then(Value::as_str)?,
        Value::Array(values) => return name(values.first()?),
        _ => return None,
    };
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Takes what `<meta>` says: names in small letters with their contents.
pub(super) fn meta(entries: &[(String, String)], document: &mut Document) {
    let told = |names: &[&str]| {
        names
            .iter()
            .flat_map(|name| entries.iter().filter(move |(key, _)| key == name))
            .map(|(_, content)| content.split_whitespace().collect::<Vec<_>>().join(" "))
            .find(|content| !content.is_empty())
    };
    keep(&mut document.title, told(TITLES));
    keep(&mut document.publisher, told(PUBLISHERS));
    keep(&mut document.url, told(&["og:url"]).filter(|url| is_web(url)));
    if document.published.is_none() {
        document.published = DAYS.iter().find_map(|name| front::day(&told(&[name])?));
    }
}

/// Fills a text that is still empty.
pub(super) fn keep(into: &mut String, text: Option<String>) {
    if let (true, Some(text)) = (into.is_empty(), text) {
        *into = text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(block: &str) -> Document {
        let mut document = Document::default();
        linked_data(&[block.to_owned()], &mut document);
        document
    }

    #[test]
    fn an_article_is_found_wherever_it_stands_in_linked_data() {
        let article = r#"{"@type": ["Thing", "NewsArticle"], "headline": "A visit", "datePublished": "2024-06-17T08:00:00Z",
            "publisher": {"@type": "Organization", "name": "The Daily"}, "mainEntityOfPage": {"@id": "https://a.example/x"}}"#;
        for block in [
            article.to_owned(),
            format!("[{{\"@type\": \"BreadcrumbList\", \"name\": \"no\"}}, {article}]"),
            format!("{{\"@context\": \"https://schema.org\", \"@graph\": [{article}]}}"),
            format!("{{\"@type\": \"WebPage\", \"mainEntity\": {article}}}"),
        ] {
            let document = said(&block);
            assert_eq!(
                (document.title.as_str(), document.publisher.as_str()),
                ("A visit", "The Daily")
            );
            assert_eq!(document.url, "https://a.example/x");
            assert_eq!(document.published.unwrap().as_str(), "2024-06-17");
        }
        assert_eq!(said("{broken"), Document::default());
        assert_eq!(said(r#"{"@type": "Person", "name": "no"}"#), Document::default());
        assert_eq!(said(&"[".repeat(100_000)), Document::default());
    }

    #[test]
    fn meta_fills_what_is_still_open() {
        let mut document = Document {
            title: "Told before".to_owned(),
            ..Document::default()
        };
        let entries = [
            ("og:title", "no"),
            ("date", "never"),
            ("pubdate", "2024-06-17"),
            ("og:site_name", " The\n Daily "),
        ];
        let entries = entries.map(|(key, content)| (key.to_owned(), content.to_owned()));
        meta(&entries, &mut document);
        assert_eq!(
            (document.title.as_str(), document.publisher.as_str()),
            ("Told before", "The Daily")
        );
        assert_eq!(document.published.unwrap().as_str(), "2024-06-17");
    }
}
