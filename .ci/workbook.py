"""The workbook in a real spreadsheet program: LibreOffice works every formula out anew.

Usage: workbook.py WEIGH, from the root of the repository.

- Every cell of every report has the number or text that weigh wrote there, and none is an error.
- A weight or a fact that is changed in the file gives the scores and ranks of `weigh rank --set`.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Formulas are worked out when a file is opened, whoever wrote it and whatever results it has.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

# A workspace, its decision, and what is changed: option of the program, and the cell in the file.
# A cell is ("weight", criterion), ("fact", criterion, vendor), or ("total", name, vendor) on the sheet of the total; a thing
# of a set has its name behind it.
TRIALS = [
    (".", "contact-centre", [
        ("criteria.cost.weight", 40, ("weight", "cost")),
        ("criteria.encryption.weight", 5, ("weight", "encryption")),
        ("vendors.siam-voice.facts.would_choose_again", 60, ("fact", "references", "siam-voice")),
        ("vendors.tinig-habagat.facts.encryption", "none", ("fact", "encryption", "tinig-habagat")),
        ("vendors.khidmat-teratai.facts.training_hours", 45, ("fact", "training", "khidmat-teratai")),
    ]),
    (".", "back-office", [("criteria.cost.weight", 55, ("weight", "cost"))]),
    (".", "provider-kind", [("criteria.money.weight", 10, ("weight", "money"))]),
    ("tests/data/workbook", "every-scale", [
        ("criteria.price.weight", 3, ("weight", "price")),
        ("criteria.people.weight", 9, ("weight", "people")),
        ("vendors.alder.facts.price", 95, ("fact", "price", "alder")),
        ("vendors.birch.facts.overhead", 4, ("fact", "overhead", "birch")),
        ("vendors.cedar.facts.staff", 12, ("fact", "staff", "cedar")),
        ("vendors.dogwood.facts.answer", 45, ("fact", "answer", "dogwood")),
        ("vendors.alder.facts.channels", '["phone", "email"]', ("fact", "channels", "alder", "chat", "no")),
        ("vendors.birch.facts.level", "gold", ("fact", "level", "birch")),
        ("vendors.birch.facts.insured", "false", ("fact", "insured", "birch", None, "no")),
        ("vendors.cedar.ratings.culture", 5, ("fact", "culture", "cedar")),
    ]),
    (".ci/live", "printed", [
        ("vendors.cedar.facts.clamped", 95, ("fact", "clamped", "cedar")),
        ("vendors.ash.facts.places", 1, ("fact", "places", "ash")),
        ("vendors.beech.facts.cn-1-05", 90, ("fact", "cn-1-05", "beech")),
        ("vendors.dogwood.facts.without", 3, ("fact", "without", "dogwood")),
        ("vendors.ash.facts.fr-classic", 50, ("fact", "fr-classic", "ash")),
    ]),
    (".ci/live", "admitted", [
        ("vendors.bb.facts.price", 80, ("fact", "price", "bb")),
        ("vendors.bb.facts.quality", 61, ("fact", "quality", "bb")),
        ("vendors.cc.facts.quality", 60, ("fact", "quality", "cc")),
    ]),
    (".ci/live", "offered", [
        ("vendors.dd.facts.price", 80, ("fact", "price", "dd")),
        ("vendors.dd.facts.setup", 20, ("fact", "setup", "dd")),
        ("criteria.price.weight", 50, ("weight", "price")),
    ]),
    (".ci/live", "skip", [
        ("criteria.care.weight", 4, ("weight", "care")),
        ("vendors.aa.facts.setup", '{ not_applicable = true, reason = "none" }',
         ("fact", "setup", "aa", None, "does not apply")),
        ("vendors.gg.facts.setup", 5, ("fact", "setup", "gg")),
    ]),
]
TRIALS += [
    (".ci/live", "quotient", [
        ("vendors.oak.facts.price", 90000, ("total", "facts.price", "oak")),
        ("vendors.yew.facts.care", 60, ("fact", "care", "yew")),
        ("criteria.quality.weight", 20, ("weight", "quality")),
    ]),
    (".ci/live", "money", [
        ("vendors.fir.facts.plan", "none", ("fact", "plan", "fir")),
        ("vendors.gum.facts.price", 250000, ("total", "facts.price", "gum")),
        ("vendors.yew.facts.domestic", "true", ("total", "facts.domestic", "yew", None, "yes")),
    ]),
    (".ci/live", "best", [
        ("vendors.elm.facts.quality", 990, ("fact", "quality", "elm")),
        ("vendors.ash.facts.price", 90000, ("total", "facts.price", "ash")),
        ("vendors.fir.facts.domestic", "true", ("total", "facts.domestic", "fir", None, "yes")),
    ]),
]
PUBLISHED = sorted(pathlib.Path("tests/data/published").iterdir())


def cells(file):
    """What every cell holds: sheet, place, value."""
    held = {}
    with zipfile.ZipFile(file) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
                shared.append("".join(text.text or "" for text in item.iter(MAIN + "t")))
        targets = {}
        for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
            targets[one.get("Id")] = one.get("Target").removeprefix("/xl/")
        for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            tree = ElementTree.fromstring(book.read("xl/" + targets[sheet.get(REL)]))
            for cell in tree.iter(MAIN + "c"):
                value, kind = cell.find(MAIN + "v"), cell.get("t", "n")
                place = (sheet.get("name"), cell.get("r"))
                if kind == "inlineStr":
                    held[place] = "".join(text.text or "" for text in cell.iter(MAIN + "t"))
                elif value is None or value.text is None:
                    continue
                elif kind == "n":
                    held[place] = float(value.text)
                elif kind == "e":
                    held[place] = ValueError(value.text)
                else:
                    held[place] = shared[int(value.text)] if kind == "s" else value.text
    return {place: value for place, value in held.items() if value != ""}


def sheet_files(book):
    """Sheet names and the files that hold them."""
    targets = {}
    for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        targets[one.get("Id")] = "xl/" + one.get("Target").removeprefix("/xl/")
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")
    return {sheet.get("name"): targets[sheet.get(REL)] for sheet in sheets}


def changed(source, target, place, value):
    """Copies a workbook with another value in one cell, as a person would type it."""
    (name, cell), count = place, 0
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        file = sheet_files(book)[name]
        for part in book.namelist():
            data = book.read(part)
            if part == file:
                if isinstance(value, str):
                    kind, held = ' t="inlineStr"', f"<is><t>{escape(value)}</t></is>"
                else:
                    kind, held = "", f"<v>{value}</v>"
                pattern = rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
                text, count = re.subn(pattern, rf'<c r="{cell}"\1{kind}>{held}</c>', data.decode())
                data = text.encode()
            copy.writestr(part, data)
    assert count == 1, f"{place} is not in {source}"


def recalculated(folder, files):
    """The same files, every formula worked out by LibreOffice."""
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user/registrymodifications.xcu").write_text(ALWAYS)
    run = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    # Of more than about 250 files it converts the first and says nothing of the others.
    for start in range(0, len(files), 100):
        subprocess.run([*run, "--outdir", out, *files[start : start + 100]], check=True, stdout=subprocess.DEVNULL)
    missing = [file.name for file in files if not (out / file.name).exists()]
    assert not missing, f"LibreOffice gave nothing for {missing}"
    return [cells(out / file.name) for file in files]


def is_same(said, found):
    if isinstance(said, float) and isinstance(found, float):
        return abs(said - found) <= 1e-9 * max(1.0, abs(said))
    # The library writes a space behind a text that looks like a number.
    return isinstance(said, str) and isinstance(found, str) and said.rstrip() == found.rstrip()


def assert_recalculated(name, written, found):
    errors = {place: value for place, value in found.items() if isinstance(value, ValueError)}
    assert not errors, f"{name}: errors in {errors}"
    wrong = [(place, said, found.get(place)) for place, said in written.items() if not is_same(said, found.get(place))]
    wrong += [(place, None, value) for place, value in found.items() if place not in written]
    assert not wrong, f"{name}: {len(wrong)} cells differ, such as {wrong[:12]}"


def standings(held):
    """Name, score and rank of the sheet Ranking, in its order."""
    rows = sorted(int(place[1:]) for sheet, place in held if sheet == "Ranking" and re.fullmatch(r"C\d+", place))
    at = lambda column, row: held.get(("Ranking", f"{column}{row}"))
    return [(at("C", row), at("E", row), at("A", row)) for row in rows if row > 4]


def rank(weigh, folder, decision, options):
    """The same by the program."""
    run = [weigh, "-C", folder, "--criteria", decision, "rank", "--format", "json", *options]
    result = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)["result"]
    places = [(vendor["name"], float(vendor["score"]), vendor["rank"]) for vendor in result["vendors"]]
    return result, places


def assert_standings(name, held, places):
    found = standings(held)
    assert [one[0] for one in found] == [one[0] for one in places], f"{name}: {found} is not {places}"
    for (vendor, score, rank), (_, expected, expected_rank) in zip(found, places):
        assert abs(score - expected) <= 1e-9 * max(1.0, expected), f"{name}: {vendor} has {score}, not {expected}"
        assert rank == expected_rank, f"{name}: {vendor} has rank {rank}, not {expected_rank}"


def place_of(held, result, cell):
    """The cell in which something is typed."""
    kind, criterion = cell[:2]
    sheet = "Total" if kind == "total" else "Facts"
    ids = [one["id"] for one in result["criteria"]]
    if kind == "weight":
        return ("Weights", f"E{7 + ids.index(criterion)}")
    vendor = next(one["name"] for one in result["vendors"] if one["id"] == cell[2])
    column = next(place.rstrip("0123456789") for (other, place), value in held.items()
                  if other == sheet and place.endswith("4") and place[:-1].isalpha() and value == vendor)
    if kind == "total":
        return (sheet, column + next(place[1:] for (other, place), value in held.items()
                                     if other == sheet and re.fullmatch(r"B\d+", place) and value == criterion))
    rows = [int(place[1:]) for (other, place), value in held.items()
            if other == "Facts" and re.fullmatch(r"A\d+", place) and value == float(ids.index(criterion) + 1)]
    row = min(rows)
    if len(cell) > 3 and cell[3]:
        row = next(row for row in range(row + 1, row + 60) if held.get(("Facts", f"B{row}")) == cell[3])
    return ("Facts", f"{column}{row}")


def main(weigh):
    weigh = str(pathlib.Path(weigh).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        files, checks = [], []

        def report(workspace, decision):
            out = folder / f"r{len(files)}"
            run = [weigh, "-C", workspace, "--criteria", decision, "report", "--to", "xlsx", "-o", out]
            subprocess.run(run, check=True, capture_output=True)
            (made,) = out.glob("*.xlsx")
            file = folder / f"f{len(files)}.xlsx"
            made.rename(file)
            files.append(file)
            return file

        for workspace, decision, trials in TRIALS + [(str(case), next((case / "criteria").glob("*.toml")).stem, []) for case in PUBLISHED]:
            file = report(workspace, decision)
            held = cells(file)
            result, places = rank(weigh, workspace, decision, [])
            checks.append((decision, held, places))
            for path, value, cell in trials:
                option = f"{path}={value}"
                typed = cell[4] if len(cell) > 4 else value
                copy = folder / f"f{len(files)}.xlsx"
                changed(file, copy, place_of(held, result, cell), typed)
                files.append(copy)
                expected = rank(weigh, workspace, decision, ["--set", option])[1]
                assert expected != places, f"{option} changes nothing, so it proves nothing"
                checks.append((f"{decision}, {option}", None, expected))

        passed = 0
        for (name, written, places), found in zip(checks, recalculated(folder, files), strict=True):
            if written is None:
                errors = [place for place, value in found.items() if isinstance(value, ValueError)]
                assert not errors, f"{name}: errors in {errors}"
            else:
                assert_recalculated(name, written, found)
            assert_standings(name, found, places)
            passed += 1
        print(f"LibreOffice agrees with weigh on {passed} workbooks")


if __name__ == "__main__":
    main(sys.argv[1])
