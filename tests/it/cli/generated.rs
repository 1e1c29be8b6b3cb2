//! What is made from the program's own types: help, manual pages, completions, schemas, codes.

use std::fs;

use weigh::diagnostic::Code;

use super::{night_desk, snapshot};
use crate::support::{Output, Workspace, repository};

const COMMANDS: &[&str] = &[
    "tui",
    "rank",
    "explain",
    "compare",
    "gaps",
    "sensitivity",
    "weights",
    "robust",
    "break-even",
    "cost",
    "staff",
    "formula",
    "report",
    "award",
    "clear",
    "debrief",
    "notice",
    "verify",
    "panel",
    "sheet",
    "lock",
    "unlock",
    "withdraw",
    "disqualify",
    "invite",
    "check",
    "set",
    "ask",
    "take",
    "import",
    "pack",
    "unpack",
    "init",
    "new",
    "remove",
    "rename",
    "move",
    "schema",
    "completions",
    "guide",
    "man",
    "version",
];

/// The ways to judge, each a command under `weights`.
const METHODS: [&str; 5] = ["points", "swing", "rank-order", "pairwise", "best-worst"];

fn run(arguments: &[&str]) -> Output {
    let output = Workspace::empty().weigh(arguments);
    assert_eq!((output.code, output.err.as_str()), (Some(0), ""), "{arguments:?}: {output}");
    output
}

/// The options of every command are told by the help of the program alone: a command's own lines come first.
#[test]
fn help_of_every_command() {
    snapshot("help_short", &run(&["-h"]));
    snapshot("help", &run(&["--help"]));
    let commands =
        COMMANDS.iter().map(|command| vec![*command]).chain([vec!["new", "vendor"], vec!["new", "brand"]]);
    let commands = commands.chain(METHODS.map(|method| vec!["weights", method]));
    for command in commands {
        let help = run(&[&command[..], &["--help"]].concat());
        assert!(!help.out.contains("Global options"), "{command:?}");
        assert!(help.out.contains("\nOptions of every command (-C"), "{command:?}");
        assert!(!examples(&help.out).is_empty(), "{command:?} has no example");
        snapshot(&format!("help_{}", command.join("_")), &help);
    }
}

/// The arguments of a command line as a shell would see them, up to a pipe or a redirection.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() && !rest.starts_with(['>', '|']) {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').expect("a quote that ends"),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// Every line under `Examples:`; in the main help with a remark after three spaces or more.
fn examples(help: &str) -> Vec<Vec<String>> {
    let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    lines.map(|line| words(line.trim_start().split("   ").next().unwrap_or_default())).collect()
}

/// What has to be done before an example.
fn beforehand(arguments: &[&str]) -> &'static [&'static [&'static str]] {
    match arguments.first() {
        Some(&"verify") => &[
            &["rank", "--format", "json", "-o", "ranking.json"],
            &["report", "--to", "xlsx", "-o", "handover"],
        ],
        Some(&"clear") => &[&[
            "award",
            "--to",
            "lanternfold",
            "--by",
            "A. Buyer",
            "--reason",
            "Nearest to us",
            "--subject-to",
            "iso27001",
            "--subject-to",
            "score",
        ]],
        Some(&"take") => &[
            &["ask", "siam-voice", "-o", "answers.xlsx"],
            &["sheet", "mei-lindqvist", "-o", "mei.xlsx"],
            &["pack", "-o", "from-mei.weigh"],
        ],
        Some(&"unpack" | &"-C") => &[&["pack", "-o", "decision.weigh"]],
        Some(&"debrief" | &"notice") => &[&["award", "--to", "siam-voice", "--by", "A. Buyer"]],
        Some(&"unlock") => &[&["lock", "rule", "--by", "Aino Koskela"]],
        _ => &[],
    }
}

