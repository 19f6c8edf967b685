//! A connection over TLS: one thread that reads and writes in turn, because both change the session.

use std::{
    net::TcpStream,
    sync::mpsc::{Receiver, SyncSender, TryRecvError},
};

use h323_proto::call::Closed;
use h323_tls::{Credentials, Session};

use super::{
    Connection,
    driver::{Arrival, READ_SIZE},
};
use crate::{
    clock::Clock,
    driver::{HANDSHAKE_PATIENCE, TURN, why},
    wire::{Reading, Wire, plain},
};

/// Serves the connection to its end, and tells that.
pub(super) fn serve(
    stream: TcpStream,
    credentials: &Credentials,
    connection: Connection,
    outgoing: &Receiver<Vec<u8>>,
    sender: &SyncSender<Arrival>,
) {
    let end = match run(stream, credentials, connection, outgoing, sender) {
        Ok(()) => "the connection was closed".to_owned(),
        Err(closed) => why(closed),
    };
    let _ = sender.send(Arrival::Closed(connection, end));
}

fn run(
    stream: TcpStream,
    credentials: &Credentials,
    connection: Connection,
    outgoing: &Receiver<Vec<u8>>,
    sender: &SyncSender<Arrival>,
) -> Result<(), Closed> {
    let mut wire = Wire::new(stream).map_err(|error| Closed::Failed(plain(&error)))?;
    let clock = Clock::start();
    let until = clock.now() + HANDSHAKE_PATIENCE;
    if !wire.secure(Session::server(credentials)?, &clock, until)? {
        let text = "the caller did not finish the TLS handshake";
        return Err(Closed::Failed(text.into()));
    }
    let mut buffer = vec![0; READ_SIZE];
    loop {
        match outgoing.try_recv() {
            Ok(packet) => {
                wire.write(&packet)?;
                continue;
            }
            Err(TryRecvError::Empty) => {}
            // The gatekeeper closes the connection.
            Err(TryRecvError::Disconnected) => {
                wire.close();
                return Ok(());
            }
        }
        match wire.read(&mut buffer, TURN) {
            Reading::Octets(length) => {
                let octets = buffer.get(..length).unwrap_or_default().to_vec();
                if sender.send(Arrival::Received(connection, octets)).is_err() {
                    return Ok(());
                }
            }
            Reading::Nothing => {}
            Reading::Gone(closed) => return Err(closed),
        }
    }
}
