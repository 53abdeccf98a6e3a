using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;
using Personalization.Import;

namespace Personalization.Client.Api.Import;

/// <summary>Runs an import from its settings to its exit code.</summary>
internal static class ImportRun
{
    /// <summary>Finds or starts an engine, imports the file, and prints a summary.</summary>
    public static async Task<int> RunAsync(
        ImportSettings settings, IReadOnlyList<string> engineArgs, CancellationToken cancellationToken)
    {
        try
        {
            if (settings.Url is { } url)
            {
                return await ImportJob.RunAsync(settings, url, cancellationToken);
            }

            Uri local = new(ApiOptionsReader.DefaultUrl);
            return await RespondsAsync(local, cancellationToken)
                ? await ImportJob.RunAsync(settings, local, cancellationToken)
                : await ImportIntoNewEngineAsync(settings, engineArgs, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Import stopped. Run the same command to resume it.");
            return 1;
        }
        catch (Exception error) when (error is ImportFailedException
            or InvalidDataException
            or IOException
            or UnauthorizedAccessException
            or SettingsRefusedException
            or StartRefusedException)
        {
            await Console.Error.WriteLineAsync($"Import failed: {error.Message}");
            return 1;
        }
    }

    /// <summary>Starts an engine for this import, on a free loopback port and without the sample shop.</summary>
    private static async Task<int> ImportIntoNewEngineAsync(
        ImportSettings settings, IReadOnlyList<string> engineArgs, CancellationToken cancellationToken)
    {
        Console.WriteLine($"No API answers at {ApiOptionsReader.DefaultUrl}. Starting an engine for the import.");
        string[] args =
        [
            .. engineArgs.Where(argument => argument != "--"),
            "--Personalization:Sample=false",
            "--urls=http://127.0.0.1:0"
        ];
        await using WebApplication app = Server.Build(args);
        StartChecks.Run(app);
        await app.StartAsync(cancellationToken);
        try
        {
            ApiRight right = RightFor(settings.Kind);
            string? key = settings.Key ?? app.Services.GetRequiredService<ApiOptions>().Keys.FirstOrDefault(
                known => known.Key is not null && known.Role!.Value.Has(right)
                    && known.Role != ApiRole.Public)?.Key;
            return await ImportJob.RunAsync(settings with { Key = key }, new Uri(app.Urls.First()), cancellationToken);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static ApiRight RightFor(ImportKind kind) => kind switch
    {
        ImportKind.Items => ApiRight.WriteItems,
        ImportKind.Users => ApiRight.WriteUsers,
        _ => ApiRight.WriteEvents,
    };

    private static async Task<bool> RespondsAsync(Uri url, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using HttpResponseMessage response = await http.GetAsync("/health/live", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
