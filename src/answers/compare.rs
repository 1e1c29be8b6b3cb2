//! Vendors side by side and, for two, what makes the difference.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Answer;
use super::document::{Bar, Bars, Cell, ChartKind, Section, Table, Tone};
use super::explain::of_score;
use super::records::{Field, Records};
use crate::decision::Points;
use crate::explain::words::{must_haves, shown_rank};
use crate::explain::{Difference, difference};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};

/// Bars in the picture of a report.
const MOST_BARS: usize = 14;

/// Vendors side by side.
#[derive(Debug)]
pub struct Comparison<'a> {
    evaluation: &'a Evaluation,
    vendors: Vec<&'a VendorResult>,
    /// Of the first and the second; none where there are more.
    difference: Option<Difference<'a>>,
}

impl<'a> Comparison<'a> {
    /// Asks how vendors compare.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation, vendors: Vec<&'a VendorResult>) -> Comparison<'a> {
        let difference = match vendors.as_slice() {
            [first, second] => Some(difference(evaluation, first, second)),
            _ => None,
        };
        Comparison { evaluation, vendors, difference }
    }

    /// The two vendors and what makes the difference; none where there are more.
    fn two(&self) -> Option<Two<'_>> {
        match self.vendors.as_slice() {
            [first, second] => {
                let difference = self.difference.as_ref()?;
                Some(Two { evaluation: self.evaluation, first, second, difference })
            }
            _ => None,
        }
    }
}

impl Serialize for Comparison<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let published = |vendor: &&VendorResult| {
            json!({
                "id": vendor.id(), "name": vendor.name(), "rank": vendor.rank, "is_tied": vendor.is_tied,
                "score": vendor.score, "lowest": vendor.ends().map(|[lowest, _]| lowest), "highest": vendor.ends().map(|[_, highest]| highest),
                "cells": vendor.cells,
            })
        };
        let vendors: Vec<Value> = self.vendors.iter().map(published).collect();
        let criteria = crate::score::evaluation::json::criteria(self.evaluation);
        json!({ "criteria": criteria, "vendors": vendors, "difference": self.difference })
            .serialize(serializer)
    }
}

impl Answer for Comparison<'_> {
    const QUESTION: &'static str = "compare";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let names: Vec<&str> = self.vendors.iter().map(|vendor| vendor.name()).collect();
        let mut section = Section::front(names.join(", "));
        section.table(side_by_side(self.evaluation, &self.vendors));
        for vendor in self.vendors.iter().filter(|vendor| vendor.rank.is_none()) {
            section.text(format!("{} is out of the ranking: {}", vendor.name(), vendor.out_because()));
        }
        let apart = self.two().map(|two| {
            let mut section = Section::chapter("difference", "");
            section.text(two.headline());
            if two.is_sum() {
                section.table(two.table(false));
            }
            section
        });
        std::iter::once(section).chain(apart).collect()
    }

    fn records(&self) -> Records {
        let columns = |vendor: &&VendorResult| {
            ["points", "value", "fact"].map(|part| format!("{}_{part}", vendor.id()))
        };
        let head = ["criterion", "name", "depth", "max_points"].map(str::to_owned);
        let head = head.into_iter().chain(self.vendors.iter().flat_map(columns));
        let criteria = self.evaluation.decision.criteria.iter().enumerate();
        let rows = criteria.map(|(at, criterion)| {
            let mut fields = vec![
                Field::Text(criterion.id.to_string()),
                Field::Text(criterion.name.clone()),
                Field::number(Some(criterion.depth())),
                Field::number(Some(&self.evaluation.decision.max_points(criterion))),
            ];
            for vendor in &self.vendors {
                let cell = &vendor.cells[at];
                let fact = cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
                fields.push(Field::number(Some(&cell.points)));
                fields.push(Field::number(cell.value.as_ref()));
                fields.push(Field::text(fact.map(ToString::to_string)));
            }
            fields
        });
        Records::new(head, rows)
    }
}

