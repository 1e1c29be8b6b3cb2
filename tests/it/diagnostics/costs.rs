//! Workspaces whose demand, assumptions or quotes have something wrong in them.

use super::Case;
use crate::support::Workspace;

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-04-01
years = 3

[needs.demand.phone]
contacts   = 10000
aht        = { low = 280, likely = 300, high = 340 }
opens      = 8
closes     = 20
target     = { share = 80, seconds = 20 }
shrinkage  = 30
fte_hours  = 160

[cost]
discount = 6

[cost.buyer.travel]
amount = 12000
per    = "year"

[cost.checklist.telephony]
amount = { low = 0.01, likely = 0.02, high = 0.03 }
per    = "minute"

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 100000 }
"#;

const VENDOR: &str = r#"name = "Brandt"

[quote]
tax      = "without"
included = ["telephony"]
index    = { rise = 3 }

[quote.prices.calls]
per  = "contact"
rate = 2.1
"#;

/// The two files with one text in place of another, which must be there.
fn case(title: &str, criteria: (&str, &str), vendor: (&str, &str)) -> Case {
    let changed = |text: &str, (old, new): (&str, &str)| {
        assert!(text.contains(old), "{title}: {old}");
        text.replacen(old, new, 1)
    };
    let workspace = Workspace::new(&changed(CRITERIA, criteria), &[("brandt", &changed(VENDOR, vendor))]);
    Case::new(title, workspace, &[])
}

fn demand(title: &str, old: &str, new: &str) -> Case {
    case(title, (old, new), ("", ""))
}

fn quote(title: &str, old: &str, new: &str) -> Case {
    case(title, ("", ""), (old, new))
}

/// What the work is worth, put before the cost.
fn worth(title: &str, keys: &str) -> Case {
    let before = "[cost]\ndiscount = 6\n";
    let after = if keys.contains("[cost]") {
        keys.replace("\n[needs.other]\nvalue = 1", "")
    } else {
        format!("{keys}\n\n{before}")
    };
    case(title, (before, &format!("[needs.value]\n{after}\n")), ("", ""))
}

/// Two criteria that count how many are solved at first.
fn twice() -> Case {
    let value = "[needs.value]\nbaseline = { total = 900000 }\ncustomer = { margin = 100, keep = 80, years = 3 }\n\
                 leave = { first = 1, later = 3, given_up = 9 }\n\n[cost]\n";
    let criteria = CRITERIA.replacen("[cost]\n", value, 1).replacen(
        "fte_hours  = 160\n",
        "fte_hours  = 160\nfcr_today = 70\nreturn = 60\n",
        1,
    ) + "\n[criteria.worth]\nweight = 20\nfact = \"benefit.net\"\nscale = { worst = 0, best = 1000000 }\n\
           [criteria.solved]\nweight = 20\nfact = \"fcr\"\nscale = { worst = 0, best = 100 }\n";
    let vendor = format!("{VENDOR}\n[quote.work.phone]\nfcr = \"facts.fcr\"\n\n[facts]\nfcr = 76\n");
    Case::new(
        "first-contact resolution that counts twice",
        Workspace::new(&criteria, &[("brandt", &vendor)]),
        &[],
    )
}

pub(super) fn cost_cases() -> Vec<Case> {
    let mut cases = demand_cases();
    cases.extend(quote_cases());
    cases.extend(work_cases());
    cases.extend(unit_cases());
    cases
}

