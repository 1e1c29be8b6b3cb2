//! `weigh cost`: what each quote really costs.

mod account;
mod demand;
mod overview;
mod sweep;

use super::args::{Cost, Format, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::text::wrapped;
use crate::cost::money::grouped;
use crate::cost::{Costs, Range, VendorCost, costs};
use crate::decision::{CostBasis, Decision};
use crate::exact::Exact;

pub(super) fn run(global: &Global, args: &Cost, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let decision = &evaluation.decision;
    let (Some(basis), Some(costs)) = (&decision.cost, costs(decision)) else {
        let message = "this decision says nothing of demand, so quotes cannot be compared; add a forecast to its \
                       criteria file: [needs.demand.phone] with contacts, aht and a target";
        return Err(Failure::Input { message: message.to_owned() });
    };
    let costs =
        costs.map_err(|(channel, error)| Failure::Input { message: format!("{channel}: {error}") })?;
    let of = match &args.vendor {
        Some(name) => Some(settings::vendor(&evaluation, name)?.id().clone()),
        None => None,
    };
    let view = View { decision, basis, costs: &costs, format, is_explained: args.explain };
    let json = |schema: &str, result: serde_json::Value| settings::json(schema, &evaluation, &result);
    let text = match (args.sweep, of) {
        (Some(moved), _) => sweep::text(&view, moved, shell, json)?,
        (None, of) if args.assumptions => demand::assumptions(&view, of.as_ref(), shell, json),
        (None, _) if args.demand => demand::text(&view, shell, json),
        (None, Some(id)) => {
            let cost = costs.vendor(id.as_str()).expect("the costs are those of the decision's vendors");
            account::text(&view, cost, shell, json)
        }
        (None, None) => overview::text(&view, shell, json),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// What is shown, and how.
struct View<'a> {
    decision: &'a Decision,
    basis: &'a CostBasis,
    costs: &'a Costs,
    format: Format,
    is_explained: bool,
}

impl View<'_> {
    /// Money in whole units.
    fn whole(number: &Exact) -> String {
        grouped(number, 0)
    }
}

/// A range in whole units; empty where it is none.
fn range_text(range: &Range) -> String {
    if range.low == range.high {
        return "certain".to_owned();
    }
    format!("{}–{}", grouped(&range.low, 0), grouped(&range.high, 0))
}

/// A line of text for a terminal.
fn line(text: &str, shell: &Shell<'_>) -> String {
    wrapped(text, shell.environment.text_width(), "", "") + "\n"
}

/// A remark of a list for a terminal.
fn item(text: &str, shell: &Shell<'_>) -> String {
    wrapped(text, shell.environment.text_width(), "  - ", "    ") + "\n"
}

/// A place as people see it.
fn place(rank: Option<usize>) -> String {
    rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string())
}

/// The likely end of a range with so many decimals.
fn likely(range: Option<&Range>, decimals: u32) -> String {
    range.map_or_else(|| "?".to_owned(), |range| grouped(&range.likely, decimals))
}

/// The vendors whose cost is not known, or who do not take part, with the reason.
fn left_out(costs: &Costs) -> Vec<(&VendorCost, String)> {
    costs
        .vendors
        .iter()
        .filter_map(|vendor| {
            let why =
                vendor.unknown.clone().or((!vendor.is_invited).then(|| "does not take part".to_owned()));
            why.map(|why| (vendor, why))
        })
        .collect()
}
