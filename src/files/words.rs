//! Words of the files: each stands for one of a few meanings.

use serde_json::{Value, json};

use super::node::Node;
use super::read::{FromToml, Problems, shortened};
use super::values::Name;
use crate::decision::aliases::Vocabulary;
use crate::decision::cost_basis::Discounting;
use crate::decision::demand::AnsweredOf;
use crate::decision::judgement::{PairFormula, RankFormula};
use crate::decision::outbound::Dialler;
use crate::decision::panel::{Absent, Combine, ConflictKind, Notes, Shown};
use crate::decision::quote::{
    AttritionKind, ChargeUnit, CollarWays, FcrOf, PriceUnit, Renewal, TerminationUnit, TierRule,
};
use crate::decision::total::Wins;
use crate::decision::uncertainty::FactDraw;
use crate::decision::vendor::{KINDS, SHORES};
use crate::decision::worth::BenefitUnit;
use crate::decision::{BidField, Unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::same_word;
use crate::text::suggest::{did_you_mean, listed};

/// Reads one word of a list; the pairs give the words and what they mean.
pub(crate) fn read_word<T: Copy>(
    node: &Node,
    words: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let Name(text) = Name::read(node, problems)?;
    if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
        return Some(*meaning);
    }
    let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let help =
        did_you_mean(&text, names.iter().copied()).unwrap_or_else(|| format!("use {}", listed(&names, "or")));
    let message = format!("`{}` is not one of the words that can stand here", shortened(&text));
    problems.push(Diagnostic::new(Code::UnknownWord, node.span, message).help(help));
    None
}

macro_rules! words {
    ($type:ty { $( $word:literal => $meaning:expr ),* $(,)? }) => {
        impl FromToml for $type {
            fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
                read_word(node, &[$( ($word, $meaning) ),*], problems)
            }

            fn schema() -> Value {
                json!({ "type": "string", "enum": [$( $word ),*] })
            }
        }
    };
}

pub(crate) use words;

words!(Vocabulary {
    "languages" => Vocabulary::Languages,
    "countries" => Vocabulary::Countries,
});
words!(Unknown {
    "worst" => Unknown::Worst,
    "middle" => Unknown::Middle,
    "best" => Unknown::Best,
    "skip" => Unknown::Skip,
});
words!(BidField {
    "offered" => BidField::Offered,
    "admitted" => BidField::Admitted,
    "above_minimum" => BidField::AboveMinimum,
    "not_abnormal" => BidField::NotAbnormal,
});
words!(Wins {
    "highest" => Wins::Highest,
    "lowest" => Wins::Lowest,
});

/// Whether points have a floor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FloorWord(pub(crate) bool);

words!(FloorWord {
    "zero" => FloorWord(true),
    "none" => FloorWord(false),
});

/// Whether points have a cap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CapWord(pub(crate) bool);

words!(CapWord {
    "full" => CapWord(true),
    "none" => CapWord(false),
});
words!(Combine {
    "mean" => Combine::Mean,
    "weighted-mean" => Combine::WeightedMean,
    "median" => Combine::Median,
    "trimmed-mean" => Combine::TrimmedMean,
    "rank-sum" => Combine::RankSum,
    "majority-of-firsts" => Combine::MajorityOfFirsts,
    "standardised" => Combine::Standardised,
    "consensus" => Combine::Consensus,
});
words!(Absent {
    "leave-out" => Absent::LeaveOut,
    "mean-of-others" => Absent::MeanOfOthers,
    "unknown" => Absent::Unknown,
});
words!(Notes {
    "none" => Notes::None,
    "ends" => Notes::Ends,
    "every" => Notes::Every,
});
words!(Shown {
    "names" => Shown::Names,
    "roles" => Shown::Roles,
});
words!(ConflictKind {
    "excluded" => ConflictKind::Excluded,
    "recused" => ConflictKind::Recused,
});

