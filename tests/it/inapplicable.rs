//! Facts and marks that do not apply to a vendor: neither a doubt nor a worth.

use serde_json::Value;

use crate::support::Workspace;

const CRITERIA: &str = "title = \"Night desk\"\nvendors = \"../vendors/d\"\n\
    [criteria.delivery]\nweight = 65\n\
    [criteria.onshore]\nunder = \"delivery\"\nweight = 1\nscale = { rating = 5, from = 0 }\n\
    [criteria.offshore]\nunder = \"delivery\"\nweight = 1\nscale = { rating = 5, from = 0 }\n\
    [criteria.terms]\nweight = 35\nscale = { rating = 5, from = 0 }\n\
    [rule]\npoints = 5\n";

const ABROAD: &str = "offshore = { not_applicable = true, reason = \"it has no site abroad\" }";

fn desk(mesa: &str, more: &str) -> Workspace {
    let mesa = format!("name = \"Mesa\"\n[ratings]\nonshore = 4\nterms = 3\n{mesa}\n");
    let ridge = "name = \"Ridge\"\n[ratings]\nonshore = 4\noffshore = 3\nterms = 3\n";
    Workspace::new(&format!("{CRITERIA}{more}"), &[("mesa", &mesa), ("ridge", ridge)])
}

/// The result of `rank`, with a vendor of it.
fn ranked(workspace: &Workspace, more: &[&str]) -> Value {
    workspace.weigh(&[&["rank", "--format", "json"], more].concat()).json()["result"].clone()
}

