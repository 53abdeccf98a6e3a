using System.Collections;
using System.Diagnostics;
using Personalization.Abstractions.Identity;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Http;

/// <summary>The logging scope of a request: its id, its trace id and the hash of its user.</summary>
/// <remarks>Computed only when a log line is written, which most requests never do.</remarks>
internal sealed class RequestScope(HttpContext context, PersonalData personal)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Users = "/v1/users/";

    /// <inheritdoc/>
    public int Count => Entries().Length;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => Entries()[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, object?>>)Entries()).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"request {context.TraceIdentifier}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private KeyValuePair<string, object?>[] Entries() =>
    [
        new("RequestId", context.TraceIdentifier),
        .. Activity.Current is { } activity
            ? [new("TraceId", activity.TraceId.ToString())]
            : Array.Empty<KeyValuePair<string, object?>>(),
        .. UserOf() is { } user
            ? [new("UserHash", personal.HashOf(user))]
            : Array.Empty<KeyValuePair<string, object?>>(),
    ];

    private UserId? UserOf() =>
        context.Request.Path.Value?.StartsWith(Users, StringComparison.OrdinalIgnoreCase) == true
            && UserId.TryCreate(PathIdMiddleware.IdOf(context), out UserId user) is null ? user : null;
}
