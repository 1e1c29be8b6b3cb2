//! Leaving, files that change, broken files, recovery, the picker, the first page.

use std::path::PathBuf;

use weigh::tui::{Action, Options, Page};

use super::{Ui, harbour, harbour_copy};
use crate::support::{Workspace, weigh};

const CRITERIA: &str = "criteria/harbour.toml";
const KIDE: &str = "vendors/harbour/kide.toml";

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).expect("UTF-8")
}

/// Replaces a text in a file of the workspace.
fn edit(workspace: &Workspace, file: &str, from: &str, to: &str) {
    let before = text(workspace, file);
    assert!(before.contains(from), "{from:?} in {before}");
    workspace.write(file, before.replace(from, to));
}

/// The files of the recovery folder.
fn kept(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn leaving_without_changes_asks_nothing() {
    for keys in ["q", "ctrl-c", "4 q", "4 + - q", "4 + u q"] {
        let mut ui = Ui::in_folder(&harbour());
        assert_eq!(ui.keys(keys).asked(), "Quit(Done)", "{keys:?}");
    }
}

#[test]
fn leaving_with_changes_asks_what_to_do_with_them() {
    for (answer, asked, is_saved, is_asking) in [
        ("s", "Quit(Done)", true, false),
        ("S", "Quit(Done)", true, false),
        ("down enter", "Quit(Done)", true, false),
        ("j enter", "Quit(Done)", true, false),
        ("d", "Quit(Done)", false, false),
        ("up enter", "Quit(Done)", false, false),
        ("k enter", "Quit(Done)", false, false),
        ("end enter", "Quit(Done)", false, false),
        ("right right enter", "Quit(Done)", false, false),
        ("tab tab enter", "Quit(Done)", false, false),
        ("left left enter", "Quit(Done)", true, false),
        ("c", "", false, false),
        ("esc", "", false, false),
        ("enter", "", false, false),
        ("down down down enter", "", false, false),
        ("+", "", false, true),
    ] {
        let workspace = harbour_copy();
        let before = workspace.read(CRITERIA);
        let mut ui = Ui::in_folder(workspace.path());
        ui.keys("4 > >").keys("q").shows("1 change is not saved.");
        ui.shows("s  save and leave").shows("d  discard and leave").shows("c  stay");
        assert_eq!(ui.keys(answer).asked(), asked, "{answer:?}");
        assert_eq!(workspace.read(CRITERIA) != before, is_saved, "{answer:?}");
        assert_eq!(ui.all().contains("save and leave"), is_asking, "{answer:?}");
        if asked.is_empty() {
            assert_eq!(ui.changes().len(), 1, "{answer:?}");
        }
    }
}

#[test]
fn an_answer_can_be_clicked() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4 + q");
    ui.click(80, 24, "c  stay");
    ui.lacks("save and leave");
    ui.keys("q");
    ui.click(80, 24, "d  discard");
    assert_eq!(ui.asked(), "Quit(Done)");
}

#[test]
fn saving_over_files_that_changed_meanwhile_is_refused() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 > >");
    edit(&workspace, CRITERIA, "Harbour desk", "Harbour bureau");
    let theirs = workspace.read(CRITERIA);
    ui.keys("ctrl-s").shows("not saved").shows("changed on disk");
    assert_eq!(workspace.read(CRITERIA), theirs);
    assert_eq!(ui.changes().len(), 1);
    // Nor does it leave.
    ui.keys("q s").shows("not saved");
    assert_eq!(ui.asked(), "");
    // After a reload the same changes can be saved.
    ui.keys("R ctrl-s").shows("saved criteria/harbour.toml");
    assert!(text(&workspace, CRITERIA).contains("Harbour bureau"));
    assert!(text(&workspace, CRITERIA).contains("weight  = 37.5"));
}

#[test]
fn a_file_that_cannot_be_written_says_so_and_the_changes_stay() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 > >");
    std::fs::remove_file(workspace.path().join(CRITERIA)).unwrap();
    ui.keys("ctrl-s").shows("not saved");
    assert_eq!(ui.changes().len(), 1);
    assert_eq!(ui.keys("q s").asked(), "", "it does not leave");
}

#[test]
fn files_that_change_are_read_again_where_nothing_is_unsaved() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    assert_eq!(ui.order(), ["aava", "kide", "nam-sai", "borealis"]);
    edit(&workspace, KIDE, "hourly_rate = 19", "hourly_rate = 12");
    ui.act(Action::FilesChanged);
    assert_eq!(ui.order(), ["kide", "aava", "nam-sai", "borealis"]);
    ui.lacks("▲");
    std::fs::remove_file(workspace.path().join(KIDE)).unwrap();
    workspace.write(
        "vendors/harbour/uusi.toml",
        "name = \"Uusi\"\n[facts]\nlanguages = [\"en\", \"fi\"]\n[ratings]\nmanner = 5\n",
    );
    ui.act(Action::FilesChanged);
    assert_eq!(ui.order(), ["aava", "nam-sai", "borealis", "uusi"]);
    ui.shows("Uusi").shows("Uusi is new; kide is gone").lacks("Kide");
}

