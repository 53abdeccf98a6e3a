using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Reads and validates the body of a rank request. Collects every error.</summary>
internal static class RankReader
{
    private const int MaxCandidates = 1000;
    private const int MaxDeadlineMs = 60_000;

    private static readonly JsonTable<RawRank> Table = new JsonTable<RawRank>()
        .Texts("candidates", static (ref raw, value) => raw = raw with { Candidates = value })
        .Text("placement", static (ref raw, value) => raw = raw with { Placement = value })
        .Whole("deadlineMs", static (ref raw, value) => raw = raw with { DeadlineMs = value })
        .Text("filter", static (ref raw, value) => raw = raw with { Filter = value })
        .Texts("fields", static (ref raw, value) => raw = raw with { Fields = value })
        .Flag("explain", static (ref raw, value) => raw = raw with { Explain = value })
        .One("context", ContextReader.Read, static (ref raw, value) => raw = raw with { Context = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawRank Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRank raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }

    /// <summary>Returns the query; null when the body is invalid.</summary>
    public static RankQuery? Validate(RawRank raw, int defaultDeadlineMs, List<ValidationError> errors)
    {
        ImmutableArray<ItemId> candidates = Candidates(raw.Candidates, errors);
        if (RecommendationRequest.PlacementProblem(raw.Placement) is { } problem)
        {
            errors.Add(new("$.placement", "invalid", $"placement {problem}."));
        }

        if (raw.DeadlineMs is < 1 or > MaxDeadlineMs)
        {
            errors.Add(
                new(
                    "$.deadlineMs",
                    "outOfRange",
                    $"deadlineMs must be 1 to {MaxDeadlineMs} but was {raw.DeadlineMs}."));
        }

        ItemFilter? filter = ItemFilterQuery.Read(
            raw.Filter, FilterScope.User | FilterScope.Context, "$", errors);
        ListContext? context = ContextReader.Validate(raw.Context, "$.context", errors);
        return errors.Count > 0 ? null : new RankQuery
        {
            Filter = filter,
            Candidates = candidates,
            Placement = raw.Placement ?? RecommendationQuery.DefaultPlacement,
            DeadlineMs = raw.DeadlineMs ?? defaultDeadlineMs,
            Context = context,
        };
    }

    private static ImmutableArray<ItemId> Candidates(IReadOnlyList<string?>? raw, List<ValidationError> errors)
    {
        if (raw is null or { Count: 0 or > MaxCandidates })
        {
            if (!errors.Exists(error => error.Path == "$.candidates"))
            {
                errors.Add(new(
                    "$.candidates",
                    raw is { Count: > MaxCandidates } ? "tooLong" : "required",
                    $"candidates must have 1 to {MaxCandidates} item ids but had {raw?.Count ?? 0}."));
            }

            return [];
        }

        ImmutableArray<ItemId>.Builder candidates = ImmutableArray.CreateBuilder<ItemId>(raw.Count);
        HashSet<ItemId> seen = [];
        for (int i = 0; i < raw.Count; i++)
        {
            string path = $"$.candidates[{i}]";
            if (ItemId.TryCreate(raw[i], out ItemId item) is { } problem)
            {
                if (!errors.Exists(error => error.Path == path))
                {
                    errors.Add(new(path, raw[i] is null ? "required" : "invalid", $"a candidate {problem}."));
                }
            }
            else if (!seen.Add(item))
            {
                errors.Add(new(path, "duplicate", "a candidate must not be repeated."));
            }

            candidates.Add(item);
        }

        return candidates.ToImmutable();
    }
}
