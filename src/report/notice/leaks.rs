//! What a reader of a notice could still infer.

use super::Publicity;
use crate::record::leak::{self, ReadLetter, ToldSum, own_price, price_behind, score_around};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What a reader of the notice could still infer of who has which score, in sentences; empty where nothing was found.
#[must_use]
pub fn leaks(evaluation: &Evaluation, publicity: &Publicity<'_>) -> Vec<String> {
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    let mut leaks = Vec::new();
    if publicity.is_unlinked {
        if ranked.len() == 2 && evaluation.vendors.len() == 2 {
            leaks.push(
                "There were two offers: whoever is not the winner knows that the other was the only rival."
                    .to_owned(),
            );
        }
        if ranked.len() == evaluation.vendors.len() && ranked.len() == 3 {
            leaks.push(
                "Three offers, all ranked: each loser knows its own score and so whose the third one is."
                    .to_owned(),
            );
        }
        if publicity
            .basis
            .award
            .is_some_and(|award| award.winners.iter().any(|one| one.standing.rank != Some(1)))
        {
            leaks.push("The work does not go to the first of the ranking, so the first score in the list is a loser's.".to_owned());
        }
    }
    leaks
}

/// The prices that a reader of the notice could infer, in sentences; empty where nothing was found.
#[must_use]
pub fn price_leaks(evaluation: &Evaluation, publicity: &Publicity<'_>) -> Vec<String> {
    if !publicity.is_unlinked {
        return Vec::new();
    }
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    // Of two the second score is withheld.
    let shown = if ranked.len() == 2 { &ranked[..1] } else { &ranked[..] };
    shown.iter().flat_map(|vendor| given_away(evaluation, vendor, publicity.has_points)).collect()
}

/// What the numbers told of a vendor leave of its prices to the other bidders, where that is closer than the limit: by its
/// groups, or by its score alone.
fn given_away(evaluation: &Evaluation, vendor: &VendorResult, has_points: bool) -> Vec<String> {
    let others: Vec<ReadLetter<'_>> = evaluation
        .ranked()
        .filter(|other| other.id() != vendor.id())
        .map(|reader| ReadLetter { has_own_points: true, ..ReadLetter::silent(reader) })
        .collect();
    let field = |at: usize| leak::known_field(evaluation, &others, at).unwrap_or_default();
    let decimals = evaluation.shown_decimals();
    let told: Vec<(String, ToldSum)> = if has_points {
        let said = |at: usize| {
            let points = vendor.cells[at].points.fixed(decimals.points);
            format!("{points} points on {}", evaluation.decision.criteria[at].name)
        };
        leak::group_sums(evaluation, vendor).into_iter().map(|(at, sum)| (said(at), sum)).collect()
    } else {
        let of = evaluation.leaves().map(|(at, _)| at).collect();
        let said = format!("A score of {}", vendor.score.fixed(decimals.scores));
        vec![(said, ToldSum { of, points: score_around(evaluation, vendor) })]
    };
    let limit = evaluation.decision.disclosure.price_within.to_f64();
    let closest = |(said, sum): (String, ToldSum)| {
        let within = |&at: &usize| {
            let left = price_behind(evaluation, vendor, at, std::slice::from_ref(&sum), &field)?;
            Some(left.within(own_price(vendor, at)?))
        };
        let within = leak::driven(evaluation).iter().filter_map(within).min_by(f64::total_cmp)?;
        let gives = if has_points { "give" } else { "gives" };
        (within < limit)
            .then(|| format!("{said} {gives} away what {} asks to within {within:.1} %.", vendor.name()))
    };
    told.into_iter().filter_map(closest).collect()
}
