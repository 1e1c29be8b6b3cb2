//! The range that a score may turn out to have, who is out for sure, who is awardable.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use weigh::decision::gate::Explanation;
use weigh::decision::{
    BidField, CriterionId, Date, Decision, Evidence, Fact, FactId, FactValue, Item, Scale, Shape, Status,
    Test,
};
use weigh::exact::Exact;
use weigh::score::evaluation::{Cell, Exclusion};

use super::refute;
use crate::properties::random::{self, START, decision, leaves, quarters};
use crate::support::{Workspace, evaluate};

/// Picks what turns out, from a stream of bits.
struct Fate(u64);

impl Fate {
    fn below(&mut self, count: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % count
    }

    fn number(&mut self) -> Exact {
        match self.below(6) {
            0 => Exact::parse("0.001").unwrap(),
            1 => Exact::parse("1000000").unwrap(),
            _ => quarters(1 + u32::try_from(self.below(60)).unwrap()),
        }
    }

    /// A number within a range, often one of its ends.
    fn within(&mut self, low: &Exact, high: &Exact) -> Exact {
        let part = Exact::from(u32::try_from(self.below(5)).unwrap()).over(&Exact::from(4)).unwrap();
        low + &(&part * &(high - low))
    }

    /// A fact of which everything is known, as the one that is known so far allows it.
    fn settled(&mut self, known: Option<&Fact>, scale: &Scale) -> Fact {
        let value = match (known.and_then(|fact| fact.value.clone()), scale.shape()) {
            (Some(FactValue::Range { low, high, .. }), _) => {
                let corners = scale.line().map_or(&[][..], |line| line.points()).iter().map(|(x, _)| x);
                let corners: Vec<Exact> = corners.filter(|x| low <= **x && **x <= high).cloned().collect();
                let pick = usize::try_from(self.below(corners.len().max(1) as u64)).unwrap();
                let is_corner = self.below(2) == 0;
                let value = corners
                    .get(pick)
                    .filter(|_| is_corner)
                    .cloned()
                    .unwrap_or_else(|| self.within(&low, &high));
                FactValue::Number { value }
            }
            (Some(FactValue::Set { items }), _) => FactValue::Set { items: self.dated(items) },
            (Some(value), _) => value,
            (None, Shape::Table(table)) => {
                let facts: Vec<FactValue> = table.facts().collect();
                facts[usize::try_from(self.below(facts.len() as u64)).unwrap()].clone()
            }
            (None, Shape::Set(set)) => {
                let names = set.things().iter().filter(|_| self.below(2) == 0).cloned();
                let until = Some(Date { year: START.year + 1, ..START });
                let item = |name| Item { name, evidence: Evidence { until, ..Evidence::default() } };
                FactValue::Set { items: names.map(item).collect() }
            }
            (None, _) => match scale.marks() {
                Some(marks) => FactValue::Number { value: self.within(marks.from, marks.to) },
                None => FactValue::Number { value: self.number() },
            },
        };
        Fact::of(value)
    }

    /// Gives every thing an end, in time or not.
    fn dated(&mut self, items: Vec<Item>) -> Vec<Item> {
        let dated = |mut item: Item| {
            let year = if self.below(2) == 0 { START.year + 1 } else { START.year - 1 };
            item.evidence.until = item.evidence.until.or(Some(Date { year, ..START }));
            item
        };
        items.into_iter().map(dated).collect()
    }

