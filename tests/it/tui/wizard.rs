//! Finding weights by questions: every method with its keys, what is written, and the ways out.

use std::fs;

use super::{Ui, harbour, harbour_copy};
use crate::support::Workspace;

const CRITERIA: &str = "criteria/harbour.toml";

/// What judgements at the top begin with, as a change of the session.
const TOP: &str = "judgements.top={ method = ";

/// A UI in the wizard for the criteria at the top, after keys.
fn asking(keys: &str) -> Ui {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 f").keys(keys);
    ui
}

/// The weights of the unsaved changes, by the last but one part of their paths, and the judgements.
fn changes(ui: &Ui) -> (Vec<String>, String) {
    let (weights, rest): (Vec<String>, Vec<String>) =
        ui.changes().into_iter().partition(|change| change.starts_with("criteria."));
    let short =
        |change: String| change.trim_start_matches("criteria.").replace(".weight=", " ").trim().to_owned();
    (weights.into_iter().map(short).collect(), rest.join("\n"))
}

/// A copy of the decision with more text at its end.
fn judged(more: &str) -> Workspace {
    let workspace = harbour_copy();
    let text = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    workspace.write(CRITERIA, format!("{text}{more}"));
    workspace
}

const PAIRS: &str = r#"
[judgements.top]
method      = "pairwise"
comparisons = ["cost/quality = 3", "cost/second_site = 2", "quality/second_site = 4"]
decimals    = 0
note        = "Workshop of 3 September"
"#;

#[test]
fn every_method_asks_its_questions_and_finds_what_the_command_finds() {
    // The keys, the command that says the same, and the first word of the judgements.
    let cases = [
        ("1 enter 8 0 enter 4 0 enter", "swing cost=80 quality=100 second_site=40"),
        ("2 down down + enter", "rank-order quality second_site cost --formula roc"),
        ("3 down + enter", "rank-order cost quality second_site --formula rank-sum"),
        ("4 down space enter", "rank-order quality=cost second_site --formula rank-reciprocal"),
        ("5 3 enter 2 enter 4 enter", "pairwise cost/quality=3 cost/second_site=2 quality/second_site=4"),
        (
            "6 right right enter 2 space enter 4 enter",
            "pairwise quality/cost=3 second_site/cost=2 quality/second_site=4 --formula geometric-mean",
        ),
        (
            "7 enter 3 2 enter 8 enter 5 enter",
            "best-worst quality second_site quality/cost=2 quality/second_site=8 cost/second_site=5",
        ),
        ("8 5 0 enter 3 0 enter enter", "points cost=50 quality=30 second_site=20"),
    ];
    for (keys, command) in cases {
        let mut ui = asking(keys);
        ui.shows("Take these weights over?");
        assert_eq!(ui.changes(), [""; 0], "nothing is changed before that: {keys}");
        ui.keys("enter");
        let (_, judgements) = changes(&ui);
        assert!(judgements.starts_with(TOP), "{keys}: {judgements}");
        // Saved by the terminal UI, and by the command: the same bytes.
        let (one, other) = (harbour_copy(), harbour_copy());
        let mut ui = Ui::in_folder(one.path());
        ui.keys("4 f").keys(keys).keys("enter ctrl-s").shows("saved criteria/harbour.toml");
        let mut arguments = vec!["weights"];
        arguments.extend(command.split(' '));
        arguments.push("--write");
        let output = other.weigh(&arguments);
        assert_eq!(output.code, Some(0), "{output}");
        let [one, other] =
            [&one, &other].map(|workspace| String::from_utf8(workspace.read(CRITERIA)).unwrap());
        assert_eq!(one, other, "{keys}");
    }
}

#[test]
fn what_it_finds_is_one_step_of_the_session_that_can_be_taken_back() {
    let mut ui = asking("");
    let read = ui.json();
    ui.keys("1 enter 8 0 enter 4 0 enter enter");
    ui.shows("the weights at the top follow from the judgements now; ctrl-s saves both");
    let (weights, judgements) = changes(&ui);
    assert_eq!(weights, ["cost 36.4", "quality 45.4", "second_site 18.2"]);
    assert!(judgements.contains("points = { cost = 80, quality = 100, second_site = 40 }"), "{judgements}");
    assert!(ui.app.state.is_changed());
    assert!(ui.json() != read);
    ui.keys("u").shows("taken back: weights at the top from judgements");
    assert_eq!(ui.changes(), [""; 0]);
    assert!(ui.json() == read);
    ui.keys("ctrl-r");
    assert_eq!(changes(&ui), (weights, judgements));
}

