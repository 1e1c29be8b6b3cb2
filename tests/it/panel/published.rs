//! Published panels as files through the whole program.
//!
//! The case files hold what was published; where the judges' own sheets were not, the test says how it makes
//! sheets that have the published means.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Workspace, repository};

/// A workspace with the criteria of a case as rating scales and one file a vendor.
struct Case {
    workspace: Workspace,
    criteria: usize,
}

impl Case {
    /// - `tops`: the highest mark of each criterion, which is also its weight.
    fn new(tops: &[&str], vendors: &[String], rule: &str) -> Case {
        let mut text = "title = \"Published\"\npanel = \"panel/d\"\n".to_owned();
        for (at, top) in tops.iter().enumerate() {
            text.push_str(&format!(
                "[criteria.c{at}]\nweight = {top}\nscale = {{ rating = {top}, from = 0 }}\n"
            ));
        }
        let workspace = Workspace::new(&format!("{text}{rule}"), &[]);
        for (at, name) in vendors.iter().enumerate() {
            workspace.write(&format!("vendors/d/v{at}.toml"), format!("name = {name:?}\n"));
        }
        Case { workspace, criteria: tops.len() }
    }

    /// Writes an evaluator's file. `mark` gives the mark for a vendor and a criterion.
    fn evaluator(&self, id: &str, vendors: usize, mark: impl Fn(usize, usize) -> String) {
        let mut text = format!("name = {id:?}\n");
        for vendor in 0..vendors {
            text.push_str(&format!("[marks.v{vendor}]\n"));
            for criterion in 0..self.criteria {
                text.push_str(&format!("c{criterion} = {}\n", mark(vendor, criterion)));
            }
        }
        self.workspace.write(&format!("criteria/panel/d/{id}.toml"), text);
    }

    fn json(&self, command: &str) -> Value {
        self.workspace.weigh(&[command, "--format", "json"]).json()["result"].take()
    }

    /// Scores by vendor, as they are written.
    fn scores(&self) -> Vec<(String, String)> {
        let result = self.json("rank");
        let vendors = result["vendors"].as_array().unwrap();
        vendors
            .iter()
            .map(|one| (one["name"].as_str().unwrap().to_owned(), one["score"].to_string()))
            .collect()
    }
}

/// Four judges, of whom only the means are published: 30, 25, 25, 10 and 10 points at most.
///
/// Source: <https://www.city.hakodate.hokkaido.jp/docs/2020060100074/>
#[test]
fn hakodate_means_of_four_judges_give_the_published_totals() {
    const TOPS: [&str; 5] = ["30", "25", "25", "10", "10"];
    // In eighths of a point, so that a step up for one judge and down for another stays exact.
    const MEANS: [(&str, [u32; 5]); 4] = [
        ("Rejast Co.", [204, 180, 160, 76, 72]),
        ("A", [204, 165, 145, 80, 44]),
        ("B", [168, 115, 145, 46, 66]),
        ("C", [138, 85, 100, 28, 66]),
    ];
    let names = MEANS.map(|(name, _)| name.to_owned());
    let case = Case::new(&TOPS, &names, "[rule]\npoints = 100\nweights = 100\n");
    // Four sheets around each mean: a step up, a step down, and two on it; a mean at the top has no room.
    for judge in 0..4 {
        case.evaluator(&format!("judge{judge}"), 4, |vendor, criterion| {
            let mean = MEANS[vendor].1[criterion];
            let top: u32 = TOPS[criterion].parse().unwrap();
            let step = if mean == 8 * top { 0 } else { 1 + u32::try_from(criterion).unwrap() % 3 };
            let eighths = match judge {
                0 => mean + step,
                1 => mean - step,
                _ => mean,
            };
            (f64::from(eighths) / 8.0).to_string()
        });
    }
    let expected = [("Rejast Co.", "86.5"), ("A", "79.75"), ("B", "67.5"), ("C", "52.125")];
    assert_eq!(case.scores(), expected.map(|(name, score)| (name.to_owned(), score.to_owned())));
    let result = case.json("panel");
    for (vendor, (name, means)) in MEANS.iter().enumerate() {
        for (criterion, mean) in means.iter().enumerate() {
            let found = &result["marks"][vendor * 5 + criterion]["mark"];
            assert_eq!(found.to_string(), (f64::from(*mean) / 8.0).to_string(), "{name} c{criterion}");
        }
    }
}

/// Nine judges, of whom only the sums are published; 900 points at most. Each sum is dealt out in whole points.
///
/// Source: <https://expydoc.com/doc/7555031/>
#[test]
fn minamiaso_sums_of_nine_judges_give_the_published_total() {
    const TOPS: [&str; 5] = ["10", "30", "30", "20", "10"];
    const SUMS: [u32; 5] = [83, 205, 203, 140, 78];
    let names = ["Choyo-mura Ltd".to_owned()];
    let case = Case::new(&TOPS, &names, "[rule]\npoints = 900\nweights = 100\n");
    for judge in 0..9 {
        case.evaluator(&format!("judge{judge}"), 1, |_, criterion| {
            let sum = SUMS[criterion];
            (sum / 9 + u32::from(judge < sum % 9)).to_string()
        });
    }
    assert_eq!(case.scores(), [("Choyo-mura Ltd".to_owned(), "709".to_owned())]);
    let published = repository().join("tests/data/published/minamiaso_choyo/criteria");
    assert!(published.is_dir(), "the case is also there with its sums as facts");
}

/// The marks of each evaluator are published, and the sums by criterion: five times, or four times, the mean.
///
/// Their own award rule, a product with reweighted votes under a budget, is another one and not asked for here.
#[test]
fn pkt_marks_of_each_evaluator_give_the_listed_sums() {
    let Some(folder) = env::var_os("WEIGH_RUN_ONLY_CASES") else {
        crate::run_only::say_skipped("pkt_*.json");
        return;
    };
    for (file, evaluators) in [("pkt_2020_11_08.json", 5), ("pkt_2021_05_24.json", 4)] {
        let path = PathBuf::from(&folder).join(file);
        let json: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let list = |key: &str| json[key].as_array().unwrap().clone();
        let names: Vec<String> =
            list("criteria").iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        let proposals = list("alternatives");
        let vendors: Vec<String> =
            proposals.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!((names.len(), list("evaluators").len()), (5, evaluators), "{file}");
        let case = Case::new(&["1"; 5], &vendors, "");
        for evaluator in list("evaluators") {
            let id = evaluator.as_str().unwrap();
            case.evaluator(id, vendors.len(), |vendor, criterion| {
                proposals[vendor]["scores_by_evaluator"][id][&names[criterion]].to_string()
            });
        }
        let result = case.json("panel");
        for (vendor, proposal) in proposals.iter().enumerate() {
            for (criterion, name) in names.iter().enumerate() {
                let found: f64 = result["marks"][vendor * 5 + criterion]["mark"].to_string().parse().unwrap();
                let listed = proposal["scores"][name].as_f64().unwrap();
                let sum = found * f64::from(u32::try_from(evaluators).unwrap());
                assert!(
                    (sum - listed).abs() < 1e-9,
                    "{file}: {} {name}: {sum} and not {listed}",
                    vendors[vendor]
                );
            }
        }
    }
}
