//! Numbers in another notation, prices that stand twice, and days that are none.

use super::{CRITERIA, codes, decision, problems, text, vendor};
use crate::support::Workspace;

/// The decision, with a fee and a share of leavers besides, as four vendors state them.
fn sums(fees: [&str; 4], leavers: [&str; 4]) -> Workspace {
    let workspace = decision("", "");
    let more = "\n[criteria.fee]\nweight = 0\nunit   = \"USD\"\nscale  = { worst = 100000, best = 0 }\n\n\
                [criteria.leavers]\nweight = 0\nunit   = \"%\"\nscale  = { worst = 60, best = 10 }\n\n\
                [criteria.agents]\nweight = 0\nscale  = { worst = 0, best = 2000 }\n";
    workspace.write("criteria/d.toml", format!("{CRITERIA}{more}"));
    let names = ["Aalto", "Brandt", "Charoen", "Davao CX"];
    for (at, id) in ["aalto", "brandt", "charoen", "davao"].iter().enumerate() {
        let (fee, leavers) = (fees[at], leavers[at]);
        let facts = format!("{}fee = {fee}\nleavers = {leavers}\n", vendor(names[at], "", ""));
        workspace.write(&format!("vendors/d/{id}.toml"), facts);
    }
    workspace
}

const FEES: [&str; 4] = ["45000", "60000", "38000", "52000"];
const LEAVERS: [&str; 4] = ["25", "30", "41.5", "22"];

fn with(fee: &str, leavers: &str) -> Workspace {
    sums([FEES[0], FEES[1], FEES[2], fee], [LEAVERS[0], LEAVERS[1], LEAVERS[2], leavers])
}

#[test]
fn sound_numbers_have_no_problem() {
    let absent = codes(&with("52000", "22"));
    assert!(absent.iter().all(|code| code == "C009"), "{absent:?}");
}

/// What nobody says yet, `agents`, is no matter here.
fn found(workspace: &Workspace) -> Vec<serde_json::Value> {
    problems(workspace).into_iter().filter(|problem| text(problem, "code") != "C009").collect()
}

#[test]
fn a_point_before_three_digits_is_told_and_the_number_stays() {
    for fee in [
        "60.000",
        "{ value = 60.000 }",
        "{ value = 60.000, unit = \"USD\" }",
        "{ low = 50.000, likely = 60, high = 70 }",
    ] {
        let found = found(&with(fee, "22"));
        let [problem] = found.as_slice() else { panic!("{fee}: {found:?}") };
        assert_eq!((text(problem, "code").as_str(), text(problem, "severity").as_str()), ("V023", "warning"));
        assert!(text(problem, "help").contains("000 where thousands are meant"), "{problem}");
        assert_eq!(problem["related"][0]["file"], "vendors/d/charoen.toml", "{problem}");
    }
    // Without a single other vendor the unit alone is enough; the way out is to write it in one way only.
    for (fee, codes) in [("60.000", ["V023"].as_slice()), ("60", &[]), ("60.00", &[]), ("60.0000", &[])] {
        let alone = sums(["{}", "{}", "{}", fee], LEAVERS);
        let told: Vec<String> = found(&alone).iter().map(|problem| text(problem, "code")).collect();
        assert_eq!(told, codes, "{fee}");
    }
}

#[test]
fn a_point_before_three_digits_is_told_in_quotes_and_criteria() {
    let workspace = decision("", "");
    let quote = "\n[quote.prices.hours]\nper = \"paid-hour\"\nrate = 14.20\n\n[quote.charges.set_up]\nper = \"once\"\namount = 38.000\n";
    workspace.write("vendors/d/davao.toml", vendor("Davao CX", "", "") + quote);
    assert_eq!(codes(&workspace), ["V023"]);
    for (from, to) in [
        ("worst = 40,", "worst = 40.000,"),
        ("languages = [\"en\", \"es\"]", "languages = [\"en\", \"es\"]\nbudget = 750.000"),
    ] {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", CRITERIA.replace(from, to));
        assert_eq!(codes(&workspace), ["V023"], "{to}");
    }
}

