//! Scales that state a formula as a tender prints it, or name a published one.

use crate::support::{Output, Workspace};

/// A decision with vendors that state their prices, and qualities where there are some.
fn workspace(criteria: &str, bids: &[(&str, &str)]) -> Workspace {
    let criteria = format!("title = \"Night desk\"\nvendors = \"../vendors/d\"\n{criteria}");
    let texts: Vec<(&str, String)> =
        bids.iter().map(|(name, facts)| (*name, format!("name = \"{name}\"\n[facts]\n{facts}\n"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Workspace::new(&criteria, &texts)
}

fn prices<'a>(bids: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    bids.iter().map(|(name, price)| (*name, format!("price = {price}"))).collect()
}

/// The score of each vendor, ranked or not, by its id.
fn scores(workspace: &Workspace) -> Vec<(String, String)> {
    let found = workspace.weigh(&["rank", "--format", "json"]).json();
    let all = found["result"]["vendors"].as_array().expect("vendors");
    let mut scores: Vec<(String, String)> =
        all.iter().map(|one| (one["id"].as_str().unwrap().to_owned(), one["score"].to_string())).collect();
    scores.sort();
    scores
}

fn assert_scores(workspace: &Workspace, wanted: &[(&str, &str)]) {
    let found = scores(workspace);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, score)| (id.as_str(), score.as_str())).collect();
    assert_eq!(found, wanted);
}

fn with_prices(criteria: &str, bids: &[(&str, &str)]) -> Workspace {
    let bids = prices(bids);
    let bids: Vec<(&str, &str)> = bids.iter().map(|(name, facts)| (*name, facts.as_str())).collect();
    workspace(criteria, &bids)
}

#[test]
fn a_span_in_per_cent_of_the_lowest_follows_the_lowest() {
    let criteria = "[criteria.price]\nweight = 1\n\
        scale = { formula = \"ch.linear-span\", numbers = { max = 5, span = 0.4 } }\n\
        [rule]\npoints = 5\nrounding = { criterion = \"2 truncate\" }\n";
    let workspace = with_prices(
        criteria,
        &[("alder", "900000"), ("birch", "1017000"), ("cedar", "1260000"), ("dogwood", "1400000")],
    );
    assert_scores(&workspace, &[("alder", "5"), ("birch", "3.37"), ("cedar", "0"), ("dogwood", "0")]);
    workspace.write("vendors/d/elder.toml", "name = \"elder\"\n[facts]\nprice = 800000\n");
    let wanted = [("alder", "3.43"), ("birch", "1.6"), ("cedar", "0"), ("dogwood", "0"), ("elder", "5")];
    assert_scores(&workspace, &wanted);
}

#[test]
fn a_benchmark_is_made_from_the_bids_themselves() {
    let criteria = "[criteria.price]\nweight = 1\nscale = { formula = \"cn.benchmark-count\" }\n\
        [rule]\npoints = 100\nrounding = { criterion = \"2 half-up\" }\n";
    let bids = [
        ("bamboo", "472000"),
        ("crane", "531000"),
        ("jade", "486000"),
        ("lotus", "505000"),
        ("peony", "1180000"),
        ("willow", "498000"),
    ];
    let workspace = with_prices(criteria, &bids);
    let wanted = [
        ("bamboo", "99.75"),
        ("crane", "85.42"),
        ("jade", "96.83"),
        ("lotus", "92.01"),
        ("peony", "0"),
        ("willow", "93.79"),
    ];
    assert_scores(&workspace, &wanted);
    // Typed, it is the same.
    let typed = criteria.replace(
        "{ formula = \"cn.benchmark-count\" }",
        "{ expr = \"100 - 100 * (if facts.price > 473480 then 1.2 else 0.8) * abs(facts.price - 473480) / 473480\", \
         full = 100 }",
    );
    assert_scores(&with_prices(&typed, &bids), &wanted);
}

