using Personalization.Hosting.Composition;
using Personalization.Hosting.Maintenance;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Maintenance;

/// <summary>Reads the engine's settings for a command and turns its failures into one line.</summary>
internal static class MaintenanceRun
{
    /// <summary>Runs a command.</summary>
    /// <param name="name">The command's name for messages.</param>
    /// <param name="engineArgs">Settings of the engine.</param>
    /// <param name="command">The command.</param>
    /// <returns>The exit code: 0 when the command is done, otherwise 1.</returns>
    public static async Task<int> RunAsync(
        string name,
        IEnumerable<string> engineArgs,
        Func<EngineOptions, WebApplicationBuilder, Task> command)
    {
        try
        {
            WebApplicationBuilder builder = EngineProgram.CreateBuilder(
                [.. engineArgs.Where(argument => argument != "--")]);
            EngineOptions options = EngineOptionsReader.Read(
                builder.Configuration, EngineRole.Node, EngineRole.Api);
            await command(options, builder);
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{name} stopped before it was complete.");
            return 1;
        }
        catch (SettingsRefusedException refused)
        {
            await Console.Error.WriteLineAsync($"{name} failed:{Environment.NewLine}  "
                + string.Join($"{Environment.NewLine}  ", refused.Problems));
            return 1;
        }
        catch (Exception error) when (error is MaintenanceException
            or IOException
            or InvalidDataException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{name} failed: {error.Message}");
            return 1;
        }
    }
}
