//! Arguments that mean no good: a script may have taken them from a file.

use super::{ESCAPE, OVERRIDE, assert_calm, bounded, codes, disorder, usual};

#[test]
fn hostile_options_are_refused() {
    let deep = format!("vendors.aalto.facts.price={}", "[".repeat(10_000));
    let tables = format!("vendors.aalto.facts.price={}", "{ a = ".repeat(10_000));
    let dotted = format!("{}a=1", "a.".repeat(10_000));
    let text_path = format!("{ESCAPE}=1");
    let text_value = format!("criteria.price.name={ESCAPE}");
    let vendor = format!("vendors.{ESCAPE}.name=x");
    let quoted_vendor = format!("vendors.\"{OVERRIDE}\".name=x");
    let name = format!("vendors.aalto.name={OVERRIDE}");
    let fact = format!("vendors.aalto.facts.\"{OVERRIDE}\"=1");
    for (option, wanted) in [
        (deep.as_str(), "S001"),
        (tables.as_str(), "S001"),
        (dotted.as_str(), "S001"),
        (text_path.as_str(), "S001"),
        (text_value.as_str(), "T009"),
        (vendor.as_str(), "S001"),
        (quoted_vendor.as_str(), "S002"),
        (name.as_str(), "T009"),
        (fact.as_str(), "T012"),
        ("vendors.../../../etc/passwd.facts.price=1", "S001"),
        ("vendors.\"../../secret\".facts.price=1", "S002"),
        ("criteria.price.weight=1e400", "T005"),
        ("criteria.price.weight=nan", "T005"),
        ("criteria.price.weight=\"", "S001"),
        ("criteria.price.weight=1\n[rule]", "S001"),
        ("criteria.price.weight=1 # comment", "T003"),
        ("criteria\n.price.weight=1", "S001"),
        ("", "S001"),
        ("=", "S001"),
        ("\u{0}=\u{1}", "S001"),
    ] {
        if option.contains('\0') {
            continue;
        }
        let what = format!("--set {option:.40}");
        let output = bounded(&usual(), &["check", "--format", "json", "--set", option]);
        assert_calm(&output, &what);
        assert!(codes(&output.out).contains(&wanted.to_owned()), "{what}: {:?}", codes(&output.out));
        for arguments in [["check", "--set", option], ["rank", "--set", option]] {
            let output = bounded(&usual(), &arguments);
            assert_calm(&output, &what);
            let code = if arguments[0] == "rank" { 3 } else { 1 };
            assert_eq!(output.code, Some(code), "{what}: {}", arguments[0]);
        }
    }
}

/// The user's own words come back in errors; a script may have taken them from a file.
#[test]
fn hostile_arguments_are_never_printed_as_they_are() {
    let mut wrong = Vec::new();
    for text in [ESCAPE, OVERRIDE] {
        for (arguments, code) in [
            (&["explain", text][..], 2),
            (&["compare", text, "aalto"], 2),
            (&["gaps", text], 2),
            (&["check", "--explain", text], 2),
            (&["rank", "--criteria", text], 2),
            (&["rank", "--format", text], 2),
            (&["man", text], 2),
            (&[text], 2),
            (&["rank", "--criteria", &format!("{text}.toml")], 3),
            (&["rank", "-C", text], 3),
            (&["set", text, "1"], 3),
            (&["set", &format!("vendors.{text}.name"), "x"], 3),
            (&["set", "vendors.aalto.name", text], 3),
            (&["set", "criteria.price.weight", text], 3),
        ] {
            let output = bounded(&usual(), arguments);
            if let Some(disorder) = disorder(&output) {
                wrong.push(format!("{arguments:?}: {disorder}"));
            }
            if output.code != Some(code) {
                wrong.push(format!("{arguments:?}: exit {:?}, not {code}", output.code));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}
