//! The weights as sliders, with the ranking that they make beside them.

use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::ranking;
use crate::answers::locks::against;
use crate::answers::weights::{PERCENT_DIGITS, percent};
use crate::decision::{Criterion, CriterionId, Points, Weight};
use crate::exact::Exact;
use crate::open::parts;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Does, Hit, Look, cells_of, width};
use crate::tui::effect::Effect;
use crate::tui::form::make::Kind;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::session::{Session, Target};
use crate::tui::state::{State, Typed, Typing};
use crate::tui::theme::Role;
use crate::tui::wizard;

const ACTIONS: [Action; 14] = [
    Action::More,
    Action::Less,
    Action::Edit,
    Action::Add,
    Action::Normalise,
    Action::FindWeights,
    Action::Lock,
    Action::Reset,
    Action::MuchMore,
    Action::MuchLess,
    Action::Open,
    Action::Filter,
    Action::Remove,
    Action::Details,
];

/// The page.
pub(super) struct WeightsPage;

impl Part for WeightsPage {
    fn names(&self) -> [&'static str; 2] {
        ["Weights", "Wgt."]
    }

    fn key(&self) -> [&'static str; 2] {
        ["weights", "page: weights as sliders"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh rank --set criteria.ID.weight=N".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["Weight", "among the criteria of the same group; that of a group counts among the groups"],
            ["was", "what the file says, where it was changed and is not saved yet"],
            ["of all", "the share of the whole decision, in per cent"],
            [
                "ranking",
                "what the weights do, to the digit as it would be saved; arrows are against what was opened",
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

    fn adds(&self) -> Kind {
        Kind::Criterion
    }

    fn removes(&self, state: &State) -> Option<(parts::Kind, String)> {
        let criteria = &state.session.as_ref()?.decision().criteria;
        let criterion = criteria.get(state.criterion_at())?;
        Some((parts::Kind::Criterion, criterion.id.to_string()))
    }
}

/// The criteria that are listed, by their index.
fn listed(state: &State) -> Vec<usize> {
    let Some(session) = &state.session else { return Vec::new() };
    let criteria = &session.decision().criteria;
    (0..criteria.len()).filter(|at| state.shows(&criteria[*at].name)).collect()
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    let at = state.criterion_at();
    (listed.len(), listed.iter().position(|other| *other == at).unwrap_or(0))
}

pub(super) fn select(state: &mut State, row: usize) {
    let listed = listed(state);
    let criteria = state.session.as_ref().map(|session| &session.decision().criteria);
    state.criterion = listed.get(row).zip(criteria).map(|(at, criteria)| criteria[*at].id.clone());
}

/// The criterion of the selected row.
fn selected(state: &State) -> Option<usize> {
    let (_, row) = rows(state);
    listed(state).get(row).copied()
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(at) = selected(state) else { return Vec::new() };
    match action {
        Action::More => nudge(state, at, 1),
        Action::Less => nudge(state, at, -1),
        Action::MuchMore => nudge(state, at, 5),
        Action::MuchLess => nudge(state, at, -5),
        Action::Slide(row, thousandths) => slide(state, *row, *thousandths),
        Action::Reset => reset(state, at),
        Action::Lock => lock(state, at),
        Action::FindWeights => wizard::open(state, at),
        Action::Normalise => normalise(state, at),
        Action::Edit | Action::Open => {
            if let Some(session) = &state.session {
                let criterion = session.criterion(at);
                let what = Typed::Weight(criterion.id.clone());
                let typing = Typing::over(what, criterion.weight.plain(6));
                state.typing = Some(Typing { warning: warning(session, &criterion.id), ..typing });
            }
        }
        _ => {}
    }
    Vec::new()
}

/// One step of a slider: a hundredth of the whole, as a power of ten.
fn step_of(whole: &Weight) -> Exact {
    let mut step = Exact::ONE;
    let (ten, hundred) = (Exact::from(10), Exact::HUNDRED);
    while &step * &hundred > *whole.exact() {
        step = step.over(&ten).expect("ten is not zero");
    }
    while &step * &Exact::from(1_000) <= *whole.exact() {
        step = &step * &ten;
    }
    step
}

fn nudge(state: &mut State, at: usize, steps: i32) {
    let Some(session) = &state.session else { return };
    let step = step_of(&session.whole(at));
    let weight = session.criterion(at).weight.exact() + &(&step * &Exact::from(steps));
    let most = session.decision().rule.weights.clone();
    let weight = Weight::new(weight).unwrap_or_default();
    let weight = most.map_or(weight.clone(), |most| most.min(weight));
    set(state, at, &weight, true);
}

/// Sets a slider to a share of its length, in whole steps.
fn slide(state: &mut State, row: usize, thousandths: u16) {
    let Some(at) = listed(state).get(row).copied() else { return };
    let Some(session) = &state.session else { return };
    let whole = session.whole(at);
    let step = step_of(&whole);
    let share = (whole.exact() * &Exact::from(u32::from(thousandths.min(1_000))))
        .over(&Exact::from(1_000))
        .unwrap_or_default();
    let steps = share.over(&step).unwrap_or_default();
    let rounding: crate::exact::Rounding = "0 half-up".parse().expect("it is a rounding");
    let weight = Weight::of(&rounding.apply(&steps) * &step);
    select(state, row);
    set(state, at, &weight, true);
}

/// Sets a weight, unless it is locked or the last of its group above 0; then says so.
pub(crate) fn set(state: &mut State, at: usize, weight: &Weight, is_gesture: bool) {
    let Some(session) = &mut state.session else { return };
    let criterion = session.criterion(at);
    let id = criterion.id.clone();
    if session.locked.contains(&id) {
        return refuse_kept(state, &id);
    }
    if criterion.weight == *weight {
        return;
    }
    let siblings = session.siblings(at);
    let is_last = siblings.iter().all(|other| *other == at || session.criterion(*other).weight.is_zero());
    if weight.is_zero() && is_last && session.decision().rule.weights.is_none() {
        state.fail("one weight of a group has to be above 0");
        return;
    }
    let Some(settings) = session.weight_settings(at, weight) else {
        state.fail(NO_ROOM);
        return;
    };
    let says = format!("weight of {id}: {}", weight.plain(6));
    let warning = warning(session, &id);
    let gesture = is_gesture.then_some(Target::Weight(id));
    session.change(settings, says, gesture);
    if let Some(warning) = warning {
        state.say(warning);
    }
}

/// Lets a weight be as the file has it, or make room as the others do.
fn reset(state: &mut State, at: usize) {
    let Some(session) = &mut state.session else { return };
    let id = session.criterion(at).id.clone();
    if session.locked.contains(&id) {
        return refuse_kept(state, &id);
    }
    let says = format!("weight of {id}: {}", session.loaded_weight(at).plain(6));
    let target = Target::Weight(id);
    if !session.is_target_changed(&target) {
        return;
    }
    let settings = vec![(target, None)];
    if session.has_room(&settings) {
        session.change(settings, says, None);
    } else {
        state.fail(NO_ROOM);
    }
}

fn refuse_kept(state: &mut State, id: &CriterionId) {
    let key = crate::tui::help::first_key(state, &Action::Lock);
    state.fail(format!("{id} is locked; {key} unlocks it"));
}

/// What stands against writing a weight, as `weigh set` says it.
fn warning(session: &Session, id: &CriterionId) -> Option<String> {
    against(session.decision(), &Target::Weight(id.clone()).path())
}

fn lock(state: &mut State, at: usize) {
    if let Some(session) = &mut state.session {
        session.toggle_lock(at);
    }
}

/// Lets all other weights of the group make room for this one alone, also those that were set before; kept ones stay.
fn normalise(state: &mut State, at: usize) {
    let Some(session) = &mut state.session else { return };
    if session.decision().rule.weights.is_none() {
        state.say("this rule divides weights by their sum; nothing has to add up");
        return;
    }
    let others: Vec<_> = session.set_besides(at).into_iter().map(|target| (target, None)).collect();
    if others.is_empty() {
        state.say("the other weights of this group make room already");
    } else if session.has_room(&others) {
        session.change(others, "others made room".to_owned(), None);
        state.say("the other weights of the group made room");
    } else {
        state.fail(NO_ROOM);
    }
}

/// What is said where weights cannot add up.
const NO_ROOM: &str =
    "the weights that stay take more than the whole, or nothing can grow; lower or unlock one";

/// Where the selected weight stands.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let session = state.session.as_ref()?;
    let id = &session.criterion(state.criterion_at()).id;
    let heading = format!("[criteria.{id}]");
    // The criteria file is read first.
    let mut read = session.opened.sources.iter().filter(|(_, source)| !source.is_option);
    let at = read
        .next()
        .and_then(|(_, source)| source.text.lines().position(|line| line.trim_start().starts_with(&heading)));
    let line = at.map_or(1, |line| line + 1);
    Some((session.request().criteria.clone(), line))
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let beside = if area.width >= 72 { (area.width * 2 / 5).min(70) } else { 0 };
    let left = Rect { width: area.width - beside, ..area };
    let foot = Rect { y: left.bottom() - 3, height: 3, ..left };
    let list = Rect { height: left.height - 3, ..left };
    draw_sliders(state, session, canvas, list);
    draw_foot(state, session, canvas, foot);
    if beside > 0 {
        let right = canvas.upright(Rect { x: left.right(), width: beside, ..area });
        draw_ranking(session, canvas, right);
    }
}

fn draw_sliders(state: &State, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let listed = listed(state);
    let (count, at) = rows(state);
    let longest = session
        .decision()
        .criteria
        .iter()
        .map(|c| width(&c.name) + 2 * u16::try_from(c.depth()).unwrap_or(0))
        .max();
    let columns = [
        Column::text("", 1, 1),
        Column::text("Criterion", 18, longest.unwrap_or(18).clamp(18, 44)),
        Column::number("Weight", 7),
        Column::text("", 8, 40),
        Column::number("was", 5).goes(2),
        Column::number("of all", 7).goes(1),
    ];
    let places = grid::layout(&columns, area);
    let first = grid::first_row(at, count, usize::from(area.height.saturating_sub(1)));
    grid::draw(canvas, area, &columns, count, (count > 0).then_some(at), |line, places| {
        let cells = places.places[3].map_or(0, |(_, cells)| cells);
        Row::new(line, cells_of_row(session, look, listed[line], line == at, cells))
    });
    // What of each row the mouse can drag.
    if let Some((x, cells)) = places.places[3] {
        for (row, y) in (first..count).zip(area.top() + 1..area.bottom()) {
            canvas.hits.push(Hit { area: Rect { x, y, width: cells, height: 1 }, does: Does::Slider(row) });
        }
    }
}

fn cells_of_row(
    session: &Session,
    look: Look,
    at: usize,
    is_selected: bool,
    cells: u16,
) -> Vec<Line<'static>> {
    let criterion = session.criterion(at);
    let is_locked = session.locked.contains(&criterion.id);
    let mark = if is_locked {
        look.signs.lock
    } else if is_selected {
        look.signs.pointer
    } else {
        " "
    };
    let is_group = criterion.leaf.is_none();
    let role = if is_group { Role::Strong } else { Role::Plain };
    let share = criterion.weight.over(&session.whole(at)).unwrap_or_default().to_f64();
    let filled = cells_of(share, cells);
    let was = session.loaded_weight(at);
    let is_changed = was != criterion.weight;
    let slider = Line::from(vec![
        look.span(look.signs.full.repeat(filled.into()), Role::Bar),
        look.span(look.signs.rest.repeat(cells.saturating_sub(filled).into()), Role::Faint),
    ]);
    vec![
        look.line(mark, Role::Key),
        look.line(format!("{}{}", "  ".repeat(criterion.depth()), criterion.name), role),
        look.line(format!("{}{}", if is_changed { "*" } else { "" }, criterion.weight.plain(2)), role),
        slider,
        look.line(if is_changed { was.plain(2) } else { String::new() }, Role::Faint),
        look.line(percent(&criterion.share().global, PERCENT_DIGITS), Role::Faint),
    ]
}

/// Whether the group adds up, and what another weight would change.
fn draw_foot(state: &State, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.rule(Rect { height: 1, ..area }, &Line::default());
    let Some(at) = selected(state) else { return };
    let line = |row: u16| Rect { y: area.y + row, height: 1, ..area };
    if let Some((text, role)) = sum_text(state, session, at) {
        canvas.text(line(1), &format!(" {text}"), role);
    }
    if let Some(text) = super::sensitivity::next_changes(state) {
        canvas.text(line(2), &format!(" {text}"), Role::Plain);
    }
}

/// What the group of the selected weight adds up to, where that is not what the rule asks.
fn sum_text(state: &State, session: &Session, at: usize) -> Option<(String, Role)> {
    let siblings = session.siblings(at);
    let (whole, sum) = session.sums(&siblings);
    let whole = whole.filter(|whole| **whole != sum)?;
    let group = group_name(session, session.criterion(at));
    let gap = whole.exact() - sum.exact();
    let too = if gap.is_negative() { "too much" } else { "missing" };
    let key = crate::tui::help::first_key(state, &Action::Normalise);
    let text = format!(
        "! {group}: {} of {}, {} {too}; {key} makes room",
        sum.plain(4),
        whole.plain(4),
        gap.abs().plain(4)
    );
    Some((text, Role::Doubt))
}

fn group_name(session: &Session, criterion: &Criterion) -> String {
    criterion.parent.map_or_else(|| "top".to_owned(), |parent| session.criterion(parent).name.clone())
}

/// The ranking that the weights make, with what moved.
fn draw_ranking(session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let evaluation = &session.evaluation;
    let digits = evaluation.shown_decimals().scores;
    let longest = evaluation.vendors.iter().map(|vendor| vendor.score.fixed(digits).len()).max().unwrap_or(6);
    let columns = [
        Column::number("#", 3),
        Column::text("", 3, 3),
        Column::text("Vendor", 10, 40).first(),
        Column::number("Score", u16::try_from(longest.max(6)).unwrap_or(u16::MAX)),
        Column::text("", 5, 20).goes(1),
    ];
    let ranked: Vec<_> = evaluation.vendors.iter().collect();
    let layout_cells = grid::layout(&columns, area).places[4].map_or(0, |(_, cells)| cells);
    grid::draw(canvas, area, &columns, ranked.len(), None, |line, _| {
        let vendor = ranked[line];
        let share = |score: &Points| evaluation.share_of_best(score);
        let rank = vendor.rank.map_or_else(|| look.signs.dash.to_owned(), |rank| rank.to_string());
        let role = if vendor.rank == Some(1) {
            Role::Strong
        } else if vendor.rank.is_none() {
            Role::Faint
        } else {
            Role::Plain
        };
        let mut cells = vec![
            look.line(rank, role),
            ranking::change(session, look, vendor),
            look.line(vendor.name().to_owned(), role),
        ];
        if vendor.rank.is_some() {
            cells.push(look.line(vendor.score.fixed(digits), role));
            cells.push(look.bar(share(&vendor.score), share(&vendor.score), layout_cells));
        } else {
            cells.push(look.line("out", Role::Faint));
        }
        Row { number: None, ..Row::new(line, cells) }
    });
}
