//! How one entry's text becomes an event: the formats errlog knows, one file each, and the table of them.
//!
//! A [`Format`] looks at text alone. It does not know where the text came from, how entries were split or
//! what is done with the event. A [`Wrapper`] is what a container runtime or a log daemon puts around
//! somebody else's line; what is inside is understood in turn by the formats.

pub mod access;
pub mod apache_error;
pub mod apt;
pub mod cmtrace;
pub mod cri;
pub mod custom;
pub mod db2;
pub mod detect;
pub mod dmesg;
pub mod docker;
pub mod dotnet;
pub mod erlang;
pub mod glog;
pub mod gluster;
pub mod hpc;
pub mod journal_export;
pub mod json;
pub mod jul;
pub mod lambda;
pub mod logcat;
pub mod logfmt;
pub mod message;
pub mod modsecurity;
pub mod mysql_general;
pub mod mysql_slow;
pub mod nginx_error;
pub mod oracle;
pub mod pairs;
pub mod php;
pub mod plain;
pub mod postgresql;
pub mod prefix;
pub mod rails;
pub mod redis;
pub mod rich;
pub mod syslog;
pub mod understand;
pub mod varnishlog;
pub mod weblogic;
pub mod websphere;
pub mod xml;

use std::borrow::Cow;

use crate::event::{Event, Text, Want};
use crate::fields::{Extent, Glance, KeyMemo, KeyTable, Plain};
use crate::time::Clock;

/// How well a line, seen alone, fits as the first line of an entry in some format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not start an entry of this format.
    No,
    /// It may: enough in a source that is known to be of this format, too little to believe elsewhere
    /// (`ERROR: text`, a time of day without a date).
    Weak,
    /// It does, wherever it stands: nothing else looks like this.
    Strong,
}

/// What may follow an entry's first line and still belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing: the format writes one line an entry (JSON lines, access logs).
    Nothing,
    /// Any line that does not start an entry: wrapped messages, SQL, stack traces.
    Lines,
}

/// What a parser needs beside the text.
pub struct Cx<'s> {
    pub want: &'s Want,
    pub keys: &'s KeyTable,
    pub clock: &'s mut Clock,
    /// What is remembered of the keys of the source that the text is from.
    pub memo: &'s mut KeyMemo,
}

/// A line with the event it must give: documentation and test in one.
pub struct Sample {
    /// The entry, lines joined by `\n`.
    pub text: &'static str,
    /// `field=value` pairs that the event must have, by the names of the contract, in any order:
    /// `&[("level", "error"), ("time", "2025-03-14T02:11:09.123Z"), ("error.type", "TypeError")]`.
    pub event: &'static [(&'static str, &'static str)],
}

/// One log format.
pub trait Format: Sync + Send {
    /// The word that `--format` takes and that events carry.
    fn name(&self) -> &'static str;
    /// One line for people: who writes this, what is read from it.
    fn about(&self) -> &'static str;
    /// Whether `line` (no line break at its end) starts an entry. Must follow from the line alone.
    fn fit(&self, line: &[u8]) -> Fit;
    /// Whether `line` starts an entry of this format in a source that is in another one. Only what fits strongly does.
    fn intrudes(&self, line: &[u8]) -> bool {
        self.fit(line) == Fit::Strong
    }
    /// Whether `line`, which is indented, may start an entry where others of the source begin at the margin.
    fn heads_indented(&self, _line: &[u8]) -> bool {
        false
    }
    fn tail(&self) -> Tail;
    /// Whether `line`, although it fits, goes on with the entry whose last line is `previous`.
    fn joins(&self, _previous: &[u8], _line: &[u8]) -> bool {
        false
    }
    /// Whether `line` goes on with the entry whose last line is `previous`, although it would start one of another format.
    fn holds(&self, _previous: &[u8], _line: &[u8]) -> bool {
        false
    }
    /// Reads an entry's text (its last line break stripped) into `event`, only what `cx.want` asks for.
    /// `false`, with the event untouched, when the text is not in this format.
    ///
    /// `message` is set to everything after the header, later lines included; the caller takes traces and
    /// `key=value` pairs out of it.
    fn parse<'a>(&self, text: &'a [u8], cx: &mut Cx, event: &mut Event<'a>) -> bool;
    /// Glances at the entry that `text` begins with, and tells `glance` of all that it may be asked for by, as far as the
    /// entry certainly extends. Text behind the entry may be needed to tell. Where the entry is not asked for, it may be
    /// told of together with more behind it that are not either.
    fn glance(&self, _text: &[u8], _cx: &mut Cx, _glance: &mut Glance) -> Option<Extent> {
        None
    }
    /// Gathers what the entry tells that `text` begins with, a line followed by another entry, into `plain`, which holds
    /// nothing: all that reading it would find outside its message. Gives the bytes of the line; `None` where the entry has
    /// to be read.
    fn skim<'a>(&self, _text: &'a [u8], _cx: &mut Cx, _plain: &mut Plain<'a>) -> Option<usize> {
        None
    }
    fn samples(&self) -> &'static [Sample];
}

