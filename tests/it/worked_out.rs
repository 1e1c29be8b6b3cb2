//! Facts that are worked out from others, numbers with names, and must-haves that are conditions.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;
use weigh::decision::Decision;
use weigh::exact::Exact;
use weigh::files::{Request, Workspace as Files};
use weigh::robust::break_even::{Answer, break_even};
use weigh::score::evaluate;

use crate::support::{Output, Workspace};

const HEAD: &str = "title = \"Night desk\"\nvendors = \"../vendors/d\"\n";
const PRICE: &str = "[criteria.price]\nweight = 1\nscale = { formula = \"lowest/price\" }\n";

fn workspace(criteria: &str, bids: &[(&str, &str)]) -> Workspace {
    let texts: Vec<(&str, String)> =
        bids.iter().map(|(name, facts)| (*name, format!("name = \"{name}\"\n{facts}\n"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Workspace::new(&format!("{HEAD}{criteria}"), &texts)
}

/// The result of `rank`.
fn ranked(workspace: &Workspace, more: &[&str]) -> Value {
    workspace.weigh(&[&["rank", "--format", "json"], more].concat()).json()["result"].clone()
}

fn vendor<'a>(ranked: &'a Value, id: &str) -> &'a Value {
    ranked["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

fn scores(ranked: &Value) -> Vec<(String, String)> {
    let all = ranked["vendors"].as_array().unwrap().iter();
    all.map(|one| (one["id"].as_str().unwrap().to_owned(), one["score"].to_string())).collect()
}

fn assert_scores(found: &Value, wanted: &[(&str, &str)]) {
    let found = scores(found);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, score)| (id.as_str(), score.as_str())).collect();
    assert_eq!(found, wanted);
}

const PREFERENCE: &str = "[facts.compared_price]\n\
    expr = \"facts.price * (if facts.domestic then 1 else 1.15)\"\nunit = \"EUR\"\n\
    [criteria.price]\nweight = 1\nfact = \"compared_price\"\nscale = { formula = \"lowest/price\" }\n\
    [rule]\npoints = 100\nrounding = { criterion = \"2 half-up\" }\n";

fn preference() -> Workspace {
    workspace(
        PREFERENCE,
        &[
            ("abroad", "[facts]\nprice = 1000000\ndomestic = false"),
            ("local", "[facts]\nprice = 1080000\ndomestic = true"),
            ("near", "[facts]\nprice = 1160000\ndomestic = true"),
        ],
    )
}

#[test]
fn a_margin_of_preference_changes_the_price_that_is_compared() {
    // ../shared/trials/public/11
    let workspace = preference();
    assert_scores(&ranked(&workspace, &[]), &[("local", "100"), ("abroad", "93.91"), ("near", "93.1")]);
    let explained = workspace.weigh(&["explain", "abroad"]).out;
    assert!(explained.contains("compared_price = 1150000 EUR"), "{explained}");
    assert!(explained.contains("1000000 * 1.15"), "{explained}");
    assert!(explained.contains("criteria/d.toml:4"), "{explained}");
    let set = ranked(&workspace, &["--set", "vendors.abroad.facts.domestic=true"]);
    assert_scores(&set, &[("abroad", "100"), ("local", "92.59"), ("near", "86.21")]);
    let refused = workspace.weigh(&["rank", "--set", "vendors.abroad.facts.compared_price=1"]);
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("C033"), "{}", refused.err);
}

#[test]
fn a_range_goes_through_a_formula() {
    let workspace = preference();
    workspace.write(
        "vendors/d/near.toml",
        "name = \"near\"\n[facts]\nprice = { low = 1000000, likely = 1160000, high = 1300000 }\ndomestic = false\n",
    );
    let found = ranked(&workspace, &[]);
    let fact = vendor(&found, "near")["cells"][0]["fact"].clone();
    let numbers = ["low", "likely", "high"].map(|end| fact["value"][end].to_string());
    assert_eq!(numbers, ["1150000", "1334000", "1495000"]);
    let [lowest, highest] = ["lowest", "highest"].map(|end| vendor(&found, "near")[end].to_string());
    assert_eq!((lowest.as_str(), highest.as_str()), ("72.24", "93.91"));
}

