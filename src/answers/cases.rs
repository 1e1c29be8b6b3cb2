//! Many what-ifs side by side: who is first in each.

use serde::Serialize;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::decision::{Points, VendorId};
use crate::diagnostic::render::for_programs;
use crate::diagnostic::{Diagnostic, Sources, Tally};
use crate::score::Evaluation;
use crate::score::evaluation::Digests;

/// What each of several what-ifs comes to, beside the decision as it is.
#[derive(Debug, Serialize)]
pub struct Cases<'a> {
    #[serde(skip)]
    evaluation: &'a Evaluation,
    as_is: CaseResult,
    /// In the order in which they were asked.
    #[serde(rename = "cases")]
    asked: Vec<CaseResult>,
}

/// What one of the what-ifs comes to.
#[derive(Clone, Debug, Serialize)]
pub struct CaseResult {
    /// What it is called; empty for the decision as it is.
    pub case: String,
    /// Its values, as `--set` takes them.
    pub what_if: Vec<String>,
    /// Fingerprints of its rule and its inputs.
    pub digest: Digests,
    /// Who is first; several where they are tied, none where nobody is in the ranking.
    pub first: Vec<VendorId>,
    /// The ranking in order, then those that are out.
    pub vendors: Vec<CaseVendor>,
    /// What is to be known of its values; of a case what the decision as it is has not.
    pub problems: Vec<serde_json::Value>,
    /// How many of these are warnings.
    #[serde(skip)]
    warnings: usize,
}

/// How a vendor comes out of a what-if.
#[derive(Clone, Debug, Serialize)]
pub struct CaseVendor {
    /// The stem of its file's name.
    pub vendor: VendorId,
    /// What people call it.
    pub name: String,
    /// Its rank, from 1, shared by ties; none when it is out.
    pub rank: Option<usize>,
    /// Its score, in points of the rule.
    pub score: Points,
    /// The lowest score that it may turn out to have.
    pub lowest: Option<Points>,
    /// The highest such score.
    pub highest: Option<Points>,
    /// Why it is out; empty when it is in the ranking.
    pub out_because: String,
}

impl CaseResult {
    /// What an evaluation comes to, under a name.
    ///
    /// - `problems`: what is to be known of its values, and the texts that they point into.
    ///
    /// # Panics
    /// Never: problems are plain values.
    #[must_use]
    pub fn new(
        case: impl Into<String>,
        what_if: Vec<String>,
        evaluation: &Evaluation,
        (problems, sources): (&[Diagnostic], &Sources),
    ) -> CaseResult {
        let vendors = evaluation.vendors.iter().map(|vendor| CaseVendor {
            vendor: vendor.id().clone(),
            name: vendor.name().to_owned(),
            rank: vendor.rank,
            score: vendor.score.clone(),
            lowest: vendor.ends().map(|[lowest, _]| lowest.clone()),
            highest: vendor.ends().map(|[_, highest]| highest.clone()),
            out_because: vendor.out_because(),
        });
        let first = evaluation.ranked().filter(|vendor| vendor.rank == Some(1));
        CaseResult {
            case: case.into(),
            what_if,
            digest: evaluation.digest.clone(),
            first: first.map(|vendor| vendor.id().clone()).collect(),
            vendors: vendors.collect(),
            problems: for_programs(problems, sources)
                .into_iter()
                .map(|problem| serde_json::to_value(problem).expect("problems are plain values"))
                .collect(),
            warnings: Tally::of(problems).warnings,
        }
    }

    /// The vendors of the first rank, and those of the one after.
    fn leaders(&self) -> [Vec<&CaseVendor>; 2] {
        let of_rank = |rank| self.vendors.iter().filter(|one| one.rank == Some(rank)).collect::<Vec<_>>();
        let first = of_rank(1);
        let second = of_rank(first.len() + 1);
        [first, second]
    }
}

