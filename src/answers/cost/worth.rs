//! What vendors are worth beside their cost, and how many points there are for the money.

use serde::{Serialize, Serializer};

use super::Costing;
use super::words::{whole, worth_gaps};
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::answers::records::{Field, Records};
use crate::answers::{Answer, Findings};
use crate::cost::money::grouped;
use crate::cost::worth::{FrontierStep, Pointed, efficient, frontier_steps};
use crate::cost::{Benefits, MonthsUntil, Range, VendorCost, customer_worth};
use crate::decision::VendorId;
use crate::decision::worth::{Baseline, Worth};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What vendors are worth beside their cost.
#[derive(Clone, Debug)]
pub struct CostWorth<'a> {
    costing: Costing<'a>,
    /// The vendors that are told of.
    vendors: Vec<&'a VendorCost>,
    points: PointsForMoney,
}

/// Points for money: of the vendors in the ranking whose cost is known, without the points on prices.
#[derive(Clone, Debug, Serialize)]
struct PointsForMoney {
    /// In the order of the ranking.
    vendors: Vec<PointsOfVendor>,
    /// From each of those that give most for their money to the next.
    steps: Vec<Step>,
}

/// A vendor in the ranking with what its points cost.
#[derive(Clone, Debug, Serialize)]
pub struct PointsOfVendor {
    /// Which vendor.
    pub id: VendorId,
    /// Its name.
    pub name: String,
    /// Points on all criteria that are no price.
    pub points: Exact,
    /// The likely total.
    pub total: Exact,
    /// What a point costs; none without points.
    pub money_a_point: Option<Exact>,
    /// Points for a million; none where it costs nothing.
    pub points_a_million: Option<Exact>,
    /// Whether nobody gives as many points for less, and no mixture of two others does.
    pub is_efficient: bool,
}

/// What points cost, of the vendors in the ranking whose cost is known.
#[must_use]
pub fn points_for_money(costing: Costing<'_>) -> Vec<PointsOfVendor> {
    PointsForMoney::new(&costing).vendors
}

#[derive(Clone, Debug, Serialize)]
struct Step {
    from: VendorId,
    to: VendorId,
    /// What one more point costs between the two.
    a_point_more: Exact,
}

impl PointsForMoney {
    fn new(costing: &Costing<'_>) -> PointsForMoney {
        let evaluation = costing.evaluation;
        let prices = evaluation.decision.kept_prices();
        let leaves: Vec<usize> = evaluation
            .leaves()
            .filter(|(_, criterion)| !criterion.reads_any(&prices))
            .map(|(at, _)| at)
            .collect();
        let of = |vendor: &VendorResult| {
            let figures = costing.costs.vendor(vendor.id().as_str())?.figures.as_ref()?;
            let points: Vec<Exact> =
                leaves.iter().map(|at| vendor.cells[*at].points.exact().clone()).collect();
            Some(Pointed { points: Exact::sum(&points), cost: figures.total.likely.clone() })
        };
        let known: Vec<(&VendorResult, Pointed)> =
            evaluation.ranked().filter_map(|vendor| Some((vendor, of(vendor)?))).collect();
        let pointed: Vec<Pointed> = known.iter().map(|(_, pointed)| pointed.clone()).collect();
        let best = efficient(&pointed);
        let step = |step: FrontierStep| Step {
            from: known[step.from].0.id().clone(),
            to: known[step.to].0.id().clone(),
            a_point_more: step.a_point_more,
        };
        let vendor = |(at, (vendor, pointed)): (usize, &(&VendorResult, Pointed))| PointsOfVendor {
            id: vendor.id().clone(),
            name: vendor.name().to_owned(),
            points: pointed.points.clone(),
            total: pointed.cost.clone(),
            money_a_point: pointed.cost.over(&pointed.points),
            points_a_million: (&pointed.points * &Exact::from(1_000_000)).over(&pointed.cost),
            is_efficient: best.contains(&at),
        };
        PointsForMoney {
            vendors: known.iter().enumerate().map(vendor).collect(),
            steps: frontier_steps(&pointed, &best).into_iter().map(step).collect(),
        }
    }
}

