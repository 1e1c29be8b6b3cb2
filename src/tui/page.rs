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

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::action::Action;
use super::canvas::Canvas;
use super::effect::Effect;
use super::form::make::Kind;
use super::state::State;
use crate::open::parts;

/// What a page is: a file of its own, which implements this, and one line in the list of pages.
pub(crate) trait Part: Sync {
    /// Its name, and a shorter one where there is little room.
    fn names(&self) -> [&'static str; 2];

    /// As the file of keys calls it, and what it shows.
    fn key(&self) -> [&'static str; 2];

    /// What it takes besides what every page takes, those that matter most first.
    fn actions(&self) -> &'static [Action];

    /// The command that shows the same in plain text.
    fn twin(&self, state: &State) -> String;

    /// How many rows it has, and which is selected.
    fn rows(&self, state: &State) -> (usize, usize);

    /// Moves the selection to a row.
    fn select(&self, state: &mut State, row: usize);

    /// Does what it alone does with an action.
    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect>;

    /// Draws it.
    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect);

    /// What its columns and signs are, and how they are read.
    fn heads(&self) -> &'static [[&'static str; 2]];

    /// Where what is selected stands: the file of the vendor where it says nothing else.
    fn place(&self, state: &State) -> Option<(PathBuf, usize)> {
        vendor::file(state).map(|file| (file, 1))
    }

    /// What can be added to what it lists.
    fn adds(&self) -> Kind {
        Kind::Vendor
    }

    /// What can be taken away of what it lists, with the selected one.
    fn removes(&self, _: &State) -> Option<(parts::Kind, String)> {
        None
    }
}

/// Makes the list of pages.
macro_rules! pages {
    ($($(#[$doc:meta])* $page:ident = $part:expr,)+) => {
        /// A page of a decision.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Page {
            $($(#[$doc])* $page,)+
        }

        impl Page {
            /// In the order of their numbers, from 1.
            pub(crate) const ALL: &'static [Page] = &[$(Page::$page,)+];

            /// What it is.
            pub(crate) fn part(self) -> &'static dyn Part {
                match self {
                    $(Page::$page => &$part,)+
                }
            }
        }
    };
}

pages! {
    /// Who is ahead, by how much, who is out and why.
    #[default]
    Ranking = ranking::RankingPage,
    /// One vendor, down to the evidence.
    Vendor = vendor::VendorPage,
    /// Vendors side by side.
    Compare = compare::ComparePage,
    /// The weights as sliders.
    Weights = weights::WeightsPage,
    /// Vendors against must-haves.
    Gates = gates::GatesPage,
    /// The scores over one weight.
    Sensitivity = sensitivity::SensitivityPage,
    /// What is not known yet.
    Gaps = gaps::GapsPage,
    /// Problems in the files.
    Check = check::CheckPage,
    /// What each quote really costs.
    Cost = cost::CostPage,
    /// How sure the ranking is.
    Robustness = robustness::RobustnessPage,
    /// What each evaluator says, and where they differ.
    Panel = panel::PanelPage,
}

/// What the pages remember of their own.
#[derive(Default)]
pub(crate) struct Remembered {
    pub(crate) order: ranking::Order,
    pub(crate) vendor: vendor::Remembered,
    /// The selected row, as of the pages below.
    pub(crate) compare: usize,
    pub(crate) gate: usize,
    pub(crate) gaps: usize,
    pub(crate) check: usize,
    pub(crate) cost: cost::Remembered,
    pub(crate) panel: panel::Remembered,
}

impl Page {
    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.part().names()[0]
    }

    /// Its name where there is little room.
    pub(crate) fn short_name(self) -> &'static str {
        self.part().names()[1]
    }

    /// The page `steps` further on, around the ends.
    pub(crate) fn step(self, steps: isize) -> Page {
        let at = Page::ALL.iter().position(|page| *page == self).unwrap_or(0);
        Page::ALL[(at.cast_signed() + steps).rem_euclid(Page::ALL.len().cast_signed()).cast_unsigned()]
    }

    /// Every action that the page may take, those that matter most first.
    pub(crate) fn actions(self) -> Vec<Action> {
        let pages = Page::ALL.iter().copied().map(Action::Go);
        self.part().actions().iter().chain(&LIST).chain(&EVERYWHERE).cloned().chain(pages).collect()
    }
}

/// The vendor that is selected, for commands.
fn vendor_word(state: &State) -> String {
    state.vendor.as_ref().map_or_else(|| "VENDOR".to_owned(), ToString::to_string)
}

/// The selected vendor, to be taken away.
fn selected_vendor(state: &State) -> Option<(parts::Kind, String)> {
    state.selected().map(|vendor| (parts::Kind::Vendor, vendor.id().to_string()))
}

/// What every page takes, after what it takes itself.
const EVERYWHERE: [Action; 23] = [
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
    Action::Award,
    Action::Copy,
    Action::Editor,
    Action::Choose,
    Action::EditPart,
    Action::EditDecision,
    Action::EditRule,
    Action::EditNotice,
    Action::EditDisclosure,
    Action::Theme,
    Action::Redraw,
    Action::Suspend,
    Action::Back,
];

/// Moving through a list.
const LIST: [Action; 6] =
    [Action::Down, Action::Up, Action::PageDown, Action::PageUp, Action::First, Action::Last];
