using Personalization.Abstractions.Stores;

namespace Personalization.Hosting.Maintenance;

/// <summary>Copies model versions from one store to another; every file's checksum is verified.</summary>
internal static class ModelCopy
{
    /// <summary>The stored steps of an unfinished training, which belong to the log of one store.</summary>
    private const string ResumePoints = "resume-";

    /// <summary>Copies the versions that the target does not have.</summary>
    /// <param name="from">The source. A running engine may add and delete versions.</param>
    /// <param name="to">The target.</param>
    /// <param name="report">Receives a line for each version that was left out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task RunAsync(
        IModelStore from, IModelStore to, Action<string> report, CancellationToken cancellationToken)
    {
        HashSet<string> known = [.. await to.ListAsync(cancellationToken)];
        foreach (string version in await from.ListAsync(cancellationToken))
        {
            if (version.StartsWith(ResumePoints, StringComparison.Ordinal) || known.Contains(version))
            {
                continue;
            }

            try
            {
                // Null when the engine deleted the version meanwhile.
                if (await from.ReadAsync(version, cancellationToken) is { } files)
                {
                    await to.WriteAsync(version, files, cancellationToken);
                }
            }
            catch (InvalidDataException error)
            {
                report($"Left out a damaged model version: {error.Message}");
            }
        }
    }
}
