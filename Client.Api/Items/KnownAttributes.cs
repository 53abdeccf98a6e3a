using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Items;

/// <summary>The names of item attributes. Finds names in requests that no item has.</summary>
/// <remarks>
/// Names are known from the catalog and from the setting <c>AttributeNames</c>. A name stays known until the processes
/// restart, so that a feed that loses an attribute does not break the pages that show it. Any name is accepted while no
/// item has an attribute, and while the engine does not answer. A known name costs no call; an unknown name costs one.
/// </remarks>
internal sealed class KnownAttributes(IGrainFactory grains, ApiOptions options, TimeProvider time)
{
    /// <summary>A silo remembers at most this number of names. Then any name is accepted.</summary>
    private const int TooMany = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>The browser's row asks for it, in a shop with and without images.</summary>
    private const string Image = "image";

    private HashSet<string> _known = new(options.AttributeNames, StringComparer.Ordinal);

    /// <summary>Finds unknown names in the parameters <c>filter</c> and <c>fields</c> of a query.</summary>
    /// <param name="filter">The filter; null for none.</param>
    /// <param name="scope">The references that the filter may use.</param>
    /// <param name="fields">The fields; null for none.</param>
    public async ValueTask<IReadOnlyList<ValidationError>> FindUnknownAsync(
        ItemFilter? filter, FilterScope scope, FieldSelection? fields = null)
    {
        if (filter is null && fields is null)
        {
            return [];
        }

        List<ValidationError> errors = [];
        await CheckAsync(filter, scope, "query.filter", errors);
        await CheckAsync(fields, "query.fields", errors);
        return errors;
    }

    /// <summary>Adds an error for each attribute of a selection that no item has.</summary>
    public async ValueTask CheckAsync(FieldSelection? fields, string path, ICollection<ValidationError> errors)
    {
        foreach (string name in fields?.AttributeNames ?? [])
        {
            await CheckNameAsync(name, path, errors);
        }
    }

    /// <summary>Adds an error for each attribute of a filter that no item has, with its position.</summary>
    public async ValueTask CheckAsync(
        ItemFilter? filter, FilterScope scope, string path, ICollection<ValidationError> errors)
    {
        if (filter is not null && await MissingAsync(filter.AttributeNames()) is { } known)
        {
            _ = ItemFilter.Parse(filter.Text, scope, known, out IReadOnlyList<string> problems);
            foreach (string problem in problems)
            {
                errors.Add(new(path, "unknown", $"{FieldOf(path)}: {problem}."));
            }
        }
    }

    /// <summary>Adds an error for each attribute of a filter's text that no item has. Skips an invalid text.</summary>
    public ValueTask CheckAsync(
        string? text, FilterScope scope, string path, ICollection<ValidationError> errors) =>
        CheckAsync(
            string.IsNullOrEmpty(text) ? null : ItemFilter.Parse(text, scope, null, out _), scope, path, errors);

    /// <summary>Adds an error when the field of a cap is no field of an item.</summary>
    /// <param name="name">The field or attribute; null for none.</param>
    /// <param name="fields">The names of fields that can be capped.</param>
    /// <param name="path">The place of the name in the request.</param>
    /// <param name="errors">Receives the error.</param>
    public ValueTask CheckCapAsync(
        string? name, IReadOnlyList<string> fields, string path, ICollection<ValidationError> errors) =>
        string.IsNullOrEmpty(name) || fields.Contains(name)
            ? ValueTask.CompletedTask
            : CheckNameAsync(name, path, errors, fields);

    private async ValueTask CheckNameAsync(
        string name, string path, ICollection<ValidationError> errors, params IReadOnlyList<string> fields)
    {
        if (await MissingAsync([name]) is { } known)
        {
            errors.Add(new(path, "unknown", $"{FieldOf(path)}: {UnknownAttribute.Describe(name, known, fields)}."));
        }
    }

    private static string FieldOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>Returns the known names when one of some names is not known; null otherwise.</summary>
    private async ValueTask<HashSet<string>?> MissingAsync(IEnumerable<string> names)
    {
        string[] missing = [.. names.Where(name => name != Image && !Volatile.Read(ref _known).Contains(name))];
        if (missing.Length == 0 || !await TryRefreshAsync())
        {
            return null;
        }

        HashSet<string> known = Volatile.Read(ref _known);
        return known.Count == 0 || missing.All(known.Contains)
            ? null
            : [.. known, .. names.Where(name => name == Image)];
    }

    /// <summary>Reads the names of the catalog. False when they cannot be told.</summary>
    private async ValueTask<bool> TryRefreshAsync()
    {
        try
        {
            string[] names =
            [
                .. await grains.GetGrain<IItemListsGrain>(0).AttributeNamesAsync().AsTask().WaitAsync(Timeout, time),
            ];
            HashSet<string> known = Volatile.Read(ref _known);
            if (!names.All(known.Contains))
            {
                known = new(known.Concat(names), StringComparer.Ordinal);
                Volatile.Write(ref _known, known);
            }

            return names.Length < TooMany && known.Count < TooMany;
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or IOException)
        {
            return false;
        }
    }
}
