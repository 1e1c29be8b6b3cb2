//! Formulas in the notation of mathematics: fractions, powers and roots, with names in words.

use super::uncertainty::fact_name;
use crate::decision::Decision;
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::formula::{
    Cut, Expression, FieldFigure, Figure, Function, Name, Node, Operator, Room, SetName,
};
use crate::exact::Mode;

/// A part of a formula as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Math {
    /// A number, a name in words, or a word between parts.
    Text(String),
    /// What stands between two parts, with a space on either side.
    Sign(&'static str),
    /// Room between two parts.
    Space,
    /// Parts side by side.
    Row(Vec<Math>),
    /// One part above another.
    Fraction(Box<[Math; 2]>),
    /// A part, and what is raised beside it.
    Raised(Box<[Math; 2]>),
    /// A part, and what is lowered beside it.
    Lowered(Box<[Math; 2]>),
    /// What stands under a root, and its degree; none for a square root.
    Root(Box<Math>, Option<Box<Math>>),
    /// What counts in which case, one below the other; the last without a condition.
    Cases(Vec<(Math, Option<Math>)>),
}

/// Sets the formulas of a decision.
pub(crate) struct Setter<'a> {
    pub(crate) decision: &'a Decision,
    /// What a name stands for in a formula of the list; the name itself where it is typed.
    pub(crate) read: &'a dyn Fn(&Name) -> Name,
    /// The number that a name stands for.
    pub(crate) number: &'a dyn Fn(&Name) -> Option<String>,
    /// The set that is meant by one.
    pub(crate) set: &'a dyn Fn(SetName) -> SetName,
}

pub(crate) fn in_words(id: &str) -> String {
    id.replace(['_', '.'], " ")
}

fn text(text: impl Into<String>) -> Math {
    Math::Text(text.into())
}

/// Parts in brackets, with commas between them.
fn bracketed(parts: Vec<Math>) -> Math {
    let mut row = vec![text("(")];
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            row.push(Math::Sign(","));
        }
        row.push(part);
    }
    row.push(text(")"));
    Math::Row(row)
}

