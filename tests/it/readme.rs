//! The README shows what the program prints.

use std::fs;

use weigh::cli::{Environment, Exit, Shell, run};

use crate::support::repository;

/// What a command line prints in a terminal of 80 columns without colour.
fn printed(arguments: &[&str]) -> String {
    let environment =
        Environment { is_out_terminal: true, is_interactive: false, width: 80, is_out_coloured: false, is_err_coloured: false };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let root = repository();
    let words = [&["weigh", "-C", root.to_str().unwrap()], arguments].concat();
    let arguments = words.into_iter().map(Into::into);
    let exit = run(arguments, &mut Shell::new(&mut out, &mut err, environment));
    assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

#[test]
fn the_picture_in_the_readme_is_what_the_program_prints() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let start = readme.find("$ weigh rank\n").unwrap() + "$ weigh rank\n".len();
    let shown = &readme[start..start + readme[start..].find("```").unwrap()];
    assert_eq!(shown, printed(&["rank"]), "put the right side into the README");
}
