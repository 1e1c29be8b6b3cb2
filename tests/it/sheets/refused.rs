//! What comes back and is not what was asked: refused with its cell, and never taken for something else.

use weigh::sheets::cells;

use super::exported::typed_over;
use super::forms::{BAY, bay, quoting, workspace};
use crate::support::{Output, Workspace};

/// A form of a vendor with some cells typed over: of which sheet, row and column, and what.
fn filled(workspace: &Workspace, fill: &[(&str, &str, &str, &str)]) -> Output {
    if !workspace.path().join("bay.xlsx").is_file() {
        assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    }
    workspace.write("back.xlsx", typed_over(&workspace.read("bay.xlsx"), fill));
    workspace.weigh(&["take", "back.xlsx", "--over", "--write"])
}

/// A must-have that wants a no is named after the good answer, and its question after the fact.
#[test]
fn a_question_is_never_the_reverse_of_its_fact() {
    let criteria = super::forms::CRITERIA.to_owned()
        + "\n[gates.no_breach]\nname = \"No breach kept from clients\"\nfact = \"unreported_breach\"\nis = false\n\n[criteria.no_penalties]\nname = \"No penalties\"\nweight = 5\nfact = \"penalties\"\nscale = { yes = 0, no = 100 }\n";
    let workspace = Workspace::new(
        &criteria,
        &[("bay", &(BAY.to_owned() + "unreported_breach = false\npenalties = false\n"))],
    );
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let book = cells::read(&workspace.read("bay.xlsx")).unwrap();
    let texts: Vec<&str> = book.sheets[0].cells.values().filter_map(cells::Cell::text).collect();
    assert!(texts.contains(&"Unreported breach") && texts.contains(&"Penalties"), "{texts:?}");
    assert!(
        !texts.iter().any(|text| text.contains("No breach") || text.contains("No penalties")),
        "{texts:?}"
    );
}

/// A list names what holds: what stands behind a word may say that it does not.
#[test]
fn what_is_said_not_to_hold_is_not_taken_for_held() {
    let criteria = super::forms::CRITERIA.to_owned()
        + "\n[gates.languages]\nname = \"Languages\"\nfact = \"languages\"\nincludes = [\"en\", \"th\", \"ar\"]\n";
    let workspace = Workspace::new(&criteria, &[("bay", &(BAY.to_owned() + "languages = {}\n"))]);
    let says = |fact: &str, answer: &str| filled(&workspace, &[("Questions", fact, "Answer", answer)]);
    for (fact, answer) in [
        ("certificates", "ISO 27001 (in progress)"),
        ("certificates", "ISO 27001 (expired)"),
        ("certificates", "ISO 27001 (2027)"),
        ("certificates", "ISO 27001 planned for 2027"),
        ("languages", "en, th, ar?"),
        ("languages", "en, th, Arabic from 2028"),
        ("languages", "en, th (planned), ar"),
    ] {
        let taken = says(fact, answer);
        assert!(taken.code == Some(1) && !bay(&workspace).contains("27001"), "{answer}: {taken}");
    }
    let taken = says("languages", "en, th, ar (no)");
    assert!(taken.out.contains("\"ar (no)\" says no: left out"), "{taken}");
    assert!(taken.out.contains("not known -> [\"en\", \"th\"]"), "{taken}");
    let taken = says("certificates", "ISO 27001:2022");
    assert!(taken.out.contains("[\"ISO 27001\"]"), "{taken}");
}

/// What was typed where no answer is, or a second time, is said.
#[test]
fn nothing_that_was_typed_goes_without_a_line() {
    let workspace = workspace();
    for (fill, said) in [
        (("Questions", "nights", "Remarks", "on request"), "no answer, but \"on request\" beside it"),
        (("Questions", "nights", "How to answer", "8 h"), "how to answer was changed to \"8 h\""),
        (("Questions", "seats", "Lowest", "n/a"), "the lowest: \"n/a\": not known"),
        (("Questions", "ready_on", "Answer", "2570-04-01"), "2570-04-01"),
        (("Questions", "ready_on", "Answer", "1900-01-01"), "a year that is hardly meant"),
    ] {
        let taken = filled(&workspace, &[fill]);
        assert!(taken.out.contains("Not taken") && taken.out.contains(said), "{said}: {taken}");
    }
}

#[test]
fn two_answers_that_differ_are_both_left() {
    let workspace = workspace();
    let head = "weigh/questions/1,,\nDecision,d,\nVendor,bay,\n,,\nId,Answer,As of\n";
    let take = |rows: &str| {
        workspace.write("answers.csv", format!("{head}{rows}"));
        workspace.weigh(&["take", "answers.csv", "--over"])
    };
    let taken = take("seats,65,2026-11-03\nseats,70,2026-11-03\n");
    assert!(taken.code == Some(1) && taken.out.contains("neither is taken"), "{taken}");
    let taken = take("seats,65,2026-11-03\nseats,65,2026-11-03\n");
    assert!(
        taken.code == Some(0) && taken.out.contains("-> 65") && !taken.out.contains("neither"),
        "{taken}"
    );
}

/// A quote is one answer: with a price that cannot be read it is another one, and no day and source are new.
#[test]
fn a_quote_without_one_of_its_prices_is_not_taken() {
    let workspace = quoting();
    let quote = |rate: &str, more: &[(&str, &str, &str, &str)]| {
        let fill = [
            ("Quote", "currency", "Answer", "EUR"),
            ("Quote", "as_of", "Answer", "2026-11-20"),
            ("Quote", "price_1", "Name", "Calls"),
            ("Quote", "price_1", "For each", "contact"),
            ("Quote", "price_1", "Rate", rate),
        ];
        filled(&workspace, &[&fill[..], more].concat())
    };
    let taken = quote("USD 2.10", &[]);
    assert!(taken.out.contains("none of it is taken"), "{taken}");
    assert!(!bay(&workspace).contains("[quote"), "{}", bay(&workspace));
    // In the currency of the quote it is what was asked for.
    let taken = quote("EUR 2,10", &[("Quote", "setup", "In the prices?", "yes")]);
    assert!(bay(&workspace).contains("2.1") && bay(&workspace).contains("included"), "{taken}");
    // What is in the prices and has an amount is one of two.
    let taken =
        quote("2.10", &[("Quote", "setup", "In the prices?", "yes"), ("Quote", "setup", "Amount", "50")]);
    assert!(taken.out.contains("is said to be in the prices, and has an amount"), "{taken}");
}
