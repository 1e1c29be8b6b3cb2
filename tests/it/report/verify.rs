//! `weigh verify` over what weigh wrote.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;
use weigh::answers::verify::differences;

use crate::support::{Workspace, repository, weigh};

fn harbour() -> PathBuf {
    repository().join("tests/data/tui/harbour")
}

/// The report of a small decision, made once.
fn report() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| weigh(&harbour(), &["report", "--to", "json", "--with-inputs", "-o", "-"]).json())
}

/// The places of all numbers of a value.
fn numbers(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(place.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, one)| numbers(one, &format!("{place}/{at}"), found));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, one)| numbers(one, &format!("{place}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn what_was_not_changed_agrees() {
    for arguments in [&["rank", "--format", "json"][..], &["report", "--to", "json", "-o", "-"]] {
        for set in [&[][..], &["--set", "criteria.cost.weight=40"]] {
            let workspace = Workspace::empty();
            workspace.write("said.json", weigh(&repository(), &[arguments, set].concat()).out);
            let file = workspace.path().join("said.json");
            let output = weigh(&repository(), &["verify", file.to_str().unwrap()]);
            assert_eq!(output.code, Some(0), "{arguments:?} {set:?}: {output}");
            assert!(output.out.starts_with("every number follows from the inputs"), "{output}");
        }
    }
}

#[test]
fn a_report_with_its_inputs_needs_no_workspace() {
    let workspace = Workspace::empty();
    workspace.write("said.json", report().to_string());
    assert_eq!(workspace.weigh(&["verify", "said.json"]).code, Some(0));
}

#[test]
fn what_the_files_have_become_since_is_found() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace.write("said.json", workspace.weigh(&["rank", "--format", "json"]).out);
    assert_eq!(workspace.weigh(&["set", "criteria.cost.weight", "26", "--make-room"]).code, Some(0));
    let output = workspace.weigh(&["verify", "said.json", "--format", "csv"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.out.contains("result.criteria[cost].weight,25,26,"), "{output}");
    assert!(output.out.contains("result.vendors[siam-voice].score,"), "{output}");
    let shown = workspace.weigh(&["verify", "said.json"]);
    assert!(shown.out.starts_with("the inputs are not those any more"), "{shown}");
    assert!(shown.out.contains("weight") && !shown.out.contains("score"), "{shown}");
}

#[test]
fn what_is_no_report_is_named() {
    let workspace = Workspace::empty();
    for (name, text, said) in [
        ("x.json", "{", "is no JSON"),
        ("y.json", "{}", "nothing that can be verified"),
        (
            "z.json",
            "{\"schema\":\"weigh/report/1\",\"inputs\":{\"sources\":{\"../x\":\"\"},\"files\":[]}}",
            "no file of a workspace",
        ),
        (
            "w.json",
            "{\"schema\":\"weigh/report/1\",\"inputs\":{\"sources\":{\"a/x\":\"\"},\"files\":[]}}",
            "from which files",
        ),
    ] {
        workspace.write(name, text);
        let output = weigh(&repository(), &["verify", workspace.path().join(name).to_str().unwrap()]);
        assert_eq!(output.code, Some(3), "{name}: {output}");
        assert!(output.err.contains(said), "{name}: {output}");
    }
}

#[test]
fn a_changed_digit_in_any_number_is_found() {
    let is = report();
    let mut places = Vec::new();
    numbers(&is["result"], "/result", &mut places);
    assert!(places.len() > 500, "{}", places.len());
    for (turn, place) in places.iter().enumerate() {
        let number = is.pointer(place).unwrap().to_string();
        let digits = number.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        let digits: Vec<usize> = digits.collect();
        let at = digits[turn % digits.len()];
        let old = number[at..=at].parse::<usize>().unwrap();
        let changed = format!("{}{}{}", &number[..at], (old + 1 + turn % 9) % 10, &number[at + 1..]);
        // A zero before other digits is no JSON.
        let Ok(changed) = serde_json::from_str::<Value>(&changed) else { continue };
        let mut said = is.clone();
        *said.pointer_mut(place).unwrap() = changed.clone();
        let found = differences(&said, is);
        assert_eq!(found.len(), 1, "{place}: {number} and {changed}");
        assert_eq!((&found[0].said, &found[0].is), (&changed.to_string(), &number), "{place}");
    }
}

#[test]
fn a_changed_digit_is_named_by_the_program() {
    let mut said = report().clone();
    said["result"]["evaluation"]["vendors"][1]["score"] = serde_json::json!(71.5);
    let workspace = Workspace::empty();
    workspace.write("said.json", said.to_string());
    let output = workspace.weigh(&["verify", "said.json", "--format", "csv"]);
    assert_eq!(output.code, Some(1), "{output}");
    let lines: Vec<&str> = output.out.lines().collect();
    assert_eq!(lines.len(), 2, "{output}");
    assert!(lines[1].starts_with("result.evaluation.vendors["), "{output}");
    assert!(lines[1].contains("].score,71.5,"), "{output}");
    let shown = workspace.weigh(&["verify", "said.json"]);
    assert!(shown.out.starts_with("NOT every number follows from the inputs, 1 place"), "{shown}");
}

/// A small decision with a panel, whose reports are quick.
fn desk() -> Workspace {
    let criteria = "title = \"T\"\npanel = \"panel/d\"\n\
        [criteria.price]\nname = \"Price\"\nweight = 60\nunit = \"EUR/h\"\nscale = { worst = 50, best = 10 }\n\
        [criteria.manner]\nname = \"Manner\"\nweight = 40\nscale = { rating = 5 }\n[rule]\nweights = 100\n";
    let vendor = |name: &str, price: u32| format!("name = \"{name}\"\n[facts]\nprice = {price}\n");
    let desk = Workspace::new(criteria, &[("aava", &vendor("Aava", 20)), ("bris", &vendor("Bris", 30))]);
    desk.write(
        "criteria/panel/d/ann.toml",
        "name = \"Ann\"\n[marks.aava]\nmanner = 4\n[marks.bris]\nmanner = 3\n",
    );
    desk
}

/// Awards, locks, letters and what is only told come after a report, and are no reason to doubt a number of it.
#[test]
fn records_that_come_later_change_no_number() {
    let workspace = desk();
    assert_eq!(workspace.weigh(&["report", "--to", "json,xlsx", "-o", "out"]).code, Some(0));
    let verified = |code: i32| {
        for file in ["out/d.json", "out/d.xlsx"] {
            let output = workspace.weigh(&["verify", file, "--all"]);
            assert_eq!(output.code, Some(code), "{file}: {output}");
            let first = if code == 0 { "every number follows" } else { "the inputs are not those any more" };
            assert!(output.out.starts_with(first), "{file}: {output}");
        }
    };
    for done in [
        &["award", "--to", "aava", "--by", "A"][..],
        &["lock", "all", "--by", "A"],
        &["debrief", "--all", "-o", "letters"],
        &["award", "--to", "bris", "--by", "A", "--reason", "Aava is late"],
        &["unlock", "all", "--by", "A", "--reason", "x"],
    ] {
        let output = workspace.weigh(done);
        assert_eq!(output.code, Some(0), "{done:?}: {output}");
        verified(0);
    }
    // What is only told.
    let file = workspace.path().join("vendors/d/aava.toml");
    let text = fs::read_to_string(&file).unwrap();
    let told = "price = { value = 20, release = \"no\" }\n[contact]\naddress = \"Street 1\"";
    fs::write(&file, text.replace("price = 20", told)).unwrap();
    workspace.write("criteria/letters/d.toml", "[reasons.bris]\nprice = \"Dearer\"\n");
    verified(0);
    // A later fact is named.
    assert_eq!(workspace.weigh(&["set", "vendors.bris.facts.price", "29"]).code, Some(0));
    verified(3);
    let json = workspace.weigh(&["verify", "out/d.json"]);
    assert!(json.out.contains("Bris, Price") && json.out.lines().count() < 12, "{json}");
    // With its inputs it is verified from them.
    assert_eq!(workspace.weigh(&["report", "--to", "json", "--with-inputs", "-o", "own.json"]).code, Some(0));
    assert_eq!(workspace.weigh(&["set", "vendors.bris.facts.price", "28"]).code, Some(0));
    assert_eq!(workspace.weigh(&["verify", "own.json"]).code, Some(0));
}

/// A workbook with a part of it changed.
fn forged(book: Vec<u8>, part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut is_changed = false;
    for at in 0..book.len() {
        let mut file = book.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        if name.starts_with(part) {
            let text = String::from_utf8(bytes).unwrap();
            let other = change(text.clone());
            is_changed |= other != text;
            bytes = other.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    assert!(is_changed, "{part}");
    out.finish().unwrap().into_inner()
}

/// A formula with the old number kept beside it looks right until a spreadsheet works it out.
#[test]
fn a_formula_that_was_changed_is_found() {
    let workspace = desk();
    assert_eq!(workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]).code, Some(0));
    let forged = forged(workspace.read("out/d.xlsx"), "xl/worksheets/sheet3.xml", |text| {
        text.replacen("</f>", "+5</f>", 1)
    });
    workspace.write("out/d.xlsx", forged);
    let output = workspace.weigh(&["verify", "out/d.xlsx"]);
    assert_eq!(output.code, Some(1), "{output}");
    assert!(output.out.contains("formula") && output.out.contains("+5"), "{output}");
}

/// A name in the place of another is as wrong as a number, also where files have other bytes since that change nothing.
#[test]
fn a_text_or_a_file_name_that_was_changed_is_found() {
    let workspace = desk();
    assert_eq!(workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]).code, Some(0));
    let whole = workspace.read("out/d.xlsx");
    let name =
        forged(whole.clone(), "xl/worksheets/sheet1.xml", |text| text.replace("<v>Aava</v>", "<v>Bris</v>"));
    let file = forged(whole, "xl/", |text| text.replace("vendors/d/aava.toml", "vendors/d/bert.toml"));
    let verify = |book: &[u8]| {
        workspace.write("out/d.xlsx", book);
        let output = workspace.weigh(&["verify", "out/d.xlsx"]);
        assert_eq!(output.code, Some(1), "{output}");
        assert!(output.out.starts_with("NOT every number follows"), "{output}");
    };
    verify(&name);
    verify(&file);
    let vendor = workspace.path().join("vendors/d/bris.toml");
    let text = fs::read_to_string(&vendor).unwrap();
    fs::write(&vendor, format!("{text}[contact]\naddress = \"Street 1\"\n")).unwrap();
    verify(&name);
    verify(&file);
}

