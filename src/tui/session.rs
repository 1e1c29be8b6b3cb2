//! The what-if layer: a decision as it was read, the changes laid over it, and what comes out.
//!
//! Changes are settings of single values. The decision with the changes is always what the files say
//! with these settings put in, so that taking every change back gives what was read. Where the rule says what weights
//! add up to, those that are not set make room, as with `--set`: what is seen is what the files will say.

mod room;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::decision::{Criterion, CriterionId, Decision, FactId, VendorId, Weight};
use crate::files::Request;
use crate::files::panel::{CONSENSUS, mark_path};
use crate::files::what_if;
use crate::open::Opened;
use crate::score::{Evaluation, Judged, judge, weigh};

/// A value that can be changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Weight(CriterionId),
    /// Any other value, by the path that `weigh set` knows it by: a fact, a mark, a number of the forecast.
    Value(String),
}

impl Target {
    pub(crate) fn fact(vendor: &VendorId, fact: &FactId) -> Target {
        Target::Value(format!("vendors.{vendor}.facts.{fact}"))
    }

    pub(crate) fn mark(vendor: &VendorId, criterion: &CriterionId) -> Target {
        Target::Value(format!("vendors.{vendor}.ratings.{criterion}"))
    }

    /// The path by which `weigh set` knows it.
    pub(crate) fn path(&self) -> String {
        match self {
            Target::Weight(criterion) => format!("criteria.{criterion}.weight"),
            Target::Value(path) => path.clone(),
        }
    }

    /// What an evaluator, or the consensus, says of a vendor.
    pub(crate) fn panel_mark(id: &str, vendor: &VendorId, criterion: &CriterionId) -> Target {
        Target::Value(mark_path(id, vendor, criterion))
    }

    /// The target of a path.
    pub(crate) fn of_path(path: &str) -> Target {
        match path.split('.').collect::<Vec<_>>().as_slice() {
            ["criteria", criterion, "weight"] => Target::Weight(CriterionId::new(*criterion)),
            _ => Target::Value(path.to_owned()),
        }
    }
}

/// What a target is set to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Setting {
    Weight(Weight),
    /// A value as typed.
    Text(String),
}

/// One step of the history.
struct UndoStep {
    /// Each target with what it was set to before and after, none for as the file has it.
    moves: Vec<(Target, Option<Setting>, Option<Setting>)>,
    says: String,
    /// What is being nudged or dragged: the next nudge belongs to the same step.
    gesture: Option<Target>,
}

/// A decision that is being weighed.
///
/// Weights are set in the decision that is there. All other changes are what-ifs with which the files
/// are read again, so that whatever is worked out from them follows: [`Session::unread`] says with which,
/// and [`Session::rebase`] takes what was read.
pub(crate) struct Session {
    /// The files as they were read; changes are laid over these.
    pub(crate) opened: Arc<Opened>,
    /// As it stands in the files.
    loaded: Arc<Decision>,
    /// The what-ifs that were asked for, or are in the decision.
    asked: Vec<String>,
    /// What facts and scales say of its vendors, whatever the criteria weigh.
    judged: Judged,
    /// The decision with the changes, scored.
    pub(crate) evaluation: Evaluation,
    /// Ranks as it stands in the files.
    saved_ranks: HashMap<VendorId, Option<usize>>,
    /// Rises with every change of the evaluation.
    pub(crate) version: u64,
    changes: BTreeMap<Target, Setting>,
    /// Values that were edited, as they are written in their files.
    texts: BTreeMap<Target, String>,
    done: Vec<UndoStep>,
    undone: Vec<UndoStep>,
    /// Weights that stay where they are when others make room.
    pub(crate) locked: BTreeSet<CriterionId>,
}

