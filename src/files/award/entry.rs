//! The entries of a record of awards: how they are read, and how they are written.

use std::collections::BTreeMap;

use crate::decision::award::{
    Clearance, FailedGate, MOST_PRINTS, MOST_STANDINGS, NamedGate, OpenGate, Prints, Signer, Standing, Winner,
};
use crate::decision::{Award, AwardRecord, Date, VendorId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::edit::quoted;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{ById, FromToml, Limited, Problems, Spanned, toml_table};
use crate::files::values::{Count, Name, Prose};

toml_table! {
    /// The awards of a decision.
    struct AwardFile {
        /// Each award, oldest first.
        award: Vec<Spanned<AwardEntry>>,
        /// The answers to conditions of awards, oldest first.
        clearance: Vec<Spanned<ClearanceEntry>>,
    }
}

toml_table! {
    /// Who got the work, on whose word, and why.
    struct AwardEntry {
        /// Who got the work, each with its part; empty where the procedure ended without an award.
        winners: Vec<Spanned<WinnerEntry>>,
        /// The only winner, as records before had it.
        vendor: Name,
        /// Its name then.
        name: Name,
        /// The day of the award.
        on: Date [required],
        /// Who decided: a name, or several with their roles.
        by: ByEntry [required],
        /// Why.
        reason: Prose,
        /// Which award it takes the place of, from 1.
        replaces: Place,
        /// The rank of the only winner then.
        rank: Place,
        /// The score of the only winner then.
        score: Exact,
        /// The must-haves that a winner failed, each with the reason why it got the work all the same.
        despite: Vec<Spanned<DespiteEntry>>,
        /// The must-haves that were open.
        subject_to: Vec<Spanned<SubjectEntry>>,
        /// How every vendor stood then.
        ranking: Vec<Spanned<StandingEntry>>,
        /// Fingerprint of the rule then.
        rule: Name [required],
        /// Fingerprint of all inputs then.
        inputs: Name [required],
        /// Fingerprints of what was said of each vendor then, by the place where it is written.
        prints: ById<PrintsEntry>,
    }
}

toml_table! {
    /// Who got the work, or a part of it.
    struct WinnerEntry {
        /// The vendor's id.
        vendor: Name [required],
        /// Its name then.
        name: Name [required],
        /// Its part of the work in per cent.
        share: Count [required],
        /// Its rank then; left out when it was out of the ranking.
        rank: Place,
        /// Its score then.
        score: Exact [required],
        /// The criteria of which something was not known.
        unknown: Vec<Spanned<Name>>,
    }
}

toml_table! {
    /// How a vendor stood.
    struct StandingEntry {
        /// The vendor's id.
        vendor: Name [required],
        /// Its name then.
        name: Name [required],
        /// Its rank then; left out when it was out of the ranking.
        rank: Place,
        /// Its score then.
        score: Exact [required],
    }
}

toml_table! {
    /// Somebody who signed.
    struct SignerEntry {
        /// The name.
        name: Name [required],
        /// What as.
        role: Name,
        /// When.
        on: Date,
    }
}

toml_table! {
    /// A must-have that was failed.
    struct DespiteEntry {
        /// By which vendor.
        vendor: Name [required],
        /// Its id.
        gate: Name [required],
        /// Its name then.
        name: Name [required],
        /// Why that was passed over.
        reason: Prose [required],
    }
}

toml_table! {
    /// A must-have that was open.
    struct SubjectEntry {
        /// Of which vendor.
        vendor: Name [required],
        /// Its id.
        gate: Name [required],
        /// Its name then.
        name: Name [required],
    }
}

toml_table! {
    /// The answer to a condition.
    struct ClearanceEntry {
        /// Of which award, from 1.
        award: Place [required],
        /// Of which vendor.
        vendor: Name [required],
        /// The must-have, by the id that the award has.
        gate: Name [required],
        /// Whether it is met.
        accepted: bool [required],
        /// Why.
        reason: Prose [required],
        /// The day of the answer.
        on: Date [required],
        /// Who answered.
        by: Name [required],
    }
}

/// Who signed: a name, or a list of names with roles.
#[derive(Debug)]
pub(crate) struct ByEntry(Vec<Signer>);

impl FromToml for ByEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::Text(_) = node.kind {
            let name = Name::read(node, problems)?.0;
            return Some(ByEntry(vec![Signer { name, role: None, on: None }]));
        }
        let list = Vec::<Spanned<SignerEntry>>::read(node, problems)?;
        let signer = |one: Spanned<SignerEntry>| {
            let SignerEntry { name, role, on } = one.value;
            Some(Signer {
                name: name?.value.0,
                role: role.map(|role| role.value.0),
                on: on.map(|on| on.value),
            })
        };
        list.into_iter().map(signer).collect::<Option<_>>().map(ByEntry)
    }

    fn schema() -> serde_json::Value {
        serde_json::json!({ "anyOf": [Name::schema(), Vec::<Spanned<SignerEntry>>::schema()] })
    }
}

