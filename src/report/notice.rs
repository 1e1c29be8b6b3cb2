//! The public notice of an award, and what a reader could still infer from it.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::answers::document::{Cell, Document, Section, Table, Tone};
use crate::answers::foot;
use crate::decision::{Award, Date, FieldFormula, PriceFormula, Shape};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What a notice tells.
#[derive(Clone, Copy, Debug)]
pub struct Publicity<'a> {
    /// Who gets the work.
    pub winner: &'a VendorResult,
    /// The award, where one is recorded.
    pub award: Option<&'a Award>,
    /// The day of the notice.
    pub date: Option<Date>,
    /// Names by the alphabet and scores by rank, in lists of their own, so that they cannot be joined.
    pub is_unlinked: bool,
    /// Points by group besides the scores.
    pub has_points: bool,
}

/// Tells everybody how an award came about: the result, the offers, and the rule.
///
/// Where names and scores are not to be joined and only two vendors are ranked, the second score is withheld:
/// everybody would know whose it is.
#[must_use]
pub fn notice(evaluation: &Evaluation, publicity: Publicity<'_>) -> Document {
    Document {
        kind: "Notice of award".to_owned(),
        title: evaluation.decision.title.clone(),
        subtitle: evaluation.decision.question.clone(),
        date: publicity.date.or(publicity.award.map(|award| award.on)),
        date_is: "",
        organisation: None,
        sections: vec![result(evaluation, publicity), offers(evaluation, publicity), rule(evaluation)],
        foot: foot(evaluation),
        is_letter: true,
    }
}

fn result(evaluation: &Evaluation, publicity: Publicity<'_>) -> Section {
    let digits = evaluation.shown_decimals().scores;
    let mut section = Section::chapter("result", "Result");
    let winner = publicity.winner;
    let score = format!("{} of {} points", winner.score.fixed(digits), evaluation.decision.rule.points);
    section.text(format!("The work goes to {}, with {score}.", winner.name()));
    if let Some(award) = publicity.award {
        section.text(format!("Decided on {} by {}.", award.on, award.signed()));
        if let Some(reason) = &award.reason {
            section.text(reason);
        }
    }
    section
}

fn offers(evaluation: &Evaluation, publicity: Publicity<'_>) -> Section {
    let mut section = Section::chapter("offers", "Offers");
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    section.text(format!("{} offers, {} of them in the ranking.", evaluation.vendors.len(), ranked.len()));
    if !publicity.is_unlinked {
        section.table(scores(evaluation, publicity, &ranked, true));
        let out: Vec<String> = evaluation.out().map(|vendor| vendor.name().to_owned()).collect();
        if !out.is_empty() {
            section.text(format!("Not in the ranking: {}.", out.join(", ")));
        }
        return section;
    }
    let mut names: Vec<String> = evaluation.vendors.iter().map(|vendor| vendor.name().to_owned()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    section.heading("Names, by the alphabet").list(names);
    section.heading("Scores, highest first");
    if ranked.len() == 2 {
        section.text(
            "Two offers are in the ranking, so the second score is withheld: its owner would be known.",
        );
        section.table(scores(evaluation, publicity, &ranked[..1], false));
    } else {
        section.table(scores(evaluation, publicity, &ranked, false));
    }
    section
}

fn scores(
    evaluation: &Evaluation,
    publicity: Publicity<'_>,
    ranked: &[&VendorResult],
    has_names: bool,
) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::of("Scores").numbers("#");
    if has_names {
        table = table.head("Vendor");
    }
    table = table.numbers("Score");
    if publicity.has_points {
        for (_, group) in evaluation.top() {
            table = table.numbers(&group.name);
        }
    }
    for vendor in ranked {
        let mut cells = vec![Cell::from(crate::explain::words::shown_rank(vendor))];
        if has_names {
            cells.push(Cell::toned(vendor.name(), Tone::Strong));
        }
        cells.push(Cell::toned(vendor.score.fixed(decimals.scores), Tone::Strong));
        if publicity.has_points {
            let points =
                evaluation.top().map(|(at, _)| vendor.cells[at].points.fixed(decimals.points).into());
            cells.extend(points);
        }
        table.row(cells);
    }
    table
}

fn rule(evaluation: &Evaluation) -> Section {
    let mut section = Section::chapter("rule", "How offers were judged");
    section.text(crate::explain::words::rule_text(evaluation));
    let mut table = Table::of("Criteria and weights").head("Criterion").numbers("Of the whole %");
    for criterion in &evaluation.decision.criteria {
        let percent = criterion.share.global.percent();
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let row = table.row(vec![Cell::toned(&criterion.name, tone), percent.plain(2).into()]);
        row.depth = criterion.depth;
    }
    section.table(table);
    section
}

