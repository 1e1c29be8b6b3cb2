//! What -o names: what is replaced, what is not, and what its ending says.

use super::desk;
use crate::support::Workspace;

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8_lossy(&workspace.read(file)).into_owned()
}

/// Two vendors of which one is awarded.
fn awarded() -> Workspace {
    let workspace = desk(0);
    workspace.write("vendors/d/brandt.toml", "name = \"Brandt\"\n\n[facts]\nprice = 30\n");
    assert_eq!(workspace.weigh(&["award", "--to", "aalto", "--by", "Aino"]).code, Some(0));
    workspace
}

#[test]
fn results_are_replaced_and_named() {
    let workspace = desk(0);
    for done in ["wrote", "replaced"] {
        let output = workspace.weigh(&["rank", "-o", "ranking.csv"]);
        assert_eq!((output.code, output.err.as_str()), (Some(0), format!("{done} ranking.csv\n").as_str()));
        let output = workspace.weigh(&["report", "--to", "md,csv", "-o", "handover"]);
        assert_eq!(output.code, Some(0), "{output}");
        assert!(output.err.contains(&format!("{done} handover/d.md")), "{output}");
    }
}

#[test]
fn nothing_is_written_among_the_files_of_the_decision() {
    for arguments in [
        &["rank", "-o", "criteria/d.toml"][..],
        &["rank", "-o", "criteria/new.csv"],
        &["rank", "-o", "vendors/d/aalto.toml"],
        &["rank", "-o", "vendors/new.csv"],
        &["robust", "--draws", "100", "--shard", "1/2", "-o", "vendors/d/aalto.toml"],
        &["report", "-o", "vendors"],
        &["report", "-o", "criteria/new/d.html"],
        &["schema", "vendor", "-o", "vendors/d/aalto.toml"],
        &["sheet", "ben", "-o", "criteria/panel/d/ann.toml"],
        &["sheet", "ann", "-o", "vendors/d/aalto.toml"],
        &["debrief", "brandt", "-o", "criteria"],
    ] {
        let workspace = awarded();
        let files = ["criteria/d.toml", "vendors/d/aalto.toml", "criteria/panel/d/ann.toml"];
        let before = files.map(|file| text(&workspace, file));
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        assert!(output.err.contains("--force"), "{arguments:?}: {output}");
        assert_eq!(files.map(|file| text(&workspace, file)), before, "{arguments:?}");
        assert!(!workspace.path().join(arguments.last().unwrap()).is_dir() || !arguments[2].contains("new"));
    }
    let workspace = awarded();
    let output = workspace.weigh(&["rank", "-o", "criteria/new.csv", "--force"]);
    assert_eq!(output.code, Some(0), "{output}");
}

