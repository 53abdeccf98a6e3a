using System.Diagnostics;
using Personalization.Testing;

namespace Personalization.ClusterTests.Clients;

/// <summary>The package as a developer meets it: packed, installed into a new project, and run.</summary>
[Trait("Category", "Clients")]
public sealed class ClientPackageTests
{
    private const string Folder = "src/Personalization.Client";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_packed_client_runs_the_sample_of_its_readme_in_a_new_project()
    {
        using TempFolder temp = new();
        string packages = Path.Combine(temp.Path, "packages");
        string sample = Path.Combine(temp.Path, "sample");
        _ = Directory.CreateDirectory(packages);
        _ = Directory.CreateDirectory(sample);
        string data = Directory.CreateDirectory(Path.Combine(temp.Path, "data")).FullName;
        await RunAsync(
            temp.Path, "pack", Path.Combine(Repository.Root, Folder), "-c", "Release", "-o", packages, "-v", "quiet");
        await WriteSampleAsync(packages, sample);
        await RunAsync(sample, "build", "-c", "Release", "-v", "quiet");
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data), Stop);

        string output = await RunAsync(
            sample, Path.Combine(sample, "bin", "Release", "net10.0", "Sample.dll"), engine.Address.AbsoluteUri);

        Assert.EndsWith("version 1", output.TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task WriteSampleAsync(string packages, string sample)
    {
        await File.WriteAllTextAsync(Path.Combine(sample, "Program.cs"), ReadmeSample.Text(Folder), Stop);
        await File.WriteAllTextAsync(
            Path.Combine(sample, "Sample.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Personalization.Client" Version="*" />
              </ItemGroup>
            </Project>
            """,
            Stop);

        // Adds the local folder to the sources of the machine. The package itself is installed only here.
        await File.WriteAllTextAsync(
            Path.Combine(sample, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(sample, "installed")}" /></config>
              <packageSources><add key="local" value="{packages}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{GlobalPackages()}" /></fallbackPackageFolders>
            </configuration>
            """,
            Stop);
    }

    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        string output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{await errors}");
        return output;
    }
}