/// The first two of the ranking, as a chapter of a report.
pub(crate) fn section(evaluation: &Evaluation) -> Option<Section> {
    let mut ranked = evaluation.ranked();
    let comparison = Comparison::new(evaluation, vec![ranked.next()?, ranked.next()?]);
    let two = comparison.two()?;
    let mut section = Section::chapter("comparison", "The first two");
    section.text(two.headline());
    if !two.is_sum() {
        return Some(section);
    }
    section.chart(
        "What makes the difference",
        format!(
            "Points by criterion, for {} to the right and for {} to the left. The table says the same.",
            two.first.name(),
            two.second.name()
        ),
        two.picture(),
    );
    section.table(two.table(true));
    Some(section)
}

/// Every criterion with each vendor's points and fact.
fn side_by_side(evaluation: &Evaluation, vendors: &[&VendorResult]) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::of("Side by side").head("Criterion").numbers("of");
    for vendor in vendors {
        table = table.numbers(vendor.name()).words("").if_room();
    }
    let mut whole = |name: &str, of: String, shown: &dyn Fn(&VendorResult) -> String| {
        let each =
            vendors.iter().flat_map(|vendor| [Cell::toned(shown(vendor), Tone::Strong), Cell::default()]);
        let head = [Cell::toned(name, Tone::Strong), of.into()];
        table.row(head.into_iter().chain(each).collect()).is_total = true;
    };
    whole("Rank", String::new(), &shown_rank);
    if vendors.iter().any(|vendor| !must_haves(vendor).is_empty()) {
        whole("Must-haves", String::new(), &must_haves);
    }
    whole("Score", of_score(evaluation), &|vendor| vendor.score.fixed(decimals.scores));
    for (at, criterion) in evaluation.decision.criteria.iter().enumerate() {
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let most = evaluation.decision.max_points(criterion).plain(decimals.points.max(2));
        let mut cells = vec![Cell::toned(&criterion.name, tone), Cell::toned(most, Tone::Faint)];
        let best = vendors.iter().map(|vendor| &vendor.cells[at].points).max();
        let differs = vendors.iter().any(|vendor| Some(&vendor.cells[at].points) != best);
        for vendor in vendors {
            let points = &vendor.cells[at].points;
            let tone = if differs && Some(points) == best { Tone::Good } else { Tone::Plain };
            cells.push(Cell::toned(points.fixed(decimals.points), tone));
            cells.push(Cell::toned(fact_text(evaluation, vendor, at), Tone::Faint));
        }
        table.row(cells).depth = criterion.depth();
    }
    table
}

/// The fact behind a cell, short.
fn fact_text(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> String {
    const LONGEST: usize = 40;
    let (criterion, cell) = (&evaluation.decision.criteria[at], &vendor.cells[at]);
    if criterion.is_group() {
        return String::new();
    }
    let value = cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
    let Some(value) = value.filter(|_| cell.knowledge != Knowledge::Unknown) else {
        return "not known".to_owned();
    };
    let mut shown = value.to_string();
    if shown.chars().count() > LONGEST {
        shown = shown.chars().take(LONGEST).chain(['…']).collect();
    }
    let unit = criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
    let capped = if cell.is_capped { " (capped)" } else { "" };
    format!("{shown}{unit}{capped}")
}

/// Two vendors and what makes the difference between them.
struct Two<'a> {
    evaluation: &'a Evaluation,
    first: &'a VendorResult,
    second: &'a VendorResult,
    difference: &'a Difference<'a>,
}

