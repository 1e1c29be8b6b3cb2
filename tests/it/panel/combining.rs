//! One mark of several, by each rule, as worked out with a pencil.

use super::{mark, panel};

/// Five evaluators on vendor `a`: 5, 4, 4, 2 and 1; the last one weighs 3, the others 1.
const FIVE: [(&str, &str); 5] = [
    ("ann", "marks.a.manner = 5\nmarks.b.manner = 1"),
    ("ben", "marks.a.manner = 4\nmarks.b.manner = 5"),
    ("cem", "marks.a.manner = 4\nmarks.b.manner = 4"),
    ("dao", "marks.a.manner = 2\nmarks.b.manner = 1"),
    ("eva", "weight = 3\nmarks.a.manner = 1\nmarks.b.manner = 3"),
];

#[test]
fn each_rule_makes_the_mark_that_it_says() {
    for (combine, a, b) in [
        ("mean", "3.2", "2.8"),
        ("weighted-mean", "2.57142857142857142857", "2.85714285714285714286"),
        ("median", "4", "3"),
        // Without a 5 and a 1; without a 5 and a 1.
        ("trimmed-mean", "3.33333333333333333333", "2.66666666666666666667"),
        // Firsts: ann a, ben b, cem both, dao a, eva b. Of two vendors the mean rank says the same.
        ("rank-sum", "3", "3"),
        ("majority-of-firsts", "3", "3"),
        // Means 3, 4.5, 4, 1.5 and 2, spreads 2, 0.5, 0, 0.5 and 1: on the average 3 and 0.8, twice up, twice down.
        ("standardised", "3", "3"),
    ] {
        let workspace = panel(&format!("combine = \"{combine}\""), 2, &FIVE);
        assert_eq!(mark(&workspace, "a", "manner"), a, "{combine}");
        assert_eq!(mark(&workspace, "b", "manner"), b, "{combine}");
    }
}

#[test]
fn ranks_run_over_all_vendors_that_take_part_and_ties_share_their_places() {
    // Ann: a before b, c and d tied; Ben: d before c before b before a.
    let evaluators = [
        ("ann", "marks.a.manner = 5\nmarks.b.manner = 4\nmarks.c.manner = 2\nmarks.d.manner = 2"),
        ("ben", "marks.a.manner = 1\nmarks.b.manner = 2\nmarks.c.manner = 3\nmarks.d.manner = 4"),
    ];
    let workspace = panel("combine = \"rank-sum\"", 4, &evaluators);
    // Shares of the scale: a (1 + 0) / 2, b (2/3 + 1/3) / 2, c (1/6 + 2/3) / 2, d (1/6 + 1) / 2.
    for (vendor, expected) in
        [("a", "3"), ("b", "3"), ("c", "2.66666666666666666667"), ("d", "3.33333333333333333333")]
    {
        assert_eq!(mark(&workspace, vendor, "manner"), expected, "{vendor}");
    }
    workspace.write("vendors/d/d.toml", "name = \"D\"\nstatus = \"withdrawn\"\nreason = \"no seats\"\n");
    // Without d: a 1 and 0; b 1/2 and 1/2; c 0 and 1.
    for vendor in ["a", "b", "c"] {
        assert_eq!(mark(&workspace, vendor, "manner"), "3", "{vendor}");
    }
}

#[test]
fn what_is_missing_or_recused_counts_by_the_rule_and_never_as_zero() {
    let evaluators = [
        ("ann", "marks.a.manner = 5"),
        ("ben", "marks.a.manner = 3"),
        ("cem", "marks.a.manner = 1\nconflicts = [{ vendor = \"a\", kind = \"recused\" }]"),
        ("dao", "marks.a.manner = {}"),
    ];
    let of = |rule: &str| {
        let evaluators = evaluators.map(|(id, text)| {
            // Keys before tables.
            let (marks, rest) = text.split_once('\n').unwrap_or((text, ""));
            (id, format!("{rest}\n{marks}"))
        });
        let evaluators: Vec<(&str, &str)> =
            evaluators.iter().map(|(id, text)| (*id, text.as_str())).collect();
        mark(&panel(rule, 1, &evaluators), "a", "manner")
    };
    assert_eq!(of("combine = \"mean\""), "4");
    assert_eq!(of("combine = \"median\"\nmissing = \"mean-of-others\"\nrecused = \"mean-of-others\""), "4");
    assert_eq!(of("combine = \"mean\"\nmissing = \"unknown\""), "null");
    assert_eq!(of("combine = \"mean\"\nrecused = \"unknown\""), "null");
    assert_eq!(of("combine = \"mean\"\nquorum = 2"), "4");
    assert_eq!(of("combine = \"mean\"\nquorum = 3"), "null");
}

