//! Answers as records for programs, and as comma-separated values.

/// A field of a CSV record.
#[derive(Clone, Debug)]
pub enum Field {
    /// Our own number, written as it is.
    Number(String),
    /// A text, perhaps from outside.
    Text(String),
}

impl Field {
    /// A number, or nothing.
    pub(crate) fn number(number: Option<impl ToString>) -> Field {
        Field::Number(number.map_or_else(String::new, |number| number.to_string()))
    }

    /// `yes` or `no`.
    pub(crate) fn claim(claim: bool) -> Field {
        Field::Text(if claim { "yes" } else { "no" }.to_owned())
    }

    /// A text, or nothing.
    pub(crate) fn text(text: Option<impl Into<String>>) -> Field {
        Field::Text(text.map_or_else(String::new, Into::into))
    }
}

/// An answer as records for programs.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The names of the fields.
    pub head: Vec<String>,
    /// Each with a field for each name.
    pub rows: Vec<Vec<Field>>,
}

impl Records {
    /// Records with the names of their fields.
    pub(crate) fn new<S: Into<String>>(
        head: impl IntoIterator<Item = S>,
        rows: impl IntoIterator<Item = Vec<Field>>,
    ) -> Records {
        Records { head: head.into_iter().map(Into::into).collect(), rows: rows.into_iter().collect() }
    }

    /// The records as CSV.
    #[must_use]
    pub fn csv(self) -> String {
        let head: Vec<&str> = self.head.iter().map(String::as_str).collect();
        csv(&head, self.rows.into_iter())
    }
}

/// CSV as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe.
pub(crate) fn csv(head: &[&str], rows: impl Iterator<Item = Vec<Field>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let broken = "writing CSV into memory cannot fail";
    writer.write_record(head).expect(broken);
    for row in rows {
        writer
            .write_record(row.into_iter().map(|field| match field {
                Field::Number(number) => number,
                Field::Text(text) if would_be_a_formula(&text) => format!("'{text}"),
                Field::Text(text) => text,
            }))
            .expect(broken);
    }
    String::from_utf8(writer.into_inner().expect(broken)).expect("CSV of texts is a text")
}

/// Whether a spreadsheet could take a text for a formula: by its first character that can be seen, also in the full
/// width in which Japanese keyboards write it.
fn would_be_a_formula(text: &str) -> bool {
    const BEGINS: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];
    text.starts_with(['\t', '\r']) || text.trim_start_matches(is_unseen).starts_with(BEGINS)
}

/// Spaces, and characters that take no room: joiners, marks of direction, selectors, tags.
fn is_unseen(c: char) -> bool {
    let takes_no_room = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}'
    );
    c.is_whitespace() || takes_no_room
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe() {
        for text in [
            "=1",
            "+1",
            "-x",
            "@x",
            "\tx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\u{200b}=1",
            "\u{feff}\u{2060}＝1",
            " =1",
            "\u{ad}-1",
        ] {
            let csv = csv(&["a"], std::iter::once(vec![Field::Text(text.to_owned())]));
            assert!(csv.contains(&format!("'{text}")), "{text:?}: {csv}");
        }
        for text in ["", "a=1", "1-2", "\u{200b}", "'=1", "พ"] {
            assert!(!would_be_a_formula(text), "{text:?}");
        }
    }
}
