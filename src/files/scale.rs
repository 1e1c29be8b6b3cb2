//! Scales as the files write them.

use serde_json::{Value, json};

use super::criteria::Needs;
use super::node::{Node, NodeKind};
use super::read::{FromToml, MOST_LISTED, NonEmpty, Problems, Spanned, shortened, toml_table, wrong_type};
use super::words::{DirectionWord, FormulaWord, Name, Names, OrNeed, Percent};
use crate::decision::{Date, PriceFormula, Scale};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
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
        /// The formula.
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
pub(crate) struct LevelTable(Vec<(String, Span, Exact)>);

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
        let mut levels: Vec<(String, Span, Exact)> = Vec::new();
        for entry in &table.0 {
            let word = crate::text::clean::cleaned(entry.key.trim());
            let same = |level: &&(String, Span, Exact)| level.0.to_lowercase() == word.to_lowercase();
            if let Some((_, earlier, _)) = levels.iter().find(same) {
                let message = format!("the level `{}` is there twice", shortened(&word));
                problems.push(
                    Diagnostic::new(Code::SameLevel, entry.key_span, message).related(*earlier, "also here"),
                );
            }
            if let Some(value) = Percent::read(&entry.node, problems) {
                levels.push((word, entry.key_span, value.share()));
            }
        }
        (levels.len() == table.0.len()).then_some(LevelTable(levels))
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
}

/// The key that tells each kind of scale, and how to read the kind.
type Kind = (&'static str, fn(&Node, &mut Problems) -> Option<ScaleEntry>);

const KINDS: [Kind; 11] = [
    ("worst", |n, p| Ends::read(n, p).map(ScaleEntry::Ends)),
    ("best", |n, p| Ends::read(n, p).map(ScaleEntry::Ends)),
    ("points", |n, p| Points::read(n, p).map(ScaleEntry::Points)),
    ("levels", |n, p| Levels::read(n, p).map(ScaleEntry::Levels)),
    ("yes", |n, p| YesNo::read(n, p).map(ScaleEntry::YesNo)),
    ("no", |n, p| YesNo::read(n, p).map(ScaleEntry::YesNo)),
    ("ideal", |n, p| Peak::read(n, p).map(ScaleEntry::Peak)),
    ("covers", |n, p| Covers::read(n, p).map(ScaleEntry::Covers)),
    ("rating", |n, p| Rating::read(n, p).map(ScaleEntry::Rating)),
    ("formula", |n, p| Price::read(n, p).map(ScaleEntry::Price)),
    ("relative", |n, p| Relative::read(n, p).map(ScaleEntry::Relative)),
];

/// Keys that two kinds of scale are told by, but that belong together.
fn family(key: &str) -> &str {
    match key {
        "best" => "worst",
        "no" => "yes",
        other => other,
    }
}

impl FromToml for ScaleEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table such as { worst = 32, best = 12 }", problems);
            return None;
        };
        let names: Vec<&str> = KINDS.iter().map(|(key, _)| *key).collect();
        let present: Vec<&Kind> = KINDS.iter().filter(|(key, _)| table.get(key).is_some()).collect();
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
                Covers::schema(), Rating::schema(), Price::schema(), Relative::schema(),
            ],
        })
    }
}

