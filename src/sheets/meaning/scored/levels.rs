//! Marks that are words: what each is worth is asked once for all.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::leaf::Leaf;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{folded, level};

/// Asks what words count as that stand where marks do.
pub(super) fn ask(reader: &mut Reader<'_>, leaves: &[Leaf]) {
    // For each level its word as the sheet has it first, with the cell.
    let mut found: BTreeMap<usize, (String, Place)> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for place in leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten()) {
        let is_typed = reader.cell(*place).is_some_and(|cell| cell.formula.is_none());
        let Some(text) = reader.text(*place).filter(|_| is_typed) else { continue };
        let Some(level) = level(text) else { continue };
        found.entry(level).or_insert_with(|| (text.trim().to_owned(), *place));
        words.insert(folded(text), level);
    }
    if found.is_empty() {
        return;
    }
    let steps = |from: usize| {
        let steps = found.values().zip(from..).map(|((word, _), step)| format!("{word} = {step}"));
        steps.collect::<Vec<_>>().join(", ")
    };
    let ask = "Marks are words here. What is each worth, from the worst to the best?".to_owned();
    let (from_zero, from_one) = (steps(0), steps(1));
    let options = [from_zero.as_str(), from_one.as_str(), "not known"];
    let at = found.values().map(|(_, place)| *place).collect();
    let choice = reader.ask(Asked::WordScale, at, ask, &options, "every score; the weights stay").at;
    if choice > 1 {
        return;
    }
    let steps: BTreeMap<usize, Exact> =
        found.keys().zip(choice..).map(|(level, step)| (*level, Exact::from(step))).collect();
    reader.levels = words.into_iter().map(|(word, level)| (word, steps[&level].clone())).collect();
}

impl Reader<'_> {
    /// What the best word counts as that a criterion has for a mark; none where its marks are numbers.
    pub(super) fn best_level(&self, leaf: &Leaf) -> Option<Exact> {
        let mut texts = leaf.cells.iter().flatten().filter_map(|place| self.text(*place));
        texts.any(|text| self.level(text).is_some()).then(|| self.levels.values().max().cloned()).flatten()
    }
}
