#!/usr/bin/env python3
"""Makes the collection that Annals ships out of the tables of facts.

    python3 scripts/convert-events.py FACTS events/            writes events/*.toml
    python3 scripts/convert-events.py FACTS events/ --check    reads them back and compares every field with the facts

FACTS is a folder with events.csv, people.csv, organizations.csv and eras.csv. What the tables leave open (which event belongs to which
file, tags, who acts on whom) is in convert-events.toml beside this script. The same input always makes the same files. Standard library only.
"""

import argparse
import csv
import fnmatch
import re
import sys
import textwrap
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

PLAN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WIDTH = 100
ARTICLE = {
    "id": "pyongyang-visit-preview",
    "title": "Preview of the Russian president's visit to North Korea",
    "published": "2024-06-17",
    "reliability": "C",
}
ARTICLE_FILE = "russia-and-north-korea.toml"
RELATIONS = ["replaces", "follows", "responds-to", "reciprocates", "part-of", "leads-to", "contradicts"]


# ----- Reading the facts


class Events:
    """The rows of events.csv, with what the plan says of them."""

    def __init__(self, folder):
        self.rows = table(folder, "events.csv")
        self.rows.sort(key=lambda row: (*chronological(row["date"]), row["id"]))
        self.by_id = {row["id"]: row for row in self.rows}
        assert len(self.by_id) == len(self.rows), "an id stands twice in events.csv"
        self.file_of = {row["id"]: thread_of(row["id"])["file"] for row in self.rows}
        self.sources = Sources(self)

    def of_file(self, name):
        return [row for row in self.rows if self.file_of[row["id"]] == name]


class Sources:
    """Every source of the facts; those that are cited more than once, with the id and the file of each.

    A source that an event cites and that stands with one of its claims too is cited twice.
    """

    def __init__(self, events):
        self.works, used = {}, {}
        for row in events.rows:
            claimed = {n for numbers in PLAN["claim-sources"].get(row["id"], {}).values() for n in numbers}
            for number, work in enumerate(citations(row), 1):
                if work is ARTICLE:
                    continue
                known = self.works.setdefault(same_work(work), work)
                known["published"] = known["published"] or work["published"]
                uses = used.setdefault(same_work(work), [])
                uses += [row["id"]] * (2 if number in claimed else 1)
        self.file, self.id = {}, {}
        for key in sorted(key for key, uses in used.items() if len(uses) > 1):
            files = {events.file_of[event] for event in used[key]}
            self.file[key] = files.pop() if len(files) == 1 else "sources.toml"
            self.id[key] = source_id(self.works[key])
        twice = [name for name, count in Counter(self.id.values()).items() if count > 1]
        assert not twice, f"ids of two sources: {twice}"

    def of_file(self, name):
        """As tables in the order of their ids, the article first."""
        shared = sorted((self.id[key], key) for key, file in self.file.items() if file == name)
        article = [ARTICLE] if name == ARTICLE_FILE else []
        return article + [{"id": id, **self.works[key]} for id, key in shared]

    def cited(self, row, work):
        """A work as that event cites it: a bare id, an id with a locator, or a source said in place."""
        if work is ARTICLE:
            return {"id": ARTICLE["id"], "locator": f"paragraph {row['article_locator']}"}
        key = same_work(work)
        if key in self.id:
            return self.id[key]
        return {name: value for name, value in self.works[key].items() if value}


