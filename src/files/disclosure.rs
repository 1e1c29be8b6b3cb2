//! `[disclosure]`, `[notice]`, `[contact]` and the release of facts, as files write them.

use serde_json::{Value, json};

use super::node::Node;
use super::read::{FromToml, Problems, Spanned, toml_table};
use super::values::{Name, Percent, Positive, Prose};
use super::words::{read_word, words};
use crate::decision::Date;
use crate::decision::disclosure::{
    Addressee, Contact, CustomItem, Disclosure, Duty, Far, Ground, Part, Phase, Publication, RegimeName,
    Release,
};
use crate::diagnostic::{Code, Diagnostic, Span};

words!(RegimeName {
    "private" => RegimeName::Private,
    "eu" => RegimeName::Eu,
    "eu-institutions" => RegimeName::EuInstitutions,
    "uk" => RegimeName::Uk,
    "us" => RegimeName::Us,
    "world-bank" => RegimeName::WorldBank,
    "custom" => RegimeName::Custom,
});
words!(Part {
    "own-contact" => Part::OwnContact,
    "own-rank" => Part::OwnRank,
    "position" => Part::Position,
    "own-points" => Part::OwnPoints,
    "own-reasons" => Part::OwnReasons,
    "own-must-haves" => Part::OwnMustHaves,
    "own-price" => Part::OwnPrice,
    "winner-name" => Part::WinnerName,
    "winner-contact" => Part::WinnerContact,
    "winner-band" => Part::WinnerBand,
    "winner-rating" => Part::WinnerRating,
    "winner-points" => Part::WinnerPoints,
    "winner-reasons" => Part::WinnerReasons,
    "winner-price" => Part::WinnerPrice,
    "rationale" => Part::Rationale,
    "criteria" => Part::Criteria,
    "other-names" => Part::OtherNames,
    "other-prices" => Part::OtherPrices,
    "counts" => Part::Counts,
    "standstill" => Part::Standstill,
    "review" => Part::Review,
    "debriefing" => Part::Debriefing,
    "negotiation" => Part::Negotiation,
    "product" => Part::Product,
});
words!(Addressee {
    "winner" => Addressee::Winner,
    "loser" => Addressee::Loser,
    "excluded" => Addressee::Excluded,
    "disqualified" => Addressee::Disqualified,
    "withdrew" => Addressee::Withdrew,
    "public" => Addressee::Public,
});
words!(Phase {
    "excluded" => Phase::Excluded,
    "decided" => Phase::Decided,
    "signed" => Phase::Signed,
});
words!(Duty {
    "must" => Duty::Must,
    "may" => Duty::May,
    "may-if-said" => Duty::MayIfSaid,
    "on-request" => Duty::OnRequest,
    "must-not" => Duty::MustNot,
});
words!(Ground {
    "trade secret" => Ground::TradeSecret,
    "commercial" => Ground::Commercial,
    "security" => Ground::Security,
    "law enforcement" => Ground::LawEnforcement,
    "public interest" => Ground::PublicInterest,
    "competition" => Ground::Competition,
});

words!(Far {
    "15.506" => Far::Published,
    "15.301-1" => Far::Overhauled,
});

/// Whether points on prices are told exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PricePoints {
    /// Whatever follows from them.
    Exact,
    /// As long as no price follows from them.
    Guarded,
}

words!(PricePoints {
    "exact" => PricePoints::Exact,
    "guarded" => PricePoints::Guarded,
});

/// How a fact is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReleaseWord {
    /// As it stands.
    Yes,
    /// By its summary.
    Summary,
    /// Not.
    No,
}

words!(ReleaseWord {
    "yes" => ReleaseWord::Yes,
    "summary" => ReleaseWord::Summary,
    "no" => ReleaseWord::No,
});

toml_table! {
    /// What letters and notices tell: the rules that they follow.
    struct DisclosureEntry {
        /// The rules: "private" when left out.
        regime: RegimeName,
        /// The member state of regime "eu", by two letters: its law comes on top of the directive.
        country: Name,
        /// The buyer's own table, for regime "custom".
        item: Vec<Spanned<ItemEntry>>,
        /// Parts that may be told and are.
        tell: Vec<Spanned<Part>>,
        /// Parts that may be told and are not.
        leave_out: Vec<Spanned<Part>>,
        /// A letter that tells a price of another closer than so many per cent of it is refused; 5 when left out.
        price_within: Percent,
        /// "exact" tells points on prices whatever follows from them; "guarded" when left out.
        price_points: PricePoints,
        /// Which numbers of the FAR regime "us" prints: "15.506" when left out, or "15.301-1" of its overhaul.
        far: Far,
        /// Whether the buyer under regime "us" is the Department of Defense.
        dod: bool,
    }
}

toml_table! {
    /// An item of the buyer's own table.
    struct ItemEntry {
        /// What is told.
        tell: Part [required],
        /// To whom.
        to: Vec<Spanned<Addressee>> [required],
        /// When; always when left out.
        phase: Vec<Spanned<Phase>>,
        /// Whether it must be, may be, or must not.
        duty: Duty [required],
    }
}

