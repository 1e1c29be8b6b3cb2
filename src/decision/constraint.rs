//! What is known about weights: `cost >= security`, `20 <= cost <= 40`, `cost >= 2 culture`.

use std::cmp::Ordering;

use thiserror::Error;

use super::Criterion;
use crate::exact::Exact;
use crate::exact::lp::{Bound, LinearConstraint, Solution, maximise};
use crate::text::suggest::did_you_mean;

/// One comparison of weights of the same group: the sum of factors times local shares is at least a
/// share of the group.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The text that it was read from.
    pub text: String,
    /// Index of the group; none for the top.
    pub group: Option<usize>,
    /// Criteria with their factors.
    pub(crate) sum: Vec<(usize, Exact)>,
    /// The least share, 0 to 1.
    pub(crate) at_least: Exact,
}

/// A linear constraint on weights: the sum of coefficients times global shares is at most zero.
#[derive(Clone, Debug)]
pub struct WeightRow {
    /// One coefficient for each criterion of the decision; groups have zero.
    pub coefficients: Vec<Exact>,
}

/// Why constraints cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConstraintError {
    /// It is not a comparison of weights.
    #[error(
        "`{text}` does not compare weights; write such as `cost >= security`, `20 <= cost <= 40` or `cost >= 2 culture`"
    )]
    Malformed {
        /// As typed.
        text: String,
    },
    /// It names a criterion that is not there.
    #[error("`{text}` names `{name}`, which is no criterion{hint}")]
    Unknown {
        /// As typed.
        text: String,
        /// What it takes for the id of a criterion.
        name: String,
        /// Near names.
        hint: String,
    },
    /// It compares criteria of different groups, whose weights share no whole.
    #[error("`{text}` compares `{first}` with `{second}`, which stand in different groups")]
    NotSiblings {
        /// As typed.
        text: String,
        /// The id of one of them.
        first: String,
        /// The id of the other one.
        second: String,
    },
    /// They contradict each other; without any one of those named the rest could hold.
    #[error("no weights satisfy {}{}", quoted(texts), if texts.len() > 1 { " together" } else { "" })]
    Contradiction {
        /// The fewest that already contradict each other.
        texts: Vec<String>,
    },
    /// They leave weights, but none that can vary freely.
    #[error("{} no room: some weight can take a single value only; widen one of them", leave(texts))]
    NoRoom {
        /// All constraints of the group.
        texts: Vec<String>,
    },
    /// They leave so little room that no sampler covers it evenly.
    #[error("{} so narrow a room that weights cannot be drawn evenly from it", leave(texts))]
    TooNarrow {
        /// All constraints of the group.
        texts: Vec<String>,
    },
}

fn leave(texts: &[String]) -> String {
    format!("{} {}", quoted(texts), if texts.len() == 1 { "leaves" } else { "leave" })
}

/// Texts in quotes; of many the first, and how many more.
fn quoted(texts: &[String]) -> String {
    const MOST: usize = 12;
    let shown = if texts.len() > MOST { &texts[..MOST - 2] } else { texts };
    let mut parts: Vec<String> = shown.iter().map(|text| format!("`{text}`")).collect();
    if let more @ 1.. = texts.len() - shown.len() {
        parts.push(format!("{more} more"));
    }
    parts.join(" and ")
}

/// One side of a comparison: a part of the group's whole, or a factor of a criterion.
enum Term {
    /// In the units of the criteria file.
    Number(Exact),
    Percent(Exact),
    Criterion(usize, Exact),
}

/// Reads constraints; a chain such as `a >= b >= c` becomes one constraint for each comparison.
///
/// Numbers are in the units of the criteria file, of what the siblings' weights add up to, or with `%` in parts of
/// that.
///
/// # Errors
/// [`ConstraintError`] for the first text that cannot be read.
pub fn parse(texts: &[String], criteria: &[Criterion]) -> Result<Vec<Constraint>, ConstraintError> {
    let mut constraints = Vec::new();
    for text in texts {
        parse_one(text, criteria, &mut constraints)?;
    }
    Ok(constraints)
}

fn parse_one(text: &str, criteria: &[Criterion], into: &mut Vec<Constraint>) -> Result<(), ConstraintError> {
    let malformed = || ConstraintError::Malformed { text: text.to_owned() };
    // With the two-letter signs made one letter, every sign is a place to cut.
    let plain = text.replace(">=", ">").replace("<=", "<").replace('≥', ">").replace('≤', "<");
    let signs: Vec<char> = plain.chars().filter(|c| matches!(c, '<' | '>')).collect();
    let terms: Vec<Term> =
        plain.split(['<', '>']).map(|side| term(side, text, criteria)).collect::<Result<_, _>>()?;
    if signs.is_empty() {
        return Err(malformed());
    }
    for (sign, pair) in signs.iter().zip(terms.windows(2)) {
        let (more, less) = if *sign == '>' { (&pair[0], &pair[1]) } else { (&pair[1], &pair[0]) };
        into.push(compare(more, less, text, criteria)?.ok_or_else(malformed)?);
    }
    Ok(())
}

