//! Clocks that are wrong, and clocks that are corrected.

use super::*;

#[test]
fn a_wrong_clock_is_corrected_once_and_told() {
    let early = "date=Sun,_06_Nov_1994_08:29:37_GMT";
    let late = "date=Sun,_06_Nov_1994_09:09:37_GMT";
    let right = "date=Sun,_06_Nov_1994_08:49:37_GMT";
    let skewed = |date: &str| format!("403 RequestTimeTooSkewed {date}");
    let signature = |date: &str| format!("403 InvalidSignatureException {date}");
    for (first, offset) in [(skewed(late), 1200), (signature(early), -1200)] {
        let session = session(config());
        let told = Stage::new(&session).play::<Get>(&CallOptions::default(), &[&first, "200"]);
        assert_eq!(told, "200 at attempt 2", "{first}");
        assert!((session.clock_offset() - offset).abs() <= 1, "{}", session.clock_offset());
    }
    let cases = [
        (
            true,
            skewed(late),
            skewed(late),
            "Croak: 403 RequestTimeTooSkewed: why (after 2 attempts). The clock of this machine is 20 min behind the service's",
        ),
        (
            false,
            skewed(early),
            String::new(),
            "Croak: 403 RequestTimeTooSkewed: why. The clock of this machine is 20 min ahead of the service's",
        ),
        (
            true,
            signature(right),
            String::new(),
            "Croak: 403 InvalidSignatureException: why. The clock of this machine agrees with the service's",
        ),
        (true, "403 RequestTimeTooSkewed".to_owned(), String::new(), "Croak: 403 RequestTimeTooSkewed: why"),
    ];
    for (correct, first, second, expected) in cases {
        let answers: Vec<_> =
            [first.as_str(), second.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        let told = Stage::new(&session(config().correct_clock(correct)))
            .play::<Get>(&CallOptions::default(), &answers);
        let told = told.replace("19 min 59 s", "20 min").replace("20 min 1 s", "20 min");
        assert_eq!(told, expected);
    }
}

#[test]
fn a_clock_that_is_set_right_is_noticed() {
    let wrong = "403 InvalidSignatureException date=Sun,_06_Nov_1994_09:09:37_GMT";
    let right = "403 InvalidSignatureException date=Sun,_06_Nov_1994_08:49:37_GMT";
    let session = session(config());
    let options = CallOptions::default();
    assert_eq!(Stage::new(&session).play::<Get>(&options, &[wrong, "200"]), "200 at attempt 2");
    assert_eq!(Stage::new(&session).play::<Get>(&options, &[right, "200"]), "200 at attempt 2");
    assert!(session.clock_offset().abs() <= 1, "{}", session.clock_offset());

    let session = self::session(config().clock_offset(1200).correct_clock(false));
    assert_eq!(
        Stage::new(&session).play::<Get>(&options, &[right]),
        "Croak: 403 InvalidSignatureException: why. The clock of this machine agrees with the service's, and the \
         client had assumed that it is 20 min behind the service's"
    );
}
