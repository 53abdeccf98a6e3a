using System.Diagnostics;
using Personalization.Testing;

namespace Personalization.ClusterTests.Clients;

/// <summary>The dotnet tool as an operator uses it: packed, installed from a folder, and run.</summary>
[Trait("Category", "Clients")]
public sealed class ToolPackageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_packed_tool_checks_an_engine_exports_its_items_and_imports_them()
    {
        using TempFolder temp = new();
        string tool = await InstallAsync(temp.Path);
        string data = Directory.CreateDirectory(Path.Combine(temp.Path, "data")).FullName;
        await using EngineProcess engine = await EngineProcess.StartAsync(new EngineLaunch(data), Stop);
        string url = engine.Address.AbsoluteUri;
        string items = Path.Combine(temp.Path, "items.csv");
        await File.WriteAllTextAsync(items, "sku,name\nt-1,Tent\nt-2,Stove\n", Stop);

        (int code, string output) imported = await RunAsync(
            tool, "import", items, "--kind", "items", "--columns", "id=sku,title=name", "--url", url);
        (int code, string output) exported = await RunAsync(tool, "export", "items", "--format", "csv", "--url", url);
        (int code, string output) doctor = await RunAsync(tool, "doctor", "--url", url);
        (int code, string output) nowhere = await RunAsync(tool, "doctor", "--url", "http://127.0.0.1:1");

        Assert.True(imported.code == 0, imported.output);
        Assert.Equal(
            ["t-1,Tent,,,,true,,,", "t-2,Stove,,,,true,,,"],
            exported.output.Split("\r\n").Skip(1).Where(line => line.Length > 0));
        Assert.True(doctor.code == 1, doctor.output);
        Assert.Equal(
            ["address", "clock", "key", "ready", "feeds", "data quality", "lag"], ChecksOf(doctor.output, "ok"));
        Assert.Equal(["model"], ChecksOf(doctor.output, "fails"));
        Assert.Contains(
            "-> Import events, then run: personalize models train.", doctor.output, StringComparison.Ordinal);
        Assert.Equal((1, "address"), (nowhere.code, Assert.Single(ChecksOf(nowhere.output, "fails"))));
    }

    /// <summary>The names of the checks with a result, without speed: the machine of a test may be slow.</summary>
    private static IEnumerable<string> ChecksOf(string output, string result) => output.Split('\n')
        .Where(line => line.StartsWith(result.PadRight(8), StringComparison.Ordinal))
        .Select(line => line[8..22].TrimEnd())
        .Where(check => check != "speed");

    private static async Task<string> InstallAsync(string folder)
    {
        string packages = Path.Combine(folder, "packages");
        string tools = Path.Combine(folder, "tools");
        (int code, string output) packed = await RunAsync(
            "dotnet",
            "pack",
            Path.Combine(Repository.Root, "src/Personalization.Tool"),
            "-c",
            "Release",
            "-o",
            packages,
            "-v",
            "quiet");
        Assert.True(packed.code == 0, packed.output);
        string config = Path.Combine(folder, "nuget.config");
        await File.WriteAllTextAsync(
            config,
            $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{packages}" /></packageSources>
            </configuration>
            """,
            Stop);
        (int code, string output) installed = await RunAsync(
            "dotnet", "tool", "install", "Personalization.Tool", "--tool-path", tools, "--configfile", config);
        Assert.True(installed.code == 0, installed.output);
        return Path.Combine(tools, "personalize");
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        string output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output + await errors);
    }
}
