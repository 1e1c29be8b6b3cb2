//! Colours and pictures as pages and templates write them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::brand::Logo;
use crate::exact::hexadecimal;

/// A picture as the address of itself.
pub(super) fn data_url(logo: &Logo) -> String {
    format!("data:{};base64,{}", logo.media_type, STANDARD.encode(&logo.bytes))
}

/// A colour as a style sheet writes it.
pub(super) fn colour_text(colour: [u8; 3]) -> String {
    format!("#{}", hexadecimal(&colour))
}