def table(folder, name):
    with open(Path(folder) / name, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def parts(text, separator=";"):
    return [part.strip() for part in text.split(separator) if part.strip()]


def citations(row):
    """The works that a row cites, in its order."""
    works = []
    for entry in parts(row["cite"], " ;; "):
        if entry == "article":
            works.append(ARTICLE)
        else:
            publisher, title, published, url = (field.strip() for field in entry.split("|"))
            works.append({"title": title, "publisher": publisher, "published": published, "url": url})
    return works


def same_work(work):
    """What two citations of one work have in common; a page is known by its address, whichever date is given for it."""
    return (work["publisher"], work["title"], work["url"] or work["published"])


def source_id(work):
    """From the plan, from the symbol of a UN resolution, or out of publisher and title."""
    named = PLAN["source-ids"]
    for key in (f"{work['publisher']} | {work['title']} | {work['published']}", f"{work['publisher']} | {work['title']}"):
        if key in named:
            return named[key]
    if symbol := re.search(r"\b([SA])/RES/(\S+?)(\(\d{4}\))?$", work["title"]):
        return {"S": "unsc", "A": "unga"}[symbol[1]] + "-resolution-" + slug(symbol[2])
    words = "-".join(slug(work["title"]).split("-")[:6])
    words = words.replace("united-nations-security-council-resolution", "unsc-resolution")
    year = work["published"][:4]
    return "-".join(filter(None, [slug(work["publisher"]), words, "" if year in words else year]))


def slug(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def chronological(edtf):
    """Earliest day, then the coarser date first: the order of the format."""
    year, month, day = (re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf)).groups()
    return (int(year), int(month or 1), int(day or 1), 2 if day else 1 if month else 0)


# ----- What the plan says of an event


def matching(patterns, id):
    """The pattern that fits an id best: the id itself, else the first that has it."""
    if id in patterns:
        return id
    return next((pattern for pattern in patterns if fnmatch.fnmatchcase(id, pattern)), None)


def thread_of(id):
    for thread in PLAN["thread"]:
        if matching(thread["events"], id):
            return thread
    sys.exit(f"no thread has a place for {id}")


def tags(row):
    """Those of the thread, those that the words of the event call for, and those that the plan adds."""
    text = f"{row['title']}. category: {row['category']}. {row['summary']}"
    found = [tag for tag, pattern in PLAN["tags"].items() if re.search(pattern, text)]
    return list(dict.fromkeys(thread_of(row["id"])["tags"] + found + PLAN["more-tags"].get(row["id"], [])))


def actors(row):
    """Initiators and targets, each already one of the actors of the row."""
    pattern = matching(PLAN["actors"], row["id"])
    if not pattern:
        return [], []
    sides = [parts(side, ",") for side in PLAN["actors"][pattern].split(">")]
    known = row["countries"].split() + parts(row["people"]) + parts(row["organizations"])
    strangers = [name for side in sides for name in side if name not in known]
    assert not strangers, f"{row['id']} has no {strangers}"
    return sides


def relations(row, events):
    """Kind → ids, in the order of the vocabulary and of time."""
    pairs = [tuple(pair.split(":")) for pair in parts(row["relations"])]
    pairs += [(more["kind"], more["to"]) for more in PLAN["relation"] if more["from"] == row["id"]]
    pairs.sort(key=lambda pair: (*chronological(events.by_id[pair[1]]["date"]), pair[1]))
    return {kind: ids for kind in RELATIONS if (ids := [to for other, to in pairs if other == kind])}


def claims(row):
    """Who, stance and the numbers of the citations: one for all claimants of a stance that rest on the same sources."""
    grouped = {}
    for stance, by in (word.split(":") for word in row["claims"].split()):
        for claimant in by.split(","):
            numbers = PLAN["claim-sources"].get(row["id"], {}).get(f"{stance} {claimant}", [])
            grouped.setdefault((stance, tuple(numbers)), []).append(claimant)
    return [(by, stance, numbers) for (stance, numbers), by in grouped.items()]


# ----- Writing TOML


def string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def when(edtf):
    """A plain day is a TOML date; anything else is a string in EDTF."""
    return edtf if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) else string(edtf)


def strings(values):
    return "[" + ", ".join(map(string, values)) + "]"


def inline(pairs):
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"


def listed(key, items):
    """On one line where that is short and simple enough, else an item a line."""
    items = list(items)
    line = f"{key} = [{', '.join(items)}]"
    simple = len(items) == 1 or not any(item.startswith("{") for item in items)
    if simple and len(line) <= WIDTH:
        return [line]
    return [f"{key} = [", *(f"    {item}," for item in items), "]"]


def paragraph(text, width=WIDTH):
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def comment(text):
    """Paragraphs as comment lines; what stands between backquotes stays on one line."""
    glued = re.sub("`[^`]*`", lambda code: code[0].replace(" ", "\0"), text)
    blocks = [paragraph(block, WIDTH - 2) for block in glued.split("\n\n")]
    return "\n#\n".join("\n".join("# " + line for line in block) for block in blocks).replace("\0", " ")


