//! Why a gatekeeper does not want an endpoint, and why one is not found.

super::reasons! {
    /// `GatekeeperRejectReason`.
    GATEKEEPER_REJECT {
        resourceUnavailable: "the gatekeeper is out of resources",
            "Try again later, or another gatekeeper. Look at the load of the gatekeeper and at its limit of registrations or licences.";
        terminalExcluded: "the gatekeeper does not serve this endpoint",
            "Allow the endpoint's address, alias or type on the gatekeeper. If the request names a gatekeeperIdentifier, it has to be the gatekeeper's own.";
        invalidRevision: "the gatekeeper does not speak this version of H.225.0",
            "Compare the version in protocolIdentifier with the one of the gatekeeper, and update the older side.";
        undefinedReason: "the gatekeeper gives no reason",
            "Look into the log of the gatekeeper at this time.";
        securityDenial: "the gatekeeper refuses for reasons of security",
            "Check the user and the password, and that the gatekeeper takes one of the methods that the endpoint offers (authenticationCapability, algorithmOIDs).";
        genericDataReason: "the reason is in genericData of the message",
            "Look at genericData of the message: its identifier names the Recommendation or the vendor of the reason.";
        neededFeatureNotSupported: "the gatekeeper lacks a feature that the endpoint needs, or the other way round",
            "Compare neededFeatures of both messages, and switch the feature off where it is not needed.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
    }

    /// `LocationRejectReason`.
    LOCATION_REJECT {
        notRegistered: "the alias is not registered with this gatekeeper",
            "Check the alias, and whether its endpoint is registered at this time.";
        invalidPermission: "this gatekeeper is not allowed to ask",
            "Allow the asking gatekeeper as a neighbour on the one that refuses: its address has to be the one that the request comes from.";
        requestDenied: "the gatekeeper does not tell where the alias is",
            "Look at the rules for neighbours on the gatekeeper that refuses.";
        undefinedReason: "the gatekeeper gives no reason",
            "Look into the log of the gatekeeper at this time.";
        securityDenial: "the gatekeeper refuses for reasons of security",
            "Check the password that the two gatekeepers share.";
        aliasesInconsistent: "the aliases of the request belong to different endpoints",
            "Ask for one alias at a time.";
        routeCalltoSCN: "the call has to go through the telephone network",
            "Call the number that the message names through a gateway or the telephone network.";
        resourceUnavailable: "the gatekeeper or the endpoint is out of resources",
            "Try again later. Look at the load of the gatekeeper and of the gateways behind it.";
        genericDataReason: "the reason is in genericData of the message",
            "Look at genericData of the message: its identifier names the Recommendation or the vendor of the reason.";
        neededFeatureNotSupported: "a feature that one side needs is missing on the other",
            "Compare neededFeatures of the request with the features of the endpoint that is looked for.";
        hopCountExceeded: "the request passed through too many gatekeepers",
            "Look for two gatekeepers that send the request to each other, or raise the hop count.";
        incompleteAddress: "the number is too short",
            "Dial the whole number, with its prefix.";
        securityError: "a security check failed",
            "Look at the error that the message names.";
        securityDHmismatch: "the Diffie-Hellman parameters do not fit",
            "Choose the same Diffie-Hellman group on both sides.";
        noRouteToDestination: "there is no route to the destination",
            "Add a route for this number or alias to the dial plan of the gatekeeper.";
        unallocatedNumber: "the number is not assigned to anybody",
            "Check the number, and the dial plan of the gatekeeper.";
    }
}
