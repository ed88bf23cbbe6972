//! One line of each daemon and device, and what is inside.

use crate::format::Sample;

/// `time` is the stamp as it stands in the line; `level` is what the severity says.
#[rustfmt::skip]
pub const SAMPLES: &[Sample] = &[
    Sample {
        text: "Mar 14 02:11:09 web1 sshd[711]: Accepted publickey for root",
        event: &[("time", "Mar 14 02:11:09"), ("host", "web1"), ("service", "sshd"), ("message", "Accepted publickey for root"), ("level", "null")],
    },
    Sample {
        text: "Mar  4 02:11:09 192.0.2.7 postfix/smtpd[711]: connect from unknown",
        event: &[("time", "Mar  4 02:11:09"), ("host", "192.0.2.7"), ("service", "postfix/smtpd"), ("message", "connect from unknown")],
    },
    Sample {
        text: "<34>Mar 14 02:11:09 web1.shop.example su: 'su root' failed",
        event: &[("host", "web1.shop.example"), ("service", "su"), ("message", "'su root' failed"), ("level", "fatal")],
    },
    Sample {
        text: "<30>Mar 14 02:11:09 dockerd[7]: no host here",
        event: &[("host", "null"), ("service", "dockerd"), ("message", "no host here"), ("level", "info")],
    },
    Sample {
        text: "2025-03-14T02:11:09.123456+01:00 web1 systemd[1]: Started x.",
        event: &[("time", "2025-03-14T02:11:09.123456+01:00"), ("host", "web1"), ("service", "systemd"), ("message", "Started x.")],
    },
    Sample {
        text: "2025-03-14T02:11:09+0100 localhost (sd-pam)[711]: pam_unix: closed",
        event: &[("host", "localhost"), ("service", "(sd-pam)"), ("message", "pam_unix: closed")],
    },
    Sample {
        text: "Fri 2025-03-14 02:11:09 UTC web1 cron[7]: (root) CMD (x)",
        event: &[("host", "web1"), ("service", "cron"), ("message", "(root) CMD (x)")],
    },
    Sample {
        text: "1741918269.123456 web1 cron[7]: short-unix",
        event: &[("time", "1741918269.123456"), ("host", "web1"), ("message", "short-unix")],
    },
    Sample {
        text: "Mar 14 2025 02:11:09 web1 app[7]: year",
        event: &[("time", "Mar 14 2025 02:11:09"), ("host", "web1"), ("message", "year")],
    },
    Sample {
        text: "Mar 14 02:11:09 web1 shop[4711] no stock",
        event: &[("level", "null"), ("message", "no stock"), ("host", "web1"), ("service", "shop")],
    },
    Sample {
        text: "Mar 14 02:11:09 2025 web1 app[7]: year",
        event: &[("time", "Mar 14 02:11:09 2025"), ("host", "web1"), ("message", "year")],
    },
    Sample {
        text: "Mar 14 02:11:09 web1 kernel: [12345.678901] usb 1-1: new device",
        event: &[("service", "kernel"), ("message", "[12345.678901] usb 1-1: new device")],
    },
    Sample {
        text: "Mar 14 02:11:09 --- last message repeated 1 time ---",
        event: &[("host", "null"), ("service", "null"), ("message", "--- last message repeated 1 time ---")],
    },
    Sample {
        text: "Mar 14 02:11:09 web1 last message repeated 2 times",
        event: &[("host", "web1"), ("message", "last message repeated 2 times")],
    },
    Sample {
        text: "Mar 14 02:11:09 mac com.apple.xpc.launchd[1] (com.example.agent[99]): Service exited",
        event: &[("host", "mac"), ("service", "com.apple.xpc.launchd"), ("message", "Service exited")],
    },
    Sample {
        text: "Mar 14 02:11:09 mac Some Browser Helper[99]: hello: world",
        event: &[("service", "Some Browser Helper"), ("message", "hello: world")],
    },
    Sample {
        text: "Mar 14 02:11:09 sun1 sendmail[7]: [ID 702911 mail.crit] disk full",
        event: &[("service", "sendmail"), ("message", "disk full"), ("level", "fatal")],
    },
    Sample {
        text: "Mar 14 02:11:09 aix1 auth|security:err sshd[7]: no",
        event: &[("host", "aix1"), ("service", "sshd"), ("message", "no"), ("level", "error")],
    },
    Sample {
        text: "Fri Mar 14 02:11:09 2025 daemon.warn dnsmasq[7]: no servers",
        event: &[("time", "Fri Mar 14 02:11:09 2025"), ("host", "null"), ("service", "dnsmasq"), ("level", "warn")],
    },
    Sample {
        text: "Mar 14 02:11:09 <auth.crit> bsd1 su[7]: no",
        event: &[("host", "bsd1"), ("service", "su"), ("level", "fatal")],
    },
    Sample {
        text: "<189>29: *Mar 14 02:11:09.123: %SYS-5-CONFIG_I: Configured from console",
        event: &[("time", "Mar 14 02:11:09.123"), ("service", "%SYS-5-CONFIG_I"), ("message", "%SYS-5-CONFIG_I: Configured from console"), ("level", "info")],
    },
    Sample {
        text: "Mar 14 2025 02:11:09 fw1 : %ASA-3-106014: Deny inbound icmp",
        event: &[("host", "fw1"), ("message", "%ASA-3-106014: Deny inbound icmp"), ("level", "error")],
    },
    Sample {
        text: "<165>1 2025-03-14T02:11:09.003Z web1 shop 711 ID47 [x@1 a=\"b \\] c\" d=\"]\"][y@1] \u{feff}it broke",
        event: &[("time", "2025-03-14T02:11:09.003Z"), ("host", "web1"), ("service", "shop"), ("message", "it broke"), ("level", "info")],
    },
    Sample {
        text: "<11>1 - - - - - - nothing told",
        event: &[("time", "null"), ("host", "null"), ("service", "null"), ("message", "nothing told"), ("level", "error")],
    },
    Sample {
        text: "83 <40>1 2025-03-14T02:11:09+00:00 host app web.3 - State changed from starting to up",
        event: &[("service", "app"), ("message", "State changed from starting to up"), ("level", "fatal")],
    },
    Sample {
        text: "Mar 14 02:11:09 web1 shop[7]: @cee: {\"level\":\"error\"}",
        event: &[("message", "{\"level\":\"error\"}")],
    },
    Sample {
        text: "<131>link eth0 went down",
        event: &[("message", "link eth0 went down"), ("level", "error"), ("host", "null")],
    },
    Sample {
        text: "Mar 14 02:11:09 bigip err mcpd[1234]: configuration error",
        event: &[("host", "bigip"), ("service", "mcpd"), ("message", "configuration error"), ("level", "error")],
    },
    Sample {
        text: "Mar 14 02:11:09 kdc1 krb5kdc[4711](Error): preauth failed",
        event: &[("service", "krb5kdc"), ("message", "preauth failed")],
    },
    Sample {
        text: "Mar 14 02:11:09 kdc1 krb5kdc[4711](info): AS_REQ",
        event: &[("level", "info"), ("message", "AS_REQ")],
    },
    Sample {
        text: "<131>1 2025-03-14T02:11:09.123Z web1 shop 4711 - [mdc@32473 requestId=\"550e8400-e29b-41d4-a716-446655440000\"] failed",
        event: &[("level", "error"), ("message", "failed")],
    },
    Sample {
        text: "Mar 14 2025 02:11:09 sw1 %%01IFNET/4/LINK_STATE(l)[7]:The line protocol has entered the DOWN state.",
        event: &[("level", "warn"), ("host", "sw1")],
    },
];
