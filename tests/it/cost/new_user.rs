//! Three price lists as a new user types them from the manual: a bot by resolution with agents by the hour, a telemarketer by
//! net sale, a receptionist by started minutes; each figure checked by hand.

use serde_json::Value;

use super::clauses::{near, shown};
use crate::support::{Output, Workspace};

const CRITERIA: &str = r#"title = "Who answers and who calls"
currency = "EUR"
default = true
rule = { rounding = { criterion = "1 half-up", total = "1 half-up" } }

[needs]
start = 2027-01-01
years = 2

[needs.demand.phone]
contacts = 10000
aht = 300
opens = 8
closes = 18
deadline = 10
utilisation = 80
shrinkage = 25
fte_hours = 160
days_a_month = 20
resolution = 80
fcr_today = 70
return = 50

[needs.outbound.winback]
monthly = 1000
optional = true
suppressed = 5
live = [20, 15, 10]
right = 60
attempts = 3
handle = { right = 300, wrong = 30, none = 5 }
cancel = 12
value = 90

[cost]
discount = 0
award = 2026-12-01
wages = 3
cpi = 2

[cost.buyer.manage]
amount = 1000
per = "month"

[criteria.price]
name = "Total"
weight = 100
unit = "EUR"
fact = "cost.total"
scale = { worst = 2000000, best = 100000 }
"#;

const BOTCO: &str = r#"name = "Botco"

[quote]
valid_until = 2027-03-31
tax = "without"

[quote.automation.ava]
channels = ["phone"]
reach = 80
containment = 50
genuine = 75
return = 60
relative = 70
handover = 30

[quote.prices.solved]
per = "bot-resolution"
rate = 1.20
commitment = { units = 2500, overage = 1.50 }

[quote.prices.fee]
per = "month"
automation = "ava"
rate = 3000

[quote.prices.people]
per = "productive-hour"
rate = 30
"#;

const TELCO: &str = r#"name = "Telco"

[quote]
valid_until = 2027-03-31
tax = "without"

[quote.prices.calls]
per = "contact"
rate = 4

[quote.prices.sales]
per = "sale"
net = true
rate = 45
campaign = "winback"

[quote.outbound.winback]
conversion = 8
"#;

const RECEP: &str = r#"name = "Recep"

[quote]
valid_until = 2027-03-31
tax = "without"

[quote.prices.plan]
per = "month"
rate = 1500

[quote.prices.minutes]
per = "minute"
rate = 0.95
included = 2000
round_up = { seconds = 60 }
"#;

fn desk(botco: &str) -> Workspace {
    Workspace::new(CRITERIA, &[("botco", botco), ("recep", RECEP), ("telco", TELCO)])
}

fn with(workspace: &Workspace, command: &str, settings: &[&str]) -> Output {
    let sets = settings.iter().flat_map(|set| ["--set", set]);
    workspace.weigh(&command.split_whitespace().chain(sets).collect::<Vec<_>>())
}

/// What one vendor costs, with settings below `vendors.`.
fn cost(workspace: &Workspace, vendor: &str, settings: &[&str]) -> Value {
    let settings: Vec<String> = settings.iter().map(|set| format!("vendors.{set}")).collect();
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    let json = with(workspace, &format!("cost {vendor} --format json"), &settings);
    assert_eq!(json.code, Some(0), "{json}");
    json.json()["result"]["vendor"].clone()
}

fn likely(cost: &Value, figure: &str) -> f64 {
    shown(&cost["figures"][figure]["likely"])
}

fn line(cost: &Value, id: &str) -> f64 {
    let lines = cost["lines"].as_array().unwrap_or_else(|| panic!("{cost}"));
    let line = lines.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("{id} in {cost}"));
    line["months"].as_array().unwrap().iter().map(shown).sum::<f64>() + shown(&line["upfront"])
}

const KEY: &str = "botco.quote.automation.ava";

