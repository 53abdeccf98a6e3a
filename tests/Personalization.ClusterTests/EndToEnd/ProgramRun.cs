using System.Diagnostics;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A run of a shipped program that ends by itself.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The text on standard output.</param>
/// <param name="Errors">The lines on standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string[] Errors)
{
    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="program">The path of the program's dll.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="args">The arguments.</param>
    public static async Task<ProgramRun> OfAsync(string program, string folder, params string[] args)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo(EngineBuild.Host, [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(stop);
            string output = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            string[] lines = (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new ProgramRun(process.ExitCode, output, lines);
        }
        finally
        {
            process.Kill();
        }
    }
}
