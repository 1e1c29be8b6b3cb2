//! Vendors: who they are, what is true of them, and the marks that people gave them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{CriterionId, Fact, FactId, FactValue, Quote, VendorId};

/// One vendor. What it is called decides nothing; its facts do.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The stem of its file's name.
    pub id: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// Its name in its own script.
    pub local: Option<String>,
    /// What kind of provider it calls itself.
    pub kind: Option<ProviderKind>,
    /// Two letters for the country that it works from.
    pub country: Option<String>,
    /// How far away it works.
    pub shore: Option<Shore>,
    /// Whether it takes part.
    pub status: Status,
    /// Remarks.
    pub note: Option<String>,
    /// What is true of it.
    pub facts: BTreeMap<FactId, Arc<Fact>>,
    /// Marks by people on rating scales: facts that are numbers, with the reason as their note.
    pub ratings: BTreeMap<CriterionId, Arc<Fact>>,
    /// What it asks for.
    pub quote: Option<Arc<Quote>>,
    /// Its file.
    pub file: String,
}

impl Vendor {
    /// A vendor that is invited and of which nothing else is known.
    #[must_use]
    pub fn new(id: VendorId, name: impl Into<String>) -> Vendor {
        Vendor {
            id,
            name: name.into(),
            local: None,
            kind: None,
            country: None,
            shore: None,
            status: Status::Invited,
            note: None,
            facts: BTreeMap::new(),
            ratings: BTreeMap::new(),
            quote: None,
            file: String::new(),
        }
    }

    /// The vendor with a fact of which no evidence is given.
    #[must_use]
    pub fn with_fact(mut self, id: &str, value: FactValue) -> Vendor {
        self.facts.insert(FactId::new(id), Arc::new(Fact::of(value)));
        self
    }
}

/// Whether a vendor takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Status {
    /// It does.
    Invited,
    /// It has withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// It was excluded.
    Disqualified {
        /// Why.
        reason: String,
    },
}

/// The kind of provider, in the words of the trade. A fact of the profile, never a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// Our own staff.
    InHouse,
    /// A provider that works mostly by phone.
    CallCentre,
    /// A provider that works over many channels.
    ContactCentre,
    /// Business process outsourcing.
    Bpo,
    /// Knowledge process outsourcing.
    Kpo,
}

/// How far away the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shore {
    /// In our country.
    Onshore,
    /// In a neighbouring one.
    Nearshore,
    /// Far away.
    Offshore,
    /// In several places.
    Multi,
    /// From anywhere.
    Cloud,
}
