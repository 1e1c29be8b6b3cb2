//! The editors' schemas and the loader agree: on every sample, and on every file of tests/data.
//!
//! `tests/data/valid` is a workspace in which nothing is wrong. `tests/data/invalid/shape` holds files
//! that both refuse, `tests/data/invalid/meaning` files that only the loader can see through. Each
//! invalid file names in its first line the codes that `weigh check` gives for it. The loader's side is here; the
//! schemas' is in `.ci/schemas.cjs`, which has a validator.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Workspace, repository, weigh};

/// What a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Criteria,
    Vendor,
    Panel,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Criteria => "criteria",
            Kind::Vendor => "vendor",
            Kind::Panel => "panel",
        }
    }

    fn checked_in(self) -> &'static str {
        match self {
            Kind::Criteria => "criteria/criteria.schema.json",
            Kind::Vendor => "vendors/vendor.schema.json",
            Kind::Panel => "criteria/panel/panel.schema.json",
        }
    }
}

/// A file of `tests/data/invalid`.
pub(crate) struct Invalid {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// The codes that its first line promises.
    pub(crate) codes: Vec<String>,
}

impl Invalid {
    /// A workspace with this file in it, and nothing wrong besides.
    pub(crate) fn workspace(&self) -> Workspace {
        let criteria = valid("criteria/support.toml");
        let vendor = valid("vendors/support/aalto.toml");
        match self.kind {
            Kind::Criteria => Workspace::new(&self.text, &[("aalto", &vendor)]),
            Kind::Vendor => Workspace::new(
                &criteria.replace("../vendors/support", "../vendors/d"),
                &[("aalto", &vendor), (&self.name, &self.text)],
            ),
            Kind::Panel => unreachable!("tests/it/diagnostics has the invalid files of panels"),
        }
    }

    /// Its path in [`Invalid::workspace`].
    pub(crate) fn path(&self) -> String {
        match self.kind {
            Kind::Criteria => "criteria/d.toml".to_owned(),
            Kind::Vendor => format!("vendors/d/{}.toml", self.name),
            Kind::Panel => format!("criteria/panel/d/{}.toml", self.name),
        }
    }
}

fn data() -> PathBuf {
    repository().join("tests/data")
}

fn valid(path: &str) -> String {
    fs::read_to_string(data().join("valid").join(path)).unwrap()
}

/// The TOML files of a folder and its folders, in order.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no files in {}", folder.display());
    files
}

/// The invalid files of a folder such as `shape`.
pub(crate) fn invalid(folder: &str, kind: Kind) -> Vec<Invalid> {
    let folder = data().join("invalid").join(folder).join(kind.name());
    toml_files(&folder)
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let first = text.lines().next().unwrap();
            let (codes, _) = first.strip_prefix("# weigh check says ").unwrap().split_once(": ").unwrap();
            let codes = codes.split(", ").map(str::to_owned).collect();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            Invalid { name, kind, text, codes }
        })
        .collect()
}

/// The sample files of the repository.
fn samples() -> Vec<(Kind, PathBuf)> {
    files_of(&repository())
}

fn files_of(workspace: &Path) -> Vec<(Kind, PathBuf)> {
    let of = |kind, folder| toml_files(&workspace.join(folder)).into_iter().map(move |file| (kind, file));
    let is_of_panel = |file: &Path| file.components().any(|part| part.as_os_str() == "panel");
    let criteria = of(Kind::Criteria, "criteria").map(|(kind, file)| {
        let inside = file.strip_prefix(workspace).unwrap_or(&file);
        (if is_of_panel(inside) { Kind::Panel } else { kind }, file)
    });
    criteria.chain(of(Kind::Vendor, "vendors")).collect()
}

/// The codes of the errors that `weigh check` finds, by file.
fn errors_of(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    let output = workspace.weigh(&["check", "--format", "json"]);
    let json: Value = serde_json::from_str(&output.out).expect("the program writes JSON");
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in json["result"]["problems"].as_array().unwrap() {
        if problem["severity"] == "error" {
            let text = |key: &str| problem[key].as_str().unwrap().to_owned();
            errors.entry(text("file")).or_default().push(text("code"));
        }
    }
    assert_eq!(output.code, Some(i32::from(!errors.is_empty())), "{output}");
    errors
}

#[test]
fn the_checked_in_schemas_are_what_the_program_prints() {
    for kind in [Kind::Criteria, Kind::Vendor, Kind::Panel] {
        let printed = weigh(&repository(), &["schema", kind.name()]);
        let checked_in = fs::read_to_string(repository().join(kind.checked_in())).unwrap();
        assert_eq!(printed.code, Some(0), "{printed}");
        assert_eq!(printed.out, checked_in, "run: weigh schema {} -o {}", kind.name(), kind.checked_in());
    }
}

