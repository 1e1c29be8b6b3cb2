//! Every structure of prices that is published, out of a file and to the hundredth: those that could be said before bots,
//! lists and clauses, those that had to be worked out by hand first, and those that could not be said at all.

use super::clauses::{Case, near, total};
use super::outbound::{cost, decision};

/// A bot of which all is said.
fn bot(containment: &str, more: &str) -> String {
    format!(
        "[quote.automation.bot]\nreach = 100\ncontainment = {containment}\ngenuine = 100\nreturn = 0\nrelative = 100\n{more}\n"
    )
}

fn price(id: &str, per: &str, keys: &str) -> String {
    format!("[quote.prices.{id}]\nper = \"{per}\"\n{keys}\n")
}

const NOBODY: &str = "[quote.prices.people]\nper = \"contact\"\nrate = 0\n";

/// A thousand contacts of five minutes in each of twelve months.
fn of(quote: &str) -> f64 {
    total(&Case { quote, ..Case::default() }.cost(), "likely")
}

/// What a year comes to when volume moves by so many per cent.
fn moved(quote: &str, percent: &str) -> f64 {
    let workspace = Case { quote, ..Case::default() }.workspace();
    let sweep = workspace.weigh(&["cost", "--sweep", "volume", "--format", "json"]).json();
    let result = &sweep["result"];
    let grid = result["grid"].as_array().unwrap_or_else(|| panic!("{sweep}"));
    let at = grid.iter().position(|step| step.as_i64() == percent.parse().ok());
    super::clauses::shown(&result["curves"][0]["totals"][at.unwrap_or_else(|| panic!("{sweep}"))])
}

#[test]
fn structures_of_before_are_exact() {
    let ladder = price("answers", "bot-resolution", "tiers = [[0, 0.95], [50, 0.90], [100, 0.85]]");
    near(of(&format!("{}{NOBODY}{ladder}", bot("25.3", ""))), 12.0 * 222.55);
    let committed =
        price("answers", "bot-resolution", "rate = 1.5\ncommitment = { units = 200, overage = 2 }");
    near(of(&format!("{}{NOBODY}{committed}", bot("25.3", ""))), 12.0 * (300.0 + 106.0));
    let conversation = price("talks", "session", "rate = 2");
    near(of(&format!("{}{NOBODY}{conversation}", bot("40", ""))), 12.0 * 2_000.0);
    let package =
        price("fee", "month", "rate = 25") + &price("calls", "contact", "rate = 1.5\nincluded = 25");
    near(of(&package), 12.0 * (25.0 + 975.0 * 1.5));
    let anchored = price("fee", "month", "rate = 2000\nbaseline = 800\nabove = 1.5\nbelow = 1");
    near(of(&anchored), 12.0 * (2_000.0 + 300.0));
    let range = price("minutes", "minute", "rate = { low = 0.9, likely = 1.2, high = 1.5 }");
    let aava = Case { quote: &range, ..Case::default() }.cost();
    for (end, rate) in [("low", 0.9), ("likely", 1.2), ("high", 1.5)] {
        near(total(&aava, end), 12.0 * 5_000.0 * rate);
    }
    let least = price("calls", "contact", "rate = 2\nminimum_share = 90");
    near(of(&least), 24_000.0);
    near(moved(&least, "-30"), 0.9 * 24_000.0);
}

#[test]
fn structures_that_were_worked_out_by_hand_are_exact() {
    let actions = |more: &str| {
        let line = price("actions", "action", &format!("rate = 0.1\n{more}"));
        of(&format!("{}{NOBODY}{line}", bot("40", "actions = 8")))
    };
    near(actions(""), 12.0 * 800.0);
    near(actions("ceiling = { per = \"session\", amount = 0.6 }"), 12.0 * 600.0);
    let minutes = price("fee", "month", "rate = 799\nautomation = \"bot\"")
        + &price("minutes", "bot-minute", "rate = 0.08\nincluded = 2000");
    near(of(&format!("{}{NOBODY}{minutes}", bot("40", "minutes = 2.75"))), 12.0 * (799.0 + 60.0));
    // Seats are those of the work that is left: 4,500 hours a month in 200 open ones are 23, half of them 12.
    let seats = price("seats", "seat", "rate = 100");
    let staffed = |quote: &str| {
        total(&Case { contacts: "4500", aht: "3600", quote, ..Case::default() }.cost(), "likely")
    };
    near(staffed(&seats), 12.0 * 2_300.0);
    near(staffed(&format!("{}{seats}", bot("50", ""))), 12.0 * 1_200.0);
    let credits = price("fee", "month", "rate = 1000") + "[quote.credits]\nat_risk = 10\nexpected = 2\n";
    near(of(&credits), 12_000.0 * 0.98);
}

