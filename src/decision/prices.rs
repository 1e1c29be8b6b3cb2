//! Which facts are prices: what vendors ask for their work, sealed until quality is settled and told to nobody else.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::derivation::InputKind;
use super::derived::ids as worked_out;
use super::{Criterion, Decision, Evidence, Fact, FactId, Gate, Quote, Scale, Test};

/// The codes of the currencies in use, by ISO 4217.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD \
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON \
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
    USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// What stands before a code for thousands or millions of it.
const THOUSANDS: [&str; 7] = ["Mio", "mio", "Mrd", "k", "K", "T", "M"];

/// Money in words, in lower case.
const MONEY_WORDS: [&str; 26] = [
    "euro", "euros", "cent", "cents", "ct", "cts", "dollar", "dollars", "pound", "pounds", "pence", "franc",
    "francs", "franken", "krona", "kronor", "krone", "kroner", "yen", "yuan", "rupee", "rupees", "baht",
    "rouble", "roubles", "zloty",
];

/// Codes of currencies that are words too where they are written small.
const OTHER_WORDS: [&str; 10] = ["all", "top", "try", "cup", "mad", "sos", "gel", "pen", "bob", "cop"];

/// Signs of currencies.
const SIGNS: &str = "€$£¥₹₩₽₺₫₦₱₪฿₴₸₡₲";

/// Whether a name says that something is a price, a cost or an hourly rate.
fn names_price(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["price", "prices", "cost", "costs", "fee", "fees", "tariff", "charge", "charges", "quote"];
    // An error rate is none.
    const RATES: [&str; 7] = ["hourly", "hour", "daily", "day", "monthly", "minute", "contact"];
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    has(&WORDS) || (has(&["rate", "rates"]) && has(&RATES))
}

/// Whether a unit is one of shares or of time: what counts in it is no price, whatever it is called.
fn is_other_unit(unit: &str) -> bool {
    const OTHER_UNITS: [&str; 12] = [
        "%", "percent", "share", "day", "days", "week", "weeks", "month", "months", "year", "years", "hours",
    ];
    let unit = unit.to_lowercase();
    let mut words = unit.split(|c: char| !c.is_alphanumeric() && c != '%');
    unit.contains("per cent") || words.any(|word| OTHER_UNITS.contains(&word))
}

impl Decision {
    /// Whether a unit counts money: `EUR`, `EUR/h`, `kEUR`, `EUR million`, `euro`, `ct/min`, `€`.
    #[must_use]
    pub fn is_money(&self, unit: &str) -> bool {
        let own = self.currency.as_deref();
        let is_code =
            |word: &str| own == Some(word) || CURRENCIES.split_whitespace().any(|code| code == word);
        let is_money = |word: &str| {
            let whole = THOUSANDS.iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
            let (lower, upper) = (word.to_lowercase(), word.to_uppercase());
            is_code(word)
                || (whole.len() == 3 && is_code(whole))
                || MONEY_WORDS.contains(&lower.as_str())
                || (is_code(&upper) && !OTHER_WORDS.contains(&lower.as_str()))
        };
        // A share is none.
        let unit = unit.to_lowercase().find("per cent").map_or(unit, |at| &unit[..at]);
        unit.contains(|sign: char| SIGNS.contains(sign))
            || unit.split(|c: char| !c.is_alphabetic()).any(is_money)
    }

