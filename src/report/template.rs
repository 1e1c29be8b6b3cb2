//! Templates of one's own: HTML and Markdown around what weigh says, in any order.
//!
//! A template folder holds `report.html` and `report.md`, perhaps `board`, `debrief` and `notice` of either kind, what these
//! include, and `style.css`. Templates are Jinja (minijinja). They see `document`, `brand`, `sections` with each
//! section's blocks laid out already, `section.ID`, and for reports `findings`, the JSON report's result.
//!
//! Every text is escaped when it is put in; what weigh has laid out is safe already. A template reads no file but
//! those of its folder, and takes a bounded number of steps, bytes and seconds. In HTML it fills the body of the page: the head, with
//! the policy that lets nothing run but weigh's own script, stays weigh's.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use memory_stats::memory_stats;
use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, escape_formatter,
};

use super::web::{colour_text, data_url};
use crate::answers::document::{Block, Document, Section};
use crate::brand::{Brand, STYLE, TemplateError, TemplateFile, Templates};
use crate::text::markdown::markdown_text;

/// The most steps that a template takes.
const MOST_STEPS: u64 = 5_000_000;
/// The deepest that templates include each other and loops stand in each other.
const DEEPEST: usize = 100;
/// The most bytes that a template writes.
const MOST_BYTES: usize = 256 << 20;
/// The most memory that a template takes while it is filled, in bytes.
const MOST_MEMORY: usize = 512 << 20;
/// The longest that a template takes.
const LONGEST: Duration = Duration::from_secs(10);
/// How often the memory of a template is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(3);
/// How texts are escaped in Markdown.
const MARKDOWN: &str = "markdown";

/// What is wrong with templates: each file that is no template, or that holds what its page would not let work.
#[must_use]
pub fn faults(templates: &Templates) -> Vec<TemplateError> {
    let mut faults = engine(templates).1;
    faults.extend(templates.0.iter().filter_map(|(name, file)| barred(name, file)));
    faults
}

/// An engine with every template that can be read, and what is wrong with the others.
fn engine(templates: &Templates) -> (Environment<'_>, Vec<TemplateError>) {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    engine.set_debug(true);
    engine.set_fuel(Some(MOST_STEPS));
    engine.set_recursion_limit(DEEPEST);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    engine.set_syntax(syntax.expect("the usual marks do not clash"));
    engine.set_auto_escape_callback(|name| {
        if extension(name) == "md" { AutoEscape::Custom(MARKDOWN.into()) } else { AutoEscape::Html }
    });
    engine.set_formatter(escaped);
    let files = templates.0.iter().filter(|(name, _)| *name != STYLE);
    let refused = files.filter_map(|(name, file)| engine.add_template(name, &file.text).err());
    let faults = refused.map(|error| fault(templates, "", &error)).collect();
    (engine, faults)
}

/// What is wrong, and where: in the innermost template that the engine names.
fn fault(templates: &Templates, name: &str, error: &Error) -> TemplateError {
    let mut at = error;
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        if let Some(error) = source.downcast_ref::<Error>() {
            at = error;
        }
        inner = source;
    }
    let file = templates.0.get(at.name().unwrap_or(name)).cloned().unwrap_or_default();
    let start_of_line = |line: usize| {
        let before = file.text.split_inclusive('\n').take(line.saturating_sub(1));
        before.map(str::len).sum::<usize>()
    };
    let line = at.line().map_or(0, start_of_line);
    let what = match (at.kind(), at.detail()) {
        (ErrorKind::OutOfFuel, _) => format!("it takes more than {MOST_STEPS} steps"),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError { range: at.range().unwrap_or(line..line), message: what, file }
}

/// Fills a template.
fn fill(
    templates: &Templates,
    name: &str,
    values: &Values<'_>,
    findings: &dyn Fn() -> Value,
) -> Result<String, TemplateError> {
    let (engine, _) = engine(templates);
    let asks = engine.templates().any(|(_, one)| one.undeclared_variables(false).contains("findings"));
    let mut context = values.context();
    if asks {
        context.insert("findings", findings());
    }
    within_bounds(templates, name, context)
}

