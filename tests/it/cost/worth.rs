//! What the work is worth beside its cost: the published cases, as functions and out of files.

use serde_json::Value;
use weigh::cost::worth::{Issues, Pointed, customer_value, efficient, frontier_steps, lost_customers, roi};
use weigh::exact::Exact;

use super::clauses::{near, run, shown};
use super::repeats::{cases, input, number};
use crate::support::Workspace;

/// A decision with a forecast of as many contacts a year as are asked for.
///
/// - `needs`: what stands below the needs; `channel`: more of the channel.
pub(super) fn decision(
    (years, contacts): (&str, &str),
    (channel, value, cost): (&str, &str, &str),
    vendors: &[(&str, &str)],
) -> Workspace {
    let criteria = format!(
        "title = \"Worth\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-01-01\nyears = {years}\n\
         [needs.demand.phone]\nname = \"Phone\"\ncontacts = {contacts}\naht = 300\nopens = 8\ncloses = 18\ndays_a_month = 20\n\
         deadline = 8\nutilisation = 100\nshrinkage = 0\nfte_hours = 100\n{channel}\n{value}\n[cost]\n{cost}\n\
         [criteria.quality]\nweight = 50\nscale = {{ worst = 0, best = 100 }}\n\
         [criteria.price]\nweight = 50\nfact = \"cost.total\"\nscale = {{ worst = 9000000, best = 1 }}\n\
         [rule]\npoints = 200\n"
    );
    Workspace::new(&criteria, vendors)
}

/// A vendor that asks so much before the start and each month.
pub(super) fn vendor(name: &str, upfront: &str, monthly: &str, more: &str) -> String {
    let charge = if upfront == "0" {
        String::new()
    } else {
        format!("[quote.charges.setup]\namount = {upfront}\nper = \"once\"\n")
    };
    format!(
        "name = \"{name}\"\n[facts]\nquality = 70\n[quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n{charge}\
         [quote.prices.all]\nper = \"month\"\nrate = {monthly}\n{more}\n"
    )
}

pub(super) fn worth(workspace: &Workspace) -> Value {
    run(workspace, "cost --worth --format json").json()["result"].clone()
}

pub(super) fn of<'a>(told: &'a Value, id: &str) -> &'a Value {
    let vendors = told["vendors"].as_array().unwrap();
    &vendors.iter().find(|vendor| vendor["id"] == id).unwrap_or_else(|| panic!("{told}"))["worth"]
}

pub(super) fn likely(range: &Value) -> f64 {
    shown(&range["likely"])
}

fn percent(case: &Value, key: &str) -> String {
    input(case, key).unwrap().percent().plain(9)
}

fn text(case: &Value, key: &str) -> String {
    case["inputs"][key].as_str().unwrap_or_else(|| panic!("{case}")).to_owned()
}

/// A number of a case, however many digits it has.
fn long(value: &Value) -> Option<Exact> {
    let text = value["decimal"].as_str().or(value.as_str())?;
    if value["exact"].is_string() || text.len() < 16 || text.contains('/') {
        return number(value);
    }
    let (whole, part) = text.split_once('.')?;
    let digits = |digits: &str| Exact::parse(digits).unwrap();
    let billion = digits("1000000000");
    let (mut number, mut scale) = (digits(whole.trim_start_matches('-')), Exact::ONE);
    for chunk in part.as_bytes().chunks(9) {
        let chunk = format!("{:0<9}", std::str::from_utf8(chunk).unwrap());
        number = &(&number * &billion) + &digits(&chunk);
        scale = &scale * &billion;
    }
    let number = number.over(&scale).unwrap();
    Some(if whole.starts_with('-') { &Exact::ZERO - &number } else { number })
}

/// Numbers are printed with twenty digits after the point.
fn same(found: &Value, wanted: &Value) {
    let wanted = long(wanted).unwrap_or_else(|| panic!("{wanted}"));
    assert_eq!(found.to_string(), serde_json::to_string(&wanted).unwrap());
}

#[test]
fn customers_are_worth_what_the_published_cases_say() {
    for case in cases("customer_value") {
        let years = case["inputs"]["years"].as_u64().map(|years| u32::try_from(years).unwrap());
        let of = |key: &str| input(&case, key).unwrap();
        let found = customer_value(&of("margin"), &of("keep"), &of("discount"), years);
        assert_eq!(found, number(&case["expect"]["value"]), "{case}");
        // Out of files.
        let years = years.map_or_else(String::new, |years| format!(", years = {years}"));
        let value = format!(
            "[needs.value]\nbaseline = {{ total = 100 }}\n\
             customer = {{ margin = {}, keep = {}, discount = {}{years} }}\n\
             leave = {{ first = 1, later = 3, given_up = 12 }}\n",
            text(&case, "margin"),
            percent(&case, "keep"),
            percent(&case, "discount"),
        );
        let aava = vendor("Aava", "0", "10", "[quote.work.phone]\nfcr = 70");
        let workspace =
            decision(("1", "1000"), ("fcr_today = 70\nreturn = 50", &value, ""), &[("aava", &aava)]);
        if found.is_some() {
            let told = run(&workspace, "cost --worth --format json");
            let told: Value = serde_json::from_str(&told.out).unwrap();
            same(&told["result"]["customer_value"]["likely"], &case["expect"]["value"]);
        } else {
            let check = run(&workspace, "check");
            assert!(check.out.contains("a customer who never leaves is worth money without end"), "{check}");
            assert!(check.code == Some(1) && check.out.contains("d.toml:"), "{check}");
        }
    }
}

