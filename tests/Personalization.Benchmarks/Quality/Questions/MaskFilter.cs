using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>Refuses a question's masked items. Used again for question after question.</summary>
internal sealed class MaskFilter(int itemCount) : CandidateFilter
{
    private readonly bool[] _masked = new bool[itemCount];
    private int[] _last = [];
    private bool _refusesSeen;

    /// <summary>Refuses another question's items from now on.</summary>
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
