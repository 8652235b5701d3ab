//! Sealed files: what they keep, what they give away, and how they refuse.

use std::fs;
use std::path::Path;

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use yixin::crypto::passphrase::{WeakPassphrase, check};
use yixin::crypto::{Cost, KeyDerivationParams, SealKey};
use yixin::exchange::bundle;
use yixin::exchange::bundle::sealing::{
    SealError, Sealed, SealedHeader, is_sealed, open, seal, seal_with,
};
use yixin::ledger::Moment;

const PASSPHRASE: &str = "枇杷晚翠梧桐早凋";
const TEXT: &str = "{\"姓名\":\"李明\"}";

fn header() -> SealedHeader {
    SealedHeader {
        recipient: "林静".to_owned(),
        tablet: "平板A".to_owned(),
        made: Moment { millis: 1_795_266_300_000, offset: 480 },
        making: KeyDerivationParams { cost: Cost::LEAST, salt: [7; 16] },
        nonce: [9; 24],
    }
}

fn sealed() -> String {
    seal(TEXT, PASSPHRASE, &header()).expect("sealed")
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("digits");
    (0..hex.len()).step_by(2).map(digits).collect()
}

#[test]
fn argon2id_is_that_of_rfc_9106() {
    let mut params = ParamsBuilder::new();
    params.m_cost(32).t_cost(3).p_cost(4).output_len(32);
    params.data(AssociatedData::new(&[4; 12]).expect("short"));
    let params = params.build().expect("in bounds");
    let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params);
    let mut tag = [0; 32];
    argon.expect("a secret").hash_password_into(&[1; 32], &[2; 16], &mut tag).expect("a tag");
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(tag.to_vec(), bytes(expected));
}

#[test]
fn xchacha20_poly1305_is_that_of_the_draft() {
    let key: [u8; 32] = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
        .try_into()
        .expect("a key");
    let nonce: [u8; 24] =
        bytes("404142434445464748494a4b4c4d4e4f5051525354555657").try_into().expect("a nonce");
    let msg = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
                the future, sunscreen would be it.";
    let aad = &bytes("50515253c0c1c2c3c4c5c6c7");
    let cipher = XChaCha20Poly1305::new(&key.into());
    let made = cipher.encrypt(&XNonce::from(nonce), Payload { msg, aad }).expect("sealed");
    let expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
                    731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
                    2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
                    21f9664c97637da9768812f615c68b13b52e\
                    c0875924c1c7987947deafd8780acf49";
    assert_eq!(made, bytes(expected));
}

#[test]
fn a_sealed_file_says_for_whom_it_is_and_nothing_of_what_it_holds() {
    let file = sealed();
    assert!(
        file.starts_with("{\n\"format\":\"yixin-sealed\",\n\"version\":\"1.0\",\n\"for\":\"林静\"")
    );
    assert!(!file.contains("李明") && !file.contains(PASSPHRASE));
    let read = Sealed::read(file.as_bytes()).expect("a sealed file");
    assert_eq!(read.header, header());
    assert_eq!(open(file.as_bytes(), PASSPHRASE).as_deref(), Ok(TEXT));
    let parsed: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!(parsed["from"], "平板A");
}

#[test]
fn one_key_seals_several_files_and_opens_each() {
    let key = SealKey::make(PASSPHRASE, &header().making).expect("a key");
    let other = SealedHeader { nonce: [10; 24], ..header() };
    let files = [("甲", header()), ("乙", other)]
        .map(|(text, header)| (text, seal_with(text, &key, &header).expect("sealed")));
    for (text, file) in &files {
        let read = Sealed::read(file.as_bytes()).expect("a sealed file");
        assert_eq!(read.open_with(&key).as_deref(), Ok(*text));
    }
}

