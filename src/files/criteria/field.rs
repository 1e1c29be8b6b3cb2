//! Whether formulas compare the bids that the rule compares.

use super::CriterionSpans;
use crate::decision::criterion::depends_on_field;
use crate::decision::formula::SetName;
use crate::decision::{BidField, Criterion, FieldFormula, Scale};
use crate::diagnostic::{Code, Diagnostic, Span};
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
                (SetName::NotAbnormal, field) => (BidField::NotAbnormal, field == BidField::NotAbnormal),
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

/// Refuses to compare those that owe no explanation, where nobody is asked for one.
pub(super) fn check_explains(compared: BidField, place: Span, problems: &mut Problems) {
    if compared == BidField::NotAbnormal {
        problems.push(Diagnostic::new(Code::UnfitFormula, place, NOBODY_EXPLAINS).help(EXPLAINS_HELP));
    }
}

/// What is said where bids that are abnormally low are asked for, and no must-have says which these are.
pub(super) const NOBODY_EXPLAINS: &str = "nothing says which bids are abnormally low";
/// What to do then.
pub(super) const EXPLAINS_HELP: &str = "make that a must-have with `when` and otherwise = \"explain\"";
