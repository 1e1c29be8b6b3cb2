//! Sealed prices: nothing tells one, or a score that holds one, before quality is locked.

use crate::support::Workspace;

fn desk(sealed: bool) -> Workspace {
    let criteria = format!(
        "title = \"T\"\ncurrency = \"EUR\"\npanel = \"panel/d\"\n[needs]\nbudget = 99\n\
         [gates.budget]\nname = \"Budget\"\nfact = \"price\"\nat_most = \"needs.budget\"\n\
         [criteria.price]\nname = \"Price\"\nweight = 60\nunit = \"EUR/h\"\nscale = {{ worst = 50, best = 10 }}\n\
         [criteria.manner]\nname = \"Manner\"\nweight = 40\nscale = {{ rating = 5 }}\n\
         [rule]\nweights = 100\nsealed = {sealed}\n"
    );
    let vendor = |name: &str, price: &str| {
        format!(
            "name = \"{name}\"\n[facts]\nprice = {{ value = {price}, unit = \"EUR/h\", note = \"asked {price} twice\" }}\n"
        )
    };
    let desk =
        Workspace::new(&criteria, &[("aava", &vendor("Aava", "23.57")), ("bris", &vendor("Bris", "31.79"))]);
    desk.write(
        "criteria/panel/d/ann.toml",
        "name = \"Ann\"\n[marks.aava]\nmanner = 3\n[marks.bris]\nmanner = 4\n",
    );
    desk
}

const ASKED: [&[&str]; 14] = [
    &["rank"],
    &["rank", "--format", "json"],
    &["rank", "--format", "csv"],
    &["explain", "aava"],
    &["compare", "aava", "bris"],
    &["gaps"],
    &["sensitivity", "price"],
    &["robust"],
    &["break-even", "bris"],
    &["panel"],
    &["check"],
    &["report", "--to", "md", "-o", "-"],
    &["report", "--to", "json", "-o", "-"],
    &["report", "--to", "html", "-o", "-"],
];

#[test]
fn nothing_tells_a_price_or_a_score_with_one_before_quality_is_locked() {
    let (sealed, open) = (desk(true), desk(false));
    assert!(open.weigh(&["rank"]).out.contains("59.6"), "{}", open.weigh(&["rank"]));
    for asked in ASKED {
        let output = sealed.weigh(asked);
        for secret in ["23.57", "31.79", "59.6", "39.64", "27.31"] {
            assert!(
                !output.out.contains(secret) && !output.err.contains(secret),
                "{asked:?} {secret}: {output}"
            );
        }
    }
    assert!(sealed.weigh(&["rank"]).out.contains("prices are sealed until quality is locked"));
    let lock = sealed.weigh(&["lock", "quality", "--by", "A. Buyer"]);
    assert!(lock.code == Some(0) && lock.err.contains("prices are open from now on"), "{lock}");
    assert!(sealed.weigh(&["explain", "aava"]).out.contains("23.57"));
    let log = String::from_utf8(sealed.read("criteria/locks.log")).unwrap();
    assert!(log.contains("A. Buyer") && log.contains("quality"), "{log}");
    // What was opened stays open, and quality is as it was locked.
    assert!(!sealed.weigh(&["check"]).out.contains("L001"));
    assert_eq!(sealed.weigh(&["unlock", "quality", "--by", "A", "--reason", "x"]).code, Some(0));
    assert!(sealed.weigh(&["explain", "aava"]).out.contains("23.57"));
}

