//! The heads of the tables of a form, by which they are found when it comes back.

/// The heads of the columns, with their widths.
pub(super) const HEADS: [(&str, f64); 9] = [
    ("Id", 16.0),
    ("Question", 52.0),
    ("How to answer", 24.0),
    ("Answer", 26.0),
    ("Lowest", 10.0),
    ("Highest", 10.0),
    ("Evidence", 34.0),
    ("As of", 12.0),
    ("Remarks", 34.0),
];
/// The head over what each answer weighs, where vendors may see it.
pub(super) const WEIGHT_HEAD: &str = "Weight, %";
/// The heads of the first columns of the three tables of a quote.
pub(super) const TERM: &str = "Term";
pub(super) const PRICE: &str = "Price";
pub(super) const CHARGE: &str = "Charge";

/// Whether a text is the first head of a table of a quote.
pub(super) fn is_of_quote(text: &str) -> bool {
    [TERM, PRICE, CHARGE].contains(&text)
}
