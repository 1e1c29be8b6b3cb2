//! The board edition: two pages that stand alone, whatever state the decision is in.

use crate::support::{Output, Workspace, repository, weigh};

fn sample() -> Workspace {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace
}

fn paper(workspace: &Workspace, more: &[&str]) -> Output {
    workspace.weigh(&[&["report", "--for", "board", "--to", "md", "-o", "-"], more].concat())
}

fn text(workspace: &Workspace, more: &[&str]) -> String {
    let output = paper(workspace, more);
    assert_eq!(output.code, Some(0), "{output}");
    output.out
}

/// How the answer is meant: the tone of the first box of the page.
fn tone(workspace: &Workspace) -> String {
    let output = workspace.weigh(&["report", "--for", "board", "--to", "html", "-o", "-"]);
    assert_eq!(output.code, Some(0), "{output}");
    let first = output.out.split("class=\"callout ").nth(1).unwrap();
    first.split('"').next().unwrap().to_owned()
}

/// A decision on two facts, with vendors that state `price` and `quality`.
fn small(criteria: &str, vendors: &[(&str, &str)]) -> Workspace {
    let criteria = format!(
        "title = \"D\"\ncurrency = \"EUR\"\n{criteria}\n[criteria.quality]\nname = \"Quality\"\nweight = 60\n\
         scale = {{ worst = 0, best = 100 }}\n"
    );
    let vendors: Vec<(&str, String)> = vendors
        .iter()
        .map(|(id, facts)| (*id, format!("name = \"{}\"\n[facts]\n{facts}\n", id.to_uppercase())))
        .collect();
    let vendors: Vec<(&str, &str)> = vendors.iter().map(|(id, text)| (*id, text.as_str())).collect();
    Workspace::new(&criteria, &vendors)
}

const PRICED: &str = "[gates.ceiling]\nname = \"Price below the ceiling\"\nfact = \"price\"\nat_most = 40\n\
                      [criteria.price]\nname = \"Price of an hour\"\nweight = 40\nunit = \"EUR/h\"\n\
                      scale = { worst = 50, best = 10 }\n";

#[test]
fn the_paper_of_the_sample_says_what_a_board_asks() {
    let output = weigh(&repository(), &["report", "--for", "board", "--to", "md", "-o", "-"]);
    assert_eq!(output.code, Some(0), "{output}");
    insta::assert_snapshot!("board", output.out);
    // Criteria and facts stand by their names.
    for key in ["cost.total", "cost.per", "first_contact", "data_access", "auto_renewal", "_"] {
        assert!(!output.out.contains(key), "{key}\n{}", output.out);
    }
}

#[test]
fn the_paper_of_the_sample_has_two_pages() {
    let workspace = sample();
    for award in [false, true] {
        if award {
            let award = ["award", "--to", "siam-voice", "--by", "A. Buyer", "--on", "2026-11-22"];
            assert_eq!(workspace.weigh(&award).code, Some(0));
        }
        let made = workspace.weigh(&["report", "--for", "board", "--to", "pdf", "-o", "out"]);
        assert_eq!(made.code, Some(0), "{made}");
        let pdf = workspace.read("out/contact-centre-board.pdf");
        let pages = pdf.windows(11).filter(|window| *window == b"/Type/Page/").count();
        assert_eq!(pages, 2);
    }
    assert_eq!(tone(&workspace), "good");
}