toml_table! {
    /// What letters and notices say of the buyer and of the procedure. It changes no number, and no lock holds it.
    struct NoticeEntry {
        /// Who buys, with the address.
        authority: Prose,
        /// Whom to ask.
        contact: Name,
        /// The reference number.
        reference: Name,
        /// The procedure, such as "open".
        procedure: Name,
        /// How a negotiation or a dialogue went, for those that ask (regime "eu").
        negotiation: Prose,
        /// The number of the published notice.
        notice: Name,
        /// The day on which the notice of the award is published, or the letters are sent: the standstill counts from it.
        published: Date,
        /// A later end of the standstill than the earliest one.
        standstill_ends: Date,
        /// Whether letters go by post.
        by_post: bool,
        /// Days on which nobody works, for regimes whose holidays weigh does not know.
        holidays: Vec<Spanned<Date>>,
        /// Where, and until when, the award can be challenged.
        review: Prose,
        /// What the contract is worth, as it is published.
        value: Name,
        /// The estimated value as a number in the currency of the decision; it decides what regime "uk" has a notice tell.
        estimated_value: Positive,
    }
}

toml_table! {
    /// How the vendor is reached and known. It changes no number, and no lock holds it.
    struct ContactEntry {
        /// The postal address.
        address: Prose,
        /// The address for e-mail.
        email: Name,
        /// The number in a register.
        identifier: Name,
        /// Whether it is a small or medium firm.
        small: bool,
        /// Make and model of the commercial product that it delivers, where it delivers one (regime "us").
        product: Name,
    }
}

impl DisclosureEntry {
    /// The rules that letters follow.
    pub(crate) fn build(entry: Option<Spanned<DisclosureEntry>>, problems: &mut Problems) -> Disclosure {
        let usual = Disclosure::default();
        let Some(Spanned { value: entry, span }) = entry else { return usual };
        let list = |parts: Option<Spanned<Vec<Spanned<Part>>>>| {
            parts.map_or_else(Vec::new, |parts| parts.value.into_iter().map(|part| part.value).collect())
        };
        let regime = entry.regime.map_or(usual.regime, |regime| regime.value);
        let items: Vec<CustomItem> = entry.item.map_or_else(Vec::new, |items| {
            items.value.into_iter().filter_map(|item| item.value.build()).collect()
        });
        if regime == RegimeName::Custom && items.is_empty() {
            let message = "regime \"custom\" is the buyer's own table, and it has no item";
            let problem = Diagnostic::new(Code::Disclosure, span, message);
            problems
                .push(problem.help("add [[disclosure.item]] with tell, to and duty; or name another regime"));
        }
        Disclosure {
            regime,
            country: entry.country.map(|country| country.value.0),
            items,
            tell: list(entry.tell),
            leave_out: list(entry.leave_out),
            price_within: entry.price_within.map_or(usual.price_within, |percent| percent.value.0),
            has_exact_price_points: entry.price_points.is_some_and(|word| word.value == PricePoints::Exact),
            far: entry.far.map_or(usual.far, |far| far.value),
            is_defense: entry.dod.is_some_and(|dod| dod.value),
            is_stated: true,
        }
    }
}

impl ItemEntry {
    fn build(self) -> Option<CustomItem> {
        let to = self.to?.value.into_iter().map(|to| to.value).collect();
        let phase =
            self.phase.map_or_else(Vec::new, |list| list.value.into_iter().map(|one| one.value).collect());
        Some(CustomItem { tell: self.tell?.value, to, phase, duty: self.duty?.value })
    }
}

impl NoticeEntry {
    /// What letters and notices say of the buyer.
    pub(crate) fn build(entry: Option<Spanned<NoticeEntry>>) -> Publication {
        let Some(Spanned { value: entry, .. }) = entry else { return Publication::default() };
        let name = |name: Option<Spanned<Name>>| name.map(|name| name.value.0);
        Publication {
            authority: entry.authority.map(|text| text.value.0),
            contact: name(entry.contact),
            reference: name(entry.reference),
            procedure: name(entry.procedure),
            negotiation: entry.negotiation.map(|text| text.value.0),
            notice: name(entry.notice),
            published: entry.published.map(|day| day.value),
            standstill_ends: entry.standstill_ends.map(|day| day.value),
            is_by_post: entry.by_post.is_some_and(|by_post| by_post.value),
            holidays: entry
                .holidays
                .map_or_else(Vec::new, |days| days.value.into_iter().map(|day| day.value).collect()),
            review: entry.review.map(|text| text.value.0),
            value: name(entry.value),
            estimated_value: entry.estimated_value.map(|number| number.value.0),
        }
    }
}

impl ContactEntry {
    /// How the vendor is reached.
    pub(crate) fn build(entry: Option<Spanned<ContactEntry>>) -> Contact {
        let Some(Spanned { value: entry, .. }) = entry else { return Contact::default() };
        Contact {
            address: entry.address.map(|text| text.value.0),
            email: entry.email.map(|name| name.value.0),
            identifier: entry.identifier.map(|name| name.value.0),
            is_small: entry.small.map(|small| small.value),
            product: entry.product.map(|name| name.value.0),
        }
    }
}

/// Whether a fact may be told to others, from its three keys.
pub(crate) fn release(
    word: Option<Spanned<ReleaseWord>>,
    summary: Option<Spanned<Prose>>,
    ground: Option<Spanned<Ground>>,
    span: Span,
    problems: &mut Problems,
) -> Option<Release> {
    let ground = ground.map_or(Ground::default(), |ground| ground.value);
    match (word.map(|word| word.value)?, summary) {
        (ReleaseWord::Yes, _) => Some(Release::Yes),
        (ReleaseWord::Summary, Some(summary)) => Some(Release::Summary(summary.value.0)),
        (ReleaseWord::Summary, None) => {
            let message = "a release by summary needs the summary";
            problems.push(Diagnostic::new(Code::Disclosure, span, message).help("add summary = \"...\""));
            None
        }
        (ReleaseWord::No, _) => Some(Release::No(ground)),
    }
}
