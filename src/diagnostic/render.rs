//! Problems as people read them, and as programs do.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Code, Diagnostic, Place, Severity, Sources, Span, Tally};
use crate::text::clean::{cleaned, masked};

/// The most problems that are written out; the rest are counted.
const MOST_SHOWN: usize = 100;
/// Lines longer than this are not quoted: nobody could see the caret.
const LONGEST_QUOTED_LINE: usize = 2_000;

/// Writes problems with source lines and carets.
///
/// - `width`: columns of the terminal.
/// - `is_coloured`: with terminal colours.
#[must_use]
pub fn for_people(diagnostics: &[Diagnostic], sources: &Sources, width: usize, is_coloured: bool) -> String {
    written(diagnostics.iter().map(|diagnostic| (diagnostic, None)), sources, width, is_coloured)
}

/// The same, with each group of notes that have one code folded into the first of them and a line about the others.
#[must_use]
pub fn for_people_folded(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    width: usize,
    is_coloured: bool,
) -> String {
    written(folded(diagnostics, sources).into_iter(), sources, width, is_coloured)
}

fn written<'a>(
    diagnostics: impl ExactSizeIterator<Item = (&'a Diagnostic, Option<String>)>,
    sources: &Sources,
    width: usize,
    is_coloured: bool,
) -> String {
    let renderer = if is_coloured { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let more = diagnostics.len().saturating_sub(MOST_SHOWN);
    let mut text = String::new();
    for (diagnostic, others) in diagnostics.take(MOST_SHOWN) {
        text.push_str(&render_one(diagnostic, sources, &renderer));
        text.push_str("\n\n");
        if let Some(others) = others {
            text.push_str(&format!("{others}\n\n"));
        }
    }
    if more > 0 {
        text.push_str(&format!("... and {more} more; `weigh check --format json` lists them all\n\n"));
    }
    text
}

/// Notes of one code as the first of them with a line about the others, where there are at least two of those; all else
/// as it is.
fn folded<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<(&'a Diagnostic, Option<String>)> {
    const FEWEST: usize = 3;
    let mut notes: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for (at, note) in diagnostics.iter().enumerate().filter(|(_, one)| one.severity == Severity::Note) {
        notes.entry(note.code).or_default().push(at);
    }
    notes.retain(|_, places| places.len() >= FEWEST);
    let of = |one: &Diagnostic| notes.get(&one.code).filter(|_| one.severity == Severity::Note);
    let kept = diagnostics.iter().enumerate().filter_map(|(at, one)| match of(one) {
        None => Some((one, None)),
        Some(places) if places[0] == at => {
            let others: Vec<Place> = places[1..].iter().map(|other| diagnostics[*other].place).collect();
            Some((one, Some(others_line(one.code, &others, sources))))
        }
        Some(_) => None,
    });
    kept.collect()
}

/// `and 7 more of V002: vendors/d/aalto.toml:12, ...`
fn others_line(code: Code, others: &[Place], sources: &Sources) -> String {
    /// The most places that are named.
    const MOST_NAMED: usize = 10;
    let named: Vec<String> =
        others.iter().take(MOST_NAMED).map(|place| place_text(*place, sources)).collect();
    let rest = if others.len() > MOST_NAMED { ", ..." } else { "" };
    format!("and {} more of {code}: {}{rest}; all with --verbose", others.len(), named.join(", "))
}

/// A place in a line: `vendors/d/siam-voice.toml:12`.
fn place_text(place: Place, sources: &Sources) -> String {
    let source = sources.get(place.source());
    match place {
        Place::Span(span) => format!("{}:{}", source.name, source.position(span.start).line),
        Place::Source(_) => source.name.clone(),
    }
}

/// The line that closes a list of problems: `1 error, 2 warnings in 9 files`.
#[must_use]
pub fn summary(tally: Tally, files: usize) -> String {
    let parts: Vec<String> = [(tally.errors, "error"), (tally.warnings, "warning"), (tally.notes, "note")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| counted(number, word))
        .collect();
    let files = counted(files, "file");
    if parts.is_empty() {
        format!("no problems in {files}")
    } else {
        format!("{} in {files}", parts.join(", "))
    }
}

/// `1 warning`, `2 warnings`.
#[must_use]
pub fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn render_one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(cleaned(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title).element(quoted(
        diagnostic.place,
        &diagnostic.label,
        AnnotationKind::Primary,
        sources,
    ));
    for (span, label) in &diagnostic.related {
        group = group.element(quoted((*span).into(), label, AnnotationKind::Context, sources));
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(cleaned(&diagnostic.help)));
    }
    renderer.render(&[group])
}

/// The lines around a place with a caret under it, or only its position where there is nothing to quote.
fn quoted<'a>(place: Place, label: &'a str, kind: AnnotationKind, sources: &'a Sources) -> Element<'a> {
    let source = sources.get(place.source());
    let Place::Span(span) = place else {
        return Origin::path(source.name.as_str()).into();
    };
    let lines = source.lines(span.start, span.end.max(span.start));
    let first = source.position(span.start);
    if lines.len() > LONGEST_QUOTED_LINE {
        return Origin::path(source.name.as_str()).line(first.line).char_column(first.column).into();
    }
    let text = &source.text[lines.clone()];
    let start = (span.start - lines.start).min(text.len());
    let end = (span.end.max(span.start) - lines.start).min(text.len());
    let annotation = kind.span(start..end);
    let annotation = if label.is_empty() { annotation } else { annotation.label(cleaned(label)) };
    Snippet::source(masked(text))
        .path(source.name.as_str())
        .line_start(first.line)
        .annotation(annotation)
        .into()
}

/// A problem for programs. Lines and columns count from 1, columns in characters, offsets in bytes.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    code: &'static str,
    severity: Severity,
    message: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<PositionRecord>,
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedRecord<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    help: String,
}

#[derive(Debug, Serialize)]
struct PositionRecord {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: usize,
    end_offset: usize,
    display_column: usize,
}

#[derive(Debug, Serialize)]
struct RelatedRecord<'a> {
    file: &'a str,
    position: PositionRecord,
    label: String,
}

/// The same list for programs.
#[must_use]
pub fn for_programs<'a>(diagnostics: &[Diagnostic], sources: &'a Sources) -> Vec<Record<'a>> {
    diagnostics
        .iter()
        .map(|diagnostic| Record {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity,
            message: cleaned(&diagnostic.message),
            file: &sources.get(diagnostic.place.source()).name,
            position: match diagnostic.place {
                Place::Span(span) => Some(position_record(span, sources)),
                Place::Source(_) => None,
            },
            label: cleaned(&diagnostic.label),
            related: diagnostic
                .related
                .iter()
                .map(|(span, label)| RelatedRecord {
                    file: &sources.get(span.source).name,
                    position: position_record(*span, sources),
                    label: cleaned(label),
                })
                .collect(),
            help: cleaned(&diagnostic.help),
        })
        .collect()
}

fn position_record(span: Span, sources: &Sources) -> PositionRecord {
    let source = sources.get(span.source);
    let (start, end) = (source.position(span.start), source.position(span.end));
    PositionRecord {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: span.start,
        end_offset: span.end,
        display_column: source.display_column(span.start) + 1,
    }
}
