//! Channels that were staffed, kept so that what vendors share is staffed once.

use std::sync::{Arc, Mutex};

use super::{ChannelWork, search};
use crate::cost::Scenario;
use crate::cost::staffing::{StaffingError, StaffingSearch};
use crate::cost::terms::ChannelTerms;
use crate::decision::demand::{Channel, Work};
use crate::exact::Exact;

/// How many channels that were staffed are kept.
const MOST_KEPT: usize = 300;

/// A search that is shared: what one volume needs bounds what others do.
pub(super) type SharedSearch = Arc<Mutex<StaffingSearch>>;

/// Channels of one forecast that were staffed, by their terms: a vendor that differs in one channel staffs that one alone.
#[derive(Default)]
pub(crate) struct Staffed {
    channels: Mutex<Vec<Kept>>,
    /// Searches by the key of their channel and the handle time.
    searches: Mutex<Vec<(String, Exact, SharedSearch)>>,
}

/// A channel that was staffed.
struct Kept {
    terms: ChannelTerms,
    /// Volume and handle time against the forecast.
    multiples: [Exact; 2],
    work: Arc<ChannelWork>,
}

impl Staffed {
    /// A channel by its terms; none where it was not staffed yet.
    pub(super) fn known(
        &self,
        id: &str,
        terms: &ChannelTerms,
        scenario: &Scenario,
    ) -> Option<Arc<ChannelWork>> {
        let is_same = |kept: &&Kept| {
            kept.work.id == id
                && kept.multiples[0] == scenario.volume
                && kept.multiples[1] == scenario.aht
                && kept.terms.works_like(terms)
        };
        let all = self.channels.lock().expect("nobody panics with it");
        all.iter().find(is_same).map(|kept| Arc::clone(&kept.work))
    }

    /// Keeps a channel that was staffed.
    pub(super) fn keep(&self, work: &ChannelWork, terms: &ChannelTerms, scenario: &Scenario) {
        let multiples = [scenario.volume.clone(), scenario.aht.clone()];
        let kept = Kept { terms: terms.clone(), multiples, work: Arc::new(work.clone()) };
        let mut all = self.channels.lock().expect("nobody panics with it");
        // What changes with a fact that is tried at many values is not kept for ever.
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.push(kept);
    }

    /// The search for the staff of a channel at a handle time; none where its work waits.
    pub(super) fn search(
        &self,
        channel: &Channel,
        aht_seconds: &Exact,
    ) -> Result<Option<SharedSearch>, StaffingError> {
        let Work::Live(live) = &channel.work else { return Ok(None) };
        let mut all = self.searches.lock().expect("nobody panics with it");
        if let Some((.., known)) = all.iter().find(|(id, time, _)| *id == channel.id && time == aht_seconds) {
            return Ok(Some(Arc::clone(known)));
        }
        let search = Arc::new(Mutex::new(search(live, &channel.hours, aht_seconds)?));
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.push((channel.id.clone(), aht_seconds.clone(), Arc::clone(&search)));
        Ok(Some(search))
    }
}