fn demand_cases() -> Vec<Case> {
    let waits = "target     = { share = 80, seconds = 20 }\n";
    vec![
        worth("a baseline that is no vendor", "baseline = \"brand\""),
        worth(
            "customers who never leave",
            "customer = { margin = 9, keep = 100 }\nleave = { first = 1, later = 3, given_up = 9 }\n[cost]\ndiscount = 0\n[needs.other]\nvalue = 1",
        ),
        twice(),
        demand("a forecast without a first day", "start = 2027-04-01\n", ""),
        demand("a term that is no whole months", "years = 3", "years = 2.99"),
        demand("a term beyond all planning", "years = 3", "years = 30"),
        demand("contacts of five months", "contacts   = 10000", "contacts   = [1, 2, 3, 4, 5]"),
        demand("contacts beyond counting", "contacts   = 10000", "contacts   = 1000000001"),
        demand("more agents than there can be", "contacts   = 10000", "contacts   = 900000000"),
        demand(
            "a profile that is too short",
            waits,
            "target = { share = 80, seconds = 20 }\nprofile = [1, 2]\n",
        ),
        demand(
            "a profile of nothing",
            waits,
            &format!("target = {{ share = 80, seconds = 20 }}\nprofile = {:?}\n", [0; 24]),
        ),
        demand("a day that ends before it begins", "closes     = 20", "closes     = 7"),
        demand("an hour that is none", "closes     = 20", "closes     = 25"),
        demand(
            "a week of six days",
            waits,
            "target = { share = 80, seconds = 20 }\nweek = [1, 1, 1, 1, 1, 0]\n",
        ),
        demand(
            "open days given twice",
            waits,
            "target = { share = 80, seconds = 20 }\ndays_a_month = 30\nweek = [1, 1, 1, 1, 1, 0, 0]\n",
        ),
        demand("neither a target nor a deadline", waits, ""),
        demand(
            "a target and a deadline",
            waits,
            "target = { share = 80, seconds = 20 }\ndeadline = 24\nutilisation = 85\n",
        ),
        demand("a deadline without a utilisation", waits, "deadline = 24\n"),
        demand("a target of all", "share = 80", "share = 100"),
        demand(
            "patience without saying of what",
            waits,
            "target = { share = 80, seconds = 20 }\npatience = 120\n",
        ),
        demand(
            "agents who may not be busy",
            waits,
            "target = { share = 80, seconds = 20 }\nmax_occupancy = 0\n",
        ),
        demand("a handle time of nothing", "low = 280", "low = 0"),
        demand("shrinkage of everything", "shrinkage  = 30", "shrinkage  = 100"),
        demand(
            "an estimate that says nothing",
            "{ low = 280, likely = 300, high = 340 }",
            "{ source = \"planner\" }",
        ),
        demand("an estimate in words", "{ low = 280, likely = 300, high = 340 }", "\"five minutes\""),
        demand(
            "a value and a range",
            "{ low = 280, likely = 300, high = 340 }",
            "{ value = 300, low = 280 }",
        ),
        demand("half an agent at once", waits, "target = { share = 80, seconds = 20 }\nconcurrency = 1.5\n"),
        demand(
            "a cost for a vendor that is not there",
            "per    = \"year\"",
            "per    = \"year\"\nby_vendor = { brand = 0 }",
        ),
        demand("an exchange rate of nothing", "discount = 6", "discount = 6\nrates = { USD = 0 }"),
        demand(
            "a worked-out fact without a demand",
            &CRITERIA[CRITERIA.find("[needs.demand").unwrap()..CRITERIA.find("[cost]").unwrap()],
            "",
        ),
        demand("a worked-out fact that is misspelt", "fact   = \"cost.total\"", "fact   = \"cost.totl\""),
    ]
}

fn quote_cases() -> Vec<Case> {
    vec![
        quote("a line without a rate", "rate = 2.1\n", ""),
        quote("a rate and tiers", "rate = 2.1", "rate = 2.1\ntiers = [[0, 2]]"),
        quote("tiers that do not begin at 0", "rate = 2.1", "tiers = [[100, 2], [200, 1]]"),
        quote("tiers that go down", "rate = 2.1", "tiers = [[0, 2], [200, 1], [100, 0.5]]"),
        quote("tiers of months", "per  = \"contact\"\nrate = 2.1", "per = \"month\"\ntiers = [[0, 2]]"),
        quote("a tier that is no pair", "rate = 2.1", "tiers = [[0, 2, 1]]"),
        quote("a rule for no tiers", "rate = 2.1", "rate = 2.1\ntier_rule = \"all-units\""),
        quote("a baseline of a price by the contact", "rate = 2.1", "rate = 2.1\nbaseline = 1000"),
        quote("a band around nothing", "rate = 2.1", "rate = 2.1\nband = 5"),
        quote("a unit that is none", "per  = \"contact\"", "per  = \"call\""),
        quote("a rate below 0", "rate = 2.1", "rate = -2.1"),
        quote("no prices", "[quote.prices.calls]\nper  = \"contact\"\nrate = 2.1\n", "[quote.prices]\n"),
        quote("a channel that is not forecast", "rate = 2.1", "rate = 2.1\nchannels = \"fone\""),
        quote("a currency without a rate", "tax      = \"without\"", "tax = \"without\"\ncurrency = \"THB\""),
        quote("tax without a rate", "tax      = \"without\"", "tax = \"with\""),
        quote("consumer prices of which nothing is assumed", "rise = 3", "cpi = true, cap = 4"),
        quote("a floor above the cap", "rise = 3", "cpi = true, floor = 5, cap = 4"),
        quote("a cap on a rise that is agreed", "rise = 3", "rise = 3, cap = 4"),
        quote("a rise and consumer prices", "rise = 3", "rise = 3, cpi = true"),
        quote("an index from times long gone", "rise = 3", "rise = 3.000000000000000001, first = 0001-01-01"),
        quote("an index that says nothing", "rise = 3", "first = 2028-04-01"),
        quote(
            "a thing that is not on the checklist",
            "included = [\"telephony\"]",
            "included = [\"telefony\"]",
        ),
        quote("resolutions of which nothing is known", "per  = \"contact\"", "per  = \"resolution\""),
        quote("training without attrition", "index    = { rise = 3 }", "training = { hours = 80, rate = 9 }"),
        quote("amounts beyond counting", "rate = 2.1", "rate = 999999999999999999"),
    ]
}