    /// A decision in which everything has turned out.
    fn completed(&mut self, decision: &Decision) -> Decision {
        let mut settled = decision.clone();
        for vendor in &mut settled.vendors {
            let vendor = Arc::make_mut(vendor);
            let has_left = vendor.status != Status::Invited && decision.rule.field == BidField::Offered;
            for (at, leaf) in leaves(decision) {
                if leaf.scale.is_rating() {
                    let id = CriterionId::new(decision.criteria[at].id.as_str());
                    let known = vendor.ratings.get(&id).cloned();
                    vendor.ratings.insert(id, Arc::new(self.settled(known.as_deref(), &leaf.scale)));
                } else {
                    let known = vendor.facts.get(&leaf.fact).cloned();
                    // Who has left will not state a number any more.
                    let is_bid = has_left && leaf.scale.is_relative();
                    if is_bid && known.as_ref().is_none_or(|fact| fact.value.is_none()) {
                        continue;
                    }
                    vendor
                        .facts
                        .insert(leaf.fact.clone(), Arc::new(self.settled(known.as_deref(), &leaf.scale)));
                }
            }
            for gate in &decision.gates {
                let known = vendor.facts.get(&gate.fact).cloned();
                if has_left && known.as_ref().is_none_or(|fact| fact.value.is_none()) {
                    continue;
                }
                let settled = self.settled(known.as_deref(), &Scale::relative(true));
                vendor.facts.insert(FactId::new(gate.fact.as_str()), Arc::new(settled));
            }
        }
        for gate in &mut settled.gates {
            let Some(answers) = &mut Arc::make_mut(gate).explained else { continue };
            for vendor in &settled.vendors {
                let is_accepted = self.below(2) == 0;
                answers.insert(
                    vendor.id.clone(),
                    Explanation { is_accepted, reason: "so".to_owned(), on: None, by: None },
                );
            }
        }
        settled
    }
}

/// Some gates ask for the numbers of criteria too.
fn with_shared_gate(mut decision: Decision, pick: u32) -> Decision {
    let shared = leaves(&decision)
        .into_iter()
        .find(|(_, leaf)| leaf.scale.is_relative())
        .map(|(_, leaf)| leaf.fact.clone());
    if let (Some(fact), Some(gate)) = (shared.filter(|_| pick.is_multiple_of(2)), decision.gates.first_mut())
    {
        let gate = Arc::make_mut(gate);
        gate.fact = fact;
        gate.test = Test::AtMost(quarters(20 + pick % 30));
    }
    decision
}

/// Who fails a gate may explain, and until that is accepted is not compared.
fn with_explanations(mut decision: Decision, pick: u32) -> Decision {
    if !decision.gates.is_empty() && pick % 3 == 1 {
        decision.rule.field = BidField::NotAbnormal;
        Arc::make_mut(&mut decision.gates[0]).explained = Some(BTreeMap::new());
    }
    decision
}