#[test]
fn a_passphrase_is_the_same_however_a_chinese_keyboard_spells_it() {
    let file = seal(TEXT, " Spring  rain 2026!", &header()).expect("sealed");
    for same in ["Spring rain 2026!", "　Ｓｐｒｉｎｇ　ｒａｉｎ ２０２６！ "] {
        assert_eq!(open(file.as_bytes(), same).as_deref(), Ok(TEXT), "{same}");
    }
    let copied = "\u{feff}Spring\u{2009}rain 2026\u{200b}!";
    assert_eq!(open(file.as_bytes(), copied).as_deref(), Ok(TEXT));
    let file = seal(TEXT, "⻢到⽂成六⼦登科", &header()).expect("sealed");
    assert_eq!(open(file.as_bytes(), "马到文成六子登科").as_deref(), Ok(TEXT));
    for other in ["spring rain 2026!", "Springrain 2026!", "", "枇杷晚翠梧桐早凋"] {
        assert_eq!(open(file.as_bytes(), other), Err(SealError::Wrong), "{other}");
    }
}

#[test]
fn what_was_sealed_under_an_odd_spelling_by_an_earlier_version_opens() {
    let odd = "枇杷⽂翠\u{200b}梧桐早凋";
    let key = SealKey::make_as_before(odd, &header().making).expect("a key");
    let file = seal_with(TEXT, &key, &header()).expect("sealed");
    assert_eq!(open(file.as_bytes(), odd).as_deref(), Ok(TEXT));
    assert_eq!(open(file.as_bytes(), "枇杷文翠梧桐早凋"), Err(SealError::Wrong));
}

#[test]
fn every_byte_counts() {
    let file = sealed();
    let key = SealKey::make(PASSPHRASE, &header().making).expect("a key");
    let opens = |bytes: &[u8]| Sealed::read(bytes).and_then(|read| read.open_with(&key)).is_ok();
    assert!(opens(file.as_bytes()));
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone().into_bytes();
            changed[at] ^= 1 << bit;
            assert!(!opens(&changed), "byte {at}, bit {bit}");
        }
        if at < file.len() - 1 {
            assert!(!opens(&file.as_bytes()[..at]), "cut at {at}");
        }
        let mut longer = file.clone().into_bytes();
        longer.insert(at.max(1), b' ');
        assert!(!opens(&longer) || at >= file.len() - 1, "a space at {at}");
    }
}

#[test]
fn what_mail_and_pasting_put_around_a_file_does_no_harm() {
    let file = sealed();
    for text in [file.trim_end().to_owned(), format!("\u{FEFF}\r\n{file}\r\n ")] {
        assert!(is_sealed(text.as_bytes()));
        assert_eq!(open(text.as_bytes(), PASSPHRASE).as_deref(), Ok(TEXT));
    }
}

