using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Placements;

/// <summary>The placements of the settings and those made at run time. Finds misspelt names in requests.</summary>
/// <remarks>
/// Any name is a placement with the policy of <c>default</c>, so a name that is not defined is accepted. A name that is
/// nearly the name of a defined placement is refused: its list would silently have another policy.
/// </remarks>
internal sealed class KnownPlacements(
    IGrainFactory grains, EngineOptions engine, ApiOptions options, TimeProvider time, ILogger<KnownPlacements> log)
    : BackgroundService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly string[] _configured = [.. engine.PlacementNames, RecommendationQuery.DefaultPlacement];
    private string[] _made = [];
    private long _revision = -1;
    private bool _failing;

    /// <summary>Adds an error if a name is misspelt.</summary>
    /// <param name="name">The name; null for none.</param>
    /// <param name="path">The place of the name in the request.</param>
    /// <param name="errors">Receives the error.</param>
    public void Check(string? name, string path, ICollection<ValidationError> errors)
    {
        if (Problem(name) is { } problem)
        {
            errors.Add(new(path, "unknown", problem));
        }
    }

    /// <summary>Returns what is wrong with a name; null when it is defined, or is like no defined name.</summary>
    public string? Problem(string? name)
    {
        if (name is null || IsIn(_configured, name) || IsIn(_made, name))
        {
            return null;
        }

        string[] known = [.. _configured, .. _made];
        return NameGuess.Closest(name, known) is not { } guess ? null
            : $"placement '{NameGuess.Shorten(name)}' is not defined. Did you mean '{guess}'? "
                + "PUT /v1/placements/{name} defines a placement.";
    }

    /// <summary>Reads the placements now. Never throws for a failure of the engine.</summary>
    public async Task TryRefreshAsync(CancellationToken stopping)
    {
        try
        {
            MerchandisingBoard? board = await grains.GetGrain<IMerchandisingGrain>(0).GetAsync(_revision)
                .AsTask().WaitAsync(Timeout, time, stopping);
            if (board is not null)
            {
                _made = [.. board.Placements.Where(version => version.Placement is not null)
                    .Select(version => version.Name)];
                _revision = board.Revision;
            }

            _failing = false;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            if (!_failing)
            {
                log.LogWarning(error, "Failed to read the placements; the last ones stay known.");
            }

            _failing = true;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.KeyRefreshSeconds), time);
        do
        {
            await TryRefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static bool IsIn(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