impl Spanned<ScaleEntry> {
    /// Checks what the kinds of scale ask of their numbers, and looks needs up.
    pub(crate) fn build(self, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
        let flat = |message: &str, help: &str| {
            Diagnostic::new(Code::FlatScale, self.span, message.to_owned()).help(help.to_owned())
        };
        match self.value {
            ScaleEntry::Ends(ends) => {
                let (worst, best) = (ends.worst?.value, ends.best?.value);
                if worst == best {
                    problems.push(flat(
                        "worst and best are the same",
                        "give the fact that is worth 0 and the one that is worth 100",
                    ));
                    return None;
                }
                Some(Scale::Ends { worst, best })
            }
            ScaleEntry::Points(points) => {
                let points = points.points?.value;
                if points.len() < 2 {
                    problems.push(flat("a line needs two points or more", "such as [[8, 100], [35, 0]]"));
                    return None;
                }
                if let Some(pair) = points.windows(2).find(|pair| pair[0].value.0 >= pair[1].value.0) {
                    problems.push(
                        Diagnostic::new(Code::FlatScale, pair[1].span, "the points of a line go up")
                            .related(pair[0].span, "this one comes before")
                            .help("order the points by the fact, each one once"),
                    );
                    return None;
                }
                Some(Scale::Points(points.into_iter().map(|point| (point.value.0, point.value.1)).collect()))
            }
            ScaleEntry::Levels(levels) => {
                let levels = levels.levels?.value.0;
                Some(Scale::Levels(levels.into_iter().map(|(word, _, value)| (word, value)).collect()))
            }
            ScaleEntry::YesNo(yes_no) => {
                Some(Scale::YesNo { yes: yes_no.yes?.value.share(), no: yes_no.no?.value.share() })
            }
            ScaleEntry::Peak(peak) => {
                let (low, ideal, high) = (peak.low?.value, peak.ideal?.value, peak.high?.value);
                if low >= ideal || ideal >= high {
                    problems.push(flat(
                        "the ideal must lie between low and high",
                        "low and high are the facts that are worth 0",
                    ));
                    return None;
                }
                Some(Scale::Peak { low, ideal, high })
            }
            ScaleEntry::Covers(covers) => {
                let on = covers.on.and_then(|on| needs.date(on, problems));
                let covers = covers.covers?;
                let need = match &covers.value {
                    OrNeed::Need(need) => Some(format!("needs.{need}")),
                    OrNeed::Value(_) => None,
                };
                let wanted = needs.names(covers, problems)?;
                Some(Scale::Covers { wanted, need, on })
            }
            ScaleEntry::Rating(rating) => build_rating(rating, self.span, problems),
            ScaleEntry::Price(price) => build_price(price, self.span, needs, problems),
            ScaleEntry::Relative(relative) => {
                Some(Scale::Relative { higher_is_better: relative.relative?.value == DirectionWord::Higher })
            }
        }
    }
}

fn build_rating(rating: Rating, span: Span, problems: &mut Problems) -> Option<Scale> {
    let to = rating.rating?.value;
    let from = rating.from.map_or(Exact::ONE, |from| from.value);
    if to <= from {
        let message = format!("the highest mark {to} must be above the lowest, {from}");
        problems.push(
            Diagnostic::new(Code::FlatScale, span, message)
                .help("such as { rating = 5 } for marks from 1 to 5"),
        );
        return None;
    }
    let marks = &(&to - &from) + &Exact::ONE;
    if let Some(anchors) = &rating.anchors
        && Exact::from(anchors.value.0.len()) != marks
    {
        let message = format!("{} anchors for marks from {from} to {to}", anchors.value.0.len());
        problems.push(
            Diagnostic::new(Code::Anchors, anchors.span, message)
                .help(format!("give one text for each whole mark, worst first: {marks} of them")),
        );
    }
    let anchors = rating.anchors.map_or_else(Vec::new, |anchors| anchors.value.0);
    Some(Scale::Rating { from, to, anchors: anchors.into_iter().map(|anchor| anchor.value.0).collect() })
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
    if let Some(budget) = &budget
        && *budget <= base
    {
        let message = format!("the budget {budget} must be above {base}");
        problems.push(Diagnostic::new(Code::FlatScale, budget_span.unwrap_or(span), message));
        return None;
    }
    Some(Scale::Price(match (formula.value, budget) {
        (FormulaWord::BudgetLine, Some(budget)) => PriceFormula::BudgetLine { budget },
        (FormulaWord::BudgetShare, Some(budget)) => PriceFormula::BudgetShare { budget, base, add },
        (FormulaWord::Span, _) => PriceFormula::Span,
        (FormulaWord::ExcessOverLowest, _) => PriceFormula::ExcessOverLowest,
        _ => PriceFormula::LowestOverPrice,
    }))
}
