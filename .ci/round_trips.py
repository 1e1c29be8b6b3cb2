"""Workbooks that go out and come back, changed by programs that are not ours.

Usage: round_trips.py WEIGH COUNT [SEED], from the root of the repository.

COUNT reports as workbooks with ten cells typed over with openpyxl, and COUNT questionnaires that it filled in; every second
one goes through LibreOffice before it is taken. Decisions are the samples and random ones. What `weigh take --write` makes
of them ranks as `weigh rank --set` of the same values, and nothing of it is left out.
"""

import datetime
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib

import openpyxl

SAMPLES = ["contact-centre", "back-office", "provider-kind"]
WORDS = ["amber", "basalt", "cedar", "dune", "ember", "fjord", "grove", "harbour", "inlet", "juniper"]
# Later than anything that the samples know, and not to come.
TODAY = datetime.date(2026, 11, 28)


def toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def scale(chance):
    """A scale, and a fact for it: one that is known, or a range, or nothing."""
    kind = chance.choice(["line", "line", "points", "ideal", "levels", "yes", "covers", "price", "relative"])
    low, high = sorted(chance.sample(range(1, 90), 2))
    number = lambda: chance.choice([chance.randint(1, 99), round(chance.uniform(1, 99), 2)])

    def amount():
        if chance.random() < 0.25:
            ends = sorted(round(chance.uniform(1, 99), 1) for _ in range(3))
            return f"{{ low = {ends[0]}, likely = {ends[1]}, high = {ends[2]} }}"
        return toml(number())

    if kind == "line":
        ends = chance.choice([(low, high), (high, low)])
        return f"{{ worst = {ends[0]}, best = {ends[1]} }}", amount
    if kind == "points":
        return f"{{ points = [[{low}, 0], [{(low + high) / 2}, 70], [{high}, 100]] }}", amount
    if kind == "ideal":
        return f"{{ low = {low - 1}, ideal = {(low + high) / 2}, high = {high + 1} }}", amount
    if kind == "levels":
        words = chance.sample(WORDS, 3)
        return f"{{ levels = {{ {words[0]} = 0, {words[1]} = 45, {words[2]} = 100 }} }}", lambda: toml(chance.choice(words))
    if kind == "yes":
        return "{ yes = 100, no = 10 }", lambda: toml(chance.random() < 0.5)
    if kind == "covers":
        words = chance.sample(WORDS, 4)
        return f"{{ covers = {json.dumps(words)} }}", lambda: toml(chance.sample(words, chance.randint(0, 4)))
    if kind == "price":
        return '{ formula = "lowest/price" }', amount
    return f'{{ relative = "{chance.choice(["higher", "lower"])}" }}', amount


def generated(chance, folder):
    """A random decision `d` with its vendors."""
    text, facts = 'title = "Generated"\nvendors = "../vendors/d"\n', {}
    for at in range(chance.randint(0, 2)):
        text += f'\n[gates.must_{at}]\nname = "Must {at}"\nfact = "must_{at}"\nis = true\n'
        facts[f"must_{at}"] = lambda: "true"
    for group in range(chance.randint(2, 4)):
        text += f'\n[criteria.g{group}]\nname = "Group {group}"\nweight = {chance.randint(1, 40)}\n'
        for leaf in range(chance.randint(1, 4)):
            key, (said, fact) = f"g{group}_{leaf}", scale(chance)
            name = chance.choice(["Quality", "Größe", "ราคา", "A & B <c>", "\\\"Quoted\\\""]) + f" {group}.{leaf}"
            text += f'\n[criteria.{key}]\nunder = "g{group}"\nname = "{name}"\nweight = {chance.randint(1, 9)}\nscale = {said}\n'
            facts[key] = fact
    text += f"\n[rule]\npoints = {chance.choice([100, 1000])}\nunknown = \"{chance.choice(['worst', 'middle', 'skip'])}\"\n"
    (folder / "criteria").mkdir(parents=True)
    (folder / "vendors/d").mkdir(parents=True)
    (folder / "criteria/d.toml").write_text(text)
    for at in range(chance.randint(3, 6)):
        vendor = f'name = "Vendor {WORDS[at]}"\n\n[facts]\n'
        for key, fact in facts.items():
            if chance.random() < 0.9:
                value = fact()
                if chance.random() < 0.5 and not value.startswith("{"):
                    value = f'{{ value = {value}, source = "answer {at}", as_of = 2026-10-0{at + 1} }}'
                vendor += f"{key} = {value}\n"
            else:
                vendor += f"{key} = {{}}\n"
        (folder / f"vendors/d/{WORDS[at]}.toml").write_text(vendor)
    return "d"


