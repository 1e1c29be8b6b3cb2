//! Criteria files: what they may hold, and the decision that they make.

mod aliases;
mod basis;
mod demand;
mod derivations;
mod explained;
mod field;
mod gate;
pub(crate) mod judgements;
mod minimum;
mod outbound;
mod ranges;
mod total;
mod tree;
mod uncertainty;
mod weights;
mod worth;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use self::minimum::MinimumEntry;
use super::disclosure::{DisclosureEntry, NoticeEntry};
use super::lock::seal::LocksEntry;
use super::needs::Needs;
use super::node::{NodeKind, parse_document};
use super::read::{Attempt, ById, FromToml, IdEntry, Limited, Problems, Spanned, toml_table};
use super::scale::ScaleEntry;
use super::texts::Texts;
use super::values::{Count, Currency, Name, NotNegative, Percent, Positive, Prose};
use super::words::{CapWord, FloorWord};
use super::written::Written;
use crate::decision::aliases::Aliases;
use crate::decision::panel::{Absent, Combine, Notes, PanelRule, Shown, lowest_mark_of};
use crate::decision::total::Wins;
use crate::decision::{
    BidField, Criterion, CriterionId, Disclosure, FactId, Gate, Need, Points, Publication, Rule, Share,
    Uncertainty, Unknown, Weight, derived,
};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources, Span};
use crate::exact::{Exact, Rounding};
use crate::text::suggest::{did_you_mean, listed};
use aliases::AliasesEntry;
pub(crate) use aliases::apply as apply_aliases;
pub(crate) use basis::BasisDraft;
use basis::CostEntry;
use demand::NeedsEntry;
pub(crate) use derivations::DerivationsDraft;
use derivations::NameEntry;
use explained::ExplainedEntry;
use gate::{GateEntry, build_gate};
use judgements::JudgementEntry;
pub(crate) use judgements::StatedGroup;
use total::{TotalDraft, TotalEntry};
use tree::{build_criteria, find_parents};
use uncertainty::RobustEntry;
use weights::check_weights;

toml_table! {
    /// One decision: what we need, the must-haves, the criteria with their weights, and the rule.
    struct CriteriaFile {
        /// What is decided, in a line.
        title: Name [required],
        /// The question that the ranking answers.
        question: Name,
        /// Remarks.
        note: Prose,
        /// The folder with one TOML file a vendor, relative to this file.
        vendors: Name,
        /// The folder with one TOML file an evaluator, relative to this file; their marks take the place of those in the vendor files.
        panel: Name,
        /// The currency of money facts: three capital letters.
        currency: Currency,
        /// Whether commands without --criteria use this decision.
        default: bool,
        /// What we buy: numbers, texts, dates, true or false, lists of texts; and the forecast in `demand`.
        needs: NeedsEntry,
        /// How quotes are compared: the worth of later money, exchange rates, what we spend ourselves, what every quote must speak of.
        cost: CostEntry,
        /// Must-haves.
        gates: ById<GateEntry>,
        /// What the decision says of facts, by their ids: how vendors are asked, which of their words stand for what is asked
        /// for, and how a fact is worked out from others.
        facts: ById<AliasesEntry>,
        /// Numbers that formulas call `names.X`.
        names: ById<NameEntry>,
        /// How explanations of vendors were answered that fail a must-have with `otherwise = "explain"`, by vendor and must-have.
        explained: ById<ExplainedEntry>,
        /// The tree of criteria.
        criteria: Attempt<ById<CriterionEntry>>,
        /// What people said of the weights, by the id of the group, or `top` for the criteria at the top: where the weights come from.
        judgements: ById<JudgementEntry>,
        /// How values become a ranking.
        rule: RuleEntry,
        /// What may vary when weigh asks how sure the ranking is.
        robust: RobustEntry,
        /// What letters and notices tell, and by which rules.
        disclosure: DisclosureEntry,
        /// What letters and notices say of the buyer and of the procedure; it changes no number.
        notice: NoticeEntry,
        /// How long the log of locks was when this decision was last locked or unlocked, written by `weigh lock`.
        locks: LocksEntry,
    }
}

