//! Commands that are run from a screen: their forms, what they print, what they ask.

use weigh::tui::{Action, Effect};

use super::{Ui, harbour, harbour_copy};
use crate::support::Workspace;

fn ui(workspace: &Workspace) -> Ui {
    Ui::with_commands(workspace.path())
}

/// Opens the form of a command.
fn open<'a>(ui: &'a mut Ui, name: &str) -> &'a mut Ui {
    ui.act(Action::Run(name.to_owned()))
}

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).expect("UTF-8")
}

/// What was copied.
fn copied(ui: &mut Ui) -> String {
    let copied = ui.effects.drain(..).find_map(|effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    });
    copied.expect("something was copied")
}

#[test]
fn an_award_is_recorded_with_every_field_and_can_be_read_at_once() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    ui.keys("alt-a")
        .shows("weigh award: Record who gets the work")
        .shows("by")
        .shows("despite")
        .shows("subject to");
    // The vendors can be picked; two people sign.
    ui.text("aava").keys("down enter").shows("weigh award --to aava");
    ui.keys("tab tab").text("Nearest to what we need").keys("tab").text("A. Buyer; chair; 2026-12-01");
    ui.keys("tab").text("B. Buyer; finance").shows("--by \"B. Buyer; finance\"");
    ui.keys("ctrl-s").settle().shows("criteria/award/harbour.toml");
    let record = text(&workspace, "criteria/award/harbour.toml");
    assert!(record.contains("aava") && record.contains("Nearest to what we need"), "{record}");
    assert!(record.contains("finance") && record.contains("2026-12-01"), "{record}");
    ui.keys("esc").lacks("weigh award --to");
}

#[test]
fn what_a_command_refuses_is_told_in_its_form_and_nothing_typed_is_lost() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    open(&mut ui, "withdraw").shows("weigh withdraw aava");
    // What the command cannot do without is asked for before it runs.
    ui.keys("ctrl-s").shows("! this is still to be said");
    ui.text("By letter of 2 December").keys("shift-tab").text("nobody").keys("ctrl-s").settle();
    ui.shows("! ").shows("nobody").shows("By letter of 2 December");
    ui.keys("ctrl-u").text("aava").keys("ctrl-s").settle().shows("aava");
    assert!(text(&workspace, "vendors/harbour/aava.toml").contains("By letter of 2 December"));
    assert!(!ui.order().contains(&"aava".to_owned()), "it is out at once");
}

#[test]
fn what_would_be_written_is_shown_first_and_then_written() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    let before = text(&workspace, "vendors/harbour/aava.toml");
    open(&mut ui, "remove").shows("weigh remove vendor aava").lacks("--write");
    ui.keys("ctrl-s").settle().shows("do it: write");
    assert_eq!(text(&workspace, "vendors/harbour/aava.toml"), before);
    ui.keys("ctrl-s").settle().shows("weigh remove vendor aava --write").lacks("do it: write");
    assert!(!workspace.path().join("vendors/harbour/aava.toml").exists());
    assert!(!ui.order().contains(&"aava".to_owned()));
}

#[test]
fn what_is_not_saved_goes_along_as_what_ifs() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    ui.keys("4 + + + 1");
    let order: Vec<String> = ui.order();
    open(&mut ui, "rank").keys("ctrl-s").settle().shows("┌─ weigh rank");
    let screen = ui.all();
    let leader = screen.find(&order[0]).or_else(|| screen.find("Aava"));
    assert!(leader.is_some(), "{screen}");
    ui.keys("esc");
    // A command that writes files says that it takes none; that it will is told before anything is typed.
    ui.keys("alt-a")
        .shows("so save it first")
        .text("aava")
        .keys("tab tab tab")
        .text("A. Buyer")
        .keys("ctrl-s")
        .settle();
    ui.shows("takes neither --set nor --vendors").shows("save or discard what is not saved first");
    ui.shows("--set criteria.cost.weight=");
}

#[test]
fn one_that_runs_can_be_left_and_tells_when_it_is_done() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    open(&mut ui, "check").keys("ctrl-s").shows("it runs ...");
    ui.keys("esc").lacks("it runs ...").settle();
    ui.shows("vendors");
    // With help open it does the same.
    open(&mut ui, "version").keys("ctrl-s esc ?").settle();
    ui.shows("keys");
}

