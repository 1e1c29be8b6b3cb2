//! The sheets of facts, of gates, and of evidence.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use rust_xlsxwriter::{DataValidation, DataValidationRule, XlsxError};

use super::layout::{FIRST, FactRows, Layout, MINIMUM, VendorColumn, fact_value, rows};
use super::page::{BODY, Content, HEAD, SheetPage, at, fixed, on};
use super::style::{Look, MONEY, PLAIN, format};
use super::weights::{one_of, one_of_cells, refused, within};
use crate::decision::scale::TableKey;
use crate::decision::{Criterion, Evidence, Fact, FactValue, Leaf, Scale, Shape, Status, Value, Vendor};
use crate::score::field::plays;
use crate::score::value::{Held, held, items_of};

/// From here on numbers are shown with their thousands apart.
const LARGE: f64 = 10_000.0;

/// What is true of each vendor, ready to be changed.
pub(super) fn facts(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Type over a yellow cell: points, scores and ranks follow. Blue cells were worked out from the quotes: they do not follow other facts, but may be typed over too. An empty cell is not known. Where each fact comes from is on the sheet Evidence.";
    let mut page =
        vendor_page(layout, "Facts", "Facts", says, ["No.", "Criterion", "Unit", "What to enter"])?;
    for (index, criterion) in layout.criteria() {
        let rows = &layout.facts[index];
        let Some(leaf) = &criterion.leaf else {
            group_row(layout, &mut page, index, criterion)?;
            continue;
        };
        fact_row(layout, &mut page, (index, criterion, leaf), rows)?;
        end_rows(layout, &mut page, (index, criterion), rows)?;
        thing_rows(layout, &mut page, criterion, &leaf.scale, &rows.things)?;
    }
    page.widths(&[5.5, 40.0, 14.0, 34.0])?;
    Ok(page)
}

/// A sheet with vendors side by side.
pub(super) fn vendor_page(
    layout: &Layout<'_>,
    name: &str,
    title: &str,
    says: &str,
    heads: [&str; 4],
) -> Result<SheetPage, XlsxError> {
    let mut page = SheetPage::new(name, title, says)?;
    page.heads(HEAD, &heads)?;
    for (column, vendor) in layout.vendors() {
        page.text(HEAD, column, vendor.result.name(), &format(Look::Head, PLAIN))?;
        page.width(column, 17.0)?;
    }
    page.freeze(2)?;
    Ok(page)
}

/// The row of a group, which has no facts of its own.
fn group_row(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    index: usize,
    criterion: &Criterion,
) -> Result<(), XlsxError> {
    let row = layout.facts[index].fact;
    let depth = u8::try_from(criterion.depth.min(10)).unwrap_or(10);
    page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
    page.text(row, 1, &criterion.name, &format(Look::GroupName(depth), PLAIN))?;
    for column in 2..=layout.last() {
        page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
    }
    Ok(())
}

fn fact_row(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (index, criterion, leaf): (usize, &Criterion, &Leaf),
    rows: &FactRows,
) -> Result<(), XlsxError> {
    let row = rows.fact;
    let depth = u8::try_from(criterion.depth.min(10)).unwrap_or(10);
    page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
    page.text(row, 1, &criterion.name, &format(Look::Name(depth), PLAIN))?;
    page.put(row, 2, leaf.unit.as_deref(), &format(Look::Faint, PLAIN))?;
    page.text(row, 3, &asked(leaf), &format(Look::Faint, PLAIN))?;
    let shared = shared_fact(layout, index, leaf);
    let is_derived = leaf.fact.as_str().starts_with("cost.");
    let is_typed_below = match leaf.scale.shape() {
        Shape::Set(_) => true,
        Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => false,
    };
    let look = match (is_typed_below || shared.is_some(), is_derived) {
        (true, _) => Look::Faint,
        (false, true) => Look::Derived,
        (false, false) => Look::Input,
    };
    for (column, vendor) in layout.vendors() {
        let said = content(leaf, fact_value(vendor.vendor, criterion));
        let look = format(look, number_format(&said));
        match &shared {
            Some(first) => {
                let source = at(*first, column);
                page.formula(row, column, &format!("=IF({source}=\"\",\"\",{source})"), said, &look)?;
            }
            None if matches!(said, Content::Text(ref text) if text.is_empty()) => {
                page.sheet.write_blank(row, column, &look)?;
            }
            None => page.put(row, column, said, &look)?,
        }
    }
    if let (None, Some(rule)) = (&shared, validation(layout, index, &leaf.scale)?) {
        page.sheet.add_data_validation(row, FIRST, row, layout.last(), &rule)?;
    }
    Ok(())
}