/// A vendor as programs read it.
#[derive(Serialize)]
struct VendorWorth<'a> {
    id: &'a VendorId,
    name: &'a str,
    is_invited: bool,
    total: Option<&'a Range>,
    unknown: Option<&'a String>,
    worth: Option<&'a Benefits>,
    /// What is left out of it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_counted: Option<&'static str>,
}

/// What is left out of what a vendor with a bot is worth.
const SENT_AWAY: &str =
    "people whom a bot sends away unsolved and who do not come back are not among those who leave";

impl<'a> CostWorth<'a> {
    pub(super) fn new(costing: Costing<'a>, vendor: Option<&VendorId>) -> CostWorth<'a> {
        let costs = costing.costs;
        let (known, unknown): (Vec<&VendorCost>, Vec<&VendorCost>) =
            costs.vendors.iter().partition(|vendor| vendor.rank_by_total.is_some());
        let mut vendors = known;
        vendors.sort_by_key(|vendor| vendor.rank_by_total);
        vendors.extend(unknown);
        vendors.retain(|one| vendor.is_none_or(|id| one.id == *id));
        CostWorth { costing, vendors, points: PointsForMoney::new(&costing) }
    }

    /// What is left out of what a vendor is worth; none where nothing is.
    fn not_counted(&self, vendor: &VendorCost) -> Option<&'static str> {
        let leaves = self.worth().is_some_and(|worth| worth.leave.is_some());
        (!vendor.bots.is_empty() && leaves).then_some(SENT_AWAY)
    }

    fn worth(&self) -> Option<&'a Worth> {
        self.costing.basis.worth.as_deref()
    }
}

impl Serialize for CostWorth<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            currency: Option<&'a String>,
            months: usize,
            baseline: Option<&'a Baseline>,
            customer_value: Option<Range>,
            is_bound: bool,
            vendors: Vec<VendorWorth<'a>>,
            points_for_money: &'a PointsForMoney,
        }
        let vendors = self.vendors.iter().map(|vendor| VendorWorth {
            id: &vendor.id,
            name: &vendor.name,
            is_invited: vendor.is_invited,
            total: vendor.figures.as_ref().map(|figures| &figures.total),
            unknown: vendor.unknown.as_ref(),
            worth: vendor.worth.as_deref(),
            not_counted: self.not_counted(vendor),
        });
        let costs = self.costing.costs;
        Told {
            currency: costs.currency.as_ref(),
            months: costs.months,
            baseline: self.worth().and_then(|worth| worth.baseline.as_ref()),
            customer_value: customer_worth(self.costing.basis),
            is_bound: true,
            vendors: vendors.collect(),
            points_for_money: &self.points,
        }
        .serialize(serializer)
    }
}

impl Answer for CostWorth<'_> {
    const QUESTION: &'static str = "cost-worth";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.costing.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        vec![Section::front(&self.costing.decision.title), chapter(self)]
    }

    fn records(&self) -> Records {
        let head = ["vendor", "name", "what", "low", "likely", "high"];
        let mut rows = Vec::new();
        for vendor in &self.vendors {
            let mut row = |what: &str, [low, likely, high]: [Option<&Exact>; 3]| {
                rows.push(vec![
                    Field::Text(vendor.id.to_string()),
                    Field::Text(vendor.name.clone()),
                    Field::Text(what.to_owned()),
                    Field::number(low),
                    Field::number(likely),
                    Field::number(high),
                ]);
            };
            let total = vendor.figures.as_ref().map(|figures| &figures.total);
            row("cost", ends(total));
            if let Some(worth) = &vendor.worth {
                for one in &worth.rows {
                    row(&one.name, ends(one.money.as_ref()));
                }
                for (what, range) in numbers(worth) {
                    row(what, ends(range));
                }
                for (what, months) in [
                    ("payback_months", &worth.payback_months),
                    ("discounted_payback_months", &worth.discounted_payback_months),
                ] {
                    let ends = months.as_ref().map(|months| [&months.low, &months.likely, &months.high]);
                    row(what, ends.map_or([None; 3], |ends| ends.map(Option::as_ref)));
                }
            }
            if let Some(points) = self.points.vendors.iter().find(|one| one.id == vendor.id) {
                row("points", [None, Some(&points.points), None]);
                row("money_a_point", [None, points.money_a_point.as_ref(), None]);
                row("points_a_million", [None, points.points_a_million.as_ref(), None]);
            }
        }
        Records::new(head, rows)
    }
}

