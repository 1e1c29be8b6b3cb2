//! Clauses in all their states: ramps, ranges, what is assumed, and what cannot be.

use serde_json::Value;

use super::clauses::{Case, cost, fee, line, near, run, shown, sum, total};

#[test]
fn a_ramp_leaves_contacts_where_they_are_and_slows_people() {
    let minutes = "[quote.prices.minutes]\nper = \"minute\"\nrate = 1\n";
    let ramp = |keys: &str| format!("{minutes}[quote.ramp]\n{keys}\n");
    let of = |cost_keys: &str, quote: &str| Case { cost: cost_keys, quote, ..Case::default() }.cost();
    let usual = "discounting = \"year-end\"";
    // 1 000 contacts of 5 minutes a month: a quarter, a half, three quarters, then all.
    let quote = ramp("volume = [25, 50, 75]");
    let aava = of(usual, &quote);
    near(total(&aava, "likely"), 5_000.0 * (0.25 + 0.5 + 0.75 + 9.0));
    near(shown(&aava["ramp"]["stay"]), 1_500.0);
    near(shown(&aava["figures"]["per_contact"]["likely"]), 5.0);
    let told = run(&Case { quote: &quote, ..Case::default() }.workspace(), "cost aava");
    assert!(
        told.out.contains("1\u{a0}500 contacts stay with the present provider in the first 3 months"),
        "{told}"
    );
    assert!(
        told.out.split_whitespace().collect::<Vec<_>>().join(" ").contains("add `present` to [cost]"),
        "{told}"
    );
    // What those cost is ours, and a contact is one of all.
    let aava = of("present = { low = 3, likely = 4, high = 6 }", &quote);
    near(sum(&aava, "present-provider"), 1_500.0 * 4.0);
    near(total(&aava, "likely"), 52_500.0 + 6_000.0);
    near(total(&aava, "high"), 52_500.0 + 9_000.0);
    near(shown(&aava["figures"]["per_contact"]["likely"]), 58_500.0 / 12_000.0);
    // Half as long again at first, in a straight line: 7/16 more in the first month, then 5/16, 3/16, 1/16.
    let slow = ramp("slower = 50\nmonths = 4");
    let aava = of(usual, &slow);
    near(total(&aava, "likely"), 5_000.0 * (12.0 + 16.0 / 32.0 * 2.0));
    near(shown(&aava["ramp"]["loss"]), 5_000.0);
    // Both, with a range: few minutes low, many high.
    let both = ramp("volume = [50]\nslower = { low = 0, likely = 50, high = 100 }\nmonths = 1");
    let aava = of(usual, &both);
    near(total(&aava, "low"), 5_000.0 * 11.5);
    near(total(&aava, "likely"), 5_000.0 * (11.0 + 0.5 * 1.25));
    near(total(&aava, "high"), 5_000.0 * (11.0 + 0.5 * 1.5));
    // A start with nothing, and a ramp beyond the term.
    let aava = of("present = 5", &ramp("volume = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"));
    near(total(&aava, "likely"), 12_000.0 * 5.0);
    near(sum(&aava, "minutes"), 0.0);
}

#[test]
fn what_is_not_sure_of_credits_and_bonus_is_a_range() {
    let quote = |credits: &str| format!("{}{credits}", fee("1000"));
    let of = |credits: &str| Case { quote: &quote(credits), ..Case::default() }.cost();
    let ends = |aava: &Value| ["low", "likely", "high"].map(|end| total(aava, end));
    let level = "[[quote.credits.levels]]\nname = \"80 in 20\"\nshare = 50\nmissed = ";
    let aava = of(&format!("[quote.credits]\nat_risk = 10\n{level}{{ low = 0, likely = 6, high = 12 }}\n"));
    let [low, likely, high] = ends(&aava);
    near(low, 12_000.0 * 0.95);
    near(likely, 12_000.0 * 0.975);
    near(high, 12_000.0);
    // A count of months, and credits that the vendor may win back: at worst none remain.
    let aava =
        of(&format!("[quote.credits]\nat_risk = 10\nearn_back = true\n{level}{{ yes = 12, of = 24 }}\n"));
    let [low, likely, high] = ends(&aava);
    near(likely, 12_000.0 * 0.975);
    near(high, 12_000.0);
    assert!(low < likely, "{aava}");
    // A bonus of which nothing is known moves neither way, and both ends are there.
    let bonus = "[quote.bonus]\ntarget = 80\nstep = 1\neach = 1\nmost = 3\nmalus = 5\n";
    let aava = of(bonus);
    let [low, likely, high] = ends(&aava);
    near(low, 12_000.0 * 0.95);
    near(likely, 12_000.0);
    near(high, 12_000.0 * 1.03);
    assert!(aava["notes"].to_string().contains("what is reached is not said"), "{aava}");
    // A fact: from two below to four above, of which three count.
    let aava = of(&bonus.replace("step", "actual = \"facts.level\"\nstep"));
    let [low, likely, high] = ends(&aava);
    near(low, 12_000.0 * 0.98);
    near(likely, 12_000.0);
    near(high, 12_000.0 * 1.03);
    // Where less is better the ends change places.
    let aava = of(&bonus.replace("step", "better = \"less\"\nactual = \"facts.level\"\nstep"));
    let [low, _, high] = ends(&aava);
    near(low, 12_000.0 * 0.96);
    near(high, 12_000.0 * 1.02);
    // A what-if of the fact, and of a key that the file does not have.
    let workspace = Case { quote: &quote(""), ..Case::default() }.workspace();
    let moved = run(&workspace, "cost --format json --set vendors.aava.quote.minimums.year=30000");
    near(total(&moved.json()["result"]["vendors"][0], "likely"), 30_000.0);
    let set = run(&workspace, "set vendors.aava.quote.minimums.year 600000");
    assert_eq!(set.code, Some(0), "{set}");
    near(total(&cost(&workspace), "likely"), 600_000.0);
}

