//! Random numbers that are the same on every machine for a seed, so that a log can be made again.

/// SplitMix64: one multiply-and-shift chain a number, good enough for traffic.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// In `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// A rank in `0..n` by Zipf's law: rank k has about 1/(k+1) of rank 0's share (see [`zipf_share`]).
    pub fn zipf(&mut self, n: u64) -> u64 {
        let rank = ((n + 1) as f64).powf(self.unit()) as u64;
        rank.clamp(1, n) - 1
    }

    /// Time to the next event of a steady stream whose events lie `mean` apart.
    pub fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }
}

/// How likely [`Random::zipf`] is to give `rank`.
pub fn zipf_share(rank: u64, n: u64) -> f64 {
    (((rank + 2) as f64).ln() - ((rank + 1) as f64).ln()) / ((n + 1) as f64).ln()
}