#[test]
fn what_turns_out_lies_within_the_range_and_nobody_is_out_or_in_for_sure_who_is_not() {
    refute((decision(), any::<u64>(), any::<u32>()), |(decision, seed, pick)| {
        let decision = with_explanations(with_shared_gate(decision, pick), pick);
        let before = evaluate(&decision);
        let mut fate = Fate(seed);
        for _ in 0..12 {
            let settled = fate.completed(&decision);
            let after = evaluate(&settled);
            // What is said of one that has left holds if it had stated all, which it will not.
            let is_told = |vendor: &&weigh::score::evaluation::VendorResult| {
                vendor.vendor.status == Status::Invited || decision.rule.field != BidField::Offered
            };
            for vendor in before.vendors.iter().filter(is_told) {
                let id = vendor.id().as_str();
                let turned = after.vendor(id).unwrap();
                let facts = &turned.vendor.facts;
                prop_assert!(
                    vendor.lowest <= turned.score && turned.score <= vendor.highest,
                    "{id}: {} to {} and {}, with {facts:?}",
                    vendor.lowest,
                    vendor.highest,
                    turned.score
                );
                if vendor.rank.is_none() {
                    prop_assert!(
                        turned.rank.is_none(),
                        "{id} is out for {:?}, with {facts:?}",
                        vendor.exclusions
                    );
                }
                if vendor.is_awardable {
                    prop_assert!(turned.is_awardable, "{id} is awardable, and then {:?}", turned.exclusions);
                }
                let (was, is): (Vec<&Exclusion>, Vec<&Exclusion>) =
                    (vendor.exclusions.iter().collect(), turned.exclusions.iter().collect());
                prop_assert!(was.len() <= is.len(), "{was:?} and then {is:?}");
                for (cell, turned) in vendor.cells.iter().zip(&turned.cells) {
                    let is_within =
                        |value: &weigh::decision::Value| cell.lowest() <= value && value <= cell.highest();
                    prop_assert!(turned.value.as_ref().is_none_or(is_within));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_range_that_is_no_bound_is_reached_at_both_ends() {
    refute((decision(), any::<u64>()), |(decision, seed)| {
        let decision = random::without_skip(decision);
        let before = evaluate(&decision);
        let open =
            before.leaves().flat_map(|(at, _)| before.vendors.iter().map(move |vendor| &vendor.cells[at]));
        let is_small = open.filter(|cell| cell.lowest() != cell.highest()).count() <= 2;
        prop_assume!(is_small && before.decision.gates.len() < 2);
        let mut fate = Fate(seed);
        let mut reached: Vec<[bool; 2]> = vec![[false; 2]; before.vendors.len()];
        for _ in 0..500 {
            let after = evaluate(&fate.completed(&decision));
            for (vendor, reached) in before.vendors.iter().zip(&mut reached) {
                let turned = after.vendor(vendor.id().as_str()).unwrap();
                reached[0] |= turned.score == vendor.lowest;
                reached[1] |= turned.score == vendor.highest;
            }
        }
        for (vendor, reached) in before.vendors.iter().zip(reached).filter(|(vendor, _)| !vendor.is_bound) {
            let is_given = |cell: &Cell| cell.fact.as_ref().is_some_and(|fact| fact.value.is_some());
            let known = vendor.cells.iter().all(|cell| cell.lowest() == cell.highest() || is_given(cell));
            // What is not known at all has ends that its scale may not reach.
            prop_assert!(
                !known || reached == [true; 2],
                "{}: {} to {}: {reached:?}",
                vendor.id(),
                vendor.lowest,
                vendor.highest
            );
        }
        Ok(())
    });
}

/// The range of a vendor's score, and whether it is only a bound.
fn range_of(workspace: &Workspace, id: &str) -> (f64, f64, bool) {
    let rank = workspace.weigh(&["rank", "--format", "json"]).json();
    let vendors = rank["result"]["vendors"].as_array().unwrap();
    let one = vendors.iter().find(|one| one["id"] == id).unwrap();
    let number = |key: &str| one[key].as_f64().unwrap();
    (number("lowest"), number("highest"), one["is_bound"].as_bool().unwrap())
}

#[test]
fn the_range_of_what_is_not_known_is_marked_where_its_scale_reaches_less() {
    let workspace = |unknown: &str, leaf: &str| {
        let rule = format!("[rule]\npoints = 100\nunknown = \"{unknown}\"\n");
        let rest = "[criteria.b]\nweight = 50\nscale = { worst = 0, best = 100 }\n";
        let text = format!("title = \"D\"\n{rule}[criteria.a]\nweight = 50\n{leaf}\n{rest}");
        Workspace::new(&text, &[("v", "name = \"V\"\n[facts]\na = {}\nb = 100\n")])
    };
    for (leaf, is_bound) in [
        ("scale = { points = [[8, 80], [20, 20]] }", true),
        ("scale = { points = [[8, 100], [20, 20]] }", true),
        ("scale = { points = [[8, 100], [20, 0]] }", false),
        ("scale = { worst = 3, best = 9 }", false),
        ("scale = { low = 3, ideal = 5, high = 9 }", false),
        ("scale = { levels = { none = 10, all = 60 } }", true),
        ("scale = { levels = { none = 0, all = 100 } }", false),
        ("scale = { covers = [\"x\"] }", false),
        ("scale = { formula = \"budget-share\", budget = 100, add = 30 }", false),
        // Nobody else is in play, so what it offers is the best and the worst of all.
        ("scale = { relative = \"lower\" }", true),
    ] {
        for unknown in ["worst", "middle", "best", "skip"] {
            let found = range_of(&workspace(unknown, leaf), "v");
            assert_eq!(found, (50.0, 100.0, is_bound), "{unknown}, {leaf}");
        }
    }
}

#[test]
fn must_haves_that_no_answer_meets_together_are_told() {
    let told = |gates: &str| {
        let leaf = "[criteria.b]\nweight = 50\nscale = { worst = 0, best = 100 }\n";
        let text = format!("title = \"D\"\n{gates}\n{leaf}");
        let workspace = Workspace::new(&text, &[("v", "name = \"V\"\n[facts]\na = {}\nb = 100\n")]);
        let output = workspace.weigh(&["check"]);
        assert_eq!(output.code, Some(0), "{output}");
        format!("{output}").contains("warning[C028]")
    };
    let two = |first: &str, second: &str| {
        told(&format!("[gates.one]\nfact = \"a\"\n{first}\n[gates.two]\nfact = \"a\"\n{second}\n"))
    };
    for (first, second, is_told) in [
        ("at_least = 50", "at_most = 40", true),
        ("at_least = 40", "at_most = 40", false),
        ("is = 30", "at_least = 40", true),
        ("is = 50", "at_most = 40", true),
        ("is = 40", "at_most = 40", false),
        ("is = true", "is = false", true),
        ("is = true", "is = true", false),
        ("one_of = [\"x\", \"y\"]", "one_of = [\"Y\"]", false),
        ("one_of = [\"x\", \"y\"]", "one_of = [\"z\"]", true),
        ("one_of = [\"x\"]", "is = \"z\"", true),
        ("is = \"x\"", "is = \"X\"", false),
        ("after = 2027-01-01", "before = 2027-01-02", true),
        ("after = 2027-01-01", "before = 2027-01-03", false),
        ("after = 2027-01-01", "is = 2027-01-01", true),
        ("before = 2027-01-01", "is = 2026-12-31", false),
        ("includes = [\"x\"]", "includes = [\"y\"]", false),
    ] {
        assert_eq!([two(first, second), two(second, first)], [is_told; 2], "{first} and {second}");
    }
}

/// A, B and C ask 5, 10 and 11 for a contact, and must not be too cheap.
fn quoted(rate_of_d: &str, rest: &str) -> Workspace {
    let criteria = format!(
        "title = \"C\"\nvendors = \"../vendors/d\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-04-01\nyears = 1\n\
         [needs.demand.phone]\ncontacts = 1000\naht = 300\nopens = 8\ncloses = 18\n\
         target = {{ share = 80, seconds = 20 }}\nshrinkage = 30\nfte_hours = 160\n{rest}"
    );
    let quote =
        "[quote]\ncurrency = \"EUR\"\n[quote.prices.calls]\nper = \"contact\"\nrate = \"facts.rate\"\n";
    let vendor = |id: &str, rate: &str| format!("name = \"{id}\"\n[facts]\nrate = {rate}\n{quote}");
    let files =
        [("a", "5"), ("b", "10"), ("c", "11"), ("d", rate_of_d)].map(|(id, rate)| (id, vendor(id, rate)));
    let files: Vec<(&str, &str)> = files.iter().map(|(id, text)| (*id, text.as_str())).collect();
    Workspace::new(&criteria, &files)
}

const CHEAP: &str = "[gates.cheap]\nfact = \"cost.below_median\"\nat_most = 40\n\
    [criteria.price]\nweight = 1\nfact = \"cost.total\"\nscale = { formula = \"lowest/price\" }\n";

#[test]
fn who_lies_below_the_median_hangs_on_what_the_others_ask() {
    // With 6 of D the median is 8, and A lies 37.5 % below; with 9 it is 9.5, and A lies 47.37 % below.
    for (rate, outcome, is_open) in [
        ("6", "pass", false),
        ("9", "fail", false),
        ("{ low = 2, likely = 6, high = 30 }", "open", true),
        ("{ low = 2, likely = 9, high = 30 }", "open", true),
        ("{ low = 9, likely = 10, high = 30 }", "fail", false),
        ("{}", "open", true),
    ] {
        let workspace = quoted(rate, CHEAP);
        let rank = workspace.weigh(&["rank", "--format", "json"]).json();
        let vendors = rank["result"]["vendors"].as_array().unwrap();
        let a = vendors.iter().find(|one| one["id"] == "a").unwrap();
        assert_eq!(a["gates"][0]["outcome"], outcome, "{rate}: {a}");
        assert_eq!(a["is_awardable"], outcome == "pass", "{rate}");
        let gaps = workspace.weigh(&["gaps", "--format", "json"]).json();
        let gaps = gaps["result"].as_array().unwrap().iter().filter(|gap| gap["vendor"] == "a");
        let hangs_on: Vec<&str> = gaps
            .flat_map(|gap| gap["hangs_on"].as_array().unwrap())
            .map(|rival| rival["vendor"].as_str().unwrap())
            .collect();
        assert_eq!(hangs_on.contains(&"d"), is_open, "{rate}: {hangs_on:?}");
        assert!(!hangs_on.contains(&"a"), "{rate}: {hangs_on:?}");
    }
}

#[test]
fn draws_work_out_the_median_of_the_quotes_anew() {
    // A passes where D asks for less than 6.67. By the triangle from 2 over 6 to 30 that is the case in
    // 1 - (30 - 6.67)^2 / (28 x 24) of all draws.
    let workspace = quoted("{ low = 2, likely = 6, high = 30 }", CHEAP);
    let robust =
        workspace.weigh(&["robust", "--spread", "fixed", "--facts", "triangular", "--format", "json"]);
    let vendors = robust.json()["result"]["draws"]["vendors"].clone();
    let a = vendors.as_array().unwrap().iter().find(|one| one["vendor"] == "a").unwrap();
    let expected = libm::pow(30.0 - 20.0 / 3.0, 2.0) / (28.0 * 24.0);
    let out = a["out"].as_f64().unwrap();
    assert!((out - expected).abs() < 0.02, "{out}, and not {expected}");
}

#[test]
fn who_has_withdrawn_is_in_no_median() {
    // With the 4 of D the median would be 7.5, and A a third below it; without, it is 10 and A half of that.
    for (limit, outcome) in [("at_most = 45", "fail"), ("at_most = 50", "pass")] {
        let workspace = quoted("{ low = 2, likely = 4, high = 30 }", &CHEAP.replace("at_most = 40", limit));
        let gone = ["--set", "vendors.d.status=withdrawn", "--set", "vendors.d.reason=gone"];
        let ask = |arguments: &[&str]| workspace.weigh(&[arguments, &gone].concat()).json()["result"].clone();
        let rank = ask(&["rank", "--format", "json"]);
        let of = |id: &str| {
            let mut vendors = rank["vendors"].as_array().unwrap().iter();
            vendors.find(|one| one["id"] == id).unwrap()["gates"][0]["outcome"].clone()
        };
        assert_eq!(of("a"), outcome, "{limit}");
        // Its own total moves below the median of the three others, which stays at 10: from 2 to 30.
        assert_eq!(of("d"), "open", "{limit}");
        let robust = ask(&["robust", "--spread", "fixed", "--facts", "triangular", "--format", "json"]);
        let vendors = robust["draws"]["vendors"].as_array().unwrap();
        // One who is out in any case is in no draw.
        let a = vendors.iter().find(|one| one["vendor"] == "a").map(|a| a["out"].as_f64().unwrap());
        assert_eq!(a, (outcome == "pass").then_some(0.0), "{limit}");
    }
    // A withdrawn one with a range is compared with what the others ask, and moves nothing of that.
    let workspace =
        quoted("{ low = 4, likely = 9, high = 20 }", &CHEAP.replace("at_most = 40", "at_most = 50"));
    let rank = workspace.weigh(&[
        "rank",
        "--format",
        "json",
        "--set",
        "vendors.d.status=withdrawn",
        "--set",
        "vendors.d.reason=gone",
    ]);
    let vendors = rank.json()["result"]["vendors"].clone();
    let d = vendors.as_array().unwrap().iter().find(|one| one["id"] == "d").unwrap().clone();
    assert_eq!(d["gates"][0]["outcome"], "open", "from 60 % below 10 to as much again as 10: {d}");
}

#[test]
fn how_the_quote_of_one_who_is_out_counts_in_the_median_is_said() {
    let note = "in the median of the quotes those who are out in any case count with their likely totals";
    let out = "[gates.known]\nfact = \"known\"\nis = true\n";
    for (rate, is_said) in
        [("{ low = 2, likely = 6, high = 30 }\nknown = false", true), ("6\nknown = false", false)]
    {
        let workspace = quoted(rate, &format!("{out}{CHEAP}"));
        let known = ["a", "b", "c"].map(|id| format!("--set=vendors.{id}.facts.known=true"));
        let robust = workspace.weigh(&["robust", "--draws", "200", &known[0], &known[1], &known[2]]);
        let text = robust.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains(note), is_said, "{rate}: {robust}");
    }
}

#[test]
fn a_scale_of_what_lies_below_the_median_has_a_range() {
    let scale =
        "[criteria.under]\nweight = 1\nfact = \"cost.below_median\"\nscale = { worst = 60, best = 0 }\n";
    let workspace = quoted("{ low = 2, likely = 9, high = 30 }", scale);
    for id in ["a", "b", "c"] {
        let (lowest, highest, _) = range_of(&workspace, id);
        for rate in ["2", "3.5", "6", "9", "15", "30"] {
            let turned = workspace.weigh(&[
                "rank",
                "--format",
                "json",
                "--set",
                &format!("vendors.d.facts.rate={rate}"),
            ]);
            let turned = turned.json();
            let vendors = turned["result"]["vendors"].as_array().unwrap();
            let score = vendors.iter().find(|one| one["id"] == id).unwrap()["score"].as_f64().unwrap();
            assert!(
                lowest <= score && score <= highest,
                "{id} at {rate}: {score} from {lowest} to {highest}"
            );
        }
    }
}

#[test]
fn a_quote_that_is_not_known_is_drawn_into_the_median_of_all() {
    let scale = "[criteria.under]\nweight = 1\nminimum = 20\nfact = \"cost.below_median\"\n\
                 scale = { worst = 60, best = 0 }\n";
    let workspace = quoted("{}", scale);
    let robust = workspace.weigh(&["robust", "--spread", "fixed", "--format", "json"]).json();
    let vendors = robust["result"]["draws"]["vendors"].as_array().unwrap().clone();
    let out = |id: &str| vendors.iter().find(|one| one["vendor"] == id).unwrap()["out"].as_f64().unwrap();
    // Between 5 and 11, even: A is worth 20 or more where the median is at most 9.615, so D at most 9.23.
    let expected = 1.0 - (9.2308 - 5.0) / 6.0;
    assert!((out("a") - expected).abs() < 0.02, "{}, and not {expected}", out("a"));
    let notes = robust["result"]["draws"]["settings"].to_string() + &workspace.weigh(&["robust"]).out;
    assert!(notes.contains("a bid that is not known is drawn between the lowest and the highest"), "{notes}");
    // Dropping a vendor moves the median, so nothing is said of scales that look at nobody.
    assert!(notes.contains("distance from the median of the quotes looks at other vendors"), "{notes}");
    assert!(!notes.contains("No scale looks at other vendors"), "{notes}");
}

/// Two vendors with a quote each, a criterion on a fact that is worked out, and a must-have.
fn two_quotes(demand: &str, rest: &str, [a, b]: [&str; 2]) -> Workspace {
    let criteria = format!(
        "title = \"D\"\nvendors = \"../vendors/d\"\ncurrency = \"EUR\"\nneeds.start = 2027-04-01\nneeds.years = 1\n\
         {demand}\n{rest}"
    );
    Workspace::new(&criteria, &[("a", &format!("name = \"a\"\n{a}")), ("b", &format!("name = \"b\"\n{b}"))])
}

/// The lowest and highest score of vendor `a`, whether that is a bound, its score, and its first must-have.
fn judged(workspace: &Workspace, what_if: &[&str]) -> (f64, f64, bool, f64, String) {
    let arguments: Vec<&str> = ["rank", "--format", "json"]
        .into_iter()
        .chain(what_if.iter().flat_map(|one| ["--set", *one]))
        .collect();
    let rank = workspace.weigh(&arguments).json();
    let vendors = rank["result"]["vendors"].as_array().unwrap();
    let a = vendors.iter().find(|one| one["id"] == "a").unwrap();
    let number = |key: &str| a[key].as_f64().unwrap();
    let outcome = a["gates"][0]["outcome"].as_str().unwrap().to_owned();
    (number("lowest"), number("highest"), a["is_bound"] == true, number("score"), outcome)
}

fn lies_within(workspace: &Workspace, what_if: &[&str], outcome: &str) {
    let (lowest, highest, is_bound, _, open) = judged(workspace, &[]);
    assert!(is_bound && open == "open", "{lowest} to {highest}, {is_bound}, {open}");
    let (_, _, _, score, turned) = judged(workspace, what_if);
    assert!(lowest <= score && score <= highest, "{what_if:?}: {score} from {lowest} to {highest}");
    assert_eq!(turned, outcome, "{what_if:?}");
}

#[test]
fn what_several_channels_may_turn_out_to_be_need_not_turn_together() {
    let channel = |name: &str, more: &str| {
        format!(
            "[needs.demand.{name}]\ncontacts = 1000\nopens = 8\ncloses = 18\ndeadline = 4\nutilisation = 80\n\
             shrinkage = 20\nfte_hours = 160\n{more}\n"
        )
    };
    let both = |more: &str| channel("p", more) + &channel("q", more);
    let hour = "[gates.ceiling]\nfact = \"cost.effective_hour\"\nat_most = 27\n\
                [criteria.g]\nweight = 1\nfact = \"cost.effective_hour\"\nscale = { worst = 50, best = 0 }\n";
    let a = "[quote.prices]\nx = { per = \"productive-hour\", channels = [\"p\"], rate = 40 }\n\
             y = { per = \"productive-hour\", channels = [\"q\"], rate = 10 }\n";
    let b = "[quote.prices.x]\nper = \"productive-hour\"\nrate = 26\n";
    let workspace = two_quotes(&both("aht = { low = 200, likely = 300, high = 400 }"), hour, [a, b]);
    lies_within(&workspace, &["needs.demand.p.aht=400", "needs.demand.q.aht=200"], "fail");
    lies_within(&workspace, &["needs.demand.p.aht=200", "needs.demand.q.aht=400"], "pass");
    let solved = "[gates.ceiling]\nfact = \"cost.per_resolution\"\nat_most = 5.6\n\
                  [criteria.g]\nweight = 1\nfact = \"cost.per_resolution\"\nscale = { worst = 10, best = 0 }\n";
    let a = "[quote.prices]\nx = { per = \"resolution\", channels = [\"p\"], rate = 10 }\n\
             y = { per = \"resolution\", channels = [\"q\"], rate = 1 }\n";
    let b = "[quote.prices.x]\nper = \"resolution\"\nrate = 5\n";
    let range = "aht = 300\nresolution = { low = 60, likely = 70, high = 80 }";
    let workspace = two_quotes(&both(range), solved, [a, b]);
    lies_within(&workspace, &["needs.demand.p.resolution=80", "needs.demand.q.resolution=60"], "fail");
}

#[test]
fn a_cost_that_turns_within_its_range_stays_within_what_is_said() {
    let demand = "[needs.demand.p]\ncontacts = 1000\naht = 300\nopens = 8\ncloses = 18\ndeadline = 4\n\
                  utilisation = 80\nshrinkage = 20\nfte_hours = 160\nresolution = \"facts.res\"\n";
    let total = "[gates.b]\nfact = \"cost.total\"\nat_most = 80000\n\
                 [criteria.g]\nweight = 1\nfact = \"cost.total\"\nscale = { worst = 100000, best = 0 }\n";
    let facts = "[facts]\nres = { low = 60, likely = 65, high = 80 }\n[quote]\ncurrency = \"EUR\"\n";
    let a = format!(
        "{facts}[quote.prices.x]\nper = \"resolution\"\ntiers = [[0, 10], [700, 5]]\ntier_rule = \"all-units\"\n"
    );
    let b =
        "[facts]\nres = 70\n[quote]\ncurrency = \"EUR\"\n[quote.prices.x]\nper = \"resolution\"\nrate = 8\n";
    let workspace = two_quotes(demand, total, [&a, b]);
    lies_within(&workspace, &["vendors.a.facts.res=69.99"], "fail");
    lies_within(&workspace, &["vendors.a.facts.res=70"], "pass");
    lies_within(&workspace, &["vendors.a.facts.res=80"], "pass");
    // Slices with prices of their own bend what a resolved contact costs.
    let each = "[gates.b]\nfact = \"cost.per_resolution\"\nat_least = 5.5\n\
                [criteria.g]\nweight = 1\nfact = \"cost.per_resolution\"\nscale = { worst = 10, best = 0 }\n";
    let a = format!(
        "{facts}[quote.prices.x]\nper = \"resolution\"\ntiers = [[0, 1], [700, 10]]\n\
         [quote.prices.y]\nper = \"month\"\nrate = 3000\n"
    );
    let workspace = two_quotes(demand, each, [&a, b]);
    lies_within(&workspace, &["vendors.a.facts.res=70"], "fail");
}
