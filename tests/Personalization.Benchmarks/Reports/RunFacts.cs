using System.Diagnostics;
using System.Globalization;
using Personalization.Testing;

namespace Personalization.Benchmarks.Reports;

/// <summary>The facts that a reader needs to repeat a run.</summary>
/// <param name="Machine">Processor, cores, memory, system and runtime.</param>
/// <param name="Commit">The commit of the measured code; "unknown" outside a Git clone.</param>
/// <param name="Command">The command line.</param>
/// <param name="Date">The day of the run, UTC.</param>
internal sealed record RunFacts(string Machine, string Commit, string Command, string Date)
{
    private const string Program = "dotnet run -c Release --project tests/Personalization.Benchmarks --";
    private static readonly string[] OutputOptions = ["--json", "--markdown", "--picture"];

    /// <summary>Gets the facts of the running program.</summary>
    public static RunFacts Now() => new(
        Reports.Machine.Describe(),
        CommitOf(EngineBuild.Root),
        CommandOf([.. Environment.GetCommandLineArgs().Skip(1)]),
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Gets the command that repeats a run, without the options that only choose output files.</summary>
    internal static string CommandOf(IReadOnlyList<string> arguments)
    {
        List<string> options = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (OutputOptions.Contains(arguments[i]))
            {
                i++;
            }
            else if (arguments[i] != "--publish")
            {
                bool needsQuotes = arguments[i].Contains(' ', StringComparison.Ordinal);
                options.Add(needsQuotes ? $"\"{arguments[i]}\"" : arguments[i]);
            }
        }

        return $"{Program} {string.Join(' ', options)}";
    }

    private static string CommitOf(string folder)
    {
        string commit = Git(folder, "rev-parse", "--short", "HEAD");
        string changes = Git(folder, "status", "--porcelain", "--untracked-files=no");
        if (commit.Length == 0)
        {
            return "unknown";
        }

        return changes.Length == 0 ? commit : $"{commit} with uncommitted changes";
    }

    private static string Git(string folder, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new("git", ["-C", folder, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process git = Process.Start(start)!;
            Task<string> errors = git.StandardError.ReadToEndAsync();
            string text = git.StandardOutput.ReadToEnd().Trim();
            errors.GetAwaiter().GetResult();
            git.WaitForExit();
            return git.ExitCode == 0 ? text : string.Empty;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return string.Empty; // git is not installed
        }
    }
}
