//! Vendors: who they are, what is true of them, and the marks that people gave them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::disclosure::Contact;
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
    /// What kind of provider it calls itself: one of [`KINDS`], or a word of its own.
    pub kind: Option<String>,
    /// Two letters for the country that it works from.
    pub country: Option<String>,
    /// How far away it works: one of [`SHORES`], or a word of its own.
    pub shore: Option<String>,
    /// Whether it takes part.
    pub status: Status,
    /// Remarks.
    pub note: Option<String>,
    /// What is true of it, with what the head of its file says.
    pub facts: BTreeMap<FactId, Arc<Fact>>,
    /// Marks by people on rating scales: facts that are numbers, with the reason as their note.
    pub ratings: BTreeMap<CriterionId, Arc<Fact>>,
    /// What it asks for.
    pub quote: Option<Arc<Quote>>,
    /// How it is reached and known; in no fingerprint.
    pub contact: Contact,
    /// The file that it was read from, as seen from the root of the workspace; empty where there is none.
    pub file: String,
}

impl Vendor {
    /// Whether there is something to mark on a criterion; its file says so where there is not.
    #[must_use]
    pub fn can_be_marked_on(&self, criterion: &CriterionId) -> bool {
        self.ratings.get(criterion).is_none_or(|mark| !mark.is_not_applicable())
    }

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
            contact: Contact::default(),
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

impl Status {
    /// Its word in files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Status::Invited => "invited",
            Status::Withdrawn { .. } => "withdrawn",
            Status::Disqualified { .. } => "disqualified",
        }
    }
}

/// Kinds of providers that go by a name in the trade. Any other word may stand for one, and none is a score.
pub const KINDS: [&str; 8] =
    ["in-house", "captive", "shared-services", "call-centre", "contact-centre", "bpo", "kpo", "hybrid"];

/// Words for how far away work is done. Any other may stand for it.
pub const SHORES: [&str; 5] = ["onshore", "nearshore", "offshore", "multi", "cloud"];

/// The facts that stand at the head of a vendor file, and are read like those of its table.
pub const HEAD_FACTS: [&str; 4] = ["kind", "country", "shore", "status"];

/// Whether a fact stands at the head of a vendor file.
#[must_use]
pub fn is_head_fact(id: &str) -> bool {
    HEAD_FACTS.contains(&id)
}
