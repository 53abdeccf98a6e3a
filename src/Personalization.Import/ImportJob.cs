namespace Personalization.Import;

/// <summary>Imports one file into an API.</summary>
internal static class ImportJob
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Imports the file, shows the progress, and prints a summary.</summary>
    /// <returns>0 when every line was imported, 2 when some lines were rejected.</returns>
    /// <exception cref="ImportFailedException">The API rejected a batch or did not answer.</exception>
    /// <exception cref="InvalidDataException">The file is not readable.</exception>
    public static async Task<int> RunAsync(ImportSettings settings, Uri url, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = url, Timeout = RequestTimeout };
        Checkpoint checkpoint = new(settings.Checkpoint, settings.File, $"{settings.Format} {settings.Kind}");
        if (checkpoint.Done > 0)
        {
            Console.WriteLine($"Resuming after line {checkpoint.Done}.");
        }

        ImportTotals totals = new();
        using (RejectsFile rejects = new(settings.Rejects, append: checkpoint.Done > 0))
        {
            Importer importer = new(settings, new ApiSender(http, settings.Key, TimeProvider.System), totals, rejects);
            long lines = ImportFile.CountLines(settings.File);
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
}
