//! `weigh set`: one value changes, and every other byte stays as it was.

mod refused;
mod samples;
mod saved;

use crate::support::Workspace;

const CRITERIA: &str = r#"title = "Support" # what we buy

[needs]
channels = ["phone", "email"]

[gates.ready_on]
before = 2027-04-01

[criteria]
price.weight   = 100 # of 100
price.scale    = { worst = 32, best = 12 }
price.unit     = "EUR/h"

[criteria.second_site]
weight = 0
scale  = { yes = 100, no = 0 }

[criteria.encryption]
weight = 0
scale  = { levels = { none = 0, "in transit" = 40, everywhere = 100 } }

[criteria.channels]
weight  = 0
[criteria.channels.scale]
covers = "needs.channels"

[criteria.culture]
weight = 0
scale  = { rating = 5 }
"#;
const VENDOR: &str = "name = \"Aalto\"\n\n[facts]\nprice = 20\nsecond_site = true\nready_on = 2027-03-01\nencryption = \"none\"\nchannels = [\"phone\"]\n";

fn usual() -> Workspace {
    Workspace::new(CRITERIA, &[("aalto", VENDOR)])
}

const IN_CRITERIA: &str = "criteria/d.toml";
const IN_VENDOR: &str = "vendors/d/brandt.toml";

/// A workspace with the text in the file that the path leads into.
fn workspace_of(path: &str, text: &[u8]) -> (Workspace, &'static str) {
    let file = if path.starts_with("vendors.") { IN_VENDOR } else { IN_CRITERIA };
    let workspace = usual();
    workspace.write(file, text);
    (workspace, file)
}

/// A change of one file: what is special about it, the path, the value, and the file with the change
/// marked in it: `«old→new»`.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The file before and after the change that is marked in it.
fn both(marked: &str) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    let mut rest = marked;
    while let Some((kept, change)) = rest.split_once('«') {
        let (change, tail) = change.split_once('»').expect("a change ends");
        let (old, new) = change.split_once('→').expect("a change has two sides");
        before += &format!("{kept}{old}");
        after += &format!("{kept}{new}");
        rest = tail;
    }
    (before + rest, after + rest)
}

/// What went wrong with one change, if anything.
fn trouble(claim: &str, path: &str, value: &str, before: &str, after: &str) -> Option<String> {
    let (workspace, file) = workspace_of(path, before.as_bytes());
    let output = workspace.weigh(&["set", path, value]);
    let now = String::from_utf8(workspace.read(file)).unwrap();
    let is_right = output.code == Some(0) && now == after;
    let said = format!("{claim}: `set {path} {value}`\n{output}--- file\n{now:?}\n--- wanted\n{after:?}\n");
    (!is_right).then_some(said)
}

