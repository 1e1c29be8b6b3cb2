//! Published award formulas: which there are, what each says, and what bids come to by one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Answer;
use super::document::{Bars, Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::decision::formula::catalogue::{Gives, Outcome, Published, StepResult, Trial, Wins};
use crate::decision::formula::{Quantity, Unsolved};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::Evaluation;

/// Digits after the point that tables show where the rule rounds nothing.
const SHOWN: u32 = 8;

/// The formulas that are known.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct FormulaList {
    formulas: Vec<&'static Published>,
}

impl FormulaList {
    /// Takes those that are asked for.
    #[must_use]
    pub fn new(formulas: Vec<&'static Published>) -> FormulaList {
        FormulaList { formulas }
    }
}

/// What a formula gives, in words.
fn gives(published: &Published) -> &'static str {
    match (published.gives, published.wins) {
        (Gives::Points, _) => "points",
        (Gives::Flag, _) => "whether a bid is looked into",
        (Gives::Total, Some(Wins::Lowest)) => "a total, the lowest wins",
        (Gives::Total, _) => "a total, the highest wins",
    }
}

fn regime(published: &Published) -> &str {
    published.regime.as_deref().unwrap_or("not read to the end")
}

impl Answer for FormulaList {
    const QUESTION: &'static str = "formulas";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::front("Published award formulas");
        let mut table = Table::of("Published award formulas")
            .head("Formula")
            .words("In use")
            .words("Gives")
            .words("What it is")
            .if_room();
        for published in &self.formulas {
            table.row(vec![
                published.id.as_str().into(),
                regime(published).into(),
                gives(published).into(),
                published.name.as_str().into(),
            ]);
        }
        section.table(table);
        vec![section]
    }

    fn records(&self) -> Records {
        let head = ["formula", "name", "regime", "gives", "expr", "printed", "source"];
        let row = |one: &&Published| {
            [
                &one.id,
                &one.name,
                one.regime.as_ref().unwrap_or(&String::new()),
                gives(one),
                &one.expr.to_string(),
                &one.printed,
                &one.source,
            ]
            .map(|text| Field::Text(text.to_owned()))
            .to_vec()
        };
        Records::new(head, self.formulas.iter().map(row))
    }
}

/// One formula, whole.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct FormulaText {
    published: &'static Published,
}

impl FormulaText {
    /// Takes a formula.
    #[must_use]
    pub fn new(published: &'static Published) -> FormulaText {
        FormulaText { published }
    }

    /// The formula and its steps as a file would hold them.
    fn code(&self) -> String {
        let rounded = |rounding: Option<Rounding>| {
            rounding.map_or_else(String::new, |rounding| format!(", rounded {rounding}"))
        };
        let one = self.published;
        let steps = one
            .steps
            .iter()
            .map(|step| format!("names.{} = {}{}", step.name, step.expr, rounded(step.round)));
        let out = one.out.iter().map(|out| format!("no result where {out}"));
        let result = format!("{}{}", one.expr, rounded(one.round));
        steps.chain(out).chain([result]).collect::<Vec<_>>().join("\n")
    }
}

impl Answer for FormulaText {
    const QUESTION: &'static str = "formula";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let one = self.published;
        let mut section = Section::front(one.name.clone());
        section.text(format!("{}, {}: {}", one.id, regime(one), gives(one)));
        section.code(self.code());
        let mut said = vec![format!("As printed: {}", one.printed)];
        said.extend(one.asks.iter().map(|(name, says)| format!("names.{name}: {says}")));
        said.extend(one.edges.iter().map(|edges| format!("Edges: {edges}")));
        said.push(format!("Rounding: {}", one.rounding));
        said.extend(one.warning.iter().map(|warning| format!("Beware: {warning}")));
        said.push(format!("Source: {}", one.source));
        section.list(said);
        if let Some(example) = one.examples.first() {
            let mut table = Table::of("Worked example").head("Bid");
            let facts: Vec<&String> =
                example.bids.values().next().map(|bid| bid.keys().collect()).unwrap_or_default();
            for fact in &facts {
                table = table.numbers(fact.as_str());
            }
            table = table.numbers("Result");
            for (name, bid) in &example.bids {
                let mut cells = vec![Cell::from(name.as_str())];
                cells
                    .extend(facts.iter().map(|fact| Cell::from(bid.get(*fact).cloned().unwrap_or_default())));
                cells.push(example.results.get(name).cloned().unwrap_or_default().into());
                table.row(cells);
            }
            section.table(table);
            let known = example.names.iter().map(|(name, number)| format!("{name} = {number}"));
            let steps = example.steps.iter().filter_map(|(name, result)| match result {
                StepResult::One(number) => Some(format!("{name} = {number}")),
                StepResult::Each(_) => None,
            });
            let with: Vec<String> = known.chain(steps).collect();
            if !with.is_empty() {
                section.text(format!("With {}.", with.join(", ")));
            }
        }
        vec![section]
    }

    fn records(&self) -> Records {
        FormulaList::new(vec![self.published]).records()
    }
}

