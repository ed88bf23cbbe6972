//! Appending to a log's bytes, without the cost of `write!`.

pub fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

pub fn number(out: &mut Vec<u8>, n: u64) {
    padded(out, n, 1);
}

/// `n` in decimal, zeros before it up to `width` digits.
pub fn padded(out: &mut Vec<u8>, mut n: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while n > 0 {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    out.extend_from_slice(&digits[at.min(digits.len() - width)..]);
}

/// One digit after the point.
pub fn tenths(out: &mut Vec<u8>, value: f64) {
    let n = (value * 10.0) as u64;
    number(out, n / 10);
    out.push(b'.');
    number(out, n % 10);
}