/// Fills a template beside, and leaves it behind when it takes too much: one step may double a text, or fill one with
/// blanks, and no count of steps bounds that.
fn within_bounds(
    templates: &Templates,
    name: &str,
    context: BTreeMap<&'static str, Value>,
) -> Result<String, TemplateError> {
    let memory = || memory_stats().map_or(0, |stats| stats.physical_mem);
    let (before, start) = (memory(), Instant::now());
    let too_much = |what: &str| {
        let file = templates.0.get(name).cloned().unwrap_or_default();
        Err(TemplateError { range: 0..0, message: format!("it takes more than {what}"), file })
    };
    let (send, filled) = mpsc::channel();
    let (own, of) = (templates.clone(), name.to_owned());
    // Nobody listens any more once it took too much.
    let fill = move || drop(send.send(filled_with(&own, &of, context)));
    thread::spawn(fill);
    loop {
        match filled.recv_timeout(BETWEEN_LOOKS) {
            Ok(filled) => return filled,
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("a template is filled without a panic"),
            Err(mpsc::RecvTimeoutError::Timeout) if memory().saturating_sub(before) > MOST_MEMORY => {
                return too_much("512 MiB of memory");
            }
            Err(mpsc::RecvTimeoutError::Timeout) if start.elapsed() > LONGEST => {
                return too_much("10 seconds");
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
}

fn filled_with(
    templates: &Templates,
    name: &str,
    context: BTreeMap<&'static str, Value>,
) -> Result<String, TemplateError> {
    let (engine, _) = engine(templates);
    let mut out = Bounded(Vec::new());
    engine
        .get_template(name)
        .and_then(|template| template.render_captured_to(Value::from(context), &mut out))
        .map_err(|error| fault(templates, name, &error))?;
    Ok(String::from_utf8(out.0).expect("templates and texts are UTF-8"))
}

/// What stands after the last point of a file's name.
fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// What the policy of a page would not let work, or what would end a style early.
fn barred(name: &str, file: &TemplateFile) -> Option<TemplateError> {
    let (tags, message): (&[&str], _) = match name {
        STYLE => (&["</"], "a style cannot hold the end of a tag"),
        name if extension(name) == "html" => {
            (&["<script", "<style"], "the policy of the page lets no script or style of a template work")
        }
        _ => return None,
    };
    let text = file.text.to_ascii_lowercase();
    // What stands in a comment of the template never gets into the page.
    let shown = |at: &usize| text[..*at].rfind("{#") <= text[..*at].rfind("#}");
    let found = |tag: &&str| {
        text.match_indices(*tag).map(|(at, tag)| at..at + tag.len()).find(|range| shown(&range.start))
    };
    let range = tags.iter().find_map(found)?;
    Some(TemplateError { file: file.clone(), range, message: message.to_owned() })
}

/// Puts a value into the text, escaped as the kind of file wants it; nothing for none.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let is_markdown = matches!(state.auto_escape(), AutoEscape::Custom(_));
    if value.is_none() {
        return Ok(());
    }
    if !is_markdown {
        return escape_formatter(out, state, value);
    }
    let text = value.to_string();
    let text = if value.is_safe() || value.is_number() { text } else { markdown_text(&text) };
    out.write_str(&text).map_err(Error::from)
}

/// A text that does not grow without end.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(io::Error::other("it writes more than 256 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How a format lays out the pieces that templates put together.
pub(super) struct TemplateLayout<'a> {
    /// A section with its heading.
    pub(super) section: &'a dyn Fn(&Section) -> String,
    /// A block of a section, with its place in it.
    pub(super) block: &'a dyn Fn(&Section, usize) -> String,
    /// What the format has besides, by name.
    pub(super) besides: BTreeMap<&'static str, String>,
}

/// What templates see.
struct Values<'a> {
    document: &'a Document,
    brand: &'a Brand,
    layout: &'a TemplateLayout<'a>,
}

