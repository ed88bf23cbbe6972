//! Severities that a line tells by name, 0 (emergency) to 7 (debug).

use memchr::memchr;

/// The severity of `facility.level`.
pub fn facility(word: &[u8], separator: u8) -> Option<u8> {
    const FACILITIES: [&[u8]; 20] = [
        b"kern",
        b"kernel",
        b"user",
        b"mail",
        b"daemon",
        b"auth",
        b"authpriv",
        b"security",
        b"syslog",
        b"lpr",
        b"news",
        b"uucp",
        b"cron",
        b"ftp",
        b"ntp",
        b"console",
        b"audit",
        b"logaudit",
        b"authpriv|security",
        b"auth|security",
    ];
    let at = memchr(separator, word)?;
    let name = &word[..at];
    let local = name
        .strip_prefix(b"local")
        .is_some_and(|n| matches!(n, [b'0'..=b'7']));
    if !local && !FACILITIES.contains(&name) {
        return None;
    }
    severity_word(&word[at + 1..])
}

/// The severity in Cisco's `%ASA-3-106014: ` and Huawei's `%%01IFNET/4/LINK_STATE(l)[7]:`.
pub fn mnemonic(message: &[u8]) -> Option<u8> {
    let inside = message.strip_prefix(b"%")?;
    if let Some(module) = inside.strip_prefix(b"%") {
        let slash = memchr(b'/', &module[..module.len().min(32)])?;
        return match module[slash + 1..] {
            [digit @ b'0'..=b'7', b'/', ..] => Some(digit - b'0'),
            _ => None,
        };
    }
    let end = memchr(b':', &inside[..inside.len().min(64)])?;
    // IOS XR sets the colon off.
    let parts = || inside[..end].trim_ascii_end().split(|b| *b == b'-');
    let upper = |part: &[u8]| {
        part.iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
    };
    let severity = parts().skip(1).find_map(|part| match part {
        [digit @ b'0'..=b'7'] => Some(digit - b'0'),
        _ => None,
    })?;
    parts().all(upper).then_some(severity)
}

/// The severity that a word names.
pub fn severity_word(word: &[u8]) -> Option<u8> {
    const WORDS: [&[&[u8]]; 8] = [
        &[b"emerg", b"panic", b"emergency"],
        &[b"alert"],
        &[b"crit", b"critical"],
        &[b"err", b"error"],
        &[b"warning", b"warn"],
        &[b"notice"],
        &[b"info"],
        &[b"debug"],
    ];
    WORDS
        .iter()
        .position(|words| words.contains(&word))
        .map(|at| at as u8)
}
