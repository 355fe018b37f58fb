//! Conversion of numbers of any length between decimal digits and the bytes of CBOR.

/// The longest integer that is read, in bytes. A longer one would only keep the client busy.
const LONGEST: usize = 1024;

/// Returns the decimal digits of an unsigned integer from its big-endian bytes; `None` if it is too long.
pub(super) fn digits(bytes: &[u8]) -> Option<String> {
    if bytes.len() > LONGEST {
        return None;
    }
    // Nine digits in each part, the least significant part first.
    let mut parts = vec![0u32];
    for byte in bytes {
        let mut carry = u64::from(*byte);
        for part in &mut parts {
            let value = u64::from(*part) * 256 + carry;
            *part = u32::try_from(value % 1_000_000_000).ok()?;
            carry = value / 1_000_000_000;
        }
        if carry > 0 {
            parts.push(u32::try_from(carry).ok()?);
        }
    }
    let (greatest, others) = parts.split_last()?;
    let others = others.iter().rev().map(|part| format!("{part:09}"));
    Some(std::iter::once(greatest.to_string()).chain(others).collect())
}

/// Returns the digits of `-1 - n`, where `n` has these digits.
pub(super) fn below(digits: &str) -> String {
    let mut more: Vec<u8> = digits.bytes().collect();
    for digit in more.iter_mut().rev() {
        if *digit != b'9' {
            *digit += 1;
            return format!("-{}", String::from_utf8_lossy(&more));
        }
        *digit = b'0';
    }
    format!("-1{}", String::from_utf8_lossy(&more))
}

/// Returns the big-endian bytes of an unsigned integer from its decimal digits.
pub(super) fn bytes(digits: &str) -> Vec<u8> {
    let mut bytes = vec![0u8];
    for digit in digits.bytes() {
        let mut carry = u16::from(digit.saturating_sub(b'0'));
        for byte in bytes.iter_mut().rev() {
            let [greater, less] = (u16::from(*byte) * 10 + carry).to_be_bytes();
            (*byte, carry) = (less, greater.into());
        }
        if let Ok(carry @ 1..) = u8::try_from(carry) {
            bytes.insert(0, carry);
        }
    }
    bytes
}

/// Returns the mantissa without its point, and the exponent of ten, of a number as JSON writes it.
pub(super) fn parts(number: &str) -> Option<(String, i64)> {
    let (number, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let places = i64::try_from(fraction.len()).ok()?;
    Some((format!("{whole}{fraction}"), exponent.checked_sub(places)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_bytes_are_the_same_number() {
        for (number, expected) in [
            ("0", vec![0]),
            ("255", vec![255]),
            ("256", vec![1, 0]),
            ("18446744073709551616", vec![1, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("340282366920938463463374607431768211455", vec![255; 16]),
        ] {
            assert_eq!(bytes(number), expected, "{number}");
            assert_eq!(digits(&expected).as_deref(), Some(number));
        }
        assert_eq!(digits(&[0; 1025]), None);
        assert_eq!(digits(&[]).as_deref(), Some("0"));
    }

    #[test]
    fn negative_numbers_count_from_minus_one() {
        for (digits, expected) in [("0", "-1"), ("9", "-10"), ("199", "-200"), ("999", "-1000")] {
            assert_eq!(below(digits), expected);
        }
    }

    #[test]
    fn a_number_has_a_mantissa_and_an_exponent() {
        for (number, mantissa, exponent) in
            [("1.50", "150", -2), ("-0.1", "-01", -1), ("2e7", "2", 7), ("1.5E+2", "15", 1), ("7", "7", 0)]
        {
            assert_eq!(parts(number), Some((mantissa.to_owned(), exponent)), "{number}");
        }
        assert_eq!(parts("1e99999999999999999999"), None);
    }
}
