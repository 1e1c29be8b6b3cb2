//! The cost model of a decision: its forecast, staffed once, and every quote worked out on it.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::benefits::benefits;
use super::breakdown::{Breakdown, Ends};
use super::campaigns::ListEnds;
use super::contract;
use super::facts::FiguresOrUnknown;
use super::figures::{Figures, Point};
use super::known::{FiguresOf, Forecast, WorkSets};
use super::lists::lists;
use super::present::Discount;
use super::staffing::StaffingError;
use super::terms::is_own;
use super::work_set::{WorkSet, by_bots, channel_costs, issues, terms_of};
use super::workload::Staffed;
use super::{CostLine, CostPart, Costs, Money, Scenario, Silent, Unknown, VendorCost};
use crate::decision::quote::{Charge, Price, PriceUnit, Quote, Rate};
use crate::decision::{CostBasis, End, OrFact, Status, Vendor};
use crate::exact::Exact;
use crate::parallel;

/// How much work a quote is, where a vendor without one is one.
const QUOTE_SIZE: usize = 20;

/// The forecast, staffed for each end of what is not known, to make breakdowns with.
pub(crate) struct CostModel<'a> {
    pub(super) basis: &'a CostBasis,
    pub(super) scenario: Scenario,
    /// The work of whoever says nothing of its own; not yet where it was not asked for.
    work: OnceLock<Arc<WorkSet>>,
    /// Channels that were staffed, also by models of the same forecast.
    staffed: Arc<Staffed>,
    /// The work by what is said of it: a price that changes staffs nobody anew.
    sets: Arc<WorkSets>,
    /// What quotes came to, where this is the forecast itself at all ends.
    figures: Option<Arc<FiguresOf>>,
    /// The same with likely numbers alone, for what is tried at many values.
    likely: OnceLock<Box<CostModel<'a>>>,
    /// Whether only what is likely is looked at.
    is_likely: bool,
    discount: Discount,
}

