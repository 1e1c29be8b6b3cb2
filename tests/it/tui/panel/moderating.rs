//! Talking through what is apart.

use super::{page, quay_copy, quay_with, text};

const CONSENSUS: &str = "criteria/panel/quay/consensus.toml";

#[test]
fn the_list_is_gone_through_the_widest_first_and_what_is_agreed_on_is_recorded() {
    let workspace = quay_copy();
    let before = text(&workspace, CONSENSUS);
    let mut ui = page(&workspace, "M");
    ui.shows("To talk through: 1 of 2").shows("0 settled").shows("Nam Sai · Manner");
    ui.shows("Marks from 2 to 5, 22.5 points of the total between them.");
    ui.shows("Ann Berg, Buyer: Two calls of three ended short").shows("Dao Srisai, Thai desk: อบอุ่นกับทุกคน");
    ui.shows("Counts until now: 3.5, median of 4 marks.").lacks("is kept beside it");
    ui.keys("4").shows("agreed on 4, because: ").text("Kind, once the script was changed").keys("enter");
    ui.shows("recorded; 1 to go")
        .shows("To talk through: 2 of 2")
        .shows("1 settled")
        .shows("Nam Sai · Clarity");
    // Marks from 0 to 10: the mark is typed, then the reason.
    ui.keys("6").shows("agreed on, 0 to 10: 6").text(".5").keys("enter").shows("agreed on 6.5, because: ");
    ui.text("Between the two").keys("enter").shows("recorded; all is talked through (ctrl-s saves it)");
    ui.shows("2 settled").shows("Agreed on 6.5: Between the two");
    assert_eq!(
        ui.changes(),
        [
            "panel.consensus.marks.nam-sai.clarity={ mark = 6.5, note = \"Between the two\" }",
            "panel.consensus.marks.nam-sai.manner={ mark = 4, note = \"Kind, once the script was changed\" }",
        ]
    );
    ui.keys("ctrl-s").shows("saved criteria/panel/quay/consensus.toml");
    let written = before
        + "\n[marks.nam-sai]\nmanner = { mark = 4, note = \"Kind, once the script was changed\" }\n\
           clarity = { mark = 6.5, note = \"Between the two\" }\n";
    assert_eq!(text(&workspace, CONSENSUS), written);
    let list = workspace.weigh(&["panel", "--moderation"]);
    assert!(list.out.contains("3 more are settled by consensus"), "{list}");
    ui.keys("esc M").shows("nothing is apart that has not been talked through");
}

#[test]
fn the_first_thing_agreed_on_makes_the_file() {
    let workspace = quay_copy();
    std::fs::remove_file(workspace.path().join(CONSENSUS)).unwrap();
    let mut ui = page(&workspace, "M");
    ui.shows("1 of 3")
        .keys("3")
        .text("So it is")
        .keys("enter ctrl-s")
        .shows("saved criteria/panel/quay/consensus.toml");
    let written = text(&workspace, CONSENSUS);
    assert!(written.starts_with("#:schema ../consensus.schema.json\n"), "{written}");
    assert!(written.ends_with("\nmanner = { mark = 3, note = \"So it is\" }\n"), "{written}");
}

#[test]
fn what_others_agreed_on_meanwhile_is_not_overwritten() {
    for is_there in [true, false] {
        let workspace = quay_copy();
        if !is_there {
            std::fs::remove_file(workspace.path().join(CONSENSUS)).unwrap();
        }
        let mut ui = page(&workspace, "M 4");
        ui.text("Ours").keys("enter");
        let other = "[marks.nam-sai]\nmanner = { mark = 2, note = \"Theirs\" }\n";
        workspace.write(CONSENSUS, other);
        ui.keys("ctrl-s").shows("not saved").shows("changed on disk");
        assert_eq!(text(&workspace, CONSENSUS), other);
    }
}

#[test]
fn nothing_is_agreed_on_without_a_reason_or_off_the_scale() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "M 6");
    ui.shows("marks run from 1 to 5 here");
    ui.keys("4 enter").shows("what is agreed on needs its reason").text("  ").keys("enter");
    ui.shows("what is agreed on needs its reason").keys("esc").shows("0 settled");
    ui.keys("e").text("7").keys("enter").shows("a mark is a number from 1 to 5").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn the_list_can_be_walked_and_a_consensus_taken_back() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "M right");
    ui.shows("2 of 2")
        .keys("right")
        .shows("2 of 2")
        .keys("left")
        .shows("1 of 2")
        .keys("down")
        .shows("2 of 2");
    ui.keys("up 4").text("Agreed").keys("enter").shows("2 of 2").shows("1 settled");
    ui.keys("u").shows("taken back: Manner of Nam Sai by the consensus: 4").shows("0 settled");
    ui.keys("ctrl-r left").shows("Agreed on 4: Agreed");
    // What was agreed on can be agreed on anew.
    ui.keys("3").shows("agreed on 3, because: Agreed").keys("enter");
    assert_eq!(ui.changes(), ["panel.consensus.marks.nam-sai.manner={ mark = 3, note = \"Agreed\" }"]);
    ui.keys("esc").lacks("To talk through:").shows("=3").keys("esc").shows("Nam Sai");
    assert_eq!(ui.app.state.page(), weigh::tui::Page::Ranking);
}

#[test]
fn where_the_rule_counts_no_consensus_the_screen_says_so() {
    let workspace = quay_with("combine   = \"consensus\"\notherwise = \"median\"", "combine   = \"median\"");
    let mut ui = page(&workspace, "M");
    ui.shows("By the rule the median counts: what you agree on is kept beside it.");
    let scores = |ui: &crate::tui::Ui| -> Vec<String> {
        let evaluation = ui.app.state.evaluation().expect("a decision");
        evaluation.vendors.iter().map(|vendor| vendor.score.to_string()).collect()
    };
    let before = scores(&ui);
    ui.keys("2").text("All of us").keys("enter").shows("1 settled");
    assert_eq!(scores(&ui), before, "no score moved");
    ui.keys("esc up").shows("Agreed on 2 (does not count by the rule): All of us");
}

#[test]
fn nothing_apart_is_nothing_to_talk_through() {
    let workspace = quay_with("spread    = 50", "spread    = 100");
    let mut ui = page(&workspace, "M");
    ui.shows("nothing is apart that has not been talked through").lacks("To talk through: ");
}