#[test]
fn a_bot_pays_from_where_it_costs_the_same_to_all_digits() {
    let workspace = desk(BOTCO);
    let botco = cost(&workspace, "botco", &[]);
    near(likely(&botco, "total"), 801_000.0);
    let bot = &botco["bots"][0];
    // 36 000 - 7 250 c in a month with it, 31 250 without.
    assert_eq!(bot["containment"]["verdict"], "from", "{bot}");
    assert!((shown(&bot["containment"]["at"]) - 100.0 * 4_750.0 / 7_250.0).abs() < 1e-9, "{bot}");
    assert!((shown(&bot["volume"]["at"]) - 2.0).abs() < 1e-9, "{bot}");
    // So a must-have between it and the step above it is passed.
    let gate = "\n[gates.pays]\nname = \"Pays\"\nfact = \"cost.break_even_containment\"\nat_most = 65.52\n";
    let gated = Workspace::new(&format!("{CRITERIA}{gate}"), &[("botco", BOTCO)]);
    let rank = with(&gated, "rank --format json", &[]).json();
    assert!(!rank.to_string().contains("must be at most"), "{rank}");
}

/// Where only the time of the rest is said, little containment cannot be: the rest would take more than all of the work.
#[test]
fn a_bot_of_which_the_rest_is_said_pays_from_where_it_can_be() {
    let workspace = desk(&BOTCO.replace("relative = 70", "rest_longer = 20"));
    let bot = cost(&workspace, "botco", &[])["bots"][0].clone();
    assert_eq!(bot["containment"]["verdict"], "from", "{bot}");
    let at = shown(&bot["containment"]["at"]);
    assert!(at > 50.0 && at < 60.0, "{bot}");
    let total = |containment: f64| {
        likely(&cost(&workspace, "botco", &[&format!("{KEY}.containment={containment:.6}")]), "total")
    };
    assert!(total(at - 0.01) > 774_000.0 && total(at + 0.01) < 774_000.0, "{at}");
}

#[test]
fn a_sweep_shows_what_can_be_and_says_what_cannot() {
    // Little containment cannot be with such a rest; much of it cannot with contacts that are longer than others.
    for (botco, moves) in [
        (BOTCO.replace("relative = 70", "rest_longer = 20"), "-30"),
        (
            BOTCO.replace("relative = 70", "relative = 150").replace("containment = 50", "containment = 70"),
            "+20",
        ),
    ] {
        let workspace = desk(&botco);
        let sweep = with(&workspace, "cost --sweep containment", &[]);
        assert_eq!(sweep.code, Some(0), "{sweep}");
        let row =
            sweep.out.lines().find(|line| line.starts_with("Botco")).unwrap_or_else(|| panic!("{sweep}"));
        assert!(row.contains('–'), "{sweep}");
        let why =
            sweep.out.lines().find(|line| line.contains("Botco at")).unwrap_or_else(|| panic!("{sweep}"));
        assert!(why.contains(moves) && why.contains("not known: "), "{sweep}");
        let json = with(&workspace, "cost --sweep containment --format json", &[]).json();
        let curves = json["result"]["curves"].as_array().unwrap();
        let own = curves.iter().find(|curve| curve["vendor"] == "botco").unwrap();
        let totals = own["totals"].as_array().unwrap();
        assert!(totals.len() == 13 && totals.iter().any(Value::is_null) && !totals[6].is_null(), "{own}");
        assert!(own["unknown"].is_string(), "{own}");
        assert_eq!(with(&workspace, "cost --sweep containment --format csv", &[]).code, Some(0));
    }
    // An end of the forecast that would never end leaves the other moves.
    let workspace = desk(BOTCO);
    let settings = ["needs.demand.phone.fcr_today=20", "needs.demand.phone.return=100"];
    let sweep = with(&workspace, "cost --sweep fcr", &settings);
    assert_eq!(sweep.code, Some(0), "{sweep}");
    assert!(sweep.out.contains('–') && sweep.out.contains("come back for ever"), "{sweep}");
    // What is forecast itself cannot be: that is an error all the same.
    let never = ["needs.demand.phone.fcr_today=0", "needs.demand.phone.return=100"];
    assert_eq!(with(&workspace, "cost --sweep fcr", &never).code, Some(3));
}

