//! Every kind of source, whole and broken, against the bytes that went in.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::*;

type Pack = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Pack); 4] = [
    ("gzip", |bytes| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    }),
    ("zstd", |bytes| {
        let mut packer = zstd::Encoder::new(Vec::new(), 3).expect("memory");
        packer.include_checksum(true).expect("memory");
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    }),
    ("bzip2", |bytes| {
        let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    }),
    ("xz", |bytes| {
        let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    }),
];

/// Log-like text of about `kib` KiB that does not compress to nothing.
fn text(kib: usize) -> Vec<u8> {
    let mut seed = 7u64;
    let mut out = Vec::new();
    while out.len() < kib << 10 {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        writeln!(
            out,
            "2025-03-14T02:11:09Z INFO request {seed:016x} took {}ms",
            seed % 977
        )
        .expect("memory");
    }
    out
}

fn open(path: &Path) -> Result<Source, crate::error::Problem> {
    Source::open(&Location::Path(path.to_owned()), &Progress::default())
}

/// Everything a source gives, and the error at its end.
fn read(input: Input) -> (Vec<u8>, Option<io::Error>) {
    match input {
        Input::File(file) => {
            let mut bytes = vec![0; file.len() as usize];
            let n = file.read_at(&mut bytes, 0).expect("a readable file");
            bytes.truncate(n);
            (bytes, None)
        }
        Input::Stream(mut stream) => {
            let mut bytes = Vec::new();
            let error = stream.read_to_end(&mut bytes).err();
            (bytes, error)
        }
    }
}

fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("app.log");
    fs::write(&path, bytes).expect("a file");
    (dir, path)
}

fn read_written(bytes: &[u8]) -> (Vec<u8>, Option<io::Error>) {
    let (_dir, path) = written(bytes);
    read(open(&path).expect("a source").input)
}

#[test]
fn every_compression_is_read_whole_with_several_members_and_padding() {
    let (a, b) = (text(200), text(3));
    let both = [&a[..], &b].concat();
    for (name, pack) in PACKERS {
        let packed = [pack(&a), pack(b""), pack(&b)].concat();
        let padded = [&packed[..], &[0; 1000]].concat();
        for bytes in [packed, padded] {
            let (out, error) = read_written(&bytes);
            assert!(error.is_none(), "{name}: {error:?}");
            assert!(out == both, "{name}: {} of {} bytes", out.len(), both.len());
        }
    }
}

#[test]
fn truncated_data_gives_what_came_before_and_then_says_so() {
    let whole = text(300);
    for (name, pack) in PACKERS {
        let packed = pack(&whole);
        for cut in [
            4,
            11,
            50,
            packed.len() / 3,
            packed.len() / 2,
            packed.len() - 9,
            packed.len() - 1,
        ] {
            let (out, error) = read_written(&packed[..cut]);
            assert!(whole.starts_with(&out), "{name} cut at {cut}");
            let error = error.unwrap_or_else(|| panic!("{name} cut at {cut} was taken for whole"));
            let problem = trouble("app.log", &error).to_string();
            let says = format!("app.log: ends in the middle of the {name} data: ");
            assert!(problem.starts_with(&says), "{problem}");
        }
        // A block of bzip2 or xz holds all of this text, so half of it gives nothing.
        if matches!(name, "gzip" | "zstd") {
            let (out, _) = read_written(&packed[..packed.len() / 2]);
            assert!(
                out.len() > whole.len() / 4,
                "{name} gave {} bytes",
                out.len()
            );
        }
    }
}

#[test]
fn damaged_data_gives_a_prefix_and_then_says_so() {
    let whole = text(300);
    for (name, pack) in PACKERS {
        let mut packed = pack(&whole);
        let middle = packed.len() / 2;
        packed[middle..middle + 64].fill(0x5a);
        let (out, error) = read_written(&packed);
        assert!(out.len() <= whole.len(), "{name}");
        let safe = out.len().saturating_sub(512 << 10);
        assert!(whole.starts_with(&out[..safe]), "{name}");
        let error = error.unwrap_or_else(|| panic!("{name}: damage went unnoticed"));
        assert!(
            damage(&error).is_some_and(|d| !d.complete),
            "{name}: {error}"
        );
    }
}

#[test]
fn garbage_after_a_member_is_told_and_costs_nothing() {
    let whole = text(2);
    for (name, pack) in PACKERS {
        let packed = [&pack(&whole)[..], b"and then some"].concat();
        let (out, error) = read_written(&packed);
        assert_eq!(out, whole, "{name}");
        let error = error.unwrap_or_else(|| panic!("{name}: garbage went unnoticed"));
        assert!(
            damage(&error).is_some_and(|d| d.complete),
            "{name}: {error}"
        );
    }
}

