//! What each quote really costs: by headline price and by total, part by part and year by year, with the
//! assumptions that it hangs on.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Page;
use crate::answers::capital;
use crate::answers::cost::{NoCosts, costed, value_text, words};
use crate::answers::document::Cell;
use crate::cost::assumptions::{Assumption, of_vendor, ours};
use crate::cost::{CostPart, Costs, Money, VendorCost};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, cells_of, width};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::{Part, vendor_word};
use crate::tui::session::{Session, Target};
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 4] = [Action::Edit, Action::Open, Action::Filter, Action::Add];

/// What the page remembers.
pub(crate) struct Remembered {
    pub(crate) row: usize,
    /// What the quotes cost, worked out when the page is shown.
    pub(crate) costs: Costed,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered { row: 0, costs: Err(NoCosts::NoDemand) }
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
    Assumption(Box<Assumption>),
}

/// The vendors by total, those whose cost is not known last; then what all costs hang on, then what the
/// selected quote says.
fn listed(state: &State) -> Vec<Listed<'_>> {
    let (Some(session), Ok(costs)) = (&state.session, &state.pages.cost.costs) else { return Vec::new() };
    let mut vendors: Vec<&VendorCost> =
        costs.vendors.iter().filter(|vendor| state.shows(&vendor.name)).collect();
    vendors.sort_by_key(|vendor| (vendor.rank_by_total.is_none(), vendor.rank_by_total));
    let vendor = state.selected().map(crate::score::evaluation::VendorResult::id);
    let vendor = session.decision().vendors.iter().find(|other| Some(&other.id) == vendor);
    let assumptions = session.decision().cost.iter().flat_map(|basis| {
        ours(basis).into_iter().chain(vendor.into_iter().flat_map(|vendor| of_vendor(basis, vendor)))
    });
    let assumptions = assumptions.filter(|one| state.shows(&one.name));
    vendors.into_iter().map(Listed::Vendor).chain(assumptions.map(Box::new).map(Listed::Assumption)).collect()
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    let row = state.pages.cost.row.min(listed.len().saturating_sub(1));
    // Among the vendors the selection is the one of all pages.
    let selected = state.selected().map(crate::score::evaluation::VendorResult::id);
    let of_vendor =
        listed.iter().position(|one| matches!(one, Listed::Vendor(vendor) if Some(&vendor.id) == selected));
    let is_vendor = matches!(listed.get(row), Some(Listed::Vendor(_)));
    (listed.len(), if is_vendor { of_vendor.unwrap_or(row) } else { row })
}

pub(super) fn select(state: &mut State, row: usize) {
    let vendor = match listed(state).get(row) {
        Some(Listed::Vendor(vendor)) => Some(vendor.id.clone()),
        _ => None,
    };
    state.pages.cost.row = row;
    if vendor.is_some() {
        state.vendor = vendor;
    }
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let (_, at) = rows(state);
    let path = match listed(state).get(at) {
        Some(Listed::Assumption(assumption)) => Some(assumption.path.clone()),
        Some(Listed::Vendor(_)) if matches!(action, Action::Open) => {
            state.page = Page::Vendor;
            return Vec::new();
        }
        _ => None,
    };
    match (action, path) {
        (Action::Edit | Action::Open, Some(path)) => edit(state, &path),
        (Action::Edit, None) => {
            state.say("choose an assumption below the vendors to change it");
            Vec::new()
        }
        _ => Vec::new(),
    }
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
        Listed::Assumption(assumption) if !assumption.path.starts_with("vendors.") => {
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
    let vendors = listed.iter().filter(|one| matches!(one, Listed::Vendor(_))).count();
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
    // A heading stands between the vendors and the assumptions.
    let has_heading = vendors < count;
    let line_of = |row: usize| row + usize::from(has_heading && row >= vendors);
    let lines = count + usize::from(has_heading);
    grid::draw(canvas, area, &columns, lines, (count > 0).then(|| line_of(at)), |line, places| {
        if has_heading && line == vendors {
            let key = crate::tui::help::first_key(state, &Action::Edit);
            return Row::heading(look.line(format!(" What it hangs on ({key} changes it)"), Role::Strong));
        }
        let row = line - usize::from(has_heading && line > vendors);
        let pointer = look.line(if row == at { look.signs.pointer } else { " " }, Role::Key);
        match &listed[row] {
            Listed::Vendor(vendor) => {
                let bar = places.places[4].map_or(0, |(_, cells)| cells);
                Row::new(row, vendor_cells(look, vendor, pointer, most, bar))
            }
            Listed::Assumption(assumption) => {
                let is_changed = session.is_target_changed(&Target::of_path(&assumption.path));
                let star = if is_changed { "* " } else { "" };
                let text = format!(
                    "{star}{}: {} {}",
                    assumption.name,
                    value_text(&assumption.value),
                    assumption.unit
                );
                let role = if is_changed { Role::Strong } else { Role::Plain };
                Row {
                    runs_from: Some(2),
                    ..Row::new(row, vec![pointer, Line::default(), look.line(text, role)])
                }
            }
        }
    });
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
    let foot = foot(look, costs, vendor);
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

/// What it comes to, and what the quote is silent about.
fn foot(look: Look, costs: &Costs, vendor: &VendorCost) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(figures) = &vendor.figures {
        let said = [words::total_text(costs, vendor, figures), words::present_value_text(figures)];
        let said = said.map(|said| said.replace('–', look.signs.dash));
        lines.extend(
            said.into_iter().zip([Role::Plain, Role::Faint]).map(|(said, role)| look.line(said, role)),
        );
    }
    lines.extend(words::not_priced(vendor).map(|said| look.line(said, Role::Doubt)));
    lines.extend(vendor.notes.iter().map(|note| look.line(note.text.clone(), Role::Doubt)));
    lines
}
