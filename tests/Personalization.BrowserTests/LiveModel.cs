using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>Waits for the first model of an engine: before it, lists hold popular items.</summary>
internal static class LiveModel
{
    /// <summary>Waits until a model is live; the wait ends by lack of progress of the training.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="key">A key with the role operate; null for an engine without keys.</param>
    public static async Task WaitAsync(EngineProcess engine, string? key = null)
    {
        using HttpClient http = new() { BaseAddress = engine.Address };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        _ = await Eventually.Async(
            () => http.GetStringAsync(
                new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken),
            models => models.Contains("\"live\":\"", StringComparison.Ordinal));
    }
}
