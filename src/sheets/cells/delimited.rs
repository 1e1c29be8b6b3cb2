//! CSV and TSV in the encodings and with the separators that people's programs write.

use super::{Book, Cell, CellsError, Content, Counter, Sheet};

/// The most that a cell holds, in bytes: no spreadsheet holds a text of more than 32 767 letters.
const MOST_TEXT: usize = 32_767 * 4;

/// Reads a text of separated values.
pub(super) fn read(bytes: &[u8]) -> Result<Book, CellsError> {
    let text = decoded(bytes)?;
    let separator = separator(&text);
    if let Some(line) = unclosed(&text, separator) {
        return Err(CellsError::Unclosed(line));
    }
    let mut sheet = Sheet { name: "csv".to_owned(), ..Sheet::default() };
    let mut counter = Counter::default();
    for (row, fields) in (0..).zip(lines(&text, separator)) {
        for (column, field) in (0..).zip(fields) {
            if !field.trim_matches(super::is_blank).is_empty() {
                counter.one()?;
                if field.len() > MOST_TEXT {
                    let line = row + 1;
                    return Err(CellsError::TooMuch(format!(
                        "a cell of line {line} has more than {MOST_TEXT} bytes"
                    )));
                }
                sheet.cells.insert((row, column), Cell { content: Content::Text(field), ..Cell::default() });
            }
        }
    }
    Ok(Book { sheets: vec![sheet], is_text: true, ..Book::default() })
}

/// The text: what a byte order mark says, else UTF-8 where it is, else Windows-1252.
fn decoded(bytes: &[u8]) -> Result<String, CellsError> {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.iter().skip(1).step_by(2).take(64).filter(|byte| **byte == 0).count() > 8 => {
            encoding_rs::UTF_16LE
        }
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::WINDOWS_1252,
    };
    let (text, ..) = encoding.decode(bytes);
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(CellsError::Foreign);
    }
    Ok(text.into_owned())
}

/// The separator that cuts the most lines into one number of fields.
fn separator(text: &str) -> char {
    let score = |separator: char| {
        let counts: Vec<usize> =
            lines(text, separator).take(50).map(|fields| fields.len()).filter(|fields| *fields > 1).collect();
        let usual = counts.iter().max_by_key(|count| counts.iter().filter(|other| other == count).count());
        usual.map_or((0, 0), |usual| (counts.iter().filter(|count| *count == usual).count(), *usual))
    };
    // The first of equals: in a text with decimal commas the semicolon is the separator.
    [';', '\t', ',', '|'].into_iter().rev().max_by_key(|one| score(*one)).unwrap_or(',')
}

/// The line of a quote that is never closed.
fn unclosed(text: &str, separator: char) -> Option<usize> {
    let (mut opened, mut line, mut is_start) = (None, 1, true);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if opened.is_some() && rest.peek() == Some(&'"') => _ = rest.next(),
            '"' if opened.is_some() => opened = None,
            '"' if is_start => opened = Some(line),
            _ => {}
        }
        is_start = opened.is_none() && (c == separator || matches!(c, '\n' | '\r'));
    }
    opened
}

/// The fields of each line; a quoted line break stays in its field.
fn lines(text: &str, separator: char) -> impl Iterator<Item = Vec<String>> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        let (mut fields, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
        while let Some(c) = rest.next() {
            match c {
                '"' if is_quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
                '"' if is_quoted => is_quoted = false,
                '"' if field.is_empty() => is_quoted = true,
                c if is_quoted => field.push(c),
                '\r' if rest.peek() == Some(&'\n') => {}
                '\n' | '\r' => break,
                c if c == separator => fields.push(std::mem::take(&mut field)),
                c => field.push(c),
            }
        }
        fields.push(field);
        Some(fields)
    })
}