#[test]
fn skippable_zstd_frames_are_skipped_even_in_front() {
    let skippable = b"\x52\x2a\x4d\x18\x03\0\0\0abc";
    let packed = [
        skippable,
        &zstd::encode_all(&b"x\n"[..], 3).expect("memory")[..],
    ]
    .concat();
    let packed = [&packed[..], skippable].concat();
    let (out, error) = read_written(&packed);
    assert_eq!((out, error.map(|e| e.to_string())), (b"x\n".to_vec(), None));
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let unit = |u: u16| {
        if big {
            u.to_be_bytes()
        } else {
            u.to_le_bytes()
        }
    };
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf_16_of_both_kinds_becomes_utf_8_compressed_or_not() {
    let text = "2025-03-14 INFO größe 😀\r\nnext\r\n".repeat(5000);
    for big in [false, true] {
        let bytes = utf16(&text, big);
        for bytes in [bytes.clone(), PACKERS[0].1(&bytes)] {
            let (out, error) = read_written(&bytes);
            assert!(error.is_none());
            assert!(out == text.as_bytes(), "big endian: {big}");
        }
    }
}

#[test]
fn other_bytes_come_as_they_are_with_a_utf_8_mark_left_in() {
    for bytes in [
        &b"\xef\xbb\xbfa\n"[..],
        b"caf\xe9\n",
        b"a\0b",
        b"",
        b"\x1b[0m",
        b"BZh is not it\n",
    ] {
        assert_eq!(read_written(bytes).0, bytes);
        assert_eq!(read_written(&PACKERS[0].1(bytes)).0, bytes);
    }
}

#[test]
fn a_plain_file_is_read_by_position_and_counted() {
    let (_dir, path) = written(b"0123456789");
    let progress = Progress::default();
    let source = Source::open(&Location::Path(path), &progress).expect("a source");
    let Input::File(file) = source.input else {
        panic!("not read by position");
    };
    let mut buf = [0; 4];
    assert_eq!(file.read_at(&mut buf, 8).expect("readable"), 2);
    assert_eq!(&buf[..2], b"89");
    assert_eq!(
        (file.len(), source.size, progress.done()),
        (10, Some(10), 2)
    );
}

#[test]
fn a_compressed_source_counts_the_bytes_on_disk() {
    let packed = PACKERS[0].1(&text(100));
    let (_dir, path) = written(&packed);
    let progress = Progress::default();
    let source = Source::open(&Location::Path(path), &progress).expect("a source");
    assert_eq!(source.size, Some(packed.len() as u64));
    read(source.input);
    assert_eq!(progress.done(), packed.len() as u64);
}

#[test]
fn archives_that_are_not_read_are_named() {
    let (_dir, path) = written(b"PK\x03\x04rest");
    let problem = open(&path).err().expect("a problem");
    assert_eq!(problem.what, "is a zip archive, which errlog does not read");
}

#[test]
#[cfg(unix)]
fn a_fifo_is_read_as_a_stream() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
    let packed = PACKERS[0].1(b"through a pipe\n");
    let writer = {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut pipe = fs::OpenOptions::new()
                .write(true)
                .open(path)
                .expect("a pipe");
            // Slowly, so that the first read sees less than a magic number.
            for byte in packed {
                pipe.write_all(&[byte]).expect("a reader");
                pipe.flush().expect("a reader");
            }
        })
    };
    let source = open(&path).expect("a source");
    assert_eq!(source.size, None);
    let (out, error) = read(source.input);
    writer.join().expect("a writer");
    assert_eq!((out, error.is_none()), (b"through a pipe\n".to_vec(), true));
}

#[test]
#[cfg(target_os = "linux")]
fn files_of_proc_that_claim_to_be_empty_are_read() {
    let (out, error) = read(
        open(Path::new("/proc/self/status"))
            .expect("a source")
            .input,
    );
    assert!(error.is_none() && out.starts_with(b"Name:"));
}

fn names(found: &Found, below: &Path) -> Vec<String> {
    let prefix = format!("{}/", below.display());
    let short = |name: String| {
        name.strip_prefix(&prefix)
            .map_or(name.clone(), str::to_owned)
    };
    found
        .locations
        .iter()
        .map(|location| short(location.name()))
        .collect()
}

fn tree(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    dir
}

