//! What letters and notices tell: the regime that they follow, and what is released of what vendors said.

use serde::Serialize;

use super::Date;
use crate::exact::Exact;

/// The rules that letters and notices follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disclosure {
    /// Which rules.
    pub regime: RegimeName,
    /// The member state, where the regime is that of the directive.
    pub country: Option<String>,
    /// The buyer's own table, where the regime is custom.
    pub items: Vec<CustomItem>,
    /// Parts that may be told and are, though the regime leaves them out by default.
    pub tell: Vec<Part>,
    /// Parts that may be told and are not, though the regime tells them by default.
    pub leave_out: Vec<Part>,
    /// A letter that tells a price of another closer than this, in per cent of it, is refused.
    pub price_within: Exact,
    /// Whether points on prices are told exactly, whatever follows from them.
    pub has_exact_price_points: bool,
    /// Which numbers of the FAR are printed, where the regime is that of the United States.
    #[serde(skip_serializing_if = "Far::is_usual")]
    pub far: Far,
    /// Whether the buyer is the Department of Defense of the United States.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_defense: bool,
    /// Whether the file says anything of it.
    #[serde(skip)]
    pub is_stated: bool,
}

/// Which numbers of the FAR letters print: its overhaul moves them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Far {
    /// 15.506.
    #[default]
    #[serde(rename = "15.506")]
    Published,
    /// 15.301-1, as class deviations of the agencies have it.
    #[serde(rename = "15.301-1")]
    Overhauled,
}

impl Far {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
    fn is_usual(&self) -> bool {
        *self == Far::default()
    }
}

impl Default for Disclosure {
    fn default() -> Disclosure {
        Disclosure {
            regime: RegimeName::Private,
            country: None,
            items: Vec::new(),
            tell: Vec::new(),
            leave_out: Vec::new(),
            price_within: Exact::from(5),
            has_exact_price_points: false,
            far: Far::default(),
            is_defense: false,
            is_stated: false,
        }
    }
}

/// A body of rules on what bidders and the public are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegimeName {
    /// No statute: a private buyer.
    #[default]
    Private,
    /// Directive 2014/24/EU.
    Eu,
    /// Regulation (EU, Euratom) 2024/2509.
    EuInstitutions,
    /// Procurement Act 2023 and Procurement Regulations 2024.
    Uk,
    /// FAR 15.5.
    Us,
    /// Procurement Regulations for IPF Borrowers.
    WorldBank,
    /// The buyer's own table.
    Custom,
}

/// Something that a letter or a notice can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The addressee's own name, addresses and identifier.
    OwnContact,
    /// Its rank.
    OwnRank,
    /// How many offers were ranked beside its rank.
    Position,
    /// Its points by criterion, and their sum.
    OwnPoints,
    /// Why it has these points, from its own facts.
    OwnReasons,
    /// The must-haves that it fails.
    OwnMustHaves,
    /// Its own prices.
    OwnPrice,
    /// Who gets the work.
    WinnerName,
    /// The winner's addresses and identifier.
    WinnerContact,
    /// Between which bounds the winner's score lies.
    WinnerBand,
    /// The winner's score beside what is not price.
    WinnerRating,
    /// The winner's points by criterion, and their sum.
    WinnerPoints,
    /// What is released of the winner's offer where it is ahead.
    WinnerReasons,
    /// The winner's prices.
    WinnerPrice,
    /// Why the work was awarded so.
    Rationale,
    /// The criteria with their weights and scales.
    Criteria,
    /// The names of the others.
    OtherNames,
    /// The prices of the others.
    OtherPrices,
    /// How many offers there were.
    Counts,
    /// Until when no contract is signed.
    Standstill,
    /// Where the award can be challenged.
    Review,
    /// How to ask for a debriefing.
    Debriefing,
    /// How a negotiation or a dialogue went.
    Negotiation,
    /// Make and model of what the winner delivers.
    Product,
}

/// Whom a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// It gets the work.
    Winner,
    /// It is in the ranking and does not get the work.
    Loser,
    /// It fails a must-have or a minimum.
    Excluded,
    /// It was disqualified.
    Disqualified,
    /// It has withdrawn.
    Withdrew,
    /// Everybody.
    Public,
}

/// When a letter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Before an award, to those that are out.
    Excluded,
    /// After the award, before the contract.
    #[default]
    Decided,
    /// After the contract.
    Signed,
}

/// Whether something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// It has to be.
    Must,
    /// It may be, and is unless the buyer leaves it out.
    May,
    /// It may be, and is only where the buyer says so.
    MayIfSaid,
    /// It is told to those that ask.
    OnRequest,
    /// It is not told.
    MustNot,
}

/// An item of a buyer's own table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomItem {
    /// What.
    pub tell: Part,
    /// To whom.
    pub to: Vec<Addressee>,
    /// When; always where it is empty.
    pub phase: Vec<Phase>,
    /// Whether.
    pub duty: Duty,
}

/// Whether a vendor's statement may be told to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Release {
    /// As it stands.
    Yes,
    /// By this summary.
    Summary(String),
    /// Not, on a ground.
    No(Ground),
}

/// Why something is withheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// It is a trade secret.
    TradeSecret,
    /// It would harm commercial interests.
    #[default]
    Commercial,
    /// It would harm security.
    Security,
    /// It would hinder law enforcement.
    LawEnforcement,
    /// It would be against the public interest.
    PublicInterest,
    /// It would prejudice fair competition.
    Competition,
}

impl Ground {
    /// In running text.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Ground::TradeSecret => "it is a trade secret",
            Ground::Commercial => "it would harm legitimate commercial interests",
            Ground::Security => "it would harm security",
            Ground::LawEnforcement => "it would hinder law enforcement",
            Ground::PublicInterest => "it would be against the public interest",
            Ground::Competition => "it would prejudice fair competition",
        }
    }
}

/// What letters and notices say of the buyer and of the procedure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publication {
    /// Who buys, with the address.
    pub authority: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// The reference number.
    pub reference: Option<String>,
    /// The procedure: `open`, `negotiated`.
    pub procedure: Option<String>,
    /// How a negotiation or a dialogue went, for those that ask.
    pub negotiation: Option<String>,
    /// The number of the published notice.
    pub notice: Option<String>,
    /// The day on which the notice of the award is published, or the letters are sent.
    pub published: Option<Date>,
    /// A later end of the standstill than the earliest one.
    pub standstill_ends: Option<Date>,
    /// Whether letters go by post.
    pub is_by_post: bool,
    /// Days on which nobody works, where the regime does not know them.
    pub holidays: Vec<Date>,
    /// Where and until when the award can be challenged.
    pub review: Option<String>,
    /// What the contract is worth, as it is published.
    pub value: Option<String>,
    /// The estimated value in the currency of the decision, which decides what a notice has to tell.
    pub estimated_value: Option<Exact>,
}

/// How a vendor is reached and known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Its postal address.
    pub address: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// Its number in a register.
    pub identifier: Option<String>,
    /// Whether it is a small or medium firm; none where it is not known.
    pub is_small: Option<bool>,
    /// Make and model of the commercial product that it delivers, where it delivers one.
    pub product: Option<String>,
}