class Case:
    """A workspace with what is typed over in a workbook of it, and the what-ifs that say the same."""

    def __init__(self, weigh, chance, folder, number):
        self.weigh, self.chance, self.folder, self.number = weigh, chance, folder, number
        if number % 3 == 0:
            self.decision = SAMPLES[number // 3 % 3]
            self.run("init", ".", "--template", self.decision, at=folder.parent, inside=folder)
        else:
            self.decision = generated(chance, folder)
        self.options = []
        self.file = folder.parent / f"{folder.name}.xlsx"
        self.criteria = tomllib.loads((folder / f"criteria/{self.decision}.toml").read_text())
        self.result = self.rank([])
        self.before = self.standings([])

    def run(self, *arguments, at=None, inside=None, code=0):
        inside = inside or self.folder
        inside.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([self.weigh, *arguments], cwd=inside, capture_output=True, text=True)
        assert done.returncode == code, f"{self.folder.name}: {arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def rank(self, options):
        sets = [part for option in options for part in ("--set", option)]
        return json.loads(self.run("rank", "--criteria", self.decision, "--format", "json", *sets))["result"]

    def standings(self, options):
        return [(one["id"], one["rank"], one["score"], one.get("range")) for one in self.rank(options)["vendors"]]

    def known(self, vendor):
        """The facts of a vendor's file."""
        (file,) = self.folder.glob(f"vendors/*/{vendor}.toml")
        return tomllib.loads(file.read_text()).get("facts", {})

    def listed(self, vendor, fact, names):
        """A list of things as a file writes it, with the last days of those that the vendor's file knows."""
        known = self.known(vendor).get(fact)
        known = known.get("value") if isinstance(known, dict) else known
        days = {one["name"]: one.get("until") for one in known or [] if isinstance(one, dict)} if isinstance(known, list) else {}
        item = lambda name: f"{{ name = {toml(name)}, until = {days[name]} }}" if days.get(name) else toml(name)
        return "[" + ", ".join(item(name) for name in names) + "]"

    def things(self, scale):
        """The things of a set."""
        wanted = scale["covers"]
        if isinstance(wanted, str):
            return self.criteria["needs"][wanted.removeprefix("needs.")]
        return wanted

    def check(self):
        """Takes the workbook, and holds the ranking against that of the what-ifs."""
        expected = self.standings(self.options)
        # Another program writes to another file, with another name.
        said = self.run("take", str(self.file), "--criteria", self.decision, "--write")
        assert "Not taken" not in said, f"{self.folder.name}: {self.options}\n{said}"
        found = self.standings([])
        assert found == expected, f"{self.folder.name}: {self.options}\n{said}\n{found}\nis not\n{expected}"
        return expected != self.before


class Report(Case):
    """Our own workbook, with ten cells typed over."""

    def fill(self):
        self.run("report", "--criteria", self.decision, "--to", "xlsx", "-o", str(self.file))
        book = openpyxl.load_workbook(self.file)
        cells = self.weights(book["Weights"]) + self.facts(book["Facts"])
        self.chance.shuffle(cells)
        paths = set()
        for cell, typed, path, value in cells:
            # Weights of one group that add up to a sum make room for each other: one of them is changed.
            group = path.split(".")[1] if path.startswith("criteria.") else None
            key = self.criteria["criteria"][group].get("under", "") if group else path
            if key in paths or len(self.options) == 10:
                continue
            paths.add(key)
            cell.value = typed
            self.options.append(f"{path}={value}")
        book.save(self.file)

    def weights(self, sheet):
        head = next(row for row in sheet.iter_rows() if any(cell.value == "Weight when exported" for cell in row))
        column = next(cell.column for cell in head if cell.value == "Weight")
        cells = []
        for index, criterion in enumerate(self.result["criteria"]):
            cell = sheet.cell(head[0].row + 1 + index, column)
            assert isinstance(cell.value, (int, float)), f"{criterion['id']}: {cell.value}"
            weight = self.chance.choice([cell.value + 1, cell.value * 1.5, max(1, cell.value - 2)])
            cells.append((cell, weight, f"criteria.{criterion['id']}.weight", toml(weight)))
        return cells

    def facts(self, sheet):
        head = next(row for row in sheet.iter_rows() if any(cell.value == "What to enter" for cell in row))
        columns = {cell.value: cell.column for cell in head if cell.value}
        rows = {}
        for row in range(head[0].row + 1, sheet.max_row + 1):
            rows.setdefault(sheet.cell(row, 1).value, row)
        cells = []
        for index, shown in enumerate(self.result["criteria"]):
            criterion = self.criteria["criteria"][shown["id"]]
            scale, fact = criterion.get("scale"), criterion.get("fact", shown["id"])
            is_elsewhere = fact.startswith("cost.") or fact in ("kind", "country", "shore", "status")
            if not scale or is_elsewhere or "on" in scale or ("rating" in scale and "panel" in self.criteria):
                continue
            for vendor in self.result["vendors"]:
                cell = sheet.cell(rows[index + 1], columns[vendor["name"]])
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    continue
                path = f"vendors.{vendor['id']}.{'ratings' if 'rating' in scale else 'facts'}.{fact}"
                typed = self.typed(sheet, cell, scale, vendor["id"], fact)
                if typed:
                    cells.append((typed[0], typed[1], path, typed[2]))
        return cells

    def typed(self, sheet, cell, scale, vendor, fact):
        """Another value for a fact: its cell, what is typed there, and the same as a what-if."""
        if "levels" in scale:
            word = self.chance.choice([word for word in scale["levels"] if word != cell.value])
            return cell, word, toml(word)
        if "yes" in scale:
            word = "no" if cell.value == "yes" else "yes"
            return cell, word, toml(word == "yes")
        if "covers" in scale:
            known = self.known(vendor).get(fact)
            known = known.get("value") if isinstance(known, dict) else known
            if not isinstance(known, list):
                return None
            names = [one["name"] if isinstance(one, dict) else one for one in known]
            things = self.things(scale)
            at = self.chance.randrange(len(things))
            below = sheet.cell(cell.row + 1 + at, cell.column)
            assert sheet.cell(below.row, 2).value == things[at]
            if (below.value == "yes") != (things[at] in names):
                return None  # The vendor has another word for it.
            left = [name for name in names if name != things[at]]
            now = left if things[at] in names else names + [things[at]]
            return below, "no" if things[at] in names else "yes", self.listed(vendor, fact, now)
        if "rating" in scale:
            mark = self.chance.choice([mark for mark in range(1, scale["rating"] + 1) if mark != cell.value])
            return cell, mark, toml(mark)
        criteria = self.criteria.get("criteria", {}).items()
        is_of_day = any(one.get("fact", key) == fact and one.get("unit") == "h/day" for key, one in criteria)
        most = 24 if is_of_day else 99
        number = self.chance.choice([self.chance.randint(1, most), round(self.chance.uniform(1, most), 3)])
        return cell, number, toml(number)


class Questionnaire(Case):
    """The questions to a vendor, filled in."""

    def fill(self):
        vendor = self.chance.choice([one["id"] for one in self.result["vendors"]])
        self.run("ask", vendor, "--criteria", self.decision, "-o", str(self.file))
        book = openpyxl.load_workbook(self.file)
        sheet = book["Questions"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "Answer" for cell in row))
        columns = {cell.value: cell.column for cell in head if cell.value}
        at = lambda row, name: sheet.cell(row, columns[name])
        for row in range(head[0].row + 1, sheet.max_row + 1):
            fact, how = at(row, "Id").value, at(row, "How to answer").value
            if not fact or self.chance.random() < 0.3:
                continue
            answer = self.answer(vendor, fact, how.split(";")[0])
            if not answer:
                continue
            typed, value = answer
            at(row, "Answer").value = typed
            at(row, "As of").value = TODAY
            at(row, "Evidence").value = "Annex 2, page 3"
            if how.startswith("a number") and self.chance.random() < 0.3:
                at(row, "Lowest").value, at(row, "Highest").value = typed - 1, typed + 2
                value = f"{{ low = {typed - 1}, likely = {typed}, high = {typed + 2} }}"
            self.options.append(f"vendors.{vendor}.facts.{fact}={value}")
        book.save(self.file)

    def answer(self, vendor, fact, how):
        criteria = self.criteria.get("criteria", {}).items()
        scales = [one["scale"] for key, one in criteria if one.get("fact", key) == fact and "scale" in one]
        gates = [one for key, one in self.criteria.get("gates", {}).items() if one.get("fact", key) == fact]
        if fact in ("local", "kind", "country") or fact.startswith("contact."):
            return None
        if how.startswith("a number"):
            # Of a day there are 24 hours; a range may go two above.
            number = self.chance.randint(2, 22 if "h/day" in how else 97)
            return number, toml(number)
        if how == "yes or no":
            said = self.chance.random() < 0.5
            return ("yes" if said else "no"), toml(said)
        if how == "a day":
            day = datetime.date(2027, self.chance.randint(1, 6), self.chance.randint(1, 28))
            return day, toml(day)
        if how == "one of the list":
            word = self.chance.choice(list(scales[0]["levels"]))
            return word, toml(word)
        if how.startswith("all that apply"):
            scale = next((scale for scale in scales if "covers" in scale), None)
            things = self.things(scale) if scale else gates[0].get("includes", ["en"])
            if isinstance(things, str):
                things = self.criteria["needs"].get(things.removeprefix("needs."), [things])
            chosen = self.chance.sample(things, self.chance.randint(1, len(things)))
            return ", ".join(chosen), self.listed(vendor, fact, chosen)
        return None


