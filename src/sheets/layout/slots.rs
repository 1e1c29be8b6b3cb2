//! What the slots of a table are: names, groups, weights, and what belongs to each vendor.

use super::blocks::{Block, is_repeated};
use super::{Table, heading, is_value};
use crate::exact::Exact;
use crate::sheets::cells::{Area, Cell, Content, Place, Sheet};
use crate::sheets::formula::parse;
use crate::sheets::typed::headed_ends;
use crate::sheets::words::{Label, folded, is_only, is_way, says, weight_word};

/// A vendor of a table, with its slots.
#[derive(Clone, Debug)]
pub(in crate::sheets) struct Bidder {
    /// Its name; empty where the table is about one vendor that the sheet names.
    pub(in crate::sheets) name: String,
    pub(in crate::sheets) head: Place,
    /// The slot of its marks, of what is worked out from them, and of words beside them.
    pub(in crate::sheets) mark: Option<u32>,
    pub(in crate::sheets) derived: Option<u32>,
    pub(in crate::sheets) comment: Option<u32>,
    /// Further slots with values: of several evaluators, and what those come to.
    pub(in crate::sheets) more: Vec<u32>,
    /// The slots with typed values under headings of their own below its name.
    pub(in crate::sheets) subs: Vec<(u32, String)>,
}

impl Bidder {
    /// A vendor that no slot is known of yet.
    fn new(name: String, head: Place) -> Bidder {
        Bidder { name, head, mark: None, derived: None, comment: None, more: Vec::new(), subs: Vec::new() }
    }
}

/// A line of a table: a criterion, a group, a total.
#[derive(Clone, Debug)]
pub(in crate::sheets) struct Line {
    pub(in crate::sheets) at: u32,
    pub(in crate::sheets) name: String,
    pub(in crate::sheets) place: Option<Place>,
    /// The group that stands beside it, in a slot of its own.
    pub(in crate::sheets) group: Option<(String, Place)>,
}

/// A table with its axes named: a line, a slot.
struct View<'a> {
    sheet: &'a Sheet,
    index: usize,
    is_turned: bool,
}

impl<'a> View<'a> {
    fn place(&self, line: u32, slot: u32) -> Place {
        let (row, column) = if self.is_turned { (slot, line) } else { (line, slot) };
        Place { sheet: self.index, row, column }
    }

    fn get(&self, line: u32, slot: u32) -> Option<&'a Cell> {
        let place = self.place(line, slot);
        self.sheet.cells.get(&(place.row, place.column)).filter(|cell| !cell.is_blank())
    }

    fn text(&self, line: u32, slot: u32) -> Option<&'a str> {
        self.get(line, slot)?.text()
    }
}

/// The slots of a table as they are found.
#[derive(Default)]
struct Found {
    name: Option<u32>,
    groups: Vec<u32>,
    weight: Option<(u32, Option<Place>)>,
    /// Further slots of weights.
    other_weights: Vec<(u32, Place)>,
    maximum: Option<(u32, Option<Place>)>,
    must: Option<u32>,
    remarks: Option<u32>,
    bidders: Vec<Bidder>,
    /// The weights of the groups, in a slot of their own before the names of criteria.
    group_weight: Option<u32>,
    /// A slot of numbers before those of the vendors that add up to a whole, and may be weights.
    doubtful_weight: Option<Bidder>,
}

