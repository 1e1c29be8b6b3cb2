//! A decision built by a program: the parts are collected, and checked against each other once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::invalid::{InvalidDecision, unique};
use super::{
    CostBasis, Criteria, Criterion, CriterionId, Decision, DecisionId, Disclosure, Gate, Need, Panel, Points,
    Provenance, Publication, Rule, Uncertainty, Vendor,
};

impl Decision {
    /// Starts a decision of which only the id and the title are known.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use weigh::decision::{Criterion, Decision, FactValue, Scale, Vendor, VendorId, Weight};
    /// use weigh::exact::Exact;
    /// use weigh::score::evaluate;
    ///
    /// let rate = Scale::ends(Exact::from(40), Exact::from(20)).unwrap();
    /// let marks = Scale::ends(Exact::from(1), Exact::from(5)).unwrap();
    /// let number = |number: i32| FactValue::Number { value: Exact::from(number) };
    /// let vendor = |id: &str, rate, marks| {
    ///     Vendor::new(VendorId::new(id), id)
    ///         .with_fact("rate", number(rate))
    ///         .with_fact("marks", number(marks))
    /// };
    /// let decision = Decision::builder("desk", "Who runs the desk?")
    ///     .criterion(Criterion::scored("rate", "Hourly rate", Weight::from(60), rate))
    ///     .criterion(Criterion::scored("marks", "References", Weight::from(40), marks))
    ///     .vendor(vendor("north", 30, 5))
    ///     .vendor(vendor("south", 25, 3))
    ///     .build()?;
    /// let evaluation = evaluate(&Arc::new(decision));
    /// assert_eq!(evaluation.ranked().next().unwrap().name(), "north");
    /// # Ok::<(), weigh::decision::InvalidDecision>(())
    /// ```
    pub fn builder(id: &str, title: &str) -> DecisionBuilder {
        DecisionBuilder {
            decision: Decision {
                id: DecisionId::new(id),
                title: title.to_owned(),
                question: None,
                note: None,
                currency: None,
                needs: Vec::new(),
                gates: Vec::new(),
                criteria: Criteria::default(),
                aliases: Vec::new(),
                questions: BTreeMap::new(),
                derivations: Arc::default(),
                judgements: Vec::new(),
                rule: Rule::default(),
                vendors: Vec::new(),
                cost: None,
                uncertainty: Uncertainty::default(),
                panel: None,
                disclosure: Disclosure::default(),
                publication: Publication::default(),
                provenance: Provenance::default(),
            },
            criteria: Vec::new(),
        }
    }
}

/// The parts of a decision until they are checked by [`build`](DecisionBuilder::build).
#[derive(Clone, Debug)]
#[must_use]
pub struct DecisionBuilder {
    decision: Decision,
    criteria: Vec<Criterion>,
}

impl DecisionBuilder {
    /// The currency of money facts, such as EUR.
    pub fn currency(mut self, currency: &str) -> Self {
        self.decision.currency = Some(currency.to_owned());
        self
    }

    /// Adds a thing that is bought.
    pub fn need(mut self, need: Need) -> Self {
        self.decision.needs.push(need);
        self
    }

    /// Adds a must-have.
    pub fn gate(mut self, gate: Gate) -> Self {
        self.decision.gates.push(Arc::new(gate));
        self
    }

    /// Adds a criterion. A group comes before what stands under it, and its shares and depth are worked out.
    pub fn criterion(mut self, criterion: Criterion) -> Self {
        self.criteria.push(criterion);
        self
    }

    /// Adds criteria, each as [`criterion`](DecisionBuilder::criterion) does.
    pub fn criteria(mut self, criteria: impl IntoIterator<Item = Criterion>) -> Self {
        self.criteria.extend(criteria);
        self
    }

    /// How values become a ranking; by default 100 points, nothing rounded, and the worst for what is not known.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.decision.rule = rule;
        self
    }

    /// Adds a vendor.
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.decision.vendors.push(Arc::new(vendor));
        self
    }

    /// Adds vendors, in any order.
    pub fn vendors(mut self, vendors: impl IntoIterator<Item = Vendor>) -> Self {
        self.decision.vendors.extend(vendors.into_iter().map(Arc::new));
        self
    }

    /// What quotes are compared on.
    pub fn cost(mut self, cost: CostBasis) -> Self {
        self.decision.cost = Some(Arc::new(cost));
        self
    }

    /// What may vary when we ask how sure the ranking is.
    pub fn uncertainty(mut self, uncertainty: Uncertainty) -> Self {
        self.decision.uncertainty = uncertainty;
        self
    }

    /// Who marks the vendors, with the marks combined; the rule must say how.
    pub fn panel(mut self, panel: Panel) -> Self {
        self.decision.panel = Some(Arc::new(panel));
        self
    }

    /// Checks the parts against each other, orders the vendors by id, and shares the weights out.
    ///
    /// # Errors
    /// The first of [`InvalidDecision`] that holds.
    pub fn build(self) -> Result<Decision, InvalidDecision> {
        let mut decision = self.decision;
        decision.vendors.sort_by(|a, b| a.id.cmp(&b.id));
        check_ids(&decision)?;
        decision.criteria = Criteria::new(self.criteria)?;
        check_numbers(&decision)?;
        check_panel(&decision)?;
        Ok(decision)
    }
}

