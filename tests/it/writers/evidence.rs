//! Evidence belongs to a value: whoever changes a value says where the new one comes from, or it has no source.

use crate::support::{Output, Workspace};

const CRITERIA: &str = "title = \"Desk\"\n\n[criteria.price]\nweight = 1\nunit = \"EUR/h\"\nscale = { worst = 32, best = 12 }\n\n\
    [gates.certified]\nfact = \"certificates\"\nincludes = \"ISO 27001\"\n";

fn with(facts: &str) -> Workspace {
    let vendor = format!("name = \"Aalto\"\n\n[facts]\n{facts}\n");
    let other = "name = \"Brandt\"\n\n[facts]\nprice = 20\ncertificates = {}\n";
    Workspace::new(CRITERIA, &[("aalto", &vendor), ("brandt", other)])
}

fn facts(workspace: &Workspace) -> String {
    let text = String::from_utf8(workspace.read("vendors/d/aalto.toml")).unwrap();
    text.split_once("[facts]\n").unwrap().1.trim_end().to_owned()
}

fn set(workspace: &Workspace, key: &str, value: &str, more: &[&str]) -> Output {
    let path = format!("vendors.aalto.facts.{key}");
    workspace.weigh(&[&["set", &path, value], more].concat())
}

/// Whether `check` misses a source.
fn misses_source(workspace: &Workspace) -> bool {
    let output = workspace.weigh(&["check"]);
    assert_eq!(output.code, Some(0), "{output}");
    output.out.contains("warning[E001]")
}

#[test]
fn the_source_of_the_old_value_goes_with_it_and_check_says_so() {
    let sourced = "price = { value = 20, unit = \"EUR/h\", source = \"RFP 3.1\", as_of = 2026-09-30, note = \"net\" } # offered";
    for (before, after) in [
        (sourced, "price = { value = 13, unit = \"EUR/h\", note = \"net\", changed = true } # offered"),
        ("price = { value = 20, source = \"RFP 3.1\" }", "price = { value = 13, changed = true }"),
        (
            "[facts.price]\nvalue = 20\nsource = \"RFP 3.1\" # page 4\nas_of = 2026-09-30",
            "[facts.price]\nvalue = 13\nchanged = true",
        ),
        ("price.value = 20\nprice.source = \"RFP 3.1\"", "price.value = 13\nprice.changed = true"),
    ] {
        let workspace = with(before);
        let output = set(&workspace, "price", "13", &[]);
        assert_eq!(output.code, Some(0), "{before}: {output}");
        assert_eq!(facts(&workspace), after);
        assert!(output.err.contains("the source of the old value went with it (RFP 3.1"), "{output}");
        assert!(misses_source(&workspace), "{before}");
        // Whoever gives it later mends that.
        assert_eq!(set(&workspace, "price.source", "call", &[]).code, Some(0));
        assert!(!facts(&workspace).contains("changed"), "{}", facts(&workspace));
        assert!(!misses_source(&workspace), "{before}");
    }
}

#[test]
fn a_value_that_stays_keeps_its_source_and_one_without_evidence_has_none_to_lose() {
    for (before, value) in [
        ("price = { value = 20, source = \"RFP 3.1\", as_of = 2026-09-30 }", "20"),
        ("price = { value = 20, unit = \"EUR/h\" }", "13"),
        ("price = 20", "13"),
    ] {
        let workspace = with(before);
        assert_eq!(set(&workspace, "price", value, &[]).code, Some(0));
        assert_eq!(facts(&workspace), before.replace("= 20", &format!("= {value}")));
        assert!(!misses_source(&workspace), "{before}");
    }
}

