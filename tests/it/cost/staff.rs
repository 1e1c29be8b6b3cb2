//! `weigh staff` as people and programs see it.

use super::snapshot;
use crate::support::Workspace;

const QUESTION: [&str; 7] = ["staff", "--contacts", "360", "--per", "30m", "--aht", "240"];

fn ask(more: &[&str]) -> crate::support::Output {
    // It reads no files, so it works anywhere.
    Workspace::empty().weigh(&[&QUESTION, more].concat())
}

#[test]
fn the_table_is_the_one_that_a_planner_expects() {
    snapshot("staff_table", &ask(&["--target", "80/20", "--shrinkage", "30"]));
    snapshot("staff_patience", &ask(&["--target", "80/20", "--patience", "2m", "--of", "answered"]));
    snapshot("staff_chat", &ask(&["--target", "80/30", "--concurrency", "3", "--max-occupancy", "85"]));
}

#[test]
fn every_format_gives_the_same_answer() {
    let json = ask(&["--format", "json"]).json();
    assert_eq!(json["result"]["agents"], 54);
    assert_eq!(json["result"]["rows"].as_array().unwrap().len(), 9);
    let csv = ask(&["--format", "csv"]).out;
    assert!(csv.lines().any(|line| line.starts_with("54,yes,0.81")), "{csv}");
    assert!(ask(&["--format", "md"]).out.contains("| **54** |"));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    for (arguments, word) in [
        (vec!["--target", "100/20"], "below 100"),
        (vec!["--target", "80"], "slash"),
        (vec!["--patience", "2d"], "use s, m or h"),
        (vec!["--patience", "0"], "above 0"),
        (vec!["--shrinkage", "100"], "shrinkage"),
        (vec!["--max-occupancy", "0"], "occupancy"),
        (vec!["--concurrency", "0"], "1..=100"),
    ] {
        let output = ask(&arguments);
        assert_eq!(output.code, Some(2), "{output}");
        assert!(output.err.contains(word), "{arguments:?}: {output}");
    }
    for contacts in ["nan", "inf", "-1"] {
        let output = Workspace::empty().weigh(&["staff", &format!("--contacts={contacts}"), "--aht", "240"]);
        assert_eq!(output.code, Some(2), "{output}");
    }
    let crowd = Workspace::empty().weigh(&["staff", "--contacts", "1e12", "--aht", "240"]);
    assert!(crowd.code == Some(2) && crowd.err.contains("more than 1000000 agents"), "{crowd}");
}
