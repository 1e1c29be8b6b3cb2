//! Every figure in its place: facts of bots, chapters of the report, sheets of the workbook, bounds that say so.

use serde_json::Value;

use super::clauses::{near, run, shown};
use super::everything;
use crate::support::Workspace;

fn fact(workspace: &Workspace, vendor: &str, criterion: &str) -> Value {
    let explained = run(workspace, &format!("explain {vendor} --format json")).json();
    let reasons = explained["result"]["reasons"].as_array().unwrap().clone();
    let reason =
        reasons.iter().find(|one| one["criterion"] == criterion).unwrap_or_else(|| panic!("{explained}"));
    reason["fact"].clone()
}

#[test]
fn what_bots_come_to_are_facts_that_criteria_read() {
    let workspace = everything();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let more = "[criteria.share]\nweight = 5\nfact = \"cost.bot_share\"\nscale = { worst = 80, best = 0 }\n\
                [criteria.each]\nweight = 5\nfact = \"cost.per_bot_resolution\"\nscale = { worst = 9, best = 0 }\n\
                [criteria.from]\nweight = 5\nfact = \"cost.break_even_containment\"\nscale = { worst = 100, best = 0 }\n\
                [gates.bots]\nname = \"No more than 60 % with bots\"\nfact = \"cost.bot_share\"\nat_most = 60\n";
    workspace.write("criteria/d.toml", format!("{criteria}{more}"));
    let check = run(&workspace, "check");
    assert_eq!(check.code, Some(0), "{check}");
    let cost = run(&workspace, "cost aava --format json").json()["result"]["vendor"].clone();
    let bot = &cost["bots"][0];
    // Sessions are 90 % of contacts, 412 of 900 of which are contained; half of those that are not solved come back.
    let contained = 0.9 * 412.0 / 900.0;
    let ends = contained * (1.0 - 0.2 * 0.5);
    near(shown(&fact(&workspace, "aava", "share")["value"]["likely"]), 100.0 * ends);
    near(shown(&cost["figures"]["bot_share"]["likely"]), 100.0 * ends);
    let each = fact(&workspace, "aava", "each");
    assert!((shown(&each["value"]["likely"]) - shown(&bot["per_solved"])).abs() < 1e-3, "{each} {bot}");
    let price = 0.99 * (1.0 + 1.03) / 2.0 / 0.8;
    assert!((shown(&each["value"]["likely"]) - price).abs() < 0.01, "{each}");
    let from = fact(&workspace, "aava", "from");
    assert!((shown(&from["value"]["value"]) - shown(&bot["containment"]["at"])).abs() < 0.2, "{from} {bot}");
    assert_eq!(from["unit"], "%");
    // Nothing to ask for where there is no bot.
    near(shown(&fact(&workspace, "team", "share")["value"]["value"]), 0.0);
    for criterion in ["each", "from"] {
        assert_eq!(fact(&workspace, "team", criterion)["value"]["kind"], "not-applicable");
    }
    // A bot that never pays has no such place, and that is said.
    let dear =
        run(&workspace, "explain aava --format json --set vendors.aava.quote.prices.answers.rate=50").json();
    assert!(dear.to_string().contains("there is no containment from which on it is cheaper"), "{dear}");
    let drawn = run(&workspace, "robust --draws 200 --format json");
    assert_eq!(drawn.code, Some(0), "{drawn}");
}

#[test]
fn figures_whose_ends_are_bounds_say_so() {
    let cost = run(&everything(), "cost --format json").json()["result"]["vendors"].clone();
    let of = |id: &str| cost.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    let bounds = of("aava")["bounds"].to_string();
    for figure in ["per_issue", "per_resolved_issue", "per_sale", "effective_hour", "per_bot_resolution"] {
        assert!(bounds.contains(&format!("\"{figure}\"")), "{figure}: {bounds}");
    }
    assert!(!bounds.contains("\"total\""), "{bounds}");
    let told = run(&everything(), "cost aava");
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("A contact that a bot solves"), "{told}");
}

#[test]
fn bots_and_worth_are_chapters_of_the_report() {
    let workspace = everything();
    let report = run(&workspace, "report --to md -o -");
    let at = |title: &str| report.out.find(title).unwrap_or_else(|| panic!("{title}: {report}"));
    let (cost, bots, worth) =
        (at("What each quote really costs"), at("# Automation"), at("# What it is worth"));
    assert!(cost < bots && bots < worth, "{report}");
    let told = "break-even containment";
    assert_eq!(report.out.matches(told).count(), 1, "{report}");
    assert!(at(told) > bots);
    let one = run(&workspace, "report --to md --sections automation -o -");
    assert!(one.out.contains("# Automation") && !one.out.contains("# What it is worth"), "{one}");
    // A decision without bots and without any worth has neither.
    let plain = crate::support::weigh(
        &crate::support::repository(),
        &["report", "--criteria", "back-office", "--to", "md", "--sections", "automation,worth", "-o", "-"],
    );
    assert!(!plain.out.contains("# Automation") && !plain.out.contains("# What it is worth"), "{plain}");
}

#[test]
fn the_workbook_has_what_stands_beside_costs_and_follows_it() {
    let workspace = everything();
    let made = run(&workspace, "report --to xlsx -o out");
    assert_eq!(made.code, Some(0), "{made}");
    let file = std::fs::read_dir(workspace.path().join("out")).unwrap().next().unwrap().unwrap().path();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).unwrap();
    let cells = calamine::Reader::worksheet_range(&mut book, "Cost").unwrap();
    let formulas = calamine::Reader::worksheet_formula(&mut book, "Cost").unwrap();
    let text: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for wanted in [
        "How each vendor works, as it was worked out",
        "Renewals",
        "bot",
        "Sold on calls",
        "Points a million",
    ] {
        assert!(text.iter().any(|cell| cell == wanted), "{wanted}: {text:?}");
    }
    assert!(text.iter().any(|cell| cell.starts_with("What it is worth:")), "{text:?}");
    let all: Vec<String> = formulas.used_cells().map(|(_, _, formula)| formula.clone()).collect();
    assert!(all.iter().any(|formula| formula.contains("*1000000/")), "{all:?}");
    // What stands in the cells is what their formulas come to.
    let verified = workspace.weigh(&["verify", file.to_str().unwrap()]);
    assert_eq!(verified.code, Some(0), "{verified}");
    let told =
        run(&workspace, "cost aava --worth --format json").json()["result"]["vendors"][0]["worth"].clone();
    let row = cells.rows().position(|row| row[0].to_string().starts_with("What it is worth:")).unwrap();
    let heads: Vec<String> = cells.rows().nth(row + 1).unwrap().iter().map(ToString::to_string).collect();
    let aava = cells.rows().skip(row + 2).find(|row| row[0] == *"Aava").unwrap();
    for (head, key) in [("Benefit", "benefit"), ("Saving", "saving"), ("Net", "net"), ("Return", "roi")] {
        let column = heads.iter().position(|one| one == head).unwrap();
        let found: f64 = aava[column].to_string().parse().unwrap();
        near(found, shown(&told[key]["likely"]));
    }
}
