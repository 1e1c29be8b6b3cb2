//! Formulas as tenders print them: what is a number, a truth or a word, worked out from the facts of a bid and the field
//! of bids.
//!
//! A formula is one tree; whoever works it out, prints it or writes it for a spreadsheet walks this tree. It ends: there are
//! no loops, and its length and depth are bounded.
//!
//! ```
//! use weigh::decision::formula::Formula;
//!
//! let printed = "lowest(admitted, facts.price) / facts.price";
//! let formula = Formula::parse(printed).unwrap();
//! assert_eq!(formula.to_string(), printed);
//! let wrong = Formula::parse("lowest(admitted, price) / facts.price").unwrap_err();
//! assert_eq!(wrong.span, 17..22);
//! ```

pub mod catalogue;
mod check;
mod error;
mod evaluate;
mod functions;
mod number;
mod parse;
mod print;
mod problem;
pub(crate) mod quick;
mod tokens;

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::FactId;
use crate::exact::{Exact, Mode};
pub use error::FormulaError;
pub use evaluate::{Bids, Evaluator, Meaning, Quantity};
pub use problem::{Problem, Unsolved};

/// The most bytes of a formula.
pub const MOST_BYTES: usize = 4_000;

/// A formula, read.
#[derive(Clone, Debug)]
pub struct Formula {
    /// As it was written.
    text: String,
    root: Node,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What cannot be read, where it stands, and what to do.
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        Ok(Formula { text: text.to_owned(), root: parse::parse(text)? })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Whether it gives yes or no.
    #[must_use]
    pub fn is_condition(&self) -> bool {
        check::is_condition(&self.root)
    }

    /// Whether it may give yes or no: it is a condition, or a fact or a name that may be one.
    #[must_use]
    pub(crate) fn may_be_condition(&self) -> bool {
        check::may_be_condition(&self.root)
    }

    /// The names that it reads of the bid for which it is worked out: those outside figures of the field.
    #[must_use]
    pub(crate) fn own_names(&self) -> Vec<&Name> {
        let mut names = Vec::new();
        self.root.own_names(&mut names);
        names
    }

    /// The sets of bids that it takes figures of.
    #[must_use]
    pub(crate) fn sets(&self) -> Vec<SetName> {
        let mut sets = Vec::new();
        self.root.walk(&mut |node| {
            if let Expression::Field(figure) = &node.expression {
                sets.push(figure.set.name);
            }
        });
        sets
    }

    /// The names that it reads, each once, in the order in which they stand.
    #[must_use]
    pub fn names(&self) -> Vec<&Name> {
        let mut names: Vec<&Name> = Vec::new();
        self.root.walk(&mut |node| {
            if let Expression::Name(name) = &node.expression
                && !names.contains(&name)
            {
                names.push(name);
            }
        });
        names
    }
}

/// As it is printed.
impl Serialize for Formula {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Formulas are equal when their trees are, whatever spaces and brackets they were written with.
impl PartialEq for Formula {
    fn eq(&self, other: &Formula) -> bool {
        self.root == other.root
    }
}

/// A part of a formula, and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it says.
    pub expression: Expression,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.expression == other.expression
    }
}

impl Node {
    /// Shows this part and all parts of it to somebody, this one first.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Node)) {
        see(self);
        match &self.expression {
            Expression::Number(_) | Expression::Word(_) | Expression::Name(_) => {}
            Expression::Negative(part) | Expression::Not(part) => part.walk(see),
            Expression::Both(_, parts) => parts.iter().for_each(|part| part.walk(see)),
            Expression::If(parts) => parts.iter().for_each(|part| part.walk(see)),
            Expression::Call(_, parts) => parts.iter().for_each(|part| part.walk(see)),
            Expression::Rounded(_, parts, _) => parts.iter().for_each(|part| part.walk(see)),
            Expression::Field(figure) => {
                figure.set.condition.iter().for_each(|part| part.walk(see));
                figure.parts.iter().for_each(|part| part.walk(see));
            }
        }
    }
}

