//! What a sheet leaves open: each question with its cells, its readings and what they would do.

use std::collections::HashSet;

use super::cells::Place;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// How far the marks go.
    ScaleMax,
    /// Whether the lowest mark counts as nothing.
    ScaleZero,
    /// Weights that do not add up.
    WeightSum,
    /// Stated weights that differ from those that count.
    WeightsDisagree,
    /// Thousands or decimals.
    NumberFormat,
    /// Day or month first.
    DateOrder,
    /// The Buddhist calendar or ours.
    Calendar,
    /// A bare number among days.
    SerialDate,
    /// A bare number among percentages.
    PercentOrNumber,
    /// A unit of its own.
    Unit,
    /// Which currency.
    Currency,
    /// Numbers held as text that a formula leaves out.
    TextNumber,
    /// A mark with words.
    MarkWithWords,
    /// From one number to another.
    Range,
    /// Words for what is not known.
    Unknown,
    /// Yes, in part.
    Partial,
    /// A zero that may stand for nothing known.
    ZeroOrUnknown,
    /// What an entry at a must-have means.
    GateMeaning,
    /// Whether a failed must-have takes a vendor out.
    GateEffect,
    /// A must-have that gives points.
    GateOrPoints,
    /// A total that is wrong.
    FaultyTotal,
    /// A total without a formula.
    TypedTotal,
    /// Price points without a formula.
    TypedPoints,
    /// A price formula of its own.
    PriceFormula,
    /// Hidden rows and columns.
    Hidden,
    /// Hidden sheets.
    SheetRole,
    /// Which tables to take.
    WhichTable,
    /// How marks of evaluators become one.
    EvaluatorCombine,
    /// Rows in another order.
    RowsMoved,
    /// Two names for one criterion.
    SameCriterion,
    /// A row that one sheet alone has.
    ExtraRow,
    /// A rule in a note.
    RuleInNote,
    /// Two words for one thing of a list.
    ListCodes,
    /// Which way is better.
    Direction,
    /// A rule that no weighted sum of marks follows.
    OtherRule,
    /// Marks that are words.
    WordScale,
    /// A value from another file.
    ExternalValue,
    /// Two vendors with one name.
    SameVendor,
    /// A name that the decision does not know yet, beside one that the sheet no longer has.
    Renamed,
}

impl Kind {
    /// The word for it in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::ScaleMax => "scale-max",
            Kind::ScaleZero => "scale-zero",
            Kind::WeightSum => "weight-sum",
            Kind::WeightsDisagree => "weights-disagree",
            Kind::NumberFormat => "number-format",
            Kind::DateOrder => "date-order",
            Kind::Calendar => "calendar",
            Kind::SerialDate => "serial-date",
            Kind::PercentOrNumber => "percent-or-number",
            Kind::Unit => "unit",
            Kind::Currency => "currency",
            Kind::TextNumber => "text-number",
            Kind::MarkWithWords => "mark-with-words",
            Kind::Range => "range",
            Kind::Unknown => "unknown",
            Kind::Partial => "partial",
            Kind::ZeroOrUnknown => "zero-or-unknown",
            Kind::GateMeaning => "gate-meaning",
            Kind::GateEffect => "gate-effect",
            Kind::GateOrPoints => "gate-or-points",
            Kind::FaultyTotal => "faulty-total",
            Kind::TypedTotal => "typed-total",
            Kind::TypedPoints => "typed-points",
            Kind::PriceFormula => "price-formula",
            Kind::Hidden => "hidden",
            Kind::SheetRole => "sheet-role",
            Kind::WhichTable => "which-table",
            Kind::EvaluatorCombine => "evaluator-combine",
            Kind::RowsMoved => "rows-moved",
            Kind::SameCriterion => "same-criterion",
            Kind::ExtraRow => "extra-row",
            Kind::RuleInNote => "rule-in-note",
            Kind::ListCodes => "list-codes",
            Kind::Direction => "direction",
            Kind::OtherRule => "other-rule",
            Kind::WordScale => "word-scale",
            Kind::ExternalValue => "external-value",
            Kind::SameVendor => "same-vendor",
            Kind::Renamed => "renamed",
        }
    }
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What it is about.
    pub kind: Kind,
    /// The cells.
    pub at: Vec<Place>,
    /// The question in words.
    pub ask: String,
    /// The readings; the first is what the sheet itself does, where it does something.
    pub options: Vec<String>,
    /// What a reading does to the result.
    pub effect: String,
    /// The answer, where one was given: one of the options, or a number where they end in `another`.
    pub answer: Option<String>,
}

/// The last option of a question that takes any number.
pub const ANOTHER: &str = "another";
/// What an answer is where that option is meant.
pub(super) const THE_NUMBER: &str = "the number itself, such as 8";

/// An answer that was given, by kind and cells.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The word of the kind of question.
    pub kind: String,
    /// The names of the cells.
    pub at: Vec<String>,
    /// The answer.
    pub answer: String,
}

impl Answer {
    /// Whether it is of a kind of question about some cells, whatever their order.
    #[must_use]
    pub fn is_of(&self, kind: &str, at: &[String]) -> bool {
        let own: HashSet<&str> = self.at.iter().map(String::as_str).collect();
        self.kind == kind && self.at.len() == at.len() && at.iter().all(|cell| own.contains(cell.as_str()))
    }
}

/// The answers that an import was given.
#[derive(Clone, Debug, Default)]
pub struct Answers(pub Vec<Answer>);

impl Answers {
    /// The answer to a question about some cells; in next month's edition of a sheet cells may have been added to it.
    pub(super) fn find(&self, kind: Kind, at: &[String]) -> Option<&str> {
        self.0.iter().find(|one| one.is_of(kind.word(), at)).map(|one| one.answer.as_str())
    }
}

/// Which option an answer is, by its words or its letter; none for one that is none of them.
pub(super) fn chosen(options: &[String], answer: &str) -> Option<usize> {
    let said = answer.trim();
    let exact = options.iter().position(|option| option.trim().eq_ignore_ascii_case(said));
    exact.or_else(|| ('a'..='z').zip(options).position(|(letter, _)| said == letter.to_string()))
}
