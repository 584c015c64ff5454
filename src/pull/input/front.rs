//! What stands above a text: the head of a Markdown file (YAML between `---`, TOML between `+++`), read line by line.

use crate::{
    dates::{Civil, Edtf, Precision},
    pull::timex,
};

use super::Document;

/// Lines of a head at most.
const MOST_LINES: usize = 200;
/// Characters of a headline at most.
const LONGEST_HEADLINE: usize = 160;

/// The head and what is below it; none where there is none.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let fence = text.lines().next().map(str::trim_end)?;
    if fence != "---" && fence != "+++" {
        return None;
    }
    let body = text.get(text.find('\n')? + 1..)?;
    let mut at = 0;
    for line in body.split_inclusive('\n').take(MOST_LINES) {
        let bare = line.trim_end();
        if bare == fence || fence == "---" && bare == "..." {
            return Some((body.get(..at)?, body.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// Takes what a head says into the document. What it does not know it passes over.
pub(super) fn fill(head: &str, document: &mut Document) {
    for line in head.lines() {
        // Only what is not indented belongs to the article itself.
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else {
            continue;
        };
        let value = value.trim();
        let value = ['"', '\'']
            .iter()
            .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
            .unwrap_or(value);
        if value.is_empty() {
            continue;
        }
        match key.trim().trim_matches('"').to_ascii_lowercase().as_str() {
            "title" | "headline" => value.clone_into(&mut document.title),
            "publisher" | "site" | "source" | "publication" => value.clone_into(&mut document.publisher),
            "url" | "link" | "canonical" | "canonical_url" if super::is_web(value) => {
                value.clone_into(&mut document.url);
            }
            "published" | "date" | "publish_date" | "datepublished" | "created" => {
                document.published = day(value).or(document.published.take());
            }
            _ => {}
        }
    }
}

/// The day of a text such as `2024-06-17T10:00:00+09:00` or `17 June 2024`; a month or a year where no day is told.
pub(super) fn day(text: &str) -> Option<Edtf> {
    let text = text.trim();
    let first: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '-')
        .collect();
    let iso = |text: &str| {
        let shape: Vec<usize> = text.split('-').map(str::len).collect();
        let right = matches!(shape.as_slice(), [4] | [4, 2] | [4, 2, 2]);
        right.then(|| Edtf::parse(text).ok()).flatten()
    };
    if let Some(date) = iso(&first) {
        return Some(date);
    }
    // 20240617T100000Z
    let compact = (first.len() == 8).then(|| {
        let (year, rest) = first.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        iso(&format!("{year}-{month}-{day}"))
    });
    // A page may say "Monday" to its readers; here only what has its year counts.
    let written = || {
        let date = timex::typed(text, 0)?.edtf;
        let year = Civil::from_day(date.interval().earliest).year.to_string();
        (date.precision() >= Precision::Day && text.contains(&year)).then_some(date)
    };
    compact.flatten().or_else(written)
}

/// Whether a line reads as a headline: short, and no sentence.
pub(super) fn is_headline(line: &str) -> bool {
    let length = line.chars().count();
    (3..=LONGEST_HEADLINE).contains(&length) && !line.ends_with(['.', ':', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_in_yaml_and_in_toml() {
        for head in [
            "---\ntitle: \"A visit: the first\"\ndate: 2024-06-17T08:00:00Z\npublisher: The Daily\nurl: https://a.example/x\ntags:\n  - title: no\n---\nBody\n",
            "+++\ntitle = 'A visit: the first'\npublished = 2024-06-17\nsource = \"The Daily\"\nlink = \"https://a.example/x\"\n+++\nBody\n",
        ] {
            let (head, body) = split(head).unwrap();
            let mut document = Document::default();
            fill(head, &mut document);
            assert_eq!(body, "Body\n");
            assert_eq!(document.title, "A visit: the first");
            assert_eq!(document.published.unwrap().as_str(), "2024-06-17");
            assert_eq!(
                (document.publisher.as_str(), document.url.as_str()),
                ("The Daily", "https://a.example/x")
            );
        }
    }

    #[test]
    fn a_rule_is_no_head() {
        assert_eq!(split("---\nText that goes on\n"), None);
        assert_eq!(split("Text\n---\n"), None);
    }

    #[test]
    fn days_are_read_in_the_forms_of_pages() {
        for (text, date) in [
            ("2024-06-17T23:30:00+09:00", Some("2024-06-17")),
            ("2024-06-17 08:00", Some("2024-06-17")),
            ("20240617T080000Z", Some("2024-06-17")),
            ("2024-06", Some("2024-06")),
            ("2024-13-45", None),
            ("17 June 2024", Some("2024-06-17")),
            ("Monday", None),
            ("yesterday", None),
            ("soon", None),
        ] {
            assert_eq!(day(text).as_ref().map(Edtf::as_str), date, "{text}");
        }
    }
}