impl Setter<'_> {
    /// A part of a formula.
    pub(crate) fn node(&self, node: &Node) -> Math {
        let of = |part: &Node| self.node(part);
        match &node.expression {
            Expression::Number(number) => text(number.spaced(SHOWN_DECIMALS)),
            Expression::Word(word) => text(format!("“{word}”")),
            Expression::Name(name) => self.name(name),
            Expression::Negative(part) => {
                Math::Row(vec![text("−"), self.at_end(part, Operator::Times.closeness())])
            }
            Expression::Not(part) => {
                Math::Row(vec![text("not"), Math::Space, self.within(part, Operator::Plus.closeness())])
            }
            Expression::Both(operator, parts) => self.both(*operator, parts),
            Expression::If(_) => self.cases(node),
            Expression::Call(Function::Sqrt, parts) => Math::Root(Box::new(of(&parts[0])), None),
            Expression::Call(Function::Root, parts) => {
                Math::Root(Box::new(of(&parts[0])), Some(Box::new(of(&parts[1]))))
            }
            Expression::Call(Function::Exp, parts) => Math::Raised(Box::new([text("e"), of(&parts[0])])),
            Expression::Call(Function::Abs, parts) => Math::Row(vec![text("|"), of(&parts[0]), text("|")]),
            Expression::Call(Function::Log, parts) if parts.len() == 2 => Math::Row(vec![
                Math::Lowered(Box::new([text("log"), of(&parts[1])])),
                bracketed(vec![of(&parts[0])]),
            ]),
            Expression::Call(function, parts) => {
                Math::Row(vec![text(function.name()), bracketed(parts.iter().map(of).collect())])
            }
            Expression::Rounded(cut, parts, mode) => self.rounded(*cut, parts, *mode),
            Expression::Field(figure) => self.figure(figure),
        }
    }

    fn name(&self, name: &Name) -> Math {
        if let Some(number) = (self.number)(name) {
            return text(number);
        }
        let name = (self.read)(name);
        let of_criterion = || {
            let criteria = &self.decision.criteria;
            let criterion = criteria.iter().find(|criterion| criterion.id.as_str() == name.id);
            criterion.map_or_else(|| in_words(&name.id), |criterion| criterion.name.clone())
        };
        text(match name.room {
            Room::Points => format!("points of {}", of_criterion()),
            Room::Value => format!("value of {}", of_criterion()),
            Room::Most => format!("most points of {}", of_criterion()),
            Room::Needs => format!("our {}", in_words(&name.id)),
            Room::Facts | Room::Cost => name.fact().map_or_else(String::new, |fact| {
                let named = fact_name(self.decision, &fact, false);
                if named == fact.as_str() { in_words(&named) } else { named }
            }),
            Room::Names => in_words(&name.id),
        })
    }

    /// A part at the end of another; the brace of a choice needs no brackets there.
    fn at_end(&self, part: &Node, closeness: u8) -> Math {
        match &part.expression {
            Expression::If(_) => self.cases(part),
            _ => self.within(part, closeness),
        }
    }

    /// A part inside another; in brackets where it binds less closely.
    fn within(&self, part: &Node, closeness: u8) -> Math {
        let is_looser = match &part.expression {
            Expression::Both(operator, _) => *operator != Operator::Over && operator.closeness() < closeness,
            Expression::Negative(_) | Expression::Not(_) => closeness > Operator::Plus.closeness(),
            Expression::If(_) => true,
            Expression::Number(_)
            | Expression::Word(_)
            | Expression::Name(_)
            | Expression::Call(..)
            | Expression::Rounded(..)
            | Expression::Field(_) => false,
        };
        let set = self.node(part);
        if is_looser { bracketed(vec![set]) } else { set }
    }

    fn both(&self, operator: Operator, [left, right]: &[Node; 2]) -> Math {
        let closeness = operator.closeness();
        let sides = |sign| {
            // What is taken away is a whole, as what is compared is.
            let after = if operator == Operator::Minus { closeness + 1 } else { closeness };
            Math::Row(vec![self.within(left, closeness), Math::Sign(sign), self.at_end(right, after)])
        };
        match operator {
            Operator::Over => Math::Fraction(Box::new([self.node(left), self.node(right)])),
            Operator::Power => {
                let base = match &left.expression {
                    Expression::Both(..) => bracketed(vec![self.node(left)]),
                    _ => self.within(left, closeness + 1),
                };
                Math::Raised(Box::new([base, self.node(right)]))
            }
            Operator::Times => sides("×"),
            Operator::Minus => sides("−"),
            Operator::Plus => sides("+"),
            Operator::AtMost => sides("≤"),
            Operator::AtLeast => sides("≥"),
            Operator::Unequal => sides("≠"),
            Operator::Equal => sides("="),
            Operator::Less => sides("<"),
            Operator::More => sides(">"),
            Operator::And => sides("and"),
            Operator::Or => sides("or"),
        }
    }

    /// A choice and those that follow from its end.
    fn cases(&self, node: &Node) -> Math {
        let mut cases = Vec::new();
        let mut rest = node;
        while let Expression::If(parts) = &rest.expression {
            let [condition, then, otherwise] = &**parts;
            cases.push((self.node(then), Some(self.node(condition))));
            rest = otherwise;
        }
        cases.push((self.node(rest), None));
        Math::Cases(cases)
    }

    fn rounded(&self, cut: Cut, parts: &[Node], mode: Option<Mode>) -> Math {
        let mut told = vec![self.node(&parts[0])];
        told.extend(
            parts.get(1).map(|digits| Math::Row(vec![self.node(digits), Math::Space, text("digits")])),
        );
        told.extend(mode.map(|mode| text(mode.name())));
        Math::Row(vec![text(cut.name()), bracketed(told)])
    }

    fn figure(&self, figure: &FieldFigure) -> Math {
        let word = match figure.figure {
            Figure::GeometricMean => "geometric\u{a0}mean",
            Figure::TrimmedMean => "trimmed\u{a0}mean",
            Figure::BestOf => "among\u{a0}the\u{a0}best",
            Figure::Nth => "nth\u{a0}lowest",
            other => other.name(),
        };
        let set = text((self.set)(figure.set.name).word().replace('_', "\u{a0}"));
        let set = match &figure.set.condition {
            None => set,
            Some(condition) => Math::Row(vec![set, Math::Sign(","), self.node(condition)]),
        };
        let name = Math::Lowered(Box::new([text(word), set]));
        if figure.parts.is_empty() {
            return name;
        }
        Math::Row(vec![name, bracketed(figure.parts.iter().map(|part| self.node(part)).collect())])
    }
}
