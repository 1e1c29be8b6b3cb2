//! What is told about a slip: what to write, once for each cause, and no more than is read.

use super::{CRITERIA, codes, decision, problems, text, vendor};
use crate::support::Workspace;

/// The help for the only problem of a decision.
fn help(workspace: &Workspace) -> String {
    let found = problems(workspace);
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    text(problem, "help")
}

#[test]
fn a_value_that_is_not_known_is_written_as_an_empty_table() {
    for value in [
        "null",
        "TBD",
        "n/a",
        "?",
        "-",
        "unknown",
        "None",
        "\"TBD\"",
        "\"n/a\"",
        "\"-\"",
        "{ value = TBD }",
        "{ value = \"tbd\" }",
    ] {
        assert!(
            help(&decision("price", value)).contains("{ }"),
            "{value}: {}",
            help(&decision("price", value))
        );
    }
}

#[test]
fn a_number_is_shown_as_it_should_be_written() {
    for (value, told) in [
        ("9,90", "write 9.90"),
        ("\"9,90\"", "write 9.90"),
        ("$17.40", "write 17.40"),
        ("\"$17.40\"", "write 17.40"),
        ("17.40 USD", "write 17.40"),
        ("60,000", "write 60000"),
        ("\"60,000\"", "write 60000"),
        ("60 000", "write 60000"),
        ("1,234.50", "write 1234.50"),
        ("1.234,50", "write 1234.50"),
        ("35%", "write 35"),
        ("\"35 %\"", "write 35"),
        ("{ value = 9,90 }", "write 9.90"),
        ("60k", "write 60000"),
        ("\"60k\"", "write 60000"),
        ("\"60 K USD\"", "write 60000; a unit such as `USD` has a key of its own"),
        ("\"1.2 mio EUR\"", "write 1200000; a unit such as `EUR` has a key of its own"),
        ("1.5m", "write 1500000, or 1.5 where `m` is its unit"),
        ("\"2,5 million\"", "write 2500000"),
        ("\"40k to 60k\"", "low = 40000, likely = ..., high = 60000"),
        ("\"about 60k\"", "write 60000"),
        ("\"3 lakh\"", "write 300000"),
    ] {
        assert!(
            help(&decision("price", value)).contains(told),
            "{value}: {}",
            help(&decision("price", value))
        );
    }
}

#[test]
fn yes_and_no_are_shown_as_true_and_false() {
    let criteria = format!("{CRITERIA}\n[gates.second_site]\nis = true\n");
    for (value, told) in [
        ("no", "write false"),
        ("No", "write false"),
        ("\"no\"", "write false"),
        ("yes", "write true"),
        ("\"Yes\"", "write true"),
        ("TRUE", "write true"),
        ("N", "write false"),
    ] {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", &criteria);
        let other = vendor("Aalto", "", "");
        workspace.write("vendors/d/aalto.toml", format!("{other}second_site = true\n"));
        let file = vendor("Davao CX", "", "");
        workspace.write("vendors/d/davao.toml", format!("{file}second_site = {value}\n"));
        assert!(help(&workspace).contains(told), "{value}: {}", help(&workspace));
    }
}