toml_table! {
    /// A criterion. One that others name in `under` is a group and has only a name, a weight, a minimum and a note.
    struct CriterionEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// The group that it belongs to, by id; at the top when left out.
        under: Name,
        /// The weight among its siblings.
        weight: Weight [required],
        /// The value from 0 to 100 below which a vendor is not awardable; { above = 60 } where only more is enough.
        minimum: MinimumEntry<Percent>,
        /// The unit in which the scale counts, such as "EUR/h".
        unit: Name,
        /// The fact that is scored; the criterion's id when left out.
        fact: Name,
        /// What the fact is worth.
        scale: Attempt<ScaleEntry>,
        /// What counts when the fact is not known; the rule's when left out.
        unknown: Unknown,
        /// How its points are rounded, such as "2 half-up"; the rule's when left out.
        rounding: Rounding,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for CriterionEntry {
    const MOST: usize = 1_000;
}

toml_table! {
    /// How values become a ranking.
    struct RuleEntry {
        /// The score of a vendor that is best at everything; 100 when left out.
        points: Positive,
        /// What the weights of siblings add up to; when left out they are divided by their sum.
        weights: Positive,
        /// How numbers are rounded; not at all when left out.
        rounding: RoundingEntry,
        /// What counts when a fact is not known: "worst" when left out.
        unknown: Unknown,
        /// The score below which a vendor is not awardable, in points of the total; { above = 60 } where only more is enough.
        minimum: MinimumEntry<NotNegative>,
        /// Whose bids price formulas compare: when left out, of those that fail no must-have and no minimum; "admitted", also of
        /// those below a minimum; "offered", also of those that are out or were withdrawn since.
        field: BidField,
        /// Criteria or groups whose points are compared in turn when scores are equal.
        ties: Vec<Spanned<Name>>,
        /// What a price formula gives below 0 points: "zero" when left out, or "none" for what it comes to.
        floor: FloorWord,
        /// What it gives above all points: "full" when left out, or "none" for what it comes to.
        cap: CapWord,
        /// What makes the total, where it is no sum of points: a formula such as "points.quality / facts.price".
        total: TotalEntry,
        /// Which total wins: "highest" when left out, or "lowest", as of a comparison price.
        wins: Wins,
        /// In what a total by a formula counts, such as "EUR".
        unit: Name,
        /// How the marks of a panel become one, and what is asked of them.
        panel: PanelRuleEntry,
        /// Whether prices are sealed: no command, screen or report tells one, or a score that holds one, until quality is locked. A price is what counts in money, what a price formula scores, and any number that is called a price, a cost or a fee. The files themselves can be read by whoever has them.
        sealed: bool,
    }
}

toml_table! {
    /// How the marks of a panel become one, and what is asked of them.
    struct PanelRuleEntry {
        /// How marks are combined; "mean" when left out.
        combine: Combine,
        /// With "consensus": how marks are combined as long as nothing is agreed on; not known when left out.
        otherwise: Combine,
        /// What stands for a mark that is not given; "leave-out" when left out.
        missing: Absent,
        /// What stands for a mark of an evaluator with a conflict of interest; "leave-out" when left out.
        recused: Absent,
        /// The least number of marks from which one is made; with fewer it is not known.
        quorum: Count,
        /// How a combined mark is rounded, such as "1 half-up"; not at all when left out.
        rounding: Rounding,
        /// Which marks need a note: "none", "ends" for the highest and lowest of the scale, "every".
        notes: Notes,
        /// From which distance between the marks on they are talked through, in per cent of the scale; 50 when left out.
        spread: Percent,
        /// How evaluators are called in results: "names", or "roles" alone.
        shown: Shown,
        /// Criteria, groups and facts that stay out of the sheets until quality is locked. Costs that are worked out from quotes and prices on a formula do anyway.
        price: Vec<Spanned<Name>>,
    }
}

toml_table! {
    /// How numbers are rounded: digits and half-up, half-even, truncate or up.
    struct RoundingEntry {
        /// The points of each criterion.
        criterion: Rounding,
        /// The score, after the points are added up.
        total: Rounding,
    }
}

/// The errors of a criteria file as far as it is read alone, without what it says of criteria.
pub(crate) fn head_problems(text: &str, source: SourceId) -> Vec<Diagnostic> {
    let (root, errors) = parse_document(text, source);
    let mut problems: Problems = errors;
    CriteriaFile::read(&root, &mut problems);
    problems.into_iter().filter(Diagnostic::is_error).collect()
}

/// A decision without its vendors, with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) question: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) needs: Vec<Need>,
    pub(crate) gates: Vec<(Gate, GateSpans)>,
    pub(crate) criteria: Vec<(Criterion, CriterionSpans)>,
    /// Whether some of them do not stand where they were meant to, so that what is said of groups may be right.
    pub(crate) has_misplaced: bool,
    /// Which words of vendors stand for what is asked for.
    pub(crate) aliases: Vec<Aliases>,
    /// How vendors are asked for facts; none where they are not.
    pub(crate) questions: BTreeMap<FactId, Option<String>>,
    /// The facts that are worked out from others.
    pub(crate) derivations: DerivationsDraft,
    /// The vendors whose explanations were answered.
    pub(crate) explained: Vec<(String, Span)>,
    pub(crate) judgements: Vec<StatedGroup>,
    pub(crate) rule: Rule,
    /// Where it says `minimum` of the score.
    pub(crate) minimum: Option<Span>,
    /// What quotes are compared on.
    pub(crate) cost: Option<BasisDraft>,
    /// What may vary when we ask how sure the ranking is.
    pub(crate) uncertainty: Uncertainty,
    /// The rules that letters and notices follow.
    pub(crate) disclosure: Disclosure,
    /// What letters and notices say of the buyer.
    pub(crate) publication: Publication,
    /// Whether there is a forecast, even one that could not be read.
    pub(crate) has_demand: bool,
    /// Where it says `default = true`.
    pub(crate) default: Option<Span>,
    /// What the what-ifs moved besides themselves.
    pub(crate) what_if_notes: Vec<String>,
    /// The criteria file.
    pub(crate) source: SourceId,
    /// How the file is written.
    pub(crate) written: Written,
}

