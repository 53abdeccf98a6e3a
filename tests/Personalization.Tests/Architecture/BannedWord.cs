using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>A word or phrase that plain English does not need.</summary>
/// <param name="Word">Its name.</param>
/// <param name="Pattern">Finds its forms.</param>
/// <param name="Planted">A sentence that uses it.</param>
/// <param name="Innocent">A sentence that does not.</param>
internal sealed record BannedWord(string Word, Regex Pattern, string Planted, string Innocent)
{
    private const string File = "tests/Personalization.Tests/Architecture/BannedWords.txt";

    /// <summary>
    /// All of them. They stand in a text file, which the test does not search: a source file would find itself.
    /// </summary>
    public static readonly IReadOnlyList<BannedWord> All =
        [.. System.IO.File.ReadLines(Path.Combine(Repository.Root, File))
            .Where(line => !line.StartsWith('#'))
            .Select(Parse)];

    private static BannedWord Parse(string line)
    {
        string[] parts = line.Split(" | ");
        Regex pattern = new(parts[1], RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);
        return new(parts[0], pattern, parts[2], parts[3]);
    }
}