#[test]
fn a_value_is_written_with_its_evidence() {
    let more = ["--source", "RFP \"3.2\"", "--as-of", "2026-10-05", "--note", "net of tax"];
    let evidence = "source = \"RFP \\\"3.2\\\"\", as_of = 2026-10-05, note = \"net of tax\"";
    for (before, value, after) in [
        ("price = 20 # offered", "13", format!("price = {{ value = 13, {evidence} }} # offered")),
        (
            "price = { value = 20, source = \"RFP 3.1\", as_of = 2026-09-30, note = \"gross\" }",
            "13",
            "price = { value = 13, note = \"net of tax\", source = \"RFP \\\"3.2\\\"\", as_of = 2026-10-05 }"
                .to_owned(),
        ),
        ("price = {}", "13", String::new()),
        ("price = { value = 20, changed = true }", "13", String::new()),
        ("seats = 4", "13", String::new()),
    ] {
        let workspace = with(before);
        let output = set(&workspace, "price", value, &more);
        assert_eq!(output.code, Some(0), "{before}: {output}");
        assert!(after.is_empty() || facts(&workspace) == after, "{}\n{after}", facts(&workspace));
        assert!(!misses_source(&workspace), "{before}: {}", facts(&workspace));
        let json = workspace.weigh(&["explain", "aalto", "--format", "json"]).json().to_string();
        assert!(json.contains("RFP \\\"3.2\\\"") && json.contains("2026-10-05"), "{before}: {json}");
    }
    let workspace = with("price = 20");
    assert_eq!(workspace.weigh(&["set", "title", "Other", "--source", "x"]).code, Some(2));
    assert_eq!(set(&workspace, "price", "13", &["--as-of", "yesterday"]).code, Some(2));
}

