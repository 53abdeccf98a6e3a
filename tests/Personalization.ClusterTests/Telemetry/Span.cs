namespace Personalization.ClusterTests.Telemetry;

/// <summary>A span as a process sent it.</summary>
/// <param name="Process">The name of the process's service.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="Id">The span.</param>
/// <param name="Parent">The span it is part of; empty for none.</param>
/// <param name="Name">What was done.</param>
internal sealed record Span(string Process, string TraceId, string Id, string Parent, string Name);
