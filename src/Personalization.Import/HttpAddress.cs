using System.CommandLine.Parsing;

namespace Personalization.Import;

/// <summary>Reads the address of an API from the command line.</summary>
internal static class HttpAddress
{
    /// <summary>The address of an API on this machine.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Reads an option's value; null after an error.</summary>
    public static Uri? Read(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url must be an HTTP address such as {Default} but was '{text}'.");
        return null;
    }
}
