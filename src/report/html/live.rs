//! Sliders for the weights: what the page needs to score and rank by itself, exactly.
//!
//! Numbers are handed over as fractions of whole numbers, and the page counts with these, so that it rounds
//! and ties as the rule says.

use maud::{Markup, html};
use serde::Serialize;

use super::numbers::{Fraction, LiveRounding};
use super::text::{inert_json, isolated};
use super::total::{self, LiveTotal};
use crate::decision::{Criterion, CriterionId, Minimum, Points, Value, Weight};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::{Cell, Exclusion, Knowledge, VendorResult};
use crate::score::field::is_normal;
use crate::score::field::{deciding_minimums, takes_part};

pub(super) const TITLE: &str = "Try other weights";

/// Whether the page can follow the total: it works no ranges of a formula out, which a minimum of the score may ask for.
pub(super) fn follows(evaluation: &Evaluation) -> bool {
    let rule = &evaluation.decision.rule;
    let is_settled = || evaluation.vendors.iter().all(|vendor| vendor.lowest == vendor.highest);
    rule.is_sum()
        || (evaluation.vendors.len() <= total::MOST_VENDORS && (rule.minimum.is_none() || is_settled()))
}

/// What the page scores.
#[derive(Serialize)]
struct Live<'a> {
    decision: &'a str,
    /// Whether the report itself is a what-if; the command that gives the same result is then not shown.
    is_what_if: bool,
    points: Fraction,
    /// What siblings add up to; none when they are divided by their sum.
    whole: Option<Fraction>,
    rounding: Option<LiveRounding>,
    minimum: Option<LiveMinimum>,
    /// Indices of the criteria that decide between equal scores.
    ties: Vec<usize>,
    /// Digits with which scores are shown.
    decimals: u32,
    criteria: Vec<LiveCriterion<'a>>,
    /// The formula that makes the total, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<LiveTotal>,
    /// In what the total counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// By name, as equal ones stand.
    vendors: Vec<LiveVendor<'a>>,
}

#[derive(Serialize)]
struct LiveCriterion<'a> {
    id: &'a str,
    name: &'a str,
    parent: Option<usize>,
    is_group: bool,
    weight: Fraction,
    rounding: Option<LiveRounding>,
    minimum: Option<LiveMinimum>,
}

#[derive(Serialize)]
struct LiveVendor<'a> {
    name: &'a str,
    rank: Option<usize>,
    score: Fraction,
    /// Why it is out whatever the weights.
    out: Vec<String>,
    /// Whether it takes part and passes the must-haves; where a formula makes the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_admitted: Option<bool>,
    /// Whether it waits for no explanation; likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_normal: Option<bool>,
    /// For each criterion the value that counts, the lowest and the highest; none for a group. A value
    /// that is left out is none, and what does not apply has none of the three.
    values: Vec<Option<[Option<Fraction>; 3]>>,
}

/// The numbers behind the sliders, as data that no browser runs.
pub(super) fn data(evaluation: &Evaluation) -> Markup {
    html! { script type="application/json" id="live-data" { (inert_json(&live(evaluation))) } }
}

fn live(evaluation: &Evaluation) -> Live<'_> {
    let rule = &evaluation.decision.rule;
    let place =
        |id: &CriterionId| evaluation.decision.criteria.iter().position(|criterion| criterion.id == *id);
    Live {
        decision: evaluation.decision.id.as_str(),
        is_what_if: !evaluation.decision.provenance.what_if.is_empty(),
        points: rule.points.exact().into(),
        whole: rule.weights.as_ref().map(|whole| whole.exact().into()),
        rounding: rule.total_rounding.map(LiveRounding::from),
        minimum: rule.minimum.as_ref().map(|minimum| LiveMinimum::of(minimum, Points::exact)),
        ties: rule.ties.iter().filter_map(place).collect(),
        decimals: evaluation.shown_decimals().scores,
        criteria: evaluation.decision.criteria.iter().map(live_criterion).collect(),
        total: LiveTotal::of(evaluation, &by_name(evaluation)),
        unit: rule.total.as_ref().and_then(|total| total.unit.as_deref()),
        vendors: by_name(evaluation).into_iter().map(|vendor| live_vendor(evaluation, vendor)).collect(),
    }
}

/// A minimum, and whether only more is enough.
#[derive(Serialize)]
struct LiveMinimum {
    least: Fraction,
    is_strict: bool,
}

impl LiveMinimum {
    fn of<T>(minimum: &Minimum<T>, exact: impl Fn(&T) -> &Exact) -> LiveMinimum {
        LiveMinimum { least: exact(minimum.least()).into(), is_strict: minimum.is_strict() }
    }
}

fn by_name(evaluation: &Evaluation) -> Vec<&VendorResult> {
    let mut vendors: Vec<&VendorResult> = evaluation.vendors.iter().collect();
    vendors.sort_by(|a, b| (a.name(), a.id()).cmp(&(b.name(), b.id())));
    vendors
}

fn live_criterion(criterion: &Criterion) -> LiveCriterion<'_> {
    LiveCriterion {
        id: criterion.id.as_str(),
        name: &criterion.name,
        parent: criterion.parent,
        is_group: criterion.is_group(),
        weight: criterion.weight.exact().into(),
        rounding: criterion.rounding().map(LiveRounding::from),
        minimum: criterion.minimum.as_ref().map(|minimum| LiveMinimum::of(minimum, Value::exact)),
    }
}