#[test]
fn a_share_of_one_on_a_scale_of_per_cent_is_told() {
    for leavers in ["0.35", "{ value = 0.35, unit = \"%\" }", "{ low = 0.3, likely = 0.35, high = 0.4 }"] {
        let found = found(&with("52000", leavers));
        let told: Vec<_> = found.iter().filter(|problem| text(problem, "code") == "V023").collect();
        let [problem] = told.as_slice() else { panic!("{leavers}: {found:?}") };
        assert!(text(problem, "help").contains("write 35 "), "{problem}");
        assert_eq!(
            problem["related"][0]["file"],
            "vendors/d/davao.toml".replace("davao", "aalto"),
            "{problem}"
        );
    }
    // Everybody may have taken it for a share.
    let all = sums(FEES, ["0.25", "0.30", "0.41", "0.22"]);
    assert_eq!(found(&all).iter().filter(|problem| text(problem, "code") == "V023").count(), 4);
}

/// Nothing is so many times zero: who asks no fee at all says nothing of what is usual.
#[test]
fn a_number_a_hundred_times_from_all_others_is_told() {
    let fees = [("380", true), ("6000000", true), ("2000", false), ("400000", false), ("0", false)];
    for ((fee, is_told), first) in fees.iter().flat_map(|case| [(*case, FEES[0]), (*case, "0")]) {
        let found = found(&sums([first, FEES[1], FEES[2], fee], LEAVERS));
        let told = found.iter().find(|problem| text(problem, "code") == "V024");
        assert_eq!(told.is_some(), is_told, "{fee}: {found:?}");
        if let Some(problem) = told {
            assert!(
                problem["related"][0]["label"].as_str().unwrap().starts_with("the nearest says"),
                "{problem}"
            );
        }
    }
}

/// Whoever makes the same mistake as another hides neither.
#[test]
fn two_that_are_off_alike_are_both_told() {
    for (fees, leavers, codes) in [
        // The scale goes up to 100000: it is made for the others.
        (["45", "60", "38000", "52000"], LEAVERS, vec!["V024"; 2]),
        (["45", "60", "50", "52000"], LEAVERS, vec!["V024"; 3]),
        (["45", "{}", "{}", "52000"], LEAVERS, vec!["V024"]),
        (FEES, ["0.25", "0.25", "41.5", "22"], vec!["V023"; 2]),
        (FEES, ["0.25", "0.30", "0.41", "22"], vec!["V023"; 3]),
        (["45.000", "60.000", "38000", "52000"], LEAVERS, vec!["V023"; 2]),
    ] {
        let found = found(&sums(fees, leavers));
        let told: Vec<String> = found.iter().map(|problem| text(problem, "code")).collect();
        assert_eq!(told, codes, "{fees:?} {leavers:?}: {found:?}");
    }
    let five = |fees: [&str; 5]| {
        let workspace = sums([fees[0], fees[1], fees[2], fees[3]], LEAVERS);
        workspace.write("vendors/d/elbe.toml", format!("{}fee = {}\n", vendor("Elbe", "", ""), fees[4]));
        let found = found(&workspace);
        found
            .iter()
            .filter(|problem| text(problem, "code") == "V024")
            .map(|one| text(one, "message"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        five(["60", "45", "38000", "52000", "60000"]),
        ["fee = 60", "fee = 45"]
            .map(|fee| format!("{fee} is 100 times less than most others say, or further off"))
    );
    assert_eq!(five(["6000000", "45000", "38000", "52000", "7000000"]).len(), 2);
    assert_eq!(five(["60", "45000", "38000", "52000", "60000"]).len(), 1);
}

/// Cents for euros: a hundredfold of what all others say, who are near each other, also where the nearest is not so far.
#[test]
fn a_hundredfold_that_suits_better_is_told() {
    for (fees, is_told) in [
        (["1420", "11.40", "29.60", "14.20"], true),
        (["0.142", "11.40", "29.60", "14.20"], true),
        (["1250", "12.5", "13.1", "{}"], true),
        (["1420", "15", "16", "17"], true),
        (["0.19", "15", "16", "17"], true),
        // Twenty times may be meant.
        (["250", "5000", "25000", "12000"], false),
        // What lies apart without being so many times another is no slip.
        (["900", "11.40", "14.20", "29.60"], false),
        (["4000", "11.40", "14.20", "29.60"], true),
        (["400", "11.40", "14.20", "29.60"], false),
        (["4000", "40", "90", "1200"], false),
        (["1420", "1000", "{}", "{}"], false),
    ] {
        let workspace = sums(fees, LEAVERS);
        let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        workspace
            .write("criteria/d.toml", criteria.replace("worst = 100000, best = 0", "worst = 5000, best = 0"));
        let codes: Vec<String> = found(&workspace).iter().map(|problem| text(problem, "code")).collect();
        assert_eq!(codes.contains(&"V024".to_owned()), is_told, "{fees:?}: {codes:?}");
    }
}

/// What only a quote reads is held against what others say as well.
#[test]
fn a_number_that_a_quote_reads_is_held_against_the_others() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "-q", "."]).code, Some(0));
    assert!(!workspace.weigh(&["check", "--verbose"]).out.contains("V024"));
    assert_eq!(workspace.weigh(&["set", "vendors.siam-voice.facts.set_up_fee", "38"]).code, Some(0));
    let told = workspace.weigh(&["check", "--verbose"]).out;
    assert!(told.contains("set_up_fee = 38 is 100 times less than"), "{told}");
}

