//! Edits of the sample files of the repository.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use toml::de::{DeTable, DeValue};
use weigh::files::edit;
use weigh::files::{Request, Workspace as Files};
use weigh::open::edit::plan;
use weigh::open::open;

use crate::support::{Workspace, repository, weigh};

/// A value in a sample file that can be changed: where it is, and what it is.
#[derive(Clone, Debug)]
struct Target {
    /// The name of the decision.
    decision: String,
    file: PathBuf,
    /// The path as `set` takes it.
    path: String,
    kind: TargetKind,
    /// Its bytes in the file, by the parser.
    span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TargetKind {
    Number,
    Text,
    YesNo,
    Date,
}

/// Every plain value of a file whose change keeps the file sound: numbers, dates, and texts in prose.
fn targets_in(decision: &str, file: &Path, prefix: &str, found: &mut Vec<Target>) {
    fn visit(table: &DeTable<'_>, path: &str, add: &mut dyn FnMut(String, TargetKind, Range<usize>)) {
        const PROSE: [&str; 6] = ["title", "question", "note", "source", "name", "reason"];
        // Another value takes the source and the day of the old one with it: `writers::evidence` has that.
        let has_source = ["source", "as_of"].iter().any(|key| table.contains_key(*key));
        let is_quoted =
            |key: &str| path.contains(".quote") && ["rate", "amount", "attrition", "rise"].contains(&key);
        let is_reasoned = table.contains_key("mark");
        for (key, value) in table {
            let key: &str = key.get_ref();
            if (has_source && ["value", "low", "likely", "high"].contains(&key))
                || is_quoted(key)
                || (is_reasoned && key == "mark")
            {
                continue;
            }
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            let kind = match value.get_ref() {
                DeValue::Integer(_) | DeValue::Float(_) => TargetKind::Number,
                // The day of another source goes with it.
                DeValue::String(_) if key == "source" && table.contains_key("as_of") => continue,
                DeValue::String(_) if PROSE.contains(&key) => TargetKind::Text,
                DeValue::Boolean(_) => TargetKind::YesNo,
                DeValue::Datetime(_) => TargetKind::Date,
                DeValue::Table(inner) => {
                    visit(inner, &path, add);
                    continue;
                }
                DeValue::String(_) | DeValue::Array(_) => continue,
            };
            add(path, kind, value.span());
        }
    }
    let text = fs::read_to_string(file).unwrap();
    let root = DeTable::parse(&text).unwrap();
    visit(root.get_ref(), prefix, &mut |path, kind, span| {
        found.push(Target { decision: decision.to_owned(), file: file.to_owned(), path, kind, span });
    });
}

/// The targets of all sample files of the repository.
static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let mut found = Vec::new();
    let root = repository();
    for decision in ["contact-centre", "back-office", "provider-kind"] {
        targets_in(decision, &root.join(format!("criteria/{decision}.toml")), "", &mut found);
        for vendor in fs::read_dir(root.join("vendors").join(decision)).unwrap() {
            let vendor = vendor.unwrap().path();
            let id = vendor.file_stem().unwrap().to_str().unwrap().to_owned();
            targets_in(decision, &vendor, &format!("vendors.{id}"), &mut found);
        }
    }
    found
});

/// A copy of the samples, made once; every case puts its file back.
fn copy_of_samples() -> Workspace {
    let workspace = Workspace::empty();
    let root = repository();
    for target in TARGETS.iter() {
        let path = target.file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        if !workspace.path().join(&path).exists() {
            workspace.write(&path, fs::read(&target.file).unwrap());
        }
    }
    workspace
}

fn value_for(kind: TargetKind, number: u32, text: &str) -> String {
    match kind {
        TargetKind::Number => format!("{}.{:02}", number % 100, number % 89),
        TargetKind::Text => format!("\"{text}\""),
        TargetKind::YesNo => number.is_multiple_of(2).to_string(),
        TargetKind::Date => {
            format!("20{:02}-{:02}-{:02}", 20 + number % 20, 1 + number % 12, 1 + number % 28)
        }
    }
}

#[test]
fn an_edit_of_a_sample_changes_the_bytes_of_its_value_and_no_others() {
    let samples = copy_of_samples();
    let files = Files::find(samples.path()).unwrap();
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 96, ..ProptestConfig::default() });
    let inputs = (any::<Index>(), any::<u32>(), "[A-Za-zäöüส-ฮا-ي0-9 ,.:#={}\\[\\]-]{0,40}x");
    let outcome = runner.run(&inputs, |(index, number, text)| {
        let target = index.get(&TARGETS);
        let value = value_for(target.kind, number, &text);
        let request = Request {
            workspace: files.clone(),
            criteria: files.decision(&target.decision).unwrap(),
            vendors: None,
            what_if: vec![],
        };
        let path = samples.path().join(target.file.strip_prefix(repository()).unwrap());
        let before = fs::read(&path).unwrap();
        // A value outside its range, such as a mark of 70, is refused; that is tested elsewhere.
        let planned = plan(&open(&request), &target.path, &value);
        prop_assert_eq!(&fs::read(&path).unwrap(), &before, "a plan wrote {}", target.path);
        prop_assume!(planned.is_ok());
        let edit = planned.unwrap();
        edit::save(&edit).unwrap();
        let after = fs::read(&path).unwrap();
        fs::write(&path, &before).unwrap();
        prop_assert_eq!(&after, &edit.after);
        let expected = [&before[..target.span.start], value.as_bytes(), &before[target.span.end..]].concat();
        // A quote notes what was changed of it since its document, in a line of its own.
        let noted = target.path.split_once(".quote.").map(|(_, part)| format!("changed = [\"{part}\"]\n"));
        let after = String::from_utf8(after).unwrap();
        let after = noted.map_or(after.clone(), |noted| after.replacen(&noted, "", 1));
        prop_assert!(after.as_bytes() == expected, "{} = {}", &target.path, &value);
        Ok(())
    });
    outcome.unwrap();
}

/// The property above would prove nothing if hardly anything could be edited.
#[test]
fn the_samples_hold_many_values_of_every_kind() {
    for kind in [TargetKind::Number, TargetKind::Text, TargetKind::YesNo, TargetKind::Date] {
        assert!(TARGETS.iter().filter(|target| target.kind == kind).count() >= 10, "{kind:?}");
    }
}

#[test]
fn an_edit_and_its_undoing_give_the_same_bytes() {
    let samples = copy_of_samples();
    for (path, value) in [
        ("criteria.total_cost.scale.best", "2400000"),
        ("vendors.siam-voice.quote.prices.hours.rate", "13.80"),
        ("vendors.siam-voice.note", "Short"),
    ] {
        let file = if path.starts_with("vendors") {
            "vendors/contact-centre/siam-voice.toml"
        } else {
            "criteria/contact-centre.toml"
        };
        let before = samples.read(file);
        let request = Request {
            workspace: Files::find(samples.path()).unwrap(),
            criteria: samples.path().join("criteria/contact-centre.toml"),
            vendors: None,
            what_if: vec![],
        };
        let edit = plan(&open(&request), path, value).unwrap();
        edit::save(&edit).unwrap();
        assert_ne!(samples.read(file), before, "{path}");
        let old = edit.old.unwrap();
        let back = weigh(samples.path(), &["set", path, &old]);
        assert_eq!(back.code, Some(0), "{back}");
        // A quote keeps the note that it was changed; its source, given anew, takes that out.
        let source = "vendors.siam-voice.quote.source";
        assert_eq!(weigh(samples.path(), &["set", source, "price form and draft contract"]).code, Some(0));
        assert_eq!(samples.read(file), before, "{path}");
    }
}
