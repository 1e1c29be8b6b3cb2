//! The project's fuzz targets: any bytes in give diagnostics, never a panic, and an edit loses no byte.
//!
//! They are properties and not `cargo fuzz` targets, so that they run on every `cargo test` with the
//! stable compiler and shrink what they find. `PROPTEST_CASES=100000 cargo test --test it fuzz::` runs
//! them for long. What they find becomes a named test beside the code that was wrong.
//!
//! Inputs come from three wells: bytes without meaning, TOML without sense, and the sample files with
//! a few bytes deleted, doubled, flipped or inserted.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseResult;
use weigh::diagnostic::{Code, Place, render};
use weigh::files::edit::Edit;
use weigh::files::{Request, Workspace as Found};
use weigh::open::edit::plan;
use weigh::open::{Opened, open};
use weigh::score::Evaluation;

use crate::properties::{check, check_costly};
use crate::support::{Workspace, evaluate, repository};

const CRITERIA: &str = "criteria/contact-centre.toml";
const VENDOR: &str = "vendors/contact-centre/siam-voice.toml";
const OTHER_VENDOR: &str = "vendors/contact-centre/own-team.toml";

/// A sample file of the repository.
fn sample(path: &str) -> Vec<u8> {
    fs::read(repository().join(path)).unwrap()
}

/// The sample decision with two of its vendors, in a folder of its own.
struct Target {
    folder: Workspace,
}

impl Target {
    fn new() -> Target {
        let folder = Workspace::empty();
        for path in [CRITERIA, VENDOR, OTHER_VENDOR] {
            folder.write(path, sample(path));
        }
        Target { folder }
    }

    fn request(&self, what_if: Vec<String>) -> Request {
        let workspace = Found { root: self.folder.path().to_owned() };
        Request { workspace, criteria: self.folder.path().join(CRITERIA), vendors: None, what_if }
    }

    fn open(&self, what_if: Vec<String>) -> Opened {
        open(&self.request(what_if))
    }

    /// Puts bytes into one file and reads the decision.
    fn try_file(&self, path: &str, bytes: &[u8]) -> TestCaseResult {
        self.folder.write(path, bytes);
        check_opened(&self.open(Vec::new()))
    }
}

/// What must hold of everything that was read, whatever it was read from.
fn check_opened(opened: &Opened) -> TestCaseResult {
    let has_error = opened.problems.iter().any(weigh::diagnostic::Diagnostic::is_error);
    prop_assert_eq!(opened.decision().is_err(), has_error, "{:?}", opened.problems);
    for problem in &opened.problems {
        let related = problem.related.iter().map(|(span, _)| Place::Span(*span));
        for place in related.chain([problem.place]) {
            let Place::Span(span) = place else { continue };
            let text = &opened.sources.get(span.source).text;
            prop_assert!(text.get(span.range()).is_some(), "{:?} points beside its text", problem);
        }
    }
    for width in [1, 20, 80, 300] {
        let look = render::Look { width, is_folded: true, is_coloured: false };
        let shown = render::for_people(&opened.problems, &opened.sources, look);
        let control = shown.chars().find(|c| c.is_control() && *c != '\n');
        prop_assert_eq!(control, None, "shown at width {}: {:?}", width, shown);
    }
    serde_json::to_string(&render::for_programs(&opened.problems, &opened.sources)).unwrap();
    if let Ok(decision) = opened.decision() {
        let evaluation = evaluate(decision);
        serde_json::to_string(&evaluation).unwrap();
        for vendor in &evaluation.vendors {
            prop_assert!(vendor.lowest <= vendor.score && vendor.score <= vendor.highest);
        }
    }
    Ok(())
}

/// Bytes without meaning.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

