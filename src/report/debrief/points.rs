//! Points and prices of a letter.

use std::collections::BTreeSet;

use super::Reader;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::decision::disclosure::{Duty, Part};
use crate::decision::estimate::OrFact;
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::quote::Rate;
use crate::decision::{FactId, Status, derived};
use crate::exact::Exact;
use crate::record::{leak, regime};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};

/// Between which fixed edges the score of each winner lies, where that is told.
pub(super) fn bands(reader: &Reader<'_>) -> Vec<String> {
    // A total that a formula makes has no ends between which bands could lie.
    let winners = reader.winners_with(Part::WinnerBand).into_iter().filter(|_| reader.has_sums());
    let whole = &reader.evaluation.decision.rule.points;
    let said = |winner: &VendorResult| {
        let [low, high] = leak::band(&winner.score, whole);
        let name = reader.winner_name(winner);
        format!("The score of {name} lies between {} and {} of {whole} points.", low.plain(6), high.plain(6))
    };
    winners.filter(|_| !reader.tells(Part::WinnerPoints)).map(said).collect()
}

/// The points by criterion: the addressee's, and where it is told, the winner's.
pub(super) fn points(reader: &Reader<'_>) -> Option<Section> {
    if !reader.tells(Part::OwnPoints) {
        return criteria(reader);
    }
    let winners = reader.winners_with(Part::WinnerPoints);
    let vendors: Vec<&VendorResult> = [reader.vendor].into_iter().chain(winners.iter().copied()).collect();
    let decimals = reader.evaluation.shown_decimals();
    let decision = &reader.evaluation.decision;
    let title = match winners.len() {
        0 => "Your points",
        1 => "Your points and those of the winner",
        _ => "Your points and those of the winners",
    };
    let mut table =
        Table::of(title).head("Criterion").numbers("Of the whole %").numbers("Most points").numbers("You");
    for winner in &winners {
        table = table.numbers(reader.winner_name(winner));
    }
    for (at, criterion) in decision.criteria.iter().enumerate() {
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let mut cells = vec![
            Cell::toned(&criterion.name, tone),
            criterion.share().global.percent().plain(2).into(),
            Cell::toned(decision.max_points(criterion).plain(decimals.points.max(2)), tone),
        ];
        cells.extend(vendors.iter().map(|one| match one.cells[at].knowledge {
            Knowledge::NotApplicable => Cell::toned(DOES_NOT_APPLY, Tone::Faint),
            _ => Cell::toned(one.cells[at].points.fixed(decimals.points), tone),
        }));
        table.row(cells).depth = criterion.depth();
    }
    if reader.tells_totals() {
        let whole = if reader.has_sums() {
            ["100".to_owned(), decision.rule.points.to_string()]
        } else {
            Default::default()
        };
        let mut total = vec![Cell::toned("Score", Tone::Strong)];
        total.extend(whole.map(Cell::from));
        total.extend(vendors.iter().map(|one| Cell::toned(one.score.fixed(decimals.scores), Tone::Strong)));
        table.row(total).is_total = true;
    }
    let mut section = Section::chapter("points", "Points by criterion");
    section.text(crate::explain::words::rule_text(reader.evaluation));
    section.table(table);
    let applies =
        |one: &&VendorResult| one.cells.iter().all(|cell| cell.knowledge != Knowledge::NotApplicable);
    if !vendors.iter().all(applies) {
        section.text(
            "The weight of what does not apply goes to the other criteria of its group, which can give more than the \
             most points above.",
        );
    }
    if !reader.tells_totals() {
        section.text(
            "The total is made of these points and of prices by the formula above. It is not told: with the points it \
             would tell a price.",
        );
    }
    let rated = reader.winners_with(Part::WinnerRating).into_iter().filter(|_| winners.is_empty());
    for winner in rated {
        let points = |vendor: &VendorResult| leak::rating(reader.evaluation, vendor).fixed(decimals.points);
        section.text(format!(
            "Beside what is price, your offer has {} points and {} has {}.",
            points(reader.vendor),
            reader.winner_name(winner),
            points(winner)
        ));
    }
    Some(section)
}