impl<'a> CostModel<'a> {
    /// Staffs the forecast, with a range for handle times and shrinkage where they have one.
    pub(crate) fn new(
        basis: &'a CostBasis,
        scenario: &Scenario,
    ) -> Result<CostModel<'a>, (String, StaffingError)> {
        let forecast = Forecast::of(basis);
        let mut model = CostModel::lazy(basis, scenario, false, Arc::clone(&forecast.staffed));
        if *scenario == Scenario::default() {
            model.sets = Arc::clone(&forecast.sets);
            model.figures = Some(Arc::clone(&forecast.figures));
        }
        model.forecast()?;
        Ok(model)
    }

    /// Staffs the forecast with likely numbers alone.
    pub(crate) fn likely(
        basis: &'a CostBasis,
        scenario: &Scenario,
    ) -> Result<CostModel<'a>, (String, StaffingError)> {
        let model = CostModel::lazy(basis, scenario, true, Arc::clone(&Forecast::of(basis).staffed));
        model.forecast()?;
        Ok(model)
    }

    /// The same forecast in another scenario, with likely numbers alone; what both staff is staffed once.
    pub(super) fn likely_in(&self, scenario: &Scenario) -> CostModel<'a> {
        CostModel::lazy(self.basis, scenario, true, Arc::clone(&self.staffed))
    }

    /// The same with likely numbers alone; what it staffs is kept.
    pub(super) fn of_likely(&self) -> &CostModel<'a> {
        self.likely.get_or_init(|| Box::new(self.likely_in(&self.scenario)))
    }

    /// A model that staffs what it is asked for, and nothing before.
    fn lazy(
        basis: &'a CostBasis,
        scenario: &Scenario,
        is_likely: bool,
        staffed: Arc<Staffed>,
    ) -> CostModel<'a> {
        CostModel {
            basis,
            work: OnceLock::new(),
            staffed,
            sets: Arc::default(),
            figures: None,
            likely: OnceLock::new(),
            is_likely,
            scenario: scenario.clone(),
            discount: Discount::new(basis),
        }
    }

    /// The work of whoever says nothing of its own.
    fn forecast(&self) -> Result<&Arc<WorkSet>, (String, StaffingError)> {
        if let Some(work) = self.work.get() {
            return Ok(work);
        }
        let basis = self.basis;
        let terms =
            terms_of(basis, None, &self.scenario, self.is_likely).map_err(|unknown| match unknown {
                Unknown::Endless(name) => {
                    let channel = basis.channels.iter().find(|channel| channel.name == name);
                    (channel.map_or(name, |channel| channel.id.clone()), StaffingError::Endless)
                }
                other => (other.to_string(), StaffingError::Endless),
            })?;
        let work = match self.sets.known(&terms) {
            Some(work) => work,
            None => {
                let agreed = || terms_of(basis, None, &Scenario::default(), self.is_likely);
                let agreed = self.scenario.moves_terms().then(agreed).and_then(Result::ok);
                let work = WorkSet::new(basis, &self.scenario, terms, agreed, &self.staffed)?;
                self.sets.keep(work)
            }
        };
        Ok(self.work.get_or_init(|| work))
    }

    /// The work of a vendor.
    ///
    /// # Errors
    /// [`Unknown`] where what it says of its work is not known or cannot be.
    pub(super) fn work_of(&self, vendor: &Vendor) -> Result<Arc<WorkSet>, Unknown> {
        let not_staffed = |(channel, error)| Unknown::NotStaffed(format!("{channel}: {error}"));
        if !is_own(vendor) {
            return self.forecast().map(Arc::clone).map_err(not_staffed);
        }
        let terms = terms_of(self.basis, Some(vendor), &self.scenario, self.is_likely)?;
        if let Some(set) = self.sets.known(&terms) {
            return Ok(set);
        }
        let agreed = || terms_of(self.basis, Some(vendor), &Scenario::default(), self.is_likely);
        let agreed = self.scenario.moves_terms().then(agreed).transpose()?;
        let set = WorkSet::new(self.basis, &self.scenario, terms, agreed, &self.staffed);
        Ok(self.sets.keep(set.map_err(not_staffed)?))
    }

    /// What every quote costs.
    pub(crate) fn costs(&self, vendors: &[&Vendor]) -> Costs {
        let mut costs: Vec<VendorCost> =
            parallel::map(vendors, QUOTE_SIZE, |vendor| self.vendor_cost(vendor));
        rank(
            &mut costs,
            |vendor| Some(&vendor.figures.as_ref()?.total.likely),
            |vendor, rank| {
                vendor.rank_by_total = Some(rank);
            },
        );
        rank(
            &mut costs,
            |vendor| Some(&vendor.figures.as_ref()?.headline_per_contact.as_ref()?.likely),
            |vendor, rank| vendor.rank_by_headline = Some(rank),
        );
        let figures: Vec<Option<&Figures>> = costs.iter().map(|cost| cost.figures.as_ref()).collect();
        let worth = benefits(self.basis, vendors, &figures, |_| true);
        for (cost, worth) in costs.iter_mut().zip(worth) {
            cost.worth = worth.map(Box::new);
        }
        Costs {
            currency: self.basis.currency.clone(),
            start: self.basis.start,
            months: self.basis.months,
            discount: self.basis.discount.clone(),
            discounting: self.basis.discounting,
            counts_tax: self.basis.counts_tax,
            workload: self.work.get().expect("whoever asks for all staffed the forecast").happens[0].clone(),
            vendors: costs,
        }
    }

    /// What every quote comes to, without how: all that facts are made of, for a small part of the work.
    pub(crate) fn outcomes(&self, vendors: &[&Vendor]) -> Vec<FiguresOrUnknown> {
        parallel::map(vendors, QUOTE_SIZE, |vendor| self.outcome(vendor))
    }

    /// What the quote of one vendor comes to, without how.
    pub(crate) fn outcome(&self, vendor: &Vendor) -> FiguresOrUnknown {
        let quote = vendor.quote.as_deref().ok_or(Unknown::NoQuote)?;
        let (mut figures, _) = self.figures(vendor, quote, false)?;
        if self.basis.reads_break_even {
            figures.break_even = self.break_even_containment(vendor, quote);
        }
        Ok(figures)
    }

    fn breakdown<'b>(
        &'b self,
        vendor: &'b Vendor,
        quote: &'b Quote,
        (set, work): (&'b WorkSet, usize),
        ends: Ends,
    ) -> Breakdown<'b> {
        let (basis, scenario, happens) = (self.basis, &self.scenario, &set.happens);
        Breakdown {
            basis,
            vendor,
            quote,
            set,
            terms: &set.terms[work],
            work: &happens[work],
            ends_of_work: [&happens[usize::from(happens.len() > 1)], happens.last().unwrap_or(&happens[0])],
            forecast: set.forecast(work),
            forecast_terms: set.forecast_terms(work),
            scenario,
            ends,
            is_explained: false,
        }
    }

    fn vendor_cost(&self, vendor: &Vendor) -> VendorCost {
        let mut cost = VendorCost {
            id: vendor.id.clone(),
            name: vendor.name.clone(),
            is_invited: vendor.status == Status::Invited,
            headline: Vec::new(),
            figures: None,
            bounds: Vec::new(),
            unknown: None,
            lines: Vec::new(),
            work: Vec::new(),
            bots: Vec::new(),
            lists: Vec::new(),
            rounded: Vec::new(),
            ramp: None,
            silent: Vec::new(),
            notes: Vec::new(),
            worth: None,
            rank_by_total: None,
            rank_by_headline: None,
        };
        let Some(quote) = vendor.quote.as_deref() else {
            cost.unknown = Some(Unknown::NoQuote.to_string());
            return cost;
        };
        cost.headline = headline(self.basis, vendor, quote);
        cost.notes = contract::notes(self.basis, quote);
        let is_told =
            !quote.work.is_empty() || self.basis.channels.iter().any(|channel| channel.fcr_today.is_some());
        if let Ok(set) = self.work_of(vendor) {
            if is_told {
                cost.work = channel_costs(&set, self.basis, quote);
            }
            if !quote.automation.is_empty() {
                cost.bots = self.bots(vendor, quote, &set);
            }
            cost.ramp = self.ramp(vendor, quote, &set);
            cost.rounded = self.breakdown(vendor, quote, (&*set, 0), Ends::default()).rounded();
        }
        match self.figures(vendor, quote, true) {
            Ok((figures, lines)) => {
                cost.lists = lists(self.basis, vendor, quote, &lines, &self.scenario);
                cost.bounds = figures.bounds(|figure| self.basis.is_bound_figure(figure, vendor));
                cost.figures = Some(figures);
                cost.lines = lines;
                cost.silent =
                    self.basis.silent(quote).map(|charge| silent_item(quote, charge, &cost.lines)).collect();
            }
            Err(unknown) => cost.unknown = Some(unknown.to_string()),
        }
        cost
    }

    /// The likely lines, and the figures over all corners of what is not known: handle times and shrinkage,
    /// money, and resolution, each all low or all high.
    ///
    /// - `is_explained`: whether the lines say how they come about; else they may be missing.
    fn figures(
        &self,
        vendor: &Vendor,
        quote: &Quote,
        is_explained: bool,
    ) -> Result<(Figures, Vec<CostLine>), Unknown> {
        let set = &*self.work_of(vendor)?;
        let breakdown =
            Breakdown { is_explained, ..self.breakdown(vendor, quote, (set, 0), Ends::default()) };
        let known = self.figures.as_ref().and_then(|figures| figures.known(vendor));
        if let Some(known) = known {
            return Ok((known, if is_explained { breakdown.lines()? } else { Vec::new() }));
        }
        let likely = breakdown.lines()?;
        let mut corners = vec![self.point(&likely, (set, 0), breakdown.resolved(), breakdown.net_sales())];
        let is_uncertain = self.has_resolution_range(vendor, quote, set);
        let resolutions = if is_uncertain { &[End::Low, End::High][..] } else { &[End::Likely] };
        let is_billed = quote.prices.iter().any(|price| price.per == PriceUnit::Resolution);
        let works = set.happens.len();
        for work in if works > 1 { 1..works } else { 0..1 } {
            for ends in self.corners(vendor) {
                // Where nothing is billed by resolution, one breakdown serves both ends of it.
                let shared = if is_billed {
                    None
                } else {
                    Some(self.breakdown(vendor, quote, (set, work), ends).lines()?)
                };
                for &resolution in resolutions {
                    let ends = Ends { resolution, ..ends };
                    let breakdown = self.breakdown(vendor, quote, (set, work), ends);
                    let resolved = breakdown.resolved();
                    let lines = match &shared {
                        Some(lines) => lines,
                        None => &breakdown.lines()?,
                    };
                    corners.push(self.point(lines, (set, work), resolved, breakdown.net_sales()));
                }
            }
        }
        let is_countable = |point: &Point| point.total.is_countable() && point.invoice.is_countable();
        if !corners.iter().all(is_countable) {
            return Err(Unknown::TooLarge);
        }
        let figures = Figures::over(&corners, self.basis.mixes(vendor));
        if let Some(all) = &self.figures {
            all.keep(self.basis, vendor, &figures);
        }
        Ok((figures, likely))
    }

    /// The ends of money, and of lists where they have any.
    fn corners(&self, vendor: &Vendor) -> Vec<Ends> {
        let money = [End::Low, End::High];
        let both = [End::Low, End::High];
        let lists: Vec<ListEnds> = if self.basis.uncertain_campaigns(vendor) {
            both.iter().flat_map(|reach| both.map(|yields| ListEnds { reach: *reach, yields })).collect()
        } else {
            vec![ListEnds::default()]
        };
        let of_money =
            |money| lists.iter().map(move |lists| Ends { money, lists: *lists, ..Ends::default() });
        money.into_iter().flat_map(of_money).collect()
    }

    fn has_resolution_range(&self, vendor: &Vendor, quote: &Quote, set: &WorkSet) -> bool {
        if let Some(promised) = &quote.resolution {
            return promised.is_range();
        }
        let solving = |end| set.terms_at(end).iter().map(|terms| terms.solving.as_ref());
        if !solving(End::Low).eq(solving(End::High)) {
            return true;
        }
        self.basis.channels.iter().any(|channel| {
            let resolution = channel.resolution.as_ref().and_then(|resolution| resolution.of(vendor));
            resolution.is_some_and(|resolution| resolution.is_range())
        })
    }

    fn point(
        &self,
        lines: &[CostLine],
        (set, work): (&WorkSet, usize),
        resolutions: Option<Exact>,
        net_sales: Option<Exact>,
    ) -> Point {
        let mut months = vec![Money::ZERO; self.basis.months];
        let [mut upfront, mut invoice, mut lists] = [Money::ZERO; 3];
        let mut bots: Option<Money> = None;
        for line in lines {
            upfront += line.upfront;
            for (sum, month) in months.iter_mut().zip(&line.months) {
                *sum += *month;
            }
            if line.part == CostPart::Invoice {
                invoice += line.total();
            }
            if line.campaign.is_some() {
                lists += line.total();
            }
            if line.automation.is_some() {
                bots = Some(bots.unwrap_or(Money::ZERO) + line.total());
            }
        }
        let term = &set.happens[work].term;
        let [issues, resolved_issues] = issues(&set.happens[work], &set.terms[work]).unwrap_or_default();
        let contacts = term.all_contacts().clone();
        let stay = term.stay.as_ref().filter(|_| self.basis.present.is_some());
        Point {
            paid_contacts: stay.map_or_else(|| contacts.clone(), |stay| &contacts + stay),
            total: upfront + months.iter().copied().sum(),
            upfront,
            npv: upfront + self.discount.present(&months),
            months: if self.basis.worth.is_some() { months } else { Vec::new() },
            invoice,
            lists,
            bots,
            by_bots: by_bots(&set.happens[work], &set.terms[work]),
            net_sales,
            contacts,
            hours: term.productive_hours.clone(),
            resolutions,
            issues,
            resolved_issues,
        }
    }

    /// The likely total of a vendor in this scenario, and its total for a contact.
    pub(crate) fn total(&self, vendor: &Vendor) -> Result<(Money, Option<Exact>), Unknown> {
        let quote = vendor.quote.as_deref().ok_or(Unknown::NoQuote)?;
        let set = &*self.work_of(vendor)?;
        let lines = self.breakdown(vendor, quote, (set, 0), Ends::default()).lines()?;
        let point = self.point(&lines, (set, 0), None, None);
        if !point.total.is_countable() {
            return Err(Unknown::TooLarge);
        }
        Ok((point.total, (point.total - point.lists).over(&point.paid_contacts)))
    }

    /// The likely lines of a vendor in this scenario, with how they come about.
    pub(crate) fn lines(&self, vendor: &Vendor) -> Result<Vec<CostLine>, Unknown> {
        let quote = vendor.quote.as_deref().ok_or(Unknown::NoQuote)?;
        let set = &*self.work_of(vendor)?;
        let plain = self.breakdown(vendor, quote, (set, 0), Ends::default());
        Breakdown { is_explained: true, ..plain }.lines()
    }

    /// The likely price lines with some names, with how they come about; none where they cannot be worked out.
    pub(crate) fn price_lines(&self, vendor: &Vendor, names: &BTreeSet<&str>) -> Vec<CostLine> {
        let Some(quote) = vendor.quote.as_deref() else { return Vec::new() };
        let Ok(set) = self.work_of(vendor) else { return Vec::new() };
        let plain = self.breakdown(vendor, quote, (&*set, 0), Ends::default());
        let breakdown = Breakdown { is_explained: true, ..plain };
        breakdown.lines_of_prices(|price| names.contains(price.name.as_str())).unwrap_or_default()
    }
}

