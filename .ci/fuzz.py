#!/usr/bin/env python3
"""Tries the program on damaged files, odd what-ifs and damaged sheets: no panic, no crash, no exit code of its own
making, nothing over 10 seconds or 1 GiB.

    .ci/fuzz.py WEIGH [SECONDS [SEED]]

Every case starts from the samples that `weigh init` writes. Prints what went wrong with the seed that makes it again,
and a line with how many cases were run; exits with 1 where anything went wrong.
"""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

SECONDS_A_CASE = 10
BYTES_A_CASE = 1 << 30
CODES = {0, 1, 2, 3, 4}

NUMBERS = [
    "0", "-1", "1e9", "0.000000000000000001", "999999999999999999", "-0", "nan", "inf", "1_000", "60.000", "12,5",
    "0x7f", "1e400", "{ low = 1, likely = 2, high = 3 }", "{ low = 3, likely = 2, high = 1 }", "{ }", "[]", "true",
    '"x"', "2027-02-29", "0000-01-01", '["a", "b"]', "[[1], [2]]", '"' + "y" * 600 + '"',
]
WORDS = [
    "weight", "scale", "minimum", "under", "formula", "relative", "unknown", "rounding", "parent", "levels", "covers",
    "expr", "rule", "gates", "criteria", "facts", "quote", "prices", "tiers", "charges", "cost", "needs", "robust",
    "panel", "ratings", "judgements", "aliases", "items", "=", "[", "]", "{", "}", '"', "\n", ",", "#", "\u202e",
    "\u200b", "\ud55c", "\x00", "\xff",
]
COMMANDS = [
    ["rank"], ["rank", "--format", "json"], ["check"], ["check", "--verbose"], ["explain", "siam-voice"],
    ["compare", "siam-voice", "tinig-habagat"], ["gaps"], ["cost"], ["cost", "--sweep", "volume"], ["panel"],
    ["robust", "--draws", "2000"], ["sensitivity"], ["break-even", "siam-voice"], ["weights"], ["status"],
    ["report", "--to", "md", "-o", "-"], ["report", "--to", "html", "-o", "-"], ["report", "--to", "json", "-o", "-"],
    ["report", "--to", "xlsx", "-o", "out"], ["report", "--to", "pdf,docx", "-o", "out"],
    ["debrief", "tinig-habagat", "--draft", "-o", "-"], ["notice", "--draft", "-o", "-"],
]
PATHS = ["criteria.cost.weight", "rule.points", "rule.unknown", "rule.minimum", "vendors.siam-voice.facts.hourly_rate",
         "vendors.siam-voice.status", "needs.languages", "gates.gdpr_terms.is", "criteria.cost.scale.worst",
         "cost.years", "vendors.siam-voice.quote.prices.minutes.rate"]


def damaged(chance, text):
    """The bytes of a file with a few things wrong."""
    lines = text.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(len(lines))
        line = lines[at]
        what = chance.randrange(9)
        if what == 0:
            del lines[at]
            lines = lines or [""]
        elif what == 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif what == 2 and "=" in line:
            lines[at] = line.split("=")[0] + "= " + chance.choice(NUMBERS)
        elif what == 3 and line:
            cut = chance.randrange(len(line))
            lines[at] = line[:cut] + chance.choice(WORDS) + line[cut:]
        elif what == 4 and line:
            cut = chance.randrange(len(line))
            lines[at] = line[:cut] + line[cut + chance.randrange(1, 6):]
        elif what == 5:
            lines[at:at] = [chance.choice(WORDS) * chance.choice([1, 10, 1000])] * chance.choice([1, 50, 5000])
        elif what == 6:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 7:
            lines[at] = "[" * chance.choice([1, 3, 200]) + line
        else:
            lines[at] = line.replace(chance.choice("aeiou=\"[]."), chance.choice(WORDS))
    return "\n".join(lines).encode("utf-8", "replace" if chance.random() < 0.5 else "surrogatepass")


def flipped(chance, data):
    """Bytes with some of them changed, cut off or said twice."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 4, 40])):
        at = chance.randrange(len(data))
        what = chance.randrange(3)
        if what == 0:
            data[at] = chance.randrange(256)
        elif what == 1:
            del data[at:at + chance.randrange(1, 40)]
        else:
            data[at:at] = data[at:at + chance.randrange(1, 400)]
    return bytes(data)


def run(weigh, folder, arguments):
    """Exit code, errors, seconds."""
    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (BYTES_A_CASE, BYTES_A_CASE))
        os.setsid()
    start = time.monotonic()
    child = subprocess.Popen([weigh, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, preexec_fn=limited, cwd=folder)
    try:
        _, errors = child.communicate(timeout=SECONDS_A_CASE)
        code = child.returncode
    except subprocess.TimeoutExpired:
        child.kill()
        _, errors = child.communicate()
        code = "over 10 seconds"
    return code, errors.decode("utf-8", "replace"), time.monotonic() - start


def files_of(folder):
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names if name.endswith(".toml")]
    return sorted(found)


def case(weigh, origin, mailed, work, seed):
    """What went wrong in a case; none where all is well. And the seconds that it took."""
    chance = random.Random(seed)
    folder = os.path.join(work, "case")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    kind = chance.randrange(10)
    arguments = list(chance.choice(COMMANDS))
    if kind < 6:
        path = chance.choice(files_of(folder))
        with open(path, "rb") as file:
            text = file.read()
        data = damaged(chance, text) if kind < 5 else flipped(chance, text)
        with open(path, "wb") as file:
            file.write(data)
    elif kind < 9:
        for _ in range(chance.choice([1, 2, 5])):
            value = chance.choice(NUMBERS)
            arguments += ["--set", chance.choice(PATHS) + "=" + value.replace("\x00", "")]
    else:
        name = chance.choice(sorted(mailed))
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(flipped(chance, mailed[name]))
        if name == "mailed.weigh":
            arguments = chance.choice([["-C", path, "rank"], ["unpack", path, "-o", "out"], ["take", path, "--write"]])
        else:
            arguments = chance.choice([["take", path, "--write"], ["import", path], ["verify", path]])
    code, errors, seconds = run(weigh, folder, arguments)
    if code not in CODES or "panicked" in errors:
        return f"seed {seed}: weigh {' '.join(arguments)}: {code}\n{errors[:600]}", seconds
    return None, seconds


def main():
    weigh = os.path.abspath(sys.argv[1])
    length = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as work:
        origin = os.path.join(work, "origin")
        subprocess.run([weigh, "-q", "init", origin], check=True)
        # What comes by mail: a sheet of an evaluator, a questionnaire, a pack.
        mailed = {"sheet.xlsx": ["sheet", "mei-lindqvist"], "answers.xlsx": ["ask", "siam-voice"], "mailed.weigh": ["pack"]}
        for name, command in mailed.items():
            made = os.path.join(work, name)
            subprocess.run([weigh, "-q", "-C", origin, *command, "-o", made], check=True)
            with open(made, "rb") as file:
                mailed[name] = file.read()
        end = time.monotonic() + length
        cases, wrong, slowest = 0, 0, 0.0
        while time.monotonic() < end:
            problem, seconds = case(weigh, origin, mailed, work, seed + cases)
            slowest = max(slowest, seconds)
            cases += 1
            if problem:
                wrong += 1
                print(problem, flush=True)
        print(f"{cases} cases, {wrong} wrong, the slowest took {slowest:.2f} seconds")
    sys.exit(1 if wrong else 0)


main()
