using System.Text.RegularExpressions;

namespace Personalization.Testing;

/// <summary>The C# sample of a README.</summary>
internal static partial class ReadmeSample
{
    /// <summary>Gets the first C# sample of the README of a folder.</summary>
    /// <param name="folder">The folder, relative to the root of the repository.</param>
    public static string Text(string folder)
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, folder, "README.md"));
        return Fence().Match(readme).Groups["code"].Value;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
