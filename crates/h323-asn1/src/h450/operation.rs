//! The numbers of the operations, errors and problems of H.450.1 to H.450.12.

/// An operation: its local code, its name, and the part of H.450 that defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `local` of its `opcode`.
    pub code: i64,
    /// The part of H.450, 2 for H.450.2.
    pub part: u8,
    /// Its name there.
    pub name: &'static str,
}

/// Local code, part of H.450, name.
const OPERATIONS: [(i64, u8, &str); 58] = [
    (7, 2, "callTransferIdentify"),
    (8, 2, "callTransferAbandon"),
    (9, 2, "callTransferInitiate"),
    (10, 2, "callTransferSetup"),
    (11, 2, "callTransferActive"),
    (12, 2, "callTransferComplete"),
    (13, 2, "callTransferUpdate"),
    (14, 2, "subaddressTransfer"),
    (15, 3, "activateDiversionQ"),
    (16, 3, "deactivateDiversionQ"),
    (17, 3, "interrogateDiversionQ"),
    (18, 3, "checkRestriction"),
    (19, 3, "callRerouting"),
    (20, 3, "divertingLegInformation1"),
    (21, 3, "divertingLegInformation2"),
    (22, 3, "divertingLegInformation3"),
    (23, 3, "cfnrDivertedLegFailed"),
    (100, 3, "divertingLegInformation4"),
    (101, 4, "holdNotific"),
    (102, 4, "retrieveNotific"),
    (103, 4, "remoteHold"),
    (104, 4, "remoteRetrieve"),
    (106, 5, "cpRequest"),
    (107, 5, "cpSetup"),
    (108, 5, "groupIndicationOn"),
    (109, 5, "groupIndicationOff"),
    (110, 5, "pickrequ"),
    (111, 5, "pickup"),
    (112, 5, "pickExe"),
    (113, 5, "cpNotify"),
    (114, 5, "cpickupNotify"),
    (105, 6, "callWaiting"),
    (80, 7, "mwiActivate"),
    (81, 7, "mwiDeactivate"),
    (82, 7, "mwiInterrogate"),
    (0, 8, "callingName"),
    (1, 8, "alertingName"),
    (2, 8, "connectedName"),
    (3, 8, "busyName"),
    (27, 9, "ccnrRequest"),
    (28, 9, "ccCancel"),
    (29, 9, "ccExecPossible"),
    (31, 9, "ccRingout"),
    (32, 9, "ccSuspend"),
    (33, 9, "ccResume"),
    (40, 9, "ccbsRequest"),
    (34, 10, "callOfferRequest"),
    (49, 10, "cfbOverride"),
    (115, 10, "remoteUserAlerting"),
    (43, 11, "callIntrusionRequest"),
    (44, 11, "callIntrusionGetCIPL"),
    (45, 11, "callIntrusionIsolate"),
    (46, 11, "callIntrusionForcedRelease"),
    (47, 11, "callIntrusionWOBRequest"),
    (116, 11, "callIntrusionSilentMonitor"),
    (117, 11, "callIntrusionNotification"),
    (84, 12, "cmnRequest"),
    (85, 12, "cmnInform"),
];

/// Local codes of errors (H.450.1 to H.450.11).
const ERRORS: [(i64, &str); 33] = [
    (0, "userNotSubscribed"),
    (1, "rejectedByNetwork"),
    (2, "rejectedByUser"),
    (3, "notAvailable"),
    (5, "insufficientInformation"),
    (6, "invalidServedUserNumber"),
    (7, "invalidCallState"),
    (8, "basicServiceNotProvided"),
    (9, "notIncomingCall"),
    (10, "supplementaryServiceInteractionNotAllowed"),
    (11, "resourceUnavailable"),
    (12, "invalidDivertedNumber"),
    (14, "specialServiceNumber"),
    (15, "diversionToServedUserNumber"),
    (24, "numberOfDiversionsExceeded"),
    (25, "callFailure"),
    (31, "notActivated"),
    (43, "proceduralError"),
    (1000, "temporarilyUnavailable"),
    (1004, "invalidReroutingNumber"),
    (1005, "unrecognizedCallIdentity"),
    (1006, "establishmentFailure"),
    (1007, "notAuthorized"),
    (1008, "unspecified"),
    (1009, "notBusy"),
    (1010, "shortTermRejection"),
    (1011, "longTermRejection"),
    (1012, "remoteUserBusyAgain"),
    (1013, "failureToMatch"),
    (1018, "invalidMsgCentreId"),
    (2000, "callPickupIdInvalid"),
    (2001, "callAlreadyPickedUp"),
    (2002, "undefined"),
];

/// Every operation that H.450 defines, by part and code.
pub fn operations() -> impl Iterator<Item = Operation> {
    OPERATIONS
        .into_iter()
        .map(|(code, part, name)| Operation { code, part, name })
}

/// The operation with this local code.
#[must_use]
pub fn operation(code: i64) -> Option<Operation> {
    operations().find(|operation| operation.code == code)
}

/// The error with this local code.
#[must_use]
pub fn error(code: i64) -> Option<&'static str> {
    ERRORS
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

/// What `Reject` complains of, by the alternative of its `problem` and the number there.
#[must_use]
pub fn problem(alternative: &str, number: i64) -> Option<&'static str> {
    let names: &[&str] = match alternative {
        "general" => &[
            "unrecognizedComponent",
            "mistypedComponent",
            "badlyStructuredComponent",
        ],
        "invoke" => &[
            "duplicateInvocation",
            "unrecognizedOperation",
            "mistypedArgument",
            "resourceLimitation",
            "releaseInProgress",
            "unrecognizedLinkedId",
            "linkedResponseUnexpected",
            "unexpectedLinkedOperation",
        ],
        "returnResult" => &[
            "unrecognizedInvocation",
            "resultResponseUnexpected",
            "mistypedResult",
        ],
        "returnError" => &[
            "unrecognizedInvocation",
            "errorResponseUnexpected",
            "unrecognizedError",
            "unexpectedError",
            "mistypedParameter",
        ],
        _ => &[],
    };
    names.get(usize::try_from(number).ok()?).copied()
}