/// A physical line taken out of its wrapper.
#[derive(Debug, Default)]
pub struct Inner<'l> {
    /// What the program wrote, without a line break at its end.
    pub text: Cow<'l, [u8]>,
    /// Tells apart the writers that share a source: a hash of the stream's name, or of host, tag and process. `None`
    /// for a line without a wrapper, which belongs to whoever wrote the line before it.
    pub stream: Option<u64>,
    /// The program's line goes on in the wrapper's next line of this stream.
    pub partial: bool,
    /// The wrapper's own header fields as they stand, for events whose inner text tells none.
    pub stamp: &'l [u8],
    pub severity: Option<u8>,
    pub host: &'l [u8],
    pub service: &'l [u8],
    /// Pairs that the wrapper's header has beside them: RFC 5424's structured data.
    pub pairs: &'l [u8],
}

/// What surrounds another program's lines.
pub trait Wrapper: Sync + Send {
    fn name(&self) -> &'static str;
    fn about(&self) -> &'static str;
    fn fit(&self, line: &[u8]) -> Fit;
    /// Takes one line apart; `None` when it is not wrapped so.
    fn unwrap<'l>(&self, line: &'l [u8]) -> Option<Inner<'l>>;
    /// Whether the source with these first lines is wrapped so: most of them are, and surely.
    fn wraps(&self, lines: &[&[u8]], _formats: &[&dyn Format]) -> bool {
        let sure = lines.iter().filter(|line| self.fit(line) == Fit::Strong);
        sure.count() * 2 > lines.len()
    }
    /// Whether each wrapped line is normally an entry of its own (syslog), so that only what is plainly a
    /// trace's continuation joins the line before; otherwise (containers) the inner text decides.
    fn line_is_entry(&self) -> bool;
    fn samples(&self) -> &'static [Sample];
}

/// Bytes of the log as text; what is not UTF-8 becomes U+FFFD.
pub fn text(bytes: &[u8]) -> Text<'_> {
    // Mending looks at one character after the other; most bytes need none.
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// What may surround other programs' lines, in order of preference.
pub static WRAPPERS: &[&dyn Wrapper] = &[
    &docker::Docker,
    &cri::Cri,
    &syslog::Syslog,
    &logcat::Logcat,
    &prefix::DYNO,
    &prefix::CLOUD_FOUNDRY,
    &prefix::COMPOSE,
    &prefix::KUBECTL,
    &prefix::STERN,
    &prefix::STAMPED,
];
/// Every format, the narrower before the wider.
pub static FORMATS: &[&dyn Format] = &[
    &json::Json,
    &access::Access,
    &nginx_error::NginxError,
    &apache_error::ApacheError,
    &mysql_slow::MySqlSlow,
    &mysql_general::MySqlGeneral,
    &rich::Rich,
    &lambda::Lambda,
    &erlang::Erlang,
    &journal_export::JournalExport,
    &xml::Xml,
    &modsecurity::ModSecurity,
    &varnishlog::VarnishLog,
    &cmtrace::CmTrace,
    &hpc::Hpc,
    &gluster::Gluster,
    &weblogic::WebLogic,
    &websphere::WebSphere,
    &glog::Glog,
    &redis::Redis,
    &rails::Rails,
    &dotnet::DotNet,
    &db2::Db2,
    &jul::Jul,
    &postgresql::PostgreSql,
    &oracle::Oracle,
    &apt::Apt,
    &php::Php,
    &dmesg::Dmesg,
    &logfmt::Logfmt,
    &plain::Plain,
];

#[cfg(test)]
mod tests;
