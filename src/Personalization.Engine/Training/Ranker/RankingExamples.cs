namespace Personalization.Engine.Training.Ranker;

/// <summary>Lists to learn from: a matrix of features with a grade for every row; the rows of a list stand together.</summary>
internal sealed class RankingExamples(int features)
{
    private readonly List<float[]> _lists = [];
    private readonly List<byte> _grades = [];
    private readonly List<int> _starts = [0];

    /// <summary>The highest grade.</summary>
    public const int MaxGrade = 5;

    /// <summary>How many features a row has.</summary>
    public int Features => features;

    /// <summary>How many lists there are.</summary>
    public int Lists => _lists.Count;

    /// <summary>How many rows there are in all.</summary>
    public int Rows => _starts[^1];

    /// <summary>Adds a list.</summary>
    /// <param name="rows">Its rows one after the other; copied.</param>
    /// <param name="grades">Every row's grade, 0 to <see cref="MaxGrade"/>; higher belongs further up.</param>
    public void Add(ReadOnlySpan<float> rows, ReadOnlySpan<byte> grades)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, grades.Length * features, nameof(rows));
        _lists.Add(rows.ToArray());
        _grades.AddRange(grades);
        _starts.Add(_grades.Count);
    }

    /// <summary>Adds all lists of others after its own.</summary>
    public void AddAll(RankingExamples others)
    {
        for (int list = 0; list < others.Lists; list++)
        {
            Add(others.RowsOf(list), others.GradesOf(list));
        }
    }

    /// <summary>The rows of a list, one after the other.</summary>
    public ReadOnlySpan<float> RowsOf(int list) => _lists[list];

    /// <summary>The grades of a list's rows.</summary>
    public ReadOnlySpan<byte> GradesOf(int list) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_grades)[_starts[list].._starts[list + 1]];
}