#[test]
fn output_moves_and_is_copied() {
    let mut ui = Ui::with_commands(&harbour());
    open(&mut ui, "guide").text("files").keys("ctrl-s").settle();
    let top = ui.screen(80, 24);
    assert!(top.contains(" more"), "{top}");
    ui.keys("down pgdn");
    assert_ne!(ui.screen(80, 24), top);
    ui.keys("home");
    assert_eq!(ui.screen(80, 24), top);
    ui.keys("y");
    let whole = copied(&mut ui);
    assert!(whole.lines().count() > 40, "{whole}");
    ui.keys("right").keys("left end esc").lacks("weigh guide");
}

#[test]
fn every_page_is_copied_as_a_table_with_tabs() {
    for (key, holds) in [
        ("1", "Aava"),
        ("2", "hourly_rate"),
        ("4", "Aava"),
        ("5", "Aava"),
        ("6", "criterion"),
        ("7", "\t"),
        ("r", "\t"),
    ] {
        let mut ui = Ui::with_commands(&harbour());
        ui.keys(key).keys("y").settle();
        let table = copied(&mut ui);
        let columns: Vec<usize> = table.lines().map(|line| line.split('\t').count()).collect();
        assert!(columns.len() > 1 && columns[0] > 1, "page {key}: {table}");
        assert!(table.contains(holds), "page {key}: {table}");
        ui.shows("copied");
    }
}

#[test]
fn the_palette_finds_commands_by_everyday_words() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    for (typed, found) in [
        ("spreadsheet", "weigh import"),
        ("questionnaire", "weigh ask"),
        ("standstill", "weigh debrief"),
        ("freeze", "weigh lock"),
        ("glossary", "weigh guide"),
        ("winner", "weigh award"),
    ] {
        ui.keys(":").text(typed).shows(found).keys("esc");
    }
    ui.keys(":").text("weigh ren").keys("enter").shows("weigh rename vendor aava").keys("esc");
}

#[test]
fn a_vendor_that_leaves_is_kept_with_its_reason() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    ui.keys("delete").shows("it has withdrawn").keys("w").shows("weigh withdraw aava");
    ui.text("It was bought").keys("ctrl-s").settle().keys("esc");
    assert!(text(&workspace, "vendors/harbour/aava.toml").contains("It was bought"));
    open(&mut ui, "invite").text("aava").keys("ctrl-s").settle();
    assert!(!text(&workspace, "vendors/harbour/aava.toml").contains("withdrawn"));
}

#[test]
fn a_report_for_the_board_is_written_from_the_export_dialog() {
    let workspace = harbour_copy();
    let out = workspace.path().join("out");
    let mut ui = ui(&workspace);
    ui.keys("X r")
        .shows("weigh report")
        .text("md")
        .keys("tab tab")
        .shows("for")
        .keys("right")
        .shows("--for board");
    open(&mut ui, "report").text("md").keys("tab").keys("tab right");
    while !ui.all().contains("▸ output") {
        ui.keys("tab");
    }
    ui.text(out.to_str().expect("a path")).keys("ctrl-s").settle();
    let made = std::fs::read_dir(&out).expect("the folder").count();
    assert_eq!(made, 1);
}

#[test]
fn a_spreadsheet_comes_in_from_the_first_page() {
    let workspace = Workspace::empty();
    let sheet = "Criterion,Weight,Aava,Brine\nPrice,0.6,7,9\nQuality,0.35,8,5\nTotal,,7,7.15\n";
    workspace.write("scores.csv", sheet);
    let mut ui = ui(&workspace);
    ui.shows("bring a spreadsheet").keys("i").shows("weigh import: Make a workspace");
    ui.text("scores.csv").keys("ctrl-s").settle();
    ui.shows("typed-total").shows("▸ yes").keys("enter").settle();
    // One that is open to other answers can be typed.
    ui.shows("scale-max").shows("or type it").text("12").keys("enter").settle();
    // The weights add up to 0.95: both readings, and what hangs on it.
    ui.shows("weight-sum").shows("in proportion").shows("a criterion of 0.05 is missing").shows("moves: ");
    ui.keys("enter").settle().shows("Write it?").shows("Decided:");
    ui.shows("▸ no").keys("down enter").settle().shows("wrote");
    ui.keys("esc").shows("Aava").shows("Brine");
    assert_eq!(ui.order().len(), 2);
    // The same as by the command.
    assert!(workspace.path().join("scores.csv.import.toml").exists());
}

