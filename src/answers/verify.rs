//! Does a result that was handed over still follow from its inputs?

mod compare;
mod inputs;

use serde::Serialize;
use serde_json::Value;

pub use compare::{Difference, differences};
pub use inputs::InputChange;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::score::Evaluation;
use crate::score::field::SETS_NO_PRICE;

/// The most rows that are shown of a table where not all are asked for.
const MOST_SHOWN: usize = 20;

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every number follows from the inputs.
    Follows,
    /// A number is wrong for these inputs.
    Wrong,
    /// The inputs are not those any more.
    OtherInputs,
}

/// Whether a result follows from its inputs, and what speaks against it.
#[derive(Debug, Serialize)]
pub struct Verification {
    /// Whether it does.
    pub verdict: Verdict,
    /// What was checked: `weigh/report/1 contact-centre`.
    pub what: String,
    /// What does not follow; of a result whose inputs are others, all that the inputs of today give otherwise.
    pub differences: Vec<Difference>,
    /// Which inputs are others now.
    pub inputs: Vec<InputChange>,
    /// What a reader should know besides: another version, records that were made since.
    pub remarks: Vec<String>,
    /// Whether every place is shown, and not the first ones alone.
    #[serde(skip)]
    pub shows_all: bool,
}

impl Answer for Verification {
    const QUESTION: &'static str = "verify";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("verify", "");
        section.text(self.said());
        let mut inputs = Table::of("Inputs that are others now").head("Input").words("Was").words("Is");
        for one in self.shown(&self.inputs) {
            inputs.row(vec![
                one.input.as_str().into(),
                Cell::toned(or_nothing(&one.was), Tone::Faint),
                Cell::toned(or_nothing(&one.is), Tone::Doubt),
            ]);
        }
        section.table(inputs);
        let mut table = Table::of("What differs").head("What");
        if self.shows_all {
            table = table.words("Place");
        }
        let mut table = table.words("It says").words("The inputs give");
        let is_told = self.verdict == Verdict::Wrong || self.shows_all;
        for one in self.shown(&self.differences).iter().filter(|_| is_told) {
            let mut cells = vec![one.name.as_str().into()];
            if self.shows_all {
                cells.push(one.place.as_str().into());
            }
            cells.push(Cell::toned(or_nothing(&one.said), Tone::Bad));
            cells.push(Cell::toned(or_nothing(&one.is), Tone::Good));
            table.row(cells);
        }
        section.table(table);
        let count = self.inputs.len() + if is_told { self.differences.len() } else { 0 };
        let left = count.saturating_sub(self.shown(&self.inputs).len())
            - if is_told { self.shown(&self.differences).len() } else { 0 };
        if left > 0 {
            section.text(format!("and {left} more; --all shows them"));
        }
        section.list(self.remarks.clone());
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |one: &Difference| {
            [&one.place, &one.said, &one.is, &one.name].map(|text| Field::Text(text.clone())).to_vec()
        };
        Records::new(["place", "said", "is", "name"], self.differences.iter().map(row))
    }
}

impl Verification {
    /// The answer in a sentence.
    fn said(&self) -> String {
        let what = &self.what;
        match self.verdict {
            Verdict::Follows => format!("every number follows from the inputs: {what}"),
            Verdict::Wrong => {
                let places = match self.differences.len() {
                    1 => "1 place does not follow".to_owned(),
                    many => format!("{many} places do not follow"),
                };
                format!("NOT every number follows from the inputs, {places}: {what}")
            }
            Verdict::OtherInputs => format!(
                "the inputs are not those any more, so it cannot be told whether every number follows: {what}"
            ),
        }
    }

    /// The first entries of a list, or all where they are asked for.
    fn shown<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        if self.shows_all { list } else { &list[..list.len().min(MOST_SHOWN)] }
    }

    /// Judges a published result beside what its inputs give now.
    ///
    /// - `what`: what is checked, in a word.
    #[must_use]
    pub fn of_results(said: &Value, is: &Value, what: String) -> Verification {
        let mut remarks = Vec::new();
        remarks.extend(other_version(said, is));
        remarks.extend(records_since(said, is));
        let all = differences(said, is);
        let has_same_bytes = !all.iter().any(|one| is_of_files(&one.place));
        let has_same_meaning = said["inputs"]["digest"] == is["inputs"]["digest"];
        let found: Vec<Difference> = all.into_iter().filter(|one| !is_of_record(one, said, is)).collect();
        let [said_evaluation, is_evaluation] = [said, is].map(evaluation);
        let inputs = inputs::changes(said_evaluation, is_evaluation);
        let differences: Vec<Difference> =
            found.into_iter().filter(|one| has_same_bytes || !is_of_inputs(&one.place)).collect();
        // The settings of draws stand in the criteria file and are no part of what is scored.
        let has_same_rule = said["inputs"]["files"][0] == is["inputs"]["files"][0];
        let is_wrong = |one: &Difference| {
            has_same_meaning && one.is_of_number() && (has_same_rule || one.place.contains("vendors["))
        };
        let verdict = if differences.is_empty() && (has_same_bytes || has_same_meaning) {
            Verdict::Follows
        } else if has_same_bytes || differences.iter().any(is_wrong) {
            Verdict::Wrong
        } else {
            Verdict::OtherInputs
        };
        remarks.extend(other_field(&differences, has_same_meaning).map(str::to_owned));
        let inputs = match verdict {
            Verdict::Follows | Verdict::Wrong => Vec::new(),
            Verdict::OtherInputs if inputs.is_empty() => other_files(said, is),
            Verdict::OtherInputs => inputs,
        };
        Verification { verdict, what, differences, inputs, remarks, shows_all: false }
    }

    /// What was checked in another way: that it follows, or what of it does not.
    #[must_use]
    pub fn of_differences(what: String, differences: Vec<Difference>) -> Verification {
        let verdict = if differences.is_empty() { Verdict::Follows } else { Verdict::Wrong };
        Verification { verdict, what, differences, inputs: Vec::new(), remarks: Vec::new(), shows_all: false }
    }
}

