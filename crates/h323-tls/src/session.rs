//! One TLS connection.

use std::{
    io::{Read as _, Write as _},
    sync::{Arc, PoisonError},
    time::Duration,
};

use h323_proto::{
    call::Closed,
    tls::{Account, Alert, Fault, Mode, OldVersion},
};
use rustls::{
    ClientConfig, ClientConnection, Error, PeerIncompatible, RootCertStore,
    client::Resumption,
    pki_types::{ServerName, UnixTime},
    time_provider::TimeProvider,
};

use crate::{
    certificate::Reading, objections::objections, opening::Opening, provider::provider,
    verifier::Verifier,
};

/// Either side natively, and the calling side alone in the Worker, where each octet of code counts.
#[cfg(feature = "server")]
pub(crate) type Connection = rustls::Connection;
#[cfg(not(feature = "server"))]
pub(crate) type Connection = ClientConnection;

/// Octets of a handshake that are taken. A message of it has 64 KiB at most, for rustls.
const HANDSHAKE: usize = 128 * 1024;

/// What it costs the Worker to decrypt one record and one octet, in nanoseconds, and the fewest octets
/// around the content of a record (RFC 8446 5.2).
const RECORD: u64 = 6_000;
const OCTET: u64 = 60;
const AROUND: u64 = 22;

/// One TLS connection, without its octets' way.
///
/// After each [`receive`](Self::receive) and [`send`](Self::send), and at the start, write what
/// [`transmit`](Self::transmit) gives.
#[derive(Debug)]
pub struct Session {
    connection: Connection,
    /// What checks the certificates of the called side.
    verifier: Option<Arc<Verifier>>,
    opening: Opening,
    /// Octets that arrived during the handshake.
    received: usize,
    /// Plaintext that arrived and is not taken, and whether there ever was any.
    plaintext: Vec<u8>,
    heard: bool,
    /// Octets that arrived after the handshake, plaintext in them, and the cost that was told.
    arrived: u64,
    content: u64,
    told: u64,
    /// Whether the other side has said that it sends no more.
    finished: bool,
}

/// The time of the driver. A handshake is short: its beginning is enough for all of it.
#[derive(Debug)]
struct At(u64);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0)))
    }
}

impl Session {
    /// The calling side of a connection to `name`, a name or an address. `now` is the time in seconds
    /// since the beginning of 1970.
    ///
    /// # Errors
    /// If the name has no place in TLS, or the platform has no random octets.
    pub fn client(mode: Mode, name: &str, now: u64) -> Result<Self, Closed> {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        Self::client_with(roots, mode, name, now)
    }

    /// The same, with these authorities.
    pub(crate) fn client_with(
        roots: RootCertStore,
        mode: Mode,
        name: &str,
        now: u64,
    ) -> Result<Self, Closed> {
        let broken = |error: String| Closed::Tls(Fault::Broken(error));
        let provider = Arc::new(provider());
        let verifier = Verifier::new(mode, name, now, roots, &provider).map_err(broken)?;
        let verifier = Arc::new(verifier);
        let server = ServerName::try_from(name.to_owned())
            .map_err(|_| broken(format!("{name} is not a name for TLS")))?;
        let mut config = ClientConfig::builder_with_details(provider, Arc::new(At(now)))
            .with_safe_default_protocol_versions()
            .map_err(|error| broken(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::<Verifier>::clone(&verifier))
            .with_no_client_auth();
        // Each call is alone, and is to see the certificate.
        config.resumption = Resumption::disabled();
        let connection = ClientConnection::new(Arc::new(config), server)
            .map_err(|error| broken(error.to_string()))?;
        #[cfg(feature = "server")]
        let connection = Connection::from(connection);
        Ok(Self::of(connection, Some(verifier)))
    }

    pub(crate) fn of(connection: Connection, verifier: Option<Arc<Verifier>>) -> Self {
        Self {
            connection,
            verifier,
            opening: Opening::default(),
            received: 0,
            plaintext: Vec::new(),
            heard: false,
            arrived: 0,
            content: 0,
            told: 0,
            finished: false,
        }
    }

    /// Whether the handshake is complete, so that messages may be sent.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.connection.is_handshaking()
    }

    /// Takes octets that arrived.
    ///
    /// # Errors
    /// If they end the session. An alert for the other side may still be there to
    /// [`transmit`](Self::transmit).
    pub fn receive(&mut self, mut octets: &[u8]) -> Result<(), Closed> {
        if self.connection.is_handshaking() {
            self.opening.take(octets);
            self.received = self.received.saturating_add(octets.len());
            let calls = self.verifier.is_some();
            if let Some(fault) = self.opening.fault(octets).filter(|_| calls) {
                return Err(Closed::Tls(fault));
            }
            if self.received > HANDSHAKE {
                let text = format!("more than {} KiB in the handshake", HANDSHAKE / 1024);
                return Err(Closed::Tls(Fault::Broken(text)));
            }
        } else {
            self.arrived = self.arrived.saturating_add(octets.len() as u64);
        }
        while !octets.is_empty() && !self.finished {
            let taken = self.connection.read_tls(&mut octets);
            let state = match taken {
                Ok(_) => self.connection.process_new_packets(),
                Err(error) => Err(Error::General(error.to_string())),
            };
            // What came before a fault counts.
            let drained = self.drain();
            let state = state.map_err(|error| self.ended(&error))?;
            self.finished = drained.is_err() || state.peer_has_closed();
        }
        Ok(())
    }

