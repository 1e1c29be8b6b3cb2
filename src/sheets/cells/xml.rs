//! XML as steps: an element opens, a text stands, an element closes; names without their prefixes.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::CellsError;

/// One step through a part.
pub(super) enum Step<'a> {
    Open(&'a Tag),
    Text(&'a str),
    Close(&'a str),
}

/// An element with its attributes.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn of(start: &BytesStart<'_>) -> Tag {
        let attributes = start.attributes().flatten().map(|one| {
            let value = one.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned();
            (local(one.key.as_ref()).to_owned(), value)
        });
        Tag { name: local(start.name().as_ref()).to_owned(), attributes: attributes.collect() }
    }

    /// An attribute by its name without the prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says yes.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Walks through a part; a declared document type ends the walk, for with one come entities.
pub(super) fn walk(
    part: &str,
    text: &str,
    mut visit: impl FnMut(Step<'_>) -> Result<(), CellsError>,
) -> Result<(), CellsError> {
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|error| CellsError::Damaged(format!("{part}: {error}")))?;
        match event {
            Event::Start(start) => visit(Step::Open(&Tag::of(&start)))?,
            Event::Empty(start) => {
                let tag = Tag::of(&start);
                visit(Step::Open(&tag))?;
                visit(Step::Close(&tag.name))?;
            }
            Event::End(end) => visit(Step::Close(local(end.name().as_ref())))?,
            Event::Text(text) => visit(Step::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Step::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref().ok().flatten() {
                    Some(c) => Some(c),
                    None => match reference.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                let c = known
                    .ok_or_else(|| CellsError::Damaged(format!("{part}: an entity that is not known")))?;
                visit(Step::Text(c.encode_utf8(&mut [0; 4])))?;
            }
            Event::DocType(_) => return Err(CellsError::Doctype(part.to_owned())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}
