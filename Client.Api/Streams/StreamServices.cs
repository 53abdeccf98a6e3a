using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Streams;

/// <summary>The services that all streams of a process share.</summary>
/// <param name="Users">Finds the grains of users.</param>
/// <param name="Engine">Calls grains with retries.</param>
/// <param name="Lists">Gets lists.</param>
/// <param name="Options">The settings.</param>
/// <param name="Time">The clock.</param>
internal sealed record StreamServices(
    UserGrains Users, EngineCalls Engine, RecommendationCalls Lists, ApiOptions Options, TimeProvider Time);
