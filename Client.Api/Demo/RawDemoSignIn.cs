namespace Personalization.Client.Api.Demo;

/// <summary>The body of a sign-in to the demo shop.</summary>
internal sealed record RawDemoSignIn
{
    /// <summary>The id of a sample shopper, or any name.</summary>
    public string? Name { get; init; }

    /// <summary>True adds the anonymous visit to the shopper. Default: false.</summary>
    public bool? Merge { get; init; }
}

/// <summary>The body of a visitor's choice in the demo shop.</summary>
internal sealed record RawDemoChoice
{
    /// <summary>True for pages without personalization.</summary>
    public bool? OptOut { get; init; }
}

/// <summary>The wanted state of a fault.</summary>
internal sealed record RawFault
{
    /// <summary>True causes the fault, false ends it.</summary>
    public bool? On { get; init; }
}
