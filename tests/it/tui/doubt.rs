//! What is worked out beside the screen, and what quotes cost: the same as the commands say.

use super::{Ui, harbour};
use crate::support::{repository, weigh};

#[test]
fn the_page_of_robustness_shows_the_draws() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("r").shows("Drawing weights").settle();
    insta::assert_snapshot!("robustness_80x24", ui.screen(80, 24));
    insta::assert_snapshot!("robustness_200x60", ui.screen(200, 60));
}

#[test]
fn the_ranking_shows_how_often_each_vendor_is_first_and_asks_again_after_an_edit() {
    let mut ui = Ui::in_folder(&harbour());
    ui.settle();
    let before = ui.screen(120, 40);
    assert!(before.contains(" %") && !before.contains("…  "), "{before}");
    ui.keys("4 > > > > 1");
    assert!(ui.screen(120, 40) != before);
    ui.settle();
    insta::assert_snapshot!("ranking_with_shares_120x40", ui.screen(120, 40));
}

/// Both decisions have been read once and not been changed: that alone does not make them the same.
#[test]
fn the_shares_of_one_decision_are_not_shown_for_another() {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter r").settle();
    ui.shows("of 10,000 draws");
    ui.keys("o down enter r").shows("Drawing weights").settle().shows("of 10,000 draws");
}

#[test]
fn the_page_of_a_vendor_says_what_a_fact_would_have_to_be() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("down 2 down enter").settle();
    insta::assert_snapshot!("break_even_80x24", ui.screen(80, 24));
}

#[test]
fn the_page_of_a_vendor_says_what_a_price_of_its_quote_would_have_to_be() {
    let answer = weigh(&repository(), &["break-even", "siam-voice", "--format", "json"]).json();
    let prices = answer["result"]["prices"].as_array().expect("prices");
    let seats = prices.iter().find(|one| one["name"] == "Seats and licences").expect("seats");
    let at = &seats["answer"]["value"]["value"];
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter 2 / T o t a l enter down down enter").settle();
    ui.shows(&format!("in the quote: Seats and licences at {at} EUR "));
    // What does not hang on the quote says nothing of it.
    ui.keys("/ / ctrl-u R e p o r t i n g enter down down enter").settle().shows("loses the first place at");
    ui.lacks("in the quote:");
}

/// The scores of the sample as the command line prints them, with a what-if.
fn scores(what_if: &str) -> Vec<(String, String)> {
    let set: &[&str] = if what_if.is_empty() { &[] } else { &["--set", what_if] };
    let arguments = [&["rank", "--criteria", "contact-centre", "--format", "json"], set].concat();
    let ranking = weigh(&repository(), &arguments).json();
    let vendors = ranking["result"]["vendors"].as_array().expect("vendors").clone();
    vendors.iter().map(|vendor| (vendor["id"].to_string(), vendor["score"].to_string())).collect()
}

fn scores_of(ui: &Ui) -> Vec<(String, String)> {
    let shown: serde_json::Value = serde_json::from_str(&ui.json()).expect("JSON");
    let vendors = shown["vendors"].as_array().expect("vendors").clone();
    vendors.iter().map(|vendor| (vendor["id"].to_string(), vendor["score"].to_string())).collect()
}

#[test]
fn an_assumption_changed_on_the_page_of_costs_changes_the_ranking_as_a_what_if_does() {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter 9").shows("What it hangs on").shows("Present value").shows("Our own cost");
    let before = scores_of(&ui);
    assert_eq!(before, scores(""));
    ui.keys("/").text("phone: growth").keys("enter e ctrl-u").text("40").keys("enter");
    assert_eq!(ui.changes(), ["needs.demand.phone.growth=40"]);
    assert_eq!(scores_of(&ui), scores("needs.demand.phone.growth=40"));
    assert!(scores_of(&ui) != before);
    ui.keys("u");
    assert_eq!(scores_of(&ui), before);
    assert!(!ui.app.state.is_changed());
}

#[test]
fn a_fact_that_costs_hang_on_moves_them_too() {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter down 2 /")
        .text("staff who leave")
        .keys("enter down e ctrl-t ctrl-u")
        .text("95")
        .keys("enter")
        .shows("lost with the old value: the range");
    let change = "vendors.bayt-alradd.facts.attrition=95";
    assert_eq!(ui.changes(), [change]);
    assert_eq!(scores_of(&ui), scores(change));
    ui.keys("esc 2 /").text("cost over").keys("enter down e").shows("worked out from the quote");
}

#[test]
fn the_page_of_costs_in_four_sizes() {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter 9");
    for (columns, rows) in [(40, 10), (80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(format!("cost_{columns}x{rows}"), ui.screen(columns, rows));
    }
}