fn or_nothing(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { text.to_owned() }
}

/// The evaluation in a published result: all of a ranking, a part of a report.
fn evaluation(result: &Value) -> &Value {
    let result = &result["result"];
    result.get("evaluation").unwrap_or(result)
}

/// Whether a place tells which bytes a file had.
fn is_of_files(place: &str) -> bool {
    place.starts_with("inputs.files")
}

/// Whether a place tells what a result was made from, and no number of it.
fn is_of_inputs(place: &str) -> bool {
    is_of_files(place) || place.contains("digest.") || place.contains(".location.")
}

/// Whether a difference is of a record that grows after a result is handed over, or of the version.
fn is_of_record(one: &Difference, said: &Value, is: &Value) -> bool {
    let is_version = one.place.ends_with("evaluation.version") || one.place == "result.version";
    let is_lock = one.place.starts_with("result.locks");
    is_version || is_lock || is_of_grown_list(&one.place, said, is)
}

/// Whether a difference is that an award or an answer to a condition came later.
fn is_of_grown_list(place: &str, said: &Value, is: &Value) -> bool {
    ["awards", "clearances"].into_iter().any(|key| {
        let rest = place.strip_prefix("result.").and_then(|rest| rest.strip_prefix(key));
        let [said, is] =
            [said, is].map(|value| value["result"][key].as_array().map_or(&[][..], Vec::as_slice));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('[')) && is.starts_with(said)
    })
}

/// What was recorded after a result was handed over, and which of its locks do not hold any more.
fn records_since(said: &Value, is: &Value) -> Vec<String> {
    let list = |value: &Value, key: &str| value["result"][key].as_array().cloned().unwrap_or_default();
    let mut remarks = Vec::new();
    let later = list(is, "awards").len().saturating_sub(list(said, "awards").len());
    if later > 0 {
        let made = if later == 1 { "an award was".to_owned() } else { format!("{later} awards were") };
        remarks.push(format!("{made} made since: weigh award"));
    }
    let locks = list(is, "locks");
    let is_held =
        |lock: &Value| locks.iter().any(|one| ["part", "at", "by"].iter().all(|key| one[*key] == lock[*key]));
    for lock in list(said, "locks").iter().filter(|lock| !is_held(lock)) {
        let text = |key: &str| lock[key].as_str().unwrap_or_default().to_owned();
        remarks.push(format!(
            "its lock of {} at {} by {} does not hold any more",
            text("part"),
            text("at"),
            text("by")
        ));
    }
    remarks
}

/// Says that another version made it.
fn other_version(said: &Value, is: &Value) -> Option<String> {
    let [said, is] = [said, is].map(|value| evaluation(value)["version"].as_str().unwrap_or_default());
    (said != is && !said.is_empty()).then(|| format!("it was made by weigh {said}; this is weigh {is}"))
}

/// Says of a result with the same inputs that it was made while bids below a minimum still set prices; none where
/// that does not explain it.
fn other_field(differences: &[Difference], has_same_meaning: bool) -> Option<&'static str> {
    let is_told = |one: &Difference| one.said.is_empty() && one.is.contains(SETS_NO_PRICE);
    (has_same_meaning && differences.iter().any(is_told)).then_some(
        "The inputs are the same. This was made by an earlier version, for which bids below a minimum still set \
         prices for the others; now they do not, and scores follow from another field.",
    )
}

/// The files that have other bytes, where nothing that is published tells what is another in them.
fn other_files(said: &Value, is: &Value) -> Vec<InputChange> {
    let files = |value: &Value| value["inputs"]["files"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (said, is) = (files(said), files(is));
    let sha = |all: &[Value], path: &Value| {
        all.iter().find(|one| one["path"] == *path).map_or_else(String::new, |one| text(&one["sha256"]))
    };
    let mut paths: Vec<&Value> = said.iter().chain(&is).map(|one| &one["path"]).collect();
    paths.dedup();
    let short = |sha: String| sha.chars().take(12).collect::<String>();
    let mut found = Vec::new();
    for path in paths {
        let [was, is] = [sha(&said, path), sha(&is, path)].map(short);
        let change = InputChange { input: text(path), was, is };
        if change.was != change.is && !found.contains(&change) {
            found.push(change);
        }
    }
    found
}
