//! The tables against others, and the questions that a historian asks first.

use proptest::prelude::*;

use super::{days::days, *};
use crate::dates::Day;

fn code(alpha3: &str) -> Code {
    Code::from_alpha3(alpha3).unwrap_or_else(|| panic!("no code {alpha3}"))
}

fn day(written: &str) -> Day {
    days(written).expect("a day").earliest
}

fn line(alpha3: &str) -> Vec<&'static str> {
    code(alpha3)
        .with_predecessors()
        .iter()
        .map(|code| code.alpha3())
        .collect()
}

#[test]
fn codes_are_sorted_and_found() {
    let all: Vec<Code> = Code::all().collect();
    assert_eq!(all.len(), 280);
    assert!(
        all.windows(2)
            .all(|pair| pair[0].alpha3() < pair[1].alpha3() && pair[0] < pair[1])
    );
    for at in all {
        assert_eq!(Code::from_alpha3(&at.alpha3().to_lowercase()), Some(at));
        assert_eq!(Code::from_index(at.index()), Some(at));
        assert_eq!(at.country().code, at);
    }
    assert_eq!(Code::from_index(280), None);
    assert_eq!(Code::from_alpha3("ÄÖÜ"), None);
    assert_eq!(format!("{:>5}|{:?}", code("PRK"), code("sun")), "  PRK|SUN");
}

/// Against `rust_iso3166`, whose tables were made by others.
#[test]
fn codes_are_those_of_iso_3166() {
    assert_eq!(rust_iso3166::ALL.len(), 249);
    for theirs in rust_iso3166::ALL {
        let ours = code(theirs.alpha3).country();
        assert_eq!(
            (ours.alpha2, ours.numeric),
            (theirs.alpha2, Some(theirs.numeric)),
            "{}",
            theirs.alpha3
        );
        assert_ne!(ours.kind, Kind::Former, "{}", theirs.alpha3);
        assert_eq!(lookup(theirs.alpha2), Lookup::Found(ours.code));
    }
    let mut ours: Vec<&str> = Code::all()
        .filter(|code| code.country().kind != Kind::Former && code.alpha3() != "XKX")
        .map(Code::alpha3)
        .collect();
    let mut theirs: Vec<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha3).collect();
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
}

#[test]
fn kinds_are_as_many_as_the_world_has() {
    let count = |kind| Code::all().filter(|code| code.country().kind == kind).count();
    assert_eq!(
        [
            Kind::State,
            Kind::PartiallyRecognised,
            Kind::Territory,
            Kind::Former
        ]
        .map(count),
        [194, 4, 52, 30]
    );
}

#[test]
fn every_entry_is_whole() {
    for code in Code::all() {
        let country = code.country();
        assert!(!country.name.is_empty() && !country.official.is_empty(), "{code}");
        assert_eq!(country.alpha2.len(), 2, "{code}");
        assert!(
            (-90.0..=90.0).contains(&country.point.0) && (-180.0..=180.0).contains(&country.point.1),
            "{code}"
        );
        assert!(country.point != (0.0, 0.0), "{code}");
        if let (Some(from), Some(until)) = (country.valid_from, country.valid_until) {
            assert!(from <= until, "{code}");
        }
        assert_eq!(
            country.kind == Kind::Former,
            !country.successors.is_empty(),
            "{code}"
        );
        for successor in &country.successors {
            let back = &successor.country.country().predecessors;
            assert!(
                back.iter().any(|back| back.country == code),
                "{code} {}",
                successor.country
            );
        }
    }
    let entries = |key: &str| {
        country::TABLE
            .lines()
            .filter(|line| line.starts_with(key))
            .count()
    };
    let known = |has: fn(&Country) -> bool| Code::all().filter(|code| has(code.country())).count();
    assert_eq!(known(|country| country.valid_from.is_some()), entries("from = "));
    assert_eq!(
        known(|country| country.valid_until.is_some()),
        entries("until = ")
    );
    assert_eq!(known(|country| country.numeric.is_some()), entries("numeric = "));
}

