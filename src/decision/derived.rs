//! Facts that are not stated but worked out from a quote.

/// What everything comes to that is paid over the term.
pub(crate) const TOTAL: &str = "cost.total";

/// How far that lies below what the quotes of the others come to: the one fact that looks at others.
pub(crate) const BELOW_MEDIAN: &str = "cost.below_median";

/// What a contact costs.
pub(crate) const PER_CONTACT: &str = "cost.per_contact";

/// What the price lines come to for a contact.
pub(crate) const HEADLINE: &str = "cost.headline_per_contact";

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

/// The containment from which on a bot makes a quote cheaper.
pub(crate) const BREAK_EVEN_CONTAINMENT: &str = "cost.break_even_containment";

/// The share of contacts that end with a bot.
pub(crate) const BOT_SHARE: &str = "cost.bot_share";

/// What a contact costs that a bot really solves.
pub(crate) const PER_BOT_RESOLUTION: &str = "cost.per_bot_resolution";

/// What vendors bring beside their cost.
pub(crate) const BENEFIT: &str = "benefit.total";

/// The same with what is saved.
pub(crate) const BENEFIT_NET: &str = "benefit.net";

/// Months until what is spent first is back.
pub(crate) const PAYBACK: &str = "benefit.payback";

/// How many customers leave.
pub(crate) const LOST_CUSTOMERS: &str = "benefit.lost_customers";

/// A fact that is worked out, with what it says.
pub const FACTS: [(&str, &str); 28] = [
    (TOTAL, "everything that is paid over the term"),
    ("cost.npv", "the same, discounted to the start"),
    ("cost.invoice", "the price lines alone"),
    (HEADLINE, "the price lines, for a contact"),
    (PER_CONTACT, "the total, for a contact"),
    (PER_RESOLUTION, "the total, for a resolved contact"),
    (PER_ISSUE, "the total, for an issue with the contacts that come again"),
    (PER_RESOLVED_ISSUE, "the total, for an issue that is solved in the end"),
    (EFFECTIVE_HOUR, "the price lines, for an hour on the queue"),
    (PER_SALE, "the prices of lists that are called, for a sale that stays"),
    (EXHAUSTED_AFTER, "months until the first of the lists is done"),
    (ABANDONED, "the share of people who answer and find no agent, in per cent"),
    (BREAK_EVEN_CONTAINMENT, "the containment from which on a bot makes the quote cheaper, in per cent"),
    (BOT_SHARE, "the share of contacts that end with a bot, in per cent"),
    (PER_BOT_RESOLUTION, "the prices of bots, for a contact that they really solve"),
    (BENEFIT, "what a vendor brings beside its cost, against the baseline"),
    (BENEFIT_NET, "the same with what its cost saves against the baseline"),
    (PAYBACK, "months until what is spent first is back"),
    (LOST_CUSTOMERS, "customers who leave over the term"),
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
    [BELOW_MEDIAN, ABANDONED, BREAK_EVEN_CONTAINMENT, BOT_SHARE].contains(&id)
}

/// Whether a fact that is worked out from a quote hangs on what else it promises: how much it solves, sells, saves.
#[must_use]
pub fn hangs_on_more_than_prices(id: &str) -> bool {
    const OF_PRICES: [&str; 6] = [TOTAL, "cost.npv", "cost.invoice", HEADLINE, PER_CONTACT, EFFECTIVE_HOUR];
    ids().any(|known| known == id) && !OF_PRICES.contains(&id)
}

/// Whether a fact is what a vendor is worth to us: ours alone, and told to nobody outside.
#[must_use]
pub fn is_benefit(id: &str) -> bool {
    id.starts_with("benefit.")
}

/// Whether a fact is a number that the cost model works out: what a quote costs, what lists come to, what that is worth.
#[must_use]
pub fn is_of_model(id: &str) -> bool {
    is_benefit(id) || ["cost.", "outbound."].iter().any(|room| id.starts_with(room))
}
