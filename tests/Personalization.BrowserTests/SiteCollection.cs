namespace Personalization.BrowserTests;

/// <summary>The tests that share one engine and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "site";
}
