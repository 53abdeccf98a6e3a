using Personalization.Engine.Candidates;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>A baseline that scores every item. Equal scores rank by item number; an item without a positive score is on no list of all items.</summary>
/// <param name="name">Its name.</param>
/// <param name="itemCount">How many items there are.</param>
/// <param name="score">Scores all items for a question; the span comes empty.</param>
internal sealed class ScoreRanker(string name, int itemCount, Action<Question, float[]> score) : IRanker
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IListMaker NewMaker() => new Maker(itemCount, score);

    private sealed class Maker(int itemCount, Action<Question, float[]> score) : IListMaker
    {
        private readonly float[] _scores = new float[itemCount];
        private readonly MaskGate _gate = new(itemCount);

        public int Answer(Question question, Span<int> into)
        {
            Array.Clear(_scores);
            score(question, _scores);
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
                top.Offer(new(item, _scores[item], -1));
            }

            MaskGate gate = _gate.Of(question);
            for (int item = 0; question.Candidates.Length == 0 && item < _scores.Length; item++)
            {
                if (_scores[item] > 0 && _scores[item] >= top.Threshold && gate.Allows(item))
                {
                    top.Offer(new(item, _scores[item], -1));
                }
            }
        }
    }
}
