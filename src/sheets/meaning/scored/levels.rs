//! Marks that are words: what each is worth is asked once for all.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::leaf::Leaf;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{folded, level, weight_word};

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

/// Asks what weights count as that are words, `high`, `★★★`: once for all tables.
pub(super) fn ask_weights(reader: &mut Reader<'_>) {
    let mut found: BTreeMap<usize, (String, Place)> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for table in (0..reader.layout.tables.len()).filter(|table| !reader.is_hidden(*table)) {
        let it = reader.table(table);
        let Some(slot) = it.weight else { continue };
        for place in it.lines.iter().map(|line| it.place(line.at, slot)) {
            let Some(text) = reader.text(place) else { continue };
            let Some(level) = weight_word(text) else { continue };
            found.entry(level).or_insert_with(|| (text.trim().to_owned(), place));
            words.insert(folded(text), level);
        }
    }
    if found.is_empty() {
        return;
    }
    // So many stars count so much; words in steps from the least.
    let is_counted = found.values().all(|(word, _)| !word.contains(char::is_alphabetic));
    let worth = |at: usize, level: usize| if is_counted { level } else { at + 1 };
    let steps: Vec<(usize, usize)> =
        found.keys().enumerate().map(|(at, level)| (*level, worth(at, *level))).collect();
    let shown = found.values().zip(&steps).map(|((word, _), (_, worth))| format!("{word} = {worth}"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    let ask = "Weights are words here. What is each worth, from the least to the most?".to_owned();
    let at = found.values().map(|(_, place)| *place).collect();
    let options = [shown.as_str(), "all the same"];
    let choice = reader.ask(Asked::WordScale, at, ask, &options, "every score and the ranking").at;
    let worth: BTreeMap<usize, Exact> = steps
        .into_iter()
        .map(|(level, worth)| (level, if choice == 0 { Exact::from(worth) } else { Exact::ONE }))
        .collect();
    reader.weight_words = words.into_iter().map(|(word, level)| (word, worth[&level].clone())).collect();
}

impl Reader<'_> {
    /// What the best word counts as that a criterion has for a mark; none where its marks are numbers.
    pub(super) fn best_level(&self, leaf: &Leaf) -> Option<Exact> {
        let mut texts = leaf.cells.iter().flatten().filter_map(|place| self.text(*place));
        texts.any(|text| self.level(text).is_some()).then(|| self.levels.values().max().cloned()).flatten()
    }
}
