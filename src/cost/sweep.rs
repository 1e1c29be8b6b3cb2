//! What a quote costs when things turn out otherwise: curves over one number, where vendors change places, and where
//! tiers and minimums bite.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::staffing::StaffingError;
use super::{CostModel, Money, Scenario};
use crate::decision::{CostBasis, Status, Vendor, VendorId};
use crate::exact::Exact;

/// A number of the forecast that is moved while all else stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lever {
    /// Contacts, -30 % to +30 %.
    Volume,
    /// Handle times, -30 % to +30 %.
    Aht,
    /// Agents who leave, -30 % to +30 %.
    Attrition,
    /// Exchange rates, -30 % to +30 %.
    Fx,
    /// Rise of consumer prices, -3 to +3 points of a per cent.
    Index,
    /// Rise of wages, -3 to +3 points of a per cent.
    Wages,
    /// Containment of bots, -30 to +30 points of a per cent.
    Containment,
    /// Issues that the first contact solves, -30 to +30 points of a per cent.
    Fcr,
}

impl Lever {
    /// Everything that can be moved.
    pub const ALL: [Lever; 8] = [
        Lever::Volume,
        Lever::Aht,
        Lever::Attrition,
        Lever::Fx,
        Lever::Index,
        Lever::Wages,
        Lever::Containment,
        Lever::Fcr,
    ];

    /// Whether it is moved by points of a per cent.
    fn is_in_points(self) -> bool {
        matches!(self, Lever::Index | Lever::Wages | Lever::Containment | Lever::Fcr)
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Lever::Volume => "contacts",
            Lever::Aht => "handle time",
            Lever::Attrition => "agents who leave",
            Lever::Fx => "exchange rates",
            Lever::Index => "consumer prices",
            Lever::Wages => "wages",
            Lever::Containment => "containment",
            Lever::Fcr => "first-contact resolution",
        }
    }

    /// What it does when it is moved: `contacts move`, `containment moves`.
    #[must_use]
    pub fn moves(self) -> &'static str {
        match self {
            Lever::Volume | Lever::Attrition | Lever::Fx | Lever::Index | Lever::Wages => "move",
            Lever::Aht | Lever::Containment | Lever::Fcr => "moves",
        }
    }

    /// Its word on the command line and for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Lever::Volume => "volume",
            Lever::Aht => "aht",
            Lever::Attrition => "attrition",
            Lever::Fx => "fx",
            Lever::Index => "index",
            Lever::Wages => "wages",
            Lever::Containment => "containment",
            Lever::Fcr => "fcr",
        }
    }

    /// The unit of a move.
    #[must_use]
    pub fn unit(self) -> &'static str {
        if self.is_in_points() { "points" } else { "%" }
    }

    /// The moves that curves are drawn at, from low to high: per cent, or points.
    #[must_use]
    pub fn grid(self) -> Vec<Exact> {
        if matches!(self, Lever::Index | Lever::Wages) {
            return (-6..=6)
                .map(|half| Exact::from(half).over(&Exact::from(2)).unwrap_or_default())
                .collect();
        }
        (-6..=6).map(|step| Exact::from(step * 5)).collect()
    }

    /// The scenario of a move.
    #[must_use]
    pub fn scenario(self, moved: &Exact) -> Scenario {
        let still = Scenario::default();
        let factor = &Exact::ONE + &Exact::of_percent(moved);
        match self {
            Lever::Volume => Scenario { volume: factor, ..still },
            Lever::Aht => Scenario { aht: factor, ..still },
            Lever::Attrition => Scenario { attrition: factor, ..still },
            Lever::Fx => Scenario { exchange: factor, ..still },
            Lever::Index => Scenario { cpi_points: moved.clone(), ..still },
            Lever::Wages => Scenario { wage_points: moved.clone(), ..still },
            Lever::Containment => Scenario { containment_points: moved.clone(), ..still },
            Lever::Fcr => Scenario { fcr_points: moved.clone(), ..still },
        }
    }
}

/// Costs over one number.
#[derive(Clone, Debug, Serialize)]
pub struct Sweep {
    /// What is moved.
    pub moved: Lever,
    /// The moves, from low to high: per cent, or points.
    pub grid: Vec<Exact>,
    /// The curve of each vendor that takes part and whose cost is known at some move.
    pub curves: Vec<Curve>,
    /// Where one vendor becomes cheaper than another, from low to high.
    pub crossings: Vec<Crossing>,
    /// Where tiers, minimums and baselines bite; only over volume.
    pub bites: Vec<Bite>,
}