#[test]
fn customers_leave_as_the_published_cases_say() {
    let mut both = Vec::new();
    for case in cases("lost_customers") {
        let of = |key: &str| input(&case, key).unwrap();
        let expect = |key: &str| number(&case["expect"][key]).unwrap();
        let issues = Issues {
            first: expect("resolved_first"),
            later: expect("resolved_later"),
            given_up: expect("given_up"),
        };
        let leave = [of("leave_first"), of("leave_later"), of("leave_given_up")];
        assert_eq!(lost_customers(&issues, [&leave[0], &leave[1], &leave[2]]), expect("lost"));
        both.push(case);
    }
    // Out of files: today all issues are solved at first, so that contacts are issues; one vendor a case, and a customer
    // is worth its margin.
    let first = &both[0];
    let value = format!(
        "[needs.value]\nbaseline = \"second\"\ncustomer = {{ margin = {}, keep = 0, years = 1 }}\n\
         leave = {{ first = {}, later = {}, given_up = {} }}\n",
        text(first, "value"),
        percent(first, "leave_first"),
        percent(first, "leave_later"),
        percent(first, "leave_given_up"),
    );
    let vendors: Vec<String> = both
        .iter()
        .zip(["First", "Second"])
        .map(|(case, name)| {
            vendor(name, "0", "10", &format!("[quote.work.phone]\nfcr = {}", percent(case, "fcr")))
        })
        .collect();
    let channel = format!("fcr_today = 100\nreturn = {}", percent(first, "back"));
    let contacts = "[20000, 20000, 20000, 20000, 20000, 20000, 20000, 20000, 30000, 30000, 30000, 30000]";
    let workspace =
        decision(("1", contacts), (&channel, &value, ""), &[("first", &vendors[0]), ("second", &vendors[1])]);
    let told = worth(&workspace);
    for (case, id) in both.iter().zip(["first", "second"]) {
        same(&of(&told, id)["lost_customers"]["likely"], &case["expect"]["lost"]);
    }
    let value = |case: &Value| number(&case["expect"]["value"]).unwrap();
    let saved = &value(&both[1]) - &value(&both[0]);
    let brought = &of(&told, "first")["rows"][0];
    assert_eq!(brought["name"], "Customers who stay");
    near(likely(&brought["money"]), saved.to_f64());
    near(likely(&of(&told, "first")["kept_customers"]), saved.to_f64() / 310.0);
    near(likely(&of(&told, "second")["benefit"]), 0.0);
    // The fact says the same, to cents; no customer is in the cost.
    let explained = run(&workspace, "cost first --format json").json()["result"].clone();
    near(likely(&explained["vendor"]["figures"]["total"]), 120.0);
}

