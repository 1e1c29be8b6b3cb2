//! A new criterion, with its group, and the weights that make room for it.

use super::{NewCriterion, as_read, criteria_file, ids_of, number, refuse_id, unfit};
use crate::decision::panel::Evaluator;
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, Decision, FactId, Weight, make_room};
use crate::files::edit::{Edit, EditError, block, quoted};
use crate::files::is_id;
use crate::open::Opened;
use crate::open::edit::set_in;

/// The criteria file with the criterion.
pub(super) fn criterion(opened: &Opened, new: &NewCriterion) -> Result<Edit, EditError> {
    refuse_id(&new.id, false)?;
    let there = ids_of(opened, "criteria");
    if there.contains(&new.id) {
        return Err(unfit(format!("there is a criterion `{}` already; give another id", new.id)));
    }
    let weight = number(&new.weight, "a weight")?;
    let (mut edit, mut behind) = (criteria_file(opened)?, None);
    let whole = opened.decision().ok().and_then(|decision| decision.rule.weights.clone());
    let is_new_group = new.under.as_ref().is_some_and(|group| !there.contains(group));
    // What stands alone in its group has all of what weights add up to.
    let alone = |weight: &Weight| whole.as_ref().map_or_else(|| weight.to_string(), ToString::to_string);
    if let (Some(group), true) = (&new.under, is_new_group) {
        let Some((name, weight)) = &new.group else {
            return Err(unfit(format!(
                "there is no group `{group}`; with --group-weight it is made, at the top"
            )));
        };
        refuse_id(group, false)?;
        let weight = number(weight, "the weight of a group")?;
        let weight = if there.is_empty() { alone(&weight) } else { weight.to_string() };
        let keys = [("name", quoted(name)), ("weight", weight)];
        block::add(&mut edit, ("criteria", group), (None, None), &keys, None)?;
        behind = Some(group.clone());
    } else if let Some(group) = &new.under {
        let decision = opened.decision().ok();
        let at =
            decision.and_then(|decision| decision.criteria.iter().position(|one| one.id.as_str() == group));
        if let (Some(decision), Some(at)) = (decision, at) {
            if !decision.criteria[at].is_group() {
                return Err(unfit(format!(
                    "`{group}` is scored itself, and cannot have criteria under it; name a group, or one that is to be \
                     made"
                )));
            }
            let inside = |other: &&Criterion| other.parent == Some(at);
            behind = decision.criteria.iter().rfind(inside).map(|last| last.id.to_string());
        }
        behind = behind.or_else(|| Some(group.clone()));
    }
    let is_alone = is_new_group || (new.under.is_none() && there.is_empty());
    let weight = if is_alone { alone(&weight) } else { weight.to_string() };
    let text = |text: &String| quoted(text);
    let keys = [
        ("name", Some(quoted(&new.name))),
        ("under", new.under.as_ref().map(text)),
        ("weight", Some(weight)),
        ("unit", new.unit.as_ref().map(text)),
        ("fact", new.fact.as_ref().filter(|fact| **fact != new.id).map(text)),
        ("scale", Some(new.scale.text())),
        ("note", new.note.as_ref().map(text)),
    ];
    let keys: Vec<(&str, String)> = keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    block::add(&mut edit, ("criteria", &new.id), (behind.as_deref(), None), &keys, None)?;
    if let (Some(_), Ok(decision)) = (&whole, opened.decision()) {
        let (id, weight, siblings) = added_among(decision, new)?;
        let own: Vec<Weight> = siblings.iter().map(|one| one.weight.clone()).collect();
        if !own.is_empty() {
            for (id, weight) in with_room_for(decision, &siblings, own, (id, &weight))? {
                edit.after = set_in(&edit, &format!("criteria.{id}.weight"), &weight.to_string())?;
            }
        }
    }
    Ok(edit)
}

