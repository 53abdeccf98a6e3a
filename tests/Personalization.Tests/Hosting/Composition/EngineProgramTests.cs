using Microsoft.AspNetCore.Builder;
using Personalization.Hosting.Composition;
using Personalization.Testing;

namespace Personalization.Tests.Hosting.Composition;

public sealed class EngineProgramTests
{
    [Fact]
    public void The_working_directory_overrides_the_file_beside_the_program_and_arguments_override_both()
    {
        using TempFolder program = new();
        using TempFolder working = new();
        Write(program, """{"A":"program","B":"program","C":"program"}""");
        Write(working, """{"B":"working","C":"working"}""");
        WebApplicationOptions options = new() { Args = ["--C=argument"], ContentRootPath = program.Path };
        WebApplicationBuilder builder = WebApplication.CreateBuilder(options);
        EngineProgram.AddWorkingDirectory(builder, working.Path);

        string?[] values = [.. new[] { "A", "B", "C" }.Select(key => builder.Configuration[key])];
        Assert.Equal(["program", "working", "argument"], values);
    }

    private static void Write(TempFolder folder, string json)
    {
        File.WriteAllText(Path.Combine(folder.Path, "appsettings.json"), json);
    }
}
