//! Contacts that come back because the first did not solve the issue.
//!
//! Shares are parts of 1. `f` is the share of issues that their first contact solves, `g` that of each later contact, `b`
//! the share of those not solved who come back. Everything is exact but [`Kinds::first_of_issues`], which takes a root.

use crate::exact::Exact;
use crate::exact::irrational::root;

/// Digits of the one rate here that is no fraction.
const DIGITS: u32 = 18;

/// What becomes of one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Contacts until it is solved or given up; 1 and up.
    pub contacts: Exact,
    /// The share that is solved in the end, 0 to 1; the rest is given up.
    pub resolved: Exact,
}

impl Issue {
    /// The share that is given up, 0 to 1.
    #[must_use]
    pub fn given_up(&self) -> Exact {
        &Exact::ONE - &self.resolved
    }

    /// What an issue costs, and a resolved one, at so much a contact; the latter none where none is resolved.
    #[must_use]
    pub fn costs(&self, a_contact: &Exact) -> (Exact, Option<Exact>) {
        let an_issue = a_contact * &self.contacts;
        let a_resolved_issue = an_issue.over(&self.resolved);
        (an_issue, a_resolved_issue)
    }

    /// The share of contacts that solve an issue, 0 to 1: with `g = f` that is `f`, whatever `b` is.
    #[must_use]
    pub fn solving_share(&self) -> Exact {
        self.resolved.over(&self.contacts).unwrap_or_default()
    }
}

/// Contacts an issue, `1 + (1-f) b / (1 - (1-g) b)`, and the share that is solved, `f + (1-f) b g / (1 - (1-g) b)`.
///
/// - `first`, `later`, `back`: f, g and b, 0 to 1 each.
/// - Returns none where later contacts solve nothing and all come back: they would for ever.
///
/// Cases `contacts_per_issue`, `cost_per_resolved_issue` in tests/it/cost/repeats.rs.
#[must_use]
pub fn contacts_per_issue(first: &Exact, later: &Exact, back: &Exact) -> Option<Issue> {
    let unsolved = &(&Exact::ONE - first) * back;
    if unsolved.is_zero() {
        return Some(Issue { contacts: Exact::ONE, resolved: first.clone() });
    }
    let ends = &Exact::ONE - &(&(&Exact::ONE - later) * back);
    let later_contacts = unsolved.over(&ends)?;
    Some(Issue { contacts: &Exact::ONE + &later_contacts, resolved: first + &(&later_contacts * later) })
}

/// The same where nobody calls more than a number of times.
///
/// - `most`: 1 and up.
#[must_use]
pub fn contacts_of_at_most(first: &Exact, later: &Exact, back: &Exact, most: u32) -> Issue {
    let mut issue = Issue { contacts: Exact::ONE, resolved: first.clone() };
    let mut unsolved = &Exact::ONE - first;
    for _ in 1..most {
        let calling = &unsolved * back;
        issue.contacts += &calling;
        issue.resolved += &(&calling * later);
        unsolved = &calling * &(&Exact::ONE - later);
    }
    issue
}

/// How many contacts there are with other rates than those that the records hold: `N(vendor) / N(today)`, as a factor.
///
/// - Returns none where today's contacts an issue are none.
///
/// Case `rebase_volume`.
#[must_use]
pub fn rebase(today: &Issue, vendor: &Issue) -> Option<Exact> {
    vendor.contacts.over(&today.contacts)
}

/// The rates that are called first-contact resolution, of counted contacts.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinds {
    /// Solved at first of all contacts (gross).
    pub gross: Option<Exact>,
    /// Solved at first of those contacts that the first level can solve (net).
    pub net: Option<Exact>,
    /// Issues that their first contact solves.
    pub of_issues: Option<Exact>,
    /// Contacts an issue.
    pub contacts_an_issue: Option<Exact>,
    /// Problems over calls: another quantity again.
    pub crude: Option<Exact>,
}

impl Kinds {
    /// One event, three rates. Each none where it would be of nothing.
    ///
    /// - `contacts`, `resolved_first`: all contacts, and those that solved an issue at first.
    /// - `cannot`: contacts that the first level cannot solve.
    /// - `issues`: how many issues these contacts were about.
    ///
    /// Case `fcr_kinds`.
    #[must_use]
    pub fn of(contacts: &Exact, resolved_first: &Exact, cannot: &Exact, issues: &Exact) -> Kinds {
        Kinds {
            gross: resolved_first.over(contacts),
            net: resolved_first.over(&(contacts - cannot)),
            of_issues: resolved_first.over(issues),
            contacts_an_issue: contacts.over(issues),
            crude: issues.over(contacts),
        }
    }

    /// The share of issues that their first contact solves, where the share of contacts is given: f = q N(f).
    ///
    /// - `gross`: q, 0 to 1.
    /// - `later`: g; as f itself where there is none, and then f is the root of `b f² + (1-b) f = q`, to 18 digits.
    /// - Returns none where more would be solved at first than there are issues.
    #[must_use]
    pub fn first_of_issues(gross: &Exact, later: Option<&Exact>, back: &Exact) -> Option<Exact> {
        let first = match later {
            Some(later) => {
                let ends = &Exact::ONE - &(&(&Exact::ONE - later) * back);
                let more = back.over(&ends)?;
                (gross * &(&Exact::ONE + &more)).over(&(&Exact::ONE + &(gross * &more)))?
            }
            None if back.is_zero() => gross.clone(),
            None => {
                let stay = &Exact::ONE - back;
                let inner = &(&stay * &stay) + &(&Exact::from(4) * &(back * gross));
                let [low, high] = root(&inner, 2, DIGITS)?;
                let middle = (&low + &high).over(&Exact::from(2))?;
                (&middle - &stay).over(&(&Exact::from(2) * back))?
            }
        };
        (first <= Exact::ONE).then_some(first)
    }
}