/// A word of which some are known and any may stand: the kind of a provider, how far away it works.
#[derive(Debug)]
pub(crate) struct AnyWord<const OF_KIND: bool>(pub(crate) String);

/// The kind of a provider.
pub(crate) type KindWord = AnyWord<true>;
/// How far away work is done.
pub(crate) type ShoreWord = AnyWord<false>;

impl<const OF_KIND: bool> AnyWord<OF_KIND> {
    const KNOWN: &[&str] = if OF_KIND { &KINDS } else { &SHORES };
}

impl<const OF_KIND: bool> FromToml for AnyWord<OF_KIND> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        let plain = text.replace([' ', '_'], "-");
        if let Some(known) = Self::KNOWN.iter().find(|known| same_word(known, &plain)) {
            return Some(AnyWord((*known).to_owned()));
        }
        let is_slip = |known: &&&str| strsim::osa_distance(&plain.to_lowercase(), known) <= 2;
        if let Some(help) = did_you_mean(&plain, Self::KNOWN.iter().filter(is_slip).copied()) {
            let message =
                format!("`{}` is close to one of the usual words, and none of them", shortened(&text));
            problems.push(Diagnostic::new(Code::OddWord, node.span, message).help(help));
        }
        Some(AnyWord(text))
    }

    fn schema() -> Value {
        let mut schema = Name::schema();
        schema["examples"] = json!(Self::KNOWN);
        schema
    }
}

/// The word of `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusWord {
    Invited,
    Withdrawn,
    Disqualified,
}

words!(StatusWord {
    "invited" => StatusWord::Invited,
    "withdrawn" => StatusWord::Withdrawn,
    "disqualified" => StatusWord::Disqualified,
});

/// The words of `formula` beside the ids of published ones.
pub(crate) const FORMULA_WORDS: [&str; 5] =
    ["lowest/price", "span", "excess-over-lowest", "budget-line", "budget-share"];

/// The word of `formula`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormulaWord {
    LowestOverPrice,
    Span,
    ExcessOverLowest,
    BudgetLine,
    BudgetShare,
}

words!(FormulaWord {
    "lowest/price" => FormulaWord::LowestOverPrice,
    "span" => FormulaWord::Span,
    "excess-over-lowest" => FormulaWord::ExcessOverLowest,
    "budget-line" => FormulaWord::BudgetLine,
    "budget-share" => FormulaWord::BudgetShare,
});

/// The word of `relative`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DirectionWord {
    Higher,
    Lower,
}

words!(DirectionWord {
    "higher" => DirectionWord::Higher,
    "lower" => DirectionWord::Lower,
});

words!(AnsweredOf {
    "offered" => AnsweredOf::Offered,
    "answered" => AnsweredOf::Answered,
    "without-short-abandons" => AnsweredOf::WithoutShortAbandons,
});
words!(Discounting {
    "year-end" => Discounting::YearEnd,
    "mid-year" => Discounting::MidYear,
    "monthly" => Discounting::Monthly,
});
words!(FactDraw {
    "triangular" => FactDraw::Triangular,
    "pert" => FactDraw::Pert,
    "uniform" => FactDraw::Uniform,
    "fixed" => FactDraw::Fixed,
});
words!(PriceUnit {
    "fte-month" => PriceUnit::FteMonth,
    "paid-hour" => PriceUnit::PaidHour,
    "productive-hour" => PriceUnit::ProductiveHour,
    "minute" => PriceUnit::Minute,
    "talk-minute" => PriceUnit::TalkMinute,
    "contact" => PriceUnit::Contact,
    "resolution" => PriceUnit::Resolution,
    "transaction" => PriceUnit::Transaction,
    "month" => PriceUnit::Month,
    "seat" => PriceUnit::Seat,
    "session" => PriceUnit::Session,
    "contained" => PriceUnit::Contained,
    "bot-resolution" => PriceUnit::BotResolution,
    "bot-minute" => PriceUnit::BotMinute,
    "handover" => PriceUnit::Handover,
    "action" => PriceUnit::Action,
    "attempt" => PriceUnit::Attempt,
    "right-contact" => PriceUnit::RightContact,
    "lead" => PriceUnit::Lead,
    "sale" => PriceUnit::Sale,
    "revenue-percent" => PriceUnit::RevenuePercent,
});
words!(BenefitUnit {
    "year" => BenefitUnit::Year,
    "contact" => BenefitUnit::Contact,
    "resolved-issue" => BenefitUnit::ResolvedIssue,
    "sale" => BenefitUnit::Sale,
});
words!(FcrOf {
    "contacts" => FcrOf::Contacts,
    "issues" => FcrOf::Issues,
    "solvable" => FcrOf::Solvable,
});
/// Where those come back to whom a bot did not help.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReturnWord(pub(crate) bool);

