//! The texts of files that are still to be filled.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::NewDecision;
use crate::decision::vendor::is_head_fact;
use crate::decision::{CostBasis, Criterion, Decision, FactId, Scale};
use crate::files::edit::quoted;

/// A criteria file without a criterion.
pub(super) fn decision(new: &NewDecision) -> String {
    let mut text = String::from(
        "#:schema ./criteria.schema.json\n\n\
         # What we decide, what vendors must have, what we value and how much. `weigh check` names every problem.\n",
    );
    let question = new.question.as_ref().map(|question| format!("question = {}\n", quoted(question)));
    let currency = new.currency.as_ref().map(|currency| format!("currency = {}\n", quoted(currency)));
    let _ = write!(
        text,
        "title    = {}\n{}vendors  = {}\n{}",
        quoted(&new.title),
        question.unwrap_or_default(),
        quoted(&format!("../vendors/{}", new.id)),
        currency.unwrap_or_default()
    );
    text.push_str("\n[rule]\nrounding = { criterion = \"2 half-up\", total = \"2 half-up\" }\n");
    text
}

/// The file of an evaluator who has not marked anything yet.
pub(super) fn evaluator(name: &str, role: Option<&str>, has_schema: bool) -> String {
    let schema = if has_schema { "#:schema ../panel.schema.json\n\n" } else { "" };
    let role = role.map(|role| format!("role = {}\n", quoted(role))).unwrap_or_default();
    format!(
        "{schema}name = {}\n{role}\n# Marks, a table for each vendor: `weigh sheet` makes a workbook to fill in, the terminal UI asks for them.\n",
        quoted(name)
    )
}

/// The file of a vendor of which nothing is known yet: every fact, mark and price that the decision reads.
pub(super) fn vendor(decision: &Decision, name: &str, has_schema: bool) -> String {
    let mut text = facts(decision, name, has_schema);
    if decision.panel.is_none() {
        text.push_str(&blank_ratings(decision));
    }
    if let Some(basis) = &decision.cost {
        text.push_str(&blank_quote(basis));
    }
    text
}

/// The scored criteria.
fn leaves(decision: &Decision) -> impl Iterator<Item = &Criterion> {
    decision.criteria.iter().filter(|criterion| !criterion.is_group())
}

/// The head of the file and its facts.
fn facts(decision: &Decision, name: &str, has_schema: bool) -> String {
    let mut text = String::new();
    if has_schema {
        text.push_str("#:schema ../vendor.schema.json\n\n");
    }
    let _ = write!(
        text,
        "name = {}\n\
         # local   = \"the name in its own script\"\n\
         # kind    = \"bpo\"          # in-house, captive, shared-services, call-centre, contact-centre, bpo, kpo, hybrid, ...\n\
         # country = \"TH\"\n\
         # shore   = \"offshore\"     # onshore, nearshore, offshore, multi, cloud, ...\n\
         status = \"invited\"\n\
         {}\n\
         # What is true of the vendor. {{}} means: not known yet. With evidence:\n\
         # fact = {{ value = 14.20, source = \"RFP answer 3.1\", as_of = 2026-09-30 }}\n\
         # fact = {{ low = 22, likely = 28, high = 40, source = \"interview\" }}\n\
         [facts]\n",
        quoted(name),
        asked_of_head(decision)
    );
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for gate in &decision.gates {
        if decision.is_worked_out(&gate.fact) || is_head_fact(gate.fact.as_str()) {
            continue;
        }
        let _ = writeln!(text, "# must-have: {}; {}", one_line(&gate.name), one_line(&gate.asks()));
        if written.insert(gate.fact.as_str()) {
            let _ = writeln!(text, "{} = {{}}", gate.fact);
        }
    }
    for criterion in leaves(decision).filter(|criterion| !criterion.is_rating()) {
        let Some(fact) =
            criterion.fact().filter(|fact| !decision.is_worked_out(fact) && !is_head_fact(fact.as_str()))
        else {
            continue;
        };
        let unit = criterion.unit().map_or_else(String::new, |unit| format!(", {unit}"));
        let scale = criterion.scale().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "# {}{unit}: {}", one_line(&criterion.name), one_line(&scale));
        if written.insert(fact.as_str()) {
            let _ = writeln!(text, "{fact} = {{}}");
        }
    }
    let derivations = &decision.derivations;
    for fact in derivations.all_inputs() {
        if decision.is_worked_out(&fact) || is_head_fact(fact.as_str()) || written.contains(fact.as_str()) {
            continue;
        }
        for one in derivations.readers(&fact) {
            let _ = writeln!(text, "# {} is worked out: {}", one.fact, one.formula);
        }
        let _ = writeln!(text, "{fact} = {{}}");
    }
    text
}

