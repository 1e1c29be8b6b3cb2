//! Award formulas as tenders print them: the language, and the published ones with their worked examples.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weigh::decision::formula::catalogue::{self, Outcome, Published, StepResult, Trial};
use weigh::decision::formula::{Formula, Quantity};
use weigh::exact::Exact;

use crate::properties::check;
use crate::support::Workspace;

fn n(text: &str) -> Exact {
    Exact::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A number of the oracle as it is printed there: with 20 digits where it does not end.
fn shown(number: &Exact) -> String {
    number.plain(20)
}

fn counted(names: &BTreeMap<String, String>) -> BTreeMap<String, Exact> {
    names.iter().map(|(name, number)| (name.clone(), n(number))).collect()
}

#[test]
fn every_published_formula_gives_its_worked_examples_to_the_digit() {
    let mut tried = 0;
    for published in catalogue::all() {
        assert!(!published.examples.is_empty(), "{} has no example", published.id);
        for example in &published.examples {
            let bids: Vec<_> = example.bids.values().map(counted).collect();
            let trial = Trial::new(published, counted(&example.names), bids);
            let outcomes =
                trial.outcomes(example.round).unwrap_or_else(|error| panic!("{}: {error}", published.id));
            for (bid, outcome) in example.bids.keys().zip(outcomes) {
                let Some(wanted) = example.results.get(bid) else { continue };
                let found = match outcome {
                    Outcome::Out => "out".to_owned(),
                    Outcome::Unknown => "unknown".to_owned(),
                    Outcome::Is(Quantity::Number(number)) => shown(&number),
                    Outcome::Is(Quantity::Truth(truth)) => if truth { "yes" } else { "no" }.to_owned(),
                    Outcome::Is(Quantity::Word(word)) => word,
                };
                assert_eq!(found, *wanted, "{}, {bid}", published.id);
                tried += 1;
            }
            for (name, wanted) in &example.steps {
                let step = published.steps.iter().find(|step| step.name == *name);
                let step = step.unwrap_or_else(|| panic!("{} has no step {name}", published.id));
                let found = trial.step(step).unwrap();
                for (bid, found) in example.bids.keys().zip(found) {
                    let wanted = match wanted {
                        StepResult::One(number) => Some(number),
                        StepResult::Each(numbers) => numbers.get(bid),
                    };
                    let Some(Quantity::Number(found)) = found else {
                        panic!("{}: {name} of {bid}", published.id)
                    };
                    assert!(
                        wanted.is_none_or(|wanted| shown(&found) == *wanted),
                        "{}: {name} {found}",
                        published.id
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn printed_formulas_read_back_as_they_were() {
    for published in catalogue::all() {
        let formulas =
            published.steps.iter().map(|step| &step.expr).chain(&published.out).chain([&published.expr]);
        for formula in formulas {
            assert_eq!(Formula::parse(&formula.to_string()).as_ref(), Ok(formula), "{formula}");
        }
    }
}

/// What a formula comes to for the first of some bids with a price.
fn worked(text: &str, prices: &[&str]) -> Result<String, String> {
    let published = Published::typed(Formula::parse(text).map_err(|error| error.to_string())?);
    let bids = prices.iter().map(|price| BTreeMap::from([("price".to_owned(), n(price))])).collect();
    let outcomes =
        Trial::new(&published, BTreeMap::new(), bids).outcomes(None).map_err(|error| error.to_string())?;
    Ok(match &outcomes[0] {
        Outcome::Is(Quantity::Number(number)) => shown(number),
        Outcome::Is(Quantity::Truth(truth)) => truth.to_string(),
        Outcome::Is(Quantity::Word(word)) => word.clone(),
        Outcome::Out | Outcome::Unknown => "unknown".to_owned(),
    })
}

#[test]
fn operators_bind_as_in_arithmetic() {
    for (text, result) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("2 ^ 3 ^ 2", "512"),
        ("-2 ^ 2", "-4"),
        ("2 ^ -1", "0.5"),
        ("8 / 4 / 2", "1"),
        ("20 % * 50", "10"),
        ("1 + if 1 < 2 then 10 else 20", "11"),
        ("not 1 > 2 and 3 >= 3", "true"),
        ("1 = 1 or 1 / 0 > 1", "true"),
        ("3 \u{d7} 4 \u{f7} 6 \u{2212} 1", "1"),
        ("1 \u{2264} 1", "true"),
        ("min(3, 1, 2) + max(3, 1, 2)", "4"),
        ("clamp(15, 0, 10)", "10"),
        ("abs(-2.5)", "2.5"),
        ("round(2.5)", "3"),
        ("round(2.5, 0, half-even)", "2"),
        ("round(-2.345, 2)", "-2.35"),
        ("floor(-2.1)", "-3"),
        ("ceiling(-2.9)", "-2"),
        ("truncate(-2.99, 1)", "-2.9"),
        ("ceiling(2.01)", "3"),
    ] {
        assert_eq!(worked(text, &["100"]).as_deref(), Ok(result), "{text}");
    }
}

#[test]
fn what_is_no_fraction_is_right_to_the_last_digit() {
    for (text, result) in [
        ("sqrt(2)", "1.4142135623730950488"),
        ("sqrt(2) ^ 2", "2"),
        ("root(27, 3)", "3"),
        ("2 ^ 0.5 * 2 ^ 0.5", "2"),
        ("ln(2)", "0.69314718055994530942"),
        ("log(1000)", "3"),
        ("log(8, 2)", "3"),
        ("log(0.001)", "-3"),
        ("exp(1)", "2.71828182845904523536"),
        ("27 ^ (2 / 3)", "9"),
        ("round(sqrt(2), 3)", "1.414"),
        ("floor(10 * sqrt(2))", "14"),
        ("sqrt(2) < 1.414213562373095049", "true"),
        ("sqrt(2) > 1.414213562373095048", "true"),
    ] {
        assert_eq!(worked(text, &["100"]).as_deref(), Ok(result), "{text}");
    }
    let tie = worked("sqrt(2) * sqrt(3) = sqrt(6)", &["1"]).unwrap_err();
    assert!(tie.contains("do not tell apart"), "{tie}");
}

#[test]
fn figures_of_the_field_look_at_the_bids_of_their_set() {
    let prices = ["30", "10", "20", "40"];
    for (text, result) in [
        ("lowest(admitted, facts.price)", "10"),
        ("highest(offered, facts.price)", "40"),
        ("mean(admitted, facts.price)", "25"),
        ("median(admitted, facts.price)", "25"),
        ("median(admitted where facts.price < 40, facts.price)", "20"),
        ("sum(admitted, facts.price)", "100"),
        ("count(admitted)", "4"),
        ("count(admitted where facts.price > 10)", "3"),
        ("rank(admitted, facts.price)", "3"),
        ("nth(admitted, facts.price, 2)", "20"),
        ("trimmed_mean(admitted, facts.price, 1, 1)", "25"),
        ("trimmed_mean(admitted, facts.price, 0, 2)", "15"),
        ("best_of(admitted, facts.price, 2)", "true"),
        ("best_of(admitted, facts.price, 1)", "false"),
        ("geometric_mean(admitted where facts.price = 10 or facts.price = 40, facts.price)", "20"),
        ("mean(admitted where facts.price <= 1.2 * mean(admitted, facts.price), facts.price)", "20"),
        ("sum(admitted, (facts.price - mean(admitted, facts.price)) ^ 2)", "500"),
        ("count(admitted where rank(admitted, facts.price) <= 2)", "2"),
        ("nth(admitted, facts.price, rank(admitted, facts.price))", "30"),
    ] {
        assert_eq!(worked(text, &prices).as_deref(), Ok(result), "{text}");
    }
    let nobody = worked("mean(admitted where facts.price > 100, facts.price)", &prices).unwrap_err();
    assert!(nobody.contains("no bids"), "{nobody}");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (text, place, said) in [
        ("", 0..0, "a number or a name is missing before the end"),
        ("1 +", 3..3, "a number or a name is missing before the end"),
        ("price * 2", 0..5, "`price` does not say where it stands"),
        ("fact.price", 0..10, "`fact` is no room of names"),
        ("mean(facts.price)", 5..16, "a figure of the field names its set first, and `facts.price` is none"),
        (
            "mean(admited, facts.price)",
            5..12,
            "a figure of the field names its set first, and `admited` is none",
        ),
        ("lowst(admitted, facts.price)", 0..5, "there is no function `lowst`"),
        ("1 < 2 < 3", 2..7, "three things are compared at once"),
        ("1 + (2 < 3)", 4..11, "this is a condition, and a number is wanted here"),
        ("if 1 then 2 else 3", 3..4, "this is a number, and a condition is wanted here"),
        ("if 1 < 2 then 3", 15..15, "`else` is missing before the end"),
        ("(1 + 2", 6..6, "`)` is missing before the end"),
        ("1 2", 2..3, "`2` does not follow from what stands before it"),
        ("round(1, 2, sideways)", 12..20, "`sideways` is no way to round"),
        ("clamp(1, 2)", 0..11, "`clamp` takes 3 parts, not 2"),
        ("count(admitted, 1)", 0..18, "`count` takes 0 parts besides the set, not 1"),
        ("2 $ 3", 2..3, "`$` is no sign of a formula"),
        ("facts.", 0..6, "a name is missing after the point"),
        ("\"open", 0..5, "the word does not end"),
        ("admitted", 0..8, "`admitted` is a set of bids, not a number"),
        ("1.2.3", 0..5, "`1.2.3` is no number"),
    ] {
        let error = Formula::parse(text).expect_err(text);
        assert!(error.message.starts_with(said), "{text}: {error}");
        assert_eq!(error.span, place, "{text}: {error}");
        assert!(!error.help.is_empty(), "{text}");
    }
}

#[test]
fn formulas_without_a_result_say_why() {
    for (text, said) in [
        ("1 / 0", "divides by zero"),
        ("0 ^ -1", "divides by zero"),
        ("sqrt(-1)", "has none"),
        ("ln(0)", "has none"),
        ("2 ^ 5000", "too large"),
        ("exp(5000)", "too large"),
        ("9999999999 ^ 1000 ^ 1000", "too large"),
        ("nth(admitted, facts.price, 0)", "whole number from 1"),
        ("nth(admitted, facts.price, 9)", "no bids"),
        ("round(1, 30)", "whole number from 0 to 18"),
        ("1 + facts.other", "unknown"),
    ] {
        let found = worked(text, &["1"]).unwrap_or_else(|error| error);
        assert!(found.contains(said), "{text}: {found}");
    }
}

#[test]
fn hostile_formulas_are_bounded() {
    for text in [
        "(".repeat(3_000),
        "-".repeat(3_000),
        "+".repeat(3_000),
        "not ".repeat(900),
        "1+".repeat(1_900),
        "2^".repeat(1_500),
        "if 1<2 then ".repeat(300),
        "a".repeat(5_000),
        "facts.".repeat(600),
        "1".repeat(3_000),
    ] {
        assert!(Formula::parse(&text).is_err(), "{}", &text[..20]);
    }
    let long = format!("{}1", "1 + ".repeat(150));
    assert_eq!(worked(&long, &["1"]).as_deref(), Ok("151"));
}

#[test]
fn figures_within_figures_end() {
    let prices: Vec<String> = (0..1_000).map(|at| (1_000 + at * 7 % 977).to_string()).collect();
    let prices: Vec<&str> = prices.iter().map(String::as_str).collect();
    let nested =
        "mean(admitted where rank(admitted, facts.price + rank(admitted, facts.price)) <= 900, facts.price)";
    let error = worked(nested, &prices).unwrap_err();
    assert!(error.contains("too often"), "{error}");
    let flat = "mean(admitted where rank(admitted, facts.price) <= 900, facts.price)";
    assert!(worked(flat, &prices).is_ok());
}

/// A formula of a few parts.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0_u32..200).prop_map(|number| number.to_string()),
        (0_u32..2000).prop_map(|number| format!("{}.{}", number / 100, number % 100)),
        Just("facts.price".to_owned()),
        Just("count(admitted)".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 3, |part| {
        let two = (part.clone(), part.clone());
        prop_oneof![
            (two.clone(), prop_oneof!["[+*/-]"]).prop_map(|((a, b), sign)| format!("({a}) {sign} ({b})")),
            (two.clone(), prop_oneof!["<|<=|>|>=|=|!="], part.clone())
                .prop_map(|((a, b), sign, c)| format!("if {a} {sign} {b} then {c} else -({a})")),
            two.clone().prop_map(|(a, b)| format!("max({a}, {b})")),
            part.clone().prop_map(|a| format!("lowest(admitted where {a} > 1, {a} - facts.price)")),
            part.clone().prop_map(|a| format!("round({a}, 2)")),
            part.clone().prop_map(|a| format!("sqrt(abs({a}))")),
            part.clone().prop_map(|a| format!("-({a}) ^ 2")),
            two.prop_map(|(a, b)| format!("if not ({a} > {b} or {b} = 3) and {a} < 9 then {a} else {b}")),
        ]
    })
}

#[test]
fn formulas_print_and_read_back_as_the_same_tree() {
    check(formula(), |text| {
        let Ok(formula) = Formula::parse(&text) else { return Ok(()) };
        let printed = formula.to_string();
        prop_assert_eq!(Formula::parse(&printed), Ok(formula), "{} of {}", printed, text);
        prop_assert_eq!(worked(&printed, &["7", "3", "12"]), worked(&text, &["7", "3", "12"]));
        Ok(())
    });
}

#[test]
fn any_text_gives_a_tree_or_a_place_in_it() {
    check("[a-z_.(),0-9 +*/^<>=!%\"\u{2264}\u{e9}-]{0,60}", |text: String| {
        if let Err(error) = Formula::parse(&text) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?} of {}", error.span, text);
        }
        Ok(())
    });
}

#[test]
fn the_command_lists_shows_and_tries() {
    let folder = Workspace::empty();
    let list = folder.weigh(&["formula", "list", "--regime", "Germany"]);
    assert!(list.out.contains("de.linear-2x") && !list.out.contains("fr.classic"), "{list}");
    let show = folder.weigh(&["formula", "show", "cn.benchmark-count"]);
    assert!(
        show.out.contains("names.base = trimmed_mean(admitted,") && show.out.contains("Beware:"),
        "{show}"
    );
    let tried = folder.weigh(&[
        "formula",
        "try",
        "de.linear-2x",
        "--prices",
        "91000,104500,120000",
        "--with",
        "max=30",
    ]);
    assert!(tried.out.contains("25.549") && tried.out.contains("20.44"), "{tried}");
    // 30 x (2 x 91,000 - 99,300) / 91,000 is 27.2637; below 91,000 a further bid is the lowest itself.
    assert!(tried.out.contains("What a further bid would come to"), "{tried}");
    assert!(tried.out.contains("27.264") && tried.out.contains("22.830"), "{tried}");
    let typed = folder.weigh(&[
        "formula",
        "try",
        "40 * lowest(admitted, facts.price) / facts.price",
        "--prices",
        "80,100",
    ]);
    assert!(typed.out.contains("40") && typed.out.contains("32"), "{typed}");
    let flag = folder.weigh(&[
        "formula",
        "try",
        "facts.price < 0.8 * mean(offered, facts.price)",
        "--prices",
        "50,100,110",
    ]);
    assert!(flag.out.contains("yes") && flag.out.contains("no"), "{flag}");
}

#[test]
fn the_command_says_what_a_formula_needs() {
    let folder = Workspace::empty();
    for (arguments, said) in [
        (&["formula", "show", "de.linear"][..], "`de.linear-2x`"),
        (&["formula", "list", "--regime", "Germny"], "did you mean `Germany`?"),
        (&["formula", "try", "fr.n-times", "--prices", "1,2"], "--with max=1 (the most points), --with n=1"),
        (&["formula", "try", "se.quotient", "--prices", "1,2"], "--fact quality=1,2"),
        (
            &["formula", "try", "se.quotient", "--prices", "1,2", "--fact", "quality=1"],
            "each bid needs one of each",
        ),
        (&["formula", "try", "1 + price", "--prices", "1"], "      ^^^^^"),
        (&["formula", "try", "1 / (facts.price - 1)", "--prices", "1"], "divides by zero"),
        (&["formula", "try", "1 + points.cost", "--prices", "1"], "a trial knows facts and names only"),
    ] {
        let output = folder.weigh(arguments);
        assert!(output.code == Some(2) || output.code == Some(3), "{output}");
        assert!(output.err.contains(said), "{arguments:?}: {output}");
    }
}
