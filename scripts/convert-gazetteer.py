#!/usr/bin/env python3
"""Makes data/pull/gazetteer.toml out of the table that it was collected in.

    python3 scripts/convert-gazetteer.py FOLDER

FOLDER holds gazetteer.csv; data/pull/README.md says where its facts are from. The file is then the one to edit: this
script is kept to show how it came about and to take over later tables.
"""

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "data" / "pull" / "gazetteer.toml"

HEAD = """\
# Places that articles name, with their country and a point: capitals, larger cities, venues of conferences, sites,
# regions, seas. Sorted by name.
#
# Contains data of GeoNames (https://www.geonames.org), CC BY 4.0: the points of cities and capitals. Names, venues,
# sites and their points were written for Annals. See README.md.
#
# country   ISO 3166-1 alpha-3; left out for open seas, straits and disputed islands
# lat, lon  degrees north and east
# kind      city unless said: capital, venue, site, region, sea
# aliases   other spellings, older names
"""


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(folder):
    with open(folder / "gazetteer.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = []
    for row in sorted(rows, key=lambda row: (row["name"], row["country"])):
        aliases = [alias for alias in row["aliases"].split(";") if alias]
        aliases += [name.split(":")[0] for name in row["former_names"].split(";") if name]
        aliases = [alias.strip() for alias in aliases if alias.strip() != row["name"]]
        parts = ["name = " + text(row["name"])]
        if row["country"]:
            parts.append("country = " + text(row["country"]))
        parts.append(f"lat = {float(row['lat'])}, lon = {float(row['lon'])}")
        kind = row["kind"].split()[0]
        if kind != "city":
            parts.append("kind = " + text(kind))
        if aliases:
            parts.append("aliases = [" + ", ".join(text(alias) for alias in dict.fromkeys(aliases)) + "]")
        lines.append("    { " + ", ".join(parts) + " },")
    TARGET.write_text(HEAD + "\nplaces = [\n" + "\n".join(lines) + "\n]\n", encoding="utf-8")
    print(f"{len(lines)} places")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
