using System.Text.Json;
using Personalization.Abstractions.Stores;

namespace Personalization.Grains.Models;

/// <summary>
/// The stored steps of unfinished trainings, beside the versions in the model store, so that any silo can resume them.
/// </summary>
/// <remarks>
/// A training has one entry for each attempt and one for each step. All entries are deleted when it ends.
/// </remarks>
internal sealed class TrainingResumePoints(IModelStore models)
{
    private const string Prefix = "resume-";
    private const string Attempt = "try";
    private const string Content = "content.bin";

    /// <summary>Finds the unfinished trainings, newest first.</summary>
    public async Task<IReadOnlyList<UnfinishedTraining>> FindAsync(CancellationToken cancellationToken)
    {
        List<UnfinishedTraining> found = [];
        IReadOnlyList<string> stored = await models.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<string, string> attempts in stored.Where(IsAttempt)
            .GroupBy(entry => entry[..entry.LastIndexOf('-')], StringComparer.Ordinal))
        {
            string last = attempts.MaxBy(NumberOf)!;
            if (await ReadAsync(last, cancellationToken).ConfigureAwait(false) is { } content
                && JsonSerializer.Deserialize(
                    content.Span, TrainingMarkJson.Default.UnfinishedTraining) is { } training)
            {
                found.Add(training with { Tries = NumberOf(last) });
            }
        }

        return [.. found.OrderByDescending(training => training.StartedAt)];
    }

    /// <summary>Stores that a training starts or resumes.</summary>
    public Task BeginAsync(UnfinishedTraining training, CancellationToken cancellationToken) => WriteAsync(
        EntryOf(training.Name, $"{Attempt}{training.Tries}"),
        JsonSerializer.SerializeToUtf8Bytes(training, TrainingMarkJson.Default.UnfinishedTraining),
        cancellationToken);

    /// <summary>Reads the results of all stored steps of a training, by step.</summary>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>>> StepsAsync(
        string name, CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<byte>> steps = new(StringComparer.Ordinal);
        string start = EntryOf(name, "");
        IReadOnlyList<string> stored = await models.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (string entry in stored.Where(
            entry => entry.StartsWith(start, StringComparison.Ordinal) && !IsAttempt(entry)))
        {
            if (await ReadAsync(entry, cancellationToken).ConfigureAwait(false) is { } content)
            {
                steps[entry[start.Length..]] = content;
            }
        }

        return steps;
    }

    /// <summary>Stores the result of a step.</summary>
    public Task KeepAsync(string name, string step, ReadOnlyMemory<byte> found, CancellationToken cancellationToken) =>
        WriteAsync(EntryOf(name, step), found, cancellationToken);

    /// <summary>Deletes all entries of a training.</summary>
    /// <remarks>
    /// The attempts are deleted last. A training without steps starts over; steps without an attempt would stay
    /// forever.
    /// </remarks>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        string start = EntryOf(name, "");
        IReadOnlyList<string> stored = await models.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (string entry in stored.Where(entry => entry.StartsWith(start, StringComparison.Ordinal))
            .OrderBy(IsAttempt))
        {
            await models.DeleteAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string EntryOf(string name, string step) => $"{Prefix}{name}-{step}";

    private static bool IsAttempt(string entry) =>
        entry.StartsWith(Prefix, StringComparison.Ordinal) && NumberOf(entry) > 0;

    private static int NumberOf(string entry) =>
        entry[(entry.LastIndexOf('-') + 1)..] is { } end
            && end.StartsWith(Attempt, StringComparison.Ordinal)
            && int.TryParse(end.AsSpan(Attempt.Length), out int number)
            ? number
            : 0;

    private Task WriteAsync(string entry, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        models.WriteAsync(
            entry, new Dictionary<string, ReadOnlyMemory<byte>> { [Content] = content }, cancellationToken);

    /// <summary>Reads an entry; null when it is missing or damaged, so that the step is computed again.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string entry, CancellationToken cancellationToken)
    {
        try
        {
            return await models.ReadAsync(entry, cancellationToken).ConfigureAwait(false) is { } files
                && files.TryGetValue(Content, out ReadOnlyMemory<byte> content)
                ? content
                : (ReadOnlyMemory<byte>?)null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