/// The row of an earlier criterion that reads the same fact as a number, or as yes or no.
fn shared_fact(layout: &Layout<'_>, index: usize, leaf: &Leaf) -> Option<u32> {
    let takes_numbers = |scale: &Scale| match scale.shape() {
        Shape::Line(line) => line.marks().is_none().then_some(true),
        Shape::Formula(_) => Some(true),
        Shape::Table(table) => match table.key() {
            TableKey::YesNo => Some(false),
            // Levels of two criteria may write the same word with other capitals.
            TableKey::Text => None,
        },
        Shape::Set(_) => None,
    };
    let wanted = takes_numbers(&leaf.scale)?;
    let is_same = |other: &Leaf| other.fact == leaf.fact && takes_numbers(&other.scale) == Some(wanted);
    let (first, ..) = layout.leaves().find(|(_, _, other)| is_same(other))?;
    (first < index).then(|| layout.facts[first].fact)
}

/// The rows of what a number may turn out to be.
///
/// They hold as long as the fact is as it was: a fact that was typed over counts as certain.
fn end_rows(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (index, criterion): (usize, &Criterion),
    rows: &FactRows,
) -> Result<(), XlsxError> {
    let Some(ends) = rows.ends else { return Ok(()) };
    let depth = u8::try_from(criterion.depth.min(10)).unwrap_or(10) + 1;
    for (end, (row, name)) in ends.into_iter().zip(["lowest", "highest"]).enumerate() {
        page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
        let says = format!("{name} that is thought possible");
        page.text(row, 1, &says, &format(Look::Name(depth), PLAIN))?;
        page.text(row, 2, "", &format(Look::Faint, PLAIN))?;
        page.text(row, 3, "counts while the fact above is not typed over", &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            let fact = at(rows.fact, column);
            let numbers = fact_value(vendor.vendor, criterion).and_then(FactValue::numbers);
            let known = numbers.map(|numbers| [numbers[1].to_f64(), numbers[end * 2].to_f64()]);
            let formula = match known {
                Some([likely, bound]) if likely.to_bits() != bound.to_bits() => {
                    format!("=IF({fact}={likely},{bound},IF({fact}=\"\",\"\",{fact}))")
                }
                _ => format!("=IF({fact}=\"\",\"\",{fact})"),
            };
            let said = Content::from(known.map(|known| known[1]));
            let look = format(Look::Input, number_format(&said));
            page.formula(row, column, &formula, said, &look)?;
        }
    }
    Ok(())
}

/// The rows of the things of a set.
fn thing_rows(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    criterion: &Criterion,
    scale: &Scale,
    things: &[u32],
) -> Result<(), XlsxError> {
    let set = match scale.shape() {
        Shape::Set(set) => set,
        Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => return Ok(()),
    };
    let depth = u8::try_from(criterion.depth.min(10)).unwrap_or(10) + 1;
    for (row, thing) in things.iter().zip(set.things()) {
        page.text(*row, 0, "", &format(Look::Faint, PLAIN))?;
        page.text(*row, 1, thing, &format(Look::Name(depth), PLAIN))?;
        page.text(*row, 2, "", &format(Look::Faint, PLAIN))?;
        let asks = set
            .on()
            .map_or_else(|| "yes or no".to_owned(), |on| format!("yes, no, or no end date; valid on {on}"));
        page.text(*row, 3, &asks, &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            let leaf = criterion.leaf.as_ref();
            let fact = leaf.and_then(|leaf| vendor.vendor.facts.get(&leaf.fact));
            let items = fact.and_then(|fact| items_of(fact.value.as_ref()?, &fact.evidence));
            let word = items.map(|items| match held(thing, &items, set.on()) {
                Held::Missing | Held::Lapsed(_) => "no",
                Held::Undated => "no end date",
                Held::Valid => "yes",
            });
            match word {
                Some(word) => page.text(*row, column, word, &format(Look::Input, PLAIN))?,
                None => page.sheet.write_blank(*row, column, &format(Look::Input, PLAIN)).map(|_| ())?,
            }
        }
    }
    if let (Some(first), Some(last)) = (things.first(), things.last()) {
        let words = one_of(&["yes", "no", "no end date"])?;
        page.sheet.add_data_validation(*first, FIRST, *last, layout.last(), &words)?;
    }
    Ok(())
}

