//! What the work is worth in all its states: gaps, ranges, baselines, what-ifs, chapters, letters, sealed prices, bad input.

use super::clauses::{near, run, shown};
use super::worth::{decision, likely, of, vendor, worth};
use crate::support::{Output, Workspace};

const TODAY: &str = "fcr_today = 70\nreturn = 60";

const VALUE: &str = "[needs.value]\nbaseline = \"team\"\ncustomer = { margin = 100, keep = 50, years = 2 }\n\
                     leave = { first = 1, later = 3, given_up = 12 }\n";

fn fcr(share: &str) -> String {
    format!("[quote.work.phone]\nfcr = {share}\n")
}

/// Our own team at 4 000 a month, and Aava that asks 20 000 first and 2 000 a month and solves more at first.
fn usual(value: &str) -> Workspace {
    let team = vendor("Team", "0", "4000", &fcr("70"));
    let aava = vendor("Aava", "20000", "2000", &fcr("80"));
    decision(("2", "1000"), (TODAY, value, ""), &[("aava", &aava), ("team", &team)])
}

fn words(output: &Output) -> String {
    output.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_counted_that_is_not_given() {
    let workspace = usual("");
    let told = worth(&workspace);
    assert!(told["baseline"].is_null() && told["customer_value"].is_null(), "{told}");
    assert!(of(&told, "aava").is_null(), "{told}");
    assert_eq!(told["points_for_money"]["vendors"].as_array().unwrap().len(), 2);
    let said = words(&run(&workspace, "cost --worth"));
    assert!(said.contains("Nothing is said of what the work is worth"), "{said}");
    let report = run(&workspace, "report --to md --sections worth -o -");
    assert!(!report.out.contains("What it is worth"), "{report}");
    // A baseline alone: what is saved comes back.
    let workspace = usual("[needs.value]\nbaseline = \"team\"\n");
    let told = worth(&workspace);
    let aava = of(&told, "aava");
    assert!(aava["benefit"].is_null() && aava["lost_customers"].is_null(), "{aava}");
    near(likely(&aava["saving"]), 28_000.0);
    near(likely(&aava["upfront"]), 20_000.0);
    near(likely(&aava["net"]), 28_000.0);
    near(likely(&aava["roi"]), 1.4);
    near(likely(&aava["payback_months"]), 10.0);
    assert_eq!(aava["missing"].as_array().unwrap().len(), 0, "{aava}");
    let team = of(&told, "team");
    assert_eq!(team["is_baseline"], true);
    near(likely(&team["net"]), 0.0);
    assert!(team["roi"].is_null());
    // What a benefit brings without a baseline is held against the cost alone.
    let workspace =
        usual("[needs.value.other.visits]\nname = \"Fewer visits\"\nper = \"year\"\namount = 50000\n");
    let told = worth(&workspace);
    let aava = of(&told, "aava");
    near(likely(&aava["net"]), 100_000.0 - 68_000.0);
    assert!(aava["saving"].is_null() && aava["payback_months"].is_null(), "{aava}");
    assert_eq!(aava["rows"][0]["name"], "Fewer visits");
}

#[test]
fn customers_who_stay_are_beside_the_cost_and_never_in_it() {
    let workspace = usual(VALUE);
    let (told, without) = (worth(&workspace), usual(""));
    let cost = |workspace: &Workspace| run(workspace, "cost --format json").json()["result"].clone();
    assert_eq!(cost(&workspace), cost(&without));
    let score =
        |workspace: &Workspace| run(workspace, "rank --format json").json()["result"]["vendors"].clone();
    assert_eq!(score(&workspace), score(&without));
    // By hand: 24 000 contacts hold 1 + 0.3*0.6/(1-0.3*0.6) = 1.2195 an issue, so 19 680 issues.
    let issues = 24_000.0 / (1.0 + 0.18 / 0.82);
    let lost = |f: f64| {
        let later = (1.0 - f) * 0.6 * f / (1.0 - (1.0 - f) * 0.6);
        issues * (0.01 * f + 0.03 * later + 0.12 * (1.0 - f - later))
    };
    let (aava, team) = (of(&told, "aava"), of(&told, "team"));
    near(likely(&aava["lost_customers"]), lost(0.8));
    near(likely(&team["lost_customers"]), lost(0.7));
    near(likely(&aava["kept_customers"]), lost(0.7) - lost(0.8));
    near(likely(&told["customer_value"]), 150.0);
    let brought = 150.0 * (lost(0.7) - lost(0.8));
    near(likely(&aava["benefit"]), brought);
    near(likely(&aava["net"]), 28_000.0 + brought);
    near(likely(&aava["payback_months"]), 20_000.0 / (2_000.0 + brought / 24.0));
    for end in ["low", "high"] {
        near(shown(&aava["net"][end]), likely(&aava["net"]));
    }
    let said = words(&run(&workspace, "cost --worth"));
    assert!(
        said.contains("Held against Team") && said.contains("A customer who stays is worth 150.00"),
        "{said}"
    );
    assert!(said.contains("nothing lies outside"), "{said}");
    // Today instead of a vendor: what the records hold is what today solves.
    let today = VALUE.replace("\"team\"", "{ total = 96000 }");
    let told = worth(&usual(&today));
    near(likely(&of(&told, "aava")["benefit"]), brought);
    near(likely(&of(&told, "team")["benefit"]), 0.0);
    // A what-if, and a count.
    let moved = run(&workspace, "cost --worth --format json --set needs.value.customer.margin=200").json();
    near(likely(&of(&moved["result"], "aava")["benefit"]), 2.0 * brought);
    let moved =
        run(&workspace, "cost --worth --format json --set vendors.aava.quote.work.phone.fcr=70").json();
    near(likely(&of(&moved["result"], "aava")["benefit"]), 0.0);
    let assumed = run(&workspace, "cost --assumptions");
    assert!(assumed.out.contains("needs.value.leave.given_up"), "{assumed}");
    let one = run(&workspace, "cost aava --worth --format json").json();
    assert_eq!(one["result"]["vendors"].as_array().unwrap().len(), 1);
    // As records and as Markdown.
    let csv = run(&workspace, "cost --worth --format csv");
    assert!(csv.out.starts_with("vendor,name,what,low,likely,high\r\n"), "{csv}");
    assert!(csv.out.contains("aava,Aava,roi,") && csv.out.contains("aava,Aava,points_a_million,"), "{csv}");
    let md = run(&workspace, "cost --worth --format md");
    assert!(md.out.contains("| Vendor | Total EUR | Benefit EUR |"), "{md}");
}

#[test]
fn ends_are_those_of_every_corner() {
    let value = VALUE
        .replace("margin = 100", "margin = { low = 50, likely = 100, high = 200 }")
        .replace("given_up = 12", "given_up = { low = 5, likely = 12, high = 20 }");
    let team = vendor("Team", "0", "4000", &fcr("70"));
    let aava = vendor(
        "Aava",
        "{ low = 10000, likely = 20000, high = 30000 }",
        "2000",
        &fcr("{ low = 65, likely = 80, high = 90 }"),
    );
    let workspace = decision(("2", "1000"), (TODAY, &value, ""), &[("aava", &aava), ("team", &team)]);
    let told = worth(&workspace);
    let aava = of(&told, "aava");
    let issues = 24_000.0 / (1.0 + 0.18 / 0.82);
    let lost = |f: f64, given_up: f64| {
        let later = (1.0 - f) * 0.6 * f / (1.0 - (1.0 - f) * 0.6);
        issues * (0.01 * f + 0.03 * later + given_up * (1.0 - f - later))
    };
    let stay = |f: f64, given_up: f64| lost(0.7, given_up) - lost(f, given_up);
    near(shown(&aava["benefit"]["low"]), 300.0 * stay(0.65, 0.20));
    near(likely(&aava["benefit"]), 150.0 * stay(0.80, 0.12));
    near(shown(&aava["benefit"]["high"]), 300.0 * stay(0.90, 0.20));
    near(shown(&aava["upfront"]["high"]), 30_000.0);
    near(shown(&aava["net"]["low"]), 18_000.0 + 300.0 * stay(0.65, 0.20));
    near(shown(&aava["net"]["high"]), 38_000.0 + 300.0 * stay(0.90, 0.20));
    // At worst it is not back within the term: there is no number for that, and the fact has none.
    let late =
        run(&workspace, "cost --worth --format json --set vendors.aava.quote.prices.all.rate=3200").json();
    let aava = of(&late["result"], "aava");
    assert!(aava["payback_months"]["high"].is_null() && aava["payback_months"]["low"].is_number(), "{aava}");
    assert_eq!(late["result"]["is_bound"], true);
}

#[test]
fn what_is_not_told_is_a_gap_and_no_0() {
    let team = vendor("Team", "0", "4000", "");
    let aava = vendor("Aava", "20000", "2000", "").replace("quality = 70", "quality = 70\nupsell = {}");
    let value = format!("{VALUE}[needs.value.other.upsell]\nper = \"contact\"\namount = \"facts.upsell\"\n");
    let workspace = decision(("2", "1000"), (TODAY, &value, ""), &[("aava", &aava), ("team", &team)]);
    let told = worth(&workspace);
    let aava = of(&told, "aava");
    assert!(aava["benefit"].is_null() && aava["net"].is_null() && aava["lost_customers"].is_null(), "{aava}");
    let missing = aava["missing"].to_string();
    assert!(missing.contains("`fcr` of Phone") && missing.contains("`upsell` of Aava"), "{missing}");
    // The baseline is as today where it says nothing.
    assert!(of(&told, "team")["lost_customers"].is_object(), "{told}");
    let said = words(&run(&workspace, "cost --worth"));
    assert!(said.contains("Aava: a gap, and no 0:"), "{said}");
    // Nobody knows who comes back.
    let aava = vendor("Aava", "20000", "2000", &fcr("80"));
    let workspace =
        decision(("2", "1000"), ("fcr_today = 70", VALUE, ""), &[("aava", &aava), ("team", &team)]);
    let told = worth(&workspace);
    assert!(of(&told, "aava")["missing"].to_string().contains("`return` of Phone"), "{told}");
    // A baseline without a quote.
    let workspace =
        decision(("2", "1000"), (TODAY, VALUE, ""), &[("aava", &aava), ("team", "name = \"Team\"\n")]);
    let told = worth(&workspace);
    assert!(of(&told, "team").is_null(), "{told}");
    let aava = of(&told, "aava");
    assert!(
        aava["missing"].to_string().contains("what the baseline costs") && aava["net"].is_null(),
        "{aava}"
    );
}

#[test]
fn other_benefits_come_by_contact_resolved_issue_year_and_sale() {
    let lists = "[needs.outbound.renewals]\nrecords = 1000\nlive = 100\nright = 100\nattempts = 1\n\
                 handle = { right = 360 }\ncancel = 20\nvalue = 100\n";
    let own = |name: &str, conversion: &str, upsell: &str| {
        vendor(
            name,
            "0",
            "100",
            &format!(
                "channels = \"phone\"\n{}[quote.outbound.renewals]\nconversion = {conversion}\n\
             [quote.prices.calls]\nper = \"attempt\"\nrate = 1\n",
                fcr("70")
            ),
        )
        .replace("quality = 70", &format!("quality = 70\nupsell = {upsell}"))
    };
    let of_other = |per: &str, amount: &str, is_list: bool| {
        let head = if is_list { "[[needs.value.other]]" } else { "[needs.value.other.one]" };
        let value = format!(
            "{lists}[needs.value]\nbaseline = \"team\"\n{head}\nname = \"One\"\nper = \"{per}\"\namount = {amount}\n"
        );
        let (aava, team) = (own("Aava", "30", "5"), own("Team", "10", "2"));
        let told = worth(&decision(("2", "1000"), (TODAY, &value, ""), &[("aava", &aava), ("team", &team)]));
        let rows = of(&told, "aava")["rows"].as_array().unwrap().clone();
        assert_eq!(
            (rows[0]["name"].as_str(), rows[1]["name"].as_str()),
            (Some("Sales: renewals"), Some("One"))
        );
        // 240 sales that stay, and 80 of the baseline.
        near(likely(&rows[0]["money"]), 16_000.0);
        likely(&rows[1]["money"])
    };
    near(of_other("contact", "\"facts.upsell\"", false), 3.0 * 24_000.0);
    near(of_other("contact", "7", true), 0.0);
    near(of_other("year", "\"facts.upsell\"", true), 6.0);
    near(of_other("sale", "10", false), 1_600.0);
    near(of_other("sale", "\"facts.upsell\"", false), 5.0 * 240.0 - 2.0 * 80.0);
    let solved = 24_000.0 / (1.0 + 0.18 / 0.82) * (0.7 + 0.18 * 0.7 / 0.82);
    near(of_other("resolved-issue", "\"facts.upsell\"", false), 3.0 * solved);
}

#[test]
fn criteria_and_must_haves_read_what_vendors_are_worth() {
    let workspace = usual(VALUE);
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let more = "\n[criteria.worth]\nname = \"Worth\"\nweight = 50\nunit = \"EUR\"\nfact = \"benefit.net\"\n\
                scale = { worst = 0, best = 100000 }\n\
                [gates.back]\nname = \"Back within a year\"\nfact = \"benefit.payback\"\nat_most = 12\n\
                [gates.few]\nfact = \"benefit.lost_customers\"\nat_most = 100000\n";
    workspace.write("criteria/d.toml", format!("{criteria}{more}"));
    let check = run(&workspace, "check");
    assert_eq!(check.code, Some(0), "{check}");
    let told = worth(&workspace);
    let explained = run(&workspace, "explain aava --format json").json()["result"].clone();
    let reasons = explained["reasons"].as_array().unwrap();
    let reason =
        reasons.iter().find(|one| one["criterion"] == "worth").unwrap_or_else(|| panic!("{explained}"));
    let net = shown(&reason["fact"]["value"]["value"]);
    assert!((net - likely(&of(&told, "aava")["net"])).abs() <= 0.005, "{reason}");
    // What another price does to it is worked out again.
    let dear = run(&workspace, "rank --format json --set vendors.aava.quote.prices.all.rate=5000").json();
    let vendors = dear["result"]["vendors"].as_array().unwrap().clone();
    let aava = vendors.iter().find(|vendor| vendor["id"] == "aava").unwrap();
    assert!(aava.to_string().contains("Back within a year"), "{aava}");
    for command in ["break-even aava", "robust --draws 200", "gaps", "sensitivity"] {
        let output = run(&workspace, command);
        assert_eq!(output.code, Some(0), "{output}");
    }
    // The points of what is worth money count for no money: a third of 200 points is for quality.
    let points = shown(&told["points_for_money"]["vendors"][0]["points"]);
    near(points, 70.0 * 2.0 / 3.0);
}

#[test]
fn letters_tell_nothing_of_it_and_sealed_prices_stay_sealed() {
    let workspace = usual(VALUE);
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let more = "\n[criteria.worth]\nname = \"Value to us\"\nweight = 50\nunit = \"EUR\"\nfact = \"benefit.net\"\n\
                scale = { worst = 123, best = 98765 }\n\
                [disclosure]\nregime = \"none\"\n";
    workspace.write(
        "criteria/d.toml",
        format!("{criteria}{more}").replace("[disclosure]\nregime = \"none\"\n", ""),
    );
    assert_eq!(run(&workspace, "award --to aava --by A").code, Some(0));
    let told = worth(&workspace);
    let numbers: Vec<String> = ["net", "benefit", "saving", "kept_customers", "lost_customers"]
        .iter()
        .flat_map(|key| [of(&told, "aava"), of(&told, "team")].map(|one| one[*key]["likely"].to_string()))
        .filter(|number| number.len() > 4)
        .map(|number| number.split('.').next().unwrap().to_owned())
        .filter(|number| number.len() > 3)
        .collect();
    assert!(numbers.len() == 3, "{numbers:?}");
    for line in [
        "debrief aava --unlinked",
        "debrief team --unlinked",
        "notice --unlinked",
        "notice --draft --unlinked --points",
    ] {
        let letter = workspace.weigh(&line.split(' ').collect::<Vec<_>>());
        let plain: String = letter.out.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
        for secret in numbers.iter().map(String::as_str).chain(["98765", "Customerswhostay", "margin"]) {
            assert!(!plain.contains(secret), "{line} tells {secret}: {letter}");
        }
    }
    // The questionnaire asks nobody for it.
    let asked = run(&workspace, "ask --format md -o -");
    assert!(!asked.out.contains("needs.value") && !asked.out.contains("98765"), "{asked}");
    // Sealed: nobody's cost is known, and so is nothing beside it.
    let sealed = usual(VALUE);
    let criteria = String::from_utf8(sealed.read("criteria/d.toml")).unwrap();
    sealed.write("criteria/d.toml", criteria.replace("[rule]\n", "[rule]\nsealed = true\n"));
    let told = run(&sealed, "cost --worth --format json");
    for secret in ["28000", "20000", "48000", "68000"] {
        assert!(!told.out.contains(secret), "{told}");
    }
    let report = run(&sealed, "report --to md -o -");
    assert!(!report.out.contains("28 000") && !report.out.contains("Customers more who stay"), "{report}");
}

#[test]
fn what_is_worth_is_a_chapter_of_the_report() {
    let workspace = usual(VALUE);
    let report = run(&workspace, "report --to md --sections worth -o -");
    assert!(report.code == Some(0) && report.out.contains("What it is worth"), "{report}");
    assert!(report.out.contains("Points for money") && report.out.contains("Customers who stay"), "{report}");
    let whole = run(&workspace, "report --to md -o -");
    let at = |title: &str| whole.out.find(title).unwrap_or_else(|| panic!("{title}: {whole}"));
    assert!(at("# What each quote really costs") < at("# What it is worth"), "{whole}");
    for format in ["html", "pdf", "docx", "xlsx", "json"] {
        let made = run(&workspace, &format!("report --to {format} -o out"));
        assert_eq!(made.code, Some(0), "{made}");
    }
}

#[test]
fn what_cannot_be_counted_is_located() {
    for (value, message) in [
        ("baseline = \"tem\"", "vendors cannot be held against `tem`, which is none of them"),
        ("baseline = 3", "a vendor or a table with a `total` is wanted"),
        ("baseline = { totl = 3 }", "totl"),
        ("customer = { margin = 100, keep = 80 }", "it is not said how many customers leave"),
        ("leave = { first = 1, later = 3, given_up = 12 }", "it is not said what a customer is worth"),
        ("leave = { first = 1, later = 3 }", "the key `given_up` is missing"),
        ("leave = { first = 1, later = 3, given_up = 120 }", "120 is outside the range"),
        ("customer = { margin = -1, keep = 80 }", "-1 is outside the range"),
        ("customer = { margin = 1, keep = 80, years = 0 }", "0 is outside the range"),
        ("customer = { margin = 1, keep = { yes = 9, of = 8 } }", "9"),
        ("[needs.value.other.a]\nper = \"week\"\namount = 1", "`week` is not one of the words"),
        ("[needs.value.other.a]\nper = \"year\"", "the key `amount` is missing"),
        ("[needs.value.other.a]\nper = \"year\"\namount = []", "this list is empty"),
        ("[[needs.value.other]]\nper = \"year\"\namount = \"free\"", "this is text"),
        ("benefits = 3", "benefits"),
    ] {
        let check = run(&usual(&format!("[needs.value]\n{value}\n")), "check");
        let said = words(&check);
        assert!(check.code == Some(1) && said.contains(message), "{value}: {check}");
        assert!(check.out.contains("d.toml:"), "{check}");
    }
    let alone = Workspace::new(
        "title = \"D\"\n[needs.value]\nbaseline = { total = 3 }\n[criteria.a]\nweight = 1\nscale = { worst = 0, best = 1 }\n",
        &[("x", "name = \"X\"\n\n[facts]\na = 1\n")],
    );
    let check = run(&alone, "check");
    assert!(check.out.contains("nothing is worked out: the needs say nothing of demand"), "{check}");
}

/// Neither what we ask of it nor what it comes to stands in a letter, where a must-have asks for it, or a formula of one.
#[test]
fn letters_tell_no_must_have_on_what_a_vendor_is_worth() {
    let workspace = usual(VALUE);
    let told = worth(&workspace);
    let lost = |id: &str| likely(&of(&told, id)["lost_customers"]);
    // Aava passes and the team does not.
    let limit = format!("{:.4}", f64::midpoint(lost("aava"), lost("team")));
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    for gate in [
        format!("fact = \"benefit.lost_customers\"\nat_most = {limit}\n"),
        format!("when = 'facts.\"benefit.lost_customers\" <= {limit}'\n"),
    ] {
        let more = format!("{criteria}\n[gates.loyal]\nname = \"Loses no customers\"\n{gate}");
        workspace.write("criteria/d.toml", more);
        let letter = run(&workspace, "debrief team --draft");
        assert!(letter.out.contains("Loses no customers"), "{letter}");
        for secret in [limit.as_str(), lost("team").to_string().get(..5).unwrap()] {
            assert!(!letter.out.contains(secret), "{gate} tells {secret}: {letter}");
        }
    }
}
