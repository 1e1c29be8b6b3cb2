//! Clauses that move what is paid: credit pools, bonus and malus, minimums, bands, mixed indices, ramps, learning.

use serde_json::Value;
use weigh::cost::clauses::{
    Indexed, Miss, MixedIndex, Steps, monthly_top_ups, outside, service_credit, yearly_top_up,
};
use weigh::cost::learning::{attrition, learnt, simple_of_compounded, start};
use weigh::exact::Exact;

use super::repeats::{cases, input, number};
use crate::support::{Output, Workspace};

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-01-01
years = YEARS

[needs.demand.phone]
contacts     = CONTACTS
aht          = AHT
opens        = 8
closes       = 18
days_a_month = 20
deadline     = 8
utilisation  = 100
shrinkage    = 0
fte_hours    = 100

[cost]
COST

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 1 }
"#;

/// A decision with one vendor; everything that it says of its quote.
pub(super) struct Case<'a> {
    pub(super) years: &'a str,
    pub(super) contacts: &'a str,
    pub(super) aht: &'a str,
    pub(super) cost: &'a str,
    pub(super) quote: &'a str,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Case { years: "1", contacts: "1000", aht: "300", cost: "discounting = \"year-end\"", quote: "" }
    }
}

impl Case<'_> {
    pub(super) fn workspace(&self) -> Workspace {
        let criteria = CRITERIA
            .replace("YEARS", self.years)
            .replace("CONTACTS", self.contacts)
            .replace("AHT", self.aht)
            .replace("COST", self.cost);
        let rises = if self.quote.contains("index") { "" } else { "index = { rise = 0 }\n" };
        let vendor = format!(
            "name = \"Aava\"\n[facts]\nlevel = {{ low = 78, likely = 80, high = 84 }}\nattrition = 45\n\
             [quote]\ntax = \"without\"\n{rises}{}\n",
            self.quote
        );
        Workspace::new(&criteria, &[("aava", &vendor)])
    }

    pub(super) fn cost(&self) -> Value {
        cost(&self.workspace())
    }
}

pub(super) fn cost(workspace: &Workspace) -> Value {
    workspace.weigh(&["cost", "--format", "json"]).json()["result"]["vendors"][0].clone()
}

pub(super) fn run(workspace: &Workspace, line: &str) -> Output {
    workspace.weigh(&line.split(' ').collect::<Vec<_>>())
}

pub(super) fn shown(number: &Value) -> f64 {
    number.as_f64().unwrap_or_else(|| number.as_str().unwrap_or_else(|| panic!("{number}")).parse().unwrap())
}

pub(super) fn total(cost: &Value, end: &str) -> f64 {
    shown(&cost["figures"]["total"][end])
}

/// A line of a breakdown.
pub(super) fn line<'a>(cost: &'a Value, id: &str) -> &'a Value {
    let lines = cost["lines"].as_array().unwrap_or_else(|| panic!("{cost}"));
    lines.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("no {id} in {cost}"))
}

/// What a line comes to over the term.
pub(super) fn sum(cost: &Value, id: &str) -> f64 {
    let line = line(cost, id);
    shown(&line["upfront"]) + line["months"].as_array().unwrap().iter().map(shown).sum::<f64>()
}

pub(super) fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-6 * wanted.abs().max(1.0), "{found}, not {wanted}");
}

/// A published number that has more digits than files may.
fn decimal(number: &Value) -> f64 {
    number["decimal"].as_str().or(number.as_str()).unwrap_or_else(|| panic!("{number}")).parse().unwrap()
}

/// Published numbers that are no fractions are right to twelve digits.
fn close(found: &Exact, wanted: &Value) {
    let (found, wanted) = (found.to_f64(), decimal(wanted));
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1e-3), "{found}, not {wanted}");
}

/// A price by the month: an invoice of so much.
pub(super) fn fee(money: &str) -> String {
    format!("[quote.prices.fee]\nper = \"month\"\nrate = {money}\n")
}

fn text(case: &Value, key: &str) -> String {
    case["inputs"][key].as_str().unwrap_or_default().to_owned()
}

fn percent(case: &Value, key: &str) -> Option<String> {
    Some(input(case, key)?.percent().plain(9))
}

