//! What each quote really costs: demand, staffing, prices, total cost.
//!
//! Staffing is `f64` and ends in whole agents; from there on hours, contacts and money are exact.

pub mod staffing;
