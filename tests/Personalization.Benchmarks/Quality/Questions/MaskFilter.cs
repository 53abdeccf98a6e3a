using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>A filter that rejects the masked items of a question. It is reused for many questions.</summary>
internal sealed class MaskFilter(int itemCount) : CandidateFilter
{
    private readonly bool[] _masked = new bool[itemCount];
    private int[] _last = [];
    private bool _refusesSeen;

    /// <summary>Sets the question whose items the filter rejects.</summary>
    public MaskFilter Of(Question question)
    {
        Array.ForEach(_last, item => _masked[item] = false);
        _last = question.Masked;
        Array.ForEach(_last, item => _masked[item] = true);
        _refusesSeen = question.MasksSeen;
        return this;
    }

    /// <inheritdoc/>
    public override bool RefusesSeen => _refusesSeen;

    /// <inheritdoc/>
    public override bool Allows(int item) => !_masked[item];
}
