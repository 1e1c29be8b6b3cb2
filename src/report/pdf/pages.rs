//! Puts the flow onto pages.

use super::flow::{FlowItem, Op};
use super::look::{BODY, BOTTOM, TOP};

/// What stands on a page: how far below the upper edge, and what.
#[derive(Default)]
pub(super) struct Page {
    pub(super) ops: Vec<(f32, Op)>,
}

/// The pages, and where each section starts: which page, how far below its upper edge.
pub(super) struct Pages {
    pub(super) pages: Vec<Page>,
    pub(super) starts: Vec<(usize, f32)>,
}

/// Fills pages from top to bottom.
pub(super) fn pages(items: Vec<FlowItem>, heads: &[FlowItem], sections: usize) -> Pages {
    let needs = needs(&items);
    let mut pages = vec![Page::default()];
    let mut starts = vec![(0, TOP); sections];
    let mut y = TOP;
    for (item, need) in items.into_iter().zip(needs) {
        if item.is_blank() {
            // Space vanishes where pages meet.
            y += if y > TOP { item.gap + item.height } else { 0.0 };
            continue;
        }
        let is_empty = y <= TOP;
        if !is_empty && (item.starts_page || y + item.gap + need > BOTTOM) {
            pages.push(Page::default());
            y = TOP;
        }
        let page = pages.len() - 1;
        if y > TOP {
            y += item.gap;
        } else if let Some(head) = item.heads.map(|at| &heads[at]) {
            // Told once where the table starts, so that here it is decoration.
            pages[page].ops.extend(head.ops.iter().map(|op| (y, Op { tag: None, ..op.clone() })));
            y += head.height;
        }
        if let Some(section) = item.section {
            starts[section] = (page, y);
        }
        pages[page].ops.extend(item.ops.into_iter().map(|op| (y, op)));
        y += item.height;
    }
    Pages { pages, starts }
}

/// The height that each item needs together with what must stay with it.
fn needs(items: &[FlowItem]) -> Vec<f32> {
    let mut needs = vec![0.0; items.len()];
    let mut next = 0.0;
    for (at, item) in items.iter().enumerate().rev() {
        let together = item.height + if item.keeps_next { next } else { 0.0 };
        needs[at] = if together <= BODY { together } else { item.height };
        next = item.gap + needs[at];
    }
    needs
}

#[cfg(test)]
mod tests {
    use krilla::color::rgb::Color;

    use super::super::flow::Shape;
    use super::*;

    fn item(height: f32) -> FlowItem {
        let mut item = FlowItem::space(height);
        item.draw(Shape::Fill { at: [0.0; 2], size: [1.0, height], colour: Color::black() }, None);
        item
    }

    fn on_pages(items: Vec<FlowItem>, heads: &[FlowItem]) -> Vec<usize> {
        pages(items, heads, 0).pages.iter().map(|page| page.ops.len()).collect()
    }

    #[test]
    fn a_heading_goes_to_the_next_page_with_what_follows() {
        let heading = FlowItem { keeps_next: true, ..item(20.0) };
        assert_eq!(on_pages(vec![item(BODY - 50.0), heading, item(60.0)], &[]), [1, 2]);
    }

    #[test]
    fn a_table_repeats_its_heads_on_every_page() {
        let rows = (0..6).map(|_| FlowItem { heads: Some(0), ..item(BODY / 3.0) }).collect();
        assert_eq!(on_pages(rows, &[item(10.0)]), [3, 3, 3], "a head and two rows a page");
    }

    #[test]
    fn space_between_pages_vanishes() {
        let full = || item(BODY - 5.0);
        let pages = pages(vec![full(), FlowItem::space(20.0), full()], &[], 0).pages;
        assert_eq!(pages.iter().map(|page| page.ops[0].0).collect::<Vec<_>>(), [TOP, TOP]);
    }

    #[test]
    fn what_is_higher_than_a_page_still_ends() {
        let chain = (0..100).map(|_| FlowItem { keeps_next: true, ..item(BODY / 10.0 + 1.0) }).collect();
        assert_eq!(on_pages(chain, &[]).iter().sum::<usize>(), 100);
        assert_eq!(on_pages(vec![item(BODY * 2.0), item(10.0)], &[]), [1, 1]);
    }

    #[test]
    fn a_page_that_is_asked_for_twice_is_not_empty() {
        let asked = |height| FlowItem { starts_page: true, ..item(height) };
        assert_eq!(on_pages(vec![asked(10.0), asked(0.0), asked(10.0)], &[]), [1, 2]);
    }
}