fn ends(range: Option<&Range>) -> [Option<&Exact>; 3] {
    range.map_or([None; 3], |range| [Some(&range.low), Some(&range.likely), Some(&range.high)])
}

/// The numbers of a vendor besides what it brings one by one.
fn numbers(worth: &Benefits) -> [(&'static str, Option<&Range>); 8] {
    [
        ("lost_customers", worth.lost_customers.as_ref()),
        ("kept_customers", worth.kept_customers.as_ref()),
        ("benefit", worth.benefit.as_ref()),
        ("saving", worth.saving.as_ref()),
        ("upfront", worth.upfront.as_ref()),
        ("net", worth.net.as_ref()),
        ("npv", worth.npv.as_ref()),
        ("roi", worth.roi.as_ref()),
    ]
}

/// What vendors are worth as a chapter of a report; none where nothing is said of it.
pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let costing = Costing::new(findings).ok()?;
    costing.basis.worth.as_ref()?;
    Some(chapter(&CostWorth::new(costing, None)))
}

fn chapter(told: &CostWorth<'_>) -> Section {
    let mut section = Section::chapter("worth", "What it is worth");
    let costs = told.costing.costs;
    section.text(opening(told));
    section.table(beside_cost(told)).table(one_by_one(told)).table(points(told));
    let mut said = Vec::new();
    for vendor in &told.vendors {
        if let Some(gaps) = vendor.worth.as_deref().and_then(worth_gaps) {
            said.push(format!("{}: {gaps}.", vendor.name));
        }
        if let Some(why) = vendor.unknown.as_ref().filter(|_| told.worth().is_some()) {
            said.push(format!("{}: the cost is not known: {why}.", vendor.name));
        }
        said.extend(told.not_counted(vendor).map(|what| format!("{}: {what}.", vendor.name)));
    }
    let name =
        |id: &VendorId| costs.vendor(id.as_str()).map_or_else(|| id.to_string(), |one| one.name.clone());
    for step in &told.points.steps {
        let more = grouped(&step.a_point_more, 2);
        said.push(format!("One point more than {} costs {more}, with {}.", name(&step.from), name(&step.to)));
    }
    section.list(said);
    section
}

/// What is counted, against what, and how sure ends are.
fn opening(told: &CostWorth<'_>) -> String {
    let costs = told.costing.costs;
    let Some(worth) = told.worth() else {
        return "Nothing is said of what the work is worth: [needs.value] of the criteria file takes what a customer is \
                worth, how many leave, and what else vendors bring. Points for money need none of it."
            .to_owned();
    };
    let against = match &worth.baseline {
        Some(Baseline::Vendor(id)) => {
            let name = costs.vendor(id.as_str()).map_or(id.as_str(), |vendor| vendor.name.as_str());
            format!("Held against {name}")
        }
        Some(Baseline::Today(today)) => {
            format!("Held against {} for going on as today", whole(&today.total.likely))
        }
        None => "Held against nothing: no baseline is named".to_owned(),
    };
    let customer = customer_worth(told.costing.basis);
    let customer = customer.map_or_else(String::new, |value| {
        let range = if value.low == value.high {
            String::new()
        } else {
            format!(" ({}–{})", grouped(&value.low, 2), grouped(&value.high, 2))
        };
        format!(" A customer who stays is worth {}{range}.", grouped(&value.likely, 2))
    });
    format!(
        "Beside the cost, and in no score unless a criterion reads it. {against}; only what is given is counted.{customer} \
         What is low for both sides is taken as low for one of them, so that ends are bounds: nothing lies outside."
    )
}

fn money(range: Option<&Range>) -> Cell {
    range.map_or_else(|| Cell::toned("not known", Tone::Doubt), |range| whole(&range.likely).into())
}

fn span(range: Option<&Range>) -> Cell {
    match range {
        None => "".into(),
        Some(range) if range.low == range.high => Cell::toned("certain", Tone::Faint),
        Some(range) => Cell::toned(format!("{}–{}", whole(&range.low), whole(&range.high)), Tone::Doubt),
    }
}

