using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Numerics;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>
/// A baseline that scores every item. Its lists order equal scores by item number, and omit items without a positive
/// score unless the question names candidates.
/// </summary>
/// <param name="name">The name of the ranker.</param>
/// <param name="itemCount">The number of items.</param>
/// <param name="score">Writes the scores of all items for a question into a cleared array. Must be thread-safe.</param>
internal sealed class ScoreRanker(string name, int itemCount, Action<Question, double[]> score) : IRanker
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IListMaker NewMaker() => new Maker(this, itemCount);

    /// <summary>Scores all items for a question.</summary>
    public void Score(Question question, double[] scores)
    {
        Array.Clear(scores);
        score(question, scores);
    }

    private sealed class Maker(ScoreRanker ranker, int itemCount) : IListMaker
    {
        private readonly double[] _scores = new double[itemCount];
        private readonly MaskFilter _gate = new(itemCount);

        public int Answer(Question question, Span<int> into)
        {
            ranker.Score(question, _scores);
            Span<Candidate> best = new Candidate[into.Length];
            TopCandidates top = new(best);
            Offer(question, ref top);
            int count = top.Sort();
            for (int i = 0; i < count; i++)
            {
                into[i] = best[i].Item;
            }

            return count;
        }

        private void Offer(Question question, ref TopCandidates top)
        {
            foreach (int item in question.Candidates)
            {
                top.Offer(new(item, (float)_scores[item], -1));
            }

            MaskFilter gate = _gate.Of(question);
            for (int item = 0; question.Candidates.Length == 0 && item < _scores.Length; item++)
            {
                float score = (float)_scores[item];
                if (score > 0 && score >= top.Threshold && gate.Allows(item))
                {
                    top.Offer(new(item, score, -1));
                }
            }
        }
    }
}
