//! What is sent to a server on loopback, and what is made of its responses.

mod batch;
mod call;
mod client;
mod concurrency;
mod errors;
mod fuzz_corpus;
mod gateways;
mod hooks;
mod missing_permissions;
mod operations;
mod origins;
mod paging;
mod prefer;
mod preflight;
mod retry;
mod secrets;
mod settings;
mod shapes;
mod sign_in;
mod traces;
mod types;
mod untyped_requests;
mod upload_sessions;
mod uploads;
mod values;
mod without_runtime;
