//! Kinds of change of operations.

super::declare! {
    OPERATION_ADDED "operation-added" Additive
        "Old clients do not call it"
        "The clients have one more method, with an input, an output and an error type"
    OPERATION_REMOVED "operation-removed" Wire
        "Old clients call what is no longer there"
        "The method is gone, and its types with it"
    OPERATION_BECAME_SUPPORTED "operation-became-supported" Additive
        "Nothing changes: old clients do not call it"
        "The clients have one more method, with an input, an output and an error type"
    OPERATION_BECAME_UNSUPPORTED "operation-became-unsupported" Rust
        "The service may go on taking what it took of old clients: what else is new of the operation is not compared"
        "The method is gone, and its types with it, since the generator cannot write what the operation needs now"
    OPERATION_RENAMED "operation-renamed" Rust
        "Nothing changes: method and path are the same"
        "The method has another name, and so have its module and its types"
    INPUT_OUTPUT_RENAMED "input-output-renamed" Documentation
        "Nothing changes: names of shapes are not sent"
        "The documentation names the shape of the model otherwise; the type is called after the operation"
    HTTP_METHOD_CHANGED "http-method-changed" Wire
        "The service does not know the requests of old clients"
        "The same call makes another request, which may be safe to repeat or not"
    HTTP_PATH_CHANGED "http-path-changed" Wire
        "The service does not know the requests of old clients"
        "The same call makes another request"
    HTTP_QUERY_CHANGED "http-query-changed" Wire
        "Requests of old clients lack a part of the query by which they are known, or have one too many"
        "The same call makes another request"
    HTTP_STATUS_CHANGED "http-status-changed" Wire
        "Clients take answers with a status of 200 to 299 for a success, and any other for an error"
        "Nothing changes, unless the status of the answer is looked at"
    SUCCESS_STATUS_CHANGED "success-status-changed" Documentation
        "Nothing changes: clients take any status of 200 to 299 for a success"
        "Nothing changes, unless the status of the answer is looked at"
    HOST_PREFIX_CHANGED "host-prefix-changed" Wire
        "Old clients send requests to another host"
        "The same call goes to another host"
    BECAME_IDEMPOTENT "became-idempotent" Additive
        "Nothing changes"
        "Calls may be repeated where it is open whether the service has acted"
    NO_LONGER_IDEMPOTENT "no-longer-idempotent" Constraint
        "Old clients may repeat what should not be done twice"
        "Calls are no longer repeated where it is open whether the service has acted"
    BECAME_READONLY "became-readonly" Additive
        "Nothing changes"
        "Calls may be repeated where it is open whether the service has acted"
    NO_LONGER_READONLY "no-longer-readonly" Constraint
        "Old clients may repeat what should not be done twice"
        "Calls are no longer repeated where it is open whether the service has acted"
    REPETITION_AS_BEFORE "repetition-as-before" Documentation
        "Nothing changes"
        "Nothing changes: calls are repeated as before, since the HTTP method, a token or another trait decides so"
    BECAME_UNAUTHENTICATED "became-unauthenticated" Additive
        "Authenticated requests of old clients are as good as others"
        "Calls need neither credentials nor a token"
    NO_LONGER_UNAUTHENTICATED "no-longer-unauthenticated" Wire
        "The service refuses the requests of old clients, which are not authenticated"
        "Calls need credentials or a token"
    AUTHENTICATION_BECAME_OPTIONAL "authentication-became-optional" Additive
        "The service takes requests without authentication, too, besides those of old clients"
        "Nothing changes: calls are authenticated as before"
    AUTHENTICATION_NO_LONGER_OPTIONAL "authentication-no-longer-optional" Constraint
        "The service refuses requests without authentication, which clients of this generator send only where they are told to"
        "Nothing changes: calls are authenticated as before"
    SIGNATURE_ACCEPTED "signature-accepted" Additive
        "Nothing changes: old clients authenticate as they did"
        "Calls can be made with credentials"
    SIGNATURE_REFUSED "signature-refused" Wire
        "The service refuses the signed requests of old clients"
        "Calls of a client that has only credentials are an error"
    TOKEN_ACCEPTED "bearer-token-accepted" Additive
        "Nothing changes: old clients authenticate as they did"
        "Calls can be made with a bearer token"
    TOKEN_REFUSED "bearer-token-refused" Wire
        "The service refuses the bearer tokens of old clients"
        "Calls of a client that has only a token are an error"
    AUTHENTICATION_PREFERENCE_CHANGED "authentication-preference-changed" Rust
        "Nothing changes: old clients authenticate as they did"
        "Calls of a client that has credentials and a token are authenticated in the other way"
    CHECKSUM_CHANGED "checksum-changed" Wire
        "Requests have a checksum of their body that they did not have, or have it no more; a service that wants one refuses old clients"
        "The same calls send another header"
    ENDPOINT_DISCOVERY_CHANGED "endpoint-discovery-changed" Wire
        "Old clients call the operation at an endpoint that the service may no longer take for it"
        "The client asks another operation for the endpoint first, for which it needs the permission, or no longer does"
    REQUEST_COMPRESSION_CHANGED "request-compression-changed" Wire
        "Bodies from a certain length on are compressed, or no longer are; a service that takes them no more refuses those of old clients"
        "The same calls send another body"
    PAGINATION_GAINED "pagination-gained" Additive
        "Nothing changes"
        "The builder of the input has `pages`"
    PAGINATION_LOST "pagination-lost" Rust
        "Nothing changes"
        "The builder of the input has no `pages` any more"
    PAGINATION_CHANGED "pagination-changed" Rust
        "Nothing changes"
        "Pages are told apart by other members, or have other items"
    WAITER_ADDED "waiter-added" Additive
        "Nothing changes"
        "The builder of the input has one more method `wait_until_…`"
    WAITER_REMOVED "waiter-removed" Rust
        "Nothing changes"
        "The builder of the input has a method `wait_until_…` less"
    WAITER_CHANGED "waiter-changed" Constraint
        "Calls are made at other times, or for a longer or shorter time"
        "Nothing changes but when waiting ends"
    WAITER_RESULT_CHANGED "waiter-result-changed" Rust
        "Calls are made for a longer or shorter time"
        "What `wait_until_…` gives can be an error of the service now, or can no longer be one"
    UNSIGNED_PAYLOAD_CHANGED "unsigned-payload-changed" Wire
        "The service may refuse signatures that old clients make"
        "The same call is signed in another way"
    STATIC_CONTEXT_CHANGED "static-context-changed" Wire
        "Old clients may send requests to another host"
        "The parameters of the endpoint for this operation have to be set to other values"
    ERROR_ADDED "error-added" Additive
        "Old clients know the error by its code alone"
        "The operation's error has one more variant"
    ERROR_REMOVED "error-removed" Rust
        "Old clients no longer see the error"
        "The operation's error has a variant less"
    ERROR_VARIANT_RENAMED "error-variant-renamed" Rust
        "Nothing changes"
        "The operation's error calls the variant otherwise, since another error has a claim to its name"
}