/// Reads a block as a table; none where it has no vendors and no weights.
pub(super) fn table(index: usize, sheet: &Sheet, block: &Block, is_turned: bool) -> Option<Table> {
    let view = View { sheet, index, is_turned };
    let found = if is_turned { turned(&view, block) } else { upright(&view, block) };
    let lines: Vec<u32> = if is_turned {
        block.columns().filter(|column| *column != block.labels).collect()
    } else {
        let (first, last) = (*block.band.first()?, *block.band.last()?);
        // Totals may stand over the headings.
        let is_total = |row: u32| {
            let text = found.name.and_then(|name| view.text(row, name));
            text.is_some_and(|text| says(text, Label::Total))
                && found
                    .bidders
                    .iter()
                    .filter(|one| one.mark.is_some_and(|slot| view.get(row, slot).is_some_and(is_value)))
                    .count()
                    > 1
        };
        block.rows().filter(|row| *row > last || *row < first && is_total(*row)).collect()
    };
    let name = found.name?;
    let mut group: Option<(String, Place)> = None;
    let lines: Vec<Line> = lines
        .into_iter()
        .filter_map(|at| {
            for slot in &found.groups {
                if let Some(text) = view.text(at, *slot) {
                    group = Some((text.to_owned(), view.place(at, *slot)));
                }
            }
            // A formula names nothing.
            let text = view.get(at, name).filter(|cell| cell.formula.is_none()).and_then(Cell::text);
            let has_values =
                found.bidders.iter().any(|one| one.mark.is_some_and(|slot| view.get(at, slot).is_some()));
            // A group that ends where its merged cell ends.
            let ends = group.as_ref().is_some_and(|(_, place)| {
                let merged = sheet.merge_at(place.row, place.column);
                let here = view.place(at, found.groups[0]);
                merged.is_some_and(|area| !area.holds(here.row, here.column)) && !is_turned
                    || is_turned && merged.is_none() && view.text(at, found.groups[0]).is_none()
                    || is_turned && merged.is_some_and(|area| !area.holds(here.row, here.column))
            });
            if ends {
                group = None;
            }
            (text.is_some()
                || has_values
                || group.as_ref().is_some_and(|(_, place)| view.at_line(*place) == at))
            .then(|| Line {
                at,
                name: text.unwrap_or_default().to_owned(),
                place: text.map(|_| view.place(at, name)),
                group: group.clone(),
            })
        })
        .collect();
    if found.bidders.is_empty() && found.weight.is_none() {
        return None;
    }
    let corner = block.band.iter().flat_map(|row| {
        let slots =
            if is_turned { vec![block.labels] } else { found.groups.iter().copied().chain([name]).collect() };
        slots.into_iter().filter_map(move |column| {
            let text = sheet.cells.get(&(*row, column))?.text()?;
            Some((Place { sheet: index, row: *row, column }, text.to_owned()))
        })
    });
    Some(Table {
        sheet: index,
        is_turned,
        area: Area { from: block.from, to: block.to },
        corner: corner.collect(),
        bidders: found.bidders,
        lines,
        weight: found.weight.map(|(slot, _)| slot),
        weight_head: found.weight.and_then(|(_, head)| head),
        other_weights: found.other_weights,
        maximum: found.maximum.map(|(slot, _)| slot),
        maximum_head: found.maximum.and_then(|(_, head)| head),
        must: found.must,
        remarks: found.remarks,
        group_weight: found.group_weight,
        doubtful_weight: found.doubtful_weight,
    })
}

impl View<'_> {
    fn at_line(&self, place: Place) -> u32 {
        if self.is_turned { place.column } else { place.row }
    }
}

/// The slots of a table with vendors in its rows: each row but the headings is one.
fn turned(view: &View<'_>, block: &Block) -> Found {
    let mut found = Found { name: block.band.last().copied(), ..Found::default() };
    if block.band.len() > 1 {
        found.groups.push(block.band[0]);
    }
    let lines: Vec<u32> = block.columns().filter(|column| *column != block.labels).collect();
    for row in block.rows().filter(|row| !block.band.contains(row)) {
        let values = lines.iter().filter(|line| view.get(**line, row).is_some()).count();
        let label = view.text(block.labels, row);
        let head = view.place(block.labels, row);
        match label {
            _ if values == 0 => {}
            Some(text) if says(text, Label::Weight) && !is_name(text) => {
                found.weight = Some((row, Some(head)));
            }
            Some(text) if says(text, Label::Maximum) && !is_name(text) => {
                found.maximum = Some((row, Some(head)));
            }
            Some(text) if says(text, Label::Total) || says(text, Label::Subtotal) => {}
            // Over the headings stand weights that nobody named.
            _ if row < block.band[0] => {}
            Some(text) => {
                found.bidders.push(Bidder { mark: Some(row), ..Bidder::new(vendor_name(text), head) });
            }
            None => {}
        }
    }
    found
}