/// The total of a vendor at each move.
#[derive(Clone, Debug, Serialize)]
pub struct Curve {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// Its likely total at each move of the grid; none where that cannot be.
    pub totals: Vec<Option<Money>>,
    /// The same for a contact.
    pub per_contact: Vec<Option<Exact>>,
    /// Why there is none at the first of the moves without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
}

/// A move at which two vendors cost the same.
#[derive(Clone, Debug, Serialize)]
pub struct Crossing {
    /// The vendor that is cheaper below.
    pub below: VendorId,
    /// The vendor that is cheaper above.
    pub above: VendorId,
    /// The move, in per cent or points.
    pub at: Exact,
    /// Whether both cost exactly the same there. Costs that jump, agent by agent, pass each other in a jump, which
    /// lies within a thousandth of the move given.
    pub is_exact: bool,
    /// What they cost there.
    pub total: Money,
}

/// A volume at which a price line begins to count otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bite {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// The price line.
    pub line: String,
    /// What it does: `at the minimum`, `in tier 2`.
    pub what: String,
    /// Months of the term in which it does at each move of the grid.
    pub months: Vec<usize>,
    /// The move at which it begins to, in the month in which it does so first, to a thousandth; none where that is
    /// beyond the grid, and where there are hundreds that are nearer to the forecast.
    pub at: Option<Exact>,
}

/// Why there is no sweep.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SweepError {
    /// A channel cannot be staffed at a move.
    #[error("{channel}: {error}")]
    Staffing {
        /// What the channel is called.
        channel: String,
        /// Why.
        error: StaffingError,
    },
    /// Somebody asked to stop.
    #[error("stopped")]
    Stopped,
}

impl From<(String, StaffingError)> for SweepError {
    fn from((channel, error): (String, StaffingError)) -> Self {
        SweepError::Staffing { channel, error }
    }
}

/// Costs over one number, for the vendors that take part and whose cost is known.
///
/// - `goes_on`: asked before each breakdown; the sweep stops when it says no.
///
/// # Errors
/// [`SweepError`].
pub fn sweep(
    basis: &CostBasis,
    vendors: &[Arc<Vendor>],
    moved: Lever,
    goes_on: &dyn Fn() -> bool,
) -> Result<Sweep, SweepError> {
    let grid = moved.grid();
    let mut models: Vec<Model<'_>> = Vec::new();
    for step in &grid {
        if !goes_on() {
            return Err(SweepError::Stopped);
        }
        let model = CostModel::likely(basis, &moved.scenario(step));
        match model {
            Ok(model) => models.push(Ok(model)),
            // What is forecast cannot be, and not only what it is moved to.
            Err(error) if step.is_zero() => return Err(error.into()),
            Err((channel, error)) => models.push(Err(format!("{channel}: {error}"))),
        }
    }
    let invited =
        vendors.iter().map(AsRef::as_ref).filter(|vendor: &&Vendor| vendor.status == Status::Invited);
    let (playing, curves): (Vec<&Vendor>, Vec<Curve>) =
        invited.filter_map(|vendor| Some((vendor, curve(vendor, &models)?))).unzip();
    let mut crossings = Vec::new();
    for (at, one) in curves.iter().enumerate() {
        for (later, other) in curves.iter().enumerate().skip(at + 1) {
            let pair = Pair { basis, moved, vendors: [playing[at], playing[later]] };
            for step in 1..grid.len() {
                let ends = [step - 1, step];
                let gaps = ends.map(|end| Some(one.totals[end]? - other.totals[end]?));
                if !goes_on() {
                    return Err(SweepError::Stopped);
                }
                let [Some(low), Some(high)] = gaps else { continue };
                // The last stretch that both of them have.
                let next = step + 1;
                let is_last =
                    [one, other].iter().any(|curve| curve.totals.get(next).is_none_or(Option::is_none));
                let [from, to] = ends.map(|end| grid[end].clone());
                crossings.extend(pair.crossing(from, to, [low, high], is_last));
            }
        }
    }
    crossings.sort_by(|a, b| (&a.at, &a.below, &a.above).cmp(&(&b.at, &b.below, &b.above)));
    let bites =
        if moved == Lever::Volume { bites(basis, &grid, &models, &playing, goes_on)? } else { Vec::new() };
    Ok(Sweep { moved, grid, curves, crossings, bites })
}