impl Draft {
    /// Whether a criterion, a must-have or a formula reads a fact.
    pub(crate) fn reads(&self, fact: &str) -> bool {
        let leaves = self.criteria.iter().filter_map(|(criterion, _)| criterion.leaf.as_ref());
        let facts = leaves.map(|leaf| &leaf.fact).chain(self.gates.iter().map(|(gate, _)| &gate.fact));
        facts.chain(&self.derivations.derivations.all_inputs()).any(|read| read.as_str() == fact)
    }

    /// Where the formulas of the total (of no criterion) and of criteria stand.
    pub(crate) fn formulas(&self) -> Vec<(Option<CriterionId>, Span)> {
        let of_criterion = |(criterion, spans): &(Criterion, CriterionSpans)| {
            Some((
                Some(criterion.id.clone()),
                spans.scale.filter(|_| criterion.scale().is_some_and(|scale| scale.formula().is_some()))?,
            ))
        };
        let total = self.derivations.total.map(|place| (None, place));
        total.into_iter().chain(self.criteria.iter().filter_map(of_criterion)).collect()
    }

    /// Whether a fact comes out of quotes or other facts, so that no vendor states it.
    pub(crate) fn is_worked_out(&self, fact: &str) -> bool {
        derived::ids().any(|id| id == fact)
            || self.derivations.places.contains_key(&FactId::new(fact))
            || lowest_mark_of(fact).is_some()
    }
}

/// Where a gate says things.
#[derive(Debug)]
pub(crate) struct GateSpans {
    pub(crate) fact: Span,
    pub(crate) test: Span,
}

/// Where a criterion says things.
#[derive(Debug)]
pub(crate) struct CriterionSpans {
    pub(crate) fact: Span,
    pub(crate) scale: Option<Span>,
    pub(crate) unit: Option<Span>,
    pub(crate) weight: Option<Span>,
    pub(crate) minimum: Option<Span>,
}

