//! Where a part of a text stands in its quotes.

use std::ops::Range;

/// The bytes of a TOML string that write some bytes of what it reads as; none where there are no such bytes.
///
/// - `written`: with its quotes; without them where a value of the command line has none.
/// - `part`: bytes of the text as it reads, from one character to the next.
pub(super) fn written(written: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let quotes =
        ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| written.starts_with(quotes)).unwrap_or("");
    let (mut at, mut read) = (quotes.len(), 0);
    if quotes.len() == 3 {
        at += ["\r\n", "\n"].into_iter().find(|end| written[at..].starts_with(end)).map_or(0, str::len);
    }
    let end = written.len().checked_sub(quotes.len())?;
    let (mut start, mut stop) = (None, None);
    while at <= end {
        if read >= part.start {
            start.get_or_insert(at);
        }
        if read >= part.end {
            stop = Some(at);
            break;
        }
        let (raw, reads) = step(&written[at..end], quotes.starts_with('"'))?;
        (at, read) = (at + raw, read + reads);
    }
    Some(start?..stop?)
}

/// How many bytes the next character is written with, and how many it reads as.
fn step(rest: &str, has_escapes: bool) -> Option<(usize, usize)> {
    let c = rest.chars().next()?;
    if c != '\\' || !has_escapes {
        return Some((c.len_utf8(), c.len_utf8()));
    }
    let kind = rest[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        // The line goes on after all that is blank.
        _ if kind.is_whitespace() => return Some((rest.len() - rest[1..].trim_start().len(), 0)),
        _ => return Some((1 + kind.len_utf8(), 1)),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_behind_escapes_and_over_lines() {
        let texts = [
            r#""a + zz""#,
            r"'a + zz'",
            r#""a = \"b\" + zz""#,
            r#""\u00e9 \U0001F600 \x41 \t zz""#,
            "\"\"\"\na +\n  zz\n\"\"\"",
            "\"\"\"a \\\n   + zz\"\"\"",
            "'''\na\n+ zz'''",
            "\"\"\"\r\na\r\n+ zz\"\"\"",
        ];
        for text in texts {
            let table: toml::Table = format!("a = {text}").parse().unwrap();
            let reads = table["a"].as_str().unwrap();
            let at = reads.find("zz").unwrap();
            assert_eq!(
                written(text, &(at..at + 2)).map(|part| &text[part]),
                Some("zz"),
                "{text:?} {reads:?}"
            );
            let whole = written(text, &(0..reads.len())).unwrap();
            assert!(whole.start <= 5 && whole.end + 4 > text.len(), "{text}: {whole:?}");
            assert_eq!(written(text, &(reads.len() + 1..reads.len() + 2)), None, "{text}");
        }
        assert_eq!(written("a + zz", &(4..6)), Some(4..6));
    }
}