/// What is asked of the lines above the facts, a line each.
fn asked_of_head(decision: &Decision) -> String {
    let gates = decision.gates.iter().map(|gate| (&gate.fact, &gate.name, gate.asks()));
    let leaves = leaves(decision)
        .filter_map(|criterion| Some((criterion.fact()?, &criterion.name, criterion.scale()?.to_string())));
    // Everybody is invited, and that stands there.
    let asked =
        gates.chain(leaves).filter(|(fact, ..)| is_head_fact(fact.as_str()) && fact.as_str() != "status");
    let line = |(fact, name, asks): (&FactId, &String, String)| {
        format!("# {fact} is asked for, take its # away: {}; {}\n", one_line(name), one_line(&asks))
    };
    asked.map(line).collect()
}

/// The marks of a vendor file, to be uncommented; a panel's stand in the files of its evaluators.
fn blank_ratings(decision: &Decision) -> String {
    let mut text = String::new();
    let ratings: Vec<&Criterion> = leaves(decision).filter(|criterion| criterion.is_rating()).collect();
    if !ratings.is_empty() {
        text.push_str("\n# Marks by people; take the # away once there is one.\n[ratings]\n");
    }
    for criterion in ratings {
        let _ = writeln!(
            text,
            "# {}: {}",
            one_line(&criterion.name),
            criterion.scale().map(ToString::to_string).unwrap_or_default()
        );
        if let Some(marks) = criterion.scale().and_then(Scale::marks) {
            for (at, anchor) in marks.anchors.iter().enumerate() {
                let _ = writeln!(text, "#   {} {}", marks.from + &at.into(), one_line(anchor));
            }
        }
        let _ = writeln!(text, "# {} = {{ mark = 3, note = \"why\" }}", criterion.id);
    }
    text
}

/// A quote to be filled in: what it must speak of, and one price line for each channel, to be uncommented.
fn blank_quote(basis: &CostBasis) -> String {
    let mut text = String::from(
        "\n# What it asks for; take the # away and fill in. Units: fte-month, paid-hour, productive-hour, minute,\n\
         # talk-minute, contact, resolution, transaction, month. A rate may be a fact: \"facts.hourly_rate\".\n\
         # [quote]\n\
         # valid_until = 2027-01-31\n\
         # tax         = \"without\"\n\
         # index       = { rise = 3 }     # % a year; or { cpi = true, cap = 4 }\n",
    );
    let things: Vec<String> = basis.checklist.iter().map(|charge| quoted(&charge.id)).collect();
    if !things.is_empty() {
        let _ = writeln!(text, "# included    = [{}]     # what the prices hold", things.join(", "));
        let _ = writeln!(text, "# silent      = []     # what they leave out");
    }
    for channel in &basis.channels {
        let _ = write!(
            text,
            "#\n# [quote.prices.{}]\n# channels = {}\n# per      = \"contact\"\n# rate     = 2.10\n",
            channel.id,
            quoted(&channel.id)
        );
    }
    text.push_str(
        "#\n# [quote.contract]\n# term        = 36     # months\n# notice      = 6\n# exit_clause = true\n",
    );
    text
}

/// A text that stays within its comment.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