/// What a part of a formula says.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(Exact),
    /// A word, to compare a fact with.
    Word(String),
    /// Something with a name: a fact, a value, points.
    Name(Name),
    /// The negative of a number.
    Negative(Box<Node>),
    /// What is true where its part is not.
    Not(Box<Node>),
    /// Two parts and what joins them.
    Both(Operator, Box<[Node; 2]>),
    /// The condition, what counts where it holds, and what else.
    If(Box<[Node; 3]>),
    /// A function of numbers.
    Call(Function, Vec<Node>),
    /// A number brought to so many digits; the digits come second, where they are said.
    Rounded(Cut, Vec<Node>, Option<Mode>),
    /// A figure of several bids.
    Field(Box<FieldFigure>),
}

/// Something with a name, and the room that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The room.
    pub room: Room,
    /// The name in it.
    pub id: String,
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// The facts of the bid.
    Facts,
    /// The value of a criterion or group, 0 to 1.
    Value,
    /// The points of a criterion or group.
    Points,
    /// The most points of a criterion or group.
    Most,
    /// What the criteria file names.
    Names,
    /// Our needs.
    Needs,
    /// What the quote comes to.
    Cost,
}

impl Room {
    /// All rooms, as formulas write them.
    pub const ALL: [(&'static str, Room); 7] = [
        ("facts", Room::Facts),
        ("value", Room::Value),
        ("points", Room::Points),
        ("most", Room::Most),
        ("names", Room::Names),
        ("needs", Room::Needs),
        ("cost", Room::Cost),
    ];
}

/// What joins two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// The first or the second.
    Or,
    /// The first and the second.
    And,
    /// The same.
    Equal,
    /// Not the same.
    Unequal,
    /// Less.
    Less,
    /// Less or the same.
    AtMost,
    /// More.
    More,
    /// More or the same.
    AtLeast,
    /// The sum.
    Plus,
    /// The difference.
    Minus,
    /// The product.
    Times,
    /// The quotient.
    Over,
    /// The power.
    Power,
}

impl Operator {
    /// All operators, as formulas write them; those of two signs before those of one.
    const ALL: [(&'static str, Operator); 13] = [
        ("or", Operator::Or),
        ("and", Operator::And),
        ("!=", Operator::Unequal),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::More),
        ("+", Operator::Plus),
        ("-", Operator::Minus),
        ("*", Operator::Times),
        ("/", Operator::Over),
        ("^", Operator::Power),
    ];

    /// As formulas write it.
    pub(crate) fn sign(self) -> &'static str {
        Operator::ALL.iter().find(|(_, operator)| *operator == self).map_or("", |(sign, _)| sign)
    }

    /// How closely it binds its parts, from 1; those that bind more closely are worked out first.
    pub(crate) fn closeness(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Equal
            | Operator::Unequal
            | Operator::Less
            | Operator::AtMost
            | Operator::More
            | Operator::AtLeast => 4,
            Operator::Plus | Operator::Minus => 5,
            Operator::Times | Operator::Over => 6,
            Operator::Power => 8,
        }
    }

    /// Whether it compares two parts.
    fn compares(self) -> bool {
        self.closeness() == 4
    }
}

/// How closely `not` binds its part, on the ladder of the operators.
const NOT: u8 = 3;
/// How closely a sign binds its part.
const SIGN: u8 = 7;

/// A function of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The least of several.
    Min,
    /// The greatest of several.
    Max,
    /// A number brought within two others.
    Clamp,
    /// The size without the sign.
    Abs,
    /// The square root.
    Sqrt,
    /// The root of a degree.
    Root,
    /// The natural logarithm.
    Ln,
    /// The logarithm to a base, 10 where none is said.
    Log,
    /// e to a power.
    Exp,
}

impl Function {
    /// Each with its name, and the fewest and the most parts that it takes.
    const ALL: [(&'static str, Function, usize, usize); 9] = [
        ("min", Function::Min, 2, 20),
        ("max", Function::Max, 2, 20),
        ("clamp", Function::Clamp, 3, 3),
        ("abs", Function::Abs, 1, 1),
        ("sqrt", Function::Sqrt, 1, 1),
        ("root", Function::Root, 2, 2),
        ("ln", Function::Ln, 1, 1),
        ("log", Function::Log, 1, 2),
        ("exp", Function::Exp, 1, 1),
    ];

    pub(crate) fn name(self) -> &'static str {
        Function::ALL.iter().find(|(_, function, ..)| *function == self).map_or("", |(name, ..)| name)
    }
}

