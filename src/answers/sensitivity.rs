//! How far each weight may move, and what one weight does.

use serde::{Serialize, Serializer};

use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use super::{Answer, vendor_name};
use crate::decision::{Points, VendorId};
use crate::exact::Exact;
use crate::robust::sensitivity::{Crossing, Interval, Lead, Line, RankChange};
use crate::robust::{Sensitivity, Stability, sensitivity, stability};
use crate::score::Evaluation;
use crate::score::evaluation::Exclusion;

/// Digits after the point with which weights are shown.
const WEIGHT_DIGITS: u32 = 2;
/// How one weight moves among the others.
pub(crate) const MOVES: &str =
    "A weight moves within its group, and the others of the group keep their proportions.";

/// How far each weight may move before the first place or the order changes. Its JSON is the list of weights.
#[derive(Debug)]
pub struct WeightRanges<'a> {
    evaluation: &'a Evaluation,
    all: Vec<Stability>,
}

impl<'a> WeightRanges<'a> {
    /// Asks of every weight.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation) -> WeightRanges<'a> {
        WeightRanges { evaluation, all: stability(evaluation) }
    }
}

impl Serialize for WeightRanges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl Answer for WeightRanges<'_> {
    const QUESTION: &'static str = "sensitivity";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("weights", "");
        section.table(ranges(&self.all));
        for note in notes(self.evaluation, self.all.first()) {
            section.text(note);
        }
        vec![section]
    }

    fn records(&self) -> Records {
        let head = [
            "criterion",
            "name",
            "weight",
            "whole",
            "first_from",
            "first_to",
            "first_below",
            "first_above",
            "order_from",
            "order_to",
        ];
        Records::new(head, self.all.iter().map(record))
    }
}

fn record(one: &Stability) -> Vec<Field> {
    let scaled = |share: Option<&Exact>| Field::number(share.map(|share| share * &one.whole));
    let winner = |change: Option<&RankChange>| Field::text(change.map(|change| change.winner.to_string()));
    let (first, order) = (one.first.as_ref(), one.order.as_ref());
    vec![
        Field::Text(one.criterion.to_string()),
        Field::Text(one.name.clone()),
        scaled(Some(&one.weight)),
        Field::number(Some(&one.whole)),
        scaled(first.map(|first| &first.lower)),
        scaled(first.map(|first| &first.upper)),
        winner(first.and_then(|first| first.below.as_ref())),
        winner(first.and_then(|first| first.above.as_ref())),
        scaled(order.map(|order| &order.lower)),
        scaled(order.map(|order| &order.upper)),
    ]
}

/// The weights between which the first place and the whole order hold.
pub(crate) fn ranges(all: &[Stability]) -> Table {
    let mut table = Table::of("Weights between which the first place and the whole order hold")
        .head("Criterion")
        .numbers("Weight")
        .numbers("First place holds")
        .words("Then first")
        .numbers("Order holds")
        .if_room();
    for one in all {
        let is_safe = one.first.as_ref().is_some_and(|first| first.below.is_none() && first.above.is_none());
        let tone = if is_safe || !one.is_movable { Tone::Faint } else { Tone::Plain };
        let row = table.row(vec![
            Cell::toned(&one.name, Tone::Strong),
            weight_text(one, &one.weight).into(),
            Cell::toned(holds(one, one.first.as_ref()), tone),
            Cell::toned(takeovers(one), Tone::Doubt),
            Cell::toned(holds(one, one.order.as_ref()), tone),
        ]);
        row.depth = one.depth;
    }
    table
}

/// What the numbers leave out.
fn notes(evaluation: &Evaluation, one: Option<&Stability>) -> Vec<String> {
    let mut notes = vec![MOVES.to_owned()];
    if evaluation.ranked().next().is_none() {
        notes.push("No vendor is in the ranking, so there is no first place to hold.".to_owned());
    }
    notes.extend(one.and_then(rounding_text));
    notes
}

