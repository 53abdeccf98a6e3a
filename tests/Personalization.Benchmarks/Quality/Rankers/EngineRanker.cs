using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>The engine with the snapshot and the calls of serving.</summary>
internal sealed class EngineRanker(ModelSnapshot model) : IRanker
{
    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public IListMaker NewMaker() => new Maker(model);

    private sealed class Maker(ModelSnapshot model) : IListMaker
    {
        private readonly MaskFilter _gate = new(model.Items.Count);

        public int Answer(Question question, Span<int> into)
        {
            RankedItem[] list = question.Candidates.Length > 0
                ? model.Score(question.Signal, question.Candidates, CancellationToken.None)
                : model.Recommend(question.Signal, _gate.Of(question), into.Length, CancellationToken.None);
            int count = Math.Min(list.Length, into.Length);
            for (int i = 0; i < count; i++)
            {
                into[i] = list[i].Item;
            }

            return count;
        }
    }
}
