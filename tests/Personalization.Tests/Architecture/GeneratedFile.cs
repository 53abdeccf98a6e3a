using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>
/// Compares a checked-in file with the text that the code generates.
/// With the environment variable <c>UPDATE_DOCS=1</c> the file is written instead.
/// </summary>
internal static class GeneratedFile
{
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    /// <summary>Fails when the file differs; names the first line that differs.</summary>
    /// <param name="path">The path below the repository's root.</param>
    /// <param name="expected">The whole text of the file.</param>
    public static void Check(string path, string expected)
    {
        string file = Path.Combine(Repository.Root, path);
        if (IsUpdate)
        {
            File.WriteAllText(file, expected);
            return;
        }

        string written = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        if (written != expected)
        {
            (int line, (string right, string wrong)) = expected.Split('\n').Append(string.Empty)
                .Zip(written.Split('\n').Append(string.Empty)).Index()
                .FirstOrDefault(pair => pair.Item.First != pair.Item.Second);
            Assert.Fail($"{path} is out of date; run the tests of this class with UPDATE_DOCS=1. "
                + $"Line {line + 1} must be '{right}' but was '{wrong}'.");
        }
    }
}