    /// The facts that are prices: those that are worked out from quotes, and those that quotes and what is paid besides
    /// take their amounts from; those that a price formula scores; those in money of which less is better, by a scale
    /// or a must-have that sets a most; those that the panel's rule names, itself or by a criterion or group that reads
    /// them; and, where prices are to be sealed, all numbers that are called a price.
    #[must_use]
    pub fn price_facts(&self) -> BTreeSet<FactId> {
        let named: Vec<&str> =
            self.rule.panel.iter().flat_map(|rule| &rule.price).map(String::as_str).collect();
        let is_named = |at: usize| {
            let mut above = std::iter::successors(Some(at), |&at| self.criteria[at].parent);
            above.any(|at| named.contains(&self.criteria[at].id.as_str()))
        };
        let of_criteria = self.criteria.iter().enumerate().filter_map(|(at, criterion)| {
            let leaf = criterion.leaf.as_ref()?;
            let is_asked = |scale: &Scale| {
                let in_money = || {
                    leaf.unit.as_deref().is_some_and(|unit| self.is_money(unit))
                        || self.is_in_money(&leaf.fact)
                };
                // Whether any vendor counts it in money takes a look at all of them: that last.
                scale.is_price() || (scale.less_is_better() || scale.may_turn()) && in_money()
            };
            (is_named(at) || is_asked(&leaf.scale)).then_some(&leaf.fact)
        });
        let of_gates = self.gates.iter().filter(|gate| matches!(gate.test, Test::AtMost(_)));
        let of_gates = of_gates.map(|gate| &gate.fact).filter(|fact| self.is_in_money(fact));
        let by_name = named.iter().map(|name| FactId::new(*name));
        let of_quotes = self.vendors.iter().filter_map(|one| one.quote.as_deref()).flat_map(Quote::facts);
        let paid = of_quotes.chain(self.cost.iter().flat_map(|basis| basis.paid_facts()));
        let read = of_criteria.chain(of_gates).chain(paid).cloned();
        let called = if self.rule.is_sealed { self.called_price() } else { BTreeSet::new() };
        let prices = worked_out().map(FactId::new).chain(read).chain(by_name).chain(called).collect();
        self.with_worked_out(prices)
    }

    /// Facts that are prices with those that tell them: what is worked out from a price, and from what one is worked out
    /// that nothing else reads.
    fn with_worked_out(&self, mut prices: BTreeSet<FactId>) -> BTreeSet<FactId> {
        let leaves = || self.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let is_read = |fact: &FactId| {
            leaves().any(|leaf| leaf.fact == *fact) || self.gates.iter().any(|gate| gate.fact == *fact)
        };
        let of_total = self.rule.total.iter().flat_map(|total| total.facts());
        prices.extend(of_total.filter(|fact| !is_read(fact) || self.is_in_money(fact)));
        for one in &self.derivations.facts {
            let inputs = self.derivations.inputs(&one.fact);
            if prices.contains(&one.fact) {
                let is_number = |fact: &FactId| self.derivations.input_kind(fact) == InputKind::Number;
                prices.extend(inputs.iter().filter(|fact| is_number(fact) && !is_read(fact)).cloned());
            }
            if inputs.iter().any(|fact| prices.contains(fact) || self.is_in_money(fact)) {
                prices.insert(one.fact.clone());
                prices.extend(inputs.into_iter().filter(|fact| self.is_in_money(fact)));
            }
        }
        prices
    }

    /// Whether a fact could be a price without saying so: a number without a unit of which less is better, by a scale
    /// or by a must-have that sets a most.
    #[must_use]
    pub fn may_be_price(&self, fact: &FactId) -> bool {
        let leaves = || self.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let of_it = || leaves().filter(|leaf| leaf.fact == *fact);
        let has_unit = |unit: Option<&str>| unit.is_some_and(|unit| !unit.trim().is_empty());
        let mut stated = self.vendors.iter().filter_map(|one| one.facts.get(fact)?.evidence.unit.as_deref());
        self.is_less_better(fact)
            && !of_it().any(|leaf| has_unit(leaf.unit.as_deref()))
            && !stated.any(|unit| has_unit(Some(unit)))
    }

    /// Whether less of a fact is better, by a scale or by a must-have that sets a most.
    fn is_less_better(&self, fact: &FactId) -> bool {
        let leaves = self.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let is_capped = |gate: &Arc<Gate>| gate.fact == *fact && matches!(gate.test, Test::AtMost(_));
        leaves.filter(|leaf| leaf.fact == *fact).any(|leaf| leaf.scale.less_is_better())
            || self.gates.iter().any(is_capped)
    }

    /// The facts that letters keep as prices: those that are prices, and those that are only called one.
    #[must_use]
    pub fn kept_prices(&self) -> BTreeSet<FactId> {
        let called = self.called_prices().into_iter().map(|(fact, _)| fact);
        self.price_facts().into_iter().chain(called).collect()
    }