/// Says in the file of every vendor that a fact is not known, where none has it: it is asked for from now on.
pub(super) fn asked_of_all(opened: &Opened, fact: &str) -> Result<Vec<Edit>, EditError> {
    let Ok(decision) = opened.decision() else { return Ok(Vec::new()) };
    let id = FactId::new(fact);
    let is_there = decision.vendors.iter().any(|vendor| vendor.facts.contains_key(&id));
    if is_there || !is_id(fact) || is_head_fact(fact) || decision.is_worked_out(&id) {
        return Ok(Vec::new());
    }
    let asked = |id: &str| {
        let Some(mut edit) = opened.texts.vendor_file(id).and_then(|file| as_read(opened, &file)) else {
            return Ok(None);
        };
        edit.after = set_in(&edit, &format!("vendors.{id}.facts.{fact}"), "{}")?;
        Ok(Some(edit))
    };
    decision.vendors.iter().filter_map(|vendor| asked(vendor.id.as_str()).transpose()).collect()
}

/// Lets the own weights of evaluators make room for a criterion, where they weigh its group: they weigh all of it or
/// nothing.
pub(super) fn own_weights(opened: &Opened, new: &NewCriterion) -> Result<Vec<Edit>, EditError> {
    let Ok(decision) = opened.decision() else { return Ok(Vec::new()) };
    let Some(panel) = &decision.panel else { return Ok(Vec::new()) };
    let (id, weight, siblings) = added_among(decision, new)?;
    let mut edits = Vec::new();
    for evaluator in &panel.evaluators {
        let Some(mut edit) = as_read(opened, &opened.texts.panel_file(evaluator.id.as_str())) else {
            continue;
        };
        own_room_for(decision, evaluator, &siblings, (id, &weight), &mut edit)?;
        if edit.after != edit.before {
            edits.push(edit);
        }
    }
    Ok(edits)
}

/// Has the own weights of an evaluator make room for a criterion, where they weigh those beside it.
pub(in crate::open) fn own_room_for(
    decision: &Decision,
    evaluator: &Evaluator,
    siblings: &[&Criterion],
    added: (&str, &Weight),
    edit: &mut Edit,
) -> Result<(), EditError> {
    let own: Option<Vec<Weight>> =
        siblings.iter().map(|one| evaluator.weights.get(&one.id).cloned()).collect();
    let Some(own) = own.filter(|own| !own.is_empty()) else { return Ok(()) };
    for (id, weight) in with_room_for(decision, siblings, own, added)? {
        let path = format!("panel.{}.weights.{id}", evaluator.id);
        edit.after = set_in(edit, &path, &weight.to_string())?;
    }
    Ok(())
}

/// What a new criterion adds to the criteria that are there, with its weight and those beside it: itself, or its group where
/// that is new too and it has nobody beside it.
fn added_among<'a>(
    decision: &'a Decision,
    new: &'a NewCriterion,
) -> Result<(&'a str, Weight, Vec<&'a Criterion>), EditError> {
    let (id, weight, under) = match (&new.group, &new.under) {
        (Some((_, weight)), Some(group)) => (group.as_str(), weight, None),
        (_, under) => (new.id.as_str(), &new.weight, under.as_deref()),
    };
    let parent = decision.criteria.iter().position(|one| Some(one.id.as_str()) == under);
    let siblings = decision.criteria.iter().filter(|one| one.parent == parent).collect();
    Ok((id, number(weight, "a weight")?, siblings))
}

/// The weights of a group with one more, which the others make room for where the rule says what they add up to.
pub(in crate::open) fn with_room_for(
    decision: &Decision,
    siblings: &[&Criterion],
    mut own: Vec<Weight>,
    (id, weight): (&str, &Weight),
) -> Result<Vec<(String, Weight)>, EditError> {
    let mut stays = vec![false; own.len()];
    own.push(weight.clone());
    stays.push(true);
    let weights = match &decision.rule.weights {
        Some(whole) if weight >= whole => {
            return Err(unfit(format!(
                "a weight of {weight} leaves nothing of {whole} to the others of the group"
            )));
        }
        Some(whole) => make_room(&own, &stays, whole).ok_or_else(|| {
            unfit(format!("a weight of {weight} leaves nothing of {whole} to the others of the group"))
        })?,
        None => own,
    };
    let ids = siblings.iter().map(|one| one.id.to_string()).chain([id.to_owned()]);
    Ok(ids.zip(weights).collect())
}
