//! The Admiralty code: how reliable a source is, and how credible what it says.

/// Letters of sources, with what each means.
pub const RELIABILITY: &[(char, &str)] = &[
    ('A', "completely reliable"),
    ('B', "usually reliable"),
    ('C', "fairly reliable"),
    ('D', "not usually reliable"),
    ('E', "unreliable"),
    ('F', "reliability cannot be judged"),
];

/// Numbers of information, with what each means.
pub const CREDIBILITY: &[(u8, &str)] = &[
    (1, "confirmed by other sources"),
    (2, "probably true"),
    (3, "possibly true"),
    (4, "doubtful"),
    (5, "improbable"),
    (6, "truth cannot be judged"),
];

/// What a letter says of a source, in any case; of any other that it cannot be judged.
pub fn reliability(letter: char) -> &'static str {
    let letter = letter.to_ascii_uppercase();
    let said = RELIABILITY.iter().find(|(known, _)| *known == letter);
    said.or(RELIABILITY.last()).map_or("", |(_, words)| words)
}

/// What a number says of information; of any other that it cannot be judged.
pub fn credibility(number: u8) -> &'static str {
    let said = CREDIBILITY.iter().find(|(known, _)| *known == number);
    said.or(CREDIBILITY.last()).map_or("", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_code_cannot_be_judged() {
        assert_eq!(reliability('b'), "usually reliable");
        assert_eq!(reliability('Z'), "reliability cannot be judged");
        assert_eq!(credibility(5), "improbable");
        assert_eq!(credibility(0), "truth cannot be judged");
    }
}
