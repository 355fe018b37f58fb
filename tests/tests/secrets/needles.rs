//! How a secret may appear in a text: any 12 consecutive characters of it, in every encoding.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The length of a piece that counts as a leak.
const PIECE: usize = 12;

/// The pieces of all secrets in all encodings, by their lengths.
pub(crate) struct Needles(BTreeMap<usize, HashMap<Vec<u8>, (&'static str, &'static str)>>);

/// A piece of a secret in a text.
#[derive(Debug)]
pub(crate) struct Found {
    /// The name of the secret.
    pub(crate) name: &'static str,
    pub(crate) encoding: &'static str,
    /// The text around it.
    pub(crate) context: String,
}

impl Needles {
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = (&'static str, &'s [u8])>) -> Self {
        let mut all = Self(BTreeMap::new());
        for (name, secret) in secrets {
            assert!(secret.len() >= PIECE, "{name} is too short to be looked for");
            for piece in secret.windows(PIECE) {
                all.add_piece(name, piece);
            }
        }
        all
    }

    fn add_piece(&mut self, name: &'static str, piece: &[u8]) {
        self.add(name, "plain", piece.to_vec());
        let join = |separator: &str, one: &dyn Fn(&u8) -> String| {
            piece.iter().map(one).collect::<Vec<_>>().join(separator).into_bytes()
        };
        self.add(name, "hex", join("", &|byte| format!("{byte:02x}")));
        self.add(name, "hex", join("", &|byte| format!("{byte:02X}")));
        self.add(name, "numbers", join(", ", &u8::to_string));
        let is_free = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        self.add(name, "percent", join("", &|byte| format!("%{byte:02X}")));
        self.add(name, "percent", join("", &|byte| format!("%{byte:02x}")));
        let free =
            |byte: &u8| if is_free(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
        self.add(name, "percent", join("", &free));
        self.add(
            name,
            "percent",
            join("", &|byte| if is_free(byte) { free(byte) } else { free(byte).to_lowercase() }),
        );
        for ahead in 0..3 {
            let bytes = [&[0; 2][..ahead], piece].concat();
            // Leaves out characters at either end that depend on the bytes around the piece.
            let (from, to) = ([0, 2, 3][ahead], bytes.len() * 8 / 6);
            for text in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
                self.add(name, "base64", text.as_bytes()[from..to].to_vec());
            }
        }
    }

    fn add(&mut self, name: &'static str, encoding: &'static str, needle: Vec<u8>) {
        self.0.entry(needle.len()).or_default().insert(needle, (name, encoding));
    }

    /// The first piece of a secret in a text.
    pub(crate) fn find(&self, text: &str) -> Option<Found> {
        self.0.iter().find_map(|(length, needles)| {
            let windows = text.as_bytes().windows(*length).enumerate();
            windows.into_iter().find_map(|(at, window)| {
                let (name, encoding) = *needles.get(window)?;
                let context = &text.as_bytes()[at.saturating_sub(60)..(at + length + 40).min(text.len())];
                Some(Found { name, encoding, context: String::from_utf8_lossy(context).into_owned() })
            })
        })
    }
}