/// How digits are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// To the nearest; a half away from zero unless another way is said.
    Round,
    /// Down to the next.
    Floor,
    /// Up to the next.
    Ceiling,
    /// The rest is left out.
    Truncate,
}

impl Cut {
    const ALL: [(&'static str, Cut); 4] = [
        ("round", Cut::Round),
        ("floor", Cut::Floor),
        ("ceiling", Cut::Ceiling),
        ("truncate", Cut::Truncate),
    ];

    pub(crate) fn name(self) -> &'static str {
        Cut::ALL.iter().find(|(_, cut)| *cut == self).map_or("", |(name, _)| name)
    }
}

/// A figure of the bids of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFigure {
    /// Which figure.
    pub figure: Figure,
    /// Of which bids.
    pub set: BidSet,
    /// Of what of each of them, and what else the figure is told.
    pub parts: Vec<Node>,
}

/// A named set of bids, or those of it that meet a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct BidSet {
    /// Its name.
    pub name: SetName,
    /// What each of its bids has to meet.
    pub condition: Option<Node>,
}

/// A set of bids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetName {
    /// All that were handed in, also those that were withdrawn or are out since.
    Offered,
    /// Those that take part and pass the must-haves.
    Admitted,
    /// Those of them that reach the minimums.
    AboveMinimum,
    /// Those of them whose price is not abnormally low.
    NotAbnormal,
}

impl Name {
    /// The name of a fact: `cost.total` stands in a room of its own.
    #[must_use]
    pub fn of_fact(fact: &FactId) -> Name {
        match fact.as_str().split_once('.') {
            Some(("cost", id)) => Name { room: Room::Cost, id: id.to_owned() },
            _ => Name { room: Room::Facts, id: fact.as_str().to_owned() },
        }
    }

    /// The fact that it stands for; none for what is no fact.
    #[must_use]
    pub fn fact(&self) -> Option<FactId> {
        match self.room {
            Room::Facts => Some(FactId::new(self.id.as_str())),
            Room::Cost => Some(FactId::new(format!("cost.{}", self.id))),
            Room::Value | Room::Points | Room::Most | Room::Names | Room::Needs => None,
        }
    }
}

impl SetName {
    /// All sets, as formulas write them, from the widest on.
    pub const ALL: [(&'static str, SetName); 4] = [
        ("offered", SetName::Offered),
        ("admitted", SetName::Admitted),
        ("above_minimum", SetName::AboveMinimum),
        ("not_abnormal", SetName::NotAbnormal),
    ];

    /// As formulas write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        SetName::ALL.into_iter().find(|(_, set)| *set == self).map_or("", |(word, _)| word)
    }
}

/// A figure of several numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The least.
    Lowest,
    /// The greatest.
    Highest,
    /// The mean.
    Mean,
    /// The root of the product.
    GeometricMean,
    /// The one in the middle, or the mean of the two there.
    Median,
    /// The sum.
    Sum,
    /// How many bids there are.
    Count,
    /// The place of one's own number among them, 1 for the lowest.
    Rank,
    /// The number at a place, 1 for the lowest.
    Nth,
    /// The mean without so many of the lowest and so many of the highest.
    TrimmedMean,
    /// Whether one's own number is among so many of the highest.
    BestOf,
}

impl Figure {
    /// Each with its name, and how many numbers it is told besides what it is taken of; `count` needs nothing to take.
    const ALL: [(&'static str, Figure, usize); 11] = [
        ("lowest", Figure::Lowest, 0),
        ("highest", Figure::Highest, 0),
        ("mean", Figure::Mean, 0),
        ("geometric_mean", Figure::GeometricMean, 0),
        ("median", Figure::Median, 0),
        ("sum", Figure::Sum, 0),
        ("count", Figure::Count, 0),
        ("rank", Figure::Rank, 0),
        ("nth", Figure::Nth, 1),
        ("trimmed_mean", Figure::TrimmedMean, 2),
        ("best_of", Figure::BestOf, 1),
    ];

    pub(crate) fn name(self) -> &'static str {
        Figure::ALL.iter().find(|(_, figure, _)| *figure == self).map_or("", |(name, ..)| name)
    }
}
