//! Scales as the files write them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::formula::{PointsFormula, PublishedFormula, TypedFormula};
use super::needs::Needs;
use super::node::{Node, NodeKind};
use super::read::{FromToml, MOST_LISTED, NonEmpty, Problems, Spanned, shortened, toml_table, wrong_type};
use super::values::{Name, Names, OrNeed, Percent};
use super::words::{DirectionWord, FORMULA_WORDS, FormulaWord};
use crate::decision::{Date, PriceFormula, Scale, ScaleError};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::text::clean::cleaned;
use crate::text::letters::normal;
use crate::text::suggest::{did_you_mean, listed};

toml_table! {
    /// A straight line between two ends; which way is better is plain from the numbers.
    struct Ends {
        /// The fact that is worth 0.
        worst: Exact [required],
        /// The fact that is worth 100.
        best: Exact [required],
    }
}

toml_table! {
    /// A line through points.
    struct Points {
        /// Pairs of a fact and its value from 0 to 100; facts go up.
        points: Vec<Spanned<Point>> [required],
    }
}

toml_table! {
    /// A value for each word.
    struct Levels {
        /// Words with their values from 0 to 100.
        levels: LevelTable [required],
    }
}

toml_table! {
    /// Values for true and false.
    struct YesNo {
        /// The value of true, 0 to 100.
        yes: Percent [required],
        /// The value of false, 0 to 100.
        no: Percent [required],
    }
}

toml_table! {
    /// A peak: 100 at the ideal, falling to 0 at both ends.
    struct Peak {
        /// The lower end, worth 0.
        low: Exact [required],
        /// The best fact, worth 100.
        ideal: Exact [required],
        /// The upper end, worth 0.
        high: Exact [required],
    }
}

toml_table! {
    /// The share of a set that the fact holds.
    struct Covers {
        /// The set, or a need such as "needs.channels".
        covers: OrNeed<Names> [required],
        /// A day on which things with an end date must still be valid.
        on: OrNeed<Date>,
    }
}

toml_table! {
    /// Marks by people, from the `[ratings]` of the vendors.
    struct Rating {
        /// The highest mark.
        rating: Exact [required],
        /// The lowest mark; 1 when left out.
        from: Exact,
        /// What each whole mark means, worst first.
        anchors: NonEmpty<Name>,
    }
}

toml_table! {
    /// Points for a price, as tenders publish them.
    struct Price {
        /// How a price becomes points: against the lowest bid, the span of all bids, or a budget.
        formula: FormulaWord [required],
        /// The budget or ceiling, for the two budget formulas.
        budget: OrNeed<Exact>,
        /// The price that earns full points, for budget-share; 0 when left out.
        base: Exact,
        /// A value from 0 to 100 that every bid gets on top, for budget-share.
        add: Percent,
    }
}

toml_table! {
    /// A line between the worst and the best vendor in play; other vendors move it.
    struct Relative {
        /// Whether higher or lower facts are better.
        relative: DirectionWord [required],
    }
}

/// One point of a line.
#[derive(Debug)]
pub(crate) struct Point(Exact, Exact);

impl FromToml for Point {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::List(pair) if pair.len() == 2 => {
                let x = Exact::read(&pair[0], problems);
                let value = Percent::read(&pair[1], problems);
                Some(Point(x?, value?.share()))
            }
            _ => {
                wrong_type(node, "a pair such as [20, 80]", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "array", "items": [Exact::schema(), Percent::schema()], "minItems": 2, "maxItems": 2 })
    }
}

/// Words with their values.
#[derive(Debug)]
pub(crate) struct LevelTable(Vec<(String, Exact)>);