/// The name of a vendor without what its heading says of the marks under it: `Acme (1-10)`.
fn vendor_name(text: &str) -> String {
    headed_ends(text).map_or(text, |(name, _)| name).to_owned()
}

/// Whether a heading is that of a column of weights: it says little else.
///
/// - `has_bidder`: whether vendors stand left of it, whose names may hold such a word.
fn is_weights(text: &str, has_bidder: bool) -> bool {
    let most = if has_bidder { 2 } else { 3 };
    says(text, Label::Weight) && !says(text, Label::Weighted) && heading_words(text) <= most
}

/// A label of several words that only mentions a weight is a name.
fn is_name(text: &str) -> bool {
    text.split_whitespace().count() > 4
}

/// What a column of an upright table holds.
#[derive(Clone, Copy, PartialEq)]
enum Body {
    Empty,
    Texts,
    Values,
    Formulas,
}

fn body(view: &View<'_>, lines: &[u32], slot: u32) -> Body {
    const LOOKED_AT: usize = 300;
    let (mut texts, mut values, mut formulas) = (0, 0, 0);
    for cell in lines.iter().filter_map(|line| view.get(*line, slot)).take(LOOKED_AT) {
        if cell.formula.is_some() {
            formulas += 1;
        } else if is_value(cell) {
            values += 1;
        } else {
            texts += 1;
        }
    }
    // A total at the end is no reason to take a column of marks for a worked-out one.
    match (texts, values, formulas) {
        (0, 0, 0) => Body::Empty,
        _ if texts > values + formulas => Body::Texts,
        _ if formulas > values => Body::Formulas,
        _ => Body::Values,
    }
}

/// The longest text that a weight can be.
const LONGEST_WEIGHT: usize = 14;

/// The slots of a table with criteria in its rows: each column is one.
fn upright(view: &View<'_>, block: &Block) -> Found {
    let mut found = Found::default();
    let Some(last) = block.band.last().copied() else { return found };
    let lines: Vec<u32> = block.rows().filter(|row| *row > last).collect();
    // Over the names of the vendors may stand what kinds of vendors they are.
    let names: Vec<u32> = match block.band.as_slice() {
        [first, second, rest @ ..]
            if super::blocks::is_spanned(view.sheet, *first, *second, (block.from.1, block.to.1)) =>
        {
            // The names stand under one heading of all of them, and the other headings beside that.
            [&[*second, *first], rest].concat()
        }
        band if is_over_names(view, block) => band[1..].to_vec(),
        band => band.to_vec(),
    };
    let top = |column: u32| names.iter().find_map(|row| Some((*row, view.text(*row, column)?)));
    let sub = |column: u32| (names.len() > 1).then(|| view.text(last, column)).flatten();
    let is_repeated = is_repeated(view.sheet, &names, (block.from.1, block.to.1));
    let columns: Vec<u32> = block.columns().collect();
    // Names that begin with numbers are names all the same.
    let is_names = {
        let cells = || lines.iter().filter_map(|line| view.get(*line, block.labels));
        cells().filter(|cell| heading(Some(cell)).is_some()).count() * 2 > cells().count()
    };
    let body_of = |column: u32| match body(view, &lines, column) {
        Body::Values if column == block.labels && is_names => Body::Texts,
        body => body,
    };
    let mut labels = Vec::new();
    let mut is_at_labels = true;
    for (at, column) in columns.iter().enumerate() {
        let kind = body_of(*column);
        // Below one name stand several headings, and only the first of them below the name itself.
        let is_below = is_repeated && view.text(names[0], *column).is_none();
        let text = top(*column).filter(|_| !is_below).map_or("", |(_, text)| text);
        let own = sub(*column).unwrap_or(text);
        let next_is_text = columns.get(at + 1).is_some_and(|next| body_of(*next) == Body::Texts);
        let is_plain = !says(own, Label::Weight) && !says(own, Label::Maximum);
        // Weights may be words: `high`, `★★★`.
        let is_weighed = || {
            let mut texts = lines.iter().filter_map(|line| view.text(*line, *column)).peekable();
            let own = top(*column).map(|(row, _)| view.place(row, *column));
            let is_weight =
                |text: &str| weight_word(text).is_some() || text.chars().count() <= LONGEST_WEIGHT;
            texts.peek().is_some() && texts.all(is_weight) && own.is_some()
        };
        if kind == Body::Texts && is_weights(own, false) && found.weight.is_none() && is_weighed() {
            found.weight = Some((*column, top(*column).map(|(row, _)| view.place(row, *column))));
            is_at_labels = false;
            continue;
        }
        if is_at_labels && kind == Body::Texts {
            labels.push(*column);
            continue;
        }
        // The weights of groups, before the names of criteria.
        let is_criteria = |later: &u32| {
            body_of(*later) == Body::Texts
                && top(*later).is_some_and(|(_, text)| says(text, Label::Criterion))
        };
        if kind != Body::Texts
            && !labels.is_empty()
            && says(own, Label::Weight)
            && columns[at + 1..].iter().any(is_criteria)
        {
            found.group_weight = Some(*column);
            continue;
        }
        // Numbers of the lines, before their names.
        if is_at_labels && labels.is_empty() && is_plain && (next_is_text || kind == Body::Empty) {
            continue;
        }
        is_at_labels = false;
        sort(view, &lines, *column, kind, [text, own], top(*column).map(|(row, _)| row), &mut found);
    }
    found.name = name(view, &lines, &labels, &mut found);
    settle_subs(&mut found);
    find_weights(view, block, &lines, &mut found);
    set_remarks_apart(&mut found, &|column| top(column).map_or("", |(_, text)| text));
    found
}

