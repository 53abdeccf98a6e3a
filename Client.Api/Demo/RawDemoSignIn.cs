namespace Personalization.Client.Api.Demo;

/// <summary>The body of a sign-in to the demo shop.</summary>
internal sealed record RawDemoSignIn
{
    /// <summary>The id of a sample shopper, or any name.</summary>
    public string? Name { get; init; }

    /// <summary>True adds the anonymous visit to the shopper. Default: false.</summary>
    public bool? Merge { get; init; }
}
