//! What the head of a vendor file says is a fact like others.

use crate::support::Workspace;

const CRITERIA: &str = r#"title = "Desk"
[gates.near]
fact   = "shore"
one_of = ["onshore", "nearshore"]
[gates.takes_part]
fact = "status"
is   = "invited"
[criteria.kind]
weight = 60
scale  = { levels = { hybrid = 100, bpo = 50, "shared-services" = 70, ours = 10 } }
[criteria.country]
weight  = 40
scale   = { levels = { FI = 100, EE = 80 } }
unknown = "worst"
"#;

fn desk(heads: &[(&str, &str)]) -> Workspace {
    let files: Vec<(&str, String)> =
        heads.iter().map(|(id, head)| (*id, format!("name = \"{id}\"\n{head}\n"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(id, text)| (*id, text.as_str())).collect();
    Workspace::new(CRITERIA, &files)
}

#[test]
fn gates_and_criteria_read_the_head_of_the_file() {
    let workspace = desk(&[
        ("aava", "kind = \"hybrid\"\ncountry = \"FI\"\nshore = \"onshore\""),
        ("brandt", "kind = \"Shared services\"\ncountry = \"EE\"\nshore = \"nearshore\""),
        ("kide", "kind = \"bpo\"\nshore = \"offshore\""),
        ("luoto", "kind = \"ours\"\ncountry = \"FI\""),
    ]);
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    let rank = workspace.weigh(&["rank"]);
    assert!(rank.out.contains("offshore, must be one of"), "{rank}");
    for (vendor, score) in [("aava", "100"), ("brandt", "74"), ("luoto", "46")] {
        let explain = workspace.weigh(&["explain", vendor]);
        assert!(explain.out.contains(score), "{explain}");
    }
    // Who does not say is not known, and asked.
    let gaps = workspace.weigh(&["gaps", "luoto"]);
    assert!(gaps.out.contains("shore"), "{gaps}");
}

#[test]
fn a_fact_of_the_name_of_a_head_key_is_an_error_that_names_it() {
    for key in ["kind", "country", "shore", "status"] {
        let workspace = desk(&[("aava", &format!("[facts]\n{key} = \"FI\""))]);
        let check = workspace.weigh(&["check"]);
        assert_eq!(check.code, Some(1), "{check}");
        let said = format!("`{key}` stands at the head of the file, not among the facts");
        assert!(check.out.contains(&said) && check.out.contains("beside `name`"), "{check}");
    }
}

#[test]
fn any_word_is_a_kind_and_a_slip_is_told() {
    let clean = desk(&[("aava", "kind = \"ours\"\ncountry = \"FI\"\nshore = \"onshore\"")]);
    assert!(!clean.weigh(&["check"]).out.contains("V029"));
    for (head, meant) in [("kind = \"hybird\"", "hybrid"), ("shore = \"of-shore\"", "offshore")] {
        let check = desk(&[("aava", head)]).weigh(&["check"]);
        assert!(
            check.out.contains("V029") && check.out.contains(&format!("did you mean `{meant}`")),
            "{check}"
        );
    }
}

#[test]
fn a_what_if_and_set_of_such_a_fact_go_to_the_head() {
    let workspace = desk(&[("aava", "kind = \"bpo\"\ncountry = \"FI\"\nshore = \"offshore\"")]);
    let what_if = workspace.weigh(&["rank", "--set", "vendors.aava.facts.shore=onshore"]);
    assert!(!what_if.out.contains("must be one of"), "{what_if}");
    let set = workspace.weigh(&["set", "vendors.aava.facts.shore", "nearshore"]);
    assert_eq!(set.code, Some(0), "{set}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(text.contains("shore = \"nearshore\"") && !text.contains("[facts]"), "{text}");
}
