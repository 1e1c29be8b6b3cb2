//! A criterion in another group.

use super::{
    Change, Kind, files, judgements_of_group, keys_of, own_weights, refuse_missing, root_of, take_room,
    unfit, with_all_under,
};
use crate::decision::{Criterion, Decision, Weight};
use crate::files::edit::{Edit, EditError, block, quoted};
use crate::open::Opened;
use crate::open::edit::set_in;
use crate::open::make::criterion::{own_room_for, with_room_for};
use crate::open::make::{as_read, number};

/// What would be written to move a criterion, or a group with all under it, into another group.
///
/// The weights of the group that it leaves grow into its room, those of the group that it comes to make room for it, where
/// the rule says what they add up to; own weights of evaluators likewise. Judgements that compared it with the others of
/// the group that it leaves go.
///
/// - `under`: the group; none for the top.
/// - `weight`: its weight there; none for the number that it has.
///
/// # Errors
/// As [`remove`](super::remove); [`EditError::Unfit`] too for a group that is none, or that is under it.
pub fn move_criterion(
    opened: &Opened,
    id: &str,
    under: Option<&str>,
    weight: Option<&str>,
) -> Result<Change, EditError> {
    refuse_missing(opened, Kind::Criterion, id)?;
    let decision = opened
        .decision()
        .map_err(|_| unfit("the files have errors; mend them first: `weigh check` shows them".to_owned()))?;
    let place = Place::of(decision, id, under)?;
    let weight = weight.map_or(Ok(place.criterion.weight.clone()), |weight| number(weight, "a weight"))?;
    // All of a group of one is no group.
    with_all_under(opened, id)?;
    let mut change = Change::default();
    for (file, role) in files(opened) {
        let Some(mut edit) = as_read(opened, &file) else { continue };
        if role == super::Role::Criteria {
            let path = format!("criteria.{id}");
            match under {
                Some(group) => edit.after = set_in(&edit, &format!("{path}.under"), &quoted(group))?,
                None => block::remove(&mut edit, &["criteria", id, "under"])?,
            }
            edit.after = set_in(&edit, &format!("{path}.weight"), &weight.to_string())?;
            if let Some(group) = judgements_of_group(opened, id) {
                block::remove(&mut edit, &["judgements", &group])?;
                change.said.push(format!("the judgements of the group `{group}` go: they compared it"));
            }
        } else {
            if keys_of(&root_of(&edit), "weights").iter().any(|own| own == id) {
                own_weights(opened, id, &mut edit)?;
                block::remove(&mut edit, &["weights", id])?;
            }
            own_room(opened, decision, &place, &weight, &mut edit)?;
        }
        if edit.after != edit.before {
            if role != super::Role::Criteria {
                let name = opened.texts.request.workspace.relative(&edit.file);
                change.said.push(format!("the own weights in {name} make room: look whether they are meant"));
            }
            change.edits.push(edit);
        }
    }
    take_room(opened, id, &mut change)?;
    make_room_among(decision, &place, &weight, opened, &mut change)?;
    change.checked(opened)
}

/// Where a criterion is, and where it goes.
struct Place<'a> {
    criterion: &'a Criterion,
    /// Those beside it there.
    siblings: Vec<&'a Criterion>,
}

impl<'a> Place<'a> {
    fn of(decision: &'a Decision, id: &str, under: Option<&str>) -> Result<Place<'a>, EditError> {
        let criteria = &decision.criteria;
        let place = |id: &str| criteria.iter().position(|one| one.id.as_str() == id);
        let at = place(id).ok_or_else(|| unfit(format!("there is no criterion `{id}`")))?;
        let parent = match under {
            None => None,
            Some(group) => Some(place(group).ok_or_else(|| unfit(format!("there is no group `{group}`")))?),
        };
        if parent == criteria[at].parent {
            return Err(unfit(format!("`{id}` is there already")));
        }
        if let Some(parent) = parent {
            let group = &criteria[parent];
            let above = std::iter::successors(Some(parent), |one| criteria[*one].parent);
            if above.into_iter().any(|one| one == at) {
                return Err(unfit(format!("`{}` is under `{id}`, or is it", group.id)));
            }
            if !group.is_group() {
                return Err(unfit(format!(
                    "`{}` is scored itself, and cannot have criteria under it",
                    group.id
                )));
            }
        }
        let siblings = criteria.iter().filter(|one| one.parent == parent).collect();
        Ok(Place { criterion: &criteria[at], siblings })
    }
}

/// Has the weights of the group that it comes to make room.
fn make_room_among(
    decision: &Decision,
    place: &Place<'_>,
    weight: &Weight,
    opened: &Opened,
    change: &mut Change,
) -> Result<(), EditError> {
    let own: Vec<Weight> = place.siblings.iter().map(|one| one.weight.clone()).collect();
    if own.is_empty() || decision.rule.weights.is_none() {
        return Ok(());
    }
    let made = with_room_for(decision, &place.siblings, own, (place.criterion.id.as_str(), weight))?;
    let Some(edit) = change.edits.iter_mut().find(|edit| edit.file == opened.texts.request.criteria) else {
        return Ok(());
    };
    for (id, weight) in made {
        edit.after = set_in(edit, &format!("criteria.{id}.weight"), &weight.to_string())?;
    }
    change.said.push("the weights of the group that it comes to make room in proportion".to_owned());
    Ok(())
}

/// Has the own weights of an evaluator make room, where the group that it comes to has some.
fn own_room(
    opened: &Opened,
    decision: &Decision,
    place: &Place<'_>,
    weight: &Weight,
    edit: &mut Edit,
) -> Result<(), EditError> {
    let is_of = |id: &str| opened.texts.panel_file(id) == edit.file;
    let panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let Some(evaluator) = panel.into_iter().find(|one| is_of(one.id.as_str())) else { return Ok(()) };
    own_room_for(decision, evaluator, &place.siblings, (place.criterion.id.as_str(), weight), edit)
}
