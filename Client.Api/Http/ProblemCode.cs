namespace Personalization.Client.Api.Http;

/// <summary>
/// Every kind of error answer; each has one status and one stable <c>type</c>,
/// <c>urn:personalization:problem:&lt;code&gt;</c>.
/// </summary>
internal enum ProblemCode
{
    /// <summary>422: the request can be read, its values are wrong.</summary>
    Validation,

    /// <summary>400: the request cannot be read.</summary>
    Malformed,

    /// <summary>401: no key, or one that is not known.</summary>
    Unauthorized,

    /// <summary>403: the key's role does not reach.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>405.</summary>
    MethodNotAllowed,

    /// <summary>409: the state of the engine is against it.</summary>
    Conflict,

    /// <summary>413: the body or the batch is too large.</summary>
    TooLarge,

    /// <summary>415.</summary>
    UnsupportedMediaType,

    /// <summary>429, with <c>Retry-After</c>.</summary>
    TooManyRequests,

    /// <summary>503, with <c>Retry-After</c>: nothing can be served or stored at the moment.</summary>
    Unavailable,

    /// <summary>500: a bug.</summary>
    Internal,
}
