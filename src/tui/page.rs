//! The pages, one file each: what it remembers, what it does, how it is drawn.

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod cost;
pub(crate) mod gaps;
pub(crate) mod gates;
pub(crate) mod panel;
pub(crate) mod ranking;
pub(crate) mod robustness;
pub(crate) mod sensitivity;
pub(crate) mod start;
pub(crate) mod vendor;
pub(crate) mod weights;

use ratatui::layout::Rect;

use super::action::Action;
use super::canvas::Canvas;
use super::effect::Effect;
use super::state::State;

/// A page of a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Who is ahead, by how much, who is out and why.
    #[default]
    Ranking,
    /// One vendor, down to the evidence.
    Vendor,
    /// Vendors side by side.
    Compare,
    /// The weights as sliders.
    Weights,
    /// Vendors against must-haves.
    Gates,
    /// The scores over one weight.
    Sensitivity,
    /// What is not known yet.
    Gaps,
    /// Problems in the files.
    Check,
    /// What each quote really costs.
    Cost,
    /// How sure the ranking is.
    Robustness,
    /// What each evaluator says, and where they differ.
    Panel,
}

impl Page {
    /// In the order of their numbers, from 1.
    pub(crate) const ALL: [Page; 11] = [
        Page::Ranking,
        Page::Vendor,
        Page::Compare,
        Page::Weights,
        Page::Gates,
        Page::Sensitivity,
        Page::Gaps,
        Page::Check,
        Page::Cost,
        Page::Robustness,
        Page::Panel,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Page::Ranking => "Ranking",
            Page::Vendor => "Vendor",
            Page::Compare => "Compare",
            Page::Weights => "Weights",
            Page::Gates => "Gates",
            Page::Sensitivity => "Sensitivity",
            Page::Gaps => "Gaps",
            Page::Check => "Check",
            Page::Cost => "Cost",
            Page::Robustness => "Robustness",
            Page::Panel => "Panel",
        }
    }

    /// Its name where there is little room.
    pub(crate) fn short_name(self) -> &'static str {
        match self {
            Page::Ranking => "Rank",
            Page::Vendor => "Vend.",
            Page::Compare => "Comp",
            Page::Weights => "Wgt.",
            Page::Sensitivity => "Sens",
            Page::Robustness => "Rob.",
            Page::Gates | Page::Gaps | Page::Check | Page::Cost | Page::Panel => self.name(),
        }
    }

    /// The command that shows the same in plain text.
    pub(crate) fn twin(self, state: &State) -> String {
        let vendor = || state.vendor.as_ref().map_or_else(|| "VENDOR".to_owned(), ToString::to_string);
        match self {
            Page::Ranking | Page::Gates => "weigh rank".to_owned(),
            Page::Vendor => format!("weigh explain {}", vendor()),
            Page::Compare => {
                let compared: Vec<String> =
                    compare::vendors(state).map(|vendor| vendor.id().to_string()).collect();
                format!("weigh compare {}", compared.join(" "))
            }
            Page::Weights => "weigh rank --set criteria.ID.weight=N".to_owned(),
            Page::Sensitivity => "weigh sensitivity".to_owned(),
            Page::Gaps => "weigh gaps".to_owned(),
            Page::Check => "weigh check".to_owned(),
            Page::Cost => format!("weigh cost {}", vendor()),
            Page::Robustness => "weigh robust".to_owned(),
            Page::Panel => "weigh panel".to_owned(),
        }
    }

    /// The page `steps` further on, around the ends.
    pub(crate) fn step(self, steps: isize) -> Page {
        let at = Page::ALL.iter().position(|page| *page == self).unwrap_or(0);
        Page::ALL[(at.cast_signed() + steps).rem_euclid(Page::ALL.len().cast_signed()).cast_unsigned()]
    }

    /// Every action that the page may take, those that matter most first.
    pub(crate) fn actions(self) -> Vec<Action> {
        let own: &[Action] = match self {
            Page::Ranking => &ranking::ACTIONS,
            Page::Vendor => &vendor::ACTIONS,
            Page::Compare => &compare::ACTIONS,
            Page::Weights => &weights::ACTIONS,
            Page::Gates => &gates::ACTIONS,
            Page::Sensitivity => &sensitivity::ACTIONS,
            Page::Gaps => &gaps::ACTIONS,
            Page::Check => &check::ACTIONS,
            Page::Cost => &cost::ACTIONS,
            Page::Robustness => &robustness::ACTIONS,
            Page::Panel => &panel::ACTIONS,
        };
        let pages = Page::ALL.map(Action::Go);
        own.iter().chain(&LIST).chain(&EVERYWHERE).cloned().chain(pages).collect()
    }

    /// How many rows the page has, and which is selected.
    pub(crate) fn rows(self, state: &State) -> (usize, usize) {
        match self {
            Page::Ranking | Page::Gates => ranking::rows(state),
            Page::Vendor => vendor::rows(state),
            Page::Compare => compare::rows(state),
            Page::Weights | Page::Sensitivity => weights::rows(state),
            Page::Gaps => gaps::rows(state),
            Page::Check => check::rows(state),
            Page::Cost => cost::rows(state),
            Page::Robustness => robustness::rows(state),
            Page::Panel => panel::rows(state),
        }
    }

    /// Moves the selection to a row.
    pub(crate) fn select(self, state: &mut State, row: usize) {
        match self {
            Page::Ranking | Page::Gates => ranking::select(state, row),
            Page::Vendor => state.vendor_row = row,
            Page::Compare => state.compare_row = row,
            Page::Weights | Page::Sensitivity => weights::select(state, row),
            Page::Gaps => state.gaps_row = row,
            Page::Check => state.check_row = row,
            Page::Cost => cost::select(state, row),
            Page::Robustness => robustness::select(state, row),
            Page::Panel => panel::select(state, row),
        }
    }

    /// Does what the page alone does with an action.
    pub(crate) fn update(self, state: &mut State, action: &Action) -> Vec<Effect> {
        match self {
            Page::Ranking => ranking::update(state, action),
            Page::Vendor => vendor::update(state, action),
            Page::Compare => compare::update(state, action),
            Page::Weights => weights::update(state, action),
            Page::Gates => gates::update(state, action),
            Page::Sensitivity => sensitivity::update(state, action),
            Page::Gaps => gaps::update(state, action),
            Page::Check => check::update(state, action),
            Page::Cost => cost::update(state, action),
            Page::Robustness => robustness::update(state, action),
            Page::Panel => panel::update(state, action),
        }
    }

    /// Draws the page.
    pub(crate) fn draw(self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        match self {
            Page::Ranking => ranking::draw(state, canvas, area),
            Page::Vendor => vendor::draw(state, canvas, area),
            Page::Compare => compare::draw(state, canvas, area),
            Page::Weights => weights::draw(state, canvas, area),
            Page::Gates => gates::draw(state, canvas, area),
            Page::Sensitivity => sensitivity::draw(state, canvas, area),
            Page::Gaps => gaps::draw(state, canvas, area),
            Page::Check => check::draw(state, canvas, area),
            Page::Cost => cost::draw(state, canvas, area),
            Page::Robustness => robustness::draw(state, canvas, area),
            Page::Panel => panel::draw(state, canvas, area),
        }
    }
}

/// What every page takes, after what it takes itself.
const EVERYWHERE: [Action; 16] = [
    Action::Save,
    Action::Undo,
    Action::Redo,
    Action::Help,
    Action::Quit,
    Action::Palette,
    Action::NextPage,
    Action::PreviousPage,
    Action::Reload,
    Action::Export,
    Action::Editor,
    Action::Choose,
    Action::Theme,
    Action::Redraw,
    Action::Suspend,
    Action::Back,
];

/// Moving through a list.
const LIST: [Action; 6] =
    [Action::Down, Action::Up, Action::PageDown, Action::PageUp, Action::First, Action::Last];