#[test]
fn structures_of_minutes_and_bots_that_could_not_be_said_are_exact() {
    // 5 minutes by started minutes, and with a minute on top: 1 / (1 - e^-0.2), to 12 digits by hand.
    let started = price("minutes", "minute", "rate = 1\nround_up = { seconds = 60 }");
    near(of(&started), 12_000.0 * 5.516_655_566_127);
    let wrapped = price("minutes", "minute", "rate = 1\nround_up = { seconds = 60, wrap = 60 }");
    near(of(&wrapped), 12_000.0 * 6.516_655_566_127);
    // Minutes of the bot and of people, each at its price.
    let two = price("bot", "bot-minute", "rate = 0.15") + &price("people", "minute", "rate = 1");
    near(of(&format!("{}{two}", bot("40", "minutes = 2.75"))), 12.0 * (412.5 + 3_000.0));
    // People bill only what the bot leaves.
    let both = price("answers", "contained", "rate = 0.99") + &price("people", "contact", "rate = 2.5");
    near(of(&format!("{}{both}", bot("40", ""))), 12.0 * (396.0 + 1_500.0));
}

#[test]
fn structures_of_clauses_that_could_not_be_said_are_exact() {
    let fee = price("fee", "month", "rate = 1000");
    let pool = format!(
        "{fee}[quote.credits]\nat_risk = 12\n[[quote.credits.levels]]\nname = \"80 in 20\"\npool = 100\nshare = 50\nmissed = 2\n"
    );
    near(of(&pool), 12_000.0 * 0.99);
    let yearly = price("calls", "contact", "rate = 0.5") + "[quote.minimums]\nyear = 7000\n";
    near(of(&yearly), 7_000.0);
    // Six months of 750, then six of 250, with 500 as the least of a month: carried, the first make up for the last.
    let months = "[1500, 1500, 1500, 1500, 1500, 1500, 500, 500, 500, 500, 500, 500]";
    let calls = price("calls", "contact", "rate = 0.5");
    let least = |clause: &str| {
        let quote = format!("minimum = 500\n{calls}{clause}");
        total(&Case { contacts: months, quote: &quote, ..Case::default() }.cost(), "likely")
    };
    near(least(""), 6.0 * 750.0 + 6.0 * 500.0);
    near(least("[quote.minimums]\ncarry = true\n"), 6.0 * 750.0 + 6.0 * 250.0);
    let band =
        price("calls", "contact", "rate = 2") + "[quote.minimums]\nband = { share = 10, beyond = 3 }\n";
    near(of(&band), 24_000.0);
    near(moved(&band, "-30"), 12.0 * 900.0 * 2.0);
    near(moved(&band, "30"), 12.0 * (1_100.0 * 2.0 + 200.0 * 3.0));
    let mixed = format!("{fee}[quote.index]\nlabour = 70\nconsumer = 20\nchained = true\n");
    let assumed = "wages = 5\ncpi = 3";
    let mixed = Case { years: "3", cost: assumed, quote: &mixed, ..Case::default() }.cost();
    near(total(&mixed, "likely"), 12_000.0 * (1.0 + 1.041 + 1.041 * 1.041));
    let ramp = price("calls", "contact", "rate = 2") + "[quote.ramp]\nvolume = [25, 50, 75]\n";
    near(of(&ramp), 2.0 * (250.0 + 500.0 + 750.0 + 9_000.0));
}

/// A thousand records of which half answer, ten in a hundred buy and twenty of these revoke.
#[test]
fn structures_of_lists_that_could_not_be_said_are_exact() {
    let needs = "records = 1000\nlive = 50\nright = 100\nattempts = 1\ncancel = 20\nrevenue = 200\n\
                 handle = { right = 240, wrong = 35, none = 0 }\n";
    for (line, wanted) in [
        (price("sales", "sale", "rate = 20"), 1_000.0),
        (price("sales", "sale", "rate = 20\nnet = true"), 800.0),
        (price("leads", "lead", "rate = 4"), 600.0),
        (price("meetings", "right-contact", "rate = 1"), 500.0),
        (price("calls", "attempt", "rate = 0.1"), 100.0),
        (price("share", "revenue-percent", "rate = 15"), 1_500.0),
        (price("share", "revenue-percent", "rate = 15\nnet = true"), 1_200.0),
    ] {
        let quote = format!("[quote.outbound.renewals]\nconversion = 10\nleads = 30\n{line}");
        near(total(&cost(&decision("1", needs, &quote)), "likely"), wanted);
    }
}
