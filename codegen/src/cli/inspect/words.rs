//! Words for values of the model, most of them Smithy's.

use smithy_model::ir::{Fault, TimestampFormat};

use super::table::TIE;

/// A value of the trait `timestampFormat`.
pub(super) fn timestamp_format(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
    }
}

/// A value of the trait `error`.
pub(super) fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Client => "client",
        Fault::Server => "server",
    }
}

/// `a, b, c`, or `none`. Lines break between the items rather than within one.
pub(super) fn listed(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.replace(' ', &TIE.to_string())).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