/// What a cell of facts takes, in words.
fn asked(leaf: &Leaf) -> String {
    let derived = if leaf.fact.as_str().starts_with("cost.") { "; worked out from the quote" } else { "" };
    match leaf.scale.shape() {
        Shape::Table(table) => {
            let words: Vec<&str> = table.rows().iter().map(|(word, _)| word.as_str()).collect();
            match table.key() {
                TableKey::Text => format!("one of {}", words.join(", ")),
                TableKey::YesNo => words.join(" or "),
            }
        }
        Shape::Set(_) => "the list as stated; what counts stands below".to_owned(),
        Shape::Line(_) | Shape::Formula(_) => format!("a number: {}{derived}", leaf.scale),
    }
}

/// A fact as its cell holds it: a level in the words of its scale.
fn content(leaf: &Leaf, value: Option<&FactValue>) -> Content {
    let Some(value) = value else { return Content::from("") };
    if let Some([_, likely, _]) = value.numbers() {
        return Content::from(likely);
    }
    let word = match leaf.scale.shape() {
        Shape::Table(table) => table.row(value).map(|(word, _)| word.clone()),
        Shape::Line(_) | Shape::Set(_) | Shape::Formula(_) => None,
    };
    Content::from(word.unwrap_or_else(|| value.to_string()))
}

fn number_format(said: &Content) -> &'static str {
    match said {
        Content::Number(number) if number.abs() >= LARGE => MONEY,
        Content::Number(_) | Content::Text(_) => PLAIN,
    }
}

/// What may be typed into the cells of a fact.
fn validation(layout: &Layout<'_>, index: usize, scale: &Scale) -> Result<Option<DataValidation>, XlsxError> {
    let marks = match scale.shape() {
        Shape::Table(table) => {
            return one_of_cells(&layout.whole_scale(index, table.rows().len(), false)).map(Some);
        }
        Shape::Set(_) => return Ok(None),
        Shape::Line(line) => line.marks(),
        Shape::Formula(_) => None,
    };
    let rule = match marks {
        Some(marks) => within("a mark", marks.from.to_f64(), marks.to.to_f64())?,
        None => {
            let any = DataValidationRule::Between(-1e18, 1e18);
            refused(
                DataValidation::new().allow_decimal_number(any),
                "Type a number, or leave the cell empty.",
            )?
        }
    };
    Ok(Some(rule))
}

/// The must-haves: gates as weigh judged them, minimums worked out here.
pub(super) fn gates(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Gates are as weigh judged them from the facts; type over one to see what follows. Minimums are worked out here.";
    let heads = ["", "Must-have", "What is asked", "Kind"];
    let mut page = vendor_page(layout, "Gates", "Gates and minimums", says, heads)?;
    let faint = format(Look::Faint, PLAIN);
    let input = format(Look::Input, PLAIN).set_align(rust_xlsxwriter::FormatAlign::Center);
    page.text(BODY, 1, "Takes part", &format(Look::Name(0), PLAIN))?;
    for (column, vendor) in layout.vendors() {
        let takes_part = if vendor.vendor.status == Status::Invited { "yes" } else { "no" };
        page.text(BODY, column, takes_part, &input)?;
    }
    page.sheet.add_data_validation(BODY, FIRST, BODY, layout.last(), &one_of(&["yes", "no"])?)?;
    for (row, (index, gate)) in (layout.gates..).zip(layout.evaluation.decision.gates.iter().enumerate()) {
        page.text(row, 1, &gate.name, &format(Look::Name(0), PLAIN))?;
        page.text(row, 2, &gate.asks(), &faint)?;
        page.text(row, 3, "gate", &faint)?;
        for (column, vendor) in layout.vendors() {
            page.text(row, column, vendor.result.gates[index].outcome.word(), &input)?;
        }
    }
    if !layout.evaluation.decision.gates.is_empty() {
        let words = one_of(&["pass", "open", "fail"])?;
        page.sheet.add_data_validation(layout.gates, FIRST, layout.minimums - 1, layout.last(), &words)?;
    }
    minimums(layout, &mut page)?;
    standing(layout, &mut page)?;
    reasons(layout, &mut page)?;
    page.colour_words((BODY, FIRST, layout.in_play() + 2, layout.last()))?;
    page.widths(&[3.0, 40.0, 34.0, 12.0])?;
    Ok(page)
}