toml_table! {
    /// The fingerprints of what was said of one vendor.
    struct PrintsEntry {
        /// Of all of it, where the decision is so large that no more is kept.
        all: Name,
        /// Of whether it takes part.
        status: Name,
        /// Of its quote.
        quote: Name,
        /// Of each fact.
        facts: ById<Print>,
        /// Of each rating.
        ratings: ById<Print>,
        /// Of what the panel says, by criterion.
        marks: ById<Print>,
    }
}

/// A fingerprint.
#[derive(Debug)]
pub(crate) struct Print(String);

impl Limited for Print {
    const MOST: usize = MOST_PRINTS;
}

impl Limited for PrintsEntry {
    const MOST: usize = MOST_STANDINGS;
}

impl FromToml for Print {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Name::read(node, problems).map(|text| Print(text.0))
    }

    fn schema() -> serde_json::Value {
        Name::schema()
    }
}

impl PrintsEntry {
    fn prints(self) -> BTreeMap<String, String> {
        let whole = [("all", self.all), ("status", self.status), ("quote", self.quote)];
        let whole = whole.into_iter().filter_map(|(key, print)| Some((key.to_owned(), print?.value.0)));
        let parts = [("facts", self.facts), ("ratings", self.ratings), ("marks", self.marks)];
        let parts = parts.into_iter().flat_map(|(key, prints)| {
            let prints = prints.map_or_else(Vec::new, |prints| prints.value.0);
            prints.into_iter().map(move |one| (format!("{key}.{}", one.id), one.value.0))
        });
        whole.chain(parts).collect()
    }
}

impl AwardFile {
    /// The record. An award that cannot be read is a problem, and none of the record.
    pub(super) fn record(self, problems: &mut Problems) -> AwardRecord {
        let awards = self.award.map_or_else(Vec::new, |list| list.value);
        let clearances = self.clearance.map_or_else(Vec::new, |list| list.value);
        AwardRecord {
            awards: awards.into_iter().filter_map(|one| one.value.award(one.span, problems)).collect(),
            clearances: clearances.into_iter().filter_map(|one| one.value.clearance()).collect(),
        }
    }
}

impl AwardEntry {
    fn award(self, span: Span, problems: &mut Problems) -> Option<Award> {
        let winners = match (self.winners, self.vendor) {
            (Some(winners), None) => {
                winners.value.into_iter().map(|one| one.value.winner()).collect::<Option<Vec<_>>>()?
            }
            (None, Some(vendor)) => {
                let standing = Standing {
                    name: self.name.map_or_else(|| vendor.value.0.clone(), |name| name.value.0),
                    vendor: VendorId::new(vendor.value.0),
                    rank: number(self.rank),
                    score: self.score?.value.into(),
                };
                vec![Winner { standing, share: 100, unknown: Vec::new() }]
            }
            (winners, _) => {
                let said = if winners.is_some() { "names its winners twice" } else { "names no winner" };
                let problem = Diagnostic::new(Code::OneOf, span, format!("this award {said}"));
                problems.push(
                    problem.help("winners = [{ vendor = \"...\", ... }], or [] where nobody got the work"),
                );
                return None;
            }
        };
        let all = |list: Option<Spanned<Vec<Spanned<StandingEntry>>>>| {
            let list = list.map_or_else(Vec::new, |list| list.value);
            list.into_iter().map(|one| one.value.standing()).collect::<Option<Vec<_>>>()
        };
        let ranking = all(self.ranking)?;
        if let Some(said) = cannot_be(&winners, &ranking, self.reason.is_some()) {
            let help = "bring the record back from version control; weigh writes it, and nobody changes it";
            problems.push(Diagnostic::new(Code::AwardGone, span, said).help(help));
            return None;
        }
        Some(Award {
            winners,
            on: self.on?.value,
            by: self.by?.value.0,
            reason: self.reason.map(|reason| reason.value.0),
            replaces: number(self.replaces),
            despite: self.despite.map_or_else(Vec::new, |list| {
                list.value.into_iter().filter_map(|one| one.value.failed()).collect()
            }),
            subject_to: self.subject_to.map_or_else(Vec::new, |list| {
                list.value.into_iter().filter_map(|one| one.value.open()).collect()
            }),
            ranking,
            rule: self.rule?.value.0,
            inputs: self.inputs?.value.0,
            prints: self.prints.map_or_else(Prints::new, |prints| {
                let prints = prints.value.0.into_iter();
                prints.map(|one| (VendorId::new(one.id), one.value.prints())).collect()
            }),
        })
    }
}

