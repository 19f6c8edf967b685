//! Proofs that H323Plus 1.28 made, recorded with GnuGk 5.15 (testdata/ras).

use h323_asn1::codec;

use super::*;

const CALLER: &str = include_str!("../../../../../testdata/ras/h323plus-c29-gnugk-auth-h46017.hex");
const CALLED: &str = include_str!("../../../../../testdata/ras/h323plus-c26-gnugk-auth-ok.hex");

/// When the caller of c29 made its proofs.
const TIME: u32 = 0x6B04_259B;

/// When the endpoint of c26 made its proof.
const EARLIER: u32 = 0x6B04_257C;

/// The octets of the message that is recorded under this name.
fn recorded(file: &str, name: &str) -> Vec<u8> {
    let line = file.lines().find_map(|line| line.strip_prefix(name));
    let hex = line
        .expect(name)
        .trim_start()
        .split('\t')
        .next()
        .expect(name);
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

fn users(user: &str, password: &str, auth: Auth) -> Users {
    let who = Credentials {
        user: user.into(),
        password: Password::from(password.to_owned()),
    };
    Users::new(vec![who], auth)
}

/// Checks recorded octets with the names of the gatekeeper and of the registered endpoint.
fn checked(
    users: &Users,
    octets: &[u8],
    time: u32,
    ours: &str,
    registered: Option<(&str, &str)>,
) -> Result<(String, Method), Fault> {
    let decoded = codec::decode::<RasMessage>(octets);
    let message = decoded.value.expect("readable");
    let evidence = Evidence {
        message: &message,
        tree: &decoded.tree,
        octets,
        time,
        ours,
        registered,
    };
    let proven = users.check(evidence)?;
    Ok((proven.user, proven.method))
}

const METHODS: [(Auth, Method); 3] = [
    (Auth::H2351, Method::H2351),
    (Auth::Md5, Method::Md5),
    (Auth::Cat, Method::Cat),
];

#[test]
fn a_recorded_registration_is_proven_by_each_of_its_methods() {
    let octets = recorded(CALLER, "c29/8/registrationRequest");
    for (auth, method) in METHODS {
        let proven = checked(
            &users("2017", "secret2017", auth),
            &octets,
            TIME,
            "gk",
            None,
        );
        assert_eq!(proven, Ok(("2017".into(), method)));
    }
    let auto = users("2017", "secret2017", Auth::Auto);
    let proven = checked(&auto, &octets, TIME, "gk", None);
    assert_eq!(proven, Ok(("2017".into(), Method::H2351)));
}

#[test]
fn a_recorded_admission_is_proven_by_each_of_its_methods() {
    let octets = recorded(CALLER, "c29/12/admissionRequest");
    // The sendersID of H.235.1 is the endpointIdentifier now.
    let identifier = match codec::decode::<RasMessage>(&octets)
        .value
        .expect("readable")
    {
        RasMessage::admissionRequest(body) => body.endpoint_identifier.to_string(),
        other => panic!("{other:?}"),
    };
    let registered = Some((identifier.as_str(), "2017"));
    for (auth, method) in METHODS {
        let users = users("2017", "secret2017", auth);
        let proven = checked(&users, &octets, TIME, "PeersAuthGK", registered);
        assert_eq!(proven, Ok(("2017".into(), method)));
    }
    let users = users("2017", "secret2017", Auth::H2351);
    let unknown = checked(&users, &octets, TIME, "PeersAuthGK", None);
    assert_eq!(unknown, Err(Fault::UnknownUser(identifier)));
}

#[test]
fn a_wrong_password_and_an_unknown_user_are_told_by_each_method() {
    let octets = recorded(CALLER, "c29/8/registrationRequest");
    for (auth, _) in METHODS {
        let wrong = checked(
            &users("2017", "secret2018", auth),
            &octets,
            TIME,
            "gk",
            None,
        );
        assert_eq!(wrong, Err(Fault::Wrong("2017".into())));
        let unknown = checked(
            &users("2018", "secret2017", auth),
            &octets,
            TIME,
            "gk",
            None,
        );
        assert_eq!(unknown, Err(Fault::UnknownUser("2017".into())));
    }
}

#[test]
fn a_clock_that_is_apart_is_told_by_each_method_and_only_with_the_right_password() {
    let octets = recorded(CALLER, "c29/8/registrationRequest");
    for (auth, _) in METHODS {
        let right = users("2017", "secret2017", auth);
        for (time, fault) in [(TIME + 301, -301), (TIME - 301, 301)] {
            let old = checked(&right, &octets, time, "gk", None);
            assert_eq!(old, Err(Fault::Old(fault)), "{auth}");
        }
        assert!(checked(&right, &octets, TIME + 300, "gk", None).is_ok());
        let wrong = users("2017", "other", auth);
        let wrong = checked(&wrong, &octets, TIME + 301, "gk", None);
        assert_eq!(wrong, Err(Fault::Wrong("2017".into())), "{auth}");
    }
}

#[test]
fn a_proof_for_another_gatekeeper_or_by_another_user_is_none() {
    let octets = recorded(CALLED, "c26/3/registrationRequest");
    let right = users("2000", "secret2000", Auth::Auto);
    assert!(checked(&right, &octets, EARLIER, "PeersAuthGK", None).is_ok());
    assert_eq!(
        checked(&right, &octets, EARLIER, "gk", None),
        Err(Fault::NotForUs("PeersAuthGK".into()))
    );
    assert_eq!(
        checked(&right, &octets, EARLIER, "PeersAuthGK", Some(("1", "2001"))),
        Err(Fault::OtherUser("2000".into()))
    );
}

#[test]
fn a_method_that_is_not_taken_is_no_proof() {
    let octets = recorded(CALLED, "c26/3/registrationRequest");
    for auth in [Auth::Md5, Auth::Cat] {
        let users = users("2000", "secret2000", auth);
        let absent = checked(&users, &octets, EARLIER, "PeersAuthGK", None);
        assert_eq!(absent, Err(Fault::Absent(auth.name().into())));
    }
}

#[test]
fn no_bit_of_a_proven_registration_can_be_changed() {
    let octets = recorded(CALLED, "c26/3/registrationRequest");
    let users = users("2000", "secret2000", Auth::Auto);
    for bit in 0..octets.len() * 8 {
        let mut changed = octets.clone();
        changed[bit / 8] ^= 0x80 >> (bit % 8);
        if codec::decode::<RasMessage>(&changed).value.is_ok() {
            let proven = checked(&users, &changed, EARLIER, "PeersAuthGK", None);
            assert!(proven.is_err(), "bit {bit}");
        }
    }
}

#[test]
fn a_fault_has_an_error_of_h225_if_there_is_one_for_it() {
    let old = Fault::Old(301);
    assert_eq!(old.error(), Some(SecurityErrors::securityWrongSyncTime));
    assert_eq!(old.error2(), Some(SecurityErrors2::securityWrongSyncTime));
    assert_eq!(Fault::Wrong("zoe".into()).error(), None);
    assert_eq!(Fault::Absent("md5".into()).error2(), None);
}