/// How points are come by, beside them, where a regime wants that told.
pub(super) fn scoring(reader: &Reader<'_>) -> Option<Section> {
    let is_beside = reader.tells(Part::OwnPoints) && reader.telling.duty(Part::Criteria) == Duty::Must;
    let mut section = criteria(reader).filter(|_| is_beside)?;
    "scoring".clone_into(&mut section.id);
    Some(section)
}

/// The criteria alone, where no points are told.
fn criteria(reader: &Reader<'_>) -> Option<Section> {
    if !reader.tells(Part::Criteria) {
        return None;
    }
    let mut table =
        Table::of("Criteria and weights").head("Criterion").numbers("Of the whole %").words("Scale");
    for criterion in &reader.evaluation.decision.criteria {
        // A scale that counts what vendors are worth to us tells what that is about.
        let is_ours = criterion.fact().is_some_and(|fact| derived::is_benefit(fact.as_str()));
        let scale = criterion.scale().filter(|_| !is_ours).map(ToString::to_string).unwrap_or_default();
        let percent = criterion.share().global.percent().plain(2);
        table.row(vec![criterion.name.as_str().into(), percent.into(), scale.into()]).depth =
            criterion.depth();
    }
    let mut section = Section::chapter("points", "How offers were judged");
    section.table(table);
    Some(section)
}

/// The prices that a vendor states: what it quotes, what that comes to, and what the whole costs the buyer.
pub(in crate::report) fn stated_prices(
    evaluation: &Evaluation,
    vendor: &VendorResult,
) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let mut seen: BTreeSet<FactId> = BTreeSet::new();
    let prices = evaluation.decision.kept_prices();
    let worked_out = ["cost.invoice", "cost.total"].map(FactId::new);
    let value = |id: &FactId| {
        let fact = vendor.vendor.facts.get(id)?;
        let unit = fact.evidence.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
        let [_, likely, _] = fact.value.as_ref()?.numbers()?;
        Some(format!("{}{unit}", likely.spaced(2)))
    };
    for (_, criterion) in evaluation.leaves().filter(|(_, criterion)| criterion.reads_any(&prices)) {
        let Some(id) = criterion.fact().filter(|id| !derived::is_of_model(id.as_str())) else { continue };
        let derivations = &evaluation.decision.derivations;
        if derivations.has(id) {
            // What is worked out is ours; what goes into it was quoted.
            for input in derivations.inputs(id).into_iter().filter(|fact| prices.contains(fact)) {
                let is_quoted = !derived::is_of_model(input.as_str()) && seen.insert(input.clone());
                told.extend(
                    value(&input).filter(|_| is_quoted).map(|said| (format!("{input} (as quoted)"), said)),
                );
            }
            continue;
        }
        if seen.insert(id.clone())
            && let Some(said) = value(id)
        {
            let unit = criterion.unit().filter(|unit| !said.contains(*unit));
            let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
            told.push((format!("{} (as quoted)", criterion.name), format!("{said}{unit}")));
        }
    }
    if regime::find(evaluation.decision.disclosure.regime).is_some_and(|regime| regime.tells_unit_prices) {
        told.extend(unit_prices(evaluation, vendor, &seen));
    }
    let names =
        ["What the quote comes to over the term (invoiced)", "What it costs us in all, with our own part"];
    told.extend(worked_out.iter().zip(names).filter_map(|(id, name)| Some((name.to_owned(), value(id)?))));
    told
}