fn minimums(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    for (row, (nth, criterion)) in (layout.minimums..).zip(layout.minimum_rows().into_iter().enumerate()) {
        let name = criterion.map_or("Score", |at| layout.decision.criteria[at].name.as_str());
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
        let limit = criterion
            .map_or_else(|| super::layout::MINIMUM_CELL.to_owned(), |at| Layout::weights(at, MINIMUM));
        let shown = criterion.map_or_else(
            || layout.decision.rule.minimum.as_ref().map(|minimum| minimum.exact().clone()),
            |at| layout.decision.criteria[at].minimum.as_ref().map(Value::percent),
        );
        let asks = format!("=\"at least \"&{limit}");
        let result = format!("at least {}", shown.unwrap_or_default().plain(12));
        page.formula(row, 2, &asks, result, &format(Look::Faint, PLAIN))?;
        page.text(row, 3, "minimum", &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            let [low, high] = [0, 1].map(|end| match criterion {
                Some(at_row) => {
                    let cell = on("Workings", &at(layout.workings.values[end] + rows(at_row), column));
                    format!("ROUND({cell},9)")
                }
                None => {
                    let cell = on("Matrix", &at(layout.score + 1 + rows(end), column));
                    format!("ROUND({cell},{})", layout.guard)
                }
            });
            let formula = format!(
                "=IF({limit}=\"\",\"pass\",IF({high}<{limit},\"fail\",IF({low}<{limit},\"open\",\"pass\")))"
            );
            let outcome = vendor.result.minimums.get(nth).map_or("", |minimum| minimum.outcome.word());
            page.formula(row, column, &formula, outcome, &format(Look::Centre, PLAIN))?;
        }
    }
    Ok(())
}

/// Who is in play, in the ranking, and may be awarded.
fn standing(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let deciding = layout.deciding_rows();
    let in_play = if deciding.is_empty() {
        "In play: takes part, fails no gate"
    } else {
        "In play: takes part, fails no gate and no minimum that bids do not move"
    };
    let names = [in_play, "In the ranking: fails no minimum either", "May be awarded: passes all for sure"];
    for (row, name) in (layout.in_play()..).zip(names) {
        page.text(row, 1, name, &format(Look::GroupName(0), PLAIN))?;
        for column in 2..FIRST {
            page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
        }
    }
    let look = format(Look::Group, PLAIN).set_align(rust_xlsxwriter::FormatAlign::Center);
    for (column, vendor) in layout.vendors() {
        let part = at(BODY, column);
        let span = |first: u32, end: u32| format!("{}:{}", fixed(first, column), fixed(end, column));
        let failed = |first: u32, end: u32| match end.checked_sub(first + 1) {
            Some(_) => format!("COUNTIF({},\"fail\")", span(first, end - 1)),
            None => "0".to_owned(),
        };
        let gates = failed(layout.gates, layout.minimums);
        let minimums = failed(layout.minimums, layout.in_play());
        let reaches = |row: &u32| format!(",{}<>\"fail\"", at(*row, column));
        let reaches: String = deciding.iter().map(reaches).collect();
        let in_play = format!("=IF(AND({part}=\"yes\",{gates}=0{reaches}),\"yes\",\"no\")");
        let word = |is: bool| if is { "yes" } else { "no" };
        page.formula(layout.in_play(), column, &in_play, word(plays(layout.decision, vendor.result)), &look)?;
        let own = at(layout.in_play(), column);
        let ranked = format!("=IF(AND({own}=\"yes\",{minimums}=0),\"yes\",\"no\")");
        page.formula(layout.in_ranking(), column, &ranked, word(vendor.result.rank.is_some()), &look)?;
        let open = if layout.in_play() > layout.gates {
            format!("COUNTIF({},\"open\")", span(layout.gates, layout.in_play() - 1))
        } else {
            "0".to_owned()
        };
        let own = at(layout.in_ranking(), column);
        let awardable = format!("=IF({own}<>\"yes\",\"no\",IF({open}>0,\"open\",\"yes\"))");
        page.formula(layout.awardable(), column, &awardable, awardable_text(vendor), &look)?;
    }
    Ok(())
}