/// Of several columns of a vendor, the one that is called its mark, or what the others come to, is its mark.
fn settle_subs(found: &mut Found) {
    for bidder in &mut found.bidders {
        let says_any = |text: &str, labels: &[Label]| labels.iter().any(|label| says(text, *label));
        if bidder.subs.len() < 2 || bidder.subs.iter().any(|(_, text)| says(text, Label::Weighted)) {
            continue;
        }
        let only = |labels: &[Label]| {
            let mut named = bidder.subs.iter().filter(|(_, text)| says_any(text, labels));
            named.next().map(|(slot, _)| *slot).filter(|_| named.next().is_none())
        };
        let result = only(&[Label::Subtotal, Label::Total]);
        if let Some(mark) = result.or_else(|| only(&[Label::Mark, Label::Points])) {
            (bidder.mark, bidder.derived) = (Some(mark), None);
            bidder.more.clear();
            bidder.subs.clear();
        }
    }
}

/// Weights under a heading that is no known word for them: numbers before those of the vendors that add up to a whole.
/// Where formulas in the columns of several others name them, they are weights; else they may be.
fn find_weights(view: &View<'_>, block: &Block, lines: &[u32], found: &mut Found) {
    if found.weight.is_some() || found.maximum.is_some() || found.bidders.len() < 3 {
        return;
    }
    let first = &found.bidders[0];
    // Some words for weights are words for weighted marks too.
    let (None, Some(slot)) = (first.comment, first.mark.xor(first.derived)) else { return };
    let number = |line: &u32| match &view.get(*line, slot)?.content {
        Content::Number(number) if view.get(*line, slot)?.formula.is_none() => Some(number.clone()),
        _ => None,
    };
    let numbers: Vec<Exact> = lines.iter().filter_map(number).collect();
    let sum = Exact::sum(&numbers);
    // With the total below them they come to twice that.
    let last = numbers.last().cloned().unwrap_or_default();
    let wholes = [Exact::ONE, Exact::HUNDRED];
    let is_whole = wholes.iter().any(|whole| sum == *whole || last == *whole && &sum - whole == *whole);
    let numbers_below =
        lines.iter().filter(|line| view.get(**line, slot).is_some_and(|cell| cell.formula.is_none()));
    if numbers.len() < 2 || !is_whole || numbers_below.count() != numbers.len() {
        return;
    }
    let head = first.head;
    let names = |column: u32| {
        let cells = block.rows().filter_map(|row| view.sheet.cells.get(&(row, column)));
        let formulas = cells.filter_map(|cell| parse(cell.formula.as_ref()?).ok());
        let mut named = formulas.flat_map(|formula| formula.columns());
        named.any(|named| named == slot)
    };
    let naming = block.columns().filter(|column| *column != slot && names(*column)).count();
    let bidder = found.bidders.remove(0);
    found.weight = Some((slot, Some(head)));
    found.doubtful_weight = (naming < 2).then_some(bidder);
}

