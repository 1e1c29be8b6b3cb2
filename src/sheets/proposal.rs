//! What an import comes to: criteria, vendors and values with their cells, totals beside the sheet's, faults, questions.

use super::cells::Place;
use super::questions::Question;
use crate::decision::Date;
use crate::exact::Exact;

/// What is read from a sheet, with what is asked and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The title of the sheet.
    pub title: String,
    /// Groups, criteria, must-haves and facts, parents before their children.
    pub criteria: Vec<Criterion>,
    /// The vendors.
    pub vendors: Vec<Vendor>,
    /// Who gave marks, where several did.
    pub evaluators: Vec<String>,
    /// How their marks become one.
    pub combination: Combination,
    /// What the sheet says of vendors.
    pub values: Vec<Value>,
    /// The totals of the sheet beside those that its own rule gives.
    pub totals: Vec<Total>,
    /// The highest total that a vendor can have.
    pub of: Exact,
    /// A total below which a vendor fails, where a note says so.
    pub minimum: Option<Exact>,
    /// Whether the sheet scores; else it is a table of facts.
    pub is_scored: bool,
    /// The currency of its amounts.
    pub currency: Option<String>,
    /// The names that take the place of older ones in a decision that is there, by their paths.
    pub renamed: Vec<String>,
    /// What has to be decided.
    pub questions: Vec<Question>,
    /// What is wrong with the sheet.
    pub faults: Vec<Fault>,
    /// What is worth knowing and needs no answer.
    pub remarks: Vec<Remark>,
    /// What is left out, and why.
    pub ignored: Vec<(String, String)>,
}

/// A group, a criterion, a must-have or a fact.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its id in the criteria file.
    pub id: String,
    /// Its name as the sheet has it.
    pub name: String,
    /// The cell of its name.
    pub place: Option<Place>,
    /// The group that it stands in, as an index.
    pub parent: Option<usize>,
    /// What it is.
    pub kind: CriterionKind,
    /// Its weight among its siblings as it will be written.
    pub weight: Option<Exact>,
    /// The cell of its weight.
    pub weight_place: Option<Place>,
    /// Its part of the whole, over all levels.
    pub share: Exact,
    /// What the sheet remarks on it.
    pub note: Option<String>,
}

/// What a line of a sheet is.
#[derive(Clone, Debug, PartialEq)]
pub enum CriterionKind {
    /// Others stand under it.
    Group,
    /// Marks from nothing to a highest one.
    Marks {
        /// The mark that counts as nothing.
        worst: Exact,
        /// The mark that counts in full.
        best: Exact,
    },
    /// An amount that becomes points by a formula.
    Price(PriceFormula),
    /// Has to be met.
    Gate,
    /// Said, and not scored.
    Fact,
}

/// How a price becomes points.
#[derive(Clone, Debug, PartialEq)]
pub enum PriceFormula {
    /// Lowest price over price.
    LowestOverPrice,
    /// The line from the highest price to the lowest.
    Span,
    /// The line from a fixed price down to another.
    Line {
        /// The price without points.
        worst: Exact,
        /// The price with all points.
        best: Exact,
    },
}

/// A vendor.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The name of its file.
    pub id: String,
    /// Its name as the sheet has it.
    pub name: String,
    /// The cell of its name.
    pub place: Place,
    /// Why it is out, where the sheet says so.
    pub excluded: Option<String>,
    /// Whether it comes in as one that has withdrawn.
    pub is_withdrawn: bool,
    /// Whether it has marks, though it is out.
    pub has_marks: bool,
    /// A remark.
    pub note: Option<String>,
}

/// What a cell says of a vendor.
#[derive(Clone, Debug)]
pub struct Value {
    /// The vendor, as an index.
    pub vendor: usize,
    /// The criterion or fact, as an index.
    pub criterion: usize,
    /// The cell.
    pub place: Place,
    /// What it says.
    pub meaning: Meaning,
    /// What counts instead of it: an amount in the currency of the others.
    pub counted: Option<Exact>,
    /// Words that go with it: a comment beside it, the note on the cell, what was typed.
    pub note: Option<String>,
    /// The marks of single evaluators.
    pub parts: Vec<Part>,
}

/// The mark of one evaluator.
#[derive(Clone, Debug)]
pub struct Part {
    /// The evaluator, as an index.
    pub evaluator: usize,
    /// The cell.
    pub place: Place,
    /// The mark; none where none was given.
    pub mark: Option<Exact>,
    /// What the evaluator says of it.
    pub note: Option<String>,
}

/// How the marks of evaluators become one.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Combination {
    /// Their mean.
    #[default]
    Mean,
    /// Their mean, each evaluator with a weight.
    Weighted(Vec<Exact>),
    /// The one in the middle.
    Median,
}

/// What a value means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// A number; the unit, where it has one.
    Number(Exact, Option<String>),
    /// Between two numbers.
    Range(Exact, Exact, Option<String>),
    /// A day.
    Day(Date),
    /// Some day between two.
    Days(Date, Date),
    /// Yes or no.
    Logic(bool),
    /// Several things.
    List(Vec<String>),
    /// Words.
    Text(String),
    /// Not known.
    Unknown,
    /// The mean of the marks in the parts.
    Mean(Exact),
}

impl Meaning {
    /// The number that counts, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<Exact> {
        match self {
            Meaning::Number(number, _) | Meaning::Mean(number) => Some(number.clone()),
            Meaning::Range(low, high, _) => (low + high).over(&Exact::from(2)),
            _ => None,
        }
    }
}

/// The total of a vendor.
#[derive(Clone, Debug)]
pub struct Total {
    /// The vendor, as an index.
    pub vendor: usize,
    /// The cell.
    pub place: Place,
    /// What the sheet shows, computed anew where it is a formula.
    pub shown: Exact,
    /// What it should be.
    pub right: Exact,
    /// Digits after the point to which a typed total is right.
    pub rounded_to: Option<u32>,
    /// By how much the sheet's may be off because points that it adds were rounded and typed in.
    pub rounding: Exact,
    /// The rank that the sheet gives.
    pub rank: Option<u32>,
}

impl Total {
    /// Whether the sheet is right, to the digits that it shows and that its parts have.
    #[must_use]
    pub fn is_right(&self) -> bool {
        match self.rounded_to {
            Some(digits) => self.right.fixed(digits) == self.shown.fixed(digits),
            None => (&self.right - &self.shown).abs() <= self.rounding,
        }
    }
}

/// Something wrong with the sheet.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The cell that is wrong.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// Cells that are left out.
    pub missing: Vec<Place>,
}

/// Something worth knowing.
#[derive(Clone, Debug)]
pub struct Remark {
    /// The cells.
    pub at: Vec<Place>,
    /// What it is.
    pub what: String,
}
