using System.CommandLine;
using System.Net;
using Personalization.Client;
using Personalization.Client.Http;
using Personalization.Import;

namespace Personalization.Tool.Connection;

/// <summary>The address and the key of the API, for all commands.</summary>
internal sealed class ApiOptions
{
    private const string KeyHeader = "X-Api-Key";

    /// <summary>The address.</summary>
    public Option<Uri> Url { get; } = new("--url")
    {
        CustomParser = result => HttpAddress.Read(result) ?? new Uri(HttpAddress.Default),
        Description = $"The API's address. Default: PERSONALIZATION_URL, else {HttpAddress.Default}.",
        DefaultValueFactory = _ =>
            new Uri(Environment.GetEnvironmentVariable("PERSONALIZATION_URL") ?? HttpAddress.Default),
        Recursive = true,
    };

    /// <summary>The key.</summary>
    public Option<string?> Key { get; } = new("--key")
    {
        Description = "The API key. Default: PERSONALIZATION_KEY, else none.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PERSONALIZATION_KEY"),
        Recursive = true,
    };

    /// <summary>Creates the HTTP client of a command. Its answers are decompressed.</summary>
    public HttpClient Connect(ParseResult parsed)
    {
        Uri url = parsed.GetRequiredValue(Url);
        HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip })
        {
            BaseAddress = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"),
            Timeout = Timeout.InfiniteTimeSpan, // an export is long
        };
        if (parsed.GetValue(Key) is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Add(KeyHeader, key);
        }

        return http;
    }

    /// <summary>Runs a command with a client. A refused call becomes a message and the exit code 1.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<PersonalizationClient, Task> run)
    {
        using HttpClient http = Connect(parsed);
        try
        {
            await run(new PersonalizationClient(http));
            return 0;
        }
        catch (Exception error) when (error is PersonalizationException or IOException or ArgumentException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }
}
