//! The generator of logs with patterns planted in them, as the tests use it.

#[path = "../benches/plant/traffic.rs"]
pub mod traffic;
#[path = "../benches/plant/write.rs"]
pub mod write;
