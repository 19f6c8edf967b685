//! The calls of a long capture are those of short ones: whatever else crosses the same wire, each is
//! told as if it had been alone.

use std::net::SocketAddr;

use h323_capture::write::{Connection, File, datagram};

use super::{
    calls::{Taken, capture_among, recordings, told},
    *,
};

/// Milliseconds of each capture.
const END: u64 = 20_000;

/// All devices, and as many calls of the stacks as fit beside them.
const CALLS: usize = 19;

/// Fields that have a bound for the whole answer, and places that are counted in the whole capture.
const OF_THE_ANSWER: [&str; 3] = ["decoded", "fields", "exchange"];

/// Every device that was recorded, then calls of the stacks; each has a network of its own.
fn taken() -> Vec<Taken> {
    let all = recordings().into_iter().map(|(taken, _)| taken);
    let (devices, stacks): (Vec<Taken>, Vec<Taken>) =
        all.partition(|taken| taken.name.ends_with(".hex"));
    assert_eq!(devices.len(), 9);
    let mut taken: Vec<Taken> = devices.into_iter().chain(stacks).take(CALLS).collect();
    for (index, taken) in taken.iter_mut().enumerate() {
        taken.network = Some([198, 18, u8::try_from(index).unwrap()]);
    }
    taken
}

/// Media, a name server, a web page over TLS, RDP in TPKTs: hundreds of packets each time.
struct Others {
    web: Connection,
    desktop: Connection,
}

impl Others {
    fn new() -> Self {
        let client = |port| SocketAddr::from(([203, 0, 113, 1], port));
        let server = |port| SocketAddr::from(([203, 0, 113, 2], port));
        Self {
            web: Connection::new(client(50_000), server(443), [5, 6]),
            desktop: Connection::new(client(50_001), server(3389), [7, 8]),
        }
    }

    fn packets(&mut self) -> Vec<Vec<u8>> {
        let end = |host, port| SocketAddr::from(([203, 0, 113, host], port));
        let media = datagram(end(3, 5004), end(4, 5006), &[0x80; 172]);
        let name = datagram(end(3, 53), end(4, 53_000), b"not H.323");
        let mut packets = vec![media; 200];
        packets.push(name);
        // A record of TLS; a data TPDU of X.224.
        let record = [&[23, 3, 3, 0x40, 0][..], &[0x5A; 0x4000]].concat();
        let sent = self.web.send(false, &record).into_iter();
        packets.extend(sent.map(|(_, packet)| packet));
        let data = tpkt::encode(&[2, 0xF0, 0x80, 0x64, 0, 8]).unwrap();
        let sent = self.desktop.send(true, &data).into_iter();
        packets.extend(sent.map(|(_, packet)| packet));
        packets
    }
}

/// What is told of a call: its parties and verdict, its messages, and its ladder.
fn account(decoding: &Decoding, call: &CapturedCall) -> (String, Value, Vec<Value>, String) {
    let mut facts = serde_json::to_value(call).unwrap();
    facts.as_object_mut().unwrap().remove("messages");
    let messages: Vec<DecodedMessage> = (call.messages.iter())
        .map(|&place| decoding.messages[place].clone())
        .collect();
    let shown = messages.iter().map(|message| {
        let mut value = serde_json::to_value(message).unwrap();
        for name in OF_THE_ANSWER {
            value.as_object_mut().unwrap().remove(name);
        }
        value
    });
    let shown = shown.collect();
    let own = Decoding {
        messages,
        calls: Vec::new(),
        findings: Vec::new(),
        notes: Vec::new(),
        ..decoding.clone()
    };
    let ladder = crate::ladder::of_decoding(&own, false);
    (told(call), facts, shown, ladder)
}

#[test]
fn each_call_of_a_long_capture_is_told_as_if_it_were_alone() {
    let taken = taken();
    let mut others = Others::new();
    let long = capture_among(&taken, END, &mut || others.packets());
    let mut alone = Vec::new();
    for taken in &taken {
        let short = capture_among(std::slice::from_ref(taken), END, &mut Vec::new);
        assert!(long.len() > 20 * short.len());
        let decoding = Decoding::of_octets(&short).unwrap();
        let [call] = &decoding.calls[..] else {
            panic!("{}: {:?}", taken.name, decoding.calls);
        };
        alone.push(account(&decoding, call));
    }
    let decoding = Decoding::of_octets(&long).unwrap();
    assert_eq!(decoding.left_out, 0, "{} messages", decoding.messages.len());
    let mut among: Vec<_> = (decoding.calls.iter())
        .map(|call| account(&decoding, call))
        .collect();
    let by_caller =
        |(_, facts, ..): &(String, Value, Vec<Value>, String)| facts["caller"].to_string();
    alone.sort_by_key(by_caller);
    among.sort_by_key(by_caller);
    assert_eq!(among.len(), CALLS);
    for (among, alone) in among.iter().zip(&alone) {
        assert_eq!(among.0, alone.0, "the verdict");
        assert_eq!(among.1, alone.1);
        assert_eq!(among.2, alone.2, "the messages of {}", alone.0);
        assert_eq!(among.3, alone.3, "the ladder of {}", alone.0);
    }
    let note = |words: &str| decoding.notes.iter().any(|note| note.contains(words));
    assert!(
        note("not looked at after the first 128 KiB"),
        "{:?}",
        decoding.notes
    );
    assert!(note("of other protocols over UDP"), "{:?}", decoding.notes);
}

#[test]
fn a_call_behind_too_many_others_is_counted_and_not_told_to_be_missing() {
    let end = |host, port| SocketAddr::from(([203, 0, 113, host], port));
    let mut signalling = Connection::new(end(1, 50_002), end(3, 1720), [7, 8]);
    let data = tpkt::encode(&[2, 0xF0, 0x80, 0x64, 0, 8]).unwrap();
    let release = tpkt::encode(&[8, 2, 0x80, 1, 0x5A, 8, 2, 0x80, 0x91]).unwrap();
    let mut file = File::new("test", "desktop");
    // Of a connection of another protocol 128 KiB are looked at.
    let desktops = (0..3).flat_map(|host| {
        let mut desktop = Connection::new(end(4 + host, 50_001), end(2, 3389), [7, 8]);
        desktop.send(true, &data.repeat(10_000))
    });
    let sent = desktops.chain(signalling.send(true, &release));
    for (time, (_, packet)) in (1_700_000_000_000_000..).zip(sent) {
        file.packet(time, true, &packet, &[]);
    }
    let found = Messages::of_octets(&file.into_octets()).unwrap();
    // Nothing of the third was looked at: it may be H.323 too.
    assert_eq!((found.found.len(), found.left_out), (0, 10_001));
    let missing = |note: &String| note.contains("does not contain");
    assert!(!found.notes.iter().any(missing), "{:?}", found.notes);
}
