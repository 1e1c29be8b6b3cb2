//! Problems as people read them, and as programs do.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Code, Diagnostic, Place, Severity, Sources, Span, Tally};
use crate::text::clean::{cleaned, masked};

/// The most problems that are written out; the rest are counted.
const MOST_SHOWN: usize = 100;
/// Lines longer than this are not quoted: nobody could see the caret.
const LONGEST_QUOTED_LINE: usize = 2_000;

/// How problems are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal; quoted lines are cut to it.
    pub width: usize,
    /// Whether messages are broken into lines of that width; in a pipe each stays a line that can be searched for.
    pub is_folded: bool,
    /// With terminal colours.
    pub is_coloured: bool,
}

impl Look {
    /// A text made harmless, in lines that leave room for what stands before the first and is left free before the
    /// others.
    fn fold(self, text: &str, before: usize) -> String {
        /// Less than this is no width to read in.
        const LEAST: usize = 20;
        let text = cleaned(text);
        if !self.is_folded {
            return text;
        }
        let options = textwrap::Options::new(self.width.saturating_sub(before).max(LEAST))
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(&text, options)
    }
}

/// Writes problems with source lines and carets.
#[must_use]
pub fn for_people(diagnostics: &[Diagnostic], sources: &Sources, look: Look) -> String {
    written(diagnostics.iter().map(|diagnostic| (diagnostic, None)), sources, look)
}

/// The same, with each group of notes that have one code folded into the first of them and a line about the others.
#[must_use]
pub fn for_people_folded(diagnostics: &[Diagnostic], sources: &Sources, look: Look) -> String {
    written(folded(diagnostics, sources).into_iter(), sources, look)
}

fn written<'a>(
    diagnostics: impl ExactSizeIterator<Item = (&'a Diagnostic, Option<String>)>,
    sources: &Sources,
    look: Look,
) -> String {
    let renderer = if look.is_coloured { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let more = diagnostics.len().saturating_sub(MOST_SHOWN);
    let mut text = String::new();
    for (diagnostic, others) in diagnostics.take(MOST_SHOWN) {
        text.push_str(&render_one(diagnostic, sources, look, &renderer));
        text.push_str("\n\n");
        if let Some(others) = others {
            text.push_str(&format!("{}\n\n", look.fold(&others, 0)));
        }
    }
    if more > 0 {
        let more = format!("... and {more} more; `weigh check --format json` lists them all");
        text.push_str(&format!("{}\n\n", look.fold(&more, 0)));
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

fn render_one(diagnostic: &Diagnostic, sources: &Sources, look: Look, renderer: &Renderer) -> String {
    let (level, word) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, "error"),
        Severity::Warning => (Level::WARNING, "warning"),
        Severity::Note => (Level::NOTE, "note"),
    };
    let code = diagnostic.code.as_str();
    let message = look.fold(&diagnostic.message, format!("{word}[{code}]: ").len());
    let lines = places(diagnostic).map(|span| sources.get(span.source).position(span.start).line);
    let gutter = lines.max().map_or(0, |line| line.to_string().len());
    // A label that has no room beside its carets stands below.
    let (mut beside, mut below) = (Vec::new(), Vec::new());
    let own = (diagnostic.place, diagnostic.label.as_str(), AnnotationKind::Primary);
    let related = diagnostic.related.iter();
    let related = related.map(|(span, label)| ((*span).into(), label.as_str(), AnnotationKind::Context));
    for (place, label, kind) in std::iter::once(own).chain(related) {
        let is_beside = has_room(place, label, gutter, look, sources);
        beside.push((place, if is_beside { label } else { "" }, kind));
        below.extend((!is_beside).then(|| look.fold(label, gutter + " = note: ".len())));
    }
    let mut group = Group::with_title(level.primary_title(message).id(code));
    for (place, label, kind) in beside {
        let place = narrowed(place, gutter, look, sources);
        group = group.element(quoted(place, label, kind, sources));
    }
    for label in below {
        group = group.element(Level::NOTE.message(label));
    }
    if !diagnostic.help.is_empty() {
        let help = look.fold(&diagnostic.help, gutter + " = help: ".len());
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// Whether a label ends within the width, after the carets under its place.
///
/// - `gutter`: the digits of the line numbers.
fn has_room(place: Place, label: &str, gutter: usize, look: Look, sources: &Sources) -> bool {
    let Place::Span(span) = place else { return true };
    if !look.is_folded || label.is_empty() {
        return true;
    }
    let source = sources.get(span.source);
    let carets = source.lines(span.start, span.start).end.min(span.end).saturating_sub(span.start).max(1);
    let before = gutter + " | ".len() + source.display_column(span.start) + carets + 1;
    before + label.width() <= look.width
}

/// A place of which no more is marked than the width has room for.
///
/// - `gutter`: the digits of the line numbers.
fn narrowed(place: Place, gutter: usize, look: Look, sources: &Sources) -> Place {
    /// What stands around the marked text: the bar beside it, dots where the line is cut, some text between.
    const AROUND: usize = " | ".len() + 2 * "...".len() + 6;
    /// Less than this shows nothing.
    const LEAST: usize = 8;
    let Place::Span(span) = place else { return place };
    let marked = sources.get(span.source).text.get(span.range()).unwrap_or_default();
    if !look.is_folded || marked.contains('\n') {
        return place;
    }
    let most = look.width.saturating_sub(gutter + AROUND).max(LEAST);
    let mut width = 0;
    let fits = |(_, one): &(usize, char)| {
        width += one.width().unwrap_or(0);
        width <= most
    };
    let end = marked.char_indices().take_while(fits).last().map_or(0, |(at, one)| at + one.len_utf8());
    Place::Span(Span { end: span.start + end, ..span })
}

/// The places that a problem quotes.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let first = match diagnostic.place {
        Place::Span(span) => Some(span),
        Place::Source(_) => None,
    };
    first.into_iter().chain(diagnostic.related.iter().map(|(span, _)| *span))
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