#[test]
fn a_ratio_is_rounded_inside_of_the_formula() {
    let criteria = |ratio: &str| {
        format!(
            "[needs]\nplan = 108160000\n[criteria.price]\nweight = 1\n\
             scale = {{ expr = \"70 - 5 * abs(91/100 - {ratio}) * 100\", full = 70 }}\n[rule]\npoints = 70\n"
        )
    };
    let bids = [("hanok", "98431250"), ("maru", "97815000"), ("ondol", "98424999")];
    let rounded = with_prices(&criteria("round(facts.price / needs.plan, 4)"), &bids);
    assert_scores(&rounded, &[("hanok", "69.95"), ("maru", "67.2"), ("ondol", "70")]);
    let unrounded = with_prices(&criteria("facts.price / needs.plan"), &bids);
    let wanted = [
        ("hanok", "69.97388128698224852071"),
        ("maru", "67.17732988165680473373"),
        ("ondol", "69.9972217085798816568"),
    ];
    assert_scores(&unrounded, &wanted);
}

#[test]
fn a_bid_of_zero_counts_where_the_formula_is_defined_there() {
    let span = "(highest(admitted, facts.price) - facts.price) / (highest(admitted, facts.price) - lowest(admitted, facts.price))";
    let criteria = format!(
        "[criteria.price]\nweight = 40\nscale = {{ expr = \"{span}\" }}\n\
         [criteria.quality]\nweight = 60\nscale = {{ worst = 0, best = 100 }}\n"
    );
    let bids = [
        ("dear", "price = 12000\nquality = 70"),
        ("gratis", "price = 0\nquality = 50"),
        ("middle", "price = 6000\nquality = 80"),
    ];
    let zero = workspace(&criteria, &bids);
    assert_scores(&zero, &[("dear", "42"), ("gratis", "70"), ("middle", "68")]);
    // Where it is not, that is said, and counts nothing.
    let divided = criteria.replace(span, "lowest(admitted, facts.price) / facts.price");
    let output = workspace(&divided, &bids).weigh(&["rank"]);
    assert!(
        output.out.contains("price counts 0 for gratis") && output.out.contains("divides by zero"),
        "{output}"
    );
}

