//! What each quote really costs: by headline price and by total, part by part and year by year, with the
//! assumptions that it hangs on.

mod foot;
mod levers;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Page;
use crate::answers::capital;
use crate::answers::cost::{NoCosts, costed, value_text, words};
use crate::answers::document::Cell;
use crate::cost::assumptions::{self, Assumption, of_vendor, ours};
use crate::cost::{CostPart, Costs, Money, VendorCost};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Does, Hit, Look, cells_of, width};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::{Part, vendor_word};
use crate::tui::session::{Session, Target};
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 9] = [
    Action::Edit,
    Action::Open,
    Action::More,
    Action::Less,
    Action::Filter,
    Action::Add,
    Action::Reset,
    Action::MuchMore,
    Action::MuchLess,
];

/// What the page remembers.
pub(crate) struct Remembered {
    pub(crate) row: usize,
    /// The number that is selected, by its path: what it is moved to may order the vendors above it otherwise.
    number: Option<String>,
    /// The number whose slider the mouse drags.
    pub(crate) dragged: Option<String>,
    /// What the quotes cost, worked out when the page is shown.
    pub(crate) costs: Costed,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered { row: 0, number: None, dragged: None, costs: Err(NoCosts::NoDemand) }
    }
}

/// The page.
pub(super) struct CostPage;

impl Part for CostPage {
    fn names(&self) -> [&'static str; 2] {
        ["Cost", "Cost"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["cost", "page: what each quote really costs"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, state: &State) -> String {
        format!("weigh cost {}", vendor_word(state))
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            [
                "in all",
                "everything that is paid over the term by all sides, discounted where the files say so; the order of the list",
            ],
            [
                "a contact, an hour",
                "that total by contact and by productive hour, so that quotes in other units can be compared",
            ],
            ["Headline", "the price as it is quoted, in the unit beside it"],
            [
                "the sliders",
                "the numbers of the selected quote that move most; what they do is seen above them at once",
            ],
            [
                "Benefit, saving, net",
                "what a vendor brings beside its cost, what it saves against the baseline, and both together",
            ],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        select(state, row);
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }

    fn place(&self, state: &State) -> Option<(PathBuf, usize)> {
        place(state)
    }
}

/// What the quotes cost, or why that cannot be told.
pub(crate) type Costed = Result<Box<Costs>, NoCosts>;

/// Works out what the quotes cost.
pub(crate) fn look(session: &Session) -> Costed {
    costed(session.decision()).map(Box::new)
}

/// A line of the list.
enum Listed<'a> {
    Vendor(&'a VendorCost),
    /// A number of the selected quote that matters most, as a slider.
    Lever(Box<Assumption>),
    Assumption(Box<Assumption>),
}

/// The vendors by total, those whose cost is not known last, with what matters most of the selected quote below it; then what all
/// costs hang on, and what that quote says.
fn listed(state: &State) -> Vec<Listed<'_>> {
    let (Some(session), Ok(costs)) = (&state.session, &state.pages.cost.costs) else { return Vec::new() };
    let mut vendors: Vec<&VendorCost> =
        costs.vendors.iter().filter(|vendor| state.shows(&vendor.name)).collect();
    vendors.sort_by_key(|vendor| (vendor.rank_by_total.is_none(), vendor.rank_by_total));
    let vendor = state.selected().map(crate::score::evaluation::VendorResult::id);
    let vendor = session.decision().vendors.iter().find(|other| Some(&other.id) == vendor);
    let basis = session.decision().cost.as_deref();
    let levers =
        basis.zip(vendor).map_or_else(Vec::new, |(basis, vendor)| assumptions::levers(basis, vendor));
    let assumptions = basis.into_iter().flat_map(|basis| {
        ours(basis).into_iter().chain(vendor.into_iter().flat_map(|vendor| of_vendor(basis, vendor)))
    });
    let assumptions = assumptions.filter(|one| state.shows(&one.name));
    let mut listed: Vec<Listed<'_>> = Vec::new();
    for one in vendors {
        listed.push(Listed::Vendor(one));
        if Some(&one.id) == vendor.map(|vendor| &vendor.id) {
            listed.extend(levers.iter().cloned().map(Box::new).map(Listed::Lever));
        }
    }
    listed.extend(assumptions.map(Box::new).map(Listed::Assumption));
    listed
}

impl Listed<'_> {
    /// The path of a number.
    fn path(&self) -> Option<&String> {
        match self {
            Listed::Vendor(_) => None,
            Listed::Lever(one) | Listed::Assumption(one) => Some(&one.path),
        }
    }
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    let remembered = &state.pages.cost;
    let row = remembered.row.min(listed.len().saturating_sub(1));
    let nearest = |is_it: &dyn Fn(&Listed<'_>) -> bool| {
        (0..listed.len()).filter(|at| is_it(&listed[*at])).min_by_key(|at| at.abs_diff(row))
    };
    // A number may stand among the sliders and again below; among the vendors the selection is the one of all pages.
    let number = remembered.number.as_ref();
    let number = number.and_then(|number| nearest(&|one| one.path() == Some(number)));
    let vendor = state.selected().map(crate::score::evaluation::VendorResult::id);
    let found =
        number.or_else(|| nearest(&|one| matches!(one, Listed::Vendor(one) if Some(&one.id) == vendor)));
    (listed.len(), found.unwrap_or(row))
}

