use super::*;

#[test]
fn smoke() {
    for text in [
        "country:RUS+PRK,CHN -status:alleged (nuclear or \"a b\")",
        "contry:x or",
        "since:2000 actor:RUS>PRK",
    ] {
        match parse(text) {
            Ok(ast) => println!("{ast}\n{ast:?}"),
            Err(errors) => errors.iter().for_each(|e| println!("{}\n", e.drawn(text))),
        }
    }
}
