namespace Personalization.ClusterTests.Telemetry;

/// <summary>A received span.</summary>
/// <param name="Process">The service name of the process.</param>
/// <param name="TraceId">The trace id.</param>
/// <param name="Id">The span id.</param>
/// <param name="Parent">The id of the parent span; empty for none.</param>
/// <param name="Name">The operation.</param>
internal sealed record Span(string Process, string TraceId, string Id, string Parent, string Name);