fn assert_none(troubles: impl Iterator<Item = String>) {
    let troubles: Vec<String> = troubles.collect();
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

/// Changes of a whole vendor file; the path starts within it.
fn check_vendor(rows: &[Row<'_>]) {
    assert_none(rows.iter().filter_map(|(claim, path, value, marked)| {
        let (before, after) = both(marked);
        trouble(claim, &format!("vendors.brandt.{path}"), value, &before, &after)
    }));
}

/// Changes of what stands under `[facts]`; the path starts there.
fn check_facts(rows: &[Row<'_>]) {
    assert_none(rows.iter().filter_map(|(claim, path, value, marked)| {
        let (before, after) = both(&format!("name = \"B\"\n\n[facts]\n{marked}\n"));
        trouble(claim, &format!("vendors.brandt.facts.{path}"), value, &before, &after)
    }));
}

/// Changes of the usual criteria file: the change is given alone, and its old side is there once.
fn check_criteria(rows: &[Row<'_>]) {
    assert_none(rows.iter().filter_map(|(claim, path, value, marked)| {
        let (old, new) = both(marked);
        assert_eq!(CRITERIA.matches(&old).count(), 1, "{claim}");
        trouble(claim, path, value, CRITERIA, &CRITERIA.replace(&old, &new))
    }));
}

#[test]
fn a_number_a_date_and_a_yes_are_replaced_and_nothing_else() {
    check_facts(&[
        ("a number", "price", "13.80", "price = «20→13.80»"),
        ("spacing and a comment", "price", "13", "\t price=«20→13»   # EUR, \"as offered\" = 20"),
        ("no spacing", "price", "1_000", "price=«20→1_000»#x"),
        ("spaces around the argument", "price", " 13 ", "price = «20→13»"),
        ("another base", "price", "13", "price = «0x14→13»"),
        ("a negative number", "price", "-1", "price = «20→-1»"),
        ("a date", "ready_on", "2027-02-01", "ready_on = «2027-03-01→2027-02-01» # week 9"),
        ("true to false", "second_site", "false", "second_site = «true→false»"),
        ("the same again", "price", "20", "price = 20"),
        (
            "the right one of many",
            "second_site",
            "false",
            "# second_site = true\nb = true\nsecond_site = «true→false»",
        ),
        (
            "a list over several lines",
            "channels",
            "[\"email\"]",
            "channels = «[\n    \"phone\", # by day\n    \"chat\",\n]→[\"email\"]» # asked\nprice = 20",
        ),
    ]);
}

#[test]
fn a_text_is_replaced_and_gets_quotes_where_it_has_none() {
    check_vendor(&[
        ("with quotes", "name", "\"Brandt\"", "name = «\"B\"→\"Brandt\"» # B\n"),
        ("without quotes", "name", "Brandt & Co", "name = «'B'→\"Brandt & Co\"»\n"),
        ("a literal text", "name", "'B \"C\"'", "name = «\"B\"→'B \"C\"'»\n"),
        ("a backslash", "note", "C:\\offers", "name = \"B\"\nnote = «\"x\"→\"C:\\\\offers\"»\n"),
        ("another script", "name", "สยามวอยซ์", "name = «\"B\"→\"สยามวอยซ์\"» # ชื่อ\n"),
        ("like a number", "name", "\"24/7 Calls\"", "name = «\"B\"→\"24/7 Calls\"»\n"),
        ("a word of the file", "kind", "bpo", "name = \"B\"\nkind = «\"kpo\"→\"bpo\"» # says so\n"),
        (
            "several lines",
            "note",
            "short",
            "name = \"B\"\nnote = «\"\"\"\none\n# no comment\n[facts]\n\"\"\"→\"short\"» # kept\ncountry = \"TH\"\n",
        ),
    ]);
}

#[test]
fn a_value_is_found_in_every_kind_of_table() {
    check_vendor(&[
        (
            "an inline table",
            "facts.price.value",
            "13",
            "name = \"B\"\nfacts = { price = { value = «20→13» }, other = 20 }\n",
        ),
        ("a dotted key", "facts.price", "13", "name = \"B\"\nfacts . price = «20→13»\n"),
        ("a longer dotted key", "facts.price.value", "13", "name = \"B\"\nfacts.price.value = «20→13»\n"),
        ("a header", "facts.price.value", "13", "name = \"B\"\n[ facts . price ] # x\nvalue = «20→13»\n"),
        ("a quoted key", "facts.price", "13", "name = \"B\"\n[facts]\n\"price\" = «20→13»\n"),
        ("a quoted path", "facts.'price'", "13", "name = \"B\"\n[facts]\nprice = «20→13»\n"),
    ]);
    check_criteria(&[
        ("the top", "title", "Service", "title = «\"Support\"→\"Service\"»"),
        ("a dotted key", "criteria.price.weight", "100.0", "price.weight   = «100→100.0»"),
        ("a scale in braces", "criteria.price.scale.best", "10", "best = «12→10»"),
        (
            "a whole scale",
            "criteria.price.scale",
            "{ worst = 9, best = 1 }",
            "«{ worst = 32, best = 12 }→{ worst = 9, best = 1 }»",
        ),
        (
            "a level with a space",
            "criteria.encryption.scale.levels.\"in transit\"",
            "50",
            "\"in transit\" = «40→50»",
        ),
        (
            "a header",
            "criteria.channels.scale.covers",
            "[\"phone\"]",
            "covers = «\"needs.channels\"→[\"phone\"]»",
        ),
        ("a need", "needs.channels", "[\"chat\"]", "channels = «[\"phone\", \"email\"]→[\"chat\"]»"),
    ]);
}

#[test]
fn of_a_fact_with_evidence_only_the_value_changes_and_its_source_goes() {
    check_facts(&[
        (
            "in braces",
            "price",
            "13",
            "price = { unit = \"EUR/h\", value = «20→13», «source = \"offer, value = 20\"→changed = true» } # 20",
        ),
        ("under a header", "price", "13", "[facts.price]\nunit = \"EUR/h\"\nvalue = «20→13»"),
        ("with dotted keys", "price", "13", "price.value = «20→13»\nprice.unit = \"EUR/h\""),
        (
            "a set",
            "channels",
            "[\"chat\"]",
            "channels = { value = «[\"phone\"]→[\"chat\"]», «source = \"offer\"→changed = true» }",
        ),
        ("one end of a range", "price.high", "30", "price = { low = 1, likely = 2, high = «3→30» }"),
        ("a fact not known yet", "price", "13", "price = «{}→13» # asked"),
        (
            "a table for a value",
            "price",
            "{ value = 13, source = \"call\" }",
            "price = «20→{ value = 13, source = \"call\" }»",
        ),
        (
            "a table for a range",
            "price",
            "{ value = 13 }",
            "price = «{ low = 1, likely = 2, high = 3 }→{ value = 13 }»",
        ),
        (
            "the source",
            "price.source",
            "last offer",
            "price = { value = 20, source = «\"offer\"→\"last offer\"» }",
        ),
    ]);
}

/// The note says that the value was not known; it may be out of date, but it is not ours to delete.
#[test]
fn a_fact_known_to_be_unknown_keeps_its_evidence_when_it_gets_a_value() {
    check_facts(&[
        ("a note", "price", "13", "price = { note = \"asked on 12 October\"«→, value = 13» } # x"),
        ("a unit", "price", "13", "price = { unit = \"EUR/h\", source = \"call\"«→, value = 13» }"),
        ("a header", "price", "13", "[facts.price]\nnote = \"asked\"\n«→value = 13\n»"),
    ]);
}

#[test]
fn the_reason_of_an_old_mark_goes_with_it() {
    check_vendor(&[
        (
            "by its own key it stays",
            "ratings.culture.mark",
            "4",
            "name = \"B\"\n[ratings]\nculture = { mark = «3→4», note = \"visit\" }\n",
        ),
        (
            "alone",
            "ratings.culture",
            "4",
            "name = \"B\"\n[ratings]\nculture = { mark = «3, note = \"visit\"→4» }\n",
        ),
    ]);
}

#[test]
fn a_new_key_comes_after_the_last_of_its_table() {
    check_vendor(&[
        (
            "a header",
            "facts.second_site",
            "true",
            "name = \"B\"\n[facts] # as told\n  price = 20 # EUR\n«→  second_site = true\n»\n# Marks\n[ratings]\n",
        ),
        (
            "the last header",
            "ratings.culture",
            "4",
            "name = \"B\"\n[facts]\nprice = 1\n[ratings]\n«→culture = 4\n»",
        ),
        (
            "an empty header",
            "facts.price",
            "1",
            "name = \"B\"\n[facts] # none\n«→price = 1\n»# yet\n[ratings]\n",
        ),
        ("the top", "country", "TH", "name = \"B\" # first\n«→country = \"TH\"\n»\n# The facts.\n[facts]\n"),
        (
            "a header of its own",
            "facts.price.unit",
            "EUR/h",
            "name = \"B\"\n[facts.price]\nvalue = 20\n«→unit = \"EUR/h\"\n»\n[ratings]\n",
        ),
        (
            "above a header of its own",
            "facts.second_site",
            "true",
            "name = \"B\"\n[facts]\nprice = 20\n«→second_site = true\n»[facts.channels]\nvalue = [\"phone\"]\n",
        ),
        (
            "only headers within",
            "facts.second_site",
            "true",
            "name = \"B\"\n[facts.price]\nvalue = 20\n«→\n[facts]\nsecond_site = true\n»",
        ),
        (
            "dotted keys",
            "facts.second_site",
            "true",
            "name = \"B\"\nfacts.price = 20 # x\n«→facts.second_site = true\n»country = \"TH\"\n",
        ),
        (
            "after a text over lines",
            "country",
            "TH",
            "name = \"B\"\nnote = \"\"\"\n  one\n  two\"\"\"\n«→country = \"TH\"\n»[facts]\n",
        ),
    ]);
    check_facts(&[
        (
            "dotted keys within a header",
            "price.unit",
            "EUR/h",
            " price.value = 20\n«→ price.unit = \"EUR/h\"\n»second_site = true",
        ),
        (
            "after a list over lines",
            "price",
            "20",
            "channels = [\n  \"phone\",\n] # x\n«→price = 20\n»[ratings]",
        ),
    ]);
    check_criteria(&[(
        "a name",
        "criteria.second_site.name",
        "Second site",
        "no = 0 }\n«→name = \"Second site\"\n»",
    )]);
}

#[test]
fn a_new_key_in_braces_comes_last() {
    check_facts(&[
        ("braces", "price.unit", "EUR/h", "price = { value = 20«→, unit = \"EUR/h\"» } # x"),
        ("tight braces", "price.unit", "EUR/h", "price = {value=20«→, unit = \"EUR/h\"»}"),
        ("empty braces", "price.value", "20", "price = {«→ value = 20 »} # x"),
        ("braces with a space", "price.value", "20", "price = {«  → value = 20 »}"),
        ("braces with a last comma", "price.unit", "EUR/h", "price = { value = 20,«→ unit = \"EUR/h\"» }"),
        (
            "a text like braces",
            "price.unit",
            "EUR/h",
            "price = { value = 20, note = \"a, }\"«→, unit = \"EUR/h\"» }",
        ),
    ]);
    check_criteria(&[(
        "a key that wants quotes",
        "criteria.encryption.scale.levels.\"at rest\"",
        "20",
        "everywhere = 100«→, \"at rest\" = 20» }",
    )]);
}

#[test]
fn a_table_that_is_missing_is_made_at_the_end() {
    check_vendor(&[
        ("facts", "facts.price", "20", "name = \"B\"\n«→\n[facts]\nprice = 20\n»"),
        ("facts, no final newline", "facts.price", "20", "name = \"B\"«→\n\n[facts]\nprice = 20\n»"),
        ("facts within braces", "facts.price", "20", "name = \"B\"\nfacts = {«→ price = 20 »}\n"),
        (
            "ratings",
            "ratings.culture",
            "4",
            "name = \"B\"\n[facts]\nprice = 20\n# end\n«→\n[ratings]\nculture = 4\n»",
        ),
    ]);
    let with_rule = format!("{CRITERIA}\n[rule]\npoints = 100\n");
    assert_none(
        [
            trouble(
                "the rule",
                "rule.unknown",
                "middle",
                CRITERIA,
                &format!("{CRITERIA}\n[rule]\nunknown = \"middle\"\n"),
            ),
            trouble(
                "the rounding",
                "rule.rounding.total",
                "2 half-up",
                &with_rule,
                &format!("{with_rule}rounding = {{ total = \"2 half-up\" }}\n"),
            ),
        ]
        .into_iter()
        .flatten(),
    );
}

/// A whole file with changes, for what concerns all of its lines.
const WHOLE: &str = "name = \"B\"\n\n[facts] # x\nprice = 20 # y\nchannels = [\n  \"phone\",\n]\n";

#[test]
fn windows_line_ends_stay_and_new_lines_get_them() {
    let price = WHOLE.replace("20", "«20→13»").replace('\n', "\r\n");
    let more = format!("{WHOLE}«→second_site = true\n»").replace('\n', "\r\n");
    let table = format!("{WHOLE}«→\n[ratings]\nculture = 4\n»").replace('\n', "\r\n");
    check_vendor(&[
        ("a value", "facts.price", "13", &price),
        ("a new key", "facts.second_site", "true", &more),
        ("a new table", "ratings.culture", "4", &table),
        ("mixed line ends", "facts.price", "13", "name = \"B\"\r\n[facts]\nprice = «20→13»\r\n# x\n"),
    ]);
}

#[test]
fn a_byte_order_mark_stays() {
    check_vendor(&[
        ("a value", "facts.price", "13", &format!("\u{feff}{}", WHOLE.replace("20", "«20→13»"))),
        ("the first value", "name", "C", &format!("\u{feff}{}", WHOLE.replace("\"B\"", "«\"B\"→\"C\"»"))),
        ("a new key", "facts.second_site", "true", &format!("\u{feff}{WHOLE}«→second_site = true\n»")),
        ("the first key", "facts.price", "1", "\u{feff}name = \"B\"«→\n\n[facts]\nprice = 1\n»"),
    ]);
}

#[test]
fn the_end_of_the_file_stays_as_it_is() {
    let open = WHOLE.trim_end();
    check_vendor(&[
        ("no final newline", "facts.price", "13", &open.replace("20", "«20→13»")),
        ("no final newline, the last value", "facts.price", "13", "name = \"B\"\n[facts]\nprice = «20→13»"),
        (
            "no final newline, a new key",
            "facts.second_site",
            "true",
            &format!("{open}«→\nsecond_site = true»"),
        ),
        ("no final newline, after a header", "facts.price", "1", "name = \"B\"\n[facts]«→\nprice = 1»"),
        ("many final newlines", "facts.price", "13", &format!("{}\n\n\n", WHOLE.replace("20", "«20→13»"))),
    ]);
}