fn months(months: Option<&MonthsUntil>) -> Cell {
    let one = |months: Option<&Exact>| months.map_or_else(|| "never".to_owned(), |months| grouped(months, 1));
    match months {
        None => "–".into(),
        Some(MonthsUntil { low, likely, high }) if low == high => one(likely.as_ref()).into(),
        Some(MonthsUntil { low, likely, high }) => {
            format!("{} ({}–{})", one(likely.as_ref()), one(low.as_ref()), one(high.as_ref())).into()
        }
    }
}

fn beside_cost(told: &CostWorth<'_>) -> Table {
    let unit = |name: &str| told.costing.unit(name);
    let mut table = Table::of("Cost, and what there is beside it, over the term")
        .head("Vendor")
        .numbers(unit("Total"))
        .numbers(unit("Benefit"))
        .numbers(unit("Saving"))
        .numbers(unit("Net"))
        .numbers("Range")
        .numbers("Return %")
        .numbers("Back after months")
        .numbers("Customers who leave");
    for vendor in &told.vendors {
        let (Some(worth), Some(figures)) = (&vendor.worth, &vendor.figures) else { continue };
        let is_asked = told.worth().is_some_and(|worth| worth.leave.is_some());
        table.row(vec![
            Cell::toned(&vendor.name, Tone::Strong),
            whole(&figures.total.likely).into(),
            if worth.rows.is_empty() { "–".into() } else { money(worth.benefit.as_ref()) },
            worth.saving.as_ref().map_or_else(|| "–".into(), |saving| money(Some(saving))),
            money(worth.net.as_ref()),
            span(worth.net.as_ref()),
            worth.roi.as_ref().map_or_else(|| "–".into(), |roi| grouped(&roi.likely.percent(), 1).into()),
            months(worth.payback_months.as_ref()),
            if is_asked { money(worth.lost_customers.as_ref()) } else { "–".into() },
        ]);
    }
    table
}

/// What each vendor brings, with its ends.
fn one_by_one(told: &CostWorth<'_>) -> Table {
    let mut table = Table::of("What each brings, low to high")
        .head("Vendor and what it brings")
        .numbers("Low")
        .numbers("Likely")
        .numbers("High");
    for vendor in &told.vendors {
        let Some(worth) = vendor.worth.as_deref().filter(|worth| !worth.is_baseline) else { continue };
        table.row(ends_of(&vendor.name, worth.net.as_ref(), Tone::Strong)).is_total = true;
        for one in &worth.rows {
            table.row(ends_of(&one.name, one.money.as_ref(), Tone::Plain)).depth = 1;
        }
        for (name, range) in [
            ("Customers more who stay", &worth.kept_customers),
            ("Saved against the baseline", &worth.saving),
            ("Spent before the start", &worth.upfront),
            ("Net, discounted", &worth.npv),
        ] {
            if range.is_some() {
                table.row(ends_of(name, range.as_ref(), Tone::Plain)).depth = 1;
            }
        }
    }
    table
}

fn ends_of(name: &str, range: Option<&Range>, tone: Tone) -> Vec<Cell> {
    let cell = |number: Option<&Exact>| -> Cell {
        number
            .map_or_else(|| Cell::toned("not known", Tone::Doubt), |number| Cell::toned(whole(number), tone))
    };
    std::iter::once(Cell::toned(name, tone)).chain(ends(range).map(cell)).collect()
}

fn points(told: &CostWorth<'_>) -> Table {
    let mut table = Table::of("Points for money: without the points on prices, by the likely total")
        .head("Vendor")
        .numbers("Points")
        .numbers(told.costing.unit("Total"))
        .numbers(told.costing.unit("A point"))
        .numbers("Points a million")
        .words("Most for its money");
    let is_told = |one: &&PointsOfVendor| told.vendors.iter().any(|vendor| vendor.id == one.id);
    for one in told.points.vendors.iter().filter(is_told) {
        let number = |number: Option<&Exact>| -> Cell {
            number.map_or_else(|| "–".into(), |number| grouped(number, 2).into())
        };
        let word = if one.is_efficient { Cell::toned("yes", Tone::Good) } else { "".into() };
        table.row(vec![
            Cell::toned(&one.name, Tone::Strong),
            grouped(&one.points, 2).into(),
            whole(&one.total).into(),
            number(one.money_a_point.as_ref()),
            number(one.points_a_million.as_ref()),
            word,
        ]);
    }
    table
}