#[test]
fn a_mark_that_is_not_given_yet_widens_the_score_and_one_that_cannot_be_given_does_not() {
    let score = |text: &str| {
        let rest = "marks.a.clarity = 3";
        let workspace = panel(
            "combine = \"mean\"",
            1,
            &[("ann", &format!("marks.a.manner = 5\n{rest}")), ("ben", &format!("{text}\n{rest}"))],
        );
        let json = workspace.weigh(&["rank", "--format", "json"]).json();
        ["lowest", "score", "highest"].map(|key| json["result"]["vendors"][0][key].to_string())
    };
    // Manner: 5 alone is worth 60 points; with a 1 beside it 3, worth 30. Clarity: 20 points.
    assert_eq!(score(""), ["50", "80", "80"]);
    assert_eq!(score("marks.a.manner = {}"), ["80", "80", "80"]);
}

#[test]
fn a_mark_that_another_vendor_lacks_may_move_a_rank() {
    for (rule, a, c) in [
        // B may come above A and C with Ann, or below both.
        ("combine = \"rank-sum\"", ["37.5", "62.5", "62.5"], ["12.5", "12.5", "37.5"]),
        ("combine = \"majority-of-firsts\"", ["0", "50", "50"], ["0", "0", "0"]),
    ] {
        let evaluators = [
            ("ann", "marks.a.manner = 4\nmarks.c.manner = 2\nmarks.b.clarity = {}"),
            ("ben", "marks.a.manner = 3\nmarks.b.manner = 4\nmarks.c.manner = 3"),
        ];
        let workspace = panel(rule, 3, &evaluators);
        let json = workspace.weigh(&["rank", "--format", "json"]).json();
        let value = |id: &str| {
            let vendors = json["result"]["vendors"].as_array().unwrap();
            let one = vendors.iter().find(|one| one["id"] == id).unwrap();
            let cells = one["cells"].as_array().unwrap();
            ["lowest", "value", "highest"].map(|key| (cells[0][key].as_f64().unwrap() * 100.0).to_string())
        };
        assert_eq!(value("a"), a, "{rule}");
        assert_eq!(value("c"), c, "{rule}");
    }
}