#[test]
fn one_cause_is_one_message() {
    let group = "\n[criteria.terms]\nweight = 0\n\n[criteria.notice]\nunder = \"terms\"\nweight = 1\nscale = { yes = 100, no = 0 }\nfact = \"price\"\n";
    let group = group.replace("fact = \"price\"", "fact = \"second_site\"");
    for (cause, criteria, code) in [
        (
            "a circle",
            format!("{CRITERIA}{group}")
                .replace("[criteria.terms]\nweight = 0", "[criteria.terms]\nweight = 0\nunder = \"notice\""),
            "C002",
        ),
        (
            "a group that is not there",
            format!("{CRITERIA}{group}").replace("under = \"terms\"", "under = \"trems\""),
            "C001",
        ),
        (
            "a group in capitals",
            format!("{CRITERIA}{group}").replace("[criteria.terms]", "[criteria.Terms]"),
            "C001",
        ),
        (
            "a group of several in a circle",
            format!("{CRITERIA}{SEVERAL}")
                .replace("[criteria.terms]\nweight = 0", "[criteria.terms]\nweight = 0\nunder = \"notice\""),
            "C002",
        ),
        (
            "one of several that names no group",
            format!("{CRITERIA}{SEVERAL}").replacen("\"terms\"", "\"term\"", 1),
            "C001",
        ),
        (
            "a group of several in capitals",
            format!("{CRITERIA}{SEVERAL}").replace("[criteria.terms]", "[criteria.Terms]"),
            "C001",
        ),
        (
            "a misspelt key that must be there",
            format!("{CRITERIA}{SEVERAL}").replacen("weight = 30", "wieght = 30", 1),
            "T002",
        ),
        ("a misspelt table", CRITERIA.replace("[needs]", "[need]"), "T002"),
        (
            "a criterion in a misspelt table",
            format!("{CRITERIA}{SEVERAL}").replace("[criteria.terms]", "[criterias.terms]"),
            "T002",
        ),
        ("a table that is there twice", format!("{CRITERIA}{group}\n[criteria.price]\nweight = 3\n"), "T001"),
    ] {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", criteria);
        for id in ["aalto", "brandt", "charoen", "davao"] {
            let file = vendor(id, "", "");
            workspace.write(&format!("vendors/d/{id}.toml"), format!("{file}second_site = true\n"));
        }
        assert_eq!(codes(&workspace), [code], "{cause}: {:#?}", problems(&workspace));
    }
}

#[test]
fn a_group_that_is_not_there_is_one_message_beside_a_panel_with_weights() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    let path = "criteria/contact-centre.toml";
    let text = String::from_utf8(workspace.read(path)).unwrap();
    for (from, to) in [("[criteria.cost]", "[criteria.Cost]"), ("under  = \"cost\"", "under  = \"costs\"")] {
        assert!(text.contains(from));
        workspace.write(path, text.replacen(from, to, 1));
        let output = workspace.weigh(&["check"]);
        assert_eq!(output.out.matches("error[").count(), 1, "{to}: {output}");
        assert!(output.out.contains("error[C001]"), "{output}");
    }
}

/// A group with children whose weights add up.
const SEVERAL: &str = "\n[criteria.terms]\nweight = 0\n\n\
    [criteria.notice]\nunder = \"terms\"\nfact = \"second_site\"\nweight = 30\nscale = { yes = 100, no = 0 }\n\n\
    [criteria.exit]\nunder = \"terms\"\nfact = \"second_site\"\nweight = 70\nscale = { yes = 100, no = 0 }\n";

#[test]
fn a_slip_in_a_vendor_file_is_one_message() {
    for (cause, from, to, code) in [
        ("a misspelt key", "name =", "nmae =", "T002"),
        ("a misspelt table", "[facts]", "[fact]", "T002"),
        ("a quote that is never closed", "\"es\", \"pt\"]", "\"es\", \"pt]", "T001"),
        ("a quote that is never closed", "[\"en\", \"es\"", "[\"en, \"es\"", "T001"),
    ] {
        let workspace = decision("", "");
        let file = vendor("Davao CX", "", "");
        assert!(file.contains(from), "{file}");
        workspace.write("vendors/d/davao.toml", file.replacen(from, to, 1));
        assert_eq!(codes(&workspace), [code], "{cause}: {:#?}", problems(&workspace));
    }
}

/// What is asked for amiss is one message where it is asked, and not one for each vendor.
#[test]
fn a_slip_in_what_is_asked_for_is_one_message() {
    for (from, to, said) in [
        ("\"en\", \"es\"]", "\"en\", \"es_\"]", "\"es\""),
        ("\"ISO 27001\", \"PCI DSS\"]", "\"ISO 27OO1\", \"PCI DSS\"]", "\"ISO 27001\""),
        ("\"ISO 27001\", \"PCI DSS\"]", "\"ISO27001\", \"PCI DSS\"]", "\"ISO 27001\""),
        ("covers = [\"ISO 27001\", \"PCI DSS\"]", "covers = [\"ISO 27001\", \"PCI-DSS\"]", "\"PCI DSS\""),
    ] {
        let workspace = decision("", "");
        assert!(CRITERIA.contains(from), "{from}");
        workspace.write("criteria/d.toml", CRITERIA.replacen(from, to, 1));
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{to}: {found:?}") };
        assert_eq!(
            (text(problem, "code"), text(problem, "file")),
            ("V022".to_owned(), "criteria/d.toml".to_owned())
        );
        assert!(text(problem, "help").contains(&format!("did you mean {said}?")), "{to}: {problem}");
    }
}

