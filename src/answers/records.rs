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
                Field::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
                Field::Text(text) => text,
            }))
            .expect(broken);
    }
    String::from_utf8(writer.into_inner().expect(broken)).expect("CSV of texts is a text")
}
