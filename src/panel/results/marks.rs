//! The marks of a panel: how far apart they are, and what is to be talked through.

use serde::Serialize;

use crate::decision::panel::{Combined, Given, Shown, Standing};
use crate::decision::{Decision, PanelRule, Status};
use crate::exact::Exact;

/// The marks of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct MarkResult {
    /// The marks and what they come to.
    #[serde(flatten)]
    pub combined: Combined,
    /// The distance from the lowest to the highest mark that counts.
    pub spread: Option<Exact>,
    /// That distance as a share of the scale.
    pub spread_share: Option<Exact>,
    /// The standard deviation of the marks that count (n - 1); none for fewer than two.
    pub deviation: Option<f64>,
    /// The points of the total that lie between the lowest and the highest mark.
    pub points_at_stake: Option<Exact>,
    /// The evaluator who is farthest from the median, where it is one alone: an index.
    pub farthest: Option<usize>,
    /// Whether the spread reaches the rule's threshold.
    pub is_flagged: bool,
}

/// Every mark of the vendors that take part, vendor by vendor; empty where the decision has no panel.
#[must_use]
pub fn marks(decision: &Decision) -> Vec<MarkResult> {
    let rule = decision.rule.panel.clone().unwrap_or_default();
    let one = |combined: &Combined| {
        let vendor = decision.vendors.iter().find(|vendor| vendor.id == combined.vendor)?;
        let criterion = decision.criteria.iter().find(|criterion| criterion.id == combined.criterion)?;
        let marks = criterion.leaf.as_ref()?.scale.marks()?;
        let spread = combined.spread();
        let spread_share = spread.as_ref().and_then(|spread| spread.over(&(marks.to - marks.from)));
        let most = decision.max_points(criterion);
        let is_wide = |share: &Exact| share >= rule.spread.exact() && !share.is_zero();
        (vendor.status == Status::Invited).then(|| MarkResult {
            deviation: deviation(combined),
            points_at_stake: spread_share.as_ref().map(|share| share * most.exact()),
            farthest: farthest(combined),
            is_flagged: spread_share.as_ref().is_some_and(is_wide),
            combined: rounded(combined, &rule),
            spread,
            spread_share,
        })
    };
    decision.panel.iter().flat_map(|panel| &panel.combined).filter_map(one).collect()
}

/// The marks as the rule lets them be shown: file names tell who wrote them.
fn rounded(combined: &Combined, rule: &PanelRule) -> Combined {
    let mut combined = combined.clone();
    if rule.shown == Shown::Roles {
        combined.given.iter_mut().for_each(|given| given.location = None);
    }
    combined
}

fn deviation(combined: &Combined) -> Option<f64> {
    let marks: Vec<f64> = combined.counted().map(Exact::to_f64).collect();
    let count = f64::from(u32::try_from(marks.len()).ok()?);
    let mean = marks.iter().sum::<f64>() / count;
    let squares: f64 = marks.iter().map(|mark| (mark - mean) * (mark - mean)).sum();
    (marks.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}

/// The one evaluator who is farther from the median than all others.
fn farthest(combined: &Combined) -> Option<usize> {
    let counts = |given: &&Given| given.standing == Standing::Counts;
    let mut sorted: Vec<&Exact> = combined.counted().collect();
    sorted.sort();
    let middle = sorted.get((sorted.len().checked_sub(1)?) / 2)?;
    let twice = *middle + sorted.get(sorted.len() / 2)?;
    let distance = |given: &Given| given.mark.as_ref().map(|mark| (&(mark + mark) - &twice).abs());
    let most = combined.given.iter().filter(counts).filter_map(distance).max()?;
    let mut far = (combined.given.iter().enumerate())
        .filter(|(_, given)| counts(given) && distance(given).is_some_and(|distance| distance == most));
    let (at, _) = far.next()?;
    (far.next().is_none() && !most.is_zero()).then_some(at)
}

/// What to talk through, worst first: indices into the marks, without those that have a consensus.
#[must_use]
pub fn moderation(marks: &[MarkResult]) -> Vec<usize> {
    let mut moderation: Vec<usize> = (0..marks.len())
        .filter(|&at| marks[at].is_flagged && marks[at].combined.consensus.is_none())
        .collect();
    moderation.sort_by(|&a, &b| {
        let order = |at: usize| (&marks[at].spread_share, &marks[at].points_at_stake);
        order(b).cmp(&order(a)).then(a.cmp(&b))
    });
    moderation
}