/// A bot before the people of the usual quote.
fn bot(title: &str, keys: &str) -> Case {
    let price = "[quote.prices.calls]\nper  = \"contact\"\nrate = 2.1\n";
    quote(title, price, &format!("[quote.automation.bot]\n{keys}\n\n{price}"))
}

/// How the vendor works on the phone, where the records hold repeats.
fn repeats(title: &str, back: &str, keys: &str, facts: &str) -> Case {
    let price = "[quote.prices.calls]\nper  = \"contact\"\nrate = 2.1\n";
    let records = format!("fte_hours  = 160\nfcr_today  = 70\nreturn     = {back}\n");
    case(
        title,
        ("fte_hours  = 160\n", &records),
        (price, &format!("[quote.work.phone]\n{keys}\n\n{price}\n[facts]\n{facts}\n")),
    )
}

/// Work that cannot be: shares above all, more taken than there is, what never ends.
fn work_cases() -> Vec<Case> {
    let read = "scale  = { worst = 5000000, best = 100000 }\n";
    let circle = format!("{read}\n[facts.burden]\nexpr = \"cost.total / 1000000\"\n");
    vec![
        bot("a bot that contains more than there is", "reach = 90\ncontainment = 120"),
        bot("more contained than sessions", "reach = 90\ncontainment = { yes = 950, of = 900 }"),
        bot("a count of nobody", "reach = 90\ncontainment = { yes = 0, of = 0 }"),
        bot(
            "a bot that takes more than all of the work",
            "reach = 90\ncontainment = 50\nrelative = { low = 100, likely = 200, high = 240 }",
        ),
        bot("a rest that takes more than all of the work", "reach = 90\ncontainment = 50\nrest_longer = 130"),
        bot(
            "a bot that all meet for ever",
            "reach = 100\ncontainment = 100\ngenuine = 0\nreturn = 100\nto = \"bot\"",
        ),
        bot(
            "a hand-over that saves more than there is",
            "reach = 100\ncontainment = 10\ngenuine = 100\nrelative = 100\nhandover = -3000",
        ),
        repeats("contacts that come back for ever", "100", "fcr = 0", "other = 1"),
        repeats("a fact of which more than all are solved", "60", "fcr = \"facts.solved\"", "solved = 130"),
        repeats("a fact by which contacts take no time", "60", "aht = \"facts.time\"", "time = 0"),
        repeats("a fact of half a conversation", "60", "concurrency = \"facts.chats\"", "chats = 1.5"),
        repeats("a share of less than nothing", "60", "fcr = \"facts.solved\"", "solved = -3"),
        case(
            "a price from a fact that is worked out from the cost",
            (read, &circle),
            ("rate = 2.1", "rate = \"facts.burden\""),
        ),
        own_circle(read, &circle),
    ]
}

/// What we spend ourselves, taken from a fact that is worked out from it.
fn own_circle(read: &str, circle: &str) -> Case {
    let criteria =
        CRITERIA.replacen(read, circle, 1).replacen("amount = 12000", "amount = \"facts.burden\"", 1);
    let workspace = Workspace::new(&criteria, &[("brandt", VENDOR)]);
    Case::new("our own cost from a fact that is worked out from it", workspace, &[])
}

/// Units of prices without what they count.
fn unit_cases() -> Vec<Case> {
    let list = "[needs.outbound.renewals]\nrecords = 20000\nlive = [22, 18]\nright = 70\nattempts = 4\n\
                handle = { right = 240, wrong = 35, none = 0 }\n\n[cost]\n";
    let price = "[quote.prices.calls]\nper  = \"contact\"\nrate = 2.1\n";
    let called = |title: &str, keys: &str, unit: &str| {
        let own = format!("[quote.outbound.renewals]\n{keys}\n\n{price}\n[quote.prices.calling]\n{unit}\n");
        case(title, ("[cost]\n", list), (price, &own))
    };
    let of_bot = |title: &str, keys: &str, unit: &str| {
        let bot = format!("[quote.automation.bot]\nreach = 90\ncontainment = 40\n{keys}\n\n");
        quote(title, price, &format!("{bot}{price}\n[quote.prices.bot]\nrate = 0.2\nper = \"{unit}\"\n"))
    };
    vec![
        of_bot("bot-minutes of sessions of which no length is said", "", "bot-minute"),
        of_bot("actions of which no number is said", "minutes = 2", "action"),
        quote("sessions without a bot", "per  = \"contact\"", "per  = \"session\""),
        called("sales of which no share is said", "", "per = \"sale\"\nrate = 20"),
        called("leads of which no share is said", "conversion = 5", "per = \"lead\"\nrate = 4"),
        called(
            "a share of revenue that is not said",
            "conversion = 5",
            "per = \"revenue-percent\"\nrate = 15",
        ),
        called(
            "net sales of which no cancellation is said",
            "conversion = 5",
            "per = \"sale\"\nrate = 20\nnet = true",
        ),
        called("a conversion above all", "conversion = { yes = 60, of = 52 }", "per = \"sale\"\nrate = 20"),
    ]
}
