//! Documents for Word: a word processor reads them in .ci/docx.py; here is what needs none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use pulldown_cmark::{Event as Mark, Options, Parser, Tag, TagEnd};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use weigh::answers::Document;
use weigh::brand::{Brand, Logo};
use weigh::report::docx;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::sample;
use crate::support::{Workspace, repository, weigh};

/// A picture of 3 x 2 points.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02";

fn made(document: &Document) -> Vec<u8> {
    docx(document, &Brand::default())
}

/// The parts by their names.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut held = Vec::new();
        part.read_to_end(&mut held).unwrap();
        (part.name().unwrap().into_owned(), held)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).unwrap()?;
    Some(value.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
}

/// A paragraph: its style and its text.
#[derive(Debug, Default, PartialEq)]
struct Paragraph {
    style: String,
    text: String,
}

/// The paragraphs of the text, those of cells among them; a chart is what it says in words.
fn paragraphs(bytes: &[u8]) -> Vec<Paragraph> {
    let xml = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let mut all: Vec<Paragraph> = Vec::new();
    let mut now = Paragraph::default();
    // How deep in text that stands in pictures, and whether it is what the text says.
    let (mut hidden, mut is_text) = (0, false);
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) if hidden == 0 => match tag.name().as_ref() {
                "w:p" => now = Paragraph::default(),
                "w:pStyle" => now.style = attribute(tag, "w:val").unwrap(),
                "w:br" => now.text.push(' '),
                // A tab of a paragraph's own stops has a place.
                "w:tab" if attribute(tag, "w:val").is_none() => now.text += ": ",
                "w:t" => is_text = true,
                "wp:docPr" if now.style == "Figure" => {
                    let caption = all.pop().unwrap();
                    assert_eq!(caption.style, "Caption");
                    now.text = format!("{}, in words: {}", caption.text, attribute(tag, "descr").unwrap());
                }
                _ => {}
            },
            Event::Text(text) if is_text => now.text += text,
            Event::GeneralRef(name) if is_text => now.text += resolve_predefined_entity(name).unwrap(),
            Event::End(tag) if tag.name().as_ref() == "w:t" => is_text = false,
            Event::End(tag) if hidden == 0 && tag.name().as_ref() == "w:p" => {
                all.push(std::mem::take(&mut now));
            }
            Event::Eof => return all,
            _ => {}
        }
        let is_hidden = |name: &str| matches!(name, "wps:txbx" | "mc:Fallback");
        match &event {
            Event::Start(tag) if is_hidden(tag.name().as_ref()) => hidden += 1,
            Event::End(tag) if is_hidden(tag.name().as_ref()) => hidden -= 1,
            _ => {}
        }
    }
}

/// One space between words, no marks of direction, no number of a part of a table.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{200e}').collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let is_of_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let part = text
        .rsplit_once(" (")
        .and_then(|(before, part)| Some((before, part.strip_suffix(')')?.split_once(" of ")?)));
    match part {
        Some((before, (at, all))) if is_of_digits(at) && is_of_digits(all) => before.to_owned(),
        _ => text,
    }
}

/// What a Markdown text says: its paragraphs, points and cells, and its headings in order.
fn said_in_markdown(text: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut all, mut headings, mut now) = (BTreeSet::new(), Vec::new(), String::new());
    let options = Options::ENABLE_TABLES;
    for event in Parser::new_ext(text, options) {
        match event {
            Mark::Text(part) | Mark::Code(part) => now += &part,
            Mark::SoftBreak | Mark::HardBreak | Mark::InlineHtml(_) => now.push(' '),
            Mark::End(TagEnd::Heading(_)) => headings.push(plain(&std::mem::take(&mut now))),
            Mark::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item | TagEnd::CodeBlock)
            | Mark::Start(Tag::List(_)) => {
                all.insert(plain(&std::mem::take(&mut now)));
            }
            _ => {}
        }
    }
    (all, headings)
}

/// The same of a document for Word.
fn said_in_word(bytes: &[u8]) -> (BTreeSet<String>, Vec<String>) {
    let (mut all, mut headings) = (BTreeSet::new(), Vec::new());
    for one in paragraphs(bytes) {
        if one.style.starts_with("Heading") || one.style == "Title" {
            headings.push(plain(&one.text));
        } else if !one.style.starts_with("TOC")
            && !["ContentsHeading", "AfterTable"].contains(&one.style.as_str())
        {
            all.insert(plain(&one.text));
        }
    }
    (all, headings)
}

