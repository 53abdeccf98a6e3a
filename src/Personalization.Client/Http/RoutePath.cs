using System.Globalization;
using System.Text;

namespace Personalization.Client.Http;

/// <summary>A request path with its query. Ids are escaped.</summary>
internal sealed class RoutePath
{
    private readonly StringBuilder _text;
    private char _separator = '?';

    private RoutePath(string path) => _text = new StringBuilder(path);

    /// <summary>Starts a path.</summary>
    /// <param name="path">The path before the first id, without a slash at the start.</param>
    public static RoutePath Of(string path) => new(path);

    /// <summary>Adds an id as a segment.</summary>
    /// <exception cref="ArgumentException">The id is empty, or is <c>.</c> or <c>..</c>.</exception>
    public RoutePath Id(string id)
    {
        if (string.IsNullOrEmpty(id) || id is "." or "..")
        {
            throw new ArgumentException("An id must not be empty, '.' or '..'.", nameof(id));
        }

        _ = _text.Append('/').Append(Uri.EscapeDataString(id));
        return this;
    }

    /// <summary>Adds a segment that needs no escaping.</summary>
    public RoutePath Then(string segment)
    {
        _ = _text.Append('/').Append(segment);
        return this;
    }

    /// <summary>Adds a query parameter, unless it is null.</summary>
    public RoutePath With(string name, string? value)
    {
        if (value is not null)
        {
            _ = _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    /// <inheritdoc cref="With(string, string?)"/>
    public RoutePath With(string name, long? value) =>
        With(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a query parameter with a comma-separated list, unless the list is empty.</summary>
    public RoutePath With(string name, IReadOnlyList<string> values) =>
        With(name, values.Count == 0 ? null : string.Join(',', values));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
