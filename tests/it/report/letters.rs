//! Awards, debriefs and notices.

use std::fs;

use crate::support::{Workspace, repository, weigh};

fn sample() -> Workspace {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace
}

/// The sample with the work awarded to the first.
fn awarded() -> Workspace {
    let workspace = sample();
    let award = ["award", "--to", "siam-voice", "--by", "A. Buyer", "--on", "2026-11-22"];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    workspace
}

/// Names and ids of the vendors of a decision, as the result has them.
fn names(workspace: &Workspace) -> Vec<(String, Vec<String>)> {
    let result = workspace.weigh(&["rank", "--format", "json"]).json();
    let vendors = result["result"]["vendors"].as_array().unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    vendors
        .iter()
        .map(|vendor| {
            let id = text(&vendor["id"]).unwrap();
            (
                id.clone(),
                [text(&vendor["name"]), text(&vendor["local"]), Some(id)].into_iter().flatten().collect(),
            )
        })
        .collect()
}

#[test]
fn a_letter_names_nobody_but_its_reader_and_the_winner() {
    let workspace = sample();
    // A remark about a rival, in both files that the letter is made from.
    for vendor in ["siam-voice", "bayt-alradd"] {
        let file = workspace.path().join(format!("vendors/contact-centre/{vendor}.toml"));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("note"), "{text}");
        fs::write(&file, text.replace("note = \"", "note = \"Better than LANTERNFOLD. ")).unwrap();
    }
    let award = [
        "award",
        "--to",
        "siam-voice",
        "--by",
        "A",
        "--reason",
        "Better than Lanternfold",
        "--on",
        "2026-11-22",
    ];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    let all = workspace.weigh(&["debrief", "--all", "-o", "letters"]);
    assert_eq!(all.code, Some(0), "{all}");
    let names = names(&workspace);
    let (winner, losers) = names.split_first().unwrap();
    for (id, own) in losers {
        let letter = fs::read_to_string(workspace.path().join(format!("letters/debrief-{id}.md"))).unwrap();
        assert!(letter.contains(&own[0]), "{letter}");
        // Who withdrew is told nothing.
        assert_eq!(letter.contains(&winner.1[0]), id != "fynbos-answer", "{letter}");
        for (_, other) in losers.iter().filter(|(other, _)| other != id) {
            for name in other {
                assert!(!letter.to_lowercase().contains(&name.to_lowercase()), "{id}: {name}\n{letter}");
            }
        }
    }
    assert!(!workspace.path().join(format!("letters/debrief-{}.md", winner.0)).exists());
}