impl Two<'_> {
    /// `Siam Voice is 1.69 ahead of Bayt Alradd; the criteria below add up to that.`
    fn headline(&self) -> String {
        let Two { first, second, difference, .. } = self;
        if let Some(without) = [first, second].into_iter().find(|one| one.has_no_total()) {
            return format!("{} has no total to compare: {}.", without.name(), without.out_because());
        }
        let gap = difference.gap.abs().fixed(self.evaluation.shown_decimals().scores);
        if difference.gap.is_zero() {
            return format!(
                "{} and {} have the same score{}.",
                first.name(),
                second.name(),
                if self.is_sum() { "; the criteria below even out" } else { "" }
            );
        }
        let is = if first.rank.is_some() && second.rank.is_some() { "is" } else { "would be" };
        let (ahead, behind) = if difference.gap.is_negative() { (second, first) } else { (first, second) };
        let ahead = format!("{} {is} {gap} ahead of {}", ahead.name(), behind.name());
        if self.is_sum() {
            format!("{ahead}; the criteria below add up to that.")
        } else {
            let working = |one: &VendorResult| Some(format!("{} = {}", one.name(), one.working.as_ref()?));
            let workings: Vec<String> = [self.first, self.second].into_iter().filter_map(working).collect();
            format!("{ahead}, by the formula of the rule: {}.", workings.join("; "))
        }
    }

    /// Whether the difference is the sum of what criteria add to it.
    fn is_sum(&self) -> bool {
        self.evaluation.decision.rule.is_sum()
    }

    /// Points with their sign: `+1.20`.
    fn signed(&self, points: &Points) -> String {
        points.signed(self.evaluation.shown_decimals().points)
    }

    /// For whom the bars stand, left and right.
    fn sides(&self) -> [String; 2] {
        [self.second, self.first].map(|vendor| format!("for {}", vendor.name()))
    }

    fn picture(&self) -> ChartKind {
        let parts = self.difference.reasons().take(MOST_BARS);
        let bars = parts
            .map(|part| Bar::single(&part.criterion.name, part.points.exact(), self.signed(&part.points)));
        ChartKind::Diverging { sides: self.sides(), bars: bars.collect() }
    }

    /// What each criterion adds to the difference: what speaks for the one that is ahead, then what speaks against it.
    ///
    /// - `has_facts`: whether the facts and points of both stand beside it.
    fn table(&self, has_facts: bool) -> Table {
        let mut table = Table::of("What makes the difference").head("Criterion");
        if has_facts {
            for vendor in [self.first, self.second] {
                table = table.words(format!("{}: fact", vendor.name())).numbers("Points");
            }
        }
        table = table.numbers("Difference").with_bars(Bars::Sides(self.sides()));
        let largest = self.difference.parts.first().map_or(Points::ZERO, |part| part.points.abs());
        let mut row = |name: &str, beside: Vec<Cell>, points: &Points| {
            let length = points.exact().over(largest.exact()).unwrap_or_default().to_f64();
            let tone = if points.is_negative() { Tone::Bad } else { Tone::Good };
            let difference = Cell::toned(self.signed(points), tone).with_bar(length);
            let beside = beside.into_iter().filter(|_| has_facts);
            table.row([name.into()].into_iter().chain(beside).chain([difference]).collect());
        };
        for part in self.difference.reasons() {
            let beside =
                [self.first, self.second].map(|vendor| self.fact_and_points(vendor, part.at)).concat();
            row(&part.criterion.name, beside, &part.points);
        }
        if !self.difference.rounding.is_zero() {
            row("Rounding of the scores", vec![Cell::default(); 4], &self.difference.rounding);
        }
        let digits = self.evaluation.shown_decimals().scores;
        let scores = [self.first, self.second].map(|one| [Cell::default(), one.score.fixed(digits).into()]);
        let scores = scores.into_iter().flatten().filter(|_| has_facts);
        let gap = Cell::toned(self.signed(&self.difference.gap), Tone::Strong);
        let cells = [Cell::toned("In all", Tone::Strong)].into_iter().chain(scores).chain([gap]);
        table.row(cells.collect()).is_total = true;
        table
    }

    fn fact_and_points(&self, vendor: &VendorResult, at: usize) -> Vec<Cell> {
        let cell = &vendor.cells[at];
        let fact = cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
        let unknown = || Cell::toned("not known", Tone::Doubt);
        let fact = fact.map_or_else(unknown, |value| Cell::from(format!("{value:#}")));
        vec![fact, cell.points.fixed(self.evaluation.shown_decimals().points).into()]
    }
}
