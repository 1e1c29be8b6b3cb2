//! What the criteria file asks of facts that are numbers: how far its scales and limits reach.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::BTreeMap;

use crate::decision::{Criterion, FactId, Leaf, Shape, Test};
use crate::diagnostic::Span;
use crate::exact::Exact;
use crate::files::criteria::{CriterionSpans, Draft};

/// What asks for a fact that is a number.
#[derive(Default)]
pub(super) struct Asked<'a> {
    pub(super) unit: Option<&'a str>,
    /// The least and the greatest number that its scales and limits name.
    pub(super) ends: Option<[Exact; 2]>,
    /// Each scale and limit by itself.
    bounds: Vec<Bound>,
    pub(super) place: Option<Span>,
}

/// How far a scale reaches, or what a limit lets pass; none where there is no end.
pub(super) struct Bound {
    low: Option<Exact>,
    high: Option<Exact>,
    place: Span,
}

/// What is asked of each fact.
pub(super) fn asked<'a>(
    draft: &'a Draft,
    leaves: &[(&'a Criterion, &'a Leaf, &CriterionSpans)],
) -> BTreeMap<&'a FactId, Asked<'a>> {
    let mut asked: BTreeMap<&FactId, Asked<'_>> = BTreeMap::new();
    for (_, leaf, spans) in leaves {
        let ends = match leaf.scale.shape() {
            Shape::Line(line) if !leaf.scale.is_rating() => {
                let [low, high] = line.reach();
                Some([low.clone(), high.clone()])
            }
            Shape::Formula(formula) => {
                formula.price().and_then(|price| price.limit()).map(|limit| [limit.clone(), limit.clone()])
            }
            Shape::Line(_) | Shape::Table(_) | Shape::Set(_) => continue,
        };
        let one = asked.entry(&leaf.fact).or_default();
        one.unit = one.unit.or(leaf.unit.as_deref());
        one.place = one.place.or(spans.unit).or(spans.scale);
        if let Some([low, high]) = &ends {
            let low = (low != high).then(|| low.clone());
            one.bounds.push(Bound {
                low,
                high: Some(high.clone()),
                place: spans.scale.unwrap_or(spans.fact),
            });
        }
        one.reach(ends);
    }
    for (gate, spans) in &draft.gates {
        let (Test::AtLeast(limit) | Test::AtMost(limit)) = &gate.test else { continue };
        let one = asked.entry(&gate.fact).or_default();
        one.place = one.place.or(Some(spans.test));
        let is_least = matches!(gate.test, Test::AtLeast(_));
        let end = |is_there: bool| is_there.then(|| limit.clone());
        one.bounds.push(Bound { low: end(is_least), high: end(!is_least), place: spans.test });
        one.reach(Some([limit.clone(), limit.clone()]));
    }
    for fact in &draft.derivations.inputs {
        asked.entry(fact).or_default();
    }
    asked
}

impl Asked<'_> {
    /// Where something is asked that a thousand times a number suits, and the number itself less.
    pub(super) fn wants_thousands(&self, number: &Exact) -> Option<Span> {
        self.bounds.iter().find(|bound| bound.wants_thousands(number)).map(|bound| bound.place)
    }

    fn reach(&mut self, ends: Option<[Exact; 2]>) {
        self.ends = match (self.ends.take(), ends) {
            (Some([low, high]), Some([lower, higher])) => Some([low.min(lower), high.max(higher)]),
            (one, other) => one.or(other),
        };
    }
}

impl Bound {
    fn wants_thousands(&self, number: &Exact) -> bool {
        let meant = number * &Exact::from(1_000);
        // Somewhat beyond the end of a scale is still meant for it; a limit is one.
        let is_scale = self.low.is_some() && self.high.is_some();
        let slack = Exact::from(if is_scale { 2 } else { 1 });
        let is_let_in = self.high.as_ref().is_none_or(|high| meant <= high * &slack)
            && (is_scale || self.low.as_ref().is_none_or(|low| *low <= meant));
        let mut ends = [&self.low, &self.high].into_iter().flatten().filter(|end| **end > Exact::ZERO);
        let least = ends.next();
        let greatest = ends.next().or(least);
        is_let_in
            && least
                .zip(greatest)
                .is_some_and(|(least, greatest)| is_nearer_in_thousands(number, least, greatest))
    }
}

/// Whether a thousand times a number comes nearer to what lies between two others, or among them, than it does itself.
pub(super) fn is_nearer_in_thousands(number: &Exact, least: &Exact, greatest: &Exact) -> bool {
    let meant = number * &Exact::from(1_000);
    *number > Exact::ZERO && number < least && (meant <= *greatest || &meant * number < least * greatest)
}
