//! Facts that are not stated but worked out from a quote.

/// What everything comes to that is paid over the term.
pub(crate) const TOTAL: &str = "cost.total";

/// How far that lies below what the quotes of the others come to: the one fact that looks at others.
pub(crate) const BELOW_MEDIAN: &str = "cost.below_median";

/// What a resolved contact costs.
pub(crate) const PER_RESOLUTION: &str = "cost.per_resolution";

/// What an hour on the queue costs.
pub(crate) const EFFECTIVE_HOUR: &str = "cost.effective_hour";

/// What an issue costs, with the contacts that come again.
pub(crate) const PER_ISSUE: &str = "cost.per_issue";

/// What an issue costs that is solved in the end.
pub(crate) const PER_RESOLVED_ISSUE: &str = "cost.per_resolved_issue";

/// What a sale costs that stays.
pub(crate) const PER_SALE: &str = "cost.per_sale";

/// The share of people who answer and find no agent.
pub(crate) const ABANDONED: &str = "outbound.abandoned";

/// Months until a list is done.
pub(crate) const EXHAUSTED_AFTER: &str = "outbound.exhausted_after";

/// A fact that is worked out, with what it says.
pub const FACTS: [(&str, &str); 21] = [
    (TOTAL, "everything that is paid over the term"),
    ("cost.npv", "the same, discounted to the start"),
    ("cost.invoice", "the price lines alone"),
    ("cost.headline_per_contact", "the price lines, for a contact"),
    ("cost.per_contact", "the total, for a contact"),
    (PER_RESOLUTION, "the total, for a resolved contact"),
    (PER_ISSUE, "the total, for an issue with the contacts that come again"),
    (PER_RESOLVED_ISSUE, "the total, for an issue that is solved in the end"),
    (EFFECTIVE_HOUR, "the price lines, for an hour on the queue"),
    (PER_SALE, "the prices of lists that are called, for a sale that stays"),
    (EXHAUSTED_AFTER, "months until the first of the lists is done"),
    (ABANDONED, "the share of people who answer and find no agent, in per cent"),
    (BELOW_MEDIAN, "how far the total lies below the median of all quotes, in per cent"),
    ("cost.silent", "things of the checklist that the quote is silent about"),
    ("contract.valid_until", "the last day on which the quote can be accepted"),
    ("contract.end", "the first day after the agreed term"),
    ("contract.notice_by", "the last day for notice against that end"),
    ("contract.lapses", "whether it ends before we need it no more"),
    ("contract.renews_itself", "whether it goes on unless notice is given"),
    ("contract.index_capped", "whether all increases have an upper limit"),
    ("contract.exit_clause", "whether it says how the service is handed over at its end"),
];

/// The ids of all facts that are worked out from a quote.
pub fn ids() -> impl Iterator<Item = &'static str> {
    FACTS.iter().map(|(id, _)| *id)
}

/// Whether a fact that is worked out counts in per cent; no vendor says it, so that none tells.
pub(crate) fn is_per_cent(id: &str) -> bool {
    id == BELOW_MEDIAN || id == ABANDONED
}
