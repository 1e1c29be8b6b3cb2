//! The sheet of weights, and the sheet of scales: what the rule says, ready to be changed.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use rust_xlsxwriter::{DataValidation, DataValidationRule, Formula, XlsxError};

use super::layout::{
    COUNTED_WEIGHT, EXPORTED_WEIGHT, GLOBAL_SHARE, LOCAL_SHARE, Layout, MINIMUM, MOST_POINTS, NUMBER, UNDER,
    WEIGHT, WEIGHTS_BODY, rows,
};
use super::page::{HEAD, SheetPage, at, down, fixed};
use super::style::{Look, PERCENT, PLAIN, digits, format};
use crate::decision::scale::{Parameter, TableKey};
use crate::decision::{Criterion, Minimum, Scale, Shape, Unknown};
use crate::exact::Exact;

const SAYS: &str = "Type over a yellow cell: shares, points, scores and ranks follow on every sheet.";

/// The criteria with their weights, shares and minimums.
pub(super) fn weights(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let mut page = SheetPage::new("Weights", "Weights", SAYS)?;
    totals(layout, &mut page)?;
    page.heads(
        WEIGHTS_BODY - 1,
        &[
            "No.",
            "Under",
            "Criterion",
            "Weight when exported",
            "Weight",
            "Weight that counts",
            "Share among siblings",
            "Share of the whole",
            "Most points",
            "Minimum, 0 to 100",
            "Scale",
            "When not known",
            "Rounding",
            "Note",
        ],
    )?;
    for (index, criterion) in layout.criteria() {
        row(layout, &mut page, index, criterion)?;
    }
    page.widths(&[5.5, 6.5, 38.0, 10.0, 10.0, 10.0, 10.0, 10.0, 9.0, 10.0, 48.0, 13.0, 12.0, 48.0])?;
    page.sheet.set_freeze_panes(WEIGHTS_BODY, 3)?.set_repeat_rows(WEIGHTS_BODY - 1, WEIGHTS_BODY - 1)?;
    let last = WEIGHTS_BODY + rows(layout.decision.criteria.len()).max(1) - 1;
    page.sheet.add_data_validation(WEIGHTS_BODY, WEIGHT, last, WEIGHT, &at_least_zero("a weight")?)?;
    page.sheet.add_data_validation(
        WEIGHTS_BODY,
        MINIMUM,
        last,
        MINIMUM,
        &within("a minimum", 0.0, 100.0)?,
    )?;
    Ok(page)
}

/// The most points and the least score.
fn totals(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let rule = &layout.decision.rule;
    let (name, input) = (format(Look::Name(0), PLAIN), format(Look::Input, PLAIN));
    page.text(2, 2, "Points of the best possible vendor", &name)?;
    page.put(2, WEIGHT, &rule.points, &input)?;
    let is_strict = rule.minimum.as_ref().is_some_and(Minimum::is_strict);
    let least =
        if is_strict { "Score to be exceeded (empty for none)" } else { "Minimum score (empty for none)" };
    page.text(3, 2, least, &name)?;
    page.put(3, WEIGHT, rule.minimum.as_ref().map(Minimum::least), &input)?;
    page.sheet.add_data_validation(2, WEIGHT, 3, WEIGHT, &at_least_zero("a number of points")?)?;
    if let Some(whole) = &rule.weights {
        let says = format!(
            "Siblings add up to {whole}. Where typed weights do not, those that were not typed make room in proportion."
        );
        page.line(3, COUNTED_WEIGHT, &says, Look::Lead)?;
    }
    Ok(())
}

