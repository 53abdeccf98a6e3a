namespace Personalization.Tests.Architecture;

/// <summary>Code in one folder that names types of another folder.</summary>
/// <param name="From">The folder of the code.</param>
/// <param name="To">The folder of the types.</param>
/// <param name="Uses">Each use once: the file and the type.</param>
internal sealed record FolderEdge(string From, string To, IReadOnlyList<string> Uses)
{
    private const int MostExamples = 3;

    public override string ToString() =>
        $"  {From} -> {To} ({Uses.Count}): {string.Join("; ", Uses.Take(MostExamples))}";
}
