using System.Text;

namespace Personalization.OperatorConsole.Engine;

/// <summary>Writes a call as a shell command that a person can copy.</summary>
internal static class CurlCommand
{
    /// <summary>Writes a command.</summary>
    /// <param name="address">The address of the API, without a trailing slash.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path and the query, with a slash at the start.</param>
    /// <param name="body">The JSON body; null for none.</param>
    /// <param name="needsKey">Whether the API has keys. The key itself is never shown.</param>
    public static string Of(string address, string method, string path, string? body, bool needsKey)
    {
        StringBuilder text = new("curl");
        if (method != "GET")
        {
            _ = text.Append(" -X ").Append(method);
        }

        _ = text.Append(' ').Append(Quote(address + path));
        if (needsKey)
        {
            _ = text.Append(" \\\n  -H \"X-Api-Key: $KEY\"");
        }

        if (body is not null)
        {
            _ = text.Append(" \\\n  -H 'Content-Type: application/json' \\\n  -d ").Append(Quote(body));
        }

        return text.ToString();
    }

    /// <summary>Quotes a text for a POSIX shell.</summary>
    private static string Quote(string text) =>
        $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