/// What is refused before a key is made, and how.
#[test]
fn what_is_no_sealed_file_is_refused_with_its_reason_before_a_key_is_made() {
    let file = sealed();
    let why = |text: &str| Sealed::read(text.as_bytes()).map(|read| read.header).unwrap_err();
    let changed = |from: &str, to: &str| {
        assert!(file.contains(from), "{from}");
        why(&file.replacen(from, to, 1))
    };
    assert_eq!(why(""), SealError::NotSealed);
    assert_eq!(why("{}"), SealError::NotSealed);
    assert_eq!(changed("yixin-sealed", "yixin-bundle"), SealError::NotSealed);
    assert_eq!(why(&file[..60]), SealError::CutOff);
    assert_eq!(why(&file[..file.len() - 10]), SealError::CutOff);
    // No JSON at all, and so without a version.
    assert_eq!(why(&format!("{file}{file}")), SealError::Header("version"));
    assert_eq!(changed("1.0", "2.0"), SealError::Newer);
    assert_eq!(changed("1.0", "0.9"), SealError::Header("version"));
    assert_eq!(changed("\"for\":\"林静\",\n", ""), SealError::Header("for"));
    assert_eq!(changed("\"for\"", "\"for\":\"林\",\n\"for\""), SealError::Header("for"));
    assert_eq!(changed("林静", &"林".repeat(101)), SealError::Header("for"));
    assert_eq!(changed("1795266300000", "1"), SealError::Header("made"));
    assert_eq!(changed("argon2id", "argon2i"), SealError::Header("kdf"));
    assert_eq!(changed("\"lanes\":1", "\"lanes\":4"), SealError::Header("kdf"));
    assert_eq!(changed("BwcHBwcHBwcHBwcHBwcHBw==", "BwcHBw=="), SealError::Header("kdf"));
    assert_eq!(changed("xchacha20", "chacha20"), SealError::Header("cipher"));
    // Weaker than any that is sealed, and dearer than any that is opened.
    assert_eq!(changed("19456", "19455"), SealError::Header("kdf"));
    assert_eq!(changed("\"passes\":2", "\"passes\":1"), SealError::Header("kdf"));
    for memory in ["262145", "4294967295"] {
        assert_eq!(changed("19456", memory), SealError::Demanding);
    }
    assert_eq!(changed("\"passes\":2", "\"passes\":17"), SealError::Demanding);
    let body = file.find("\"sealed\":\"").expect("a body") + 10;
    assert_eq!(why(&format!("{}*{}", &file[..body], &file[body + 1..])), SealError::NotBase64);
    assert_eq!(why(&format!("{}{}", &file[..body], &file[body + 1..])), SealError::NotBase64);
    let huge = format!("{}{}", &file[..body], "A".repeat(64 << 20));
    assert_eq!(why(&huge), SealError::TooLarge);
    for wrong in [SealError::Wrong, SealError::Newer, SealError::Demanding] {
        assert!(wrong.to_string().ends_with('。'));
    }
}

#[test]
fn what_stands_in_front_of_the_sealed_text_is_long_to_a_bound_and_so_are_names() {
    let file = sealed();
    let front = file.find("\"sealed\":\"").expect("a body") + 10;
    let filled = |front_length: usize| {
        let room = " ".repeat(front_length - front);
        file.replacen("\n\"version\"", &format!("\n{room}\"version\""), 1)
    };
    let read = |text: String| Sealed::read(text.as_bytes()).map(|read| read.header);
    assert_eq!(read(filled(64 << 10)), Ok(header()));
    assert_eq!(read(filled((64 << 10) + 1)), Err(SealError::Header("format")));
    // As long as a bundle may name anyone.
    let named = |name: String| read(file.replacen("林静", &name, 1));
    let longest = "林".repeat(100);
    assert_eq!(named(longest.clone()).map(|header| header.recipient), Ok(longest.clone()));
    assert_eq!(named(longest + "a"), Err(SealError::Header("for")));
}

/// The most bytes that a file may have.
const MOST: usize = 64 << 20;

#[test]
fn what_is_larger_than_could_be_read_is_neither_sealed_nor_read() {
    let key = SealKey::make(PASSPHRASE, &header().making).expect("a key");
    let seals = |text: &str| seal_with(text, &key, &header()).map(drop);
    let mut text = "a".repeat(MOST);
    assert_eq!(seals(&text), Ok(()));
    text.push('a');
    assert_eq!(seals(&text), Err(SealError::TooLarge));
    let mut file = sealed();
    file.push_str(&" ".repeat(MOST - file.len()));
    assert!(Sealed::read(file.as_bytes()).is_ok());
    file.push(' ');
    assert_eq!(Sealed::read(file.as_bytes()), Err(SealError::TooLarge));
}

#[test]
fn a_text_that_does_not_pack_and_so_makes_too_large_a_file_is_not_sealed() {
    // As base64 it is larger than it was.
    let mut state = 1_u64;
    let sign = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from((state >> 57) as u8)
    };
    let noise: String = std::iter::repeat_with(sign).take(MOST).collect();
    let key = SealKey::make(PASSPHRASE, &header().making).expect("a key");
    assert_eq!(seal_with(&noise, &key, &header()), Err(SealError::TooLarge));
}

