//! Where a problem is: lines, columns in characters, and carets in terminal cells.

use unicode_width::UnicodeWidthChar;

use super::Case;

/// What stands before the wrong value in a line: scripts without spaces between letters, from right
/// to left, with marks over letters, of double width, and a tab.
const BEFORE: [(&str, &str); 7] = [
    ("ASCII", "offer, page 3"),
    ("Finnish", "tarjous, liitettä ei löydy"),
    ("Thai", "ใบเสนอราคา หน้า ๓ ที่ส่งมา"),
    ("Arabic", "عرض الأسعار، الصفحة ٣"),
    ("Arabic with vowels", "عَرْضُ السِّعْرِ"),
    ("Chinese, Japanese and Korean", "報價單第三頁 見積書 견적서"),
    ("a tab", "page\t3\tbelow"),
];

/// Cells as terminals count them: character by character, a tab as the four spaces that it is shown as.
fn cells(text: &str) -> usize {
    text.replace('\t', "    ").chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// A vendor file with a wrong unit, and the same line as a text, as characters and as it is printed.
fn caret_case(title: &str, before: &str) -> (Case, String) {
    let line = format!("price = {{ value = 20, note = \"{before}\", unit = 3 }}");
    (Case::vendor(title, format!("name = \"Brandt\"\n\n[facts]\n{line}\n")), line)
}

#[test]
fn the_caret_stands_under_the_wrong_value_after_any_script() {
    for (title, before) in BEFORE {
        let (case, line) = caret_case(title, before);
        let shown = case.check(&[]).out;
        let lines: Vec<&str> = shown.lines().collect();
        let quoted = format!("4 | {}", line.replace('\t', "    "));
        let at = lines.iter().position(|line| *line == quoted).unwrap_or_else(|| panic!("{title}\n{shown}"));
        let wanted = cells(&quoted[..quoted.rfind("3 }").unwrap()]);
        assert_eq!(cells(lines[at + 1].split('^').next().unwrap()), wanted, "{title}\n{shown}");
    }
}

#[test]
fn json_counts_columns_in_characters_and_display_columns_in_cells() {
    for (title, before) in BEFORE {
        let (case, line) = caret_case(title, before);
        let [problem] = case.problems().try_into().expect("one problem");
        let position = &problem["position"];
        let start = &line[..line.rfind("3 }").unwrap()];
        let column = start.chars().count() + 1;
        let cells = cells(start) + 1;
        let head = "name = \"Brandt\"\n\n[facts]\n".len();
        for (key, wanted) in [
            ("line", 4),
            ("column", column),
            ("end_line", 4),
            ("end_column", column + 1),
            ("offset", head + start.len()),
            ("end_offset", head + start.len() + 1),
            ("display_column", cells),
        ] {
            assert_eq!(position[key], wanted, "{key} after {title}");
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_shift_places() {
    let text = "\u{feff}name = \"Brandt\"\r\n\r\n[facts]\r\nprice = { value = 20, unit = 3 }\r\n";
    let case = Case::vendor("windows", text);
    let [problem] = case.problems().try_into().expect("one problem");
    assert_eq!((&problem["position"]["line"], &problem["position"]["column"]), (&4.into(), &30.into()));
    let shown = case.check(&[]).out;
    let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let quoted = ["4 | price = { value = 20, unit = 3 }", "  |                              ^ must be text"];
    assert!(lines.windows(2).any(|pair| pair == quoted), "{shown}");
}