#[test]
fn a_directory_is_walked_in_name_order_without_hidden_and_binary_files() {
    let packed = PACKERS[1].1(b"packed\n");
    let packed_binary = PACKERS[0].1(b"\0\0\0");
    let dir = tree(&[
        ("b.log", b"x\n"),
        ("a/z.log", b"x\n"),
        ("a/packed", &packed),
        ("a/image.gz", &packed_binary),
        (".hidden.log", b"x\n"),
        (".git/HEAD", b"x\n"),
        ("core", b"\x7fELF\0\0"),
        ("c.utf16", &utf16("text\n", false)),
        ("d.zip", b"PK\x03\x04"),
        ("empty.log", b""),
    ]);
    let found = expand(&[dir.path().to_owned()], false);
    assert_eq!(
        names(&found, dir.path()),
        ["a/packed", "a/z.log", "b.log", "c.utf16", "empty.log"]
    );
    let skipped: Vec<&str> = found.skipped.iter().map(|s| &s.reason[..]).collect();
    assert_eq!(
        skipped,
        [
            "binary",
            "binary",
            "is a zip archive, which errlog does not read"
        ]
    );
    assert!(found.problems.is_empty());
}

#[test]
fn a_named_file_is_read_whatever_it_is_and_only_once() {
    let dir = tree(&[
        (".hidden", b"\0\0"),
        ("a.log", b"x\n"),
        ("sub/b.log", b"x\n"),
    ]);
    let path = |name: &str| dir.path().join(name);
    let found = expand(
        &[
            path("sub/b.log"),
            path(".hidden"),
            dir.path().to_owned(),
            path("./a.log"),
            path("nope"),
        ],
        false,
    );
    assert_eq!(names(&found, dir.path()), ["sub/b.log", ".hidden", "a.log"]);
    assert_eq!(found.problems.len(), 1);
    assert!(
        found.problems[0]
            .to_string()
            .ends_with("/nope: does not exist: check the path")
    );
}

#[test]
#[cfg(unix)]
fn links_are_followed_and_loops_and_dead_links_are_told() {
    use std::os::unix::fs::symlink;
    let dir = tree(&[("logs/app-1.log", b"x\n"), ("elsewhere/other.log", b"x\n")]);
    let logs = dir.path().join("logs");
    symlink("app-1.log", logs.join("current")).expect("a link");
    symlink("../elsewhere", logs.join("more")).expect("a link");
    symlink(".", logs.join("up")).expect("a link");
    symlink("gone", logs.join("dead")).expect("a link");
    let found = expand(std::slice::from_ref(&logs), false);
    assert_eq!(names(&found, &logs), ["app-1.log", "more/other.log"]);
    let skipped: Vec<&str> = found.skipped.iter().map(|s| &s.reason[..]).collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert_eq!(skipped[0], "a link to nothing");
    assert!(skipped[1].starts_with("a link back to "), "{skipped:?}");
    assert!(found.problems.is_empty());
}

#[test]
fn standard_input_is_read_once_and_called_stdin() {
    let found = expand(&[PathBuf::from("-"), PathBuf::from("-")], false);
    assert_eq!(found.locations, [Location::Stdin]);
    assert_eq!(found.locations[0].name(), "stdin");
}

#[test]
fn rotated_siblings_come_before_the_file_they_belong_to() {
    let dir = tree(&[
        ("app.log", b"x\n"),
        ("app.log.1", b"x\n"),
        ("app.log.2.gz", b"x\n"),
        ("app.log.bak", b"x\n"),
    ]);
    let app = dir.path().join("app.log");
    let found = expand(&[dir.path().join("app.log.1"), app.clone()], true);
    assert_eq!(
        names(&found, dir.path()),
        ["app.log.1", "app.log.2.gz", "app.log"]
    );
    assert_eq!(names(&expand(&[app], false), dir.path()), ["app.log"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_that_is_not_utf_8_is_opened_and_shown_lossily() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tree(&[]);
    let path = dir.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.log"));
    fs::write(&path, "x\n").expect("a file");
    let source = open(&path).expect("a source");
    assert!(source.name.ends_with("caf\u{fffd}.log"));
    assert_eq!(read(source.input).0, b"x\n");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_to_an_end(
        magic in proptest::sample::select(vec![
            &b"\x1f\x8b\x08"[..], b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\0", b"BZh91AY&SY", b"\xff\xfe", b"",
        ]),
        rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
    ) {
        let bytes = [magic, &rest].concat();
        if let Ok(mut stream) = super::open::text_stream(Box::new(io::Cursor::new(bytes))) {
            let mut out = Vec::new();
            let _ = stream.by_ref().take(1 << 20).read_to_end(&mut out);
            // After an error there is nothing more.
            proptest::prop_assert!(out.len() == 1 << 20 || matches!(stream.read(&mut [0; 8]), Ok(0)));
        }
    }
}
