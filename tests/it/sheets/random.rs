//! Random grids: nothing panics, and no score comes from a cell that is not there.

use proptest::prelude::*;
use weigh::sheets::cells::{self, Book, Cell, Content, Formula, Sheet};
use weigh::sheets::questions::Answers;

/// Anything that people put into cells, and some formulas over their neighbours.
fn content() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Criterion",
        "Weight",
        "Vendor A",
        "Vendor B",
        "Total",
        "Rank",
        "5",
        "3",
        "30%",
        "0.25",
        "n/a",
        "-",
        "yes",
        "✗",
        "4 - good",
        "1.234,50",
        "60.000",
        "3-4",
        "Max points",
        "Price",
        "Comments",
        "03/04/2027",
        "",
        "",
        "=SUM(B2:B9)",
        "=SUMPRODUCT(B2:B9,C2:C9)",
        "=B2/C2",
        "=RANK(C9,C9:E9)",
        "=A1",
        "=AVERAGE(C2,D2)",
        "=40*MIN(C3:E3)/C3",
        "=IF(B2>3,1,\"x\")",
        "=C1+C2",
        "=1/0",
        "=B2:B3",
    ]);
    prop_oneof![9 => words.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn cell(text: &str) -> Cell {
    match (text.strip_prefix('='), text.parse::<u32>()) {
        (Some(formula), _) => {
            let formula = Some(Formula { text: formula.to_owned(), shift: (0, 0) });
            Cell { formula, ..Cell::default() }
        }
        (None, Ok(number)) => Cell { content: Content::Number(number.into()), ..Cell::default() },
        (None, Err(_)) => Cell { content: Content::Text(text.to_owned()), ..Cell::default() },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_grid_makes_it_panic(grid in prop::collection::vec(prop::collection::vec(content(), 0..7), 0..12)) {
        let mut sheet = Sheet { name: "S".to_owned(), ..Sheet::default() };
        for (row, cells) in (0..).zip(&grid) {
            for (column, text) in (0..).zip(cells) {
                if !text.is_empty() {
                    sheet.cells.insert((row, column), cell(text));
                }
            }
        }
        let book = Book { sheets: vec![sheet], ..Book::default() };
        if let Ok((import, _)) = weigh::sheets::import(&book, &Answers::default()) {
            for value in import.values.iter().filter(|value| value.meaning.number().is_some()) {
                prop_assert!(book.cell(value.place).is_some());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0..4usize) {
        let start: &[u8] = [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"a;b\n1;2\n"][start];
        let file: Vec<u8> = start.iter().chain(&bytes).copied().collect();
        if let Ok(book) = cells::read(&file) {
            let _ = weigh::sheets::import(&book, &Answers::default());
        }
    }
}