/// What formulas of a document for Word say, one after another.
fn in_word_math(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    xml.split("<m:t")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('>')?.1.split_once("</m:t>")?.0))
        .collect()
}

/// - `besides`: what only the one or the other says: a foot, the line under the title.
fn assert_same_text(markdown: &str, word: &[u8], besides: usize) {
    // An answer to a question of the page that was made is no part of it.
    let markdown = markdown.split("\n---\n").next().unwrap();
    let ((in_markdown, heads), (in_word, heads_of_word)) = (said_in_markdown(markdown), said_in_word(word));
    assert_eq!(heads, heads_of_word);
    // A formula is set there, and written here; what it makes stands before it in both.
    let is_formula = |line: &&String| {
        let (of, written) = line.split_once(" = ").unwrap_or_default();
        (written.contains("facts.") || written.contains("points.")) && in_word_math(word).contains(of)
    };
    let missing: Vec<_> = in_markdown.difference(&in_word).filter(|line| !is_formula(line)).collect();
    let added: Vec<_> = in_word.difference(&in_markdown).collect();
    // Kind, sender and day stand in one line there, and in two here.
    assert!(missing.len() <= besides && added.len() <= besides + 1, "{missing:#?}\n{added:#?}");
}

#[test]
fn word_says_what_markdown_says() {
    for sample in ["contact-centre", "back-office", "provider-kind"] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        let made = weigh(&repository(), &["report", "--criteria", sample, "--to", "md,docx", "-o", out]);
        assert_eq!(made.code, Some(0), "{made}");
        let read = |ending: &str| std::fs::read(folder.path().join(format!("{sample}.{ending}"))).unwrap();
        assert_same_text(&String::from_utf8(read("md")).unwrap(), &read("docx"), 1);
    }
    let workspace = lettered();
    let made = workspace.weigh(&["report", "--for", "board", "--to", "md,docx", "-o", "out"]);
    assert_eq!(made.code, Some(0), "{made}");
    let read = |ending: &str| workspace.read(&format!("out/contact-centre-board.{ending}"));
    assert_same_text(&String::from_utf8(read("md")).unwrap(), &read("docx"), 1);
}

fn lettered() -> Workspace {
    let workspace = Workspace::empty();
    for command in [
        &["init", "."][..],
        &["award", "--to", "siam-voice", "--by", "A. Buyer", "--on", "2026-11-22"],
        &["debrief", "bayt-alradd", "--to", "md,docx", "--date", "2026-11-23", "-o", "letters"],
        &["notice", "--to", "md,docx", "--date", "2026-11-23", "-o", "letters"],
    ] {
        let output = workspace.weigh(command);
        assert_eq!(output.code, Some(0), "{output}");
    }
    workspace
}

#[test]
fn letters_for_word_say_what_markdown_says_and_what_they_are() {
    let workspace = lettered();
    for letter in ["debrief-bayt-alradd", "notice"] {
        let word = workspace.read(&format!("letters/{letter}.docx"));
        let text = String::from_utf8(workspace.read(&format!("letters/{letter}.md"))).unwrap();
        assert_same_text(&text, &word, 1);
        let properties = part(&word, "docProps/core.xml");
        assert!(properties.contains("<cp:keywords>weigh:letter</cp:keywords>"), "{properties}");
        assert!(
            properties.contains("2026-11-23T00:00:00Z")
                && properties.contains("<dc:language>en</dc:language>")
        );
    }
}

/// What a word processor has saved is packed in its way.
#[test]
fn a_letter_that_was_worked_on_is_replaced_by_nothing() {
    let workspace = lettered();
    let file = "letters/notice.docx";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, held) in parts(&workspace.read(file)) {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(&held).unwrap();
    }
    workspace.write(file, archive.finish().unwrap().into_inner());
    let before = workspace.read(file);
    for command in ["report", "notice"] {
        let output = workspace.weigh(&[command, "-o", file]);
        assert_eq!(output.code, Some(2), "{output}");
        assert!(output.err.contains("may have been sent"), "{output}");
        assert_eq!(workspace.read(file), before);
    }
    let report = workspace.weigh(&["report", "-o", "report.docx"]);
    assert_eq!(report.code, Some(0), "{report}");
    assert_eq!(workspace.weigh(&["report", "-o", "report.docx"]).code, Some(0));
}

#[test]
fn equal_documents_give_equal_bytes() {
    let first = made(&sample::document());
    assert!(first == made(&sample::document()));
    let mut other = sample::document();
    other.date = None;
    let other = made(&other);
    assert!(first != other);
    assert!(!part(&other, "docProps/core.xml").contains("dcterms:created"));
}

