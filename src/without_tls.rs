//! What stands for `h323_tls` in a Worker that is built without the feature `tls`: no session can be
//! made. [`crate::api`] refuses a request for one before that.

use h323_proto::{
    call::Closed,
    tls::{Account, Mode},
};

/// A session that does not exist.
pub(crate) enum Session {}

impl Session {
    pub(crate) fn client(_: Mode, _: &str, _: u64) -> Result<Self, Closed> {
        Err(Closed::Failed("this tester is built without TLS".into()))
    }

    pub(crate) const fn is_open(&self) -> bool {
        match *self {}
    }

    pub(crate) const fn receive(&mut self, _: &[u8]) -> Result<(), Closed> {
        match *self {}
    }

    pub(crate) const fn take(&mut self, _: &mut [u8]) -> usize {
        match *self {}
    }

    pub(crate) const fn take_work(&mut self) -> u64 {
        match *self {}
    }

    pub(crate) const fn has_plaintext(&self) -> bool {
        match *self {}
    }

    pub(crate) const fn is_finished(&self) -> bool {
        match *self {}
    }

    pub(crate) const fn send(&mut self, _: &[u8]) {
        match *self {}
    }

    pub(crate) const fn finish(&mut self) {
        match *self {}
    }

    pub(crate) const fn transmit(&mut self) -> Vec<u8> {
        match *self {}
    }

    pub(crate) fn closed(&self, _: Closed) -> Closed {
        match *self {}
    }

    pub(crate) const fn account(&self) -> Option<Account> {
        match *self {}
    }
}
