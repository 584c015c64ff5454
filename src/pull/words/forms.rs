//! The regular forms of English verbs and nouns.

/// Third person singular of a verb, or plural of a noun: `visits`, `launches`, `denies`.
pub(super) fn with_s(word: &str) -> String {
    let last_vowel = |stem: &str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    if let Some(stem) = word.strip_suffix('y')
        && !last_vowel(stem)
    {
        return format!("{stem}ies");
    }
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        return format!("{word}es");
    }
    match word {
        "go" | "do" | "veto" | "embargo" => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Past and participle of a regular verb: `visited`, `agreed`, `denied`.
pub(super) fn with_ed(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ied");
    }
    if word.ends_with('e') {
        return format!("{word}d");
    }
    format!("{word}ed")
}

/// The form in -ing of a verb: `visiting`, `seizing`, `agreeing`.
pub(super) fn with_ing(word: &str) -> String {
    match word.strip_suffix('e') {
        Some(stem) if !word.ends_with("ee") && !word.ends_with("ye") && stem.len() > 1 => {
            format!("{stem}ing")
        }
        _ => format!("{word}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms() {
        for (word, s, ed, ing) in [
            ("visit", "visits", "visited", "visiting"),
            ("deny", "denies", "denied", "denying"),
            ("seize", "seizes", "seized", "seizing"),
            ("launch", "launches", "launched", "launching"),
            ("agree", "agrees", "agreed", "agreeing"),
            ("deploy", "deploys", "deployed", "deploying"),
            ("veto", "vetoes", "vetoed", "vetoing"),
        ] {
            assert_eq!(
                (with_s(word), with_ed(word), with_ing(word)),
                (s.into(), ed.into(), ing.into())
            );
        }
    }
}
