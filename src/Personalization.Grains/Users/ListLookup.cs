using System.Collections.Immutable;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Users;

/// <summary>The result of one cache lookup for a query.</summary>
/// <param name="At">When the lookup was made, UTC.</param>
/// <param name="Current">The cached list that answers the query; null when it must be ranked.</param>
/// <param name="Due">The arms that the user must enter before a fresh list can be made with them.</param>
internal readonly record struct ListLookup(DateTimeOffset At, CachedList? Current, ImmutableArray<AssignedArm> Due);
