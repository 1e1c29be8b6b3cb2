//! The room that the weights of a group make for one of them.

use super::Weight;
use crate::exact::{Exact, apportion};

/// Digits after the point of weights that made room.
pub const ROOM_DECIMALS: u32 = 4;

/// Lets the weights of a group that do not stay shrink or grow in proportion, so that the group adds up: each is cut
/// off at [`ROOM_DECIMALS`] digits, and what is left goes to the largest remainders ([`apportion`]). So a file that
/// holds them adds up exactly, and says what was shown.
///
/// - `weights`: those of the group.
/// - `stays`: for each of them whether it keeps its weight.
/// - `whole`: what they are to add up to.
/// - Returns all weights, or none where those that stay take more than the whole, or no other one is above 0 and could
///   grow.
///
/// # Panics
/// Never: each weight that is free gets its share.
#[must_use]
pub fn make_room(weights: &[Weight], stays: &[bool], whole: &Weight) -> Option<Vec<Weight>> {
    let of = |is_staying: bool| -> Vec<Exact> {
        let chosen = weights.iter().zip(stays).filter(|(_, stays)| **stays == is_staying);
        chosen.map(|(weight, _)| weight.exact().clone()).collect()
    };
    let free = of(false);
    let room = whole.exact() - &Exact::sum(&of(true));
    if room.is_negative() || (Exact::sum(&free).is_zero() && !room.is_zero()) {
        return None;
    }
    let mut shares = apportion(&free, &room, ROOM_DECIMALS).into_iter().map(Weight::of);
    let weight = |(weight, stays): (&Weight, &bool)| {
        if *stays { weight.clone() } else { shares.next().expect("one share for each weight that is free") }
    };
    Some(weights.iter().zip(stays).map(weight).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(weights: &[&str], stays: &[bool], whole: &str) -> Option<String> {
        let weight = |text: &str| Weight::new(Exact::parse(text).unwrap()).unwrap();
        let weights: Vec<Weight> = weights.iter().map(|text| weight(text)).collect();
        let whole = weight(whole);
        let made = make_room(&weights, stays, &whole)?;
        assert_eq!(Weight::sum(&made), whole);
        Some(made.iter().map(Weight::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn the_others_share_what_is_left_and_add_up_to_the_last_digit() {
        let [one, none] = [[true, false, false, false], [false; 4]];
        assert_eq!(room(&["40", "20", "20", "20"], &one, "100").unwrap(), "40 20 20 20");
        assert_eq!(room(&["30", "25", "25", "25"], &one, "100").unwrap(), "30 23.3334 23.3333 23.3333");
        assert_eq!(room(&["10", "1", "2", "0"], &none, "100").unwrap(), "76.9231 7.6923 15.3846 0");
        assert_eq!(room(&["100", "1", "2", "3"], &one, "100").unwrap(), "100 0 0 0");
        assert_eq!(room(&["0.000001", "50", "50", "0"], &one, "100").unwrap(), "0.000001 50 49.999999 0");
    }

    #[test]
    fn nobody_can_make_room_where_the_rest_is_taken_or_nothing() {
        assert_eq!(room(&["101", "1"], &[true, false], "100"), None);
        assert_eq!(room(&["40", "0"], &[true, false], "100"), None);
        assert_eq!(room(&["40", "40"], &[true, true], "100"), None);
        assert_eq!(room(&["100", "0"], &[true, false], "100").unwrap(), "100 0");
    }
}
