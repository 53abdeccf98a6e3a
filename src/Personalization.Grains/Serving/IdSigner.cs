using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Keys;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Grains.Serving;

/// <summary>
/// Signs the ids of lists in experiments, and removes ids from events that the cluster did not issue. One per silo.
/// </summary>
/// <remarks>
/// The first activation of a user on the silo fetches the secret. Until the secret is known, ids are neither signed nor
/// checked: lists and events do not wait for it longer than <see cref="Patience"/>.
/// </remarks>
public sealed class IdSigner(IGrainFactory grains, TimeProvider time, ILogger<IdSigner> log)
{
    /// <summary>How long an activation waits for the secret.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a failed attempt.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long ids without a signature are accepted after an upgrade. No outcome window is longer.</summary>
    private static readonly TimeSpan UnsignedLife = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private volatile KnownSecret? _known;
    private Task _loading = Task.CompletedTask;
    private long? _failedAt;

    /// <summary>Fetches the secret if it is not known. Never throws.</summary>
    public ValueTask EnsureAsync() => _known is null ? new ValueTask(LoadAsync()) : ValueTask.CompletedTask;

    /// <summary>Signs the id of a list in experiments.</summary>
    /// <returns>The signed id; the same id while the secret is not known.</returns>
    public string Sign(string id) => _known is { } known ? known.Key.Sign(id) : id;

    /// <summary>Makes the id of a list. The id of a list in experiments is signed.</summary>
    /// <param name="source">The name of the source of the ids, unique over all processes and restarts.</param>
    /// <param name="number">The number of the answer; the source uses it once.</param>
    /// <param name="level">The fallback level.</param>
    /// <param name="at">The time the list is served.</param>
    /// <param name="experiments">The numbers of the list's experiments; null without any.</param>
    public string MakeId(string source, long number, FallbackLevel level, DateTimeOffset at, string? experiments) =>
        experiments is null
            ? RecommendationIds.Make(source, number, level)
            : Sign(RecommendationIds.Make(source, number, level, at, experiments));

    /// <summary>Removes ids that prove an exposure but were not issued by this cluster. The events stay.</summary>
    public ImmutableArray<UserEvent> Checked(ImmutableArray<UserEvent> events)
    {
        ImmutableArray<UserEvent>.Builder? changed = null;
        for (int i = 0; i < events.Length; i++)
        {
            if (events[i].RecommendationId is { } id && RecommendationIds.IsMarked(id) && !IsIssued(id))
            {
                changed ??= events.ToBuilder();
                changed[i] = events[i] with { RecommendationId = null };
            }
        }

        return changed?.MoveToImmutable() ?? events;
    }

    private bool IsIssued(string id)
    {
        if (RecommendationIds.ServedOf(id) is not { } served)
        {
            return true; // proves nothing: an id of another system
        }

        DateTimeOffset now = time.GetUtcNow();
        return served.At <= now + EventValidator.MaxClockSkew && (_known is not { } known
            || (RecommendationIdKey.IsSigned(id)
                ? known.Key.IsValid(id)
                : served.At <= known.UnsignedUntil && now <= known.UnsignedUntil + UnsignedLife));
    }

    private Task LoadAsync()
    {
        lock (_lock)
        {
            if (_loading.IsCompleted && (_failedAt is not { } failed || time.GetElapsedTime(failed) >= Pause))
            {
                _loading = FetchAsync();
            }

            return _loading;
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            IdSecret secret = await grains.GetGrain<IKeysGrain>(0)
                .GetIdSecretAsync()
                .AsTask()
                .WaitAsync(Patience, time);
            _known = new KnownSecret(
                new RecommendationIdKey(Convert.FromBase64String(secret.Secret)), secret.UnsignedUntil);
        }
        catch (Exception error)
        {
            _failedAt = time.GetTimestamp();
            log.LogWarning(error, "Failed to fetch the secret of recommendation ids; ids are not signed yet.");
        }
    }

    private sealed record KnownSecret(RecommendationIdKey Key, DateTimeOffset UnsignedUntil);
}