/// Whether the first of two rows of headings puts the vendors of the second into groups: the second has headings of its own
/// over the names and the weights, and no two of the others in it are the same, as those of marks or evaluators are.
fn is_over_names(view: &View<'_>, block: &Block) -> bool {
    const DETAILS: [Label; 7] = [
        Label::Mark,
        Label::Weighted,
        Label::Comment,
        Label::Points,
        Label::Evaluator,
        Label::Total,
        Label::Subtotal,
    ];
    let [first, second] = block.band.as_slice() else { return false };
    let text = |row: u32, column: u32| view.text(row, column);
    let is_weight = |text: &str| says(text, Label::Weight) || says(text, Label::Maximum);
    let is_headed = text(*first, block.labels).is_none() && text(*second, block.labels).is_some();
    let weights = block.columns().filter(|column| text(*second, *column).is_some_and(is_weight));
    let rest = block.columns().filter(|column| *column > block.labels);
    let (mut names, mut count) = (std::collections::BTreeSet::new(), 0);
    for name in rest.filter_map(|column| text(*second, column)).filter(|name| !is_weight(name)) {
        if DETAILS.into_iter().any(|label| says(name, label)) {
            return false;
        }
        count += 1;
        names.insert(folded(name));
    }
    is_headed && weights.count() == 1 && names.len() > 1 && names.len() == count
}

/// One column of remarks behind all vendors is about the lines, and not about the last of them, unless its head names it.
fn set_remarks_apart<'a>(found: &mut Found, head: &dyn Fn(u32) -> &'a str) {
    let Some((last, others)) = found.bidders.split_last_mut().filter(|_| found.remarks.is_none()) else {
        return;
    };
    let is_about = |name: &str| {
        !name.is_empty() && folded(head(last.comment.unwrap_or_default())).contains(&folded(name))
    };
    if others.is_empty() || others.iter().any(|one| one.comment.is_some()) || is_about(&last.name) {
        return;
    }
    found.remarks = last.comment.take();
}

/// What headings say of what stands below them.
const SAID: [Label; 10] = [
    Label::Total,
    Label::Subtotal,
    Label::Rank,
    Label::Weighted,
    Label::Weight,
    Label::Mark,
    Label::Points,
    Label::Maximum,
    Label::Comment,
    Label::Price,
];

/// Whether a heading names a vendor among other words.
fn is_named_in(text: &str, name: &str) -> bool {
    !name.is_empty() && folded(text).contains(&folded(name))
}

