//! A blank sheet, and its TOML.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::BlindKey;
use crate::decision::panel::Notes;
use crate::decision::panel::lowest_mark_of;
use crate::decision::scale::MarkRange;
use crate::decision::{Decision, EvaluatorId, Fact, FactId, Status, Vendor};
use crate::exact::Exact;
use crate::files::edit::quoted;

/// What a sheet that is TOML says of how it is filled in; a file that does not say so is no blank sheet.
pub const HOW: &str = "# Take the # away from a mark and fill it in;";

/// What one evaluator is to mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The decision's id.
    pub decision: String,
    /// What is decided.
    pub title: String,
    /// The evaluator's id.
    pub evaluator: String,
    /// The evaluator's name.
    pub name: String,
    /// Whether labels stand for the vendors.
    pub is_blind: bool,
    /// What the rule asks of notes, in words; empty for nothing.
    pub asks: &'static str,
    /// The vendors, in the order of their ids or labels.
    pub vendors: Vec<SheetVendor>,
    /// What is to be marked of each.
    pub marks: Vec<SheetMark>,
    /// What is left out because it could be a price, by name.
    pub left_out: Vec<String>,
}

/// A vendor on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetVendor {
    /// Its id or label.
    pub id: String,
    /// Its name, or its label in words.
    pub name: String,
    /// What is known of it.
    pub facts: Vec<SheetFact>,
}

/// A fact on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetFact {
    /// What it is: the name of the criterion or the gate that reads it.
    pub name: String,
    /// What it says.
    pub value: String,
    /// How we know; empty where nothing is given, and on blind sheets.
    pub source: String,
}

/// A criterion that is to be marked.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetMark {
    /// Its key in the criteria file.
    pub criterion: String,
    /// Its name, as people read it.
    pub name: String,
    /// The lowest mark.
    pub from: Exact,
    /// The highest mark.
    pub to: Exact,
    /// What the marks mean, the lowest first, each with its mark; empty without anchors.
    pub anchors: Vec<String>,
}

/// The blank sheet of an evaluator: every vendor that takes part and with whom there is no conflict.
///
/// - `name`: of an evaluator whom the panel does not know yet; the id where there is none.
/// - `key`: for a blind sheet.
/// - `with_prices`: whether quality is settled and prices may be seen.
#[must_use]
pub fn blank(
    decision: &Decision,
    (evaluator, name): (&EvaluatorId, Option<&str>),
    key: Option<&BlindKey>,
    with_prices: bool,
) -> Sheet {
    let known =
        decision.panel.as_ref().and_then(|panel| panel.evaluators.iter().find(|one| one.id == *evaluator));
    let is_judged = |vendor: &&Arc<Vendor>| {
        vendor.status == Status::Invited && known.is_none_or(|one| one.conflict(&vendor.id).is_none())
    };
    let (unsure, read): (Vec<_>, Vec<_>) = facts_read(decision, with_prices)
        .into_iter()
        .partition(|(_, fact)| !with_prices && decision.may_be_price(fact));
    let names = names(decision);
    let on_sheet = |vendor: &Arc<Vendor>| {
        let label = key.map(|key| key.label(&vendor.id).map(str::to_owned));
        let facts = read.iter().filter_map(|(name, fact)| {
            let fact = vendor.facts.get(fact.as_str())?;
            let may_show = |text: &str| with_prices || !decision.is_money(text);
            sheet_fact(name, fact, key.is_some(), &names, &may_show)
        });
        let facts = facts.collect();
        match label {
            None => Some(SheetVendor { id: vendor.id.to_string(), name: vendor.name.clone(), facts }),
            // A vendor that the key does not know stays out of a blind sheet.
            Some(label) => label.map(|label| SheetVendor { name: label_text(&label), id: label, facts }),
        }
    };
    let mut vendors: Vec<SheetVendor> =
        decision.vendors.iter().filter(is_judged).filter_map(on_sheet).collect();
    if key.is_some() {
        // By label, z before aa.
        vendors.sort_by(|a, b| (a.id.len(), &a.id).cmp(&(b.id.len(), &b.id)));
    }
    Sheet {
        decision: decision.id.to_string(),
        title: decision.title.clone(),
        evaluator: evaluator.to_string(),
        name: known.map(|one| one.name.as_str()).or(name).unwrap_or(evaluator.as_str()).to_owned(),
        is_blind: key.is_some(),
        asks: match decision.rule.panel.as_ref().map(|rule| rule.notes).unwrap_or_default() {
            Notes::None => "",
            Notes::Ends => "The highest and the lowest mark want a reason.",
            Notes::Every => "Every mark wants a reason.",
        },
        vendors,
        marks: marks(decision),
        left_out: unsure.into_iter().map(|(name, _)| name.to_owned()).collect(),
    }
}

