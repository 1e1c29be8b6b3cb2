//! Whatever a person types who comes from a spreadsheet: either the value is what was meant, or a diagnostic names it.
//!
//! `PROPTEST_CASES` sets how many files are tried; 10,000 take a minute.

use proptest::prelude::*;
use weigh::decision::{Decision, FactValue};
use weigh::diagnostic::{Diagnostic, Place};
use weigh::exact::Exact;
use weigh::files::{Request, Workspace as Files};
use weigh::open::{Opened, open};

use super::{CRITERIA, SOUND, decision};
use crate::properties::check;
use crate::support::Workspace;

/// What is true of the vendor, whatever it is written like.
#[derive(Clone, Debug, PartialEq)]
enum Meant {
    /// Of the things that are asked for, these.
    Things(Vec<String>),
    Number(String),
    YesNo(bool),
    Date(String),
}

/// A line of a vendor file, and what it was meant to say.
#[derive(Clone, Debug)]
struct Typed {
    fact: &'static str,
    text: String,
    meant: Meant,
}

const LANGUAGES: [(&str, &str); 5] =
    [("en", "English"), ("es", "Spanish"), ("pt", "Portuguese"), ("th", "Thai"), ("tl", "Tagalog")];
const CERTIFICATES: [&str; 3] = ["ISO 27001", "PCI DSS", "SOC 2"];

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A name as somebody else spells it.
fn spelt(name: &str, habit: usize) -> String {
    match habit {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => name.replace(' ', "-"),
        3 => name.replace(' ', ""),
        4 => name.replace(' ', "  "),
        5 => name.replace(' ', "\u{a0}"),
        6 => format!("{name} "),
        7 => name.replace("ISO ", "ISO/IEC "),
        8 => format!("{name}:2022"),
        9 => format!("{name} v4"),
        10 => format!("{name}\u{200b}"),
        11 => name.replacen('S', "Ѕ", 1),
        12 => name.replacen('e', "е", 1),
        13 => format!("{name} certified"),
        _ => name.to_owned(),
    }
}

/// Several things as one value.
fn joined(things: &[String], habit: usize) -> String {
    let texts: Vec<String> = things.iter().map(|thing| quoted(thing)).collect();
    let list = format!("[{}]", texts.join(", "));
    let one = |sign: &str| quoted(&things.join(sign));
    match habit {
        0 => one(", "),
        1 => one(","),
        2 => one("; "),
        3 => one(" | "),
        4 => one("/"),
        5 => one(" and "),
        6 => one(" & "),
        7 => one("\n"),
        8 => one("\t"),
        9 => one(" "),
        10 => format!("[{}]", one(", ")),
        11 => format!("[{}]", one(";")),
        12 => quoted(&list),
        13 => things.join(", "),
        14 => format!("{{ value = {}, source = \"RFP answer 3\" }}", one(", ")),
        15 => format!("[{}", texts.join(", ")),
        16 => format!("[{}]", texts.join(" ")),
        17 => one("、"),
        _ => list,
    }
}

fn things(fact: &'static str, pool: Vec<String>) -> impl Strategy<Value = Typed> {
    let asked: Vec<String> = pool.clone();
    let some = proptest::sample::subsequence(pool, 1..=3);
    (some, 0..24_usize, 0..20_usize, any::<bool>()).prop_map(move |(chosen, spelling, joining, by_name)| {
        let written = |thing: &String| {
            let name = LANGUAGES.iter().find(|(code, _)| by_name && code == thing);
            spelt(name.map_or(thing.as_str(), |(_, name)| name), spelling)
        };
        let text = joined(&chosen.iter().map(written).collect::<Vec<_>>(), joining);
        let meant = asked.iter().filter(|thing| chosen.contains(thing)).cloned().collect();
        Typed { fact, text, meant: Meant::Things(meant) }
    })
}

/// A whole number with a sign between its thousands.
fn grouped(number: u32, sign: &str) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let groups: Vec<&str> = std::iter::once(&digits[..head])
        .chain((head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]))
        .filter(|group| !group.is_empty())
        .collect();
    groups.join(sign)
}

