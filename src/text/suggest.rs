//! "Did you mean": the names that a mistyped one is close to.

/// The most names that are suggested at once.
const MOST: usize = 3;
/// The most single-letter edits between a mistyped name and a suggested one.
const FARTHEST: usize = 3;

/// The candidates closest to `name`, at most three, best first and then by name.
///
/// Close means: no more edits than a third of the name's length and never more than three, or one
/// contains the other. Nothing is suggested for a name shorter than three characters.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    // Somebody's megabyte is not a mistyped name, and comparing it would take its time.
    if !(3..=200).contains(&length) {
        return Vec::new();
    }
    let limit = (length / 3).clamp(1, FARTHEST);
    let mut close: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            // The difference in length is a lower bound of the edits, and cheap.
            let is_near = lower.chars().count().abs_diff(length) <= limit;
            let edits = if is_near { strsim::osa_distance(&wanted, &lower) } else { usize::MAX };
            if edits <= limit {
                Some((edits, candidate))
            } else {
                let contains = lower.contains(&wanted) || (lower.len() > 2 && wanted.contains(&lower));
                contains.then_some((FARTHEST + 1, candidate))
            }
        })
        .collect();
    close.sort_unstable();
    close.dedup();
    close.truncate(MOST);
    close.into_iter().map(|(_, candidate)| candidate).collect()
}

/// "did you mean `a` or `b`?", or nothing.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let close = closest(name, candidates);
    (!close.is_empty()).then(|| format!("did you mean {}?", listed(&close, "or")))
}

/// What to say of a name that nothing has: names close to it, or else all that there are.
///
/// - `known`: the names that may be typed.
/// - `also`: other names of the same things, which somebody may have meant.
pub fn hint<'a>(name: &str, known: &[&'a str], also: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(name, known.iter().copied().chain(also)).unwrap_or_else(|| {
        if known.is_empty() { "there are none".to_owned() } else { format!("there are {}", known.join(", ")) }
    })
}

/// Names in backticks with commas and a last word between: `a`, `b` or `c`.
pub fn listed<S: AsRef<str>>(names: &[S], last_word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} {last_word} {last}", rest.join(", ")),
    }
}

/// Names in double quotes with commas between: `"en", "th"`. A comma within one of them is told from one between.
#[must_use]
pub fn in_quotes<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("\"{}\"", name.as_ref())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_near_names_only() {
        let keys = ["security", "cost", "culture", "scale", "weight"];
        assert_eq!(closest("secuirty", keys), ["security"]);
        assert_eq!(closest("Cost", keys), ["cost"]);
        assert_eq!(closest("weights", keys), ["weight"]);
        assert_eq!(closest("hourly_rate", keys), Vec::<&str>::new());
        assert_eq!(closest("co", keys), Vec::<&str>::new());
        assert_eq!(did_you_mean("wieght", keys).unwrap(), "did you mean `weight`?");
    }

    #[test]
    fn lists_names_as_people_do() {
        assert_eq!(listed(&["a"], "or"), "`a`");
        assert_eq!(listed(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(listed(&["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }
}
