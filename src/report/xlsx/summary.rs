//! The first sheet: the answer, how to use the file, the rule, and what it was made from.

use rust_xlsxwriter::XlsxError;

use super::layout::{Layout, MINIMUM_CELL, POINTS_CELL};
use super::page::{BODY, Content, SheetPage, fixed, on};
use super::style::{Look, PLAIN, format};
use super::total_rows::SHEET as TOTAL;
use super::weights::score_format;
use crate::answers::award::{earlier, in_a_line};
use crate::answers::locks::lock_text;
use crate::answers::weights::words::{account, judgements_text};
use crate::decision::{Criterion, FieldFormula, Minimum, Rule, Scale, Unknown};
use crate::exact::Rounding;

/// The most vendors that the summary names.
const MOST_NAMED: usize = 10;
/// Its name.
pub(crate) const SUMMARY: &str = "Summary";
/// What stands before the decision's name, its day, its what-ifs and the folder of its vendors, for those who
/// read the file back.
pub(crate) const DECISION: &str = "Decision";
pub(crate) const DATE: &str = "Date";
pub(crate) const WHAT_IF: &str = "What if";
pub(crate) const VENDORS: &str = "Vendors from";
/// The same of the fingerprints, and of what was recorded besides.
pub(crate) const VERSION: &str = "weigh";
pub(crate) const RULE: &str = "Fingerprint of the rule";
pub(crate) const INPUTS: &str = "Fingerprint of all inputs";
pub(crate) const AWARDED: &str = "Awarded to";
pub(crate) const LOCKED: &str = "Locked";

/// The sheet that only a decision with a panel has.
const PANEL: &str = "Panel";

/// What each sheet is for.
const GUIDE: [(&str, &str); 12] = [
    ("Ranking", "who is ahead, by how much, who is out and why; sorts itself"),
    ("Matrix", "what each fact is worth and the points that it earns"),
    ("Weights", "weights, shares, minimums; type over the yellow cells"),
    ("Facts", "what is true of each vendor; type over the yellow and blue cells"),
    ("Gates", "must-haves and minimums, and why each came out as it did"),
    ("Cost", "what each quote comes to, year by year"),
    ("Robustness", "how sure the first place is and what would change it"),
    (
        TOTAL,
        "what the formula of the total reads, figures of the bids, and what it comes to; type over the yellow cells",
    ),
    (PANEL, "who marked what, where they differ, and what hangs on it"),
    ("Evidence", "every fact with its source, day and remark"),
    ("Scales", "what a fact is worth; type over the yellow cells"),
    ("Workings", "the steps in between, for those who check"),
];

/// The answer, how to use the file, the rule, and what it was made from.
pub(super) fn summary(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let decision = layout.decision;
    let question = decision.question.as_deref().unwrap_or("Evaluation report");
    let mut page = SheetPage::new(SUMMARY, &decision.title, question)?;
    page.sheet.set_portrait();
    let mut row = 3;
    answer(layout, &mut page, &mut row)?;
    first_vendors(layout, &mut page, &mut row)?;
    guide(layout, &mut page, &mut row)?;
    rule(layout, &mut page, &mut row)?;
    provenance(layout, &mut page, &mut row)?;
    page.widths(&[26.0, 64.0, 14.0, 14.0])?;
    Ok(page)
}

fn block(page: &mut SheetPage, row: &mut u32, title: &str) -> Result<(), XlsxError> {
    *row += 1;
    page.line(*row, 0, title, Look::Block)?;
    *row += 1;
    Ok(())
}

fn term(page: &mut SheetPage, row: &mut u32, name: &str, said: impl Into<Content>) -> Result<(), XlsxError> {
    page.text(*row, 0, name, &format(Look::Name(0), PLAIN))?;
    page.put(*row, 1, said, &format(Look::Cell, PLAIN))?;
    *row += 1;
    Ok(())
}

