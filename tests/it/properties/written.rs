//! A decision as the files that say it, and reading them back.

use std::fmt;

use proptest::prelude::*;
use weigh::decision::scale::{Parameter, TableKey, ValueLine};
use weigh::decision::{
    BidField, Decision, FactId, FactValue, FieldFormula, Item, Scale, Shape, Status, Test, Unknown, Vendor,
};
use weigh::exact::Exact;
use weigh::files::Request;
use weigh::open::open;

use super::check_costly;
use super::order::portrait;
use super::random::{self, leaves};
use crate::support::{Workspace, evaluate};

/// A random decision that shows itself as files when a property breaks on it.
#[derive(Clone)]
pub(crate) struct Random(pub(crate) Decision);

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n# criteria/d.toml\n{}", criteria(&self.0, &[]))?;
        for (at, vendor) in self.0.vendors.iter().enumerate() {
            writeln!(f, "# vendors/d/{}.toml\n{}", vendor.id, vendor_file(&self.0, at, vendor))?;
        }
        Ok(())
    }
}

/// A random decision.
pub(crate) fn decision() -> impl Strategy<Value = Random> {
    random::decision().prop_map(Random)
}

/// The criteria file, its tables in the order of the keys; as they stand where there are none.
fn criteria(decision: &Decision, keys: &[u32]) -> String {
    let gates = decision.gates.iter().map(|gate| {
        let Test::AtLeast(limit) = &gate.test else { panic!("random decisions test numbers") };
        format!("[gates.{}]\nname = \"{}\"\nat_least = {limit}\n", gate.id, gate.name)
    });
    let criteria = (0..decision.criteria.len()).map(|at| criterion(decision, at));
    let mut tables: Vec<(u32, String)> = gates
        .chain(criteria)
        .chain([rule(decision)])
        .enumerate()
        .map(|(at, table)| (keys.get(at).copied().unwrap_or(0), table))
        .collect();
    tables.sort_by_key(|(key, _)| *key);
    let tables: Vec<String> = tables.into_iter().map(|(_, table)| table).collect();
    format!("title = \"{}\"\n\n{}", decision.title, tables.join("\n"))
}

fn shown(value: &Exact) -> Exact {
    value.percent()
}

fn criterion(decision: &Decision, at: usize) -> String {
    let criterion = &decision.criteria[at];
    let mut text = format!(
        "[criteria.{}]\nname = \"{}\"\nweight = {}\n",
        criterion.id, criterion.name, criterion.weight
    );
    if let Some(parent) = criterion.parent {
        text.push_str(&format!("under = \"{}\"\n", decision.criteria[parent].id));
    }
    if let Some(minimum) = &criterion.minimum {
        text.push_str(&minimum_line(&minimum.map(|least| least.percent().to_string())));
    }
    if let Some(leaf) = &criterion.leaf {
        text.push_str(&format!(
            "scale = {}\nunknown = \"{}\"\n",
            scale(&leaf.scale, &leaf.fact, decision.rule.field),
            unknown(leaf.unknown)
        ));
        if let Some(rounding) = leaf.rounding {
            text.push_str(&format!("rounding = \"{rounding}\"\n"));
        }
    }
    text
}

fn unknown(rule: Unknown) -> &'static str {
    match rule {
        Unknown::Worst => "worst",
        Unknown::Middle => "middle",
        Unknown::Best => "best",
        Unknown::Skip => "skip",
    }
}

/// - `fact`: what the criterion reads; random formulas read `facts.x`.
fn scale(scale: &Scale, fact: &FactId, field: BidField) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match scale.shape() {
        Shape::Line(line) => written_line(line),
        Shape::Table(table) => {
            let words =
                joined(table.rows().iter().map(|(word, y)| format!("{word} = {}", shown(y))).collect());
            match table.key() {
                TableKey::Text => format!("{{ levels = {{ {words} }} }}"),
                TableKey::YesNo => format!("{{ {words} }}"),
            }
        }
        Shape::Set(set) => {
            let day = set.on().map_or_else(String::new, |on| format!(", on = {on}"));
            format!("{{ covers = {:?}{day} }}", set.things())
        }
        Shape::Formula(FieldFormula::Relative { higher_is_better }) => {
            format!("{{ relative = \"{}\" }}", if *higher_is_better { "higher" } else { "lower" })
        }
        Shape::Formula(FieldFormula::Price(formula)) => {
            let term = |(parameter, number): (Parameter, &Exact)| match parameter {
                Parameter::Budget => format!(", budget = {number}"),
                Parameter::Base => format!(", base = {number}"),
                Parameter::Added => format!(", add = {}", shown(number)),
            };
            let terms: String = formula.parameters().into_iter().map(term).collect();
            format!("{{ formula = \"{}\"{terms} }}", formula.name())
        }
        Shape::Formula(FieldFormula::Stated(formula)) => {
            let published = formula.published();
            let expr = published
                .expr
                .text()
                .replace("facts.x", &format!("facts.\"{fact}\""))
                .replace("admitted", field.word());
            let numbers: Vec<String> =
                formula.numbers().iter().map(|(name, number)| format!("{name} = {number}")).collect();
            format!("{{ expr = '{expr}', numbers = {{ {} }} }}", numbers.join(", "))
        }
        _ => unreachable!("there are four shapes"),
    }
}

