//! The H.323 edge tester: a Cloudflare Worker that places one H.323 call for each request and
//! says what answered.
//!
//! `POST /api/h323/call` is the product; everything it knows about H.323 is in `h323-proto`, which
//! does no I/O. Here are the parts that need the platform, and what each may use:
//!
//! - [`api`], HTTP: [`guard`] says who may ask, `h323-request` what is wanted, [`prepare`] makes a call
//!   of it, [`live`] runs it while the [`answer`] is open, [`place`] places it; [`mod@decode`] is the
//!   request to say what is in octets, which `h323-report` does;
//! - [`prepare`]: [`resolve`] finds the address of a name, [`guard`] whether it may be dialled;
//! - [`place`]: [`drive`] runs one call, over connections of [`socket`], by the time of [`clock`].
//!
//! Nothing points back.

// The macros of wasm-bindgen expand to unsafe code of their own, which `forbid` would refuse.
#![deny(unsafe_code)]

pub mod decode;
pub mod guard;
pub mod patience;
pub mod plain;

#[cfg(target_arch = "wasm32")]
mod answer;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod body;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod drive;
#[cfg(target_arch = "wasm32")]
mod journal;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod place;
#[cfg(target_arch = "wasm32")]
mod prepare;
#[cfg(target_arch = "wasm32")]
mod resolve;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod socket;

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