/// A sum of money of five digits.
fn fee() -> impl Strategy<Value = Typed> {
    (20_000..90_000_u32, 0..18_usize).prop_map(|(number, habit)| {
        let text = match habit {
            0 => grouped(number, "."),
            1 => grouped(number, ","),
            2 => grouped(number, " "),
            3 => grouped(number, "'"),
            4 => grouped(number, "_"),
            5 => quoted(&grouped(number, ",")),
            6 => quoted(&grouped(number, ".")),
            7 => format!("${number}"),
            8 => format!("{number} USD"),
            9 => quoted(&format!("USD {number}")),
            10 => format!("{number}.00"),
            11 => format!("{number},00"),
            12 => format!("{{ value = {}, unit = \"USD\" }}", grouped(number, ".")),
            13 => format!("{}.{:03}", number / 1_000, number % 1_000),
            14 => format!("{}", number / 1_000),
            15 => format!("{}k", number / 1_000),
            16 => quoted(&number.to_string()),
            _ => number.to_string(),
        };
        Typed { fact: "fee", text, meant: Meant::Number(number.to_string()) }
    })
}

/// A share in per cent, with one digit after the point.
fn leavers() -> impl Strategy<Value = Typed> {
    (150..550_u32, 0..10_usize).prop_map(|(tenths, habit)| {
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let number = format!("{whole}.{tenth}");
        let text = match habit {
            0 => format!("{whole},{tenth}"),
            1 => quoted(&format!("{whole},{tenth}")),
            2 => format!("{number}%"),
            3 => quoted(&format!("{number} %")),
            4 => format!("0.{tenths:03}"),
            5 => format!(".{tenths:03}"),
            6 => format!("0,{tenths:03}"),
            7 => format!("{{ value = 0.{tenths:03}, unit = \"%\" }}"),
            8 => format!("~{number}"),
            _ => number.clone(),
        };
        Typed { fact: "leavers", text, meant: Meant::Number(number) }
    })
}

fn second_site() -> impl Strategy<Value = Typed> {
    const WORDS: [[&str; 2]; 10] = [
        ["yes", "no"],
        ["Yes", "No"],
        ["\"yes\"", "\"no\""],
        ["TRUE", "FALSE"],
        ["True", "False"],
        ["1", "0"],
        ["\"x\"", "\"-\""],
        ["\"Y\"", "\"N\""],
        ["\"ja\"", "\"nein\""],
        ["true", "false"],
    ];
    (any::<bool>(), 0..WORDS.len()).prop_map(|(is_there, habit)| {
        let text = WORDS[habit][usize::from(!is_there)].to_owned();
        Typed { fact: "second_site", text, meant: Meant::YesNo(is_there) }
    })
}

fn ready_on() -> impl Strategy<Value = Typed> {
    (1..=12_u32, 1..=28_u32, 0..10_usize).prop_map(|(month, day, habit)| {
        let date = format!("2027-{month:02}-{day:02}");
        let text = match habit {
            0 => format!("{day:02}.{month:02}.2027"),
            1 => format!("{month}/{day}/2027"),
            2 => quoted(&format!("{day:02}/{month:02}/2027")),
            3 => format!("2027-{month}-{day}"),
            4 => quoted(&date),
            5 => format!("{date}T00:00:00"),
            6 => "46454".to_owned(),
            7 => quoted("8 March 2027"),
            8 => format!("{day:02}-{month:02}-2027"),
            _ => date.clone(),
        };
        Typed { fact: "ready_on", text, meant: Meant::Date(date) }
    })
}

/// What is not known, as people say it.
fn not_known() -> impl Strategy<Value = Typed> {
    const WORDS: [&str; 12] = [
        "TBD",
        "\"TBD\"",
        "n/a",
        "\"n/a\"",
        "null",
        "?",
        "\"?\"",
        "-",
        "\"-\"",
        "\"\"",
        "unknown",
        "\"not known\"",
    ];
    const FACTS: [&str; 8] =
        ["fee", "leavers", "second_site", "ready_on", "price", "languages", "certifications", "delivery"];
    (0..WORDS.len(), 0..FACTS.len()).prop_map(|(word, fact)| Typed {
        fact: FACTS[fact],
        text: WORDS[word].to_owned(),
        meant: Meant::Things(Vec::new()),
    })
}

fn typed() -> impl Strategy<Value = Typed> {
    let codes = LANGUAGES.iter().map(|(code, _)| (*code).to_owned()).collect();
    let certificates = CERTIFICATES.iter().map(|name| (*name).to_owned()).collect();
    prop_oneof![
        4 => things("languages", codes),
        4 => things("certifications", certificates),
        2 => fee(),
        2 => leavers(),
        1 => second_site(),
        1 => ready_on(),
        1 => not_known(),
    ]
}

