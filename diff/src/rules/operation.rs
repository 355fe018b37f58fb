//! Kinds of change of operations.

super::declare! {
    OPERATION_ADDED "operation-added" Additive
        "Old clients do not call it"
        "The clients have one method more, with an input, an output and an error type"
    OPERATION_REMOVED "operation-removed" Wire
        "Old clients call an operation that no longer exists"
        "The method and its types are gone"
    OPERATION_BECAME_SUPPORTED "operation-became-supported" Additive
        "Nothing changes: old clients do not call it"
        "The clients have one method more, with an input, an output and an error type"
    OPERATION_BECAME_UNSUPPORTED "operation-became-unsupported" Rust
        "The service may still accept calls of old clients: other changes of the operation are not compared"
        "The method and its types are gone: the generator does not support what the operation now needs"
    OPERATION_RENAMED "operation-renamed" Rust
        "Nothing changes: method and path are the same"
        "The method has another name, and so have its module and its types"
    INPUT_OUTPUT_RENAMED "input-output-renamed" Documentation
        "Nothing changes: names of shapes are not sent"
        "The documentation has another name for the shape of the model; the type is named after the operation"
    HTTP_METHOD_CHANGED "http-method-changed" Wire
        "The service does not know the requests of old clients"
        "The same call sends another request, and may or may not be retried"
    HTTP_PATH_CHANGED "http-path-changed" Wire
        "The service does not know the requests of old clients"
        "The same call sends another request"
    HTTP_QUERY_CHANGED "http-query-changed" Wire
        "The fixed part of the query in requests of old clients is wrong"
        "The same call sends another request"
    HTTP_STATUS_CHANGED "http-status-changed" Wire
        "Clients read a status of 200 to 299 as a success, and any other as an error"
        "Nothing changes, unless the caller looks at the status"
    SUCCESS_STATUS_CHANGED "success-status-changed" Documentation
        "Nothing changes: clients read any status of 200 to 299 as a success"
        "Nothing changes, unless the caller looks at the status"
    HOST_PREFIX_CHANGED "host-prefix-changed" Wire
        "Old clients send requests to another host"
        "The same call goes to another host"
    BECAME_IDEMPOTENT "became-idempotent" Additive
        "Nothing changes"
        "Calls may be retried when it is unknown whether the service has acted"
    NO_LONGER_IDEMPOTENT "no-longer-idempotent" Constraint
        "Old clients may retry calls that should not run twice"
        "Calls are no longer retried when it is unknown whether the service has acted"
    BECAME_READONLY "became-readonly" Additive
        "Nothing changes"
        "Calls may be retried when it is unknown whether the service has acted"
    NO_LONGER_READONLY "no-longer-readonly" Constraint
        "Old clients may retry calls that should not run twice"
        "Calls are no longer retried when it is unknown whether the service has acted"
    REPETITION_AS_BEFORE "repetition-as-before" Documentation
        "Nothing changes"
        "Nothing changes: calls are retried as before because of the HTTP method, a token or another trait"
    BECAME_UNAUTHENTICATED "became-unauthenticated" Additive
        "The service still accepts authenticated requests of old clients"
        "Calls need neither credentials nor a token"
    NO_LONGER_UNAUTHENTICATED "no-longer-unauthenticated" Wire
        "The service refuses the requests of old clients, which are not authenticated"
        "Calls need credentials or a token"
    AUTHENTICATION_BECAME_OPTIONAL "authentication-became-optional" Additive
        "The service also accepts requests without authentication"
        "Nothing changes: calls are authenticated as before"
    AUTHENTICATION_NO_LONGER_OPTIONAL "authentication-no-longer-optional" Constraint
        "The service refuses requests without authentication, which clients send only when configured to"
        "Nothing changes: calls are authenticated as before"
    SIGNATURE_ACCEPTED "signature-accepted" Additive
        "Nothing changes: old clients authenticate as before"
        "Calls can be made with credentials"
    SIGNATURE_REFUSED "signature-refused" Wire
        "The service refuses the signed requests of old clients"
        "Calls fail in a client that has only credentials"
    TOKEN_ACCEPTED "bearer-token-accepted" Additive
        "Nothing changes: old clients authenticate as before"
        "Calls can be made with a bearer token"
    TOKEN_REFUSED "bearer-token-refused" Wire
        "The service refuses the bearer tokens of old clients"
        "Calls fail in a client that has only a token"
    AUTHENTICATION_PREFERENCE_CHANGED "authentication-preference-changed" Rust
        "Nothing changes: old clients authenticate as before"
        "A client that has both credentials and a token uses the other one"
    CHECKSUM_CHANGED "checksum-changed" Wire
        "Requests now have a checksum of their body, or no longer have one; a service that requires it refuses old clients"
        "The same calls send another header"
    ENDPOINT_DISCOVERY_CHANGED "endpoint-discovery-changed" Wire
        "Old clients call the operation at an endpoint that may no longer serve it"
        "The client first asks another operation for the endpoint, which needs a permission, or no longer does"
    REQUEST_COMPRESSION_CHANGED "request-compression-changed" Wire
        "Longer bodies are now compressed, or no longer are; a service that no longer accepts compressed bodies refuses old clients"
        "The same calls send another body"
    PAGINATION_GAINED "pagination-gained" Additive
        "Nothing changes"
        "The builder of the input has `pages`"
    PAGINATION_LOST "pagination-lost" Rust
        "Nothing changes"
        "The builder of the input no longer has `pages`"
    PAGINATION_CHANGED "pagination-changed" Rust
        "Nothing changes"
        "Pages use other members for their tokens, or have other items"
    WAITER_ADDED "waiter-added" Additive
        "Nothing changes"
        "The builder of the input has one method `wait_until_…` more"
    WAITER_REMOVED "waiter-removed" Rust
        "Nothing changes"
        "The builder of the input has one method `wait_until_…` fewer"
    WAITER_CHANGED "waiter-changed" Constraint
        "Calls are made at other times, or for a longer or shorter time"
        "Waiting may end earlier or later"
    WAITER_RESULT_CHANGED "waiter-result-changed" Rust
        "Calls are made for a longer or shorter time"
        "The result of `wait_until_…` can now be an error of the service, or can no longer be one"
    UNSIGNED_PAYLOAD_CHANGED "unsigned-payload-changed" Wire
        "The service may refuse signatures of old clients"
        "The same call is signed in another way"
    STATIC_CONTEXT_CHANGED "static-context-changed" Wire
        "Old clients may send requests to another host"
        "The operation sets parameters of the endpoint to other values"
    ERROR_ADDED "error-added" Additive
        "Old clients know the error only by its code"
        "The operation's error has one variant more"
    ERROR_REMOVED "error-removed" Rust
        "Old clients no longer see the error"
        "The operation's error has one variant fewer"
    ERROR_VARIANT_RENAMED "error-variant-renamed" Rust
        "Nothing changes"
        "The variant has another name, since another error needs the former one"
}
