//! Words that findings of several kinds share.

use crate::model::keys::Kind;

/// What a key of this kind holds, for a person.
pub(super) fn expected(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::Id | Kind::Country | Kind::Category | Kind::Status | Kind::Stance => {
            "a text in quotation marks".to_owned()
        }
        Kind::Date => "a date: 2024-06-18, 1961, or a text in EDTF".to_owned(),
        Kind::Integer(low, high) => format!("a whole number from {low} to {high}"),
        Kind::Number(low, high) => format!("a number from {low} to {high}"),
        Kind::Letter(_) => "one letter in quotation marks".to_owned(),
        Kind::Texts => "a list of texts in quotation marks".to_owned(),
        Kind::Countries => "a list of countries in quotation marks".to_owned(),
        Kind::Actors => "a list of countries, people or organizations in quotation marks".to_owned(),
        Kind::Citations => "a list of ids, URLs or tables".to_owned(),
        Kind::Relations => "a table: a relation = a list of ids".to_owned(),
        Kind::TextOr(_) => "a text in quotation marks, or a table".to_owned(),
        Kind::Tables(_) => "a list of tables".to_owned(),
    }
}

/// How such a key is written.
pub(super) fn example(kind: Kind, name: &str) -> String {
    let value = match kind {
        Kind::Text | Kind::Id | Kind::Country | Kind::Category | Kind::Status | Kind::TextOr(_) => "\"…\"",
        Kind::Date => "2024-06-18, 1961, or a text in EDTF such as \"196X\"",
        Kind::Texts => "[\"…\", \"…\"]",
        Kind::Countries => "[\"RUS\", \"PRK\"]",
        Kind::Actors => "[\"RUS\", \"Kim Jong Un\"]",
        Kind::Citations => "[\"id-of-a-source\", \"https://…\"]",
        Kind::Relations => "{ follows = [\"id-of-an-event\"] }",
        Kind::Tables(_) => "[{ … }, { … }]",
        Kind::Stance => "\"asserts\" or \"denies\"",
        Kind::Letter(_) => "\"B\"",
        Kind::Integer(low, _) => return format!("write {name} = {low}"),
        Kind::Number(..) => "51.88",
    };
    format!("write {name} = {value}")
}

/// "an event", "a source".
pub(super) fn article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// A sentence about a date as the phrase that findings are: no full stop, no capital that is not a name's.
pub(super) fn phrase(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let first = sentence.split(' ').next().unwrap_or_default();
    let is_name = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "EDTF",
    ]
    .iter()
    .any(|name| first.starts_with(name));
    let mut chars = sentence.chars();
    match chars.next() {
        Some(capital) if !is_name => capital.to_lowercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_becomes_a_phrase() {
        for (sentence, as_phrase) in [
            ("There is no month 13.", "there is no month 13"),
            ("February 2023 has 28 days.", "February 2023 has 28 days"),
            ("`x` is not a date", "`x` is not a date"),
            ("", ""),
        ] {
            assert_eq!(phrase(sentence), as_phrase);
        }
    }

    #[test]
    fn an_article_goes_by_the_first_letter() {
        assert_eq!(
            (article("event"), article("source")),
            ("an event".to_owned(), "a source".to_owned())
        );
    }
}
