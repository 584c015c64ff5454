//! Words of an article in titles, where no names say who did what: "Nearly 3,000 judges are removed from their posts".

use std::ops::Range;

use super::{knowledge::Knowledge, scan::Para};

/// Words of a subject at the most.
const SUBJECT: usize = 10;
/// Words behind a verb at the most.
const BEHIND: usize = 10;

/// The words of a subject, without what hangs on it: its appositions, its dates, its article. Empty where they stand
/// for somebody ("they"), or are too many.
pub(super) fn subject(para: &Para<'_>, range: Range<usize>, knowledge: &Knowledge) -> String {
    let dated = |at: usize| is_time(para, at);
    // The parts between commas; one that begins with a preposition, or says when, is none.
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        if matches!(para.word(at), "," | ";" | ":" | "-" | "—" | "(" | ")") {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..range.end);
    // "By noon the attempt", "14:35 Nearly 3,000 judges": when goes before, and is no part of it.
    for part in &mut parts {
        let led = |part: &Range<usize>| {
            let first = part.start;
            dated(first)
                || matches!(
                    para.word(first),
                    "in" | "on" | "by" | "at" | "since" | "after" | "early" | "late" | "and" | "but" | "then"
                ) && (first + 1..first + 3).any(dated)
                || matches!(para.word(first), "and" | "but" | "then" | "also")
                || knowledge.lexicon.is("determiners", para.word(first)) && dated(first + 1)
                || matches!(para.word(first), "in" | "at") && para.mention_at(first + 1).is_some()
                || para.mention_at(first).is_some() && matches!(para.before(first), "in" | "at")
        };
        while part.start < part.end && led(part) {
            part.start += 1;
        }
        if para.word(part.start) == "at" && para.word(part.start + 1) == "least" {
            part.start += 2;
        }
    }
    let fits = |part: &Range<usize>| {
        let first = para.word(part.start);
        let verb = para.mention_at(part.start).is_none() && super::verb::is_verb(para, part.start, knowledge);
        let loose = part.is_empty() || verb || first.ends_with("ing") || first == "only";
        !loose
            && !part.clone().any(dated)
            && !knowledge.lexicon.is("small_words", first)
            && !knowledge.lexicon.is("relative", first)
            && !knowledge.lexicon.is("subordinate", first)
    };
    // What stands right before the verb, where no apposition ends there.
    let last = parts.last().filter(|last| fits(last)).cloned();
    let Some(mut part) = last.or_else(|| parts.into_iter().find(fits)) else {
        return String::new();
    };
    // "when Dutch soldiers": what begins behind the last conjunction.
    if let Some(last) = part
        .clone()
        .rev()
        .find(|&at| knowledge.lexicon.is("subordinate", para.word(at)))
    {
        part.start = last + 1;
    }
    while part.start < part.end && knowledge.lexicon.is("determiners", para.word(part.start)) {
        part.start += 1;
    }
    while part.start < part.end
        && para.word(part.end - 1).ends_with("ly")
        && para.mention_at(part.end - 1).is_none()
    {
        part.end -= 1;
    }
    let pronoun = part.len() == 1 && knowledge.lexicon.is("pronouns", para.word(part.start));
    if part.is_empty() || part.len() > SUBJECT || pronoun {
        return String::new();
    }
    written(para, part)
}

/// What stands behind a verb, up to a mark, a date or a clause of its own; `clause` says that it is a clause itself, with
/// a verb.
pub(super) fn behind(para: &Para<'_>, range: Range<usize>, clause: bool, knowledge: &Knowledge) -> String {
    // "agreed on Thursday to resume": the day is no part of what was agreed.
    let mut start = range.start;
    while start < range.end
        && (is_time(para, start)
            || matches!(para.word(start), "on" | "in" | "by") && is_time(para, start + 1))
    {
        start += 1;
    }
    if start > range.start && para.word(start) == "that" {
        start += 1;
    }
    let range = start..range.end;
    let mut end = range.start;
    let mut words = 0;
    while end < range.end && words <= BEHIND {
        let word = para.word(end);
        let stops = matches!(
            word,
            "," | "." | ";" | ":" | "-" | "—" | "(" | ")" | "and" | "but" | "or"
        ) || is_time(para, end)
            || knowledge.lexicon.is("subordinate", word) && word != "than"
            || knowledge.lexicon.is("relative", word)
            || !clause
                && knowledge.lexicon.is("common", word)
                && para.mention_at(end).is_none()
                && end > range.start;
        if stops {
            break;
        }
        words += usize::from(!matches!(word, "\"" | "“" | "”"));
        end += 1;
    }
    // What is cut off in the middle ends before the last preposition.
    if words > BEHIND {
        let cut = (range.start + 2..end)
            .rev()
            .find(|&at| knowledge.lexicon.is("small_words", para.word(at)));
        end = cut.unwrap_or(range.start);
    }
    end = without_loose_end(para, range.start, end, knowledge);
    written(para, range.start..end)
}