/// Facts, notes, sources and words of evaluators are confidential: a letter of a private buyer has none of the winner's,
/// and of the addressee's no remark of ours.
#[test]
fn a_letter_gives_own_points_and_reasons_and_nothing_that_was_not_released() {
    let workspace = awarded();
    let output =
        workspace.weigh(&["debrief", "bayt-alradd", "--standstill", "2026-12-10", "--date", "2026-11-30"]);
    insta::assert_snapshot!("debrief", output);
    let costs = workspace.weigh(&["cost", "--format", "json"]).json();
    let winner =
        costs["result"]["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "siam-voice").unwrap();
    let total = winner["figures"]["total"]["likely"].to_string();
    assert!(!output.out.contains(total.split('.').next().unwrap()), "{output}");
    for told in ["hotel group", "Asked on", "break room", "telecoms desk", "RFP answer", "Arabic team"] {
        assert!(!output.out.contains(told), "{told}: {output}");
    }
}

/// Nobody is told of a decision that nobody made, that cannot stand, or that is not that of the files any more.
#[test]
fn letters_about_a_decision_want_an_award_in_force() {
    let workspace = sample();
    let both = |arguments: &[&str], code: i32, said: &str| {
        for command in [&["debrief", "bayt-alradd"][..], &["notice"], &["debrief", "--all", "-o", "letters"]]
        {
            let output = workspace.weigh(&[command, arguments].concat());
            assert_eq!(output.code, Some(code), "{command:?}: {output}");
            assert!(output.err.contains(said), "{command:?}: {output}");
        }
    };
    both(&[], 2, "nothing is awarded yet");
    both(&["--set", "criteria.cost.weight=10"], 2, "neither --set nor --vendors");
    let draft = workspace.weigh(&["debrief", "bayt-alradd", "--draft"]);
    assert!(draft.code == Some(0) && draft.out.matches("DRAFT").count() >= 3, "{draft}");
    let award = ["award", "--to", "siam-voice", "--by", "A", "--on", "2026-11-22"];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    assert_eq!(workspace.weigh(&["debrief", "bayt-alradd"]).code, Some(0));
    assert_eq!(workspace.weigh(&["set", "vendors.siam-voice.facts.common_hours", "4"]).code, Some(0));
    both(&[], 2, "the files are not those of the award any more");
    let leave = ["withdraw", "siam-voice", "--reason", "Sold", "--by", "A"];
    assert_eq!(workspace.weigh(&leave).code, Some(0));
    both(&[], 2, "Siam Voice has withdrawn since: Sold");
}

/// A letter that was sent says the same when it is asked for again; a changed reason is found.
#[test]
fn a_letter_on_request_is_checked_against_what_was_sent() {
    let workspace = awarded();
    assert_eq!(workspace.weigh(&["debrief", "--all", "-o", "letters"]).code, Some(0));
    let log = String::from_utf8(workspace.read("criteria/letters/contact-centre.toml")).unwrap();
    assert_eq!(log.matches("[[sent]]").count(), 9, "{log}");
    assert_eq!(workspace.weigh(&["debrief", "bayt-alradd", "-o", "again.md"]).code, Some(0));
    workspace.write(
        "criteria/letters/contact-centre.toml",
        format!("[reasons.bayt-alradd]\nservices = \"Another reason\"\n{log}"),
    );
    let other = workspace.weigh(&["debrief", "bayt-alradd", "-o", "other.md"]);
    assert!(other.code == Some(2) && other.err.contains("would be something else today"), "{other}");
    assert_eq!(workspace.weigh(&["debrief", "bayt-alradd", "-o", "other.md", "--force"]).code, Some(0));
}

/// Those that are out are written to before an award, and told nothing of others.
#[test]
fn letters_to_the_excluded_need_no_award() {
    let workspace = sample();
    let output = workspace.weigh(&["debrief", "--all", "--phase", "excluded", "-o", "letters"]);
    assert_eq!(output.code, Some(0), "{output}");
    let files: Vec<_> = fs::read_dir(workspace.path().join("letters")).unwrap().collect();
    assert_eq!(files.len(), 2);
    let letter = String::from_utf8(workspace.read("letters/debrief-kurinji-line.md")).unwrap();
    assert!(letter.contains("Customer data stays where it may") && letter.contains("India"), "{letter}");
    assert!(!letter.contains("Siam Voice") && !letter.contains("points"), "{letter}");
}

#[test]
fn the_winner_gets_no_debrief_and_a_csv_is_no_letter() {
    let workspace = sample();
    assert_eq!(workspace.weigh(&["debrief", "siam-voice"]).code, Some(2));
    assert_eq!(workspace.weigh(&["debrief", "bayt-alradd", "--to", "csv"]).code, Some(2));
    assert_eq!(workspace.weigh(&["debrief"]).code, Some(2));
}

#[test]
fn an_award_to_another_than_the_first_wants_its_reason_and_every_report_prints_it() {
    let workspace = sample();
    let award = |rest: &[&str]| {
        workspace.weigh(&[&["award", "--by", "A. Buyer", "--on", "2026-11-22"], rest].concat())
    };
    let refused = award(&["--to", "bayt-alradd"]);
    assert_eq!(refused.code, Some(2), "{refused}");
    assert!(refused.err.contains("is not the first of the ranking but has rank 2"), "{refused}");
    let reason = "Siam Voice cannot take our case tool; see minute 14";
    assert_eq!(award(&["--to", "bayt-alradd", "--reason", reason]).code, Some(0));
    let report = workspace.weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(report.contains("Awarded to Bayt Alradd") && report.contains(reason), "{report}");
    assert!(report.contains("Not the first of the ranking then, but rank 2."), "{report}");
    let letter = workspace.weigh(&["debrief", "siam-voice"]).out;
    assert!(letter.contains("The work goes to Bayt Alradd."), "{letter}");
}

#[test]
fn a_winner_who_withdraws_hands_over_and_the_record_keeps_both() {
    let workspace = sample();
    assert_eq!(
        workspace.weigh(&["award", "--to", "siam-voice", "--by", "A", "--on", "2026-11-22"]).code,
        Some(0)
    );
    let file = workspace.path().join("vendors/contact-centre/siam-voice.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replacen("status  = \"invited\"", "", 1).replacen(
        "\n[facts]",
        "\nstatus = \"withdrawn\"\nreason = \"Sold\"\n[facts]",
        1,
    );
    fs::write(&file, text).unwrap();
    let again = workspace.weigh(&["award", "--to", "siam-voice", "--by", "A", "--reason", "x"]);
    assert!(again.err.contains("has withdrawn"), "{again}");
    let silent = workspace.weigh(&["award", "--to", "bayt-alradd", "--by", "A"]);
    assert!(silent.err.contains("Siam Voice was awarded the work on 2026-11-22"), "{silent}");
    let next = [
        "award",
        "--to",
        "bayt-alradd",
        "--by",
        "A",
        "--on",
        "2026-12-01",
        "--reason",
        "Siam Voice withdrew",
    ];
    assert_eq!(workspace.weigh(&next).code, Some(0));
    let record = workspace.weigh(&["award", "--format", "json"]).json();
    let to: Vec<&str> = record["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["winners"][0]["vendor"].as_str().unwrap())
        .collect();
    assert_eq!(to, ["siam-voice", "bayt-alradd"]);
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

#[test]
fn a_record_that_cannot_be_read_is_shown_and_never_written_over() {
    let workspace = sample();
    workspace.write("criteria/award/contact-centre.toml", "[[award]]\nvendor = 3\n");
    let output = workspace.weigh(&["award", "--to", "siam-voice", "--by", "A"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("criteria/award/contact-centre.toml:2:10"), "{output}");
    let kept = fs::read_to_string(workspace.path().join("criteria/award/contact-centre.toml")).unwrap();
    assert_eq!(kept, "[[award]]\nvendor = 3\n");
}

#[test]
fn a_notice_unlinks_names_and_scores_and_says_what_can_be_inferred() {
    let criteria = "title = \"T\"\n[criteria.price]\nname = \"Price\"\nweight = 10\nscale = { formula = \"lowest/price\" }\n\
                    [criteria.quality]\nname = \"Quality\"\nweight = 90\nscale = { worst = 0, best = 100 }\n\
                    [rule]\nweights = 100\npoints = 100\nrounding = { criterion = \"2 half-up\" }\n";
    let vendor = |name: &str, price: &str, quality: &str| {
        format!("name = \"{name}\"\n[facts]\nprice = {price}\nquality = {quality}\n")
    };
    let two = Workspace::new(
        criteria,
        &[("a", &vendor("Aava", "100.2", "70")), ("b", &vendor("Zeta", "100", "60"))],
    );
    let plain = two.weigh(&["notice", "--draft"]);
    assert!(!plain.out.contains("72.98") && !plain.out.contains("Zeta"), "{plain}");
    let unlinked = two.weigh(&["notice", "--draft", "--unlinked"]);
    assert!(unlinked.out.contains("the second score is withheld"), "{unlinked}");
    assert!(!unlinked.out.contains("64.00") && unlinked.out.contains("72.98"), "{unlinked}");
    // 9.98 points of 10 give the rival's price away to a tenth of a per cent.
    let points = two.weigh(&["notice", "--draft", "--unlinked", "--points"]);
    assert!(points.err.contains("9.98 points on Price give away what Aava asks to within 0.1 %"), "{points}");
}

#[test]
fn a_notice_of_the_sample() {
    let output = weigh(&repository(), &["notice", "--draft", "--unlinked", "--date", "2026-11-30"]);
    insta::assert_snapshot!("notice", output);
}

/// How far a quote lies below the others' gives their middle away to who knows its own.
#[test]
fn lk_01_what_compares_bids_is_told_in_no_letter() {
    let workspace = sample();
    let award = ["award", "--to", "siam-voice", "--by", "A", "--on", "2026-11-22"];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    let letter = workspace.weigh(&["debrief", "tinig-habagat"]);
    assert_eq!(letter.code, Some(0), "{letter}");
    assert!(letter.out.contains("worked out beside the other offers"), "{letter}");
    assert!(!letter.out.contains("22.16"), "{letter}");
}
