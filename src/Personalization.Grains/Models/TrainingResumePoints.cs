using System.Text.Json;
using Personalization.Abstractions.Stores;

namespace Personalization.Grains.Models;

/// <summary>
/// What trainings have found so far, beside the versions in the model store, so that any silo can go on with one whose silo is gone: a mark for every time
/// it was begun or gone on with, and a file for every step. All of it goes when the training ends.
/// </summary>
internal sealed class TrainingResumePoints(IModelStore models)
{
    private const string Prefix = "resume-";
    private const string Try = "try";
    private const string Content = "content.bin";

    /// <summary>The unfinished trainings, newest first.</summary>
    public async Task<IReadOnlyList<UnfinishedTraining>> FindAsync(CancellationToken cancellationToken)
    {
        List<UnfinishedTraining> found = [];
        IReadOnlyList<string> kept = await models.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<string, string> tries in kept.Where(IsTry).GroupBy(mark => mark[..mark.LastIndexOf('-')], StringComparer.Ordinal))
        {
            string last = tries.MaxBy(NumberOf)!;
            if (await ReadAsync(last, cancellationToken).ConfigureAwait(false) is { } content
                && JsonSerializer.Deserialize(content.Span, TrainingMarkJson.Default.UnfinishedTraining) is { } training)
            {
                found.Add(training with { Tries = NumberOf(last) });
            }
        }

        return [.. found.OrderByDescending(training => training.StartedAt)];
    }

    /// <summary>Marks that a training begins or goes on.</summary>
    public Task BeginAsync(UnfinishedTraining training, CancellationToken cancellationToken) => WriteAsync(
        Mark(training.Name, $"{Try}{training.Tries}"), JsonSerializer.SerializeToUtf8Bytes(training, TrainingMarkJson.Default.UnfinishedTraining), cancellationToken);

    /// <summary>Everything a training has found.</summary>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>>> StepsAsync(string name, CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<byte>> steps = new(StringComparer.Ordinal);
        string start = Mark(name, "");
        foreach (string mark in (await models.ListAsync(cancellationToken).ConfigureAwait(false)).Where(mark => mark.StartsWith(start, StringComparison.Ordinal) && !IsTry(mark)))
        {
            if (await ReadAsync(mark, cancellationToken).ConfigureAwait(false) is { } content)
            {
                steps[mark[start.Length..]] = content;
            }
        }

        return steps;
    }

    /// <summary>Keeps what was found in a step.</summary>
    public Task KeepAsync(string name, string step, ReadOnlyMemory<byte> found, CancellationToken cancellationToken) => WriteAsync(Mark(name, step), found, cancellationToken);

    /// <summary>Deletes everything of a training. The marks last: a training without its steps begins anew, steps without a mark would stay for good.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        string start = Mark(name, "");
        IReadOnlyList<string> kept = await models.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (string mark in kept.Where(mark => mark.StartsWith(start, StringComparison.Ordinal)).OrderBy(IsTry))
        {
            await models.DeleteAsync(mark, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Mark(string name, string step) => $"{Prefix}{name}-{step}";

    private static bool IsTry(string mark) => mark.StartsWith(Prefix, StringComparison.Ordinal) && NumberOf(mark) > 0;

    private static int NumberOf(string mark) =>
        mark[(mark.LastIndexOf('-') + 1)..] is { } end && end.StartsWith(Try, StringComparison.Ordinal) && int.TryParse(end.AsSpan(Try.Length), out int number) ? number : 0;

    private Task WriteAsync(string mark, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        models.WriteAsync(mark, new Dictionary<string, ReadOnlyMemory<byte>> { [Content] = content }, cancellationToken);

    /// <summary>Null when it is gone, or is not what was written: then it is found again.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string mark, CancellationToken cancellationToken)
    {
        try
        {
            return await models.ReadAsync(mark, cancellationToken).ConfigureAwait(false) is { } files && files.TryGetValue(Content, out ReadOnlyMemory<byte> content)
                ? content
                : (ReadOnlyMemory<byte>?)null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
