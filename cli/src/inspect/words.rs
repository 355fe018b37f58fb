//! The words of Smithy for values in the model.

use smithy_model::ir::{Fault, TimestampFormat};

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