/// What the rule's roundings add; none where nothing is rounded.
pub(crate) fn rounding_text(one: &Stability) -> Option<String> {
    (!one.rounding.is_zero()).then(|| {
        format!(
            "Weights are exact for the unrounded scores; the rule's roundings can move a score by up to {}, \
             and with it the point at which two vendors change places.",
            one.rounding.plain(4)
        )
    })
}

/// A share as a weight in the units of the criteria file.
fn weight_text(of: &Stability, share: &Exact) -> String {
    (share * &of.whole).fixed(WEIGHT_DIGITS)
}

/// The weights between which something holds, in words.
pub(crate) fn holds(of: &Stability, interval: Option<&Interval>) -> String {
    match interval {
        _ if !of.is_movable => "nothing to move".to_owned(),
        None => "decided by rounding or ties".to_owned(),
        Some(interval) if interval.below.is_none() && interval.above.is_none() => "any weight".to_owned(),
        Some(interval) => {
            format!("{}–{}", weight_text(of, &interval.lower), weight_text(of, &interval.upper))
        }
    }
}

/// Who takes the first place beyond each end: `below 18.20: Nordic Care`; empty where nobody does.
pub(crate) fn takeovers(of: &Stability) -> String {
    let Some(first) = &of.first else { return String::new() };
    let ends = [
        takeover(of, 0, &first.lower, first.below.as_ref()),
        takeover(of, 1, &first.upper, first.above.as_ref()),
    ];
    ends.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// On which side of the end of a range something is other, or whether just at the end where no weight, or all of it, is
/// left.
///
/// - `side`: 0 for the lower end, 1 for the upper one.
pub(crate) fn side_word(side: usize, at: &Exact) -> &'static str {
    match side {
        0 if at.is_zero() => "at",
        0 => "below",
        _ if *at == Exact::ONE => "at",
        _ => "above",
    }
}

fn takeover(of: &Stability, side: usize, at: &Exact, change: Option<&RankChange>) -> Option<String> {
    let change = change.filter(|_| of.is_movable)?;
    let what = if change.loser == change.winner {
        format!("{} is out by a minimum", change.loser_name)
    } else {
        change.winner_name.clone()
    };
    Some(format!("{} {}: {what}", side_word(side, at), weight_text(of, at)))
}

/// What the weight of one criterion or group does: score lines, who leads where, who changes places.
#[derive(Debug)]
pub struct WeightSensitivity<'a> {
    evaluation: &'a Evaluation,
    found: Sensitivity,
}

impl<'a> WeightSensitivity<'a> {
    /// Asks of one weight.
    ///
    /// - `criterion`: index in the decision.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation, criterion: usize) -> WeightSensitivity<'a> {
        WeightSensitivity { evaluation, found: sensitivity(evaluation, criterion) }
    }
}

impl Serialize for WeightSensitivity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.found.serialize(serializer)
    }
}

impl Answer for WeightSensitivity<'_> {
    const QUESTION: &'static str = "sensitivity-of";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let one = &self.found.stability;
        let mut front = Section::chapter("weight", "");
        front.text(format!(
            "{}: weighs {} of {}; the first place holds at {}",
            one.name,
            weight_text(one, &one.weight),
            one.whole.plain(4),
            holds(one, one.first.as_ref()),
        ));
        front.table(self.lines());
        let mut leads = Section::chapter("leads", "Who leads");
        leads.table(self.leads());
        let mut crossings = Section::chapter("crossings", "Who changes places");
        crossings.table(self.crossings());
        let mut close = Section::chapter("notes", "");
        for note in notes(self.evaluation, Some(one)) {
            close.text(note);
        }
        let all = [front, leads, crossings, close];
        all.into_iter().filter(|section| !section.blocks.is_empty()).collect()
    }

    /// A record for each weight at which two vendors change places.
    fn records(&self) -> Records {
        let rows = self.found.crossings.iter().map(|crossing| {
            vec![
                Field::number(Some(&crossing.at * &self.found.stability.whole)),
                Field::Text(crossing.below.to_string()),
                Field::Text(crossing.above.to_string()),
                Field::number(Some(&crossing.score)),
                Field::claim(crossing.is_first),
            ]
        });
        Records::new(["weight", "ahead_below", "ahead_above", "score", "first_place"], rows)
    }
}