/// Keys of both kinds of file, ids of the sample, and some that are neither.
const KEYS: &[&str] = &[
    "title",
    "vendors",
    "default",
    "panel",
    "needs",
    "start",
    "gates",
    "criteria",
    "cost",
    "total_cost",
    "cost",
    "demand",
    "quote",
    "prices",
    "rate",
    "per",
    "under",
    "weight",
    "minimum",
    "unit",
    "fact",
    "scale",
    "worst",
    "best",
    "points",
    "levels",
    "yes",
    "no",
    "low",
    "ideal",
    "high",
    "covers",
    "on",
    "rating",
    "from",
    "anchors",
    "formula",
    "budget",
    "base",
    "add",
    "relative",
    "unknown",
    "rounding",
    "criterion",
    "total",
    "rule",
    "weights",
    "ties",
    "name",
    "status",
    "reason",
    "facts",
    "ratings",
    "hourly_rate",
    "certifications",
    "value",
    "likely",
    "source",
    "as_of",
    "until",
    "note",
    "mark",
    "siam-voice",
    "includes",
    "at_least",
    "is",
    "one_of",
    "before",
    "x",
    "\"a b\"",
    "'ส'",
    "\"\\u0e2a\"",
    "\"\"",
    "\"=\"",
    "\"\\\"=\"",
];

/// Values of every kind, right and wrong.
const VALUES: &[&str] = &[
    "0",
    "1",
    "13.5",
    "100",
    "-0.5",
    "+1_000",
    "1e3",
    "1e400",
    "0.1e-30",
    "nan",
    "-inf",
    "0x1F",
    "true",
    "false",
    "2027-04-01",
    "2027-02-30",
    "2027-04-01T00:00:00Z",
    "07:30:00",
    "\"\"",
    "\" \"",
    "\"worst\"",
    "\"skip\"",
    "\"2 half-up\"",
    "\"needs.start\"",
    "\"needs.languages\"",
    "\"lowest/price\"",
    "\"higher\"",
    "\"cost\"",
    "\"../..\"",
    "\"สยาม\\t\"",
    "\"\\u001b[2J\"",
    "\"\\u202e\"",
    "'it''s'",
    "\"\"\"\na\n\"\"\"",
    "{}",
    "[]",
    "{ low = 1, likely = 2, high = 3 }",
    "{ worst = 1, best = 2 }",
    "[[0, 0], [1, 100]]",
    "word",
    "two words",
    "1 # why",
    "\u{feff}",
    "",
    "#",
];

/// Facts of the sample that are numbers.
const NUMBERS: &[&str] = &["hourly_rate", "extra_charges", "training_hours", "scale_up"];

/// Pieces that stand anywhere.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "\\",
    "#",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{1b}[31m",
    "\u{9b}",
    "\u{7f}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "日本",
    "ไทย",
    "e\u{301}",
    "👩‍💻",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![2 => select(PIECES), 1 => select(KEYS), 1 => select(VALUES)].prop_map(str::to_owned)
}

/// Pieces of TOML in any order.
fn soup() -> impl Strategy<Value = String> {
    vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

/// Keys with dots between them.
fn path() -> impl Strategy<Value = String> {
    vec(select(KEYS), 1..=4).prop_map(|keys| keys.join("."))
}

/// A value, mostly one that the parser takes.
fn value() -> impl Strategy<Value = String> {
    let plain = prop_oneof![6 => select(VALUES).prop_map(str::to_owned), 1 => soup()];
    plain.prop_recursive(3, 12, 4, |inner| {
        let pair = (path(), inner.clone()).prop_map(|(key, value)| format!("{key} = {value}"));
        prop_oneof![
            vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            vec(pair, 0..4).prop_map(|pairs| format!("{{ {} }}", pairs.join(", "))),
        ]
    })
}

/// TOML without sense: headers and pairs of known keys, and now and then something else.
fn nonsense() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => path().prop_map(|path| format!("[{path}]")),
        1 => path().prop_map(|path| format!("[[{path}]]")),
        8 => (path(), value()).prop_map(|(path, value)| format!("{path} = {value}")),
        1 => soup(),
    ];
    (vec(line, 0..12), select(&["\n", "\r\n"][..])).prop_map(|(lines, end)| lines.join(end))
}