/// A number with several points, and a day, are told how they are written wherever they stand.
#[test]
fn numbers_in_groups_and_days_are_shown_as_they_are_written() {
    for (fact, value, told) in [
        ("price", "1.250.000", "write 1250000"),
        ("price", "{ value = 1.250.000, unit = \"USD\" }", "write 1250000"),
        ("price", "{ value = 1,5, unit = \"USD\" }", "write 1.5"),
        ("price", "{ value = 14, until = 31.12.2027 }", "2027-12-31"),
        ("price", "{ value = 14, until = 31.12.2027, note = \"x\" }", "2027-12-31"),
        ("price", "{ value = 14, until = 12/31/2027 }", "2027-12-31"),
        ("price", "{ value = 14, until = 04/05/2027 }", "dates are written"),
        ("ready", "31.12.2027", "2027-12-31"),
        ("ready", "04/05/2027", "dates are written"),
    ] {
        let workspace = decision(if fact == "ready" { "" } else { fact }, value);
        if fact == "ready" {
            let file = vendor("Davao CX", "", "");
            workspace.write("vendors/d/davao.toml", format!("{file}ready = {value}\n"));
        }
        assert!(help(&workspace).contains(told), "{value}: {}", help(&workspace));
    }
}

#[test]
fn a_missing_key_is_told_with_what_it_means() {
    let workspace = decision("", "");
    let demand = "\n[needs.demand.phone]\ncontacts = 9000\naht = 300\nopens = 8\ncloses = 20\ntarget = { share = 80, within = 20 }\n";
    workspace.write(
        "criteria/d.toml",
        CRITERIA.replace("\n[gates.languages]", &format!("{demand}\n[gates.languages]")),
    );
    let found = problems(&workspace);
    let missing: Vec<String> = found
        .iter()
        .filter(|problem| text(problem, "code") == "T004")
        .map(|problem| text(problem, "help"))
        .collect();
    assert!(
        missing
            .iter()
            .any(|help| help.contains("add `fte_hours`: paid hours of a full-time agent in a month")),
        "{missing:?}"
    );
    assert!(missing.iter().all(|help| !help.is_empty()));
}

/// Notes of one code are one note and a line; `--verbose` and programs get all.
#[test]
fn notes_of_one_code_are_folded() {
    let workspace = decision("", "");
    for (id, price) in [("eco", 44), ("fynbos", 45), ("habla", 46)] {
        workspace.write(&format!("vendors/d/{id}.toml"), vendor(id, "price", &price.to_string()));
    }
    let shown = workspace.weigh(&["check"]).out;
    assert_eq!(shown.matches("note[V002]").count(), 1, "{shown}");
    assert!(shown.contains("and 2 more of V002: vendors/d/fynbos.toml:7, vendors/d/habla.toml:7"), "{shown}");
    assert!(shown.ends_with("\n3 notes in 8 files\n"), "{shown}");
    assert_eq!(workspace.weigh(&["check", "--verbose"]).out.matches("note[V002]").count(), 3);
    assert_eq!(codes(&workspace), ["V002"; 3]);
}

/// Other commands count warnings; errors they show.
#[test]
fn other_commands_count_warnings_in_a_line() {
    let workspace = decision("certifications", "[\"PCI-DSS v4\", \"ISO-27001\"]");
    for command in ["rank", "gaps", "sensitivity"] {
        let run = workspace.weigh(&[command]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), "2 warnings: weigh check\n"), "{command}: {run}");
        assert_eq!(workspace.weigh(&[command, "-q"]).err, "", "{command}");
    }
}