fn check_ids(decision: &Decision) -> Result<(), InvalidDecision> {
    unique(decision.vendors.iter().map(|vendor| &vendor.id), InvalidDecision::SameVendor)?;
    unique(decision.gates.iter().map(|gate| &gate.id), InvalidDecision::SameGate)
}

fn check_numbers(decision: &Decision) -> Result<(), InvalidDecision> {
    if decision.rule.points <= Points::ZERO {
        return Err(InvalidDecision::NoPoints);
    }
    let is_known = |id: &&CriterionId| decision.criteria.iter().any(|criterion| criterion.id == **id);
    let unknown = decision.rule.ties.iter().find(|id| !is_known(id));
    unknown.map_or(Ok(()), |id| Err(InvalidDecision::UnknownTie(id.clone())))
}

fn check_panel(decision: &Decision) -> Result<(), InvalidDecision> {
    let Some(panel) = &decision.panel else { return Ok(()) };
    if decision.rule.panel.is_none() {
        return Err(InvalidDecision::PanelWithoutRule);
    }
    for mark in &panel.combined {
        let (vendor, criterion) = (mark.vendor.clone(), mark.criterion.clone());
        let is_vendor = decision.vendors.iter().any(|one| one.id == vendor);
        if !is_vendor || !decision.criteria.iter().any(|one| one.id == criterion && one.is_rating()) {
            return Err(InvalidDecision::MarkOfNothing { vendor, criterion });
        }
        if mark.given.len() != panel.evaluators.len() {
            return Err(InvalidDecision::MarkWithoutEvaluators { vendor, criterion });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Scale, VendorId, Weight};

    fn scored(id: &str, parent: Option<usize>) -> Criterion {
        let scale = Scale::relative(true);
        Criterion::scored(id, id, Weight::ONE, scale).under(parent)
    }

    fn built(criteria: impl IntoIterator<Item = Criterion>) -> Result<Decision, InvalidDecision> {
        Decision::builder("d", "D").criteria(criteria).build()
    }

    #[test]
    fn groups_get_depths_and_weights_get_shares() {
        let group = |id: &str, parent| Criterion::group(id, id, Weight::from(3)).under(parent);
        let criteria = [
            group("a", None),
            group("b", Some(0)),
            scored("c", Some(1)),
            scored("d", Some(0)),
            scored("e", None),
        ];
        let built = built(criteria).unwrap();
        let depths: Vec<usize> = built.criteria.iter().map(Criterion::depth).collect();
        assert_eq!(depths, [0, 1, 2, 1, 0]);
        let shares: Vec<String> =
            built.criteria.iter().map(|criterion| criterion.share().global.to_string()).collect();
        assert_eq!(shares, ["0.75", "0.5625", "0.5625", "0.1875", "0.25"]);
    }

    #[test]
    fn what_stands_apart_from_its_group_is_refused() {
        let group = || Criterion::group("g", "G", Weight::ONE);
        let apart = [group(), scored("a", Some(0)), scored("b", None), scored("c", Some(0))];
        assert_eq!(built(apart).unwrap_err(), InvalidDecision::NotUnderItsGroup(CriterionId::new("c")));
        let under_a_leaf = [scored("a", None), scored("b", Some(0))];
        assert!(matches!(built(under_a_leaf), Err(InvalidDecision::NotUnderItsGroup(_))));
        assert!(matches!(built([group()]), Err(InvalidDecision::EmptyGroup(_))));
    }

    #[test]
    fn what_is_there_twice_or_out_of_range_is_refused() {
        let twice = built([scored("a", None), scored("a", None)]);
        assert_eq!(twice.unwrap_err(), InvalidDecision::SameCriterion(CriterionId::new("a")));
        let vendor = || Vendor::new(VendorId::new("v"), "V");
        let twins = Decision::builder("d", "D").vendors([vendor(), vendor()]).build();
        assert_eq!(twins.unwrap_err(), InvalidDecision::SameVendor(VendorId::new("v")));
        let ruled = |rule| Decision::builder("d", "D").rule(rule).build().unwrap_err();
        assert_eq!(ruled(Rule { points: Points::ZERO, ..Rule::default() }), InvalidDecision::NoPoints);
        let ties = vec![CriterionId::new("x")];
        assert_eq!(
            ruled(Rule { ties, ..Rule::default() }),
            InvalidDecision::UnknownTie(CriterionId::new("x"))
        );
        let panel = Decision::builder("d", "D").panel(Panel::default()).build();
        assert_eq!(panel.unwrap_err(), InvalidDecision::PanelWithoutRule);
    }
}
