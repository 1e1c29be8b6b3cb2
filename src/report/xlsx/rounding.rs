//! Numbers rounded as the rule says, in the functions of a spreadsheet.

use crate::exact::{Mode, Rounding};

/// A number rounded by the rule.
///
/// A sum in binary can end a hair below or above a half that it meets exactly. So the number is first taken
/// to as many digits as can be trusted.
///
/// - `guard`: that many digits after the point.
pub(super) fn rounded(number: &str, rounding: Option<Rounding>, guard: u32) -> String {
    let Some(Rounding { digits, mode }) = rounding else { return number.to_owned() };
    if digits >= guard {
        return format!("ROUND({number},{digits})");
    }
    let trusted = format!("ROUND({number},{guard})");
    match mode {
        Mode::HalfUp => format!("ROUND({trusted},{digits})"),
        Mode::Truncate => format!("ROUNDDOWN({trusted},{digits})"),
        Mode::Up => format!("ROUNDUP({trusted},{digits})"),
        Mode::HalfEven => {
            let scaled = format!("ROUND({number}*1E{digits},{})", guard - digits);
            // Half of the number, rounded and doubled, is the even neighbour of a half.
            format!("IF(MOD({scaled},1)=0.5,2*ROUND({scaled}/2,0),ROUND({scaled},0))/1E{digits}")
        }
    }
}
