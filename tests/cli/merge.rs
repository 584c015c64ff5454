use crate::dir::Dir;

const TWO: &str = "\
[[event]]
id = \"one\"  # stays
title = \"Kim meets Putin\"
date = 2019-04-25
countries = [\"RUS\", \"PRK\"]
tags = [\"summit\"]
sources = [\"https://example.org/1\"]
relations = { part-of = [\"two\"] }

[[event]]
id = \"third\"
title = \"Afterwards\"
date = 2019-05-01
relations = { follows = [\"two\", \"one\"], responds-to = [\"two\"] } # both
";

const OTHER: &str = "\
[[event]]
id = \"fourth\"
title = \"Another\"
date = 1999

# of two
[[event]]
id = \"two\"
title = \"Putin meets Kim\"
date = 2019-04-25
countries = [\"North Korea\", \"China\"]
people = ['Kim Jong Un']
tags = [\"Summit\", \"train\"]
summary = \"They met.\"
sources = [\"https://example.org/1\", { url = \"https://example.org/2\", locator = \"p. 1\" }]
claims = [{ by = \"USA\", stance = \"denies\" }]
relations = { follows = [\"third\"] }
";

fn dir() -> Dir {
    let dir = Dir::new();
    dir.file("events/a.toml", TWO).file("events/b.toml", OTHER);
    dir
}

#[test]
fn lists_are_united_and_relations_redirected() {
    let dir = dir();
    let (code, out, err) = dir.run(&["merge", "one", "two"]);
    assert_eq!(code, 1, "{err}");
    assert!(
        err.contains("nothing was written")
            && err.contains("title; what `two` has is left out: \"Putin meets Kim\""),
        "{err}"
    );
    assert!(
        out.contains("-# of two\n") && out.contains("+summary = \"They met.\"\n"),
        "{out}"
    );
    assert_eq!(
        (
            dir.read("events/a.toml").as_str(),
            dir.read("events/b.toml").as_str()
        ),
        (TWO, OTHER)
    );

    let (code, _, err) = dir.run(&["merge", "one", "two", "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        dir.read("events/a.toml"),
        "\
[[event]]
id = \"one\"  # stays
title = \"Kim meets Putin\"
date = 2019-04-25
countries = [\"RUS\", \"PRK\", \"China\"]
people = ['Kim Jong Un']
summary = \"They met.\"
tags = [\"summit\", \"train\"]
sources = [\"https://example.org/1\", { url = \"https://example.org/2\", locator = \"p. 1\" }]
relations = { follows = [\"third\"] }
claims = [{ by = \"USA\", stance = \"denies\" }]

[[event]]
id = \"third\"
title = \"Afterwards\"
date = 2019-05-01
relations = { follows = [\"one\"], responds-to = [\"one\"] } # both
"
    );
    assert_eq!(
        dir.read("events/b.toml"),
        "[[event]]\nid = \"fourth\"\ntitle = \"Another\"\ndate = 1999\n"
    );
    assert_eq!(dir.run(&["check", "--strict"]).0, 0);
}

#[test]
fn ids_that_were_derived_and_heads_of_their_own() {
    let dir = Dir::new();
    dir.file(
        "events/a.toml",
        "[[event]]\ntitle = \"A\"\ndate = 1961\n\n[[event]]\ntitle = \"B\"\ndate = 1961\nlocation.name = \"Moscow\"\n\n\
         [[event.claims]]\nby = \"USA\"\nstance = \"asserts\"\n",
    );
    let (code, _, err) = dir.run(&["merge", "1961-01-01-a", "1961-01-01-b", "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        dir.read("events/a.toml"),
        "[[event]]\nid = \"1961-01-01-a\"\ntitle = \"A\"\ndate = 1961\nlocation = { name = \"Moscow\" }\n\
         claims = [{ by = \"USA\", stance = \"asserts\" }]\n"
    );
}

#[test]
fn what_cannot_be_is_said() {
    let dir = dir();
    for (arguments, code, said) in [
        (&["one", "one"][..], 2, "with itself"),
        (&["one", "tow"], 1, "Did you mean `two`?"),
    ] {
        let (ended, _, err) = dir.run(&[&["merge"], arguments].concat());
        assert!(ended == code && err.contains(said), "{err}");
    }
}