/// Whom a bot sends away for good is not solved: the worse the bot, the dearer a resolved issue.
#[test]
fn a_resolved_issue_is_one_that_a_bot_did_not_send_away() {
    let workspace = desk(BOTCO);
    let base = cost(&workspace, "botco", &[]);
    // 1 + 0.3 x 0.5 / 0.85 contacts an issue, 0.7 / 0.85 of them solved by people; the bot solves 0.3 of contacts, 0.04
    // go for good, 0.66 come to people.
    let issues = 240_000.0 / (1.0 + 0.15 / 0.85);
    let solved = issues * (0.3 + 0.66 * 0.7 / 0.85);
    assert!((likely(&base, "per_resolved_issue") - 801_000.0 / solved).abs() < 1e-4, "{base}");
    let worse = cost(&workspace, "botco", &[&format!("{KEY}.genuine=0"), &format!("{KEY}.return=0")]);
    let solved = issues * 0.6 * 0.7 / 0.85;
    let total = likely(&worse, "total");
    assert!((likely(&worse, "per_resolved_issue") - total / solved).abs() < 1e-4, "{worse}");
    // Nobody is solved: there is no such figure.
    let keys = ["genuine=0", "return=0", "reach=100", "containment=100"].map(|key| format!("{KEY}.{key}"));
    let nobody = cost(&workspace, "botco", &keys.each_ref().map(String::as_str));
    assert!(nobody["figures"]["per_resolved_issue"].is_null(), "{nobody}");
}

#[test]
fn a_commitment_of_a_year_is_none_of_a_month() {
    let yearly = BOTCO
        .replace("{ units = 2500, overage = 1.50 }", "{ units = 30000, overage = 1.50, per = \"year\" }");
    let workspace = desk(&yearly);
    let contacts =
        "needs.demand.phone.contacts=[5000,5000,5000,5000,5000,5000,15000,15000,15000,15000,15000,15000]";
    let json = with(&workspace, "cost botco --format json", &[contacts]);
    assert_eq!(json.code, Some(0), "{json}");
    near(line(&json.json()["result"]["vendor"], "solved"), 90_000.0);
    // Half of it is paid in the half year that is left of the term.
    let half = with(&workspace, "cost botco --format json", &["needs.years=1.5", contacts]);
    if half.code == Some(0) {
        near(line(&half.json()["result"]["vendor"], "solved"), 45_000.0 + 18_000.0);
    }
    let said = with(&workspace, "cost", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("30000 a year in any case, 1.50 EUR each above"), "{said}");
    let said = with(&desk(BOTCO), "cost", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("2500 a month in any case, 1.50 EUR each above"), "{said}");
    assert!(said.contains("2000 a month come with it"), "{said}");
}

/// Sessions differ in length: what a ceiling takes off is that of the long ones, also where the mean lies below it.
#[test]
fn a_ceiling_of_a_session_is_that_of_each() {
    let billed = |rounding: &str| {
        let price = format!(
            "{BOTCO}\n[quote.prices.x]\nper = \"bot-minute\"\nrate = 0.1\nceiling = {{ per = \"session\", amount = 0.6 }}\n{rounding}"
        );
        let workspace = desk(&price.replace("handover = 30", "handover = 30\nminutes = 3"));
        line(&cost(&workspace, "botco", &[]), "x") / 192_000.0
    };
    let power = libm::exp;
    let rounded = 0.1 * (1.0 - power(-2.0)) / (1.0 - power(-1.0 / 3.0));
    let within = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-6, "{found}, not {wanted}");
    within(billed("round_up = { seconds = 60 }\n"), rounded);
    within(billed(""), 0.3 * (1.0 - power(-2.0)));
    // 30 s, then 90, 150 ... and 60 on top: 4.5 of 6 minutes are steps, in four of them and a half.
    let [first, step] = [power(-0.5 / 3.0), power(-1.0 / 3.0)];
    let steps = (1.0 - power(-4.0 / 3.0)) / (1.0 - step) + 0.5 * power(-4.0 / 3.0);
    within(billed("round_up = { seconds = 60, first = 30, wrap = 60 }\n"), 0.1 * (1.5 + first * steps));
}