fn live_vendor<'a>(evaluation: &Evaluation, vendor: &'a VendorResult) -> LiveVendor<'a> {
    let is_fixed =
        |exclusion: &&Exclusion| !matches!(exclusion, Exclusion::Minimum { .. } | Exclusion::NoTotal { .. });
    let has_total = evaluation.decision.rule.total.is_some();
    let values = evaluation.decision.criteria.iter().zip(&vendor.cells);
    LiveVendor {
        name: vendor.name(),
        rank: vendor.rank,
        score: vendor.score.exact().into(),
        out: vendor.exclusions.iter().filter(is_fixed).map(Exclusion::text).collect(),
        is_normal: has_total.then(|| is_normal(&vendor.gates)),
        is_admitted: has_total.then(|| takes_part(&vendor.vendor, &vendor.gates)),
        values: values.map(|(criterion, cell)| (!criterion.is_group()).then(|| triple(cell))).collect(),
    }
}

fn triple(cell: &Cell) -> [Option<Fraction>; 3] {
    let applies = cell.knowledge != Knowledge::NotApplicable;
    [cell.value.as_ref(), applies.then(|| cell.lowest()), applies.then(|| cell.highest())]
        .map(|value| value.map(|value| Fraction::from(value.exact())))
}

/// The sliders and the ranking that follows them; hidden until the script has counted them through.
pub(super) fn panel(evaluation: &Evaluation) -> Markup {
    html! {
        section #live data-live hidden aria-labelledby="live-title" {
            h2 #live-title { (TITLE) }
            p {
                "The ranking beside the sliders follows at once, counted here with the rule of this report. \
                 The report itself does not change."
                @if !deciding_minimums(&evaluation.decision).is_empty() {
                    " Whose bid sets prices for the others stays as in the report, whatever the sliders say of its \
                     minimums."
                }
            }
            div.live-grid {
                form #live-form autocomplete="off" aria-labelledby="live-title" {
                    (sliders(evaluation, None))
                    p { button type="reset" { "Back to the weights of the report" } }
                }
                div.live-result { (ranking(evaluation)) }
            }
        }
    }
}

/// Sliders of siblings; what stands under a group opens on demand.
fn sliders(evaluation: &Evaluation, parent: Option<usize>) -> Markup {
    let siblings: Vec<(usize, &Criterion)> = evaluation
        .decision
        .criteria
        .iter()
        .enumerate()
        .filter(|(_, criterion)| criterion.parent == parent)
        .collect();
    let is_alone = siblings.len() == 1;
    html! {
        ul.sliders {
            @for (at, criterion) in siblings {
                li {
                    @if is_alone { p.slider-name { (isolated(&criterion.name)) } } @else { (slider(evaluation, at)) }
                    @if criterion.is_group() {
                        details {
                            summary { "Within " (isolated(&criterion.name)) }
                            (sliders(evaluation, Some(at)))
                        }
                    }
                }
            }
        }
    }
}

fn slider(evaluation: &Evaluation, at: usize) -> Markup {
    let criterion = &evaluation.decision.criteria[at];
    let (most, step) = reach(evaluation, at);
    let weight = criterion.weight.plain(4);
    html! {
        div.slider {
            label for={"weight-" (at)} id={"weight-name-" (at)} { (isolated(&criterion.name)) }
            input type="range" id={"weight-" (at)} data-slider=(at) min="0" max=(most) step=(step) value=(weight);
            input type="number" data-number=(at) min="0" max=(most) step="any" value=(weight)
                aria-label={"Weight of " (criterion.name)};
        }
    }
}

/// The greatest weight of a slider and its step: what siblings add up to, in hundredths of it.
fn reach(evaluation: &Evaluation, at: usize) -> (String, String) {
    let parent = evaluation.decision.criteria[at].parent;
    let siblings = evaluation.decision.criteria.iter().filter(|criterion| criterion.parent == parent);
    let sum = || Weight::sum(siblings.map(|criterion| &criterion.weight));
    let most = evaluation.decision.rule.weights.clone().unwrap_or_else(sum);
    let step = Exact::of_percent(most.exact());
    (most.to_string(), step.to_string())
}

fn score_head(evaluation: &Evaluation) -> String {
    let unit = evaluation.decision.rule.total.as_ref().map(|total| total.unit.as_deref());
    match unit {
        None => "Score".to_owned(),
        Some(None) => "Total".to_owned(),
        Some(Some(unit)) => format!("Total ({unit})"),
    }
}

/// The rows of the ranking; the script fills, orders and marks them.
fn ranking(evaluation: &Evaluation) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby="live-caption" {
            table #live-ranking {
                caption #live-caption { "Ranking with these weights" }
                thead { tr {
                    th.number scope="col" { "#" }
                    th scope="col" { "Change" }
                    th scope="col" { "Vendor" }
                    th.number scope="col" { (score_head(evaluation)) }
                    th scope="col" { "Points" }
                } }
                tbody {
                    @for (at, vendor) in by_name(evaluation).into_iter().enumerate() {
                        tr data-vendor=(at) {
                            td.number data-cell="rank" {}
                            td data-cell="change" {}
                            th scope="row" { (isolated(vendor.name())) }
                            td.number data-cell="score" {}
                            td {
                                div.bar data-cell="bar" aria-hidden="true" {
                                    @for (part, _) in evaluation.top().enumerate() {
                                        span class={"b-" (crate::report::svg::name(crate::report::drawing::Ink::Series(part)))} {}
                                    }
                                }
                                span.why data-cell="why" {}
                            }
                        }
                    }
                }
            }
        }
        ul.key aria-hidden="true" {
            @for (part, (_, criterion)) in evaluation.top().enumerate() {
                li {
                    span class={"b-" (crate::report::svg::name(crate::report::drawing::Ink::Series(part)))} {}
                    (isolated(&criterion.name))
                }
            }
        }
        p #live-said role="status" {}
        p #live-command hidden { "The same on the command line: " code {} }
    }
}
