//! The commands that ask how sure the ranking is.

use super::{night_desk, snapshot};
use crate::support::Workspace;

/// The commands that answer in every format, with a name for each.
const COMMANDS: [(&str, &[&str]); 5] = [
    ("sensitivity", &["sensitivity"]),
    ("sensitivity_of", &["sensitivity", "cost"]),
    ("robust", &["robust"]),
    ("break_even", &["break-even", "bay"]),
    ("break_even_leader", &["break-even", "aurora"]),
];

#[test]
fn doubt_looks_like_this() {
    let workspace = night_desk();
    for (name, arguments) in COMMANDS {
        for format in ["table", "json", "csv", "md"] {
            let output = workspace.weigh(&[arguments, &["--format", format]].concat());
            assert_eq!(output.code, Some(0), "{output}");
            snapshot(&format!("{name}_{format}"), &output);
        }
    }
}

#[test]
fn every_surface_says_the_same_of_the_first_place() {
    let workspace = night_desk();
    let robust = workspace.weigh(&["robust", "--format", "json"]).json();
    let words = robust["result"]["words"].as_str().unwrap();
    assert!(words.contains(" of 10,000 draws"), "{words}");
    for command in [&["rank"][..], &["robust"], &["report", "--to", "md", "-o", "-"]] {
        let output = workspace.weigh(command);
        assert!(output.out.contains(words), "{words}\n{output}");
    }
}

