//! The panel, locks and judgements in reports.

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::support::{Workspace, repository, weigh};

const FORMATS: &str = "html,md,csv,json,xlsx";
const EVALUATORS: [&str; 5] =
    ["Aino Koskela", "Mei Lindqvist", "Omar Haddad", "Petri Salonen", "Sunisa Rattanakul"];

fn sample() -> Workspace {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace
}

/// Changes a file of the workspace.
fn edit(workspace: &Workspace, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(workspace.read(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    workspace.write(file, text.replacen(from, to, 1));
}

/// The texts of every sheet of a workbook.
fn texts(file: &[u8]) -> Vec<(String, String)> {
    let mut book = Xlsx::new(Cursor::new(file.to_vec())).unwrap();
    let names = book.sheet_names();
    let of_sheet = |name: String| {
        let cells = book.worksheet_range(&name).unwrap();
        let texts = cells.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        });
        texts.map(|text| (name.clone(), text)).collect::<Vec<_>>()
    };
    names.into_iter().flat_map(of_sheet).collect()
}

#[test]
fn the_chapter_of_the_panel() {
    let output = weigh(&repository(), &["report", "--to", "md", "--sections", "panel", "-o", "-"]);
    insta::assert_snapshot!("panel", output);
}

#[test]
fn the_panel_is_in_every_format() {
    let workspace = sample();
    let made = workspace.weigh(&["report", "--to", FORMATS, "-o", "out"]);
    assert_eq!(made.code, Some(0), "{made}");
    let text = |kind| String::from_utf8(workspace.read(&format!("out/contact-centre.{kind}"))).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text("json")).unwrap();
    assert_eq!(json["result"]["panel"]["evaluators"].as_array().unwrap().len(), EVALUATORS.len());
    let marks = workspace.weigh(&["report", "--to", "csv", "--sections", "panel", "-o", "-"]).out;
    assert_eq!(marks, workspace.weigh(&["panel", "--format", "csv"]).out);
    let cells = texts(&workspace.read("out/contact-centre.xlsx"));
    for name in EVALUATORS {
        assert!(text("html").contains(name) && text("md").contains(name) && marks.contains(name), "{name}");
        assert!(cells.iter().any(|(sheet, text)| sheet == "Panel" && text == name), "{name}");
    }
    let other = weigh(&repository(), &["report", "--criteria", "back-office", "--to", "md", "-o", "-"]).out;
    assert!(!other.contains("## The panel"), "back-office has no panel");
}

#[test]
fn what_roles_hide_is_in_no_format() {
    let workspace = sample();
    edit(&workspace, "criteria/contact-centre.toml", "spread  = 50 ", "shown = \"roles\"\nspread  = 50 ");
    let at = ["--by", "A. Buyer", "--at", "2026-11-22T10:00:00Z"];
    assert_eq!(workspace.weigh(&[&["lock", "all"][..], &at].concat()).code, Some(0));
    edit(&workspace, "criteria/panel/contact-centre/omar-haddad.toml", "Omar Haddad", "Omar M. Haddad");
    edit(
        &workspace,
        "criteria/panel/contact-centre/omar-haddad.toml",
        "communication  = 3",
        "communication  = 4",
    );
    let made = workspace.weigh(&["report", "--to", FORMATS, "-o", "out"]);
    assert_eq!(made.code, Some(0), "{made}");
    let marks = workspace.weigh(&["report", "--to", "csv", "--sections", "panel", "-o", "-"]).out;
    let mut said = vec![("marks".to_owned(), marks)];
    for kind in ["html", "md", "csv", "json"] {
        said.push((
            kind.to_owned(),
            String::from_utf8(workspace.read(&format!("out/contact-centre.{kind}"))).unwrap(),
        ));
    }
    for other in [&["rank"][..], &["panel"], &["explain", "siam-voice"]] {
        let output = workspace.weigh(&[other, &["--format", "json"]].concat());
        said.push((other.join(" "), output.out));
    }
    said.extend(texts(&workspace.read("out/contact-centre.xlsx")));
    for (place, text) in &said {
        let text = text.to_lowercase();
        for name in EVALUATORS.iter().flat_map(|name| name.split(' ')).map(str::to_lowercase) {
            assert!(!text.contains(&name), "{place} names {name}");
        }
    }
    let whole: String = said.iter().map(|(_, text)| text.as_str()).collect();
    assert!(whole.contains("Arabic desk"), "roles are shown");
    assert!(
        whole.contains("panel.evaluator-3.marks.azinheira-contact.communication was 3, is 4"),
        "and the change"
    );
    for (arguments, why) in [
        (&["report", "--to", "json", "--with-inputs", "-o", "-"][..], "leave --with-inputs out"),
        (&["report", "--set", "panel.omar-haddad.weight=2", "-o", "-"], "names an evaluator"),
    ] {
        let refused = workspace.weigh(arguments);
        assert_eq!(refused.code, Some(2), "{refused}");
        assert!(refused.err.contains(why), "{refused}");
    }
}