/// Each price of a vendor's quote for one unit. What it adds on top of its cost is in the price, and told to nobody.
///
/// - `seen`: the facts whose prices are told beside.
fn unit_prices(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    seen: &BTreeSet<FactId>,
) -> Vec<(String, String)> {
    let Some(quote) = vendor.vendor.quote.as_deref() else { return Vec::new() };
    let currency = quote.currency.as_deref().or(evaluation.decision.currency.as_deref()).unwrap_or_default();
    let money = |number: &Exact| {
        format!("{} {currency}", number.spaced(number.decimals(6).max(2))).trim_end().to_owned()
    };
    let known = |rate: &OrFact| {
        let is_told = rate.fact().is_some_and(|fact| seen.contains(fact));
        rate.of(&vendor.vendor).filter(|_| !is_told).map(|rate| rate.likely.clone())
    };
    let mut told = Vec::new();
    for price in &quote.prices {
        let with_margin = |rate: &Exact| money(&(rate * &(&Exact::ONE + &price.margin)));
        let per = price.per.one();
        let mut row =
            |more: &str, said: String| told.push((format!("{}{more} (unit price)", price.name), said));
        match &price.rate {
            Rate::Flat(rate) => {
                if let Some(rate) = known(rate) {
                    let with = price.goes_with(&with_margin);
                    row("", format!("{} for each {per}{with}", with_margin(&rate)));
                }
            }
            Rate::Tiers { tiers, .. } => {
                for (from, rate) in tiers.steps() {
                    let more = format!(", from {} a month", from.plain(0));
                    row(&more, format!("{} for each {per}", with_margin(rate)));
                }
            }
            Rate::Anchored { fee, baseline, above, below, .. } => {
                if let Some(fee) = known(fee) {
                    row("", format!("{} a month for {} contacts", with_margin(&fee), baseline.plain(0)));
                }
                row(", each contact above", with_margin(above));
                row(", less for each contact below", with_margin(below));
            }
        }
    }
    for charge in quote.charges.iter().filter(|charge| charge.per.is_money()) {
        told.extend(
            known(&charge.amount)
                .map(|amount| (charge.name.clone(), format!("{} {}", money(&amount), charge.per))),
        );
    }
    let training = quote.training.iter().filter_map(|training| known(&training.rate));
    told.extend(training.map(|rate| ("Training".to_owned(), format!("{} an hour", money(&rate)))));
    told
}

/// The prices of a letter.
pub(super) fn prices(reader: &Reader<'_>) -> Option<Section> {
    let own = reader.tells(Part::OwnPrice).then(|| (reader.vendor, "You".to_owned()));
    let winners = reader.winners_with(Part::WinnerPrice).into_iter();
    let winners = winners.map(|winner| (winner, reader.winner_name(winner)));
    let mut table = Table::of("Prices").head("Whose").words("What").numbers("Price");
    for (vendor, name) in own.into_iter().chain(winners) {
        for (what, said) in stated_prices(reader.evaluation, vendor) {
            table.row(vec![name.as_str().into(), what.into(), said.into()]);
        }
    }
    let mut section = Section::chapter("prices", "Prices");
    section.table(table);
    (!section.blocks.is_empty()).then_some(section)
}

/// Whether a vendor's offer stands: what was withdrawn is no offer any more, and told to nobody.
pub(in crate::report) fn is_offer(vendor: &VendorResult) -> bool {
    !matches!(vendor.vendor.status, Status::Withdrawn { .. })
}

/// All offers with their prices, where a regime has them told.
pub(super) fn all_offers(evaluation: &Evaluation, has_prices: bool) -> Table {
    let mut table = Table::of("All offers").head("Bidder").words("Prices");
    let mut vendors: Vec<&VendorResult> = evaluation.vendors.iter().filter(|one| is_offer(one)).collect();
    vendors.sort_by_key(|vendor| vendor.name().to_lowercase());
    for vendor in vendors {
        let prices = if has_prices { stated_prices(evaluation, vendor) } else { Vec::new() };
        let prices: Vec<String> = prices.into_iter().map(|(what, said)| format!("{what}: {said}")).collect();
        table.row(vec![vendor.name().into(), prices.join("; ").into()]);
    }
    table
}