impl FromToml for LevelTable {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table of words with values", problems);
            return None;
        };
        if table.0.is_empty() || table.0.len() > MOST_LISTED {
            let (code, what) = if table.0.is_empty() {
                (Code::EmptyText, "this scale has no levels")
            } else {
                (Code::TooMany, "this scale has more than 1000 levels")
            };
            problems.push(Diagnostic::new(code, node.span, what));
            return None;
        }
        let mut known: BTreeMap<String, Span> = BTreeMap::new();
        let mut levels: Vec<(String, Exact)> = Vec::new();
        let mut is_complete = true;
        for entry in &table.0 {
            let word = cleaned(&normal(entry.key.trim()));
            let earlier = known.get(&word.to_lowercase()).copied();
            known.entry(word.to_lowercase()).or_insert(entry.key_span);
            if let Some(earlier) = earlier {
                let message = format!("the level `{}` is there twice", shortened(&word));
                problems.push(
                    Diagnostic::new(Code::SameLevel, entry.key_span, message).related(earlier, "also here"),
                );
            }
            match Percent::read(&entry.node, problems) {
                Some(value) if earlier.is_none() => levels.push((word, value.share())),
                Some(_) => {}
                None => is_complete = false,
            }
        }
        is_complete.then_some(LevelTable(levels))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "minProperties": 1,
            "maxProperties": MOST_LISTED,
            "additionalProperties": Percent::schema(),
        })
    }
}

/// A scale as written.
#[derive(Debug)]
pub(crate) enum ScaleEntry {
    Ends(Ends),
    Points(Points),
    Levels(Levels),
    YesNo(YesNo),
    Peak(Peak),
    Covers(Covers),
    Rating(Rating),
    Price(Price),
    Relative(Relative),
    Published(PublishedFormula),
    Typed(TypedFormula),
    TypedPoints(PointsFormula),
}

/// The key that tells each kind of scale, and how to read the kind.
type ScaleKind = (&'static str, fn(&Node, &mut Problems) -> Option<ScaleEntry>);

const KINDS: [ScaleKind; 13] = [
    ("worst", |n, p| Ends::read(n, p).map(ScaleEntry::Ends)),
    ("best", |n, p| Ends::read(n, p).map(ScaleEntry::Ends)),
    ("points", |n, p| Points::read(n, p).map(ScaleEntry::Points)),
    ("levels", |n, p| Levels::read(n, p).map(ScaleEntry::Levels)),
    ("yes", |n, p| YesNo::read(n, p).map(ScaleEntry::YesNo)),
    ("no", |n, p| YesNo::read(n, p).map(ScaleEntry::YesNo)),
    ("ideal", |n, p| Peak::read(n, p).map(ScaleEntry::Peak)),
    ("covers", |n, p| Covers::read(n, p).map(ScaleEntry::Covers)),
    ("rating", |n, p| Rating::read(n, p).map(ScaleEntry::Rating)),
    ("formula", read_formula),
    ("expr", |n, p| TypedFormula::read(n, p).map(ScaleEntry::Typed)),
    ("points_expr", |n, p| PointsFormula::read(n, p).map(ScaleEntry::TypedPoints)),
    ("relative", |n, p| Relative::read(n, p).map(ScaleEntry::Relative)),
];

/// A formula of the few that have words, else one of the catalogue.
fn read_formula(node: &Node, problems: &mut Problems) -> Option<ScaleEntry> {
    let id = node.as_table().and_then(|table| table.text("formula"));
    if id.is_some_and(|id| !FORMULA_WORDS.contains(&id)) {
        return PublishedFormula::read(node, problems).map(ScaleEntry::Published);
    }
    Price::read(node, problems).map(ScaleEntry::Price)
}

/// Keys that two kinds of scale are told by, but that belong together.
fn family(key: &str) -> &str {
    match key {
        "best" => "worst",
        "no" => "yes",
        other => other,
    }
}

impl ScaleEntry {
    /// Where a formula stands that is typed.
    pub(super) fn formula_span(&self) -> Option<Span> {
        match self {
            ScaleEntry::Typed(entry) => entry.place(),
            ScaleEntry::TypedPoints(entry) => entry.place(),
            ScaleEntry::Ends(_)
            | ScaleEntry::Points(_)
            | ScaleEntry::Levels(_)
            | ScaleEntry::YesNo(_)
            | ScaleEntry::Peak(_)
            | ScaleEntry::Covers(_)
            | ScaleEntry::Rating(_)
            | ScaleEntry::Price(_)
            | ScaleEntry::Relative(_)
            | ScaleEntry::Published(_) => None,
        }
    }
}

impl FromToml for ScaleEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table such as { worst = 32, best = 12 }", problems);
            return None;
        };
        let names: Vec<&str> = KINDS.iter().map(|(key, _)| *key).collect();
        let present: Vec<&ScaleKind> = KINDS.iter().filter(|(key, _)| table.get(key).is_some()).collect();
        let Some(((key, read), others)) = present.split_first().map(|(first, rest)| (*first, rest)) else {
            let help = table
                .keys()
                .find_map(|key| did_you_mean(key, names.iter().copied()))
                .unwrap_or_else(|| format!("a scale has one of {}", listed(&names, "or")));
            problems.push(
                Diagnostic::new(Code::OneOf, node.span, "this is no scale that weigh knows").help(help),
            );
            return None;
        };
        if let Some((other, _)) = others.iter().find(|(other, _)| family(other) != family(key)) {
            let message = format!("`{key}` and `{other}` are two kinds of scale");
            let place = table.get(other).map_or(node.span, |entry| entry.key_span);
            problems.push(Diagnostic::new(Code::OneOf, place, message).help("keep one of them"));
            return None;
        }
        read(node, problems)
    }

    fn schema() -> Value {
        json!({
            "description": "What a fact is worth.",
            "oneOf": [
                Ends::schema(), Points::schema(), Levels::schema(), YesNo::schema(), Peak::schema(),
                Covers::schema(), Rating::schema(), Price::schema(), PublishedFormula::schema(),
                TypedFormula::schema(), PointsFormula::schema(), Relative::schema(),
            ],
        })
    }
}

