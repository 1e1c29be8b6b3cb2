//! Whether the parts of a formula fit: numbers where numbers are wanted, conditions where conditions are.

use super::error::{Parsed, error};
use super::{Expression, Figure, Node, Operator, Room};

/// What a part comes to, as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Truth,
    Word,
    /// A fact may be any of them.
    Any,
}

/// Whether a tree that was read gives yes or no.
pub(super) fn is_condition(root: &Node) -> bool {
    check(root) == Ok(Kind::Truth)
}

/// Whether a tree that was read may give yes or no.
pub(super) fn may_be_condition(root: &Node) -> bool {
    matches!(check(root), Ok(Kind::Truth | Kind::Any))
}

/// Refuses parts that can never fit: a condition where a number is wanted, or the other way round.
pub(super) fn check(node: &Node) -> Parsed<Kind> {
    let wants = |part: &Node, wanted: Kind| -> Parsed<()> {
        let kind = check(part)?;
        if kind == wanted || kind == Kind::Any {
            return Ok(());
        }
        let name = |kind: Kind| match kind {
            Kind::Number => "a number",
            Kind::Truth => "a condition",
            Kind::Word => "a word",
            Kind::Any => "a fact",
        };
        let help = match wanted {
            Kind::Truth => "compare it: facts.price <= 100",
            _ => "turn a condition into a number: if A then 1 else 0",
        };
        error(part.span.clone(), format!("this is {}, and {} is wanted here", name(kind), name(wanted)), help)
    };
    Ok(match &node.expression {
        Expression::Number(_) => Kind::Number,
        Expression::Word(_) => Kind::Word,
        Expression::Name(name) => match name.room {
            Room::Facts | Room::Needs => Kind::Any,
            Room::Value | Room::Points | Room::Most | Room::Names | Room::Cost => Kind::Number,
        },
        Expression::Negative(part) => {
            wants(part, Kind::Number)?;
            Kind::Number
        }
        Expression::Not(part) => {
            wants(part, Kind::Truth)?;
            Kind::Truth
        }
        Expression::Both(operator, parts) => match operator {
            Operator::Or | Operator::And => {
                parts.iter().try_for_each(|part| wants(part, Kind::Truth))?;
                Kind::Truth
            }
            Operator::Equal | Operator::Unequal => {
                let kind = check(&parts[0])?;
                if kind == Kind::Any {
                    check(&parts[1])?;
                } else {
                    wants(&parts[1], kind)?;
                }
                Kind::Truth
            }
            Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => {
                parts.iter().try_for_each(|part| wants(part, Kind::Number))?;
                Kind::Truth
            }
            Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Power => {
                parts.iter().try_for_each(|part| wants(part, Kind::Number))?;
                Kind::Number
            }
        },
        Expression::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            wants(condition, Kind::Truth)?;
            match check(then)? {
                Kind::Any => check(otherwise)?,
                kind => {
                    wants(otherwise, kind)?;
                    kind
                }
            }
        }
        Expression::Call(_, parts) | Expression::Rounded(_, parts, _) => {
            parts.iter().try_for_each(|part| wants(part, Kind::Number))?;
            Kind::Number
        }
        Expression::Field(figure) => {
            figure.set.condition.iter().try_for_each(|part| wants(part, Kind::Truth))?;
            figure.parts.iter().try_for_each(|part| wants(part, Kind::Number))?;
            if figure.figure == Figure::BestOf { Kind::Truth } else { Kind::Number }
        }
    })
}
