//! Dates in words, as a person reads them: "18–19 June 2024", "since 24 February 2022", "about 1950".
