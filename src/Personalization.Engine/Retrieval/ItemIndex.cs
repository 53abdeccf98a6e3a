using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Engine.Retrieval;

/// <summary>Maps the item ids of a model version to numbers, 0 to <see cref="Count"/> - 1. Immutable.</summary>
public sealed class ItemIndex
{
    private readonly string[] _ids;
    private readonly FrozenDictionary<string, int> _numbers;
    private readonly ImmutableDictionary<string, int> _added;

    /// <summary>Creates an index that numbers items in the given order.</summary>
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

    private ItemIndex(ItemIndex trained, ImmutableArray<string> added, ImmutableDictionary<string, int> numbers)
    {
        _ids = trained._ids;
        _numbers = trained._numbers;
        AddedIds = added;
        _added = numbers;
    }

    /// <summary>The number of items.</summary>
    public int Count => _ids.Length + AddedIds.Length;

    /// <summary>The number of trained items. Their numbers come first.</summary>
    public int Trained => _ids.Length;

    /// <summary>The ids of the trained items, in the order of their numbers.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The ids of items added after the training, in the order of their numbers.</summary>
    public ImmutableArray<string> AddedIds { get; }

    /// <summary>The id of an item number.</summary>
    public string this[int item] => item < _ids.Length ? _ids[item] : AddedIds[item - _ids.Length];

    /// <summary>Finds the number of an item.</summary>
    /// <param name="id">The id of the item.</param>
    /// <param name="item">The number of the item; -1 for an unknown item.</param>
    /// <returns>True if the model knows the item.</returns>
    public bool TryGet([NotNullWhen(true)] string? id, out int item)
    {
        item = -1;
        return id is not null
            && (_numbers.TryGetValue(id, out item) || (AddedIds.Length > 0 && _added.TryGetValue(id, out item)));
    }

    /// <summary>Returns this index with items appended.</summary>
    /// <exception cref="ArgumentException">An id occurs twice.</exception>
    internal ItemIndex With(IReadOnlyList<string> more)
    {
        ImmutableDictionary<string, int>.Builder numbers = _added.ToBuilder();
        for (int i = 0; i < more.Count; i++)
        {
            if (_numbers.ContainsKey(more[i]))
            {
                throw new ArgumentException(
                    $"Item '{more[i]}' is already in the index as a trained item.", nameof(more));
            }

            numbers.Add(more[i], Count + i);
        }

        return new(this, AddedIds.AddRange(more), numbers.ToImmutable());
    }
}