/// A small change of a file.
#[derive(Clone, Debug)]
enum Change {
    Delete(Index, usize),
    Double(Index, usize),
    Flip(Index, u32),
    Insert(Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    let length = prop_oneof![4 => 1..4_usize, 1 => 4..200_usize];
    prop_oneof![
        (place(), length.clone()).prop_map(|(at, length)| Change::Delete(at, length)),
        (place(), length).prop_map(|(at, length)| Change::Double(at, length)),
        (place(), 0..8_u32).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (place(), prop_oneof![piece(), value()]).prop_map(|(at, text)| Change::Insert(at, text)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let stretch = |at: &Index, length: usize| {
            let start = at.index(bytes.len());
            start..(start + length).min(bytes.len())
        };
        match self {
            Change::Delete(at, length) => drop(bytes.drain(stretch(at, *length))),
            Change::Double(at, length) => {
                let stretch = stretch(at, *length);
                let twice = bytes[stretch.clone()].repeat(2);
                bytes.splice(stretch, twice);
            }
            Change::Flip(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Change::Insert(at, text) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, text.bytes());
            }
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    vec(change(), 1..4)
}

/// A sample file with a few changes.
fn changed(path: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = sample(path);
    for change in changes {
        change.apply(&mut bytes);
    }
    bytes
}

#[test]
fn a_criteria_file_of_any_bytes_gives_diagnostics() {
    let target = Target::new();
    check(bytes(), |bytes| target.try_file(CRITERIA, &bytes));
}

#[test]
fn a_vendor_file_of_any_bytes_gives_diagnostics() {
    let target = Target::new();
    check(bytes(), |bytes| target.try_file(VENDOR, &bytes));
}

#[test]
fn a_criteria_file_without_sense_gives_diagnostics() {
    let target = Target::new();
    check(nonsense(), |text| target.try_file(CRITERIA, text.as_bytes()));
}

#[test]
fn a_vendor_file_without_sense_gives_diagnostics() {
    let target = Target::new();
    check(nonsense(), |text| target.try_file(VENDOR, text.as_bytes()));
}

#[test]
fn a_changed_criteria_file_is_read_or_gives_diagnostics() {
    let target = Target::new();
    check(changes(), |changes| target.try_file(CRITERIA, &changed(CRITERIA, &changes)));
}

#[test]
fn a_changed_vendor_file_is_read_or_gives_diagnostics() {
    let target = Target::new();
    check(changes(), |changes| target.try_file(VENDOR, &changed(VENDOR, &changes)));
}

#[test]
fn a_vendor_file_may_be_called_anything() {
    let name = vec(any::<u8>().prop_filter("no name holds these", |byte| !matches!(byte, 0 | b'/')), 1..20);
    let name = prop_oneof![name, soup().prop_map(|soup| soup.replace(['\0', '/'], "x").into_bytes())];
    check(name, |name| {
        let target = Target::new();
        let name = [name.as_slice(), b".toml"].concat();
        let folder = target.folder.path().join(VENDOR);
        let file = folder.parent().unwrap().join(std::ffi::OsStr::from_bytes(&name));
        fs::write(file, sample(VENDOR)).unwrap();
        check_opened(&target.open(Vec::new()))
    });
}

/// Paths that lead to something in the sample, with values of the right kind.
const FITTING: &[(&str, &[&str])] = &[
    ("title", &["\"A title\"", "two words", "สยาม", "'a # b'", "\"\"\"\na\n\"\"\""]),
    ("default", &["true", "false"]),
    ("needs.start", &["2028-02-29"]),
    ("needs.languages", &["[\"fi\"]", "[ 'fi', # why\n \"th\", ]"]),
    ("gates.iso27001.name", &["\"x\"", "\"\\u0e2a\\t\""]),
    ("gates.iso27001.note", &["x"]),
    ("gates.capacity.at_least", &["0", "+1_000", "0x1F", "1e3", "needs.agents"]),
    ("criteria.cost.weight", &["25", "25.0", "13.5"]),
    ("criteria.cost.minimum", &["50"]),
    (
        "criteria.total_cost.scale",
        &["{ worst = 32, best = 12 }", "{points=[[1,0],[2,100],],}", "{ relative = 'lower' }"],
    ),
    ("criteria.total_cost.scale.worst", &["40", "40.25"]),
    ("criteria.total_cost.unknown", &["skip", "\"best\""]),
    ("criteria.oversight.scale.levels.listen-in", &["55"]),
    ("rule.points", &["1000"]),
    ("rule.unknown", &["middle"]),
    ("rule.rounding", &["{}", "{ total = \"0 up\" }"]),
    ("rule.rounding.total", &["\"1 half-even\"", "2 truncate"]),
    ("rule.ties", &["[]", "[\"total_cost\"]"]),
    ("vendors.siam-voice.name", &["Other", "\"ไทย \\\"x\\\"\""]),
    ("vendors.siam-voice.shore", &["cloud"]),
    ("vendors.siam-voice.facts.hourly_rate", &["13", "{ low = 1, likely = 2, high = 3 }", "{}"]),
    ("vendors.siam-voice.facts.hourly_rate.value", &["13"]),
    ("vendors.siam-voice.facts.hourly_rate.note", &["x"]),
    ("vendors.siam-voice.facts.attrition.likely", &["30"]),
    ("vendors.siam-voice.facts.attrition.note", &["x"]),
    ("vendors.siam-voice.facts.ready_on", &["2027-01-01"]),
    ("vendors.siam-voice.facts.gdpr_terms", &["false"]),
    ("vendors.siam-voice.facts.languages", &["[]", "[\"en\", { name = \"th\", until = 2029-01-01 }]"]),
    ("vendors.siam-voice.facts.certifications", &["[\"ISO 27001\"]"]),
    ("vendors.siam-voice.facts.review_score", &["4.2", "{ value = 4.2, source = \"a # b\" }"]),
    ("vendors.siam-voice.ratings.communication", &["5", "{ mark = 5 }"]),
    ("vendors.siam-voice.ratings.communication.mark", &["2"]),
    ("vendors.siam-voice.ratings.communication.note", &["x"]),
    ("vendors.own-team.facts.hourly_rate", &["{ value = 20 }"]),
];

/// A path and a value, as one types them after `set` or `--set`.
fn assignment() -> impl Strategy<Value = (String, String)> {
    let fitting = select(FITTING)
        .prop_flat_map(|(path, values)| (Just(path.to_owned()), select(values).prop_map(str::to_owned)));
    let known = select(FITTING).prop_map(|(path, _)| path.to_owned());
    let below = (select(FITTING), select(KEYS)).prop_map(|((path, _), key)| format!("{path}.{key}"));
    let any_path = prop_oneof![2 => known, 1 => below, 1 => path(), 1 => soup()];
    prop_oneof![2 => fitting, 1 => (any_path, value())]
}

#[test]
fn any_what_if_is_tried_or_gives_diagnostics() {
    let target = Target::new();
    let typed = assignment().prop_map(|(path, value)| format!("{path}={value}"));
    let option = prop_oneof![4 => typed, 1 => soup(), 1 => any::<String>()];
    check(vec(option, 1..3), |options| check_opened(&target.open(options)));
}

/// The same file as other editors save it.
#[derive(Clone, Debug)]
struct Layout {
    has_mark: bool,
    has_carriage_returns: bool,
    ends_in_a_line: bool,
}

fn layout() -> impl Strategy<Value = Layout> {
    any::<[bool; 3]>().prop_map(|[has_mark, has_carriage_returns, ends_in_a_line]| Layout {
        has_mark,
        has_carriage_returns,
        ends_in_a_line,
    })
}

impl Layout {
    fn apply(&self, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let text = if self.ends_in_a_line { text.as_str() } else { text.trim_end() };
        let text = if self.has_carriage_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        let mark: &[u8] = if self.has_mark { "\u{feff}".as_bytes() } else { b"" };
        [mark, text.as_bytes()].concat()
    }
}

/// Whether the new bytes are the old ones with the old value replaced, or with something put between.
fn is_one_change(edit: &Edit) -> bool {
    let Edit { before, after, .. } = edit;
    if is_change_of_evidence(edit) {
        return true;
    }
    match &edit.old {
        Some(old) => {
            let is_old = |at: &usize| before[*at..].starts_with(old.as_bytes());
            (0..=before.len() - old.len())
                .filter(is_old)
                .any(|at| [&before[..at], edit.new.as_bytes(), &before[at + old.len()..]].concat() == *after)
        }
        None => {
            let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
            after.len() >= before.len() + edit.new.len() && after.ends_with(&before[same..])
        }
    }
}

/// What an edit says of a value that has a table with lines of its own.
const OWN_LINES: &str = "a table of its own lines";

/// Whether the bytes differ in one fact alone, which says since that it was changed, or no longer does so, or has lines
/// of its own.
fn is_change_of_evidence(edit: &Edit) -> bool {
    const KEYS: [&str; 9] = ["value", "low", "likely", "high", "unit", "source", "as_of", "note", "changed"];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (before, after) = (text(&edit.before), text(&edit.after));
    let count = |text: &str| text.matches("changed = true").count();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(&before), lines(&after));
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[same..], &new[same..]);
    let rest = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let [old, new] = [old, new].map(|lines| &lines[..lines.len() - rest]);
    let is_of_fact = |line: &String| KEYS.iter().any(|key| line.trim().is_empty() || line.contains(key));
    // A list may have a line for each thing.
    let is_one_entry = |lines: &[String]| {
        let begins = |line: &&String| !line.is_empty() && !line.starts_with([' ', '\t', ']', '\r']);
        lines.iter().filter(begins).count() <= 1
    };
    let is_fact = old.len() <= KEYS.len() && old.iter().chain(new).all(is_of_fact);
    match edit.old.as_deref() {
        Some(OWN_LINES) => is_fact,
        _ => {
            count(&before).abs_diff(count(&after)) == 1 && (is_fact || is_one_entry(old) && is_one_entry(new))
        }
    }
}

/// Ranks and scores by vendor.
fn standings(evaluation: &Evaluation) -> Vec<(String, Option<usize>, String)> {
    let vendors = evaluation.vendors.iter();
    vendors.map(|vendor| (vendor.id().to_string(), vendor.rank, vendor.score.to_string())).collect()
}

/// Plans an edit on files as they are and checks what it would do.
fn try_edit(target: &Target, path: &str, value: &str) -> TestCaseResult {
    let Ok(edit) = plan(&target.open(Vec::new()), path, value) else { return Ok(()) };
    let file = edit.file.clone();
    prop_assert_eq!(&edit.before, &fs::read(&file).unwrap(), "planning writes nothing");
    prop_assert!(is_one_change(&edit), "{}", show(&edit));
    let line = edit.after.split(|&byte| byte == b'\n').nth(edit.line - 1).unwrap_or_default();
    let first = edit.new.lines().next().unwrap_or_default();
    let is_there = edit.old.as_deref() == Some(OWN_LINES) || String::from_utf8_lossy(line).contains(first);
    prop_assert!(is_there, "line {} of {:?}", edit.line, show(&edit));

    let what_if = target.open(vec![format!("{path}={value}")]);
    fs::write(&file, &edit.after).unwrap();
    let after = target.open(Vec::new());
    check_opened(&after)?;
    let is_broken = after.problems.iter().any(|problem| {
        let name = &after.sources.get(problem.place.source()).name;
        problem.code == Code::Syntax && Path::new(name) == file
    });
    prop_assert!(!is_broken, "{}", show(&edit));
    if let (Ok(tried), Ok(written)) = (what_if.decision(), after.decision()) {
        prop_assert_eq!(standings(&evaluate(tried)), standings(&evaluate(written)));
    }
    match plan(&target.open(Vec::new()), path, value) {
        Ok(again) => prop_assert_eq!(&again.after, &edit.after, "the same again changes nothing"),
        Err(error) => prop_assert!(false, "cannot be set again: {error:?}"),
    }
    fs::write(&file, &edit.before).unwrap();
    Ok(())
}

/// An edit with the text around it.
fn show(edit: &Edit) -> String {
    let Edit { before, after, old, new, line, .. } = edit;
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let shown = &bytes[same.saturating_sub(100)..bytes.len().min(same + 100)];
        String::from_utf8_lossy(shown).into_owned()
    };
    format!(
        "{old:?} becomes {new:?} in line {line}\nbefore: {:?}\nafter: {:?}",
        around(before),
        around(after)
    )
}

