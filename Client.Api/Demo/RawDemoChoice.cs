namespace Personalization.Client.Api.Demo;

/// <summary>The body of a visitor's choice in the demo shop.</summary>
internal sealed record RawDemoChoice
{
    /// <summary>True for pages without personalization.</summary>
    public bool? OptOut { get; init; }
}
