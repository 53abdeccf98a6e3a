using System.Text.RegularExpressions;

namespace Personalization.Testing;

/// <summary>The C# sample of a README.</summary>
internal static partial class ReadmeSample
{
    /// <summary>Gets the first C# sample of the README of a folder.</summary>
    /// <param name="folder">The folder, relative to the root of the repository.</param>
    public static string Text(string folder) => OfFile(Path.Combine(folder, "README.md"));

    /// <summary>Gets the first C# sample of a document.</summary>
    /// <param name="path">The path, relative to the root of the repository.</param>
    public static string OfFile(string path)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, path));
        return Fence().Match(text).Groups["code"].Value;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
