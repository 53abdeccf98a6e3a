using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Sums scores by number (of an item, a session) with one memory access per addition. Emptying costs nothing: a cell
/// counts only when it carries the present generation. Not thread-safe.
/// </summary>
internal sealed class ScoreBoard(int size)
{
    private readonly Cell[] _cells = new Cell[size];
    private readonly int[] _touched = new int[size];
    private int _count;
    private int _generation = 1;

    /// <summary>The numbers added to since the last <see cref="Clear"/>, in the order of their first addition.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    /// <summary>Empties the board.</summary>
    public void Clear()
    {
        _count = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_cells);
            _generation = 1;
        }
    }

    /// <summary>Adds to a number's score; the evidence of the largest single addition is remembered.</summary>
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

    /// <summary>Whether anything was added to the number.</summary>
    public bool Has(int number) => _cells[number].Generation == _generation;

    /// <summary>A number's score; 0 when nothing was added.</summary>
    public float ScoreOf(int number) => Has(number) ? _cells[number].Score : 0;

    /// <summary>The evidence of a number's largest addition; -1 when nothing was added.</summary>
    public int EvidenceOf(int number) => Has(number) ? _cells[number].Evidence : -1;

    /// <summary>Writes the best positive scores the gate lets through, best first.</summary>
    /// <returns>How many were written.</returns>
    public int Best(CandidateFilter gate, Span<Candidate> into)
    {
        TopCandidates top = new(into);
        foreach (int number in Touched)
        {
            ref readonly Cell cell = ref _cells[number];
            if (cell.Score > 0 && cell.Score >= top.Threshold && gate.Allows(number))
            {
                top.Offer(new(number, cell.Score, cell.Evidence));
            }
        }

        return top.Sort();
    }

    /// <summary>Writes the scores of given numbers in their order; never below 0.</summary>
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