/// Hover texts are what a schema is for.
#[test]
fn every_key_of_the_schemas_has_a_description() {
    fn visit(schema: &Value, path: &str, missing: &mut Vec<String>) {
        match schema {
            Value::Object(object) => {
                for (key, property) in
                    object.get("properties").and_then(Value::as_object).into_iter().flatten()
                {
                    if property["description"].as_str().is_none_or(str::is_empty) {
                        missing.push(format!("{path}.{key}"));
                    }
                }
                for (key, inner) in object {
                    visit(inner, &format!("{path}.{key}"), missing);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| visit(item, path, missing)),
            _ => {}
        }
    }
    for kind in [Kind::Criteria, Kind::Vendor, Kind::Panel] {
        let text = fs::read_to_string(repository().join(kind.checked_in())).unwrap();
        let mut missing = Vec::new();
        visit(&serde_json::from_str(&text).unwrap(), kind.name(), &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
    for file in fs::read_dir(repository().join("src/answers/schema")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut missing = Vec::new();
        visit(&schema["properties"]["result"], schema["title"].as_str().unwrap(), &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
}

#[test]
fn the_first_line_of_every_sample_names_the_schema_that_is_there() {
    for (kind, file) in samples() {
        let text = fs::read_to_string(&file).unwrap();
        let mut lines = text.lines();
        let path = lines.next().and_then(|line| line.strip_prefix("#:schema "));
        let path = path.unwrap_or_else(|| panic!("{} begins with #:schema", file.display()));
        let named = fs::canonicalize(file.parent().unwrap().join(path)).unwrap();
        let meant = fs::canonicalize(repository().join(kind.checked_in())).unwrap();
        assert_eq!(named, meant, "{}", file.display());
        // Without it Tombi takes the line for a comment on the first key.
        assert_eq!(lines.next(), Some(""), "a blank line follows in {}", file.display());
    }
}

#[test]
fn the_loader_accepts_every_sample_and_every_valid_file() {
    for workspace in [repository(), data().join("valid")] {
        let json = weigh(&workspace, &["check", "--format", "json"]).json();
        let tally = &json["result"]["tally"];
        assert_eq!((&tally["errors"], &tally["warnings"]), (&0.into(), &0.into()), "{json:#}");
        assert_eq!(json["result"]["files"], files_of(&workspace).len(), "{json:#}");
    }
}

#[test]
fn the_loader_gives_every_invalid_file_its_codes_and_no_others() {
    let mut wrong = Vec::new();
    for folder in ["shape", "meaning"] {
        for file in [Kind::Criteria, Kind::Vendor].into_iter().flat_map(|kind| invalid(folder, kind)) {
            let errors = errors_of(&file.workspace());
            if errors != BTreeMap::from([(file.path(), file.codes.clone())]) {
                wrong.push(format!("{folder}/{}/{}: {errors:?}", file.kind.name(), file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Holds a value against the part of JSON Schema that our schemas of results use, and says what is wrong.
///
/// - `is_complete`: whether a key that the schema does not speak of is wrong, too. To readers it is not.
fn breaches(schema: &Value, value: &Value, place: &str, is_complete: bool, found: &mut Vec<String>) {
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let is_of = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema has a type `{other}`"),
    };
    if !kinds.is_empty() && !kinds.iter().any(is_of) {
        found.push(format!("{place} is {value} and none of {kinds:?}"));
    }
    if let Some(wanted) = schema.get("const").filter(|wanted| *wanted != value) {
        found.push(format!("{place} is {value} and not {wanted}"));
    }
    if let (Value::Array(items), Some(schema)) = (value, schema.get("items")) {
        for (at, item) in items.iter().enumerate() {
            breaches(schema, item, &format!("{place}[{at}]"), is_complete, found);
        }
    }
    let Value::Object(object) = value else { return };
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            found.push(format!("{place} has no {key}"));
        }
    }
    let is_open = schema.get("properties").is_none() && schema.get("additionalProperties").is_none();
    for (key, inner) in object {
        let place = format!("{place}.{key}");
        match schema["properties"].get(key).or_else(|| schema.get("additionalProperties")) {
            Some(schema) => breaches(schema, inner, &place, is_complete, found),
            None if is_complete && !is_open => found.push(format!("{place} is not in the schema")),
            None => {}
        }
    }
}

/// Every result as JSON, of the samples and a few decisions of other shapes.
fn results() -> Vec<(String, Value)> {
    let mut results = Vec::new();
    let mut ask = |folder: &Path, arguments: &[&str]| {
        let output = weigh(folder, &[&["-q"], arguments, &["--format", "json"]].concat());
        if let Ok(json) = serde_json::from_str(&output.out) {
            results.push((format!("{}: {arguments:?}", folder.display()), json));
        }
    };
    let root = repository();
    let plain: [&[&str]; 17] = [
        &["rank"],
        &["rank", "--set", "rule.unknown=skip"],
        &["gaps", "--all"],
        &["sensitivity"],
        &["weights"],
        &["weights", "--from-data"],
        &["robust", "--draws", "300"],
        &["cost", "--explain"],
        &["cost", "--demand"],
        &["cost", "--assumptions"],
        &["cost", "--sweep", "volume"],
        &["cost", "--worth"],
        &["panel"],
        &["award"],
        &["lock"],
        &["check", "--rule"],
        &["version"],
    ];
    let folders = [
        (root.clone(), vec!["contact-centre", "back-office", "provider-kind"]),
        (data().join("tui/harbour"), vec!["harbour"]),
        (data().join("published/hakodate_survey_2020"), vec!["hakodate_survey_2020"]),
    ];
    for (folder, decisions) in folders {
        let criteria = toml_files(&folder.join("criteria"));
        for decision in decisions {
            let name = criteria.iter().any(|file| file.file_stem().is_some_and(|stem| stem == decision));
            let which: Vec<&str> = if name { vec!["--criteria", decision] } else { vec![] };
            for arguments in plain {
                ask(&folder, &[arguments, &which].concat());
            }
            let ranking = weigh(&folder, &[&["-q", "rank", "--format", "json"], &which[..]].concat()).json();
            let list = |key: &str| -> Vec<String> {
                let all = ranking["result"][key].as_array().unwrap();
                all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
            };
            let (vendors, criteria) = (list("vendors"), list("criteria"));
            ask(&folder, &[&["compare", &vendors[0], &vendors[1]], &which[..]].concat());
            ask(&folder, &[&["sensitivity", &criteria[0]], &which[..]].concat());
            for vendor in vendors.iter().take(3) {
                for command in ["explain", "break-even", "cost"] {
                    ask(&folder, &[&[command, vendor], &which[..]].concat());
                }
            }
        }
    }
    let workspace = Workspace::empty();
    for arguments in
        [&["init"][..], &["lock", "rule", "--by", "A"], &["award", "--to", "siam-voice", "--by", "A"]]
    {
        assert_eq!(workspace.weigh(arguments).code, Some(0));
    }
    workspace.write("cases.csv", "case,criteria.cost.weight\nA,40\n");
    workspace.weigh(&["rank", "--format", "json", "-o", "rank.json"]);
    workspace.weigh(&["-q", "set", "criteria.culture.name", "Fit", "-C", "."]);
    for arguments in [
        &["lock"][..],
        &["set", "vendors.siam-voice.facts.hourly_rate", "99"],
        &["set", "vendors.siam-voice.facts.first_contact_resolution", "170"],
        &["award"],
        &["rank", "--cases", "cases.csv"],
        &["verify", "rank.json"],
        &["staff", "--contacts", "360", "--aht", "240"],
        &["staff", "--contacts", "360", "--aht", "240", "--patience", "120"],
        &["staff", "--channel", "phone"],
        &["formula", "list"],
        &["formula", "show", "cn.benchmark-count"],
        &[
            "formula",
            "try",
            "de.ufab-extended",
            "--prices",
            "100,90",
            "--fact",
            "quality=8,7",
            "--fact",
            "service=1,2",
            "--with",
            "band=0.1",
        ],
        &["formula", "try", "facts.price < 0.8 * mean(offered, facts.price)", "--prices", "50,100"],
        &["weights", "swing", "--under", "cost", "total_cost=100", "per_resolution=40"],
        &["weights", "pairwise", "--under", "cost", "total_cost/per_resolution=3"],
    ] {
        ask(workspace.path(), arguments);
    }
    everything(&mut ask);
    results
}

/// Results of a decision with everything that costs know.
fn everything(ask: &mut dyn FnMut(&Path, &[&str])) {
    let everything = crate::cost::everything();
    for arguments in
        [&["cost"][..], &["cost", "aava"], &["cost", "--worth"], &["cost", "aava", "--worth"], &["rank"]]
    {
        ask(everything.path(), arguments);
    }
}

/// Each result follows the schema that its own head names, and every key in it is told there.
#[test]
fn every_result_follows_its_schema_and_every_schema_has_a_result() {
    let root = repository();
    let mut schemas: BTreeMap<String, (Value, usize)> = BTreeMap::new();
    for file in fs::read_dir(root.join("src/answers/schema")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let printed = weigh(&root, &["schema", &format!("result.{name}")]);
        assert_eq!(printed.out, fs::read_to_string(&path).unwrap(), "{name}: {printed}");
        schemas.insert(name, (serde_json::from_str(&printed.out).unwrap(), 0));
    }
    let mut wrong = Vec::new();
    for (asked, json) in results() {
        let name = json["schema"].as_str().unwrap().split('/').nth(1).unwrap();
        let (schema, count) = schemas.get_mut(name).unwrap_or_else(|| panic!("{asked}: no schema of {name}"));
        *count += 1;
        let mut found = Vec::new();
        breaches(schema, &json, "", true, &mut found);
        wrong.extend(found.into_iter().take(5).map(|breach| format!("{asked}: {name}{breach}")));
    }
    let unused: Vec<&String> =
        schemas.iter().filter(|(_, (_, count))| *count == 0).map(|(name, _)| name).collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
