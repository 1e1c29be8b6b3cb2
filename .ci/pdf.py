#!/usr/bin/env python3
"""Reads a PDF report with other programs: is it whole, tagged, readable in order, and does it look as it did?

    .ci/pdf.py WEIGH            checks the report of the sample decision
    .ci/pdf.py WEIGH --store    stores how its pages look

Needs pdftotext, pdfinfo, pdffonts and pdftoppm (poppler-utils) and qpdf.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

DECISION = "contact-centre"
DATE = "2026-09-30"
# Small pictures of the pages under one another.
STORED = pathlib.Path(__file__).parent / "pdf-pages.pgm"
WIDTH, HEIGHT = 42, 60
# How far the grey of a picture may be from the stored one, as a mean over its pixels, of 255.
TOLERANCE = 8.0


def must(is_so, what):
    if not is_so:
        sys.exit(f"PDF: {what}")


def run(*command):
    result = subprocess.run([str(part) for part in command], capture_output=True)
    said = (result.stdout + result.stderr).decode(errors="replace")
    must(result.returncode == 0, f"{command[0]} ended with {result.returncode}:\n{said}")
    return result.stdout


def text(*command):
    return run(*command).decode()


def plain(said):
    """A text as it is compared: one form of each character, one space between words, no marks of direction."""
    said = unicodedata.normalize("NFKC", said)
    return " ".join("".join(c for c in said if unicodedata.category(c) != "Cf").split())


def in_order(names, said, where):
    """Every name is there, and first mentions under the heading keep their order."""
    at = 0
    for name in names:
        found = said.find(plain(name), at)
        must(found >= 0, f"{where} does not say {name!r} where it should")
        at = found


def pictures(pdf, folder):
    run("pdftoppm", "-gray", "-scale-to-x", WIDTH, "-scale-to-y", HEIGHT, pdf, folder / "page")
    return [pixels(path.read_bytes()) for path in sorted(folder.glob("page*.pgm"))]


def pixels(picture):
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
    must(head and int(head[1]) == WIDTH, "a stored or made picture is not grey, or of another size")
    return picture[head.end() :]


def compare(made):
    stored = pixels(STORED.read_bytes())
    size = WIDTH * HEIGHT
    stored = [stored[at : at + size] for at in range(0, len(stored), size)]
    must(len(made) == len(stored), f"{len(made)} pages, {len(stored)} were stored; look at them, then --store")
    for number, (new, old) in enumerate(zip(made, stored), 1):
        far = sum(abs(a - b) for a, b in zip(new, old)) / size
        must(far <= TOLERANCE, f"page {number} looks different ({far:.1f} of 255); look at it, then --store")


def main(weigh, *options):
    folder = pathlib.Path(tempfile.mkdtemp())
    common = ["--criteria", DECISION]
    run(weigh, "report", *common, "--to", "pdf", "--date", DATE, "-o", folder)
    pdf = folder / f"{DECISION}.pdf"
    result = json.loads(text(weigh, "rank", *common, "--format", "json"))["result"]
    names = [vendor["name"] for vendor in result["vendors"]]

    must("No syntax or stream encoding errors" in text("qpdf", "--check", pdf), "qpdf finds errors")
    about = text("pdfinfo", pdf)
    must(re.search(r"^Tagged: +yes", about, re.M), "it is not tagged")
    must(re.search(r"^Title: +\S", about, re.M), "it has no title")
    must(re.search(r"^Page size: .*A4", about, re.M), "its pages are not A4")
    pages = int(re.search(r"^Pages: +(\d+)", about, re.M)[1])
    fonts = text("pdffonts", pdf).splitlines()[2:]
    must(fonts and all(re.search(r" yes +yes +yes +\d+ +0$", font) for font in fonts), "a font is not embedded with its texts")

    on_pages = [plain(page) for page in text("pdftotext", pdf, "-").split("\f")]
    for number, page in enumerate(on_pages[:pages], 1):
        must(f"Page {number} of {pages}" in page, f"page {number} is not numbered")
    heading = next(at for at, page in enumerate(on_pages) if at > 1 and "Ranking" in page)
    in_order(names, " ".join(on_pages[heading:]), "pdftotext")
    made = pictures(pdf, folder)
    if "--store" in options:
        STORED.write_bytes(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT * len(made)) + b"".join(made))
    compare(made)
    print(f"PDF: {pages} pages, {len(names)} vendors in order, as stored", file=sys.stderr)


main(*sys.argv[1:])
