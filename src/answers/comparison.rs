//! The first two beside each other.

use crate::answers::document::{Bar, Cell, ChartKind, Section, Table, Tone};
use crate::explain::difference;
use crate::score::Evaluation;

/// Bars in the picture.
const MOST_BARS: usize = 14;

pub(crate) fn section(evaluation: &Evaluation) -> Option<Section> {
    let mut ranked = evaluation.ranked();
    let (first, second) = (ranked.next()?, ranked.next()?);
    let decimals = evaluation.shown_decimals();
    let parts = difference(evaluation, first, second);
    let mut section = Section::chapter("comparison", "The first two");
    let gap = parts.gap.fixed(decimals.scores);
    let said =
        format!("{} is {gap} ahead of {}; the criteria below add up to that.", first.name, second.name);
    section.text(&said);
    let signed = |points: &crate::exact::Exact| {
        let shown = points.fixed(decimals.points);
        if points.is_negative() { shown } else { format!("+{shown}") }
    };
    let bars = parts.parts.iter().take(MOST_BARS);
    section.chart(
        "What makes the difference",
        format!(
            "Points by criterion, for {} to the right and for {} to the left. The table says the same.",
            first.name, second.name
        ),
        ChartKind::Diverging {
            sides: [format!("for {}", second.name), format!("for {}", first.name)],
            bars: bars.map(|part| Bar::single(&part.name, &part.points, signed(&part.points))).collect(),
        },
    );
    let mut table = Table::of("What makes the difference")
        .head("Criterion")
        .words(format!("{}: fact", first.name))
        .numbers("Points")
        .words(format!("{}: fact", second.name))
        .numbers("Points")
        .numbers("Difference");
    for part in &parts.parts {
        let fact = |vendor: &crate::score::evaluation::VendorResult| {
            let fact = vendor.cells[part.at].fact.as_ref().and_then(|fact| fact.value.as_ref());
            fact.map_or_else(
                || Cell::toned("not known", Tone::Doubt),
                |value| Cell::from(format!("{value:#}")),
            )
        };
        let points = |vendor: &crate::score::evaluation::VendorResult| {
            Cell::from(vendor.cells[part.at].points.fixed(decimals.points))
        };
        let tone = if part.points.is_negative() { Tone::Bad } else { Tone::Good };
        table.row(vec![
            part.name.as_str().into(),
            fact(first),
            points(first),
            fact(second),
            points(second),
            Cell::toned(signed(&part.points), tone),
        ]);
    }
    if !parts.rounding.is_zero() {
        let mut cells = vec![Cell::from("Rounding of the scores")];
        cells.extend(std::iter::repeat_n(Cell::default(), 4));
        cells.push(signed(&parts.rounding).into());
        table.row(cells);
    }
    let mut total = vec![Cell::toned("In all", Tone::Strong), Cell::default()];
    total.extend([Cell::from(first.score.fixed(decimals.scores)), Cell::default()]);
    total.extend([
        Cell::from(second.score.fixed(decimals.scores)),
        Cell::toned(signed(&parts.gap), Tone::Strong),
    ]);
    table.row(total).is_total = true;
    section.table(table);
    Some(section)
}
