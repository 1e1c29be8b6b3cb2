//! What a quote comes to, in sentences: its total, what a bot has to take to pay, and what it is worth beside its cost.

use ratatui::text::Line;

use crate::answers::cost::{of_bot, words};
use crate::cost::{Benefits, Costs, VendorCost};
use crate::tui::canvas::{Look, wrap};
use crate::tui::theme::Role;

/// The sentences below the table of a vendor, those that matter most first.
pub(super) fn foot(look: Look, costs: &Costs, vendor: &VendorCost) -> Vec<(String, Role)> {
    let mut said: Vec<(String, Role)> = Vec::new();
    said.extend(vendor.figures.as_ref().map(|one| (words::total_text(costs, vendor, one), Role::Plain)));
    // From where on a bot pays goes before what else there is to say of it.
    let (first, rest): (Vec<String>, Vec<String>) = vendor
        .bots
        .iter()
        .map(|bot| of_bot(&bot.id, bot).into_iter())
        .map(|mut said| (said.next(), said.collect::<Vec<String>>()))
        .fold((Vec::new(), Vec::new()), |(mut first, mut rest), (one, others)| {
            first.extend(one);
            rest.extend(others);
            (first, rest)
        });
    let worth = vendor.worth.as_deref();
    said.extend(first.into_iter().map(|text| (text, Role::Plain)));
    said.extend(worth.map(|worth| (beside(worth), Role::Plain)));
    said.extend(worth.and_then(words::worth_gaps).map(|text| (text, Role::Doubt)));
    said.extend(vendor.figures.as_ref().map(|one| (words::present_value_text(one), Role::Faint)));
    said.extend(words::not_priced(vendor).map(|text| (text, Role::Doubt)));
    said.extend(rest.into_iter().map(|text| (text, Role::Doubt)));
    said.extend(vendor.notes.iter().map(|note| (note.text.clone(), Role::Doubt)));
    let brings = worth.filter(|worth| !worth.is_baseline).map_or(&[][..], |worth| &worth.rows);
    said.extend(brings.iter().map(|row| (words::brings_text(&row.name, row.money.as_ref()), Role::Faint)));
    said.into_iter().map(|(text, role)| (text.replace('–', look.signs.dash), role)).collect()
}

/// The same as lines: whole where there is room for all of them, and cut where there is none.
pub(super) fn lines(look: Look, said: &[(String, Role)], cells: u16, room: u16) -> Vec<Line<'static>> {
    let whole: Vec<(String, Role)> = said
        .iter()
        .flat_map(|(text, role)| wrap(text, cells).into_iter().map(|line| (line, *role)))
        .collect();
    let shown = if whole.len() <= usize::from(room) { &whole[..] } else { said };
    shown.iter().map(|(text, role)| look.line(text.clone(), *role)).collect()
}

/// What it is worth, and against what that is.
fn beside(worth: &Benefits) -> String {
    if worth.is_baseline {
        return "What the others are worth is held against it".to_owned();
    }
    words::worth_text(worth)
}
