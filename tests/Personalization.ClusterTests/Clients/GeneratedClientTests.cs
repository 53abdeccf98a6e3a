using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using Personalization.ClusterTests.Http;
using Personalization.Testing;

namespace Personalization.ClusterTests.Clients;

/// <summary>Clients that common generators make from the OpenAPI document compile and work.</summary>
public sealed class GeneratedClientTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.Linq; "
            + "global using System.Net.Http; global using System.Threading.Tasks;";

    [Fact]
    public async Task A_client_of_NSwag_compiles_and_calls_the_API()
    {
        OpenApiDocument document = await OpenApiDocument.FromJsonAsync(
            await DocumentAsync(), TestContext.Current.CancellationToken);
        CSharpClientGeneratorSettings settings = new() { ClassName = "ApiClient", UseBaseUrl = false };
        settings.GenerateOptionalParameters = true;
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        settings.CSharpGeneratorSettings.JsonLibraryVersion = 9; // from this version on, names of enum values are kept
        settings.CSharpGeneratorSettings.GenerateOptionalPropertiesAsNullable = true;
        string client = new CSharpClientGenerator(document, settings).GenerateFile();

        MethodInfo run = Compile(Usings, client, GeneratedSample.CSharp).GetType("Generated.Sample")!
            .GetMethod("RunAsync")!;
        string answer = await (Task<string>)run.Invoke(null, [engine.Http])!;

        Assert.Equal("Two-person tent, 1 stored, 179, new, 404", answer);
    }

    [Fact]
    public async Task Types_of_openapi_typescript_fit_a_program()
    {
        string? programs = Environment.GetEnvironmentVariable("PERSONALIZATION_TEST_TYPESCRIPT");
        Assert.SkipWhen(programs is null, "PERSONALIZATION_TEST_TYPESCRIPT names no folder of programs.");
        using TempFolder folder = new();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "v1.json"), await DocumentAsync(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "sample.ts"), GeneratedSample.TypeScript, TestContext.Current.CancellationToken);

        await RunAsync(folder.Path, Path.Combine(programs!, "openapi-typescript"), "v1.json", "-o", "api.ts");
        await RunAsync(folder.Path, Path.Combine(programs!, "tsc"), "--noEmit", "--strict", "--target", "es2022",
            "--module", "es2022", "--moduleResolution", "bundler", "sample.ts");
    }

    private static Assembly Compile(params string[] sources)
    {
        string assemblies = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            assemblies.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream code = new();
        string[] errors = [.. compilation.Emit(code).Diagnostics
            .Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => found.ToString())];
        Assert.True(errors.Length == 0, string.Join('\n', errors.Take(20)));
        return Assembly.Load(code.ToArray());
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{await errors}");
    }

    private Task<string> DocumentAsync() =>
        engine.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
}
