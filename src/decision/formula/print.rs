//! A formula as text: with the fewest brackets, and one space where there is one.

use std::fmt::{self, Write};

use super::{Expression, FieldFigure, Formula, NOT, Name, Node, Operator, Room, SIGN, SetName};
use crate::exact::MAX_DECIMALS;

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, 0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let room = Room::ALL.iter().find(|(_, room)| *room == self.room).map_or("", |(name, _)| name);
        let is_bare =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if self.id.split('.').all(is_bare) {
            write!(f, "{room}.{}", self.id)
        } else {
            write!(f, "{room}.{}", quoted(&self.id))
        }
    }
}

impl Node {
    /// - `outside`: how closely what stands around binds; brackets stand where that is closer.
    fn print(&self, f: &mut fmt::Formatter<'_>, outside: u8) -> fmt::Result {
        let own = self.closeness();
        if own < outside {
            f.write_char('(')?;
            self.print(f, 0)?;
            return f.write_char(')');
        }
        match &self.expression {
            Expression::Number(number) => {
                f.write_str(&number.plain(u32::try_from(MAX_DECIMALS).unwrap_or(18)))
            }
            Expression::Word(word) => f.write_str(&quoted(word)),
            Expression::Name(name) => write!(f, "{name}"),
            Expression::Negative(part) => {
                f.write_char('-')?;
                part.print(f, SIGN)
            }
            Expression::Not(part) => {
                f.write_str("not ")?;
                part.print(f, NOT)
            }
            Expression::Both(operator, parts) => {
                let [left, right] = &**parts;
                // Powers are worked out from the right, all else from the left; comparisons stand alone.
                let (before, after) = match operator {
                    Operator::Power => (own + 1, SIGN),
                    _ if operator.compares() => (own + 1, own + 1),
                    _ => (own, own + 1),
                };
                left.print(f, before)?;
                write!(f, " {} ", operator.sign())?;
                right.print(f, after)
            }
            Expression::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                f.write_str("if ")?;
                condition.print(f, 1)?;
                f.write_str(" then ")?;
                then.print(f, 1)?;
                f.write_str(" else ")?;
                otherwise.print(f, 0)
            }
            Expression::Call(function, parts) => called(f, function.name(), parts),
            Expression::Rounded(cut, parts, mode) => {
                write!(f, "{}(", cut.name())?;
                listed(f, parts)?;
                if let Some(mode) = mode {
                    write!(f, ", {}", mode.name())?;
                }
                f.write_char(')')
            }
            Expression::Field(figure) => figure.print(f),
        }
    }

    fn closeness(&self) -> u8 {
        match &self.expression {
            Expression::If(_) => 0,
            Expression::Both(operator, _) => operator.closeness(),
            Expression::Not(_) => NOT,
            Expression::Negative(_) => SIGN,
            // One that is below zero looks like a sign before a number.
            Expression::Number(number) if number.is_negative() => SIGN,
            Expression::Number(_)
            | Expression::Word(_)
            | Expression::Name(_)
            | Expression::Call(..)
            | Expression::Rounded(..)
            | Expression::Field(_) => u8::MAX,
        }
    }
}

impl FieldFigure {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = SetName::ALL.iter().find(|(_, set)| *set == self.set.name).map_or("", |(name, _)| name);
        write!(f, "{}({set}", self.figure.name())?;
        if let Some(condition) = &self.set.condition {
            f.write_str(" where ")?;
            condition.print(f, 1)?;
        }
        for part in &self.parts {
            f.write_str(", ")?;
            part.print(f, 0)?;
        }
        f.write_char(')')
    }
}

fn called(f: &mut fmt::Formatter<'_>, name: &str, parts: &[Node]) -> fmt::Result {
    write!(f, "{name}(")?;
    listed(f, parts)?;
    f.write_char(')')
}

fn listed(f: &mut fmt::Formatter<'_>, parts: &[Node]) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        part.print(f, 0)?;
    }
    Ok(())
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}