/// Also where a vendor that asks for nothing, or has none, stands among the others.
#[test]
fn a_share_of_one_is_told_beside_a_vendor_that_says_zero() {
    let found = found(&sums(FEES, ["0", LEAVERS[1], LEAVERS[2], "0.35"]));
    let codes: Vec<String> = found.iter().map(|problem| text(problem, "code")).collect();
    assert_eq!(codes, ["V002", "V023"], "{found:?}");
}

/// Thousands with a point need no unit of money: what the others say, a limit or a scale tells them.
#[test]
fn a_thousandfold_that_suits_better_is_told() {
    let counted = |seats: [&str; 4], asked: &str| {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", format!("{CRITERIA}\n{asked}\n"));
        for (at, id) in ["aalto", "brandt", "charoen", "davao"].iter().enumerate() {
            let facts = format!("{}seats = {}\n", vendor(id, "", ""), seats[at]);
            workspace.write(&format!("vendors/d/{id}.toml"), facts);
        }
        found(&workspace).iter().map(|problem| text(problem, "code")).collect::<Vec<String>>()
    };
    let unknown = |seats| ["{}", "{}", "{}", seats];
    let (limit, scale) = (
        |test: &str| format!("[gates.seats]\n{test}"),
        |ends: &str| format!("[criteria.seats]\nweight = 0\nscale = {{ {ends} }}"),
    );
    let told = ["V023"].as_slice();
    for (seats, asked, codes) in [
        (["120", "60", "45", "1.200"], limit("at_least = 55"), told),
        (["120", "0", "45", "1.200"], limit("at_least = 55"), told),
        (["120", "60", "45", "1.200"], String::new(), told),
        (unknown("1.350"), limit("at_least = 1000"), told),
        (unknown("1.350"), limit("at_most = 2000"), told),
        (unknown("60.000"), scale("worst = 0, best = 100000"), told),
        (unknown("{ low = 1.100, likely = 1.350, high = 1500 }"), limit("at_least = 1000"), &["V023"; 2]),
        // The limit as well lies far from what all say.
        (
            ["1.350", "1.200", "1.100", "1.250"],
            limit("at_least = 1000"),
            &["V024", "V023", "V023", "V023", "V023"],
        ),
        // The number as it stands suits as well.
        (["1.1", "1.4", "1.3", "1.250"], limit("at_least = 1"), &[]),
        (unknown("4.125"), scale("worst = 0, best = 100"), &[]),
        (unknown("4.125"), scale("worst = 0, best = 5"), &[]),
        (unknown("12.500"), limit("at_most = 40"), &[]),
        (unknown("1.3500"), limit("at_least = 1000"), &[]),
    ] {
        assert_eq!(counted(seats, &asked), codes, "{seats:?} {asked}");
    }
}

