//! Checks of a panel against the criteria and the vendors that it marks.

use std::collections::{BTreeMap, HashMap};

use super::{BEFORE, MarkSpans, ReadEvaluator, ReadPanel};
use crate::decision::panel::{Combine, ConflictKind, Mark, Marks, Notes, PanelRule};
use crate::decision::{Criterion, CriterionId, Status, VendorId, Weight};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::criteria::Draft;
use crate::files::read::{Problems, shortened};
use crate::files::vendor::{RatingSpans, ReadVendor};
use crate::text::suggest::{did_you_mean, listed};

/// The most marks that a message names.
const MOST_NAMED: usize = 3;

/// Checks a panel.
///
/// `vendors` are those that could be read, and the ids of all. `is_own` says whether a mark of a vendor file stays in spite of the panel, because an option sets it.
pub(crate) fn check(
    panel: &ReadPanel,
    draft: &Draft,
    (vendors, ids): (&[ReadVendor], &[String]),
    is_own: impl Fn(Span) -> bool,
    problems: &mut Problems,
) {
    let Some(rule) = &draft.rule.panel else { return };
    if panel.evaluators.is_empty() {
        // A folder that could not be listed is reported already.
        if let Some(named) = panel.named.filter(|_| !panel.folder.is_empty()) {
            let message = "the panel has no evaluators yet: the marks in the vendor files count";
            let help = "`weigh sheet NAME` writes a blank sheet for one";
            problems.push(Diagnostic::new(Code::NoEvaluators, named, message).help(help));
        }
        return;
    }
    let checker = Checker { draft, vendors, ids, rule };
    check_names(&panel.evaluators, problems);
    for read in &panel.evaluators {
        checker.conflicts(read, problems);
        checker.marks(&read.evaluator.marks, &read.marks, problems);
        Checker::marks_in_conflict(read, problems);
        checker.notes(read, problems);
        checker.missing(read, problems);
        if !draft.has_misplaced {
            checker.weights(read, problems);
        }
    }
    checker.marks(&panel.consensus.marks, &panel.consensus.spans, problems);
    checker.consensus(panel, problems);
    checker.own_marks(&is_own, problems);
}

fn check_names(evaluators: &[ReadEvaluator], problems: &mut Problems) {
    let mut first: HashMap<String, Span> = HashMap::new();
    for read in evaluators {
        let Some(span) = read.name else { continue };
        let name = read.evaluator.name.to_lowercase();
        if let Some(earlier) = first.get(&name) {
            let message = format!("two evaluators are called {:?}", shortened(&read.evaluator.name));
            let problem =
                Diagnostic::new(Code::SameEvaluator, span, message).related(*earlier, "the other one");
            problems.push(problem.help("give each a name that tells them apart"));
        } else {
            first.insert(name, span);
        }
    }
}

struct Checker<'a> {
    draft: &'a Draft,
    vendors: &'a [ReadVendor],
    ids: &'a [String],
    rule: &'a PanelRule,
}

