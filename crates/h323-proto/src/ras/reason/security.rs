//! What a security check found wrong.

super::reasons! {
    /// `SecurityErrors`, whose first alternatives are those of `SecurityErrors2`.
    ERRORS {
        securityWrongSyncTime: "the clocks of the two sides are too far apart",
            "Set both clocks by NTP. The timeStamp of the token is the time of its sender, in seconds since 1970.";
        securityReplay: "the message looks like a repeated old one",
            "Look whether the request was captured and sent again, or whether the sender's clock or its random number stands still.";
        securityWrongGeneralID: "the message is for another receiver",
            "The generalID of the token has to be the identifier of the receiver: for a gatekeeper its gatekeeperIdentifier.";
        securityWrongSendersID: "the sender is not known by this name",
            "The sendersID of the token has to be the user that the gatekeeper knows: compare it with the gatekeeper's list of users.";
        securityIntegrityFailed: "the hash does not fit the message: the password is wrong, or the message was changed on its way",
            "Check the password on both sides. If it is right, look for a firewall or NAT that rewrites addresses inside the message (H.323 inspection).";
        securityWrongOID: "the method or algorithm is not known",
            "Choose a method that both sides have: compare tokenOID and algorithmOID with the algorithms in the gatekeeper's answer to the discovery.";
        securityDHmismatch: "the Diffie-Hellman parameters do not fit",
            "Choose the same Diffie-Hellman group on both sides.";
        securityCertificateExpired: "the certificate has expired",
            "Renew the certificate, and check the clocks.";
        securityCertificateDateInvalid: "the certificate is not valid yet",
            "Check the clocks and the dates of the certificate.";
        securityCertificateRevoked: "the certificate was revoked",
            "Install another certificate.";
        securityCertificateNotReadable: "the certificate cannot be read",
            "Install the certificate again, in the form that the system asks for.";
        securityCertificateSignatureInvalid: "the signature in the certificate is wrong",
            "Install the certificate again, together with those of its issuers.";
        securityCertificateMissing: "there is no certificate",
            "Install a certificate, or choose a method with a password.";
        securityCertificateIncomplete: "the certificate lacks an extension that is needed",
            "Have the certificate issued again with the extensions that the gatekeeper asks for.";
        securityUnsupportedCertificateAlgOID: "the algorithm of the certificate is not known",
            "Have the certificate issued again with another algorithm.";
        securityUnknownCA: "the issuer of the certificate is not known",
            "Install the certificate of the issuer on the side that refuses.";
    }
}
