//! The functions that are replayed; any other leaves its result open.

use std::rc::Rc;

use super::{Expression, Item, Linear, Outcome, Replay, compared, holds};
use crate::exact::{Exact, Mode, Rounding};

/// Calls a function.
pub(super) fn call(replay: &Replay<'_>, name: &str, arguments: &[Expression], own: usize) -> Outcome {
    let argument = |at: usize| arguments.get(at).map_or(Outcome::Blank, |one| replay.result(one, own));
    match name {
        "SUM" | "AVERAGE" | "MIN" | "MAX" | "COUNT" | "COUNTA" | "PRODUCT" | "MEDIAN" => {
            over_all(replay, name, arguments, own)
        }
        "SUMPRODUCT" => sum_product(replay, arguments, own).unwrap_or(Outcome::Open),
        "RANK" | "RANK.EQ" | "COM.MICROSOFT.RANK.EQ" => rank(replay, arguments, own).unwrap_or(Outcome::Open),
        "IF" => match argument(0) {
            Outcome::Fault(fault) => Outcome::Fault(fault),
            Outcome::Open | Outcome::Text(..) => Outcome::Open,
            condition if is_true(&condition) => argument(1),
            _ if arguments.len() > 2 => argument(2),
            _ => Outcome::Logic(false),
        },
        "IFERROR" => match argument(0) {
            Outcome::Fault(_) => argument(1),
            other => other,
        },
        "AND" | "OR" => {
            let all: Vec<Outcome> = (0..arguments.len()).map(argument).collect();
            if all.contains(&Outcome::Open) {
                return Outcome::Open;
            }
            Outcome::Logic(if name == "AND" { all.iter().all(is_true) } else { all.iter().any(is_true) })
        }
        "NOT" => Outcome::Logic(!is_true(&argument(0))),
        "ROUND" => rounded(&argument(0), &argument(1), Mode::HalfUp),
        "ROUNDDOWN" | "TRUNC" => rounded(&argument(0), &argument(1), Mode::Truncate),
        "VALUE" | "N" => match Replay::operand(&argument(0)) {
            Ok(number) => Outcome::Number(number),
            Err(fault) => fault,
        },
        "VLOOKUP" => lookup(replay, arguments, own).unwrap_or(Outcome::Open),
        _ => Outcome::Open,
    }
}

fn is_true(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Logic(logic) => *logic,
        Outcome::Number(number) => !number.value.is_zero(),
        _ => false,
    }
}

/// Functions over lists of cells. Texts and truths in cells are left out, which is why a number held as text counts
/// as nothing there.
fn over_all(replay: &Replay<'_>, name: &str, arguments: &[Expression], own: usize) -> Outcome {
    let mut items = Vec::new();
    for argument in arguments {
        match replay.items(argument, own) {
            Some(found) => items.extend(found),
            None => return Outcome::Open,
        }
    }
    if name == "COUNTA" {
        let count = items.iter().filter(|item| item.outcome != Outcome::Blank).count();
        return Outcome::number(Exact::from(count));
    }
    let numbers = match numbers(&items) {
        Ok(numbers) => numbers,
        Err(_) if name == "COUNT" => items.iter().filter_map(|item| as_number(&item.outcome)).collect(),
        Err(fault) => return fault,
    };
    let count = Exact::from(numbers.len());
    match name {
        "COUNT" => Outcome::number(count),
        "PRODUCT" => {
            Outcome::linear(Some(numbers.iter().fold(Linear::of(Exact::ONE), |all, one| all.times(one))))
        }
        "MIN" => least(&numbers, false),
        "MAX" => least(&numbers, true),
        "MEDIAN" => median(numbers),
        _ => {
            let mut sum = Linear::default();
            for number in &numbers {
                number.add_to(&mut sum, &Exact::ONE);
            }
            if name == "SUM" {
                Outcome::linear(Some(sum))
            } else {
                Outcome::linear(sum.over(&Linear::of(count)))
            }
        }
    }
}

fn as_number(outcome: &Outcome) -> Option<Rc<Linear>> {
    match outcome {
        Outcome::Number(number) => Some(Rc::clone(number)),
        _ => None,
    }
}

/// The numbers among values; an error or something open spoils them all.
fn numbers(items: &[Item]) -> Result<Vec<Rc<Linear>>, Outcome> {
    let mut numbers = Vec::new();
    for item in items {
        match &item.outcome {
            Outcome::Fault(_) | Outcome::Open => return Err(item.outcome.clone()),
            Outcome::Number(number) => numbers.push(Rc::clone(number)),
            Outcome::Text(..) | Outcome::Logic(_) if !item.is_cell => {
                numbers.push(Replay::operand(&item.outcome)?);
            }
            _ => {}
        }
    }
    Ok(numbers)
}

/// The lowest or the highest; none of them is zero.
fn least(numbers: &[Rc<Linear>], is_highest: bool) -> Outcome {
    let by_value = |a: &&Rc<Linear>, b: &&Rc<Linear>| a.value.cmp(&b.value);
    let found = if is_highest { numbers.iter().max_by(by_value) } else { numbers.iter().min_by(by_value) };
    found.map_or_else(|| Outcome::number(Exact::ZERO), |number| Outcome::Number(Rc::clone(number)))
}

fn median(mut numbers: Vec<Rc<Linear>>) -> Outcome {
    numbers.sort_by(|a, b| a.value.cmp(&b.value));
    let middle = numbers.len() / 2;
    match (numbers.len() % 2, numbers.get(middle)) {
        (_, None) => Outcome::Fault("#NUM!".to_owned()),
        (1, Some(number)) => Outcome::Number(Rc::clone(number)),
        (_, Some(upper)) => {
            let sum = numbers[middle - 1].plus(upper, &Exact::ONE);
            Outcome::linear(sum.over(&Linear::of(Exact::from(2))))
        }
    }
}

