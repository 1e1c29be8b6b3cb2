//! The sheet of facts.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use rust_xlsxwriter::{DataValidation, DataValidationRule, XlsxError};

use super::layout::{FIRST, FactRows, Layout, fact_value};
use super::page::{Content, HEAD, SheetPage, at};
use super::style::{Look, MONEY, PLAIN, format};
use super::weights::{one_of, one_of_cells, refused, within};
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::scale::TableKey;
use crate::decision::{Criterion, FactValue, Leaf, Scale, Shape, derived};
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
        thing_rows(layout, &mut page, (index, criterion), &leaf.scale, &rows.things)?;
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
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10);
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
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10);
    page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
    page.text(row, 1, &criterion.name, &format(Look::Name(depth), PLAIN))?;
    page.put(row, 2, leaf.unit.as_deref(), &format(Look::Faint, PLAIN))?;
    page.text(row, 3, &asked(leaf), &format(Look::Faint, PLAIN))?;
    let shared = shared_fact(layout, index, leaf);
    let is_derived = derived::is_of_model(leaf.fact.as_str());
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
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10) + 1;
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
            let is_inapplicable =
                fact_value(vendor.vendor, criterion).is_some_and(FactValue::is_not_applicable);
            let said = if is_inapplicable {
                Content::from(DOES_NOT_APPLY)
            } else {
                Content::from(known.map(|known| known[1]))
            };
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
    (index, criterion): (usize, &Criterion),
    scale: &Scale,
    things: &[u32],
) -> Result<(), XlsxError> {
    let set = match scale.shape() {
        Shape::Set(set) => set,
        Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => return Ok(()),
    };
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10) + 1;
    for (row, thing) in things.iter().zip(set.things()) {
        page.put(*row, 0, index + 1, &format(Look::Number, PLAIN))?;
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
    let derived = if derived::is_of_model(leaf.fact.as_str()) { "; worked out from the quote" } else { "" };
    match leaf.scale.shape() {
        Shape::Table(table) => {
            let words: Vec<&str> = table.rows().iter().map(|(word, _)| word.as_str()).collect();
            match table.key() {
                TableKey::Text => format!("one of {}", words.join(", ")),
                TableKey::YesNo => words.join(" or "),
            }
        }
        Shape::Set(_) => "the list as stated; what counts stands below".to_owned(),
        Shape::Formula(formula) if !formula.runs_one_way() => {
            format!("a number: {}{derived}; its value stands as weigh worked it out", leaf.scale)
        }
        Shape::Line(_) | Shape::Formula(_) => format!("a number: {}{derived}", leaf.scale),
    }
}

/// A fact as its cell holds it: a level in the words of its scale.
pub(super) fn content(leaf: &Leaf, value: Option<&FactValue>) -> Content {
    let Some(value) = value else { return Content::from("") };
    if value.is_not_applicable() {
        return Content::from(DOES_NOT_APPLY);
    }
    if let Some([_, likely, _]) = value.numbers() {
        return Content::from(likely);
    }
    let word = match leaf.scale.shape() {
        Shape::Table(table) => table.row(value).map(|(word, _)| word.clone()),
        Shape::Line(_) | Shape::Set(_) | Shape::Formula(_) => None,
    };
    Content::from(word.unwrap_or_else(|| value.to_string()))
}

/// How a number is shown: whole, with its thousands apart, or as it is.
pub(super) fn number_format(said: &Content) -> &'static str {
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
