using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>A single candidate source of the engine, without filling up short lists.</summary>
internal sealed class SourceRanker(ModelParts parts, ICandidateSource source) : IRanker
{
    /// <inheritdoc/>
    public string Name => $"source {source.Name}";

    /// <inheritdoc/>
    public IListMaker NewMaker() => new Maker(parts, source);

    private sealed class Maker(ModelParts parts, ICandidateSource source) : IListMaker
    {
        private readonly Workspace _work = parts.NewWorkspace();
        private readonly MaskFilter _gate = new(parts.ItemCount);

        public int Answer(Question question, Span<int> into)
        {
            _work.Interactions.Fold(question.Signal.Events.Span, parts.SessionGapMs);
            Candidate[] list = new Candidate[Math.Max(question.Candidates.Length, into.Length)];
            int count = list.Length;
            if (question.Candidates.Length > 0)
            {
                source.Score(_work, question.Candidates, list);
                Array.Sort(list, static (a, b) => a.Before(b) ? -1 : b.Before(a) ? 1 : 0);
            }
            else
            {
                count = source.Collect(_work, _gate.Of(question), list);
            }

            for (int i = 0; i < Math.Min(count, into.Length); i++)
            {
                into[i] = list[i].Item;
            }

            return Math.Min(count, into.Length);
        }
    }
}