/// What a reader of the notice could still infer, in sentences; empty where nothing was found.
#[must_use]
pub fn leaks(evaluation: &Evaluation, publicity: Publicity<'_>) -> Vec<String> {
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
        if publicity.award.is_some_and(|award| award.winners.iter().any(|one| one.standing.rank != Some(1))) {
            leaks.push("The work does not go to the first of the ranking, so the first score in the list is a loser's.".to_owned());
        }
    } else if ranked.len() == 2 {
        leaks.push(format!(
            "Only two offers are in the ranking: the score of {} stands in public beside the winner's. --unlinked withholds it.",
            ranked[1].name()
        ));
    }
    if publicity.has_points {
        leaks.extend(price_leaks(evaluation, &ranked));
    }
    leaks
}

/// Groups whose points follow from one price: what they tell of it.
fn price_leaks(evaluation: &Evaluation, ranked: &[&VendorResult]) -> Vec<String> {
    let top = evaluation.top().filter_map(|(at, _)| lone_leaf(evaluation, at));
    let facts = evaluation.decision.price_facts();
    let prices = top.filter(|leaf| evaluation.decision.criteria[*leaf].reads_any(&facts));
    prices.flat_map(|leaf| ranked.iter().map(move |vendor| given_away(evaluation, vendor, leaf))).collect()
}

/// What the points of a vendor on a price tell of that price.
fn given_away(evaluation: &Evaluation, vendor: &VendorResult, leaf: usize) -> String {
    let criterion = &evaluation.decision.criteria[leaf];
    let said = format!("{} points on {}", vendor.cells[leaf].points, criterion.name);
    match precision(evaluation, vendor, leaf) {
        Some(precision) => {
            format!("{said} give away what {} asks to within {precision:.1} %.", vendor.name())
        }
        None => format!("{said} follow from what {} asks alone.", vendor.name()),
    }
}

/// What a letter with the points of the winner tells of its prices, in sentences.
#[must_use]
pub fn letter_leaks(evaluation: &Evaluation, winner: &VendorResult) -> Vec<String> {
    let facts = evaluation.decision.price_facts();
    let prices = evaluation.leaves().filter(|(_, criterion)| criterion.reads_any(&facts));
    prices.map(|(leaf, _)| given_away(evaluation, winner, leaf)).collect()
}

/// The only scored criterion of a group; none where there are several.
fn lone_leaf(evaluation: &Evaluation, group: usize) -> Option<usize> {
    if !evaluation.decision.criteria[group].is_group() {
        return Some(group);
    }
    let mut under = (0..evaluation.decision.criteria.len())
        .filter(|&at| evaluation.decision.criteria[at].parent == Some(group));
    let first = under.next()?;
    if under.next().is_some() { None } else { lone_leaf(evaluation, first) }
}

/// How closely the points give away the price, in per cent of it: half a step of the rounding, turned back
/// through the scale. None for scales of which that is not worked out, and beyond their ends.
fn precision(evaluation: &Evaluation, vendor: &VendorResult, leaf: usize) -> Option<f64> {
    let criterion = &evaluation.decision.criteria[leaf];
    let cell = &vendor.cells[leaf];
    let value = cell.value.as_ref()?.to_f64();
    let price = cell.fact.as_ref()?.value.as_ref()?.numbers()?[1].to_f64();
    let digits = criterion.rounding().or(evaluation.decision.rule.criterion_rounding)?.digits;
    let half_step =
        0.5 / libm::pow(10.0, f64::from(digits)) / evaluation.decision.max_points(criterion).to_f64();
    // How much of the price one unit of value is worth there.
    let slope = match criterion.scale()?.shape() {
        Shape::Line(line) => {
            let [worst, best] = line.worst_and_best()?.map(Exact::to_f64);
            (worst - best).abs()
        }
        Shape::Formula(FieldFormula::Price(PriceFormula::LowestOverPrice)) => price / value,
        Shape::Formula(
            FieldFormula::Relative { .. }
            | FieldFormula::Price(
                PriceFormula::Span
                | PriceFormula::ExcessOverLowest
                | PriceFormula::BudgetLine { .. }
                | PriceFormula::BudgetShare { .. },
            ),
        )
        | Shape::Table(_)
        | Shape::Set(_) => return None,
    };
    (value > 0.0 && value < 1.0 && price > 0.0).then(|| 100.0 * half_step * slope / price)
}
