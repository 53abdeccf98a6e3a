using Personalization.Abstractions.Models;
using Personalization.Abstractions.Storage;
using Personalization.Client.Api.Fallback;

namespace Personalization.Client.Api.Health;

/// <summary>Whether traffic may be sent here: the engine answers, its store takes writes, and something can be served.</summary>
internal sealed class Readiness(IGrainFactory grains, FallbackLists fallback, IServiceProvider services, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs all checks side by side.</summary>
    public async Task<HealthAnswer> CheckAsync(CancellationToken cancellationToken)
    {
        Task<HealthCheckView> engine = CheckAsync("engine", async () =>
        {
            ModelCatalog models = await grains.GetGrain<IModelGrain>(0).GetAsync();
            return models.Live is { } live ? $"model {live} is live" : "no model is live yet";
        }, cancellationToken);
        Task<HealthCheckView> serving = CheckAsync("serving", async () =>
        {
            ModelCatalog models = await grains.GetGrain<IModelGrain>(0).GetAsync();
            return models.Live is not null || fallback.Last is not null ? "lists can be served" : throw new InvalidOperationException("there is neither a model nor a popular list yet");
        }, cancellationToken);
        List<Task<HealthCheckView>> checks = [engine, serving];
        if (services.GetService<IEventLog>() is { } log)
        {
            checks.Add(CheckAsync("store", async () =>
            {
                await log.ProbeAsync(cancellationToken);
                return "takes writes";
            }, cancellationToken));
        }

        HealthCheckView[] results = await Task.WhenAll(checks);
        return new HealthAnswer(Array.TrueForAll(results, check => check.Status == "ok") ? "ok" : "failing", results);
    }

    private async Task<HealthCheckView> CheckAsync(string name, Func<Task<string>> check, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string status = "ok";
        string detail;
        try
        {
            detail = await check().WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception error)
        {
            status = "failing";
            detail = error is InvalidOperationException ? error.Message : error is TimeoutException ? "did not answer within 2 s" : "failed";
        }

        return new HealthCheckView(name, status, detail, Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1));
    }
}