#[test]
fn an_edit_changes_one_value_and_keeps_every_other_byte() {
    let target = Target::new();
    check_costly((assignment(), layout()), |((path, value), layout)| {
        for file in [CRITERIA, VENDOR] {
            target.folder.write(file, layout.apply(&sample(file)));
        }
        try_edit(&target, &path, &value)
    });
}

#[test]
fn an_edit_of_a_changed_file_keeps_every_other_byte() {
    let target = Target::new();
    check_costly((assignment(), changes()), |((path, value), changes)| {
        for file in [CRITERIA, VENDOR] {
            target.folder.write(file, changed(file, &changes));
        }
        try_edit(&target, &path, &value)
    });
}

/// A vendor file with a few facts, in one of the ways in which TOML can write them.
fn styled() -> impl Strategy<Value = String> {
    let forms =
        ["{key} = 1", "{key} = {value = 1, note = 'n'}", "{key}.value = 1", "{key}.value=1\n{key}.note=''"];
    let entry = (select(NUMBERS), 0..forms.len());
    let gap = select(&["\n", "\n\n", " # x = 1\n", "\n  ", "\r\n"][..]);
    let end = select(&["", "\n", "\n# end", "\n\n[ratings]\n", "\n[facts.scale_up]\nvalue = 7\n"][..]);
    (0..4_u8, vec(entry, 1..4), gap, end).prop_map(move |(style, mut entries, gap, end)| {
        entries.sort_unstable();
        entries.dedup_by_key(|(key, _)| *key);
        let written = |prefix: &str, form: &str, key: &str| form.replace("{key}", &format!("{prefix}{key}"));
        let lines = |prefix: &str| -> Vec<String> {
            entries.iter().map(|(key, form)| written(prefix, forms[*form], key)).collect()
        };
        let facts = match style {
            0 => format!("[facts]{gap}{}", lines("").join(gap)),
            1 => lines("facts.").join(gap),
            2 => format!("facts = {{{}}}", lines("").join(", ").replace('\n', ", ")),
            _ => {
                let tables = entries.iter().map(|(key, _)| format!("[facts.{key}]{gap}value = 1"));
                tables.collect::<Vec<_>>().join(gap)
            }
        };
        format!("name = 'x'\n{facts}{end}")
    })
}

