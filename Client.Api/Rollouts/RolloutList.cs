using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Client.Api.Rollouts;

/// <summary>The answer to <c>GET /v1/rollouts</c>.</summary>
/// <param name="Rollouts">The rollouts, newest first.</param>
internal sealed record RolloutList(ImmutableArray<Rollout> Rollouts);