impl Spanned<ScaleEntry> {
    /// Makes the scale, which checks what its kind asks of its numbers, and looks needs up.
    pub(crate) fn build(self, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
        let span = self.span;
        let mut checked = |made: Result<Scale, ScaleError>, place: Span, help: &str| {
            made.map_err(|error| problems.push(flat(&error, place).help(help))).ok()
        };
        match self.value {
            ScaleEntry::Ends(ends) => checked(
                Scale::ends(ends.worst?.value, ends.best?.value),
                span,
                "give the fact that is worth 0 and the one that is worth 100",
            ),
            ScaleEntry::Points(points) => build_points(points.points?.value, span, problems),
            ScaleEntry::Levels(levels) => {
                checked(Scale::levels(levels.levels?.value.0), span, "such as { low = 0, high = 100 }")
            }
            ScaleEntry::YesNo(yes_no) => {
                let (yes, no) = (yes_no.yes?.value.share(), yes_no.no?.value.share());
                checked(Scale::yes_no(yes, no), span, "such as { yes = 100, no = 0 }")
            }
            ScaleEntry::Peak(peak) => checked(
                Scale::ideal(peak.low?.value, peak.ideal?.value, peak.high?.value),
                span,
                "low and high are the facts that are worth 0",
            ),
            ScaleEntry::Covers(covers) => {
                let on = covers.on.and_then(|on| needs.date(on, problems));
                let wanted = needs.names(covers.covers?, problems)?;
                Scale::covers(wanted, on).map_err(|error| problems.push(flat(&error, span))).ok()
            }
            ScaleEntry::Rating(rating) => build_rating(rating, span, problems),
            ScaleEntry::Price(price) => build_price(price, span, needs, problems),
            ScaleEntry::Published(entry) => entry.build(needs, problems),
            ScaleEntry::Typed(entry) => entry.build(needs, problems),
            ScaleEntry::TypedPoints(entry) => entry.build(needs, problems),
            ScaleEntry::Relative(relative) => {
                Some(Scale::relative(relative.relative?.value == DirectionWord::Higher))
            }
        }
    }
}

fn flat(error: &ScaleError, place: Span) -> Diagnostic {
    Diagnostic::new(Code::FlatScale, place, error.to_string())
}

