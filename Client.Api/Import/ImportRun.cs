using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Import;

/// <summary>One run of the import from its settings to its exit code.</summary>
internal static class ImportRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Finds or starts the engine, imports, and reports.</summary>
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
            return await AnswersAsync(local, cancellationToken)
                ? await ImportAsync(settings, local, cancellationToken)
                : await ImportIntoOwnAsync(settings, engineArgs, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. The same command goes on where this one was.");
            return 1;
        }
        catch (Exception error) when (error is ImportFailedException
            or InvalidDataException
            or IOException
            or UnauthorizedAccessException
                or SettingsRefusedException or StartRefusedException)
        {
            await Console.Error.WriteLineAsync($"The import was not finished: {error.Message}");
            return 1;
        }
    }

    /// <summary>
    /// Starts an engine for the import alone, on a free port of this machine, without the sample shop.
    /// </summary>
    private static async Task<int> ImportIntoOwnAsync(
        ImportSettings settings, IReadOnlyList<string> engineArgs, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Nothing answers at {ApiOptionsReader.DefaultUrl}: starting the engine for the import.");
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
                known => known.Key is not null && known.Role >= ApiRole.Write)?.Key;
            return await ImportAsync(settings with { Key = key }, new Uri(app.Urls.First()), cancellationToken);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> ImportAsync(ImportSettings settings, Uri url, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = url, Timeout = Patience };
        Checkpoint checkpoint = new(settings.Checkpoint, settings.File, settings.Format);
        if (checkpoint.Done > 0)
        {
            Console.WriteLine($"Going on after line {checkpoint.Done}.");
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
            Console.WriteLine($"The rejected lines and their reasons are in {settings.Rejects}.");
        }

        return totals.Rejected > 0 ? 2 : 0;
    }

    private static async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
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