#[test]
fn names_as_newspapers_write_them() {
    for (text, alpha3) in [
        ("DPRK", "PRK"),
        ("north korean", "PRK"),
        ("Korea, North", "PRK"),
        ("Republic of Korea", "KOR"),
        ("kp", "PRK"),
        (" prk ", "PRK"),
        ("U.S.A.", "USA"),
        ("the United States", "USA"),
        ("Americans", "USA"),
        ("UK", "GBR"),
        ("Holland", "NLD"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("IVORY COAST", "CIV"),
        ("Trinidad & Tobago", "TTO"),
        ("turkiye", "TUR"),
        ("Soviet", "SUN"),
        ("USSR", "SUN"),
        ("guinea bissau", "GNB"),
        ("Guinea", "GIN"),
        ("Burma", "MMR"),
        ("Dominican", "DOM"),
        ("Chinese", "CHN"),
        ("Republic of China", "TWN"),
        ("Kosovo", "XKX"),
        ("Rhodesia", "RHO"),
    ] {
        assert_eq!(lookup(text), Lookup::Found(code(alpha3)), "{text}");
    }
    for unknown in [
        "",
        "the",
        "Atlantis",
        "Moscow",
        "Kremlin",
        "White House",
        "SU",
        "G7",
        "North",
    ] {
        assert_eq!(lookup(unknown), Lookup::Unknown, "{unknown}");
    }
}

#[test]
fn names_of_two_are_asked_back() {
    let Lookup::Ambiguous(codes, help) = lookup("korea") else {
        panic!("{:?}", lookup("korea"));
    };
    assert_eq!(codes, [code("PRK"), code("KOR")]);
    assert_eq!(help, "write `North Korea` (PRK) or `South Korea` (KOR)");
    for text in ["Korean", "Koreans", "Congo", "the Congo", "Virgin Islands"] {
        assert!(matches!(lookup(text), Lookup::Ambiguous([_, _], _)), "{text}");
    }
}

proptest! {
    #[test]
    fn case_does_not_matter(index in 0..280_usize, which in 0..12_usize, upper in any::<u64>()) {
        let code = Code::from_index(index).unwrap();
        let all: Vec<_> = names(code).collect();
        let name = all[which % all.len()];
        let mixed: String = name
            .chars()
            .enumerate()
            .flat_map(|(at, c)| if upper >> (at % 64) & 1 == 1 { c.to_uppercase().collect::<Vec<_>>() } else { c.to_lowercase().collect() })
            .collect();
        prop_assert_eq!(lookup(&mixed), Lookup::Found(code), "{}", mixed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_text_is_taken(text in ".*") {
        let _ = (lookup(&text), named(&text), nearest(&text));
    }
}

/// Every spelling of the table leads to its own country, but for those that the table itself gives to another.
#[test]
fn every_spelling_leads_home() {
    let table = country::countries();
    for code in Code::all() {
        let country = code.country();
        let spellings = [
            country.alpha3,
            country.name,
            country.official,
            country.adjective,
            country.people,
        ]
        .into_iter()
        .chain(country.aliases.iter().copied());
        for spelling in spellings.filter(|spelling| !spelling.is_empty()) {
            let same = |name: &str| names::key(name) == names::key(spelling);
            let expected = if let Some((_, codes)) = table.ambiguous.iter().find(|(name, _)| same(name)) {
                assert!(codes.contains(&code), "{spelling}");
                continue;
            } else if let Some((_, code)) = table.preferred.iter().find(|(name, _)| same(name)) {
                *code
            } else {
                code
            };
            assert_eq!(lookup(spelling), Lookup::Found(expected), "{spelling}");
        }
    }
}

#[test]
fn names_for_a_picker() {
    let of = |alpha3| names(code(alpha3)).collect::<Vec<_>>();
    assert_eq!(
        of("PRK")[..4],
        [
            "PRK",
            "KP",
            "North Korea",
            "Democratic People's Republic of Korea"
        ]
    );
    assert!(of("PRK").contains(&"DPRK") && of("PRK").contains(&"North Koreans"));
    assert_eq!(
        of("BUR"),
        [
            "BUR",
            "Union of Burma",
            "Socialist Republic of the Union of Burma"
        ]
    );
}

#[test]
fn slips_are_near_to_something() {
    for (slip, meant) in [
        ("Norht Korea", "North Korea"),
        ("Kazahkstan", "Kazakhstan"),
        ("Phillipines", "Philippines"),
        ("Warsaw Pakt", "Warsaw Pact"),
        ("Kroea", "Korea"),
        ("BRIKS", "BRICS"),
    ] {
        assert_eq!(nearest(slip), Some(meant), "{slip}");
    }
    assert_eq!(nearest("Gondolin under the hills"), None);
}

#[test]
fn former_states_are_taken_in_by_their_heirs() {
    for (alpha3, expected) in [
        ("RUS", &["RUS", "SUN"][..]),
        ("UKR", &["UKR"]),
        ("EST", &["EST"]),
        ("BLR", &["BLR", "BYS"]),
        ("CZE", &["CZE", "CSK"]),
        ("SVK", &["SVK", "CSK"]),
        ("SRB", &["SRB", "SCG", "YUG"]),
        ("MNE", &["MNE"]),
        ("HRV", &["HRV"]),
        ("SCG", &["SCG", "YUG"]),
        ("YUG", &["YUG"]),
        ("XKX", &["XKX"]),
        ("DEU", &["DEU", "DDR"]),
        ("VNM", &["VNM", "VDR"]),
        ("YEM", &["YEM", "YMD"]),
        ("MMR", &["MMR", "BUR"]),
        ("COD", &["COD", "ZAR"]),
        ("ZAR", &["ZAR"]),
        ("CUW", &["CUW", "ANT"]),
        ("ABW", &["ABW"]),
        ("KIR", &["KIR", "CTE", "GEL"]),
        ("TUV", &["TUV"]),
        ("IRQ", &["IRQ", "NTZ"]),
        ("GBR", &["GBR"]),
        ("KEN", &["KEN"]),
    ] {
        assert_eq!(line(alpha3), expected, "{alpha3}");
    }
    assert_eq!(
        code("CSK").successors().collect::<Vec<_>>(),
        [code("CZE"), code("SVK")]
    );
    assert_eq!(code("SUN").successors().next(), Some(code("RUS")));
}

#[test]
fn no_former_state_is_lost_and_no_living_one_taken_in() {
    for former in Code::all().filter(|code| code.country().kind == Kind::Former) {
        assert!(
            Code::all().any(|heir| heir.country().kind != Kind::Former && heir.with_predecessors().contains(&former)),
            "{former}"
        );
    }
    for code in Code::all() {
        let line = code.with_predecessors();
        assert_eq!(line[0], code);
        assert!(
            line[1..]
                .iter()
                .all(|former| former.country().kind == Kind::Former),
            "{code}"
        );
    }
}

/// How many members a bloc is known to have had.
#[test]
fn blocs_are_as_large_as_they_were() {
    for (name, on, members) in [
        ("UN", "1945-12-31", 51),
        ("UN", "1960-12-31", 99),
        ("UN", "1991-12-31", 166),
        ("UN", "2011-07-14", 193),
        ("NATO", "1999-03-11", 16),
        ("NATO", "1999-03-12", 19),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-07", 32),
        ("EEC", "1986-01-01", 12),
        ("EU", "1986-01-01", 12),
        ("EU", "1955-01-01", 6),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("G7", "1976-06-26", 6),
        ("G7", "1976-06-27", 7),
        ("G7", "1997-01-01", 7),
        ("G7", "1998-08-31", 8),
        ("G7", "2014-03-23", 8),
        ("G7", "2014-03-24", 7),
        ("G7", "2024-06-13", 7),
        ("G8", "1998-05-15", 8),
        ("G8", "2013-06-17", 8),
        ("G8", "2014-03-24", 7),
        ("BRICS", "2009-06-16", 4),
        ("BRICS", "2023-12-31", 5),
        ("BRICS", "2024-01-01", 9),
        ("BRICS", "2025-01-06", 10),
        ("SCO", "2000-01-01", 5),
        ("SCO", "2023-07-04", 9),
        ("SCO", "2024-07-04", 10),
        ("ASEAN", "1999-04-30", 10),
        ("ASEAN", "2025-10-26", 11),
        ("AU", "2017-01-31", 55),
        ("ECOWAS", "2025-01-28", 15),
        ("ECOWAS", "2025-01-29", 12),
        ("WARSAW-PACT", "1960-01-01", 8),
        ("OPEC", "2019-01-01", 14),
        ("OPEC", "2024-01-01", 12),
        ("OPEC", "2026-05-01", 11),
        ("UN-P5", "1985-01-01", 5),
        ("COUNCIL-OF-EUROPE", "2022-03-16", 46),
        ("OECD", "2021-05-25", 38),
        ("EUROZONE", "2026-01-01", 21),
        ("SCHENGEN", "2024-03-31", 29),
        ("OAS", "2023-11-19", 34),
        ("ARAB-LEAGUE", "1993-11-20", 22),
        ("APEC", "1998-11-14", 21),
    ] {
        let bloc = bloc(name).unwrap_or_else(|| panic!("no bloc {name}"));
        let count = Code::all()
            .filter(|&country| bloc.member_on(country, day(on)))
            .count();
        assert_eq!(count, members, "{name} on {on}");
    }
}

#[test]
fn members_by_day() {
    for (name, country, on, member) in [
        ("NATO", "POL", "1999-03-11", false),
        ("NATO", "POL", "1999-03-12", true),
        ("EU", "GBR", "2020-01-31", true),
        ("EU", "GBR", "2020-02-01", false),
        ("G7", "RUS", "1998-05-14", false),
        ("G7", "RUS", "1998-05-15", true),
        ("G7", "RUS", "2014-03-24", false),
        ("UN", "SUN", "1985-01-01", true),
        ("UN", "RUS", "1985-01-01", false),
        ("OAU", "ZAR", "1980-01-01", true),
        ("AU", "HVO", "1980-01-01", true),
    ] {
        assert_eq!(
            bloc(name).unwrap().member_on(code(country), day(on)),
            member,
            "{name} {country} {on}"
        );
    }
}

#[test]
fn memberships_are_sorted_and_apart() {
    assert_eq!(blocs().len(), 53);
    for bloc in blocs() {
        assert!(
            !bloc.memberships().is_empty() && bloc.days.earliest <= bloc.days.latest,
            "{}",
            bloc.code
        );
        for member in bloc.memberships() {
            assert!(
                member.days.earliest <= member.days.latest,
                "{} {}",
                bloc.code,
                member.country
            );
        }
        for pair in bloc.memberships().windows(2) {
            let sorted = (pair[0].country, pair[0].days.latest) < (pair[1].country, pair[1].days.earliest);
            assert!(sorted, "{} {:?}", bloc.code, pair);
        }
    }
    let germany = |name| {
        let members = bloc(name).unwrap().memberships().iter();
        members
            .filter(|member| member.country == code("DEU"))
            .map(|member| member.days)
            .collect::<Vec<_>>()
    };
    let whole = Interval {
        earliest: day("1952-07-23"),
        latest: crate::dates::day::LAST,
    };
    assert_eq!(germany("EU"), [whole]);
    assert_eq!(germany("ECSC"), [whole]);
}

#[test]
fn blocs_by_any_name() {
    for (text, expected) in [
        ("nato", "NATO"),
        ("Atlantic Alliance", "NATO"),
        ("Warsaw Pact", "WARSAW-PACT"),
        ("warsaw-pact", "WARSAW-PACT"),
        ("the European Union", "EU"),
        ("E.U.", "EU"),
        ("G-7", "G7"),
        ("OPEC", "OPEC"),
        ("OPEC+", "OPEC-PLUS"),
        ("P5+1", "P5PLUS1"),
        ("the Quad", "QUAD"),
        ("Visegrad Group", "VISEGRAD"),
    ] {
        assert_eq!(bloc(text).map(|bloc| bloc.code), Some(expected), "{text}");
    }
    assert_eq!(bloc("G99"), None);
    for bloc in blocs() {
        for name in [bloc.code, bloc.name].iter().chain(&bloc.aliases) {
            assert_eq!(
                super::bloc(name).map(|found| found.code),
                Some(bloc.code),
                "{name}"
            );
        }
    }
}

#[test]
fn countries_and_blocs_side_by_side() {
    let said = |text| match named(text) {
        Named::Country(code) => code.alpha3().to_owned(),
        Named::Bloc(bloc) => format!("bloc {}", bloc.code),
        Named::Ambiguous(_, help) => help.to_owned(),
        Named::Unknown => "unknown".to_owned(),
    };
    for (text, expected) in [
        ("PRK", "PRK"),
        ("de", "DEU"),
        ("G7", "bloc G7"),
        ("AU", "bloc AU"),
        ("EC", "bloc EEC"),
        ("EU", "bloc EU"),
        ("LAS", "bloc ARAB-LEAGUE"),
        ("Guam", "GUM"),
        ("Congo", "write `DR Congo` (COD) or `Republic of the Congo` (COG)"),
        ("Narnia", "unknown"),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
    // Only these two-letter codes are taken by blocs, and only one name.
    let shared = |bloc: &&str| matches!(lookup(bloc), Lookup::Found(_));
    let names = blocs()
        .iter()
        .flat_map(|bloc| [bloc.code, bloc.name].into_iter().chain(bloc.aliases.clone()));
    assert_eq!(
        names
            .collect::<Vec<_>>()
            .iter()
            .filter(|name| shared(name))
            .collect::<Vec<_>>(),
        [&"EC", &"GUAM", &"AU"]
    );
}

#[test]
fn former_codes_are_those_of_iso_3166() {
    let mut known = 0;
    for theirs in rust_iso3166::iso3166_3::ALL {
        let alpha3 = theirs.former.alpha3;
        // The old French Southern and Antarctic Territories had the alpha-3 of today's.
        if alpha3 == "ATF" {
            continue;
        }
        known += 1;
        let ours = code(alpha3).country();
        assert_eq!(
            (ours.kind, ours.alpha2),
            (Kind::Former, theirs.former.alpha2),
            "{alpha3}"
        );
        let number = |number: u16| (number != 0).then_some(number);
        assert_eq!(ours.numeric, number(theirs.former.numeric), "{alpha3}");
        for successor in theirs.new_countries {
            // Ours are more: also those that had left before.
            let known = ours
                .code
                .successors()
                .any(|code| code.alpha3() == successor.alpha3);
            assert!(known, "{alpha3} {}", successor.alpha3);
        }
    }
    assert_eq!(known, 30);
}