#[test]
fn wages_are_assumed_by_currency_and_swept() {
    let quote = format!("index = {{ labour = 100, cap = 9, chained = true }}\n{}", fee("1000"));
    let of = |cost: &str| Case { years: "2", cost, quote: &quote, ..Case::default() }.workspace();
    let second = |keys: &str| shown(&line(&cost(&of(keys)), "fee")["months"][12]);
    near(second("wages = 5"), 1_050.0);
    near(second("wages = [4, 7]"), 1_040.0);
    near(second("wages = { EUR = 6, PHP = 8 }"), 1_060.0);
    near(second("wages = { EUR = { low = 2, likely = 3, high = 20 } }"), 1_030.0);
    let aava = cost(&of("wages = { low = 2, likely = 3, high = 20 }"));
    near(total(&aava, "low"), 12_000.0 + 12_240.0);
    near(total(&aava, "high"), 12_000.0 + 13_080.0);
    for keys in ["cpi = 3", "wages = { PHP = 6 }"] {
        let check = run(&of(keys), "check");
        assert!(
            check.code == Some(1) && check.out.contains("rise with wages, of which nothing is assumed"),
            "{check}"
        );
    }
    let check = run(&of("wages = { EUR = 6, euro = 3 }"), "check");
    assert!(check.out.contains("`euro` is no currency"), "{check}");
    let swept = run(&of("wages = 5"), "cost --sweep wages --format json").json()["result"].clone();
    let totals: Vec<f64> = swept["curves"][0]["totals"].as_array().unwrap().iter().map(shown).collect();
    near(totals[0], 12_000.0 * 2.02);
    near(*totals.last().unwrap(), 12_000.0 * 2.08);
    let assumed = run(&of("wages = { EUR = 6 }"), "cost --assumptions");
    assert!(assumed.out.contains("cost.wages.EUR"), "{assumed}");
    let moved = run(&of("wages = { EUR = 6 }"), "cost --format json --set cost.wages.EUR=7");
    near(shown(&line(&moved.json()["result"]["vendors"][0], "fee")["months"][12]), 1_070.0);
    // Whether prices have a limit is a fact.
    let facts = |quote: &str| {
        let criteria_fact = Case { cost: "wages = 5", quote, ..Case::default() }.workspace();
        run(&criteria_fact, "cost aava").out
    };
    assert!(!facts(&quote).contains("without a cap"));
    assert!(
        facts(&quote.replace("cap = 9, ", ""))
            .contains("prices rise with wages and consumer prices, without a cap")
    );
    assert!(facts(&quote.replace(", chained = true", "")).contains("does not say whether each year's rise"));
}

