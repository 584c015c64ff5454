//! Places that articles name: `data/pull/gazetteer.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::places::Code;

const BUILT_IN: &str = include_str!("../../../data/pull/gazetteer.toml");

/// A place with its point.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// As newspapers write it.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Whose ground it is; none for seas and straits.
    pub country: Option<Code>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// Whether it is a capital.
    pub capital: bool,
}

#[derive(Deserialize)]
struct File {
    places: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    name: String,
    #[serde(default)]
    country: String,
    lat: f64,
    lon: f64,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
}

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    let file = toml::from_str(BUILT_IN).unwrap_or(File { places: Vec::new() });
    let sites = file.places.into_iter();
    sites
        .map(|written| Site {
            country: Code::from_alpha3(&written.country),
            capital: written.kind == "capital",
            point: (written.lat, written.lon),
            name: written.name,
            aliases: written.aliases,
        })
        .collect()
});

/// All of them, read when first asked for.
pub fn sites() -> &'static [Site] {
    &SITES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_on_the_earth_and_every_country_is_known() {
        let file: File = toml::from_str(BUILT_IN).unwrap();
        assert!(file.places.len() > 1000);
        for place in &file.places {
            assert!(
                place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0,
                "{}",
                place.name
            );
            assert!(
                place.country.is_empty() || Code::from_alpha3(&place.country).is_some(),
                "{}",
                place.name
            );
            assert!(
                ["", "capital", "venue", "site", "region", "sea"].contains(&place.kind.as_str()),
                "{}",
                place.name
            );
        }
    }
}