words!(CollarWays {
    "both" => CollarWays::Both,
    "dearer" => CollarWays::Dearer,
    "cheaper" => CollarWays::Cheaper,
});
words!(ReturnWord {
    "people" => ReturnWord(false),
    "bot" => ReturnWord(true),
});
/// Whether less is better.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BetterWord(pub(crate) bool);

words!(BetterWord {
    "more" => BetterWord(false),
    "less" => BetterWord(true),
});
words!(Dialler {
    "preview" => Dialler::Preview,
    "progressive" => Dialler::Progressive,
    "predictive" => Dialler::Predictive,
});
words!(AttritionKind {
    "simple" => AttritionKind::Simple,
    "compounded" => AttritionKind::Compounded,
});
words!(TierRule {
    "marginal" => TierRule::Marginal,
    "all-units" => TierRule::AllUnits,
});
words!(ChargeUnit {
    "once" => ChargeUnit::Once,
    "end" => ChargeUnit::End,
    "month" => ChargeUnit::Month,
    "year" => ChargeUnit::Year,
    "contact" => ChargeUnit::Contact,
    "minute" => ChargeUnit::Minute,
    "productive-hour" => ChargeUnit::ProductiveHour,
    "paid-hour" => ChargeUnit::PaidHour,
    "fte-month" => ChargeUnit::FteMonth,
    "agent-month" => ChargeUnit::AgentMonth,
    "new-agent" => ChargeUnit::NewAgent,
    "invoice-percent" => ChargeUnit::InvoicePercent,
    "first-year-percent" => ChargeUnit::FirstYearPercent,
    "invoice-months" => ChargeUnit::InvoiceMonths,
});
words!(TerminationUnit {
    "once" => TerminationUnit::Once,
    "month-left" => TerminationUnit::MonthLeft,
    "invoice-months" => TerminationUnit::InvoiceMonths,
});
words!(Renewal {
    "none" => Renewal::None,
    "automatic" => Renewal::Automatic,
    "by-agreement" => Renewal::ByAgreement,
});

/// The word of `method` in judgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodWord {
    Points,
    Swing,
    RankOrder,
    Pairwise,
    BestWorst,
}

words!(MethodWord {
    "points" => MethodWord::Points,
    "swing" => MethodWord::Swing,
    "rank-order" => MethodWord::RankOrder,
    "pairwise" => MethodWord::Pairwise,
    "best-worst" => MethodWord::BestWorst,
});

/// The word of `formula` in judgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeightFormula {
    Rank(RankFormula),
    Pair(PairFormula),
}

words!(WeightFormula {
    "roc" => WeightFormula::Rank(RankFormula::Roc),
    "rank-sum" => WeightFormula::Rank(RankFormula::RankSum),
    "rank-reciprocal" => WeightFormula::Rank(RankFormula::RankReciprocal),
    "eigenvector" => WeightFormula::Pair(PairFormula::Eigenvector),
    "geometric-mean" => WeightFormula::Pair(PairFormula::GeometricMean),
});

/// The word of `tax` in a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaxWord {
    Without,
    With,
}

words!(TaxWord {
    "without" => TaxWord::Without,
    "with" => TaxWord::With,
});