#[test]
fn a_price_that_a_fact_and_the_quote_state_otherwise_is_told() {
    let quoted = |fact: &str, per: &str, rate: &str| {
        let workspace = decision("price", fact);
        let quote = format!("\n[quote.prices.hours]\nper = \"{per}\"\nrate = {rate}\n");
        let file = String::from_utf8(workspace.read("vendors/d/davao.toml")).unwrap();
        workspace.write("vendors/d/davao.toml", file + &quote);
        workspace
    };
    for (per, rate) in [
        ("productive-hour", "13"),
        ("productive-hour", "15.10"),
        ("paid-hour", "15.10"),
        ("paid-hour", "1.42"),
    ] {
        let other = problems(&quoted("{ value = 14.20, unit = \"USD/h\" }", per, rate));
        assert_eq!((other.len(), text(&other[0], "code")), (1, "V025".to_owned()), "{rate} {other:?}");
        assert_eq!(other[0]["related"][0]["position"]["line"], 11, "{other:?}");
    }
    for (fact, per, rate) in [
        ("{ value = 14.20, unit = \"USD/h\" }", "productive-hour", "14.2"),
        ("{ value = 14.20, unit = \"USD/h\" }", "paid-hour", "9.80"),
        ("{ value = 14.20, unit = \"USD/h\" }", "contact", "2.10"),
        ("14.20", "paid-hour", "15.10"),
    ] {
        assert_eq!(codes(&quoted(fact, per, rate)), [""; 0], "{fact} {rate}");
    }
}

/// A charge that is paid once is a fact as well, by a name that is nearly its own.
#[test]
fn a_charge_that_a_fact_states_otherwise_is_told() {
    let charged = |id: &str, amount: &str, fact: &str| {
        let workspace = decision("", "");
        let quote = format!(
            "\n[quote.prices.hours]\nper = \"paid-hour\"\nrate = 14.20\n\n[quote.charges.{id}]\nper = \"once\"\namount = {amount}\n"
        );
        let file = vendor("Davao CX", "", "");
        workspace.write("vendors/d/davao.toml", format!("{file}set_up_fee = {fact}\n{quote}"));
        codes(&workspace)
    };
    let fee = "{ value = 38000, unit = \"USD\" }";
    assert_eq!(charged("setup", "90000", fee), ["V025"]);
    assert_eq!(charged("set_up", "90000", fee), ["V025"]);
    assert_eq!(charged("setup", "38000", fee), [""; 0]);
    assert_eq!(charged("setup", "\"facts.set_up_fee\"", fee), [""; 0]);
    assert_eq!(charged("transition", "90000", fee), [""; 0]);
    assert_eq!(charged("setup", "90000", "{ value = 38000, unit = \"EUR\" }"), [""; 0]);
}

#[test]
fn a_day_that_is_still_to_come_is_told_against_the_day_that_is_given() {
    let workspace = decision("price", "{ value = 14.20, as_of = 2036-09-04 }");
    let on = |day| {
        let shown = workspace.weigh(&["check", "--date", day]);
        assert_eq!(shown.code, Some(0), "{shown}");
        shown.out
    };
    assert!(on("2026-11-28").contains("warning[V026]: 2036-09-04 is still to come: today is 2026-11-28"));
    assert!(!on("2036-09-04").contains("V026"));
    let item = decision("certifications", "[\"ISO 27001\", { name = \"PCI DSS\", as_of = 2030-01-01 }]");
    assert!(item.weigh(&["check", "--date", "2029-12-31"]).out.contains("V026"));
}

#[test]
fn there_is_no_year_0000() {
    assert_eq!(codes(&decision("price", "{ value = 14.20, as_of = 0000-09-04 }")), ["T007"]);
}

/// The numbers of the criteria file are read by the same people.
#[test]
fn a_share_of_one_where_a_hundred_is_meant_is_told_in_criteria_and_quotes() {
    for (from, to) in [
        ("[rule]\n", "[rule]\npanel = { spread = 0.5 }\n"),
        ("weight = 60\n", "weight = 60\nminimum = 0.6\n"),
        ("scale  = { covers", "minimum = 0.5\nscale  = { covers"),
        ("[rule]\nweights = 100", "[rule]"),
        ("[rule]\n", "[rule]\nminimum = 0.6\n"),
    ] {
        let workspace = decision("", "");
        let criteria = CRITERIA.replace(from, to);
        // Without a sum of the weights a share beside whole numbers is nothing but odd.
        let criteria =
            if to == "[rule]" { criteria.replace("weight = 40", "weight = 0.4") } else { criteria };
        workspace.write("criteria/d.toml", criteria);
        let found = found(&workspace);
        let told: Vec<_> = found.iter().filter(|problem| text(problem, "code") == "V023").collect();
        let [problem] = told.as_slice() else { panic!("{to}: {found:?}") };
        assert!(text(problem, "help").starts_with("write "), "{problem}");
    }
    let workspace = decision("", "");
    let quote = "\n[quote.prices.hours]\nper = \"paid-hour\"\nrate = 14.20\nminimum_share = 0.7\n";
    workspace.write("vendors/d/davao.toml", vendor("Davao CX", "", "") + quote);
    assert!(codes(&workspace).contains(&"V023".to_owned()), "{:?}", problems(&workspace));
}

