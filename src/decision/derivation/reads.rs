//! What a total is worked out from, through the numbers with names that lead to others.

use std::collections::BTreeSet;

use super::Derivations;
use crate::decision::FactId;
use crate::decision::formula::{Expression, FieldFigure, Formula, Name, Node, Room};
use crate::decision::total::TotalFormula;
use crate::exact::Rounding;

/// What the formulas of a total read.
pub(crate) struct TotalReads<'a> {
    /// Facts, points, needs and numbers, each once.
    pub(crate) names: Vec<&'a Name>,
    /// Formulas that have names, each with how it is rounded.
    pub(crate) steps: Vec<(&'a Name, &'a Formula, Option<Rounding>)>,
    /// Figures of the bids.
    pub(crate) figures: Vec<(&'a Node, &'a FieldFigure)>,
}

impl TotalReads<'_> {
    /// The facts, each once.
    pub(crate) fn facts(&self) -> BTreeSet<FactId> {
        self.names.iter().filter_map(|name| name.fact()).collect()
    }

    /// The ids of the criteria and groups whose points or values are read.
    pub(crate) fn criteria(&self) -> impl Iterator<Item = &str> {
        let is_of_criterion = |name: &&&Name| matches!(name.room, Room::Value | Room::Points | Room::Most);
        self.names.iter().filter(is_of_criterion).map(|name| name.id.as_str())
    }
}

impl Derivations {
    /// What a total reads, each once, in the order in which it stands.
    pub(crate) fn read_by<'a>(&'a self, total: &'a TotalFormula) -> TotalReads<'a> {
        let named = |name: &Name| {
            if name.room != Room::Names || total.numbers.contains_key(&name.id) {
                return None;
            }
            let step = total.step(&name.id).or_else(|| self.name(&name.id))?;
            Some((&step.expr, step.round))
        };
        let mut reads = TotalReads { names: Vec::new(), steps: Vec::new(), figures: Vec::new() };
        let mut open: Vec<&Formula> = total.out.iter().chain([&total.expr]).collect();
        while let Some(formula) = open.pop() {
            formula.root().walk(&mut |node| match &node.expression {
                Expression::Name(name) => {
                    let name = total.read(name);
                    match named(name) {
                        Some((expr, round)) if reads.steps.iter().all(|(known, ..)| *known != name) => {
                            reads.steps.push((name, expr, round));
                            open.push(expr);
                        }
                        None if !reads.names.contains(&name) => reads.names.push(name),
                        Some(_) | None => {}
                    }
                }
                Expression::Field(figure) if reads.figures.iter().all(|(known, _)| *known != node) => {
                    reads.figures.push((node, figure));
                }
                _ => {}
            });
        }
        reads
    }
}