impl Session {
    pub(crate) fn new(opened: Arc<Opened>, decision: Arc<Decision>) -> Session {
        let judged = judge(&decision);
        let evaluation = weigh(&decision, &judged);
        Session {
            asked: opened.texts.request.what_if.clone(),
            opened,
            loaded: decision,
            judged,
            saved_ranks: ranks(&evaluation),
            evaluation,
            version: 0,
            changes: BTreeMap::new(),
            texts: BTreeMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
            locked: BTreeSet::new(),
        }
    }

    /// Takes what the files say now. The changes stay on top, as far as what they change is still there;
    /// returns how many are not.
    pub(crate) fn reload(&mut self, opened: Arc<Opened>, decision: Arc<Decision>) -> usize {
        self.opened = opened;
        self.saved_ranks = ranks(&weigh(&decision, &judge(&decision)));
        self.loaded = Arc::clone(&decision);
        self.asked.clone_from(&self.opened.texts.request.what_if);
        let before = self.changes.len();
        let changes = std::mem::take(&mut self.changes);
        self.changes = changes
            .into_iter()
            .filter(|(target, setting)| self.is_there(target) && !self.is_as_loaded(target, setting))
            .collect();
        let history = [&mut self.done, &mut self.undone].map(std::mem::take);
        let [done, undone] = history.map(|steps| {
            let is_there = |step: &UndoStep| step.moves.iter().all(|(target, ..)| self.is_there(target));
            steps.into_iter().filter(is_there).collect()
        });
        (self.done, self.undone) = (done, undone);
        let lost = before - self.changes.len();
        self.rebase(decision);
        lost
    }

    /// Takes a decision that was read with the what-ifs of [`Session::unread`].
    pub(crate) fn rebase(&mut self, decision: Arc<Decision>) {
        self.judged = judge(&decision);
        self.weigh(decision);
    }

    /// What was asked for when the files were read.
    pub(crate) fn request(&self) -> &Request {
        &self.opened.texts.request
    }

    /// The files with the what-ifs to lay over them so that the decision has all changes; none where it has them, or
    /// was asked for already.
    pub(crate) fn unread(&mut self) -> Option<(Arc<Opened>, Vec<String>)> {
        let what_if = self.with_changes();
        if what_if == self.asked {
            return None;
        }
        self.asked.clone_from(&what_if);
        Some((Arc::clone(&self.opened), what_if))
    }

    /// What-ifs for the decision with all changes but those of weights.
    pub(crate) fn with_changes(&self) -> Vec<String> {
        let values = self.changes.iter().filter_map(|(target, setting)| match (target, setting) {
            (Target::Value(path), Setting::Text(text)) => Some(format!("{path}={text}")),
            _ => None,
        });
        what_if::standing(self.request().what_if.iter().cloned().chain(values).collect())
    }

    /// Forgets every change. The files are to be read again for what is worked out from them.
    pub(crate) fn discard(&mut self) {
        self.changes.clear();
        self.asked.clone_from(&self.opened.texts.request.what_if);
        self.done.clear();
        self.undone.clear();
        self.rebuild();
    }

    /// Takes the changes as written; the files are to be read again. What the history calls "as the file has it" is now what the file had;
    /// steps of which that is not known cannot be taken back any more.
    pub(crate) fn mark_saved(&mut self) {
        self.seal();
        let before = |target: &Target| match target {
            Target::Weight(id) => {
                let criterion = self.loaded.criteria.iter().find(|criterion| criterion.id == *id)?;
                Some(Setting::Weight(criterion.weight.clone()))
            }
            Target::Value(_) => self.texts.get(target).cloned().map(Setting::Text),
        };
        for steps in [&mut self.done, &mut self.undone] {
            steps.retain_mut(|step| {
                step.moves.iter_mut().all(|(target, was, is)| {
                    [was, is].into_iter().all(|setting| {
                        *setting = setting.take().or_else(|| before(target));
                        setting.is_some()
                    })
                })
            });
        }
        self.asked.clone_from(&self.opened.texts.request.what_if);
        for (target, setting) in std::mem::take(&mut self.changes) {
            if let Setting::Text(text) = setting {
                self.texts.insert(target, text);
            }
        }
    }