impl WeightSensitivity<'_> {
    fn digits(&self) -> u32 {
        self.evaluation.shown_decimals().scores.max(2)
    }

    /// The scores at both ends of the weight, and those of record between.
    fn lines(&self) -> Table {
        let (one, digits) = (&self.found.stability, self.digits());
        let mut table = Table::of("Scores over the weight")
            .head("Vendor")
            .numbers("Score at 0")
            .numbers("now")
            .numbers(format!("at {}", one.whole.plain(4)));
        for line in &self.found.lines {
            let is_in = line.within[0] <= one.weight && one.weight <= line.within[1];
            let tone = if is_in { Tone::Strong } else { Tone::Faint };
            table.row(vec![
                Cell::toned(&line.name, tone),
                line.ends[0].fixed(digits).into(),
                Cell::toned(self.score_now(line).fixed(digits), tone),
                line.ends[1].fixed(digits).into(),
            ]);
        }
        table
    }

    /// The score of record, which the rule may have rounded.
    fn score_now(&self, line: &Line) -> Points {
        let record = self.evaluation.vendor(line.vendor.as_str());
        record
            .map_or_else(|| line.score_at(&self.found.stability.weight).into(), |vendor| vendor.score.clone())
    }

    fn leads(&self) -> Table {
        let mut table =
            Table::of("Who has the first place at which weights").numbers("From").numbers("To").head("First");
        for lead in &self.found.leads {
            table.row(vec![
                weight_text(&self.found.stability, &lead.from).into(),
                weight_text(&self.found.stability, &lead.to).into(),
                Cell::toned(leaders(self.evaluation, lead), Tone::Strong),
            ]);
        }
        table
    }

    fn crossings(&self) -> Table {
        let mut table = Table::of("Where two vendors change places")
            .numbers("At")
            .words("Ahead below")
            .words("Ahead above")
            .numbers("Score");
        for crossing in &self.found.crossings {
            let tone = if crossing.is_first { Tone::Strong } else { Tone::Plain };
            let name = |id: &VendorId| Cell::toned(vendor_name(self.evaluation, id), tone);
            table.row(vec![
                Cell::toned(weight_text(&self.found.stability, &crossing.at), tone),
                name(&crossing.below),
                name(&crossing.above),
                crossing.score.fixed(self.digits()).into(),
            ]);
        }
        table
    }
}

/// Who leads over a stretch of a weight.
pub(crate) fn leaders(evaluation: &Evaluation, lead: &Lead) -> String {
    if lead.vendors.is_empty() {
        // Weights change nothing in who withdrew or fails a must-have.
        let is_minimum = |exclusion: &Exclusion| matches!(exclusion, Exclusion::Minimum { .. });
        let mut vendors = evaluation.vendors.iter();
        let are_out = vendors.all(|vendor| vendor.exclusions.iter().any(|one| !is_minimum(one)));
        return if are_out { "nobody: all are out" } else { "nobody: a minimum keeps all out" }.to_owned();
    }
    let names: Vec<String> = lead.vendors.iter().map(|id| vendor_name(evaluation, id)).collect();
    names.join(" = ")
}

/// Who passes whom where two vendors change places.
#[must_use]
pub fn crossing_text(evaluation: &Evaluation, crossing: &Crossing) -> String {
    format!(
        "{} passes {}",
        vendor_name(evaluation, &crossing.above),
        vendor_name(evaluation, &crossing.below)
    )
}