#[test]
fn what_a_formula_lacks_is_a_gap_that_names_it() {
    let workspace = preference();
    workspace.write("vendors/d/near.toml", "name = \"near\"\n[facts]\nprice = 1160000\ndomestic = {}\n");
    let found = ranked(&workspace, &[]);
    assert_eq!(vendor(&found, "near")["cells"][0]["knowledge"], "unknown");
    let gaps = workspace.weigh(&["gaps"]).out;
    assert!(gaps.contains("worked out from `domestic`, which nobody has stated"), "{gaps}");
    // The vendors are asked for what is read, and not for what is worked out.
    let asked = workspace.weigh(&["new", "vendor", "late"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    let text = String::from_utf8(workspace.read("vendors/d/late.toml")).unwrap();
    assert!(text.contains("\ndomestic = {}\n") && text.contains("\nprice = {}\n"), "{text}");
    assert!(!text.contains("compared_price = "), "{text}");
}

#[test]
fn break_even_moves_what_a_formula_reads() {
    let workspace = preference();
    let found = workspace.weigh(&["break-even", "abroad", "--format", "json"]).json();
    let points = found["result"].to_string();
    // 1 080 000 / 1.15 is 939 130.43; up to 939 177 it rounds to all points.
    assert!(points.contains("939177"), "{points}");
    let [price, domestic] = ["price", "domestic"].map(|fact| {
        let facts = found["result"]["facts"].as_array().expect("facts").iter();
        facts.filter(|one| one["fact"] == fact).count()
    });
    assert_eq!((price, domestic), (1, 1), "{points}");
    assert!(!points.contains("\"fact\":\"compared_price\""), "{points}");
    let domestic = found["result"]["facts"].as_array().unwrap().iter().find(|one| one["fact"] == "domestic");
    assert_eq!(domestic.unwrap()["answer"]["answer"], "wins-at", "{points}");
    // With that price it is first, and with the next it is not.
    for (price, is_first) in [("939177", true), ("939178", false)] {
        let set = format!("vendors.abroad.facts.price={price}");
        let found = ranked(&workspace, &["--set", &set]);
        assert_eq!(vendor(&found, "abroad")["rank"] == 1, is_first, "{price}: {found}");
    }
}

const LOW: &str = "[names.first_mean]\nexpr = \"mean(offered, facts.price)\"\n\
    [names.second_mean]\nexpr = \"if count(offered where facts.price <= 1.1 * names.first_mean) >= 3 \
    then mean(offered where facts.price <= 1.1 * names.first_mean, facts.price) \
    else (nth(offered, facts.price, 1) + nth(offered, facts.price, 2) + nth(offered, facts.price, 3)) / 3\"\n\
    [gates.not_too_low]\nname = \"Not abnormally low\"\nwhen = \"facts.price >= 0.9 * names.second_mean\"\n";

const FIVE: [(&str, &str); 5] = [
    ("cinco", "[facts]\nprice = 99100"),
    ("cuatro", "[facts]\nprice = 98300"),
    ("dos", "[facts]\nprice = 66900"),
    ("tres", "[facts]\nprice = 88000"),
    ("uno", "[facts]\nprice = 61200"),
];

fn outcome(found: &Value, id: &str) -> String {
    vendor(found, id)["gates"][0]["outcome"].as_str().unwrap().to_owned()
}

#[test]
fn an_abnormally_low_bid_is_found_in_two_rounds_and_explains_itself() {
    // ../shared/trials/public/10
    let criteria = format!("{LOW}otherwise = \"explain\"\n{PRICE}");
    let workspace = workspace(&criteria, &FIVE);
    let found = ranked(&workspace, &[]);
    let notes = found["notes"].to_string();
    assert!(
        notes.contains("first_mean is 82700") && notes.contains("second_mean is 72033.333333"),
        "{notes}"
    );
    for (id, _) in FIVE {
        assert_eq!(outcome(&found, id), if id == "uno" { "open" } else { "pass" }, "{id}");
    }
    assert_eq!(vendor(&found, "uno")["rank"], 1);
    assert_eq!(vendor(&found, "uno")["is_awardable"], false);
    let reason = vendor(&found, "uno")["gates"][0]["reason"].as_str().unwrap();
    assert_eq!(reason, "61200 >= 0.9 * 72033.333333 does not hold: to be explained");
    let clear = |answer: &str| {
        let told = ["clear", "uno", "not_too_low", answer, "--by", "A. Buyer", "--reason", "Own \"site\""];
        let done = workspace.weigh(&told);
        assert_eq!(done.code, Some(0), "{}", done.err);
        ranked(&workspace, &[])
    };
    let accepted = clear("--accept");
    assert_eq!(
        (outcome(&accepted, "uno").as_str(), &vendor(&accepted, "uno")["is_awardable"]),
        ("pass", &true.into())
    );
    let rejected = clear("--reject");
    assert_eq!(
        (outcome(&rejected, "uno").as_str(), &vendor(&rejected, "uno")["rank"]),
        ("fail", &Value::Null)
    );
    let reason = vendor(&rejected, "uno")["gates"][0]["reason"].as_str().unwrap();
    assert!(reason.ends_with("does not hold; explanation rejected: Own \"site\""), "{reason}");
    // Nobody else is asked to explain.
    let refused = workspace.weigh(&["clear", "dos", "not_too_low", "--accept", "--reason", "x"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
}

#[test]
fn a_condition_without_explanation_puts_out_and_an_answer_breaks_no_lock() {
    let workspace = workspace(&format!("{LOW}{PRICE}"), &FIVE);
    assert_eq!(outcome(&ranked(&workspace, &[]), "uno"), "fail");
    let criteria = format!("{HEAD}{LOW}otherwise = \"explain\"\n{PRICE}");
    workspace.write("criteria/d.toml", criteria);
    let locked = workspace.weigh(&["lock", "all", "--by", "A. Buyer"]);
    assert_eq!(locked.code, Some(0), "{}", locked.err);
    let Output { code, err, .. } =
        workspace.weigh(&["clear", "uno", "not_too_low", "--accept", "--by", "B", "--reason", "Own site"]);
    assert_eq!(code, Some(0), "{err}");
    let check = workspace.weigh(&["check"]);
    assert!(!check.out.contains("L001") && !check.err.contains("L001"), "{}{}", check.out, check.err);
}

#[test]
fn figures_of_the_bids_wait_for_who_is_invited_and_for_nobody_else() {
    let criteria = format!("{LOW}{PRICE}");
    let six = |last: &'static str| [&FIVE[..], &[("seis", last)]].concat();
    let waits = workspace(&criteria, &six("[facts]\nprice = {}"));
    let found = ranked(&waits, &[]);
    assert_eq!(outcome(&found, "uno"), "open");
    assert!(!found["notes"].to_string().contains("second_mean is"), "{}", found["notes"]);
    let gone =
        workspace(&criteria, &six("status = \"withdrawn\"\nreason = \"no staff\"\n[facts]\nprice = {}"));
    assert_eq!(outcome(&ranked(&gone, &[]), "uno"), "fail");
    // A bid that was handed in counts, also once it is withdrawn.
    let counted =
        workspace(&criteria, &six("status = \"withdrawn\"\nreason = \"no staff\"\n[facts]\nprice = 40000"));
    let found = ranked(&counted, &[]);
    assert!(found["notes"].to_string().contains("first_mean is 75583.333333"), "{}", found["notes"]);
}

#[test]
fn chains_of_formulas_end() {
    let chain = |of: &str, last: &str| {
        let links =
            (0..40).map(|at| format!("[{of}.a{at}]\nexpr = \"{of}.a{} * {of}.a{}\"\n", at + 1, at + 1));
        links.chain([format!("[{of}.a40]\nexpr = \"{last}\"\n")]).collect::<String>()
    };
    let scored = "[criteria.a0]\nweight = 1\nscale = { worst = 0, best = 9 }\n";
    let one = [("a", "[facts]\nprice = 1")];
    let grown = workspace(&format!("{}{scored}", chain("facts", "facts.price / 7")), &one);
    assert!(grown.weigh(&["check"]).out.contains("too large"), "{}", grown.weigh(&["check"]).out);
    let flat = workspace(&format!("{}{scored}", chain("facts", "facts.price")), &one);
    assert_eq!(ranked(&flat, &[])["vendors"][0]["score"].to_string(), "11.11111111111111111111");
    let stated = "[criteria.price]\nweight = 1\nscale = { expr = \"facts.price * names.a0\" }\n";
    let by_name = workspace(&format!("{}{stated}", chain("names", "1")), &one);
    assert_eq!(ranked(&by_name, &[])["vendors"][0]["score"].to_string(), "100");
}

#[test]
fn what_nobody_explains_is_told() {
    let workspace = workspace(&format!("{LOW}otherwise = \"explain\"\n{PRICE}"), &FIVE);
    for (told, wanted) in [
        (["zzz", "not_too_low"], "there is no vendor `zzz`"),
        (["uno", "not_to_low"], "did you mean `not_too_low`?"),
        (["dos", "not_too_low"], "dos meets `not_too_low`: there is nothing to explain"),
    ] {
        let refused = workspace.weigh(&["clear", told[0], told[1], "--accept", "--reason", "x"]);
        assert!(refused.code == Some(2) && refused.err.contains(wanted), "{}", refused.err);
    }
    let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write(
        "criteria/d.toml",
        format!("{text}[explained.unno]\nnot_too_low = {{ accepted = false, reason = \"no\" }}\n"),
    );
    let check = workspace.weigh(&["check"]);
    assert!(
        check.out.contains("C035") && check.out.contains("did you mean `uno`?"),
        "{}{}",
        check.out,
        check.err
    );
}

#[test]
fn names_that_scales_read_may_ask_who_is_admitted() {
    let criteria = "[names.base]\nexpr = \"mean(admitted, facts.price) * 0.95\"\nround = \"0 half-up\"\n\
        [criteria.price]\nweight = 1\nscale = { expr = \"1 - abs(facts.price - names.base) / names.base\" }\n\
        [rule]\npoints = 10\nrounding = { criterion = \"2 half-up\" }\n";
    let workspace = workspace(criteria, &[("a", "[facts]\nprice = 100"), ("b", "[facts]\nprice = 121")]);
    // The mean is 110.5, of it 104.975, rounded 105.
    assert_scores(&ranked(&workspace, &[]), &[("a", "9.52"), ("b", "8.48")]);
}

#[test]
fn words_and_truths_are_compared() {
    let criteria = "[facts.own]\nexpr = \"if facts.kind = \\\"captive\\\" and not facts.agency then 1 else 0\"\n\
        [criteria.own]\nweight = 1\nscale = { worst = 0, best = 1 }\n";
    let bids = [
        ("a", "kind = \"captive\"\n[facts]\nagency = false"),
        ("b", "kind = \"captive\"\n[facts]\nagency = true"),
        ("c", "kind = \"bpo\"\n[facts]\nagency = {}"),
    ];
    let workspace = workspace(criteria, &bids);
    let found = ranked(&workspace, &[]);
    assert_scores(&found, &[("a", "100"), ("b", "0"), ("c", "0")]);
    // What is not known decides nothing there.
    assert_eq!(vendor(&found, "c")["cells"][0]["knowledge"], "known");
}

#[test]
fn a_fact_worked_out_from_a_sealed_price_is_sealed() {
    let workspace = preference();
    let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/d.toml", text.replace("points = 100\n", "points = 100\nsealed = true\n"));
    for command in
        [&["rank", "--format", "json"][..], &["explain", "abroad"], &["report", "--to", "json", "-o", "r"]]
    {
        let output = workspace.weigh(command);
        let told = output.out + &output.err;
        assert!(!told.contains("1000000") && !told.contains("1150000"), "{command:?}: {told}");
    }
    let report = String::from_utf8(workspace.read("r/d.json")).unwrap();
    assert!(!report.contains("1000000") && !report.contains("1150000"), "{report}");
}

/// What a vendor may state of a fact: nothing, a number, or a range of them.
type Stated = Option<(u32, u32)>;

fn stated() -> impl Strategy<Value = Stated> {
    prop_oneof![1 => Just(None), 3 => (1..9_u32).prop_map(|x| Some((x, x))), 2 => (1..6_u32, 1..5_u32).prop_map(|(x, more)| Some((x, x + more)))]
}

/// A formula of two facts and the field.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("facts.x".to_owned()),
        Just("facts.y".to_owned()),
        Just("names.mean".to_owned()),
        Just("lowest(offered, facts.y)".to_owned()),
        Just("count(offered where facts.x > 3)".to_owned()),
        (1..5_u32).prop_map(|n| n.to_string()),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let two = (inner.clone(), inner.clone(), 0..5_usize).prop_map(|(a, b, at)| {
            let sign = ["+", "-", "*"].get(at).copied();
            sign.map_or_else(
                || {
                    if at == 3 {
                        format!("min({a}, {b})")
                    } else {
                        format!("(if {a} > {b} then {a} else {b} / 2)")
                    }
                },
                |sign| format!("({a} {sign} {b})"),
            )
        });
        prop_oneof![two, inner.prop_map(|a| format!("round({a} / 3, 1)"))]
    })
}

fn written(stated: &[[Stated; 2]]) -> Vec<(String, String)> {
    let value = |stated: &Stated| match stated {
        None => "{}".to_owned(),
        Some((low, high)) if low == high => low.to_string(),
        Some((low, high)) => format!("{{ low = {low}, likely = {low}.5, high = {high} }}"),
    };
    let text = |at: usize, [x, y]: &[Stated; 2]| {
        (format!("v{at}"), format!("name = \"V{at}\"\n[facts]\nx = {}\ny = {}\n", value(x), value(y)))
    };
    stated.iter().enumerate().map(|(at, one)| text(at, one)).collect()
}

fn opened(folder: &Path, what_if: Vec<String>) -> Option<Arc<Decision>> {
    let workspace = Files::find(folder).ok()?;
    let criteria = workspace.decision("d").ok()?;
    weigh::open::open(&Request { workspace, criteria, vendors: None, what_if }).decision().ok().cloned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever turns out, scores lie within their ranges, must-haves come out as they were said to, and what break-even
    /// says of the facts that formulas read is so.
    #[test]
    fn what_turns_out_lies_within_what_formulas_said(
        formulas in (formula(), formula()),
        limit in 1..9_u32,
        stated in proptest::collection::vec([stated(), stated()], 2..4),
        picks in proptest::collection::vec(0..1000_usize, 40),
    ) {
        let criteria = format!(
            "{HEAD}[names.mean]\nexpr = \"mean(offered, facts.x)\"\n[facts.z]\nexpr = \"{}\"\n\
             [gates.g]\nwhen = \"{} >= {limit}\"\n[criteria.z]\nweight = 3\nscale = {{ worst = 10, best = 0 }}\n\
             [criteria.y]\nweight = 1\nscale = {{ worst = 0, best = 9 }}\n\
             [criteria.x]\nweight = 1\nscale = {{ worst = 0, best = 9 }}\n",
            formulas.0, formulas.1
        );
        let texts = written(&stated);
        let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let workspace = Workspace::new(&criteria, &texts);
        let decision = opened(workspace.path(), vec![]).expect("it opens");
        let open = evaluate(&decision);
        for round in 0..6 {
            // Everything that is open turns out somehow.
            let mut set = Vec::new();
            for (at, facts) in stated.iter().enumerate() {
                for (fact, (name, stated)) in ["x", "y"].iter().zip(facts).enumerate() {
                    let pick = picks[(round * 7 + at * 2 + fact) % picks.len()];
                    let value = match stated {
                        None => Exact::from(pick % 12),
                        Some((low, high)) => &Exact::from(*low) + &(&Exact::from(high - low) * &Exact::from(pick % 5)).over(&Exact::from(4)).unwrap(),
                    };
                    set.push(format!("vendors.v{at}.facts.{name}={value}"));
                }
            }
            let known = evaluate(&opened(workspace.path(), set.clone()).expect("it opens"));
            for one in &known.vendors {
                let before = open.vendor(one.id().as_str()).unwrap();
                prop_assert!(before.lowest <= one.score && one.score <= before.highest, "{set:?}: {} {} {}", before.lowest, one.score, before.highest);
                let [was, is] = [before, one].map(|vendor| vendor.gates[0].outcome);
                prop_assert!(was == weigh::score::evaluation::Outcome::Open || was == is, "{set:?}: {was:?} {is:?}");
            }
        }
        for vendor in &decision.vendors {
            let is_first = |what_if| {
                let found = evaluate(&opened(workspace.path(), what_if).expect("it opens"));
                let rank = found.vendor(vendor.id.as_str()).unwrap().rank;
                rank == Some(1)
            };
            let was_first = is_first(vec![]);
            for one in break_even(&decision, &vendor.id).unwrap() {
                let with = |value: &str| vec![format!("vendors.{}.facts.{}={value}", vendor.id, one.fact)];
                match &one.answer {
                    Answer::WinsAt(tip) | Answer::LosesAt(tip) => {
                        prop_assert_eq!(is_first(with(&tip.value.to_string())), !was_first, "{} {:?}", one.fact, one.answer);
                    }
                    Answer::CannotWin | Answer::CannotLose => {
                        for value in 0..25 {
                            prop_assert_eq!(is_first(with(&value.to_string())), was_first, "{} {:?} {}", one.fact, one.answer, value);
                        }
                    }
                    Answer::NoneFound => {}
                }
            }
        }
    }
}

#[test]
fn what_applies_is_not_left_out_for_what_another_has_not_said() {
    let criteria = "[facts.k]\nexpr = \"sqrt(mean(offered where facts.size <= 50, facts.price))\"\n\
        [criteria.price]\nweight = 50\nfact = \"k\"\nscale = { worst = 20, best = 0 }\n\
        [criteria.q]\nweight = 50\nfact = \"quality\"\nscale = { worst = 0, best = 100 }\n";
    let bids = [
        ("ann", "[facts]\nprice = { low = 100, likely = 110, high = 130 }\nsize = 40\nquality = 50"),
        ("bo", "[facts]\nprice = 144\nsize = { not_applicable = true, reason = \"r\" }\nquality = 90"),
        ("cy", "[facts]\nprice = 150\nsize = 40\nquality = 50"),
    ];
    let workspace = workspace(criteria, &bids);
    let found = ranked(&workspace, &[]);
    for id in ["ann", "bo", "cy"] {
        let one = vendor(&found, id);
        assert_ne!(one["lowest"], one["highest"], "{one}");
    }
    // What is open is named: the one price that is a range.
    let gaps = workspace.weigh(&["gaps"]).out;
    assert!(gaps.contains("hangs on ann (price 100 to 130)"), "{gaps}");
}