pub(super) fn select(state: &mut State, row: usize) {
    let vendor = match listed(state).get(row) {
        Some(Listed::Vendor(vendor)) => Some(vendor.id.clone()),
        _ => None,
    };
    let number = listed(state).get(row).and_then(|one| one.path().cloned());
    state.pages.cost.row = row;
    state.pages.cost.number = number;
    if vendor.is_some() {
        state.vendor.clone_from(&vendor);
        // What stands below another vendor is gone, so that the rows have other numbers.
        let is_it = |one: &Listed<'_>| matches!(one, Listed::Vendor(one) if Some(&one.id) == vendor.as_ref());
        state.pages.cost.row = listed(state).iter().position(is_it).unwrap_or(row);
    }
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let (_, at) = rows(state);
    let at = if let Action::Slide(row, _) = action { dragged(state, *row) } else { at };
    let (lever, path) = match listed(state).get(at) {
        Some(Listed::Lever(lever)) => (Some(lever.clone()), Some(lever.path.clone())),
        Some(Listed::Assumption(assumption)) => (None, Some(assumption.path.clone())),
        Some(Listed::Vendor(_)) if matches!(action, Action::Open) => {
            state.page = Page::Vendor;
            return Vec::new();
        }
        _ => (None, None),
    };
    match (action, path, lever) {
        (Action::Edit | Action::Open, Some(path), _) => edit(state, &path),
        (Action::Edit, None, _) => {
            state.say("choose an assumption below the vendors to change it");
            Vec::new()
        }
        (Action::Reset, _, Some(lever)) => {
            levers::reset(state, &lever);
            Vec::new()
        }
        (Action::Slide(..), _, Some(lever)) => {
            select(state, at);
            state.pages.cost.dragged = Some(lever.path.clone());
            levers::update(state, &lever, action).unwrap_or_default()
        }
        (_, _, Some(lever)) => levers::update(state, &lever, action).unwrap_or_default(),
        (Action::More | Action::Less | Action::MuchMore | Action::MuchLess | Action::Reset, _, None) => {
            state.say("choose a slider below the vendor to move it");
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The row of the slider that the mouse holds, which may have moved since it was taken hold of.
fn dragged(state: &State, row: usize) -> usize {
    let Some(path) = &state.pages.cost.dragged else { return row };
    listed(state).iter().position(|one| one.path() == Some(path)).unwrap_or(row)
}

fn edit(state: &mut State, path: &str) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let opened = Arc::clone(&session.opened);
    super::vendor::edit_target(state, Target::of_path(path), opened)
}

/// The file of the selected line.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let session = state.session.as_ref()?;
    let (_, at) = rows(state);
    match listed(state).get(at)? {
        Listed::Lever(assumption) | Listed::Assumption(assumption)
            if !assumption.path.starts_with("vendors.") =>
        {
            Some((session.request().criteria.clone(), 1))
        }
        _ => super::vendor::file(state).map(|file| (file, 1)),
    }
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let costs = match &state.pages.cost.costs {
        Ok(costs) => costs,
        Err(why) => {
            let role = if *why == NoCosts::NoDemand { Role::Plain } else { Role::Bad };
            let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
            canvas.wrapped(inner, &format!("{}.", capital(&why.to_string())), role);
            return;
        }
    };
    let (list, years) = if area.width >= 140 {
        let list = Rect { width: area.width * 3 / 5, ..area };
        (list, Some(Rect { x: list.right() + 1, width: area.width - list.width - 1, ..area }))
    } else if area.height >= 19 {
        let list = Rect { height: area.height - 10, ..area };
        (list, Some(Rect { y: list.bottom(), height: 10, ..area }))
    } else {
        (area, None)
    };
    draw_list(state, canvas, list, costs);
    let vendor = state.selected().and_then(|selected| costs.vendor(selected.id().as_str()));
    if let (Some(area), Some(vendor)) = (years, vendor) {
        if area.y == list.y {
            let inner = canvas.upright(area);
            draw_years(canvas, inner, costs, vendor);
        } else {
            draw_years(canvas, Rect { x: area.x + 1, width: area.width - 1, ..area }, costs, vendor);
        }
    }
}

/// Everything of a part, before the start and after.
fn total(vendor: &VendorCost, part: CostPart) -> Money {
    vendor.upfront(part) + vendor.years(part).into_iter().sum()
}

fn draw_list(state: &State, canvas: &mut Canvas<'_>, area: Rect, costs: &Costs) {
    let look = canvas.look;
    let Some(session) = &state.session else { return };
    let listed = listed(state);
    let (count, at) = rows(state);
    let currency = costs.currency.clone().unwrap_or_default();
    let longest = costs.vendors.iter().map(|vendor| width(&vendor.name)).max().unwrap_or(0);
    let columns = [
        Column::text("", 1, 1),
        Column::number("Total", 5),
        Column::text("Vendor", 16, longest.clamp(16, 30)).first(),
        Column::number(format!("{currency} in all"), 11),
        Column::text("", 8, 30).goes(4),
        Column::number("a contact", 9).goes(1),
        Column::number("an hour", 8).goes(3),
        Column::number("Headline", 8),
        Column::text("Quoted as", 12, 60).goes(2),
    ];
    let most = costs
        .vendors
        .iter()
        .filter_map(|vendor| vendor.figures.as_ref())
        .map(|f| f.total.high.to_f64())
        .fold(0.0, f64::max);
    let lines = lines_of(&listed);
    let shown = (count > 0).then(|| lines.iter().position(|line| *line == ListLine::Row(at)).unwrap_or(0));
    grid::draw(canvas, area, &columns, lines.len(), shown, |line, places| {
        let row = match lines[line] {
            ListLine::Heading => {
                let key = crate::tui::help::first_key(state, &Action::Edit);
                return Row::heading(
                    look.line(format!(" What it hangs on ({key} changes it)"), Role::Strong),
                );
            }
            ListLine::Row(row) => row,
        };
        let pointer = look.line(if row == at { look.signs.pointer } else { " " }, Role::Key);
        let runs_on = |text: Line<'static>| Row {
            runs_from: Some(2),
            ..Row::new(row, vec![pointer.clone(), Line::default(), text])
        };
        match &listed[row] {
            Listed::Vendor(vendor) => {
                let bar = places.places[4].map_or(0, |(_, cells)| cells);
                Row::new(row, vendor_cells(look, vendor, pointer, most, bar))
            }
            Listed::Lever(lever) => runs_on(levers::drawn(session, look, lever)),
            Listed::Assumption(assumption) => {
                let is_changed = session.is_target_changed(&Target::of_path(&assumption.path));
                let star = if is_changed { "* " } else { "" };
                let text = format!(
                    "{star}{}: {} {}",
                    assumption.name,
                    value_text(&assumption.value),
                    assumption.unit
                );
                runs_on(look.line(text, if is_changed { Role::Strong } else { Role::Plain }))
            }
        }
    });
    // What of each slider the mouse can drag.
    let Some((x, _)) = grid::layout(&columns, area).places[2] else { return };
    let first = grid::first_row(shown.unwrap_or(0), lines.len(), usize::from(area.height.saturating_sub(1)));
    for (line, y) in lines.iter().skip(first).zip(area.top() + 1..area.bottom()) {
        if let ListLine::Row(row) = *line
            && matches!(listed[row], Listed::Lever(_))
        {
            let area = Rect { x, y, width: levers::CELLS, height: 1 };
            canvas.hits.push(Hit { area, does: Does::Slider(row) });
        }
    }
}