def phase(title, first, last):
    """The comment before a group of events."""
    years = first if first == last else f"{first}–{last}"
    when = "" if years in title else f", {years}"
    return f"# ── {title}{when} ".ljust(WIDTH, "─")


def citation(cited):
    if isinstance(cited, str):
        return string(cited)
    return inline((key, when(value) if key == "published" else string(value)) for key, value in cited.items())


def source_table(source):
    order = ["id", "title", "publisher", "published", "url", "reliability"]
    lines = [f"{key} = {when(source[key]) if key == 'published' else string(source[key])}" for key in order if source.get(key)]
    return "\n".join(["[[source]]", *lines])


def location(row):
    pairs = [("name", string(row["place"])) if row["place"] else None]
    pairs += [("country", string(row["place_country"])) if row["place_country"] else None]
    pairs += [(key, row[key]) if row[key] else None for key in ("lat", "lon")]
    return inline(filter(None, pairs))


def event_table(row, events):
    """In the order in which the program itself writes the keys of an event."""
    sources = events.sources
    works = citations(row)
    lines = ["[[event]]", f"id = {string(row['id'])}", f"title = {string(row['title'])}", f"date = {when(row['date'])}"]
    initiators, targets = actors(row)
    for key, values in [
        ("countries", row["countries"].split()),
        ("initiators", initiators),
        ("targets", targets),
        ("people", parts(row["people"])),
        ("organizations", parts(row["organizations"])),
    ]:
        if values:
            lines += [f"{key} = {strings(values)}"] if key == "countries" else listed(key, map(string, values))
    lines.append(f"category = {string(row['category'])}")
    if row["status"] != "occurred":
        lines.append(f"status = {string(row['status'])}")
    if row["place"]:
        lines.append(f"location = {location(row)}")
    lines += ['summary = """', *paragraph(row["summary"].replace("\\", "\\\\") + '"""')]
    if tags(row):
        lines.append(f"tags = {strings(tags(row))}")
    if row["significance"] != "3":
        lines.append(f"significance = {row['significance']}")
    lines += listed("sources", [citation(sources.cited(row, work)) for work in works])
    lines += relation_lines(relations(row, events))
    if row["claims"]:
        lines += listed("claims", [claim(row, works, sources, *each) for each in claims(row)])
    if row["confidence"] != "high":
        lines += [f"# Possibly true: {PLAN['doubts'][row['id']]}.", "credibility = 3"]
    return "\n".join(lines)


def relation_lines(found):
    """An inline table where it fits on a line, else a line a kind."""
    if not found:
        return []
    line = "relations = " + inline((kind, strings(ids)) for kind, ids in found.items())
    if len(line) <= WIDTH:
        return [line]
    return [part for kind, ids in found.items() for part in listed(f"relations.{kind}", map(string, ids))]


def claim(row, works, sources, by, stance, numbers):
    pairs = [("by", strings(by)), ("stance", string(stance))]
    if numbers:
        cited = [citation(sources.cited(row, works[number - 1])) for number in numbers]
        pairs.append(("sources", "[" + ", ".join(cited) + "]"))
    return inline(pairs)


def thread_file(thread, events):
    """Head, sources, and the events under the comments of their phases; as blocks between which a line stays empty."""
    rows = events.of_file(thread["file"])
    blocks = [comment(thread["head"]), *map(source_table, events.sources.of_file(thread["file"]))]
    starts = [each["from"] for each in thread["phases"]] + ["9999-01-01"]
    for each, start, end in zip(thread["phases"], starts, starts[1:]):
        within = [row for row in rows if chronological(start) <= (*chronological(row["date"])[:3], 2) < chronological(end)]
        assert within, f"{thread['file']}: nothing in the phase {each['title']}"
        years = (within[0]["date"][:4], max(row["date"].split("/")[0][:4] for row in within))
        blocks += [phase(each["title"], *years), *(event_table(row, events) for row in within)]
    return blocks