/// A file of two million slips takes no more than one of a few thousand.
#[test]
fn a_file_that_is_wrong_throughout_is_not_read_to_its_end() {
    let workspace = decision("", "");
    for text in [
        format!("name = \"E\"\n{}", "=\n".repeat(2_000_000)),
        format!("name = \"E\"\n{}", "=".repeat(4_000_000)),
    ] {
        workspace.write("vendors/d/evil.toml", text);
        let start = std::time::Instant::now();
        let shown = workspace.weigh(&["check"]);
        assert_eq!(shown.code, Some(1), "{}", shown.err);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
    let broken = format!("name = \"E\"\n{}", "=\n".repeat(200_000));
    workspace.write("vendors/d/evil.toml", broken);
    let found = problems(&workspace);
    assert_eq!(found.len(), 1_000);
    assert!(text(&found[999], "message").contains("the rest of this file was not read"), "{:?}", found[999]);
}

/// A range, an open end and "about" are told how they are written, or that they cannot be; in words that no parser speaks.
#[test]
fn what_is_no_single_number_is_told_how_to_be_written() {
    for (value, told) in [
        ("14-16", "{ low = 14, likely = ..., high = 16 }"),
        ("14 to 16", "{ low = 14, likely = ..., high = 16 }"),
        ("14..16", "{ low = 14, likely = ..., high = 16 }"),
        ("~14", "write 14, "),
        ("about 14", "write 14, "),
        (">14", "no open end: write 14"),
        (">= 14", "no open end: write 14"),
        ("<14", "no open end: write 14"),
        ("14+", "no open end: write 14"),
    ] {
        for value in [value.to_owned(), format!("\"{value}\""), format!("{{ value = \"{value}\" }}")] {
            let workspace = decision("price", &value);
            assert!(help(&workspace).contains(told), "{value}: {}", help(&workspace));
            let message = text(&problems(&workspace)[0], "message");
            assert!(!message.contains("expected"), "{value}: {message}");
        }
    }
    let weight = decision("", "");
    weight.write("criteria/d.toml", CRITERIA.replace("weight = 40", "weight = \"35-45\""));
    assert!(help(&weight).contains("any other number is one number"), "{}", help(&weight));
    for value in ["nein", "tru", "ino", "14 16"] {
        let message = text(&problems(&decision("price", value))[0], "message");
        assert!(!message.contains("nan") && !message.contains("inf"), "{value}: {message}");
    }
}

/// A vendor whose file cannot be read is there all the same.
#[test]
fn a_vendor_file_that_cannot_be_read_is_one_problem() {
    let workspace = decision("", "");
    let rated = "\n[criteria.manner]\nweight = 0\nscale = { rating = 5 }\n";
    let criteria = CRITERIA.replace("title    =", "panel = \"panel/d\"\ntitle    =");
    workspace.write("criteria/d.toml", format!("{criteria}{rated}"));
    let marks: String =
        ["aalto", "brandt", "charoen", "davao"].map(|id| format!("{id}.manner = 3\n")).concat();
    workspace.write(
        "criteria/panel/d/ana.toml",
        format!("name = \"Ana\"\n\n[[conflicts]]\nvendor = \"davao\"\nkind = \"recused\"\nreason = \"r\"\n\n[marks]\n{marks}"),
    );
    let file = vendor("Davao CX", "", "");
    workspace.write("vendors/d/davao.toml", file.replace("price = 14.20", "price = 14.2.0"));
    assert_eq!(codes(&workspace), ["T001"]);
}

/// What is missing in judgements is shown as it is added.
#[test]
fn a_judgement_that_is_missing_is_shown_as_it_is_added() {
    for (judged, told) in [
        (
            "method = \"points\"\npoints = { price = 60 }",
            "add to `points`, with your judgement for the dots: certificates = ...",
        ),
        (
            "method = \"rank-order\"\nformula = \"roc\"\norder = [\"price\"]",
            "add to `order`, each at its place: \"certificates\"",
        ),
    ] {
        let workspace = decision("", "");
        workspace.write("criteria/d.toml", format!("{CRITERIA}\n[judgements.top]\n{judged}\n"));
        let found = problems(&workspace);
        let helps: Vec<String> = found.iter().map(|problem| text(problem, "help")).collect();
        assert!(helps.iter().any(|help| help == told), "{judged}: {found:?}");
    }
}