#[test]
fn a_bot_that_nobody_prices_is_told_and_is_no_bargain() {
    let bot =
        "\n[quote.automation.bot]\nreach = 50\ncontainment = 40\ngenuine = 80\nreturn = 50\nrelative = 100\n";
    let workspace = Workspace::new(CRITERIA, &[("recep", &format!("{RECEP}{bot}"))]);
    let recep = cost(&workspace, "recep", &[]);
    assert!(recep["figures"]["per_bot_resolution"].is_null(), "{recep}");
    assert!(recep["bots"][0]["per_solved"].is_null() && recep["bots"][0]["is_priced"] == false, "{recep}");
    let said = with(&workspace, "cost recep", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("no price line is for it, and nothing is counted: ask what it costs"), "{said}");
    let read =
        "[criteria.bot]\nweight = 50\nfact = \"cost.per_bot_resolution\"\nscale = { worst = 5, best = 0 }\n";
    let workspace = Workspace::new(&format!("{CRITERIA}{read}"), &[("recep", &format!("{RECEP}{bot}"))]);
    let gaps = with(&workspace, "gaps", &[]).out;
    assert!(gaps.contains("no price line is for the bot"), "{gaps}");
}

#[test]
fn a_first_step_is_told_as_one() {
    let recep = RECEP.replace("{ seconds = 60 }", "{ seconds = 60, first = 30, wrap = 15 }");
    let workspace = Workspace::new(CRITERIA, &[("recep", &recep)]);
    let said = with(&workspace, "cost recep", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("started steps of 60 s after a first of 30 s, and 15 s on top"), "{said}");
}

#[test]
fn calls_cannot_be_more_machines_than_calls_nor_hours_more_than_a_month() {
    let crew = "agents = 2\nhours = 100\ndialler = \"predictive\"\noccupancy = 80\n";
    let counted = "counted = { abandoned = 5, passed = 95, to_machines = 7 }\n";
    for (more, says) in [
        (format!("{crew}{counted}"), "7 machines among 5 abandoned calls"),
        (crew.replace("100", "2000"), "these are more hours than a month has"),
    ] {
        let workspace = Workspace::new(CRITERIA, &[("telco", &format!("{TELCO}{more}"))]);
        let check = workspace.weigh(&["check"]);
        assert!(check.code != Some(0) && check.to_string().contains(says), "{check}");
    }
    let fits = format!("{TELCO}{crew}{}", counted.replace('7', "5"));
    assert_eq!(Workspace::new(CRITERIA, &[("telco", &fits)]).weigh(&["check"]).code, Some(0));
}

/// The document of a quote is that of what came with it.
#[test]
fn a_quote_that_comes_with_its_document_has_it() {
    let workspace = desk(&BOTCO.replace("tax =", "source = \"draft offer\"\nas_of = 2026-10-01\ntax ="));
    assert_eq!(workspace.weigh(&["ask", "botco", "-o", "botco.xlsx"]).code, Some(0));
    let fill = [
        ("Quote", "source", "Answer", "final offer"),
        ("Quote", "as_of", "Answer", "2026-11-20"),
        ("Quote", "automation.ava.containment", "Answer", "52"),
        ("Quote", "solved", "Of a month, or a year", "year"),
    ];
    let back = crate::sheets::exported::typed_over(&workspace.read("botco.xlsx"), &fill);
    workspace.write("back.xlsx", back);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let text = String::from_utf8(workspace.read("vendors/d/botco.toml")).unwrap();
    assert!(
        text.contains("final offer") && text.contains("2026-11-20") && !text.contains("changed"),
        "{text}"
    );
    assert!(text.contains("per = \"year\"") && text.contains("containment = 52"), "{text}");
    assert!(!workspace.weigh(&["check"]).to_string().contains("no source since"), "{text}");
    // As it is, nothing comes back.
    assert!(workspace.weigh(&["take", "back.xlsx"]).err.contains("nothing to write"));
}

