using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>All that decides which arms a request gets.</summary>
/// <param name="User">Whose list is made.</param>
/// <param name="Placement">Where it will be shown.</param>
/// <param name="Attributes">What is known of the user, by name.</param>
/// <param name="Held">The arms the user has already been shown.</param>
/// <param name="Now">The present time: ramps go by it.</param>
public sealed record AssignmentContext(
    UserId User, string Placement, IReadOnlyDictionary<string, string> Attributes, ImmutableArray<PinnedArm> Held, DateTimeOffset Now);