#[test]
fn what_a_list_loses_is_told() {
    let list = "certificates = [\"PCI DSS\", { name = \"ISO 27001\", until = 2027-03-01, source = \"certificate 12\" }]";
    let workspace = with(&format!("price = 20\n{list}"));
    let output = set(&workspace, "certificates", "[\"PCI DSS\", \"ISO 27001\"]", &[]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(
        output.err.contains("lost with the old value: ISO 27001 (until 2027-03-01): certificate 12"),
        "{output}"
    );
    let workspace = with(&format!("price = 20\n{list}"));
    let kept = "[{ name = \"ISO 27001\", until = 2027-03-01, source = \"certificate 12\" }]";
    let output = set(&workspace, "certificates", kept, &[]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(!output.err.contains("lost"), "{output}");
}

/// A table that is typed in place of a value, or of a range, says all that holds from now on.
#[test]
fn what_a_typed_table_leaves_out_is_told() {
    let sourced =
        "price = { value = 20, unit = \"EUR/h\", source = \"RFP 3.1\", as_of = 2026-09-30, note = \"net\" }";
    for (before, value, more, after, gone) in [
        (
            sourced,
            "{ value = 9 }",
            [].as_slice(),
            "price = { value = 9, changed = true }",
            "went with it (RFP 3.1, 2026-09-30)\n--source and --as-of say where the new one comes from\n\
             lost with the old value: unit \"EUR/h\"\nlost with the old value: note \"net\"\n",
        ),
        (
            sourced,
            "{ value = 9, unit = \"EUR/h\", source = \"RFP 4\" }",
            &["--as-of", "2026-10-05", "--note", "n"],
            "price = { value = 9, unit = \"EUR/h\", source = \"RFP 4\", as_of = 2026-10-05, note = \"n\" }",
            "",
        ),
        (
            "price = 20",
            "{ value = 9 }",
            &["--source", "call"],
            "price = { value = 9, source = \"call\" }",
            "",
        ),
        (
            "price = { value = 20, as_of = 2026-09-30 }",
            "9",
            &["--note", "n"],
            "price = { value = 9, changed = true, note = \"n\" }",
            "lost with the old value: as_of 2026-09-30",
        ),
        (sourced, "{}", &[], "price = {}", "lost with the old value: unit \"EUR/h\""),
    ] {
        let workspace = with(before);
        let output = set(&workspace, "price", value, more);
        assert_eq!(output.code, Some(0), "{value}: {output}");
        assert_eq!(facts(&workspace), after);
        assert_eq!(output.err.contains("old value"), !gone.is_empty(), "{output}");
        assert!(output.err.contains(gone), "{output}");
        // The same again changes nothing.
        assert_eq!(set(&workspace, "price", value, more).code, Some(0));
        assert_eq!(facts(&workspace), after);
    }
}

/// A range has its evidence beside its ends, and a path to one of them leads to the same fact.
#[test]
fn the_ends_of_a_range_take_a_source_and_lose_one() {
    let range = "price = { low = 10, likely = 12, high = 14, source = \"RFP 3.1\", as_of = 2026-09-30 }";
    let workspace = with(range);
    let output = set(&workspace, "price.low", "9", &[]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.err.contains("went with it (RFP 3.1, 2026-09-30)"), "{output}");
    assert!(misses_source(&workspace));
    let output = set(&workspace, "price.high", "15", &["--source", "call", "--as-of", "2026-10-05"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(
        facts(&workspace),
        "price = { low = 9, likely = 12, high = 15, source = \"call\", as_of = 2026-10-05 }"
    );
    for (before, path, value) in [
        (range, "price", "{ low = 10, likely = 11, high = 14 }"),
        ("price = { value = 20 }", "price.value", "11"),
    ] {
        let workspace = with(before);
        let output = set(&workspace, path, value, &["--source", "call"]);
        assert_eq!(output.code, Some(0), "{output}");
        assert!(
            facts(&workspace).contains("source = \"call\"") && !misses_source(&workspace),
            "{}",
            facts(&workspace)
        );
    }
}

/// A section reads like braces: a plain value takes the place of its range.
#[test]
fn a_value_takes_the_place_of_a_range() {
    for (before, after) in [
        (
            "price = { low = 10, likely = 12, high = 14, unit = \"EUR/h\", source = \"RFP 3.1\" }",
            "price = { value = 13, unit = \"EUR/h\", changed = true }",
        ),
        (
            "[facts.price]\nlow = 10\nlikely = 12 # in May\nhigh = 14\nsource = \"RFP 3.1\"",
            "[facts.price]\nvalue = 13\nchanged = true",
        ),
    ] {
        for value in ["13", "{ value = 13 }"] {
            let workspace = with(before);
            let output = set(&workspace, "price", value, &[]);
            assert_eq!(output.code, Some(0), "{before}: {output}");
            if value == "13" {
                assert_eq!(facts(&workspace), after);
            }
            assert!(
                output.err.contains("lost with the old value: the range 10 to 14, likely 12"),
                "{output}"
            );
            assert!(output.err.contains("went with it (RFP 3.1)"), "{output}");
            assert!(misses_source(&workspace), "{before}");
        }
        let workspace = with(before);
        assert_eq!(set(&workspace, "price", "13", &["--source", "call"]).code, Some(0));
        assert!(!misses_source(&workspace) && facts(&workspace).contains("call"), "{}", facts(&workspace));
    }
}

/// What a list says of its things is evidence too.
#[test]
fn a_list_that_lost_its_sources_has_none() {
    let list = "certificates = [\"PCI DSS\", { name = \"ISO 27001\", source = \"certificate 12\" }]";
    for before in [list.to_owned(), list.replace('[', "{ value = [").replace(']', "] }")] {
        let workspace = with(&format!("price = 20\n{before}"));
        let output = set(&workspace, "certificates", "[\"ISO 27001\"]", &[]);
        assert_eq!(output.code, Some(0), "{output}");
        assert_eq!(output.err.matches("lost with the old value").count(), 1, "{output}");
        assert!(facts(&workspace).ends_with("certificates = { value = [\"ISO 27001\"], changed = true }"));
        assert!(misses_source(&workspace));
        assert_eq!(set(&workspace, "certificates", "[\"ISO 27001\"]", &["--source", "call"]).code, Some(0));
        assert!(!misses_source(&workspace), "{}", facts(&workspace));
    }
}

/// What costs hang on has evidence in the criteria file and in quotes.
#[test]
fn evidence_follows_the_amounts_of_costs() {
    for (file, path, value, gone) in [
        ("criteria/contact-centre.toml", "needs.demand.phone.aht.likely", "345", "went with it ("),
        ("criteria/contact-centre.toml", "needs.demand.phone.aht", "345", "the range "),
        ("criteria/contact-centre.toml", "cost.rates.USD.likely", "0.9", "went with it ("),
        ("criteria/contact-centre.toml", "cost.cpi", "2", "the range "),
        ("vendors/contact-centre/siam-voice.toml", "vendors.siam-voice.quote.charges.{}.amount", "17", ""),
        ("vendors/contact-centre/siam-voice.toml", "vendors.siam-voice.quote.prices.{}.rate", "17", ""),
    ] {
        let workspace = Workspace::empty();
        assert_eq!(workspace.weigh(&["init", "-q", "."]).code, Some(0));
        let before = String::from_utf8(workspace.read(file)).unwrap();
        let table = if path.contains("charges") { "[quote.charges." } else { "[quote.prices." };
        let named = before.split(table).nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
        let path = path.replace("{}", named);
        let output = workspace.weigh(&["set", &path, value]);
        assert_eq!(output.code, Some(0), "{path}: {output}");
        assert!(output.err.contains(gone), "{path}: {output}");
        let after = String::from_utf8(workspace.read(file)).unwrap();
        let part = path.split_once(".quote.").map(|(_, part)| format!("changed = [\"{part}\"]"));
        assert!(after.contains(part.as_deref().unwrap_or("changed = true")), "{path}: {after}");
        assert!(misses_source(&workspace), "{path}");
        let output = workspace.weigh(&["set", &path, value, "--source", "call", "--as-of", "2026-10-05"]);
        assert_eq!(output.code, Some(0), "{path}: {output}");
        assert!(!misses_source(&workspace), "{path}: {output}");
    }
}

/// The line that was to be uncommented would be a second mark for whoever does so later.
#[test]
fn a_mark_takes_the_place_of_its_sample() {
    let workspace = Workspace::new(
        "title = \"Desk\"\n\n[criteria.fit]\nweight = 1\nscale = { rating = 5 }\n\n[criteria.fitness]\nweight = 1\nscale = { rating = 5 }\n",
        &[],
    );
    assert_eq!(workspace.weigh(&["new", "vendor", "Zed"]).code, Some(0));
    let blank = String::from_utf8(workspace.read("vendors/d/zed.toml")).unwrap();
    let sample = "# fit = { mark = 3, note = \"why\" }\n";
    assert!(blank.contains(sample), "{blank}");
    let output = workspace.weigh(&["set", "vendors.zed.ratings.fit", "4"]);
    assert_eq!(output.code, Some(0), "{output}");
    let now = String::from_utf8(workspace.read("vendors/d/zed.toml")).unwrap();
    assert_eq!(now.replace("fit = 4\n", ""), blank.replace(sample, ""));
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

/// A quote says once where it comes from; what was changed of it since is no longer said there.
#[test]
fn what_is_changed_in_a_quote_is_no_longer_of_its_document() {
    const FILE: &str = "vendors/contact-centre/bayt-alradd.toml";
    const QUOTE: &str = "vendors.bayt-alradd.quote";
    for (part, value) in [
        ("prices.contacts.tiers", "[[0, 2.55], [36000, 2.00]]"),
        ("prices.contacts.minimum_share", "10"),
        ("minimum", "4000"),
        ("valid_until", "2027-06-30"),
        ("contract.term", "12"),
        ("included", "[]"),
        ("training.hours", "9"),
    ] {
        let workspace = Workspace::empty();
        assert_eq!(workspace.weigh(&["init", "-q", "."]).code, Some(0));
        let read = || String::from_utf8(workspace.read(FILE)).unwrap();
        let path = format!("{QUOTE}.{part}");
        let output = workspace.weigh(&["set", &path, value]);
        assert_eq!(output.code, Some(0), "{part}: {output}");
        let told = "the quote's source does not say this (";
        assert!(
            output.err.contains(told) && output.err.contains(&format!("now with {QUOTE}.source")),
            "{output}"
        );
        let line =
            output.err.split(&format!("{FILE}:")).nth(1).and_then(|rest| rest.split(':').next()).unwrap();
        let line = read().lines().nth(line.parse::<usize>().unwrap() - 1).unwrap().to_owned();
        assert!(line.contains(value), "{part}: {line}");
        assert!(read().contains(&format!("changed = [\"{part}\"]\n")), "{part}: {}", read());
        assert!(workspace.weigh(&["check"]).out.contains(&format!("no source since `{part}` was changed")));
        // The same again, and a remark, change nothing; a second part stands beside the first.
        assert_eq!(workspace.weigh(&["set", &path, value]).code, Some(0));
        assert_eq!(workspace.weigh(&["set", &format!("{QUOTE}.note"), "by mail"]).code, Some(0));
        assert!(read().contains(&format!("changed = [\"{part}\"]\n")), "{part}: {}", read());
        assert_eq!(workspace.weigh(&["set", &format!("{QUOTE}.currency"), "EUR"]).code, Some(0));
        assert!(read().contains(&format!("changed = [\"{part}\", \"currency\"]\n")), "{part}: {}", read());
        // The source that the quote has now speaks of all of it.
        assert_eq!(workspace.weigh(&["set", &format!("{QUOTE}.source"), "revised offer"]).code, Some(0));
        assert!(!read().contains("changed"), "{}", read());
        assert!(!misses_source(&workspace), "{part}");
    }
}

/// What a quote of no document says has no source to lose; what is added to one of a document was not in it.
#[test]
fn a_quote_without_a_source_has_none_to_lose() {
    let quote = "name = \"Aalto\"\n[facts]\nprice = 20\ncertificates = [\"ISO 27001\"]\n\n[quote]\n\
                 [quote.prices.calls]\nper = \"contact\"\ntiers = [[0, 3]]\n";
    for (source, is_noted) in [("", false), ("source = \"offer\"\n", true), ("as_of = 2026-10-01\n", true)] {
        let text = quote.replace("[quote]\n", &format!("[quote]\n{source}"));
        let workspace = Workspace::new(CRITERIA, &[("aalto", &text)]);
        let read = || String::from_utf8(workspace.read("vendors/d/aalto.toml")).unwrap();
        for (part, value) in
            [("prices.calls.tiers", "[[0, 2]]"), ("resolution", "70"), ("charges.setup.note", "x")]
        {
            let output = workspace.weigh(&["set", &format!("vendors.aalto.quote.{part}"), value]);
            assert_eq!(output.code == Some(0), part != "charges.setup.note", "{part}: {output}");
        }
        assert_eq!(read().contains("\"prices.calls.tiers\", \"resolution\"]"), is_noted, "{}", read());
        assert_eq!(read().contains("changed"), is_noted, "{}", read());
    }
}

/// A new source has a day of its own, and what others may be told in place of a value says nothing of another one.
#[test]
fn the_day_of_another_source_and_the_summary_of_another_value_go() {
    let sourced = "price = { value = 20, source = \"RFP 3.1\", as_of = 2026-09-30 }";
    for (arguments, after, told) in [
        (&["price.source", "call"][..], "price = { value = 20, source = \"call\" }", "as_of 2026-09-30"),
        (&["price.source", "RFP 3.1"], sourced, ""),
        (
            &["price", "20", "--source", "call"],
            "price = { value = 20, source = \"call\" }",
            "as_of 2026-09-30",
        ),
        (
            &["price", "19", "--source", "call"],
            "price = { value = 19, source = \"call\" }",
            "as_of 2026-09-30",
        ),
        (
            &["price.source", "call", "--as-of", "2026-10-05"],
            "price = { value = 20, source = \"call\", as_of = 2026-10-05 }",
            "",
        ),
    ] {
        let workspace = with(sourced);
        let output = set(&workspace, arguments[0], arguments[1], &arguments[2..]);
        assert_eq!(output.code, Some(0), "{arguments:?}: {output}");
        assert_eq!(facts(&workspace), after, "{arguments:?}");
        assert_eq!(output.err.contains("lost with the old value: as_of"), !told.is_empty(), "{output}");
        assert!(output.err.contains(told), "{output}");
    }
    for (before, after) in [
        ("price = { value = 20, release = \"summary\", summary = \"about 20\" }", "price = { value = 19 }"),
        (
            "price = { value = 20, release = \"yes\", summary = \"about 20\" }",
            "price = { value = 19, release = \"yes\" }",
        ),
        ("price = { value = 20, release = \"no\" }", "price = { value = 19, release = \"no\" }"),
    ] {
        let workspace = with(before);
        let output = set(&workspace, "price", "19", &[]);
        assert_eq!(output.code, Some(0), "{before}: {output}");
        assert_eq!(facts(&workspace), after, "{output}");
        let is_told = output.err.contains(
            "lost with the old value: the summary that others may be told, and its release: \"about 20\"",
        );
        assert_eq!(is_told, before.contains("about"), "{output}");
    }
    let workspace = with(sourced);
    let refused = set(&workspace, "price.source", "call", &["--source", "call"]);
    assert!(refused.code == Some(2) && refused.err.contains("leads to the source already"), "{refused}");
}

/// The source of a quote takes its day in the same step; a part that gets a source of its own is no more of the quote's.
#[test]
fn a_quote_and_its_parts_take_new_sources() {
    const FILE: &str = "vendors/contact-centre/siam-voice.toml";
    const QUOTE: &str = "vendors.siam-voice.quote";
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "-q", "."]).code, Some(0));
    let read = || String::from_utf8(workspace.read(FILE)).unwrap();
    let before = read();
    for (part, value) in
        [("charges.licences.amount", "80"), ("contract.term", "24"), ("charges.setup.amount", "9000")]
    {
        let output = workspace.weigh(&["set", &format!("{QUOTE}.{part}"), value]);
        assert!(
            output.err.contains("the quote's source does not say this (price form and draft contract"),
            "{output}"
        );
        assert!(!output.err.contains("source of the old value"), "{output}");
    }
    assert!(
        read()
            .contains("changed = [\"charges.licences.amount\", \"contract.term\", \"charges.setup.amount\"]")
    );
    assert_eq!(workspace.weigh(&["check"]).out.matches("E001").count(), 3);
    let licences = format!("{QUOTE}.charges.licences.amount");
    assert_eq!(workspace.weigh(&["set", &licences, "80", "--source", "mail"]).code, Some(0));
    assert!(read().contains("changed = [\"contract.term\", \"charges.setup.amount\"]"), "{}", read());
    let output = workspace.weigh(&["set", &format!("{QUOTE}.source"), "offer v2", "--as-of", "2026-11-20"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(read().contains("\"offer v2\"") && read().contains("as_of = 2026-11-20"), "{}", read());
    assert!(!read().contains("changed"), "{}", read());
    assert!(!misses_source(&workspace));
    // A source without its day does not keep that of another.
    let output = workspace.weigh(&["set", &format!("{QUOTE}.source"), "offer v3"]);
    assert!(output.err.contains("lost with the old value: as_of 2026-11-20"), "{output}");
    assert_eq!(read().matches("as_of").count(), before.matches("as_of").count() - 1, "{}", read());
}

/// What is said of a misspelt fact would be lost without a word.
#[test]
fn a_release_or_source_of_a_fact_that_nothing_reads_is_told() {
    let workspace = with("price = 20");
    for key in ["pryce.release", "pryce.source"] {
        let output = set(&workspace, key, "no", &[]);
        assert!(
            output.err.contains("note: ") && output.err.contains("did you mean `price`?"),
            "{key}: {output}"
        );
    }
    assert!(!set(&workspace, "price.source", "call", &[]).err.contains("note: "));
}