fn row(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    index: usize,
    criterion: &Criterion,
) -> Result<(), XlsxError> {
    let row = WEIGHTS_BODY + rows(index);
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10);
    let is_group = criterion.leaf.is_none();
    let cell = |number: &str| format(if is_group { Look::Group } else { Look::Cell }, number);
    let name = if is_group { Look::GroupName(depth) } else { Look::Name(depth) };
    page.put(row, NUMBER, index + 1, &format(Look::Number, PLAIN))?;
    page.put(row, UNDER, criterion.parent.map_or(0, |parent| parent + 1), &format(Look::Number, PLAIN))?;
    page.text(row, 2, &criterion.name, &format(name, PLAIN))?;
    page.put(row, EXPORTED_WEIGHT, criterion.weight.exact(), &format(Look::Faint, PLAIN))?;
    page.put(row, WEIGHT, criterion.weight.exact(), &format(Look::Input, PLAIN))?;
    shares(layout, page, index, criterion, &cell)?;
    let minimum = criterion.minimum.as_ref().map(|minimum| minimum.least().percent());
    let minimum_look = if minimum.is_some() { Look::Input } else { Look::Faint };
    page.put(row, MINIMUM, minimum.as_ref(), &format(minimum_look, PLAIN))?;
    let leaf = criterion.leaf.as_ref();
    let not_known = leaf.map_or("", |leaf| match leaf.unknown {
        Unknown::Worst => "worst: 0",
        Unknown::Middle => "middle: 50",
        Unknown::Best => "best: 100",
        Unknown::Skip => "left out",
    });
    page.put(row, 10, leaf.map(|leaf| format!("{:#}", leaf.scale)), &cell(PLAIN))?;
    page.text(row, 11, not_known, &cell(PLAIN))?;
    let rounding = leaf.map(|leaf| leaf.rounding.map_or_else(|| "none".to_owned(), |one| one.to_string()));
    page.put(row, 12, rounding, &cell(PLAIN))?;
    page.put(row, 13, criterion.note.as_deref(), &format(Look::Faint, PLAIN))
}

/// From a typed weight to the share of the whole.
fn shares(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    index: usize,
    criterion: &Criterion,
    cell: &dyn Fn(&str) -> rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    let row = WEIGHTS_BODY + rows(index);
    let last = WEIGHTS_BODY + rows(layout.decision.criteria.len()) - 1;
    let whole = |column| down(column, WEIGHTS_BODY, last);
    let (typed, exported, under) = (at(row, WEIGHT), at(row, EXPORTED_WEIGHT), at(row, UNDER));
    let siblings = format!("({}={under})", whole(UNDER));
    let counted = match &layout.decision.rule.weights {
        None => format!("={typed}"),
        // What was typed stands; the other siblings share the rest as they did before.
        Some(sum) => {
            let (all_typed, all_exported) = (whole(WEIGHT), whole(EXPORTED_WEIGHT));
            let changed = format!("SUMPRODUCT({siblings}*({all_typed}<>{all_exported})*{all_typed})");
            let kept = format!("SUMPRODUCT({siblings}*({all_typed}={all_exported})*{all_typed})");
            let total = format!("SUMIF({},{under},{all_typed})", whole(UNDER));
            format!(
                "=IF(OR(ROUND({total}-{sum},9)=0,{changed}>{sum},{kept}=0,{typed}<>{exported}),{typed},{exported}*({sum}-{changed})/{kept})"
            )
        }
    };
    page.formula(row, COUNTED_WEIGHT, &counted, criterion.weight.exact(), &cell(PLAIN))?;
    let sum = format!("SUMIF({},{under},{})", whole(UNDER), whole(COUNTED_WEIGHT));
    let local = format!("=IF({sum}=0,0,{}/{sum})", at(row, COUNTED_WEIGHT));
    page.formula(row, LOCAL_SHARE, &local, criterion.share().local.exact(), &cell(PERCENT))?;
    let local = at(row, LOCAL_SHARE);
    let global = match criterion.parent {
        Some(parent) => format!("={}*{local}", at(WEIGHTS_BODY + rows(parent), GLOBAL_SHARE)),
        None => format!("={local}"),
    };
    page.formula(row, GLOBAL_SHARE, &global, criterion.share().global.exact(), &cell(PERCENT))?;
    let most = format!("={}*{}", at(row, GLOBAL_SHARE), fixed(2, WEIGHT));
    let most_points = layout.decision.max_points(criterion);
    page.formula(row, MOST_POINTS, &most, &most_points, &cell("0.00"))
}