#[test]
fn a_change_that_fits_the_files_no_more_says_why() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 down down down down down down e ctrl-u").text("5").keys("enter");
    assert_eq!(ui.changes(), ["vendors.aava.ratings.manner=5"]);
    let scale = "rating = 5, anchors = [\"rude\", \"short\", \"plain\", \"kind\", \"warm\"]";
    edit(&workspace, CRITERIA, scale, "rating = 4");
    edit(&workspace, "vendors/harbour/nam-sai.toml", "manner = 5", "manner = 4");
    ui.act(Action::FilesChanged);
    ui.keys("r").shows("a change does not fit the files").shows("mark 5 is outside the scale");
    assert_eq!(ui.changes().len(), 1);
}

#[test]
fn the_selection_outlives_a_vendor_that_is_gone() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("down space down space 3 down down 1 down");
    for file in ["kide", "nam-sai", "borealis"] {
        std::fs::remove_file(workspace.path().join(format!("vendors/harbour/{file}.toml"))).unwrap();
    }
    ui.act(Action::FilesChanged);
    for page in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        ui.keys(page).all();
        ui.keys("down enter esc");
    }
    assert_eq!(ui.order(), ["aava"]);
}

#[test]
fn files_that_change_under_unsaved_changes_are_asked_about() {
    let start = || {
        let workspace = harbour_copy();
        let mut ui = Ui::in_folder(workspace.path());
        ui.keys("4 > >");
        edit(&workspace, KIDE, "hourly_rate = 19", "hourly_rate = 12");
        ui.act(Action::FilesChanged);
        ui.shows("Files changed on disk").shows("Somebody changed vendors/harbour/kide.toml");
        (workspace, ui)
    };
    let (_workspace, mut ui) = start();
    ui.keys("r");
    assert_eq!(ui.changes().len(), 1, "the changes are on top of the new files");
    assert_eq!(ui.order()[0], "kide");

    let (workspace, mut ui) = start();
    let before = ui.json();
    ui.keys("s").shows("R reloads");
    assert!(ui.json() == before);
    assert_eq!(ui.changes().len(), 1);
    ui.keys("ctrl-s").shows("saved criteria/harbour.toml");
    assert!(text(&workspace, KIDE).contains("hourly_rate = 12"), "their change stays");

    let (_workspace, mut ui) = start();
    ui.keys("d");
    assert_eq!(ui.changes(), [""; 0]);
    assert_eq!(ui.order()[0], "kide");

    let (_workspace, mut ui) = start();
    ui.keys("esc");
    assert_eq!(ui.changes().len(), 1);
}

#[test]
fn changes_that_the_files_have_by_now_are_no_changes() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 > >");
    edit(&workspace, CRITERIA, "weight  = 45", "weight  = 35");
    edit(&workspace, CRITERIA, "weight = 40\n\n[criteria.hourly]", "weight = 50\n\n[criteria.hourly]");
    ui.act(Action::FilesChanged).keys("r");
    assert_eq!(ui.changes(), [""; 0]);
    ui.shows("reloaded; 1 change is in the files now");
}

#[test]
fn a_criterion_that_is_gone_takes_its_changes_with_it() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 end > 2 end");
    assert_eq!(ui.changes(), ["criteria.second_site.weight=20"]);
    let gone = text(&workspace, CRITERIA);
    let (head, tail) = gone.split_once("[criteria.second_site]").unwrap();
    let (_, rule) = tail.split_once("[rule]").unwrap();
    workspace.write(CRITERIA, format!("{head}[rule]{rule}").replace("weight  = 45", "weight  = 60"));
    ui.act(Action::FilesChanged).keys("r");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("u ctrl-r 4 down down end 2").all();
}

#[test]
fn a_broken_file_keeps_what_was_good_and_shows_the_problem() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    let good = ui.json();
    edit(&workspace, KIDE, "hourly_rate = 19", "hourly_rate = ");
    ui.act(Action::FilesChanged);
    assert!(ui.json() == good);
    ui.shows("the files have 1 error; what you see is older (8 shows them)").shows("files have errors");
    ui.keys("8").shows("1 error").shows("kide.toml:6").shows("the other pages show what was read before");
    assert_eq!(ui.keys("enter").asked(), format!("Editor({:?}, 6)", workspace.path().join(KIDE)));
    ui.keys("4 +");
    edit(&workspace, KIDE, "hourly_rate = ", "hourly_rate = 12");
    ui.act(Action::FilesChanged).keys("r").lacks("files have errors");
    assert_eq!(ui.changes(), ["criteria.cost.weight=41"]);
    assert_eq!(ui.order()[0], "kide");
}