#[test]
fn clauses_that_cannot_be_are_located() {
    let calls = "[quote.prices.calls]\nper = \"contact\"\nrate = 1\n";
    let level = "[[quote.credits.levels]]\nname = \"a\"\nshare = 50\nmissed = 1\n";
    for (quote, message) in [
        (format!("minimums.carry = true\n{calls}"), "there is no minimum of a month to carry"),
        (
            format!("{calls}{}[quote.minimums]\nband = {{ share = 10, price = \"fone\" }}\n", fee("1")),
            "which price line",
        ),
        (
            format!("{}[quote.minimums]\nband = {{ share = 10 }}\n", fee("1")),
            "which price line this band is for",
        ),
        (
            format!("{calls}minimum_share = 80\n[quote.minimums]\nband = {{ share = 10 }}\n"),
            "has no band around the forecast",
        ),
        (format!("{calls}[quote.minimums]\nband = {{ beyond = 2 }}\n"), "the key `share` is missing"),
        (
            format!("index = {{ labour = 70, consumer = 40 }}\n{calls}"),
            "more than the whole price would rise",
        ),
        (format!("index = {{ labour = 70, rise = 4 }}\n{calls}"), "either by a rate or with consumer prices"),
        (format!("index = {{ labour = 70, cpi = true }}\n{calls}"), "alone or in parts"),
        (
            format!("index = {{ labour = 70, cap = 4, chained = false }}\n{calls}"),
            "limits of a year go with rises",
        ),
        (format!("index = {{ labour = 70, floor = 5, cap = 4 }}\n{calls}"), "the floor is above the cap"),
        (format!("index = {{ cpi = true, threshold = 1 }}\n{calls}"), "only prices that rise with wages"),
        (
            format!("{calls}[quote.credits]\nat_risk = 10\nexpected = 5\n{level}"),
            "either a share or follows from levels",
        ),
        (
            format!("{calls}[quote.credits]\nat_risk = 10\n{}", level.replace("missed = 1", "missed = 13")),
            "more than the months of a year",
        ),
        (
            format!(
                "{calls}[quote.credits]\nat_risk = 10\n{}",
                level.replace("missed = 1", "missed = { yes = 9, of = 8 }")
            ),
            "9",
        ),
        (
            format!("{calls}[quote.credits]\nat_risk = 10\n{}", level.replace("share = 50", "share = 150")),
            "150 is outside the range",
        ),
        (format!("{calls}[quote.bonus]\ntarget = 80\nstep = 0\neach = 1\n"), "0 is outside the range"),
        (
            format!("{calls}[quote.bonus]\ntarget = 80\nactual = \"facts.lost\"\nstep = 1\neach = 1\n"),
            "has not the fact `lost`",
        ),
        (format!("{calls}[quote.ramp]\nslower = 50\n"), "it is not said for how long"),
        (format!("{calls}[quote.ramp]\nmonths = 3\n"), "it is not said what takes so long"),
        (format!("{calls}[quote.ramp]\nvolume = [120]\n"), "120 is outside the range"),
        (format!("{calls}[quote.ramp]\nfall_out = 10\n"), "it is not said how many begin in a month"),
        (format!("{calls}[quote.ramp]\nintake = 5\nfall_out = 100\n"), "nobody would stay"),
        (format!("{calls}[quote.ramp]\n"), "says nothing of how the work begins"),
        (format!("{calls}[quote.learning]\nslower = 50\n"), "the key `months` is missing"),
        (
            format!(
                "{calls}[quote.training]\nhours = 1\nrate = 1\nattrition = 100\nattrition_kind = \"compounded\"\n"
            ),
            "no more than all can be gone",
        ),
        (
            format!(
                "{calls}[quote.training]\nhours = 1\nrate = 1\nattrition = 30\nleft = {{ leavers = 1, start = 2, end = 2 }}\n"
            ),
            "either as a rate or as it was counted",
        ),
        (
            format!(
                "{calls}[quote.training]\nhours = 1\nrate = 1\nleft = {{ leavers = 1, start = 0, end = 0 }}\n"
            ),
            "no team that anybody could leave",
        ),
    ] {
        let workspace = Case { cost: "cpi = 3\nwages = 5", quote: &quote, ..Case::default() }.workspace();
        let check = run(&workspace, "check");
        let said = check.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(check.code == Some(1) && said.contains(message), "{quote}: {check}");
        assert!(check.out.contains("aava.toml:"), "{check}");
    }
    // A fact that is counted the other way round cannot be known.
    let quote = format!(
        "{calls}[quote.training]\nhours = 1\nrate = 1\nattrition = \"facts.level\"\nattrition_kind = \"compounded\"\n"
    );
    let workspace = Case { quote: &quote, ..Case::default() }.workspace();
    let vendor = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    workspace.write(
        "vendors/d/aava.toml",
        vendor.replace("low = 78, likely = 80, high = 84", "low = 78, likely = 80, high = 104"),
    );
    let check = run(&workspace, "check");
    assert!(check.out.contains("104 % cannot leave"), "{check}");
}
