namespace Personalization.Client.Api.Site;

/// <summary>A section of a guide in the search index.</summary>
/// <param name="Guide">The title of the guide.</param>
/// <param name="Heading">The heading of the section.</param>
/// <param name="Url">The address of the section.</param>
/// <param name="Text">The words of the section.</param>
internal sealed record GuideSection(string Guide, string Heading, string Url, string Text);