#[test]
fn a_file_that_is_broken_from_the_start_opens_the_page_of_problems() {
    let workspace = harbour_copy();
    edit(&workspace, KIDE, "hourly_rate = 19", "hourly_rate = ");
    let mut ui = Ui::in_folder(workspace.path());
    assert_eq!(ui.app.state.page(), Page::Check);
    ui.shows("1 error");
    for page in ["1", "2", "3", "4", "5", "6", "7"] {
        ui.keys(page).all();
        ui.keys("down enter e space / x enter esc esc n x");
    }
    edit(&workspace, KIDE, "hourly_rate = ", "hourly_rate = 12");
    ui.keys("8").act(Action::FilesChanged);
    assert_eq!(ui.app.state.page(), Page::Ranking);
    assert_eq!(ui.order()[0], "kide");
}

/// A UI with a folder for what cannot be saved.
fn with_recovery(workspace: &Workspace) -> (Ui, PathBuf) {
    let folder = workspace.path().join("state/weigh/recover");
    let mut options = Options::new(workspace.path());
    options.recovery = Some(folder.clone());
    (Ui::with(&options), folder)
}

#[test]
fn changes_that_could_not_be_saved_are_offered_at_the_next_start() {
    for (answer, is_restored, is_kept) in [
        ("r", true, true),
        ("enter", true, true),
        ("d", false, false),
        ("l", false, true),
        ("esc", false, true),
    ] {
        let workspace = harbour_copy();
        let (mut ui, folder) = with_recovery(&workspace);
        ui.keys("4 > > 2 down e ctrl-u").text("31").keys("enter");
        let (changes, json) = (ui.changes(), ui.json());
        assert_eq!(changes.len(), 2, "{changes:?}");
        assert_eq!(ui.act(Action::Hangup).asked(), "Quit(Done)");
        assert_eq!(kept(&folder), 1);

        let (mut ui, _) = with_recovery(&workspace);
        ui.shows("Changes of the last session").shows("criteria.cost.weight = 50");
        ui.keys(answer).settle().lacks("Changes of the last session");
        assert_eq!(ui.changes() == changes, is_restored, "{answer:?}: {:?}", ui.changes());
        assert_eq!(ui.json() == json, is_restored, "{answer:?}");
        assert_eq!(kept(&folder) == 1, is_kept, "{answer:?}");
        if is_restored {
            // They are kept again when the terminal goes away again, and forgotten once they are saved.
            ui.act(Action::Hangup);
            assert_eq!(kept(&folder), 1, "{answer:?}");
            ui.keys("ctrl-s").settle().shows("saved");
            assert_eq!(kept(&folder), 0, "{answer:?}");
        }
    }
}

#[test]
fn discarding_at_the_end_keeps_nothing() {
    let workspace = harbour_copy();
    let (mut ui, folder) = with_recovery(&workspace);
    ui.keys("4 + q d");
    assert_eq!(ui.asked(), "Quit(Done)");
    assert_eq!(kept(&folder), 0);
    let (mut ui, _) = with_recovery(&workspace);
    ui.lacks("Changes of the last session");
}

#[test]
fn without_changes_a_hangup_keeps_nothing() {
    let workspace = harbour_copy();
    let (mut ui, folder) = with_recovery(&workspace);
    assert_eq!(ui.keys("4 + -").act(Action::Hangup).asked(), "Quit(Done)");
    assert_eq!(kept(&folder), 0);
}

#[test]
fn what_is_kept_is_checked_before_it_is_restored() {
    for kept in [
        "",
        "no JSON",
        "{}",
        r#"{"changes": 7}"#,
        r#"{"changes": [["criteria.cost.weight"]]}"#,
        r#"{"changes": []}"#,
        r#"{"changes": [["criteria.cost.weight", "-7"], ["criteria.nobody.weight", "3"], ["rule.pints", "9"], ["", ""]]}"#,
        r#"{"changes": [["vendors.aava.facts.hourly_rate", "\u001b[31m"], ["vendors.nobody.facts.x", "1"], ["vendors.aava.ratings.manner", "99"]]}"#,
    ] {
        let workspace = harbour_copy();
        let (mut ui, folder) = with_recovery(&workspace);
        ui.keys("4 +").act(Action::Hangup);
        let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        std::fs::write(&file, kept).unwrap();
        let (mut ui, _) = with_recovery(&workspace);
        let read = Ui::in_folder(workspace.path()).json();
        ui.all();
        ui.keys("r").all();
        assert_eq!(ui.changes(), [""; 0], "{kept}");
        assert!(ui.json() == read, "{kept}");
    }
}