/// Every key that counts in per cent, also one that may have a range.
#[test]
fn a_share_of_one_is_told_at_every_key_in_per_cent() {
    let told = |criteria: &str, quote: &str| {
        let workspace = decision("", "");
        let demand = "\n[needs.demand.phone]\ncontacts = 9000\naht = 300\nfte_hours = 160\nopens = 8\ncloses = 20\n\
                      shrinkage = 30\ntarget = { share = 80, seconds = 20 }\n\n[cost]\ncpi = 3\n";
        let needs = "[needs]\nstart = 2027-01-01\nyears = 3\n";
        let (from, to) = criteria.split_once(" -> ").unwrap_or(("", ""));
        let whole = CRITERIA
            .replace("[needs]\n", needs)
            .replace("\n[gates.languages]", &format!("{demand}\n[gates.languages]"));
        assert!(whole.contains(from), "{from}");
        workspace.write("criteria/d.toml", whole.replacen(from, to, usize::from(!from.is_empty())));
        let prices = "\n[quote.prices.hours]\nper = \"paid-hour\"\nrate = 14.20\n";
        workspace.write("vendors/d/davao.toml", format!("{}{prices}{quote}\n", vendor("Davao CX", "", "")));
        let found = problems(&workspace);
        let errors = found.iter().filter(|problem| text(problem, "severity") == "error").count();
        assert_eq!(errors, 0, "{criteria} {quote}: {found:?}");
        found.iter().filter(|problem| text(problem, "code") == "V023").count()
    };
    assert_eq!(told("", ""), 0);
    for criteria in [
        "shrinkage = 30 -> shrinkage = 0.3",
        "shrinkage = 30 -> shrinkage = { low = 0.28, likely = 0.3, high = 0.35 }",
        "cpi = 3 -> cpi = 0.03",
        "[gates.languages] -> [gates.cheap]\nfact = \"cost.below_median\"\nat_most = 0.4\n[gates.languages]",
        "share = 80 -> share = 0.8",
        "aht = 300 -> aht = 300\nresolution = 0.8",
        "aht = 300 -> aht = 300\ngrowth = 0.05",
        "cpi = 3 -> cpi = 3\n[cost.checklist.holidays]\namount = 0.03\nper = \"invoice-percent\"",
        "cpi = 3 -> cpi = 3\n[cost.buyer.governance]\namount = 0.06\nper = \"first-year-percent\"",
        "cpi = 3 -> cpi = 3\n[cost.buyer.office]\namount = 6\nper = \"invoice-percent\"\nby_vendor = { davao = 0.05 }",
    ] {
        assert_eq!(told(criteria, ""), 1, "{criteria}");
    }
    for quote in [
        "[quote.index]\nrise = 0.03",
        "[quote.index]\nrise = { low = 0.02, likely = 0.03, high = 0.05 }",
        "[quote.training]\nhours = 80\nrate = 9\nattrition = 0.35",
        "[quote.charges.fee]\namount = 0.02\nper = \"invoice-percent\"",
        "[quote.charges.fee]\namount = 200\nper = \"month\"\nincrease = 0.03",
        "[quote.contract]\nuplift = 0.03",
        "[quote.index]\ncpi = true\ncap = 0.05",
    ] {
        assert_eq!(told("", quote), 1, "{quote}");
    }
    assert_eq!(told("cpi = 3 -> cpi = 3\ndiscount = 0.05", ""), 1);
    assert_eq!(told("cpi = 3 -> cpi = 3\ndiscount = 0.5", ""), 0);
    // A rise or a charge of half a per cent is one; months and money are no per cent.
    for quote in [
        "[quote.index]\nrise = 0.5",
        "[quote.index]\nrise = 0",
        "[quote.charges.fee]\namount = 0.5\nper = \"invoice-percent\"",
        "[quote.contract]\nuplift = 0.5",
        "[quote.index]\ncpi = true\nfloor = 0.5",
        "[quote.charges.fee]\namount = 0.2\nper = \"invoice-months\"",
        "[quote.charges.fee]\namount = 0.05\nper = \"contact\"",
    ] {
        assert_eq!(told("", quote), 0, "{quote}");
    }
}