/// What people take longer for what is left to them, as the table of bots has it: 0.72 of 300 s, 30 s for each of 0.4 that
/// are handed over, 300 s for each of 0.06 that come back, over 0.66 contacts.
#[test]
fn the_table_of_bots_says_how_much_longer_people_take() {
    let workspace = desk(BOTCO);
    let time = (0.72 * 300.0 + 0.4 * 30.0 + 0.06 * 300.0) / 0.66;
    near(shown(&cost(&workspace, "botco", &[])["bots"][0]["growth"]), time / 300.0);
    let cost = with(&workspace, "cost botco", &[]);
    assert!(cost.out.contains("Their time"), "{cost}");
    assert!(cost.out.contains("+24.2"), "{cost}");
}

/// People may ask money for each contact that a bot hands them, beside the time that it takes them.
#[test]
fn a_handed_over_contact_may_cost_money() {
    let each = format!("{BOTCO}\n[quote.prices.passed]\nper = \"handover\"\nrate = 0.25\n");
    let workspace = desk(&each);
    // 8 000 sessions a month, half of them handed over.
    let botco = cost(&workspace, "botco", &[]);
    near(line(&botco, "passed"), 24.0 * 4_000.0 * 0.25);
    near(likely(&botco, "total"), 801_000.0 + 24_000.0);
    // It goes with the bot: without it there is none, so the bot has that much less to earn.
    let at = shown(&botco["bots"][0]["containment"]["at"]);
    // 38 000 - 9 250 c in a month, with 2 000 - 2 000 c more for those handed over.
    assert!((at - 100.0 * 6_750.0 / 9_250.0).abs() < 1e-9, "{botco}");
    let nobody = format!("{RECEP}\n[quote.prices.passed]\nper = \"handover\"\nrate = 0.25\n");
    let check = Workspace::new(CRITERIA, &[("recep", &nobody)]).weigh(&["check"]);
    assert_ne!(check.code, Some(0), "{check}");
}

/// The share that is solved at first of contacts that the first level can solve is one of all contacts times these.
#[test]
fn a_net_share_of_solved_contacts_is_taken_as_quoted() {
    let with_work = |work: &str| desk(&format!("{BOTCO}\n[quote.work.phone]\n{work}"));
    let figures = |work: &str| cost(&with_work(work), "botco", &[])["figures"].clone();
    // 620 solved at first of 1 000 contacts, of which 120 cannot be: 62 % of all, 70.4545 % net (case fcr_kinds-1).
    let net = figures("fcr = 75\nof = \"solvable\"\nunsolvable = 20\n");
    assert_eq!(net, figures("fcr = 60\nof = \"contacts\"\n"));
    assert_ne!(net, figures("fcr = 75\nof = \"contacts\"\n"));
    let range = figures("fcr = { low = 70, likely = 75, high = 80 }\nof = \"solvable\"\nunsolvable = 20\n");
    assert_eq!(range, figures("fcr = { low = 56, likely = 60, high = 64 }\nof = \"contacts\"\n"));
    for (work, says) in [
        ("fcr = 75\nof = \"solvable\"\n", "how many contacts the first level cannot solve"),
        ("fcr = 75\nunsolvable = 20\n", "this share is of all contacts or issues"),
    ] {
        let check = with_work(work).weigh(&["check"]);
        assert!(check.code != Some(0) && check.to_string().contains(says), "{check}");
    }
}