/// A workspace with two decisions.
fn two() -> Workspace {
    let workspace = harbour_copy();
    let criteria = text(&workspace, CRITERIA).replace("Harbour desk", "Night boat");
    workspace
        .write("criteria/night.toml", criteria.replace("title ", "vendors = \"../vendors/harbour\"\ntitle "));
    workspace
}

#[test]
fn several_decisions_are_chosen_from() {
    let workspace = two();
    let mut ui = Ui::in_folder(workspace.path());
    ui.shows("Which decision?").shows("Harbour desk").shows("Night boat").shows("Who should answer");
    ui.keys("up down down enter").shows("weigh · Night boat").lacks("Which decision?");
    ui.keys("o").shows("Which decision?");
    ui.keys("esc").shows("weigh · Night boat");
    ui.keys("o up enter").shows("weigh · Harbour desk");
    assert_eq!(ui.keys("o q").asked(), "Quit(Done)");
}

#[test]
fn the_default_decision_is_selected_first() {
    let workspace = two();
    edit(&workspace, "criteria/night.toml", "title ", "default = true\ntitle ");
    let mut ui = Ui::in_folder(workspace.path());
    ui.shows("(default)").keys("enter").shows("weigh · Night boat");
}

#[test]
fn another_decision_does_not_cost_unsaved_changes() {
    let workspace = two();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("enter 4 + o down enter").shows("1 change is not saved. Another decision discards them.");
    ui.keys("s").shows("Which decision?").keys("esc").shows("weigh · Harbour desk");
    assert_eq!(ui.changes(), ["criteria.cost.weight=41"]);
    assert_eq!(ui.keys("o q").asked(), "", "leaving from there asks too");
    ui.keys("esc esc o enter d").shows("weigh · Night boat");
    assert_eq!(ui.changes(), [""; 0]);
    assert_eq!(ui.keys("q").asked(), "Quit(Done)");
}

#[test]
fn the_first_page_makes_a_sample() {
    for (keys, title) in [
        ("enter", "contact-centre"),
        ("m", "contact-centre"),
        ("down enter", "back-office"),
        ("down down down m", "provider-kind"),
    ] {
        let workspace = Workspace::empty();
        let mut ui = Ui::in_folder(workspace.path());
        ui.shows("Welcome").shows("contact-centre").shows("back-office").shows("provider-kind");
        ui.keys(keys).lacks("Welcome");
        assert!(workspace.path().join(format!("criteria/{title}.toml")).exists(), "{keys:?}");
        assert!(ui.order().len() > 1, "{keys:?}");
        let check = weigh(workspace.path(), &["check", "-q"]);
        assert_eq!(check.code, Some(0), "{check}");
    }
}

#[test]
fn the_first_page_leaves_everything_as_it_is() {
    let workspace = Workspace::empty();
    let mut ui = Ui::in_folder(workspace.path());
    assert_eq!(ui.keys("? esc t x 1 2 4 + ctrl-s down up q").asked(), "Quit(Done)");
    assert_eq!(std::fs::read_dir(workspace.path()).unwrap().count(), 0);
}

#[test]
fn reports_and_letters_are_written_from_any_page() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("5 X").shows("Hand over").shows("a workbook (XLSX)");
    insta::assert_snapshot!("hand_over_80x24", ui.screen(80, 24));
    ui.keys("esc X m").settle().shows("wrote harbour.md into");
    let written = std::fs::read_to_string(workspace.path().join("handover/harbour.md")).unwrap();
    let said = weigh(workspace.path(), &["report", "--to", "md", "-o", "-"]).out;
    assert_eq!(written, said);
    ui.keys("X l").settle().shows("nothing is awarded yet");
    let award = ["award", "--to", "aava", "--by", "A. Buyer", "--reason", "Nearest to us"];
    assert_eq!(weigh(workspace.path(), &award).code, Some(0));
    ui.keys("X l").settle().shows("wrote debrief-");
    assert!(workspace.path().join("handover/debrief-kide.html").exists());
}

#[test]
fn a_report_is_of_what_the_files_say() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 > X").shows("save or discard the changes first");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let workspace = harbour_copy();
    workspace.write("handover", "a file in the way");
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("X m").settle().shows("! could not write");
}

/// On a small terminal the answer that is chosen is seen, whole, with the first line of what is asked.
#[test]
fn every_answer_of_a_dialog_can_be_read_on_a_small_terminal() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("X");
    for (keys, wanted) in [
        ("home", ["▸ h  a page for a browser", "(HTML)"]),
        (
            "down down down down down down down",
            ["▸ r  another report: for whom,", "of what, in which formats"],
        ),
        ("end", ["▸ c  go back", "the public notice"]),
    ] {
        let screen = ui.keys(keys).screen(40, 10);
        for part in wanted {
            assert!(screen.contains(part), "{keys}: {screen}");
        }
        assert!(screen.contains("What is to be written into"), "{screen}");
    }
}
