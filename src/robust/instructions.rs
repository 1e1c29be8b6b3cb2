//! The instruction sets that draws are compiled for.

use pulp::Arch;

/// An instruction set of this machine. Results do not depend on it, to the bit; only the speed does.
#[derive(Clone, Copy, Debug)]
pub struct Instructions(pub(crate) Arch);

impl Instructions {
    /// All that this machine has, the plainest first.
    #[must_use]
    pub fn available() -> Vec<Instructions> {
        let mut sets = vec![Instructions(Arch::Scalar)];
        #[cfg(target_arch = "x86_64")]
        {
            sets.extend(pulp::x86::V3::try_new().map(|set| Instructions(Arch::V3(set))));
            sets.extend(pulp::x86::V4::try_new().map(|set| Instructions(Arch::V4(set))));
        }
        #[cfg(target_arch = "aarch64")]
        sets.extend(pulp::aarch64::Neon::try_new().map(|set| Instructions(Arch::Neon(set))));
        sets
    }
}

impl Default for Instructions {
    /// The one that this machine is fastest with.
    fn default() -> Instructions {
        Instructions(Arch::new())
    }
}
