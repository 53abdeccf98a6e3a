using System.Diagnostics;
using Personalization.Testing;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Cluster;

/// <summary>The script that runs a cluster on this machine, and its output.</summary>
public sealed class ClusterScriptTests
{
    [Fact]
    public async Task A_cluster_starts_grows_loses_a_silo_and_stops()
    {
        Assert.SkipWhen(PostgresServer.Missing() is not null, $"The script cannot be run: {PostgresServer.Missing()}.");
        using TempFolder folder = new();
        folder.OpenToOthers(); // the server runs as another user
        try
        {
            string up = await RunAsync(folder, "up", "--silos", "1", "--apis", "1", "--no-sample");
            Assert.Contains("silo-1 is ready at http://127.0.0.1:", up, StringComparison.Ordinal);
            Assert.Contains("api-1 is ready at http://127.0.0.1:", up, StringComparison.Ordinal);
            Assert.Contains("silo-2 is ready at", await RunAsync(folder, "scale", "2"), StringComparison.Ordinal);
            _ = await RunAsync(folder, "kill", "1");
            Assert.Matches("silo-1 +- +http://127.0.0.1:[0-9]+ +stopped", await RunAsync(folder, "status"));
            Assert.Contains("silo-1 is ready at", await RunAsync(folder, "start", "silo-1"), StringComparison.Ordinal);
            Assert.Contains("draining silo-2", await RunAsync(folder, "scale", "1"), StringComparison.Ordinal);
        }
        finally
        {
            _ = await RunAsync(folder, "down", "--wipe");
        }

        Assert.False(Directory.Exists(State(folder)));
    }

    private static string State(TempFolder folder) => Path.Combine(folder.Path, "cluster");

    private static async Task<string> RunAsync(TempFolder folder, params string[] arguments)
    {
        // The test run has already built the programs.
        ProcessStartInfo start = new("bash", [Path.Combine(EngineBuild.Root, "deploy", "cluster.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["PERSONALIZATION_CLUSTER"] = State(folder),
                ["PERSONALIZATION_BUILD"] = Path.GetDirectoryName(Path.GetDirectoryName(EngineBuild.SiloDll)!)!
                    .EndsWith("Debug", StringComparison.Ordinal) ? "Debug" : "Release"
            },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        return output;
    }
}