fn vendor(ranked: &Value, id: &str) -> Value {
    ranked["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone()
}

fn numbers(vendor: &Value) -> [String; 3] {
    ["score", "lowest", "highest"].map(|key| vendor[key].to_string())
}

#[test]
fn the_weight_goes_to_the_rest_of_the_group_and_nothing_is_in_doubt() {
    // ../shared/trials/public/09, with what is unknown left out and without that.
    for rule in ["", "unknown = \"skip\"\n", "unknown = \"best\"\n"] {
        let workspace = desk(ABROAD, rule);
        let found = ranked(&workspace, &[]);
        assert_eq!(numbers(&vendor(&found, "mesa")), ["3.65"; 3], "{rule}");
        assert_eq!(numbers(&vendor(&found, "ridge")), ["3.325"; 3], "{rule}");
        let offshore = &vendor(&found, "mesa")["cells"][2];
        assert_eq!(
            (&offshore["knowledge"], &offshore["points"].to_string()),
            (&"not-applicable".into(), &"0".to_owned())
        );
        let gaps = workspace.weigh(&["gaps"]).out;
        assert!(gaps.contains("everything that counts is known for sure"), "{gaps}");
        let told = workspace.weigh(&["break-even", "mesa"]).out;
        assert!(!told.contains("offshore"), "{told}");
    }
    let explained = desk(ABROAD, "").weigh(&["explain", "mesa"]).out;
    assert!(explained.contains("onshore: 2.600 of 3.25 points (value 80)"), "{explained}");
    assert!(explained.contains("offshore: left out"), "{explained}");
    assert!(explained.contains("offshore does not apply: it has no site abroad"), "{explained}");
}

#[test]
fn a_group_of_which_nothing_applies_leaves_its_weight_to_the_other_groups() {
    let workspace = desk(
        "onshore = { not_applicable = true, reason = \"none\" }\noffshore = { not_applicable = true, reason = \"none\" }",
        "",
    );
    workspace.write(
        "vendors/d/mesa.toml",
        "name = \"Mesa\"\n[ratings]\nterms = 3\nonshore = { not_applicable = true, reason = \"none\" }\n\
         offshore = { not_applicable = true, reason = \"none\" }\n",
    );
    let mesa = vendor(&ranked(&workspace, &[]), "mesa");
    assert_eq!(numbers(&mesa), ["3"; 3]);
    assert_eq!(mesa["cells"][0]["knowledge"], "not-applicable");
    assert_eq!(mesa["cells"][0]["value"], Value::Null);
}

#[test]
fn what_is_unknown_beside_it_is_still_a_doubt() {
    let workspace = desk(ABROAD, "");
    workspace.write("vendors/d/mesa.toml", format!("name = \"Mesa\"\n[ratings]\nterms = 3\n{ABROAD}\n"));
    // Onshore has all of delivery: 0 to 5 of 65 %, and 3 of 5 of 35 %.
    assert_eq!(numbers(&vendor(&ranked(&workspace, &[]), "mesa")), ["1.05", "1.05", "4.3"]);
    let skips = ranked(&workspace, &["--set", "rule.unknown=skip"]);
    assert_eq!(numbers(&vendor(&skips, "mesa")), ["3", "1.05", "4.3"]);
}

#[test]
fn a_minimum_on_what_does_not_apply_is_no_bar_and_a_must_have_stays_open() {
    let workspace = desk(ABROAD, "");
    let text = CRITERIA.replace("[criteria.terms]", "minimum = 60\n[criteria.terms]");
    workspace.write("criteria/d.toml", format!("{text}[gates.audit]\nfact = \"audited\"\nis = true\n"));
    workspace.write(
        "vendors/d/mesa.toml",
        format!(
            "name = \"Mesa\"\n[facts]\naudited = {{ not_applicable = true, reason = \"founded this year\" }}\n\
             [ratings]\nonshore = 4\nterms = 3\n{ABROAD}\n"
        ),
    );
    let mesa = vendor(&ranked(&workspace, &[]), "mesa");
    assert_eq!((&mesa["rank"], &mesa["minimums"][0]["outcome"]), (&1.into(), &"pass".into()));
    assert_eq!(mesa["gates"][0]["outcome"], "open");
    assert_eq!(mesa["gates"][0]["reason"], "said that it does not apply: founded this year");
    assert_eq!(mesa["is_awardable"], false);
}

#[test]
fn who_has_no_price_on_a_criterion_sets_none_for_the_others() {
    let criteria = "title = \"Desk\"\nvendors = \"../vendors/d\"\n\
        [criteria.licence]\nweight = 60\nscale = { formula = \"lowest/price\" }\n\
        [criteria.seats]\nweight = 40\nscale = { worst = 0, best = 10 }\n";
    let workspace = Workspace::new(
        criteria,
        &[
            (
                "a",
                "name = \"A\"\n[facts]\nseats = 5\nlicence = { not_applicable = true, reason = \"open source\" }\n",
            ),
            ("b", "name = \"B\"\n[facts]\nseats = 5\nlicence = 20\n"),
            ("c", "name = \"C\"\n[facts]\nseats = 5\nlicence = 25\n"),
        ],
    );
    let found = ranked(&workspace, &[]);
    let all = ["a", "b", "c"].map(|id| numbers(&vendor(&found, id)));
    assert_eq!(
        all,
        [["50", "50", "50"], ["80", "80", "80"], ["68", "68", "68"]].map(|one| one.map(str::to_owned))
    );
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
    let reports = workspace.weigh(&["report", "--to", "html,xlsx,md,csv,json", "-o", "out"]);
    assert_eq!(reports.code, Some(0), "{}", reports.err);
    let verified = workspace.weigh(&["verify", "out/d.xlsx"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    let report = String::from_utf8(workspace.read("out/d.md")).unwrap();
    assert!(report.contains("licence | 60 | 100.0 | 80.0 | does not apply |"), "{report}");
}

#[test]
fn a_panel_gives_no_mark_where_there_is_nothing_to_mark() {
    let workspace = desk(ABROAD, "[rule.panel]\ncombine = \"mean\"\n");
    workspace.write(
        "criteria/d.toml",
        format!("panel = \"panel/d\"\n{CRITERIA}[rule.panel]\ncombine = \"mean\"\n"),
    );
    workspace.write("vendors/d/mesa.toml", format!("name = \"Mesa\"\n[ratings]\n{ABROAD}\n"));
    workspace.write("vendors/d/ridge.toml", "name = \"Ridge\"\n");
    let marks = |mesa: &str| {
        format!(
            "name = \"Ann\"\n[marks.mesa]\nonshore = 4\nterms = 3\n{mesa}\n\
             [marks.ridge]\nonshore = 4\noffshore = 3\nterms = 3\n"
        )
    };
    workspace.write("criteria/panel/d/ann.toml", marks(""));
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{}{}", check.out, check.err);
    assert!(!check.out.contains("has not given") && !check.err.contains("does not count"), "{}", check.err);
    let found = ranked(&workspace, &[]);
    assert_eq!(numbers(&vendor(&found, "mesa")), ["3.65"; 3]);
    assert_eq!(numbers(&vendor(&found, "ridge")), ["3.325"; 3]);
    let panel = workspace.weigh(&["panel", "--format", "json"]);
    assert_eq!(panel.code, Some(0), "{}", panel.err);
    workspace.write("criteria/panel/d/ann.toml", marks("offshore = 5"));
    let check = workspace.weigh(&["check"]);
    let said = format!("{}{}", check.out, check.err);
    assert!(said.contains("`offshore` does not apply to `mesa`: this mark does not count"), "{said}");
    assert_eq!(numbers(&vendor(&ranked(&workspace, &[]), "mesa")), ["3.65"; 3]);
}

#[test]
fn it_can_be_set_and_is_refused_without_its_reason_or_beside_a_value() {
    let workspace = desk("offshore = 1", "");
    let (path, value) = ("vendors.mesa.ratings.offshore", "{ not_applicable = true, reason = \"no site\" }");
    let what_if = format!("{path}={value}");
    assert_eq!(numbers(&vendor(&ranked(&workspace, &["--set", &what_if]), "mesa")), ["3.65"; 3]);
    let set = workspace.weigh(&["set", path, value]);
    assert_eq!(set.code, Some(0), "{}", set.err);
    assert_eq!(numbers(&vendor(&ranked(&workspace, &[]), "mesa")), ["3.65"; 3]);
    for (mesa, said) in [
        ("offshore = { not_applicable = true }", "what does not apply needs a reason"),
        (
            "offshore = { not_applicable = true, reason = \"x\", mark = 3 }",
            "what does not apply has no value",
        ),
        ("offshore = { mark = 3, reason = \"x\" }", "says why a question does not apply"),
        ("offshore = { reason = \"x\" }", "the key `mark` is missing"),
    ] {
        let refused = desk(mesa, "").weigh(&["check"]);
        let told = format!("{}{}", refused.out, refused.err);
        assert!(told.contains(said), "{mesa}: {told}");
    }
}

#[test]
fn a_group_of_which_nothing_applies_that_weighs_is_no_bar() {
    let criteria = "title = \"Desk\"\nvendors = \"../vendors/d\"\n\
        [criteria.g]\nweight = 1\nminimum = 50\n\
        [criteria.a]\nunder = \"g\"\nweight = 1\nscale = { worst = 0, best = 10 }\n\
        [criteria.b]\nunder = \"g\"\nweight = 0\nscale = { worst = 0, best = 10 }\n\
        [criteria.q]\nweight = 1\nscale = { worst = 0, best = 10 }\n";
    let workspace = Workspace::new(
        criteria,
        &[
            ("a", "name = \"A\"\n[facts]\na = { not_applicable = true, reason = \"none\" }\nb = 9\nq = 8\n"),
            ("b", "name = \"B\"\n[facts]\na = 7\nb = 9\nq = 7\n"),
        ],
    );
    let a = vendor(&ranked(&workspace, &[]), "a");
    assert_eq!((&a["rank"], &a["minimums"][0]["outcome"]), (&1.into(), &"pass".into()));
    assert_eq!(numbers(&a), ["80"; 3]);
    let robust = workspace.weigh(&["robust", "--format", "json"]).json();
    let drawn = robust["result"]["draws"]["vendors"].as_array().unwrap();
    assert!(drawn.iter().all(|one| one["out"].as_f64() == Some(0.0)), "{drawn:?}");
}

#[test]
fn what_is_worked_out_from_it_does_not_apply_either_and_it_can_be_taken_back() {
    let criteria = "title = \"Desk\"\nvendors = \"../vendors/d\"\n\
        [facts.full]\nexpr = \"facts.licence * 1.2\"\n\
        [criteria.full]\nweight = 60\nscale = { formula = \"lowest/price\" }\n\
        [criteria.seats]\nweight = 40\nscale = { worst = 0, best = 10 }\n";
    let workspace = Workspace::new(
        criteria,
        &[
            (
                "a",
                "name = \"A\"\n[facts]\nseats = 5\nlicence = { not_applicable = true, reason = \"open source\" }\n",
            ),
            ("b", "name = \"B\"\n[facts]\nseats = 5\nlicence = 20\n"),
        ],
    );
    let a = vendor(&ranked(&workspace, &[]), "a");
    assert_eq!(numbers(&a), ["50"; 3]);
    assert_eq!(a["cells"][0]["knowledge"], "not-applicable");
    let gaps = workspace.weigh(&["gaps"]).out;
    assert!(gaps.contains("everything that counts is known for sure"), "{gaps}");
    let set = workspace.weigh(&["set", "vendors.a.facts.licence", "40"]);
    assert_eq!(set.code, Some(0), "{}", set.err);
    let text = String::from_utf8(workspace.read("vendors/d/a.toml")).unwrap();
    assert!(!text.contains("not_applicable") && !text.contains("open source"), "{text}");
    assert_eq!(numbers(&vendor(&ranked(&workspace, &[]), "a")), ["50"; 3]);
}