const MORE: &str = "\n[gates.second_site]\nis = true\n\n[gates.ready_on]\nbefore = 2028-06-01\n\n\
     [criteria.fee]\nweight = 0\nunit = \"USD\"\nscale = { worst = 100000, best = 0 }\n\n\
     [criteria.leavers]\nweight = 0\nunit = \"%\"\nscale = { worst = 60, best = 10 }\n";

/// A vendor file with one line as it was typed.
fn file(name: &str, fees: [&str; 2], typed: Option<&Typed>) -> String {
    let more = [("fee", fees[0]), ("leavers", fees[1]), ("second_site", "true"), ("ready_on", "2027-03-08")];
    let lines = SOUND.into_iter().chain(more).map(|(id, sound)| {
        let text = typed.filter(|typed| typed.fact == id).map_or(sound, |typed| typed.text.as_str());
        format!("{id} = {text}\n")
    });
    format!("name = \"{name}\"\n\n[facts]\n{}", lines.collect::<String>())
}

fn opened(workspace: &Workspace) -> Opened {
    let root = workspace.path().to_owned();
    let criteria = root.join("criteria/d.toml");
    open(&Request { workspace: Files { root }, criteria, vendors: None, what_if: Vec::new() })
}

/// Whether the vendor's fact says what was meant.
fn says(decision: &Decision, typed: &Typed) -> bool {
    let vendor = decision.vendors.iter().find(|vendor| vendor.id.as_str() == "davao").unwrap();
    let value = vendor
        .facts
        .iter()
        .find(|(id, _)| id.as_str() == typed.fact)
        .and_then(|(_, fact)| fact.value.clone());
    match (&typed.meant, value) {
        (Meant::Things(meant), Some(value)) => {
            let names: Vec<String> = match value {
                FactValue::Set { items } => items.into_iter().map(|item| item.name).collect(),
                FactValue::Text { value } => vec![value],
                _ => return false,
            };
            let asked = if typed.fact == "languages" { vec!["en", "es"] } else { CERTIFICATES.to_vec() };
            let is_held = |thing: &str| names.iter().any(|name| name.eq_ignore_ascii_case(thing));
            asked.iter().all(|thing| is_held(thing) == meant.iter().any(|meant| meant == thing))
        }
        (Meant::Number(meant), Some(FactValue::Number { value })) => value == Exact::parse(meant).unwrap(),
        (Meant::YesNo(meant), Some(FactValue::YesNo { value })) => value == *meant,
        (Meant::Date(meant), Some(FactValue::Date { value })) => value.to_string() == *meant,
        _ => false,
    }
}

/// Whether a problem is about the line that was typed.
fn names(problem: &Diagnostic, opened: &Opened, line: usize) -> bool {
    let source = opened.sources.get(problem.place.source());
    let Place::Span(span) = problem.place else { return false };
    // What was not closed is found on the next line.
    source.name.ends_with("davao.toml") && (line..=line + 1).contains(&source.position(span.start).line)
}

#[test]
fn what_a_spreadsheet_user_types_is_meant_or_named() {
    let workspace = decision("", "");
    workspace.write("criteria/d.toml", format!("{CRITERIA}{MORE}"));
    for (id, name, sums) in [
        ("aalto", "Aalto", ["45000", "25"]),
        ("brandt", "Brandt", ["60000", "30"]),
        ("charoen", "Charoen", ["38000", "41"]),
    ] {
        workspace.write(&format!("vendors/d/{id}.toml"), file(name, sums, None));
    }
    workspace.write("vendors/d/davao.toml", file("Davao CX", ["52000", "22"], None));
    assert_eq!(opened(&workspace).problems, []);
    check(typed(), |typed| {
        let text = file("Davao CX", ["52000", "22"], Some(&typed));
        workspace.write("vendors/d/davao.toml", &text);
        let opened = opened(&workspace);
        let line = text.lines().position(|line| line.starts_with(typed.fact)).unwrap() + 1;
        let is_named = opened.problems.iter().any(|problem| names(problem, &opened, line));
        let is_meant = opened.decision().is_ok_and(|decision| says(decision, &typed));
        prop_assert!(is_named || is_meant, "{text}\n{:?}", opened.problems);
        Ok(())
    });
}
