using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>The inputs that determine the arms of a request. Immutable.</summary>
/// <param name="User">The user of the request.</param>
/// <param name="Placement">The placement of the list.</param>
/// <param name="Attributes">The user's attributes by name.</param>
/// <param name="Held">The pinned arms: those the user has already been shown.</param>
/// <param name="Now">The present time, which determines the ramps' shares.</param>
public sealed record AssignmentContext(
    UserId User,
    string Placement,
    IReadOnlyDictionary<string, string> Attributes,
    ImmutableArray<PinnedArm> Held,
    DateTimeOffset Now);