/// Bids come in while prices are sealed: they are taken, and not told.
#[test]
fn what_comes_back_tells_no_price_while_it_is_sealed() {
    let desk = desk(true);
    let form = |price: &str| {
        format!("weigh/questions/1,,\nDecision,d,\nVendor,aava,\nId,Answer,As of\nprice,{price},2026-11-03\n")
    };
    desk.write("clear.csv", form("18.43"));
    desk.write("doubtful.csv", form("\"18,430\""));
    desk.write("refused.csv", form("77777777777777777777777777"));
    desk.write("second.csv", form("16.61"));
    let other = self::desk(true);
    other.write(
        "vendors/d/aava.toml",
        "name = \"Aava\"\n[facts]\nprice = { value = 19.17, unit = \"EUR/h\", as_of = 2026-11-05 }\n",
    );
    let folder = other.path().to_str().unwrap();
    let before = desk.read("vendors/d/aava.toml");
    let files_of_each =
        [&["clear.csv"][..], &["doubtful.csv"], &["refused.csv"], &["clear.csv", "second.csv"], &[folder]];
    for files in files_of_each {
        for more in [&["--over"][..], &[]] {
            let taken = desk.weigh(&[&["take"], files, more].concat());
            for secret in ["18.43", "18,430", "18430", "19.17", "23.57", "16.61", "777777"] {
                assert!(
                    !taken.out.contains(secret) && !taken.err.contains(secret),
                    "{files:?} {more:?}: {taken}"
                );
            }
            assert!(taken.out.contains("seal"), "{files:?} {more:?}: {taken}");
        }
    }
    let kept = desk.weigh(&["take", "clear.csv", "--write"]);
    assert!(kept.code == Some(1) && kept.out.contains("is known, and sealed; --over"), "{kept}");
    assert_eq!(desk.read("vendors/d/aava.toml"), before);
    assert_eq!(desk.weigh(&["take", "clear.csv", "--write", "--over"]).code, Some(0));
    assert!(String::from_utf8(desk.read("vendors/d/aava.toml")).unwrap().contains("18.43"));
}

#[test]
fn an_evaluators_sheet_has_no_price_while_it_is_sealed() {
    let sheet = desk(true).weigh(&["sheet", "ben"]);
    assert!(sheet.code == Some(0) && !sheet.out.contains("23.57"), "{sheet}");
}

/// Opening is an entry of the log: a what-if, a changed value and a report's inputs are none.
#[test]
fn nothing_but_the_lock_of_quality_opens_a_seal() {
    let desk = desk(true);
    let secrets = ["23.57", "31.79", "59.6", "39.64"];
    for asked in [
        &["rank", "--set", "rule.sealed=false"][..],
        &["explain", "aava", "--set", "rule.sealed=false"],
        &["set", "vendors.aava.facts.price", "24.11"],
        &["report", "--to", "json", "--with-inputs", "-o", "-"],
        &["set", "rule.sealed", "false"],
    ] {
        let output = desk.weigh(asked);
        for secret in secrets {
            assert!(!output.out.contains(secret) && !output.err.contains(secret), "{asked:?}: {output}");
        }
    }
    assert_eq!(desk.weigh(&["set", "rule.sealed", "false"]).code, Some(2));
    assert_eq!(desk.weigh(&["report", "--to", "json", "--with-inputs", "-o", "-"]).code, Some(2));
    assert!(String::from_utf8(desk.read("vendors/d/aava.toml")).unwrap().contains("24.11"));
    assert_eq!(desk.weigh(&["lock", "quality", "--by", "A"]).code, Some(0));
    assert!(
        desk.weigh(&["rank"]).out.contains("24.11") || desk.weigh(&["explain", "aava"]).out.contains("24.11")
    );
}