/// A collar that is agreed anew each year, that counts in one direction, and that either side may leave.
#[test]
fn a_collar_may_reset_go_one_way_and_end_the_contract() {
    let priced = |rates: &str, collar: &str| {
        let criteria = CRITERIA.replace("[cost]\n", &format!("[cost]\nrates = {{ THB = {rates} }}\n"));
        let vendor = format!(
            "name = \"Thai\"\n\n[quote]\nvalid_until = 2027-03-31\ntax = \"without\"\ncurrency = \"THB\"\n\n\
             [quote.collar]\nreference = 0.92\nband = 4\nshare = 50\n{collar}\n\
             [quote.prices.fee]\nper = \"month\"\nrate = 50000\n"
        );
        let workspace = Workspace::new(&criteria, &[("thai", &vendor)]);
        let thai = cost(&workspace, "thai", &[]);
        (line(&thai, "fee"), thai["notes"].to_string())
    };
    // Cases fx_collar-1 and -2: 46 830 a month at 0.99, 46 000 at 0.94; and 45 170 at 0.85.
    for (rate, month) in [("0.99", 46_830.0), ("0.94", 46_000.0), ("0.85", 45_170.0)] {
        near(priced(rate, "").0, 24.0 * month);
    }
    near(priced("0.99", "ways = \"cheaper\"").0, 24.0 * 46_000.0);
    near(priced("0.85", "ways = \"cheaper\"").0, 24.0 * 45_170.0);
    near(priced("0.85", "ways = \"dearer\"").0, 24.0 * 46_000.0);
    near(priced("0.99", "ways = \"dearer\"").0, 24.0 * 46_830.0);
    // In the second year 0.99 is agreed, and 1.00 is within its band.
    near(priced("[0.99, 1.00]", "reset = true").0, 12.0 * (46_830.0 + 49_500.0));
    near(priced("[0.99, 1.00]", "").0, 12.0 * (46_830.0 + 50_000.0 * (0.92 + 0.5 * (1.0 - 0.9568))));
    let (_, notes) = priced("[0.94, 1.10]", "leave = 15");
    assert!(notes.contains("+19.6 % from the agreed one in year 2: either side may leave then"), "{notes}");
    assert!(!priced("[0.94, 1.05]", "leave = 15").1.contains("may leave"), "within it");
    assert!(!priced("[0.94, 1.10]", "").1.contains("may leave"), "nobody said so");
}

/// What stands in the file in another way says the same: no answer is a change that changes nothing.
#[test]
fn answers_that_say_what_the_quote_says_are_no_changes() {
    let botco = BOTCO
        .replace("reach = 80", "reach = { value = 80, source = \"pilot\" }")
        .replace("rate = 1.20", "rate = 1.20\nchannels = [\"phone\"]");
    let workspace = desk(&botco.replace("tax =", "source = \"offer\"\nas_of = 2026-10-01\ntax ="));
    assert_eq!(workspace.weigh(&["ask", "botco", "-o", "botco.xlsx"]).code, Some(0));
    let take = |reach: &str| {
        let fill = [
            ("Quote", "source", "Answer", "offer"),
            ("Quote", "as_of", "Answer", "2026-10-01"),
            ("Quote", "automation.ava.reach", "Answer", reach),
            ("Quote", "solved", "Rate", "1.2"),
            ("Quote", "solved", "Channels, all when empty", "phone"),
        ];
        let back = crate::sheets::exported::typed_over(&workspace.read("botco.xlsx"), &fill);
        workspace.write("back.xlsx", back);
        workspace.weigh(&["take", "back.xlsx", "--over"])
    };
    let same = take("80.0");
    assert!(same.err.contains("nothing to write") && !same.out.contains("changed"), "{same}");
    let other = take("81");
    assert!(other.out.contains("automation.ava.reach") && !other.out.contains("solved"), "{other}");
}