/// A decision may name other folders than the usual ones.
#[test]
fn the_folders_that_the_criteria_file_names_are_no_place_for_results_either() {
    let workspace = desk(0);
    let criteria = text(&workspace, "criteria/d.toml");
    workspace.write("criteria/d.toml", format!("vendors = \"../bids\"\n{criteria}"));
    workspace.write("bids/aalto.toml", text(&workspace, "vendors/d/aalto.toml"));
    let before = text(&workspace, "bids/aalto.toml");
    for file in ["bids/aalto.toml", "bids/ranking.csv", "./bids/../bids/x"] {
        assert_eq!(workspace.weigh(&["rank", "-o", file]).code, Some(2), "{file}");
    }
    assert_eq!(text(&workspace, "bids/aalto.toml"), before);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_of_the_decision_is_no_way_around() {
    let workspace = desk(0);
    std::os::unix::fs::symlink("criteria/d.toml", workspace.path().join("ranking")).unwrap();
    let before = text(&workspace, "criteria/d.toml");
    assert_eq!(workspace.weigh(&["rank", "-o", "ranking"]).code, Some(2));
    assert_eq!(text(&workspace, "criteria/d.toml"), before);
}

#[test]
fn a_link_that_stands_among_them_is_one_of_them_wherever_it_leads() {
    let workspace = desk(0);
    let outside = Workspace::empty();
    outside.write("kept.txt", "kept");
    std::os::unix::fs::symlink(outside.path().join("kept.txt"), workspace.path().join("vendors/d/l.csv"))
        .unwrap();
    let output = workspace.weigh(&["rank", "-o", "vendors/d/l.csv"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert_eq!(text(&outside, "kept.txt"), "kept");
}

/// What is recorded is read back.
#[test]
fn names_and_reasons_of_a_record_hold_nothing_unseen() {
    for arguments in [
        &["award", "--to", "aalto", "--by", "A\u{ad}B"][..],
        &["lock", "rule", "--by", "\u{200b}"],
        &["lock", "rule", "--by", "A\nB"],
        &["lock", "rule", "--by", " "],
        &["withdraw", "aalto", "--reason", "\u{202e}gone"],
        &["disqualify", "aalto", "--reason", "\u{200b}"],
    ] {
        let workspace = desk(0);
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        assert_eq!(workspace.weigh(&["check"]).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn a_sheet_that_holds_marks_is_kept_and_a_blank_one_is_made_anew() {
    let workspace = desk(0);
    let own = "criteria/panel/d/ann.toml";
    let filled = text(&workspace, own);
    assert_eq!(workspace.weigh(&["sheet", "Ann", "-o", own]).code, Some(2));
    assert_eq!(text(&workspace, own), filled);
    for file in ["ben.toml", "ben.xlsx", "criteria/panel/d/ben.toml"] {
        for _ in 0..2 {
            let output = workspace.weigh(&["sheet", "ben", "-o", file]);
            assert_eq!(output.code, Some(0), "{file}: {output}");
        }
    }
    workspace.write("ben.toml", text(&workspace, "ben.toml").replace("# manner = {", "manner = {"));
    workspace.write("other.xlsx", "no sheet at all");
    for file in ["ben.toml", "other.xlsx"] {
        let output = workspace.weigh(&["sheet", "ben", "-o", file]);
        assert_eq!(output.code, Some(2), "{file}: {output}");
        assert!(output.err.contains("may hold marks"), "{output}");
        assert_eq!(workspace.weigh(&["sheet", "ben", "-o", file, "--force"]).code, Some(0), "{file}");
    }
    assert_eq!(workspace.weigh(&["sheet", "ben", "-o", "ben.csv"]).code, Some(2));
}

#[test]
fn a_letter_that_was_written_is_kept() {
    let workspace = awarded();
    for arguments in [
        &["debrief", "--all", "-o", "letters"][..],
        &["debrief", "brandt", "-o", "brandt.pdf"],
        &["notice", "-o", "notice.md"],
    ] {
        assert_eq!(workspace.weigh(arguments).code, Some(0), "{arguments:?}");
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{output}");
        assert!(output.err.contains("may have been sent"), "{output}");
        assert_eq!(workspace.weigh(&[arguments, &["--force"]].concat()).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn an_ending_is_a_file_and_says_the_format() {
    let workspace = awarded();
    for (arguments, begins) in [
        (&["rank", "-o", "a.csv"][..], "kind,"),
        (&["rank", "-o", "a.json"], "{\n"),
        (&["rank", "-o", "a.md"], "|"),
        (&["rank", "-o", "a.txt"], ""),
        (&["rank", "-o", "a.CSV"], "kind,"),
        (&["rank", "-o", "a.csv", "--format", "csv"], "kind,"),
        (&["explain", "aalto", "-o", "a.json"], "{\n"),
        (&["report", "-o", "r.pdf"], "%PDF"),
        (&["report", "-o", "r.xlsx"], "PK"),
        (&["report", "-o", "r.html", "--to", "html"], "<!doctype"),
        (&["report", "-o", "r.csv"], "vendor,"),
        (&["debrief", "brandt", "-o", "l.html"], "<!doctype"),
        (&["notice", "-o", "n.pdf"], "%PDF"),
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{arguments:?}: {output}");
        let file = arguments[arguments.iter().position(|one| *one == "-o").unwrap() + 1];
        let text = text(&workspace, file).to_lowercase();
        let is_right = text.starts_with(&begins.to_lowercase()) || begins == "kind," || begins == "|";
        assert!(is_right && !text.is_empty(), "{arguments:?}: {text}");
    }
    let csv = workspace.weigh(&["rank", "--format", "csv"]).out;
    assert_eq!(text(&workspace, "a.csv"), csv);
    assert_eq!(text(&workspace, "a.md"), workspace.weigh(&["rank", "--format", "md"]).out);
}

#[test]
fn what_contradicts_itself_is_told() {
    let workspace = awarded();
    for arguments in [
        &["rank", "-o", "a.csv", "--format", "json"][..],
        &["rank", "-o", "a.pdf"],
        &["rank", "-o", "a.xlsx"],
        &["rank", "-o", "a.docx"],
        &["check", "-o", "a.csv"],
        &["report", "-o", "a.pdf", "--to", "html"],
        &["report", "-o", "a.pdf", "--to", "html,pdf"],
        &["report", "-o", "a.txt"],
        &["notice", "-o", "a.xlsx"],
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        assert!(!workspace.path().join(arguments[2]).exists(), "{arguments:?}");
    }
    workspace.write("vendors/d/cisco.toml", "name = \"Cisco\"\n\n[facts]\nprice = 31\n");
    assert_eq!(workspace.weigh(&["debrief", "--all", "-o", "all.pdf"]).code, Some(2));
}

/// A folder may be called as one likes.
#[test]
fn a_folder_that_is_there_is_a_folder_whatever_its_name() {
    let workspace = awarded();
    std::fs::create_dir(workspace.path().join("round.md")).unwrap();
    assert_eq!(workspace.weigh(&["report", "--to", "md", "-o", "round.md"]).code, Some(0));
    assert!(workspace.path().join("round.md/d.md").exists());
    assert_eq!(workspace.weigh(&["report", "--to", "md", "-o", "round2"]).code, Some(0));
    assert!(workspace.path().join("round2/d.md").exists());
}

/// A result replaces nothing that cannot be made again, whatever command it is of and wherever it goes.
#[test]
fn what_is_no_result_is_replaced_by_none() {
    let workspace = awarded();
    let letters = ["brandt.md", "brandt.html", "brandt.pdf", "brandt.docx"];
    for letter in letters {
        assert_eq!(workspace.weigh(&["debrief", "brandt", "-o", letter]).code, Some(0), "{letter}");
    }
    assert_eq!(workspace.weigh(&["notice", "-o", "notice.html"]).code, Some(0));
    assert_eq!(workspace.weigh(&["new", "brand"]).code, Some(0));
    assert_eq!(
        workspace.weigh(&["sheet", "ben", "--blind", "--key", "who.toml", "-o", "ben.xlsx"]).code,
        Some(0)
    );
    workspace.write("who", workspace.read("who.toml"));
    workspace.write("filled.txt", workspace.read("criteria/panel/d/ann.toml"));
    workspace.write("layouts/notice.md", "{% for section in sections %}{{ section }}{% endfor %}");
    let kept = [
        &letters[..],
        &["notice.html", "ben.xlsx", "who.toml", "who", "filled.txt", "layouts/notice.md"],
        &["brand/brand.toml", "brand/templates/report.html", "brand/templates/style.css"],
    ]
    .concat();
    for file in kept {
        let before = workspace.read(file);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let mut commands = vec![vec!["sheet", "ann"]];
        match ending {
            // A sheet takes the place of a blank one.
            "xlsx" => commands = vec![vec!["report"]],
            "html" | "pdf" | "docx" => commands.push(vec!["report"]),
            "md" => commands.extend([vec!["rank"], vec!["report"], vec!["panel"], vec!["lock"]]),
            _ => commands.extend([vec!["rank"], vec!["completions", "bash"], vec!["man"]]),
        }
        for command in commands {
            let output = workspace.weigh(&[&command[..], &["-o", file]].concat());
            assert_eq!(output.code, Some(2), "{command:?} -o {file}: {output}");
            assert_eq!(workspace.read(file), before, "{command:?} -o {file}");
        }
    }
    let output = workspace.weigh(&["report", "-o", "brandt.pdf", "--force"]);
    assert_eq!((output.code, output.err.as_str()), (Some(0), "replaced brandt.pdf\n"), "{output}");
    for (arguments, file) in [
        (["rank", "-o"], "r.md"),
        (["report", "-o"], "r.html"),
        (["report", "-o"], "r.pdf"),
        (["report", "-o"], "r.docx"),
    ] {
        for _ in 0..2 {
            assert_eq!(workspace.weigh(&[&arguments[..], &[file]].concat()).code, Some(0), "{file}");
        }
    }
}

#[test]
fn the_files_of_another_workspace_are_no_place_for_results_either() {
    let (workspace, other) = (awarded(), desk(0));
    let criteria = text(&other, "criteria/d.toml");
    other.write(
        "criteria/e.toml",
        format!("vendors = \"../bids\"\n{}", criteria.replace("panel = \"panel/d\"\n", "")),
    );
    other.write("bids/aalto.toml", text(&other, "vendors/d/aalto.toml"));
    let folder = other.path().to_str().unwrap();
    for file in
        ["criteria/d.toml", "criteria/new.csv", "vendors/d/aalto.toml", "vendors/new.csv", "bids/new.csv"]
    {
        let file = format!("{folder}/{file}");
        let before = std::fs::read(&file).ok();
        for command in [&["rank"][..], &["report", "--to", "csv"], &["sheet", "ann"]] {
            let output = workspace.weigh(&[command, &["-o", &file]].concat());
            assert_eq!(output.code, Some(2), "{command:?} -o {file}: {output}");
        }
        assert_eq!(std::fs::read(&file).ok(), before, "{file}");
    }
    assert_eq!(workspace.weigh(&["rank", "-o", &format!("{folder}/rank.csv")]).code, Some(0));
}

/// A refusal that comes after the work has been done would say that it was not.
#[test]
fn what_may_not_be_written_is_told_before_anything_is_done() {
    let workspace = awarded();
    let files = ["criteria/d.toml", "vendors/d/brandt.toml", "criteria/award/d.toml"];
    let before = files.map(|file| text(&workspace, file));
    for command in [
        &["set", "vendors.brandt.facts.price", "25"][..],
        &["withdraw", "brandt", "--reason", "r"],
        &["award", "--to", "brandt", "--by", "A", "--reason", "r"],
        &["lock", "rule", "--by", "A"],
        &["new", "vendor", "Cisco"],
        &["init", "other"],
    ] {
        let output = workspace.weigh(&[command, &["-o", "vendors/d/aalto.toml"]].concat());
        assert_eq!(output.code, Some(2), "{command:?}: {output}");
        assert_eq!(files.map(|file| text(&workspace, file)), before, "{command:?}");
    }
    assert!(
        !workspace.path().join("other").exists() && !workspace.path().join("criteria/locks.log").exists()
    );
    assert_eq!(workspace.weigh(&["tui", "-o", "a.txt"]).code, Some(2));
}
