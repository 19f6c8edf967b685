//! The H.323 edge tester: a Cloudflare Worker that places one H.323 call for each request and
//! says what answered.
//!
//! `POST /api/h323/call` is the product; everything it knows about H.323 is in `h323-proto`, which
//! does no I/O. Here are the parts that need the platform: HTTP ([`api`]), the
//! decision whom to dial ([`target`], [`resolve`]) and the sockets ([`dial`]). What may be asked of a
//! call is in `h323-request`. Octets are decoded without a call by `h323-report`; [`mod@decode`] is
//! the request for it.

// The macros of wasm-bindgen expand to unsafe code of their own, which `forbid` would refuse.
#![deny(unsafe_code)]

pub mod decode;
pub mod target;

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod dial;
#[cfg(target_arch = "wasm32")]
mod resolve;

#[cfg(target_arch = "wasm32")]
mod events {
    use worker::{Context, Env, Request, Response, Result, event};

    #[event(start)]
    fn start() {
        console_error_panic_hook::set_once();
    }

    #[event(fetch)]
    async fn fetch(request: Request, env: Env, context: Context) -> Result<Response> {
        crate::api::handle(request, &env, &context).await
    }
}
