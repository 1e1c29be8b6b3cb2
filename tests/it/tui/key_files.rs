//! The user's own file of keys.

use weigh::tui::{Options, Page};

use super::{Ui, harbour};
use crate::support::Workspace;

/// A UI with a file of keys.
fn with_keys(text: &str) -> (Ui, Workspace) {
    let folder = Workspace::empty();
    folder.write("keys.toml", text);
    let mut options = Options::new(harbour());
    options.keys = Some(folder.path().join("keys.toml"));
    (Ui::with(&options), folder)
}

#[test]
fn a_file_gives_actions_other_keys() {
    let (mut ui, _folder) = with_keys("weights = \"W\"\nquit = [\"ctrl-q\", \"f1\"]\nhelp = \"Y\"\n");
    ui.lacks("problem").shows("W Weights").shows("ctrl-q quit");
    ui.keys("4");
    assert_eq!(ui.app.state.page(), Page::Ranking, "the old key does nothing");
    ui.keys("W");
    assert_eq!(ui.app.state.page(), Page::Weights);
    assert_eq!(ui.keys("q").asked(), "");
    assert_eq!(ui.keys("f1").asked(), "Quit(Done)");
    assert_eq!(ui.keys("ctrl-q").asked(), "Quit(Done)");
}

#[test]
fn what_is_wrong_in_a_file_of_keys_is_shown_and_the_rest_holds() {
    for (text, message, place) in [
        ("wieghts = \"W\"\nquit = \"Q\"\n", "there is no action `wieghts`", "keys.toml:1"),
        ("quit = [\"Q\", \"ctrl-ctrl-x\"]\n", "there is no key `ctrl-ctrl-x`", "keys.toml:1"),
        ("quit = [\"Q\", 7]\n", "a key is text in quotes", "keys.toml:1"),
        ("\nquit = [\"Q\", \"4\"]\n", "`4` is the key of `weights` already on the page", "keys.toml:2"),
        ("quit = \"Q\"\nmark = \"f5\"\nsort = \"f5\"\n", "`f5` is the key of", "keys.toml:3"),
    ] {
        let (mut ui, _folder) = with_keys(text);
        ui.shows("problem").keys("8").shows(message).shows(place);
        assert_eq!(ui.keys("Q").asked(), "Quit(Done)", "{text:?}");
    }
}

#[test]
fn a_near_name_is_suggested() {
    let (mut ui, _folder) = with_keys("wieghts = \"W\"\n");
    ui.keys("8 G").shows("did you mean `weights`");
}

#[test]
fn a_file_of_keys_that_is_no_toml_changes_nothing() {
    let (mut ui, _folder) = with_keys("quit = \n");
    ui.shows("problem").keys("8").shows("keys.toml:1");
    assert_eq!(ui.keys("q").asked(), "Quit(Done)");
}

#[test]
fn a_file_of_keys_that_is_not_there_is_said_to_be_missing() {
    let mut options = Options::new(harbour());
    options.keys = Some("no/such/keys.toml".into());
    let mut ui = Ui::with(&options);
    ui.shows("1 problem in no/such/keys.toml (8 shows them)").keys("8").shows("no/such/keys.toml");
    assert_eq!(ui.keys("q").asked(), "Quit(Done)");
}

#[test]
fn leaving_is_always_possible() {
    for text in ["quit = []\n", "quit = \"q\"\nhelp = \"q\"\n", "quit = \"down\"\n"] {
        let (mut ui, _folder) = with_keys(text);
        ui.keys(":").text("quit").keys("enter");
        let asked = ui.asked() + &ui.keys("ctrl-c ctrl-c").asked();
        assert!(asked.contains("Quit(Done)"), "{text:?}: {asked:?}");
    }
}
