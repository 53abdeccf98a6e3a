using System.Diagnostics;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Runs <c>promtool</c>; skips the test when it is missing.</summary>
internal static class PromtoolRun
{
    private static readonly string? Program =
        Array.Find(["/usr/bin/promtool", "/usr/local/bin/promtool"], File.Exists);

    /// <summary>Runs a rule test.</summary>
    /// <param name="test">The text of the test file.</param>
    public static (int Code, string Output) Of(string test)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, test);
            return Of("test", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code and the text that it wrote.</returns>
    public static (int Code, string Output) Of(params string[] arguments)
    {
        Assert.SkipWhen(Program is null, "promtool is missing (tests/run.sh installs it)");
        ProcessStartInfo start =
            new(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, $"{output}{error.GetAwaiter().GetResult()}");
    }
}