/// What costs are worked out with at a move, or why they cannot be.
type Model<'a> = Result<CostModel<'a>, String>;

/// The total of a vendor at each move; none where it is known at none.
fn curve(vendor: &Vendor, models: &[Model<'_>]) -> Option<Curve> {
    let (mut totals, mut per_contact, mut unknown) = (Vec::new(), Vec::new(), None);
    for model in models {
        let total = model.as_ref().map_err(Clone::clone);
        match total.and_then(|model| model.total(vendor).map_err(|why| why.to_string())) {
            Ok((total, each)) => {
                totals.push(Some(total));
                per_contact.push(each);
            }
            Err(why) => {
                unknown = unknown.or(Some(why));
                totals.push(None);
                per_contact.push(None);
            }
        }
    }
    let is_known = totals.iter().any(Option::is_some);
    let (id, name) = (vendor.id.clone(), vendor.name.clone());
    is_known.then_some(Curve { vendor: id, name, totals, per_contact, unknown })
}

/// Two vendors between two moves.
struct Pair<'a> {
    basis: &'a CostBasis,
    moved: Lever,
    vendors: [&'a Vendor; 2],
}

/// Halvings of a stretch of the grid: 5 % by 2^13 is less than a thousandth of a per cent.
const HALVINGS: usize = 13;

impl Pair<'_> {
    /// How much more the first costs than the second, and what it costs; none where that cannot be.
    fn gap(&self, at: &Exact) -> Option<(Money, Money)> {
        let model = CostModel::likely(self.basis, &self.moved.scenario(at)).ok()?;
        let [one, other] = self.vendors.map(|vendor| Some(model.total(vendor).ok()?.0));
        let (one, other) = (one?, other?);
        Some((one - other, one))
    }

    /// Where the sign of the gap changes in a stretch. In each round the straight line between the ends says where
    /// it would be zero; where it is, the costs are linear there and the crossing is exact. Else the stretch is
    /// halved.
    fn crossing(
        &self,
        mut from: Exact,
        mut to: Exact,
        [mut low, mut high]: [Money; 2],
        is_last: bool,
    ) -> Option<Crossing> {
        let zero = Money::ZERO;
        if low == zero && high == zero || low == high {
            return None;
        }
        // A zero at an end belongs to the stretch that begins there; at the very end to the last.
        if low != zero && (high == zero && !is_last || (low > zero) == (high > zero) && high != zero) {
            return None;
        }
        if low == zero || high == zero {
            let at = if low == zero { from } else { to };
            let (_, total) = self.gap(&at)?;
            let is_cheaper_below = if high == zero { low < zero } else { high > zero };
            return Some(self.found(at, is_cheaper_below, true, total));
        }
        let first_is_cheaper_below = low < zero;
        for _ in 0..HALVINGS {
            let along = low.over(&(low - high).to_exact()).unwrap_or_default();
            let straight = &from + &(&along * &(&to - &from));
            let straight =
                crate::exact::Rounding { digits: 12, mode: crate::exact::Mode::HalfUp }.apply(&straight);
            let (gap, total) = self.gap(&straight)?;
            if is_nothing(gap) {
                return Some(self.found(straight, first_is_cheaper_below, true, total));
            }
            let middle = (&from + &to).over(&Exact::from(2)).unwrap_or_default();
            let (gap, _) = self.gap(&middle)?;
            if (gap > zero) == (low > zero) {
                (from, low) = (middle, gap);
            } else {
                (to, high) = (middle, gap);
            }
        }
        let (_, total) = self.gap(&to)?;
        Some(self.found(to, first_is_cheaper_below, false, total))
    }

    fn found(&self, at: Exact, first_is_cheaper_below: bool, is_exact: bool, total: Money) -> Crossing {
        let [one, other] = self.vendors.map(|vendor| vendor.id.clone());
        let (below, above) = if first_is_cheaper_below { (one, other) } else { (other, one) };
        Crossing { below, above, at, is_exact, total }
    }
}

/// Whether a difference is no more than what rounding to millionths leaves: half a hundredth.
pub(super) fn is_nothing(gap: Money) -> bool {
    let bound = Money::of(&Exact::parse("0.005").unwrap_or_default());
    gap < bound && -gap < bound
}

