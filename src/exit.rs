//! How a command or a screen ended.

/// How a command went; the number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what was asked.
    Done = 0,
    /// It did, and the answer is no.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The input cannot be read or is invalid.
    Input = 3,
    /// The output cannot be written.
    Output = 4,
    /// Ctrl-C cut it short; the result holds what there was until then.
    Interrupted = 130,
}