#[test]
fn service_credits_are_those_of_the_published_cases() {
    for case in cases("service_credit") {
        let of = |key: &str| input(&case, key).unwrap();
        let parts: Vec<[Exact; 3]> = case["inputs"]["misses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|miss| [0, 1, 2].map(|at| number(&miss[at]).unwrap()))
            .collect();
        let miss = |[pool, share, missed]: &[Exact; 3]| Miss {
            pool: pool.clone(),
            share: share.clone(),
            missed: missed.clone(),
        };
        let misses: Vec<Miss> = parts.iter().map(miss).collect();
        let found = service_credit(&of("invoice"), &of("at_risk"), &misses);
        let each: Vec<Exact> =
            case["expect"]["each"].as_array().unwrap().iter().map(|one| number(one).unwrap()).collect();
        assert_eq!(found.each, each, "{case}");
        assert_eq!(Some(&found.uncapped), number(&case["expect"]["uncapped"]).as_ref(), "{case}");
        assert_eq!(Some(&found.credit), number(&case["expect"]["credit"]).as_ref(), "{case}");
        // The same out of a file: the chance of a month is its months of twelve.
        let mut quote = fee(&text(&case, "invoice"));
        quote += &format!("[quote.credits]\nat_risk = {}\n", percent(&case, "at_risk").unwrap());
        for (at, [pool, share, missed]) in parts.iter().enumerate() {
            let [pool, share] = [pool, share].map(|share| share.percent().plain(6));
            let months = (missed * &Exact::from(12)).plain(6);
            quote += &format!(
                "[[quote.credits.levels]]\nname = \"{at}\"\npool = {pool}\nshare = {share}\nmissed = {months}\n"
            );
        }
        let aava = Case { quote: &quote, ..Case::default() }.cost();
        near(sum(&aava, "credits"), -12.0 * found.credit.to_f64());
    }
}

#[test]
fn a_bonus_and_a_malus_are_those_of_the_published_cases() {
    for case in cases("bonus_malus") {
        let of = |key: &str| input(&case, key).unwrap();
        let is_lower_better = case["inputs"]["better"] == "lower";
        let steps = Steps {
            target: of("target"),
            is_lower_better,
            step: of("step"),
            each: of("each"),
            dead: of("dead"),
            most_bonus: of("most_bonus"),
            most_malus: of("most_malus"),
        };
        let share = steps.share(&of("actual"));
        assert_eq!(Some(&share), number(&case["expect"]["share"]).as_ref(), "{case}");
        let amount = &share * &of("fee");
        assert_eq!(Some(&amount), number(&case["expect"]["amount"]).as_ref(), "{case}");
        let quote = format!(
            "{}[quote.bonus]\ntarget = {}\nactual = {}\nstep = {}\neach = {}\ndead = {}\nmost = {}\nmalus = {}\n\
             better = \"{}\"\n",
            fee(&text(&case, "fee")),
            text(&case, "target"),
            text(&case, "actual"),
            text(&case, "step"),
            percent(&case, "each").unwrap(),
            text(&case, "dead"),
            percent(&case, "most_bonus").unwrap(),
            percent(&case, "most_malus").unwrap(),
            if is_lower_better { "less" } else { "more" },
        );
        let aava = Case { quote: &quote, ..Case::default() }.cost();
        near(sum(&aava, "bonus"), 12.0 * amount.to_f64());
    }
}

#[test]
fn minimums_of_a_month_carried_and_of_a_year_are_three_bills() {
    for case in cases("minimum_true_up") {
        let billed: Vec<Exact> =
            case["inputs"]["billed"].as_array().unwrap().iter().map(|bill| number(bill).unwrap()).collect();
        let all = Exact::sum(&billed);
        let [month, year] = ["minimum_month", "minimum_year"].map(|key| input(&case, key).unwrap());
        let with = |added: Vec<Exact>| &all + &Exact::sum(&added);
        let found = [
            ("billed", all.clone()),
            ("by_month", with(monthly_top_ups(&billed, &month, false))),
            ("with_carry", with(monthly_top_ups(&billed, &month, true))),
            ("by_year", &all + &yearly_top_up(&all, &year, 12)),
        ];
        let contacts: Vec<String> = billed.iter().map(|bill| bill.plain(0)).collect();
        let contacts = format!("[{}]", contacts.join(", "));
        for (key, found) in found {
            assert_eq!(Some(&found), number(&case["expect"][key]).as_ref(), "{key}: {case}");
            let terms = match key {
                "by_month" => format!("minimum = {month}\n"),
                "with_carry" => format!("minimum = {month}\nminimums.carry = true\n"),
                "by_year" => format!("minimums.year = {year}\n"),
                _ => String::new(),
            };
            let quote = format!("{terms}[quote.prices.calls]\nper = \"contact\"\nrate = 1\n");
            let aava = Case { contacts: &contacts, quote: &quote, ..Case::default() }.cost();
            near(total(&aava, "likely"), found.to_f64());
        }
    }
    // Half a year owes half of it, in its last month; what is carried does not go over into the next year.
    let quote = "minimums.year = 24000\n[quote.prices.calls]\nper = \"contact\"\nrate = 1\n";
    let aava = Case { years: "1.5", quote, ..Case::default() }.cost();
    let months = line(&aava, "minimum-year")["months"].clone();
    near(shown(&months[11]), 12_000.0);
    near(shown(&months[17]), 6_000.0);
    near(sum(&aava, "minimum-year"), 18_000.0);
    let contacts = "[2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, \
                    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";
    let quote = "minimum = 1000\nminimums.carry = true\n[quote.prices.calls]\nper = \"contact\"\nrate = 1\n";
    near(total(&Case { years: "2", contacts, quote, ..Case::default() }.cost(), "likely"), 36_000.0);
}

#[test]
fn a_band_around_the_forecast_pays_what_is_missing_and_prices_what_is_beyond() {
    for case in cases("forecast_band") {
        let of = |key: &str| input(&case, key).unwrap();
        let surplus_price = input(&case, "surplus_price").unwrap_or_else(|| of("price"));
        let found = outside(&of("forecast"), &of("actual"), &of("band"));
        assert_eq!(Some(&found.shortfall), number(&case["expect"]["shortfall"]).as_ref(), "{case}");
        assert_eq!(Some(&found.surplus), number(&case["expect"]["surplus"]).as_ref(), "{case}");
        let cost = found.cost(&of("actual"), &of("price"), &surplus_price);
        assert_eq!(Some(&cost), number(&case["expect"]["cost"]).as_ref(), "{case}");
    }
    // Out of a file, with contacts that turn out otherwise: 20 % fewer are paid to the lower edge, as in the first case;
    // 20 % more are 19 580 at 2.25 and 1 780 at 2.60.
    let quote = "[quote.minimums]\nband = { share = 10, beyond = 2.60 }\n\
                 [quote.prices.calls]\nper = \"contact\"\nrate = 2.25\n";
    let workspace = Case { contacts: "17800", quote, ..Case::default() }.workspace();
    let swept = run(&workspace, "cost --sweep volume --format json").json()["result"].clone();
    let curve = &swept["curves"][0]["totals"];
    let at = |percent: f64| {
        let grid = swept["grid"].as_array().unwrap();
        let at = grid.iter().position(|step| (shown(step) - percent).abs() < 1e-9).unwrap();
        shown(&curve[at])
    };
    near(at(-20.0), 12.0 * 36_045.0);
    near(at(0.0), 12.0 * 17_800.0 * 2.25);
    near(at(20.0), 12.0 * 48_683.0);
    let told = run(&workspace, "cost --sweep volume");
    assert!(told.out.contains("at the lower edge of the forecast's band"), "{told}");
    assert!(told.out.contains("above the forecast's band"), "{told}");
    let told = run(&workspace, "cost aava");
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("more than 10 % below the forecast is paid; each above costs 2.6"), "{told}");
}

