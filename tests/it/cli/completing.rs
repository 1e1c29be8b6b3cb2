//! What the shells are offered at the tab key.

use std::path::Path;

use super::night_desk;
use crate::support::{Workspace, command, repository};

/// What a shell is offered after some words, the last of them being typed: the words, each a line.
fn offered_in(folder: &Path, shell: &str, words: &[&str]) -> Vec<String> {
    let mut command = command(folder);
    command
        .env("COMPLETE", shell)
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let output = command.args(["--", "weigh"]).args(words).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    // Remarks stand behind the word: after a tab in fish, after a colon in zsh.
    let word = |line: &str| match shell {
        "fish" => line.split('\t').next().unwrap_or_default().to_owned(),
        "zsh" => line.split(':').next().unwrap_or_default().to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(word).collect()
}

fn offered(words: &[&str]) -> Vec<String> {
    offered_in(&repository(), "bash", words)
}

#[test]
fn every_shell_is_offered_vendors_criteria_decisions_paths_and_codes() {
    let cases: [(&[&str], &str, &str); 18] = [
        (&["exp"], "explain", "rank"),
        (&["rank", "--req"], "--require-award", "--set"),
        (&["explain", "siam"], "siam-voice", "bayt-alradd"),
        (&["compare", "siam-voice", "bayt"], "bayt-alradd", "siam-voice"),
        (&["award", "--to", ""], "lanternfold", "cost"),
        (&["sensitivity", "co"], "cost", "security"),
        (&["weights", "swing", "--under", "s"], "security", "scope"),
        (&["weights", "points", "cos"], "cost=", "cost"),
        (&["rank", "--criteria", "back"], "back-office", "contact-centre"),
        (&["rank", "--set", "criteria.cost.w"], "criteria.cost.weight=", "criteria.cost.weight"),
        (
            &["rank", "--set", "vendors.siam-voice.facts.hou"],
            "vendors.siam-voice.facts.hourly_rate=",
            "rule.unknown=",
        ),
        (&["set", "rule.un"], "rule.unknown", "rule.unknown="),
        (&["check", "--explain", "C00"], "C004", "V001"),
        (&["guide", "wo"], "words", "cost"),
        (&["man", "ra"], "rank", "robust"),
        (&["staff", "--channel", ""], "phone", "languages"),
        (&["clear", "siam-voice", ""], "iso27001", "siam-voice"),
        (&["sheet", "omar"], "omar-haddad", "siam-voice"),
    ];
    for shell in ["bash", "zsh", "fish"] {
        for (words, wanted, unwanted) in cases {
            let offered = offered_in(&repository(), shell, words);
            assert!(offered.iter().any(|word| word == wanted), "{shell} {words:?}: {offered:?}");
            assert!(offered.iter().all(|word| word != unwanted), "{shell} {words:?}: {offered:?}");
        }
    }
}

/// The words before say which files are meant.
#[test]
fn candidates_are_those_of_the_decision_that_is_named() {
    let bank = offered(&["--criteria", "back-office", "explain", ""]);
    assert!(!bank.is_empty() && !bank.contains(&"siam-voice".to_owned()), "{bank:?}");
    let workspace = night_desk();
    let folder = workspace.path().to_str().unwrap();
    assert_eq!(offered(&["-C", folder, "explain", "au"]), ["aurora"]);
    assert_eq!(offered(&["explain", "-C", folder, "au"]), ["aurora"]);
}

/// Vendors are offered while their files have errors: that is when they are typed most.
#[test]
fn broken_files_offer_what_can_be_read_of_them_and_say_nothing() {
    let workspace = night_desk();
    workspace.write("vendors/night/bay.toml", "name = \"Bay Voice\"\nfacts = 3\nnonsense");
    let offered = offered_in(workspace.path(), "bash", &["explain", ""]);
    assert!(offered.contains(&"bay".to_owned()) && offered.contains(&"aurora".to_owned()), "{offered:?}");
    workspace.write("criteria/night.toml", "title = ");
    offered_in(workspace.path(), "bash", &["explain", ""]);
    let nothing = offered_in(Workspace::empty().path(), "bash", &["explain", ""]);
    assert!(nothing.iter().all(|word| word.starts_with('-')), "{nothing:?}");
}

/// The variable belongs to others as well.
#[test]
fn a_variable_of_another_meaning_changes_nothing() {
    for value in ["", "1", "yes", "tcsh"] {
        let output = command(&repository()).env("COMPLETE", value).arg("--version").output().unwrap();
        assert!(output.stdout.starts_with(b"weigh "), "{value}: {output:?}");
    }
    let output = command(&repository()).env("COMPLETE", "bash").arg("--version").output().unwrap();
    assert!(output.stdout.starts_with(b"weigh "), "{output:?}");
}
