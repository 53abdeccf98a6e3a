using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Accumulates scores by number (of an item or a session). Not thread-safe.
/// </summary>
/// <remarks>
/// An addition is one memory access. Clearing takes constant time: a cell counts only if it has the current generation.
/// </remarks>
internal sealed class ScoreBoard(int size)
{
    private readonly Cell[] _cells = new Cell[size];
    private readonly int[] _touched = new int[size];
    private int _count;
    private int _generation = 1;

    /// <summary>
    /// The numbers with an addition since the last <see cref="Clear"/>, in the order of their first addition.
    /// </summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    /// <summary>Removes all scores.</summary>
    public void Clear()
    {
        _count = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_cells);
            _generation = 1;
        }
    }

    /// <summary>Adds to the score of a number. Keeps the evidence of the largest single addition.</summary>
    public void Add(int number, float amount, int evidence)
    {
        ref Cell cell = ref _cells[number];
        if (cell.Generation != _generation)
        {
            cell = new Cell { Generation = _generation, Score = amount, Largest = amount, Evidence = evidence };
            _touched[_count++] = number;
            return;
        }

        cell.Score += amount;
        if (amount > cell.Largest)
        {
            cell.Largest = amount;
            cell.Evidence = evidence;
        }
    }

    /// <summary>True if the number has an addition.</summary>
    public bool Has(int number) => _cells[number].Generation == _generation;

    /// <summary>The score of a number; 0 without additions.</summary>
    public float ScoreOf(int number) => Has(number) ? _cells[number].Score : 0;

    /// <summary>The evidence of the largest addition of a number; -1 without additions.</summary>
    public int EvidenceOf(int number) => Has(number) ? _cells[number].Evidence : -1;

    /// <summary>Writes the best positive scores that the filter allows, best first.</summary>
    /// <returns>The number of candidates written.</returns>
    public int Best(CandidateFilter filter, Span<Candidate> into)
    {
        TopCandidates top = new(into);
        foreach (int number in Touched)
        {
            ref readonly Cell cell = ref _cells[number];
            if (cell.Score > 0 && cell.Score >= top.Threshold && filter.Allows(number))
            {
                top.Offer(new(number, cell.Score, cell.Evidence));
            }
        }

        return top.Sort();
    }

    /// <summary>Writes the scores of numbers in the order of the numbers; at least 0.</summary>
    public void Read(ReadOnlySpan<int> numbers, Span<Candidate> into)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            into[i] = new(numbers[i], Math.Max(0, ScoreOf(numbers[i])), EvidenceOf(numbers[i]));
        }
    }

    private struct Cell
    {
        public float Score;
        public float Largest;
        public int Evidence;
        public int Generation;
    }
}
