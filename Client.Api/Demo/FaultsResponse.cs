namespace Personalization.Client.Api.Demo;

/// <summary>The faults of the process.</summary>
/// <param name="Faults">All faults.</param>
internal sealed record FaultsResponse(IReadOnlyList<FaultResponse> Faults);

/// <summary>A fault.</summary>
/// <param name="Name">The name, for example <c>slowStore</c>.</param>
/// <param name="On">Whether the fault is present.</param>
internal sealed record FaultResponse(string Name, bool On);
