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
