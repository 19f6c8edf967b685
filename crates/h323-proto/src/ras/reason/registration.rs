//! Why a registration is refused or ends, and what becomes of information and services.

super::reasons! {
    /// `RegistrationRejectReason`.
    REGISTRATION_REJECT {
        discoveryRequired: "the endpoint has to look for the gatekeeper first",
            "Let the endpoint send a GatekeeperRequest first, to this gatekeeper. Over H.460.17 there is none: then the gatekeeper does not accept H.460.17 here.";
        invalidRevision: "the gatekeeper does not speak this version of H.225.0",
            "Compare the version in protocolIdentifier with the one of the gatekeeper, and update the older side.";
        invalidCallSignalAddress: "the gatekeeper does not accept the address for calls",
            "Look at callSignalAddress of the request: a private or wrong address is often behind this, as is a NAT. H.460.17 or H.460.18 help there.";
        invalidRASAddress: "the gatekeeper does not accept the address for RAS",
            "Look at rasAddress of the request: if it is not the one that the request came from, there is a NAT in between. H.460.17 or H.460.18 help there.";
        duplicateAlias: "an alias is registered by another endpoint already",
            "Give the endpoint another alias, or end the other registration. It may be an old one of the same endpoint from another address, which ends after its timeToLive.";
        invalidTerminalType: "the gatekeeper does not register endpoints of this type",
            "Register as a type that the gatekeeper allows: terminal, gateway or MCU.";
        undefinedReason: "the gatekeeper gives no reason",
            "Look into the log of the gatekeeper at this time.";
        transportNotSupported: "the gatekeeper does not support one of the transports",
            "Look at the addresses of the request: IPv6 is often what is not supported.";
        transportQOSNotSupported: "the gatekeeper does not support the quality of service that the endpoint asks for",
            "Switch the control of quality of service off on the endpoint.";
        resourceUnavailable: "the gatekeeper is out of resources",
            "Look at the number of registrations that the gatekeeper allows, and at its licences.";
        invalidAlias: "the alias is against the rules of the gatekeeper",
            "Compare the alias with the rules on the gatekeeper: often numbers need a prefix, and names a domain.";
        securityDenial: "the gatekeeper refuses for reasons of security: most likely the user or the password is wrong or missing, or the clocks are apart",
            "Check the user and the password. The user that the gatekeeper looks up is sendersID of the token, or the alias.",
            "Check that the gatekeeper takes the method of the tokens.",
            "Look for a rule of the gatekeeper against this alias or address: many have this reason too.";
        fullRegistrationRequired: "the gatekeeper does not know this registration any more",
            "The endpoint has to register again in full. If this comes often, its keep-alives come too late: compare their distance with timeToLive.";
        additiveRegistrationNotSupported: "the gatekeeper does not add aliases to a registration",
            "Register all aliases in one request.";
        invalidTerminalAliases: "some of the aliases are not accepted",
            "Remove the aliases that the message lists, or allow them on the gatekeeper.";
        genericDataReason: "the reason is in genericData of the message",
            "Look at genericData of the message: its identifier names the Recommendation or the vendor of the reason.";
        neededFeatureNotSupported: "the gatekeeper lacks a feature that the endpoint needs, or the other way round",
            "Compare neededFeatures of both messages, and switch the feature off where it is not needed.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
        registerWithAssignedGK: "the endpoint has to register with the gatekeeper that is assigned to it",
            "Register with assignedGatekeeper of the message.";
    }

    /// `UnregRequestReason`.
    UNREG_REQUEST {
        reregistrationRequired: "the endpoint has to register again",
            "The gatekeeper was restarted or changed; the endpoint should register by itself.";
        ttlExpired: "the registration was not kept alive in time",
            "Send keep-alives within timeToLive. If they were sent, they got lost: look for a firewall or NAT that forgets the connection.";
        securityDenial: "the registration ends for reasons of security",
            "Check the user and the password on both sides.";
        undefinedReason: "no reason is given",
            "Look into the log of the side that ended the registration.";
        maintenance: "the gatekeeper is taken out of service",
            "Wait, or register with another gatekeeper.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
        registerWithAssignedGK: "the endpoint has to register with the gatekeeper that is assigned to it",
            "Register with assignedGatekeeper of the message.";
    }

    /// `UnregRejectReason`.
    UNREG_REJECT {
        notCurrentlyRegistered: "there is no such registration",
            "Nothing has to be done: the registration had ended before.";
        callInProgress: "a call is still up",
            "End the calls of the endpoint first.";
        undefinedReason: "no reason is given",
            "Look into the log of the side that refuses.";
        permissionDenied: "the sender is not allowed to end this registration",
            "Only the endpoint itself or an operator can end it: compare endpointIdentifier and aliases with the registration.";
        securityDenial: "refused for reasons of security",
            "Check the user and the password: this request needs the same proof as the registration.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
    }

    /// `InfoRequestNakReason`.
    INFO_REQUEST_NAK {
        notRegistered: "the endpoint is not registered",
            "Let the endpoint register again.";
        securityDenial: "the gatekeeper refuses for reasons of security",
            "Check the password: this message needs the same proof as the registration.";
        undefinedReason: "the gatekeeper gives no reason",
            "Look into the log of the gatekeeper at this time.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
    }

    /// `InfoRequestResponseStatus`.
    INFO_REQUEST_RESPONSE_STATUS {
        complete: "the information is complete";
        incomplete: "the information is not complete";
        segment: "more information follows in another message";
        invalidCall: "there is no such call";
    }

    /// `result` of a ServiceControlResponse.
    SERVICE_CONTROL_RESULT {
        started: "the service has started";
        failed: "the service failed",
            "Look into the log of the side that answers.";
        stopped: "the service has stopped";
        notAvailable: "the service is not available",
            "Check that the service is switched on at the side that answers.";
        neededFeatureNotSupported: "a feature that one side needs is missing on the other",
            "Compare neededFeatures of both messages.";
    }
}
