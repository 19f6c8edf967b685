//! The H.323 edge tester: a Cloudflare Worker that places one H.323 call for each request and reports
//! how the endpoint answered.
//!
//! `POST /api/h323/call` is the product; `POST /api/h323/register` checks a gatekeeper. All its knowledge of H.323 is in `h323-proto`, which does no
//! I/O. This crate has the parts that need the platform. Each may use only these others:
//!
//! - [`api`], HTTP: [`guard`] decides whether a request may pass, and `h323-request` parses it.
//!   [`prepare`] makes a call from it, [`live`] runs the call while the [`answer`] is open, and
//!   [`place`] places it, or [`register`] within a registration. [`mod@decode`] is the request to decode octets; `h323-report` decodes them;
//! - `demo`, the endpoint inside the deployment: `called` answers a call, by a scenario of
//!   `h323-scenario`;
//! - [`prepare`]: [`resolve`] finds the address of a name, [`guard`] decides whether it may be
//!   dialled;
//! - [`results`] stores results where that is switched on;
//! - [`room`] bounds what all clients together have sent and not taken back;
//! - [`place`] and [`register`]: [`drive`] runs what is [`driven`], a call or a registration, over connections of [`mod@line`], which puts TLS on those of
//!   [`socket`] if that is asked for, with the time of [`clock`].
//!
//! No part uses one above it.

// The macros of wasm-bindgen expand to unsafe code of their own, which `forbid` would refuse.
#![deny(unsafe_code)]

pub mod decode;
pub mod guard;
pub mod patience;
pub mod plain;
pub mod reads;
pub mod results;
pub mod room;

#[cfg(target_arch = "wasm32")]
mod answer;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod body;
#[cfg(target_arch = "wasm32")]
mod called;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod demo;
#[cfg(target_arch = "wasm32")]
mod drive;
#[cfg(target_arch = "wasm32")]
mod driven;
#[cfg(target_arch = "wasm32")]
mod handset;
#[cfg(target_arch = "wasm32")]
mod journal;
#[cfg(target_arch = "wasm32")]
mod line;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod locate;
#[cfg(target_arch = "wasm32")]
mod place;
#[cfg(target_arch = "wasm32")]
mod prepare;
#[cfg(target_arch = "wasm32")]
mod register;
#[cfg(target_arch = "wasm32")]
mod resolve;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod socket;
#[cfg(target_arch = "wasm32")]
mod standby;
#[cfg(all(target_arch = "wasm32", not(feature = "tls")))]
mod without_tls;

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
