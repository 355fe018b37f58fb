//! The methods of every failed call, whether the service refused it or no usable response came.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use super::{ClientError, ErrorMeta, RetryKind, ServiceError};

/// Where a failure comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// The service responded with an error.
    Service(&'a ErrorMeta),
    /// The request could not be sent, or no usable response came.
    Client(&'a ClientError),
}

impl<'a> Origin<'a> {
    fn meta(self) -> Option<&'a ErrorMeta> {
        match self {
            Self::Service(meta) => Some(meta),
            Self::Client(_) => None,
        }
    }

    #[doc(hidden)]
    pub fn retry_kind(self) -> RetryKind {
        match self {
            Self::Service(meta) => meta.retry_kind(),
            Self::Client(error) => error.retry_kind(),
        }
    }

    #[doc(hidden)]
    pub fn attempts(self) -> u32 {
        match self {
            Self::Service(meta) => meta.attempts(),
            Self::Client(error) => error.attempts(),
        }
    }

    #[doc(hidden)]
    pub fn may_have_acted_before(self) -> bool {
        match self {
            Self::Service(meta) => meta.may_have_acted_before(),
            Self::Client(error) => error.may_have_acted_before(),
        }
    }

    #[doc(hidden)]
    pub fn code(self) -> Option<&'a str> {
        self.meta()?.code()
    }

    #[doc(hidden)]
    pub fn message(self) -> Option<&'a str> {
        self.meta()?.message()
    }

    #[doc(hidden)]
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Service(meta) => meta.status(),
            Self::Client(error) => error.status(),
        }
    }

    #[doc(hidden)]
    pub fn request_id(self) -> Option<&'a str> {
        match self {
            Self::Service(meta) => meta.request_id(),
            Self::Client(error) => error.request_id(),
        }
    }

    #[doc(hidden)]
    pub fn headers(self) -> Option<&'a HeaderMap> {
        match self {
            Self::Service(meta) => Some(meta.headers()),
            Self::Client(error) => error.headers(),
        }
    }

    #[doc(hidden)]
    pub fn raw_body(self) -> Option<&'a Bytes> {
        match self {
            Self::Service(meta) => Some(meta.raw_body()),
            Self::Client(error) => error.raw_body(),
        }
    }

    #[doc(hidden)]
    pub fn error_meta(self) -> Option<&'a ErrorMeta> {
        self.meta()
    }

    /// Returns the cause, if it has more than the sentence: the error of a provider, or of the operation that returns
    /// endpoints.
    #[doc(hidden)]
    pub fn source(self) -> Option<&'a (dyn Error + 'static)> {
        match self {
            Self::Service(meta) => meta.source(),
            Self::Client(error) => error.source(),
        }
    }

    /// Writes the sentence.
    #[doc(hidden)]
    pub fn write_sentence(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(meta) => fmt::Display::fmt(meta, f),
            Self::Client(error) => fmt::Display::fmt(error, f),
        }
    }

    /// Writes the sentence, because a `main` that returns the error prints its `Debug`; `{:#?}` shows everything known.
    #[doc(hidden)]
    pub fn write_debug(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            _ if !f.alternate() => self.write_sentence(f),
            Self::Service(meta) => fmt::Debug::fmt(meta, f),
            Self::Client(error) => fmt::Debug::fmt(error, f),
        }
    }
}

