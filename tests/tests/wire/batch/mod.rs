//! Several actions in one request.

mod order;
mod pages;
mod requests;
mod responses;
mod retry;