#[test]
fn swings_are_saved_with_the_ranges_that_they_are_about() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 f 1 enter 8 0 enter 4 0 enter enter ctrl-s");
    let text = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    let start = text.find("[judgements.top]").expect("the table is there");
    insta::assert_snapshot!("swings_in_the_file", &text[start..]);
    let check = workspace.weigh(&["check"]);
    assert!(!check.out.contains("[J0"), "{check}");
    // The scale of the price grows, and the weights were not judged about that.
    workspace.write(CRITERIA, text.replace("worst = 32", "worst = 40"));
    let check = workspace.weigh(&["check"]);
    let said =
        "warning[J008]: `hourly` was judged as a swing of 32 to 12 EUR/h, and is one of 40 to 12 EUR/h now";
    assert!(check.out.contains(said), "{check}");
    Ui::in_folder(workspace.path()).keys("8").shows("J008").shows("judge the swings again");
}

#[test]
fn the_group_is_that_of_the_selected_criterion() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 down f").shows("Weights under Cost").keys("8 6 0 enter enter enter");
    let (weights, judgements) = changes(&ui);
    assert_eq!(weights, ["charges 40", "hourly 60"]);
    assert_eq!(judgements, "judgements.cost={ method = \"points\", points = { hourly = 60, charges = 40 } }");
}

#[test]
fn judgements_that_there_are_are_where_it_begins() {
    let workspace = judged(PAIRS);
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 f").shows("as judged").keys("enter");
    ui.shows("Cost matters moderately more than Quality (3)").shows("Question 1 of 3, all answered.");
    // Accepted one by one they change nothing but the weights, which others had stated.
    ui.keys("enter enter enter").shows("Note: Workshop of 3 September").keys("enter");
    let (weights, judgements) = changes(&ui);
    assert_eq!(weights, ["cost 53", "quality 32", "second_site 15"]);
    assert_eq!(judgements, "", "the judgements are as the file has them");
    // What follows already is not changed at all.
    ui.keys("ctrl-s f enter enter enter enter enter").shows("nothing was changed");
    assert!(!ui.app.state.is_changed());
    // And after saving new ones, the old ones can still be taken back.
    ui.keys("f enter 5 enter enter enter enter ctrl-s").shows("saved");
    assert!(String::from_utf8(workspace.read(CRITERIA)).unwrap().contains("cost/quality = 5"));
    ui.keys("u ctrl-s").shows("saved");
    let text = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    assert!(text.contains("cost/quality = 3") && text.contains("note        = \"Workshop"), "{text}");
    assert!(text.contains("decimals    = 0"), "{text}");
}

#[test]
fn the_judgement_that_fits_least_is_named_with_what_would_mend_it_and_a_key_goes_there() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 down down down down f").shows("Weights under Quality");
    // Channels 2 x encryption, encryption 2 x manner, and manner 5 x channels after all.
    ui.keys("5 2 enter").lacks("Consistency ratio").shows("Pairs without an answer count as equal.");
    ui.keys("5 space enter 2 enter").shows("Take these weights over?");
    let screen = ui.all();
    let ratio = |screen: &str| -> f64 {
        let from = screen.find("Consistency ratio ").expect("a ratio") + "Consistency ratio ".len();
        screen[from..from + 5].parse().expect("a number")
    };
    assert!(ratio(&screen) > 0.5, "{screen}");
    assert!(screen.contains("above 0.1, so the judgements contradict each other"), "{screen}");
    assert!(screen.contains("Fits least:"), "{screen}");
    ui.keys("i").shows("Question").shows("! fits least");
    // What the others ask for mends it, and answering leads back to the end.
    let before = ui.all();
    let at = before.find("The others ask for ").expect("a value") + "The others ask for ".len();
    let asked = before[at..].split(',').next().expect("a value").to_owned();
    let turned = asked.strip_prefix("1/");
    ui.keys(turned.unwrap_or(&asked));
    if turned.is_some() {
        ui.keys("space");
    }
    ui.keys("enter").shows("Take these weights over?");
    assert!(ratio(&ui.all()) < 0.1, "{asked}:\n{}", ui.all());
}

#[test]
fn best_worst_questions_can_be_mended_too() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 down down down down f 7 1 3 3 enter 9 enter 9 enter").shows("Take these weights over?");
    ui.shows("Input-based consistency ratio 0.250, above")
        .keys("i")
        .shows("How much more does Channels, the best");
    ui.keys("1 enter").shows("Take these weights over?").shows("all judgements agree");
}

