using System.Reflection;
using Personalization.Abstractions.Models;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Site;

/// <summary>
/// Answers <c>GET /</c> as JSON: the addresses of the pages, and what the engine does now. The engine is asked at most
/// once a second.
/// </summary>
/// <remarks>With API keys the answer has no figures, because everybody may ask.</remarks>
internal sealed class EngineState(IGrainFactory grains, ApiKeyRing keys, TrainingClock training, TimeProvider time)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly string Version = typeof(EngineState).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private Known _known = new(default, null);

    /// <summary>Sends the answer.</summary>
    public async Task WriteAsync(HttpContext context) => await JsonResponse.WriteAsync(
        context,
        StatusCodes.Status200OK,
        new StateResponse("Personalization", Version, StateResponse.Pages, keys.IsOpen ? await ReadAsync() : null),
        SiteJson.Default.StateResponse);

    private async ValueTask<EngineFigures> ReadAsync()
    {
        Known known = _known;
        DateTimeOffset now = time.GetUtcNow();
        if (known.Figures is not null && now - known.At < Age)
        {
            return known.Figures;
        }

        EngineFigures figures = await AskAsync();
        _known = new Known(now, figures);
        return figures;
    }

    private async Task<EngineFigures> AskAsync()
    {
        try
        {
            ModelCatalog models = await grains.GetGrain<IModelGrain>(0).GetAsync().AsTask().WaitAsync(Patience, time);
            ModelVersion? live = models.Versions.FirstOrDefault(version => version.Version == models.Live);
            return new EngineFigures(
                models.Live is null ? EngineFigures.NoModel : EngineFigures.Serving,
                live is null ? null : new ModelFigures(
                    live.Version, live.TrainedAt, live.Events, live.Users, live.Items, live.TrainingSeconds),
                models.Training.Running
                    ? new TrainingFigures(
                        models.Training.Step,
                        Math.Round(models.Training.Progress, 3),
                        training.RemainingSeconds(models.Training))
                    : null);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or IOException
            or InvalidOperationException or OperationCanceledException)
        {
            return new EngineFigures(EngineFigures.Starting, null, null);
        }
    }

    private sealed record Known(DateTimeOffset At, EngineFigures? Figures);
}