/// Every part is read to its end, and none of those is there that tells of its making.
#[test]
fn every_part_is_well_formed_and_none_tells_of_its_making() {
    let branded =
        Brand { logo: Some(Logo { media_type: "image/png", bytes: PNG.to_vec() }), ..Brand::default() };
    for document in [sample::document(), sample::hostile(), sample::wide(60, 8)] {
        let bytes = docx(&document, &branded);
        let parts = parts(&bytes);
        for (name, held) in &parts {
            if name.starts_with("word/media/") {
                continue;
            }
            let text = std::str::from_utf8(held).unwrap();
            assert!(!text.contains("rsid") && !text.contains("=\"NaN") && !text.contains("=\"inf"), "{name}");
            let mut reader = Reader::from_str(text);
            let mut depth = 0;
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                    Event::Start(tag) => {
                        depth += 1;
                        tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                    }
                    Event::Empty(tag) => tag.attributes().for_each(|attribute| drop(attribute.unwrap())),
                    Event::End(_) => depth -= 1,
                    Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(depth, 0, "{name}");
        }
        let names: Vec<&str> = parts.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "[Content_Types].xml",
                "_rels/.rels",
                "docProps/app.xml",
                "docProps/core.xml",
                "word/_rels/document.xml.rels",
                "word/document.xml",
                "word/footer1.xml",
                "word/footer2.xml",
                "word/header1.xml",
                "word/media/logo.png",
                "word/numbering.xml",
                "word/settings.xml",
                "word/styles.xml",
            ]
        );
    }
}

