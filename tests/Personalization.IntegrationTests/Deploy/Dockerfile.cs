using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>The instructions of a Dockerfile, with continued lines joined.</summary>
internal sealed partial class Dockerfile
{
    private readonly (string Name, string Argument)[] _instructions;

    private Dockerfile(string text) =>
        _instructions = [.. Continued()
            .Replace(text, " ")
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim()))];

    /// <summary>Gets the instructions of the last stage, which is the image.</summary>
    private IEnumerable<(string Name, string Argument)> LastStage =>
        _instructions.Skip(Array.FindLastIndex(_instructions, instruction => instruction.Name == "FROM"));

    public static Dockerfile Read(string name) => new(File.ReadAllText(Path.Combine(Repository.Root, name)));

    /// <summary>Gets the base images.</summary>
    public IReadOnlyList<string> From => [.. _instructions
        .Where(instruction => instruction.Name == "FROM")
        .Select(instruction => instruction.Argument.Split(' ')[0])];

    /// <summary>
    /// Gets the paths copied from the repository, in order; with <paramref name="beforeRestore"/> only those before the
    /// package restore.
    /// </summary>
    public IReadOnlyList<string> Copied(bool beforeRestore) =>
    [
        .. _instructions.TakeWhile(instruction => !beforeRestore
            || !instruction.Argument.StartsWith("dotnet restore", StringComparison.Ordinal))
            .Where(instruction => instruction.Name == "COPY"
                && !instruction.Argument.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(instruction => instruction.Argument.Split(' ')[..^1]),
    ];

    /// <summary>Gets the user that the image runs as.</summary>
    public string? User => LastStage.LastOrDefault(instruction => instruction.Name == "USER").Argument;

    public IReadOnlyList<string> Exposed => [.. LastStage
        .Where(instruction => instruction.Name == "EXPOSE")
        .SelectMany(instruction => instruction.Argument.Split(' '))];

    public string EntryPoint => LastStage.Single(instruction => instruction.Name == "ENTRYPOINT").Argument;

    /// <summary>Gets the arguments of <c>dotnet publish</c>.</summary>
    public string Published => _instructions.Single(instruction => instruction.Argument.StartsWith(
        "dotnet publish ", StringComparison.Ordinal)).Argument.Split(' ')[2];

    public IReadOnlyDictionary<string, string> Environment => LastStage.Where(instruction => instruction.Name == "ENV")
        .SelectMany(instruction => instruction.Argument.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@"\\\n")]
    private static partial Regex Continued();
}
