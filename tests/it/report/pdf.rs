//! PDF: other programs read it in .ci/pdf.py; here is what needs none.

use weigh::report::pdf;

use super::sample;

/// How often something stands in a file outside its compressed streams.
fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn equal_documents_give_equal_bytes() {
    let first = pdf(&sample::document()).unwrap();
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == pdf(&sample::document()).unwrap());
    let mut other = sample::document();
    other.date = None;
    assert!(first != pdf(&other).unwrap());
}

#[test]
fn the_file_says_what_it_is_and_what_its_parts_are() {
    let document = sample::document();
    let bytes = pdf(&document).unwrap();
    for (what, times) in [
        ("/Type/Catalog", 1),
        ("/Lang(en)", 2),
        ("<pdfuaid:part>1</pdfuaid:part>", 1),
        ("<pdfaid:part>2</pdfaid:part>", 1),
        ("/S/Figure", 5),
        ("/S/TOCI", document.sections.len()),
        // From the table of contents, and from the names in two tables.
        ("/Subtype/Link", document.sections.len() + 2 * sample::NAMES.len()),
        // Ranking, values, cost, and a table for each vendor.
        ("/S/Table", 3 + sample::NAMES.len()),
    ] {
        assert_eq!(count(&bytes, what), times, "{what}");
    }
}

#[test]
fn hostile_texts_break_nothing() {
    pdf(&sample::hostile()).unwrap();
    let mut empty = sample::hostile();
    empty.sections.clear();
    for text in [&mut empty.kind, &mut empty.title, &mut empty.foot] {
        text.clear();
    }
    empty.date = None;
    pdf(&empty).unwrap();
}

#[test]
fn a_matrix_of_many_vendors_becomes_tables_that_fit() {
    let bytes = pdf(&sample::wide(60, 8)).unwrap();
    assert!(count(&bytes, "/S/Table") > 60 + 5);
}
