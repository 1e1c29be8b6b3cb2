//! Numbers of a scale that somebody worked out from the bids and typed: the next bid makes them wrong, and nothing says so.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::numbers::is_money;
use super::said::SaidOf;
use crate::decision::formula::Name;
use crate::decision::{BidField, Criterion, FieldFormula, Leaf, Shape, Status};
use crate::diagnostic::{Code, Diagnostic};
use crate::exact::Exact;
use crate::files::criteria::{CriterionSpans, Draft};
use crate::files::read::Problems;

/// A number with fewer digits may be a figure of the bids by chance.
const FEWEST_DIGITS: usize = 5;

/// Points at the scales of prices, and the numbers of formulas, that are what the bids come to now.
pub(super) fn check(
    draft: &Draft,
    leaves: &[(&Criterion, &Leaf, &CriterionSpans)],
    said_of: &SaidOf<'_>,
    problems: &mut Problems,
) {
    // A price that is sealed is told by nobody.
    if draft.rule.is_sealed {
        return;
    }
    for (criterion, leaf, spans) in leaves {
        let said = said_of.get(&leaf.fact).into_iter().flatten();
        let is_offered = draft.rule.field == BidField::Offered;
        let is_bid = |status: &Status| is_offered || *status == Status::Invited;
        let bids: Vec<&Exact> =
            said.filter(|said| is_bid(&said.vendor.vendor.status)).map(|said| said.value).collect();
        let (Some(figures), Some(place)) = (Figures::of(&bids), spans.scale) else { continue };
        let price = Name::of_fact(&leaf.fact).to_string();
        let field = draft.rule.field.word();
        let is_limited = draft.rule.has_floor && draft.rule.has_cap;
        let found = match leaf.scale.shape() {
            Shape::Line(line) => match line.points() {
                // A price: the least is the best.
                [(best, full), (worst, none)] if *full == Exact::ONE && none.is_zero() => {
                    let is_price = is_price(criterion, leaf);
                    (is_price || digits(best) >= FEWEST_DIGITS)
                        .then(|| figures.of_ends([best, worst], (&price, field), is_limited))
                        .flatten()
                }
                _ => None,
            },
            Shape::Formula(FieldFormula::Stated(formula)) => {
                formula.numbers().values().find_map(|number| figures.of_number(number, (&price, field)))
            }
            Shape::Formula(FieldFormula::Price(formula)) => formula
                .parameters()
                .into_iter()
                .find_map(|(_, number)| figures.of_number(number, (&price, field))),
            Shape::Formula(FieldFormula::Relative { .. }) | Shape::Table(_) | Shape::Set(_) => None,
        };
        if let Some((message, help)) = found {
            problems.push(Diagnostic::new(Code::TypedFigure, place, message).help(help));
        }
    }
}

/// Whether a criterion looks at money: few would type by chance what the lowest of that is.
fn is_price(criterion: &Criterion, leaf: &Leaf) -> bool {
    const WORDS: [&str; 5] = ["price", "cost", "fee", "rate", "charge"];
    let is_named = |id: &str| {
        WORDS.iter().any(|word| id.to_lowercase().split(['-', '_', '.']).any(|part| part == *word))
    };
    leaf.unit.as_deref().is_some_and(is_money)
        || is_named(criterion.id.as_str())
        || is_named(leaf.fact.as_str())
}

/// How many digits a number has that are no zeros at an end.
fn digits(number: &Exact) -> usize {
    number.plain(12).replace('.', "").trim_matches('0').len()
}

/// What two and more different bids come to.
struct Figures {
    lowest: Exact,
    highest: Exact,
    mean: Exact,
}

impl Figures {
    fn of(bids: &[&Exact]) -> Option<Figures> {
        let (lowest, highest) = (*bids.iter().min()?, *bids.iter().max()?);
        let count = Exact::from(u32::try_from(bids.len()).ok()?);
        let sum = Exact::sum(&bids.iter().map(|bid| (*bid).clone()).collect::<Vec<_>>());
        let is_spread = lowest != highest && *lowest > Exact::ZERO;
        let mean = sum.over(&count)?;
        is_spread.then(|| Figures { lowest: lowest.clone(), highest: highest.clone(), mean })
    }

    /// Of the ends of a scale: what they are of the bids, and what to write.
    fn of_ends(
        &self,
        [best, worst]: [&Exact; 2],
        (price, field): (&str, &str),
        is_limited: bool,
    ) -> Option<(String, String)> {
        if *best != self.lowest {
            return [best, worst].into_iter().find_map(|end| self.of_number(end, (price, field)));
        }
        if *worst == self.highest {
            let message = format!("{best} and {worst} are the lowest and the highest bid of now");
            return Some((
                message,
                "write scale = { formula = \"span\" }, which follows the bids".to_owned(),
            ));
        }
        let times = worst.over(best)?;
        let is_plain = Exact::parse(&times.plain(2)).is_ok_and(|plain| plain == times);
        let message = format!("{worst} is {times} x the lowest bid of now, {best}");
        let lowest = format!("lowest({field}, {price})");
        let over = &times - &Exact::ONE;
        let share = format!("({times} * {lowest} - {price}) / ({over} * {lowest})");
        // A line ends at its ends, whatever the rule says of formulas.
        let share = if is_limited { share } else { format!("clamp({share}, 0, 1)") };
        // A name with other signs than letters stands in quotes itself.
        let quote = if price.contains('"') { '\'' } else { '"' };
        let help = format!("write scale = {{ expr = {quote}{share}{quote} }}");
        is_plain.then_some((message, help))
    }

    fn of_number(&self, number: &Exact, (price, field): (&str, &str)) -> Option<(String, String)> {
        let figures = [("lowest", &self.lowest), ("highest", &self.highest), ("mean", &self.mean)];
        let (name, _) = figures.into_iter().find(|(_, figure)| *figure == number)?;
        let message = format!("{number} is the {name} of the bids of now");
        let help = format!("write {name}({field}, {price}) in an `expr`, which follows the bids");
        (digits(number) >= FEWEST_DIGITS).then_some((message, help))
    }
}