/// Who is first, whether the file still says what weigh said, and how sure that is.
fn answer(layout: &Layout<'_>, page: &mut SheetPage, row: &mut u32) -> Result<(), XlsxError> {
    page.text(*row, 0, "First place", &format(Look::GroupName(0), PLAIN))?;
    if let Some(first) = layout.columns.first() {
        let cell = |column| on("Ranking", &fixed(BODY, column));
        let (rank, shared, name) = (cell(0), cell(1), cell(2));
        let formula = format!(
            "=IF({rank}=\"\",\"no vendor is in the ranking\",{name}&IF({shared}=\"yes\",\" (shared)\",\"\"))"
        );
        let said = match (first.result.rank, first.result.is_tied) {
            (None, _) => "no vendor is in the ranking".to_owned(),
            (Some(_), true) => format!("{} (shared)", first.result.name()),
            (Some(_), false) => first.result.name().to_owned(),
        };
        page.formula(*row, 1, &formula, said, &format(Look::Strong, PLAIN))?;
    } else {
        page.text(*row, 1, "there are no vendors", &format(Look::Strong, PLAIN))?;
    }
    *row += 1;
    page.text(*row, 0, "This file", &format(Look::Name(0), PLAIN))?;
    let unchanged = "as weigh made it: the scores and ranks are those of record";
    if layout.columns.is_empty() {
        page.text(*row, 1, unchanged, &format(Look::Cell, PLAIN))?;
    } else {
        let workings = &layout.workings;
        let across = |sheet: &str, row| on(sheet, &layout.across(row));
        let scores = format!(
            "SUMPRODUCT(--(ROUND({}-{},{})<>0))",
            across("Matrix", layout.score),
            across("Workings", workings.exported),
            layout.score_guard()
        );
        let ranks = format!(
            "SUMPRODUCT(--({}&\"\"<>{}&\"\"))",
            across("Workings", workings.rank),
            across("Workings", workings.exported_rank)
        );
        let formula = format!(
            "=IF({scores}+{ranks}=0,\"{unchanged}\",\"CHANGED since weigh made it: scores or ranks are no longer those of record\")"
        );
        page.formula(*row, 1, &formula, unchanged, &format(Look::Cell, PLAIN))?;
    }
    *row += 1;
    if let Some(award) = layout.findings.record.in_force() {
        term(page, row, AWARDED, in_a_line(award))?;
        for different in layout.findings.since_award().told() {
            term(page, row, AWARDED, different)?;
        }
        for earlier in earlier(&layout.findings.record) {
            term(page, row, AWARDED, earlier)?;
        }
    }
    if let Some(words) = layout.findings.how_sure() {
        term(page, row, "How sure (when exported)", words)?;
    }
    Ok(())
}

/// The first vendors of the ranking, live.
fn first_vendors(layout: &Layout<'_>, page: &mut SheetPage, row: &mut u32) -> Result<(), XlsxError> {
    block(page, row, "Ranking")?;
    page.heads(*row, &["Rank", "Vendor", "Score", "Behind"])?;
    *row += 1;
    let number = score_format(layout);
    for (source, vendor) in (BODY..).zip(layout.columns.iter().take(MOST_NAMED)) {
        let result = vendor.result;
        let cells: [(u16, Content, &str); 4] = [
            (0, result.rank.into(), PLAIN),
            (2, result.name().into(), PLAIN),
            (4, (&result.score).into(), &number),
            (7, result.gap.as_ref().into(), &number),
        ];
        for (column, (from, said, number)) in (0..).zip(cells) {
            let cell = on("Ranking", &fixed(source, from));
            let formula = match (from, &said) {
                (0, _) => format!("=IF({cell}=\"\",\"out\",{cell})"),
                _ => format!("={cell}"),
            };
            let said = if from == 0 && result.rank.is_none() { Content::from("out") } else { said };
            let look = if from == 0 { Look::Centre } else { Look::Cell };
            page.formula(*row, column, &formula, said, &format(look, number))?;
        }
        *row += 1;
    }
    Ok(())
}

fn guide(layout: &Layout<'_>, page: &mut SheetPage, row: &mut u32) -> Result<(), XlsxError> {
    block(page, row, "How to use this file")?;
    let legend = [
        (Look::Input, "type over it: everything that follows from it is worked out again"),
        (Look::Derived, "worked out by weigh from the quotes; may be typed over to try another number"),
        (Look::Cell, "worked out in this file, or as weigh said"),
        (Look::Faint, "beside the point, or as it was when the file was made"),
    ];
    for (look, says) in legend {
        page.text(*row, 0, "a cell like this", &format(look, PLAIN))?;
        page.text(*row, 1, says, &format(Look::Cell, PLAIN))?;
        *row += 1;
    }
    let has_panel = layout.findings.panel().is_some();
    let is_there = |(sheet, _): &(&str, &str)| match *sheet {
        PANEL => has_panel,
        TOTAL => layout.total.is_some(),
        _ => true,
    };
    for (sheet, says) in GUIDE.into_iter().filter(is_there) {
        term(page, row, sheet, says)?;
    }
    Ok(())
}