/// Every style and every bookmark that is named is there, once, and so is every number of a thing.
#[test]
fn what_is_named_is_there() {
    for document in [sample::document(), sample::hostile(), sample::wide(30, 8)] {
        let bytes = made(&document);
        let (xml, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
        let values = |text: &str, before: &str| -> Vec<String> {
            text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let known: BTreeSet<String> = values(&styles, "w:styleId=\"").into_iter().collect();
        let used = values(&xml, "w:pStyle w:val=\"").into_iter().chain(values(&xml, "w:tblStyle w:val=\""));
        used.for_each(|style| assert!(known.contains(&style), "{style}"));
        let marks = values(&xml, "w:name=\"");
        let each: BTreeSet<&String> = marks.iter().collect();
        assert_eq!(each.len(), marks.len());
        for anchor in values(&xml, "w:anchor=\"") {
            assert!(each.contains(&anchor), "{anchor}");
        }
        let numbers = [values(&xml, "<wp:docPr id=\""), values(&xml, "<wps:cNvPr id=\"")].concat();
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    }
}

#[test]
fn headings_make_an_outline_and_the_contents_list_them() {
    let bytes = made(&sample::document());
    let styles = part(&bytes, "word/styles.xml");
    for level in 1..=3 {
        let style = styles.split(&format!("w:styleId=\"Heading{level}\"")).nth(1).unwrap();
        let style = style.split("</w:style>").next().unwrap();
        assert!(style.contains(&format!("<w:outlineLvl w:val=\"{}\"/>", level - 1)), "{style}");
    }
    let all = paragraphs(&bytes);
    let text = |one: &Paragraph| plain(one.text.trim_end_matches(": "));
    let of = |style: &str| -> Vec<String> {
        all.iter().filter(|one| one.style.starts_with(style) && one.style != "TOCHeading").map(text).collect()
    };
    assert_eq!(of("Heading"), of("TOC"), "the entries are the headings");
    let mut above = 0;
    for heading in all.iter().filter(|one| one.style.starts_with("Heading")) {
        let level: usize = heading.style["Heading".len()..].parse().unwrap();
        assert!(level <= above + 1, "{} skips a level", heading.text);
        above = level;
    }
    let xml = part(&bytes, "word/document.xml");
    assert!(xml.contains(r#" TOC \o "1-3" \h "#.replace('"', "&quot;").as_str()), "the field is there");
    // A number that nobody counted is written nowhere.
    let pages = xml.split("PAGEREF").skip(1);
    for page in pages {
        let end = page.split("fldCharType=\"end\"").next().unwrap();
        assert!(!end.contains("<w:t"), "{end}");
    }
    assert!(!part(&bytes, "word/settings.xml").contains("updateFields"));
    let foot = part(&bytes, "word/footer1.xml");
    assert!(
        foot.contains(" PAGE ") && foot.contains(" NUMPAGES ") && foot.contains("rule 1a2b3c4d5e6f"),
        "{foot}"
    );
    assert!(part(&bytes, "word/header1.xml").contains("First-line customer support"));
}

#[test]
fn tables_fit_the_page_repeat_their_heads_and_align_numbers() {
    for document in [sample::document(), sample::wide(60, 8)] {
        let xml = part(&made(&document), "word/document.xml");
        let tables: Vec<&str> = xml.split("<w:tbl>").skip(1).collect();
        assert!(!tables.is_empty());
        for table in tables {
            let table = table.split("</w:tbl>").next().unwrap();
            assert_eq!(table.matches("<w:tblHeader/>").count(), 1);
            assert_eq!(table.matches("<w:tr>").count(), table.matches("<w:cantSplit/>").count());
            let widths = table.split("<w:gridCol w:w=\"").skip(1);
            let widths = widths.map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap());
            // A4 without margins is 9,666 twentieths of a point; each column may be rounded up.
            assert!(widths.sum::<u32>() <= 9_700);
            assert!(table.contains("<w:tblCaption "));
        }
        assert!(xml.contains(r#"<w:jc w:val="right"/>"#));
    }
}

#[test]
fn pictures_say_what_they_show() {
    let document = sample::document();
    let xml = part(&made(&document), "word/document.xml");
    let pictures: Vec<&str> =
        xml.split("<wp:docPr ").skip(1).map(|rest| rest.split("/>").next().unwrap()).collect();
    assert_eq!(pictures.len(), 5);
    assert!(pictures.iter().all(|picture| picture.contains("descr=\"") && !picture.contains("descr=\"\"")));
    // Where shapes are unknown, words stand in their place.
    assert_eq!(xml.matches("<mc:Fallback><w:t").count(), 5);
    // A picture of many rows gives way to words.
    let many = part(&made(&sample::wide(200, 1)), "word/document.xml");
    assert!(!many.contains("<wp:docPr ") && many.contains("Scores, in words: All the same."));
}

#[test]
fn what_runs_from_right_to_left_does_so_in_its_language() {
    let xml = part(&made(&sample::document()), "word/document.xml");
    // A name within a line, and a paragraph of its own.
    let arabic = r#"<w:rtl/><w:cs/><w:lang w:bidi="ar-SA"/></w:rPr><w:t xml:space="preserve">بيت الرد</w:t>"#;
    assert!(xml.contains(arabic));
    let paragraph = xml.split("<w:p>").find(|one| one.contains("نحتاج إلى")).unwrap();
    assert!(paragraph.contains(r#"<w:pStyle w:val="BodyText"/><w:bidi/>"#), "{paragraph}");
    // What follows a name in a line of the other direction keeps its place.
    assert!(xml.contains("\u{200e}"));
    let thai = r#"<w:cs/><w:lang w:bidi="th-TH"/></w:rPr><w:t xml:space="preserve">สยามวอยซ์</w:t>"#;
    assert!(xml.contains(thai));
}

#[test]
fn a_brand_brings_its_logo_and_its_colour() {
    let brand = Brand {
        logo: Some(Logo { media_type: "image/png", bytes: PNG.to_vec() }),
        accent: Some([0x8c, 0x1d, 0x40]),
        ..Brand::default()
    };
    let bytes = docx(&sample::document(), &brand);
    assert_eq!(parts(&bytes)["word/media/logo.png"], PNG);
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("Target=\"/word/media/logo.png\""));
    let xml = part(&bytes, "word/document.xml");
    assert!(xml.contains(r#"<wp:docPr id="1" name="Logo 1" descr="Example Oy"/>"#));
    let plain = part(&made(&sample::document()), "word/styles.xml");
    assert!(!plain.contains("8C1D40") && part(&bytes, "word/styles.xml").contains("8C1D40"));
    // A picture that does not say its size is left out.
    let broken = Brand { logo: Some(Logo { media_type: "image/jpeg", bytes: vec![0xff, 0xd8] }), ..brand };
    assert!(!parts(&docx(&sample::document(), &broken)).contains_key("word/media/logo.jpeg"));
    // The frame of a JPEG stands behind other segments.
    let jpeg = [&b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x02\0\x03"[..], &[0; 6]].concat();
    let photo = Brand { logo: Some(Logo { media_type: "image/jpeg", bytes: jpeg }), ..broken };
    assert!(parts(&docx(&sample::document(), &photo)).contains_key("word/media/logo.jpeg"));
}