/// The same files give the same fingerprints, so that others hide no number that was changed.
#[test]
fn a_fingerprint_that_was_changed_is_found() {
    let workspace = desk();
    assert_eq!(workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]).code, Some(0));
    let whole = workspace.read("out/d.xlsx");
    let json = workspace.weigh(&["rank", "--format", "json"]).json();
    let digest = json["inputs"]["digest"]["inputs"].as_str().unwrap().to_owned();
    let other = digest.replace(&digest[..4], if digest.starts_with("0000") { "1111" } else { "0000" });
    let file = forged(whole, "xl/", |text| text.replace(&digest, &other));
    workspace.write("out/d.xlsx", file);
    let output = workspace.weigh(&["verify", "out/d.xlsx"]);
    assert_eq!(output.code, Some(1), "{output}");
    assert!(output.out.contains("Fingerprint of all inputs"), "{output}");
    assert!(output.out.contains("number formats, charts, page heads"), "{output}");
}

#[test]
fn inputs_that_are_not_at_hand_are_named_and_no_fault_of_the_command_line() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace.write("said.json", workspace.weigh(&["rank", "--format", "json"]).out);
    fs::rename(workspace.path().join("criteria/contact-centre.toml"), workspace.path().join("other.toml"))
        .unwrap();
    let output = workspace.weigh(&["verify", "said.json"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("the inputs are not at hand"), "{output}");
}

#[test]
fn the_folder_of_the_command_holds_for_the_file_too() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "inside"]).code, Some(0));
    workspace.write("inside/said.json", workspace.weigh(&["-C", "inside", "rank", "--format", "json"]).out);
    assert_eq!(workspace.weigh(&["-C", "inside", "verify", "said.json"]).code, Some(0));
}

/// What another rank order says is found by the names, whatever place the vendors have.
#[test]
fn vendors_are_compared_by_name_and_their_order_by_itself() {
    let is = report();
    let mut said = is.clone();
    let vendors = said["result"]["evaluation"]["vendors"].as_array_mut().unwrap();
    vendors.swap(0, 1);
    let found = differences(&said, is);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].place.ends_with("vendors (order)"), "{found:?}");
}