impl<'a> Cases<'a> {
    /// Puts cases side by side.
    ///
    /// - `evaluation`: the decision as it is.
    /// - `problems`: those of its files, and the texts that they point into.
    #[must_use]
    pub fn new(
        evaluation: &'a Evaluation,
        problems: (&[Diagnostic], &Sources),
        cases: Vec<CaseResult>,
    ) -> Cases<'a> {
        let what_if = evaluation.decision.provenance.what_if.clone();
        Cases { evaluation, as_is: CaseResult::new("", what_if, evaluation, problems), asked: cases }
    }

    /// Whether a case has warnings of its own.
    fn has_warnings(&self) -> bool {
        self.asked.iter().any(|case| case.warnings > 0)
    }

    /// The decision as it is, and every case.
    fn all(&self) -> impl Iterator<Item = &CaseResult> {
        std::iter::once(&self.as_is).chain(&self.asked)
    }

    fn table(&self) -> Table {
        let digits = self.evaluation.shown_decimals().scores;
        let mut table = Table::of("Who is first in each case")
            .head("Case")
            .words("First")
            .numbers("Score")
            .words("Then")
            .numbers("Behind");
        if self.has_warnings() {
            table = table.numbers("Warnings");
        }
        for vendor in &self.as_is.vendors {
            table = table.numbers(&vendor.name).if_room();
        }
        for case in self.all() {
            table.row(self.cells(case, digits));
        }
        table
    }

    fn cells(&self, case: &CaseResult, digits: u32) -> Vec<Cell> {
        let [first, then] = case.leaders();
        let names = |vendors: &[&CaseVendor]| {
            vendors.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(" and ")
        };
        let score = |vendors: &[&CaseVendor]| vendors.first().map(|one| one.score.clone());
        let behind = score(&first).zip(score(&then)).map(|(first, then)| (&first - &then).fixed(digits));
        let name = match case.case.as_str() {
            "" => Cell::toned("as it is", Tone::Faint),
            name => Cell::from(name),
        };
        let is_other = case.first != self.as_is.first;
        let leader = if first.is_empty() { "nobody".to_owned() } else { names(&first) };
        let mut cells = vec![
            name,
            Cell::toned(leader, if is_other { Tone::Doubt } else { Tone::Strong }),
            score(&first).map_or_else(String::new, |score| score.fixed(digits)).into(),
            names(&then).into(),
            behind.unwrap_or_default().into(),
        ];
        if self.has_warnings() {
            let tone = if case.warnings > 0 { Tone::Doubt } else { Tone::Plain };
            cells.push(Cell::toned(case.warnings.to_string(), tone));
        }
        // A case may have other vendors out, and so another order.
        cells.extend(self.as_is.vendors.iter().map(|column| {
            let one = case.vendors.iter().find(|one| one.vendor == column.vendor);
            match one.filter(|one| one.rank.is_some()) {
                Some(one) => Cell::from(one.score.fixed(digits)),
                None => Cell::toned("out", Tone::Faint),
            }
        }));
        cells
    }
}

impl Answer for Cases<'_> {
    const QUESTION: &'static str = "cases";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::front(&self.evaluation.decision.title);
        section.table(self.table());
        let changed = self.asked.iter().filter(|case| case.first != self.as_is.first).count();
        section.text(match (changed, self.asked.len()) {
            (0, 1) => "The case leaves the first place as it is.".to_owned(),
            (0, all) => format!("All {all} cases leave the first place as it is."),
            (1, all) => format!("1 of {all} cases changes the first place."),
            (changed, all) => format!("{changed} of {all} cases change the first place."),
        });
        vec![section]
    }

    fn records(&self) -> Records {
        let head = [
            "case",
            "vendor",
            "name",
            "rank",
            "score",
            "lowest",
            "highest",
            "is_first",
            "out_because",
            "warnings",
        ];
        let record = |(case, one): (&CaseResult, &CaseVendor)| {
            vec![
                Field::Text(case.case.clone()),
                Field::Text(one.vendor.to_string()),
                Field::Text(one.name.clone()),
                Field::number(one.rank),
                Field::number(Some(&one.score)),
                Field::number(one.lowest.as_ref()),
                Field::number(one.highest.as_ref()),
                Field::claim(case.first.contains(&one.vendor)),
                Field::Text(one.out_because.clone()),
                Field::number(Some(case.warnings)),
            ]
        };
        let rows = self.all().flat_map(|case| case.vendors.iter().map(move |one| (case, one)));
        Records::new(head, rows.map(record))
    }
}