/// A newer minor version may add members, signatures among them; they are authenticated with the
/// rest, so none can be put in or taken out by others.
#[test]
fn members_that_are_not_known_are_passed_over_and_yet_count() {
    let file = sealed();
    let more = file.replacen("\"cipher\"", "\"signatures\":[{\"by\":\"甲\"}],\n\"cipher\"", 1);
    let read = Sealed::read(more.as_bytes()).expect("read");
    assert_eq!(read.header, header());
    assert_eq!(open(more.as_bytes(), PASSPHRASE), Err(SealError::Wrong));
    let turned = file.replacen("\"for\":\"林静\",\n", "", 1).replacen(
        "\"made\"",
        "\"for\":\"林静\",\n\"made\"",
        1,
    );
    assert!(Sealed::read(turned.as_bytes()).is_ok());
    assert_eq!(open(turned.as_bytes(), PASSPHRASE), Err(SealError::Wrong));

    // As such a version would write it: other members, in another order, sealed as they stand.
    let making = header().making;
    let mut key = [0; 32];
    let params = argon2::Params::new(19_456, 2, 1, Some(32)).expect("in bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSPHRASE.as_bytes(), &making.salt, &mut key)
        .expect("a key");
    let head = &turned[..turned.find("\"sealed\":\"").expect("a body") + 10];
    let head = head.replacen("1.0", "1.7", 1).replacen("\"made\"", "\"new\":[1],\"made\"", 1);
    let msg = &*miniz_oxide::deflate::compress_to_vec(TEXT.as_bytes(), 9);
    let sealed = XChaCha20Poly1305::new(&key.into())
        .encrypt(&XNonce::from([9; 24]), Payload { msg, aad: head.as_bytes() })
        .expect("sealed");
    let theirs = format!("{head}{}\"\n}}", STANDARD.encode(sealed));
    assert_eq!(open(theirs.as_bytes(), PASSPHRASE).as_deref(), Ok(TEXT));
}

#[test]
fn a_device_bears_what_it_does_in_a_second_and_never_less_than_the_least() {
    let cost = |memory, passes| Cost::new(memory, passes).expect("in bounds");
    for (least, expected) in [
        (0.0, Cost::USUAL),
        (150.0, Cost::USUAL),
        (250.0, cost(65_536, 2)),
        (500.0, cost(32_768, 2)),
        (900.0, Cost::LEAST),
        (60_000.0, Cost::LEAST),
        (f64::NAN, Cost::LEAST),
    ] {
        assert_eq!(Cost::bearable(least), expected, "{least}");
    }
}

#[test]
fn what_is_quickly_guessed_is_no_passphrase() {
    for short in
        ["", "123456", "党支部2026", "五个汉字呢", "a b c d", "Xk4-pp9-Q", "　　　　　　　　　　　"]
    {
        assert_eq!(check(short), Err(WeakPassphrase::Short), "{short}");
    }
    assert_eq!(check("13800001234"), Err(WeakPassphrase::Digits));
    assert_eq!(check("２０２６１１２１０９３０"), Err(WeakPassphrase::Digits));
    assert_eq!(check("aaaaaaaaaaaa"), Err(WeakPassphrase::Monotonous));
    for good in ["枇杷晚翠梧桐", "four green apple trees", "Xk4-pp9-Qz", "门诊三楼 blue 42 hats"]
    {
        assert_eq!(check(good), Ok(()), "{good}");
    }
}

/// Made once, as a tablet makes it; it opens for ever, byte for byte.
#[test]
fn the_sealed_file_that_was_kept_opens_for_ever() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let file = fs::read(folder.join("sealed/1.0.json")).expect("the sealed file");
    let held = fs::read_to_string(folder.join("bundles/1.0.json")).expect("what it holds");
    let read = Sealed::read(&file).expect("a sealed file");
    assert_eq!(read.header.recipient, "党办 林静");
    assert_eq!(read.header.making.cost, Cost::USUAL);
    assert_eq!(open(&file, PASSPHRASE), Ok(held.clone()));
    bundle::read(held.as_bytes()).expect("a bundle");
}
