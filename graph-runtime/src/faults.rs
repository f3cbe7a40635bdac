#![doc = include_str!("../docs/faults.md")]
