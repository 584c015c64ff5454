//! Whether a text is in English, which the rules of this room read.

/// Words that every English text is full of.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "with", "was", "as", "by", "at", "from",
    "it", "his", "has", "he", "be", "an", "are", "which", "were", "this", "have", "had", "not", "its",
    "will", "said",
];
/// Below so many words nothing is said.
const FEWEST: usize = 40;
/// Words that are looked at.
const MOST: usize = 5_000;

/// Letters by which another script is known.
const FEW_LETTERS: usize = 20;

/// A sentence, if the text is not in English.
pub(super) fn note(text: &str) -> Option<String> {
    let foreign = is_in_another_script(text) || has_other_words(text);
    foreign.then(|| {
        "this does not look like English, which is what is read here; only dates and names that English writes alike \
         are found"
            .to_owned()
    })
}

/// Whether few of its letters are those of English, as in Russian, or where the encoding was guessed wrong.
fn is_in_another_script(text: &str) -> bool {
    let (mut letters, mut plain) = (0_usize, 0_usize);
    for letter in text.chars().filter(|c| c.is_alphabetic()).take(MOST) {
        letters += 1;
        plain += usize::from(letter.is_ascii());
    }
    letters >= FEW_LETTERS && plain * 10 < letters * 7
}

fn has_other_words(text: &str) -> bool {
    let (mut words, mut common) = (0_usize, 0_usize);
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST)
    {
        words += 1;
        common += usize::from(COMMON.iter().any(|english| english.eq_ignore_ascii_case(word)));
    }
    // A third of English prose, and a tenth of its tables of dates and names; hardly anything of other languages.
    words >= FEWEST && common * 12 < words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_told_from_others() {
        let english =
            "The Russian president is to visit the North on Tuesday, and it is the first visit in years. "
                .repeat(3);
        let german = "Der russische Präsident besucht am Dienstag zum ersten Mal seit vielen Jahren das Land im Norden. ".repeat(4);
        let russian = "Президент России посетит страну во вторник впервые за много лет. ".repeat(6);
        let spanish =
            "El presidente de Rusia visitará el país el martes por primera vez en muchos años. ".repeat(4);
        assert_eq!(note(&english), None);
        assert_eq!(note("Der Präsident kommt."), None, "too short to tell");
        let short = "Президент прибыл во вторник.".to_owned();
        let wrongly_read = "Ïðåçèäåíò ïðèáûë âî âòîðíèê.".to_owned();
        for other in [german, russian, spanish, short, wrongly_read] {
            assert!(note(&other).is_some(), "{other}");
        }
    }
}
