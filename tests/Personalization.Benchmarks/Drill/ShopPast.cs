using System.Text.Json;

namespace Personalization.Benchmarks.Drill;

/// <summary>Imports the history before a drill over HTTP, and trains models on it.</summary>
internal static class ShopPast
{
    /// <summary>Imports events; the engine must accept all of them.</summary>
    public static async Task SendAsync(HttpClient http, object[] events, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync("/v1/events", events, cancellationToken);
        JsonElement result = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(
            cancellationToken);
        if (result.GetProperty("rejected").GetInt32() + result.GetProperty("unavailable").GetInt32() > 0)
        {
            throw new InvalidOperationException($"The engine did not accept the whole history of the shop: {result}");
        }
    }

    /// <summary>Trains a model on the current log.</summary>
    /// <returns>The version of the model.</returns>
    public static async Task<string> TrainAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using HttpResponseMessage started = await http.PostAsync(
            new Uri("/v1/models/train", UriKind.Relative), null, cancellationToken);
        _ = started.EnsureSuccessStatusCode();
        JsonElement training;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(0.2), TimeProvider.System, cancellationToken);
            training = (await http.GetFromJsonAsync<JsonElement>("/v1/models", cancellationToken))
                .GetProperty("training");
        }
        while (training.GetProperty("running").GetBoolean());
        return training.TryGetProperty("version", out JsonElement version) && version.GetString() is { } name
            ? name
            : throw new InvalidOperationException($"The training made no model: {training}");
    }
}