/// How values become a ranking.
fn rule(layout: &Layout<'_>, page: &mut SheetPage, row: &mut u32) -> Result<(), XlsxError> {
    block(page, row, "The rule")?;
    let rule = &layout.decision.rule;
    page.text(*row, 0, "Points in all", &format(Look::Name(0), PLAIN))?;
    page.formula(*row, 1, &format!("={POINTS_CELL}"), &rule.points, &left())?;
    *row += 1;
    let is_strict = rule.minimum.as_ref().is_some_and(Minimum::is_strict);
    let name = if is_strict { "Score to be exceeded" } else { "Minimum score" };
    page.text(*row, 0, name, &format(Look::Name(0), PLAIN))?;
    let minimum = format!("=IF({MINIMUM_CELL}=\"\",\"none\",{MINIMUM_CELL})");
    let said = rule.minimum.as_ref().map_or_else(|| Content::from("none"), |minimum| minimum.least().into());
    page.formula(*row, 1, &minimum, said, &left())?;
    *row += 1;
    if let Some(total) = &rule.total {
        term(page, row, "Total", total.to_string())?;
        if layout.total.is_none() {
            let says = "Totals, ranks and who is in the ranking stand as weigh worked them out, and do not follow in this file";
            term(page, row, "What does not follow", says.to_owned())?;
        }
    }
    let stands = |(at, criterion): &(usize, &Criterion)| {
        let is_stated = matches!(criterion.scale().and_then(Scale::formula), Some(FieldFormula::Stated(_)));
        is_stated && layout.printed[*at].is_none()
    };
    let standing: Vec<&str> = layout.criteria().filter(stands).map(|(_, one)| one.name.as_str()).collect();
    if !standing.is_empty() {
        let says = format!(
            "The values of {} stand as weigh worked them out, and do not follow facts that are typed over",
            standing.join(", ")
        );
        term(page, row, "What does not follow", says)?;
    }
    for (name, says) in rule_texts(layout, rule) {
        term(page, row, name, says)?;
    }
    let needs = &layout.decision.needs;
    if !needs.is_empty() {
        block(page, row, "What we need")?;
        for need in needs {
            term(page, row, &need.id, format!("{:#}", need.value))?;
        }
    }
    Ok(())
}

/// A cell whose number stands to the left, under texts.
fn left() -> rust_xlsxwriter::Format {
    format(Look::Cell, PLAIN).set_align(rust_xlsxwriter::FormatAlign::Left)
}

fn rule_texts(layout: &Layout<'_>, rule: &Rule) -> [(&'static str, String); 6] {
    let rounding =
        |rounding: Option<Rounding>| rounding.map_or_else(|| "none".to_owned(), |one| one.to_string());
    let ties = rule.ties.iter().map(|id| {
        let known = layout.decision.criteria.iter().find(|one| one.id == *id);
        known.map_or_else(|| id.to_string(), |one| one.name.clone())
    });
    let ties: Vec<String> = ties.chain(["a shared rank".to_owned()]).collect();
    let unknown = match rule.unknown {
        Unknown::Worst => "counts as worst",
        Unknown::Middle => "counts as the middle of the scale",
        Unknown::Best => "counts as best",
        Unknown::Skip => "is left out; its weight goes to that vendor's other criteria",
    };
    [
        (
            "Points of a criterion",
            "share of the whole x value / 100 x points in all, then rounded".to_owned(),
        ),
        ("Rounding of a criterion", rounding(rule.criterion_rounding)),
        ("Rounding of the score", rounding(rule.total_rounding)),
        ("What is not known", format!("{unknown}; a criterion may say otherwise on Weights")),
        ("Equal scores", ties.join(", then ")),
        (
            "Siblings' weights",
            rule.weights
                .as_ref()
                .map_or_else(|| "divided by their sum".to_owned(), |sum| format!("add up to {sum}")),
        ),
    ]
}

/// What the file was made from.
fn provenance(layout: &Layout<'_>, page: &mut SheetPage, row: &mut u32) -> Result<(), XlsxError> {
    block(page, row, "What it was made from")?;
    let evaluation = layout.evaluation;
    term(page, row, DECISION, evaluation.decision.id.as_str())?;
    term(page, row, DATE, layout.findings.date.map(|date| date.to_string()))?;
    term(page, row, VERSION, evaluation.version)?;
    term(page, row, RULE, evaluation.digest.rule.to_string())?;
    term(page, row, INPUTS, evaluation.digest.inputs.to_string())?;
    if let Some(vendors) = &evaluation.decision.provenance.vendors {
        term(page, row, VENDORS, vendors.as_str())?;
    }
    for what_if in &evaluation.decision.provenance.what_if {
        term(page, row, WHAT_IF, what_if.as_str())?;
    }
    for lock in &evaluation.decision.provenance.locks {
        term(page, row, LOCKED, lock_text(lock))?;
    }
    for judged in &layout.decision.judgements {
        term(page, row, "Weights come from", account(layout.decision, judged))?;
        term(page, row, "", judgements_text(layout.decision, &judged.judgements))?;
    }
    for note in &evaluation.notes {
        term(page, row, "Note", note.as_str())?;
    }
    evaluation.shown_files().iter().try_for_each(|file| term(page, row, &file.path, file.sha256.as_str()))
}