#[test]
fn a_mixed_index_rises_with_wages_and_prices_on_top_or_from_the_base() {
    for case in cases("composite_index") {
        let part = |key: &str| input(&case, key);
        let index = MixedIndex {
            labour: part("labour").unwrap(),
            consumer: part("consumer").unwrap(),
            floor: part("floor"),
            cap: part("cap"),
            threshold: part("threshold"),
            is_from_base: case["inputs"]["chained"] == false,
        };
        let rises = |key: &str| -> Vec<Exact> {
            case["inputs"][key].as_array().unwrap().iter().map(|rise| number(rise).unwrap()).collect()
        };
        let (wages, prices) = (rises("wages"), rises("prices"));
        let mut now = Indexed::default();
        let mut factors = Vec::new();
        for (wages, prices) in wages.iter().zip(&prices) {
            now = index.next(&now, wages, prices);
            factors.push(now.factor.clone());
        }
        let wanted: Vec<Exact> =
            case["expect"]["factor"].as_array().unwrap().iter().map(|one| number(one).unwrap()).collect();
        assert_eq!(factors, wanted, "{case}");
        // The same out of files, by the month of four years.
        let list = |rises: &[Exact]| {
            let percent: Vec<String> = rises.iter().map(|rise| rise.percent().plain(6)).collect();
            format!("[{}]", percent.join(", "))
        };
        let cost = format!("cpi = {}\nwages = {{ EUR = {} }}", list(&prices), list(&wages));
        let optional =
            |key: &str| percent(&case, key).map_or(String::new(), |one| format!(", {key} = {one}"));
        let quote = format!(
            "index = {{ labour = {}, consumer = {}{}{}, chained = {} }}\n{}",
            percent(&case, "labour").unwrap(),
            percent(&case, "consumer").unwrap(),
            optional("cap"),
            optional("threshold"),
            !index.is_from_base,
            fee("10000000000"),
        );
        let aava = Case { years: "4", cost: &cost, quote: &quote, ..Case::default() }.cost();
        let months = &line(&aava, "fee")["months"];
        for (year, factor) in std::iter::once(&Exact::ONE).chain(&factors).enumerate() {
            let found = shown(&months[12 * year]) / 1e10;
            assert!((found - factor.to_f64()).abs() < 1e-12, "year {year}: {found}, not {factor}: {case}");
        }
    }
}

