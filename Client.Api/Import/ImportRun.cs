using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Import;

/// <summary>Runs an import from its settings to its exit code.</summary>
internal static class ImportRun
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Finds or starts an engine, imports the file, and prints a summary.</summary>
    public static async Task<int> RunAsync(
        ImportSettings settings, IReadOnlyList<string> engineArgs, CancellationToken cancellationToken)
    {
        try
        {
            if (settings.Url is { } url)
            {
                return await ImportAsync(settings, url, cancellationToken);
            }

            Uri local = new(ApiOptionsReader.DefaultUrl);
            return await RespondsAsync(local, cancellationToken)
                ? await ImportAsync(settings, local, cancellationToken)
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
            string? key = settings.Key ?? app.Services.GetRequiredService<ApiOptions>().Keys.FirstOrDefault(
                known => known.Key is not null && known.Role!.Value.Has(ApiRight.WriteEvents)
                    && known.Role != ApiRole.Public)?.Key;
            return await ImportAsync(settings with { Key = key }, new Uri(app.Urls.First()), cancellationToken);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> ImportAsync(ImportSettings settings, Uri url, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = url, Timeout = RequestTimeout };
        Checkpoint checkpoint = new(settings.Checkpoint, settings.File, settings.Format);
        if (checkpoint.Done > 0)
        {
            Console.WriteLine($"Resuming after line {checkpoint.Done}.");
        }

        ImportTotals totals = new();
        using (RejectsFile rejects = new(settings.Rejects, append: checkpoint.Done > 0))
        {
            Importer importer = new(settings, new ApiSender(http, settings.Key, TimeProvider.System), totals, rejects);
            long lines = CountLines(settings.File);
            await ImportProgress.ShowAsync(
                totals, checkpoint.Done, lines, () => importer.RunAsync(checkpoint, cancellationToken));
        }

        checkpoint.Delete();
        if (totals.Rejected > 0)
        {
            Console.WriteLine($"{settings.Rejects} lists the rejected lines and their reasons.");
        }

        return totals.Rejected > 0 ? 2 : 0;
    }

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

    private static long CountLines(string file)
    {
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        using FileStream stream = File.OpenRead(file);
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Math.Max(1, lines);
    }
}

/// <summary>The import failed. The message has the reason. A second run resumes the import.</summary>
internal sealed class ImportFailedException(string message, Exception? inner = null) : Exception(message, inner);
