//! Every rule of the language has a declaration that breaks it, and the message that its author reads.
//!
//! One small file a rule in `compile-fail/`, named after it, with the expected messages beside it. They are the macro's
//! own, so they do not change with the compiler; what rustc itself words is tested in `type_errors.rs`.

#[test]
fn every_mistake_is_explained() {
    trybuild::TestCases::new().compile_fail("compile-fail/*.rs");
}
