//! From an import to the files of a workspace.

mod blocks;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::cells::{Book, Place};
use super::ids::Ids;
use super::proposal::{Combination, Criterion, CriterionKind, Import, Meaning, PriceFormula, Value, Vendor};
use crate::exact::Exact;
use crate::files::edit::quoted;
use crate::files::schema::Schema;
use crate::text::clean::cleaned_line;
use crate::text::letters::{normal, unseen};

/// The longest name and the longest fact that a file may have, in characters.
const LONGEST_TEXT: usize = 400;
/// The longest note.
const LONGEST_NOTE: usize = 9000;

/// The file that values come from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Its name, as sources cite it.
    pub name: String,
    /// Its SHA-256 as hexadecimal digits.
    pub sha256: String,
    /// The name of the decision that it becomes; made from that of the file where there is none.
    pub decision: Option<String>,
}

impl Origin {
    /// The name of the decision: what it was given, else that of the file without its ending, as an id.
    #[must_use]
    pub fn decision(&self) -> String {
        if let Some(name) = &self.decision {
            return name.clone();
        }
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        Ids::default().make(stem, "decision", '-')
    }
}

/// The files of a workspace with their paths within it.
#[must_use]
pub fn files(import: &Import, book: &Book, origin: &Origin) -> Vec<(PathBuf, String)> {
    let name = origin.decision();
    let mut values = vec![Vec::new(); import.vendors.len()];
    for value in &import.values {
        values[value.vendor].push(value);
    }
    let has_panel = import.values.iter().any(|value| !value.parts.is_empty());
    let writer = Writer { import, book, origin, name: &name, values, has_panel };
    let mut files = vec![
        (PathBuf::from(format!("criteria/{name}.toml")), writer.criteria()),
        (PathBuf::from(Schema::Criteria.file()), Schema::Criteria.text()),
        (PathBuf::from(Schema::Vendor.file()), Schema::Vendor.text()),
    ];
    for (at, vendor) in import.vendors.iter().enumerate() {
        files.push((PathBuf::from(format!("vendors/{name}/{}.toml", vendor.id)), writer.vendor(at, vendor)));
    }
    if writer.has_panel {
        files.push((PathBuf::from(Schema::Panel.file()), Schema::Panel.text()));
        let mut ids = Ids::default();
        for (at, evaluator) in import.evaluators.iter().enumerate() {
            let own = ids.make(evaluator, "evaluator", '-');
            files.push((
                PathBuf::from(format!("criteria/panel/{name}/{own}.toml")),
                writer.evaluator(at, evaluator),
            ));
        }
    }
    files
}

struct Writer<'a> {
    import: &'a Import,
    book: &'a Book,
    origin: &'a Origin,
    name: &'a str,
    /// The values of each vendor.
    values: Vec<Vec<&'a Value>>,
    /// Whether marks come from evaluators.
    has_panel: bool,
}

