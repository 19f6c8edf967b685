//! The connections of a call.

use core::net::SocketAddr;

use h323_proto::call::Closed;

/// The connections of a call, as a scenario uses them: the one that the caller opened for call
/// signalling, and the one for H.245 if the caller opens it.
pub trait Connections {
    /// Writes octets of call signalling; each call makes a separate segment, if the network has
    /// segments.
    ///
    /// # Errors
    /// If the connection has ended.
    fn write(&mut self, octets: &[u8]) -> Result<(), Closed>;

    /// Writes octets to the H.245 connection.
    ///
    /// # Errors
    /// If the connection has ended.
    fn write_h245(&mut self, octets: &[u8]) -> Result<(), Closed>;

    /// Closes the connection of call signalling, after what was written.
    fn close(&mut self);

    /// Closes the H.245 connection, and accepts no other.
    fn close_h245(&mut self);

    /// The address at which the caller reached us, if it is known.
    fn local_address(&self) -> Option<SocketAddr>;

    /// The address at which we accept an H.245 connection; `None` if we do not.
    fn h245_address(&self) -> Option<SocketAddr>;

    /// Accepts an H.245 connection from now on, at the returned address.
    ///
    /// # Errors
    /// If there is no address for it.
    fn listen_for_h245(&mut self) -> Result<SocketAddr, Closed>;

    /// An address of ours that accepts no connection.
    ///
    /// # Errors
    /// If there is no such address.
    fn closed_port(&self) -> Result<SocketAddr, Closed>;
}