/// What bids come to by a formula.
#[derive(Clone, Debug, Serialize)]
pub struct FormulaTrial {
    formula: Published,
    /// The numbers of the rule.
    names: BTreeMap<String, Exact>,
    steps: Vec<StepOutcome>,
    bids: Vec<BidOutcome>,
    /// What a further bid would come to at some prices; empty where a bid says more than its price.
    curve: Vec<CurvePoint>,
}

/// What a further bid would come to at a price.
#[derive(Clone, Debug, Serialize)]
struct CurvePoint {
    price: Exact,
    /// As of a bid.
    outcome: &'static str,
    /// The number, where it is one.
    number: Option<Exact>,
}

/// At so many prices a further bid is tried, from half the lowest to one and a half of the highest.
const CURVE: u32 = 10;
/// Beside more bids none is tried.
const MOST_OF_CURVE: usize = 100;

/// What a step comes to: one number where it is the same for all bids.
#[derive(Clone, Debug, Serialize)]
struct StepOutcome {
    name: String,
    result: Vec<Option<Exact>>,
}

/// What a bid comes to.
#[derive(Clone, Debug, Serialize)]
struct BidOutcome {
    /// Its place on the command line, from 1.
    bid: usize,
    facts: BTreeMap<String, Exact>,
    /// `out`, `unknown`, `yes`, `no` or `number`.
    outcome: &'static str,
    /// The number, where it is one.
    number: Option<Exact>,
    /// Its place among those with a number, from 1, shared by equals.
    rank: Option<usize>,
}

impl FormulaTrial {
    /// Works bids out.
    ///
    /// # Errors
    /// [`Unsolved`] where the formula has no result with these bids.
    pub fn new(
        formula: Published,
        names: BTreeMap<String, Exact>,
        bids: Vec<BTreeMap<String, Exact>>,
        rounding: Option<Rounding>,
    ) -> Result<FormulaTrial, Unsolved> {
        let trial = Trial::new(&formula, names.clone(), bids.clone());
        let outcomes = trial.outcomes(rounding)?;
        let step = |step: &_| -> Result<StepOutcome, Unsolved> {
            let crate::decision::formula::catalogue::Step { name, .. } = step;
            let result =
                trial.step(step)?.into_iter().map(|quantity| quantity.as_ref().and_then(number).cloned());
            Ok(StepOutcome { name: name.clone(), result: result.collect() })
        };
        let steps = formula.steps.iter().map(step).collect::<Result<_, _>>()?;
        let curve = curve(&formula, &names, &bids, rounding)?;
        let numbers: Vec<Option<Exact>> =
            outcomes.iter().map(|outcome| outcome_number(outcome).cloned()).collect();
        let is_ahead = |other: &Exact, own: &Exact| match formula.wins {
            Some(Wins::Lowest) => other < own,
            Some(Wins::Highest) | None => other > own,
        };
        let outcome = |(at, facts): (usize, BTreeMap<String, Exact>)| BidOutcome {
            bid: at + 1,
            facts,
            outcome: outcome_word(&outcomes[at]),
            rank: numbers[at]
                .as_ref()
                .map(|own| 1 + numbers.iter().flatten().filter(|other| is_ahead(other, own)).count()),
            number: numbers[at].clone(),
        };
        let bids = bids.into_iter().enumerate().map(outcome).collect();
        Ok(FormulaTrial { formula, names, steps, bids, curve })
    }
}

/// What a further bid comes to, where bids say their price alone.
fn curve(
    formula: &Published,
    names: &BTreeMap<String, Exact>,
    bids: &[BTreeMap<String, Exact>],
    rounding: Option<Rounding>,
) -> Result<Vec<CurvePoint>, Unsolved> {
    let prices: Option<Vec<&Exact>> =
        bids.iter().map(|bid| bid.get("price").filter(|_| bid.len() == 1)).collect();
    let prices = prices.filter(|prices| prices.len() <= MOST_OF_CURVE);
    let Some((low, high)) = prices.as_ref().and_then(|prices| prices.iter().min().zip(prices.iter().max()))
    else {
        return Ok(Vec::new());
    };
    let [from, to] = [*low * &Exact::HALF, *high + &(*high * &Exact::HALF)];
    let part = (&to - &from).over(&Exact::from(CURVE)).unwrap_or_default();
    let point = |at: u32| {
        let price = Rounding { digits: 2, mode: Mode::HalfUp }.apply(&(&from + &(&part * &Exact::from(at))));
        let mut more = bids.to_vec();
        more.push(BTreeMap::from([("price".to_owned(), price.clone())]));
        let outcome = Trial::new(formula, names.clone(), more).outcome(bids.len(), rounding)?;
        Ok(CurvePoint { price, outcome: outcome_word(&outcome), number: outcome_number(&outcome).cloned() })
    };
    (0..=CURVE).map(point).collect()
}