#[test]
fn points_have_to_add_up() {
    let mut ui = asking("8 6 0 enter 6 0 enter 1 0 enter");
    ui.shows("30 points are too many").shows("! 30 too many.");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("n").shows("this one has less than is too much");
    ui.keys("up n")
        .shows("All of them are handed out.")
        .keys("tab")
        .shows("Take these weights over?")
        .keys("enter");
    assert_eq!(changes(&ui).0, ["cost 60", "quality 30", "second_site 10"]);
    let mut ui = asking("8 1 2 . 5 enter 2 0 enter 3 0 enter");
    ui.shows("37.5 points are left to hand out");
    ui.keys("+ - > < backspace backspace").shows("67.5 left.").keys("backspace").shows("67.5 left.");
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    let mut ui = asking("1 enter 1 0 1");
    ui.shows("no swing matters more than the one that has 100");
    ui.keys("enter enter").shows("type a number from 0 to 100");
    ui.keys("up 5").shows("what the others are held against");
    let mut ui = asking("5 enter");
    ui.shows("type a number from 1 to 9, or use the arrows").keys("tab").shows("type a number from 1 to 9");
    ui.keys("0").shows("not answered yet");
    let mut ui = asking("7 2 2");
    ui.shows("this one matters most; the one that matters least is another");
}

