//! The samples: what they say of each thing that the articles name, where it comes from and what speaks against it; and the
//! samples as they once were, which cost what they did.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::support::{Output, repository, weigh};

/// A run of the program in the repository.
fn run(arguments: &[&str]) -> Output {
    weigh(&repository(), arguments)
}

/// The samples before automated and blended offers were in them.
#[test]
fn the_samples_as_they_were_cost_what_they_did() {
    let (was, kept) = (repository().join("tests/data/samples"), repository().join("tests/data/cost/samples"));
    let kept = |name: &str| fs::read_to_string(kept.join(name)).unwrap();
    let cost = |sample: &str, arguments: &[&str]| {
        weigh(&was, &[&["--criteria", sample, "cost"], arguments].concat())
    };
    for (arguments, name) in [
        (&["--format", "json"][..], "contact-centre.json"),
        (&["--format", "csv"], "contact-centre.csv"),
        (&["--explain"], "contact-centre.txt"),
    ] {
        let output = cost("contact-centre", arguments);
        assert_eq!(output.code, Some(0), "{}", output.err);
        assert!(output.out == kept(name), "{name} is no longer what it was");
    }
    // The others say nothing of demand, and nothing is made up for them.
    for sample in ["back-office", "provider-kind"] {
        let output = cost(sample, &["--format", "json"]);
        assert_eq!((output.code, output.out.as_str()), (Some(3), ""), "{output}");
        assert_eq!(output.err, kept("without-demand.txt"), "{sample}");
    }
}

/// What a place in a sample says: all that it says, where it is from, and what speaks against it.
struct Said {
    source: String,
    against: String,
}

/// The parsed file, as JSON, and its text.
fn parsed(path: &str) -> (Value, String) {
    fn json(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => text.as_ref().into(),
            DeValue::Boolean(is_true) => (*is_true).into(),
            DeValue::Array(list) => list.iter().map(|one| json(one.get_ref())).collect(),
            DeValue::Table(table) => {
                table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
            }
            DeValue::Integer(number) => number.as_str().into(),
            DeValue::Float(number) => number.as_str().into(),
            DeValue::Datetime(date) => date.to_string().into(),
        }
    }
    let text = fs::read_to_string(repository().join(path)).unwrap();
    let table = DeTable::parse(&text).unwrap();
    (json(&DeValue::Table(table.get_ref().clone())), text.clone())
}

/// What stands above the header of a table, without its marks.
fn above(text: &str, header: &str) -> String {
    let at = text.find(&format!("\n{header}\n")).unwrap_or_else(|| panic!("{header}"));
    let lines: Vec<&str> = text[..at].lines().rev().take_while(|line| line.starts_with('#')).collect();
    lines.into_iter().rev().map(|line| line.trim_start_matches(['#', ' '])).collect::<Vec<_>>().join(" ")
}

/// Finds a place, which is one of
///
/// - `kind: fact = item`: an item of a list of facts of a kind of provider,
/// - `kind: fact`: a fact of it,
/// - `criterion`: a criterion of the contact centre, whose note says both,
/// - `[table]`: a table of the contact centre, with both above it.
fn said(place: &str) -> Said {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some((kind, rest)) = place.split_once(": ") {
        let (vendor, _) = parsed(&format!("vendors/provider-kind/{kind}.toml"));
        let (fact, item) = rest.split_once(" = ").map_or((rest, None), |(fact, item)| (fact, Some(item)));
        let fact = &vendor["facts"][fact];
        let found = item.map_or(Some(fact), |item| fact.as_array()?.iter().find(|one| one["name"] == item));
        let found = found.unwrap_or_else(|| panic!("{place} is not there"));
        return Said { source: text(&found["source"]), against: text(&found["note"]) };
    }
    let (criteria, file) = parsed("criteria/contact-centre.toml");
    let both = if place.starts_with('[') {
        above(&file, place)
    } else {
        assert!(criteria["criteria"][place]["weight"].is_string(), "{place} is no criterion");
        text(&criteria["criteria"][place]["note"])
    };
    let (source, against) = both.split_once("he opposite view").unwrap_or((&both, ""));
    Said { source: source.to_owned(), against: format!("the opposite view{against}") }
}

