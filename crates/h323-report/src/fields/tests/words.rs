//! The words beside the values.

use super::*;

#[test]
fn values_say_what_they_stand_for() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/tandberg/e20.hex");
    let lines = fs::read_to_string(file).unwrap();
    let line = |name: &str| {
        let line = lines.lines().find(|line| line.contains(name)).unwrap();
        octets(line.split('\t').nth(1).unwrap())
    };
    let connect = read(&line("/connect"), Layout::Q931);
    let body = "User-user/H323-UserInformation/h323-uu-pdu/h323-message-body/connect";
    let text = |path: &str| find(&connect, &format!("{body}/{path}")).text.clone();
    let vendor = "destinationInfo/vendor";
    assert_eq!(
        text("protocolIdentifier").as_deref(),
        Some("H.225.0 version 6")
    );
    assert_eq!(
        text(&format!("{vendor}/productId")).as_deref(),
        Some("Tandberg")
    );
    let country = text(&format!("{vendor}/vendor/t35CountryCode"));
    assert_eq!(country.as_deref(), Some("Norway"));
    let address = text("h245Address/ipAddress/ip");
    assert_eq!(address.as_deref(), Some("192.168.62.43"));
    let conference = text("conferenceID");
    assert_eq!(
        conference.as_deref(),
        Some("966a5570-1c1a-7230-4106-7b637ec8b678")
    );
    assert_eq!(text("multipleCalls"), None, "it says so itself");
    let set = read(&line("10/tcp"), Layout::H245);
    let table = "MultimediaSystemControlMessage/request/terminalCapabilitySet";
    let text = |path: &str| find(&set, &format!("{table}/{path}")).text.clone();
    assert_eq!(
        text("protocolIdentifier").as_deref(),
        Some("H.245 version 13")
    );
    let h264 = "capabilityTable/6/capability/receiveVideoCapability/genericVideoCapability";
    let identifier = text(&format!("{h264}/capabilityIdentifier/standard"));
    assert_eq!(identifier.as_deref(), Some("H.264"));
}

/// The first message of a file with this in its name.
fn recorded_in(file: &str, name: &str, layout: Layout) -> Field {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(file);
    let lines = fs::read_to_string(file).unwrap();
    let line = lines.lines().find(|line| line.contains(name)).unwrap();
    read(&octets(line.split('\t').nth(1).unwrap()), layout)
}

#[test]
fn octets_inside_octets_and_codes_of_users_have_words() {
    let open = recorded_in(
        "gnugk/h245-c24-gnugk-h46017-caller.hex",
        "c24/46/facility.1",
        Layout::H245,
    );
    let parameter = "MultimediaSystemControlMessage/request/openLogicalChannel/genericInformation/0/messageContent/0";
    let field = find(&open, &format!("{parameter}/parameterValue/octetString"));
    assert_eq!(
        field.text.as_deref(),
        Some("keepAliveChannel 127.0.0.1:1024, keepAliveInterval 19 s")
    );
    let setup = recorded_in("polycom/hdx8000.hex", "4/setup", Layout::Q931);
    let field = find(
        &setup,
        "User-user/H323-UserInformation/user-data/protocol-discriminator",
    );
    assert_eq!(field.text.as_deref(), Some("ASN.1 (X.208 and X.209)"));
}
