//! Writers that are killed at random moments: everything is as before or as after, and the next one is not held up.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::turns::{count, figure};
use super::{desk, names};
use crate::support::{Workspace, command};

/// A little generator that gives the same delays on every run (MMIX, Knuth).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Runs a command again and again and kills it, at moments from nothing to a little more than a whole run takes.
fn kill(workspace: &Workspace, arguments: &[&str], runs: usize, check: impl Fn(&Workspace, usize)) {
    let start = Instant::now();
    assert_eq!(workspace.weigh(arguments).code, Some(0));
    let longest = start.elapsed() * 5 / 4;
    let (mut state, mut hit) = (2_029, 0);
    for run in 0..runs {
        let mut child = command(workspace.path())
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(longest * u32::try_from(next(&mut state) % 1_000).unwrap() / 1_000);
        // One that has ended already cannot be killed, which is as well.
        let _ = child.kill();
        hit += usize::from(child.wait().expect("it ends").signal().is_some());
        check(workspace, run);
    }
    figure(&format!(
        "weigh {}: killed {hit} times in {runs}, and had ended before in the others",
        arguments[0]
    ));
    let last = workspace.weigh(arguments);
    assert_eq!(last.code, Some(0), "{last}");
    assert_eq!(names(workspace, ".").iter().filter(|name| name.starts_with(".weigh")).count(), 0);
}

#[test]
fn an_award_is_recorded_whole_or_not_at_all() {
    let arguments = ["award", "-q", "--to", "aalto", "--by", "Aino", "--reason", "the cheapest"];
    let workspace = desk(0);
    let seen = std::cell::Cell::new(1);
    kill(&workspace, &arguments, count(40, 500), |workspace, run| {
        let output = workspace.weigh(&["award", "--format", "json"]);
        let awards = output.json()["result"].as_array().unwrap().len();
        let record = String::from_utf8(workspace.read("criteria/award/d.toml")).unwrap();
        assert_eq!(record.matches("inputs  = ").count(), awards, "run {run}: {record}");
        assert!((seen.get()..=seen.get() + 1).contains(&awards), "run {run}: {} then {awards}", seen.get());
        seen.set(awards);
    });
}

#[test]
fn a_value_is_set_whole_or_not_at_all() {
    let workspace = desk(3);
    let file = "vendors/d/aalto.toml";
    let old = String::from_utf8(workspace.read(file)).unwrap();
    let new = old.replace("price = 20", "price = 21");
    let arguments = ["set", "-q", "vendors.aalto.facts.price", "21"];
    kill(&workspace, &arguments, count(40, 500), |workspace, run| {
        let now = String::from_utf8(workspace.read(file)).unwrap();
        assert!(now == old || now == new, "run {run}: {now}");
        workspace.write(file, &old);
    });
}

#[test]
fn the_marks_of_a_sheet_are_all_taken_or_none() {
    let workspace = desk(0);
    let [old, new] = [3, 5].map(|mark| format!("name = \"Ann\"\n\n[marks.aalto]\nmanner = {mark}\n"));
    workspace.write("filled.toml", &new);
    let arguments = ["sheet", "-q", "ann", "--read", "filled.toml"];
    kill(&workspace, &arguments, count(40, 500), |workspace, run| {
        let now = String::from_utf8(workspace.read("criteria/panel/d/ann.toml")).unwrap();
        assert!(now == old || now == new, "run {run}: {now}");
        workspace.write("criteria/panel/d/ann.toml", &old);
    });
}

#[test]
fn a_vendor_is_made_whole_or_not_at_all() {
    let workspace = desk(0);
    let whole = {
        let other = desk(0);
        assert_eq!(other.weigh(&["new", "vendor", "Brandt"]).code, Some(0));
        other.read("vendors/d/brandt.toml")
    };
    let start = Instant::now();
    workspace.weigh(&["rank"]);
    let longest = start.elapsed() * 3 / 2;
    let mut state = 2_031;
    for run in 0..count(40, 500) {
        let mut child = command(workspace.path())
            .args(["new", "vendor", "-q", "Brandt"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(longest * u32::try_from(next(&mut state) % 1_000).unwrap() / 1_000);
        let _ = child.kill();
        child.wait().unwrap();
        if let Ok(text) = std::fs::read(workspace.path().join("vendors/d/brandt.toml")) {
            assert_eq!(text, whole, "run {run}");
            std::fs::remove_file(workspace.path().join("vendors/d/brandt.toml")).unwrap();
        }
    }
    let is_late = Duration::from_secs(5);
    let start = Instant::now();
    assert_eq!(workspace.weigh(&["new", "vendor", "Brandt"]).code, Some(0));
    assert!(start.elapsed() < is_late, "nobody is waited for");
}
