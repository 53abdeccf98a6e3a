using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Engine.Candidates;

/// <summary>The items a model version knows, numbered 0 to <see cref="Count"/> - 1. Immutable.</summary>
public sealed class ItemIndex
{
    private readonly string[] _ids;
    private readonly FrozenDictionary<string, int> _numbers;

    /// <summary>Numbers items in the order given.</summary>
    /// <exception cref="ArgumentException">An id occurs twice.</exception>
    public ItemIndex(IEnumerable<string> ids)
    {
        _ids = [.. ids];
        Dictionary<string, int> numbers = new(_ids.Length, StringComparer.Ordinal);
        for (int i = 0; i < _ids.Length; i++)
        {
            numbers.Add(_ids[i], i);
        }

        _numbers = numbers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>How many items there are.</summary>
    public int Count => _ids.Length;

    /// <summary>The ids in the order of their numbers.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The id of an item.</summary>
    public string this[int item] => _ids[item];

    /// <summary>The number of an item.</summary>
    /// <returns>Whether the model knows it.</returns>
    public bool TryGet([NotNullWhen(true)] string? id, out int item)
    {
        item = -1;
        return id is not null && _numbers.TryGetValue(id, out item);
    }
}
