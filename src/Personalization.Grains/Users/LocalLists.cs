using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <inheritdoc cref="ILocalLists"/>
/// <remarks>
/// Each activation of a user shares its cached lists. A reader makes the same checks as the grain: the version of the
/// profile, the silo's lease, the age, the model, the catalog, the experiments and the rules. A list with explored
/// slots is left to the grain, because the grain remembers which draws were shown.
/// </remarks>
public sealed class LocalLists(
    ServingHolder holder, SiloLease lease, PlacementPolicies policies, ExperimentHolder experiments,
    IOptions<ServingOptions> options, IIdSource ids, IdSigner signer, TimeProvider time) : ILocalLists
{
    private readonly ConcurrentDictionary<string, SharedLists> _users = new(StringComparer.Ordinal);
    private readonly TimeSpan _maxAge = TimeSpan.FromSeconds(options.Value.ListMaxAgeSeconds);
    private readonly string _idPrefix = ids.NextId();
    private long _served;

    /// <inheritdoc/>
    public ServedList? Find(UserId user, RecommendationQuery query)
    {
        if (query.Cursor is not null
            || !_users.TryGetValue(UserKey.Encode(user), out SharedLists? shared)
            || shared.Lists.Find(query) is not { } cached
            || query.MinVersion > cached.ProfileVersion
            || !cached.IsExplained(query.Count)
            || cached.FindFirstPage(query.Count) is not { Rendering.Rendered: { } rendered } page
            || cached.Explores(page.Items.Length))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        return lease.IsHeld
            && cached.IsCurrent(holder.For(cached.Arms.Patch.ModelVersion), cached.ProfileVersion, now, _maxAge)
            && cached.Arms.IsCurrent(experiments.Current, now)
            && cached.HasRules(policies.Rules)
            && shared.Version.IsOpenFor(cached.ProfileVersion)
                ? Served(cached, rendered, now)
                : null;
    }

    /// <summary>Shares the lists of an activation, in the place of an earlier activation of the user.</summary>
    internal void Share(string userKey, CachedUserLists lists, ReadableVersion version) =>
        _users[userKey] = new SharedLists(lists, version);

    /// <summary>Ends the sharing of an activation. The lists of a later activation stay.</summary>
    internal void Remove(string userKey, CachedUserLists lists)
    {
        if (_users.TryGetValue(userKey, out SharedLists? shared) && ReferenceEquals(shared.Lists, lists))
        {
            _ = _users.TryRemove(new(userKey, shared));
        }
    }

    private ServedList Served(CachedList cached, RenderedList rendered, DateTimeOffset now) => new()
    {
        RecommendationId = signer.MakeId(
            _idPrefix, Interlocked.Increment(ref _served), FallbackLevel.Fresh, now, cached.Arms.Numbers),
        Rendered = rendered,
        FallbackLevel = FallbackLevel.Fresh,
        RankedAt = cached.RankedAt,
        IsOfUnknownUser = cached.ProfileVersion == 0,
    };

    private sealed record SharedLists(CachedUserLists Lists, ReadableVersion Version);
}
