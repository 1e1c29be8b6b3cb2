//! `COLUMNS` folds results in a pipe as a terminal of that width does.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use crate::support::{Workspace, command, repository};

fn folded(columns: &str, arguments: &[&str]) -> String {
    let output = command(&repository()).env("COLUMNS", columns).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

const COMMANDS: [&[&str]; 12] = [
    &["rank"],
    &["explain", "siam-voice"],
    &["compare", "siam-voice", "bayt-alradd"],
    &["gaps"],
    &["sensitivity"],
    &["weights"],
    &["cost"],
    &["robust", "--draws", "2000"],
    &["break-even", "siam-voice"],
    &["panel", "--moderation"],
    &["staff", "--contacts", "360", "--aht", "240"],
    &["guide", "cost"],
];

#[test]
fn results_obey_columns_in_a_pipe() {
    for arguments in COMMANDS {
        for columns in [60, 80] {
            let text = folded(&columns.to_string(), arguments);
            // Lines of a file stand as they are.
            let lines = text.lines().filter(|line| !line.starts_with("    ") || arguments[0] != "guide");
            let wide: Vec<&str> = lines.filter(|line| line.width() > columns).collect();
            assert!(wide.is_empty(), "{arguments:?} in {columns}: {wide:#?}");
        }
    }
}

/// More columns than have room stand in parts, each with the names of the rows; no word and no number is broken.
#[test]
fn a_table_that_is_too_wide_stands_in_parts() {
    let all = ["azinheira-contact", "bayt-alradd", "fynbos-answer", "khidmat-teratai", "kurinji-line"];
    let all = [&["compare"], &all[..], &["lanternfold", "own-team", "pollolahti"]].concat();
    let wide = folded("300", &all);
    let columns = |text: &str| -> BTreeMap<String, BTreeSet<String>> {
        let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in text.lines().filter(|line| line.starts_with("Score ") || line.starts_with("Culture fit "))
        {
            let mut cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
            let name = cells.next().unwrap().to_owned();
            rows.entry(name).or_default().extend(cells.map(str::to_owned));
        }
        rows
    };
    for width in ["80", "60", "50", "84", "90", "96", "102", "108", "120"] {
        let text = folded(width, &all);
        assert!(text.contains("Teratai") && text.contains("Azinheira"), "{text}");
        assert_eq!(columns(&text), columns(&wide), "{text}");
        assert!(text.contains("Asiakaspalvelu"), "{text}");
        assert!(text.matches("Culture fit ").count() > 1, "{text}");
        assert!(text.lines().all(|line| line.width() <= width.parse().unwrap()), "{text}");
    }
}

/// What is for programs has no width, and what is no width changes nothing.
#[test]
fn columns_leaves_data_and_nonsense_alone() {
    let plain = |arguments: &[&str]| folded("", arguments);
    for format in ["json", "csv", "md"] {
        let arguments = ["rank", "--format", format];
        assert_eq!(folded("40", &arguments), plain(&arguments), "{format}");
    }
    for nonsense in ["0", "-3", "wide", "9999999999999999999999"] {
        assert_eq!(folded(nonsense, &["rank"]), plain(&["rank"]), "{nonsense}");
    }
}

/// A criterion that wraps stays under the one that it stands under.
#[test]
fn a_narrow_comparison_keeps_its_tree() {
    let text = folded("60", &["compare", "siam-voice", "bayt-alradd"]);
    let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('─')).skip(1).collect();
    let rows: Vec<&str> = table.into_iter().take_while(|line| !line.is_empty()).collect();
    let criteria = folded("200", &["compare", "siam-voice", "bayt-alradd"]);
    let groups: Vec<&str> =
        criteria.lines().filter(|line| line.starts_with(|c: char| c.is_alphabetic())).collect();
    for row in rows.iter().filter(|row| row.starts_with(|c: char| c.is_alphabetic())) {
        let first = row.split("  ").next().unwrap();
        assert!(groups.iter().any(|group| group.starts_with(first)), "{row:?} is no group:\n{text}");
    }
}

/// Problems too, whose messages are longer than most screens, and on both streams.
#[test]
fn problems_obey_columns() {
    let criteria = "title = \"Desk\"\n\n[facts.languages]\nitems = \"countries\"\n\n[criteria.languages]\nweight = 1\n\
                    scale = { covers = [\"English\", \"Thai\", \"Spanish\", \"Portuguese\"] }\n";
    let workspace = Workspace::new(
        criteria,
        &[("aava", "name = \"Aava\"\n\n[facts]\nlanguages = [\"english, thai\"]\n")],
    );
    for id in 0..12 {
        workspace
            .write(&format!("vendors/old/offer-of-a-vendor-with-a-long-name-{id}.toml"), "name = \"V\"\n");
    }
    for arguments in [["check"].as_slice(), &["check", "--verbose"], &["check", "--rule"], &["rank"]] {
        for columns in [60, 80] {
            let output = command(workspace.path())
                .env("COLUMNS", columns.to_string())
                .args(arguments)
                .output()
                .unwrap();
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(text.contains("V021"), "{text}");
            let wide: Vec<&str> = text.lines().filter(|line| line.width() > columns).collect();
            // A path is not broken: it is copied.
            let wide: Vec<&&str> = wide.iter().filter(|line| !line.contains("--> ")).collect();
            assert!(wide.is_empty(), "{arguments:?} in {columns}: {wide:#?}");
        }
    }
    // In a pipe that nobody says the width of, each message stays a line.
    let plain = workspace.weigh(&["check"]).out;
    assert!(plain.lines().any(|line| line.width() > 80 && line.contains("C025")), "{plain}");
}

#[test]
fn what_is_marked_for_long_is_marked_as_far_as_there_is_room() {
    let long = format!("weight = \"{}\"", "ä".repeat(120));
    let criteria = format!("title = \"D\"\n[criteria.a]\n{long}\nscale = {{ worst = 0, best = 10 }}\n");
    let workspace = Workspace::new(&criteria, &[("aava", "name = \"Aava\"\n")]);
    for columns in [40, 60, 80] {
        let output =
            command(workspace.path()).env("COLUMNS", columns.to_string()).arg("check").output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("^^^^"), "{text}");
        let wide: Vec<&str> = text.lines().filter(|line| line.width() > columns).collect();
        assert!(wide.is_empty(), "{columns}: {wide:#?}");
    }
}
