//! A sheet's formulas computed anew, exactly, with what each result hangs on.
//!
//! Beside its value every result carries its slopes: how much it moves for each cell with a number that it counts. A mark
//! that a total counts has a slope, one that a range misses has none, and one that `SUM` skips since it is held as text
//! has none either. So the slopes say what a sheet does, and the rest of the import compares it with what it should do.
//! Nothing outside of the file is ever looked at, and no function beyond those of [`functions`] is run.

mod functions;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::cells::{Book, Content, Place};
use super::formula::{Expression, parse};
use super::typed::converted;
use crate::exact::Exact;

/// A number and how it moves with the cells that it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Linear {
    pub(super) value: Exact,
    /// By how much the value grows when a cell grows by one.
    pub(super) slopes: BTreeMap<Place, Exact>,
}

impl Linear {
    fn of(value: Exact) -> Linear {
        Linear { value, slopes: BTreeMap::new() }
    }

    /// This times `factor` added to `sum`.
    fn add_to(&self, sum: &mut Linear, factor: &Exact) {
        sum.value = &sum.value + &(&self.value * factor);
        for (place, slope) in &self.slopes {
            let old = sum.slopes.entry(*place).or_default();
            *old = &*old + &(slope * factor);
        }
    }

    fn plus(&self, other: &Linear, factor: &Exact) -> Linear {
        let mut sum = self.clone();
        other.add_to(&mut sum, factor);
        sum
    }

    fn times(&self, other: &Linear) -> Linear {
        let mut product = Linear::default();
        self.add_to(&mut product, &other.value);
        // The slopes of the other side; its value is in the product already.
        for (place, slope) in &other.slopes {
            let old = product.slopes.entry(*place).or_default();
            *old = &*old + &(slope * &self.value);
        }
        product
    }

    fn over(&self, divisor: &Linear) -> Option<Linear> {
        let inverse = Exact::ONE.over(&divisor.value)?;
        let value = &self.value * &inverse;
        let mut quotient = Linear::default();
        self.add_to(&mut quotient, &inverse);
        let factor = &(&Exact::ZERO - &value) * &inverse;
        for (place, slope) in &divisor.slopes {
            let old = quotient.slopes.entry(*place).or_default();
            *old = &*old + &(slope * &factor);
        }
        quotient.value = value;
        Some(quotient)
    }
}

/// What a formula or a cell comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Number(Rc<Linear>),
    /// A text, with the cell that it stands in.
    Text(String, Option<Place>),
    Logic(bool),
    Blank,
    Fault(String),
    /// Cannot be told: a function that is not replayed, something outside of the file, too deep.
    Open,
}

impl Outcome {
    fn number(value: Exact) -> Outcome {
        Outcome::Number(Rc::new(Linear::of(value)))
    }

    fn linear(linear: Option<Linear>) -> Outcome {
        linear.map_or_else(|| Outcome::Fault("#DIV/0!".to_owned()), |linear| Outcome::Number(Rc::new(linear)))
    }

    /// The value, where it is a number.
    pub(super) fn value(&self) -> Option<&Exact> {
        match self {
            Outcome::Number(number) => Some(&number.value),
            _ => None,
        }
    }
}

/// A value with the cell that it stands in, as functions over ranges take it.
struct Item {
    outcome: Outcome,
    /// Whether it stood in a cell, where texts and truths are skipped.
    is_cell: bool,
}

/// The most results that one replay works out, and the most slopes that it keeps.
const MOST_STEPS: usize = 4_000_000;
/// The deepest chain of cells that is followed.
const DEEPEST: usize = 120;
/// The most that the names in a name may come to, in bytes of formulas.
const LONGEST_NAME: usize = 8192;
/// The deepest nesting of a name that is followed.
const DEEPEST_NAME: usize = 40;

