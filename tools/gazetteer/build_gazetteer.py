#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Joins places.txt with GeoNames' cities of over 1000 people (CC BY 4.0) and writes the table that is built into Kolog.

Usage: build_gazetteer.py cities1000.txt places.txt gazetteer.tsv

Output columns: Hebrew everyday name, English name, spellings of either language separated by "|". A spelling that needs
a sign of a place beside it bears the mark of places.txt before it; "=" stands before the names of small places, which
are too many and too short for a misspelling to be theirs.
"""
import re
import sys
import unicodedata

HEBREW = re.compile("[\u05d0-\u05ea]")
# Quarters that GeoNames counts as places, and rows whose Hebrew name is wrong.
LEFT_OUT = {"Old City", "West Jerusalem", "Mafshatah", "Qesarya", "Kafr Yasif"}
# GeoNames' alternates that name something else in a telephone call: the Bible's and the atlas's words for a city.
WRONG = {"אריאל", "הקדש", "יבוס", "מוריה", "ציון", "שלם", "גלגל", "כסלות תבור", "Ariel", "Salem", "Tire", "Zion"}


def plain(text):
    """Without points, diacritics and signs, so that spellings compare."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub("[^a-z0-9\u05d0-\u05ea ]", "", re.sub("[-\u05be]", " ", text.lower())).strip()


def skeleton(text):
    """Consonants as the English spellings of a Hebrew name share them: Qiryat and Kiryat, Tikva and Tiqwa."""
    text = plain(text).replace(" ", "")
    for old, new in (("tz", "z"), ("ts", "z"), ("kh", "h"), ("ch", "h"), ("ph", "f"), ("th", "t"), ("q", "k"),
                     ("c", "k"), ("w", "v"), ("j", "y")):
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyh]", "", text))


def read_places(path):
    places, default = [], ""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line == "# Villages, kibbutzim and moshavim":
            default = "="
        if not line or line.startswith("#"):
            continue
        fields = (line.split(";") + ["", "", ""])[:4]
        name, english, hebrew, mark = (field.strip() for field in fields)
        if not HEBREW.search(name) or not english or mark not in ("", "?", "!"):
            sys.exit(f"{path}:{number}: not a place: {line}")
        spellings = [name] + english.split("|") + [s for s in hebrew.split("|") if s]
        places.append((name, english.split("|")[0].lstrip("?!"), spellings, mark or default))
    return places


def read_geonames(path):
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if fields[8] == "IL" and fields[2] not in LEFT_OUT:
            alternates = [a.strip() for a in fields[3].split(",")]
            hebrew = [plain(a) for a in alternates if HEBREW.search(a) and not re.search("[A-Za-z]", a)]
            hebrew = [a for a in hebrew if len(a.split()[0]) > 1 and len(a) > 2 and a not in WRONG]
            latin = [a for a in [fields[2]] + alternates if re.fullmatch("[A-Z][A-Za-z' `-]{3,}", a) and a not in WRONG]
            yield hebrew, latin


def main(cities, hand_kept, output):
    places = read_places(hand_kept)
    owner = {plain(s): index for index, place in enumerate(places) for s in place[2]}
    more = [[] for _ in places]
    for hebrew, latin in read_geonames(cities):
        index = next((owner[plain(s)] for s in hebrew + latin if plain(s) in owner), None)
        if index is None:
            if hebrew and latin:
                print(f"not in {hand_kept}, left out: {hebrew[0]} {latin[0]}", file=sys.stderr)
            continue
        known = {skeleton(s) for s in places[index][2] if not HEBREW.search(s)}
        more[index] += hebrew + [s.replace("`", "'") for s in latin if skeleton(s) in known]
    with open(output, "w", encoding="utf-8", newline="\n") as table:
        for (name, english, spellings, mark), found in zip(places, more):
            seen, kept = set(), []
            for spelling in spellings + found:
                bare = spelling.lstrip("?!")
                key = plain(bare)
                other = owner.get(key)
                if not key or key in seen or (other is not None and places[other][0] != name):
                    continue
                seen.add(key)
                own = spelling[0] if spelling[0] in "?!" else mark
                # A second word makes a name out of a word: "Kfar Tapuach", "Even Yehuda".
                kept.append((own if " " not in bare and "-" not in bare else own.strip("?!")) + bare)
            table.write(f"{name}\t{english}\t{'|'.join(kept)}\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
