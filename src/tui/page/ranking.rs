//! Ranking: who is ahead, by how much, who is out and why.

mod list;
pub(crate) mod next;
mod why;

use ratatui::layout::Rect;

use super::Page;
use crate::decision::CriterionId;
use crate::open::parts;
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::page::{Part, selected_vendor};
use crate::tui::state::State;
use crate::tui::theme::Role;
pub(super) use list::change;
use list::draw_list;
use why::draw_why;

const ACTIONS: [Action; 8] = [
    Action::Open,
    Action::Mark,
    Action::Filter,
    Action::Sort,
    Action::Reverse,
    Action::Add,
    Action::Remove,
    Action::Details,
];

/// The page.
pub(super) struct RankingPage;

impl Part for RankingPage {
    fn names(&self) -> [&'static str; 2] {
        ["Ranking", "Rank"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["ranking", "page: ranking"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh rank".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["#", "the rank; equal ranks are marked with =, a dash is out of the ranking"],
            ["▲ ▼", "how far the rank moved against the files, by what is not saved yet"],
            [
                "Score",
                "the points of all criteria by their weights; the bar is the share of the best that is possible, its light end what may still come",
            ],
            [
                "Range",
                "from the lowest to the highest that the score may be, since facts are not known or known as a range",
            ],
            [
                "first in",
                "in how many of the draws over weights and uncertain facts it leads; the page of robustness tells more",
            ],
            [
                "Points by group",
                "how many points each group of criteria gives, drawn side by side; the legend is below",
            ],
            ["Must-haves", "how many are passed, failed, or open because a fact is not known"],
            ["Behind", "the points behind the leader"],
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

    fn removes(&self, state: &State) -> Option<(parts::Kind, String)> {
        selected_vendor(state)
    }
}

/// Columns from which the reasons stand beside the ranking.
const WIDE: u16 = 160;
/// Rows from which they stand below it.
const TALL: u16 = 18;

/// What the ranking is ordered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The rank, the best first.
    #[default]
    Rank,
    /// How far it rose against the files.
    Change,
    /// The name, by its letters.
    Name,
    /// The score, the highest first.
    Score,
    /// How far the score may still move.
    Doubt,
    /// In how many of the draws it leads, the most first.
    First,
    /// The points of a group at the top.
    Group(CriterionId),
    /// How many must-haves it fails or leaves open.
    Gates,
    /// The gap to the leader.
    Gap,
}

/// The order of the ranking.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    by: SortBy,
    is_reversed: bool,
}

/// Every order in turn.
fn orders(evaluation: &Evaluation) -> Vec<SortBy> {
    let groups = evaluation.top().map(|(_, group)| SortBy::Group(group.id.clone()));
    [SortBy::Rank, SortBy::Change, SortBy::Name, SortBy::Score, SortBy::Doubt, SortBy::First]
        .into_iter()
        .chain(groups)
        .chain([SortBy::Gates, SortBy::Gap])
        .collect()
}

/// The vendors as they are listed, by their index: the ranking in its order, then those that are out.
pub(crate) fn listed(state: &State) -> Vec<usize> {
    let Some(session) = &state.session else { return Vec::new() };
    let vendors = &session.evaluation.vendors;
    let shown = |at: &usize| {
        let vendor = &vendors[*at];
        state.shows(vendor.name())
            || vendor.vendor.local.as_ref().is_some_and(|local| state.shows(local))
            || state.shows(vendor.id().as_str())
    };
    let (mut ranked, out): (Vec<usize>, Vec<usize>) =
        (0..vendors.len()).filter(shown).partition(|at| vendors[*at].rank.is_some());
    let by = |at: usize| &vendors[at];
    match &state.pages.order.by {
        SortBy::Rank => {}
        SortBy::Change => {
            ranked.sort_by_key(|at| std::cmp::Reverse(session.risen(by(*at).id(), by(*at).rank)));
        }
        SortBy::Name => ranked.sort_by_key(|at| by(*at).name().to_lowercase()),
        SortBy::Score => ranked.sort_by(|a, b| by(*b).score.cmp(&by(*a).score)),
        SortBy::Doubt => {
            ranked.sort_by_cached_key(|at| std::cmp::Reverse(&by(*at).highest - &by(*at).lowest));
        }
        SortBy::First => {
            let leads = |at: &usize| list::first_share_of(state, by(*at));
            ranked.sort_by(|a, b| leads(b).partial_cmp(&leads(a)).unwrap_or(std::cmp::Ordering::Equal));
        }
        SortBy::Group(id) => {
            if let Some(group) =
                session.evaluation.decision.criteria.iter().position(|criterion| criterion.id == *id)
            {
                ranked.sort_by(|a, b| by(*b).cells[group].points.cmp(&by(*a).cells[group].points));
            }
        }
        SortBy::Gates => ranked.sort_by_key(|at| by(*at).count_must_haves(Outcome::Open)),
        SortBy::Gap => ranked.sort_by(|a, b| by(*a).gap.cmp(&by(*b).gap)),
    }
    if state.pages.order.is_reversed {
        ranked.reverse();
    }
    ranked.into_iter().chain(out).collect()
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    (listed.len(), place(state, &listed))
}

/// The row of the selected vendor among those listed; the first one where it is not among them.
pub(super) fn place(state: &State, listed: &[usize]) -> usize {
    let Some(session) = &state.session else { return 0 };
    let is_selected = |at: &usize| Some(session.evaluation.vendors[*at].id()) == state.vendor.as_ref();
    listed.iter().position(is_selected).unwrap_or(0)
}

pub(super) fn select(state: &mut State, row: usize) {
    let listed = listed(state);
    let Some(session) = &state.session else { return };
    state.vendor = listed.get(row).map(|at| session.evaluation.vendors[*at].id().clone());
}

/// The vendor of the selected row; none where the filter hides all.
pub(super) fn selected(state: &State) -> Option<&VendorResult> {
    let listed = listed(state);
    Some(&state.session.as_ref()?.evaluation.vendors[*listed.get(place(state, &listed))?])
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::Open => {
            if let Some(id) = selected(state).map(|vendor| vendor.id().clone()) {
                state.vendor = Some(id);
                state.pages.vendor.row = 0;
                state.page = Page::Vendor;
            }
        }
        Action::Mark => mark(state),
        Action::Sort => {
            let Some(session) = &state.session else { return Vec::new() };
            let orders = orders(&session.evaluation);
            let at = orders.iter().position(|order| *order == state.pages.order.by).unwrap_or(0);
            sort_by(state, orders[(at + 1) % orders.len()].clone());
        }
        Action::Reverse => state.pages.order.is_reversed = !state.pages.order.is_reversed,
        Action::SortBy(by) if *by == state.pages.order.by => {
            state.pages.order.is_reversed = !state.pages.order.is_reversed;
        }
        Action::SortBy(by) => sort_by(state, by.clone()),
        _ => {}
    }
    Vec::new()
}

