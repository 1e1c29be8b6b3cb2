//! What the parts of the page are drawn from, and how a mark looks on all of them.

use ratatui::text::Line;

use super::names;
use crate::answers::document::Cell;
use crate::answers::panel::tables;
use crate::decision::Panel;
use crate::decision::panel::{Given, PanelRule, Shown, Standing};
use crate::panel::results::MarkResult;
use crate::tui::canvas::{Look, width};
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// What the parts of the page are drawn from.
pub(super) struct View<'a> {
    pub(super) state: &'a State,
    pub(super) session: &'a Session,
    pub(super) panel: &'a Panel,
    pub(super) rule: PanelRule,
    /// What the evaluators are called, in their order.
    pub(super) names: Vec<String>,
}

impl View<'_> {
    /// What the criterion of a mark is called.
    pub(super) fn criterion_name<'a>(&'a self, mark: &'a MarkResult) -> &'a str {
        self.session.decision().criterion_name(&mark.combined.criterion)
    }

    /// What a mark is of, as a heading: the vendor and the criterion.
    pub(super) fn title(&self, look: Look, mark: &MarkResult) -> String {
        names(self.session, mark).join(&format!(" {} ", look.signs.dot))
    }

    /// The cells that the longest name of a criterion takes.
    pub(super) fn longest_criterion(&self) -> u16 {
        self.state.pages.panel.marks.iter().map(|mark| width(self.criterion_name(mark))).max().unwrap_or(0)
    }
}

/// A mark in a cell, with its brackets: a recused one in its own.
pub(super) fn given_text(look: Look, given: &Given) -> (String, Role) {
    let Cell { text, tone, .. } = tables::given(given);
    let text = if text.starts_with('(') { text } else { format!(" {text} ").into() };
    (text.replace('·', look.signs.rest).replace('–', look.signs.dash), tone.into())
}

/// The same in brackets that say that it is selected.
pub(super) fn bracketed(text: &str) -> String {
    text.strip_prefix(' ')
        .and_then(|text| text.strip_suffix(' '))
        .map_or_else(|| format!("[{text}]"), |inner| format!("[{inner}]"))
}

/// How a mark stands that has no note to show.
pub(super) fn standing_text(view: &View<'_>, evaluator: usize, mark: &MarkResult) -> String {
    match mark.combined.given[evaluator].standing {
        Standing::Counts => String::new(),
        Standing::Abstains => "cannot judge this".to_owned(),
        Standing::Missing => "to come".to_owned(),
        Standing::Recused => {
            let conflict = view.panel.evaluators[evaluator].conflict(&mark.combined.vendor);
            let reason = conflict
                .and_then(|conflict| conflict.reason.as_ref())
                .filter(|_| view.rule.shown == Shown::Names)
                .map_or_else(String::new, |reason| format!(": {reason}"));
            format!("does not judge this vendor{reason}")
        }
    }
}

/// A line in several parts with dots between them.
pub(super) fn dotted(look: Look, parts: &[(String, Role)]) -> Line<'static> {
    let mut line = Line::from(" ");
    for (at, (text, role)) in parts.iter().enumerate() {
        if at > 0 {
            line.push_span(look.span(format!(" {} ", look.signs.dot), Role::Faint));
        }
        line.push_span(look.span(text.clone(), *role));
    }
    line
}
