//! Figures of the field of bids: what is the same for every bid is worked out once.

use std::cmp::Ordering;

use super::{Count, Field, Part, Truth, number, work};
use crate::decision::formula::{FieldFigure, Figure};
use crate::exact::Exact;

/// A figure of the field: worked out once where it is the same for every bid.
pub(super) fn field<N: Count>(figure: &FieldFigure, on: &impl Field<N>, bid: usize) -> Option<Part<N>> {
    if figure.hangs_on_bid() {
        return worked_out(figure, on, bid);
    }
    let place = std::ptr::from_ref(figure) as usize;
    if let Some(known) = on.figures().borrow().get(&place) {
        return known.clone().map(Part::Number);
    }
    let number = match worked_out(figure, on, bid) {
        Some(Part::Number(number)) => Some(number),
        Some(Part::Truth(_) | Part::Word(_)) | None => None,
    };
    on.figures().borrow_mut().insert(place, number.clone());
    number.map(Part::Number)
}

/// A figure of the field, as the exact one is worked out. Bids of which it is open whether they are members leave it
/// between what it is without them and with them.
fn worked_out<N: Count>(figure: &FieldFigure, on: &impl Field<N>, bid: usize) -> Option<Part<N>> {
    let mut members = Vec::new();
    let mut open = Vec::new();
    for member in 0..on.bids() {
        let is_in = match on.is_member(figure.set.name, member) {
            Some(false) => continue,
            is_in => is_in,
        };
        let is_met = match &figure.set.condition {
            // Who may be one of them or not leaves the figure open.
            Some(condition) => match work(condition, on, member) {
                Some(Part::Truth(Truth(Some(is_met)))) => Some(is_met),
                // Neither a number nor a word says yes or no: there is no such figure.
                Some(Part::Number(_) | Part::Word(_)) => return None,
                Some(Part::Truth(Truth(None))) | None if on.is_closed(member) => Some(false),
                Some(Part::Truth(Truth(None))) | None => None,
            },
            None => Some(true),
        };
        match (is_in, is_met) {
            (_, Some(false)) => {}
            (Some(true), Some(true)) => members.push(member),
            _ => open.push(member),
        }
    }
    let Some(of) = figure.parts.first() else {
        let count = |count: usize| N::of(&Exact::from(count));
        let least = count(members.len());
        return Some(Part::Number(if open.is_empty() {
            least
        } else {
            least.either(&count(members.len() + open.len()))
        }));
    };
    let of_member = |member: usize| match number(of, on, member) {
        None if on.is_closed(member) => None,
        number => Some(number),
    };
    let taken = |of: Vec<usize>| of.into_iter().filter_map(of_member).collect::<Option<Vec<N>>>();
    let is_placed = matches!(figure.figure, Figure::Rank | Figure::BestOf);
    if is_placed {
        // Nobody is ahead of, or behind, itself.
        members.retain(|member| *member != bid);
        open.retain(|member| *member != bid);
    }
    let (numbers, open) = (taken(members)?, taken(open)?);
    if is_placed {
        return placed(figure, on, bid, [&numbers, &open]);
    }
    if open.is_empty() {
        return of_numbers(figure, on, bid, numbers);
    }
    if figure.figure == Figure::Sum {
        let nothing = N::of(&Exact::ZERO);
        let parts: Vec<N> = numbers.into_iter().chain(open.iter().map(|one| one.either(&nothing))).collect();
        return of_numbers(figure, on, bid, parts);
    }
    if numbers.is_empty() {
        // There may be none of them, and then no figure.
        return None;
    }
    let all: Vec<N> = numbers.iter().chain(&open).cloned().collect();
    let sorted = N::sorted(all.clone());
    let [lowest, highest] = [sorted.first()?, sorted.last()?];
    Some(Part::Number(match figure.figure {
        Figure::Lowest => lowest.either(N::sorted(numbers).first()?),
        Figure::Highest => highest.either(N::sorted(numbers).last()?),
        Figure::Nth | Figure::TrimmedMean => {
            // With fewer of them there may be no such place.
            of_numbers::<N>(figure, on, bid, numbers)?;
            lowest.either(highest)
        }
        _ => lowest.either(highest),
    }))
}

/// The place of the own number among others, or whether it is among the best of them.
///
/// - `of`: the numbers of members, and of those that may be some.
fn placed<N: Count>(
    figure: &FieldFigure,
    on: &impl Field<N>,
    bid: usize,
    [numbers, open]: [&[N]; 2],
) -> Option<Part<N>> {
    let own = number(figure.parts.first()?, on, bid)?;
    let wanted = if figure.figure == Figure::Rank { Ordering::Less } else { Ordering::Greater };
    let stands = |number: &N| number.order(&own);
    let surely = numbers.iter().filter(|number| stands(number) == Some(wanted)).count();
    let perhaps =
        numbers.iter().chain(open).filter(|number| stands(number).is_none_or(|order| order == wanted));
    let perhaps = perhaps.count();
    if figure.figure == Figure::Rank {
        let place = |before: usize| N::of(&Exact::from(before + 1));
        let least = place(surely);
        return Some(Part::Number(if surely == perhaps { least } else { least.either(&place(perhaps)) }));
    }
    let most = number(figure.parts.get(1)?, on, bid)?.whole()? as usize;
    let is_in = match (surely < most, perhaps < most) {
        (true, true) => Some(true),
        (false, _) => Some(false),
        (true, false) => None,
    };
    Some(Part::Truth(Truth(is_in)))
}

/// A figure of the numbers of its members.
fn of_numbers<N: Count>(
    figure: &FieldFigure,
    on: &impl Field<N>,
    bid: usize,
    numbers: Vec<N>,
) -> Option<Part<N>> {
    let told = |at: usize| number(figure.parts.get(at)?, on, bid)?.whole();
    let total = |numbers: &[N]| {
        let zero = N::of(&Exact::ZERO);
        numbers.iter().fold(zero, |sum, number| sum.plus(number))
    };
    let mean = |numbers: &[N]| match numbers.len() {
        0 => None,
        count => total(numbers).over(&N::of(&Exact::from(count))),
    };
    Some(Part::Number(match figure.figure {
        Figure::Sum => total(&numbers),
        Figure::Mean => mean(&numbers)?,
        Figure::Lowest => N::sorted(numbers).first()?.clone(),
        Figure::Highest => N::sorted(numbers).pop()?,
        Figure::Median => {
            let sorted = N::sorted(numbers);
            let half = sorted.len() / 2;
            if sorted.len() % 2 == 1 {
                sorted[half].clone()
            } else {
                mean(sorted.get(half.checked_sub(1)?..=half)?)?
            }
        }
        Figure::Nth => {
            let place = (told(1)? as usize).checked_sub(1)?;
            N::sorted(numbers).get(place)?.clone()
        }
        Figure::TrimmedMean => {
            let (low, high) = (told(1)? as usize, told(2)? as usize);
            let sorted = N::sorted(numbers);
            mean(sorted.get(low..sorted.len().checked_sub(high)?)?)?
        }
        Figure::GeometricMean => {
            (!numbers.is_empty()).then_some(())?;
            N::geometric_mean(&numbers)?
        }
        Figure::Count | Figure::Rank | Figure::BestOf => return None,
    }))
}
