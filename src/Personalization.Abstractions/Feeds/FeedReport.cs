using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>Why a pull of a feed is not in force. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.FeedReport")]
public sealed record FeedReport
{
    /// <summary>So many problems are kept; <see cref="ProblemCount"/> counts the others too.</summary>
    public const int MaxProblems = 50;

    /// <summary>When the pull ended, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What is wrong, the first <see cref="MaxProblems"/>.</summary>
    [Id(1)]
    public required ImmutableArray<ValidationError> Problems { get; init; }

    /// <summary>How many problems there are.</summary>
    [Id(2)]
    public required int ProblemCount { get; init; }

    /// <summary>What it holds; null when it could not be fetched.</summary>
    [Id(3)]
    public FeedFigures? Figures { get; init; }

    /// <summary>Whether a person may accept it: everything in it is valid, it is only not plausible.</summary>
    [Id(4)]
    public bool Releasable { get; init; }
}