/// What an award says that no award can say; none where it can.
fn cannot_be(winners: &[Winner], ranking: &[Standing], has_reason: bool) -> Option<String> {
    if winners.is_empty() && !has_reason {
        return Some("this record ends the procedure without an award, and without a reason".to_owned());
    }
    let shares: u64 = winners.iter().map(|one| u64::from(one.share)).sum();
    if !winners.is_empty() && (shares != 100 || winners.iter().any(|one| one.share == 0)) {
        return Some(format!("the shares of this award come to {shares} %, and the whole is 100 %"));
    }
    let other = winners.iter().map(|one| &one.standing).find(|standing| {
        ranking.iter().any(|one| {
            one.vendor == standing.vendor && (one.rank != standing.rank || one.score != standing.score)
        })
    })?;
    Some(format!(
        "{} has one score and rank as a winner, and another in the ranking of this award",
        other.name
    ))
}

impl WinnerEntry {
    fn winner(self) -> Option<Winner> {
        let unknown = self.unknown.map_or_else(Vec::new, |list| list.value);
        let share = self.share?.value.0;
        let standing =
            StandingEntry { vendor: self.vendor, name: self.name, rank: self.rank, score: self.score };
        Some(Winner {
            standing: standing.standing()?,
            share,
            unknown: unknown.into_iter().map(|name| name.value.0).collect(),
        })
    }
}

impl StandingEntry {
    fn standing(self) -> Option<Standing> {
        Some(Standing {
            vendor: VendorId::new(self.vendor?.value.0),
            name: self.name?.value.0,
            rank: number(self.rank),
            score: self.score?.value.into(),
        })
    }
}

impl DespiteEntry {
    fn failed(self) -> Option<FailedGate> {
        let must_have = NamedGate { gate: self.gate?.value.0, name: self.name?.value.0 };
        let vendor = VendorId::new(self.vendor?.value.0);
        Some(FailedGate { vendor, must_have, reason: self.reason?.value.0 })
    }
}

impl SubjectEntry {
    fn open(self) -> Option<OpenGate> {
        let must_have = NamedGate { gate: self.gate?.value.0, name: self.name?.value.0 };
        Some(OpenGate { vendor: VendorId::new(self.vendor?.value.0), must_have })
    }
}

impl ClearanceEntry {
    fn clearance(self) -> Option<Clearance> {
        Some(Clearance {
            award: self.award?.value.0,
            vendor: VendorId::new(self.vendor?.value.0),
            gate: self.gate?.value.0,
            is_accepted: self.accepted?.value,
            reason: self.reason?.value.0,
            on: self.on?.value,
            by: self.by?.value.0,
        })
    }
}

/// A place in an order, or a number in a list: a whole number from 1.
#[derive(Debug)]
pub(crate) struct Place(usize);

impl FromToml for Place {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = Exact::read(node, problems)?;
        let place = number.to_string().parse().ok().filter(|place| *place > 0);
        if place.is_none() {
            let message = format!("{number} is outside the range of this key");
            let problem = Diagnostic::new(Code::OutOfRange, node.span, message);
            problems.push(problem.label("must be a whole number from 1 on"));
        }
        place.map(Place)
    }

    fn schema() -> serde_json::Value {
        serde_json::json!({ "type": "integer", "minimum": 1 })
    }
}

