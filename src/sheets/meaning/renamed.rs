//! The next edition of a sheet: names that the decision does not know, beside names that the sheet no longer has.

use super::{Answers, Asked, Book, NoAnswer, Place, Question, answered};
use crate::decision::Decision;
use crate::sheets::proposal::{CriterionKind, Import};
use crate::text::letters::same_name;

/// What a decision, or a sheet, has: an id and a name.
type Known = (String, String);

/// Asks of each criterion and vendor that a decision does not have whether it is one that the sheet no longer has; what is
/// takes the id of that one.
pub(in crate::sheets) fn ask(
    import: &mut Import,
    refused: &mut Vec<NoAnswer>,
    decision: &Decision,
    (book, answers): (&Book, &Answers),
) {
    let is_scored = |kind: &CriterionKind| !matches!(kind, CriterionKind::Gate | CriterionKind::Fact);
    for is_group in [true, false] {
        let ours = decision.criteria.iter().filter(|one| one.leaf.is_none() == is_group);
        let ours: Vec<Known> = ours.map(|one| (one.id.to_string(), one.name.clone())).collect();
        let of_kind: Vec<usize> = (0..import.criteria.len())
            .filter(|at| {
                let kind = &import.criteria[*at].kind;
                is_scored(kind) && (*kind == CriterionKind::Group) == is_group
            })
            .collect();
        let theirs: Vec<(Known, Option<Place>)> = of_kind
            .iter()
            .map(|at| &import.criteria[*at])
            .map(|one| ((one.id.clone(), one.name.clone()), one.place))
            .collect();
        for (at, id) in renamed(import, refused, (&ours, &theirs), (book, answers)) {
            import.renamed.push(format!("criteria.{id}.name"));
            import.criteria[of_kind[at]].id = id;
        }
    }
    let ours: Vec<Known> =
        decision.vendors.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let theirs: Vec<(Known, Option<Place>)> =
        import.vendors.iter().map(|one| ((one.id.clone(), one.name.clone()), Some(one.place))).collect();
    for (at, id) in renamed(import, refused, (&ours, &theirs), (book, answers)) {
        import.renamed.push(format!("vendors.{id}.name"));
        import.vendors[at].id = id;
    }
}

/// Which of theirs are renamed ones of ours: the place among theirs, and the id.
fn renamed(
    import: &mut Import,
    refused: &mut Vec<NoAnswer>,
    (ours, theirs): (&[Known], &[(Known, Option<Place>)]),
    (book, answers): (&Book, &Answers),
) -> Vec<(usize, String)> {
    let is_same = |one: &Known, other: &Known| one.0 == other.0 || same_name(&one.1) == same_name(&other.1);
    let mut gone: Vec<&Known> =
        ours.iter().filter(|own| theirs.iter().all(|(other, _)| !is_same(own, other))).collect();
    let mut found = Vec::new();
    for (at, (new, place)) in theirs.iter().enumerate() {
        let Some(place) = place.filter(|_| !gone.is_empty() && ours.iter().all(|own| !is_same(own, new)))
        else {
            continue;
        };
        let names: Vec<&str> = gone.iter().map(|(_, name)| name.as_str()).collect();
        let question = Question {
            kind: Asked::Renamed,
            at: vec![place],
            ask: format!(
                "The decision has no \"{}\", and the sheet no longer has {}. Is it new, or another name for one of them?",
                new.1,
                names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
            ),
            options: std::iter::once("new".to_owned())
                .chain(names.iter().map(|name| format!("another name for {name}")))
                .collect(),
            effect: "a new one counts beside all that are there".to_owned(),
            answer: None,
        };
        let choice = answered(book, answers, question, (import, refused));
        if choice.at > 0 {
            found.push((at, gone.remove(choice.at - 1).0.clone()));
        }
    }
    found
}
