//! Reports through the real program.

use std::fs;

use crate::support::{Workspace, repository, weigh};

const SAMPLES: [&str; 3] = ["contact-centre", "back-office", "provider-kind"];

/// A decision whose texts are hostile; control characters and longer names are refused when files are read.
pub(super) fn hostile() -> Workspace {
    let name = "=HYPERLINK(\"http://x\") <script>alert(1)</script> | **bold** `code`";
    let criteria = format!(
        "title = {name:?}\nquestion = '<img src=x>'\n[criteria.price]\nname = {name:?}\nweight = 1\n\
         scale = {{ worst = 9, best = 1 }}\n"
    );
    let vendor = |name: &str, note: &str| {
        format!("name = '{name}'\nnote = '{note}'\n[facts]\nprice = {{ value = 3, note = '=1+1|<b>' }}\n")
    };
    let long = vendor(&"x".repeat(500), &"=y ".repeat(3_000));
    Workspace::new(&criteria, &[("a", &vendor("-2+3<b>|`", "@SUM(A1)")), ("b", &long)])
}

#[test]
fn equal_input_gives_equal_bytes_in_any_folder() {
    let made = |folder: &str| {
        let workspace = Workspace::empty();
        assert_eq!(workspace.weigh(&["init", folder]).code, Some(0));
        let inside = workspace.path().join(folder);
        let output = weigh(&inside, &["report", "--to", "md,csv,json", "-o", "out"]);
        assert_eq!(output.code, Some(0), "{output}");
        ["md", "csv", "json"].map(|kind| fs::read(inside.join(format!("out/contact-centre.{kind}"))).unwrap())
    };
    let (first, second) = (made("here"), made("there/deeper"));
    assert!(first == second);
    assert!(first.iter().all(|bytes| bytes.len() > 10_000));
}

#[test]
fn every_vendor_and_criterion_is_in_the_markdown_and_the_csv() {
    for sample in SAMPLES {
        let result = weigh(&repository(), &["rank", "--criteria", sample, "--format", "json"]).json();
        let to = |kind| weigh(&repository(), &["report", "--criteria", sample, "--to", kind, "-o", "-"]).out;
        let (markdown, csv) = (to("md"), to("csv"));
        for list in ["vendors", "criteria"] {
            for one in result["result"][list].as_array().unwrap() {
                let name = one["name"].as_str().unwrap();
                assert!(
                    markdown.contains(&name.replace('_', "\\_").replace('&', "&amp;")),
                    "{sample}: {name}"
                );
            }
        }
        for vendor in result["result"]["vendors"].as_array().unwrap() {
            assert!(csv.contains(vendor["id"].as_str().unwrap()), "{sample}");
        }
        assert!(csv.lines().count() > 20, "{sample}");
    }
}

#[test]
fn hostile_names_are_inert_in_markdown_and_csv() {
    let workspace = hostile();
    let to = |kind| workspace.weigh(&["report", "--to", kind, "-o", "-"]);
    let markdown = to("md");
    assert_eq!(markdown.code, Some(0), "{markdown}");
    assert!(!markdown.out.contains("<script") && !markdown.out.contains('\u{1b}'), "{}", markdown.out);
    for line in markdown.out.lines().filter(|line| line.contains("-2+3")) {
        assert!(!line.contains("<b>") && !line.contains("3&lt;b&gt;|"), "{line}");
    }
    let csv = to("csv").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let is_formula = |field: &str| field.starts_with(['=', '+', '@']) || field.starts_with("-2");
    assert!(rows.iter().all(|row| !row.iter().any(is_formula)), "{csv}");
}

#[test]
fn chapters_are_chosen_and_stand_in_their_order() {
    let output = weigh(&repository(), &["report", "--to", "md", "--sections", "ranking,summary", "-o", "-"]);
    let heads: Vec<&str> = output.out.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(heads, ["## Summary", "## Ranking"], "{output}");
}

#[test]
fn the_date_is_that_of_the_option_or_the_newest_fact() {
    let second_line = |date: &[&str]| {
        let output = weigh(&repository(), &[&["report", "--to", "md", "-o", "-"], date].concat());
        output.out.lines().nth(2).unwrap_or_default().to_owned()
    };
    assert_eq!(second_line(&[]), "Evaluation report · Evidence up to 2026-10-30");
    assert_eq!(second_line(&["--date", "2026-12-01"]), "Evaluation report · 2026-12-01");
    let wrong = weigh(&repository(), &["report", "--date", "2026-02-30"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.err.contains("`2026-02-30` is no day of the calendar; write it like 2027-04-01"),
        "{wrong}"
    );
}

#[test]
fn what_cannot_be_written_is_exit_4_and_nothing_is_half_written() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace.write("taken", "a file where the folder should be");
    let output = workspace.weigh(&["report", "--to", "md,json", "-o", "taken"]);
    assert_eq!(output.code, Some(4), "{output}");
    assert!(output.err.contains("could not write taken"), "{output}");
    assert_eq!(workspace.weigh(&["report", "--to", "md,json", "-o", "-"]).code, Some(2));
    assert_eq!(workspace.weigh(&["report", "--format", "json"]).code, Some(2));
}

