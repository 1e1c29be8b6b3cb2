//! The what-if layer: a decision as it was read, the changes laid over it, and what comes out.
//!
//! Changes are settings of single values. The decision with the changes is always the one that was
//! read with these settings put in, so that taking every change back gives what was read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::decision::{Criterion, CriterionId, Decision, Fact, FactId, VendorId};
use crate::exact::Exact;
use crate::files::load::Request;
use crate::score::{Evaluation, Judged, judge, weigh};
use crate::weights::share_out;

/// A value that can be changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Weight(CriterionId),
    Fact(VendorId, FactId),
    Mark(VendorId, CriterionId),
}

impl Target {
    /// The path by which `weigh set` knows it.
    pub(crate) fn path(&self) -> String {
        match self {
            Target::Weight(criterion) => format!("criteria.{criterion}.weight"),
            Target::Fact(vendor, fact) => format!("vendors.{vendor}.facts.{fact}"),
            Target::Mark(vendor, criterion) => format!("vendors.{vendor}.ratings.{criterion}"),
        }
    }

    /// The vendor whose fact or mark it is.
    fn vendor(&self) -> Option<&VendorId> {
        match self {
            Target::Weight(_) => None,
            Target::Fact(vendor, _) | Target::Mark(vendor, _) => Some(vendor),
        }
    }

    /// The target of a path.
    pub(crate) fn of_path(path: &str) -> Option<Target> {
        let steps: Vec<&str> = path.split('.').collect();
        match steps.as_slice() {
            ["criteria", criterion, "weight"] => Some(Target::Weight(CriterionId::new(*criterion))),
            ["vendors", vendor, "facts", fact] => {
                Some(Target::Fact(VendorId::new(*vendor), FactId::new(*fact)))
            }
            ["vendors", vendor, "ratings", mark] => {
                Some(Target::Mark(VendorId::new(*vendor), CriterionId::new(*mark)))
            }
            _ => None,
        }
    }
}

/// What a target is set to.
#[derive(Clone, Debug)]
pub(crate) enum Setting {
    Weight(Exact),
    /// A fact or a mark as typed, and as read; none where the file has no such key.
    Fact(String, Option<Arc<Fact>>),
}

/// One step of the history.
struct Step {
    /// Each target with what it was before and after.
    moves: Vec<(Target, Setting, Setting)>,
    says: String,
    /// The weight that is being nudged or dragged: the next nudge belongs to the same step.
    gesture: Option<CriterionId>,
}

/// A decision that is being weighed.
pub(crate) struct Session {
    pub(crate) request: Request,
    /// As it stands in the files.
    loaded: Decision,
    /// With the changes.
    pub(crate) decision: Decision,
    /// What facts and scales say of the vendors of `decision`, whatever the criteria weigh.
    judged: Judged,
    /// With the changes, scored.
    pub(crate) evaluation: Evaluation,
    /// Ranks as it stands in the files.
    saved_ranks: HashMap<VendorId, Option<usize>>,
    /// Rises with every change of the evaluation.
    pub(crate) version: u64,
    changes: BTreeMap<Target, Setting>,
    /// Vendors of the decision that differ from what was read.
    changed_vendors: BTreeSet<VendorId>,
    /// Facts that were edited, as they are written in their files.
    texts: BTreeMap<Target, String>,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Weights that stay where they are when others make room.
    pub(crate) locked: BTreeSet<CriterionId>,
}

impl Session {
    pub(crate) fn new(request: Request, decision: Decision) -> Session {
        let judged = judge(&decision);
        let evaluation = weigh(&decision, &judged);
        Session {
            request,
            loaded: decision.clone(),
            judged,
            decision,
            saved_ranks: ranks(&evaluation),
            evaluation,
            version: 0,
            changes: BTreeMap::new(),
            changed_vendors: BTreeSet::new(),
            texts: BTreeMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
            locked: BTreeSet::new(),
        }
    }

