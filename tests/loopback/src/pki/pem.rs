//! PEM, and the two older forms of a private key that PKCS#8 contains.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The bytes as a PEM block of this label.
pub(super) fn encode(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for (at, digit) in text.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            pem.push('\n');
        }
        pem.push(digit);
    }
    pem + "\n-----END " + label + "-----\n"
}

/// Returns the algorithm-specific form of a key, which is the content of the `OCTET STRING` in PKCS#8.
pub(super) fn inside_pkcs8(pkcs8: &[u8]) -> &[u8] {
    let (_, fields) = element(pkcs8).0;
    let (_version, rest) = element(fields);
    let (_algorithm, rest) = element(rest);
    let ((tag, key), _attributes) = element(rest);
    assert_eq!(tag, 0x04, "the key is an OCTET STRING");
    key
}

/// Returns the key of a P-256 certificate in the form that OpenSSL writes.
///
/// Inside of PKCS#8 the key lacks the name of the curve, because PKCS#8 itself has it; without PKCS#8 the key needs it.
pub(super) fn sec1_of_p256(pkcs8: &[u8]) -> Vec<u8> {
    const CURVE: [u8; 12] = [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
    let (_, fields) = element(inside_pkcs8(pkcs8)).0;
    let (_version, rest) = element(fields);
    let (_private, public) = element(rest);
    let (before, after) = fields.split_at(fields.len() - public.len());
    let content = [before, &CURVE, after].concat();
    let length = u8::try_from(content.len()).expect("a P-256 key is short");
    assert!(length < 0x80, "the length has its short form");
    [&[0x30, length], content.as_slice()].concat()
}

/// Returns the first element of some DER, as tag and content, and the bytes after it.
fn element(der: &[u8]) -> ((u8, &[u8]), &[u8]) {
    let (tag, rest) = der.split_first().expect("DER has a tag");
    let (first, rest) = rest.split_first().expect("DER has a length");
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (length, rest) = rest.split_at(usize::from(first & 0x7f));
        (length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at(length);
    ((*tag, content), rest)
}
