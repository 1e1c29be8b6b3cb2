//! The commands that ask how sure the ranking is.

use super::{night_desk, snapshot};
use crate::support::Workspace;

/// The commands that answer in every format, with a name for each.
const COMMANDS: [(&str, &[&str]); 2] =
    [("sensitivity", &["sensitivity"]), ("sensitivity_of", &["sensitivity", "cost"])];

#[test]
fn doubt_looks_like_this() {
    let workspace = night_desk();
    for (name, arguments) in COMMANDS {
        for format in ["table", "json", "csv", "md"] {
            let output = workspace.weigh(&[arguments, &["--format", format]].concat());
            assert_eq!(output.code, Some(0), "{output}");
            snapshot(&format!("{name}_{format}"), &output);
        }
    }
}

#[test]
fn a_criterion_that_is_not_there_gets_a_near_one() {
    let output = night_desk().weigh(&["sensitivity", "quallity"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("there is no criterion `quallity`; did you mean `Quality`"), "{output}");
}

/// A decision whose vendors are all out, one vendor, and vendors that are alike.
fn odd(vendors: &[(&str, &str)]) -> Workspace {
    let criteria = "title = \"Odd\"\nvendors = \"../vendors/d\"\n\
                    [criteria.price]\nweight = 60\nscale = { worst = 30, best = 10 }\n\
                    [criteria.quality]\nweight = 40\nscale = { worst = 0, best = 10 }\n";
    Workspace::new(criteria, vendors)
}

const OUT: &str =
    "name = \"Out\"\nstatus = \"withdrawn\"\nreason = \"said so\"\n[facts]\nprice = 12\nquality = 5\n";
const ALIKE: [&str; 2] = [
    "name = \"Alike A\"\n[facts]\nprice = 12\nquality = 5\n",
    "name = \"Alike B\"\n[facts]\nprice = 12\nquality = 5\n",
];

/// Fields of vendors that leave little to say: nobody in, one in, all alike.
fn odd_fields() -> [Workspace; 3] {
    [odd(&[("out", OUT)]), odd(&[("one", ALIKE[0]), ("out", OUT)]), odd(&[("a", ALIKE[0]), ("b", ALIKE[1])])]
}

#[test]
fn nobody_one_vendor_and_vendors_that_are_alike_get_an_answer() {
    for workspace in odd_fields() {
        for arguments in [&["sensitivity"][..], &["sensitivity", "price"]] {
            for format in ["table", "json", "csv", "md"] {
                let output = workspace.weigh(&[arguments, &["--format", format]].concat());
                assert_eq!(output.code, Some(0), "{output}");
            }
        }
    }
}