#[test]
fn a_collar_shares_moves_of_the_rate() {
    let all = [("0.92", "0.99", "46830"), ("0.92", "0.94", "46000"), ("0.92", "0.85", "45170")];
    let published: Vec<[String; 3]> = cases("fx_collar")
        .iter()
        .map(|case| {
            let amount = number(&case["expect"]["amount"]).unwrap().plain(6);
            [text(case, "reference"), text(case, "rate"), amount]
        })
        .collect();
    assert!(
        published.iter().all(|[reference, rate, amount]| {
            all.contains(&(reference.as_str(), rate.as_str(), amount.as_str()))
        }),
        "{published:?}"
    );
    for (reference, rate, amount) in all {
        let quote = format!(
            "currency = \"USD\"\ncollar = {{ reference = {reference}, band = 4, share = 50 }}\n{}",
            fee("50000")
        );
        let cost = format!("rates.USD = {rate}");
        let aava = Case { cost: &cost, quote: &quote, ..Case::default() }.cost();
        near(shown(&line(&aava, "fee")["months"][0]), amount.parse().unwrap());
    }
}

/// Training of those who replace leavers, which goes with how many leave.
fn replaced(training: &str) -> f64 {
    let quote =
        format!("{}[quote.training]\nhours = 40\nrate = 10\ninitial = false\n{training}\n", fee("1000"));
    sum(&Case { quote: &quote, ..Case::default() }.cost(), "replacement-training")
}

#[test]
fn attrition_is_counted_in_one_of_two_ways() {
    let of_all = replaced("attrition = 100");
    for case in cases("attrition_rate") {
        let of = |key: &str| input(&case, key).unwrap();
        let found = attrition(&of("leavers"), &of("at_start"), &of("at_end"), &of("months")).unwrap();
        let expect = &case["expect"];
        assert_eq!(Some(&found.mean), number(&expect["mean"]).as_ref(), "{case}");
        assert_eq!(Some(&found.period), number(&expect["period"]).as_ref(), "{case}");
        assert_eq!(Some(&found.simple), number(&expect["a_year_simple"]).as_ref(), "{case}");
        assert_eq!(found.mean_stay, number(&expect["mean_stay_months"]), "{case}");
        match &found.compounded {
            Some(compounded) => close(compounded, &expect["a_year_compounded"]),
            None => assert!(expect["a_year_compounded"].is_null(), "{case}"),
        }
        let [leavers, start, end, months] =
            ["leavers", "at_start", "at_end", "months"].map(|key| text(&case, key));
        let left =
            format!("left = {{ leavers = {leavers}, start = {start}, end = {end}, months = {months} }}");
        near(replaced(&left), of_all * found.simple.to_f64());
    }
    // Of those who were there half are gone: 67 % of the mean team, for replacements leave too.
    let simple = simple_of_compounded(&Exact::parse("0.5").unwrap()).unwrap();
    near(simple.to_f64(), 12.0 * (1.0 - libm::pow(0.5, 1.0 / 12.0)));
    near(replaced("attrition = 50\nattrition_kind = \"compounded\""), of_all * simple.to_f64());
    near(replaced("attrition = 50"), of_all * 0.5);
    near(replaced("attrition_kind = \"simple\""), of_all * 0.45);
    assert_eq!(simple_of_compounded(&Exact::ONE), None);
    assert_eq!(attrition(&Exact::ONE, &Exact::ZERO, &Exact::ZERO, &Exact::ONE), None);
}

