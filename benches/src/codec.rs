//! How fast messages are read and written: by what a call does with each that comes in, and with
//! each that goes out.
//!
//! `npm run bench` runs this and takes the figures from what criterion leaves in `target/`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod samples;

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, measurement::WallTime};
use h323_asn1::{
    codec,
    h225::H323UserInformation,
    h245::{MultimediaSystemControlMessage, RequestMessage},
};
use h323_proto::{
    h225::UserInformation,
    h245::{self, H245Record},
    q931::{ElementId, InformationElement, Message, UserUser},
};

use samples::{Sample, Samples};

const WARM_UP: Duration = Duration::from_secs(1);
const MEASUREMENT: Duration = Duration::from_secs(3);

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(WARM_UP)
        .measurement_time(MEASUREMENT)
        .configure_from_args();
    let samples = Samples::collect();
    let mut group = criterion.benchmark_group("read");
    for sample in &samples.signalling {
        bench(&mut group, sample, || read_signalling(&sample.octets));
    }
    for sample in &samples.h245 {
        bench(&mut group, sample, || read_h245(&sample.octets));
    }
    group.finish();
    let mut group = criterion.benchmark_group("write");
    for sample in &samples.signalling {
        bench_signalling_written(&mut group, sample);
    }
    for sample in &samples.h245 {
        bench_h245_written(&mut group, sample);
    }
    bench_capabilities_written(&mut group);
    group.finish();
    criterion.final_summary();
}

/// Measures `work`, which reads or writes the sample. What it makes is freed within the time, as a
/// call has to free it too.
fn bench<T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    sample: &Sample,
    mut work: impl FnMut() -> T,
) {
    let octets = u64::try_from(sample.octets.len()).expect("a message is short");
    group.throughput(Throughput::Bytes(octets));
    let id = BenchmarkId::new(sample.name, &sample.origin);
    group.bench_function(id, |bencher| bencher.iter(|| black_box(work())));
}

/// What a call does with the payload of a TPKT before it looks at what the message says: every
/// field is kept, for the trace.
fn read_signalling(octets: &[u8]) -> (Message, UserInformation) {
    let message = Message::decode(black_box(octets)).expect("a Q.931 message");
    let information = UserInformation::of(&message).expect("an H.225.0 part");
    (message, information)
}

/// The same with the octets of one H.245 message.
fn read_h245(octets: &[u8]) -> H245Record {
    H245Record::of(black_box(octets).to_vec())
}

/// From the value of the H.225.0 part to the payload of a TPKT. The other elements are copied,
/// where a call would make them.
fn write_signalling(head: &Message, value: &H323UserInformation) -> Vec<u8> {
    let contents = codec::encode(black_box(value)).expect("a value that can be written");
    let element = InformationElement::of(&UserUser::h323(contents)).expect("an element");
    let mut message = head.clone();
    message.insert(element);
    message.encode().expect("a message that can be written")
}

fn bench_signalling_written(group: &mut BenchmarkGroup<'_, WallTime>, sample: &Sample) {
    let (mut head, information) = read_signalling(&sample.octets);
    assert_eq!((information.error, information.trailing), (None, 0));
    let user_user: UserUser = head
        .get()
        .expect("it is there")
        .expect("it was read before");
    head.elements
        .retain(|element| !element.is(ElementId::USER_USER));
    let value = codec::decode(&user_user.contents).value.expect("a value");
    let written = sample.written_as(write_signalling(&head, &value));
    bench(group, &written, || write_signalling(&head, &value));
}

fn bench_h245_written(group: &mut BenchmarkGroup<'_, WallTime>, sample: &Sample) {
    let decoded = codec::decode::<MultimediaSystemControlMessage>(&sample.octets);
    let value = decoded.value.expect("a value");
    assert!(matches!(
        value,
        MultimediaSystemControlMessage::request(RequestMessage::terminalCapabilitySet(_))
    ));
    let write = || codec::encode(black_box(&value)).expect("a value that can be written");
    bench(group, &sample.written_as(write()), write);
}

/// Our capabilities once more, with the making of the value: from the names of the codecs.
fn bench_capabilities_written(group: &mut BenchmarkGroup<'_, WallTime>) {
    let (pdu, version) = samples::our_capabilities();
    let write = || h245::write(black_box(&pdu), version).expect("a message that can be written");
    let sample = Sample::ours("terminalCapabilitySet from its codecs", write());
    bench(group, &sample, write);
}