/// The methods of a failure: one list for the trait [`Failure`] and for the errors of operations.
///
/// The errors have them as inherent methods, so they are listed on the error's own page and need no import.
#[doc(hidden)]
#[macro_export]
macro_rules! failure_methods {
    ($($vis:tt)?) => {
        /// Returns whether another attempt may succeed, and why.
        ///
        /// It does not say whether the service has acted. For an error without a response, see
        /// `SendError::may_have_been_sent`.
        /// `SendError::may_have_been_sent`.
        #[inline]
        $($vis)? fn retry_kind(&self) -> $crate::RetryKind {
            $crate::Failure::origin(self).retry_kind()
        }

        /// Whether the service may have acted on an attempt before the last one. The error may be a consequence of
        /// that: a retried update finds the version that the first attempt has set.
        #[inline]
        $($vis)? fn may_have_acted_before(&self) -> bool {
            $crate::Failure::origin(self).may_have_acted_before()
        }

        /// Returns the number of attempts; 0 if nothing was sent.
        #[inline]
        $($vis)? fn attempts(&self) -> u32 {
            $crate::Failure::origin(self).attempts()
        }

        /// Returns the error code of the service without namespace and address, such as `ThrottlingException`.
        #[inline]
        $($vis)? fn code(&self) -> ::std::option::Option<&str> {
            $crate::Failure::origin(self).code()
        }

        /// Returns the error message of the service.
        #[inline]
        $($vis)? fn message(&self) -> ::std::option::Option<&str> {
            $crate::Failure::origin(self).message()
        }

        /// Returns the HTTP status; `None` if there was no response, or if it came over MQTT.
        #[inline]
        $($vis)? fn status(&self) -> ::std::option::Option<u16> {
            $crate::Failure::origin(self).status()
        }

        /// Returns the request ID of the response, which AWS Support asks for.
        #[inline]
        $($vis)? fn request_id(&self) -> ::std::option::Option<&str> {
            $crate::Failure::origin(self).request_id()
        }

        /// Returns the headers of the response.
        #[inline]
        $($vis)? fn headers(&self) -> ::std::option::Option<&::http::HeaderMap> {
            $crate::Failure::origin(self).headers()
        }

        /// Returns the body of the response as received, except that asterisks replace secrets of the call that an
        /// error repeats.
        #[inline]
        $($vis)? fn raw_body(&self) -> ::std::option::Option<&::bytes::Bytes> {
            $crate::Failure::origin(self).raw_body()
        }
    };
}

/// Implements the methods and traits of an operation's error by its [`Failure::origin`].
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error {
    ($error:ident) => {
        #[allow(dead_code, unreachable_pub, reason = "the error may be private")]
        impl $error {
            $crate::failure_methods!(pub);

            /// Returns everything known about the error of the service, if the service responded with one.
            #[inline]
            pub fn error_meta(&self) -> ::std::option::Option<&$crate::ErrorMeta> {
                $crate::Failure::origin(self).error_meta()
            }
        }

        /// Shows one sentence that says what happened.
        impl ::std::fmt::Display for $error {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::Failure::origin(self).write_sentence(formatter)
            }
        }

        /// Shows the sentence of `Display`, and with `{:#?}` everything known.
        impl ::std::fmt::Debug for $error {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::Failure::origin(self).write_debug(formatter)
            }
        }

        impl ::std::error::Error for $error {
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                $crate::Failure::origin(self).source()
            }
        }

        impl ::std::convert::From<$crate::ClientError> for $error {
            fn from(error: $crate::ClientError) -> Self {
                Self::Client(error)
            }
        }
    };
}

/// A failed call. Its `Display` is one sentence.
///
/// Every error of an operation implements this trait and also has its methods as inherent ones, so only code that is
/// generic over operations has to import it.
pub trait Failure: Error {
    /// Returns where the failure comes from: the service or the client.
    fn origin(&self) -> Origin<'_>;

    /// Returns everything known about the error of the service, if the service responded with one.
    #[inline]
    fn error_meta(&self) -> Option<&ErrorMeta> {
        self.origin().error_meta()
    }

    failure_methods!();
}

impl Failure for ErrorMeta {
    fn origin(&self) -> Origin<'_> {
        Origin::Service(self)
    }
}

impl Failure for ClientError {
    fn origin(&self) -> Origin<'_> {
        Origin::Client(self)
    }
}

impl<T: fmt::Debug> Failure for ServiceError<T> {
    fn origin(&self) -> Origin<'_> {
        Origin::Service(self.error_meta())
    }
}