#[test]
fn an_award_in_force_is_told_with_who_decided() {
    let workspace = sample();
    let award = [
        "award",
        "--to",
        "bayt-alradd",
        "--by",
        "A. Buyer",
        "--reason",
        "Knows our trade",
        "--on",
        "2026-11-22",
    ];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    let said = text(&workspace, &[]);
    for wanted in [
        "## Decided\n",
        "**Awarded to Bayt Alradd. Total cost: 3\u{a0}945\u{a0}008 EUR**",
        "Reason: Knows our trade.",
        "**Next in rank**: Siam Voice: 74.45 of 100",
        "Decided on 2026-11-22 by A. Buyer**",
        "| A. Buyer |  | 2026-11-22 |  |",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    // A cheaper offer that is ahead was passed over by the board's own reason.
    assert!(said.contains("Rank 1, 2.03 points ahead of Bayt Alradd: by the reason of the award"), "{said}");
    assert_eq!(tone(&workspace), "doubt");
}

#[test]
fn an_award_that_cannot_stand_is_no_good_answer() {
    let workspace = sample();
    let award = ["award", "--to", "siam-voice", "--by", "A. Buyer", "--on", "2026-11-22"];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    let gone = ["withdraw", "siam-voice", "--reason", "No free seats"];
    assert_eq!(workspace.weigh(&gone).code, Some(0));
    let said = text(&workspace, &[]);
    assert!(said.contains("**Awarded to Siam Voice. Total cost: 3\u{a0}341\u{a0}093 EUR**"), "{said}");
    assert!(said.contains("**The award cannot stand**") && said.contains("No free seats"), "{said}");
    assert_eq!(tone(&workspace), "bad");
    // One whose file is gone costs nothing that is known; nobody else's price stands in its place.
    std::fs::remove_file(workspace.path().join("vendors/contact-centre/siam-voice.toml")).unwrap();
    let said = text(&workspace, &[]);
    assert!(said.contains("**Awarded to Siam Voice**"), "{said}");
}

#[test]
fn an_end_without_an_award_recommends_nobody() {
    let workspace = sample();
    let award = ["award", "--none", "--by", "A. Buyer", "--reason", "No money", "--on", "2026-11-22"];
    let made = workspace.weigh(&award);
    assert_eq!(made.code, Some(0), "{made}");
    let said = text(&workspace, &[]);
    assert!(said.contains("**Ended without an award**") && !said.contains("Award to"), "{said}");
    assert_eq!(tone(&workspace), "doubt");
}

#[test]
fn nobody_in_the_ranking_is_nobody_to_award_to() {
    let workspace = small(PRICED, &[("a", "price = 60\nquality = 80"), ("b", "price = 70\nquality = 90")]);
    let said = text(&workspace, &[]);
    assert!(said.contains("**Nobody can be recommended: it is to be decided how to go on**"), "{said}");
    assert!(said.contains("- A: Price below the ceiling: 60, must be at most 40"), "{said}");
    assert_eq!(tone(&workspace), "bad");
}

#[test]
fn a_price_that_is_a_criterion_is_what_it_costs() {
    let vendors = [
        ("a", "price = 30\nquality = { low = 70, likely = 80, high = 90 }"),
        ("b", "price = 20\nquality = 40"),
        ("c", "price = 12\nquality = 10"),
    ];
    let workspace = small(PRICED, &vendors);
    let said = text(&workspace, &[]);
    for wanted in [
        "**Award to A. Price of an hour: 30 EUR/h**",
        "**Price below the ceiling**: at most 40 EUR/h: pass",
        "*Price against quality, in words: Price of an hour, EUR/h and points for all but price of each offer. A: 30, 48 \
         points; B: 20, 24 points; C: 12, 6 points.*",
        "| C | 12 | Rank 3, ",
        "most on Quality 42",
        "- Quality: 70 to 90, likely 80 (12 points)",
    ] {
        assert!(said.replace(".00", "").contains(wanted), "{wanted}\n{said}");
    }
    // One offer has none beside it, and none that is cheaper.
    let alone = text(&small(PRICED, &vendors[..1]), &[]);
    assert!(
        alone.contains("No offer costs less than A.") && alone.contains("A is the only vendor"),
        "{alone}"
    );
    assert!(!alone.contains("Price against quality") && !alone.contains("Next in rank"), "{alone}");
}

#[test]
fn where_no_price_counts_none_is_told() {
    let workspace = small("", &[("a", "quality = 80"), ("b", "quality = 40")]);
    let said = text(&workspace, &[]);
    assert!(said.contains("**Award to A**") && said.contains("No price counts in this decision."), "{said}");
    assert!(said.contains("Nothing: every must-have is passed"), "{said}");
}

#[test]
fn the_colour_of_the_answer_follows_the_certainty() {
    let vendors = [("a", "price = 30\nquality = 80"), ("b", "price = 12\nquality = 68")];
    let sure = small(PRICED, &vendors);
    assert!(text(&sure, &[]).contains("Award to "));
    assert_eq!(tone(&sure), "good");
    let unsure = small(&format!("[robust]\nrecommend = 99.99\nspread = 90\n{PRICED}"), &vendors);
    let said = text(&unsure, &[]);
    assert!(said.contains("It is to be decided who gets the work: no clear first; "), "{said}");
    assert_eq!(tone(&unsure), "doubt");
    let terms = format!("[gates.terms]\nname = \"Terms signed\"\nfact = \"terms\"\nis = true\n{PRICED}");
    let open = small(&terms, &[vendors[0], ("b", "price = 12\nquality = 20\nterms = true")]);
    let said = text(&open, &[]);
    assert!(
        said.contains("once what is open is settled") && said.contains("- must-have Terms signed, open: "),
        "{said}"
    );
    assert_eq!(tone(&open), "doubt");
    let tied = small("", &[("a", "quality = 80"), ("b", "quality = 80")]);
    assert!(text(&tied, &[]).contains("A and B share the first place"));
    assert_eq!(tone(&tied), "bad");
}

#[test]
fn a_what_if_says_that_it_is_one() {
    let said = text(&sample(), &["--set", "criteria.cost.weight=40"]);
    assert!(said.contains("**What if**") && said.contains("criteria.cost.weight"), "{said}");
}

#[test]
fn editions_and_chapters_are_not_mixed() {
    let workspace = small(PRICED, &[("a", "price = 30\nquality = 80")]);
    assert_eq!(paper(&workspace, &["--sections", "ranking"]).code, Some(2));
    for kind in ["json", "csv", "xlsx"] {
        let refused = workspace.weigh(&["report", "--for", "board", "--to", kind, "-o", "out"]);
        assert_eq!(refused.code, Some(2), "{refused}");
        assert!(refused.err.contains("is a document") && refused.err.contains("docx"), "{refused}");
    }
    let of_file = workspace.weigh(&["report", "--for", "file", "--to", "md", "-o", "-"]);
    assert_eq!(of_file.out, workspace.weigh(&["report", "--to", "md", "-o", "-"]).out);
    // Both editions stand side by side, and the paper has nothing to move.
    let both = workspace.weigh(&["report", "--for", "board", "-o", "."]);
    assert_eq!(both.code, Some(0), "{both}");
    let page = String::from_utf8(workspace.read("d-board.html")).unwrap();
    assert!(page.contains("Board paper") && !page.contains("id=\"live\""));
}