impl Checker<'_> {
    fn rated(&self) -> impl Iterator<Item = (&Criterion, &Exact, &Exact, Option<Span>)> {
        self.draft.criteria.iter().filter_map(|(criterion, spans)| {
            let marks = criterion.leaf.as_ref()?.scale.marks()?;
            Some((criterion, marks.from, marks.to, spans.scale))
        })
    }

    fn unknown_vendor(&self, id: &str, span: Span, problems: &mut Problems) {
        if self.ids.iter().any(|known| known == id) {
            return;
        }
        let help = did_you_mean(id, self.ids.iter().map(String::as_str))
            .unwrap_or_else(|| "vendors go by the names of their files without .toml".to_owned());
        let message = format!("there is no vendor `{}`", shortened(id));
        problems.push(Diagnostic::new(Code::PanelVendor, span, message).help(help));
    }

    fn conflicts(&self, read: &ReadEvaluator, problems: &mut Problems) {
        for (conflict, span) in read.evaluator.conflicts.iter().zip(&read.conflicts) {
            self.unknown_vendor(conflict.vendor.as_str(), *span, problems);
        }
    }

    /// Marks for vendors and criteria that are there, on their scales.
    fn marks(&self, marks: &Marks, spans: &MarkSpans, problems: &mut Problems) {
        let rated: Vec<_> = self.rated().collect();
        for vendor in spans {
            self.unknown_vendor(vendor.vendor.as_str(), vendor.key, problems);
            for (id, key, span) in &vendor.marks {
                let Some((_, from, to, scale)) = rated.iter().find(|(criterion, ..)| criterion.id == *id)
                else {
                    problems.push(unrated(id, *key, &rated));
                    continue;
                };
                let judged = self.vendors.iter().find(|one| one.vendor.id == vendor.vendor);
                if judged.is_some_and(|one| !one.vendor.can_be_marked_on(id)) {
                    let message =
                        format!("`{id}` does not apply to `{}`: this mark does not count", vendor.vendor);
                    let help = "delete it, or not_applicable in the vendor's file";
                    problems.push(Diagnostic::new(Code::MarkUnread, *key, message).help(help));
                }
                let mark = mark_of(marks, &vendor.vendor, id);
                let Some(mark) = mark.filter(|mark| mark < from || mark > to) else { continue };
                let problem = Diagnostic::new(
                    Code::OutsideMarks,
                    *span,
                    format!("mark {mark} is outside the scale of `{id}`"),
                )
                .label(format!("must be between {from} and {to}"))
                .help("if the source used another scale, convert the mark and keep the original in `note`");
                problems.push(match scale {
                    Some(scale) => problem.related(*scale, "the scale is set here"),
                    None => problem,
                });
            }
        }
    }

    fn marks_in_conflict(read: &ReadEvaluator, problems: &mut Problems) {
        for spans in &read.marks {
            let conflict = read.evaluator.conflict(&spans.vendor);
            let Some(conflict) = conflict.filter(|conflict| conflict.kind == ConflictKind::Excluded) else {
                continue;
            };
            let message = format!(
                "{} is excluded from judging `{}`",
                read.evaluator.name,
                shortened(conflict.vendor.as_str())
            );
            problems.push(
                Diagnostic::new(Code::MarkInConflict, spans.key, message)
                    .help("delete these marks; one who stepped back after marking is `recused`"),
            );
        }
    }

    /// Marks without the note that the rule demands: what a mark took the place of is no reason for it.
    fn notes(&self, read: &ReadEvaluator, problems: &mut Problems) {
        for (criterion, from, to, _) in self.rated() {
            for vendor in &read.marks {
                let given =
                    read.evaluator.marks.get(&vendor.vendor).and_then(|marks| marks.get(&criterion.id));
                let Some(given) = given.filter(|given| !has_reason(given)) else { continue };
                let Some(mark) = &given.mark else { continue };
                let is_end = mark == from || mark == to;
                let is_wanted = self.rule.notes == Notes::Every || (self.rule.notes == Notes::Ends && is_end);
                let span = vendor.marks.iter().find(|(id, ..)| *id == criterion.id).map(|(.., span)| *span);
                if let (true, Some(span)) = (is_wanted, span) {
                    let message = format!("the mark {mark} on `{}` has no note", criterion.id);
                    let help = format!("say why: {} = {{ mark = {mark}, note = \"...\" }}", criterion.id);
                    problems.push(Diagnostic::new(Code::NoMarkNote, span, message).help(help));
                }
            }
        }
    }

    /// What an evaluator has not marked yet, in one problem.
    fn missing(&self, read: &ReadEvaluator, problems: &mut Problems) {
        // What could not be read is not missing.
        if problems.iter().any(|problem| problem.is_error() && problem.place.source() == read.source) {
            return;
        }
        let evaluator = &read.evaluator;
        let mut missing: BTreeMap<&VendorId, Vec<&str>> = BTreeMap::new();
        let mut total = 0;
        let judged = |vendor: &&ReadVendor| {
            vendor.vendor.status == Status::Invited && evaluator.conflict(&vendor.vendor.id).is_none()
        };
        for vendor in self.vendors.iter().filter(judged) {
            let given = evaluator.marks.get(&vendor.vendor.id);
            for (criterion, ..) in
                self.rated().filter(|(criterion, ..)| vendor.vendor.can_be_marked_on(&criterion.id))
            {
                total += 1;
                if !given.is_some_and(|given| given.contains_key(&criterion.id)) {
                    missing.entry(&vendor.vendor.id).or_default().push(criterion.id.as_str());
                }
            }
        }
        let count: usize = missing.values().map(Vec::len).sum();
        if count == 0 {
            return;
        }
        let named: Vec<String> = missing
            .iter()
            .take(MOST_NAMED)
            .map(|(id, criteria)| format!("{id} ({})", criteria.join(", ")))
            .collect();
        let more = if missing.len() > MOST_NAMED { ", and others" } else { "" };
        let message =
            format!("{} has not given {count} of {total} marks: {}{more}", evaluator.name, named.join(", "));
        let help = "whoever cannot judge a thing says so with { }";
        problems.push(Diagnostic::new(Code::MissingMarks, read.source, message).help(help));
    }

    /// Own weights: of criteria that are there, group by group, adding up as the rule says.
    fn weights(&self, read: &ReadEvaluator, problems: &mut Problems) {
        let criteria: Vec<&Criterion> = self.draft.criteria.iter().map(|(criterion, _)| criterion).collect();
        let own = &read.evaluator.weights;
        for (id, span) in &read.weights {
            if !criteria.iter().any(|criterion| criterion.id == *id) {
                let help = did_you_mean(id.as_str(), criteria.iter().map(|criterion| criterion.id.as_str()));
                let message = format!("there is no criterion `{id}`");
                problems
                    .push(Diagnostic::new(Code::OwnWeights, *span, message).help(help.unwrap_or_default()));
            }
        }
        let mut groups: BTreeMap<Option<usize>, Vec<&Criterion>> = BTreeMap::new();
        for criterion in &criteria {
            groups.entry(criterion.parent).or_default().push(criterion);
        }
        for siblings in groups.values() {
            let span_of =
                |id: &CriterionId| read.weights.iter().find(|(own, _)| own == id).map(|(_, span)| *span);
            let Some(span) = siblings.iter().rev().find_map(|criterion| span_of(&criterion.id)) else {
                continue;
            };
            let left_out: Vec<&str> = siblings
                .iter()
                .filter(|criterion| !own.contains_key(&criterion.id))
                .map(|criterion| criterion.id.as_str())
                .collect();
            if !left_out.is_empty() {
                let message = format!("the group is weighed in part: {} left out", listed(&left_out, "and"));
                problems.push(
                    Diagnostic::new(Code::OwnWeights, span, message).help(
                        "weigh every criterion of the group, or none: then the decision's weights stay",
                    ),
                );
                continue;
            }
            let sum = Weight::sum(siblings.iter().filter_map(|criterion| own.get(&criterion.id)));
            let is_off = self.draft.rule.weights.as_ref().map_or(sum.is_zero(), |whole| sum != *whole);
            if is_off {
                let whole =
                    self.draft.rule.weights.as_ref().map_or("more than 0".to_owned(), ToString::to_string);
                let message = format!("the own weights of the group add up to {sum}, not {whole}");
                let help = "own weights follow the rule of the decision's";
                problems.push(Diagnostic::new(Code::OwnWeights, span, message).help(help));
            }
        }
    }

    /// Consensus marks: each needs its mark and its reason, and a rule that reads it.
    fn consensus(&self, panel: &ReadPanel, problems: &mut Problems) {
        for vendor in &panel.consensus.spans {
            for (id, key, span) in &vendor.marks {
                let mark = panel.consensus.marks.get(&vendor.vendor).and_then(|marks| marks.get(id));
                if mark.is_none_or(|mark| mark.mark.is_none() || mark.note.is_none()) {
                    let message = format!("the consensus on `{id}` needs a mark and its reason");
                    let help = format!("write {id} = {{ mark = 4, note = \"why\" }}");
                    problems.push(Diagnostic::new(Code::ConsensusReason, *span, message).help(help));
                }
                if self.rule.combine != Combine::Consensus {
                    let message = format!(
                        "the rule combines marks by {}, so this consensus does not count",
                        self.rule.combine.word()
                    );
                    let help = "set rule.panel.combine = \"consensus\", with otherwise = the way of the marks without one";
                    problems.push(Diagnostic::new(Code::ConsensusUnread, *key, message).help(help));
                }
            }
        }
    }

    /// Marks in vendor files, beside a panel.
    fn own_marks(&self, is_own: &impl Fn(Span) -> bool, problems: &mut Problems) {
        let rated: Vec<&CriterionId> = self.rated().map(|(criterion, ..)| &criterion.id).collect();
        for vendor in self.vendors {
            let is_unread = |id: &CriterionId, spans: &RatingSpans| {
                rated.contains(&id) && !is_own(spans.key) && vendor.vendor.can_be_marked_on(id)
            };
            for (id, spans) in vendor.ratings.iter().filter(|(id, spans)| is_unread(id, spans)) {
                let message = format!("the panel marks `{id}`: this mark does not count");
                let help = "delete it, or give it in an evaluator's file";
                problems.push(Diagnostic::new(Code::MarkUnread, spans.key, message).help(help));
            }
        }
    }
}

fn mark_of<'a>(marks: &'a Marks, vendor: &VendorId, criterion: &CriterionId) -> Option<&'a Exact> {
    marks.get(vendor)?.get(criterion)?.mark.as_ref()
}

fn unrated(id: &CriterionId, key: Span, rated: &[(&Criterion, &Exact, &Exact, Option<Span>)]) -> Diagnostic {
    let ids: Vec<&str> = rated.iter().map(|(criterion, ..)| criterion.id.as_str()).collect();
    let help = did_you_mean(id.as_str(), ids.iter().copied()).unwrap_or_else(|| match ids.as_slice() {
        [] => "give a criterion a rating scale: scale = { rating = 5 }".to_owned(),
        ids => format!("people mark {}", listed(&ids[..ids.len().min(20)], "and")),
    });
    Diagnostic::new(
        Code::UnratedMark,
        key,
        format!("this decision has no marks on `{}`", shortened(id.as_str())),
    )
    .help(help)
}

/// Whether a mark has a reason of its own.
fn has_reason(given: &Mark) -> bool {
    given.note.as_ref().is_some_and(|note| !note.starts_with(BEFORE))
}
