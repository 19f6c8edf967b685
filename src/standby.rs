//! The servers of a domain that are tried when the one before cannot be reached (RFC 2782).

use std::{collections::VecDeque, time::Duration};

use h323_proto::{
    call::Target,
    srv::{Record, Service},
};
use h323_report::{Collector, ServiceReport};

use crate::{
    guard::{
        exchange::{Exchange, Permit},
        target::{Allowed, Rules},
    },
    locate::{Miss, server},
};

/// Most servers of one domain that a request dials.
const DIALS: u8 = 3;

/// The servers that are left. Each is looked up when it is its turn.
#[derive(Debug, Default)]
pub(crate) struct Standby {
    domain: String,
    resolvers: String,
    /// The records, with their places among all of the domain.
    left: VecDeque<(usize, Record)>,
    dials: u8,
}

/// What has to permit a call to the next server.
pub(crate) struct Leave<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) exchange: &'a Exchange,
    /// The numbers of the call.
    pub(crate) numbers: Vec<String>,
    /// The longest time of the call.
    pub(crate) length: Duration,
}

impl Standby {
    /// All servers of a domain, in the order in which they are to be tried.
    pub(crate) fn new(domain: &str, records: Vec<Record>, resolvers: &str) -> Self {
        let records = records.into_iter().enumerate();
        Self {
            domain: domain.into(),
            resolvers: resolvers.into(),
            left: records.filter(|(_, record)| !record.denies()).collect(),
            dials: DIALS,
        }
    }

    /// The address of the next server, or why it has none. `None` if there is no other, or enough were
    /// dialled.
    pub(crate) async fn next(
        &mut self,
        report: &mut ServiceReport,
        rules: &Rules,
    ) -> Option<Result<Allowed, Miss>> {
        if self.dials == 0 {
            return None;
        }
        let (nth, record) = self.left.pop_front()?;
        let row = report.servers.get_mut(nth)?;
        let found = server((&self.domain, &record), row, rules, &self.resolvers).await;
        if found.is_ok() {
            row.called = true;
            self.dials -= 1;
        }
        Some(found)
    }

    /// Whether the last server could not be reached, and another is left.
    pub(crate) fn is_wanted(&self, collector: &Collector) -> bool {
        self.dials > 0 && !self.left.is_empty() && collector.unreached().is_some()
    }

    /// The next server, with the permission to call it, if the last one could not be reached. Its row
    /// says why, and the collector begins anew.
    pub(crate) async fn after_failure(
        &mut self,
        leave: Leave<'_>,
        collector: &mut Collector,
    ) -> Option<(Target, Permit)> {
        let why = collector.unreached()?;
        let report = collector.service(Service::CallSignalling)?;
        let last = report.servers.iter().rposition(|server| server.called);
        let next = loop {
            let Ok(allowed) = self.next(report, leave.rules).await? else {
                continue;
            };
            let target = Target::from(allowed.address());
            let numbers = leave.numbers.clone();
            match leave.exchange.connect(&target, numbers, leave.length).await {
                Ok(permit) => break (target, permit),
                Err(refused) => {
                    if let Some(row) = report.servers.iter_mut().rfind(|server| server.called) {
                        row.called = false;
                        row.error = Some(refused.text);
                    }
                }
            }
        };
        if let Some(row) = last.and_then(|last| report.servers.get_mut(last)) {
            row.error = Some(why);
        }
        collector.begin_anew();
        Some(next)
    }
}
