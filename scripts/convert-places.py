#!/usr/bin/env python3
"""Makes data/countries.toml and data/blocs.toml out of the tables that they were collected in.

    python3 scripts/convert-places.py FOLDER

FOLDER holds countries.csv, ambiguous.csv, blocs.csv and bloc_names.csv; data/README.md says where their facts are from.
The two files are then the ones to edit: this script is kept to show how they came about and to take over later tables.
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"

COUNTRIES_HEAD = """\
# Countries, territories and former states, sorted by alpha-3 code.
#
# Codes: ISO 3166-1, ISO 3166-3 for former states, XKX for Kosovo. Names, nationalities, seats, days and notes were
# written for Annals. Points (lat, lon: where a label goes) are computed from Natural Earth 1:50m (public domain),
# set by hand, or, for five capitals, contain data of GeoNames, CC BY 4.0. See README.md.
#
# kind          state unless said: territory, partially-recognised or former
# from, until   first and last day of the state (or the year, the month); left out where old, open or not meant
# seats         places and houses that stand for its government, beside the capital
# predecessors  "CODE:day". A former state is one that it came out of; a living one only says from whom it became
#               independent
#
# One entry a line and text in plain double quotes: a small reader reads this subset of TOML (src/places/table.rs).
"""

BLOCS_HEAD = """\
# Blocs, and their members by day.
#
# Names and days were written for Annals from treaties, founding declarations and general knowledge; "medium" marks a
# day that was not seen confirmed. See README.md.
#
# from, until   first and last day in force
# series        ties the forms of one body: the EU is the European Union, before it the EEC and the ECSC
# members       "first day/last day", the second empty while it lasts; a year or a month is the whole of it.
#               The code is the one of the day: HVO until 1984, BFA since.
#
# One entry a line and text in plain double quotes: a small reader reads this subset of TOML (src/places/table.rs).
"""

# The largest piece of Australia in the 1:50m map is drawn under another name than the piece the point was taken from.
POINTS = {"AUS": ("-25.3", "134.5")}

# Plural forms of names that two countries bear, which the table of spellings leaves out.
ALSO = {"Korean": ["Koreans"], "Dominican": ["Dominicans"]}


def table(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


def key(name):
    """As `places::names::key`: letters and digits only, without case, accents and a leading `the`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    words = plain.replace("&", "and").replace("+", "plus").split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(c for c in "".join(words) if c.isalnum())


def text(value):
    assert '"' not in value and "\\" not in value, value
    return f'"{value}"'


def strings(values):
    return "[" + ", ".join(text(value) for value in values) + "]"


def distinct(values, known):
    """`values` without those that the program would take for one another or for one of `known`."""
    seen = {key(name) for name in known}
    for value in values:
        if key(value) not in seen:
            seen.add(key(value))
            yield value


def country(row):
    lines = [f"[{row['code']}]"]
    if row["alpha2"]:
        lines.append(f"alpha2 = {text(row['alpha2'])}")
    if row["numeric"]:
        lines.append(f"numeric = {text(row['numeric'])}")
    lines.append(f"name = {text(row['name'])}")
    if row["official"] != row["name"]:
        lines.append(f"official = {text(row['official'])}")
    aliases = list(distinct(split(row["aliases"]), [row["code"], row["name"], row["official"]]))
    if aliases:
        lines.append(f"aliases = {strings(aliases)}")
    for entry, column in (("adjective", "demonyms_adjective"), ("people", "demonyms_people"), ("capital", "capital")):
        if row[column]:
            lines.append(f"{entry} = {text(row[column])}")
    seats = list(distinct(split(row["seat_aliases"]), [row["capital"]]))
    if seats:
        lines.append(f"seats = {strings(seats)}")
    lat, lon = POINTS.get(row["code"], (row["lat"], row["lon"]))
    lines += [f"lat = {float(lat)}", f"lon = {float(lon)}"]
    if row["kind"] != "state":
        lines.append(f"kind = {text(row['kind'])}")
    for entry, column in (("from", "valid_from"), ("until", "valid_until")):
        if row[column]:
            lines.append(f"{entry} = {text(row[column])}")
    for entry in ("predecessors", "successors"):
        if row[entry]:
            lines.append(f"{entry} = {strings(split(row[entry]))}")
    if row["note"]:
        lines.append(f"note = {text(row['note'])}")
    return "\n".join(lines) + "\n"


def shared_names(rows, spellings):
    """The names that several countries bear: those without a meaning of their own, and those with one."""
    claims = defaultdict(set)
    for row in rows:
        own = [row["name"], row["official"], row["demonyms_adjective"], row["demonyms_people"], *split(row["aliases"])]
        for name in filter(None, own):
            claims[key(name)].add(row["code"])
    ambiguous, preferred = {}, {}
    for spelling in spellings:
        for name in [spelling["alias"], *ALSO.get(spelling["alias"], [])]:
            codes = split(spelling["codes"])
            if not spelling["default"] and len(codes) > 1:
                ambiguous[name] = codes
            elif len(claims[key(name)]) > 1:
                preferred[name] = spelling["default"]
    return ambiguous, preferred


def bare(name):
    return name if name.isascii() and name.replace("-", "").isalnum() else text(name)


def write_countries(folder):
    rows = sorted(table(folder, "countries.csv"), key=lambda row: row["code"])
    ambiguous, preferred = shared_names(rows, table(folder, "ambiguous.csv"))
    parts = [COUNTRIES_HEAD]
    parts.append("# Names that two countries bear, and that are never taken for one of them.\n[ambiguous]")
    parts[-1] += "".join(f"\n{bare(name)} = {strings(codes)}" for name, codes in ambiguous.items()) + "\n"
    parts.append("# Names that two countries bear, with the one that is meant.\n[preferred]")
    parts[-1] += "".join(f"\n{bare(name)} = {text(code)}" for name, code in preferred.items()) + "\n"
    parts += [country(row) for row in rows]
    (DATA / "countries.toml").write_text("\n".join(parts), encoding="utf-8")


def write_blocs(folder):
    members = defaultdict(dict)
    for row in table(folder, "blocs.csv"):
        members[row["bloc"]].setdefault(row["country"], []).append(row)
    parts = [BLOCS_HEAD]
    for row in table(folder, "bloc_names.csv"):
        lines = [f"[{row['bloc']}]", f"name = {text(row['name'])}"]
        aliases = list(distinct(split(row["aliases"]), [row["name"]]))
        if aliases:
            lines.append(f"aliases = {strings(aliases)}")
        if row["series"]:
            lines.append(f"series = {text(row['series'])}")
        lines.append(f"from = {text(row['valid_from'])}")
        if row["valid_until"]:
            lines.append(f"until = {text(row['valid_until'])}")
        if row["note"]:
            lines.append(f"note = {text(row['note'])}")
        every = {span["note"] for spans in members[row["bloc"]].values() for span in spans}
        common = every.pop() if len(every) == 1 else ""
        lines.append(f"\n[{row['bloc']}.members]" + (f"  # {common}" if common else ""))
        for code, spans in members[row["bloc"]].items():
            notes = [span["note"] for span in spans if span["note"] != common]
            notes += ["medium"] if any(span["confidence"] == "medium" for span in spans) else []
            comment = f"  # {'; '.join(dict.fromkeys(notes))}" if notes else ""
            days = [f"{span['from']}/{span['until']}" for span in spans]
            lines.append(f"{code} = {strings(days)}{comment}")
        parts.append("\n".join(lines) + "\n")
    (DATA / "blocs.toml").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_countries(Path(sys.argv[1]))
    write_blocs(Path(sys.argv[1]))