/// What the articles name and no sample had, and where it stands now.
const TOPICS: [(&str, &[&str]); 22] = [
    (
        "horizontal and vertical specialisation",
        &["bpo: forms = horizontal", "bpo: forms = vertical", "specialisation"],
    ),
    (
        "the six kinds of call centre",
        &[
            "call-centre: forms = inbound",
            "call-centre: forms = outbound",
            "call-centre: forms = web-enabled",
            "call-centre: forms = CRM",
            "call-centre: forms = telemarketing",
            "call-centre: forms = telephony",
        ],
    ),
    (
        "blended work",
        &[
            "call-centre: forms = blended",
            "call-centre: functions = blended work",
            "[needs.outbound.renewals]",
        ],
    ),
    ("fraud prevention", &["call-centre: services = fraud prevention"]),
    ("information gathering", &["call-centre: services = information gathering"]),
    ("public image", &["call-centre: services = public image"]),
    ("proactive service", &["contact-centre: functions = proactive service", "functions"]),
    ("the 360-degree view", &["contact-centre: functions = one view of the customer", "functions"]),
    ("feedback", &["contact-centre: functions = customer feedback", "functions"]),
    ("canned answers", &["contact-centre: functions = canned answers", "functions"]),
    ("shared scripts", &["contact-centre: functions = shared scripts", "functions"]),
    ("goals and load seen by managers", &["contact-centre: functions = goals and load on view", "functions"]),
    (
        "recordings of calls",
        &[
            "call-centre: functions = call recordings",
            "contact-centre: functions = call recordings",
            "functions",
        ],
    ),
    ("forum", &["contact-centre: functions = forum", "functions"]),
    ("mobile", &["contact-centre: functions = mobile", "functions"]),
    ("customer satisfaction", &["call-centre: csat", "csat"]),
    ("size of the firm against ours", &["call-centre: firms", "contact-centre: firms", "bpo: firms", "size"]),
    ("number of sites", &["call-centre: sites", "bpo: sites", "second_site"]),
    ("number of seats", &["size"]),
    ("training", &["bpo: skill", "call-centre: skill"]),
    ("pay", &["call-centre: pay", "pay"]),
    (
        "breadth that nobody needs",
        &["bpo: undisputed", "call-centre: undisputed", "call-centre: breadth", "contact-centre: breadth"],
    ),
];

