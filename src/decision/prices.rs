//! Which facts are prices, and stay sealed until quality is settled.

use std::collections::BTreeSet;

use super::derived::ids as worked_out;
use super::{Decision, FactId};

/// The facts that are prices: those that are worked out from quotes, those scored by a price formula, and
/// those that the panel's rule names, itself or by a criterion or group that reads them.
#[must_use]
pub fn price_facts(decision: &Decision) -> BTreeSet<FactId> {
    let named: Vec<&str> =
        decision.rule.panel.iter().flat_map(|rule| &rule.price).map(String::as_str).collect();
    let is_named = |at: usize| {
        let mut above = std::iter::successors(Some(at), |&at| decision.criteria[at].parent);
        above.any(|at| named.contains(&decision.criteria[at].id.as_str()))
    };
    let of_criteria = decision.criteria.iter().enumerate().filter_map(|(at, criterion)| {
        let leaf = criterion.leaf.as_ref()?;
        (is_named(at) || leaf.scale.price_formula().is_some()).then(|| leaf.fact.clone())
    });
    let by_name = named.iter().map(|name| FactId::new(*name));
    worked_out().map(FactId::new).chain(of_criteria).chain(by_name).collect()
}