fn number(place: Option<Spanned<Place>>) -> Option<usize> {
    place.map(|place| place.value.0)
}

/// Digits after the point with which scores are kept: as many as can be read back.
const KEPT_DECIMALS: u32 = 18;

/// An award as it is written.
pub(super) fn award(award: &Award) -> String {
    let mut lines = vec![
        format!("winners = {}", listed(award.winners.iter().map(winner))),
        format!("on      = {}", award.on),
        format!("by      = {}", signers(&award.by)),
    ];
    lines.extend(award.reason.as_ref().map(|reason| format!("reason  = {}", quoted(reason))));
    lines.extend(award.replaces.map(|number| format!("replaces = {number}")));
    if !award.despite.is_empty() {
        let failed = award
            .despite
            .iter()
            .map(|one| format!("{}, reason = {}", gate(&one.vendor, &one.must_have), quoted(&one.reason)));
        lines.push(format!("despite = {}", listed(failed)));
    }
    if !award.subject_to.is_empty() {
        let open = award.subject_to.iter().map(|one| gate(&one.vendor, &one.must_have));
        lines.push(format!("subject_to = {}", listed(open)));
    }
    if !award.ranking.is_empty() {
        lines.push(format!("ranking = {}", listed(award.ranking.iter().map(standing))));
    }
    lines.push(format!("rule    = {}", quoted(&award.rule)));
    lines.push(format!("inputs  = {}", quoted(&award.inputs)));
    if !award.prints.is_empty() {
        lines.push("[award.prints]".to_owned());
        lines.extend(award.prints.iter().map(|(vendor, prints)| {
            let prints = prints.iter().map(|(place, print)| format!("{place} = {}", quoted(print)));
            format!("{vendor} = {{ {} }}", prints.collect::<Vec<_>>().join(", "))
        }));
    }
    format!("\n[[award]]\n{}\n", lines.join("\n"))
}

/// The answer to a condition as it is written.
pub(super) fn clearance(answer: &Clearance) -> String {
    format!(
        "\n[[clearance]]\naward    = {}\nvendor   = {}\ngate     = {}\naccepted = {}\nreason   = {}\non       = {}\nby       = {}\n",
        answer.award,
        quoted(answer.vendor.as_str()),
        quoted(&answer.gate),
        answer.is_accepted,
        quoted(&answer.reason),
        answer.on,
        quoted(&answer.by)
    )
}

/// Tables in a list: one in a line, several in a line each.
fn listed(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.map(|entry| format!("{{ {entry} }}")).collect();
    match entries.as_slice() {
        [] => "[]".to_owned(),
        [one] => format!("[{one}]"),
        many => format!("[\n    {},\n]", many.join(",\n    ")),
    }
}

fn signers(by: &[Signer]) -> String {
    if let [Signer { name, role: None, on: None }] = by {
        return quoted(name);
    }
    listed(by.iter().map(|one| {
        let role = one.role.as_ref().map_or_else(String::new, |role| format!(", role = {}", quoted(role)));
        let on = one.on.map_or_else(String::new, |on| format!(", on = {on}"));
        format!("name = {}{role}{on}", quoted(&one.name))
    }))
}

fn winner(winner: &Winner) -> String {
    let unknown: Vec<String> = winner.unknown.iter().map(|name| quoted(name)).collect();
    let unknown =
        if unknown.is_empty() { String::new() } else { format!(", unknown = [{}]", unknown.join(", ")) };
    format!("{}, share = {}{unknown}", standing(&winner.standing), winner.share)
}

fn standing(standing: &Standing) -> String {
    let rank = standing.rank.map_or_else(String::new, |rank| format!(", rank = {rank}"));
    let [vendor, name] = [standing.vendor.as_str(), &standing.name].map(quoted);
    format!("vendor = {vendor}, name = {name}{rank}, score = {}", standing.score.plain(KEPT_DECIMALS))
}

fn gate(vendor: &VendorId, must_have: &NamedGate) -> String {
    let [vendor, gate, name] = [vendor.as_str(), &must_have.gate, &must_have.name].map(quoted);
    format!("vendor = {vendor}, gate = {gate}, name = {name}")
}