impl Values<'_> {
    fn context(&self) -> BTreeMap<&'static str, Value> {
        let sections: Vec<Value> = self.document.sections.iter().map(|one| self.section(one)).collect();
        let by_id = self.document.sections.iter().map(|one| one.id.clone()).zip(sections.iter().cloned());
        let by_id: BTreeMap<String, Value> = by_id.collect();
        let laid_out =
            self.layout.besides.iter().map(|(name, text)| (*name, Value::from_safe_string(text.clone())));
        let mut context: BTreeMap<&'static str, Value> = laid_out.collect();
        context.insert("section", Value::from(by_id));
        context.insert("sections", Value::from(sections));
        context.insert("document", self.document());
        context.insert("brand", self.brand());
        context
    }

    fn document(&self) -> Value {
        let document = self.document;
        Value::from(BTreeMap::from([
            ("kind", Value::from(&document.kind)),
            ("title", Value::from(&document.title)),
            ("subtitle", Value::from(document.subtitle.as_deref())),
            ("date", Value::from(document.date.map(|date| date.to_string()))),
            ("dated", Value::from(document.dated())),
            ("organisation", Value::from(document.organisation.as_deref())),
            ("foot", Value::from(&document.foot)),
        ]))
    }

    fn brand(&self) -> Value {
        let brand = self.brand;
        Value::from(BTreeMap::from([
            ("organisation", Value::from(brand.organisation.as_deref())),
            ("logo", Value::from(brand.logo.as_ref().map(data_url))),
            ("accent", Value::from(brand.accent.map(colour_text))),
            ("front", Value::from(brand.front.as_deref())),
            ("foot", Value::from(brand.foot.as_deref())),
        ]))
    }

    fn section(&self, section: &Section) -> Value {
        let laid_out = |at: usize| Value::from_safe_string((self.layout.block)(section, at));
        let block = |at: usize| {
            Value::from(BTreeMap::from([
                ("kind", Value::from(kind(&section.blocks[at]))),
                ("body", laid_out(at)),
            ]))
        };
        let blocks = 0..section.blocks.len();
        let body: String = blocks.clone().map(|at| (self.layout.block)(section, at)).collect();
        Value::from(BTreeMap::from([
            ("id", Value::from(&section.id)),
            ("title", Value::from(&section.title)),
            ("level", Value::from(section.level)),
            ("blocks", Value::from(blocks.map(block).collect::<Vec<_>>())),
            ("body", Value::from_safe_string(body)),
            ("whole", Value::from_safe_string((self.layout.section)(section))),
        ]))
    }
}

/// The word for a kind of block.
fn kind(block: &Block) -> &'static str {
    match block {
        Block::Heading(_) => "heading",
        Block::Text(_) => "text",
        Block::Callout { .. } => "callout",
        Block::List(_) => "list",
        Block::Terms(_) => "terms",
        Block::Tree(_) => "tree",
        Block::Code(_) => "code",
        Block::Formula(_) => "formula",
        Block::Table(_) => "table",
        Block::Chart(_) => "chart",
    }
}

/// The document in a template of the brand; none where it has none of that name.
///
/// - `name`: of the template: `report.html`.
/// - `findings`: what a report was made from, as JSON; nothing for letters, which are not to tell it.
pub(super) fn filled(
    name: &str,
    document: &Document,
    brand: &Brand,
    layout: &TemplateLayout<'_>,
    findings: &dyn Fn() -> serde_json::Value,
) -> Option<Result<String, TemplateError>> {
    let templates = brand.templates.as_ref().filter(|templates| templates.has(name))?;
    let values = Values { document, brand, layout };
    Some(fill(templates, name, &values, &|| value(&findings())))
}

/// JSON as templates see it: numbers as they are written, where binary ones would not hold them.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(is) => Value::from(*is),
        serde_json::Value::String(text) => Value::from(text),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(number.to_string()),
        },
        serde_json::Value::Array(list) => Value::from(list.iter().map(value).collect::<Vec<_>>()),
        serde_json::Value::Object(map) => {
            let pairs: BTreeMap<String, Value> =
                map.iter().map(|(key, one)| (key.clone(), value(one))).collect();
            Value::from(pairs)
        }
    }
}