/// The workbook has every line with quantity and factors: typed over, amounts, years and totals follow.
#[test]
fn the_workbook_has_every_line_and_its_totals_follow() {
    use weigh::sheets::cells;
    let workspace = desk(BOTCO);
    let made = workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]);
    assert_eq!(made.code, Some(0), "{made}");
    let book = cells::read(&workspace.read("out/d.xlsx")).unwrap();
    let lines = &book.sheets[book.sheet_named("Lines").unwrap()];
    let head =
        (0..20).find(|column| lines.cells.get(&(3, *column)).and_then(|cell| cell.text()) == Some("Amount"));
    let amount = head.unwrap();
    let of = |row: u32, column: u32| lines.cells.get(&(row, column));
    let text = |row: u32, column: u32| of(row, column).and_then(|cell| cell.text()).unwrap_or_default();
    let number = |row: u32, column: u32| match &of(row, column)?.content {
        cells::Content::Number(number) => Some(number.to_f64()),
        _ => None,
    };
    let (mut totals, mut live) = (std::collections::BTreeMap::new(), 0);
    for row in 4..200 {
        let Some(paid) = number(row, amount) else { continue };
        *totals.entry(text(row, 0).to_owned()).or_insert(0.0) += paid;
        let Some(quantity) = number(row, 5) else { continue };
        let product = (7..amount).filter_map(|column| number(row, column)).product::<f64>() * quantity;
        assert!((product - paid).abs() < 1e-6 * paid.abs().max(1.0), "row {row}: {product}, not {paid}");
        live += 1;
    }
    assert!(live > 8, "{live} live rows");
    let costs = with(&workspace, "cost --format json", &[]).json();
    for vendor in costs["result"]["vendors"].as_array().unwrap() {
        let total = shown(&vendor["figures"]["total"]["likely"]);
        let found = totals[vendor["name"].as_str().unwrap()];
        assert!((found - total).abs() < 0.01, "{vendor}: {found}");
    }
}

/// What is left out of what a bot is worth stands for programs too.
#[test]
fn what_a_bot_is_worth_says_what_it_leaves_out() {
    let value = "\n[needs.value]\nbaseline = { total = 1000000 }\ncustomer = { margin = 100, keep = 80, years = 3 }\n\
                 leave = { first = 1, later = 2, given_up = 10 }\n";
    let workspace = Workspace::new(&format!("{CRITERIA}{value}"), &[("botco", BOTCO), ("recep", RECEP)]);
    let json = with(&workspace, "cost --worth --format json", &[]).json();
    let vendors = json["result"]["vendors"].as_array().unwrap();
    let of = |id: &str| vendors.iter().find(|vendor| vendor["id"] == id).unwrap();
    assert!(of("botco")["not_counted"].as_str().unwrap().contains("sends away unsolved"), "{json}");
    assert!(of("recep")["not_counted"].is_null(), "{json}");
}

#[test]
fn letters_tell_a_price_with_what_goes_with_it_and_no_share_as_one() {
    let more = "[criteria.bot]\nname = \"Share of the bot\"\nweight = 50\nfact = \"cost.bot_share\"\nscale = { worst = 0, best = 100 }\n";
    let letter = |regime: &str| {
        let criteria = format!("{CRITERIA}{more}[disclosure]\nregime = \"{regime}\"\n");
        let workspace = Workspace::new(
            &criteria.replace("default = true\n", "vendors = \"../vendors/d\"\n"),
            &[("botco", BOTCO), ("telco", TELCO), ("recep", RECEP)],
        );
        let awarded = workspace.weigh(&[
            "award",
            "--to",
            "botco",
            "--by",
            "A. Buyer",
            "--on",
            "2026-12-01",
            "--reason",
            "Best",
        ]);
        assert_eq!(awarded.code, Some(0), "{awarded}");
        workspace.weigh(&["debrief", "telco"]).out
    };
    let told = letter("us");
    assert!(told.contains("2500 a month in any case, 1.5 EUR each above"), "{told}");
    let told = letter("eu-institutions");
    let said = "Share of the bot: its points are worked out from its whole quote, of which this letter tells the prices alone.";
    assert!(told.contains(said) && !told.contains("Share of the bot: its points follow"), "{told}");
}