    /// The facts of which less is better that are called a price, a cost or an hourly rate, by themselves or by their criterion,
    /// and count in no unit of money or time and in no share, each with the name of its criterion.
    #[must_use]
    pub fn called_prices(&self) -> Vec<(FactId, String)> {
        let prices = self.price_facts();
        let called = self.criteria.iter().filter_map(|criterion| {
            let fact = &criterion.leaf.as_ref()?.fact;
            let is_called = names_price(&criterion.name) || names_price(fact.as_str());
            let is_other = || self.counts_other(fact) || criterion.unit().is_some_and(is_other_unit);
            (is_called && !prices.contains(fact) && self.is_less_better(fact) && !is_other())
                .then(|| (fact.clone(), criterion.name.clone()))
        });
        called.collect()
    }

    /// The numbers that are called a price, by themselves or by what reads them, and count in nothing else.
    fn called_price(&self) -> BTreeSet<FactId> {
        let stated = self.vendors.iter().flat_map(|vendor| vendor.facts.keys());
        let stated = stated.filter(|fact| names_price(fact.as_str()));
        let leaves = self.criteria.iter().filter(|one| names_price(&one.name)).filter_map(Criterion::fact);
        let gates = self.gates.iter().filter(|gate| names_price(&gate.name)).map(|gate| &gate.fact);
        let is_number = |fact: &&FactId| {
            let mut values = self.vendors.iter().filter_map(|one| one.facts.get(*fact)?.value.as_ref());
            values.all(|value| value.numbers().is_some() || value.is_not_applicable())
        };
        let is_other = |fact: &FactId| {
            let mut units =
                self.criteria.iter().filter(|one| one.fact() == Some(fact)).filter_map(Criterion::unit);
            !self.is_in_money(fact) && (self.counts_other(fact) || units.any(is_other_unit))
        };
        let all = stated.chain(leaves).chain(gates).filter(is_number);
        all.filter(|fact| !is_other(fact)).cloned().collect()
    }

    /// Whether a vendor counts a fact in shares or in time.
    fn counts_other(&self, fact: &FactId) -> bool {
        let mut units = self.vendors.iter().filter_map(|one| one.facts.get(fact)?.evidence.unit.as_deref());
        units.any(is_other_unit)
    }

    /// Whether a path of a file leads to a price while prices are sealed: what it says is told to nobody.
    #[must_use]
    pub fn seals(&self, path: &str) -> bool {
        let is_price = || match path.split('.').collect::<Vec<_>>().as_slice() {
            ["vendors", _, "quote", ..] => true,
            ["vendors", _, "facts", fact, ..] => self.price_facts().contains(&FactId::new(*fact)),
            _ => false,
        };
        self.provenance.is_sealed && is_price()
    }

    /// Takes the prices of all vendors out: quotes, and what each fact that is a price says. That it is in money stays,
    /// so that the same facts are prices before and after.
    ///
    /// - `others`: facts that are prices by the files as they stand, whatever a what-if makes of them.
    pub(crate) fn seal_prices(&mut self, others: BTreeSet<FactId>) {
        let mut prices = self.price_facts();
        prices.extend(others);
        for vendor in &mut self.vendors {
            let vendor = Arc::make_mut(vendor);
            vendor.quote = None;
            for (_, fact) in vendor.facts.iter_mut().filter(|(id, _)| prices.contains(*id)) {
                let evidence = Evidence { unit: fact.evidence.unit.clone(), ..Evidence::default() };
                *fact = Arc::new(Fact {
                    value: None,
                    evidence: evidence.shared(),
                    release: None,
                    location: fact.location.clone(),
                });
            }
        }
        self.provenance.is_sealed = true;
    }

    /// Whether any vendor states a fact in money.
    fn is_in_money(&self, fact: &FactId) -> bool {
        let mut units = self.vendors.iter().filter_map(|one| one.facts.get(fact)?.evidence.unit.as_deref());
        units.any(|unit| self.is_money(unit))
    }
}
