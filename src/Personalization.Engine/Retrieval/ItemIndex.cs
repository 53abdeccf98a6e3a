using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Engine.Retrieval;

/// <summary>The items a model version knows, numbered 0 to <see cref="Count"/> - 1. Immutable.</summary>
public sealed class ItemIndex
{
    private readonly string[] _ids;
    private readonly FrozenDictionary<string, int> _numbers;
    private readonly ImmutableDictionary<string, int> _added;

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
        _added = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);
        AddedIds = [];
    }

    private ItemIndex(ItemIndex trained, ImmutableArray<string> added, ImmutableDictionary<string, int> numbers) =>
        (_ids, _numbers, AddedIds, _added) = (trained._ids, trained._numbers, added, numbers);

    /// <summary>How many items there are.</summary>
    public int Count => _ids.Length + AddedIds.Length;

    /// <summary>How many of them the model was trained on; their numbers come first.</summary>
    public int Trained => _ids.Length;

    /// <summary>The ids the model was trained on, in the order of their numbers.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The ids of items added after the training, in the order of their numbers.</summary>
    public ImmutableArray<string> AddedIds { get; }

    /// <summary>The id of an item.</summary>
    public string this[int item] => item < _ids.Length ? _ids[item] : AddedIds[item - _ids.Length];

    /// <summary>The number of an item.</summary>
    /// <returns>Whether the model knows it.</returns>
    public bool TryGet([NotNullWhen(true)] string? id, out int item)
    {
        item = -1;
        return id is not null && (_numbers.TryGetValue(id, out item) || (AddedIds.Length > 0 && _added.TryGetValue(id, out item)));
    }

    /// <summary>The same index with more items after all others.</summary>
    /// <exception cref="ArgumentException">An id occurs twice.</exception>
    internal ItemIndex With(IReadOnlyList<string> more)
    {
        ImmutableDictionary<string, int>.Builder numbers = _added.ToBuilder();
        for (int i = 0; i < more.Count; i++)
        {
            if (_numbers.ContainsKey(more[i]))
            {
                throw new ArgumentException($"An item with the id '{more[i]}' was trained on.", nameof(more));
            }

            numbers.Add(more[i], Count + i);
        }

        return new(this, AddedIds.AddRange(more), numbers.ToImmutable());
    }
}