#[test]
fn a_question_can_be_left_and_nothing_is_written_but_the_questions() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", "Criterion,Weight,Aava,Brine\nPrice,0.6,7,9\nQuality,0.35,8,5\n");
    let mut ui = ui(&workspace);
    ui.keys("i").text("scores.csv").keys("ctrl-s").settle().shows("scale-max");
    ui.keys("esc").settle();
    ui.shows("with the questions");
    assert!(!workspace.path().join("criteria").exists());
    ui.keys("esc esc").shows("Welcome");
}

#[test]
fn every_command_has_a_form_that_opens_and_is_left() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    let commands = weigh::cli::commands();
    assert!(commands.all().len() > 35, "{}", commands.all().len());
    for command in commands.all() {
        open(&mut ui, &command.name).shows(&format!("weigh {}: ", command.name));
        for (columns, rows) in [(40, 10), (80, 24)] {
            ui.screen(columns, rows);
        }
        ui.keys("tab shift-tab esc").lacks(&format!("weigh {}: ", command.name));
    }
}

#[test]
fn without_a_command_line_no_command_is_offered() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys(":").text("winner").lacks("weigh award").keys("esc").keys("alt-a").lacks("weigh award");
    ui.keys("y").lacks("copying");
}

#[test]
fn what_others_changed_is_told_by_file_and_value() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    let change = |from: &str, to: &str| {
        let file = "vendors/harbour/aava.toml";
        let before = text(&workspace, file);
        assert!(before.contains(from), "{before}");
        workspace.write(file, before.replace(from, to));
    };
    // Nothing is unsaved: what moved is told.
    let price = "hourly_rate = { value = 26";
    change(price, "hourly_rate = { value = 30");
    ui.act(Action::FilesChanged).shows("the files changed: ").shows("Aava rank 1 becomes rank 2, score ");
    // The same value here and there.
    ui.keys("2 down e").text("20").keys("enter");
    change("hourly_rate = { value = 30", "hourly_rate = { value = 31");
    ui.act(Action::FilesChanged).shows("Somebody changed vendors/harbour/aava.toml");
    ui.shows("31 in the file now").shows("20").keys("s");
    // The same as mine is no conflict, and another file none either.
    change("hourly_rate = { value = 31", "hourly_rate = { value = 20");
    ui.act(Action::FilesChanged).shows("Somebody changed").lacks("in the file now");
}

#[test]
fn columns_are_explained_and_the_ranking_is_ordered_by_each() {
    let mut ui = Ui::in_folder(&harbour());
    for (key, head) in [
        ("1", "first in "),
        ("2", "what the fact is worth by the scale"),
        ("4", "among the criteria of the same group"),
        ("5", "how much is to spare"),
        ("6", "two vendors change places"),
        ("7", "the points that the score may still move by"),
        ("8", "the files cannot be used"),
        ("9", "so that quotes in other units can be compared"),
        ("r", "in how many of the draws a vendor has this rank"),
    ] {
        ui.keys(key).keys("?").keys("end").shows(head).shows("weigh guide words").keys("esc");
    }
    // At every size the end of it can be reached, and left upwards at once.
    ui.keys("1 ? end");
    let end = ui.screen(40, 10);
    assert!(end.contains("words"), "{end}");
    ui.keys("up");
    assert_ne!(ui.screen(40, 10), end);
    ui.keys("esc").settle();
    let mut orders = std::collections::BTreeSet::new();
    for _ in 0..12 {
        ui.keys("s");
        orders.insert(ui.screen(120, 40).lines().last().unwrap_or_default().to_owned());
    }
    assert!(orders.iter().any(|said| said.contains("how often it leads")), "{orders:?}");
}

#[test]
fn the_first_page_says_what_to_do_next_each_with_its_key() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    ui.shows(" Next")
        .shows("7  find out of Kide: Ready when we start (a must-have hangs on it), and 2 more")
        .shows("r  see what would change");
    ui.shows("alt-a  record who gets the work");
    // What is unsaved comes first; an award is no step then.
    ui.keys("4 + 1").shows("ctrl-s  write the change into the files").lacks("record who gets the work");
    // On a low screen the list comes first.
    let low = ui.screen(80, 14);
    assert!(!low.contains(" Next") && low.contains("Aava"), "{low}");
    let mut plain = Ui::in_folder(&harbour());
    plain.shows(" Next").lacks("alt-a");
}

