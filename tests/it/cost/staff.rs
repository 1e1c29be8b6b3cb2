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

/// The workspace's own forecast gives what its numbers give when they are typed.
#[test]
fn staff_of_a_channel_is_that_of_its_busiest_interval() {
    use crate::support::{repository, weigh};
    let json = weigh(&repository(), &["staff", "--channel", "phone", "--format", "json"]).json();
    let (queue, target) = (&json["result"]["queue"], &json["result"]["target"]);
    let number = |value: &serde_json::Value, by: f64| (value.as_f64().unwrap() * by).to_string();
    let typed = weigh(
        &repository(),
        &[
            "staff",
            "--contacts",
            &number(&queue["contacts"], 1.0),
            "--per",
            &number(&queue["interval_seconds"], 1.0),
            "--aht",
            &number(&queue["aht_seconds"], 1.0),
            "--patience",
            &number(&queue["patience_seconds"], 1.0),
            "--target",
            "80/20",
            "--max-occupancy",
            &number(&target["max_occupancy"], 100.0),
            "--max-abandonment",
            &number(&target["max_abandonment"], 100.0),
            "--format",
            "json",
        ],
    );
    assert_eq!(json["result"]["agents"], typed.json()["result"]["agents"], "{json:#}");
    // No interval of the forecast has more agents.
    let demand = weigh(&repository(), &["cost", "--demand", "--format", "json"]).json();
    let phone = &demand["result"]["workload"]["channels"][0];
    let peaks =
        phone["months"].as_array().unwrap().iter().map(|month| month["peak_agents"].as_u64().unwrap());
    assert_eq!(json["result"]["agents"].as_u64(), peaks.max(), "{json:#}");
    let text = weigh(&repository(), &["staff", "--channel", "phone"]);
    assert!(text.out.starts_with("Phone, the busiest interval of the forecast: 60 minutes"), "{text}");
}

#[test]
fn a_channel_without_a_queue_is_refused_with_the_reason() {
    use crate::support::{repository, weigh};
    for (channel, said) in [("written", "nobody waits in a queue"), ("phon", "did you mean `phone`")] {
        let output = weigh(&repository(), &["staff", "--channel", channel]);
        assert!(output.code == Some(2) && output.err.contains(said), "{output}");
    }
    let both = weigh(&repository(), &["staff", "--channel", "phone", "--contacts", "3"]);
    assert!(both.code == Some(2) && both.err.contains("cannot be used with"), "{both}");
    let neither = weigh(&repository(), &["staff"]);
    assert!(neither.code == Some(2) && neither.err.contains("--contacts"), "{neither}");
}

#[test]
fn the_demand_by_interval_has_the_agents_of_every_interval() {
    use crate::support::{repository, weigh};
    let table = weigh(&repository(), &["cost", "--demand", "--intervals"]);
    assert!(table.code == Some(0) && table.out.contains("Phone: agents in each interval"), "{table}");
    let csv = weigh(&repository(), &["cost", "--demand", "--intervals", "--format", "csv"]).out;
    let demand = weigh(&repository(), &["cost", "--demand", "--format", "json"]).json();
    let channels = demand["result"]["workload"]["channels"].as_array().unwrap();
    let intervals: usize = channels
        .iter()
        .flat_map(|channel| channel["months"].as_array().unwrap())
        .flat_map(|month| month["days"].as_array().into_iter().flatten())
        .map(|day| day["agents"].as_array().unwrap().len())
        .sum();
    assert_eq!(csv.lines().count(), intervals + 1);
}
