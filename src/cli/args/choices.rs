//! What the command line takes for schemas, and for the formats and chapters of reports, each with its help.

use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::tool::SchemaKind;
use crate::answers::schema;
use crate::report::{Chapter, Edition, Kind};

impl ValueEnum for SchemaKind {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<SchemaKind>> = LazyLock::new(|| {
            use SchemaKind::{Consensus, Criteria, Panel, Report, Result, Vendor};
            let files = [Criteria, Vendor, Report, Panel, Consensus];
            files.into_iter().chain(schema::ALL.iter().copied().map(Result)).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            SchemaKind::Criteria => ("criteria", "Criteria files"),
            SchemaKind::Vendor => ("vendor", "Vendor files"),
            SchemaKind::Report => ("report", "Reports as JSON"),
            SchemaKind::Panel => ("panel", "Files of evaluators"),
            SchemaKind::Consensus => ("consensus", "Files of what a panel agreed on"),
            SchemaKind::Result(one) => return Some(PossibleValue::new(format!("result.{}", one.question))),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        Kind::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Kind::Html => "A page for any browser, with charts and weights to try; needs nothing else",
            Kind::Pdf => "Pages to print, to file and to read aloud",
            Kind::Docx => "Pages to work on in Word or another word processor",
            Kind::Xlsx => "A workbook that scores and ranks again when a weight or a fact is changed in it",
            Kind::Md => "Markdown, for a repository or a wiki",
            Kind::Csv => "Points and facts, a row for each vendor and criterion",
            Kind::Json => "Everything, for programs, with full precision",
        };
        Some(PossibleValue::new(self.extension()).help(help))
    }
}

impl ValueEnum for Edition {
    fn value_variants<'a>() -> &'a [Self] {
        &Edition::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Edition::Board => {
                ("board", "Two pages that stand alone: what is to be decided, what it costs, how sure it is")
            }
            Edition::File => ("file", "Every chapter, for the file and its auditors"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Chapter {
    fn value_variants<'a>() -> &'a [Self] {
        &Chapter::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Chapter::Summary => ("summary", "The question, the recommendation and how sure it is"),
            Chapter::Needs => ("needs", "What we buy"),
            Chapter::Rule => ("rule", "Criteria, weights, scales, roundings, ties"),
            Chapter::Gates => ("gates", "Must-haves of every vendor"),
            Chapter::Ranking => ("ranking", "Who is ahead, by how much"),
            Chapter::Out => ("out", "Vendors that are out and why"),
            Chapter::Values => ("values", "The value of every vendor on every criterion"),
            Chapter::Comparison => ("comparison", "What makes the difference between the first two"),
            Chapter::Panel => ("panel", "What each evaluator said, where they differ, what hangs on it"),
            Chapter::Cost => ("cost", "What each quote really costs"),
            Chapter::Automation => ("automation", "What bots do, and from where on they pay"),
            Chapter::Worth => ("worth", "What vendors are worth beside their cost"),
            Chapter::Robustness => ("robustness", "How sure the ranking is and what would change it"),
            Chapter::Reversal => {
                ("reversal", "What the order hangs on besides facts: other vendors, other formulas")
            }
            Chapter::Vendors => ("vendors", "A page for each vendor: points, evidence, gaps"),
            Chapter::Assumptions => ("assumptions", "What costs hang on"),
            Chapter::Provenance => ("provenance", "Files, fingerprints, version"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}