fn term(side: &str, text: &str, criteria: &[Criterion]) -> Result<Term, ConstraintError> {
    let malformed = || ConstraintError::Malformed { text: text.to_owned() };
    let spaced = side.replace('%', " % ");
    let words: Vec<&str> = spaced.split([' ', '*', '\t']).filter(|word| !word.is_empty()).collect();
    let find = |name: &str| {
        let at = criteria.iter().position(|criterion| criterion.id.as_str() == name);
        at.ok_or_else(|| ConstraintError::Unknown {
            text: text.to_owned(),
            name: name.to_owned(),
            hint: did_you_mean(name, criteria.iter().map(|criterion| criterion.id.as_str()))
                .map_or_else(String::new, |hint| format!("; {hint}")),
        })
    };
    match words.as_slice() {
        [one] => match Exact::parse(one) {
            Ok(number) => Ok(Term::Number(number)),
            Err(_) => Ok(Term::Criterion(find(one)?, Exact::ONE)),
        },
        [number, "%"] => Ok(Term::Percent(Exact::parse(number).map_err(|_| malformed())?)),
        [factor, name] => {
            let factor = Exact::parse(factor).map_err(|_| malformed())?;
            if factor.is_negative() { Err(malformed()) } else { Ok(Term::Criterion(find(name)?, factor)) }
        }
        _ => Err(malformed()),
    }
}

/// `more >= less`; none for two numbers.
fn compare(
    more: &Term,
    less: &Term,
    text: &str,
    criteria: &[Criterion],
) -> Result<Option<Constraint>, ConstraintError> {
    let group = |at: usize| criteria[at].parent;
    let share = |number: &Term, at: usize| match number {
        Term::Number(number) => number.over(&whole(criteria, group(at))).unwrap_or_default(),
        Term::Percent(number) => Exact::of_percent(number),
        Term::Criterion(..) => Exact::ZERO,
    };
    let constraint = |group, sum, at_least| Constraint { text: text.to_owned(), group, sum, at_least };
    Ok(match (more, less) {
        (Term::Criterion(a, _), Term::Criterion(b, _)) if group(*a) != group(*b) => {
            let id = |at: usize| criteria[at].id.to_string();
            return Err(ConstraintError::NotSiblings {
                text: text.to_owned(),
                first: id(*a),
                second: id(*b),
            });
        }
        (Term::Criterion(a, x), Term::Criterion(b, y)) => {
            Some(constraint(group(*a), vec![(*a, x.clone()), (*b, -y)], Exact::ZERO))
        }
        (Term::Criterion(a, factor), number) => {
            Some(constraint(group(*a), vec![(*a, factor.clone())], share(number, *a)))
        }
        (number, Term::Criterion(b, factor)) => {
            Some(constraint(group(*b), vec![(*b, -factor)], -&share(number, *b)))
        }
        _ => None,
    })
}

/// What the weights of a group add up to in the criteria file.
fn whole(criteria: &[Criterion], group: Option<usize>) -> Exact {
    let siblings = criteria.iter().filter(|criterion| criterion.parent == group);
    Exact::sum(siblings.map(|criterion| criterion.weight.exact()))
}

impl Constraint {
    /// The factors of its sum over the members of its group.
    fn factors(&self, members: &[usize]) -> Vec<Exact> {
        let factor = |member: &usize| {
            let own = self.sum.iter().filter(|(at, _)| at == member).map(|(_, factor)| factor.clone());
            Exact::sum(&own.collect::<Vec<_>>())
        };
        members.iter().map(factor).collect()
    }

    /// The constraint on global shares of leaves: the share of a criterion is that of the leaves under it.
    #[must_use]
    pub fn weight_row(&self, criteria: &[Criterion]) -> WeightRow {
        let mut coefficients = vec![Exact::ZERO; criteria.len()];
        for (leaf, coefficient) in coefficients.iter_mut().enumerate() {
            if criteria[leaf].leaf.is_none() {
                continue;
            }
            let above: Vec<usize> = std::iter::successors(Some(leaf), |&at| criteria[at].parent).collect();
            let factors =
                self.sum.iter().filter(|(at, _)| above.contains(at)).map(|(_, factor)| factor.clone());
            let is_in_group = self.group.is_none_or(|group| above.contains(&group));
            let at_least = if is_in_group { self.at_least.clone() } else { Exact::ZERO };
            *coefficient = &at_least - &Exact::sum(&factors.collect::<Vec<_>>());
        }
        WeightRow { coefficients }
    }
}

