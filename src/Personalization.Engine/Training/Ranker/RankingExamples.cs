namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Ranking examples: a matrix of features with a grade for every row. The rows of a list are contiguous.
/// </summary>
internal sealed class RankingExamples(int features)
{
    private readonly List<float[]> _lists = [];
    private readonly List<byte> _grades = [];
    private readonly List<int> _starts = [0];

    /// <summary>The highest grade.</summary>
    public const int MaxGrade = 5;

    /// <summary>The number of features of a row.</summary>
    public int Features => features;

    /// <summary>The number of lists.</summary>
    public int Lists => _lists.Count;

    /// <summary>The number of rows of all lists.</summary>
    public int Rows => _starts[^1];

    /// <summary>Adds a list.</summary>
    /// <param name="rows">The features, row-major, rows x features; copied.</param>
    /// <param name="grades">The grade of every row, 0 to <see cref="MaxGrade"/>. A higher grade belongs further
    /// up.</param>
    public void Add(ReadOnlySpan<float> rows, ReadOnlySpan<byte> grades)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, grades.Length * features, nameof(rows));
        _lists.Add(rows.ToArray());
        _grades.AddRange(grades);
        _starts.Add(_grades.Count);
    }

    /// <summary>Appends all lists of other examples.</summary>
    public void AddAll(RankingExamples others)
    {
        for (int list = 0; list < others.Lists; list++)
        {
            Add(others.RowsOf(list), others.GradesOf(list));
        }
    }

    /// <summary>The features of a list, row-major, rows x features.</summary>
    public ReadOnlySpan<float> RowsOf(int list) => _lists[list];

    /// <summary>The grades of the rows of a list.</summary>
    public ReadOnlySpan<byte> GradesOf(int list) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_grades)[_starts[list].._starts[list + 1]];
}