/// What price lines do besides units x rate, by the number of months in which they do it at each move.
fn bites(
    basis: &CostBasis,
    grid: &[Exact],
    models: &[Model<'_>],
    vendors: &[&Vendor],
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<Bite>, SweepError> {
    let mut bites: Vec<Bite> = Vec::new();
    let mut known: HashMap<(usize, String, String), usize> = HashMap::new();
    for (step, model) in models.iter().enumerate() {
        let Ok(model) = model else { continue };
        for (of, vendor) in vendors.iter().enumerate() {
            for line in model.lines(vendor).unwrap_or_default() {
                for what in line.steps.iter().flat_map(|step| &step.remarks) {
                    let bite = *known.entry((of, line.name.clone(), what.clone())).or_insert(bites.len());
                    if bite == bites.len() {
                        bites.push(Bite {
                            vendor: vendor.id.clone(),
                            name: vendor.name.clone(),
                            line: line.name.clone(),
                            what: what.clone(),
                            months: vec![0; grid.len()],
                            at: None,
                        });
                    }
                    bites[bite].months[step] += 1;
                }
            }
        }
    }
    // Those nearest to what is forecast first.
    let mut borders: BTreeMap<(Exact, Exact, Exact), Vec<usize>> = BTreeMap::new();
    for (at, bite) in bites.iter().enumerate() {
        if let Some((without, with)) = border(grid, &bite.months) {
            borders.entry((with.abs(), without, with)).or_default().push(at);
        }
    }
    let mut left = MOST_LOCATED;
    for ((_, without, with), mut group) in borders {
        group.truncate(left);
        left -= group.len();
        let search = Search { basis, vendors, goes_on };
        search.narrow(&mut bites, group, (without, with), HALVINGS)?;
    }
    Ok(bites)
}

/// The most bites of which the move is searched, the nearest to the forecast first.
const MOST_LOCATED: usize = 500;

/// Where bites begin.
struct Search<'a> {
    basis: &'a CostBasis,
    vendors: &'a [&'a Vendor],
    goes_on: &'a dyn Fn() -> bool,
}

impl Search<'_> {
    /// Halves the stretch between a move without the bites and one with them, all of them together as long as they
    /// begin in the same half.
    fn narrow(
        &self,
        bites: &mut [Bite],
        group: Vec<usize>,
        (without, with): (Exact, Exact),
        halvings: usize,
    ) -> Result<(), SweepError> {
        if group.is_empty() {
            return Ok(());
        }
        if halvings == 0 {
            for at in group {
                bites[at].at = Some(with.clone());
            }
            return Ok(());
        }
        if !(self.goes_on)() {
            return Err(SweepError::Stopped);
        }
        let middle = (&without + &with).over(&Exact::from(2)).unwrap_or_default();
        let model = CostModel::likely(self.basis, &Lever::Volume.scenario(&middle))?;
        let mut does: BTreeSet<(&VendorId, String, String)> = BTreeSet::new();
        for vendor in self.vendors {
            let of_vendor = group.iter().map(|&at| &bites[at]).filter(|bite| bite.vendor == vendor.id);
            let names: BTreeSet<&str> = of_vendor.map(|bite| bite.line.as_str()).collect();
            let lines = if names.is_empty() { Vec::new() } else { model.price_lines(vendor, &names) };
            for line in lines {
                let remarks = line.steps.into_iter().flat_map(|step| step.remarks);
                does.extend(remarks.map(|what| (&vendor.id, line.name.clone(), what)));
            }
        }
        let (now, later): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|&at| {
            let bite = &bites[at];
            does.contains(&(&bite.vendor, bite.line.clone(), bite.what.clone()))
        });
        self.narrow(bites, now, (without, middle.clone()), halvings - 1)?;
        self.narrow(bites, later, (middle, with), halvings - 1)
    }
}

/// The moves on both sides of the border between no month and some: first the one without.
fn border(grid: &[Exact], months: &[usize]) -> Option<(Exact, Exact)> {
    let some = |at: &usize| months[*at] > 0;
    let first = (0..months.len()).find(some)?;
    let last = (0..months.len()).rev().find(some)?;
    match (first > 0, last + 1 < months.len()) {
        (true, _) => Some((grid[first - 1].clone(), grid[first].clone())),
        (false, true) => Some((grid[last + 1].clone(), grid[last].clone())),
        (false, false) => None,
    }
}
