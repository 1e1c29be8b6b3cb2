//! What a table of facts begins with: nothing of it is judged, so a mark of the team ranks the vendors, and each fact has a
//! block that is switched on by whoever says what it is worth.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{LONGEST_TEXT, number, text};
use crate::exact::Exact;
use crate::files::edit::quoted;
use crate::sheets::proposal::{Criterion, CriterionKind, Import, Meaning};

/// The most words that a block has a value for.
const MOST_WORDS: usize = 12;

const HEAD: &str = "
# The sheet says what the vendors are like, and not what that is worth. Until somebody says so, the team's own marks rank
# them: ratings.overall in each vendor's file.
[criteria.overall]
name   = \"Overall impression\"
weight = 1
scale  = { rating = 5 }
";

const HOW: &str = "
# A block for each fact. Take the marks # away from those that count, say what is worst and what is best, and give weights.
";

/// The criteria of a table of facts.
pub(super) fn start(import: &Import) -> String {
    let mut file = HEAD.to_owned();
    let facts = import.criteria.iter().enumerate().filter(|(_, one)| one.kind == CriterionKind::Fact);
    let blocks: Vec<String> = facts.filter_map(|(at, fact)| block(import, at, fact)).collect();
    if !blocks.is_empty() {
        file.push_str(HOW);
        file.push_str(&blocks.concat());
    }
    file
}

/// The block of a fact; none where nothing that is known of it can be scored.
fn block(import: &Import, at: usize, fact: &Criterion) -> Option<String> {
    let meanings: Vec<&Meaning> =
        import.values.iter().filter(|value| value.criterion == at).map(|value| &value.meaning).collect();
    let numbers: Vec<Exact> = meanings.iter().filter_map(|meaning| meaning.number()).collect();
    let (scale, remark) = match (numbers.iter().min(), numbers.iter().max()) {
        (Some(low), Some(high)) => {
            let high = if low == high { low + &Exact::ONE } else { high.clone() };
            let scale = format!("{{ worst = {}, best = {} }}", number(low), number(&high));
            (scale, "  # what the sheet has; turned round where less is better")
        }
        _ => (words(&meanings)?, ""),
    };
    let units: BTreeSet<&str> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Meaning::Number(_, unit) | Meaning::Range(_, _, unit) => unit.as_deref(),
            _ => None,
        })
        .collect();
    let mut block =
        format!("\n# [criteria.{}]\n# name   = {}\n# weight = 1\n", id(fact), text(&fact.name, LONGEST_TEXT));
    if fact.id != id(fact) {
        let _ = writeln!(block, "# fact   = {}", quoted(&fact.id));
    }
    if let (Some(unit), 1) = (units.first(), units.len()) {
        let _ = writeln!(block, "# unit   = {}", text(unit, LONGEST_TEXT));
    }
    let _ = writeln!(block, "# scale  = {scale}{remark}");
    Some(block)
}

/// The id of the criterion that reads a fact.
fn id(fact: &Criterion) -> String {
    if fact.id == "overall" { "overall_fact".to_owned() } else { fact.id.clone() }
}

/// A scale over what is said in words.
fn words(meanings: &[&Meaning]) -> Option<String> {
    if meanings.iter().any(|meaning| matches!(meaning, Meaning::Logic(_))) {
        return Some("{ yes = 100, no = 0 }".to_owned());
    }
    let things: BTreeSet<&str> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Meaning::List(items) => Some(items.iter().map(String::as_str)),
            _ => None,
        })
        .flatten()
        .collect();
    if !things.is_empty() {
        let things: Vec<String> = things.iter().map(|thing| text(thing, LONGEST_TEXT)).collect();
        return Some(format!("{{ covers = [{}] }}", things.join(", ")));
    }
    let words: BTreeSet<&str> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Meaning::Text(word) if word.chars().count() <= LONGEST_TEXT && !word.contains('\n') => {
                Some(word.as_str())
            }
            _ => None,
        })
        .collect();
    let levels: Vec<String> = words.iter().map(|word| format!("{} = 0", text(word, LONGEST_TEXT))).collect();
    (2..=MOST_WORDS).contains(&words.len()).then(|| format!("{{ levels = {{ {} }} }}", levels.join(", ")))
}