#[test]
fn each_thing_that_the_articles_name_has_its_source_and_the_opposite_view() {
    let is_article =
        |text: &str| ["S0", "S1", "S2", "S3", "S4", "all five"].iter().any(|one| text.contains(one));
    let mut wrong = Vec::new();
    for (topic, places) in TOPICS {
        assert!(!places.is_empty(), "{topic}");
        for place in places {
            let said = said(place);
            if !is_article(&said.source) {
                wrong.push(format!("{topic}: {place} names no article: {}", said.source));
            }
            let against = said.against.split_once("opposite view").map_or("", |(_, against)| against);
            if !is_article(against) {
                wrong.push(format!("{topic}: {place} has no opposite view: {}", said.against));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // All of them count, or are told in the vendor files of the sample that compares firms.
    let (criteria, _) = parsed("criteria/contact-centre.toml");
    let functions = criteria["needs"]["functions"].as_array().unwrap();
    for (topic, places) in TOPICS.iter().filter(|(_, places)| places.contains(&"functions")) {
        let (_, item) = places[0].split_once(" = ").unwrap();
        assert!(functions.iter().any(|one| one == item), "{topic}: {item} is not asked for");
    }
}

/// The command that the criteria file of the kinds has in a comment.
fn only_support() -> Vec<String> {
    let (_, text) = parsed("criteria/provider-kind.toml");
    let from = text.find("#   weigh rank --criteria provider-kind").unwrap();
    let lines = text[from..].lines().scan(true, |goes_on, line| {
        let wanted = *goes_on;
        *goes_on = line.ends_with('\\');
        wanted.then(|| line.trim_start_matches('#').trim_end_matches('\\'))
    });
    // Quoted parts have no quotes within.
    let text = lines.collect::<String>();
    let parts = text.split('\'').enumerate();
    let words: Vec<String> = parts
        .flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect();
    assert_eq!(words[0], "weigh");
    words[1..].to_vec()
}

#[test]
fn breadth_that_nobody_needs_costs_and_support_alone_leads_to_a_call_centre() {
    let command = only_support();
    let ranked = |arguments: &[&str]| {
        let json = run(&[arguments, &["--format", "json"]].concat()).json();
        let vendors = json["result"]["vendors"].as_array().unwrap().clone();
        let of = |vendor: &Value| (vendor["id"].as_str().unwrap().to_owned(), vendor["rank"].as_u64());
        vendors.iter().map(of).collect::<BTreeMap<_, _>>()
    };
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    assert_eq!(ranked(&words)["call-centre"], Some(1), "{words:?}");
    // With all that the sample needs it does not lead, and nothing but the needs was changed.
    assert!(ranked(&["rank", "--criteria", "provider-kind"])["call-centre"] > Some(1));
    assert!(words.iter().all(|word| !word.contains('=') || word.starts_with("needs.")), "{words:?}");
    // It is breadth that does it: where breadth weighs nothing, another kind leads.
    let weights = ["money", "reach", "trust", "work"].map(|group| format!("criteria.{group}.weight=25"));
    let none = "criteria.fit.weight=0".to_owned();
    let more: Vec<&str> = weights.iter().chain([&none]).flat_map(|set| ["--set", set.as_str()]).collect();
    assert_eq!(ranked(&[words, more].concat())["contact-centre"], Some(1));
}

/// A vendor of the sample, in what `weigh cost` says.
fn of_vendor<'a>(costs: &'a Value, id: &str) -> &'a Value {
    let vendors = costs["result"]["vendors"].as_array().unwrap();
    vendors.iter().find(|vendor| vendor["id"] == id).unwrap()
}

#[test]
fn the_automated_and_the_blended_offer_are_told_wherever_money_is() {
    let costs = run(&["cost", "--format", "json"]).json();
    assert_eq!(of_vendor(&costs, "lanternfold")["bots"].as_array().unwrap().len(), 1);
    assert_eq!(of_vendor(&costs, "tinig-habagat")["lists"].as_array().unwrap().len(), 1);
    // Who calls nobody has a cost all the same, and no list.
    let siam = of_vendor(&costs, "siam-voice");
    assert!(siam["figures"].is_object() && siam["lists"].as_array().is_none_or(Vec::is_empty), "{siam}");
    let cost = run(&["cost"]).out;
    for text in
        ["Lanternfold, lantern: break-even containment", "Lanternfold: lantern", "Tinig Habagat: Renewal"]
    {
        assert!(cost.contains(text), "{text}\n{cost}");
    }
    for (vendor, texts) in [
        ("lanternfold", ["Case that the bot solves", "The bot, by the month"]),
        ("tinig-habagat", ["Renewal that stays", "Renewal of travel passes"]),
    ] {
        let told = run(&["cost", vendor, "--explain"]).out;
        for text in texts {
            assert!(told.contains(text), "{vendor}: {text}\n{told}");
        }
    }
    let worth = run(&["cost", "--worth"]).out;
    for text in ["Customers who stay", "Sales: Renewal of travel passes", "Customers who leave"] {
        assert!(worth.contains(text), "{text}\n{worth}");
    }
    let report = run(&["report", "--to", "md", "--sections", "automation,worth", "-o", "-"]).out;
    for text in ["Automation", "lantern", "What it is worth", "Sales: Renewal of travel passes"] {
        assert!(report.contains(text), "{text}\n{report}");
    }
    // The references are counts, with the range that so few leave.
    let explained = run(&["explain", "siam-voice"]).out;
    assert!(explained.contains("7 of 8"), "{explained}");
    // What the offer of the bot does not say is told as a gap.
    assert!(cost.contains("the quote does not say `relative`"), "{cost}");
}
