//! What a process used.

use std::{
    io,
    process::{Command, ExitStatus},
    time::Instant,
};

use serde::{Deserialize, Serialize};
use wait4::Wait4;

/// What a process used, and those that it waited for.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Seconds by the clock.
    pub wall_seconds: f64,
    /// Seconds of CPU time, without that of the kernel.
    pub user_seconds: f64,
    /// Seconds of CPU time of the kernel.
    pub system_seconds: f64,
    /// Bytes of memory, at most, of the largest single process.
    pub peak_bytes: u64,
}

impl Usage {
    /// Runs a command to its end.
    ///
    /// # Errors
    ///
    /// If the command cannot be started.
    pub fn of(command: &mut Command) -> io::Result<(ExitStatus, Self)> {
        let start = Instant::now();
        let ended = command.spawn()?.wait4()?;
        let usage = Self {
            wall_seconds: start.elapsed().as_secs_f64(),
            user_seconds: ended.rusage.utime.as_secs_f64(),
            system_seconds: ended.rusage.stime.as_secs_f64(),
            peak_bytes: ended.rusage.maxrss,
        };
        Ok((ended.status, usage))
    }
}
