using System.Globalization;

namespace Personalization.Abstractions.Filters;

/// <summary>Collects the errors of a filter with their positions.</summary>
internal sealed class FilterProblems
{
    private const int Most = 20;

    private readonly SortedList<(int Position, int Number), string> _found = [];

    /// <summary>The number of errors.</summary>
    public int Count => _found.Count;

    /// <summary>The errors in the order of their positions, at most 20.</summary>
    public IReadOnlyList<string> All => [.. _found.Values.Take(Most)];

    /// <summary>Adds an error.</summary>
    /// <param name="position">The index of the character, from 0. Messages count from 1.</param>
    /// <param name="message">What is wrong and what is allowed, without a full stop.</param>
    public void Add(int position, string message) => _found.Add(
        (position, _found.Count),
        string.Create(CultureInfo.InvariantCulture, $"at character {position + 1}: {message}"));
}
