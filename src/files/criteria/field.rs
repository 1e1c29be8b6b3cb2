//! Whether formulas compare the bids that the rule compares.

use super::CriterionSpans;
use crate::decision::criterion::depends_on_field;
use crate::decision::formula::SetName;
use crate::decision::{BidField, Criterion, FieldFormula, Scale};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::read::Problems;

/// Reports scales whose formula names another set of bids than the rule compares, where that makes a difference.
pub(super) fn check_sets(
    compared: BidField,
    criteria: &[(Criterion, CriterionSpans)],
    problems: &mut Problems,
) {
    let all: Vec<&Criterion> = criteria.iter().map(|(criterion, _)| criterion).collect();
    let is_deciding = |at: usize| all[at].minimum.is_some() && !depends_on_field(&all, at);
    let decides = (0..all.len()).any(is_deciding);
    for (criterion, spans) in criteria {
        let Some(FieldFormula::Stated(formula)) = criterion.scale().and_then(Scale::formula) else {
            continue;
        };
        let other = formula.sets().into_iter().find_map(|set| {
            let (field, is_same) = match (set, compared) {
                (SetName::Offered, field) => (BidField::Offered, field == BidField::Offered),
                (SetName::Admitted, field) => {
                    let is_same = field == BidField::AboveMinimum && !decides;
                    (BidField::Admitted, field == BidField::Admitted || is_same)
                }
                (SetName::AboveMinimum, field) => {
                    let is_same = field == BidField::Admitted && !decides;
                    (BidField::AboveMinimum, field == BidField::AboveMinimum || is_same)
                }
                (SetName::NotAbnormal, _) => return None,
            };
            (!is_same).then_some(field)
        });
        if let (Some(other), Some(place)) = (other, spans.scale) {
            let (word, compared) = (other.word(), compared.word());
            let message = format!("the formula compares `{word}`, and the rule compares `{compared}`");
            // Figures of all bids alone can be worked out before anybody is admitted.
            let or = if other == BidField::Offered {
                format!("write {compared} here, or work it out under [facts.X] and score that")
            } else {
                format!("or write {compared} here")
            };
            let help = format!("add field = \"{word}\" to [rule], {or}");
            problems.push(Diagnostic::new(Code::UnfitFormula, place, message).help(help));
        }
    }
}
