//! Calls and registrations that run while their answer is open.

use std::{
    cell::RefCell,
    future::pending,
    pin::Pin,
    rc::Rc,
    task::{self, Poll, ready},
    time::Duration,
};

use futures::{
    Stream, StreamExt as _,
    channel::{mpsc, oneshot},
    future::{Either, select},
    pin_mut,
};
use h323_report::Update;
use worker::{Context, Delay, Env, Headers, Request, Response, Result};

use crate::{
    answer::headers,
    handset::Cord,
    journal::Journal,
    place::place,
    prepare::{Report, Task},
    register::{place_behind, register},
};

/// How often we send white space during a call.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The header with the ticket of a call.
const TICKET: &str = "Call-Ticket";

/// The form of the answer to a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One JSON document, after the call.
    Json,
    /// JSON Lines, during the call.
    Lines,
}

impl Form {
    /// The form that the client asks for: lines if its Accept names their media type and does not rule
    /// it out (RFC 9110 12.5.1). The order of preference does not matter, because only clients that
    /// want lines send that media type.
    pub(crate) fn of(request: &Request) -> Result<Self> {
        let accept = request.headers().get("Accept")?.unwrap_or_default();
        let wanted = accept.split(',').any(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-ndjson"));
            let refused = parts.any(|parameter| {
                // A weight of zero, with up to three decimals (RFC 9110 12.4.2).
                matches!(parameter, "q=0" | "q=0." | "q=0.0" | "q=0.00" | "q=0.000")
            });
            named && !refused
        });
        Ok(if wanted { Self::Lines } else { Self::Json })
    }

    /// The headers of an answer whose body is written during the call.
    pub(crate) fn headers(self) -> Result<Headers> {
        let headers = headers()?;
        if self == Self::Lines {
            headers.set("Content-Type", "application/x-ndjson; charset=utf-8")?;
        }
        // A compressor would hold back each line until much more has arrived. The runtime obeys the
        // first of these headers, Cloudflare's network the second (RFC 9111 5.2.2.6).
        headers.set("Content-Encoding", "identity")?;
        headers.set("Cache-Control", "no-store, no-transform")?;
        headers.set("Vary", "Accept")?;
        Ok(headers)
    }
}

/// One line of JSON.
pub(crate) fn line(update: &Update<'_>) -> Vec<u8> {
    let mut octets = serde_json::to_vec(update).unwrap_or_default();
    octets.push(b'\n');
    octets
}

/// Runs a call or a registration while its answer is open.
///
/// The answer in lines has a ticket in its headers, with which another request can hang up
/// ([`handset`](crate::handset)): who watches the call wants to see how it ends.
///
/// White space goes out during the call: before the one JSON document, or as empty lines between the
/// others. Only a write reveals that the client has gone, and then the endpoint must not ring on. The
/// call runs beside the answer, so that it is released properly even if nobody reads the answer any
/// more.
pub(crate) fn live(
    task: Task,
    journal: Journal,
    (form, start): (Form, Vec<u8>),
    (env, context): (&Env, &Context),
) -> Result<Response> {
    let (sender, receiver) = mpsc::unbounded();
    let (reader, gone) = oneshot::channel();
    let reader = Reader(Rc::new(RefCell::new(Some(reader))));
    let headers = form.headers()?;
    let cord = (form == Form::Lines).then(|| Cord::new(env)).flatten();
    if let Some(cord) = &cord {
        headers.set(TICKET, cord.ticket())?;
    }
    let hang_up = Rc::clone(&reader.0);
    context.wait_until(async move {
        // A send fails when the client has gone. That is not an error of the call.
        let send = |octets: Vec<u8>| drop(sender.unbounded_send(Piece::Octets(octets)));
        let mut update = |update: Update<'_>| {
            if form == Form::Lines {
                send(line(&update));
            }
        };
        if form == Form::Lines {
            send(start);
        }
        let hung_up = async {
            if let Some(cord) = &cord {
                cord.hung_up().await;
                hang_up.take();
            }
            pending::<()>().await;
        };
        pin_mut!(hung_up);
        let mut call = Box::pin(run(task, gone, &mut update));
        let report = loop {
            let watched = select(Delay::from(HEARTBEAT), &mut hung_up);
            match select(call, watched).await {
                Either::Left((report, _)) => break report,
                Either::Right((_, unfinished)) => call = unfinished,
            }
            send(b"\n".to_vec());
        };
        journal.close(&report);
        drop(sender.unbounded_send(Piece::End(report)));
        if let Some(cord) = &cord {
            cord.put_away().await;
        }
    });
    let body = Body {
        receiver,
        form,
        end: None,
        _reader: reader,
    };
    Ok(Response::from_stream(body)?.with_headers(headers))
}

/// Does what is to be done.
async fn run(
    task: Task,
    gone: oneshot::Receiver<()>,
    update: &mut dyn FnMut(Update<'_>),
) -> Report {
    match task {
        Task::Call(placing) => Report::Call(Box::new(place(*placing, gone, update).await)),
        Task::CallBehind(enrolment) => {
            Report::Call(Box::new(place_behind(*enrolment, gone, update).await))
        }
        Task::Registration(enrolment) => {
            Report::Registration(Box::new(register(*enrolment, gone, update).await))
        }
    }
}

/// A report as it is sent.
fn parts(report: Report, form: Form) -> Parts {
    match (report, form) {
        (Report::Call(report), Form::Json) => Box::new(report.parts()),
        (Report::Call(report), Form::Lines) => Box::new(report.line_parts().chain(end())),
        (Report::Registration(report), Form::Json) => Box::new(report.parts()),
        (Report::Registration(report), Form::Lines) => Box::new(report.line_parts().chain(end())),
    }
}

/// The whole answer with a report whose task did not begin.
pub(crate) fn at_once(report: Report, form: Form, start: Vec<u8>) -> Result<Response> {
    let body = match form {
        Form::Json => Vec::new(),
        Form::Lines => start,
    };
    let body = std::iter::once(body).chain(parts(report, form));
    let headers = match form {
        Form::Json => headers()?,
        Form::Lines => form.headers()?,
    };
    Ok(Response::from_bytes(body.collect::<Vec<_>>().concat())?.with_headers(headers))
}

/// The end of the last line.
fn end() -> [Vec<u8>; 1] {
    [b"\n".to_vec()]
}

/// A piece of an answer.
enum Piece {
    Octets(Vec<u8>),
    /// The report, which ends it. It is written as the client takes it.
    End(Report),
}

/// The octets of an answer, as they are written. The runtime drops it when the client has gone.
struct Body {
    receiver: mpsc::UnboundedReceiver<Piece>,
    form: Form,
    /// The parts of the report that are still to be written.
    end: Option<Parts>,
    /// Dropped together with the body; the call waits for that.
    _reader: Reader,
}

/// The reader of an answer. The call is hung up when it goes, or when what is in it is taken.
struct Reader(Rc<RefCell<Option<oneshot::Sender<()>>>>);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.take();
    }
}

type Parts = Box<dyn Iterator<Item = Vec<u8>>>;

impl Stream for Body {
    type Item = Result<Vec<u8>>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(end) = &mut self.end {
                return Poll::Ready(end.next().map(Ok));
            }
            match ready!(self.receiver.poll_next_unpin(context)) {
                None => return Poll::Ready(None),
                Some(Piece::Octets(octets)) => return Poll::Ready(Some(Ok(octets))),
                Some(Piece::End(report)) => {
                    self.end = Some(parts(report, self.form));
                }
            }
        }
    }
}
