//! Finding weights: published numbers, properties, judgements in files, and the command.

mod command;
mod files;
mod oracles;
mod properties;

use weigh::decision::judgement::{Comparison, JudgedWeights, Judgements, PairFormula, RankFormula};
use weigh::exact::Exact;
use weigh::weights::find;

use crate::support::Workspace;

/// Ids of so many criteria, first ones first: a, b, c ...
fn ids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("c{at:02}")).collect()
}

fn found(ids: &[String], judgements: &Judgements) -> JudgedWeights {
    find(&ids.iter().map(String::as_str).collect::<Vec<_>>(), judgements).unwrap()
}

/// How many times one criterion of [`ids`] weighs another.
fn says(more: usize, less: usize, ratio: Exact) -> Comparison {
    Comparison { more: format!("c{more:02}"), less: format!("c{less:02}"), ratio }
}

fn n(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn shares(found: &JudgedWeights) -> Vec<f64> {
    found.shares.iter().map(Exact::to_f64).collect()
}

/// A small decision: three criteria at the top, two of them groups.
const CRITERIA: &str = r#"title   = "Support"
vendors = "../vendors/d"

[criteria.cost] # what we pay
weight = 50

[criteria.hourly]
under  = "cost"
weight = 70
scale  = { worst = 32, best = 12 }

[criteria.setup]
under  = "cost"
weight = 30 # once
scale  = { worst = 9000, best = 0 }

[criteria.quality]
weight = 30
scale  = { worst = 0, best = 10 }

[criteria.culture]
weight = 20
scale  = { worst = 0, best = 10 }

[rule]
weights = 100
"#;
const AALTO: &str = "name = \"Aalto\"\n[facts]\nhourly = 20\nsetup = 3000\nquality = 7\nculture = 5\n";
const BRANDT: &str = "name = \"Brandt\"\n[facts]\nhourly = 16\nsetup = 6000\nquality = 5\nculture = 8\n";

/// The decision with more text at its end.
fn workspace(more: &str) -> Workspace {
    Workspace::new(&format!("{CRITERIA}{more}"), &[("aalto", AALTO), ("brandt", BRANDT)])
}

/// Every way to judge, on three criteria.
fn every_method() -> Vec<Judgements> {
    let points = |numbers: [&str; 3]| -> Vec<(String, Exact)> {
        numbers.iter().enumerate().map(|(at, number)| (format!("c{at:02}"), n(number))).collect()
    };
    let comparisons = vec![says(0, 1, n("2")), says(0, 2, n("6")), says(1, 2, n("4"))];
    let order = vec![vec!["c00".to_owned()], vec!["c01".to_owned(), "c02".to_owned()]];
    let mut all = vec![
        Judgements::Points { points: points(["50", "30", "20"]) },
        Judgements::Swing { points: points(["100", "70", "10"]) },
        Judgements::BestWorst {
            best: "c00".to_owned(),
            worst: "c02".to_owned(),
            comparisons: comparisons.clone(),
        },
    ];
    for formula in [RankFormula::Roc, RankFormula::RankSum, RankFormula::RankReciprocal] {
        all.push(Judgements::RankOrder { formula, order: order.clone() });
    }
    for formula in [PairFormula::Eigenvector, PairFormula::GeometricMean] {
        all.push(Judgements::Pairwise { formula, comparisons: comparisons.clone() });
    }
    all
}