#[test]
fn rows_of_an_order_move_alone_and_out_of_places_that_they_share() {
    let order = |keys: &str| {
        let mut ui = asking("2");
        ui.keys(keys).keys("enter enter");
        let judgements = changes(&ui).1;
        let from = judgements.find("order = ").expect("an order");
        judgements[from..].trim_start_matches("order = ").trim_end_matches(" }").to_owned()
    };
    for (keys, wanted) in [
        ("+ +", r#"["quality", "cost", "second_site"]"#),
        ("space", r#"["quality", "cost", "second_site"]"#),
        ("-", r#"["cost", "quality", "second_site"]"#),
        ("- - -", r#"["cost", "second_site", "quality"]"#),
        ("3", r#"["cost", "second_site", "quality"]"#),
        ("down space", r#"["quality = cost", "second_site"]"#),
        ("down space space", r#"["quality", "cost", "second_site"]"#),
        ("down space up space", r#"["cost", "quality", "second_site"]"#),
        ("down space -", r#"["quality", "cost", "second_site"]"#),
        ("down space +", r#"["cost", "quality", "second_site"]"#),
        ("end space", r#"["quality", "cost = second_site"]"#),
        ("end space +", r#"["quality", "second_site", "cost"]"#),
        ("end space home -", r#"["cost = second_site", "quality"]"#),
        ("end space home space", r#"["quality", "cost = second_site"]"#),
        ("end space up space", r#"["quality", "second_site", "cost"]"#),
        ("end space 1", r#"["second_site", "quality", "cost"]"#),
    ] {
        assert_eq!(order(keys), wanted, "{keys}");
    }
}

#[test]
fn another_best_or_largest_swing_asks_anew_what_was_held_against_it() {
    let mut ui = asking("1 enter 8 0 enter 4 0 enter esc esc 1");
    ui.shows("Worst to best of Cost is 100. What is that of Quality?").keys("enter");
    ui.shows("type a number from 0 to 100");
    let mut ui = asking("7 2 3 2 enter 8 enter 5 enter tab shift-tab esc esc esc 1 enter");
    ui.shows("not answered yet");
}

#[test]
fn it_is_left_without_harm_and_goes_on_where_it_was() {
    for keys in
        ["", "1", "1 enter 8 0", "5 3 enter", "8 1 0 enter", "7 2", "2 -", "1 enter 8 0 enter 4 0 enter"]
    {
        let mut ui = asking(keys);
        let asked = ui.all();
        ui.keys("q").shows("nothing was changed; f goes on where you were");
        assert_eq!(ui.changes(), [""; 0], "{keys}");
        assert!(!ui.app.state.is_changed());
        ui.keys("f");
        // A number that was being typed stands as the answer.
        assert_eq!(ui.all(), asked, "{keys}");
        assert_eq!(ui.keys("ctrl-c").asked(), "");
        assert_eq!(ui.keys("ctrl-c").asked(), "Quit(Done)");
    }
    // Escape leads back step by step.
    let mut ui = asking("7 2 3 2 enter 8 enter 5 enter");
    for said in ["the worst?", "the best, matter", "matters least?", "matters most?", "How are the weights"] {
        ui.keys("esc").shows(said);
    }
    ui.keys("esc").shows("nothing was changed");
}

#[test]
fn what_could_not_be_saved_is_offered_at_the_next_start() {
    let workspace = harbour_copy();
    let mut options = weigh::tui::Options::new(workspace.path());
    options.recovery = Some(workspace.path().join("kept"));
    let mut ui = Ui::with(&options);
    ui.keys("4 f 1 enter 8 0 enter 4 0 enter enter");
    let (changes, json) = (ui.changes(), ui.json());
    assert_eq!(ui.act(weigh::tui::Action::Hangup).asked(), "Quit(Done)");
    let mut ui = Ui::with(&options);
    ui.shows("Changes of the last session").keys("r");
    assert_eq!(ui.changes(), changes);
    assert!(ui.json() == json);
    ui.keys("ctrl-s").shows("saved");
    let check = workspace.weigh(&["check"]);
    assert!(!check.out.contains("[J0"), "{check}");
}

#[test]
fn the_mouse_chooses_rows_and_grades() {
    let mut ui = asking("");
    ui.click(80, 24, "Pairs (AHP)");
    ui.shows("Saaty's scale").click(80, 24, "Pairs (AHP)");
    ui.shows("Which matters more").click(80, 24, "7 6");
    ui.shows("Cost matters very strongly more than Quality (7)");
    ui.click(80, 24, "next");
    ui.shows("Question 2 of 3");
}

#[test]
fn a_locked_weight_and_a_single_criterion_are_not_asked_about() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 x down f").shows("Weights under Cost").keys("q up f").shows("cost is locked; x unlocks it");
    let workspace = harbour_copy();
    let text = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    let alone = text.replace("under   = \"cost\"\nweight  = 25", "under   = \"quality\"\nweight  = 0");
    workspace.write(CRITERIA, alone.replace("weight = 75", "weight = 100"));
    Ui::in_folder(workspace.path()).keys("4 down f").shows("there is nothing to find");
}

#[test]
fn a_note_and_the_digits_are_kept_with_the_judgements() {
    let mut ui = asking("8 5 0 enter 3 0 enter enter e");
    ui.text("Workshop, 12 people").keys("enter").shows("Note: Workshop, 12 people");
    ui.keys("- - -").shows("coarser").keys("enter");
    let (_, judgements) = changes(&ui);
    assert!(judgements.ends_with("decimals = 0, note = \"Workshop, 12 people\" }"), "{judgements}");
}

#[test]
fn files_that_change_meanwhile_are_read_and_the_questions_go_on_or_end() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 f 1 enter 8 0").shows("32 to 12 EUR/h");
    let text = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    fs::write(workspace.path().join(CRITERIA), text.replace("worst = 32", "worst = 40")).unwrap();
    ui.act(weigh::tui::Action::FilesChanged).shows("40 to 12 EUR/h").shows("What is that of Cost?");
    let more = "[criteria.more]\nweight = 0\nscale = { rating = 5 }\n\n[rule]";
    fs::write(workspace.path().join(CRITERIA), text.replace("[rule]", more)).unwrap();
    ui.act(weigh::tui::Action::FilesChanged).shows("the questions ended").shows("1 Ranking");
    ui.keys("f").shows("How are the weights to be found?");
}

#[test]
fn every_step_in_its_sizes() {
    let steps = [
        ("method", ""),
        ("most", "1"),
        ("swings", "1 enter 8 0 enter"),
        ("order", "2 down space"),
        ("points", "8 5 0 enter"),
        ("pairs", "5 3 enter 2 enter 4 space"),
        ("pairs_answered", "5 3 enter 2 enter 4 space enter i"),
        ("best", "7"),
        ("from_best", "7 2 3 4"),
        ("to_worst", "7 2 3 2 enter 8 enter 5"),
        ("review", "1 enter 8 0 enter 4 0 enter"),
    ];
    for (name, keys) in steps {
        let mut ui = asking(keys);
        for (columns, rows) in [(80, 24), (200, 60)] {
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), ui.screen(columns, rows));
        }
        // Without room for everything, the question is there.
        insta::assert_snapshot!(format!("{name}_40x10"), ui.screen(40, 10));
        for columns in (40..220).step_by(7) {
            for rows in [10, 11, 14, 18, 19, 30] {
                ui.buffer(columns, rows);
            }
        }
    }
    insta::assert_snapshot!("help_80x24", asking("5 ?").screen(80, 24));
}
