//! Evaluators' files with anything in them.

use std::cell::RefCell;

use proptest::prelude::*;
use weigh::files::Request;
use weigh::open::open;

use super::panel;
use crate::support::evaluate;

const FILE: &str = "criteria/panel/d/ann.toml";
const TEXT: &str = "name = \"Ann\"\nrole = \"Buyer\"\nweight = 1.5\n\
    conflicts = [{ vendor = \"b\", kind = \"recused\", reason = \"x\" }]\n\
    [weights]\nmanner = 60\nclarity = 40\n\
    [marks.a]\nmanner = { mark = 4, note = \"fair\" }\nclarity = {}\n[marks.b]\nmanner = 2.5\n";

/// Whatever the file says: problems or a decision, and never both or neither.
fn check(workspace: &crate::support::Workspace) -> Result<(), TestCaseError> {
    let found = weigh::files::Workspace::find(workspace.path()).unwrap();
    let criteria = workspace.path().join("criteria/d.toml");
    let opened = open(&Request { workspace: found, criteria, vendors: None, what_if: Vec::new() });
    let has_error = opened.problems.iter().any(weigh::diagnostic::Diagnostic::is_error);
    prop_assert_eq!(opened.decision().is_err(), has_error);
    if let Ok(decision) = opened.decision() {
        let evaluation = evaluate(decision);
        let results = weigh::panel::results(&evaluation);
        prop_assert!(serde_json::to_string(&results).is_ok());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_change_of_an_evaluators_file_gives_problems_or_marks(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[a-z0-9=\\[\\]{}\", .\n#-]{0,6}"), 1..4),
    ) {
        thread_local! {
            static WORKSPACE: RefCell<crate::support::Workspace> =
                RefCell::new(panel("combine = \"trimmed-mean\"\nnotes = \"every\"", 2, &[("ben", "marks.a.manner = 3")]));
        }
        let mut text = TEXT.to_owned();
        for (at, piece) in changes {
            let at = at.index(text.len());
            text.replace_range(at..(at + piece.len()).min(text.len()), &piece);
        }
        WORKSPACE.with_borrow(|workspace| {
            workspace.write(FILE, &text);
            check(workspace)
        })?;
    }

    #[test]
    fn any_bytes_as_an_evaluators_file_give_problems(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let workspace = panel("", 1, &[]);
        workspace.write(FILE, bytes);
        check(&workspace)?;
    }
}

#[test]
fn an_evaluators_file_that_leads_out_of_the_workspace_is_refused() {
    let workspace = panel("", 1, &[("ben", "marks.a = { manner = 3, clarity = 3 }")]);
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("ann.toml"), "name = \"Ann\"\n").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path().join("ann.toml"), workspace.path().join(FILE)).unwrap();
        let output = workspace.weigh(&["rank"]);
        assert_eq!(output.code, Some(3), "{output}");
        assert!(output.err.contains("is a link that leaves the workspace"), "{output}");
    }
}