/// `Vendor A` for `vendor-a`.
fn label_text(label: &str) -> String {
    format!("Vendor {}", label.trim_start_matches("vendor-").to_uppercase())
}

fn marks(decision: &Decision) -> Vec<SheetMark> {
    let one = |criterion: &crate::decision::Criterion| {
        let MarkRange { from, to, anchors } = criterion.leaf.as_ref()?.scale.marks()?;
        let anchor = |(at, text): (usize, &String)| format!("{} {}", from + &Exact::from(at), one_line(text));
        Some(SheetMark {
            criterion: criterion.id.to_string(),
            name: criterion.name.clone(),
            from: from.clone(),
            to: to.clone(),
            anchors: anchors.iter().enumerate().map(anchor).collect(),
        })
    };
    decision.criteria.iter().filter_map(one).collect()
}

/// The facts that the decision reads, each once, with the name of what reads it; without prices as long as
/// these are sealed.
fn facts_read(decision: &Decision, with_prices: bool) -> Vec<(&str, &FactId)> {
    let prices = decision.price_facts();
    let gates = decision.gates.iter().map(|gate| (gate.name.as_str(), &gate.fact));
    let leaves = decision.criteria.iter().filter_map(|criterion| {
        let leaf = criterion.leaf.as_ref().filter(|leaf| !leaf.scale.is_rating())?;
        Some((criterion.name.as_str(), &leaf.fact))
    });
    let mut seen = BTreeSet::new();
    leaves
        .chain(gates)
        .filter(|(_, fact)| with_prices || !prices.contains(*fact))
        // Nobody is to see what the others gave.
        .filter(|(_, fact)| !tells_marks(decision, fact))
        .filter(|(_, fact)| seen.insert(*fact))
        .collect()
}

/// Whether a fact comes out of the marks of evaluators.
fn tells_marks(decision: &Decision, fact: &FactId) -> bool {
    let inputs = decision.derivations.inputs(fact);
    inputs.iter().chain([fact]).any(|fact| lowest_mark_of(fact.as_str()).is_some())
}

/// What would tell who a vendor is: every name and id, in small letters.
fn names(decision: &Decision) -> Vec<String> {
    let of =
        |vendor: &Arc<Vendor>| [Some(vendor.id.to_string()), Some(vendor.name.clone()), vendor.local.clone()];
    decision.vendors.iter().flat_map(of).flatten().map(|name| name.to_lowercase()).collect()
}

/// A fact for a sheet. A blind one holds neither sources nor anything that names a vendor.
///
/// - `may_show`: whether a text may stand on it; words can tell a price as well as numbers.
fn sheet_fact(
    name: &str,
    fact: &Fact,
    is_blind: bool,
    names: &[String],
    may_show: &dyn Fn(&str) -> bool,
) -> Option<SheetFact> {
    let unit = fact.evidence.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    let said = fact.value.as_ref()?.to_string();
    let value = format!("{said}{unit}");
    let source = Some(fact.evidence.cited()).filter(|cited| !is_blind && may_show(cited)).unwrap_or_default();
    let tells = |name: &String| value.to_lowercase().contains(name.as_str());
    (may_show(&said) && (!is_blind || !names.iter().any(tells))).then(|| SheetFact {
        name: name.to_owned(),
        value,
        source,
    })
}

/// A text that stays within its line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

impl Sheet {
    /// The sheet as TOML: an evaluator's file, with the marks to be uncommented.
    #[must_use]
    pub fn toml(&self) -> String {
        let mut text = String::new();
        if !self.is_blind {
            text.push_str("#:schema ../panel.schema.json\n\n");
        }
        let _ = write!(
            text,
            "# {}\n{HOW} {{}} says that you cannot judge it. {}\n\n\
             name = {}\n# role = \"...\"\n",
            one_line(&self.title),
            self.asks,
            quoted(&self.name)
        );
        for vendor in &self.vendors {
            let _ = write!(text, "\n# ---- {}\n", one_line(&vendor.name));
            for fact in &vendor.facts {
                let source =
                    if fact.source.is_empty() { String::new() } else { format!(" ({})", fact.source) };
                let _ = writeln!(
                    text,
                    "# {}: {}{}",
                    one_line(&fact.name),
                    one_line(&fact.value),
                    one_line(&source)
                );
            }
            let _ = writeln!(text, "[marks.{}]", vendor.id);
            for mark in &self.marks {
                let _ = writeln!(
                    text,
                    "# {}, {} to {}: {}",
                    one_line(&mark.name),
                    mark.from,
                    mark.to,
                    mark.anchors.join("; ")
                );
                let _ = writeln!(text, "# {} = {{ mark = {}, note = \"why\" }}", mark.criterion, mark.from);
            }
        }
        text
    }
}
