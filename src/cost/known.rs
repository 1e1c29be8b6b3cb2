//! What was worked out of a forecast and is kept beside it: who opens a decision and who asks what it costs work it out once.

use std::sync::{Arc, Mutex};

use super::figures::Figures;
use super::terms::ChannelTerms;
use super::work_set::WorkSet;
use super::workload::Staffed;
use crate::decision::{CostBasis, Fact, FactId, Quote, Vendor, VendorId};

/// How many works by own terms are kept, and how many figures.
const MOST_KEPT: usize = 100;

/// Works of one scenario, by their terms.
#[derive(Default)]
pub(super) struct WorkSets(Mutex<Vec<Arc<WorkSet>>>);

impl WorkSets {
    pub(super) fn known(&self, terms: &[Vec<ChannelTerms>]) -> Option<Arc<WorkSet>> {
        let all = self.0.lock().expect("nobody panics with it");
        all.iter().find(|set| set.terms == terms).map(Arc::clone)
    }

    pub(super) fn keep(&self, set: WorkSet) -> Arc<WorkSet> {
        let set = Arc::new(set);
        let mut all = self.0.lock().expect("nobody panics with it");
        // What changes with a fact that is tried at many values is not kept for ever.
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.push(Arc::clone(&set));
        set
    }
}

/// What a quote came to, with all of the vendor that this hangs on.
struct KnownFigures {
    vendor: VendorId,
    quote: Arc<Quote>,
    facts: Vec<(FactId, Option<Arc<Fact>>)>,
    figures: Figures,
}

/// What quotes came to on the forecast itself.
#[derive(Default)]
pub(super) struct FiguresOf(Mutex<Vec<KnownFigures>>);

impl FiguresOf {
    /// What a quote came to when the same was said; none where that was not worked out.
    pub(super) fn known(&self, vendor: &Vendor) -> Option<Figures> {
        let quote = vendor.quote.as_ref()?;
        let all = self.0.lock().expect("nobody panics with it");
        let is_same_fact = |(id, fact): &(FactId, Option<Arc<Fact>>)| match (fact, vendor.facts.get(id)) {
            (Some(fact), Some(own)) => Arc::ptr_eq(fact, own),
            (None, None) => true,
            _ => false,
        };
        let is_same = |known: &&KnownFigures| {
            known.vendor == vendor.id
                && Arc::ptr_eq(&known.quote, quote)
                && known.facts.iter().all(is_same_fact)
        };
        all.iter().find(is_same).map(|known| known.figures.clone())
    }

    pub(super) fn keep(&self, basis: &CostBasis, vendor: &Vendor, figures: &Figures) {
        let Some(quote) = vendor.quote.as_ref().map(Arc::clone) else { return };
        let mut all = self.0.lock().expect("nobody panics with it");
        // Those that are tried come later than those that are there.
        if all.len() >= MOST_KEPT {
            return;
        }
        let fact = |id: FactId| {
            let fact = vendor.facts.get(&id).map(Arc::clone);
            (id, fact)
        };
        let facts = basis.facts_of(vendor).into_iter().map(fact).collect();
        let (vendor, figures) = (vendor.id.clone(), figures.clone());
        all.push(KnownFigures { vendor, quote, facts, figures });
    }
}

/// What was worked out of a forecast with its assumptions.
pub(super) struct Forecast {
    /// Of which; whoever has others works anew.
    of: CostBasis,
    pub(super) staffed: Arc<Staffed>,
    /// The works of what is forecast, at all ends.
    pub(super) sets: Arc<WorkSets>,
    pub(super) figures: Arc<FiguresOf>,
}

impl Forecast {
    fn new(basis: &CostBasis) -> Forecast {
        Forecast { of: basis.clone(), staffed: Arc::default(), sets: Arc::default(), figures: Arc::default() }
    }

    pub(super) fn of(basis: &CostBasis) -> Arc<Forecast> {
        let kept = basis.kept.or_make(|| Forecast::new(basis));
        kept.filter(|kept| kept.of == *basis).unwrap_or_else(|| Arc::new(Forecast::new(basis)))
    }
}
