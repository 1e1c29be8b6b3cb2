//! Weights that are set, and those that make room for them: as with `--set`, and so as the files will say.

use std::collections::BTreeMap;

use super::{Session, Setting, Target};
use crate::decision::{Criterion, Weight, make_room};

impl Session {
    /// The settings that give a criterion a weight: what else was set of its group stays, or else makes room, too. None
    /// where there is no room even then.
    pub(crate) fn weight_settings(
        &self,
        at: usize,
        weight: &Weight,
    ) -> Option<Vec<(Target, Option<Setting>)>> {
        let target = |at: usize| Target::Weight(self.loaded.criteria[at].id.clone());
        let own = vec![(target(at), Some(Setting::Weight(weight.clone())))];
        let others = self.set_besides(at).into_iter().map(|target| (target, None));
        let alone: Vec<_> = own.iter().cloned().chain(others).collect();
        [own, alone].into_iter().find(|settings| self.has_room(settings))
    }

    /// The weights of a criterion's group that are set, besides its own and those that stay where they are.
    pub(crate) fn set_besides(&self, at: usize) -> Vec<Target> {
        let others = self.siblings(at).into_iter().filter(|other| *other != at);
        let ids = others.map(|other| &self.loaded.criteria[other].id);
        let targets = ids.filter(|id| !self.locked.contains(*id)).map(|id| Target::Weight(id.clone()));
        targets.filter(|target| self.changes.contains_key(target)).collect()
    }

    /// Whether the weights of every group add up with further settings, where they have to.
    pub(crate) fn has_room(&self, settings: &[(Target, Option<Setting>)]) -> bool {
        let mut changes = self.changes.clone();
        for (target, setting) in settings {
            match setting {
                Some(setting) => changes.insert(target.clone(), setting.clone()),
                None => changes.remove(target),
            };
        }
        self.weights(&changes).is_some()
    }

    /// The weights with some changes, those that are neither set nor kept making room; none where they cannot.
    pub(super) fn weights(&self, changes: &BTreeMap<Target, Setting>) -> Option<Vec<Weight>> {
        let change = |loaded: &Criterion| match changes.get(&Target::Weight(loaded.id.clone())) {
            Some(Setting::Weight(weight)) => Some(weight.clone()),
            _ => None,
        };
        let criteria = &self.loaded.criteria;
        let weight = |one: &Criterion| change(one).unwrap_or_else(|| one.weight.clone());
        let mut weights: Vec<Weight> = criteria.iter().map(weight).collect();
        let Some(whole) = &self.decision().rule.weights else { return Some(weights) };
        let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (at, criterion) in criteria.iter().enumerate() {
            groups.entry(criterion.parent).or_default().push(at);
        }
        for group in groups.into_values() {
            let own: Vec<Weight> = group.iter().map(|at| weights[*at].clone()).collect();
            if Weight::sum(&own) == *whole {
                continue;
            }
            let stays =
                |at: &usize| change(&criteria[*at]).is_some() || self.locked.contains(&criteria[*at].id);
            let stays: Vec<bool> = group.iter().map(stays).collect();
            for (at, weight) in group.iter().zip(make_room(&own, &stays, whole)?) {
                weights[*at] = weight;
            }
        }
        Some(weights)
    }

    /// Forgets weights that are set to what the file says: they are no changes. Where others of their group are, they stay
    /// set, and do not make room.
    pub(super) fn forget_unmoved(&mut self) {
        let criteria = &self.loaded.criteria;
        let is_unmoved = |one: &Criterion, setting: &Setting| *setting == Setting::Weight(one.weight.clone());
        let set = |one: &Criterion| self.changes.get(&Target::Weight(one.id.clone()));
        let moved: Vec<Option<usize>> = criteria
            .iter()
            .filter(|one| set(one).is_some_and(|setting| !is_unmoved(one, setting)))
            .map(|one| one.parent)
            .collect();
        let adds_up = self.loaded.rule.weights.is_some();
        let gone: Vec<Target> = criteria
            .iter()
            .filter(|one| set(one).is_some_and(|setting| is_unmoved(one, setting)))
            .filter(|one| !adds_up || !moved.contains(&one.parent))
            .map(|one| Target::Weight(one.id.clone()))
            .collect();
        for target in gone {
            self.changes.remove(&target);
        }
    }

    /// Keeps a weight where it is when others make room, or no longer.
    pub(crate) fn toggle_lock(&mut self, at: usize) {
        let id = self.criterion(at).id.clone();
        if self.locked.remove(&id) {
            self.rebuild();
            return;
        }
        let weight = self.criterion(at).weight.clone();
        if weight != self.loaded_weight(at) {
            // It stays where it made room to.
            let says = format!("weight of {id}: {}", weight.plain(6));
            self.set(vec![(Target::Weight(id.clone()), Setting::Weight(weight))], says, None);
        }
        self.locked.insert(id);
        self.rebuild();
    }
}