/// Checks a criteria file within itself and makes the decision's part of it.
///
/// `what_ifs` are the options of the command line: a weight that one of them sets takes its room
/// from its siblings.
pub(crate) fn build(
    file: CriteriaFile,
    source: SourceId,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Draft {
    let (plain, wanted) = match file.needs {
        Some(needs) => (Some(needs.value.plain), needs.value.wanted),
        None => (None, demand::Wanted::default()),
    };
    let has_demand = wanted.demand.is_some() || wanted.outbound.is_some();
    let mut needs = Needs::read(plain);
    let currency = file.currency.map(|currency| currency.value.0);
    let cost = basis::build(wanted, file.cost, &needs, currency.clone(), problems);
    let mut rule = Rules::read(file.rule);
    check_panel_rule(&rule, file.panel.is_some(), problems);
    if file.panel.is_some() && rule.rule.panel.is_none() {
        rule.rule.panel = Some(PanelRule::default());
    }
    let is_unreadable = file.criteria.as_ref().is_some_and(|criteria| criteria.value.0.is_none());
    let entries = file.criteria.and_then(|criteria| criteria.value.0).map_or_else(Vec::new, |by_id| by_id.0);
    if entries.is_empty() && !is_unreadable {
        problems.push(
            Diagnostic::new(Code::NoCriteria, source, "this file has no criteria")
                .help("add one: `weigh new criterion NAME`, or [criteria.cost] with weight, and a scale"),
        );
    }
    let facts = file.facts.map_or_else(Vec::new, |facts| facts.value.0);
    let names = file.names.map_or_else(Vec::new, |names| names.value.0);
    let gates = file.gates.map_or_else(Vec::new, |gates| gates.value.0);
    let mut derivations = derivations::build(&facts, &names, &gates, &needs, problems);
    needs.names.clone_from(&derivations.derivations.names);
    let parents = find_parents(&entries, problems);
    check_ties(&rule, &entries, &parents.absent, problems);
    let from = problems.len();
    let mut criteria = build_criteria(entries, &parents.of, &rule, &needs, problems);
    if !parents.misplaced.is_empty() {
        // Where criteria do not stand where they were meant to, groups without leaves, leaves with others under them
        // and long chains are no mistakes of their own.
        let follows = |problem: &Diagnostic| {
            matches!(problem.code, Code::NoScale | Code::GroupIsScored | Code::TooDeep)
        };
        let found = problems.split_off(from);
        problems.extend(found.into_iter().filter(|problem| !follows(problem)));
    }
    let what_if_notes = check_weights(&mut criteria, &rule, &parents.misplaced, what_ifs, problems);
    let judgements = file.judgements.map_or_else(Vec::new, |judgements| judgements.value.0);
    let judgements = judgements::build(judgements, &criteria, problems);
    let uncertainty = uncertainty::build(file.robust, &criteria, problems);
    let place = rule.total.place();
    let total =
        std::mem::take(&mut rule.total).build(&criteria, &derivations, &needs, problems).map(Arc::new);
    rule.rule.total.clone_from(&total);
    derivations.read_by(total, place);
    check_minimum(&rule, problems);
    let mut gates: Vec<(Gate, GateSpans)> =
        gates.into_iter().filter_map(|gate| build_gate(gate, &needs, problems)).collect();
    let explained =
        explained::add(file.explained.map_or_else(Vec::new, |all| all.value.0), &mut gates, problems);
    field::check_sets(rule.rule.field, &criteria, problems);
    if let Some(place) = rule.field_span.filter(|_| !derivations.explains) {
        field::check_explains(rule.rule.field, place, problems);
    }
    check_price(&rule, &criteria, &gates, &parents.absent, problems);
    let disclosure = DisclosureEntry::build(file.disclosure, problems);
    let publication = NoticeEntry::build(file.notice);
    let said = aliases::build(
        facts,
        (
            &gates.iter().map(|(gate, _)| gate).collect::<Vec<_>>(),
            &criteria.iter().map(|(criterion, _)| criterion).collect::<Vec<_>>(),
        ),
        &derivations.inputs,
        problems,
    );
    Draft {
        title: file.title.map_or_else(String::new, |title| title.value.0),
        question: file.question.map(|question| question.value.0),
        note: file.note.map(|note| note.value.0),
        currency,
        needs: needs.all.into_iter().map(|(need, _)| need).collect(),
        gates,
        criteria,
        has_misplaced: !parents.misplaced.is_empty(),
        aliases: said.aliases,
        questions: said.questions,
        derivations,
        explained,
        judgements,
        minimum: rule.minimum.as_ref().map(|minimum| minimum.span),
        rule: rule.rule,
        cost,
        uncertainty,
        disclosure,
        publication,
        has_demand,
        default: file.default.filter(|default| default.value).map(|default| default.span),
        what_if_notes,
        source,
        written: Written::default(),
    }
}

/// Reports a minimum of the score that is above all points, or may be meant as a share of them.
fn check_minimum(rule: &Rules, problems: &mut Problems) {
    if let (Some(minimum), Some(total)) = (&rule.minimum, &rule.rule.total) {
        if total.wins == Wins::Lowest {
            let message = "the lowest total wins, so that a least one would keep out the best";
            let help = "make a must-have of the most that it may come to, or put a minimum on a criterion";
            problems.push(Diagnostic::new(Code::MinimumTooHigh, minimum.span, message).help(help));
        }
        return;
    }
    let (Some(minimum), points) = (&rule.minimum, rule.rule.points.exact()) else { return };
    let (number, span) = (minimum.value.0.least(), minimum.span);
    let is_above = *number > *points || (minimum.value.0.is_strict() && number == points);
    if is_above && rule.rule.has_cap {
        let message = if number == points {
            format!("there are {points} points, so that nobody has more")
        } else {
            format!("the minimum {number} is above the {points} points there are")
        };
        problems.push(
            Diagnostic::new(Code::MinimumTooHigh, span, message)
                .help("the minimum is in points of the total score"),
        );
    }
    if *points >= Exact::from(10) && *number > Exact::ZERO && *number < Exact::ONE {
        let meant = number * points;
        let message = format!("{number} counts as {number} of {points} points, and not as {meant}");
        problems.push(
            Diagnostic::new(Code::OtherNotation, span, message)
                .help(format!("write {meant} where {meant} of {points} points are meant")),
        );
    }
}

/// The rule with the places that checks point at.
struct Rules {
    rule: Rule,
    minimum: Option<Spanned<MinimumEntry<NotNegative>>>,
    weights_span: Option<Span>,
    panel_span: Option<Span>,
    field_span: Option<Span>,
    otherwise_span: Option<Span>,
    price: Vec<Spanned<Name>>,
    ties: Vec<Spanned<Name>>,
    total: TotalDraft,
}

impl Rules {
    fn read(entry: Option<Spanned<RuleEntry>>) -> Rules {
        let entry = entry.map(|entry| entry.value);
        let weights_span = entry.as_ref().and_then(|rule| rule.weights.as_ref()).map(|weights| weights.span);
        let Some(mut entry) = entry else {
            return Rules {
                rule: Rule::default(),
                minimum: None,
                weights_span,
                panel_span: None,
                field_span: None,
                otherwise_span: None,
                price: Vec::new(),
                ties: Vec::new(),
                total: TotalDraft::default(),
            };
        };
        let total = TotalDraft::take(&mut entry);
        let (criterion_rounding, total_rounding) = match entry.rounding {
            Some(rounding) => (
                rounding.value.criterion.map(|rounding| rounding.value),
                rounding.value.total.map(|rounding| rounding.value),
            ),
            None => (None, None),
        };
        let ties = entry.ties.map_or_else(Vec::new, |ties| ties.value);
        let panel_span = entry.panel.as_ref().map(|panel| panel.span);
        let field_span = entry.field.as_ref().map(|field| field.span);
        let panel = entry.panel.map(|panel| panel.value);
        let otherwise_span = panel.as_ref().and_then(|panel| panel.otherwise.as_ref()).map(|word| word.span);
        let (panel, price) = panel.map(panel_rule).unzip();
        let rule = Rule {
            points: entry.points.map_or(Points::HUNDRED, |points| points.value.0.into()),
            weights: entry.weights.map(|weights| Weight::of(weights.value.0)),
            criterion_rounding,
            total_rounding,
            unknown: entry.unknown.map_or_else(Unknown::default, |unknown| unknown.value),
            minimum: entry.minimum.as_ref().map(|entry| entry.value.0.map(|least| least.clone().into())),
            field: entry.field.map(|field| field.value).unwrap_or_default(),
            ties: ties.iter().map(|tie| CriterionId::new(tie.value.0.clone())).collect(),
            has_floor: entry.floor.is_none_or(|word| word.value.0),
            has_cap: entry.cap.is_none_or(|word| word.value.0),
            panel,
            total: None,
            is_sealed: entry.sealed.is_some_and(|sealed| sealed.value),
        };
        let price = price.unwrap_or_default();
        let minimum = entry.minimum;
        Rules { rule, minimum, weights_span, panel_span, field_span, otherwise_span, price, ties, total }
    }
}

fn panel_rule(entry: PanelRuleEntry) -> (PanelRule, Vec<Spanned<Name>>) {
    let usual = PanelRule::default();
    let price = entry.price.map_or_else(Vec::new, |price| price.value);
    let rule = PanelRule {
        combine: entry.combine.map_or(usual.combine, |word| word.value),
        otherwise: entry.otherwise.map(|word| word.value).filter(|word| *word != Combine::Consensus),
        missing: entry.missing.map_or(usual.missing, |word| word.value),
        recused: entry.recused.map_or(usual.recused, |word| word.value),
        quorum: entry.quorum.and_then(|count| usize::try_from(count.value.0).ok()),
        rounding: entry.rounding.map(|rounding| rounding.value),
        notes: entry.notes.map_or(usual.notes, |word| word.value),
        spread: entry.spread.map_or(usual.spread, |percent| Share::of_percent(&percent.value.0)),
        shown: entry.shown.map_or(usual.shown, |word| word.value),
        price: price.iter().map(|name| name.value.0.clone()).collect(),
    };
    (rule, price)
}

/// Reports what a rule for panels says to nobody.
fn check_panel_rule(rule: &Rules, has_panel: bool, problems: &mut Problems) {
    if let (Some(span), false) = (rule.panel_span, has_panel) {
        let message = "there is a rule for a panel, but no panel";
        let help = "name the folder of the evaluators' files: panel = \"panel/NAME\"";
        problems.push(Diagnostic::new(Code::PanelRuleUnread, span, message).help(help));
    }
    let is_consensus = rule.rule.panel.as_ref().is_some_and(|panel| panel.combine == Combine::Consensus);
    if let (Some(span), false) = (rule.otherwise_span, is_consensus) {
        let message =
            "`otherwise` says what counts until there is a consensus, but marks are combined otherwise";
        let help = "set combine = \"consensus\", or delete `otherwise`";
        problems.push(Diagnostic::new(Code::PanelRuleUnread, span, message).help(help));
    }
}

/// Reports names of prices that are neither criteria nor facts of this decision, but for groups as
/// [`check_ties`] does.
fn check_price(
    rule: &Rules,
    criteria: &[(Criterion, CriterionSpans)],
    gates: &[(Gate, GateSpans)],
    absent: &HashSet<String>,
    problems: &mut Problems,
) {
    let ids = criteria.iter().map(|(criterion, _)| criterion.id.as_str());
    let leaves = criteria.iter().filter_map(|(criterion, _)| criterion.leaf.as_ref());
    let facts = leaves.map(|leaf| leaf.fact.as_str()).chain(gates.iter().map(|(gate, _)| gate.fact.as_str()));
    let known: Vec<&str> = ids.chain(facts).collect();
    let is_told = |name: &str| known.contains(&name) || absent.contains(name);
    for name in rule.price.iter().filter(|name| !is_told(&name.value.0)) {
        let help = did_you_mean(&name.value.0, known.iter().copied())
            .unwrap_or_else(|| "name criteria, groups, or facts that a criterion or a gate reads".to_owned());
        let message = format!("there is no criterion or fact `{}`", super::read::shortened(&name.value.0));
        problems.push(Diagnostic::new(Code::UnknownPrice, name.span, message).help(help));
    }
}

/// Reports ties that are not there, but for groups of which that is told where others stand under them.
fn check_ties(
    rule: &Rules,
    entries: &[IdEntry<CriterionEntry>],
    absent: &HashSet<String>,
    problems: &mut Problems,
) {
    for tie in rule.ties.iter().filter(|tie| !absent.contains(&tie.value.0)) {
        if !entries.iter().any(|entry| entry.id == tie.value.0) {
            let ids = entries.iter().map(|entry| entry.id.as_str());
            let names: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).take(20).collect();
            let help = did_you_mean(&tie.value.0, ids)
                .unwrap_or_else(|| format!("there are {}", listed(&names, "and")));
            let message = format!("there is no criterion `{}`", super::read::shortened(&tie.value.0));
            problems.push(Diagnostic::new(Code::UnknownTie, tie.span, message).help(help));
        }
    }
}

/// Whether the criteria file itself seals prices, whatever is asked about it.
pub(crate) fn seals_prices(texts: &Texts) -> bool {
    let Ok(file) = texts.text_file(&texts.request.criteria) else { return false };
    let (root, _) = parse_document(file.text().unwrap_or_default(), Sources::default().add("", ""));
    let rule = root.as_table().and_then(|table| table.get("rule"));
    let sealed = rule.and_then(|rule| rule.node.as_table()?.get("sealed"));
    sealed.is_some_and(|sealed| matches!(sealed.node.kind, NodeKind::YesNo(true)))
}