#[test]
fn what_has_changed_since_it_was_locked_is_told_and_found() {
    let workspace = sample();
    let lock = ["lock", "rule", "--by", "A. Buyer", "--at", "2026-11-22T10:00:00Z"];
    assert_eq!(workspace.weigh(&lock).code, Some(0));
    for (kind, file) in [("json", "said/contact-centre.json"), ("xlsx", "said/contact-centre.xlsx")] {
        assert_eq!(workspace.weigh(&["report", "--to", kind, "-o", "said"]).code, Some(0));
        let output = workspace.weigh(&["verify", file]);
        assert_eq!(output.code, Some(0), "{output}");
    }
    let kept = workspace.weigh(&["report", "--to", "json", "--with-inputs", "-o", "-"]).out;
    let report = workspace.weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(report.contains("by A. Buyer; nothing has changed since"), "{report}");
    // A change that moves no number.
    edit(
        &workspace,
        "criteria/contact-centre.toml",
        "note   = \"The share of our list",
        "note   = \"Our share of the list",
    );
    let report = workspace.weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(report.contains("Changed after it was settled"), "{report}");
    for file in ["said/contact-centre.json", "said/contact-centre.xlsx"] {
        let output = workspace.weigh(&["verify", file]);
        assert_eq!(output.code, Some(3), "{output}");
        assert!(output.err.contains("criteria.services.note was"), "{output}");
    }
    // With its own inputs, the report knows what was locked by itself.
    let elsewhere = Workspace::empty();
    elsewhere.write("said.json", kept);
    let output = elsewhere.weigh(&["verify", "said.json"]);
    assert_eq!(output.code, Some(0), "{output}");
}

#[test]
fn where_the_weights_come_from_is_told() {
    let workspace = sample();
    let swings = ["way_of_working=100", "communication=60", "site_visit=40", "time_zone=20"];
    let arguments = [
        &["weights", "swing"][..],
        &swings,
        &["--under", "culture", "--note", "Workshop of 3 September", "--write"],
    ];
    let written = workspace.weigh(&arguments.concat());
    assert_eq!(written.code, Some(0), "{written}");
    let report = workspace.weigh(&["report", "--to", "md", "--sections", "rule", "-o", "-"]).out;
    let (_, said) = report.split_once("### Where the weights come from").expect("the heading");
    for part in [
        "swing weights",
        "Way of working 100; Communication",
        "Note: Workshop of 3 September",
        "Weights that follow",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let json = workspace.weigh(&["report", "--to", "json", "-o", "-"]).json();
    assert_eq!(json["result"]["judgements"][0]["judgements"]["method"], "swing");
}

#[test]
fn the_vendors_of_another_folder_are_found_again() {
    let workspace = sample();
    let vendors = workspace.path().join("vendors/contact-centre");
    for (folder, recorded) in [("work/round-2", "../round-2"), ("work/here/vendors/second", "vendors/second")]
    {
        let folder = workspace.path().join(folder);
        fs::create_dir_all(&folder).unwrap();
        for vendor in ["siam-voice", "bayt-alradd"] {
            fs::copy(vendors.join(format!("{vendor}.toml")), folder.join(format!("{vendor}.toml"))).unwrap();
        }
        let home = workspace.path().join("work/here");
        assert_eq!(workspace.weigh(&["init", "work/here"]).code.map(|code| code == 0), Some(true));
        let named = ["--vendors", folder.to_str().unwrap()];
        let report = ["report", "--to", "json,xlsx", "--with-inputs", "-o", "said"];
        assert_eq!(weigh(&home, &[&report[..], &named].concat()).code, Some(0));
        let json: serde_json::Value =
            serde_json::from_slice(&fs::read(home.join("said/contact-centre.json")).unwrap()).unwrap();
        assert_eq!(json["inputs"]["vendors"], recorded);
        assert!(!json.to_string().contains(workspace.path().to_str().unwrap()), "no place of this machine");
        let rank = weigh(&home, &[&["rank", "--format", "json"][..], &named].concat()).out;
        fs::write(home.join("said/rank.json"), rank).unwrap();
        for file in ["said/contact-centre.json", "said/contact-centre.xlsx", "said/rank.json"] {
            let output = weigh(&home, &["verify", file]);
            assert_eq!(output.code, Some(0), "{file}: {output}");
        }
        fs::remove_dir_all(&home).unwrap();
    }
}

#[test]
fn a_report_cannot_send_verify_to_a_folder_of_its_choice() {
    let workspace = sample();
    let mut said = workspace.weigh(&["rank", "--format", "json"]).json();
    said["inputs"]["vendors"] = "/etc".into();
    workspace.write("said.json", said.to_string());
    let output = workspace.weigh(&["verify", "said.json"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("name the folder with --vendors"), "{output}");
    said["inputs"]["sources"] = serde_json::json!({ "criteria/x.toml": "" });
    workspace.write("said.json", said.to_string());
    let output = workspace.weigh(&["verify", "said.json"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("`/etc` is no file of a workspace"), "{output}");
}
