//! What is counted: the size of expansions, allocations, the files that use each other. That the sides of a comparison do
//! the same is tested here, too.
//!
//! Its allocator counts, as that of no other kind of test.

mod allocations;
mod calls;
mod entities;
mod expansion_size;
mod forms;
mod modules;
mod scale;
mod uploads;