/// A range: its sheet, its first cell and its last.
type Range = (usize, (u32, u32), (u32, u32));

/// What a product of lists takes from each: a cell, one number for all, or products and quotients of those.
enum Factor {
    Cells(usize, (u32, u32)),
    One(Expression),
    Both(&'static str, Box<Factor>, Box<Factor>),
}

/// A list of a product as its factors, with the ranges that it holds; none for one that is not followed.
fn factor(replay: &Replay<'_>, argument: &Expression, own: usize, ranges: &mut Vec<Range>) -> Option<Factor> {
    match argument {
        Expression::Name(name) => factor(replay, &*replay.named(name)?, own, ranges),
        Expression::Range(sheet, from, to) => {
            let sheet = replay.sheet(sheet.as_ref(), own)?;
            ranges.push((sheet, *from, *to));
            Some(Factor::Cells(sheet, *from))
        }
        Expression::Binary(operator @ ("*" | "/"), left, right) => {
            let left = factor(replay, left, own, ranges)?;
            Some(Factor::Both(operator, Box::new(left), Box::new(factor(replay, right, own, ranges)?)))
        }
        // One number for all stands beside lists; alone it is none.
        Expression::Number(_) | Expression::Cell(..) if !ranges.is_empty() => {
            Some(Factor::One(argument.clone()))
        }
        _ => None,
    }
}

impl Factor {
    /// What it comes to so many rows and columns on.
    fn at(&self, replay: &Replay<'_>, own: usize, by: (u32, u32)) -> Outcome {
        match self {
            Factor::Cells(sheet, from) => {
                replay.cell(super::Place { sheet: *sheet, row: from.0 + by.0, column: from.1 + by.1 })
            }
            Factor::One(expression) => replay.result(expression, own),
            Factor::Both(operator, left, right) => {
                replay.binary(operator, &left.at(replay, own, by), &right.at(replay, own, by))
            }
        }
    }
}

/// The products of lists that run side by side; what is no number counts as nothing in its product.
fn sum_product(replay: &Replay<'_>, arguments: &[Expression], own: usize) -> Option<Outcome> {
    let mut ranges = Vec::new();
    let factors: Vec<Factor> =
        arguments.iter().map(|argument| factor(replay, argument, own, &mut ranges)).collect::<Option<_>>()?;
    let (sheet, from, to) = *ranges.first()?;
    let size = |(_, from, to): &Range| (to.0 - from.0, to.1 - from.1);
    if ranges.iter().any(|range| size(range) != size(&ranges[0])) {
        return Some(Outcome::Fault("#VALUE!".to_owned()));
    }
    let mut sum = Linear::default();
    for place in replay.places(sheet, from, to)? {
        let mut product = Linear::of(Exact::ONE);
        let by = (place.row - from.0, place.column - from.1);
        for factor in &factors {
            match factor.at(replay, own, by) {
                Outcome::Number(number) => product = product.times(&number),
                fault @ (Outcome::Fault(_) | Outcome::Open) => return Some(fault),
                _ => product = Linear::default(),
            }
        }
        product.add_to(&mut sum, &Exact::ONE);
    }
    Some(Outcome::linear(Some(sum)))
}

/// The place among numbers, from 1; the highest first unless the third argument says otherwise.
fn rank(replay: &Replay<'_>, arguments: &[Expression], own: usize) -> Option<Outcome> {
    let [number, all, rest @ ..] = arguments else { return None };
    let outcome = replay.result(number, own);
    let Some(value) = outcome.value().cloned() else { return Some(outcome) };
    let is_ascending = rest.first().is_some_and(|order| is_true(&replay.result(order, own)));
    let is_before = |other: &Exact| if is_ascending { *other < value } else { *other > value };
    let all = replay.items(all, own)?;
    let before = all.iter().filter_map(|item| item.outcome.value()).filter(|other| is_before(other)).count();
    Some(Outcome::number(Exact::from(before + 1)))
}

fn rounded(number: &Outcome, digits: &Outcome, mode: Mode) -> Outcome {
    let (Outcome::Number(number), digits) = (number, digits.value().cloned().unwrap_or_default()) else {
        return number.clone();
    };
    match digits.to_string().parse::<u32>() {
        Ok(digits @ 0..=18) => {
            let value = Rounding { digits, mode }.apply(&number.value);
            Outcome::Number(Rc::new(Linear { value, slopes: number.slopes.clone() }))
        }
        _ => Outcome::Open,
    }
}

/// The value beside the first cell of a column that is the same, or, where the column is in order, the last that is not
/// beyond it.
fn lookup(replay: &Replay<'_>, arguments: &[Expression], own: usize) -> Option<Outcome> {
    let [key, Expression::Range(sheet, from, to), column, rest @ ..] = arguments else { return None };
    let sheet = replay.sheet(sheet.as_ref(), own)?;
    let key = replay.result(key, own);
    let column: u32 = replay.result(column, own).value()?.to_string().parse().ok()?;
    let is_near = rest.first().is_none_or(|near| is_true(&replay.result(near, own)));
    let mut found = None;
    for place in replay.places(sheet, *from, (to.0, from.1))? {
        let order = compared(&replay.cell(place), &key);
        if holds("=", order) || (is_near && holds("<", order)) {
            found = Some(place);
        }
        if holds("=", order) {
            break;
        }
    }
    let row = found.map(|place| place.row);
    Some(row.map_or_else(
        || Outcome::Fault("#N/A".to_owned()),
        |row| replay.cell(super::Place { sheet, row, column: from.1 + column.saturating_sub(1) }),
    ))
}
