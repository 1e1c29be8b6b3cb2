"""Published and random formulas in a real spreadsheet program.

Usage: formulas.py WEIGH [all] [RANDOM], from the root of the repository.

Every second total of the list with its first worked example, with `all` every formula with each of its examples, and so
many random totals (6): the workbook, worked out anew by LibreOffice, has the scores and ranks of `weigh rank`, and so has the
page in Chromium, with other weights too. Says how many workbooks follow their formulas; the others hold the numbers of record.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import workbook

IDLE = "[criteria.idle]\nweight = 1\nscale = { worst = 0, best = 1 }\n"
FIGURES = ["lowest", "highest", "mean", "median", "sum", "geometric_mean"]
SETS = ["offered", "admitted", "above_minimum"]


def run(weigh, folder, *arguments):
    done = subprocess.run([weigh, "-C", str(folder), *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def decision(folder, criteria, bids):
    (folder / "criteria").mkdir(parents=True)
    (folder / "vendors" / "d").mkdir(parents=True)
    (folder / "criteria" / "d.toml").write_text('title = "Formula"\nvendors = "../vendors/d"\n' + criteria)
    for bid, facts in bids.items():
        lines = "".join(f"{fact} = {number}\n" for fact, number in facts.items())
        (folder / "vendors" / "d" / f"{bid.lower()}.toml").write_text(f'name = "{bid}"\n[facts]\nidle = 1\n{lines}')


def bare(value):
    return str(value)


def examples(weigh, root, wants_all):
    """A decision for each worked example of the list."""
    listed = json.loads(run(weigh, ".", "formula", "list", "--format", "json")[1])["result"]
    # Those that give points are in the decision `printed` of workbook.py, too.
    kinds = ("total", "points") if wants_all else ("total",)
    wanted = [one for one in listed if one["gives"] in kinds]
    for one in wanted if wants_all else wanted[::2]:
        shown = json.loads(run(weigh, ".", "formula", "show", one["id"], "--format", "json")[1])["result"]
        found = shown["examples"] if wants_all else shown["examples"][:1]
        for nth, example in enumerate(found):
            names = ", ".join(f"{name} = {bare(number)}" for name, number in (example.get("names") or {}).items())
            folder = root / f"{one['id']}-{nth}"
            bids = example["bids"]
            rounding = f'rounding = {{ total = "{example["round"]}" }}\n' if example.get("round") else ""
            if one["gives"] == "total":
                rule = f'{IDLE}[rule]\n{rounding}total = {{ formula = "{one["id"]}", numbers = {{ {names} }} }}\n'
            else:
                fact = sorted(next(iter(bids.values())))[0]
                full = f", numbers = {{ {names} }}" if names else ""
                full += "" if shown.get("full") else ", full = 100"
                rule = f'[criteria.{fact}]\nweight = 1\nscale = {{ formula = "{one["id"]}"{full} }}\n[rule]\npoints = 100\n'
            decision(folder, rule, bids)
            yield f"{one['id']} {nth}", folder


def number(dice):
    return dice.choice([str(dice.randint(1, 9)), f"{dice.randint(1, 99) / 10}", f"{dice.randint(100, 900)}"])


def condition(dice, depth):
    if dice.random() < 0.2:
        return dice.choice(["facts.domestic", "not facts.domestic", 'facts.sort = "local"', 'facts.sort != "far"'])
    if dice.random() < 0.2:
        return f"({condition(dice, depth - 1)} {dice.choice(['and', 'or'])} {condition(dice, depth - 1)})" if depth > 0 else "facts.domestic"
    return f"{expression(dice, depth - 1)} {dice.choice(['<', '<=', '>', '>='])} {expression(dice, depth - 1)}"


def expression(dice, depth):
    """A random expression, whose divisors are above zero."""
    kind = dice.random()
    if depth <= 0 or kind < 0.25:
        return dice.choice([number(dice), "facts.price", "facts.speed", "points.quality", "value.quality", "most.quality"])
    part = lambda: expression(dice, depth - 1)
    if kind < 0.5:
        return f"({part()} {dice.choice(['+', '-', '*'])} {part()})"
    if kind < 0.58:
        return f"({part()} / (1 + abs({part()})))"
    if kind < 0.68:
        return f"(if {condition(dice, depth - 1)} then {part()} else {part()})"
    if kind < 0.78:
        name = dice.choice(["min({}, {})", "max({}, {})", "abs({} - {})", "sqrt(abs({} * {}))", "clamp({}, 1, 50 + abs({}))"])
        return name.format(part(), part())
    if kind < 0.83:
        return f"{dice.choice(['round', 'truncate', 'floor', 'ceiling'])}({part()}, {dice.randint(0, 3)})"
    name, of = dice.choice(SETS), dice.choice(["facts.price", "facts.speed", "points.quality", "facts.price * facts.speed"])
    where = f" where {condition(dice, 0)}" if dice.random() < 0.2 else ""
    return dice.choice([
        f"{dice.choice(FIGURES)}({name}{where}, {of})",
        f"count({name}{where})",
        f"rank({name}, {of})",
        f"nth({name}, {of}, {dice.randint(1, 3)})",
        f"trimmed_mean({name}, {of}, 1, {dice.randint(0, 1)})",
        f"(if best_of({name}, {of}, {dice.randint(1, 4)}) then {part()} else {part()})",
    ])


def totals(root, count):
    """Random totals over random bids."""
    dice = random.Random(20)
    for nth in range(count):
        bids = {}
        for bid in "ABCDEF"[: dice.randint(2, 6)]:
            bids[bid] = {
                "price": dice.randint(50, 400), "speed": dice.randint(1, 30), "method": dice.randint(0, 100), "staff": dice.randint(0, 100),
                "domestic": dice.choice(["true", "false"]), "sort": dice.choice(['"local"', '"near"', '"far"']),
            }
        scale = "scale = { worst = 0, best = 100 }\n"
        quality = f"[criteria.quality]\nweight = 1\nminimum = {dice.choice([0, 10, 40])}\n"
        for one, weight in [("method", 60), ("staff", 40)]:
            quality += f'[criteria.{one}]\nunder = "quality"\nweight = {weight}\n{scale}'
        gate = "[gates.price]\nfact = \"price\"\nat_most = 350\n" if dice.random() < 0.5 else ""
        wins = 'wins = "lowest"\n' if dice.random() < 0.4 else ""
        rounding = f'rounding = {{ total = "{dice.randint(0, 4)} half-up" }}\n' if dice.random() < 0.4 else ""
        out = f', out = "{escaped(condition(dice, 1))}"' if dice.random() < 0.2 else ""
        total = f'total = {{ expr = "{escaped(expression(dice, dice.randint(1, 4)))}"{out} }}\n'
        folder = root / f"random-{nth}"
        decision(folder, f"{quality}{gate}[rule]\npoints = 100\n{wins}{rounding}{total}", bids)
        yield f"random {nth}", folder


def escaped(text):
    return text.replace('"', '\\"')


def main(weigh, *more):
    weigh, wants_all = str(pathlib.Path(weigh).resolve()), "all" in more
    count = next((int(one) for one in more if one.isdigit()), 6)
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        files, checks, pages, refused, live = [], [], [], 0, 0
        for name, folder in [*examples(weigh, root, wants_all), *totals(root, count)]:
            code, out, err = run(weigh, folder, "report", "--to", "xlsx", "-o", str(folder / "out"))
            if code != 0:
                # A scale has no bids to leave out: that is for a must-have.
                assert "leaves bids out" in err or name.startswith("random") and "error" in err, f"{name}: {err}"
                refused += 1
                continue
            (made,) = (folder / "out").glob("*.xlsx")
            file = root / f"f{len(files)}.xlsx"
            made.rename(file)
            files.append(file)
            held = workbook.cells(file)
            follows = not any(place[0] == "Summary" and value == "What does not follow" for place, value in held.items())
            live += follows
            checks.append((name, held, workbook.rank(weigh, str(folder), "d", [])[1]))
            if "total = " in (folder / "criteria" / "d.toml").read_text().split("[rule]")[-1]:
                pages.append(f"{folder}:d")
        for (name, written, places), found in zip(checks, workbook.recalculated(root, files), strict=True):
            workbook.assert_recalculated(name, written, found)
            workbook.assert_standings(name, found, places)
        print(f"LibreOffice agrees with weigh on {len(checks)} formulas, of which {live} follow in the sheet; {refused} are refused")
        subprocess.run(["node", ".ci/html.cjs", weigh, "--totals", *pages], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
