//! Regulation (EU, Euratom) 2024/2509: what institutions of the Union tell.

use super::{Regime, Row, Source, USUAL};
use crate::decision::disclosure::Addressee::{Disqualified, Excluded, Loser, Public, Winner};
use crate::decision::disclosure::Part::{
    Counts, Criteria, OwnMustHaves, OwnPoints, OwnPrice, OwnRank, OwnReasons, Rationale, Standstill,
    WinnerName, WinnerPoints, WinnerPrice, WinnerReasons,
};
use crate::decision::disclosure::{Duty, Phase, RegimeName};

/// Regulation (EU, Euratom) 2024/2509: what institutions of the Union tell.
pub(super) const EU_INSTITUTIONS: Regime = Regime {
    name: RegimeName::EuInstitutions,
    title: "Regulation (EU, Euratom) 2024/2509",
    version: "as of 2024",
    withheld: Some("Article 173(3) of Regulation (EU, Euratom) 2024/2509"),
    tells_winner: true,
    rows: &[
        Row {
            id: "EI-01",
            parts: &[OwnMustHaves, OwnReasons],
            to: &[Excluded, Disqualified],
            phases: &[],
            duty: Duty::Must,
            section: "Article 173(2)",
            source: Source::Text,
        },
        Row {
            id: "EI-01",
            parts: &[OwnReasons, OwnMustHaves, Rationale],
            to: &[Loser],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::Must,
            section: "Article 173(2)",
            source: Source::Text,
        },
        Row {
            id: "EI-01",
            parts: &[Standstill],
            to: &[Loser, Winner, Excluded, Disqualified],
            phases: &[Phase::Decided],
            duty: Duty::Must,
            section: "Article 173(2)",
            source: Source::Text,
        },
        Row {
            id: "EI-02",
            parts: &[WinnerName, WinnerReasons, WinnerPrice],
            to: &[Loser],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::OnRequest,
            section: "Article 173(3)(a)",
            source: Source::Text,
        },
        Row {
            id: "EI-02",
            parts: &[OwnPoints, OwnRank, Criteria, OwnPrice],
            to: &[Loser, Winner],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::May,
            section: "",
            source: Source::Text,
        },
        Row {
            id: "EI-02",
            parts: &[OwnReasons],
            to: &[Winner],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::May,
            section: "",
            source: Source::Text,
        },
        Row {
            id: "EI-05",
            parts: &[WinnerPoints],
            to: &[Loser],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::MayIfSaid,
            section: "",
            source: Source::Secondary,
        },
        Row {
            id: "EI-02",
            parts: &[WinnerName, Counts],
            to: &[Public],
            phases: &[Phase::Decided, Phase::Signed],
            duty: Duty::May,
            section: "",
            source: Source::Text,
        },
    ],
    ..USUAL
};
