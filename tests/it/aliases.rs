//! Words of vendors that stand for what a decision asks for.

use crate::support::{Output, Workspace};

const CRITERIA: &str = r#"title = "Desk"
[facts.certifications]
aliases = { "ISO 27001" = ["ISO/IEC 27001", "ISO/IEC 27001:2022"] }
[facts.languages]
items = "languages"
[facts.country]
items = "countries"
[gates.security]
fact     = "certifications"
includes = "ISO 27001"
[gates.home]
fact   = "country"
one_of = ["Finland", "Viet Nam"]
[criteria.languages]
weight = 1
scale  = { covers = ["en", "es", "fil"] }
"#;

fn desk(facts: &str) -> Workspace {
    Workspace::new(CRITERIA, &[("aava", &format!("name = \"Aava\"\n{facts}\n"))])
}

fn explained(workspace: &Workspace) -> Output {
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    let output = workspace.weigh(&["explain", "aava"]);
    assert_eq!(output.code, Some(0), "{output}");
    output
}

#[test]
fn an_alias_counts_and_what_was_written_stays_in_the_evidence() {
    let facts = "country = \"FI\"\n[facts]\ncertifications = [\"iso/iec 27001:2022\"]\n\
                 languages = [\"English\", \"es-MX\", \"Filipino\"]";
    let workspace = desk(facts);
    let output = explained(&workspace);
    assert!(output.out.contains("100") && !output.out.contains("looks like"), "{output}");
    assert!(output.out.contains("en: written \"English\""), "{output}");
    let json: serde_json::Value =
        serde_json::from_str(&workspace.weigh(&["rank", "--format", "json"]).out).unwrap();
    assert_eq!(json["result"]["vendors"][0]["rank"], 1);
    assert!(json.to_string().contains("\"written\":\"English\""), "{json}");
    // A what-if and a value that is set are read the same.
    let what_if =
        workspace.weigh(&["rank", "--set", "vendors.aava.facts.certifications=[\"ISO/IEC 27001\"]"]);
    assert!(what_if.out.contains("2 pass"), "{what_if}");
    assert_eq!(workspace.weigh(&["set", "vendors.aava.facts.languages", "[\"Spanish\"]"]).code, Some(0));
    assert!(String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap().contains("[\"Spanish\"]"));
    assert!(explained(&workspace).out.contains("es: written \"Spanish\""));
}

/// A list in one text is no language, whatever it begins with.
#[test]
fn a_list_in_one_text_stays_an_error_where_languages_are_known() {
    for typed in [
        "\"English, Spanish\"",
        "[\"en, es\"]",
        "[\"Spanish, English\"]",
        "[\"English; Spanish\"]",
        "\"en-es\"",
    ] {
        let facts =
            format!("country = \"FI\"\n[facts]\ncertifications = [\"ISO 27001\"]\nlanguages = {typed}");
        let check = desk(&facts).weigh(&["check"]);
        let code = if typed.contains("en-es") { "V022" } else { "V021" };
        assert!(check.out.contains(code), "{typed}: {check}");
    }
    for typed in ["\"English/Spanish\"", "[\"English and Spanish\"]"] {
        let facts =
            format!("country = \"FI\"\n[facts]\ncertifications = [\"ISO 27001\"]\nlanguages = {typed}");
        let check = desk(&facts).weigh(&["check"]);
        assert!(check.out.contains("V021") || check.out.contains("V022"), "{typed}: {check}");
    }
}

#[test]
fn a_source_is_given_to_a_word_that_stands_for_another() {
    let workspace =
        desk("country = \"FI\"\n[facts]\ncertifications = [\"ISO 27001\"]\nlanguages = \"English\"");
    let set = ["set", "vendors.aava.facts.languages", "[\"English\", \"Spanish\"]", "--source", "RFP 3"];
    let output = workspace.weigh(&set);
    assert_eq!(output.code, Some(0), "{output}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(text.contains("source = \"RFP 3\""), "{text}");
}

#[test]
fn what_is_written_as_it_is_asked_for_and_what_nothing_asks_for_stays_as_it_is() {
    let facts = "country = \"VN\"\n[facts]\ncertifications = [\"ISO 27001\", \"SOC 2\"]\nlanguages = [\"EN\", \"Thai\"]";
    let output = explained(&desk(facts));
    assert!(!output.out.contains("written"), "{output}");
    // Without [facts] nothing but the word itself counts.
    let plain = CRITERIA.split_once("[gates.security]").unwrap().1;
    let bare = format!("title = \"Desk\"\n[gates.security]{plain}");
    let workspace = Workspace::new(
        &bare,
        &[(
            "aava",
            "name = \"Aava\"\ncountry = \"FI\"\n[facts]\ncertifications = [\"ISO/IEC 27001\"]\nlanguages = [\"en\"]",
        )],
    );
    let rank = workspace.weigh(&["rank"]);
    assert!(rank.out.contains("looks like"), "{rank}");
}

#[test]
fn aliases_of_nothing_or_of_two_things_are_told() {
    for (from, to, said) in [
        ("[facts.languages]", "[facts.langauges]", "did you mean `languages`"),
        ("\"ISO 27001\" = [\"ISO/IEC", "\"ISO 27701\" = [\"ISO/IEC", "nothing asks for \"ISO 27701\""),
        ("items = \"languages\"", "items = \"language\"", "`languages`"),
        ("items = \"languages\"", "aliases = { en = [\"E\", \"es\"] }", "\"es\" stands for \"es\" already"),
        (
            "items = \"languages\"",
            "aliases = { en = [\"E\"], es = [\"e\"] }",
            "\"e\" stands for \"en\" already",
        ),
        ("covers = [\"en\",", "covers = [\"English\", \"en\",", "\"English\" and \"en\" are asked for"),
        ("items = \"languages\"", "aliases = [\"en\"]", "a table such as"),
        ("items = \"languages\"", "aliases = { en = 3 }", "a list is wanted"),
    ] {
        let workspace = Workspace::new(&CRITERIA.replace(from, to), &[("aava", "name = \"Aava\"\n")]);
        let check = workspace.weigh(&["check"]);
        assert!(check.out.contains(said), "{to}: {check}");
    }
}

#[test]
fn other_aliases_are_another_rule() {
    let facts = "country = \"FI\"\n[facts]\ncertifications = [\"ISO 27001\"]\nlanguages = [\"en\"]";
    let rule = |criteria: &str| {
        let workspace = Workspace::new(criteria, &[("aava", &format!("name = \"Aava\"\n{facts}\n"))]);
        let output = workspace.weigh(&["rank", "--format", "json"]);
        let json: serde_json::Value =
            serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{output}"));
        json["result"]["digest"]["rule"].as_str().unwrap_or_else(|| panic!("{json}")).to_owned()
    };
    assert_ne!(rule(CRITERIA), rule(&CRITERIA.replace(", \"ISO/IEC 27001:2022\"", "")));
}