#[test]
fn who_fails_a_must_have_or_a_minimum_sets_no_figure() {
    let criteria = "[gates.iso]\nfact = \"iso\"\nis = true\n[criteria.price]\nweight = 30\n\
        scale = { formula = \"fr.classic\", numbers = { max = 30 } }\n\
        [criteria.quality]\nweight = 70\nminimum = 50\nscale = { worst = 0, best = 100 }\n[rule]\npoints = 100\n";
    let bids = [
        ("cheap", "price = 10\nquality = 20\niso = true"),
        ("good", "price = 200\nquality = 100\niso = true"),
        ("lax", "price = 50\nquality = 90\niso = false"),
        ("plain", "price = 100\nquality = 60\niso = true"),
    ];
    let workspace = workspace(criteria, &bids);
    let found = workspace.weigh(&["rank", "--format", "json"]).json();
    let ranked: Vec<(&str, String)> = found["result"]["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| !one["rank"].is_null())
        .map(|one| (one["id"].as_str().unwrap(), one["score"].to_string()))
        .collect();
    assert_eq!(ranked, [("good", "85".to_owned()), ("plain", "72".to_owned())]);
}

/// The lowest, the score and the highest of a vendor.
fn range(workspace: &Workspace, vendor: &str) -> (String, String, String, bool) {
    let found = workspace.weigh(&["rank", "--format", "json"]).json();
    let all = found["result"]["vendors"].as_array().unwrap();
    let one = all.iter().find(|one| one["id"] == vendor).unwrap();
    let text = |key: &str| one[key].to_string();
    (text("lowest"), text("score"), text("highest"), one["is_bound"] == true)
}

#[test]
fn what_is_open_bounds_the_worth_by_the_formula() {
    let criteria =
        "[criteria.price]\nweight = 1\nscale = { expr = \"1 - facts.price / 200\" }\n[rule]\npoints = 100\n";
    let open = with_prices(criteria, &[("a", "{ low = 40, likely = 50, high = 80 }"), ("b", "100")]);
    assert_eq!(range(&open, "a"), ("60".into(), "75".into(), "80".into(), true));
    assert_eq!(range(&open, "b"), ("50".into(), "50".into(), "50".into(), false));
    // Another's range moves the mean.
    let mean =
        criteria.replace("1 - facts.price / 200", "1 - facts.price / (2 * mean(admitted, facts.price))");
    let open = with_prices(&mean, &[("a", "{ low = 60, likely = 100, high = 140 }"), ("b", "100")]);
    assert_eq!(range(&open, "b"), ("37.5".into(), "50".into(), "58.33333333333333333333".into(), true));
    // Nobody knows what an unknown bid does to it.
    let unknown = with_prices(&mean, &[("a", "{}"), ("b", "100")]);
    assert_eq!(range(&unknown, "b"), ("0".into(), "50".into(), "100".into(), true));
}

#[test]
fn a_formula_with_a_peak_tips_where_it_does() {
    // 100 at the peak of 100, nothing at 0 and 200: a is nearest from below first.
    let criteria = "[criteria.price]\nweight = 1\nscale = { expr = \"1 - abs(facts.price - 100) / 100\" }\n";
    let workspace = with_prices(criteria, &[("a", "70"), ("b", "110")]);
    let found = workspace.weigh(&["break-even", "a", "--format", "json"]).json();
    assert!(found.to_string().contains("90"), "{found}");
    let output = workspace.weigh(&["break-even", "b"]);
    assert!(output.out.contains("130") || output.out.contains("70"), "{output}");
}

fn said(workspace: &Workspace, arguments: &[&str]) -> Output {
    let output = workspace.weigh(arguments);
    assert!(output.code == Some(0) || output.code == Some(1), "{output}");
    output
}

#[test]
fn every_command_takes_a_formula_as_printed() {
    let criteria = "[criteria.price]\nweight = 60\nscale = { formula = \"cn.1-05\", numbers = { M = 60 } }\n\
        [criteria.quality]\nweight = 40\nscale = { worst = 0, best = 100 }\n";
    let bids = [
        ("one", "price = 100\nquality = 70"),
        ("two", "price = { low = 90, likely = 110, high = 140 }\nquality = 80"),
        ("three", "price = 130\nquality = {}"),
    ];
    let workspace = workspace(criteria, &bids);
    for arguments in [
        &["check"][..],
        &["rank"],
        &["explain", "two"],
        &["compare", "one", "two"],
        &["gaps"],
        &["robust"],
        &["sensitivity"],
        &["break-even", "two"],
        &["report", "--to", "md", "-o", "-"],
    ] {
        let output = said(&workspace, arguments);
        assert!(!output.out.is_empty(), "{output}");
    }
    let explained = said(&workspace, &["explain", "two"]);
    assert!(explained.out.contains("cn.1-05"), "{explained}");
    let made = workspace.weigh(&["report", "--to", "json,xlsx,html", "-o", "made"]);
    assert_eq!(made.code, Some(0), "{made}");
    for file in ["made/d.json", "made/d.xlsx"] {
        let verified = workspace.weigh(&["verify", file]);
        assert_eq!(verified.code, Some(0), "{verified}");
    }
}

/// What `robust` says of the first place of a vendor, in per cent.
fn first_places(workspace: &Workspace, vendor: &str) -> f64 {
    let found = workspace.weigh(&["robust", "--draws", "1000", "--format", "json"]).json();
    let all = found["result"]["draws"]["vendors"].as_array().unwrap_or_else(|| panic!("{found}"));
    let one = all.iter().find(|one| one["vendor"] == vendor).unwrap();
    one["acceptability"][0].as_f64().unwrap_or_else(|| panic!("{one}"))
}

const BESIDE: &str = "[criteria.q]\nweight = 10\nscale = { worst = 0, best = 100 }\n";

#[test]
fn draws_decide_conditions_as_exact_numbers_do() {
    let criteria =
        |expr: &str| format!("[criteria.price]\nweight = 90\nscale = {{ expr = \"{expr}\" }}\n{BESIDE}");
    let open = ("c", "price = { low = 400, likely = 420, high = 500 }\nq = 0");
    // 1.1 x 100 is above 110 in binary numbers, and the mean of three times 0.1 is not 0.1.
    let edge = criteria("if facts.price >= 1.1 * lowest(admitted, facts.price) then 0 else 1");
    let edge = workspace(&edge, &[("a", "price = 100\nq = 10"), ("b", "price = 110\nq = 95"), open]);
    assert!(first_places(&edge, "a") > 0.99);
    let mean = criteria("if facts.price = mean(admitted where facts.price < 1, facts.price) then 1 else 0");
    let alike = |name| (name, "price = 0.1\nq = 10");
    let mean = workspace(&mean, &[alike("a"), alike("b"), alike("d"), ("e", "price = 2\nq = 95"), open]);
    assert!(first_places(&mean, "e") < 0.01);
    // Two conditions that are compared.
    let both = criteria("if (facts.price > 50) = (1 < 2) then 1 else 0");
    let range = ("a", "price = { low = 60, likely = 62, high = 70 }\nq = 50");
    let both = workspace(&both, &[range, ("b", "price = 40\nq = 90")]);
    assert!(first_places(&both, "a") > 0.99);
    assert_eq!(self::range(&both, "a"), ("95".into(), "95".into(), "95".into(), false));
}

#[test]
fn what_binary_numbers_do_not_hold_is_not_drawn() {
    let criteria = format!(
        "[criteria.price]\nweight = 90\nscale = {{ expr = \"lowest(admitted, facts.price) ^ 100 / facts.price ^ 100\" }}\n{BESIDE}"
    );
    let bids = [
        ("a", "price = 91000\nq = 10"),
        ("b", "price = 99000\nq = 90"),
        ("c", "price = { low = 120000, likely = 130000, high = 140000 }\nq = 0"),
    ];
    let workspace = workspace(&criteria, &bids);
    let output = workspace.weigh(&["robust"]);
    assert!(output.code != Some(0) && output.err.contains("draws cannot count with"), "{output}");
    let ranked = workspace.weigh(&["rank"]);
    assert!(ranked.code == Some(0) && !ranked.out.contains("leads in"), "{ranked}");
}

#[test]
fn a_bid_without_a_result_leaves_nothing_open() {
    let criteria = "[criteria.price]\nweight = 60\nscale = { expr = \"lowest(admitted, facts.price) / facts.price\" }\n\
        [criteria.q]\nweight = 40\nscale = { worst = 0, best = 100 }\n";
    let workspace = workspace(criteria, &[("a", "price = 0\nq = 50"), ("b", "price = 70\nq = 30")]);
    assert_eq!(range(&workspace, "a"), ("20".into(), "20".into(), "20".into(), false));
}

#[test]
fn ends_that_cross_leave_all_points_open() {
    let criteria = "[criteria.price]\nweight = 1\nscale = { expr = \"clamp(0.5, 0.2, facts.price / 100)\" }\n[rule]\npoints = 100\n";
    let bids = [("a", "{ low = 10, likely = 60, high = 90 }"), ("b", "50")];
    assert_eq!(range(&with_prices(criteria, &bids), "a"), ("0".into(), "50".into(), "100".into(), true));
}

#[test]
fn a_formula_that_is_not_shown_to_rise_keeps_its_price_from_letters() {
    for expr in [
        "1 - abs(facts.price - 473480) / 473480",
        "1 - abs(facts.price - 1.2 * mean(admitted, facts.price)) / mean(admitted, facts.price)",
    ] {
        let criteria = format!(
            "question = \"Who?\"\n[disclosure]\nregime = \"private\"\n[criteria.price]\nweight = 60\n\
             scale = {{ expr = \"{expr}\" }}\n[criteria.q]\nweight = 40\nscale = {{ worst = 0, best = 100 }}\n"
        );
        let bids = [
            ("a", "price = 450000\nq = 80"),
            ("b", "price = 473000\nq = 70"),
            ("c", "price = 520000\nq = 90"),
        ];
        let workspace = workspace(&criteria, &bids);
        let awarded = workspace.weigh(&["award", "--to", "c", "--by", "A", "--reason", "Board"]);
        assert_eq!(awarded.code, Some(0), "{awarded}");
        let letters = workspace.weigh(&["debrief", "--all", "-o", "letters", "--date", "2026-12-01"]);
        let text = std::fs::read_to_string(workspace.path().join("letters/a.md")).unwrap_or_default();
        assert!(letters.code != Some(0) || !text.contains("54.1"), "{expr}: {letters}");
    }
}

#[test]
fn figures_of_many_bids_are_worked_out_once() {
    // Each of 1,500 bids looks at the mean of all: by the bids alone that would be 2,250,000 parts, and too many.
    let criteria = "[criteria.price]\nweight = 1\nscale = { expr = \"1 - abs(facts.price - mean(admitted, facts.price)) \
        / (mean(admitted, facts.price) + median(admitted, facts.price) + highest(admitted, facts.price))\" }\n";
    let bids: Vec<(String, String)> =
        (0..1_500).map(|at| (format!("v{at}"), (100 + at * 7_919 % 1_000).to_string())).collect();
    let bids: Vec<(&str, &str)> = bids.iter().map(|(id, price)| (id.as_str(), price.as_str())).collect();
    let workspace = with_prices(criteria, &bids);
    let output = workspace.weigh(&["rank", "--format", "csv"]);
    assert!(output.code == Some(0) && !output.out.contains("counts 0"), "{output}");
}

/// Printed in points, with how many are all of them: what it weighs is the weight's, whatever moves it.
#[test]
fn a_formula_may_come_to_points() {
    let of = |scale: &str, weight: u32| {
        format!(
            "[criteria.price]\nweight = {weight}\nscale = {scale}\n\
             [criteria.quality]\nweight = 70\nscale = {{ worst = 0, best = 10 }}\n\
             [rule]\npoints = 100\nrounding = {{ criterion = \"2 half-up\" }}\n"
        )
    };
    let bids = [("alder", "price = 91000\nquality = 5"), ("birch", "price = 104500\nquality = 8")];
    let points = "{ points_expr = \"30 * lowest(admitted, facts.price) / facts.price\", full = 30 }";
    let share = "{ expr = \"lowest(admitted, facts.price) / facts.price\" }";
    for scale in [points, share] {
        assert_scores(&workspace(&of(scale, 30), &bids), &[("alder", "65"), ("birch", "82.12")]);
        assert_scores(&workspace(&of(scale, 130), &bids), &[("alder", "82.5"), ("birch", "84.6")]);
    }
    // The numbers are put in, of the bids that are compared; one that has left is none of them.
    let explained = workspace(&of(points, 30), &bids).weigh(&["explain", "birch"]).out;
    assert!(explained.contains("30 * 91000 / 104500 = 26.124402"), "{explained}");
    let left = [bids[0], bids[1], ("cedar", "price = 50000\nquality = 5")];
    let left = workspace(&(of(points, 30) + "[gates.price]\nfact = \"price\"\nat_least = 60000\n"), &left);
    for (vendor, working) in
        [("birch", "30 * 91000 / 104500 = 26.124402"), ("cedar", "30 * 50000 / 50000 = 30")]
    {
        let explained = left.weigh(&["explain", vendor]).out;
        assert!(explained.contains(working), "{explained}");
        let json = left.weigh(&["explain", vendor, "--format", "json"]).json().to_string();
        assert!(json.contains(&format!("\"working\":\"{working}\"")), "{json}");
    }
    // More than there are count as all of them, and without the number nobody knows.
    let many = "{ points_expr = \"40 * lowest(admitted, facts.price) / facts.price\", full = 30 }";
    assert_scores(&workspace(&of(many, 30), &bids), &[("alder", "65"), ("birch", "86")]);
    let unsaid = workspace(&of("{ points_expr = \"facts.price\" }", 30), &bids).weigh(&["check"]);
    assert!(unsaid.code != Some(0) && unsaid.to_string().contains("full"), "{unsaid}");
}

/// What the bids make and somebody typed goes stale with the next bid: `check` says so, with the formula to write.
#[test]
fn figures_of_the_bids_that_were_typed_are_pointed_at() {
    let of = |scale: &str, bids: &[(&str, &str)]| {
        with_prices(&format!("[criteria.price]\nweight = 1\nscale = {scale}\n[rule]\npoints = 100\n"), bids)
    };
    let said = |scale: &str, bids: &[(&str, &str)]| {
        let checked = of(scale, bids).weigh(&["check", "--format", "json"]).json();
        let all = checked["result"]["problems"].as_array().unwrap().clone();
        let told = all.iter().find(|one| one["code"] == "V033");
        told.map(|one| {
            [one["message"].clone(), one["help"].clone()].map(|text| text.as_str().unwrap().to_owned())
        })
    };
    let bids = [("alder", "1000000"), ("birch", "1200000"), ("cedar", "1400600")];
    let [message, help] = said("{ worst = 1750000, best = 1000000 }", &bids).unwrap();
    assert_eq!(message, "1750000 is 1.75 x the lowest bid of now, 1000000");
    // What it says to write gives the same, and follows.
    let scale = help.strip_prefix("write scale = ").unwrap();
    let wanted = scores(&of("{ worst = 1750000, best = 1000000 }", &bids));
    assert_eq!(scores(&of(scale, &bids)), wanted);
    assert_eq!(said(scale, &bids), None);
    let [message, help] = said("{ worst = 1400600, best = 1000000 }", &bids).unwrap();
    assert!(message.contains("the lowest and the highest bid") && help.contains("span"), "{message} {help}");
    let mean = said("{ expr = \"names.base / facts.price\", numbers = { base = 1200200 } }", &bids).unwrap();
    assert_eq!(mean[0], "1200200 is the mean of the bids of now");
    let most = said("{ formula = \"budget-line\", budget = 1400600 }", &bids).unwrap();
    assert_eq!(most[0], "1400600 is the highest of the bids of now");
    // Numbers that only happen to be near, that few digits make likely, or that no bid makes.
    for scale in [
        "{ worst = 1750001, best = 1000000 }",
        "{ worst = 1750000, best = 999999 }",
        "{ worst = 1000000, best = 1750000 }",
        "{ formula = \"budget-line\", budget = 1200000 }",
        "{ formula = \"span\" }",
    ] {
        assert_eq!(said(scale, &bids), None, "{scale}");
    }
    assert_eq!(said("{ worst = 1750000, best = 1000000 }", &bids[..1]), None);
    // Small numbers of what is no price meet by chance.
    let days = "[criteria.days]\nweight = 1\nscale = { worst = 30, best = 10 }\n";
    let few = workspace(days, &[("alder", "days = 10"), ("birch", "days = 12")]);
    assert!(!few.weigh(&["check"]).to_string().contains("V033"));
    let sealed = of("{ worst = 1750000, best = 1000000 }", &bids);
    let checked = sealed.weigh(&["check", "--set", "rule.sealed=true"]);
    assert!(!checked.to_string().contains("1750000 is"), "{checked}");
}