fn outcome_number(outcome: &Outcome) -> Option<&Exact> {
    match outcome {
        Outcome::Is(quantity) => number(quantity),
        Outcome::Out | Outcome::Unknown => None,
    }
}

fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Out => "out",
        Outcome::Unknown => "unknown",
        Outcome::Is(Quantity::Truth(true)) => "yes",
        Outcome::Is(Quantity::Truth(false)) => "no",
        Outcome::Is(_) => "number",
    }
}

fn number(quantity: &Quantity) -> Option<&Exact> {
    match quantity {
        Quantity::Number(number) => Some(number),
        Quantity::Truth(_) | Quantity::Word(_) => None,
    }
}

/// A result as tables show it.
fn shown(formula: &Published, outcome: &'static str, number: Option<&Exact>) -> Cell {
    match (outcome, number) {
        (_, Some(number)) => Cell::from(match formula.round {
            Some(rounding) => number.fixed(rounding.digits),
            None => number.plain(SHOWN),
        }),
        ("out" | "yes", None) => Cell::toned(outcome, Tone::Doubt),
        (outcome, None) => Cell::from(outcome),
    }
}

impl Answer for FormulaTrial {
    const QUESTION: &'static str = "formula-trial";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let formula = &self.formula;
        let mut section = Section::front(formula.name.clone());
        section.text(formula.expr.to_string());
        let facts: Vec<&String> = self.bids.first().map(|bid| bid.facts.keys().collect()).unwrap_or_default();
        let is_ranked = formula.gives != Gives::Flag;
        let mut table = Table::of("What the bids come to").head("Bid");
        for fact in &facts {
            table = table.numbers(fact.as_str());
        }
        table = table.numbers("Result");
        if is_ranked {
            table = table.numbers("Rank");
        }
        for bid in &self.bids {
            let mut cells = vec![Cell::from(bid.bid.to_string())];
            cells.extend(facts.iter().map(|fact| {
                Cell::from(bid.facts.get(*fact).map_or_else(String::new, |number| number.spaced(SHOWN)))
            }));
            cells.push(shown(formula, bid.outcome, bid.number.as_ref()));
            if is_ranked {
                cells.push(bid.rank.map_or_else(String::new, |rank| rank.to_string()).into());
            }
            table.row(cells);
        }
        section.table(table);
        if !self.curve.is_empty() {
            let mut table = Table::of("What a further bid would come to")
                .numbers("price")
                .numbers("Result")
                .with_bars(Bars::Right);
            let most = self.curve.iter().filter_map(|point| point.number.as_ref()).map(Exact::abs).max();
            for point in &self.curve {
                let length =
                    point.number.as_ref().zip(most.as_ref()).and_then(|(number, most)| number.over(most));
                let cell = shown(formula, point.outcome, point.number.as_ref());
                let cell = match length {
                    Some(length) => cell.with_bar(length.to_f64().max(0.0)),
                    None => cell,
                };
                table.row(vec![Cell::from(point.price.spaced(2)), cell]);
            }
            section.table(table);
        }
        let names = self.names.iter().map(|(name, number)| format!("names.{name} = {}", number.plain(SHOWN)));
        let steps = self.steps.iter().map(|step| {
            let shown = |number: &Option<Exact>| {
                number.as_ref().map_or_else(|| "not known".to_owned(), |number| number.plain(SHOWN))
            };
            let is_one = step.result.windows(2).all(|pair| pair[0] == pair[1]);
            let numbers: Vec<String> =
                step.result.iter().take(if is_one { 1 } else { usize::MAX }).map(shown).collect();
            format!("names.{} = {}", step.name, numbers.join(", "))
        });
        let numbers: Vec<String> = names.chain(steps).collect();
        if !numbers.is_empty() {
            section.list(numbers);
        }
        if let Some(warning) = &formula.warning {
            section.text(format!("Beware: {warning}."));
        }
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |bid: &BidOutcome| {
            let price = bid.facts.get("price");
            vec![
                Field::number(Some(bid.bid)),
                Field::number(price),
                Field::Text(bid.outcome.to_owned()),
                Field::number(bid.number.as_ref()),
                Field::number(bid.rank),
            ]
        };
        Records::new(["bid", "price", "outcome", "number", "rank"], self.bids.iter().map(row))
    }
}
