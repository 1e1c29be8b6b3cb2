#!/usr/bin/env python3
"""Documents for Word in a word processor: LibreOffice lays them out, and its pages say what ours say.

    .ci/docx.py WEIGH      from the root of the repository

- Every heading of the report and of a letter is a bookmark of the PDF that LibreOffice makes of it, in order and
  at its level.
- What stands in paragraphs, lists and cells is on its pages; so are the numbers of pages.
- Names in scripts from right to left are there, and no part names what is not in the file.

Needs LibreOffice Writer, pdftotext and pdfinfo (poppler-utils) and qpdf.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HIDDEN = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}txbx",
}


def must(is_so, what):
    if not is_so:
        sys.exit(f"DOCX: {what}")


def run(*command):
    result = subprocess.run([str(part) for part in command], capture_output=True)
    said = (result.stdout + result.stderr).decode(errors="replace")
    must(result.returncode == 0, f"{command[0]} ended with {result.returncode}:\n{said}")
    return result.stdout


def plain(said):
    """A text as it is compared: letters and numbers alone, without breaks of lines and pages."""
    said = unicodedata.normalize("NFKC", said)
    return "".join(c for c in said if unicodedata.category(c)[0] in "LN")


def own(element, name):
    """The elements of a name that are not within pictures."""
    for child in element:
        if child.tag in HIDDEN:
            continue
        if child.tag == name:
            yield child
        yield from own(child, name)


def paragraphs(file):
    """Style and text of each paragraph."""
    with zipfile.ZipFile(file) as archive:
        must(archive.testzip() is None, f"{file.name} is damaged")
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    for paragraph in own(body, W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        yield style.get(W + "val"), "".join(text.text or "" for text in own(paragraph, W + "t"))


def bookmarks(pdf):
    """Level and title of each bookmark, in order."""
    def listed(nodes, level):
        for node in nodes:
            yield level, node["title"]
            yield from listed(node["kids"], level + 1)
    return list(listed(json.loads(run("qpdf", "--json", "--json-key=outlines", pdf))["outlines"], 1))


def check(docx, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
    run("soffice", "--headless", profile, "--convert-to", options, "--outdir", folder, docx)
    pdf = folder / f"{docx.stem}.pdf"
    must(pdf.exists(), f"LibreOffice made nothing of {docx.name}")
    said = list(paragraphs(docx))
    headings = [(int(style[-1]), text) for style, text in said if re.fullmatch(r"Heading\d", style)]
    must(len(headings) > 1, f"{docx.name} has no headings")
    found = bookmarks(pdf)
    must(
        [(level, plain(text)) for level, text in headings] == [(level, plain(text)) for level, text in found],
        f"{docx.name}: the bookmarks are not the headings\n{headings}\n{found}",
    )
    pages = run("pdftotext", "-raw", pdf, "-").decode().split("\f")[:-1]
    whole = plain("".join(pages))
    # Texts from right to left come out of a PDF in the order in which they are seen.
    is_backwards = lambda text: any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)
    missing = [text for _, text in said if not is_backwards(text) and plain(text) not in whole]
    # A row or paragraph that goes on after the end of a page has its foot and head between.
    must(len(missing) <= len(pages), f"{docx.name}: not on its pages: {missing}")
    for at, page in enumerate(pages):
        must(f"Page {at + 1} of {len(pages)}" in page, f"{docx.name}: page {at + 1} does not bear its number")
    return len(pages)


def main(weigh):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run(weigh, "-q", "report", "--to", "docx", "-o", folder)
        desk = folder / "desk"
        run(weigh, "-q", "init", desk)
        run(weigh, "-q", "-C", desk, "award", "--to", "siam-voice", "--by", "A. Buyer", "--on", "2026-11-22")
        run(weigh, "-q", "-C", desk, "debrief", "bayt-alradd", "-o", folder / "letter.docx")
        pages = [check(folder / name, folder) for name in ("contact-centre.docx", "letter.docx")]
        must(pages[0] > 20 and pages[1] < 10, f"they have {pages} pages")
    print(f"DOCX: report and letter on {pages} pages", file=sys.stderr)


main(pathlib.Path(sys.argv[1]).resolve())
