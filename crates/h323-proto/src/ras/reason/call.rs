//! Why a call, its bandwidth or its end is refused.

super::reasons! {
    /// `AdmissionRejectReason`.
    ADMISSION_REJECT {
        calledPartyNotRegistered: "nobody is registered under the number or alias that is called",
            "Check the number, with its prefix, and whether the endpoint is registered at this time. The gatekeeper may also need a rule or a neighbour for it.";
        invalidPermission: "the permission of the caller has ended, or does not cover this call",
            "Look at the rights of the caller on the gatekeeper.";
        requestDenied: "the gatekeeper does not want this call",
            "Look at the rules of the gatekeeper for this caller and this number; often the bandwidth asked for is too large.";
        undefinedReason: "the gatekeeper gives no reason",
            "Look into the log of the gatekeeper at this time.";
        callerNotRegistered: "the caller is not registered",
            "Register first. A registration that had ended by its timeToLive, or came from another address, does not count.";
        routeCallToGatekeeper: "the call has to go through the gatekeeper",
            "Send the call signalling to the gatekeeper instead of the endpoint.";
        invalidEndpointIdentifier: "the gatekeeper does not know this registration",
            "Register again and use the endpointIdentifier of the new RegistrationConfirm.";
        resourceUnavailable: "the gatekeeper has no bandwidth or other resources left for this call",
            "Ask for less bandwidth, or wait until other calls end. Look at the limits of the gatekeeper, per call and in total.";
        securityDenial: "the gatekeeper refuses for reasons of security",
            "Check the user and the password: each request needs a proof, not only the registration.";
        qosControlNotSupported: "the gatekeeper does not support the quality of service that the caller asks for",
            "Switch the control of quality of service off on the endpoint.";
        incompleteAddress: "the number is too short",
            "Dial the whole number, with its prefix.";
        aliasesInconsistent: "the aliases of the request belong to different endpoints",
            "Call one alias at a time.";
        routeCallToSCN: "the call has to go through the telephone network",
            "Call the number that the message names through a gateway or the telephone network.";
        exceedsCallCapacity: "the endpoint that is called cannot take another call",
            "Try again when one of its calls has ended.";
        collectDestination: "the gatekeeper wants the number from the caller",
            "Dial the number after the tone, or with the call.";
        collectPIN: "the gatekeeper wants a PIN from the caller",
            "Dial the PIN after the tone.";
        genericDataReason: "the reason is in genericData of the message",
            "Look at genericData of the message: its identifier names the Recommendation or the vendor of the reason.";
        neededFeatureNotSupported: "a feature that one side needs is missing on the other",
            "Compare neededFeatures of both messages, and switch the feature off where it is not needed.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
        securityDHmismatch: "the Diffie-Hellman parameters do not fit",
            "Choose the same Diffie-Hellman group on both sides.";
        noRouteToDestination: "there is no route to the destination",
            "Add a route for this number or alias to the dial plan of the gatekeeper.";
        unallocatedNumber: "the number is not assigned to anybody",
            "Check the number, and the dial plan of the gatekeeper.";
        registerWithAssignedGK: "the endpoint has to register with the gatekeeper that is assigned to it",
            "Register with assignedGatekeeper of the message.";
    }

    /// `BandRejectReason`.
    BAND_REJECT {
        notBound: "the gatekeeper does not know this endpoint any more",
            "Register again.";
        invalidConferenceID: "the gatekeeper does not know this call",
            "Compare conferenceID and callIdentifier with those of the admission.";
        invalidPermission: "the endpoint may not have so much bandwidth",
            "Look at the rights of the endpoint on the gatekeeper.";
        insufficientResources: "there is not so much bandwidth left",
            "Stay within allowedBandWidth of the message, or wait until other calls end.";
        invalidRevision: "the gatekeeper does not speak this version of H.225.0",
            "Update the older side.";
        undefinedReason: "no reason is given",
            "Look into the log of the side that refuses.";
        securityDenial: "refused for reasons of security",
            "Check the user and the password: each request needs a proof, not only the registration.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
    }

    /// `DisengageReason`.
    DISENGAGE {
        forcedDrop: "the gatekeeper ends the call",
            "Look into the log of the gatekeeper at this time: an operator, a time limit or another call may be behind it.";
        normalDrop: "the call has ended as usual";
        undefinedReason: "no reason is given";
    }

    /// `DisengageRejectReason`.
    DISENGAGE_REJECT {
        notRegistered: "the endpoint is not registered",
            "Register again; the gatekeeper may still count the call.";
        requestToDropOther: "the sender may not end a call of somebody else",
            "Compare conferenceID and callIdentifier with those of the admission.";
        securityDenial: "refused for reasons of security",
            "Check the user and the password: each request needs a proof, not only the registration.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
    }
}