    /// Takes what the files say now. The changes stay on top, as far as what they change is still there;
    /// returns how many are not.
    pub(crate) fn reload(&mut self, decision: Decision) -> usize {
        self.judged = judge(&decision);
        self.saved_ranks = ranks(&weigh(&decision, &self.judged));
        self.decision = decision.clone();
        self.loaded = decision;
        self.changed_vendors.clear();
        let before = self.changes.len();
        let changes = std::mem::take(&mut self.changes);
        self.changes = changes
            .into_iter()
            .filter(|(target, setting)| self.is_there(target) && !self.is_as_loaded(target, setting))
            .collect();
        let history = [&mut self.done, &mut self.undone].map(std::mem::take);
        let [done, undone] = history.map(|steps| {
            let is_there = |step: &Step| step.moves.iter().all(|(target, ..)| self.is_there(target));
            steps.into_iter().filter(is_there).collect()
        });
        (self.done, self.undone) = (done, undone);
        let lost = before - self.changes.len();
        self.rebuild();
        lost
    }

    /// Forgets every change.
    pub(crate) fn discard(&mut self) {
        self.changes.clear();
        self.done.clear();
        self.undone.clear();
        self.rebuild();
    }

    /// Takes the changes as written.
    pub(crate) fn mark_saved(&mut self) {
        self.changes.clear();
        self.seal();
    }

    /// Whether there are unsaved changes.
    pub(crate) fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The unsaved changes as `weigh set` takes them.
    pub(crate) fn changes(&self) -> Vec<(String, String)> {
        let value = |setting: &Setting| match setting {
            Setting::Weight(weight) => weight.to_string(),
            Setting::Fact(text, _) => text.clone(),
        };
        self.changes.iter().map(|(target, setting)| (target.path(), value(setting))).collect()
    }

    /// Whether a value has an unsaved change.
    pub(crate) fn is_target_changed(&self, target: &Target) -> bool {
        self.changes.contains_key(target)
    }

    /// The rank in the files less the rank now: above 0 for a vendor that moved up; none where it was or
    /// is out of the ranking.
    pub(crate) fn risen(&self, vendor: &VendorId, rank: Option<usize>) -> Option<isize> {
        let before = (*self.saved_ranks.get(vendor)?)?;
        Some(before.cast_signed() - rank?.cast_signed())
    }

    /// Whether it was in the ranking in the files.
    pub(crate) fn was_ranked(&self, vendor: &VendorId) -> bool {
        self.saved_ranks.get(vendor).is_some_and(Option::is_some)
    }

    /// Changes one or several values as one step; with a gesture, together with the steps of the same
    /// gesture before.
    pub(crate) fn set(
        &mut self,
        settings: Vec<(Target, Setting)>,
        says: String,
        gesture: Option<CriterionId>,
    ) {
        let moves: Vec<(Target, Setting, Setting)> = settings
            .into_iter()
            .filter_map(|(target, after)| Some((target.clone(), self.setting(&target)?, after)))
            .collect();
        if moves.is_empty() {
            return;
        }
        for (target, _, after) in &moves {
            self.put(target.clone(), after.clone());
        }
        self.undone.clear();
        match self.done.last_mut() {
            Some(last) if gesture.is_some() && last.gesture == gesture => {
                for (last, (_, _, after)) in last.moves.iter_mut().zip(moves) {
                    last.2 = after;
                }
                last.says = says;
            }
            _ => self.done.push(Step { moves, says, gesture }),
        }
        self.rebuild();
    }

    /// Remembers how a fact is written in its file, so that taking an edit back after saving it writes that.
    pub(crate) fn remember(&mut self, target: Target, text: String) {
        if !self.changes.contains_key(&target) {
            self.texts.insert(target, text);
        }
    }

    /// Ends a gesture: the next nudge is a step of its own. A gesture that came back to where it began
    /// is no step.
    pub(crate) fn seal(&mut self) {
        let Some(last) = self.done.last_mut().filter(|last| last.gesture.is_some()) else { return };
        last.gesture = None;
        let is_still = |(_, before, after): &(Target, Setting, Setting)| match (before, after) {
            (Setting::Weight(before), Setting::Weight(after)) => before == after,
            _ => false,
        };
        if last.moves.iter().all(is_still) {
            self.done.pop();
        }
    }