def through_libreoffice(folder, files):
    """The same files, written by LibreOffice."""
    out = folder / "office"
    run = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*run, "--outdir", out, *files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for file in files:
        shutil.move(out / file.name, file)


def batch(weigh, scratch, numbers, seed):
    """The cases of some numbers, made, changed and taken: how many went through LibreOffice, values, other rankings."""
    cases = []
    for number in numbers:
        for kind in (Report, Questionnaire):
            chance = random.Random(f"{seed} {kind.__name__} {number}")
            case = kind(weigh, chance, scratch / f"{kind.__name__.lower()}-{number}", number)
            case.fill()
            cases.append(case)
    through = [case for case in cases if case.number % 2]
    if through:
        through_libreoffice(scratch, [case.file for case in through])
    moved = sum(case.check() for case in cases)
    return len(through), sum(len(case.options) for case in cases), moved


def main(weigh, count, seed=1):
    weigh, size = str(pathlib.Path(weigh).resolve()), 10
    through = values = moved = 0
    for first in range(0, count, size):
        with tempfile.TemporaryDirectory() as scratch:
            done = batch(weigh, pathlib.Path(scratch), range(first, min(count, first + size)), seed)
        through, values, moved = through + done[0], values + done[1], moved + done[2]
        print(f"{min(count, first + size)} of each", file=sys.stderr, flush=True)
    assert moved > count, f"only {moved} of {2 * count} changed anything"
    print(f"{2 * count} workbooks came back, {through} of them through LibreOffice: {values} values, {moved} other rankings")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