#[test]
fn a_criterion_that_is_not_there_gets_a_near_one() {
    let output = night_desk().weigh(&["sensitivity", "quallity"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("there is no criterion `quallity`; did you mean `Quality`"), "{output}");
}

/// A decision whose vendors are all out, one vendor, and vendors that are alike.
fn odd(vendors: &[(&str, &str)]) -> Workspace {
    let criteria = "title = \"Odd\"\nvendors = \"../vendors/d\"\n\
                    [criteria.price]\nweight = 60\nscale = { worst = 30, best = 10 }\n\
                    [criteria.quality]\nweight = 40\nscale = { worst = 0, best = 10 }\n";
    Workspace::new(criteria, vendors)
}

const OUT: &str =
    "name = \"Out\"\nstatus = \"withdrawn\"\nreason = \"said so\"\n[facts]\nprice = 12\nquality = 5\n";
const ALIKE: [&str; 2] = [
    "name = \"Alike A\"\n[facts]\nprice = 12\nquality = 5\n",
    "name = \"Alike B\"\n[facts]\nprice = 12\nquality = 5\n",
];

/// Fields of vendors that leave little to say: nobody in, one in, all alike.
fn odd_fields() -> [Workspace; 3] {
    [odd(&[("out", OUT)]), odd(&[("one", ALIKE[0]), ("out", OUT)]), odd(&[("a", ALIKE[0]), ("b", ALIKE[1])])]
}

#[test]
fn nobody_one_vendor_and_vendors_that_are_alike_get_an_answer() {
    for workspace in odd_fields() {
        let vendor = if workspace.path().join("vendors/d/a.toml").exists() { "a" } else { "out" };
        let commands = [
            &["sensitivity"][..],
            &["sensitivity", "price"],
            &["robust", "--draws", "100"],
            &["break-even", vendor],
        ];
        for arguments in commands {
            for format in ["table", "json", "csv", "md"] {
                let output = workspace.weigh(&[arguments, &["--format", format]].concat());
                assert_eq!(output.code, Some(0), "{output}");
            }
        }
    }
}

#[test]
fn parts_of_a_run_add_up_to_the_bytes_of_one_run() {
    let workspace = night_desk();
    let options = ["robust", "--draws", "20000", "--seed", "7", "--spread", "25"];
    for parts in [1, 3] {
        let mut files = Vec::new();
        for part in 1..=parts {
            let (shard, file) = (format!("{part}/{parts}"), format!("part{part}.json"));
            let output = workspace.weigh(&[&options[..], &["--shard", &shard, "-o", &file]].concat());
            assert_eq!(output.code, Some(0), "{output}");
            files.push(file);
        }
        let named: Vec<&str> = files.iter().map(String::as_str).collect();
        for format in ["json", "table"] {
            let whole = workspace.weigh(&[&options[..], &["--format", format, "--threads", "2"]].concat());
            let merged = workspace.weigh(&[&["robust", "--format", format, "--merge"][..], &named].concat());
            assert_eq!(merged.out, whole.out);
            assert_eq!(merged.code, Some(0));
        }
    }
    let missing =
        workspace.weigh(&["robust", "--merge", "part1.json", "part3.json", "--format", "json"]).json();
    assert_eq!(missing["result"]["draws"]["is_partial"], true);
}

#[test]
fn parts_that_do_not_belong_are_refused_with_the_reason() {
    let workspace = night_desk();
    workspace.write("no.json", "{}");
    workspace.weigh(&["robust", "--draws", "2000", "--shard", "1/2", "-o", "a.json"]);
    workspace.weigh(&["robust", "--draws", "2000", "--seed", "2", "--shard", "2/2", "-o", "b.json"]);
    let what_if = ["robust", "--set", "criteria.cost.weight=50", "--merge", "a.json"];
    for (arguments, message) in [
        (&["robust", "--merge", "no.json"][..], "no.json is no part of a run of draws"),
        (&["robust", "--merge", "a.json", "b.json"], "b.json was drawn with other options than a.json"),
        (&["robust", "--merge", "a.json", "a.json"], "a.json is the same part as a.json"),
        (&what_if, "a.json was drawn for other criteria or vendors: its fingerprint differs"),
        (&["robust", "--merge", "nowhere.json"], "could not read nowhere.json: no such file or directory"),
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!((output.code, output.out.as_str()), (Some(3), ""), "{output}");
        assert!(output.err.contains(message), "{output}");
    }
}

#[test]
fn options_of_draws_that_make_no_sense_are_refused() {
    let workspace = night_desk();
    for (arguments, message) in [
        (&["--draws", "0"][..], "at least one draw is needed"),
        (&["--spread", "200"], "must be a number of per cent below 100, `uniform` or `fixed`"),
        (&["--spread", "wide"], "must be a number of per cent below 100, `uniform` or `fixed`"),
        (&["--tolerance", "0"], "the tolerance 0 must be above 0 and below 1"),
        (&["--shard", "4/3"], "must be a part and a number of parts, such as 3/64"),
        (&["--where", "cost >= quality >= cost"], "leaves no room"),
        (
            &["--where", "cost >= 70", "--where", "quality >= 70"],
            "no weights satisfy `cost >= 70` and `quality >= 70` together",
        ),
        (&["--where", "cost >= reach"], "compares `cost` with `reach`, which stand in different groups"),
        (&["--where", "qualty >= 3"], "names `qualty`, which is no criterion; did you mean `quality`?"),
        (&["--together", "charges,moon"], "`moon` is no fact that a criterion reads"),
    ] {
        let output = workspace.weigh(&[&["robust"][..], arguments].concat());
        assert_eq!((output.code, output.out.as_str()), (Some(2), ""), "{output}");
        assert!(output.err.contains(message), "{output}");
    }
}

#[test]
fn a_break_even_is_what_the_program_says_when_the_fact_is_set() {
    let root = crate::support::repository();
    let found = crate::support::weigh(&root, &["break-even", "bayt-alradd", "--format", "json"]).json();
    let facts = found["result"]["facts"].as_array().unwrap();
    let access = facts.iter().find(|fact| fact["fact"] == "data_access").unwrap();
    assert_eq!(access["answer"]["answer"], "wins-at");
    let first = |level: &serde_json::Value| {
        let what_if = format!("vendors.bayt-alradd.facts.data_access={}", level["value"]);
        let ranking = crate::support::weigh(&root, &["rank", "--format", "json", "--set", &what_if]).json();
        let vendors = ranking["result"]["vendors"].as_array().unwrap().clone();
        vendors.iter().find(|vendor| vendor["id"] == "bayt-alradd").unwrap()["rank"] == 1
    };
    assert!(first(&access["answer"]["value"]) && !first(&access["now"]), "{access}");
}

#[test]
fn a_rule_is_looked_at_before_bids_are_in() {
    let criteria = "title = \"Rule\"\nvendors = \"../vendors/d\"\ncurrency = \"EUR\"\n\
        [gates.price]\nat_most = 110\n\
        [criteria.price]\nweight = 10\nscale = { formula = \"budget-share\", budget = 1000 }\n\
        [criteria.quality]\nweight = 88\nminimum = 90\nscale = { levels = { poor = 10, fair = 80 } }\n\
        [criteria.again]\nweight = 1\nfact = \"quality\"\nscale = { levels = { poor = 0, fair = 100 } }\n\
        [criteria.trifle]\nweight = 1\nminimum = 0\nscale = { worst = 0, best = 10 }\n\
        [rule]\npoints = 100\nminimum = 95\n";
    let vendor = "name = \"A\"\n[facts]\nprice = 100\nquality = \"fair\"\ntrifle = 3\n";
    let workspace = Workspace::new(criteria, &[("a", vendor)]);
    snapshot("check_rule", &workspace.weigh(&["check", "--rule"]));
    let found = workspace.weigh(&["check", "--rule", "--format", "json"]).json();
    let kinds: Vec<&str> = found["result"]["rules"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["kind"].as_str().unwrap())
        .collect();
    for kind in ["unreachable-minimum", "idle-minimum", "flat-price", "repeats"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn what_the_criteria_file_says_may_vary_is_what_options_say() {
    let workspace = night_desk();
    let draws = |arguments: &[&str]| {
        let all = [&["robust", "--draws", "3000", "--format", "json"][..], arguments].concat();
        workspace.weigh(&all).json()["result"]["draws"].clone()
    };
    let by_options = draws(&["--where", "cost >= quality", "--spread", "30", "--facts", "pert"]);
    let text = String::from_utf8(workspace.read("criteria/night.toml")).unwrap();
    let more = "\n[robust]\nweights = [\"cost >= quality\"]\nspread = 30\nfacts = \"pert\"\n";
    workspace.write("criteria/night.toml", format!("{text}{more}"));
    assert_eq!(draws(&[]), by_options);
    // Options say more or instead.
    let more = draws(&["--where", "cost >= 2 quality", "--facts", "uniform"]);
    assert_eq!(more["settings"]["constraints"], serde_json::json!(["cost >= quality", "cost >= 2 quality"]));
    assert_eq!(more["settings"]["facts"], "uniform");
    assert_eq!(more["settings"]["weights"], by_options["settings"]["weights"]);
}

#[test]
fn comparisons_of_weights_without_a_spread_draw_all_that_satisfy_them_alike() {
    let workspace = night_desk();
    let text = String::from_utf8(workspace.read("criteria/night.toml")).unwrap();
    workspace.write("criteria/night.toml", format!("{text}\n[robust]\nweights = [\"cost >= quality\"]\n"));
    let ranking = workspace.weigh(&["rank"]);
    assert!(ranking.out.contains("any weights that satisfy the constraints equally likely"), "{ranking}");
}

#[test]
fn a_price_that_tips_the_first_place_does_so_when_the_quote_says_it() {
    let root = crate::support::repository();
    let weigh = |arguments: &[&str]| crate::support::weigh(&root, arguments);
    let mut tried = 0;
    for vendor in ["siam-voice", "bayt-alradd"] {
        let found = weigh(&["break-even", vendor, "--format", "json"]).json();
        let is_first = |path: &str, number: &str| {
            let what_if = format!("vendors.{vendor}.{path}={number}");
            let ranking = weigh(&["rank", "--format", "json", "--set", &what_if]).json();
            let vendors = ranking["result"]["vendors"].as_array().unwrap().clone();
            vendors.iter().find(|one| one["id"] == vendor).unwrap()["rank"] == 1
        };
        let prices = found["result"]["prices"].as_array().unwrap().iter();
        let prices = prices.map(|price| (price["path"].as_str().unwrap().to_owned(), &price["answer"]));
        // Prices that are facts, and other facts that the cost hangs on.
        let facts = found["result"]["facts"].as_array().unwrap().iter();
        let quoted = facts.filter(|fact| fact["reads"].to_string().contains("what the quote costs"));
        let quoted =
            quoted.map(|fact| (format!("facts.{}", fact["fact"].as_str().unwrap()), &fact["answer"]));
        for (path, answer) in prices.chain(quoted) {
            let path = path.as_str();
            let wins = answer["answer"] == "wins-at";
            // Tiers are several numbers of the file at once.
            if !(wins || answer["answer"] == "loses-at") || path.rsplit('.').next() == Some("tiers") {
                continue;
            }
            let at = answer["value"]["value"].to_string();
            let is_less = answer["change"].to_string().trim_matches('"').starts_with('-');
            assert_eq!(is_first(path, &at), wins, "{path} {at}");
            // One step of the last digit back towards now it is the other way round.
            let digits = at.split_once('.').map_or(0, |(_, digits)| digits.len());
            let step =
                libm::pow(0.1, f64::from(u32::try_from(digits).unwrap())) * if is_less { 1.0 } else { -1.0 };
            let before = format!("{:.digits$}", at.parse::<f64>().unwrap() + step);
            assert_eq!(is_first(path, &before), !wins, "{path} {before}");
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried} prices");
    let csv = weigh(&["break-even", "bayt-alradd", "--format", "csv"]);
    assert!(csv.out.contains("bayt-alradd,quote."), "{csv}");
}

#[test]
fn progress_is_not_written_where_nobody_watches() {
    // Long enough for a picture of progress, were there a terminal.
    let output = night_desk().weigh(&["robust", "--draws", "400000", "--threads", "1"]);
    assert_eq!((output.code, output.err.as_str()), (Some(0), ""), "{output}");
}