#[test]
fn an_edit_of_a_file_in_any_style_keeps_every_other_byte() {
    let target = Target::new();
    let assignments: &[(&str, &str)] = &[
        ("facts.{fact}", "2"),
        ("facts.{fact}", "{ value = 2 }"),
        ("facts.{fact}", "{}"),
        ("facts.{fact}.value", "2"),
        ("facts.{fact}.note", "'t'"),
        ("note", "'t'"),
        ("ratings.communication", "3"),
        ("ratings.communication.mark", "3"),
        ("ratings.communication.note", "'t'"),
    ];
    check_costly((select(assignments), select(NUMBERS), styled()), |((path, value), fact, text)| {
        target.folder.write(VENDOR, &text);
        try_edit(&target, &format!("vendors.siam-voice.{}", path.replace("{fact}", fact)), value)
    });
}

#[test]
fn an_edit_of_a_file_without_sense_keeps_every_other_byte() {
    let target = Target::new();
    let assignment =
        (prop_oneof![path(), path().prop_map(|path| format!("vendors.siam-voice.{path}"))], value());
    check_costly((assignment, nonsense()), |((path, value), text)| {
        let file = if path.starts_with("vendors.") { VENDOR } else { CRITERIA };
        target.folder.write(file, format!("title = \"t\"\n{text}"));
        let tried = try_edit(&target, &path, &value);
        target.folder.write(file, sample(file));
        tried
    });
}
