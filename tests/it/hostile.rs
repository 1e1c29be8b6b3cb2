//! Files from outsiders who mean no good: each gives a clear diagnostic and an orderly end.
//!
//! For every workspace here, `check` ends with 1 and the expected codes, `rank` with 3; neither
//! panics, hangs, or lets a byte through that a terminal would obey.

mod arguments;
#[cfg(unix)]
mod links;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Output, Workspace, command};

const CRITERIA: &str = r#"title = "Support"

[criteria.price]
weight = 100
scale  = { worst = 32, best = 12 }
"#;
const VENDOR: &str = "name = \"Aalto Contact\"\n\n[facts]\nprice = 20\n";
/// How long a run may take before it counts as hanging; far more than any needs.
const LIMIT: Duration = Duration::from_mins(1);

const ESCAPE: &str = "\u{1b}[2J\u{1b}[31mfirst\u{1b}[0m";
const OVERRIDE: &str = "Brandt \u{202e}oc\u{2066}x";

fn usual() -> Workspace {
    Workspace::new(CRITERIA, &[("aalto", VENDOR)])
}

fn vendor(text: impl AsRef<[u8]>) -> Workspace {
    let workspace = usual();
    workspace.write("vendors/d/brandt.toml", text);
    workspace
}

fn criteria(text: impl AsRef<[u8]>) -> Workspace {
    let workspace = usual();
    workspace.write("criteria/d.toml", text);
    workspace
}

/// Says why a test proves nothing here.
#[cfg(unix)]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

/// Runs the program, and ends it when it does not end by itself.
fn bounded(workspace: &Workspace, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let mut child = command(workspace.path())
        .args(arguments)
        .stdout(Stdio::from(File::create(&out).unwrap()))
        .stderr(Stdio::from(File::create(&err).unwrap()))
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("`weigh {}` hangs", arguments.join(" "));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = |path| String::from_utf8(fs::read(path).unwrap()).expect("the program writes UTF-8");
    Output { code: status.code(), out: text(out), err: text(err) }
}