/// The groups of siblings whose constraints leave no weights, or none that can vary.
///
/// - Returns a [`ConstraintError::Contradiction`] or [`ConstraintError::NoRoom`] for each of them.
#[must_use]
pub fn conflicts(criteria: &[Criterion], constraints: &[Constraint]) -> Vec<ConstraintError> {
    let mut groups: Vec<Option<usize>> = constraints.iter().map(|one| one.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let of_group = |group: Option<usize>| {
        let own: Vec<&Constraint> = constraints.iter().filter(|one| one.group == group).collect();
        inner_point(&weighing(criteria, group), &own).err()
    };
    groups.into_iter().filter_map(of_group).collect()
}

/// The members of a group that weigh something; the others keep their zero.
pub(crate) fn weighing(criteria: &[Criterion], group: Option<usize>) -> Vec<usize> {
    let weighs = |at: &usize| criteria[*at].parent == group && !criteria[*at].share().local.is_zero();
    (0..criteria.len()).filter(weighs).collect()
}

/// A point well inside the room that the constraints of a group leave: shares of its members, every
/// constraint and every zero as far away as they allow at once.
///
/// # Errors
/// [`ConstraintError::Contradiction`] names the fewest constraints that leave nothing, and
/// [`ConstraintError::NoRoom`] the fewest that leave only an edge.
pub(crate) fn inner_point(
    members: &[usize],
    constraints: &[&Constraint],
) -> Result<Vec<Exact>, ConstraintError> {
    if members.is_empty() {
        return Err(ConstraintError::NoRoom { texts: texts(constraints) });
    }
    let widest = widest(members, constraints);
    let is_edge = match widest.0.cmp(&Exact::ZERO) {
        Ordering::Greater => return Ok(widest.1),
        Ordering::Equal => true,
        Ordering::Less => false,
    };
    let binding = binding(members, constraints, &widest);
    let texts = texts(&fewest(members, binding, |slack| slack.is_negative() || (is_edge && slack.is_zero())));
    Err(if is_edge { ConstraintError::NoRoom { texts } } else { ConstraintError::Contradiction { texts } })
}

pub(crate) fn texts(constraints: &[&Constraint]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for constraint in constraints {
        if !texts.contains(&constraint.text) {
            texts.push(constraint.text.clone());
        }
    }
    texts
}

/// The largest slack that all rows can have at once, and the shares that give it; below zero where they contradict
/// each other, and then as little broken as can be.
fn widest(members: &[usize], constraints: &[&Constraint]) -> (Exact, Vec<Exact>) {
    let count = members.len();
    let mut rows = vec![LinearConstraint {
        coefficients: vec![Exact::ONE; count],
        bound: Bound::Equal,
        limit: Exact::ONE,
    }];
    let at_least_slack = |row: Vec<Exact>, at_least: &Exact| {
        let mut coefficients: Vec<Exact> = row.iter().map(|factor| -factor).collect();
        // The slack may have any sign: a variable for what is above zero, one for what is below.
        coefficients.extend([Exact::ONE, -&Exact::ONE]);
        LinearConstraint { coefficients, bound: Bound::AtMost, limit: -at_least }
    };
    let stated = |one: &&Constraint| at_least_slack(one.factors(members), &one.at_least);
    rows.extend(constraints.iter().map(stated));
    rows.extend((0..count).map(|at| {
        let own = (0..count).map(|other| if other == at { Exact::ONE } else { Exact::ZERO });
        at_least_slack(own.collect(), &Exact::ZERO)
    }));
    let objective = [vec![Exact::ZERO; count], vec![Exact::ONE, -&Exact::ONE]].concat();
    match maximise(&objective, &rows) {
        Solution::Optimal { value, mut point } => {
            point.truncate(count);
            (value, point)
        }
        Solution::Infeasible | Solution::Unbounded => {
            unreachable!("any shares will do with slack enough, and their own slack ends at one")
        }
    }
}

/// The constraints that have no more slack than all have at once: they alone keep it from growing.
fn binding<'a>(
    members: &[usize],
    constraints: &[&'a Constraint],
    (slack, point): &(Exact, Vec<Exact>),
) -> Vec<&'a Constraint> {
    let binds = |one: &&&Constraint| {
        let parts: Vec<Exact> = one.factors(members).iter().zip(point).map(|(a, x)| a * x).collect();
        &Exact::sum(&parts) - &one.at_least <= *slack
    };
    constraints.iter().filter(binds).copied().collect()
}

/// Leaves out constraint after constraint as long as the slack of the rest stays as it is asked for.
///
/// - `kept`: constraints whose slack is.
fn fewest<'a>(
    members: &[usize],
    mut kept: Vec<&'a Constraint>,
    is_asked: impl Fn(&Exact) -> bool,
) -> Vec<&'a Constraint> {
    let mut at = 0;
    while at < kept.len() {
        let mut without = kept.clone();
        without.remove(at);
        let widest = widest(members, &without);
        if is_asked(&widest.0) {
            // What cannot be left out of more cannot be left out of less, so the first ones stay.
            kept = binding(members, &without, &widest);
        } else {
            at += 1;
        }
    }
    kept
}
