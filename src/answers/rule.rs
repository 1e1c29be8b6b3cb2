//! What we need and how it is judged.

use crate::answers::document::{Block, Cell, FormulaText, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::answers::mathematics::{Setter, in_words};
use crate::answers::stages::stages;
use crate::answers::uncertainty::fact_name;
use crate::answers::weights;
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::formula::catalogue::Step;
use crate::decision::formula::{Formula, Name, Room, SetName};
use crate::decision::total::of_field;
use crate::decision::{BidField, Criterion, Decision, FieldFormula, Gate, Rule, Scale, Unknown};
use crate::exact::Rounding;
use crate::explain::words::rounding;
use crate::score::Evaluation;
use crate::score::field::deciding_minimums;

pub(crate) fn needs(evaluation: &Evaluation) -> Option<Section> {
    let needs = &evaluation.decision.needs;
    if needs.is_empty() {
        return None;
    }
    let mut section = Section::chapter("needs", "What we need");
    let terms = needs.iter().map(|need| (need.id.replace('_', " "), format!("{:#}", need.value)));
    section.blocks.push(Block::Terms(terms.collect()));
    Some(section)
}

pub(crate) fn section(findings: &Findings<'_>) -> Section {
    let evaluation = findings.evaluation;
    let mut section = Section::chapter("rule", "How vendors are judged");
    let total = if evaluation.decision.rule.is_sum() {
        "the score is their sum"
    } else {
        "the score is what the rule's formula makes of them and of facts"
    };
    section.text(format!(
        "A value from 0 to 100 says what a fact is worth on its scale. Points are the weight in the whole, \
         times the value, of the rule's points; {total}."
    ));
    section.table(criteria(findings));
    weights::judgements(&mut section, findings.decision);
    section.table(gates(findings.decision));
    section.heading("From points to ranks");
    section.blocks.push(Block::Terms(terms(evaluation)));
    let formulas = formulas(findings.decision);
    if !formulas.is_empty() {
        section.heading("Formulas");
        section.blocks.extend(formulas.into_iter().map(Block::Formula));
    }
    section.heading("In this order");
    section.list(stages(findings.decision).iter().map(ToString::to_string).collect());
    if !matches!(section.blocks.last(), Some(Block::List(_))) {
        section.blocks.pop();
    }
    section.heading("Remarks");
    let noted = evaluation.decision.criteria.iter().filter_map(|one| Some((&one.name, one.note.as_ref()?)));
    section.list(noted.map(|(name, note)| format!("{name}: {note}")).collect());
    if !matches!(section.blocks.last(), Some(Block::List(_))) {
        section.blocks.pop();
    }
    section
}

fn criteria(findings: &Findings<'_>) -> Table {
    let evaluation = findings.evaluation;
    let mut table = Table::of("Criteria and weights")
        .head("Criterion")
        .numbers("Weight")
        .numbers("Of the whole %")
        .numbers("Most points")
        .words("Scale")
        .numbers("Minimum");
    for criterion in &evaluation.decision.criteria {
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let percent = criterion.share().global.percent();
        let row = table.row(vec![
            Cell::toned(&criterion.name, tone),
            Cell::toned(criterion.weight.plain(4), tone),
            Cell::toned(percent.plain(2), tone),
            Cell::toned(findings.decision.max_points(criterion).plain(4), tone),
            scale(criterion, &evaluation.decision.rule).into(),
            criterion
                .minimum
                .as_ref()
                .map_or_else(String::new, |minimum| minimum.map(|least| least.percent().plain(4)).to_string())
                .into(),
        ]);
        row.depth = criterion.depth();
    }
    table
}

/// The scale with its unit, and what is special about it.
fn scale(criterion: &Criterion, rule: &Rule) -> String {
    let mut parts: Vec<String> = criterion.scale().iter().map(|scale| format!("{scale:#}")).collect();
    parts.extend(criterion.unit().iter().map(|unit| format!("in {unit}")));
    if criterion.is_relative() {
        parts.push("relative to the other vendors".to_owned());
    }
    if criterion.rounding() != rule.criterion_rounding {
        parts.extend(criterion.rounding().map(|rounding| format!("rounded {rounding}")));
    }
    if let Some(unknown) = criterion.unknown().filter(|unknown| *unknown != rule.unknown) {
        parts.push(format!("not known: {}", unknown_text(unknown)));
    }
    parts.join("; ")
}

/// The formulas of the decision: numbers with names, facts that are worked out, scales, the total.
fn formulas(decision: &Decision) -> Vec<FormulaText> {
    let typed = Setter { decision, read: &Name::clone, number: &|_| None, set: &|set| set };
    let made = |of: String, rounding: Option<Rounding>, unit: Option<&String>| {
        let unit = unit.map_or_else(String::new, |unit| format!(", in {unit}"));
        let rounding = rounding.map_or_else(String::new, |rounding| {
            let digits = if rounding.digits == 1 { "digit" } else { "digits" };
            format!(", to {} {digits}, {}", rounding.digits, rounding.mode.name())
        });
        format!("{of}{unit}{rounding}")
    };
    let formula = |of: String, setter: &Setter<'_>, expr: &Formula| FormulaText {
        of,
        set: setter.node(expr.root()),
        text: expr.to_string(),
    };
    let named = |step: &Step, setter: &Setter<'_>| {
        formula(made(in_words(&step.name), step.round, None), setter, &step.expr)
    };
    let mut formulas: Vec<FormulaText> =
        decision.derivations.names.iter().map(|step| named(step, &typed)).collect();
    formulas.extend(decision.derivations.facts.iter().map(|fact| {
        let gate = decision.gates.iter().find(|gate| gate.fact == fact.fact);
        let of =
            gate.map_or_else(|| in_words(&fact_name(decision, &fact.fact, false)), |gate| gate.name.clone());
        formula(made(of, fact.rounding, fact.unit.as_ref()), &typed, &fact.formula)
    }));
    for criterion in &decision.criteria {
        let Some(FieldFormula::Stated(stated)) = criterion.scale().and_then(Scale::formula) else { continue };
        let published = stated.published();
        let fact = criterion.fact().map(Name::of_fact);
        let read = |name: &Name| match (name.room, &fact) {
            (Room::Facts | Room::Cost, Some(fact)) => fact.clone(),
            _ => name.clone(),
        };
        let number = |name: &Name| match name.room {
            Room::Names => stated.numbers().get(&name.id).map(|number| number.spaced(SHOWN_DECIMALS)),
            _ => None,
        };
        let compared = of_field(decision.rule.field);
        let set = |set: SetName| if published.is_typed() { set } else { compared };
        let setter = Setter { decision, read: &read, number: &number, set: &set };
        let own = published.steps.iter().filter(|step| decision.derivations.name(&step.name).is_none());
        formulas.extend(own.map(|step| named(step, &setter)));
        let full = stated.full().spaced(SHOWN_DECIMALS);
        let of = made(format!("{}, of {full}", criterion.name), published.round, None);
        formulas.push(formula(of, &setter, &published.expr));
    }
    if let Some(total) = &decision.rule.total {
        let read = |name: &Name| total.read(name).clone();
        let number = |name: &Name| match name.room {
            Room::Names => total.numbers.get(&name.id).map(|number| number.spaced(SHOWN_DECIMALS)),
            _ => None,
        };
        let set = |set: SetName| total.set(set, decision.rule.field);
        let setter = Setter { decision, read: &read, number: &number, set: &set };
        formulas.extend(total.steps.iter().map(|step| named(step, &setter)));
        formulas.extend(total.out.iter().map(|out| formula("Left out".to_owned(), &setter, out)));
        let rounding = decision.rule.total_rounding.or(total.rounding);
        formulas.push(formula(made("Total".to_owned(), rounding, total.unit.as_ref()), &setter, &total.expr));
    }
    formulas
}