/// Whoever types an example into a fresh sample gets what it says and no error.
#[test]
fn every_example_of_the_help_works_on_the_sample() {
    let methods = METHODS.map(|method| vec!["weights", method]);
    let commands = COMMANDS.iter().map(|command| vec![*command]);
    let commands = commands.chain([vec![], vec!["new", "vendor"], vec!["new", "brand"]]).chain(methods);
    let mut wrong = Vec::new();
    let mut count = 0;
    for command in commands {
        for example in examples(&run(&[&command[..], &["--help"]].concat()).out) {
            let arguments: Vec<&str> = example.iter().map(String::as_str).skip(1).collect();
            let workspace = Workspace::empty();
            // The vendors of the sample cannot be made a second time.
            let vendors: &[&str] = if arguments.first() == Some(&"new") { &["--no-vendors"] } else { &[] };
            assert_eq!(workspace.weigh(&[&["init"], vendors].concat()).code, Some(0));
            workspace.write("cases.csv", "case,criteria.cost.weight\nCost first,40\n");
            for sheet in ["scores.xlsx", "october.xlsx"] {
                let known = repository().join("tests/data/sheets/02-gewichtung-punkte.xlsx");
                fs::copy(known, workspace.path().join(sheet)).unwrap();
            }
            workspace.write("my-decision/september.xlsx.import.toml", "sheet = \"september.xlsx\"\n");
            for before in beforehand(&arguments) {
                assert_eq!(workspace.weigh(before).code, Some(0), "{before:?}");
            }
            let output = workspace.weigh(&arguments);
            count += 1;
            // Without a terminal it is enough that the screen is what it asks for.
            let works = match arguments.first() {
                Some(&"tui") => output.err.starts_with("error: the terminal UI needs a terminal"),
                _ => output.code == Some(0),
            };
            if !works {
                wrong.push(format!("{example:?}:\n{output}"));
            }
        }
    }
    assert!(count > 20, "{count} examples were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_lists_every_command() {
    let help = run(&["--help"]).out;
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(listed, [COMMANDS, &["help"]].concat());
}

#[test]
fn help_can_be_asked_for_in_three_ways() {
    for command in COMMANDS {
        let long = run(&[command, "--help"]).out;
        assert_eq!(run(&["help", command]).out, long, "{command}");
        assert!(run(&[command, "-h"]).out.lines().count() <= long.lines().count(), "{command}");
    }
}

#[test]
fn help_fits_a_usual_terminal() {
    for arguments in [&["-h"][..], &["rank", "-h"], &["explain", "-h"], &["new", "vendor", "-h"]] {
        let wide: Vec<String> =
            run(arguments).out.lines().filter(|line| line.chars().count() > 100).map(str::to_owned).collect();
        assert!(wide.is_empty(), "{arguments:?}: {wide:#?}");
    }
}

#[test]
fn version_is_that_of_the_package() {
    let version = format!("weigh {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["--version"]).out, version);
    assert_eq!(run(&["-V"]).out, version);
}

#[test]
fn manual_page_of_the_program() {
    snapshot("man", &run(&["man"]));
}

#[test]
fn manual_page_of_every_command() {
    let commands = COMMANDS.iter().map(|command| vec![*command]);
    for command in commands.chain(METHODS.map(|method| vec!["weights", method])) {
        let page = run(&[&["man"], &command[..]].concat()).out;
        let title =
            format!(".TH weigh-{} 1 \" \" \"weigh {}\"", command.join("-"), env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&title), "{page}");
        for section in
            [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH EXAMPLES\n.nf\n  weigh"]
        {
            assert!(page.contains(section), "{command:?} has no {section}:\n{page}");
        }
    }
}

/// The one source of the guide gives a page for the terminal, one of the manual, and the Markdown itself.
#[test]
fn every_topic_of_the_guide_is_listed_printed_and_a_manual_page() {
    let contents = run(&["guide"]).out;
    let topics: Vec<&str> = contents
        .lines()
        .skip_while(|line| !line.starts_with('─'))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let files = fs::read_dir(repository().join("src/cli/guide")).unwrap();
    let files =
        files.map(|file| file.unwrap().path()).filter(|file| file.extension().is_some_and(|it| it == "md"));
    assert_eq!(topics.len(), files.count(), "{contents}");
    for topic in topics {
        let markdown = run(&["guide", topic, "--format", "md"]).out;
        assert_eq!(
            markdown,
            fs::read_to_string(repository().join(format!("src/cli/guide/{topic}.md"))).unwrap()
        );
        let text = run(&["guide", topic]).out;
        let title = markdown.lines().next().unwrap().trim_start_matches("# ");
        assert!(text.starts_with(title) && contents.contains(title), "{text}");
        assert!(!text.contains("**") && !text.contains("```"), "{text}");
        let page = run(&["man", "guide", topic]).out;
        assert!(page.contains(&format!(".TH weigh-{topic} 7")), "{page}");
        assert!(page.contains(&format!("weigh\\-{topic} \\- ")), "{page}");
    }
    snapshot("guide", &run(&["guide"]));
    snapshot("guide_panel", &run(&["guide", "panel"]));
    snapshot("man_guide_panel", &run(&["man", "guide", "panel"]));
}

#[test]
fn an_unknown_topic_or_format_of_the_guide_is_refused() {
    let workspace = Workspace::empty();
    for (arguments, said) in [
        (&["guide", "wrods"][..], "there is no topic `wrods`; did you mean `words`"),
        (&["man", "guide", "wrods"], "there is no topic `wrods`"),
        (&["guide", "words", "--format", "json"], "cannot write json"),
    ] {
        let output = workspace.weigh(arguments);
        assert!(output.code == Some(2) && output.err.contains(said), "{output}");
    }
}

/// Each word once, so that there is one place to look.
#[test]
fn the_words_of_the_trade_are_told_once_each() {
    let text = fs::read_to_string(repository().join("src/cli/guide/words.md")).unwrap();
    let words: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
    for word in
        ["service level", "ASA", "FCR", "AHT", "TCO", "SLA", "CSAT", "NPS", "knock-out", "short list", "MEAT"]
    {
        let is_told =
            |entry: &&&str| entry.split(", ").any(|one| one.split(' ').next() == word.split(' ').next());
        assert_eq!(words.iter().filter(is_told).count(), 1, "{word}: {words:?}");
    }
}

#[test]
fn completions_of_every_shell_ask_the_program() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]).out;
        assert!(script.contains("COMPLETE") && script.contains("weigh"), "{script}");
    }
}