#[test]
fn the_best_mark_that_stands_alone_is_beaten_by_none() {
    // Ann has not marked B: with any mark for B, A has a half of a first place or a whole one.
    let evaluators = [("ann", "marks.a.manner = 5"), ("ben", "marks.a.manner = 5\nmarks.b.manner = 1")];
    let workspace = panel("combine = \"majority-of-firsts\"", 2, &evaluators);
    let json = workspace.weigh(&["rank", "--format", "json"]).json();
    let cell = &json["result"]["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "a").unwrap()["cells"]
        [0];
    assert_eq!(["lowest", "value", "highest"].map(|key| cell[key].to_string()), ["0.75", "1", "1"]);
}

#[test]
fn a_consensus_counts_with_its_reason_and_the_marks_stay_beside_it() {
    let two = [("ann", "marks.a.manner = 5"), ("ben", "marks.a.manner = 2\nmarks.b.manner = 3")];
    let agreed = "[marks.a]\nmanner = { mark = 4, note = \"Ben saw the night shift\" }\n";
    for (rule, a, b) in [
        ("combine = \"consensus\"", "4", "null"),
        ("combine = \"consensus\"\notherwise = \"mean\"", "4", "3"),
        ("combine = \"mean\"", "3.5", "3"),
    ] {
        let workspace = panel(rule, 2, &two);
        workspace.write("criteria/panel/d/consensus.toml", agreed);
        assert_eq!(
            (mark(&workspace, "a", "manner"), mark(&workspace, "b", "manner")),
            (a.to_owned(), b.to_owned()),
            "{rule}"
        );
    }
    let workspace = panel("combine = \"consensus\"", 2, &two);
    workspace.write("criteria/panel/d/consensus.toml", agreed);
    let explained = workspace.weigh(&["explain", "a"]).out;
    for said in [
        "consensus of the panel [criteria/panel/d/consensus.toml:2]",
        "\"Ben saw the night shift\"",
        "ann: 5",
        "ben: 2",
    ] {
        assert!(explained.contains(said), "{said} in {explained}");
    }
}

#[test]
fn combined_marks_are_rounded_as_the_rule_says_and_no_other_way() {
    let three = [("ann", "marks.a.manner = 5"), ("ben", "marks.a.manner = 4"), ("cem", "marks.a.manner = 4")];
    for (rounding, expected) in
        [("", "4.33333333333333333333"), ("rounding = \"1 half-up\"", "4.3"), ("rounding = \"0 up\"", "5")]
    {
        assert_eq!(mark(&panel(rounding, 1, &three), "a", "manner"), expected, "{rounding}");
    }
}

#[test]
fn a_mark_set_by_an_option_stands_in_spite_of_the_panel() {
    let workspace = panel("", 1, &[("ann", "marks.a.manner = 5\nmarks.a.clarity = 1")]);
    let score = |options: &[&str]| {
        let json = workspace.weigh(&[&["rank", "--format", "json"], options].concat()).json();
        json["result"]["vendors"][0]["score"].to_string()
    };
    assert_eq!(score(&[]), "60");
    assert_eq!(score(&["--set", "vendors.a.ratings.clarity=5"]), "100");
    assert_eq!(score(&["--set", "panel.ann.marks.a.clarity=5"]), "100");
    assert_eq!(score(&["--set", "panel.ann.marks.a.clarity=3", "--set", "panel.ann.marks.a.manner=1"]), "20");
}

/// A strict evaluator and a mild one, one who uses the whole scale and one who does not, count alike.
#[test]
fn standardised_marks_have_the_same_mean_and_spread() {
    let of = |evaluators: &[(&str, &str)], vendors: usize, rule: &str| {
        let workspace = panel(&format!("combine = \"standardised\"{rule}"), vendors, evaluators);
        ["a", "b", "c"][..vendors].iter().map(|id| mark(&workspace, id, "manner")).collect::<Vec<_>>()
    };
    // Ann 3 with 2 apart, Ben 3 with 1: both 3 with 1.5, and what Ann says of A is what Ben says of B.
    let two = [
        ("ann", "marks.a.manner = 1\nmarks.b.manner = 5"),
        ("ben", "marks.a.manner = 4\nmarks.b.manner = 2"),
    ];
    assert_eq!(of(&two, 2, ""), ["3", "3"]);
    // Means 2 and 4, 3 together; root of 2/3 both: what is above the own mean is as far above 3.
    let strict = "marks.a.manner = 1\nmarks.b.manner = 2\nmarks.c.manner = 3";
    let mild = "marks.a.manner = 3\nmarks.b.manner = 4\nmarks.c.manner = 5";
    assert_eq!(of(&[("ann", strict), ("ben", mild)], 3, ""), ["2", "3", "4"]);
    // One alone stays as given, also where the spread is no fraction; a single mark has no spread.
    assert_eq!(
        of(&[("ann", "marks.a.manner = 1\nmarks.b.manner = 2\nmarks.c.manner = 5")], 3, ""),
        ["1", "2", "5"]
    );
    assert_eq!(of(&[("ann", "marks.a.manner = 4\nmarks.b.manner = {}")], 2, ""), ["4", "null"]);
    // All the same says nothing: the mean.
    let flat = "marks.a.manner = 2\nmarks.b.manner = 2";
    assert_eq!(
        of(&[("ann", flat), ("ben", "marks.a.manner = 5\nmarks.b.manner = 3")], 2, ""),
        ["3.25", "2.75"]
    );
    // Beyond the scale is its end: 4 and 4.9 apart by much less than 1 and 5.
    let workspace = panel("combine = \"standardised\"", 2, &two);
    let told = workspace.weigh(&["rank"]).out;
    assert!(told.contains("standardised marks level what evaluators see differently"), "{told}");
    assert!(told.contains("adding or dropping a vendor can change the marks of the others"), "{told}");
}

/// A mark that is still to come can move all that are brought to a mean.
#[test]
fn standardised_marks_are_open_while_one_is_missing() {
    let evaluators = [
        ("ann", "marks.a.manner = 4\nmarks.b.manner = 2\nmarks.c.manner = 2"),
        ("ben", "marks.a.manner = 5\nmarks.b.manner = 3"),
    ];
    let workspace = panel("combine = \"standardised\"", 3, &evaluators);
    let json = workspace.weigh(&["rank", "--format", "json"]).json();
    for vendor in json["result"]["vendors"].as_array().unwrap() {
        let cell = &vendor["cells"][0];
        assert_eq!(
            [&cell["lowest"], &cell["highest"]],
            [&serde_json::json!(0), &serde_json::json!(1)],
            "{vendor}"
        );
    }
    // Without Ben it is what Ann says: the same as if Ben were no member.
    let alone = panel("combine = \"standardised\"", 3, &evaluators[..1]);
    let json = alone.weigh(&["rank", "--format", "json"]).json();
    let scores = |of: &serde_json::Value, key: &str| {
        let all = of.as_array().unwrap().iter().map(|one| if key.is_empty() { one } else { &one[key] });
        let mut all: Vec<String> = all.map(ToString::to_string).collect();
        all.sort();
        all
    };
    let told = workspace.weigh(&["panel", "--format", "json"]).json();
    let without = &told["result"]["without"][1]["ranking"];
    let (found, expected) = (scores(&without["scores"], ""), scores(&json["result"]["vendors"], "score"));
    assert_eq!(found, expected, "{without}");
}

/// The lowest mark that an evaluator gave is a fact: a must-have on it gives each of them a veto.
#[test]
fn an_evaluator_may_have_a_veto() {
    let evaluators = [
        ("ann", "marks.a.manner = 5\nmarks.b.manner = 4\nmarks.c.manner = 3\nmarks.d.manner = {}"),
        ("ben", "marks.a.manner = 1\nmarks.b.manner = 2\nmarks.d.manner = 1"),
    ];
    let workspace = panel("combine = \"mean\"", 4, &evaluators);
    let veto = "\n[gates.no_veto]\nname = \"No veto\"\nfact = \"lowest_mark.manner\"\nat_least = 2\n";
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap() + veto;
    workspace.write("criteria/d.toml", &criteria);
    let told = workspace.weigh(&["rank", "--format", "json"]).json();
    let outcome = |told: &serde_json::Value, id: &str| {
        let vendor =
            told["result"]["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        (vendor["gates"][0]["outcome"].as_str().unwrap().to_owned(), vendor["gates"][0]["reason"].to_string())
    };
    let of = |id: &str| outcome(&told, id).0;
    // Ben has not marked C yet, who may come to 1 still; D has one mark that counts.
    assert_eq!([of("a"), of("b"), of("c"), of("d")], ["fail", "pass", "open", "fail"], "{told}");
    assert!(outcome(&told, "a").1.contains("1, must be at least 2"), "{told}");
    let out = workspace.weigh(&["explain", "a"]).out;
    assert!(out.contains("No veto") && out.contains("at least 2"), "{out}");
    // Without Ben nobody is out, and what is scored by it is what it comes to without him.
    let floor =
        "\n[criteria.floor]\nweight = 40\nfact = \"lowest_mark.manner\"\nscale = { worst = 1, best = 5 }\n";
    let with_floor = criteria.replace(veto, floor).replace("weights = 100", "weights = 140");
    workspace.write("criteria/d.toml", &with_floor);
    let without = workspace.weigh(&["panel", "--format", "json"]).json()["result"]["without"].clone();
    let alone = panel("combine = \"mean\"", 4, &evaluators[..1]);
    alone.write("criteria/d.toml", &with_floor);
    let json = alone.weigh(&["rank", "--format", "json"]).json();
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    let scores = json["result"]["vendors"].as_array().unwrap().iter().map(|one| one["score"].to_string());
    let found = without[1]["ranking"]["scores"].as_array().unwrap().iter().map(ToString::to_string);
    assert_eq!(sorted(found.collect()), sorted(scores.collect()), "{without}");
    alone.write("criteria/d.toml", &criteria);
    let without_ben = alone.weigh(&["rank", "--format", "json"]).json();
    assert_eq!(outcome(&without_ben, "a").0, "pass", "{without_ben}");
    // What the others gave stands in no sheet.
    workspace.write("criteria/d.toml", &criteria);
    let blank = workspace.weigh(&["sheet", "newone", "-o", "-"]);
    assert_eq!(blank.code, Some(0), "{blank}");
    assert!(!blank.out.contains("No veto") && !blank.out.contains("lowest"), "{blank}");
    // A formula reads it as well.
    let gate = "fact = \"lowest_mark.manner\"\nat_least = 2";
    workspace.write("criteria/d.toml", criteria.replace(gate, "when = 'facts.\"lowest_mark.manner\" > 1'"));
    let told = workspace.weigh(&["rank", "--format", "json"]).json();
    assert_eq!([outcome(&told, "a").0, outcome(&told, "b").0], ["fail", "pass"], "{told}");
    // A vendor does not state it; the criterion and a panel have to be there.
    workspace.write("vendors/d/a.toml", "name = \"Vendor a\"\n[facts]\n\"lowest_mark.manner\" = 5\n");
    let refused = workspace.weigh(&["check"]).to_string();
    assert!(
        refused.contains("C033") && refused.contains("worked out from the marks of the panel"),
        "{refused}"
    );
    workspace.write("vendors/d/a.toml", "name = \"Vendor a\"\n");
    workspace.write("criteria/d.toml", criteria.replace("lowest_mark.manner", "lowest_mark.maner"));
    let refused = workspace.weigh(&["check"]).to_string();
    assert!(refused.contains("there is no such criterion that people mark"), "{refused}");
    let no_panel: Vec<&str> = criteria.lines().filter(|line| !line.starts_with("panel =")).collect();
    workspace.write("criteria/d.toml", no_panel.join("\n"));
    let refused = workspace.weigh(&["check"]).to_string();
    assert!(refused.contains("this decision has no panel"), "{refused}");
}