/// Whether a vendor may be awarded: yes, no, or open.
pub(super) fn awardable_text(vendor: &VendorColumn<'_>) -> &'static str {
    match (vendor.result.rank, vendor.result.is_awardable) {
        (None, _) => "no",
        (Some(_), true) => "yes",
        (Some(_), false) => "open",
    }
}

/// Why each gate came out as it did.
fn reasons(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let first = layout.awardable() + 2;
    page.line(first, 1, "Why, when the file was made", Look::Block)?;
    let look = format(Look::Cell, PLAIN);
    for (row, (index, gate)) in (first + 1..).zip(layout.evaluation.decision.gates.iter().enumerate()) {
        page.text(row, 1, &gate.name, &format(Look::Name(0), PLAIN))?;
        page.put(row, 2, gate.note.as_deref(), &format(Look::Faint, PLAIN))?;
        page.text(row, 3, gate.fact.as_str(), &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            page.text(row, column, &vendor.result.gates[index].reason, &look)?;
        }
    }
    let row = first + 1 + rows(layout.evaluation.decision.gates.len());
    page.text(row, 1, "Out of the ranking because", &format(Look::GroupName(0), PLAIN))?;
    for column in 2..FIRST {
        page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
    }
    for (column, vendor) in layout.vendors() {
        page.text(row, column, &because(vendor), &look)?;
    }
    Ok(())
}

/// Why a vendor is out; empty for one in the ranking.
pub(super) fn because(vendor: &VendorColumn<'_>) -> String {
    vendor.result.out_because()
}

/// Every fact and mark with how we know it.
pub(super) fn evidence(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Every fact and mark as it stands in the vendors' files, with its source. Sort and filter freely: nothing is worked out from this sheet.";
    let mut page = SheetPage::new("Evidence", "Evidence", says)?;
    let heads =
        ["Vendor", "Fact", "What is known", "Unit", "Source", "As of", "Until", "Note", "Read by", "Where"];
    page.heads(HEAD, &heads)?;
    let mut row = BODY;
    for column in &layout.columns {
        let vendor = column.vendor;
        for (id, fact) in &vendor.facts {
            fact_evidence(&mut page, &mut row, vendor, (id.as_str(), &read_by(layout, id.as_str())), fact)?;
        }
        for (id, mark) in &vendor.ratings {
            let name = layout.decision.criteria.iter().find(|one| one.id == *id);
            let name = name.map_or_else(String::new, |one| one.name.clone());
            fact_evidence(&mut page, &mut row, vendor, (&format!("mark: {id}"), &name), mark)?;
        }
    }
    let last = u16::try_from(heads.len()).unwrap_or(1) - 1;
    page.sheet.autofilter(HEAD, 0, row.max(BODY + 1) - 1, last)?;
    page.widths(&[26.0, 24.0, 30.0, 12.0, 36.0, 11.0, 11.0, 46.0, 34.0, 36.0])?;
    page.freeze(2)?;
    Ok(page)
}

/// Names of the gates and criteria that read a fact.
fn read_by(layout: &Layout<'_>, fact: &str) -> String {
    let gates = layout.decision.gates.iter().filter(|gate| gate.fact.as_str() == fact);
    let gates = gates.map(|gate| gate.name.as_str());
    let leaves = layout.leaves().filter(|(_, _, leaf)| !leaf.scale.is_rating() && leaf.fact.as_str() == fact);
    let leaves = leaves.map(|(_, criterion, _)| criterion.name.as_str());
    gates.chain(leaves).collect::<Vec<_>>().join("; ")
}

fn fact_evidence(
    page: &mut SheetPage,
    row: &mut u32,
    vendor: &Vendor,
    (id, reads): (&str, &str),
    fact: &Fact,
) -> Result<(), XlsxError> {
    let known = match &fact.value {
        Some(value) => match value.numbers() {
            Some([low, likely, high]) if low == high => Content::from(likely),
            _ => Content::from(value.to_string()),
        },
        None => Content::from("not known"),
    };
    evidence_row(page, *row, &vendor.name, id, known, &fact.evidence)?;
    page.text(*row, 8, reads, &format(Look::Faint, PLAIN))?;
    page.text(*row, 9, &fact.location.to_string(), &format(Look::Faint, PLAIN))?;
    *row += 1;
    let Some(FactValue::Set { items }) = &fact.value else { return Ok(()) };
    for item in items.iter().filter(|item| item.evidence.is_given()) {
        evidence_row(page, *row, &vendor.name, id, Content::from(item.name.as_str()), &item.evidence)?;
        page.text(*row, 8, reads, &format(Look::Faint, PLAIN))?;
        page.text(*row, 9, &fact.location.to_string(), &format(Look::Faint, PLAIN))?;
        *row += 1;
    }
    Ok(())
}

fn evidence_row(
    page: &mut SheetPage,
    row: u32,
    vendor: &str,
    id: &str,
    known: Content,
    evidence: &Evidence,
) -> Result<(), XlsxError> {
    let cell = format(Look::Cell, PLAIN);
    page.text(row, 0, vendor, &cell)?;
    page.text(row, 1, id, &cell)?;
    let look = format(Look::Cell, number_format(&known));
    page.put(row, 2, known, &look)?;
    page.put(row, 3, evidence.unit.as_deref(), &cell)?;
    page.put(row, 4, evidence.source.as_deref(), &cell)?;
    page.day(row, 5, evidence.as_of, Look::Cell)?;
    page.day(row, 6, evidence.until, Look::Cell)?;
    page.put(row, 7, evidence.note.as_deref(), &cell)
}
