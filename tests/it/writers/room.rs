//! A weight that takes its room: the file, the what-if and the screen say the same.

use super::desk;
use crate::support::Workspace;

/// Weights that add up to 100 at the top and under a group.
const CRITERIA: &str = "title = \"Desk\"\n\n[criteria.price]\nweight = 35 # most\nscale = { worst = 32, best = 12 }\n\n\
    [criteria.quality]\nweight = 25\n\n[criteria.speed]\nunder = \"quality\"\nweight = 60\nscale = { worst = 9, best = 1 }\n\n\
    [criteria.care]\nunder = \"quality\"\nweight = 40\nscale = { worst = 0, best = 9 }\n\n\
    [criteria.sites]\nweight = 20\nscale = { worst = 1, best = 5 }\n\n[criteria.languages]\nweight = 20\nscale = { worst = 0, best = 10 }\n\n[rule]\nweights = 100\n";
const VENDOR: &str =
    "name = \"Aalto\"\n\n[facts]\nprice = 20\nspeed = 3\ncare = 7\nsites = 2\nlanguages = 4\n";

fn fixed() -> Workspace {
    let other = VENDOR.replace("Aalto", "Brandt").replace("= 20", "= 14").replace("= 7", "= 3");
    Workspace::new(CRITERIA, &[("aalto", VENDOR), ("brandt", &other)])
}

fn scores(workspace: &Workspace, arguments: &[&str]) -> serde_json::Value {
    let json = workspace.weigh(&[&["rank", "--format", "json"], arguments].concat()).json();
    json["result"].clone()
}

#[test]
fn a_weight_alone_that_breaks_the_sum_is_refused_and_the_way_out_is_told() {
    let workspace = fixed();
    let output = workspace.weigh(&["set", "criteria.price.weight", "30"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("error[C004]") && output.err.contains("`--make-room` takes"), "{output}");
    assert_eq!(workspace.read("criteria/d.toml"), CRITERIA.as_bytes());
}

#[test]
fn with_room_the_file_adds_up_exactly_and_says_what_the_what_if_showed() {
    for (path, value) in [
        ("criteria.price.weight", "30"),
        ("criteria.price.weight", "0"),
        ("criteria.price.weight", "100"),
        ("criteria.price.weight", "33.33333"),
        ("criteria.speed.weight", "12.5"),
        ("criteria.price.weight", "35"),
    ] {
        let workspace = fixed();
        let what_if = scores(&workspace, &["--set", &format!("{path}={value}")]);
        let output = workspace.weigh(&["set", path, value, "--make-room"]);
        assert_eq!(output.code, Some(0), "{path}={value}: {output}");
        assert_eq!(workspace.weigh(&["check"]).code, Some(0), "{path}={value}");
        assert_eq!(scores(&workspace, &[])["vendors"], what_if["vendors"], "{path}={value}");
    }
}

#[test]
fn the_others_share_the_room_to_four_digits() {
    let workspace = fixed();
    let output = workspace.weigh(&["set", "criteria.price.weight", "30", "--make-room"]);
    insta::assert_snapshot!(output, @r"
    exit 0
    --- stderr
    criteria/d.toml: criteria.price.weight = 30 (was 35)
    criteria/d.toml: criteria.quality.weight = 26.9231 (was 25)
    criteria/d.toml: criteria.sites.weight = 21.5385 (was 20)
    criteria/d.toml: criteria.languages.weight = 21.5384 (was 20)
    ");
    let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let wanted =
        CRITERIA.replace("weight = 35 #", "weight = 30 #").replace("weight = 25", "weight = 26.9231");
    let wanted =
        wanted.replacen("weight = 20", "weight = 21.5385", 1).replacen("weight = 20", "weight = 21.5384", 1);
    assert_eq!(text, wanted);
}

/// Rounded each time, the others would end at 19.9998 and 20.0004.
#[test]
fn weights_come_back_from_wherever_they_made_room() {
    let workspace = fixed();
    for weight in ["97", "60", "12.5", "99", "35"] {
        assert_eq!(workspace.weigh(&["set", "criteria.price.weight", weight, "--make-room"]).code, Some(0));
    }
    assert_eq!(String::from_utf8(workspace.read("criteria/d.toml")).unwrap(), CRITERIA);
}

#[test]
fn what_has_no_room_is_refused() {
    for (code, path, value) in [
        (3, "criteria.price.weight", "101"),
        (3, "criteria.price.weight", "much"),
        (3, "criteria.prise.weight", "10"),
        (2, "rule.points", "10"),
        (2, "vendors.aalto.facts.price", "10"),
    ] {
        let workspace = fixed();
        let output = workspace.weigh(&["set", path, value, "--make-room"]);
        assert_eq!(output.code, Some(code), "{path}={value}: {output}");
        assert_eq!(workspace.read("criteria/d.toml"), CRITERIA.as_bytes());
    }
}

/// Where nothing has to add up, a weight is what it is: in the file and as a what-if.
#[test]
fn without_a_sum_nobody_makes_room() {
    let workspace = fixed();
    workspace.write("criteria/d.toml", CRITERIA.replace("weights = 100", "points = 100"));
    let what_if = scores(&workspace, &["--set", "criteria.price.weight=30"]);
    let output = workspace.weigh(&["set", "criteria.price.weight", "30", "--make-room"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.err.contains("no other weight made room: the rule has no `rule.weights`"), "{output}");
    assert_eq!(
        String::from_utf8(workspace.read("criteria/d.toml")).unwrap(),
        CRITERIA.replace("weights = 100", "points = 100").replace("weight = 35", "weight = 30")
    );
    assert_eq!(scores(&workspace, &[])["vendors"], what_if["vendors"]);
}

/// Several errors can only be mended one after the other.
#[test]
fn repairs_pass_one_by_one() {
    let broken = CRITERIA.replace("weight = 35", "weight = 45").replace("weight = 60", "weight = 70");
    let workspace = Workspace::new(&broken, &[("aalto", VENDOR)]);
    for (path, value) in [("price", "40"), ("speed", "60"), ("sites", "15")] {
        let output = workspace.weigh(&["set", &format!("criteria.{path}.weight"), value]);
        assert_eq!(output.code, Some(0), "{path}: {output}");
    }
    assert_eq!(workspace.weigh(&["rank"]).code, Some(0));
}

/// A change that is right in its own file may break another one.
#[test]
fn an_error_in_another_file_is_refused_too() {
    let workspace = desk(0);
    let before = workspace.read("criteria/d.toml");
    let output = workspace.weigh(&["set", "criteria.manner.scale.rating", "2"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(workspace.read("criteria/d.toml"), before);
}
