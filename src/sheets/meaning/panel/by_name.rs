//! The sheet of an evaluator by the names of criteria and vendors, with the slips in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::kinds::Kind;
use crate::sheets::meaning::leaf::{Leaf, is_near};
use crate::sheets::words::folded;
use crate::text::alike::{is_spelling_of, resembles};

/// The sheet of an evaluator by the names of criteria and vendors.
pub(super) struct ByName {
    table: usize,
    /// The first line of each name.
    lines: HashMap<String, u32>,
    /// The slot of each vendor's marks.
    slots: BTreeMap<usize, Option<u32>>,
    /// For each of them the slot of the words beside.
    comments: BTreeMap<u32, u32>,
    /// Names that are taken for others, which they nearly are: their cells, and those others.
    pub(super) slips: Vec<(Place, String)>,
    /// Lines of marks under names that no criterion has.
    pub(super) over: Vec<(u32, Place)>,
    /// Columns of marks under names that no vendor has.
    pub(super) others: Vec<(u32, Place)>,
}

impl ByName {
    pub(super) fn of(reader: &Reader<'_>, table: usize, leaves: &[Leaf]) -> ByName {
        let it = reader.table(table);
        let mut lines = HashMap::new();
        for line in &it.lines {
            lines.entry(folded(&line.name)).or_insert(line.at);
        }
        let vendors = reader.vendors_of(table);
        let bidders = it.bidders.iter().zip(&vendors);
        let slots = bidders.filter_map(|(bidder, vendor)| Some(((*vendor)?, bidder.mark))).collect();
        let comments = it.bidders.iter().filter_map(|one| Some((one.mark?, one.comment.or(it.remarks)?)));
        let mut found = ByName {
            table,
            lines,
            slots,
            comments: comments.collect(),
            slips: Vec::new(),
            over: Vec::new(),
            others: Vec::new(),
        };
        found.match_lines(reader, leaves);
        found.match_vendors(reader, &vendors);
        found
    }

    fn match_lines(&mut self, reader: &Reader<'_>, leaves: &[Leaf]) {
        let it = reader.table(self.table);
        let names: BTreeSet<String> = leaves.iter().map(|leaf| folded(&leaf.name)).collect();
        let free = it.lines.iter().zip(&reader.kinds[self.table]).filter(|(line, kind)| {
            **kind == Kind::Criterion && !line.name.is_empty() && !names.contains(&folded(&line.name))
        });
        let free: Vec<(u32, &str, Place)> =
            free.filter_map(|(line, _)| Some((line.at, line.name.as_str(), line.place?))).collect();
        let open: Vec<&str> =
            leaves.iter().map(|leaf| leaf.name.as_str()).filter(|name| !self.has(name)).collect();
        let taken: Vec<&str> = free.iter().map(|(_, name, _)| *name).collect();
        let pairs = paired(&open, &taken);
        for (open_at, free_at) in &pairs {
            let (line, _, place) = free[*free_at];
            self.lines.insert(folded(open[*open_at]), line);
            self.slips.push((place, open[*open_at].to_owned()));
        }
        let is_over = |at: &usize| pairs.iter().all(|(_, free)| free != at);
        self.over = (0..free.len()).filter(is_over).map(|at| (free[at].0, free[at].2)).collect();
    }

    fn match_vendors(&mut self, reader: &Reader<'_>, vendors: &[Option<usize>]) {
        let it = reader.table(self.table);
        let free: Vec<usize> = (0..vendors.len()).filter(|at| vendors[*at].is_none()).collect();
        let open: Vec<usize> =
            (0..reader.import.vendors.len()).filter(|vendor| !self.slots.contains_key(vendor)).collect();
        let names: Vec<&str> = open.iter().map(|at| reader.import.vendors[*at].name.as_str()).collect();
        let own: Vec<&str> = free.iter().map(|at| it.bidders[*at].name.as_str()).collect();
        let pairs = paired(&names, &own);
        for (open_at, free_at) in &pairs {
            let bidder = &it.bidders[free[*free_at]];
            self.slots.insert(open[*open_at], bidder.mark);
            self.slips.push((bidder.head, names[*open_at].to_owned()));
        }
        let is_over = |at: &usize| pairs.iter().all(|(_, free)| free != at);
        let others = (0..free.len()).filter(is_over).map(|at| &it.bidders[free[at]]);
        self.others = others.filter_map(|one| Some((one.mark?, one.head))).collect();
    }

    /// Whether a criterion has a line here.
    pub(super) fn has(&self, name: &str) -> bool {
        self.lines.contains_key(&folded(name))
    }

    /// Takes a column for that of a vendor.
    pub(super) fn take(&mut self, vendor: usize, column: usize) -> Place {
        let (slot, head) = self.others.remove(column);
        self.slots.insert(vendor, Some(slot));
        head
    }

    /// Whether a vendor has marks here.
    pub(super) fn has_vendor(&self, vendor: usize) -> bool {
        self.slots.contains_key(&vendor)
    }

    /// The line of a criterion.
    pub(super) fn line(&self, name: &str) -> Option<u32> {
        self.lines.get(&folded(name)).copied()
    }

    /// The cell of the words beside a mark: about the vendor, or about the whole line.
    pub(super) fn beside(&self, reader: &Reader<'_>, mark: Place) -> Option<Place> {
        let it = reader.table(self.table);
        let (line, slot) = it.at(mark)?;
        Some(it.place(line, *self.comments.get(&slot)?))
    }

    /// The cell of a criterion and a vendor.
    pub(super) fn at(&self, reader: &Reader<'_>, name: &str, vendor: usize) -> Option<Place> {
        self.on_line(reader, self.line(name)?, vendor)
    }

    /// The cell of a vendor on a line.
    pub(super) fn on_line(&self, reader: &Reader<'_>, line: u32, vendor: usize) -> Option<Place> {
        Some(reader.table(self.table).place(line, (*self.slots.get(&vendor)?)?))
    }
}

/// Which of some names are slips of others, where each is one of one alone.
fn paired(open: &[&str], free: &[&str]) -> Vec<(usize, usize)> {
    let is_slip = |one: &str, other: &str| {
        is_spelling_of(one, other) || resembles(one, other) && !is_near(&folded(one), &folded(other))
    };
    let only = |mut found: Box<dyn Iterator<Item = usize> + '_>| {
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    let pairs = (0..open.len()).filter_map(|at| {
        let other = only(Box::new((0..free.len()).filter(move |other| is_slip(open[at], free[*other]))))?;
        let back = only(Box::new((0..open.len()).filter(move |at| is_slip(open[*at], free[other]))))?;
        (back == at).then_some((at, other))
    });
    pairs.collect()
}
