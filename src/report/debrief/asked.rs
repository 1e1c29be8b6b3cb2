//! What must-haves ask, for readers who do not know the files.

use crate::answers::mathematics::in_words;
use crate::decision::derivation::Derivations;
use crate::decision::formula::catalogue::Step;
use crate::decision::formula::{Expression, Formula, Room};
use crate::decision::{Gate, Test};

/// What a must-have asks, a condition with words for names: `price >= 0.85 * m, where m is mean(offered, price)`.
pub(super) fn asked(gate: &Gate, derivations: &Derivations) -> String {
    let Test::Holds(formula) = &gate.test else { return gate.asks() };
    let mut names: Vec<&Step> = derivations.names.iter().filter(|step| reads(formula, step)).collect();
    let mut at = 0;
    while let Some(step) = names.get(at).copied() {
        let more = derivations.names.iter().filter(|one| reads(&step.expr, one));
        let more: Vec<&Step> = more.filter(|one| !names.iter().any(|known| known.name == one.name)).collect();
        names.extend(more);
        at += 1;
    }
    let meanings = names.iter().map(|step| format!("{} is {}", in_words(&step.name), worded(&step.expr)));
    let meanings: Vec<String> = meanings.collect();
    let words = worded(formula);
    if meanings.is_empty() { words } else { format!("{words}, where {}", meanings.join(" and ")) }
}

fn reads(formula: &Formula, step: &Step) -> bool {
    formula.names().into_iter().any(|name| name.room == Room::Names && name.id == step.name)
}

/// A formula whose names are words.
fn worded(formula: &Formula) -> String {
    let mut places = Vec::new();
    formula.root().walk(&mut |node| {
        if let Expression::Name(name) = &node.expression {
            places.push((node.span.clone(), in_words(&name.id)));
        }
    });
    places.sort_by_key(|(span, _)| span.start);
    let mut text = formula.text().to_owned();
    for (span, words) in places.into_iter().rev() {
        text.replace_range(span, &words);
    }
    text
}
