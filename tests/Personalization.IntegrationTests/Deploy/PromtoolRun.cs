using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Personalization.IntegrationTests.Deploy;

/// <summary>Runs <c>promtool</c>; skips the test when it is missing.</summary>
internal static partial class PromtoolRun
{
    /// <summary>Separates the output from the times that the shell prints.</summary>
    private const string Times = "processor times:";

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
            (int code, string output, _) = Of("test", "rules", file);
            return (code, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code, the text that it wrote, and its processor time.</returns>
    public static (int Code, string Output, TimeSpan ProcessorTime) Of(params string[] arguments)
    {
        Assert.SkipWhen(Program is null, "promtool is missing (tests/run.sh installs it)");
        string[] line = ["-c", $"\"$@\"; code=$?; echo {Times}; times; exit $code", "sh", Program!, .. arguments];
        ProcessStartInfo start =
            new("/bin/sh", line) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        int at = output.LastIndexOf(Times, StringComparison.Ordinal);
        TimeSpan spent = Spent().Matches(output, at).Select(TimeOf).Aggregate((sum, time) => sum + time);
        return (process.ExitCode, $"{output[..at]}{error.GetAwaiter().GetResult()}", spent);
    }

    private static TimeSpan TimeOf(Match time) => TimeSpan.FromMinutes(Number(time, 1))
        + TimeSpan.FromSeconds(Number(time, 2));

    private static double Number(Match time, int group) =>
        double.Parse(time.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+)m([\d.]+)s")]
    private static partial Regex Spent();
}
