//! Bots whose containment grows, what they leave, and what it costs where containment or resolution turn out otherwise.

use serde_json::Value;

use super::clauses::{Case, line, near, run, shown, total};

/// A bot of which all else is said, and people by the minute.
fn bot(keys: &str) -> String {
    format!(
        "[quote.automation.bot]\nreach = 100\ngenuine = 100\nreturn = 0\n{keys}\n\
         [quote.prices.people]\nper = \"minute\"\nrate = 1\n[quote.prices.bot]\nper = \"contained\"\nrate = 0.5\n"
    )
}

fn of(years: &str, keys: &str) -> Value {
    Case { years, quote: &bot(keys), ..Case::default() }.cost()
}

#[test]
fn containment_grows_by_contract_year() {
    // 1 000 contacts of 5 minutes a month; those that are contained would have taken half of that.
    let aava = of("3", "growth = [20, 40]\nrelative = 50");
    for (month, share) in [(0, 0.2), (11, 0.2), (12, 0.4), (35, 0.4)] {
        near(shown(&line(&aava, "people")["months"][month]), 5_000.0 * (1.0 - share * 0.5));
        near(shown(&line(&aava, "bot")["months"][month]), 500.0 * share);
    }
    let bots = &aava["bots"][0];
    near(shown(&bots["contained"]), 12_000.0 * (0.2 + 0.4 + 0.4));
    near(shown(&bots["to_people"]), 12_000.0 * (0.8 + 0.6 + 0.6));
    // In the end the rest takes a third longer, and there is no one number that was quoted.
    near(shown(&bots["growth"]), 4.0 / 3.0);
    assert!(bots["quoted"].is_null(), "{bots}");
    // One year is what a plain containment is; later years than the term has do not count.
    let plain = of("1", "containment = 20\nrelative = 50")["figures"].clone();
    assert_eq!(of("1", "growth = [20]\nrelative = 50")["figures"], plain);
    assert_eq!(of("1", "growth = [20, 90]\nrelative = 50")["figures"], plain);
    // A range in a later year is one of the total.
    let aava = of("2", "growth = [20, { low = 20, likely = 40, high = 60 }]\nrelative = 100");
    near(total(&aava, "low"), 12.0 * (4_000.0 + 100.0) + 12.0 * (2_000.0 + 300.0));
    near(total(&aava, "high"), 24.0 * 4_100.0);
    // Prices by resolution count what people and the bot of each year solve.
    let quote = bot("growth = [0, 50]\nrelative = 100")
        + "[quote.prices.solved]\nper = \"bot-resolution\"\nrate = 2\n";
    let aava = Case { years: "2", quote: &quote, ..Case::default() }.cost();
    near(shown(&line(&aava, "solved")["months"][11]), 0.0);
    near(shown(&line(&aava, "solved")["months"][12]), 1_000.0);
}

#[test]
fn how_much_longer_the_rest_takes_says_how_long_the_contained_would_have() {
    // Half is taken and the rest takes half as long again: the contained are half as long.
    let plain = of("1", "containment = 50\nrelative = 50")["figures"].clone();
    assert_eq!(of("1", "containment = 50\nrest_longer = 50")["figures"], plain);
    let none = of("1", "containment = 0\nrest_longer = 50");
    near(total(&none, "likely"), 60_000.0);
    assert_eq!(none["bots"][0]["missing"], serde_json::json!([]));
    // The longer the rest takes, the dearer it is.
    let aava = of("1", "containment = 50\nrest_longer = { low = 0, likely = 50, high = 90 }");
    near(total(&aava, "low"), 12.0 * (2_500.0 + 250.0));
    near(total(&aava, "high"), 12.0 * (2_500.0 * 1.9 + 250.0));
    for (keys, message) in [
        ("containment = 50\nrelative = 50\nrest_longer = 50", "said in two ways"),
        ("containment = 50\ngrowth = [20, 40]\nrelative = 50", "is one number, or grows by year"),
        ("relative = 50", "the key `containment` is missing"),
        ("growth = []\nrelative = 50", "this list is empty"),
        ("growth = [20, 140]\nrelative = 50", "140 is outside the range"),
    ] {
        let check = run(&Case { quote: &bot(keys), ..Case::default() }.workspace(), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{keys}: {check}");
    }
    let check = run(
        &Case { quote: &bot("containment = 50\nrest_longer = 200"), ..Case::default() }.workspace(),
        "check",
    );
    assert!(check.out.contains("would take more than all of the work"), "{check}");
}

/// The totals of a sweep, by their moves.
fn swept(case: &Case<'_>, lever: &str) -> Vec<(f64, f64)> {
    let result =
        run(&case.workspace(), &format!("cost --sweep {lever} --format json")).json()["result"].clone();
    let grid = result["grid"].as_array().unwrap().iter().map(shown);
    grid.zip(result["curves"][0]["totals"].as_array().unwrap().iter().map(shown)).collect()
}

#[test]
fn containment_and_resolution_are_swept_by_points() {
    let quote = bot("containment = 20\nrelative = 50");
    let case = Case { quote: &quote, ..Case::default() };
    for (moved, total_there) in swept(&case, "containment") {
        let containment = (20.0 + moved).clamp(0.0, 100.0) / 100.0;
        near(total_there, 12.0 * (5_000.0 * (1.0 - containment * 0.5) + 500.0 * containment));
    }
    // Who has no bot does not move.
    let people = "[quote.prices.people]\nper = \"minute\"\nrate = 1\n";
    let case = Case { quote: people, ..Case::default() };
    assert!(swept(&case, "containment").iter().all(|(_, total)| (total - 60_000.0).abs() < 1e-6));
    // A minimum share is one of what was forecast, and not of what the sweep makes of it.
    let bound = "[quote.automation.bot]\nreach = 100\ngenuine = 100\nreturn = 0\ncontainment = 50\nrelative = 100\n\
                 [quote.prices.people]\nper = \"minute\"\nrate = 1\nminimum_share = 100\n";
    for (moved, total_there) in swept(&Case { quote: bound, ..Case::default() }, "containment") {
        near(total_there, 12.0 * 2_500.0 * (1.0 - moved.min(0.0) / 50.0));
    }
    // Who solves more at first has fewer contacts: N = 1 / f where all come back.
    let criteria = "12000\nfcr_today = 50\nreturn = 100";
    for (own, first) in [("", 50.0), ("work.phone.fcr = 60\n", 60.0)] {
        let quote = format!("{own}[quote.prices.calls]\nper = \"contact\"\nrate = 1\n");
        for (moved, total_there) in
            swept(&Case { contacts: criteria, quote: &quote, ..Case::default() }, "fcr")
        {
            near(total_there, 12.0 * 12_000.0 * 50.0 / (first + moved));
        }
    }
    let told = run(&Case { quote: &quote, ..Case::default() }.workspace(), "cost --sweep containment");
    assert!(told.out.contains("containment"), "{told}");
}