fn gates(decision: &Decision) -> Table {
    let mut table = Table::of("Must-haves").head("Must-have").words("Asks").words("Remark");
    for gate in &decision.gates {
        table.row(vec![
            gate.name.as_str().into(),
            asks(gate).into(),
            gate.note.clone().unwrap_or_default().into(),
        ]);
    }
    table
}

/// What a must-have asks, for people.
fn asks(gate: &Gate) -> String {
    let on = gate.on.map_or_else(String::new, |on| format!(" on {on}"));
    format!("{:#}{on}", gate.test)
}

fn terms(evaluation: &Evaluation) -> Vec<(String, String)> {
    let rule = &evaluation.decision.rule;
    let weights = rule.weights.as_ref().map_or_else(
        || "divided by the sum of their siblings".to_owned(),
        |sum| format!("siblings add up to {sum}"),
    );
    let name = |id: &crate::decision::CriterionId| {
        let named = evaluation.decision.criteria.iter().find(|criterion| criterion.id == *id);
        named.map_or_else(|| id.to_string(), |criterion| criterion.name.clone())
    };
    let ties = if rule.ties.is_empty() {
        "vendors with equal scores share a rank".to_owned()
    } else {
        let names: Vec<String> = rule.ties.iter().map(name).collect();
        format!("more points on {}; then a shared rank", names.join(", then on "))
    };
    let mut terms = vec![("Points in all".to_owned(), rule.points.to_string())];
    terms.extend(rule.total.as_ref().map(|total| ("Total".to_owned(), total.to_string())));
    terms.extend([
        ("Weights".to_owned(), weights),
        ("Rounding".to_owned(), rounding(evaluation)),
        ("What is not known".to_owned(), unknown_text(rule.unknown).to_owned()),
        ("Equal scores".to_owned(), ties),
    ]);
    if let Some(minimum) = &rule.minimum {
        terms.push(("Least score".to_owned(), format!("{minimum}; a vendor below is not awardable")));
    }
    let field = match rule.field {
        BidField::Offered => Some("all that were handed in, also of those that are out or have withdrawn"),
        BidField::Admitted => Some("those that fail no must-have, also below a minimum"),
        BidField::NotAbnormal => Some(
            "those that fail no must-have and no minimum of quality, and owe no explanation of a price that is abnormally low",
        ),
        BidField::AboveMinimum if deciding_minimums(&evaluation.decision).is_empty() => None,
        BidField::AboveMinimum => {
            Some("a bid that is known to miss a minimum of quality sets no price for the others")
        }
    };
    terms.extend(field.map(|field| ("Whose bids are compared".to_owned(), field.to_owned())));
    terms.push(("Fingerprint of the rule".to_owned(), evaluation.digest.rule.to_string()));
    terms
}

fn unknown_text(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::Worst => "counts as the worst value",
        Unknown::Middle => "counts as the middle of the scale",
        Unknown::Best => "counts as the best value",
        Unknown::Skip => "is left out; its weight goes to the vendor's other criteria",
    }
}
