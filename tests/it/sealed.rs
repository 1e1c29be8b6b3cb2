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

#[test]
fn an_evaluators_sheet_has_no_price_while_it_is_sealed() {
    let sheet = desk(true).weigh(&["sheet", "ben"]);
    assert!(sheet.code == Some(0) && !sheet.out.contains("23.57"), "{sheet}");
}
