using System.Text;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>A request for the wire.</summary>
/// <param name="Operation">The operation behind the request.</param>
/// <param name="Method">The method, which may differ from the operation's.</param>
/// <param name="Target">The path and query of the request line.</param>
/// <param name="ContentType">The media type; null for none.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record FuzzRequest(
    ApiOperation Operation, string Method, string Target, string? ContentType, byte[]? Body)
{
    /// <summary>Gets the further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>True if the request addresses one resource of the operation with its method.</summary>
    public bool IsOfOperation =>
        Method == Operation.Method && Target.Split('?')[0].Count(c => c == '/') == Operation.Path.Count(c => c == '/')
            && !Target.Split('?')[0].Contains("//", StringComparison.Ordinal) && !Target.Split('?')[0].EndsWith('/');

    /// <summary>Gets the request as bytes.</summary>
    public byte[] ToBytes()
    {
        StringBuilder head = new($"{Method} {Target} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach ((string name, string value) in Headers)
        {
            _ = head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (ContentType is not null)
        {
            _ = head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        }

        if (Body is not null || Method is "POST" or "PUT" or "PATCH")
        {
            _ = head.Append("Content-Length: ").Append(Body?.Length ?? 0).Append("\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string body = Body is null ? string.Empty : Encoding.UTF8.GetString(Body);
        return $"{Method} {Target} {ContentType} "
            + $"{(body.Length > 2000 ? string.Concat(body.AsSpan(0, 2000), "...") : body)}";
    }
}