def people_file(folder):
    for row in table(folder, "people.csv"):
        lines = ["[[person]]", f"name = {string(row['name'])}"]
        if row["aliases"]:
            lines += listed("aliases", map(string, parts(row["aliases"])))
        lines.append(f"country = {string(row['country'])}")
        offices = [office.split("|") for office in parts(row["offices"])]
        if offices:
            lines += listed("offices", [inline([("title", string(title)), ("date", string(f"{start}/{end}"))]) for title, start, end in offices])
        yield "\n".join(lines)


def organizations_file(folder):
    for row in table(folder, "organizations.csv"):
        lines = ["[[organization]]", f"name = {string(row['name'])}"]
        if row["aliases"]:
            lines += listed("aliases", map(string, parts(row["aliases"])))
        yield "\n".join(lines)


def eras_file(folder):
    for row in table(folder, "eras.csv"):
        countries = strings(row["countries"].split())
        yield "\n".join(["[[era]]", f"title = {string(row['title'])}", f"date = {when(row['date'])}", f"countries = {countries}"])


def files(folder, events):
    """Name → text of every file of the collection."""
    blocks = {thread["file"]: thread_file(thread, events) for thread in PLAN["thread"]}
    heads = PLAN["heads"]
    blocks["sources.toml"] = [comment(heads["sources.toml"]), *map(source_table, events.sources.of_file("sources.toml"))]
    for name, tables in [("people.toml", people_file), ("organizations.toml", organizations_file), ("eras.toml", eras_file)]:
        blocks[name] = [comment(heads[name]), *tables(folder)]
    return {name: "\n\n".join(parts) + "\n" for name, parts in sorted(blocks.items())}


# ----- Reading back


def text_of(value):
    return value.isoformat() if isinstance(value, date) else value


def one_line(text):
    return " ".join(text.split())