fn written_line(line: &ValueLine) -> String {
    let points: Vec<(&str, &(Exact, Exact))> = line.named_points().collect();
    match points.as_slice() {
        [("worst", (worst, _)), (_, (best, _))] => format!("{{ worst = {worst}, best = {best} }}"),
        [("lowest mark", (from, _)), (_, (to, _))] => format!("{{ rating = {to}, from = {from} }}"),
        [("low", (low, _)), (_, (ideal, _)), (_, (high, _))] => {
            format!("{{ low = {low}, ideal = {ideal}, high = {high} }}")
        }
        _ => {
            let pairs: Vec<String> =
                points.iter().map(|(_, (x, y))| format!("[{x}, {}]", shown(y))).collect();
            format!("{{ points = [{}] }}", pairs.join(", "))
        }
    }
}

fn rule(decision: &Decision) -> String {
    let rule = &decision.rule;
    let ties: Vec<String> = rule.ties.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "[rule]\npoints = {}\nunknown = \"{}\"\nties = {ties:?}\n",
        rule.points,
        unknown(rule.unknown)
    );
    for (key, has) in [("floor", rule.has_floor), ("cap", rule.has_cap)] {
        text.push_str(&if has { String::new() } else { format!("{key} = \"none\"\n") });
    }
    text.push_str(&format!("field = \"{}\"\n", rule.field.word()));
    if let Some(minimum) = &rule.minimum {
        text.push_str(&minimum_line(minimum));
    }
    if let Some(total) = rule.total_rounding {
        text.push_str(&format!("rounding.total = \"{total}\"\n"));
    }
    text
}

/// A vendor file. The first vendor mentions every fact, for a fact that nobody mentions is refused.
fn vendor_file(decision: &Decision, at: usize, vendor: &Vendor) -> String {
    let mut text = format!("name = \"{}\"\n", vendor.name);
    match &vendor.status {
        Status::Invited => {}
        Status::Withdrawn { reason } => {
            text.push_str(&format!("status = \"withdrawn\"\nreason = \"{reason}\"\n"));
        }
        Status::Disqualified { reason } => {
            text.push_str(&format!("status = \"disqualified\"\nreason = \"{reason}\"\n"));
        }
    }
    text.push_str("\n[facts]\n");
    let read = leaves(decision).into_iter().filter(|(_, leaf)| !leaf.scale.is_rating());
    for fact in read.map(|(_, leaf)| &leaf.fact).chain(decision.gates.iter().map(|gate| &gate.fact)) {
        match vendor.facts.get(fact).map(|fact| fact.value.as_ref()) {
            Some(Some(value)) => text.push_str(&format!("{fact} = {}\n", fact_value(value))),
            Some(None) => text.push_str(&format!("{fact} = {{}}\n")),
            None if at == 0 => text.push_str(&format!("{fact} = {{}}\n")),
            None => {}
        }
    }
    text.push_str("\n[ratings]\n");
    for (criterion, mark) in &vendor.ratings {
        text.extend(mark.value.as_ref().map(|mark| format!("{criterion} = {}\n", fact_value(mark))));
    }
    text
}

fn fact_value(value: &FactValue) -> String {
    match value {
        FactValue::Number { value } => value.to_string(),
        FactValue::Range { low, likely, high } => {
            format!("{{ low = {low}, likely = {likely}, high = {high} }}")
        }
        FactValue::Count(count) => count.toml(|text| format!("{text:?}")),
        FactValue::Text { value } => format!("{value:?}"),
        FactValue::YesNo { value } => value.to_string(),
        FactValue::Date { value } => value.to_string(),
        FactValue::NotApplicable { reason } => format!("{{ not_applicable = true, reason = {reason:?} }}"),
        FactValue::Set { items } => format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", ")),
    }
}

fn item(item: &Item) -> String {
    match item.evidence.until {
        Some(until) => format!("{{ name = {:?}, until = {until} }}", item.name),
        None => format!("{:?}", item.name),
    }
}

#[test]
fn a_decision_scores_the_same_when_it_is_written_and_read_whatever_the_order_of_its_tables() {
    check_costly((decision(), proptest::collection::vec(any::<u32>(), 40)), |(Random(decision), keys)| {
        let files: Vec<String> =
            (0..).zip(&decision.vendors).map(|(at, vendor)| vendor_file(&decision, at, vendor)).collect();
        let vendors: Vec<(&str, &str)> = decision
            .vendors
            .iter()
            .zip(&files)
            .map(|(vendor, file)| (vendor.id.as_str(), file.as_str()))
            .collect();
        let folder = Workspace::new(&criteria(&decision, &keys), &vendors);
        let workspace = weigh::files::Workspace::find(folder.path()).unwrap();
        let criteria = workspace.decision("d").unwrap();
        let opened = open(&Request { workspace, criteria, vendors: None, what_if: Vec::new() });
        let errors: Vec<_> = opened.problems.iter().filter(|problem| problem.is_error()).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}");
        let read = evaluate(opened.decision().unwrap());
        prop_assert_eq!(portrait(&read), portrait(&evaluate(&decision)));
        Ok(())
    });
}

fn minimum_line<T: std::fmt::Display>(minimum: &weigh::decision::Minimum<T>) -> String {
    let least = minimum.least();
    if minimum.is_strict() {
        format!("minimum = {{ above = {least} }}\n")
    } else {
        format!("minimum = {least}\n")
    }
}