/// A line of the list: a row, or what stands above what costs hang on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListLine {
    Heading,
    Row(usize),
}

/// The lines of the list.
fn lines_of(listed: &[Listed<'_>]) -> Vec<ListLine> {
    let first = listed.iter().position(|one| matches!(one, Listed::Assumption(_)));
    let line = |row: usize| {
        let heading = (Some(row) == first).then_some(ListLine::Heading);
        heading.into_iter().chain([ListLine::Row(row)])
    };
    (0..listed.len()).flat_map(line).collect()
}

fn vendor_cells(
    look: Look,
    vendor: &VendorCost,
    pointer: Line<'static>,
    most: f64,
    bar: u16,
) -> Vec<Line<'static>> {
    let rank =
        |rank: Option<usize>| rank.map_or_else(|| look.signs.dash.to_owned(), |rank| format!("{rank}."));
    let role = if vendor.is_invited { Role::Plain } else { Role::Faint };
    let mut cells =
        vec![pointer, look.line(rank(vendor.rank_by_total), role), look.line(vendor.name.clone(), role)];
    let Some(figures) = &vendor.figures else {
        let why = vendor.unknown.clone().unwrap_or_default();
        cells.push(look.line(format!("not known: {why}"), Role::Doubt));
        return cells;
    };
    let stacked = look.stacked(CostPart::ALL.map(|part| total(vendor, part).to_f64()), most, bar);
    let cell = |cell: Cell| look.line(cell.text, cell.tone.into());
    cells.extend([
        look.line(words::whole(&figures.total.likely), Role::Strong),
        stacked,
        cell(words::of_contact(figures.per_contact.as_ref())),
        cell(words::of_hour(figures.effective_hour.as_ref())),
        look.line(rank(vendor.rank_by_headline), words::headline_place(vendor).tone.into()),
        look.line(vendor.headline.join("; "), Role::Faint),
    ]);
    cells
}

