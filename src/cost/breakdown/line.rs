//! What a breakdown is made of: lines, their parts, and the steps by which each comes about.

use serde::Serialize;

use crate::cost::Money;
use crate::exact::Exact;

/// Which part of the total a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CostPart {
    /// Price lines: what the headline price stands for.
    Invoice,
    /// Set-up and other charges of the vendor.
    Charges,
    /// Training that is billed.
    Training,
    /// What we spend ourselves.
    Buyer,
    /// What the quote is silent about.
    Silent,
}

impl CostPart {
    /// All parts, in the order in which they are shown.
    pub const ALL: [CostPart; 5] =
        [CostPart::Invoice, CostPart::Charges, CostPart::Training, CostPart::Buyer, CostPart::Silent];

    /// Its word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CostPart::Invoice => "invoice",
            CostPart::Charges => "charges",
            CostPart::Training => "training",
            CostPart::Buyer => "buyer",
            CostPart::Silent => "silent",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CostPart::Invoice => "Invoice",
            CostPart::Charges => "Set-up and charges",
            CostPart::Training => "Training",
            CostPart::Buyer => "Our own cost",
            CostPart::Silent => "Not in the quote",
        }
    }
}

/// A line of a breakdown.
#[derive(Clone, Debug, Serialize)]
pub struct CostLine {
    /// Its key in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Which part of the total it belongs to.
    pub part: CostPart,
    /// The list that it is for; none for what contacts that come in cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The bot that it is for; none for what people cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automation: Option<String>,
    /// Paid before the start.
    pub upfront: Money,
    /// Paid in each month of the term.
    pub months: Vec<Money>,
    /// How it comes about, in stretches of months with the same factors.
    pub steps: Vec<CostStep>,
}

impl CostLine {
    /// The sum of each contract year, without what is paid before the start.
    #[must_use]
    pub fn years(&self) -> Vec<Money> {
        self.months.chunks(12).map(|months| months.iter().copied().sum()).collect()
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> Money {
        self.upfront + self.months.iter().copied().sum()
    }
}

/// Months of a line with the same factors: quantity x factors = amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostStep {
    /// The first month, from 0; none for what is paid before the start.
    pub first_month: Option<usize>,
    /// The last month.
    pub last_month: Option<usize>,
    /// How much of the unit.
    pub quantity: Exact,
    /// The unit in words.
    pub unit: String,
    /// What it is multiplied with, each with a name.
    pub factors: Vec<(String, Exact)>,
    /// What it comes to, in the currency of the quote.
    pub amount: Money,
    /// What else happened, such as months in which a minimum was billed.
    pub remarks: Vec<String>,
}

impl CostStep {
    /// Whether the amount is the quantity times the factors, to a cent; tiers, baselines and minimums make it another.
    #[must_use]
    pub fn is_product(&self) -> bool {
        let product =
            self.factors.iter().fold(self.quantity.clone(), |product, (_, factor)| &product * factor);
        let gap = &product - &self.amount.to_exact();
        let cent = Exact::of_percent(&Exact::ONE);
        !self.factors.is_empty() && Money::of(&gap.abs()) < Money::of(&cent)
    }
}
