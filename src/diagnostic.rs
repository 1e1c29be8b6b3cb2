//! One type for every problem in the user's data: what is wrong, where, and what to do.

pub mod code;
mod quoted;
pub mod render;
pub mod source;

use std::ops::Range;

use serde::Serialize;

pub use code::Code;
pub use source::{Source, SourceId, Sources, Span};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The decision cannot be scored until it is mended.
    Error,
    /// It is scored, but somebody should look.
    Warning,
    /// Worth knowing; nothing is wrong.
    Note,
}

/// Where a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file (or an option of the command line) as a whole.
    Source(SourceId),
    /// A piece of its text.
    Span(Span),
}

impl Place {
    /// The file or option that this place is in.
    #[must_use]
    pub fn source(self) -> SourceId {
        match self {
            Place::Source(source) => source,
            Place::Span(span) => span.source,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Span(span)
    }
}

impl From<SourceId> for Place {
    fn from(source: SourceId) -> Self {
        Place::Source(source)
    }
}

/// One problem in the user's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, such as `C004`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the user's terms; lower case, no full stop.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// Which bytes it is about of the text that stands quoted at its place; none where it is about the whole.
    pub part: Option<Range<usize>>,
    /// A short text beside the caret; empty for none.
    pub label: String,
    /// Other places that matter, each with a short text.
    pub related: Vec<(Span, String)>,
    /// What to do about it; empty for none.
    pub help: String,
}

impl Diagnostic {
    /// A problem with the severity that its code usually has.
    #[must_use]
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place: place.into(),
            part: None,
            label: String::new(),
            related: Vec::new(),
            help: String::new(),
        }
    }

    /// Says that it is about some bytes of the text that stands quoted at its place, counted as the text reads.
    ///
    /// [`sort`] finds where they stand in the file, behind escapes and over several lines.
    #[must_use]
    pub fn part(mut self, part: Option<Range<usize>>) -> Self {
        self.part = part;
        self
    }

    /// Adds a short text beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Whether it keeps the decision from being scored.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// How many problems there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Problems that keep the decision from being scored.
    pub errors: usize,
    /// Problems that somebody should look at.
    pub warnings: usize,
    /// Things worth knowing.
    pub notes: usize,
}

impl Tally {
    /// Counts a list of problems.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Tally {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Tally {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

/// Puts problems into reading order: by file as it was read, then by place, then by code; without repeats. Those about a
/// part of a text get the place of the part.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    for problem in diagnostics.iter_mut() {
        let Some(part) = problem.part.take() else { continue };
        if let Place::Span(span) = problem.place {
            let written = sources.get(span.source).text.get(span.range());
            let part = written.and_then(|written| quoted::written(written, &part));
            if let Some(part) = part {
                let (start, end) = (span.start + part.start, span.start + part.end);
                problem.place = Place::Span(Span { start, end, ..span });
            }
        }
    }
    diagnostics.sort_by(|a, b| {
        (a.place.source(), a.place, a.code, &a.message).cmp(&(b.place.source(), b.place, b.code, &b.message))
    });
    diagnostics.dedup();
}