#[test]
fn ends_of_scales_and_limits_that_no_vendor_comes_near_are_told() {
    let told = |from: &str, to: &str| {
        let workspace = with("52000", "22");
        let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        assert!(criteria.contains(from), "{criteria}");
        workspace.write("criteria/d.toml", criteria.replace(from, to));
        let found = found(&workspace);
        let file = |problem: &&serde_json::Value| text(problem, "file") == "criteria/d.toml";
        let codes: Vec<String> = found.iter().filter(file).map(|problem| text(problem, "code")).collect();
        codes
    };
    assert_eq!(told("worst = 60, best = 10", "worst = 0.6, best = 0.1"), ["V023"]);
    // One end alone turns the scale round.
    assert_eq!(told("worst = 60, best = 10", "worst = 60, best = 0.2")[0], "V023");
    assert_eq!(told("worst = 60, best = 10", "worst = 60, best = 0")[..], [""; 0]);
    assert_eq!(told("worst = 60, best = 10", "worst = 6000, best = 5000"), ["V024"]);
    assert_eq!(told("worst = 40, best = 10", "worst = 4000, best = 1500"), ["V024"]);
    assert_eq!(told("worst = 100000, best = 0", "worst = 100.000, best = 0"), ["V024", "V023"]);
    assert_eq!(told("worst = 60, best = 10", "worst = 60, best = 15"), [""; 0]);
    let limit = "[gates.leavers]\nfact = \"leavers\"\nat_most = ";
    assert_eq!(told("[criteria.fee]", &format!("{limit}0.5\n\n[criteria.fee]")), ["V023"]);
    // What vendors count in tells it where no scale does.
    let only_vendors = "[gates.rests]\nat_most = 0.4\n\n[criteria.fee]";
    let workspace = with("52000", "22");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/d.toml", criteria.replace("[criteria.fee]", only_vendors));
    for id in ["aalto", "brandt", "charoen", "davao"] {
        let path = format!("vendors/d/{id}.toml");
        let file = String::from_utf8(workspace.read(&path)).unwrap();
        workspace.write(&path, format!("{file}rests = {{ value = 35, unit = \"%\" }}\n"));
    }
    assert!(codes(&workspace).contains(&"V023".to_owned()));
    assert_eq!(told("[criteria.fee]", &format!("{limit}50\n\n[criteria.fee]")), [""; 0]);
    for lenient in ["[gates.fee]\nat_least = 10", "[gates.fee]\nat_most = 9000000"] {
        assert_eq!(told("[criteria.fee]", &format!("{lenient}\n\n[criteria.fee]")), [""; 0], "{lenient}");
    }
    let fee = "[gates.fee]\nfact = \"fee\"\nat_most = 60.000\n\n[criteria.fee]";
    assert_eq!(told("[criteria.fee]", fee), ["V023", "V024"]);
    assert_eq!(told("weight = 0\nunit   = \"%\"", "weight = 0\nunit   = \"%\"\nminimum = 0.2"), ["V023"]);
}

#[test]
fn a_weight_a_hundred_times_from_all_beside_it_is_told() {
    let weighed = |weights: [&str; 3]| {
        let workspace = decision("", "");
        let criteria = CRITERIA.replace(
            "[rule]\nweights = 100\n",
            "[criteria.more]\nfact = \"price\"\nweight = 5\nscale = { worst = 40, best = 10 }\n",
        );
        let [a, b, c] = weights.map(|weight| format!("weight = {weight}\n"));
        let criteria =
            criteria.replace("weight = 40\n", &a).replace("weight = 60\n", &b).replace("weight = 5\n", &c);
        workspace.write("criteria/d.toml", criteria);
        codes(&workspace)
    };
    assert_eq!(weighed(["40", "60", "5"]), [""; 0]);
    assert_eq!(weighed(["40", "60", "0.35"]), ["V023"]);
    assert_eq!(weighed(["400", "600", "2"]), ["V024"]);
    assert_eq!(weighed(["4", "6", "1000"]), ["V024"]);
    assert_eq!(weighed(["0.4", "0.3", "0.3"]), [""; 0]);
    assert_eq!(weighed(["0", "60", "5"]), [""; 0]);
    assert_eq!(weighed(["33.333", "33.333", "33.334"]), [""; 0]);
}