    /// Takes the last step back and says what it was.
    pub(crate) fn undo(&mut self) -> Option<String> {
        self.seal();
        let step = self.done.pop()?;
        for (target, before, _) in &step.moves {
            self.put(target.clone(), before.clone());
        }
        self.rebuild();
        let says = step.says.clone();
        self.undone.push(step);
        Some(says)
    }

    /// Makes the step again that was taken back, and says what it is.
    pub(crate) fn redo(&mut self) -> Option<String> {
        let step = self.undone.pop()?;
        for (target, _, after) in &step.moves {
            self.put(target.clone(), after.clone());
        }
        self.rebuild();
        let says = step.says.clone();
        self.done.push(step);
        Some(says)
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The weight of a criterion as the file gives it.
    pub(crate) fn loaded_weight(&self, at: usize) -> Exact {
        self.loaded.criteria[at].weight.clone()
    }

    /// The criteria under the same group, with the one at the index.
    pub(crate) fn siblings(&self, at: usize) -> Vec<usize> {
        let parent = self.decision.criteria[at].parent;
        let is_sibling = |other: &usize| self.decision.criteria[*other].parent == parent;
        (0..self.decision.criteria.len()).filter(is_sibling).collect()
    }

    /// What the weights of a group with these criteria must add up to, and what they do.
    pub(crate) fn sums(&self, siblings: &[usize]) -> (Option<&Exact>, Exact) {
        let weights: Vec<Exact> =
            siblings.iter().map(|at| self.decision.criteria[*at].weight.clone()).collect();
        (self.decision.rule.weights.as_ref(), Exact::sum(&weights))
    }

    /// The first group whose weights do not add up to what the rule asks, by one of its criteria.
    pub(crate) fn first_gap(&self) -> Option<usize> {
        let whole = self.decision.rule.weights.as_ref()?;
        let mut sums: BTreeMap<Option<usize>, (usize, Exact)> = BTreeMap::new();
        for (at, criterion) in self.decision.criteria.iter().enumerate() {
            let (_, sum) = sums.entry(criterion.parent).or_insert((at, Exact::ZERO));
            *sum = &*sum + &criterion.weight;
        }
        sums.into_values().find(|(_, sum)| sum != whole).map(|(at, _)| at)
    }

    /// The whole of which a slider shows a part: what the group's weights must add up to, or the sum
    /// that they had in the file.
    pub(crate) fn whole(&self, at: usize) -> Exact {
        if let Some(whole) = &self.decision.rule.weights {
            return whole.clone();
        }
        let weights: Vec<Exact> =
            self.siblings(at).iter().map(|sibling| self.loaded.criteria[*sibling].weight.clone()).collect();
        let sum = Exact::sum(&weights);
        if sum.is_zero() { Exact::ONE } else { sum }
    }

    /// The criteria with the changes.
    pub(crate) fn criterion(&self, at: usize) -> &Criterion {
        &self.decision.criteria[at]
    }

    fn is_there(&self, target: &Target) -> bool {
        let has_vendor = |id: &VendorId| self.loaded.vendors.iter().any(|vendor| vendor.id == *id);
        match target {
            Target::Weight(id) => self.loaded.criteria.iter().any(|criterion| criterion.id == *id),
            Target::Fact(vendor, _) | Target::Mark(vendor, _) => has_vendor(vendor),
        }
    }

    /// What a target is set to now; none where there is no such target, or for a fact whose text is not
    /// known here.
    fn setting(&self, target: &Target) -> Option<Setting> {
        if let Some(setting) = self.changes.get(target) {
            return Some(setting.clone());
        }
        match target {
            Target::Weight(id) => {
                let criterion = self.loaded.criteria.iter().find(|criterion| criterion.id == *id)?;
                Some(Setting::Weight(criterion.weight.clone()))
            }
            Target::Fact(..) | Target::Mark(..) => {
                let fact = self.loaded_fact(target);
                // What was never there is written as "asked, not known" when it has to be written.
                let text = self.texts.get(target).cloned().unwrap_or_else(|| "{}".to_owned());
                self.is_there(target).then_some(Setting::Fact(text, fact))
            }
        }
    }

    fn loaded_fact(&self, target: &Target) -> Option<Arc<Fact>> {
        let vendor = |id: &VendorId| self.loaded.vendors.iter().find(|vendor| vendor.id == *id);
        match target {
            Target::Weight(_) => None,
            Target::Fact(id, fact) => vendor(id)?.facts.get(fact).cloned(),
            Target::Mark(id, criterion) => vendor(id)?.ratings.get(criterion).cloned(),
        }
    }

    fn is_as_loaded(&self, target: &Target, setting: &Setting) -> bool {
        match (target, setting) {
            (Target::Weight(id), Setting::Weight(weight)) => self
                .loaded
                .criteria
                .iter()
                .any(|criterion| criterion.id == *id && criterion.weight == *weight),
            (_, Setting::Fact(text, fact)) => match (self.loaded_fact(target), fact) {
                (None, None) => true,
                (Some(loaded), Some(fact)) => {
                    let is_table = text.starts_with('{');
                    loaded.value == fact.value && (!is_table || loaded.evidence == fact.evidence)
                }
                _ => false,
            },
            (_, Setting::Weight(_)) => false,
        }
    }

    fn put(&mut self, target: Target, setting: Setting) {
        if self.is_as_loaded(&target, &setting) {
            self.changes.remove(&target);
        } else {
            self.changes.insert(target, setting);
        }
    }

    /// Lays the changes over what was read, and scores it.
    fn rebuild(&mut self) {
        for (now, loaded) in self.decision.criteria.iter_mut().zip(&self.loaded.criteria) {
            now.weight.clone_from(&loaded.weight);
        }
        // Only vendors with changes, now or before, differ from what was read.
        let vendors_of = |changes: &BTreeMap<Target, Setting>| {
            changes.keys().filter_map(Target::vendor).cloned().collect()
        };
        let changed: BTreeSet<VendorId> = vendors_of(&self.changes);
        for id in changed.union(&self.changed_vendors) {
            if let Some(at) = self.loaded.vendors.iter().position(|vendor| vendor.id == *id) {
                self.decision.vendors[at] = self.loaded.vendors[at].clone();
            }
        }
        let touched: Vec<VendorId> = changed.union(&self.changed_vendors).cloned().collect();
        self.changed_vendors = changed;
        for (target, setting) in &self.changes {
            match (target, setting) {
                (Target::Weight(id), Setting::Weight(weight)) => {
                    if let Some(criterion) = self.decision.criteria.iter_mut().find(|c| c.id == *id) {
                        criterion.weight = weight.clone();
                    }
                }
                (Target::Fact(id, key), Setting::Fact(_, fact)) => {
                    if let Some(vendor) = self.decision.vendors.iter_mut().find(|vendor| vendor.id == *id) {
                        match fact {
                            Some(fact) => vendor.facts.insert(key.clone(), Arc::clone(fact)),
                            None => vendor.facts.remove(key),
                        };
                    }
                }
                (Target::Mark(id, key), Setting::Fact(_, fact)) => {
                    if let Some(vendor) = self.decision.vendors.iter_mut().find(|vendor| vendor.id == *id) {
                        match fact {
                            Some(fact) => vendor.ratings.insert(key.clone(), Arc::clone(fact)),
                            None => vendor.ratings.remove(key),
                        };
                    }
                }
                _ => unreachable!("weights are set to weights and facts to facts"),
            }
        }
        share_out(&mut self.decision.criteria.iter_mut().collect::<Vec<_>>());
        for id in touched {
            if let Some(at) = self.decision.vendors.iter().position(|vendor| vendor.id == id) {
                self.judged.judge_again(&self.decision, at);
            }
        }
        self.evaluation = weigh(&self.decision, &self.judged);
        self.version += 1;
    }
}

fn ranks(evaluation: &Evaluation) -> HashMap<VendorId, Option<usize>> {
    evaluation.vendors.iter().map(|vendor| (vendor.id.clone(), vendor.rank)).collect()
}
