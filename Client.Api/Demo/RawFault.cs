namespace Personalization.Client.Api.Demo;

/// <summary>The wanted state of a fault.</summary>
internal sealed record RawFault
{
    /// <summary>True causes the fault, false ends it.</summary>
    public bool? On { get; init; }
}
