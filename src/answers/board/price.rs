//! What offers cost: what their quotes come to where a forecast says so, else the criterion that is a price.

use std::collections::BTreeMap;

use crate::answers::cost::words::whole;
use crate::answers::findings::Findings;
use crate::decision::derived::TOTAL;
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::{Decision, FactId, Test, VendorId};
use crate::exact::Exact;
use crate::score::evaluation::VendorResult;

/// What offers cost.
pub(super) struct Prices {
    /// What is counted: `Total cost`, or the name of the criterion.
    pub(super) name: String,
    /// How it is counted, where that is to be said.
    pub(super) basis: Option<String>,
    unit: Option<String>,
    /// The fact that says it.
    pub(super) fact: FactId,
    /// Lowest, likely and highest of those that are known.
    of: BTreeMap<VendorId, [Exact; 3]>,
    /// Whether amounts are told in whole units.
    is_whole: bool,
}

/// Why there are none.
pub(super) fn none(decision: &Decision) -> &'static str {
    if decision.provenance.is_sealed {
        "Prices are sealed until quality is settled."
    } else {
        if decision.rule.total.is_some() {
            return "No criterion scores a price; what the total reads stands in the file edition.";
        }
        "No price counts in this decision."
    }
}

impl Prices {
    /// What the offers of a decision cost; none where prices are sealed or none counts.
    pub(super) fn of(findings: &Findings<'_>) -> Option<Prices> {
        if findings.decision.provenance.is_sealed {
            return None;
        }
        Prices::of_quotes(findings)
            .or_else(|| Prices::of_criterion(findings))
            .or_else(|| Prices::of_total(findings))
    }

    fn of_quotes(findings: &Findings<'_>) -> Option<Prices> {
        let costs = findings.costs()?;
        let total = |vendor: &crate::cost::VendorCost| {
            let total = &vendor.figures.as_ref()?.total;
            Some((vendor.id.clone(), [&total.low, &total.likely, &total.high].map(Exact::clone)))
        };
        let of: BTreeMap<_, _> = costs.vendors.iter().filter_map(total).collect();
        (!of.is_empty()).then(|| Prices {
            name: "Total cost".to_owned(),
            basis: Some(costs.terms()),
            unit: costs.currency.clone(),
            fact: FactId::new(TOTAL),
            of,
            is_whole: true,
        })
    }

    /// The heaviest criterion that reads a price.
    fn of_criterion(findings: &Findings<'_>) -> Option<Prices> {
        let evaluation = findings.evaluation;
        let prices = findings.decision.kept_prices();
        let read =
            evaluation.leaves().filter(|(_, one)| one.fact().is_some_and(|fact| prices.contains(fact)));
        let (at, criterion) =
            read.reduce(|a, b| if b.1.share().global > a.1.share().global { b } else { a })?;
        let number = |vendor: &VendorResult| {
            let fact = vendor.cells[at].fact.as_ref()?;
            Some((vendor.id().clone(), fact.value.as_ref()?.numbers()?.map(Exact::clone)))
        };
        Some(Prices {
            name: criterion.name.clone(),
            basis: None,
            unit: criterion.unit().map(str::to_owned).or_else(|| findings.decision.currency.clone()),
            fact: criterion.fact()?.clone(),
            of: evaluation.vendors.iter().filter_map(number).collect(),
            is_whole: false,
        })
    }

    /// The price that the formula of the total reads.
    fn of_total(findings: &Findings<'_>) -> Option<Prices> {
        let decision = findings.decision;
        let prices = decision.kept_prices();
        let fact = decision.rule.total.as_ref()?.facts().into_iter().find(|fact| prices.contains(fact))?;
        let of = decision.vendors.iter().filter_map(|vendor| {
            let numbers = vendor.facts.get(&fact)?.value.as_ref()?.numbers()?;
            Some((vendor.id.clone(), numbers.map(Exact::clone)))
        });
        let mut units = decision.vendors.iter().filter_map(|one| one.facts.get(&fact)?.evidence.unit.clone());
        Some(Prices {
            name: fact.to_string(),
            basis: None,
            unit: units.next().or_else(|| decision.currency.clone()),
            of: of.collect(),
            fact,
            is_whole: false,
        })
    }

    /// Lowest, likely and highest; none where it is not known.
    pub(super) fn of_vendor(&self, vendor: &VendorResult) -> Option<&[Exact; 3]> {
        self.of.get(vendor.id())
    }

    /// What is counted, with its unit: `Total cost, EUR`.
    pub(super) fn heading(&self) -> String {
        self.unit.as_ref().map_or_else(|| self.name.clone(), |unit| format!("{}, {unit}", self.name))
    }

    fn number(&self, number: &Exact) -> String {
        if self.is_whole { whole(number) } else { number.spaced(SHOWN_DECIMALS) }
    }

    fn in_unit(&self, said: &str) -> String {
        self.unit.as_ref().map_or_else(|| said.to_owned(), |unit| format!("{said} {unit}"))
    }

    /// The likely amount without its unit.
    pub(super) fn amount(&self, vendor: &VendorResult) -> String {
        self.of_vendor(vendor).map_or_else(|| "not known".to_owned(), |[_, likely, _]| self.number(likely))
    }

    /// The likely amount: `3 320 201 EUR`.
    pub(super) fn likely(&self, vendor: &VendorResult) -> String {
        let amount = self.amount(vendor);
        if self.of_vendor(vendor).is_some() { self.in_unit(&amount) } else { amount }
    }

    /// The same with what it may turn out to be.
    pub(super) fn with_range(&self, vendor: &VendorResult) -> String {
        let likely = self.likely(vendor);
        match self.of_vendor(vendor) {
            Some([low, _, high]) if low != high => {
                format!("{likely}, may be {}–{}", self.number(low), self.number(high))
            }
            _ => likely,
        }
    }

    /// The must-haves that set a most, such as a budget, each with how the vendor stands.
    pub(super) fn limits(&self, vendor: &VendorResult) -> impl Iterator<Item = (String, String)> {
        let limits = vendor
            .gates
            .iter()
            .filter(|result| result.gate.fact == self.fact && matches!(result.gate.test, Test::AtMost(_)));
        limits.map(|result| {
            let most = self.in_unit(&format!("{:#}", result.gate.test));
            (result.gate.name.clone(), format!("{most}: {}", result.outcome.word()))
        })
    }
}