impl Writer<'_> {
    fn source(&self, place: Place) -> String {
        text(&format!("{}, {}", self.origin.name, self.book.name(place)), LONGEST_TEXT)
    }

    fn criteria(&self) -> String {
        let mut file = format!(
            "#:schema ./criteria.schema.json\n\n# Taken from {}\n# SHA-256 {}\n# Every value in vendors/{} names the cell that \
             it comes from.\n\n",
            cleaned_line(&self.origin.name),
            self.origin.sha256,
            self.name
        );
        let title =
            if self.import.title.is_empty() { self.origin.name.as_str() } else { self.import.title.as_str() };
        let _ = writeln!(file, "title    = {}", text(title, LONGEST_TEXT));
        let _ = writeln!(file, "vendors  = {}", quoted(&format!("../vendors/{}", self.name)));
        if self.has_panel {
            let _ = writeln!(file, "panel    = {}", quoted(&format!("panel/{}", self.name)));
        }
        if let Some(currency) = &self.import.currency {
            let _ = writeln!(file, "currency = {}", quoted(currency));
        }
        for criterion in &self.import.criteria {
            match &criterion.kind {
                CriterionKind::Gate => self.gate(&mut file, criterion),
                CriterionKind::Fact => {}
                kind => self.criterion(&mut file, criterion, kind),
            }
        }
        if !self.import.is_scored {
            file.push_str(&blocks::start(self.import));
        }
        self.rule(&mut file);
        self.marks(&mut file);
        file
    }

    /// Marks are ours: vendors are not asked for them.
    fn marks(&self, file: &mut String) {
        let is_mark = |one: &&Criterion| matches!(one.kind, CriterionKind::Marks { .. }) && !self.has_panel;
        let mut marks = self.import.criteria.iter().filter(is_mark).peekable();
        if marks.peek().is_some() {
            file.push_str("\n# These are marks, and ours: `weigh ask` asks no vendor for them.\n[facts]\n");
        }
        for mark in marks {
            let _ = writeln!(file, "{} = {{ ask = false }}", mark.id);
        }
    }

    fn gate(&self, file: &mut String, gate: &Criterion) {
        let _ = write!(file, "\n[gates.{}]\nname = {}\n", gate.id, text(&gate.name, LONGEST_TEXT));
        let _ = writeln!(file, "fact = {}\nis   = true", quoted(&gate.id));
        self.note(file, gate);
    }

    fn criterion(&self, file: &mut String, criterion: &Criterion, kind: &CriterionKind) {
        let _ = write!(file, "\n[criteria.{}]\n", criterion.id);
        if let Some(parent) = criterion.parent {
            let _ = writeln!(file, "under  = {}", quoted(&self.import.criteria[parent].id));
        }
        let _ = writeln!(file, "name   = {}", text(&criterion.name, LONGEST_TEXT));
        if let Some(weight) = &criterion.weight {
            let _ = writeln!(file, "weight = {}", number(weight));
        }
        let scale = match kind {
            CriterionKind::Marks { worst, best } if self.has_panel => {
                Some(format!("{{ rating = {}, from = {} }}", number(best), number(worst)))
            }
            CriterionKind::Marks { worst, best } => {
                Some(format!("{{ worst = {}, best = {} }}", number(worst), number(best)))
            }
            CriterionKind::Price(formula) => {
                if let Some(currency) = &self.import.currency {
                    let _ = writeln!(file, "unit   = {}", quoted(currency));
                }
                Some(match formula {
                    PriceFormula::LowestOverPrice => "{ formula = \"lowest/price\" }".to_owned(),
                    PriceFormula::Span => "{ formula = \"span\" }".to_owned(),
                    PriceFormula::Line { worst, best } => {
                        format!("{{ worst = {}, best = {} }}", number(worst), number(best))
                    }
                })
            }
            _ => None,
        };
        if let Some(scale) = scale {
            let _ = writeln!(file, "scale  = {scale}");
        }
        if let Some(note) = &criterion.note {
            let _ = writeln!(file, "note   = {}", text(note, LONGEST_NOTE));
        }
        self.note(file, criterion);
    }

    /// Where a criterion comes from.
    fn note(&self, file: &mut String, criterion: &Criterion) {
        if let Some(place) = criterion.place {
            let _ = writeln!(file, "# {}", cleaned_line(&self.book.name(place)));
        }
    }

    fn rule(&self, file: &mut String) {
        if !self.import.is_scored {
            return;
        }
        let _ = write!(file, "\n[rule]\npoints  = {}\nunknown = \"worst\"\n", number(&self.import.of));
        if let Some(minimum) = &self.import.minimum {
            let _ = writeln!(file, "minimum = {}", number(minimum));
        }
        if self.has_panel {
            let combine = match self.import.combination {
                Combination::Mean => "mean",
                Combination::Weighted(_) => "weighted-mean",
                Combination::Median => "median",
            };
            let _ = write!(file, "\n[rule.panel]\ncombine = \"{combine}\"\nmissing = \"leave-out\"\n");
        }
    }

    fn vendor(&self, at: usize, vendor: &Vendor) -> String {
        let mut file =
            format!("#:schema ../vendor.schema.json\n\nname   = {}\n", text(&vendor.name, LONGEST_TEXT));
        match &vendor.excluded {
            Some(reason) => {
                let _ = writeln!(file, "status = \"disqualified\"\nreason = {}", text(reason, LONGEST_NOTE));
            }
            None if vendor.is_withdrawn => {
                let _ = writeln!(file, "status = \"withdrawn\"\nreason = \"Hidden in the sheet\"");
            }
            None => file.push_str("status = \"invited\"\n"),
        }
        let _ = write!(file, "# {}\n\n[facts]\n", cleaned_line(&self.book.name(vendor.place)));
        for value in self.values[at].iter().filter(|value| value.parts.is_empty()) {
            let criterion = &self.import.criteria[value.criterion];
            let _ = writeln!(file, "{} = {{ {} }}", criterion.id, self.fact(value, criterion));
        }
        file
    }

    /// What a vendor file says of a value.
    fn fact(&self, value: &Value, criterion: &Criterion) -> String {
        let mut note = value.note.clone().into_iter().collect::<Vec<_>>();
        let own_unit = |unit: &Option<String>| {
            let unit = unit.as_ref().filter(|_| !matches!(criterion.kind, CriterionKind::Price(_)));
            unit.map(|unit| format!(", unit = {}", text(unit, LONGEST_TEXT))).unwrap_or_default()
        };
        let said = match &value.meaning {
            Meaning::Number(amount, unit) => match &value.counted {
                Some(counted) => {
                    note.push(format!(
                        "{} {} in the sheet",
                        number(amount),
                        unit.clone().unwrap_or_default()
                    ));
                    format!("value = {}", number(counted))
                }
                None => format!("value = {}{}", number(amount), own_unit(unit)),
            },
            Meaning::Mean(mean) => format!("value = {}", number(mean)),
            Meaning::Range(low, high, unit) => {
                // The sheet says no more than its ends.
                let likely = value.meaning.number().unwrap_or_default();
                let [low, likely, high] = [low, &likely, high].map(number);
                format!("low = {low}, likely = {likely}, high = {high}{}", own_unit(unit))
            }
            Meaning::Day(day) => format!("value = {day}"),
            Meaning::Days(from, to) => {
                note.push(format!("some day from {from} to {to}"));
                String::new()
            }
            Meaning::Logic(logic) => format!("value = {logic}"),
            Meaning::List(items) => {
                let items: Vec<String> = items.iter().map(|item| text(item, LONGEST_TEXT)).collect();
                format!("value = [{}]", items.join(", "))
            }
            Meaning::Text(words) if words.chars().count() <= LONGEST_TEXT => {
                format!("value = {}", text(words, LONGEST_TEXT))
            }
            Meaning::Text(words) => {
                note.push(words.clone());
                String::new()
            }
            Meaning::Unknown => String::new(),
        };
        let mut parts: Vec<String> = Some(said).filter(|said| !said.is_empty()).into_iter().collect();
        parts.push(format!("source = {}", self.source(value.place)));
        if !note.is_empty() {
            parts.push(format!("note = {}", text(&note.join("; "), LONGEST_NOTE)));
        }
        parts.join(", ")
    }

    fn evaluator(&self, at: usize, name: &str) -> String {
        let mut file = format!("#:schema ../panel.schema.json\n\nname = {}\n", text(name, LONGEST_TEXT));
        if let Combination::Weighted(weights) = &self.import.combination {
            let _ = writeln!(file, "weight = {}", number(&weights[at]));
        }
        for (vendor, named) in self.import.vendors.iter().enumerate() {
            let _ = write!(file, "\n[marks.{}]\n", named.id);
            for value in &self.values[vendor] {
                let Some(part) = value.parts.iter().find(|part| part.evaluator == at) else { continue };
                let mark = part.mark.as_ref().map(|mark| format!("mark = {}, ", number(mark)));
                let mut note = format!("{}, {}", self.origin.name, self.book.name(part.place));
                if let Some(said) = &part.note {
                    let _ = write!(note, ": {said}");
                }
                let id = &self.import.criteria[value.criterion].id;
                let (mark, note) = (mark.unwrap_or_default(), text(&note, LONGEST_NOTE));
                let _ = writeln!(file, "{id} = {{ {mark}note = {note} }}");
            }
        }
        file
    }
}

/// A number as files write it.
fn number(number: &Exact) -> String {
    number.plain(18)
}

/// A text as files may hold it: letters composed, nothing that cannot be seen, not longer than allowed.
fn text(text: &str, longest: usize) -> String {
    let mut seen = normal(text).trim().to_owned();
    while let Some((at, c)) = unseen(&seen) {
        seen.replace_range(at..at + c.len_utf8(), "");
    }
    let short: String = seen.chars().filter(|c| !c.is_control() || *c == '\n').take(longest).collect();
    quoted(if short.trim().is_empty() { "?" } else { short.trim() })
}