/// A control character, or one that changes the direction of the text around it.
fn is_obeyed_by_terminals(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a terminal would obey in either stream, or an end that is none of the documented ones.
fn disorder(output: &Output) -> Option<String> {
    for (name, text) in [("stdout", &output.out), ("stderr", &output.err)] {
        if let Some(at) = text.find(is_obeyed_by_terminals) {
            let from = text.floor_char_boundary(at.saturating_sub(60));
            let to = text.floor_char_boundary(at + 60);
            return Some(format!("{name} holds {:?}", &text[from..to]));
        }
    }
    let begin: String = output.err.chars().take(2_000).collect();
    (!matches!(output.code, Some(0..=4))).then(|| format!("exit {:?}\n{begin}", output.code))
}

fn assert_calm(output: &Output, what: &str) {
    if let Some(disorder) = disorder(output) {
        panic!("{what}: {disorder}");
    }
}

/// The codes of the errors, each once, in order.
fn codes(json: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).expect("the program writes JSON");
    let problems = json["result"]["problems"].as_array().unwrap();
    let errors = problems.iter().filter(|problem| problem["severity"] == "error");
    let mut codes: Vec<String> = errors.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Checks that a workspace is refused in an orderly way, for the reasons given.
fn refused_with(what: &str, workspace: &Workspace, options: &[&str], wanted: &[&str]) {
    let run = |arguments: &[&str]| {
        let output = bounded(workspace, &[arguments, options].concat());
        assert_calm(&output, &format!("{what}: {}", arguments.join(" ")));
        output
    };
    let json = run(&["check", "--format", "json"]);
    assert_eq!(codes(&json.out), wanted, "{what}");
    let check = run(&["check"]);
    assert_eq!(check.code, Some(1), "{what}: check");
    let rank = run(&["rank"]);
    assert_eq!(rank.code, Some(3), "{what}: rank");
    assert_eq!(rank.out, "", "{what}: a ranking of refused files");
    for code in wanted {
        assert!(check.out.contains(&format!("error[{code}]")), "{what}: check does not show {code}");
        assert!(rank.err.contains(&format!("error[{code}]")), "{what}: rank does not show {code}");
    }
    assert_eq!(run(&["rank", "--format", "json"]).code, Some(3), "{what}: rank as JSON");
}

fn refused(what: &str, workspace: &Workspace, wanted: &[&str]) {
    refused_with(what, workspace, &[], wanted);
}

#[test]
fn escapes_that_are_written_as_toml_escapes_are_refused_wherever_they_stand() {
    let escaped = "\\u001b[2J\\u001b[31mfirst";
    let texts = [
        ("a name", format!("name = \"{escaped}\"\n"), "T009"),
        ("a local name", format!("name = \"B\"\nlocal = \"{escaped}\"\n"), "T009"),
        ("a note", format!("name = \"B\"\nnote = \"{escaped}\"\n"), "T009"),
        ("a key", format!("name = \"B\"\n\"{escaped}\" = 1\n"), "T002"),
        ("the id of a fact", format!("name = \"B\"\n[facts]\n\"{escaped}\" = 1\n"), "T012"),
        ("a fact", format!("name = \"B\"\n[facts]\nprice = \"{escaped}\"\n"), "T009"),
        ("a unit", format!("name = \"B\"\n[facts]\nprice = {{ value = 1, unit = \"{escaped}\" }}\n"), "T009"),
        (
            "a source",
            format!("name = \"B\"\n[facts]\nprice = {{ value = 1, source = \"{escaped}\" }}\n"),
            "T009",
        ),
        ("a set", format!("name = \"B\"\n[facts]\nchannels = [\"{escaped}\"]\n"), "T009"),
        ("a certificate", format!("name = \"B\"\n[facts]\nheld = [{{ name = \"{escaped}\" }}]\n"), "T009"),
        (
            "the note of a mark",
            format!("name = \"B\"\n[ratings]\nx = {{ mark = 1, note = \"{escaped}\" }}\n"),
            "T009",
        ),
        ("a word", format!("name = \"B\"\nkind = \"{escaped}\"\n"), "T009"),
    ];
    for (what, text, code) in texts {
        let output = bounded(&vendor(&text), &["check", "--format", "json"]);
        assert!(codes(&output.out).contains(&code.to_owned()), "{what}: {output}");
        let wanted = codes(&output.out);
        refused(what, &vendor(text), &wanted.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn bytes_of_escapes_are_refused_wherever_they_stand() {
    for (what, text) in [
        ("a name", format!("name = \"{ESCAPE}\"\n")),
        ("a literal text", format!("name = 'B'\nnote = '{ESCAPE}'\n")),
        ("a text of lines", format!("name = 'B'\nnote = \"\"\"\n{ESCAPE}\n\"\"\"\n")),
        ("a key", format!("name = \"B\"\n\"{ESCAPE}\" = 1\n")),
        ("a comment", format!("name = \"B\" # {ESCAPE}\n")),
        ("nowhere in particular", format!("{ESCAPE}\n")),
    ] {
        refused(what, &vendor(text), &["T001"]);
    }
}

#[test]
fn overrides_of_the_direction_are_refused_and_never_printed() {
    let keys = format!("name = \"B\"\n\"{OVERRIDE}\" = 1\n");
    let ids = format!("name = \"B\"\n[facts]\n\"{OVERRIDE}\" = 1\n");
    refused("a name", &vendor(format!("name = \"{OVERRIDE}\"\n")), &["T009"]);
    refused("a note", &vendor(format!("name = \"B\"\nnote = \"{OVERRIDE}\"\n")), &["T009"]);
    refused("a key", &vendor(keys), &["T002"]);
    refused("the id of a fact", &vendor(ids), &["T012"]);
    refused("a word", &vendor(format!("name = \"B\"\nkind = \"{OVERRIDE}\"\n")), &["T009"]);
    let title = CRITERIA.replace("Support", OVERRIDE);
    refused("a title", &criteria(title), &["T009"]);
    let under = CRITERIA.replace("weight = 100", &format!("weight = 100\nunder = \"{OVERRIDE}\""));
    refused("a group", &criteria(under), &["C001", "T009"]);
    let level = CRITERIA.replace("worst = 32, best = 12", &format!("levels = {{ \"{OVERRIDE}\" = 1 }}"));
    let output = bounded(&criteria(level), &["check"]);
    assert_calm(&output, "a level");
    assert_eq!(output.code, Some(1), "a level: {output}");
    // In a comment it changes nothing that is read, but the line of another problem may be quoted.
    refused("a quoted line", &vendor(format!("name = 3 # {OVERRIDE}\n")), &["T003"]);
}

#[test]
fn texts_beyond_all_measure_are_refused() {
    let mega = "m".repeat(1_000_000);
    refused("a name of a megabyte", &vendor(format!("name = \"{mega}\"\n")), &["T008"]);
    refused("a note of a megabyte", &vendor(format!("name = \"B\"\nnote = \"{mega}\"\n")), &["T008"]);
    refused("a key of a megabyte", &vendor(format!("name = \"B\"\n{mega} = 1\n")), &["T002"]);
    refused("a fact's id of a megabyte", &vendor(format!("name = \"B\"\nfacts.{mega} = 1\n")), &["T012"]);
    refused("a word of a megabyte", &vendor(format!("name = \"B\"\nkind = \"{mega}\"\n")), &["T008"]);
    refused("a title of a megabyte", &criteria(CRITERIA.replace("Support", &mega)), &["T008"]);
    refused(
        "a need of a megabyte",
        &criteria(format!("{CRITERIA}\n[gates.price]\nat_most = \"needs.{mega}\"\n")),
        &["C010"],
    );
    refused("a line of a megabyte that is not closed", &vendor(format!("name = \"{mega}\n")), &["T001"]);
}

#[test]
fn entries_without_end_are_refused() {
    let mut ten_thousand = String::from("title = \"Support\"\n");
    for number in 0..10_000 {
        let _ = write!(
            ten_thousand,
            "[criteria.c{number}]\nfact = \"price\"\nweight = 1\nscale = {{ worst = 1, best = 0 }}\n"
        );
    }
    refused("10,000 criteria", &criteria(ten_thousand), &["T011"]);
    let mut facts = String::from("name = \"Brandt\"\n[facts]\n");
    for number in 0..20_000 {
        let _ = writeln!(facts, "fact_{number} = {number}");
    }
    refused("20,000 facts", &vendor(facts), &["T011"]);
    let list = format!("name = \"B\"\nfacts.channels = [{}]\n", "\"x\",".repeat(100_000));
    refused("a list of 100,000", &vendor(list), &["T011"]);
    let wrong = format!("name = \"B\"\n[facts]\n{}", "price =\n".repeat(50_000));
    refused("50,000 syntax errors", &vendor(wrong), &["T001"]);
}

#[test]
fn ten_thousand_facts_are_within_the_limit() {
    let mut text = String::from("name = \"Brandt\"\n[facts]\nprice = 20\n");
    for number in 0..9_999 {
        let _ = writeln!(text, "fact_{number} = {{ value = {number}, source = \"page {number}\" }}");
    }
    let workspace = vendor(text);
    for arguments in [["check"], ["rank"]] {
        let output = bounded(&workspace, &arguments);
        assert_calm(&output, arguments[0]);
        assert_eq!(output.code, Some(0), "{}", arguments[0]);
    }
}

/// A chain of groups, each under the one before, with a leaf at its end.
fn chain(length: usize) -> String {
    let mut text = String::from("title = \"Chain\"\n[criteria.g0]\nweight = 1\n");
    for number in 1..length {
        let _ = writeln!(text, "[criteria.g{number}]\nunder = \"g{}\"\nweight = 1", number - 1);
    }
    let _ = writeln!(
        text,
        "[criteria.price]\nunder = \"g{}\"\nweight = 1\nscale = {{ worst = 32, best = 12 }}",
        length - 1
    );
    text
}

#[test]
fn chains_and_circles_of_groups_are_refused() {
    refused("a chain of 100", &criteria(chain(100)), &["C003"]);
    refused("a chain of 999", &criteria(chain(999)), &["C003"]);
    let circle = chain(998).replacen("weight = 1", "under = \"g997\"\nweight = 1", 1);
    refused("a circle of 998", &criteria(circle), &["C002"]);
}

#[test]
fn nesting_without_end_is_refused() {
    for depth in [100, 100_000] {
        let open_list = "[".repeat(depth);
        let list = format!("{open_list}{}", "]".repeat(depth));
        let table = format!("{}1{}", "{ a = ".repeat(depth), " }".repeat(depth));
        let dotted = format!("{}a = 1", "a.".repeat(depth));
        for (what, text) in [
            ("lists", format!("name = \"B\"\n[facts]\nprice = {list}\n")),
            ("lists that are not closed", format!("name = \"B\"\n[facts]\nprice = {open_list}\n")),
            ("tables", format!("name = \"B\"\n[facts]\nprice = {table}\n")),
            ("lists and tables", format!("name = \"B\"\nprice = {}", "[{ a = ".repeat(depth))),
            ("dotted keys", format!("name = \"B\"\n[facts]\n{dotted}\n")),
            ("a header", format!("name = \"B\"\n[{}a]\n", "a.".repeat(depth))),
            ("a header of a list", format!("name = \"B\"\n[[{}a]]\n", "a.".repeat(depth))),
        ] {
            let what = format!("{what}, {depth} deep");
            for arguments in [&["check"][..], &["check", "--format", "json"], &["rank"]] {
                let output = bounded(&vendor(&text), arguments);
                assert_calm(&output, &what);
                let wanted = if arguments[0] == "rank" { 3 } else { 1 };
                assert_eq!(output.code, Some(wanted), "{what}: {}", arguments.join(" "));
            }
        }
    }
}

#[test]
fn nesting_without_end_in_the_criteria_file_is_refused() {
    for depth in [100, 100_000] {
        let table = format!("{}1{}", "{ a = ".repeat(depth), " }".repeat(depth));
        for text in [
            CRITERIA.replace("{ worst = 32, best = 12 }", &"[".repeat(depth)),
            CRITERIA.replace("{ worst = 32, best = 12 }", &table),
            format!("{CRITERIA}\n[needs]\nlanguages = {}\n", "[".repeat(depth)),
            format!("{}a = 1\n{CRITERIA}", "a.".repeat(depth)),
        ] {
            let output = bounded(&criteria(text), &["rank"]);
            assert_calm(&output, "nested criteria");
            assert_eq!(output.code, Some(3), "{depth} deep");
        }
    }
}

#[test]
fn numbers_that_cannot_be_counted_with_are_refused() {
    let long = "1".repeat(1_000);
    let decimals = format!("0.{long}");
    let hexadecimal = format!("0x{}", "f".repeat(1_000));
    for number in [
        "nan",
        "+nan",
        "-nan",
        "inf",
        "+inf",
        "-inf",
        "1e400",
        "-1e400",
        "1e-400",
        "1e18",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        &long,
        &decimals,
        &hexadecimal,
    ] {
        let fact = format!("name = \"B\"\n[facts]\nprice = {number}\n");
        refused(&format!("the fact {number:.20}"), &vendor(fact), &["T005"]);
        let scale = CRITERIA.replace("32", number);
        refused(&format!("the end {number:.20}"), &criteria(scale), &["T005"]);
    }
    for number in ["nan", "inf", "1e400"] {
        refused(number, &criteria(CRITERIA.replace("100", number)), &["T005"]);
    }
}

/// Zero, however it is written, is a number; so is one with many zeros that mean nothing.
#[test]
fn odd_writings_of_ordinary_numbers_are_read() {
    let zeros = format!("20.{}", "0".repeat(1_000));
    for number in ["20", "2e1", "200e-1", "0.02e3", "0x14", "2_0", &zeros, "0e999999999999", "-0.0"] {
        let output = bounded(&vendor(format!("name = \"B\"\n[facts]\nprice = {number}\n")), &["rank"]);
        assert_eq!(output.code, Some(0), "{number:.20}: {}", output.err);
    }
}

#[test]
fn a_folder_of_vendors_outside_the_workspace_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.toml"), VENDOR).unwrap();
    let absolute = outside.path().to_str().unwrap();
    for path in ["../../..", "../../../../../../../../../../..", "/", absolute, "../vendors/../../.."] {
        refused(path, &criteria(format!("vendors = '{path}'\n{CRITERIA}")), &["F007"]);
    }
    for path in ["../..", "..", ".", "../vendors"] {
        let output = bounded(&criteria(format!("vendors = '{path}'\n{CRITERIA}")), &["rank"]);
        assert_calm(&output, path);
        assert!(!output.out.contains("Aalto"), "{path}: {output}");
    }
}

#[test]
fn a_folder_of_vendors_that_cannot_be_one_is_refused() {
    refused("a file", &criteria(format!("vendors = \"d.toml\"\n{CRITERIA}")), &["F006"]);
    refused("nothing", &criteria(format!("vendors = \"../vendors/x\"\n{CRITERIA}")), &["F006"]);
    refused("NUL", &criteria(format!("vendors = \"../vendors/d\\u0000\"\n{CRITERIA}")), &["F006", "T009"]);
    let escape = criteria(format!("vendors = \"../vendors/\\u001b[31m\"\n{CRITERIA}"));
    refused("an escape", &escape, &["F006", "T009"]);
    let long = "x/".repeat(240);
    refused("a long path", &criteria(format!("vendors = \"{long}\"\n{CRITERIA}")), &["F006"]);
}

#[test]
fn the_option_for_the_vendors_must_name_a_folder() {
    refused_with("nothing", &usual(), &["--vendors", "nowhere"], &["F006"]);
    refused_with("a file", &usual(), &["--vendors", "criteria/d.toml"], &["F006"]);
    refused_with("an escape", &usual(), &["--vendors", ESCAPE], &["F006"]);
    refused_with("an override", &usual(), &["--vendors", OVERRIDE], &["F006"]);
}

#[test]
fn the_option_for_the_vendors_may_leave_the_workspace() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.toml"), "name = \"Chosen\"\n[facts]\nprice = 13\n").unwrap();
    let output = bounded(&usual(), &["rank", "--vendors", outside.path().to_str().unwrap()]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains("Chosen") && !output.out.contains("Aalto"), "{output}");
}

#[test]
fn files_that_are_no_texts_are_refused() {
    let utf16 = |big: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(VENDOR.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    refused("UTF-16, little end first", &vendor(utf16(false)), &["F004"]);
    refused("UTF-16, big end first", &vendor(utf16(true)), &["F004"]);
    refused("Latin-1", &vendor(b"name = \"P\xf6ll\xf6\"\n"), &["F004"]);
    refused("half a character", &vendor(b"name = \"\xe0\xb8\n"), &["F004"]);
    refused("a surrogate", &vendor(b"name = \"\xed\xa0\x80\"\n"), &["F004"]);
    refused("a picture", &vendor(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe"), &["F004"]);
    refused("NUL bytes", &vendor([0; 1_000]), &["T001"]);
    refused("NUL in a text", &vendor("name = \"a\0b\"\n"), &["T001"]);
    refused("an empty file", &vendor(""), &["F005"]);
    refused("a byte order mark alone", &vendor("\u{feff}"), &["F005"]);
    refused("only comments", &vendor("# name = \"Brandt\"\n"), &["F005"]);
    refused("only spaces", &vendor(" \t\n\n"), &["F005"]);
    refused("5 MB", &vendor(format!("name = \"B\"\n{}", "# comment\n".repeat(500_000))), &["F003"]);
    refused("carriage returns alone", &vendor("name = \"B\"\rcountry = \"TH\"\r"), &["T001"]);
    refused("an empty criteria file", &criteria(""), &["F005"]);
    refused("a criteria file that is no text", &criteria(b"title = \"\xff\"\n"), &["F004"]);
    refused("a criteria file of 5 MB", &criteria("#\n".repeat(2_500_000)), &["F003"]);
}

#[test]
fn names_of_files_that_cannot_be_ids_are_refused() {
    let long = "x".repeat(200);
    for name in ["two words", "ä", "สยาม", "a.b", "-rf;ls", "$HOME", long.as_str()] {
        let workspace = usual();
        workspace.write(&format!("vendors/d/{name}.toml"), "name = \"Brandt\"\n");
        refused(&format!("{name:.20}"), &workspace, &["F008"]);
    }
}

/// File systems of other platforms do not take such names.
#[cfg(unix)]
#[test]
fn names_of_files_that_a_terminal_would_obey_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    for name in ["two\nlines", "\u{1b}[31mred", "\u{202e}lmot", "tab\tbed", "bell\u{7}"] {
        let workspace = usual();
        workspace.write(&format!("vendors/d/{name}.toml"), "name = \"Brandt\"\ncountry = 3\n");
        refused(&format!("{name:?}"), &workspace, &["F008", "T003"]);
    }
    let workspace = usual();
    let name = OsStr::from_bytes(b"caf\xe9.toml");
    match fs::write(workspace.path().join("vendors/d").join(name), "name = \"Brandt\"\n") {
        Ok(()) => refused("a name that is not UTF-8", &workspace, &["F008"]),
        Err(error) => skip(&format!("this file system refuses names that are not UTF-8: {error}")),
    }
}

/// Criteria files are named in messages, too.
#[cfg(unix)]
#[test]
fn names_of_decisions_that_a_terminal_would_obey_are_never_printed() {
    let workspace = usual();
    workspace.write("criteria/\u{1b}[31m.toml", "title = 3\n");
    workspace.write("criteria/\u{202e}.toml", "title = 3\n");
    for arguments in [&["rank"][..], &["check"], &["check", "--format", "json"], &["rank", "--criteria", "x"]]
    {
        let output = bounded(&workspace, arguments);
        assert_calm(&output, &arguments.join(" "));
        assert_ne!(output.code, Some(0), "{output}");
    }
}

/// Every command that reads a decision reads it in the same orderly way.
#[test]
fn every_command_refuses_hostile_files() {
    let workspace = vendor(format!("name = \"{OVERRIDE}\"\n[facts]\nprice = 1e400\n"));
    for arguments in [
        &["rank"][..],
        &["rank", "--format", "csv"],
        &["rank", "--format", "md"],
        &["explain", "brandt"],
        &["compare", "aalto", "brandt"],
        &["gaps"],
        &["new", "vendor", "Charoen"],
        &[],
    ] {
        let output = bounded(&workspace, arguments);
        assert_calm(&output, &format!("{arguments:?}"));
        assert_eq!(output.code, Some(3), "{arguments:?}: {output}");
        assert_eq!(output.out, "", "{arguments:?}");
    }
}