/// What facts are worth, row by row.
pub(super) fn scales(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "What a fact is worth, from 0 to 100. Type over a yellow cell to try another scale.";
    let mut page = SheetPage::new("Scales", "Scales", says)?;
    page.heads(HEAD, &["No.", "Criterion", "", "Fact", "Worth, 0 to 100", "Unit"])?;
    for (index, criterion, leaf) in layout.leaves() {
        let Some(first) = layout.scales[index] else { continue };
        for (row, (says, fact, worth)) in (first..).zip(steps(&leaf.scale)) {
            page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
            page.text(row, 1, &criterion.name, &format(Look::Name(0), PLAIN))?;
            page.text(row, 2, says, &format(Look::Faint, PLAIN))?;
            // A word that was changed would be another word than the facts say.
            let look = if matches!(fact, ScalePoint::Number(_)) { Look::Input } else { Look::Cell };
            match fact {
                ScalePoint::Number(number) => page.put(row, 3, &number, &format(look, PLAIN))?,
                ScalePoint::Word(word) => page.text(row, 3, &word, &format(look, PLAIN))?,
            }
            let look = if is_worth_free(&leaf.scale) { Look::Input } else { Look::Cell };
            page.put(row, 4, worth.as_ref().map(Exact::percent).as_ref(), &format(look, PLAIN))?;
            page.put(row, 5, leaf.unit.as_deref(), &format(Look::Faint, PLAIN))?;
        }
    }
    page.widths(&[5.5, 38.0, 14.0, 24.0, 12.0, 14.0])?;
    page.freeze(2)?;
    Ok(page)
}

/// A place on a scale.
enum ScalePoint {
    Number(Exact),
    Word(String),
}

/// Whether the worths of a scale can be typed over: those of a line from worst to best are 0 and 100.
fn is_worth_free(scale: &Scale) -> bool {
    match scale.shape() {
        Shape::Line(line) => line.has_written_worths(),
        Shape::Table(_) => true,
        Shape::Set(_) | Shape::Formula(_) => false,
    }
}

/// The rows of a scale: what each is, its place, and what it is worth.
fn steps(scale: &Scale) -> Vec<(&'static str, ScalePoint, Option<Exact>)> {
    match scale.shape() {
        Shape::Line(line) => {
            let row = |(name, (x, y)): (&'static str, &(Exact, Exact))| {
                (name, ScalePoint::Number(x.clone()), Some(y.clone()))
            };
            line.named_points().map(row).collect()
        }
        Shape::Table(table) => {
            let name = match table.key() {
                TableKey::Text => "level",
                TableKey::YesNo => "",
            };
            let row = |(word, y): &(String, Exact)| (name, ScalePoint::Word(word.clone()), Some(y.clone()));
            table.rows().iter().map(row).collect()
        }
        Shape::Set(_) => Vec::new(),
        Shape::Formula(formula) => {
            let row = |(parameter, number): (Parameter, &Exact)| {
                let (name, number) = match parameter {
                    Parameter::Budget => ("budget", number.clone()),
                    Parameter::Base => ("base", number.clone()),
                    Parameter::Added => ("added, 0 to 100", number.percent()),
                };
                (name, ScalePoint::Number(number), None)
            };
            formula.parameters().into_iter().map(row).collect()
        }
    }
}

/// Lets a cell take numbers from 0.
fn at_least_zero(what: &str) -> Result<DataValidation, XlsxError> {
    let rule = DataValidationRule::GreaterThanOrEqualTo(0.0);
    refused(DataValidation::new().allow_decimal_number(rule), &format!("Type {what} of 0 or more."))
}

/// Lets a cell take numbers between two.
pub(super) fn within(what: &str, from: f64, to: f64) -> Result<DataValidation, XlsxError> {
    let rule = DataValidationRule::Between(from, to);
    refused(
        DataValidation::new().allow_decimal_number(rule),
        &format!("Type {what} from {from} to {to}, or leave the cell empty."),
    )
}

/// Lets a cell take words of a list that stands in cells.
pub(super) fn one_of_cells(cells: &str) -> Result<DataValidation, XlsxError> {
    let list = DataValidation::new().allow_list_formula(Formula::new(format!("={cells}")));
    refused(list, "Choose one of the list, or leave the cell empty.")
}

/// Lets a cell take some words.
pub(super) fn one_of(words: &[&str]) -> Result<DataValidation, XlsxError> {
    refused(DataValidation::new().allow_list_strings(words)?, "Choose one of the list.")
}

/// Says why an entry is refused.
pub(super) fn refused(rule: DataValidation, why: &str) -> Result<DataValidation, XlsxError> {
    rule.set_error_title("Not possible here")?.set_error_message(why)
}

/// The number format of points.
pub(super) fn points_format(layout: &Layout<'_>) -> String {
    digits(layout.evaluation.shown_decimals().points)
}

/// The number format of scores.
pub(super) fn score_format(layout: &Layout<'_>) -> String {
    digits(layout.evaluation.shown_decimals().scores)
}