#[test]
fn schemas_are_those_beside_the_data() {
    for (kind, file) in [
        ("criteria", "criteria/criteria.schema.json"),
        ("vendor", "vendors/vendor.schema.json"),
        ("panel", "criteria/panel/panel.schema.json"),
        ("consensus", "criteria/panel/consensus.schema.json"),
    ] {
        let printed = run(&["schema", kind]).out;
        assert_eq!(
            printed,
            fs::read_to_string(repository().join(file)).unwrap(),
            "`weigh schema {kind} -o {file}`"
        );
        let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(json["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn explanation_of_a_code() {
    snapshot("explain_code", &run(&["check", "--explain", "C004"]));
    assert_eq!(run(&["check", "--explain", "c004"]).out, run(&["check", "--explain", "C004"]).out);
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let text = run(&["check", "--explain", code.as_str()]).out;
        let (head, body) =
            text.split_once("\n\n").unwrap_or_else(|| panic!("{code} has a head and a body: {text}"));
        assert!(head.starts_with(&format!("{code} (")) && head.contains(code.title()), "{head}");
        let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(body, code.explanation().split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}

/// Explaining a code needs no workspace, and does not look at the one that is there.
#[test]
fn a_code_is_explained_beside_broken_files() {
    let workspace = night_desk();
    workspace.write("criteria/night.toml", "title = ");
    let output = workspace.weigh(&["check", "--explain", "T001"]);
    assert_eq!((output.code, output.err.as_str()), (Some(0), ""), "{output}");
}

/// What a report of a fault needs, and in a form for programs too.
#[test]
fn version_says_what_it_is_and_where_it_runs() {
    let text = run(&["version"]).out;
    for name in
        ["features: ", "target: ", "compiler: rustc ", "system: ", "terminal: none", "locale: C.UTF-8"]
    {
        assert!(text.lines().any(|line| line.starts_with(name)), "{name}: {text}");
    }
    assert!(text.ends_with("workspace: none\n"), "{text}");
    let workspace = night_desk();
    let inside = workspace.weigh(&["version"]).out;
    assert!(inside.ends_with("(1 decision)\n"), "{inside}");
    let json = workspace.weigh(&["version", "--format", "json"]).json();
    assert_eq!(
        (&json["schema"], &json["result"]["terminal"]),
        (&"weigh/version/1".into(), &serde_json::Value::Null)
    );
}