/// What is called a price is one, whatever reads it, and whether it says in what it counts or not.
#[test]
fn what_is_called_a_price_is_sealed_whatever_reads_it() {
    let quality = "[criteria.quality]\nweight = 40\nscale = { worst = 0, best = 5 }\n";
    let budget = "[gates.budget]\nfact = \"price\"\nat_most = 11000\n";
    let condition = "[gates.budget]\nwhen = \"facts.price <= 11000\"\n";
    let low =
        "[gates.low]\nwhen = \"facts.price >= 0.8 * mean(offered, facts.price)\"\notherwise = \"explain\"\n";
    let line = "[criteria.price]\nweight = 60\nscale = { worst = 20000, best = 0 }\n";
    let ratio = "[facts.r]\nexpr = \"facts.price / mean(offered, facts.price)\"\n\
                 [criteria.r]\nweight = 60\nscale = { worst = 2, best = 0 }\n";
    let named = "[criteria.offer]\nname = \"Hourly rate\"\nweight = 60\nfact = \"asked\"\nscale = { worst = 20000, best = 0 }\n";
    let total = "total = \"points.quality\"\n";
    // Money a month is no time.
    let least = "[gates.floor]\nfact = \"price\"\nat_least = 9000\n";
    let cases = [
        (least, total),
        (budget, total),
        (condition, total),
        (low, ""),
        (line, ""),
        (ratio, ""),
        (named, ""),
        (low, total),
    ];
    for (text, rule) in cases {
        let criteria = format!(
            "title = \"T\"\nvendors = \"../vendors/d\"\n{quality}{text}[rule]\npoints = 100\nsealed = true\n{rule}"
        );
        let fact = if text == named { "asked" } else { "price" };
        let unit = if text == least { ", unit = \"EUR a month\"" } else { "" };
        let vendor = |name: &str, price: &str| {
            format!("name = \"{name}\"\n[facts]\nquality = 3\n{fact} = {{ value = {price}{unit} }}\n")
        };
        let desk = Workspace::new(
            &criteria,
            &[
                ("ann", &vendor("Ann", "6011")),
                ("bo", &vendor("Bo", "10007")),
                ("cy", &vendor("Cy", "12013")),
            ],
        );
        for asked in [
            &["rank"][..],
            &["rank", "--format", "json"],
            &["explain", "ann"],
            &["gaps"],
            &["robust"],
            &["check", "--verbose"],
            &["report", "--to", "md", "-o", "-"],
            &["report", "--to", "html", "-o", "-"],
        ] {
            let output = desk.weigh(asked);
            for secret in ["6011", "10007", "12013", "9343", "6\u{a0}011", "12\u{a0}013", "0.643", "65.96"] {
                let told = output.out.contains(secret) || output.err.contains(secret);
                assert!(!told, "{text} {asked:?} {secret}: {output}");
            }
            assert!(asked != ["rank"] || output.out.contains("prices are sealed"), "{output}");
        }
        let lock = desk.weigh(&["lock", "quality", "--by", "A. Buyer"]);
        assert_eq!(lock.code, Some(0), "{lock}");
        let opened = desk.weigh(&["explain", "ann"]).out + &desk.weigh(&["rank", "--format", "json"]).out;
        assert!(opened.contains("6011"), "{text}: {opened}");
    }
    // A number that is called otherwise, and one that counts in shares, stays.
    let criteria = "title = \"T\"\nvendors = \"../vendors/d\"\n[criteria.cost_growth]\nweight = 40\nunit = \"% a year\"\nscale = { worst = 9, best = 0 }\n\
                    [criteria.price]\nweight = 60\nscale = { worst = 20000, best = 0 }\n[rule]\nsealed = true\n";
    let desk =
        Workspace::new(criteria, &[("ann", "name = \"Ann\"\n[facts]\ncost_growth = 3.75\nprice = 6011\n")]);
    let told = desk.weigh(&["explain", "ann"]).out;
    assert!(told.contains("3.75") && !told.contains("6011"), "{told}");
}

#[test]
fn a_price_that_is_none_is_told_without_its_number_while_it_is_sealed() {
    let desk = |sealed: bool, price: &str| {
        let criteria = format!(
            "title = \"T\"\nvendors = \"../vendors/d\"\n[criteria.price]\nweight = 1\nscale = {{ formula = \"lowest/price\" }}\n[rule]\nsealed = {sealed}\n"
        );
        let vendor = format!("name = \"Ann\"\n[facts]\nprice = {price}\n");
        Workspace::new(&criteria, &[("ann", &vendor), ("bo", "name = \"Bo\"\n[facts]\nprice = 7\n")])
    };
    for price in ["0", "-5.25"] {
        let told = desk(false, price).weigh(&["rank"]).err;
        assert!(told.contains("V011") && told.contains(price), "{told}");
        for command in ["rank", "check"] {
            let output = desk(true, price).weigh(&[command]);
            let told = format!("{}{}", output.out, output.err);
            assert!(told.contains("V011") && told.contains("vendors/d/ann.toml"), "{told}");
            assert!(!told.contains("price = ") && !told.contains("5.25"), "{told}");
        }
    }
}
