//! The items of the regimes, each by its id: what a reader is told, and what not.
//!
//! Rules that were read on secondary pages alone (EI-05, UK-16, US-20) or not at all (PR-05, EU-12) are not printed as
//! law; what letters tell of them is shown all the same, as it is of the regimes without a text (`private`, `world-bank`).

use weigh::decision::Date;
use weigh::decision::disclosure::{Publication, RegimeName};
use weigh::record::deadline::standstill;

use super::{desk, letter};

/// What a letter on request, or the notice (to `public`), holds and does not hold.
fn told(disclosure: &str, (to, phase): (&str, &str), has: &[&str], lacks: &[&str]) {
    let text = letter(&desk(&format!("[disclosure]\n{disclosure}\n")), to, phase).out;
    for said in has {
        assert!(text.contains(said), "no {said}\n{text}");
    }
    for secret in lacks {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}

/// The letter to a vendor as one of the set, which nobody asked for.
fn unasked(disclosure: &str, to: &str) -> String {
    let workspace = desk(&format!("[disclosure]\n{disclosure}\n"));
    let all = workspace.weigh(&["debrief", "--all", "-o", "letters", "--date", "2026-12-01"]);
    assert_eq!(all.code, Some(0), "{all}");
    String::from_utf8(workspace.read(&format!("letters/debrief-{to}.md"))).unwrap()
}

macro_rules! items {
    ($($name:ident: $disclosure:literal, $to:literal $phase:literal, $has:expr, $lacks:expr;)*) => {
        $(
            #[test]
            fn $name() {
                told($disclosure, ($to, $phase), &$has, &$lacks);
            }
        )*
    };
}

const PRIVATE: &str = "regime = \"private\"";
const EU: &str = "regime = \"eu\"";
const EI: &str = "regime = \"eu-institutions\"";
const UK: &str = "regime = \"uk\"";
const US: &str = "regime = \"us\"";

items! {
    pr_01_a_loser_is_told_its_rank_and_points: "regime = \"private\"", "bris" "decided", ["rank 2.", "28.93"], ["41.03"];
    pr_02_a_loser_is_told_who_won: "regime = \"private\"", "bris" "decided", ["The work goes to Aava."], ["Street of Aava"];
    pr_03_a_loser_is_told_the_band_of_the_winner: "regime = \"private\"", "bris" "decided",
        ["lies between 80 and 90"], ["86.92", "39.89"];
    pr_05_nothing_of_the_winners_offer_is_told: "regime = \"private\"", "bris" "decided", [], ["20.11", "811", "NOTE-"];
    pr_06_who_is_out_is_told_which_must_have: "regime = \"private\"", "dune" "decided",
        ["ISO 27001", "not passed"], ["39.89", "lies between", "Your points"];
    pr_08_everybody_is_told_no_points_and_no_losers: "regime = \"private\"", "public" "decided",
        ["The work goes to Aava."], ["Bris", "86.92", "20.11"];
    pr_09_sources_and_remarks_are_told_to_nobody: "regime = \"private\"", "bris" "decided", [], ["SOURCE-", "NOTE-", "A. Buyer"];

    eu_01_the_decision_is_told_with_its_grounds: "regime = \"eu\"", "bris" "decided",
        ["The work does not go to you.", "RATIONALE of the board"], [];
    eu_03_the_winner_is_named_with_where_it_is_ahead: "regime = \"eu\"", "bris" "decided",
        ["The work goes to Aava.", "Where Aava is ahead", "Depth: withheld"], ["811"];
    eu_05_who_is_out_is_told_why_and_nothing_of_the_winner: "regime = \"eu\"", "dune" "decided",
        ["ISO 27001", "not passed"], ["Aava", "39.89", "20.11"];
    eu_06_who_lacks_a_standard_is_told_which_and_what_was_wanted: "regime = \"eu\"", "dune" "decided",
        ["What is wanted", "ISO 27001", "Your offer"], [];
    eu_07_a_candidate_is_told_why_it_goes_no_further: "regime = \"eu\"", "dune" "excluded",
        ["is not considered further", "ISO 27001"], ["Aava", "RATIONALE"];
    eu_08_own_points_are_told_and_the_winners_where_the_buyer_says_so: "regime = \"eu\"\ntell = [\"winner-points\"]",
        "bris" "decided", ["28.93", "39.89"], ["18.97"];
    eu_09_the_winners_price_is_told_where_the_buyer_says_so: "regime = \"eu\"\ntell = [\"winner-price\"]",
        "bris" "decided", ["20.11 EUR/h"], ["41.03"];
    eu_10_what_is_withheld_is_told_with_its_ground: "regime = \"eu\"", "bris" "decided",
        ["withheld under Article 55(3) of Directive 2014/24/EU, as it would harm legitimate commercial interests"], [];
    eu_11_the_standstill_of_germany_is_told_with_its_section: "regime = \"eu\"\ncountry = \"DE\"", "bris" "decided",
        ["2026-12-11 at the earliest", "section 134 GWB", "The work goes to Aava."], ["No member state"];
    eu_12_where_to_challenge_is_told_to_everybody: "regime = \"eu\"", "public" "signed", ["Court of Testing"], [];
    eu_13_everybody_is_told_the_winner_and_its_price_once_signed: "regime = \"eu\"", "public" "signed",
        ["The work goes to Aava.", "Street of Aava", "20.11"], ["Bris", "41.03"];
    eu_16_no_loser_stands_in_a_notice: "regime = \"eu\"", "public" "signed", [], ["Bris", "Cove", "Dune"];

    ei_02_who_asks_is_told_the_winner_and_its_price: "regime = \"eu-institutions\"", "bris" "decided",
        ["The work goes to Aava.", "20.11 EUR/h", "Where Aava is ahead"], ["41.03"];
    ei_05_the_price_is_stated_and_not_left_to_be_worked_out: "regime = \"eu-institutions\"", "bris" "decided",
        ["| Aava", "Hourly price (as quoted)", "20.11 EUR/h"], ["39.89"];
    ei_03_what_is_withheld_is_told_with_its_article: "regime = \"eu-institutions\"", "bris" "decided",
        ["withheld under Article 173(3) of Regulation (EU, Euratom) 2024/2509"], ["811"];

    uk_04_a_letter_bears_the_addresses_of_its_reader: "regime = \"uk\"", "bris" "decided",
        ["Street of Bris", "mail@Bris", "ID-Bris"], ["mail@Aava"];
    uk_05_the_criteria_are_told_with_weights_and_scores: "regime = \"uk\"", "dune" "decided",
        ["Hourly price", "Place", "Depth", "Criteria and weights", "Scale"], [];
    uk_07_the_winners_scores_are_told_and_each_is_explained: "regime = \"uk\"", "bris" "decided",
        ["39.89", "27.03", "86.92", "Why Aava has its points", "Hourly price: its points follow from its price by the published rule", "Place: withheld"], [];
    uk_08_why_else_is_told: "regime = \"uk\"", "fern" "decided", ["REASON-disqualified", "RATIONALE"], ["REASON-withdrawn"];
    uk_09_who_was_judged_in_part_is_told_of_that_part: "regime = \"uk\"", "dune" "decided",
        ["ISO 27001"], ["Why your offer has these points", "Your points"];
    uk_10_no_advantages_are_compared: "regime = \"uk\"", "bris" "decided", [], ["is ahead", "advantage"];
    uk_11_the_winner_is_named_without_its_addresses: "regime = \"uk\"", "bris" "decided",
        ["The work goes to Aava."], ["Street of Aava", "ID-Aava"];
    uk_13_points_on_the_price_are_told_and_not_banded: "regime = \"uk\"", "bris" "decided", ["28.93", "39.89"], ["lies between"];
    uk_14_nothing_is_told_of_other_losers: "regime = \"uk\"", "bris" "decided", [], ["Cove", "18.97", "41.03"];
    uk_15_where_to_challenge_is_told: "regime = \"uk\"", "bris" "decided", ["Court of Testing"], [];

    uk_16_who_is_out_early_is_told_why_and_no_more: "regime = \"uk\"", "dune" "excluded",
        ["is not considered further", "ISO 27001"], ["Aava", "Your points", "Criteria and weights"];

    us_01_who_is_out_is_told_why_and_that_no_revision_is_considered: "regime = \"us\"", "dune" "excluded",
        ["ISO 27001", "not passed", "No revision of it will be considered."], ["Aava"];
    us_02_who_is_out_is_told_how_its_own_offer_was_judged: "regime = \"us\"", "dune" "excluded",
        ["Your offer: 15.29 EUR/h.", "Your offer: 444 people."], ["Aava", "20.11"];
    us_05_weaknesses_of_the_own_offer_are_told: "regime = \"us\"", "bris" "decided",
        ["Your offer: near. It earns 60 % of the points; here would earn 100 %."], [];
    us_07_the_ranking_is_told_without_names: "regime = \"us\"", "bris" "decided", ["rank 2 of 3"], ["Cove"];
    us_08_why_it_was_awarded_so_is_told_to_everyone_debriefed: "regime = \"us\"", "dune" "decided", ["RATIONALE of the board"], [];
    us_10_whom_to_ask_is_told: "regime = \"us\"", "bris" "decided", ["desk@testing"], [];
    us_11_nothing_is_compared_point_by_point: "regime = \"us\"", "bris" "decided", ["28.93"], ["39.89", "is ahead", "811", "SOURCE-"];
    us_12_a_notice_holds_no_price_of_a_loser: "regime = \"us\"", "public" "decided", ["20.11 EUR/h"], ["31.07", "41.03", "Cove"];
    us_15_the_winner_is_debriefed_too: "regime = \"us\"", "aava" "decided", ["39.89", "Your offer: here."], ["Bris", "28.93"];
    us_20_the_department_of_defense_answers_questions: "regime = \"us\"\ndod = true", "bris" "decided",
        ["within 2 business days"], ["DFARS"];

    wb_02_all_names_and_prices_are_told: "regime = \"world-bank\"", "bris" "decided",
        ["Street of Aava", "20.11", "Cove", "41.03", "2026-12-15", "ask"], ["39.89"];
    wb_03_the_standstill_is_10_business_days: "regime = \"world-bank\"", "bris" "decided",
        ["2026-12-15 at the earliest"], [];
    wb_05_what_others_keep_stays_out: "regime = \"world-bank\"", "bris" "decided", [], ["811", "is ahead", "NOTE-"];
    wb_06_everybody_is_told_after_the_standstill: "regime = \"world-bank\"", "public" "signed", ["Aava", "20.11", "Cove"], ["39.89"];
}

/// The overhaul of the FAR moves the numbers, and the buyer says which are printed.
#[test]
fn us_11_what_is_printed_goes_by_the_numbers_that_the_buyer_chose() {
    told(US, ("bris", "decided"), &["FAR subpart 15.5"], &["15.301-1, as"]);
    told(
        "regime = \"us\"\nfar = \"15.301-1\"",
        ("bris", "decided"),
        &["FAR 15.301-1, as"],
        &["FAR subpart 15.5"],
    );
}

#[test]
fn eu_01_who_gets_nothing_is_told_why_the_procedure_ended() {
    let workspace = desk(&format!("[disclosure]\n{EU}\n"));
    let none = ["award", "--none", "--by", "A. Buyer", "--on", "2026-12-01", "--reason", "NO BUDGET is left"];
    assert_eq!(workspace.weigh(&none).code, Some(0));
    let text = letter(&workspace, "bris", "decided").out;
    assert!(text.contains("The procedure ended") && text.contains("NO BUDGET"), "{text}");
}

/// Reasons are owed unasked, with the decision that starts the standstill.
#[test]
fn eu_02_reasons_are_told_unasked() {
    let text = unasked(EU, "bris");
    assert!(
        text.contains("Your offer: 31.07 EUR/h.") && text.contains("2026-12-11 at the earliest"),
        "{text}"
    );
    assert!(text.contains("No member state is named"), "{text}");
}

/// How a negotiation went is told to those that ask, without the names of others, and asked for by `check`.
#[test]
fn eu_04_who_asks_is_told_how_the_negotiation_went() {
    let workspace = desk(&format!("[disclosure]\n{EU}\n"));
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let negotiated = criteria.replace("\"open\"", "\"competitive negotiation\"");
    workspace.write("criteria/d.toml", &negotiated);
    assert!(workspace.weigh(&["check"]).out.contains("negotiation: how it went"));
    let went = "[notice]\nnegotiation = \"TWO ROUNDS, the second with Cove\"";
    workspace.write("criteria/d.toml", negotiated.replace("[notice]", went));
    assert!(!workspace.weigh(&["check"]).out.contains("negotiation: how it went"));
    let text = letter(&workspace, "bris", "decided").out;
    assert!(text.contains("TWO ROUNDS, the second with another bidder"), "{text}");
    for who in ["dune", "public"] {
        assert!(!letter(&workspace, who, "decided").out.contains("TWO ROUNDS"));
    }
    assert_eq!(workspace.weigh(&["debrief", "--all", "-o", "letters"]).code, Some(0));
    let unasked = String::from_utf8(workspace.read("letters/debrief-bris.md")).unwrap();
    assert!(!unasked.contains("TWO ROUNDS"), "{unasked}");
}

/// What the file needs for the report on a procedure stands in our report.
#[test]
fn eu_14_the_file_has_who_was_out_and_why_and_who_decided() {
    let workspace = desk(&format!("[disclosure]\n{EU}\n"));
    let report = workspace.weigh(&["report", "--to", "md", "-o", "-"]).out;
    for said in
        ["Aava", "Bris", "REASON-disqualified", "REASON-withdrawn", "ISO 27001", "RATIONALE", "A. Buyer"]
    {
        assert!(report.contains(said), "no {said}\n{report}");
    }
}

/// EU-15, UK-24: what justifies a decision is kept.
#[test]
fn eu_15_the_record_keeps_what_justifies_the_award() {
    let workspace = desk(&format!("[disclosure]\n{EU}\n"));
    assert_eq!(workspace.weigh(&["debrief", "--all", "-o", "letters"]).code, Some(0));
    let award = String::from_utf8(workspace.read("criteria/award/d.toml")).unwrap();
    for said in ["aava", "bris", "A. Buyer", "2026-12-01", "RATIONALE", "rule", "inputs"] {
        assert!(award.contains(said), "no {said}\n{award}");
    }
    let letters = String::from_utf8(workspace.read("criteria/letters/d.toml")).unwrap();
    assert_eq!(letters.matches("[[sent]]").count(), 6, "{letters}");
}

/// Records explain each material decision, and tell of all letters.
#[test]
fn uk_24_the_record_keeps_every_award_and_every_letter() {
    let workspace = desk(&format!("[disclosure]\n{UK}\n"));
    let again = [
        "award",
        "--to",
        "bris",
        "--by",
        "A. Buyer",
        "--on",
        "2026-12-03",
        "--reason",
        "SECOND: the first withdrew",
    ];
    assert_eq!(workspace.weigh(&again).code, Some(0));
    let award = String::from_utf8(workspace.read("criteria/award/d.toml")).unwrap();
    assert!(award.contains("RATIONALE") && award.contains("SECOND"), "{award}");
}

/// US-14: the decision with its rationale; US-13: each debriefing is filed.
#[test]
fn us_13_each_debriefing_is_filed() {
    let workspace = desk(&format!("[disclosure]\n{US}\n"));
    assert_eq!(workspace.weigh(&["debrief", "bris", "-o", "bris.md"]).code, Some(0));
    let letters = String::from_utf8(workspace.read("criteria/letters/d.toml")).unwrap();
    assert!(letters.contains("bris") && letters.contains("letter ="), "{letters}");
}

#[test]
fn us_14_the_decision_is_filed_with_its_rationale() {
    let report = desk(&format!("[disclosure]\n{US}\n")).weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(report.contains("RATIONALE of the board"), "{report}");
}

/// The notice is owed to all; the debriefing to those alone that ask.
#[test]
fn us_04_the_notice_tells_the_award_with_its_price_unasked() {
    let text = unasked(US, "bris");
    for said in ["6 offers were received", "Aava", "Street of Aava", "20.11 EUR/h", "RATIONALE"] {
        assert!(text.contains(said), "no {said}\n{text}");
    }
}

/// Unit prices are owed beside the whole: those of the awardee in the notice, those of both to who asks; what a vendor adds
/// on top of its cost is told to nobody.
#[test]
fn us_06_unit_prices_of_the_winner_and_of_the_reader_are_told() {
    let workspace = desk(&format!("[disclosure]\n{US}\n"));
    for (vendor, rate) in [("aava", "13"), ("bris", "17"), ("cove", "19")] {
        let file = format!("vendors/d/{vendor}.toml");
        let text = String::from_utf8(workspace.read(&file)).unwrap();
        let quote = format!(
            "[quote.prices.calls]\nname = \"Calls\"\nper = \"contact\"\nrate = 0.{rate}5\nmargin = 20\n\
             [quote.prices.mail]\nname = \"Mail\"\nper = \"contact\"\ntiers = [[0, {rate}], [1000, {rate}.5]]\n\
             [quote.charges.setup]\nname = \"Set-up\"\namount = {rate}00\nper = \"once\"\n\
             [quote.charges.share]\nname = \"Share\"\namount = 3\nper = \"invoice-percent\"\n"
        );
        workspace.write(&file, text.replace("[contact]", &format!("{quote}[contact]")));
    }
    let again = ["award", "--to", "aava", "--by", "A. Buyer", "--on", "2026-12-01", "--reason", "AGAIN"];
    assert_eq!(workspace.weigh(&again).code, Some(0));
    let spaced = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
    let both = spaced(letter(&workspace, "bris", "decided").out);
    let winner = ["0.162 for each contact", "13 for each contact", "13.5 for each contact", "1300 once"];
    let own = ["0.21 for each", "17 for each", "17.5 for each", "1700 once", "Mail, from 1000 a month"];
    for said in own.iter().chain(&winner) {
        assert!(both.contains(said), "no {said}\n{both}");
    }
    let public = spaced(letter(&workspace, "public", "decided").out);
    assert!(winner.iter().all(|said| public.contains(said)), "{public}");
    for text in [&both, &public] {
        for secret in ["19 for each", "20 %", "0.135", "0.23", "Share"] {
            assert!(!text.contains(secret), "{secret}\n{text}");
        }
    }
}

/// US-09: who asks is told what product the winner delivers, where it delivers one.
#[test]
fn us_09_the_product_of_the_winner_is_told_to_those_that_ask() {
    let workspace = desk(&format!("[disclosure]\n{US}\n"));
    for vendor in ["aava", "cove"] {
        let file = format!("vendors/d/{vendor}.toml");
        let text = String::from_utf8(workspace.read(&file)).unwrap();
        workspace.write(&file, format!("{text}product = \"PRODUCT-{vendor} 7\"\n"));
    }
    let text = letter(&workspace, "bris", "decided").out;
    assert!(text.contains("What Aava delivers, make and model: PRODUCT-aava 7."), "{text}");
    assert!(!text.contains("PRODUCT-cove"), "{text}");
    assert!(!unasked(US, "bris").contains("PRODUCT"));
}

#[test]
fn us_16_who_has_not_asked_gets_no_debriefing() {
    let text = unasked(US, "bris");
    for owed_to_who_asks in ["28.93", "Your offer: near.", "rank 2", "Beside what is price"] {
        assert!(!text.contains(owed_to_who_asks), "{owed_to_who_asks}\n{text}");
    }
}

#[test]
fn ei_01_grounds_and_the_standstill_are_told_unasked_to_losers_and_the_winner() {
    let text = unasked(EI, "dune");
    assert!(text.contains("ISO 27001") && text.contains("2026-12-11 at the earliest"), "{text}");
    told(EI, ("aava", "decided"), &["2026-12-11 at the earliest"], &[]);
    assert!(!unasked(EI, "bris").contains("20.11"));
}

#[test]
fn ei_04_the_standstill_is_10_days_or_15_by_post() {
    let day = |text: &str| -> Date { text.parse().unwrap() };
    let last = |is_by_post| {
        let publication = Publication { is_by_post, ..Publication::default() };
        standstill(RegimeName::EuInstitutions, None, day("2026-12-01"), &publication).unwrap().unwrap().last
    };
    assert_eq!([last(false), last(true)], [day("2026-12-11"), day("2026-12-16")]);
}

#[test]
fn wb_01_all_that_submitted_are_told_at_one_time() {
    let workspace = desk("[disclosure]\nregime = \"world-bank\"\n");
    assert_eq!(workspace.weigh(&["debrief", "bris"]).code, Some(2));
    let all = workspace.weigh(&["debrief", "--all", "-o", "letters"]);
    assert_eq!(all.code, Some(0), "{all}");
    for vendor in ["aava", "bris", "cove", "dune", "fern"] {
        assert!(workspace.path().join(format!("letters/debrief-{vendor}.md")).exists(), "{vendor}");
    }
}

/// The summaries come before the notice, which tells when they were given.
#[test]
fn uk_03_the_notice_waits_for_the_letters() {
    let workspace = desk(&format!("[disclosure]\n{UK}\n"));
    let early = workspace.weigh(&["notice"]);
    assert!(early.err.contains("come before the notice"), "{early}");
    assert_eq!(workspace.weigh(&["debrief", "--all", "-o", "letters"]).code, Some(0));
    let then = workspace.weigh(&["notice"]);
    assert!(!then.err.contains("come before the notice"), "{then}");
    assert!(then.out.contains("Letters to those that were judged, given"), "{then}");
}

#[test]
fn uk_20_the_notice_has_who_what_and_when() {
    let workspace = desk(&format!("[disclosure]\n{UK}\n"));
    let notice = letter(&workspace, "public", "decided").out;
    let notice = notice.replace(|c: char| c.is_whitespace() && c != '\n', " ");
    for said in [
        "City of Testing",
        "Desk",
        "Aava",
        "Street of Aava",
        "ID-Aava",
        "Decided on 2026-12-01",
        "4 200 000",
        "open",
        "2026-12-10 at the earliest",
        "desk@testing",
    ] {
        assert!(notice.contains(said), "no {said}\n{notice}");
    }
}

#[test]
fn uk_20_check_asks_for_what_the_notice_tells() {
    let workspace = desk(&format!("[disclosure]\n{UK}\n"));
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    for (line, said) in [
        ("procedure = \"open\"\n", "[notice] has no procedure"),
        ("estimated_value = 4200000\n", "[notice] has no estimated_value"),
        ("contact = \"desk@testing\"\n", "[notice] has no contact"),
        ("published = 2026-12-01\n", "[notice] has no published"),
    ] {
        assert!(!workspace.weigh(&["check"]).out.contains(said));
        workspace.write("criteria/d.toml", criteria.replace(line, ""));
        let check = workspace.weigh(&["check"]);
        assert!(check.out.contains(said), "{line}: {check}");
        workspace.write("criteria/d.toml", &criteria);
    }
}

/// Names are told by the value alone: the threshold stands with the regime.
#[test]
fn uk_21_over_5_million_those_that_lost_are_named_and_below_counted() {
    let notice = |value: u32, regime: &str| {
        let workspace = desk(&format!("[disclosure]\nregime = \"{regime}\"\n"));
        for (vendor, small) in [("aava", false), ("bris", true), ("cove", false)] {
            let file = workspace.path().join(format!("vendors/d/{vendor}.toml"));
            let text = std::fs::read_to_string(&file).unwrap();
            std::fs::write(&file, format!("{text}small = {small}\n")).unwrap();
        }
        let file = workspace.path().join("criteria/d.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("4200000", &value.to_string())).unwrap();
        letter(&workspace, "public", "decided").out
    };
    let below = notice(5_000_000, "uk");
    assert!(below.contains("6 offers were received, 1 of them from small or medium firms"), "{below}");
    for name in ["Bris", "Cove", "Dune"] {
        assert!(!below.contains(name), "{below}");
    }
    let over = notice(5_000_001, "uk");
    let row = |name: &str, small: &str| {
        let line = over.lines().find(|line| line.contains(name)).unwrap_or_default();
        [name, &format!("ID-{name}"), &format!("Street of {name}"), small]
            .iter()
            .all(|said| line.contains(said))
    };
    assert!(row("Bris", "yes") && row("Cove", "no"), "{over}");
    // Neither their prices and points, nor who was not judged in the ranking.
    for secret in ["31.07", "41.03", "28.93", "Dune", "Elm", "Fern"] {
        assert!(!over.contains(secret), "{secret}\n{over}");
    }
    assert!(!notice(9_000_000, "eu").contains("Bris"));
}

/// What is still owed once the contract is signed.
#[test]
fn uk_23_the_notice_of_details_is_called_to_mind() {
    let workspace = desk(&format!("[disclosure]\n{UK}\n"));
    let signed = workspace.weigh(&["notice", "--phase", "signed", "--date", "2027-01-11"]);
    assert!(signed.err.contains("contract details notice is due within 30 days"), "{signed}");
    assert!(!desk(&format!("[disclosure]\n{PRIVATE}\n")).weigh(&["notice"]).err.contains("owed"));
}

/// Every item has its tests, which begin with its id; what a regime tells is an item.
#[test]
fn each_item_has_its_test() {
    const TESTS: [&str; 5] = [
        include_str!("../disclosure.rs"),
        include_str!("items.rs"),
        include_str!("record.rs"),
        include_str!("taint.rs"),
        include_str!("../leaks.rs"),
    ];
    let ids = |kind: &'static str, numbers: std::ops::RangeInclusive<u32>| {
        numbers.map(move |number| format!("{kind}_{number:02}_"))
    };
    let mut items: Vec<String> = ids("pr", 1..=9).collect();
    for (kind, last) in [("eu", 16), ("ei", 5), ("uk", 16), ("us", 16), ("wb", 6), ("lk", 10)] {
        items.extend(ids(kind, 1..=last));
    }
    items.extend(ids("uk", 20..=24).chain(ids("us", 20..=20)));
    let has_test = |item: &String| {
        let [function, row] = [format!("fn {item}"), format!("\n    {item}")];
        TESTS.iter().any(|text| text.contains(&function) || text.contains(&row))
    };
    let without: Vec<&String> = items.iter().filter(|item| !has_test(item)).collect();
    assert!(without.is_empty(), "{without:?}");
    for name in [
        RegimeName::Private,
        RegimeName::Eu,
        RegimeName::EuInstitutions,
        RegimeName::Uk,
        RegimeName::Us,
        RegimeName::WorldBank,
    ] {
        for row in weigh::record::regime::find(name).unwrap().rows {
            let id = format!("{}_", row.id.to_lowercase().replace('-', "_"));
            assert!(items.contains(&id), "{id}");
        }
    }
}
