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
    assert!(
        !output.out.contains("written \"EN\"") && output.out.contains("Viet Nam (written \"VN\")"),
        "{output}"
    );
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
        ("items = \"languages\"", "aliases = { en = [\"E\", \"es\"] }", "\"es\" is asked for itself"),
        (
            "items = \"languages\"",
            "aliases = { en = [\"E\"], es = [\"e\"] }",
            "\"e\" stands for \"en\" already",
        ),
        ("covers = [\"en\",", "covers = [\"English\", \"en\",", "\"English\" and \"en\" are asked for"),
        (
            "items = \"languages\"",
            "items = \"languages\"\naliases = { en = [\"Castilian\"] }",
            "\"Castilian\" is asked for itself, as \"es\"",
        ),
        (
            "items = \"languages\"",
            "items = \"languages\"\naliases = { en = [\"Thai\"], es = [\"th\"] }",
            "\"th\" stands for \"en\" already",
        ),
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

/// An alias is known by its other names, and a thing that is asked for by its own, wherever `items` says what they are.
#[test]
fn an_alias_holds_for_every_name_of_the_same_thing() {
    let criteria = "title = \"Desk\"\n[facts.country]\nitems = \"countries\"\n\
                    aliases = { \"EU\" = [\"Ireland\", \"DE\"], \"the US\" = [\"Guam\"] }\n\
                    [gates.home]\nfact = \"country\"\none_of = [\"EU\", \"USA\"]\n\
                    [criteria.agents]\nweight = 1\nscale = { worst = 0, best = 9 }\n";
    let judged = |country: &str| {
        let vendor = format!("name = \"Aava\"\ncountry = \"{country}\"\n[facts]\nagents = 3\n");
        let workspace = Workspace::new(criteria, &[("aava", &vendor)]);
        let check = workspace.weigh(&["check"]);
        assert!(check.out.starts_with("no problems"), "{country}: {check}");
        workspace.weigh(&["rank"]).out
    };
    for country in ["IE", "DE", "US", "GU"] {
        assert!(judged(country).contains("1 pass"), "{country}: {}", judged(country));
    }
    let failed = judged("FI");
    assert!(failed.contains("FI, must be one of EU, USA"), "{failed}");
}

#[test]
fn a_reason_against_a_vendor_names_what_the_vendor_wrote() {
    let facts = "country = \"FI\"\n[facts]\ncertifications = [\"ISO 27001\"]\nlanguages = [\"English\"]";
    let gate = "[gates.tongues]\nfact = \"languages\"\nincludes = [\"en\", \"es\"]\n[criteria.languages]";
    let criteria = CRITERIA.replace("[criteria.languages]", gate);
    let workspace = Workspace::new(&criteria, &[("aava", &format!("name = \"Aava\"\n{facts}\n"))]);
    let rank = workspace.weigh(&["rank"]);
    assert!(rank.out.contains("lacks \"es\"; has \"en\" (written \"English\")"), "{rank}");
}

/// A vocabulary that cannot be meant is told, whether the fact's name shows it or the words do.
#[test]
fn a_vocabulary_of_other_things_is_told() {
    let told = |criteria: &str| {
        let check = Workspace::new(criteria, &[("aava", "name = \"Aava\"\n[facts]\n")]).weigh(&["check"]);
        check.out.lines().filter(|line| line.contains("C025") || line.contains("C023")).collect::<String>()
    };
    let desk = |fact: &str, items: &str, words: &str| {
        format!(
            "title = \"Desk\"\n[facts.{fact}]\nitems = \"{items}\"\n[criteria.{fact}]\nweight = 1\n\
             scale = {{ covers = [{words}] }}\n"
        )
    };
    for (fact, items, words, code) in [
        ("languages", "countries", "\"en\", \"es\"", "C025"),
        ("languages", "countries", "\"es\", \"fi\"", "C025"),
        ("tongues", "countries", "\"English\", \"Thai\"", "C025"),
        ("countries", "languages", "\"FI\", \"ID\"", "C025"),
        ("certifications", "languages", "\"ISO 27001\"", "C025"),
        ("languages", "languages", "\"en\", \"Klingonese\"", ""),
        ("countries", "countries", "\"FI\", \"the United States\"", ""),
        ("country", "countries", "\"EU\", \"UK\"", ""),
        ("markets", "countries", "\"EU\", \"UK\"", ""),
    ] {
        let found = told(&desk(fact, items, words));
        assert_eq!(found.contains(code) && !code.is_empty(), !code.is_empty(), "{fact} {items}: {found}");
        assert!(!code.is_empty() || found.is_empty(), "{found}");
    }
    // A fact that is a number names nothing.
    let number = "title = \"Desk\"\n[facts.agents]\nitems = \"languages\"\n[criteria.agents]\nweight = 1\n\
                  scale = { worst = 0, best = 9 }\n";
    assert!(told(number).contains("`agents` is no fact that names things"), "{}", told(number));
}

/// What people type for a language or a country, as the must-have of the decision has it or not.
#[test]
fn everyday_names_count_where_the_file_says_what_they_are() {
    let covers = |items: &str, asked: &str, written: &str| {
        let criteria = format!(
            "title = \"Desk\"\n[facts.{items}]\nitems = \"{items}\"\n[gates.g]\nfact = \"{items}\"\n\
             includes = \"{asked}\"\n[criteria.agents]\nweight = 1\nscale = {{ worst = 0, best = 9 }}\n"
        );
        let vendor = format!("name = \"Aava\"\n[facts]\nagents = 3\n{items} = [\"{written}\"]\n");
        Workspace::new(&criteria, &[("aava", &vendor)]).weigh(&["rank"]).out.contains("1 pass")
    };
    for (asked, written) in [
        ("zh", "Mandarin"),
        ("yue", "Cantonese"),
        ("Farsi", "fa"),
        ("es", "Castilian"),
        ("or", "Odia"),
        ("fil", "Tagalog"),
    ] {
        assert!(
            covers("languages", asked, written) && covers("languages", written, asked),
            "{asked} {written}"
        );
    }
    for (asked, written) in [
        ("US", "the United States"),
        ("United Kingdom", "Great Britain"),
        ("KR", "Korea, Republic of"),
        ("Czechia", "Czech Republic"),
        ("Côte d'Ivoire", "Ivory Coast"),
    ] {
        assert!(
            covers("countries", asked, written) && covers("countries", written, asked),
            "{asked} {written}"
        );
    }
    assert!(!covers("languages", "zh", "Cantonese") && !covers("countries", "KR", "North Korea"));
}