#[test]
fn files_can_be_picked_where_a_command_takes_one() {
    let workspace = Workspace::empty();
    workspace.write("offers/october.csv", "Criterion,Weight,Aava,Brine\nPrice,0.6,7,9\nQuality,0.4,8,5\n");
    workspace.write("notes.toml", "x = 1\n");
    workspace.write(".hidden.csv", "x\n");
    let mut ui = ui(&workspace);
    ui.keys("i").shows("offers/october.csv").lacks("notes.toml").lacks("hidden");
    ui.keys("down enter").shows("weigh import offers/october.csv").keys("ctrl-s").settle().shows("scale-max");
}

#[test]
fn the_chosen_decision_is_the_one_that_commands_are_about() {
    let workspace = harbour_copy();
    let text = text(&workspace, "criteria/harbour.toml");
    workspace.write(
        "criteria/other.toml",
        format!("vendors = \"../vendors/harbour\"\n{}", text.replace("Harbour desk", "Other")),
    );
    let mut ui = ui(&workspace);
    ui.keys("down").keys(":").text("weigh award").keys("enter").shows("--criteria");
    ui.text("aava").keys("tab tab tab").text("A. Buyer").keys("ctrl-s").settle();
    assert!(workspace.path().join("criteria/award/other.toml").exists(), "{}", ui.all());
    assert!(!workspace.path().join("criteria/award/harbour.toml").exists());
}

#[test]
fn broken_files_are_copied_and_exported_from_nowhere() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    let text = text(&workspace, "criteria/harbour.toml");
    workspace.write("criteria/harbour.toml", format!("{text}\ngarbage [[[\n"));
    ui.act(Action::FilesChanged).keys("y").settle().shows("! not copied: ");
    ui.keys("X").shows("mend the files first");
}

#[test]
fn what_is_chosen_one_by_one_is_written_without_asking_again() {
    let workspace = harbour_copy();
    let theirs = harbour_copy();
    assert_eq!(theirs.weigh(&["set", "vendors.aava.facts.hourly_rate", "24"]).code, Some(0));
    let mut ui = ui(&workspace);
    open(&mut ui, "take").text(theirs.path().to_str().expect("a path"));
    while !ui.all().contains("▸ choose") {
        ui.keys("tab");
    }
    ui.keys("right").keys("shift-tab right").shows("--over").keys("ctrl-s").settle();
    ui.shows("1 of 1: vendors.aava.facts.hourly_rate").keys("enter").settle();
    ui.shows("Write it?").keys("down enter").settle().shows("wrote").lacks("do it: write");
    assert!(text(&workspace, "vendors/harbour/aava.toml").contains("24"));
}

#[test]
fn what_is_selected_fills_one_field_and_the_right_one() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    open(&mut ui, "ask").shows("weigh ask aava").lacks("weigh ask aava aava").keys("esc");
    open(&mut ui, "move").lacks("weigh move aava").keys("esc");
    ui.keys("4 down");
    open(&mut ui, "move").shows("weigh move hourly").keys("esc");
    // The part that holds the typed word.
    ui.keys("1 alt-q").text("contact").keys("enter").shows("vendors.aava.contact").keys("esc");
}

/// Esc raises a flag, and draws that nobody waits for end with what there is.
#[test]
fn draws_that_nobody_waits_for_stop() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    let workspace = harbour_copy();
    let folder = workspace.path().to_string_lossy().into_owned();
    let arguments = ["-C", &folder, "robust", "--draws", "2000000000"].map(str::to_owned);
    let stop = Arc::new(AtomicBool::new(true));
    let result = weigh::cli::commands().run(&arguments, 100, &stop, &mut |_| None);
    assert_eq!(result.exit as i32, 130, "{}", result.said);
    assert!(result.out.contains("draws"), "{}", result.out);
}

/// Where one of several is needed, each of them says so.
#[test]
fn a_form_says_that_one_of_several_is_needed() {
    let workspace = harbour_copy();
    let mut ui = ui(&workspace);
    open(&mut ui, "clear").keys("down enter enter").shows("One is needed of `accept` and `reject`.");
}