/// The formulas of a book, each worked out once.
pub(super) struct Replay<'a> {
    pub(super) book: &'a Book,
    /// Cells that count as if a number were typed in them: what a total hangs on ends there.
    cuts: BTreeSet<Place>,
    done: RefCell<HashMap<Place, Outcome>>,
    open: RefCell<BTreeSet<Place>>,
    steps: RefCell<usize>,
    parsed: RefCell<HashMap<Place, Option<Rc<Expression>>>>,
    /// What defined names stand for, with no name left in it.
    names: RefCell<HashMap<String, Option<Rc<Expression>>>>,
}

impl<'a> Replay<'a> {
    /// A replay of a book.
    pub(super) fn of(book: &'a Book) -> Replay<'a> {
        Replay::cut(book, BTreeSet::new())
    }

    /// A replay in which what results hang on ends at some cells.
    pub(super) fn cut(book: &'a Book, cuts: BTreeSet<Place>) -> Replay<'a> {
        Replay {
            book,
            cuts,
            done: RefCell::default(),
            open: RefCell::default(),
            steps: RefCell::default(),
            parsed: RefCell::default(),
            names: RefCell::default(),
        }
    }

    /// The formula of a cell, taken apart; none where there is none that can be read.
    pub(super) fn expression(&self, place: Place) -> Option<Rc<Expression>> {
        if let Some(known) = self.parsed.borrow().get(&place) {
            return known.clone();
        }
        let formula = self.book.cell(place)?.formula.as_ref()?;
        let parsed = parse(formula).ok().map(Rc::new);
        self.parsed.borrow_mut().insert(place, parsed.clone());
        parsed
    }

    /// What a cell comes to, its formula worked out anew.
    pub(super) fn cell(&self, place: Place) -> Outcome {
        if let Some(done) = self.done.borrow().get(&place) {
            return done.clone();
        }
        let Some(cell) = self.book.cell(place) else { return Outcome::Blank };
        let outcome = if cell.formula.is_some() {
            if self.open.borrow().len() >= DEEPEST || !self.open.borrow_mut().insert(place) {
                return Outcome::Open;
            }
            let outcome =
                self.expression(place).map_or(Outcome::Open, |found| self.result(&found, place.sheet));
            self.open.borrow_mut().remove(&place);
            match outcome {
                // What cannot be told is what the program stored last.
                Outcome::Open => Self::stored(place, &cell.content),
                Outcome::Number(number) if self.cuts.contains(&place) => {
                    let slopes = BTreeMap::from([(place, Exact::ONE)]);
                    Outcome::Number(Rc::new(Linear { value: number.value.clone(), slopes }))
                }
                outcome => outcome,
            }
        } else {
            Self::stored(place, &cell.content)
        };
        self.done.borrow_mut().insert(place, outcome.clone());
        outcome
    }

    fn stored(place: Place, content: &Content) -> Outcome {
        match content {
            Content::Blank => Outcome::Blank,
            Content::Number(number) => {
                let slopes = BTreeMap::from([(place, Exact::ONE)]);
                Outcome::Number(Rc::new(Linear { value: number.clone(), slopes }))
            }
            Content::Text(text) => Outcome::Text(text.clone(), Some(place)),
            Content::Logic(logic) => Outcome::Logic(*logic),
            Content::Fault(fault) => Outcome::Fault(fault.clone()),
        }
    }

    /// Counts work; false once there was too much of it.
    fn may_go_on(&self, steps: usize) -> bool {
        let mut all = self.steps.borrow_mut();
        *all = all.saturating_add(steps);
        *all < MOST_STEPS
    }

    fn sheet(&self, named: Option<&String>, own: usize) -> Option<usize> {
        named.map_or(Some(own), |name| self.book.sheet_named(name))
    }

    /// What an expression comes to on a sheet.
    pub(super) fn result(&self, expression: &Expression, own: usize) -> Outcome {
        if !self.may_go_on(1) {
            return Outcome::Open;
        }
        match expression {
            Expression::Number(text) => Exact::parse(text).map_or(Outcome::Open, Outcome::number),
            Expression::Text(text) => Outcome::Text(text.clone(), None),
            Expression::Logic(logic) => Outcome::Logic(*logic),
            Expression::Cell(sheet, (row, column)) => match self.sheet(sheet.as_ref(), own) {
                Some(sheet) => self.cell(Place { sheet, row: *row, column: *column }),
                None => Outcome::Fault("#REF!".to_owned()),
            },
            Expression::Name(name) => {
                self.named(name).map_or(Outcome::Open, |found| self.result(&found, own))
            }
            Expression::Call(name, arguments) => functions::call(self, name, arguments, own),
            Expression::Unary(sign, inner) => self.signed(*sign, &self.result(inner, own)),
            Expression::Binary(operator, left, right) => {
                self.binary(operator, &self.result(left, own), &self.result(right, own))
            }
            Expression::Range(..) | Expression::Outside => Outcome::Open,
        }
    }

    /// The cells that a formula names, those of its ranges that hold something; not those that they hang on in turn.
    pub(super) fn named_by(&self, place: Place) -> Vec<Place> {
        let mut places = Vec::new();
        if let Some(expression) = self.expression(place) {
            self.gather(&expression, place.sheet, &mut places);
        }
        places
    }

    fn gather(&self, expression: &Expression, own: usize, places: &mut Vec<Place>) {
        match expression {
            Expression::Cell(sheet, (row, column)) => {
                places.extend(self.sheet(sheet.as_ref(), own).map(|sheet| Place {
                    sheet,
                    row: *row,
                    column: *column,
                }));
            }
            Expression::Range(sheet, from, to) => {
                let sheet = self.sheet(sheet.as_ref(), own);
                places.extend(sheet.and_then(|sheet| self.places(sheet, *from, *to)).unwrap_or_default());
            }
            Expression::Name(name) => {
                if let Some(found) = self.named(name) {
                    self.gather(&found, own, places);
                }
            }
            Expression::Call(_, arguments) => {
                for argument in arguments {
                    self.gather(argument, own, places);
                }
            }
            Expression::Unary(_, inner) => self.gather(inner, own, places),
            Expression::Binary(_, left, right) => {
                self.gather(left, own, places);
                self.gather(right, own, places);
            }
            _ => {}
        }
    }

    /// The cells that a result hangs on, through all formulas between; what lies behind a cut is left out.
    pub(super) fn behind(&self, place: Place) -> BTreeSet<Place> {
        let (mut found, mut open) = (BTreeSet::new(), self.named_by(place));
        while let Some(next) = open.pop() {
            if found.insert(next) && !self.cuts.contains(&next) && self.may_go_on(1) {
                open.extend(self.named_by(next));
            }
        }
        found
    }

    /// The numbers that a formula writes out or takes from cells, but for some cells.
    pub(super) fn numbers_of(&self, place: Place, besides: &BTreeSet<Place>) -> Vec<Exact> {
        let Some(expression) = self.expression(place) else { return Vec::new() };
        let mut numbers = Vec::new();
        written_out(&expression, &mut numbers);
        let cells = self.named_by(place).into_iter().filter(|cell| !besides.contains(cell));
        numbers.extend(cells.filter_map(|cell| self.cell(cell).value().cloned()));
        numbers
    }

    /// Whether a formula calls one of some functions.
    pub(super) fn calls(&self, place: Place, functions: &[&str]) -> bool {
        self.expression(place).is_some_and(|expression| calls(&expression, functions))
    }

    /// Whether a formula leads to another file.
    pub(super) fn leads_out(&self, place: Place) -> bool {
        self.expression(place).is_some_and(|expression| leads_out(&expression))
    }

    /// What a defined name stands for, with the names in it spelled out too.
    fn named(&self, name: &str) -> Option<Rc<Expression>> {
        if let Some(known) = self.names.borrow().get(name) {
            return known.clone();
        }
        let found =
            self.spelled_out(&Expression::Name(name.to_owned()), 0, &mut LONGEST_NAME.clone()).map(Rc::new);
        self.names.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    /// An expression with what its names stand for in their place; none where that goes in a circle, or grows too long.
    ///
    /// - `room`: how much may still be put in.
    fn spelled_out(&self, expression: &Expression, depth: usize, room: &mut usize) -> Option<Expression> {
        if depth > DEEPEST_NAME {
            return None;
        }
        let mut within = |inner: &Expression| self.spelled_out(inner, depth + 1, room);
        Some(match expression {
            Expression::Name(name) => {
                let text = self.book.names.get(name)?;
                *room = room.checked_sub(text.len() + 1)?;
                let formula = super::cells::Formula { text: text.clone(), shift: (0, 0) };
                return self.spelled_out(&parse(&formula).ok()?, depth + 1, room);
            }
            Expression::Call(name, arguments) => {
                Expression::Call(name.clone(), arguments.iter().map(within).collect::<Option<_>>()?)
            }
            Expression::Unary(sign, inner) => Expression::Unary(*sign, Box::new(within(inner)?)),
            Expression::Binary(operator, left, right) => {
                Expression::Binary(operator, Box::new(within(left)?), Box::new(within(right)?))
            }
            other => other.clone(),
        })
    }

    fn signed(&self, sign: char, value: &Outcome) -> Outcome {
        let factor = match sign {
            '-' => &Exact::ZERO - &Exact::ONE,
            '%' => Exact::of_percent(&Exact::ONE),
            _ => return value.clone(),
        };
        self.binary("*", value, &Outcome::number(factor))
    }

    /// A value where arithmetic wants a number: texts that read as one are converted, as spreadsheets do.
    fn operand(outcome: &Outcome) -> Result<Rc<Linear>, Outcome> {
        let plain = |value| Ok(Rc::new(Linear::of(value)));
        match outcome {
            Outcome::Number(number) => Ok(Rc::clone(number)),
            Outcome::Blank => plain(Exact::ZERO),
            Outcome::Logic(logic) => plain(if *logic { Exact::ONE } else { Exact::ZERO }),
            Outcome::Text(text, place) => {
                let value = converted(text).ok_or_else(|| Outcome::Fault("#VALUE!".to_owned()))?;
                let slopes = place.iter().map(|place| (*place, Exact::ONE)).collect();
                Ok(Rc::new(Linear { value, slopes }))
            }
            other => Err(other.clone()),
        }
    }

    fn binary(&self, operator: &str, left: &Outcome, right: &Outcome) -> Outcome {
        if matches!(left, Outcome::Open) || matches!(right, Outcome::Open) {
            return Outcome::Open;
        }
        for side in [left, right] {
            if let Outcome::Fault(_) = side {
                return side.clone();
            }
        }
        match operator {
            "&" => return Outcome::Text(format!("{}{}", text_of(left), text_of(right)), None),
            "=" | "<>" | "<" | ">" | "<=" | ">=" => {
                return Outcome::Logic(holds(operator, compared(left, right)));
            }
            _ => {}
        }
        let (left, right) = match (Self::operand(left), Self::operand(right)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(fault), _) | (_, Err(fault)) => return fault,
        };
        if !self.may_go_on(left.slopes.len() + right.slopes.len()) {
            return Outcome::Open;
        }
        match operator {
            "+" => Outcome::linear(Some(left.plus(&right, &Exact::ONE))),
            "-" => Outcome::linear(Some(left.plus(&right, &(&Exact::ZERO - &Exact::ONE)))),
            "*" => Outcome::linear(Some(left.times(&right))),
            "/" => Outcome::linear(left.over(&right)),
            // Powers are of small whole numbers, or not followed.
            _ => match right.value.to_string().parse::<u32>() {
                Ok(power @ 0..=12) => {
                    let mut product = Linear::of(Exact::ONE);
                    (0..power).for_each(|_| product = product.times(&left));
                    Outcome::linear(Some(product))
                }
                _ => Outcome::Open,
            },
        }
    }

    /// The values of an argument, a range cell by cell; none for one that is not followed.
    fn items(&self, argument: &Expression, own: usize) -> Option<Vec<Item>> {
        match argument {
            Expression::Range(sheet, from, to) => {
                let sheet = self.sheet(sheet.as_ref(), own)?;
                let places = self.places(sheet, *from, *to)?;
                Some(
                    places
                        .into_iter()
                        .map(|place| Item { outcome: self.cell(place), is_cell: true })
                        .collect(),
                )
            }
            Expression::Name(name) => self.items(&*self.named(name)?, own),
            Expression::Cell(..) => Some(vec![Item { outcome: self.result(argument, own), is_cell: true }]),
            other => Some(vec![Item { outcome: self.result(other, own), is_cell: false }]),
        }
    }

    /// The cells of a range that hold something.
    fn places(&self, sheet: usize, from: (u32, u32), to: (u32, u32)) -> Option<Vec<Place>> {
        let cells = &self.book.sheets.get(sheet)?.cells;
        let is_in = |column: u32| (from.1..=to.1).contains(&column);
        let rows = cells.range((from.0, from.1)..=(to.0, to.1)).map(|(at, _)| *at);
        let places: Vec<Place> = rows
            .filter(|(_, column)| is_in(*column))
            .map(|(row, column)| Place { sheet, row, column })
            .collect();
        self.may_go_on(places.len()).then_some(places)
    }
}

fn calls(expression: &Expression, functions: &[&str]) -> bool {
    match expression {
        Expression::Call(name, arguments) => {
            functions.contains(&name.as_str()) || arguments.iter().any(|argument| calls(argument, functions))
        }
        Expression::Unary(_, inner) => calls(inner, functions),
        Expression::Binary(_, left, right) => calls(left, functions) || calls(right, functions),
        _ => false,
    }
}

fn written_out(expression: &Expression, numbers: &mut Vec<Exact>) {
    match expression {
        Expression::Number(text) => numbers.extend(Exact::parse(text).ok()),
        Expression::Call(_, arguments) => {
            for argument in arguments {
                written_out(argument, numbers);
            }
        }
        Expression::Unary(_, inner) => written_out(inner, numbers),
        Expression::Binary(_, left, right) => {
            written_out(left, numbers);
            written_out(right, numbers);
        }
        _ => {}
    }
}

fn leads_out(expression: &Expression) -> bool {
    match expression {
        Expression::Outside => true,
        Expression::Call(_, arguments) => arguments.iter().any(leads_out),
        Expression::Unary(_, inner) => leads_out(inner),
        Expression::Binary(_, left, right) => leads_out(left) || leads_out(right),
        _ => false,
    }
}

fn text_of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Number(number) => number.value.to_string(),
        Outcome::Text(text, _) => text.clone(),
        Outcome::Logic(logic) => logic.to_string().to_uppercase(),
        _ => String::new(),
    }
}

/// The order of two values: numbers before texts before truths, and nothing as zero or an empty text.
fn compared(left: &Outcome, right: &Outcome) -> Ordering {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Text(..) => 1,
        Outcome::Logic(_) => 2,
        _ => 0,
    };
    match (left, right) {
        (Outcome::Text(left, _), Outcome::Text(right, _)) => left.to_lowercase().cmp(&right.to_lowercase()),
        (Outcome::Text(text, _), Outcome::Blank) => text.as_str().cmp(""),
        (Outcome::Blank, Outcome::Text(text, _)) => "".cmp(text.as_str()),
        (Outcome::Logic(left), Outcome::Logic(right)) => left.cmp(right),
        _ if rank(left) != rank(right) => rank(left).cmp(&rank(right)),
        _ => left.value().unwrap_or(&Exact::ZERO).cmp(right.value().unwrap_or(&Exact::ZERO)),
    }
}

fn holds(operator: &str, order: Ordering) -> bool {
    match operator {
        "=" => order.is_eq(),
        "<>" => order.is_ne(),
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        _ => order.is_ge(),
    }
}