def check(folder, out):
    """Compares what is in the files with the facts, by nothing but tomllib and the CSV. Returns what differs, as sentences."""
    wrong, found = [], {"event": [], "source": [], "person": [], "organization": [], "era": []}
    for path in sorted(Path(out).glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind in document.keys() - found.keys():
            wrong.append(f"{path.name}: unknown table {kind}")
        for kind, tables in document.items():
            found.get(kind, []).extend(tables)
        days = [chronological(text_of(event["date"])) + (event["id"],) for event in document.get("event", [])]
        if days != sorted(days):
            wrong.append(f"{path.name}: not in the order of dates")
    sources = {source["id"]: source for source in found["source"]}
    if len(sources) != len(found["source"]):
        wrong.append("an id of two sources")

    def differs(what, here, there):
        if here != there:
            wrong.append(f"{what}: the files say {here!r}, the facts {there!r}")

    def work(cited):
        """Publisher, title and address of a citation, whichever way it is written."""
        if isinstance(cited, str):
            cited = {"id": cited}
        said = sources.get(cited["id"], {"title": f"dangling {cited['id']}"}) if "id" in cited else cited
        return (said.get("publisher", ""), said["title"], said.get("url", ""))

    def published(cited):
        said = sources.get(cited if isinstance(cited, str) else cited.get("id"), cited)
        return text_of(said.get("published", ""))

    rows = table(folder, "events.csv")
    events = {event["id"]: event for event in found["event"]}
    differs("number of events", len(found["event"]), len(rows))
    differs("ids", sorted(events), sorted(row["id"] for row in rows))
    cited_ids = set()
    for row in rows:
        event = events.get(row["id"])
        if event is None:
            continue
        id = row["id"]
        for key in ("title", "category"):
            differs(f"{id} {key}", event[key], row[key])
        differs(f"{id} date", text_of(event["date"]), row["date"])
        differs(f"{id} status", event.get("status", "occurred"), row["status"])
        differs(f"{id} significance", event.get("significance", 3), int(row["significance"]))
        differs(f"{id} summary", one_line(event["summary"]), one_line(row["summary"]))
        differs(f"{id} credibility", event.get("credibility"), None if row["confidence"] == "high" else 3)
        differs(f"{id} countries", event.get("countries", []), row["countries"].split())
        for key in ("people", "organizations"):
            differs(f"{id} {key}", event.get(key, []), [part for part in row[key].split(";") if part])
        place = event.get("location", {})
        differs(f"{id} place", (place.get("name", ""), place.get("country", "")), (row["place"], row["place_country"]))
        for key in ("lat", "lon"):
            differs(f"{id} {key}", place.get(key), float(row[key]) if row[key] else None)
        pairs = sorted(f"{kind}:{to}" for kind, ids in event.get("relations", {}).items() for to in ids)
        more = [f"{each['kind']}:{each['to']}" for each in PLAN["relation"] if each["from"] == id]
        differs(f"{id} relations", pairs, sorted([pair for pair in row["relations"].split(";") if pair] + more))
        wrong += [f"{id} leads to {pair}, which is not there" for pair in pairs if pair.split(":")[1] not in events]
        stances = {}
        for each in event.get("claims", []):
            stances.setdefault(each["stance"], []).extend(each["by"])
            for cited in each.get("sources", []):
                if work(cited) not in map(work, event["sources"]):
                    wrong.append(f"{id}: a claim cites what the event does not")
        facts = dict(word.split(":") for word in row["claims"].split())
        differs(f"{id} claims", {key: sorted(by) for key, by in stances.items()}, {key: sorted(by.split(",")) for key, by in facts.items()})
        entries = [[part.strip() for part in entry.split("|")] for entry in row["cite"].split(" ;; ")]
        differs(
            f"{id} sources",
            [work(cited) for cited in event["sources"]],
            [("", ARTICLE["title"], "") if entry == ["article"] else (entry[0], entry[1], entry[3]) for entry in entries],
        )
        for cited, entry in zip(event["sources"], entries):
            # Where another citation of the same page knows its date, the files have it although this row has none.
            if len(entry) == 4 and entry[2]:
                differs(f"{id} {entry[1]}, published", published(cited), entry[2])
        known = {*event.get("countries", []), *event.get("people", []), *event.get("organizations", [])}
        differs(f"{id} strangers", {*event.get("initiators", []), *event.get("targets", [])} - known, set())
        locators = [cited["locator"] for cited in event["sources"] if isinstance(cited, dict) and "locator" in cited]
        differs(f"{id} paragraph", locators, [f"paragraph {row['article_locator']}"] if row["in_article"] == "yes" else [])
        cited_ids |= {cited if isinstance(cited, str) else cited.get("id") for cited in event["sources"]}
    differs("sources that nobody cites", sorted(sources.keys() - cited_ids), [])

    for kind, name in (("person", "people.csv"), ("organization", "organizations.csv")):
        facts = {row["name"]: row for row in table(folder, name)}
        differs(name, sorted(each["name"] for each in found[kind]), sorted(facts))
        for each in found[kind]:
            row = facts.get(each["name"], {})
            differs(each["name"], each.get("aliases", []), [part for part in row.get("aliases", "").split(";") if part])
            offices = [(office["title"], office["date"]) for office in each.get("offices", [])]
            told = [office.split("|") for office in row.get("offices", "").split(";") if office]
            differs(f"{each['name']} offices", offices, [(title, f"{start}/{end}") for title, start, end in told])
            differs(f"{each['name']} country", each.get("country"), row.get("country"))
            if "members" in each:
                wrong.append(f"{each['name']}: members are built in")
    eras = [(era["title"], era["date"], " ".join(era["countries"])) for era in found["era"]]
    differs("eras", eras, [(row["title"], row["date"], row["countries"]) for row in table(folder, "eras.csv")])
    return wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("facts", type=Path, help="folder of events.csv, people.csv, organizations.csv and eras.csv")
    arguments.add_argument("out", type=Path, help="folder of the collection")
    arguments.add_argument("--check", action="store_true", help="read the collection back and compare it with the facts")
    options = arguments.parse_args()
    events = Events(options.facts)
    made = files(options.facts, events)
    if options.check:
        wrong = check(options.facts, options.out)
        wrong += [f"{path.name} is not of this collection" for path in options.out.glob("*.toml") if path.name not in made]
        for sentence in wrong:
            print(sentence, file=sys.stderr)
        print(f"{len(events.rows)} events in {len(made)} files compared, {len(wrong)} differences")
        return 1 if wrong else 0
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (options.out / name).write_text(text, encoding="utf-8")
        print(f"{name:32} {text.count(chr(10) + '[[event]]'):4} events {text.count(chr(10) + '[[source]]'):4} sources")
    return 0


if __name__ == "__main__":
    sys.exit(main())