/// Puts a column of an upright table where it belongs.
fn sort(
    view: &View<'_>,
    lines: &[u32],
    column: u32,
    kind: Body,
    [text, own]: [&str; 2],
    head_row: Option<u32>,
    found: &mut Found,
) {
    let head = head_row.map(|row| view.place(row, column));
    let has_bidder = !found.bidders.is_empty();
    let is_own = own == text;
    if kind == Body::Empty && text.is_empty() {
        return;
    }
    if is_own && says(own, Label::Maximum) && found.maximum.is_none() && !has_bidder {
        found.maximum = Some((column, head));
        return;
    }
    if is_own
        && says(own, Label::Weight)
        && !says(own, Label::Weighted)
        && found.weight.is_none()
        && !has_bidder
    {
        found.weight = Some((column, head));
        return;
    }
    // Weights that stand behind the marks, and those of another year beside them.
    if is_own && is_weights(own, has_bidder) && matches!(kind, Body::Values | Body::Formulas) {
        match head {
            _ if found.weight.is_none() => found.weight = Some((column, head)),
            Some(head) => found.other_weights.push((column, head)),
            None => {}
        }
        return;
    }
    let is_musts = lines
        .iter()
        .filter_map(|line| view.text(*line, column))
        .all(|text| says(text, Label::Must) || says(text, Label::Wish));
    if !has_bidder && is_musts && kind == Body::Texts {
        found.must = Some(column);
        return;
    }
    // Which way each criterion counts.
    let mut ways = lines.iter().filter_map(|line| view.text(*line, column)).peekable();
    if ways.peek().is_some() && ways.all(|text| is_way(text).is_some()) {
        found.remarks = Some(column);
        return;
    }
    // Words for what stands below are no name, unless there is more: `Average Joe`, `Score Ltd`.
    let is_said =
        !is_own || is_only(own, &SAID) || found.bidders.iter().any(|one| is_named_in(own, &one.name));
    if is_own
        && (says(own, Label::Total) || says(own, Label::Rank) || says(own, Label::Subtotal))
        && has_bidder
        && (is_said || kind == Body::Formulas)
    {
        return;
    }
    let is_detail = own.is_empty()
        || says(own, Label::Comment) && (is_said || kind != Body::Values)
        || says(own, Label::Weighted) && (is_said || kind == Body::Formulas)
        || says(own, Label::Mark) && (!is_own || has_bidder && (is_said || kind == Body::Texts));
    let is_new = !(text.is_empty() || is_own && is_detail);
    if is_new || !has_bidder {
        // With a heading that only says what stands below, the vendor is named elsewhere.
        let is_nameless = is_own
            && (says(own, Label::Mark) || says(own, Label::Points))
            && heading_words(own) <= 2
            && is_only(own, &SAID);
        let name = if is_nameless { String::new() } else { vendor_name(text) };
        let head = head.unwrap_or_else(|| view.place(lines.first().copied().unwrap_or_default(), column));
        found.bidders.push(Bidder::new(name, head));
    }
    let Some(bidder) = found.bidders.last_mut() else { return };
    if !is_own && kind == Body::Values {
        bidder.subs.push((column, own.to_owned()));
    }
    let is_comment = kind == Body::Texts || kind == Body::Empty && says(own, Label::Comment) && !is_own;
    if is_comment && (says(own, Label::Comment) || bidder.mark.is_some()) {
        bidder.comment = bidder.comment.or(Some(column));
    } else if bidder.derived.is_some() {
        bidder.more.push(column);
    } else if bidder.mark.is_some() || says(own, Label::Weighted) {
        bidder.derived = Some(column);
    } else {
        bidder.mark = Some(column);
    }
}

/// Whether a column numbers the lines, `A`, `A1`, `B.2`: a short code of its own beside most of them.
fn is_numbering(view: &View<'_>, lines: &[u32], column: u32) -> bool {
    let mut codes: Vec<&str> =
        lines.iter().filter_map(|line| view.text(*line, column)).map(str::trim).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    let is_code = |code: &&str| {
        let letters = code.chars().take_while(char::is_ascii_uppercase).count();
        letters <= 3
            && code.chars().count() <= 8
            && code[letters..].chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ')'))
    };
    count > 1 && codes.len() == count && count * 2 > lines.len() && codes.iter().all(is_code)
}

fn heading_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The column with the names of the criteria; the others left of it hold their groups or numbers.
fn name(view: &View<'_>, lines: &[u32], labels: &[u32], found: &mut Found) -> Option<u32> {
    let texts =
        |column: &u32| lines.iter().filter(|line| heading(view.get(**line, *column)).is_some()).count();
    let is_musts = |column: &u32| {
        let mut texts = lines.iter().filter_map(|line| view.text(*line, *column)).peekable();
        texts.peek().is_some() && texts.all(|text| says(text, Label::Must) || says(text, Label::Wish))
    };
    found.must = found.must.or(labels.iter().copied().find(is_musts));
    let is_kept = |column: &u32| Some(*column) != found.must && !is_numbering(view, lines, *column);
    let named: Vec<u32> = labels.iter().copied().filter(is_kept).collect();
    let name = named.iter().copied().max_by_key(|column| (texts(column), *column))?;
    found.groups = named.into_iter().filter(|column| *column < name).collect();
    Some(name)
}
