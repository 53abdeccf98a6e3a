using System.Runtime.CompilerServices;
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
    public void Add(int number, float amount, int evidence) =>
        Add(ref _cells[number], number, amount, evidence, _generation, _touched, ref _count);

    /// <summary>Adds to the scores of numbers, in their order.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="weights">One weight per number, in the same order.</param>
    /// <param name="strength">The amount of a number is this times its weight.</param>
    /// <param name="evidence">The evidence of all amounts.</param>
    public void AddAll(ReadOnlySpan<int> numbers, ReadOnlySpan<float> weights, float strength, int evidence)
    {
        // Fields in locals: the compiler cannot know that the cells do not overlap with them.
        Cell[] cells = _cells;
        int[] touched = _touched;
        int generation = _generation;
        int count = _count;
        weights = weights[..numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            int number = numbers[i];
            Add(ref cells[number], number, strength * weights[i], evidence, generation, touched, ref count);
        }

        _count = count;
    }

    /// <summary>Adds to the scores of numbers, in their order.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="weightOf">The weight of every number, by number.</param>
    /// <param name="strength">The amount of a number is this times its weight.</param>
    /// <param name="evidence">The evidence of all amounts.</param>
    public void AddEach(ReadOnlySpan<int> numbers, ReadOnlySpan<float> weightOf, float strength, int evidence)
    {
        Cell[] cells = _cells;
        int[] touched = _touched;
        int generation = _generation;
        int count = _count;
        foreach (int number in numbers)
        {
            Add(ref cells[number], number, strength * weightOf[number], evidence, generation, touched, ref count);
        }

        _count = count;
    }

    /// <summary>True if the number has an addition.</summary>
    public bool Has(int number) => _cells[number].Generation == _generation;

    /// <summary>The score of a number; 0 without additions.</summary>
    public float ScoreOf(int number) => Has(number) ? _cells[number].Score : 0;

    /// <summary>The evidence of the largest addition of a number; -1 without additions.</summary>
    public int EvidenceOf(int number) => Has(number) ? _cells[number].Evidence : -1;

    /// <summary>Writes the best positive scores that the filter allows.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="into">Receives the candidates.</param>
    /// <param name="order">The order of the candidates.</param>
    /// <returns>The number of candidates written.</returns>
    public int Best(CandidateFilter filter, Span<Candidate> into, CandidateOrder order = CandidateOrder.Sorted)
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

        return top.Finish(order);
    }

    /// <summary>Writes the scores of numbers in the order of the numbers; at least 0.</summary>
    public void Read(ReadOnlySpan<int> numbers, Span<Candidate> into)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            into[i] = new(numbers[i], Math.Max(0, ScoreOf(numbers[i])), EvidenceOf(numbers[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref Cell cell, int number, float amount, int evidence, int generation, int[] touched, ref int count)
    {
        if (cell.Generation != generation)
        {
            cell = new Cell { Generation = generation, Score = amount, Largest = amount, Evidence = evidence };
            touched[count++] = number;
            return;
        }

        cell.Score += amount;
        if (amount > cell.Largest)
        {
            cell.Largest = amount;
            cell.Evidence = evidence;
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