fn build_points(points: Vec<Spanned<Point>>, span: Span, problems: &mut Problems) -> Option<Scale> {
    let places: Vec<Span> = points.iter().map(|point| point.span).collect();
    let points = points.into_iter().map(|point| (point.value.0, point.value.1)).collect();
    let error = match Scale::points(points) {
        Ok(scale) => return Some(scale),
        Err(error) => error,
    };
    problems.push(match error {
        ScaleError::NotRising { at } => flat(&error, places[at])
            .related(places[at - 1], "this one comes before")
            .help("order the points by the fact, each one once"),
        _ => flat(&error, span).help("such as [[8, 100], [35, 0]]"),
    });
    None
}

fn build_rating(rating: Rating, span: Span, problems: &mut Problems) -> Option<Scale> {
    let to = rating.rating?.value;
    let from = rating.from.map_or(Exact::ONE, |from| from.value);
    let (anchors_span, anchors) = rating.anchors.map_or((span, Vec::new()), |anchors| {
        (anchors.span, anchors.value.0.into_iter().map(|anchor| anchor.value.0).collect())
    });
    let error = match Scale::rating(from.clone(), to.clone(), anchors) {
        Ok(scale) => return Some(scale),
        Err(error) => error,
    };
    if let ScaleError::Anchors { from, to, .. } = &error {
        let marks = &(to - from) + &Exact::ONE;
        let help = format!("give one text for each whole mark, worst first: {marks} of them");
        problems.push(Diagnostic::new(Code::Anchors, anchors_span, error.to_string()).help(help));
        // The marks themselves can be checked all the same.
        return Scale::rating(from.clone(), to.clone(), Vec::new()).ok();
    }
    problems.push(flat(&error, span).help("such as { rating = 5 } for marks from 1 to 5"));
    None
}

fn build_price(price: Price, span: Span, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
    let formula = price.formula?;
    let is_share = formula.value == FormulaWord::BudgetShare;
    let wants_budget = is_share || formula.value == FormulaWord::BudgetLine;
    let budget_span = price.budget.as_ref().map(|budget| budget.span);
    if let (Some(budget_span), false) = (budget_span, wants_budget) {
        problems.push(
            Diagnostic::new(Code::UnknownKey, budget_span, "this formula takes no `budget`")
                .related(formula.span, "the formula is here"),
        );
    }
    let share_keys = [price.base.as_ref().map(|base| base.span), price.add.as_ref().map(|add| add.span)];
    for share_key in share_keys.into_iter().flatten().filter(|_| !is_share) {
        problems.push(
            Diagnostic::new(Code::UnknownKey, share_key, "only `budget-share` takes `base` and `add`")
                .related(formula.span, "the formula is here"),
        );
    }
    if wants_budget && price.budget.is_none() {
        problems.push(
            Diagnostic::new(Code::MissingKey, span, "this formula needs a `budget`")
                .help("such as budget = 500000 or budget = \"needs.budget\""),
        );
        return None;
    }
    let budget = match price.budget {
        Some(budget) => Some(needs.number(budget, problems)?),
        None => None,
    };
    let base = price.base.map_or(Exact::ZERO, |base| base.value);
    let add = price.add.map_or(Exact::ZERO, |add| add.value.share());
    let formula = match (formula.value, budget) {
        (FormulaWord::BudgetLine, Some(budget)) => PriceFormula::BudgetLine { budget },
        (FormulaWord::BudgetShare, Some(budget)) => PriceFormula::BudgetShare { budget, base, add },
        (FormulaWord::BudgetLine | FormulaWord::BudgetShare, None) => return None,
        (FormulaWord::Span, _) => PriceFormula::Span,
        (FormulaWord::ExcessOverLowest, _) => PriceFormula::ExcessOverLowest,
        (FormulaWord::LowestOverPrice, _) => PriceFormula::LowestOverPrice,
    };
    let made = Scale::price(formula);
    made.map_err(|error| problems.push(flat(&error, budget_span.unwrap_or(span)))).ok()
}
