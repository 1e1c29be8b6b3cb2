//! Procurement Regulations for IPF Borrowers: what all that submitted are told.

use super::{Regime, Row, Source, USUAL};
use crate::decision::disclosure::Addressee::{Disqualified, Excluded, Loser, Public, Winner};
use crate::decision::disclosure::Part::{
    Counts, Debriefing, OtherNames, OtherPrices, OwnMustHaves, OwnPoints, OwnPrice, OwnReasons, Review,
    Standstill, WinnerContact, WinnerName, WinnerPoints, WinnerPrice, WinnerRating, WinnerReasons,
};
use crate::decision::disclosure::{Duty, Phase, RegimeName};

/// Procurement Regulations for IPF Borrowers: what all that submitted are told.
pub(super) const WORLD_BANK: Regime = Regime {
    name: RegimeName::WorldBank,
    title: "Procurement Regulations for IPF Borrowers",
    version: "6th edition 2025",
    is_one_set: true,
    debriefing_within: "3 business days",
    unchecked: Some(
        "the rules of the World Bank are known through a summary alone: check each letter against their text",
    ),
    rows: &[
        Row {
            id: "WB-01",
            parts: &[WinnerName, WinnerContact, WinnerPrice, OtherNames, OtherPrices, WinnerRating],
            to: &[Loser, Excluded, Disqualified, Winner],
            phases: &[Phase::Decided],
            duty: Duty::Must,
            section: "5.72 to 5.77",
            source: Source::Secondary,
        },
        Row {
            id: "WB-02",
            parts: &[OwnMustHaves, OwnReasons],
            to: &[Loser, Excluded, Disqualified],
            phases: &[Phase::Decided],
            duty: Duty::Must,
            section: "5.74 to 5.77",
            source: Source::Secondary,
        },
        Row {
            id: "WB-02",
            parts: &[OwnPoints, OwnPrice],
            to: &[Loser, Winner],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::Must,
            section: "5.74 to 5.77",
            source: Source::Secondary,
        },
        Row {
            id: "WB-03",
            parts: &[Standstill],
            to: &[Loser, Excluded, Disqualified, Winner],
            phases: &[Phase::Decided],
            duty: Duty::Must,
            section: "5.78 to 5.80",
            source: Source::Secondary,
        },
        Row {
            id: "WB-04",
            parts: &[Debriefing, Review],
            to: &[Loser, Excluded, Disqualified],
            phases: &[Phase::Decided],
            duty: Duty::Must,
            section: "5.81 to 5.82",
            source: Source::Secondary,
        },
        Row {
            id: "WB-05",
            parts: &[WinnerReasons, WinnerPoints],
            to: &[Loser, Excluded, Disqualified],
            phases: &[],
            duty: Duty::MustNot,
            section: "5.84 to 5.85",
            source: Source::Secondary,
        },
        Row {
            id: "WB-02",
            parts: &[OwnMustHaves],
            to: &[Excluded, Disqualified],
            phases: &[Phase::Excluded],
            duty: Duty::Must,
            section: "5.74 to 5.77",
            source: Source::Secondary,
        },
        Row {
            id: "WB-06",
            parts: &[WinnerName, WinnerContact, WinnerPrice, OtherNames, OtherPrices, Counts],
            to: &[Public],
            phases: &[Phase::Signed],
            duty: Duty::Must,
            section: "5.93 to 5.95",
            source: Source::Secondary,
        },
    ],
    ..USUAL
};