    /// Takes the plaintext of the records that are read.
    fn drain(&mut self) -> std::io::Result<()> {
        let mut buffer = [0; 4096];
        loop {
            match self.connection.reader().read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    self.heard = true;
                    self.content = self.content.saturating_add(length as u64);
                    let octets = buffer.get(..length).unwrap_or_default();
                    self.plaintext.extend_from_slice(octets);
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves plaintext into `buffer`. Returns how many octets it moved.
    pub fn take(&mut self, buffer: &mut [u8]) -> usize {
        let length = self.plaintext.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.plaintext.drain(..length)) {
            *to = from;
        }
        length
    }

    /// What it cost to decrypt what arrived since the last time, estimated in nanoseconds of the Worker.
    /// Records may be empty, so that no plaintext tells of them; the handshake has its own bound.
    pub fn take_work(&mut self) -> u64 {
        let records = self.arrived.saturating_sub(self.content) / AROUND;
        let work = self.arrived.saturating_mul(OCTET);
        let work = work.saturating_add(records.saturating_mul(RECORD));
        // The beginning of a record looks like empty ones until its end has come.
        let further = work.saturating_sub(self.told);
        self.told = self.told.max(work);
        further
    }

    /// Whether there is plaintext to take.
    #[must_use]
    pub const fn has_plaintext(&self) -> bool {
        !self.plaintext.is_empty()
    }

    /// Whether the other side has ended the session in order, and its plaintext is taken.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.finished && self.plaintext.is_empty()
    }

    /// Encrypts octets for the other side.
    pub fn send(&mut self, octets: &[u8]) {
        // Writing into memory does not fail.
        let _ = self.connection.writer().write_all(octets);
    }

    /// Tells the other side that we send no more.
    pub fn finish(&mut self) {
        self.connection.send_close_notify();
    }

    /// The octets to send now; empty if there are none.
    pub fn transmit(&mut self) -> Vec<u8> {
        let mut octets = Vec::new();
        while self.connection.wants_write() && self.connection.write_tls(&mut octets).is_ok() {}
        octets
    }

    /// What the end of the connection means: the other side closed it, or it broke.
    #[must_use]
    pub fn closed(&self, closed: Closed) -> Closed {
        match closed {
            closed if self.is_open() => closed,
            Closed::ByPeer => Closed::Tls(Fault::Closed),
            Closed::Failed(text) => Closed::Tls(Fault::Lost(text)),
            Closed::Tls(fault) => Closed::Tls(fault),
        }
    }

    /// What an error of rustls means. A called side that wants a certificate of the caller says so only
    /// when its handshake is complete for us (RFC 8446 4.4.2.4), so the handshake counts as open until
    /// there is plaintext.
    fn ended(&self, error: &Error) -> Closed {
        let fault = match error {
            Error::AlertReceived(alert) => self.opening.alert(Alert(u8::from(*alert))),
            Error::InvalidCertificate(_) => Fault::CertificateRefused(self.refusal(error)),
            Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => {
                Fault::OldVersion(OldVersion::Unknown)
            }
            error => Fault::Broken(error.to_string()),
        };
        match self.heard {
            false => Closed::Tls(fault),
            true => Closed::Failed(fault.to_string()),
        }
    }

    /// Why the certificate is refused, in our words if there are any.
    fn refusal(&self, error: &Error) -> String {
        let account = self.account();
        let objections = account.iter().flat_map(|account| &account.objections);
        let texts: Vec<&str> = objections.map(|one| one.text.as_str()).collect();
        match texts.as_slice() {
            [] => error.to_string(),
            texts => texts.join("; "),
        }
    }

    /// What is known about the session. `None` on the called side, which sees no certificate.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        let verifier = self.verifier.as_ref()?;
        let (chain, further) = {
            let seen = verifier.seen.lock().unwrap_or_else(PoisonError::into_inner);
            (seen.chain.clone(), seen.further)
        };
        let readings: Vec<Reading> = chain.iter().map(|octets| Reading::of(octets)).collect();
        let objections = objections(verifier, readings.first());
        let suite = self.connection.negotiated_cipher_suite();
        Some(Account {
            mode: verifier.mode,
            name: verifier.name.clone(),
            name_told: verifier.name.parse::<std::net::IpAddr>().is_err(),
            version: self.connection.protocol_version().map(|version| {
                let text = version.as_str().unwrap_or("unknown");
                text.replace("TLSv1_", "TLS 1.")
            }),
            // rustls marks the suites of TLS 1.3; IANA does not.
            cipher_suite: suite.map(|suite| {
                let text = suite.suite().as_str().unwrap_or("unknown");
                text.replace("TLS13_", "TLS_")
            }),
            certificates: readings
                .into_iter()
                .map(|reading| reading.certificate)
                .collect(),
            further,
            objections,
        })
    }
}
