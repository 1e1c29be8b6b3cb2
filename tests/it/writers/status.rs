//! Whether a vendor takes part, with the reason, in one step.

use super::desk;
use crate::support::Workspace;

fn text(workspace: &Workspace) -> String {
    String::from_utf8(workspace.read("vendors/d/brandt.toml")).unwrap()
}

fn with(head: &str) -> Workspace {
    let workspace = desk(0);
    workspace.write(
        "vendors/d/brandt.toml",
        format!("name = \"Brandt Ltd\"\n{head}\n[facts]\nprice = 22 # offered\n"),
    );
    workspace
}

#[test]
fn a_vendor_goes_and_comes_back_and_every_other_byte_stays() {
    for head in ["status = \"invited\" # since May\n", "", "country = \"FI\"\n"] {
        let workspace = with(head);
        let output = workspace.weigh(&["withdraw", "brandt ltd", "--reason", "No \"free\" seats"]);
        assert_eq!(output.code, Some(0), "{head}: {output}");
        assert_eq!(workspace.weigh(&["check"]).code, Some(0), "{head}: {}", text(&workspace));
        let ranked = workspace.weigh(&["rank", "--format", "json"]).json();
        let brandt = &ranked["result"]["vendors"].as_array().unwrap()[1];
        assert_eq!(brandt["exclusions"][0]["reason"], "No \"free\" seats", "{brandt}");
        assert_eq!(workspace.weigh(&["disqualify", "brandt", "--reason", "A false statement"]).code, Some(0));
        assert!(text(&workspace).contains("reason = \"A false statement\"\n"), "{}", text(&workspace));
        let output = workspace.weigh(&["invite", "brandt"]);
        assert_eq!(output.code, Some(0), "{output}");
        let kept =
            format!("name = \"Brandt Ltd\"\n{}", head.replace("status = \"invited\" # since May\n", ""));
        let now = text(&workspace)
            .replace("status = \"invited\" # since May\n", "")
            .replace("status = \"invited\"\n", "");
        assert_eq!(now, format!("{kept}\n[facts]\nprice = 22 # offered\n"));
        let again = workspace.weigh(&["invite", "brandt"]);
        assert_eq!((again.code, again.err.contains("already")), (Some(0), true), "{again}");
    }
}

/// The one command that can mend it must not be stopped by what it mends.
#[test]
fn a_vendor_that_is_out_without_a_reason_can_be_given_one() {
    let workspace = with("status = \"withdrawn\"\n");
    assert_eq!(workspace.weigh(&["rank"]).code, Some(3));
    let output = workspace.weigh(&["withdraw", "brandt", "--reason", "No free seats"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(workspace.weigh(&["rank"]).code, Some(0));
}

#[test]
fn what_cannot_be_is_refused() {
    let workspace = with("");
    let before = text(&workspace);
    for (code, arguments) in [
        (2, &["withdraw", "brandt", "--reason", " "][..]),
        (2, &["withdraw", "brandt", "--reason", "left\u{1b}[2J"]),
        (2, &["withdraw", "brand", "--reason", "r"]),
        (2, &["withdraw", "brandt", "--reason", "r", "--set", "title=x"]),
        (2, &["withdraw", "brandt"]),
        (3, &["set", "vendors.brandt.status", "withdrawn"]),
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(code), "{arguments:?}: {output}");
        assert_eq!(text(&workspace), before);
    }
    let output = workspace.weigh(&["set", "vendors.brandt.status", "withdrawn"]);
    assert!(output.err.contains("weigh withdraw VENDOR"), "{output}");
}