/// A title that is not too long: cut where a phrase ends, with nothing loose at its end.
pub(super) fn shortened(title: &str, most: usize, knowledge: &Knowledge) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    let mut words: Vec<&str> = title.split(' ').collect();
    let small = |word: &str| {
        let word = word.to_lowercase();
        knowledge.lexicon.is("small_words", &word) || knowledge.lexicon.is("determiners", &word)
    };
    while words.len() > 1 && words.join(" ").chars().count() > most {
        words.pop();
    }
    // Back to where the last phrase begins, if much is left then.
    if let Some(cut) = words.iter().rposition(|word| small(word)).filter(|cut| *cut >= 5) {
        words.truncate(cut);
    }
    while words.len() > 1 && words.last().is_some_and(|word| small(word)) {
        words.pop();
    }
    let short = words.join(" ");
    if short.chars().count() <= most {
        return short;
    }
    // Marks that take no room count, too: fewer cells until the characters are few enough.
    let cut = |cells: usize| crate::text::truncate(&short, cells).into_owned();
    let fits = |cut: &String| cut.chars().count() <= most;
    (0..=most).rev().map(cut).find(fits).unwrap_or_default()
}

/// A noun with what stands before it and hangs on it, without dates: "Israel's bombing of Gaza".
pub(super) fn noun(para: &Para<'_>, whole: Range<usize>, knowledge: &Knowledge) -> String {
    let mut range = whole;
    let skipped = |at: usize| {
        is_time(para, at)
            || knowledge.lexicon.is("determiners", para.word(at))
            || para.tokens.get(at).is_some_and(|token| !token.word)
    };
    while range.start < range.end && skipped(range.start) {
        range.start += 1;
    }
    let time = range.clone().find(|&at| is_time(para, at));
    let end = without_loose_end(para, range.start, time.unwrap_or(range.end), knowledge);
    written(para, range.start..end)
}

/// Whether a subject is of several.
pub(super) fn is_many(subject: &str) -> bool {
    const MANY: &[&str] = &["people", "police", "men", "women", "children"];
    const COUNTS: &[&str] = &[
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "several",
        "many",
        "dozens",
        "hundreds",
        "thousands",
        "tens",
        "both",
        "most",
        "some",
        "nearly",
        "about",
        "over",
    ];
    let folded = crate::text::fold(subject);
    let head = [
        " of ",
        " on ",
        " in ",
        " for ",
        " to ",
        " with ",
        " between ",
        " from ",
    ]
    .iter()
    .filter_map(|preposition| folded.split(preposition).next())
    .min_by_key(|head| head.len())
    .unwrap_or_default();
    let last = head.rsplit(' ').next().unwrap_or_default();
    let first = head.split(' ').next().unwrap_or_default();
    let plural = last.len() > 3
        && last.ends_with('s')
        && !last.ends_with("ss")
        && !last.ends_with("us")
        && !last.ends_with("is");
    folded.contains(" and ")
        || MANY.contains(&last)
        || COUNTS.contains(&first)
        || first.parse::<u64>().is_ok_and(|number| number > 1)
        || plural
}

fn is_time(para: &Para<'_>, at: usize) -> bool {
    para.date_at.get(at).copied().flatten().is_some() || para.time_at.get(at).is_some_and(|time| *time)
}

fn without_loose_end(para: &Para<'_>, start: usize, end: usize, knowledge: &Knowledge) -> usize {
    let loose = |word: &str| {
        knowledge.lexicon.is("small_words", word)
            || knowledge.lexicon.is("determiners", word)
            || matches!(word, "'s" | "'" | "late" | "early" | "until")
    };
    let mut end = end;
    while end > start && loose(para.word(end - 1)) {
        end -= 1;
    }
    end
}

fn written(para: &Para<'_>, range: Range<usize>) -> String {
    para.written(range).replace(['“', '”', '"'], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Collection;

    #[test]
    fn marks_that_take_no_room_make_a_title_no_longer() {
        let knowledge = Knowledge::new(&Collection::default());
        for title in [
            "\u{301}".repeat(90),
            format!("a{}", "e\u{301}".repeat(79)),
            "x".repeat(200),
        ] {
            let short = shortened(&title, 80, &knowledge);
            assert!(short.chars().count() <= 80, "{short:?}");
        }
        assert_eq!(shortened("short", 80, &knowledge), "short");
    }
}