/// A vendor's cost, part by part and year by year.
fn draw_years(canvas: &mut Canvas<'_>, area: Rect, costs: &Costs, vendor: &VendorCost) {
    let look = canvas.look;
    let name = look.line(vendor.name.as_str(), Role::Strong);
    canvas.rule(Rect { height: 1.min(area.height), ..area }, &name);
    let years = costs.months.div_ceil(12);
    let mut columns = vec![Column::text("", 12, 20), Column::number("before", 9)];
    columns.extend((1..=years).map(|year| Column::number(format!("year {year}"), 10)));
    columns.push(Column::number("in all", 10));
    columns.push(Column::text("", 0, 24).goes(1));
    let largest = CostPart::ALL.into_iter().map(|part| total(vendor, part).to_f64()).fold(0.0, f64::max);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let shown = |money: Money| if money.is_zero() { look.signs.dash.to_owned() } else { money.text(0) };
    let high = u16::try_from(CostPart::ALL.len() + 1).unwrap_or(6).min(body.height);
    let table = Rect { height: high, ..body };
    grid::draw(canvas, table, &columns, CostPart::ALL.len(), None, |line, places| {
        let part = CostPart::ALL[line];
        let mut cells = vec![
            Line::from(vec![
                look.span(format!("{} ", look.fill(line)), Role::Series(line)),
                look.span(part.name(), Role::Plain),
            ]),
            look.line(shown(vendor.upfront(part)), Role::Plain),
        ];
        let of_years = vendor.years(part);
        cells.extend(
            (0..years).map(|year| {
                look.line(shown(of_years.get(year).copied().unwrap_or(Money::ZERO)), Role::Plain)
            }),
        );
        cells.push(look.line(shown(total(vendor, part)), Role::Strong));
        let bar = places.places.last().copied().flatten().map_or(0, |(_, cells)| cells);
        let filled = cells_of(total(vendor, part).to_f64() / largest.max(f64::MIN_POSITIVE), bar);
        cells.push(look.line(look.signs.full.repeat(filled.into()), Role::Series(line)));
        Row { number: None, ..Row::new(line, cells) }
    });
    let room = body.height.saturating_sub(table.height);
    let foot = foot::lines(look, &foot::foot(look, costs, vendor), body.width, room);
    for (line, y) in foot.iter().zip(table.bottom()..body.bottom()) {
        canvas.line(Rect { y, height: 1, ..body }, line);
    }
    let used = table.bottom() + u16::try_from(foot.len()).unwrap_or(0) + 1;
    let below = Rect { y: used.min(body.bottom()), height: body.bottom().saturating_sub(used), ..body };
    draw_bars(canvas, below, vendor, years);
}

/// A bar for what is paid before the start and for every year, in its parts; only where there is room.
fn draw_bars(canvas: &mut Canvas<'_>, area: Rect, vendor: &VendorCost, years: usize) {
    const LABEL: u16 = 8;
    let look = canvas.look;
    let parts = |year: Option<usize>| {
        CostPart::ALL.map(|part| match year {
            None => vendor.upfront(part).to_f64(),
            Some(year) => vendor.years(part).get(year).copied().unwrap_or(Money::ZERO).to_f64(),
        })
    };
    let all: Vec<(String, [f64; 5])> = std::iter::once(("before".to_owned(), parts(None)))
        .chain((0..years).map(|year| (format!("year {}", year + 1), parts(Some(year)))))
        .collect();
    if usize::from(area.height) < all.len() || area.width < 3 * LABEL {
        return;
    }
    let most = all.iter().map(|(_, parts)| parts.iter().sum::<f64>()).fold(f64::MIN_POSITIVE, f64::max);
    let room = area.width - LABEL;
    for ((label, parts), y) in all.iter().zip(area.top()..) {
        let mut line = Line::from(look.span(format!("{label:<8}"), Role::Faint));
        line.spans.extend(look.stacked(*parts, most, room).spans);
        canvas.line(Rect { y, height: 1, ..area }, &line);
    }
}
