//! The sockets of a registration: the line to the gatekeeper, and those of the call.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket},
};

use h323_proto::{
    call::{Channel, Closed},
    gatekeeper::{Line, Local},
    h225::PeerAddress,
    time::Duration,
};

use crate::{
    driver::not_open,
    wire::{Reading, Wire, plain},
};

/// The socket for RAS over UDP.
#[derive(Debug)]
pub(super) struct Datagrams {
    socket: UdpSocket,
    /// Where requests go.
    to: SocketAddr,
    /// Where the first one went.
    first: SocketAddr,
    /// Our port for calls, which a registration has to name. We answer none.
    calls: TcpListener,
    local: Local,
}

impl Datagrams {
    /// A socket for the first of these addresses to which this machine has a way.
    pub(super) fn to_any(addresses: &[SocketAddr]) -> io::Result<Self> {
        let mut failure = io::Error::other("there is no address");
        for address in addresses {
            match Self::to(*address) {
                Ok(datagrams) => return Ok(datagrams),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// A socket on the address of this machine from which there is a way to the gatekeeper.
    fn to(gatekeeper: SocketAddr) -> io::Result<Self> {
        let any: IpAddr = match gatekeeper {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        // This sends nothing.
        let probe = UdpSocket::bind((any, 0))?;
        probe.connect(gatekeeper)?;
        let own = probe.local_addr()?.ip();
        let socket = UdpSocket::bind((own, 0))?;
        let calls = TcpListener::bind((own, 0))?;
        calls.set_nonblocking(true)?;
        let local = Local {
            ras: socket.local_addr()?,
            call_signalling: calls.local_addr()?,
        };
        Ok(Self {
            socket,
            to: gatekeeper,
            first: gatekeeper,
            calls,
            local,
        })
    }

    /// Where the first request goes.
    pub(super) const fn gatekeeper(&self) -> SocketAddr {
        self.first
    }

    pub(super) const fn local(&self) -> Local {
        self.local
    }

    /// Sends what follows to the `rasAddress` of the gatekeeper.
    pub(super) const fn follow(&mut self, address: &PeerAddress) {
        if let PeerAddress::Ip(address) = address
            && address.port() != 0
            && !address.ip().is_unspecified()
        {
            self.to = *address;
        }
    }

    /// Whether a datagram from there can be the gatekeeper's. It may answer from another port; and
    /// whoever answers a request to all gatekeepers is one.
    fn takes(&self, from: IpAddr) -> bool {
        let asks_all = self.first == self.to && self.to.ip().is_multicast();
        asks_all || from == self.to.ip() || from == self.first.ip()
    }

    fn write(&self, octets: &[u8]) -> Result<(), Closed> {
        let sent = self.socket.send_to(octets, self.to);
        sent.map(|_| ())
            .map_err(|error| Closed::Failed(plain(&error)))
    }

    fn read(&self, buffer: &mut [u8], patience: Duration) -> Reading {
        // Nobody answers calls here: without this, callers would wait for their own time.
        let _ = self.calls.accept();
        let patience = patience.max(Duration::from_millis(1));
        let read = self
            .socket
            .set_read_timeout(Some(patience))
            .and_then(|()| self.socket.recv_from(buffer));
        match read {
            Ok((length, from)) if self.takes(from.ip()) => Reading::Octets(length),
            Ok(_) => Reading::Nothing,
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {
                    Reading::Nothing
                }
                _ => Reading::Gone(Closed::Failed(plain(&error))),
            },
        }
    }
}

/// The line to the gatekeeper.
#[derive(Debug)]
pub(super) enum Ras {
    /// H.460.17.
    Stream(Wire),
    /// UDP.
    Datagrams(Datagrams),
}

/// The lines that are open.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) ras: Option<Ras>,
    signalling: Option<Wire>,
    h245: Option<Wire>,
}

impl Lines {
    /// Those that are open.
    pub(super) fn open(&self) -> Vec<Line> {
        let all = [
            (Line::Ras, self.ras.is_some()),
            (
                Line::Call(Channel::CallSignalling),
                self.signalling.is_some(),
            ),
            (Line::Call(Channel::H245Control), self.h245.is_some()),
        ];
        let open = all.into_iter().filter(|(_, open)| *open);
        open.map(|(line, _)| line).collect()
    }

    /// The connection of a line that has one.
    pub(super) const fn wire(&mut self, line: Line) -> Option<&mut Wire> {
        match line {
            Line::Ras => match &mut self.ras {
                Some(Ras::Stream(wire)) => Some(wire),
                _ => None,
            },
            Line::Call(Channel::CallSignalling) => self.signalling.as_mut(),
            Line::Call(Channel::H245Control) => self.h245.as_mut(),
        }
    }

    pub(super) fn put(&mut self, line: Line, wire: Wire) {
        match line {
            Line::Ras => self.ras = Some(Ras::Stream(wire)),
            Line::Call(Channel::CallSignalling) => self.signalling = Some(wire),
            Line::Call(Channel::H245Control) => self.h245 = Some(wire),
        }
    }

    /// Closes a line in order.
    pub(super) fn close(&mut self, line: Line) {
        let wire = match line {
            Line::Ras => match self.ras.take() {
                Some(Ras::Stream(wire)) => Some(wire),
                Some(Ras::Datagrams(_)) | None => None,
            },
            Line::Call(Channel::CallSignalling) => self.signalling.take(),
            Line::Call(Channel::H245Control) => self.h245.take(),
        };
        if let Some(wire) = wire {
            wire.close();
        }
    }

    /// Forgets a line that has ended.
    pub(super) fn lose(&mut self, line: Line) {
        match line {
            Line::Ras => self.ras = None,
            Line::Call(Channel::CallSignalling) => self.signalling = None,
            Line::Call(Channel::H245Control) => self.h245 = None,
        }
    }

    pub(super) fn write(&mut self, line: Line, octets: &[u8]) -> Result<(), Closed> {
        if let (Line::Ras, Some(Ras::Datagrams(datagrams))) = (line, &self.ras) {
            return datagrams.write(octets);
        }
        self.wire(line).ok_or_else(not_open)?.write(octets)
    }

    pub(super) fn read(&mut self, line: Line, buffer: &mut [u8], patience: Duration) -> Reading {
        if let (Line::Ras, Some(Ras::Datagrams(datagrams))) = (line, &self.ras) {
            return datagrams.read(buffer, patience);
        }
        match self.wire(line) {
            Some(wire) => wire.read(buffer, patience),
            None => Reading::Nothing,
        }
    }

    /// The work since the last time to decrypt what came on a line, in nanoseconds.
    pub(super) fn take_work(&mut self, line: Line) -> u64 {
        match (line, &self.ras) {
            (Line::Ras, Some(Ras::Datagrams(_))) => 0,
            _ => self.wire(line).map_or(0, Wire::take_work),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn answers_are_taken_from_the_gatekeeper_alone() {
        let mut datagrams = Datagrams::to(address("127.0.0.1:1719")).expect("a socket");
        assert_eq!(datagrams.local().ras.ip(), address("127.0.0.1:1").ip());
        let takes = |datagrams: &Datagrams, from: &str| datagrams.takes(address(from).ip());
        assert!(takes(&datagrams, "127.0.0.1:40000"));
        assert!(!takes(&datagrams, "127.0.0.2:1719"));
        // Its rasAddress, once it is known.
        datagrams.follow(&PeerAddress::Ip(address("127.0.0.2:1719")));
        assert!(takes(&datagrams, "127.0.0.2:1719"));
        assert!(takes(&datagrams, "127.0.0.1:1719"));
        assert!(!takes(&datagrams, "127.0.0.3:1719"));
        for nowhere in ["127.0.0.3:0", "0.0.0.0:1719"] {
            datagrams.follow(&PeerAddress::Ip(address(nowhere)));
            assert_eq!(datagrams.to, address("127.0.0.2:1719"), "{nowhere}");
        }
    }

    #[test]
    fn an_address_without_a_way_is_passed_over() {
        // Systems let nobody connect with a broadcast address.
        let nowhere = address("255.255.255.255:1719");
        let there = address("127.0.0.1:1719");
        let datagrams = Datagrams::to_any(&[nowhere, there]).expect("a socket");
        assert_eq!(datagrams.gatekeeper(), there);
        assert!(Datagrams::to_any(&[]).is_err());
    }

    #[test]
    fn whoever_answers_a_request_to_all_is_a_gatekeeper_until_one_is_chosen() {
        let mut datagrams = Datagrams::to(address("127.0.0.1:1719")).expect("a socket");
        // Nothing is sent to the group here: the addresses are all that matters.
        (datagrams.to, datagrams.first) = (address("224.0.1.41:1718"), address("224.0.1.41:1718"));
        assert!(datagrams.takes(address("127.0.0.9:1").ip()));
        datagrams.follow(&PeerAddress::Ip(address("127.0.0.2:1719")));
        assert!(datagrams.takes(address("127.0.0.2:1").ip()));
        assert!(!datagrams.takes(address("127.0.0.9:1").ip()));
    }
}