/// Gives places, 1 for the lowest, shared by equals.
fn rank(
    costs: &mut [VendorCost],
    of: impl Fn(&VendorCost) -> Option<&Exact>,
    place: impl Fn(&mut VendorCost, usize),
) {
    let numbers: Vec<Option<Exact>> =
        costs.iter().map(|vendor| of(vendor).filter(|_| vendor.is_invited).cloned()).collect();
    for (at, vendor) in costs.iter_mut().enumerate() {
        let Some(own) = &numbers[at] else { continue };
        place(vendor, 1 + numbers.iter().flatten().filter(|other| *other < own).count());
    }
}

fn silent_item(quote: &Quote, charge: &Charge, lines: &[CostLine]) -> Silent {
    let line = lines.iter().find(|line| line.part == CostPart::Silent && line.id == charge.id);
    Silent {
        id: charge.id.clone(),
        name: charge.name.clone(),
        is_said: quote.silent.contains(&charge.id),
        likely: line.map_or(Money::ZERO, CostLine::total),
    }
}

/// The prices as quoted.
fn headline(basis: &CostBasis, vendor: &Vendor, quote: &Quote) -> Vec<String> {
    let currency = quote.currency.as_deref().or(basis.currency.as_deref()).unwrap_or("");
    let amount = |number: &Exact| {
        let digits = number.decimals(6);
        format!("{} {currency}", number.fixed(if digits == 0 { 0 } else { digits.max(2) }))
            .trim_end()
            .to_owned()
    };
    let of =
        |rate: &OrFact| rate.of(vendor).map_or_else(|| "not known".to_owned(), |rate| amount(&rate.likely));
    let with = |price: &Price| price.goes_with(&amount);
    let line = |price: &Price| {
        let unit = price.per.a_one();
        let plus = if price.margin.is_zero() {
            String::new()
        } else {
            format!(" plus {} %", price.margin.percent().plain(2))
        };
        match &price.rate {
            Rate::Flat(rate) if price.per == PriceUnit::RevenuePercent => {
                let share =
                    rate.of(vendor).map_or_else(|| "not known".to_owned(), |rate| rate.likely.plain(4));
                format!("{share} % of revenue")
            }
            Rate::Flat(rate) => format!("{} {unit}{plus}{}", of(rate), with(price)),
            Rate::Tiers { tiers, .. } => {
                format!(
                    "{} {unit}, less from {}",
                    amount(tiers.first()),
                    tiers.steps().get(1).map_or_else(String::new, |(from, _)| from.plain(0))
                )
            }
            Rate::Anchored { fee, baseline, .. } => {
                format!("{} a month for {} contacts", of(fee), baseline.plain(0))
            }
        }
    };
    quote.prices.iter().map(line).collect()
}