/// The name of a group that vendors are ordered by.
fn group_name(state: &State, id: &CriterionId) -> String {
    let mut criteria = state.session.iter().flat_map(|session| session.decision().criteria.iter());
    criteria
        .find(|criterion| criterion.id == *id)
        .map_or_else(|| id.to_string(), |criterion| criterion.name.clone())
}

fn sort_by(state: &mut State, by: SortBy) {
    let name = match &by {
        SortBy::Rank => "rank".to_owned(),
        SortBy::Change => "change of rank".to_owned(),
        SortBy::Name => "name".to_owned(),
        SortBy::Score => "score".to_owned(),
        SortBy::Doubt => "doubt".to_owned(),
        SortBy::First => "how often it leads".to_owned(),
        SortBy::Group(id) => format!("points for {}", group_name(state, id)),
        SortBy::Gates => "open must-haves".to_owned(),
        SortBy::Gap => "points behind the first".to_owned(),
    };
    state.pages.order = Order { by, is_reversed: false };
    state.say(format!("ordered by {name}"));
}

fn mark(state: &mut State) {
    let Some(id) = selected(state).map(|vendor| vendor.id().clone()) else { return };
    if let Some(at) = state.marked.iter().position(|marked| *marked == id) {
        state.marked.remove(at);
    } else if state.marked.len() == super::compare::MOST {
        state.fail(format!("{} vendors are marked already; unmark one first", super::compare::MOST));
        return;
    } else {
        state.marked.push(id);
    }
    let marked = state.marked.len();
    state.say(match marked {
        0 => "no vendor is marked".to_owned(),
        1 => "1 vendor is marked; mark another one, then compare".to_owned(),
        _ => format!(
            "{marked} vendors are marked: {} compares them",
            crate::tui::help::first_key(state, &Action::Go(Page::Compare))
        ),
    });
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let (list, why) = if area.width >= WIDE {
        let list = Rect { width: area.width * 3 / 5, ..area };
        (list, Some(Rect { x: list.right() + 1, width: area.width - list.width - 1, ..area }))
    } else if area.height >= TALL {
        let high = (area.height / 3).clamp(6, 12);
        let list = Rect { height: area.height - high, ..area };
        (list, Some(Rect { y: list.bottom(), height: high, ..area }))
    } else {
        (area, None)
    };
    let question = session.evaluation.decision.question.as_ref().filter(|_| list.height > 12);
    let list = match question {
        Some(question) => {
            canvas.text(Rect { height: 1, ..list }, &format!(" {question}"), Role::Strong);
            Rect { y: list.y + 1, height: list.height - 1, ..list }
        }
        None => list,
    };
    let is_beside = area.width >= WIDE;
    let list = next::draw_next(state, session, canvas, list);
    draw_list(state, session, canvas, list);
    if let (Some(area), Some(vendor)) = (why, selected(state)) {
        let inner = if is_beside {
            canvas.upright(area)
        } else {
            let name = canvas.look.line(vendor.name(), Role::Strong);
            canvas.rule(area, &name);
            Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 }
        };
        draw_why(state, session, canvas, inner, vendor, is_beside);
    }
}