#[test]
fn what_is_spent_first_comes_back_as_the_published_cases_say() {
    for case in cases("roi") {
        let gains: Vec<Exact> =
            case["inputs"]["gains"].as_array().unwrap().iter().map(|gain| number(gain).unwrap()).collect();
        let upfront = input(&case, "upfront").unwrap();
        let rate = input(&case, "discount_month").unwrap_or_default();
        let month = &Exact::ONE + &rate;
        let factors: Vec<Exact> = (1..=gains.len())
            .map(|at| Exact::ONE.over(&month.power(u32::try_from(at).unwrap())).unwrap())
            .collect();
        let found = roi(&upfront, &gains, &factors);
        let expect = &case["expect"];
        // Those with decimals alone are right to all of them but the last few.
        let digits = Exact::ONE.over(&Exact::from(10).power(34)).unwrap();
        let close = |found: Option<&Exact>, wanted: &Value| match (found, long(wanted)) {
            (Some(found), Some(wanted)) => {
                assert!((found - &wanted).abs() <= digits, "{found}, not {wanted}: {case}");
            }
            (found, wanted) => assert_eq!(found, wanted.as_ref(), "{case}"),
        };
        close(Some(&found.net), &expect["net"]);
        close(Some(&found.npv), &expect["npv"]);
        close(found.roi.as_ref(), &expect["roi"]);
        close(found.payback_months.as_ref(), &expect["payback_months"]);
        close(found.discounted_payback_months.as_ref(), &expect["discounted_payback_months"]);
        // Out of files: a benefit by contract year, a vendor that asks for nothing after the start.
        let years = gains.chunks(12).map(|year| Exact::sum(year).to_string()).collect::<Vec<_>>();
        let value = format!(
            "[needs.value]\nbaseline = {{ total = 0 }}\n[[needs.value.other]]\nname = \"Gains\"\nper = \"year\"\n\
             amount = [{}]\n",
            years.join(", ")
        );
        let yearly = (&month.power(12) - &Exact::ONE).percent().plain(14);
        let discount = if rate.is_zero() {
            String::new()
        } else {
            format!("discount = {yearly}\ndiscounting = \"monthly\"")
        };
        let aava = vendor("Aava", &upfront.to_string(), "0", "");
        let workspace =
            decision((&(gains.len() / 12).to_string(), "1000"), ("", &value, &discount), &[("aava", &aava)]);
        let told: Value = serde_json::from_str(&run(&workspace, "cost --worth --format json").out).unwrap();
        let aava = of(&told["result"], "aava");
        for (key, wanted) in [("net", "net"), ("npv", "npv"), ("roi", "roi")] {
            if expect[wanted].is_null() {
                assert!(aava[key].is_null(), "{aava}");
            } else {
                same(&aava[key]["likely"], &expect[wanted]);
            }
        }
        for key in ["payback_months", "discounted_payback_months"] {
            if expect[key].is_null() {
                assert!(aava[key]["likely"].is_null() && aava[key].is_object(), "{aava}");
            } else {
                same(&aava[key]["likely"], &expect[key]);
            }
        }
    }
}

#[test]
fn points_for_money_are_those_of_the_published_cases() {
    for case in cases("points_for_money") {
        let vendors = case["inputs"]["vendors"].as_array().unwrap();
        let names: Vec<&str> = vendors.iter().map(|vendor| vendor[0].as_str().unwrap()).collect();
        let pointed: Vec<Pointed> = vendors
            .iter()
            .map(|vendor| Pointed { points: number(&vendor[1]).unwrap(), cost: number(&vendor[2]).unwrap() })
            .collect();
        let best = efficient(&pointed);
        let efficient_ones: Vec<&str> = best.iter().map(|at| names[*at]).collect();
        assert_eq!(serde_json::json!(efficient_ones), case["expect"]["efficient"]);
        let steps = frontier_steps(&pointed, &best);
        let wanted = case["expect"]["steps"].as_array().unwrap();
        assert_eq!(steps.len(), wanted.len());
        for (step, wanted) in steps.iter().zip(wanted) {
            assert_eq!(
                (names[step.from], names[step.to]),
                (wanted["from"].as_str().unwrap(), wanted["to"].as_str().unwrap())
            );
            assert_eq!(Some(&step.a_point_more), number(&wanted["a_point_more"]).as_ref());
        }
        // Out of files: half of 200 points is for quality, in which the points of the price are not.
        let files: Vec<(String, String)> = vendors
            .iter()
            .map(|one| {
                let name = one[0].as_str().unwrap();
                let quality = format!("quality = {}", one[1].as_str().unwrap());
                let file = vendor(name, one[2].as_str().unwrap(), "0", "").replace("quality = 70", &quality);
                (name.to_lowercase(), file)
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(id, file)| (id.as_str(), file.as_str())).collect();
        let workspace = decision(("1", "1000"), ("", "", ""), &files);
        let told: Value = serde_json::from_str(&run(&workspace, "cost --worth --format json").out).unwrap();
        let told = &told["result"]["points_for_money"];
        for one in told["vendors"].as_array().unwrap() {
            let name = one["name"].as_str().unwrap();
            same(&one["money_a_point"], &case["expect"]["money_a_point"][name]);
            same(&one["points_a_million"], &case["expect"]["points_a_million"][name]);
            let is_best = efficient_ones.contains(&name);
            assert_eq!(one["is_efficient"], is_best, "{one}");
        }
        assert_eq!(told["vendors"].as_array().unwrap().len(), names.len());
        for (step, wanted) in told["steps"].as_array().unwrap().iter().zip(wanted) {
            assert_eq!(step["from"].as_str().unwrap().to_uppercase(), wanted["from"].as_str().unwrap());
            same(&step["a_point_more"], &wanted["a_point_more"]);
        }
        assert_eq!(told["steps"].as_array().unwrap().len(), wanted.len());
    }
    // Nobody, one, the same twice, without points.
    let one = |points: u32, cost: u32| Pointed { points: Exact::from(points), cost: Exact::from(cost) };
    assert!(efficient(&[]).is_empty());
    assert_eq!(efficient(&[one(0, 0)]), [0]);
    assert_eq!(efficient(&[one(5, 5), one(5, 5)]), [0]);
    // On the line between two others nothing is dearer than a mixture: it is dropped.
    assert_eq!(efficient(&[one(1, 1), one(2, 2), one(3, 3)]), [0, 2]);
}