    /// Whether there are unsaved changes.
    pub(crate) fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// What is to be written so that the files say what is seen: the unsaved changes, and the weights that made room for
    /// them.
    pub(crate) fn to_write(&self) -> Vec<(String, String)> {
        let criteria = self.loaded.criteria.iter().zip(&self.decision().criteria);
        let made_room =
            criteria.filter(|(loaded, now)| loaded.weight != now.weight).filter_map(|(_, now)| {
                let target = Target::Weight(now.id.clone());
                (!self.changes.contains_key(&target)).then(|| (target.path(), now.weight.to_string()))
            });
        self.changes().into_iter().chain(made_room).collect()
    }

    /// The unsaved changes as `--set` takes them, without the weights that made room.
    pub(crate) fn changes(&self) -> Vec<(String, String)> {
        let value = |setting: &Setting| match setting {
            Setting::Weight(weight) => weight.to_string(),
            Setting::Text(text) => text.clone(),
        };
        self.changes.iter().map(|(target, setting)| (target.path(), value(setting))).collect()
    }

    /// The unsaved change of a value, as typed.
    pub(crate) fn change_of(&self, target: &Target) -> Option<&str> {
        match self.changes.get(target)? {
            Setting::Text(text) => Some(text),
            Setting::Weight(_) => None,
        }
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
    pub(crate) fn set(&mut self, settings: Vec<(Target, Setting)>, says: String, gesture: Option<Target>) {
        let settings = settings.into_iter().map(|(target, setting)| (target, Some(setting))).collect();
        self.change(settings, says, gesture);
    }

    /// Like [`Session::set`], with none for a value that is to be as the file has it.
    pub(crate) fn change(
        &mut self,
        settings: Vec<(Target, Option<Setting>)>,
        says: String,
        gesture: Option<Target>,
    ) {
        let moves: Vec<(Target, Option<Setting>, Option<Setting>)> = settings
            .into_iter()
            .filter(|(target, _)| self.is_there(target))
            .map(|(target, after)| (target.clone(), self.changes.get(&target).cloned(), after))
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
                for (target, before, after) in moves {
                    match last.moves.iter_mut().find(|(other, ..)| *other == target) {
                        Some(last) => last.2 = after,
                        None => last.moves.push((target, before, after)),
                    }
                }
                last.says = says;
            }
            _ => self.done.push(UndoStep { moves, says, gesture }),
        }
        self.rebuild();
    }

    /// Remembers how a value is written in its file, so that taking an edit back after saving it writes that.
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
        let is_still = |(target, before, after): &(Target, Option<Setting>, Option<Setting>)| {
            let is_as_loaded = |after: &Setting| self.is_as_loaded(target, after);
            before == after || (before.is_none() && after.as_ref().is_some_and(is_as_loaded))
        };
        if self.done.last().is_some_and(|last| last.moves.iter().all(is_still)) {
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

    /// As it stands in the files.
    pub(crate) fn loaded(&self) -> &Decision {
        &self.loaded
    }

    /// The weight of a criterion as the file gives it.
    pub(crate) fn loaded_weight(&self, at: usize) -> Weight {
        self.loaded.criteria[at].weight.clone()
    }

    /// The criteria under the same group, with the one at the index.
    pub(crate) fn siblings(&self, at: usize) -> Vec<usize> {
        let parent = self.decision().criteria[at].parent;
        let is_sibling = |other: &usize| self.decision().criteria[*other].parent == parent;
        (0..self.decision().criteria.len()).filter(is_sibling).collect()
    }

    /// What the weights of a group with these criteria must add up to, and what they do.
    pub(crate) fn sums(&self, siblings: &[usize]) -> (Option<&Weight>, Weight) {
        let sum = Weight::sum(siblings.iter().map(|at| &self.criterion(*at).weight));
        (self.decision().rule.weights.as_ref(), sum)
    }

    /// The whole of which a slider shows a part: what the group's weights must add up to, or the sum
    /// that they had in the file.
    pub(crate) fn whole(&self, at: usize) -> Weight {
        if let Some(whole) = &self.decision().rule.weights {
            return whole.clone();
        }
        let siblings = self.siblings(at);
        let sum = Weight::sum(siblings.iter().map(|sibling| &self.loaded.criteria[*sibling].weight));
        if sum.is_zero() { Weight::ONE } else { sum }
    }

    /// The criteria with the changes.
    pub(crate) fn criterion(&self, at: usize) -> &Criterion {
        &self.decision().criteria[at]
    }

    fn is_there(&self, target: &Target) -> bool {
        match target {
            Target::Weight(id) => self.loaded.criteria.iter().any(|criterion| criterion.id == *id),
            Target::Value(path) => {
                let is_vendor = |id: &str| self.loaded.vendors.iter().any(|vendor| vendor.id.as_str() == id);
                match path.split('.').collect::<Vec<_>>().as_slice() {
                    ["vendors", id, ..] => is_vendor(id),
                    ["panel", id, "marks", vendor, _] => self.is_seated(id) && is_vendor(vendor),
                    _ => true,
                }
            }
        }
    }

    /// Whether the panel has such an evaluator; the consensus belongs to every panel.
    fn is_seated(&self, id: &str) -> bool {
        let evaluators = self.loaded.panel.iter().flat_map(|panel| &panel.evaluators);
        self.loaded.panel.is_some()
            && (id == CONSENSUS || evaluators.into_iter().any(|one| one.id.as_str() == id))
    }

    fn is_as_loaded(&self, target: &Target, setting: &Setting) -> bool {
        match (target, setting) {
            (Target::Weight(id), Setting::Weight(weight)) => self
                .loaded
                .criteria
                .iter()
                .any(|criterion| criterion.id == *id && criterion.weight == *weight),
            (target, Setting::Text(text)) => {
                self.texts.get(target).is_some_and(|written| written.trim() == text.trim())
            }
            _ => false,
        }
    }

    /// Sets a target, or leaves it as the file has it.
    fn put(&mut self, target: Target, setting: Option<Setting>) {
        match setting {
            Some(setting) if matches!(target, Target::Weight(_)) || !self.is_as_loaded(&target, &setting) => {
                self.changes.insert(target, setting)
            }
            _ => self.changes.remove(&target),
        };
    }

    /// The decision with the changes.
    pub(crate) fn decision(&self) -> &Arc<Decision> {
        &self.evaluation.decision
    }

    /// Sets the weights as the changes are now.
    fn rebuild(&mut self) {
        self.weigh(Arc::clone(self.decision()));
    }

    /// Sets the weights in a decision, and scores it.
    fn weigh(&mut self, mut decision: Arc<Decision>) {
        self.forget_unmoved();
        // Files that changed on disk may leave no room for what was set before: then it is seen as it is.
        let weights = self.weights(&self.changes).unwrap_or_else(|| {
            let set = |loaded: &Criterion| match self.changes.get(&Target::Weight(loaded.id.clone())) {
                Some(Setting::Weight(weight)) => weight.clone(),
                _ => loaded.weight.clone(),
            };
            self.loaded.criteria.iter().map(set).collect()
        });
        let weights = weights.into_iter().take(decision.criteria.len()).enumerate();
        Arc::make_mut(&mut decision).set_weights(weights);
        self.evaluation = weigh(&decision, &self.judged);
        self.version += 1;
    }
}

fn ranks(evaluation: &Evaluation) -> HashMap<VendorId, Option<usize>> {
    evaluation.vendors.iter().map(|vendor| (vendor.id().clone(), vendor.rank)).collect()
}