#[test]
fn long_numbers_are_spaced_for_people_and_plain_for_programs() {
    let criteria = "title = \"T\"\n[needs]\nbudget = 7500000\nyear = 2027\n[gates.most]\nfact = \"price\"\nat_most = \"needs.budget\"\n[criteria.price]\nname = \"Price\"\nweight = 1\n\
                    scale = { worst = 7500000, best = 12500.5 }\n";
    let workspace = Workspace::new(criteria, &[("a", "name = \"A\"\n[facts]\nprice = 6000000\n")]);
    let to = |kind| workspace.weigh(&["report", "--to", kind, "-o", "-"]).out;
    let text = to("md");
    for said in [
        "**budget**: 7\u{a0}500\u{a0}000\n",
        "**year**: 2027\n",
        "at most 7\u{a0}500\u{a0}000",
        "7\u{a0}500\u{a0}000 worst, 12\u{a0}500.5 best",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(to("csv").contains(",6000000,"), "{}", to("csv"));
}

#[test]
fn a_picture_of_many_says_how_many_it_shows() {
    let criteria =
        "title = \"T\"\n[criteria.price]\nname = \"Price\"\nweight = 1\nscale = { worst = 90, best = 1 }\n";
    let vendors: Vec<(String, String)> =
        (10..23).map(|at| (format!("v{at}"), format!("name = \"V{at}\"\n[facts]\nprice = {at}\n"))).collect();
    let vendors: Vec<(&str, &str)> = vendors.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let workspace = Workspace::new(criteria, &vendors);
    let text = workspace.weigh(&["report", "--to", "md", "--sections", "summary", "-o", "-"]).out;
    assert!(text.contains("Scores of the first 12 of 13"), "{text}");
}

/// What goes to bidders before the deadline, or to a council without names, has nobody's name in it.
#[test]
fn chapters_that_were_not_asked_for_are_in_no_format() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    let names = ["Siam Voice", "Bayt Alradd", "siam-voice", "74.71"];
    for kind in ["html", "md", "docx"] {
        let out = format!("out.{kind}");
        let made = workspace.weigh(&["report", "--sections", "needs,rule", "-o", &out]);
        assert_eq!(made.code, Some(0), "{made}");
        let text = parts(&workspace.read(&out));
        assert!(text.contains("What we need"), "{kind}");
        for name in names {
            assert!(!text.contains(name), "{name} in {kind}");
        }
    }
    for kind in ["json", "xlsx", "csv"] {
        let refused = workspace.weigh(&["report", "--to", kind, "--sections", "needs,rule", "-o", "whole"]);
        assert_eq!(refused.code, Some(2), "{refused}");
        assert!(refused.err.contains(&format!("{kind} holds everything")), "{refused}");
        assert!(!workspace.path().join("whole").exists());
    }
    let whole = workspace.weigh(&["report", "--sections", "summary,ranking", "-o", "with.html"]);
    assert_eq!(whole.code, Some(0), "{whole}");
    assert!(String::from_utf8(workspace.read("with.html")).unwrap().contains("id=\"live\""));
}

/// The text of a file, or of all parts of one that is packed.
fn parts(bytes: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return String::from_utf8(bytes.to_vec()).unwrap();
    };
    let mut text = String::new();
    for at in 0..archive.len() {
        std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut text).unwrap();
    }
    text
}

#[test]
fn an_award_or_a_lock_dates_the_report_where_it_came_last() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    let dated = |more: &[&str]| {
        let made =
            workspace.weigh(&[&["report", "--to", "md", "--sections", "summary", "-o", "-"], more].concat());
        made.out.lines().nth(2).unwrap_or_default().to_owned()
    };
    let awarded = |on: &str, more: &[&str]| {
        let award = [&["award", "--to", "siam-voice", "--by", "A", "--on", on], more].concat();
        let made = workspace.weigh(&award);
        assert_eq!(made.code, Some(0), "{made}");
    };
    assert_eq!(dated(&[]), "Evaluation report · Evidence up to 2026-10-30");
    awarded("2026-10-29", &[]);
    assert_eq!(dated(&[]), "Evaluation report · Evidence up to 2026-10-30");
    awarded("2026-12-01", &["--reason", "again"]);
    assert_eq!(dated(&[]), "Evaluation report · As of 2026-12-01");
    let lock = ["lock", "rule", "--by", "A", "--at", "2026-12-05T10:00:00Z"];
    assert_eq!(workspace.weigh(&lock).code, Some(0));
    assert_eq!(dated(&[]), "Evaluation report · As of 2026-12-05");
    assert_eq!(dated(&["--date", "2026-11-11"]), "Evaluation report · 2026-11-11");
}

/// Keys are for files and programs: who reads a report sees what criteria and facts are called.
#[test]
fn a_report_names_facts_by_their_criteria() {
    for sample in SAMPLES {
        let rank = weigh(&repository(), &["rank", "--criteria", sample, "--format", "json"]).json();
        let criteria = rank["result"]["criteria"].as_array().unwrap();
        let facts = criteria.iter().filter_map(|one| one["fact"].as_str());
        // A key that is a word of everyday is no key where it stands in a sentence.
        let keys: Vec<&str> = facts.filter(|fact| fact.contains(['_', '.'])).collect();
        assert!(sample == "provider-kind" || keys.len() > 3, "{keys:?}");
        let report = weigh(&repository(), &["report", "--criteria", sample, "--to", "md", "-o", "-"]).out;
        let report = report.replace('\\', "");
        for key in keys {
            let said = if key.contains('_') { key.to_owned() } else { format!("{key} =") };
            assert!(!report.contains(&said), "{key} in the report of {sample}");
        }
    }
}