#[test]
fn those_who_learn_take_longer() {
    for case in cases("learning") {
        let of = |key: &str| input(&case, key).unwrap();
        let found = learnt(&of("new_factor"), &of("months"), &of("attrition"));
        let expect = &case["expect"];
        close(&found.in_ramp, &expect["in_ramp"]);
        if expect["capacity"].is_string() {
            close(&found.capacity, &expect["capacity"]);
        }
        close(&found.more_work, &expect["more_work"]);
        close(&found.simple, &expect["simple"]);
        let aht = of("aht");
        close(&(&aht * &(&Exact::ONE + &found.more_work)), &expect["handle_time"]);
        let slower = (&of("new_factor") - &Exact::ONE).percent().plain(6);
        let quote = format!(
            "[quote.prices.minutes]\nper = \"minute\"\nrate = 1\n\
             [quote.training]\nhours = 0\nrate = 0\nattrition = {}\n\
             [quote.learning]\nslower = {slower}\nmonths = {}\n",
            percent(&case, "attrition").unwrap(),
            text(&case, "months"),
        );
        let aava = Case { aht: &text(&case, "aht"), quote: &quote, ..Case::default() }.cost();
        let seconds = decimal(&expect["handle_time"]);
        near(total(&aava, "likely"), 12.0 * 1_000.0 * seconds / 60.0);
    }
    // More leave, more have to learn: the sweep moves it. Nobody who leaves is known: neither is the cost.
    let quote =
        "[quote.prices.minutes]\nper = \"minute\"\nrate = 1\n[quote.learning]\nslower = 50\nmonths = 4\n";
    let workspace = Case { quote, ..Case::default() }.workspace();
    let swept = run(&workspace, "cost --sweep attrition --format json").json()["result"]["curves"][0].clone();
    let totals: Vec<f64> = swept["totals"].as_array().unwrap().iter().map(shown).collect();
    assert!(totals.windows(2).all(|pair| pair[0] < pair[1]), "{totals:?}");
    let vendor = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    workspace.write("vendors/d/aava.toml", vendor.replace("attrition = 45\n", ""));
    let check = run(&workspace, "check");
    assert!(check.out.contains("how many agents leave in a year is not known"), "{check}");
}

#[test]
fn a_team_comes_about_in_intakes() {
    for case in cases("start_ramp") {
        let of = |key: &str| input(&case, key).unwrap();
        let found =
            start(&of("team"), &of("start"), &of("monthly_intake"), &of("weeks_training"), &of("fall_out"))
                .unwrap();
        let expect = &case["expect"];
        assert_eq!(Some(&found.hires), number(&expect["hires"]).as_ref(), "{case}");
        assert_eq!(Some(u64::from(found.intakes)), expect["intakes"].as_u64(), "{case}");
        assert_eq!(Some(&found.weeks), number(&expect["complete_after_weeks"]).as_ref(), "{case}");
        // 45 full-time agents: 4 500 contacts of an hour, 100 hours each.
        let quote = format!(
            "{}[quote.ramp]\nintake = {}\ntraining_weeks = {}\nfall_out = {}\nthere = {}\n",
            fee("1"),
            text(&case, "monthly_intake"),
            text(&case, "weeks_training"),
            percent(&case, "fall_out").unwrap(),
            text(&case, "start"),
        );
        let workspace = Case { contacts: "4500", aht: "3600", quote: &quote, ..Case::default() }.workspace();
        let aava = cost(&workspace);
        near(shown(&aava["ramp"]["hires"]), found.hires.to_f64());
        assert_eq!(aava["ramp"]["intakes"], 3, "{aava}");
        near(shown(&aava["ramp"]["complete_after_weeks"]), found.weeks.to_f64());
        let told = run(&workspace, "cost");
        assert!(
            told.out.contains("52.9 people begin in 3 intakes; the team is complete after 13.7 weeks"),
            "{told}"
        );
    }
    // All are there already, and none at all are needed.
    let n = |text: &str| Exact::parse(text).unwrap();
    let found = start(&n("10"), &n("10"), &n("5"), &n("4"), &n("0.2")).unwrap();
    assert_eq!((found.intakes, found.weeks), (0, Exact::ZERO));
    assert_eq!(start(&n("10"), &n("0"), &n("5"), &n("4"), &n("1")), None);
}
